//! The `rdjson` format: reviewdog's Diagnostic Format. Columns are bytes of UTF-8, the last one exclusive.

use super::address::rooted;
use super::view::{Label, View};
use super::{escaped, told};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

/// Writes a view; `prefix` comes before every path that is relative, so that it starts at the root of the repository.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, prefix: &str, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = view.findings.iter().filter_map(|shown| {
        let (first, others) = shown.labels.split_first()?;
        Some(Diagnostic {
            message: told::sentences(shown).join("\n"),
            location: location(first, prefix),
            severity: told::level(shown.severity, ["ERROR", "WARNING", "INFO"]),
            code: Code { value: shown.rule.to_string() },
            related_locations: others
                .iter()
                .map(|label| Related { message: told::words(label), location: location(label, prefix) })
                .collect(),
        })
    });
    let document = Document { source: Source { name: "dateline" }, diagnostics: diagnostics.collect() };
    escaped::write_pretty(&document, out)
}

fn location(label: &Label, prefix: &str) -> Location {
    let range = match label.exact {
        true => Range {
            start: Position { line: label.line, column: Some(label.utf8.start) },
            end: Some(Position { line: label.end_line, column: Some(label.utf8.end) }),
        },
        false => Range { start: Position { line: label.line, column: None }, end: None },
    };
    Location { path: rooted(&label.path, prefix).into_owned(), range }
}
