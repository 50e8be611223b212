//! What `dateline articles` prints: what was read, and what its publication date rests on.

use super::Days;
use super::table::Table;
use super::view::{Field, article_name, field};
use crate::corpus::{Article, ClueKind, Edition, Piece, Role, Status, superseded};
use crate::facts::attribute::Card;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    article: String,
    published: Days,
    evidence: Vec<Evidence<'a>>,
    title: Option<String>,
    source: Option<&'a str>,
    story: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    words: usize,
    text: String,
}

/// Whether an article takes part in comparisons, where it says something of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It does: it is the latest version.
    Latest,
    /// It does not: there is a later version.
    Superseded,
    /// It does, though it is held back until a day.
    Embargoed,
    /// It does not: it is not to be used for the time being, or a draft.
    Withheld,
    /// It does not: it was taken back.
    Canceled,
}

/// The states of articles, from what they are called and say of their versions; nothing where they say nothing.
pub fn states<'a>(articles: impl IntoIterator<Item = (Option<&'a str>, Option<&'a Edition>)>) -> Vec<Option<State>> {
    let articles: Vec<_> = articles.into_iter().collect();
    let later = superseded(articles.iter().copied());
    let state = |((_, edition), later): (&(Option<&str>, Option<&Edition>), Option<usize>)| {
        Some(match ((*edition)?.status, later) {
            (_, Some(_)) => State::Superseded,
            (Status::Canceled, _) => State::Canceled,
            (Status::Withheld, _) => State::Withheld,
            (Status::Embargoed, _) => State::Embargoed,
            (Status::Usable, _) => State::Latest,
        })
    };
    articles.iter().zip(later).map(state).collect()
}

impl State {
    fn name(self) -> &'static str {
        match self {
            State::Latest => "latest",
            State::Superseded => "superseded",
            State::Embargoed => "embargoed",
            State::Withheld => "withheld",
            State::Canceled => "canceled",
        }
    }
}

#[derive(Serialize)]
struct Evidence<'a> {
    kind: &'static str,
    published: Days,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    field: Field,
}

/// An article's line of JSON.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(card: &Card, article: &Article, state: Option<State>, out: &mut dyn Write) -> io::Result<()> {
    let text = prose(article);
    let evidence = card.published.evidence.iter().map(|e| Evidence {
        kind: clue(e.kind),
        published: e.when.into(),
        place: e.span.map(|span| {
            let (_, field, _) = field(article, span.start);
            let (start, end) = article.place(span);
            Place { start, end, text: span.cut(&article.raw), field }
        }),
    });
    let line = Line {
        path: &card.path,
        article: article_name(card),
        published: card.published.when.into(),
        evidence: evidence.collect(),
        title: title(article),
        source: article.outlet.as_deref(),
        story: article.story.as_deref(),
        version: article.edition.as_ref().and_then(|edition| edition.number),
        state,
        words: text.split_whitespace().count(),
        text,
    };
    serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// A table with a row an article.
pub fn table() -> Table {
    Table::new(&["ARTICLE", "PUBLISHED", "KNOWN BY", "VERSION", "WORDS", "TITLE"])
}

/// Adds an article to a table.
pub fn row(table: &mut Table, card: &Card, article: &Article, state: Option<State>) {
    let known: Vec<&str> = card.published.evidence.iter().map(|e| clue(e.kind)).collect();
    table.row([
        article_name(card),
        Days::from(card.published.when).to_string(),
        if known.is_empty() { "-".to_owned() } else { known.join(", ") },
        version(article, state),
        prose(article).split_whitespace().count().to_string(),
        title(article).unwrap_or_default(),
    ]);
}

/// `3 superseded`, or a dash.
fn version(article: &Article, state: Option<State>) -> String {
    let number = article.edition.as_ref().and_then(|edition| edition.number).map(|number| number.to_string());
    let state = state.filter(|state| *state != State::Latest).map(|state| state.name().to_owned());
    match (number, state) {
        (Some(number), Some(state)) => format!("{number} {state}"),
        (number, state) => number.or(state).unwrap_or_else(|| "-".to_owned()),
    }
}

/// The headline as it is read, references and all.
fn title(article: &Article) -> Option<String> {
    let mut words = String::new();
    let mut within = false;
    for piece in &article.prose {
        match piece {
            Piece::Break(_, role) if within || *role == Role::Title => {
                if within {
                    break;
                }
                within = true;
            }
            Piece::Keep(span) if within => words.push_str(span.cut(&article.raw)),
            Piece::Replace(_, with) if within => words.push_str(with),
            _ => {}
        }
    }
    let stated = || article.title.map(|span| span.cut(&article.raw).to_owned());
    Some(words).filter(|words| !words.is_empty()).or_else(stated).filter(|title| !title.is_empty())
}

/// The prose that facts are looked for in, blocks separated by a line feed.
fn prose(article: &Article) -> String {
    let mut text = String::new();
    for piece in &article.prose {
        match piece {
            Piece::Keep(span) => text.push_str(span.cut(&article.raw)),
            Piece::Replace(_, words) => text.push_str(words),
            Piece::Break(..) if text.is_empty() || text.ends_with('\n') => {}
            Piece::Break(..) => text.push('\n'),
        }
    }
    text
}

/// A kind of clue, as users read it.
fn clue(kind: ClueKind) -> &'static str {
    match kind {
        ClueKind::Field => "field",
        ClueKind::Header => "header",
        ClueKind::DateLine => "date line",
        ClueKind::Byline => "byline",
        ClueKind::Dateline => "dateline",
        ClueKind::FileName => "file name",
        ClueKind::Updated => "updated",
        ClueKind::Lead => "lead",
        ClueKind::Copyright => "copyright",
    }
}
