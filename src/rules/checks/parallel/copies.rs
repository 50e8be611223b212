//! Versions of one text that differ in nothing but a number or a date.

use super::super::{CheckRule, ReadArticle, Told, loudest_first};
use super::slot::{self, Difference, Slot};
use super::words::ParallelWords;
use crate::facts::attribute::{ArticleId, Card, Site};
use crate::facts::story::{Mask, Signature, Stories, masked_words};
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, Severity};
use crate::text::{Sentence, Shape};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Words a sentence must have, its masked numbers among them, to be the same sentence in another version.
const WORDS: usize = 6;
/// Sentences up to which two versions are aligned as they stand; longer ones only by sentences that are unique.
const ALIGNED: usize = 5_000;

/// Pairs of articles to compare: the versions of one text in the order of their days, each with the next one. Pairs
/// whose numbers are the same are left out, so that their texts need not be read again.
pub fn pairs(cards: &[Card], signatures: &[Signature], stories: &Stories) -> Vec<(ArticleId, ArticleId)> {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, &group) in stories.copies.iter().enumerate() {
        groups.entry(group).or_default().push(index);
    }
    let mut pairs = Vec::new();
    for mut group in groups.into_values() {
        group.sort_by_key(|&i| {
            (cards[i].published.when.high.limit().is_none(), cards[i].published.when.high.limit(), i)
        });
        for pair in group.windows(2).filter(|p| !signatures[p[0]].same_numbers(&signatures[p[1]])) {
            pairs.push((cards[pair[0]].id, cards[pair[1]].id));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The sentences of two versions that differ in a number, a date or an ordinal only. What `told` covers is left out.
pub fn parallel(
    rule: &CheckRule,
    words: &ParallelWords,
    a: &ReadArticle,
    b: &ReadArticle,
    told: &Told,
) -> Vec<Finding> {
    let (one, two) = (Version::new(a), Version::new(b));
    let mut found: Vec<(Difference, &Sentence)> = Vec::new();
    let mut agreeing = 0usize;
    let mut differing = 0usize;
    for (x, y) in align(&one, &two) {
        if one.counts(x) || two.counts(y) {
            continue;
        }
        let (here, there) = (one.slots(words, x), two.slots(words, y));
        if here.is_empty() || here.len() != there.len() {
            continue;
        }
        let differences = slot::differences(&here, &there);
        agreeing += usize::from(differences.is_empty());
        differing += usize::from(!differences.is_empty());
        found.extend(differences.into_iter().map(|d| (d, one.sentence(x))));
    }
    // Texts that differ in most of their numbers are a form filled in twice, not two versions.
    if differing > agreeing + 1 {
        return Vec::new();
    }
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut findings = Vec::new();
    for (difference, sentence) in found {
        let (here, there) = (a.site(difference.here.span), b.site(difference.there.span));
        let values = (difference.here.value.clone(), difference.there.value.clone());
        if told.covers(here) || told.covers(there) || !seen.insert(values) {
            continue;
        }
        findings.extend(tell(rule, a, b, &difference, sentence, (here, there)));
    }
    findings
}

fn tell(
    rule: &CheckRule,
    a: &ReadArticle,
    b: &ReadArticle,
    difference: &Difference,
    sentence: &Sentence,
    sites: (Site, Site),
) -> Option<Finding> {
    let mut sides = [(a.card, sites.0, &difference.here), (b.card, sites.1, &difference.there)];
    sides.sort_by_cached_key(|(card, site, _)| loudest_first(card, site.span));
    let evidence = |&(_, site, slot): &(&Card, Site, &Slot)| Evidence {
        site,
        value: slot.value.clone(),
        note: String::new(),
    };
    let (here, there) = (&sides[0], &sides[1]);
    let message = "“{here}” here is “{there}” in another version of the sentence".to_owned();
    let mut finding = rule.finding(evidence(here), vec![evidence(there)], message, String::new());
    finding.sides.words = Some([here.2.text.clone(), there.2.text.clone()]);
    finding.sides.key = vec![
        difference.here.value.clone(),
        difference.there.value.clone(),
        a.words_around(difference.here.span),
        b.words_around(difference.there.span),
    ];
    let days = (a.card.published.day(), b.card.published.day());
    finding.outcome = match days {
        _ if difference.lasting => Outcome::Clash,
        (Some(x), Some(y)) if x == y => Outcome::Clash,
        (Some(_), Some(_)) => Outcome::Update,
        _ if a.card.published.when == b.card.published.when => Outcome::Clash,
        _ => Outcome::Undated,
    };
    finding.help = match finding.outcome {
        Outcome::Update => "the versions are of different days; the later one may be an update".to_owned(),
        Outcome::Undated => {
            "if the versions are of different days, the later one may be an update".to_owned()
        }
        _ => "the versions agree in all other words, so one of the two is a mistake or was corrected"
            .to_owned(),
    };
    if finding.outcome != Outcome::Clash {
        finding.severity = Severity::Advice;
    }
    let words = sentence.tokens.len();
    finding.confidence =
        rule.confidence.min(if words < 2 * WORDS { Confidence::Medium } else { Confidence::High });
    Some(finding)
}

/// A text as sentences with their numbers masked.
struct Version<'a> {
    reading: &'a ReadArticle<'a>,
    marks: Vec<slot::Marked<'a>>,
    /// Sentences that are long enough, by their place in the text and a hash of their masked words.
    sentences: Vec<(usize, u64)>,
}

impl<'a> Version<'a> {
    fn new(reading: &'a ReadArticle<'a>) -> Self {
        let marks = slot::marks(reading);
        let ranges: Vec<Range<u32>> = marks.iter().map(|m| m.tokens().clone()).collect();
        let mask = Mask::new(reading.clean, &ranges);
        let keyed = reading.clean.sentences.iter().enumerate().filter_map(|(index, sentence)| {
            let (mut words, mut hash) = (0, 0u64);
            for word in masked_words(reading.clean, sentence, &mask) {
                words += 1;
                hash = (hash.rotate_left(23) ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            }
            (words >= WORDS).then_some((index, hash))
        });
        let sentences = keyed.collect();
        Version { reading, marks, sentences }
    }

    fn sentence(&self, index: usize) -> &'a Sentence {
        &self.reading.clean.sentences[self.sentences[index].0]
    }

    /// Whether a sentence begins as a counter does: "Image 6 of 9".
    fn counts(&self, index: usize) -> bool {
        let tokens = &self.reading.clean.tokens;
        let shape = |at: u32| tokens.get(at as usize).map(|t| t.shape);
        let start = self.sentence(index).tokens.start;
        let counter = |at: u32| {
            shape(at) == Some(Shape::Digits)
                && shape(at + 1) == Some(Shape::Lower)
                && shape(at + 2) == Some(Shape::Digits)
        };
        counter(start) || counter(start + 1)
    }

    fn slots(&self, words: &ParallelWords, index: usize) -> Vec<Slot> {
        slot::slots(words, self.reading, &self.marks, self.sentence(index))
    }
}

/// Pairs of sentences that are the same but for what is masked.
fn align(a: &Version, b: &Version) -> Vec<(usize, usize)> {
    let keys = |v: &Version| v.sentences.iter().map(|s| s.1).collect::<Vec<u64>>();
    let (one, two) = (keys(a), keys(b));
    if one.len().max(two.len()) > ALIGNED {
        return unique(&one, &two);
    }
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &one, &two) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|i| (old_index + i, new_index + i)));
        }
    }
    // Sentences that have changed places are found by being the only ones of their words.
    let (taken_a, taken_b): (Vec<usize>, Vec<usize>) = pairs.iter().copied().unzip();
    let mut taken_b = taken_b;
    taken_b.sort_unstable();
    let moved = unique(&one, &two);
    pairs.extend(
        moved
            .into_iter()
            .filter(|(x, y)| taken_a.binary_search(x).is_err() && taken_b.binary_search(y).is_err()),
    );
    pairs
}

/// Pairs of sentences that stand once in each text.
fn unique(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let once = |keys: &[u64]| {
        let mut places: BTreeMap<u64, Option<usize>> = BTreeMap::new();
        for (index, &key) in keys.iter().enumerate() {
            places.entry(key).and_modify(|p| *p = None).or_insert(Some(index));
        }
        places
    };
    let theirs = once(b);
    let mine = once(a).into_iter().filter_map(|(key, place)| Some((place?, (*theirs.get(&key)?)?)));
    let mut pairs: Vec<(usize, usize)> = mine.collect();
    pairs.sort_unstable();
    pairs
}
