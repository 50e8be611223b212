//! Where a point on the calendar lies.

use super::calendar::{Cal, add_days, nth, week_around, year_of, year_value};
use super::resolve::{At, Place, Resolver, days_between, known, open};
use super::tense::Direction;
use super::{Grain, When};
use crate::grammar::time::{Counted, Point, Reference, Unit, Which, Year, YearPart};
use jiff::civil::{Date, Weekday};
use std::ops::Range;

impl Resolver<'_> {
    pub(super) fn point(&mut self, point: &Point, run: &Range<u32>) -> Place {
        match point {
            Point::Day { month: None, day, weekday: Some((weekday, _)), .. } => {
                self.weekday_and_day(*weekday, *day, run)
            }
            Point::Day { year, month, day, which, .. } => self.day(*year, *month, *day, *which, run),
            Point::Month { year, month, which } => self.month(*year, *month, *which, run),
            Point::Year(year) => match self.year(*year) {
                Some((year, inferred)) => known(Cal::Year(year), inferred),
                None => open("XXXX", When::Never, Grain::Year),
            },
            Point::Part { year, part, which } => self.part(*year, *part, *which, run),
            Point::Decade(decade) => known(Cal::Decade(*decade), false),
            Point::Eighties(tens) => {
                let now = self.anchor.map_or(2000, year_of);
                let tens = i32::from(*tens);
                let decade = if 2000 + tens * 10 <= now && tens < 3 { 200 + tens } else { 190 + tens };
                known(Cal::Decade(decade), true)
            }
            Point::Century(century) => known(Cal::Century(*century), false),
            Point::Weekday { weekday, which, week, .. } => self.weekday(*weekday, *which, *week, run),
            Point::Nth { n, what, of } => {
                let place = self.point(of, run);
                match place.at {
                    At::Known(cal) => match nth(cal, *n, *what) {
                        Some(cal) => Place { at: At::Known(cal), ..place },
                        None => open(unknown_value(counted_grain(*what)), When::Never, counted_grain(*what)),
                    },
                    _ => open(unknown_value(counted_grain(*what)), When::Never, counted_grain(*what)),
                }
            }
            Point::Ending { unit, end } => {
                let place = self.point(end, run);
                match place.at {
                    At::Known(Cal::Day(day)) if unit.grain == Grain::Week => {
                        Place { at: At::Known(week_around(day, false)), ..place }
                    }
                    At::Known(end) => match end.days().and_then(|d| add_days(d.high.limit()?, -45)) {
                        Some(middle) => {
                            Place { at: At::Known(Cal::around(middle, unit.grain, false)), ..place }
                        }
                        None => open(unknown_value(unit.grain), When::Never, unit.grain),
                    },
                    _ => open(unknown_value(unit.grain), When::Never, unit.grain),
                }
            }
            Point::WeekOf(day, weekend) => {
                let place = self.point(day, run);
                match place.at {
                    At::Known(cal) => match cal.first() {
                        Some(first) => Place { at: At::Known(week_around(first, *weekend)), ..place },
                        None => open("XXXX-WXX", When::Never, Grain::Week),
                    },
                    _ => open("XXXX-WXX", When::Never, Grain::Week),
                }
            }
            Point::Feast { feast, year, which } => self.feast(*feast, *year, *which, run),
            Point::Unit { unit, which } => self.unit(*unit, *which, run),
            Point::Today(days) => match self.anchor.and_then(|a| add_days(a, (*days).into())) {
                Some(day) => known(Cal::Day(day), true),
                None if *days == 0 => Place { at: At::Ref(Reference::Present), inferred: true, sure: false },
                None => open("XXXX-XX-XX", When::Never, Grain::Day),
            },
            Point::Shift { length, back, from } => self.shift(length, *back, from, run),
        }
    }

    /// A year as it is written, and whether anything had to be known for it.
    pub(super) fn year(&self, year: Year) -> Option<(i32, bool)> {
        let told = || self.told.last.map(Cal::year);
        Some(match year {
            Year::Open => return None,
            Year::Given(year) => (year, false),
            Year::Short(short) => {
                let now = self.anchor.map_or(2000, year_of);
                let this = now.div_euclid(100) * 100 + i32::from(short);
                (if this > now + 10 { this - 100 } else { this }, true)
            }
            Year::Relative(by) => (year_of(self.anchor?) + by, true),
            Year::Same => (told().or(self.anchor.map(year_of))?, true),
            Year::Shifted(by) => (told().or(self.anchor.map(year_of))? + by, true),
        })
    }

    fn day(&mut self, year: Year, month: Option<i8>, day: i8, which: Which, run: &Range<u32>) -> Place {
        let Some(month) = month else { return self.day_alone(day) };
        let at = |year: i32| {
            i16::try_from(year).ok().and_then(|y| Date::new(if y < 0 { y + 1 } else { y }, month, day).ok())
        };
        if let Some((year, inferred)) = self.year(year) {
            return match at(year) {
                Some(date) => known(Cal::Day(date), inferred),
                // No such day: what is written is kept for the check, and compared with nothing.
                None => Place {
                    at: At::Open {
                        value: format!("{}-{month:02}-{day:02}", year_value(year)),
                        when: When::Never,
                        grain: Grain::Day,
                    },
                    inferred,
                    sure: true,
                },
            };
        }
        // 2000 was a leap year: what does not exist in it exists never.
        let when = if at(2000).is_some() { When::OpenYear { month, day: Some(day) } } else { When::Never };
        let unknown = open(format!("XXXX-{month:02}-{day:02}"), when, Grain::Day);
        if year != Year::Open || at(2000).is_none() {
            return unknown;
        }
        if let Some(anchor) = self.anchor {
            let now = year_of(anchor);
            let past = (now - 4..=now).rev().filter_map(at).find(|d| *d <= anchor);
            let future = (now..=now + 4).filter_map(at).find(|d| *d >= anchor);
            return match (which, past, future) {
                (Which::Last, Some(date), _) | (Which::Next, _, Some(date)) => known(Cal::Day(date), true),
                _ => self.choose(past, future, anchor, run, Cal::Day).unwrap_or(unknown),
            };
        }
        match self.narrative(month).and_then(at) {
            Some(date) => Place { sure: false, ..known(Cal::Day(date), true) },
            None => unknown,
        }
    }

    /// One of two candidates, by tense; where tense does not say, the nearer one, as a guess.
    pub(super) fn choose<T: Copy>(
        &self,
        past: Option<T>,
        future: Option<T>,
        anchor: Date,
        run: &Range<u32>,
        cal: impl Fn(T) -> Cal,
    ) -> Option<Place> {
        let distance = |t: T| cal(t).first().map_or(i64::MAX, |d| i64::from(days_between(anchor, d)));
        let direction = self.direction(run);
        if let (Some(a), Some(b)) = (past, future)
            && cal(a).grain() <= Grain::Day
            && distance(b) <= 60
            && distance(a) >= 300
            && direction != Direction::Future
        {
            // News writes the year of what is eleven months ago: it is the near one, whatever the nearest verb says.
            return Some(Place { at: At::Known(cal(b)), inferred: true, sure: false });
        }
        if let (Some(a), Some(b)) = (past, future)
            && cal(a).grain() <= Grain::Day
            && distance(a) <= 21
            && distance(b) >= 330
            && direction == Direction::Future
        {
            // The same of what lies eleven months ahead.
            return Some(Place { at: At::Known(cal(a)), inferred: true, sure: false });
        }
        match (past, future, direction) {
            (Some(t), _, Direction::Past) | (_, Some(t), Direction::Future) => Some(known(cal(t), true)),
            (Some(a), Some(b), _) => {
                // A past date is two to three times as likely in news as one to come.
                let guess = if distance(a) <= distance(b).saturating_mul(5) / 2 { a } else { b };
                let same = cal(a) == cal(b);
                Some(Place { at: At::Known(cal(guess)), inferred: true, sure: same })
            }
            (Some(t), None, _) | (None, Some(t), _) => {
                Some(Place { at: At::Known(cal(t)), inferred: true, sure: false })
            }
            (None, None, _) => None,
        }
    }

    /// The year that a narrative in an undated article has come to.
    fn narrative(&self, month: i8) -> Option<i32> {
        let written = self.told.written.filter(|_| self.told.count >= 2)?;
        let year = written.year();
        // A narrative goes forward: a month long before the last one named is the next year's.
        match written.month() {
            Some(last) if month + 6 < last => Some(if year == -1 { 1 } else { year + 1 }),
            _ => Some(year),
        }
    }

    /// "the 18th": of the month that was named before, else of the publication's.
    pub(super) fn day_alone(&self, day: i8) -> Place {
        let month = self.told.last.and_then(|cal| cal.month().map(|m| (cal.year(), m)));
        let month = month.or(self.anchor.map(|a| (year_of(a), a.month())));
        let date = month.and_then(|(y, m)| Date::new(i16::try_from(y).ok()?, m, day).ok());
        match date {
            Some(date) => Place { sure: false, ..known(Cal::Day(date), true) },
            None => open(format!("XXXX-XX-{day:02}"), When::Never, Grain::Day),
        }
    }

    fn month(&mut self, year: Year, month: i8, which: Which, run: &Range<u32>) -> Place {
        if let Some((year, inferred)) = self.year(year) {
            return known(Cal::Month(year, month), inferred);
        }
        let unknown = open(format!("XXXX-{month:02}"), When::OpenYear { month, day: None }, Grain::Month);
        if year != Year::Open {
            return unknown;
        }
        if let Some(anchor) = self.anchor {
            let (now, this) = (year_of(anchor), anchor.month());
            let past = if month <= this { now } else { now - 1 };
            let future = if month >= this { now } else { now + 1 };
            return match which {
                Which::Last | Which::Previous => {
                    known(Cal::Month(if month < this { now } else { now - 1 }, month), true)
                }
                Which::Next | Which::Following => {
                    known(Cal::Month(if month > this { now } else { now + 1 }, month), true)
                }
                Which::This => known(Cal::Month(now, month), true),
                _ => self
                    .choose(Some(past), Some(future), anchor, run, |y| Cal::Month(y, month))
                    .unwrap_or(unknown),
            };
        }
        match self.narrative(month) {
            Some(year) => Place { sure: false, ..known(Cal::Month(year, month), true) },
            None => unknown,
        }
    }

    fn part(&mut self, year: Year, part: YearPart, which: Which, run: &Range<u32>) -> Place {
        let cal = |year: i32| match part {
            YearPart::Quarter(q) => Cal::Quarter(year, q),
            YearPart::Half(h) => Cal::Half(year, h),
            YearPart::Season(s) => Cal::Season(year, s),
        };
        if let YearPart::Quarter(0) = part {
            // "the 1988 quarter": the same quarter of another year.
            return match (self.year(year), self.told.quarter) {
                (Some((year, _)), Some(Cal::Quarter(_, q))) => known(Cal::Quarter(year, q), true),
                (Some((year, _)), _) => known(Cal::Year(year), true),
                _ => open("XXXX-QX", When::Never, Grain::Quarter),
            };
        }
        if let Some((year, inferred)) = self.year(year) {
            return known(cal(year), inferred);
        }
        let code = cal(2000).value();
        let unknown = open(format!("XXXX{}", &code[4..]), When::Never, cal(2000).grain());
        let Some(anchor) = self.anchor else {
            return match self.told.written.filter(|_| self.told.count >= 2) {
                Some(told) => Place { sure: false, ..known(cal(told.year()), true) },
                None => unknown,
            };
        };
        let now = year_of(anchor);
        let begun = |year: i32| cal(year).first().is_some_and(|d| d <= anchor);
        let over = |year: i32| cal(year).days().and_then(|d| d.high.limit()).is_some_and(|d| d < anchor);
        let past = (now - 2..=now).rev().find(|&y| begun(y));
        let future = (now - 1..=now + 2).find(|&y| !over(y));
        let last = (now - 2..=now).rev().find(|&y| over(y));
        let chosen = match which {
            Which::Last | Which::Previous => last,
            Which::Next => (now..=now + 2).find(|&y| !begun(y)),
            Which::This => Some(now),
            _ => {
                // A quarter is reported in the months after it.
                let fresh = last.filter(|&y| {
                    cal(y).days().and_then(|d| d.high.limit()).is_some_and(|d| days_between(anchor, d) <= 75)
                });
                if let (YearPart::Quarter(_), Some(year)) = (part, fresh) {
                    return known(cal(year), true);
                }
                return self.choose(past, future, anchor, run, cal).unwrap_or(unknown);
            }
        };
        chosen.map_or(unknown, |year| known(cal(year), true))
    }

    fn unit(&mut self, unit: Unit, which: Which, run: &Range<u32>) -> Place {
        let unknown = open(unknown_value(unit.grain), When::Never, unit.grain);
        let told = || self.told.last.and_then(Cal::first).map(|d| Cal::around(d, unit.grain, unit.weekend));
        let now = self.anchor.map(|a| Cal::around(a, unit.grain, unit.weekend));
        let fine = self.told.last.is_some_and(|cal| cal.grain() <= unit.grain);
        let found = match which {
            Which::Previous => if fine { told() } else { now }.and_then(|c| c.shift(-1)),
            Which::Following => if fine { told() } else { now }.and_then(|c| c.shift(1)),
            Which::Same => if fine { told() } else { None }.or(now),
            Which::This => now,
            Which::Last => now.and_then(|c| c.shift(-1)),
            Which::Next => now.and_then(|c| c.shift(1)),
            Which::Latest | Which::The | Which::Bare => {
                return self.the_unit(unit, now, told(), run).unwrap_or(unknown);
            }
        };
        let sure = !matches!(which, Which::Same) || fine;
        found.map_or(unknown, |cal| Place { sure, ..known(cal, true) })
    }

    /// "the quarter", "the year", "the weekend".
    fn the_unit(&self, unit: Unit, now: Option<Cal>, told: Option<Cal>, run: &Range<u32>) -> Option<Place> {
        if unit.grain == Grain::Quarter
            && let Some(quarter) = self.told.quarter
        {
            return Some(Place { sure: false, ..known(quarter, true) });
        }
        let cal = match (unit.grain, self.anchor) {
            (Grain::Quarter, _) => now?.shift(-1)?,
            (Grain::Week, Some(anchor))
                if !unit.weekend
                    && anchor.weekday() == Weekday::Monday
                    && self.direction(run) == Direction::Past =>
            {
                now?.shift(-1)?
            }
            (Grain::Week, Some(anchor))
                if unit.weekend
                    && anchor.weekday().to_monday_one_offset() < 6
                    && self.direction(run) != Direction::Future =>
            {
                now?.shift(-1)?
            }
            (_, Some(_)) => now?,
            (_, None) => told?,
        };
        Some(Place { sure: false, ..known(cal, true) })
    }
}

/// How fine what is counted is.
fn counted_grain(what: Counted) -> Grain {
    match what {
        Counted::Weekday(_) | Counted::Day => Grain::Day,
        Counted::Week => Grain::Week,
        Counted::Month => Grain::Month,
    }
}

pub(super) fn unknown_value(grain: Grain) -> &'static str {
    match grain {
        Grain::Second | Grain::Minute | Grain::Hour | Grain::DayPart | Grain::Day => "XXXX-XX-XX",
        Grain::Week => "XXXX-WXX",
        Grain::Month => "XXXX-XX",
        Grain::Quarter => "XXXX-QX",
        Grain::Half => "XXXX-HX",
        Grain::Season | Grain::Year => "XXXX",
        Grain::Decade => "XXX",
        Grain::Century | Grain::Millennium => "XX",
    }
}
