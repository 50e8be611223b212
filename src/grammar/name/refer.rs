//! What stands for a name without being one: "the alliance", "its".

use super::entity::Cast;
use super::scan::Found;
use super::weigh::evidence as e;
use super::words::*;
use super::{Mark, Name, NameKind, NameWords, Reference};
use crate::grammar::input::Tokens;
use crate::grammar::lexicon::WordId;
use crate::text::Shape;
use foldhash::fast::FixedState;
use std::collections::HashMap;

pub(super) fn mark(tokens: Tokens<'_>, start: u32, end: u32, entity: u32, how: Reference) -> Mark<Name> {
    Mark { what: Name { entity, how }, span: tokens.clean.span_of(&(start..end)), tokens: start..end }
}

/// Which organisation each common noun stands for, worked out once a noun.
pub(super) struct Nouns<'a> {
    words: &'a NameWords,
    tokens: Tokens<'a>,
    cast: &'a Cast,
    chosen: HashMap<WordId, Option<u32>, FixedState>,
}

impl<'a> Nouns<'a> {
    pub(super) fn new(words: &'a NameWords, tokens: Tokens<'a>, cast: &'a Cast) -> Self {
        Nouns { words, tokens, cast, chosen: HashMap::default() }
    }

    fn stands_for(&mut self, noun: WordId) -> Option<u32> {
        if let Some(&known) = self.chosen.get(&noun) {
            return known;
        }
        let chosen = self.choose(noun);
        self.chosen.insert(noun, chosen);
        chosen
    }

    /// Whether the name itself holds the noun: "Bank of Zembla" is a bank.
    fn bears(&self, form: (u32, u32), noun: WordId) -> bool {
        self.tokens.words[form.0 as usize..form.1 as usize].contains(&noun)
    }

    /// The organisation that the noun fits best, if no other is nearly as likely.
    fn choose(&self, noun: WordId) -> Option<u32> {
        let flags = self.words.flags(noun);
        // By how well it fits: the most mentioned and the next.
        let mut fitting: [Option<(u32, u32, u32)>; 2] = [None, None];
        for (i, (entity, t)) in (0u32..).zip(self.cast.entities.iter().zip(&self.cast.traits)) {
            if entity.mentions == 0 || !matches!(entity.kind, NameKind::Organisation | NameKind::Unknown) {
                continue;
            }
            let fit = match t.known {
                Some(_) if t.called == noun => 1,
                Some(entry) => match self.words.known.entry(entry).nouns.contains(&noun) {
                    true => 1,
                    false => continue,
                },
                None if t.called == noun || self.bears(t.form, noun) => 1,
                None if flags & CLUB != 0 && t.evidence & e::CLUB != 0 => 0,
                None if flags & COMPANY != 0
                    && t.evidence & (e::COMPANY | e::ORG) != 0
                    && t.evidence & e::CLUB == 0 =>
                {
                    0
                }
                None => continue,
            };
            let slot = &mut fitting[fit];
            *slot = Some(match *slot {
                None => (i, entity.mentions, 0),
                Some((best, most, _)) if entity.mentions > most => {
                    let _ = best;
                    (i, entity.mentions, most)
                }
                Some((best, most, next)) => (best, most, next.max(entity.mentions)),
            });
        }
        let clear = |&(i, most, next): &(u32, u32, u32)| (most >= 2 * next).then_some(i);
        match fitting {
            // One that merely may fit and is spoken of more makes it doubtful, and twice as much makes it that one.
            [Some(weak), Some(strong)] if weak.1 >= 2 * strong.1 => clear(&weak),
            [Some(weak), Some(strong)] if weak.1 > strong.1 => None,
            [_, Some(strong)] => clear(&strong),
            [Some(weak), None] => (weak.1 >= 2).then_some(weak).as_ref().and_then(clear),
            [None, None] => None,
        }
    }
}

/// Who a sentence has named so far, as far as a pronoun can ask.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    sentence: u32,
    /// The persons by the pronoun that may stand for them, and the things: one, or too many.
    he: One,
    she: One,
    it: One,
    country: One,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum One {
    #[default]
    None,
    Only(u32),
    Many,
}

impl One {
    fn hear(&mut self, entity: u32) {
        *self = match *self {
            One::None => One::Only(entity),
            One::Only(e) if e == entity => One::Only(e),
            _ => One::Many,
        };
    }

    /// Something is spoken of that is no name: what follows may mean it.
    fn cloud(&mut self) {
        *self = One::Many;
    }

    fn only(self) -> Option<u32> {
        if let One::Only(entity) = self { Some(entity) } else { None }
    }
}

/// Adds the mentions by common noun and pronoun to `mentions`, which stand in the order of the text.
pub(super) fn anaphora(
    words: &NameWords,
    tokens: Tokens<'_>,
    found: &Found,
    cast: &Cast,
    mentions: &[Mark<Name>],
) -> Vec<Mark<Name>> {
    let mut out: Vec<Mark<Name>> = Vec::with_capacity(mentions.len() + found.anaphora.len() / 2);
    let mut nouns = Nouns::new(words, tokens, cast);
    let (mut now, mut before) = (Heard::default(), Heard::default());
    let mut named = mentions.iter().peekable();
    let mut person = None;
    let mut another: Option<(WordId, u32)> = None;
    for &(token, sentence) in &found.anaphora {
        while let Some(m) = named.next_if(|m| m.tokens.start <= token) {
            let at = sentence_at(tokens, m.tokens.start, now.sentence);
            turn(&mut now, &mut before, at);
            hear(&mut now, cast, words, m.what);
            if cast.entities[m.what.entity as usize].kind == NameKind::Person {
                person = Some(m.tokens.end);
            }
            out.push(m.clone());
        }
        turn(&mut now, &mut before, sentence);
        if out.last().is_some_and(|m| m.tokens.end > token) {
            continue;
        }
        let flags = words.flags(tokens.words[token as usize]);
        let floor = out.last().map_or(0, |m| m.tokens.end);
        if flags & (PRONOUN | COMMON) == 0 {
            if somebody_else(words, tokens, token, person, named.peek().copied()) {
                now.he.cloud();
                now.she.cloud();
            }
            continue;
        }
        let noun = tokens.words[token as usize];
        let unnamed = another.is_some_and(|(other, at)| other == noun && at + 1 >= sentence);
        let found = if flags & COMMON != 0 && unnamed {
            // "A firm is liable if the firm knew": the one just spoken of, which has no name.
            another = Some((noun, sentence));
            None
        } else if flags & PRONOUN != 0 {
            pronoun(words, tokens, flags, &now, &before, token)
                .map(|entity| (token, entity, Reference::Pronoun))
        } else {
            common(words, tokens, &mut nouns, flags, &now, &before, token, floor)
        };
        if let Some((start, entity, how)) = found {
            let m = mark(tokens, start, token + 1, entity, how);
            if how == Reference::Common {
                hear(&mut now, cast, words, m.what);
            }
            out.push(m);
        } else if flags & COMMON != 0 {
            if is_another(words, tokens, token, now.sentence) {
                another = Some((noun, sentence));
            }
            // A company that is not named, and may be what "its" means.
            now.it.cloud();
        }
    }
    out.extend(named.cloned());
    out
}

/// "A firm": something that is not named, unless it is said of a name ("ZORB, a military alliance", "is a bank").
fn is_another(words: &NameWords, tokens: Tokens<'_>, token: u32, sentence: u32) -> bool {
    const NEAR: u32 = 4;
    let begin = tokens.clean.sentences[sentence as usize].tokens.start;
    let article = (begin.max(token.saturating_sub(NEAR))..token)
        .rev()
        .find(|&i| [words.a, words.an].contains(&tokens.words[i as usize]));
    article.is_some_and(|i| {
        let before = (i > begin).then(|| tokens.words[i as usize - 1]);
        !before.is_some_and(|w| w == words.comma || words.flags(w) & COPULA != 0)
    })
}

/// Whether a noun such as "gunman" brings in somebody besides those named: not "lawmaker Ann Lee", "Lee, a former
/// minister", "served as chief", "Lee's successor".
fn somebody_else(
    words: &NameWords,
    tokens: Tokens<'_>,
    token: u32,
    person: Option<u32>,
    next: Option<&Mark<Name>>,
) -> bool {
    const NEAR: u32 = 7;
    let all = &tokens.clean.tokens;
    if all[token as usize].shape != Shape::Lower || next.is_some_and(|m| m.tokens.start <= token + 2) {
        return false;
    }
    // An apposition to the last person named.
    if person.is_some_and(|end| end + NEAR >= token && tokens.words.get(end as usize) == Some(&words.comma)) {
        return false;
    }
    let kin = words.flags(tokens.words[token as usize]) & KIN != 0;
    let mut determined = false;
    for i in (token.saturating_sub(NEAR)..token).rev() {
        let flags = words.flags(tokens.words[i as usize]);
        let shape = all[i as usize].shape;
        if shape == Shape::Possessive || flags & (PRONOUN | COPULA) != 0 {
            // "Lee's successor" may step aside for Lee, "her husband" does not.
            return kin && flags & COPULA == 0;
        }
        if shape == Shape::Mark && tokens.words[i as usize] != words.hyphen {
            break;
        }
        determined |= [words.a, words.an, words.the].contains(&tokens.words[i as usize]);
    }
    determined
}

/// The sentence of a token that does not lie before the sentence `from`.
fn sentence_at(tokens: Tokens<'_>, token: u32, from: u32) -> u32 {
    let list = &tokens.clean.sentences;
    let mut at = from as usize;
    // Mentions come in order, so that a step or two mostly do; a leap is found by bisection.
    for _ in 0..4 {
        match list.get(at) {
            Some(s) if s.tokens.end <= token => at += 1,
            _ => return u32::try_from(at).unwrap_or(u32::MAX),
        }
    }
    u32::try_from(tokens.clean.sentence_of(token)).unwrap_or(u32::MAX)
}

fn turn(now: &mut Heard, before: &mut Heard, sentence: u32) {
    if now.sentence != sentence {
        *before = *now;
        *now = Heard { sentence, ..Heard::default() };
    }
}

fn hear(now: &mut Heard, cast: &Cast, words: &NameWords, name: Name) {
    let entity = &cast.entities[name.entity as usize];
    let t = cast.traits[name.entity as usize];
    let is_country =
        entity.kind == NameKind::Place && t.known.is_some_and(|k| !words.known.entry(k).nouns.is_empty());
    match entity.kind {
        NameKind::Person => {
            let (male, female) = (t.evidence & e::MALE != 0, t.evidence & e::FEMALE != 0);
            if male || !female {
                now.he.hear(name.entity);
            }
            if female || !male {
                now.she.hear(name.entity);
            }
        }
        // "Its" after "the Dutch government" is the government's, and so hardly another's.
        _ if name.how == Reference::Demonym => {
            if is_country {
                now.country.hear(name.entity);
            }
            now.it.hear(name.entity);
        }
        NameKind::Place => {
            now.it.hear(name.entity);
            if is_country {
                now.country.hear(name.entity);
            }
        }
        NameKind::Organisation => now.it.hear(name.entity),
        NameKind::Unknown => {
            now.it.hear(name.entity);
            if t.perhaps_person {
                now.he.cloud();
                now.she.cloud();
            }
        }
    }
}

/// Whom a pronoun means, where only one is named.
fn pronoun(
    words: &NameWords,
    tokens: Tokens<'_>,
    flags: Flags,
    now: &Heard,
    before: &Heard,
    token: u32,
) -> Option<u32> {
    // "It" is mostly no name: "it is unclear", "ruled it out". "Its" and "it said" are.
    let next = tokens.words.get(token as usize + 1).map_or(0, |&w| words.flags(w));
    if flags & IT != 0 && tokens.clean.token(token).len() == 2 && next & IT_VERB == 0 {
        return None;
    }
    let one = |h: &Heard| match flags & PRONOUN {
        f if f & HE != 0 => h.he,
        f if f & SHE != 0 => h.she,
        _ => h.it,
    };
    if one(now) != One::None {
        return one(now).only();
    }
    let adjacent = before.sentence + 1 == now.sentence && {
        let list = &tokens.clean.sentences;
        list.get(before.sentence as usize).map(|s| s.block)
            == list.get(now.sentence as usize).map(|s| s.block)
    };
    adjacent.then(|| one(before).only()).flatten()
}

/// "the alliance", "the Western alliance", "the country": where it begins and what it means.
#[allow(clippy::too_many_arguments)]
fn common(
    words: &NameWords,
    tokens: Tokens<'_>,
    nouns: &mut Nouns<'_>,
    flags: Flags,
    now: &Heard,
    before: &Heard,
    token: u32,
    floor: u32,
) -> Option<(u32, u32, Reference)> {
    const MODIFIERS: u32 = 4;
    let noun = tokens.words[token as usize];
    let begin = tokens.clean.sentences[now.sentence as usize].tokens.start;
    let mut start = token;
    let mut definite = false;
    for back in 1..=MODIFIERS + 1 {
        let Some(i) = token.checked_sub(back).filter(|&i| i >= begin && i >= floor) else { break };
        let word = tokens.words[i as usize];
        if word == words.the {
            (start, definite) = (i, true);
            break;
        }
        let t = tokens.clean.tokens[i as usize];
        let says_nothing = words.flags(word) & NEUTRAL != 0
            || word == words.hyphen
            || matches!(t.shape, Shape::Digits | Shape::Alnum);
        if !says_nothing {
            break;
        }
    }
    if !definite {
        // "alliance members": the noun alone, before what only an organisation has.
        let next = tokens.words.get(token as usize + 1).map_or(0, |&w| words.flags(w));
        let attributive = flags & CLUB != 0 && next & CLUB_MEMBER != 0;
        return if attributive {
            nouns.stands_for(noun).map(|entity| (token, entity, Reference::Common))
        } else {
            None
        };
    }
    // "the party leader", "the union representative": the noun says what sort of, not which; "the alliance summit" does.
    let entity = if flags & COUNTRY != 0 {
        match now.country {
            One::None if before.sentence + 1 == now.sentence => before.country.only(),
            one => one.only(),
        }
    } else {
        nouns.stands_for(noun)
    }?;
    Some((start, entity, Reference::Common))
}
