//! `publication-date`: an article says in two places when it was published, and the places differ.

use super::{CheckRule, days};
use crate::dating::DateEvidence;
use crate::facts::attribute::{Card, Site};
use crate::rules::finding::{Evidence, Finding};
use crate::span::{Raw, Span};

/// Clues to one article's publication date that do not allow the same day, as `dating` gives them: the better clue
/// of each pair first. Pairs without words to show (a file's name, a field of a container) label the start.
pub fn publication_date(rule: &CheckRule, card: &Card, conflicts: &[(DateEvidence, DateEvidence)]) -> Vec<Finding> {
    // One finding an article: the best clue against all that differ from it, else the first pair.
    let Some((best, first)) = conflicts.first() else { return Vec::new() };
    let others = conflicts.iter().filter(|(b, _)| b == best).map(|(_, other)| other);
    let side = |clue: &DateEvidence| Evidence {
        site: Site { article: card.id, span: clue.span.unwrap_or(Span::<Raw>::new(0, 0)) },
        value: days(&clue.when),
        note: format!("published {} {}", days(&clue.when), source(clue)),
    };
    let mut sides: Vec<Evidence> = std::iter::once(side(best)).chain(others.map(side)).collect();
    sides.dedup_by(|a, b| a.site == b.site);
    // Inside one article the later in the text is the primary side.
    sides.sort_by_key(|e| std::cmp::Reverse(e.site.span.start));
    let here = sides.remove(0);
    let message = format!("the article is dated {} {} and {} {}", days(&best.when), source(best), days(&first.when), source(first));
    let help = format!("{} is taken; if that is wrong, correct the {}", days(&best.when), kind(best));
    vec![rule.finding(here, sides, message, help)]
}

fn source(clue: &DateEvidence) -> String {
    format!("by its {}", kind(clue))
}

fn kind(clue: &DateEvidence) -> &'static str {
    use crate::corpus::ClueKind;
    match clue.kind {
        ClueKind::Field => "metadata",
        ClueKind::Header => "header",
        ClueKind::DateLine => "date line",
        ClueKind::Byline => "byline",
        ClueKind::Dateline => "dateline",
        ClueKind::FileName => "file name",
        ClueKind::Lead => "lead",
        ClueKind::Copyright => "copyright line",
    }
}
