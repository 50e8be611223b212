//! Makes a finding of two groups of facts: which side is primary, which places are shown, what is said.

use super::Bucket;
use crate::facts::attribute::{Card, Fact, Site, Value};
use crate::facts::family::Family;
use crate::facts::show;
use crate::interval::Interval;
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, ReferenceSide, Severity, Sides};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How many articles of one side a finding labels; of more, the help says how many.
const LABELLED: usize = 100;

impl<'a> Bucket<'a> {
    pub(super) fn card(&self, fact: &Fact) -> &'a Card {
        &self.court.cards[fact.site.article.0 as usize]
    }

    pub(super) fn published(&self, fact: &Fact) -> Interval<Date> {
        self.card(fact).published.when
    }

    pub(super) fn day(&self, fact: &Fact) -> Option<Date> {
        // A window of a few days is as good as a day; its anchor is the first of them.
        let published = &self.card(fact).published;
        published.day().or(published.anchor)
    }

    pub(super) fn voice(&self, fact: &Fact) -> u32 {
        let article = fact.site.article.0;
        self.court.voices.get(article as usize).copied().unwrap_or(article)
    }

    /// The order of precedence as the primary side: dated before undated, then the later published, then the path,
    /// then the later in the text.
    fn rank(&self, fact: &Fact) -> impl Ord + use<'a> {
        let day = self.day(fact);
        let undated = day.is_none();
        let card = self.card(fact);
        (undated, std::cmp::Reverse(day), card.path.clone(), card.line, std::cmp::Reverse(fact.site.span))
    }

    /// One fact an article, the voices first that have not spoken yet, in the order of precedence.
    fn representatives(&self, mut side: Vec<&'a Fact>) -> Vec<&'a Fact> {
        side.sort_by_cached_key(|f| self.rank(f));
        let mut articles = BTreeSet::new();
        side.retain(|f| articles.insert(f.site.article));
        side
    }

    /// A finding about two groups of facts that differ.
    pub(super) fn dispute(
        &self,
        outcome: Outcome,
        one: &[&'a Fact],
        other: &[&'a Fact],
        help: String,
    ) -> Finding {
        let shared: BTreeSet<_> = one.iter().map(|f| f.site.article).collect();
        let within = other.iter().find(|f| shared.contains(&f.site.article)).map(|f| f.site.article);
        let own = |side: &[&'a Fact]| match within {
            // Inside one article it needs no witness from outside.
            Some(article) => side.iter().copied().filter(|f| f.site.article == article).collect(),
            None => side.to_vec(),
        };
        let (mut here, mut there) = (self.representatives(own(one)), self.representatives(own(other)));
        if here.first().map(|f| self.rank(f)) > there.first().map(|f| self.rank(f)) {
            std::mem::swap(&mut here, &mut there);
        }
        let primary = here[0];
        let open =
            [primary, there[0]].iter().any(|f| matches!(f.value, crate::facts::Value::OpenYear { .. }));
        let severity = match outcome {
            Outcome::Clash if open => self.rule.severity.min(Severity::Warning),
            Outcome::Clash => self.rule.severity,
            Outcome::Stale => Severity::Warning.min(self.rule.severity),
            Outcome::Undated | Outcome::Update => Severity::Advice,
        };
        let key = vec![self.first_value(&here), self.first_value(&there)];
        let unlabelled = here.len().saturating_sub(LABELLED) + there.len().saturating_sub(LABELLED);
        here.truncate(LABELLED);
        there.truncate(LABELLED);
        let help =
            if unlabelled == 0 { help } else { format!("{help}; {unlabelled} more articles say the same") };
        let dated = within.is_none() && outcome != Outcome::Clash
            || !self.is_eternal() && within.is_none()
            || here.iter().chain(&there).any(|f| f.dated);
        let mut evidence: Vec<Evidence> = there.iter().chain(&here[1..]).map(|f| self.evidence(f)).collect();
        if dated {
            evidence.extend(self.dates(here.iter().chain(&there).copied()));
        }
        let message = self.message(outcome, primary);
        let mut finding = self.finding(outcome, severity, primary, message, help);
        finding.there = evidence;
        finding.sides =
            Sides { key, against: there.len(), unlabelled: narrow(unlabelled), ..Sides::default() };
        finding.confidence = self.confidence(here.iter().chain(&there).copied(), within.is_some());
        finding
    }

    /// A finding about facts that differ from a reference timeline.
    pub(super) fn against(
        &self,
        outcome: Outcome,
        side: &[&'a Fact],
        reference: ReferenceSide,
        help: String,
    ) -> Finding {
        let mut here = self.representatives(side.to_vec());
        let key = vec![self.first_value(&here), reference.value.clone()];
        let unlabelled = here.len().saturating_sub(LABELLED);
        here.truncate(LABELLED);
        let help =
            if unlabelled == 0 { help } else { format!("{help}; {unlabelled} more articles say the same") };
        let severity = if outcome == Outcome::Clash { self.rule.severity } else { Severity::Advice };
        let message = match outcome {
            Outcome::Undated => {
                let subject = &here[0].subject.name;
                format!(
                    "{subject}: {{here}} in an article of no known date, where {} knows of {{there}} by now",
                    reference.id
                )
            }
            _ => self.message(outcome, here[0]),
        };
        let mut finding = self.finding(outcome, severity, here[0], message, help);
        finding.there = here[1..].iter().map(|f| self.evidence(f)).collect();
        finding.there.extend(self.dates(here.iter().copied()));
        finding.reference = Some(reference);
        finding.sides = Sides { key, against: 0, unlabelled: narrow(unlabelled), ..Sides::default() };
        finding.confidence = self.confidence(here.iter().copied(), false);
        finding
    }

    /// The value of the earliest dated report of a side, which reports that are added later do not change.
    fn first_value(&self, side: &[&'a Fact]) -> String {
        let dated = side.iter().rev().find(|f| self.day(f).is_some());
        dated.or(side.last()).map(|f| self.evidence(f).value).unwrap_or_default()
    }

    fn is_eternal(&self) -> bool {
        matches!(&self.rule.kind, crate::rules::file::RuleKind::Family { policy, .. } if policy.is_eternal())
    }

    /// Lower than the rule's own where a subject was taken from what stands around the words, or a figure is a rounding.
    fn confidence(&self, facts: impl Iterator<Item = &'a Fact>, within: bool) -> Confidence {
        let doubts =
            facts.map(|f| u8::from(!f.named && !within) + u8::from(f.approximate)).max().unwrap_or(0);
        match (self.rule.confidence, doubts) {
            (confidence, 0) => confidence,
            (Confidence::High, 1) => Confidence::Medium,
            (Confidence::Medium, 1) => Confidence::Medium,
            _ => Confidence::Low,
        }
    }

    fn finding(
        &self,
        outcome: Outcome,
        severity: Severity,
        here: &Fact,
        message: String,
        help: String,
    ) -> Finding {
        Finding {
            rule: self.rule.id.clone(),
            severity,
            confidence: self.rule.confidence,
            outcome,
            message,
            help,
            subject: subject(here),
            attribute: self.rule.id.clone(),
            here: self.evidence(here),
            there: Vec::new(),
            reference: None,
            sides: Sides::default(),
        }
    }

    fn evidence(&self, fact: &Fact) -> Evidence {
        let ages = self.court.families.get(fact.attribute).is_some_and(Family::reads_ages);
        let number = |stated: Decimal| stated.normalize().to_string();
        let value = match (fact.stated, &fact.value) {
            // The age, and not the birth that was worked out from it.
            (Some(age), _) if ages => number(age),
            // The number, and not what it may have been rounded from.
            (Some(stated), Value::Amount { amount, unit })
                if !fact.approximate && amount.low.limit().is_some() && amount.high.limit().is_some() =>
            {
                let space = if unit.is_empty() { "" } else { " " };
                format!("{}{space}{unit}", number(stated))
            }
            _ => show::value(&fact.value),
        };
        Evidence { site: fact.site, value, note: String::new() }
    }

    /// The words that the articles' publication dates come from.
    fn dates(&self, facts: impl Iterator<Item = &'a Fact>) -> Vec<Evidence> {
        let mut articles: Vec<_> = facts.map(|f| f.site.article).collect();
        articles.sort_unstable();
        articles.dedup();
        articles
            .into_iter()
            .filter_map(|article| {
                let best = self.court.cards[article.0 as usize].published.evidence.first()?;
                let site = Site { article, span: best.span? };
                Some(Evidence::publication(site, show::days(&best.when)))
            })
            .collect()
    }

    /// One sentence. `{here}` and `{there}` stay in it: they stand for the words of the first two labels, or the value
    /// of the reference, which `report` fills in when it has the texts at hand.
    fn message(&self, outcome: Outcome, here: &Fact) -> String {
        let messages = &self.rule.messages;
        let (own, default) = match outcome {
            Outcome::Clash => (&messages.clash, "{subject}: {here} here, but {there} elsewhere"),
            Outcome::Stale => (&messages.stale, "{subject}: {here} is stated again after {there}"),
            Outcome::Undated => {
                (&messages.undated, "{subject}: {here} in a text of no known date, and {there} elsewhere")
            }
            Outcome::Update => (&messages.update, "{subject}: {there} became {here}"),
        };
        let subject = if here.subject.name.is_empty() { "this story" } else { &here.subject.name };
        own.as_deref()
            .unwrap_or(default)
            .replace("{subject}", subject)
            .replace("{facet}", &here.subject.facet)
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn subject(fact: &Fact) -> String {
    if fact.subject.facet.is_empty() {
        fact.subject.name.to_string()
    } else {
        format!("{} / {}", fact.subject.name, fact.subject.facet)
    }
}

impl<'a> Bucket<'a> {
    /// Whether two facts come from one publisher.
    pub(super) fn same_source(&self, a: &Fact, b: &Fact) -> bool {
        let outlet = |f: &Fact| self.card(f).outlet.clone();
        outlet(a).is_some() && outlet(a) == outlet(b)
    }

    /// A finding that depends on a publication date that is not known.
    pub(super) fn undated_finding(&self, side: &[&'a Fact], against: &[&'a Fact], help: String) -> Finding {
        let mut finding = self.dispute(Outcome::Undated, side, against, help);
        // The message begins with the undated value, whichever side is primary.
        if !side.iter().any(|f| f.site == finding.here.site) {
            finding.message =
                finding.message.replace("{here}", "{}").replace("{there}", "{here}").replace("{}", "{there}");
        }
        finding
    }
}
