//! `check`: facts, checks and judgement over a corpus.

use super::language::Marks;
use super::{Checked, Linter, Options, Understood};
use crate::corpus::Corpus;
use crate::dating::published::conflicts;
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card, Fact};
use crate::facts::story::{Signature, Stories, stories};
use crate::rules::checks::name_spelling::{NameForm, forms, name_spelling};
use crate::rules::checks::parallel::{pairs, parallel};
use crate::rules::checks::{self, CheckRule, ReadArticle, Told};
use crate::rules::file::{Rule, RuleKind};
use crate::rules::finding::Finding;
use crate::rules::judge::{Court, judge};
use std::ops::Range;

/// The names of the built-in checks.
pub(super) const NAMES: &[&str] =
    &["weekday", "impossible-date", "publication-date", "name-spelling", "parallel-sentence", "arithmetic"];

/// What is kept of an article between the two passes.
struct Kept {
    card: Card,
    facts: Vec<Fact>,
    findings: Vec<Finding>,
    forms: Vec<NameForm>,
    signature: Signature,
    english: bool,
}

impl Linter {
    /// Points at what cannot all be true. The findings are in the order of rules and articles; `report` sorts them.
    pub fn check(&self, corpus: &Corpus, options: &Options<'_>) -> Checked {
        let (kept, mut notices) = self.each(corpus, options, |_, understood| self.keep(understood));
        let mut checked = Checked::default();
        let (mut facts, mut forms, mut signatures) = (Vec::new(), Vec::new(), Vec::new());
        for (index, (origin, mut kept)) in kept.into_iter().enumerate() {
            let id = ArticleId(u32::try_from(index).unwrap_or(u32::MAX));
            kept.card.id = id;
            if !kept.english {
                let message = "not in English; no fact is looked for in it".to_owned();
                notices.push(Notice { path: kept.card.path.to_string(), line: kept.card.line, message });
            }
            kept.facts.iter_mut().for_each(|f| f.site.article = id);
            kept.forms.iter_mut().for_each(|f| f.site.article = id);
            for finding in &mut kept.findings {
                finding.here.site.article = id;
                finding.there.iter_mut().for_each(|e| e.site.article = id);
            }
            facts.append(&mut kept.facts);
            forms.append(&mut kept.forms);
            checked.findings.append(&mut kept.findings);
            checked.cards.push(kept.card);
            checked.origins.push(origin);
            signatures.push(kept.signature);
        }
        let stories = stories(&checked.cards, &signatures);
        checked.facts = facts.len() as u64;
        let across = self.across(&facts, &forms, &checked, &stories);
        checked.findings.extend(across);
        self.retold(corpus, &mut checked, &stories, &signatures);
        notices.sort();
        checked.notices = notices;
        checked
    }

    fn rule_of(&self, check: &str) -> Option<CheckRule> {
        let rule = self
            .book
            .rules
            .iter()
            .find(|r| matches!(&r.kind, RuleKind::BuiltIn(name) if &**name == check))?;
        self.runs(&rule.id).then(|| as_check(rule))
    }

    fn keep(&self, mut understood: Understood) -> Kept {
        let mut findings = Vec::new();
        let reading = ReadArticle {
            card: &understood.card,
            clean: &understood.clean,
            timexes: &understood.times,
            quantities: &understood.quantities,
        };
        if let Some(rule) = self.rule_of("weekday") {
            findings.extend(checks::weekday::weekday(&rule, &reading));
        }
        if let Some(rule) = self.rule_of("impossible-date") {
            findings.extend(checks::impossible_date::impossible_date(&rule, &reading));
        }
        if let Some(rule) = self.rule_of("publication-date") {
            let conflicts = conflicts(&understood.card.published);
            findings.extend(checks::publication_date::publication_date(&rule, &understood.card, &conflicts));
        }
        for (index, (id, _)) in self.book.relations.all.iter().enumerate() {
            let mut of_rule = understood.relations.iter().filter(|r| r.rule == index).peekable();
            let Some(rule) = of_rule.peek().and_then(|_| self.book.rule(id).ok()) else { continue };
            findings.extend(checks::arithmetic::arithmetic(&as_check(rule), &reading, of_rule));
        }
        let masked = masked(&understood);
        Kept {
            signature: Signature::new(&self.story_words, &understood.clean, &masked),
            forms: forms(&self.given, &understood.names, &understood.clean, ArticleId(0)),
            facts: std::mem::take(&mut understood.facts),
            english: understood.english,
            card: understood.card,
            findings,
        }
    }

    fn across(
        &self,
        facts: &[Fact],
        forms: &[NameForm],
        checked: &Checked,
        stories: &Stories,
    ) -> Vec<Finding> {
        let of: Vec<u32> = stories.of.iter().map(|s| s.0.0).collect();
        let court = Court {
            rules: &self.book.rules,
            families: &self.book.families,
            cards: &checked.cards,
            voices: &stories.voices,
            stories: &of,
            timelines: &self.book.timelines,
        };
        let mut findings = judge(court, facts);
        if let Some(rule) = self.rule_of("name-spelling") {
            findings.extend(name_spelling(&rule, &self.given, &checked.cards, stories, forms));
        }
        findings
    }

    /// Differences between near-copies, where no other rule labels the same words.
    fn retold(&self, corpus: &Corpus, checked: &mut Checked, stories: &Stories, signatures: &[Signature]) {
        let Some(rule) = self.rule_of("parallel-sentence") else { return };
        let told = Told::of(&checked.findings);
        let read = |id: ArticleId| {
            let article = corpus.reopen(checked.origins.get(id.0 as usize)?)?;
            Some(self.language.read(&article))
        };
        let mut findings = Vec::new();
        for (a, b) in pairs(&checked.cards, signatures, stories) {
            let (Some(one), Some(two)) = (read(a), read(b)) else { continue };
            let (one, two) = (self.side(checked, a, &one), self.side(checked, b, &two));
            findings.extend(parallel(&rule, &one, &two, &told));
        }
        checked.findings.extend(findings);
    }

    fn side<'a>(&self, checked: &'a Checked, id: ArticleId, marks: &'a Marks) -> ReadArticle<'a> {
        ReadArticle {
            card: &checked.cards[id.0 as usize],
            clean: &marks.clean,
            timexes: &marks.times,
            quantities: &marks.quantities,
        }
    }
}

fn as_check(rule: &Rule) -> CheckRule {
    CheckRule { id: rule.id.clone(), severity: rule.severity, confidence: rule.confidence }
}

/// The tokens of numbers and dates, in order.
pub(super) fn masked(understood: &Understood) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = understood.times.iter().map(|m| m.tokens.clone()).collect();
    ranges.extend(understood.quantities.iter().map(|m| m.tokens.clone()));
    ranges.sort_by_key(|r| r.start);
    ranges
}
