//! Two quotations side by side.

use super::{Quotation, QuoteWords, Word};
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};
use std::ops::Range;

/// Words that must agree, and of these words that are not small.
const AGREE: usize = 6;
const CONTENT: usize = 3;
/// So many words must agree for one that is changed.
const SHARE: usize = 4;
/// With fewer words that agree than these a speaker may have said the one as well as the other.
const SURE: usize = 9;
/// Words of a longer quotation that are looked at.
const LONGEST: usize = 300;

/// Words in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drift {
    pub(super) here: Range<usize>,
    pub(super) there: Range<usize>,
    /// How many words agree.
    pub(super) agree: usize,
    /// Whether both sides go on in the same words after it.
    pub(super) sure: bool,
}

/// The first change of what is said, where the two are the same quotation.
pub(super) fn drift(words: &QuoteWords, a: &Quotation, b: &Quotation) -> Option<Drift> {
    let (one, two) = (&a.hashes[..a.hashes.len().min(LONGEST)], &b.hashes[..b.hashes.len().min(LONGEST)]);
    let ops = capture_diff_slices(Algorithm::Myers, one, two);
    let equal = |op: &DiffOp| matches!(op, DiffOp::Equal { .. });
    // What stands before the first and behind the last words in common belongs to a longer piece of one of the two.
    let first = ops.iter().position(equal)?;
    let last = ops.iter().rposition(equal)?;
    let (mut agree, mut content, mut changed) = (0, 0, 0);
    for op in &ops[first..=last] {
        match *op {
            DiffOp::Equal { old_index, len, .. } => {
                agree += len;
                content += one[old_index..old_index + len].iter().filter(|&&w| !words.is_small(w)).count();
            }
            DiffOp::Replace { old_len, new_len, .. } => changed += old_len.max(new_len),
            DiffOp::Delete { old_len, .. } => changed += old_len,
            DiffOp::Insert { new_len, .. } => changed += new_len,
        }
    }
    if agree < AGREE || content < CONTENT || changed * SHARE > agree {
        return None;
    }
    for at in first + 1..last {
        let (_, here, there) = ops[at].as_tag_tuple();
        let beside = |op: &DiffOp| if let DiffOp::Equal { len, .. } = op { *len } else { 0 };
        let framed = beside(&ops[at - 1]).min(beside(&ops[at + 1]));
        if framed == 0 || edited(&a.words, &here) || edited(&b.words, &there) {
            continue;
        }
        let weighty = |run: &[u32]| run.iter().any(|&w| words.is_weighty(w));
        let (old, new) = (&one[here.clone()], &two[there.clone()]);
        if here.is_empty() || there.is_empty() {
            // A word that is missing is no change, unless it is "not".
            if framed >= 2 && (weighty(old) || weighty(new)) {
                let widen = |r: Range<usize>| r.start - 1..r.end + 1;
                return Some(Drift {
                    here: widen(here),
                    there: widen(there),
                    agree,
                    sure: framed >= 2 && agree >= SURE,
                });
            }
            continue;
        }
        let says = |run: &[u32]| run.iter().any(|&w| !words.is_small(w));
        if says(old) && says(new) && here.len() <= 3 && there.len() <= 3 && !alike(a, &here, b, &there) {
            return Some(Drift { here, there, agree, sure: framed >= 2 && agree >= SURE });
        }
    }
    None
}

fn edited(words: &[Word], run: &Range<usize>) -> bool {
    let around = run.start.saturating_sub(1)..(run.end + 1).min(words.len());
    words[around].iter().any(|w| w.edited)
}

/// Whether the words are spellings or forms of the same: "travelling" and "traveling", "20" and "twenty" aside.
fn alike(a: &Quotation, here: &Range<usize>, b: &Quotation, there: &Range<usize>) -> bool {
    let join = |words: &[Word]| words.iter().map(|w| w.text.to_lowercase()).collect::<String>();
    let (one, two) = (join(&a.words[here.clone()]), join(&b.words[there.clone()]));
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    match (figures(&one), figures(&two)) {
        (0, 0) => f64::from(TextDiff::from_chars(one.as_str(), two.as_str()).ratio()) >= 0.6,
        // A figure and a word may say the same number.
        (0, _) | (_, 0) => true,
        _ => false,
    }
}
