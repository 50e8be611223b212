//! Tags, text and comments of a page, each with its bytes. It reads as browsers do (WHATWG HTML 13.2.5): nothing is an
//! error. The tests hold it to html5gum, which follows that standard letter by letter and takes seven times as long (80
//! against 570 MB a second on news pages).

use super::tag::{Key, Tag};
use memchr::{memchr, memmem};
use std::ops::Range;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag; its attributes are in [`Tokens::attributes`].
    Open { tag: Tag, closed: bool },
    /// An end tag.
    Close(Tag),
    /// Characters, with character references as they are written.
    Text,
    /// A comment. Notes to this program (`dateline-ignore`) pass by here.
    Comment,
}

/// An attribute with the bytes of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) key: Key,
    pub(super) value: Range<usize>,
}

/// The tokens of a page.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The attributes of the last start tag that are looked at, the first of each name.
    pub(super) attributes: Vec<Attribute>,
    /// The element whose raw text comes next.
    raw: Option<Tag>,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

impl<'a> Tokens<'a> {
    /// From byte `from` on.
    pub(super) fn new(page: &'a str, from: usize) -> Self {
        Tokens { bytes: page.as_bytes(), at: from, attributes: Vec::new(), raw: None }
    }

    /// The next token with its bytes. A tag that never ends is no token, and nothing comes after it.
    pub(super) fn next(&mut self) -> Option<(Token, Range<usize>)> {
        if let Some(tag) = self.raw.take() {
            let start = self.at;
            self.at = self.raw_end(tag);
            if self.at > start {
                return Some((Token::Text, start..self.at));
            }
        }
        loop {
            let start = self.at;
            let open = self.markup_from(start);
            if open > start {
                self.at = open;
                return Some((Token::Text, start..open));
            }
            match *self.bytes.get(start + 1)? {
                b'!' | b'?' => return Some(self.comment(start)),
                b'/' if self.bytes[start + 2] == b'>' => self.at = start + 3,
                b'/' if self.bytes[start + 2].is_ascii_alphabetic() => {
                    let (tag, _) = self.tag(start + 2)?;
                    return Some((Token::Close(tag), start..self.at));
                }
                b'/' => return Some(self.comment(start)),
                _ => {
                    let (tag, closed) = self.tag(start + 1)?;
                    self.raw = tag.is_raw_text().then_some(tag);
                    return Some((Token::Open { tag, closed }, start..self.at));
                }
            }
        }
    }

    /// Where the next markup starts, from `at` on; the end where there is none.
    fn markup_from(&self, mut at: usize) -> usize {
        while let Some(open) = self.bytes.get(at..).and_then(|rest| memchr(b'<', rest)).map(|i| at + i) {
            let markup = match self.bytes.get(open + 1) {
                Some(b'!' | b'?') => true,
                Some(b'/') => open + 2 < self.bytes.len(),
                Some(next) => next.is_ascii_alphabetic(),
                None => false,
            };
            if markup {
                return open;
            }
            at = open + 1;
        }
        self.bytes.len()
    }

    /// `<!-- … -->`, `<!doctype …>`, `<?xml …>`.
    fn comment(&mut self, start: usize) -> (Token, Range<usize>) {
        let rest = &self.bytes[start..];
        let end = if rest.starts_with(b"<!--") {
            if rest[4..].starts_with(b">") {
                5
            } else if rest[4..].starts_with(b"->") {
                6
            } else {
                let plain = memmem::find(&rest[4..], b"-->").map(|i| i + 4);
                let before = &rest[..plain.unwrap_or(rest.len())];
                let odd = memmem::find(&before[4..], b"--!>").map(|i| i + 8);
                odd.or(plain.map(|i| i + 3)).unwrap_or(rest.len())
            }
        } else {
            memchr(b'>', rest).map_or(rest.len(), |i| i + 1)
        };
        self.at = start + end;
        (Token::Comment, start..self.at)
    }

    /// Reads a tag whose name starts at `at`; nothing where it never ends.
    fn tag(&mut self, mut at: usize) -> Option<(Tag, bool)> {
        let bytes = self.bytes;
        let name = at;
        while !matches!(bytes.get(at).copied(), Some(b'/' | b'>') | None) && !is_space(bytes[at]) {
            at += 1;
        }
        let tag = Tag::of(&bytes[name..at]);
        self.attributes.clear();
        let end = self.attributes_from(at);
        self.at = end.map_or(bytes.len(), |(end, _)| end);
        end.map(|(_, closed)| (tag, closed))
    }

    /// Reads attributes up to past `>`.
    fn attributes_from(&mut self, mut at: usize) -> Option<(usize, bool)> {
        let bytes = self.bytes;
        let mut slash = false;
        loop {
            match *bytes.get(at)? {
                b'>' => return Some((at + 1, slash)),
                b'/' => {
                    slash = true;
                    at += 1;
                    continue;
                }
                byte if is_space(byte) => {
                    slash = false;
                    at += 1;
                    continue;
                }
                _ => slash = false,
            }
            let name = at;
            at += 1;
            while !matches!(*bytes.get(at)?, b'/' | b'>' | b'=') && !is_space(bytes[at]) {
                at += 1;
            }
            let key = Key::of(&bytes[name..at]);
            while is_space(*bytes.get(at)?) {
                at += 1;
            }
            let mut value = at..at;
            if bytes[at] == b'=' {
                at += 1;
                while is_space(*bytes.get(at)?) {
                    at += 1;
                }
                value = match *bytes.get(at)? {
                    quote @ (b'"' | b'\'') => {
                        let end = memchr(quote, &bytes[at + 1..])? + at + 1;
                        let value = at + 1..end;
                        at = end + 1;
                        value
                    }
                    b'>' => at..at,
                    _ => {
                        let start = at;
                        while bytes[at] != b'>' && !is_space(bytes[at]) {
                            at += 1;
                            bytes.get(at)?;
                        }
                        start..at
                    }
                };
            }
            if let Some(key) = key.filter(|&key| self.attributes.iter().all(|a| a.key != key)) {
                self.attributes.push(Attribute { key, value });
            }
        }
    }

    /// Where the end tag of an element of raw text starts, or the end.
    fn raw_end(&self, tag: Tag) -> usize {
        let bytes = self.bytes;
        let mut at = self.at;
        // Nothing ends it.
        if tag == Tag::PLAINTEXT {
            return bytes.len();
        }
        while let Some(i) = bytes.get(at..).and_then(|rest| memmem::find(rest, b"</")) {
            let name = at + i + 2;
            let len = bytes[name..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
            let ends = bytes.get(name + len).is_none_or(|&b| is_space(b) || matches!(b, b'/' | b'>'));
            if ends && len > 0 && Tag::of(&bytes[name..name + len]) == tag {
                return at + i;
            }
            at = name;
        }
        bytes.len()
    }
}
