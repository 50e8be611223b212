//! Fractions, and the numbers that have one in them.

use super::words::{Glue, NumberWords};
use super::{Form, Number, Read, digits, joint, skip, spelled};
use crate::grammar::input::Tokens;
use crate::interval::Interval;
use crate::text::Shape;
use rust_decimal::Decimal;

/// "two-thirds", "half", "a quarter", "3/4", "½".
pub(super) fn part_of_one(words: &NumberWords, input: Tokens) -> Read {
    let first = input.get(0)?;
    if first.token.shape == Shape::Digits {
        if let Some(read) = slashed(&input) {
            return Some(read);
        }
        if !first.text.is_ascii() {
            let value = digits::plain(first.text).filter(|&v| v < Decimal::ONE)?;
            return Some((rounded(value), 1));
        }
    }
    let meaning = words.get(first.word);
    if let Some((denominator, false)) = meaning.part.filter(|_| meaning.ordinal.is_none()) {
        // "half" by itself; "quarter" wants something before it.
        return (denominator == 2).then(|| quotient(1, denominator, 1)).flatten();
    }
    let (numerator, taken) = if meaning.glue == Some(Glue::Article) {
        (1, 1)
    } else {
        let (number, taken) = spelled::cardinal(words, input)?;
        (number.whole()?, taken)
    };
    let at = joint(&input, taken);
    let (denominator, plural) = words.get(input.get(at)?.word).part?;
    (plural == (numerator != 1)).then_some(())?;
    quotient(numerator, denominator, at + 1)
}

/// "half a million", "a quarter of a million", "half-dozen".
pub(super) fn of_multiplier(words: &NumberWords, input: Tokens) -> Read {
    let first = words.get(input.get(0)?.word);
    // "quarter-million" needs nothing before it here.
    let bare = first.part.filter(|p| !p.1 && first.ordinal.is_none());
    let (part, taken) = match bare {
        Some((denominator, _)) => quotient(1, denominator, 1)?,
        None => part_of_one(words, input)?,
    };
    if part.form != Form::Fraction || part.amount.single().is_none() {
        return None;
    }
    let glue = |at: u32, glue: Glue| input.get(at).is_some_and(|i| words.get(i.word).glue == Some(glue));
    let mut at = joint(&input, taken);
    if glue(at, Glue::Of) {
        at = joint(&input, at + 1);
    }
    if glue(at, Glue::Article) {
        at = joint(&input, at + 1);
    }
    multiplied(words, &input, part.value, at).map(|(value, at)| (Number::exact(value, Form::Words), at))
}

/// "one and a half", "5 1/2", "two and three-quarters million".
pub(super) fn mixed(words: &NumberWords, input: Tokens) -> Read {
    let (whole, taken) = spelled::cardinal(words, input).filter(|(n, _)| n.value.is_integer())?;
    let at = joint(&input, taken);
    let next = input.get(at)?;
    let (part, at) = if words.get(next.word).glue == Some(Glue::And) {
        let from = joint(&input, at + 1);
        let (part, taken) = part_of_one(words, skip(input, from))?;
        // "one and a third" is as a rule the next in a row, and "two and half" is two things.
        let last = words.get(input.get(from + taken - 1)?.word);
        let single = last.part.is_some_and(|p| !p.1);
        if (single && last.ordinal.is_some()) || (taken == 1 && next.token.spaced) {
            return None;
        }
        (part, from + taken)
    } else if next.token.shape == Shape::Digits && whole.form == Form::Digits {
        let (part, taken) = slashed(&skip(input, at))
            .or_else(|| (!next.text.is_ascii()).then(|| part_of_one(words, skip(input, at))).flatten())?;
        (part, at + taken)
    } else {
        return None;
    };
    let value = whole.value.checked_add(part.value)?;
    let exact = part.amount.single().is_some();
    let form = if whole.form == Form::Digits { Form::Mixed } else { Form::Words };
    if let Some((value, at)) = exact.then(|| multiplied(words, &input, value, joint(&input, at))).flatten() {
        return Some((Number::exact(value, form), at));
    }
    let shift = |n: Decimal| n.checked_add(whole.value);
    let amount = match (part.amount.low.limit(), part.amount.high.limit()) {
        (Some(low), Some(high)) => Interval::closed(shift(low)?, shift(high)?),
        _ => return None,
    };
    Some((Number { amount, ..Number::exact(value, form) }, at))
}

/// A multiplier or a lot at a distance: "million", "dozen".
fn multiplied(words: &NumberWords, input: &Tokens, value: Decimal, at: u32) -> Option<(Decimal, u32)> {
    let item = input.get(at)?;
    let meaning = words.get(item.word);
    let by = meaning.multiplier.or(meaning.lot.map(u64::from))?;
    Some((value.checked_mul(by.into())?, at + 1))
}

/// "3/4", but not "9/11" or "1/2/2020".
fn slashed(input: &Tokens) -> Read {
    let close = |at: u32| input.get(at).filter(|i| !i.token.spaced);
    close(1).filter(|i| matches!(i.text, "/" | "⁄"))?;
    let whole = |text: &str| -> Option<u32> {
        (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let (numerator, denominator) = (whole(input.get(0)?.text)?, whole(close(2)?.text)?);
    let usual = matches!(denominator, 2..=6 | 8..=10 | 12 | 16 | 20 | 32 | 64 | 100);
    if !usual || numerator == 0 || numerator >= denominator || close(3).is_some_and(|i| i.text == "/") {
        return None;
    }
    quotient(numerator, denominator.into(), 3)
}

fn quotient(numerator: u32, denominator: u64, taken: u32) -> Read {
    let value = Decimal::from(numerator).checked_div(denominator.into())?;
    if value.checked_mul(denominator.into()) == Some(numerator.into()) {
        return Some((Number::exact(value.normalize(), Form::Fraction), taken));
    }
    Some((rounded(value), taken))
}

/// A fraction whose decimals do not end: the two neighbours that hold it, where it was rounded.
fn rounded(value: Decimal) -> Number {
    let last_place = Decimal::new(1, value.scale());
    let inexact = value.scale() >= 27;
    let amount = match (value.checked_sub(last_place), value.checked_add(last_place)) {
        (Some(low), Some(high)) if inexact => Interval::closed(low, high),
        _ => Interval::point(value),
    };
    Number { amount, ..Number::exact(value, Form::Fraction) }
}
