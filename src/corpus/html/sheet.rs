//! The text of blocks as a reader sees it, a line a block, that remembers the bytes of the page: white space is one
//! space, character references are what they stand for, soft hyphens are gone.

use crate::corpus::Piece;
use crate::corpus::lines::Line;
use crate::corpus::whole::narrow;
use crate::span::{Raw, Span};
use std::ops::Range;

/// From here on, the text corresponds to the page.
#[derive(Clone, Copy, Debug)]
struct Seam {
    at: u32,
    raw: Span<Raw>,
    verbatim: bool,
}

/// Text with its way back to the page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) text: String,
    seams: Vec<Seam>,
}

impl Sheet {
    /// Starts a line, unless one has just started.
    pub(super) fn line(&mut self, at: u32) {
        self.trim();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.replace(Span::new(at, at), "\n");
        }
    }

    /// Takes off the space at the end.
    fn trim(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
            while self.seams.last().is_some_and(|s| s.at as usize >= self.text.len()) {
                self.seams.pop();
            }
        }
    }

    /// Adds a space, unless there is one.
    pub(super) fn space(&mut self, raw: Span<Raw>) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.replace(raw, " ");
        }
    }

    /// Adds characters of the page.
    pub(super) fn push(&mut self, page: &str, span: Span<Raw>) {
        let bytes = &page.as_bytes()[..span.end as usize];
        let mut from = span.start as usize;
        let mut at = from;
        while at < bytes.len() {
            match special(bytes, at) {
                Special::No => at += 1,
                Special::Space(len) => {
                    // A single blank stays as it is.
                    let plain = bytes[at] == b' ' && len == 1 && at > from;
                    if !plain {
                        self.keep(page, from..at);
                        self.space(Span::of(at..at + len));
                        from = at + len;
                    }
                    at += len;
                }
                Special::Nothing(len) => {
                    self.keep(page, from..at);
                    at += len;
                    from = at;
                }
                Special::Reference => {
                    let Some((len, stands_for)) = reference(&page[at..bytes.len()]) else {
                        at += 1;
                        continue;
                    };
                    self.keep(page, from..at);
                    let span = Span::of(at..at + len);
                    match stands_for.as_str() {
                        "\u{ad}" | "\u{200b}" | "\u{feff}" | "\u{2060}" | "\u{200e}" | "\u{200f}" => {}
                        blank if blank.chars().all(|c| c.is_whitespace() || c.is_control()) => {
                            self.space(span);
                        }
                        other => self.replace(span, other),
                    }
                    at += len;
                    from = at;
                }
            }
        }
        self.keep(page, from..at);
    }

    fn keep(&mut self, page: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.seams.push(Seam {
                at: narrow(self.text.len()),
                raw: Span::of(range.clone()),
                verbatim: true,
            });
            self.text.push_str(&page[range]);
        }
    }

    /// Adds characters that stand for others of the page.
    pub(super) fn replace(&mut self, raw: Span<Raw>, with: &str) {
        self.seams.push(Seam { at: narrow(self.text.len()), raw, verbatim: false });
        self.text.push_str(with);
    }

    /// Its lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut start = 0;
        let line = |text: &str| {
            let line = Line { start, end: start + text.len(), gap: true, indented: false };
            start = line.end + 1;
            line
        };
        self.text.split('\n').map(line).filter(|line| line.start < line.end).collect()
    }

    /// The parts of a run of the text: where each lies in it and what it stands for.
    fn parts(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Seam)> + '_ {
        let first = self.seams.partition_point(|s| s.at as usize <= range.start).saturating_sub(1);
        let ends = self.seams[first.min(self.seams.len())..].iter().skip(1).map(|s| s.at as usize);
        self.seams[first.min(self.seams.len())..]
            .iter()
            .zip(ends.chain([self.text.len()]))
            .take_while(move |(s, _)| (s.at as usize) < range.end)
            .map(move |(s, end)| ((s.at as usize).max(range.start)..end.min(range.end), *s))
            .filter(|(part, _)| part.start < part.end)
    }

    /// Where a run of the text stands in the page.
    pub(super) fn raw(&self, range: Range<usize>) -> Option<Span<Raw>> {
        self.parts(range).map(|(part, seam)| place(&part, seam)).reduce(Span::join)
    }

    /// A run of the text as pieces of the page.
    pub(super) fn pieces(&self, range: Range<usize>, out: &mut Vec<Piece>) {
        for (part, seam) in self.parts(range) {
            let raw = place(&part, seam);
            out.push(match seam.verbatim {
                true => Piece::Keep(raw),
                false => Piece::Replace(raw, self.text[part].into()),
            });
        }
    }
}

fn place(part: &Range<usize>, seam: Seam) -> Span<Raw> {
    if !seam.verbatim {
        return seam.raw;
    }
    let start = seam.raw.start as usize + part.start - seam.at as usize;
    Span::of(start..start + part.len())
}

/// The text that a run of characters stands for, in a string of its own.
pub(super) fn plain(page: &str, spans: impl Iterator<Item = Span<Raw>>) -> Sheet {
    let mut sheet = Sheet::default();
    for span in spans {
        sheet.push(page, span);
    }
    sheet.trim();
    sheet
}

enum Special {
    No,
    Space(usize),
    Nothing(usize),
    Reference,
}

/// What starts at a byte.
fn special(bytes: &[u8], at: usize) -> Special {
    match bytes[at] {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
            let run = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace() || **b == 0x0b).count();
            Special::Space(run)
        }
        b'&' => Special::Reference,
        0xc2 => match bytes.get(at + 1) {
            Some(0x85 | 0xa0) => Special::Space(2),
            Some(0xad) => Special::Nothing(2),
            _ => Special::No,
        },
        0xe2 => match bytes.get(at + 1..at + 3) {
            Some([0x80, 0x8b | 0x8e | 0x8f] | [0x81, 0xa0]) => Special::Nothing(3),
            // Ends of lines and paragraphs, where programs that read line by line would stop.
            Some([0x80, 0xa8 | 0xa9]) => Special::Space(3),
            _ => Special::No,
        },
        0xef if bytes[at..].starts_with(&[0xef, 0xbb, 0xbf]) => Special::Nothing(3),
        0x1c..=0x1f => Special::Space(1),
        byte if byte.is_ascii_control() => Special::Nothing(1),
        _ => Special::No,
    }
}

/// The longest name of a character is 31 letters.
const LONGEST: usize = 33;

/// A character reference at the start of `text`: its length and what it stands for.
pub(super) fn reference(text: &str) -> Option<(usize, String)> {
    let name =
        text.bytes().skip(1).take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let len = 1 + name + usize::from(text.as_bytes().get(1 + name) == Some(&b';'));
    let written = &text[..len];
    let read = htmlize::unescape(written);
    (name > 0 && read != written).then(|| (len, read.into_owned()))
}

/// The value of an attribute, with its character references read.
pub(super) fn decode(value: &str) -> String {
    match memchr::memchr(b'&', value.as_bytes()) {
        Some(_) => htmlize::unescape(value).into_owned(),
        None => value.to_owned(),
    }
}
