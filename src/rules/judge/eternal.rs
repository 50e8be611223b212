//! Values that hold for all time: any two that do not meet clash, unless they are two occurrences of what recurs.

use super::exchange::Figures;
use super::{Bucket, distance, meet, nearest_year};
use crate::facts::attribute::{ArticleId, Fact, Scene, Value};
use crate::interval::Interval;
use crate::rules::finding::{Confidence, Finding, Outcome};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};

/// All facts of one value.
pub(super) struct Group<'a> {
    pub(super) value: &'a Value,
    pub(super) facts: Vec<&'a Fact>,
    pub(super) voices: usize,
    /// The articles that state it.
    pub(super) articles: BTreeSet<ArticleId>,
    /// The month and day, where every fact of the group leaves the year to the tense.
    pub(super) any_year: Option<(i8, Option<i8>)>,
}

/// A value is compared with so many others, the most often stated first, so that a subject with a thousand different
/// values does not cost a million comparisons.
const COMPARED: usize = 64;

/// Groups facts by value, the most often stated first.
pub(super) fn groups<'a>(bucket: &Bucket<'a>) -> Vec<Group<'a>> {
    let mut index: HashMap<&Value, usize, foldhash::fast::FixedState> = HashMap::default();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for &fact in &bucket.facts {
        let at = *index.entry(&fact.value).or_insert_with(|| {
            groups.push(Group {
                value: &fact.value,
                facts: Vec::new(),
                voices: 0,
                articles: BTreeSet::new(),
                any_year: fact.any_year,
            });
            groups.len() - 1
        });
        groups[at].any_year = groups[at].any_year.and(fact.any_year);
        groups[at].articles.insert(fact.site.article);
        groups[at].facts.push(fact);
    }
    for group in &mut groups {
        group.voices = group.facts.iter().map(|f| bucket.voice(f)).collect::<BTreeSet<_>>().len();
    }
    groups.sort_by_key(|g| std::cmp::Reverse(g.voices));
    groups
}

/// What two values may have in common and yet differ, in days.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Dates further apart are two occasions.
    pub(super) occurrence: Option<i32>,
    /// Periods that share no more differ: a birthday seldom falls into the few days between two reports.
    pub(super) overlap: Option<i32>,
    /// Whether the family reads ages.
    pub(super) of_ages: bool,
}

/// The findings, and the figures of those that state them.
pub(super) fn judge(
    bucket: &Bucket<'_>,
    limits: Limits,
    findings: &mut Vec<Finding>,
    figures: &mut Vec<Figures>,
) {
    let Limits { occurrence, .. } = limits;
    let mut groups = groups(bucket);
    // Values that meet stand together: "July" and "July 7" against "May". Those with most behind them come first.
    let compared = groups.len().min(COMPARED);
    let support: Vec<usize> = groups
        .iter()
        .map(|g| {
            groups[..compared].iter().filter(|o| meet(g.value, o.value) == Some(true)).map(|o| o.voices).sum()
        })
        .collect();
    let open = |g: &Group<'_>| matches!(g.value, Value::OpenYear { .. });
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(support[i]), open(&groups[i]), i));
    let mut places: Vec<Option<Group<'_>>> = groups.drain(..).map(Some).collect();
    let groups: Vec<Group<'_>> = order.into_iter().filter_map(|i| places[i].take()).collect();
    let mut told: BTreeSet<(Decimal, Decimal)> = BTreeSet::new();
    for (at, group) in groups.iter().enumerate() {
        let others: Vec<&Group<'_>> =
            groups[..at.min(COMPARED)].iter().filter(|o| differ(group, o, limits)).collect();
        // A value inside the same article is the nearest witness, else the one with most behind it.
        let Some(against) = others.iter().find(|o| share_article(group, o)).or(others.first()) else {
            continue;
        };
        let mut there = against.facts.clone();
        let along = others
            .iter()
            .filter(|o| !std::ptr::eq(**o, *against) && meet(o.value, against.value) == Some(true));
        there.extend(along.flat_map(|o| o.facts.iter().copied()));
        let help = format!(
            "both cannot be true{}: check which of the two is right, or whether two different things are meant",
            if occurrence.is_some() { " of one occasion" } else { "" }
        );
        // 31 and 21 of one person are one dispute, on however many days they are said.
        let stated = |g: &Group<'_>| g.facts.iter().find_map(|f| f.stated);
        if let (Some(one), Some(other)) = (stated(group), stated(against))
            && !told.insert((one.min(other), one.max(other)))
        {
            continue;
        }
        let barely = meet(group.value, against.value) == Some(true);
        let help = if barely {
            format!("{help}; only a change between the two days would explain it")
        } else {
            help
        };
        let mut finding = bucket.dispute(Outcome::Clash, &group.facts, &there, help);
        if barely {
            finding.confidence = finding.confidence.min(Confidence::Medium);
        }
        if let (Some(one), Some(other)) = (stated(group), stated(against)) {
            // The primary side is the later one, whichever group that is.
            let own = group.facts.iter().any(|f| f.site == finding.here.site);
            let (here, there) = if own { (one, other) } else { (other, one) };
            figures.push(Figures { finding: findings.len(), here, there });
        }
        findings.push(finding);
    }
}

fn share_article(a: &Group<'_>, b: &Group<'_>) -> bool {
    !a.articles.is_disjoint(&b.articles)
}

/// Whether two periods meet in no more than so many days of their many.
fn barely_meet(a: &Value, b: &Value, most: i32) -> bool {
    let (Value::Days(a), Value::Days(b)) = (a, b) else { return false };
    a.intersect(b).is_some_and(|shared| length(&shared) < most) && length(a).min(length(b)) > 4 * most
}

fn differ(a: &Group<'_>, b: &Group<'_>, limits: Limits) -> bool {
    let Limits { occurrence, overlap, .. } = limits;
    // Two births told as dates are another rule's, where the births of this one are worked out from ages.
    if limits.of_ages && [a, b].iter().all(|g| g.facts.iter().all(|f| f.stated.is_none())) {
        return false;
    }
    let apart = match meet(a.value, b.value) {
        Some(true) => overlap.is_some_and(|most| barely_meet(a.value, b.value, most)),
        met => met == Some(false),
    };
    if !apart || !one_scene(a, b) {
        return false;
    }
    // A number that is told again later, unchanged, is a retelling: "Lucy Fern, 13" years after her death.
    let some = |g: &Group<'_>| -> BTreeSet<_> { g.facts.iter().filter_map(|f| f.stated).collect() };
    if !some(a).is_disjoint(&some(b)) {
        return false;
    }
    // Two open years may be different years, unless one article says both.
    if let (Value::OpenYear { .. }, Value::OpenYear { .. }) = (a.value, b.value) {
        return share_article(a, b);
    }
    // A year that was taken from the tense may be another one.
    let reread = |a: &Group<'_>, b: &Group<'_>| match (a.any_year, b.value) {
        (Some((month, day)), Value::Days(days)) => {
            nearest_year(month, day, days).is_some_and(|read| read.meets(days))
        }
        _ => false,
    };
    if !share_article(a, b) && (reread(a, b) || reread(b, a)) {
        return false;
    }
    let days = |value: &Value, other: &Value| match (value, other) {
        (Value::Days(days), _) => Some(*days),
        (Value::OpenYear { month, day }, Value::Days(other)) => nearest_year(*month, *day, other),
        _ => None,
    };
    match (occurrence, days(a.value, b.value), days(b.value, a.value)) {
        // Values that are longer than the time between two occasions cannot tell one occasion from the next.
        (Some(most), Some(a), Some(b)) => {
            length(&a).max(length(&b)) <= most && distance(&a, &b).is_some_and(|d| d <= most)
        }
        _ => true,
    }
}

/// Whether some two of them may tell of one event, as far as the places and days of their sentences go.
fn one_scene(a: &Group<'_>, b: &Group<'_>) -> bool {
    let mut pairs = scenes(a).flat_map(|x| scenes(b).map(move |y| (x, y)));
    scenes(a).next().is_none() || scenes(b).next().is_none() || pairs.any(|(x, y)| x.fits(y))
}

fn scenes<'a>(group: &Group<'a>) -> impl Iterator<Item = &'a Scene> {
    group.facts.iter().take(COMPARED).filter_map(|f| f.scene.as_deref())
}

/// How many days an interval covers.
fn length(days: &Interval<Date>) -> i32 {
    match (days.low.limit(), days.high.limit()) {
        (Some(low), Some(high)) => low.until(high).map_or(i32::MAX, |span| span.get_days()),
        _ => i32::MAX,
    }
}
