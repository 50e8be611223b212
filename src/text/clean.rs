//! The clean string and its way back to the source.

use super::{Abbreviations, Block, CleanText};
use crate::corpus::{Article, Piece};
use crate::span::{Clean, Raw, Span};

/// From here on, clean text corresponds to raw text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seam {
    clean: u32,
    raw: Span<Raw>,
    /// Whether bytes correspond one to one; otherwise the whole of the run stands for the whole of `raw`.
    verbatim: bool,
}

impl CleanText {
    /// Joins an article's pieces of prose, and finds its sentences and tokens.
    pub fn new(article: &Article, abbreviations: &Abbreviations) -> Self {
        let mut clean = CleanText { text: String::with_capacity(article.raw.len()), ..CleanText::default() };
        for piece in &article.prose {
            match piece {
                Piece::Keep(span) => clean.push(*span, span.cut(&article.raw), true),
                Piece::Replace(span, text) => clean.push(*span, text, false),
                Piece::Break(span, role) => {
                    clean.end_block(*span);
                    let at = clean.text.len();
                    clean.blocks.push(Block { span: Span::of(at..at), role: *role, sentences: 0..0 });
                }
            }
        }
        let end = Span::of(article.raw.len()..article.raw.len());
        clean.end_block(end);
        clean.blocks.retain(|b| !b.span.is_empty());
        clean.divide(abbreviations);
        clean
    }

    fn push(&mut self, raw: Span<Raw>, text: &str, verbatim: bool) {
        if !text.is_empty() {
            self.seams.push(Seam {
                clean: Span::<Clean>::of(self.text.len()..self.text.len()).start,
                raw,
                verbatim,
            });
            self.text.push_str(text);
        }
    }

    fn end_block(&mut self, raw: Span<Raw>) {
        let end = self.text.len();
        if let Some(block) = self.blocks.last_mut() {
            block.span = Span::of(block.span.start as usize..end);
            if !block.span.is_empty() {
                self.push(raw, "\n", false);
            }
        }
    }

    /// Where in the source a span of the prose stands: the smallest run of raw bytes that holds all of it.
    pub fn raw(&self, span: Span<Clean>) -> Span<Raw> {
        let start = self.raw_position(span.start, false);
        let end = if span.is_empty() { start } else { self.raw_position(span.end - 1, true) };
        Span::new(start, end)
    }

    /// The raw byte of a clean byte: its first, or, with `past`, one past its last.
    fn raw_position(&self, clean: u32, past: bool) -> u32 {
        let index = self.seams.partition_point(|s| s.clean <= clean);
        let Some(seam) = index.checked_sub(1).map(|i| self.seams[i]) else { return 0 };
        match (seam.verbatim, past) {
            (true, _) => seam.raw.start + (clean - seam.clean) + u32::from(past),
            (false, true) => seam.raw.end,
            (false, false) => seam.raw.start,
        }
    }
}
