//! The hash by which words are known.

/// The hash of a word without regard to case (ASCII by bytes, other letters as they are in lower case): eight bytes at
/// a time, multiplied and folded.
///
/// ```
/// assert_eq!(dateline::text::fold_hash("May"), dateline::text::fold_hash("MAY"));
/// ```
pub fn fold_hash(word: &str) -> u32 {
    fold(word).word
}

/// A word's hash, and sixteen bits more by which a known word is told from another of the same hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordHash {
    pub(crate) word: u32,
    pub(crate) check: u16,
}

/// Both hashes of a word, see [`fold_hash`].
pub(crate) fn fold(word: &str) -> WordHash {
    let mut hash = Hash::default();
    if word.is_ascii() {
        word.bytes().for_each(|b| hash.byte(b.to_ascii_lowercase()));
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            let mut buffer = [0; 4];
            let folded = if c == '’' { "'" } else { c.encode_utf8(&mut buffer) };
            folded.bytes().for_each(|b| hash.byte(b));
        }
    }
    hash.finish()
}

/// A hash that is fed in lower case, byte by byte or, where the bytes before fill whole chunks, eight at a time.
#[derive(Clone, Copy, Default)]
pub(super) struct Hash {
    state: u64,
    chunk: u64,
    length: u32,
}

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hash {
    #[inline]
    pub(super) fn byte(&mut self, byte: u8) {
        self.chunk |= u64::from(byte) << (8 * (self.length % 8));
        self.length = self.length.wrapping_add(1);
        if self.length.is_multiple_of(8) {
            self.mix();
        }
    }

    /// Up to eight bytes, the rest of the chunk being zero.
    #[inline]
    pub(super) fn chunk(&mut self, chunk: u64, bytes: u32) {
        self.chunk = chunk;
        self.length = self.length.wrapping_add(bytes);
        if bytes == 8 {
            self.mix();
        }
    }

    #[inline]
    fn mix(&mut self) {
        self.state = (self.state ^ self.chunk).wrapping_mul(SPREAD).rotate_left(29);
        self.chunk = 0;
    }

    #[inline]
    pub(super) fn finish(mut self) -> WordHash {
        if !self.length.is_multiple_of(8) {
            self.mix();
        }
        let end = (self.state ^ u64::from(self.length)).wrapping_mul(SPREAD);
        WordHash { word: (end >> 32) as u32, check: (end >> 16 & 0xffff) as u16 }
    }
}

/// The hash of a mark of ASCII.
#[inline]
pub(super) fn one_byte(byte: u8) -> WordHash {
    let mut hash = Hash::default();
    hash.chunk(byte.into(), 1);
    hash.finish()
}
