//! Two versions of an article in, what became of its facts out: which were changed, which appeared, which vanished, and
//! which other figures were changed in sentences that otherwise stayed.
//!
//! Everything here is symmetric: compared the other way round, two versions give the same changes with their sides
//! exchanged. So no step depends on which version is read first; ties are broken by places alone.

mod facts;
mod figures;
mod greedy;
mod sentences;

use super::attribute::{AttributeId, Fact};
use crate::dating::{Published, Timex};
use crate::grammar::Mark;
use crate::grammar::modality::Modality;
use crate::grammar::quantity::Quantity;
use crate::interval::Interval;
use crate::span::{Clean, Raw, Span};
use crate::text::CleanText;
use jiff::civil::Date;
use sentences::Sentences;
use std::ops::Range;
use std::sync::Arc;

/// A version of an article as it was understood.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// Its prose.
    pub clean: &'a CleanText,
    /// Its facts, in the order of the text.
    pub facts: &'a [Fact],
    /// Its time expressions.
    pub times: &'a [Mark<Timex>],
    /// Its numbers.
    pub quantities: &'a [Mark<Quantity>],
    /// When it was published.
    pub published: &'a Published,
    /// The values that its notes of correction name, in standard form.
    pub corrected: &'a [String],
}

/// What became of a fact or a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A fact has another value, another modality, another day of its event, or another subject.
    Changed,
    /// A fact that the old version does not state.
    Appeared,
    /// A fact that the new version does not state any more.
    Vanished,
    /// A number or a date that is no known fact has another value in an otherwise parallel sentence.
    Figure,
}

impl ChangeKind {
    /// As formats write it.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Changed => "changed",
            ChangeKind::Appeared => "appeared",
            ChangeKind::Vanished => "vanished",
            ChangeKind::Figure => "figure",
        }
    }

    /// Whether it is one of a fact.
    pub fn is_of_fact(self) -> bool {
        self != ChangeKind::Figure
    }
}

/// A difference between two versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// Of which attribute; none for a figure.
    pub attribute: Option<AttributeId>,
    /// What the old version states; nothing where it appeared.
    pub old: Option<Stated>,
    /// What the new version states; nothing where it vanished.
    pub new: Option<Stated>,
    /// The old sentence: of the statement, else the counterpart of the new one, if there is one.
    pub before: Option<Passage>,
    /// The new sentence, likewise.
    pub after: Option<Passage>,
    /// Whether a note of correction in the new version names the old value.
    pub noted: bool,
}

/// A value as one version states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Its subject; empty where it has none.
    pub subject: Arc<str>,
    /// What of it; empty where there is nothing.
    pub facet: Arc<str>,
    /// The value in its standard form.
    pub value: String,
    /// How the article stands to it; none for a figure.
    pub modality: Option<Modality>,
    /// The words that state it.
    pub span: Span<Raw>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its prose.
    pub text: String,
    /// Where it stands.
    pub span: Span<Raw>,
    /// The words of the value, as bytes of `text`, where it states one.
    pub value: Option<Range<usize>>,
}

/// What differs between two versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The changes, in the order of the new version; what vanished stands where it stood.
    pub changes: Vec<Change>,
    /// The days of publication, where they differ: old and new.
    pub published: Option<[Interval<Date>; 2]>,
    /// Facts whose words stayed, but whose value is read from the day of publication and moved with it.
    pub moved: u32,
}

/// Compares two versions of an article. Figures are compared where `with_figures`.
pub fn compare(old: &Version<'_>, new: &Version<'_>, with_figures: bool) -> Comparison {
    let sentences = Sentences::align(old, new);
    let (mut changes, moved) = facts::compare(old, new, &sentences);
    if with_figures {
        let figures = figures::compare(old, new, &sentences, &changes);
        changes.extend(figures);
    }
    let when = [old.published.when, new.published.when];
    // Sorted by both sides in a way that does not depend on which of them is the new one, but for what stands alone.
    changes.sort_by_cached_key(|c| (c.place(), c.kind, c.attribute));
    Comparison { changes, published: (when[0] != when[1]).then_some(when), moved }
}

impl Change {
    /// Where it belongs in the new text: its own place there, else its place in the old one.
    fn place(&self) -> (u32, u32) {
        let at = |passage: &Option<Passage>, stated: &Option<Stated>| {
            stated.as_ref().map(|s| s.span.start).or_else(|| passage.as_ref().map(|p| p.span.start))
        };
        let (old, new) = (at(&self.before, &self.old), at(&self.after, &self.new));
        (new.or(old).unwrap_or(0), old.unwrap_or(0))
    }
}

/// A sentence of a version, with the words of a value in it.
fn passage(version: &Version<'_>, sentence: usize, value: Option<Span<Raw>>) -> Option<Passage> {
    let span = version.clean.sentences.get(sentence)?.span;
    let text = span.cut(&version.clean.text);
    let value = value.and_then(|value| {
        let inside = |&(at, c): &(usize, char)| {
            let start = span.start + u32::try_from(at).ok()?;
            let raw = version.clean.raw(Span::<Clean>::new(start, start + u32::try_from(c.len_utf8()).ok()?));
            raw.overlaps(value).then_some(at..at + c.len_utf8())
        };
        let mut inside = text.char_indices().filter_map(|c| inside(&c));
        let first = inside.next()?;
        Some(first.start..inside.next_back().map_or(first.end, |last| last.end))
    });
    Some(Passage { text: text.to_owned(), span: version.clean.raw(span), value })
}
