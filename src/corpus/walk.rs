//! Which sources there are: files, folders, standard input, texts in memory.

use super::archive;
use super::fields::Fields;
use super::kind::{Format, is_zip, packing_of};
use super::shelf::Shelf;
use super::source::{Place, Source};
use super::unpack::{Limits, Packing};
use super::vocabulary::Vocabulary;
use crate::error::{Error, Notice};
use encoding_rs::Encoding;
use std::collections::HashSet;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
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

    /// Finds the sources under `paths`: files as they are named, and in folders those whose name says how they are
    /// written (`.txt`, `.md`, `.html`, `.jsonl`, `.json`, `.csv`, `.tsv`, `.xml`, `.warc` …, with `.gz` or `.zst` after it, and
    /// `.zip`), save what is hidden or named in a `.gitignore` or `.ignore`. Paths are shown relative to `base`.
    ///
    /// # Errors
    /// When a path does not exist or cannot be read.
    pub fn walk(paths: &[PathBuf], base: &Path) -> Result<Corpus, Error> {
        let mut corpus = Corpus::empty()?;
        let mut linked = false;
        for path in paths {
            let metadata = std::fs::metadata(path)
                .map_err(|e| Error::new(format!("cannot read `{}`", path.display())).because(e))?;
            if metadata.is_dir() {
                corpus.folder(path, base, &mut linked)?;
            } else {
                std::fs::File::open(path)
                    .map_err(|e| Error::new(format!("cannot read `{}`", path.display())).because(e))?;
                linked |= path.is_symlink();
                corpus.add(show(path, base), Place::File(path.clone()), path);
            }
        }
        corpus.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        corpus.sources.dedup_by(|a, b| a.shown == b.shown);
        if linked {
            // Two names of one file are one source, the first of them.
            let mut seen = HashSet::new();
            corpus.sources.retain(|s| match &s.place {
                Place::File(path) => std::fs::canonicalize(path).is_ok_and(|real| seen.insert(real)),
                _ => true,
            });
        }
        corpus.notices.sort();
        corpus.notices.dedup();
        Ok(corpus)
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
        let head = |packing| {
            let source = Source {
                shown: "".into(),
                place: place.clone(),
                format: Format::Plain,
                packing,
                published: None,
            };
            let mut head = Vec::new();
            // What cannot be read is told of when it is read.
            let _ = source.open(self.limits).and_then(|reader| reader.take(4096).read_to_end(&mut head));
            head
        };
        let bytes = head(Packing::None);
        if bytes.starts_with(b"PK\x03\x04") {
            self.archive(&shown, &place);
            return;
        }
        let packing = match packing_of(path) {
            Packing::None => Packing::sniff(&bytes),
            named => named,
        };
        let format =
            if packing == Packing::None { Format::sniff(&bytes) } else { Format::sniff(&head(packing)) };
        self.push(shown, place, format, packing);
    }

    /// Adds the members of an archive.
    fn archive(&mut self, shown: &str, place: &Place) {
        let (members, notices) = archive::members(shown, place);
        self.notices.extend(notices);
        for member in members {
            self.push(member.shown, member.place, member.format, member.packing);
        }
    }

    fn folder(&mut self, folder: &Path, base: &Path, linked: &mut bool) -> Result<(), Error> {
        let shown = show(folder, base);
        let prefix = match &*shown {
            "." => String::new(),
            root => format!("{}/", root.trim_end_matches('/')),
        };
        let within = |path: &Path| -> Arc<str> {
            let inner = path.strip_prefix(folder).unwrap_or(path);
            format!("{prefix}{}", slashes(inner)).into()
        };
        // The user's global git configuration is left out: the same folder gives the same articles for everyone.
        let walk =
            ignore::WalkBuilder::new(folder).require_git(false).git_global(false).follow_links(true).build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    *linked |= entry.depth() > 0 && entry.path_is_symlink();
                    if !entry.file_type().is_some_and(|t| t.is_file()) {
                        continue;
                    }
                    if is_zip(entry.path()) {
                        self.archive(&within(entry.path()), &Place::File(entry.into_path()));
                    } else if let Some((format, packing)) = Format::of_packed(entry.path()) {
                        let place = Place::File(entry.path().to_owned());
                        self.push(within(entry.path()), place, format, packing);
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
        Ok(())
    }
}

/// What is wrong with an entry of a folder.
struct Trouble<'e> {
    path: Option<&'e Path>,
    message: String,
}

impl<'e> Trouble<'e> {
    fn of(error: &'e ignore::Error) -> Self {
        use ignore::Error::{Io, Loop, Partial, WithDepth, WithLineNumber, WithPath};
        match error {
            WithPath { path, err } => Trouble { path: Some(path), ..Trouble::of(err) },
            WithDepth { err, .. } | WithLineNumber { err, .. } => Trouble::of(err),
            Loop { child, .. } => Trouble {
                path: Some(child),
                message: "a loop of links: it leads back to a folder above it".to_owned(),
            },
            Io(error) => Trouble { path: None, message: format!("cannot be read: {}", error.kind()) },
            Partial(errors) if errors.len() == 1 => Trouble::of(&errors[0]),
            other => Trouble { path: None, message: format!("cannot be read: {other}") },
        }
    }
}

/// A path as it is shown: relative to `base` where it was given so or lies below it, with `/`.
fn show(path: &Path, base: &Path) -> Arc<str> {
    let (full, root) = (normal(path), normal(base));
    let common = full.components().zip(root.components()).take_while(|(a, b)| a == b).count();
    let up = root.components().count() - common;
    if path.is_absolute() && up > 0 {
        return slashes(path).into();
    }
    let mut out = PathBuf::new();
    out.extend(std::iter::repeat_n("..", up));
    out.extend(full.components().skip(common));
    match slashes(&out) {
        empty if empty.is_empty() => ".".into(),
        shown => shown.into(),
    }
}

/// An absolute path without `.` and `..`, by its letters alone.
fn normal(path: &Path) -> PathBuf {
    let full = std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let mut out = PathBuf::new();
    for component in full.as_deref().unwrap_or(path).components() {
        match component {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_paths() {
        let shown = |path: &str, base: &str| show(Path::new(path), Path::new(base)).to_string();
        assert_eq!(shown("/a/b/c.txt", "/a"), "b/c.txt");
        assert_eq!(shown("/x/c.txt", "/a"), "/x/c.txt");
        assert_eq!(shown("/a", "/a"), ".");
        let here = std::path::absolute("base").unwrap();
        assert_eq!(show(Path::new("base/x/../y.txt"), &here).as_ref(), "y.txt");
        assert_eq!(show(Path::new("other/y.txt"), &here).as_ref(), "../other/y.txt");
    }
}
