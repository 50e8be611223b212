//! Which sources there are: files, folders, standard input, texts in memory.

use super::vocabulary::Vocabulary;
use crate::error::{Error, Notice};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What an article is made from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) shown: Arc<str>,
    pub(super) place: Place,
    pub(super) format: Format,
    /// A publication date that is given beside the text.
    pub(super) published: Option<Box<str>>,
}

/// Where the bytes of a source are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Markdown,
    JsonLines,
    Html,
}

impl Format {
    /// By the extension of a file.
    fn of(path: &Path) -> Option<Format> {
        let extension = path.extension().and_then(OsStr::to_str)?;
        let is = |known: &[&str]| known.iter().any(|k| extension.eq_ignore_ascii_case(k));
        if is(&["txt"]) {
            Some(Format::Plain)
        } else if is(&["md", "markdown"]) {
            Some(Format::Markdown)
        } else if is(&["jsonl", "ndjson"]) {
            Some(Format::JsonLines)
        } else if is(&["html", "htm", "xhtml"]) {
            Some(Format::Html)
        } else {
            None
        }
    }
}

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
    pub(super) story_field: Option<Box<str>>,
}

impl Corpus {
    /// One with no sources yet.
    ///
    /// # Errors
    /// When the crate's own vocabulary does not parse.
    pub fn empty() -> Result<Corpus, Error> {
        let vocabulary = Vocabulary::shared()?;
        Ok(Corpus { sources: Vec::new(), notices: Vec::new(), vocabulary, story_field: None })
    }

    /// Finds the sources under `paths`: files as they are named, and in folders `.txt`, `.md`, `.markdown`, `.html`,
    /// `.htm`, `.xhtml`, `.jsonl` and `.ndjson`, save what is hidden or named in a `.gitignore` or `.ignore`. Paths are shown relative to `base`.
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
                let format = Format::of(path).unwrap_or(Format::Plain);
                linked |= path.is_symlink();
                corpus.push(show(path, base), Place::File(path.clone()), format);
            }
        }
        corpus.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        corpus.sources.dedup_by(|a, b| a.shown == b.shown);
        if linked {
            // Two names of one file are one source, the first of them.
            let mut seen = HashSet::new();
            corpus.sources.retain(|s| match &s.place {
                Place::File(path) => std::fs::canonicalize(path).is_ok_and(|real| seen.insert(real)),
                Place::Memory(_) => true,
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
            corpus.push(text.name.into(), Place::Memory(text.text.into_bytes().into()), format);
            if let Some(source) = corpus.sources.last_mut() {
                source.published = text.published.map(String::into_boxed_str);
            }
        }
        corpus.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        Ok(corpus)
    }

    /// Adds bytes that the caller has read, such as standard input. A name without an extension is JSON Lines where the
    /// first character is `{`, a web page where it starts as one, else plain text.
    pub fn add_memory(&mut self, name: &str, bytes: impl Into<Arc<[u8]>>) {
        let bytes = bytes.into();
        let sniffed = match bytes.trim_ascii_start().first() {
            Some(b'{') => Format::JsonLines,
            Some(b'<') if is_page(&bytes) => Format::Html,
            _ => Format::Plain,
        };
        let format = Format::of(Path::new(name)).unwrap_or(sniffed);
        self.push(name.into(), Place::Memory(bytes), format);
        self.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
    }

    /// Says which field of a JSON Lines record names the story, instead of `story`.
    #[must_use]
    pub fn story_from(mut self, field: Option<&str>) -> Self {
        self.story_field = field.map(Into::into);
        self
    }

    /// How many sources there are. A JSON Lines file is one.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is no source.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// How many bytes there are to read, as the file system says; for a progress bar.
    pub fn bytes(&self) -> u64 {
        let size = |s: &Source| match &s.place {
            Place::File(path) => std::fs::metadata(path).map_or(0, |m| m.len()),
            Place::Memory(bytes) => bytes.len() as u64,
        };
        self.sources.iter().map(size).sum()
    }

    fn push(&mut self, shown: Arc<str>, place: Place, format: Format) {
        self.sources.push(Source { shown, place, format, published: None });
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
                    if entry.file_type().is_some_and(|t| t.is_file())
                        && let Some(format) = Format::of(entry.path())
                    {
                        self.push(within(entry.path()), Place::File(entry.into_path()), format);
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

/// Whether bytes start as a web page does.
fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let opens = |with: &[u8]| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    opens(b"<!doctype html") || opens(b"<html")
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
