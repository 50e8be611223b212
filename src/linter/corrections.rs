//! What an article says that an earlier version of it had wrong. It states nothing, but it explains a difference.

use super::language::Marks;
use crate::corpus::Role;
use crate::facts::attribute::ArticleId;
use crate::facts::show;
use crate::grammar::Mark;
use crate::rules::finding::{Finding, Outcome, Severity};
use crate::text::CleanText;
use std::collections::BTreeMap;

/// Takes what stands in notes of correction out of the marks, and gives it as values in their standard form.
pub(super) fn set_aside(marks: &mut Marks) -> Vec<String> {
    let Marks { clean, quantities, times, names, .. } = marks;
    if !clean.blocks.iter().any(|b| b.role == Role::Correction) {
        return Vec::new();
    }
    let mut said = Vec::new();
    quantities.retain(|mark| {
        let noted = stands_in_note(clean, mark);
        if noted {
            let amount = show::amount_of(&mark.what.amount);
            if !mark.what.unit.is_empty() {
                said.push(format!("{amount} {}", mark.what.unit));
            }
            said.push(amount);
        }
        !noted
    });
    times.retain(|mark| {
        let noted = stands_in_note(clean, mark);
        if noted && let crate::dating::When::Days(days) = &mark.what.when {
            said.push(show::days(days));
        }
        !noted
    });
    names.mentions.retain(|mark| {
        let noted = stands_in_note(clean, mark);
        if noted {
            said.push(mark.span.cut(&clean.text).to_owned());
        }
        !noted
    });
    said
}

fn stands_in_note<T>(clean: &CleanText, mark: &Mark<T>) -> bool {
    let block = clean.sentences.get(clean.sentence_of(mark.tokens.start)).map(|s| s.block as usize);
    block.and_then(|b| clean.blocks.get(b)).is_some_and(|b| b.role == Role::Correction)
}

/// Makes an update of a clash between articles whose one side says that it had the other's value wrong.
pub(super) fn explain(findings: &mut [Finding], corrected: &BTreeMap<ArticleId, Vec<String>>) {
    if corrected.is_empty() {
        return;
    }
    let owns_up = |article: ArticleId, value: &str| {
        corrected.get(&article).is_some_and(|said| said.iter().any(|s| s == value))
    };
    for finding in findings.iter_mut().filter(|f| matches!(f.outcome, Outcome::Clash | Outcome::Stale)) {
        let here = &finding.here;
        let explained = |there: &crate::rules::finding::Evidence| {
            there.site.article != here.site.article
                && (owns_up(here.site.article, &there.value) || owns_up(there.site.article, &here.value))
        };
        if !finding.there.is_empty() && finding.there.iter().all(explained) {
            finding.outcome = Outcome::Update;
            finding.severity = Severity::Advice;
            finding.help = "a note of correction in one of the articles explains the difference".to_owned();
        }
    }
}
