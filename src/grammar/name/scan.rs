//! The pass over an article's tokens: runs of capitals, cut into names, each with what speaks for its kind.

use super::cut::Title;
use super::known::{Form, Match};
use super::words::*;
use crate::grammar::input::Tokens;
use crate::grammar::lexicon::WordId;
use crate::text::{Shape, Token};

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
        text: &tokens.clean.text,
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
        let range = first.tokens.start as usize..last.tokens.end as usize;
        let headline = is_headline(words, &pass.t[range.clone()], &pass.ids[range]);
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

/// Whether capitals tell nothing here, for every word but the small ones has one.
fn is_headline(words: &NameWords, tokens: &[Token], ids: &[WordId]) -> bool {
    const LONGEST: usize = 60;
    const SHARE: usize = 7;
    if tokens.len() > LONGEST {
        return false;
    }
    let (mut capital, mut lower) = (0, 0);
    for (token, &id) in tokens.iter().zip(ids) {
        if token.is_capital() {
            capital += 1;
        } else if token.shape == Shape::Lower && words.flags(id) & SMALL == 0 {
            lower += 1;
            if lower * SHARE > LONGEST {
                return false;
            }
        }
    }
    // A headline has no full stop; a sentence of names may have as few words without a capital.
    let stopped = ids.last() == Some(&words.full_stop);
    capital >= 1 && (lower == 0 || !stopped && capital >= SHARE * lower)
}

pub(super) struct Pass<'a> {
    pub(super) words: &'a NameWords,
    pub(super) text: &'a str,
    pub(super) t: &'a [Token],
    pub(super) ids: &'a [WordId],
    /// The first token of the sentence, and one past its last.
    pub(super) begin: u32,
    pub(super) end: u32,
    sentence: u32,
    found: Found,
}

impl Pass<'_> {
    pub(super) fn at(&self, i: u32) -> Option<Token> {
        (i < self.end).then(|| self.t[i as usize])
    }

    pub(super) fn id(&self, i: u32) -> WordId {
        if i < self.end { self.ids[i as usize] } else { WordId::UNKNOWN }
    }

    pub(super) fn flags(&self, i: u32) -> Flags {
        self.words.flags(self.id(i))
    }

    pub(super) fn is_capital(&self, i: u32) -> bool {
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
                || word == self.words.hyphen
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
                if self.is_tied_syllable(i, j) {
                    j += 2;
                    continue;
                }
                // "Bashar al-Assad": a particle that is tied on.
                let tied = self.flags(j) & PARTICLE != 0
                    && self.id(j + 1) == self.words.hyphen
                    && self.is_capital(j + 2);
                if !tied {
                    return j;
                }
                j += 3;
            } else if (goes_on || self.is_of_title(j)) && self.words.forwards.contains(&word)
                || lists && word == self.words.and
            {
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

    /// "Secretary of State": what a title is of, after a title.
    pub(super) fn is_of_title(&self, of: u32) -> bool {
        let article = u32::from(self.id(of + 1) == self.words.the);
        self.id(of) == self.words.of
            && self.flags(of - 1) & TITLE != 0
            && self.flags(of + 1 + article) & TITLE_OF != 0
    }

    /// "Kim Jong-un": a hyphen and a short syllable that ends a name of two capitals.
    fn is_tied_syllable(&self, start: u32, hyphen: u32) -> bool {
        const LONGEST: u32 = 4;
        let tied = |i: u32| self.at(i).is_some_and(|t| !t.spaced);
        hyphen >= start + 2
            && self.id(hyphen) == self.words.hyphen
            && tied(hyphen)
            && tied(hyphen + 1)
            && self.t[hyphen as usize - 1].span.len() <= LONGEST + 1
            && self.t[hyphen as usize - 1].shape == Shape::Capital
            && self.at(hyphen + 1).is_some_and(|t| t.shape == Shape::Lower && t.span.len() <= LONGEST)
            && self.flags(hyphen + 1) & (UNTIED | ORDINARY) & !SYLLABLE == 0
            && !(tied(hyphen + 2) && self.id(hyphen + 2) == self.words.hyphen)
    }

    /// Whether a full stop after this token may belong to it: an initial, or an abbreviation.
    fn is_short(&self, i: u32) -> bool {
        self.at(i).is_some_and(|t| t.span.len() == 1) || self.flags(i) & ABBREVIATED != 0
    }

    pub(super) fn find(&self, i: u32, stop: u32) -> Option<Match> {
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
                || flags & CALENDAR != 0 && !self.is_jan(i, stop)
                || flags & OPENING != 0 && token.shape == Shape::Upper
                || token.shape == Shape::Lower
            {
                if flags & PRONOUN != 0 && token.shape == Shape::Capital {
                    self.found.anaphora.push((i, self.sentence));
                }
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
            // "Citing NATO", "Acting IRS": the first word is none of the name's.
            let strays = (initial || flags & (TITLE_PART | OPENING) != 0) && flags & GIVEN == 0;
            if strays && end - i > 1 && self.known_at(i + 1, stop).is_some() {
                i += 1;
            } else {
                // "Smith, D-Ohio": a party and a state.
                let party = token.span.len() == 1 && self.id(i + 1) == self.words.hyphen;
                if !party {
                    self.push(i, end, None, &mut title, initial);
                }
                i = end;
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
}
