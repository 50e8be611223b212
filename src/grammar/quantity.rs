//! Quantities: numbers with their hedges, bounds and units.
//!
//! ```text
//! quantity = { before } ( "between" part "and" part | ["from"] part [ ("to" | "-" | "or") part ] ) [after] ;
//! part     = [currency] [sign] number [ unit ] ;
//! number   = vague | fraction | cardinal ;                                  see [`super::number`]
//! unit     = percent | point | currency | measure [number measure] ;        "six feet two inches"
//! age      = number ["-"] "year" ["-"] "old" | "aged" number [to number] | Name "," number "," | "in his" ["early"] "50s" ;
//! score    = digits "-" digits {"-" digits} ;                               the higher first, or near a word of winning
//! before   = "at least" | "about" | … ;   after = "or more" | … ;          rules/words/hedges.toml
//! ```
//!
//! A parse starts only at a digit or at a word of the number vocabulary; hedges and currency symbols are looked for
//! backwards from there.

mod age;
mod bounds;
mod part;
mod phrases;
mod range;
mod refuse;
mod rounding;
mod score;
mod words;

use super::Mark;
use super::input::Tokens;
use super::lexicon::WordId;
use super::number::{Number, NumberWords, ordinal};
use crate::interval::Interval;
use crate::span::{Clean, Span};
use crate::text::{Shape, Token};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::ops::Range;

pub use words::QuantityWords;

/// A number that the prose states, as the exact interval of what it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// What it may be: "31" is [31, 31], "at least 12" is [12, ∞), "about 20" is [18, 22], "more than 30" is (30, ∞).
    pub amount: Interval<Decimal>,
    /// The number as it is written, without hedge or bound: 20 for "about 20", the first of a range.
    pub stated: Decimal,
    /// What sort of number it is.
    pub kind: QuantityKind,
    /// The unit in lower case, singular: for money the currency's ISO 4217 code, or its name where that leaves open which
    /// it is ("peso"); for an age "year", "month" …; for a score the other sides ("4" for "6-4"); else empty.
    pub unit: Box<str>,
    /// Whether it is a rounding or an estimate ("about", "some", "nearly") rather than a count.
    pub approximate: bool,
    /// The words of the number alone, without hedge and unit: what a finding labels.
    pub core: Span<Clean>,
}

/// What sort of number a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityKind {
    /// A count or a bare number.
    Cardinal,
    /// A place in an order: "32nd", "third".
    Ordinal,
    /// "two-thirds", "half".
    Fraction,
    /// Per cent, or percentage points (unit `point`).
    Percent,
    /// An amount of money; the unit is the ISO 4217 code.
    Money,
    /// A measure with a physical unit.
    Measure,
    /// The age of somebody or something; the unit is "year" unless it says otherwise.
    Age,
    /// A result between two sides: "6-4", "a 52-48 vote"; the amount is the first side.
    Score,
}

/// What a unit measures. Values of one dimension can be compared, see [`QuantityWords::standard`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Dimension {
    Length,
    Area,
    Volume,
    Mass,
    Speed,
    Temperature,
    Angle,
    Energy,
    Power,
    Pressure,
    Frequency,
    Voltage,
    Current,
    Data,
    Sound,
    Share,
}

/// All that is read while quantities are looked for.
#[derive(Clone, Copy)]
struct Reader<'a> {
    words: &'a QuantityWords,
    numbers: &'a NumberWords,
    /// The tokens of the sentence, up to the next time expression.
    tokens: Tokens<'a>,
    /// The first token that a quantity may reach back to.
    floor: u32,
    /// Whether words are capitalised for being in a headline.
    headline: bool,
}

impl<'a> Reader<'a> {
    fn token(&self, at: u32) -> Option<Token> {
        self.tokens.clean.tokens.get(at as usize).copied().filter(|_| at < self.tokens.end)
    }

    fn text(&self, at: u32) -> &'a str {
        if at < self.tokens.end { self.tokens.clean.token(at) } else { "" }
    }

    fn word(&self, at: u32) -> WordId {
        if at < self.tokens.end { self.tokens.words[at as usize] } else { WordId::UNKNOWN }
    }

    fn is(&self, at: u32, flag: u32) -> bool {
        self.words.is(self.word(at), flag)
    }

    /// The token before one, in the same sentence or not before `floor`.
    fn before(&self, at: u32) -> Option<u32> {
        at.checked_sub(1).filter(|&b| b >= self.tokens.start)
    }

    /// The input that begins at a token.
    fn from(&self, at: u32) -> Tokens<'a> {
        Tokens { start: at.min(self.tokens.end), ..self.tokens }
    }

    /// Past a hyphen that joins two words.
    fn joint(&self, at: u32) -> u32 {
        if phrases::joins(&self.tokens, at) { at + 1 } else { at }
    }

    fn span(&self, tokens: Range<u32>) -> Span<Clean> {
        self.tokens.clean.span_of(&tokens)
    }

    /// Whether a number may begin at a token.
    fn triggers(&self, at: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        match token.shape {
            Shape::Digits | Shape::Alnum => true,
            Shape::Mark | Shape::Possessive => {
                token.spaced
                    && self.text(at) == "."
                    && self.token(at + 1).is_some_and(|t| !t.spaced && t.shape == Shape::Digits)
            }
            _ => {
                let word = self.word(at);
                word != WordId::UNKNOWN
                    && (self.numbers.may_start(word)
                        || self.is(at, words::AGED)
                        || (self.numbers.is_article(word)
                            && self.numbers.may_start(self.word(self.joint(at + 1)))))
            }
        }
    }
}

/// Whether a token alone lets a number begin: asked of every token, so that most are passed over at once.
#[inline]
fn may_trigger(numbers: &NumberWords, words: &QuantityWords, tokens: &Tokens, at: u32) -> bool {
    let word = tokens.words[at as usize];
    match tokens.clean.tokens[at as usize].shape {
        Shape::Digits | Shape::Alnum => true,
        _ if word == WordId::UNKNOWN => false,
        Shape::Mark | Shape::Possessive => tokens.clean.tokens[at as usize].spaced,
        _ => numbers.may_start(word) || numbers.is_article(word) || words.is(word, words::AGED),
    }
}

/// What stands at a token.
enum Found {
    /// A quantity, and one past its last token.
    Mark(Mark<Quantity>),
    /// A number that is no quantity, up to a token.
    Skip(u32),
}

/// The quantities of an article, in the order of the text, none overlapping another. Numbers in `times` are left out,
/// but for ages. Sentences are the article's; `tokens` says which part of it to read.
pub fn quantities<T>(
    words: &QuantityWords,
    numbers: &NumberWords,
    tokens: Tokens,
    times: &[Mark<T>],
) -> Vec<Mark<Quantity>> {
    let mut found: Vec<Mark<Quantity>> = Vec::new();
    let mut times = times.iter().map(|t| t.tokens.clone()).peekable();
    for sentence in &tokens.clean.sentences {
        let (start, end) = (sentence.tokens.start.max(tokens.start), sentence.tokens.end.min(tokens.end));
        let headline = tokens.clean.blocks.get(sentence.block as usize).is_some_and(|b| b.role.is_headline());
        let mut floor = start;
        let mut at = start;
        while at < end {
            if !may_trigger(numbers, words, &tokens, at) {
                at += 1;
                continue;
            }
            while times.peek().is_some_and(|t| t.end <= at) {
                floor = floor.max(times.next().map_or(floor, |t| t.end));
            }
            let time = times.peek().filter(|t| t.start < end);
            let in_time = time.filter(|t| t.start <= at);
            let whole = Reader { words, numbers, tokens: Tokens { start, end, ..tokens }, floor, headline };
            if !whole.triggers(at) {
                at += 1;
                continue;
            }
            let limit = if in_time.is_some() { end } else { time.map_or(end, |t| t.start) };
            let reader = Reader { tokens: Tokens { end: limit, ..whole.tokens }, ..whole };
            let outcome = match whole.age(at) {
                Some(age) => Some(Found::Mark(age)),
                None if in_time.is_some() => None,
                None => reader.quantity(at),
            };
            at = match outcome {
                Some(Found::Mark(mark)) => {
                    floor = mark.tokens.end.max(at + 1);
                    found.push(mark);
                    floor
                }
                Some(Found::Skip(to)) => to.max(at + 1),
                None => at + 1,
            };
        }
    }
    found
}

impl Reader<'_> {
    /// A quantity whose number begins at a token.
    fn quantity(&self, at: u32) -> Option<Found> {
        if let Some(to) = self.refused(at) {
            return Some(Found::Skip(to));
        }
        if let Some(score) = self.score(at) {
            return Some(Found::Mark(score));
        }
        let part = self.part(at);
        let taken = part.as_ref().map_or(at, |p| p.core.end);
        if let Some(mark) = self.ordinal(at, taken) {
            return Some(mark);
        }
        let part = part?;
        if let Some(ratio) = self.ratio(&part) {
            return Some(Found::Mark(ratio));
        }
        let range = self.range(part);
        Some(self.bounded(range))
    }

    /// An ordinal that is longer than the cardinal that ends at `taken`.
    fn ordinal(&self, at: u32, taken: u32) -> Option<Found> {
        let (rest, number) = ordinal(self.numbers)(self.from(at)).ok()?;
        (rest.start > taken).then_some(())?;
        if self.is_ordinal_name(at, rest.start) {
            return Some(Found::Skip(rest.start));
        }
        let (amount, tokens) = match self.last_ordinal(at, rest.start, &number) {
            Some((last, tokens)) => (Interval::closed(number.value, last), tokens),
            None => (number.amount, at..rest.start),
        };
        let what = Quantity {
            amount,
            stated: number.value,
            kind: QuantityKind::Ordinal,
            unit: "".into(),
            approximate: false,
            core: self.span(at..tokens.end),
        };
        Some(Found::Mark(Mark { what, span: self.span(tokens.clone()), tokens }))
    }

    /// The second of "between the tenth and the fifteenth", with the tokens of all.
    fn last_ordinal(&self, at: u32, end: u32, first: &Number) -> Option<(Decimal, Range<u32>)> {
        let article = |at: u32| u32::from(self.is(at, words::DEFINITE));
        let before = self.before(at)?;
        let start = before.saturating_sub(article(before));
        (self.is(start, words::BETWEEN) && start >= self.floor && self.is(end, words::AND)).then_some(())?;
        let from = end + 1 + article(end + 1);
        let (rest, last) = ordinal(self.numbers)(self.from(from)).ok()?;
        (first.value < last.value).then_some((last.value, start..rest.start))
    }
}

#[cfg(test)]
mod tests;
