//! Charts as JSON Lines: a line a report and a line a step of the reference.

use super::{Entry, entries};
use crate::interval::{Bound, Interval};
use crate::report::chart::{Chart, Clash, Point, Reach};
use crate::report::{Days, escaped};
use crate::rules::finding::Confidence;
use rust_decimal::Decimal;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    kind: &'static str,
    subject: &'a str,
    attribute: &'a str,
    published: Days,
    value: Value<'a>,
    text: &'a str,
    article: &'a str,
    path: &'a str,
    line: u32,
    outlet: Option<&'a str>,
    modality: &'static str,
    compared: bool,
    disputes: Vec<Dispute<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    text: &'a str,
    low: Option<String>,
    high: Option<String>,
}

#[derive(Serialize)]
struct Dispute<'a> {
    number: usize,
    rule: &'a str,
    outcome: &'static str,
    confidence: Confidence,
    with: Vec<&'a str>,
    reference: Option<String>,
}

#[derive(Serialize)]
struct Reference<'a> {
    kind: &'static str,
    subject: &'a str,
    attribute: &'a str,
    from: String,
    value: String,
    source: &'a str,
}

/// Writes the charts.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(charts: &[Chart], out: &mut dyn Write) -> io::Result<()> {
    for chart in charts {
        for entry in entries(chart) {
            match entry {
                Entry::Point(number) => escaped::write(&report(chart, number), out)?,
                Entry::Step(number) => escaped::write(&reference(chart, number), out)?,
            }
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

fn reference(chart: &Chart, number: usize) -> Reference<'_> {
    let step = chart.steps[number];
    Reference {
        kind: "reference",
        subject: &chart.subject,
        attribute: &chart.attribute,
        from: step.from.to_string(),
        value: step.value.normalize().to_string(),
        source: &chart.source,
    }
}

fn report(chart: &Chart, number: usize) -> Report<'_> {
    let point = &chart.points[number];
    let with = |clash: &&(usize, &Clash)| clash.1.here == number || clash.1.there.contains(&number);
    let clashes: Vec<(usize, &Clash)> = (1..).zip(&chart.clashes).collect();
    Report {
        kind: "report",
        subject: &chart.subject,
        attribute: &chart.attribute,
        published: point.days(),
        value: value(point),
        text: &point.words,
        article: &point.article,
        path: &point.path,
        line: point.line,
        outlet: point.outlet.as_deref(),
        modality: point.modality,
        compared: point.heard,
        disputes: clashes.iter().filter(with).map(|(n, clash)| dispute(chart, number, *n, clash)).collect(),
    }
}

fn dispute<'a>(chart: &'a Chart, point: usize, number: usize, clash: &'a Clash) -> Dispute<'a> {
    let value = |at: usize| chart.points.get(at).map(|p| p.standard.as_str());
    let sides = std::iter::once(clash.here).chain(clash.there.iter().copied());
    let others = sides.filter(|&at| value(at) != value(point));
    let step = clash.step.and_then(|at| chart.steps.get(at));
    Dispute {
        number,
        rule: &clash.rule,
        outcome: clash.outcome.name(),
        confidence: clash.confidence,
        with: others.filter_map(|at| Some(chart.points.get(at)?.article.as_str())).collect(),
        reference: step.map(|s| s.value.normalize().to_string()),
    }
}

fn value(point: &Point) -> Value<'_> {
    let end = |bound: Bound<Decimal>| bound.limit().map(|n| n.normalize().to_string());
    let (low, high) = match &point.value {
        Reach::Amount(Interval { low, high }) => (end(*low), end(*high)),
        Reach::Days(days) => {
            let days = Days::from(*days);
            (days.from.map(|d| d.to_string()), days.to.map(|d| d.to_string()))
        }
        Reach::Named => (None, None),
    };
    Value { text: &point.standard, low, high }
}
