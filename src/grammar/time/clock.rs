//! Times on the clock.

use super::base::{Grammar, Read, any, digits, hyphen, no, value, when};
use super::expr::{Clock, DayPart, Expr, Point};
use super::words::Class;
use crate::grammar::input::Tokens;
use crate::text::Shape;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

impl Grammar<'_> {
    /// "10 p.m. Wednesday", "noon Saturday", "Monday at 9:30 a.m.", "5 p.m. EST, Nov. 6", "4 in the morning".
    pub(super) fn clock<'a>(self, input: Tokens<'a>) -> Read<'a, Expr> {
        let (rest, clock) = self.clock_time(input)?;
        let (rest, _) = opt(|i| self.zone(i)).parse(rest)?;
        // A day after it, with or without a comma, "on" or "of".
        let after = super::base::skip_comma(rest);
        let (after, _) = opt(self.any_of(&[Class::On, Class::Of])).parse(after)?;
        if let Ok((rest, day)) = self.some_day(after) {
            return Ok((rest, Expr::Clock(clock, Some(Box::new(day)))));
        }
        Ok((rest, Expr::Clock(clock, None)))
    }

    /// A day as a time on the clock may have it beside it.
    fn some_day<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let (rest, point) =
            alt((|i| self.dated(i), |i| self.weekday_point(i), |i| self.today(i))).parse(input)?;
        match point {
            Point::Day { .. } | Point::Weekday { .. } | Point::Today(_) | Point::Feast { .. } => {
                Ok((rest, point))
            }
            _ => no(input),
        }
    }

    fn clock_time<'a>(self, input: Tokens<'a>) -> Read<'a, Clock> {
        let (rest, first) = any(input)?;
        if self.words.is(first.word, Class::Noon) {
            return Ok((rest, Clock { hour: 12, minute: Some(0), second: None }));
        }
        if self.words.is(first.word, Class::Midnight) {
            return Ok((rest, Clock { hour: 24, minute: Some(0), second: None }));
        }
        if first.token.shape == Shape::Alnum {
            return self.glued(input, first.text());
        }
        if !digits(&first) {
            return self.spelled_hour(input);
        }
        if let Ok((rest, clock)) = self.clock_digits(input) {
            if let Ok((rest, clock)) = self.meridiem(rest, clock) {
                return Ok((rest, clock));
            }
            let zoned = self.zone(rest).is_ok();
            let before = input.start.checked_sub(1).and_then(|b| input.words.get(b as usize));
            let at = before.is_some_and(|&w| {
                [Class::At, Class::By, Class::Until, Class::Since, Class::Approx, Class::From, Class::To]
                    .iter()
                    .any(|&c| self.words.is(w, c))
            });
            return if zoned || at { Ok((rest, clock)) } else { no(input) };
        }
        let Some(hour) = value(first.text())
            .filter(|&h| h <= 24 && first.text().len() <= 2)
            .and_then(|h| u8::try_from(h).ok())
        else {
            return no(input);
        };
        // "9.30 a.m." is one token of digits; it is not read here.
        self.meridiem(rest, Clock { hour, minute: None, second: None })
    }

    /// "5pm", "1900hrs".
    fn glued<'a>(self, input: Tokens<'a>, text: &str) -> Read<'a, Clock> {
        let (rest, _) = any(input)?;
        let cut = text.len() - text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let Some(number) = text.get(..cut).filter(|n| n.len() <= 2).and_then(value) else { return no(input) };
        let evening = match text.get(cut..) {
            Some("am" | "AM") => false,
            Some("pm" | "PM") => true,
            _ => return no(input),
        };
        match u8::try_from(number) {
            Ok(hour) if (1..=12).contains(&hour) => {
                Ok((rest, Clock { hour: half_day(hour, evening), minute: Some(0), second: None }))
            }
            _ => no(input),
        }
    }

    /// "three o'clock", "four in the morning".
    fn spelled_hour<'a>(self, input: Tokens<'a>) -> Read<'a, Clock> {
        let (rest, number) = self.count(input)?;
        let hour = u8::try_from(number).unwrap_or(0);
        if !number.is_integer() || !(1..=12).contains(&hour) {
            return no(input);
        }
        self.meridiem(rest, Clock { hour, minute: None, second: None })
    }

    /// "a.m.", "pm", "o'clock", "in the morning": makes an hour of the day of an hour of the clock.
    fn meridiem<'a>(self, input: Tokens<'a>, clock: Clock) -> Read<'a, Clock> {
        if clock.hour > 12 {
            return no(input);
        }
        let (rest, _) = opt(hyphen).parse(input)?;
        let (rest, item) = any(rest)?;
        let minute = Some(clock.minute.unwrap_or(0));
        let with = |evening| Clock { hour: half_day(clock.hour, evening), minute, ..clock };
        if self.words.is(item.word, Class::Am) && (item.text() != "am" || item.token.spaced) {
            return Ok((rest, with(false)));
        }
        if self.words.is(item.word, Class::Pm) {
            return Ok((rest, with(true)));
        }
        if self.words.is(item.word, Class::OClock) {
            let (rest, part) = opt(|i| self.in_the_part(i)).parse(rest)?;
            return Ok((rest, with(part.is_some_and(|p| p != DayPart::Morning))));
        }
        match self.in_the_part(input) {
            Ok((rest, part)) => {
                Ok((rest, with(part != DayPart::Morning && (part != DayPart::Night || clock.hour >= 5))))
            }
            Err(_) => no(input),
        }
    }

    fn in_the_part<'a>(self, input: Tokens<'a>) -> Read<'a, DayPart> {
        let (rest, preposition) = self.any_of(&[Class::In, Class::At])(input)?;
        let rest =
            if self.words.is(preposition.word, Class::In) { self.word(Class::The)(rest)?.0 } else { rest };
        let (rest, (part, plural)) = self.day_part(rest)?;
        if plural { no(input) } else { Ok((rest, part)) }
    }

    /// "EST", "GMT", "Eastern time", "local time".
    fn zone<'a>(self, input: Tokens<'a>) -> Read<'a, ()> {
        let (rest, item) = when(|i| {
            self.words.is(i.word, Class::Zone) && i.token.is_capital() || self.words.is(i.word, Class::Local)
        })(input)?;
        let named = item.token.shape != Shape::Upper;
        let (rest, time) = opt(self.word(Class::Time)).parse(rest)?;
        if named && time.is_none() { no(input) } else { Ok((rest, ())) }
    }
}

/// The hour of the day of an hour on a clock face.
fn half_day(hour: u8, evening: bool) -> u8 {
    match (hour, evening) {
        (12, false) => 0,
        (12, true) => 12,
        (hour, true) if hour < 12 => hour + 12,
        (hour, _) => hour,
    }
}
