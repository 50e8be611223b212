//! `dateline annotate`: to standard output, or a file an article.

use super::args::{AnnotateArgs, AnnotateFormat, Global};
use super::config::Setup;
use super::engine::{not_empty, open, reader, with_progress};
use super::screen::Screen;
use super::sink::Sink;
use super::{End, Stop};
use dateline::Understood;
use dateline::corpus::Article;
use dateline::error::Error;
use dateline::report::timeml::FileNames;
use dateline::report::{annotate, timeml};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Runs the command.
pub(super) fn annotate(
    args: &AnnotateArgs,
    global: &Global,
    screen: &Screen,
    out: &mut (dyn Write + Send),
) -> Result<End, Stop> {
    match args.format {
        AnnotateFormat::Jsonl if args.output_dir.is_some() => {
            Err(Error::new("--output-dir goes with --format timeml: JSON Lines are one stream").into())
        }
        AnnotateFormat::Jsonl => jsonl(args, global, screen, out),
        AnnotateFormat::Timeml => documents(args, global, screen, out),
    }
}

fn jsonl(
    args: &AnnotateArgs,
    global: &Global,
    screen: &Screen,
    out: &mut (dyn Write + Send),
) -> Result<End, Stop> {
    let setup = Setup::reading(global, &args.input, toml::Table::new())?;
    let corpus = open(&args.input, &setup)?;
    let (linter, end) = reader(&setup, screen)?;
    let lines = |article: &Article, understood: Understood| {
        let Understood { card, clean, times, quantities, .. } = understood;
        let mut lines = Vec::new();
        let annotations = annotate::annotations(article, &clean, &times, &quantities);
        annotate::write_jsonl(&card, &annotations, &mut lines).map(|()| lines)
    };
    let mut sink = Sink::new(out);
    let notices = with_progress(&args.input, &corpus, screen, |options| {
        linter.annotate(&corpus, options, lines, |_, lines| sink.take(lines))
    });
    let read = sink.finish()?;
    screen.notices(&notices);
    not_empty(read, &setup, screen)?;
    Ok(end)
}

fn documents(
    args: &AnnotateArgs,
    global: &Global,
    screen: &Screen,
    out: &mut (dyn Write + Send),
) -> Result<End, Stop> {
    let setup = Setup::reading(global, &args.input, toml::Table::new())?;
    let corpus = open(&args.input, &setup)?;
    let (linter, end) = reader(&setup, screen)?;
    // The tags alone are kept; the words are read again when they are written.
    let tags = |_: &Article, understood: Understood| {
        let tags = timeml::tags(&understood.clean, &understood.times);
        (understood.card, tags)
    };
    let mut read = Vec::new();
    let keep = |origin, made| {
        read.push((origin, made));
        ControlFlow::Continue(())
    };
    let notices =
        with_progress(&args.input, &corpus, screen, |options| linter.annotate(&corpus, options, tags, keep));
    screen.notices(&notices);
    not_empty(read.len(), &setup, screen)?;
    if read.len() > 1 && args.output_dir.is_none() {
        let message = format!("--format timeml makes a file an article, and {} were read", read.len());
        return Err(Error::new(format!("{message}: say where with --output-dir DIR")).into());
    }
    let mut names = FileNames::default();
    if let Some(folder) = &args.output_dir {
        fs::create_dir_all(folder).map_err(|e| cannot_write(folder, e))?;
    }
    for (origin, (card, tags)) in &read {
        let article = corpus
            .reopen(origin)
            .ok_or_else(|| Error::new(format!("`{}` has changed while it was read", card.path)))?;
        match &args.output_dir {
            None => timeml::write(card, &article, tags, out)?,
            Some(folder) => {
                let path = folder.join(names.next(card));
                create(&path)
                    .and_then(|file| {
                        let mut file = BufWriter::new(file);
                        timeml::write(card, &article, tags, &mut file)?;
                        file.flush()
                    })
                    .map_err(|e| cannot_write(&path, e))?;
            }
        }
    }
    Ok(end)
}

/// A new file in the place of an old one. A link that lies there is replaced, not followed.
fn create(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            File::create_new(path)
        }
        made => made,
    }
}

fn cannot_write(path: &Path, because: io::Error) -> Error {
    Error::new(format!("cannot write `{}`", path.display())).because(because)
}
