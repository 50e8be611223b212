//! `weekday`: a date is given with a weekday that it does not fall on.

use super::{CheckRule, ReadArticle};
use crate::dating::{Timex, Written};
use crate::grammar::Mark;
use crate::rules::finding::{Confidence, Evidence, Finding, Severity};
use crate::span::{Clean, Span};
use jiff::civil::{Date, Weekday};

/// Without a year, a date further from publication than this may be of another year.
const HALF_YEAR_DAYS: i64 = 183;
/// A date so close to publication is of that year, also where the weekday would fit another year's.
const NEAR_DAYS: i64 = 31;

/// Dates whose weekday is another than the one written with them.
///
/// With a year the calendar decides. Without one the year is that of the date nearest to the day of publication; an
/// article that is not dated to the day yields nothing, nor does a date whose weekday fits the year before or after,
/// unless it lies within a month of publication: then the finding is of low confidence.
pub fn weekday(rule: &CheckRule, article: &ReadArticle) -> Vec<Finding> {
    article.timexes.iter().filter_map(|mark| judge(rule, article, mark)).collect()
}

fn judge(rule: &CheckRule, article: &ReadArticle, mark: &Mark<Timex>) -> Option<Finding> {
    let Written { year, month: Some(month), day: Some(day), weekday: Some((weekday, at)), .. } =
        mark.what.written?
    else {
        return None;
    };
    let (date, confidence) = match year {
        Some(year) => {
            let date = Date::new(year, month, day).ok().filter(|d| d.weekday() != weekday)?;
            if is_julian(date, weekday) {
                return None;
            }
            (date, rule.confidence)
        }
        None => nearest(article.card.published.day()?, month, day, weekday)?,
    };
    let inferred = year.is_none();
    let here = Evidence { site: article.site(at), value: name(weekday).to_owned(), note: String::new() };
    let words = without(article, mark.span, at);
    let note = format!("a {}", name(date.weekday()));
    let mut there = vec![Evidence { site: article.site(words), value: date.to_string(), note }];
    if inferred {
        there.extend(article.publication());
    }
    let message =
        format!("{} is a {}, not a {}", date.strftime("%B %-d, %Y"), name(date.weekday()), name(weekday));
    let near = closest(date, weekday);
    let help = format!(
        "the {} nearest to it is {}; one of the two is wrong",
        name(weekday),
        near.strftime("%B %-d, %Y")
    );
    let mut finding = rule.finding(here, there, message, help);
    finding.confidence = confidence.min(rule.confidence);
    if inferred {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    Some(finding)
}

/// Whether a date is older than the calendar of today, or has that weekday in the one before, which Greece was the last to
/// give up, in 1923.
fn is_julian(date: Date, weekday: Weekday) -> bool {
    const GREGORIAN: Date = Date::constant(1582, 10, 15);
    const LAST: Date = Date::constant(1923, 3, 1);
    let century = i32::from(if date.month() > 2 { date.year() } else { date.year() - 1 }) / 100;
    let behind = century - century / 4 - 2;
    let fits = || date.checked_add(jiff::Span::new().days(behind)).is_ok_and(|d| d.weekday() == weekday);
    date < GREGORIAN || (date < LAST && fits())
}

/// The date nearest to publication, where it is not on that weekday and no other year explains the weekday.
fn nearest(published: Date, month: i8, day: i8, weekday: Weekday) -> Option<(Date, Confidence)> {
    let years = [published.year() - 1, published.year(), published.year() + 1];
    let away = |date: &Date| date.duration_since(published).as_hours() / 24;
    let date = years.iter().filter_map(|&y| Date::new(y, month, day).ok()).min_by_key(|d| away(d).abs())?;
    if date.weekday() == weekday || away(&date).abs() > HALF_YEAR_DAYS {
        return None;
    }
    let other_year = [date.year() - 1, date.year() + 1];
    let fits = other_year.iter().any(|&y| Date::new(y, month, day).is_ok_and(|d| d.weekday() == weekday));
    match fits {
        false => Some((date, Confidence::Medium)),
        true => (away(&date).abs() <= NEAR_DAYS).then_some((date, Confidence::Low)),
    }
}

/// The day of that weekday that is nearest to a date.
fn closest(date: Date, weekday: Weekday) -> Date {
    let ahead = weekday.since(date.weekday());
    date.saturating_add(jiff::Span::new().days(if ahead > 3 { ahead - 7 } else { ahead }))
}

/// The words of a date without its weekday and what stands between the two.
fn without(article: &ReadArticle, whole: Span<Clean>, weekday: Span<Clean>) -> Span<Clean> {
    let left: Span<Clean> = if weekday.start > whole.start {
        Span::new(whole.start, weekday.start)
    } else {
        Span::new(weekday.end, whole.end)
    };
    let text = left.cut(&article.clean.text);
    let kept = text.trim_matches(|c: char| !c.is_alphanumeric());
    let Some(skipped) = text.find(kept).filter(|_| !kept.is_empty()) else { return whole };
    let start = left.range().start + skipped;
    Span::of(start..start + kept.len())
}

/// The English name.
fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
