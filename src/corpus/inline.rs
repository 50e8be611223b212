//! Markup inside a block of Markdown: emphasis, links, images, code marks, tags and comments are cut out of the prose,
//! so that what is kept keeps its place in the source.

use super::Piece;
use super::reference::reference;
use crate::span::{Raw, Span};
use std::ops::Range;

/// Adds the prose of a block. Every byte is looked at once, however the brackets nest.
pub(super) fn pieces(raw: &str, span: Span<Raw>, out: &mut Vec<Piece>) {
    let mut cuts =
        Cuts { bytes: raw.as_bytes(), base: span.start as usize, end: span.end as usize, out: Vec::new() };
    cuts.scan(raw);
    // Links close after what they hold, so their cuts are not yet in order.
    cuts.out.sort_by_key(|c| c.0.start);
    let mut from = span.start as usize;
    for (range, with) in cuts.out {
        if range.end <= from {
            continue;
        }
        if from < range.start {
            out.push(Piece::Keep(Span::of(from..range.start)));
        }
        if let Some(with) = with.filter(|_| range.start >= from) {
            out.push(Piece::Replace(Span::of(range.clone()), with));
        }
        from = range.end;
    }
    if from < span.end as usize {
        out.push(Piece::Keep(Span::of(from..span.end as usize)));
    }
}

struct Cuts<'a> {
    bytes: &'a [u8],
    base: usize,
    end: usize,
    out: Vec<(Range<usize>, Option<Box<str>>)>,
}

/// The next place of a byte, searched for only when the last one is behind.
struct Ahead {
    byte: u8,
    at: Option<usize>,
    searched: bool,
}

impl Ahead {
    fn new(byte: u8) -> Self {
        Ahead { byte, at: None, searched: false }
    }

    fn from(&mut self, bytes: &[u8], from: usize, end: usize) -> Option<usize> {
        if !self.searched || self.at.is_some_and(|at| at < from) {
            self.at = memchr::memchr(self.byte, &bytes[from..end]).map(|i| i + from);
            self.searched = true;
        }
        self.at
    }
}

impl Cuts<'_> {
    fn cut(&mut self, range: Range<usize>) {
        self.out.push((range, None));
    }

    fn scan(&mut self, raw: &str) {
        let (mut round, mut square, mut angle) = (Ahead::new(b')'), Ahead::new(b']'), Ahead::new(b'>'));
        let mut comments_end = true;
        // Where brackets open, and whether an image does.
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut at = self.base;
        while at < self.end {
            let next = self.bytes.get(at + 1).copied().filter(|_| at + 1 < self.end);
            let before = at.checked_sub(1).filter(|&b| b >= self.base).map(|b| self.bytes[b]);
            match self.bytes[at] {
                b'\\' if next.is_some_and(|n| n.is_ascii_punctuation() || matches!(n, b'\n' | b'\r')) => {
                    self.cut(at..at + 1);
                    // The end of a line is looked at by itself.
                    at += if next.is_some_and(|n| n.is_ascii_punctuation()) { 2 } else { 1 };
                    continue;
                }
                mark @ (b'*' | b'_' | b'`' | b'~') => {
                    let run = self.bytes[at..self.end].iter().take_while(|&&b| b == mark).count();
                    let after = self.bytes.get(at + run).copied().filter(|_| at + run < self.end);
                    if is_markup(mark, run, before, after) {
                        self.cut(at..at + run);
                    }
                    at += run;
                    continue;
                }
                b'!' if next == Some(b'[') => {
                    open.push((at, true));
                    at += 2;
                    continue;
                }
                b'[' if next == Some(b'^') => {
                    if let Some(close) = square.from(self.bytes, at, self.end).filter(|c| c - at < 30) {
                        self.cut(at..close + 1);
                        at = close + 1;
                        continue;
                    }
                }
                b'[' => open.push((at, false)),
                b']' => {
                    let target = match next {
                        Some(b'(') => round.from(self.bytes, at, self.end),
                        Some(b'[') => square.from(self.bytes, at + 1, self.end).filter(|c| c - at < 200),
                        _ => None,
                    };
                    let from = open.pop();
                    if let (Some((from, image)), Some(mut close)) = (from, target) {
                        let nested = next == Some(b'(') && self.bytes[at + 2..close].contains(&b'(');
                        if nested {
                            close = memchr::memchr(b')', &self.bytes[close + 1..self.end.min(close + 200)])
                                .map_or(close, |i| close + 1 + i);
                        }
                        if image {
                            self.cut(from..close + 1);
                        } else {
                            self.cut(from..from + 1);
                            self.cut(at..close + 1);
                        }
                        at = close + 1;
                        continue;
                    }
                }
                b'<' if comments_end && self.bytes[at..self.end].starts_with(b"<!--") => {
                    // A comment may well hold a `>`.
                    match memchr::memmem::find(&self.bytes[at + 4..self.end], b"-->") {
                        Some(close) => {
                            self.cut(at..at + 4 + close + 3);
                            at += 4 + close + 3;
                        }
                        None => comments_end = false,
                    }
                    continue;
                }
                b'<' => {
                    let tag =
                        next.is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, b'/' | b'!' | b'?'));
                    if let Some(close) = tag.then(|| angle.from(self.bytes, at, self.end)).flatten() {
                        self.cut(at..close + 1);
                        at = close + 1;
                        continue;
                    }
                }
                b'&' => {
                    if let Some((len, character)) = reference(&raw[at..self.end]) {
                        self.out.push((at..at + len, Some(character)));
                        at += len;
                        continue;
                    }
                }
                b'\n' => {
                    // The mark of a quotation starts each of its lines.
                    let rest = &self.bytes[at + 1..self.end];
                    let marks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
                    if rest[..marks].contains(&b'>') {
                        self.cut(at + 1..at + 1 + marks);
                    }
                    at += 1 + marks;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    }
}

fn is_markup(mark: u8, run: usize, before: Option<u8>, after: Option<u8>) -> bool {
    let space = |b: Option<u8>| b.is_none_or(|b| b.is_ascii_whitespace());
    let word = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b >= 0x80);
    match mark {
        b'`' => true,
        b'~' => run == 2,
        _ if space(before) && space(after) => false,
        b'_' => !(word(before) && word(after)),
        _ => !(before.is_some_and(|b| b.is_ascii_digit()) && after.is_some_and(|b| b.is_ascii_digit())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(raw: &str) -> String {
        let mut out = Vec::new();
        pieces(raw, Span::of(0..raw.len()), &mut out);
        out.iter()
            .map(|p| match p {
                Piece::Keep(span) => span.cut(raw).to_owned(),
                Piece::Replace(_, text) => text.to_string(),
                Piece::Break(..) => "|".to_owned(),
            })
            .collect()
    }

    #[test]
    fn markup_is_cut() {
        for (raw, expected) in [
            ("**Ten** people *fell* in __Oslo__ and _Bergen_.", "Ten people fell in Oslo and Bergen."),
            ("The [council](http://a.b/c_(d)) voted [twice][1].", "The council voted twice."),
            ("![a picture](p.png) Ten fell[^1].", " Ten fell."),
            ("See <b>this</b> <http://a.b> at 3 < 4 & 5 &gt; 4.", "See this  at 3 < 4 & 5 > 4."),
            ("a snake_case_word, 5*3, `code` and \\*stars\\*", "a snake_case_word, 5*3, code and *stars*"),
            ("OSLO (AP) _ Ten [sic] fell [here", "OSLO (AP) _ Ten [sic] fell [here"),
            ("one\n> two\n> > three", "one\ntwo\nthree"),
            ("has 30\\\nmembers\\\n> each", "has 30\nmembers\neach"),
            ("[**bold** link](x)", "bold link"),
            ("one<!-- a > b -- c --> two <!--x--><!-- never", "one two <!-- never"),
        ] {
            assert_eq!(prose(raw), expected);
        }
    }

    #[test]
    fn brackets_without_end() {
        for unit in ["[", "](", "![", "<a", "[^", "**", "&", "<!--", "<!-- -->"] {
            let raw = unit.repeat(100_000);
            prose(&raw);
        }
    }
}
