//! Which patterns are worth trying on a sentence: those that have one of its words as an anchor.

use super::pattern::TermId;

/// A pattern: the number of its family or rule, and its own in that.
pub(super) type Place = (u16, u16);

/// For each term, the patterns it is an anchor of.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors(Vec<Vec<Place>>);

impl Anchors {
    pub(super) fn add(&mut self, term: TermId, place: Place) {
        let index = usize::from(term);
        if self.0.len() <= index {
            self.0.resize(index + 1, Vec::new());
        }
        self.0[index].push(place);
    }

    pub(super) fn of(&self, term: TermId) -> &[Place] {
        self.0.get(usize::from(term)).map_or(&[], Vec::as_slice)
    }
}
