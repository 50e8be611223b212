//! Numbers in words, or in digits with words behind them, read by one machine for cardinals and ordinals.

use super::words::{Glue, Meaning, NumberWords};
use super::{Form, Number, Read, digits, joint};
use crate::grammar::input::{Item, Tokens};
use crate::interval::{Bound, Interval};
use crate::text::Shape;
use rust_decimal::Decimal;

/// What may come next in a group below a thousand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// Anything.
    Start,
    /// After digits: a multiplier.
    Digits,
    /// After "twenty": a unit or a multiplier.
    Ten,
    /// After "seven" or "seventeen": a multiplier.
    Unit,
    /// After "hundred": what is below a hundred, or a multiplier.
    Hundred,
    /// After "thousand": a smaller group.
    Multiplied,
}

/// The longest readings from the first token on.
#[derive(Clone, Copy, Default)]
struct Readings {
    cardinal: Option<(Decimal, u32)>,
    ordinal: Option<(Decimal, u32)>,
}

struct Machine<'w, 'a> {
    words: &'w NumberWords,
    input: Tokens<'a>,
    at: u32,
    total: Decimal,
    /// The multiplier that the next one must be below.
    last: u64,
    group: Decimal,
    slot: Slot,
    best: Readings,
    /// The readings before the last group was begun, should its multiplier show that it is another number.
    before: Readings,
    after_and: bool,
    /// Whether it began with digits.
    in_digits: bool,
}

/// The words that may be bare: "hundred", "thousand" … but not "mn", which is also a state.
const SHORTEST_BARE: usize = 7;

pub(super) fn cardinal(words: &NumberWords, input: Tokens) -> Read {
    let first = input.get(0)?;
    if first.token.shape == Shape::Alnum {
        let (value, letters) = digits::split(first.text())?;
        let multiplier = words.suffix(letters)?;
        let value = value.checked_mul(multiplier)?;
        return Some((Number { multiplier, ..Number::exact(value, Form::Mixed) }, 1));
    }
    let meaning = words.get(first.word);
    if let Some(read) = pair(words, &input, first, meaning) {
        return Some(read);
    }
    if let Some(lot) = meaning.lot.filter(|_| meaning.plural.is_none()) {
        return Some((Number::exact(lot.into(), Form::Words), 1));
    }
    let in_digits = first.token.shape == Shape::Digits || first.text() == ".";
    let (value, taken) = read(words, input).cardinal?;
    let plain = if in_digits { digits::read(input)?.1 } else { 0 };
    let form = match (in_digits, taken == plain) {
        (true, true) => Form::Digits,
        (true, false) => Form::Mixed,
        (false, _) => Form::Words,
    };
    if let Some((value, taken)) = pointed(words, &input, value, taken) {
        return Some((Number::exact(value, form), taken));
    }
    let at = joint(&input, taken);
    let lot = input.get(at).and_then(|i| words.get(i.word).lot);
    if let Some(value) = lot.and_then(|l| value.checked_mul(l.into())) {
        let form = if in_digits { Form::Mixed } else { Form::Words };
        return Some((Number::exact(value, form), at + 1));
    }
    // "two million" is one group and one multiplier, its last word.
    let at = taken.saturating_sub(1);
    let last = input.get(at).and_then(|i| words.get(i.word).multiplier).filter(|_| at > 0).unwrap_or(1);
    let multiplier = Decimal::from(last);
    Some((Number { multiplier, ..Number::exact(value, form) }, taken))
}

/// Decimals that are spoken: "five point five", "point seven one", "point seventy-one"; and a multiplier behind them.
fn pointed(words: &NumberWords, input: &Tokens, value: Decimal, taken: u32) -> Option<(Decimal, u32)> {
    let point = words.get(input.get(taken)?.word).glue == Some(Glue::Point);
    (point && value.is_integer()).then_some(())?;
    let mut at = taken + 1;
    let first = words.get(input.get(at)?.word).cardinal?;
    let mut decimals = Decimal::ZERO;
    let mut scale = 0;
    if first < 10 {
        // More digits than these nobody speaks.
        while let Some(digit) =
            input.get(at).and_then(|i| words.get(i.word).cardinal).filter(|&d| d < 10 && scale < 12)
        {
            decimals = decimals.checked_mul(Decimal::TEN)?.checked_add(digit.into())?;
            (scale, at) = (scale + 1, at + 1);
        }
    } else {
        let rest = Tokens { start: input.start.saturating_add(at), ..*input };
        let (two, length) = read(words, rest).cardinal.filter(|(n, _)| *n < Decimal::ONE_HUNDRED)?;
        (decimals, scale, at) = (two, 2, at + length);
    }
    decimals.set_scale(scale).ok()?;
    let value = value.checked_add(decimals)?;
    match input.get(at).and_then(|i| words.get(i.word).multiplier) {
        Some(by) => Some((value.checked_mul(by.into())?.normalize(), at + 1)),
        None => Some((value, at)),
    }
}

/// "a couple of": the pair with its "of", or before a word that is counted without one.
fn pair(words: &NumberWords, input: &Tokens, first: Item, meaning: &Meaning) -> Read {
    let article = meaning.glue == Some(Glue::Article) || first.text().eq_ignore_ascii_case("another");
    let pair = if article { words.get(input.get(1)?.word).pair? } else { return None };
    let next = input.get(2)?;
    let number = Number::exact(pair.into(), Form::Words);
    if words.get(next.word).glue == Some(Glue::Of) {
        return Some((number, 3));
    }
    (words.get(next.word).multiplier.is_some() || words.counted(next.word)).then_some((number, 2))
}

pub(super) fn ordinal(words: &NumberWords, input: Tokens) -> Read {
    let first = input.get(0)?;
    if first.token.shape == Shape::Alnum {
        let (value, letters) = digits::split(first.text())?;
        return (value.is_integer() && words.is_ordinal_suffix(letters))
            .then(|| (Number::exact(value, Form::Words), 1));
    }
    let (value, taken) = read(words, input).ordinal?;
    Some((Number::exact(value, Form::Words), taken))
}

fn read(words: &NumberWords, input: Tokens) -> Readings {
    let mut machine = Machine {
        words,
        input,
        at: 0,
        total: Decimal::ZERO,
        last: u64::MAX,
        group: Decimal::ZERO,
        slot: Slot::Start,
        best: Readings::default(),
        before: Readings::default(),
        after_and: false,
        in_digits: false,
    };
    // Each step but the first few makes the multiplier smaller, so the number of steps is bounded.
    while machine.step().is_some() {}
    machine.best
}

impl Machine<'_, '_> {
    /// Takes one more word; nothing when it does not continue the number.
    fn step(&mut self) -> Option<()> {
        let mut at = joint(&self.input, self.at);
        let mut and = false;
        if matches!(self.slot, Slot::Hundred | Slot::Multiplied)
            && self.words.get(self.input.get(at)?.word).glue == Some(Glue::And)
        {
            and = true;
            at = joint(&self.input, at + 1);
        }
        let item = self.input.get(at)?;
        if self.slot == Slot::Start && (item.token.shape == Shape::Digits || item.text() == ".") {
            let (number, taken) = digits::read(self.input)?;
            self.group = number.value;
            self.slot = Slot::Digits;
            self.in_digits = true;
            return self.end(taken);
        }
        if self.in_digits && item.token.shape == Shape::Digits {
            self.more_digits(at, and, &item)?;
            return self.end(at + 1);
        }
        let meaning = *self.words.get(item.word);
        if meaning.glue == Some(Glue::Article) && self.slot == Slot::Start {
            let next = *self.words.get(self.input.get(joint(&self.input, 1))?.word);
            if let (Some(lot), None) = (next.lot, next.multiplier) {
                self.group = lot.into();
                self.slot = Slot::Digits;
                return self.end(joint(&self.input, 1) + 1);
            }
            next.multiplier?;
            self.group = Decimal::ONE;
            self.slot = Slot::Unit;
            self.at = 1;
            return Some(());
        }
        if let Some(n) = meaning.cardinal {
            self.add(n.into(), and)?;
            return self.end(at + 1);
        }
        if let Some(n) = meaning.multiplier {
            self.multiply(n, and, &item)?;
            return self.end(at + 1);
        }
        if let Some(n) = meaning.ordinal {
            if n < 100 && self.in_digits {
                return None; // "$280 million first notes"
            }
            if n < 100 {
                self.add(n, and)?;
            } else {
                self.multiply(n, and, &item)?;
            }
            self.best.ordinal = Some((self.total.checked_add(self.group)?, at + 1));
        }
        None
    }

    /// "3 hundred and 21", "4 thousand 3 hundred"
    fn more_digits(&mut self, at: u32, and: bool, item: &Item) -> Option<()> {
        let value = digits::plain(item.text())
            .filter(|v| v.is_integer() && *v < Decimal::ONE_HUNDRED && !v.is_zero())?;
        let next = self.input.get(at + 1).and_then(|i| self.words.get(i.word).multiplier);
        let fits = match self.slot {
            Slot::Hundred => and && next.is_none(),
            Slot::Multiplied => !and && next == Some(100),
            _ => false,
        };
        fits.then_some(())?;
        self.group = self.group.checked_add(value)?;
        self.slot = Slot::Digits;
        Some(())
    }

    /// The number may end here.
    fn end(&mut self, at: u32) -> Option<()> {
        self.at = at;
        self.best.cardinal = Some((self.total.checked_add(self.group)?, at));
        Some(())
    }

    fn add(&mut self, n: u64, and: bool) -> Option<()> {
        let fits = match self.slot {
            Slot::Start => true,
            Slot::Ten => (1..10).contains(&n),
            Slot::Hundred | Slot::Multiplied => n > 0,
            Slot::Digits | Slot::Unit => false,
        };
        if !fits {
            return None;
        }
        if matches!(self.slot, Slot::Hundred | Slot::Multiplied) {
            self.before = self.best;
            self.after_and = and;
        }
        self.group = self.group.checked_add(n.into())?;
        self.slot = if (20..100).contains(&n) { Slot::Ten } else { Slot::Unit };
        Some(())
    }

    fn multiply(&mut self, n: u64, and: bool, item: &Item) -> Option<()> {
        let short = item.text().len() < SHORTEST_BARE;
        if and || (short && n > 100 && item.token.shape != Shape::Lower && item.text().len() < 4) {
            return None;
        }
        match self.slot {
            Slot::Start if short => return None,
            Slot::Start => self.group = Decimal::ONE,
            // "three lakh crore", "two thousand million"
            Slot::Multiplied if n > self.last && self.before.cardinal.is_none() => {
                self.total = self.total.checked_mul(n.into())?;
                self.last = n;
                return Some(());
            }
            Slot::Multiplied => return None,
            _ => {}
        }
        if n == 100 {
            // "between one thousand and two hundred" is two numbers, "one thousand and two hundred" is one.
            let apart = self.after_and && (self.last != 1000 || self.after_between());
            if self.slot == Slot::Hundred || self.group >= Decimal::ONE_HUNDRED || apart {
                return self.revert();
            }
            self.group = self.group.checked_mul(Decimal::ONE_HUNDRED)?;
            self.slot = Slot::Hundred;
            return Some(());
        }
        if n >= self.last {
            return self.revert();
        }
        self.total = self.total.checked_add(self.group.checked_mul(n.into())?)?;
        self.group = Decimal::ZERO;
        self.last = n;
        self.slot = Slot::Multiplied;
        self.after_and = false;
        Some(())
    }

    fn after_between(&self) -> bool {
        let before = self.input.start.checked_sub(1).and_then(|b| self.input.words.get(b as usize));
        before.is_some_and(|&w| self.words.get(w).glue == Some(Glue::Between))
    }

    fn revert(&mut self) -> Option<()> {
        if self.before.cardinal.is_some() {
            self.best = self.before;
        }
        None
    }
}

/// "dozens", "hundreds of thousands", "several hundred", "a few dozen".
pub(super) fn vague(words: &NumberWords, input: Tokens) -> Read {
    let first = input.get(0)?;
    let meaning = words.get(first.word);
    if let Some(plural) = meaning.plural {
        let mut value = Decimal::from(plural).checked_mul(Decimal::TWO)?;
        let mut taken = 1;
        // "tens of thousands of millions" goes on as long as the magnitudes rise.
        let mut last = plural;
        while let Some((next, at)) = of_plural(words, &input, taken).filter(|&(next, _)| next > last) {
            value = value.checked_mul(next.into())?;
            (taken, last) = (at, next);
        }
        let ambiguous = words.is_ambiguous(first.word);
        let of = input.get(taken).is_some_and(|i| words.get(i.word).glue == Some(Glue::Of));
        if ambiguous && taken == 1 && !of {
            return None;
        }
        return Some((
            Number { value, amount: Interval::from(value), form: Form::Vague, multiplier: Decimal::ONE },
            taken,
        ));
    }
    let article = u32::from(meaning.glue == Some(Glue::Article));
    let several = words.get(input.get(article)?.word);
    let (low, high) = match (several.several, several.pair) {
        (Some(range), _) => range,
        (None, Some(2)) if article == 1 => (2, 2),
        _ => return None,
    };
    let mut at = article + 1;
    if several.pair.is_some() && input.get(at).is_some_and(|i| words.get(i.word).glue == Some(Glue::Of)) {
        at += 1;
    }
    let mut unit = Decimal::ONE;
    let mut taken = at;
    while let Some(m) = input.get(at).map(|i| words.get(i.word)) {
        let Some(n) = m.multiplier.or(m.lot.map(u64::from)) else { break };
        unit = unit.checked_mul(n.into())?;
        at += 1;
        taken = at;
    }
    if unit == Decimal::ONE {
        return None;
    }
    let value = unit.checked_mul(low.into())?;
    let top = unit.checked_mul((u32::from(high) + 1).into())?;
    let amount = Interval { low: Bound::Closed(value), high: Bound::Open(top) };
    Some((Number { value, amount, form: Form::Vague, multiplier: Decimal::ONE }, taken))
}

fn of_plural(words: &NumberWords, input: &Tokens, at: u32) -> Option<(u64, u32)> {
    let of = words.get(input.get(at)?.word).glue == Some(Glue::Of);
    let plural = words.get(input.get(at + 1)?.word).plural?;
    of.then_some((plural, at + 2))
}
