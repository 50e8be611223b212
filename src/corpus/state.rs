//! Whether sources have changed since they were last looked at.

use super::walk::Corpus;
use std::path::PathBuf;
use std::time::SystemTime;

/// What a file was when it was looked at: where it is, when it was last written, how long it is.
pub type FileState = (PathBuf, Option<SystemTime>, u64);

impl Corpus {
    /// The state of every file, in the order of the sources: it differs after a file was written, added or removed.
    /// Nothing is read, and texts in memory do not change.
    pub fn state(&self) -> Vec<FileState> {
        let files = self.sources.iter().filter_map(|source| source.place.file());
        let state = |path: &PathBuf| match std::fs::metadata(path) {
            Ok(metadata) => (path.clone(), metadata.modified().ok(), metadata.len()),
            Err(_) => (path.clone(), None, 0),
        };
        files.map(state).collect()
    }
}
