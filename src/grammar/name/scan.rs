//! The pass over an article's tokens: runs of capitals, cut into names, each with what speaks for its kind.

use super::known::{Form, Match};
use super::words::*;
use crate::grammar::input::Tokens;
use crate::grammar::lexicon::WordId;
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
}
use evidence as e;

/// A stretch of tokens that is a name, or may be one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) known: Option<Match>,
    pub(super) evidence: u16,
    /// Whether its capital may be that of the sentence.
    pub(super) initial: bool,
    /// The common noun that the article calls it by: "ZORB, a military alliance".
    pub(super) called: WordId,
    /// The role in the title before it.
    pub(super) role: WordId,
}

/// What the pass finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) segments: Vec<Segment>,
    /// Common nouns and pronouns that may stand for a name: the token and its sentence.
    pub(super) anaphora: Vec<(u32, u32)>,
    /// Sentences of headlines, in which capitals tell nothing.
    pub(super) headlines: Vec<u32>,
}

pub(super) fn scan(words: &NameWords, tokens: Tokens<'_>) -> Found {
    let mut pass = Pass {
        words,
        t: &tokens.clean.tokens,
        ids: tokens.words,
        begin: 0,
        end: 0,
        sentence: 0,
        found: Found::default(),
    };
    for block in &tokens.clean.blocks {
        let sentences = block.sentences.start as usize..block.sentences.end as usize;
        let Some(list) = tokens.clean.sentences.get(sentences) else { continue };
        let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
        let headline = is_headline(&pass.t[first.tokens.start as usize..last.tokens.end as usize]);
        for (i, sentence) in (block.sentences.start..).zip(list) {
            if headline {
                pass.found.headlines.push(i);
                continue;
            }
            pass.sentence = i;
            (pass.begin, pass.end) = (sentence.tokens.start, sentence.tokens.end);
            pass.sentence(sentence.tokens.start);
        }
    }
    pass.found
}

/// Whether capitals tell nothing here, for nearly every longer word has one.
fn is_headline(tokens: &[Token]) -> bool {
    const LONGEST: usize = 60;
    const SHORT: usize = 8;
    if tokens.len() > LONGEST {
        return false;
    }
    let (mut capital, mut all) = (0, 0);
    for token in tokens.iter().filter(|t| t.is_word() && t.span.len() > 3) {
        all += 1;
        capital += usize::from(token.is_capital());
    }
    all >= 3 && capital * 4 >= all * 3 || all >= 1 && capital == all && tokens.len() <= SHORT
}

struct Pass<'a> {
    words: &'a NameWords,
    t: &'a [Token],
    ids: &'a [WordId],
    /// The first token of the sentence, and one past its last.
    begin: u32,
    end: u32,
    sentence: u32,
    found: Found,
}

/// The title that is being read.
#[derive(Clone, Copy, Default)]
struct Title {
    evidence: u16,
    role: WordId,
}

impl Pass<'_> {
    fn at(&self, i: u32) -> Option<Token> {
        (i < self.end).then(|| self.t[i as usize])
    }

    fn id(&self, i: u32) -> WordId {
        if i < self.end { self.ids[i as usize] } else { WordId::UNKNOWN }
    }

    fn flags(&self, i: u32) -> Flags {
        self.words.flags(self.id(i))
    }

    fn is_capital(&self, i: u32) -> bool {
        self.at(i).is_some_and(|t| t.is_capital())
    }

    fn sentence(&mut self, start: u32) {
        let mut i = start;
        let mut first = true;
        while i < self.end {
            let token = self.t[i as usize];
            if token.is_capital() {
                let stop = self.run_end(i);
                self.run(i, stop, first);
                i = stop;
                first = false;
            } else {
                if token.shape == Shape::Lower && self.flags(i) & LOWER_TRIGGER != 0 {
                    self.found.anaphora.push((i, self.sentence));
                }
                first &= !(token.is_word() || token.shape == Shape::Digits);
                i += 1;
            }
        }
    }

    /// One past the last token of the run of capitals that begins at `i`.
    fn run_end(&self, i: u32) -> u32 {
        let mut j = i + 1;
        let (mut goes_on, mut lists) = (false, false);
        loop {
            let flags = self.flags(j - 1);
            goes_on |= flags & GOES_ON != 0;
            lists |= flags & LISTS != 0;
            let Some(next) = self.at(j) else { return j };
            let word = self.ids[j as usize];
            if next.is_capital() {
                if !next.spaced {
                    return j;
                }
                j += 1;
            } else if word == self.words.full_stop
                && !next.spaced
                && self.is_short(j - 1)
                && self.is_capital(j + 1)
            {
                j += 2;
            } else if word == self.words.hyphen
                && !next.spaced
                && self.is_capital(j + 1)
                && !self.t[j as usize + 1].spaced
                || word == self.words.ampersand && self.is_capital(j + 1)
                || word == self.words.comma && self.flags(j + 1) & SUFFIX != 0 && self.is_capital(j + 1)
                || next.shape == Shape::Lower && self.flags(j) & PARTICLE != 0 && self.is_capital(j + 1)
            {
                j += 2;
            } else if next.shape == Shape::Lower
                && self.flags(j) & PARTICLE != 0
                && self.flags(j + 1) & PARTICLE != 0
                && self.is_capital(j + 2)
            {
                j += 3;
            } else if word == self.words.hyphen || self.flags(j) & PARTICLE != 0 {
                // "Bashar al-Assad": a particle that is tied on.
                let tied = self.flags(j) & PARTICLE != 0
                    && self.id(j + 1) == self.words.hyphen
                    && self.is_capital(j + 2);
                if !tied {
                    return j;
                }
                j += 3;
            } else if goes_on && self.words.forwards.contains(&word) || lists && word == self.words.and {
                let article = u32::from(self.id(j + 1) == self.words.the);
                if !self.is_capital(j + 1 + article) || self.flags(j + 1 + article) & CALENDAR != 0 {
                    return j;
                }
                j += 2 + article;
            } else {
                return j;
            }
        }
    }

    /// Whether a full stop after this token may belong to it: an initial, or an abbreviation.
    fn is_short(&self, i: u32) -> bool {
        self.at(i).is_some_and(|t| t.span.len() == 1) || self.flags(i) & ABBREVIATED != 0
    }

    fn find(&self, i: u32, stop: u32) -> Option<Match> {
        if self.flags(i) & KNOWN == 0 {
            return None;
        }
        let range = i as usize..stop as usize;
        self.words.known.find(&self.t[range.clone()], &self.ids[range], true)
    }

    /// Cuts a run into names.
    fn run(&mut self, start: u32, stop: u32, mut initial: bool) {
        if self.is_common(start, stop) {
            return;
        }
        let mut i = start;
        let mut title = Title::default();
        while i < stop {
            let token = self.t[i as usize];
            let flags = self.flags(i);
            if !token.is_word() {
                i += 1;
                continue;
            }
            if let Some(found) = self.known_at(i, stop) {
                self.push(i, i + found.len, Some(found), &mut title, initial);
                i += found.len;
                initial = false;
                continue;
            }
            let function =
                flags & ORDINARY != 0 || initial && flags & OPENING != 0 && self.is_stray_opening(i, stop);
            if function && !(token.shape == Shape::Upper && flags & OPENING == 0 && token.span.len() > 1)
                || flags & CALENDAR != 0
                || flags & OPENING != 0 && token.shape == Shape::Upper
                || token.shape == Shape::Lower
            {
                title = Title::default();
                i += 1;
                initial = false;
                continue;
            }
            if flags & (TITLE | TITLE_PART) != 0 {
                let after = self.title(i, stop, &mut title);
                if after > i {
                    i = after;
                    initial = false;
                    continue;
                }
            }
            let end = self.name_end(i, stop, initial);
            let begins =
                if initial && end - i > 1 && flags & GIVEN == 0 && self.known_at(i + 1, stop).is_some() {
                    i + 1
                } else {
                    i
                };
            if begins == i {
                self.push(i, end, None, &mut title, initial);
                i = end;
            } else {
                i = begins;
            }
            initial = false;
        }
    }

    /// "the Alliance", "the Western alliance": a common noun, or what stands before one, in its Sunday clothes.
    fn is_common(&mut self, start: u32, stop: u32) -> bool {
        let the = |i: u32| self.ids[i as usize] == self.words.the;
        let led =
            start > self.begin && the(start - 1) && stop == start + 1 || the(start) && stop == start + 2;
        if !led {
            return false;
        }
        let flags = self.flags(stop - 1);
        if flags & COMMON != 0 && self.t[stop as usize - 1].shape == Shape::Capital {
            self.found.anaphora.push((stop - 1, self.sentence));
            return true;
        }
        flags & NEUTRAL != 0
            && self.flags(stop) & COMMON != 0
            && self.at(stop).is_some_and(|t| t.shape == Shape::Lower)
    }

    /// Whether a word that often begins sentences does no more than that here.
    fn is_stray_opening(&self, i: u32, stop: u32) -> bool {
        let next = i + 1;
        next >= stop
            || self.flags(next) & (TITLE | TITLE_PART | KNOWN | GIVEN | ORDINARY) != 0
            || self.flags(i) & PLACE_OPENING == 0
    }

    /// A known name here that is not the beginning of a longer one ("Boston University", "Paris Hilton").
    fn known_at(&self, i: u32, stop: u32) -> Option<Match> {
        let found = self.find(i, stop)?;
        let next = i + found.len;
        let Some(after) = (next < stop).then(|| self.flags(next)) else { return Some(found) };
        if !self.t[next as usize].is_word() || !self.is_capital(next) {
            return Some(found);
        }
        let place =
            found.form == Form::Demonym || self.words.known.entry(found.entry).kind == super::NameKind::Place;
        let title = after & (TITLE | TITLE_PART | ORDINARY | CALENDAR) != 0;
        let head = (next..stop.min(next + 5))
            .find(|&j| self.flags(j) & (ORG_HEAD | PLACE_TAIL) != 0 && self.is_capital(j));
        if let Some(head) = head {
            // "Dutch Prime Minister", but "British Foreign Office" and "New York Police Department".
            let titled =
                (next..head).any(|j| self.flags(j) & (TITLE | GIVEN) != 0 && self.flags(j) & TITLE_PART == 0);
            if !titled && self.find(next, stop).is_none_or(|m| next + m.len <= head) {
                return None;
            }
        }
        if title || self.find(next, stop).is_some() {
            return Some(found);
        }
        let given_too = found.len == 1 && self.flags(i) & GIVEN != 0;
        if after & GIVEN != 0 && !given_too {
            return Some(found);
        }
        (!place).then_some(found)
    }

    /// Reads a title; gives where the name after it begins, or `i` where there is none.
    fn title(&self, i: u32, stop: u32, title: &mut Title) -> u32 {
        let mut j = i;
        let mut head = false;
        while j < stop {
            let flags = self.flags(j);
            let word = self.ids[j as usize];
            if flags & (TITLE | TITLE_PART) != 0 {
                // "Stephen King", "Major League": a title that ends a name, or opens one.
                let last = j + 1 == stop;
                if flags & ORG_HEAD != 0 && flags & TITLE == 0 && last {
                    return i;
                }
                if flags & TITLE != 0 {
                    head = true;
                    title.role = word;
                    title.evidence = e::PERSON;
                    title.evidence |= if flags & TITLE_MALE != 0 { e::MALE } else { 0 };
                    title.evidence |= if flags & TITLE_FEMALE != 0 { e::FEMALE } else { 0 };
                }
                j += 1;
            } else if !self.t[j as usize].is_word() && j + 1 < stop {
                j += 1;
            } else {
                break;
            }
        }
        if j < stop && self.flags(j) & ORG_HEAD != 0 && self.find(j, stop).is_none() {
            // "Foreign Ministry", "Defense Department": the part belongs to the organisation.
            *title = Title::default();
            return i;
        }
        if head {
            return j;
        }
        *title = Title::default();
        // Parts alone: "Police", "House"; they open a longer name or are nothing.
        if j >= stop { j } else { i }
    }

    /// One past the last token of the name that begins at `i`.
    fn name_end(&self, i: u32, stop: u32, initial: bool) -> u32 {
        let mut j = i + 1;
        let mut last_word = i;
        while j < stop {
            let token = self.t[j as usize];
            let flags = self.flags(j);
            if !token.is_word() {
                let dash_then_known =
                    self.ids[j as usize] == self.words.hyphen && self.find(j + 1, stop).is_some();
                if dash_then_known {
                    return j;
                }
                j += 1;
                continue;
            }
            if token.is_capital() {
                let final_given = self.flags(last_word) & GIVEN != 0 && j + 1 == stop;
                let ended = self.flags(last_word) & (ORG_HEAD | ORG_SUFFIX) != 0 && flags & GIVEN != 0;
                let calendar = flags & CALENDAR != 0 && !final_given;
                let titled = flags & TITLE != 0 && !final_given && flags & (ORG_HEAD | GIVEN) == 0;
                let function = flags & ORDINARY != 0 && token.shape == Shape::Capital;
                let strips =
                    initial && last_word == i && self.flags(i) & GIVEN == 0 && self.find(j, stop).is_some();
                if ended || calendar || titled || function || strips {
                    break;
                }
                last_word = j;
            }
            j += 1;
        }
        // A full stop belongs to "Jr." but no trailing mark to anything else.
        let mut end = last_word + 1;
        if self.flags(last_word) & SUFFIX != 0 && self.id(end) == self.words.full_stop && end + 1 < self.end {
            end += 1;
        }
        end
    }

    fn push(&mut self, start: u32, end: u32, known: Option<Match>, title: &mut Title, initial: bool) {
        let mut segment = Segment {
            start,
            end,
            known,
            evidence: 0,
            initial,
            called: WordId::UNKNOWN,
            role: WordId::UNKNOWN,
        };
        if known.is_none_or(|m| {
            m.form != Form::Demonym && self.words.known.entry(m.entry).kind != super::NameKind::Place
        }) {
            segment.evidence = title.evidence;
            segment.role = title.role;
            *title = Title::default();
        }
        self.weigh(&mut segment);
        self.found.segments.push(segment);
    }

    /// Looks at a name and around it for what speaks for its kind.
    fn weigh(&self, s: &mut Segment) {
        let words = self.words;
        let inside = s.start..s.end;
        let last = (inside.clone()).rev().find(|&j| self.t[j as usize].is_word()).unwrap_or(s.start);
        let last_flags = self.flags(last);
        let many = inside.len() > 1;
        let first_flags = self.flags(s.start);
        if many
            && inside.clone().any(|j| self.is_capital(j) && self.flags(j) & ORG_HEAD != 0)
            && first_flags & GIVEN == 0
            || many && last_flags & ORG_HEAD != 0
        {
            s.evidence |= e::ORG;
        }
        if many && last_flags & ORG_SUFFIX != 0 {
            s.evidence |= e::ORG | e::COMPANY;
        }
        if many && last_flags & PLACE_TAIL != 0 && first_flags & GIVEN == 0 {
            s.evidence |= e::PLACE;
        }
        let given = first_flags & GIVEN != 0;
        let initials = inside.clone().any(|j| self.t[j as usize].span.len() == 1 && self.is_capital(j));
        if many && s.evidence & (e::ORG | e::PLACE) == 0 && (given || initials || last_flags & SUFFIX != 0) {
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
        let possessive = self.at(next).is_some_and(|t| t.shape == Shape::Possessive);
        next += u32::from(possessive);
        let flags = self.flags(next);
        let lower = self.at(next).is_some_and(|t| t.shape == Shape::Lower);
        if lower && possessive && flags & PERSONAL != 0 || lower && !possessive && flags & SAY != 0 {
            s.evidence |= e::PERSON_WEAK;
        }
        if lower && flags & BESIDE != 0
            || self.is_capital(next) && flags & BESIDE != 0 && flags & TITLE != 0 && !possessive
        {
            s.evidence |= e::ORG;
        }
        if lower && flags & CLUB_MEMBER != 0 {
            s.evidence |= e::CLUB;
        }
        if self.id(next) == words.comma && !possessive {
            self.weigh_apposition(s, next + 1, many);
        }
        if self.id(next) == words.open
            && self.at(next + 1).is_some_and(|t| is_age(t))
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
        if token.shape == Shape::Lower {
            if flags & ROLE != 0 && many {
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

    /// ", 57,", ", who", ", a former prime minister", ", the military alliance".
    fn weigh_apposition(&self, s: &mut Segment, from: u32, many: bool) {
        const FAR: u32 = 6;
        let words = self.words;
        let Some(token) = self.at(from) else { return };
        if is_age(token) {
            let after = self.id(from + 1);
            if after == words.comma || after == words.full_stop || after == words.close || after == words.and
            {
                s.evidence |= e::PERSON;
            }
            return;
        }
        if self.ids[from as usize] == words.who[0] {
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
            s.evidence |= e::ORG;
            s.called = self.ids[j as usize];
            s.evidence |= if flags & CLUB != 0 { e::CLUB } else { 0 };
        }
    }
}

/// Whether a token can be a person's age in digits.
fn is_age(token: Token) -> bool {
    token.shape == Shape::Digits && token.span.len() <= 2
}
