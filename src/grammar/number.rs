//! Numbers: digits, words and what lies between, as one exact value.
//!
//! ```text
//! cardinal  = mixed | half | spelled ;
//! spelled   = group { multiplier } { ["and"] group { multiplier } } [lot] ;     multipliers fall: thousand after million
//! group     = ("a" | digits | ten ["-"] unit | teen | unit) ["hundred" ["and"] below-hundred] ;
//! mixed     = (spelled | digits) ["and"] fraction [multiplier | lot] ;          "one and a half million", "5 1/2"
//! half      = fraction ["of"] ["a"] (multiplier | lot) ;                        "half a million", "a quarter of a million"
//! fraction  = ("a" | spelled) ["-"] part | digits "/" digits | "½" ;            "two-thirds"
//! digits    = digit { digit | "," three } ["." digit {digit}] { " " three } ;   "1,234.5", "1 234"
//! ordinal   = spelled, the last word an ordinal | digits ("st" | "nd" | "rd" | "th") ;
//! vague     = plural ["of" plural] | ["a"] ("few" | "several" | "couple" ["of"]) multiplier ;
//! ```
//!
//! All arithmetic is checked: what does not fit a [`Decimal`] (28 digits) is no number.

mod digits;
mod fraction;
mod spelled;
mod words;

use super::input::Tokens;
use crate::interval::{Bound, Interval};
use crate::text::Shape;
use nom::error::{Error, ErrorKind};
use nom::{Err, IResult};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub(crate) use digits::split;
pub use digits::{digits, plain};
pub use words::NumberWords;

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value that is written; of a vague number the lowest.
    pub value: Decimal,
    /// What it may be: one value, or more where the value is vague or has no finite decimal expansion ("two-thirds").
    pub amount: Interval<Decimal>,
    /// How it is written.
    pub form: Form,
    /// The magnitude that is said once for the whole number, else 1: a million for "2.5 million", so that in "2 to 3
    /// million" it can be lent to the first.
    pub multiplier: Decimal,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// "1,234", "31.5".
    Digits,
    /// "2.5 million", "9.8m", "3½".
    Mixed,
    /// "thirty-two", "a dozen", "32nd", "one and a half".
    Words,
    /// "two-thirds", "half", "3/4": a part of one.
    Fraction,
    /// "dozens", "several hundred".
    Vague,
}

impl Number {
    /// The number that is exactly `value`.
    pub fn exact(value: Decimal, form: Form) -> Self {
        Number { value, amount: Interval::point(value), form, multiplier: Decimal::ONE }
    }

    /// The number so many times.
    pub fn times(self, multiplier: Decimal) -> Option<Self> {
        let end = |bound: Bound<Decimal>| {
            Some(match bound {
                Bound::Unbounded => bound,
                Bound::Closed(n) => Bound::Closed(n.checked_mul(multiplier)?),
                Bound::Open(n) => Bound::Open(n.checked_mul(multiplier)?),
            })
        };
        let (low, high) = (end(self.amount.low)?, end(self.amount.high)?);
        let amount = if multiplier.is_sign_negative() {
            Interval { low: high, high: low }
        } else {
            Interval { low, high }
        };
        Some(Number { value: self.value.checked_mul(multiplier)?, amount, ..self })
    }

    /// The value as a count, where it is a whole number that fits: for days, years and the like.
    pub fn whole(&self) -> Option<u32> {
        (self.value.is_integer() && self.amount.single().is_some()).then(|| self.value.to_u32()).flatten()
    }
}

/// A number that counts or measures: "31", "thirty-two", "2.5 million", "half a million", "a dozen". Fractions of
/// one, signs and vague numbers are not among them: see [`fraction`] and [`vague`].
pub fn cardinal(words: &NumberWords) -> impl Fn(Tokens) -> IResult<Tokens, Number> {
    move |input| {
        if let Some(number) = alone(words, input) {
            return Ok((skip(input, 1), number));
        }
        let read = fraction::of_multiplier(words, input)
            .or_else(|| fraction::mixed(words, input))
            .or_else(|| spelled::cardinal(words, input));
        finish(input, read, ErrorKind::Digit)
    }
}

/// A place in an order: "32nd", "thirty-second", "first".
pub fn ordinal(words: &NumberWords) -> impl Fn(Tokens) -> IResult<Tokens, Number> {
    move |input| finish(input, spelled::ordinal(words, input), ErrorKind::Alpha)
}

/// A part of one: "two-thirds", "half", "a quarter", "3/4", "½".
pub fn fraction(words: &NumberWords) -> impl Fn(Tokens) -> IResult<Tokens, Number> {
    move |input| finish(input, fraction::part_of_one(words, input), ErrorKind::Digit)
}

/// A number of which only the magnitude is said: "dozens", "hundreds of thousands", "several hundred".
pub fn vague(words: &NumberWords) -> impl Fn(Tokens) -> IResult<Tokens, Number> {
    move |input| finish(input, spelled::vague(words, input), ErrorKind::Digit)
}

/// The number of a first token that nothing behind it can go on: what most numbers are.
fn alone(words: &NumberWords, input: Tokens) -> Option<Number> {
    let first = input.get(0)?;
    if let Some(next) = input.get(1) {
        let closed = next.token.shape == Shape::Mark && !matches!(next.text(), "-" | "‐" | "‑" | "/" | "⁄");
        let word = next.token.is_word() && !words.goes_on(next.word);
        if !closed && !word {
            return None;
        }
    }
    match first.token.shape {
        Shape::Digits => {
            Some(Number::exact(plain(first.text())?, Form::Digits)).filter(|_| first.text().is_ascii())
        }
        Shape::Lower | Shape::Capital => {
            words.value(first.word).map(|n| Number::exact(n.into(), Form::Words))
        }
        _ => None,
    }
}

/// What a reader returns: the number, and how many tokens it took.
type Read = Option<(Number, u32)>;

fn finish(input: Tokens, read: Read, kind: ErrorKind) -> IResult<Tokens, Number> {
    match read {
        Some((number, taken)) => Ok((skip(input, taken), number)),
        None => Err(Err::Error(Error::new(input, kind))),
    }
}

/// The input without its first tokens.
fn skip(input: Tokens, count: u32) -> Tokens {
    Tokens { start: input.start.saturating_add(count).min(input.end), ..input }
}

/// The distance of the next token from `at`, past a hyphen that joins the two.
fn joint(input: &Tokens, at: u32) -> u32 {
    let hyphen = input.get(at).is_some_and(|i| !i.token.spaced && matches!(i.text(), "-" | "‐" | "‑"));
    if hyphen && at > 0 && input.get(at + 1).is_some_and(|i| !i.token.spaced) { at + 1 } else { at }
}

#[cfg(test)]
mod tests;
