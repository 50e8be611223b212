//! The command line. It is the only part that knows of arguments, the environment, the terminal and the clock.

mod annotate;
mod args;
mod articles;
mod check;
mod config;
mod configuration;
mod diff;
mod engine;
mod formats;
mod gate;
mod git;
mod output;
mod own;
mod pages;
mod place;
mod progress;
mod rules;
mod screen;
mod shell;
mod sieve;
mod sink;
mod statistics;
mod timeline;
mod watch;

use args::{Cli, Command};
use clap::Parser;
use dateline::error::Error;
use dateline::rules::diagnostic::Mistake;
use screen::Screen;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Nothing to object to: exit status 0.
    Clean,
    /// Something at or above `--fail-on`, or an example that fails: 1.
    Found,
    /// It could not do all that it was asked to: 2.
    Failed,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(match end {
            End::Clean => 0,
            End::Found => 1,
            End::Failed => 2,
        })
    }
}

/// Why a command stopped.
enum Stop {
    /// It cannot be done.
    Error(Error),
    /// Standard output cannot be written to.
    Output(io::Error),
    /// The configuration is wrong.
    Mistakes(Vec<Mistake>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

/// Runs the command line of this process.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and versions are not mistakes; a pipe that has closed is nobody's.
            let _ = error.print();
            return if error.use_stderr() { End::Failed.into() } else { End::Clean.into() };
        }
    };
    // A library's panic over broken bytes is caught and told in a notice; a second voice would be noise.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !dateline::corpus::is_guarded() {
            hook(panic);
        }
    }));
    let screen = Screen::new(cli.global.color, cli.global.quiet);
    let end = match run(&cli, &screen) {
        Ok(end) => end,
        // Whoever read our output has had enough of it.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => End::Clean,
        Err(Stop::Output(error)) => {
            screen.error(&Error::new("standard output cannot be written to").because(error));
            End::Failed
        }
        Err(Stop::Error(error)) => {
            screen.error(&error);
            End::Failed
        }
        Err(Stop::Mistakes(mistakes)) => {
            screen.diagnostics(&mistakes);
            End::Failed
        }
    };
    end.into()
}

fn run(cli: &Cli, screen: &Screen) -> Result<End, Stop> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout());
    let global = &cli.global;
    let end = match &cli.command {
        Command::Check(args) if args.watch => {
            let run = |out: &mut dyn Write| check::check(args, global, screen, out);
            watch::watch(args, global, screen, &mut out, run)?
        }
        Command::Check(args) => check::check(args, global, screen, &mut out)?,
        Command::Facts(args) => engine::facts(args, global, screen, &mut out)?,
        Command::Annotate(args) => annotate::annotate(args, global, screen, &mut out)?,
        Command::Articles(args) => articles::articles(args, global, screen, &mut out)?,
        Command::Stories(args) => engine::stories(args, global, screen, &mut out)?,
        Command::Diff(args) => diff::diff(args, global, screen, &mut out)?,
        Command::Explain(args) => pages::explain(args, global, screen, &mut out)?,
        Command::Timeline(args) => timeline::timeline(args, global, screen, &mut out)?,
        Command::Rules(args) => rules::rules(args, global, screen, &mut out)?,
        Command::Config(args) => configuration::config(args, global, screen, &mut out)?,
        Command::Init(args) => configuration::init(args, &mut out)?,
        Command::Completions(args) => shell::completions(args, &mut out)?,
        Command::Man(args) => shell::man(args, &mut out)?,
    };
    match out.flush() {
        // Whoever read our output has had enough of it; what was found stands.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(end),
        flushed => Ok(flushed.map(|()| end)?),
    }
}
