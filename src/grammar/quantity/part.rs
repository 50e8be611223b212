//! One number with its sign and unit.

use super::words::{AFTER_HALF, AND, BEFORE_FRACTION, IN, POUND, Percent, TO};
use super::{QuantityKind, Reader};
use crate::grammar::number::{Form, Number, cardinal, digits, fraction, split, vague};
use crate::text::Shape;
use rust_decimal::Decimal;
use std::ops::Range;

/// What a number counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitOf {
    Nothing,
    Percent,
    Point,
    Money(u16),
    Measure(u16),
}

/// A number with its unit.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) number: Number,
    pub(super) unit: UnitOf,
    /// Whether the unit stands before the number.
    pub(super) prefixed: bool,
    /// The tokens of the number.
    pub(super) core: Range<u32>,
    /// The tokens of the number, its sign and its unit.
    pub(super) all: Range<u32>,
    /// Whether a second number belongs to it.
    pub(super) is_range: bool,
}

const HUNDREDTH: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

impl Reader<'_> {
    /// The number at a token, with what stands directly before and behind it.
    pub(super) fn part(&self, at: u32) -> Option<Part> {
        if let Some(part) = self.glued(at) {
            return Some(part);
        }
        let input = self.from(at);
        let mut best: Option<(Number, u32)> = None;
        // Of equal length the earlier wins: "a third" is a fraction, "several hundred" vague.
        let reads =
            [vague(self.numbers)(input), fraction(self.numbers)(input), cardinal(self.numbers)(input)];
        for (rest, number) in reads.into_iter().flatten() {
            if best.is_none_or(|(_, end)| rest.start > end) {
                best = Some((number, rest.start));
            }
        }
        let (number, end) = best?;
        let mut part = Part {
            number,
            unit: UnitOf::Nothing,
            prefixed: false,
            core: at..end,
            all: at..end,
            is_range: false,
        };
        self.take_sign(&mut part);
        self.take_currency(&mut part);
        if part.unit == UnitOf::Nothing {
            self.take_unit(&mut part)?;
        }
        Some(part)
    }

    /// "180km", "USD115.5", "50p": a unit without a space.
    fn glued(&self, at: u32) -> Option<Part> {
        let token = self.token(at).filter(|t| t.shape == Shape::Alnum)?;
        let text = token.span.cut(&self.tokens.clean.text);
        let (value, unit, scale) = if let Some((value, symbol)) = split(text) {
            match (self.words.glued_unit(symbol), self.words.glued_money(symbol)) {
                (Some(unit), _) if symbol != "m" => (value, UnitOf::Measure(unit), Decimal::ONE),
                (_, Some(coin)) => {
                    (value, UnitOf::Money(coin.currency), if coin.minor { HUNDREDTH } else { Decimal::ONE })
                }
                _ => return None,
            }
        } else {
            let digits = text.find(|c: char| c.is_ascii_digit())?;
            let coin = self.words.glued_money(&text[..digits])?;
            (crate::grammar::number::plain(&text[digits..])?, UnitOf::Money(coin.currency), Decimal::ONE)
        };
        let number = Number::exact(value.checked_mul(scale)?, Form::Digits);
        Some(Part { number, unit, prefixed: false, core: at..at + 1, all: at..at + 1, is_range: false })
    }

    /// A minus sign, or the word for it.
    fn take_sign(&self, part: &mut Part) {
        let Some(at) = part.all.start.checked_sub(1).filter(|&b| b >= self.floor) else { return };
        let close = self.token(part.all.start).is_some_and(|t| !t.spaced);
        let sign = match self.text(at) {
            "−" => close,
            // A hyphen close to digits, but not close to what stands before it.
            "-" => {
                let spaced = self.token(at).is_some_and(|t| t.spaced);
                let after_number = at > self.floor
                    && self.token(at - 1).is_some_and(|t| matches!(t.shape, Shape::Digits | Shape::Alnum));
                close && spaced && !after_number
            }
            _ => self.numbers.is_minus(self.word(at)),
        };
        if sign && let Some(number) = part.number.times(Decimal::NEGATIVE_ONE) {
            part.number = number;
            part.all.start = at;
        }
    }

    /// "$", "US$", "EUR" before the number; cents may follow.
    fn take_currency(&self, part: &mut Part) {
        let Some((currency, start)) =
            self.words.money_before.before(&self.tokens, part.all.start, self.floor)
        else {
            return;
        };
        // "a US $5 bill" and "Vitamin C $5" name no dollar of their own: the letters must touch the sign.
        let touching = (start + 1..part.all.start).all(|t| self.token(t).is_some_and(|t| !t.spaced));
        let (currency, start) = if touching {
            (currency, start)
        } else {
            let last = part.all.start - 1;
            match self.words.money_before.before(&self.tokens, part.all.start, last) {
                Some(found) => found,
                None => return,
            }
        };
        part.unit = UnitOf::Money(currency);
        part.prefixed = true;
        part.all.start = start;
        // "-$5": the sign before the symbol.
        if start > self.floor
            && self.text(start - 1) == "−"
            && part.number.value > Decimal::ZERO
            && let Some(number) = part.number.times(Decimal::NEGATIVE_ONE)
        {
            part.number = number;
            part.all.start = start - 1;
        }
        // "USD 22.5 million", "75 USD million" and "$5 m" are read by the number or here.
        let symbol = self.text(part.all.end);
        if symbol == "m"
            && self.token(part.all.end).is_some_and(|t| t.spaced)
            && let Some(number) = part.number.times(Decimal::from(1_000_000))
        {
            part.number = number;
            part.all.end += 1;
            part.core.end += 1;
        }
    }

    /// The unit behind the number. Nothing at all when the fraction that was read is none.
    fn take_unit(&self, part: &mut Part) -> Option<()> {
        let end = part.core.end;
        let mut at = self.joint(end);
        let is_fraction = part.number.form == Form::Fraction;
        if is_fraction {
            // "half a mile", "a quarter of a percentage point"
            let of = u32::from(self.numbers.is_of(self.word(end)));
            let article = u32::from(self.numbers.is_article(self.word(end + of)));
            if article > 0 {
                at = end + of + article;
            }
        }
        if let Some((percent, end)) = self.words.percent.at(&self.tokens, at) {
            part.unit = match percent {
                Percent::Hundredth => UnitOf::Percent,
                Percent::Point | Percent::BasisPoint => UnitOf::Point,
            };
            if percent == Percent::BasisPoint {
                part.number = part.number.times(HUNDREDTH)?;
            }
            part.all.end = end;
            return Some(());
        }
        if let Some((coin, end)) = self.words.money_after.at(&self.tokens, at) {
            let common = self.words.common.contains(&coin.currency);
            if !common || part.number.value >= Decimal::ONE_HUNDRED {
                part.unit = UnitOf::Money(coin.currency);
                part.all.end = end;
                // "75 USD million"
                if self.triggers(end)
                    && let Ok((rest, by)) = cardinal(self.numbers)(self.from(end))
                    && by.value >= Decimal::ONE_THOUSAND
                    && (by.multiplier, by.form, rest.start) == (Decimal::ONE, Form::Words, end + 1)
                    && let Some(number) = part.number.times(by.value)
                {
                    part.number = number;
                    part.all.end = rest.start;
                }
                if coin.minor {
                    part.number = part.number.times(HUNDREDTH)?;
                } else {
                    self.take_cents(part, coin.currency);
                }
                return Some(());
            }
        }
        if let Some((unit, end)) = self.words.measure.at(&self.tokens, at) {
            if self.is(at, POUND) && end == at + 1 && self.means_money(part, end) {
                let sterling = self.words.currencies.iter().position(|c| **c == *"GBP")?;
                part.unit = UnitOf::Money(u16::try_from(sterling).ok()?);
                part.all.end = end;
                return Some(());
            }
            part.unit = UnitOf::Measure(unit);
            part.all.end = end;
            self.take_smaller(part, unit);
            return Some(());
        }
        if is_fraction { self.stands_alone(part).then_some(()) } else { Some(()) }
    }

    /// "500 million pounds", "60 pounds ($80)" are money, "60 pounds" is a mass.
    fn means_money(&self, part: &Part, end: u32) -> bool {
        part.number.multiplier >= Decimal::from(1_000_000)
            || (self.text(end) == "(" && self.words.money_at.at(&self.tokens, end + 1).is_some())
    }

    /// "thirteen dollars and forty-five cents"
    fn take_cents(&self, part: &mut Part, currency: u16) {
        let at = part.all.end + u32::from(self.is(part.all.end, AND));
        let Ok((rest, cents)) = cardinal(self.numbers)(self.from(at)) else { return };
        let Some((coin, end)) = self.words.money_after.at(&self.tokens, rest.start) else { return };
        if coin.minor && coin.currency == currency && cents.value < Decimal::ONE_HUNDRED {
            self.extend(part, cents, HUNDREDTH, end);
        }
    }

    /// "six feet two inches", "6-foot-4", "8 pounds 5 ounces"
    fn take_smaller(&self, part: &mut Part, unit: u16) {
        let unit = &self.words.units[usize::from(unit)];
        let end = part.all.end;
        let at = self.joint(end);
        let Ok((rest, number)) = cardinal(self.numbers)(self.from(at)) else { return };
        let smaller =
            if let Some((smaller, end)) = self.words.measure.at(&self.tokens, self.joint(rest.start)) {
                Some((&self.words.units[usize::from(smaller)], end))
            } else if at > end && *unit.name == *"foot" {
                self.words.units.iter().find(|u| *u.name == *"inch").map(|u| (u, rest.start))
            } else {
                None
            };
        let Some((smaller, end)) = smaller else { return };
        let Some(per) = unit.per(smaller).filter(|&p| p < Decimal::ONE) else { return };
        if number.value.checked_mul(per).is_some_and(|n| n < Decimal::ONE) {
            self.extend(part, number, per, end);
        }
    }

    fn extend(&self, part: &mut Part, number: Number, per: Decimal, end: u32) {
        let sum = number.value.checked_mul(per).and_then(|n| part.number.value.checked_add(n));
        if let Some(sum) = sum.filter(|_| part.number.amount.single().is_some()) {
            part.number = Number::exact(sum.round_dp(12).normalize(), part.number.form);
            part.all.end = end;
            part.core.end = end;
        }
    }

    /// Whether a fraction without a unit is one: "half the seats", "two-thirds", but not "a third man".
    fn stands_alone(&self, part: &Part) -> bool {
        let (start, end) = (part.core.start, part.core.end);
        let single = end - start <= 2 && !self.token(start).is_some_and(|t| t.shape == Shape::Digits);
        if !single || self.numbers.is_of(self.word(end)) {
            return true;
        }
        // "a year and a half": a half of what went before.
        let joined = start > self.tokens.start && (self.is(start - 1, AND) || self.text(start - 1) == "-");
        if joined && self.numbers.is_article(self.word(start)) {
            return false;
        }
        if self.joint(end) > end {
            return false;
        }
        let hedged = start > self.floor
            && (self.is(start - 1, BEFORE_FRACTION)
                || self.words.before.before(&self.tokens, start, self.floor).is_some());
        let ends = self.token(end).is_none_or(|t| t.shape == Shape::Mark);
        if end == start + 1 {
            return self.is(end, AFTER_HALF) || hedged;
        }
        let plural = !self.numbers.is_article(self.word(start)) && !self.is_one(start);
        let whole = plural || self.text(start + 1) == "-" || part.number.value == Decimal::new(5, 1);
        let goes_on = self.token(end).is_some_and(|t| t.is_word()) && !self.is(end, IN | TO | AND);
        whole || (ends && start == self.tokens.start) || (hedged && !goes_on)
    }

    fn is_one(&self, at: u32) -> bool {
        cardinal(self.numbers)(self.from(at)).is_ok_and(|(_, n)| n.value == Decimal::ONE)
    }

    /// Whether digits alone stand at a token.
    pub(super) fn plain_digits(&self, at: u32) -> Option<Decimal> {
        self.token(at).filter(|t| t.shape == Shape::Digits && t.span.len() <= 3)?;
        digits(self.from(at))
            .ok()
            .filter(|(rest, n)| rest.start == at + 1 && n.value.is_integer())
            .map(|(_, n)| n.value)
    }

    /// The kind and unit that a quantity shows.
    pub(super) fn kind(&self, part: &Part) -> (QuantityKind, Box<str>) {
        match part.unit {
            UnitOf::Nothing if part.number.form == Form::Fraction => (QuantityKind::Fraction, "".into()),
            UnitOf::Nothing => (QuantityKind::Cardinal, "".into()),
            UnitOf::Percent => (QuantityKind::Percent, "percent".into()),
            UnitOf::Point => (QuantityKind::Percent, "point".into()),
            UnitOf::Money(c) => (QuantityKind::Money, self.words.currencies[usize::from(c)].clone()),
            UnitOf::Measure(u) => (QuantityKind::Measure, self.words.units[usize::from(u)].name.clone()),
        }
    }
}
