//! Near-copies: versions of one text, found by banding their sketches (A. Broder, "On the resemblance and containment
//! of documents", 1997; P. Indyk and R. Motwani, "Approximate nearest neighbors", 1998).

use super::Signature;
use super::sketch::BINS;
use super::union::Union;

/// Bins a band. With two, texts that share a third of their shingles meet in some band 97 times in a hundred.
const ROWS: usize = 2;
/// Members of one bucket that a member is compared with: those before it. Copies meet in many buckets.
const NEIGHBOURS: usize = 3;
/// The least estimated Jaccard index, or share of the shorter text, of two near-copies.
const JACCARD: f64 = 0.5;
const CONTAINMENT: f64 = 0.8;
/// A shorter text (in shingles) must be alike as a whole: a single quote in common is no copy.
const SHORTEST_CONTAINED: u32 = 60;
/// Of two texts with a common part the longer has at most so many times the shingles of the shorter: a round-up that
/// quotes a report in full is no version of it.
const LONGER: u32 = 3;
/// The least share of names in common, where both texts name somebody: articles that share nothing but what surrounds
/// all articles of a site, or a form filled in for two companies, are no copies.
const NAMES: f64 = 0.5;
const FEW_NAMES: usize = 3;

/// For every article the first article of its group of near-copies: itself, where there is no copy before it.
///
/// Signatures alone decide; the work grows with their number, not with the number of pairs.
pub fn near_copies(signatures: &[Signature]) -> Vec<u32> {
    let mut union = Union::new(signatures.len());
    let mut bucket: Vec<(u32, u32)> = Vec::with_capacity(signatures.len());
    for band in 0..BINS / ROWS {
        bucket.clear();
        for (index, signature) in signatures.iter().enumerate() {
            if signature.sketch.shingles > 0 {
                let bins = &signature.sketch.bins[band * ROWS..][..ROWS];
                bucket.push((
                    u32::from(bins[0]) << 16 | u32::from(bins[1]),
                    u32::try_from(index).unwrap_or(u32::MAX),
                ));
            }
        }
        bucket.sort_unstable();
        for (at, &(key, member)) in bucket.iter().enumerate() {
            let before = bucket[..at].iter().rev().take_while(|&&(k, _)| k == key).take(NEIGHBOURS);
            for &(_, earlier) in before {
                if union.find(earlier) != union.find(member)
                    && are_copies(&signatures[earlier as usize], &signatures[member as usize])
                {
                    union.join(earlier, member);
                }
            }
        }
    }
    union.sets()
}

/// Whether two texts are versions of one.
pub(super) fn are_copies(a: &Signature, b: &Signature) -> bool {
    let (shorter, longer) =
        (a.sketch.shingles.min(b.sketch.shingles), a.sketch.shingles.max(b.sketch.shingles));
    let alike = a.sketch.jaccard(&b.sketch) >= JACCARD
        || (shorter >= SHORTEST_CONTAINED
            && longer / LONGER <= shorter
            && a.sketch.containment(&b.sketch) >= CONTAINMENT);
    let fewer = a.names.len().min(b.names.len());
    alike && (fewer < FEW_NAMES || a.shared_names(b).count() as f64 >= NAMES * fewer as f64)
}
