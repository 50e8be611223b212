//! Token boundaries.

use super::{Shape, Token};
use crate::span::Span;

/// The hash of a word without regard to case (ASCII by bytes, other letters as they are in lower case); FNV-1a.
///
/// ```
/// assert_eq!(dateline::text::fold_hash("May"), dateline::text::fold_hash("MAY"));
/// ```
pub fn fold_hash(word: &str) -> u32 {
    if word.is_ascii() {
        word.bytes().fold(SEED, |h, b| step(h, b.to_ascii_lowercase()))
    } else {
        word.chars().flat_map(char::to_lowercase).fold(SEED, |h, c| {
            let mut buffer = [0; 4];
            let folded = if c == '’' { "'" } else { c.encode_utf8(&mut buffer) };
            folded.bytes().fold(h, step)
        })
    }
}

const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Cuts `text[from..to]` into tokens.
pub(super) fn tokenise(text: &str, from: usize, to: usize, out: &mut Vec<Token>) {
    let mut at = from;
    let mut spaced = true;
    let slice = &text[..to];
    while let Some(c) = slice[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let after_s =
            !spaced && out.last().is_some_and(|t| t.is_word() && t.span.cut(text).ends_with(['s', 'S']));
        let end = at + token_length(&slice[at..], c, spaced, after_s);
        let shape = shape_of(&slice[at..end], c, spaced);
        out.push(Token { span: Span::of(at..end), hash: fold_hash(&slice[at..end]), shape, spaced });
        at = end;
        spaced = false;
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_mark(c: char) -> bool {
    // Combining marks and joiners belong to the letter before them.
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}')
}

fn token_length(rest: &str, first: char, spaced: bool, after_s: bool) -> usize {
    if is_apostrophe(first) && !spaced {
        let mut next = rest[first.len_utf8()..].chars();
        if matches!(next.next(), Some('s' | 'S')) && !next.next().is_some_and(char::is_alphanumeric) {
            return first.len_utf8() + 1;
        }
        let _ = after_s;
        return first.len_utf8();
    }
    if !first.is_alphanumeric() {
        return first.len_utf8()
            + rest[first.len_utf8()..]
                .chars()
                .take_while(|&c| is_mark(c))
                .map(char::len_utf8)
                .sum::<usize>();
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut previous = first;
    let mut single_letters = first.is_alphabetic();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let belongs = if c.is_alphanumeric() || is_mark(c) {
            true
        } else if matches!(c, '.' | ',') && previous.is_ascii_digit() {
            next.is_some_and(|n| n.is_ascii_digit()) && (c == '.' || groups(&rest[i + 1..]))
        } else if c == '.' && previous.is_alphabetic() && single_letters {
            // U.S. and p.m.: single letters, each with its full stop.
            let initials = rest[..i].chars().rev().take_while(|c| c.is_alphabetic()).count() == 1;
            let inside = end > 1 && rest[..i].contains('.');
            let goes_on = next.is_some_and(char::is_alphabetic)
                && !rest[i + 1..].chars().nth(1).is_some_and(|n| n.is_alphanumeric() || is_apostrophe(n));
            initials && (inside || goes_on)
        } else if is_apostrophe(c) {
            let tail = &rest[i + c.len_utf8()..];
            let possessive =
                tail.starts_with(['s', 'S']) && !tail[1..].chars().next().is_some_and(char::is_alphanumeric);
            next.is_some_and(char::is_alphabetic) && previous.is_alphabetic() && !possessive
        } else {
            false
        };
        if !belongs {
            break;
        }
        if c == '.' && !previous.is_alphabetic() {
            single_letters = false;
        }
        end = i + c.len_utf8();
        previous = c;
    }
    end
}

/// Whether three digits, and not four, follow a comma.
fn groups(after: &str) -> bool {
    after.bytes().take_while(u8::is_ascii_digit).count() == 3
}

fn shape_of(token: &str, first: char, spaced: bool) -> Shape {
    if !first.is_alphanumeric() {
        let possessive = is_apostrophe(first) && !spaced;
        return if possessive { Shape::Possessive } else { Shape::Mark };
    }
    let (mut digits, mut letters, mut capitals, mut lower) = (false, false, 0, false);
    for c in token.chars() {
        match c {
            c if c.is_numeric() => digits = true,
            c if c.is_uppercase() => (letters, capitals) = (true, capitals + 1),
            c if c.is_alphabetic() => (letters, lower) = (true, true),
            _ => {}
        }
    }
    match (digits, letters) {
        (true, false) => Shape::Digits,
        (true, true) => Shape::Alnum,
        _ if capitals == 0 => Shape::Lower,
        _ if !lower && capitals > 1 => Shape::Upper,
        _ if first.is_uppercase() && (capitals == 1 || token.contains(['\'', '’'])) => Shape::Capital,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokenise(text, 0, text.len(), &mut out);
        out.iter().map(|t| t.span.cut(text)).collect()
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
    }
}
