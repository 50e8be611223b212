//! Which sentence of the old version became which of the new one.

use super::Version;
use super::greedy::pair;
use crate::corpus::Role;
use crate::facts::story::{Mask, masked_words};
use std::collections::HashMap;
use std::ops::Range;

/// Pairs of leftover sentences up to which every one is compared with every other.
const ALL_PAIRS: usize = 400_000;
/// How far apart, in leftover sentences, two may stand where there are more.
const WINDOW: usize = 64;

/// Sentences and their counterparts.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    /// For each old sentence the new one.
    pub(super) new_of: Vec<Option<usize>>,
    /// For each new sentence the old one.
    pub(super) old_of: Vec<Option<usize>>,
    /// The pairs that are not the same word for word.
    pub(super) edited: Vec<(usize, usize)>,
}

impl Sentences {
    /// Sentences that are the same word for word belong together, in the order of the text; then those that share most
    /// words, numbers and dates aside, and at least half of them.
    pub(super) fn align(old: &Version<'_>, new: &Version<'_>) -> Self {
        let (before, after) = (sentences(old), sentences(new));
        let mut aligned = Sentences {
            new_of: vec![None; old.clean.sentences.len()],
            old_of: vec![None; new.clean.sentences.len()],
            edited: Vec::new(),
        };
        let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
        for sentence in before.iter().rev() {
            same.entry(sentence.text).or_default().push(sentence.index);
        }
        for sentence in &after {
            if let Some(found) = same.get_mut(sentence.text).and_then(Vec::pop) {
                aligned.join(found, sentence.index);
            }
        }
        let left_old: Vec<&Sentence> = before.iter().filter(|s| aligned.new_of[s.index].is_none()).collect();
        let left_new: Vec<&Sentence> = after.iter().filter(|s| aligned.old_of[s.index].is_none()).collect();
        let reach = match left_old.len().saturating_mul(left_new.len()) {
            few if few <= ALL_PAIRS => usize::MAX,
            _ => WINDOW,
        };
        let mut candidates = Vec::new();
        for (i, one) in left_old.iter().enumerate() {
            let near = i.saturating_sub(reach)..i.saturating_add(reach).saturating_add(1).min(left_new.len());
            for j in near {
                if let Some(difference) = one.difference(left_new[j]) {
                    candidates.push(((difference, i.abs_diff(j)), i, j));
                }
            }
        }
        for (i, j) in pair(candidates, left_old.len(), left_new.len()) {
            aligned.join(left_old[i].index, left_new[j].index);
            aligned.edited.push((left_old[i].index, left_new[j].index));
        }
        aligned
    }

    fn join(&mut self, old: usize, new: usize) {
        self.new_of[old] = Some(new);
        self.old_of[new] = Some(old);
    }
}

/// A sentence by its words.
struct Sentence<'a> {
    index: usize,
    text: &'a str,
    /// Hashes of its words, sorted; any number or date is one and the same word.
    words: Vec<u32>,
}

impl Sentence<'_> {
    /// How different two sentences are, in thousandths: those of all their words that only one of them has. Nothing
    /// where that is more than half of them.
    fn difference(&self, other: &Self) -> Option<usize> {
        let (mut a, mut b, mut common) = (0, 0, 0);
        let all = self.words.len() + other.words.len();
        // What differs so much in length cannot share half.
        if all == 0 || self.words.len().min(other.words.len()) * 4 < all {
            return None;
        }
        while let (Some(x), Some(y)) = (self.words.get(a), other.words.get(b)) {
            common += usize::from(x == y);
            a += usize::from(x <= y);
            b += usize::from(y <= x);
        }
        (common * 4 >= all).then(|| 1000 - common * 2000 / all)
    }
}

/// The sentences of a version that say something of it: notes of correction speak of another.
fn sentences<'a>(version: &Version<'a>) -> Vec<Sentence<'a>> {
    let clean = version.clean;
    let mut marked: Vec<Range<u32>> = version.times.iter().map(|m| m.tokens.clone()).collect();
    marked.extend(version.quantities.iter().map(|m| m.tokens.clone()));
    let mask = Mask::new(clean, &marked);
    let read = |(index, sentence): (usize, &'a crate::text::Sentence)| {
        let role = clean.blocks.get(sentence.block as usize).map(|b| b.role);
        let mut words: Vec<u32> = masked_words(clean, sentence, &mask).collect();
        words.sort_unstable();
        (role != Some(Role::Correction)).then(|| Sentence {
            index,
            text: sentence.span.cut(&clean.text),
            words,
        })
    };
    clean.sentences.iter().enumerate().filter_map(read).collect()
}
