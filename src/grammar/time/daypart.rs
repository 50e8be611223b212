//! Parts of a day.

use super::base::{Grammar, Read, any, hyphen, no};
use super::expr::{DayPart, Expr, Grain, Point, Unit, Which};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::relative::YEAR;

impl Grammar<'_> {
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
            Which::The if part == DayPart::Night && self.sees(rest, Class::Before) => {
                let (rest, _) = self.word(Class::Before)(rest)?;
                let (rest, _) = self.word(Class::Last)(rest)?;
                return Ok((rest, Expr::Part(part, Some(Box::new(Point::Today(-2))))));
            }
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
}
