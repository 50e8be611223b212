//! A change a line: `path:line:column: changed rule: subject: old → new (was at path:line:column)`.

use super::{DiffView, ShownChange, ShownLone, ShownVersion, Side};
use crate::facts::versions::ChangeKind;
use crate::report::excerpt::{brief, one_line};
use std::io::{self, Write};

/// Writes a comparison, a line a change.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &DiffView, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let painted = |words: &str, paint: &str| match color {
        true => format!("{paint}{words}\u{1b}[0m"),
        false => words.to_owned(),
    };
    for article in &view.articles {
        if let Some(dates) = article.redating() {
            let place = format!("{}:{}:1", one_line(&article.new.path), article.new.line.unwrap_or(1));
            writeln!(out, "{place}: {}: {dates}", painted("published", "\u{1b}[36m"))?;
        }
        for change in &article.changes {
            let kind = painted(change.kind.name(), paint(change.kind));
            writeln!(out, "{}", line(change, &article.old, &article.new, &kind))?;
        }
    }
    for (lone, word, paint) in
        [(&view.added, "added", "\u{1b}[32m"), (&view.removed, "removed", "\u{1b}[31m")]
    {
        for ShownLone { version, facts } in lone {
            let place = format!("{}:{}:1", one_line(&version.path), version.line.unwrap_or(1));
            let facts = if *facts == 1 { "1 fact".to_owned() } else { format!("{facts} facts") };
            writeln!(out, "{place}: {}: {facts}", painted(word, paint))?;
        }
    }
    Ok(())
}

pub(super) fn paint(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Changed => "\u{1b}[33m",
        ChangeKind::Appeared => "\u{1b}[32m",
        ChangeKind::Vanished => "\u{1b}[31m",
        ChangeKind::Figure => "\u{1b}[36m",
    }
}

fn line(change: &ShownChange, old: &ShownVersion, new: &ShownVersion, kind: &str) -> String {
    let at = |version: &ShownVersion, side: &Side| {
        format!("{}:{}:{}", one_line(&version.path), side.place.line, side.place.column)
    };
    let (place, was) = match (&change.old, &change.new) {
        (Some(before), Some(after)) => (at(new, after), format!(" (was at {})", at(old, before))),
        (None, Some(after)) => (at(new, after), String::new()),
        (Some(before), None) => (at(old, before), String::new()),
        (None, None) => (one_line(&new.path).into_owned(), String::new()),
    };
    let rule = change.rule.as_ref().map_or_else(String::new, |rule| format!(" {}", one_line(rule)));
    let noted = if change.noted { ", noted" } else { "" };
    format!("{place}: {kind}{rule}: {}{was}{noted}", brief(&change.title, 400))
}
