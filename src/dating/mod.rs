//! Clues and marks in, [`Published`] out, and every time expression resolved into a [`Timex`]. This room ranks clues,
//! makes publication windows, and owns tense and anchors.

mod calendar;
pub mod lead;
mod length;
mod named;
mod place;
pub mod published;
pub mod resolve;
mod shift;
mod tense;
#[cfg(test)]
mod tests;
mod verbs;

use crate::corpus::ClueKind;
use crate::grammar::Mark;
use crate::interval::Interval;
use crate::span::{Clean, Raw, Span};
use jiff::civil::{Date, Weekday};
use rust_decimal::Decimal;

pub use crate::grammar::time::Grain;
pub use tense::Direction;

/// When an article was published, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The days on which it may have been published: one day where it is dated, all of them where nothing is known.
    pub when: Interval<Date>,
    /// The day that relative expressions are resolved from: the publication day, or the first day of a lead's window;
    /// none where the article is undated.
    pub anchor: Option<Date>,
    /// What the date rests on, the best clue first.
    pub evidence: Vec<DateEvidence>,
}

/// A clue that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateEvidence {
    /// What sort of clue.
    pub kind: ClueKind,
    /// Where it stands, if in the article's own source.
    pub span: Option<Span<Raw>>,
    /// The days of publication that it allows.
    pub when: Interval<Date>,
    /// Whether it carries a time zone.
    pub zoned: bool,
}

impl Published {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Published { when: Interval::ALL, anchor: None, evidence: Vec::new() }
    }

    /// The day, where it is known to the day.
    pub fn day(&self) -> Option<Date> {
        self.when.single()
    }
}

/// The four types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimexKind {
    /// A day or longer, on the calendar.
    Date,
    /// Shorter than a day, on the clock.
    Time,
    /// A length.
    Duration,
    /// Recurring.
    Set,
}

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Its type.
    pub kind: TimexKind,
    /// Its value as in TimeML: `2024-10`, `P13Y`, `XXXX-WXX-1`, `PRESENT_REF`.
    pub value: Box<str>,
    /// What can be compared.
    pub when: When,
    /// How fine it is.
    pub grain: Grain,
    /// What was written of a calendar date, for the checks on dates themselves; also where no such day exists.
    pub written: Option<Written>,
    /// Whether the value was worked out from a tense or the publication date rather than written in full.
    pub inferred: bool,
    /// "early", "mid", "late", "about", "the end of": the days are narrower or wider than the value says.
    pub approximate: bool,
    /// The two ends of a range that is one mark ("June 6-9"), each where it stands, for output that wants them apart.
    pub ends: Option<Box<[End; 2]>>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Where it stands.
    pub span: Span<Clean>,
    /// Its type.
    pub kind: TimexKind,
    /// Its value as in TimeML.
    pub value: Box<str>,
}

/// What a time expression lets be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// One of these days (an inclusive interval).
    Days(Interval<Date>),
    /// A month, or a day of a month, whose year is open: `XXXX-10`.
    OpenYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: Option<i8>,
    },
    /// A length, in this unit.
    Length {
        /// How many.
        amount: Interval<Decimal>,
        /// Of what: never finer than a second, never coarser than a century.
        unit: Grain,
    },
    /// It recurs, depends on an event, or is vague: never compared.
    Never,
}

/// The parts of a calendar date as they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The year, where it is written.
    pub year: Option<i16>,
    /// The month, where it is written.
    pub month: Option<i8>,
    /// The day of the month, where it is written; also 30 in "February 30".
    pub day: Option<i8>,
    /// Whether a month is written and nothing says of which year: the year of the value was taken from the tense.
    pub any_year: bool,
    /// The weekday and where it stands.
    pub weekday: Option<(Weekday, Span<Clean>)>,
}

/// Time expressions of an article, in the order of the text.
pub type Timexes = Vec<Mark<Timex>>;
