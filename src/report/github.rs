//! The `github` format: workflow commands, which GitHub Actions shows at the lines of a pull request.
//!
//! GitHub shows ten errors, ten warnings and ten notices a step and drops the rest in silence, so the rest is told in a
//! last line, which is no command. Columns are characters, the last one exclusive; GitHub wants none over several lines.

use super::address::rooted;
use super::excerpt::one_line;
use super::told;
use super::view::{Label, View};
use std::fmt::Write as _;
use std::io::{self, Write};

/// How many annotations of a kind GitHub shows a step.
const SHOWN: u64 = 10;

/// Writes a view, a command a finding; `prefix` comes before every path that is relative, so that it starts at the root
/// of the repository.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, prefix: &str, out: &mut dyn Write) -> io::Result<()> {
    for shown in &view.findings {
        let level = told::level(shown.severity, ["error", "warning", "notice"]);
        let mut properties = shown.labels.first().map_or_else(String::new, |label| place(label, prefix));
        let _ = write!(properties, "title={}", property(&told::title(shown)));
        writeln!(out, "::{level} {properties}::{}", data(&told::sentences(shown).join("\n")))?;
    }
    let counts @ [errors, warnings, advice] =
        [view.summary.errors, view.summary.warnings, view.summary.advice];
    if counts.iter().any(|&count| count > SHOWN) {
        writeln!(
            out,
            "{errors} errors, {warnings} warnings, {advice} notices; GitHub shows the first {SHOWN} of each, this log has all"
        )?;
    }
    Ok(())
}

/// The properties that name a place, each with the comma after it.
fn place(label: &Label, prefix: &str) -> String {
    let mut text = format!("file={},line={},", property(&rooted(&label.path, prefix)), label.line);
    if label.exact {
        let _ = write!(text, "endLine={},", label.end_line);
        if label.line == label.end_line {
            let _ = write!(text, "col={},endColumn={},", label.column, label.end_column);
        }
    }
    text
}

/// What a command says.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(&one_line(text)).replace(':', "%3A").replace(',', "%2C")
}
