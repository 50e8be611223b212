//! The `concise` format: a finding a line, `path:line:column: severity rule: message`, as editors and `grep` read it.

use super::excerpt::{brief, one_line};
use super::view::View;
use crate::rules::finding::Severity;
use std::io::{self, Write};

/// Writes a view, a line a finding, at the place of its primary label.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, color: bool, out: &mut dyn Write) -> io::Result<()> {
    for shown in &view.findings {
        let (name, paint) = match shown.severity {
            Severity::Error => ("error", "\u{1b}[31m"),
            Severity::Warning => ("warning", "\u{1b}[33m"),
            Severity::Advice => ("advice", "\u{1b}[36m"),
        };
        if let Some(label) = shown.labels.first() {
            write!(out, "{}:{}:{}: ", one_line(&label.path), label.line, label.column)?;
        }
        match color {
            true => write!(out, "{paint}{name}\u{1b}[0m")?,
            false => write!(out, "{name}")?,
        }
        let known = if shown.apart.is_some() { " (in the baseline)" } else { "" };
        writeln!(out, " {}: {}{known}", one_line(&shown.rule), brief(&shown.message, 600))?;
    }
    Ok(())
}
