//! The built-in checks: what needs no pattern. Each is a function from what was read to findings; its TOML in `rules/`
//! gives its title, severity, confidence and examples, and names it with `[check] built-in = "…"`.

pub mod arithmetic;
pub mod impossible_date;
pub mod name_spelling;
pub mod parallel;
pub mod publication_date;
pub mod quote_drift;
pub mod weekday;

use super::finding::{Confidence, Evidence, Finding, Outcome, Severity, Sides};
use crate::dating::Timex;
use crate::facts::attribute::{ArticleId, Card, Site};
use crate::facts::show::days;
use crate::grammar::Mark;
use crate::grammar::quantity::Quantity;
use crate::span::{Clean, Raw, Span};
use crate::text::CleanText;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a check takes from its rule file.
#[derive(Clone, Debug)]
pub struct CheckRule {
    /// The rule's name.
    pub id: Arc<str>,
    /// How loud a clash is; no finding of the check is louder.
    pub severity: Severity,
    /// How sure the check is at its surest.
    pub confidence: Confidence,
}

/// An article as it was read, while its text is there.
#[derive(Clone, Copy, Debug)]
pub struct ReadArticle<'a> {
    /// What is kept of it.
    pub card: &'a Card,
    /// Its prose.
    pub clean: &'a CleanText,
    /// Its time expressions, in the order of the text.
    pub timexes: &'a [Mark<Timex>],
    /// Its quantities, in the order of the text.
    pub quantities: &'a [Mark<Quantity>],
}

impl ReadArticle<'_> {
    fn site(&self, span: Span<Clean>) -> Site {
        Site { article: self.card.id, span: self.clean.raw(span) }
    }

    /// The sentence of some words without its numbers: where a finding has no subject, it is known again by this.
    fn words_around(&self, span: Span<Clean>) -> String {
        let sentences = &self.clean.sentences;
        let at = sentences.partition_point(|s| s.span.end <= span.start);
        let text = sentences.get(at).map_or("", |s| s.span.cut(&self.clean.text));
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.contains(char::is_numeric));
        words.filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    }

    /// The words that the publication date was taken from, if they stand in the article.
    fn publication(&self) -> Option<Evidence> {
        publication(self.card)
    }
}

fn publication(card: &Card) -> Option<Evidence> {
    let best = card.published.evidence.first()?;
    let site = Site { article: card.id, span: best.span? };
    Some(Evidence::publication_of_check(site, days(&best.when)))
}

/// The name of a month, 1 to 12.
fn month_name(month: i8) -> String {
    Date::new(2000, month, 1).map_or_else(|_| month.to_string(), |d| d.strftime("%B").to_string())
}

impl CheckRule {
    fn finding(&self, here: Evidence, there: Vec<Evidence>, message: String, help: String) -> Finding {
        Finding {
            rule: Arc::clone(&self.id),
            severity: self.severity,
            confidence: self.confidence,
            outcome: Outcome::Clash,
            message,
            help,
            subject: String::new(),
            attribute: Arc::clone(&self.id),
            here,
            there,
            reference: None,
            sides: Sides::default(),
        }
    }
}

/// The words that findings already label, so that no check tells a dispute a second time.
#[derive(Clone, Debug, Default)]
pub struct Told(BTreeMap<ArticleId, Vec<Span<Raw>>>);

impl Told {
    /// The labels of findings that say that something is wrong; an update or a missing date is no dispute.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut told: BTreeMap<ArticleId, Vec<Span<Raw>>> = BTreeMap::new();
        let disputes = findings.into_iter().filter(|f| matches!(f.outcome, Outcome::Clash | Outcome::Stale));
        for evidence in disputes.flat_map(|f| std::iter::once(&f.here).chain(&f.there)) {
            told.entry(evidence.site.article).or_default().push(evidence.site.span);
        }
        for spans in told.values_mut() {
            spans.sort_unstable();
        }
        Told(told)
    }

    /// Whether some of the words are labelled.
    pub fn covers(&self, site: Site) -> bool {
        let Some(spans) = self.0.get(&site.article) else { return false };
        // Labels are short, and a few of them before the place are enough to look at.
        let from = spans.partition_point(|s| s.start < site.span.end);
        spans[..from].iter().rev().take(4).any(|s| s.overlaps(site.span))
    }
}

/// What orders the sides of a finding: the later-published first, an undated one last, then by path and place.
fn loudest_first(card: &Card, span: Span<Raw>) -> impl Ord + use<> {
    let day = card.published.when.high.limit();
    (std::cmp::Reverse(day), card.path.to_string(), card.line, std::cmp::Reverse(span.start))
}

#[cfg(test)]
mod tests;
