//! Times counted from another: "two weeks ago", "a year earlier", "three days after Christmas".

use super::calendar::{Cal, add_days};
use super::place::unknown_value;
use super::resolve::{At, Place, Resolver, known, open};
use super::{Grain, When, length};
use crate::grammar::time::{Anchor, Length, Point, Reference, Unit};
use jiff::civil::Date;
use std::ops::Range;

impl Resolver<'_> {
    pub(super) fn shift(&mut self, by: &Length, back: bool, from: &Anchor, run: &Range<u32>) -> Place {
        let vague = |back| Place {
            at: At::Ref(if back { Reference::Past } else { Reference::Future }),
            inferred: true,
            sure: false,
        };
        if by.parts.len() > 1
            && *from == Anchor::Now
            && let Some((day, grain)) = self.anchor.and_then(|anchor| length::moved(anchor, by, back))
        {
            return known(Cal::around(day, grain, false), true);
        }
        // "two years and three months later".
        if by.parts.len() > 1
            && *from == Anchor::Before
            && let Some((day, grain)) = self
                .told
                .last
                .and_then(Cal::first)
                .or(self.anchor)
                .and_then(|base| length::moved(base, by, back))
        {
            return Place { sure: self.told.last.is_some(), ..known(Cal::around(day, grain, false), true) };
        }
        let Some((count, unit)) = length::whole(by) else { return vague(back) };
        let (count, grain) = match unit.grain {
            Grain::Decade => (count.saturating_mul(10), Grain::Year),
            Grain::Century => (count.saturating_mul(100), Grain::Year),
            Grain::Millennium => (count.saturating_mul(1000), Grain::Year),
            grain if grain < Grain::Day => return vague(back),
            grain => (count, grain),
        };
        let signed = if back { -count } else { count };
        let unit = Unit { grain, ..unit };
        let counted = |day: Date| Cal::around(day, grain, unit.weekend).shift(signed);
        let one_year = grain == Grain::Year && count == 1 && back;
        match from {
            Anchor::Now | Anchor::Before
                if one_year && matches!(self.told.period, Some(Cal::Quarter(..))) =>
            {
                let quarter = self.told.period.and_then(|q| q.shift(-4));
                quarter.map_or_else(|| vague(back), |q| Place { sure: false, ..known(q, true) })
            }
            Anchor::Now => match self.anchor {
                Some(anchor) => counted(anchor).map_or_else(|| vague(back), |cal| known(cal, true)),
                None => open(unknown_value(grain), When::Never, grain),
            },
            Anchor::Before => {
                let base = match grain {
                    Grain::Day | Grain::Week => {
                        self.told.last.filter(|cal| cal.grain() <= grain).and_then(Cal::first)
                    }
                    _ => self.told.last.or(self.told.period).and_then(Cal::first),
                };
                let (base, sure) = match base {
                    Some(base) => (Some(base), true),
                    None => (self.anchor, false),
                };
                match base.and_then(counted) {
                    Some(cal) => Place { sure, ..known(cal, true) },
                    None => open(unknown_value(grain), When::Never, grain),
                }
            }
            Anchor::Event { told } => {
                let base = self.told.day.map(|(day, at)| (day, self.passage.clean.sentence_of(at)));
                let here = self.passage.clean.sentence_of(run.start);
                let base = base.filter(|&(_, at)| at + 1 >= here).map(|(day, _)| day).or(self.anchor);
                let day =
                    base.filter(|_| *told && grain == Grain::Day).and_then(|b| add_days(b, signed.into()));
                At::Event(length::value(by), day).into()
            }
            Anchor::Point(point) => {
                let place = self.point(point, run);
                // "a week from Saturday" is a Saturday.
                let exact = matches!(**point, Point::Weekday { .. } | Point::Today(_));
                match place.at {
                    At::Known(Cal::Day(day)) if exact && grain == Grain::Week && !unit.weekend => {
                        let cal = add_days(day, i64::from(signed) * 7).map(Cal::Day);
                        cal.map_or_else(|| vague(back), |cal| Place { at: At::Known(cal), ..place })
                    }
                    At::Known(cal) => match cal.first().and_then(counted) {
                        Some(cal) => Place { at: At::Known(cal), ..place },
                        None => vague(back),
                    },
                    _ => open(unknown_value(grain), When::Never, grain),
                }
            }
        }
    }
}
