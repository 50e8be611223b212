//! Findings in, text out: the terminal, JSON and the other formats, every one computed from one [`View`].
//!
//! A format is one file with one function that writes a view; what it needs (lines, columns, excerpts, fingerprints) is
//! computed in [`view`] and nowhere else. Nothing here knows of the command line, and nothing asks the environment:
//! whether to colour is an argument.

mod escaped;
mod excerpt;
mod fingerprint;
mod fit;
mod label;
mod locate;
mod markup;
mod passage;
mod reading;
mod snippet;
mod told;
mod xml;

pub mod address;
pub mod annotate;
pub mod articles;
pub mod chart;
pub mod checkstyle;
pub mod concise;
pub mod diff;
pub mod facts;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod narrated;
pub mod page;
pub mod pages;
pub mod rdjson;
pub mod sarif;
pub mod stories;
pub mod table;
pub mod terminal;
pub mod timeline;
pub mod timeml;
pub mod view;

pub use fingerprint::Fingerprint;
pub use label::{Field, Label};
pub use snippet::Snippet;
pub use view::{Shown, Summary, View};

#[cfg(test)]
mod tests;

use crate::facts::prose;
use crate::interval::{Bound, Interval};
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;

/// The days of an interval, both included, as every format writes them: null where there is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The first day.
    #[serde(serialize_with = "day")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(serialize_with = "day")]
    pub to: Option<Date>,
}

/// A day in ISO 8601, or null.
fn day<S: serde::Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

impl From<Interval<Date>> for Days {
    fn from(when: Interval<Date>) -> Self {
        let from = match when.low {
            Bound::Unbounded => None,
            Bound::Closed(day) => Some(day),
            Bound::Open(day) => day.tomorrow().ok(),
        };
        let to = match when.high {
            Bound::Unbounded => None,
            Bound::Closed(day) => Some(day),
            Bound::Open(day) => day.yesterday().ok(),
        };
        Days { from, to }
    }
}

impl Days {
    /// The same for readers: "2 May 2024", "29 April to 1 May 2024", "September 2021", "undated".
    fn in_words(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) => prose::span(from, to),
            (Some(from), None) => format!("{} or later", prose::day(from)),
            (None, Some(to)) => format!("{} or earlier", prose::day(to)),
            (None, None) => "undated".to_owned(),
        }
    }

    /// The day, where it is one.
    fn one(self) -> Option<Date> {
        self.from.filter(|_| self.from == self.to)
    }

    /// As a label has it where columns are few: "2024-02-22", "2024-04-29 to 2024-05-01", "undated".
    fn in_figures(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("{from} or later"),
            (None, Some(to)) => format!("{to} or earlier"),
            (None, None) => "undated".to_owned(),
        }
    }

    /// Whether anything is known.
    fn is_known(self) -> bool {
        self.from.or(self.to).is_some()
    }

    /// As a machine reads it in a label's message: "published 2024-02-22", "undated".
    fn published(self) -> String {
        if self.is_known() { format!("published {}", self.in_figures()) } else { self.in_figures() }
    }
}

/// As a column of a table shows it: `2024-02-22`, `2024-04-29..2024-05-01`, `?..2024-12-31`, `?`.
impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |day: Option<Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        let text = match (self.from, self.to) {
            (None, None) => "?".to_owned(),
            (from, to) if from == to => end(from),
            (from, to) => format!("{}..{}", end(from), end(to)),
        };
        f.pad(&text)
    }
}
