//! The vocabulary of numbers, `rules/words/numbers.toml`.

use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId, WordTable};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a word does in a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Meaning {
    /// The value of a cardinal below a hundred.
    pub(super) cardinal: Option<u8>,
    /// What it multiplies by.
    pub(super) multiplier: Option<u64>,
    /// A lot: "dozen".
    pub(super) lot: Option<u8>,
    /// A pair: "couple".
    pub(super) pair: Option<u8>,
    /// The place it names.
    pub(super) ordinal: Option<u64>,
    /// The denominator it names, and whether it is a plural.
    pub(super) part: Option<(u64, bool)>,
    /// What there are at least two of.
    pub(super) plural: Option<u64>,
    /// The least and the most of a few.
    pub(super) several: Option<(u8, u8)>,
    /// Counted without "of" after a pair.
    counted: bool,
    /// Means something else without "of".
    ambiguous: bool,
    pub(super) glue: Option<Glue>,
}

/// The small words that hold a number together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    Article,
    And,
    Of,
    Point,
    Minus,
    Between,
}

const MAY_START: u8 = 1;
const GOES_ON: u8 = 2;
const ARTICLE: u8 = 4;

/// The words of numbers.
#[derive(Clone, Debug, Default)]
pub struct NumberWords {
    table: WordTable<u16>,
    meanings: Vec<Meaning>,
    /// What is asked of every word: bits of [`MAY_START`], [`GOES_ON`], [`ARTICLE`].
    quick: WordTable<u8>,
    suffixes: Vec<(Box<str>, u64)>,
    ordinal_suffixes: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cardinal: BTreeMap<String, u8>,
    multiplier: BTreeMap<String, u64>,
    lot: BTreeMap<String, u8>,
    pair: BTreeMap<String, u8>,
    ordinal: BTreeMap<String, u64>,
    part: BTreeMap<String, u64>,
    plural: BTreeMap<String, u64>,
    several: BTreeMap<String, (u8, u8)>,
    suffix: BTreeMap<String, u64>,
    ordinal_suffix: List,
    counted: List,
    ambiguous: List,
    glue: GlueWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GlueWords {
    article: Vec<String>,
    and: Vec<String>,
    of: Vec<String>,
    point: Vec<String>,
    minus: Vec<String>,
    between: Vec<String>,
}

impl NumberWords {
    /// Reads the vocabulary that is part of the program. Fails only when that is broken.
    pub fn load(lexicon: &mut Lexicon) -> Result<Self, Error> {
        let file: File = toml::from_str(include_str!("../../../rules/words/numbers.toml"))
            .map_err(|e| Error::new("rules/words/numbers.toml is broken").because(e))?;
        let mut words = NumberWords { meanings: vec![Meaning::default()], ..NumberWords::default() };
        let mut set = |word: &str, change: &dyn Fn(&mut Meaning)| words.set(lexicon.intern(word), change);
        for (word, &n) in &file.cardinal {
            set(word, &|m| m.cardinal = Some(n));
        }
        for (word, &n) in &file.multiplier {
            set(word, &|m| m.multiplier = Some(n));
        }
        for (word, &n) in &file.lot {
            set(word, &|m| m.lot = Some(n));
        }
        for (word, &n) in &file.pair {
            set(word, &|m| m.pair = Some(n));
        }
        for (word, &n) in &file.ordinal {
            set(word, &|m| m.ordinal = Some(n));
            if n > 2 {
                set(word, &|m| m.part = Some((n, false)));
                set(&format!("{word}s"), &|m| m.part = Some((n, true)));
            }
        }
        for (word, &n) in &file.part {
            set(word, &|m| m.part = Some((n, word.ends_with('s'))));
        }
        for (word, &n) in &file.plural {
            set(word, &|m| m.plural = Some(n));
        }
        for (word, &range) in &file.several {
            set(word, &|m| m.several = Some(range));
        }
        for word in &file.counted.words {
            set(word, &|m| m.counted = true);
        }
        for word in &file.ambiguous.words {
            set(word, &|m| m.ambiguous = true);
        }
        let glue = [
            (Glue::Article, &file.glue.article),
            (Glue::And, &file.glue.and),
            (Glue::Of, &file.glue.of),
            (Glue::Point, &file.glue.point),
            (Glue::Minus, &file.glue.minus),
            (Glue::Between, &file.glue.between),
        ];
        for (what, list) in glue {
            for word in list {
                set(word, &|m| m.glue = Some(what));
            }
        }
        words.index_quick(lexicon.len());
        words.suffixes = file.suffix.into_iter().map(|(s, n)| (s.into(), n)).collect();
        words.ordinal_suffixes = file.ordinal_suffix.words.into_iter().map(Into::into).collect();
        Ok(words)
    }

    fn index_quick(&mut self, words: usize) {
        for word in (0..words).filter_map(|i| u32::try_from(i).ok()).map(WordId) {
            let m = self.get(word);
            let counts =
                m.cardinal.is_some() || m.multiplier.is_some() || m.lot.is_some() || m.part.is_some();
            let starts = m.ordinal.is_some() || m.plural.is_some() || m.several.is_some() || m.pair.is_some();
            let glue = matches!(m.glue, Some(Glue::And | Glue::Of | Glue::Article | Glue::Point));
            let flag = |yes: bool, bit: u8| if yes { bit } else { 0 };
            let bits = flag(counts || starts, MAY_START)
                | flag(counts || starts || glue, GOES_ON)
                | flag(m.glue == Some(Glue::Article), ARTICLE);
            if bits != 0 {
                self.quick.set(word, bits);
            }
        }
    }

    fn set(&mut self, word: WordId, change: &dyn Fn(&mut Meaning)) {
        let mut at = self.table.get(word);
        if at == 0 {
            at = u16::try_from(self.meanings.len()).unwrap_or(0);
            self.meanings.push(Meaning::default());
            self.table.set(word, at);
        }
        change(&mut self.meanings[usize::from(at)]);
    }

    /// The value of a word that is a cardinal below a hundred.
    pub(super) fn value(&self, word: WordId) -> Option<u8> {
        self.get(word).cardinal
    }

    pub(super) fn get(&self, word: WordId) -> &Meaning {
        &self.meanings[usize::from(self.table.get(word))]
    }

    #[inline]
    pub(crate) fn is_article(&self, word: WordId) -> bool {
        self.quick.get(word) & ARTICLE != 0
    }

    pub(crate) fn is_of(&self, word: WordId) -> bool {
        self.get(word).glue == Some(Glue::Of)
    }

    pub(crate) fn is_minus(&self, word: WordId) -> bool {
        self.get(word).glue == Some(Glue::Minus)
    }

    pub(super) fn counted(&self, word: WordId) -> bool {
        self.get(word).counted
    }

    pub(super) fn is_ambiguous(&self, word: WordId) -> bool {
        self.get(word).ambiguous
    }

    /// Whether a number may start at the word: a cheap test before a parse.
    #[inline]
    pub fn may_start(&self, word: WordId) -> bool {
        self.quick.get(word) & MAY_START != 0
    }

    /// Whether the word may stand in a number behind its first token.
    #[inline]
    pub(crate) fn goes_on(&self, word: WordId) -> bool {
        self.quick.get(word) & GOES_ON != 0
    }

    /// What letters glued to digits multiply by.
    pub(super) fn suffix(&self, letters: &str) -> Option<Decimal> {
        self.suffixes.iter().find(|(s, _)| s.eq_ignore_ascii_case(letters)).map(|&(_, n)| n.into())
    }

    pub(super) fn is_ordinal_suffix(&self, letters: &str) -> bool {
        self.ordinal_suffixes.iter().any(|s| s.eq_ignore_ascii_case(letters))
    }
}
