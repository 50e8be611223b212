//! What git knows of an archive: which articles have changed.

use dateline::error::Error;
use dateline::facts::{ArticleId, Card};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// The articles that have changed since `rev`, or since the work tree's branch parted from it; what is not committed yet,
/// and what git does not track yet, has changed, too. Of a container it is the records whose line is not in the old one.
///
/// # Errors
/// When there is no git, no repository, or no such commit.
pub(super) fn changed(base: &Path, rev: &str, cards: &[Card]) -> Result<BTreeSet<ArticleId>, Error> {
    let repository = Repository { folder: base.to_owned() };
    let since = repository.since(rev)?;
    let prefix = PathBuf::from(text(repository.git(&["rev-parse", "--show-prefix"])?).trim_end_matches('\n'));
    let top = PathBuf::from(text(repository.git(&["rev-parse", "--show-toplevel"])?).trim_end_matches('\n'));
    let files = repository.files(&since)?;
    let mut containers: BTreeMap<&str, Option<Records>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for card in cards {
        let Some(path) = inside(&prefix, &top, &card.path) else { continue };
        // A member of an archive has changed with it.
        let Some(old) = Path::new(&path).ancestors().find_map(|path| files.get(path.to_str()?)) else {
            continue;
        };
        let records = containers.entry(&card.path).or_insert_with(|| match (card.line, old) {
            (Some(_), Some(old)) if is_a_record_a_line(&card.path) => {
                Records::new(&repository, &since, old, &base.join(&*card.path))
            }
            _ => None,
        });
        if records.as_ref().is_none_or(|records| records.is_new(card.line)) {
            found.insert(card.id);
        }
    }
    Ok(found)
}

/// Whether every record of a container is one line of it; elsewhere a line says nothing of its record.
fn is_a_record_a_line(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"))
}

/// The lines of a container, and those it had.
struct Records {
    old: HashSet<Vec<u8>>,
    now: Vec<Vec<u8>>,
}

impl Records {
    fn new(repository: &Repository, since: &str, old: &str, file: &Path) -> Option<Self> {
        let lines =
            |bytes: Vec<u8>| bytes.split(|b| *b == b'\n').map(|l| l.trim_ascii().to_owned()).collect();
        let before: Vec<Vec<u8>> =
            lines(repository.git(&["cat-file", "blob", &format!("{since}:{old}")]).ok()?);
        Some(Records { old: before.into_iter().collect(), now: lines(std::fs::read(file).ok()?) })
    }

    fn is_new(&self, line: Option<u32>) -> bool {
        let at = line.and_then(|line| (line as usize).checked_sub(1));
        at.and_then(|at| self.now.get(at)).is_none_or(|now| !self.old.contains(now))
    }
}

/// A path as git calls it: from the top of the work tree, with `/`.
fn inside(prefix: &Path, top: &Path, shown: &str) -> Option<String> {
    let shown = Path::new(shown);
    let path = match shown.is_absolute() {
        true => {
            let real = std::fs::canonicalize(shown).ok()?;
            real.strip_prefix(top).ok()?.to_owned()
        }
        false => prefix.join(shown),
    };
    let mut parts: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    Some(parts.join("/"))
}

struct Repository {
    folder: PathBuf,
}

impl Repository {
    /// The commit to compare with.
    fn since(&self, rev: &str) -> Result<String, Error> {
        self.git(&["rev-parse", "--is-inside-work-tree"]).map_err(|why| match why.kind {
            Kind::Refused => Error::new(format!(
                "--changed-since {rev}: `{}` is in no git repository",
                self.folder.display()
            )),
            Kind::Absent => Error::from(why),
        })?;
        let commit = format!("{rev}^{{commit}}");
        let commit =
            self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|_| {
                Error::new(format!("--changed-since {rev}: git knows no such commit; is the clone shallow?"))
            })?;
        let commit = text(commit).trim().to_owned();
        // What was done on the other branch since is not this one's change. Of histories with nothing in common, it is.
        let parted = self.git(&["merge-base", &commit, "HEAD"]).map(|hash| text(hash).trim().to_owned());
        Ok(parted.ok().filter(|hash| !hash.is_empty()).unwrap_or(commit))
    }

    /// The files that differ from a commit, by their path; with the path they had in it, if they were there.
    fn files(&self, since: &str) -> Result<BTreeMap<String, Option<String>>, Error> {
        let mut files = BTreeMap::new();
        let differing = text(self.git(&[
            "diff",
            "--name-status",
            "-z",
            "--no-ext-diff",
            "--find-renames",
            since,
            "--",
        ])?);
        let mut fields = differing.split_terminator('\0');
        while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
            match status.as_bytes().first() {
                Some(b'R' | b'C') => {
                    let Some(now) = fields.next() else { break };
                    // What only has another name says what it said.
                    if status != "R100" {
                        files.insert(now.to_owned(), Some(path.to_owned()));
                    }
                }
                Some(b'D') => {}
                Some(b'A') => {
                    files.insert(path.to_owned(), None);
                }
                _ => {
                    files.insert(path.to_owned(), Some(path.to_owned()));
                }
            }
        }
        // From the top of the work tree, wherever the run is.
        let untracked =
            self.git(&["ls-files", "--others", "--exclude-standard", "-z", "--full-name", ":/"])?;
        files.extend(text(untracked).split_terminator('\0').map(|path| (path.to_owned(), None)));
        Ok(files)
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, Refusal> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.folder)
            .args(args)
            // Neither the user's language nor a lock of another git is to get in the way.
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .output();
        match output {
            Ok(output) if output.status.success() => Ok(output.stdout),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                Err(Refusal { kind: Kind::Refused, said })
            }
            Err(error) => Err(Refusal { kind: Kind::Absent, said: error.to_string() }),
        }
    }
}

/// Why git did not answer.
struct Refusal {
    kind: Kind,
    said: String,
}

enum Kind {
    /// It said no.
    Refused,
    /// It could not be started.
    Absent,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal.kind {
            Kind::Refused => Error::new(format!("--changed-since: git says: {}", refusal.said)),
            Kind::Absent => {
                Error::new(format!("--changed-since needs git, which cannot be started: {}", refusal.said))
            }
        }
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}
