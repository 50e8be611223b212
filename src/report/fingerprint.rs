//! What makes a finding the same finding in another run.

use serde::{Serialize, Serializer};
use std::fmt;

/// A finding's name across runs: 128 bits of FNV-1a, written as 32 hexadecimal digits. It is made of the rule, the
/// subject, the attribute and the two values, and inside one article also of the article; never of line numbers, so
/// that it survives edits elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl Fingerprint {
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
