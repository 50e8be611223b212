//! STUB of the engine, for the report branch only: not to be merged.
#![allow(missing_docs)]

use crate::corpus::{Corpus, Origin};
use crate::dating::published::rank;
use crate::error::{Error, Notice};
use crate::facts::attribute::{ArticleId, Card};
use crate::grammar::lexicon::Lexicon;
use crate::report::annotate::Annotation;
use crate::report::facts::FactLine;
use crate::rules::book::{RuleBook, RuleBookBuilder};
use crate::rules::diagnostic::RuleDiagnostic;
use crate::rules::file::Rule;
use crate::rules::finding::Finding;
use std::path::PathBuf;

#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    pub jobs: Option<usize>,
    pub tick: Option<&'a (dyn Fn(u64) + Sync)>,
}

#[derive(Default)]
pub struct Checked {
    pub cards: Vec<Card>,
    pub origins: Vec<Origin>,
    pub facts: u64,
    pub findings: Vec<Finding>,
    pub notices: Vec<Notice>,
}

pub struct ExampleResult {
    pub rule: String,
    pub example: String,
    pub outcome: Result<(), String>,
}

pub struct Linter {
    book: RuleBook,
}
impl Linter {
    pub fn builtin() -> Self {
        Self::with_rule_folders(&[]).0
    }
    pub fn with_rule_folders(dirs: &[PathBuf]) -> (Self, Vec<RuleDiagnostic>) {
        let mut lexicon = Lexicon::default();
        let mut builder = RuleBookBuilder::new(&mut lexicon, &[]);
        builder.builtin();
        for dir in dirs {
            let _ = builder.folder(dir);
        }
        let (book, diagnostics) = builder.build();
        (Linter { book }, diagnostics)
    }
    pub fn select(mut self, select: &[String], ignore: &[String]) -> Result<Self, Error> {
        for name in select.iter().chain(ignore) {
            self.book.rule(name)?;
        }
        if !select.is_empty() {
            self.book.rules.retain(|r| select.iter().any(|s| **s == *r.id));
        }
        Ok(self)
    }
    pub fn check(&self, corpus: &Corpus, options: &Options<'_>) -> Checked {
        let tick = |n| options.tick.map_or((), |tick| tick(n));
        let (read, notices) = corpus.map(options.jobs, |a| (rank(a, None), a.path.clone(), a.id.clone(), a.line), tick);
        let mut checked = Checked { notices, ..Default::default() };
        for (i, (origin, (published, path, id, line))) in read.into_iter().enumerate() {
            checked.origins.push(origin);
            let id_ = ArticleId(i as u32);
            checked.cards.push(Card { id: id_, path, name: id.map(Into::into), line, story: None, outlet: None, published });
        }
        checked
    }
    pub fn facts(&self, corpus: &Corpus, options: &Options<'_>) -> (Vec<Card>, Vec<FactLine>, Vec<Notice>) {
        let c = self.check(corpus, options);
        (c.cards, Vec::new(), c.notices)
    }
    pub fn annotate(
        &self,
        corpus: &Corpus,
        options: &Options<'_>,
    ) -> (Vec<(Card, Vec<Annotation>)>, Vec<Notice>) {
        let c = self.check(corpus, options);
        (c.cards.into_iter().map(|card| (card, Vec::new())).collect(), c.notices)
    }
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.book.rules.iter()
    }
    pub fn test_rules(&self) -> Vec<ExampleResult> {
        Vec::new()
    }
}
