//! What looks like a quantity and is none: phone numbers, addresses, flights, versions, years, pronouns.

use super::Reader;
use super::part::Part;
use super::words::{
    AND, BEFORE_YEAR, CAPITAL_LABEL, CLOCK, COUNTING, LABEL, NO_PLURAL, NOT_AFTER_ONE, NOT_BEFORE_ONE, OR,
    PLURAL, STREET, TO,
};
use crate::grammar::number::Form;
use crate::text::Shape;
use rust_decimal::Decimal;

/// How many words may stand between a house number and the word for its street.
const STREET_WORDS: u32 = 4;

impl Reader<'_> {
    /// One past the last token of a number that is no quantity whatever follows it.
    pub(super) fn refused(&self, at: u32) -> Option<u32> {
        let token = self.token(at)?;
        let in_digits = matches!(token.shape, Shape::Digits | Shape::Alnum);
        if token.shape == Shape::Alnum && self.words.is_no_number(self.text(at)) {
            return Some(at + 1);
        }
        let labelled = self.labelled(at);
        if !in_digits {
            return labelled;
        }
        let chained = self.chained(at).max(labelled);
        chained.or_else(|| self.glued_to_word(at)).or_else(|| self.listed(at)).or_else(|| self.clock(at))
    }

    fn close(&self, at: u32) -> bool {
        self.token(at).is_some_and(|t| !t.spaced)
    }

    fn digits(&self, at: u32) -> bool {
        self.token(at).is_some_and(|t| t.shape == Shape::Digits)
    }

    /// "Flight 370", "Articles 5 and 6", "No. 10", "#5", "Boeing 737"
    fn labelled(&self, at: u32) -> Option<u32> {
        let mut before = self.before(at)?;
        let digits = matches!(self.token(at)?.shape, Shape::Digits | Shape::Alnum);
        if self.text(before) == "#" || self.text(before) == "№" {
            return Some(at + 1);
        }
        if self.text(before) == "." && self.close(before) {
            before = self.before(before)?;
        }
        let label = self.token(before)?;
        let capital = label.is_capital() && self.is(before, CAPITAL_LABEL) && !self.headline;
        let is_label = capital || (self.is(before, LABEL) && (digits || label.is_capital()));
        // "who number 31" says how many there are.
        let counted = self.before(before).is_some_and(|b| self.is(b, COUNTING)) && !label.is_capital();
        // "no one" and "a class of 30" are no labels.
        if !is_label
            || counted
            || !(digits || capital)
            || self.token(at).is_some_and(|t| !t.spaced && self.text(before) != ".")
        {
            return None;
        }
        let mut end = at + 1;
        while self.digits(end + 1)
            && (self.is(end, AND | OR | TO) || matches!(self.text(end), "-" | "–" | "," | "/"))
        {
            end += 2;
        }
        Some(end)
    }

    /// "COVID-19", "F-16", "G-7": close behind a hyphen that is close behind a word.
    fn glued_to_word(&self, at: u32) -> Option<u32> {
        let hyphen = self
            .before(at)
            .filter(|&h| h >= self.floor && matches!(self.text(h), "-" | "‐" | "‑" | "_" | "@"))?;
        let word = self.before(hyphen)?;
        let token = self.token(word)?;
        let joined = self.close(at) && self.close(hyphen);
        (joined
            && (token.is_word() || token.shape == Shape::Alnum)
            && !self.numbers.may_start(self.word(word)))
        .then_some(at + 1)
    }

    /// Digits held together by marks: "555-1234", "3:16", "5/17/2018", "020 7946 0958", "(212) 555-0100".
    fn chained(&self, at: u32) -> Option<u32> {
        let text = self.text(at);
        let plus = self.before(at).is_some_and(|b| self.text(b) == "+" && self.close(at));
        let zero = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
        let bracketed = self.before(at).is_some_and(|b| self.text(b) == "(")
            && self.text(at + 1) == ")"
            && self.digits(at + 2);
        let mut end = at + 1;
        let mut longest = text.len();
        let mut dashes = 0;
        let mut other = false;
        while self.close(end)
            && self.close(end + 1)
            && matches!(self.token(end + 1)?.shape, Shape::Digits | Shape::Alnum)
        {
            match self.text(end) {
                "-" | "–" | "‑" => dashes += 1,
                "/" | ":" | "_" | "." => other = true,
                _ => break,
            }
            longest = longest.max(self.text(end + 1).len());
            end += 2;
        }
        // A fraction is read as one before it comes here only if the number grammar knows it.
        let fraction = end == at + 3 && self.text(at + 1) == "/" && self.is_fraction(at);
        let last = self.text(end - 1);
        let phone = dashes > 0 && (longest > 3 && text.len() <= 3 || (dashes > 1 && longest > 2));
        let years = dashes == 1 && text.len() == 4 && is_year(text) && matches!(last.len(), 2 | 4);
        if (other && !fraction) || phone || years {
            return Some(end);
        }
        // "7 1/4" runs on into its fraction.
        let runs_on =
            self.digits(end) && self.token(end).is_some_and(|t| t.spaced) && self.text(end + 1) != "/";
        if plus || zero || bracketed {
            while self.digits(end) || (matches!(self.text(end), "-" | ")" | "–") && self.digits(end + 1)) {
                end += 1;
            }
            return (zero || bracketed || (plus && end > at + 1)).then_some(end);
        }
        if runs_on && dashes == 0 {
            // Three digits behind make a number in groups; anything else is a table or a phone number.
            let mut groups = end;
            while self.digits(groups) && self.token(groups).is_some_and(|t| t.spaced) {
                groups += 1;
            }
            let three = |t: u32| self.text(t).split('.').next().is_some_and(|g| g.len() == 3);
            let grouped = text.len() <= 3 && (end..groups).all(three);
            return (!grouped && groups > end + 1).then_some(groups);
        }
        None
    }

    fn is_fraction(&self, at: u32) -> bool {
        crate::grammar::number::fraction(self.numbers)(self.from(at)).is_ok()
    }

    /// "1. Wash the rice", "(2)": a number that begins a sentence as a mark.
    fn listed(&self, at: u32) -> Option<u32> {
        let opened = self.before(at).is_some_and(|b| matches!(self.text(b), "(" | "["));
        let start = if opened { at - 1 } else { at };
        let closed = matches!(self.text(at + 1), ")" | "]");
        let mark = self.digits(at) && self.close(at + 1) && (closed || (self.text(at + 1) == "." && !opened));
        let followed = self.token(at + 2).is_some();
        ((mark && start == self.tokens.start && (followed || closed))
            || (opened && closed && self.text(at).len() < 3))
            .then_some(at + 1)
    }

    fn clock(&self, at: u32) -> Option<u32> {
        self.is(at + 1, CLOCK).then_some(at + 2)
    }

    /// Whether a number without a unit is none, in its surroundings.
    pub(super) fn is_bare_refused(&self, part: &Part, hedged: bool) -> bool {
        let (at, end) = (part.core.start, part.core.end);
        let Some(token) = self.token(at) else { return true };
        let single = end == at + 1;
        if single && token.is_word() && part.number.value == Decimal::ONE && part.number.form == Form::Words {
            return !hedged && self.is_pronoun(at);
        }
        if single && part.number.form == Form::Digits && self.is_bare_year(at, hedged) {
            return true;
        }
        if self.is_address(end) {
            return true;
        }
        if self.headline || hedged {
            return false;
        }
        let before = self.before(at).and_then(|b| self.token(b)).filter(|_| token.spaced);
        let named = before.is_some_and(|t| t.shape == Shape::Mixed && t.span.len() > 1);
        let next = self.token(end);
        if token.shape == Shape::Digits && single {
            // "Arsenal 2", "Apollo 11": a capitalised word, the number, and nothing that is counted.
            let capital = before.is_some_and(|t| t.is_capital() && t.span.len() > 1)
                && self.before(at).is_some_and(|b| b > self.tokens.start);
            return named || (capital && next.is_none_or(|t| t.shape != Shape::Lower));
        }
        // "Seven Network", "the Big Ten"
        let inside = at > self.tokens.start && matches!(token.shape, Shape::Capital | Shape::Upper);
        inside && single && (before.is_some_and(|t| t.is_capital()) || next.is_some_and(|t| t.is_capital()))
    }

    /// "one" that is nobody in particular: "one of", "no one", "the one who".
    fn is_pronoun(&self, at: u32) -> bool {
        let after = self.before(at).is_some_and(|b| self.is(b, NOT_BEFORE_ONE));
        // "one-man" counts; "one," and "one's" do not.
        let before = self.is(at + 1, NOT_AFTER_ONE)
            || self.token(at + 1).is_none_or(|t| !t.is_word() && (t.spaced || self.text(at + 1) != "-"));
        after || before
    }

    /// A number of four digits that is not said to count anything.
    fn is_bare_year(&self, at: u32, hedged: bool) -> bool {
        if !is_year(self.text(at)) || hedged {
            return false;
        }
        let next = self.token(at + 1).filter(|t| t.shape == Shape::Lower);
        let counted = next.is_some_and(|_| {
            self.is(at + 1, PLURAL) || (self.text(at + 1).ends_with('s') && !self.is(at + 1, NO_PLURAL))
        });
        !counted || self.before(at).is_some_and(|b| self.is(b, BEFORE_YEAR))
    }

    /// "10 Downing Street": capitalised words and then a word for a street.
    fn is_address(&self, end: u32) -> bool {
        (end..end + STREET_WORDS)
            .take_while(|&t| self.token(t).is_some_and(|t| t.is_capital() || t.shape == Shape::Alnum))
            .any(|t| self.is(t, STREET) && self.token(t).is_some_and(|t| t.is_capital()))
    }

    /// "29th Terrace", "Second Avenue", "First Minister"
    pub(super) fn is_ordinal_name(&self, at: u32, end: u32) -> bool {
        let capital_next = self.token(end).is_some_and(|t| t.is_capital());
        if capital_next && self.is(end, STREET) {
            return true;
        }
        let spelled = self.token(at).is_some_and(|t| t.shape == Shape::Capital);
        spelled && capital_next && !self.headline && at > self.tokens.start
    }
}

/// Four digits that are a year sooner than a count.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|n| (1500..2100).contains(&n))
}
