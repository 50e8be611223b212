//! A finding told in plain sentences, for formats that have one place and one message: the other places, what is known
//! and what would reconcile them are told in the message.

use super::excerpt::{brief, one_line};
use super::snippet::Snippet;
use super::view::{Label, Shown, View};
use crate::facts::prose;
use crate::rules::finding::{ReferenceSide, Severity};
use std::cmp::Reverse;

/// How many columns a sentence may take: values may be of any length.
const SENTENCE: usize = 600;
/// The same for the words of a label.
const WORDS: usize = 80;
/// How many places are told.
const PLACES: usize = 12;

/// The finding's message as a sentence.
pub(super) fn message(shown: &Shown) -> String {
    let words = capital(&brief(&shown.message, SENTENCE));
    if shown.apart.is_some() { ended(&format!("{words} (in the baseline)")) } else { ended(&words) }
}

/// What would reconcile the sides, as a sentence.
pub(super) fn help(shown: &Shown) -> Option<String> {
    (!shown.help.is_empty()).then(|| ended(&capital(&brief(&shown.help, SENTENCE))))
}

/// What is known from elsewhere: "Known: 12 from 1 January 2030 (https://harbour.example/berths)."
pub(super) fn known(reference: &ReferenceSide) -> String {
    let from = reference.from.map_or_else(String::new, |day| format!(" from {}", prose::day(day)));
    format!("Known: {}{from} ({}).", brief(&reference.value, WORDS), brief(&reference.source, SENTENCE))
}

/// A label's words and the article's date: "14 (published 11 March 2031, 3 days earlier)".
pub(super) fn words(label: &Label) -> String {
    label.told(&label.published.in_words(), WORDS)
}

/// Where a label stands: `path:line:column`; where that is not known exactly, `path:line`, in a container with the
/// article's name.
pub(super) fn place(label: &Label) -> String {
    let path = one_line(&label.path);
    let plain = format!("{path}:{}", label.line);
    match label.exact {
        true => format!("{plain}:{}", label.column),
        false if label.article == *label.path || label.article == plain => plain,
        false => format!("{plain} ({})", brief(&label.article, WORDS)),
    }
}

/// A label on its passage.
pub(super) struct Place<'a> {
    /// The first of the labels on the passage that are sides of the dispute.
    pub(super) label: &'a Label,
    /// Nothing where the words cannot be shown.
    pub(super) passage: Option<&'a Snippet>,
}

/// The places of a finding with their surroundings, one for labels that stand close together. What only dates an
/// article is left out where that article's words are shown.
pub(super) fn places(shown: &Shown) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = Vec::with_capacity(shown.labels.len());
    for (slot, label) in shown.labels.iter().enumerate() {
        let passage =
            shown.passages.iter().find(|p| p.marks.iter().any(|(of, at)| *of == slot && !at.is_empty()));
        let told = passage
            .is_some_and(|p| places.iter().any(|place| place.passage.is_some_and(|q| std::ptr::eq(p, q))));
        let beside =
            |place: &Place<'_>| (&place.label.path, &place.label.article) == (&label.path, &label.article);
        let dates_it = label.dates && places.iter().any(beside);
        if !told && !dates_it {
            places.push(Place { label, passage });
        }
    }
    places
}

/// All of a finding: its message, its other places, what is known, what would reconcile them; a sentence each.
pub(super) fn sentences(shown: &Shown) -> Vec<String> {
    let mut told = vec![message(shown)];
    if let Some(label) = shown.labels.first().filter(|label| !label.exact) {
        // What the place does not say, the message does.
        told.push(format!("Here: {} in {}.", words(label), brief(&label.article, WORDS)));
    }
    told.extend(shown.labels.iter().skip(1).take(PLACES).map(|l| format!("See {}: {}.", place(l), words(l))));
    if let Some(more) = shown.labels.len().checked_sub(PLACES + 1).filter(|&more| more > 0) {
        told.push(format!("{more} more places are not told here; the format `json` has them all."));
    }
    told.extend(shown.reference.as_ref().map(known));
    told.extend(help(shown));
    told
}

/// A rule's name, with the confidence where it is not high.
pub(super) fn title(shown: &Shown) -> String {
    match shown.confidence {
        crate::rules::finding::Confidence::High => one_line(&shown.rule).into_owned(),
        sure => format!("{} ({} confidence)", one_line(&shown.rule), sure.name()),
    }
}

/// The findings that a format with a limit tells, in the order of the view: the most severe, then the surest; and how
/// many are left out.
pub(super) fn loudest(view: &View, limit: usize) -> (Vec<&Shown>, usize) {
    let mut kept: Vec<usize> = (0..view.findings.len()).collect();
    if kept.len() > limit {
        kept.sort_by_key(|&i| (Reverse(view.findings[i].severity), Reverse(view.findings[i].confidence), i));
        kept.truncate(limit);
        kept.sort_unstable();
    }
    let left_out = view.findings.len() - kept.len();
    (kept.into_iter().map(|i| &view.findings[i]).collect(), left_out)
}

/// The three loudnesses in the words of a format.
pub(super) fn level(severity: Severity, [error, warning, advice]: [&str; 3]) -> &str {
    match severity {
        Severity::Error => error,
        Severity::Warning => warning,
        Severity::Advice => advice,
    }
}

fn ended(words: &str) -> String {
    let words = words.trim_end();
    if words.ends_with(['.', '!', '?', '…']) { words.to_owned() } else { format!("{words}.") }
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
