//! How far a pattern reaches that says something about values it does not hold: an exception, or that a value is the last.

use super::family::{Family, Scope, Veil};
use super::matching::{Captures, Kinds, Matcher};
use super::pattern::ValueSlot;
use crate::corpus::Role;
use crate::text::CleanText;
use std::collections::BTreeMap;
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

/// Which patterns that reach over the whole lead were found in it, worked out once a pattern.
#[derive(Debug, Default)]
pub(super) struct Leads(BTreeMap<(u16, usize), bool>);

impl Leads {
    /// Whether one of these patterns speaks of a value.
    pub(super) fn speaks(
        &mut self,
        matcher: &mut Matcher<'_>,
        family: &Family,
        veils: &[Veil],
        kinds: Kinds<'_>,
        value: &Spoken<'_>,
    ) -> bool {
        veils.iter().enumerate().any(|(number, veil)| match veil.scope {
            Scope::Lead => {
                let key = (family.attribute.0, number);
                *self.0.entry(key).or_insert_with(|| {
                    let clean = matcher.clean();
                    clean.sentences[..lead_end(clean)]
                        .iter()
                        .any(|s| !matcher.find(&veil.pattern, kinds, s.tokens.clone()).is_empty())
                })
            }
            Scope::Sentence => !matcher.find(&veil.pattern, kinds, value.sentence.clone()).is_empty(),
            Scope::After => {
                let before = value.sentence.start..value.at.start;
                !matcher.find(&veil.pattern, kinds, before).is_empty()
            }
            Scope::Value => {
                matcher.find(&veil.pattern, kinds, value.sentence.clone()).iter().any(|m| holds(m, value))
            }
        })
    }
}

fn holds(found: &Captures, value: &Spoken<'_>) -> bool {
    match found.value {
        Some(slot) => slot == value.slot,
        None => found.tokens.start <= value.at.start && value.at.end <= found.tokens.end,
    }
}
