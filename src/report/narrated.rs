//! The `narrated` format: every finding in sentences that can be read aloud, without drawings, colours or columns of
//! text; a place is told in words, and the words it points at are told before their surroundings.

use super::excerpt::{brief, one_line};
use super::snippet::Snippet;
use super::terminal::sentence;
use super::told;
use super::view::{Label, Shown, View};
use std::io::{self, Write};

/// How many places of a finding are told.
const PLACES: usize = 12;

/// Writes a view; the line of counts comes first if it is wanted.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, summary: bool, out: &mut dyn Write) -> io::Result<()> {
    if summary {
        writeln!(out, "{}.", sentence(&view.summary))?;
    }
    for (number, shown) in (1..).zip(&view.findings) {
        if summary || number > 1 {
            writeln!(out)?;
        }
        let (severity, sure) = (shown.severity.name(), shown.confidence.name());
        let of = view.findings.len();
        writeln!(
            out,
            "Finding {number} of {of}: {severity}, {sure} confidence, rule {}.",
            one_line(&shown.rule)
        )?;
        writeln!(out, "{}", told::message(shown))?;
        for (slot, label) in shown.labels.iter().enumerate().take(PLACES) {
            place(shown, slot, label, out)?;
        }
        if let Some(more) = shown.labels.len().checked_sub(PLACES).filter(|&more| more > 0) {
            writeln!(out, "{more} more places are not told here; the format json has them all.")?;
        }
        if let Some(reference) = &shown.reference {
            writeln!(out, "{}", told::known(reference))?;
        }
        if let Some(help) = told::help(shown) {
            writeln!(out, "Help: {help}")?;
        }
    }
    Ok(())
}

fn place(shown: &Shown, slot: usize, label: &Label, out: &mut dyn Write) -> io::Result<()> {
    let path = one_line(&label.path);
    write!(out, "Place {} of {}: {path}, line {}", slot + 1, shown.labels.len(), label.line)?;
    match (label.exact, label.line == label.end_line) {
        (false, _) if label.article != *label.path => {
            write!(out, ", article {}", brief(&label.article, 80))?;
        }
        (false, _) => {}
        (true, true) if label.column + 1 >= label.end_column => write!(out, ", column {}", label.column)?,
        (true, true) => write!(out, ", columns {} to {}", label.column, label.end_column - 1)?,
        (true, false) => {
            write!(
                out,
                ", column {}, to line {}, column {}",
                label.column, label.end_line, label.end_column
            )?;
        }
    }
    let (words, says) = (brief(label.said.trim(), 80), told::words(label));
    match words.is_empty() || label.dates || says.starts_with(&*words) {
        true => writeln!(out, ": {says}.")?,
        false => writeln!(out, ": “{words}”, {says}.")?,
    }
    let on = |passage: &&Snippet| passage.marks.iter().any(|(of, _)| *of == slot);
    let first = |passage: &Snippet| passage.marks.iter().map(|(of, _)| *of).min();
    match shown.passages.iter().find(on) {
        Some(passage) if first(passage) == Some(slot) => {
            writeln!(out, "There it reads: {}", passage.text.trim())
        }
        // It has just been read.
        _ => Ok(()),
    }
}
