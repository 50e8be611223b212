//! What threads take to work on, in the order of the sources: files in batches, JSON Lines in chunks of whole lines.

use super::walk::{Corpus, Format, Place};
use super::whole::{narrow, notice};
use crate::error::Notice;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;

/// How many bytes of JSON Lines are read at once.
const CHUNK: usize = 1 << 20;

/// Whole lines of a JSON Lines source.
pub(super) struct Chunk {
    pub(super) source: usize,
    pub(super) bytes: Vec<u8>,
    pub(super) first_line: u32,
    pub(super) at: u64,
}

/// What a thread works on next.
pub(super) enum Unit {
    Files(Range<usize>),
    Chunk(Chunk),
    Failed(Notice),
    Done,
}

/// Hands out the sources in order.
pub(super) struct Feed<'c> {
    corpus: &'c Corpus,
    next: usize,
    batch: usize,
    open: Option<Open<'c>>,
    /// How many units were handed out.
    count: u64,
}

/// A JSON Lines source that is being read.
struct Open<'c> {
    source: usize,
    reader: Box<dyn Read + Send + 'c>,
    /// The start of a line whose end has not been read.
    rest: Vec<u8>,
    line: u32,
    at: u64,
}

impl<'c> Feed<'c> {
    /// `batch` files are handed out at once.
    pub(super) fn new(corpus: &'c Corpus, batch: usize) -> Self {
        Feed { corpus, next: 0, batch, open: None, count: 0 }
    }

    /// The next unit with its number, counted from 0 without a gap.
    pub(super) fn next(&mut self) -> (u64, Unit) {
        let unit = self.unit();
        self.count += 1;
        (self.count - 1, unit)
    }

    fn unit(&mut self) -> Unit {
        loop {
            if let Some(open) = &mut self.open {
                match open.chunk() {
                    Ok(Some(chunk)) => return Unit::Chunk(chunk),
                    Ok(None) => self.open = None,
                    Err(error) => {
                        let source = &self.corpus.sources[open.source];
                        let failed = notice(source, Some(open.line), format!("cannot be read: {error}"));
                        self.open = None;
                        return Unit::Failed(failed);
                    }
                }
            }
            let first = self.next;
            let Some(source) = self.corpus.sources.get(first) else { return Unit::Done };
            if source.format == Format::JsonLines {
                self.next += 1;
                let reader: Box<dyn Read + Send> = match &source.place {
                    Place::Memory(bytes) => Box::new(&bytes[..]),
                    Place::File(path) => match File::open(path) {
                        Ok(file) => Box::new(file),
                        Err(error) => {
                            return Unit::Failed(notice(source, None, format!("cannot be read: {error}")));
                        }
                    },
                };
                self.open = Some(Open { source: first, reader, rest: Vec::new(), line: 1, at: 0 });
                continue;
            }
            let rest = &self.corpus.sources[first..];
            let len = rest.iter().take(self.batch).take_while(|s| s.format != Format::JsonLines).count();
            self.next += len;
            return Unit::Files(first..first + len);
        }
    }
}

impl Open<'_> {
    /// The next lines, as many as fit into a chunk but at least one.
    fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.reserve(CHUNK.saturating_sub(bytes.len()));
        let mut searched = 0;
        loop {
            let want = CHUNK.saturating_sub(bytes.len()).max(CHUNK / 2) as u64;
            let more = (&mut self.reader).take(want).read_to_end(&mut bytes)? as u64;
            // Only new bytes are searched, so that a line of any length takes linear time.
            let end = memchr::memrchr(b'\n', &bytes[searched..]).map(|i| i + searched + 1);
            searched = bytes.len();
            let end = match end {
                Some(end) => end,
                None if more < want => bytes.len(),
                None => continue,
            };
            if bytes.is_empty() {
                return Ok(None);
            }
            self.rest = bytes.split_off(end);
            let chunk = Chunk { source: self.source, first_line: self.line, at: self.at, bytes };
            self.line = self.line.saturating_add(narrow(memchr::memchr_iter(b'\n', &chunk.bytes).count()));
            self.at += chunk.bytes.len() as u64;
            return Ok(Some(chunk));
        }
    }
}
