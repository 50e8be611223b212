//! Expressions that share their parts: "June 6-9", "March to May 2019", "1957-58", "April 24 and 25".

use super::base::{Grammar, Read, digits, is_dash, no, tight, value, when};
use super::expr::{Amount, Expr, Length, Point, Shade, TimeExpr, Which, Year, YearPart};
use super::words::{Class, Tense, bits};
use crate::grammar::Mark;
use crate::grammar::input::Tokens;
use crate::span::{Clean, Span};
use crate::text::Shape;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use std::ops::Range;

fn spot(input: Tokens, rest: Tokens) -> Span<Clean> {
    input.clean.span_of(&(input.start..rest.start))
}

fn range(from: (Point, Span<Clean>), to: (Point, Span<Clean>)) -> TimeExpr {
    let one = |(point, span)| Box::new((TimeExpr::plain(Expr::Point(point)), span));
    TimeExpr::plain(Expr::Range(one(from), one(to)))
}

/// What may follow a day that shares its month.
const AFTER_DAY: u128 = bits(&[
    Class::In,
    Class::On,
    Class::At,
    Class::By,
    Class::And,
    Class::During,
    Class::From,
    Class::To,
    Class::Of,
]);

/// The same of helpers and of verbs in the past tense.
const VERBS: u64 = Tense::Will.bit()
    | Tense::May.bit()
    | Tense::Have.bit()
    | Tense::BePast.bit()
    | Tense::BePresent.bit()
    | Tense::DoPast.bit()
    | Tense::Past.bit();

impl Grammar<'_> {
    /// What joins the two ends of a range that begins at `from`: "and" only after "between".
    fn joint<'a>(self, from: Tokens<'a>, input: Tokens<'a>) -> Read<'a, ()> {
        let between = || {
            from.start.checked_sub(1).is_some_and(|b| self.sees(Tokens { start: b, ..from }, Class::Between))
        };
        let (rest, item) = when(|i| {
            is_dash(i.text()) || self.words.is(i.word, Class::To) || self.words.is(i.word, Class::And)
        })(input)?;
        if self.words.is(item.word, Class::And) && !between() { no(input) } else { Ok((rest, ())) }
    }

    /// Any range.
    pub(super) fn ranges<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let Some(first) = input.get(0) else { return no(input) };
        if first.token.shape == Shape::Digits {
            let joined = input
                .get(1)
                .is_some_and(|i| is_dash(i.text()) || i.text() == "/" || self.words.is(i.word, Class::To));
            return match (joined, first.text().len()) {
                (true, 4) => self.years(input),
                (true, _) => self.days_first(input),
                _ => self.whole_days(input),
            };
        }
        // "fiscal 2018-19", "the financial year 2018-19".
        if self.sees(input, Class::Fiscal) {
            let (rest, _) = self.word(Class::Fiscal)(input)?;
            let (rest, _) = opt(self.word(Class::Year)).parse(rest)?;
            return if rest.get(0).is_some_and(|i| digits(&i)) { self.years(rest) } else { no(input) };
        }
        if self.sees(input, Class::Month) {
            return self.months(input);
        }
        if self.sees(input, Class::Weekday) {
            return self.weekdays(input);
        }
        // "the 9th to the 17th of April", "ninth through seventeenth of April".
        if self.near(input, 9, Class::Month.bit()) && self.near(input, 5, bits(&[Class::To, Class::And])) {
            return alt((|i| self.days_first(i), |i| self.whole_days(i))).parse(input);
        }
        no(input)
    }

    /// "Monday to Wednesday", "Friday through Sunday".
    fn weekdays<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let (first, (low, from)) = self.weekday(input)?;
        let (rest, ()) = self.joint(input, first)?;
        let (end, (high, to)) = self.weekday(rest)?;
        // "Sunday to Monday night" is a time of day.
        let dated = self.near(end, 1, bits(&[Class::PartWord, Class::Month]));
        if low == high
            || dated
            || end.get(0).is_some_and(|i| i.text() == "," && self.near(end, 2, Class::Month.bit()))
        {
            return no(input);
        }
        let day = |weekday, span| Point::Weekday { weekday, which: Which::Bare, week: None, span };
        Ok((
            end,
            range(
                (day(low, from.token.span), spot(input, first)),
                (day(high, to.token.span), spot(rest, end)),
            ),
        ))
    }

    /// "26 June to 28 July 2020", "1 May – 3 June": the year is shared.
    fn whole_days<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        if !self.near(input, 6, Class::Month.bit()) {
            return no(input);
        }
        let (first, from) = self.dated(input)?;
        let Point::Day { year: Year::Open, month: Some(month), day, weekday, which: Which::Bare } = from
        else {
            return no(input);
        };
        let (rest, ()) = self.joint(input, first)?;
        let (end, to) = self.dated(rest)?;
        match to {
            Point::Day { year, month: Some(other), weekday: None, which: Which::Bare, .. }
                if year == Year::Open || other >= month =>
            {
                let from = Point::Day { year, month: Some(month), day, weekday, which: Which::Bare };
                Ok((end, range((from, spot(input, first)), (to, spot(rest, end)))))
            }
            _ => no(input),
        }
    }

    /// "6–9 June 2024".
    fn days_first<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let (first, _) = opt(self.word(Class::The)).parse(input)?;
        let (first, low) = self.day_number(first)?;
        let (rest, ()) = self.joint(input, first)?;
        let (end, point) = self.dated(rest)?;
        match point {
            Point::Day { year, month: Some(month), day, weekday: None, .. } if day > low => {
                let from =
                    Point::Day { year, month: Some(month), day: low, weekday: None, which: Which::Bare };
                Ok((end, range((from, spot(input, first)), (point, spot(rest, end)))))
            }
            _ => no(input),
        }
    }

    /// "June 6-9, 2024", "June 28-July 3", "March to May 2019", "January-March".
    fn months<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let (first, from) = self.dated(input)?;
        let (rest, ()) = self.joint(input, first)?;
        match from {
            Point::Day { year: Year::Open, month: Some(month), day, weekday, .. } => {
                if let Ok((
                    end,
                    Point::Day { year, month: Some(other), day: last, weekday: None, which: Which::Bare },
                )) = self.dated(rest)
                {
                    let from = Point::Day { year, month: Some(month), day, weekday, which: Which::Bare };
                    let to =
                        Point::Day { year, month: Some(other), day: last, weekday: None, which: Which::Bare };
                    // Over the turn of a year the first end has a year of its own, which only the resolver can tell.
                    if year != Year::Open && other < month {
                        return no(input);
                    }
                    return Ok((end, range((from, spot(input, first)), (to, spot(rest, end)))));
                }
                let (end, last) = self.day_number(rest)?;
                let counts = end.get(0).is_some_and(|i| {
                    self.words.is(i.word, Class::Thing) || self.words.is(i.word, Class::UnitWord)
                });
                if last <= day || counts {
                    return no(input);
                }
                let year = super::base::skip_comma(end);
                let (after, year) = match self.year_in_range(year) {
                    Ok((after, year)) => (after, year),
                    Err(_) => (end, Year::Open),
                };
                let from = Point::Day { year, month: Some(month), day, weekday, which: Which::Bare };
                let to =
                    Point::Day { year, month: Some(month), day: last, weekday: None, which: Which::Bare };
                Ok((after, range((from, spot(input, first)), (to, spot(rest, after)))))
            }
            Point::Month { year: Year::Open, month, which: Which::Bare } => {
                let (end, to) = self.dated(rest)?;
                match to {
                    Point::Month { year, month: last, which: Which::Bare } => {
                        let low = match year {
                            Year::Given(y) if last < month => Year::Given(y - 1),
                            other => other,
                        };
                        let from = Point::Month { year: low, month, which: Which::Bare };
                        let to = Point::Month { year, month: last, which: Which::Bare };
                        Ok((end, range((from, spot(input, first)), (to, spot(rest, end)))))
                    }
                    _ => no(input),
                }
            }
            _ => no(input),
        }
    }

    fn year_in_range<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        let (rest, item) = when(|i| digits(i) && i.text().len() == 4)(input)?;
        match value(item.text()).and_then(|y| i32::try_from(y).ok()) {
            Some(year) if (1000..=2999).contains(&year) => Ok((rest, Year::Given(year))),
            _ => no(input),
        }
    }

    /// "2009-2010", "1957–58".
    fn years<'a>(self, input: Tokens<'a>) -> Read<'a, TimeExpr> {
        let (first, from) = self.dated(input)?;
        let Point::Year(Year::Given(low)) = from else { return no(input) };
        let (rest, _) = when(|i| is_dash(i.text()) || i.text() == "/" && tight(i))(first)?;
        let (end, item) = when(|i| digits(i) && matches!(i.text().len(), 2 | 4))(rest)?;
        let Some(written) = value(item.text()).and_then(|y| i32::try_from(y).ok()) else { return no(input) };
        let high = if item.text().len() == 2 { low / 100 * 100 + written } else { written };
        let goes_on =
            end.get(0).is_some_and(|i| tight(&i) && (is_dash(i.text()) || i.token.shape == Shape::Digits));
        if high <= low || high - low > 150 || goes_on || !tight(&item) && item.text().len() == 2 {
            return no(input);
        }
        Ok((end, range((from, spot(input, first)), (Point::Year(Year::Given(high)), spot(rest, end)))))
    }

    /// Adds a mark, and those that share its month: "April 24 and 25", "Jan. 3, 5 and 9".
    pub(super) fn push(self, tokens: Tokens, run: Range<u32>, what: TimeExpr, out: &mut Vec<Mark<TimeExpr>>) {
        let span = tokens.clean.span_of(&run);
        let shares = match &what.what {
            Expr::Point(Point::Day { year, month: Some(month), .. }) => Some((*year, *month)),
            _ => None,
        };
        let end = tokens
            .clean
            .sentences
            .get(tokens.clean.sentence_of(run.start))
            .map_or(run.end, |s| s.tokens.end)
            .min(tokens.end);
        let rest = Tokens { start: run.end, end, ..tokens };
        self.push_between(tokens, &run, &what, out);
        self.push_quarter(tokens, &run, &what, out);
        self.push_day(tokens, &run, &what, out);
        out.push(Mark { what, span, tokens: run });
        if let Some((year, month)) = shares
            && let Ok((rest, _)) = self.word(Class::And)(rest)
            && let Ok((after, day)) = self.day_number(rest)
            && after.get(0).is_none_or(|i| {
                let mark = i.token.shape == Shape::Mark;
                // "May 4 and 5 were", "May 4 and 5 in": what counts nothing.
                let small = self.meaning(&i).tense & VERBS != 0 || self.near(after, 1, AFTER_DAY);
                small && !mark || mark && !is_dash(i.text()) && !matches!(i.text(), "%" | "$" | "/" | ":")
            })
            && rest.get(0).is_some_and(|i| i.token.shape != Shape::Lower)
        {
            let point = Point::Day { year, month: Some(month), day, weekday: None, which: Which::Bare };
            let what = TimeExpr { what: Expr::Point(point), shade: Shade::None };
            out.push(Mark { what, span: spot(rest, after), tokens: rest.start..after.start });
        }
    }

    /// "on 28 and 29 August": the first day shares the month, and is a mark of its own.
    fn push_day(self, tokens: Tokens, run: &Range<u32>, what: &TimeExpr, out: &mut Vec<Mark<TimeExpr>>) {
        let Expr::Point(Point::Day { year, month: Some(month), day: last, weekday: None, .. }) = what.what
        else {
            return;
        };
        let Some(first) = run.start.checked_sub(3) else { return };
        let input = Tokens { start: first, end: run.start, ..tokens };
        if !self.near(input, 1, bits(&[Class::On, Class::Between, Class::Of, Class::The]))
            || !self.sees(Tokens { start: first + 2, ..input }, Class::And)
            || out.last().is_some_and(|mark| mark.tokens.end > first)
            || self.month(Tokens { start: run.start, end: run.end, ..tokens }).is_ok()
        {
            return;
        }
        let number = Tokens { start: first + 1, end: first + 2, ..tokens };
        if let Ok((rest, day)) = self.day_number(number)
            && day < last
        {
            let point = Point::Day { year, month: Some(month), day, weekday: None, which: Which::Bare };
            let what = TimeExpr::plain(Expr::Point(point));
            out.push(Mark { what, span: spot(number, rest), tokens: number.start..rest.start });
        }
    }

    /// "the first and third quarters": the first ordinal shares the word, and is a mark of its own.
    fn push_quarter(self, tokens: Tokens, run: &Range<u32>, what: &TimeExpr, out: &mut Vec<Mark<TimeExpr>>) {
        let Expr::Point(Point::Part { year, part: YearPart::Quarter(last), which }) = what.what else {
            return;
        };
        let words = tokens.words.get(run.start as usize..run.end as usize).unwrap_or_default();
        if last == 0 || !words.iter().any(|&w| self.words.meaning(w).plural) {
            return;
        }
        let Some(start) = run.start.checked_sub(2) else { return };
        let input = Tokens { start, end: run.start, ..tokens };
        if let Ok((rest, n)) = self.ordinal(input)
            && let Some(n @ 1..=4) = u8::try_from(n).ok()
            && out.last().is_none_or(|mark| mark.tokens.end <= start)
        {
            let what = TimeExpr::plain(Expr::Point(Point::Part { year, part: YearPart::Quarter(n), which }));
            out.push(Mark { what, span: spot(input, rest), tokens: start..rest.start });
        }
    }

    /// "between 12 and 18 months": the first number shares the unit, and is a mark of its own.
    fn push_between(self, tokens: Tokens, run: &Range<u32>, what: &TimeExpr, out: &mut Vec<Mark<TimeExpr>>) {
        let Expr::Length(length) = &what.what else { return };
        let [(Amount::Number { .. }, unit)] = length.parts.as_slice() else { return };
        let Some(first) = run.start.checked_sub(3) else { return };
        let input = Tokens { start: first, end: run.start, ..tokens };
        let sentence =
            tokens.clean.sentences.get(tokens.clean.sentence_of(run.start)).map_or(0, |s| s.tokens.start);
        let free = out.last().map_or(0, |mark| mark.tokens.end);
        if first < sentence.max(free) || !self.sees(input, Class::Between) {
            return;
        }
        let number = Tokens { start: first + 1, ..input };
        if let Ok((rest, count)) = self.count(Tokens { end: first + 2, ..number })
            && self.sees(Tokens { start: rest.start, ..input }, Class::And)
        {
            let what = TimeExpr::plain(Expr::Length(Length { parts: vec![(Amount::exact(count), *unit)] }));
            out.push(Mark { what, span: spot(number, rest), tokens: number.start..rest.start });
        }
    }
}
