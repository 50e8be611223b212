//! `dateline diff`: two versions of an article or an archive, and what became of their facts.

use super::args::{Global, RuleFolders};
use super::config::Setup;
use super::engine::reader;
use super::progress::Progress;
use super::screen::Screen;
use super::{End, Stop};
use clap::{Args, ValueEnum};
use dateline::corpus::{Article, Corpus, slashes};
use dateline::error::Error;
use dateline::report::diff::{Compared, DiffView, concise, json, markdown, terminal};
use dateline::{ArticleDiff, Diff, DiffOptions, Options};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline diff story-v1.md story.md               two versions of an article
  dateline diff published/ export/                 two editions of an archive
  git show HEAD:story.md | dateline diff - story.md

Exit status: 0 no fact changed, 1 a fact appeared, vanished or changed in an article that is in both, 2 the run could
not be made in full. Other figures, publication dates, and articles that were added or removed are told, and do not count.")]
pub(super) struct DiffArgs {
    /// The old version: a file or a folder; `-` reads standard input as a version of the file NEW.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new version; `-` reads standard input as a version of the file OLD. Articles of two folders are versions of
    /// each other by their ids, else their paths, else their words.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to print the changes.
    #[arg(long, short, value_enum, default_value = "full")]
    format: DiffFormat,
    /// Facts of these rules only (comma-separated, or repeated), and no other figures.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    #[command(flatten)]
    rules: RuleFolders,
    /// How many threads to use; by default as many as there are cores. The output is the same.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// Both sentences of every change, the words that differ marked.
    Full,
    /// `path:line:column: changed rule: subject: old → new`.
    Concise,
    /// One versioned document.
    Json,
    /// A JSON object a change.
    Jsonl,
    /// For a comment on a pull request.
    Markdown,
}

/// An edition: its articles, and what stands before their paths.
struct Edition {
    corpus: Corpus,
    root: String,
}

/// Runs it.
pub(super) fn diff(
    args: &DiffArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let files = [&args.old, &args.new].into_iter().filter(|path| !is_piped(path));
    let setup = Setup::of_paths(global, files.cloned().collect(), args.rules.flags())?;
    let (linter, end) = reader(&setup, screen)?;
    let linter = linter.select(&args.select, &[])?;
    let (old, new, one_file) = open(args, &setup)?;
    let how = DiffOptions { one_file, figures: args.select.is_empty() };
    let progress = Progress::new(screen, || old.corpus.bytes() + new.corpus.bytes());
    let tick = |bytes| progress.tick(bytes);
    let options = Options { jobs: args.jobs.map(usize::from), tick: Some(&tick) };
    let found = linter.diff(&old.corpus, &new.corpus, how, &options);
    drop(progress);
    screen.notices(&found.notices);
    for (only, path) in [(found.removed.len(), &args.old), (found.added.len(), &args.new)] {
        if found.compared == 0 && only == 0 {
            return Err(Error::new(format!("no article found in {}", path.display())).into());
        }
    }
    let view = view(&found, &linter, [&old, &new]);
    match args.format {
        DiffFormat::Full => terminal::write(&view, screen.color, !screen.quiet, out)?,
        DiffFormat::Concise => concise::write(&view, screen.color, out)?,
        DiffFormat::Json => json::write(&view, out)?,
        DiffFormat::Jsonl => json::write_jsonl(&view, out)?,
        DiffFormat::Markdown => markdown::write(&view, out)?,
    }
    Ok(match end {
        End::Failed => end,
        _ if found.has_changed_facts() => End::Found,
        _ => End::Clean,
    })
}

fn view(found: &Diff, linter: &dateline::Linter, editions: [&Edition; 2]) -> DiffView {
    let [old, new] = editions;
    let compared = |article: &'_ ArticleDiff| -> [Option<Article>; 2] {
        [old.corpus.reopen(&article.old_origin), new.corpus.reopen(&article.new_origin)]
    };
    let articles = found.articles.iter().map(|article| Compared {
        cards: [&article.old, &article.new],
        sources: compared(article),
        comparison: &article.comparison,
    });
    let mut view = DiffView::new(articles, &|attribute| linter.attribute(attribute), [&old.root, &new.root]);
    view.summary.articles = found.compared;
    found.added.iter().for_each(|lone| view.add(&lone.card, lone.facts, &new.root));
    found.removed.iter().for_each(|lone| view.remove(&lone.card, lone.facts, &old.root));
    view.notices.clone_from(&found.notices);
    view
}

/// Both editions, and whether they are versions of one file.
fn open(args: &DiffArgs, setup: &Setup) -> Result<(Edition, Edition, bool), Error> {
    let folder = |path: &Path| !is_piped(path) && path.is_dir();
    if let Some(missing) = [&args.old, &args.new].into_iter().find(|path| !is_piped(path) && !path.exists()) {
        return Err(Error::new(format!(
            "there is no file or folder `{}`. A version out of git comes through standard input: `git show REV:FILE | \
             dateline diff - FILE`",
            missing.display()
        )));
    }
    if is_piped(&args.old) && is_piped(&args.new) {
        return Err(Error::new("only one version can come from standard input"));
    }
    if folder(&args.old) != folder(&args.new) {
        let (folder, file) = if folder(&args.old) { (&args.old, &args.new) } else { (&args.new, &args.old) };
        let (folder, file) = (folder.display(), file.display());
        return Err(Error::new(format!(
            "`{folder}` is a folder and `{file}` is none: two of a kind are compared"
        )));
    }
    let one_file = !folder(&args.old);
    let walk = |path: &PathBuf, base: &Path| -> Result<Corpus, Error> {
        let corpus = Corpus::walk_through(std::slice::from_ref(path), base, &setup.sifted.sieve())?;
        Ok(corpus.story_from(setup.config.story_from()))
    };
    let edition = |path: &PathBuf, other: &Path| -> Result<Edition, Error> {
        if is_piped(path) {
            let mut bytes = Vec::new();
            io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(|e| Error::new("standard input cannot be read").because(e))?;
            let mut corpus = Corpus::empty()?;
            // Named as the file it is a version of: the name says how it is written, and maybe its day.
            corpus.add_memory(&slashes(other), bytes);
            return Ok(Edition { corpus, root: String::new() });
        }
        if one_file {
            return Ok(Edition { corpus: walk(path, &setup.base)?, root: String::new() });
        }
        let root = match slashes(path) {
            here if here == "." || here == "./" => String::new(),
            root if root.ends_with('/') => root,
            root => format!("{root}/"),
        };
        // Paths within an edition tell its articles apart, and are what patterns of the configuration mean.
        Ok(Edition { corpus: walk(path, path)?, root })
    };
    Ok((edition(&args.old, &args.new)?, edition(&args.new, &args.old)?, one_file))
}

fn is_piped(path: &Path) -> bool {
    path.as_os_str() == "-"
}
