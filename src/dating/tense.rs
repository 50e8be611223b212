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
    fn is(self, at: u32, tense: Tense) -> bool {
        self.words.get(at as usize).is_some_and(|&w| self.time.tense(w, tense))
    }

    fn any(self, at: u32, tenses: &[Tense]) -> bool {
        let known = self.words.get(at as usize).map_or(0, |&w| self.time.meaning(w).tense);
        tenses.iter().any(|t| known & t.bit() != 0)
    }

    fn text(self, at: u32) -> &'a str {
        self.clean.token(at)
    }

    fn shape(self, at: u32) -> Option<Shape> {
        self.clean.tokens.get(at as usize).map(|t| t.shape)
    }

    /// Whether a token is a past tense or a participle in -ed.
    fn ends_in_ed(self, at: u32) -> bool {
        let text = self.text(at);
        self.shape(at) == Some(Shape::Lower) && text.len() > 4 && text.ends_with("ed") && !self.is(at, Tense::NotVerb)
    }

    fn is_past(self, at: u32) -> bool {
        self.shape(at) == Some(Shape::Lower) && self.is(at, Tense::Past) || self.ends_in_ed(at)
    }

    /// Whether a token separates clauses by itself.
    fn is_break(self, at: u32) -> bool {
        self.shape(at) == Some(Shape::Mark) && matches!(self.text(at), ";" | ":" | "—" | "–" | "(" | ")" | "\"" | "“" | "”" | "`")
    }

    /// The direction of the clause that holds a run of tokens.
    pub(super) fn direction(self, run: &Range<u32>) -> Direction {
        let Some(sentence) = self.clean.sentences.get(self.clean.sentence_of(run.start)) else { return Direction::Open };
        let from = sentence.tokens.start.max(run.start.saturating_sub(REACH));
        let to = sentence.tokens.end.min(run.end.saturating_add(REACH));
        if let Some(direction) = self.preposition(run, from) {
            return direction;
        }
        match self.leftward(run.start, from) {
            Direction::Open => {}
            found => return found,
        }
        match self.rightward(run.end, to) {
            Direction::Open => self.main_clause(run.start, from),
            found => found,
        }
    }

    /// What the words right before it say: "since March", "the upcoming June elections", "following a Nov. 22 vote".
    fn preposition(self, run: &Range<u32>, from: u32) -> Option<Direction> {
        for back in 1..=3 {
            let at = run.start.checked_sub(back).filter(|&at| at >= from)?;
            if self.any(at, &[Tense::Since]) && back == 1 {
                return Some(Direction::Past);
            }
            if self.any(at, &[Tense::Ahead]) && !self.any(at, &[Tense::Have]) {
                return Some(Direction::Future);
            }
            // "following a Nov. 22 election": the date describes what came before, unless that is still to come.
            if self.is(at, Tense::Following) && back <= 2 && self.describes(run) {
                let main = match self.leftward(at, from) {
                    Direction::Open => self.rightward(run.end, run.end.saturating_add(REACH).min(self.sentence_end(run.end))),
                    found => found,
                };
                return Some(if main == Direction::Future { Direction::Open } else { Direction::Past });
            }
            let small = self.words.get(at as usize).is_some_and(|&w| {
                [Class::The, Class::A, Class::In, Class::On, Class::By, Class::Possessor, Class::Early, Class::Late, Class::Of].iter().any(|&c| self.time.is(w, c))
            });
            if !small {
                return None;
            }
        }
        None
    }

    fn sentence_end(self, at: u32) -> u32 {
        self.clean.sentences.get(self.clean.sentence_of(at)).map_or(at, |s| s.tokens.end)
    }

    /// Whether a run stands before the noun that it describes.
    fn describes(self, run: &Range<u32>) -> bool {
        run.end < self.sentence_end(run.start) && self.shape(run.end) == Some(Shape::Lower) && !self.any(run.end, &[Tense::Clause, Tense::Join, Tense::To])
    }

    /// The nearest verb to the left, and what governs it.
    fn leftward(self, before: u32, from: u32) -> Direction {
        let mut at = before;
        let mut participle = false;
        let mut deadline = false;
        while at > from {
            at -= 1;
            if self.is_break(at) {
                break;
            }
            if self.is(at, Tense::By) && at + 2 >= before {
                deadline = true;
            }
            if self.any(at, &[Tense::Will]) {
                return Direction::Future;
            }
            if self.is(at, Tense::May) && self.shape(at) == Some(Shape::Lower) {
                return if self.is(at + 1, Tense::Have) { Direction::Past } else { Direction::Future };
            }
            if self.is(at, Tense::To) && self.infinitive(at, before) {
                return self.governor(at, from);
            }
            if self.any(at, &[Tense::BePast, Tense::DoPast, Tense::Had]) {
                return if participle || !self.is(at + 1, Tense::To) { self.planned_after(at, before) } else { Direction::Future };
            }
            if self.is(at, Tense::Have) {
                return if participle { Direction::Past } else { Direction::Open };
            }
            if self.is(at, Tense::BePresent) {
                return self.present(at, before, participle);
            }
            if self.any(at, &[Tense::Ahead]) && self.shape(at) == Some(Shape::Lower) && !participle {
                return Direction::Future;
            }
            if self.is_past(at) && self.shape(at) == Some(Shape::Lower) {
                if self.ends_in_ed(at) || deadline {
                    participle = true;
                    continue;
                }
                return Direction::Past;
            }
            if self.is(at, Tense::Schedule) && self.shape(at) == Some(Shape::Lower) && self.finite(at, from) {
                return Direction::Future;
            }
            let closes = self.any(at, &[Tense::Clause]);
            if participle && (closes || self.is(at, Tense::Join) || self.text(at) == ",") {
                return Direction::Past;
            }
            if closes {
                // "when he steps down in October": no past tense after it, so it is to come.
                let verb = self.is(at, Tense::When) && at + 2 < before && self.present_verb(at + 1, before);
                return if verb { Direction::Future } else { Direction::Open };
            }
        }
        if participle { Direction::Past } else { Direction::Open }
    }

    /// Whether "to" is followed by a verb: by a word in lower case that is no article, number or time.
    fn infinitive(self, to: u32, before: u32) -> bool {
        let next = to + 1;
        next < before
            && self.shape(next) == Some(Shape::Lower)
            && self.words.get(next as usize).is_some_and(|&w| {
                ![Class::The, Class::A, Class::Possessor, Class::This, Class::That, Class::Last, Class::Next, Class::UnitWord, Class::Each].iter().any(|&c| self.time.is(w, c))
            })
            && !self.text(next).ends_with("ing")
            && !self.text(next).ends_with('s')
    }

    /// What an infinitive depends on: what is planned is to come, even when it was planned in the past.
    fn governor(self, to: u32, from: u32) -> Direction {
        let base = self.is(to + 1, Tense::BeBase);
        for back in 1..=4 {
            let Some(at) = to.checked_sub(back).filter(|&at| at >= from) else { break };
            if self.any(at, &[Tense::Planned, Tense::Ahead, Tense::Will, Tense::May]) || self.is(at, Tense::BePresent) {
                return Direction::Future;
            }
            if self.any(at, &[Tense::BePast, Tense::Had, Tense::DoPast]) || self.is_past(at) {
                // "was to be held", "agreed to meet": to come; "managed to win", "went to see" are done.
                return if base { Direction::Future } else { Direction::Open };
            }
            if self.any(at, &[Tense::Clause, Tense::Join]) || self.is_break(at) {
                break;
            }
        }
        Direction::Future
    }

    /// After "is": "is set to", "is expected", "is leaving" are to come, "is held" is not.
    fn present(self, at: u32, before: u32, participle: bool) -> Direction {
        for next in at + 1..(at + 4).min(before) {
            if self.any(next, &[Tense::Planned, Tense::Ahead]) || self.text(next).ends_with("ing") && self.shape(next) == Some(Shape::Lower) {
                return Direction::Future;
            }
        }
        let _ = participle;
        Direction::Open
    }

    /// After "was": "was set to end", "was due" are to come as seen from then.
    fn planned_after(self, at: u32, before: u32) -> Direction {
        for next in at + 1..(at + 4).min(before) {
            if self.any(next, &[Tense::Planned, Tense::Ahead]) {
                return Direction::Future;
            }
        }
        Direction::Past
    }

    /// Whether a word of the calendar is a verb: a noun or a name stands before it, no article or preposition.
    fn finite(self, at: u32, from: u32) -> bool {
        let Some(before) = at.checked_sub(1).filter(|&b| b >= from) else { return false };
        let small = self.words.get(before as usize).is_some_and(|&w| {
            [Class::The, Class::A, Class::In, Class::On, Class::Of, Class::At, Class::By, Class::From, Class::During, Class::Possessor, Class::And].iter().any(|&c| self.time.is(w, c))
        });
        !small && self.shape(before) != Some(Shape::Possessive) && self.shape(before) != Some(Shape::Digits)
    }

    /// Whether a present tense stands between: a word in -s after a pronoun or a noun, as far as that can be seen.
    fn present_verb(self, from: u32, to: u32) -> bool {
        (from..to).any(|at| {
            let text = self.text(at);
            self.shape(at) == Some(Shape::Lower) && at > from && (text.ends_with('s') && text.len() > 3 && !text.ends_with("ss") || self.is(at, Tense::Schedule) || self.is(at, Tense::BePresent))
        })
    }

    /// The nearest verb to the right: "In July, the government withdrew".
    fn rightward(self, after: u32, to: u32) -> Direction {
        let mut at = after;
        while at < to {
            if self.is_break(at) && at > after {
                return Direction::Open;
            }
            if self.is(at, Tense::Will) || self.is(at, Tense::May) && self.shape(at) == Some(Shape::Lower) {
                return if self.is(at + 1, Tense::Have) && self.is(at, Tense::May) { Direction::Past } else { Direction::Future };
            }
            if self.any(at, &[Tense::BePast, Tense::DoPast, Tense::Had]) {
                return self.planned_after(at, to);
            }
            if self.is(at, Tense::Have) {
                return if self.is_past(at + 1) || self.is_past(at + 2) || self.is(at + 1, Tense::BePast) { Direction::Past } else { Direction::Open };
            }
            if self.is(at, Tense::BePresent) {
                return self.present(at, to, false);
            }
            if self.is_past(at) {
                return Direction::Past;
            }
            if self.is(at, Tense::Schedule) && self.finite(at, after) && at > after {
                return Direction::Future;
            }
            if self.any(at, &[Tense::Clause]) && at > after + 1 {
                return Direction::Open;
            }
            at += 1;
        }
        Direction::Open
    }

    /// Left of a clause that does not say: what the sentence begins with.
    fn main_clause(self, before: u32, from: u32) -> Direction {
        let mut at = before;
        while at > from {
            at -= 1;
            if self.is(at, Tense::Clause) || self.is_break(at) {
                return match self.leftward(at, from) {
                    // What was said in the past may well speak of the future.
                    Direction::Future => Direction::Future,
                    _ => Direction::Open,
                };
            }
        }
        Direction::Open
    }
}
