//! An article as its reader sees it: its prose without the markup around it, and the way from the bytes of its source.

use crate::corpus::{Article, Piece};
use crate::span::{Raw, Span};
use std::ops::Range;

/// The prose of an article, a blank line between its blocks.
#[derive(Default)]
pub(super) struct Reading {
    text: String,
    /// In the order of the source.
    seams: Vec<Seam>,
}

/// A run of prose and the bytes of the source that it stands for.
#[derive(Clone, Copy)]
struct Seam {
    raw: Span<Raw>,
    /// Where it starts in the prose, and its length there.
    at: usize,
    length: usize,
    /// Whether bytes correspond one to one; otherwise all of the run stands for all of the bytes.
    verbatim: bool,
}

impl Reading {
    /// Lays the prose down.
    pub(super) fn of(article: &Article) -> Self {
        let mut reading = Reading::default();
        for piece in &article.prose {
            match piece {
                Piece::Keep(span) => reading.push(*span, span.cut(&article.raw), true),
                Piece::Replace(span, words) => reading.push(*span, words, false),
                Piece::Break(..) if reading.text.is_empty() || reading.text.ends_with("\n\n") => {}
                Piece::Break(..) => reading.text.push_str("\n\n"),
            }
        }
        // A title may be read first and stand last.
        reading.seams.sort_by_key(|seam| (seam.raw.start, seam.raw.end));
        reading
    }

    fn push(&mut self, raw: Span<Raw>, words: &str, verbatim: bool) {
        if !words.is_empty() {
            self.seams.push(Seam { raw, at: self.text.len(), length: words.len(), verbatim });
            self.text.push_str(words);
        }
    }

    /// The prose.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where bytes of the source stand in the prose; nothing for those that are no part of it.
    pub(super) fn place(&self, raw: Range<u32>) -> Option<Range<usize>> {
        let last = raw.end.checked_sub(1).filter(|&last| last >= raw.start)?;
        let (first, last) = (self.seam(raw.start)?, self.seam(last)?);
        let start = first.at + if first.verbatim { (raw.start - first.raw.start) as usize } else { 0 };
        let end = last.at + if last.verbatim { (raw.end - last.raw.start) as usize } else { last.length };
        (start < end && self.text.is_char_boundary(start) && self.text.is_char_boundary(end))
            .then_some(start..end)
    }

    /// The run that holds a byte of the source.
    fn seam(&self, byte: u32) -> Option<Seam> {
        let after = self.seams.partition_point(|seam| seam.raw.start <= byte);
        self.seams[..after].last().copied().filter(|seam| byte < seam.raw.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Role;

    #[test]
    fn markup_is_left_out_and_places_are_kept() {
        let raw = "<p>The <b>old</b> pier&rsquo;s end fell on <b>Mon</b>day.</p>".to_owned();
        let span = |words: &str| {
            let start = raw.find(words).unwrap();
            Span::of(start..start + words.len())
        };
        let prose = vec![
            Piece::Break(span("<p>"), Role::Body),
            Piece::Keep(span("The ")),
            Piece::Keep(span("old")),
            Piece::Keep(span(" pier")),
            Piece::Replace(span("&rsquo;"), "’".into()),
            Piece::Keep(span("s end fell on ")),
            Piece::Keep(span("Mon")),
            Piece::Keep(span("day.")),
        ];
        let article = Article { raw: raw.clone(), prose, ..Article::default() };
        let reading = Reading::of(&article);
        assert_eq!(reading.text(), "The old pier’s end fell on Monday.");
        let read =
            |words: &str| reading.place(span(words).start..span(words).end).map(|at| &reading.text()[at]);
        assert_eq!(read("Mon</b>day"), Some("Monday"));
        assert_eq!(read("old</b> pier&rsquo;s end"), Some("old pier’s end"));
        assert_eq!(read("rsquo"), Some("’"));
        // Tags are no prose, and nothing has no place.
        assert_eq!(read("<p>"), None);
        assert_eq!(reading.place(4..4), None);
        assert_eq!(reading.place(9000..9004), None);
    }
}
