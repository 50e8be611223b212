//! What an article says of its own versions, and which of two versions is the later.

use super::slug::Slug;
use jiff::civil;
use jiff::tz::TimeZone;

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
    /// The ids of articles that this one corrects, replaces or takes back.
    pub of: Vec<String>,
    /// Other ids of the article itself.
    pub also: Vec<String>,
    /// What an agency calls its story.
    pub slug: Option<Box<Slug>>,
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
        let edition = Edition { number, made, status, embargo, note, ..Edition::default() };
        (edition != Edition::default()).then(|| Box::new(edition))
    }

    /// Adds what else is known of the versions, where there is something.
    pub(super) fn with(
        edition: Option<Box<Edition>>,
        of: Vec<String>,
        also: Vec<String>,
        slug: Option<Slug>,
    ) -> Option<Box<Edition>> {
        if of.is_empty() && also.is_empty() && slug.is_none() {
            return edition;
        }
        Some(Box::new(Edition { of, also, slug: slug.map(Box::new), ..*edition.unwrap_or_default() }))
    }

    /// When it was made, in seconds since 1970.
    pub(super) fn time(&self) -> Option<i64> {
        self.made.as_deref().and_then(second).or_else(|| self.slug.as_ref()?.time)
    }

    /// Whether it says that an article of its name was taken back; a draft says nothing of the kind.
    fn takes_back(&self) -> bool {
        self.status == Status::Canceled || self.status == Status::Withheld && self.slug.is_some()
    }

    /// Whether this version comes after another, as far as they say: by the number, then the time. Where neither tells,
    /// what was taken back comes after what was not.
    pub(super) fn is_later(&self, other: &Edition) -> bool {
        let kills = self.takes_back() != other.takes_back();
        match (self.number, other.number) {
            (Some(a), Some(b)) if a != b => a > b,
            _ => match (self.time(), other.time()) {
                // The clock of a wire orders only what is sent and what takes it back: a slug may return in an hour.
                (Some(a), Some(b)) if a != b && (kills || self.slug.is_none() || self.made.is_some()) => {
                    a > b
                }
                _ => kills && self.takes_back(),
            },
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
        let gone = Edition { status: Status::Canceled, ..Edition::default() };
        assert!(is(&gone, &Edition::default()) && !is(&Edition::default(), &gone));
        assert!(is(&gone, &two) && !is(&Edition { made: one.made.clone(), ..gone.clone() }, &late));
        // A draft of the same id takes nothing back.
        assert!(!is(&Edition { status: Status::Withheld, ..Edition::default() }, &Edition::default()));
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
