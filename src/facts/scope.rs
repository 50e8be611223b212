//! How far a pattern reaches that says something about values it does not hold: an exception, or that a value is the last.

use super::family::{Family, Scope, Veil};
use super::matching::{Captures, Kinds, Matcher};
use super::pattern::ValueSlot;
use crate::corpus::Role;
use crate::text::CleanText;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many sentences after the headline are the lead.
const LEAD: usize = 4;

/// A value that a pattern may speak of: its slot and its tokens.
pub(super) struct Spoken<'a> {
    pub(super) slot: (ValueSlot, usize),
    pub(super) at: Range<u32>,
    /// The tokens of its sentence.
    pub(super) sentence: &'a Range<u32>,
}

/// One past the last sentence of an article's headline and lead.
pub(super) fn lead_end(clean: &CleanText) -> usize {
    let mut taken = 0;
    for (i, sentence) in clean.sentences.iter().enumerate() {
        let role = clean.blocks.get(sentence.block as usize).map(|b| b.role);
        taken += usize::from(role != Some(Role::Title));
        if taken > LEAD {
            return i;
        }
    }
    clean.sentences.len()
}

/// Whether a sentence is the headline's or the first after it.
pub(super) fn opens(clean: &CleanText, sentence: usize) -> bool {
    let is_title = |i: usize| {
        let block = clean.sentences.get(i).map(|s| s.block as usize);
        block.and_then(|b| clean.blocks.get(b)).is_some_and(|b| b.role == Role::Title)
    };
    (0..sentence).take(LEAD).filter(|&i| !is_title(i)).count() == 0 && sentence < LEAD
}

/// What a list of patterns says of values, each pattern run once over a sentence however many values that has.
#[derive(Debug, Default)]
pub(super) struct Veils {
    /// By family and pattern: the sentence that was looked at last, and what was found in it.
    seen: BTreeMap<(u16, usize), (u32, Found)>,
    /// Which patterns that reach over the whole lead stand in it.
    leads: BTreeMap<(u16, usize), bool>,
}

/// The matches of a pattern in a sentence.
#[derive(Debug, Default)]
struct Found {
    values: BTreeSet<(ValueSlot, usize)>,
    /// Those without a value, in the order of the text.
    others: Vec<Range<u32>>,
    /// Where the first of all ends.
    first: Option<u32>,
}

impl Veils {
    /// Whether one of these patterns speaks of a value.
    pub(super) fn speak(
        &mut self,
        matcher: &mut Matcher<'_>,
        family: &Family,
        veils: &[Veil],
        kinds: Kinds<'_>,
        value: &Spoken<'_>,
    ) -> bool {
        veils.iter().enumerate().any(|(number, veil)| {
            let key = (family.attribute.0, number);
            if veil.scope == Scope::Lead {
                return *self.leads.entry(key).or_insert_with(|| in_lead(matcher, veil, kinds));
            }
            let start = value.sentence.start;
            let (sentence, found) = self.seen.entry(key).or_insert_with(|| (u32::MAX, Found::default()));
            if *sentence != start {
                *sentence = start;
                *found = Found::of(matcher.find(&veil.pattern, kinds, value.sentence.clone()));
            }
            match veil.scope {
                Scope::After => found.first.is_some_and(|end| end <= value.at.start),
                Scope::Sentence | Scope::Lead => found.first.is_some(),
                Scope::Value => found.holds(value),
            }
        })
    }
}

fn in_lead(matcher: &mut Matcher<'_>, veil: &Veil, kinds: Kinds<'_>) -> bool {
    let clean = matcher.clean();
    let lead = &clean.sentences[..lead_end(clean)];
    lead.iter().any(|s| !matcher.find(&veil.pattern, kinds, s.tokens.clone()).is_empty())
}

impl Found {
    fn of(matches: Vec<Captures>) -> Found {
        let mut found = Found { first: matches.first().map(|m| m.tokens.end), ..Found::default() };
        for m in matches {
            match m.value {
                Some(slot) => {
                    found.values.insert(slot);
                }
                None => found.others.push(m.tokens),
            }
        }
        found
    }

    fn holds(&self, value: &Spoken<'_>) -> bool {
        // Matches do not overlap: the last that begins before the value is the only one that may hold it.
        let before = self.others.partition_point(|m| m.start <= value.at.start);
        let around = before.checked_sub(1).map(|i| &self.others[i]);
        self.values.contains(&value.slot) || around.is_some_and(|m| value.at.end <= m.end)
    }
}
