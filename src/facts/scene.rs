//! Where and when a sentence says that something happened: two events of one town and weekend stay two.

use super::attribute::Scene;
use super::matching::{Reading, within};
use super::scope::opens;
use crate::dating::When;
use crate::grammar::name::{NameKind, NameWords};
use crate::interval::Interval;
use jiff::civil::Date;

/// How many names and dates of a sentence are looked at.
const MENTIONS: usize = 32;

/// The scene of a sentence.
pub(super) fn of(reading: &Reading<'_>, words: &NameWords, index: usize) -> Scene {
    let sentence = &reading.clean.sentences[index].tokens;
    let mut places: Vec<u32> = Vec::new();
    for mention in reading.names.within(sentence).iter().take(MENTIONS) {
        let entity = reading.names.entities.get(mention.what.entity as usize);
        // A country or a state does not tell one street from another.
        if entity.is_some_and(|e| e.kind == NameKind::Place && words.kind(&e.name).is_none()) {
            let tokens = reading.clean.tokens.get(mention.tokens.start as usize..mention.tokens.end as usize);
            places.extend(tokens.into_iter().flatten().filter(|t| t.is_word()).map(|t| t.hash));
        }
    }
    places.sort_unstable();
    places.dedup();
    let days = within(reading.times, sentence).iter().take(MENTIONS).find_map(|mark| match mark.what.when {
        When::Days(days) if is_short(&days) => Some(days),
        _ => None,
    });
    Scene {
        places: places.into(),
        days,
        opens: opens(reading.clean, index),
        order: u32::try_from(index).unwrap_or(u32::MAX),
    }
}

/// Whether it is a day or two.
fn is_short(days: &Interval<Date>) -> bool {
    match (days.low.limit(), days.high.limit()) {
        (Some(first), Some(last)) => first.until(last).is_ok_and(|span| span.get_days() <= 1),
        _ => false,
    }
}

impl Scene {
    /// Whether two sentences may tell of one event, as far as their places and days go.
    pub fn fits(&self, other: &Scene) -> bool {
        let places = self.places.is_empty()
            || other.places.is_empty()
            || self.places.iter().any(|p| other.places.binary_search(p).is_ok());
        let days = match (&self.days, &other.days) {
            (Some(a), Some(b)) => a.meets(b) || adjoins(a, b) || adjoins(b, a),
            _ => true,
        };
        places && days
    }
}

/// Whether one period begins on the day after another ends: a night belongs to both.
fn adjoins(a: &Interval<Date>, b: &Interval<Date>) -> bool {
    a.high.limit().and_then(|day| day.tomorrow().ok()) == b.low.limit()
}
