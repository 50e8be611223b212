//! Title and text that only the metadata state: of a page that a script would write, or that shows the beginning alone.

use super::head::Stated;
use super::linked_data::{self, Item};
use super::sheet::Sheet;
use crate::corpus::{Piece, Role};
use crate::span::{Raw, Span};

/// A text in the metadata counts where it is so many times as long as what the page shows.
const TIMES: usize = 3;
/// And at least so many bytes long.
const SHORTEST: usize = 300;

/// The headline, and where it stands; it is added to the prose.
pub(super) fn title(page: &str, stated: Option<&Stated>, prose: &mut Vec<Piece>) -> Option<Span<Raw>> {
    let stated = stated?;
    // `Harbour bridge shut - The Elmport Post`
    let end = [" | ", " - ", " – ", " — ", " :: "]
        .iter()
        .filter_map(|s| stated.text.rfind(s))
        .max()
        .filter(|&e| e >= 20);
    let text = &stated.text[..end.unwrap_or(stated.text.len())];
    if text.trim().is_empty() {
        return None;
    }
    prose.push(Piece::Break(Span::new(stated.span.start, stated.span.start), Role::Title));
    let plain = !text.contains(['&', '\\']);
    if let Some(at) = stated.span.cut(page).find(text).filter(|_| plain) {
        let start = stated.span.start as usize + at;
        let span = Span::of(start..start + text.len());
        prose.push(Piece::Keep(span));
        return Some(span);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    prose.push(Piece::Replace(stated.span, words.join(" ").into()));
    Some(stated.span)
}

/// The `articleBody` of the linked data, a line a paragraph, where the page shows no more than `shown` characters.
pub(super) fn body(page: &str, items: &[Item], shown: u32) -> Option<Sheet> {
    let bodies = items.iter().filter(|item| item.is_article).filter_map(|item| item.body);
    let body = bodies.max_by_key(|body| body.len())?;
    let least = SHORTEST.max(TIMES * shown as usize);
    if (body.len() as usize) < least {
        return None;
    }
    let sheet = lines(page, body);
    (sheet.text.len() >= least).then_some(sheet)
}

/// The text of a JSON string, perhaps with tags in it.
fn lines(page: &str, body: Span<Raw>) -> Sheet {
    let text = body.cut(page);
    let start = body.start as usize;
    let place = |from: usize, len: usize| Span::of(start + from..start + from + len);
    let mut sheet = Sheet::default();
    let mut from = 0;
    let mut at = 0;
    while let Some(special) = memchr::memchr3(b'\\', b'<', b'\n', &text.as_bytes()[at..]) {
        at += special;
        let rest = &text[at..];
        let (len, stands_for) = match rest.as_bytes()[0] {
            b'\n' => (1, '\n'),
            b'\\' => {
                let len = linked_data::escape_len(rest);
                let read = linked_data::decode(&rest[..len]);
                let line = rest[1..].starts_with(['n', 'r']);
                (len, if line { '\n' } else { read.chars().next().unwrap_or(' ') })
            }
            _ => match tag_len(rest) {
                Some(len) => (len, if breaks(rest) { '\n' } else { '\0' }),
                None => {
                    at += 1;
                    continue;
                }
            },
        };
        sheet.push(page, place(from, at - from));
        match stands_for {
            '\n' => sheet.line(place(at, 0).start),
            '\0' => {}
            blank if blank.is_whitespace() || blank.is_control() => sheet.space(place(at, len)),
            other => sheet.replace(place(at, len), other.encode_utf8(&mut [0; 4])),
        }
        at += len;
        from = at;
    }
    sheet.push(page, place(from, text.len() - from));
    sheet
}

/// How long the tag at the start is, if one is there: `<p class=\"a\">`, `</p>`.
fn tag_len(text: &str) -> Option<usize> {
    let name = text[1..].trim_start_matches(['/', '\\']);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let end = memchr::memchr2(b'>', b'<', &text.as_bytes()[1..])? + 1;
    (text.as_bytes()[end] == b'>').then_some(end + 1)
}

/// Whether a line ends at a tag.
fn breaks(tag: &str) -> bool {
    let name = tag[1..].trim_start_matches(['/', '\\']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let inline = ["a", "b", "i", "em", "strong", "span", "u", "sub", "sup", "small", "mark", "font", "abbr"];
    !inline.iter().any(|tag| name.eq_ignore_ascii_case(tag))
}
