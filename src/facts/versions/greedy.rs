//! Pairs the members of two lists, the best pair first.

/// Takes pairs of places in two lists in the order of their cost, each place once. Pairs of one cost that share a
/// place differ in the sum of their places, so that the choice is the same whichever list comes first.
pub(super) fn pair<C: Ord>(
    mut candidates: Vec<(C, usize, usize)>,
    old: usize,
    new: usize,
) -> Vec<(usize, usize)> {
    candidates.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| (a.1 + a.2).cmp(&(b.1 + b.2))));
    let (mut taken_old, mut taken_new) = (vec![false; old], vec![false; new]);
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !taken_old[i] && !taken_new[j] {
            (taken_old[i], taken_new[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::pair;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pairs_are_the_same_either_way(costs in prop::collection::vec(0u8..3, 36)) {
            let candidates = |turned: bool| {
                let all = costs.iter().enumerate().map(|(n, &cost)| (cost, n / 6, n % 6));
                all.map(|(cost, i, j)| if turned { (cost, j, i) } else { (cost, i, j) }).collect()
            };
            let mut turned: Vec<_> = pair(candidates(true), 6, 6).into_iter().map(|(j, i)| (i, j)).collect();
            turned.sort_unstable();
            let pairs = pair(candidates(false), 6, 6);
            prop_assert_eq!(pairs.len(), 6);
            prop_assert_eq!(pairs, turned);
        }
    }
}
