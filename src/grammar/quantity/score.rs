//! Results: "6-4, 7-5", "a 52-48 vote", "a 3-2 win", "214 votes to 120".

use super::words::{SCORE, TO};
use super::{Quantity, QuantityKind, Reader};
use crate::grammar::Mark;
use crate::interval::Interval;
use crate::text::Shape;

/// How far from a result a word of winning may stand.
const REACH: u32 = 4;

impl Reader<'_> {
    /// A result whose first side is at a token.
    pub(super) fn score(&self, at: u32) -> Option<Mark<Quantity>> {
        let first = self.plain_digits(at)?;
        let dash = matches!(self.text(at + 1), "-" | "–" | "‑");
        let close = |t: u32| self.token(t).is_some_and(|t| !t.spaced);
        // "214 votes to 120".
        let named = self.is(at + 1, SCORE) && self.is(at + 2, TO);
        if !((dash && close(at + 1) && close(at + 2)) || self.is(at + 1, TO) || named) {
            return None;
        }
        let other = at + if named { 3 } else { 2 };
        let second = self.plain_digits(other)?;
        let mut end = other + 1;
        // A record of wins, losses and draws: "10-5-3".
        while dash
            && close(end)
            && close(end + 1)
            && self.text(end) == self.text(at + 1)
            && self.plain_digits(end + 1).is_some()
        {
            end += 2;
        }
        let near = (at.saturating_sub(REACH).max(self.tokens.start)..at).any(|t| self.is(t, SCORE))
            || (end..end + 2).any(|t| self.is(t, SCORE))
            || self.follows_score(at)
            || named;
        let falls = first >= second;
        // "10-12 people" and "5 to 4 percent" are none; "6-4" is one wherever it stands.
        let is_score = if dash { falls || near } else { falls && near };
        let unit_follows = self.words.percent.at(&self.tokens, self.joint(end)).is_some()
            || self.words.measure.at(&self.tokens, self.joint(end)).is_some()
            || self.words.money_before.before(&self.tokens, at, self.floor).is_some();
        if !is_score
            || unit_follows
            || (close(end) && self.token(end).is_some_and(|t| t.shape == Shape::Digits))
        {
            return None;
        }
        let span = self.span(at..end);
        let other = self.span(other..end).cut(&self.tokens.clean.text).into();
        let what = Quantity {
            amount: Interval::point(first),
            stated: first,
            kind: QuantityKind::Score,
            unit: other,
            approximate: false,
            core: span,
        };
        Some(Mark { what, span, tokens: at..end })
    }

    /// Whether another result stands before, as in "6-3, 4-6".
    fn follows_score(&self, at: u32) -> bool {
        at >= self.tokens.start + 4
            && matches!(self.text(at - 1), "," | ";")
            && self.plain_digits(at - 2).is_some()
            && matches!(self.text(at - 3), "-" | "–")
            && self.plain_digits(at - 4).is_some()
    }
}
