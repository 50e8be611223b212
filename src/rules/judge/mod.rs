//! Decides which facts cannot both be true, given when each article was published. Facts are bucketed by subject and
//! attribute, and each bucket is sorted and swept; a dispute is told once.

mod build;
mod eternal;
mod exchange;
mod person;
mod rising;
mod state;

pub(crate) use person::name as one_name;

use super::file::{Rule, RuleKind};
use super::finding::Finding;
use super::policy::Policy;
use super::timeline::Timeline;
use crate::facts::attribute::{AttributeId, Card, Fact, Value};
use crate::facts::family::{Families, Family};
use crate::grammar::modality::Modality;
use crate::interval::Interval;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All that facts are judged by.
#[derive(Clone, Copy, Debug)]
pub struct Court<'a> {
    /// The rules in force.
    pub rules: &'a [Rule],
    /// The families of the facts.
    pub families: &'a Families,
    /// The articles, by their number.
    pub cards: &'a [Card],
    /// For each article the voice it speaks with: near-copies of one day share one.
    pub voices: &'a [u32],
    /// For each article the story it belongs to.
    pub stories: &'a [u32],
    /// What is known from elsewhere.
    pub timelines: &'a [Timeline],
}

/// Facts of one subject and one attribute, with what judges them.
struct Bucket<'a> {
    court: Court<'a>,
    rule: &'a Rule,
    facts: Vec<&'a Fact>,
    timeline: Option<&'a Timeline>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    attribute: AttributeId,
    subject: Arc<str>,
    /// The article, for a subject that is not sure beyond it.
    article: Option<u32>,
    /// The story, for facts about no one by name.
    story: Option<u32>,
}

/// Judges all facts. The order of the findings is that of the rules and subjects.
pub fn judge(court: Court<'_>, facts: &[Fact]) -> Vec<Finding> {
    let mut by_attribute: BTreeMap<AttributeId, (&Rule, &Policy, &[_])> = BTreeMap::new();
    for rule in court.rules {
        if let RuleKind::Family { attribute, policy, hears } = &rule.kind {
            by_attribute.insert(*attribute, (rule, policy, hears));
        }
    }
    let still = person::settled(court, facts);
    let mut stilled = still.iter().peekable();
    let mut buckets: BTreeMap<Key, Vec<&Fact>> = BTreeMap::new();
    for (number, fact) in facts.iter().enumerate() {
        let fact = stilled.next_if(|(n, _)| *n == number).map_or(fact, |(_, fact)| fact);
        let Some((_, _, hears)) = by_attribute.get(&fact.attribute) else { continue };
        if hears.contains(&fact.modality) && fact.value != Value::Unresolved {
            buckets.entry(key(court, fact)).or_default().push(fact);
        }
    }
    let moved = moved(&by_attribute, &buckets);
    let nowhere = rising::Moved::new();
    let mut figures = Vec::new();
    let mut findings = Vec::new();
    for (key, facts) in buckets {
        let Some((rule, policy, _)) = by_attribute.get(&key.attribute) else { continue };
        let timeline = court
            .timelines
            .iter()
            .find(|t| key.article.is_none() && t.attribute == rule.id && t.subject == key.subject);
        for facts in by_facet(facts).into_iter().flat_map(person::apart) {
            let bucket = Bucket { court, rule, facts, timeline };
            match policy {
                Policy::Eternal { occurrence, overlap } => {
                    let limits = eternal::Limits {
                        occurrence: *occurrence,
                        overlap: *overlap,
                        of_ages: court.families.get(key.attribute).is_some_and(Family::reads_ages),
                    };
                    eternal::judge(&bucket, limits, &mut findings, &mut figures);
                }
                Policy::State { returns } => state::judge(&bucket, *returns, &mut findings),
                Policy::Count(counting) => {
                    let to = counting.moves_to.as_ref().and_then(|to| moved.get(to)).unwrap_or(&nowhere);
                    rising::judge(&bucket, counting, to, &mut findings);
                }
            }
        }
    }
    exchange::join(&figures, &mut findings);
    findings
}

/// What each article first says of the counts that other counts may move to, by rule.
fn moved<'a>(
    by_attribute: &BTreeMap<AttributeId, (&'a Rule, &'a Policy, &[Modality])>,
    buckets: &BTreeMap<Key, Vec<&'a Fact>>,
) -> BTreeMap<Arc<str>, rising::Moved<'a>> {
    let goals: BTreeSet<&Arc<str>> = by_attribute
        .values()
        .filter_map(|(_, policy, _)| match policy {
            Policy::Count(counting) => counting.moves_to.as_ref(),
            _ => None,
        })
        .collect();
    let mut moved: BTreeMap<Arc<str>, rising::Moved<'a>> = BTreeMap::new();
    for (key, facts) in buckets {
        let Some((rule, ..)) = by_attribute.get(&key.attribute).filter(|(r, ..)| goals.contains(&r.id))
        else {
            continue;
        };
        let first = moved.entry(Arc::clone(&rule.id)).or_default();
        for &fact in facts {
            first
                .entry(fact.site.article.0)
                .and_modify(|known| {
                    if rising::order(fact) < rising::order(known) {
                        *known = fact;
                    }
                })
                .or_insert(fact);
        }
    }
    moved
}

fn key(court: Court<'_>, fact: &Fact) -> Key {
    let article = fact.site.article.0;
    let story = court.families.get(fact.attribute).is_some_and(|f| f.subject.within_story);
    Key {
        attribute: fact.attribute,
        subject: person::name(fact),
        article: (!fact.subject.sure).then_some(article),
        story: story.then(|| court.stories.get(article as usize).copied().unwrap_or(article)),
    }
}

/// Facts of one facet are compared with each other; those without any join where there is no more than one facet.
fn by_facet(facts: Vec<&Fact>) -> Vec<Vec<&Fact>> {
    let mut facets: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in &facts {
        facets.entry(&fact.subject.facet).or_default().push(fact);
    }
    let named = facets.keys().filter(|f| !f.is_empty()).count();
    if named <= 1 { vec![facts] } else { facets.into_values().collect() }
}

/// Whether both may tell of one event, as far as the places and days of their sentences go.
fn one_scene(a: &Fact, b: &Fact) -> bool {
    match (&a.scene, &b.scene) {
        // What is said to fall on a day names the day of its value.
        (Some(x), Some(y)) if matches!(a.value, Value::Amount { .. }) => x.fits(y),
        _ => true,
    }
}

/// Whether two values can be the same; nothing where they cannot be compared.
fn meet(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Amount { amount: m, unit: x }, Value::Amount { amount: n, unit: y }) => {
            // All sides of a result are compared.
            if a.is_result() && b.is_result() {
                Some(x == y && m.meets(n))
            } else {
                (x == y).then(|| m.meets(n))
            }
        }
        (Value::Days(a), Value::Days(b)) => Some(a.meets(b)),
        (Value::OpenYear { month: m, day: d }, Value::OpenYear { month: n, day: e }) => {
            Some(m == n && (d.is_none() || e.is_none() || d == e))
        }
        (Value::OpenYear { month, day }, Value::Days(days))
        | (Value::Days(days), Value::OpenYear { month, day }) => {
            Some(nearest_year(*month, *day, days)?.meets(days))
        }
        _ => None,
    }
}

/// A month or day of an open year, in the year in which it comes nearest to `days`.
fn nearest_year(month: i8, day: Option<i8>, days: &Interval<Date>) -> Option<Interval<Date>> {
    let (low, high) = (days.low.limit().or(days.high.limit())?, days.high.limit().or(days.low.limit())?);
    let in_year = |year: i16| match day {
        Some(day) => Date::new(year, month, day).ok().map(Interval::point),
        None => Date::new(year, month, 1).ok().map(|first| Interval::closed(first, first.last_of_month())),
    };
    (low.year().saturating_sub(1)..=high.year().saturating_add(1))
        .filter_map(in_year)
        .min_by_key(|i| distance(i, days).unwrap_or(i32::MAX))
}

/// The days between two intervals; 0 where they meet.
fn distance(a: &Interval<Date>, b: &Interval<Date>) -> Option<i32> {
    if a.meets(b) {
        return Some(0);
    }
    let (first, second) = if a.precedes(b) { (a, b) } else { (b, a) };
    let (end, start) = (first.high.limit()?, second.low.limit()?);
    end.until(start).ok().map(|span| span.get_days())
}
