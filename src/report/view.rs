//! What every format needs, computed once: labels with lines, columns and words, excerpts, fingerprints, counts.

use super::chart::Chart;
use super::excerpt::one_line;
use super::fingerprint::Fingerprint;
use super::label::{Placed, place};
use super::snippet::Snippet;
use crate::corpus::Article;
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card};
use crate::facts::prose;
use crate::rules::file::Rule;
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, ReferenceSide, Severity};
use crate::rules::suppress::{SetApart, SetApartBy};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use super::label::article_name;
pub(super) use super::label::field;
pub use super::label::{Field, Label};

/// Opens an article again, by its place in the order of reading.
pub type Opener<'a> = dyn Fn(ArticleId) -> Option<Article> + Sync + 'a;

/// A run's findings, ready to be written in any format.
#[derive(Clone, Debug)]
pub struct View {
    /// What was read and found.
    pub summary: Summary,
    /// The findings, by path, place in the file, and rule.
    pub findings: Vec<Shown>,
    /// Those that are suppressed or in the baseline, in the same order; see [`View::with_apart`].
    pub apart: Vec<Shown>,
    /// What the user should know besides, sorted.
    pub notices: Vec<Notice>,
    /// The rules that the findings name, as far as they are known, by name; see [`View::with_rules`].
    pub rules: Vec<Rule>,
    /// What the archive says over time of the things that are disputed; see [`View::with_charts`].
    pub charts: Vec<Chart>,
}

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Articles that were read.
    pub articles: u64,
    /// Facts that were found in them.
    pub facts: u64,
    /// Findings that are errors.
    pub errors: u64,
    /// Findings that are warnings.
    pub warnings: u64,
    /// Findings that are advice.
    pub advice: u64,
    /// Findings that are not reported: suppressed by an article or the configuration.
    #[serde(skip_serializing_if = "is_zero")]
    pub suppressed: u64,
    /// Findings that are not reported: known to the baseline.
    #[serde(skip_serializing_if = "is_zero")]
    pub baselined: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// A finding as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its place among the findings that the view was made of; none where it does not count.
    pub number: Option<usize>,
    /// The rule's name.
    pub rule: Arc<str>,
    /// How loud.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub outcome: Outcome,
    /// One sentence that names both values.
    pub message: String,
    /// What would reconcile the sides; empty where there is nothing to say.
    pub help: String,
    /// What it is about; empty where it is about no one thing.
    pub subject: String,
    /// The attribute's name, else the rule's.
    pub attribute: Arc<str>,
    /// Its name across runs.
    pub fingerprint: Fingerprint,
    /// The places, the primary one first.
    pub labels: Vec<Label>,
    /// The labels' surroundings, in the order of the labels that they show first.
    pub snippets: Vec<Snippet>,
    /// The same for formats with more room: a sentence or two of prose each.
    pub passages: Vec<Snippet>,
    /// The other side where it is a reference timeline.
    pub reference: Option<ReferenceSide>,
    /// Why it does not count, where it does not.
    pub apart: Option<SetApart>,
}

impl View {
    /// Works out all that the formats need. `cards` are in the order of their ids; each article with a label is opened
    /// once, on any thread; one that cannot be opened any more leaves its labels without words.
    pub fn new(
        findings: &[Finding],
        cards: &[Card],
        facts: u64,
        mut notices: Vec<Notice>,
        open: &Opener<'_>,
    ) -> Self {
        let mut shown = show(findings.iter().map(|finding| (finding, None)), cards, open);
        shown.sort_by(|a, b| order(a).cmp(&order(b)));
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count() as u64;
        notices.sort();
        View {
            summary: Summary {
                articles: cards.len() as u64,
                facts,
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                advice: count(Severity::Advice),
                ..Summary::default()
            },
            findings: shown,
            apart: Vec::new(),
            notices,
            rules: Vec::new(),
            charts: Vec::new(),
        }
    }

    /// The same with findings that do not count, and why they do not.
    #[must_use]
    pub fn with_apart(mut self, apart: &[(Finding, SetApart)], cards: &[Card], open: &Opener<'_>) -> Self {
        self.apart = show(apart.iter().map(|(finding, why)| (finding, Some(why))), cards, open);
        self.apart.sort_by(|a, b| order(a).cmp(&order(b)));
        let baselined = apart.iter().filter(|(_, why)| why.by == SetApartBy::Baseline).count();
        self.summary.baselined = baselined as u64;
        self.summary.suppressed = (apart.len() - baselined) as u64;
        self
    }

    /// The same, where those of the baseline stand among the findings; they say of themselves that they do not count.
    #[must_use]
    pub fn showing_baselined(mut self) -> Self {
        let of_baseline = |shown: &Shown| shown.apart.as_ref().is_some_and(|a| a.by == SetApartBy::Baseline);
        let (baselined, others) = self.apart.into_iter().partition(of_baseline);
        self.apart = others;
        self.findings.extend::<Vec<Shown>>(baselined);
        self.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        self
    }

    /// The same with the rules that its findings name, for the formats that explain them. Give it all rules in force.
    #[must_use]
    pub fn with_rules(mut self, rules: &[Rule]) -> Self {
        let named: BTreeSet<&str> =
            self.findings.iter().chain(&self.apart).map(|shown| &*shown.rule).collect();
        self.rules = rules.iter().filter(|rule| named.contains(&*rule.id)).cloned().collect();
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }

    /// The same with pictures over time, whose clashes number the findings that the view was made of.
    #[must_use]
    pub fn with_charts(mut self, charts: Vec<Chart>) -> Self {
        self.charts = charts;
        self
    }

    /// The rule of a name, where it is known.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| &*rule.id == id)
    }

    /// Whether some finding is at least this loud.
    pub fn reaches(&self, severity: Severity) -> bool {
        self.findings.iter().any(|f| f.severity >= severity && f.apart.is_none())
    }
}

/// Works out what is shown of findings, in their order.
fn show<'f>(
    findings: impl Iterator<Item = (&'f Finding, Option<&'f SetApart>)> + Clone,
    cards: &[Card],
    open: &Opener<'_>,
) -> Vec<Shown> {
    let mut wanted: BTreeMap<ArticleId, Vec<(usize, usize, &Evidence)>> = BTreeMap::new();
    for (number, (finding, _)) in findings.clone().enumerate() {
        for (slot, evidence) in sides(finding).enumerate() {
            wanted.entry(evidence.site.article).or_default().push((number, slot, evidence));
        }
    }
    let mut placed: Vec<Placed> = wanted
        .into_par_iter()
        .map(|(id, wanted)| place(card(cards, id), open(id).as_ref(), wanted))
        .flatten_iter()
        .collect();
    placed.sort_by_key(|p| p.finding);
    let mut placed = placed.into_iter().peekable();
    let mut shown: Vec<Shown> = Vec::new();
    for (number, (finding, apart)) in findings.enumerate() {
        let (mut labels, mut snippets, mut passages) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(part) = placed.next_if(|p| p.finding == number) {
            labels.extend(part.labels);
            snippets.extend(part.snippets);
            passages.extend(part.passages);
        }
        labels.sort_by_key(|(slot, _)| *slot);
        let first_mark = |s: &Snippet| s.marks.iter().map(|(slot, _)| *slot).min();
        snippets.sort_by_key(first_mark);
        passages.sort_by_key(first_mark);
        let mut labels: Vec<Label> = labels.into_iter().map(|(_, label)| label).collect();
        set_apart(&mut labels);
        shown.push(Shown {
            number: apart.is_none().then_some(number),
            rule: finding.rule.clone(),
            severity: finding.severity,
            confidence: finding.confidence,
            outcome: finding.outcome,
            message: sentence(finding, &labels),
            help: finding.help.clone(),
            subject: finding.subject.clone(),
            attribute: finding.attribute.clone(),
            fingerprint: Fingerprint::of_finding(finding, cards, &|path| path.to_owned()),
            labels,
            snippets,
            passages,
            reference: finding.reference.clone(),
            apart: apart.cloned(),
        });
    }
    shown
}

/// A finding's message with the words of its first two labels, or the reference's value, in their places.
fn sentence(finding: &Finding, labels: &[Label]) -> String {
    if let Some([here, there]) = &finding.sides.words {
        return finding.message.replace("{here}", here).replace("{there}", there);
    }
    let words = |label: Option<&Label>, value: &str| match label {
        Some(label) if !label.said.is_empty() => format!("“{}”", one_line(&label.said)),
        _ => value.to_owned(),
    };
    let here = words(labels.first(), &finding.here.value);
    let there = match (&finding.reference, finding.there.first()) {
        (Some(reference), _) => reference.value.clone(),
        (None, Some(there)) => words(labels.get(1), &there.value),
        (None, None) => String::new(),
    };
    finding.message.replace("{here}", &here).replace("{there}", &there)
}

/// Says of the other articles how far their dates are from the first label's.
fn set_apart(labels: &mut [Label]) {
    let Some((first, others)) = labels.split_first_mut() else { return };
    let Some(day) = first.published.one() else { return };
    for label in others.iter_mut().filter(|l| (&l.path, &l.article) != (&first.path, &first.article)) {
        label.apart = label.published.one().map(|other| prose::apart(day, other));
    }
}

fn order(shown: &Shown) -> impl Ord + '_ {
    let first = shown.labels.first();
    (
        first.map(|l| (&l.path, l.line, l.field == Field::Title, l.start, l.end)),
        &shown.rule,
        &shown.message,
        shown.fingerprint,
        shown.labels.get(1).map(|l| (&l.path, l.line, l.start)),
    )
}

/// A finding's places, the primary one first.
fn sides(finding: &Finding) -> impl Iterator<Item = &Evidence> {
    std::iter::once(&finding.here).chain(&finding.there)
}

pub(super) fn card(cards: &[Card], id: ArticleId) -> Option<&Card> {
    match cards.get(id.0 as usize) {
        Some(card) if card.id == id => Some(card),
        _ => cards.iter().find(|card| card.id == id),
    }
}
