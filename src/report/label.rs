//! The labels of findings: which words of which file, and where they stand as any format counts it.

use super::Days;
use super::excerpt::brief;
use super::locate::{Place, Places};
use super::passage::passages;
use super::reading::Reading;
use super::snippet::{Snippet, snippets};
use crate::corpus::Article;
use crate::facts::attribute::Card;
use crate::facts::prose;
use crate::rules::finding::Evidence;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// In which part of an article a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The file itself; in a container the article's text.
    Text,
    /// The title of an article in a container.
    Title,
}

/// Words in an article.
///
/// Lines end with LF, CR LF or a lone CR, and are counted from 1, as columns are; an end is one past the last of the
/// words. A byte order mark takes no column.
#[derive(Clone, Debug)]
pub struct Label {
    /// The file's path, as it is shown.
    pub path: Arc<str>,
    /// The article's id, else its path, else `path:line`.
    pub article: String,
    /// The first byte, in the file as it lies on disk; in a container, in the field.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The line of the file.
    pub line: u32,
    /// The column in characters; 1 in a container.
    pub column: u32,
    /// The line that the words end on.
    pub end_line: u32,
    /// The column in characters that they end before.
    pub end_column: u32,
    /// The first column and the last in bytes of UTF-8.
    pub utf8: Range<u32>,
    /// The first column and the last in code units of UTF-16.
    pub utf16: Range<u32>,
    /// Whether lines and columns say exactly where the words are. In a container they name the line of the article and
    /// nothing in it, and where the file is gone not even that: the place is empty, and a format that can leave it out does.
    pub exact: bool,
    /// The words, byte for byte.
    pub text: String,
    /// The words without the markup that may stand in them.
    pub said: String,
    /// The value in its standard form.
    pub value: String,
    /// What to say at the words; names the article's date.
    pub message: String,
    /// Where the offsets count from.
    pub field: Field,
    /// When the article was published.
    pub published: Days,
    /// The article's headline, where it has one.
    pub title: Option<Arc<str>>,
    /// Who published it, where that is stated.
    pub outlet: Option<Arc<str>>,
    /// What the rule says of the words, where that is more than their value.
    pub note: String,
    /// How far the publication date is from that of the finding's first label, where that is another article's: "7 days
    /// earlier".
    pub apart: Option<String>,
    /// Whether the words are no side of the dispute: the article's publication date was taken from them.
    pub dates: bool,
}

impl Label {
    /// What the words say to a reader: the rule's note on them, else their value in words.
    pub(super) fn says(&self) -> Cow<'_, str> {
        match (self.note.as_str(), self.value.as_str()) {
            ("", "") => Cow::Borrowed(&*self.said),
            ("", value) => prose::value(value),
            (note, _) => Cow::Borrowed(note),
        }
    }

    /// The same with the article's date, as `published` has it, and how far that is from the first side's; the
    /// words take so many columns.
    pub(super) fn told(&self, published: &str, columns: usize) -> String {
        let words = brief(&self.says(), columns).into_owned();
        // A suppression is of no day.
        let dateless = self.value.is_empty() && !self.note.is_empty();
        if dateless || names_publication(&words) {
            return words;
        }
        let published =
            if self.published.is_known() { format!("published {published}") } else { published.to_owned() };
        match &self.apart {
            Some(apart) => format!("{words} ({published}, {apart})"),
            None => format!("{words} ({published})"),
        }
    }
}

/// Whether a note on a publication date has said when that was.
fn names_publication(words: &str) -> bool {
    words.contains("publi")
}

/// What an article is called: its id, else its path, else `path:line`.
pub(crate) fn article_name(card: &Card) -> String {
    match (&card.name, card.line) {
        (Some(name), _) => name.to_string(),
        (None, None) => card.path.to_string(),
        (None, Some(line)) => format!("{}:{line}", card.path),
    }
}

/// The part of an article's source that a byte is in: the source, the field's name, and where it starts in `raw`.
pub(super) fn field(article: &Article, offset: u32) -> (&str, Field, u32) {
    match article.title_from {
        Some(from) if offset >= from => (article.raw.get(from as usize..).unwrap_or(""), Field::Title, from),
        Some(from) => (article.raw.get(..from as usize).unwrap_or(&article.raw), Field::Text, 0),
        None => (&article.raw, Field::Text, 0),
    }
}

/// One finding's labels and snippets in one article.
pub(super) struct Placed {
    pub(super) finding: usize,
    /// Each with its place among the finding's sides.
    pub(super) labels: Vec<(usize, Label)>,
    pub(super) snippets: Vec<Snippet>,
    pub(super) passages: Vec<Snippet>,
}

/// The labels in one article: of each side its finding, its place among the finding's sides, and what it says.
pub(super) fn place(
    card: Option<&Card>,
    article: Option<&Article>,
    wanted: Vec<(usize, usize, &Evidence)>,
) -> Vec<Placed> {
    let ends = wanted.iter().flat_map(|(.., evidence)| [evidence.site.span.start, evidence.site.span.end]);
    let places = article.map(|article| Places::of(&article.raw, ends));
    let title: Option<Arc<str>> = article.and_then(|a| Some(Arc::from(a.words(a.title?).trim())));
    let mut placed: Vec<Placed> = Vec::new();
    for (finding, slot, evidence) in wanted {
        let mut label = label(card, article.zip(places.as_ref()), evidence);
        label.title.clone_from(&title);
        if placed.last().is_none_or(|last| last.finding != finding) {
            placed.push(Placed { finding, labels: Vec::new(), snippets: Vec::new(), passages: Vec::new() });
        }
        if let Some(last) = placed.last_mut() {
            last.labels.push((slot, label));
        }
    }
    if let Some(article) = article {
        let reading = Reading::of(article);
        for part in &mut placed {
            let of = |(_, label): &&(usize, Label)| label.exact || !label.text.is_empty();
            let there: Vec<(usize, Label)> = part.labels.iter().filter(of).cloned().collect();
            part.snippets = snippets(article, &there);
            part.passages = passages(article, &reading, &there);
            // What is told outside counts in the file, which may be in another encoding.
            if let Some(offsets) = &article.offsets {
                for (_, label) in &mut part.labels {
                    (label.start, label.end) = (offsets.file(label.start), offsets.file(label.end));
                }
            }
        }
    }
    placed
}

fn label(card: Option<&Card>, article: Option<(&Article, &Places)>, evidence: &Evidence) -> Label {
    let span = evidence.site.span;
    let (text, field, base) = article.map_or((None, Field::Text, 0), |(article, _)| {
        let (_, field, base) = field(article, span.start);
        (article.raw.get(span.range()), field, base)
    });
    let line = card.and_then(|card| card.line);
    // A file that was cut short during the run has no such place any more.
    let exact = line.is_none() && text.is_some();
    let text = text.unwrap_or("");
    let said = match article {
        Some((article, _)) if !text.is_empty() => article.words(span).into_owned(),
        _ => text.to_owned(),
    };
    let (from, to) = match article {
        Some((_, places)) if exact => (places.at(span.start), places.at(span.end)),
        _ => {
            let only = Place { line: line.unwrap_or(1), ..Place::START };
            (only, only)
        }
    };
    let published = card.map_or(Days { from: None, to: None }, |card| Days::from(card.published.when));
    Label {
        path: card.map_or_else(|| Arc::from(""), |card| card.path.clone()),
        article: card.map_or_else(String::new, article_name),
        start: span.start - base,
        end: span.end.saturating_sub(base),
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
        utf8: from.utf8..to.utf8,
        utf16: from.utf16..to.utf16,
        exact,
        text: text.to_owned(),
        value: evidence.value.clone(),
        message: message(evidence, &said, published),
        said,
        field,
        published,
        title: None,
        outlet: card.and_then(|card| card.outlet.clone()),
        note: evidence.note.clone(),
        apart: None,
        dates: evidence.is_publication(),
    }
}

/// A label says its value and its article's date.
fn message(evidence: &Evidence, text: &str, published: Days) -> String {
    let words = match (evidence.note.as_str(), evidence.value.as_str()) {
        ("", "") => text,
        ("", value) => value,
        // A suppression is of no day.
        (note, "") => return note.to_owned(),
        (note, _) => note,
    };
    if names_publication(words) { words.to_owned() } else { format!("{words} ({})", published.published()) }
}
