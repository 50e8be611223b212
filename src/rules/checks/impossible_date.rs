//! `impossible-date`: a day that its month does not have.

use super::{CheckRule, ReadArticle, month_name};
use crate::rules::finding::{Evidence, Finding};
use jiff::civil::Date;

/// Dates that are on no calendar: "June 31", "February 29, 2023".
pub fn impossible_date(rule: &CheckRule, article: &ReadArticle) -> Vec<Finding> {
    let written = article
        .timexes
        .iter()
        .filter(|mark| !may_count(article, mark.tokens.end))
        .filter_map(|mark| mark.what.written.map(|w| (mark.span, w)));
    let judge = |(span, date): (_, crate::dating::Written)| {
        let (month, day) = (date.month?, date.day?);
        // Without a year, February has 29 days: some year's has.
        let last = Date::new(date.year.unwrap_or(2000), month, 1).ok()?.days_in_month();
        if (1..=last).contains(&day) {
            return None;
        }
        let year = date.year.map(|y| format!(" {y}")).unwrap_or_default();
        let value =
            format!("{}-{month:02}-{day:02}", date.year.map_or("XXXX".to_owned(), |y| format!("{y:04}")));
        let here = Evidence { site: article.site(span), value, note: "no such day".to_owned() };
        let message = format!(
            "{}{year} has {last} days, so there is no {} {day}",
            month_name(month),
            month_name(month)
        );
        Some(rule.finding(here, Vec::new(), message, "correct the day, the month or the year".to_owned()))
    };
    written.filter_map(judge).collect()
}

/// Letters from which on a word in -s is hardly "was" or "its".
const LONG: usize = 5;

/// Whether the word behind a day may be what its number counts: "by the end of June 31 families had left".
fn may_count(article: &ReadArticle, after: u32) -> bool {
    let word = article.clean.tokens.get(after as usize).map_or("", |t| t.span.cut(&article.clean.text));
    word.len() >= LONG && word.ends_with('s') && word.bytes().all(|b| b.is_ascii_lowercase())
}
