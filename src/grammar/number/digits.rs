//! Numbers in digits.

use super::{Form, Number, Read, skip};
use crate::grammar::input::Tokens;
use crate::text::Shape;
use nom::error::{Error, ErrorKind};
use nom::{Err, IResult};
use rust_decimal::Decimal;

/// A number in digits, with its groups: "1,234.5", "1 234", ".300".
pub fn digits(input: Tokens) -> IResult<Tokens, Number> {
    match read(input) {
        Some((number, taken)) => Ok((skip(input, taken), number)),
        None => Err(Err::Error(Error::new(input, ErrorKind::Digit))),
    }
}

pub(super) fn read(input: Tokens) -> Read {
    let first = input.get(0)?;
    if first.text() == "." && first.token.spaced {
        // ".300": a full stop that begins a word, with digits close behind it.
        let rest = input.get(1).filter(|i| !i.token.spaced && i.token.shape == Shape::Digits)?;
        let digits = rest.text().bytes().all(|b| b.is_ascii_digit()).then_some(rest.text())?;
        let value =
            Decimal::try_from_i128_with_scale(mantissa(digits)?, u32::try_from(digits.len()).ok()?).ok()?;
        return Some((Number::exact(value, Form::Digits), 2));
    }
    if first.token.shape != Shape::Digits {
        return None;
    }
    if let Some(read) = spaced_groups(&input, first.text()) {
        return Some(read);
    }
    let value = plain(first.text())?;
    let form = if first.text().is_ascii() { Form::Digits } else { Form::Mixed };
    Some((Number::exact(value, form), 1))
}

/// "1 234 567": up to three digits, then threes. What is followed by digits in another grouping is no such number.
fn spaced_groups(input: &Tokens, first: &str) -> Read {
    let three = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    let leads = (1..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_digit())
        && !first.starts_with('0');
    if !leads || !input.get(1).is_some_and(|i| three(i.text().split('.').next().unwrap_or(""))) {
        return None;
    }
    let mut value = mantissa(first)?;
    let mut taken = 1;
    let mut decimals = None;
    while let Some(item) = input.get(taken).filter(|i| i.token.spaced && i.token.shape == Shape::Digits) {
        let (group, rest) = item.text().split_once('.').map_or((item.text(), None), |(g, d)| (g, Some(d)));
        if !three(group) || decimals.is_some() {
            return None;
        }
        decimals = rest;
        // More than seven groups fit no number that prose states.
        if taken > 7 {
            return None;
        }
        value = value.checked_mul(1000)?.checked_add(mantissa(group)?)?;
        taken += 1;
    }
    (taken > 1).then_some(())?;
    let mut scale = 0;
    if let Some(decimals) = decimals.filter(|d| d.bytes().all(|b| b.is_ascii_digit())) {
        scale = u32::try_from(decimals.len()).ok().filter(|&s| s < 10)?;
        value = value.checked_mul(10_i128.checked_pow(scale)?)?.checked_add(mantissa(decimals)?)?;
    }
    Some((Number::exact(Decimal::try_from_i128_with_scale(value, scale).ok()?, Form::Digits), taken))
}

fn mantissa(digits: &str) -> Option<i128> {
    if digits.is_empty() || digits.len() > 28 {
        return None;
    }
    Some(digits.bytes().fold(0, |n, b| n * 10 + i128::from(b - b'0')))
}

/// The value of a token of digits: "1,234.5", "½", "3½". Nothing for what is no number: "1.2.3", "1,23", 40 digits.
///
/// ```
/// use dateline::grammar::number::plain;
/// assert_eq!(plain("1,234.5").unwrap().to_string(), "1234.5");
/// assert!(plain("192.168.1.1").is_none());
/// ```
pub fn plain(text: &str) -> Option<Decimal> {
    if text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<u32>().ok().map(Decimal::from);
    }
    let ascii = text.find(|c: char| !c.is_ascii()).unwrap_or(text.len());
    let (number, vulgar) = text.split_at(ascii);
    let part = match vulgar {
        "" => Decimal::ZERO,
        _ => vulgar_fraction(vulgar)?,
    };
    if number.is_empty() {
        return (!vulgar.is_empty()).then_some(part);
    }
    let (whole, decimals) = match number.split_once('.') {
        Some((whole, decimals)) => (whole, decimals),
        None => (number, ""),
    };
    if decimals.len() > 28 || whole.len() > 40 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if decimals.is_empty() && number.ends_with('.') {
        return None;
    }
    let mut value: i128 = 0;
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = first.len() < whole.len();
    if first.is_empty() || (grouped && first.len() > 3) {
        return None;
    }
    // Threes, or as in India twos before the last three.
    let last = whole.len().checked_sub(3);
    let mut start = 0;
    for (index, group) in std::iter::once(first).chain(groups).enumerate() {
        let long = group.len() == 3 || (group.len() == 2 && Some(start) != last && first.len() <= 2);
        if (index > 0 && !long) || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        if index > 0 && start + group.len() == whole.len() && group.len() != 3 {
            return None;
        }
        start += group.len() + 1;
        for b in group.bytes() {
            value = value.checked_mul(10)?.checked_add(i128::from(b - b'0'))?;
        }
    }
    for b in decimals.bytes() {
        value = value.checked_mul(10)?.checked_add(i128::from(b - b'0'))?;
    }
    let number = Decimal::try_from_i128_with_scale(value, u32::try_from(decimals.len()).ok()?).ok()?;
    if vulgar.is_empty() { Some(number) } else { number.checked_add(part) }
}

/// "½" as a decimal; thirds are rounded to 28 digits.
fn vulgar_fraction(text: &str) -> Option<Decimal> {
    let (numerator, denominator) = match text {
        "½" => (1, 2),
        "⅓" => (1, 3),
        "⅔" => (2, 3),
        "¼" => (1, 4),
        "¾" => (3, 4),
        "⅕" => (1, 5),
        "⅖" => (2, 5),
        "⅗" => (3, 5),
        "⅘" => (4, 5),
        "⅙" => (1, 6),
        "⅚" => (5, 6),
        "⅛" => (1, 8),
        "⅜" => (3, 8),
        "⅝" => (5, 8),
        "⅞" => (7, 8),
        _ => return None,
    };
    Decimal::from(numerator).checked_div(Decimal::from(denominator))
}

/// Digits and the letters glued to them: "9.8m" is (9.8, "m").
pub(crate) fn split(text: &str) -> Option<(Decimal, &str)> {
    let letters = text.find(|c: char| c.is_alphabetic())?;
    let value = plain(&text[..letters])?;
    let letters = &text[letters..];
    letters.chars().all(char::is_alphabetic).then_some((value, letters))
}
