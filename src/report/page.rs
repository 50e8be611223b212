//! What `dateline explain` prints: a rule's page, from its file.

use super::excerpt::one_line;
use crate::rules::example::Expect;
use crate::rules::file::{Rule, RuleKind};
use crate::rules::finding::{Confidence, Severity};
use std::fmt::Write as _;
use std::io::{self, Write};

/// A rule as its page shows it.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Its name.
    pub id: &'a str,
    /// What it finds, in a few words.
    pub title: &'a str,
    /// Why that is a problem.
    pub why: &'a str,
    /// How loud its findings are by default.
    pub severity: Severity,
    /// How sure they are.
    pub confidence: Confidence,
    /// Its policy, where it has one: `state`, `eternal`, `rising` …
    pub policy: Option<&'static str>,
    /// What it finds and what it leaves alone.
    pub examples: Vec<Example<'a>>,
}

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// What it shows.
    pub name: &'a str,
    /// What is expected of the rule: `clash`, `stale`, `undated`, `update`, or `quiet`.
    pub expect: &'a str,
    /// The words that are to be labelled.
    pub labels: Vec<&'a str>,
    /// When each article was published, as far as the example says, and its text.
    pub articles: Vec<(Option<String>, &'a str)>,
}

impl<'a> From<&'a Rule> for Page<'a> {
    fn from(rule: &'a Rule) -> Self {
        let policy = match &rule.kind {
            RuleKind::Family { policy, .. } => Some(policy.name()),
            RuleKind::BuiltIn(_) | RuleKind::Relations(_) => None,
        };
        let examples = rule.examples.iter().map(|example| {
            let (expect, labels) = match &example.expect {
                Expect::Quiet => ("quiet", Vec::new()),
                Expect::Found(outcome, words) => (outcome.name(), words.iter().map(String::as_str).collect()),
            };
            let articles = example.articles.iter().map(|a| (a.published.clone(), a.text.as_str())).collect();
            Example { name: &example.name, expect, labels, articles }
        });
        Page {
            id: &rule.id,
            title: &rule.title,
            why: &rule.why,
            severity: rule.severity,
            confidence: rule.confidence,
            policy,
            examples: examples.collect(),
        }
    }
}

/// Writes a rule's page, wrapped at `width` columns.
///
/// # Errors
///
/// What `out` answers.
pub fn write(page: &Page<'_>, color: bool, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim, plain) = if color { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    writeln!(out, "{bold}{}{plain}: {}", page.id, page.title)?;
    write!(out, "{dim}{}, {} confidence", page.severity.name(), page.confidence.name())?;
    if let Some(policy) = page.policy {
        write!(out, ", policy {policy}")?;
    }
    writeln!(out, "{plain}\n")?;
    wrapped(page.why, "", width, out)?;
    for example in &page.examples {
        writeln!(out, "\n{bold}{}{plain}", example.name)?;
        for (published, text) in &example.articles {
            let published = published.as_deref().unwrap_or("undated");
            writeln!(out, "  {dim}{published}{plain}")?;
            wrapped(text, "    ", width, out)?;
        }
        let labels: Vec<String> =
            example.labels.iter().map(|words| format!("“{}”", one_line(words))).collect();
        match labels.is_empty() {
            true => writeln!(out, "  → {}", example.expect)?,
            false => writeln!(out, "  → {}: {}", example.expect, labels.join(", "))?,
        }
    }
    Ok(())
}

/// A rule's page in Markdown. `why` is Markdown already, as rules are written; examples are quoted as they are.
pub fn markdown(page: &Page<'_>) -> String {
    let mut text = format!("# {}\n\n{}\n\n", page.id, one_line(page.title));
    let policy = page.policy.map_or_else(String::new, |policy| format!(", policy {policy}"));
    let _ = writeln!(text, "{}, {} confidence{policy}\n", page.severity.name(), page.confidence.name());
    let _ = writeln!(text, "{}", page.why.trim());
    for example in &page.examples {
        let _ = writeln!(text, "\n## Example: {}\n", one_line(example.name));
        for (published, article) in &example.articles {
            let _ = writeln!(text, "{}\n", published.as_deref().unwrap_or("undated"));
            // Indented by four, it is code, and nothing in it is markup.
            for line in article.trim().lines() {
                let _ = writeln!(text, "    {}", one_line(line));
            }
            let _ = writeln!(text);
        }
        let labels: Vec<String> =
            example.labels.iter().map(|words| format!("“{}”", one_line(words))).collect();
        let _ = match labels.is_empty() {
            true => writeln!(text, "→ {}", example.expect),
            false => writeln!(text, "→ {}: {}", example.expect, labels.join(", ")),
        };
    }
    text
}

/// Words in lines of at most `width` characters; an empty line of the text stays one.
fn wrapped(text: &str, indent: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (i, paragraph) in text.trim().split("\n\n").enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let word = one_line(word);
            let long = indent.len() + line.chars().count() + word.chars().count() + 1;
            if !line.is_empty() && long > width {
                writeln!(out, "{indent}{line}")?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        if !line.is_empty() {
            writeln!(out, "{indent}{line}")?;
        }
    }
    Ok(())
}
