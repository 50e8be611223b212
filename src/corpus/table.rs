//! Tables: a row is an article, and the line of headings says which column is what.

use super::directive::{Meant, field, misnamed};
use super::fields::{Fields, Slot};
use super::lines::beginning;
use super::record::{Record, Told, article};
use super::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::sync::Arc;

/// Which column says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    of: Vec<(usize, Slot)>,
    /// Those that say what is to be left alone, or seem to, with their headings.
    ignores: Vec<(usize, Meant, Box<str>)>,
    count: usize,
    separator: u8,
}

/// The columns, by the line of headings; or why no article can be read.
pub(super) fn columns(heading: &str, separator: u8, fields: &Fields) -> Result<Columns, String> {
    let names = cells(heading, separator).unwrap_or_default();
    let of: Vec<_> =
        names.iter().enumerate().filter_map(|(i, name)| Some((i, fields.slot(name.trim())?))).collect();
    let ignores = names.iter().enumerate().filter_map(|(i, name)| {
        let meant = Meant::by_field(name.trim()).filter(|_| fields.slot(name.trim()).is_none())?;
        Some((i, meant, name.trim().into()))
    });
    let ignores = ignores.collect();
    let text = fields.name(Slot::Text);
    if !of.iter().any(|(_, slot)| *slot == Slot::Text) {
        let known: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        let known = known.join(", ");
        let known = beginning(&known, 200);
        return Err(format!(
            "there is no column `{text}`; say which has the text with --field text=COLUMN, out of: {known}"
        ));
    }
    Ok(Columns { of, ignores, count: names.len(), separator })
}

/// Reads a row.
pub(super) fn read(
    row: &str,
    path: &Arc<str>,
    line: u32,
    columns: &Columns,
    fields: &Fields,
    v: &Vocabulary,
) -> Result<Told, String> {
    let cells = cells(row, columns.separator).ok_or("the row cannot be read")?;
    let mut record = Record::default();
    let mut odd = Vec::new();
    if cells.len() != columns.count {
        odd.push(format!("the row has {} cells under {} headings", cells.len(), columns.count));
    }
    for (column, slot) in &columns.of {
        if let Some(cell) = cells.get(*column).filter(|cell| !cell.trim().is_empty()) {
            *record.slot(*slot) = Some(Cow::Owned(cell.clone()));
        }
    }
    for (column, meant, name) in &columns.ignores {
        let Some(cell) = cells.get(*column).filter(|cell| !cell.trim().is_empty()) else { continue };
        record.ignores.push(match meant {
            Meant::Exactly => field(cell, None),
            Meant::Nearly => misnamed(name, 0..0),
        });
    }
    let (article, mut problems) = article(record, path, Some(line), fields.name(Slot::Text), v)?;
    problems.append(&mut odd);
    Ok((article, problems))
}

fn cells(row: &str, separator: u8) -> Option<Vec<String>> {
    // A quote that is never closed is a letter, as it was when the end of the row was looked for.
    let mut split = super::split::Rows::new(separator);
    let whole = split.is_closed(row.as_bytes());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(whole)
        .delimiter(separator)
        .from_reader(row.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).ok()?.then(|| record.iter().map(str::to_owned).collect())
}
