//! The commands that read articles: all that the command line asks of the library.

use super::args::{
    AnnotateArgs, AnnotateFormat, ArticlesArgs, CheckArgs, CheckFormat, FactsArgs, Input, LinesFormat,
};
use super::progress::Progress;
use super::screen::Screen;
use super::{End, Stop};
use dateline::error::{Error, Notice};
use dateline::report::{self, View, terminal};
use dateline::rules::Severity;
use dateline::{Corpus, Linter, Options};
use std::io::Write;
use std::path::PathBuf;

/// Reads what is named; notices are said, and handed on.
fn read(input: &Input, screen: &Screen) -> Result<(Corpus, Vec<Notice>), Error> {
    if let Some(jobs) = input.jobs {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global()
            .map_err(|error| Error::new("the threads cannot be started").because(error))?;
    }
    let (corpus, notices) = Corpus::read(&input.paths, input.story_from.as_deref())?;
    screen.notices(&notices);
    if corpus.is_empty() {
        let paths: Vec<String> = input.paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::new(format!("no article found in {}", paths.join(", "))));
    }
    Ok((corpus, notices))
}

/// The rules in force, and whether all of them are right.
pub(super) fn linter(folders: &[PathBuf], screen: &Screen) -> Result<(Linter, End), Error> {
    if let Some(folder) = folders.iter().find(|folder| !folder.is_dir()) {
        return Err(Error::new(format!("--rules {}: not a folder", folder.display())));
    }
    let (linter, mistakes) = Linter::with_rule_folders(folders);
    screen.diagnostics(&mistakes);
    Ok((linter, if mistakes.is_empty() { End::Clean } else { End::Failed }))
}

/// Runs something over the corpus with a progress bar.
fn with_progress<T>(
    input: &Input,
    corpus: &Corpus,
    screen: &Screen,
    run: impl FnOnce(&Options<'_>) -> T,
) -> T {
    let progress = Progress::new(screen, corpus.len());
    let tick = || progress.tick();
    run(&Options { jobs: input.jobs.map(usize::from), tick: Some(&tick) })
}

/// `dateline check`.
pub(super) fn check(args: &CheckArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(&args.rules.folders, screen)?;
    let linter = linter.select(&args.select, &args.ignore)?;
    let (corpus, mut notices) = read(&args.input, screen)?;
    let checked = with_progress(&args.input, &corpus, screen, |options| linter.check(&corpus, options));
    screen.notices(&checked.notices);
    notices.extend(checked.notices);
    let least = Severity::from(args.min_severity);
    let findings: Vec<_> = checked.findings.into_iter().filter(|finding| finding.severity >= least).collect();
    let view = View::new(&findings, &checked.cards, checked.facts, notices, &|id| corpus.reopen(id));
    match args.format {
        CheckFormat::Full => {
            let style = terminal::Style { color: screen.color, summary: !screen.quiet, ..Default::default() };
            terminal::write(&view, style, out)?;
        }
        CheckFormat::Concise => report::concise::write(&view, screen.color, out)?,
        CheckFormat::Json => report::json::write(&view, out)?,
    }
    out.flush()?;
    Ok(match args.fail_on.severity() {
        _ if end == End::Failed => end,
        Some(severity) if view.reaches(severity) => End::Found,
        _ => End::Clean,
    })
}

/// `dateline facts`.
pub(super) fn facts(args: &FactsArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(&args.rules.folders, screen)?;
    let linter = linter.select(&args.select, &[])?;
    let (corpus, _) = read(&args.input, screen)?;
    let (cards, facts, notices) =
        with_progress(&args.input, &corpus, screen, |options| linter.facts(&corpus, options));
    screen.notices(&notices);
    match args.format {
        LinesFormat::Table => report::facts::write_table(&facts, &cards, out)?,
        LinesFormat::Jsonl => report::facts::write_jsonl(&facts, &cards, out)?,
    }
    Ok(end)
}

/// `dateline annotate`.
pub(super) fn annotate(args: &AnnotateArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (corpus, _) = read(&args.input, screen)?;
    let linter = Linter::builtin();
    let (articles, notices) =
        with_progress(&args.input, &corpus, screen, |options| linter.annotate(&corpus, options));
    screen.notices(&notices);
    match args.format {
        AnnotateFormat::Jsonl => {
            for (card, annotations) in &articles {
                report::annotate::write_jsonl(card, annotations, out)?;
            }
        }
    }
    Ok(End::Clean)
}

/// `dateline articles`.
pub(super) fn articles(args: &ArticlesArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (corpus, _) = read(&args.input, screen)?;
    let linter = Linter::builtin();
    let (cards, _, notices) =
        with_progress(&args.input, &corpus, screen, |options| linter.facts(&corpus, options));
    screen.notices(&notices);
    let mut table = report::articles::table();
    for card in &cards {
        let Some(article) = corpus.reopen(card.id) else { continue };
        match args.format {
            LinesFormat::Table => report::articles::row(&mut table, card, &article),
            LinesFormat::Jsonl => report::articles::write_jsonl(card, &article, out)?,
        }
    }
    if args.format == LinesFormat::Table {
        table.write(out)?;
    }
    Ok(End::Clean)
}
