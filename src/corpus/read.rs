//! Reading: every article once, in parallel, in an order that threads have no part in; and one article again.

use super::encoding::{Decoded, decode};
use super::feed::{Chunk, Feed, Unit};
use super::kind::Format;
use super::members::member;
use super::order::{Line, Permits, lock};
use super::record::Told;
use super::source::Source;
use super::stream::{Batch, Reading};
use super::unpack::Packing;
use super::walk::Corpus;
use super::whole::{BOM, article, narrow, notice, refused};
use super::{Article, jsonl, sniff, wire, xml};
use crate::error::Notice;
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where an article was read; it can be read there again with [`Corpus::reopen`]. The order is that of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    source: u32,
    /// The number of the record in a container, counted from 1; 0 where the article is the whole source.
    record: u32,
    /// Its line, where it has one.
    line: u32,
    /// How many bytes before it `at` lies; more than none in a compressed WARC only. In a Parquet file the group of rows.
    skip: u32,
    len: u32,
    /// Whether `at` counts in the decoded text, and not in the file.
    held: bool,
    at: u64,
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
        let line = Mutex::new(Line::new(sink));
        let stopped = AtomicBool::new(false);
        // More threads than jobs wait for the disk; only so many at once work.
        let permits = Permits::new(jobs);
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
                    Unit::Records(batch) => {
                        let _permit = permits.take();
                        self.records(&batch, &work, &mut out);
                        tick(batch.bytes.len() as u64);
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
        notices.extend(self.unmet());
        notices.sort();
        notices
    }

    /// Reads one article again. Nothing where its source has gone or changed so much that it is no article now.
    pub fn reopen(&self, origin: &Origin) -> Option<Article> {
        let number = origin.source as usize;
        let source = self.sources.get(number)?;
        if origin.record == 0 {
            let mut bytes = Vec::new();
            fill(source, self, &mut bytes).ok().filter(|fits| *fits)?;
            let Decoded { text, offsets, .. } = decode(bytes, self.encoding);
            let (mut article, _) = article(source, text, &self.vocabulary).ok()?;
            article.offsets = offsets.filter(|_| source.packing == Packing::None).map(Box::new);
            self.look_up(&mut article);
            return Some(article);
        }
        let bytes = self.record(number, source, origin)?;
        let v = &self.vocabulary;
        let read = match source.format {
            Format::Xml | Format::Wire => {
                let text = String::from_utf8(bytes).ok()?;
                let (mut article, _) = self.part(number, source, text, origin.line).ok()??;
                self.look_up(&mut article);
                return Some(article);
            }
            Format::JsonLines => {
                let text = std::str::from_utf8(&bytes).ok()?;
                let text = text.strip_prefix(BOM).unwrap_or(text);
                jsonl::read(text, &source.shown, origin.line, &self.fields, v).map(Some)
            }
            format => {
                let head = self.head(number).ok()?;
                let reading =
                    Reading { format, head: &head, fields: &self.fields, limits: self.limits, vocabulary: v };
                reading.article(&bytes, &source.shown, origin.line)
            }
        };
        let (mut article, _) = read.ok()??;
        self.look_up(&mut article);
        Some(article)
    }

    /// The bytes of a record.
    fn record(&self, number: usize, source: &Source, origin: &Origin) -> Option<Vec<u8>> {
        let len = u64::from(origin.len);
        if source.format == Format::Warc && source.packing == Packing::Gzip {
            return member(&source.place, origin.at, origin.skip.into(), len, self.limits);
        }
        if origin.held || source.packing != Packing::None {
            let held = self.held(number, origin.skip).ok()?;
            let at = usize::try_from(origin.at).ok()?;
            return held.get(at..at.checked_add(origin.len as usize)?).map(<[u8]>::to_vec);
        }
        let mut bytes = Vec::new();
        source.place.open(origin.at).ok()?.take(len).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == len).then_some(bytes)
    }

    /// Reads an article that is a part of a document.
    fn part(&self, number: usize, source: &Source, text: String, line: u32) -> Result<Option<Told>, String> {
        let v = &self.vocabulary;
        if source.format == Format::Wire {
            let message = 0..text.len();
            return wire::article(text, message, &source.shown, Some(line), v).map(Some).map_err(|e| e.0);
        }
        let outlet = self.head(number).ok().and_then(|head| head.outlet.clone());
        xml::article(text, &source.shown, Some(line), outlet.as_deref(), v).map_err(|e| e.0)
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
                match fill(&self.sources[index], self, buffer) {
                    Ok(true) => Ok(()),
                    Ok(false) => Err("longer than 4 GiB".to_owned()),
                    Err(error) => Err(format!("cannot be read: {error}")),
                }
            })
            .collect()
    }

    /// Works on the article or the articles of a source that is read whole; gives the buffer back.
    fn whole<T>(
        &self,
        index: usize,
        bytes: Vec<u8>,
        work: &impl Fn(&Article) -> T,
        out: &mut Output<T>,
    ) -> Vec<u8> {
        let source = &self.sources[index];
        if let Some(what) = sniff::foreign(&bytes) {
            out.notices.push(refused(&source.shown, what));
            return small(bytes);
        }
        let Decoded { text, offsets, problem } = decode(bytes, self.encoding);
        out.notices.extend(problem.map(|problem| notice(source, None, problem)));
        let parts = match source.format {
            Format::Xml => {
                let found = xml::items(&text);
                out.notices
                    .extend(found.problems.into_iter().map(|(line, problem)| notice(source, line, problem)));
                match found.items.as_slice() {
                    [] => return text.into_bytes(),
                    [_] if found.single => None,
                    _ => Some(found.items),
                }
            }
            Format::Wire => Some(wire::messages(&text)).filter(|found| found.len() > 1),
            _ => None,
        };
        if let Some(parts) = parts {
            let held = offsets.is_some() || source.packing != Packing::None;
            for (record, (range, line)) in (1..).zip(parts) {
                let origin = Origin {
                    source: narrow(index),
                    record,
                    line,
                    skip: 0,
                    len: narrow(range.len()),
                    held,
                    at: range.start as u64,
                };
                match self.part(index, source, text[range].to_owned(), line) {
                    Ok(None) => {}
                    Ok(Some((mut article, problems))) => {
                        out.notices.extend(problems.into_iter().map(|p| notice(source, Some(line), p)));
                        self.look_up(&mut article);
                        out.read.push((origin, work(&article)));
                    }
                    Err(problem) => out.notices.push(notice(source, Some(line), problem)),
                }
            }
            return small(text.into_bytes());
        }
        small(match article(source, text, &self.vocabulary) {
            Ok((mut article, problems)) => {
                out.notices.extend(problems);
                article.offsets = offsets.filter(|_| source.packing == Packing::None).map(Box::new);
                self.look_up(&mut article);
                let len = narrow(article.raw.len());
                let origin =
                    Origin { source: narrow(index), record: 0, line: 0, skip: 0, len, held: false, at: 0 };
                out.read.push((origin, work(&article)));
                article.raw.into_bytes()
            }
            Err((problems, text)) => {
                out.notices.extend(problems);
                text.into_bytes()
            }
        })
    }

    /// Works on a batch of records.
    fn records<T>(&self, batch: &Batch, work: &impl Fn(&Article) -> T, out: &mut Output<T>) {
        let source = &self.sources[batch.source];
        let reading = Reading {
            format: source.format,
            head: &batch.head,
            fields: &self.fields,
            limits: self.limits,
            vocabulary: &self.vocabulary,
        };
        let line = |line: u32| (line > 0 && source.format != Format::Warc).then_some(line);
        if let Some(Err(problem)) = &batch.head.columns {
            // Told once a table, with its first rows.
            if batch.first == 1 {
                let at = (source.format != Format::Parquet).then_some(1);
                out.notices.push(notice(source, at, problem.clone()));
            }
            return;
        }
        if batch.first == 1 {
            out.notices.extend(batch.head.told.clone().map(|told| notice(source, None, told)));
        }
        for (record, piece) in (batch.first..).zip(&batch.pieces) {
            let told = |problem| notice(source, line(piece.line), problem);
            out.notices.extend(piece.odd.clone().map(told));
            let origin = Origin {
                source: narrow(batch.source),
                record,
                line: piece.line,
                skip: u32::try_from(piece.skip).unwrap_or(u32::MAX),
                len: narrow(piece.range.len()),
                held: batch.head.held,
                at: piece.at,
            };
            match reading.article(&batch.bytes[piece.range.clone()], &source.shown, piece.line) {
                Ok(None) => {}
                Ok(Some((mut article, problems))) => {
                    out.notices.extend(problems.into_iter().map(told));
                    self.look_up(&mut article);
                    out.read.push((origin, work(&article)));
                }
                Err(problem) => out.notices.push(told(problem)),
            }
        }
        if let Some((at, why)) = &batch.stopped {
            out.notices.push(notice(source, line(*at), why.clone()));
        }
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
                Ok(json) => jsonl::read(json, &source.shown, line, &self.fields, &self.vocabulary),
                Err(error) => Err(format!("not UTF-8 at byte {} of the line", error.valid_up_to())),
            };
            match result {
                Ok((mut article, problems)) => {
                    out.notices.extend(problems.into_iter().map(|p| notice(source, Some(line), p)));
                    self.look_up(&mut article);
                    let origin = Origin {
                        source: narrow(chunk.source),
                        record: line,
                        line,
                        skip: 0,
                        len: narrow(end - start),
                        held: chunk.held,
                        at: chunk.at + start as u64,
                    };
                    out.read.push((origin, work(&article)));
                }
                Err(problem) => out.notices.push(notice(source, Some(line), problem)),
            }
        }
    }
}

/// Spans are 32 bits wide.
const MAX: u64 = u32::MAX as u64;

/// Reads a source to its end into a buffer; false where it is longer than spans reach.
pub(super) fn fill(source: &Source, corpus: &Corpus, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let mut reader = source.open(corpus.limits)?;
    // `Take` reads without asking for the size first: two system calls fewer a file.
    if (&mut reader).take(LARGE as u64).read_to_end(buffer)? < LARGE {
        return Ok(true);
    }
    if source.packing == Packing::None && source.place.size() > MAX {
        return Ok(false);
    }
    reader.take(MAX - LARGE as u64 + 1).read_to_end(buffer)?;
    Ok(buffer.len() as u64 <= MAX)
}

/// A buffer to be used again, unless it has grown out of all proportion.
fn small(buffer: Vec<u8>) -> Vec<u8> {
    if buffer.capacity() > LARGE { Vec::new() } else { buffer }
}

struct Output<T> {
    read: Vec<(Origin, T)>,
    notices: Vec<Notice>,
}
