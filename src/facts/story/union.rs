//! Sets that grow together.

/// Disjoint sets of `0..n`; the least member stands for its set.
pub(super) struct Union(Vec<u32>);

impl Union {
    pub(super) fn new(n: usize) -> Self {
        Union((0..n).map(|i| u32::try_from(i).unwrap_or(u32::MAX)).collect())
    }

    pub(super) fn find(&mut self, member: u32) -> u32 {
        let mut at = member;
        while self.0[at as usize] != at {
            // Path halving keeps the trees flat.
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    /// Joins two sets; gives the least member of the whole.
    pub(super) fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.find(a), self.find(b));
        let (least, other) = (a.min(b), a.max(b));
        self.0[other as usize] = least;
        least
    }

    /// For every member the one that stands for its set.
    pub(super) fn sets(mut self) -> Vec<u32> {
        (0..self.0.len()).map(|i| self.find(u32::try_from(i).unwrap_or(u32::MAX))).collect()
    }
}
