//! A family of facts, compiled from its rule file: which words state it, of whom, and what they mean.

use super::anchor::{Anchors, Place};
use super::attribute::AttributeId;
use super::pattern::{Pattern, Terms, ValueSlot};
use crate::grammar::modality::Modality;
use crate::grammar::name::NameKind;
use std::sync::Arc;

/// One family.
#[derive(Clone, Debug)]
pub struct Family {
    /// Its number.
    pub attribute: AttributeId,
    /// Its name, which is the rule's.
    pub name: Arc<str>,
    /// Whom its facts are about.
    pub subject: SubjectSpec,
    /// What `{value}` takes.
    pub value: ValueSlot,
    /// The wordings.
    pub patterns: Vec<Wording>,
    /// Wordings that look like a fact and are none.
    pub excepts: Vec<Veil>,
    /// Wordings of a value that will not change any more: the age of the dead.
    pub settled: Vec<Veil>,
    /// The classes of `{facet}`.
    pub facets: Vec<Arc<str>>,
    /// How a fact stands in time.
    pub lasting: Lasting,
}

impl Family {
    /// Whether values are worked out from ages, or from anniversaries.
    pub fn reads_ages(&self) -> bool {
        self.patterns.iter().any(|w| matches!(w.read, Read::Age | Read::Anniversary))
    }
}

/// A pattern, and of which values it speaks.
#[derive(Clone, Debug)]
pub struct Veil {
    /// The pattern.
    pub pattern: Pattern,
    /// How far it reaches.
    pub scope: Scope,
}

/// Of which values a pattern without one of its own speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of the value in it.
    Value,
    /// Of those after it in the sentence.
    After,
    /// Of all in the sentence.
    Sentence,
    /// Of all in the article, where it stands in the headline or the lead.
    Lead,
}

impl Scope {
    /// The names that rule files use.
    pub const NAMES: [(&'static str, Scope); 4] = [
        ("value", Scope::Value),
        ("after", Scope::After),
        ("sentence", Scope::Sentence),
        ("lead", Scope::Lead),
    ];
}

/// Whom a family's facts are about.
#[derive(Clone, Debug)]
pub struct SubjectSpec {
    /// The kinds of name; all if empty.
    pub kinds: Vec<NameKind>,
    /// How far from the words a subject is looked for that they do not name.
    pub reach: Reach,
    /// Whether facts are compared only between articles of one story, for what a name alone does not settle.
    pub within_story: bool,
    /// A relation of `rules/names` that leads from the name to the true subject: a union's parliament.
    pub via: Option<Arc<str>>,
    /// Whether only the headline and the lead speak of it: further down other things are counted.
    pub in_lead: bool,
}

/// How far from its words a fact's subject may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The facts are about the story as a whole; no name is looked for.
    Story,
    /// The pattern must name it.
    Pattern,
    /// In the sentence.
    Sentence,
    /// In the sentence or one of the two before it in the block.
    Block,
    /// Else the one that the article names most.
    Article,
}

/// Whether a value, once stated, holds for all time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// It holds for all time.
    Always,
    /// It holds on the day of the report.
    Report,
}

/// A pattern and what its words mean.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The pattern.
    pub pattern: Pattern,
    /// How the words stand to what they say, where that is not to be read off the sentence.
    pub modality: Option<Modality>,
    /// How the value is worked out from the mark.
    pub read: Read,
}

/// How a value is worked out from what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// As it is.
    Plain,
    /// A length of time up to the day of publication: its start.
    Ago,
    /// Years of age on the day of publication: the birth.
    Age,
    /// The nth year that is running, or about to: its start.
    NthYear,
    /// The nth anniversary, kept at some time of the year around its day: what happened so many years before.
    Anniversary,
    /// A number that its trailing noughts or its last decimal may have been rounded to.
    Rounded,
    /// A measurement that others read a few units of its last place higher or lower.
    Measured,
}

impl Read {
    /// The names that rule files use.
    pub const NAMES: [(&'static str, Read); 7] = [
        ("plain", Read::Plain),
        ("ago", Read::Ago),
        ("age", Read::Age),
        ("nth-year", Read::NthYear),
        ("anniversary", Read::Anniversary),
        ("rounded", Read::Rounded),
        ("measured", Read::Measured),
    ];

    /// The reading of that name.
    pub fn named(name: &str) -> Option<Read> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|&(_, r)| r)
    }
}

/// All families, with what finds the patterns worth trying on a sentence.
#[derive(Clone, Debug, Default)]
pub struct Families {
    /// By [`AttributeId`].
    pub all: Vec<Family>,
    /// The terms of every word.
    pub terms: Terms,
    /// The patterns by their anchors, as (family, pattern).
    pub(super) anchors: Anchors,
    /// Patterns without a word that is in every match.
    pub(super) free: Vec<Place>,
    /// By family, the number of its first pattern among all patterns.
    pub(super) first: Vec<u32>,
    pub(super) patterns: u32,
}

impl Families {
    /// Indexes the families; their attributes are their places in the list.
    pub fn new(all: Vec<Family>, terms: Terms) -> Self {
        let mut families = Families { terms, ..Families::default() };
        for (f, family) in all.iter().enumerate() {
            families.first.push(families.patterns);
            families.patterns += u32::try_from(family.patterns.len()).unwrap_or(0);
            for (p, wording) in family.patterns.iter().enumerate() {
                let place = (u16::try_from(f).unwrap_or(u16::MAX), u16::try_from(p).unwrap_or(u16::MAX));
                if wording.pattern.anchors.is_empty() {
                    families.free.push(place);
                }
                for &term in &wording.pattern.anchors {
                    families.anchors.add(term, place);
                }
            }
        }
        families.all = all;
        families
    }

    /// The family of an attribute.
    pub fn get(&self, attribute: AttributeId) -> Option<&Family> {
        self.all.get(usize::from(attribute.0))
    }
}
