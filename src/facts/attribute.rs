//! What a fact is made of.

use crate::dating::Published;
use crate::grammar::modality::Modality;
use crate::grammar::name::{NameKind, PersonName};
use crate::interval::Interval;
use crate::span::{Raw, Span};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A kind of fact: one a rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeId(pub u16);

/// An article of the corpus, by its place in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

/// What a fact is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// Its name across articles.
    pub name: Arc<str>,
    /// What it is.
    pub kind: NameKind,
    /// What of it: the words a pattern captured as `{facet}`, in lower case; empty where there is none.
    pub facet: Arc<str>,
    /// Whether another article may mean the same thing by the name; otherwise the fact is compared in its article only.
    pub sure: bool,
}

/// What a fact says of its subject.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A number with its unit.
    Amount {
        /// What it may be.
        amount: Interval<Decimal>,
        /// As in [`crate::grammar::quantity::Quantity`].
        unit: Box<str>,
    },
    /// A day, a month, a period: the event falls on one of these days.
    Days(Interval<Date>),
    /// The same with the year open.
    OpenYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: Option<i8>,
    },
    /// It is stated, but cannot be compared: "last week" in an article of no date.
    Unresolved,
}

impl Value {
    /// Whether it is a result, "6-4", whose other sides stand where another number has its unit.
    pub fn is_result(&self) -> bool {
        matches!(self, Value::Amount { unit, .. } if unit.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// When a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Valid {
    /// The days.
    pub during: Interval<Date>,
    /// Whether it holds on all of these days or on some one of them.
    pub reading: Reading,
}

/// How a period of validity is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// On every day.
    Throughout,
    /// On at least one day.
    Sometime,
}

/// Where a fact is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// In which article.
    pub article: ArticleId,
    /// The words that state the value.
    pub span: Span<Raw>,
}

/// A value that holds during a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Of what.
    pub subject: Subject,
    /// Which attribute.
    pub attribute: AttributeId,
    /// Its value.
    pub value: Value,
    /// When it holds.
    pub valid: Valid,
    /// How the article stands to it.
    pub modality: Modality,
    /// Where it is said.
    pub site: Site,
    /// The sentence it is said in.
    pub sentence: Span<Raw>,
    /// For an event: the days on one of which it happened, and from which on the value holds.
    pub since: Option<Interval<Date>>,
    /// Whether the value is worked out with the help of the publication date, which then is evidence too.
    pub dated: bool,
    /// The number the value was worked out from, where it is another than the value: the age behind a birth.
    pub stated: Option<Decimal>,
    /// The month, and the day of it, whose year was taken from the tense: it may be read in another year.
    pub any_year: Option<(i8, Option<i8>)>,
    /// Whether the subject is named in the pattern's own words rather than taken from what stands around it.
    pub named: bool,
    /// Whether the value is a rounding or an estimate.
    pub approximate: bool,
    /// Whether the value will not change any more after this report: the age of somebody who has died.
    pub settled: bool,
    /// The parts of the subject's name, where it is a person's in full.
    pub person: Option<Arc<PersonName>>,
    /// Where and when it happened, for a fact about a story and for a result.
    pub scene: Option<Box<Scene>>,
}

/// What a sentence says of where and when something happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scene {
    /// Hashes of the words of the places it names, sorted; countries and states are left out.
    pub places: Box<[u32]>,
    /// The days.
    pub days: Option<Interval<Date>>,
    /// Whether it is the headline, or the first sentence.
    pub opens: bool,
    /// Its place among the sentences, the headline's first; in the source a headline may stand elsewhere.
    pub order: u32,
}

/// What the later rooms keep of an article when its text is let go.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its place in the order of reading.
    pub id: ArticleId,
    /// The path as it is shown.
    pub path: Arc<str>,
    /// The id it states.
    pub name: Option<Arc<str>>,
    /// The line in its container.
    pub line: Option<u32>,
    /// Who published it, where that is stated.
    pub outlet: Option<Arc<str>>,
    /// The story it is said to belong to.
    pub story: Option<Arc<str>>,
    /// When it was published.
    pub published: Published,
}
