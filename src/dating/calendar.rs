//! Times on the calendar whose place is known: their TimeML values, their days, and counting from one to another.

use crate::grammar::time::{Counted, Feast, Grain, Season, Shade};
use crate::interval::Interval;
use jiff::civil::{Date, Weekday};

/// A stretch of the calendar. Years before Christ are negative: -44 is 44 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cal {
    Day(Date),
    /// ISO year and week.
    Week(i32, i32),
    Weekend(i32, i32),
    Month(i32, i8),
    Quarter(i32, u8),
    Half(i32, u8),
    Season(i32, Season),
    Year(i32),
    /// The year without its last digit.
    Decade(i32),
    /// Its number: 20 for the 1900s.
    Century(i32),
}

/// A date so many days away.
pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn date(year: i32, month: i8, day: i8) -> Option<Date> {
    // Astronomical years have a year 0, which is 1 BC.
    let year = if year < 0 { year + 1 } else { year };
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// The year of a date as it is written.
pub(super) fn year_of(date: Date) -> i32 {
    let year = i32::from(date.year());
    if year < 1 { year - 1 } else { year }
}

/// The day of a year on which a feast falls.
pub(super) fn feast_day(feast: Feast, year: i32) -> Option<Date> {
    match feast {
        Feast::Fixed(month, day) => date(year, month, day),
        Feast::Nth(month, weekday, n, after) => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let day = date(year, month, 1)?.nth_weekday_of_month(n, weekday).ok()?;
            add_days(day, i64::from(after))
        }
        Feast::Easter(days) => add_days(easter(year)?, i64::from(days)),
    }
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

impl Cal {
    /// The stretch of a grain that holds a day.
    pub(super) fn around(day: Date, grain: Grain, weekend: bool) -> Cal {
        let year = year_of(day);
        let iso = day.iso_week_date();
        match grain {
            Grain::Week if weekend => Cal::Weekend(iso.year().into(), iso.week().into()),
            Grain::Week => Cal::Week(iso.year().into(), iso.week().into()),
            Grain::Month => Cal::Month(year, day.month()),
            Grain::Quarter => Cal::Quarter(year, ((day.month() - 1) / 3 + 1).unsigned_abs()),
            Grain::Half => Cal::Half(year, if day.month() < 7 { 1 } else { 2 }),
            Grain::Season => Cal::Season(
                year,
                match day.month() {
                    3..=5 => Season::Spring,
                    6..=8 => Season::Summer,
                    9..=11 => Season::Fall,
                    _ => Season::Winter,
                },
            ),
            Grain::Year => Cal::Year(year),
            Grain::Decade => Cal::Decade(year.div_euclid(10)),
            Grain::Century | Grain::Millennium => Cal::Century(year.div_euclid(100) + 1),
            Grain::Second | Grain::Minute | Grain::Hour | Grain::DayPart | Grain::Day => Cal::Day(day),
        }
    }

    pub(super) fn grain(self) -> Grain {
        match self {
            Cal::Day(_) => Grain::Day,
            Cal::Week(..) | Cal::Weekend(..) => Grain::Week,
            Cal::Month(..) => Grain::Month,
            Cal::Quarter(..) => Grain::Quarter,
            Cal::Half(..) => Grain::Half,
            Cal::Season(..) => Grain::Season,
            Cal::Year(_) => Grain::Year,
            Cal::Decade(_) => Grain::Decade,
            Cal::Century(_) => Grain::Century,
        }
    }

    /// Its first and last day, where the calendar reaches so far.
    pub(super) fn days(self) -> Option<Interval<Date>> {
        let months =
            |year, first: i8, last: i8| Some((date(year, first, 1)?, date(year, last, 1)?.last_of_month()));
        let (low, high) = match self {
            Cal::Day(day) => (day, day),
            Cal::Week(year, week) => {
                (iso_day(year, week, Weekday::Monday)?, iso_day(year, week, Weekday::Sunday)?)
            }
            Cal::Weekend(year, week) => {
                (iso_day(year, week, Weekday::Saturday)?, iso_day(year, week, Weekday::Sunday)?)
            }
            Cal::Month(year, month) => months(year, month, month)?,
            Cal::Quarter(year, quarter) => {
                let last = i8::try_from(quarter).ok()? * 3;
                months(year, last - 2, last)?
            }
            Cal::Half(year, half) => {
                if half == 1 {
                    months(year, 1, 6)?
                } else {
                    months(year, 7, 12)?
                }
            }
            // Seasons begin by the weather or by the sun; a winter belongs to the year it begins in or the one it ends in.
            Cal::Season(year, Season::Spring) => (date(year, 3, 1)?, date(year, 6, 21)?),
            Cal::Season(year, Season::Summer) => (date(year, 6, 1)?, date(year, 9, 23)?),
            Cal::Season(year, Season::Fall) => (date(year, 9, 1)?, date(year, 12, 21)?),
            Cal::Season(year, Season::Winter) => (date(year, 1, 1)?, date(next_year(year), 3, 20)?),
            Cal::Year(year) => months(year, 1, 12)?,
            Cal::Decade(decade) if decade < 0 => {
                (date(decade * 10 - 9, 1, 1)?, date(decade * 10, 12, 31).or(date(-1, 12, 31))?)
            }
            Cal::Decade(decade) => {
                (date(decade * 10, 1, 1).or(date(1, 1, 1))?, date(decade * 10 + 9, 12, 31)?)
            }
            Cal::Century(century) if century < 0 => {
                (date(century * 100, 1, 1)?, date((century + 1) * 100 - 1, 12, 31)?)
            }
            Cal::Century(century) => {
                (date((century - 1) * 100, 1, 1).or(date(1, 1, 1))?, date(century * 100, 12, 31)?)
            }
        };
        Some(Interval::closed(low, high))
    }

    /// Its first day.
    pub(super) fn first(self) -> Option<Date> {
        self.days()?.low.limit()
    }

    /// The year it lies in, or begins in.
    pub(super) fn year(self) -> i32 {
        match self {
            Cal::Day(day) => year_of(day),
            Cal::Week(y, _)
            | Cal::Weekend(y, _)
            | Cal::Month(y, _)
            | Cal::Quarter(y, _)
            | Cal::Half(y, _)
            | Cal::Season(y, _)
            | Cal::Year(y) => y,
            Cal::Decade(d) => d * 10,
            Cal::Century(c) => (c - 1) * 100,
        }
    }

    /// The month it lies in, where it lies in one.
    pub(super) fn month(self) -> Option<i8> {
        match self {
            Cal::Day(day) => Some(day.month()),
            Cal::Month(_, month) => Some(month),
            _ => None,
        }
    }

    /// As many of its kind later; earlier where negative.
    pub(super) fn shift(self, by: i32) -> Option<Cal> {
        let year = |y: i32| {
            let to = y.checked_add(by)?;
            Some(if y < 0 && to >= 0 {
                to + 1
            } else if y > 0 && to <= 0 {
                to - 1
            } else {
                to
            })
        };
        Some(match self {
            Cal::Day(day) => Cal::Day(add_days(day, by.into())?),
            Cal::Week(y, w) => {
                Cal::around(add_days(iso_day(y, w, Weekday::Monday)?, i64::from(by) * 7)?, Grain::Week, false)
            }
            Cal::Weekend(y, w) => {
                Cal::around(add_days(iso_day(y, w, Weekday::Monday)?, i64::from(by) * 7)?, Grain::Week, true)
            }
            Cal::Month(y, m) => {
                let months = y.checked_mul(12)?.checked_add(i32::from(m) - 1)?.checked_add(by)?;
                Cal::Month(months.div_euclid(12), i8::try_from(months.rem_euclid(12) + 1).ok()?)
            }
            Cal::Quarter(y, q) => {
                let quarters = y.checked_mul(4)?.checked_add(i32::from(q) - 1)?.checked_add(by)?;
                Cal::Quarter(quarters.div_euclid(4), u8::try_from(quarters.rem_euclid(4) + 1).ok()?)
            }
            Cal::Half(y, h) => {
                let halves = y.checked_mul(2)?.checked_add(i32::from(h) - 1)?.checked_add(by)?;
                Cal::Half(halves.div_euclid(2), u8::try_from(halves.rem_euclid(2) + 1).ok()?)
            }
            Cal::Season(y, season) => Cal::Season(year(y)?, season),
            Cal::Year(y) => Cal::Year(year(y)?),
            Cal::Decade(d) => Cal::Decade(d.checked_add(by)?),
            Cal::Century(c) => Cal::Century(c.checked_add(by)?),
        })
    }

    /// Its value as in TimeML.
    pub(super) fn value(self) -> String {
        let y = year_value;
        match self {
            Cal::Day(day) => format!("{}-{:02}-{:02}", y(year_of(day)), day.month(), day.day()),
            Cal::Week(year, week) => format!("{}-W{week:02}", y(year)),
            Cal::Weekend(year, week) => format!("{}-W{week:02}-WE", y(year)),
            Cal::Month(year, month) => format!("{}-{month:02}", y(year)),
            Cal::Quarter(year, quarter) => format!("{}-Q{quarter}", y(year)),
            Cal::Half(year, half) => format!("{}-H{half}", y(year)),
            Cal::Season(year, season) => format!("{}-{}", y(year), season_code(season)),
            Cal::Year(year) => y(year),
            Cal::Decade(decade) if decade < 0 => format!("BC{:03}", -decade),
            Cal::Decade(decade) => format!("{decade:03}"),
            Cal::Century(century) if century < 0 => format!("BC{:02}", -century - 1),
            Cal::Century(century) => format!("{:02}", century - 1),
        }
    }
}

/// The Monday of a day's week.
pub(super) fn before_monday(day: Date) -> Option<Date> {
    add_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// The week of a day; the weekend that it lies in or next to: that of a Monday is the one before it.
pub(super) fn week_around(day: Date, weekend: bool) -> Cal {
    let early = weekend && day.weekday().to_monday_one_offset() <= 2;
    Cal::around(if early { add_days(day, -3).unwrap_or(day) } else { day }, Grain::Week, weekend)
}

/// The n-th of what is counted in a week, a month or a year, 0 the last.
pub(super) fn nth(cal: Cal, n: u8, what: Counted) -> Option<Cal> {
    let days = cal.days()?;
    let (first, last) = (days.low.limit()?, days.high.limit()?);
    let ahead = i64::from(n) - 1;
    Some(match what {
        Counted::Weekday(weekday) if cal.grain() == Grain::Week => {
            Cal::Day(add_days(first, i64::from(weekday) - 1)?)
        }
        Counted::Weekday(weekday) => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let n = if n == 0 { -1 } else { i8::try_from(n).ok()? };
            Cal::Day(first.nth_weekday_of_month(n, weekday).ok()?)
        }
        Counted::Day => {
            let day = if n == 0 { last } else { add_days(first, ahead)? };
            (day <= last).then_some(Cal::Day(day))?
        }
        // The first week of a year is its first by ISO 8601; of a month, the one that holds its first days.
        Counted::Week => {
            let base = if cal.grain() == Grain::Year { add_days(first, 3)? } else { first };
            let day = if n == 0 { add_days(last, -3)? } else { add_days(base, ahead * 7)? };
            Cal::around(day, Grain::Week, false)
        }
        Counted::Month => Cal::Month(cal.year(), if n == 0 { 12 } else { i8::try_from(n).ok()? }),
    })
}

/// The part of a stretch that "early", "mid" and "late" mean: a third of it.
pub(super) fn shaded(days: Interval<Date>, cal: Cal, shade: Shade) -> Interval<Date> {
    let (Some(low), Some(high)) = (days.low.limit(), days.high.limit()) else { return days };
    let length = i64::from((high - low).get_days()) + 1;
    if length < 14 && shade != Shade::Approx {
        return days;
    }
    let third = length / 3;
    let (low, high) = match shade {
        Shade::Start => (Some(low), add_days(low, third)),
        Shade::Mid => (add_days(low, third - third / 4), add_days(high, third / 4 - third)),
        Shade::End => (add_days(high, -third), Some(high)),
        Shade::Approx => (
            cal.shift(-1).and_then(Cal::first),
            cal.shift(1).and_then(Cal::days).and_then(|d| d.high.limit()),
        ),
        _ => return days,
    };
    match (low, high) {
        (Some(low), Some(high)) => Interval::closed(low, high),
        _ => days,
    }
}

fn next_year(year: i32) -> i32 {
    if year == -1 { 1 } else { year + 1 }
}

fn iso_day(year: i32, week: i32, weekday: Weekday) -> Option<Date> {
    let iso =
        jiff::civil::ISOWeekDate::new(i16::try_from(year).ok()?, i8::try_from(week).ok()?, weekday).ok()?;
    Some(iso.date())
}

/// A year in four digits, before Christ with its era.
pub(super) fn year_value(year: i32) -> String {
    if year < 0 { format!("BC{:04}", year.unsigned_abs()) } else { format!("{year:04}") }
}

/// The TIMEX3 code of a season.
pub(super) fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Fall => "FA",
        Season::Winter => "WI",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn feasts() {
        for (feast, year, day) in [
            (Feast::Easter(0), 2024, date(2024, 3, 31)),
            (Feast::Easter(-2), 1998, date(1998, 4, 10)),
            (Feast::Nth(11, 4, 4, 0), 1999, date(1999, 11, 25)),
            (Feast::Nth(11, 1, 1, 1), 2024, date(2024, 11, 5)),
            (Feast::Nth(5, 1, -1, 0), 2023, date(2023, 5, 29)),
        ] {
            assert_eq!(feast_day(feast, year), Some(day));
        }
    }

    #[test]
    fn shifts() {
        let day = date(2024, 1, 31);
        for (grain, by, value) in [
            (Grain::Day, -31, "2023-12-31"),
            (Grain::Week, 1, "2024-W06"),
            (Grain::Month, -1, "2023-12"),
            (Grain::Quarter, -1, "2023-Q4"),
            (Grain::Year, -2024, "BC0001"),
            (Grain::Decade, -1, "201"),
            (Grain::Century, 0, "20"),
        ] {
            assert_eq!(Cal::around(day, grain, false).shift(by).map(Cal::value).as_deref(), Some(value));
        }
    }

    #[test]
    fn every_grain_holds_its_day() {
        let day = date(2024, 2, 29);
        for grain in [
            Grain::Day,
            Grain::Week,
            Grain::Month,
            Grain::Quarter,
            Grain::Half,
            Grain::Year,
            Grain::Decade,
            Grain::Century,
        ] {
            assert!(Cal::around(day, grain, false).days().is_some_and(|d| d.contains(day)), "{grain:?}");
        }
    }
}
