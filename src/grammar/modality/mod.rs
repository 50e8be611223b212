//! Whether a passage states that something is so, or says that it is planned, supposed, denied, past, or somebody's words.
//!
//! The nearest word that governs the passage in its own clause decides: in "who number 31 and would number 32" the
//! first number is stated and the second supposed.

mod quotes;
#[cfg(test)]
mod tests;
mod words;

use super::input::Tokens;
use crate::text::Shape;
pub use quotes::quotations;
use std::ops::Range;
pub use words::ModalityWords;
use words::*;

/// How a passage stands to what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// The article's own statement about now.
    Asserted,
    /// Something happened, and made it so from that day on: "became the 32nd member".
    Event,
    /// It is to be so: "will", "is set to", "plans to".
    Plan,
    /// It might be so: "would", "could", "if".
    Hypothetical,
    /// It is not so: "not", "never", "denied".
    Denied,
    /// It was so: "then", "at the time", "when the alliance had 28 members".
    Past,
    /// Somebody says so, between quotation marks.
    Quoted,
}

/// How a passage stands to what it says. `tokens` are those of its sentence, `span` the tokens of the passage, the
/// value last or nearly so. That an event happened ("became") is [`Modality::Asserted`] here: which verbs make a value
/// hold from then on is for a rule to say.
///
/// ```
/// use dateline::corpus::{Article, Piece, Role};
/// use dateline::grammar::input::Tokens;
/// use dateline::grammar::lexicon::Lexicon;
/// use dateline::grammar::modality::{Modality, ModalityWords, modality};
/// use dateline::span::Span;
/// use dateline::text::{Abbreviations, CleanText};
///
/// let raw = "The league has 14 clubs and would have 16 with the newcomers.".to_owned();
/// let all = Span::new(0, raw.len() as u32);
/// let prose = vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(all)];
/// let article = Article { path: "a.txt".into(), id: None, line: None, raw, title_from: None, title: None,
///     outlet: None, story: None, clues: vec![], prose, ..Article::default() };
/// let mut lexicon = Lexicon::default();
/// let words = ModalityWords::load(&mut lexicon)?;
/// let clean = CleanText::new(&article, &Abbreviations::default());
/// let ids = lexicon.read(&clean);
/// let sentence = Tokens { clean: &clean, words: &ids, start: 0, end: clean.tokens.len() as u32 };
/// assert_eq!(modality(&words, sentence, 2..5), Modality::Asserted);
/// assert_eq!(modality(&words, sentence, 7..9), Modality::Hypothetical);
/// # Ok::<(), dateline::error::Error>(())
/// ```
pub fn modality(words: &ModalityWords, tokens: Tokens<'_>, span: Range<u32>) -> Modality {
    if span.start >= span.end || span.start < tokens.start || span.end > tokens.end {
        return Modality::Asserted;
    }
    if quotes::encloses(tokens.clean, &span) {
        return Modality::Quoted;
    }
    let clause = Clause { words, t: tokens };
    let cue = clause.before(&span);
    if clause.is_definite(&span) {
        // "would need all 32 members": that there are 32 is not what is supposed.
        return if cue == Modality::Past { Modality::Past } else { Modality::Asserted };
    }
    match cue {
        Modality::Asserted if clause.is_of_a_past_moment(&span) => Modality::Past,
        cue => cue,
    }
}

struct Clause<'a> {
    words: &'a ModalityWords,
    t: Tokens<'a>,
}

/// How far a cue is looked for; no clause is longer, and a list of a million items is none.
const FAR: u32 = 60;

impl Clause<'_> {
    /// What a token may be.
    fn cue(&self, i: u32) -> Cues {
        if i < self.t.start || i >= self.t.end {
            return 0;
        }
        let cues = self.words.cues(self.t.words[i as usize]);
        // "May" is a month and "Will" a man.
        let name = cues & MODAL != 0 && self.t.clean.tokens[i as usize].shape == Shape::Capital;
        if name { cues & !(MODAL | HYPOTHETICAL | PLAN) } else { cues }
    }

    fn is_mark(&self, i: u32, mark: &str) -> bool {
        self.t.clean.tokens[i as usize].shape == Shape::Mark && self.t.clean.token(i) == mark
    }

    /// Reads from the end of the passage back to the beginning of its clause; the nearest cue counts.
    fn before(&self, span: &Range<u32>) -> Modality {
        let floor = self.t.start.max(span.end.saturating_sub(FAR));
        let mut i = span.end;
        while i > floor {
            i -= 1;
            let cues = self.cue(i);
            if let Some(found) = self.governs(i, cues, span) {
                return self.turned(i, found);
            }
            let inside = i >= span.start;
            if cues & CLAUSE != 0 && !(inside && i == span.start) {
                return self.across(i);
            }
            if cues & JOIN != 0 && self.cue(i + 1) & SUBJECT != 0 && !inside {
                return Modality::Asserted;
            }
            if !inside && self.t.clean.tokens[i as usize].shape == Shape::Mark && self.divides(i) {
                return Modality::Asserted;
            }
        }
        Modality::Asserted
    }

    /// Whether a mark of punctuation ends the clause before the passage.
    fn divides(&self, i: u32) -> bool {
        match self.t.clean.token(i) {
            ";" | ":" | "(" | ")" | "—" | "–" | "•" => true,
            "-" => self.t.clean.tokens[i as usize].spaced,
            "," => {
                // "will, in October, step down": what goes on with a preposition goes on.
                let next = i + 1;
                let token = self.t.get(next - self.t.start).map(|t| t.token);
                let goes_on =
                    token.is_some_and(|t| t.shape == Shape::Digits) || self.cue(next) & GOES_ON != 0;
                !goes_on
            }
            _ => false,
        }
    }

    /// What the cue at `i`, if it is one, says of what follows it.
    fn governs(&self, i: u32, cues: Cues, span: &Range<u32>) -> Option<Modality> {
        if cues == 0 {
            return None;
        }
        let next = self.cue(i + 1);
        let before = if i > self.t.start { self.cue(i - 1) } else { 0 };
        if cues & DENIED != 0 {
            // "not only 32 members", "no fewer than 32": bounds.
            return (next & BOUND == 0 && self.cue(i + 2) & BOUND == 0).then_some(Modality::Denied);
        }
        if cues & WOULD != 0 && self.is_retold(i) {
            return Some(Modality::Plan);
        }
        if cues & HYPOTHETICAL != 0 {
            return Some(Modality::Hypothetical);
        }
        if cues & PLAN != 0 {
            // "earlier than expected" plans nothing, and "the proposal" is a thing that is.
            let compared = i > self.t.start && before & (CLAUSE | JOIN) != 0 && cues & MODAL == 0;
            return (!compared).then_some(Modality::Plan);
        }
        if cues & PLAN_TO != 0 && next & TO != 0 && self.is_verb_after_to(i + 1) {
            return Some(Modality::Plan);
        }
        if cues & TO != 0 && self.cue(i + 1) & BE != 0 {
            // "to be nominated" is to come, "believed to be 57" is.
            return (before & (EVIDENT | HAVE | HAD) == 0).then_some(Modality::Plan);
        }
        if cues & BE != 0 && next & TO != 0 && self.is_verb_after_to(i + 1) {
            return Some(Modality::Plan);
        }
        if cues & USED != 0 && next & TO != 0 {
            return Some(Modality::Past);
        }
        if cues & HAD != 0 && before & HAVE == 0 {
            // "had 28 members" was so; "had announced it in July" happened.
            return (!self.is_participle(i + 1)).then_some(
                if before & DENIED != 0 || self.cue(i) & DENIED != 0 {
                    Modality::Denied
                } else {
                    Modality::Past
                },
            );
        }
        if cues & PAST != 0 {
            // "then" is of the past beside what it stands before: "then 28 members", "was then".
            let near = i + 1 >= span.start || before & (BE | HAD) != 0 || next & (HAD | STATE) != 0;
            return near.then_some(Modality::Past);
        }
        if cues & STATE != 0 && self.names_a_year(i) {
            return Some(Modality::Past);
        }
        None
    }

    /// Whether "would" at `i` is "will", as somebody said it: "announced on Tuesday that she would resign". Where the
    /// sentence has another condition or doubt it is none: "said he would go if asked".
    fn is_retold(&self, i: u32) -> bool {
        /// "announced on Tuesday that the company's chief executive would".
        const NEAR: u32 = 12;
        let doubt = |j: u32| self.cue(j) & HYPOTHETICAL != 0 && self.cue(j) & WOULD == 0;
        if (self.t.start.max(i.saturating_sub(FAR))..self.t.end.min(i + FAR)).any(doubt) {
            return false;
        }
        for j in (self.t.start.max(i.saturating_sub(NEAR))..i).rev() {
            let cues = self.cue(j);
            if cues & TELLS != 0 {
                return j == self.t.start || self.cue(j - 1) & (DENIED | HYPOTHETICAL | SUPPOSES) == 0;
            }
            let other = cues & (CLAUSE | JOIN) != 0 && cues & THAT == 0;
            if other
                || cues & (SUPPOSES | DENIES) != 0
                || self.t.clean.tokens[j as usize].shape == Shape::Mark
            {
                return false;
            }
        }
        false
    }

    /// A plan that is denied is denied: "is not expected to", "will not".
    fn turned(&self, i: u32, found: Modality) -> Modality {
        if matches!(found, Modality::Denied | Modality::Past) {
            return found;
        }
        for back in 1..=3 {
            let Some(j) = i.checked_sub(back).filter(|&j| j >= self.t.start) else { break };
            let cues = self.cue(j);
            if cues & DENIED != 0 && self.cue(j + 1) & BOUND == 0 {
                return Modality::Denied;
            }
            if cues & HYPOTHETICAL != 0 && cues & MODAL != 0 {
                return Modality::Hypothetical;
            }
            // "had been due to expire": it is not to any more.
            if cues & HAD != 0 && found == Modality::Plan {
                return Modality::Past;
            }
            if cues & (CLAUSE | JOIN) != 0 || self.t.clean.tokens[j as usize].shape == Shape::Mark {
                break;
            }
        }
        found
    }

    /// At the beginning of a clause: what governs it from without, "denied that", "hopes that".
    fn across(&self, i: u32) -> Modality {
        let cues = self.cue(i);
        if cues & THAT == 0 || i <= self.t.start {
            return Modality::Asserted;
        }
        let governor = self.cue(i - 1);
        if governor & DENIES != 0 || self.is_not_true(i - 1) {
            Modality::Denied
        } else if governor & SUPPOSES != 0 {
            Modality::Hypothetical
        } else {
            Modality::Asserted
        }
    }

    /// "not true that".
    fn is_not_true(&self, i: u32) -> bool {
        i > self.t.start && self.cue(i) & TRUE != 0 && self.cue(i - 1) & DENIED != 0
    }

    /// Whether a verb, and no name or number, follows "to" at `i`.
    fn is_verb_after_to(&self, i: u32) -> bool {
        let next = self.t.get((i + 1).saturating_sub(self.t.start)).map(|t| t.token.shape);
        next == Some(Shape::Lower) && self.cue(i + 1) & SUBJECT == 0
    }

    /// Whether a participle follows, over an adverb or two.
    fn is_participle(&self, mut i: u32) -> bool {
        for _ in 0..3 {
            let Some(item) = self.t.get(i.saturating_sub(self.t.start)) else { return false };
            if item.token.shape != Shape::Lower {
                return false;
            }
            let cues = self.cue(i);
            if item.text() == "been" {
                // "had been 28" was so, "had been extended" happened.
                return self
                    .t
                    .get((i + 1).saturating_sub(self.t.start))
                    .is_some_and(|t| t.token.shape == Shape::Lower);
            }
            if item.text().ends_with("ed") || cues & PARTICIPLE != 0 {
                return true;
            }
            if !(item.text().ends_with("ly") || cues & (DENIED | PAST | ADVERB) != 0) {
                return false;
            }
            i += 1;
        }
        false
    }

    /// Whether the clause of the verb at `i` names a year in four digits or "when": "counted 28 members in 2014".
    fn names_a_year(&self, i: u32) -> bool {
        const NEAR: u32 = 14;
        let year = |j: u32| {
            let text = self.t.clean.token(j);
            self.t.clean.tokens[j as usize].shape == Shape::Digits
                && text.len() == 4
                && text.starts_with(['1', '2'])
        };
        let in_year =
            |j: u32| j > self.t.start && year(j) && self.t.clean.token(j - 1).eq_ignore_ascii_case("in");
        let back = (self.t.start..i).rev().take(NEAR as usize);
        for j in back {
            if in_year(j) || self.cue(j) & WHEN != 0 {
                return true;
            }
            if self.cue(j) & CLAUSE != 0 || self.is_mark(j, ";") {
                break;
            }
        }
        for j in (i + 1)..self.t.end.min(i + NEAR) {
            if in_year(j) {
                return true;
            }
            if self.cue(j) & CLAUSE != 0 || self.is_mark(j, ",") {
                break;
            }
        }
        false
    }

    /// "at the time", "at that point", after or before the passage in its clause.
    fn is_of_a_past_moment(&self, span: &Range<u32>) -> bool {
        const NEAR: u32 = 8;
        let ends = |i: u32| self.cue(i) & CLAUSE != 0 && self.cue(i) & THAT == 0 || self.is_mark(i, ";");
        let after = (span.end..self.t.end.min(span.end + NEAR)).take_while(|&i| !ends(i));
        let before =
            (self.t.start.max(span.start.saturating_sub(NEAR))..span.start).rev().take_while(|&i| !ends(i));
        after.chain(before).any(|i| {
            let at = self.t.clean.token(i).eq_ignore_ascii_case("at");
            let the = i + 1 < self.t.end && matches!(self.t.clean.token(i + 1), "the" | "that");
            // "at the time of the attack" is a time, not the past of a state.
            at && the
                && self.cue(i + 2) & MOMENT != 0
                && !(i + 3 < self.t.end && self.t.clean.token(i + 3) == "of")
        })
    }

    /// "all 32 members", "its 31 members": a count that is taken for granted.
    fn is_definite(&self, span: &Range<u32>) -> bool {
        let first = self.cue(span.start);
        let before = if span.start > self.t.start { self.cue(span.start - 1) } else { 0 };
        let number = (span.start..span.end.min(span.start + 5)).any(|i| {
            self.t.clean.tokens[i as usize].shape == Shape::Digits || i > span.start && self.cue(i) == 0
        });
        (first & DEFINITE != 0 || before & DEFINITE != 0) && number
    }
}
