//! Times on the calendar: days, months, years, and what lies between.

use super::base::{Grammar, Read, any, digits, hyphen, is_dash, no, sign, skip_comma, tight, value, when};
use super::expr::{Grain, Point, Which, Year, YearPart};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use crate::grammar::number;
use crate::text::Shape;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

impl Grammar<'_> {
    /// A day, a month, a year or a part of one, by its name.
    pub(super) fn dated<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        const PARTS: u128 = bits(&[Class::SeasonWord, Class::UnitWord, Class::Half, Class::Period]);
        let Some(first) = input.get(0) else { return no(input) };
        if self.near(input, 6, Class::Month.bit())
            && let Ok(found) = alt((|i| self.month_first(i), |i| self.day_first(i))).parse(input)
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
        let coded = shape == Shape::Alnum || input.get(1).is_some_and(|i| i.token.shape == Shape::Alnum);
        if (coded || self.near(input, 8, PARTS))
            && let Ok(found) = self.year_part(input)
        {
            return Ok(found);
        }
        if coded
            || number
            || self.near(input, 3, bits(&[Class::DecadeWord, Class::UnitWord]))
            || self.sees(input, Class::The)
        {
            if let Ok(found) = alt((|i| self.decade(i), |i| self.century(i))).parse(input) {
                return Ok(found);
            }
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
        let clock = rest.get(0).is_some_and(|i| i.text == ":" && tight(&i))
            && rest.get(1).is_some_and(|i| tight(&i) && digits(&i));
        if clock
            || rest.get(0).is_some_and(|i| self.words.is(i.word, Class::Thing) || i.text == "%" && tight(&i))
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
        if (of.is_none() || ordinal)
            && let Ok((after, month)) = self.month(after)
        {
            if dash.is_some() && !after.get(0).is_some_and(|i| i.text == "-") {
                return no(input);
            }
            let (after, _) = if dash.is_some() { opt(hyphen).parse(after)? } else { (after, None) };
            let (after, year) = self.year_after_day(after)?;
            return Ok((after, Point::Day { year, month: Some(month), day, weekday, which: Which::Bare }));
        }
        // "Sunday the 18th", "the 18th": a bare ordinal in digits, before nothing that it could count.
        let written = input.clean.tokens.get((rest.start as usize).wrapping_sub(1));
        let numeral = written.is_some_and(|t| t.shape == Shape::Alnum);
        let ends = rest.get(0).is_none_or(|i| i.token.shape == Shape::Mark && !is_dash(i.text));
        if the.is_some() && numeral && ordinal && (weekday.is_some() || ends) {
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
    fn year_after_day<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
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
        let (rest, _) = match self.word(Class::Of)(input) {
            Ok(found) => found,
            Err(_) => return Ok((input, Year::Open)),
        };
        match alt((|i| self.year_number(i), |i| self.relative_year(i))).parse(rest) {
            Ok(found) => Ok(found),
            Err(_) => Ok((input, Year::Open)),
        }
    }

    fn four_digits<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        when(|i| digits(i) && i.text.len() == 4)(input)?;
        self.year_number(input)
    }

    /// Four digits that a month or a preposition makes a year, or a year in words, with its era.
    fn year_number<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        if let Ok((rest, item)) = when(digits)(input) {
            let Some(year) = value(item.text).and_then(|y| i32::try_from(y).ok()) else { return no(input) };
            if let Ok((rest, _)) = self.word(Class::Bc)(rest) {
                return if year > 0 { Ok((rest, Year::Given(-year))) } else { no(input) };
            }
            if item.text.len() == 4 && (1000..=2999).contains(&year) {
                return Ok((rest, Year::Given(year)));
            }
            if let Ok((rest, _)) = self.word(Class::Ad)(rest)
                && item.text.len() <= 4
                && year > 0
            {
                return Ok((rest, Year::Given(year)));
            }
            return no(input);
        }
        if let Ok((rest, _)) = when(|i| matches!(i.text, "'" | "’" | "‘" | "`"))(input)
            && let Ok((rest, item)) = when(|i| digits(i) && i.text.len() == 2 && tight(i))(rest)
            && let Some(short) = value(item.text).and_then(|v| u8::try_from(v).ok())
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
        if item.text.len() <= 4
            && !matches!(item.text, "May" | "June" | "July")
            && !item.text.ends_with('.')
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
                    && !rest
                        .get(0)
                        .is_some_and(|n| n.token.shape == Shape::Digits || n.text == "." || is_dash(n.text));
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
            && before.is_some_and(|t| t.is_capital())
            && input.start > 0
            && !known(input.start - 1)
            && !self.starts_sentence(input, input.start - 1);
        // A name after it; but "May Day", "April's" and "March Friday" are times.
        let before_name = rest.get(0).is_some_and(|n| n.token.shape == Shape::Capital && !known(rest.start))
            && !matches!(self.meaning(&item).month, 8 | 12);
        let shouted = matches!(item.text, "MAY" | "MARCH" | "MAR");
        // "May" and "March" at the start of a sentence are as a rule a verb or a modal.
        let verb = matches!(self.meaning(&item).month, 3 | 5)
            && self.starts_sentence(input, input.start)
            && !rest.get(0).is_some_and(|n| n.token.shape == Shape::Possessive || n.text == ",");
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

    /// "2024-02-22", "10/23/1999", "23.10.1999", "2024/02/22".
    fn numeric<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if let Some(item) = input.get(0)
            && item.token.shape == Shape::Digits
            && let Some(date) = dotted(item.text)
        {
            return Ok((Tokens { start: input.start + 1, ..input }, date));
        }
        let (rest, a) = when(digits)(input)?;
        if let Ok(found) = year_month(rest, a.text) {
            return Ok(found);
        }
        let (rest, first) = when(|i| matches!(i.text, "-" | "/" | "." | "–") && tight(i))(rest)?;
        let (rest, b) = when(|i| digits(i) && tight(i) && i.text.len() <= 2)(rest)?;
        let (rest, _) = when(|i| i.text == first.text && tight(i))(rest)?;
        let (rest, c) = when(|i| digits(i) && tight(i))(rest)?;
        if rest.get(0).is_some_and(|i| {
            tight(&i) && (i.text == first.text && first.text != "." || i.token.shape == Shape::Digits)
        }) {
            return no(input);
        }
        let (Some(x), Some(y), Some(z)) = (value(a.text), value(b.text), value(c.text)) else {
            return no(input);
        };
        let (year, month, day) = match (a.text.len(), c.text.len()) {
            (4, 1..=2) => (x, y, z),
            (1..=2, 4) if x > 12 || first.text == "." => (z, y, x),
            (1..=2, 4) => (z, x, y),
            (1..=2, 2) if first.text == "/" => (
                if z < 50 { 2000 + z } else { 1900 + z },
                if x > 12 { y } else { x },
                if x > 12 { x } else { y },
            ),
            _ => return no(input),
        };
        if !(1000..=2999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return no(input);
        }
        let narrow = |n: u32| i8::try_from(n).unwrap_or(1);
        let year = Year::Given(i32::try_from(year).unwrap_or(0));
        Ok((
            rest,
            Point::Day {
                year,
                month: Some(narrow(month)),
                day: narrow(day),
                weekday: None,
                which: Which::Bare,
            },
        ))
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

    /// "the third quarter of 1990", "this year's first half", "last fall", "spring 1990", "Q3".
    fn year_part<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
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

    fn year_of_part<'a>(self, input: Tokens<'a>) -> Read<'a, Year> {
        let (rest, _) = opt(alt((self.word(Class::Of), self.word(Class::In), sign(",")))).parse(input)?;
        let (rest, _) = opt(self.word(Class::Fiscal)).parse(rest)?;
        match alt((|i| self.year_number(i), |i| self.relative_year(i))).parse(rest) {
            Ok(found) => Ok(found),
            Err(_) => Ok((input, Year::Open)),
        }
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
            && let [letter @ (b'Q' | b'H'), digit @ b'1'..=b'4'] = item.text.as_bytes()
        {
            let number = digit - b'0';
            let part = if *letter == b'Q' { YearPart::Quarter(number) } else { YearPart::Half(number) };
            return if *letter == b'Q' || number < 3 {
                Ok((any(input)?.0, (part, false)))
            } else {
                no(input)
            };
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
            && !meaning.plural
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

    /// "the 1980s", "the '80s", "the 1980's", "the eighties", "the 490s BC".
    fn decade<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, the) = opt(self.word(Class::The)).parse(input)?;
        let (rest, quote) = opt(when(|i| matches!(i.text, "'" | "’" | "‘" | "`"))).parse(rest)?;
        // "the nineteen seventies".
        let (rest, hundreds) =
            match self.word(Class::HundredWord)(rest).and_then(|_| number::cardinal(self.numbers)(rest)) {
                Ok((rest, number)) => (rest, number.whole().and_then(|n| i32::try_from(n).ok())),
                Err(_) => (rest, None),
            };
        let (rest, item) = any(rest)?;
        if let Some(hundreds) = hundreds {
            let tens = i32::from(self.meaning(&item).decade);
            return if tens > 0 { Ok((rest, Point::Decade(hundreds * 10 + tens))) } else { no(input) };
        }
        if self.words.is(item.word, Class::DecadeWord) {
            return if the.is_some() {
                Ok((rest, Point::Eighties(self.meaning(&item).decade)))
            } else {
                no(input)
            };
        }
        let (number, rest) = if item.token.shape == Shape::Alnum && item.text.ends_with('s') {
            (&item.text[..item.text.len() - 1], rest)
        } else if digits(&item) && matches!(item.text.len(), 2 | 4) {
            let (rest, _) = when(|i| i.token.shape == Shape::Possessive && i.text.len() > 1)(rest)?;
            if the.is_none() {
                return no(input);
            }
            (item.text, rest)
        } else {
            return no(input);
        };
        if !number.ends_with('0') || !number.bytes().all(|b| b.is_ascii_digit()) {
            return no(input);
        }
        let Some(number) = value(number).and_then(|n| i32::try_from(n).ok()) else { return no(input) };
        if !(10..=2990).contains(&number) {
            return no(input);
        }
        if let Ok((rest, _)) = self.word(Class::Bc)(rest) {
            return Ok((rest, Point::Decade(-number / 10)));
        }
        match number {
            1000..=2990 if quote.is_none() => Ok((rest, Point::Decade(number / 10))),
            10..=90 if quote.is_some() || the.is_some() => {
                Ok((rest, Point::Eighties(i8::try_from(number / 10).unwrap_or(0))))
            }
            _ => no(input),
        }
    }

    /// "the 20th century", "the 5th century BC", "eighteenth-century".
    fn century<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, _) = opt(self.word(Class::The)).parse(input)?;
        let (rest, number) = self.ordinal(rest)?;
        let (rest, _) = opt(hyphen).parse(rest)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        if unit.grain != Grain::Century || plural || !(1..=30).contains(&number) {
            return no(input);
        }
        let number = i32::try_from(number).unwrap_or(1);
        match self.word(Class::Bc)(rest) {
            Ok((rest, _)) => Ok((rest, Point::Century(-number))),
            Err(_) => Ok((rest, Point::Century(number))),
        }
    }

    /// "1999", "the year 2000", "fiscal 1989", "490 BC", "nineteen ninety-six", "AD 79".
    fn year_alone<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
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
            && let Ok((rest, item)) = when(|i| digits(i) && i.text.len() <= 4)(rest)
            && input.get(0).is_some_and(|i| i.token.shape == Shape::Upper)
            && let Some(year) = value(item.text).and_then(|y| i32::try_from(y).ok())
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
                && (matches!(next.text, "%" | "/" | ":" | "°" | "+" | "@")
                    || next.token.shape == Shape::Digits)
            {
                let slashed = next.text == "/"
                    && rest.get(1).is_some_and(|i| digits(&i) && matches!(i.text.len(), 2 | 4));
                if !slashed {
                    return false;
                }
            }
        }
        let prepared = before.is_some_and(|_| {
            input.words.get(input.start as usize - 1).is_some_and(|&w| self.words.is(w, Class::YearBefore))
        });
        let range = (1900..=2059).contains(&year);
        let after_name = before.is_some_and(|t| t.is_capital()) && !prepared && !sentence_start && !range;
        if after_name {
            return false;
        }
        range
            || (prepared && (1400..=2199).contains(&year))
            || (matches!(text, "(" | "-" | "–") && (1500..=2059).contains(&year))
            || (1700..=1899).contains(&year)
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

/// "13.5.2015", "2015.5.13" as one token.
fn dotted(text: &str) -> Option<Point> {
    let mut parts = text.split('.');
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || b.len() > 2 {
        return None;
    }
    let (year, month, day) = match (a.len(), c.len()) {
        (4, 1..=2) => (a, b, c),
        (1..=2, 4) => (c, b, a),
        _ => return None,
    };
    let year = value(year).and_then(|y| i32::try_from(y).ok()).filter(|y| (1000..=2999).contains(y))?;
    let small = |text: &str, top: i8| {
        value(text).and_then(|n| i8::try_from(n).ok()).filter(|n| (1..=top).contains(n))
    };
    Some(Point::Day {
        year: Year::Given(year),
        month: Some(small(month, 12)?),
        day: small(day, 31)?,
        weekday: None,
        which: Which::Bare,
    })
}

/// "2016-11": a month, unless it is two years ("2010-11") or the beginning of a day.
fn year_month<'a>(input: Tokens<'a>, year: &str) -> Read<'a, Point> {
    let (rest, _) = when(|i| i.text == "-" && tight(i))(input)?;
    let (rest, month) = when(|i| digits(i) && tight(i) && i.text.len() == 2)(rest)?;
    let Some((written, month)) = value(year).zip(value(month.text)) else { return no(input) };
    let goes_on = rest.get(0).is_some_and(|i| tight(&i) && (is_dash(i.text) || i.token.is_word()));
    if year.len() != 4
        || !(1900..=2099).contains(&written)
        || !(1..=12).contains(&month)
        || written % 100 < month
        || goes_on
    {
        return no(input);
    }
    let (year, month) = (i32::try_from(written).unwrap_or(0), i8::try_from(month).unwrap_or(1));
    Ok((rest, Point::Month { year: Year::Given(year), month, which: Which::Bare }))
}
