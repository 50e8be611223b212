//! What an archive says of one thing over time, as a picture: publication date across, value up. Every report is a point,
//! a reference timeline is a line of steps, and what cannot all be true is marked.
//!
//! A [`Chart`] is plain data, made by the linter; it knows nothing of how it is drawn. [`svg`] draws it for a file or
//! for a page, and `report::timeline` for a terminal.

pub(crate) mod axis;
mod boxes;
pub(crate) mod escape;
mod foot;
mod marks;
mod place;
mod reach;
pub(crate) mod scale;
mod style;
mod svg;
#[cfg(test)]
mod tests;

pub(crate) use place::Place;
pub use style::STYLE;
pub use svg::{Setting, stacked, svg};

use super::Days;
use crate::interval::Interval;
use crate::rules::finding::{Confidence, Outcome};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::sync::Arc;

/// One thing over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// What it is about: "NATO", or the story's name or first article.
    pub subject: String,
    /// The attribute's name, which is its rule's: `member-count`.
    pub attribute: Arc<str>,
    /// What stands at the value axis: the attribute in words, with the unit where there is one.
    pub axis: String,
    /// The reports, in the order of their dates; undated ones last.
    pub points: Vec<Point>,
    /// A reference timeline's values, in the order of their days; empty where none is known.
    pub steps: Vec<Step>,
    /// Where the steps are written; empty where there are none.
    pub source: String,
    /// What cannot all be true, as the rules found it.
    pub clashes: Vec<Clash>,
}

/// What one article says.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When the article was published; both ends open where that is not known.
    pub published: Interval<Date>,
    /// What it says.
    pub value: Reach,
    /// The value in its standard form: `31`, `>=12`, `2021-09`.
    pub standard: String,
    /// The words that state it, byte for byte.
    pub words: String,
    /// The article's id, else its path, else `path:line`.
    pub article: String,
    /// The file's path, as it is shown.
    pub path: Arc<str>,
    /// The line of the file, counted from 1.
    pub line: u32,
    /// Who published it, where that is stated.
    pub outlet: Option<Arc<str>>,
    /// How the article stands to it: `asserted`, `plan`, `past` …
    pub modality: &'static str,
    /// Whether the rule compares it. What is only planned, denied or past is drawn lighter.
    pub heard: bool,
}

/// Where a value lies on its axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Somewhere between two numbers.
    Amount(Interval<Decimal>),
    /// On one of these days.
    Days(Interval<Date>),
    /// It has a name and no size: a result such as 6-4, a date of no year.
    Named,
}

/// From a day on, a known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first day.
    pub from: Date,
    /// The value.
    pub value: Decimal,
}

/// Points that cannot all be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// Which of the findings that were given: an index.
    pub finding: usize,
    /// The rule that says so.
    pub rule: Arc<str>,
    /// Why: never an update, which explains itself.
    pub outcome: Outcome,
    /// How sure.
    pub confidence: Confidence,
    /// The primary side: an index of [`Chart::points`].
    pub here: usize,
    /// The other places, in the order of the finding; some may say the same as the primary side.
    pub there: Vec<usize>,
    /// The other side, where it is the reference: an index of [`Chart::steps`].
    pub step: Option<usize>,
}

impl Chart {
    /// What the chart is called.
    pub fn title(&self) -> String {
        format!("{}: {}", self.subject, self.attribute)
    }

    /// The surest clash that a point takes part in.
    pub fn clash_of(&self, point: usize) -> Option<&Clash> {
        let with = |c: &&Clash| c.here == point || self.against(c).any(|side| side == point);
        self.clashes.iter().filter(with).max_by_key(|c| (c.is_sure(), c.confidence))
    }
}

impl Point {
    /// The days in which the article may have been published.
    pub fn days(&self) -> Days {
        self.published.into()
    }

    /// Whether it can be placed in time.
    pub fn is_dated(&self) -> bool {
        let days = self.days();
        days.from.is_some() || days.to.is_some()
    }
}

impl Chart {
    /// The sides that a clash sets against its primary one: those that say another thing.
    pub(crate) fn against<'a>(&'a self, clash: &'a Clash) -> impl Iterator<Item = usize> + 'a {
        let value = |at: usize| self.points.get(at).map(|p| p.standard.as_str());
        clash.there.iter().copied().filter(move |&at| value(at) != value(clash.here))
    }
}

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// The rule does not compare it.
    Unheard,
    /// Nothing is said against it.
    Plain,
    /// A finding of low confidence, or one that hangs on an unknown date.
    Doubtful,
    /// It cannot be true with another.
    Disputed,
}

impl Chart {
    /// How a point is drawn.
    pub(crate) fn standing(&self, point: usize) -> Standing {
        match self.clash_of(point) {
            Some(clash) if clash.is_sure() => Standing::Disputed,
            Some(_) => Standing::Doubtful,
            None if self.points.get(point).is_some_and(|p| p.heard) => Standing::Plain,
            None => Standing::Unheard,
        }
    }
}

impl Clash {
    /// Whether it is more than a doubt: of medium confidence at least, and not for want of a date.
    pub fn is_sure(&self) -> bool {
        self.confidence > Confidence::Low && self.outcome != Outcome::Undated
    }
}
