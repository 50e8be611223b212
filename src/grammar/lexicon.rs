//! The words that any part of the grammar or any rule knows, each with a number of its own. What a word means is kept
//! by who asked for it, in a table by [`WordId`].

use crate::text::{CleanText, fold_hash};

/// A known word; 0 is a word that nobody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that nobody asked for.
    pub const UNKNOWN: WordId = WordId(0);

    /// As an index into a table by word.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The words, by the hash of their lower-case form. Single tokens only.
#[derive(Clone, Debug)]
pub struct Lexicon {
    words: Vec<Box<str>>,
    /// Open addressing, at most half full; the hash beside the id saves most comparisons.
    slots: Vec<(u32, WordId)>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon { words: vec![Box::from("")], slots: vec![(0, WordId::UNKNOWN); 1024] }
    }
}

impl Lexicon {
    /// The number of a word, which it is given if it had none. Case does not count.
    pub fn intern(&mut self, word: &str) -> WordId {
        let known = self.find(fold_hash(word), word);
        if known != WordId::UNKNOWN {
            return known;
        }
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.push(word.to_lowercase().replace('’', "'").into());
        if self.words.len() * 2 > self.slots.len() {
            self.slots = vec![(0, WordId::UNKNOWN); self.slots.len() * 2];
            for (i, word) in self.words.iter().enumerate().skip(1) {
                place(&mut self.slots, fold_hash(word), WordId(u32::try_from(i).unwrap_or(u32::MAX)));
            }
        } else {
            place(&mut self.slots, fold_hash(word), id);
        }
        id
    }

    /// The number of a word that is known, by its hash and text.
    pub fn find(&self, hash: u32, text: &str) -> WordId {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (slot, id) = self.slots[at];
            if id == WordId::UNKNOWN {
                return id;
            }
            if slot == hash && same(&self.words[id.index()], text) {
                return id;
            }
            at = (at + 1) & mask;
        }
    }

    /// The numbers of an article's tokens, in order.
    pub fn read(&self, text: &CleanText) -> Vec<WordId> {
        text.tokens.iter().map(|t| self.find(t.hash, t.span.cut(&text.text))).collect()
    }

    /// A word in lower case.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id.index()).map_or("", |w| w)
    }

    /// How many words there are, the unknown one included: the size of a table by word.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.words.len() <= 1
    }
}

fn place(slots: &mut [(u32, WordId)], hash: u32, id: WordId) {
    let mask = slots.len() - 1;
    let mut at = hash as usize & mask;
    while slots[at].1 != WordId::UNKNOWN {
        at = (at + 1) & mask;
    }
    slots[at] = (hash, id);
}

fn same(known: &str, text: &str) -> bool {
    known.eq_ignore_ascii_case(text) || (!text.is_ascii() && known == text.to_lowercase().replace('’', "'"))
}
