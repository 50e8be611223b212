//! `--watch`: looks at the files from time to time, and runs again when one of them has changed.
//!
//! By looking and not by being told: it works on every file system a newsroom has, network drives too, needs no thread
//! and no library, and costs a few milliseconds for ten thousand files.

use super::args::{CheckArgs, Global};
use super::config::{NAME, Setup};
use super::screen::Screen;
use super::{End, Stop};
use dateline::corpus::{Corpus, FileState};
use dateline::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long to wait before looking again, at least; and in times of what a look takes, so that it costs a few percent.
const PAUSE: Duration = Duration::from_millis(200);
const IDLE: u32 = 20;
/// For how long nothing may have changed before a run: programs write files in several steps.
const CALM: Duration = Duration::from_millis(50);
/// Clears the screen and what was scrolled off it.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Runs `run` now, and again whenever an article or a rule has changed, until the process is ended.
pub(super) fn watch(
    args: &CheckArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
    mut run: impl FnMut(&mut dyn Write) -> Result<End, Stop>,
) -> Result<End, Stop> {
    if args.input.paths.iter().chain(&args.input.file_list).any(|path| path.as_os_str() == "-") {
        return Err(Error::new("--watch: standard input cannot be watched").into());
    }
    let terminal = io::stdout().is_terminal();
    let mut files = Files::default();
    let mut before: Option<Vec<FileState>> = None;
    loop {
        let start = Instant::now();
        let now = files.look(args, global);
        let took = start.elapsed();
        if before.as_ref() == Some(&now) {
            thread::sleep(PAUSE.max(took * IDLE));
            continue;
        }
        if before.is_some() {
            thread::sleep(CALM);
            if files.look(args, global) != now {
                continue;
            }
        }
        if terminal {
            out.write_all(CLEAR.as_bytes())?;
        }
        match run(out) {
            Ok(_) => {}
            // A file that is gone may come back; a mistake may be mended.
            Err(Stop::Error(error)) => screen.error(&error),
            Err(Stop::Mistakes(mistakes)) => screen.diagnostics(&mistakes),
            Err(stop) => return Err(stop),
        }
        out.flush()?;
        if screen.watched && !screen.quiet {
            let files = if now.len() == 1 { "1 file".to_owned() } else { format!("{} files", now.len()) };
            let _ = writeln!(io::stderr(), "watching {files}; Ctrl-C ends");
        }
        before = Some(now);
    }
}

/// What a run depends on besides the articles. It is kept for when a configuration with a mistake names nothing.
#[derive(Default)]
struct Files {
    configuration: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Files {
    /// The state of all that a run depends on. What cannot be read is not there.
    fn look(&mut self, args: &CheckArgs, global: &Global) -> Vec<FileState> {
        let mut state = Vec::new();
        if let Ok(mut setup) = Setup::reading(global, &args.input, args.flags()) {
            setup.paths.retain(|path| path.exists());
            let corpus = Corpus::walk_through(&setup.paths, &setup.base, &setup.sifted.sieve());
            if let Ok(mut corpus) = corpus {
                // What a run writes itself is no reason to run again.
                corpus.leave_out(&args.output.files());
                corpus.leave_out(&setup.own_files());
                state = corpus.state();
            }
            let folders = setup.config.folders();
            self.folders = [folders.rules, folders.names, folders.references].concat();
            self.configuration = setup.files.iter().map(PathBuf::from).collect();
        }
        // A configuration that was not there may come.
        let configuration = self.configuration.iter().cloned().chain([PathBuf::from(NAME)]);
        let inside = |folder: &PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
        let inside = self.folders.iter().flat_map(inside).map(|entry| entry.path());
        for path in configuration.chain(inside) {
            if let Ok(metadata) = fs::metadata(&path) {
                state.push((path, metadata.modified().ok(), metadata.len()));
            }
        }
        state.sort();
        state
    }
}
