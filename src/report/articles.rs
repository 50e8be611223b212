//! What `dateline articles` prints: what was read, and what its publication date rests on.

use super::Days;
use super::escaped;
use super::table::Table;
use super::view::{Field, article_name, field};
use crate::corpus::{Article, ClueKind, Latest, Piece, Role, Status};
use crate::dating::DateEvidence;
use crate::dating::published::conflicts;
use crate::facts::attribute::Card;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    article: String,
    published: Days,
    evidence: Vec<Evidence<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts: Option<Vec<Conflict>>,
    title: Option<String>,
    source: Option<&'a str>,
    story: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    words: usize,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    standfirst: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    captions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<String>,
}

/// Whether an article takes part in comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
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

impl State {
    /// Nothing where the article says nothing of its versions.
    fn of(article: &Article, latest: &Latest) -> Option<State> {
        if latest.supersedes(article) {
            return Some(State::Superseded);
        }
        if latest.takes_back(article) {
            return Some(State::Canceled);
        }
        Some(match article.edition.as_deref()?.status {
            Status::Canceled => State::Canceled,
            Status::Withheld => State::Withheld,
            Status::Embargoed => State::Embargoed,
            Status::Usable => State::Latest,
        })
    }

    /// `3 superseded`, or a dash.
    fn shown(article: &Article, latest: &Latest) -> String {
        let number =
            article.edition.as_ref().and_then(|edition| edition.number).map(|number| number.to_string());
        let state = match State::of(article, latest) {
            None | Some(State::Latest) => None,
            Some(State::Superseded) => Some("superseded"),
            Some(State::Embargoed) => Some("embargoed"),
            Some(State::Withheld) => Some("withheld"),
            Some(State::Canceled) => Some("canceled"),
        };
        match (number, state) {
            (Some(number), Some(state)) => format!("{number} {state}"),
            (number, state) => number.or(state.map(str::to_owned)).unwrap_or_else(|| "-".to_owned()),
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

/// Two kinds of clue that cannot both be right, the more reliable first.
#[derive(Serialize)]
struct Conflict {
    taken: &'static str,
    published: Days,
    against: &'static str,
    says: Days,
}

#[derive(Serialize)]
struct Place<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    field: Field,
}

/// An article's line of JSON; with `explain`, also which of its clues contradict each other.
///
/// `text` is the prose that facts are looked for in, without the headline and what is written under pictures.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(
    card: &Card,
    article: &Article,
    latest: &Latest,
    explain: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let parts = Parts::of(article);
    let evidence = card.published.evidence.iter().map(|e| Evidence {
        kind: clue(e.kind),
        published: e.when.into(),
        place: e.span.map(|span| {
            let (_, field, _) = field(article, span.start);
            let (start, end) = article.place(span);
            Place { start, end, text: span.cut(&article.raw), field }
        }),
    });
    let against = |(best, other): (DateEvidence, DateEvidence)| Conflict {
        taken: clue(best.kind),
        published: best.when.into(),
        against: clue(other.kind),
        says: other.when.into(),
    };
    let line = Line {
        path: &card.path,
        article: article_name(card),
        published: card.published.when.into(),
        evidence: evidence.collect(),
        conflicts: explain.then(|| conflicts(&card.published).into_iter().map(against).collect()),
        title: parts.title,
        source: article.outlet.as_deref(),
        story: article.story.as_deref(),
        version: article.edition.as_ref().and_then(|edition| edition.number),
        state: State::of(article, latest),
        words: parts.text.split_whitespace().count(),
        text: parts.text,
        standfirst: parts.standfirst,
        captions: parts.captions,
        corrections: parts.corrections,
    };
    escaped::write(&line, out)?;
    out.write_all(b"\n")
}

/// A table with a row an article.
pub fn table() -> Table {
    Table::new(&["ARTICLE", "PUBLISHED", "KNOWN BY", "VERSION", "WORDS", "TITLE"])
}

/// An article's row in [`table`].
pub fn row(card: &Card, article: &Article, latest: &Latest) -> Vec<String> {
    let known: Vec<&str> = card.published.evidence.iter().map(|e| clue(e.kind)).collect();
    let parts = Parts::of(article);
    vec![
        article_name(card),
        Days::from(card.published.when).to_string(),
        if known.is_empty() { "-".to_owned() } else { known.join(", ") },
        State::shown(article, latest),
        parts.text.split_whitespace().count().to_string(),
        parts.title.unwrap_or_default(),
    ]
}

/// A table with a row for everything that an article's publication date rests on.
pub fn evidence_table() -> Table {
    Table::new(&["ARTICLE", "PUBLISHED", "RANK", "KNOWN BY", "SAYS", "WORDS", ""])
}

/// An article's rows in [`evidence_table`], the clue that is taken first.
pub fn evidence_rows(card: &Card, article: &Article) -> Vec<Vec<String>> {
    let evidence = &card.published.evidence;
    let contradicting = conflicts(&card.published);
    let mut rows = Vec::new();
    for (rank, e) in (1..).zip(evidence) {
        let remark = contradicting
            .iter()
            .find(|(_, other)| other == e)
            .map_or(String::new(), |(best, _)| format!("contradicts the {}", clue(best.kind)));
        let first = rank == 1;
        rows.push(vec![
            if first { article_name(card) } else { String::new() },
            if first { Days::from(card.published.when).to_string() } else { String::new() },
            rank.to_string(),
            clue(e.kind).to_owned(),
            Days::from(e.when).to_string(),
            e.span.map_or("-", |span| span.cut(&article.raw)).chars().take(60).collect(),
            remark,
        ]);
    }
    if rows.is_empty() {
        let name = article_name(card);
        rows.push(vec![name, Days::from(card.published.when).to_string(), "-".into(), "-".into()]);
    }
    rows
}

/// The prose of an article by its parts, blocks separated by a line feed.
#[derive(Default)]
struct Parts {
    title: Option<String>,
    text: String,
    standfirst: Vec<String>,
    captions: Vec<String>,
    corrections: Vec<String>,
}

impl Parts {
    fn of(article: &Article) -> Self {
        let mut parts = Parts::default();
        let mut pieces = article.prose.as_slice();
        while let Some((first, rest)) = pieces.split_first() {
            let end = rest.iter().position(|p| matches!(p, Piece::Break(..))).unwrap_or(rest.len());
            let (inner, next) = rest.split_at(end);
            let (role, inner) = match first {
                Piece::Break(_, role) => (*role, inner),
                _ => (Role::Body, &pieces[..=end]),
            };
            pieces = next;
            let mut block = String::new();
            for piece in inner {
                match piece {
                    Piece::Keep(span) => block.push_str(span.cut(&article.raw)),
                    Piece::Replace(_, words) => block.push_str(words),
                    Piece::Break(..) => {}
                }
            }
            parts.add(role, block);
        }
        // A headline that is not among the prose, as of a record.
        parts.title = parts.title.or_else(|| {
            article.title.map(|span| span.cut(&article.raw).to_owned()).filter(|title| !title.is_empty())
        });
        parts
    }

    fn add(&mut self, role: Role, block: String) {
        if block.is_empty() {
            return;
        }
        match role {
            Role::Title if self.title.is_none() => {
                self.title = Some(block);
                return;
            }
            Role::Caption => {
                self.captions.push(block);
                return;
            }
            Role::Standfirst => self.standfirst.push(block.clone()),
            Role::Correction => self.corrections.push(block.clone()),
            _ => {}
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&block);
    }
}

/// A kind of clue, as users read it.
fn clue(kind: ClueKind) -> &'static str {
    match kind {
        ClueKind::Field => "field",
        ClueKind::Header => "header",
        ClueKind::LinkedData => "linked data",
        ClueKind::Meta => "meta element",
        ClueKind::Microdata => "microdata",
        ClueKind::Sitemap => "sitemap",
        ClueKind::Address => "address",
        ClueKind::TimeElement => "time element",
        ClueKind::DateLine => "date line",
        ClueKind::Byline => "byline",
        ClueKind::Dateline => "dateline",
        ClueKind::FileName => "file name",
        ClueKind::Updated => "updated",
        ClueKind::Lead => "lead",
        ClueKind::Elsewhere => "elsewhere",
        ClueKind::Copyright => "copyright",
        ClueKind::Lastmod => "sitemap's last change",
    }
}
