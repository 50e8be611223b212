//! `check`: facts, checks and judgement over a corpus.

use super::corrections;
use super::language::Marks;
use super::timeline::Survey;
use super::timing::Stopwatch;
use super::versions::{self, Gathered};
use super::{Checked, Exceptions, Linter, Options, Understood};
use crate::corpus::{Article, Corpus, Directive, Edition};
use crate::dating::published::conflicts;
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card, Fact};
use crate::facts::story::{Signature, Stories, stories};
use crate::rules::checks::name_spelling::{NameForm, forms, name_spelling};
use crate::rules::checks::parallel::{
    Keys, Meeting, headline_figure, keys, meetings, pairs, parallel, retold,
};
use crate::rules::checks::quote_drift::{quote_drift, quotes};
use crate::rules::checks::{self, CheckRule, ReadArticle, Told};
use crate::rules::file::{Rule, RuleKind};
use crate::rules::finding::{Evidence, Finding};
use crate::rules::judge::{Court, judge};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};

/// The names of the built-in checks.
pub(super) const NAMES: &[&str] = &[
    "weekday",
    "impossible-date",
    "publication-date",
    "name-spelling",
    "parallel-sentence",
    "quote-drift",
    "headline-figure",
    "arithmetic",
    super::suppress::UNUSED,
    super::suppress::INVALID,
];

/// Those of them that look at one article alone.
const ALONE: [&str; 4] = ["weekday", "impossible-date", "publication-date", "headline-figure"];

/// What is kept of an article between the two passes.
struct Kept {
    card: Card,
    facts: Vec<Fact>,
    findings: Vec<Finding>,
    forms: Vec<NameForm>,
    signature: Signature,
    corrected: Vec<String>,
    keys: Keys,
    ignores: Vec<Directive>,
    english: bool,
    edition: Option<Box<Edition>>,
}

impl Linter {
    /// Points at what cannot all be true. The findings are in the order of rules and articles; `report` sorts them.
    /// What an article says is to be left alone is set apart.
    pub fn check(&self, corpus: &Corpus, options: &Options<'_>) -> Checked {
        self.survey(corpus, options).checked
    }

    /// Like [`Linter::check`], and keeps the facts that were compared, for [`Linter::threads`].
    pub fn survey(&self, corpus: &Corpus, options: &Options<'_>) -> Survey {
        self.survey_with(corpus, options, &Exceptions::default())
    }

    /// The same, with what a configuration says is to be left alone.
    pub fn survey_with(&self, corpus: &Corpus, options: &Options<'_>, exceptions: &Exceptions<'_>) -> Survey {
        let mut watch = Stopwatch::start(self.clock.as_ref());
        let mut checked = Checked::default();
        let (mut facts, mut forms, mut signatures) = (Vec::new(), Vec::new(), Vec::new());
        let mut foreign = Vec::new();
        let mut keys = Vec::new();
        let (mut corrected, mut directives) = (BTreeMap::new(), BTreeMap::new());
        let mut editions = Vec::new();
        // What is kept goes straight to where it is used: a second copy of it would double the memory.
        let gather = |origin, mut kept: Kept| {
            let id = ArticleId(u32::try_from(checked.cards.len()).unwrap_or(u32::MAX));
            kept.card.id = id;
            if !kept.english {
                let message = "not in English; no fact is looked for in it".to_owned();
                foreign.push(Notice { path: kept.card.path.to_string(), line: kept.card.line, message });
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
            if !kept.corrected.is_empty() {
                corrected.insert(id, kept.corrected);
            }
            if !kept.ignores.is_empty() {
                directives.insert(id, kept.ignores);
            }
            keys.push(kept.keys);
            editions.push(kept.edition);
            ControlFlow::Continue(())
        };
        let keep = |article: &Article| Kept {
            edition: article.edition.clone(),
            ..self.keep(self.understand(article), &watch)
        };
        let mut notices = corpus.stream(options.jobs, keep, |bytes| options.read(bytes), gather);
        notices.append(&mut foreign);
        notices.extend(versions::leave_out(Gathered {
            editions: &editions,
            checked: &mut checked,
            facts: &mut facts,
            forms: &mut forms,
            signatures: &mut signatures,
            keys: &mut keys,
            corrected: &mut corrected,
            directives: &mut directives,
        }));
        watch.lap("reading");
        let stories = stories(&checked.cards, &signatures);
        watch.lap("stories");
        checked.facts = facts.len() as u64;
        let judged = self.judged(&facts, &checked, &stories);
        checked.findings.extend(judged);
        watch.lap("judging facts");
        if let Some(rule) = self.rule_of("name-spelling") {
            let find = || name_spelling(&rule, &self.given, &checked.cards, &stories, &forms);
            let found = watch.rule(&rule.id, find);
            checked.findings.extend(found);
        }
        if let Some(rule) = self.rule_of("parallel-sentence") {
            watch.rule(&rule.id, || {
                self.retold(&rule, corpus, &mut checked, &stories, &signatures);
                self.in_other_words(&rule, corpus, &mut checked, &stories, &keys);
            });
        }
        if let Some(rule) = self.rule_of("quote-drift") {
            let drifted = watch.rule(&rule.id, || self.drifted(&rule, corpus, &checked, &stories));
            checked.findings.extend(drifted);
        }
        corrections::explain(&mut checked.findings, &corrected);
        watch.lap("comparing texts");
        self.suppress(&mut checked, &directives, exceptions);
        self.override_by_path(&mut checked);
        notices.sort();
        checked.notices = notices;
        watch.lap("suppressions");
        let stories = stories.of.iter().map(|story| story.0).collect();
        Survey { facts, stories, checked, timings: watch.stop() }
    }

    /// Changes findings as their paths want it.
    fn override_by_path(&self, checked: &mut Checked) {
        let (findings, cards) = (std::mem::take(&mut checked.findings), &checked.cards);
        let path =
            |evidence: &Evidence| cards.get(evidence.site.article.0 as usize).map_or("", |card| &card.path);
        let change = |finding: Finding| {
            let paths: Vec<&str> = std::iter::once(&finding.here).chain(&finding.there).map(path).collect();
            let rule = self.book.rules.iter().find(|rule| rule.id == finding.rule);
            let full = rule.map_or((finding.severity, finding.confidence), |r| (r.severity, r.confidence));
            self.overrides.apply(finding, full, &paths)
        };
        checked.findings = match self.overrides.0.is_empty() {
            true => findings,
            false => findings.into_iter().filter_map(change).collect(),
        };
    }

    /// Whether a rule finds in an article what it finds in any archive that has it.
    pub(super) fn looks_at_one(&self, rule: &str) -> bool {
        let kind = self.book.rules.iter().find(|known| *known.id == *rule).map(|rule| &rule.kind);
        let related = self.book.relations.all.iter().any(|(id, _)| **id == *rule);
        related || matches!(kind, Some(RuleKind::BuiltIn(name)) if ALONE.contains(&&**name))
    }

    pub(super) fn rule_of(&self, check: &str) -> Option<CheckRule> {
        let rule = self
            .book
            .rules
            .iter()
            .find(|r| matches!(&r.kind, RuleKind::BuiltIn(name) if &**name == check))?;
        self.runs(&rule.id).then(|| as_check(rule))
    }

    fn keep(&self, mut understood: Understood, watch: &Stopwatch) -> Kept {
        let mut findings = Vec::new();
        let reading = ReadArticle {
            card: &understood.card,
            clean: &understood.clean,
            timexes: &understood.times,
            quantities: &understood.quantities,
        };
        if let Some(rule) = self.rule_of("weekday") {
            findings.extend(watch.rule(&rule.id, || checks::weekday::weekday(&rule, &reading)));
        }
        if let Some(rule) = self.rule_of("impossible-date") {
            let find = || checks::impossible_date::impossible_date(&rule, &reading);
            findings.extend(watch.rule(&rule.id, find));
        }
        if let Some(rule) = self.rule_of("publication-date") {
            findings.extend(watch.rule(&rule.id, || {
                let conflicts = conflicts(&understood.card.published);
                checks::publication_date::publication_date(&rule, &understood.card, &conflicts)
            }));
        }
        if let Some(rule) = self.rule_of("headline-figure") {
            findings.extend(watch.rule(&rule.id, || headline_figure(&rule, &self.parallel, &reading)));
        }
        for (index, (id, _)) in self.book.relations.all.iter().enumerate() {
            let mut of_rule = understood.relations.iter().filter(|r| r.rule == index).peekable();
            let Some(rule) = of_rule.peek().and_then(|_| self.book.rule(id).ok()) else { continue };
            let find = || checks::arithmetic::arithmetic(&as_check(rule), &reading, of_rule);
            findings.extend(watch.rule(&rule.id, find));
        }
        let masked = masked(&understood);
        let keys = match self.rule_of("parallel-sentence") {
            Some(rule) => watch.rule(&rule.id, || keys(&self.parallel, &reading, &masked)),
            None => Keys::default(),
        };
        Kept {
            keys,
            signature: Signature::new(&self.story_words, &understood.clean, &masked),
            forms: forms(&self.given, &understood.names, &understood.clean, ArticleId(0)),
            facts: std::mem::take(&mut understood.facts),
            corrected: std::mem::take(&mut understood.corrected),
            ignores: std::mem::take(&mut understood.ignores),
            english: understood.english,
            card: understood.card,
            findings,
            edition: None,
        }
    }

    /// Facts that cannot all be true.
    fn judged(&self, facts: &[Fact], checked: &Checked, stories: &Stories) -> Vec<Finding> {
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
        findings.retain(|f| self.runs(&f.rule));
        findings
    }

    /// Differences between near-copies, where no other rule labels the same words.
    fn retold(
        &self,
        rule: &CheckRule,
        corpus: &Corpus,
        checked: &mut Checked,
        stories: &Stories,
        signatures: &[Signature],
    ) {
        let told = Told::of(&checked.findings);
        let read = |id| Some(self.language.read_again(&reopen(corpus, checked, id)?));
        let mut findings = Vec::new();
        for (a, b) in pairs(&checked.cards, signatures, stories) {
            let (Some(one), Some(two)) = (read(a), read(b)) else { continue };
            let (one, two) = (self.side(checked, a, &one), self.side(checked, b, &two));
            findings.extend(parallel(rule, &self.parallel, &one, &two, &told));
        }
        checked.findings.extend(findings);
    }

    /// Sentences of one story that say the same in other words, with other values.
    fn in_other_words(
        &self,
        rule: &CheckRule,
        corpus: &Corpus,
        checked: &mut Checked,
        stories: &Stories,
        keys: &[Keys],
    ) {
        let told = Told::of(&checked.findings);
        let read = |id| Some(self.language.read_again(&reopen(corpus, checked, id)?));
        let meetings = meetings(&checked.cards, stories, keys);
        let of_article: Vec<_> = meetings.chunk_by(|x, y| x.0 == y.0).collect();
        let compare = |meetings: &&[Meeting]| {
            let mut findings = Vec::new();
            let Some(one) = meetings.first().and_then(|m| read(m.0)) else { return findings };
            for (a, b, pairs) in *meetings {
                let Some(two) = read(*b) else { continue };
                let (one, two) = (self.side(checked, *a, &one), self.side(checked, *b, &two));
                findings.extend(retold(rule, &self.parallel, &one, &two, pairs, &told));
            }
            findings
        };
        let found: Vec<Vec<Finding>> = of_article.par_iter().map(compare).collect();
        // A headline may differ in what another rule has shown of the texts: that is one dispute.
        let known: BTreeSet<_> = checked.findings.iter().flat_map(disputes).collect();
        let new = found.into_iter().flatten().filter(|f| !disputes(f).any(|d| known.contains(&d)));
        let new: Vec<Finding> = new.collect();
        checked.findings.extend(new);
    }

    /// Quotations that the reports of a story give in different words.
    fn drifted(
        &self,
        rule: &CheckRule,
        corpus: &Corpus,
        checked: &Checked,
        stories: &Stories,
    ) -> Vec<Finding> {
        let stories = stories.shared();
        let of_story = |story: &Vec<ArticleId>| {
            let quoted = |&id: &ArticleId| {
                let clean = self.language.clean(&reopen(corpus, checked, id)?);
                Some(quotes(&self.quotations, &clean, id))
            };
            let quotes: Vec<_> = story.iter().filter_map(quoted).flatten().collect();
            quote_drift(rule, &self.quotations, &checked.cards, &quotes)
        };
        let found: Vec<Vec<Finding>> = stories.par_iter().map(of_story).collect();
        found.into_iter().flatten().collect()
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

fn reopen(corpus: &Corpus, checked: &Checked, id: ArticleId) -> Option<Article> {
    corpus.reopen(checked.origins.get(id.0 as usize)?)
}

fn as_check(rule: &Rule) -> CheckRule {
    CheckRule { id: rule.id.clone(), severity: rule.severity, confidence: rule.confidence }
}

/// The pairs of articles and values that a finding sets against each other.
fn disputes(finding: &Finding) -> impl Iterator<Item = [(ArticleId, String); 2]> + '_ {
    let side = |e: &Evidence| (e.site.article, e.value.clone());
    finding.there.iter().map(move |there| {
        let mut pair = [side(&finding.here), side(there)];
        pair.sort();
        pair
    })
}

/// The tokens of numbers and dates, in order.
pub(super) fn masked(understood: &Understood) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = understood.times.iter().map(|m| m.tokens.clone()).collect();
    ranges.extend(understood.quantities.iter().map(|m| m.tokens.clone()));
    ranges.sort_by_key(|r| r.start);
    ranges
}
