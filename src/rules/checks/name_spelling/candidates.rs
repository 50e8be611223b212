//! Which spellings to compare: those that share a key, so that no time goes into all pairs.

use super::Spelling;
use super::likeness::{sorted, sound};
use crate::facts::story::Stories;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash};

/// Spellings with one key that a spelling is compared with: those before it.
const NEIGHBOURS: usize = 24;

/// Spellings up to which all pairs are looked at, which costs less than keys.
const FEW: usize = 24;

/// For every article the first of all that hang together by stories and links.
pub(super) fn scopes(articles: usize, stories: &Stories) -> Vec<u32> {
    let mut above: Vec<u32> = stories.of.iter().map(|s| s.0.0).collect();
    above.truncate(articles);
    let find = |above: &mut Vec<u32>, mut at: u32| {
        while above[at as usize] != at {
            above[at as usize] = above[above[at as usize] as usize];
            at = above[at as usize];
        }
        at
    };
    for link in &stories.links {
        let (a, b) = (find(&mut above, link.a.0), find(&mut above, link.b.0));
        above[a.max(b) as usize] = a.min(b);
    }
    (0..above.len()).map(|i| find(&mut above, u32::try_from(i).unwrap_or(u32::MAX))).collect()
}

/// Pairs that may be one name: two strings that differ by one letter put in, left out or changed, or by two neighbours
/// exchanged, are alike once some one letter is left out of each or of one (as in W. Garbe's SymSpell); others have
/// the same letters, or sound alike.
pub(super) fn pairs(spellings: &[Spelling]) -> Vec<(usize, usize)> {
    if spellings.len() <= FEW {
        let initials = |s: &Spelling| (s.given.chars().next(), s.surname.chars().next());
        let alike = |a: &Spelling, b: &Spelling| {
            a.given == b.given || a.surname == b.surname || initials(a) == initials(b)
        };
        let all = (0..spellings.len()).flat_map(|a| (a + 1..spellings.len()).map(move |b| (a, b)));
        return all.filter(|&(a, b)| alike(&spellings[a], &spellings[b])).collect();
    }
    let mut keys: Vec<(u64, usize)> = Vec::new();
    let hash = foldhash::fast::FixedState::default();
    for (index, spelling) in spellings.iter().enumerate() {
        for (side, fixed, free) in
            [(0u8, spelling.surname, spelling.given), (1, spelling.given, spelling.surname)]
        {
            let mut add = |key: &dyn Fn(&mut foldhash::fast::FoldHasher)| {
                let mut state = hash.build_hasher();
                (side, fixed).hash(&mut state);
                key(&mut state);
                keys.push((std::hash::Hasher::finish(&state), index));
            };
            let letters: Vec<char> = free.chars().filter(|&c| c != '\'').collect();
            add(&|state| letters.iter().for_each(|c| c.hash(state)));
            for left_out in 0..letters.len() {
                add(&|state| {
                    letters[..left_out].iter().chain(&letters[left_out + 1..]).for_each(|c| c.hash(state));
                });
            }
            add(&|state| (1u8, sorted(&letters)).hash(state));
            add(&|state| (2u8, sound(&letters)).hash(state));
        }
        // A slip in both parts, of which one leaves the sound as it is.
        let letters = |name: &str| name.chars().filter(|&c| c != '\'').collect::<Vec<char>>();
        let (given, surname) = (letters(spelling.given), letters(spelling.surname));
        for (side, heard, free) in [(2u8, sound(&surname), &given), (3, sound(&given), &surname)] {
            let without =
                |left: usize| free.iter().enumerate().filter(move |(at, _)| *at != left).map(|(_, c)| *c);
            let variants = (0..=free.len()).map(|left| without(left).collect::<String>());
            keys.extend(variants.map(|variant| (hash.hash_one((side, &heard, variant)), index)));
        }
    }
    keys.sort_unstable();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for run in keys.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, later)) in run.iter().enumerate() {
            for &(_, earlier) in run[..at].iter().rev().take(NEIGHBOURS) {
                if earlier != later {
                    pairs.insert((earlier.min(later), earlier.max(later)));
                }
            }
        }
    }
    pairs.into_iter().collect()
}
