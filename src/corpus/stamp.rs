//! Dates as metadata write them: a small reader for short lines, apart from the grammar of prose.

use super::Stamp;
use super::vocabulary::{Sense, Vocabulary};

/// A word, a number or a mark of a short line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) what: What,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a [`Word`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    /// Digits: their value and how many there are.
    Number(u32, u8),
    /// A word with a meaning in metadata.
    Known(Sense),
    /// Another word.
    Other,
    /// A mark that is no white space.
    Mark(char),
}

/// The words of a short line. Digits and letters are always apart: `22nd` is two words.
pub(super) fn words(line: &str, vocabulary: &Vocabulary) -> Vec<Word> {
    let mut out = Vec::new();
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut extend = |belongs: fn(char) -> bool| {
            while let Some((i, next)) = chars.next_if(|&(_, n)| belongs(n)) {
                end = i + next.len_utf8();
            }
            end
        };
        if c.is_whitespace() {
            continue;
        } else if c.is_ascii_digit() {
            let end = extend(|c| c.is_ascii_digit());
            let value = line[start..end].parse().unwrap_or(u32::MAX);
            out.push(Word {
                what: What::Number(value, u8::try_from(end - start).unwrap_or(u8::MAX)),
                start,
                end,
            });
        } else if c.is_alphabetic() {
            let end = extend(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
            let what = vocabulary.sense(&line[start..end]).map_or(What::Other, What::Known);
            out.push(Word { what, start, end });
        } else {
            out.push(Word { what: What::Mark(c), start, end });
        }
    }
    out
}

/// A date in a line of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) stamp: Stamp,
    pub(super) zoned: bool,
    /// Its first word and one past its last.
    pub(super) words: (usize, usize),
    /// Its bytes in the line.
    pub(super) bytes: (usize, usize),
}

/// The date that starts at word `at`, if one does.
pub(super) fn date_at(words: &[Word], at: usize) -> Option<Found> {
    let what = |i: usize| words.get(at + i).map(|w| w.what);
    let found = |stamp: Stamp, len: usize, zoned| {
        let bytes = (words[at].start, words[at + len - 1].end);
        Some(Found { stamp, zoned, words: (at, at + len), bytes })
    };
    match what(0)? {
        What::Number(year, 4) => {
            let What::Mark(sep @ ('-' | '/' | '.')) = what(1)? else { return None };
            let What::Number(month, 1..=2) = what(2)? else { return None };
            match (what(3), what(4)) {
                (Some(What::Mark(s)), Some(What::Number(day, 1..=2))) if s == sep => {
                    found(stamp(Some(year), Some(month), Some(day)), 5, has_zone(words, at + 5))
                }
                _ if sep == '-' => found(stamp(Some(year), Some(month), None), 3, false),
                _ => None,
            }
        }
        What::Number(first, 1..=2) => {
            if let (Some(What::Mark(a @ ('/' | '.' | '-'))), Some(What::Number(second, 1..=2))) =
                (what(1), what(2))
            {
                let (Some(What::Mark(b)), Some(What::Number(year, 4))) = (what(3), what(4)) else {
                    return None;
                };
                if a != b {
                    return None;
                }
                // Which of the two is the month is only known where one of them cannot be.
                let (month, day) = match (first, second) {
                    (13..=31, 1..=12) => (second, first),
                    (1..=12, 13..=31) => (first, second),
                    (a, b) if a == b => (a, b),
                    _ => return found(stamp(Some(year), None, None), 5, false),
                };
                return found(stamp(Some(year), Some(month), Some(day)), 5, has_zone(words, at + 5));
            }
            let mut next = 1 + usize::from(is_ordinal_ending(words, at + 1));
            let month = loop {
                match what(next)? {
                    What::Known(Sense::Month(month)) => break month,
                    What::Known(Sense::Clock) | What::Mark('-') if next < 4 => next += 1,
                    _ => return None,
                }
            };
            next += 1;
            let (year, end) = year_at(words, at + next);
            let len = if year.is_some() { end - at } else { next };
            found(stamp(year, u32::try_from(month).ok(), Some(first)), len, has_zone(words, at + len))
        }
        What::Known(Sense::Month(month)) => {
            let month = u32::try_from(month).ok();
            let mut next = 1 + usize::from(what(1) == Some(What::Mark('.')));
            match what(next)? {
                What::Number(year, 4) => found(stamp(Some(year), month, None), next + 1, false),
                What::Number(day, 1..=2) => {
                    next += 1 + usize::from(is_ordinal_ending(words, at + next + 1));
                    let (year, end) = year_at(words, at + next);
                    let len = if year.is_some() { end - at } else { next };
                    found(stamp(year, month, Some(day)), len, has_zone(words, at + len))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Every date of a line, none overlapping another.
pub(super) fn dates(words: &[Word]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match date_at(words, at) {
            Some(found) => {
                at = found.words.1;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

/// What a field of a record says: an RFC 3339 time keeps its local day, `2024-02` and `2024` are windows.
pub(super) fn field(value: &str, vocabulary: &Vocabulary) -> Option<(Stamp, bool)> {
    let value = value.trim();
    if value.len() > 100 {
        return None;
    }
    let words = words(value, vocabulary);
    match words[..] {
        [Word { what: What::Number(year, 4), .. }] => Some((stamp(Some(year), None, None), false)),
        [Word { what: What::Number(day, 8), .. }] => {
            Some((stamp(Some(day / 10_000), Some(day / 100 % 100), Some(day % 100)), false))
        }
        _ => dates(&words).into_iter().find(|f| f.stamp.year.is_some()).map(|f| (f.stamp, f.zoned)),
    }
}

/// The date at the start of a file's name (`2024-02-22-slug.md`, `20240222_slug`), or in the folders it lies in
/// (`2024/02/22/slug.txt`), and whether it is surely meant as one.
pub(super) fn file_name(path: &str) -> Option<(Stamp, bool)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let number = |s: &str| s.parse::<u32>().ok();
    let plausible = |y: u32| (1800..2200).contains(&y);
    if digits(name) == 8 && !name[8..].starts_with(char::is_alphanumeric) {
        let (y, m, d) = (number(&name[..4])?, number(&name[4..6])?, number(&name[6..8])?);
        let fits = plausible(y) && (1..=12).contains(&m) && (1..=31).contains(&d);
        return fits.then(|| (stamp(Some(y), Some(m), Some(d)), false));
    }
    if digits(name) == 4 {
        let mut parts = name.splitn(4, ['-', '_', '.']);
        let mut part = |len: usize| {
            parts.next().filter(|p| {
                digits(p) == len && (p.len() == len || !p[len..].starts_with(char::is_alphanumeric))
            })
        };
        if let (Some(y), Some(m), Some(d)) = (part(4), part(2), part(2)) {
            let y = number(y).filter(|&y| plausible(y))?;
            return Some((stamp(Some(y), number(&m[..2]), number(&d[..2])), true));
        }
    }
    let mut folders = path.rsplit('/').skip(1);
    let day = folders.next().filter(|p| p.len() == 2).and_then(number)?;
    let month = folders.next().filter(|p| p.len() == 2).and_then(number)?;
    let year = folders.next().filter(|p| p.len() == 4).and_then(number).filter(|&y| plausible(y))?;
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| (stamp(Some(year), Some(month), Some(day)), false))
}

fn stamp(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Stamp {
    // A number that no calendar has stays one that no calendar has.
    let narrow = |n: u32| i8::try_from(n).unwrap_or(i8::MAX);
    Stamp {
        year: year.map(|y| i16::try_from(y).unwrap_or(i16::MAX)),
        month: month.map(narrow),
        day: day.map(narrow),
    }
}

/// A year at word `at`, after any comma or full stop: four digits, `'89`, or two digits as wires once wrote them.
fn year_at(words: &[Word], mut at: usize) -> (Option<u32>, usize) {
    while let Some(Word { what: What::Mark(',' | '.' | '-' | '\'' | '’'), .. }) = words.get(at) {
        at += 1;
    }
    let follows = words.get(at + 1).map(|w| w.what);
    match words.get(at).map(|w| w.what) {
        // "May 3, 1900 GMT" is a time of day.
        Some(What::Number(_, 4)) if matches!(follows, Some(What::Known(Sense::Zone))) => (None, at),
        Some(What::Number(year @ 1000..=2999, 4)) => (Some(year), at + 1),
        Some(What::Number(year, 2)) if !matches!(follows, Some(What::Mark(':'))) => {
            let spaced = words.get(at.wrapping_sub(1)).is_some_and(|w| !matches!(w.what, What::Mark(',')));
            // Two digits are a year only where nothing but a bracket, a dash or the end follows.
            let ends = matches!(follows, None | Some(What::Mark('(' | ')' | '-' | '–' | '—' | '/')));
            if spaced && ends {
                (Some(if year < 70 { 2000 + year } else { 1900 + year }), at + 1)
            } else {
                (None, at)
            }
        }
        _ => (None, at),
    }
}

fn is_ordinal_ending(words: &[Word], at: usize) -> bool {
    let Some([number, ending]) = at.checked_sub(1).and_then(|n| words.get(n..=at)) else { return false };
    ending.what == What::Other && ending.start == number.end && ending.end - ending.start == 2
}

/// Whether a time of day with a zone follows.
fn has_zone(words: &[Word], at: usize) -> bool {
    let rest = &words[at.min(words.len())..];
    let Some(clock) = rest.iter().take(6).position(|w| w.what == What::Mark(':')) else {
        return rest.iter().take(5).any(|w| w.what == What::Known(Sense::Zone));
    };
    let after = &rest[clock..];
    let offset = after.windows(3).take(6).any(|w| {
        matches!(w[0].what, What::Mark('+' | '-'))
            && w[0].start == w[1].start - 1
            && matches!((w[1].what, w[2].what), (What::Number(_, 2), What::Mark(':')))
    });
    let compact = after.windows(2).take(6).any(|w| {
        matches!((w[0].what, w[1].what), (What::Mark('+' | '-'), What::Number(_, 4)))
            && w[0].end == w[1].start
    });
    offset || compact || after.iter().take(8).any(|w| w.what == What::Known(Sense::Zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (Option<i16>, Option<i8>, Option<i8>, bool);

    fn read(line: &str) -> Option<Parts> {
        let v = Vocabulary::shared().unwrap();
        dates(&words(line, &v)).first().map(|f| (f.stamp.year, f.stamp.month, f.stamp.day, f.zoned))
    }

    #[test]
    fn file_names() {
        let read = |path| file_name(path).map(|(s, _)| (s.year, s.month, s.day));
        let day = Some((Some(2021), Some(3), Some(4)));
        for path in [
            "a/2021-03-04-flood.md",
            "2021-03-04.txt",
            "20210304_flood.txt",
            "2021_03_04_x.txt",
            "in/2021/03/04/x.txt",
        ] {
            assert_eq!(read(path), day, "{path}");
        }
        for path in
            ["000_0b54670da0f49957.txt", "12345678901.txt", "20219904.txt", "2021-flood.txt", "a/03/04/x.txt"]
        {
            assert_eq!(read(path), None, "{path}");
        }
    }

    #[test]
    fn the_ways_to_write_a_day() {
        for line in [
            "2021-03-04",
            "2021/03/04",
            "2021-03-04 17:52",
            "March 4, 2021",
            "Mar. 4 2021",
            "4 March 2021",
            "4th March, 2021",
            "March 4 , 2021",
            "Thursday, March 4th, 2021",
            "04-Mar-2021",
            "4 MAR 21",
            "March 4, 2021 at 5:30 p.m.",
        ] {
            assert_eq!(read(line), Some((Some(2021), Some(3), Some(4), false)), "{line}");
        }
        for line in [
            "2021-03-04T10:00:00Z",
            "2021-03-04T10:00+02:00",
            "2021-03-04 10:00:00 +0200",
            "March 4, 2021, 5:30 p.m. ET",
        ] {
            assert_eq!(read(line), Some((Some(2021), Some(3), Some(4), true)), "{line}");
        }
        assert_eq!(read("2021-03"), Some((Some(2021), Some(3), None, false)));
        assert_eq!(read("March 2021"), Some((Some(2021), Some(3), None, false)));
        assert_eq!(read("March 4"), Some((None, Some(3), Some(4), false)));
        assert_eq!(read("25/03/2021"), Some((Some(2021), Some(3), Some(25), false)));
        assert_eq!(read("05/03/2021"), Some((Some(2021), None, None, false)));
        assert_eq!(read("2021-02-30"), Some((Some(2021), Some(2), Some(30), false)));
        assert_eq!(read("17:52"), None);
    }
}
