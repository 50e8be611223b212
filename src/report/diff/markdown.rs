//! The `markdown` format, for a comment on a pull request: what was is struck out, what is stands in bold.

use super::terminal::sentence;
use super::{DiffView, ShownLone, ShownPassage, Word};
use crate::facts::versions::ChangeKind;
use crate::report::excerpt::brief;
use crate::report::markup::inline;
use std::io::{self, Write};

/// Writes a comparison as Markdown.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &DiffView, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}.", sentence(&view.summary))?;
    for article in &view.articles {
        let (old, new) = (article.old.place(), article.new.place());
        match old == new {
            true => writeln!(out, "\n### {}\n", inline(&new))?,
            false => writeln!(out, "\n### {} → {}\n", inline(&old), inline(&new))?,
        }
        if let Some(dates) = article.redating() {
            writeln!(out, "- publication date: {}", inline(&dates))?;
        }
        for change in &article.changes {
            let kind = match (change.kind, &change.rule) {
                (ChangeKind::Figure, _) | (_, None) => "figure changed".to_owned(),
                (kind, Some(rule)) => format!("{} {}", kind.name(), inline(rule)),
            };
            let noted = if change.noted { " (a note of correction names the old value)" } else { "" };
            writeln!(out, "- **{kind}**: {}{noted}", inline(&brief(&change.title, 400)))?;
            for (passage, name, mark) in [(&change.before, "old", "~~"), (&change.after, "new", "**")] {
                if let Some(passage) = passage {
                    writeln!(out, "  - {name}, line {}: {}", passage.line, words(passage, mark))?;
                }
            }
        }
    }
    for (lone, what) in [(&view.added, "Added"), (&view.removed, "Removed")] {
        if !lone.is_empty() {
            writeln!(out, "\n### {what}\n")?;
        }
        for ShownLone { version, facts } in lone {
            let facts = if *facts == 1 { "1 fact".to_owned() } else { format!("{facts} facts") };
            writeln!(out, "- {} ({facts})", inline(&version.place()))?;
        }
    }
    Ok(())
}

fn words(passage: &ShownPassage, mark: &str) -> String {
    let word = |word: &Word| {
        let text = inline(&word.text);
        match word.marked {
            true => format!("{mark}{text}{mark}"),
            false => text,
        }
    };
    let words: String = passage.words.iter().map(word).collect();
    // White space at the end of a line is a line break in Markdown.
    words.trim().to_owned()
}
