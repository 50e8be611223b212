//! The pattern language of rule files: words (matched by lemma), groups, options and typed slots, compiled to a small
//! program that [`super::matching`] runs in time linear in the text.
//!
//! ```text
//! pattern  = item*
//! item     = atom ("?" | "+")?
//! atom     = word | "=" word | punctuation | group | "!" group | slot
//! group    = "(" pattern ("|" pattern)* ")"
//! slot     = "{" name (":" kind)? "}"
//! ```
//!
//! A word stands for all its inflections, `=word` for that form alone, `'s` for any possessive ending; `!( … )` matches
//! nothing and asks that no word of the group comes next. Slots: `{value}`, `{subject}`, `{object}`, `{when}`, `{of}`
//! and `{facet}` (words from the rule; `{facet:a,b}` those of these classes alone,
//! `{facet:!a,b}` all others), `{gap}` or `{gap:N}` (up to N tokens inside the clause, 3 by default), and `{close}`
//! (the end of the sentence). The pattern of a relation has roles instead: `{from}`, `{total:count}`, `{item}` (see
//! [`super::role`]).

mod emit;
mod node;
mod parse;

use super::lemma::Lemmas;
use super::role::{Role, Takes};
use crate::grammar::lexicon::{Lexicon, WordId};
use emit::emit;
use node::{Node, collect_roles, contradicts, most};
use parse::Parser;
use std::collections::BTreeMap;

/// A set of words that a pattern treats as one: the inflections of a word, or a single form.
pub type TermId = u16;

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The value the fact states.
    Value(ValueSlot),
    /// Whom the fact is about.
    Subject,
    /// Another name, which becomes a part of what the fact is about.
    Object,
    /// A time expression that says from when on.
    When,
    /// A figure of a relation.
    Role(Role, Takes),
}

/// What kind of mark states the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueSlot {
    /// The kind that the rule's `[value]` names.
    Own,
    /// A count or a bare number.
    Count,
    /// "32nd", "third".
    Ordinal,
    /// A day, month or year.
    Date,
    /// A length of time.
    Duration,
    /// An amount of money.
    Money,
    /// Per cent.
    Percent,
    /// Years of age.
    Age,
    /// A measure with a unit.
    Measure,
    /// "6-4".
    Score,
    /// "two-thirds", "half".
    Fraction,
}

impl ValueSlot {
    /// The names of the kinds, as rule files write them.
    pub const NAMES: [(&'static str, ValueSlot); 10] = [
        ("count", ValueSlot::Count),
        ("ordinal", ValueSlot::Ordinal),
        ("date", ValueSlot::Date),
        ("duration", ValueSlot::Duration),
        ("money", ValueSlot::Money),
        ("percent", ValueSlot::Percent),
        ("age", ValueSlot::Age),
        ("measure", ValueSlot::Measure),
        ("score", ValueSlot::Score),
        ("fraction", ValueSlot::Fraction),
    ];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<ValueSlot> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|&(_, k)| k)
    }
}

/// A step of a compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::facts) enum Step {
    /// One token that is a form of the term.
    Term(TermId),
    /// One token of punctuation.
    Punctuation(char),
    /// A possessive ending.
    Possessive,
    /// A mark.
    Slot(Slot),
    /// One token that does not end a clause.
    Any,
    /// None of these terms may come next; takes nothing.
    Not(Box<[TermId]>),
    /// Nothing comes after in the sentence; takes nothing.
    End,
    /// Remembers that this facet was read; takes nothing.
    Facet(u16),
    /// Try the first, then the second.
    Split(u32, u32),
    /// Go on there.
    Jump(u32),
    /// Found.
    Match,
}

/// With what a match of a pattern may start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::facts) struct Starts {
    pub(in crate::facts) terms: Vec<TermId>,
    pub(in crate::facts) at_mark: bool,
    pub(in crate::facts) anywhere: bool,
}

impl Starts {
    /// Follows the steps that take nothing to the first ones that do.
    fn of(steps: &[Step]) -> Starts {
        let mut starts = Starts::default();
        let mut seen = vec![false; steps.len()];
        let mut open = vec![0_usize];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match &steps[at] {
                Step::Term(term) => starts.terms.push(*term),
                Step::Slot(_) => starts.at_mark = true,
                Step::Split(first, second) => open.extend([*first as usize, *second as usize]),
                Step::Jump(to) => open.push(*to as usize),
                Step::Not(_) | Step::Facet(_) => open.push(at + 1),
                Step::Punctuation(_) | Step::Possessive | Step::Any | Step::End | Step::Match => {
                    starts.anywhere = true;
                }
            }
        }
        starts.terms.sort_unstable();
        starts.terms.dedup();
        starts
    }
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub(in crate::facts) steps: Box<[Step]>,
    /// One of these terms is in every match; empty where any token may begin one.
    pub(in crate::facts) anchors: Box<[TermId]>,
    /// With what a match may start.
    pub(in crate::facts) starts: Starts,
    /// What its value slots take.
    pub(in crate::facts) values: Box<[ValueSlot]>,
    /// The roles of its slots, and whether a match may take one more than once.
    roles: Box<[(Role, Takes, bool)]>,
}

impl Pattern {
    /// Whether it has a `{value}` slot.
    pub fn has_value(&self) -> bool {
        !self.values.is_empty()
    }

    /// The roles of its slots, as often as they are written, and whether a match may take one more than once.
    pub fn roles(&self) -> &[(Role, Takes, bool)] {
        &self.roles
    }
}

/// Something wrong with a pattern, with the bytes of the pattern it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong.
    pub message: String,
    /// Where in the pattern.
    pub at: std::ops::Range<usize>,
}

/// The words that a rule's `{of}` and `{facet}` slots stand for.
#[derive(Clone, Debug, Default)]
pub struct SlotWords {
    /// Phrases of `{of}`.
    pub of: Vec<String>,
    /// Classes of `{facet}` with the phrases that mean them.
    pub facets: Vec<(String, Vec<String>)>,
}

/// Compiles patterns, and numbers their words.
#[derive(Debug, Default)]
pub struct Compiler {
    lemmas: Lemmas,
    terms: BTreeMap<Vec<WordId>, TermId>,
    /// The terms of each word.
    by_word: Vec<Vec<TermId>>,
    /// Terms of words that carry little meaning, and make poor anchors.
    weak: Vec<bool>,
}

/// The terms of every word: what the matcher looks up.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    by_word: Box<[Box<[TermId]>]>,
    count: usize,
}

impl Terms {
    /// The terms that a word is a form of.
    pub fn of(&self, word: WordId) -> &[TermId] {
        self.by_word.get(word.index()).map_or(&[], |t| t)
    }

    /// How many terms there are.
    pub(in crate::facts) fn count(&self) -> usize {
        self.count
    }
}

impl Compiler {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// All that is wrong with it, each with its place.
    pub fn compile(
        &mut self,
        pattern: &str,
        slots: &SlotWords,
        lexicon: &mut Lexicon,
    ) -> Result<Pattern, Vec<PatternError>> {
        let mut parser = Parser::new(pattern, slots, self, lexicon);
        let node = parser.alternatives(true);
        let mut errors = parser.errors;
        let mut steps = Vec::new();
        emit(&node, &mut steps);
        steps.push(Step::Match);
        let values: Vec<ValueSlot> = steps
            .iter()
            .filter_map(|s| match s {
                Step::Slot(Slot::Value(kind)) => Some(*kind),
                _ => None,
            })
            .collect();
        let mut roles = Vec::new();
        collect_roles(&node, false, &mut roles);
        let anchors = self.anchors(&node);
        if errors.is_empty() && anchors.is_none() && values.is_empty() {
            errors.push(PatternError {
                message: "a pattern needs a word or a {value} that is in every match".into(),
                at: 0..pattern.len(),
            });
        }
        for (what, slot) in [("{value}", is_value as fn(&Step) -> bool), ("{subject}", is_subject)] {
            if errors.is_empty() && most(&node, slot) > 1 {
                let message =
                    format!("a match would have two {what}; a fact has one (put alternatives into a group)");
                errors.push(PatternError { message, at: 0..pattern.len() });
            }
        }
        if errors.is_empty() && contradicts(&node) {
            let message = "this cannot match: `!( … )` forbids the very word that comes next".into();
            errors.push(PatternError { message, at: 0..pattern.len() });
        }
        if steps.len() > 2_000 {
            errors.push(PatternError { message: "the pattern is too large".into(), at: 0..pattern.len() });
        }
        if errors.is_empty() {
            Ok(Pattern {
                starts: Starts::of(&steps),
                steps: steps.into(),
                anchors: anchors.unwrap_or_default().into(),
                values: values.into(),
                roles: roles.into(),
            })
        } else {
            Err(errors)
        }
    }

    /// The finished look-up table.
    pub fn terms(&self) -> Terms {
        let by_word = self.by_word.iter().map(|t| t.clone().into()).collect();
        Terms { by_word, count: self.terms.len() }
    }

    fn term(&mut self, word: &str, exact: bool, lexicon: &mut Lexicon) -> TermId {
        let forms = if exact { vec![word.to_owned()] } else { self.lemmas.forms(word) };
        let weak = self.lemmas.is_weak(word);
        let mut ids: Vec<WordId> = forms.iter().map(|f| lexicon.intern(f)).collect();
        ids.sort_unstable();
        ids.dedup();
        let next = TermId::try_from(self.terms.len()).unwrap_or(TermId::MAX);
        let id = *self.terms.entry(ids.clone()).or_insert(next);
        if id == next && self.weak.len() <= usize::from(id) {
            self.weak.push(weak);
            for word in ids {
                if self.by_word.len() <= word.index() {
                    self.by_word.resize(word.index() + 1, Vec::new());
                }
                self.by_word[word.index()].push(id);
            }
        }
        id
    }

    /// The smallest set of terms one of which is in every match, if every match has a word at all.
    fn anchors(&self, node: &Node) -> Option<Vec<TermId>> {
        match node {
            Node::Step(Step::Term(id)) => Some(vec![*id]),
            Node::Step(_) | Node::Gap(_) | Node::Option(_) => None,
            Node::Repeat(node) => self.anchors(node),
            Node::Either(nodes) => {
                let mut all = Vec::new();
                for node in nodes {
                    all.extend(self.anchors(node)?);
                }
                all.sort_unstable();
                all.dedup();
                Some(all)
            }
            Node::Sequence(nodes) => nodes
                .iter()
                .filter_map(|n| self.anchors(n))
                .min_by_key(|terms| (terms.iter().any(|&t| self.weak[usize::from(t)]), terms.len())),
        }
    }
}

fn is_value(step: &Step) -> bool {
    matches!(step, Step::Slot(Slot::Value(_)))
}

fn is_subject(step: &Step) -> bool {
    matches!(step, Step::Slot(Slot::Subject))
}

/// Typographic marks as their plain form, so that a pattern's `-` also finds a dash.
pub(in crate::facts) fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '–' | '—' | '‑' | '−' => '-',
        '“' | '”' => '"',
        c => c,
    }
}
