//! Parquet: a row is an article, as in other tables, and is read a group of rows at a time. The crate `parquet` reads the
//! format; pages are unpacked by the crates that unpack everything else.

mod cells;
mod file;
mod pages;

use super::directive::{Meant, field, misnamed};
use super::encoding::decode;
use super::field_date::Order;
use super::fields::{Fields, Slot};
use super::record::{Record, Told, article};
use super::source::Source;
use super::table::{has_text, is_absent, no_text};
use super::unpack::Limits;
use super::vocabulary::Vocabulary;
use super::whole::narrow;
use cells::{Cell, Column, Kind};
use encoding_rs::Encoding;
use file::File;
use pages::{Pages, broken};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::Length;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What is known of a file before its first row is read.
#[derive(Debug)]
pub(super) struct Layout {
    file: File,
    metadata: ParquetMetaData,
    /// The columns that are read.
    of: Vec<(usize, Slot, Kind)>,
    /// Those that say what is to be left alone, or seem to, with their names; at most [`MOST`].
    ignores: Vec<(usize, Kind, Meant, Box<str>)>,
    /// Which number of a date that is written as text is the day.
    order: Option<Order>,
    limits: Limits,
    /// In which encoding a text is that is not in UTF-8, as it should be.
    asked: Option<&'static Encoding>,
    /// What the user should know of the columns.
    pub(super) told: Option<String>,
}

/// How many rows are looked at for the order of day and month.
const SAMPLE: usize = 1000;
/// How many rows are taken from a column at once. Their text stays in its page until the row is handed out.
const AT_ONCE: usize = 64;
/// What a row counts for at least, so that rows without a single cell come to an end too.
const ROW: u64 = 16;
/// What the cells of the first column of [`Layout::ignores`] are marked with in a row, where others have their [`Slot`].
const IGNORES: u8 = 128;
/// So many of them have a mark of their own.
const MOST: usize = 100;

impl Layout {
    /// Reads it off the end of a file; or says why no article can be read.
    pub(super) fn read(
        source: &Source,
        limits: Limits,
        asked: Option<&'static Encoding>,
        fields: &Fields,
        v: &Vocabulary,
    ) -> Result<Layout, String> {
        let file = File::of(source, limits).map_err(|error| format!("cannot be read: {error}"))?;
        let metadata = guarded(|| ParquetMetaDataReader::new().parse_and_finish(&file))
            .map_err(|error| format!("is no Parquet file that can be read: {}", told(error)))?;
        let schema = metadata.file_metadata().schema_descr();
        let named = |leaf: usize| {
            let column = schema.column(leaf);
            match column.max_rep_level() {
                0 => column.path().string(),
                _ => column.path().parts().first().cloned().unwrap_or_default(),
            }
        };
        let names: Vec<String> = (0..schema.num_columns()).map(named).collect();
        let choose = |fits: &dyn Fn(Option<Kind>) -> bool| -> Vec<(usize, Slot)> {
            let leaves: Vec<usize> =
                (0..names.len()).filter(|&leaf| fits(Kind::of(&schema.column(leaf)))).collect();
            let fitting: Vec<&str> = leaves.iter().map(|&leaf| names[leaf].as_str()).collect();
            let of = fields.columns(&fitting, v);
            of.into_iter().map(|(at, slot)| (leaves[at], slot)).collect()
        };
        // The text is looked for among texts alone, and the rest among all that a record may be made of.
        let text = choose(&|kind| kind == Some(Kind::Text)).into_iter().find(|(_, slot)| *slot == Slot::Text);
        let Some(text) = text else {
            let other = choose(&|kind| kind != Some(Kind::Text));
            if let Some((leaf, _)) = other.into_iter().find(|(_, slot)| *slot == Slot::Text) {
                let (name, column) = (&names[leaf], schema.column(leaf));
                let kind = column.physical_type();
                let what = if column.max_rep_level() > 0 {
                    "lists".to_owned()
                } else {
                    format!("values of type {kind}")
                };
                return Err(format!(
                    "the column `{name}` holds {what} and no text; say which does with --field text=COLUMN"
                ));
            }
            let shown: Vec<&str> = names.iter().map(String::as_str).collect();
            return Err(no_text(&shown, fields, v));
        };
        let mut of = choose(&|kind| kind.is_some());
        of.retain(|&(leaf, slot)| leaf != text.0 && slot != Slot::Text);
        of.push(text);
        debug_assert!(has_text(&of));
        let missing = fields.missing(&of);
        let kind = |(leaf, slot)| Kind::of(&schema.column(leaf)).map(|kind| (leaf, slot, kind));
        let of: Vec<_> = of.into_iter().filter_map(kind).collect();
        let other = (0..names.len()).filter(|leaf| !of.iter().any(|(column, ..)| column == leaf));
        let meant: Vec<_> = other.filter_map(|leaf| Some((leaf, Meant::by_field(&names[leaf])?))).collect();
        let (mut ignores, mut problems) = (Vec::new(), Vec::from_iter(missing));
        for (leaf, meant) in meant.into_iter().take(MOST) {
            match Kind::of(&schema.column(leaf)) {
                Some(kind) => ignores.push((leaf, kind, meant, names[leaf].as_str().into())),
                None => {
                    problems.push(format!("the column `{}` holds no text and is not heeded", names[leaf]));
                }
            }
        }
        let told = (!problems.is_empty()).then(|| problems.join("; "));
        let mut layout = Layout { file, order: None, of, ignores, told, limits, asked, metadata };
        layout.order = layout.order();
        Ok(layout)
    }

    /// The order of day and month, by the first rows.
    fn order(&self) -> Option<Order> {
        let is_day = |slot: &Slot| matches!(slot, Slot::Published | Slot::Updated);
        let days = self.of.iter().filter(|(_, slot, kind)| *kind == Kind::Text && is_day(slot));
        let which: Vec<_> = days.map(|&(leaf, slot, kind)| (leaf, slot as u8, kind)).collect();
        let mut days = Vec::new();
        for group in 0..self.metadata.num_row_groups() {
            // A group that is broken is told of when it is read.
            let Ok(mut columns) = self.group(group, &which) else { break };
            for column in &mut columns {
                days.extend(guarded(|| column.next(SAMPLE)).unwrap_or_default().into_iter().flatten());
            }
            if columns.is_empty() || days.len() >= SAMPLE {
                break;
            }
        }
        Order::of(days.iter().filter_map(|cell| std::str::from_utf8(cell.bytes()).ok()))
    }

    /// All columns that are read, with their marks.
    fn columns(&self) -> Vec<(usize, u8, Kind)> {
        let ignores = self.ignores.iter().zip(IGNORES..).map(|((leaf, kind, ..), mark)| (*leaf, mark, *kind));
        self.of.iter().map(|&(leaf, slot, kind)| (leaf, slot as u8, kind)).chain(ignores).collect()
    }

    /// Some of the columns of a group of rows.
    fn group(&self, number: usize, which: &[(usize, u8, Kind)]) -> Result<Vec<Column>, ParquetError> {
        let group = self.metadata.row_group(number);
        let rows = usize::try_from(group.num_rows()).map_err(|_| broken("a group of fewer than no rows"))?;
        let mut columns = Vec::new();
        for &(leaf, mark, kind) in which {
            let chunk = group.columns().get(leaf).ok_or_else(|| broken("a group with a column too few"))?;
            columns.push(guarded(|| {
                let pages = Pages::open(&self.file, chunk, rows, self.limits)?;
                Ok(Column::new(mark, kind, chunk.column_descr_ptr(), pages))
            })?);
        }
        Ok(columns)
    }

    /// How many bytes of rows there may be in it.
    fn most(&self) -> u64 {
        self.file.len().saturating_mul(self.limits.ratio).max(Limits::FREE)
    }
}

/// A row that was read.
#[derive(Debug)]
pub(super) struct Row {
    /// The group it is in, and how many bytes of rows come before it there.
    pub(super) group: u64,
    pub(super) at: u64,
    /// Counted from 1 through the file.
    pub(super) number: u32,
}

/// The rows of a file, one after the other.
pub(super) struct Rows {
    layout: Arc<Layout>,
    /// The group that is next, and the number of its first row.
    group: usize,
    first: u64,
    open: Option<Open>,
    left: u64,
}

/// A group of rows that is being read.
struct Open {
    columns: Vec<(Column, VecDeque<Option<Cell>>)>,
    count: u64,
    done: u64,
    at: u64,
}

impl Rows {
    pub(super) fn new(layout: Arc<Layout>) -> Rows {
        Rows { left: layout.most(), layout, group: 0, first: 1, open: None }
    }

    /// Adds the next row to `out`; or gives the number of a row from which on others cannot be read, and why. Then it may go
    /// on with those after them.
    pub(super) fn next(&mut self, out: &mut Vec<u8>) -> Option<Result<Row, (u32, String)>> {
        loop {
            let open = match &mut self.open {
                Some(open) => open,
                None if self.group == self.layout.metadata.num_row_groups() => return None,
                None => match Open::of(&self.layout, self.group) {
                    Ok(open) => self.open.insert(open),
                    Err(error) => return Some(Err(self.give_up(error))),
                },
            };
            if open.done == open.count {
                (self.open, self.group, self.first) = (None, self.group + 1, self.first + open.count);
                continue;
            }
            let before = out.len();
            let row = match open.row(out) {
                Ok(()) => {
                    let len = (out.len() - before) as u64;
                    let number = number(self.first + open.done);
                    let row = Row { group: self.group as u64, at: open.at, number };
                    (open.done, open.at) = (open.done + 1, open.at + len);
                    match self.left.checked_sub(len.max(ROW)) {
                        Some(left) => {
                            self.left = left;
                            return Some(Ok(row));
                        }
                        None => {
                            self.group = self.layout.metadata.num_row_groups();
                            self.open = None;
                            let ratio = self.layout.limits.ratio;
                            let why =
                                format!("it unpacks to more than {ratio} times its size, as no text does");
                            Err((number, why))
                        }
                    }
                }
                Err(error) => Err(self.give_up(error)),
            };
            if row.is_err() {
                out.truncate(before);
            }
            return Some(row);
        }
    }

    /// Leaves the group, and says why.
    fn give_up(&mut self, error: ParquetError) -> (u32, String) {
        let count = self.layout.metadata.row_group(self.group).num_rows();
        let (from, count) =
            (self.first + self.open.as_ref().map_or(0, |open| open.done), count.max(0).unsigned_abs());
        self.first = self.first.saturating_add(count);
        (self.open, self.group) = (None, self.group + 1);
        (number(from), format!("the rows from {from} to {} cannot be read: {}", self.first - 1, told(error)))
    }
}

impl Open {
    fn of(layout: &Layout, number: usize) -> Result<Open, ParquetError> {
        let columns = layout.group(number, &layout.columns())?;
        let count = layout.metadata.row_group(number).num_rows().max(0).unsigned_abs();
        let columns = columns.into_iter().map(|column| (column, VecDeque::new())).collect();
        Ok(Open { columns, count, done: 0, at: 0 })
    }

    /// Adds the next row to `out`: of each cell what it says, its length, and itself.
    fn row(&mut self, out: &mut Vec<u8>) -> Result<(), ParquetError> {
        for (column, cells) in &mut self.columns {
            if cells.is_empty() {
                cells.extend(guarded(|| column.next(AT_ONCE))?);
            }
            let cell = cells.pop_front().ok_or_else(|| broken("a column that ends before its rows"))?;
            if let Some(cell) = cell {
                let bytes = cell.bytes();
                out.push(column.mark);
                out.extend_from_slice(&narrow(bytes.len()).to_le_bytes());
                out.extend_from_slice(bytes);
            }
        }
        Ok(())
    }
}

/// All rows of a group, as [`Rows`] gives them: as far as they can be read.
pub(super) fn hold(layout: &Layout, group: u32) -> io::Result<Arc<[u8]>> {
    let number = group as usize;
    if number >= layout.metadata.num_row_groups() {
        return Err(io::Error::other("it has become shorter"));
    }
    let mut open = Open::of(layout, number).map_err(io::Error::other)?;
    let (mut out, mut counted) = (Vec::new(), 0);
    while open.done < open.count && counted <= layout.limits.unpacked {
        let before = out.len();
        if open.row(&mut out).is_err() {
            out.truncate(before);
            break;
        }
        counted += ROW.max((out.len() - before) as u64);
        open.done += 1;
    }
    Ok(out.into())
}

/// Reads a row.
pub(super) fn read(
    mut row: &[u8],
    path: &Arc<str>,
    number: u32,
    layout: &Layout,
    fields: &Fields,
    v: &Vocabulary,
) -> Result<Told, String> {
    let mut record = Record { order: layout.order, ..Record::default() };
    let mut odd = Vec::new();
    while let Some((&[what, a, b, c, d], rest)) = row.split_first_chunk() {
        let (cell, rest) =
            rest.split_at_checked(u32::from_le_bytes([a, b, c, d]) as usize).unwrap_or_default();
        row = rest;
        if let Some((_, _, meant, name)) =
            what.checked_sub(IGNORES).and_then(|n| layout.ignores.get(n as usize))
        {
            let text = String::from_utf8_lossy(cell);
            if !text.trim().is_empty() {
                record.ignores.push(match meant {
                    Meant::Exactly => field(&text, None),
                    Meant::Nearly => misnamed(name, 0..0),
                });
            }
            continue;
        }
        let slot = layout.of.iter().map(|(_, slot, _)| *slot).find(|slot| *slot as u8 == what);
        let Some(slot) = slot else { continue };
        let text = match std::str::from_utf8(cell) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let decoded = decode(cell.to_vec(), layout.asked);
                let column = fields.name(slot);
                odd.push(match decoded.problem {
                    Some(problem) => format!("`{column}`: {problem}"),
                    None => format!("`{column}` is not in UTF-8, as it should be"),
                });
                Cow::Owned(decoded.text)
            }
        };
        if !is_absent(&text, v) {
            *record.slot(slot) = Some(text);
        }
    }
    let (article, mut problems) = article(record, path, Some(number), fields.name(Slot::Text), v)?;
    problems.append(&mut odd);
    Ok((article, problems))
}

thread_local! {
    static GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Whether this thread is at work on bytes of a file that may be so broken that a library panics over them. That is caught, and
/// told in a notice: a panic hook need not speak of it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What the crate makes of bytes that may be broken: some that no writer writes it trusts so far that it panics. What it
/// was working on is not used again.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.unwrap_or_else(|_| Err(broken("it is broken")))
}

fn number(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// What the crate says, without its own headings.
fn told(error: ParquetError) -> String {
    match error {
        ParquetError::General(why) | ParquetError::NYI(why) | ParquetError::EOF(why) => why,
        ParquetError::External(error) => error.to_string(),
        other => other.to_string(),
    }
}
