//! What counts in a check: the baseline, the review of what has changed, and the limits of the exit status.

use super::Stop;
use super::config::Setup;
use super::git;
use super::place::Place;
use super::screen::Screen;
use clap::Args;
use dateline::config::Config;
use dateline::corpus::{Corpus, normal};
use dateline::error::{Error, Notice};
use dateline::facts::Card;
use dateline::gate::{Baseline, Entry, Naming, review};
use dateline::report::View;
use dateline::rules::Severity;
use dateline::rules::finding::Finding;
use dateline::rules::suppress::{Ignore, SetApart};
use jiff::civil::Date;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The baseline's name where none is given.
pub(super) const NAME: &str = "dateline-baseline.json";
/// How many entries that are gone are told one by one.
const TOLD: usize = 10;

#[derive(Debug, Args)]
#[command(next_help_heading = "What counts")]
pub(super) struct GateArgs {
    /// Leave out the findings that are in this file, unless more articles have come to take part in them.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what is found to the baseline, `dateline-baseline.json` if none is given. What was not looked at stays in it.
    #[arg(long, conflicts_with_all = ["prune_baseline", "changed_since", "stdin_filename"])]
    pub(super) write_baseline: bool,
    /// Take out of the baseline what is not found any more. What was not looked at stays in it.
    #[arg(long, conflicts_with_all = ["changed_since", "stdin_filename"])]
    pub(super) prune_baseline: bool,
    /// Print the findings of the baseline, too, to standard output; they do not count.
    #[arg(long)]
    pub(super) show_baselined: bool,
    /// Report only what articles take part in that have changed since this commit, or since they parted from that branch
    /// (git). The whole archive is read all the same.
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,
    /// Read standard input as if it were the text of this file, and report only what it takes part in.
    #[arg(long, value_name = "FILE", conflicts_with = "changed_since")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Exit with 1 when there are errors, or more warnings than this.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) max_warnings: Option<u64>,
    /// Exit with 0 whatever is found. A run that cannot be made in full still exits with 2.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Print how many findings each rule has, instead of the findings; and to standard error what took how long.
    #[arg(long)]
    pub(super) statistics: bool,
    /// Take this for today's date, on which suppressions may end; by default it is the day in UTC.
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<Date>,
}

impl GateArgs {
    /// The day of the run.
    pub(super) fn day(&self) -> Date {
        let now = || jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        self.today.unwrap_or_else(now)
    }

    /// Puts standard input in its place in the corpus.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn overlay(&self, corpus: &mut Corpus, setup: &Setup) -> Result<(), Error> {
        let Some(path) = &self.stdin_filename else { return Ok(()) };
        if setup.piped {
            return Err(Error::new("`-` and --stdin-filename both want standard input"));
        }
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| Error::new("standard input cannot be read").because(e))?;
        corpus.overlay(path, &setup.base, bytes);
        Ok(())
    }

    /// Whether what is to be reported makes the run fail.
    pub(super) fn fails(&self, config: &Config, view: &View) -> bool {
        let Some(severity) = config.fail_on().filter(|_| !self.exit_zero) else { return false };
        match self.max_warnings.or(config.max_warnings().map(u64::from)) {
            None => view.reaches(severity),
            Some(most) => {
                let least = if severity == Severity::Advice { 1 } else { u64::MAX };
                let summary = &view.summary;
                summary.errors > 0 || summary.warnings > most || summary.advice >= least
            }
        }
    }
}

/// The entries `[[ignore]]` of a configuration, and the files they are in.
#[derive(Default)]
pub(super) struct Ignores {
    pub(super) entries: Vec<Ignore>,
    pub(super) files: Vec<(String, String)>,
}

/// What a configuration says is to be left alone.
pub(super) fn ignores(config: &Config) -> Ignores {
    let mut ignores = Ignores::default();
    for entry in config.ignores() {
        let path = entry.place.path();
        let known = ignores.files.iter().position(|(file, _)| file == path);
        let file = known.unwrap_or_else(|| {
            ignores.files.push((path.to_owned(), entry.place.source().to_owned()));
            ignores.files.len() - 1
        });
        let paths = entry.paths.clone();
        ignores.entries.push(Ignore {
            paths: (!paths.is_empty()).then(|| Arc::new(move |path: &str| paths.matches(path)) as _),
            rules: entry.rules.0.iter().map(|name| (name.value.clone(), name.place.at())).collect(),
            subjects: entry.subjects.0.iter().map(|name| name.value.clone()).collect(),
            fingerprints: entry.fingerprints.0.iter().map(|n| n.value.to_lowercase()).collect(),
            until: entry.until,
            reason: entry.reason.clone(),
            file,
            at: entry.place.at(),
        });
    }
    ignores
}

/// Where a run stands.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// The folder that shown paths start from.
    pub(super) base: &'a Path,
    /// The files and folders that are read.
    pub(super) roots: &'a [PathBuf],
    /// The articles.
    pub(super) cards: &'a [Card],
    /// Whether the findings of a rule would be there.
    pub(super) runs: &'a dyn Fn(&str) -> bool,
    /// Whether a finding is loud and sure enough to be shown.
    pub(super) shows: &'a dyn Fn(&Finding) -> bool,
}

/// The gate, ready before the archive is read, so that what is wrong with it is told at once.
pub(super) struct Gate<'a> {
    args: &'a GateArgs,
    file: Option<PathBuf>,
    known: Option<Baseline>,
}

/// What passes the gate and what does not.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) apart: Vec<(Finding, SetApart)>,
    pub(super) notices: Vec<Notice>,
}

impl<'a> Gate<'a> {
    /// Reads the baseline. Nothing where it is wrong, which has been told then.
    ///
    /// # Errors
    /// When there is none where the command line names one.
    pub(super) fn open(args: &'a GateArgs, setup: &Setup, screen: &Screen) -> Result<Option<Self>, Error> {
        if let Some(rev) = args.changed_since.as_ref().filter(|_| setup.piped) {
            return Err(Error::new(format!(
                "--changed-since {rev} asks git, which knows nothing of standard input; with --stdin-filename FILE it is \
                 checked in the place of a file"
            )));
        }
        let writes = args.write_baseline || args.prune_baseline;
        let default = || match std::env::current_dir().is_ok_and(|here| here == setup.base) {
            true => PathBuf::from(NAME),
            false => setup.base.join(NAME),
        };
        let configured = setup.config.settings.baseline.as_ref().map(|given| given.value.clone());
        let file = args.baseline.clone().or(configured).or_else(|| writes.then(default));
        let Some(path) = &file else { return Ok(Some(Gate { args, file, known: None })) };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let message = format!("the baseline `{}` cannot be read: it is not UTF-8", path.display());
                return Err(Error::new(message));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && args.write_baseline => {
                return Ok(Some(Gate { args, file, known: None }));
            }
            // The configuration may be there before the first baseline; everything is reported then.
            Err(error) if error.kind() == io::ErrorKind::NotFound && args.baseline.is_none() && !writes => {
                let message = "there is no such baseline yet; --write-baseline writes it".to_owned();
                screen.notices(&[Notice { path: path.display().to_string(), line: None, message }]);
                return Ok(Some(Gate { args, file: None, known: None }));
            }
            Err(error) => {
                let message = format!("the baseline `{}` cannot be read", path.display());
                return Err(Error::new(message).because(error));
            }
        };
        match Baseline::parse(&path.display().to_string(), &text) {
            Ok(known) => Ok(Some(Gate { args, file, known: Some(known) })),
            Err(wrong) => {
                screen.diagnostics(&[wrong]);
                Ok(None)
            }
        }
    }

    /// Sorts findings into those that count and those that do not; writes the baseline where that is asked for.
    ///
    /// # Errors
    /// When the baseline cannot be written, or git does not know what has changed.
    pub(super) fn judge(
        &self,
        findings: Vec<Finding>,
        apart: Vec<(Finding, SetApart)>,
        ground: Ground<'_>,
    ) -> Result<Judged, Stop> {
        let mut judged = Judged { findings, apart, notices: Vec::new() };
        if let Some(file) = &self.file {
            self.compare(file, &mut judged, ground)?;
        }
        if let Some((changed, notices)) = self.changed(ground)? {
            judged.notices.extend(notices);
            judged.findings = review::review(judged.findings, &changed);
            let (apart, why): (Vec<_>, Vec<_>) = judged.apart.into_iter().unzip();
            let takes_part = |finding: &Finding| review::takes_part(finding, &changed);
            judged.apart = apart.into_iter().zip(why).filter(|(finding, _)| takes_part(finding)).collect();
        }
        judged.findings.retain(|finding| (ground.shows)(finding));
        judged.apart.retain(|(finding, _)| (ground.shows)(finding));
        Ok(judged)
    }

    fn compare(&self, file: &Path, judged: &mut Judged, ground: Ground<'_>) -> Result<(), Stop> {
        let folder = normal(file.parent().unwrap_or(Path::new("")));
        let base = normal(ground.base);
        let path = |shown: &str| relative(&normal(&base.join(shown)), &folder);
        let naming = Naming { cards: ground.cards, path: &path };
        let roots: Vec<PathBuf> = ground.roots.iter().map(|root| normal(root)).collect();
        let looked_at = |entry: &Entry| {
            let read = |path: &String| {
                let path = normal(&folder.join(path));
                roots.iter().any(|root| path.starts_with(root))
            };
            (ground.runs)(&entry.rule) && entry.paths.iter().all(read)
        };
        let old = self.known.clone().unwrap_or_default();
        let findings = std::mem::take(&mut judged.findings);
        let known = if self.args.write_baseline {
            let shown = findings.iter().filter(|finding| (ground.shows)(finding));
            let new = old.replaced(Baseline::of(shown, naming), &looked_at);
            save(file, &new)?;
            new
        } else {
            old
        };
        let mut compared = known.compare(findings, naming, &looked_at);
        if self.args.prune_baseline {
            save(file, &known.pruned(&compared, &looked_at))?;
        } else {
            judged.notices.extend(gone(file, &compared.gone));
        }
        judged.findings = std::mem::take(&mut compared.new);
        judged.apart.append(&mut compared.known);
        Ok(())
    }

    /// The articles that have changed, where only these count.
    fn changed(&self, ground: Ground<'_>) -> Result<Option<git::Reviewed>, Error> {
        if let Some(rev) = &self.args.changed_since {
            return git::changed(ground.base, rev, ground.cards).map(Some);
        }
        let Some(file) = &self.args.stdin_filename else { return Ok(None) };
        let (base, file) = (normal(ground.base), normal(file));
        let of_file = |card: &&Card| normal(&base.join(&*card.path)) == file;
        Ok(Some((ground.cards.iter().filter(of_file).map(|card| card.id).collect(), Vec::new())))
    }
}

/// What the baseline has and nobody finds any more.
fn gone(file: &Path, entries: &[Entry]) -> Vec<Notice> {
    let notice = |message: String| Notice { path: file.display().to_string(), line: None, message };
    let mut notices: Vec<Notice> = entries
        .iter()
        .take(TOLD)
        .map(|e| {
            notice(format!("{} ({}): not found any more; --prune-baseline takes it out", e.message, e.rule))
        })
        .collect();
    if let Some(more) = entries.len().checked_sub(TOLD).filter(|more| *more > 0) {
        notices.push(notice(format!("{more} more entries are not found any more")));
    }
    notices
}

/// Writes a baseline in one step: whoever reads it meanwhile finds the old one or the new one.
fn save(file: &Path, baseline: &Baseline) -> Result<(), Stop> {
    let place = Place::prepare(file, None)?;
    place.fill(|out| out.write_all(baseline.text().as_bytes()))?.keep()
}

/// The way from a folder to a path, with `/`; both are absolute.
fn relative(path: &Path, folder: &Path) -> String {
    let common = path.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().count() - common;
    let down = path.components().skip(common).map(|c| c.as_os_str().to_string_lossy().into_owned());
    std::iter::repeat_n("..".to_owned(), up).chain(down).collect::<Vec<_>>().join("/")
}
