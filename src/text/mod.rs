//! Pieces in, [`CleanText`] out: one string of prose, its blocks, sentences and tokens, each of which remembers the
//! bytes of the source that it came from. Only `CleanText` turns a `Clean` span into a `Raw` one.

mod characters;
mod clean;
mod hash;
mod language;
mod sentences;
mod tokens;

use crate::corpus::Role;
use crate::span::{Clean, Span};
pub use hash::fold_hash;
pub(crate) use hash::{WordHash, fold};
pub use language::English;
pub use sentences::Abbreviations;
use std::ops::Range;

/// The prose of one article.
#[derive(Clone, Debug, Default)]
pub struct CleanText {
    /// The prose, blocks separated by a line feed.
    pub text: String,
    /// Runs of prose of one role, in order.
    pub blocks: Vec<Block>,
    /// Sentences, in order; none crosses a block.
    pub sentences: Vec<Sentence>,
    /// Tokens, in order; none crosses a sentence.
    pub tokens: Vec<Token>,
    seams: Vec<clean::Seam>,
}

/// A run of prose of one role: a headline, a paragraph, an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub span: Span<Clean>,
    /// What it is.
    pub role: Role,
    /// Its sentences, as indices into [`CleanText::sentences`].
    pub sentences: Range<u32>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span<Clean>,
    /// Its tokens, as indices into [`CleanText::tokens`].
    pub tokens: Range<u32>,
    /// The block it is in.
    pub block: u32,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Letters, none of them upper case: `members`. Inner apostrophes and full stops belong: `don't`, `p.m.`.
    Lower,
    /// A capital, then lower case or one letter alone: `Sweden`, `A`, `O'Neill`.
    Capital,
    /// Two or more capitals: `NATO`, `U.S.`
    Upper,
    /// Letters in another mixture: `iPhone`, `McDonald`.
    Mixed,
    /// Digits with inner commas and full stops between digits: `31`, `1,234.5`.
    Digits,
    /// Digits and letters: `32nd`, `9.8m`, `1980s`, `B52`.
    Alnum,
    /// A possessive ending: `'s`, or a lone `'` after an s.
    Possessive,
    /// One mark of punctuation or one symbol: `,`, `-`, `—`, `$`, `%`.
    Mark,
}

/// The smallest unit that the grammar reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span<Clean>,
    /// The hash of its lower-case form, see [`fold_hash`].
    pub hash: u32,
    /// More of that hash: both together tell a known word.
    pub(crate) check: u16,
    /// What it is made of.
    pub shape: Shape,
    /// Whether white space stands before it (or it is the first of its block).
    pub spaced: bool,
}

impl Token {
    /// Whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
    }

    /// Whether it is made of letters.
    pub fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Lower | Shape::Capital | Shape::Upper | Shape::Mixed)
    }
}

/// The tokens of a phrase that is not part of an article: a pattern's words, an alias.
///
/// ```
/// use dateline::text::{Shape, tokenise_all};
/// assert_eq!(tokenise_all("member states").len(), 2);
/// ```
pub fn tokenise_all(phrase: &str) -> Vec<(&str, Shape)> {
    let mut tokens = Vec::new();
    tokens::tokenise(phrase, 0, phrase.len(), &mut tokens);
    tokens.iter().map(|t| (t.span.cut(phrase), t.shape)).collect()
}

impl CleanText {
    /// The text of a token.
    pub fn token(&self, index: u32) -> &str {
        self.tokens.get(index as usize).map_or("", |t| t.span.cut(&self.text))
    }

    /// Where a run of tokens stands; empty for an empty run.
    pub fn span_of(&self, tokens: &Range<u32>) -> Span<Clean> {
        match self.tokens.get(tokens.start as usize..tokens.end as usize) {
            Some([first, .., last]) => first.span.join(last.span),
            Some([only]) => only.span,
            _ => Span::new(0, 0),
        }
    }

    /// The sentence that holds a token, as an index into [`CleanText::sentences`].
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token).min(self.sentences.len().saturating_sub(1))
    }
}
