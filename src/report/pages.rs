//! The pages of many rules: as JSON, as text, as a folder of Markdown with an index. Each page is the one that
//! [`super::page`] makes of a rule's file.

use super::escaped;
use super::excerpt::one_line;
use super::page::{self, Page};
use crate::rules::finding::{Confidence, Severity};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

#[derive(Serialize)]
struct PageLine<'a> {
    id: &'a str,
    title: &'a str,
    why: &'a str,
    severity: Severity,
    confidence: Confidence,
    policy: Option<&'a str>,
    examples: Vec<ExampleLine<'a>>,
}

#[derive(Serialize)]
struct ExampleLine<'a> {
    name: &'a str,
    expect: &'a str,
    labels: &'a [&'a str],
    articles: Vec<ArticleLine<'a>>,
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    published: Option<&'a str>,
    text: &'a str,
}

fn line<'a>(page: &'a Page<'a>) -> PageLine<'a> {
    let examples = page.examples.iter().map(|example| {
        let articles = example.articles.iter();
        let articles =
            articles.map(|(published, text)| ArticleLine { published: published.as_deref(), text });
        ExampleLine {
            name: example.name,
            expect: example.expect,
            labels: &example.labels,
            articles: articles.collect(),
        }
    });
    PageLine {
        id: page.id,
        title: page.title,
        why: page.why,
        severity: page.severity,
        confidence: page.confidence,
        policy: page.policy,
        examples: examples.collect(),
    }
}

/// Writes a page as a JSON object.
///
/// # Errors
///
/// What `out` answers.
pub fn write_json(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    escaped::write_pretty(&line(page), out)
}

/// Writes pages as one JSON array.
///
/// # Errors
///
/// What `out` answers.
pub fn write_json_all(pages: &[Page<'_>], out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<PageLine<'_>> = pages.iter().map(line).collect();
    escaped::write_pretty(&lines, out)
}

/// A folder of Markdown: the name and the text of each file, `index.md` first. The same rules give the same bytes.
pub fn folder(pages: &[Page<'_>]) -> Vec<(String, String)> {
    let mut index = "# Rules\n\n| Rule | Severity | Confidence | Finds |\n|---|---|---|---|\n".to_owned();
    for page in pages {
        // What would end the cell, or begin markup.
        let title: String = one_line(page.title)
            .chars()
            .flat_map(|c| match c {
                '|' | '\\' | '<' | '`' | '*' | '_' | '[' => vec!['\\', c],
                c => vec![c],
            })
            .collect();
        let (id, severity, confidence) = (page.id, page.severity.name(), page.confidence.name());
        let _ = writeln!(index, "| [{id}]({id}.md) | {severity} | {confidence} | {title} |");
    }
    let mut files = vec![("index.md".to_owned(), index)];
    files.extend(pages.iter().map(|page| (format!("{}.md", page.id), page::markdown(page))));
    files
}
