//! XML: one article, or several, by the root element: NewsML-G2, NITF, RSS, Atom, WordPress export.

mod feed;
mod newsml;
mod newsml1;
mod nitf;
mod sitemap;
mod tree;

use super::Clue;
use super::flat::Flat;
use super::issue::issued;
use super::layout::is_impossible;
use super::lines::beginning;
use super::record::{Told, when};
use super::versions::Edition;
use super::vocabulary::Vocabulary;
use super::{Article, ClueKind};
use crate::span::Span;
use memchr::memchr_iter;
pub(super) use sitemap::{Sitemap, is_sitemap, sitemap};
use std::ops::Range;
use std::sync::Arc;
use tree::{Element, Found, local, walk};

/// What a document is, by its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    NewsItem,
    NewsMessage,
    /// NewsML 1.
    NewsMl,
    Nitf,
    Feed,
    Atom,
    /// An index of pages.
    Sitemap,
}

/// What is found in a document.
#[derive(Debug, Default)]
pub(super) struct Items {
    /// Where each article's element stands, and on which line it starts.
    pub(super) items: Vec<(Range<usize>, u32)>,
    /// Whether the document is one article.
    pub(super) single: bool,
    /// What is wrong, and on which line.
    pub(super) problems: Vec<(Option<u32>, String)>,
}

/// Finds the articles of a document.
pub(super) fn items(text: &str) -> Items {
    let mut found = Items::default();
    let mut family = None;
    let mut unknown = None;
    let mut entities = false;
    let (mut line, mut at) = (1u32, 0);
    let mut line_at = |to: usize| {
        let ends = memchr_iter(b'\n', &text.as_bytes()[at..to.max(at)]).count();
        line = line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        at = to.max(at);
        line
    };
    let root = root(text);
    let result = match root.map(|root| (root, family_of(root))) {
        Some((_, Some(known))) => {
            family = Some(known);
            let wanted = |name: &str, depth: usize| is_item(known, name, depth);
            walk(text, wanted, |part| {
                match part {
                    Found::Element(element) => {
                        let line = line_at(element.span.start);
                        found.items.push((element.span, line));
                    }
                    Found::Entities => entities = true,
                    Found::Start(_) => {}
                }
                true
            })
        }
        Some((root, None)) => {
            let root = beginning(root, 40);
            unknown = Some(match local(root) {
                "packageItem" | "knowledgeItem" | "conceptItem" | "planningItem" | "catalogItem" => {
                    format!("NewsML-G2 without an article: its root is `{root}`")
                }
                _ => format!("XML of a kind that is not read: its root is `{root}`"),
            });
            Ok(())
        }
        None => walk(text, |_, _| true, |_| true),
    };
    found.problems.extend(unknown.map(|problem| (None, problem)));
    if entities {
        let message = "it declares entities of its own; they are neither fetched nor expanded".to_owned();
        found.problems.push((None, message));
    }
    if let Err((byte, problem)) = result {
        let line = memchr_iter(b'\n', &text.as_bytes()[..byte.min(text.len())]).count() + 1;
        found.problems.push((u32::try_from(line).ok(), problem));
    }
    found.single = match family {
        Some(Family::NewsMl) => found.items.len() == 1,
        family => matches!(family, Some(Family::NewsItem | Family::Nitf)),
    };
    if found.items.is_empty() && found.problems.is_empty() && family != Some(Family::Sitemap) {
        found.problems.push((None, "there is no article in it".to_owned()));
    }
    found
}

/// The root element's name, if there is an element.
fn root(text: &str) -> Option<&str> {
    let mut root = None;
    let _ = walk(
        text,
        |_, _| false,
        |part| match part {
            Found::Start(element) => {
                root = Some(element.name);
                false
            }
            _ => true,
        },
    );
    root
}

fn family_of(root: &str) -> Option<Family> {
    Some(match local(root) {
        "newsItem" => Family::NewsItem,
        "newsMessage" | "itemSet" => Family::NewsMessage,
        "NewsML" => Family::NewsMl,
        "nitf" => Family::Nitf,
        "rss" | "RDF" => Family::Feed,
        "feed" => Family::Atom,
        "urlset" | "sitemapindex" => Family::Sitemap,
        _ => return None,
    })
}

fn is_item(family: Family, name: &str, depth: usize) -> bool {
    match family {
        Family::NewsItem => depth == 0,
        Family::NewsMessage => local(name) == "newsItem",
        Family::NewsMl => local(name) == "NewsItem",
        Family::Nitf => depth == 0,
        Family::Feed => name == "item" || name == "rss:item",
        Family::Atom => local(name) == "entry",
        Family::Sitemap => false,
    }
}

/// What the head of a feed says of all its articles: who publishes it.
pub(super) fn outlet(head: &str) -> Option<String> {
    let family = family_of(root(head)?)?;
    if !matches!(family, Family::Feed | Family::Atom) {
        return None;
    }
    let mut outlet = None;
    let deep = if family == Family::Feed { 2 } else { 1 };
    let wanted =
        |name: &str, depth: usize| depth == deep && local(name) == "title" || is_item(family, name, depth);
    let _ = walk(head, wanted, |part| match part {
        Found::Element(element) => {
            if local(element.name) == "title" {
                outlet = element.words(head);
            }
            false
        }
        _ => true,
    });
    outlet
}

/// Reads the article that `text` is: one element of [`items`], with what may stand around it. `None` where it is none and
/// nothing is to be said of it.
pub(super) fn article(
    text: String,
    path: &Arc<str>,
    line: Option<u32>,
    outlet: Option<&str>,
    v: &Vocabulary,
) -> Result<Option<Told>, (String, String)> {
    let read = {
        let mut element = None;
        let walked = walk(
            &text,
            |_, _| true,
            |part| match part {
                Found::Element(found) => {
                    element = Some(found);
                    false
                }
                _ => true,
            },
        );
        match (element, walked) {
            (Some(element), _) => read(&element, &text, path, line, outlet, v),
            (None, Err((_, problem))) => Err(problem),
            (None, Ok(())) => Err("no XML: there is no element".to_owned()),
        }
    };
    match read {
        Ok(Read::Nothing) => Ok(None),
        Ok(Read::Whole(article, problems)) => Ok(Some((Article { raw: text, ..*article }, problems))),
        Ok(Read::Record(article, problems)) => Ok(Some((*article, problems))),
        Err(problem) => Err((problem, text)),
    }
}

enum Read {
    Nothing,
    /// Its spans are places of the document.
    Whole(Box<Article>, Vec<String>),
    /// It has a source of its own.
    Record(Box<Article>, Vec<String>),
}

fn read(
    element: &Element<'_>,
    text: &str,
    path: &Arc<str>,
    line: Option<u32>,
    outlet: Option<&str>,
    v: &Vocabulary,
) -> Result<Read, String> {
    let draft = match local(element.name) {
        "newsItem" => newsml::read(element, text)?,
        "NewsItem" => newsml1::read(element, text)?,
        "NewsML" => match element.child("NewsItem") {
            Some(item) => newsml1::read(item, text)?,
            None => return Err("there is no article in it".to_owned()),
        },
        "nitf" => Some(nitf::read(element, text)),
        name => {
            let record = match name {
                "entry" => Some(feed::entry(element, text, outlet)),
                _ => feed::item(element, text, outlet),
            };
            let Some(record) = record else { return Ok(Read::Nothing) };
            let (article, problems) = super::record::article(record, path, line, "text", v)?;
            return Ok(Read::Record(Box::new(article), problems));
        }
    };
    let Some(draft) = draft else { return Ok(Read::Nothing) };
    let gone = draft.edition.as_ref().is_some_and(|edition| edition.status.is_out());
    if draft.flat.is_empty() && !gone {
        return Err("there is no text in it".to_owned());
    }
    let mut problems = Vec::new();
    let (layout, prose) = draft.flat.lay_out(None, v);
    problems.extend(layout.impossible.iter().map(|(_, date)| format!("`{date}` is no date of the calendar")));
    let mut clues = layout.clues;
    for (kind, Stated { value, place }) in &draft.dates {
        match when(value, v) {
            Some((stamp, zoned)) if !is_impossible(stamp) => {
                clues.push(Clue { kind: *kind, span: Some(Span::of(place.clone())), stamp, zoned });
            }
            Some(_) => problems.push(format!("`{}` is no date of the calendar", beginning(value, 40))),
            None => problems.push(format!("`{}` is no date that can be read", beginning(value, 40))),
        }
    }
    let article = Article {
        path: Arc::clone(path),
        id: draft.id,
        line,
        title: layout.title,
        outlet: draft.outlet,
        story: draft.story,
        clues,
        prose,
        edition: draft.edition,
        ..Article::default()
    };
    Ok(Read::Whole(Box::new(article), problems))
}

/// What is read of an agency's item, in places of the document.
#[derive(Debug, Default)]
struct Draft {
    id: Option<String>,
    outlet: Option<String>,
    story: Option<String>,
    dates: Vec<(ClueKind, Stated)>,
    edition: Option<Box<Edition>>,
    flat: Flat,
}

/// A time as an item states it, and where.
#[derive(Clone, Debug)]
struct Stated {
    value: String,
    place: Range<usize>,
}

impl AsRef<str> for Stated {
    fn as_ref(&self) -> &str {
        &self.value
    }
}

impl Draft {
    fn date(&mut self, kind: ClueKind, date: Option<Stated>) {
        self.dates.extend(date.map(|date| (kind, date)));
    }

    /// Takes the days of an item out of the times of its first version and of this one, and of its embargo.
    fn issued(&mut self, first: Option<Stated>, made: Option<&Stated>, embargo: Option<&Stated>) {
        let (published, updated) = issued(first, made, embargo);
        self.date(ClueKind::Field, published);
        self.date(ClueKind::Updated, updated);
    }
}
