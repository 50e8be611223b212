//! What a verb form says by what stands around it: helpers, modals, infinitives, the present tense.

use super::tense::{Direction, Passage};
use crate::grammar::time::{Class, Tense};
use crate::text::Shape;

impl Passage<'_> {
    /// Whether a past form has a helper before it, so that it is a participle.
    pub(super) fn helped(self, at: u32, from: u32) -> bool {
        for back in 1..=3 {
            let Some(b) = at.checked_sub(back).filter(|&b| b >= from) else { return false };
            if self.any(
                b,
                &[
                    Tense::BePast,
                    Tense::BePresent,
                    Tense::BeBase,
                    Tense::Have,
                    Tense::Will,
                    Tense::May,
                    Tense::To,
                ],
            ) {
                return true;
            }
            let adverb = self.text(b).ends_with("ly")
                || matches!(self.words.get(b as usize), Some(&w) if self.time.tense(w, Tense::Adverb));
            if !adverb {
                return false;
            }
        }
        false
    }

    /// "may resign", "would meet" are to come; "may have resigned", "could not be found" are done.
    pub(super) fn modal(self, at: u32, from: u32, before: u32) -> Direction {
        // "may have to deal" is no perfect.
        if self.is(at + 1, Tense::Have) && !self.is(at + 2, Tense::To) {
            return Direction::Past;
        }
        if self.is(at, Tense::Able) {
            let denied = |b: u32| self.is(b, Tense::Not);
            if (at + 1..before.min(at + 3)).any(denied) || (from.max(at.saturating_sub(8))..at).any(denied) {
                return Direction::Past;
            }
        }
        Direction::Future
    }

    /// Whether "to" is followed by a verb: by a word in lower case that is no article, number or time.
    pub(super) fn infinitive(self, to: u32, before: u32) -> bool {
        let next = to + 1;
        const NOUNS: &[Class] = &[
            Class::The,
            Class::A,
            Class::Possessor,
            Class::This,
            Class::That,
            Class::Last,
            Class::Next,
            Class::UnitWord,
            Class::Each,
        ];
        next < before
            && self.shape(next) == Some(Shape::Lower)
            && !self.is(next, Tense::ToNoun)
            && self.words.get(next as usize).is_some_and(|&w| !NOUNS.iter().any(|&c| self.time.is(w, c)))
            && !self.text(next).ends_with("ing")
            && !self.text(next).ends_with('s')
    }

    /// What an infinitive depends on: what is planned is to come, even when it was planned in the past.
    pub(super) fn governor(self, to: u32, from: u32) -> Direction {
        for back in 1..=4 {
            let Some(at) = to.checked_sub(back).filter(|&at| at >= from) else { break };
            if self.is(at, Tense::Done) {
                return Direction::Past;
            }
            if self.any(
                at,
                &[Tense::Planned, Tense::Ahead, Tense::Will, Tense::May, Tense::BePresent, Tense::BePast],
            ) {
                return Direction::Future;
            }
            // "agreed to meet", "has decided to admit".
            if back == 1 && self.is_past(at) {
                return Direction::Future;
            }
            if self.any(at, &[Tense::Clause, Tense::Join]) || self.is_break(at) || self.text(at) == "," {
                break;
            }
        }
        if self.is(to + 1, Tense::BeBase) { Direction::Future } else { Direction::Open }
    }

    /// After "is": "is set to end", "is leaving" are to come; "is held" is, after "when".
    pub(super) fn present(self, at: u32, before: u32, from: u32) -> Direction {
        for next in at + 1..(at + 4).min(before) {
            if self.any(next, &[Tense::Planned, Tense::Ahead])
                || self.text(next).ends_with("ing") && self.shape(next) == Some(Shape::Lower)
            {
                return Direction::Future;
            }
        }
        for b in (from.max(at.saturating_sub(8))..at).rev() {
            if self.is(b, Tense::When) {
                return Direction::Future;
            }
            if self.text(b) == "," {
                break;
            }
        }
        Direction::Open
    }

    /// After "was" or "has": "was set to end", "had been due" are to come as seen from then.
    pub(super) fn planned_after(self, at: u32, before: u32) -> Direction {
        let ahead = (at + 1..(at + 4).min(before)).any(|next| {
            self.any(next, &[Tense::Planned, Tense::Ahead])
                && (self.is(next, Tense::Ahead) || self.is(next + 1, Tense::To))
        });
        if ahead { Direction::Future } else { Direction::Past }
    }

    /// Whether a word of the calendar is a verb: a noun or a name stands before it, no article or preposition.
    pub(super) fn finite(self, at: u32, from: u32) -> bool {
        let Some(before) = at.checked_sub(1).filter(|&b| b >= from) else { return false };
        !self.is_small(before)
            && self.shape(before) != Some(Shape::Possessive)
            && self.shape(before) != Some(Shape::Digits)
    }

    /// Whether a present tense stands between: a word in -s after a pronoun or a noun, as far as that can be seen.
    pub(super) fn present_verb(self, from: u32, to: u32) -> bool {
        (from..to).any(|at| {
            let text = self.text(at);
            let third = text.ends_with('s') && text.len() > 3 && !text.ends_with("ss");
            self.shape(at) == Some(Shape::Lower)
                && at > from
                && (third || self.is(at, Tense::Schedule) || self.is(at, Tense::BePresent))
        })
    }
}
