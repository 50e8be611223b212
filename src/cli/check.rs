//! `dateline check`: read, judge, filter, print, and say by the exit status whether the archive passes.

use super::args::{CheckArgs, Global};
use super::config::Setup;
use super::engine::{linter, not_empty, open_without, with_progress};
use super::gate::{Gate, Ground};
use super::output::{CheckFormat, Outputs};
use super::screen::Screen;
use super::{End, Stop, gate, statistics};
use clap::ValueEnum;
use dateline::config::{self, Given};
use dateline::error::Error;
use dateline::facts::ArticleId;
use dateline::report::View;
use dateline::{Clock, Exceptions};
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Runs it.
pub(super) fn check(
    args: &CheckArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let begun = Instant::now();
    let setup = Setup::reading(global, &args.input, args.flags())?;
    let outputs = Outputs::prepare(&args.output, &setup, format(&setup)?, configured_files(&setup)?)?;
    let (linter, end) = linter(&setup, screen)?;
    if end == End::Clean && !linter.rules().iter().any(|rule| linter.runs(&rule.id)) {
        // What checks nothing would pass everything.
        let message =
            "no rule is left to run: what is selected is ignored, too; `dateline config show` tells by what";
        return Err(Error::new(message).into());
    }
    let linter = match args.gate.statistics {
        true => linter.timed(Clock::new(move || begun.elapsed())),
        false => linter,
    };
    let Some(gate) = Gate::open(&args.gate, &setup, screen)? else { return Ok(End::Failed) };
    let (mut corpus, left_out) = open_without(&args.input, &setup, &outputs.files())?;
    outputs.spare(&left_out)?;
    corpus.leave_out(args.gate.baseline.as_slice());
    args.gate.overlay(&mut corpus, &setup)?;
    let ignored = gate::ignores(&setup.config);
    let exceptions = Exceptions {
        ignores: &ignored.entries,
        files: &ignored.files,
        partial: setup.is_partial(),
        today: Some(args.gate.day()),
    };
    let mut survey = with_progress(&args.input, &corpus, screen, |options| {
        linter.survey_with(&corpus, options, &exceptions)
    });
    if !outputs.want_charts() {
        survey.facts = Vec::new();
    }
    let checked = &mut survey.checked;
    let articles = checked.origins.len();
    let found = articles + checked.left_out;
    if found == 0 {
        // They say why.
        screen.notices(&checked.notices);
    }
    not_empty(found, &setup, screen)?;
    let read: Vec<&str> = checked.cards.iter().take(articles).map(|card| &*card.path).collect();
    let unmatched = setup.matches_nothing(&read);
    let (severity, confidence) = (setup.config.min_severity(), setup.config.min_confidence());
    // What a configuration says of itself is looked at in every run.
    let roots: Vec<PathBuf> =
        setup.paths.iter().cloned().chain(setup.files.iter().map(PathBuf::from)).collect();
    let ground = Ground {
        base: &setup.base,
        roots: &roots,
        cards: &checked.cards,
        // A rule that is gone finds nothing for good.
        runs: &|rule| linter.runs(rule) || linter.rule(rule).is_err(),
        shows: &|finding| finding.severity >= severity && finding.confidence >= confidence,
    };
    let (findings, apart) = (std::mem::take(&mut checked.findings), std::mem::take(&mut checked.apart));
    let judged = gate.judge(findings, apart, ground)?;
    let mut notices = std::mem::take(&mut checked.notices);
    notices.extend(unmatched);
    notices.extend(judged.notices);
    notices.sort();
    screen.notices(&notices);
    let checked = &survey.checked;
    let reopen = |id: ArticleId| checked.reopen(&corpus, id);
    let mut view = View::new(&judged.findings, &checked.cards, checked.facts, notices, &reopen)
        .with_apart(&judged.apart, &checked.cards, &reopen)
        .with_rules(linter.rules());
    view.summary.articles = articles as u64;
    if outputs.want_charts() {
        view = view.with_charts(linter.disputed(&corpus, &survey, &judged.findings));
    }
    // Other programs would take what does not count for what does.
    outputs.write_files(&view)?;
    if args.gate.show_baselined {
        view = view.showing_baselined();
    }
    let written = match args.gate.statistics {
        true => statistics::write(&view, outputs.are_json(), out).map_err(Stop::from),
        false => outputs.write_screen(&view, screen, out),
    };
    match written {
        // `check | head` has found what it has found.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    if args.gate.statistics && !screen.quiet {
        out.flush()?;
        // Whoever reads none of it misses nothing else.
        let _ = statistics::write_times(&survey.timings, begun.elapsed(), &mut io::stderr());
    }
    Ok(match args.gate.fails(&setup.config, &view) {
        _ if end == End::Failed => end,
        true => End::Found,
        false => End::Clean,
    })
}

/// How the findings are printed, where the configuration says so.
fn format(setup: &Setup) -> Result<Option<CheckFormat>, Stop> {
    setup.config.settings.format.as_ref().map(known_format).transpose()
}

/// The files that the configuration wants the findings in.
fn configured_files(setup: &Setup) -> Result<Vec<(CheckFormat, PathBuf)>, Stop> {
    let outputs = setup.config.settings.output.iter().flat_map(|given| &given.value.0);
    let file = |given: &Given<config::Output>| {
        let format = Given { value: given.value.format.clone(), place: given.place.clone() };
        Ok((known_format(&format)?, given.value.path.clone()))
    };
    outputs.map(file).collect()
}

fn known_format(given: &Given<String>) -> Result<CheckFormat, Stop> {
    CheckFormat::from_str(&given.value, false).map_err(|_| {
        let names = formats();
        Stop::Mistakes(vec![
            given.is_none_of("format", &names.iter().map(String::as_str).collect::<Vec<_>>()),
        ])
    })
}

/// The names of the formats.
pub(super) fn formats() -> Vec<String> {
    let names = CheckFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    names.map(|name| name.get_name().to_owned()).collect()
}
