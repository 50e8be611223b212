//! What git knows of an archive: which articles have changed.
//!
//! Every article is asked for in the repository that it lies in, which need not be that of the working directory: an
//! archive may have submodules, and other repositories inside it.

use dateline::corpus::slashes;
use dateline::error::{Error, Notice};
use dateline::facts::{ArticleId, Card};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

/// The articles that have changed, and what is to be said of it.
pub(super) type Reviewed = (BTreeSet<ArticleId>, Vec<Notice>);

/// The articles that have changed since `rev`, or since the work tree's branch parted from it; what is not committed yet,
/// and what git does not track, has changed, too. Of a container it is the records whose line is not in the old one.
/// Notices tell of articles whose repository does not know.
///
/// # Errors
/// When there is no git, no repository, or no such commit.
pub(super) fn changed(base: &Path, rev: &str, cards: &[Card]) -> Result<Reviewed, Error> {
    let mut review = Review::of(base, rev);
    let mut files: HashMap<&str, Rc<Changed>> = HashMap::new();
    let mut found = BTreeSet::new();
    for card in cards {
        // Those of one container have one file.
        let file = match files.get(&*card.path) {
            Some(known) => Rc::clone(known),
            None => Rc::new(review.look_up(base, card)?),
        };
        let changed = match &*file {
            Changed::Not => false,
            Changed::All => true,
            Changed::Records(records) => records.is_new(card.line),
        };
        if changed {
            found.insert(card.id);
        }
        files.entry(&card.path).or_insert(file);
    }
    if review.known.values().all(Option::is_none) && review.lone > 0 {
        return Err(Error::new(format!(
            "--changed-since {rev}: `{}` is in no git repository",
            base.display()
        )));
    }
    Ok((found, review.notices()))
}

/// What of a file has changed.
enum Changed {
    Not,
    All,
    Records(Records),
}

/// The repositories of a run.
struct Review<'a> {
    rev: &'a str,
    /// The top of the work tree that the run is made in, if it is one.
    home: Option<PathBuf>,
    /// The top of the work tree that a folder is in.
    tops: HashMap<PathBuf, Option<PathBuf>>,
    /// What has changed below the top of a work tree; nothing where its repository does not know the commit.
    known: BTreeMap<PathBuf, Option<Differing>>,
    /// How many files are in no repository.
    lone: usize,
}

/// How a work tree differs from a commit.
struct Differing {
    repository: Repository,
    /// The commit.
    since: String,
    /// The files that differ, by their path; with the path they had, if they were there.
    files: BTreeMap<String, Option<String>>,
    /// The files that git knows now.
    tracked: HashSet<String>,
}

impl<'a> Review<'a> {
    fn of(base: &Path, rev: &'a str) -> Self {
        let mut review = Review { rev, home: None, tops: HashMap::new(), known: BTreeMap::new(), lone: 0 };
        review.home = fs::canonicalize(base).ok().and_then(|base| review.top(&base));
        review
    }

    /// What has changed of the file that an article is in.
    fn look_up(&mut self, base: &Path, card: &Card) -> Result<Changed, Error> {
        // A member of an archive has changed with it.
        let full = base.join(&*card.path);
        let Some(file) = full.ancestors().find_map(|path| fs::canonicalize(path).ok()) else {
            return Ok(Changed::All);
        };
        let Some(top) = file.parent().and_then(|folder| self.top(folder)) else {
            self.lone += 1;
            return Ok(Changed::All);
        };
        self.compare(&top)?;
        let Some(Some(differing)) = self.known.get(&top) else { return Ok(Changed::All) };
        let path = slashes(file.strip_prefix(&top).unwrap_or(&file));
        Ok(match differing.files.get(&path) {
            None if differing.tracked.contains(&path) => Changed::Not,
            Some(Some(old)) if card.line.is_some() && is_a_record_a_line(&card.path) => {
                let records = Records::new(&differing.repository, &differing.since, old, &file);
                records.map_or(Changed::All, Changed::Records)
            }
            _ => Changed::All,
        })
    }

    /// The top of the work tree that a folder is in.
    fn top(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.tops.get(folder) {
            return known.clone();
        }
        let top = match folder.join(".git").exists() {
            true => Some(folder.to_owned()),
            false => folder.parent().and_then(|above| self.top(above)),
        };
        self.tops.insert(folder.to_owned(), top.clone());
        top
    }

    /// Asks a repository, once.
    fn compare(&mut self, top: &Path) -> Result<(), Error> {
        if self.known.contains_key(top) {
            return Ok(());
        }
        let repository = Repository { top: top.to_owned() };
        let differing = match self.since(&repository)? {
            Some(since) => Some(Differing {
                files: repository.files(&since)?,
                tracked: repository.tracked()?,
                since,
                repository,
            }),
            None => None,
        };
        self.known.insert(top.to_owned(), differing);
        Ok(())
    }

    /// The commit to compare a repository with. A submodule is compared with what the repository around it had of it,
    /// where that is part of the run; any other asks for the commit itself.
    fn since(&mut self, repository: &Repository) -> Result<Option<String>, Error> {
        let is_home = self.home.as_deref().is_none_or(|home| home == repository.top);
        let inside = !is_home && self.home.as_deref().is_some_and(|home| repository.top.starts_with(home));
        let outer = repository.top.parent().filter(|_| inside).and_then(|above| self.top(above));
        if let Some(outer) = outer {
            self.compare(&outer)?;
            let path = slashes(repository.top.strip_prefix(&outer).unwrap_or(&repository.top));
            if let Some(Some(around)) = self.known.get(&outer)
                && around.tracked.contains(&path)
            {
                let since = around.repository.submodule(&around.since, &path)?;
                return Ok(since.filter(|commit| repository.knows(commit)));
            }
        }
        match repository.since(self.rev)? {
            // Where one repository is asked, it is the one that is meant.
            None if is_home => Err(Error::new(format!(
                "--changed-since {}: git knows no such commit; is the clone shallow?",
                self.rev
            ))),
            since => Ok(since),
        }
    }

    fn notices(&self) -> Vec<Notice> {
        let strange = self.known.iter().filter(|(_, differing)| differing.is_none());
        let mut notices: Vec<Notice> = strange
            .map(|(top, _)| Notice {
                path: top.display().to_string(),
                line: None,
                message: format!(
                    "a git repository of its own, which does not have what `{}` stands for; all in it counts as changed",
                    self.rev
                ),
            })
            .collect();
        if self.lone > 0 {
            let files = if self.lone == 1 { "1 file is" } else { &format!("{} files are", self.lone) };
            let message = format!("{files} in no git repository and counted as changed");
            notices.push(Notice { path: "dateline".to_owned(), line: None, message });
        }
        notices
    }
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

/// A work tree.
struct Repository {
    /// Its top.
    top: PathBuf,
}

impl Repository {
    /// The commit to compare with, if there is one.
    fn since(&self, rev: &str) -> Result<Option<String>, Error> {
        // A folder `.git` that is none of git's.
        self.git(&["rev-parse", "--is-inside-work-tree"])?;
        let commit = format!("{rev}^{{commit}}");
        let Ok(commit) = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]) else {
            return Ok(None);
        };
        let commit = text(commit).trim().to_owned();
        // What was done on the other branch since is not this one's change. Of histories with nothing in common, it is.
        let parted = self.git(&["merge-base", &commit, "HEAD"]).map(|hash| text(hash).trim().to_owned());
        Ok(Some(parted.ok().filter(|hash| !hash.is_empty()).unwrap_or(commit)))
    }

    /// Which commit of a submodule a commit has, if it has the submodule.
    fn submodule(&self, since: &str, path: &str) -> Result<Option<String>, Error> {
        let entry = text(self.git(&["ls-tree", "-z", since, "--", path])?);
        // `160000 commit 3f2a…<TAB>path`
        let mut words = entry.split(['\t', '\0']).next().unwrap_or("").split(' ');
        Ok(words.nth(2).filter(|_| entry.starts_with("160000 ")).map(str::to_owned))
    }

    fn knows(&self, commit: &str) -> bool {
        self.git(&["cat-file", "-e", &format!("{commit}^{{commit}}")]).is_ok()
    }

    /// The files and submodules that git knows now, by their path.
    fn tracked(&self) -> Result<HashSet<String>, Error> {
        let tracked = text(self.git(&["ls-files", "-z"])?);
        Ok(tracked.split_terminator('\0').map(str::to_owned).collect())
    }

    /// The files that differ from a commit, by their path; with the path they had in it, if they were there.
    fn files(&self, since: &str) -> Result<BTreeMap<String, Option<String>>, Error> {
        let mut files = BTreeMap::new();
        let differing = text(self.git(&[
            "diff",
            "--name-status",
            "-z",
            "--no-ext-diff",
            "--no-relative",
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
        Ok(files)
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, Error> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.top)
            .args(args)
            // In a hook these name one repository, whichever is asked.
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .env_remove("GIT_PREFIX")
            // Neither the user's language nor a lock of another git is to get in the way.
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .output();
        match output {
            Ok(output) if output.status.success() => Ok(output.stdout),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                Err(Error::new(format!("--changed-since: git says: {said}")))
            }
            Err(error) => {
                Err(Error::new("--changed-since needs git, which cannot be started").because(error))
            }
        }
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}
