//! When an agency's item came out: it has the time of its first version, of this one, and perhaps an embargo.

use super::versions::second;

/// Which of its times an item came out at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issue {
    First,
    Version,
    Embargo,
    Unknown,
}

/// Versions made within so many days of the first tell the news of their own day; later ones correct the old item.
const SAME_NEWS: i64 = 3;

/// When an item was published, and when it was changed, out of the times that it states.
pub(super) fn issued<T: AsRef<str> + Clone>(
    first: Option<T>,
    version: Option<&T>,
    embargo: Option<&T>,
) -> (Option<T>, Option<T>) {
    match issue(first.as_ref(), version, embargo) {
        Issue::Embargo => (embargo.cloned(), None),
        Issue::Version => (version.cloned(), None),
        Issue::First => (first, version.cloned()),
        Issue::Unknown => (None, None),
    }
}

/// Tells from the times as they are written.
pub(super) fn issue<T: AsRef<str>>(first: Option<&T>, version: Option<&T>, embargo: Option<&T>) -> Issue {
    let at = |time: Option<&T>| time.and_then(|time| second(time.as_ref()));
    let known = match (first, version) {
        (None, None) => Issue::Unknown,
        (Some(_), None) => Issue::First,
        (None, Some(_)) => Issue::Version,
        (Some(_), Some(_)) => match (at(first), at(version)) {
            (Some(first), Some(version)) if version - first > SAME_NEWS * 86_400 => Issue::First,
            _ => Issue::Version,
        },
    };
    let out = at(if known == Issue::First { first } else { version });
    match (embargo, out, at(embargo)) {
        (Some(_), Some(out), Some(free)) if free > out => Issue::Embargo,
        (Some(_), None, Some(_)) => Issue::Embargo,
        _ => known,
    }
}
