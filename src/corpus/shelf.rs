//! What is kept of sources that cannot be read from the middle: what their heads say, and the last few of them decoded.

use super::head::Head;
use super::order::lock;
use super::sitemap::Sitemaps;
use super::stream::hold;
use super::walk::Corpus;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock};

type Slot<T> = Arc<OnceLock<Result<T, String>>>;
/// A source by its number, decoded; of a Parquet file a group of rows.
type Held = ((usize, u32), Slot<Arc<[u8]>>);

/// Filled as sources are read; the same for all threads.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    heads: Mutex<HashMap<usize, Slot<Arc<Head>>, foldhash::fast::FixedState>>,
    /// The last one asked for comes last.
    held: Mutex<Vec<Held>>,
    /// What the sitemaps among the sources say.
    pub(super) sitemaps: OnceLock<Sitemaps>,
}

/// How many decoded bytes are kept at most, but for the one that was asked for last.
const KEPT: usize = 512 << 20;

impl Shelf {
    /// Whether anything is kept.
    pub(super) fn is_used(&self) -> bool {
        !lock(&self.heads).is_empty() || self.sitemaps.get().is_some()
    }
}

impl Corpus {
    /// What the head of a source says.
    pub(super) fn head(&self, number: usize) -> io::Result<Arc<Head>> {
        let slot = Arc::clone(lock(&self.shelf.heads).entry(number).or_default());
        let read = || {
            let source = &self.sources[number];
            let head = Head::read(source, self.limits, self.encoding, &self.fields, &self.vocabulary);
            head.map(Arc::new).map_err(|error| error.to_string())
        };
        slot.get_or_init(read).clone().map_err(io::Error::other)
    }

    /// All of a source, decoded; of a Parquet file one group of its rows. A thread that asks while another decodes waits for it.
    pub(super) fn held(&self, number: usize, group: u32) -> io::Result<Arc<[u8]>> {
        let slot = {
            let mut held = lock(&self.shelf.held);
            let at = held.iter().position(|(known, _)| *known == (number, group));
            let entry = at.map_or_else(|| ((number, group), Slot::default()), |at| held.remove(at));
            let slot = Arc::clone(&entry.1);
            held.push(entry);
            slot
        };
        let read = || {
            let head = self.head(number).map_err(|error| error.to_string())?;
            let source = &self.sources[number];
            hold(source, &head, group, self.limits, self.encoding).map_err(|error| error.to_string())
        };
        let bytes = slot.get_or_init(read).clone().map_err(io::Error::other);
        let size = |slot: &Slot<Arc<[u8]>>| {
            slot.get().map_or(0, |held| held.as_ref().map_or(0, |bytes| bytes.len()))
        };
        let mut held = lock(&self.shelf.held);
        while held.len() > 1 && held.iter().map(|(_, slot)| size(slot)).sum::<usize>() > KEPT {
            held.remove(0);
        }
        bytes
    }
}
