//! A lead that reports "on April 29, 2024" tells when the article ran.

use super::DateEvidence;
use crate::corpus::{ClueKind, Role};
use crate::grammar::Mark;
use crate::grammar::lexicon::WordId;
use crate::grammar::time::{Expr, Point, Tense, TimeExpr, TimeWords, Year};
use crate::interval::Interval;
use crate::text::CleanText;

/// How many sentences of the body count as its lead.
const LEAD: usize = 3;
/// How many days later than its news an article runs.
const LATER: i64 = 2;
/// A full date so many days after the lead's is another time.
const AFTERMATH: i64 = 60;
/// So many of them make a history.
const TOO_MANY: usize = 3;
/// How many tokens away from its verb the date may stand.
const NEAR: u32 = 12;

/// The window that a lead gives: from the day on which it says that something was said or done, to two days later.
///
/// The date is written in full and hangs on a reporting verb in the past tense ("announced on April 29, 2024"), in one
/// of the first sentences of the body. A plan, a caption or a date in a subordinate clause gives none.
pub fn lead(
    clean: &CleanText,
    words: &[WordId],
    time: &TimeWords,
    marks: &[Mark<TimeExpr>],
) -> Option<DateEvidence> {
    let body = clean.blocks.iter().filter(|b| b.role == Role::Body);
    let sentences = body.flat_map(|b| b.sentences.clone()).filter_map(|s| clean.sentences.get(s as usize));
    // A heading, a byline or a stub of boilerplate is no sentence that reports.
    let whole = |s: &&crate::text::Sentence| {
        let stopped =
            s.span.cut(&clean.text).trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?']);
        s.tokens.end - s.tokens.start >= 6 && stopped
    };
    let sentences = sentences.filter(whole).take(LEAD);
    for sentence in sentences {
        let from = marks.partition_point(|m| m.tokens.start < sentence.tokens.start);
        for mark in marks[from..].iter().take_while(|m| m.tokens.start < sentence.tokens.end) {
            let Expr::Point(Point::Day { year: Year::Given(year), month: Some(month), day, .. }) =
                mark.what.what
            else {
                continue;
            };
            let Some(date) =
                i16::try_from(year).ok().and_then(|y| jiff::civil::Date::new(y, month, day).ok())
            else {
                continue;
            };
            if reports(mark, sentence.tokens.start, words, time, clean) {
                if is_narrative(marks, date) {
                    return None;
                }
                let last = super::calendar::add_days(date, LATER)?;
                return Some(DateEvidence {
                    kind: ClueKind::Lead,
                    span: Some(clean.raw(mark.span)),
                    when: Interval::closed(date, last),
                    zoned: false,
                });
            }
        }
    }
    None
}

/// Whether the nearest verb before the date reports something in the past tense, and nothing makes it a plan.
fn reports(mark: &Mark<TimeExpr>, from: u32, words: &[WordId], time: &TimeWords, clean: &CleanText) -> bool {
    let is = |at: u32, tense| words.get(at as usize).is_some_and(|&w| time.tense(w, tense));
    let low = from.max(mark.tokens.start.saturating_sub(NEAR));
    for at in (low..mark.tokens.start).rev() {
        if is(at, Tense::Report) {
            let helped = at.checked_sub(1).is_some_and(|b| {
                is(b, Tense::Will) || is(b, Tense::BeBase) || is(b, Tense::To) || is(b, Tense::Had)
            });
            let clause = (at + 1..mark.tokens.start).any(|t| is(t, Tense::Clause) || is(t, Tense::To));
            // "The port, which opened on May 3, 2021, is to close" tells of the port.
            let told = (from.max(at.saturating_sub(3))..at).any(|t| is(t, Tense::Clause));
            return !helped && !clause && !told;
        }
        let plan = is(at, Tense::Will)
            || is(at, Tense::May)
            || is(at, Tense::Planned)
            || is(at, Tense::Ahead)
            || is(at, Tense::Since)
            || is(at, Tense::Until)
            || is(at, Tense::Clause);
        if plan {
            return false;
        }
    }
    // "On April 29, 2024, officials said": a date that opens the sentence.
    if mark.tokens.start <= from + 1 {
        let end = clean
            .sentences
            .get(clean.sentence_of(mark.tokens.start))
            .map_or(mark.tokens.end, |s| s.tokens.end);
        return (mark.tokens.end..end.min(mark.tokens.end + NEAR))
            .find(|&at| is(at, Tense::Report) || is(at, Tense::Clause) || is(at, Tense::Will))
            .is_some_and(|at| is(at, Tense::Report));
    }
    false
}

/// Whether a text tells of several dates long after its lead's: then it is a history, and ran after all of them.
fn is_narrative(marks: &[Mark<TimeExpr>], lead: jiff::civil::Date) -> bool {
    let later = |mark: &&Mark<TimeExpr>| {
        let (year, month, day) = match mark.what.what {
            Expr::Point(Point::Day { year: Year::Given(year), month: Some(month), day, .. }) => {
                (year, month, day)
            }
            Expr::Point(Point::Month { year: Year::Given(year), month, .. }) => (year, month, 1),
            _ => return false,
        };
        let date = i16::try_from(year).ok().and_then(|y| jiff::civil::Date::new(y, month, day).ok());
        date.is_some_and(|date| super::calendar::add_days(lead, AFTERMATH).is_some_and(|end| date > end))
    };
    marks.iter().filter(later).count() >= TOO_MANY
}
