//! Runs the examples inside the rules, each with its rule alone; those of suppressions with the rules they suppress.

use super::{Linter, Options, suppress};
use crate::corpus::{Corpus, Text};
use crate::error::Error;
use crate::rules::example::{Example, ExampleArticle, Expect};
use crate::rules::file::{Rule, RuleKind};
use crate::rules::finding::Finding;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What came of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleResult {
    /// The rule's name.
    pub rule: String,
    /// The example's name.
    pub example: String,
    /// Nothing, or what is not as it should be.
    pub outcome: Result<(), String>,
}

impl Linter {
    /// Runs the examples of every selected rule.
    pub fn test_rules(&mut self) -> Vec<ExampleResult> {
        let all = self.selected.clone();
        let mut results = Vec::new();
        for rule in self.book.rules.clone().iter().filter(|r| all.contains(&r.id)) {
            let about_others =
                matches!(&rule.kind, RuleKind::BuiltIn(check) if suppress::ABOUT.contains(&&**check));
            self.selected = match about_others {
                true => self.book.rules.iter().map(|rule| Arc::clone(&rule.id)).collect(),
                false => BTreeSet::from([Arc::clone(&rule.id)]),
            };
            for example in &rule.examples {
                let outcome = self.run(rule, example);
                results.push(ExampleResult {
                    rule: rule.id.to_string(),
                    example: example.name.clone(),
                    outcome,
                });
            }
        }
        self.selected = all;
        results
    }

    fn run(&self, rule: &Rule, example: &Example) -> Result<(), String> {
        let corpus = open(example).map_err(|e| e.to_string())?;
        let checked = self.check(&corpus, &Options { jobs: Some(1), tick: None });
        if let Some(notice) = checked.notices.first() {
            return Err(format!("the example cannot be read: {notice}"));
        }
        let findings: Vec<&Finding> = checked.findings.iter().filter(|f| f.rule == rule.id).collect();
        let words = |finding: &Finding| -> Vec<String> {
            let sites = std::iter::once(&finding.here).chain(&finding.there).map(|e| e.site);
            sites
                .filter_map(|site| {
                    let article = corpus.reopen(checked.origins.get(site.article.0 as usize)?)?;
                    Some(site.span.cut(&article.raw).to_owned())
                })
                .collect()
        };
        let told = || {
            let all: Vec<String> = findings
                .iter()
                .map(|f| format!("{} at {}", f.outcome.name(), words(f).join(" | ")))
                .collect();
            if all.is_empty() { "nothing was found".to_owned() } else { format!("found: {}", all.join("; ")) }
        };
        match &example.expect {
            Expect::Quiet if findings.is_empty() => Ok(()),
            Expect::Quiet => Err(format!("it should stay quiet, but {}", told())),
            Expect::Found(outcome, wanted) => {
                let right = findings.iter().any(|f| {
                    let words = words(f);
                    f.outcome == *outcome && wanted.iter().all(|w| words.contains(w))
                });
                let wanted = wanted.join(" | ");
                if right {
                    Ok(())
                } else {
                    Err(format!("it should say {} at {wanted}, but {}", outcome.name(), told()))
                }
            }
        }
    }
}

/// The articles of an example: records of one file, or where they are Markdown, files.
fn open(example: &Example) -> Result<Corpus, Error> {
    if example.articles.iter().any(|article| article.markdown) {
        let text = |(number, article): (usize, &ExampleArticle)| Text {
            name: format!("article {number}.md"),
            text: article.text.clone(),
            published: article.published.clone(),
        };
        return Corpus::from_texts((1..).zip(&example.articles).map(text));
    }
    let mut lines = String::new();
    for (number, article) in (1..).zip(&example.articles) {
        let record = serde_json::json!({
            "id": format!("article {number}"),
            "published": article.published,
            "title": article.title,
            "source": article.source,
            "story": article.story,
            "text": article.text,
        });
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    let mut corpus = Corpus::empty()?;
    corpus.add_memory("example.jsonl", lines.into_bytes());
    Ok(corpus)
}
