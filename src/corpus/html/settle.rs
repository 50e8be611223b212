//! Settling what the dates of a page leave open, each by the others: in which order day and month stand, and which day a
//! time in Greenwich was at the publisher's.

use super::dates::Said;
use super::when::{self, Moment};
use super::words::Words;
use crate::corpus::{ClueKind, Stamp};
use jiff::civil::Date;

/// Settles the dates of a page in this language, on this site.
pub(super) fn settle(said: &mut [Said], language: &str, site: Option<&str>, words: &Words) {
    order(said, language, site, words);
    zones(said);
    bare_days(said);
}

/// The order of day and month, by what the page says in words elsewhere, else by the custom of its place.
fn order(said: &mut [Said], language: &str, site: Option<&str>, words: &Words) {
    let sure: Vec<Date> = said.iter().filter(|s| !s.moment.either).filter_map(|s| s.moment.date()).collect();
    let english = language.is_empty() || language.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en"));
    let country = site.and_then(|s| s.rsplit('.').next()).is_some_and(|t| t.len() == 2);
    for said in said {
        let moment = &mut said.moment;
        if !moment.either {
            continue;
        }
        let near = |m: Moment| m.date().is_some_and(|d| sure.iter().any(|s| (*s - d).get_days().abs() <= 1));
        let swapped = moment.swapped();
        let month_first = match (near(*moment), swapped.is_some_and(near)) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ if words.month_first(language) => Some(true),
            _ if !english || country => Some(false),
            _ => None,
        };
        match (month_first, swapped) {
            (Some(true), Some(swapped)) => *moment = swapped,
            (Some(_), _) if moment.date().is_some() => {}
            (_, Some(swapped)) if moment.date().is_none() => *moment = swapped,
            _ => moment.stamp = Stamp { month: None, day: None, ..moment.stamp },
        }
    }
}

/// The day at the publisher's of a time that is given in Greenwich.
fn zones(said: &mut [Said]) {
    let local = said.iter().filter_map(|s| s.moment.zone).find(|&z| z != 0);
    let days: Vec<Date> = said
        .iter()
        .filter(|s| s.kind < ClueKind::Updated && s.moment.zone != Some(0))
        .filter_map(|s| s.moment.date())
        .collect();
    for said in said {
        let moment = said.moment;
        let (Some(0), Some(clock), Some(day)) = (moment.zone, moment.clock, moment.date()) else {
            continue;
        };
        let shifted = match local {
            Some(zone) => moment.in_zone(zone),
            None if days.contains(&day) => None,
            None => {
                // West of Greenwich it may still be the day before, east of it the next one.
                let before = day.yesterday().ok().filter(|d| clock < 12 * 60 && days.contains(d));
                before.or_else(|| day.tomorrow().ok().filter(|d| clock >= 10 * 60 && days.contains(d)))
            }
        };
        if let Some(day) = shifted {
            said.moment.stamp = when::stamp(day);
        }
    }
}

/// A day without a time in the metadata is often that of Greenwich: where a time with the publisher's zone and a line or the
/// address both say the day beside it, it is that day.
fn bare_days(said: &mut [Said]) {
    let days = |wanted: fn(&&Said) -> bool| -> Vec<Date> {
        said.iter().filter(wanted).filter_map(|s| s.moment.date()).collect()
    };
    let local = days(|s| s.kind < ClueKind::Updated && s.moment.zone.is_some_and(|z| z != 0));
    let shown = days(|s| matches!(s.kind, ClueKind::Address | ClueKind::DateLine));
    for said in said {
        let moment = said.moment;
        let bare = said.kind <= ClueKind::Microdata && moment.clock.is_none() && !moment.either;
        let Some(day) = moment.date().filter(|day| bare && !local.contains(day) && !shown.contains(day))
        else {
            continue;
        };
        let beside = [day.yesterday(), day.tomorrow()].into_iter().filter_map(Result::ok);
        if let Some(day) = beside.into_iter().find(|d| local.contains(d) && shown.contains(d)) {
            said.moment.stamp = when::stamp(day);
        }
    }
}
