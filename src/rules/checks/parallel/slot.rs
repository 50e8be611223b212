//! The places of a sentence where a number or a date stands, and when two of them say different things.

use super::super::ReadArticle;
use super::moment::opened;
use super::words::ParallelWords;
use crate::dating::{Timex, TimexKind, When};
use crate::grammar::Mark;
use crate::grammar::quantity::{Quantity, QuantityKind};
use crate::interval::{Bound, Interval};
use crate::span::{Clean, Span};
use crate::text::{Sentence, Shape};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::ops::Range;
use std::str::FromStr;

/// A mark of either kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Marked<'a> {
    Time(&'a Mark<Timex>),
    Amount(&'a Mark<Quantity>),
}

impl Marked<'_> {
    pub(super) fn tokens(&self) -> &Range<u32> {
        match self {
            Marked::Time(mark) => &mark.tokens,
            Marked::Amount(mark) => &mark.tokens,
        }
    }

    fn span(&self) -> Span<Clean> {
        match self {
            Marked::Time(mark) => mark.span,
            Marked::Amount(mark) => mark.span,
        }
    }
}

/// All marks of an article in the order of the text; of overlapping ones the first, of these the longest.
pub(super) fn marks<'a>(reading: &ReadArticle<'a>) -> Vec<Marked<'a>> {
    let times = reading.timexes.iter().map(Marked::Time);
    let mut all: Vec<Marked> = times.chain(reading.quantities.iter().map(Marked::Amount)).collect();
    all.sort_by_key(|m| (m.tokens().start, std::cmp::Reverse(m.tokens().end)));
    let mut end = 0;
    all.retain(|m| {
        let free = m.tokens().start >= end && !m.tokens().is_empty();
        end = if free { m.tokens().end } else { end };
        free
    });
    all
}

/// What stands in one place of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    pub(super) span: Span<Clean>,
    /// Its tokens.
    pub(super) tokens: Range<u32>,
    /// The words.
    pub(super) text: String,
    /// The value in its standard form.
    pub(super) value: String,
    pub(super) says: Says,
    /// What it is counted from a day by, with the unit's word: 2 for "two years later", where that is in digits.
    distance: Option<(Interval<Decimal>, String)>,
    /// Whether it is worked out from the day of publication.
    pub(super) relative: bool,
    /// Whether it is a rounding or an estimate.
    pub(super) approximate: bool,
    /// Whether a month is written and no year.
    pub(super) any_year: bool,
    /// Whether it lies in the past of the day of publication, so that no later report changes it.
    pub(super) past: bool,
}

impl Slot {
    /// Whether it is counted from a day, or a bound on that: "less than 5 weeks later".
    pub(super) fn is_distance(&self) -> bool {
        self.distance.is_some()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Says {
    Days(Interval<Date>),
    /// A month or a day of a month of an unknown year.
    Yearly {
        month: i8,
        day: Option<i8>,
    },
    /// A time of day.
    Clock(String),
    Amount {
        amount: Interval<Decimal>,
        kind: QuantityKind,
        unit: Box<str>,
    },
    /// Digits that no part of the grammar took for anything.
    Digits(String),
    /// What cannot be compared.
    Nothing,
}

/// Two slots that say different things.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) here: Slot,
    pub(super) there: Slot,
    /// Whether the value is of a kind that no later report can have changed: a day that has been.
    pub(super) lasting: bool,
}

/// The slots of a sentence, in order.
pub(super) fn slots(
    words: &ParallelWords,
    reading: &ReadArticle,
    marks: &[Marked],
    sentence: &Sentence,
) -> Vec<Slot> {
    let mut found = Vec::new();
    let mut at = sentence.tokens.start;
    let mut next = marks.partition_point(|m| m.tokens().start < sentence.tokens.start);
    while at < sentence.tokens.end {
        if let Some(mark) = marks.get(next).filter(|m| m.tokens().start <= at) {
            found.push(slot(words, reading, mark, sentence.tokens.start));
            at = mark.tokens().end.max(at + 1);
            next += 1;
            continue;
        }
        let token = reading.clean.tokens[at as usize];
        if matches!(token.shape, Shape::Digits | Shape::Alnum) {
            let text = token.span.cut(&reading.clean.text).to_lowercase();
            let (value, says) = (text.clone(), Says::Digits(text.clone()));
            found.push(Slot {
                span: token.span,
                tokens: at..at + 1,
                text,
                value,
                says,
                distance: None,
                approximate: false,
                relative: false,
                any_year: false,
                past: false,
            });
        }
        at += 1;
    }
    found
}

fn slot(words: &ParallelWords, reading: &ReadArticle, mark: &Marked, floor: u32) -> Slot {
    let (span, tokens) = (mark.span(), mark.tokens().clone());
    let text = span.cut(&reading.clean.text).to_owned();
    match mark {
        Marked::Time(mark) => {
            let timex = &mark.what;
            let today = reading.card.published.when.low.limit();
            let over = matches!((&timex.when, today), (When::Days(d), Some(today)) if d.high.limit().is_some_and(|h| h < today));
            // Until when something was known moves with the report.
            let past = over && !words.is_as_of(reading.clean, floor, mark.tokens.start);
            Slot {
                span,
                tokens,
                text,
                value: timex.value.to_string(),
                says: time(timex),
                distance: distance(words, reading, &mark.tokens, floor).filter(|_| timex.written.is_none()),
                approximate: timex.approximate,
                relative: timex.inferred,
                any_year: timex.written.is_some_and(|w| w.month.is_some() && w.year.is_none()),
                past,
            }
        }
        Marked::Amount(mark) => {
            let Quantity { amount, kind, unit, approximate, .. } = mark.what.clone();
            Slot {
                span,
                tokens,
                text,
                value: shown(&amount),
                says: Says::Amount { amount, kind, unit },
                distance: None,
                approximate,
                relative: false,
                any_year: false,
                past: false,
            }
        }
    }
}

/// The number of a time expression, with the word behind it.
fn distance(
    words: &ParallelWords,
    reading: &ReadArticle,
    tokens: &Range<u32>,
    floor: u32,
) -> Option<(Interval<Decimal>, String)> {
    let clean = reading.clean;
    let shape = |at: u32| clean.tokens.get(at as usize).map(|t| t.shape);
    let at =
        tokens.clone().find(|&at| shape(at) == Some(Shape::Digits) && shape(at + 1) == Some(Shape::Lower))?;
    let number = Decimal::from_str(&clean.token(at).replace(',', "")).ok()?;
    let side = words.before_amount(clean, floor, at).map(|p| p.0);
    let unit = clean.token(at + 1).trim_end_matches('s').to_lowercase();
    Some((opened(Interval::point(number), side), unit))
}

fn time(timex: &Timex) -> Says {
    if timex.kind == TimexKind::Time {
        return match timex.value.split_once('T') {
            Some((_, clock)) if clock.starts_with(|c: char| c.is_ascii_digit()) => {
                Says::Clock(clock.to_owned())
            }
            _ => Says::Nothing,
        };
    }
    match &timex.when {
        When::Days(days) => Says::Days(*days),
        When::OpenYear { month, day } => Says::Yearly { month: *month, day: *day },
        When::Length { amount, unit } => {
            let unit = format!("{unit:?}").to_lowercase().into();
            Says::Amount { amount: *amount, kind: QuantityKind::Measure, unit }
        }
        When::Never => Says::Nothing,
    }
}

/// An interval of amounts as it is shown: `31`, `18..22`, `30..`.
fn shown(amount: &Interval<Decimal>) -> String {
    let end = |bound: Bound<Decimal>| bound.limit().map_or(String::new(), |d| d.normalize().to_string());
    amount
        .single()
        .map_or_else(|| format!("{}..{}", end(amount.low), end(amount.high)), |d| d.normalize().to_string())
}

/// Where two sentences of the same words say different things; nothing where some place cannot be compared.
pub(super) fn differences(here: &[Slot], there: &[Slot]) -> Vec<Difference> {
    let mut found = Vec::new();
    for (a, b) in here.iter().zip(there) {
        match differ(a, b) {
            None => return Vec::new(),
            Some(false) => {}
            Some(true) => {
                // A day counted from publication moves with it.
                if a.relative && b.relative && !a.text.eq_ignore_ascii_case(&b.text) && is_day(a) && is_day(b)
                {
                    continue;
                }
                let lasting = a.past && b.past;
                found.push(Difference { here: a.clone(), there: b.clone(), lasting });
            }
        }
    }
    // The first term ended in 2019, the second in 2023: two of a kind.
    let ordinal = |d: &Difference| matches!(d.here.says, Says::Amount { kind: QuantityKind::Ordinal, .. });
    if found.len() > 1 && found.iter().any(ordinal) {
        return Vec::new();
    }
    found
}

fn is_day(slot: &Slot) -> bool {
    matches!(&slot.says, Says::Days(_) | Says::Nothing) && !slot.text.contains(|c: char| c.is_ascii_digit())
}

/// Whether two slots contradict each other; nothing where that cannot be said.
fn differ(a: &Slot, b: &Slot) -> Option<bool> {
    if a.text.eq_ignore_ascii_case(&b.text) {
        // The same words, even if they mean another day in each.
        return Some(false);
    }
    // "less than 5 weeks later" is no day, but it is a bound.
    if let (Some((m, unit)), Some((n, u))) = (&a.distance, &b.distance)
        && unit == u
        && (m.single().is_none() || n.single().is_none())
    {
        return Some(!m.meets(n));
    }
    Some(match (&a.says, &b.says) {
        (Says::Days(x), Says::Days(y)) => !x.meets(y),
        (Says::Yearly { month: m, day: d }, Says::Yearly { month: n, day: e }) => {
            m != n || matches!((d, e), (Some(d), Some(e)) if d != e)
        }
        (Says::Days(days), Says::Yearly { month, day }) | (Says::Yearly { month, day }, Says::Days(days)) => {
            let single = days.single()?;
            single.month() != *month || day.is_some_and(|d| d != single.day())
        }
        (Says::Clock(x), Says::Clock(y)) => x != y,
        (Says::Amount { amount, kind, unit }, Says::Amount { amount: other, kind: k, unit: u }) => {
            if kind != k || unit != u {
                return None;
            }
            !amount.meets(other)
        }
        (Says::Digits(x), Says::Digits(y)) => x != y,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_short() {
        assert_eq!(shown(&Interval::point(Decimal::from(31))), "31");
        assert_eq!(shown(&Interval::above(Decimal::from(30))), "30..");
    }
}
