//! The `json` format, stable and versioned: keys may be added in a version, and nothing else changes in it.

use super::Days;
use super::escaped;
use super::fingerprint::Fingerprint;
use super::view::{Field, Label, Shown, Summary, View};
use crate::error::Notice;
use crate::rules::finding::{Confidence, Outcome, ReferenceSide, Severity};
use jiff::civil::Date;
use serde::Serialize;
use std::io::{self, Write};

/// The version of the format.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: &'a Summary,
    findings: Vec<Finding<'a>>,
    notices: Vec<NoticeLine<'a>>,
}

/// A finding as this format and [`jsonl`](super::jsonl) write it.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    severity: Severity,
    confidence: Confidence,
    outcome: Outcome,
    message: &'a str,
    help: &'a str,
    subject: &'a str,
    attribute: &'a str,
    fingerprint: Fingerprint,
    labels: Vec<LabelLine<'a>>,
    reference: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    baselined: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(it: &bool) -> bool {
    !it
}

#[derive(Serialize)]
struct LabelLine<'a> {
    path: &'a str,
    article: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
    value: &'a str,
    message: &'a str,
    field: Field,
    published: Days,
}

#[derive(Serialize)]
struct Reference<'a> {
    id: &'a str,
    value: &'a str,
    #[serde(serialize_with = "super::day")]
    from: Option<Date>,
    source: &'a str,
}

#[derive(Serialize)]
struct NoticeLine<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    message: &'a str,
}

/// Writes a view as one JSON document.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        summary: &view.summary,
        findings: view.findings.iter().map(finding).collect(),
        notices: view.notices.iter().map(notice).collect(),
    };
    escaped::write_pretty(&document, out)
}

pub(super) fn finding(shown: &Shown) -> Finding<'_> {
    Finding {
        rule: &shown.rule,
        severity: shown.severity,
        confidence: shown.confidence,
        outcome: shown.outcome,
        message: &shown.message,
        help: &shown.help,
        subject: &shown.subject,
        attribute: &shown.attribute,
        fingerprint: shown.fingerprint,
        labels: shown.labels.iter().map(label).collect(),
        reference: shown.reference.as_ref().map(reference),
        baselined: shown.apart.is_some(),
    }
}

fn label(label: &Label) -> LabelLine<'_> {
    LabelLine {
        path: &label.path,
        article: &label.article,
        start: label.start,
        end: label.end,
        line: label.line,
        column: label.column,
        end_line: label.end_line,
        end_column: label.end_column,
        text: &label.text,
        value: &label.value,
        message: &label.message,
        field: label.field,
        published: label.published,
    }
}

fn reference(side: &ReferenceSide) -> Reference<'_> {
    Reference { id: &side.id, value: &side.value, from: side.from, source: &side.source }
}

fn notice(notice: &Notice) -> NoticeLine<'_> {
    NoticeLine { path: &notice.path, line: notice.line, message: &notice.message }
}
