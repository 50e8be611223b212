//! Years and parts of years.

use super::base::{Grammar, Read, any, digits, hyphen, is_dash, no, sign, tight, value, when};
use super::expr::{Grain, Point, Which, Year, YearPart};
use super::words::Class;
use crate::grammar::input::Tokens;
use crate::grammar::number;
use crate::text::{Shape, Token};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

impl Grammar<'_> {
    pub(super) fn four_digits<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        when(|i| digits(i) && i.text().len() == 4)(input)?;
        self.year_number(input)
    }

    /// Four digits that a month or a preposition makes a year, or a year in words, with its era.
    pub(super) fn year_number<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        if let Ok((rest, item)) = when(digits)(input) {
            let Some(year) = value(item.text()).and_then(|y| i32::try_from(y).ok()) else { return no(input) };
            if let Ok((rest, _)) = self.word(Class::Bc)(rest) {
                return if year > 0 { Ok((rest, Year::Given(-year))) } else { no(input) };
            }
            if item.text().len() == 4 && (1000..=2999).contains(&year) {
                return Ok((rest, Year::Given(year)));
            }
            if let Ok((rest, _)) = self.word(Class::Ad)(rest)
                && item.text().len() <= 4
                && year > 0
            {
                return Ok((rest, Year::Given(year)));
            }
            return no(input);
        }
        if let Ok((rest, _)) = when(|i| matches!(i.text(), "'" | "’" | "‘" | "`"))(input)
            && let Ok((rest, item)) = when(|i| digits(i) && i.text().len() == 2 && tight(i))(rest)
            && let Some(short) = value(item.text()).and_then(|v| u8::try_from(v).ok())
        {
            return Ok((rest, Year::Short(short)));
        }
        self.spelled_year(input)
    }

    /// "nineteen ninety-six", "two thousand and four".
    fn spelled_year<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        if !input.get(0).is_some_and(|i| i.token.is_word()) {
            return no(input);
        }
        let (rest, first) = number::cardinal(self.numbers)(input)?;
        let Some(first) = first.whole().and_then(|n| i32::try_from(n).ok()) else { return no(input) };
        if (11..=20).contains(&first) {
            let rest = opt(hyphen).parse(rest)?.0;
            let (rest, second) = number::cardinal(self.numbers)(rest)?;
            return match second.whole().and_then(|n| i32::try_from(n).ok()) {
                Some(second) if (10..=99).contains(&second) => Ok((rest, Year::Given(first * 100 + second))),
                _ => no(input),
            };
        }
        // "October two thousand and five", but not "In October two thousand people".
        let ends = rest.get(0).is_none_or(|i| i.token.shape == Shape::Mark);
        if ends && (2000..=2099).contains(&first) {
            return Ok((rest, Year::Given(first)));
        }
        no(input)
    }

    /// "last year", "this year", "that same year", "the previous year"; also before its possessive.
    pub(super) fn relative_year<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        if !self.near(input, 4, Class::Year.bit()) {
            return no(input);
        }
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, first) = any(rest)?;
        let is = |class| self.words.is(first.word, class);
        let year = if is(Class::This) || is(Class::Current) {
            Year::Relative(0)
        } else if is(Class::Last) {
            Year::Relative(-1)
        } else if is(Class::Next) || is(Class::Coming) {
            Year::Relative(1)
        } else if is(Class::That) || is(Class::Same) {
            Year::Same
        } else if is(Class::Previous) {
            Year::Shifted(-1)
        } else if is(Class::Following) {
            Year::Shifted(1)
        } else {
            return no(input);
        };
        let (rest, _) = opt(self.any_of(&[Class::Same, Class::Fiscal, Class::School])).parse(rest)?;
        let (rest, _) = when(|i| self.words.is(i.word, Class::Year))(rest)?;
        Ok((rest, year))
    }

    /// "the third quarter of 1990", "this year's first half", "last fall", "spring 1990", "Q3".
    pub(super) fn year_part<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        // A year before it: "the 1988 third quarter", "last year's third quarter", "fiscal 1989 first quarter".
        if self.any_of(&[Class::Possessor, Class::That])(input).is_ok() {
            return no(input);
        }
        let (rest, the) = opt(self.word(Class::The)).parse(input)?;
        let (rest, year) = alt((
            |i: Tokens<'a>| {
                let (rest, year) = alt((|i| self.relative_year(i), |i| self.year_number(i))).parse(i)?;
                let (rest, _) = opt(when(|t| t.token.shape == Shape::Possessive)).parse(rest)?;
                let (rest, _) = opt(self.word(Class::Fiscal)).parse(rest)?;
                Ok((rest, year))
            },
            |i: Tokens<'a>| Ok((i, Year::Open)),
        ))
        .parse(rest)?;
        let (rest, which) = if year == Year::Open && the.is_none() {
            self.which(input)?
        } else {
            (rest, if the.is_some() { Which::The } else { Which::Bare })
        };
        let (rest, _) = opt(self.word(Class::Fiscal)).parse(rest)?;
        let (rest, _) = opt(hyphen).parse(rest)?;
        if year != Year::Open
            && let Ok((end, item)) = any(rest)
            && (self.words.is(item.word, Class::Period)
                || self.meaning(&item).unit.is_some_and(|u| u.grain == Grain::Quarter)
                    && !self.meaning(&item).plural)
        {
            // "the 1988 quarter": that quarter of another year; 0 stands for the one that was spoken of.
            return Ok((end, Point::Part { year, part: YearPart::Quarter(0), which: Which::The }));
        }
        let from = rest;
        let (rest, (part, bare)) = self.part_name(rest)?;
        // "the third-quarter loss": the article is the noun's.
        let glued = input
            .clean
            .tokens
            .get(from.start as usize..rest.start as usize)
            .is_some_and(|run| run.iter().any(|t| t.shape == Shape::Mark));
        if glued && the.is_some() && year == Year::Open {
            return no(input);
        }
        let (rest, year) = if year == Year::Open { self.year_of_part(rest)? } else { (rest, year) };
        // "the fall of the wall" is no season.
        let verb = matches!(part, YearPart::Season(_))
            && rest.start > 0
            && self.words.meaning(rest.words[rest.start as usize - 1]).capital;
        if verb && year == Year::Open && self.sees(rest, Class::Of) {
            return no(input);
        }
        // A bare "spring" or "fall" is as a rule another word.
        if bare && which == Which::Bare && year == Year::Open && !self.after_preposition(input) {
            return no(input);
        }
        Ok((rest, Point::Part { year, part, which }))
    }

    fn after_preposition(self, input: Tokens) -> bool {
        let before = input.start.checked_sub(1).and_then(|b| input.words.get(b as usize));
        before.is_some_and(|&w| {
            [
                Class::In,
                Class::Since,
                Class::Until,
                Class::By,
                Class::From,
                Class::Early,
                Class::Late,
                Class::Mid,
            ]
            .iter()
            .any(|&c| self.words.is(w, c))
        })
    }

    pub(super) fn year_of_part<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        let (rest, _) = opt(alt((self.word(Class::Of), self.word(Class::In), sign(",")))).parse(input)?;
        if let Some(year) =
            rest.get(0).filter(|i| i.token.shape == Shape::Alnum).and_then(|i| fiscal_code(i.text()))
        {
            return Ok((any(rest)?.0, year));
        }
        let (rest, _) = opt(self.word(Class::Fiscal)).parse(rest)?;
        match alt((|i| self.year_number(i), |i| self.relative_year(i))).parse(rest) {
            Ok(found) => Ok(found),
            Err(_) => Ok((input, Year::Open)),
        }
    }

    /// Whether an ordinal and "and" stand before: "the first and third quarters".
    fn shares(self, input: Tokens) -> bool {
        let Some(start) = input.start.checked_sub(2) else { return false };
        let two = Tokens { start, end: input.start, ..input };
        self.ordinal(two).is_ok_and(|(rest, _)| self.sees(rest, Class::And) || self.sees(rest, Class::Or))
    }

    /// The name of a quarter, a half or a season, and whether it needs company.
    fn part_name<'a>(self, input: Tokens<'a>) -> Read<'a, (YearPart, bool)> {
        if let Ok((rest, season)) = self.season(input) {
            let item = any(input)?.1;
            let lower = item.token.shape == Shape::Lower;
            return Ok((rest, (YearPart::Season(season), self.meaning(&item).capital && lower)));
        }
        if let Some(item) = input.get(0)
            && item.token.shape == Shape::Alnum
            && let Some(part) = code(item.text())
        {
            return Ok((any(input)?.0, (part, false)));
        }
        let (rest, number) = alt((
            |i| self.ordinal(i),
            |i| self.word(Class::LaterPart)(i).map(|(rest, _)| (rest, 2)),
            |i| self.word(Class::Last)(i).map(|(rest, _)| (rest, 9)),
        ))
        .parse(input)?;
        let (rest, _) = opt(hyphen).parse(rest)?;
        let (rest, _) = opt(self.word(Class::Fiscal)).parse(rest)?;
        let (rest, item) = any(rest)?;
        let meaning = self.meaning(&item);
        let number = u8::try_from(number).unwrap_or(0);
        if meaning.unit.is_some_and(|u| u.grain == Grain::Quarter)
            && (!meaning.plural || self.shares(input))
            && (1..=4).contains(&number)
        {
            return Ok((rest, (YearPart::Quarter(number), false)));
        }
        let half = self.words.is(item.word, Class::Half) && !meaning.plural;
        // Halves also belong to matches and to all sorts of things: they need a year.
        if half && matches!(number, 1 | 2 | 9) && !matches!(self.year_of_part(rest), Ok((_, Year::Open))) {
            return Ok((rest, (YearPart::Half(number.min(2)), false)));
        }
        no(input)
    }

    /// "1999", "the year 2000", "fiscal 1989", "490 BC", "nineteen ninety-six", "AD 79".
    pub(super) fn year_alone<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if let Some(year) =
            input.get(0).filter(|i| i.token.shape == Shape::Alnum).and_then(|i| fiscal_code(i.text()))
        {
            return Ok((any(input)?.0, Point::Year(year)));
        }
        let (rest, the) = opt(self.word(Class::The)).parse(input)?;
        let (rest, fiscal) = opt(self.word(Class::Fiscal)).parse(rest)?;
        let (rest, named) = opt(self.word(Class::Year)).parse(rest)?;
        if the.is_some() && named.is_none() && fiscal.is_none() {
            return no(input);
        }
        if named.is_some() || fiscal.is_some() {
            if let Ok((rest, year)) = self.year_number(rest) {
                return Ok((rest, Point::Year(year)));
            }
            let (rest, number) = number::cardinal(self.numbers)(rest)?;
            return match number.whole().and_then(|n| i32::try_from(n).ok()) {
                Some(year) if (1000..=2999).contains(&year) => Ok((rest, Point::Year(Year::Given(year)))),
                _ => no(input),
            };
        }
        if let Ok((rest, _)) = self.word(Class::Ad)(rest)
            && let Ok((rest, item)) = when(|i| digits(i) && i.text().len() <= 4)(rest)
            && input.get(0).is_some_and(|i| i.token.shape == Shape::Upper)
            && let Some(year) = value(item.text()).and_then(|y| i32::try_from(y).ok())
        {
            return Ok((rest, Point::Year(Year::Given(year))));
        }
        let (after, year) = self.year_number(rest)?;
        let Some(first) = rest.get(0) else { return no(input) };
        if digits(&first) {
            let Year::Given(number) = year else { return no(input) };
            let era = after.start > rest.start + 1;
            if !era && !self.looks_like_year(rest, after, number) {
                return no(input);
            }
        } else if !first.token.is_word() && !self.short_year_fits(rest) {
            return no(input);
        }
        Ok((after, Point::Year(year)))
    }

    /// "'57" is a year after a preposition or a season.
    fn short_year_fits(self, input: Tokens) -> bool {
        input
            .start
            .checked_sub(1)
            .and_then(|b| input.words.get(b as usize))
            .is_some_and(|&w| self.words.is(w, Class::YearBefore))
    }

    /// Whether four digits by themselves are a year rather than a number of things.
    fn looks_like_year(self, input: Tokens, rest: Tokens, year: i32) -> bool {
        let before = input.start.checked_sub(1).and_then(|b| input.clean.tokens.get(b as usize));
        let glued = !input.clean.tokens[input.start as usize].spaced;
        let text = before.map_or("", |t| t.span.cut(&input.clean.text));
        let sentence_start = self.starts_sentence(input, input.start);
        if glued
            && !matches!(text, "(" | "[" | "\"" | "“" | "‘" | "'" | "—" | "–" | "-" | "/" | "`")
            && !sentence_start
        {
            return false;
        }
        // "555-1990" is no pair of years.
        let earlier = input.start.checked_sub(2).and_then(|b| input.clean.tokens.get(b as usize));
        if is_dash(text) && earlier.is_some_and(|t| t.shape == Shape::Digits && t.span.len() != 4) {
            return false;
        }
        // "2017-13-12" is no date, and its year is none.
        let part = |at: u32, dash: bool| {
            rest.get(at).is_some_and(|i| tight(&i) && if dash { is_dash(i.text()) } else { digits(&i) })
        };
        if part(0, true) && part(1, false) && part(2, true) && part(3, false) {
            return false;
        }
        if matches!(text, "$" | "#" | "£" | "€" | "№" | "%" | "+") {
            return false;
        }
        if let Some(next) = rest.get(0) {
            let counts = self.words.is(next.word, Class::Thing) || self.words.is(next.word, Class::UnitWord);
            // "1990 quarter" is a year's quarter, "1990 days" are not a year.
            let unit = self.meaning(&next).unit.is_some_and(|u| u.grain >= Grain::Quarter)
                && !self.meaning(&next).plural;
            if counts && !unit {
                return false;
            }
            if tight(&next)
                && (matches!(next.text(), "%" | "/" | ":" | "°" | "+" | "@")
                    || next.token.shape == Shape::Digits)
            {
                let slashed = next.text() == "/"
                    && rest.get(1).is_some_and(|i| digits(&i) && matches!(i.text().len(), 2 | 4));
                if !slashed {
                    return false;
                }
            }
        }
        let prepared = before.is_some_and(|_| {
            input.words.get(input.start as usize - 1).is_some_and(|&w| self.words.is(w, Class::YearBefore))
        });
        let range = (1900..=2059).contains(&year);
        let after_name = before.is_some_and(Token::is_capital) && !prepared && !sentence_start && !range;
        if after_name {
            return false;
        }
        range
            || (prepared && (1400..=2199).contains(&year))
            || (matches!(text, "(" | "-" | "–") && (1500..=2059).contains(&year))
            || (1700..=1899).contains(&year)
    }
}

/// "Q3", "3Q", "H1", "1H".
fn code(text: &str) -> Option<YearPart> {
    match *text.as_bytes() {
        [b'Q', digit @ b'1'..=b'4'] | [digit @ b'1'..=b'4', b'Q'] => Some(YearPart::Quarter(digit - b'0')),
        [b'H', digit @ b'1'..=b'2'] | [digit @ b'1'..=b'2', b'H'] => Some(YearPart::Half(digit - b'0')),
        _ => None,
    }
}

/// "FY2019", "FY19".
fn fiscal_code(text: &str) -> Option<Year> {
    let number = text.strip_prefix("FY").filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
    match number.len() {
        2 => Some(Year::Short(number.parse().ok()?)),
        4 => number.parse().ok().filter(|y| (1900..=2099).contains(y)).map(Year::Given),
        _ => None,
    }
}
