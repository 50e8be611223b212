//! The `markdown` format: for a comment on a pull request or the summary of a step. The most severe come first, and
//! what does not fit into a comment is counted.

use super::excerpt::{brief, one_line};
use super::terminal::sentence;
use super::told;
use super::view::{Label, Shown, View};
use crate::rules::finding::Severity;
use std::fmt::Write as _;
use std::io::{self, Write};

/// How many bytes a comment may take: GitHub takes 65,536 characters, and a reader has something to add.
const COMMENT: usize = 60_000;
/// How many places of a finding are shown.
const PLACES: usize = 12;

/// Writes a view.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("## dateline\n\n{}.\n", sentence(&view.summary));
    let (mut shown, mut full) = (0, false);
    for (severity, heading) in
        [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Advice, "Advice")]
    {
        let mut heading = Some(heading);
        for finding in view.findings.iter().filter(|finding| finding.severity == severity) {
            let part = finding_part(finding);
            full |= text.len() + part.len() > COMMENT;
            if full {
                break;
            }
            if let Some(heading) = heading.take() {
                let _ = write!(text, "\n### {heading}\n");
            }
            text.push_str(&part);
            shown += 1;
        }
    }
    if let Some(more) = view.findings.len().checked_sub(shown).filter(|&more| more > 0) {
        let _ = write!(text, "\n{more} more findings do not fit here; the format `json` has them all.\n");
    }
    if !view.notices.is_empty() {
        let _ = write!(text, "\n### Notices\n\n");
        for (number, notice) in view.notices.iter().enumerate() {
            let place = match notice.line {
                Some(line) => format!("{}:{line}", one_line(&notice.path)),
                None => one_line(&notice.path).into_owned(),
            };
            let line = format!("- {}: {}\n", code(&place), inline(&brief(&notice.message, 300)));
            if text.len() + line.len() > COMMENT + 2000 {
                let _ = writeln!(text, "- and {} more", view.notices.len() - number);
                break;
            }
            text.push_str(&line);
        }
    }
    out.write_all(text.as_bytes())
}

fn finding_part(shown: &Shown) -> String {
    let mut text = format!("\n**{}** {}\n\n", inline(&told::title(shown)), inline(&told::message(shown)));
    for (slot, label) in shown.labels.iter().enumerate().take(PLACES) {
        let _ = writeln!(
            text,
            "- {}, {}: {}",
            code(&told::place(label)),
            label.published.published(),
            passage(shown, slot, label)
        );
    }
    if let Some(more) = shown.labels.len().checked_sub(PLACES).filter(|&more| more > 0) {
        let _ = writeln!(text, "- and {more} more places");
    }
    if let Some(reference) = &shown.reference {
        let _ = writeln!(text, "- {}", inline(&told::known(reference)));
    }
    if let Some(help) = told::help(shown) {
        let _ = write!(text, "\n> {}\n", inline(&help));
    }
    text
}

/// The words in their surroundings, in bold; without surroundings, what the label says.
fn passage(shown: &Shown, slot: usize, label: &Label) -> String {
    let found = shown.snippets.iter().find_map(|snippet| {
        let (_, at) = snippet.marks.iter().find(|(of, at)| *of == slot && !at.is_empty())?;
        let start = snippet.text[..at.start].rfind('\n').map_or(0, |end| end + 1);
        let end = snippet.text[at.end..].find('\n').map_or(snippet.text.len(), |length| at.end + length);
        Some((&snippet.text[start..at.start], &snippet.text[at.clone()], &snippet.text[at.end..end]))
    });
    match found {
        // Emphasis ends at words, not at blanks.
        Some((before, words, after)) if words.trim() == words => {
            format!("{}**{}**{}", inline(before), inline(words), inline(after)).trim().to_owned()
        }
        _ => inline(&brief(&label.message, 80)),
    }
}

/// Words that Markdown takes as they are: no markup, no link, no mention, no number of an issue.
fn inline(words: &str) -> String {
    let words = one_line(words);
    let mut text = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let (before, rest) = words.split_at(at);
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' => text.extend(['\\', c]),
            // GitHub makes links of bare addresses.
            ':' if rest.starts_with("://") => text.push_str("\\:"),
            '.' if before.ends_with("www") => text.push_str("\\."),
            // Mentions and issues are looked for in what is shown, so an escape is of no use: a space without width is.
            '@' | '#' => {
                text.push(c);
                text.push_str("&#8203;");
            }
            c => text.push(c),
        }
    }
    text
}

/// A code span, whatever the words.
fn code(words: &str) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{words}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(inline("a_b *c* <b> [d](e) |"), r"a\_b \*c\* \<b\> \[d\](e) \|");
        assert_eq!(inline("https://x.example www.x.example"), r"https\://x.example www\.x.example");
        assert_eq!(inline("@desk #12"), "@&#8203;desk #&#8203;12");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
