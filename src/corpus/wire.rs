//! Agency wires in text: IPTC 7901 and its American kin, ANPA 1312. Control characters set heading, text and trailer of
//! a message apart.

use super::record::{Told, when};
use super::reference::keep;
use super::stamp::{What, words};
use super::versions::Edition;
use super::vocabulary::{Sense, Vocabulary};
use super::{Article, Clue, ClueKind, Piece, Role, Stamp, plain};
use crate::span::{Raw, Span};
use std::ops::Range;
use std::sync::Arc;

const START_OF_HEADING: u8 = 0x01;
const START_OF_TEXT: u8 = 0x02;
const END_OF_TEXT: u8 = 0x03;
const END_OF_MESSAGE: u8 = 0x04;

/// Where the messages stand, and on which line each begins.
pub(super) fn messages(text: &str) -> Vec<(Range<usize>, u32)> {
    let bytes = text.as_bytes();
    let starts: Vec<usize> = memchr::memchr_iter(START_OF_HEADING, bytes).collect();
    let mut out = Vec::with_capacity(starts.len());
    let (mut line, mut counted) = (1, 0);
    for (i, &start) in starts.iter().enumerate() {
        let next = starts.get(i + 1).copied().unwrap_or(bytes.len());
        let end = memchr::memchr(END_OF_MESSAGE, &bytes[start..next]).map_or(next, |at| start + at + 1);
        line += memchr::memchr_iter(b'\n', &bytes[counted..start]).count();
        counted = start;
        out.push((start..end, u32::try_from(line).unwrap_or(u32::MAX)));
    }
    out
}

/// Reads the message at `message` of `raw`.
pub(super) fn article(
    raw: String,
    message: Range<usize>,
    path: &Arc<str>,
    line: Option<u32>,
    v: &Vocabulary,
) -> Result<Told, (String, String)> {
    let bytes = &raw.as_bytes()[message.clone()];
    let find = |byte: u8, from: usize| memchr::memchr(byte, &bytes[from..]).map(|at| from + at);
    let Some(text) = find(START_OF_TEXT, 0) else {
        return Err(("the message has no text: its heading does not end".to_owned(), raw));
    };
    let mut problems = Vec::new();
    let end = find(END_OF_TEXT, text).unwrap_or_else(|| {
        problems.push("the message is cut off: its text does not end".to_owned());
        find(END_OF_MESSAGE, text).unwrap_or(bytes.len())
    });
    let head = &raw[message.start + 1..message.start + text];
    let trailer_from = (message.start + end + 1).min(message.end);
    let trailer = raw[trailer_from..message.end].trim_end_matches('\u{4}');
    let date = day(trailer, v);
    let (mut from, to) = (message.start + text + 1, message.start + end);
    let slug = slug(head).or_else(|| slug(first_line(&raw[from..to])));
    // A line that is nothing but the slug is no headline.
    let first = first_line(&raw[from..to]);
    if slug.is_some() && first.len() < 80 && !first.contains(". ") && self::slug(first).is_some() {
        from += first.as_ptr() as usize - raw[from..].as_ptr() as usize + first.len();
    }
    let mut title = None;
    let line_one = first_line(&raw[from..to]);
    if let Some(inner) = line_one.strip_prefix('^') {
        let inner = inner.trim_end_matches(['<', ' ', '\r']);
        let start = inner.as_ptr() as usize - raw.as_ptr() as usize;
        title = Some(start..start + inner.len()).filter(|t| !t.is_empty());
        from = line_one.as_ptr() as usize - raw.as_ptr() as usize + line_one.len();
    }
    let layout = plain::read(&raw, from, to, title.clone().map(|t| &raw[t]), v);
    problems.extend(layout.impossible.iter().map(|(_, date)| format!("`{date}` is no date of the calendar")));
    let mut prose: Vec<Piece> = Vec::new();
    let mut stated: Option<Span<Raw>> = layout.title;
    if let Some(title) = title {
        let span = Span::of(title);
        prose.push(Piece::Break(Span::new(span.start, span.start), Role::Title));
        keep(&raw, span, &mut prose);
        stated = Some(span);
    }
    prose.extend(layout.pieces(&raw));
    let mut clues = layout.clues;
    let written = date.map(|(stamp, place)| {
        let span = Span::of(trailer_from + place.start..trailer_from + place.end);
        clues.push(Clue { kind: ClueKind::Header, span: Some(span), stamp, zoned: true });
        match (stamp.year, stamp.month, stamp.day) {
            (Some(y), Some(m), Some(d)) => format!("{y:04}-{m:02}-{d:02}"),
            _ => String::new(),
        }
    });
    let number = slug.as_ref().map(|(_, number)| number.to_string());
    let id =
        slug.map(|(base, _)| [base, written.clone().unwrap_or_default()].join(" ").trim_end().to_owned());
    let edition = Edition::new(number, None, None, None, None);
    let article = Article {
        path: Arc::clone(path),
        id,
        line,
        title: stated,
        clues,
        prose,
        edition,
        raw,
        ..Article::default()
    };
    Ok((article, problems))
}

fn first_line(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control())
        .split(['\r', '\n'])
        .next()
        .unwrap_or("")
}

/// The keywords of a story and the number of its lead: `BC-Elmport-Bridge,2nd Ld-Writethru` is the third version of
/// `BC-Elmport-Bridge`.
fn slug(line: &str) -> Option<(String, u64)> {
    let start = line.split_whitespace().find(|word| {
        let prefix = word.get(..3).unwrap_or("");
        matches!(prefix, "BC-" | "AM-" | "PM-" | "bc-" | "am-" | "pm-") && word.len() > 5
    })?;
    let at = start.as_ptr() as usize - line.as_ptr() as usize;
    let slug = line[at..].trim();
    let (base, lead) = slug.split_once(',').unwrap_or((start, ""));
    let base = base.split_whitespace().next().unwrap_or(base);
    let lead = lead.trim_start();
    let digits = lead.bytes().take_while(u8::is_ascii_digit).count();
    let leads = lead.contains("Ld") || lead.contains("Lead") || lead.contains("Writethru");
    let number = match lead[..digits].parse::<u64>() {
        Ok(number) if leads => number.saturating_add(1),
        _ if leads => 2,
        _ => 1,
    };
    Some((base[3..].to_owned(), number))
}

/// The day in a trailer: `071530 GMT MAR 31`, `03-07-31 1530EST`.
fn day(trailer: &str, v: &Vocabulary) -> Option<(Stamp, Range<usize>)> {
    let words = words(trailer, v);
    let century = |year: u32| {
        if year >= 100 {
            year
        } else if year < 70 {
            2000 + year
        } else {
            1900 + year
        }
    };
    let small = |n: u32| i8::try_from(n).ok();
    let stamp = |y: u32, m: u32, d: u32| Stamp {
        year: i16::try_from(century(y)).ok(),
        month: small(m),
        day: small(d),
    };
    let known = |stamp: &Stamp| stamp.days().is_some();
    for (i, first) in words.iter().enumerate() {
        let at = |n: usize| words.get(i + n).map(|w| w.what);
        match (first.what, at(1), at(2), at(3), at(4)) {
            (What::Number(time, 6), ..) => {
                let month = words[i + 1..]
                    .iter()
                    .take(4)
                    .position(|w| matches!(w.what, What::Known(Sense::Month(_))));
                let Some(month) = month.map(|m| m + i + 1) else { continue };
                let (What::Known(Sense::Month(m)), Some(What::Number(year, 2 | 4))) =
                    (words[month].what, words.get(month + 1).map(|w| w.what))
                else {
                    continue;
                };
                let found = stamp(year, u32::try_from(m).unwrap_or(0), time / 10_000);
                return Some((found, first.start..words[month + 1].end)).filter(|(s, _)| known(s));
            }
            (
                What::Number(m, 2),
                Some(What::Mark('-')),
                Some(What::Number(d, 2)),
                Some(What::Mark('-')),
                Some(What::Number(y, 2 | 4)),
            ) => {
                return Some((stamp(y, m, d), first.start..words[i + 4].end)).filter(|(s, _)| known(s));
            }
            _ => {}
        }
    }
    let (found, _) = when(trailer, v)?;
    let start = trailer.len() - trailer.trim_start().len();
    Some((found, start..start + trailer.trim().len()))
        .filter(|(s, p)| known(s) && s.day.is_some() && !p.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_days() {
        assert_eq!(
            slug("r i BC-Elmport-Bridge,2nd Ld-Writethru 03-07 0245"),
            Some(("Elmport-Bridge".to_owned(), 3))
        );
        assert_eq!(slug("BC-Elmport-Bridge 03-07 0245"), Some(("Elmport-Bridge".to_owned(), 1)));
        assert_eq!(slug("The bridge of Elmport"), None);
        let v = Vocabulary::shared().unwrap();
        let day = |text| {
            day(text, &v).map(|(s, place)| (s.year, s.month, s.day, text.get(place).map(str::to_owned)))
        };
        let is = |text: &str| Some((Some(2031), Some(3), Some(7), Some(text.to_owned())));
        assert_eq!(day("\r\n071530 GMT MAR 31\r\n"), is("071530 GMT MAR 31"));
        assert_eq!(day("03-07-31 1530EST"), is("03-07-31"));
        assert_eq!(day("991530 GMT MAR 31"), None);
    }
}
