//! The commands that read articles: all that the command line asks of the library.

use super::args::{FactsArgs, Input, LinesFormat, StoriesArgs};
use super::formats;
use super::progress::Progress;
use super::screen::Screen;
use super::{End, Stop};
use dateline::corpus::Article;
use dateline::error::Error;
use dateline::facts::{ArticleId, Card};
use dateline::report;
use dateline::report::facts::FactLine;
use dateline::{Corpus, Linter, Options, Understood};
use std::io::{Read, Write};
use std::path::PathBuf;

/// Finds what is named. Standard input is read whole.
pub(super) fn open(input: &Input) -> Result<Corpus, Error> {
    if let Some(jobs) = input.jobs {
        // What the corpus does not run itself: excerpts, stories.
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global()
            .map_err(|e| Error::new("the threads cannot be started").because(e))?;
    }
    let base = std::env::current_dir().map_err(|e| Error::new("the working directory is gone").because(e))?;
    let (piped, paths): (Vec<_>, Vec<_>) =
        input.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let mut corpus = formats::corpus(&input.formats, Corpus::walk(&paths, &base)?)?;
    if !piped.is_empty() {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| Error::new("standard input cannot be read").because(e))?;
        corpus.add_memory("-", bytes);
    }
    Ok(corpus.story_from(input.story_from.as_deref()))
}

/// An archive without a single article is a mistake in the arguments.
pub(super) fn not_empty(articles: usize, input: &Input) -> Result<(), Error> {
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
    let (linter, mistakes) = Linter::with_rule_folders(folders)?;
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
pub(super) fn facts(args: &FactsArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(&args.rules.folders, screen)?;
    let linter = linter.select(&args.select, &[])?;
    let corpus = open(&args.input)?;
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
    not_empty(read.len(), &args.input)?;
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
pub(super) fn stories(args: &StoriesArgs, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let corpus = open(&args.input)?;
    let linter = Linter::builtin()?;
    let list = with_progress(&args.input, &corpus, screen, |options| linter.stories(&corpus, options));
    screen.notices(&list.notices);
    not_empty(list.cards.len(), &args.input)?;
    match args.format {
        LinesFormat::Table => report::stories::write_table(&list, out)?,
        LinesFormat::Jsonl => report::stories::write_jsonl(&list, out)?,
    }
    Ok(End::Clean)
}
