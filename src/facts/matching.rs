//! Runs a compiled pattern over a sentence. Each pair of step and token is tried once, whatever the pattern, so the
//! time is linear in the sentence (the method of the "bounded backtracker": Russ Cox, "Regular Expression Matching:
//! the Virtual Machine Approach", 2009).

use super::pattern::{Pattern, Slot, Step, Terms, ValueSlot, plain};
use super::role::{Role, Takes};
use crate::dating::{Timex, TimexKind, When};
use crate::grammar::Mark;
use crate::grammar::lexicon::WordId;
use crate::grammar::name::{NameKind, Names};
use crate::grammar::quantity::{Quantity, QuantityKind};
use crate::text::{CleanText, Shape};
use std::ops::Range;
use std::rc::Rc;

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
    /// The last two facets that were read, the later one second: "the senate" and "approved".
    pub facets: [Option<u16>; 2],
    /// The figures of a relation, the last one first.
    pub roles: Option<Rc<Played>>,
    /// All the tokens of the match.
    pub tokens: Range<u32>,
}

/// A mark that plays a role, and those before it: shared between the ways a match may go on, so that none copies it.
#[derive(Debug, PartialEq, Eq)]
pub struct Played {
    /// The role.
    pub role: Role,
    /// The kind of mark; none for a name.
    pub kind: Option<ValueSlot>,
    /// Its index among the marks of its kind.
    pub index: usize,
    before: Option<Rc<Played>>,
}

impl Captures {
    /// The figures of a relation in the order of the text.
    pub fn played(&self) -> Vec<&Played> {
        let mut all: Vec<&Played> =
            std::iter::successors(self.roles.as_deref(), |p| p.before.as_deref()).collect();
        all.reverse();
        all
    }
}

/// Finds the leftmost matches of a pattern, none overlapping another.
#[derive(Debug)]
pub struct Matcher<'a> {
    reading: Reading<'a>,
    terms: &'a Terms,
    seen: Vec<u64>,
    stack: Vec<(u32, u32, Captures)>,
    starts: Starts,
}

/// Where in a run of tokens each term stands and a mark starts: a bit for each token.
#[derive(Debug, Default)]
struct Starts {
    tokens: Range<u32>,
    /// How many words of bits a row has: the first row is of the marks, then one a term.
    stride: usize,
    bits: Vec<u64>,
    /// The rows that are not empty.
    used: Vec<usize>,
}

impl Starts {
    fn note(&mut self, row: usize, at: u32) {
        let at = (at - self.tokens.start) as usize;
        let from = row * self.stride;
        if self.bits[from..from + self.stride].iter().all(|&b| b == 0) {
            self.used.push(row);
        }
        self.bits[from + at / 64] |= 1 << (at % 64);
    }

    fn row(&self, row: usize) -> &[u64] {
        self.bits.get(row * self.stride..(row + 1) * self.stride).unwrap_or_default()
    }

    /// The first token from `from` on where a match of the pattern may start, as far as that is cheap to know.
    fn next(&self, pattern: &Pattern, from: u32, end: u32) -> Option<u32> {
        let starts = &pattern.starts;
        if starts.anywhere {
            return (from < end).then_some(from);
        }
        let mut at = (from - self.tokens.start) as usize;
        let end = (end - self.tokens.start) as usize;
        while at < end {
            let (word, bit) = (at / 64, at % 64);
            let mut found = if starts.at_mark { self.row(0)[word] } else { 0 };
            for &term in &starts.terms {
                found |= self.row(usize::from(term) + 1).get(word).copied().unwrap_or(0);
            }
            found = found >> bit << bit;
            if found != 0 {
                let at = word * 64 + found.trailing_zeros() as usize;
                return (at < end).then(|| self.tokens.start + u32::try_from(at).unwrap_or(u32::MAX));
            }
            at = (word + 1) * 64;
        }
        None
    }
}

/// A sentence of more tokens than this is matched in parts.
const WINDOW: u32 = 1_024;

impl<'a> Matcher<'a> {
    /// A matcher for one article.
    pub fn new(reading: Reading<'a>, terms: &'a Terms) -> Self {
        Matcher { reading, terms, seen: Vec::new(), stack: Vec::new(), starts: Starts::default() }
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
            let Some(mut start) = self.starts.next(pattern, from, window.end) else {
                from = window.end;
                continue;
            };
            self.seen.clear();
            let cells = pattern.steps.len() * (window.len() + 1);
            self.seen.resize(cells.div_ceil(64), 0);
            let mut hit = None;
            loop {
                let mut captures = Captures::default();
                if let Some(end) = self.run(pattern, kinds, start, &window, &mut captures) {
                    captures.tokens = start..end;
                    hit = Some(captures);
                    break;
                }
                match self.starts.next(pattern, start + 1, window.end) {
                    Some(next) => start = next,
                    None => break,
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
                    Step::Facet(number) => match &mut state.facets {
                        [first @ None, _] => *first = Some(*number),
                        known if known.contains(&Some(*number)) => {}
                        [first, second] => *first = second.replace(*number).or(*first),
                    },
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

    /// Notes where in a run of tokens marks start and terms stand.
    fn mark(&mut self, tokens: &Range<u32>) {
        let starts = &mut self.starts;
        if starts.tokens == *tokens {
            return;
        }
        for row in starts.used.drain(..) {
            starts.bits[row * starts.stride..(row + 1) * starts.stride].fill(0);
        }
        let rows = self.terms.count() + 1;
        starts.tokens = tokens.clone();
        starts.stride = tokens.len().div_ceil(64);
        if starts.bits.len() < rows * starts.stride {
            starts.bits.resize(rows * starts.stride, 0);
        }
        within(self.reading.quantities, tokens).iter().for_each(|m| starts.note(0, m.tokens.start));
        within(self.reading.times, tokens).iter().for_each(|m| starts.note(0, m.tokens.start));
        self.reading.names.within(tokens).iter().for_each(|m| starts.note(0, m.tokens.start));
        for at in tokens.clone() {
            for &term in self.terms.of(self.reading.words[at as usize]) {
                starts.note(usize::from(term) + 1, at);
            }
        }
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
            Slot::Role(role, takes) => {
                let (kind, (index, end)) = match takes {
                    Takes::Name => (None, self.name(&[], None, at)?),
                    Takes::Only(kind) => (Some(kind), self.value(kind, at)?),
                    Takes::Amount => AMOUNTS.iter().find_map(|&k| Some((Some(k), self.value(k, at)?)))?,
                };
                state.roles = Some(Rc::new(Played { role, kind, index, before: state.roles.take() }));
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
            ValueSlot::Fraction => QuantityKind::Fraction,
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

/// The kinds that a role without a kind takes.
const AMOUNTS: [ValueSlot; 4] = [ValueSlot::Count, ValueSlot::Money, ValueSlot::Percent, ValueSlot::Measure];

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
