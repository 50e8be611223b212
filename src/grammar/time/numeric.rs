//! Dates in figures.

use super::base::{Grammar, Read, digits, is_dash, no, tight, value, when};
use super::expr::{Point, Which, Year};
use super::words::Class;
use crate::grammar::input::{Item, Tokens};
use crate::text::Shape;

impl Grammar<'_> {
    /// "2024-02-22", "10/23/1999", "23.10.1999", "2024/02/22".
    pub(super) fn numeric<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        if let Some(item) = input.get(0)
            && item.token.shape == Shape::Digits
            && let Some(date) = dotted(item.text())
        {
            return Ok((Tokens { start: input.start + 1, ..input }, date));
        }
        let (rest, a) = when(digits)(input)?;
        // "133-03-03-2020" is the number of something.
        let before =
            |back: u32| input.start.checked_sub(back).and_then(|b| input.clean.tokens.get(b as usize));
        let joined = before(1).map_or("", |t| t.span.cut(&input.clean.text));
        let code = before(2).is_some_and(|t| t.shape == Shape::Digits && t.span.len() != 4);
        if tight(&a) && is_dash(joined) && code {
            return no(input);
        }
        if let Ok(found) = year_month(rest, a.text()) {
            return Ok(found);
        }
        if !matches!(joined, "/" | "-" | "–")
            && let Ok(found) = month_year(rest, a.text())
        {
            return Ok(found);
        }
        let (rest, first) = when(|i| matches!(i.text(), "-" | "/" | "." | "–") && tight(i))(rest)?;
        let (rest, b) = when(|i| digits(i) && tight(i) && i.text().len() <= 2)(rest)?;
        let (rest, _) = when(|i| i.text() == first.text() && tight(i))(rest)?;
        let (rest, c) = when(|i| digits(i) && tight(i))(rest)?;
        if rest.get(0).is_some_and(|i| {
            tight(&i) && (i.text() == first.text() && first.text() != "." || i.token.shape == Shape::Digits)
        }) {
            return no(input);
        }
        let (Some(x), Some(y), Some(z)) = (value(a.text()), value(b.text()), value(c.text())) else {
            return no(input);
        };
        let (year, month, day) = match (a.text().len(), c.text().len()) {
            (4, 1..=2) => (x, y, z),
            (1..=2, 4) if x > 12 || first.text() == "." => (z, y, x),
            (1..=2, 4) => (z, x, y),
            (1..=2, 2) if first.text() == "/" => (
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
    let (rest, _) = when(|i| i.text() == "-" && tight(i))(input)?;
    let (rest, month) = when(|i| digits(i) && tight(i) && i.text().len() == 2)(rest)?;
    let Some((written, month)) = value(year).zip(value(month.text())) else { return no(input) };
    let goes_on = rest.get(0).is_some_and(|i| tight(&i) && (is_dash(i.text()) || i.token.is_word()));
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

/// "11/2016": a month.
fn month_year<'a>(input: Tokens<'a>, month: &str) -> Read<'a, Point> {
    let (rest, _) = when(|i| i.text() == "/" && tight(i))(input)?;
    let (rest, year) = when(|i| digits(i) && tight(i) && i.text().len() == 4)(rest)?;
    let (Some(month), Some(year)) = (value(month), value(year.text())) else { return no(input) };
    let goes_on =
        rest.get(0).is_some_and(|i| tight(&i) && (is_dash(i.text()) || i.text() == "/" || i.token.is_word()));
    if !(1..=12).contains(&month) || !(1900..=2099).contains(&year) || goes_on {
        return no(input);
    }
    let (year, month) = (i32::try_from(year).unwrap_or(0), i8::try_from(month).unwrap_or(1));
    Ok((rest, Point::Month { year: Year::Given(year), month, which: Which::Bare }))
}

impl Grammar<'_> {
    /// "2019/Sep/01", "23-Sep-2020", "22/Jan/2019".
    pub(super) fn slashed<'a>(self, input: Tokens<'a>) -> Read<'a, Point> {
        let joint = |i: &Item<'a>| matches!(i.text(), "-" | "/") && tight(i);
        let (rest, a) = when(digits)(input)?;
        let (rest, first) = when(joint)(rest)?;
        let (rest, name) = self.word(Class::Month)(rest)?;
        let month = self.meaning(&name).month;
        let (rest, _) = when(|i| i.text() == first.text() && tight(i))(rest)?;
        let (rest, c) = when(|i| digits(i) && tight(i))(rest)?;
        let (year, day) = match (a.text().len(), c.text().len()) {
            (4, 1..=2) => (a.text(), c.text()),
            (1..=2, 4) => (c.text(), a.text()),
            _ => return no(input),
        };
        let (Some(year), Some(day)) = (value(year), value(day)) else { return no(input) };
        if !(1000..=2999).contains(&year) || !(1..=31).contains(&day) {
            return no(input);
        }
        let (year, day) = (i32::try_from(year).unwrap_or(0), i8::try_from(day).unwrap_or(1));
        let year = Year::Given(year);
        Ok((rest, Point::Day { year, month: Some(month), day, weekday: None, which: Which::Bare }))
    }
}
