//! What makes a finding the same finding in another run.

use super::view::card;
use crate::facts::attribute::Card;
use crate::rules::finding::Finding;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A finding's name across runs: 128 bits of FNV-1a, written as 32 hexadecimal digits. It is made of the rule, the
/// subject, the attribute, the outcome and the two values as they were first reported, and inside one article also of the
/// article's id or path, and of how many findings before it there say the same; where a finding has no subject and several
/// articles, of the words around the values. It is never made of line numbers, so that it survives edits elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// That of a finding. `name` says what a path is called: a baseline counts paths from its own folder.
    pub fn of_finding(finding: &Finding, cards: &[Card], name: &dyn Fn(&str) -> String) -> Self {
        let here = &finding.here;
        let mut values: Vec<&str> = finding.sides.key.iter().map(String::as_str).collect();
        if values.is_empty() {
            let reference = finding.reference.as_ref().map(|r| r.value.as_str());
            let there = reference.or_else(|| finding.there.first().map(|e| e.value.as_str()));
            values = vec![&here.value, there.unwrap_or("")];
        }
        // Which side is the primary one depends on days that may become known.
        values.sort_unstable();
        let inside = finding.is_inside_one_article();
        let article = card(cards, here.site.article).filter(|_| inside).map_or_else(String::new, |card| {
            card.name.as_deref().map_or_else(|| name(&card.path), str::to_owned)
        });
        // Which of several spellings is the likelier one depends on how often each is used.
        let subject = if values.contains(&&*finding.subject) { "" } else { &finding.subject };
        let fixed = [&*finding.rule, subject, &finding.attribute, finding.outcome.name(), &article];
        // The first of several is known as it would be alone.
        let repeats = match finding.sides.repeats {
            0 => None,
            repeats => Some(repeats.to_string()),
        };
        Self::of(fixed.into_iter().chain(values).chain(repeats.as_deref()))
    }

    /// Of parts that are kept apart: `["ab", "c"]` is not `["a", "bc"]`.
    pub(super) fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let step = |hash: u128, byte: &u8| (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        Fingerprint(parts.into_iter().fold(OFFSET, |hash, part| {
            let hash = (part.len() as u64).to_le_bytes().iter().fold(hash, step);
            part.as_bytes().iter().fold(hash, step)
        }))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = String;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match u128::from_str_radix(text, 16) {
            Ok(number) if digits && text.len() == 32 => Ok(Fingerprint(number)),
            _ => Err(format!("`{text}` is no fingerprint: 32 hexadecimal digits")),
        }
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(Fingerprint::of(["ab", "c"]), Fingerprint::of(["a", "bc"]));
        assert_ne!(Fingerprint::of(["a"]), Fingerprint::of(["a", ""]));
        // Users keep these in baselines: a change of the hash is a break.
        insta::assert_snapshot!(Fingerprint::of(["age", "Ada", "31"]), @"0371fab28c9a6c18807c1b0266e71830");
    }
}
