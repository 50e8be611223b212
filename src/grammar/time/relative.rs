//! Times told from another time: from the moment of speaking, from a time named before, from an event.

use super::base::{Grammar, Read, any, hyphen, no, tight, when};
use super::expr::{Amount, Anchor, DayPart, Expr, Grain, Length, Point, Reference, Unit, Which};
use super::words::{Class, Tense, bits};
use crate::grammar::input::Tokens;
use crate::text::Shape;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use rust_decimal::Decimal;

const YEAR: Unit = Unit { grain: Grain::Year, times: 1, weekend: false, loose: false };

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

    fn today_word<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
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
        let joined = rest.get(0).is_some_and(|i| i.text == "-" && tight(&i));
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
        let (rest, _) = opt(when(|i| matches!(i.text, "comparable" | "corresponding"))).parse(rest)?;
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
        let last = rest.get(0).is_none_or(|i| i.token.shape == Shape::Mark && i.text != ",");
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

    /// "tonight", "overnight", "this morning", "last night", "Friday night", "the morning of April 19", "that evening".
    pub(super) fn part_of_day<'a>(self, input: Tokens<'a>) -> Read<'a, Expr> {
        if !self.near(input, 10, bits(&[Class::PartWord, Class::Tonight, Class::Overnight])) {
            return no(input);
        }
        let (rest, item) = any(input)?;
        if self.words.is(item.word, Class::Tonight) {
            return Ok((rest, Expr::Part(DayPart::Night, Some(Box::new(Point::Today(0))))));
        }
        if self.words.is(item.word, Class::Overnight) {
            return Ok((rest, Expr::Part(DayPart::Night, Some(Box::new(Point::Today(-1))))));
        }
        // A day before it: "Friday night", "yesterday evening", "April 19 morning".
        if let Ok((rest, day)) =
            alt((|i| self.dated(i), |i| self.weekday_point(i), |i| self.today_word(i))).parse(input)
        {
            if !matches!(
                day,
                Point::Weekday { .. } | Point::Today(_) | Point::Day { .. } | Point::Feast { .. }
            ) {
                return no(input);
            }
            let (rest, _) = opt(self.any_of(&[Class::Early, Class::Late, Class::Mid])).parse(rest)?;
            let (rest, _) = opt(hyphen).parse(rest)?;
            let (rest, (part, plural)) = self.day_part(rest)?;
            return if plural { no(input) } else { Ok((rest, Expr::Part(part, Some(Box::new(day))))) };
        }
        let (rest, which) = self.which(input)?;
        let (rest, (part, plural)) = self.day_part(rest)?;
        if plural {
            return no(input);
        }
        if which == Which::Bare {
            // "afternoon yesterday", and "mid-afternoon" by itself.
            let mid = input.start.checked_sub(1).map_or("", |b| input.clean.token(b));
            return match alt((|i| self.today_word(i), |i| self.weekday_point(i))).parse(rest) {
                Ok((rest, day)) => Ok((rest, Expr::Part(part, Some(Box::new(day))))),
                Err(_) if mid == "mid" || super::base::is_dash(mid) => {
                    let day = Point::Unit { unit: Unit { grain: Grain::Day, ..YEAR }, which: Which::Same };
                    Ok((rest, Expr::Part(part, Some(Box::new(day)))))
                }
                Err(_) => no(input),
            };
        }
        let day = match which {
            Which::This => Point::Today(0),
            Which::Last if part == DayPart::Night => Point::Today(-1),
            Which::Following | Which::Next => {
                Point::Unit { unit: Unit { grain: Grain::Day, ..YEAR }, which: Which::Following }
            }
            Which::Previous => {
                Point::Unit { unit: Unit { grain: Grain::Day, ..YEAR }, which: Which::Previous }
            }
            Which::Same => Point::Unit { unit: Unit { grain: Grain::Day, ..YEAR }, which: Which::Same },
            Which::The => return self.the_part(input, rest, part),
            _ => return no(input),
        };
        Ok((rest, Expr::Part(part, Some(Box::new(day)))))
    }

    /// "the morning of April 19", "the night of Nov. 3", "the morning".
    fn the_part<'a>(self, input: Tokens<'a>, rest: Tokens<'a>, part: DayPart) -> Read<'a, Expr> {
        if let Ok((after, _)) = self.word(Class::Of)(rest) {
            if let Ok((after, point)) =
                alt((|i| self.dated(i), |i| self.weekday_point(i), |i| self.today_word(i))).parse(after)
                && matches!(
                    point,
                    Point::Weekday { .. } | Point::Today(_) | Point::Day { .. } | Point::Feast { .. }
                )
            {
                return Ok((after, Expr::Part(part, Some(Box::new(point)))));
            }
            return no(input);
        }
        let before = input.start.checked_sub(1).and_then(|b| input.words.get(b as usize));
        if before.is_some_and(|&w| {
            [Class::In, Class::During, Class::Of, Class::By].iter().any(|&c| self.words.is(w, c))
        }) {
            return Ok((
                rest,
                Expr::Part(
                    part,
                    Some(Box::new(Point::Unit {
                        unit: Unit { grain: Grain::Day, ..YEAR },
                        which: Which::Same,
                    })),
                ),
            ));
        }
        no(input)
    }

    /// "the first week of May", "the last Friday in October".
    pub(super) fn nth<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 5, bits(&[Class::Week, Class::Weekday]))
            || !self.near(input, 6, bits(&[Class::Of, Class::In]))
        {
            return no(input);
        }
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, n) = match self.word(Class::Last)(rest) {
            Ok((rest, _)) => (rest, 0),
            Err(_) => self.ordinal(rest)?,
        };
        let (rest, weekday) = match self.weekday(rest) {
            Ok((rest, (weekday, _))) => (rest, Some(weekday)),
            Err(_) => (self.word(Class::Week)(rest)?.0, None),
        };
        let (rest, _) = self.any_of(&[Class::Of, Class::In])(rest)?;
        let (rest, of) = alt((|i| self.dated(i), |i| self.which_unit(i))).parse(rest)?;
        let month = match &of {
            Point::Month { .. } => true,
            Point::Unit { unit, .. } => unit.grain == Grain::Month,
            Point::Year(_) => false,
            _ => return no(input),
        };
        let year = matches!(&of, Point::Year(_))
            || matches!(&of, Point::Unit { unit, .. } if unit.grain == Grain::Year);
        let fits = if month { n <= 5 } else { year && weekday.is_none() && n <= 52 };
        match u8::try_from(n) {
            Ok(n) if fits => Ok((rest, Point::Nth { n, weekday, of: Box::new(of) })),
            _ => no(input),
        }
    }

    /// "the week of March 6", "the week ending Oct. 14", "Easter week".
    pub(super) fn week_of<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if !self.near(input, 6, Class::UnitWord.bit()) {
            return no(input);
        }
        if self.near(input, 4, Class::Holiday.bit())
            && let Ok((rest, point)) = self.dated(input)
            && matches!(point, Point::Feast { .. })
        {
            let (rest, (unit, plural)) = self.unit(rest)?;
            return if unit.grain == Grain::Week && !plural {
                Ok((rest, Point::WeekOf(Box::new(point), unit.weekend)))
            } else {
                no(input)
            };
        }
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, _) = self.word(Class::Week)(rest)?;
        let (rest, _) = self.word(Class::Of)(rest)?;
        let (rest, point) = self.dated(rest)?;
        if matches!(point, Point::Day { .. }) {
            Ok((rest, Point::WeekOf(Box::new(point), false)))
        } else {
            no(input)
        }
    }
}
