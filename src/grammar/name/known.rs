//! The proper names of `rules/names`: canonical names, other names of the same, demonyms.

use super::NameKind;
use crate::corpus::{Article, Piece, Role};
use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId};
use crate::span::Span;
use crate::text::{Abbreviations, CleanText, Shape, Token};
use serde::Deserialize;
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
    /// Sorted by first word, then the longest first.
    patterns: Vec<Pattern>,
    firsts: Vec<WordId>,
    /// From a word to its patterns.
    index: Vec<(u32, u32)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Kind,
    #[serde(default)]
    nouns: Vec<String>,
    names: BTreeMap<String, Names>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Person,
    Organisation,
    Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    nouns: Option<Vec<String>>,
    elects: Option<String>,
}

const FILES: [(&str, &str); 4] = [
    ("countries.toml", include_str!("../../../rules/names/countries.toml")),
    ("places.toml", include_str!("../../../rules/names/places.toml")),
    ("organisations.toml", include_str!("../../../rules/names/organisations.toml")),
    ("companies.toml", include_str!("../../../rules/names/companies.toml")),
];

impl Known {
    pub(super) fn load(lexicon: &mut Lexicon) -> Result<Self, Error> {
        let mut known = Known::default();
        for (path, text) in FILES {
            let file: File = toml::from_str(text)
                .map_err(|e| Error::new(format!("rules/names/{path} cannot be read")).because(e))?;
            let kind = match file.kind {
                Kind::Person => NameKind::Person,
                Kind::Organisation => NameKind::Organisation,
                Kind::Place => NameKind::Place,
            };
            for (name, names) in file.names {
                let entry = u32::try_from(known.entries.len()).unwrap_or(u32::MAX);
                let nouns = names.nouns.as_ref().unwrap_or(&file.nouns);
                known.entries.push(Entry {
                    name: name.as_str().into(),
                    kind,
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
        prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(all)],
        ..Article::default()
    };
    CleanText::new(&article, &Abbreviations::default())
}
