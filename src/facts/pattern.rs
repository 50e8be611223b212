//! The pattern language of rule files: words (matched by lemma), groups, options and typed slots, compiled to a small
//! program that [`super::matching`] runs in time linear in the text.
//!
//! ```text
//! pattern  = item*
//! item     = atom "?"?
//! atom     = word | "=" word | punctuation | group | "!" group | slot
//! group    = "(" pattern ("|" pattern)* ")"
//! slot     = "{" name (":" kind)? "}"
//! ```
//!
//! A word stands for all its inflections, `=word` for that form alone, `'s` for any possessive ending; `!( … )` matches
//! nothing and asks that no word of the group comes next. Slots: `{value}`, `{subject}`, `{object}`, `{when}`, `{of}`
//! and `{facet}` (words from the rule), `{gap}` or `{gap:N}` (up to N tokens inside the clause, 3 by default).

use super::lemma::Lemmas;
use crate::grammar::lexicon::{Lexicon, WordId};
use crate::text::{Shape, tokenise_all};
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
}

impl ValueSlot {
    /// The names of the kinds, as rule files write them.
    pub const NAMES: [(&'static str, ValueSlot); 9] = [
        ("count", ValueSlot::Count),
        ("ordinal", ValueSlot::Ordinal),
        ("date", ValueSlot::Date),
        ("duration", ValueSlot::Duration),
        ("money", ValueSlot::Money),
        ("percent", ValueSlot::Percent),
        ("age", ValueSlot::Age),
        ("measure", ValueSlot::Measure),
        ("score", ValueSlot::Score),
    ];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<ValueSlot> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|&(_, k)| k)
    }
}

/// A step of a compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
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
    /// Remembers that this facet was read; takes nothing.
    Facet(u16),
    /// Try the first, then the second.
    Split(u32, u32),
    /// Go on there.
    Jump(u32),
    /// Found.
    Match,
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub(super) steps: Box<[Step]>,
    /// One of these terms is in every match; empty where any token may begin one.
    pub(super) anchors: Box<[TermId]>,
    /// Whether it names its subject.
    pub(super) has_subject: bool,
    /// What its value slots take.
    pub(super) values: Box<[ValueSlot]>,
}

impl Pattern {
    /// Whether it has a `{value}` slot.
    pub fn has_value(&self) -> bool {
        !self.values.is_empty()
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
pub struct Terms(Box<[Box<[TermId]>]>);

impl Terms {
    /// The terms that a word is a form of.
    pub fn of(&self, word: WordId) -> &[TermId] {
        self.0.get(word.index()).map_or(&[], |t| t)
    }
}

enum Node {
    Step(Step),
    Gap(u8),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Option(Box<Node>),
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
        let mut parser =
            Parser { source: pattern, at: 0, errors: Vec::new(), slots, compiler: self, lexicon, depth: 0 };
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
        let has_subject = steps.contains(&Step::Slot(Slot::Subject));
        let anchors = self.anchors(&node);
        if errors.is_empty() && anchors.is_none() && values.is_empty() {
            errors.push(PatternError {
                message: "a pattern needs a word or a {value} that is in every match".into(),
                at: 0..pattern.len(),
            });
        }
        if steps.len() > 2_000 {
            errors.push(PatternError { message: "the pattern is too large".into(), at: 0..pattern.len() });
        }
        if errors.is_empty() {
            Ok(Pattern {
                steps: steps.into(),
                anchors: anchors.unwrap_or_default().into(),
                has_subject,
                values: values.into(),
            })
        } else {
            Err(errors)
        }
    }

    /// The finished look-up table.
    pub fn terms(&self) -> Terms {
        Terms(self.by_word.iter().map(|t| t.clone().into()).collect())
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

fn emit(node: &Node, steps: &mut Vec<Step>) {
    let here = |steps: &Vec<Step>| u32::try_from(steps.len()).unwrap_or(u32::MAX);
    match node {
        Node::Step(step) => steps.push(step.clone()),
        Node::Sequence(nodes) => nodes.iter().for_each(|n| emit(n, steps)),
        Node::Gap(most) => {
            // Reluctant: the shortest gap that lets the rest match.
            let mut splits = Vec::new();
            for _ in 0..*most {
                splits.push(steps.len());
                let next = here(steps) + 1;
                steps.push(Step::Split(0, next));
                steps.push(Step::Any);
            }
            let end = here(steps);
            for split in splits {
                if let Step::Split(first, _) = &mut steps[split] {
                    *first = end;
                }
            }
        }
        Node::Option(node) => {
            let split = steps.len();
            steps.push(Step::Match);
            emit(node, steps);
            let first = u32::try_from(split + 1).unwrap_or(u32::MAX);
            steps[split] = Step::Split(first, here(steps));
        }
        Node::Either(nodes) => {
            let mut jumps = Vec::new();
            for (i, node) in nodes.iter().enumerate() {
                if i + 1 == nodes.len() {
                    emit(node, steps);
                    continue;
                }
                let split = steps.len();
                steps.push(Step::Match);
                emit(node, steps);
                jumps.push(steps.len());
                steps.push(Step::Match);
                let first = u32::try_from(split + 1).unwrap_or(u32::MAX);
                steps[split] = Step::Split(first, here(steps));
            }
            let end = here(steps);
            for jump in jumps {
                steps[jump] = Step::Jump(end);
            }
        }
    }
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    errors: Vec<PatternError>,
    slots: &'a SlotWords,
    compiler: &'a mut Compiler,
    lexicon: &'a mut Lexicon,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn error(&mut self, message: impl Into<String>, at: std::ops::Range<usize>) {
        self.errors.push(PatternError { message: message.into(), at });
    }

    fn alternatives(&mut self, top: bool) -> Node {
        let opened = self.at;
        let mut branches = vec![self.sequence()];
        loop {
            match self.peek() {
                Some('|') => {
                    self.at += 1;
                    branches.push(self.sequence());
                }
                Some(')') if !top => {
                    self.at += 1;
                    break;
                }
                Some(c) => {
                    self.error(format!("`{c}` without its opening"), self.at..self.at + c.len_utf8());
                    self.at += c.len_utf8();
                }
                None => {
                    if !top {
                        self.error("this group is never closed", opened.saturating_sub(1)..opened);
                    }
                    break;
                }
            }
        }
        if branches.len() == 1 { branches.swap_remove(0) } else { Node::Either(branches) }
    }

    fn sequence(&mut self) -> Node {
        let mut items = Vec::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() {
                self.at += c.len_utf8();
                continue;
            }
            if matches!(c, '|' | ')') {
                break;
            }
            let from = self.at;
            let mut node = self.atom(c);
            if self.peek() == Some('?') {
                self.at += 1;
                node = Node::Option(Box::new(node));
            }
            if self.at == from {
                self.at += c.len_utf8();
            }
            items.push(node);
        }
        Node::Sequence(items)
    }

    fn atom(&mut self, c: char) -> Node {
        let from = self.at;
        match c {
            '(' => self.group(),
            '!' => {
                self.at += 1;
                if self.peek() != Some('(') {
                    self.error("`!` stands before a group: !(of|in)", from..self.at);
                    return Node::Sequence(Vec::new());
                }
                let group = self.group();
                let mut terms = Vec::new();
                first_terms(&group, &mut terms);
                Node::Step(Step::Not(terms.into()))
            }
            '{' => self.slot(),
            '}' | '?' => {
                self.at += 1;
                self.error(format!("`{c}` is not expected here"), from..self.at);
                Node::Sequence(Vec::new())
            }
            _ => {
                let stop = |c: char| c.is_whitespace() || "()|{}?!".contains(c);
                let end = self.source[from..].find(stop).map_or(self.source.len(), |n| from + n);
                self.at = end;
                let word = &self.source[from..end];
                let (word, exact) = word.strip_prefix('=').map_or((word, false), |w| (w, true));
                self.words(&word.to_owned(), exact)
            }
        }
    }

    fn group(&mut self) -> Node {
        self.at += 1;
        self.depth += 1;
        if self.depth > 40 {
            self.error("groups are nested too deep", self.at - 1..self.at);
            self.at = self.source.len();
            return Node::Sequence(Vec::new());
        }
        let node = self.alternatives(false);
        self.depth -= 1;
        node
    }

    fn words(&mut self, phrase: &str, exact: bool) -> Node {
        if matches!(phrase, "'s" | "’s") {
            return Node::Step(Step::Possessive);
        }
        let mut nodes = Vec::new();
        for (token, shape) in tokenise_all(phrase) {
            nodes.push(Node::Step(match shape {
                Shape::Possessive if token.len() > 1 => Step::Possessive,
                Shape::Mark | Shape::Possessive => {
                    Step::Punctuation(plain(token.chars().next().unwrap_or(' ')))
                }
                _ => Step::Term(self.compiler.term(token, exact, self.lexicon)),
            }));
        }
        Node::Sequence(nodes)
    }

    fn slot(&mut self) -> Node {
        let from = self.at;
        let Some(length) = self.source[from..].find('}') else {
            self.error("this slot is never closed", from..from + 1);
            self.at = self.source.len();
            return Node::Sequence(Vec::new());
        };
        self.at = from + length + 1;
        let at = from..self.at;
        let inner = self.source[from + 1..from + length].to_owned();
        let (name, kind) = inner.split_once(':').map_or((inner.as_str(), None), |(n, k)| (n, Some(k)));
        let slot = |s| Node::Step(Step::Slot(s));
        match (name, kind) {
            ("value", None) => slot(Slot::Value(ValueSlot::Own)),
            ("value", Some(kind)) => {
                if let Some(kind) = ValueSlot::named(kind) {
                    return slot(Slot::Value(kind));
                }
                let known: Vec<&str> = ValueSlot::NAMES.iter().map(|(n, _)| *n).collect();
                self.error(
                    format!("no kind of value is called `{kind}`; there are {}", known.join(", ")),
                    at,
                );
                Node::Sequence(Vec::new())
            }
            ("subject", None) => slot(Slot::Subject),
            ("object", None) => slot(Slot::Object),
            ("when", None) => slot(Slot::When),
            ("gap", None) => Node::Gap(3),
            ("gap", Some(most)) => match most.parse::<u8>() {
                Ok(most @ 1..=12) => Node::Gap(most),
                _ => {
                    self.error("a gap is 1 to 12 tokens", at);
                    Node::Sequence(Vec::new())
                }
            },
            ("of", None) => {
                if self.slots.of.is_empty() {
                    self.error("the rule says no `of` words in [value]", at);
                }
                let phrases = self.slots.of.clone();
                Node::Either(phrases.iter().map(|p| self.words(p, false)).collect())
            }
            ("facet", only) => {
                let mut phrases = Vec::new();
                for (number, (class, words)) in (0..).zip(&self.slots.facets) {
                    if only.is_none_or(|o| o == class) {
                        phrases.extend(words.iter().map(|w| (number, w.clone())));
                    }
                }
                // The longer first, so that a "chief executive" is not read as a "chief".
                phrases.sort_by_key(|(_, phrase)| std::cmp::Reverse(tokenise_all(phrase).len()));
                let branches: Vec<Node> = phrases
                    .iter()
                    .map(|(number, phrase)| {
                        Node::Sequence(vec![self.words(phrase, false), Node::Step(Step::Facet(*number))])
                    })
                    .collect();
                if branches.is_empty() {
                    self.error("the rule has no such [facet]", at);
                }
                Node::Either(branches)
            }
            _ => {
                self.error(
                    format!(
                        "no slot is called `{name}`; there are value, subject, object, when, of, facet, gap"
                    ),
                    at,
                );
                Node::Sequence(Vec::new())
            }
        }
    }
}

/// Typographic marks as their plain form, so that a pattern's `-` also finds a dash.
pub(super) fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '–' | '—' | '‑' | '−' => '-',
        '“' | '”' => '"',
        c => c,
    }
}

fn first_terms(node: &Node, out: &mut Vec<TermId>) {
    match node {
        Node::Step(Step::Term(id)) => out.push(*id),
        Node::Sequence(nodes) => nodes.iter().take(1).for_each(|n| first_terms(n, out)),
        Node::Either(nodes) => nodes.iter().for_each(|n| first_terms(n, out)),
        Node::Option(node) => first_terms(node, out),
        Node::Step(_) | Node::Gap(_) => {}
    }
}
