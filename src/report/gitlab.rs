//! The `gitlab` format: a Code Quality report, as GitLab shows it in a merge request.
//!
//! GitLab asks for few fields and for fingerprints that are unique in a report; it tells old from new by them alone, so
//! they survive edits. Columns are characters, the last one exclusive.

use super::address::rooted;
use super::excerpt::one_line;
use super::fingerprint::Fingerprint;
use super::view::{Label, Shown, View};
use super::{escaped, told};
use serde::Serialize;
use std::collections::HashSet;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: Fingerprint,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    /// Whole lines, where no column is known.
    Lines {
        begin: u32,
        end: u32,
    },
    Positions {
        begin: Position,
        end: Position,
    },
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// Writes a view; `prefix` comes before every path that is relative, so that it starts at the root of the repository.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, prefix: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut given = HashSet::with_capacity(view.findings.len());
    let issues: Vec<Issue> = view
        .findings
        .iter()
        .filter_map(|shown| {
            let label = shown.labels.first()?;
            let told = told::sentences(shown).join(" ");
            Some(Issue {
                description: format!("{}: {told}", told::title(shown)),
                check_name: one_line(&shown.rule).into_owned(),
                fingerprint: fingerprint(shown, label, &mut given),
                severity: told::level(shown.severity, ["major", "minor", "info"]),
                location: Location { path: rooted(&label.path, prefix).into_owned(), place: place(label) },
            })
        })
        .collect();
    escaped::write_pretty(&issues, out)
}

/// The finding's own fingerprint; where another finding has it already, one that is made of it and of the article.
fn fingerprint(shown: &Shown, label: &Label, given: &mut HashSet<Fingerprint>) -> Fingerprint {
    let mut print = shown.fingerprint;
    while !given.insert(print) {
        print = Fingerprint::of([&*print.to_string(), &label.article]);
    }
    print
}

fn place(label: &Label) -> Place {
    if !label.exact {
        return Place::Lines { begin: label.line, end: label.end_line };
    }
    Place::Positions {
        begin: Position { line: label.line, column: label.column },
        end: Position { line: label.end_line, column: label.end_column },
    }
}
