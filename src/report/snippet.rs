//! The surroundings of a finding's labels in one article, as few and short lines as tell the story.

use super::excerpt::{self, Line};
use super::locate::Locator;
use super::view::{Field, Label, field};
use crate::corpus::Article;
use std::ops::Range;
use std::sync::Arc;

/// A few short lines of one article, safe to print, with the labels on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The file's path, as it is shown.
    pub path: Arc<str>,
    /// The line of the first of its labels.
    pub line: u32,
    /// The column of the first of its labels.
    pub column: u32,
    /// The line that the text starts with.
    pub first_line: u32,
    /// The text, lines separated by LF.
    pub text: String,
    /// The labels on it: the place in [`Shown::labels`](super::Shown::labels), and the bytes of `text`.
    pub marks: Vec<(usize, Range<usize>)>,
}

/// The snippets of one finding's labels, each with its number, in one article.
pub(super) fn snippets(article: &Article, labels: &[(usize, Label)]) -> Vec<Snippet> {
    let mut snippets = Vec::new();
    for part in [Field::Text, Field::Title] {
        let mut labels: Vec<&(usize, Label)> =
            labels.iter().filter(|(_, label)| label.field == part).collect();
        labels.sort_by_key(|(slot, label)| (label.start, label.end, *slot));
        let offset = if part == Field::Title { article.title_from.unwrap_or(0) } else { 0 };
        let (source, ..) = field(article, offset);
        // In a container all labels are on one line of the file, and the lines of the text have no number in it.
        let contained = article.line.is_some();
        let mut own = contained.then(|| Locator::new(source));
        let ranges: Vec<(usize, Range<usize>, u32)> = labels
            .iter()
            .enumerate()
            .map(|(i, (_, l))| {
                let line = own.as_mut().map_or(l.line, |own| own.place(l.start).line);
                (i, l.start as usize..l.end as usize, line)
            })
            .collect();
        let mut rows: Vec<(u32, Line)> = Vec::new();
        for mut line in excerpt::lines(source, &ranges) {
            let number = line.marks.first().map_or(1, |(i, _)| labels[*i].1.line);
            for mark in &mut line.marks {
                mark.0 = labels[mark.0].0;
            }
            let follows = !contained
                && rows.last().is_some_and(|(last, row)| {
                    *last + 1 == number && !(row.whole && excerpt::crosses_lines(source, row.source.clone()))
                });
            if !follows && !rows.is_empty() {
                snippets.push(assemble(source, std::mem::take(&mut rows), contained, &labels));
            }
            rows.push((number, line));
        }
        if !rows.is_empty() {
            snippets.push(assemble(source, rows, contained, &labels));
        }
    }
    snippets
}

fn assemble(
    source: &str,
    mut rows: Vec<(u32, Line)>,
    contained: bool,
    labels: &[&(usize, Label)],
) -> Snippet {
    // A short line beside a short line is worth showing: a headline, lines broken by hand. Whole paragraphs are not.
    if !contained {
        if let Some((number, row)) = rows.first()
            && row.whole
            && *number > 1
            && let Some(before) = excerpt::short_line(source, row.source.start, false)
        {
            rows.insert(0, (number - 1, before));
        }
        if let Some((number, row)) = rows.last()
            && row.whole
            && !excerpt::crosses_lines(source, row.source.clone())
            && let Some(after) = excerpt::short_line(source, row.source.end, true)
        {
            rows.push((number + 1, after));
        }
    }
    let mut snippet = Snippet {
        path: Arc::from(""),
        line: 1,
        column: 1,
        first_line: rows.first().map_or(1, |(number, _)| *number),
        text: String::new(),
        marks: Vec::new(),
    };
    for (i, (_, row)) in rows.into_iter().enumerate() {
        if i > 0 {
            snippet.text.push('\n');
        }
        let base = snippet.text.len();
        snippet.text.push_str(&row.text);
        snippet.marks.extend(row.marks.into_iter().map(|(slot, at)| (slot, at.start + base..at.end + base)));
    }
    let first = snippet.marks.iter().map(|(slot, _)| *slot).min();
    if let Some((_, label)) = labels.iter().find(|(slot, _)| Some(*slot) == first) {
        (snippet.path, snippet.line, snippet.column) = (label.path.clone(), label.line, label.column);
    }
    snippet
}
