//! The commands that read articles: all that the command line asks of the library.

use super::args::{FactsArgs, Global, Input, LinesFormat, StoriesArgs};
use super::config::Setup;
use super::formats;
use super::progress::Progress;
use super::screen::Screen;
use super::{End, Stop};
use dateline::config::Folders;
use dateline::corpus::Article;
use dateline::error::{Error, Notice};
use dateline::facts::{ArticleId, Card};
use dateline::report;
use dateline::report::facts::FactLine;
use dateline::{Corpus, Linter, Options, Understood};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Finds what is named. Standard input is read whole.
pub(super) fn open(input: &Input, setup: &Setup) -> Result<Corpus, Error> {
    open_without(input, setup, &[]).map(|(corpus, _)| corpus)
}

/// The same without the files that the command writes; gives those that it would have read.
pub(super) fn open_without(
    input: &Input,
    setup: &Setup,
    written: &[PathBuf],
) -> Result<(Corpus, Vec<PathBuf>), Error> {
    // What the corpus does not run itself: excerpts, stories. A second run, when files are watched, has its threads.
    static STARTED: OnceLock<()> = OnceLock::new();
    if let Some(jobs) = input.jobs
        && STARTED.set(()).is_ok()
    {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global()
            .map_err(|e| Error::new("the threads cannot be started").because(e))?;
    }
    let corpus = Corpus::walk_through(&setup.paths, &setup.base, &setup.sifted.sieve())?;
    let mut corpus = formats::corpus(&input.formats, setup, corpus)?;
    let mut left_out = corpus.leave_out(&setup.own_files());
    let baselines: Vec<PathBuf> = corpus
        .paths()
        .map(Path::new)
        .filter(|path| path.file_name().is_some_and(|name| name == super::gate::NAME))
        .map(|path| setup.base.join(path))
        .collect();
    corpus.leave_out(&baselines);
    left_out.append(&mut corpus.leave_out(written));
    if setup.piped {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| Error::new("standard input cannot be read").because(e))?;
        corpus.add_memory("-", bytes);
    }
    Ok((corpus.story_from(setup.config.story_from()), left_out))
}

/// An archive without a single article is a mistake in the arguments, but for a list, or files a hook names, of which
/// nothing is left to read.
pub(super) fn not_empty(articles: usize, setup: &Setup, screen: &Screen) -> Result<(), Error> {
    if articles > 0 {
        return Ok(());
    }
    let none_named = setup.paths.is_empty() && !setup.piped;
    let left_out = setup.sifted.left_out();
    let excluded =
        !setup.paths.is_empty() && left_out.iter().filter(|left| left.named).count() == setup.paths.len();
    if none_named || excluded {
        let path = "dateline".to_owned();
        let message = if none_named { "no file is named" } else { "every file that is named is excluded" };
        screen.notices(&[Notice { path, line: None, message: format!("{message}; nothing was read") }]);
        return Ok(());
    }
    let paths: Vec<String> = setup.paths.iter().map(|path| path.display().to_string()).collect();
    let places = if paths.is_empty() { "standard input".to_owned() } else { paths.join(", ") };
    let mut message = format!("no article found in {places}");
    if !left_out.is_empty() {
        message.push_str(" (`dateline config files --left-out` tells what was left out)");
    }
    Err(Error::new(message))
}

/// The rules in force, and whether all of them are right.
pub(super) fn linter(setup: &Setup, screen: &Screen) -> Result<(Linter, End), Stop> {
    let (linter, mistakes) = Linter::with_folders(&setup.config.folders())?;
    screen.diagnostics(&mistakes);
    let unknown = linter.unknown_rules(&setup.config);
    let linter = linter.configured(&setup.config);
    match (mistakes.is_empty(), unknown.is_empty()) {
        (true, true) => Ok((linter, End::Clean)),
        (true, false) => Err(Stop::Mistakes(unknown)),
        // The rule that is missing may well be one that is wrong: the others run all the same.
        (false, _) => Ok((linter, End::Failed)),
    }
}

/// What reads articles where no rule matters, and whether all names are right.
pub(super) fn reader(setup: &Setup, screen: &Screen) -> Result<(Linter, End), Stop> {
    let folders = Folders { references: Vec::new(), ..setup.config.folders() };
    let (linter, mistakes) = Linter::with_folders(&folders)?;
    screen.diagnostics(&mistakes);
    Ok((linter, if mistakes.is_empty() { End::Clean } else { End::Failed }))
}

/// Runs something over the corpus with a progress bar.
pub(super) fn with_progress<T>(
    input: &Input,
    corpus: &Corpus,
    screen: &Screen,
    run: impl FnOnce(&Options<'_>) -> T,
) -> T {
    let progress = Progress::new(screen, || corpus.bytes());
    let tick = |bytes| progress.tick(bytes);
    run(&Options { jobs: input.jobs.map(usize::from), tick: Some(&tick) })
}

/// `dateline facts`.
pub(super) fn facts(
    args: &FactsArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let setup = Setup::reading(global, &args.input, args.rules.flags())?;
    let (linter, end) = reader(&setup, screen)?;
    let linter = linter.select(&args.select, &[])?;
    let corpus = open(&args.input, &setup)?;
    let line = |article: &Article, understood: Understood| {
        let lines: Vec<FactLine> = understood
            .facts
            .into_iter()
            .map(|fact| FactLine {
                text: fact.site.span.cut(&article.raw).to_owned(),
                attribute: linter.attribute(fact.attribute),
                title_from: article.title_from,
                place: article.place(fact.site.span),
                fact,
            })
            .collect();
        (understood.card, lines)
    };
    let (read, notices) =
        with_progress(&args.input, &corpus, screen, |options| linter.each(&corpus, options, line));
    screen.notices(&notices);
    not_empty(read.len(), &setup, screen)?;
    let (mut cards, mut facts) = (Vec::new(), Vec::new());
    for (id, (_, (card, lines))) in (0..).map(ArticleId).zip(read) {
        cards.push(Card { id, ..card });
        facts.extend(lines.into_iter().map(|mut line| {
            line.fact.site.article = id;
            line
        }));
    }
    match args.format {
        LinesFormat::Table => report::facts::write_table(&facts, &cards, out)?,
        LinesFormat::Jsonl => report::facts::write_jsonl(&facts, &cards, out)?,
    }
    Ok(end)
}

/// `dateline stories`.
pub(super) fn stories(
    args: &StoriesArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let setup = Setup::reading(global, &args.input, toml::Table::new())?;
    let corpus = open(&args.input, &setup)?;
    let (linter, end) = reader(&setup, screen)?;
    let list = with_progress(&args.input, &corpus, screen, |options| linter.stories(&corpus, options));
    screen.notices(&list.notices);
    not_empty(list.cards.len(), &setup, screen)?;
    match args.format {
        LinesFormat::Table => report::stories::write_table(&list, out)?,
        LinesFormat::Jsonl => report::stories::write_jsonl(&list, out)?,
    }
    Ok(end)
}
