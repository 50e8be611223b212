//! Which articles tell of the same event, and which are copies of one text. Every article leaves a [`Signature`] of
//! some hundred bytes; near-copies and stories are worked out from the signatures alone, in time that grows with
//! their number and not with the number of pairs.

mod copies;
mod features;
mod grouping;
mod list;
mod sketch;
mod union;

pub use copies::near_copies;
pub use features::StoryWords;
pub use grouping::{Evidence, Link, Stories, StoryId, stories, voices};
pub use list::{Story, StoryList, Tie, TiedBy};
pub(crate) use sketch::masked_words;

use crate::dating::Published;
use crate::text::CleanText;
use sketch::Sketch;
use std::ops::Range;

/// What is kept of an article to compare it with all others.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The text with its numbers and dates masked.
    sketch: Sketch,
    /// The hash of its numbers and dates as they are written, in the order of the text.
    numbers: u32,
    /// Hashes of the names that set the article apart, sorted: see [`features`].
    names: Box<[u32]>,
}

impl Signature {
    /// Of an article's prose. `masked` are the token ranges of its quantities and time expressions in the order of
    /// the text; copies that differ in a number or a date have the same sketch.
    pub fn new(words: &StoryWords, clean: &CleanText, masked: &[Range<u32>]) -> Self {
        let mask = Mask::new(clean, masked);
        Signature {
            sketch: Sketch::of(clean, &mask),
            numbers: mask.written(clean),
            names: features::names(words, clean),
        }
    }

    /// Whether both texts write the same numbers and dates in the same order, so that no number can tell them apart.
    pub fn same_numbers(&self, other: &Signature) -> bool {
        self.numbers == other.numbers
    }

    /// The hashes of the names that both articles use, in order.
    fn shared_names<'a>(&'a self, other: &'a Signature) -> impl Iterator<Item = u32> + 'a {
        self.names.iter().copied().filter(|n| other.names.binary_search(n).is_ok())
    }

    /// How alike the texts are, from 0 to 1: the estimated share of the shorter text that the longer one repeats.
    pub fn overlap(&self, other: &Signature) -> f64 {
        self.sketch.containment(&other.sketch)
    }
}

/// Which tokens are numbers or dates.
pub(crate) struct Mask(Vec<bool>);

impl Mask {
    /// The tokens of `ranges`, and whatever else has a digit in it.
    pub(crate) fn new(clean: &CleanText, ranges: &[Range<u32>]) -> Self {
        use crate::text::Shape;
        let mut mask: Vec<bool> =
            clean.tokens.iter().map(|t| matches!(t.shape, Shape::Digits | Shape::Alnum)).collect();
        for range in ranges {
            if let Some(tokens) = mask.get_mut(range.start as usize..range.end as usize) {
                tokens.fill(true);
            }
        }
        Mask(mask)
    }

    /// Whether the token is one.
    pub(crate) fn hides(&self, token: u32) -> bool {
        self.0.get(token as usize).copied().unwrap_or(false)
    }

    fn written(&self, clean: &CleanText) -> u32 {
        let hidden = clean.tokens.iter().zip(&self.0).filter(|&(_, &hidden)| hidden);
        hidden.fold(0, |hash: u32, (token, _)| (hash.rotate_left(5) ^ token.hash).wrapping_mul(0x9e37_79b1))
    }
}

/// The window of publication as days since a fixed day, where it is narrow enough to place an article in time.
pub(crate) fn placed(published: &Published) -> Option<(i32, i32)> {
    /// A window wider than this says nothing about which event it is.
    const WIDEST: i32 = 31;
    let day = |bound: crate::interval::Bound<jiff::civil::Date>| bound.limit().map(ordinal_day);
    let (first, last) = (day(published.when.low)?, day(published.when.high)?);
    (last - first <= WIDEST).then_some((first, last))
}

/// Days since 1970-01-01.
fn ordinal_day(date: jiff::civil::Date) -> i32 {
    let hours = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).unwrap_or(0)
}

#[cfg(test)]
mod tests;
