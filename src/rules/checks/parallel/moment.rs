//! Dates as two sentences are compared by them.

use super::slot::{Says, Slot};
use super::words::{ParallelWords, Side};
use crate::interval::{Bound, Interval};
use crate::text::CleanText;
use jiff::civil::Date;

/// A date as it is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    days: Interval<Date>,
    side: Option<Side>,
    /// Whether its year was worked out, so that it gives way to one that is written.
    floats: bool,
    /// Whether it is counted from the day of publication: "Tuesday", "two years ago".
    relative: bool,
    /// Whether it tells one thing from others of its kind: "the 1998 fair".
    label: bool,
}

impl Moment {
    /// The date in a slot, if there is one.
    pub(super) fn of(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> Option<Self> {
        let side = side_of_date(words, clean, slot, floor);
        let label = is_label(words, clean, slot, floor);
        Some(match &slot.says {
            Says::Days(days) => Moment {
                days: *days,
                side,
                floats: slot.any_year,
                relative: slot.is_distance() || (slot.relative && !slot.any_year),
                label,
            },
            Says::Yearly { month, day } => Moment {
                days: yearly(*month, *day)?,
                side,
                floats: true,
                relative: slot.is_distance(),
                label,
            },
            _ => return None,
        })
    }

    /// Whether it is counted from the day of publication.
    pub(super) fn is_relative(&self) -> bool {
        self.relative
    }

    /// Whether a phrase opens it to one side.
    pub(super) fn is_open(&self) -> bool {
        self.side.is_some()
    }

    /// The day itself, where it says until when something was known.
    pub(super) fn known_at(self, as_of: bool) -> Self {
        if as_of { Moment { side: None, ..self } } else { self }
    }

    /// Whether it tells one thing from others of its kind.
    pub(super) fn is_label(&self) -> bool {
        self.label
    }

    /// Whether two dates can be one.
    pub(super) fn meets(&self, other: &Moment) -> bool {
        let (mut one, mut two) = (*self, *other);
        if one.floats && !two.floats {
            one.days = one.near(&two);
        } else if two.floats {
            two.days = two.near(&one);
        }
        opened(one.days, one.side).meets(&opened(two.days, two.side))
    }

    /// Its days in the year of another date.
    fn near(&self, other: &Moment) -> Interval<Date> {
        let (Some(low), Some(high), Some(at)) =
            (self.days.low.limit(), self.days.high.limit(), other.days.low.limit())
        else {
            return self.days;
        };
        let moved = |date: Date| date.with().year(at.year() + (date.year() - low.year())).build().ok();
        match (moved(low), moved(high)) {
            (Some(low), Some(high)) => Interval::closed(low, high),
            _ => self.days,
        }
    }
}

/// Whether a year stands before a noun and behind no preposition.
fn is_label(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> bool {
    let (start, end) = (slot.tokens.start, slot.tokens.end);
    let noun = clean.tokens.get(end as usize).is_some_and(|t| t.is_word() && !words.is_empty(t.hash));
    let behind = start.checked_sub(1).filter(|&b| b >= floor).map(|b| &clean.tokens[b as usize]);
    slot.tokens.len() == 1 && noun && behind.is_some_and(|t| t.is_word() && !words.ends(t.hash))
}

/// The side that the words before a date open it to. "After the 2004 flood" is the flood's year, and no side of it.
fn side_of_date(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> Option<Side> {
    let (start, end) = (slot.tokens.start, slot.tokens.end);
    let names = words.after_article(clean, floor, start)
        && clean.tokens.get(end as usize).is_some_and(|t| t.is_word() && !words.is_empty(t.hash));
    words.before_date(clean, floor, start).filter(|_| !names)
}

/// A month or a day of it, in some leap year.
fn yearly(month: i8, day: Option<i8>) -> Option<Interval<Date>> {
    let first = Date::new(2000, month, day.unwrap_or(1)).ok()?;
    Some(Interval::closed(first, if day.is_some() { first } else { first.last_of_month() }))
}

/// What a phrase before it makes of a value.
pub(super) fn opened<T: Ord + Copy>(value: Interval<T>, side: Option<Side>) -> Interval<T> {
    let open = |bound: Bound<T>| bound.limit().map_or(Bound::Unbounded, Bound::Open);
    match side {
        None => value,
        Some(Side::Before) => Interval { low: Bound::Unbounded, high: open(value.low) },
        Some(Side::UpTo) => Interval { low: Bound::Unbounded, high: value.high },
        Some(Side::After) => Interval { low: open(value.high), high: Bound::Unbounded },
        Some(Side::From) => Interval { low: value.low, high: Bound::Unbounded },
    }
}
