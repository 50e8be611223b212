//! Versions of an article: which is the latest, and which are not to be used.

use jiff::civil;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// What an article says of its own versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// The number of the version: 1 is the first.
    pub number: Option<u64>,
    /// When this version was made, as it is written.
    pub made: Option<String>,
    /// Whether it may be used.
    pub status: Status,
    /// Until when it is held back, as it is written.
    pub embargo: Option<String>,
    /// A note to editors: what a correction corrects, why it was killed.
    pub note: Option<String>,
}

/// Whether an article may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// It may.
    #[default]
    Usable,
    /// It is held back until a day; what it says counts all the same.
    Embargoed,
    /// It is not to be used for the time being.
    Withheld,
    /// It was taken back: a kill.
    Canceled,
}

impl Status {
    /// What a field of an article says: `usable`, `stat:canceled`, `withheld` …; drafts and the trash are withheld.
    fn parse(value: &str) -> Status {
        let value = value.rsplit([':', '/', '#']).next().unwrap_or(value).to_ascii_lowercase();
        match value.as_str() {
            "canceled" | "cancelled" | "killed" | "kill" | "mandatory-kill" | "withdrawn" | "retracted"
            | "deleted" => Status::Canceled,
            "withheld" | "draft" | "auto-draft" | "trash" | "private" | "pending" | "future" => {
                Status::Withheld
            }
            "embargoed" => Status::Embargoed,
            _ => Status::Usable,
        }
    }

    /// Whether an article takes no part in any comparison.
    pub fn is_out(self) -> bool {
        matches!(self, Status::Withheld | Status::Canceled)
    }
}

impl Edition {
    /// From what the fields of an article say; nothing where they say nothing.
    pub(super) fn new(
        number: Option<String>,
        made: Option<String>,
        status: Option<String>,
        embargo: Option<String>,
        note: Option<String>,
    ) -> Option<Box<Edition>> {
        let status = match status.as_deref().map(Status::parse).unwrap_or_default() {
            Status::Usable if embargo.is_some() => Status::Embargoed,
            status => status,
        };
        let number = number.and_then(|n| n.trim().parse().ok());
        let edition = Edition { number, made, status, embargo, note };
        (edition != Edition::default()).then(|| Box::new(edition))
    }

    /// What versions are put in order by: the number, then the time.
    fn rank(&self) -> (Option<u64>, Option<i64>) {
        (self.number, self.made.as_deref().and_then(second))
    }

    /// Whether this version comes after another, as far as they say.
    fn is_later(&self, other: &Edition) -> bool {
        let ((a, made), (b, then)) = (self.rank(), other.rank());
        match (a, b) {
            (Some(a), Some(b)) if a != b => a > b,
            _ => matches!((made, then), (Some(made), Some(then)) if made > then),
        }
    }
}

/// A moment, in seconds since 1970; a day is its beginning.
pub(super) fn second(value: &str) -> Option<i64> {
    let value = value.trim();
    if let Ok(time) = value.parse::<jiff::Timestamp>() {
        return Some(time.as_second());
    }
    if let Ok(time) = jiff::fmt::rfc2822::parse(value) {
        return Some(time.timestamp().as_second());
    }
    let local = value.parse::<civil::DateTime>().ok()?;
    local.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp().as_second())
}

/// For each article the later version of it that supersedes it, if there is one: the latest article of the same id. What
/// cannot be put in order supersedes nothing.
///
/// ```
/// use dateline::corpus::{Edition, superseded};
/// let version = |number| Edition { number: Some(number), ..Edition::default() };
/// let (first, second) = (version(1), version(2));
/// let articles = [(Some("a"), Some(&second)), (Some("b"), Some(&first)), (Some("a"), Some(&first))];
/// assert_eq!(superseded(articles), [None, None, Some(0)]);
/// ```
pub fn superseded<'a>(
    articles: impl IntoIterator<Item = (Option<&'a str>, Option<&'a Edition>)>,
) -> Vec<Option<usize>> {
    let mut latest: HashMap<&str, (usize, &Edition), foldhash::fast::FixedState> = HashMap::default();
    let articles: Vec<_> = articles.into_iter().map(|(id, edition)| id.zip(edition)).collect();
    for (at, article) in articles.iter().enumerate() {
        let Some((id, edition)) = article else { continue };
        let known = latest.entry(id).or_insert((at, edition));
        if edition.is_later(known.1) {
            *known = (at, edition);
        }
    }
    let by = |article: &Option<(&str, &Edition)>| {
        let (id, edition) = (*article)?;
        let (at, last) = latest.get(id)?;
        last.is_later(edition).then_some(*at)
    };
    articles.iter().map(by).collect()
}

/// The latest version of each article of an archive that has versions.
#[derive(Clone, Debug, Default)]
pub struct Latest(HashMap<String, Edition, foldhash::fast::FixedState>);

impl Latest {
    /// Takes note of an article.
    pub fn note(&mut self, id: &str, edition: &Edition) {
        match self.0.get_mut(id) {
            Some(known) if edition.is_later(known) => known.clone_from(edition),
            Some(_) => {}
            None => {
                self.0.insert(id.to_owned(), edition.clone());
            }
        }
    }

    /// Whether an article has a later version among those it took note of.
    pub fn supersedes(&self, id: Option<&str>, edition: &Edition) -> bool {
        id.and_then(|id| self.0.get(id)).is_some_and(|latest| latest.is_later(edition))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(number: Option<u64>, made: &str) -> Edition {
        Edition { number, made: (!made.is_empty()).then(|| made.to_owned()), ..Edition::default() }
    }

    #[test]
    fn later_by_number_then_by_time() {
        let is = |a: &Edition, b: &Edition| a.is_later(b);
        let (one, two) = (edition(Some(1), "2031-03-05T10:00:00Z"), edition(Some(2), "2031-03-05T09:00:00Z"));
        assert!(is(&two, &one) && !is(&one, &two) && !is(&one, &one));
        let (early, late) = (edition(None, "20310305T100000Z"), edition(None, "2031-03-05T12:00:00+01:00"));
        assert!(is(&late, &early) && is(&late, &two) && !is(&early, &one));
        assert!(is(&edition(None, "Wed, 05 Mar 2031 12:00:00 GMT"), &edition(None, "2031-03-05")));
        assert!(!is(&edition(Some(3), ""), &edition(None, "soon")));
    }

    #[test]
    fn what_is_out() {
        for (value, out) in [
            ("stat:canceled", true),
            ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", true),
            ("usable", false),
            ("draft", true),
            ("publish", false),
            ("WITHHELD", true),
        ] {
            assert_eq!(Status::parse(value).is_out(), out, "{value}");
        }
        let held = Edition::new(None, None, Some("usable".into()), Some("2031-03-05".into()), None);
        assert_eq!(held.map(|e| e.status), Some(Status::Embargoed));
        assert_eq!(Edition::new(None, None, None, None, None), None);
    }
}
