//! The TimeML values of lengths and of what recurs, and what of them can be compared.

use super::{Grain, When};
use crate::grammar::time::{Amount, DayPart, Length, Set, Shade, Unit};
use crate::interval::{Bound, Interval};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt::Write;

/// The letters of a unit in a TimeML duration, and whether it belongs behind the T.
fn letters(unit: Unit) -> (&'static str, bool) {
    match unit.grain {
        Grain::Second => ("S", true),
        Grain::Minute => ("M", true),
        Grain::Hour | Grain::DayPart => ("H", true),
        Grain::Day => ("D", false),
        Grain::Week if unit.weekend => ("WE", false),
        Grain::Week => ("W", false),
        Grain::Month | Grain::Season | Grain::Half => ("M", false),
        Grain::Quarter => ("Q", false),
        Grain::Year => ("Y", false),
        Grain::Decade => ("DE", false),
        Grain::Century => ("CE", false),
        Grain::Millennium => ("ML", false),
    }
}

/// The next finer unit that a fraction is told in, and how many make one.
fn finer(grain: Grain) -> Option<(Grain, u32)> {
    match grain {
        Grain::Year => Some((Grain::Month, 12)),
        Grain::Day => Some((Grain::Hour, 24)),
        Grain::Hour => Some((Grain::Minute, 60)),
        Grain::Minute => Some((Grain::Second, 60)),
        Grain::Decade => Some((Grain::Year, 10)),
        Grain::Century => Some((Grain::Year, 100)),
        _ => None,
    }
}

fn times(amount: Decimal, unit: Unit) -> Decimal {
    amount.checked_mul(Decimal::from(unit.times)).unwrap_or(amount)
}

/// The value of a length: `P13Y`, `PT1M30S`, `PXW`, `P2Y6M`.
pub(super) fn value(length: &Length) -> String {
    let (mut date, mut clock) = (String::new(), String::new());
    let mut add = |amount: Decimal, unit: Unit| {
        if amount.is_zero() && length.parts.len() > 1 {
            return;
        }
        let (letters, behind) = letters(unit);
        let _ = write!(if behind { &mut clock } else { &mut date }, "{}{letters}", amount.normalize());
    };
    for (amount, unit) in &length.parts {
        match amount {
            Amount::Vague => {
                let (letters, behind) = letters(*unit);
                return if behind { format!("PTX{letters}") } else { format!("PX{letters}") };
            }
            Amount::Number { stated, .. } => {
                let stated = times(*stated, *unit);
                let whole = stated.trunc();
                match finer(unit.grain).filter(|_| whole != stated) {
                    Some((grain, per)) => {
                        let rest = (stated - whole).checked_mul(Decimal::from(per)).unwrap_or_default();
                        let (one, small) = (Unit { times: 1, ..*unit }, Unit { grain, times: 1, ..*unit });
                        if rest == rest.trunc() {
                            if !whole.is_zero() {
                                add(whole, one);
                            }
                            add(rest, small);
                        } else {
                            add(stated, one);
                        }
                    }
                    None => add(stated, *unit),
                }
            }
        }
    }
    match (date.is_empty(), clock.is_empty()) {
        (true, true) => "PXX".to_owned(),
        (_, true) => format!("P{date}"),
        _ => format!("P{date}T{clock}"),
    }
}

/// How many of a finer unit one of a coarser is, where that is always so.
fn within(coarse: Grain, fine: Grain) -> Option<u32> {
    Some(match (coarse, fine) {
        (a, b) if a == b => 1,
        (Grain::Hour, Grain::Minute) | (Grain::Minute, Grain::Second) => 60,
        (Grain::Hour, Grain::Second) => 3600,
        (Grain::Day, Grain::Hour) => 24,
        (Grain::Week, Grain::Day) => 7,
        (Grain::Year, Grain::Month) => 12,
        (Grain::Decade, Grain::Year) => 10,
        (Grain::Century, Grain::Year) => 100,
        _ => return None,
    })
}

/// What of a length can be compared.
pub(super) fn when(length: &Length, shade: Shade) -> When {
    let Some(&(Amount::Number { stated, within: first }, unit)) = length.parts.first() else {
        return When::Never;
    };
    if length.parts.len() == 1 {
        let scale = |bound: Bound<Decimal>| match bound {
            Bound::Closed(v) => Bound::Closed(times(v, unit)),
            Bound::Open(v) => Bound::Open(times(v, unit)),
            Bound::Unbounded => Bound::Unbounded,
        };
        let amount = Interval { low: scale(first.low), high: scale(first.high) };
        return When::Length { amount: shaded(amount, times(stated, unit), shade), unit: unit.grain };
    }
    let Some((_, last)) = length.parts.last() else { return When::Never };
    let mut total = Decimal::ZERO;
    for (amount, unit) in &length.parts {
        let (Amount::Number { stated, .. }, Some(factor)) = (amount, within(unit.grain, last.grain)) else {
            return When::Never;
        };
        let Some(sum) =
            stated.checked_mul(Decimal::from(factor * unit.times)).and_then(|part| total.checked_add(part))
        else {
            return When::Never;
        };
        total = sum;
    }
    When::Length { amount: shaded(Interval::point(total), total, shade), unit: last.grain }
}

fn shaded(amount: Interval<Decimal>, stated: Decimal, shade: Shade) -> Interval<Decimal> {
    let tenth = stated / Decimal::TEN;
    match shade {
        Shade::AtLeast => Interval::from(stated),
        Shade::AtMost => Interval { low: Bound::Open(Decimal::ZERO), high: Bound::Closed(stated) },
        Shade::MoreThan => Interval::above(stated),
        Shade::LessThan => Interval { low: Bound::Open(Decimal::ZERO), high: Bound::Open(stated) },
        Shade::Approx => Interval::closed(stated - tenth, stated + tenth),
        Shade::None | Shade::Start | Shade::Mid | Shade::End => amount,
    }
}

/// A day so long before or after another, and how fine the count is: "1 month and 21 days".
pub(super) fn moved(day: Date, length: &Length, back: bool) -> Option<(Date, Grain)> {
    let mut span = jiff::Span::new();
    for (amount, unit) in &length.parts {
        let Amount::Number { stated, .. } = amount else { return None };
        (*stated == stated.trunc()).then_some(())?;
        let count = times(*stated, *unit).to_i64()?;
        span = match unit.grain {
            Grain::Day => span.try_days(count),
            Grain::Week => span.try_weeks(count),
            Grain::Month => span.try_months(count),
            Grain::Year => span.try_years(count),
            _ => return None,
        }
        .ok()?;
    }
    let day = if back { day.checked_sub(span).ok()? } else { day.checked_add(span).ok()? };
    Some((day, length.parts.last()?.1.grain))
}

/// A whole number of units for counting on the calendar: "a year and a half" is counted in months.
pub(super) fn whole(length: &Length) -> Option<(i32, Unit)> {
    let &(Amount::Number { stated, .. }, unit) = length.parts.first()? else { return None };
    if length.parts.len() == 1 && stated == stated.trunc() {
        return Some((
            stated.to_i32()?.checked_mul(i32::try_from(unit.times).ok()?)?,
            Unit { times: 1, ..unit },
        ));
    }
    match when(length, Shade::None) {
        When::Length { amount, unit: Grain::Year } => {
            let months = amount.single()?.checked_mul(Decimal::from(12))?;
            (months == months.trunc()).then_some(())?;
            Some((months.to_i32()?, Unit { grain: Grain::Month, times: 1, ..unit }))
        }
        When::Length { amount, unit: grain } => {
            let amount = amount.single()?;
            (amount == amount.trunc()).then_some(())?;
            Some((amount.to_i32()?, Unit { grain, times: 1, ..unit }))
        }
        _ => None,
    }
}

/// The TIMEX3 code of a part of the day.
pub(super) fn part_code(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "MO",
        DayPart::Midday => "MI",
        DayPart::Afternoon => "AF",
        DayPart::Evening => "EV",
        DayPart::Night => "NI",
        DayPart::Daytime => "DT",
    }
}

/// The value of what recurs, and its grain.
pub(super) fn set_value(set: &Set) -> (String, Grain) {
    match set {
        Set::Every(length) => {
            (value(length), length.parts.first().map_or(Grain::Day, |(_, unit)| unit.grain))
        }
        Set::Weekend => ("XXXX-WXX-WE".to_owned(), Grain::Week),
        Set::Weekday(weekday, None) => (format!("XXXX-WXX-{weekday}"), Grain::Day),
        Set::Weekday(weekday, Some(part)) => {
            (format!("XXXX-WXX-{weekday}T{}", part_code(*part)), Grain::DayPart)
        }
        Set::Month(month) => (format!("XXXX-{month:02}"), Grain::Month),
        Set::Season(season) => (format!("XXXX-{}", super::calendar::season_code(*season)), Grain::Season),
        Set::Part(part) => (format!("XXXX-XX-XXT{}", part_code(*part)), Grain::DayPart),
    }
}
