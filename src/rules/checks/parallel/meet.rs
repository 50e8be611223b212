//! Which values of two sentences are values of the same, and which of them cannot both be true.
//!
//! Values are paired one to one, the likeliest first: by what is counted, by the words around them, by their size. A
//! pair that does not meet is told on one of three [`Ground`]s, and never where the sentences speak of different times,
//! of a part and its whole, or where another value meets as well.

use super::moment::Moment;
use super::said::{Said, Sort, Value, shared};
use crate::grammar::quantity::QuantityKind;
use crate::interval::{Bound, Interval};
use rust_decimal::Decimal;

/// Numbers that differ by no more than these shares of the greater are likely to be of the same …
const CLOSE: Decimal = Decimal::from_parts(2, 0, 0, false, 1);
const CLOSEST: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// … and by more than this, hardly.
const FAR: Decimal = Decimal::from_parts(9, 0, 0, false, 1);
/// How far rounding may take a number: 4.6 million to 5 million.
const ROUNDED: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
/// How far a sum may be from what it is said to be.
const NEARLY: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
/// Counts below this are too often of parts, of persons or of days to be compared in other words.
const FEW: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// Content words that a sentence must have for most of them to mean something.
const WORDS: usize = 3;
const PAIR: usize = 2;
const HALF: usize = 2;
/// The likeness from which on two numbers surely count the same.
const SURE: usize = 4;
const MOST: usize = 3;

/// Why two values are held to be of the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// One is a bound that excludes the other: "more than 500" and 480.
    Bound,
    /// One is a side of a day that excludes the other: "before 1990" and 1991.
    Side,
    /// The same, and one is the day until which something was known: often it is news of another day.
    AsOf,
    /// The sentences share most of their words.
    Wording,
}

/// Two values that are of the same and cannot both be true.
#[derive(Clone, Debug)]
pub(super) struct Clash {
    pub(super) here: usize,
    pub(super) there: usize,
    /// How likely it is that they are of the same: see [`likeness`].
    pub(super) likeness: usize,
    pub(super) ground: Ground,
    /// Whether the sentences are the same but for their values.
    pub(super) same_words: bool,
}

/// The values of two sentences that are of the same and differ.
pub(super) fn clashes(a: &Said, b: &Said) -> Vec<Clash> {
    let mut pairs = Vec::new();
    for (i, x) in a.values.iter().enumerate() {
        for (j, y) in b.values.iter().enumerate() {
            if let Some(likeness) = likeness(x, y) {
                pairs.push((likeness, meets(x, y), i, j));
            }
        }
    }
    pairs.sort_by_key(|&(likeness, meet, i, j)| (std::cmp::Reverse((likeness, meet)), i, j));
    let (mut taken_a, mut taken_b) = (vec![false; a.values.len()], vec![false; b.values.len()]);
    let mut matched: Vec<(usize, bool, usize, usize)> = Vec::new();
    for &(likeness, meet, i, j) in &pairs {
        if !taken_a[i] && !taken_b[j] {
            (taken_a[i], taken_b[j]) = (true, true);
            // Another value that may as well be meant, and meets, is as good as a match that meets.
            let other = |p: &(usize, bool, usize, usize)| p.1 && (p.2 == i || p.3 == j) && p.0 >= likeness;
            matched.push((likeness, meet || pairs.iter().any(other), i, j));
        }
    }
    let amounts = matched.iter().filter(|m| matches!(a.values[m.2].sort, Sort::Amount { .. }));
    let sure: Vec<bool> = amounts.filter(|m| m.0 >= SURE).map(|m| m.1).collect();
    // Her first term ended in 2019, her second ends in 2023: another of its kind, of which other things are true.
    let ordinal = |m: &&(usize, bool, usize, usize)| {
        matches!(a.values[m.2].sort, Sort::Amount { kind: QuantityKind::Ordinal, .. })
    };
    let differing = matched.iter().filter(|m| !m.1);
    if differing.clone().any(|m| ordinal(&m)) && differing.clone().any(|m| !ordinal(&m)) {
        return Vec::new();
    }
    let same_words = a.stems == b.stems && a.stems.len() >= PAIR && a.values.len() == b.values.len();
    let two = Both {
        a,
        b,
        same_words,
        later: other_time(a, b),
        agrees: !sure.is_empty() && sure.iter().all(|&met| met),
    };
    let clash = |&(likeness, _, here, there): &(usize, bool, usize, usize)| {
        let ground = two.ground(&a.values[here], &b.values[there])?;
        Some(Clash { here, there, likeness, ground, same_words })
    };
    matched.iter().filter(|m| !m.1).filter_map(clash).collect()
}

/// Whether some value of a sentence is likely to be of the same as a value, and meets it.
pub(super) fn supports(value: &Value, said: &Said, least: usize) -> bool {
    said.values.iter().any(|v| likeness(value, v).is_some_and(|l| l + 1 >= least) && meets(value, v))
}

/// Two sentences.
struct Both<'a> {
    a: &'a Said,
    b: &'a Said,
    /// Whether they say that they speak of different times.
    later: bool,
    /// Whether they give numbers to the same, and all of these meet.
    agrees: bool,
    /// Whether they are the same but for their values.
    same_words: bool,
}

impl Both<'_> {
    /// On what ground two values that do not meet are told.
    fn ground(&self, x: &Value, y: &Value) -> Option<Ground> {
        let Both { a, b, .. } = *self;
        let bounded = x.bounded || y.bounded;
        let around = around(x, y);
        match (&x.sort, &y.sort) {
            (Sort::Days(m), Sort::Days(n)) => {
                // "a niece of Ana Ruiz, died in 2002": which of the two died is not known.
                let unknown = a.kin != b.kin || m.is_relative() || n.is_relative();
                if unknown || (!bounded && (m.is_label() || n.is_label())) {
                    None
                } else if x.as_of || y.as_of {
                    // What was known until then is news of another day, unless the figures are the same.
                    let ground = if self.agrees { Ground::Side } else { Ground::AsOf };
                    bounded.then_some(ground)
                } else if bounded {
                    Some(Ground::Side)
                } else if a.future != b.future && x.slot.past != y.slot.past {
                    // It has been, and it is to come: that is twice.
                    None
                } else {
                    let happened = around > 0 && shared(&x.happened, &y.happened) > 0;
                    ((happened && alike(a, b, HALF)) || alike(a, b, MOST)).then_some(Ground::Wording)
                }
            }
            (Sort::Amount { amount: m, kind, .. }, Sort::Amount { amount: n, kind: other, .. }) => {
                let (one, two) = (middle(m)?, middle(n)?);
                let apart = apart(one, two)?;
                if kind != other && !self.same_words {
                    return None;
                }
                if self.later || x.part != y.part || adds_up(x, y, &b.values) || adds_up(y, x, &a.values) {
                    return None;
                }
                if bounded {
                    let told = self.same_words || (apart <= FAR && !merely_rounded(m, n));
                    return told.then_some(Ground::Bound);
                }
                if self.same_words && *kind != QuantityKind::Ordinal {
                    return Some(Ground::Wording);
                }
                if x.slot.approximate || y.slot.approximate {
                    return None;
                }
                let likely = match kind {
                    QuantityKind::Age => false,
                    QuantityKind::Cardinal => {
                        counted(x, y)? > 0 && one.max(two) >= FEW && around > 2 && alike(a, b, HALF)
                    }
                    QuantityKind::Ordinal => one.min(two) > Decimal::TWO && around > 1 && alike(a, b, HALF),
                    QuantityKind::Percent | QuantityKind::Money => {
                        apart <= CLOSEST && around > 0 || around > 1 && alike(a, b, HALF)
                    }
                    _ => around > 1 && alike(a, b, MOST),
                };
                (likely && apart <= CLOSE).then_some(Ground::Wording)
            }
            _ => alike(a, b, MOST).then_some(Ground::Wording),
        }
    }
}

/// Whether so many quarters of the words of the shorter sentence stand in the other.
fn alike(a: &Said, b: &Said, quarters: usize) -> bool {
    let least = a.stems.len().min(b.stems.len());
    least >= WORDS && a.shared(b) * 4 >= least * quarters
}

/// How likely two values are to be of the same; nothing where they cannot be.
fn likeness(x: &Value, y: &Value) -> Option<usize> {
    let base = match (&x.sort, &y.sort) {
        (Sort::Days(_), Sort::Days(_)) | (Sort::Clock(_), Sort::Clock(_)) => 1,
        (Sort::Amount { amount: m, unit: u, kind: k }, Sort::Amount { amount: n, unit: v, kind: l }) => {
            let close = closeness(m, n);
            match (k, l) {
                (QuantityKind::Cardinal, QuantityKind::Cardinal) => {
                    // Other words for what is counted are believed where a bound is put to nearly the same number.
                    let loose = (x.bounded || y.bounded) && close > 0;
                    1 + close + counted(x, y).or(loose.then_some(0))?
                }
                (QuantityKind::Ordinal, QuantityKind::Ordinal) => 1 + counted(x, y).filter(|&c| c > 0)?,
                // "$ more than 90" is read as a number of nothing.
                (QuantityKind::Money, QuantityKind::Cardinal) if y.head.is_empty() => 1 + close,
                (QuantityKind::Cardinal, QuantityKind::Money) if x.head.is_empty() => 1 + close,
                _ if k == l && u == v => 2 + close,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(base + around(x, y))
}

/// How many words stand around both values; what follows a number says more of it than what comes before.
fn around(x: &Value, y: &Value) -> usize {
    let crossed = shared(&x.ahead, &y.behind) + shared(&x.behind, &y.ahead);
    shared(&x.ahead, &y.ahead).min(2) + 2 * shared(&x.behind, &y.behind).min(2) + 2 * crossed.min(2)
}

/// Whether two numbers count the same, by the noun phrases behind them: 2 surely, 1 perhaps, 0 where one has none.
fn counted(x: &Value, y: &Value) -> Option<usize> {
    match (x.head.last(), y.head.last()) {
        (Some(a), Some(b)) if a == b => Some(2),
        (Some(_), Some(_)) => x.head.iter().any(|h| y.head.contains(h)).then_some(1),
        _ => Some(0),
    }
}

/// Whether two sentences say that they speak of different times: "as of 3 May" and "by 9 May", "after 20 games".
fn other_time(a: &Said, b: &Said) -> bool {
    let dates = |said: &Said| -> Vec<Moment> {
        let moment = |v: &Value| match v.sort {
            Sort::Days(moment) => Some(moment.known_at(v.as_of)),
            _ => None,
        };
        said.values.iter().filter_map(moment).collect()
    };
    let (one, two) = (dates(a), dates(b));
    let apart = !one.is_empty() && !two.is_empty() && !one.iter().any(|x| two.iter().any(|y| x.meets(y)));
    let stage = |x: &Said, y: &Said| {
        let stages = x.values.iter().filter(|v| v.status && matches!(v.sort, Sort::Amount { .. }));
        stages
            .into_iter()
            .any(|v| y.values.iter().any(|w| likeness(v, w).is_some_and(|l| l > 3) && !meets(v, w)))
    };
    apart || stage(a, b) || stage(b, a)
}

/// Whether a number is what another one makes together with others of its sentence: 30 of 12 and 18.
fn adds_up(whole_value: &Value, part: &Value, of: &[Value]) -> bool {
    let Sort::Amount { amount, unit, kind } = &whole_value.sort else { return false };
    let stated = |v: &Value| match &v.sort {
        Sort::Amount { amount, unit: u, kind: k } if u == unit && k == kind => middle(amount),
        _ => None,
    };
    let (Some(first), Some(whole)) = (stated(part), middle(amount)) else { return false };
    let same = |v: &&Value| v.part || counted(v, whole_value).is_some_and(|c| c > 0 || !unit.is_empty());
    let others = of.iter().filter(|v| v.slot.span != part.slot.span && !v.within).filter(same);
    let all: Vec<Decimal> = others.filter_map(stated).collect();
    let total = all.iter().try_fold(first, |sum, n| sum.checked_add(*n));
    let nearly = |sum: Decimal| {
        sum == whole || (whole >= Decimal::ONE_THOUSAND && apart(sum, whole).is_some_and(|d| d <= NEARLY))
    };
    !part.within && !all.is_empty() && total.is_some_and(nearly)
}

/// The number that an amount is about.
fn middle(amount: &Interval<Decimal>) -> Option<Decimal> {
    match (amount.low.limit(), amount.high.limit()) {
        (Some(low), Some(high)) if low.is_zero() => Some(high),
        (Some(low), Some(high)) => low.checked_add(high)?.checked_div(Decimal::TWO),
        (one, other) => one.or(other),
    }
}

/// Whether two numbers are of one size.
fn closeness(a: &Interval<Decimal>, b: &Interval<Decimal>) -> usize {
    let apart = middle(a).zip(middle(b)).and_then(|(a, b)| apart(a, b));
    apart.map_or(0, |apart| usize::from(apart <= CLOSE) + usize::from(apart <= CLOSEST))
}

/// How far two numbers are apart, as a share of the greater.
fn apart(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a == b {
        return Some(Decimal::ZERO);
    }
    a.checked_sub(b)?.abs().checked_div(a.abs().max(b.abs()))
}

/// Whether two values can both be true.
fn meets(x: &Value, y: &Value) -> bool {
    // The same words, even if they mean another day in each.
    if x.bounded == y.bounded && x.slot.text.eq_ignore_ascii_case(&y.slot.text) {
        return true;
    }
    match (&x.sort, &y.sort) {
        (Sort::Days(a), Sort::Days(b)) => a.meets(b),
        (Sort::Clock(a), Sort::Clock(b)) => a == b,
        (Sort::Amount { amount: a, .. }, Sort::Amount { amount: b, .. }) => {
            let ranges = is_range(x, a) && is_range(y, b);
            (a.meets(b) && !(ranges && a != b)) || rounds(a, b)
        }
        _ => true,
    }
}

/// Whether both ends are stated: "10 to 12", but not "about 100", which is an interval, too, nor "up to 50".
fn is_range(value: &Value, amount: &Interval<Decimal>) -> bool {
    let stated = matches!((amount.low, amount.high), (Bound::Closed(low), Bound::Closed(high)) if low < high && !low.is_zero());
    stated && !value.slot.approximate
}

/// Whether one of two exact numbers is the other one rounded.
fn rounds(a: &Interval<Decimal>, b: &Interval<Decimal>) -> bool {
    let (Some(a), Some(b)) = (a.single(), b.single()) else { return false };
    let to = |number: Decimal, like: Decimal| {
        let half = step(like).checked_div(Decimal::TWO)?;
        Some(number.checked_sub(like)?.abs() <= half)
    };
    apart(a, b).is_some_and(|d| d <= ROUNDED) && (to(a, b) == Some(true) || to(b, a) == Some(true))
}

/// Whether "more than 3,000" is said where another says 3,000.
fn merely_rounded(a: &Interval<Decimal>, b: &Interval<Decimal>) -> bool {
    let more = |bound: &Interval<Decimal>, exact: &Interval<Decimal>| match (bound.low, bound.high) {
        (Bound::Open(low), Bound::Unbounded) => exact.high == Bound::Closed(low) && is_round(low),
        _ => false,
    };
    more(a, b) || more(b, a)
}

/// Whether a number is one that is rounded to: 30, 500, 12,000.
fn is_round(number: Decimal) -> bool {
    let (mut number, mut zeros) = (number.normalize(), 0);
    while number.scale() == 0 && zeros < 27 && !number.is_zero() && (number % Decimal::TEN).is_zero() {
        number /= Decimal::TEN;
        zeros += 1;
    }
    let digits = if number < Decimal::TEN {
        1
    } else if number < Decimal::ONE_HUNDRED {
        2
    } else {
        3
    };
    number.scale() == 0
        && ((digits == 1 && (zeros >= 1 || number == Decimal::ONE)) || (digits == 2 && zeros >= 2))
}

/// The unit of the last digit that a number states: thousands for 12,000, tenths for 7.5.
fn step(number: Decimal) -> Decimal {
    let number = number.normalize();
    if number.scale() > 0 {
        return Decimal::new(1, number.scale());
    }
    let mut step = Decimal::ONE;
    for _ in 0..4 {
        let next = step * Decimal::ONE_THOUSAND;
        if number.is_zero() || !(number % next).is_zero() {
            break;
        }
        step = next;
    }
    step
}
