//! The forms under which an article writes names: segments of the same words are one form.

use super::NameWords;
use super::scan::Segment;
use super::weigh::evidence as e;
use super::words::*;
use crate::grammar::input::Tokens;
use crate::text::Shape;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// The words of a name that tell it from others: particles, full stops and legal forms left out, words tied by a
/// hyphen as one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Units {
    pub(super) list: [u32; Units::MOST],
    pub(super) len: usize,
    /// "Jr", "Sr": keeps relatives apart.
    pub(super) suffix: u32,
}

impl Units {
    /// Longer stretches of capitals are no names.
    pub(super) const MOST: usize = 10;

    pub(super) fn of(words: &NameWords, tokens: Tokens<'_>, start: u32, end: u32) -> Option<Units> {
        if end - start > 3 * Units::MOST as u32 {
            return None;
        }
        let mut units = Units::default();
        let (mut tied, mut skipped) = (false, false);
        for i in start..end {
            let token = tokens.clean.tokens[i as usize];
            let flags = words.flags(tokens.words[i as usize]);
            if !token.is_word() {
                tied = tokens.words[i as usize] == words.hyphen && units.len > 0 && !skipped;
                continue;
            }
            let lower = token.shape == Shape::Lower;
            skipped = flags & PARTICLE != 0 && !tied && (lower || i == start && opens(words, tokens, i, end));
            if skipped {
                continue;
            }
            if i > start && flags & SUFFIX != 0 && !lower {
                units.suffix = token.hash;
                continue;
            }
            if i > start && flags & ORG_SUFFIX != 0 && i + 1 == end {
                continue;
            }
            if tied {
                let last = &mut units.list[units.len - 1];
                *last = last.rotate_left(5) ^ token.hash;
            } else {
                *units.list.get_mut(units.len)? = token.hash;
                units.len += 1;
            }
            tied = false;
        }
        (units.len > 0).then_some(units)
    }

    pub(super) fn list(&self) -> &[u32] {
        &self.list[..self.len]
    }

    pub(super) fn first(&self) -> u32 {
        self.list[0]
    }

    pub(super) fn last(&self) -> u32 {
        self.list[self.len.saturating_sub(1)]
    }

    pub(super) fn key(&self) -> u64 {
        self.list().iter().fold(u64::from(self.suffix), |k, &u| {
            (k.rotate_left(23) ^ u64::from(u)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
    }

    /// Whether all of these units stand in `longer`, in order, and the last is the last.
    pub(super) fn is_within(&self, longer: &Units, words: &NameWords) -> bool {
        if self.len > 1 && self.last() == longer.last() && words.are_nicknames(self.first(), longer.first()) {
            let mut rest = longer.list()[1..].iter();
            return self.list()[1..].iter().all(|u| rest.any(|l| l == u));
        }
        let mut rest = longer.list().iter();
        self.last() == longer.last() && self.list().iter().all(|u| rest.any(|l| l == u))
    }
}

/// "Al-", "Van der": a particle with the capital of its sentence.
fn opens(words: &NameWords, tokens: Tokens<'_>, i: u32, end: u32) -> bool {
    let next = i as usize + 1;
    i + 1 < end
        && (tokens.words[next] == words.hyphen && tokens.clean.token(i).len() <= 3
            || words.flags(tokens.words[next]) & PARTICLE != 0
                && tokens.clean.tokens[next].shape == Shape::Lower)
}

/// A form and how it is used.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) units: Units,
    /// Where it is written first.
    pub(super) first: (u32, u32),
    /// How often.
    pub(super) count: u32,
    /// How often where the sentence does not lend the capital.
    pub(super) inner: u32,
    pub(super) evidence: u16,
    /// Its entry in `rules/names`.
    pub(super) known: Option<u32>,
    /// How many tokens it has: the longest is the best name.
    pub(super) tokens: u32,
}

/// The forms of an article, in the order of the text, and the form of each segment.
#[derive(Debug, Default)]
pub(super) struct Forms {
    pub(super) list: Vec<Written>,
    pub(super) by_key: HashMap<u64, u32, FixedState>,
    /// The form of each segment; none where it is no name.
    pub(super) of_segment: Vec<Option<u32>>,
}

impl Forms {
    pub(super) fn new(words: &NameWords, tokens: Tokens<'_>, segments: &[Segment]) -> Self {
        let mut forms = Forms { of_segment: Vec::with_capacity(segments.len()), ..Forms::default() };
        for s in segments {
            let form = Units::of(words, tokens, s.start, s.end).map(|units| {
                let next = u32::try_from(forms.list.len()).unwrap_or(u32::MAX);
                let key = match s.known {
                    // Entries first: "The Netherlands" and "Netherlands" are one.
                    Some(found) => u64::from(found.entry) | 1 << 63,
                    None => units.key(),
                };
                let index = *forms.by_key.entry(key).or_insert(next);
                if index == next {
                    forms.list.push(Written {
                        units,
                        first: (s.start, s.end),
                        count: 0,
                        inner: 0,
                        evidence: 0,
                        known: s.known.map(|m| m.entry),
                        tokens: s.end - s.start,
                    });
                }
                let form = &mut forms.list[index as usize];
                form.count += 1;
                // An acronym is none of the sentence's doing.
                form.inner += u32::from(!s.initial || s.evidence & e::ACRONYM != 0);
                form.evidence |= s.evidence;
                if s.end - s.start > form.tokens {
                    (form.first, form.tokens) = ((s.start, s.end), s.end - s.start);
                }
                index
            });
            forms.of_segment.push(form);
        }
        forms.sift(words, tokens, segments);
        forms
    }

    /// Where the name of a segment begins: after its first word, where that turned out to be the sentence's.
    pub(super) fn start_of(&self, words: &NameWords, tokens: Tokens<'_>, s: &Segment, form: u32) -> u32 {
        let whole = s.known.is_some()
            || !s.initial
            || Units::of(words, tokens, s.start, s.end)
                .is_some_and(|u| u.key() == self.list[form as usize].units.key());
        s.start + u32::from(!whole)
    }

    /// Takes away the forms that are capitalised by their sentence only.
    fn sift(&mut self, words: &NameWords, tokens: Tokens<'_>, segments: &[Segment]) {
        let doubtful = |f: &Written| f.inner == 0 && f.known.is_none() && f.evidence & e::ACRONYM == 0;
        if !self.list.iter().any(doubtful) {
            return;
        }
        let parts: HashSet<u32, FixedState> = self
            .list
            .iter()
            .filter(|f| f.units.len > 1 && (f.inner > 0 || f.evidence & e::PERSON != 0))
            .map(|f| f.units.last())
            .collect();
        // Whether a form is no name anyhow, or only where its first word is also written in lower case.
        let fate = |f: &Written| {
            if !doubtful(f) {
                Fate::Kept
            } else if f.units.len == 1 {
                let borne = parts.contains(&f.units.last()) || f.evidence & (e::PERSON | e::COMPANY) != 0;
                if borne || acts_as_name(words, tokens, f) { Fate::Asked } else { Fate::Dropped }
            } else {
                let given = words.flags(tokens.words[f.first.0 as usize]) & GIVEN != 0;
                if given { Fate::Kept } else { Fate::Asked }
            }
        };
        let fates: Vec<Fate> = self.list.iter().map(fate).collect();
        let asked = || self.list.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::Asked);
        let in_lower = if asked().next().is_some() {
            in_lower_case(tokens, asked().map(|(f, _)| f.units.first()))
        } else {
            HashSet::default()
        };
        let dropped: Vec<bool> = self
            .list
            .iter()
            .zip(&fates)
            .map(|(f, fate)| match fate {
                Fate::Kept => false,
                Fate::Dropped => true,
                Fate::Asked => in_lower.contains(&f.units.first()),
            })
            .collect();
        for (form, s) in self.of_segment.iter_mut().zip(segments) {
            let Some(index) = *form else { continue };
            if !dropped[index as usize] {
                continue;
            }
            // "Citing Zorb diplomats": without its first word it may be a name of the article.
            let rest = (s.end - s.start > 1).then(|| Units::of(words, tokens, s.start + 1, s.end)).flatten();
            *form = rest.and_then(|u| self.by_key.get(&u.key()).copied());
            if let Some(other) = *form {
                self.list[other as usize].count += 1;
            }
        }
        for (form, dropped) in self.list.iter_mut().zip(dropped) {
            if dropped {
                form.count = 0;
            }
        }
    }
}

/// Whether a word that sentences begin with owns or acts as a name does: "Zorbia's parliament", "Zorbco employs". A noun
/// that is none would have an article, or an s, unless it is one of what is not counted.
fn acts_as_name(words: &NameWords, tokens: Tokens<'_>, form: &Written) -> bool {
    const USUAL: Flags = ORDINARY | OPENING | CALENDAR | ROLE | COMMON | TITLE | BARE | ORG_HEAD | SAY;
    let word = form.first.0;
    form.evidence & e::AGENT != 0
        && words.flags(tokens.words[word as usize]) & USUAL == 0
        && !words.made.iter().any(|end| tokens.clean.token(word).ends_with(&**end))
}

/// What becomes of a form that only sentences begin with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Dropped,
    /// Dropped if the article writes its first word in lower case, too.
    Asked,
}

impl Segment {
    /// Whether the article uses the same word of a place elsewhere, and this segment does not say that it is a person.
    pub(super) fn is_shared(&self, forms: &Forms, form: u32) -> bool {
        forms.list[form as usize].evidence & e::PLACE_WEAK != 0
            && self.evidence & (e::PERSON | e::PERSON_WEAK) == 0
    }
}

/// Which of these words the article also writes in lower case.
fn in_lower_case(tokens: Tokens<'_>, wanted: impl Iterator<Item = u32>) -> HashSet<u32, FixedState> {
    let mut wanted: HashSet<u32, FixedState> = wanted.collect();
    // A sieve of bits keeps most words out of the hash set.
    let size = (wanted.len() * 16).next_power_of_two().max(1024);
    let mut sieve = vec![0u64; size / 64];
    let place = |hash: u32| ((hash as usize & (size - 1)) / 64, 1u64 << (hash & 63));
    for &hash in &wanted {
        let (slot, bit) = place(hash);
        sieve[slot] |= bit;
    }
    let mut seen: HashSet<u32, FixedState> = HashSet::default();
    for token in &tokens.clean.tokens[tokens.start as usize..tokens.end as usize] {
        if token.shape == Shape::Lower {
            let (slot, bit) = place(token.hash);
            if sieve[slot] & bit != 0 && wanted.remove(&token.hash) {
                seen.insert(token.hash);
            }
        }
    }
    seen
}
