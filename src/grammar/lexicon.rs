//! The words that any part of the grammar or any rule knows, each with a number of its own. What a word means is kept
//! by who asked for it, in a table by [`WordId`].

use crate::text::{CleanText, Token, fold_hash};

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
    /// A bit for each hash that is known, by its upper half: most words of a text are not, and leave here.
    known: Box<[u64; FILTER]>,
}

/// 65,536 bits, few enough to stay in the nearest cache.
const FILTER: usize = 1024;

/// The word of the filter and the bit in it for a hash.
#[inline]
fn bit(hash: u32) -> (usize, u64) {
    ((hash >> 22) as usize, 1 << ((hash >> 16) & 63))
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon {
            words: vec![Box::from("")],
            slots: vec![(0, WordId::UNKNOWN); 1024],
            known: Box::new([0; FILTER]),
        }
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
        let (at, mask) = bit(fold_hash(word));
        self.known[at] |= mask;
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
    #[inline]
    pub fn find(&self, hash: u32, text: &str) -> WordId {
        let (at, mask) = bit(hash);
        if self.known[at] & mask == 0 { WordId::UNKNOWN } else { self.look_up(hash, text) }
    }

    fn look_up(&self, hash: u32, text: &str) -> WordId {
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
        // The text is cut out only for a word that the filter lets through.
        let read = |t: &Token| {
            let (at, mask) = bit(t.hash);
            if self.known[at] & mask == 0 {
                WordId::UNKNOWN
            } else {
                self.look_up(t.hash, t.span.cut(&text.text))
            }
        };
        text.tokens.iter().map(read).collect()
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

/// What some part of the grammar knows of words, by [`WordId`]; of a word it was not told of, the default.
#[derive(Clone, Debug, Default)]
pub struct WordTable<T>(Vec<T>);

impl<T: Copy + Default> WordTable<T> {
    /// What is known of a word.
    #[inline]
    pub fn get(&self, word: WordId) -> T {
        self.0.get(word.index()).copied().unwrap_or_default()
    }

    /// Says what is to be known of a word.
    pub fn set(&mut self, word: WordId, what: T) {
        if self.0.len() <= word.index() {
            self.0.resize(word.index() + 1, T::default());
        }
        self.0[word.index()] = what;
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
