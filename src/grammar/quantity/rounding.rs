//! How exactly a figure is written: "1.2 billion" may be anything that is rounded to it.

use super::{Quantity, QuantityKind};
use crate::grammar::number::plain;
use crate::interval::{Bound, Interval};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

impl Quantity {
    /// What was rounded to the figure as it is written, half a unit of its last place either way. `core` are the words of
    /// the number alone. A plain count below a thousand, or one that does not end in zeros, is exact.
    pub fn unrounded(&self, core: &str) -> Interval<Decimal> {
        let place = self.last_place(core);
        let exact = self.kind == QuantityKind::Cardinal && place == Decimal::ONE;
        let half = if exact { Decimal::ZERO } else { place / Decimal::TWO };
        let wider = |bound: Bound<Decimal>, by: Decimal| match bound {
            Bound::Unbounded => bound,
            Bound::Closed(n) | Bound::Open(n) => n.checked_add(by).map_or(Bound::Unbounded, Bound::Closed),
        };
        Interval { low: wider(self.amount.low, -half), high: wider(self.amount.high, half) }
    }

    /// The unit of the last place that is written: 0.1 billion for "1.2 billion", 1,000 for "45,000".
    pub fn last_place(&self, core: &str) -> Decimal {
        let digits = core.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end =
            digits.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(digits.len());
        let written = plain(digits[..end].trim_end_matches([',', '.'])).filter(|n| !n.is_zero());
        if let Some(written) = written
            && let Some(multiplier) = self.stated.abs().checked_div(written)
            && (written.scale() > 0 || multiplier > Decimal::ONE)
        {
            let place = Decimal::new(1, written.scale().min(28));
            return multiplier.checked_mul(place).unwrap_or(Decimal::ONE);
        }
        round_number(self.stated)
    }
}

/// The place that a number in full was probably rounded to: hundreds, thousands, millions; below a thousand, one.
fn round_number(stated: Decimal) -> Decimal {
    let Some(mut rest) = stated.normalize().to_i128().filter(|n| n.abs() >= 1000 && stated.is_integer())
    else {
        return Decimal::ONE;
    };
    let mut zeros = 0;
    while rest % 10 == 0 {
        rest /= 10;
        zeros += 1;
    }
    let places = if zeros == 2 { 2 } else { zeros / 3 * 3 };
    10_i64.checked_pow(places).map_or(Decimal::ONE, Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, stated: i64) -> String {
        let stated = Decimal::from(stated);
        let (amount, kind) = (Interval::point(stated), QuantityKind::Cardinal);
        let core = crate::span::Span::new(0, 0);
        let quantity = Quantity { amount, stated, kind, unit: "".into(), approximate: false, core };
        quantity.last_place(text).normalize().to_string()
    }

    #[test]
    fn last_places() {
        assert_eq!(place("1.2 billion", 1_200_000_000), "100000000");
        assert_eq!(place("60 million", 60_000_000), "1000000");
        assert_eq!(place("1,234", 1234), "1");
        assert_eq!(place("45,000", 45_000), "1000");
        assert_eq!(place("1,200", 1200), "100");
        assert_eq!(place("200", 200), "1");
        assert_eq!(place("two million", 2_000_000), "1000000");
    }
}
