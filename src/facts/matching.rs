//! Runs a compiled pattern over a sentence. Each pair of step and token is tried once, whatever the pattern, so the
//! time is linear in the sentence (the method of the "bounded backtracker": Russ Cox, "Regular Expression Matching:
//! the Virtual Machine Approach", 2009).

use super::pattern::{Pattern, Slot, Step, Terms, ValueSlot, plain};
use crate::dating::{Timex, TimexKind, When};
use crate::grammar::Mark;
use crate::grammar::lexicon::WordId;
use crate::grammar::name::{NameKind, Names};
use crate::grammar::quantity::{Quantity, QuantityKind};
use crate::text::{CleanText, Shape};
use std::ops::Range;

/// Everything known of an article's prose, that patterns look at.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The prose.
    pub clean: &'a CleanText,
    /// The word of each token.
    pub words: &'a [WordId],
    /// Numbers, in order.
    pub quantities: &'a [Mark<Quantity>],
    /// Resolved time expressions, in order.
    pub times: &'a [Mark<Timex>],
    /// Names.
    pub names: &'a Names,
}

/// What a rule's own slots take.
#[derive(Clone, Copy)]
pub struct Kinds<'a> {
    /// What `{value}` takes.
    pub value: ValueSlot,
    /// What `{subject}` takes; all kinds if empty.
    pub subjects: &'a [NameKind],
    /// Whether a name of another kind stands in the relation that leads to a subject.
    pub related: Option<&'a dyn Fn(&str) -> bool>,
}

/// Where the slots of a match stand: marks by their index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captures {
    /// The value, with the kind of mark it is.
    pub value: Option<(ValueSlot, usize)>,
    /// A mention, by its index in [`Names::mentions`].
    pub subject: Option<usize>,
    /// Another mention.
    pub object: Option<usize>,
    /// A time expression.
    pub when: Option<usize>,
    /// The last facet that was read.
    pub facet: Option<u16>,
    /// All the tokens of the match.
    pub tokens: Range<u32>,
}

/// Finds the leftmost matches of a pattern, none overlapping another.
#[derive(Debug)]
pub struct Matcher<'a> {
    reading: Reading<'a>,
    terms: &'a Terms,
    seen: Vec<u64>,
    stack: Vec<(u32, u32, Captures)>,
    /// The run of tokens that was looked at last, and where in it a mark starts.
    marked: (Range<u32>, Vec<bool>),
}

/// A sentence of more tokens than this is matched in parts.
const WINDOW: u32 = 1_024;

impl<'a> Matcher<'a> {
    /// A matcher for one article.
    pub fn new(reading: Reading<'a>, terms: &'a Terms) -> Self {
        Matcher { reading, terms, seen: Vec::new(), stack: Vec::new(), marked: (0..0, Vec::new()) }
    }

    /// The prose that is matched.
    pub(super) fn clean(&self) -> &'a CleanText {
        self.reading.clean
    }

    /// The matches in a run of tokens.
    pub fn find(&mut self, pattern: &Pattern, kinds: Kinds<'_>, tokens: Range<u32>) -> Vec<Captures> {
        let mut found = Vec::new();
        let mut from = tokens.start;
        self.mark(&tokens);
        while from < tokens.end {
            let window = from..tokens.end.min(from + WINDOW);
            self.seen.clear();
            let cells = pattern.steps.len() * (window.len() + 1);
            self.seen.resize(cells.div_ceil(64), 0);
            let mut hit = None;
            for start in window.clone() {
                if !self.may_start(pattern, start) {
                    continue;
                }
                let mut captures = Captures::default();
                if let Some(end) = self.run(pattern, kinds, start, &window, &mut captures) {
                    captures.tokens = start..end;
                    hit = Some(captures);
                    break;
                }
            }
            match hit {
                Some(captures) => {
                    from = captures.tokens.end.max(from + 1).max(captures.tokens.start + 1);
                    found.push(captures);
                }
                None => from = window.end,
            }
        }
        found
    }

    /// Tries a pattern at a token; gives the end of the match. An explicit stack, so that depth is no danger.
    fn run(
        &mut self,
        pattern: &Pattern,
        kinds: Kinds<'_>,
        start: u32,
        window: &Range<u32>,
        captures: &mut Captures,
    ) -> Option<u32> {
        self.stack.clear();
        self.stack.push((0, start, captures.clone()));
        while let Some((mut step, mut at, mut state)) = self.stack.pop() {
            loop {
                let cell = step as usize * (window.len() + 1) + (at - window.start) as usize;
                let (word, bit) = (cell / 64, 1_u64 << (cell % 64));
                if self.seen[word] & bit != 0 {
                    break;
                }
                self.seen[word] |= bit;
                let inside = at < window.end;
                match &pattern.steps[step as usize] {
                    Step::Match => {
                        *captures = state;
                        return Some(at);
                    }
                    Step::Jump(to) => {
                        step = *to;
                        continue;
                    }
                    Step::Split(first, second) => {
                        self.stack.push((*second, at, state.clone()));
                        step = *first;
                        continue;
                    }
                    Step::Facet(number) => state.facet = Some(*number),
                    Step::End if inside => break,
                    Step::End => {}
                    Step::Not(terms) => {
                        if inside && self.terms_at(at).iter().any(|t| terms.contains(t)) {
                            break;
                        }
                    }
                    Step::Term(term) if inside && self.terms_at(at).contains(term) => at += 1,
                    Step::Punctuation(mark) if inside && self.is_mark(at, *mark) => at += 1,
                    Step::Possessive if inside && self.shape(at) == Shape::Possessive => at += 1,
                    Step::Any if inside && !self.ends_clause(at) => at += 1,
                    Step::Slot(slot) if inside => match self.slot(*slot, kinds, at, &mut state) {
                        Some(end) if end <= window.end => at = end,
                        _ => break,
                    },
                    _ => break,
                }
                step += 1;
            }
        }
        None
    }

    /// Notes where in a run of tokens a mark starts.
    fn mark(&mut self, tokens: &Range<u32>) {
        if self.marked.0 == *tokens {
            return;
        }
        let starts = &mut self.marked.1;
        starts.clear();
        starts.resize(tokens.len(), false);
        let mut note = |at: u32| starts[(at - tokens.start) as usize] = true;
        within(self.reading.quantities, tokens).iter().for_each(|m| note(m.tokens.start));
        within(self.reading.times, tokens).iter().for_each(|m| note(m.tokens.start));
        self.reading.names.within(tokens).iter().for_each(|m| note(m.tokens.start));
        self.marked.0 = tokens.clone();
    }

    /// Whether a match of the pattern can start at a token, as far as that is cheap to know.
    fn may_start(&self, pattern: &Pattern, at: u32) -> bool {
        let starts = &pattern.starts;
        starts.anywhere
            || starts.at_mark && self.marked.1[(at - self.marked.0.start) as usize]
            || self.terms_at(at).iter().any(|t| starts.terms.contains(t))
    }

    fn terms_at(&self, at: u32) -> &'a [super::pattern::TermId] {
        self.terms.of(self.reading.words[at as usize])
    }

    fn shape(&self, at: u32) -> Shape {
        self.reading.clean.tokens[at as usize].shape
    }

    fn is_mark(&self, at: u32, mark: char) -> bool {
        matches!(self.shape(at), Shape::Mark | Shape::Possessive)
            && self.reading.clean.token(at).chars().next().is_some_and(|c| plain(c) == mark)
    }

    fn ends_clause(&self, at: u32) -> bool {
        let token = &self.reading.clean.tokens[at as usize];
        token.shape == Shape::Mark
            && self.reading.clean.token(at).chars().all(|c| match plain(c) {
                ',' | ';' | ':' | '.' | '!' | '?' | '"' | '(' | ')' => true,
                // A dash, but not a hyphen.
                '-' => token.spaced,
                _ => false,
            })
    }

    /// The end of the mark that fills a slot here, remembered in `state`.
    fn slot(&self, slot: Slot, kinds: Kinds<'_>, at: u32, state: &mut Captures) -> Option<u32> {
        match slot {
            Slot::Value(kind) => {
                let kind = if kind == ValueSlot::Own { kinds.value } else { kind };
                let (index, end) = self.value(kind, at)?;
                state.value = Some((kind, index));
                Some(end)
            }
            Slot::Subject => {
                let (index, end) = self.name(kinds.subjects, kinds.related, at)?;
                state.subject = Some(index);
                Some(end)
            }
            Slot::Object => {
                let (index, end) = self.name(&[], None, at)?;
                state.object = Some(index);
                Some(end)
            }
            Slot::When => {
                let (index, end) = self.value(ValueSlot::Date, at)?;
                state.when = Some(index);
                Some(end)
            }
        }
    }

    fn value(&self, kind: ValueSlot, at: u32) -> Option<(usize, u32)> {
        if matches!(kind, ValueSlot::Date | ValueSlot::Duration) {
            let index = starting_at(self.reading.times, at)?;
            let mark = &self.reading.times[index];
            let fits = match kind {
                ValueSlot::Date => states_days(&mark.what),
                _ => matches!(mark.what.when, When::Length { .. }),
            };
            return fits.then_some((index, mark.tokens.end));
        }
        let index = starting_at(self.reading.quantities, at)?;
        let mark = &self.reading.quantities[index];
        let wanted = match kind {
            ValueSlot::Count => QuantityKind::Cardinal,
            ValueSlot::Ordinal => QuantityKind::Ordinal,
            ValueSlot::Money => QuantityKind::Money,
            ValueSlot::Percent => QuantityKind::Percent,
            ValueSlot::Age => QuantityKind::Age,
            ValueSlot::Measure => QuantityKind::Measure,
            ValueSlot::Score => QuantityKind::Score,
            ValueSlot::Own | ValueSlot::Date | ValueSlot::Duration => return None,
        };
        (mark.what.kind == wanted).then_some((index, mark.tokens.end))
    }

    fn name(
        &self,
        kinds: &[NameKind],
        related: Option<&dyn Fn(&str) -> bool>,
        at: u32,
    ) -> Option<(usize, u32)> {
        let names = self.reading.names;
        let index = starting_at(&names.mentions, at)?;
        let mark = &names.mentions[index];
        let entity = names.entities.get(mark.what.entity as usize)?;
        let fits =
            kinds.is_empty() || kinds.contains(&entity.kind) || related.is_some_and(|r| r(&entity.name));
        fits.then_some((index, mark.tokens.end))
    }
}

/// Whether an expression names days: a date, or a length from a day that is known ("three days after").
pub(super) fn states_days(timex: &Timex) -> bool {
    timex.kind == TimexKind::Date || matches!(timex.when, When::Days(_))
}

/// The marks that start in a run of tokens.
pub(super) fn within<'m, T>(marks: &'m [Mark<T>], tokens: &Range<u32>) -> &'m [Mark<T>] {
    let from = marks.partition_point(|m| m.tokens.start < tokens.start);
    let to = marks.partition_point(|m| m.tokens.start < tokens.end);
    &marks[from..to]
}

/// The mark that starts at a token.
fn starting_at<T>(marks: &[Mark<T>], at: u32) -> Option<usize> {
    let index = marks.partition_point(|m| m.tokens.start < at);
    (marks.get(index)?.tokens.start == at).then_some(index)
}
