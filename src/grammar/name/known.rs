//! The proper names of `rules/names`: canonical names, other names of the same, demonyms.

use super::NameKind;
use crate::corpus::{Article, Piece, Role};
use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId};
use crate::span::Span;
use crate::text::{Abbreviations, CleanText, Shape, Token};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// A name of `rules/names`.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: Box<str>,
    pub(super) kind: NameKind,
    /// Whose elections are called after it.
    pub(super) elects: Option<Box<str>>,
    /// What it is called with "the".
    pub(super) nouns: Vec<WordId>,
}

/// How a known form names its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Canonical,
    Alias,
    Demonym,
}

/// A found known name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    /// The index of its entry.
    pub(super) entry: u32,
    /// How many tokens it takes.
    pub(super) len: u32,
    pub(super) form: Form,
}

#[derive(Clone, Debug)]
struct Pattern {
    /// The words with the shape that each needs: acronyms need capitals, names an initial one, small words none.
    words: Box<[(WordId, Need)]>,
    entry: u32,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Any,
    Capital,
    Upper,
}

/// All names of `rules/names`.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    entries: Vec<Entry>,
    by_name: BTreeMap<Box<str>, u32>,
    /// Every name and alias in lower case.
    by_alias: BTreeMap<Box<str>, u32>,
    /// Sorted by first word, then the longest first.
    patterns: Vec<Pattern>,
    firsts: Vec<WordId>,
    /// From a word to its patterns.
    index: Vec<(u32, u32)>,
}

/// A list of names of one kind, as a file of `rules/names` holds it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameList {
    /// What they are; unknown is none.
    #[serde(deserialize_with = "kind")]
    pub kind: NameKind,
    /// What each is called with "the", unless it says otherwise.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// The names.
    pub names: BTreeMap<String, OwnName>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Person,
    Organisation,
    Place,
}

fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<NameKind, D::Error> {
    Ok(match Kind::deserialize(from)? {
        Kind::Person => NameKind::Person,
        Kind::Organisation => NameKind::Organisation,
        Kind::Place => NameKind::Place,
    })
}

/// What is known of a name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnName {
    /// Other names of the same.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What its people and things are called: "Zorbian".
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// What it is called with "the".
    pub nouns: Option<Vec<String>>,
    /// The body whose elections are spoken of as its own.
    pub elects: Option<String>,
}

const FILES: [(&str, &str); 4] = [
    ("countries.toml", include_str!("../../../rules/names/countries.toml")),
    ("places.toml", include_str!("../../../rules/names/places.toml")),
    ("organisations.toml", include_str!("../../../rules/names/organisations.toml")),
    ("companies.toml", include_str!("../../../rules/names/companies.toml")),
];

impl Known {
    /// The names of the user before those of the program: of one name and one alias the first holds.
    pub(super) fn load(lexicon: &mut Lexicon, own: Vec<NameList>) -> Result<Self, Error> {
        let mut known = Known::default();
        let mut lists = own;
        for (path, text) in FILES {
            let list = toml::from_str(text)
                .map_err(|e| Error::new(format!("rules/names/{path} cannot be read")).because(e))?;
            lists.push(list);
        }
        for list in lists {
            for (name, names) in list.names {
                if known.by_name.contains_key(name.as_str()) {
                    continue;
                }
                let entry = u32::try_from(known.entries.len()).unwrap_or(u32::MAX);
                let nouns = names.nouns.as_ref().unwrap_or(&list.nouns);
                known.entries.push(Entry {
                    name: name.as_str().into(),
                    kind: list.kind,
                    elects: names.elects.map(Into::into),
                    nouns: nouns.iter().map(|n| lexicon.intern(n)).collect(),
                });
                known.by_name.insert(name.as_str().into(), entry);
                known.add(lexicon, &name, entry, Form::Canonical);
                for alias in &names.aliases {
                    known.add(lexicon, alias, entry, Form::Alias);
                }
                for demonym in &names.demonyms {
                    known.add(lexicon, demonym, entry, Form::Demonym);
                    if demonym.ends_with(['n', 'i']) {
                        known.add(lexicon, &format!("{demonym}s"), entry, Form::Demonym);
                    }
                }
            }
        }
        known.patterns.sort_by_key(|p| (p.words.first().map(|w| w.0), usize::MAX - p.words.len()));
        for (i, pattern) in known.patterns.iter().enumerate() {
            let Some(&(first, _)) = pattern.words.first() else { continue };
            if known.index.len() <= first.index() {
                known.index.resize(first.index() + 1, (0, 0));
            }
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            let slot = &mut known.index[first.index()];
            if slot.1 == 0 {
                *slot = (i, i + 1);
                known.firsts.push(first);
            } else {
                slot.1 = i + 1;
            }
        }
        Ok(known)
    }

    fn add(&mut self, lexicon: &mut Lexicon, name: &str, entry: u32, form: Form) {
        let clean = tokenised(name);
        let words = clean
            .tokens
            .iter()
            .map(|t| (lexicon.intern(t.span.cut(&clean.text)), need(t, t.span.cut(&clean.text))))
            .collect();
        self.patterns.push(Pattern { words, entry, form });
        if form != Form::Demonym {
            self.by_alias.entry(name.to_lowercase().into()).or_insert(entry);
        }
    }

    /// The entry that somebody means who types a name or an alias, in capitals or not.
    pub(super) fn by_alias(&self, typed: &str) -> Option<&Entry> {
        self.by_alias.get(&*typed.trim().to_lowercase()).map(|&i| self.entry(i))
    }

    /// The words that begin a known name.
    pub(super) fn firsts(&self) -> &[WordId] {
        &self.firsts
    }

    pub(super) fn entry(&self, index: u32) -> &Entry {
        &self.entries[index as usize]
    }

    pub(super) fn by_name(&self, name: &str) -> Option<&Entry> {
        self.by_name.get(name).map(|&i| self.entry(i))
    }

    /// The longest known name that begins with the first of these tokens.
    pub(super) fn find(&self, tokens: &[Token], words: &[WordId], acronyms: bool) -> Option<Match> {
        let &(from, to) = self.index.get(words.first()?.index())?;
        self.patterns[from as usize..to as usize].iter().find_map(|p| {
            let n = p.words.len();
            let fits = words.len() >= n
                && p.words.iter().zip(&words[..n]).zip(&tokens[..n]).enumerate().all(
                    |(i, ((&(word, need), &w), t))| {
                        let shape = match need {
                            Need::Any => true,
                            Need::Capital => t.is_capital(),
                            Need::Upper => acronyms && matches!(t.shape, Shape::Upper),
                        };
                        // A break between the words of a name would be two things: "New, York".
                        word == w && shape && (i == 0 || t.spaced || !t.is_word() || !tokens[i - 1].is_word())
                    },
                );
            fits.then(|| Match { entry: p.entry, len: u32::try_from(n).unwrap_or(u32::MAX), form: p.form })
        })
    }
}

fn need(token: &Token, text: &str) -> Need {
    match token.shape {
        // "Nato" is NATO, but "Who" is not the WHO.
        Shape::Upper if token.span.len() > 3 && !text.contains('.') => Need::Capital,
        Shape::Upper => Need::Upper,
        Shape::Capital | Shape::Mixed => Need::Capital,
        _ => Need::Any,
    }
}

/// The tokens of a name, cut as prose is.
fn tokenised(name: &str) -> CleanText {
    let all = Span::of(0..name.len());
    let article = Article {
        path: "".into(),
        id: None,
        line: None,
        raw: name.to_owned(),
        title_from: None,
        title: None,
        outlet: None,
        story: None,
        clues: Vec::new(),
        ignores: Vec::new(),
        prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(all)],
        ..Article::default()
    };
    CleanText::new(&article, &Abbreviations::default())
}
