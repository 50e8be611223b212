//! `dateline check`: read, judge, filter, print, and say by the exit status whether the archive passes.

use super::args::{CheckArgs, CheckFormat, Global};
use super::config::Setup;
use super::engine::{linter, not_empty, open, with_progress};
use super::screen::Screen;
use super::{End, Stop};
use clap::ValueEnum;
use dateline::facts::ArticleId;
use dateline::report::{self, View, terminal};
use std::io::{self, Write};

/// Runs it.
pub(super) fn check(
    args: &CheckArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let setup = Setup::reading(global, &args.input, args.flags())?;
    let format = format(&setup)?;
    let (linter, end) = linter(&setup, screen)?;
    let corpus = open(&args.input, &setup)?;
    let mut checked = with_progress(&args.input, &corpus, screen, |options| linter.check(&corpus, options));
    let read: Vec<&str> = checked.cards.iter().map(|card| &*card.path).collect();
    let unmatched = setup.matches_nothing(&read);
    checked.notices.extend(unmatched);
    checked.notices.sort();
    screen.notices(&checked.notices);
    not_empty(checked.cards.len(), &setup, screen)?;
    let (severity, confidence) = (setup.config.min_severity(), setup.config.min_confidence());
    let findings: Vec<_> = checked
        .findings
        .into_iter()
        .filter(|finding| finding.severity >= severity && finding.confidence >= confidence)
        .collect();
    let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&findings, &checked.cards, checked.facts, checked.notices, &reopen);
    print(&view, format, screen, out)?;
    Ok(match setup.config.fail_on() {
        _ if end == End::Failed => end,
        Some(severity) if view.reaches(severity) => End::Found,
        _ => End::Clean,
    })
}

/// How the findings are printed.
fn format(setup: &Setup) -> Result<CheckFormat, Stop> {
    let Some(given) = &setup.config.settings.format else { return Ok(CheckFormat::Full) };
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

fn print(view: &View, format: CheckFormat, screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    match format {
        CheckFormat::Full => {
            let style = terminal::Style { color: screen.color, summary: !screen.quiet, ..Default::default() };
            terminal::write(view, style, out)?;
        }
        CheckFormat::Concise => report::concise::write(view, screen.color, out)?,
        CheckFormat::Json => report::json::write(view, out)?,
    }
    out.flush()
}
