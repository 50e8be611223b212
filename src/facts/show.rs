//! Values in their standard form: `31`, `18..22`, `>30`, `2024-10`, `2024-06-06..2024-06-09`, `XXXX-10`, `6-4`.

use super::attribute::Value;
use crate::interval::{Bound, Interval};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A value in its standard form.
pub fn value(value: &Value) -> String {
    match value {
        Value::Amount { amount, unit } if unit.is_empty() => amount_of(amount),
        Value::Amount { amount, unit } if value.is_result() => format!("{}-{unit}", amount_of(amount)),
        Value::Amount { amount, unit } => format!("{} {unit}", amount_of(amount)),
        Value::Days(days) => self::days(days),
        Value::OpenYear { month, day: None } => format!("XXXX-{month:02}"),
        Value::OpenYear { month, day: Some(day) } => format!("XXXX-{month:02}-{day:02}"),
        Value::Unresolved => "?".to_owned(),
    }
}

/// An interval of numbers.
pub fn amount_of(amount: &Interval<Decimal>) -> String {
    // What a third leaves behind the point says nothing.
    let show = |d: Decimal| if d.scale() > 12 { d.round_dp(6) } else { d }.normalize().to_string();
    if let Some(value) = amount.single() {
        return show(value);
    }
    if let (Some(low), Some(high)) = (amount.low.limit(), amount.high.limit())
        && show(low) == show(high)
    {
        return show(low);
    }
    match (amount.low, amount.high) {
        (Bound::Unbounded, Bound::Unbounded) => "any".to_owned(),
        (Bound::Closed(low), Bound::Unbounded) => format!(">={}", show(low)),
        (Bound::Open(low), Bound::Unbounded) => format!(">{}", show(low)),
        (low, Bound::Open(high)) if low.limit().is_none_or(|l| l.is_zero()) => format!("<{}", show(high)),
        (low, Bound::Closed(high)) if low.limit().is_none_or(|l| l.is_zero()) => format!("<={}", show(high)),
        (low, high) => {
            let end = |b: Bound<Decimal>| b.limit().map(show).unwrap_or_default();
            format!("{}..{}", end(low), end(high))
        }
    }
}

/// An interval of days: a year or a month where it is just that.
pub fn days(days: &Interval<Date>) -> String {
    match (days.low.limit(), days.high.limit()) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) if low == low.first_of_year() && high == low.last_of_year() => {
            format!("{:04}", low.year())
        }
        (Some(low), Some(high)) if low == low.first_of_month() && high == low.last_of_month() => {
            format!("{:04}-{:02}", low.year(), low.month())
        }
        (Some(low), Some(high)) => format!("{low}..{high}"),
        (Some(low), None) => format!("{low}.."),
        (None, Some(high)) => format!("..{high}"),
        (None, None) => "any day".to_owned(),
    }
}
