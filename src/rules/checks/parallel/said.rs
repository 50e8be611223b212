//! A sentence as what it speaks of and the values it gives.

use super::super::ReadArticle;
use super::slot::{Marked, Says, Slot, slots};
use super::words::{ParallelWords, Side};
use crate::grammar::quantity::QuantityKind;
use crate::interval::{Bound, Interval};
use crate::text::{CleanText, Sentence, Shape};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::ops::Range;
use std::str::FromStr;

/// Words before and behind a value that are asked what it is a value of.
const AHEAD: u32 = 7;
const BEHIND: u32 = 8;
/// Words behind a number that may name what it counts.
const HEAD: u32 = 7;

/// A sentence.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// What its content words have in common with their inflections, sorted.
    pub(super) stems: Vec<u32>,
    /// Those of them that are names, sorted.
    pub(super) names: Vec<u32>,
    pub(super) values: Vec<Value>,
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
    /// Whether it says at which point the other values of the sentence hold: "as of", "after 54 games".
    pub(super) status: bool,
    /// Whether it is a date that says until when something was known.
    pub(super) as_of: bool,
    /// Whether it is compared with another number: "more than 30", "before 2006".
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
    /// Nothing that can be compared.
    Nothing,
}

/// A date as it is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    days: Interval<Date>,
    side: Option<Side>,
    /// Whether its year was worked out, so that it gives way to one that is written.
    floats: bool,
    /// Whether it is counted from the day of publication: "Tuesday", "two years ago".
    relative: bool,
    /// Whether it tells one thing from others of its kind: "the 2017 festival".
    label: bool,
}

impl Moment {
    /// Whether it is counted from the day of publication.
    pub(super) fn is_relative(&self) -> bool {
        self.relative
    }

    /// Whether a phrase opens it to one side.
    pub(super) fn is_open(&self) -> bool {
        self.side.is_some()
    }

    /// The day itself, where it says until when something was known.
    pub(super) fn known_at(self, as_of: bool) -> Self {
        if as_of { Moment { side: None, ..self } } else { self }
    }

    /// Whether it tells one thing from others of its kind.
    pub(super) fn is_label(&self) -> bool {
        self.label
    }

    /// Whether two dates can be one.
    pub(super) fn meets(&self, other: &Moment) -> bool {
        let (mut one, mut two) = (*self, *other);
        if one.floats && !two.floats {
            one.days = one.near(&two);
        } else if two.floats {
            two.days = two.near(&one);
        }
        opened(one.days, one.side).meets(&opened(two.days, two.side))
    }

    /// Its days in the year of another date.
    fn near(&self, other: &Moment) -> Interval<Date> {
        let (Some(low), Some(high), Some(at)) =
            (self.days.low.limit(), self.days.high.limit(), other.days.low.limit())
        else {
            return self.days;
        };
        let moved = |date: Date| date.with().year(at.year() + (date.year() - low.year())).build().ok();
        match (moved(low), moved(high)) {
            (Some(low), Some(high)) => Interval::closed(low, high),
            _ => self.days,
        }
    }
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
        let inside = |at: u32| slots.iter().any(|s| s.tokens.contains(&at));
        let (mut stems, mut names) = (Vec::new(), Vec::new());
        for at in sentence.tokens.clone() {
            let Some(stem) = content(words, clean, at).filter(|_| !inside(at)) else { continue };
            stems.push(stem);
            if at > sentence.tokens.start && clean.tokens[at as usize].is_capital() {
                names.push(stem);
            }
        }
        for list in [&mut stems, &mut names] {
            list.sort_unstable();
            list.dedup();
        }
        let mut values: Vec<Value> =
            (0..slots.len()).filter_map(|i| value(words, clean, &slots, i, &sentence.tokens)).collect();
        let wholes: Vec<Value> = values.iter().filter_map(|v| whole_of(clean, v)).collect();
        values.extend(wholes);
        Said { stems, names, values }
    }

    /// How many of the content words two sentences share.
    pub(super) fn shared(&self, other: &Said) -> usize {
        shared(&self.stems, &other.stems)
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
    let (mut ahead, mut behind) = (Vec::new(), Vec::new());
    let from = slot.tokens.start.saturating_sub(AHEAD).max(floor);
    // "in Lyon, France, on 3 May": a comma behind a name does not end what is said.
    let passes = |at: u32| at > from && clean.token(at) == "," && clean.tokens[at as usize - 1].is_capital();
    for at in (from..slot.tokens.start).rev().take_while(|&at| passes(at) || !stops(clean, at)) {
        // Whose value it is stands there, too, and is the same for all values of a sentence.
        let whose = !dated && clean.tokens[at as usize].is_capital();
        ahead.extend(content(words, clean, at).filter(|_| !whose));
    }
    for at in (slot.tokens.end..ceiling.min(slot.tokens.end + BEHIND)).take_while(|&at| !stops(clean, at)) {
        let stem = content(words, clean, at);
        behind.extend(stem);
        // "outside Japan": what comes next is where it is not.
        if stem.is_some_and(|s| words.is_elsewhere(s)) {
            break;
        }
    }
    for list in [&mut ahead, &mut behind] {
        list.sort_unstable();
        list.dedup();
    }
    let said = said(words, clean, &slot, floor);
    let bounded = is_bounded(&sort);
    let before = slot.tokens.start.checked_sub(1).filter(|&b| b >= floor);
    let next = clean.tokens.get(slot.tokens.end as usize).filter(|_| slot.tokens.end < ceiling);
    let status = words.is_status(clean, floor, slot.tokens.start);
    let as_of = words.is_as_of(clean, floor, slot.tokens.start);
    let within = before.is_some_and(|b| words.is_within(clean.tokens[b as usize].hash));
    let part = before.is_some_and(|b| words.parts(clean.tokens[b as usize].hash))
        || next.is_some_and(|t| words.parts(t.hash));
    Some(Value { slot, said, sort, head, ahead, behind, status, as_of, bounded, part, within })
}

fn stops(clean: &CleanText, at: u32) -> bool {
    let token = &clean.tokens[at as usize];
    token.shape == Shape::Mark && matches!(clean.token(at), "," | ";" | ":" | "." | "—" | "–" | "!" | "?")
}

fn is_bounded(sort: &Sort) -> bool {
    let one_sided = |low_open: bool, high_open: bool| low_open || high_open;
    match sort {
        Sort::Days(moment) => moment.is_open(),
        Sort::Amount { amount, .. } => one_sided(
            matches!((amount.low, amount.high), (Bound::Open(_), Bound::Unbounded)),
            matches!((amount.low, amount.high), (_, Bound::Open(_))),
        ),
        _ => false,
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
        // "22 of the 28 provinces", "three of them".
        if head.is_empty() && at == from && text.eq_ignore_ascii_case("of") {
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
        Says::Days(days) => Sort::Days(Moment {
            days: *days,
            side: side_of_date(words, clean, slot, floor),
            floats: slot.any_year,
            relative: slot.is_distance() || (slot.relative && !slot.any_year),
            label: is_label(words, clean, slot, floor),
        }),
        Says::Yearly { month, day } => Sort::Days(Moment {
            days: yearly(*month, *day)?,
            side: side_of_date(words, clean, slot, floor),
            floats: true,
            relative: slot.is_distance(),
            label: false,
        }),
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

/// How many, in "15 out of 28": of a hundred it is a mark.
fn counts_of(clean: &CleanText, slot: &Slot) -> Option<Decimal> {
    let (first, last) = (slot.tokens.start, slot.tokens.end.checked_sub(1)?);
    let number = |at: u32| Decimal::from_str(&clean.token(at).replace(',', "")).ok();
    let (part, whole) = (number(first)?, number(last)?);
    (slot.tokens.len() == 4 && whole != Decimal::ONE_HUNDRED && part.scale() == 0).then_some(part)
}

/// Whether a year stands before a noun and behind no preposition.
fn is_label(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> bool {
    let (start, end) = (slot.tokens.start, slot.tokens.end);
    let noun = clean.tokens.get(end as usize).is_some_and(|t| t.is_word() && !words.is_empty(t.hash));
    let behind = start.checked_sub(1).filter(|&b| b >= floor).map(|b| &clean.tokens[b as usize]);
    slot.tokens.len() == 1 && noun && behind.is_some_and(|t| t.is_word() && !words.ends(t.hash))
}

/// The side that the words before a date open it to. "After the 2004 flood" is the flood's year, and no side of it.
fn side_of_date(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> Option<Side> {
    let (start, end) = (slot.tokens.start, slot.tokens.end);
    let names = words.after_article(clean, floor, start)
        && clean.tokens.get(end as usize).is_some_and(|t| t.is_word() && !words.is_empty(t.hash));
    words.before_date(clean, floor, start).filter(|_| !names)
}

/// A value as it is written, with a phrase before it that opens it to a side.
fn said(words: &ParallelWords, clean: &CleanText, slot: &Slot, floor: u32) -> String {
    let opens = match &slot.says {
        Says::Days(_) | Says::Yearly { .. } => side_of_date(words, clean, slot, floor).is_some(),
        _ => false,
    };
    let from = if opens { words.phrase_start(clean, floor, slot.tokens.start) } else { slot.tokens.start };
    clean.span_of(&(from..slot.tokens.end)).cut(&clean.text).to_owned()
}

/// The number behind "averaged", where "over" is no bound.
fn divisor(words: &ParallelWords, clean: &CleanText, slot: &Slot) -> Option<Sort> {
    let at = slot.tokens.clone().find(|&at| clean.tokens[at as usize].shape == Shape::Digits)?;
    let number = Decimal::from_str(&clean.token(at).replace(',', "")).ok()?;
    let side = words.before_amount(clean, slot.tokens.start + 1, at).map(|p| p.0);
    let amount = opened(Interval::point(number), side);
    Some(Sort::Amount { amount, unit: "".into(), kind: QuantityKind::Cardinal })
}

/// The 28 of "15 out of 28", as a value of its own.
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

/// A month or a day of it, in some leap year.
fn yearly(month: i8, day: Option<i8>) -> Option<Interval<Date>> {
    let first = Date::new(2000, month, day.unwrap_or(1)).ok()?;
    Some(Interval::closed(first, if day.is_some() { first } else { first.last_of_month() }))
}

/// What a phrase before it makes of a value.
pub(super) fn opened<T: Ord + Copy>(value: Interval<T>, side: Option<Side>) -> Interval<T> {
    let open = |bound: Bound<T>| bound.limit().map_or(Bound::Unbounded, Bound::Open);
    match side {
        None => value,
        Some(Side::Before) => Interval { low: Bound::Unbounded, high: open(value.low) },
        Some(Side::UpTo) => Interval { low: Bound::Unbounded, high: value.high },
        Some(Side::After) => Interval { low: open(value.high), high: Bound::Unbounded },
        Some(Side::From) => Interval { low: value.low, high: Bound::Unbounded },
    }
}
