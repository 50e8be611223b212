//! The `markdown` format: for a comment on a pull request or the summary of a step. The most severe come first, and
//! what does not fit into a comment is counted.

use super::excerpt::{brief, one_line};
use super::markup::{code, inline};
use super::terminal::sentence;
use super::told;
use super::view::{Shown, View};
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
    let places = told::places(shown);
    for place in places.iter().take(PLACES) {
        let label = place.label;
        let when = match (label.published.is_known(), &label.apart) {
            (true, Some(apart)) => format!("published {}, {apart}", label.published.in_words()),
            (true, None) => format!("published {}", label.published.in_words()),
            (false, _) => label.published.in_words(),
        };
        let _ = writeln!(text, "- {}, {when}: {}", code(&told::place(label)), words(place));
    }
    if let Some(more) = places.len().checked_sub(PLACES).filter(|&more| more > 0) {
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
fn words(place: &told::Place<'_>) -> String {
    let Some(passage) = place.passage else { return inline(&brief(&place.label.says(), 80)) };
    let (mut text, mut at) = (String::new(), 0);
    let mut marks: Vec<_> = passage.marks.iter().map(|(_, mark)| mark.clone()).collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    for mark in marks {
        let words = &passage.text[mark.clone()];
        // Emphasis ends at words, not at blanks; and marks may overlap.
        if mark.start >= at && !words.is_empty() && words.trim() == words {
            let _ = write!(text, "{}**{}**", inline(&passage.text[at..mark.start]), inline(words));
            at = mark.end;
        }
    }
    text.push_str(&inline(&passage.text[at..]));
    text.trim().to_owned()
}
