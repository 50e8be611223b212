//! Agency wires in text: IPTC 7901 and its American kin, ANPA 1312. Control characters set heading, text and trailer of
//! a message apart.

use super::boilerplate::ends_sentence;
use super::lines::beginning;
use super::record::{Told, when};
use super::reference::keep;
use super::slug::{self, Marks, Order, Slug};
use super::stamp::{What, words};
use super::versions::{Edition, Status};
use super::vocabulary::{Sense, Vocabulary};
use super::{Article, Clue, ClueKind, Piece, Role, Stamp, plain};
use crate::span::{Raw, Span};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
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
    let mut sent = Sent::read(head, &raw[from..to], &v.marks);
    if sent.order == Some(Order::Advisory) {
        return Err(("an advisory to editors; it is no article".to_owned(), raw));
    }
    // A line that is nothing but the slug is no headline.
    let first = first_line(&raw[from..to]);
    if is_slug(first, &v.marks) {
        from = first.as_ptr() as usize - raw.as_ptr() as usize + first.len();
    }
    let mut title = None;
    // American wires set `^` before a line of the head, and others `=` after the headline.
    let line_one = first_line(&raw[from..to]);
    let inner =
        line_one.strip_prefix('^').or_else(|| line_one.trim_end().strip_suffix('=').map(|_| line_one));
    if let Some(inner) = inner {
        let inner = inner.trim_end_matches(['<', '=', ' ', '\r']);
        let start = inner.as_ptr() as usize - raw.as_ptr() as usize;
        title = Some(start..start + inner.len()).filter(|t| !t.is_empty());
        from = line_one.as_ptr() as usize - raw.as_ptr() as usize + line_one.len();
    }
    // Who wrote it, and what editors are told of it, are no prose.
    let mut next = first_line(&raw[from..to]);
    while title.is_some() && (next.starts_with('^') || v.marks.is_note(next)) {
        from = next.as_ptr() as usize - raw.as_ptr() as usize + next.len();
        next = first_line(&raw[from..to]);
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
    if let Some((stamp, place)) = date {
        sent.slug.day = stamp.days().and_then(|days| days.single());
        sent.slug.time = sent.slug.day.and_then(|day| time(day, trailer, &place));
        let span = Span::of(trailer_from + place.start..trailer_from + place.end);
        clues.push(Clue { kind: ClueKind::Header, span: Some(span), stamp, zoned: true });
    }
    let article = Article {
        path: Arc::clone(path),
        id: sent.id(),
        line,
        title: stated,
        clues,
        prose,
        edition: sent.edition(),
        raw,
        ..Article::default()
    };
    Ok((article, problems))
}

/// What a message says of itself.
#[derive(Debug, Default)]
struct Sent {
    slug: Slug,
    /// The keywords as they are written.
    written: String,
    /// Whether it is a further part of a text.
    part: bool,
    order: Option<Order>,
    /// What it says of the order.
    note: Option<String>,
}

impl Sent {
    fn read(head: &str, text: &str, marks: &Marks) -> Sent {
        let mut sent = Sent::default();
        let mut heading = head.split_whitespace();
        if let Some((name, letters)) = heading.next().and_then(|first| Some((first, slug::number(first)?))) {
            sent.slug.message = Some(name.to_ascii_lowercase().into());
            // One letter says how urgent the service of an American wire is, three name an agency.
            if letters.len() > 1 {
                sent.slug.service = letters.to_ascii_lowercase().into();
            }
        }
        let first = first_line(text);
        let found = marks.slug(head, false).or_else(|| marks.slug(first, true));
        let keywords = match &found {
            Some(line) => line.keywords,
            // Priority, category and length come before the keyword of a heading by IPTC 7901.
            None if !sent.slug.service.is_empty() => {
                let keyword = heading.nth(3).filter(|w| w.bytes().any(|b| b.is_ascii_alphabetic()));
                sent.slug.loose = !keyword.is_some_and(|w| w.contains(['-', '/']));
                keyword.unwrap_or("")
            }
            None => "",
        };
        sent.written = keywords.to_owned();
        sent.slug.keywords = keywords.to_lowercase().into();
        if let Some(line) = found {
            (sent.slug.lead, sent.part, sent.order) = (line.lead, line.part, line.order);
        } else {
            sent.slug.lead = 1;
        }
        let mut rest = text;
        for _ in 0..LINES {
            let line = first_line(rest);
            let from = line.as_ptr() as usize - rest.as_ptr() as usize;
            let bare = line.trim_start_matches('^').trim_end_matches(['<', ' ']);
            let mark = match is_slug(line, marks) {
                true => marks.slug(line, true).and_then(|slug| slug.order),
                false => marks.shouted(bare),
            };
            sent.order = sent.order.max(mark);
            if mark.is_none() && !is_slug(line, marks) {
                sent.order = sent.order.max(marks.told(&rest[from..]));
                sent.note = Some(first_paragraph(&rest[from..])).filter(|note| !note.is_empty());
                // After a headline the text itself may speak to editors.
                if ends_sentence(bare) || sent.order.is_some() {
                    break;
                }
            }
            rest = &rest[from + line.len()..];
        }
        match sent.order {
            Some(_) => sent.slug.named = Marks::named(text),
            None => sent.note = None,
        }
        sent
    }

    /// What it is called in the output.
    fn id(&self) -> Option<String> {
        let slug = &self.slug;
        if self.part || slug.loose || slug.keywords.is_empty() {
            return None;
        }
        let day = slug.day.map(|day| day.to_string()).unwrap_or_default();
        let id = [&*slug.service, &*self.written, &day].into_iter().filter(|part| !part.is_empty());
        Some(id.collect::<Vec<_>>().join(" "))
    }

    fn edition(self) -> Option<Box<Edition>> {
        let status = match self.order {
            Some(Order::Kill) => Status::Canceled,
            Some(Order::Withhold) => Status::Withheld,
            Some(Order::Advisory) | None => Status::Usable,
        };
        let known = !self.slug.keywords.is_empty() || self.slug.message.is_some();
        if self.part || !known && status == Status::Usable {
            return None;
        }
        let number = (status == Status::Usable && !self.slug.loose && !self.slug.keywords.is_empty())
            .then(|| self.slug.lead.max(1));
        Some(Box::new(Edition {
            number,
            status,
            note: self.note,
            slug: Some(Box::new(self.slug)),
            ..Edition::default()
        }))
    }
}

/// How many lines at the start of a text may be slugs, orders and headlines.
const LINES: usize = 4;

/// Whether a line is nothing but a slug.
fn is_slug(line: &str, marks: &Marks) -> bool {
    line.len() < 80 && !line.contains(". ") && marks.slug(line, true).is_some()
}

/// The first paragraph of a text on one line, as far as a notice shows it.
fn first_paragraph(text: &str) -> String {
    let lines = text.lines().take_while(|line| !line.trim().is_empty());
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let words = words.join(" ");
    match beginning(&words, 160) {
        cut if cut.len() < words.len() => format!("{cut} …"),
        whole => whole.to_owned(),
    }
}

fn first_line(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control())
        .split(['\r', '\n'])
        .next()
        .unwrap_or("")
}

/// When a message was sent by the clock of its service: in `071530 GMT MAR 31` after the day, in `03-07-31 1530EST` after
/// the date.
fn time(day: Date, trailer: &str, place: &Range<usize>) -> Option<i64> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (within, after) = (&trailer[place.clone()], trailer[place.end..].trim_start());
    let clock = match (digits(within), digits(after)) {
        (6, _) => &within[2..6],
        (_, 4) => &after[..4],
        _ => return None,
    };
    let time = Time::new(clock[..2].parse().ok()?, clock[2..].parse().ok()?, 0, 0).ok()?;
    Some(day.to_datetime(time).to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
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
    fn days() {
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
