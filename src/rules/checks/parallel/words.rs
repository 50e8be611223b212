//! What is known of words when two sentences are laid side by side: `rules/words/parallel.toml`.

use crate::error::Error;
use crate::text::{CleanText, fold_hash, tokenise_all};
use std::collections::{BTreeMap, BTreeSet};

/// Letters that are left of a word when an ending is taken off.
const STEM: usize = 3;
/// The longest phrase before a date or a number.
const PHRASE: usize = 5;

/// To which side a phrase opens what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    UpTo,
    After,
    From,
}

/// The vocabulary of sentences that say the same of the same.
#[derive(Clone, Debug, Default)]
pub struct ParallelWords {
    empty: BTreeSet<u32>,
    ends: BTreeSet<u32>,
    parts: BTreeSet<u32>,
    within: BTreeSet<u32>,
    of: BTreeSet<u32>,
    means: BTreeSet<u32>,
    divides: BTreeSet<u32>,
    articles: BTreeSet<u32>,
    future: BTreeSet<u32>,
    joins: BTreeSet<u32>,
    persons: BTreeSet<u32>,
    person: Option<u32>,
    as_of: BTreeMap<Vec<u32>, Side>,
    status: BTreeMap<Vec<u32>, Side>,
    elsewhere: u32,
    kin: BTreeSet<u32>,
    like: BTreeMap<u32, u32>,
    endings: Vec<(Box<str>, Box<str>)>,
    dates: BTreeMap<Vec<u32>, Side>,
    amounts: BTreeMap<Vec<u32>, Side>,
}

impl ParallelWords {
    /// Reads `rules/words/parallel.toml`, and the relatives of `rules/words/roles.toml`.
    ///
    /// # Errors
    /// If a file is not as it should be.
    pub fn load() -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            empty: Vec<String>,
            ends: Vec<String>,
            parts: Vec<String>,
            within: Vec<String>,
            of: Vec<String>,
            means: Vec<String>,
            divides: Vec<String>,
            articles: Vec<String>,
            future: Vec<String>,
            joins: Vec<String>,
            persons: Vec<String>,
            as_of: Vec<String>,
            status: Vec<String>,
            elsewhere: String,
            before: Vec<String>,
            after: Vec<String>,
            by: Vec<String>,
            from: Vec<String>,
            more: Vec<String>,
            fewer: Vec<String>,
            least: Vec<String>,
            most: Vec<String>,
            endings: Vec<(String, String)>,
            like: Vec<Vec<String>>,
        }
        let file: File = toml::from_str(include_str!("../../../../rules/words/parallel.toml"))
            .map_err(|e| Error::new("rules/words/parallel.toml cannot be read").because(e))?;
        #[derive(serde::Deserialize)]
        struct Roles {
            kin: Vec<String>,
        }
        let roles: Roles = toml::from_str(include_str!("../../../../rules/words/roles.toml"))
            .map_err(|e| Error::new("rules/words/roles.toml cannot be read").because(e))?;
        let hashes = |words: &[String]| words.iter().map(|w| fold_hash(w)).collect();
        let mut words = ParallelWords {
            kin: hashes(&roles.kin),
            empty: hashes(&file.empty),
            ends: hashes(&file.ends),
            parts: hashes(&file.parts),
            within: hashes(&file.within),
            of: hashes(&file.of),
            means: hashes(&file.means),
            divides: hashes(&file.divides),
            articles: hashes(&file.articles),
            future: hashes(&file.future),
            joins: hashes(&file.joins),
            persons: hashes(&file.persons),
            person: file.persons.first().map(|p| fold_hash(p)),
            as_of: file.as_of.iter().map(|p| (phrase(p), Side::UpTo)).collect(),
            status: file.status.iter().map(|p| (phrase(p), Side::UpTo)).collect(),
            endings: file.endings.into_iter().map(|(a, b)| (a.into(), b.into())).collect(),
            ..ParallelWords::default()
        };
        for (phrases, side) in [
            (&file.before, Side::Before),
            (&file.after, Side::After),
            (&file.by, Side::UpTo),
            (&file.from, Side::From),
        ] {
            words.dates.extend(phrases.iter().map(|p| (phrase(p), side)));
        }
        for (phrases, side) in [
            (&file.fewer, Side::Before),
            (&file.more, Side::After),
            (&file.most, Side::UpTo),
            (&file.least, Side::From),
        ] {
            words.amounts.extend(phrases.iter().map(|p| (phrase(p), side)));
        }
        for group in &file.like {
            let Some(first) = group.first() else { continue };
            let stem = words.stemmed(first);
            for word in group {
                words.like.entry(fold_hash(word)).or_insert(stem);
            }
        }
        words.elsewhere = words.stem(fold_hash(&file.elsewhere), &file.elsewhere);
        Ok(words)
    }

    /// Whether a word joins two numbers.
    pub(super) fn joins(&self, hash: u32) -> bool {
        self.joins.contains(&hash)
    }

    /// Whether a word beside a number makes it one of several parts.
    pub(super) fn parts(&self, hash: u32) -> bool {
        self.parts.contains(&hash)
    }

    /// Whether a word before a number puts it among those that another counts.
    pub(super) fn is_within(&self, hash: u32) -> bool {
        self.within.contains(&hash)
    }

    /// Whether a word joins a number to what it counts: "three of the".
    pub(super) fn is_of(&self, hash: u32) -> bool {
        self.of.contains(&hash)
    }

    /// Whether a word makes of "over 20" behind it a number that is divided by.
    pub(super) fn is_mean(&self, hash: u32) -> bool {
        self.means.contains(&hash)
    }

    /// Whether a word behind such a word is no bound.
    pub(super) fn divides(&self, hash: u32) -> bool {
        self.divides.contains(&hash)
    }

    /// Whether the words before a value make it the point at which other values hold.
    pub(super) fn is_status(&self, clean: &CleanText, floor: u32, at: u32) -> bool {
        phrase_before(&self.status, clean, floor, at).is_some()
    }

    /// Whether a word says that something is to come.
    pub(super) fn is_future(&self, hash: u32) -> bool {
        self.future.contains(&hash)
    }

    /// Whether a word names a relative.
    pub(super) fn is_kin(&self, hash: u32) -> bool {
        self.kin.contains(&hash)
    }

    /// Whether a stem says that the place named next is not meant.
    pub(super) fn is_elsewhere(&self, stem: u32) -> bool {
        stem == self.elsewhere
    }

    /// Whether a word says nothing of what a sentence is about.
    pub(super) fn is_empty(&self, hash: u32) -> bool {
        self.empty.contains(&hash)
    }

    /// Whether a word ends the noun phrase behind a number.
    pub(super) fn ends(&self, hash: u32) -> bool {
        self.ends.contains(&hash)
    }

    /// What a word has in common with its inflections and with the words that stand for it.
    pub(super) fn stem(&self, hash: u32, word: &str) -> u32 {
        self.like.get(&hash).copied().unwrap_or_else(|| self.stemmed(word))
    }

    fn stemmed(&self, word: &str) -> u32 {
        let lower = word.to_lowercase();
        let cut = self.endings.iter().find_map(|(ending, instead)| {
            let rest = lower.strip_suffix(&**ending)?;
            (rest.chars().count() >= STEM).then(|| format!("{rest}{instead}"))
        });
        let mut stem = cut.unwrap_or(lower);
        // "stopped" and "stop", "pass" and "passes" are one word each.
        if let [.., a, b] = stem.as_bytes()
            && a == b
            && b.is_ascii_alphabetic()
        {
            stem.pop();
        }
        if stem.len() > STEM && stem.ends_with('e') {
            stem.pop();
        }
        fold_hash(&stem)
    }

    /// Whether a word only says that somebody is counted.
    pub(super) fn is_person(&self, hash: u32) -> bool {
        self.persons.contains(&hash)
    }

    /// What somebody who is counted is known by.
    pub(super) fn person(&self) -> Option<u32> {
        self.person
    }

    /// Whether a date behind these words says until when something was known.
    pub(super) fn is_as_of(&self, clean: &CleanText, floor: u32, at: u32) -> bool {
        phrase_before(&self.as_of, clean, floor, at).is_some()
    }

    /// The side that the words before a token open a date to.
    pub(super) fn before_date(&self, clean: &CleanText, floor: u32, at: u32) -> Option<Side> {
        phrase_before(&self.dates, clean, floor, self.past_article(clean, floor, at)).map(|p| p.0)
    }

    /// Where the words that open a date begin.
    pub(super) fn phrase_start(&self, clean: &CleanText, floor: u32, at: u32) -> u32 {
        phrase_before(&self.dates, clean, floor, self.past_article(clean, floor, at)).map_or(at, |p| p.1)
    }

    /// Whether "the" stands before a token.
    pub(super) fn after_article(&self, clean: &CleanText, floor: u32, at: u32) -> bool {
        at > floor && self.articles.contains(&clean.tokens[at as usize - 1].hash)
    }

    fn past_article(&self, clean: &CleanText, floor: u32, at: u32) -> u32 {
        at - u32::from(self.after_article(clean, floor, at))
    }

    /// The side that the words before a token open a bare number to, and where they begin.
    pub(super) fn before_amount(&self, clean: &CleanText, floor: u32, at: u32) -> Option<(Side, u32)> {
        phrase_before(&self.amounts, clean, floor, at)
    }
}

fn phrase(text: &str) -> Vec<u32> {
    tokenise_all(text).into_iter().map(|(word, _)| fold_hash(word)).collect()
}

/// The longest phrase that ends before a token.
fn phrase_before(
    phrases: &BTreeMap<Vec<u32>, Side>,
    clean: &CleanText,
    floor: u32,
    at: u32,
) -> Option<(Side, u32)> {
    (1..=PHRASE).rev().find_map(|length| {
        let start = at.checked_sub(u32::try_from(length).ok()?).filter(|&s| s >= floor)?;
        let words: Vec<u32> = clean.tokens.get(start as usize..at as usize)?.iter().map(|t| t.hash).collect();
        Some((*phrases.get(&words)?, start))
    })
}
