//! Tokens as nom reads them.

use super::lexicon::WordId;
use crate::text::{CleanText, Token};
use nom::{Input, Needed};

/// A run of tokens of one sentence, with their words.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a> {
    /// The prose that they stand in.
    pub clean: &'a CleanText,
    /// The word of every token of the article.
    pub words: &'a [WordId],
    /// The first token that is left.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl PartialEq for Tokens<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

/// A token with its word and its text.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The token.
    pub token: Token,
    /// Its word, if it is a known one.
    pub word: WordId,
    clean: &'a CleanText,
}

impl<'a> Item<'a> {
    /// Its text. It is cut out when it is asked for: most tokens are told by their word and shape.
    #[inline]
    pub fn text(&self) -> &'a str {
        self.token.span.cut(&self.clean.text)
    }
}

impl<'a> Tokens<'a> {
    /// The token at a distance from the first, if there are so many.
    #[inline]
    pub fn get(&self, offset: u32) -> Option<Item<'a>> {
        let at = self.start.checked_add(offset).filter(|&at| at < self.end)? as usize;
        Some(Item { token: *self.clean.tokens.get(at)?, word: *self.words.get(at)?, clean: self.clean })
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = Item<'a>;
    type Iter = std::vec::IntoIter<Item<'a>>;
    type IterIndices = std::iter::Enumerate<std::vec::IntoIter<Item<'a>>>;

    fn input_len(&self) -> usize {
        (self.end - self.start) as usize
    }
    fn take(&self, index: usize) -> Self {
        Tokens { end: (self.start + u32::try_from(index).unwrap_or(u32::MAX)).min(self.end), ..*self }
    }
    fn take_from(&self, index: usize) -> Self {
        Tokens { start: (self.start + u32::try_from(index).unwrap_or(u32::MAX)).min(self.end), ..*self }
    }
    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }
    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        (0..self.end - self.start).find(|&i| self.get(i).is_some_and(&predicate)).map(|i| i as usize)
    }
    fn iter_elements(&self) -> Self::Iter {
        (0..self.end - self.start).filter_map(|i| self.get(i)).collect::<Vec<_>>().into_iter()
    }
    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }
    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        let len = self.input_len();
        if len >= count { Ok(count) } else { Err(Needed::new(count - len)) }
    }
}
