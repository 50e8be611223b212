//! `dateline check`: read, judge, filter, print, and say by the exit status whether the archive passes.

use super::args::CheckArgs;
use super::engine::{linter, not_empty, open, with_progress};
use super::output::Outputs;
use super::screen::Screen;
use super::{End, Stop};
use dateline::facts::ArticleId;
use dateline::report::View;
use dateline::rules::{Confidence, Severity};
use std::io::Write;

/// Runs it.
pub(super) fn check(args: &CheckArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(&args.rules.folders, screen)?;
    let linter = linter.select(&args.select, &args.ignore)?;
    let outputs = Outputs::prepare(&args.output, &args.input.paths)?;
    let mut corpus = open(&args.input)?;
    corpus.leave_out(&outputs.files());
    let checked = with_progress(&args.input, &corpus, screen, |options| linter.check(&corpus, options));
    screen.notices(&checked.notices);
    not_empty(checked.cards.len(), &args.input)?;
    let (severity, confidence) = (Severity::from(args.min_severity), Confidence::from(args.min_confidence));
    let findings: Vec<_> = checked
        .findings
        .into_iter()
        .filter(|finding| finding.severity >= severity && finding.confidence >= confidence)
        .collect();
    let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&findings, &checked.cards, checked.facts, checked.notices, &reopen)
        .with_rules(linter.rules());
    outputs.write(&view, screen, out)?;
    Ok(match args.fail_on.severity() {
        _ if end == End::Failed => end,
        Some(severity) if view.reaches(severity) => End::Found,
        _ => End::Clean,
    })
}
