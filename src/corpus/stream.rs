//! Sources of many articles, read a batch of records at a time; and one record again.

use super::encoding::{decode, decode_all};
use super::fields::Fields;
use super::head::Head;
use super::kind::Format;
use super::members::Members;
use super::record::Told;
use super::source::Source;
use super::split::{Objects, Rows, Split, Step};
use super::unpack::{Limits, Packing, unpack};
use super::vocabulary::Vocabulary;
use super::whole::narrow;
use super::{jsonl, parquet, table, warc};
use encoding_rs::{Encoding, UTF_8};
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

/// How many bytes of records are handed out at once.
pub(super) const CHUNK: usize = 1 << 20;

/// A record by its place in the bytes of its batch.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    /// Where it stands: the byte of the source; in a compressed WARC that of the member, and `skip` bytes into it; of the rows
    /// of a group in a Parquet file, and `skip` is the group.
    pub(super) at: u64,
    pub(super) skip: u64,
    pub(super) line: u32,
    /// What is odd about how it is marked off.
    pub(super) odd: Option<String>,
}

/// Records of one source.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) source: usize,
    pub(super) head: Arc<Head>,
    pub(super) bytes: Vec<u8>,
    pub(super) pieces: Vec<Piece>,
    /// The number of the first record, counted from 1.
    pub(super) first: u32,
    /// Why nothing after these can be read.
    pub(super) stopped: Option<(u32, String)>,
}

/// A source of records that is being read.
pub(super) struct Stream<'c> {
    pub(super) source: usize,
    pub(super) head: Arc<Head>,
    reader: Reader<'c>,
    split: Box<dyn Split>,
    /// What has been read and not yet handed out.
    rest: Vec<u8>,
    line: u32,
    at: u64,
    count: u32,
    over: bool,
    /// Why no more can be read; told when what was read before is handed out.
    failed: Option<io::Error>,
    /// How many rows are still to come before the first article.
    above: u8,
}

enum Reader<'c> {
    Bytes(Box<dyn Read + Send + 'c>),
    Members(Members<'c>),
    Rows(parquet::Rows),
}

impl<'c> Stream<'c> {
    /// Opens a source; `held` is its decoded text where its head says so.
    pub(super) fn open(
        number: usize,
        source: &'c Source,
        head: Arc<Head>,
        held: Option<Arc<[u8]>>,
        limits: Limits,
    ) -> io::Result<Self> {
        let split: Box<dyn Split> = match source.format {
            Format::Table(named) => Box::new(Rows::new(match &head.columns {
                Some(Ok(columns)) => columns.separator,
                _ => named,
            })),
            Format::Warc => Box::new(warc::Records::default()),
            _ => Box::new(Objects::default()),
        };
        let reader = match (source.format, source.packing) {
            (Format::Warc, Packing::Gzip) => Reader::Members(Members::open(&source.place, limits)?),
            (Format::Parquet, _) => match &head.layout {
                Some(layout) => Reader::Rows(parquet::Rows::new(Arc::clone(layout))),
                None => Reader::Bytes(Box::new(io::empty())),
            },
            _ => Reader::Bytes(match held {
                Some(held) => Box::new(io::Cursor::new(held)),
                None => source.open(limits)?,
            }),
        };
        let above = match &head.columns {
            Some(Ok(columns)) => columns.above,
            Some(Err(_)) => 1,
            None => 0,
        };
        Ok(Stream {
            source: number,
            head,
            reader,
            split,
            rest: Vec::new(),
            line: 1,
            at: 0,
            count: 0,
            over: false,
            failed: None,
            above,
        })
    }

    /// The line that is due, for a notice on why it cannot be read.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The next records, as many as fit into a chunk but at least one.
    ///
    /// # Errors
    /// Where the bytes cannot be read.
    pub(super) fn batch(&mut self) -> io::Result<Option<Batch>> {
        let mut batch = Batch {
            source: self.source,
            head: Arc::clone(&self.head),
            bytes: Vec::new(),
            pieces: Vec::new(),
            first: self.count + 1,
            stopped: None,
        };
        if let Some(failed) = self.failed.take() {
            self.over = true;
            return Err(failed);
        }
        if self.over {
            return Ok(None);
        }
        match &mut self.reader {
            Reader::Bytes(reader) => {
                batch.bytes = std::mem::take(&mut self.rest);
                let mut last = false;
                let mut from = 0;
                loop {
                    match self.split.next(&batch.bytes[from..], last) {
                        Step::More if last => {
                            self.over = true;
                            break;
                        }
                        Step::More => {
                            let want = CHUNK.saturating_sub(batch.bytes.len()).max(CHUNK / 2);
                            last = match reader.take(want as u64).read_to_end(&mut batch.bytes) {
                                Ok(read) => read < want,
                                Err(error) => {
                                    self.failed = Some(error);
                                    true
                                }
                            };
                            if self.at == 0 && from == 0 && batch.bytes.starts_with(b"\xef\xbb\xbf") {
                                from = 3;
                            }
                        }
                        Step::Skip(len) => {
                            self.line = self.line.saturating_add(lines(&batch.bytes[from..from + len]));
                            from += len;
                            if from >= CHUNK {
                                break;
                            }
                        }
                        Step::Record(len, odd) => {
                            let range = from..from + len;
                            if self.above > 0 {
                                // The headings are known already.
                                self.above -= 1;
                            } else {
                                let at = self.at + from as u64;
                                batch.pieces.push(Piece {
                                    range: range.clone(),
                                    at,
                                    skip: 0,
                                    line: self.line,
                                    odd,
                                });
                            }
                            self.line = self.line.saturating_add(lines(&batch.bytes[range]));
                            from += len;
                            if from >= CHUNK {
                                break;
                            }
                        }
                        Step::Stop(why) => {
                            batch.stopped = Some((self.line, why));
                            self.over = true;
                            break;
                        }
                    }
                }
                self.at += from as u64;
                self.rest = batch.bytes.split_off(from);
            }
            Reader::Members(members) => {
                while batch.bytes.len() < CHUNK {
                    let base = batch.bytes.len();
                    let (at, failed) = match members.next(&mut batch.bytes) {
                        Ok(Some(at)) => (at, None),
                        Ok(None) => {
                            self.over = true;
                            break;
                        }
                        Err((at, error)) => {
                            self.over = true;
                            (at, Some(error.to_string()))
                        }
                    };
                    let mut from = base;
                    let stopped = loop {
                        match self.split.next(&batch.bytes[from..], true) {
                            Step::More => break None,
                            Step::Skip(len) => from += len,
                            Step::Record(len, odd) => {
                                let skip = (from - base) as u64;
                                batch.pieces.push(Piece { range: from..from + len, at, skip, line: 1, odd });
                                from += len;
                            }
                            Step::Stop(why) => break Some(why),
                        }
                    };
                    let stopped =
                        failed.map(|why| format!("cannot be unpacked from byte {at} on: {why}")).or(stopped);
                    if let Some(why) = stopped {
                        batch.stopped = Some((0, why));
                        self.over = true;
                        break;
                    }
                }
            }
            Reader::Rows(rows) => {
                while batch.bytes.len() < CHUNK && batch.pieces.len() < CHUNK / 256 {
                    let from = batch.bytes.len();
                    match rows.next(&mut batch.bytes) {
                        Some(Ok(row)) => batch.pieces.push(Piece {
                            range: from..batch.bytes.len(),
                            at: row.at,
                            skip: row.group,
                            line: row.number,
                            odd: None,
                        }),
                        // The next group of rows may be whole.
                        Some(Err(stopped)) => {
                            batch.stopped = Some(stopped);
                            break;
                        }
                        None => {
                            self.over = true;
                            break;
                        }
                    }
                }
            }
        }
        self.count = self.count.saturating_add(narrow(batch.pieces.len()));
        let untold = self.count == 0 && matches!(self.head.columns, Some(Err(_)));
        let empty = self.over && self.count == 0 && self.failed.is_none() && batch.stopped.is_none();
        let is_table = self.head.layout.is_some() || matches!(self.head.columns, Some(Ok(_)));
        if empty && is_table {
            batch.stopped = Some((1, "there is no row under the headings".to_owned()));
        }
        if batch.pieces.is_empty() && batch.stopped.is_none() && self.over && !untold {
            return self.failed.take().map_or(Ok(None), Err);
        }
        Ok(Some(batch))
    }
}

fn lines(bytes: &[u8]) -> u32 {
    narrow(memchr::memchr_iter(b'\n', bytes).count())
}

/// All that a source holds, decoded; of a Parquet file a group of its rows.
///
/// # Errors
/// Where it cannot be read, or is longer than may be held.
pub(super) fn hold(
    source: &Source,
    head: &Head,
    group: u32,
    limits: Limits,
    asked: Option<&'static Encoding>,
) -> io::Result<Arc<[u8]>> {
    if let Some(layout) = &head.layout {
        return parquet::hold(layout, group);
    }
    let mut bytes = Vec::new();
    let mut reader = unpack(source.place.open(0)?, source.packing, source.place.size(), limits)?;
    match (&mut reader).take(limits.unpacked + 1).read_to_end(&mut bytes) {
        // What comes before it is broken is read, as it was when it was streamed.
        Err(_) if source.packing != Packing::None && !bytes.is_empty() => {}
        read => _ = read?,
    }
    if bytes.len() as u64 > limits.unpacked {
        return Err(io::Error::other(format!(
            "it is longer than {} MiB; convert it to UTF-8 first",
            limits.unpacked >> 20
        )));
    }
    Ok(match head.encoding {
        // As it was decoded when it was read whole.
        _ if !source.format.is_streamed() => decode(bytes, asked).text.into_bytes().into(),
        encoding if encoding == UTF_8 => bytes.into(),
        encoding => decode_all(&bytes, encoding).into_bytes().into(),
    })
}

/// How records are read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    pub(super) format: Format,
    pub(super) head: &'r Head,
    pub(super) fields: &'r Fields,
    pub(super) limits: Limits,
    pub(super) vocabulary: &'r Vocabulary,
}

impl Reading<'_> {
    /// Reads a record; nothing where it is none, and nothing is to be said of it.
    pub(super) fn article(&self, record: &[u8], path: &Arc<str>, line: u32) -> Result<Option<Told>, String> {
        if self.format == Format::Warc {
            return warc::article(record, path, self.limits, self.vocabulary);
        }
        if let Some(layout) = &self.head.layout {
            return parquet::read(record, path, line, layout, self.fields, self.vocabulary).map(Some);
        }
        let mut odd = None;
        let text = match std::str::from_utf8(record) {
            Ok(text) => text.into(),
            Err(error) if matches!(self.format, Format::Table(_)) => {
                odd = Some(format!("not UTF-8 at byte {} of the row", error.valid_up_to()));
                String::from_utf8_lossy(record)
            }
            Err(error) => return Err(format!("not UTF-8 at byte {} of the record", error.valid_up_to())),
        };
        if text.contains('\0') {
            return Err("there is a NUL in the record".to_owned());
        }
        let (mut article, mut problems) = match (self.format, &self.head.columns) {
            (Format::Table(_), Some(Ok(columns))) => {
                match table::read(&text, path, line, columns, self.fields, self.vocabulary)? {
                    Some(told) => told,
                    None => return Ok(None),
                }
            }
            (Format::Table(_), _) => return Ok(None),
            _ => jsonl::read(&text, path, line, self.fields, self.vocabulary)?,
        };
        problems.extend(odd);
        article.outlet = article.outlet.or_else(|| self.head.outlet.clone());
        Ok(Some((article, problems)))
    }
}
