//! Two sentences side by side: which words of each the other does not have.

use crate::facts::versions::Passage;
use crate::text::tokenise_all;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// A run of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its words, with the white space between them.
    pub text: String,
    /// Whether they differ from the other sentence, or are the words of the value where there is no other.
    pub marked: bool,
}

/// The least share of words in common, in percent, of two sentences that are shown word against word.
const COMMON: usize = 40;
/// Sentences with more words are not compared word by word.
const LONGEST: usize = 2_000;

/// Both sentences in runs. Where there is but one, or they have little in common, the value alone is marked.
pub(super) fn marked(old: Option<&Passage>, new: Option<&Passage>) -> (Vec<Word>, Vec<Word>) {
    let alone = |passage: Option<&Passage>| {
        passage.map_or_else(Vec::new, |p| runs(&p.text, &p.value.iter().cloned().collect::<Vec<_>>()))
    };
    let (Some(one), Some(two)) = (old, new) else { return (alone(old), alone(new)) };
    let (before, after) = (tokens(&one.text), tokens(&two.text));
    if before.len().max(after.len()) > LONGEST {
        return (alone(old), alone(new));
    }
    let words = |text: &'_ str, tokens: &[Range<usize>]| -> Vec<String> {
        tokens.iter().map(|token| text[token.clone()].to_owned()).collect()
    };
    let ops = capture_diff_slices(Algorithm::Myers, &words(&one.text, &before), &words(&two.text, &after));
    let common: usize = ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum();
    if common * 200 < (before.len() + after.len()) * COMMON {
        return (alone(old), alone(new));
    }
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        gone.extend(span(&before, op.old_range()));
        come.extend(span(&after, op.new_range()));
    }
    (runs(&one.text, &gone), runs(&two.text, &come))
}

/// The tokens of a sentence, as bytes of it.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let place = |(token, _): (&str, _)| {
        let start = at + text.get(at..)?.find(token)?;
        at = start + token.len();
        Some(start..at)
    };
    tokenise_all(text).into_iter().filter_map(place).collect()
}

/// The bytes from the first of some tokens to the last.
fn span(tokens: &[Range<usize>], of: Range<usize>) -> Option<Range<usize>> {
    let of = tokens.get(of)?;
    Some(of.first()?.start..of.last()?.end)
}

/// A text cut at the stretches that are marked. They come in order; those with nothing but white space between them are
/// one.
fn runs(text: &str, marked: &[Range<usize>]) -> Vec<Word> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for stretch in marked {
        match stretches.last_mut() {
            Some(last) if text.get(last.end..stretch.start).is_some_and(|gap| gap.trim().is_empty()) => {
                last.end = stretch.end;
            }
            _ => stretches.push(stretch.clone()),
        }
    }
    let (mut runs, mut at) = (Vec::new(), 0);
    let mut push = |range: Range<usize>, marked: bool| match text.get(range) {
        None | Some("") => {}
        Some(words) => runs.push(Word { text: words.to_owned(), marked }),
    };
    for stretch in stretches {
        push(at..stretch.start, false);
        at = stretch.end;
        push(stretch, true);
    }
    push(at..text.len(), false);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passage(text: &str) -> Passage {
        Passage { text: text.to_owned(), span: crate::span::Span::new(0, 0), value: None }
    }

    fn written(words: &[Word], open: &str, close: &str) -> String {
        words
            .iter()
            .map(|w| if w.marked { format!("{open}{}{close}", w.text) } else { w.text.clone() })
            .collect()
    }

    #[test]
    fn words_are_marked_not_letters() {
        let (old, new) = (
            passage("NATO, which has 31 members, will meet in July."),
            passage("NATO, which has 32 member states, will meet in July."),
        );
        let (before, after) = marked(Some(&old), Some(&new));
        assert_eq!(written(&before, "[", "]"), "NATO, which has [31 members], will meet in July.");
        assert_eq!(written(&after, "[", "]"), "NATO, which has [32 member states], will meet in July.");
    }

    proptest! {
        /// Whatever is marked, the runs are the sentence; what is not marked is the same on both sides.
        #[test]
        fn runs_make_up_the_sentence(
            old in "([a-c]{1,3}|[0-9]{1,2}|[,.—é]|  ?|\n){0,24}",
            new in "([a-c]{1,3}|[0-9]{1,2}|[,.—é]|  ?|\n){0,24}",
        ) {
            let (before, after) = marked(Some(&passage(&old)), Some(&passage(&new)));
            prop_assert_eq!(written(&before, "", ""), old.as_str());
            prop_assert_eq!(written(&after, "", ""), new.as_str());
            if before.iter().chain(&after).any(|w| w.marked) {
                let kept = |words: &[Word]| -> String {
                    let kept = words.iter().filter(|w| !w.marked);
                    kept.flat_map(|w| w.text.chars()).filter(|c| !c.is_whitespace()).collect()
                };
                prop_assert_eq!(kept(&before), kept(&after));
            }
        }
    }
}
