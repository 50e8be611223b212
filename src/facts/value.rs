//! From a mark to a value.

use super::attribute::Value;
use super::family::Read;
use super::matching::{Reading, states_days, within};
use super::pattern::ValueSlot;
use crate::dating::{Grain, Published, Timex, When};
use crate::grammar::quantity::QuantityKind;
use crate::interval::{Bound, Interval};
use crate::span::{Clean, Span};
use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// A kind of value as a bit of a set.
pub(super) fn bit(slot: ValueSlot) -> u16 {
    1 << slot as u16
}

/// The kinds of value that a run of tokens holds.
pub(super) fn kinds_in(reading: &Reading<'_>, tokens: &Range<u32>) -> u16 {
    let mut kinds = 0;
    for mark in within(reading.quantities, tokens) {
        kinds |= bit(match mark.what.kind {
            QuantityKind::Cardinal => ValueSlot::Count,
            QuantityKind::Ordinal => ValueSlot::Ordinal,
            QuantityKind::Percent => ValueSlot::Percent,
            QuantityKind::Money => ValueSlot::Money,
            QuantityKind::Measure => ValueSlot::Measure,
            QuantityKind::Age => ValueSlot::Age,
            QuantityKind::Score => ValueSlot::Score,
            QuantityKind::Fraction => ValueSlot::Fraction,
        });
    }
    for mark in within(reading.times, tokens) {
        if states_days(&mark.what) {
            kinds |= bit(ValueSlot::Date);
        }
        if matches!(mark.what.when, When::Length { .. }) {
            kinds |= bit(ValueSlot::Duration);
        }
    }
    kinds
}

fn is_time(slot: ValueSlot) -> bool {
    matches!(slot, ValueSlot::Date | ValueSlot::Duration)
}

/// The tokens of a captured mark.
pub(super) fn tokens(reading: &Reading<'_>, (slot, index): (ValueSlot, usize)) -> Option<Range<u32>> {
    if is_time(slot) {
        reading.times.get(index).map(|m| m.tokens.clone())
    } else {
        reading.quantities.get(index).map(|m| m.tokens.clone())
    }
}

/// Where a captured mark stands.
pub(super) fn span(reading: &Reading<'_>, (slot, index): (ValueSlot, usize)) -> Option<Span<Clean>> {
    if is_time(slot) {
        reading.times.get(index).map(|m| m.span)
    } else {
        reading.quantities.get(index).map(|m| m.span)
    }
}

/// The number that a value is worked out from, where the value is another.
pub(super) fn stated(
    reading: &Reading<'_>,
    (slot, index): (ValueSlot, usize),
    read: Read,
) -> Option<Decimal> {
    if is_time(slot) || read == Read::Plain {
        return None;
    }
    reading.quantities.get(index).map(|m| m.what.stated)
}

/// The month, and its day, of a date whose year is nobody's word.
pub(super) fn any_year(reading: &Reading<'_>, (slot, index): (ValueSlot, usize)) -> Option<(i8, Option<i8>)> {
    let timex = is_time(slot).then(|| reading.times.get(index))?.map(|m| &m.what)?;
    let written = timex.written.filter(|w| w.any_year && matches!(timex.when, When::Days(_)))?;
    Some((written.month?, written.day))
}

/// The value of a captured mark; whether the publication date had a part in it; whether it is approximate.
pub(super) fn read(
    reading: &Reading<'_>,
    (slot, index): (ValueSlot, usize),
    read: Read,
    published: &Published,
) -> Option<(Value, bool, bool)> {
    if is_time(slot) {
        let timex = &reading.times.get(index)?.what;
        return Some(match read {
            Read::Ago => (ago(timex, published), true, timex.approximate),
            _ => (day_value(timex), timex.inferred, timex.approximate),
        });
    }
    let quantity = &reading.quantities.get(index)?.what;
    Some(match read {
        // A baby's months make no year of birth worth comparing.
        Read::Age if !matches!(&*quantity.unit, "" | "year") => (Value::Unresolved, true, true),
        Read::Age => (years_before(quantity.amount, 1, 0, published), true, quantity.approximate),
        Read::Anniversary => (anniversary(quantity.amount, published), true, quantity.approximate),
        Read::Rounded | Read::Measured => {
            // Half a unit of the last place either way, or one and a half: two readings three units apart still meet.
            let halves = if read == Read::Rounded { Decimal::ONE } else { Decimal::from(3) };
            let amount = unrounded(quantity.amount, halves);
            (Value::Amount { amount, unit: quantity.unit.clone() }, false, quantity.approximate)
        }
        // "Into its third year" is said some weeks before two years are over.
        Read::NthYear => (years_before(quantity.amount, 0, 3, published), true, quantity.approximate),
        Read::Plain | Read::Ago => (
            Value::Amount { amount: quantity.amount, unit: quantity.unit.clone() },
            false,
            quantity.approximate,
        ),
    })
}

fn day_value(timex: &Timex) -> Value {
    match timex.when {
        When::Days(days) => Value::Days(days),
        When::OpenYear { month, day } => Value::OpenYear { month, day },
        When::Length { .. } | When::Never => Value::Unresolved,
    }
}

fn dates(low: Option<Date>, high: Option<Date>) -> Value {
    match (low, high) {
        (Some(low), Some(high)) => Value::Days(Interval::closed(low, high)),
        _ => Value::Unresolved,
    }
}

/// The start of a length that ends on the day of publication, rounded as such lengths are: a unit either way.
fn ago(timex: &Timex, published: &Published) -> Value {
    let (When::Length { amount, unit }, Some(day)) = (&timex.when, published.anchor) else {
        return Value::Unresolved;
    };
    let back = |n: Option<i64>, extra: i64| {
        let n = n.filter(|n| n.abs() < 10_000)? + extra;
        let span = match unit {
            Grain::Day => n.days(),
            Grain::Week => n.weeks(),
            Grain::Month => n.months(),
            Grain::Year => n.years(),
            Grain::Decade => (n * 10).years(),
            _ => return None,
        };
        day.checked_sub(span).ok()
    };
    let limit = |bound: Bound<Decimal>| bound.limit().and_then(|d| d.to_i64());
    dates(back(limit(amount.high), 1), back(limit(amount.low), -1))
}

/// The days that lie `amount` years before publication: up to `more` years earlier still, and `months` later.
fn years_before(amount: Interval<Decimal>, more: i64, months: i64, published: &Published) -> Value {
    let (Some(low), Some(high)) =
        (amount.low.limit().and_then(|d| d.to_i64()), amount.high.limit().and_then(|d| d.to_i64()))
    else {
        return Value::Unresolved;
    };
    if !(0..=3_000).contains(&low) || !(0..=3_000).contains(&high) {
        return Value::Unresolved;
    }
    let (Some(first), Some(last)) = (published.when.low.limit(), published.when.high.limit()) else {
        return Value::Unresolved;
    };
    let earliest = first.checked_sub((high + more).years()).ok().and_then(|d| d.tomorrow().ok());
    let latest = last.checked_sub((low - i64::from(months > 0)).years()).ok();
    dates(earliest, latest.and_then(|d| d.checked_add(months.months()).ok()))
}

/// What an anniversary is of: so many years before publication, and up to nine months either way, for a year that is
/// kept as an anniversary is announced before it and celebrated late.
fn anniversary(amount: Interval<Decimal>, published: &Published) -> Value {
    const MONTHS: i64 = 9;
    let count = amount.single().and_then(|d| d.to_i64()).filter(|n| (1..=3_000).contains(n));
    let (Some(count), Some(first), Some(last)) =
        (count, published.when.low.limit(), published.when.high.limit())
    else {
        return Value::Unresolved;
    };
    let back = |day: Date, months: i64| {
        day.checked_sub(count.years()).ok().and_then(|d| d.checked_add(months.months()).ok())
    };
    dates(back(first, -MONTHS), back(last, MONTHS))
}

/// All that a number may have been before it was rounded to its last digit that is not nought: 4,000 is 3,500 to 4,500,
/// where it is off by `halves` of that place's unit, and by one if it is a rounding. A bound stays as it is.
fn unrounded(amount: Interval<Decimal>, halves: Decimal) -> Interval<Decimal> {
    let Some(number) = amount.single().filter(|n| !n.is_zero()) else { return amount };
    let number = number.normalize();
    let mut step = Decimal::new(1, number.scale());
    // A decimal has at most 29 digits.
    for _ in 0..29 {
        let Some(next) = step.checked_mul(Decimal::TEN) else { break };
        if !number.checked_rem(next).is_some_and(|rest| rest.is_zero()) {
            break;
        }
        step = next;
    }
    let half = step / Decimal::TWO * halves;
    match (number.checked_sub(half), number.checked_add(half)) {
        (Some(low), Some(high)) => Interval::closed(low, high),
        _ => amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_rounded_to_its_last_digit_that_is_not_nought() {
        for (number, low, high) in [
            ("4000", "3500", "4500"),
            ("13500", "13450", "13550"),
            ("4.5", "4.45", "4.55"),
            ("4.50", "4.45", "4.55"),
            ("850", "845", "855"),
            ("7", "6.5", "7.5"),
        ] {
            let [number, low, high] = [number, low, high].map(|n| n.parse::<Decimal>().unwrap());
            assert_eq!(
                unrounded(Interval::point(number), Decimal::ONE),
                Interval::closed(low, high),
                "{number}"
            );
        }
        let most = Interval::point(Decimal::MAX);
        assert!(unrounded(most, Decimal::ONE).meets(&most));
        assert_eq!(unrounded(Interval::point(Decimal::ZERO), Decimal::ONE), Interval::point(Decimal::ZERO));
    }
}
