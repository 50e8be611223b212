//! Tokens in, [`Mark`]s out: quantities, time expressions (not yet resolved), names and modality. With `rules/words`
//! this is the only room that knows English; all that is nom lives here.

pub mod input;
pub mod lexicon;
pub mod modality;
pub mod name;
pub mod number;
pub mod quantity;
pub mod time;

use crate::span::{Clean, Span};
use std::ops::Range;

/// Something found in the prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark<T> {
    /// What it is.
    pub what: T,
    /// Where it stands.
    pub span: Span<Clean>,
    /// Its tokens, as indices into [`crate::text::CleanText::tokens`].
    pub tokens: Range<u32>,
}
