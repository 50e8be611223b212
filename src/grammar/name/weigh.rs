//! What speaks for the kind of a name: its own words and what stands around it.

use super::scan::{Pass, Segment};
use super::words::*;
use crate::text::{Shape, Token};

/// What speaks for the kind of a name, one bit each.
pub(super) mod evidence {
    /// A title before, an age after, "who": a person.
    pub(in crate::grammar::name) const PERSON: u16 = 1;
    /// A verb of saying beside, "'s successor": perhaps a person.
    pub(in crate::grammar::name) const PERSON_WEAK: u16 = 1 << 1;
    /// The head of an organisation, "head of", "chief".
    pub(in crate::grammar::name) const ORG: u16 = 1 << 2;
    /// "members", "allies": it has members.
    pub(in crate::grammar::name) const CLUB: u16 = 1 << 3;
    /// "in", a river's tail: a place.
    pub(in crate::grammar::name) const PLACE: u16 = 1 << 4;
    /// Perhaps a place.
    pub(in crate::grammar::name) const PLACE_WEAK: u16 = 1 << 5;
    /// A company's legal form.
    pub(in crate::grammar::name) const COMPANY: u16 = 1 << 6;
    /// "Mr", "King".
    pub(in crate::grammar::name) const MALE: u16 = 1 << 7;
    /// "Mrs", "Queen".
    pub(in crate::grammar::name) const FEMALE: u16 = 1 << 8;
    /// All capitals.
    pub(in crate::grammar::name) const ACRONYM: u16 = 1 << 9;
    /// In brackets right after another name.
    pub(in crate::grammar::name) const BRACKETED: u16 = 1 << 10;
    /// After "the": hardly a surname.
    pub(in crate::grammar::name) const THE: u16 = 1 << 11;
    /// Before a title or a role: "Zorbian Prime Minister".
    pub(in crate::grammar::name) const ADJECTIVE: u16 = 1 << 12;
    /// A storm or an operation.
    pub(in crate::grammar::name) const EVENT: u16 = 1 << 13;
    /// "Zorbia's parliament", "Zorbco employs": what owns and acts and has no article before it is a name.
    pub(in crate::grammar::name) const AGENT: u16 = 1 << 14;
}
use evidence as e;

impl Pass<'_> {
    /// Looks at a name and around it for what speaks for its kind.
    pub(super) fn weigh(&self, s: &mut Segment) {
        let words = self.words;
        let inside = s.start..s.end;
        let last = (inside.clone()).rev().find(|&j| self.t[j as usize].is_word()).unwrap_or(s.start);
        let last_flags = self.flags(last);
        let many = inside.len() > 1;
        let first_flags = self.flags(s.start);
        // "University of Ghent" has its head inside, "Ghent University" at the end; in "Council Bluffs" it is none.
        let heads = |j: u32| {
            self.is_capital(j)
                && self.flags(j) & ORG_HEAD != 0
                && (j > s.start && first_flags & GIVEN == 0
                    || self.words.forwards.contains(&self.id(j + 1)) && j + 1 < s.end)
        };
        if many && (inside.clone().any(heads) || last_flags & ORG_HEAD != 0) {
            s.evidence |= e::ORG;
        }
        if many && last_flags & ORG_SUFFIX != 0 {
            s.evidence |= e::ORG | e::COMPANY;
        }
        if many
            && last_flags & PLACE_TAIL != 0
            && (first_flags & GIVEN == 0 || last_flags & CERTAIN_TAIL != 0)
        {
            s.evidence |= e::PLACE;
        }
        let given = first_flags & GIVEN != 0;
        let initials = inside.clone().any(|j| self.t[j as usize].span.len() == 1 && self.is_capital(j));
        if first_flags & EVENT != 0 {
            s.evidence |= e::EVENT;
        }
        let junior = last_flags & SUFFIX != 0 && (given || self.t[last as usize].shape == Shape::Capital);
        if many && s.evidence & (e::ORG | e::PLACE | e::EVENT) == 0 && (given || initials || junior) {
            s.evidence |= e::PERSON;
        }
        if given {
            let (m, f) = (first_flags & MALE != 0, first_flags & FEMALE != 0);
            s.evidence |= if m && !f {
                e::MALE
            } else if f && !m {
                e::FEMALE
            } else {
                0
            };
        }
        if !many && self.t[s.start as usize].shape == Shape::Upper {
            s.evidence |= e::ACRONYM;
        }
        // What follows.
        let mut next = s.end;
        // "Zarbco Inc., the airline": the full stop is the form's.
        next += u32::from(last_flags & ORG_SUFFIX != 0 && self.id(next) == words.full_stop);
        let possessive = self.at(next).is_some_and(|t| t.shape == Shape::Possessive);
        next += u32::from(possessive);
        let flags = self.flags(next);
        let lower = self.at(next).is_some_and(|t| t.shape == Shape::Lower);
        if lower && flags & if possessive { PERSONAL } else { SAY } != 0 {
            s.evidence |= e::PERSON_WEAK;
        }
        if lower && (possessive || !many && flags & ACTING != 0) {
            s.evidence |= e::AGENT;
        }
        if lower && flags & BESIDE != 0
            || self.is_capital(next) && flags & BESIDE != 0 && flags & TITLE != 0 && !possessive
        {
            s.evidence |= e::ORG;
        }
        if lower && !possessive && !many && flags & (ROLE | ADJECTIVAL) != 0
            || self.at(next).is_some_and(|t| t.spaced)
                && self.is_capital(next)
                && flags & (TITLE | TITLE_PART) != 0
                && !possessive
        {
            s.evidence |= e::ADJECTIVE;
        }
        if lower && flags & CLUB_MEMBER != 0 {
            s.evidence |= e::CLUB;
        }
        if self.id(next) == words.comma && !possessive {
            self.weigh_apposition(s, next + 1, many);
        }
        if self.id(next) == words.open && self.is_party(next + 1) {
            s.evidence |= e::PERSON;
        }
        if self.id(next) == words.open
            && self.at(next + 1).is_some_and(is_age)
            && self.id(next + 2) == words.close
            && many
        {
            s.evidence |= e::PERSON;
        }
        // What stands before.
        let Some(before) = s.start.checked_sub(1).filter(|&b| b >= self.begin) else { return };
        let token = self.t[before as usize];
        let flags = self.flags(before);
        let word = self.ids[before as usize];
        if word == words.the {
            s.evidence |= e::THE;
        }
        if flags & AGED != 0 && many && self.is_aged(before, s.end) {
            s.evidence |= e::PERSON;
        }
        if token.shape == Shape::Lower {
            let text = token.span.cut(self.text);
            let trade = ["ist", "man", "woman"].iter().any(|end| text.ends_with(end));
            if (flags & ROLE != 0 || trade) && many {
                s.evidence |= e::PERSON;
            } else if flags & (ROLE | SAY) != 0 {
                s.evidence |= e::PERSON_WEAK;
            }
            if flags & PLACE_PREP != 0 {
                s.evidence |= e::PLACE_WEAK;
            }
            let mut noun = before;
            if word == words.the && noun > self.begin {
                noun -= 1;
            }
            if self.ids[noun as usize] == words.of && noun > self.begin {
                let flags = self.flags(noun - 1);
                s.evidence |= if flags & BEFORE_OF != 0 { e::ORG } else { 0 };
                s.evidence |= if flags & CLUB_MEMBER != 0 { e::CLUB } else { 0 };
            }
        } else if word == words.comma && many && before > self.begin {
            // "The current chief, Jens Stoltenberg, ..."
            let noun = before - 1;
            if self.flags(noun) & ROLE != 0 && self.t[noun as usize].shape == Shape::Lower {
                s.evidence |= e::PERSON;
            }
        } else if word == words.open && self.id(s.end) == words.close && s.evidence & e::ACRONYM != 0 {
            s.evidence |= e::BRACKETED;
        }
    }

    /// "23-year-old Ann Lee": an age whose last word is at `old`, and no noun after the name for it to belong to.
    fn is_aged(&self, old: u32, end: u32) -> bool {
        /// "year", "-", and the number.
        const NEAR: u32 = 4;
        let number = (self.begin.max(old.saturating_sub(NEAR))..old).any(|i| {
            matches!(self.t[i as usize].shape, Shape::Digits | Shape::Alnum)
                || self.id(i) == self.words.hyphen
        });
        // "19-year-old Zorb Marathon bombing suspect"
        let noun = |i: u32| {
            self.at(i).is_some_and(|t| t.shape == Shape::Lower)
                && self.flags(i) & (ROLE | AGED_NOUN | ADJECTIVAL) != 0
        };
        // "told police" and "is a nurse" go on with somebody else.
        let verb = self.flags(end) & (SAY | COPULA | ORDINARY) != 0;
        number && !noun(end) && (verb || !noun(end + 1))
    }

    /// "D-Ohio": a party and a state, after a lawmaker's name.
    fn is_party(&self, i: u32) -> bool {
        self.at(i).is_some_and(|t| t.span.len() == 1)
            && self.is_capital(i)
            && self.id(i + 1) == self.words.hyphen
            && self.is_capital(i + 2)
    }

    /// ", 57,", ", who", ", a former prime minister", ", the military alliance".
    fn weigh_apposition(&self, s: &mut Segment, from: u32, many: bool) {
        const FAR: u32 = 6;
        let words = self.words;
        let Some(token) = self.at(from) else { return };
        if is_age(token) {
            let after = self.id(from + 1);
            let ends = [words.comma, words.full_stop, words.close, words.and, words.semicolon, words.of];
            if ends.contains(&after) || words.who.contains(&after) || self.flags(from + 1) & COPULA != 0 {
                s.evidence |= e::PERSON;
            }
            return;
        }
        if self.flags(from) & AGED != 0 && self.at(from + 1).is_some_and(is_age) {
            // "died at home in Ghent, aged 90": the age is not the town's.
            let placed =
                s.start.checked_sub(1).filter(|&b| b >= self.begin).is_some_and(|b| {
                    self.flags(b) & PLACE_PREP != 0 && self.t[b as usize].shape == Shape::Lower
                });
            if many || !placed {
                s.evidence |= e::PERSON;
            }
            return;
        }
        if self.ids[from as usize] == words.who[0] || self.is_party(from) {
            s.evidence |= e::PERSON;
            return;
        }
        // ", a 43-year-old nurse"
        let aged = |j: u32| self.flags(j) & AGED != 0;
        if many
            && [words.a, words.an].contains(&self.ids[from as usize])
            && self.at(from + 1).is_some_and(is_age)
            && (from + 2..from + 2 + FAR).any(aged)
        {
            s.evidence |= e::PERSON;
            return;
        }
        let mut role = None;
        let begins = [words.a, words.an, words.the].contains(&self.ids[from as usize]);
        for j in from..(from + FAR).min(self.end) {
            let t = self.t[j as usize];
            let flags = self.flags(j);
            if t.shape == Shape::Mark && self.ids[j as usize] != words.hyphen
                || self.ids[j as usize] == words.of
            {
                break;
            }
            if t.shape == Shape::Lower && flags & (ORDINARY | SAY) != 0 && j > from {
                break;
            }
            if t.shape == Shape::Lower && flags & (ROLE | COMMON) != 0 {
                role = Some(j);
            }
        }
        let Some(j) = role else { return };
        let flags = self.flags(j);
        if flags & ROLE != 0 && (many || begins) {
            s.evidence |= e::PERSON;
        } else if flags & (CLUB | COMPANY | BODY) != 0 && begins {
            s.evidence |= e::ORG | e::AGENT;
            s.called = self.ids[j as usize];
            s.evidence |= if flags & CLUB != 0 { e::CLUB } else { 0 };
        }
    }
}

/// Whether a token can be a person's age in digits.
fn is_age(token: Token) -> bool {
    token.shape == Shape::Digits && token.span.len() <= 2
}
