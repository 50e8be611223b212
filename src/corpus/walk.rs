//! Which sources there are: files, folders, standard input, texts in memory.

use super::fields::Fields;
use super::folder::{self, PassedOver, head};
use super::kind::{Format, is_bare, is_zip, packing_of};
use super::paths::{Trouble, normal, show, slashes};
use super::shelf::Shelf;
use super::source::{Place, Source};
use super::table;
use super::unpack::{Limits, Packing};
use super::vocabulary::Vocabulary;
use super::whole::refused;
use super::{archive, sniff};
use crate::error::{Error, Notice};
use encoding_rs::Encoding;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text in memory, for users of the library and for the examples of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What it is called where a path would be; its extension says how it is written, plain where there is none.
    pub name: String,
    /// The text.
    pub text: String,
    /// When it was published, as a field of a record would say it: `2024-02-22`, `2024-02`.
    pub published: Option<String>,
}

/// What comes before a [`Sieve`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A folder below a named one; nothing in it is asked about where it is not let through.
    Folder,
    /// A file in a folder.
    File {
        /// Whether it is one that is read: its extension is of a known format, or it has none and is text. Any other
        /// is read as it begins, if it is let through.
        known: bool,
    },
    /// A file that was named.
    Named,
}

/// Says by its path, as it is shown, whether an entry is read.
pub type Sieve = dyn Fn(&str, Entry) -> bool + Send + Sync;

/// Lets through what is named, and in folders what has a known format.
fn everything() -> Arc<Sieve> {
    Arc::new(|_, entry| !matches!(entry, Entry::File { known: false }))
}

/// The sources of a run, in a stable order. Texts are read when [`Corpus::map`] runs, and let go after it.
///
/// ```
/// use dateline::corpus::{Corpus, Text};
/// let text = Text { name: "a.txt".into(), text: "Ten people came.".into(), published: Some("2024-05-01".into()) };
/// let corpus = Corpus::from_texts([text])?;
/// let (read, notices) = corpus.map(Some(1), |article| article.raw.len(), |_| {});
/// assert_eq!(read[0].1, 16);
/// assert!(notices.is_empty());
/// # Ok::<(), dateline::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Corpus {
    pub(super) sources: Vec<Source>,
    pub(super) notices: Vec<Notice>,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) fields: Fields,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) limits: Limits,
    pub(super) shelf: Arc<Shelf>,
}

impl Corpus {
    /// Leaves out the files that the run itself writes: the report of the last run is no article of this one. Gives
    /// those that it would have read.
    pub fn leave_out(&mut self, files: &[PathBuf]) -> Vec<PathBuf> {
        let mut left_out = Vec::new();
        let files: Vec<PathBuf> = files.iter().filter_map(|file| std::fs::canonicalize(file).ok()).collect();
        if files.is_empty() {
            return left_out;
        }
        self.sources.retain(|source| {
            let Some(path) = source.place.file() else { return true };
            // A link may go by any name.
            let named = path.is_symlink() || files.iter().any(|file| file.file_name() == path.file_name());
            let is_one = named && std::fs::canonicalize(path).is_ok_and(|real| files.contains(&real));
            if is_one {
                left_out.push(path.to_owned());
            }
            !is_one
        });
        left_out
    }

    /// One with no sources yet.
    ///
    /// # Errors
    /// When the crate's own vocabulary does not parse.
    pub fn empty() -> Result<Corpus, Error> {
        let vocabulary = Vocabulary::shared()?;
        Ok(Corpus {
            sources: Vec::new(),
            notices: Vec::new(),
            vocabulary,
            fields: Fields::default(),
            encoding: None,
            limits: Limits::default(),
            shelf: Arc::default(),
        })
    }

    /// As [`Corpus::walk`], of what a sieve lets through.
    ///
    /// # Errors
    /// When a path does not exist or cannot be read.
    pub fn walk_through(paths: &[PathBuf], base: &Path, sieve: &Arc<Sieve>) -> Result<Corpus, Error> {
        let mut corpus = Corpus::empty()?;
        let mut linked = false;
        for path in paths {
            let metadata = std::fs::metadata(path)
                .map_err(|e| Error::new(format!("cannot read `{}`", path.display())).because(e))?;
            if metadata.is_dir() {
                corpus.folder(path, base, sieve, &mut linked)?;
            } else {
                std::fs::File::open(path)
                    .map_err(|e| Error::new(format!("cannot read `{}`", path.display())).because(e))?;
                let shown = show(path, base);
                if !sieve(&shown, Entry::Named) {
                    continue;
                }
                linked |= path.is_symlink();
                corpus.add(shown, Place::File(path.clone()), path);
            }
        }
        corpus.settle(linked);
        Ok(corpus)
    }

    /// Finds the sources under `paths`: files as they are named, and in folders those whose name says how they are
    /// written (`.txt`, `.md`, `.html`, `.jsonl`, `.json`, `.csv`, `.tsv`, `.parquet`, `.xml`, `.warc` …, with `.gz` or `.zst` after it, and
    /// `.zip`) and those without an extension that are text, save what is hidden or named in a `.gitignore` or `.ignore`. Paths are shown relative to `base`.
    ///
    /// # Errors
    /// When a path does not exist or cannot be read.
    pub fn walk(paths: &[PathBuf], base: &Path) -> Result<Corpus, Error> {
        Self::walk_through(paths, base, &everything())
    }

    /// In the order of their paths, each source once.
    fn settle(&mut self, linked: bool) {
        self.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        self.sources.dedup_by(|a, b| a.shown == b.shown);
        if linked {
            // Two names of one file are one source, the first of them.
            let mut seen = HashSet::new();
            self.sources.retain(|s| match &s.place {
                Place::File(path) => std::fs::canonicalize(path).is_ok_and(|real| seen.insert(real)),
                _ => true,
            });
        }
        self.notices.sort();
        self.notices.dedup();
    }

    /// Texts in memory, in the order of their names.
    ///
    /// # Errors
    /// When the crate's own vocabulary does not parse.
    pub fn from_texts(texts: impl IntoIterator<Item = Text>) -> Result<Corpus, Error> {
        let mut corpus = Corpus::empty()?;
        for text in texts {
            let format = Format::of(Path::new(&text.name)).unwrap_or(Format::Plain);
            let place = Place::Memory(text.text.into_bytes().into());
            corpus.push(text.name.into(), place, format, Packing::None);
            if let Some(source) = corpus.sources.last_mut() {
                source.published = text.published.map(String::into_boxed_str);
            }
        }
        corpus.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        Ok(corpus)
    }

    /// Adds bytes that the caller has read, such as standard input. Where the name does not say how they are written,
    /// their beginning does; text that is nothing else is plain.
    pub fn add_memory(&mut self, name: &str, bytes: impl Into<Arc<[u8]>>) {
        self.add(name.into(), Place::Memory(bytes.into()), Path::new(name));
        self.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
    }

    /// Puts bytes that the caller has read in the place of a file, whether that is in the corpus or not.
    pub fn overlay(&mut self, path: &Path, base: &Path, bytes: impl Into<Arc<[u8]>>) {
        let shown = show(path, base);
        self.sources.retain(|source| source.shown != shown);
        self.add(shown, Place::Memory(bytes.into()), path);
        self.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
    }

    /// Says which field of a record names the story, instead of `story`.
    #[must_use]
    pub fn story_from(mut self, field: Option<&str>) -> Self {
        if let Some(Ok(fields)) = field.map(|field| self.fields.clone().with("story", field)) {
            self.fields = fields;
        }
        self
    }

    /// Says which fields of records, and which columns of tables, are read.
    #[must_use]
    pub fn fields(self, fields: Fields) -> Self {
        Corpus { fields, shelf: Arc::default(), ..self }
    }

    /// Says how far compressed input is followed.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Corpus { limits, shelf: Arc::default(), ..self }
    }

    /// Says in which encoding texts are that are not in UTF-8 and do not say so themselves: `windows-1252`, `utf-16le` …
    ///
    /// # Errors
    /// When there is no encoding of that name.
    pub fn encoding(mut self, name: &str) -> Result<Self, Error> {
        let found = Encoding::for_label(name.as_bytes());
        self.encoding = Some(found.ok_or_else(|| Error::new(format!("there is no encoding `{name}`")))?);
        self.shelf = Arc::default();
        Ok(self)
    }

    /// How many sources there are. A file of many articles is one.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is no source.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The paths of the sources as they are shown, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| &*source.shown)
    }

    /// What could not be looked into.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How many bytes there are to read, as the file system says; for a progress bar.
    pub fn bytes(&self) -> u64 {
        self.sources.iter().map(|s| s.place.size()).sum()
    }

    fn push(&mut self, shown: Arc<str>, place: Place, format: Format, packing: Packing) {
        self.sources.push(Source { shown, place, format, packing, published: None });
        // What is kept of sources is kept by their number.
        if self.shelf.is_used() {
            self.shelf = Arc::default();
        }
    }

    /// Adds a source that the user has named: by its name, else by how it begins.
    fn add(&mut self, shown: Arc<str>, place: Place, path: &Path) {
        if is_zip(path) {
            self.archive(&shown, &place);
            return;
        }
        if let Some((format, packing)) = Format::of_packed(path) {
            self.push(shown, place, format, packing);
            return;
        }
        let bytes = head(&place, Packing::None, self.limits);
        let foreign = match bytes.starts_with(b"PK\x03\x04") {
            true => sniff::document(&bytes),
            false => sniff::foreign(&bytes),
        };
        if let Some(what) = foreign {
            self.refuse(&shown, what);
            return;
        }
        if bytes.starts_with(b"PK\x03\x04") {
            self.archive(&shown, &place);
            return;
        }
        let packing = match packing_of(path) {
            Packing::None => Packing::sniff(&bytes),
            named => named,
        };
        let bytes = if packing == Packing::None { bytes } else { head(&place, packing, self.limits) };
        if let Some(what) = sniff::foreign(&bytes) {
            self.refuse(&shown, what);
            return;
        }
        let format = match Format::sniff(&sniff::decoded(&bytes)) {
            // What begins with the headings of a table is none.
            Format::Plain => table::sniff(&bytes, bytes.len() < sniff::HEAD, &self.fields, &self.vocabulary)
                .map_or(Format::Plain, Format::Table),
            known => known,
        };
        self.push(shown, place, format, packing);
    }

    /// Tells that a source is something that is not read.
    fn refuse(&mut self, shown: &str, what: &str) {
        self.notices.push(refused(shown, what));
    }

    /// Adds the members of an archive.
    fn archive(&mut self, shown: &str, place: &Place) {
        let (members, notices) = archive::members(shown, place);
        self.notices.extend(notices);
        for member in members {
            self.push(member.shown, member.place, member.format, member.packing);
        }
    }

    fn folder(
        &mut self,
        folder: &Path,
        base: &Path,
        sieve: &Arc<Sieve>,
        linked: &mut bool,
    ) -> Result<(), Error> {
        let shown = show(folder, base);
        let prefix = match &*shown {
            "." => String::new(),
            root => format!("{}/", root.trim_end_matches('/')),
        };
        let root = folder.to_owned();
        // Below a folder that holds it, `base` is on the way to some files, but not to all.
        let above = shown.ends_with("..") && normal(base).starts_with(normal(folder));
        let base = base.to_owned();
        let within = move |path: &Path| -> Arc<str> {
            if above {
                return show(path, &base);
            }
            let inner = path.strip_prefix(&root).unwrap_or(path);
            format!("{prefix}{}", slashes(inner)).into()
        };
        // The user's global git configuration is left out: the same folder gives the same articles for everyone.
        let mut walk = ignore::WalkBuilder::new(folder);
        walk.require_git(false).git_global(false).follow_links(true);
        let (enter, named) = (Arc::clone(sieve), within.clone());
        walk.filter_entry(move |entry| {
            let below = entry.depth() > 0 && entry.file_type().is_some_and(|t| t.is_dir());
            !below || enter(&named(entry.path()), Entry::Folder)
        });
        let mut passed = PassedOver::default();
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    *linked |= entry.depth() > 0 && entry.path_is_symlink();
                    if !entry.file_type().is_some_and(|t| t.is_file()) {
                        continue;
                    }
                    let shown = within(entry.path());
                    let zip = is_zip(entry.path());
                    let known = Format::of_packed(entry.path());
                    let place = Place::File(entry.path().to_owned());
                    let readable = zip || known.is_some();
                    let missed = !readable && passed.may_miss(entry.path());
                    if !sieve(&shown, Entry::File { known: readable || missed }) {
                        continue;
                    }
                    if missed
                        && !(is_bare(entry.path())
                            && folder::is_text(&place, packing_of(entry.path()), self.limits))
                        && !sieve(&shown, Entry::File { known: false })
                    {
                        passed.over(entry.path());
                        continue;
                    }
                    match known {
                        _ if zip => self.archive(&shown, &place),
                        Some((format, packing)) => self.push(shown, place, format, packing),
                        // What the user asks for by a pattern is read by how it begins.
                        None => self.add(shown, place, entry.path()),
                    }
                }
                Err(error) => {
                    let trouble = Trouble::of(&error);
                    if trouble.path.is_some_and(|p| p == folder) {
                        return Err(Error::new(format!("cannot read `{}`", folder.display())).because(error));
                    }
                    let path = trouble.path.map_or_else(|| shown.to_string(), |p| within(p).to_string());
                    self.notices.push(Notice { path, line: None, message: trouble.message });
                }
            }
        }
        self.notices.extend(passed.notices(&shown));
        Ok(())
    }
}
