//! One source and its bytes: a file, standard input, a member of an archive; compressed or not.

use super::kind::Format;
use super::unpack::{Limits, Packing, unpack};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

/// What articles are made from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) shown: Arc<str>,
    pub(super) place: Place,
    pub(super) format: Format,
    pub(super) packing: Packing,
    /// A publication date that is given beside the text.
    pub(super) published: Option<Box<str>>,
}

/// Where the bytes of a source are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    File(PathBuf),
    Memory(Arc<[u8]>),
    /// A run of bytes in an archive.
    Member(Arc<Place>, u64, u64),
}

impl Place {
    /// The file that the bytes are in, if any.
    pub(super) fn file(&self) -> Option<&PathBuf> {
        match self {
            Place::File(path) => Some(path),
            Place::Memory(_) => None,
            Place::Member(archive, ..) => archive.file(),
        }
    }

    /// How many bytes there are, as they lie.
    pub(super) fn size(&self) -> u64 {
        match self {
            Place::File(path) => std::fs::metadata(path).map_or(0, |m| m.len()),
            Place::Memory(bytes) => bytes.len() as u64,
            Place::Member(_, _, len) => *len,
        }
    }

    /// The bytes from `at` on.
    pub(super) fn open(&self, at: u64) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(match self {
            Place::File(path) => {
                let mut file = File::open(path)?;
                if at > 0 {
                    file.seek(SeekFrom::Start(at))?;
                }
                Box::new(file)
            }
            Place::Memory(bytes) => {
                let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                Box::new(&bytes[at..])
            }
            Place::Member(archive, from, len) => {
                Box::new(archive.open(from.saturating_add(at))?.take(len.saturating_sub(at)))
            }
        })
    }
}

impl Source {
    /// What it holds, unpacked.
    pub(super) fn open(&self, limits: Limits) -> io::Result<Box<dyn Read + Send + '_>> {
        unpack(self.place.open(0)?, self.packing, self.place.size(), limits)
    }
}
