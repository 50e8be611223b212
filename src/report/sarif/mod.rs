//! The `sarif` format: SARIF 2.1.0, as GitHub code scanning and editors read it.
//!
//! Columns are code units of UTF-16: it is SARIF's default, and what readers made in JavaScript assume whatever a file
//! declares. GitHub refuses a file in which one result has no location, takes 25,000 results, and computes
//! `primaryLocationLineHash` itself: the only fingerprint given is of our own name.

mod document;
mod rule;

use self::document::*;
use super::address::{reference, rooted};
use super::excerpt::brief;
use super::view::{Label, Shown, View};
use super::{escaped, told};
use crate::error::Notice;
use crate::rules::suppress::SetApartBy;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many results GitHub takes.
const RESULTS: usize = 25_000;
/// How many related places it takes of a result, the first one counted elsewhere.
const RELATED: usize = 999;
/// How many places the message itself links to.
const LINKS: usize = 8;
/// What paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// Writes a view; `prefix` comes before every path that is relative, so that it starts at the root of the repository.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, prefix: &str, out: &mut dyn Write) -> io::Result<()> {
    write_at_most(view, prefix, RESULTS, out)
}

/// The same with at most so many results.
pub(super) fn write_at_most(view: &View, prefix: &str, limit: usize, out: &mut dyn Write) -> io::Result<()> {
    escaped::write_pretty(&log(view, prefix, limit), out)
}

fn log(view: &View, prefix: &str, limit: usize) -> Log {
    let (findings, left_out) = told::loudest(view, limit);
    let mut notifications: Vec<Notification> =
        view.notices.iter().map(|notice| notification(notice, prefix)).collect();
    if left_out > 0 {
        let text = format!(
            "{left_out} of {} findings are left out, the least severe and the least sure: SARIF viewers take {limit}. \
             The format `json` has them all.",
            view.findings.len()
        );
        notifications
            .insert(0, Notification { level: "warning", message: Message { text }, locations: Vec::new() });
    }
    let rules = rule::descriptors(view);
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(i, r)| (&*r.id, i)).collect();
    // Where one result says how it stands to the baseline, all of them do.
    let compared = findings.iter().any(|shown| baselined(shown));
    let results = findings.into_iter().filter_map(|shown| {
        let rule = *index.get(&*shown.rule)?;
        let state = if baselined(shown) { "unchanged" } else { "new" };
        Some(Outcome { baseline_state: compared.then_some(state), ..result(shown, rule, prefix)? })
    });
    let results = results.collect();
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver::new(rules) },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications,
            }],
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Base { description: Message { text: "The folder that paths are relative to.".to_owned() } },
            )]),
            column_kind: "utf16CodeUnits",
            newline_sequences: ["\r\n", "\n", "\r"],
            results,
            properties: RunProperties {
                articles: view.summary.articles,
                facts: view.summary.facts,
                suppressed: view.summary.suppressed,
                baselined: view.summary.baselined,
            },
        }],
    }
}

fn notification(notice: &Notice, prefix: &str) -> Notification {
    let region = notice.line.map(|line| Region {
        start_line: line,
        start_column: None,
        end_line: None,
        end_column: None,
        snippet: None,
    });
    Notification {
        level: "warning",
        message: Message { text: escape(&format!("{}.", brief(&notice.to_string(), 600))) },
        locations: vec![Location {
            id: None,
            physical_location: Physical { artifact_location: artifact(&notice.path, prefix), region },
            logical_locations: Vec::new(),
            message: None,
        }],
    }
}

fn result(shown: &Shown, rule_index: usize, prefix: &str) -> Option<Outcome> {
    let (first, others) = shown.labels.split_first()?;
    let related: Vec<Location> = others
        .iter()
        .take(RELATED)
        .zip(1..)
        .map(|(label, id)| Location { id: Some(id), ..location(label, prefix) })
        .collect();
    Some(Outcome {
        rule_id: shown.rule.to_string(),
        rule_index,
        level: told::level(shown.severity, ["error", "warning", "note"]),
        message: Message { text: message(shown, others) },
        // GitHub shows one place as the result's own.
        locations: [location(first, prefix)],
        related_locations: related,
        code_flows: flow(&shown.labels, prefix).into_iter().collect(),
        suppressions: suppression(shown).into_iter().collect(),
        baseline_state: None,
        partial_fingerprints: BTreeMap::from([("dateline/v1", shown.fingerprint)]),
        properties: OutcomeProperties {
            confidence: shown.confidence,
            outcome: shown.outcome,
            subject: shown.subject.clone(),
            attribute: shown.attribute.to_string(),
            value: first.value.clone(),
        },
    })
}

/// GitHub shows what is suppressed as if it were not; it stands among the results only where it stands among the
/// findings of the view.
fn suppression(shown: &Shown) -> Option<Suppression> {
    let apart = shown.apart.as_ref()?;
    let kind = match apart.by {
        SetApartBy::Article => "inSource",
        SetApartBy::Configuration => "external",
        SetApartBy::Baseline => return None,
    };
    Some(Suppression { kind, justification: brief(&apart.reason, 600).into_owned() })
}

fn baselined(shown: &Shown) -> bool {
    shown.apart.as_ref().is_some_and(|apart| apart.by == SetApartBy::Baseline)
}

/// The finding in sentences; each other place is a link to its related location.
fn message(shown: &Shown, others: &[Label]) -> String {
    let mut told = vec![escape(&told::message(shown))];
    if let Some(label) = shown.labels.first().filter(|label| !label.exact) {
        told.push(escape(&format!("Here: {} in {}.", told::words(label), brief(&label.article, 80))));
    }
    let links: Vec<String> = others
        .iter()
        .zip(1..)
        .take(LINKS)
        .map(|(label, id)| format!("[{}]({id})", escape(&told::words(label))))
        .collect();
    match others.len().checked_sub(LINKS).filter(|&more| more > 0) {
        _ if links.is_empty() => {}
        Some(more) => told.push(format!("See {} and {more} more places.", links.join(", "))),
        None => told.push(format!("See {}.", links.join(", "))),
    }
    told.extend(shown.reference.as_ref().map(|reference| escape(&told::known(reference))));
    told.extend(told::help(shown).map(|help| escape(&help)));
    told.join(" ")
}

/// The way through the sides of a dispute, in the order of their dates: what was said first, and what is said here.
fn flow(labels: &[Label], prefix: &str) -> Option<CodeFlow> {
    let (here, there) = labels.split_first().filter(|(_, there)| !there.is_empty())?;
    let mut way: Vec<&Label> = there.iter().take(RELATED).collect();
    way.sort_by_key(|label| (label.published.from.is_none(), label.published.from));
    way.push(here);
    let locations = way.into_iter().map(|label| FlowLocation { location: location(label, prefix) });
    Some(CodeFlow { thread_flows: [ThreadFlow { locations: locations.collect() }] })
}

fn location(label: &Label, prefix: &str) -> Location {
    // In a container the place is the start of the article's line, without any width; the article is named beside it.
    let region = Region {
        start_line: label.line,
        start_column: Some(label.utf16.start),
        end_line: Some(label.end_line),
        end_column: Some(label.utf16.end),
        snippet: label.exact.then(|| Message { text: label.text.clone() }),
    };
    let named = !label.exact && label.article != *label.path;
    Location {
        id: None,
        physical_location: Physical {
            artifact_location: artifact(&label.path, prefix),
            region: Some(region),
        },
        logical_locations: named
            .then(|| Logical { fully_qualified_name: label.article.clone() })
            .into_iter()
            .collect(),
        message: Some(Message { text: escape(&told::words(label)) }),
    }
}

fn artifact(path: &str, prefix: &str) -> Artifact {
    let uri = reference(&rooted(path, prefix));
    // An address of its own has no base.
    let uri_base_id = (!uri.starts_with("file:")).then_some(ROOT);
    Artifact { uri, uri_base_id }
}

/// Text in which no bracket starts a link.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_no_links() {
        assert_eq!(escape(r"[a](1) \ b"), r"\[a\](1) \\ b");
    }
}
