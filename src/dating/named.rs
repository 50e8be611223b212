//! Days by their name: weekdays and feasts.

use super::calendar::{Cal, add_days, before_monday, feast_day, year_of};
use super::resolve::{Place, Resolver, days_between, known, open};
use super::tense::Direction;
use super::{Grain, When};
use crate::grammar::time::{Feast, Which, Year};
use jiff::civil::Date;
use std::ops::Range;

impl Resolver<'_> {
    /// "Sunday the 18th": of the months around, the nearest where both are true.
    pub(super) fn weekday_and_day(&self, weekday: i8, day: i8, run: &Range<u32>) -> Place {
        let Some(anchor) = self.anchor else { return self.day_alone(day) };
        let fits = |by: i32| match Cal::around(anchor, Grain::Month, false).shift(by)? {
            Cal::Month(year, month) => Date::new(i16::try_from(year).ok()?, month, day)
                .ok()
                .filter(|d| d.weekday().to_monday_one_offset() == weekday),
            _ => None,
        };
        let past = (0..8).find_map(|by| fits(-by).filter(|d| *d <= anchor));
        let future = (0..8).find_map(|by| fits(by).filter(|d| *d >= anchor));
        match (past, future) {
            // The combination is rare: the one of these weeks is meant, whatever the tense.
            (Some(a), Some(b)) if days_between(anchor, a) <= 31 && days_between(anchor, b) > 31 => {
                known(Cal::Day(a), true)
            }
            (Some(a), Some(b)) if days_between(anchor, b) <= 31 && days_between(anchor, a) > 31 => {
                known(Cal::Day(b), true)
            }
            _ => self.choose(past, future, anchor, run, Cal::Day).unwrap_or_else(|| self.day_alone(day)),
        }
    }

    pub(super) fn weekday(
        &mut self,
        weekday: i8,
        which: Which,
        week: Option<i32>,
        run: &Range<u32>,
    ) -> Place {
        let unknown = open(format!("XXXX-WXX-{weekday}"), When::Never, Grain::Day);
        let before = |day: Date, least: i64| {
            let back = i64::from((day.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
            add_days(day, -if back < least { back + 7 } else { back })
        };
        let after = |day: Date, least: i64| {
            let ahead = i64::from((weekday - day.weekday().to_monday_one_offset()).rem_euclid(7));
            add_days(day, if ahead < least { ahead + 7 } else { ahead })
        };
        if let (Which::Previous | Which::Following | Which::Same, Some((day, _))) = (which, self.told.day) {
            let found = match which {
                Which::Previous => before(day, 1),
                Which::Following => after(day, 1),
                _ => before(day, 0),
            };
            return found.map_or(unknown, |d| known(Cal::Day(d), true));
        }
        let Some(anchor) = self.anchor else { return unknown };
        if let Some(week) = week {
            let monday =
                before_monday(anchor).and_then(|m| add_days(m, i64::from(week) * 7 + i64::from(weekday) - 1));
            return monday.map_or(unknown, |d| known(Cal::Day(d), true));
        }
        let found = match which {
            Which::Last | Which::Previous => before(anchor, 1),
            Which::Next | Which::Following => after(anchor, 1),
            Which::This => match self.direction(run) {
                Direction::Past => before(anchor, 0),
                _ => after(anchor, 0),
            },
            _ => match self.direction(run) {
                Direction::Future => after(anchor, 0),
                _ => before(anchor, 0),
            },
        };
        found.map_or(unknown, |d| known(Cal::Day(d), true))
    }

    pub(super) fn feast(&mut self, feast: Feast, year: Year, which: Which, run: &Range<u32>) -> Place {
        let unknown = match feast {
            Feast::Fixed(month, day) => open(
                format!("XXXX-{month:02}-{day:02}"),
                When::OpenYear { month, day: Some(day) },
                Grain::Day,
            ),
            _ => open("XXXX-XX-XX", When::Never, Grain::Day),
        };
        if let Some((year, inferred)) = self.year(year) {
            return feast_day(feast, year).map_or(unknown, |d| known(Cal::Day(d), inferred));
        }
        if year != Year::Open {
            return unknown;
        }
        let Some(anchor) = self.anchor else {
            let told = self.told.written.filter(|_| self.told.count >= 2);
            return match told.and_then(|t| feast_day(feast, t.year())) {
                Some(day) => Place { sure: false, ..known(Cal::Day(day), true) },
                None => unknown,
            };
        };
        let now = year_of(anchor);
        let strict = matches!(which, Which::Last | Which::Next | Which::Previous | Which::Following);
        let past = (now - 1..=now)
            .rev()
            .filter_map(|y| feast_day(feast, y))
            .find(|d| if strict { *d < anchor } else { *d <= anchor });
        let future = (now..=now + 1)
            .filter_map(|y| feast_day(feast, y))
            .find(|d| if strict { *d > anchor } else { *d >= anchor });
        match which {
            Which::Last | Which::Previous => past.map_or(unknown, |d| known(Cal::Day(d), true)),
            Which::Next | Which::Following => future.map_or(unknown, |d| known(Cal::Day(d), true)),
            _ => self.choose(past, future, anchor, run, Cal::Day).unwrap_or(unknown),
        }
    }
}
