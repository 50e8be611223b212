//! Reads the pattern language.

use super::{Compiler, Node, PatternError, Slot, SlotWords, Step, TermId, ValueSlot, plain};
use crate::facts::role::Role;
use crate::grammar::lexicon::Lexicon;
use crate::text::{Shape, tokenise_all};

/// Reads a pattern and goes on after a mistake.
pub(super) struct Parser<'a> {
    source: &'a str,
    at: usize,
    pub(super) errors: Vec<PatternError>,
    slots: &'a SlotWords,
    compiler: &'a mut Compiler,
    lexicon: &'a mut Lexicon,
    depth: u32,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        source: &'a str,
        slots: &'a SlotWords,
        compiler: &'a mut Compiler,
        lexicon: &'a mut Lexicon,
    ) -> Self {
        Parser { source, at: 0, errors: Vec::new(), slots, compiler, lexicon, depth: 0 }
    }

    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn error(&mut self, message: impl Into<String>, at: std::ops::Range<usize>) {
        self.errors.push(PatternError { message: message.into(), at });
    }

    pub(super) fn alternatives(&mut self, top: bool) -> Node {
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
            } else if self.peek() == Some('+') {
                self.at += 1;
                node = Node::Repeat(Box::new(node));
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
            '}' | '?' | '+' => {
                self.at += 1;
                self.error(format!("`{c}` is not expected here"), from..self.at);
                Node::Sequence(Vec::new())
            }
            _ => {
                let stop = |c: char| c.is_whitespace() || "()|{}?!+".contains(c);
                let end = self.source[from..].find(stop).map_or(self.source.len(), |n| from + n);
                self.at = end;
                let word = &self.source[from..end];
                let (word, exact) = word.strip_prefix('=').map_or((word, false), |w| (w, true));
                self.words(word, exact)
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
            ("close", None) => Node::Step(Step::End),
            ("facet", only) => {
                let mut phrases = Vec::new();
                // `a,b` are these classes alone, `!a,b` all but these; none listed is all but none.
                let all_but = only.is_none_or(|o| o.starts_with('!'));
                let listed: Vec<&str> = only
                    .map_or_else(Vec::new, |o| o.trim_start_matches('!').split(',').map(str::trim).collect());
                for (number, (class, words)) in (0..).zip(&self.slots.facets) {
                    if listed.contains(&class.as_str()) != all_but {
                        phrases.extend(words.iter().map(|w| (number, w.clone())));
                    }
                }
                // The longer first, so that a "chief executive" is not read as a "chief".
                phrases.sort_by_key(|(_, phrase)| std::cmp::Reverse(tokenise_all(phrase).len()));
                let branches: Vec<Node> = phrases
                    .iter()
                    .map(|(number, phrase)| {
                        let (words, exact) =
                            phrase.strip_prefix('=').map_or((&**phrase, false), |w| (w, true));
                        Node::Sequence(vec![self.words(words, exact), Node::Step(Step::Facet(*number))])
                    })
                    .collect();
                let is_known = |name: &&str| self.slots.facets.iter().any(|(class, _)| class == name);
                let mistyped = !listed.iter().all(is_known);
                if branches.is_empty() || mistyped {
                    self.error("the rule has no such [facet]", at);
                }
                Node::Either(branches)
            }
            (name, kind) => match Role::read(name, kind) {
                Ok((role, takes)) => slot(Slot::Role(role, takes)),
                Err(message) => {
                    self.error(message, at);
                    Node::Sequence(Vec::new())
                }
            },
        }
    }
}

/// The terms that a node may start with.
pub(super) fn first_terms(node: &Node, out: &mut Vec<TermId>) {
    match node {
        Node::Step(Step::Term(id)) => out.push(*id),
        Node::Sequence(nodes) => nodes.iter().take(1).for_each(|n| first_terms(n, out)),
        Node::Either(nodes) => nodes.iter().for_each(|n| first_terms(n, out)),
        Node::Option(node) | Node::Repeat(node) => first_terms(node, out),
        Node::Step(_) | Node::Gap(_) => {}
    }
}
