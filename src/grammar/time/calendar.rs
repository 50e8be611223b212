//! Times on the calendar: days, months, years, and what lies between.

use super::base::{Grammar, Read, digits, hyphen, is_dash, no, skip_comma, tight};
use super::expr::{Point, Which, Year};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use crate::text::{Shape, Token};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

impl Grammar<'_> {
    /// A day, a month, a year or a part of one, by its name.
    pub(super) fn dated<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        const PARTS: u128 = bits(&[Class::SeasonWord, Class::UnitWord, Class::Half, Class::Period]);
        let Some(first) = input.get(0) else { return no(input) };
        if self.near(input, 6, Class::Month.bit())
            && let Ok(found) =
                alt((|i| self.month_first(i), |i| self.slashed(i), |i| self.day_first(i))).parse(input)
        {
            return Ok(found);
        }
        let shape = first.token.shape;
        let number = matches!(shape, Shape::Digits | Shape::Alnum | Shape::Mark);
        if number || self.sees(input, Class::The) || self.near(input, 1, Class::Weekday.bit()) {
            // "Sunday the 18th" has no month in it.
            if let Ok(found) = alt((|i| self.numeric(i), |i| self.day_first(i))).parse(input) {
                return Ok(found);
            }
        }
        if self.near(input, 4, Class::Holiday.bit())
            && let Ok(found) = self.holiday(input)
        {
            return Ok(found);
        }
        if self.near(input, 4, Class::Month.bit())
            && let Ok(found) = self.month_alone(input)
        {
            return Ok(found);
        }
        let coded = (0..3).any(|at| input.get(at).is_some_and(|i| i.token.shape == Shape::Alnum));
        if (coded || self.near(input, 8, PARTS))
            && let Ok(found) = self.year_part(input)
        {
            return Ok(found);
        }
        let named =
            self.near(input, 3, bits(&[Class::DecadeWord, Class::UnitWord])) || self.sees(input, Class::The);
        if (coded || number || named)
            && let Ok(found) = alt((|i| self.decade(i), |i| self.century(i))).parse(input)
        {
            return Ok(found);
        }
        if number || self.near(input, 3, bits(&[Class::Fiscal, Class::Year, Class::Ad, Class::HundredWord])) {
            return self.year_alone(input);
        }
        no(input)
    }

    /// "Monday, Oct. 26, 1998"; "July 25 of that year".
    fn month_first<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, weekday) = self.leading_weekday(input)?;
        let (rest, which) = if weekday.is_none() { self.which(input)? } else { (rest, Which::Bare) };
        let (rest, which) = if which == Which::The { (input, Which::Bare) } else { (rest, which) };
        let (rest, month) = self.month(rest)?;
        let (rest, _) = opt(self.word(Class::The)).parse(rest)?;
        let (rest, day) = self.day_number(rest)?;
        // "Oct. 26 million" is a number of something, and "October 3:30" a time of day.
        let clock = rest.get(0).is_some_and(|i| i.text() == ":" && tight(&i))
            && rest.get(1).is_some_and(|i| tight(&i) && digits(&i));
        if clock
            || rest
                .get(0)
                .is_some_and(|i| self.words.is(i.word, Class::Thing) || i.text() == "%" && tight(&i))
        {
            return no(input);
        }
        let (rest, year) = self.year_after_day(rest)?;
        Ok((rest, Point::Day { year, month: Some(month), day, weekday, which }))
    }

    /// "26 October 1998", "the 26th of October", "Sunday the 18th".
    fn day_first<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, weekday) = self.leading_weekday(input)?;
        let (rest, the) = opt(self.word(Class::The)).parse(rest)?;
        let ordinal = self.day_ordinal(rest).is_ok();
        let (rest, day) = self.day_number(rest)?;
        let (after, of) = opt(self.word(Class::Of)).parse(rest)?;
        let (after, dash) = if of.is_none() { opt(hyphen).parse(after)? } else { (after, None) };
        let price =
            input.start.checked_sub(1).is_some_and(|b| matches!(input.clean.token(b), "$" | "£" | "€"));
        if price {
            return no(input);
        }
        if (of.is_none() || ordinal || weekday.is_some())
            && let Ok((after, month)) = self.month(after)
        {
            if dash.is_some() && after.get(0).is_none_or(|i| i.text() != "-") {
                return no(input);
            }
            let (after, _) = if dash.is_some() { opt(hyphen).parse(after)? } else { (after, None) };
            let (after, year) = self.year_after_day(after)?;
            return Ok((after, Point::Day { year, month: Some(month), day, weekday, which: Which::Bare }));
        }
        // "Sunday the 18th", "the 18th": a bare ordinal in digits, before nothing that it could count.
        let written = input.clean.tokens.get((rest.start as usize).wrapping_sub(1));
        let numeral = written.is_some_and(|t| t.shape == Shape::Alnum);
        let ends = rest.get(0).is_none_or(|i| i.token.shape == Shape::Mark && !is_dash(i.text()));
        if numeral && ordinal && (weekday.is_some() || the.is_some() && ends) {
            return Ok((
                rest,
                Point::Day { year: Year::Open, month: None, day, weekday, which: Which::Bare },
            ));
        }
        no(input)
    }

    fn leading_weekday<'a>(
        self,
        input: Tokens<'a>,
    ) -> Read<'a, Option<(i8, crate::span::Span<crate::span::Clean>)>> {
        // "this coming Sunday, March 8": what is said of the weekday changes nothing.
        let (rest, which) = self.which(input)?;
        let (rest, weekday) =
            opt(|i| self.weekday(i)).parse(if which == Which::The { input } else { rest })?;
        let rest = if weekday.is_none() { input } else { rest };
        let rest = if weekday.is_some() { skip_comma(rest) } else { rest };
        Ok((rest, weekday.map(|(n, item)| (n, item.token.span))))
    }

    /// The year after a day or a month: ", 1998", "of that year", "last year".
    pub(super) fn year_after_day<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        if let Ok((rest, year)) = self.year_number(skip_comma(input)) {
            // "on May 5, 1,200 people" has a comma in it and is no year; "May 5, 1998 people" is too rare to mind.
            return Ok((rest, year));
        }
        if let Ok((rest, year)) = self.relative_year(input) {
            return Ok((rest, year));
        }
        // "28 June in 2020".
        if let Ok((rest, year)) = self.word(Class::In)(input).and_then(|(rest, _)| self.four_digits(rest)) {
            return Ok((rest, year));
        }
        let Ok((rest, _)) = self.word(Class::Of)(input) else { return Ok((input, Year::Open)) };
        match alt((|i| self.year_number(i), |i| self.relative_year(i))).parse(rest) {
            Ok(found) => Ok(found),
            Err(_) => Ok((input, Year::Open)),
        }
    }

    /// "October 1984", "October of last year", "last October", "October".
    fn month_alone<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, which) = self.which(input)?;
        let (rest, month) = self.month(rest)?;
        let (rest, year) = self.year_after_day(rest)?;
        if which == Which::Bare && year == Year::Open && self.is_name(input, rest) {
            return no(input);
        }
        if which == Which::The {
            return no(input);
        }
        Ok((rest, Point::Month { year, month, which }))
    }

    /// Whether a bare month is somebody's name ("April Smith", "Theresa May") or another word ("March!" at a start).
    fn is_name(self, input: Tokens, rest: Tokens) -> bool {
        let Some(item) = input.get(0) else { return true };
        // "Jan Kavan": a shortened month has its full stop, or a number behind it.
        if item.text().len() <= 4
            && !matches!(item.text(), "May" | "June" | "July")
            && !item.text().ends_with('.')
            && rest.start == input.start + 1
        {
            let prepared = input
                .start
                .checked_sub(1)
                .and_then(|b| input.words.get(b as usize))
                .is_some_and(|&w| self.words.is(w, Class::YearBefore));
            let named = rest.get(0).is_some_and(|n| n.token.is_capital());
            return named
                || !prepared
                    && !rest.get(0).is_some_and(|n| {
                        n.token.shape == Shape::Digits || n.text() == "." || is_dash(n.text())
                    });
        }
        if !self.meaning(&item).name {
            return false;
        }
        let before = input.start.checked_sub(1).and_then(|b| input.clean.tokens.get(b as usize));
        let known = |at: u32| {
            input
                .words
                .get(at as usize)
                .is_some_and(|&w| self.words.meaning(w).classes != 0 || self.words.meaning(w).tense != 0)
        };
        let after_name = item.token.spaced
            && before.is_some_and(Token::is_capital)
            && input.start > 0
            && !known(input.start - 1)
            && !self.starts_sentence(input, input.start - 1);
        // A name after it; but "May Day", "April's" and "March Friday" are times.
        let before_name = rest.get(0).is_some_and(|n| n.token.shape == Shape::Capital && !known(rest.start))
            && !matches!(self.meaning(&item).month, 8 | 12);
        // "He will call May on Friday": the month stands behind a preposition, a possessive or a dash.
        let beside = |t: &Token| {
            t.shape == Shape::Possessive || matches!(t.shape, Shape::Mark | Shape::Digits | Shape::Alnum)
        };
        const BEFORE: u128 = bits(&[
            Class::YearBefore,
            Class::Early,
            Class::Mid,
            Class::Late,
            Class::The,
            Class::A,
            Class::Month,
            Class::Approx,
            Class::Possessor,
        ]);
        let led = before.is_none_or(beside)
            || input.start.checked_sub(1).is_some_and(|b| self.near(Tokens { start: b, ..input }, 1, BEFORE));
        if self.meaning(&item).month == 5 && !led && !self.starts_sentence(input, input.start) {
            return true;
        }
        let shouted = matches!(item.text(), "MAY" | "MARCH" | "MAR");
        // "May" and "March" at the start of a sentence are as a rule a verb or a modal.
        let verb = matches!(self.meaning(&item).month, 3 | 5)
            && self.starts_sentence(input, input.start)
            && !rest.get(0).is_some_and(|n| n.token.shape == Shape::Possessive || n.text() == ",");
        after_name || before_name || shouted || verb
    }

    /// Whether a token begins its sentence, as far as a parser can see.
    pub(super) fn starts_sentence(self, input: Tokens, at: u32) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|b| input.clean.tokens.get(b as usize)) else {
            return true;
        };
        let text = before.span.cut(&input.clean.text);
        matches!(text, "." | "!" | "?" | ":" | "\"" | "“" | "‘" | "'" | "`" | "•")
            || input.clean.sentences.binary_search_by(|s| s.tokens.start.cmp(&at)).is_ok()
    }

    /// A named day, with its year.
    fn holiday<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (after_which, which) = self.which(input)?;
        let Some(first) = after_which.get(0) else { return no(input) };
        let meaning = self.meaning(&first);
        for &number in &meaning.holidays {
            let holiday = &self.words.holidays[usize::from(number)];
            // "easter" in lower case is a day where something says so: "last easter", "easter sunday".
            if !first.token.is_capital()
                && holiday.words.len() < 2
                && matches!(which, Which::Bare | Which::The)
                && !after_which.get(1).is_some_and(|i| {
                    digits(&i) && i.text().len() == 4 || self.meaning(&i).unit.is_some_and(|u| u.weekend)
                })
            {
                continue;
            }
            let fits = holiday
                .words
                .iter()
                .zip(0..)
                .all(|(&w, i)| after_which.get(i).is_some_and(|item| item.word == w));
            if fits {
                let taken = u32::try_from(holiday.words.len()).unwrap_or(0);
                let rest = Tokens { start: after_which.start + taken, ..after_which };
                let (rest, year) = self.year_after_day(rest)?;
                if which == Which::The {
                    return no(input);
                }
                return Ok((rest, Point::Feast { feast: holiday.feast, year, which }));
            }
        }
        no(input)
    }

    /// "this", "last", "next", "the", "this past", "the previous" …, or nothing.
    pub(super) fn which<'a>(self, input: Tokens<'a>) -> Read<'a, Which> {
        let Some(item) = input.get(0) else { return Ok((input, Which::Bare)) };
        let known = self.meaning(&item).classes;
        let rest = Tokens { start: input.start + 1, ..input };
        let is = |class: Class| known & class.bit() != 0;
        if is(Class::The) || is(Class::Possessor) {
            let Some(next) = rest.get(0) else { return Ok((rest, Which::The)) };
            let more = |class| self.words.is(next.word, class);
            let which = if more(Class::Current) {
                Which::This
            } else if more(Class::Coming) {
                Which::Next
            } else if more(Class::Next) {
                Which::Following
            } else if more(Class::Past) || more(Class::Last) {
                Which::Last
            } else if more(Class::Previous) {
                Which::Previous
            } else if more(Class::Following) {
                Which::Following
            } else if more(Class::Same) {
                Which::Same
            } else if more(Class::Latest) {
                Which::Latest
            } else {
                return Ok((rest, Which::The));
            };
            return Ok((Tokens { start: rest.start + 1, ..rest }, which));
        }
        if is(Class::This) {
            let next = rest.get(0).map_or(0, |i| self.meaning(&i).classes);
            let after = Tokens { start: rest.start + 1, ..rest };
            return Ok(if next & Class::Past.bit() != 0 {
                (after, Which::Last)
            } else if next & Class::Coming.bit() != 0 {
                (after, Which::Next)
            } else if next & (Class::Same.bit() | Class::Current.bit()) != 0 {
                (after, Which::This)
            } else {
                (rest, Which::This)
            });
        }
        if is(Class::That) {
            return Ok((self.word(Class::Same)(rest).map_or(rest, |(r, _)| r), Which::Same));
        }
        let which = if is(Class::Last) || is(Class::Past) {
            Which::Last
        } else if is(Class::Next) || is(Class::Coming) {
            Which::Next
        } else if is(Class::Previous) {
            Which::Previous
        } else if is(Class::Following) {
            Which::Following
        } else if is(Class::Same) {
            Which::Same
        } else if is(Class::Current) {
            Which::This
        } else {
            return Ok((input, Which::Bare));
        };
        Ok((rest, which))
    }
}
