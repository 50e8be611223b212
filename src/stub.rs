//! STUB of the engine, for the report branch only: not to be merged.
#![allow(missing_docs)]

use crate::corpus::Article;
use crate::error::{Error, Notice};
use crate::facts::attribute::{ArticleId, Card};
use crate::report::annotate::Annotation;
use crate::report::facts::FactLine;
use crate::rules::finding::{Confidence, Finding, Severity};
use std::path::PathBuf;

pub struct Corpus;
impl Corpus {
    pub fn read(paths: &[PathBuf], _story_from: Option<&str>) -> Result<(Self, Vec<Notice>), Error> {
        match paths.iter().find(|p| p.as_os_str() != "-" && !p.exists()) {
            Some(path) => Err(Error::new(format!("{}: no such file or folder", path.display()))),
            None => Ok((Corpus, Vec::new())),
        }
    }
    pub fn len(&self) -> usize {
        0
    }
    pub fn is_empty(&self) -> bool {
        false
    }
    pub fn reopen(&self, _id: ArticleId) -> Option<Article> {
        None
    }
}

#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    pub jobs: Option<usize>,
    pub tick: Option<&'a (dyn Fn() + Sync)>,
}

#[derive(Default)]
pub struct Checked {
    pub cards: Vec<Card>,
    pub facts: u64,
    pub findings: Vec<Finding>,
    pub notices: Vec<Notice>,
}

pub struct Rule {
    pub id: String,
    pub title: String,
    pub why: String,
    pub severity: Severity,
    pub confidence: Confidence,
    pub policy: Option<String>,
}

pub struct ExampleResult {
    pub rule: String,
    pub example: String,
    pub outcome: Result<(), String>,
}

pub type RuleDiagnostic = miette::MietteDiagnostic;

#[derive(Default)]
pub struct Linter {
    rules: Vec<Rule>,
}
impl Linter {
    pub fn builtin() -> Self {
        Linter::default()
    }
    pub fn with_rule_folders(_dirs: &[PathBuf]) -> (Self, Vec<RuleDiagnostic>) {
        (Linter::default(), Vec::new())
    }
    pub fn select(self, _select: &[String], _ignore: &[String]) -> Result<Self, Error> {
        Ok(self)
    }
    pub fn check(&self, _corpus: &Corpus, _options: &Options<'_>) -> Checked {
        Checked::default()
    }
    pub fn facts(&self, _corpus: &Corpus, _options: &Options<'_>) -> (Vec<Card>, Vec<FactLine>, Vec<Notice>) {
        Default::default()
    }
    pub fn annotate(
        &self,
        _corpus: &Corpus,
        _options: &Options<'_>,
    ) -> (Vec<(Card, Vec<Annotation>)>, Vec<Notice>) {
        Default::default()
    }
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }
    pub fn test_rules(&self) -> Vec<ExampleResult> {
        Vec::new()
    }
}
