//! Tables: a row is an article, and the line of headings says which column is what.

use super::directive::{Meant, field, misnamed};
use super::encoding::{decode_all, encoding_of};
use super::field_date::{Order, ordered};
use super::fields::{Fields, Slot};
use super::lines::beginning;
use super::record::{Record, Told, article};
use super::split::{Rows, Split, Step};
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
    pub(super) separator: u8,
    /// How many rows there are before the first article.
    pub(super) above: u8,
    /// Which number of a date is the day.
    order: Option<Order>,
}

const NO_HEADINGS: &str = "a table without a line of headings";

/// What may stand between the cells of a row.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The columns, by the line of headings at the beginning of a table; or why no article can be read. `named` is what the
/// name of the file says the separator is; the headings know better.
/// Beside them, what the user should know.
pub(super) fn columns(
    head: &str,
    named: u8,
    fields: &Fields,
    v: &Vocabulary,
) -> Result<(Columns, Option<String>), String> {
    let (hint, body) = separator_hint(head);
    let others = SEPARATORS.into_iter().filter(|&separator| separator != named);
    let candidates: Vec<u8> = hint.map_or_else(|| [named].into_iter().chain(others).collect(), |s| vec![s]);
    let read = |&separator: &u8| {
        let names = rows(body, separator).next().and_then(|row| cells(row, separator))?;
        let of = choose(&names, fields, v);
        Some(((has_text(&of), of.len(), names.len() > 1), separator, names, of))
    };
    // Of those that do equally well the last one, which is the one that the name says.
    let best = candidates.iter().rev().filter_map(read).max_by_key(|(score, ..)| *score);
    let Some((_, separator, names, of)) = best else {
        return Err(NO_HEADINGS.to_owned());
    };
    if names.iter().any(|name| name.contains('\0')) {
        return Err("is no table: there is a NUL in its first line".to_owned());
    }
    if names.iter().all(|name| name.trim().is_empty()) {
        return Err(NO_HEADINGS.to_owned());
    }
    let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
    if !has_text(&of) {
        return Err(no_text(&names, fields, v));
    }
    let dates = of.iter().filter(|(_, slot)| matches!(slot, Slot::Published | Slot::Updated));
    let dates: Vec<usize> = dates.map(|(at, _)| *at).collect();
    let sample: Vec<Vec<String>> = match dates.is_empty() {
        true => Vec::new(),
        false => rows(body, separator).skip(1).filter_map(|row| cells(row, separator)).collect(),
    };
    let sample = sample.iter().flat_map(|row| dates.iter().filter_map(|&at| row.get(at)));
    let order = Order::of(sample.map(String::as_str));
    let told = fields.missing(&of);
    let above = if hint.is_some() { 2 } else { 1 };
    let ignores = names.iter().enumerate().filter(|(at, _)| !of.iter().any(|(column, _)| column == at));
    let ignores =
        ignores.filter_map(|(at, name)| Some((at, Meant::by_field(name)?, (*name).into()))).collect();
    Ok((Columns { of, ignores, count: names.len(), separator, above, order }, told))
}

/// Why a table with these headings has no article.
pub(super) fn no_text(names: &[&str], fields: &Fields, v: &Vocabulary) -> String {
    let text = fields.name(Slot::Text);
    let known = names.join(", ");
    let shown = beginning(&known, 200);
    let more =
        if shown.len() < known.len() { format!(" … ({} columns)", names.len()) } else { String::new() };
    let no_headings = names.iter().any(|name| name.len() > 100 || ordered(name, None, v).is_some());
    let first = if no_headings { "; the first line has to be the headings" } else { "" };
    format!(
        "there is no column `{text}`; say which has the text with --field text=COLUMN, out of: {shown}{more}{first}"
    )
}

/// What separates the columns of a text that begins as a table with known headings does, if it does.
pub(super) fn sniff(head: &[u8], whole: bool, fields: &Fields, v: &Vocabulary) -> Option<u8> {
    let text = decode_all(head, encoding_of(head, None));
    let (hint, body) = separator_hint(&text);
    if hint.is_some() {
        return hint;
    }
    let known = |separator: u8| {
        let mut split: Vec<&str> = rows(body, separator).collect();
        // The last one may be cut off.
        let last = if whole { None } else { split.pop() };
        let mut cells_of = split.into_iter().map(|row| cells(row, separator).unwrap_or_default());
        let names = cells_of.next()?;
        let is_heading = |name: &String| (1..=60).contains(&name.trim().len()) && !name.contains('\n');
        let apart = body.lines().nth(1).is_none_or(|line| line.trim().is_empty());
        if names.len() < 2 || !names.iter().all(is_heading) || apart {
            return None;
        }
        let rows: Vec<usize> = cells_of.map(|row| row.len()).collect();
        let of = choose(&names, fields, v);
        let enough = match has_text(&of) {
            true => of.len() > 1 && (last.is_some() || !rows.is_empty()),
            false => of.len() > 1 && rows.len() > 1,
        };
        // Where every heading is known, rows with too many cells are a table's, too; they are told of.
        let sure = of.len() == names.len();
        let fits = |&count: &usize| count == names.len() || sure && count > names.len();
        (enough && rows.iter().all(fits)).then_some((of.len(), separator))
    };
    SEPARATORS.into_iter().filter_map(known).max().map(|(_, separator)| separator)
}

/// The line `sep=;` that spreadsheets write and read, and what follows it.
fn separator_hint(head: &str) -> (Option<u8>, &str) {
    let hint = head.split_inclusive('\n').next().unwrap_or("");
    let bytes = hint.trim_end_matches(['\r', '\n']).as_bytes();
    match bytes {
        [s, e, p, b'=', separator] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" => {
            (Some(*separator), &head[hint.len()..])
        }
        _ => (None, head),
    }
}

fn choose(names: &[String], fields: &Fields, v: &Vocabulary) -> Vec<(usize, Slot)> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    fields.columns(&names, v)
}

pub(super) fn has_text(of: &[(usize, Slot)]) -> bool {
    of.iter().any(|(_, slot)| *slot == Slot::Text)
}

/// The rows at the beginning of a table.
fn rows(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut split = Rows::new(separator);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            match split.next(&text.as_bytes()[from..], true) {
                Step::Skip(len) => from += len,
                Step::Record(len, _) => {
                    from += len;
                    // Rows end at ASCII, so that this is never within a character.
                    return text.get(from - len..from);
                }
                Step::More | Step::Stop(_) => return None,
            }
        }
    })
}

/// Reads a row; nothing where all its cells are empty.
pub(super) fn read(
    row: &str,
    path: &Arc<str>,
    line: u32,
    columns: &Columns,
    fields: &Fields,
    v: &Vocabulary,
) -> Result<Option<Told>, String> {
    let mut cells = cells(row, columns.separator).ok_or("the row cannot be read")?;
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    let odd = (cells.len() != columns.count).then(|| {
        let plural = if cells.len() == 1 { "" } else { "s" };
        format!("the row has {} cell{plural} under {} headings", cells.len(), columns.count)
    });
    if cells.iter().skip(columns.count).any(|cell| !cell.trim().is_empty()) {
        let odd = odd.unwrap_or_default();
        return Err(format!(
            "{odd}, so that it is not known which is which; it is left out (a cell with a separator in it is quoted)"
        ));
    }
    let mut record = Record { order: columns.order, ..Record::default() };
    for (column, slot) in &columns.of {
        if let Some(cell) = cells.get_mut(*column).filter(|cell| !is_absent(cell, v)) {
            *record.slot(*slot) = Some(Cow::Owned(std::mem::take(cell)));
        }
    }
    for (column, meant, name) in &columns.ignores {
        let Some(cell) = cells.get(*column).filter(|cell| !cell.trim().is_empty()) else { continue };
        record.ignores.push(match meant {
            Meant::Exactly => field(cell, None),
            Meant::Nearly => misnamed(name, 0..0),
        });
    }
    // Cells that are missing at the end are empty ones, as spreadsheets write them.
    match (article(record, path, Some(line), fields.name(Slot::Text), v), odd) {
        (Ok((article, mut problems)), odd) => {
            problems.extend(odd.filter(|_| cells.len() < columns.count));
            Ok(Some((article, problems)))
        }
        (Err(why), Some(odd)) => Err(format!("{odd}, and {why}")),
        (Err(why), None) => Err(why),
    }
}

/// Whether a cell says nothing.
pub(super) fn is_absent(cell: &str, v: &Vocabulary) -> bool {
    let cell = cell.trim();
    cell.is_empty() || cell.len() < 12 && v.absent.contains(cell.to_ascii_lowercase().as_str())
}

fn cells(row: &str, separator: u8) -> Option<Vec<String>> {
    // A quote that is never closed is a letter, as it was when the end of the row was looked for.
    let mut split = Rows::new(separator);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn separator(head: &str, named: u8) -> Result<char, String> {
        let v = Vocabulary::shared().unwrap();
        columns(head, named, &Fields::default(), &v).map(|(columns, _)| columns.separator.into())
    }

    #[test]
    fn separators_by_the_headings() {
        assert_eq!(separator("id,text\n", b','), Ok(','));
        assert_eq!(separator("id;text;a,b,c\n", b','), Ok(';'));
        assert_eq!(separator("id|Body Text\n", b','), Ok('|'));
        assert_eq!(separator("id,text\n", b'\t'), Ok(','));
        assert_eq!(separator("text\n", b'\t'), Ok('\t'));
        assert_eq!(separator("sep=;\r\nid;text\r\n", b','), Ok(';'));
        assert_eq!(separator("\"id\";\"the; text\";\"text\"\n", b','), Ok(';'));
        let none = separator("id;day;copy\n", b',').unwrap_err();
        assert!(none.ends_with("out of: id, day, copy"), "{none}");
        let none = separator("7,2031-03-05,The mill burned.\n", b',').unwrap_err();
        assert!(none.ends_with("the first line has to be the headings"), "{none}");
        let wide: Vec<String> = (0..10_000).map(|i| format!("column {i}")).collect();
        let none = separator(&wide.join(","), b',').unwrap_err();
        assert!(none.len() < 400 && none.ends_with(" … (10000 columns)"), "{none}");
    }

    #[test]
    fn a_table_by_its_beginning() {
        let v = Vocabulary::shared().unwrap();
        let sniffed =
            |text: &str, whole| sniff(text.as_bytes(), whole, &Fields::default(), &v).map(char::from);
        assert_eq!(sniffed("id,text\n1,Ten fell.\n", true), Some(','));
        assert_eq!(sniffed("\u{feff}ID;Published At;Body\r\n1;2031-03-05;Ten fell, he s", false), Some(';'));
        assert_eq!(sniffed("title\ttext\nTen\t\"Ten\nfell\"\n", true), Some('\t'));
        assert_eq!(sniffed("sep=|\nid|text\n", true), Some('|'));
        assert_eq!(sniffed("id,text\n1,Ten fell, and nine rose.\n", true), Some(','));
        // Without the text's column it is told of, where rows bear it out.
        assert_eq!(
            sniffed("id,date,copy\n1,2031-03-05,Ten fell.\n2,2031-03-05,Nine fell.\n", true),
            Some(',')
        );
        for prose in [
            "Ten fell, and nine rose.\nThe mayor, he said, was there.\n",
            "Title, text\n",
            "Title, text\n\nThe mill burned, and ten fell.\n",
            "text\nThe mill burned.\n",
            "Date, source\nThe mill burned.\n",
            "id,text\nThe mill burned.\n",
            "",
        ] {
            assert_eq!(sniffed(prose, true), None, "{prose}");
        }
    }
}
