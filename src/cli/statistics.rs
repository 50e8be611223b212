//! `--statistics`: how many findings each rule has, and what took how long.

use dateline::Timings;
use dateline::report::View;
use dateline::report::table::Table;
use dateline::rules::Severity;
use dateline::rules::suppress::SetApartBy;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

/// What one rule has.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Counts {
    errors: u64,
    warnings: u64,
    advice: u64,
    suppressed: u64,
    baselined: u64,
}

#[derive(Serialize)]
struct Line<'a> {
    rule: &'a str,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    statistics: Vec<Line<'a>>,
}

fn count(view: &View) -> Vec<Line<'_>> {
    let mut rules: BTreeMap<&str, Counts> = BTreeMap::new();
    for shown in view.findings.iter().chain(&view.apart) {
        let counts = rules.entry(&shown.rule).or_default();
        *match (shown.apart.as_ref().map(|apart| apart.by), shown.severity) {
            (Some(SetApartBy::Baseline), _) => &mut counts.baselined,
            (Some(_), _) => &mut counts.suppressed,
            (None, Severity::Error) => &mut counts.errors,
            (None, Severity::Warning) => &mut counts.warnings,
            (None, Severity::Advice) => &mut counts.advice,
        } += 1;
    }
    let mut lines: Vec<Line> = rules.into_iter().map(|(rule, counts)| Line { rule, counts }).collect();
    // Those that have most come first.
    let all = |c: &Counts| c.errors + c.warnings + c.advice + c.suppressed + c.baselined;
    lines.sort_by_key(|line| (std::cmp::Reverse(all(&line.counts)), line.rule));
    lines
}

/// Writes a table, or a document.
///
/// # Errors
/// What `out` answers.
pub(super) fn write(view: &View, json: bool, out: &mut dyn Write) -> io::Result<()> {
    let lines = count(view);
    if json {
        let document = Document { version: dateline::report::json::VERSION, statistics: lines };
        serde_json::to_writer_pretty(&mut *out, &document).map_err(io::Error::from)?;
        return out.write_all(b"\n");
    }
    let mut table = Table::new(&["RULE", "ERRORS", "WARNINGS", "ADVICE", "SUPPRESSED", "BASELINED"]);
    for Line { rule, counts: c } in lines {
        let counts = [c.errors, c.warnings, c.advice, c.suppressed, c.baselined];
        table.row(std::iter::once(rule.to_owned()).chain(counts.map(|n| n.to_string())));
    }
    table.write(out)
}

/// Writes how long the parts of a run took, and the rules whose work can be told apart; for a reader, never for a
/// program. `whole` is what the run took up to here.
///
/// # Errors
/// What `out` answers.
pub(super) fn write_times(timings: &Timings, whole: Duration, out: &mut dyn Write) -> io::Result<()> {
    let seconds = |took: &Duration| format!("{:.3}", took.as_secs_f64());
    let told: Duration = timings.parts.iter().map(|(_, took)| *took).sum();
    let rest = ("everything else", whole.saturating_sub(told));
    let mut parts = Table::new(&["PART", "SECONDS"]);
    for (part, took) in timings.parts.iter().chain([&rest]) {
        parts.row([(*part).to_owned(), seconds(took)]);
    }
    parts.write(out)?;
    let mut rules: Vec<_> = timings.rules.iter().collect();
    rules.sort_by_key(|(rule, took)| (std::cmp::Reverse(**took), *rule));
    let mut slowest = Table::new(&["RULE", "SECONDS ON ALL THREADS"]);
    for (rule, took) in rules {
        slowest.row([rule.to_string(), seconds(took)]);
    }
    slowest.write(out)
}
