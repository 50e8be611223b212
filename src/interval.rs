//! How far a thing reaches. A value and a time are both an [`Interval`]; two facts clash when they meet in time and
//! do not meet in value.

use std::fmt;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound<T> {
    /// No limit at this end.
    Unbounded,
    /// Up to and including the value.
    Closed(T),
    /// Up to, not including the value.
    Open(T),
}

impl<T: Copy> Bound<T> {
    /// The limit, whether it belongs or not; nothing where there is none.
    pub fn limit(self) -> Option<T> {
        match self {
            Bound::Unbounded => None,
            Bound::Closed(t) | Bound::Open(t) => Some(t),
        }
    }
}

/// All the values between two ends.
///
/// ```
/// use dateline::interval::Interval;
/// let at_least_12 = Interval::from(12);
/// assert!(at_least_12.meets(&Interval::point(14)));
/// assert!(!Interval::above(30).meets(&Interval::point(30)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval<T> {
    /// The lower end.
    pub low: Bound<T>,
    /// The upper end.
    pub high: Bound<T>,
}

impl<T: Ord + Copy> Interval<T> {
    /// Every value there is.
    pub const ALL: Self = Interval { low: Bound::Unbounded, high: Bound::Unbounded };

    /// Just `at`.
    pub const fn point(at: T) -> Self {
        Interval { low: Bound::Closed(at), high: Bound::Closed(at) }
    }

    /// From `low` to `high`, both belonging. Ends given the wrong way round are exchanged.
    pub fn closed(low: T, high: T) -> Self {
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        Interval { low: Bound::Closed(low), high: Bound::Closed(high) }
    }

    /// `low` and all above it.
    pub const fn from(low: T) -> Self {
        Interval { low: Bound::Closed(low), high: Bound::Unbounded }
    }

    /// All above `low`.
    pub const fn above(low: T) -> Self {
        Interval { low: Bound::Open(low), high: Bound::Unbounded }
    }

    /// `high` and all below it.
    pub const fn up_to(high: T) -> Self {
        Interval { low: Bound::Unbounded, high: Bound::Closed(high) }
    }

    /// All below `high`.
    pub const fn below(high: T) -> Self {
        Interval { low: Bound::Unbounded, high: Bound::Open(high) }
    }

    /// Whether some value lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        !ends_before(self.high, other.low) && !ends_before(other.high, self.low)
    }

    /// Whether `value` lies within.
    pub fn contains(&self, value: T) -> bool {
        self.meets(&Interval::point(value))
    }

    /// Whether all of `other` lies within.
    pub fn covers(&self, other: &Self) -> bool {
        lower_first(self.low, other.low) && higher_last(self.high, other.high)
    }

    /// What lies in both, if anything does.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        self.meets(other).then(|| Interval {
            low: if lower_first(self.low, other.low) { other.low } else { self.low },
            high: if higher_last(self.high, other.high) { other.high } else { self.high },
        })
    }

    /// The smallest interval that covers both.
    pub fn hull(&self, other: &Self) -> Self {
        Interval {
            low: if lower_first(self.low, other.low) { self.low } else { other.low },
            high: if higher_last(self.high, other.high) { self.high } else { other.high },
        }
    }

    /// The single value it holds, if it is one.
    pub fn single(&self) -> Option<T> {
        match (self.low, self.high) {
            (Bound::Closed(a), Bound::Closed(b)) if a == b => Some(a),
            _ => None,
        }
    }

    /// Whether both ends are limited.
    pub fn is_bounded(&self) -> bool {
        self.low != Bound::Unbounded && self.high != Bound::Unbounded
    }

    /// Whether all of it lies below all of `other`.
    pub fn precedes(&self, other: &Self) -> bool {
        ends_before(self.high, other.low)
    }
}

fn ends_before<T: Ord>(high: Bound<T>, low: Bound<T>) -> bool {
    match (high, low) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Closed(h), Bound::Closed(l)) => h < l,
        (Bound::Open(h) | Bound::Closed(h), Bound::Open(l) | Bound::Closed(l)) => h <= l,
    }
}

fn lower_first<T: Ord>(a: Bound<T>, b: Bound<T>) -> bool {
    match (a, b) {
        (Bound::Unbounded, _) => true,
        (_, Bound::Unbounded) => false,
        (Bound::Open(a), Bound::Closed(b)) => a < b,
        (Bound::Open(a) | Bound::Closed(a), Bound::Open(b) | Bound::Closed(b)) => a <= b,
    }
}

fn higher_last<T: Ord>(a: Bound<T>, b: Bound<T>) -> bool {
    match (a, b) {
        (Bound::Unbounded, _) => true,
        (_, Bound::Unbounded) => false,
        (Bound::Open(a), Bound::Closed(b)) => a > b,
        (Bound::Open(a) | Bound::Closed(a), Bound::Open(b) | Bound::Closed(b)) => a >= b,
    }
}

impl<T: fmt::Debug> fmt::Debug for Interval<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            Bound::Unbounded => write!(f, "(-∞, ")?,
            Bound::Closed(t) => write!(f, "[{t:?}, ")?,
            Bound::Open(t) => write!(f, "({t:?}, ")?,
        }
        match &self.high {
            Bound::Unbounded => write!(f, "∞)"),
            Bound::Closed(t) => write!(f, "{t:?}]"),
            Bound::Open(t) => write!(f, "{t:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bound() -> impl Strategy<Value = Bound<i8>> {
        prop_oneof![
            Just(Bound::Unbounded),
            any::<i8>().prop_map(Bound::Closed),
            any::<i8>().prop_map(Bound::Open)
        ]
    }
    fn interval() -> impl Strategy<Value = Interval<i8>> {
        (bound(), bound()).prop_map(|(low, high)| Interval { low, high })
    }
    fn holds(i: &Interval<i8>, v: i16) -> bool {
        let above = match i.low {
            Bound::Unbounded => true,
            Bound::Closed(l) => v >= i16::from(l) * 2,
            Bound::Open(l) => v > i16::from(l) * 2,
        };
        above
            && match i.high {
                Bound::Unbounded => true,
                Bound::Closed(h) => v <= i16::from(h) * 2,
                Bound::Open(h) => v < i16::from(h) * 2,
            }
    }

    proptest! {
        // Doubled, so that an odd number stands for the space between two values: intervals are dense.
        #[test]
        fn meets_is_a_shared_value(a in interval(), b in interval()) {
            let (mine, theirs) = ((-260..=260).any(|v| holds(&a, v)), (-260..=260).any(|v| holds(&b, v)));
            prop_assume!(mine && theirs);
            prop_assert_eq!(a.meets(&b), (-260..=260).any(|v| holds(&a, v) && holds(&b, v)));
            prop_assert_eq!(a.meets(&b), b.meets(&a));
        }

        #[test]
        fn intersection_and_hull(a in interval(), b in interval(), v in -260i16..=260) {
            if let Some(both) = a.intersect(&b) {
                prop_assert_eq!(holds(&both, v), holds(&a, v) && holds(&b, v));
            }
            prop_assert!(!(holds(&a, v) || holds(&b, v)) || holds(&a.hull(&b), v));
        }
    }
}
