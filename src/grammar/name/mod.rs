//! Names, found by their capitals, and who they are within the article.
//!
//! One pass cuts runs of capitals into names and notes what speaks for a person, an organisation, a place (`scan`).
//! Segments of the same words are one form (`forms`); forms that name the same are one entity: a surname and its only
//! bearer, an acronym and what it is short for, the other names of `rules/names` (`entity`). Then headlines (`headline`),
//! common nouns and pronouns (`refer`) are read with what the body has told. Where two readings are possible there is no
//! mention: a name that is wrong costs more than one that is missing.

mod cut;
mod entity;
mod forms;
mod headline;
mod known;
mod person;
mod refer;
mod scan;
#[cfg(test)]
pub(super) mod tests;
mod weigh;
mod words;

use super::Mark;
use super::input::Tokens;
pub use known::{NameList, OwnName};
pub use person::PersonName;
use std::ops::Range;
use weigh::evidence;
pub use words::NameWords;

/// What sort of thing a name names. What is not known stays `Unknown` and fits nothing that asks for a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A company, a party, an alliance, a team.
    Organisation,
    /// A country or another place.
    Place,
    /// Not known.
    Unknown,
}

/// How a mention refers to its entity, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// The full name: "Jens Stoltenberg", "NATO", "European Parliament".
    Full,
    /// Another name of the same, from `rules/names` or introduced in the article: "North Atlantic Treaty Organization (NATO)".
    Alias,
    /// A surname that one person of the article bears.
    Surname,
    /// "Dutch" for the Netherlands.
    Demonym,
    /// "the alliance", "the premier".
    Common,
    /// "its", "his", "he".
    Pronoun,
}

/// A mention of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Whose name it is, as an index into [`Names::entities`].
    pub entity: u32,
    /// How it refers.
    pub how: Reference,
}

/// Somebody or something the article names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The name it is known by across articles: the canonical one of `rules/names`, else the longest in the article.
    pub name: Box<str>,
    /// What it is.
    pub kind: NameKind,
    /// Whether the name is sure enough to be the same thing in another article: a known name, or a full personal name.
    pub sure: bool,
    /// How often the article mentions it.
    pub mentions: u32,
}

/// All the names of an article.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Who is named.
    pub entities: Vec<Entity>,
    /// Every mention, in the order of the text, none overlapping another.
    pub mentions: Vec<Mark<Name>>,
}

impl Names {
    /// The mentions that lie in a run of tokens.
    pub fn within(&self, tokens: &Range<u32>) -> &[Mark<Name>] {
        let from = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let to = self.mentions.partition_point(|m| m.tokens.start < tokens.end);
        &self.mentions[from..to]
    }
}

/// Finds the names of an article. `tokens` are those of the whole article.
///
/// ```
/// use dateline::corpus::{Article, Piece, Role};
/// use dateline::grammar::input::Tokens;
/// use dateline::grammar::lexicon::Lexicon;
/// use dateline::grammar::name::{NameWords, names};
/// use dateline::span::Span;
/// use dateline::text::{Abbreviations, CleanText};
///
/// let raw = "Premier Anna Berg spoke in Oslo. Berg leads the Fjord Party.".to_owned();
/// let all = Span::new(0, raw.len() as u32);
/// let prose = vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(all)];
/// let article = Article { path: "a.txt".into(), id: None, line: None, raw, title_from: None, title: None,
///     outlet: None, story: None, clues: vec![], prose, ..Article::default() };
/// let mut lexicon = Lexicon::default();
/// let words = NameWords::load(&mut lexicon)?;
/// let clean = CleanText::new(&article, &Abbreviations::default());
/// let ids = lexicon.read(&clean);
/// let end = clean.tokens.len() as u32;
/// let found = names(&words, Tokens { clean: &clean, words: &ids, start: 0, end });
/// assert_eq!(&*found.entities[0].name, "Anna Berg");
/// assert_eq!(found.entities[0].mentions, 2);
/// # Ok::<(), dateline::error::Error>(())
/// ```
pub fn names(words: &NameWords, tokens: Tokens<'_>) -> Names {
    let found = scan::scan(words, tokens);
    let forms = forms::Forms::new(words, tokens, &found.segments);
    let mut cast = entity::Cast::new(words, tokens, &forms, &found.segments);
    let mut mentions = Vec::with_capacity(found.segments.len());
    for (segment, form) in found.segments.iter().zip(&forms.of_segment) {
        let Some(form) = *form else { continue };
        let Some((entity, how)) = cast.of_form[form as usize] else { continue };
        let known = segment.known.filter(|_| how == Reference::Full);
        let how = known.map_or(how, |m| entity::known_reference(m.form));
        let (entity, how) = match cast.namesake[form as usize] {
            None => (entity, how),
            Some(_) if how == Reference::Demonym || segment.evidence & evidence::PLACE_WEAK != 0 => {
                (entity, how)
            }
            // "Jordan" after "Jim Jordan": the man, unless the country is spoken of, too.
            Some(person) if !segment.is_shared(&forms, form) => (person, Reference::Surname),
            Some(_) => continue,
        };
        // Where the first word turned out to be the sentence's, the name is what the form holds.
        let start = forms.start_of(words, tokens, segment, form);
        mentions.push(refer::mark(tokens, start, segment.end, entity, how));
    }
    for &sentence in &found.headlines {
        headline::headline(words, tokens, sentence, &forms, &mut cast, &mut mentions);
    }
    if !found.headlines.is_empty() {
        mentions.sort_by_key(|m| m.tokens.start);
    }
    count(&mut cast, &mentions);
    let mentions = refer::anaphora(words, tokens, &found, &cast, &mentions);
    count(&mut cast, &mentions);
    Names { entities: cast.entities, mentions }.pruned()
}

/// Counts the mentions of every entity afresh.
fn count(cast: &mut entity::Cast, mentions: &[Mark<Name>]) {
    for entity in &mut cast.entities {
        entity.mentions = 0;
    }
    for mention in mentions {
        cast.entities[mention.what.entity as usize].mentions += 1;
    }
}

impl Names {
    /// Without entities that nothing mentions, numbered by their first mention.
    fn pruned(mut self) -> Self {
        let mut number: Vec<Option<u32>> = vec![None; self.entities.len()];
        let mut order = Vec::with_capacity(self.entities.len());
        for mention in &mut self.mentions {
            let old = mention.what.entity;
            let new = *number[old as usize].get_or_insert_with(|| {
                order.push(old);
                u32::try_from(order.len() - 1).unwrap_or(u32::MAX)
            });
            mention.what.entity = new;
        }
        let mut old: Vec<Option<Entity>> = self.entities.into_iter().map(Some).collect();
        self.entities = order.iter().filter_map(|&i| old[i as usize].take()).collect();
        self
    }
}
