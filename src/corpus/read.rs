//! Reading: every article once, in parallel, in an order that threads have no part in; and one article again.

use super::feed::{Chunk, Feed, Unit};
use super::walk::{Corpus, Place};
use super::whole::{BOM, article, narrow, not_utf8, notice};
use super::{Article, jsonl};
use crate::error::Notice;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Where an article was read; it can be read there again with [`Corpus::reopen`]. The order is that of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    source: u32,
    /// The line in a container, counted from 1; 0 where the article is the whole source.
    line: u32,
    at: u64,
    len: u64,
}

/// How many files a thread takes at once.
const BATCH: usize = 16;
/// A buffer that has grown beyond this is not kept for the next file.
const LARGE: usize = 4 << 20;
/// How many threads more than `jobs` wait for a cold disk.
const WAITING: usize = 14;

impl Corpus {
    /// Reads every article and gives it to `work`, on `jobs` threads (as many as there are cores where it is `None`);
    /// `tick` is told of every run of bytes that is done. Gives what `work` made of each article, in the order of the
    /// sources and lines, and a notice for each thing that could not be read.
    pub fn map<T: Send>(
        &self,
        jobs: Option<usize>,
        work: impl Fn(&Article) -> T + Sync,
        tick: impl Fn(u64) + Sync,
    ) -> (Vec<(Origin, T)>, Vec<Notice>) {
        let mut read = Vec::new();
        let notices = self.stream(jobs, work, tick, |origin, made| {
            read.push((origin, made));
            ControlFlow::Continue(())
        });
        (read, notices)
    }

    /// Like [`Corpus::map`], but what `work` made is handed to `sink`, one article after the other in the order of the
    /// sources and lines, as soon as all before it are done; no more is read once `sink` breaks off.
    pub fn stream<T: Send>(
        &self,
        jobs: Option<usize>,
        work: impl Fn(&Article) -> T + Sync,
        tick: impl Fn(u64) + Sync,
        sink: impl FnMut(Origin, T) -> ControlFlow<()> + Send,
    ) -> Vec<Notice> {
        let jobs =
            jobs.or_else(|| std::thread::available_parallelism().ok().map(Into::into)).unwrap_or(1).max(1);
        let batch = (self.sources.len() / (jobs * 4)).clamp(1, BATCH);
        let feed = Mutex::new(Feed::new(self, batch));
        let line = Mutex::new(Line { next: 0, early: BTreeMap::new(), closed: false, sink });
        let stopped = AtomicBool::new(false);
        // More threads than jobs wait for the disk; only so many at once work.
        let permits = Permits { free: Mutex::new(jobs), freed: Condvar::new() };
        let run = || {
            let mut notices = Vec::new();
            let mut buffers = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let (number, unit) = lock(&feed).next();
                let mut out = Output { read: Vec::new(), notices: Vec::new() };
                match unit {
                    Unit::Done => break,
                    Unit::Failed(notice) => out.notices.push(notice),
                    Unit::Files(range) => {
                        let loaded = self.load(range.clone(), &mut buffers);
                        let _permit = permits.take();
                        for ((index, loaded), buffer) in range.zip(loaded).zip(&mut buffers) {
                            let source = &self.sources[index];
                            let bytes = std::mem::take(buffer);
                            tick(bytes.len() as u64);
                            match loaded {
                                Ok(()) => *buffer = self.whole(index, bytes, &work, &mut out),
                                Err(message) => out.notices.push(notice(source, None, message)),
                            }
                        }
                    }
                    Unit::Chunk(chunk) => {
                        let _permit = permits.take();
                        self.chunk(&chunk, &work, &mut out);
                        tick(chunk.bytes.len() as u64);
                    }
                }
                notices.append(&mut out.notices);
                if lock(&line).join(number, out.read).is_break() {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
            notices
        };
        let mut notices = self.notices.clone();
        std::thread::scope(|scope| {
            let threads = (jobs + WAITING).min(self.sources.len().div_ceil(batch).max(jobs));
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            for handle in handles {
                notices.extend(handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
        });
        notices.sort();
        notices
    }

    /// Reads one article again. Nothing where its source has gone or changed so much that it is no article now.
    pub fn reopen(&self, origin: &Origin) -> Option<Article> {
        let source = self.sources.get(origin.source as usize)?;
        let bytes = match &source.place {
            Place::Memory(bytes) if origin.line == 0 => bytes.to_vec(),
            Place::Memory(bytes) => {
                let from = usize::try_from(origin.at).ok()?;
                bytes.get(from..from.checked_add(usize::try_from(origin.len).ok()?)?)?.to_vec()
            }
            Place::File(path) => {
                let mut file = File::open(path).ok()?;
                let limit = if origin.line == 0 { MAX } else { origin.len };
                file.seek(SeekFrom::Start(origin.at)).ok()?;
                let mut bytes = Vec::new();
                file.take(limit).read_to_end(&mut bytes).ok()?;
                bytes
            }
        };
        let text = String::from_utf8(bytes).ok()?;
        if origin.line == 0 {
            return article(source, text, &self.vocabulary).ok().map(|(article, _)| article);
        }
        let text = text.strip_prefix(BOM).unwrap_or(&text);
        jsonl::read(text, &source.shown, origin.line, self.story_field.as_deref(), &self.vocabulary)
            .ok()
            .map(|(article, _)| article)
    }

    /// The path of the source that an article is from, as it is shown.
    pub fn path(&self, origin: &Origin) -> &str {
        self.sources.get(origin.source as usize).map_or("", |s| &s.shown)
    }

    fn load(&self, range: Range<usize>, buffers: &mut Vec<Vec<u8>>) -> Vec<Result<(), String>> {
        buffers.resize_with(range.len().max(buffers.len()), Vec::new);
        range
            .zip(buffers)
            .map(|(index, buffer)| {
                buffer.clear();
                match &self.sources[index].place {
                    Place::Memory(bytes) => {
                        buffer.extend_from_slice(bytes);
                        Ok(())
                    }
                    Place::File(path) => match File::open(path).and_then(|file| fill(&file, buffer)) {
                        Ok(true) => Ok(()),
                        Ok(false) => Err("longer than 4 GiB".to_owned()),
                        Err(error) => Err(format!("cannot be read: {error}")),
                    },
                }
            })
            .collect()
    }

    /// Works on an article that is a whole source; gives the buffer back.
    fn whole<T>(
        &self,
        index: usize,
        bytes: Vec<u8>,
        work: &impl Fn(&Article) -> T,
        out: &mut Output<T>,
    ) -> Vec<u8> {
        let source = &self.sources[index];
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                out.notices.push(not_utf8(source, error.as_bytes(), at, 1));
                return error.into_bytes();
            }
        };
        let mut buffer = match article(source, text, &self.vocabulary) {
            Ok((article, problems)) => {
                out.notices.extend(problems);
                let len = article.raw.len() as u64;
                out.read.push((Origin { source: narrow(index), line: 0, at: 0, len }, work(&article)));
                article.raw.into_bytes()
            }
            Err((problem, text)) => {
                out.notices.push(problem);
                text.into_bytes()
            }
        };
        if buffer.capacity() > LARGE {
            buffer = Vec::new();
        }
        buffer
    }

    /// Works on the lines of a chunk of JSON Lines.
    fn chunk<T>(&self, chunk: &Chunk, work: &impl Fn(&Article) -> T, out: &mut Output<T>) {
        let source = &self.sources[chunk.source];
        let mut from = 0;
        let ends = memchr::memchr_iter(b'\n', &chunk.bytes).chain([chunk.bytes.len()]);
        for (line, end) in (chunk.first_line..).zip(ends) {
            let (start, mut bytes) = (from, &chunk.bytes[from..end]);
            from = end + 1;
            if line == 1 {
                bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let result = match std::str::from_utf8(bytes) {
                Ok(_) if memchr::memchr(0, bytes).is_some() => Err("there is a NUL in the line".to_owned()),
                Ok(json) => {
                    jsonl::read(json, &source.shown, line, self.story_field.as_deref(), &self.vocabulary)
                }
                Err(error) => Err(format!("not UTF-8 at byte {} of the line", error.valid_up_to())),
            };
            match result {
                Ok((article, problems)) => {
                    out.notices.extend(problems.into_iter().map(|p| notice(source, Some(line), p)));
                    let at = chunk.at + start as u64;
                    let origin = Origin { source: narrow(chunk.source), line, at, len: (end - start) as u64 };
                    out.read.push((origin, work(&article)));
                }
                Err(problem) => out.notices.push(notice(source, Some(line), problem)),
            }
        }
    }
}

/// Spans are 32 bits wide.
const MAX: u64 = u32::MAX as u64;

/// Reads a file to its end into a buffer; false where it is longer than spans reach.
fn fill(file: &File, buffer: &mut Vec<u8>) -> io::Result<bool> {
    // `Take` reads without asking for the size first: two system calls fewer a file.
    if file.take(LARGE as u64).read_to_end(buffer)? < LARGE {
        return Ok(true);
    }
    if file.metadata()?.len() > MAX {
        return Ok(false);
    }
    file.take(MAX - LARGE as u64 + 1).read_to_end(buffer)?;
    Ok(buffer.len() as u64 <= MAX)
}

struct Output<T> {
    read: Vec<(Origin, T)>,
    notices: Vec<Notice>,
}

/// Where what is done waits for what was handed out before it.
struct Line<T, S> {
    /// The number of the unit that is due.
    next: u64,
    early: BTreeMap<u64, Vec<(Origin, T)>>,
    /// Whether the sink has broken off.
    closed: bool,
    sink: S,
}

impl<T, S: FnMut(Origin, T) -> ControlFlow<()>> Line<T, S> {
    fn join(&mut self, number: u64, read: Vec<(Origin, T)>) -> ControlFlow<()> {
        self.early.insert(number, read);
        while !self.closed
            && let Some(read) = self.early.remove(&self.next)
        {
            self.next += 1;
            self.closed = read.into_iter().any(|(origin, made)| (self.sink)(origin, made).is_break());
        }
        if self.closed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// How many threads may work at once.
struct Permits {
    free: Mutex<usize>,
    freed: Condvar,
}

struct Permit<'p>(&'p Permits);

impl Permits {
    fn take(&self) -> Permit<'_> {
        let mut free = lock(&self.free);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *lock(&self.0.free) += 1;
        self.0.freed.notify_one();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
