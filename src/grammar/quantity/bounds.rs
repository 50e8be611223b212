//! Hedges and bounds: what they make of an amount.

use super::part::{Part, UnitOf};
use super::words::Hedge;
use super::{Found, Quantity, Reader};
use crate::grammar::Mark;
use crate::grammar::number::Form;
use crate::interval::{Bound, Interval};
use rust_decimal::Decimal;

/// How far "about" reaches to either side.
const LEEWAY: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

impl Reader<'_> {
    /// A part with the hedges around it, as a quantity; or what is refused without them.
    pub(super) fn bounded(&self, part: Part) -> Found {
        let mut start = part.all.start;
        let mut amount = part.number.amount;
        let mut approximate = part.number.form == Form::Vague;
        let mut hedged = part.is_range;
        let mut end = part.all.end;
        // "40 percent and more than 9 mills": there "more" belongs to what follows.
        let after = self.words.after.at(&self.tokens, self.joint(end));
        if let Some((hedge, to)) = after.filter(|&(_, to)| !self.is(to, super::words::THAN)) {
            amount = apply(hedge, amount);
            approximate |= is_estimate(hedge);
            hedged = true;
            end = to;
        }
        // Two in a row, as in "at least about 20", but no more.
        for _ in 0..2 {
            let Some((hedge, from)) = self.words.before.before(&self.tokens, start, self.floor) else {
                break;
            };
            amount = apply(hedge, amount);
            approximate |= is_estimate(hedge);
            hedged = true;
            start = from;
        }
        if part.unit == UnitOf::Nothing && self.is_bare_refused(&part, hedged) {
            return Found::Skip(part.core.end);
        }
        let (kind, unit) = self.kind(&part);
        let what = Quantity {
            amount,
            stated: part.number.value,
            kind,
            unit,
            approximate,
            core: self.span(part.core.clone()),
        };
        let tokens = start..end;
        Found::Mark(Mark { what, span: self.span(tokens.clone()), tokens })
    }
}

fn is_estimate(hedge: Hedge) -> bool {
    matches!(hedge, Hedge::About | Hedge::Nearly | Hedge::JustOver)
}

/// The amount that is left when a hedge is put to it. What does not fit a decimal stays as it was.
pub(super) fn apply(hedge: Hedge, amount: Interval<Decimal>) -> Interval<Decimal> {
    let below = |n: Decimal| {
        n.abs().checked_mul(LEEWAY).and_then(|leeway| n.checked_sub(leeway)).map(|n| n.normalize())
    };
    let above = |n: Decimal| {
        n.abs().checked_mul(LEEWAY).and_then(|leeway| n.checked_add(leeway)).map(|n| n.normalize())
    };
    let stretch = |bound: Bound<Decimal>, to: &dyn Fn(Decimal) -> Option<Decimal>| match bound {
        Bound::Closed(n) => to(n).map_or(bound, Bound::Closed),
        Bound::Open(n) => to(n).map_or(bound, Bound::Open),
        Bound::Unbounded => bound,
    };
    let open = |bound: Bound<Decimal>| match bound {
        Bound::Closed(n) => Bound::Open(n),
        _ => bound,
    };
    // A count that is bounded from above is not below nothing.
    let nothing = match amount.high {
        Bound::Closed(n) | Bound::Open(n) if n > Decimal::ZERO => Bound::Closed(Decimal::ZERO),
        _ => Bound::Unbounded,
    };
    match hedge {
        Hedge::AtLeast => Interval { low: amount.low, high: Bound::Unbounded },
        Hedge::MoreThan => Interval { low: open(amount.low), high: Bound::Unbounded },
        Hedge::AtMost => Interval { low: nothing, high: amount.high },
        Hedge::LessThan => Interval { low: nothing, high: open(amount.high) },
        Hedge::About => Interval { low: stretch(amount.low, &below), high: stretch(amount.high, &above) },
        Hedge::Nearly => Interval { low: stretch(amount.low, &below), high: amount.high },
        Hedge::JustOver => Interval { low: open(amount.low), high: stretch(amount.high, &above) },
        Hedge::Exactly => amount,
    }
}
