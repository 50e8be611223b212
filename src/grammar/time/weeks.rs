//! Weeks, weekends and weekdays by what they belong to: "the third Friday of May", "the week of March 6".

use super::base::{Grammar, Read, no, when};
use super::expr::{Amount, Anchor, Counted, Grain, Length, Point, Unit, Which, Year};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use rust_decimal::Decimal;

impl Grammar<'_> {
    /// "the first week of May", "the last Friday in October", "the 15th of this month", "the last day of 2019".
    pub(super) fn nth<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        const COUNTED: u128 = bits(&[Class::UnitWord, Class::Weekday]);
        if !self.near(input, 8, COUNTED) || !self.near(input, 6, bits(&[Class::Of, Class::In])) {
            return no(input);
        }
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, n) = match self.word(Class::Last)(rest) {
            Ok((rest, _)) => (rest, 0),
            Err(_) => self.ordinal(rest)?,
        };
        let (rest, what) = self.counted_in(rest)?;
        let (rest, of) = self.any_of(&[Class::Of, Class::In])(rest)?;
        let bare = what.is_none();
        if bare && (n == 0 || !self.words.is(of.word, Class::Of)) {
            return no(input);
        }
        let what = what.unwrap_or(Counted::Day);
        let (rest, of) = alt((|i| self.dated(i), |i| self.which_unit(i))).parse(rest)?;
        let grain = match &of {
            Point::Month { .. } if !bare => Grain::Month,
            Point::Unit { unit, which } if !(unit.weekend || bare && *which == Which::The) => unit.grain,
            Point::Year(_) => Grain::Year,
            _ => return no(input),
        };
        let most = match (what, grain) {
            (Counted::Weekday(_), Grain::Month) => 5,
            (Counted::Week, Grain::Month) => 5,
            (Counted::Week, Grain::Year) => 52,
            (Counted::Day, Grain::Month) => 31,
            (Counted::Day, Grain::Year) if n < 2 => 1,
            (Counted::Month, Grain::Year) => 12,
            _ => return no(input),
        };
        match u8::try_from(n) {
            Ok(n) if n <= most => Ok((rest, Point::Nth { n, what, of: Box::new(of) })),
            _ => no(input),
        }
    }

    /// A weekday, "day", "week" or "month"; nothing in "the 15th of".
    fn counted_in<'a>(self, input: Tokens<'a>) -> Read<'a, Option<Counted>> {
        if let Ok((rest, (weekday, _))) = self.weekday(input) {
            return Ok((rest, Some(Counted::Weekday(weekday))));
        }
        let Ok((rest, (unit, plural))) = self.unit(input) else { return Ok((input, None)) };
        let what = match unit.grain {
            Grain::Day => Counted::Day,
            Grain::Week if !unit.weekend && unit.times == 1 => Counted::Week,
            Grain::Month => Counted::Month,
            _ => return no(input),
        };
        if plural { no(input) } else { Ok((rest, Some(what))) }
    }

    /// "the week after next", "the year before last".
    pub(super) fn next_but_one<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 2, Class::UnitWord.bit())
            || !self.near(input, 4, bits(&[Class::Last, Class::Next]))
        {
            return no(input);
        }
        let (rest, _) = self.word(Class::The)(input)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        let (rest, side) = self.any_of(&[Class::Before, Class::After])(rest)?;
        let back = self.words.is(side.word, Class::Before);
        let (rest, _) = self.word(if back { Class::Last } else { Class::Next })(rest)?;
        // "the year before last October's vote" is another thing.
        let goes_on =
            self.near(rest, 1, bits(&[Class::Month, Class::Weekday, Class::UnitWord, Class::SeasonWord]));
        if plural || unit.times > 1 || unit.grain < Grain::Week || goes_on {
            return no(input);
        }
        let unit = Unit { loose: false, ..unit };
        let length = Length { parts: vec![(Amount::exact(Decimal::TWO), unit)] };
        Ok((rest, Point::Shift { length, back, from: Anchor::Now }))
    }

    /// "the week of March 6", "the weekend of May 4", "Easter week", "Labor Day weekend 2019".
    pub(super) fn week_of<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 6, Class::UnitWord.bit()) {
            return no(input);
        }
        if self.near(input, 4, Class::Holiday.bit())
            && let Ok((rest, point)) = self.dated(input)
            && let Point::Feast { feast, year, which } = point
        {
            let (rest, (unit, plural)) = self.unit(rest)?;
            if unit.grain != Grain::Week || plural {
                return no(input);
            }
            let (rest, year) = if year == Year::Open { self.year_after_day(rest)? } else { (rest, year) };
            let point = Point::Feast { feast, year, which };
            return Ok((rest, Point::WeekOf(Box::new(point), unit.weekend)));
        }
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        if unit.grain != Grain::Week || unit.times > 1 || plural {
            return no(input);
        }
        let (rest, _) = self.word(Class::Of)(rest)?;
        let (rest, point) = self.dated(rest)?;
        if matches!(point, Point::Day { .. } | Point::Feast { .. }) {
            Ok((rest, Point::WeekOf(Box::new(point), unit.weekend)))
        } else {
            no(input)
        }
    }

    /// What a stretch of accounts ends with: "the year ended June 30", "the quarter to March". The end stays outside.
    pub(super) fn ended<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        const ENDED: &[&str] = &["ended", "ending", "beginning", "starting", "commencing"];
        let (rest, joint) = when(|i| ENDED.contains(&i.text()) || self.words.is(i.word, Class::To))(input)?;
        let (rest, _) = opt(self.word(Class::On)).parse(rest)?;
        let (rest, point) = alt((|i| self.dated(i), |i| self.today_word(i))).parse(rest)?;
        let fits = match point {
            Point::Day { .. } | Point::Month { .. } => true,
            Point::Today(_) => ENDED.contains(&joint.text()),
            _ => false,
        };
        if fits { Ok((rest, point)) } else { no(input) }
    }

    /// "the quarter" of "the quarter ended Sept. 30", "the week" of "the week ending Oct. 14".
    pub(super) fn ending<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 3, Class::UnitWord.bit()) {
            return no(input);
        }
        let (rest, _) = self.word(Class::The)(input)?;
        let (rest, _) = opt(self.word(Class::Fiscal)).parse(rest)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        let counted = matches!(unit.grain, Grain::Quarter | Grain::Week) && unit.times == 1 && !unit.weekend;
        if plural || !counted || unit.grain == Grain::Week && self.sees(rest, Class::To) {
            return no(input);
        }
        let (_, end) = self.ended(rest)?;
        Ok((rest, Point::Ending { unit, end: Box::new(end) }))
    }
}
