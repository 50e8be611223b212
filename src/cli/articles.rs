//! `dateline articles`: what was read, and what its publication dates rest on.

use super::args::{ArticlesArgs, Global, LinesFormat};
use super::config::Setup;
use super::engine::{not_empty, open, reader, with_progress};
use super::screen::Screen;
use super::sink::Sink;
use super::{End, Stop};
use dateline::Understood;
use dateline::corpus::{Article, Latest, Version};
use dateline::report::articles;
use std::io::{self, Write};

/// What is printed of an article.
enum Shown {
    Rows(Vec<Vec<String>>),
    Line(io::Result<Vec<u8>>),
}

/// Runs the command.
pub(super) fn articles(
    args: &ArticlesArgs,
    global: &Global,
    screen: &Screen,
    out: &mut (dyn Write + Send),
) -> Result<End, Stop> {
    let setup = Setup::reading(global, &args.input, toml::Table::new())?;
    let corpus = open(&args.input, &setup)?;
    let (linter, end) = reader(&setup, screen)?;
    // Which version is the latest is known when all were read.
    let (read, _) = corpus.map(args.input.jobs.map(usize::from), Version::of, |_| {});
    let versions: Vec<Version> = read.into_iter().filter_map(|(_, version)| version).collect();
    let latest = Latest::of(&versions);
    let show = |article: &Article, understood: Understood| {
        let card = &understood.card;
        match args.format {
            LinesFormat::Jsonl => {
                let mut line = Vec::new();
                Shown::Line(
                    articles::write_jsonl(card, article, &latest, args.evidence, &mut line).map(|()| line),
                )
            }
            LinesFormat::Table if args.evidence => Shown::Rows(articles::evidence_rows(card, article)),
            LinesFormat::Table => Shown::Rows(vec![articles::row(card, article, &latest)]),
        }
    };
    let mut table = if args.evidence { articles::evidence_table() } else { articles::table() };
    let mut sink = Sink::new(out);
    let print = |_, shown| match shown {
        Shown::Rows(rows) => {
            rows.into_iter().for_each(|row| table.row(row));
            sink.take(Ok(Vec::new()))
        }
        Shown::Line(line) => sink.take(line),
    };
    let notices =
        with_progress(&args.input, &corpus, screen, |options| linter.annotate(&corpus, options, show, print));
    let read = sink.finish()?;
    screen.notices(&notices);
    not_empty(read, &setup, screen)?;
    if args.format == LinesFormat::Table {
        table.write(out)?;
    }
    Ok(end)
}
