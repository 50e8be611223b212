//! Numbers and dates that changed in a sentence that otherwise stayed, and that no fact speaks of.

use super::facts::is_noted;
use super::greedy::pair;
use super::sentences::Sentences;
use super::{Change, ChangeKind, Stated, Version, passage};
use crate::facts::show;
use crate::span::{Raw, Span};
use std::ops::Range;
use std::sync::Arc;

/// Pairs of figures of one sentence up to which each is compared with each; in tables they go by their places.
const ALL_PAIRS: usize = 10_000;

/// The figures that changed, save those that `told` speaks of already.
pub(super) fn compare(
    old: &Version<'_>,
    new: &Version<'_>,
    sentences: &Sentences,
    told: &[Change],
) -> Vec<Change> {
    let spans = |side: fn(&Change) -> &Option<Stated>| -> Vec<Span<Raw>> {
        told.iter().filter_map(|change| side(change).as_ref().map(|s| s.span)).collect()
    };
    let (told_old, told_new) = (spans(|c| &c.old), spans(|c| &c.new));
    let (figures_old, figures_new) = (figures(old), figures(new));
    let redated = old.published.when != new.published.when;
    let mut changes = Vec::new();
    for &(i, j) in &sentences.edited {
        let (before, after) = (within(old, &figures_old, i), within(new, &figures_new, j));
        for (a, b) in counterparts(old, new, before, after) {
            let covers = |told: &[Span<Raw>], at: Span<Raw>| told.iter().any(|span| span.overlaps(at));
            let same = a.value == b.value || a.words(old) == b.words(new);
            // A vague word has no value that could be wrong; one read from another day of publication was not changed.
            let known = |f: &Figure| f.value.contains(|c: char| c.is_ascii_digit());
            let read = redated && a.inferred && b.inferred;
            if same
                || read
                || !known(a)
                || !known(b)
                || covers(&told_old, a.span)
                || covers(&told_new, b.span)
            {
                continue;
            }
            let (stated_old, stated_new) = (a.stated(), b.stated());
            changes.push(Change {
                kind: ChangeKind::Figure,
                attribute: None,
                noted: is_noted(new, &stated_old),
                before: passage(old, i, Some(a.span)),
                after: passage(new, j, Some(b.span)),
                old: Some(stated_old),
                new: Some(stated_new),
            });
        }
    }
    changes
}

/// A number or a time expression.
struct Figure {
    tokens: Range<u32>,
    span: Span<Raw>,
    is_time: bool,
    inferred: bool,
    value: String,
}

impl Figure {
    fn words(&self, version: &Version<'_>) -> String {
        version.clean.span_of(&self.tokens).cut(&version.clean.text).to_lowercase()
    }

    fn stated(&self) -> Stated {
        let nobody: Arc<str> = Arc::from("");
        Stated {
            subject: nobody.clone(),
            facet: nobody,
            value: self.value.clone(),
            modality: None,
            span: self.span,
        }
    }
}

/// The figures of a version, in the order of the text.
fn figures(version: &Version<'_>) -> Vec<Figure> {
    let times = version.times.iter().map(|mark| Figure {
        tokens: mark.tokens.clone(),
        span: version.clean.raw(mark.span),
        is_time: true,
        inferred: mark.what.inferred,
        value: mark.what.value.to_string(),
    });
    let quantities = version.quantities.iter().map(|mark| {
        let amount = show::amount_of(&mark.what.amount);
        Figure {
            tokens: mark.tokens.clone(),
            span: version.clean.raw(mark.span),
            is_time: false,
            inferred: false,
            value: if mark.what.unit.is_empty() { amount } else { format!("{amount} {}", mark.what.unit) },
        }
    });
    let mut all: Vec<Figure> = times.chain(quantities).collect();
    all.sort_by_key(|f| (f.tokens.start, f.tokens.end, f.is_time));
    all
}

fn within<'f>(version: &Version<'_>, figures: &'f [Figure], sentence: usize) -> &'f [Figure] {
    let Some(sentence) = version.clean.sentences.get(sentence) else { return &[] };
    let start = figures.partition_point(|f| f.tokens.start < sentence.tokens.start);
    let end = figures.partition_point(|f| f.tokens.start < sentence.tokens.end);
    &figures[start..end.max(start)]
}

/// Figures of one sort belong together by the words beside them, or by their places where there are as many.
fn counterparts<'f>(
    old: &Version<'_>,
    new: &Version<'_>,
    before: &'f [Figure],
    after: &'f [Figure],
) -> Vec<(&'f Figure, &'f Figure)> {
    let as_many =
        before.len() == after.len() && before.iter().zip(after).all(|(a, b)| a.is_time == b.is_time);
    if before.len().saturating_mul(after.len()) > ALL_PAIRS {
        return if as_many { before.iter().zip(after).collect() } else { Vec::new() };
    }
    let mut candidates = Vec::new();
    for (i, a) in before.iter().enumerate() {
        for (j, b) in after.iter().enumerate().filter(|(_, b)| a.is_time == b.is_time) {
            let beside = usize::from(beside(old, a, true) == beside(new, b, true))
                + usize::from(beside(old, a, false) == beside(new, b, false));
            if beside > 0 || (as_many && i == j) {
                candidates.push(((2 - beside, i.abs_diff(j)), i, j));
            }
        }
    }
    let pairs = pair(candidates, before.len(), after.len());
    pairs.into_iter().map(|(i, j)| (&before[i], &after[j])).collect()
}

/// The word before or after a figure, by its hash; none at the end of the sentence.
fn beside(version: &Version<'_>, figure: &Figure, before: bool) -> Option<u32> {
    let clean = version.clean;
    let sentence = &clean.sentences.get(clean.sentence_of(figure.tokens.start))?.tokens;
    let at = if before { figure.tokens.start.checked_sub(1)? } else { figure.tokens.end };
    sentence.contains(&at).then(|| clean.tokens.get(at as usize).map(|t| t.hash))?
}
