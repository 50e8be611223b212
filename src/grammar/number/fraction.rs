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
        if !first.text().is_ascii() {
            let value = digits::plain(first.text()).filter(|&v| v < Decimal::ONE)?;
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
    let (denominator, plural, end) = denominator(words, &input, at)?;
    // "a two-third majority" is as good as "two-thirds".
    let agrees = plural == (numerator != 1) || (at > taken && (2..10).contains(&numerator));
    (agrees && denominator > 1 && numerator < 1000).then_some(())?;
    quotient(numerator, denominator, end)
}

/// "fifth", "fifths", "twenty-fifths": the denominator, whether it is a plural, and one past its last token.
fn denominator(words: &NumberWords, input: &Tokens, at: u32) -> Option<(u64, bool, u32)> {
    let first = words.get(input.get(at)?.word);
    if let Some((denominator, plural)) = first.part {
        return Some((denominator, plural, at + 1));
    }
    let ten = first.cardinal.filter(|n| (20..100).contains(n))?;
    let at = joint(input, at + 1);
    let (unit, plural) = words.get(input.get(at)?.word).part.filter(|&(n, _)| n < 10)?;
    Some((u64::from(ten) + unit, plural, at + 1))
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
    (part.form == Form::Fraction).then_some(())?;
    let glue = |at: u32, glue: Glue| input.get(at).is_some_and(|i| words.get(i.word).glue == Some(glue));
    let mut at = joint(&input, taken);
    if glue(at, Glue::Of) {
        at = joint(&input, at + 1);
    }
    if glue(at, Glue::Article) {
        at = joint(&input, at + 1);
    }
    let (by, at) = multiplier(words, &input, at)?;
    Some((Number { form: Form::Words, ..part.times(by)? }, at))
}

/// "one and a half", "5 1/2", "two and three-quarters million".
pub(super) fn mixed(words: &NumberWords, input: Tokens) -> Read {
    let (mut whole, mut taken) = spelled::cardinal(words, input).filter(|(n, _)| n.value.is_integer())?;
    if words.get(input.get(joint(&input, taken))?.word).part.is_some() {
        // "two million and three quarters": what the whole took behind its "and" is the numerator.
        let and = (1..taken)
            .rev()
            .find(|&t| input.get(t).is_some_and(|i| words.get(i.word).glue == Some(Glue::And)))?;
        let until = Tokens { end: input.start.saturating_add(and).min(input.end), ..input };
        (whole, taken) = spelled::cardinal(words, until).filter(|(n, _)| n.value.is_integer())?;
    }
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
            .or_else(|| (!next.text().is_ascii()).then(|| part_of_one(words, skip(input, at))).flatten())?;
        (part, at + taken)
    } else {
        return None;
    };
    let form = if whole.form == Form::Digits { Form::Mixed } else { Form::Words };
    let (part, at, by) = match multiplier(words, &input, joint(&input, at)) {
        // "one billion and a quarter million": the multiplier is the fraction's.
        Some((by, at)) if whole.multiplier > by => (part.times(by)?, at, Decimal::ONE),
        Some((by, at)) => (part, at, by),
        // "a million and a half": the multiplier is that of both.
        None => (part.times(whole.multiplier)?, at, Decimal::ONE),
    };
    let shift = |n: Decimal| n.checked_add(whole.value);
    let (low, high) = (part.amount.low.limit()?, part.amount.high.limit()?);
    let amount = Interval::closed(shift(low)?, shift(high)?);
    let sum = Number { amount, ..Number::exact(shift(part.value)?, form) };
    let sum = sum.times(by)?;
    let exact = sum.amount.single().map_or(sum.amount, |n| Interval::point(n.normalize()));
    Some((Number { amount: exact, value: sum.value.normalize(), multiplier: by, ..sum }, at))
}

/// A multiplier or a lot at a distance: "million", "dozen".
fn multiplier(words: &NumberWords, input: &Tokens, at: u32) -> Option<(Decimal, u32)> {
    let meaning = words.get(input.get(at)?.word);
    let by = meaning.multiplier.or(meaning.lot.map(u64::from))?;
    Some((by.into(), at + 1))
}

/// "3/4", but not "9/11" or "1/2/2020".
fn slashed(input: &Tokens) -> Read {
    let close = |at: u32| input.get(at).filter(|i| !i.token.spaced);
    close(1).filter(|i| matches!(i.text(), "/" | "⁄"))?;
    let whole = |text: &str| -> Option<u32> {
        (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let (numerator, denominator) = (whole(input.get(0)?.text())?, whole(close(2)?.text())?);
    let usual = matches!(denominator, 2..=6 | 8..=10 | 12 | 16 | 20 | 32 | 64 | 100);
    if !usual || numerator == 0 || numerator >= denominator || close(3).is_some_and(|i| i.text() == "/") {
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
