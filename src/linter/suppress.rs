//! What articles and the configuration say is to be left alone.

use super::{Checked, Linter};
use crate::corpus::{Article, Corpus, Directive};
use crate::dating::Published;
use crate::facts::attribute::{ArticleId, Card};
use crate::report::Fingerprint;
use crate::rules::suppress::{Ignore, SuppressionRules, Suppressions};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The check of suppressions that silence nothing.
pub(super) const UNUSED: &str = "unused-suppression";
/// The check of suppressions that cannot be heeded.
pub(super) const INVALID: &str = "invalid-suppression";

/// The checks whose examples need the other rules.
pub(super) const ABOUT: [&str; 2] = [UNUSED, INVALID];

/// What is to be left alone besides what articles themselves say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exceptions<'a> {
    /// The entries of the configuration.
    pub ignores: &'a [Ignore],
    /// The files of the configuration: their paths, as they are shown, and texts. Findings about entries point there.
    pub files: &'a [(String, String)],
    /// Whether there are more articles than those of the corpus: then nothing is known to be unused.
    pub partial: bool,
    /// The day of the run; where it is not known, no entry is over.
    pub today: Option<Date>,
}

impl Linter {
    /// Sets apart what is suppressed, and adds what is wrong with suppressions.
    pub(super) fn suppress(
        &self,
        checked: &mut Checked,
        directives: &BTreeMap<ArticleId, Vec<Directive>>,
        exceptions: &Exceptions<'_>,
    ) {
        if directives.is_empty() && exceptions.ignores.is_empty() {
            return;
        }
        let known: Vec<Arc<str>> = self.book.rules.iter().map(|rule| Arc::clone(&rule.id)).collect();
        let articles = checked.cards.len();
        let number = |file: usize| ArticleId(u32::try_from(articles + file).unwrap_or(u32::MAX));
        let cards = &checked.cards;
        let suppressions = Suppressions {
            directives,
            ignores: exceptions.ignores,
            configuration: &number,
            fingerprint: &|finding| Fingerprint::of_finding(finding, cards, &str::to_owned).to_string(),
            partial: exceptions.partial,
            today: exceptions.today,
            known: &known,
            runs: &|rule| self.runs(rule),
            rules: SuppressionRules { unused: self.rule_of(UNUSED), invalid: self.rule_of(INVALID) },
        };
        let outcomes = suppressions.apply(std::mem::take(&mut checked.findings), cards);
        checked.findings = outcomes.reported;
        checked.apart = outcomes.apart;
        for (file, (path, text)) in exceptions.files.iter().enumerate() {
            checked.cards.push(Card {
                id: number(file),
                path: path.as_str().into(),
                name: None,
                line: None,
                outlet: None,
                story: None,
                published: Published::unknown(),
            });
            checked.configuration.push(Article {
                path: path.as_str().into(),
                id: None,
                line: None,
                raw: text.clone(),
                title_from: None,
                title: None,
                outlet: None,
                story: None,
                clues: Vec::new(),
                ignores: Vec::new(),
                prose: Vec::new(),
            });
        }
    }
}

impl Checked {
    /// Opens an article again, or a file of the configuration.
    pub fn reopen(&self, corpus: &Corpus, id: ArticleId) -> Option<Article> {
        let number = id.0 as usize;
        match self.origins.get(number) {
            Some(origin) => corpus.reopen(origin),
            None => self.configuration.get(number - self.origins.len()).cloned(),
        }
    }
}
