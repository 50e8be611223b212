//! One expression, of whatever kind.

use super::base::{Grammar, Read, hyphen, is_dash, no, tight, when};
use super::expr::{Anchor, Expr, Point, Set, Shade, TimeExpr, Unit, Which};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use crate::text::Shape;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

impl Grammar<'_> {
    /// One expression from the first token on.
    pub(super) fn expression<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        alt((
            |i| self.hedged_clock(i),
            |i| self.set(i).map(|(rest, set)| (rest, TimeExpr::plain(Expr::Set(set)))),
            |i| self.ranges(i),
            |i| self.lengths(i),
            |i| self.shaded(i),
            |i| self.reference(i).map(|(rest, what)| (rest, TimeExpr::plain(what))),
        ))
        .parse(input)
    }

    /// A time of the clock or a part of the day, with what stands before it.
    fn hedged_clock<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let (rest, early) = opt(alt((
            |i| self.early_late(i),
            |i| self.word(Class::Onward)(i).map(|(rest, _)| (rest, Shade::End)),
            |i| self.word(Class::Back)(i).map(|(rest, _)| (rest, Shade::Start)),
        )))
        .parse(input)?;
        if let Ok((rest, what)) = self.part_of_day(rest) {
            return Ok((rest, TimeExpr { what, shade: early.unwrap_or(Shade::None) }));
        }
        const CLOCK: u128 =
            bits(&[Class::Am, Class::Pm, Class::OClock, Class::Noon, Class::Midnight, Class::In]);
        let glued = |at: u32| input.get(at).is_some_and(|i| i.token.shape == Shape::Alnum || i.text() == ":");
        if early.is_some() || !(self.near(input, 9, CLOCK) || (0..5).any(glued)) {
            return no(input);
        }
        let (rest, hedge) = opt(|i| self.hedge(i)).parse(input)?;
        let (rest, what) = self.clock(rest)?;
        Ok((rest, TimeExpr { what, shade: hedge.unwrap_or(Shade::None) }))
    }

    /// A length, and what it is counted from.
    fn lengths<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let run = input.get(1).is_some_and(|i| i.text() == ":");
        if !run && !self.near(input, 12, bits(&[Class::UnitWord, Class::LongWord, Class::While])) {
            return no(input);
        }
        let (rest, hedge) = opt(|i| self.hedge(i)).parse(input)?;
        let shade = hedge.unwrap_or(Shade::None);
        if hedge.is_none()
            && let Ok((rest, length)) = self.run_time(input)
        {
            return Ok((rest, TimeExpr { what: Expr::Length(length), shade }));
        }
        let (end, length) = self.length(rest)?;
        if let Ok((rest, point)) = self.shifted(input, &length, end) {
            return Ok((rest, TimeExpr { what: Expr::Point(point), shade }));
        }
        if let Some((back, told)) = self.before_event(input, end)
            && told
            && length.parts.iter().all(|(_, unit)| unit.grain >= super::Grain::Day)
        {
            // "comes three days after": the words name the earlier event's day; "after" stays outside the mark.
            let point = Point::Shift { length, back: !back, from: Anchor::Event { told } };
            return Ok((end, TimeExpr { what: Expr::Point(point), shade }));
        }
        if self.is_rate(input) && length.parts.len() == 1 {
            return Ok((end, TimeExpr { what: Expr::Set(Set::Every(length)), shade }));
        }
        // "two years or so".
        let so = self.word(Class::Or)(end).and_then(|(rest, _)| self.word(Class::OrSo)(rest));
        let (end, shade) = match so {
            Ok((rest, _)) => (rest, Shade::Approx),
            Err(_) => (end, shade),
        };
        Ok((end, TimeExpr { what: Expr::Length(length), shade }))
    }

    /// Whether "a year" stands after a price or a count, and says how often.
    fn is_rate(self, input: Tokens) -> bool {
        if !self.sees(input, Class::A) {
            return false;
        }
        let Some(before) = input.start.checked_sub(1) else { return false };
        let (Some(token), Some(&word)) =
            (input.clean.tokens.get(before as usize), input.words.get(before as usize))
        else {
            return false;
        };
        token.shape == Shape::Digits
            || self.words.is(word, Class::Thing)
            || self.words.is(word, Class::Once)
            || self.meaning_of(word).unit.is_some() && self.meaning_of(word).plural
            || token.span.cut(&input.clean.text) == "%"
    }

    /// "early", "late", "mid-".
    fn early_late<'a>(self, input: Tokens<'a>) -> Read<'a, Shade> {
        let (rest, item) = self.any_of(&[Class::Early, Class::Mid, Class::Late])(input)?;
        let shade = if self.words.is(item.word, Class::Early) {
            Shade::Start
        } else if self.words.is(item.word, Class::Mid) {
            Shade::Mid
        } else if self.words.is(item.word, Class::Late) {
            Shade::End
        } else {
            return no(input);
        };
        let (rest, _) = opt(hyphen).parse(rest)?;
        Ok((rest, shade))
    }

    /// A time on the calendar with what modifies it: "early next week", "the end of November", "later this year".
    pub(super) fn shaded<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let (rest, shade) = self.shade(input)?;
        let (rest, point) = match self.point(rest) {
            Ok(found) => found,
            Err(_) if shade != Shade::None => self.long_unit(rest)?,
            Err(_) => return no(input),
        };
        if shade != Shade::None && matches!(point, Point::Shift { .. }) {
            return no(input);
        }
        Ok((rest, TimeExpr { what: Expr::Point(point), shade }))
    }

    pub(super) fn shade<'a>(self, input: Tokens<'a>) -> Read<'a, Shade> {
        let (rest, the) = opt(self.word(Class::The)).parse(input)?;
        // "the end of", "the beginning of", "the early part of", "mid-".
        if let Ok((after, item)) = self.any_of(&[Class::Start, Class::Middle, Class::End])(rest)
            && let Ok((after, _)) = opt(self.any_of(&[Class::Part])).parse(after)
            && let Ok((after, _)) = self.word(Class::Of)(after)
        {
            let shade = if self.words.is(item.word, Class::Middle) {
                Shade::Mid
            } else if self.words.is(item.word, Class::End) {
                Shade::End
            } else {
                Shade::Start
            };
            return Ok((after, shade));
        }
        if let Ok((after, _)) = self.word(Class::Rest)(rest)
            && let Ok((after, _)) = self.word(Class::Of)(after)
        {
            return Ok((after, Shade::None));
        }
        if let Ok((after, shade)) = self.early_late(rest) {
            // "the early 1980s" keeps its article; "early in 1999" loses its preposition.
            let (after, _) = if the.is_none() {
                opt(self.any_of(&[Class::In, Class::On])).parse(after)?
            } else {
                (after, None)
            };
            return Ok((after, shade));
        }
        if the.is_some() {
            return Ok((input, Shade::None));
        }
        let Some(item) = input.get(0) else { return no(input) };
        let after = Tokens { start: input.start + 1, ..input };
        let known = self.meaning(&item).classes;
        let is = |class: Class| known & class.bit() != 0;
        if is(Class::Earlier) && is(Class::Back) || is(Class::Onward) || is(Class::Sometime) {
            let shade = if is(Class::Onward) {
                Shade::End
            } else if is(Class::Back) {
                Shade::Start
            } else {
                Shade::None
            };
            let (after, _) = opt(self.any_of(&[Class::In, Class::On])).parse(after)?;
            // "Earlier Friday" is that day, and "earlier" an adverb of its own.
            return if self.weekday_point(after).is_ok() {
                Ok((input, Shade::None))
            } else {
                Ok((after, shade))
            };
        }
        if is(Class::Approx) || is(Class::Nearly) {
            let (after, shade) = self.hedge(input)?;
            if self.dated(after).is_ok() {
                return Ok((after, shade));
            }
        }
        Ok((input, Shade::None))
    }

    /// A time on the calendar.
    pub(super) fn point<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        alt((
            |i| self.nth(i),
            |i| self.next_but_one(i),
            |i| self.ending(i),
            |i| self.week_of(i),
            |i| self.year_ago(i),
            |i| self.dated(i),
            |i| self.weekday_point(i),
            |i| self.today(i),
            |i| self.day_beside(i),
            |i| self.which_unit(i),
            |i| self.year_end(i),
        ))
        .parse(input)
    }

    /// "the decade" of "the end of the decade".
    fn long_unit<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, _) = self.word(Class::The)(input)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        if plural || !matches!(unit.grain, super::Grain::Decade | super::Grain::Century) {
            return no(input);
        }
        Ok((rest, Point::Unit { unit, which: Which::The }))
    }

    /// "year-end", "year's end": the end of the year.
    fn year_end<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.sees(input, Class::Year) {
            return no(input);
        }
        let (rest, (unit, plural)) = self.unit(input)?;
        let (rest, _) =
            opt(alt((when(|i| is_dash(i.text()) && tight(i)), when(|i| i.token.shape == Shape::Possessive))))
                .parse(rest)?;
        let (rest, _) = self.word(Class::Ending)(rest)?;
        if plural {
            return no(input);
        }
        Ok((rest, Point::Unit { unit, which: Which::The }))
    }

    /// "the day before", "the day after", "the day following", told of another day.
    fn day_beside<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, _) = self.word(Class::The)(input)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        let (rest, side) = self.any_of(&[Class::Before, Class::After, Class::Following])(rest)?;
        let ends = rest.get(0).is_none_or(|i| i.token.shape == Shape::Mark);
        if plural || !ends || unit.grain < super::Grain::Day {
            return no(input);
        }
        let which = if self.words.is(side.word, Class::Before) { Which::Previous } else { Which::Following };
        Ok((rest, Point::Unit { unit: Unit { loose: false, ..unit }, which }))
    }
}
