//! Where the findings go: `--format` to standard output, `--output FORMAT=FILE` to files, as many as are wanted.
//!
//! What cannot be written is told before anything is read. Files are written beside their place and moved there, all of
//! them after the last one is whole, so that none is ever half-written.

use super::config::Setup;
use super::place::Place;
use super::screen::Screen;
use super::{Stop, own};
use clap::{Args, ValueEnum};
use dateline::corpus::slashes;
use dateline::error::Error;
use dateline::report::terminal::{self, Style};
use dateline::report::{self, View};
use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The formats of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Every place in its surroundings, with help.
    Full,
    /// `path:line:column: severity rule: message`.
    Concise,
    /// Sentences for a screen reader.
    Narrated,
    /// One versioned document.
    Json,
    /// A finding a line, as in `json`.
    Jsonl,
    /// SARIF 2.1.0, for GitHub code scanning and editors.
    Sarif,
    /// Annotations of a GitHub Actions run.
    Github,
    /// A GitLab Code Quality report.
    Gitlab,
    /// JUnit XML, for Jenkins and GitLab.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// The Diagnostic Format of reviewdog.
    Rdjson,
    /// A comment on a pull request, or the summary of a step.
    Markdown,
    /// A page for a browser that needs nothing else.
    Html,
}

/// How to print the findings, and where to.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// How to print the findings: by default `full`, followed by `github` in a GitHub Actions run.
    #[arg(long, short, value_enum)]
    pub(super) format: Option<CheckFormat>,
    /// Write the findings to a file in this format, too; repeat for more files. `-`, or no file, is standard output.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = output)]
    output: Vec<Output>,
}

impl OutputArgs {
    /// The files that every run writes.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.output.iter().filter_map(|output| output.file.clone()).collect()
    }
}

#[derive(Clone, Debug)]
struct Output {
    format: CheckFormat,
    /// Nowhere else than standard output.
    file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
fn output(words: &str) -> Result<Output, String> {
    let (name, file) = words.split_once('=').map_or((words, "-"), |(name, file)| (name, file));
    let format = CheckFormat::from_str(name, false).map_err(|_| {
        let names: Vec<String> = CheckFormat::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("there is no format `{name}`; there are {}", names.join(", "))
    })?;
    match file {
        "" => Err(format!("a file is missing after `{name}=`")),
        "-" => Ok(Output { format, file: None }),
        file => Ok(Output { format, file: Some(PathBuf::from(file)) }),
    }
}

/// What goes to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screening {
    One(CheckFormat),
    /// In GitHub Actions: the whole story for the log, then annotations.
    Annotated,
}

/// Where everything goes; known to be possible.
#[derive(Debug)]
pub(super) struct Outputs {
    screening: Screening,
    files: Vec<(CheckFormat, Place)>,
    /// From the root of the repository to the folder that paths are relative to: empty, or with `/` at its end.
    prefix: String,
    /// The address of that folder.
    folder: String,
}

impl Outputs {
    /// Makes sure that all of it can be written, and that no output takes the place of another or of an article that
    /// is named. `configured` is the format for standard output where the command line gives none, and `elsewhere` are the
    /// files where it gives no output at all.
    pub(super) fn prepare(
        args: &OutputArgs,
        setup: &Setup,
        configured: Option<CheckFormat>,
        elsewhere: Vec<(CheckFormat, PathBuf)>,
    ) -> Result<Self, Error> {
        let mut screened: Vec<CheckFormat> = args.format.into_iter().collect();
        screened.extend(args.output.iter().filter(|o| o.file.is_none()).map(|o| o.format));
        if screened.is_empty() {
            screened.extend(configured);
        }
        let actions = variable("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        let screening = match *screened {
            [] if actions => Screening::Annotated,
            [] => Screening::One(CheckFormat::Full),
            [one] => Screening::One(one),
            _ => {
                return Err(Error::new(
                    "two formats are to go to standard output; give files to all but one",
                ));
            }
        };
        let summary = actions.then(|| variable("GITHUB_STEP_SUMMARY")).flatten();
        let mut files: Vec<(CheckFormat, Place)> = Vec::new();
        let asked = args.output.iter().filter_map(|o| Some((o.format, o.file.clone()?)));
        let asked = if args.output.is_empty() { elsewhere } else { asked.collect() };
        for (format, file) in &asked {
            let place = Place::prepare(file, summary.as_deref().map(Path::new))?;
            if let Some((_, other)) = files.iter().find(|(_, other)| other.is_at(&place)) {
                let (one, two) = (other.given.display(), file.display());
                return Err(Error::new(format!("two outputs go to one file: `{one}` and `{two}`")));
            }
            if setup.paths.iter().any(|input| place.would_replace(input)) {
                return Err(Error::new(format!(
                    "--output would overwrite `{}`, which is read",
                    file.display()
                )));
            }
            files.push((*format, place));
        }
        let folder = report::address::folder(&slashes(&setup.base));
        Ok(Outputs { screening, files, prefix: prefix(&setup.base, actions), folder })
    }

    /// The files that will be written.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.files.iter().map(|(_, place)| place.given.clone()).collect()
    }

    /// Makes sure that none takes the place of an article that the run would have read.
    ///
    /// # Errors
    /// When one does.
    pub(super) fn spare(&self, articles: &[PathBuf]) -> Result<(), Error> {
        self.files.iter().try_for_each(|(_, place)| own::spare(place, articles, "--output"))
    }

    /// Whether some format draws pictures of what is disputed.
    pub(super) fn want_charts(&self) -> bool {
        let files = self.files.iter().any(|(format, _)| *format == CheckFormat::Html);
        files || self.screening == Screening::One(CheckFormat::Html)
    }

    /// Whether what goes to standard output is read by a program as JSON.
    pub(super) fn are_json(&self) -> bool {
        self.screening == Screening::One(CheckFormat::Json)
    }

    /// Writes the files: before the rest, for a pipe may close.
    pub(super) fn write_files(&self, view: &View) -> Result<(), Stop> {
        let plain = Style::default();
        let mut whole = Vec::with_capacity(self.files.len());
        for (format, place) in &self.files {
            whole.push(place.fill(|out| self.one(view, *format, plain, out))?);
        }
        whole.into_iter().try_for_each(super::place::Filled::keep)
    }

    /// Writes what goes to standard output.
    pub(super) fn write_screen(&self, view: &View, screen: &Screen, out: &mut dyn Write) -> Result<(), Stop> {
        /// Lines longer than these are hard to read, and shorter ones say too little.
        const COLUMNS: std::ops::RangeInclusive<usize> = 60..=100;
        let plain = Style::default();
        let style = Style {
            color: screen.color,
            links: screen.links.then_some(&self.folder),
            summary: !screen.quiet,
            width: screen
                .columns
                .map_or(plain.width, |columns| columns.clamp(*COLUMNS.start(), *COLUMNS.end())),
        };
        match self.screening {
            Screening::One(format) => self.one(view, format, style, out)?,
            Screening::Annotated => {
                let mut text = Vec::new();
                self.one(view, CheckFormat::Full, style, &mut text)?;
                silenced(&text, out)?;
                self.one(view, CheckFormat::Github, style, out)?;
            }
        }
        Ok(out.flush()?)
    }

    /// Every format that there is.
    fn one(&self, view: &View, format: CheckFormat, style: Style<'_>, out: &mut dyn Write) -> io::Result<()> {
        let prefix = &self.prefix;
        match format {
            CheckFormat::Full => terminal::write(view, style, out),
            CheckFormat::Concise => report::concise::write(view, style, out),
            CheckFormat::Narrated => report::narrated::write(view, style.summary, out),
            CheckFormat::Json => report::json::write(view, out),
            CheckFormat::Jsonl => report::jsonl::write(view, out),
            CheckFormat::Sarif => report::sarif::write(view, prefix, out),
            CheckFormat::Github => report::github::write(view, prefix, out),
            CheckFormat::Gitlab => report::gitlab::write(view, prefix, out),
            CheckFormat::Junit => report::junit::write(view, out),
            CheckFormat::Checkstyle => report::checkstyle::write(view, out),
            CheckFormat::Rdjson => report::rdjson::write(view, prefix, out),
            CheckFormat::Markdown => report::markdown::write(view, out),
            CheckFormat::Html => report::html::write(view, out),
        }
    }
}

/// Text for the log of a GitHub Actions run in which no words are taken for commands: an article may hold `::error`.
fn silenced(text: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let holds = |word: &str| text.windows(word.len()).any(|bytes| bytes == word.as_bytes());
    let token = (0u32..).map(|n| format!("dateline-{n}")).find(|token| !holds(token)).unwrap_or_default();
    writeln!(out, "::stop-commands::{token}")?;
    out.write_all(text)?;
    writeln!(out, "::{token}::")
}

/// The way from the repository's root to `base`, where a CI says what the root is.
fn prefix(base: &Path, actions: bool) -> String {
    let root = if actions { variable("GITHUB_WORKSPACE") } else { variable("CI_PROJECT_DIR") };
    let inner = root
        .and_then(|root| Path::new(&root).canonicalize().ok())
        .and_then(|root| base.canonicalize().ok()?.strip_prefix(root).map(slashes).ok())
        .unwrap_or_default();
    if inner.is_empty() { inner } else { inner + "/" }
}

fn variable(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
