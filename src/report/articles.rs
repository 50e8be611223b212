//! What `dateline articles` prints: what was read, and what its publication date rests on.

use super::Days;
use super::table::Table;
use super::view::{Field, article_name, field};
use crate::corpus::{Article, ClueKind, Piece};
use crate::facts::attribute::Card;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    article: String,
    published: Days,
    evidence: Vec<Evidence<'a>>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    story: Option<&'a str>,
    words: usize,
    text: String,
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
pub fn write_jsonl(card: &Card, article: &Article, out: &mut dyn Write) -> io::Result<()> {
    let text = prose(article);
    let evidence = card.published.evidence.iter().map(|e| Evidence {
        kind: clue(e.kind),
        published: e.when.into(),
        place: e.span.map(|span| {
            let (_, field, base) = field(article, span.start);
            Place { start: span.start - base, end: span.end - base, text: span.cut(&article.raw), field }
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
        words: text.split_whitespace().count(),
        text,
    };
    serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// A table with a row an article.
pub fn table() -> Table {
    Table::new(&["ARTICLE", "PUBLISHED", "KNOWN BY", "WORDS", "TITLE"])
}

/// Adds an article to a table.
pub fn row(table: &mut Table, card: &Card, article: &Article) {
    let known: Vec<&str> = card.published.evidence.iter().map(|e| clue(e.kind)).collect();
    table.row([
        article_name(card),
        Days::from(card.published.when).to_string(),
        if known.is_empty() { "-".to_owned() } else { known.join(", ") },
        prose(article).split_whitespace().count().to_string(),
        title(article).unwrap_or("").to_owned(),
    ]);
}

fn title(article: &Article) -> Option<&str> {
    article.title.map(|span| span.cut(&article.raw)).filter(|title| !title.is_empty())
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
