//! Lines of a source: split at LF, CRLF or a lone CR, trimmed, and joined again where a paragraph was wrapped.

use memchr::memchr2_iter;

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
    for end in memchr2_iter(b'\n', b'\r', &raw.as_bytes()[from..to]).map(|i| i + from).chain([to]) {
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
        start = end + 1;
    }
    out
}

/// The narrowest line that a wrapping program leaves, in bytes.
const WRAPPED: usize = 45;
/// The widest.
const WIDEST: usize = 120;

/// Joins the lines of paragraphs that were wrapped at a fixed width. Text whose paragraphs are single lines stays as
/// it is.
pub(super) fn unwrap(raw: &str, lines: &mut Vec<Line>) {
    let inner = lines.windows(2).filter(|w| goes_on(raw, w[0], w[1])).count();
    let wide = lines.iter().filter(|l| l.end - l.start > WIDEST).count();
    // In wrapped text hardly any line is wide, and many go on in the next one with a small letter.
    if inner < 2 || wide * 8 > lines.len() {
        return;
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut last = 0;
    for &line in lines.iter() {
        match out.last_mut() {
            Some(paragraph) if !line.gap && !line.indented && last >= WRAPPED && !is_item(raw, line) => {
                paragraph.end = line.end;
            }
            _ => out.push(line),
        }
        last = line.end - line.start;
    }
    *lines = out;
}

fn goes_on(raw: &str, line: Line, next: Line) -> bool {
    let len = line.end - line.start;
    !next.gap && (WRAPPED..=WIDEST).contains(&len) && next.text(raw).starts_with(char::is_lowercase)
}

fn is_item(raw: &str, line: Line) -> bool {
    line.text(raw).starts_with(['•', '*', '-', '·', '▪', '‣', '●'])
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
    }

    #[test]
    fn wrapped_paragraphs_are_joined() {
        let raw = "The council met for the third time in this\nlong and rainy week\n\nThe mayor said on Monday that the bridge would be\nclosed until the end of May, because the river had\nrisen by two metres.\nAnother short one.\n";
        let mut found = lines(raw, 0, raw.len());
        unwrap(raw, &mut found);
        assert_eq!(found.len(), 4, "{found:?}");
    }
}
