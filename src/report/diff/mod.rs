//! What `dateline diff` prints: two editions of an archive and what became of their facts. As with findings, all that a
//! format needs is computed once, in [`DiffView`].

pub mod concise;
pub mod json;
pub mod markdown;
pub mod terminal;
mod words;

pub use words::Word;

use super::Days;
use super::locate::Locator;
use super::view::{Field, article_name, field};
use crate::corpus::Article;
use crate::error::Notice;
use crate::facts::attribute::{AttributeId, Card};
use crate::facts::versions::{Change, ChangeKind, Comparison, Passage, Stated};
use crate::grammar::modality::Modality;
use crate::span::{Raw, Span};
use serde::Serialize;
use std::sync::Arc;

/// An article that both editions have, with its versions opened again.
#[derive(Debug)]
pub struct Compared<'a> {
    /// Its versions, old and new.
    pub cards: [&'a Card; 2],
    /// Their sources; one that cannot be opened any more leaves its statements without words and lines.
    pub sources: [Option<Article>; 2],
    /// What differs.
    pub comparison: &'a Comparison,
}

/// Two editions, ready to be written in any format.
#[derive(Clone, Debug, Default)]
pub struct DiffView {
    /// How much changed.
    pub summary: DiffSummary,
    /// Articles that differ.
    pub articles: Vec<ShownArticle>,
    /// Articles that only the new edition has.
    pub added: Vec<ShownLone>,
    /// Articles that only the old edition has.
    pub removed: Vec<ShownLone>,
    /// What the user should know besides.
    pub notices: Vec<Notice>,
}

/// Counts of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DiffSummary {
    /// Articles that both editions have.
    pub articles: u64,
    /// Facts that have another value, modality, day or subject.
    pub changed: u64,
    /// Facts that only the new versions state.
    pub appeared: u64,
    /// Facts that only the old versions state.
    pub vanished: u64,
    /// Other figures that changed.
    pub figures: u64,
    /// Publication dates that changed.
    pub published: u64,
    /// Articles that only the new edition has.
    pub added: u64,
    /// Articles that only the old edition has.
    pub removed: u64,
}

/// An article that differs.
#[derive(Clone, Debug)]
pub struct ShownArticle {
    /// Its old version.
    pub old: ShownVersion,
    /// Its new version.
    pub new: ShownVersion,
    /// Whether its day of publication differs.
    pub redated: bool,
    /// Facts whose values moved with the day of publication alone.
    pub moved: u32,
    /// What changed, in the order of the new version.
    pub changes: Vec<ShownChange>,
}

/// A version of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownVersion {
    /// The file's path, as it is shown.
    pub path: String,
    /// The article's id, else its path, else `path:line`.
    pub article: String,
    /// When it was published.
    pub published: Days,
    /// The line in its container.
    #[serde(skip)]
    pub line: Option<u32>,
}

/// An article that one edition has alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownLone {
    /// The article.
    #[serde(flatten)]
    pub version: ShownVersion,
    /// How many facts it states.
    pub facts: u64,
}

/// A change as it is shown.
#[derive(Clone, Debug)]
pub struct ShownChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// The rule whose fact it is; none for a figure.
    pub rule: Option<Arc<str>>,
    /// What it was and is, in a few words: `NATO: 31 → 32`.
    pub title: String,
    /// The old statement.
    pub old: Option<Side>,
    /// The new statement.
    pub new: Option<Side>,
    /// The old sentence, with its line.
    pub before: Option<ShownPassage>,
    /// The new sentence.
    pub after: Option<ShownPassage>,
    /// Whether a note of correction in the new version names the old value.
    pub noted: bool,
}

/// A statement of a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What is stated, and of what.
    pub stated: Stated,
    /// The words, byte for byte.
    pub text: String,
    /// Where they stand.
    pub place: Place,
}

/// Where words stand, as in [`super::Label`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The first byte, in the file as it lies on disk; in a container, in the field.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The line of the file, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1; 1 in a container.
    pub column: u32,
    /// Where the offsets count from.
    pub field: Field,
}

/// A sentence of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPassage {
    /// The line it is told at: of the value, else of its first word.
    pub line: u32,
    /// Its words, those that differ marked.
    pub words: Vec<Word>,
}

impl DiffView {
    /// Works out all that the formats need. `roots` stand before the paths of the old and the new edition.
    pub fn new<'a>(
        compared: impl IntoIterator<Item = Compared<'a>>,
        rule: &dyn Fn(AttributeId) -> Arc<str>,
        roots: [&str; 2],
    ) -> Self {
        let mut view = DiffView::default();
        for article in compared {
            let shown = show(&article, rule, roots);
            view.summary.published += u64::from(shown.redated);
            for change in &shown.changes {
                *match change.kind {
                    ChangeKind::Changed => &mut view.summary.changed,
                    ChangeKind::Appeared => &mut view.summary.appeared,
                    ChangeKind::Vanished => &mut view.summary.vanished,
                    ChangeKind::Figure => &mut view.summary.figures,
                } += 1;
            }
            view.articles.push(shown);
        }
        view
    }

    /// Adds an article that only the new edition has.
    pub fn add(&mut self, card: &Card, facts: u64, root: &str) {
        self.summary.added += 1;
        self.added.push(ShownLone { version: version(card, root), facts });
    }

    /// Adds an article that only the old edition has.
    pub fn remove(&mut self, card: &Card, facts: u64, root: &str) {
        self.summary.removed += 1;
        self.removed.push(ShownLone { version: version(card, root), facts });
    }
}

impl ShownArticle {
    /// The days of publication, old and new, where they differ: `2024-03-07 → 2024-03-08`.
    fn redating(&self) -> Option<String> {
        let moved = match self.moved {
            0 => String::new(),
            1 => " (1 fact is read from it)".to_owned(),
            n => format!(" ({n} facts are read from it)"),
        };
        self.redated.then(|| format!("{} → {}{moved}", self.old.published, self.new.published))
    }
}

impl ShownVersion {
    /// `path`, in a container `path:line`.
    fn place(&self) -> String {
        self.line.map_or_else(|| self.path.clone(), |line| format!("{}:{line}", self.path))
    }
}

fn version(card: &Card, root: &str) -> ShownVersion {
    let path = format!("{root}{}", card.path);
    // An article without an id is called by its path, which is that of its edition.
    let article = match card.name {
        Some(_) => article_name(card),
        None => format!("{root}{}", article_name(card)),
    };
    ShownVersion { path, article, published: card.published.when.into(), line: card.line }
}

fn show(article: &Compared<'_>, rule: &dyn Fn(AttributeId) -> Arc<str>, roots: [&str; 2]) -> ShownArticle {
    let changes = &article.comparison.changes;
    let spans = |stated: fn(&Change) -> &Option<Stated>, passage: fn(&Change) -> &Option<Passage>| {
        let mut spans: Vec<Span<Raw>> =
            changes.iter().filter_map(|c| stated(c).as_ref().map(|s| s.span)).collect();
        spans.extend(changes.iter().filter_map(|c| passage(c).as_ref().map(|p| p.span)));
        spans
    };
    let old = Places::new(article, 0, spans(|c| &c.old, |c| &c.before));
    let new = Places::new(article, 1, spans(|c| &c.new, |c| &c.after));
    let change = |change: &Change| {
        let (before, after) = words::marked(change.before.as_ref(), change.after.as_ref());
        let passage =
            |places: &Places<'_>, words: Vec<Word>, passage: &Option<Passage>, stated: &Option<Stated>| {
                let at = stated.as_ref().map(|s| s.span).or_else(|| passage.as_ref().map(|p| p.span))?;
                passage.as_ref().map(|_| ShownPassage { line: places.of(at).line, words })
            };
        ShownChange {
            kind: change.kind,
            rule: change.attribute.map(rule),
            title: title(change, [&old, &new]),
            before: passage(&old, before, &change.before, &change.old),
            after: passage(&new, after, &change.after, &change.new),
            old: change.old.as_ref().map(|stated| old.side(stated)),
            new: change.new.as_ref().map(|stated| new.side(stated)),
            noted: change.noted,
        }
    };
    ShownArticle {
        old: version(article.cards[0], roots[0]),
        new: version(article.cards[1], roots[1]),
        redated: article.comparison.published.is_some(),
        moved: article.comparison.moved,
        changes: changes.iter().map(change).collect(),
    }
}

/// The places of one version's statements, worked out in one pass over its source.
struct Places<'a> {
    source: Option<&'a Article>,
    known: Vec<(Span<Raw>, Place)>,
}

impl<'a> Places<'a> {
    fn new(article: &'a Compared<'_>, side: usize, mut spans: Vec<Span<Raw>>) -> Self {
        let source = article.sources[side].as_ref();
        spans.sort_unstable();
        spans.dedup();
        let mut locator = source.map(|article| Locator::new(&article.raw));
        let container = article.cards[side].line;
        let place = |span: Span<Raw>| {
            let at = locator.as_mut().map(|locator| locator.place(span.start));
            let (field, base) = source.map_or((Field::Text, 0), |article| {
                let (_, field, base) = field(article, span.start);
                (field, base)
            });
            let (line, column) = match (container, at) {
                (Some(line), _) => (line, 1),
                (None, Some(at)) => (at.line, at.column),
                (None, None) => (1, 1),
            };
            (
                span,
                Place { start: span.start - base, end: span.end.saturating_sub(base), line, column, field },
            )
        };
        Places { source, known: spans.into_iter().map(place).collect() }
    }

    fn of(&self, span: Span<Raw>) -> Place {
        let found = self.known.binary_search_by_key(&span, |(span, _)| *span);
        found.map_or(
            Place { start: span.start, end: span.end, line: 1, column: 1, field: Field::Text },
            |at| self.known[at].1,
        )
    }

    fn words(&self, stated: &Stated) -> &str {
        self.source.map_or("", |article| stated.span.cut(&article.raw))
    }

    fn side(&self, stated: &Stated) -> Side {
        Side { stated: stated.clone(), text: self.words(stated).to_owned(), place: self.of(stated.span) }
    }
}

/// `NATO: 31 → 32`, `NATO (members): 31 → 31 (denied)`.
fn title(change: &Change, places: [&Places<'_>; 2]) -> String {
    let about = |stated: &Stated| match (&*stated.subject, &*stated.facet) {
        (subject, "") => subject.to_owned(),
        ("", facet) => facet.to_owned(),
        (subject, facet) => format!("{subject} ({facet})"),
    };
    let says = |stated: &Stated, places: &Places<'_>| match stated.value.as_str() {
        // What cannot be compared is told by its words, and so is a figure: its value alone says less.
        _ if change.kind == ChangeKind::Figure => super::excerpt::one_line(places.words(stated)).into_owned(),
        "?" => format!("“{}”", super::excerpt::one_line(places.words(stated))),
        value => value.to_owned(),
    };
    let under = |stated: &Stated| match stated.modality {
        None | Some(Modality::Asserted | Modality::Event) => String::new(),
        Some(other) => format!(" ({})", super::facts::modality(other)),
    };
    let (subject, value) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            let (was, is) = (about(old), about(new));
            let subject = if was == is { is } else { format!("{was} → {is}") };
            let (before, after) = (says(old, places[0]) + &under(old), says(new, places[1]) + &under(new));
            let value = match before == after {
                true if was_is_one(old, new) => format!("{after} (on another day)"),
                true => after,
                false => format!("{before} → {after}"),
            };
            (subject, value)
        }
        (Some(one), None) => (about(one), says(one, places[0]) + &under(one)),
        (None, Some(one)) => (about(one), says(one, places[1]) + &under(one)),
        (None, None) => (String::new(), String::new()),
    };
    if subject.is_empty() { value } else { format!("{subject}: {value}") }
}

/// Whether two statements say the same of the same in the same way, so that they differ in the day of their event.
fn was_is_one(old: &Stated, new: &Stated) -> bool {
    old.modality == new.modality && old.subject == new.subject && old.facet == new.facet
}
