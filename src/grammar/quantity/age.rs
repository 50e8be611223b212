//! Ages: "57-year-old", "aged 57", "Smith, 57,", "in his 50s".

use super::bounds::apply;
use super::words::{AGED, DAYS, MONTHS, OLD, PART_OF_DECADE, POSSESSIVE, TO, WEEKS, YEARS};
use super::{Quantity, QuantityKind, Reader};
use crate::grammar::Mark;
use crate::grammar::number::{Number, cardinal};
use crate::interval::Interval;
use crate::text::Shape;
use rust_decimal::Decimal;
use std::ops::Range;

/// What a reader finds: the amount, the number as written, its tokens, all tokens, and the unit.
struct Age {
    amount: Interval<Decimal>,
    stated: Decimal,
    core: Range<u32>,
    all: Range<u32>,
    unit: &'static str,
}

/// Nobody is older.
const OLDEST: u32 = 125;

impl Reader<'_> {
    /// An age whose first token, or whose number, is at a token.
    pub(super) fn age(&self, at: u32) -> Option<Mark<Quantity>> {
        let age = if self.is(at, AGED) {
            self.aged(at)
        } else {
            self.years_old(at).or_else(|| self.apposed(at)).or_else(|| self.decade(at))
        }?;
        let mut amount = age.amount;
        let mut start = age.all.start;
        let mut approximate = false;
        if let Some((hedge, from)) = self.words.before.before(&self.tokens, start, self.floor) {
            amount = apply(hedge, amount);
            approximate = amount.is_bounded() && amount.single().is_none();
            start = from;
        }
        let tokens = start..age.all.end;
        let what = Quantity {
            amount,
            stated: age.stated,
            kind: QuantityKind::Age,
            unit: age.unit.into(),
            approximate,
            core: self.span(age.core),
        };
        Some(Mark { what, span: self.span(tokens.clone()), tokens })
    }

    fn number(&self, at: u32) -> Option<(Number, u32)> {
        cardinal(self.numbers)(self.from(at)).ok().map(|(rest, number)| (number, rest.start))
    }

    /// "aged 57", "ages 5 to 12"
    fn aged(&self, at: u32) -> Option<Age> {
        let (first, end) = self.number(at + 1)?;
        let stated = Decimal::from(first.whole().filter(|&n| n <= OLDEST)?);
        let connects = self.is(end, TO) || matches!(self.text(end), "-" | "–");
        let second = connects.then(|| self.number(end + 1)).flatten();
        let second =
            second.and_then(|(n, end)| Some((Decimal::from(n.whole()?), end))).filter(|s| s.0 > stated);
        let (amount, end) = match second {
            Some((last, end)) => (Interval::closed(stated, last), end),
            None => (Interval::point(stated), end),
        };
        Some(Age { amount, stated, core: at + 1..end, all: at..end, unit: "year" })
    }

    /// "57-year-old", "57 years old", "ten months of age"
    fn years_old(&self, at: u32) -> Option<Age> {
        let (number, end) = self.number(at)?;
        let unit_at = self.joint(end);
        let unit = match () {
            () if self.is(unit_at, YEARS) => "year",
            () if self.is(unit_at, MONTHS) => "month",
            () if self.is(unit_at, WEEKS) => "week",
            () if self.is(unit_at, DAYS) => "day",
            () => return None,
        };
        let old = self.joint(unit_at + 1);
        let end_all = if self.is(old, OLD) {
            old + 1
        } else if self.numbers.is_of(self.word(old)) && self.is(old + 1, AGED) {
            old + 2
        } else {
            return None;
        };
        Some(Age { amount: number.amount, stated: number.value, core: at..end, all: at..end_all, unit })
    }

    /// "Smith, 57," and "Smith (57)": digits set off behind a capitalised word.
    fn apposed(&self, at: u32) -> Option<Age> {
        let token = self.token(at).filter(|t| t.shape == Shape::Digits)?;
        let years: u32 = token.span.cut(&self.tokens.clean.text).parse().ok()?;
        let open = at.checked_sub(2).filter(|&n| n >= self.floor)? + 1;
        let close = self.text(at + 1);
        let set_off = match self.text(open) {
            "," => {
                matches!(close, "," | ";" | ".") || self.token(at + 1).is_none() || self.is_of_a_place(at + 1)
            }
            "(" => close == ")",
            _ => false,
        };
        // "Lee Jr., 57," and "Lee III, 57,".
        let last = open - 1 - u32::from(self.text(open - 1) == "." && open > 1 + self.floor);
        let name = self.token(last)?;
        let numeral = name.shape == Shape::Upper
            && matches!(self.text(last), "II" | "III" | "IV" | "V")
            && last.checked_sub(1).and_then(|b| self.token(b)).is_some_and(|t| t.is_capital());
        let is_name = matches!(name.shape, Shape::Capital | Shape::Mixed) && name.span.len() > 1 || numeral;
        if last < open - 1 && !matches!(self.text(last), "Jr" | "Sr") {
            return None;
        }
        // "In January, 12, …" and the first word of a sentence are seldom somebody; a bracket also holds a count of goals.
        let least = if close == ")" { 16 } else { 1 };
        if !set_off || !is_name || open - 1 <= self.tokens.start || !(least..=OLDEST).contains(&years) {
            return None;
        }
        // "Georgia (16)" is a count of votes or goals as often as an age: only after two names.
        if close == ")" && !self.token(open - 2).is_some_and(|t| t.is_capital()) {
            return None;
        }
        // A full stop ends a list of places or numbers as well: only after two names.
        if !matches!(close, "," | ";" | ")")
            && !self.token(last.saturating_sub(1)).is_some_and(|t| t.is_capital())
        {
            return None;
        }
        let stated = Decimal::from(years);
        Some(Age { amount: Interval::point(stated), stated, core: at..at + 1, all: at..at + 1, unit: "year" })
    }

    /// "of Brookhaven", after "Ann Lee, 57".
    fn is_of_a_place(&self, at: u32) -> bool {
        self.numbers.is_of(self.word(at)) && self.token(at + 1).is_some_and(|t| t.is_capital())
    }

    /// "in his early 50s"
    fn decade(&self, at: u32) -> Option<Age> {
        let text = self.text(at).strip_suffix('s').filter(|t| t.len() == 2)?;
        let decade: u32 = text.parse().ok().filter(|n| n % 10 == 0)?;
        let before = at.checked_sub(1).filter(|&b| b >= self.floor)?;
        let hyphen = u32::from(self.text(before) == "-");
        let part = before.checked_sub(hyphen).filter(|&b| self.is(b, PART_OF_DECADE));
        let owner = part
            .map_or(Some(before), |p| p.checked_sub(1))
            .filter(|&o| o >= self.floor && self.is(o, POSSESSIVE))?;
        let low = Decimal::from(decade);
        let amount = Interval::closed(low, Decimal::from(decade + 9));
        Some(Age { amount, stated: low, core: at..at + 1, all: owner + 1..at + 1, unit: "year" })
    }
}
