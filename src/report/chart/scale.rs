//! From values and days to places on a line, and the ticks along it. Places are only for drawing, so they are floats;
//! what is written beside a tick is worked out exactly.

use crate::interval::{Bound, Interval};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A stretch of values that becomes a stretch from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
}

/// A mark along a scale.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// Where, from 0 to 1.
    pub(crate) at: f64,
    /// What it is.
    pub(crate) label: String,
    /// The year, where it is not in the label and is another than the tick's before.
    pub(crate) year: Option<String>,
}

/// Two ends as far as they are known.
pub(crate) type Ends = (Option<f64>, Option<f64>);

/// Days since 1970-01-01.
pub(crate) fn day(date: Date) -> f64 {
    let hours = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    (hours / 24) as f64
}

/// A number as a place.
pub(crate) fn number(decimal: Decimal) -> f64 {
    decimal.to_f64().unwrap_or(0.0)
}

/// The ends of an interval as places.
pub(crate) fn ends<T: Copy>(interval: &Interval<T>, place: impl Fn(T) -> f64) -> Ends {
    let end = |bound: Bound<T>| bound.limit().map(&place);
    (end(interval.low), end(interval.high))
}

/// The ends of a window of days; the last day is taken to its end.
pub(crate) fn day_ends(window: super::Days) -> Ends {
    (window.from.map(day), window.to.map(|to| day(to) + 1.0))
}

impl Scale {
    /// A scale that has all of these values on it, with room around them; `least` is the shortest stretch it may show.
    pub(crate) fn around(values: impl Iterator<Item = f64>, least: f64) -> Scale {
        let finite = values.filter(|v| v.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let middle = f64::midpoint(low, high);
        let half = ((high - low) / 2.0).max(least / 2.0).max(middle.abs() * 1e-9);
        Scale { low: middle - half * 1.08, high: middle + half * 1.08 }
    }

    /// The same from zero on, where zero is near: a toll of 3 and one of 31 are best seen above nothing.
    pub(crate) fn with_zero(self, least: f64) -> Scale {
        if least >= 0.0 && (self.low < 0.0 || self.low < self.high * 0.4) {
            Scale { low: 0.0, ..self }
        } else {
            self
        }
    }

    /// The same with room before or behind, for what has no end there.
    pub(crate) fn with_room(self, before: bool, behind: bool) -> Scale {
        let room = (self.high - self.low) * 0.3;
        let of = |wanted: bool| if wanted { room } else { 0.0 };
        Scale { low: self.low - of(before), high: self.high + of(behind) }
    }

    /// Where a value lies, from 0 to 1.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let place = (value - self.low) / (self.high - self.low);
        if place.is_finite() { place.clamp(0.0, 1.0) } else { 0.5 }
    }

    /// How much of a scale of days so many of them take.
    pub(crate) fn days_to_places(&self, days: f64) -> f64 {
        days / (self.high - self.low)
    }

    /// Whether two places on a scale of days are no further apart than a day.
    pub(crate) fn is_a_day(&self, from: f64, to: f64) -> bool {
        (to - from) * (self.high - self.low) < 1.5
    }

    /// Marks at round numbers, `most` at most; whole numbers only, unless `fractions`.
    pub(crate) fn numbers(&self, most: usize, fractions: bool) -> Vec<Tick> {
        let rough = (self.high - self.low) / most.max(1) as f64;
        let mut power = rough.log10().floor() as i32;
        if !fractions {
            power = power.max(0);
        }
        let steps = [1_i128, 2, 5].iter().map(|m| (*m, power)).chain([(1, power + 1), (2, power + 1)]);
        for (factor, power) in steps {
            let step = factor as f64 * 10f64.powi(power);
            let (first, last) = ((self.low / step).ceil(), (self.high / step).floor());
            if !(step.is_normal() && first.abs() < 1e15 && last.abs() < 1e15) {
                break;
            }
            if last - first + 1.0 <= most as f64 {
                let tick = |k: i128| Tick {
                    at: self.place(k as f64 * step),
                    label: decimal_label(k * factor, power),
                    year: None,
                };
                return (first as i128..=last as i128).map(tick).collect();
            }
        }
        Vec::new()
    }

    /// Marks at the beginnings of days, months or years, `most` at most.
    pub(crate) fn days(&self, most: usize) -> Vec<Tick> {
        for unit in UNITS {
            let ticks = self.days_by(unit, most);
            if let Some(ticks) = ticks.filter(|t| !t.is_empty()) {
                return ticks;
            }
        }
        Vec::new()
    }

    fn days_by(&self, unit: Unit, most: usize) -> Option<Vec<Tick>> {
        let (mut day_at, mut ticks) = (first(date_of(self.low)?, unit)?, Vec::new());
        let mut year = None;
        loop {
            let place = day(day_at);
            if place > self.high {
                return Some(ticks);
            }
            if place >= self.low {
                if ticks.len() >= most {
                    return None;
                }
                let new = year != Some(day_at.year()) && !matches!(unit, Unit::Years(_));
                year = Some(day_at.year());
                ticks.push(Tick {
                    at: self.place(place),
                    label: match unit {
                        Unit::Days(_) => day_at.strftime("%-d %b").to_string(),
                        Unit::Months(_) => day_at.strftime("%b").to_string(),
                        Unit::Years(_) => day_at.year().to_string(),
                    },
                    year: new.then(|| day_at.year().to_string()),
                });
            }
            match day_at.checked_add(unit.span()) {
                Ok(next) => day_at = next,
                Err(_) => return Some(ticks),
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Days(i32),
    Months(i32),
    Years(i32),
}

impl Unit {
    fn span(self) -> Span {
        match self {
            Unit::Days(n) => n.days(),
            Unit::Months(n) => n.months(),
            Unit::Years(n) => n.years(),
        }
    }
}

const UNITS: [Unit; 19] = [
    Unit::Days(1),
    Unit::Days(2),
    Unit::Days(7),
    Unit::Days(14),
    Unit::Months(1),
    Unit::Months(2),
    Unit::Months(3),
    Unit::Months(6),
    Unit::Years(1),
    Unit::Years(2),
    Unit::Years(5),
    Unit::Years(10),
    Unit::Years(20),
    Unit::Years(50),
    Unit::Years(100),
    Unit::Years(200),
    Unit::Years(500),
    Unit::Years(2000),
    Unit::Years(5000),
];

/// The last day of this unit's beginnings that is not after `date`, or the first there is.
fn first(date: Date, unit: Unit) -> Option<Date> {
    match unit {
        Unit::Days(7 | 14) => {
            let back = date.weekday().since(jiff::civil::Weekday::Monday);
            Some(date.checked_sub(i32::from(back).days()).unwrap_or(date))
        }
        Unit::Days(_) => Some(date),
        Unit::Months(n) => {
            let month = (i32::from(date.month()) - 1) / n * n + 1;
            Date::new(date.year(), i8::try_from(month).ok()?, 1).ok()
        }
        Unit::Years(n) => {
            let year = i32::from(date.year()).div_euclid(n) * n;
            Date::new(i16::try_from(year).ok()?.max(Date::MIN.year()), 1, 1).ok()
        }
    }
}

/// The day of a place, or the nearest there is.
fn date_of(place: f64) -> Option<Date> {
    let place = place.floor().clamp(day(Date::MIN), day(Date::MAX));
    jiff::civil::date(1970, 1, 1).checked_add((place as i32).days()).ok()
}

/// `mantissa` times a power of ten: `1,500`, `0.25`, `4.2 million`.
fn decimal_label(mantissa: i128, power: i32) -> String {
    const NAMES: [(u32, &str); 3] = [(12, " trillion"), (9, " billion"), (6, " million")];
    let sign = if mantissa < 0 { "−" } else { "" };
    let digits = mantissa.unsigned_abs().to_string();
    if mantissa == 0 {
        return "0".to_owned();
    }
    let size = digits.len() as i64 - 1 + i64::from(power);
    let named = NAMES.iter().find(|(zeros, _)| size >= i64::from(*zeros));
    let (power, name) = named.map_or((power, ""), |(zeros, name)| (power - *zeros as i32, *name));
    let (whole, fraction) = if power >= 0 {
        (format!("{digits}{}", "0".repeat(power as usize)), String::new())
    } else {
        let places = power.unsigned_abs() as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        (whole.to_owned(), fraction.trim_end_matches('0').to_owned())
    };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}{name}", in_thousands(&whole))
}

fn in_thousands(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn numbers_are_round() {
        let tolls = Scale::around([12.0, 31.0].into_iter(), 1.0).with_zero(12.0);
        assert_eq!(labels(&tolls.numbers(8, false)), ["0", "5", "10", "15", "20", "25", "30"]);
        let members = Scale::around([31.0, 32.0].into_iter(), 2.0);
        assert_eq!(labels(&members.numbers(8, false)), ["31", "32"]);
        let rates = Scale::around([0.25, 0.5].into_iter(), 0.0);
        assert_eq!(labels(&rates.numbers(6, true)), ["0.25", "0.3", "0.35", "0.4", "0.45", "0.5"]);
        let deals = Scale::around([2.35e9, 4.25e9].into_iter(), 1.0);
        assert_eq!(labels(&deals.numbers(3, false)), ["3 billion", "4 billion"]);
    }

    #[test]
    fn days_are_days_months_or_years() {
        let scale = |a: Date, b: Date| Scale::around([day(a), day(b)].into_iter(), 1.0);
        let week = scale(date(2013, 11, 2), date(2013, 11, 11)).days(6);
        assert_eq!(labels(&week), ["3 Nov", "5 Nov", "7 Nov", "9 Nov", "11 Nov"]);
        assert_eq!(week[0].year.as_deref(), Some("2013"));
        assert_eq!(week[1].year, None);
        let months = scale(date(2021, 9, 15), date(2022, 3, 15)).days(8);
        assert_eq!(labels(&months), ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]);
        let years = scale(date(1949, 4, 4), date(2024, 3, 7)).days(5);
        assert_eq!(labels(&years), ["1960", "1980", "2000", "2020"]);
    }

    #[test]
    fn labels_are_exact() {
        assert_eq!(decimal_label(-15, 2), "−1,500");
        assert_eq!(decimal_label(25, -2), "0.25");
        assert_eq!(decimal_label(42, 5), "4.2 million");
        assert_eq!(decimal_label(5, 15), "5,000 trillion");
    }

    proptest! {
        #[test]
        fn every_tick_is_on_the_scale(values in prop::collection::vec(any::<f64>(), 0..4), most in 0usize..12) {
            let scale = Scale::around(values.iter().copied().filter(|v| v.abs() < 1e29), 1.0);
            for ticks in [scale.numbers(most, true), scale.numbers(most, false), scale.days(most)] {
                prop_assert!(ticks.len() <= most.max(1));
                prop_assert!(ticks.iter().all(|t| (0.0..=1.0).contains(&t.at)));
                prop_assert!(ticks.windows(2).all(|w| w[0].at <= w[1].at));
            }
            prop_assert!(values.iter().all(|v| (0.0..=1.0).contains(&scale.place(*v))));
        }
    }
}
