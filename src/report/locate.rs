//! Lines and columns, worked out in one pass over a source however many positions are asked for.

use memchr::memchr2;

/// The start of the character that a byte is in, or the end of the text. (In `std` from Rust 1.91 on.)
pub(super) fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().take(4).find(|&at| text.is_char_boundary(at)).unwrap_or(byte)
}

/// Where a byte stands for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Counted from 1. A line ends with LF, CR LF or a lone CR.
    pub(super) line: u32,
    /// Counted from 1, in characters; a byte order mark is none.
    pub(super) column: u32,
    /// The same in bytes of UTF-8.
    pub(super) utf8: u32,
    /// The same in code units of UTF-16.
    pub(super) utf16: u32,
}

impl Place {
    /// Where a text starts.
    pub(super) const START: Place = Place { line: 1, column: 1, utf8: 1, utf16: 1 };
}

/// The places of some bytes of a source.
pub(super) struct Places(Vec<(u32, Place)>);

impl Places {
    /// Of these offsets, in any order.
    pub(super) fn of(source: &str, offsets: impl IntoIterator<Item = u32>) -> Self {
        let mut offsets: Vec<u32> = offsets.into_iter().collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut locator = Locator::new(source);
        Places(offsets.into_iter().map(|offset| (offset, locator.place(offset))).collect())
    }

    /// The place of one of them.
    pub(super) fn at(&self, offset: u32) -> Place {
        let found = self.0.binary_search_by_key(&offset, |(known, _)| *known);
        found.map_or(Place::START, |index| self.0[index].1)
    }
}

/// Walks forward through a source.
pub(super) struct Locator<'a> {
    source: &'a str,
    at: usize,
    place: Place,
}

impl<'a> Locator<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let at = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Locator { source, at, place: Place::START }
    }

    /// The place of a byte offset that is not before the last one asked for; one inside a character is that character's.
    pub(super) fn place(&mut self, offset: u32) -> Place {
        let goal = floor(self.source, offset as usize);
        while let Some(found) =
            self.source.get(self.at..goal).and_then(|rest| memchr2(b'\n', b'\r', rest.as_bytes()))
        {
            let end = self.at + found;
            let bytes = self.source.as_bytes();
            let pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            if pair && end + 1 >= goal {
                // Between CR and LF: still the old line.
                break;
            }
            self.at = end + 1 + usize::from(pair);
            self.place = Place { line: self.place.line.saturating_add(1), ..Place::START };
        }
        if let Some(rest) = self.source.get(self.at..goal) {
            let add =
                |column: u32, passed: usize| column.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
            self.place.column = add(self.place.column, rest.chars().count());
            self.place.utf8 = add(self.place.utf8, rest.len());
            self.place.utf16 = add(self.place.utf16, rest.chars().map(char::len_utf16).sum());
            self.at = goal;
        }
        self.place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, from the start for every offset.
    fn slow(source: &str, offset: usize) -> Place {
        let before = source[..offset].trim_start_matches('\u{feff}').replace("\r\n", "\n");
        // A CR whose LF is not before the offset has not ended its line yet.
        let half = before.ends_with('\r') && source[offset..].starts_with('\n');
        let before = if half { before.replacen('\r', "x", 0) } else { before };
        let ends: Vec<usize> = before
            .char_indices()
            .filter(|&(i, c)| c == '\n' || (c == '\r' && !(half && i + 1 == before.len())))
            .map(|(i, _)| i)
            .collect();
        let rest = &before[ends.last().map_or(0, |end| end + 1)..];
        let one_more = |count: usize| u32::try_from(count).unwrap() + 1;
        Place {
            line: one_more(ends.len()),
            column: one_more(rest.chars().count()),
            utf8: one_more(rest.len()),
            utf16: one_more(rest.encode_utf16().count()),
        }
    }

    proptest! {
        #[test]
        fn places_are_counted_right(source in "[aé\r\n\u{301}東🇸]{0,40}", picks in prop::collection::vec(0usize..60, 0..12)) {
            let mut offsets: Vec<usize> = picks.iter().map(|&p| floor(&source, p)).collect();
            // Asked for in any order, and twice.
            offsets.extend_from_within(..offsets.len() / 2);
            let places = Places::of(&source, offsets.iter().map(|&offset| u32::try_from(offset).unwrap()));
            for offset in offsets {
                prop_assert_eq!(places.at(u32::try_from(offset).unwrap()), slow(&source, offset));
            }
        }
    }

    #[test]
    fn line_ends() {
        let source = "\u{feff}a\r\nb\rc\nd";
        let mut locator = Locator::new(source);
        let lines: Vec<u32> = ["a", "b", "c", "d"]
            .iter()
            .map(|c| locator.place(u32::try_from(source.find(c).unwrap()).unwrap()).line)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4]);
        assert_eq!(Locator::new(source).place(3), Place::START);
    }
}
