//! Values that hold on the day of the report and may change: a change is an update, a value that comes back is stale, and
//! an event or a reference timeline says from which day on a value holds.

use super::{Bucket, eternal, meet};
use crate::facts::attribute::{Fact, Value};
use crate::facts::show;
use crate::grammar::modality::Modality;
use crate::interval::Interval;
use crate::rules::finding::{Finding, Outcome, ReferenceSide};
use crate::rules::timeline::{Step, Timeline};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Which pairs of values have been told of.
type Told = BTreeSet<(String, String)>;

fn pair(a: &Value, b: &Value) -> (String, String) {
    let (a, b) = (show::value(a), show::value(b));
    if a <= b { (a, b) } else { (b, a) }
}

pub(super) fn judge(bucket: &Bucket<'_>, returns: bool, findings: &mut Vec<Finding>) {
    let mut told = Told::new();
    inside_articles(bucket, &mut told, findings);
    let (events, reports): (Vec<&Fact>, Vec<&Fact>) =
        bucket.facts.iter().copied().partition(|f| f.modality == Modality::Event && f.since.is_some());
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    if let Some(timeline) = bucket.timeline {
        against_timeline(bucket, timeline, &reports, &mut settled, findings);
    }
    against_events(bucket, &events, &reports, &mut told, findings);
    between_days(bucket, &reports, returns, &mut told, findings);
    undated(bucket, &reports, &settled, &mut told, findings);
}

/// One article that says two values of one day.
fn inside_articles(bucket: &Bucket<'_>, told: &mut Told, findings: &mut Vec<Finding>) {
    let groups = eternal::groups(bucket);
    for (at, group) in groups.iter().enumerate() {
        for other in &groups[..at.min(64)] {
            if meet(group.value, other.value) != Some(false) {
                continue;
            }
            let mates = |f: &&&Fact| other.facts.iter().any(|g| g.site.article == f.site.article && !explained(bucket, f, g));
            if group.facts.iter().any(|f| mates(&f)) && told.insert(pair(group.value, other.value)) {
                let help = "one article says both: which is right, and on which day?".to_owned();
                findings.push(bucket.dispute(Outcome::Clash, &group.facts, &other.facts, help));
            }
        }
    }
}

/// On the day of an event, and in the report of it, the old value and the new one both hold.
fn explained(bucket: &Bucket<'_>, a: &Fact, b: &Fact) -> bool {
    let recent = |event: &Fact| {
        let Some(since) = event.since else { return false };
        event.modality == Modality::Event && bucket.day(event).is_none_or(|day| since.contains(day))
    };
    recent(a) || recent(b)
}

fn reference(timeline: &Timeline, step: Option<&Step>) -> ReferenceSide {
    ReferenceSide {
        id: timeline.id.clone(),
        value: step.map_or_else(|| "unknown".to_owned(), |s| s.value.normalize().to_string()),
        from: step.map(|s| s.from),
        source: timeline.source.clone(),
    }
}

/// Reports that the timeline allows on no day, or only on some days, of those on which they may have been published.
fn against_timeline(bucket: &Bucket<'_>, timeline: &Timeline, reports: &[&Fact], settled: &mut BTreeSet<usize>, findings: &mut Vec<Finding>) {
    for group in by_value(reports) {
        let allows = |step: &Step| meet(&Value::Amount { amount: Interval::point(step.value), unit: "".into() }, group.0) == Some(true);
        let mut wrong: Vec<(Option<&Step>, &Fact)> = Vec::new();
        for &(index, fact) in &group.1 {
            let window = bucket.published(fact);
            let (Some(first), last) = (timeline.steps.first().map(|s| s.from), timeline.checked) else { continue };
            if !window.meets(&Interval::closed(first, last)) {
                continue;
            }
            let beyond = !Interval::closed(first, last).covers(&window);
            let possible = timeline.steps.iter().enumerate().any(|(i, step)| {
                // On the day of the next step the old value still holds.
                let until = timeline.steps.get(i + 1).map_or(last, |next| next.from);
                allows(step) && window.meets(&Interval::closed(step.from, until))
            });
            settled.insert(index);
            if !possible && !beyond {
                let day = window.single().or(window.high.limit()).unwrap_or(last);
                wrong.push((timeline.on(day).last(), fact));
            } else if !window.is_bounded() && !timeline.steps.last().is_some_and(allows) {
                // Known to the undated reports: the days on which it would be right.
                settled.remove(&index);
            }
        }
        let facts: Vec<&Fact> = wrong.iter().map(|w| w.1).collect();
        if let Some((step, _)) = wrong.first() {
            let help = match step {
                Some(step) => format!("the number is {} from {} on: {}", step.value.normalize(), step.from, timeline.source),
                None => format!("see {}", timeline.source),
            };
            findings.push(bucket.against(Outcome::Clash, &facts, reference(timeline, *step), help));
        }
    }
}

/// Reports by value, each with its place among the reports.
fn by_value<'a>(reports: &[&'a Fact]) -> Vec<(&'a Value, Vec<(usize, &'a Fact)>)> {
    let mut groups: Vec<(&Value, Vec<(usize, &Fact)>)> = Vec::new();
    for (index, fact) in reports.iter().enumerate() {
        match groups.iter_mut().find(|(v, _)| **v == fact.value) {
            Some((_, facts)) => facts.push((index, fact)),
            None => groups.push((&fact.value, vec![(index, fact)])),
        }
    }
    groups
}

/// Reports, published after an event, that state less than the event brought.
fn against_events(bucket: &Bucket<'_>, events: &[&Fact], reports: &[&Fact], told: &mut Told, findings: &mut Vec<Finding>) {
    let mut events = events.to_vec();
    events.sort_by_key(|e| (e.since.and_then(|s| s.high.limit()), e.site));
    for report in reports {
        let (Some(day), None) = (bucket.day(report), bucket.timeline) else { continue };
        let before = events.partition_point(|e| e.since.and_then(|s| s.high.limit()).is_some_and(|d| d < day));
        let Some(event) = before.checked_sub(1).map(|i| events[i]) else { continue };
        let less = matches!((&report.value, &event.value),
            (Value::Amount { amount: r, unit: u }, Value::Amount { amount: e, unit: v }) if u == v && r.precedes(e));
        if less && report.site.article != event.site.article && told.insert(pair(&report.value, &event.value)) {
            let help = format!("the event of {} made it {}", event.since.map(|s| show::days(&s)).unwrap_or_default(), show::value(&event.value));
            let side: Vec<&Fact> = reports.iter().copied().filter(|r| r.value == report.value && bucket.day(r).is_some_and(|d| d >= day)).collect();
            findings.push(bucket.dispute(Outcome::Clash, &side, &[event], help));
        }
    }
}

/// Dated reports in the order of their days: the same day is a clash, a change an update, a value that returns is stale.
fn between_days(bucket: &Bucket<'_>, reports: &[&Fact], returns: bool, told: &mut Told, findings: &mut Vec<Finding>) {
    let mut dated: Vec<(Date, &Fact)> = reports.iter().filter_map(|f| Some((bucket.day(f)?, *f))).collect();
    dated.sort_by_key(|(day, f)| (*day, f.site));
    let mut history: Vec<(&Value, Vec<&Fact>)> = Vec::new();
    let mut changes: Vec<(Outcome, &Value, &Value, String)> = Vec::new();
    for day in dated.chunk_by(|a, b| a.0 == b.0) {
        for (date, fact) in day {
            let Some((current, facts)) = history.last_mut() else {
                history.push((&fact.value, vec![fact]));
                continue;
            };
            match meet(current, &fact.value) {
                Some(true) => {
                    facts.push(fact);
                    // The narrower of two values that meet says more.
                    if narrower(&fact.value, current) {
                        *current = &fact.value;
                    }
                }
                None => {}
                Some(false) => {
                    let same_day = facts.iter().any(|f| bucket.day(f) == Some(*date));
                    let returned = history.iter().rev().skip(1).any(|(v, _)| meet(v, &fact.value) == Some(true));
                    let (was, since) = history.last().map(|(v, f)| (*v, f)).unwrap_or((&fact.value, const { &Vec::new() }));
                    let last = since.last().and_then(|f| bucket.day(f));
                    let from = last.map(|d| d.to_string()).unwrap_or_default();
                    if same_day {
                        let help = format!("both are of {date}: a value that changed that day would explain it");
                        changes.push((Outcome::Clash, &fact.value, was, help));
                        continue;
                    }
                    if returned && !returns {
                        let help = format!("it had been replaced by {} by {from}; was it copied from an older text?", show::value(was));
                        changes.push((Outcome::Stale, &fact.value, was, help));
                    } else if !returned {
                        let help = format!("both hold if it changed between {from} and {date}");
                        changes.push((Outcome::Update, &fact.value, was, help));
                    }
                    history.push((&fact.value, vec![fact]));
                }
            }
        }
    }
    // Clash before stale before update, and one dispute once.
    changes.sort_by_key(|c| match c.0 {
        Outcome::Clash => 0,
        Outcome::Stale => 1,
        Outcome::Undated | Outcome::Update => 2,
    });
    let disputed = findings.iter().any(|f| f.reference.is_some() && f.outcome == Outcome::Clash);
    for (outcome, now, was, help) in changes {
        if (outcome == Outcome::Stale && disputed && bucket.timeline.is_some()) || !told.insert(pair(now, was)) {
            continue;
        }
        let side = |value: &Value| dated.iter().map(|d| d.1).filter(|f| meet(&f.value, value) == Some(true)).collect::<Vec<_>>();
        let (now, was) = (side(now), side(was));
        if let (false, false) = (now.is_empty(), was.is_empty()) {
            let help = match bucket.timeline.and_then(|t| changed_between(bucket, t, &now, &was)) {
                Some(known) if outcome == Outcome::Update => format!("{help}; {known}"),
                _ => help,
            };
            findings.push(bucket.dispute(outcome, &now, &was, help));
        }
    }
}

fn narrower(a: &Value, than: &Value) -> bool {
    match (a, than) {
        (Value::Amount { amount: a, .. }, Value::Amount { amount: b, .. }) => b.covers(a),
        (Value::Days(a), Value::Days(b)) => b.covers(a),
        _ => false,
    }
}

fn changed_between(bucket: &Bucket<'_>, timeline: &Timeline, now: &[&Fact], was: &[&Fact]) -> Option<String> {
    let to = now.iter().filter_map(|f| bucket.day(f)).max()?;
    let from = was.iter().filter_map(|f| bucket.day(f)).min()?;
    let step = timeline.steps.iter().rev().find(|s| from <= s.from && s.from <= to)?;
    Some(format!("it has been {} since {} ({})", step.value.normalize(), step.from, timeline.source))
}

/// Reports of no certain day that state a value which had been replaced, or which no dated report knows.
fn undated(bucket: &Bucket<'_>, reports: &[&Fact], settled: &BTreeSet<usize>, told: &mut Told, findings: &mut Vec<Finding>) {
    let mut dated: Vec<&Fact> = reports.iter().copied().filter(|f| bucket.day(f).is_some()).collect();
    dated.sort_by_key(|f| (bucket.day(f), f.site));
    let open = |(index, f): &(usize, &&Fact)| bucket.day(f).is_none() && !settled.contains(index);
    let mut windows: Vec<&Fact> = reports.iter().enumerate().filter(open).map(|(_, f)| *f).collect();
    windows.sort_by_key(|f| f.site);
    let rivals: Vec<&Fact> = if dated.is_empty() { windows.clone() } else { dated };
    let Some(&latest) = rivals.last() else { return };
    let mut values: Vec<&Value> = Vec::new();
    for fact in &windows {
        if !values.contains(&&fact.value) && meet(&fact.value, &latest.value) == Some(false) {
            values.push(&fact.value);
        }
    }
    for value in values {
        let key = (format!("undated {}", show::value(value)), show::value(&latest.value));
        if !told.insert(key) {
            continue;
        }
        let side: Vec<&Fact> = windows.iter().copied().filter(|f| f.value == *value).collect();
        let last: Vec<&Fact> = rivals.iter().copied().filter(|f| meet(&f.value, &latest.value) == Some(true)).collect();
        let help = match bucket.day(latest) {
            Some(_) => {
                let first = last.iter().filter_map(|f| bucket.day(f)).min().map(|d| d.to_string()).unwrap_or_default();
                format!("its publication date is not known: {} holds only if it ran before {} was reported ({first})", show::value(value), show::value(&latest.value))
            }
            None => "neither publication date is known: both hold only if the value changed between them".to_owned(),
        };
        findings.push(bucket.undated_finding(&side, &last, help));
    }
}
