//! Token boundaries: one pass over the bytes, with a table of classes for ASCII and look-ahead that is bounded.

use super::characters::{
    CLASS, Class, char_at, is_apostrophe, is_ideograph, is_invisible, is_mark, is_zero_width,
};
use super::hash::{Hash, WordHash, fold, one_byte};
use super::{Shape, Token};
use crate::span::Span;

/// A letter of ASCII in each byte of eight: its high bit.
#[inline]
fn letters(chunk: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let folded = (chunk | (0x20 * ONES)) & !HIGH;
    let from_a = folded + (0x80 - u64::from(b'a')) * ONES;
    let past_z = folded + (0x80 - u64::from(b'z') - 1) * ONES;
    (from_a ^ past_z) & HIGH & !chunk
}

/// The end, hash and shape of a word that is nothing but letters of ASCII; nothing where it may be more.
#[inline]
fn plain_word(bytes: &[u8], at: usize) -> Option<(usize, WordHash, Shape)> {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let mut hash = Hash::default();
    let mut end = at;
    // Whether the first letter is a capital, and how many of the others are.
    let (mut first, mut capitals) = (false, 0);
    loop {
        let chunk = u64::from_le_bytes(*bytes.get(end..)?.first_chunk()?);
        let letters = letters(chunk);
        let other = !letters & 0x8080_8080_8080_8080;
        // All bytes below the first that is no letter.
        let mask = ((other & other.wrapping_neg()) >> 7).wrapping_sub(1);
        let count = other.trailing_zeros() / 8;
        hash.chunk((chunk | CASE) & mask, count);
        // Bit 0x20 is not set in a capital: moved to the high bit it can be told from the letters.
        let mut upper = letters & mask & !(chunk << 2);
        if end == at {
            first = upper & 0x80 != 0;
            upper &= !0x80;
        }
        if upper != 0 {
            capitals += upper.count_ones();
        }
        end += count as usize;
        if count < 8 {
            break;
        }
    }
    let length = end - at;
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let plain = match byte(end) {
        b'.' => length > 1,
        b'\'' => match byte(end + 1) {
            b's' | b'S' => {
                let after = byte(end + 2);
                after.is_ascii() && !after.is_ascii_alphanumeric()
            }
            b => b.is_ascii() && !b.is_ascii_alphabetic(),
        },
        b => matches!(CLASS[usize::from(b)], Class::Space | Class::Mark),
    };
    let shape = match (first, capitals as usize) {
        (false, 0) => Shape::Lower,
        (true, 0) => Shape::Capital,
        (true, n) if n + 1 == length => Shape::Upper,
        _ => Shape::Mixed,
    };
    plain.then(|| (end, hash.finish(), shape))
}

/// Cuts `text[from..to]` into tokens.
pub(super) fn tokenise(text: &str, from: usize, to: usize, out: &mut Vec<Token>) {
    let Some(text) = text.get(..to) else { return };
    let bytes = text.as_bytes();
    let mut at = from;
    let mut spaced = true;
    while let Some(&b) = bytes.get(at) {
        let (end, hash, shape) = match CLASS[usize::from(b)] {
            Class::Space => {
                at += 1;
                spaced = true;
                continue;
            }
            Class::Lower | Class::Upper => plain_word(bytes, at).unwrap_or_else(|| word(text, at)),
            Class::Digit => word(text, at),
            Class::Mark if b != b'\'' => {
                let end = past_marks(text, at + 1);
                (end, if end == at + 1 { one_byte(b) } else { fold(&text[at..end]) }, Shape::Mark)
            }
            _ => {
                let Some(c) = char_at(text, at) else { return };
                let next = at + c.len_utf8();
                if c.is_whitespace() || is_zero_width(c) {
                    at = next;
                    spaced = true;
                    continue;
                }
                if is_invisible(c) {
                    at = next;
                    continue;
                }
                if is_apostrophe(c) && !spaced {
                    let before = out.last().copied();
                    apostrophe(text, at, next, before)
                } else if is_ideograph(c) {
                    let end = past_marks(text, next);
                    (end, fold(&text[at..end]), Shape::Lower)
                } else if c.is_alphanumeric() {
                    word(text, at)
                } else {
                    let end = past_marks(text, next);
                    (end, fold(&text[at..end]), Shape::Mark)
                }
            }
        };
        let WordHash { word: hash, check } = hash;
        out.push(Token { span: Span::of(at..end), hash, check, shape, spaced });
        at = end;
        spaced = false;
    }
}

fn past_marks(text: &str, at: usize) -> usize {
    if text.as_bytes().get(at).is_none_or(u8::is_ascii) {
        return at;
    }
    text[at..].chars().take_while(|&c| is_mark(c)).fold(at, |at, c| at + c.len_utf8())
}

/// A token that begins with an apostrophe close behind another: `'s`, the `'` of "allies'", a closing quote.
fn apostrophe(text: &str, at: usize, next: usize, before: Option<Token>) -> (usize, WordHash, Shape) {
    if possessive(text, next) {
        return (next + 1, fold("'s"), Shape::Possessive);
    }
    let after_s = before.is_some_and(|t| {
        (t.is_word() || t.shape == Shape::Alnum)
            && matches!(text.as_bytes()[t.span.end as usize - 1], b's' | b'S')
    });
    (next, fold(&text[at..next]), if after_s { Shape::Possessive } else { Shape::Mark })
}

/// Whether an `s` stands at a place, and nothing of a word behind it.
fn possessive(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(b's' | b'S'))
        && !char_at(text, at + 1).is_some_and(char::is_alphanumeric)
}

/// What was last read of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Letter,
    Digit,
    Stop,
}

/// The end, hash and shape of the word or number that begins at `at`.
fn word(text: &str, at: usize) -> (usize, WordHash, Shape) {
    let bytes = text.as_bytes();
    let mut word = Word::default();
    let mut end = at;
    loop {
        let mut class = Class::Space;
        // The fast path, which most words never leave.
        while let Some(&b) = bytes.get(end) {
            class = CLASS[usize::from(b)];
            match class {
                Class::Lower => {
                    word.lower = true;
                    word.hash.byte(b);
                }
                Class::Upper => {
                    word.capitals = word.capitals.saturating_add(1);
                    word.hash.byte(b | 0x20);
                }
                Class::Digit => {
                    word.digits = true;
                    word.hash.byte(b);
                }
                _ => break,
            }
            end += 1;
        }
        if end >= bytes.len() || class == Class::Space {
            break;
        }
        let Some(next) = word.beyond(text, at, end) else { break };
        end = next;
        if word.closed {
            break;
        }
    }
    let hash = if word.wide { fold(&text[at..end]) } else { word.hash.finish() };
    (end, hash, word.shape(char_at(text, at).is_some_and(char::is_uppercase)))
}

#[derive(Default)]
struct Word {
    hash: Hash,
    digits: bool,
    lower: bool,
    capitals: u32,
    apostrophe: bool,
    /// Whether it has characters beyond ASCII.
    wide: bool,
    /// One past the last full stop of an abbreviation such as "U.S.".
    stop: usize,
    /// Whether the token is at its end, whatever follows.
    closed: bool,
}

impl Word {
    /// What stands at `end` may still belong to the word: the place behind it, if it does.
    fn beyond(&mut self, text: &str, at: usize, end: usize) -> Option<usize> {
        let c = char_at(text, end)?;
        let next = end + c.len_utf8();
        match c {
            ',' | '.' if self.last(text, at, end) == Last::Digit => {
                let follows = text.as_bytes().get(next).is_some_and(u8::is_ascii_digit);
                (follows && (c == '.' || groups(&text.as_bytes()[next..]))).then_some(())?;
            }
            '.' => {
                // U.S. and p.m.: single letters, each with its full stop.
                let segment = at.max(self.stop);
                let mut letters = text[segment..end].chars().filter(|&c| !is_mark(c));
                let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
                let follows = char_at(text, next);
                let letter = follows.filter(|c| c.is_alphabetic());
                let alone = letter.is_some_and(|l| {
                    !char_at(text, next + l.len_utf8())
                        .is_some_and(|c| c.is_alphanumeric() || is_apostrophe(c))
                });
                (single && (self.stop > 0 || alone)).then_some(())?;
                self.stop = next;
                self.closed = letter.is_some() && !alone;
            }
            c if is_apostrophe(c) => {
                let letter = char_at(text, next).is_some_and(char::is_alphabetic);
                (letter && self.last(text, at, end) == Last::Letter && !possessive(text, next))
                    .then_some(())?;
                self.apostrophe = true;
                self.wide |= c != '\'';
            }
            c if is_mark(c) => self.wide = true,
            // "3" and "0" with a space that nobody sees between them are neither a three nor a nought.
            c if is_zero_width(c) && self.last(text, at, end) == Last::Digit => {
                text.as_bytes().get(next).is_some_and(u8::is_ascii_digit).then_some(())?;
                self.wide = true;
            }
            c if c.is_alphanumeric() && !is_ideograph(c) => {
                self.wide = true;
                match c {
                    c if c.is_numeric() => self.digits = true,
                    c if c.is_uppercase() => self.capitals = self.capitals.saturating_add(1),
                    _ => self.lower = true,
                }
            }
            _ => return None,
        }
        if c.is_ascii() {
            self.hash.byte(c as u8);
        }
        Some(next)
    }

    fn last(&self, text: &str, at: usize, end: usize) -> Last {
        match text[at..end].chars().next_back() {
            Some(c) if c.is_ascii_digit() => Last::Digit,
            Some(c) if c.is_alphabetic() || is_mark(c) => Last::Letter,
            _ => Last::Stop,
        }
    }

    fn shape(&self, starts_upper: bool) -> Shape {
        let letters = self.lower || self.capitals > 0;
        match (self.digits, letters) {
            (true, false) => Shape::Digits,
            (true, true) => Shape::Alnum,
            _ if self.capitals == 0 => Shape::Lower,
            _ if !self.lower && self.capitals > 1 => Shape::Upper,
            _ if starts_upper && (self.capitals == 1 || self.apostrophe) => Shape::Capital,
            _ => Shape::Mixed,
        }
    }
}

/// Whether a group follows a comma: three digits and not four, or, as in India, twos and then three.
fn groups(after: &[u8]) -> bool {
    let digits = |from: usize| after.iter().skip(from).take(4).take_while(|b| b.is_ascii_digit()).count();
    let mut from = 0;
    for _ in 0..4 {
        match digits(from) {
            3 => return true,
            2 if after.get(from + 2) == Some(&b',') => from += 3,
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_hash;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokenise(text, 0, text.len(), &mut out);
        out.iter().map(|t| t.span.cut(text)).collect()
    }

    fn shapes(text: &str) -> Vec<Shape> {
        let mut out = Vec::new();
        tokenise(text, 0, text.len(), &mut out);
        out.iter().map(|t| t.shape).collect()
    }

    #[test]
    fn boundaries() {
        assert_eq!(
            cut("NATO's 32nd member, 1,234.5 tons."),
            ["NATO", "'s", "32nd", "member", ",", "1,234.5", "tons", "."]
        );
        assert_eq!(
            cut("the U.S. at 5 p.m. June 6-9"),
            ["the", "U.S.", "at", "5", "p.m.", "June", "6", "-", "9"]
        );
        assert_eq!(
            cut("allies’ Nov. 22 don’t O'Neill"),
            ["allies", "’", "Nov", ".", "22", "don’t", "O'Neill"]
        );
        assert_eq!(cut("$2.5m, 50%"), ["$", "2.5m", ",", "50", "%"]);
        assert_eq!(cut("in 2023,2024 and 12,"), ["in", "2023", ",", "2024", "and", "12", ","]);
        assert_eq!(cut("A. B. Smith"), ["A", ".", "B", ".", "Smith"]);
        assert_eq!(cut("the U.S.and J.K. U.S.-led"), ["the", "U.S.", "and", "J.K.", "U.S.", "-", "led"]);
        assert_eq!(
            cut("rupees 12,34,567.89 and 12,14,16"),
            ["rupees", "12,34,567.89", "and", "12", ",", "14", ",", "16"]
        );
        assert_eq!(cut("it ended.'' o'clock 'n'"), ["it", "ended", ".", "'", "'", "o'clock", "'", "n", "'"]);
    }

    #[test]
    fn beyond_ascii() {
        assert_eq!(cut("cafe\u{301} Île Çelik’s"), ["cafe\u{301}", "Île", "Çelik", "’s"]);
        assert_eq!(cut("100元，三人。"), ["100", "元", "，", "三", "人", "。"]);
        assert_eq!(cut("\u{202b}שלום 12\u{202c}"), ["שלום", "12"]);
        assert_eq!(cut("a\u{200b}b 1\u{a0}234 €5"), ["a", "b", "1", "234", "€", "5"]);
        assert_eq!(cut("3\u{200b}0 3\u{200b} 0\u{feff}a"), ["3\u{200b}0", "3", "0", "a"]);
        assert_eq!(cut("👩\u{200d}🚀!"), ["👩\u{200d}", "🚀", "!"]);
    }

    #[test]
    fn what_they_are_made_of() {
        use Shape::{Alnum, Capital, Digits, Lower, Mark, Mixed, Possessive, Upper};
        assert_eq!(shapes("A Sweden NATO U.S. iPhone p.m."), [Capital, Capital, Upper, Upper, Mixed, Lower]);
        assert_eq!(
            shapes("O'Neill McDonald 1,234 B52 allies' 's x's"),
            [Capital, Mixed, Digits, Alnum, Lower, Possessive, Mark, Lower, Lower, Possessive]
        );
        assert_eq!(shapes("Édouard ÉTÉ être"), [Capital, Upper, Lower]);
    }

    proptest! {
        #[test]
        fn in_order_on_boundaries_with_their_hash(text in "[a-zA-Z0-9 .,'’éÉ元\u{301}\u{200f}“”\n-]{0,40}|\\PC{0,40}") {
            let mut out = Vec::new();
            tokenise(&text, 0, text.len(), &mut out);
            let mut last = 0;
            for token in &out {
                prop_assert!(token.span.start as usize >= last && !token.span.is_empty());
                let cut = text.get(token.span.range());
                prop_assert!(cut.is_some_and(|c| token.hash == fold_hash(c)), "{:?}", cut);
                let between = &text[last..token.span.start as usize];
                let skipped = |c: char| c.is_whitespace() || is_invisible(c) || "\u{200b}\u{feff}".contains(c);
                prop_assert!(between.chars().all(skipped));
                prop_assert!(!between.chars().any(char::is_whitespace) || token.spaced);
                last = token.span.end as usize;
            }
        }
    }
}
