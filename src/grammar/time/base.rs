//! The smallest parsers: one token at a time.

use super::expr::{Amount, DayPart, Season, Unit};
use super::words::{Class, Meaning, TimeWords, bits};
use crate::grammar::input::{Item, Tokens};
use crate::grammar::lexicon::WordId;
use crate::grammar::number::{self, NumberWords};
use crate::interval::Interval;
use crate::text::Shape;
use nom::IResult;
use nom::Parser;
use nom::combinator::opt;
use nom::error::{Error, ErrorKind};
use rust_decimal::Decimal;

/// What a parser of time gives: the tokens that are left, and what was read.
pub(super) type Read<'a, T> = IResult<Tokens<'a>, T>;

/// The grammar with its vocabulary.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'w> {
    pub(super) words: &'w TimeWords,
    pub(super) numbers: &'w NumberWords,
}

/// Nothing was read.
pub(super) fn no<T>(input: Tokens<'_>) -> Read<'_, T> {
    Err(nom::Err::Error(Error::new(input, ErrorKind::Fail)))
}

/// The next token, whatever it is.
pub(super) fn any(input: Tokens<'_>) -> Read<'_, Item<'_>> {
    match input.get(0) {
        Some(item) => Ok((Tokens { start: input.start + 1, ..input }, item)),
        None => no(input),
    }
}

/// A token that `test` accepts.
pub(super) fn when<'a>(test: impl Fn(&Item<'a>) -> bool) -> impl Fn(Tokens<'a>) -> Read<'a, Item<'a>> {
    move |input| match input.get(0) {
        Some(item) if test(&item) => Ok((Tokens { start: input.start + 1, ..input }, item)),
        _ => no(input),
    }
}

/// A mark of punctuation.
pub(super) fn sign<'a>(text: &'static str) -> impl Fn(Tokens<'a>) -> Read<'a, Item<'a>> {
    when(move |item| item.text() == text)
}

/// Whether a token joins what stands beside it: a hyphen or a dash.
pub(super) fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "‐" | "‑" | "−")
}

/// A hyphen without space before it.
pub(super) fn hyphen(input: Tokens<'_>) -> Read<'_, Item<'_>> {
    when(|item| matches!(item.text(), "-" | "‐" | "‑") && !item.token.spaced)(input)
}

/// A token that no space stands before.
pub(super) fn tight(item: &Item) -> bool {
    !item.token.spaced
}

/// A run of digits and nothing else.
pub(super) fn digits(item: &Item) -> bool {
    item.token.shape == Shape::Digits && item.text().bytes().all(|b| b.is_ascii_digit())
}

/// The value of a short run of digits.
pub(super) fn value(text: &str) -> Option<u32> {
    (text.len() <= 6).then(|| text.parse().ok()).flatten()
}

impl<'w> Grammar<'w> {
    pub(super) fn meaning(self, item: &Item) -> &'w Meaning {
        self.words.meaning(item.word)
    }

    pub(super) fn meaning_of(self, word: WordId) -> &'w Meaning {
        self.words.meaning(word)
    }

    /// A word of a class.
    pub(super) fn word<'a>(self, class: Class) -> impl Fn(Tokens<'a>) -> Read<'a, Item<'a>> {
        move |input| if self.sees(input, class) { any(input) } else { no(input) }
    }

    /// Whether the next token is of a class.
    pub(super) fn sees(self, input: Tokens, class: Class) -> bool {
        self.near(input, 1, class.bit())
    }

    /// Whether one of the next tokens is of one of several classes: keeps the parsers from being tried in vain.
    pub(super) fn near(self, input: Tokens, count: u32, classes: u128) -> bool {
        let end = input.end.min(input.start.saturating_add(count));
        input
            .words
            .get(input.start as usize..end as usize)
            .is_some_and(|run| run.iter().any(|&w| self.words.classes(w) & classes != 0))
    }

    /// Any word of several classes.
    pub(super) fn any_of<'a>(self, classes: &'static [Class]) -> impl Fn(Tokens<'a>) -> Read<'a, Item<'a>> {
        let wanted = bits(classes);
        move |input| if self.near(input, 1, wanted) { any(input) } else { no(input) }
    }

    /// A unit, and whether it is a plural.
    pub(super) fn unit<'a>(self, input: Tokens<'a>) -> Read<'a, (Unit, bool)> {
        let (rest, item) = self.word(Class::UnitWord)(input)?;
        let meaning = self.meaning(&item);
        match meaning.unit {
            // "Sec." and "Min." are titles; a capital inside a sentence names something ("the Hour", "Day").
            Some(unit) => Ok((rest, (unit, meaning.plural))),
            None => no(input),
        }
    }

    pub(super) fn season<'a>(self, input: Tokens<'a>) -> Read<'a, Season> {
        let (rest, item) = self.word(Class::SeasonWord)(input)?;
        match self.meaning(&item).season {
            Some(season) if !self.meaning(&item).plural => Ok((rest, season)),
            _ => no(input),
        }
    }

    pub(super) fn day_part<'a>(self, input: Tokens<'a>) -> Read<'a, (DayPart, bool)> {
        let (rest, item) = self.word(Class::PartWord)(input)?;
        match self.meaning(&item).part {
            Some(part) => Ok((rest, (part, self.meaning(&item).plural))),
            None => no(input),
        }
    }

    /// A weekday, 1 to 7. A short form needs a capital letter, and takes its full stop.
    pub(super) fn weekday<'a>(self, input: Tokens<'a>) -> Read<'a, (i8, Item<'a>)> {
        let (rest, item) = self.word(Class::Weekday)(input)?;
        let meaning = self.meaning(&item);
        if !item.token.is_capital() && meaning.short {
            return no(input);
        }
        if meaning.short {
            let (rest, stop) = opt(when(|i| i.text() == "." && tight(i))).parse(rest)?;
            let (_, dated) = opt(|i| self.month(i)).parse(skip_comma(rest))?;
            let (_, numbered) = opt(when(|i| matches!(i.token.shape, Shape::Digits | Shape::Alnum)))
                .parse(skip_comma(rest))?;
            if dated.is_none() && numbered.is_none() && (stop.is_none() || rest.get(0).is_none()) {
                return no(input);
            }
            return Ok((rest, (meaning.weekday, item)));
        }
        Ok((rest, (meaning.weekday, item)))
    }

    /// A month, with the full stop of a shortened one.
    pub(super) fn month<'a>(self, input: Tokens<'a>) -> Read<'a, i8> {
        let (rest, item) = self.word(Class::Month)(input)?;
        let meaning = self.meaning(&item);
        // "may" and "march" in lower case are months only beside a number, as shortened months are.
        let sure = meaning.capital || item.text().len() < 4;
        let numbered = |at: Option<usize>| {
            at.and_then(|at| input.clean.tokens.get(at))
                .is_some_and(|t| matches!(t.shape, Shape::Digits | Shape::Alnum))
        };
        if !item.token.is_capital()
            && sure
            && !numbered(Some(rest.start as usize))
            && !numbered((input.start as usize).checked_sub(1))
            && !self.spelled_beside(input, rest)
        {
            return no(input);
        }
        if item.text().len() <= 4 {
            let (after, stop) = opt(when(|i| i.text() == "." && tight(i))).parse(rest)?;
            // A full stop that ends the sentence is not the month's.
            if stop.is_some() && after.get(0).is_some() {
                return Ok((after, meaning.month));
            }
        }
        Ok((rest, meaning.month))
    }

    /// Whether an ordinal in words makes a month of "may": "fourth of may", "may the eleventh". "May first" is a verb.
    fn spelled_beside(self, input: Tokens, rest: Tokens) -> bool {
        let of = input.start.checked_sub(2).is_some_and(|at| {
            let two = Tokens { start: at, end: input.start, ..input };
            number::ordinal(self.numbers)(two).is_ok_and(|(rest, _)| self.sees(rest, Class::Of))
        });
        let after = self.word(Class::The)(rest).map_or(rest, |(rest, _)| rest);
        of || self.day_ordinal(after).is_ok_and(|(_, day)| day >= 10)
    }

    /// A day of a month: "6", "22nd", "eighth".
    pub(super) fn day_number<'a>(self, input: Tokens<'a>) -> Read<'a, i8> {
        if let Some(item) = input.get(0)
            && digits(&item)
            && item.text().len() <= 2
        {
            let day = value(item.text()).and_then(|d| i8::try_from(d).ok()).filter(|d| (1..=31).contains(d));
            return match day {
                Some(day) => Ok((any(input)?.0, day)),
                None => no(input),
            };
        }
        self.day_ordinal(input)
    }

    /// "22nd", "eighth".
    pub(super) fn day_ordinal<'a>(self, input: Tokens<'a>) -> Read<'a, i8> {
        let (rest, number) = self.ordinal(input)?;
        match i8::try_from(number) {
            Ok(day) if (1..=31).contains(&day) => Ok((rest, day)),
            _ => no(input),
        }
    }

    pub(super) fn ordinal<'a>(self, input: Tokens<'a>) -> Read<'a, u32> {
        let (rest, number) = number::ordinal(self.numbers)(input)?;
        match number.whole() {
            Some(whole) => Ok((rest, whole)),
            None => no(input),
        }
    }

    /// How many: a number, a range of numbers, "a few", "a couple of", "half a", "several".
    pub(super) fn amount<'a>(self, input: Tokens<'a>) -> Read<'a, Amount> {
        if let Ok((rest, amount)) = self.vague(input) {
            return Ok((rest, amount));
        }
        let (rest, low) = self.count(input)?;
        // "two to three weeks", "12-18 months", "three or four days".
        let joined = opt(nom::branch::alt((
            |i| self.any_of(&[Class::To, Class::Or])(i).map(|(rest, _)| (rest, ())),
            |i| when(|t| is_dash(t.text()))(i).map(|(rest, _)| (rest, ())),
        )))
        .parse(rest)?;
        if let (after, Some(())) = joined
            && let Ok((after, high)) = self.count(after)
            && high > low
        {
            return Ok((after, Amount::Number { stated: low, within: Interval::closed(low, high) }));
        }
        Ok((rest, Amount::exact(low)))
    }

    /// A number of things.
    pub(super) fn count<'a>(self, input: Tokens<'a>) -> Read<'a, Decimal> {
        if let Ok((rest, number)) = number::cardinal(self.numbers)(input)
            && let Some(value) = number.amount.single()
        {
            // "two and half years".
            if let Ok((after, _)) =
                self.word(Class::And)(rest).and_then(|(after, _)| self.word(Class::Half)(after))
                && self.sees(after, Class::UnitWord)
            {
                return Ok((after, (value + Decimal::new(5, 1)).normalize()));
            }
            return Ok((rest, value.normalize()));
        }
        // "half a year", "half an hour", "half-hour".
        let (rest, _) = self.word(Class::Half)(input)?;
        let (rest, _) = opt(hyphen).parse(rest)?;
        let (rest, _) = opt(self.word(Class::A)).parse(rest)?;
        Ok((rest, Decimal::new(5, 1)))
    }

    /// "a few", "several", "the many", "dozens of", "a couple of" (which is two).
    fn vague<'a>(self, input: Tokens<'a>) -> Read<'a, Amount> {
        if let Ok((rest, _)) = number::vague(self.numbers)(input) {
            let (rest, _) = opt(self.word(Class::Of)).parse(rest)?;
            return Ok((rest, Amount::Vague));
        }
        let (rest, a) = opt(self.word(Class::A)).parse(input)?;
        let (rest, item) = self.any_of(&[Class::Several, Class::Couple])(rest)?;
        // "the fourth time in as many years" counts times.
        if input.start.checked_sub(1).is_some_and(|b| input.clean.token(b) == "as") {
            return no(input);
        }
        // "a several-year tenure": the article is the noun's.
        if a.is_some() && hyphen(rest).is_ok() {
            return no(input);
        }
        let (rest, _) = opt(self.word(Class::Of)).parse(rest)?;
        if self.words.is(item.word, Class::Couple) {
            return Ok((rest, Amount::exact(Decimal::TWO)));
        }
        Ok((rest, Amount::Vague))
    }
}

/// Past a comma, if there is one.
pub(super) fn skip_comma(input: Tokens<'_>) -> Tokens<'_> {
    match sign(",")(input) {
        Ok((rest, _)) => rest,
        Err(_) => input,
    }
}
