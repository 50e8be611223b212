//! Where a thing stands. A [`Span`] is typed by the text it indexes, so that a position in the file as it lies on
//! disk ([`Raw`]) and a position in the cleaned prose ([`Clean`]) never mix.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Marks a position in an article's raw source, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Raw {}

/// Marks a position in an article's cleaned prose, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clean {}

/// A half-open range of bytes in the text `S`.
///
/// ```
/// use dateline::span::{Raw, Span};
/// let span = Span::<Raw>::new(5, 7);
/// assert_eq!(span.cut("NATO 31 members"), "31");
/// assert_eq!(span.len(), 2);
/// ```
pub struct Span<S> {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    text: PhantomData<fn() -> S>,
}

impl<S> Span<S> {
    /// The bytes from `start` up to, not including, `end`; an end before the start makes an empty span.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end: if end < start { start } else { end }, text: PhantomData }
    }

    /// A span from byte offsets of a text, which is never longer than 4 GiB (see [`crate::corpus`]).
    pub fn of(range: Range<usize>) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span::new(narrow(range.start), narrow(range.end))
    }

    /// The number of bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range of `usize`, to slice with.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text it covers, or nothing where it does not fit `text`.
    pub fn cut(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether all of `other` lies within.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Self) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl<S> Clone for Span<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Span<S> {}
impl<S> PartialEq for Span<S> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<S> Eq for Span<S> {}
impl<S> PartialOrd for Span<S> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<S> Ord for Span<S> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<S> std::hash::Hash for Span<S> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<S> fmt::Debug for Span<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backward_is_empty() {
        assert!(Span::<Raw>::new(5, 3).is_empty());
        assert_eq!(Span::<Raw>::new(0, 9).cut("short"), "");
    }
}
