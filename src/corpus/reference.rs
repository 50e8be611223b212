//! Character references that a capture has left in its text: `&amp;`, `&#8217;`.

use super::Piece;
use crate::span::{Raw, Span};

/// Prose with its character references replaced.
pub(super) fn keep(raw: &str, span: Span<Raw>, out: &mut Vec<Piece>) {
    let text = span.cut(raw);
    let mut from = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < from {
            continue;
        }
        if let Some((len, character)) = reference(&text[at..]) {
            push_keep(span.start as usize + from, span.start as usize + at, out);
            let start = span.start as usize + at;
            out.push(Piece::Replace(Span::of(start..start + len), character));
            from = at + len;
        }
    }
    push_keep(span.start as usize + from, span.end as usize, out);
}

fn push_keep(start: usize, end: usize, out: &mut Vec<Piece>) {
    if start < end {
        out.push(Piece::Keep(Span::of(start..end)));
    }
}

/// A character reference at the start of `text`: its length and what it stands for.
pub(super) fn reference(text: &str) -> Option<(usize, Box<str>)> {
    let end = text.as_bytes().iter().take(10).position(|&b| b == b';')?;
    let name = &text[1..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "pound" => '£',
        "euro" => '€',
        _ => {
            let number = name.strip_prefix('#')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(value).filter(|c| !c.is_control())?
        }
    };
    Some((end + 1, character.to_string().into()))
}
