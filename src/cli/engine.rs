//! The commands that read articles: all that the command line asks of the library.

use super::args::{
    AnnotateArgs, AnnotateFormat, ArticlesArgs, CheckArgs, CheckFormat, FactsArgs, Input, LinesFormat,
};
use super::progress::Progress;
use super::screen::Screen;
use super::{End, Stop};
use dateline::corpus::Corpus;
use dateline::error::{Error, Notice};
use dateline::facts::attribute::ArticleId;
use dateline::report::{self, View, terminal};
use dateline::rules::Severity;
use dateline::{Linter, Options};
use std::env;
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// Finds what is named. Paths are shown relative to the working directory.
fn find(input: &Input) -> Result<Corpus, Error> {
    let base = env::current_dir().map_err(|e| Error::new("there is no working directory").because(e))?;
    let (piped, named): (Vec<PathBuf>, Vec<PathBuf>) =
        input.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let mut corpus = Corpus::walk(&named, &base)?;
    if !piped.is_empty() {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|e| Error::new("cannot read standard input").because(e))?;
        corpus.add_memory("-", bytes);
    }
    Ok(corpus.story_from(input.story_from.as_deref()))
}

/// Whether there was anything to read; the notices on the way are said.
fn settle(input: &Input, articles: usize, notices: &[Notice], screen: &Screen) -> Result<(), Error> {
    screen.notices(notices);
    if articles > 0 {
        return Ok(());
    }
    let paths: Vec<String> = input.paths.iter().map(|path| path.display().to_string()).collect();
    Err(Error::new(format!("no article found in {}", paths.join(", "))))
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
    let progress = Progress::new(screen, || corpus.bytes());
    let tick = |bytes| progress.tick(bytes);
    run(&Options { jobs: input.jobs.map(usize::from), tick: Some(&tick) })
}

/// `dateline check`.
pub(super) fn check(args: &CheckArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(&args.rules.folders, screen)?;
    let linter = linter.select(&args.select, &args.ignore)?;
    let corpus = find(&args.input)?;
    let checked = with_progress(&args.input, &corpus, screen, |options| linter.check(&corpus, options));
    settle(&args.input, checked.cards.len(), &checked.notices, screen)?;
    let least = Severity::from(args.min_severity);
    let findings: Vec<_> = checked.findings.into_iter().filter(|finding| finding.severity >= least).collect();
    let reopen = |id: ArticleId| checked.origins.get(id.0 as usize).and_then(|origin| corpus.reopen(origin));
    let view = View::new(&findings, &checked.cards, checked.facts, checked.notices, &reopen);
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
    let corpus = find(&args.input)?;
    let (cards, facts, notices) =
        with_progress(&args.input, &corpus, screen, |options| linter.facts(&corpus, options));
    settle(&args.input, cards.len(), &notices, screen)?;
    match args.format {
        LinesFormat::Table => report::facts::write_table(&facts, &cards, out)?,
        LinesFormat::Jsonl => report::facts::write_jsonl(&facts, &cards, out)?,
    }
    Ok(end)
}

/// `dateline annotate`.
pub(super) fn annotate(args: &AnnotateArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let corpus = find(&args.input)?;
    let linter = Linter::builtin();
    let (articles, notices) =
        with_progress(&args.input, &corpus, screen, |options| linter.annotate(&corpus, options));
    settle(&args.input, articles.len(), &notices, screen)?;
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
    let corpus = find(&args.input)?;
    let linter = Linter::builtin();
    let checked = with_progress(&args.input, &corpus, screen, |options| linter.check(&corpus, options));
    settle(&args.input, checked.cards.len(), &checked.notices, screen)?;
    let mut table = report::articles::table();
    for (card, origin) in checked.cards.iter().zip(&checked.origins) {
        let Some(article) = corpus.reopen(origin) else { continue };
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
