//! Who is who: forms that name the same are one entity.

use super::forms::{Forms, Units, Written};
use super::known::Form;
use super::scan::Segment;
use super::weigh::evidence as e;
use super::words::*;
use super::{Entity, NameKind, NameWords, Reference};
use crate::grammar::input::Tokens;
use crate::text::Shape;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// What the article shows of an entity besides what [`Entity`] tells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trait {
    pub(super) evidence: u16,
    pub(super) known: Option<u32>,
    /// The tokens of its longest form.
    pub(super) form: (u32, u32),
    /// Whether it may be a person of whom nothing tells so.
    pub(super) perhaps_person: bool,
    /// What the article calls it.
    pub(super) called: crate::grammar::lexicon::WordId,
}

/// The entities, and what each form names.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) entities: Vec<Entity>,
    pub(super) traits: Vec<Trait>,
    /// The entity of a form and how the form refers to it.
    pub(super) of_form: Vec<Option<(u32, Reference)>>,
    /// The person whose surname a form of `rules/names` is too: "Jordan".
    pub(super) namesake: Vec<Option<u32>>,
    /// Persons by the hash of their surname.
    pub(super) bearers: HashMap<u32, Vec<(u32, Units)>, FixedState>,
}

/// How many bearers of one surname are told apart before the article is given up on it.
const NAMESAKES: usize = 16;

struct Cut<'a> {
    words: &'a NameWords,
    tokens: Tokens<'a>,
    forms: &'a Forms,
    cast: Cast,
    /// Persons by the last word of their names.
    bearers: HashMap<u32, Vec<(u32, Units)>, FixedState>,
}

impl Cast {
    pub(super) fn new(words: &NameWords, tokens: Tokens<'_>, forms: &Forms, segments: &[Segment]) -> Cast {
        let mut cut = Cut {
            words,
            tokens,
            forms,
            cast: Cast {
                of_form: vec![None; forms.list.len()],
                namesake: vec![None; forms.list.len()],
                ..Cast::default()
            },
            bearers: HashMap::default(),
        };
        cut.persons();
        cut.others();
        cut.acronyms(segments);
        let mut cast = cut.cast;
        cast.bearers = cut.bearers;
        for (s, form) in segments.iter().zip(&forms.of_segment) {
            let Some((entity, _)) = form.and_then(|f| cast.of_form[f as usize]) else { continue };
            let t = &mut cast.traits[entity as usize];
            t.evidence |= s.evidence;
            if s.called.index() > 0 {
                t.called = s.called;
            }
        }
        cast
    }
}

impl Cut<'_> {
    fn add(&mut self, form: &Written, name: Box<str>, kind: NameKind, sure: bool) -> u32 {
        let entity = u32::try_from(self.cast.entities.len()).unwrap_or(u32::MAX);
        self.cast.entities.push(Entity { name, kind, sure, mentions: 0 });
        let given = self.words.flags(self.tokens.words[form.first.0 as usize]) & GIVEN != 0;
        let full = (2..=3).contains(&form.units.len) && form.evidence & (e::ACRONYM | e::EVENT | e::THE) == 0;
        let perhaps_person =
            kind == NameKind::Unknown && (given || full || form.evidence & e::PERSON_WEAK != 0);
        self.cast.traits.push(Trait {
            evidence: form.evidence,
            known: form.known,
            form: form.first,
            perhaps_person,
            ..Trait::default()
        });
        entity
    }

    /// A form as it is written, without a legal form at its end.
    fn text(&self, form: &Written) -> Box<str> {
        let (start, mut end) = form.first;
        if end - start > 1 && self.words.flags(self.tokens.words[end as usize - 1]) & ORG_SUFFIX != 0 {
            end -= 1;
            while end - start > 1 && !self.tokens.clean.tokens[end as usize - 1].is_word() {
                end -= 1;
            }
        }
        self.tokens.clean.span_of(&(start..end)).cut(&self.tokens.clean.text).into()
    }

    /// Whether a form of several words, not known, is a person's.
    fn is_person(&self, form: &Written, alone: &HashMap<u32, u16, FixedState>) -> bool {
        if form.known.is_some() || form.count == 0 || form.units.len < 2 {
            return false;
        }
        // "Vincent Gordon Vontarius Gordon" are two.
        let (last, before) = (form.units.last(), &form.units.list()[..form.units.len - 1]);
        if form.units.len > 3 && before.contains(&last) {
            return false;
        }
        if form.evidence & e::PERSON != 0 {
            return form.units.len <= 5;
        }
        if form.evidence & (e::ORG | e::PLACE | e::COMPANY | e::EVENT | e::THE) != 0 || form.units.len > 3 {
            return false;
        }
        let surname = alone.get(&form.units.last()).copied();
        let said = form.evidence & e::PERSON_WEAK != 0 && form.evidence & e::PLACE_WEAK == 0;
        surname.is_some_and(|s| s & (e::ORG | e::PLACE_WEAK | e::THE) == 0) || said
    }

    /// Full personal names, the longest first, so that shorter ones find theirs.
    fn persons(&mut self) {
        let forms = self.forms;
        let alone: HashMap<u32, u16, FixedState> = forms
            .list
            .iter()
            .filter(|f| f.units.len == 1 && f.known.is_none() && f.count > 0)
            .map(|f| (f.units.last(), f.evidence))
            .collect();
        let mut full: Vec<usize> =
            (0..forms.list.len()).filter(|&i| self.is_person(&forms.list[i], &alone)).collect();
        full.sort_by_key(|&i| {
            (usize::MAX - forms.list[i].units.len, usize::from(forms.list[i].units.suffix == 0), i)
        });
        for i in full {
            let form = &forms.list[i];
            // "Xi Jinping ... Xi": the family name stands first where only that is used alone.
            let (first, last) = (form.units.first(), form.units.last());
            let family_first = alone.contains_key(&first)
                && !alone.contains_key(&last)
                && self.words.flags(self.tokens.words[form.first.0 as usize]) & GIVEN == 0;
            let surname = if family_first { first } else { last };
            let bearers = self.bearers.entry(surname).or_default();
            let words = self.words;
            let mut same = bearers.iter().filter(|(_, b)| {
                form.units.is_within(b, words) && (form.units.suffix == b.suffix || form.units.suffix == 0)
            });
            let (first, second) = (same.next().copied(), same.next());
            match (first, second) {
                (Some(_), Some(_)) => continue,
                (Some((entity, _)), None) => {
                    self.cast.of_form[i] = Some((entity, Reference::Full));
                    self.cast.traits[entity as usize].evidence |= form.evidence;
                }
                (None, _) => {
                    let initial =
                        self.tokens.clean.token(form.first.0).chars().count() == 1 && form.units.len == 2;
                    let name = self.text(form);
                    // One who only "said" something may be a company.
                    let sure = !initial && (form.evidence & e::PERSON != 0 || alone.contains_key(&surname));
                    let entity = self.add(form, name, NameKind::Person, sure);
                    let bearers = self.bearers.entry(surname).or_default();
                    if bearers.len() < NAMESAKES {
                        bearers.push((entity, form.units));
                    }
                    self.cast.of_form[i] = Some((entity, Reference::Full));
                }
            }
        }
    }

    /// Known names, organisations and places, and single words.
    fn others(&mut self) {
        let forms = self.forms;
        // Known names and several words first: a single word may be short for one of them.
        let mut firsts: HashMap<u32, Option<u32>, FixedState> = HashMap::default();
        for (i, form) in forms.list.iter().enumerate() {
            if form.count == 0 || self.cast.of_form[i].is_some() {
                continue;
            }
            if let Some(entry) = form.known {
                let known = self.words.known.entry(entry);
                let entity = self.add(form, known.name.clone(), known.kind, true);
                let bearers = self.bearers.get(&form.units.last()).map(Vec::as_slice);
                if let (1, Some([(person, _)])) = (form.units.len, bearers) {
                    self.cast.namesake[i] = Some(*person);
                }
                self.cast.of_form[i] = Some((entity, Reference::Full));
            } else if form.units.len > 1 {
                if form.evidence & e::PERSON != 0 && self.bearers.contains_key(&form.units.last()) {
                    // A name that fits two persons is nobody's.
                    continue;
                }
                let kind = kind_of(form);
                let sure = matches!(kind, NameKind::Organisation | NameKind::Place) || form.inner >= 2;
                let name = self.text(form);
                let entity = self.add(form, name, kind, sure);
                self.cast.of_form[i] = Some((entity, Reference::Full));
                if kind == NameKind::Organisation {
                    let slot = firsts.entry(form.units.first()).or_insert(Some(entity));
                    if *slot != Some(entity) {
                        *slot = None;
                    }
                }
            }
        }
        for (i, form) in forms.list.iter().enumerate() {
            if form.count == 0 || self.cast.of_form[i].is_some() || form.units.len != 1 {
                continue;
            }
            let unit = form.units.last();
            if let Some(bearers) = self.bearers.get(&unit) {
                let mut fitting =
                    bearers.iter().filter(|(_, b)| form.units.suffix == 0 || form.units.suffix == b.suffix);
                if let (Some(&(entity, _)), None) = (fitting.next(), fitting.next()) {
                    self.cast.of_form[i] = Some((entity, Reference::Surname));
                    self.cast.traits[entity as usize].evidence |= form.evidence & !e::ORG;
                }
                continue;
            }
            let short = firsts.get(&unit).copied().flatten().filter(|&o| {
                self.cast.traits[o as usize].evidence & e::COMPANY != 0 && form.evidence & e::PERSON == 0
            });
            if let Some(organisation) = short {
                self.cast.of_form[i] = Some((organisation, Reference::Alias));
                continue;
            }
            let kind = kind_of(form);
            let shape = self.tokens.clean.tokens[form.first.0 as usize].shape;
            let given = self.words.flags(self.tokens.words[form.first.0 as usize]) & GIVEN != 0;
            let long = form.units.suffix == 0 && self.tokens.clean.token(form.first.0).chars().count() > 1;
            let sure = kind != NameKind::Person
                && !given
                && long
                && (form.inner >= 1 || form.evidence & e::COMPANY != 0)
                && (form.count >= 2
                    || form.evidence & e::COMPANY != 0
                    || shape == Shape::Upper && form.evidence & e::BRACKETED != 0);
            let name = self.text(form);
            let entity = self.add(form, name, kind, sure);
            self.cast.of_form[i] = Some((entity, Reference::Full));
        }
    }

    /// "Zorb Treaty Organization (ZTO)", in brackets or by its initials alone.
    fn acronyms(&mut self, segments: &[Segment]) {
        let forms = self.forms;
        if !forms.list.iter().any(|f| f.evidence & e::ACRONYM != 0 && f.known.is_none()) {
            return;
        }
        let mut introduced: Vec<(u32, u32)> = Vec::new();
        let mut by_initials: HashMap<u64, Option<(u32, u32)>, FixedState> = HashMap::default();
        for (i, form) in forms.list.iter().enumerate() {
            let Some((entity, _)) = self.cast.of_form[i] else { continue };
            if form.units.len < 2 || self.cast.entities[entity as usize].kind == NameKind::Person {
                continue;
            }
            let initials = self.initials(form);
            if initials > 0xffff {
                // Three letters at least: two fit too much.
                let long = u32::try_from(i).unwrap_or(u32::MAX);
                let slot = by_initials.entry(initials).or_insert(Some((entity, long)));
                if slot.is_some_and(|(other, _)| other != entity) {
                    *slot = None;
                }
            }
        }
        for (pair, of) in segments.windows(2).zip(forms.of_segment.windows(2)) {
            let ([long, short], [Some(long_form), Some(short_form)]) = (pair, of) else { continue };
            if short.evidence & e::BRACKETED != 0 && short.start == long.end + 1 {
                introduced.push((*long_form, *short_form));
            }
        }
        for (long, short) in introduced {
            if forms.list[long as usize].units.len > 1
                && self.fits(&forms.list[long as usize], &forms.list[short as usize])
            {
                self.join(short, long, true);
            }
        }
        for (i, form) in forms.list.iter().enumerate() {
            if form.count == 0 || form.evidence & e::ACRONYM == 0 || form.known.is_some() {
                continue;
            }
            let token = self.tokens.clean.token(form.first.0);
            let letters = token
                .chars()
                .filter(|c| c.is_alphabetic())
                .fold(0, |k, c| k << 8 | u64::from(u32::from(c) as u8));
            let Some(&Some((entity, long))) = by_initials.get(&letters) else { continue };
            if self.cast.of_form[i].is_some_and(|(own, _)| own != entity) {
                self.join(u32::try_from(i).unwrap_or(u32::MAX), long, false);
            }
        }
    }

    /// The initials of a form's capitalised words, a byte each; the last eight count.
    fn initials(&self, form: &Written) -> u64 {
        (form.first.0..form.first.1)
            .filter(|&i| self.tokens.clean.tokens[i as usize].is_capital())
            .filter_map(|i| self.tokens.clean.token(i).chars().next())
            .fold(0, |k, c| k << 8 | u64::from(u32::from(c) as u8))
    }

    /// Whether an acronym in brackets can be short for a name: its first letter begins one of the words, and the
    /// others follow in order.
    fn fits(&self, long: &Written, short: &Written) -> bool {
        let text = self.tokens.clean.span_of(&(long.first.0..long.first.1)).cut(&self.tokens.clean.text);
        let mut rest = text.chars().flat_map(char::to_lowercase);
        let mut letters = self
            .tokens
            .clean
            .token(short.first.0)
            .chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase);
        text.split_whitespace()
            .any(|w| w.chars().next() == self.tokens.clean.token(short.first.0).chars().next())
            && letters.all(|l| rest.any(|r| r == l))
    }

    /// Makes two entities one, under the known name if either is known, else under the longer.
    fn join(&mut self, short: u32, long: u32, introduced: bool) {
        let (Some((from, _)), Some((to, _))) =
            (self.cast.of_form[short as usize], self.cast.of_form[long as usize])
        else {
            return;
        };
        if from == to {
            return;
        }
        let (known_from, known_to) =
            (self.cast.traits[from as usize].known, self.cast.traits[to as usize].known);
        if known_from.is_some() && known_to.is_some() {
            return;
        }
        let (kept, gone, form) = if known_from.is_some() { (from, to, long) } else { (to, from, short) };
        self.cast.of_form[form as usize] = Some((kept, Reference::Alias));
        let evidence = self.cast.traits[gone as usize].evidence;
        self.cast.traits[kept as usize].evidence |= evidence;
        // Of two names the one that the article prefers: other articles will, too.
        let (a, b) = (&self.forms.list[short as usize], &self.forms.list[long as usize]);
        let preferred = (known_from.is_none() && known_to.is_none())
            .then(|| self.text(if a.count >= b.count { a } else { b }));
        let sure = introduced || self.cast.entities[gone as usize].sure;
        let entity = &mut self.cast.entities[kept as usize];
        if let Some(name) = preferred {
            entity.name = name;
        }
        if entity.kind == NameKind::Unknown {
            entity.kind = NameKind::Organisation;
        }
        entity.sure |= sure;
    }
}

/// The kind that a form's evidence speaks for.
fn kind_of(form: &Written) -> NameKind {
    let has = |bits: u16| form.evidence & bits != 0;
    if has(e::PERSON) && !has(e::ORG | e::PLACE | e::COMPANY) {
        NameKind::Person
    } else if has(e::ORG | e::COMPANY | e::CLUB) && !has(e::PERSON) {
        NameKind::Organisation
    } else if has(e::PLACE) && !has(e::PERSON)
        || has(e::PLACE_WEAK) && !has(e::PERSON | e::PERSON_WEAK | e::ACRONYM)
    {
        NameKind::Place
    } else {
        NameKind::Unknown
    }
}

/// How a segment of a known name refers to it.
pub(super) fn known_reference(form: Form) -> Reference {
    match form {
        Form::Canonical => Reference::Full,
        Form::Alias => Reference::Alias,
        Form::Demonym => Reference::Demonym,
    }
}
