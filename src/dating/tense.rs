//! Whether a time expression stands in a passage about what is done or about what is to come.

use crate::grammar::lexicon::WordId;
use crate::grammar::time::{Class, Tense, TimeWords};
use crate::text::{CleanText, Shape};
use std::ops::Range;

/// How far from the expression a verb is looked for, in tokens, so that no text takes more than linear time.
const REACH: u32 = 40;

/// What the tense and modality around an expression say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It is about what is done.
    Past,
    /// It is about what is to come.
    Future,
    /// They do not say.
    Open,
}

/// A text with what is known of its words.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    pub(super) clean: &'a CleanText,
    pub(super) words: &'a [WordId],
    pub(super) time: &'a TimeWords,
}

impl<'a> Passage<'a> {
    pub(super) fn is(self, at: u32, tense: Tense) -> bool {
        self.words.get(at as usize).is_some_and(|&w| self.time.tense(w, tense))
    }

    pub(super) fn any(self, at: u32, tenses: &[Tense]) -> bool {
        let known = self.words.get(at as usize).map_or(0, |&w| self.time.meaning(w).tense);
        tenses.iter().any(|t| known & t.bit() != 0)
    }

    pub(super) fn text(self, at: u32) -> &'a str {
        self.clean.token(at)
    }

    pub(super) fn shape(self, at: u32) -> Option<Shape> {
        self.clean.tokens.get(at as usize).map(|t| t.shape)
    }

    /// Whether a token is a past tense or a participle in -ed.
    fn ends_in_ed(self, at: u32) -> bool {
        let text = self.text(at);
        self.shape(at) == Some(Shape::Lower)
            && text.len() > 4
            && text.ends_with("ed")
            && !self.is(at, Tense::NotVerb)
    }

    pub(super) fn is_past(self, at: u32) -> bool {
        self.shape(at) == Some(Shape::Lower) && self.is(at, Tense::Past) || self.ends_in_ed(at)
    }

    /// Whether a token separates clauses by itself.
    pub(super) fn is_break(self, at: u32) -> bool {
        self.shape(at) == Some(Shape::Mark)
            && matches!(self.text(at), ";" | ":" | "—" | "–" | "(" | ")" | "\"" | "“" | "”" | "`")
    }

    /// The direction of the clause that holds a run of tokens.
    pub(super) fn direction(self, run: &Range<u32>) -> Direction {
        let Some(sentence) = self.clean.sentences.get(self.clean.sentence_of(run.start)) else {
            return Direction::Open;
        };
        let from = sentence.tokens.start.max(run.start.saturating_sub(REACH));
        let to = sentence.tokens.end.min(run.end.saturating_add(REACH));
        self.preposition(run, from, to)
            .or_else(|| self.leftward(run.start, from))
            .or_else(|| self.rightward(run.end, to))
            .unwrap_or_else(|| self.outer_clause(run.start, from))
    }

    /// What the words right beside it say: "since March", "until Friday", "the upcoming June vote".
    fn preposition(self, run: &Range<u32>, from: u32, to: u32) -> Option<Direction> {
        // "at Ada Berg's May inauguration": the verb says nothing about the noun's date.
        let owned =
            run.start.checked_sub(1).is_some_and(|b| b >= from && self.shape(b) == Some(Shape::Possessive));
        if owned && self.describes(run, to) {
            return Some(Direction::Open);
        }
        for back in 1..=3 {
            let at = run.start.checked_sub(back).filter(|&at| at >= from)?;
            if self.is(at, Tense::Since) && back == 1 {
                return Some(Direction::Past);
            }
            if self.is(at, Tense::PutTo) && back == 1 && self.put_off(at, from) {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::Until) && back == 1 && !self.was(at, from) {
                // "Until Thursday, they had not called him a suspect."
                let opens = at == from;
                return Some(if opens {
                    self.rightward(run.end, to).unwrap_or(Direction::Future)
                } else {
                    Direction::Future
                });
            }
            // "as early as Tuesday".
            if self.is(at, Tense::AsSoon) && self.is(at + 1, Tense::As) && back == 2 {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::Ahead) {
                return Some(Direction::Future);
            }
            // "following a Nov. 22 election": the date describes what came before, unless that is still to come.
            if self.is(at, Tense::Following) && back <= 2 && self.describes(run, to) {
                let main = self.leftward(at, from).or_else(|| self.rightward(run.end, to));
                return Some(if main == Some(Direction::Future) { Direction::Open } else { Direction::Past });
            }
            if !self.is(at, Tense::As) && !self.is_small(at) {
                return None;
            }
        }
        None
    }

    /// Whether what was put off stands shortly before "to", with no other past tense between: "postponed the vote to".
    fn put_off(self, at: u32, from: u32) -> bool {
        (from.max(at.saturating_sub(6))..at)
            .rev()
            .find(|&b| self.is_past(b) || self.is_break(b) || self.text(b) == ",")
            .is_some_and(|b| self.is(b, Tense::PutOff))
    }

    /// Whether "was" or "were" stands shortly before: "was closed until Friday".
    fn was(self, at: u32, from: u32) -> bool {
        (from.max(at.saturating_sub(4))..at).any(|b| self.is(b, Tense::BePast))
    }

    /// An article, a possessive or a small preposition.
    pub(super) fn is_small(self, at: u32) -> bool {
        const SMALL: &[Class] = &[
            Class::The,
            Class::A,
            Class::In,
            Class::On,
            Class::By,
            Class::Possessor,
            Class::Early,
            Class::Late,
            Class::Of,
            Class::At,
            Class::From,
            Class::During,
            Class::And,
        ];
        self.words.get(at as usize).is_some_and(|&w| SMALL.iter().any(|&c| self.time.is(w, c)))
    }

    /// Whether a run stands before the noun that it describes.
    fn describes(self, run: &Range<u32>, to: u32) -> bool {
        run.end < to
            && self.shape(run.end) == Some(Shape::Lower)
            && !self.any(run.end, &[Tense::Clause, Tense::Join, Tense::To])
    }

    /// The nearest verb to the left, and what governs it; nothing where there is none.
    fn leftward(self, before: u32, from: u32) -> Option<Direction> {
        let mut at = before;
        // Whether a participle waits for its helper, and whether a comma was passed.
        let (mut participle, mut comma) = (false, false);
        while at > from {
            at -= 1;
            if self.is_break(at) {
                break;
            }
            if self.text(at) == "," {
                if participle {
                    return Some(Direction::Past);
                }
                comma = true;
                continue;
            }
            let lower = self.shape(at) == Some(Shape::Lower);
            if self.is(at, Tense::Will) {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::May) && lower {
                return Some(self.modal(at, from, before));
            }
            if self.is(at, Tense::To) && !comma && self.infinitive(at, before) {
                return Some(self.governor(at, from));
            }
            if self.any(at, &[Tense::BePast, Tense::DoPast]) && self.text(at) != "been" {
                return Some(if self.is(at + 1, Tense::To) {
                    Direction::Future
                } else {
                    self.planned_after(at, before)
                });
            }
            let infinite = at.checked_sub(1).is_some_and(|b| b >= from && self.is(b, Tense::To));
            if self.is(at, Tense::Have) && !infinite {
                let owed = self.is(at + 1, Tense::To) && !self.is(at, Tense::Had);
                return Some(if owed { Direction::Future } else { self.planned_after(at, before) });
            }
            if self.is(at, Tense::BePresent) {
                return Some(if comma { Direction::Open } else { self.present(at, before, from) });
            }
            if self.is(at, Tense::Planned) && self.is(at + 1, Tense::For) {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::Ahead) && lower && !comma && !participle {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::Planned) && self.is(at + 1, Tense::To) && !comma {
                return Some(Direction::Future);
            }
            if self.is_past(at) {
                let deadline = (at + 1..before.min(at + 3)).any(|t| self.is(t, Tense::By));
                if deadline || self.helped(at, from) {
                    participle = true;
                    continue;
                }
                return Some(Direction::Past);
            }
            if participle && self.is(at, Tense::Wants) && lower && !comma {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::Schedule) && lower && self.finite(at, from) {
                return Some(Direction::Future);
            }
            let closes = self.is(at, Tense::Clause);
            if participle && (closes || self.is(at, Tense::Join)) {
                return Some(Direction::Past);
            }
            if closes {
                // "when he steps down in October": no past tense after it, so it is to come.
                let verb = self.is(at, Tense::When) && at + 2 < before && self.present_verb(at + 1, before);
                return verb.then_some(Direction::Future);
            }
        }
        participle.then_some(Direction::Past)
    }

    /// The nearest verb to the right: "In July, the government withdrew".
    fn rightward(self, after: u32, to: u32) -> Option<Direction> {
        let mut at = after;
        while at < to {
            if self.is_break(at) && at > after {
                return None;
            }
            let lower = self.shape(at) == Some(Shape::Lower);
            if self.is(at, Tense::Will) {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::May) && lower {
                return Some(self.modal(at, after, to));
            }
            if self.is(at, Tense::Planned) && self.is(at + 1, Tense::To) {
                return Some(Direction::Future);
            }
            if self.any(at, &[Tense::BePast, Tense::DoPast]) {
                return Some(self.planned_after(at, to));
            }
            if self.is(at, Tense::Have) {
                return Some(if self.is(at + 1, Tense::To) { Direction::Future } else { Direction::Past });
            }
            if self.is(at, Tense::BePresent) {
                return Some(self.present(at, to, after));
            }
            if self.is_past(at) {
                return Some(Direction::Past);
            }
            if self.is(at, Tense::Schedule) && at > after && self.finite(at, after) {
                return Some(Direction::Future);
            }
            if self.is(at, Tense::Clause) && !self.is(at, Tense::When) && at > after + 1 {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Where the clause itself has no verb: the one that it belongs to.
    fn outer_clause(self, before: u32, from: u32) -> Direction {
        let mut at = before;
        while at > from {
            at -= 1;
            if self.is(at, Tense::Clause) || self.is_break(at) {
                return self.leftward(at, from).unwrap_or(Direction::Open);
            }
        }
        Direction::Open
    }
}
