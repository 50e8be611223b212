//! Time expressions, as they are written: not yet resolved against a publication date.
//!
//! ```text
//! expression = clock | part | set | hedge length [shift] | shade point | range | reference ;
//! range      = day to day-number | day-number to day-first | day to day | month to month [year] | year "-" year | weekday to weekday ;
//! to         = "-" | "to" | "through" … | "and" after "between" ;
//! shade      = ("early" | "mid" | "late" | "sometime") ["-" | "in"] | ["the"] ("beginning" | "middle" | "end" …) "of"
//!            | ("earlier" | "later") ["in" | "on"] ;
//! point      = nth | next-but-one | ending | week-of | year-ago | weekday | today | dated | which unit ;
//! nth        = ["the"] (ordinal | "last") [weekday | "day" | "week" | "month"] ("of" | "in") (dated | which unit) ;
//! next-but-one = "the" unit ("after" "next" | "before" "last") ;
//! ending     = "the" ["fiscal"] ("quarter" | "week"), before ("ended" | "ending" …) dated ;
//! week-of    = ["the"] ("week" | "weekend") "of" dated | holiday ("week" | "weekend") [year] ;
//! dated      = [weekday ","] month day ["," year] | [weekday ","] ["the"] day ["of"] month [year] | yyyy "-" mm "-" dd
//!            | m "/" d "/" yyyy | [which] holiday [year] | [which] month ["," | "of"] [year] | year-part | decade | century | year ;
//! year-part  = ["the"] [year "'s"] [which] ["fiscal"] ((ordinal ("quarter" | "half")) | season | "Q3") [["of"] year] ;
//! year       = digits [era] | era digits | "'57" | spelled | which "year" | ("the year" | "fiscal") number | "FY2019" | "FY19" ;
//! weekday    = [which] name [["of"] which "week"] ;
//! which      = "this" | "last" | "next" | "the" ["past" | "next" | "previous" | "following" | "same" | "latest" …] | "that" ["same"] … ;
//! length     = ["the"] ["past" | "next" | "first" …] amount ["more"] unit {"and" amount unit} | ("a" | "another") unit ["and a half"]
//!            | amount "-" unit ["-" "long"] | plural-unit | h ":" mm ":" ss ;
//! shift      = "ago" | ("earlier" | "later") | ("before" | "after") [point] | "from" ("now" | point) ;
//! set        = "daily" … | ("bi" | "semi") "-" "weekly" … | "weekends" | "mornings" | ("every" | "each") ["other"] (unit | weekday | month | season | part) | weekday "nights" | plural-weekday | "per" unit ;
//! part       = "tonight" | ("this" | "last" | "that" …) day-part | point day-part | "the" day-part "of" point ;
//! clock      = (h [":" mm [":" ss]] ("a.m." | "p.m." | "o'clock" | "in the" day-part) | "noon" | "midnight") [zone] [","] ["on"] [point] ;
//! reference  = "now" | "currently" | "recently" | "soon" | "the" ["near"] "future" | "the past" … ;
//! ```
//!
//! The words are in `rules/words` (see [`TimeWords`]). The grammar is tried only around a word of time or a number that
//! may be a year or a clock time, so that prose without either costs one look-up a token.

mod base;
mod calendar;
mod class;
mod clock;
mod daypart;
mod decade;
mod expr;
mod length;
mod numeric;
mod range;
mod relative;
mod sets;
mod single;
mod vocabulary;
mod weeks;
mod words;
mod year;

use super::Mark;
use super::input::Tokens;
use super::number::{self, NumberWords};
use crate::text::Shape;
use base::Grammar;
pub use expr::{
    Amount, Anchor, Clock, Counted, DayPart, Expr, Grain, Length, Point, Reference, Season, Set, Shade,
    TimeExpr, Unit, Which, Year, YearPart,
};
pub use words::{Class, Feast, Tense, TimeWords};

/// How many tokens an expression may begin before the word that betrays it.
const REACH: u32 = 9;
/// The same before a number.
const NUMBER_REACH: u32 = 5;

/// Every time expression of a text, in order, none overlapping another. Time is linear in the number of tokens.
///
/// ```
/// use dateline::corpus::{Article, Piece, Role};
/// use dateline::grammar::{input::Tokens, lexicon::Lexicon, number::NumberWords, time};
/// use dateline::{span::Span, text::{Abbreviations, CleanText}};
/// let text = "The bridge opened on May 3, 2011, two years late.";
/// # let article = Article { path: "a".into(), id: None, line: None, raw: text.into(), title_from: None, title: None,
/// #     outlet: None, story: None, clues: vec![],
/// #     prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(Span::of(0..text.len()))], ..Article::default() };
/// let mut lexicon = Lexicon::default();
/// let (words, numbers) = (time::TimeWords::load(&mut lexicon)?, NumberWords::load(&mut lexicon)?);
/// let clean = CleanText::new(&article, &Abbreviations::default());
/// let ids = lexicon.read(&clean);
/// let all = Tokens { clean: &clean, words: &ids, start: 0, end: ids.len() as u32 };
/// let found: Vec<&str> = time::find(&words, &numbers, all).iter().map(|m| m.span.cut(&clean.text)).collect();
/// assert_eq!(found, ["May 3, 2011", "two years"]);
/// # Ok::<(), dateline::error::Error>(())
/// ```
pub fn find(words: &TimeWords, numbers: &NumberWords, tokens: Tokens) -> Vec<Mark<TimeExpr>> {
    let grammar = Grammar { words, numbers };
    let mut found = Vec::new();
    let first = tokens.clean.sentences.partition_point(|s| s.tokens.end <= tokens.start);
    for sentence in tokens.clean.sentences.get(first..).unwrap_or_default() {
        if sentence.tokens.start >= tokens.end {
            break;
        }
        let end = sentence.tokens.end.min(tokens.end);
        let mut free = sentence.tokens.start.max(tokens.start);
        let mut at = free;
        while at < end {
            if grammar.triggers(tokens, at, end)
                && let Some((start, rest, what)) = grammar.around(Tokens { end, ..tokens }, free, at)
            {
                (free, at) = (rest, rest);
                grammar.push(tokens, start..rest, what, &mut found);
            } else {
                at += 1;
            }
        }
    }
    found
}

impl Grammar<'_> {
    /// Whether an expression may stand around a token.
    fn triggers(self, tokens: Tokens, at: u32, end: u32) -> bool {
        let (Some(&word), Some(token)) =
            (tokens.words.get(at as usize), tokens.clean.tokens.get(at as usize))
        else {
            return false;
        };
        if self.words.flags(word) & words::TRIGGER != 0 {
            return true;
        }
        match token.shape {
            Shape::Digits => {
                let length = token.span.len();
                // A year, or "13.5.2015".
                if length == 4 || (8..=10).contains(&length) {
                    return true;
                }
                let next = tokens.clean.tokens.get(at as usize + 1).filter(|_| at + 1 < end);
                length <= 2
                    && next.is_some_and(|n| {
                        matches!(n.shape, Shape::Mark | Shape::Possessive) && !n.spaced
                            || tokens.words.get(at as usize + 1).is_some_and(|&w| {
                                self.words.is(w, Class::Am)
                                    || self.words.is(w, Class::Pm)
                                    || self.words.is(w, Class::Bc)
                                    || self.words.is(w, Class::In)
                            })
                    })
                    || length == 3
                        && next.is_some_and(|_| {
                            tokens.words.get(at as usize + 1).is_some_and(|&w| self.words.is(w, Class::Bc))
                        })
            }
            Shape::Alnum => token.span.len() <= 6,
            _ => false,
        }
    }

    /// The longest run-up to a trigger from which an expression is read that covers it.
    fn around(self, tokens: Tokens, free: u32, at: u32) -> Option<(u32, u32, TimeExpr)> {
        let word = self.trigger_word(tokens, at);
        let (reach, mut start) = (if word { REACH } else { NUMBER_REACH }, at);
        while start > free && at - start < reach && self.leads(tokens, start - 1, word) {
            start -= 1;
        }
        for start in start..=at {
            if start < at && !self.may_start(tokens, start) {
                continue;
            }
            if let Ok((rest, what)) = self.expression(Tokens { start, ..tokens })
                && rest.start > at
            {
                return Some((start, rest.start, what));
            }
        }
        None
    }

    /// Whether a token is a word of time, not a number that may be one.
    fn trigger_word(self, tokens: Tokens, at: u32) -> bool {
        tokens.words.get(at as usize).is_some_and(|&w| self.words.flags(w) & words::TRIGGER != 0)
    }

    /// Whether an expression may begin with a token: not with "of", a comma or a hyphen.
    fn may_start(self, tokens: Tokens, at: u32) -> bool {
        const INSIDE: u128 = class::bits(&[
            Class::Of,
            Class::And,
            Class::To,
            Class::Or,
            Class::Than,
            Class::Between,
            Class::In,
            Class::On,
        ]);
        let (Some(&word), Some(token)) =
            (tokens.words.get(at as usize), tokens.clean.tokens.get(at as usize))
        else {
            return false;
        };
        let classes = self.words.classes(word);
        match token.shape {
            Shape::Possessive => false,
            Shape::Mark => matches!(token.span.cut(&tokens.clean.text), "'" | "’" | "‘" | "`" | "½"),
            _ => classes & INSIDE == 0,
        }
    }

    /// Whether a token may stand in an expression before the word that betrays it; numbers only before a `word`.
    fn leads(self, tokens: Tokens, at: u32, before_word: bool) -> bool {
        let (Some(&word), Some(token)) =
            (tokens.words.get(at as usize), tokens.clean.tokens.get(at as usize))
        else {
            return false;
        };
        if self.words.flags(word) & words::LEAD != 0 {
            return true;
        }
        match token.shape {
            // A word that nobody asked for is no number.
            Shape::Lower | Shape::Capital | Shape::Upper | Shape::Mixed
                if word == super::lexicon::WordId::UNKNOWN =>
            {
                false
            }
            Shape::Digits | Shape::Alnum | Shape::Possessive => before_word,
            Shape::Mark if !before_word => {
                matches!(token.span.cut(&tokens.clean.text), "'" | "’" | "‘" | "`" | "-")
            }
            Shape::Mark => matches!(
                token.span.cut(&tokens.clean.text),
                "-" | "–" | "'" | "’" | "‘" | "/" | "." | "," | "½" | "`"
            ),
            Shape::Mixed => false,
            _ => {
                let here = Tokens { start: at, end: at + 1, ..tokens };
                number::cardinal(self.numbers)(here).is_ok()
                    || number::ordinal(self.numbers)(here).is_ok()
                    || number::vague(self.numbers)(here).is_ok()
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
