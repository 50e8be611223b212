//! Counts of one event. Inside an article its headline and lead must agree. From day to day some counts only rise or only
//! fall, and a later report may not go back. On one day figures are compared between articles of one source, or of all.

use super::{Bucket, meet, one_scene};
use crate::facts::attribute::{ArticleId, Fact, Site, Value};
use crate::interval::{Bound, Interval};
use crate::rules::finding::{Finding, Outcome};
use crate::rules::policy::Counting;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What is first said, by article, of the count that this one may move to: the wounded may die.
pub(super) type Moved<'a> = BTreeMap<u32, &'a Fact>;

/// How many figures of one day, or of one article, a figure is compared with.
const COMPARED: usize = 64;

fn amount(fact: &Fact) -> Option<&Interval<Decimal>> {
    match &fact.value {
        Value::Amount { amount, .. } => Some(amount),
        _ => None,
    }
}

pub(super) fn judge(
    bucket: &Bucket<'_>,
    counting: &Counting,
    moved: &Moved<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    let mut tell = |one: &Fact, other: &Fact| {
        let (a, b) = (crate::facts::show::value(&one.value), crate::facts::show::value(&other.value));
        told.insert(if a < b { (a, b) } else { (b, a) })
    };
    let mut facts = bucket.facts.clone();
    facts.sort_by_key(|f| order(f));
    // A second figure of one sentence is of something else: "not far from where five people were hurt in May".
    facts.dedup_by_key(|f| (f.site.article, f.sentence));
    for own in facts.chunk_by(|a, b| a.site.article == b.site.article) {
        if let Some((one, other)) = inside(own)
            && tell(one, other)
        {
            let help = "one article says both: is one of them a part of the other, or of an earlier report?";
            findings.push(bucket.dispute(Outcome::Clash, &[one], &[other], help.to_owned()));
        }
    }
    // What each article leads with: figures further down are often of a part, or of another event.
    let mut firsts = facts;
    firsts.dedup_by_key(|f| f.site.article);
    for (at, one) in firsts.iter().enumerate() {
        let same_day = |two: &&&Fact| {
            bucket.day(one).is_some()
                && bucket.day(one) == bucket.day(two)
                && (counting.any_source
                    || bucket.same_source(one, two)
                    || counting.rises.is_some() && are_over(bucket, one, two))
        };
        let clashes = |two: &&&Fact| {
            same_day(two) && apart(one, two) && one_scene(one, two) && !has_moved(one, two, moved)
        };
        let other = firsts[..at].iter().rev().take(COMPARED).find(clashes);
        if let Some(other) = other
            && tell(one, other)
        {
            let help = match bucket.same_source(one, other) {
                true => "two figures of one day from one source: is one a correction, or a different count?",
                false => {
                    "two figures of one day: is one of them from before the other, or a different count?"
                }
            };
            findings.push(bucket.dispute(Outcome::Clash, &[one], &[other], help.to_owned()));
        }
    }
    // From day to day: the furthest value so far against each later one.
    let Some(rises) = counting.rises else { return };
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
            && one_scene(earlier, fact)
            && !has_moved(earlier, fact, moved)
            && tell(earlier, fact)
        {
            let way = if rises { "fell" } else { "rose" };
            let help = format!("the figure {way}: a correction would explain it, or a different count");
            findings.push(bucket.dispute(Outcome::Clash, &[fact], &[earlier], help));
        }
        waiting.push(fact);
    }
}

/// Whether an event of one day lies some days back by the words of both: its figures no longer change from hour to hour.
fn are_over(bucket: &Bucket<'_>, a: &Fact, b: &Fact) -> bool {
    const DAYS: i32 = 3;
    let days = |f: &Fact| f.scene.as_ref().and_then(|s| s.days);
    let (Some(x), Some(y)) = (days(a), days(b)) else { return false };
    let since = x.high.limit().zip(bucket.day(a)).and_then(|(last, told)| last.until(told).ok());
    x.meets(&y) && since.is_some_and(|since| since.get_days() >= DAYS)
}

/// The order in which an article's sentences are read.
pub(super) fn order(fact: &Fact) -> (ArticleId, u32, Site) {
    (fact.site.article, fact.scene.as_ref().map_or(0, |s| s.order), fact.site)
}

/// Two figures of one article that do not meet, the first of it before any other.
fn inside<'a>(own: &[&'a Fact]) -> Option<(&'a Fact, &'a Fact)> {
    let own = &own[..own.len().min(COMPARED)];
    // Two figures of the body are told apart by what stands between.
    let opens = |f: &Fact| f.scene.as_ref().is_none_or(|s| s.opens);
    let differ = |a: &Fact, b: &Fact| apart(a, b) && one_scene(a, b) && (opens(a) || opens(b));
    own.iter().enumerate().find_map(|(at, one)| {
        let other = own[at + 1..].iter().find(|two| differ(one, two))?;
        Some((*other, *one))
    })
}

/// Whether two figures cannot be one: "more than 50" and "50" can, as such words go. Where one is not half of the other
/// they count two things.
fn apart(a: &Fact, b: &Fact) -> bool {
    let (Some(x), Some(y)) = (amount(a), amount(b)) else { return false };
    let halves = match (x.single(), y.single()) {
        (Some(x), Some(y)) => {
            !same_digits(x, y) && x.min(y).checked_mul(Decimal::TWO).is_some_and(|twice| twice < x.max(y))
        }
        _ => false,
    };
    meet(&a.value, &b.value) == Some(false) && !touches(x, y) && !touches(y, x) && !halves
}

/// Whether one is the other with its digits exchanged: 31 and 13.
fn same_digits(a: Decimal, b: Decimal) -> bool {
    let digits = |n: Decimal| {
        let mut digits: Vec<char> = n.normalize().to_string().chars().collect();
        digits.sort_unstable();
        digits
    };
    digits(a) == digits(b)
}

/// Whether one ends where the other begins.
fn touches(a: &Interval<Decimal>, b: &Interval<Decimal>) -> bool {
    a.high.limit().is_some() && a.high.limit() == b.low.limit()
}

/// Whether some of those counted have moved to another count between the two reports.
fn has_moved(a: &Fact, b: &Fact, moved: &Moved<'_>) -> bool {
    let of = |f: &Fact| moved.get(&f.site.article.0).and_then(|m| amount(m)?.single());
    let plain = |f: &Fact| amount(f).and_then(Interval::single);
    match (of(a), of(b)) {
        (Some(x), Some(y)) => x != y,
        // A sentence that tells them apart does so whether or not it says how many they are.
        (Some(x), None) => !b.settled && plain(a).and_then(|n| n.checked_add(x)) == plain(b),
        (None, Some(y)) => !a.settled && plain(b).and_then(|n| n.checked_add(y)) == plain(a),
        (None, None) => false,
    }
}

/// Whether all that the later fact allows lies on the wrong side of all that the earlier one allows.
fn goes_back(rises: bool, earlier: &Fact, later: &Fact) -> bool {
    match (amount(earlier), amount(later)) {
        (Some(e), Some(l)) if apart(earlier, later) => {
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
