//! Two figures that two reports give to two people the other way round are one slip, told once.

use crate::facts::attribute::ArticleId;
use crate::rules::finding::{Evidence, Finding};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A finding about two figures, by its place among the findings, with the figures of its first two labels as written.
#[derive(Clone, Copy)]
pub(super) struct Figures {
    pub(super) finding: usize,
    pub(super) here: Decimal,
    pub(super) there: Decimal,
}

/// Joins pairs of findings whose figures are exchanged between the same two articles.
pub(super) fn join(figures: &[Figures], findings: &mut Vec<Finding>) {
    type Sides = (Arc<str>, [(ArticleId, Decimal); 2]);
    let mut known: BTreeMap<Sides, usize> = BTreeMap::new();
    let mut joined: BTreeSet<usize> = BTreeSet::new();
    for &Figures { finding, here, there } in figures {
        let told = &findings[finding];
        let Some(other) = told.there.first().map(|e| e.site.article) else { continue };
        let own = told.here.site.article;
        if own == other {
            continue;
        }
        let sides = |mut sides: [(ArticleId, Decimal); 2]| {
            sides.sort_unstable();
            (Arc::clone(&told.rule), sides)
        };
        let Some(first) = known.remove(&sides([(own, there), (other, here)])) else {
            known.insert(sides([(own, here), (other, there)]), finding);
            continue;
        };
        let second = told.clone();
        joined.insert(finding);
        let first = &mut findings[first];
        let both = format!("{} and {}", first.subject, second.subject);
        first.message = first.message.replacen(&first.subject, &both, 1);
        first.help = format!("the figures of {both} are exchanged: which is whose?");
        first.confidence = first.confidence.max(second.confidence);
        let labelled: BTreeSet<_> = first.there.iter().map(|e| e.site).collect();
        let more = std::iter::once(second.here).chain(second.there);
        let more: Vec<Evidence> = more.filter(|e| !labelled.contains(&e.site)).collect();
        first.there.extend(more);
    }
    let mut at = 0..;
    findings.retain(|_| at.next().is_none_or(|i| !joined.contains(&i)));
}
