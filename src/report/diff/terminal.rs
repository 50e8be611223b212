//! The `full` format: every change with both sentences, the words that differ marked as `git diff --word-diff` marks
//! them, or in colour.

use super::concise::paint;
use super::{DiffSummary, DiffView, ShownPassage, ShownVersion, Word};
use crate::facts::versions::ChangeKind;
use crate::report::excerpt::{brief, one_line};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// How wide a sentence may be to be shown whole, in columns.
const WHOLE: usize = 240;
/// To how many columns a run of a longer sentence is shortened: one that stayed, one that differs.
const KEPT: usize = 72;
const DIFFERING: usize = 240;

/// Draws a comparison; `summary` says whether to end with the line of counts.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &DiffView, color: bool, summary: bool, out: &mut dyn Write) -> io::Result<()> {
    let ink = Ink { color };
    for article in &view.articles {
        let name = |version: &ShownVersion| one_line(&version.place()).into_owned();
        writeln!(out, "{}", ink.paint("\u{1b}[1;31m", &format!("--- {}", name(&article.old))))?;
        writeln!(out, "{}", ink.paint("\u{1b}[1;32m", &format!("+++ {}", name(&article.new))))?;
        if let Some(dates) = article.redating() {
            writeln!(out, "{}: {dates}", ink.paint("\u{1b}[36m", "publication date"))?;
        }
        for change in &article.changes {
            let kind = match change.kind {
                ChangeKind::Figure => "figure changed".to_owned(),
                kind => format!("{}[{}]", kind.name(), change.rule.as_deref().map_or("", |r| r)),
            };
            let noted = if change.noted { " (a note of correction names the old value)" } else { "" };
            let kind = ink.paint(paint(change.kind), &one_line(&kind));
            writeln!(out, "\n{kind} {}{noted}", brief(&change.title, 400))?;
            let lines = [&change.before, &change.after].map(|p| p.as_ref().map_or(0, |p| p.line));
            let width = lines.into_iter().max().unwrap_or(0).to_string().len();
            for (passage, old) in [(&change.before, true), (&change.after, false)] {
                if let Some(passage) = passage {
                    writeln!(out, "{}", ink.passage(passage, old, width))?;
                }
            }
        }
        writeln!(out)?;
    }
    for (lone, word) in [(&view.added, "added"), (&view.removed, "removed")] {
        for lone in lone {
            let facts = count(lone.facts, "fact", "facts");
            let word = ink.paint(if word == "added" { "\u{1b}[32m" } else { "\u{1b}[31m" }, word);
            writeln!(out, "{word} {} ({facts})", one_line(&lone.version.place()))?;
        }
    }
    if summary {
        writeln!(out, "{}", sentence(&view.summary))?;
    }
    Ok(())
}

fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The line of counts: "2 articles compared: 1 fact changed, 1 appeared; 1 figure changed".
pub fn sentence(summary: &DiffSummary) -> String {
    let facts: Vec<String> =
        [(summary.changed, "changed"), (summary.appeared, "appeared"), (summary.vanished, "vanished")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .enumerate()
            .map(|(i, (n, what))| match i {
                0 => format!("{} {what}", count(n, "fact", "facts")),
                _ => format!("{n} {what}"),
            })
            .collect();
    let mut parts = vec![if facts.is_empty() { "no fact changed".to_owned() } else { facts.join(", ") }];
    for (n, one, many, what) in [
        (summary.figures, "other figure", "other figures", "changed"),
        (summary.published, "publication date", "publication dates", "changed"),
        (summary.added, "article", "articles", "added"),
        (summary.removed, "article", "articles", "removed"),
    ] {
        if n > 0 {
            parts.push(format!("{} {what}", count(n, one, many)));
        }
    }
    format!("{} compared: {}", count(summary.articles, "article", "articles"), parts.join("; "))
}

#[derive(Clone, Copy)]
struct Ink {
    color: bool,
}

impl Ink {
    fn paint(self, paint: &str, words: &str) -> String {
        match self.color {
            true => format!("{paint}{words}\u{1b}[0m"),
            false => words.to_owned(),
        }
    }

    fn passage(self, passage: &ShownPassage, old: bool, width: usize) -> String {
        let (sign, line_paint, word_paint) =
            if old { ('-', "\u{1b}[31m", "\u{1b}[1;4;31m") } else { ('+', "\u{1b}[32m", "\u{1b}[1;4;32m") };
        let long = passage.words.iter().map(|w| one_line(&w.text).width()).sum::<usize>() > WHOLE;
        let word = |word: &Word| {
            let most = if word.marked { DIFFERING } else { KEPT };
            let text = if long { brief(&word.text, most) } else { one_line(&word.text) };
            match (word.marked, self.color, old) {
                (false, ..) => text.into_owned(),
                (true, true, _) => self.paint(word_paint, &text),
                (true, false, true) => format!("[-{text}-]"),
                (true, false, false) => format!("{{+{text}+}}"),
            }
        };
        let words: String = passage.words.iter().map(word).collect();
        format!("{} {words}", self.paint(line_paint, &format!("{sign} {:>width$} │", passage.line)))
    }
}
