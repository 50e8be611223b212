//! `publication-date`: an article says in two places when it was published, and the places differ.

use super::{CheckRule, days};
use crate::corpus::ClueKind;
use crate::dating::DateEvidence;
use crate::facts::attribute::{Card, Site};
use crate::facts::prose;
use crate::rules::finding::{Confidence, Evidence, Finding};

/// Bytes from the start within which an article is dated; a date further down may be a reader's comment's, or a
/// picture's.
const HEAD: u32 = 1_500;

/// Clues to one article's publication date that do not allow the same day, as [`crate::dating::published::conflicts`]
/// gives them: the better clue of each pair first. A clue that stands outside the text (a file's name, a field of a
/// container) is told and not labelled; where no clue stands in the text there is nothing to show.
pub fn publication_date(
    rule: &CheckRule,
    card: &Card,
    conflicts: &[(DateEvidence, DateEvidence)],
) -> Vec<Finding> {
    // One finding an article: the best clue against all that differ from it.
    let Some((best, first)) = conflicts.first() else { return Vec::new() };
    let others = conflicts.iter().filter(|(b, _)| b == best).map(|(_, other)| other);
    let side = |clue: &DateEvidence| {
        let site = Site { article: card.id, span: clue.span? };
        Some(Evidence {
            site,
            value: days(&clue.when),
            note: format!("published {} by its {}", prose::days(&clue.when), kind(clue)),
        })
    };
    let mut sides: Vec<Evidence> = std::iter::once(best).chain(others).filter_map(side).collect();
    // Inside one article the later in the text is the primary side.
    sides.sort_by_key(|e| std::cmp::Reverse(e.site.span.start));
    sides.dedup_by_key(|e| e.site);
    if sides.is_empty() {
        return Vec::new();
    }
    let here = sides.remove(0);
    let message = format!(
        "the article is dated {} by its {} and {} by its {}",
        prose::days(&best.when),
        kind(best),
        prose::days(&first.when),
        kind(first)
    );
    let help = format!("{} is taken; if that is wrong, correct the {}", prose::days(&best.when), kind(best));
    // The head of a web page is as long as it likes; what readers do not see in it, they are not told loudly.
    let page = card.published.evidence.iter().any(|e| is_of_page(e.kind));
    let far = match page {
        true => is_of_page(best.kind) && is_of_page(first.kind),
        false => std::iter::once(&here).chain(&sides).any(|e| e.site.span.start > HEAD),
    };
    let mut finding = rule.finding(here, sides, message, help);
    if far || first.kind == ClueKind::Updated {
        finding.confidence = finding.confidence.min(Confidence::Low);
    }
    if page {
        finding.confidence = finding.confidence.min(Confidence::Medium);
    }
    vec![finding]
}

/// Whether a clue stands where only programs read a web page.
fn is_of_page(kind: ClueKind) -> bool {
    use ClueKind::{Address, LinkedData, Meta, Microdata, Sitemap};
    matches!(kind, LinkedData | Meta | Microdata | Sitemap | Address)
}

fn kind(clue: &DateEvidence) -> &'static str {
    match clue.kind {
        ClueKind::Field => "metadata",
        ClueKind::Header => "header",
        ClueKind::LinkedData => "linked data",
        ClueKind::Meta => "meta element",
        ClueKind::Microdata => "microdata",
        ClueKind::Sitemap => "entry in a sitemap",
        ClueKind::Address => "address",
        ClueKind::TimeElement => "time element",
        ClueKind::DateLine => "date line",
        ClueKind::Byline => "byline",
        ClueKind::Dateline => "dateline",
        ClueKind::FileName => "file name",
        ClueKind::Lead => "lead",
        ClueKind::Elsewhere => "text",
        ClueKind::Copyright => "copyright line",
        ClueKind::Updated | ClueKind::Lastmod => "date of change",
    }
}
