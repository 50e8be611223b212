//! The vocabulary of names: what each known word may be in one, and the proper names of `rules/names`.

use super::NameKind;
use super::known::{Known, NameList};
use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId};
use crate::text::fold_hash;
use foldhash::fast::FixedState;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// What a word may be, one bit each.
pub(super) type Flags = u64;

/// Capitalised only because it begins a sentence.
pub(super) const ORDINARY: Flags = 1;
/// Makes what follows a person.
pub(super) const TITLE: Flags = 1 << 1;
/// Completes a title.
pub(super) const TITLE_PART: Flags = 1 << 2;
/// What a title may be "of".
pub(super) const TITLE_OF: Flags = 1 << 3;
/// Goes with "he".
pub(super) const MALE: Flags = 1 << 4;
/// Goes with "she".
pub(super) const FEMALE: Flags = 1 << 5;
/// Is written with a full stop.
pub(super) const ABBREVIATED: Flags = 1 << 6;
/// A common noun for a person.
pub(super) const ROLE: Flags = 1 << 7;
/// What belongs to a person.
pub(super) const PERSONAL: Flags = 1 << 8;
/// A verb of saying.
pub(super) const SAY: Flags = 1 << 9;
/// Ends an organisation's name.
pub(super) const ORG_HEAD: Flags = 1 << 10;
/// A legal form.
pub(super) const ORG_SUFFIX: Flags = 1 << 11;
/// An organisation's head that goes on with "of".
pub(super) const GOES_ON: Flags = 1 << 12;
/// The same with a list after "of".
pub(super) const LISTS: Flags = 1 << 13;
/// Stands beside an organisation.
pub(super) const BESIDE: Flags = 1 << 14;
/// Stands beside an organisation that has members.
pub(super) const CLUB_MEMBER: Flags = 1 << 15;
/// Stands before "of" and an organisation.
pub(super) const BEFORE_OF: Flags = 1 << 16;
/// Ends a place's name.
pub(super) const PLACE_TAIL: Flags = 1 << 17;
/// Stands before a place.
pub(super) const PLACE_PREP: Flags = 1 << 18;
/// Opens a place's name.
pub(super) const PLACE_OPENING: Flags = 1 << 19;
/// A common noun for an alliance or a union.
pub(super) const CLUB: Flags = 1 << 20;
/// A common noun for a company.
pub(super) const COMPANY: Flags = 1 << 21;
/// A common noun for another organisation.
pub(super) const BODY: Flags = 1 << 22;
/// "country".
pub(super) const COUNTRY: Flags = 1 << 23;
/// Says nothing of its own before a common noun.
pub(super) const NEUTRAL: Flags = 1 << 24;
/// "he".
pub(super) const HE: Flags = 1 << 25;
/// "she".
pub(super) const SHE: Flags = 1 << 26;
/// "its".
pub(super) const IT: Flags = 1 << 27;
/// "van".
pub(super) const PARTICLE: Flags = 1 << 28;
/// "Jr".
pub(super) const SUFFIX: Flags = 1 << 29;
/// A month or a weekday.
pub(super) const CALENDAR: Flags = 1 << 30;
/// A given name.
pub(super) const GIVEN: Flags = 1 << 31;
/// Begins a name of `rules/names`.
pub(super) const KNOWN: Flags = 1 << 32;
/// A title that goes with one pronoun.
pub(super) const TITLE_MALE: Flags = 1 << 33;
/// The same for the other.
pub(super) const TITLE_FEMALE: Flags = 1 << 34;
/// A word that begins many sentences but may also be a name's.
pub(super) const OPENING: Flags = 1 << 35;

/// After "it", it is the doing of something named.
pub(super) const IT_VERB: Flags = 1 << 36;

/// Opens the name of a storm or an operation.
pub(super) const EVENT: Flags = 1 << 37;
/// What an adjective of a country stands before: "Zorbian government".
pub(super) const ADJECTIVAL: Flags = 1 << 38;
/// A word that a hyphen ties to a name without being part of it: "NATO-led".
pub(super) const UNTIED: Flags = 1 << 39;
/// The last syllable of Korean names, where it is an English word too.
pub(super) const SYLLABLE: Flags = 1 << 40;

/// "is", "as": what follows is said of somebody.
pub(super) const COPULA: Flags = 1 << 41;

/// A relation: always somebody else than whose it is.
pub(super) const KIN: Flags = 1 << 42;

/// Ends a place's name and nobody's.
pub(super) const CERTAIN_TAIL: Flags = 1 << 43;
/// A verb of one who acts, in the singular: "has", "votes".
pub(super) const ACTING: Flags = 1 << 47;
/// A noun that begins sentences without an article: "inflation".
pub(super) const BARE: Flags = 1 << 48;

/// Has no capital even in a headline.
pub(super) const SMALL: Flags = 1 << 44;

/// Ends an age: "old".
pub(super) const AGED: Flags = 1 << 45;

/// What an age before it belongs to, so that a name between the two is no person's.
pub(super) const AGED_NOUN: Flags = 1 << 46;

/// Any common noun that may stand for something named.
pub(super) const COMMON: Flags = CLUB | COMPANY | BODY | COUNTRY;
/// Any pronoun.
pub(super) const PRONOUN: Flags = HE | SHE | IT;
/// What a word in lower case can be worth a look for.
pub(super) const LOWER_TRIGGER: Flags = COMMON | PRONOUN | ROLE;

/// All that the grammar of names knows; made once.
#[derive(Clone, Debug)]
pub struct NameWords {
    flags: Vec<Flags>,
    pub(super) known: Known,
    /// Given names that are one: "Bernie" and "Bernard", by the hash of the word.
    nicknames: HashMap<u32, u16, FixedState>,
    /// How words end that are made of others.
    pub(super) made: Vec<Box<str>>,
    /// The hashes of "Jr" and the like.
    suffixes: Vec<u32>,
    pub(super) of: WordId,
    pub(super) the: WordId,
    pub(super) and: WordId,
    pub(super) a: WordId,
    pub(super) an: WordId,
    pub(super) full_stop: WordId,
    pub(super) comma: WordId,
    pub(super) semicolon: WordId,
    pub(super) hyphen: WordId,
    pub(super) ampersand: WordId,
    pub(super) open: WordId,
    pub(super) close: WordId,
    pub(super) forwards: [WordId; 2],
    pub(super) who: [WordId; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Titles {
    head: Vec<String>,
    part: Vec<String>,
    of: Vec<String>,
    male: Vec<String>,
    female: Vec<String>,
    abbreviated: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    role: Vec<String>,
    aged: Vec<String>,
    aged_noun: Vec<String>,
    personal: Vec<String>,
    adjectival: Vec<String>,
    copula: Vec<String>,
    kin: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reporting {
    say: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisations {
    head: Vec<String>,
    suffix: Vec<String>,
    goes_on: Vec<String>,
    lists: Vec<String>,
    beside: Vec<String>,
    club: Vec<String>,
    before_of: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    tail: Vec<String>,
    certain: Vec<String>,
    before: Vec<String>,
    opening: Vec<String>,
    event: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommonNouns {
    club: Vec<String>,
    company: Vec<String>,
    body: Vec<String>,
    country: Vec<String>,
    neutral: Vec<String>,
    he: Vec<String>,
    she: Vec<String>,
    it: Vec<String>,
    it_verb: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordinary {
    function: Vec<String>,
    small: Vec<String>,
    opening: Vec<String>,
    particle: Vec<String>,
    suffix: Vec<String>,
    calendar: Vec<String>,
    untied: Vec<String>,
    syllable: Vec<String>,
    acting: Vec<String>,
    bare: Vec<String>,
    made: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenNames {
    male: Vec<String>,
    female: Vec<String>,
    nicknames: Vec<Vec<String>>,
}

/// Reads an embedded word file.
fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| Error::new(format!("rules/words/{file} cannot be read")).because(e))
}

impl NameWords {
    /// Reads the embedded word files and names, and gives their words numbers.
    ///
    /// # Errors
    ///
    /// Where an embedded file is not the TOML it has to be; the tests of this crate rule that out.
    pub fn load(lexicon: &mut Lexicon) -> Result<Self, Error> {
        Self::with_names(lexicon, Vec::new())
    }

    /// As [`NameWords::load`], with the user's own names: of one name the first list's holds, before the embedded.
    ///
    /// # Errors
    ///
    /// As [`NameWords::load`].
    pub fn with_names(lexicon: &mut Lexicon, own: Vec<NameList>) -> Result<Self, Error> {
        let titles: Titles = read("titles.toml", include_str!("../../../rules/words/titles.toml"))?;
        let roles: Roles = read("roles.toml", include_str!("../../../rules/words/roles.toml"))?;
        let reporting: Reporting =
            read("reporting.toml", include_str!("../../../rules/words/reporting.toml"))?;
        let organisations: Organisations =
            read("organisations.toml", include_str!("../../../rules/words/organisations.toml"))?;
        let places: Places = read("places.toml", include_str!("../../../rules/words/places.toml"))?;
        let nouns: CommonNouns =
            read("common-nouns.toml", include_str!("../../../rules/words/common-nouns.toml"))?;
        let ordinary: Ordinary = read("ordinary.toml", include_str!("../../../rules/words/ordinary.toml"))?;
        let given: GivenNames =
            read("given-names.toml", include_str!("../../../rules/words/given-names.toml"))?;

        let mut words = NameWords {
            flags: Vec::new(),
            of: lexicon.intern("of"),
            the: lexicon.intern("the"),
            and: lexicon.intern("and"),
            a: lexicon.intern("a"),
            an: lexicon.intern("an"),
            full_stop: lexicon.intern("."),
            comma: lexicon.intern(","),
            semicolon: lexicon.intern(";"),
            hyphen: lexicon.intern("-"),
            ampersand: lexicon.intern("&"),
            open: lexicon.intern("("),
            close: lexicon.intern(")"),
            forwards: [lexicon.intern("of"), lexicon.intern("for")],
            who: [lexicon.intern("who"), lexicon.intern("whose")],
            known: Known::load(lexicon, own)?,
            nicknames: HashMap::default(),
            made: ordinary.made,
            suffixes: ordinary.suffix.iter().map(|s| fold_hash(s)).collect(),
        };
        for (group, names) in (0u16..).zip(&given.nicknames) {
            for name in names {
                words.nicknames.insert(fold_hash(name), group);
                words.mark(lexicon.intern(name), GIVEN);
            }
        }
        for (list, flag) in [
            (&titles.head, TITLE),
            (&titles.part, TITLE_PART),
            (&titles.of, TITLE_OF),
            (&titles.male, TITLE_MALE),
            (&titles.female, TITLE_FEMALE),
            (&titles.abbreviated, ABBREVIATED),
            (&roles.role, ROLE),
            (&roles.aged, AGED),
            (&roles.aged_noun, AGED_NOUN),
            (&roles.personal, PERSONAL),
            (&roles.adjectival, ADJECTIVAL),
            (&roles.copula, COPULA),
            (&roles.kin, KIN | ROLE),
            (&reporting.say, SAY),
            (&organisations.head, ORG_HEAD),
            (&organisations.suffix, ORG_SUFFIX),
            (&organisations.goes_on, GOES_ON),
            (&organisations.lists, LISTS),
            (&organisations.beside, BESIDE),
            (&organisations.club, CLUB_MEMBER),
            (&organisations.before_of, BEFORE_OF),
            (&places.tail, PLACE_TAIL),
            (&places.certain, CERTAIN_TAIL),
            (&places.before, PLACE_PREP),
            (&places.opening, PLACE_OPENING),
            (&places.event, EVENT),
            (&nouns.club, CLUB),
            (&nouns.company, COMPANY),
            (&nouns.body, BODY),
            (&nouns.country, COUNTRY),
            (&nouns.neutral, NEUTRAL),
            (&nouns.he, HE),
            (&nouns.she, SHE),
            (&nouns.it, IT),
            (&nouns.it_verb, IT_VERB),
            (&ordinary.function, ORDINARY),
            (&ordinary.small, SMALL),
            (&ordinary.opening, OPENING),
            (&ordinary.particle, PARTICLE),
            (&ordinary.suffix, SUFFIX),
            (&ordinary.calendar, CALENDAR),
            (&ordinary.untied, UNTIED),
            (&ordinary.syllable, SYLLABLE),
            (&ordinary.acting, ACTING),
            (&ordinary.bare, BARE),
            (&given.male, GIVEN | MALE),
            (&given.female, GIVEN | FEMALE),
        ] {
            for word in list {
                words.mark(lexicon.intern(word), flag);
            }
        }
        for i in 0..words.known.firsts().len() {
            let first = words.known.firsts()[i];
            words.mark(first, KNOWN);
        }
        Ok(words)
    }

    fn mark(&mut self, word: WordId, flag: Flags) {
        if self.flags.len() <= word.index() {
            self.flags.resize(word.index() + 1, 0);
        }
        self.flags[word.index()] |= flag;
    }

    /// What a word may be; nothing for a word that nobody asked for or that came later.
    pub(super) fn flags(&self, word: WordId) -> Flags {
        self.flags.get(word.index()).copied().unwrap_or(0)
    }

    /// Whether two given names, by their hashes, are forms of one: "Bernie" and "Bernard".
    pub(super) fn are_nicknames(&self, a: u32, b: u32) -> bool {
        a == b || self.nicknames.get(&a).is_some_and(|group| self.nicknames.get(&b) == Some(group))
    }

    /// The group of given names that are forms of one.
    pub(super) fn nickname(&self, given: &str) -> Option<u16> {
        self.nicknames.get(&fold_hash(given)).copied()
    }

    /// Whether a word is "Jr" or the like.
    pub(super) fn is_suffix(&self, word: &str) -> bool {
        self.suffixes.contains(&fold_hash(word))
    }

    /// What sort of thing a name of `rules/names` is.
    pub fn kind(&self, name: &str) -> Option<NameKind> {
        self.known.by_name(name).map(|entry| entry.kind)
    }

    /// The name that an alias stands for, written in capitals or not: "eu" for the European Union.
    pub fn canonical(&self, typed: &str) -> Option<&str> {
        self.known.by_alias(typed).map(|entry| &*entry.name)
    }

    /// The body that is meant by the elections of an organisation: the European Parliament for the European Union.
    pub fn elects(&self, name: &str) -> Option<&str> {
        self.known.by_name(name).and_then(|entry| entry.elects.as_deref())
    }
}
