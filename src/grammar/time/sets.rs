//! What recurs.

use super::base::{Grammar, Read, hyphen, no, when};
use super::expr::{Amount, DayPart, Grain, Length, Set, Unit};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use crate::grammar::number;
use nom::Parser;
use nom::combinator::opt;
use rust_decimal::Decimal;

impl Grammar<'_> {
    /// "daily", "every month", "each Tuesday", "Tuesday nights", "Mondays", "each July", "a year" after a price.
    pub(super) fn set<'a>(self, input: Tokens<'a>) -> Read<'a, Set> {
        let (rest, first) = self.any_of(&[
            Class::Often,
            Class::Weekdays,
            Class::Weekday,
            Class::Per,
            Class::Each,
            Class::Bi,
            Class::Semi,
            Class::UnitWord,
            Class::PartWord,
        ])(input)?;
        let meaning = self.meaning(&first);
        let every = |count: u32, grain| {
            Set::Every(Length {
                parts: vec![(
                    Amount::exact(Decimal::from(count)),
                    Unit { grain, times: 1, weekend: false, loose: false },
                )],
            })
        };
        let inside = first.token.is_capital() && !self.starts_sentence(input, input.start);
        if let Some((grain, times)) = meaning.often {
            return if inside { no(input) } else { Ok((rest, every(times, grain))) };
        }
        // "bi-weekly", "semi-annually".
        if self.words.is(first.word, Class::Bi) || self.words.is(first.word, Class::Semi) {
            let (rest, _) = hyphen(rest)?;
            let (rest, item) = when(|i| self.words.is(i.word, Class::Often))(rest)?;
            return match (self.meaning(&item).often, self.words.is(first.word, Class::Bi)) {
                (Some((grain, 1)), true) => Ok((rest, every(2, grain))),
                (Some((Grain::Year, 1)), false) => Ok((rest, every(6, Grain::Month))),
                _ => no(input),
            };
        }
        // "mornings", by themselves; "nights" are counted and told of one by one.
        if let Some(part) = meaning.part {
            let alone = meaning.plural && part != DayPart::Night && !inside && self.alone(input);
            return if alone { Ok((rest, Set::Part(part))) } else { no(input) };
        }
        // "weekends", by themselves.
        if let Some(unit) = meaning.unit {
            let alone = unit.weekend && meaning.plural && !inside && self.alone(input);
            return if alone { Ok((rest, Set::Weekend)) } else { no(input) };
        }
        if self.words.is(first.word, Class::Weekdays) && first.token.is_capital() {
            let (rest, part) = opt(|i| self.day_part(i)).parse(rest)?;
            return Ok((rest, Set::Weekday(meaning.weekday, part.map(|(p, _)| p))));
        }
        if self.words.is(first.word, Class::Weekday) {
            let (rest, (weekday, _)) = self.weekday(input)?;
            let (rest, (part, plural)) = self.day_part(rest)?;
            return if plural { Ok((rest, Set::Weekday(weekday, Some(part)))) } else { no(input) };
        }
        if self.words.is(first.word, Class::Per) {
            let (rest, (unit, plural)) = self.unit(rest)?;
            return if plural || unit.loose { no(input) } else { Ok((rest, every(unit.times, unit.grain))) };
        }
        if !self.words.is(first.word, Class::Each) {
            return no(input);
        }
        let (rest, other) = opt(self.any_of(&[Class::Other, Class::Alternate])).parse(rest)?;
        let times = if other.is_some_and(|i| self.words.is(i.word, Class::Alternate)) { 2 } else { 1 };
        if let Ok((rest, (weekday, _))) = self.weekday(rest) {
            let (rest, part) = opt(|i| self.day_part(i)).parse(rest)?;
            return Ok((rest, Set::Weekday(weekday, part.map(|(p, _)| p))));
        }
        if let Ok((rest, month)) = self.month(rest) {
            return Ok((rest, Set::Month(month)));
        }
        if let Ok((rest, season)) = self.season(rest) {
            return Ok((rest, Set::Season(season)));
        }
        // "each season": of a sport, of storms; it comes round with the year.
        if let Ok((rest, _)) = self.word(Class::SeasonNoun)(rest) {
            return Ok((rest, every(times, Grain::Year)));
        }
        if let Ok((rest, (part, false))) = self.day_part(rest) {
            return Ok((rest, Set::Part(part)));
        }
        if let Ok((rest, (unit, false))) = self.unit(rest) {
            return if unit.grain == Grain::Second {
                no(input)
            } else {
                Ok((rest, Set::Every(Length { parts: vec![(Amount::exact(Decimal::from(times)), unit)] })))
            };
        }
        let (rest, amount) = self.amount(rest)?;
        let (rest, (unit, _)) = self.unit(rest)?;
        Ok((rest, Set::Every(Length { parts: vec![(amount, unit)] })))
    }

    /// Whether nothing before it counts it or picks some of it: "three weekends", "recent weekends".
    fn alone(self, input: Tokens) -> bool {
        const PICKS: u128 = bits(&[
            Class::This,
            Class::That,
            Class::Last,
            Class::Next,
            Class::Past,
            Class::Coming,
            Class::Previous,
            Class::Following,
            Class::Recent,
            Class::First,
            Class::Other,
            Class::Several,
            Class::Couple,
            Class::Of,
        ]);
        let Some(before) = input.start.checked_sub(1) else { return true };
        let here = Tokens { start: before, end: input.start, ..input };
        !self.near(here, 1, PICKS) && number::cardinal(self.numbers)(here).is_err()
    }
}
