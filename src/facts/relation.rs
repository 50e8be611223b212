//! Figures of one sentence that belong together by what the words around them say: a change and what it leads from and
//! to, parts and their whole, a length and its two ends.

use super::anchor::{Anchors, Place};
use super::matching::{Captures, Kinds, Matcher, Played, Reading, within};
use super::pattern::{Pattern, Terms, ValueSlot};
use super::role::{Direction, RelationKind, Role, Takes};
use super::value;
use crate::dating::{Grain, Timex, When};
use crate::grammar::quantity::QuantityKind;
use crate::interval::Interval;
use crate::span::{Clean, Span};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The wordings of one rule.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    /// What states a relation.
    pub patterns: Vec<Wording>,
    /// What looks like a relation and is none: a sentence with one of these states none, or none of this kind.
    pub excepts: Vec<(Pattern, Option<RelationKind>)>,
}

/// A pattern and how its figures belong together.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The pattern.
    pub pattern: Pattern,
    /// How.
    pub kind: RelationKind,
    /// Which way the words say that a figure changed.
    pub direction: Option<Direction>,
}

/// All wordings, with what finds those worth trying on a sentence.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// By rule.
    pub all: Vec<(Arc<str>, Wordings)>,
    /// The wordings by their anchors, as (rule, pattern).
    anchors: Anchors,
    /// The kinds there are wordings for.
    kinds: BTreeSet<RelationKind>,
}

/// Figures that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The rule's place in [`Relations::all`].
    pub rule: usize,
    /// How they belong together.
    pub kind: RelationKind,
    /// Which way the words say that a figure changed.
    pub direction: Option<Direction>,
    /// The figures, in the order of the text.
    pub terms: Vec<Term>,
}

/// A figure in a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What it is there.
    pub role: Role,
    /// What it says.
    pub figure: Figure,
    /// Where it stands.
    pub span: Span<Clean>,
}

/// What a figure says.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A number.
    Amount {
        /// What it may be: what was rounded to the words, or what a hedge leaves open.
        amount: Interval<Decimal>,
        /// As it is written.
        stated: Decimal,
        /// The unit of the last place that is written.
        place: Decimal,
        /// Of what kind.
        kind: QuantityKind,
        /// In what unit.
        unit: Box<str>,
    },
    /// One of these days.
    Days(Interval<Date>),
    /// A first and a last day, each one of these.
    Period(Interval<Date>, Interval<Date>),
    /// A length, in this unit.
    Length(Decimal, Grain),
    /// A name.
    Name,
}

impl Relation {
    /// The figures of a role.
    pub fn of(&self, role: Role) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |t| t.role == role)
    }
}

impl Relations {
    /// Indexes the wordings of the rules.
    pub fn new(all: Vec<(Arc<str>, Wordings)>) -> Self {
        let mut anchors = Anchors::default();
        for (r, (_, wordings)) in (0_u16..).zip(&all) {
            for (p, wording) in (0_u16..).zip(&wordings.patterns) {
                for &term in &wording.pattern.anchors {
                    anchors.add(term, (r, p));
                }
            }
        }
        let kinds = all.iter().flat_map(|(_, w)| w.patterns.iter().map(|p| p.kind)).collect();
        Relations { all, anchors, kinds }
    }

    /// The relations that an article states, in the order of its sentences. `runs` says of which rules.
    pub fn find(&self, terms: &Terms, reading: Reading<'_>, runs: &dyn Fn(&str) -> bool) -> Vec<Relation> {
        let mut found = Vec::new();
        let on: Vec<bool> = self.all.iter().map(|(rule, _)| runs(rule)).collect();
        if !on.contains(&true) {
            return found;
        }
        let mut matcher = Matcher::new(reading, terms);
        let mut places: Vec<Place> = Vec::new();
        for sentence in &reading.clean.sentences {
            let marks = [
                within(reading.quantities, &sentence.tokens).len(),
                within(reading.times, &sentence.tokens).len(),
                reading.names.within(&sentence.tokens).len(),
            ];
            let enough =
                |kind: RelationKind| kind.least().iter().zip(marks).all(|(least, has)| *least <= has);
            if !self.kinds.iter().any(|&k| enough(k)) {
                continue;
            }
            let kinds = value::kinds_in(&reading, &sentence.tokens);
            places.clear();
            for &word in &reading.words[sentence.tokens.start as usize..sentence.tokens.end as usize] {
                for &term in terms.of(word) {
                    places.extend(self.anchors.of(term).iter().filter(|(r, p)| {
                        let wording = &self.all[usize::from(*r)].1.patterns[usize::from(*p)];
                        on[usize::from(*r)] && enough(wording.kind) && wording.may_be_in(kinds)
                    }));
                }
            }
            places.sort_unstable();
            places.dedup();
            let mut taken: Vec<Range<u32>> = Vec::new();
            for &(r, p) in &places {
                let wordings = &self.all[usize::from(r)].1;
                let wording = &wordings.patterns[usize::from(p)];
                for captures in matcher.find(&wording.pattern, KINDS, sentence.tokens.clone()) {
                    let tokens = captures.tokens.clone();
                    let crosses = taken.iter().any(|t| t.start < tokens.end && tokens.start < t.end);
                    if crosses || taken.len() == MOST {
                        continue;
                    }
                    let Some(terms) = figures(&reading, &captures) else { continue };
                    let mut excepts =
                        wordings.excepts.iter().filter(|(_, k)| k.is_none_or(|k| k == wording.kind));
                    if excepts.any(|(e, _)| !matcher.find(e, KINDS, sentence.tokens.clone()).is_empty()) {
                        break;
                    }
                    taken.push(tokens);
                    let rule = usize::from(r);
                    found.push(Relation { rule, kind: wording.kind, direction: wording.direction, terms });
                }
            }
        }
        found
    }
}

/// A sentence with more relations than this is a table.
const MOST: usize = 32;

/// Relations have neither a value nor a subject of their own.
const KINDS: Kinds<'static> = Kinds { value: ValueSlot::Count, subjects: &[], related: None };

impl Wording {
    /// Whether each kind that some figure must be of is among these.
    fn may_be_in(&self, kinds: u16) -> bool {
        self.pattern.roles().iter().all(|(role, takes, _)| match takes {
            Takes::Only(kind) => {
                let other = self.pattern.roles().iter().any(|(r, t, _)| r == role && t != takes);
                other || kinds & value::bit(*kind) != 0
            }
            Takes::Amount | Takes::Name => true,
        })
    }
}

/// The figures of a match; none where one cannot be compared, or where the words have a number that plays no part.
fn figures(reading: &Reading<'_>, captures: &Captures) -> Option<Vec<Term>> {
    let played = captures.played();
    let numbers = within(reading.quantities, &captures.tokens).iter();
    let counted = numbers.filter(|m| m.what.kind != QuantityKind::Ordinal).count();
    let amounts = |p: &&&Played| !matches!(p.kind, None | Some(ValueSlot::Date | ValueSlot::Duration));
    if counted != played.iter().filter(amounts).count() {
        return None;
    }
    // A name that is no item, or a comma before the first, is a sign that the list was not read in full.
    if let Some(first) = played.iter().find(|p| p.role == Role::Item) {
        let items = played.iter().filter(|p| p.role == Role::Item).count();
        let start = reading.names.mentions.get(first.index)?.tokens.start;
        let comma = start.checked_sub(1).is_some_and(|b| reading.clean.token(b) == ",");
        if comma || reading.names.within(&captures.tokens).len() != items {
            return None;
        }
    }
    played.into_iter().map(|p| figure(reading, p)).collect()
}

fn figure(reading: &Reading<'_>, played: &Played) -> Option<Term> {
    let role = played.role;
    match played.kind {
        None => {
            let mark = reading.names.mentions.get(played.index)?;
            Some(Term { role, figure: Figure::Name, span: mark.span })
        }
        Some(ValueSlot::Date | ValueSlot::Duration) => {
            let mark = reading.times.get(played.index)?;
            Some(Term { role, figure: time(role, &mark.what)?, span: mark.span })
        }
        Some(_) => {
            let mark = reading.quantities.get(played.index)?;
            let (what, core) = (&mark.what, mark.what.core.cut(&reading.clean.text));
            let figure = Figure::Amount {
                amount: what.unrounded(core),
                stated: what.stated,
                place: what.last_place(core),
                kind: what.kind,
                unit: what.unit.clone(),
            };
            Some(Term { role, figure, span: mark.span })
        }
    }
}

/// A length that is exact, or days of which the year is sure.
fn time(role: Role, timex: &Timex) -> Option<Figure> {
    if timex.approximate {
        return None;
    }
    match (&timex.when, &timex.ends) {
        (When::Length { amount, unit }, _) => Some(Figure::Length(amount.single()?, *unit)),
        (_, Some(ends)) if role == Role::Period => {
            let (first, last) = (calendar(&ends[0].value)?, calendar(&ends[1].value)?);
            // The year of two months may be guessed for one and not the other; two days of one expression are close.
            let days = first.single().is_some() && last.single().is_some();
            (!timex.inferred || days).then_some(Figure::Period(first, last))
        }
        (When::Days(days), None) if role != Role::Period && !timex.inferred => Some(Figure::Days(*days)),
        _ => None,
    }
}

/// The days of a value of TimeML; a year that is open is read as any one.
fn calendar(value: &str) -> Option<Interval<Date>> {
    let mut parts = value.split('-');
    let year: i16 = match parts.next()? {
        "XXXX" => 2001,
        year => year.parse().ok()?,
    };
    let Some(month) = parts.next() else {
        return Some(Interval::closed(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    let first = Date::new(year, month.parse().ok()?, 1).ok()?;
    match parts.next() {
        None => Some(Interval::closed(first, first.last_of_month())),
        Some(day) => Some(Interval::point(Date::new(year, first.month(), day.parse().ok()?).ok()?)),
    }
}
