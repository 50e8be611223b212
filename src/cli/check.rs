//! `dateline check`: read, judge, filter, print, and say by the exit status whether the archive passes.

use super::args::CheckArgs;
use super::engine::{base, linter, not_empty, open, with_progress};
use super::gate::{Gate, Ground};
use super::output::Outputs;
use super::screen::Screen;
use super::{End, Stop, statistics};
use dateline::Exceptions;
use dateline::facts::ArticleId;
use dateline::report::View;
use dateline::rules::{Confidence, Severity};
use std::io::Write;

/// Runs it.
pub(super) fn check(args: &CheckArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(&args.rules.folders, screen)?;
    let linter = linter.select(&args.select, &args.ignore)?;
    let base = base()?;
    let Some(gate) = Gate::open(&args.gate, &base, screen)? else { return Ok(End::Failed) };
    let outputs = Outputs::prepare(&args.output, &args.input.paths)?;
    let mut corpus = open(&args.input)?;
    corpus.leave_out(&outputs.files());
    let piped = args.input.paths.iter().any(|path| path.as_os_str() == "-");
    args.gate.overlay(&mut corpus, &base, piped)?;
    let exceptions = Exceptions { today: Some(args.gate.day()), ..Exceptions::default() };
    let mut checked = with_progress(&args.input, &corpus, screen, |options| {
        linter.check_with(&corpus, options, &exceptions)
    });
    not_empty(checked.origins.len(), &args.input)?;
    let (severity, confidence) = (Severity::from(args.min_severity), Confidence::from(args.min_confidence));
    let ground = Ground {
        base: &base,
        roots: &args.input.paths,
        cards: &checked.cards,
        // A rule that is gone finds nothing for good.
        runs: &|rule| linter.runs(rule) || linter.rule(rule).is_err(),
        shows: &|finding| finding.severity >= severity && finding.confidence >= confidence,
    };
    let (findings, apart) = (std::mem::take(&mut checked.findings), std::mem::take(&mut checked.apart));
    let judged = gate.judge(findings, apart, ground)?;
    let mut notices = std::mem::take(&mut checked.notices);
    notices.extend(judged.notices);
    screen.notices(&notices);
    let reopen = |id: ArticleId| checked.reopen(&corpus, id);
    let mut view = View::new(&judged.findings, &checked.cards, checked.facts, notices, &reopen)
        .with_apart(&judged.apart, &checked.cards, &reopen)
        .with_rules(linter.rules());
    view.summary.articles = checked.origins.len() as u64;
    if args.gate.show_baselined {
        view = view.showing_baselined();
    }
    if args.gate.statistics {
        statistics::write(&view, outputs.is_json(), out)?;
    } else {
        outputs.write(&view, screen, out)?;
    }
    Ok(match args.gate.fails(args.fail_on, &view) {
        _ if end == End::Failed => end,
        true => End::Found,
        false => End::Clean,
    })
}
