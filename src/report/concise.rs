//! The `concise` format: a finding a line, `path:line:column: severity rule: message`, as editors and `grep` read it.

use super::address::link;
use super::excerpt::{brief, one_line};
use super::terminal::Style;
use super::told::level;
use super::view::View;
use std::io::{self, Write};

/// Writes a view, a line a finding, at the place of its primary label.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, style: Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    for shown in &view.findings {
        if let Some(label) = shown.labels.first() {
            let place = format!("{}:{}:{}", one_line(&label.path), label.line, label.column);
            write!(out, "{}: ", link(&place, &label.path, style.links))?;
        }
        let name = shown.severity.name();
        match style.color {
            true => {
                let paint = level(shown.severity, ["\u{1b}[31m", "\u{1b}[33m", "\u{1b}[36m"]);
                write!(out, "{paint}{name}\u{1b}[0m")?;
            }
            false => write!(out, "{name}")?,
        }
        let known = if shown.apart.is_some() { " (in the baseline)" } else { "" };
        writeln!(out, " {}: {}{known}", one_line(&shown.rule), brief(&shown.message, 600))?;
    }
    Ok(())
}
