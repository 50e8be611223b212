//! What `dateline annotate` prints: every number and time expression with its normalised value, as JSON Lines.

use super::escaped;
use super::locate::floor;
use super::view::{Field, article_name, field};
use crate::corpus::Article;
use crate::dating::{Timex, TimexKind};
use crate::facts::attribute::Card;
use crate::facts::show;
use crate::grammar::Mark;
use crate::grammar::quantity::{Quantity, QuantityKind};
use crate::span::{Raw, Span};
use crate::text::CleanText;
use serde::Serialize;
use std::io::{self, Write};

/// What an annotated expression is: the types of TIMEX3, and those of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Kind {
    Date,
    Time,
    Duration,
    Set,
    Number,
    Ordinal,
    Percent,
    Money,
    Quantity,
    Age,
}

/// An expression with its place and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The first byte, in the file as it lies on disk; in a container, in the field.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The same in characters.
    pub char_start: u32,
    /// One past the last character.
    pub char_end: u32,
    /// The words, byte for byte.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The value, for the types of TIMEX3 as TimeML writes it.
    pub value: String,
    /// Where the offsets count from.
    pub field: Field,
}

/// The annotations of an article: its time expressions and its quantities.
pub fn annotations(
    article: &Article,
    clean: &CleanText,
    times: &[Mark<Timex>],
    quantities: &[Mark<Quantity>],
) -> Vec<Annotation> {
    let mut marks: Vec<(Span<Raw>, Kind, String)> = Vec::with_capacity(times.len() + quantities.len());
    let kind_of = |kind| match kind {
        TimexKind::Date => Kind::Date,
        TimexKind::Time => Kind::Time,
        TimexKind::Duration => Kind::Duration,
        TimexKind::Set => Kind::Set,
    };
    for mark in times {
        // TIMEX3 has a mark for either end of "June 6-9".
        match &mark.what.ends {
            Some(ends) => marks.extend(
                ends.iter().map(|end| (clean.raw(end.span), kind_of(end.kind), end.value.to_string())),
            ),
            None => {
                marks.push((clean.raw(mark.span), kind_of(mark.what.kind), mark.what.value.to_string()));
            }
        }
    }
    for mark in quantities {
        let kind = match mark.what.kind {
            QuantityKind::Cardinal | QuantityKind::Fraction | QuantityKind::Score => Kind::Number,
            QuantityKind::Ordinal => Kind::Ordinal,
            QuantityKind::Percent => Kind::Percent,
            QuantityKind::Money => Kind::Money,
            QuantityKind::Measure => Kind::Quantity,
            QuantityKind::Age => Kind::Age,
        };
        let value = match (kind, show::amount_of(&mark.what.amount)) {
            (Kind::Percent, amount) if mark.what.unit.is_empty() => format!("{amount}%"),
            (_, amount) if mark.what.unit.is_empty() => amount,
            (_, amount) => format!("{amount} {}", mark.what.unit),
        };
        marks.push((clean.raw(mark.span), kind, value));
    }
    Annotation::all(article, marks)
}

impl Annotation {
    /// The annotations of an article, in the order of the text, from expressions in any order. One pass over the source.
    pub fn all(article: &Article, mut marks: Vec<(Span<Raw>, Kind, String)>) -> Vec<Self> {
        marks.sort();
        // Characters before each end, counted in one go: an end may lie behind the next start.
        let mut ends: Vec<u32> = marks.iter().flat_map(|(span, ..)| [span.start, span.end]).collect();
        ends.extend(article.title_from);
        ends.sort_unstable();
        ends.dedup();
        let (mut at, mut chars) = (0, 0u32);
        let counted: Vec<u32> = ends
            .iter()
            .map(|&end| {
                let end = floor(&article.raw, end as usize);
                let passed = article.raw.get(at..end).map_or(0, |words| words.chars().count());
                chars = chars.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
                at = end.max(at);
                chars
            })
            .collect();
        let before = |byte: u32| ends.binary_search(&byte).map_or(0, |found| counted[found]);
        marks
            .into_iter()
            .map(|(span, kind, value)| {
                let (_, field, base) = field(article, span.start);
                let (start, end) = article.place(span);
                Annotation {
                    start,
                    end,
                    char_start: before(span.start) - if base > 0 { before(base) } else { 0 },
                    char_end: before(span.end) - if base > 0 { before(base) } else { 0 },
                    text: span.cut(&article.raw).to_owned(),
                    kind,
                    value,
                    field,
                }
            })
            .collect()
    }
}

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    article: &'a str,
    start: u32,
    end: u32,
    char_start: u32,
    char_end: u32,
    text: &'a str,
    #[serde(rename = "type")]
    kind: Kind,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Field>,
}

/// Writes an article's annotations as JSON Lines.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(card: &Card, annotations: &[Annotation], out: &mut dyn Write) -> io::Result<()> {
    let article = article_name(card);
    for a in annotations {
        let line = Line {
            path: &card.path,
            article: &article,
            start: a.start,
            end: a.end,
            char_start: a.char_start,
            char_end: a.char_end,
            text: &a.text,
            kind: a.kind,
            value: &a.value,
            field: (a.field == Field::Title).then_some(a.field),
        };
        escaped::write(&line, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
