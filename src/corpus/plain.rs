//! Plain text: paragraphs on lines, as a page was captured or a wire was sent.

use super::layout::{Layout, arrange};
use super::lines::lines;
use super::vocabulary::Vocabulary;
use super::wrap::unwrap;

/// Lays out `raw[from..to]`; `title` is the headline where a field gives it.
pub(super) fn read(raw: &str, from: usize, to: usize, title: Option<&str>, v: &Vocabulary) -> Layout {
    let mut lines = lines(raw, from, to);
    unwrap(raw, &mut lines, v);
    arrange(raw, lines, title, |_| None, v)
}
