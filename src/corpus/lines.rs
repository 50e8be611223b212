//! Lines of a source: split at LF, CRLF, a lone CR, a form feed or a separator of Unicode, trimmed.

use memchr::{memchr3_iter, memmem};

/// A line that is not blank, or a wrapped paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its first byte that is not white space.
    pub(super) start: usize,
    /// One past its last byte that is not white space.
    pub(super) end: usize,
    /// Whether a blank line stands before it, or nothing.
    pub(super) gap: bool,
    /// Whether white space stands before it on its own line.
    pub(super) indented: bool,
}

impl Line {
    /// Its text.
    pub(super) fn text(self, raw: &str) -> &str {
        &raw[self.start..self.end]
    }
}

/// The beginning of a text, at most so many bytes of it.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&i| text.is_char_boundary(i));
    &text[..end.unwrap_or(0)]
}

/// The end of a text, at most so many bytes of it.
pub(super) fn ending(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|&i| text.is_char_boundary(i));
    &text[start.unwrap_or(text.len())..]
}

/// The lines of `raw[from..to]` that are not blank.
pub(super) fn lines(raw: &str, from: usize, to: usize) -> Vec<Line> {
    let mut out = Vec::with_capacity((to - from) / 160 + 4);
    let mut gap = true;
    let mut start = from;
    let mut ended_by_cr = None;
    let mut ends: Vec<usize> =
        memchr3_iter(b'\n', b'\r', b'\x0c', &raw.as_bytes()[from..to]).map(|i| i + from).collect();
    for separator in ["\u{2028}", "\u{2029}"] {
        ends.extend(memmem::find_iter(&raw.as_bytes()[from..to], separator).map(|i| i + from));
    }
    // Those of Unicode are rare, and the others are in order.
    ends.sort_unstable();
    for end in ends.into_iter().chain([to]) {
        let crlf = ended_by_cr == Some(end) && raw.as_bytes().get(end) == Some(&b'\n');
        ended_by_cr = (raw.as_bytes().get(end) == Some(&b'\r')).then_some(end + 1);
        let line = &raw[start..end];
        let front = line.trim_start();
        if !front.is_empty() {
            let first = end - front.len();
            out.push(Line {
                start: first,
                end: first + front.trim_end().len(),
                gap,
                indented: first > start,
            });
            gap = false;
        } else if !crlf {
            gap = true;
        }
        start = end + raw[end..].chars().next().map_or(1, char::len_utf8);
        // A separator of paragraphs sets apart, and so does the end of a page.
        gap |= raw[end..].starts_with(['\u{2029}', '\x0c']);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(raw: &str) -> Vec<(&str, bool)> {
        lines(raw, 0, raw.len()).into_iter().map(|l| (l.text(raw), l.gap)).collect()
    }

    #[test]
    fn every_line_end() {
        assert_eq!(
            split("a\nb\r\nc\rd\r\n\r\n e \n\n"),
            [("a", true), ("b", false), ("c", false), ("d", false), ("e", true)]
        );
        assert_eq!(split("a\r\rb"), [("a", true), ("b", true)]);
        assert_eq!(split(" \u{a0}\n"), []);
        assert_eq!(
            split("a\u{2028}b\u{2029}c\u{c}d\n\u{c}e"),
            [("a", true), ("b", false), ("c", true), ("d", true), ("e", true)]
        );
    }
}
