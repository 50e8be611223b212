//! Values that hold on the day of the report and may change: a change is an update, a value that comes back is stale, and
//! an event or a reference timeline says from which day on a value holds.

use super::{Bucket, eternal, meet, one_scene};
use crate::facts::attribute::{Fact, Value};
use crate::facts::{prose, show};
use crate::grammar::modality::Modality;
use crate::interval::Interval;
use crate::rules::finding::{Finding, Outcome, ReferenceSide};
use crate::rules::timeline::{Step, Timeline};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// Which pairs of values have been told of.
type Told = BTreeSet<(String, String)>;

fn pair(a: &Value, b: &Value) -> (String, String) {
    let (a, b) = (show::value(a), show::value(b));
    if a <= b { (a, b) } else { (b, a) }
}

pub(super) fn judge(bucket: &Bucket<'_>, returns: bool, findings: &mut Vec<Finding>) {
    let mut told = Told::new();
    let first = findings.len();
    inside_articles(bucket, &mut told, findings);
    let (events, reports): (Vec<&Fact>, Vec<&Fact>) =
        bucket.facts.iter().copied().partition(|f| f.modality == Modality::Event && f.since.is_some());
    against_events(bucket, &events, &reports, &mut told, findings);
    between_days(bucket, &reports, returns, &mut told, findings);
    undated(bucket, &reports, &mut told, findings);
    if let Some(timeline) = bucket.timeline {
        against_timeline(bucket, timeline, &reports, first, findings);
    }
}

/// One article that says two values of one day.
fn inside_articles(bucket: &Bucket<'_>, told: &mut Told, findings: &mut Vec<Finding>) {
    let groups = eternal::groups(bucket);
    for (at, group) in groups.iter().enumerate() {
        for other in &groups[..at.min(64)] {
            if meet(group.value, other.value) != Some(false) {
                continue;
            }
            let shared: BTreeSet<_> = group.articles.intersection(&other.articles).collect();
            let own = |f: &&&Fact| shared.contains(&f.site.article);
            let clash = !shared.is_empty()
                && group.facts.iter().filter(own).any(|f| {
                    let mates = other.facts.iter().filter(own);
                    mates.take(REMEMBERED).any(|g| {
                        g.site.article == f.site.article && one_scene(f, g) && !explained(bucket, f, g)
                    })
                });
            if clash && told.insert(pair(group.value, other.value)) {
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

/// Reports that the timeline allows on none of the days on which they may have been published. Where the bucket's findings,
/// from `first` on, already dispute the same words, they are given the reference: one dispute is one finding.
fn against_timeline(
    bucket: &Bucket<'_>,
    timeline: &Timeline,
    reports: &[&Fact],
    first: usize,
    findings: &mut Vec<Finding>,
) {
    for (_, facts) in by_value(reports) {
        let wrong: Vec<&Fact> = facts
            .into_iter()
            .filter(|f| {
                known_throughout(timeline, bucket, f)
                    && right_days(timeline, &bucket.published(f), f).is_empty()
            })
            .collect();
        let Some(&one) = wrong.first() else { continue };
        let day = bucket.day(one).or_else(|| bucket.published(one).high.limit()).unwrap_or(timeline.checked);
        let step = timeline.on(day).last();
        let runs = runs_of(timeline, one, &Interval::ALL);
        let help = if runs.is_empty() {
            "it was never so; check the number".to_owned()
        } else {
            format!("it was so {}: check the number, or the date of publication", runs.join(" and "))
        };
        let mut finding = bucket.against(Outcome::Clash, &wrong, reference(timeline, step), help);
        let says = |f: &Finding| {
            std::iter::once(&f.here).chain(&f.there).any(|e| wrong.iter().any(|w| w.site == e.site))
        };
        let disputed = |f: &Finding, outcome| f.outcome == outcome && says(f);
        if let Some(known) = findings[first..].iter_mut().find(|f| disputed(f, Outcome::Clash)) {
            known.reference = finding.reference;
            known.confidence = known.confidence.max(finding.confidence);
            continue;
        }
        // A clash outranks a value that came back.
        if let Some(stale) = findings[first..].iter().position(|f| disputed(f, Outcome::Stale)) {
            let stale = findings.remove(first + stale);
            finding.there.extend(std::iter::once(stale.here).chain(stale.there));
            let here = finding.here.site;
            let mut seen = BTreeSet::from([here]);
            finding.there.retain(|e| seen.insert(e.site));
        }
        findings.push(finding);
    }
}

/// Whether the timeline knows of every day on which the report may have been published.
fn known_throughout(timeline: &Timeline, bucket: &Bucket<'_>, report: &Fact) -> bool {
    let first = timeline.steps.first().map_or(timeline.checked, |s| s.from);
    Interval::closed(first, timeline.checked).covers(&bucket.published(report))
}

/// Those runs of days in words.
fn runs_of(timeline: &Timeline, report: &Fact, among: &Interval<Date>) -> Vec<String> {
    let told = |run: Interval<Date>| {
        let words = prose::days(&run);
        match run.single() {
            Some(_) => format!("on {words}"),
            None if words.contains(" to ") => format!("from {words}"),
            None => format!("in {words}"),
        }
    };
    right_days(timeline, among, report).into_iter().map(told).collect()
}

/// The runs of days on which the timeline has a value that the report states, among some days. On the day of a change the
/// old value still holds.
fn right_days(timeline: &Timeline, among: &Interval<Date>, report: &Fact) -> Vec<Interval<Date>> {
    let runs = timeline.steps.iter().enumerate().filter(|(_, step)| allows(step, report)).map(|(i, step)| {
        let until = timeline.steps.get(i + 1).map_or(timeline.checked, |next| next.from);
        Interval::closed(step.from, until)
    });
    runs.filter_map(|run| run.intersect(among)).collect()
}

fn allows(step: &Step, report: &Fact) -> bool {
    let known = Value::Amount { amount: Interval::point(step.value), unit: "".into() };
    meet(&known, &report.value) == Some(true)
}

/// Reports by value.
fn by_value<'a>(reports: &[&'a Fact]) -> Vec<(&'a Value, Vec<&'a Fact>)> {
    let mut index: HashMap<&Value, usize, foldhash::fast::FixedState> = HashMap::default();
    let mut groups: Vec<(&Value, Vec<&Fact>)> = Vec::new();
    for &fact in reports {
        let at = *index.entry(&fact.value).or_insert(groups.len());
        if at == groups.len() {
            groups.push((&fact.value, Vec::new()));
        }
        groups[at].1.push(fact);
    }
    groups
}

/// Reports, published after an event, that state less than the event brought.
fn against_events(
    bucket: &Bucket<'_>,
    events: &[&Fact],
    reports: &[&Fact],
    told: &mut Told,
    findings: &mut Vec<Finding>,
) {
    let mut events = events.to_vec();
    events.sort_by_key(|e| (e.since.and_then(|s| s.high.limit()), e.site));
    for report in reports {
        let (Some(day), None) = (bucket.day(report), bucket.timeline) else { continue };
        let before =
            events.partition_point(|e| e.since.and_then(|s| s.high.limit()).is_some_and(|d| d < day));
        let Some(event) = before.checked_sub(1).map(|i| events[i]) else { continue };
        let less = matches!((&report.value, &event.value),
            (Value::Amount { amount: r, unit: u }, Value::Amount { amount: e, unit: v }) if u == v && r.precedes(e));
        if less && report.site.article != event.site.article && told.insert(pair(&report.value, &event.value))
        {
            let help = format!(
                "the event of {} made it {}",
                event.since.map(|s| prose::days(&s)).unwrap_or_default(),
                prose::value(&show::value(&event.value))
            );
            let side: Vec<&Fact> = reports
                .iter()
                .copied()
                .filter(|r| r.value == report.value && bucket.day(r).is_some_and(|d| d >= day))
                .collect();
            findings.push(bucket.dispute(Outcome::Clash, &side, &[event], help));
        }
    }
}

/// Dated reports in the order of their days: the same day is a clash, a change an update, a value that returns is stale.
fn between_days(
    bucket: &Bucket<'_>,
    reports: &[&Fact],
    returns: bool,
    told: &mut Told,
    findings: &mut Vec<Finding>,
) {
    let mut dated: Vec<(Date, &Fact)> = reports.iter().filter_map(|f| Some((bucket.day(f)?, *f))).collect();
    dated.sort_by_key(|(day, f)| (*day, f.site));
    // Runs of reports that agree, and the changes between them.
    let mut eras: Vec<(&Value, Vec<&Fact>)> = Vec::new();
    let mut gone: Vec<&Value> = Vec::new();
    let mut changes: Vec<Change<'_>> = Vec::new();
    for &(date, fact) in &dated {
        let era = eras.len();
        let Some((current, facts)) = eras.last_mut() else {
            eras.push((&fact.value, vec![fact]));
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
            // Two earthquakes, and not one that was measured twice.
            Some(false) if facts.last().is_some_and(|f| !one_scene(f, fact)) => {}
            Some(false) => {
                let last = facts.last().and_then(|f| bucket.day(f));
                let was = *current;
                let from = last.map(prose::day).unwrap_or_default();
                if last == Some(date) {
                    let help = format!(
                        "both are of {}: a value that changed that day would explain it",
                        prose::day(date)
                    );
                    changes.push(Change { outcome: Outcome::Clash, now: Err(fact), was: era - 1, help });
                    continue;
                }
                let returned = gone.iter().any(|v| meet(v, &fact.value) == Some(true));
                if returned && !returns {
                    let help = format!(
                        "{} had replaced it by {}; was it copied from an older text?",
                        prose::value(&show::value(was)),
                        from
                    );
                    changes.push(Change { outcome: Outcome::Stale, now: Ok(era), was: era - 1, help });
                } else if !returned {
                    let help = format!("both hold if it changed between {} and {}", from, prose::day(date));
                    changes.push(Change { outcome: Outcome::Update, now: Ok(era), was: era - 1, help });
                }
                if gone.len() < REMEMBERED && !gone.contains(&was) {
                    gone.push(was);
                }
                eras.push((&fact.value, vec![fact]));
            }
        }
    }
    // Clash before stale before update, and one dispute once.
    changes.sort_by_key(|c| match c.outcome {
        Outcome::Clash => 0,
        Outcome::Stale => 1,
        Outcome::Undated | Outcome::Update => 2,
    });
    for Change { outcome, now, was, help } in changes {
        let mut now: Vec<&Fact> = match now {
            Ok(era) => eras[era].1.clone(),
            Err(fact) => vec![fact],
        };
        if outcome == Outcome::Stale {
            // When it was first said belongs to the story.
            let before = eras[..was].iter().find(|(v, _)| meet(v, &now[0].value) == Some(true));
            now.extend(before.and_then(|(_, facts)| facts.last()));
        }
        let was = &eras[was];
        if !told.insert(pair(&now[0].value, was.0)) {
            continue;
        }
        let help = match bucket.timeline.and_then(|t| changed_between(bucket, t, &now, &was.1)) {
            Some(known) if outcome == Outcome::Update => format!("{help}; {known}"),
            _ => help,
        };
        findings.push(bucket.dispute(outcome, &now, &was.1, help));
    }
}

/// From one run of reports that agree to the next.
struct Change<'a> {
    outcome: Outcome,
    /// The later run, or a single report of the same day.
    now: Result<usize, &'a Fact>,
    was: usize,
    help: String,
}

/// How many replaced values of one subject are remembered, to tell when one comes back.
const REMEMBERED: usize = 64;

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
fn undated(bucket: &Bucket<'_>, reports: &[&Fact], told: &mut Told, findings: &mut Vec<Finding>) {
    let (mut dated, mut windows): (Vec<&Fact>, Vec<&Fact>) =
        reports.iter().copied().partition(|f| bucket.day(f).is_some());
    dated.sort_by_key(|f| (bucket.day(f), f.site));
    windows.sort_by_key(|f| f.site);
    if let Some(timeline) = bucket.timeline {
        // What the timeline forbids on every day has been told as a clash.
        windows.retain(|f| {
            !known_throughout(timeline, bucket, f)
                || !right_days(timeline, &bucket.published(f), f).is_empty()
        });
    }
    let rivals: Vec<&Fact> = if dated.is_empty() { windows.clone() } else { dated };
    let Some(&latest) = rivals.last() else { return };
    for (value, side) in by_value(&windows) {
        if meet(value, &latest.value) != Some(false) {
            if let Some(timeline) = bucket.timeline {
                replaced_since(bucket, timeline, &side, findings);
            }
            continue;
        }
        if !told.insert((format!("undated {}", show::value(value)), show::value(&latest.value))) {
            continue;
        }
        let last: Vec<&Fact> =
            rivals.iter().copied().filter(|f| meet(&f.value, &latest.value) == Some(true)).collect();
        let help = match last.iter().filter_map(|f| bucket.day(f)).min() {
            Some(first) => format!(
                "its publication date is not known: {} holds only if it ran before {} was reported, on {}",
                prose::value(&show::value(value)),
                prose::value(&show::value(&latest.value)),
                prose::day(first)
            ),
            None => "neither publication date is known: both hold only if the value changed between them"
                .to_owned(),
        };
        findings.push(bucket.undated_finding(&side, &last, help));
    }
}

/// Undated reports of a value that the timeline knows to have been replaced.
fn replaced_since(bucket: &Bucket<'_>, timeline: &Timeline, side: &[&Fact], findings: &mut Vec<Finding>) {
    let Some(step) = timeline.steps.last().filter(|step| !allows(step, side[0])) else { return };
    let days = runs_of(timeline, side[0], &bucket.published(side[0]));
    if !days.is_empty() {
        let help =
            format!("its publication date is not known: it holds only if it ran {}", days.join(" or "));
        findings.push(bucket.against(Outcome::Undated, side, reference(timeline, Some(step)), help));
    }
}
