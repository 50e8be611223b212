//! What a rule has found. Lines, columns, excerpts and fingerprints are not in here: `report` works them out.

use crate::facts::Site;
use jiff::civil::Date;
use std::sync::Arc;

/// How loud a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing need be wrong.
    Advice,
    /// Probably wrong.
    Warning,
    /// It cannot all be true.
    Error,
}

impl Severity {
    /// Its name, as reports and rule files write it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Often right.
    Low,
    /// Mostly right.
    Medium,
    /// Nearly always right.
    High,
}

impl Confidence {
    /// Its name, as reports and rule files write it.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// Why there is a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The sides meet in time and not in value.
    Clash,
    /// A value that had been replaced is stated again.
    Stale,
    /// It depends on a publication date that is not known.
    Undated,
    /// The value changed, and the dates explain it.
    Update,
}

impl Outcome {
    /// Its name, as reports and rule files write it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Clash => "clash",
            Outcome::Stale => "stale",
            Outcome::Undated => "undated",
            Outcome::Update => "update",
        }
    }
}

/// One side of a finding: words in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Where.
    pub site: Site,
    /// The value in its standard form: `31`, `2024-10`, `XXXX-10`, `18..22`, or the words themselves.
    pub value: String,
    /// What to say at the words; empty for the value's own words with the publication date.
    pub note: String,
}

/// What is said at the words that a publication date is taken from.
const PUBLICATION: [&str; 2] = ["the publication date comes from here", "the publication date rests on this"];

impl Evidence {
    /// The words that a finding's publication date comes from: they are no side of it.
    pub fn publication(site: Site, value: String) -> Self {
        Evidence { site, value, note: PUBLICATION[0].to_owned() }
    }

    /// The words that a check's publication date rests on: they are no side of what it finds.
    pub fn publication_of_check(site: Site, value: String) -> Self {
        Evidence { site, value, note: PUBLICATION[1].to_owned() }
    }

    /// Whether it is no side of the dispute, but the words that a publication date is taken from.
    pub fn is_publication(&self) -> bool {
        PUBLICATION.contains(&self.note.as_str())
    }
}

/// What the places of a finding do not show of its sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    /// What tells it from others of its rule and subject in every run: the values as they were first reported, or the
    /// words around them. Empty where that is the values of the first two places.
    pub key: Vec<String>,
    /// The words that stand for the two sides in the message, where those of the first two labels would say too little.
    pub words: Option<[String; 2]>,
    /// How many of `there`, the first of them, stand against the primary side; 0 where its sides are not told apart.
    pub against: usize,
    /// How many more articles say the same than have a place in it.
    pub unlabelled: u32,
    /// How many findings before it in its article say the very same of other words; see [`number_repeats`].
    pub repeats: u32,
}

/// A known value from `rules/reference`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceSide {
    /// The timeline.
    pub id: Arc<str>,
    /// Its value.
    pub value: String,
    /// From when on.
    pub from: Option<Date>,
    /// Where that is written.
    pub source: Arc<str>,
}

/// A place, or several, that cannot all be true, or that a reader should know of.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
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
    /// What would reconcile the sides.
    pub help: String,
    /// What it is about; empty where it is about no one thing.
    pub subject: String,
    /// The attribute's name, else the rule's.
    pub attribute: Arc<str>,
    /// The primary side.
    pub here: Evidence,
    /// The other sides, and the words that dates rest on.
    pub there: Vec<Evidence>,
    /// The other side where it is a reference timeline.
    pub reference: Option<ReferenceSide>,
    /// More on its sides.
    pub sides: Sides,
}

impl Finding {
    /// Whether an article is at odds with itself, and no reference is.
    pub fn is_inside_one_article(&self) -> bool {
        let article = self.here.site.article;
        self.reference.is_none() && self.there.iter().all(|e| e.site.article == article)
    }

    /// Its message where the texts are not at hand: with the values in their standard form.
    pub fn said(&self) -> String {
        let there = self.reference.as_ref().map(|r| &r.value).or(self.there.first().map(|e| &e.value));
        let values = || [self.here.value.clone(), there.cloned().unwrap_or_default()];
        let [here, there] = self.sides.words.clone().unwrap_or_else(values);
        self.message.replace("{here}", &here).replace("{there}", &there)
    }
}

/// Numbers findings inside one article that nothing but their place tells apart, in the order of the text: the same wrong
/// date in two sentences is two mistakes, and each is suppressed, and known to a baseline, by itself. `same` is what makes
/// two findings the same, without their numbers.
pub fn number_repeats<K: Ord>(findings: &mut [Finding], same: impl Fn(&Finding) -> K) {
    let mut places: Vec<(K, Site, usize)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.is_inside_one_article())
        .map(|(number, finding)| (same(finding), finding.here.site, number))
        .collect();
    places.sort();
    for group in places.chunk_by(|(a, at, _), (b, place, _)| a == b && at.article == place.article) {
        for (repeats, (_, _, number)) in (0..).zip(group) {
            findings[*number].sides.repeats = repeats;
        }
    }
}
