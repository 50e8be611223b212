//! Which fact of the old version became which of the new one.

use super::greedy::pair;
use super::sentences::Sentences;
use super::{Change, ChangeKind, Stated, Version, passage};
use crate::facts::attribute::{AttributeId, Fact, Value};
use crate::facts::show;
use crate::span::{Raw, Span};
use std::collections::{BTreeMap, HashMap};

/// The changes of facts, and how many moved with the day of publication alone.
pub(super) fn compare(old: &Version<'_>, new: &Version<'_>, sentences: &Sentences) -> (Vec<Change>, u32) {
    let mut matching = Matching::new(old, new, sentences);
    matching.run();
    matching.tell()
}

/// A fact on its way to a counterpart.
struct Placed<'a> {
    fact: &'a Fact,
    /// The words that state it, in lower case.
    words: String,
    sentence: usize,
    /// Whether nothing is to be told of it any more.
    done: bool,
}

/// What two statements must share to be of one thing.
type Key<'a> = (AttributeId, &'a str, &'a str);

impl<'a> Placed<'a> {
    fn key(&self) -> Key<'a> {
        (self.fact.attribute, &self.fact.subject.name, &self.fact.subject.facet)
    }
}

fn placed<'a>(version: &Version<'a>) -> Vec<Placed<'a>> {
    let clean = version.clean;
    let at: HashMap<Span<Raw>, usize> =
        clean.sentences.iter().enumerate().map(|(index, s)| (clean.raw(s.span), index)).collect();
    let words = |sentence: usize, value: Span<Raw>| {
        let passage = passage(version, sentence, Some(value))?;
        Some(passage.text.get(passage.value?)?.to_lowercase())
    };
    let place = |fact: &'a Fact| {
        let sentence = *at.get(&fact.sentence)?;
        let words = words(sentence, fact.site.span).unwrap_or_default();
        Some(Placed { fact, words, sentence, done: false })
    };
    version.facts.iter().filter_map(place).collect()
}

struct Matching<'a> {
    versions: [&'a Version<'a>; 2],
    sentences: &'a Sentences,
    old: Vec<Placed<'a>>,
    new: Vec<Placed<'a>>,
    /// Facts that became others.
    changed: Vec<(usize, usize)>,
    moved: u32,
    redated: bool,
}

impl<'a> Matching<'a> {
    fn new(old: &'a Version<'a>, new: &'a Version<'a>, sentences: &'a Sentences) -> Self {
        Matching {
            versions: [old, new],
            sentences,
            old: placed(old),
            new: placed(new),
            changed: Vec::new(),
            moved: 0,
            redated: old.published.when != new.published.when,
        }
    }

    /// From the surest counterpart to the least sure: what says the same in its place; what says something else in its
    /// place; what says the same elsewhere; what says something else elsewhere; what is said of somebody else in its
    /// place.
    fn run(&mut self) {
        let aligned =
            |m: &Self, i: usize, j: usize| m.sentences.new_of[m.old[i].sentence] == Some(m.new[j].sentence);
        self.join(|m, i, j| aligned(m, i, j) && m.same(i, j));
        self.join(aligned);
        self.join(Self::same);
        self.drop_repeated();
        self.join(|_, _, _| true);
        self.join_subjects(aligned);
    }

    /// Whether two facts of one thing say the same.
    fn same(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.old[i], &self.new[j]);
        let value = match (&a.fact.value, &b.fact.value) {
            (Value::Unresolved, _) | (_, Value::Unresolved) => a.words == b.words,
            (x, y) => x == y,
        };
        let event = self.redated || a.fact.since == b.fact.since;
        a.fact.modality == b.fact.modality && ((value && event) || self.moved_with_date(i, j))
    }

    /// Whether only the day of publication, from which both values are read, sets them apart.
    fn moved_with_date(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.old[i], &self.new[j]);
        let stated = match (a.fact.stated, b.fact.stated) {
            (Some(x), Some(y)) => x == y,
            _ => a.words == b.words,
        };
        self.redated && a.fact.dated && b.fact.dated && stated
    }

    /// Joins facts of one thing that are left over, the nearest first.
    fn join(&mut self, fits: impl Fn(&Self, usize, usize) -> bool) {
        let mut groups: BTreeMap<Key<'a>, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, facts) in [&self.old, &self.new].into_iter().enumerate() {
            for (index, placed) in facts.iter().enumerate().filter(|(_, p)| !p.done) {
                groups.entry(placed.key()).or_default()[side].push(index);
            }
        }
        for [old, new] in groups.into_values() {
            self.join_group(&old, &new, &fits);
        }
    }

    /// Joins what is said of one thing with what is said of another where the sentence stayed: the subject was changed.
    fn join_subjects(&mut self, fits: impl Fn(&Self, usize, usize) -> bool) {
        let mut groups: BTreeMap<AttributeId, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, facts) in [&self.old, &self.new].into_iter().enumerate() {
            for (index, placed) in facts.iter().enumerate().filter(|(_, p)| !p.done) {
                groups.entry(placed.fact.attribute).or_default()[side].push(index);
            }
        }
        for [old, new] in groups.into_values() {
            self.join_group(&old, &new, &fits);
        }
    }

    fn join_group(&mut self, old: &[usize], new: &[usize], fits: &impl Fn(&Self, usize, usize) -> bool) {
        /// A text that says one thing more often than this says it in a table.
        const MOST: usize = 1_000;
        let mut candidates = Vec::new();
        for (rank_old, &i) in old.iter().enumerate().take(MOST) {
            for (rank_new, &j) in new.iter().enumerate().take(MOST) {
                if fits(self, i, j) {
                    candidates.push((self.distance(i, j), rank_old, rank_new));
                }
            }
        }
        for (i, j) in pair(candidates, old.len(), new.len()) {
            self.settle(old[i], new[j]);
        }
    }

    /// How far apart two facts stand, in sentences of either version; then within the sentence.
    fn distance(&self, i: usize, j: usize) -> (usize, usize) {
        let (a, b) = (&self.old[i], &self.new[j]);
        let counterpart = self.sentences.new_of[a.sentence].map(|s| s.abs_diff(b.sentence));
        let back = self.sentences.old_of[b.sentence].map(|s| s.abs_diff(a.sentence));
        let apart = match (counterpart, back) {
            (Some(x), Some(y)) => x.min(y),
            (Some(x), None) | (None, Some(x)) => x,
            (None, None) => a.sentence.abs_diff(b.sentence),
        };
        (apart, i.abs_diff(j))
    }

    fn settle(&mut self, i: usize, j: usize) {
        (self.old[i].done, self.new[j].done) = (true, true);
        let one_thing = self.old[i].key() == self.new[j].key();
        if !(one_thing && self.same(i, j)) {
            self.changed.push((i, j));
        } else if self.old[i].fact.value != self.new[j].fact.value {
            self.moved += 1;
        }
    }

    /// What is said once more, or once less, has neither appeared nor vanished: the version says it elsewhere, or the
    /// value has been told as changed.
    fn drop_repeated(&mut self) {
        let says = |one: &Placed, other: &Placed| {
            one.key() == other.key()
                && one.fact.modality == other.fact.modality
                && match (&one.fact.value, &other.fact.value) {
                    (Value::Unresolved, Value::Unresolved) => one.words == other.words,
                    (x, y) => x == y,
                }
        };
        let told = |facts: &[Placed],
                    side: fn(&(usize, usize)) -> usize,
                    one: &Placed,
                    changed: &[(usize, usize)]| {
            changed.iter().any(|pair| says(one, &facts[side(pair)]))
        };
        let repeated =
            |own: &[Placed], others: &[Placed], side: fn(&(usize, usize)) -> usize| -> Vec<usize> {
                let known: HashMap<Key, Vec<&Placed>> =
                    others.iter().fold(HashMap::new(), |mut known, placed| {
                        known.entry(placed.key()).or_insert_with(Vec::new).push(placed);
                        known
                    });
                let left = own.iter().enumerate().filter(|(_, placed)| !placed.done);
                left.filter(|(_, placed)| {
                    let elsewhere = known
                        .get(&placed.key())
                        .is_some_and(|all| all.iter().any(|other| says(placed, other)));
                    elsewhere || told(own, side, placed, &self.changed)
                })
                .map(|(index, _)| index)
                .collect()
            };
        let old = repeated(&self.old, &self.new, |pair| pair.0);
        let new = repeated(&self.new, &self.old, |pair| pair.1);
        old.into_iter().for_each(|i| self.old[i].done = true);
        new.into_iter().for_each(|j| self.new[j].done = true);
    }

    fn tell(self) -> (Vec<Change>, u32) {
        let [old, new] = self.versions;
        let mut changes = Vec::new();
        for &(i, j) in &self.changed {
            let (a, b) = (&self.old[i], &self.new[j]);
            let (before, after) = (stated(a.fact), stated(b.fact));
            changes.push(Change {
                kind: ChangeKind::Changed,
                attribute: Some(a.fact.attribute),
                noted: is_noted(new, &before),
                before: passage(old, a.sentence, Some(before.span)),
                after: passage(new, b.sentence, Some(after.span)),
                old: Some(before),
                new: Some(after),
            });
        }
        for a in self.old.iter().filter(|p| !p.done) {
            let before = stated(a.fact);
            changes.push(Change {
                kind: ChangeKind::Vanished,
                attribute: Some(a.fact.attribute),
                noted: is_noted(new, &before),
                before: passage(old, a.sentence, Some(before.span)),
                after: self.sentences.new_of[a.sentence].and_then(|s| passage(new, s, None)),
                old: Some(before),
                new: None,
            });
        }
        for b in self.new.iter().filter(|p| !p.done) {
            let after = stated(b.fact);
            changes.push(Change {
                kind: ChangeKind::Appeared,
                attribute: Some(b.fact.attribute),
                noted: false,
                before: self.sentences.old_of[b.sentence].and_then(|s| passage(old, s, None)),
                after: passage(new, b.sentence, Some(after.span)),
                old: None,
                new: Some(after),
            });
        }
        (changes, self.moved)
    }
}

/// Whether a note of correction names the value that was.
pub(super) fn is_noted(new: &Version<'_>, before: &Stated) -> bool {
    new.corrected.contains(&before.value)
}

fn stated(fact: &Fact) -> Stated {
    // The number the text gives says more than the birth that follows from it.
    let value = match fact.stated {
        Some(number) => number.normalize().to_string(),
        None => show::value(&fact.value),
    };
    Stated {
        subject: fact.subject.name.clone(),
        facet: fact.subject.facet.clone(),
        value,
        modality: Some(fact.modality),
        span: fact.site.span,
    }
}
