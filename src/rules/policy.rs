//! How the facts of a family stand in time. A policy only rewrites facts before they are compared; comparing stays in
//! one place, [`super::judge`].

use super::diagnostic::Trouble;
use super::file::choose;
use super::reader::{At, Table};
use std::sync::Arc;

/// How facts of one subject and attribute are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The value holds for all time. What recurs takes an occurrence: values further apart than so many days are two
    /// occurrences and are never compared.
    Eternal {
        /// In days.
        occurrence: Option<i32>,
        /// Values that have no more than so many days in common are held to differ all the same.
        overlap: Option<i32>,
    },
    /// The value holds on the day of the report and may change.
    State {
        /// Whether a value may come back after another, as prices do.
        returns: bool,
    },
    /// The value is a count of one event, which grows known with time.
    Count(Counting),
}

/// How the figures of one event are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// Whether it never falls; otherwise it never rises. Where it may do both, days are not compared.
    pub rises: Option<bool>,
    /// Whether figures of one day are compared between all sources, or only those of one.
    pub any_source: bool,
    /// The rule whose count may take from this one: the wounded may die.
    pub moves_to: Option<Arc<str>>,
}

impl Policy {
    /// Its name in rule files.
    pub fn name(&self) -> &'static str {
        match self {
            Policy::Eternal { .. } => "eternal",
            Policy::State { .. } => "state",
            Policy::Count(Counting { rises: Some(true), .. }) => "rising",
            Policy::Count(Counting { rises: Some(false), .. }) => "falling",
            Policy::Count(Counting { rises: None, .. }) => "moving",
        }
    }

    /// Whether facts hold for all time.
    pub fn is_eternal(&self) -> bool {
        matches!(self, Policy::Eternal { .. })
    }
}

#[derive(Clone, Copy)]
enum Name {
    Eternal,
    State,
    Rising,
    Falling,
    Moving,
}

const NAMES: [(&str, Name); 5] = [
    ("eternal", Name::Eternal),
    ("state", Name::State),
    ("rising", Name::Rising),
    ("falling", Name::Falling),
    ("moving", Name::Moving),
];

pub(super) fn read_policy(table: &mut Table<'_, '_>, trouble: &mut Trouble) -> Option<Policy> {
    let Some(mut time) = table.table("time", "[time]", trouble) else {
        trouble.add(table.at(), "[time] is missing: how do facts of this family stand in time?", None);
        return None;
    };
    let name = time.required("policy", trouble).and_then(|p| choose(&p, "policy", &NAMES, trouble));
    let occurrence = time.string("occurrence", trouble);
    let overlap = time.string("overlap", trouble);
    let returns = time.boolean("returns", trouble);
    let same_day = time.string("same-day", trouble);
    let moves_to = time.string("moves-to", trouble);
    let at = time.at();
    time.finish(trouble);
    let name = name?;
    for (key, given) in [("occurrence", &occurrence), ("overlap", &overlap)] {
        if given.is_some() && !matches!(name, Name::Eternal) {
            trouble.add(at.clone(), format!("`{key}` goes with the policy eternal"), None);
        }
    }
    let counts = matches!(name, Name::Rising | Name::Falling | Name::Moving);
    for (key, given) in [("same-day", &same_day), ("moves-to", &moves_to)] {
        if given.is_some() && !counts {
            let message = format!("`{key}` goes with the policies rising, falling and moving");
            trouble.add(at.clone(), message, None);
        }
    }
    let any_source = same_day
        .and_then(|s| {
            choose(&s, "choice of sources", &[("one-source", false), ("any-source", true)], trouble)
        })
        .unwrap_or(false);
    let counting = |rises| {
        let moves_to = moves_to.as_ref().map(|m| Arc::from(m.value.as_str()));
        Policy::Count(Counting { rises, any_source, moves_to })
    };
    if returns.is_some() && !matches!(name, Name::State) {
        trouble.add(at, "`returns` goes with the policy state", None);
    }
    Some(match name {
        Name::Eternal => Policy::Eternal {
            occurrence: occurrence.and_then(|o| days(&o, trouble)),
            overlap: overlap.and_then(|o| days(&o, trouble)),
        },
        Name::State => Policy::State { returns: returns.unwrap_or(false) },
        Name::Rising => counting(Some(true)),
        Name::Falling => counting(Some(false)),
        Name::Moving => counting(None),
    })
}

/// "9 months" in days, a month counted as 30 and a half.
fn days(text: &At<String>, trouble: &mut Trouble) -> Option<i32> {
    let mut words = text.value.split_whitespace();
    let count: Option<i32> = words.next().and_then(|n| n.parse().ok()).filter(|n| (1..=1_000).contains(n));
    let days = match (count, words.next(), words.next()) {
        (Some(n), Some("day" | "days"), None) => Some(n),
        (Some(n), Some("week" | "weeks"), None) => Some(n * 7),
        (Some(n), Some("month" | "months"), None) => Some(n * 61 / 2),
        (Some(n), Some("year" | "years"), None) => Some(n * 1_461 / 4),
        _ => None,
    };
    if days.is_none() {
        trouble.add(
            text.at.clone(),
            format!("`{}` is no length of time such as \"9 months\"", text.value),
            None,
        );
    }
    days
}
