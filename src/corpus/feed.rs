//! What threads take to work on, in the order of the sources: files in batches, JSON Lines in chunks of whole lines, the
//! records of other streams in batches.

use super::kind::Format;
use super::stream::{Batch, CHUNK, Stream};
use super::walk::Corpus;
use super::whole::{narrow, notice};
use crate::error::Notice;
use std::io::{self, Cursor, Read};
use std::ops::Range;

/// Whole lines of a JSON Lines source.
pub(super) struct Chunk {
    pub(super) source: usize,
    pub(super) bytes: Vec<u8>,
    pub(super) first_line: u32,
    pub(super) at: u64,
    /// Whether `at` counts in the decoded text, and not in the file.
    pub(super) held: bool,
}

/// What a thread works on next.
pub(super) enum Unit {
    Files(Range<usize>),
    Chunk(Chunk),
    Records(Batch),
    Failed(Notice),
    Done,
}

/// Hands out the sources in order.
pub(super) struct Feed<'c> {
    corpus: &'c Corpus,
    next: usize,
    batch: usize,
    open: Option<Open<'c>>,
    stream: Option<Stream<'c>>,
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
    held: bool,
    /// Why no more can be read; told when what was read before is handed out.
    failed: Option<io::Error>,
}

impl<'c> Feed<'c> {
    /// `batch` files are handed out at once.
    pub(super) fn new(corpus: &'c Corpus, batch: usize) -> Self {
        Feed { corpus, next: 0, batch, open: None, stream: None, count: 0 }
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
            if let Some(stream) = &mut self.stream {
                match stream.batch() {
                    Ok(Some(batch)) => return Unit::Records(batch),
                    Ok(None) => self.stream = None,
                    Err(error) => {
                        let source = &self.corpus.sources[stream.source];
                        let failed = notice(source, Some(stream.line()), format!("cannot be read: {error}"));
                        self.stream = None;
                        return Unit::Failed(failed);
                    }
                }
                continue;
            }
            let first = self.next;
            let Some(source) = self.corpus.sources.get(first) else { return Unit::Done };
            if source.format.is_streamed() {
                self.next += 1;
                if let Err(error) = self.start(first) {
                    return Unit::Failed(notice(source, None, format!("cannot be read: {error}")));
                }
                continue;
            }
            let rest = &self.corpus.sources[first..];
            let len = rest.iter().take(self.batch).take_while(|s| !s.format.is_streamed()).count();
            self.next += len;
            return Unit::Files(first..first + len);
        }
    }

    /// Opens a source of many articles.
    fn start(&mut self, number: usize) -> io::Result<()> {
        let corpus = self.corpus;
        let source = &corpus.sources[number];
        let head = corpus.head(number)?;
        // Compressed text is unpacked as it is read; what is in another encoding is decoded at once.
        let held = match head.held && head.encoding != encoding_rs::UTF_8 {
            true => Some(corpus.held(number, 0)?),
            false => None,
        };
        if source.format != Format::JsonLines {
            self.stream = Some(Stream::open(number, source, head, held, corpus.limits)?);
            return Ok(());
        }
        let reader: Box<dyn Read + Send> = match held {
            Some(held) => Box::new(Cursor::new(held)),
            None => source.open(corpus.limits)?,
        };
        self.open = Some(Open {
            source: number,
            reader,
            rest: Vec::new(),
            line: 1,
            at: 0,
            held: head.held,
            failed: None,
        });
        Ok(())
    }
}

impl Open<'_> {
    /// The next lines, as many as fit into a chunk but at least one.
    fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.reserve(CHUNK.saturating_sub(bytes.len()));
        let mut searched = 0;
        loop {
            let want = CHUNK.saturating_sub(bytes.len()).max(CHUNK / 2) as u64;
            let more = match (&mut self.reader).take(want).read_to_end(&mut bytes) {
                Ok(more) => more as u64,
                Err(error) => {
                    self.failed = Some(error);
                    0
                }
            };
            // Only new bytes are searched, so that a line of any length takes linear time.
            let end = memchr::memrchr(b'\n', &bytes[searched..]).map(|i| i + searched + 1);
            searched = bytes.len();
            let end = match end {
                Some(end) => end,
                None if more < want => bytes.len(),
                None => continue,
            };
            if bytes.is_empty() {
                return self.failed.take().map_or(Ok(None), Err);
            }
            self.rest = bytes.split_off(end);
            let chunk =
                Chunk { source: self.source, first_line: self.line, at: self.at, bytes, held: self.held };
            self.line = self.line.saturating_add(narrow(memchr::memchr_iter(b'\n', &chunk.bytes).count()));
            self.at += chunk.bytes.len() as u64;
            return Ok(Some(chunk));
        }
    }
}
