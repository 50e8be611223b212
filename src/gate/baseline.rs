//! The baseline: what was found before, and is not to be told again.
//!
//! It is JSON, an entry a line and sorted, so that it reads well in a diff and merges well. An entry has the fingerprint of
//! a finding, how many findings have it, and how many articles take part in them; where either number is higher than the
//! entry's, the finding is new. There are no line numbers in it. Rule, subject, message and paths are for the reader, and
//! for telling which entries a run over a part of the archive has looked at.

use crate::facts::attribute::{ArticleId, Card};
use crate::report::Fingerprint;
use crate::rules::finding::Finding;
use crate::rules::suppress::{SetApart, SetApartBy};
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// The version of the file.
pub const VERSION: u32 = 1;

/// What was found before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Fingerprint, Entry>,
}

/// One dispute of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "an entry, which is an object")]
pub struct Entry {
    /// What it is known by.
    #[serde(deserialize_with = "fingerprint")]
    pub fingerprint: Fingerprint,
    /// The rule's name.
    pub rule: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What was said of it, with the values in their standard form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// How many findings have the fingerprint.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub findings: u32,
    /// How many articles take part in them.
    pub articles: u32,
    /// The files that those are in, seen from the baseline's folder.
    #[serde(default)]
    pub paths: BTreeSet<String>,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

fn fingerprint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// How articles are called in a baseline.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    /// The articles, by their number.
    pub cards: &'a [Card],
    /// What a path, as it is shown, is called from the baseline's folder.
    pub path: &'a dyn Fn(&str) -> String,
}

/// What a baseline makes of a run's findings.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Those it does not know, or not of so many articles.
    pub new: Vec<Finding>,
    /// Those it knows.
    pub known: Vec<(Finding, SetApart)>,
    /// Its entries that nothing has now, though it was looked for.
    pub gone: Vec<Entry>,
    /// What the run has of its entries: findings and articles.
    found: BTreeMap<Fingerprint, (u32, u32)>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `version` and `entries`")]
struct Document {
    #[serde(rename = "version")]
    _version: Version,
    entries: Vec<Entry>,
}

struct Version;

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            VERSION => Ok(Version),
            other => Err(serde::de::Error::custom(format!(
                "this is a baseline of version {other}, and this dateline knows version {VERSION}"
            ))),
        }
    }
}

impl Baseline {
    /// Reads a baseline. Of two entries with one fingerprint, as a merge may leave them, the higher numbers hold.
    ///
    /// # Errors
    /// When it is no JSON, of another version, or something is missing; `path` names it then.
    pub fn parse(path: &str, text: &str) -> Result<Self, BadBaseline> {
        // Some editors put it there.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document: Document =
            serde_json::from_str(text).map_err(|error| BadBaseline::new(path, text, &error))?;
        let mut baseline = Baseline::default();
        for entry in document.entries {
            baseline.add(entry);
        }
        Ok(baseline)
    }

    /// The baseline of findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>, naming: Naming<'_>) -> Self {
        let mut articles: BTreeMap<Fingerprint, BTreeSet<ArticleId>> = BTreeMap::new();
        let mut baseline = Baseline::default();
        for finding in findings {
            let fingerprint = naming.fingerprint(finding);
            let taking_part = articles.entry(fingerprint).or_default();
            taking_part.extend(sites(finding));
            let count = u32::try_from(taking_part.len()).unwrap_or(u32::MAX);
            let entry = baseline.entries.entry(fingerprint).or_insert_with(|| Entry {
                fingerprint,
                rule: finding.rule.to_string(),
                subject: finding.subject.clone(),
                message: finding.said(),
                findings: 0,
                articles: 0,
                paths: BTreeSet::new(),
            });
            entry.findings += 1;
            entry.articles = entry.articles.max(count.saturating_add(finding.sides.unlabelled));
            entry.paths.extend(sites(finding).map(|article| naming.path(article)));
        }
        baseline
    }

    fn add(&mut self, entry: Entry) {
        match self.entries.get_mut(&entry.fingerprint) {
            Some(known) => {
                known.findings = known.findings.max(entry.findings);
                known.articles = known.articles.max(entry.articles);
                known.paths.extend(entry.paths);
            }
            None => {
                self.entries.insert(entry.fingerprint, entry);
            }
        }
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Tells what is new from what is known. `looked_at` says whether a run would have found what an entry tells of.
    pub fn compare(
        &self,
        findings: Vec<Finding>,
        naming: Naming<'_>,
        looked_at: &dyn Fn(&Entry) -> bool,
    ) -> Compared {
        let now = Baseline::of(&findings, naming);
        let mut compared = Compared::default();
        let why = SetApart { by: SetApartBy::Baseline, reason: Arc::from("") };
        for mut finding in findings {
            let fingerprint = naming.fingerprint(&finding);
            let (Some(known), Some(entry)) = (self.entries.get(&fingerprint), now.entries.get(&fingerprint))
            else {
                compared.new.push(finding);
                continue;
            };
            if entry.findings <= known.findings && entry.articles <= known.articles {
                compared.known.push((finding, why.clone()));
                continue;
            }
            let grown = match entry.articles > known.articles {
                true => {
                    format!("the baseline knows it of {}, now it is {}", some(known.articles), entry.articles)
                }
                false => {
                    format!("the baseline knows it {} times, now it is {}", known.findings, entry.findings)
                }
            };
            finding.help = match finding.help.is_empty() {
                true => grown,
                false => format!("{}; {grown}", finding.help),
            };
            compared.new.push(finding);
        }
        compared.found = now.entries.values().map(|e| (e.fingerprint, (e.findings, e.articles))).collect();
        let gone = self.entries.values().filter(|e| !now.entries.contains_key(&e.fingerprint));
        compared.gone = gone.filter(|entry| looked_at(entry)).cloned().collect();
        compared
    }

    /// What of it a run has found again: entries that are gone are out, higher numbers than were found are lowered.
    /// What the run has not looked at stays.
    #[must_use]
    pub fn pruned(&self, compared: &Compared, looked_at: &dyn Fn(&Entry) -> bool) -> Self {
        let keep = |entry: &Entry| {
            if !looked_at(entry) {
                return Some(entry.clone());
            }
            let &(findings, articles) = compared.found.get(&entry.fingerprint)?;
            Some(Entry {
                findings: entry.findings.min(findings),
                articles: entry.articles.min(articles),
                ..entry.clone()
            })
        };
        let entries = self.entries.values().filter_map(keep).map(|e| (e.fingerprint, e)).collect();
        Baseline { entries }
    }

    /// A new baseline in its place: what was found, and what was not looked at.
    #[must_use]
    pub fn replaced(&self, mut new: Baseline, looked_at: &dyn Fn(&Entry) -> bool) -> Self {
        for entry in self.entries.values().filter(|entry| !looked_at(entry)) {
            new.add(entry.clone());
        }
        new
    }

    /// As it is written: sorted by rule, subject and message, an entry a line.
    pub fn text(&self) -> String {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort_by_key(|e| (&e.rule, &e.subject, &e.message, e.fingerprint));
        let lines: Vec<String> =
            entries.iter().map(|e| serde_json::to_string(e).unwrap_or_default()).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
        format!("{{\n\"version\": {VERSION},\n\"entries\": [{lines}]\n}}\n")
    }
}

fn some(articles: u32) -> String {
    format!("{articles} {}", if articles == 1 { "article" } else { "articles" })
}

impl Naming<'_> {
    fn fingerprint(&self, finding: &Finding) -> Fingerprint {
        Fingerprint::of_finding(finding, self.cards, self.path)
    }

    fn path(&self, article: ArticleId) -> String {
        let card = self.cards.get(article.0 as usize);
        card.map_or_else(String::new, |card| (self.path)(&card.path))
    }
}

/// The articles that take part.
fn sites(finding: &Finding) -> impl Iterator<Item = ArticleId> + '_ {
    let sides = finding.there.iter().filter(|e| !e.is_publication());
    std::iter::once(&finding.here).chain(sides).map(|e| e.site.article)
}

/// A baseline that cannot be read; it points at the place.
#[derive(Debug)]
pub struct BadBaseline {
    message: String,
    help: &'static str,
    at: usize,
    source: Box<NamedSource<String>>,
}

impl BadBaseline {
    fn new(path: &str, text: &str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said);
        let line = error.line().saturating_sub(1);
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        // serde_json stands behind what it has read.
        let mut at = (before + error.column().saturating_sub(1)).min(text.len().saturating_sub(1));
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mark = ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "]
            .iter()
            .find_map(|mark| text.lines().position(|line| line.starts_with(mark)));
        let (said, help) = match mark {
            _ if text.trim().is_empty() => {
                at = 0;
                ("it is empty", "take it away, and `--write-baseline` begins a new one")
            }
            Some(line) => {
                at = text.split_inclusive('\n').take(line).map(str::len).sum();
                let help = "take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, keep the entries of both \
                            sides in any order, with a comma after each but the last; `--prune-baseline` then takes out \
                            what neither side needs";
                ("two versions of it were merged, and git has left both", help)
            }
            None => (
                said,
                "it is not written over; with the file out of the way, `--write-baseline` begins a new one",
            ),
        };
        BadBaseline {
            message: format!("the baseline cannot be read: {said}"),
            help,
            at,
            source: Box::new(NamedSource::new(path, text.to_owned())),
        }
    }

    /// The byte of the file that it concerns.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl fmt::Display for BadBaseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BadBaseline {}

impl Diagnostic for BadBaseline {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("bad-baseline"))
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.help))
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(None, self.at, 1))))
    }
}
