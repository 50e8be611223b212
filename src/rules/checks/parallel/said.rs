//! A sentence as what it speaks of and the values it gives.

use super::super::ReadArticle;
use super::moment::{Moment, opened};
use super::slot::{Marked, Says, Slot, slots};
use super::words::ParallelWords;
use crate::grammar::quantity::QuantityKind;
use crate::interval::{Bound, Interval};
use crate::text::{CleanText, Sentence, Shape};
use rust_decimal::Decimal;
use std::ops::Range;
use std::str::FromStr;

/// Words before and behind a value that are asked what it is a value of.
const AHEAD: u32 = 7;
const BEHIND: u32 = 8;
/// Values from which on a sentence is a table, and not compared.
const VALUES: usize = 24;
/// Words behind a number that may name what it counts.
const HEAD: u32 = 7;

/// A sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// What its content words have in common with their inflections, sorted.
    pub(super) stems: Vec<u32>,
    pub(super) values: Vec<Value>,
    /// The relatives it names, sorted: what it says may be said of one of them.
    pub(super) kin: Vec<u32>,
    /// Whether it says what is to come: "will", "is due to".
    pub(super) future: bool,
}

/// A value in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) slot: Slot,
    /// Its words, with those that open it to a side.
    pub(super) said: String,
    pub(super) sort: Sort,
    /// What is counted: the words of the noun phrase behind, the last one last.
    pub(super) head: Vec<u32>,
    /// The words before it and behind it, up to the next value or mark of punctuation, sorted.
    pub(super) ahead: Vec<u32>,
    pub(super) behind: Vec<u32>,
    /// Those of them that are no names, for a date: what happened then.
    pub(super) happened: Vec<u32>,
    /// Whether it says at which point the other values of the sentence hold: "as of", "after 54 games".
    pub(super) status: bool,
    /// Whether it is a date that says until when something was known.
    pub(super) as_of: bool,
    /// Whether it is compared with another number: "more than 30", "before 1990".
    pub(super) bounded: bool,
    /// Whether it is said to be one of several: "another 12", "three of the".
    pub(super) part: bool,
    /// Whether it is said to be among those that another value counts: "including three".
    pub(super) within: bool,
}

/// What a value is, as far as it can be compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sort {
    Days(Moment),
    Clock(String),
    /// With the number as it stands and what it is counted in: empty for things.
    Amount {
        amount: Interval<Decimal>,
        unit: Box<str>,
        kind: QuantityKind,
    },
}

impl Said {
    pub(super) fn new(
        words: &ParallelWords,
        reading: &ReadArticle,
        marks: &[Marked],
        sentence: &Sentence,
    ) -> Self {
        let clean = reading.clean;
        let mut slots = slots(words, reading, marks, sentence);
        slots.retain(|s| !is_tail(clean, s, sentence.tokens.start));
        let ends: Vec<u32> =
            slots.iter().skip(1).map(|s| s.tokens.start).chain([sentence.tokens.end]).collect();
        let mut ends = ends.into_iter();
        slots.retain(|s| {
            let head = head(words, clean, s.tokens.end, ends.next().unwrap_or(sentence.tokens.end));
            !is_name(words, clean, s, sentence.tokens.start, &head)
        });
        if slots.len() > VALUES {
            return Said::default();
        }
        let inside = |at: u32| slots.iter().any(|s| s.tokens.contains(&at));
        let outside = sentence.tokens.clone().filter(|&at| !inside(at));
        let mut stems: Vec<u32> = outside.filter_map(|at| content(words, clean, at)).collect();
        stems.sort_unstable();
        stems.dedup();
        let mut values: Vec<Value> =
            (0..slots.len()).filter_map(|i| value(words, clean, &slots, i, &sentence.tokens)).collect();
        share_bounds(words, clean, &mut values);
        let wholes: Vec<Value> = values.iter().filter_map(|v| whole_of(clean, v)).collect();
        values.extend(wholes);
        let tokens = &clean.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
        let mut kin: Vec<u32> = tokens.iter().map(|t| t.hash).filter(|&hash| words.is_kin(hash)).collect();
        kin.sort_unstable();
        kin.dedup();
        let future = tokens.iter().any(|t| words.is_future(t.hash));
        Said { stems, values, kin, future }
    }

    /// How many of the content words two sentences share.
    pub(super) fn shared(&self, other: &Said) -> usize {
        shared(&self.stems, &other.stems)
    }
}

/// "More than 700 pupils and 40 teachers", "more than 6 million yuan ($950,000)": the second number may be, or is, a bound
/// as well.
fn share_bounds(words: &ParallelWords, clean: &CleanText, values: &mut [Value]) {
    for at in 1..values.len() {
        let (first, second) = values.split_at_mut(at);
        let (Some(first), Some(second)) = (first.last(), second.first_mut()) else { continue };
        let before = second.slot.tokens.start.saturating_sub(1);
        let joined = (words.joins(clean.tokens[before as usize].hash)
            && (first.slot.tokens.end..first.slot.tokens.end + HEAD).contains(&before))
            || (before == first.slot.tokens.end && clean.token(before) == "(");
        if let (Sort::Amount { amount: bound, .. }, Sort::Amount { amount, .. }) =
            (&first.sort, &mut second.sort)
            && joined
            && amount.single().is_some()
        {
            if bound.high == Bound::Unbounded {
                amount.high = Bound::Unbounded;
            } else if matches!(bound.high, Bound::Open(_)) {
                amount.low = Bound::Unbounded;
            }
        }
    }
}

/// How many members two sorted lists share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|x| b.binary_search(x).is_ok()).count()
}

/// The stem of a content word.
fn content(words: &ParallelWords, clean: &CleanText, at: u32) -> Option<u32> {
    let token = clean.tokens.get(at as usize)?;
    (token.is_word() && !words.is_empty(token.hash)).then(|| words.stem(token.hash, clean.token(at)))
}

fn value(
    words: &ParallelWords,
    clean: &CleanText,
    slots: &[Slot],
    index: usize,
    sentence: &Range<u32>,
) -> Option<Value> {
    let slot = slots[index].clone();
    let floor = index.checked_sub(1).map_or(sentence.start, |i| slots[i].tokens.end);
    let ceiling = slots.get(index + 1).map_or(sentence.end, |s| s.tokens.start);
    let head = head(words, clean, slot.tokens.end, ceiling);
    let mut sort = sort(words, clean, &slot, floor)?;
    let hash = |at: u32| clean.tokens[at as usize].hash;
    let start = slot.tokens.start;
    if start > floor && words.is_mean(hash(start - 1)) && words.divides(hash(start)) {
        sort = divisor(words, clean, &slot)?;
    }
    let dated = matches!(sort, Sort::Days(_));
    let (mut ahead, mut behind, mut happened) = (Vec::new(), Vec::new(), Vec::new());
    let from = slot.tokens.start.saturating_sub(AHEAD).max(floor);
    // A lone word that begins a sentence is written so for its place: "Unemployment in Lyon fell to 6 percent".
    let opens =
        |at: u32| at == sentence.start && clean.tokens.get(at as usize + 1).is_none_or(|t| !t.is_capital());
    // "in Lyon, France, on 3 May": a comma behind a name does not end what is said.
    let passes = |at: u32| at > from && clean.token(at) == "," && clean.tokens[at as usize - 1].is_capital();
    for at in (from..slot.tokens.start).rev().take_while(|&at| passes(at) || !stops(clean, at)) {
        // Whose value it is stands there, too, and is the same for all values of a sentence.
        let name = clean.tokens[at as usize].is_capital() && !opens(at);
        let stem = content(words, clean, at);
        ahead.extend(stem.filter(|_| dated || !name));
        happened.extend(stem.filter(|_| dated && !name));
    }
    for at in (slot.tokens.end..ceiling.min(slot.tokens.end + BEHIND)).take_while(|&at| !stops(clean, at)) {
        let stem = content(words, clean, at);
        behind.extend(stem);
        happened.extend(stem.filter(|_| dated && !clean.tokens[at as usize].is_capital()));
        // "outside Japan": what comes next is where it is not.
        if stem.is_some_and(|s| words.is_elsewhere(s)) {
            break;
        }
    }
    for list in [&mut ahead, &mut behind, &mut happened] {
        list.sort_unstable();
        list.dedup();
    }
    let said = said(words, clean, &slot, &sort, floor);
    let bounded = is_bounded(&sort);
    let before = slot.tokens.start.checked_sub(1).filter(|&b| b >= floor);
    let next = clean.tokens.get(slot.tokens.end as usize).filter(|_| slot.tokens.end < ceiling);
    let status = words.is_status(clean, floor, slot.tokens.start);
    let as_of = words.is_as_of(clean, floor, slot.tokens.start);
    let within = before.is_some_and(|b| words.is_within(clean.tokens[b as usize].hash));
    let part = before.is_some_and(|b| words.parts(clean.tokens[b as usize].hash))
        || next.is_some_and(|t| words.parts(t.hash));
    Some(Value { slot, said, sort, head, ahead, behind, happened, status, as_of, bounded, part, within })
}

fn stops(clean: &CleanText, at: u32) -> bool {
    let token = &clean.tokens[at as usize];
    token.shape == Shape::Mark && matches!(clean.token(at), "," | ";" | ":" | "." | "—" | "–" | "!" | "?")
}

/// Whether a value is compared with another: "at least" and "up to" are not, for they take in the number itself.
fn is_bounded(sort: &Sort) -> bool {
    match sort {
        Sort::Days(moment) => moment.is_open(),
        Sort::Amount { amount, .. } => {
            matches!((amount.low, amount.high), (Bound::Open(_), Bound::Unbounded) | (_, Bound::Open(_)))
        }
        Sort::Clock(_) => false,
    }
}

/// The noun phrase behind a number.
fn head(words: &ParallelWords, clean: &CleanText, from: u32, ceiling: u32) -> Vec<u32> {
    let mut head = Vec::new();
    let mut persons = false;
    for at in from..ceiling.max(from).min(from + HEAD) {
        let token = &clean.tokens[at as usize];
        let text = clean.token(at);
        if token.shape == Shape::Mark && text == "-" || token.shape == Shape::Possessive {
            continue;
        }
        // "7 of the 16 mills", "three of them".
        if head.is_empty() && at == from && words.is_of(token.hash) {
            continue;
        }
        // "12 people were hurt": of people it is told what became of them.
        if persons && head.is_empty() && words.is_empty(token.hash) && token.is_word() {
            continue;
        }
        if !token.is_word() || words.ends(token.hash) {
            break;
        }
        let Some(stem) = content(words, clean, at) else { continue };
        if words.is_person(token.hash) {
            persons = true;
        } else {
            head.push(stem);
            if persons {
                break;
            }
        }
    }
    if head.is_empty() && persons {
        head.extend(words.person());
    }
    head
}

/// Whether a number belongs to a name: "Apollo 13", "Channel 4".
fn is_name(words: &ParallelWords, clean: &CleanText, slot: &Slot, start: u32, head: &[u32]) -> bool {
    if !matches!(&slot.says, Says::Amount { kind: QuantityKind::Cardinal, .. } | Says::Digits(_)) {
        return false;
    }
    let Some(before) = slot.tokens.start.checked_sub(1).filter(|&b| b >= start) else { return false };
    let token = &clean.tokens[before as usize];
    token.is_capital() && !words.is_empty(token.hash) && head.is_empty() && slot.tokens.len() == 1
}

/// Whether a number is the tail of a name: "A-4".
fn is_tail(clean: &CleanText, slot: &Slot, start: u32) -> bool {
    let at = slot.tokens.start;
    at >= start + 2
        && clean.token(at - 1) == "-"
        && !clean.tokens[at as usize - 1].spaced
        && !clean.tokens[at as usize].spaced
        && clean.tokens[at as usize - 2].is_capital()
}

fn sort(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> Option<Sort> {
    Some(match &slot.says {
        Says::Days(_) | Says::Yearly { .. } => Sort::Days(Moment::of(words, clean, slot, floor)?),
        Says::Clock(clock) => Sort::Clock(clock.clone()),
        Says::Amount { kind: QuantityKind::Fraction, .. } if counts_of(clean, slot).is_some() => {
            let amount = Interval::point(counts_of(clean, slot)?);
            Sort::Amount { amount, unit: "".into(), kind: QuantityKind::Cardinal }
        }
        Says::Amount { amount, kind, unit } => {
            let side = match kind {
                QuantityKind::Ordinal => words.before_date(clean, floor, slot.tokens.start),
                _ => words.before_amount(clean, floor, slot.tokens.start).map(|p| p.0),
            };
            let side = side.filter(|_| amount.single().is_some());
            Sort::Amount { amount: opened(*amount, side), unit: unit.clone(), kind: *kind }
        }
        Says::Digits(text) => {
            let number = Decimal::from_str(&text.replace(',', "")).ok()?;
            let side = words.before_amount(clean, floor, slot.tokens.start).map(|p| p.0);
            Sort::Amount {
                amount: opened(Interval::point(number), side),
                unit: "".into(),
                kind: QuantityKind::Cardinal,
            }
        }
        Says::Nothing => return None,
    })
}

/// How many, in "9 out of 16": of a hundred it is a mark.
fn counts_of(clean: &CleanText, slot: &Slot) -> Option<Decimal> {
    let (first, last) = (slot.tokens.start, slot.tokens.end.checked_sub(1)?);
    let number = |at: u32| Decimal::from_str(&clean.token(at).replace(',', "")).ok();
    let (part, whole) = (number(first)?, number(last)?);
    (slot.tokens.len() == 4 && whole != Decimal::ONE_HUNDRED && part.scale() == 0).then_some(part)
}

/// A value as it is written, with a phrase before it that opens it to a side.
fn said(words: &ParallelWords, clean: &CleanText, slot: &Slot, sort: &Sort, floor: u32) -> String {
    let start = match sort {
        Sort::Days(moment) if moment.is_open() => words.phrase_start(clean, floor, slot.tokens.start),
        _ => slot.tokens.start,
    };
    clean.span_of(&(start..slot.tokens.end)).cut(&clean.text).to_owned()
}

/// The number behind "averaged", where "over" is no bound.
fn divisor(words: &ParallelWords, clean: &CleanText, slot: &Slot) -> Option<Sort> {
    let at = slot.tokens.clone().find(|&at| clean.tokens[at as usize].shape == Shape::Digits)?;
    let number = Decimal::from_str(&clean.token(at).replace(',', "")).ok()?;
    let side = words.before_amount(clean, slot.tokens.start + 1, at).map(|p| p.0);
    let amount = opened(Interval::point(number), side);
    Some(Sort::Amount { amount, unit: "".into(), kind: QuantityKind::Cardinal })
}

/// The 16 of "9 out of 16", as a value of its own.
fn whole_of(clean: &CleanText, value: &Value) -> Option<Value> {
    counts_of(clean, &value.slot)?;
    let last = value.slot.tokens.end - 1;
    let number = Decimal::from_str(&clean.token(last).replace(',', "")).ok()?;
    let sort =
        Sort::Amount { amount: Interval::point(number), unit: "".into(), kind: QuantityKind::Cardinal };
    let mut whole = value.clone();
    whole.slot.span = clean.tokens[last as usize].span;
    whole.slot.text = clean.token(last).to_owned();
    whole.slot.value = number.normalize().to_string();
    whole.said = whole.slot.text.clone();
    Some(Value { sort, within: false, ..whole })
}
