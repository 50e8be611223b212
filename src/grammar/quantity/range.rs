//! Two numbers that are one quantity: ranges and shares.

use super::part::{Part, UnitOf};
use super::words::{AND, BETWEEN, CHANGE, FROM, IN, OR, TO};
use super::{Found, Quantity, Reader};
use crate::grammar::Mark;
use crate::grammar::number::{Form, Number, cardinal};
use crate::interval::Interval;
use rust_decimal::Decimal;

impl Reader<'_> {
    /// "one in five", "nine out of 10": a share.
    pub(super) fn ratio(&self, part: &Part) -> Option<Mark<Quantity>> {
        let out_of = self.words.out_of.at(&self.tokens, part.core.end).map(|(_, end)| end);
        let at = match out_of {
            Some(at) => at,
            None if self.is(part.core.end, IN) => part.core.end + 1,
            None => return None,
        };
        let whole = |n: &Number| n.amount.single().filter(|v| v.is_integer() && *v > Decimal::ZERO);
        let count = whole(&part.number).filter(|_| part.unit == UnitOf::Nothing)?;
        let (rest, of) = cardinal(self.numbers)(self.from(at)).ok()?;
        let total = whole(&of).filter(|&t| t > count)?;
        // "killed two in five attacks" is no share; "one in 2019" is a year.
        let round = [10, 100, 1000].iter().any(|&n| total == Decimal::from(n));
        if out_of.is_none() && !(round || (count == Decimal::ONE && total < Decimal::from(1000))) {
            return None;
        }
        let number = Number::exact(count.checked_div(total)?, Form::Fraction);
        let part = Part {
            number,
            core: part.core.start..rest.start,
            all: part.all.start..rest.start,
            ..part.clone()
        };
        match self.bounded(part) {
            Found::Mark(mark) => Some(mark),
            Found::Skip(_) => None,
        }
    }

    /// The part as the first of a range, where a second follows.
    pub(super) fn range(&self, first: Part) -> Part {
        self.second(&first).unwrap_or(first)
    }

    fn second(&self, first: &Part) -> Option<Part> {
        let before = first.all.start.checked_sub(1).filter(|&b| b >= self.floor);
        let between = before.is_some_and(|b| self.is(b, BETWEEN));
        let from = before.is_some_and(|b| self.is(b, FROM));
        let connector = first.all.end;
        let dash = matches!(self.text(connector), "-" | "–" | "‑" | "~" | "—");
        let even = self
            .token(connector)
            .is_some_and(|c| self.token(connector + 1).is_some_and(|n| n.spaced == c.spaced));
        let connects = match () {
            () if between => self.is(connector, AND) || dash,
            () if dash => even,
            () => self.is(connector, TO | OR),
        };
        connects.then_some(())?;
        if from && !between && !dash {
            // "rose from 28 to 32" tells of two numbers.
            let start = first.all.start.saturating_sub(6).max(self.tokens.start);
            if (start..first.all.start).any(|t| self.is(t, CHANGE)) {
                return None;
            }
        }
        let at = self.words.money_at.at(&self.tokens, connector + 1).map_or(connector + 1, |(_, end)| end);
        let ahead = Reader { floor: connector + 1, ..*self };
        if ahead.refused(at).is_some() {
            return None;
        }
        let second = ahead.part(at)?;
        if self.is(connector, OR) && second.number.value > first.number.value.checked_mul(Decimal::TEN)? {
            return None;
        }
        let unit = match (first.unit, second.unit) {
            (a, b) if a == b => a,
            (UnitOf::Nothing, b) if !second.prefixed => b,
            (a @ UnitOf::Money(_), UnitOf::Nothing)
                if first.prefixed && (dash || second.number.multiplier > Decimal::ONE) =>
            {
                a
            }
            _ => return None,
        };
        // "2 to 3 million": the multiplier is the first's as well, unless the first is the larger already.
        let mut low = first.number;
        if low.multiplier == Decimal::ONE && second.number.multiplier > Decimal::ONE {
            let lent = low.times(second.number.multiplier)?;
            if lent.value <= second.number.value {
                low = lent;
            }
        }
        let (a, b) = (low.amount.single()?, second.number.amount.single()?);
        (a < b || (between && a != b)).then_some(())?;
        let start = if between || from { first.all.start - 1 } else { first.all.start };
        Some(Part {
            number: Number { amount: Interval::closed(a, b), ..low },
            unit,
            prefixed: first.prefixed,
            core: first.core.start..second.core.end,
            all: start..second.all.end,
            is_range: true,
        })
    }
}
