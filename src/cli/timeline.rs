//! `dateline timeline`: what the archive says of one thing over time.

use super::args::{Global, Input, RuleFolders};
use super::config::Setup;
use super::engine::{not_empty, open_without, with_progress};
use super::own;
use super::place::Place;
use super::screen::Screen;
use super::{End, Stop};
use clap::{Args, ValueEnum};
use dateline::error::Error;
use dateline::report::chart::{self, Chart, Setting};
use dateline::report::timeline::{self, Style};
use dateline::{Candidates, Linter, Survey, Thread};
use std::collections::BTreeSet;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
    override_usage = "dateline timeline [OPTIONS] [SUBJECT] ATTR [PATH]...",
    after_help = "Without SUBJECT, everything is drawn that the archive gives two values of: every story's death toll.

Examples:
  dateline timeline NATO member-count archive                         one organisation's members
  dateline timeline death-toll archive                                the toll of each story
  dateline timeline death-toll wire.jsonl --story port-ellen-ferry    the toll of one
  dateline timeline nato member-count --format svg --output nato.svg  a picture"
)]
pub(super) struct TimelineArgs {
    /// Whose facts to draw, as `dateline facts` names them: a name, an alias, a part that only one name has, or a story.
    #[arg(value_name = "SUBJECT")]
    subject: Option<String>,
    /// Which facts to draw: the name of their rule, `member-count`, `term-end` …
    #[arg(value_name = "ATTR")]
    attribute: Option<String>,
    #[command(flatten)]
    input: Input,
    /// Draw the facts of this story only: its name, or that of an article in it.
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    /// How to show them.
    #[arg(long, short, value_enum, default_value = "chart")]
    format: TimelineFormat,
    /// Write to this file instead of standard output; it is written whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How wide to draw: columns of a chart (by default the terminal's), pixels of a picture (by default 760).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=4000))]
    width: Option<u16>,
    /// Draw the chart with the characters of ASCII only.
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    rules: RuleFolders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TimelineFormat {
    /// A chart for the terminal, with a table below it.
    Chart,
    /// The table.
    Table,
    /// A JSON object a line: a report, or a step of the reference.
    Jsonl,
    /// A picture; several charts stand one under the other.
    Svg,
}

/// What is asked for, once it is clear which word is what.
struct Asked<'a> {
    subject: Option<&'a str>,
    attribute: &'a str,
    input: Input,
}

/// Runs it.
pub(super) fn timeline(
    args: &TimelineArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    // Which word is a path is known once the rules are, and which rules there are, once the paths are.
    let mut guess = args.input.clone();
    guess.paths.extend(args.attribute.iter().map(PathBuf::from).filter(|path| path.exists()));
    let setup = Setup::reading(global, &guess, args.rules.flags())?;
    let (linter, mistakes) = Linter::with_folders(&setup.config.folders())?;
    screen.diagnostics(&mistakes);
    let end = if mistakes.is_empty() { End::Clean } else { End::Failed };
    let asked = asked(args, &linter)?;
    if !linter.compares_facts(asked.attribute)? {
        let message = format!(
            "`{}` is a check that compares no facts of one kind: nothing can be drawn",
            asked.attribute
        );
        return Err(Error::new(message).into());
    }
    let setup = Setup::reading(global, &asked.input, args.rules.flags())?;
    let place = args.output.as_deref().map(|path| Place::prepare(path, None)).transpose()?;
    let (corpus, left_out) = open_without(&asked.input, &setup, args.output.as_slice())?;
    if let Some(place) = &place {
        own::spare(place, &left_out, "--output")?;
    }
    let survey = with_progress(&asked.input, &corpus, screen, |options| linter.survey(&corpus, options));
    screen.notices(&survey.checked.notices);
    not_empty(survey.checked.cards.len(), &setup, screen)?;
    let threads = threads(&linter, &survey, &asked, args.story.as_deref())?;
    let draw = |thread: &Thread| linter.chart(&corpus, &survey, thread, &survey.checked.findings);
    let charts: Vec<Chart> = threads.iter().map(draw).collect();
    match &place {
        Some(place) => place.fill(|out| print(&charts, args, false, out))?.keep()?,
        None => print(&charts, args, screen.color, out)?,
    }
    Ok(end)
}

/// The first word is the subject, unless it is a rule's name and the second is none: then it is the attribute, and the
/// second word is a path.
fn asked<'a>(args: &'a TimelineArgs, linter: &Linter) -> Result<Asked<'a>, Error> {
    let is_rule = |word: &str| linter.rule(word).is_ok();
    let mut input = args.input.clone();
    let Some(first) = args.subject.as_deref() else {
        let help = "`dateline rules list` names the rules, and `dateline facts` the subjects";
        return Err(Error::new(format!(
            "what is to be drawn? Name a rule, as in `dateline timeline death-toll`; {help}"
        )));
    };
    match args.attribute.as_deref() {
        Some(second) if is_rule(second) || !is_rule(first) => {
            if let Err(unknown) = linter.rule(second) {
                // With a path in the second place, the first word is the rule that is mistyped or missing.
                let is_path = Path::new(second).exists() || second.contains(['/', '\\', '.']);
                return Err(match linter.rule(first).err().filter(|_| is_path) {
                    Some(first_unknown) => Error::new(format!(
                        "{first_unknown}. Facts of a subject are asked for as in `dateline timeline {} RULE {}`",
                        quoted(first),
                        quoted(second)
                    )),
                    None => unknown,
                });
            }
            Ok(Asked { subject: Some(first), attribute: second, input })
        }
        Some(second) => {
            input.paths.insert(0, PathBuf::from(second));
            Ok(Asked { subject: None, attribute: first, input })
        }
        None if is_rule(first) => Ok(Asked { subject: None, attribute: first, input }),
        None => Err(Error::new(format!(
            "which facts of “{first}”? Name their rule, as in `dateline timeline {} age`",
            quoted(first)
        ))),
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.to_owned() }
}

/// What is to be drawn.
fn threads(
    linter: &Linter,
    survey: &Survey,
    asked: &Asked<'_>,
    story: Option<&str>,
) -> Result<Vec<Thread>, Error> {
    let attribute = asked.attribute;
    let all = linter.threads(survey);
    let mut threads: Vec<Thread> = all.iter().filter(|t| *t.attribute == *attribute).cloned().collect();
    if threads.is_empty() {
        return Err(Error::new(format!("no fact of `{attribute}` was found")));
    }
    if let Some(story) = story {
        threads = linter
            .find_story(survey, &threads, story)
            .map_err(|candidates| unclear("story", story, attribute, &candidates))?;
    }
    if let Some(subject) = asked.subject {
        return linter.find_subject(survey, &threads, subject).map_err(|candidates| {
            let other = others(linter, survey, &all, subject);
            let error = unclear("subject", subject, attribute, &candidates);
            if other.is_empty() {
                error
            } else {
                Error::new(format!("{error} Of “{subject}” there is {other}."))
            }
        });
    }
    // One value alone tells nothing of time, unless it was asked for by name.
    if story.is_none() {
        threads.retain(|thread| thread.facts.len() > 1);
    }
    if threads.is_empty() {
        return Err(Error::new(format!(
            "nothing has two values of `{attribute}`: name a subject to draw a single one"
        )));
    }
    Ok(threads)
}

/// The other attributes of a subject.
fn others(linter: &Linter, survey: &Survey, all: &[Thread], subject: &str) -> String {
    let found = linter.find_subject(survey, all, subject).unwrap_or_default();
    let names: BTreeSet<&str> = found.iter().map(|t| &*t.attribute).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn unclear(what: &str, typed: &str, attribute: &str, candidates: &Candidates) -> Error {
    /// More would be a list, and `facts` prints that.
    const SHOWN: usize = 12;
    let mut message = format!("no one {what} with facts of `{attribute}` is meant by “{typed}”");
    let named = candidates.iter().take(SHOWN).map(|(name, facts)| match facts {
        1 => format!("{name} (1 fact)"),
        facts => format!("{name} ({facts} facts)"),
    });
    let named: Vec<String> = named.collect();
    if !named.is_empty() {
        message = format!("{message}; did you mean {}?", named.join(", "));
    }
    if candidates.len() > SHOWN {
        message = format!("{message} There are {} more.", candidates.len() - SHOWN);
    }
    Error::new(message)
}

fn print(charts: &[Chart], args: &TimelineArgs, color: bool, out: &mut dyn Write) -> io::Result<()> {
    /// Where no terminal says how wide it is.
    const COLUMNS: usize = 100;
    const PIXELS: u32 = 760;
    match args.format {
        TimelineFormat::Chart => {
            let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
            let width = args.width.map(usize::from).or_else(terminal).unwrap_or(COLUMNS);
            timeline::write_chart(charts, Style { color, width: width.max(40), ascii: args.ascii }, out)
        }
        TimelineFormat::Table => timeline::write_table(charts, out),
        TimelineFormat::Jsonl => timeline::write_jsonl(charts, out),
        TimelineFormat::Svg => {
            let width = args.width.map_or(PIXELS, u32::from);
            out.write_all(chart::stacked(charts, Setting::File, width).as_bytes())
        }
    }
}
