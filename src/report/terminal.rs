//! The `full` format: every finding with all its places in their surroundings, drawn by miette.
//!
//! miette draws one source a diagnostic, and what it nests loses its carets; so a finding is drawn as one page a
//! snippet, the first with the message and the last with the help. Pages get excerpts, not files, and say for
//! themselves on which line and column they start.

use super::address::link;
use super::excerpt::{brief, one_line};
use super::fit::fit;
use super::snippet::Snippet;
use super::view::{Label, Shown, Summary, View};
use crate::facts::prose;
use crate::rules::finding::{Confidence, Severity};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};
use rayon::prelude::*;
use std::fmt;
use std::io::{self, Write};
use textwrap::{WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// Whether to colour.
    pub color: bool,
    /// Where the terminal follows links, the address of the folder that paths are relative to: `file:///srv/news/`.
    pub links: Option<&'a str>,
    /// How many columns there are.
    pub width: usize,
    /// Whether to end with the line of counts.
    pub summary: bool,
}

impl Default for Style<'_> {
    fn default() -> Self {
        Style { color: false, links: None, width: 80, summary: true }
    }
}

/// How many columns a label's words may take, and a message's: values may be of any length.
const LABEL: usize = 40;
const MESSAGE: usize = 600;

/// How many findings are drawn before the first of them is written.
const BATCH: usize = 256;

/// Draws a view.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, style: Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let corner = theme.characters.ltop;
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(1)
        // An address stays whole, even where it is wider than the screen: it is there to be followed.
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
        .without_cause_chain();
    // Drawn in parallel, a handful at a time, and written in order.
    for shown in view.findings.chunks(BATCH) {
        let drawn: Result<Vec<String>, fmt::Error> = shown
            .par_iter()
            .map(|shown| {
                let mut text = String::new();
                draw(shown, &handler, corner, style, &mut text)?;
                Ok(text)
            })
            .collect();
        for text in drawn.map_err(io::Error::other)? {
            writeln!(out, "{text}")?;
        }
    }
    if style.summary {
        writeln!(out, "{}", sentence(&view.summary))?;
    }
    Ok(())
}

/// How many places of a finding are drawn.
const PLACES: usize = 12;

/// The line of counts: "5 articles, 61 facts: 1 error, 3 advice".
pub fn sentence(summary: &Summary) -> String {
    let some = |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let found: Vec<String> = [
        (summary.errors, "error", "errors"),
        (summary.warnings, "warning", "warnings"),
        (summary.advice, "advice", "advice"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| some(n, one, many))
    .collect();
    let found = if found.is_empty() { "nothing to report".to_owned() } else { found.join(", ") };
    let apart: Vec<String> = [(summary.suppressed, "suppressed"), (summary.baselined, "in the baseline")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, how)| format!("{n} {how}"))
        .collect();
    let apart = if apart.is_empty() { String::new() } else { format!(" ({})", apart.join(", ")) };
    let (articles, facts) =
        (some(summary.articles, "article", "articles"), some(summary.facts, "fact", "facts"));
    format!("{articles}, {facts}: {found}{apart}")
}

fn draw(
    shown: &Shown,
    handler: &GraphicalReportHandler,
    corner: char,
    style: Style<'_>,
    text: &mut String,
) -> fmt::Result {
    let sure = match shown.confidence {
        Confidence::High => "",
        Confidence::Medium => " (medium confidence)",
        Confidence::Low => " (low confidence)",
    };
    let known = if shown.apart.is_some() { " (in the baseline)" } else { "" };
    let severity = shown.severity.name();
    let mut help = brief(&shown.help, MESSAGE).into_owned();
    if shown.snippets.is_empty() {
        // What cannot be opened any more is named at least.
        for label in &shown.labels {
            let place = format!("{}:{}: {}", one_line(&label.path), label.line, says(label, style.width));
            help = if help.is_empty() { place } else { format!("{help}\n{place}") };
        }
    }
    if let Some(reference) = &shown.reference {
        let from = reference.from.map_or_else(String::new, |day| format!(" from {}", prose::day(day)));
        let known = format!("known: {}{from} ({})", one_line(&reference.value), one_line(&reference.source));
        help = if help.is_empty() { known } else { format!("{help}\n{known}") };
    }
    let pages = shown.snippets.len().clamp(1, PLACES);
    if let Some(more) = shown.snippets.len().checked_sub(PLACES).filter(|&more| more > 0) {
        help = format!("{help}\n{more} more places are not shown here; `--format json` has them all");
    }
    let says =
        |slot: usize| shown.labels.get(slot).map_or_else(String::new, |label| says(label, style.width));
    for number in 0..pages {
        let snippet =
            shown.snippets.get(number).map(|snippet| fit(snippet, &|slot| says(slot).width(), style.width));
        let page = Page {
            message: if number == 0 { brief(&shown.message, MESSAGE).into_owned() } else { String::new() },
            code: (number == 0).then(|| format!("{severity}[{}]{sure}{known}", one_line(&shown.rule))),
            severity: shown.severity,
            help: (number + 1 == pages && !help.is_empty()).then_some(help.as_str()),
            labels: snippet.as_ref().map_or_else(Vec::new, |snippet| labels(snippet, &says)),
            excerpt: snippet.map(|snippet| Excerpt::new(snippet, style.links)),
        };
        if number == 0 {
            handler.render_report(text, &page)?;
        } else {
            // Without a message of its own a page starts at its snippet.
            let mut drawn = String::new();
            handler.render_report(&mut drawn, &page)?;
            let from = drawn.find(corner).map_or(0, |at| drawn[..at].rfind('\n').map_or(0, |end| end + 1));
            text.push_str(&drawn[from..]);
        }
    }
    Ok(())
}

/// The words at a label.
fn says(label: &Label, width: usize) -> String {
    label.told(&label.published.in_figures(), LABEL.min(width / 3))
}

fn labels(snippet: &Snippet, says: &dyn Fn(usize) -> String) -> Vec<LabeledSpan> {
    let first = snippet.marks.iter().map(|(slot, _)| *slot).min();
    // The same said twice of the same words is said once.
    let repeats = |i: usize| {
        snippet.marks[..i]
            .iter()
            .any(|mark| mark.1 == snippet.marks[i].1 && says(mark.0) == says(snippet.marks[i].0))
    };
    let marks = snippet.marks.iter().enumerate().filter(|(i, _)| !repeats(*i)).map(|(_, mark)| mark);
    marks
        .map(|(slot, at)| {
            let words = Some(says(*slot)).filter(|words| !words.is_empty());
            let span = at.start..at.end;
            if Some(*slot) == first {
                LabeledSpan::new_primary_with_span(words, span)
            } else {
                LabeledSpan::new_with_span(words, span)
            }
        })
        .collect()
}

/// A snippet with what stands over and under it.
struct Page<'a> {
    message: String,
    code: Option<String>,
    severity: Severity,
    help: Option<&'a str>,
    excerpt: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Page<'_> {}

impl Diagnostic for Page<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.code.as_ref().map(|code| Box::new(code) as _)
    }
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as _)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A snippet as miette reads it: asked for context, it gives all its lines; asked for a label alone, the place in the
/// file that belongs over the snippet.
#[derive(Debug)]
struct Excerpt {
    snippet: Snippet,
    path: String,
}

impl Excerpt {
    fn new(snippet: Snippet, links: Option<&str>) -> Self {
        let path = link(&one_line(&snippet.path), &snippet.path, links).into_owned();
        Excerpt { snippet, path }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = &self.snippet.text;
        let (line, column) = match before {
            0 => (self.snippet.line, self.snippet.column),
            _ => (self.snippet.first_line, 1),
        };
        let contents = MietteSpanContents::new_named(
            self.path.clone(),
            text.as_bytes(),
            (0, text.len()).into(),
            (line as usize).saturating_sub(1),
            (column as usize).saturating_sub(1),
            text.lines().count(),
        );
        Ok(Box::new(contents))
    }
}
