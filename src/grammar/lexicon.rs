//! The words that any part of the grammar or any rule knows, each with a number of its own. What a word means is kept
//! by who asked for it, in a table by [`WordId`].

use crate::text::{CleanText, WordHash, fold};

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
    /// Open addressing, at most half full. A word of a text is told by the 48 bits of its hash alone: that one of ten
    /// million words is taken for another has odds of one in a thousand.
    slots: Vec<Slot>,
    /// A bit for each hash that is known, by its upper half: most words of a text are not, and leave here.
    known: Box<[u64; FILTER]>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: WordHash,
    id: WordId,
}

const EMPTY: Slot = Slot { hash: WordHash { word: 0, check: 0 }, id: WordId::UNKNOWN };

/// 65,536 bits, few enough to stay in the nearest cache.
const FILTER: usize = 1024;

/// The word of the filter and the bit in it for a hash.
#[inline]
fn bit(hash: u32) -> (usize, u64) {
    ((hash >> 22) as usize, 1 << ((hash >> 16) & 63))
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon { words: vec![Box::from("")], slots: vec![EMPTY; 1024], known: Box::new([0; FILTER]) }
    }
}

impl Lexicon {
    /// The number of a word, which it is given if it had none. Case does not count.
    pub fn intern(&mut self, word: &str) -> WordId {
        let hash = fold(word);
        let known = self.find(hash);
        if known != WordId::UNKNOWN {
            return known;
        }
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.push(word.to_lowercase().replace('’', "'").into());
        let (at, mask) = bit(hash.word);
        self.known[at] |= mask;
        if self.words.len() * 2 > self.slots.len() {
            let wider = vec![EMPTY; self.slots.len() * 2];
            for slot in std::mem::replace(&mut self.slots, wider) {
                if slot.id != WordId::UNKNOWN {
                    place(&mut self.slots, slot);
                }
            }
        }
        place(&mut self.slots, Slot { hash, id });
        id
    }

    /// The number of a word, if it is known.
    #[inline]
    fn find(&self, hash: WordHash) -> WordId {
        let (at, bit) = bit(hash.word);
        if self.known[at] & bit == 0 {
            return WordId::UNKNOWN;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash.word as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.id == WordId::UNKNOWN || slot.hash == hash {
                return slot.id;
            }
            at = (at + 1) & mask;
        }
    }

    /// The numbers of an article's tokens, in order.
    pub fn read(&self, text: &CleanText) -> Vec<WordId> {
        text.tokens.iter().map(|t| self.find(WordHash { word: t.hash, check: t.check })).collect()
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

fn place(slots: &mut [Slot], slot: Slot) {
    let mask = slots.len() - 1;
    let mut at = slot.hash.word as usize & mask;
    while slots[at].id != WordId::UNKNOWN {
        at = (at + 1) & mask;
    }
    slots[at] = slot;
}
