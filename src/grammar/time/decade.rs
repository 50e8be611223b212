//! Decades and centuries.

use super::base::{Grammar, Read, any, digits, hyphen, no, value, when};
use super::expr::{Grain, Point};
use super::words::Class;
use crate::grammar::input::Tokens;
use crate::grammar::number;
use crate::text::Shape;
use nom::Parser;
use nom::combinator::opt;

impl Grammar<'_> {
    /// "the 1980s", "the '80s", "the 1980's", "the eighties", "the 490s BC".
    pub(super) fn decade<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, the) = opt(self.word(Class::The)).parse(input)?;
        let (rest, quote) = opt(when(|i| matches!(i.text(), "'" | "’" | "‘" | "`"))).parse(rest)?;
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
        let (number, rest) = if item.token.shape == Shape::Alnum && item.text().ends_with('s') {
            (&item.text()[..item.text().len() - 1], rest)
        } else if digits(&item) && matches!(item.text().len(), 2 | 4) {
            let (rest, _) = when(|i| i.token.shape == Shape::Possessive && i.text().len() > 1)(rest)?;
            if the.is_none() {
                return no(input);
            }
            (item.text(), rest)
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
    pub(super) fn century<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
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
}
