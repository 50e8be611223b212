//! Quantities: numbers with their hedges, bounds and units.

use crate::interval::Interval;
use rust_decimal::Decimal;

/// A number that the prose states, as the exact interval of what it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// What it may be: "31" is [31, 31], "at least 12" is [12, ∞), "about 20" is [18, 22], "more than 30" is (30, ∞).
    pub amount: Interval<Decimal>,
    /// The number as it is written, without hedge or bound: 20 for "about 20".
    pub stated: Decimal,
    /// What sort of number it is.
    pub kind: QuantityKind,
    /// The unit in lower case, singular: a currency's ISO code for money, else empty for a bare number.
    pub unit: Box<str>,
    /// Whether it is a rounding or an estimate ("about", "some", "nearly") rather than a count.
    pub approximate: bool,
}

/// What sort of number a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityKind {
    /// A count or a bare number.
    Cardinal,
    /// A place in an order: "32nd", "third".
    Ordinal,
    /// "two-thirds", "half".
    Fraction,
    /// Per cent, or percentage points (unit `point`).
    Percent,
    /// An amount of money; the unit is the ISO 4217 code.
    Money,
    /// A measure with a physical unit.
    Measure,
    /// A person's age in years.
    Age,
    /// A result between two sides: "6-4", "a 52-48 vote"; the amount is the first side.
    Score,
}
