//! Findings that an article or the configuration says are to be left alone, with a reason; and what is wrong with such
//! suppressions: they name no rule there is, give no reason, are over, or silence nothing any more.
//!
//! A finding across articles is silenced from either end: a side of it that is covered is taken away, and where nothing
//! stands against the other side any more, the finding is set apart. What others dispute stays reported.

use super::checks::CheckRule;
use super::finding::{Evidence, Finding, Outcome, Sides, number_repeats};
use super::reader::nearest;
use crate::corpus::Directive;
use crate::facts::attribute::{ArticleId, Card, Site};
use crate::span::{Raw, Span};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Chooses paths as they are shown.
pub type PathFilter = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// An entry `[[ignore]]` of a configuration.
#[derive(Clone)]
pub struct Ignore {
    /// The articles it speaks of; all where it is `None`.
    pub paths: Option<PathFilter>,
    /// The rules it silences, each with its place in the file; all where there is none.
    pub rules: Vec<(String, Range<usize>)>,
    /// The subjects it speaks of, letters of either case; all where there is none.
    pub subjects: Vec<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
    /// Findings it speaks of, by their fingerprints; all where there is none.
    pub fingerprints: Vec<String>,
    /// The number of the file that the entry is in.
    pub file: usize,
    /// Where the entry stands in it.
    pub at: Range<usize>,
}

impl fmt::Debug for Ignore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ignore")
            .field("rules", &self.rules)
            .field("subjects", &self.subjects)
            .field("until", &self.until)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// Who has set a finding apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetApartBy {
    /// A comment or a field of an article.
    Article,
    /// The configuration.
    Configuration,
    /// The baseline.
    Baseline,
}

/// Why a finding is not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetApart {
    /// Who says so.
    pub by: SetApartBy,
    /// The reason given; empty for a baseline.
    pub reason: Arc<str>,
}

/// What the rules about suppressions are called in this run, where they run.
#[derive(Clone, Debug, Default)]
pub struct SuppressionRules {
    /// For those that silence nothing, or are over.
    pub unused: Option<CheckRule>,
    /// For those that cannot be heeded.
    pub invalid: Option<CheckRule>,
}

/// All that there is to silence findings with.
pub struct Suppressions<'a> {
    /// What articles say.
    pub directives: &'a BTreeMap<ArticleId, Vec<Directive>>,
    /// What the configuration says.
    pub ignores: &'a [Ignore],
    /// Under which number a file of the configuration is opened.
    pub configuration: &'a dyn Fn(usize) -> ArticleId,
    /// What a finding is known by.
    pub fingerprint: &'a dyn Fn(&Finding) -> String,
    /// Whether a side of a finding may stand in an article that was not read: then nothing is known to be unused of rules
    /// that compare articles.
    pub partial: bool,
    /// Whether a rule looks at one article alone.
    pub looks_at_one: &'a dyn Fn(&str) -> bool,
    /// The day of the run, where it is known.
    pub today: Option<Date>,
    /// The names of all rules, sorted.
    pub known: &'a [Arc<str>],
    /// Whether a rule runs.
    pub runs: &'a dyn Fn(&str) -> bool,
    /// The rules about suppressions.
    pub rules: SuppressionRules,
}

/// What came of the suppressions.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// What is still to be reported, and what is to be said of suppressions.
    pub reported: Vec<Finding>,
    /// What is not.
    pub apart: Vec<(Finding, SetApart)>,
}

impl Suppressions<'_> {
    /// Sorts findings into those that are reported and those that are not.
    pub fn apply(&self, findings: Vec<Finding>, cards: &[Card]) -> Outcomes {
        let mut used = Used::default();
        let mut out = Outcomes::default();
        for finding in findings {
            self.judge(finding, cards, &mut used, &mut out);
        }
        // What articles say of suppressions the configuration may silence, but no article.
        let mut told = self.of_articles(&used);
        number_repeats(&mut told, |finding| (self.fingerprint)(finding));
        for finding in told {
            self.judge(finding, cards, &mut used, &mut out);
        }
        out.reported.extend(self.of_configuration(&used));
        out
    }

    fn judge(&self, finding: Finding, cards: &[Card], used: &mut Used, out: &mut Outcomes) {
        let covered = |evidence: &Evidence, used: &mut Used| {
            let by_article = self.by_article(&finding.rule, evidence.site, used);
            let by_configuration = self.by_configuration(&finding, evidence.site, cards, used);
            by_article.or(by_configuration)
        };
        let here = covered(&finding.here, used);
        let there: Vec<Option<SetApart>> = finding
            .there
            .iter()
            .map(|evidence| if evidence.is_publication() { None } else { covered(evidence, used) })
            .collect();
        let Some(why) = here.iter().chain(there.iter().flatten()).next().cloned() else {
            out.reported.push(finding);
            return;
        };
        match without(&finding, here.is_some(), &there) {
            Some(rest) => out.reported.push(rest),
            None => out.apart.push((finding, why)),
        }
    }

    fn by_article(&self, rule: &str, site: Site, used: &mut Used) -> Option<SetApart> {
        if self.is_about_suppressions(rule) {
            return None;
        }
        let mut found = None;
        for (number, directive) in self.directives.get(&site.article)?.iter().enumerate() {
            if directive.fault.is_some() || !directive.covers(site.span) {
                continue;
            }
            for (nth, _) in directive.rules.iter().enumerate().filter(|(_, (name, _))| **name == *rule) {
                used.directives.insert((site.article, number, nth));
                found.get_or_insert_with(|| SetApart {
                    by: SetApartBy::Article,
                    reason: Arc::from(&*directive.reason),
                });
            }
        }
        found
    }

    fn by_configuration(
        &self,
        finding: &Finding,
        site: Site,
        cards: &[Card],
        used: &mut Used,
    ) -> Option<SetApart> {
        let mut found = None;
        let path = cards.get(site.article.0 as usize).map_or("", |card| &card.path);
        for (number, ignore) in self.ignores.iter().enumerate().filter(|(_, i)| !self.is_over(i)) {
            // A mistake in a suppression is silenced only by name.
            let of_rule = match ignore.rules.is_empty() {
                true => !self.is_about_suppressions(&finding.rule),
                false => ignore.rules.iter().any(|(name, _)| **name == *finding.rule),
            };
            let of_path = || ignore.paths.as_ref().is_none_or(|chosen| chosen(path));
            let prints = &ignore.fingerprints;
            let of_print = || prints.is_empty() || prints.contains(&(self.fingerprint)(finding));
            if !of_rule || !is_of(&finding.subject, &ignore.subjects) || !of_path() || !of_print() {
                continue;
            }
            let named = ignore.rules.iter().position(|(name, _)| **name == *finding.rule);
            used.ignores.insert((number, named.unwrap_or(0)));
            found.get_or_insert_with(|| SetApart {
                by: SetApartBy::Configuration,
                reason: Arc::from(&*ignore.reason),
            });
        }
        found
    }

    fn is_over(&self, ignore: &Ignore) -> bool {
        matches!((self.today, ignore.until), (Some(today), Some(until)) if until < today)
    }

    /// Whether a rule has had its say of everything.
    fn may_be_unused(&self, rule: &str) -> bool {
        (!self.partial || (self.looks_at_one)(rule)) && (self.runs)(rule)
    }

    fn is_about_suppressions(&self, rule: &str) -> bool {
        [&self.rules.unused, &self.rules.invalid].into_iter().flatten().any(|about| &*about.id == rule)
    }

    /// What is wrong with a rule's name, if anything, and what might help.
    fn wrong_name(&self, name: &str) -> Option<(String, String)> {
        if self.is_about_suppressions(name) {
            let help = format!("leave it out of the run: `--ignore {name}`");
            return Some((format!("“{name}” cannot be suppressed in an article"), help));
        }
        if self.known.iter().any(|known| **known == *name) {
            return None;
        }
        let help = nearest(name, self.known.iter().map(|known| &**known)).map_or_else(
            || "`dateline rules` lists the rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Some((format!("there is no rule “{name}”, so nothing is suppressed by this name"), help))
    }

    /// What is wrong with suppressions in articles.
    fn of_articles(&self, used: &Used) -> Vec<Finding> {
        let mut told = Vec::new();
        for (&article, directives) in self.directives {
            for (number, directive) in directives.iter().enumerate() {
                let say = |rule: &Option<CheckRule>, at: Span<Raw>, key: &str, words: [&str; 2]| {
                    let key = [key, &*directive.reason];
                    rule.as_ref().map(|rule| about(rule, Site { article, span: at }, key, words))
                };
                if let Some(fault) = &directive.fault {
                    let message = format!("this suppression is not heeded: {fault}");
                    let help = "nothing is silenced by it";
                    told.extend(say(&self.rules.invalid, directive.span, fault, [&message, help]));
                    continue;
                }
                for (nth, (name, at)) in directive.rules.iter().enumerate() {
                    if let Some((message, help)) = self.wrong_name(name) {
                        told.extend(say(&self.rules.invalid, *at, name, [&message, &help]));
                    } else if self.may_be_unused(name) && !used.directives.contains(&(article, number, nth)) {
                        let message = format!("nothing is found here by “{name}” that could be suppressed");
                        let help = format!("take it out; its reason was: {}", directive.reason);
                        told.extend(say(&self.rules.unused, *at, name, [&message, &help]));
                    }
                }
            }
        }
        told
    }

    /// What is wrong with suppressions in the configuration.
    fn of_configuration(&self, used: &Used) -> Vec<Finding> {
        let mut told = Vec::new();
        for (number, ignore) in self.ignores.iter().enumerate() {
            let say = |rule: &Option<CheckRule>, at: &Range<usize>, key: &str, words: [&str; 2]| {
                let site = Site { article: (self.configuration)(ignore.file), span: Span::of(at.clone()) };
                rule.as_ref().map(|rule| about(rule, site, [key, &*ignore.reason], words))
            };
            let reason = format!("its reason was: {}", ignore.reason);
            if let Some(until) = ignore.until.filter(|_| self.is_over(ignore)) {
                let message =
                    format!("this suppression ended on {until}, and what it silenced is reported again");
                let help = format!("take it out, or give it a later day; {reason}");
                told.extend(say(&self.rules.unused, &ignore.at, "over", [&message, &help]));
                continue;
            }
            let help = format!("take it out; {reason}");
            for (nth, (name, at)) in ignore.rules.iter().enumerate() {
                match self.wrong_name(name).filter(|_| !self.is_about_suppressions(name)) {
                    Some((message, help)) => {
                        told.extend(say(&self.rules.invalid, at, name, [&message, &help]));
                    }
                    None if self.may_be_unused(name) && !used.ignores.contains(&(number, nth)) => {
                        let message = format!("nothing is found by “{name}” that this could suppress");
                        told.extend(say(&self.rules.unused, at, name, [&message, &help]));
                    }
                    None => {}
                }
            }
            // Without names it is unused only where every rule has had its say.
            let all = || self.known.iter().all(|rule| self.may_be_unused(rule));
            if ignore.rules.is_empty() && !used.ignores.contains(&(number, 0)) && all() {
                let message = "nothing is found that this could suppress";
                told.extend(say(&self.rules.unused, &ignore.at, "all", [message, &help]));
            }
        }
        told
    }
}

/// Which suppressions have silenced something: the number of each, and of the rule in it.
#[derive(Default)]
struct Used {
    directives: BTreeSet<(ArticleId, usize, usize)>,
    ignores: BTreeSet<(usize, usize)>,
}

/// Whether a subject, without its facet, is one of a list; every subject is, of an empty one.
fn is_of(subject: &str, subjects: &[String]) -> bool {
    let name = subject.split(" / ").next().unwrap_or(subject).to_lowercase();
    let same =
        |wanted: &String| wanted.to_lowercase() == name || wanted.to_lowercase() == subject.to_lowercase();
    subjects.is_empty() || subjects.iter().any(same)
}

/// What is left of a finding without the sides that are covered, where there is still a dispute.
fn without(finding: &Finding, here: bool, there: &[Option<SetApart>]) -> Option<Finding> {
    let against = finding.sides.against;
    // Where the sides are not told apart, every one of them is needed.
    if against == 0 && finding.reference.is_none() {
        return None;
    }
    let mut places = finding.there.iter().zip(there);
    let other: Vec<&Evidence> =
        places.by_ref().take(against).filter(|(_, c)| c.is_none()).map(|(e, _)| e).collect();
    let mut own: Vec<&Evidence> = if here { Vec::new() } else { vec![&finding.here] };
    // Against a reference there may be reports besides that only show how it came about.
    let mut besides = Vec::new();
    for (evidence, _) in places.filter(|(e, c)| c.is_none() && !e.is_publication()) {
        match against > 0 || evidence.value == finding.here.value {
            true => own.push(evidence),
            false => besides.push(evidence),
        }
    }
    if own.is_empty() || (other.is_empty() && finding.reference.is_none()) {
        return None;
    }
    let articles: BTreeSet<ArticleId> = own.iter().chain(&other).map(|e| e.site.article).collect();
    let dates = finding.there.iter().filter(|e| e.is_publication() && articles.contains(&e.site.article));
    Some(Finding {
        here: own[0].clone(),
        there: other.iter().chain(&own[1..]).chain(&besides).copied().chain(dates).cloned().collect(),
        sides: Sides { against: other.len(), ..finding.sides.clone() },
        ..finding.clone()
    })
}

/// A finding about a suppression.
fn about(rule: &CheckRule, site: Site, key: [&str; 2], [message, help]: [&str; 2]) -> Finding {
    Finding {
        rule: Arc::clone(&rule.id),
        severity: rule.severity,
        confidence: rule.confidence,
        outcome: Outcome::Clash,
        message: message.to_owned(),
        help: help.to_owned(),
        subject: String::new(),
        attribute: Arc::clone(&rule.id),
        here: Evidence { site, value: String::new(), note: "this suppression".to_owned() },
        there: Vec::new(),
        reference: None,
        sides: Sides { key: key.map(str::to_owned).to_vec(), ..Sides::default() },
    }
}
