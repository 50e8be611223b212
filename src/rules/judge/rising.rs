//! Values that only rise, or only fall: a later report may not go back. On one day figures are compared only between
//! articles of one source.

use super::{Bucket, meet};
use crate::facts::attribute::{Fact, Value};
use crate::interval::{Bound, Interval};
use crate::rules::finding::{Finding, Outcome};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

fn amount(fact: &Fact) -> Option<&Interval<Decimal>> {
    match &fact.value {
        Value::Amount { amount, .. } => Some(amount),
        _ => None,
    }
}

pub(super) fn judge(bucket: &Bucket<'_>, rises: bool, findings: &mut Vec<Finding>) {
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    let mut tell = |one: &Fact, other: &Fact| {
        let (a, b) = (crate::facts::show::value(&one.value), crate::facts::show::value(&other.value));
        told.insert(if a < b { (a, b) } else { (b, a) })
    };
    // On one day, from one source: figures that do not meet.
    let firsts = first_stated(bucket);
    for (at, one) in firsts.iter().enumerate() {
        let same_day = |two: &&&Fact| {
            bucket.day(one).is_some() && bucket.day(one) == bucket.day(two) && bucket.same_source(one, two)
        };
        let other = firsts[..at]
            .iter()
            .rev()
            .take(64)
            .find(|two| same_day(two) && meet(&one.value, &two.value) == Some(false));
        if let Some(other) = other
            && tell(one, other)
        {
            let help = "two figures of one day from one source: is one a correction, or a different count?"
                .to_owned();
            findings.push(bucket.dispute(Outcome::Clash, &[one], &[other], help));
        }
    }
    // From day to day: the furthest value so far against each later one.
    let mut dated: Vec<&Fact> =
        firsts.into_iter().filter(|f| bucket.day(f).is_some() && amount(f).is_some()).collect();
    dated.sort_by_key(|f| (bucket.day(f), f.site));
    let mut furthest: Option<&Fact> = None;
    let mut waiting: Vec<&Fact> = Vec::new();
    let mut today = None;
    for fact in dated {
        if bucket.day(fact) != today {
            today = bucket.day(fact);
            for fact in waiting.drain(..) {
                if furthest.is_none_or(|f| further(rises, fact, f)) {
                    furthest = Some(fact);
                }
            }
        }
        if let Some(earlier) = furthest
            && goes_back(rises, earlier, fact)
            && tell(earlier, fact)
        {
            let way = if rises { "fell" } else { "rose" };
            let help = format!("the figure {way}: a correction would explain it, or a different count");
            findings.push(bucket.dispute(Outcome::Clash, &[fact], &[earlier], help));
        }
        waiting.push(fact);
    }
}

/// The first figure of each article: what it leads with. Figures further down are often of a part, or of another event.
fn first_stated<'a>(bucket: &Bucket<'a>) -> Vec<&'a Fact> {
    let mut facts = bucket.facts.clone();
    facts.sort_by_key(|f| f.site);
    facts.dedup_by_key(|f| f.site.article);
    facts
}

/// Whether all that the later fact allows lies on the wrong side of all that the earlier one allows.
fn goes_back(rises: bool, earlier: &Fact, later: &Fact) -> bool {
    match (amount(earlier), amount(later)) {
        (Some(e), Some(l)) if meet(&earlier.value, &later.value) == Some(false) => {
            if rises {
                l.precedes(e)
            } else {
                e.precedes(l)
            }
        }
        _ => false,
    }
}

fn further(rises: bool, fact: &Fact, than: &Fact) -> bool {
    let end = |f: &Fact| match (amount(f), rises) {
        (Some(Interval { low: Bound::Closed(n) | Bound::Open(n), .. }), true) => Some(*n),
        (Some(Interval { high: Bound::Closed(n) | Bound::Open(n), .. }), false) => Some(-*n),
        _ => None,
    };
    end(fact) > end(than)
}
