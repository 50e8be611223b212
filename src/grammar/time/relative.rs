//! Times told from another time: from the moment of speaking, from a time named before, from an event.

use super::base::{Grammar, Read, any, hyphen, no, tight, when};
use super::expr::{Amount, Anchor, Counted, Expr, Grain, Length, Point, Reference, Unit, Which};
use super::words::{Class, Tense, bits};
use crate::grammar::input::Tokens;
use crate::text::Shape;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use rust_decimal::Decimal;

pub(super) const YEAR: Unit = Unit { grain: Grain::Year, times: 1, weekend: false, loose: false };

impl Grammar<'_> {
    /// "today", "yesterday", "tomorrow", "the day before yesterday", "the day after tomorrow".
    pub(super) fn today<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(
            input,
            3,
            bits(&[Class::Today, Class::Yesterday, Class::Tomorrow, Class::Before, Class::After]),
        ) {
            return no(input);
        }
        if let Ok((rest, point)) = self.today_word(input) {
            return Ok((rest, point));
        }
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, _) = self.word(Class::Day)(rest)?;
        let (rest, side) = self.any_of(&[Class::Before, Class::After])(rest)?;
        let back = self.words.is(side.word, Class::Before);
        let (rest, point) =
            alt((|i| self.today_word(i), |i| self.weekday_point(i), |i| self.dated(i))).parse(rest)?;
        match point {
            Point::Today(days) => Ok((rest, Point::Today(days + if back { -1 } else { 1 }))),
            Point::Day { .. } | Point::Weekday { .. } | Point::Feast { .. } => {
                let length =
                    Length { parts: vec![(Amount::exact(Decimal::ONE), Unit { grain: Grain::Day, ..YEAR })] };
                Ok((rest, Point::Shift { length, back, from: Anchor::Point(Box::new(point)) }))
            }
            _ => no(input),
        }
    }

    pub(super) fn today_word<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, item) = any(input)?;
        // "USA Today" is a name.
        let named = item.token.is_capital() && !self.starts_sentence(input, input.start);
        for (class, days) in [(Class::Today, 0), (Class::Yesterday, -1), (Class::Tomorrow, 1)] {
            if self.words.is(item.word, class) && !named {
                return Ok((rest, Point::Today(days)));
            }
        }
        no(input)
    }

    /// "Friday", "last Friday", "Friday of last week", "Tuesday next week".
    pub(super) fn weekday_point<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 3, Class::Weekday.bit()) {
            return no(input);
        }
        let (rest, which) = self.which(input)?;
        let (rest, (weekday, item)) = self.weekday(rest)?;
        if which == Which::The && rest.get(0).is_some_and(|n| n.token.is_capital()) {
            return no(input);
        }
        if which == Which::Bare
            && let Ok((rest, of)) = self.word(Class::Of)(rest).and_then(|(rest, _)| self.which_unit(rest))
            && let Point::Unit { unit, which: Which::Same | Which::Previous | Which::Following } = of
            && unit.grain == Grain::Week
            && !unit.weekend
        {
            return Ok((rest, Point::Nth { n: 1, what: Counted::Weekday(weekday), of: Box::new(of) }));
        }
        let (rest, week) = self.of_week(rest)?;
        // "the Friday explosions": the article is the noun's.
        if which == Which::The {
            return no(input);
        }
        Ok((rest, Point::Weekday { weekday, which, week, span: item.token.span }))
    }

    /// "of last week", "next week".
    fn of_week<'a>(self, input: Tokens<'a>) -> Read<'a, Option<i32>> {
        let (rest, _) = opt(self.word(Class::Of)).parse(input)?;
        let Ok((rest, which)) = self.which(rest) else { return Ok((input, None)) };
        let week = match which {
            Which::This => 0,
            Which::Last => -1,
            Which::Next => 1,
            _ => return Ok((input, None)),
        };
        match self.word(Class::Week)(rest) {
            Ok((rest, _)) => Ok((rest, Some(week))),
            Err(_) => Ok((input, None)),
        }
    }

    /// "this week", "the last year", "the quarter", "that day", "the following month", "the latest period".
    pub(super) fn which_unit<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 5, bits(&[Class::UnitWord, Class::Period])) {
            return no(input);
        }
        let (rest, which) = self.which(input)?;
        if which == Which::Bare {
            return no(input);
        }
        let (rest, _) = opt(self.any_of(&[Class::Fiscal, Class::School, Class::Same])).parse(rest)?;
        let (rest, full) = opt(self.any_of(&[Class::Other])).parse(rest)?;
        if let Ok((rest, _)) = self.word(Class::Period)(rest) {
            // "the latest period" of a report is its quarter.
            return if which == Which::Latest {
                Ok((rest, Point::Unit { unit: Unit { grain: Grain::Quarter, ..YEAR }, which }))
            } else {
                no(input)
            };
        }
        let (end, (unit, plural)) = self.unit(rest)?;
        // "ABC's This Week" is a name.
        let named =
            rest.get(0).is_some_and(|i| i.token.is_capital()) && !self.starts_sentence(input, input.start);
        if plural || unit.times > 1 || unit.grain < Grain::Day || named {
            return no(input);
        }
        if which == Which::This && unit.grain == Grain::Day {
            return no(input);
        }
        // "the last week of October" is not last week.
        let of = self.word(Class::Of)(end).and_then(|(rest, _)| self.dated(rest)).is_ok();
        if of && matches!(which, Which::Last | Which::Next | Which::Following) {
            return no(input);
        }
        let so = self.word(Class::Or)(end).and_then(|(rest, _)| self.word(Class::OrSo)(rest));
        let rest = so.map_or(end, |(rest, _)| rest);
        if which == Which::The && !self.lone_unit(unit, input, rest, full.is_some()) {
            return no(input);
        }
        // "the next day of talks" is told of another time; "next day delivery" is none.
        let which = match (which, unit.grain) {
            (Which::Next, Grain::Day) => Which::Following,
            (Which::Last, Grain::Day) => return no(input),
            (Which::Following, grain) if grain > Grain::Day && self.said_next(input) => Which::Following,
            (which, _) => which,
        };
        Ok((rest, Point::Unit { unit, which }))
    }

    fn said_next(self, input: Tokens) -> bool {
        input.get(1).is_some_and(|i| self.words.is(i.word, Class::Next))
    }

    /// Whether "the week", "the year", "the quarter" stands for a time: not before a noun that it describes.
    fn lone_unit(self, unit: Unit, input: Tokens, rest: Tokens, full: bool) -> bool {
        let of = self.sees(rest, Class::Of);
        let article = input.get(0).is_some_and(|i| self.words.is(i.word, Class::The));
        if !article {
            return false;
        }
        let joined = rest.get(0).is_some_and(|i| i.text() == "-" && tight(&i));
        match unit.grain {
            Grain::Week if unit.weekend => !joined,
            Grain::Quarter | Grain::Year | Grain::Week | Grain::Month => {
                !of && !joined && (!full || unit.grain == Grain::Year)
            }
            _ => false,
        }
    }

    /// "the year-earlier quarter", "the year-ago period", "the year-ago third quarter", "year-ago".
    pub(super) fn year_ago<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 3, Class::Year.bit()) {
            return no(input);
        }
        let (rest, article) = opt(self.any_of(&[Class::The, Class::A])).parse(input)?;
        let (rest, _) = opt(when(|i| matches!(i.text(), "comparable" | "corresponding"))).parse(rest)?;
        let (rest, _) = self.word(Class::Year)(rest)?;
        let (rest, _) = hyphen(rest)?;
        let (end, side) = self.any_of(&[Class::Ago, Class::Earlier])(rest)?;
        let from = if self.words.is(side.word, Class::Ago) { Anchor::Now } else { Anchor::Before };
        let length = Length { parts: vec![(Amount::exact(Decimal::ONE), YEAR)] };
        if let Ok((rest, Point::Part { year: super::Year::Open, part, .. })) = self.dated(end) {
            return Ok((rest, Point::Part { year: super::Year::Relative(-1), part, which: Which::Bare }));
        }
        let noun = alt((
            |i| self.word(Class::Period)(i).map(|(r, _)| (r, ())),
            |i| {
                self.unit(i).and_then(
                    |(r, (u, plural))| if u.grain == Grain::Quarter && !plural { Ok((r, ())) } else { no(i) },
                )
            },
        ))
        .parse(end);
        match noun {
            Ok((rest, ())) => Ok((rest, Point::Shift { length, back: true, from })),
            // Before another noun the article is the noun's.
            Err(_) if article.is_some() => no(input),
            Err(_) => Ok((end, Point::Shift { length, back: true, from })),
        }
    }

    /// "two weeks ago", "a year earlier", "three days later", "two years from now", "three days after".
    pub(super) fn shifted<'a>(self, input: Tokens<'a>, length: &Length, end: Tokens<'a>) -> Read<'a, Point> {
        let (rest, _) = opt(|i: Tokens<'a>| {
            let (i, _) = self.word(Class::Or)(i)?;
            self.word(Class::OrSo)(i)
        })
        .parse(end)?;
        let Some(item) = rest.get(0) else { return no(input) };
        let is = |class| self.words.is(item.word, class);
        // "an hour later" is a length: it leads to no day.
        let short = length.parts.first().is_some_and(|(_, unit)| unit.grain < Grain::Day);
        if short && (is(Class::Earlier) || is(Class::Later)) {
            return no(input);
        }
        let after = Tokens { start: rest.start + 1, ..rest };
        let length = length.clone();
        if is(Class::Ago) {
            return Ok((after, Point::Shift { length, back: true, from: Anchor::Now }));
        }
        if is(Class::From) {
            let (rest, point) = alt((
                |i| self.word(Class::Now)(i).map(|(r, _)| (r, Point::Today(0))),
                |i| self.today_word(i),
                |i| self.weekday_point(i),
            ))
            .parse(after)?;
            let from = if point == Point::Today(0) { Anchor::Now } else { Anchor::Point(Box::new(point)) };
            return Ok((rest, Point::Shift { length, back: false, from }));
        }
        if is(Class::After) || is(Class::Before) {
            let back = is(Class::Before);
            if let Ok((rest, point)) =
                alt((|i| self.weekday_point(i), |i| self.dated(i), |i| self.today_word(i))).parse(after)
                && !matches!(
                    point,
                    Point::Year(_) | Point::Decade(_) | Point::Eighties(_) | Point::Century(_)
                )
            {
                return Ok((rest, Point::Shift { length, back, from: Anchor::Point(Box::new(point)) }));
            }
            let ends = after.get(0).is_none_or(|i| i.token.shape == Shape::Mark);
            if ends {
                return Ok((after, Point::Shift { length, back, from: Anchor::Before }));
            }
            return no(input);
        }
        if is(Class::Earlier) || is(Class::Later) {
            return Ok((after, Point::Shift { length, back: is(Class::Earlier), from: Anchor::Before }));
        }
        no(input)
    }

    /// "three days after Rutte travelled": the length alone is marked; the event is what it is counted from.
    pub(super) fn before_event<'a>(self, input: Tokens<'a>, end: Tokens<'a>) -> Option<(bool, bool)> {
        let item = end.get(0)?;
        let back = self.words.is(item.word, Class::Before);
        if !back && !self.words.is(item.word, Class::After) {
            return None;
        }
        end.get(1)?;
        let told = input.start.checked_sub(1).and_then(|b| input.words.get(b as usize));
        Some((back, told.is_some_and(|&w| self.words.tense(w, Tense::Come))))
    }

    /// "now", "currently", "recently", "soon", "the past", "the near future", "recent", "current".
    pub(super) fn reference<'a>(self, input: Tokens<'a>) -> Read<'a, Expr> {
        const WORDS: &[Class] = &[
            Class::PresentRef,
            Class::PastRef,
            Class::FutureRef,
            Class::CurrentRef,
            Class::RecentRef,
            Class::FutureNoun,
            Class::PastNoun,
        ];
        if !self.near(input, 3, bits(WORDS)) {
            return no(input);
        }
        let (rest, the) = opt(self.word(Class::The)).parse(input)?;
        let (rest, near) = opt(self.any_of(&[Class::Near, Class::Right])).parse(rest)?;
        let (rest, item) = any(rest)?;
        let is = |class| self.words.is(item.word, class);
        let capital = item.token.is_capital() && !self.starts_sentence(input, input.start);
        if capital {
            return no(input);
        }
        if is(Class::FutureNoun)
            && the.is_some()
            && !rest.get(0).is_some_and(|i| {
                i.token.shape == Shape::Lower
                    && self.words.meaning(i.word).tense == 0
                    && !self.words.is(i.word, Class::Of)
                    && !self.words.is(i.word, Class::In)
            })
        {
            return Ok((rest, Expr::Ref(Reference::Future)));
        }
        if is(Class::PastNoun) && the.is_some() {
            let ends = rest
                .get(0)
                .is_none_or(|i| i.token.shape == Shape::Mark || self.words.meaning(i.word).tense != 0);
            return if ends { Ok((rest, Expr::Ref(Reference::Past))) } else { no(input) };
        }
        let right = near.is_some_and(|n| self.words.is(n.word, Class::Right));
        if the.is_some() || near.is_some() && !(right && is(Class::Now)) {
            return no(input);
        }
        // "as soon as", "soon after".
        let as_soon = |at: Option<u32>| at.is_some_and(|at| input.clean.token(at) == "as");
        // "soon became": only what is to come is told by it.
        let helped = input.start.checked_sub(1).and_then(|b| input.words.get(b as usize)).is_some_and(|&w| {
            [Tense::Will, Tense::May, Tense::To, Tense::BeBase, Tense::BePresent]
                .iter()
                .any(|&t| self.words.tense(w, t))
        });
        let last = rest.get(0).is_none_or(|i| i.token.shape == Shape::Mark && i.text() != ",");
        if is(Class::FutureRef) && !helped && !last {
            return no(input);
        }
        if is(Class::FutureRef)
            && (as_soon(input.start.checked_sub(1))
                || as_soon(Some(rest.start))
                || self.sees(rest, Class::After))
        {
            return no(input);
        }
        let reference = if is(Class::PresentRef) || is(Class::CurrentRef) {
            Reference::Present
        } else if is(Class::PastRef) || is(Class::RecentRef) {
            Reference::Past
        } else if is(Class::FutureRef) {
            Reference::Future
        } else {
            return no(input);
        };
        let unit = rest.get(0).is_some_and(|i| self.words.is(i.word, Class::UnitWord));
        if unit && (is(Class::RecentRef) || is(Class::CurrentRef)) {
            return no(input);
        }
        Ok((rest, Expr::Ref(reference)))
    }
}
