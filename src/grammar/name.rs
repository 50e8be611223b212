//! Names, found by their capitals, and who they are within the article.

use std::ops::Range;

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
    pub mentions: Vec<super::Mark<Name>>,
}

impl Names {
    /// The mentions that lie in a run of tokens.
    pub fn within(&self, tokens: &Range<u32>) -> &[super::Mark<Name>] {
        let from = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let to = self.mentions.partition_point(|m| m.tokens.start < tokens.end);
        &self.mentions[from..to]
    }
}
