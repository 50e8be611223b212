//! What every format needs, computed once: labels with lines, columns and words, excerpts, fingerprints, counts.

use super::Days;
use super::excerpt::one_line;
use super::fingerprint::Fingerprint;
use super::locate::{Locator, Place};
use super::snippet::{Snippet, snippets};
use crate::corpus::Article;
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card};
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, ReferenceSide, Severity};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Opens an article again, by its place in the order of reading.
pub type Opener<'a> = dyn Fn(ArticleId) -> Option<Article> + Sync + 'a;

/// A run's findings, ready to be written in any format.
#[derive(Clone, Debug)]
pub struct View {
    /// What was read and found.
    pub summary: Summary,
    /// The findings, by path, place in the file, and rule.
    pub findings: Vec<Shown>,
    /// What the user should know besides, sorted.
    pub notices: Vec<Notice>,
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
}

/// A finding as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
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
    /// The other side where it is a reference timeline.
    pub reference: Option<ReferenceSide>,
}

/// In which part of an article a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The file itself; in a container the article's text.
    Text,
    /// The title of an article in a container.
    Title,
}

/// Words in an article.
#[derive(Clone, Debug)]
pub struct Label {
    /// The file's path, as it is shown.
    pub path: Arc<str>,
    /// The article's id, else its path, else `path:line`.
    pub article: String,
    /// The first byte, in the file as it lies on disk; in a container, in the field.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The line of the file, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1; 1 in a container.
    pub column: u32,
    /// The words, byte for byte.
    pub text: String,
    /// The value in its standard form.
    pub value: String,
    /// What to say at the words; names the article's date.
    pub message: String,
    /// Where the offsets count from.
    pub field: Field,
    /// When the article was published.
    pub published: Days,
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
        let mut wanted: BTreeMap<ArticleId, Vec<(usize, usize, &Evidence)>> = BTreeMap::new();
        for (number, finding) in findings.iter().enumerate() {
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
        let mut shown: Vec<Shown> = Vec::with_capacity(findings.len());
        for (number, finding) in findings.iter().enumerate() {
            let (mut labels, mut snippets, mut said) = (Vec::new(), Vec::new(), Vec::new());
            while let Some(part) = placed.next_if(|p| p.finding == number) {
                labels.extend(part.labels);
                snippets.extend(part.snippets);
                said.extend(part.said);
            }
            labels.sort_by_key(|(slot, _)| *slot);
            said.sort_by_key(|(slot, _)| *slot);
            snippets.sort_by_key(|s: &Snippet| s.marks.iter().map(|(slot, _)| *slot).min());
            let labels: Vec<Label> = labels.into_iter().map(|(_, label)| label).collect();
            shown.push(Shown {
                rule: finding.rule.clone(),
                severity: finding.severity,
                confidence: finding.confidence,
                outcome: finding.outcome,
                message: sentence(finding, &said),
                help: finding.help.clone(),
                subject: finding.subject.clone(),
                attribute: finding.attribute.clone(),
                fingerprint: fingerprint(finding, cards),
                labels,
                snippets,
                reference: finding.reference.clone(),
            });
        }
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
            },
            findings: shown,
            notices,
        }
    }

    /// Whether some finding is at least this loud.
    pub fn reaches(&self, severity: Severity) -> bool {
        self.findings.iter().any(|f| f.severity >= severity)
    }
}

/// A finding's message with the words of its first two labels, or the reference's value, in their places.
fn sentence(finding: &Finding, said: &[(usize, String)]) -> String {
    let words = |said: Option<&(usize, String)>, value: &str| match said {
        Some((_, said)) if !said.is_empty() => format!("“{}”", one_line(said)),
        _ => value.to_owned(),
    };
    let here = words(said.first(), &finding.here.value);
    let there = match (&finding.reference, finding.there.first()) {
        (Some(reference), _) => reference.value.clone(),
        (None, Some(there)) => words(said.get(1), &there.value),
        (None, None) => String::new(),
    };
    finding.message.replace("{here}", &here).replace("{there}", &there)
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

fn card(cards: &[Card], id: ArticleId) -> Option<&Card> {
    match cards.get(id.0 as usize) {
        Some(card) if card.id == id => Some(card),
        _ => cards.iter().find(|card| card.id == id),
    }
}

/// What an article is called: its id, else its path, else `path:line`.
pub(super) fn article_name(card: &Card) -> String {
    match (&card.name, card.line) {
        (Some(name), _) => name.to_string(),
        (None, None) => card.path.to_string(),
        (None, Some(line)) => format!("{}:{line}", card.path),
    }
}

/// The part of an article's source that a byte is in: the source, the field's name, and where it starts in `raw`.
pub(super) fn field(article: &Article, offset: u32) -> (&str, Field, u32) {
    match article.title_from {
        Some(from) if offset >= from => (article.raw.get(from as usize..).unwrap_or(""), Field::Title, from),
        Some(from) => (article.raw.get(..from as usize).unwrap_or(&article.raw), Field::Text, 0),
        None => (&article.raw, Field::Text, 0),
    }
}

/// One finding's labels and snippets in one article.
struct Placed {
    finding: usize,
    labels: Vec<(usize, Label)>,
    snippets: Vec<Snippet>,
    /// What the labels' words say, without the markup that may stand in them.
    said: Vec<(usize, String)>,
}

fn place(
    card: Option<&Card>,
    article: Option<&Article>,
    mut wanted: Vec<(usize, usize, &Evidence)>,
) -> Vec<Placed> {
    // One pass over the source, in the order of the text; then by finding again.
    wanted.sort_by_key(|(finding, slot, evidence)| (evidence.site.span, *finding, *slot));
    let mut locator = article.map(|article| Locator::new(&article.raw));
    let mut labels: Vec<(usize, usize, Label, String)> = wanted
        .into_iter()
        .map(|(finding, slot, evidence)| {
            let place = locator.as_mut().map(|locator| locator.place(evidence.site.span.start));
            let said =
                article.map_or_else(String::new, |article| article.words(evidence.site.span).into_owned());
            (finding, slot, label(card, article, place, evidence), said)
        })
        .collect();
    labels.sort_by_key(|(finding, ..)| *finding);
    let mut placed: Vec<Placed> = Vec::new();
    for (finding, slot, label, said) in labels {
        if placed.last().is_none_or(|last| last.finding != finding) {
            placed.push(Placed { finding, labels: Vec::new(), snippets: Vec::new(), said: Vec::new() });
        }
        if let Some(last) = placed.last_mut() {
            last.labels.push((slot, label));
            last.said.push((slot, said));
        }
    }
    if let Some(article) = article {
        for part in &mut placed {
            part.snippets = snippets(article, &part.labels);
            // What is told outside counts in the file, which may be in another encoding.
            if let Some(offsets) = &article.offsets {
                for (_, label) in &mut part.labels {
                    (label.start, label.end) = (offsets.file(label.start), offsets.file(label.end));
                }
            }
        }
    }
    placed
}

fn label(card: Option<&Card>, article: Option<&Article>, place: Option<Place>, evidence: &Evidence) -> Label {
    let span = evidence.site.span;
    let (text, field, base) = article.map_or(("", Field::Text, 0), |article| {
        let (_, field, base) = field(article, span.start);
        (span.cut(&article.raw), field, base)
    });
    let place = match card.and_then(|card| card.line) {
        Some(line) => Place { line, column: 1 },
        None => place.unwrap_or(Place { line: 1, column: 1 }),
    };
    let published = card.map_or(Days { from: None, to: None }, |card| Days::from(card.published.when));
    Label {
        path: card.map_or_else(|| Arc::from(""), |card| card.path.clone()),
        article: card.map_or_else(String::new, article_name),
        start: span.start - base,
        end: span.end.saturating_sub(base),
        line: place.line,
        column: place.column,
        text: text.to_owned(),
        value: evidence.value.clone(),
        message: message(evidence, text, published),
        field,
        published,
    }
}

/// A label says its value and its article's date.
fn message(evidence: &Evidence, text: &str, published: Days) -> String {
    let words = match (evidence.note.as_str(), evidence.value.as_str()) {
        ("", "") => text,
        ("", value) => value,
        (note, _) => note,
    };
    // A note on the publication date itself has said it.
    if words.contains("publi") { words.to_owned() } else { format!("{words} ({})", published.published()) }
}

/// Of the rule, the subject, the attribute, the two values in either order, and inside one article of its name.
fn fingerprint(finding: &Finding, cards: &[Card]) -> Fingerprint {
    let here = finding.here.value.as_str();
    let other = finding.reference.as_ref().map(|r| r.value.as_str());
    let other = other.or_else(|| finding.there.first().map(|e| e.value.as_str())).unwrap_or("");
    let id = finding.here.site.article;
    let inside = finding.there.iter().all(|e| e.site.article == id);
    let name = match card(cards, id) {
        Some(Card { name: Some(name), .. }) if inside => name,
        Some(Card { path, .. }) if inside => path,
        _ => "",
    };
    Fingerprint::of([
        &*finding.rule,
        &finding.subject,
        &finding.attribute,
        here.min(other),
        here.max(other),
        name,
    ])
}
