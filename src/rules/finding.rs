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
}
