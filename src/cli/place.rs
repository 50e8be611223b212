//! A file that is to be written: in one piece, or not at all.

use super::Stop;
use dateline::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Where an output goes.
#[derive(Debug)]
pub(super) struct Place {
    /// As the user wrote it.
    pub(super) given: PathBuf,
    /// The same by its one real name.
    real: PathBuf,
    how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Written beside its place, and moved there.
    Replace,
    /// The summary of a GitHub Actions step: earlier commands may have written to it.
    Append,
    /// A pipe or a device, which cannot be replaced.
    Stream,
}

/// A file with all of its content, not yet in its place.
#[derive(Debug)]
pub(super) enum Filled<'a> {
    Beside(&'a Place, NamedTempFile),
    /// What is to be added, in memory: half of it would be worse than nothing.
    Ready(&'a Place, Vec<u8>),
}

impl Place {
    /// Makes sure that something can be written there, and leaves nothing behind. `summary` is the file of GitHub's step
    /// summary, which is added to.
    pub(super) fn prepare(given: &Path, summary: Option<&Path>) -> Result<Self, Error> {
        let cannot = |error: io::Error| cannot(given).because(error);
        let known = fs::metadata(given).ok();
        let real = match &known {
            Some(_) => fs::canonicalize(given).map_err(cannot)?,
            None => {
                let name = given.file_name().ok_or_else(|| cannot_be(given, "it names no file"))?;
                let folder = given.parent().filter(|folder| !folder.as_os_str().is_empty());
                fs::canonicalize(folder.unwrap_or(Path::new("."))).map_err(cannot)?.join(name)
            }
        };
        let how = match known {
            Some(known) if known.is_dir() => return Err(cannot_be(given, "it is a folder")),
            Some(known) if !known.is_file() => How::Stream,
            _ if summary.is_some_and(|s| fs::canonicalize(s).is_ok_and(|s| s == real)) => How::Append,
            _ => How::Replace,
        };
        let place = Place { given: given.to_owned(), real, how };
        match how {
            How::Replace => {
                if place.real.exists() {
                    // A file that is read-only is not to be replaced either.
                    OpenOptions::new().append(true).open(&place.real).map_err(cannot)?;
                }
                drop(place.beside().map_err(cannot)?);
            }
            How::Append => drop(place.append().map_err(cannot)?),
            // To open a pipe may wait for its reader, and is a sign to it.
            How::Stream => {}
        }
        Ok(place)
    }

    /// Whether two places are one file. Pipes and devices are written to one after the other.
    pub(super) fn is_at(&self, other: &Place) -> bool {
        self.real == other.real && self.how != How::Stream
    }

    /// Whether a file that is named as input would be replaced.
    pub(super) fn would_replace(&self, input: &Path) -> bool {
        self.how != How::Stream && fs::canonicalize(input).is_ok_and(|input| input == self.real)
    }

    /// Writes the content, not yet in its place.
    pub(super) fn fill(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Filled<'_>, Stop> {
        let filled = match self.how {
            How::Replace => self.beside().and_then(|file| {
                let mut out = BufWriter::with_capacity(1 << 16, file);
                write(&mut out)?;
                Ok(Filled::Beside(self, out.into_inner().map_err(io::IntoInnerError::into_error)?))
            }),
            How::Append | How::Stream => {
                let mut text = Vec::new();
                write(&mut text).map(|()| Filled::Ready(self, text))
            }
        };
        filled.map_err(|error| cannot(&self.given).because(error).into())
    }

    fn beside(&self) -> io::Result<NamedTempFile> {
        let folder = self.real.parent().unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        // Hidden, so that no other run takes it for an article.
        builder.prefix(".dateline-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file: what the umask leaves of it. A temporary file would be for its owner alone.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        // What it was to be called for the time being is nobody's concern.
        builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))
    }

    fn append(&self) -> io::Result<File> {
        OpenOptions::new().append(true).open(&self.real)
    }
}

impl Filled<'_> {
    /// Puts the content in its place.
    pub(super) fn keep(self) -> Result<(), Stop> {
        let (place, done) = match self {
            Filled::Beside(place, file) => {
                if let Ok(old) = fs::metadata(&place.real) {
                    let _ = file.as_file().set_permissions(old.permissions());
                }
                (place, file.persist(&place.real).map(drop).map_err(|error| error.error))
            }
            Filled::Ready(place, text) => {
                let file = match place.how {
                    How::Append => place.append(),
                    _ => OpenOptions::new().write(true).open(&place.given),
                };
                (place, file.and_then(|mut file| file.write_all(&text)))
            }
        };
        done.map_err(|error| cannot(&place.given).because(error).into())
    }
}

fn cannot(path: &Path) -> Error {
    Error::new(format!("{} cannot be written", path.display()))
}

fn cannot_be(path: &Path, why: &str) -> Error {
    Error::new(format!("{} cannot be written: {why}", path.display()))
}
