//! Quotation marks.

use crate::span::Span;
use crate::text::{CleanText, Shape, Token};
use std::ops::Range;

/// How many tokens of a quotation are looked back for its opening mark.
const FAR: u32 = 400;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    Opens,
    Closes,
}

/// Whether the passage lies between quotation marks that its block opens before it.
pub(super) fn encloses(clean: &CleanText, span: &Range<u32>) -> bool {
    let Some(sentence) = clean.sentences.get(clean.sentence_of(span.start)) else { return false };
    let Some(block) = clean.blocks.get(sentence.block as usize) else { return false };
    let sentences = block.sentences.start as usize..block.sentences.end as usize;
    let Some([first, ..]) = clean.sentences.get(sentences.clone()) else { return false };
    let last = clean.sentences.get(sentences.end - 1).map_or(first.tokens.end, |s| s.tokens.end);
    double(clean, span, first.tokens.start, last) || single(clean, span, sentence.tokens.clone())
}

/// “ ”, " ", « », „ “: the nearest mark before the passage opens.
fn double(clean: &CleanText, span: &Range<u32>, begin: u32, end: u32) -> bool {
    let floor = begin.max(span.start.saturating_sub(FAR));
    let opening = (floor..span.start).rev().find_map(|i| Some((i, reads(clean, i, begin)?)));
    let Some((at, Quote::Opens)) = opening else { return false };
    // Inside the passage itself nothing may close it.
    if (span.start..span.end).any(|i| reads(clean, i, begin) == Some(Quote::Closes)) {
        return false;
    }
    // A quotation over several paragraphs is opened again by each and closed by the last only.
    at == begin || (span.end..end.min(span.end + FAR)).any(|i| reads(clean, i, begin) == Some(Quote::Closes))
}

/// The tokens between the double quotation marks of an article, the marks left out; a passage that its block does not
/// close is none, nor is one of hundreds of words.
pub fn quotations(clean: &CleanText) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    for block in &clean.blocks {
        let sentences = &clean.sentences[block.sentences.start as usize..block.sentences.end as usize];
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { continue };
        let begin = first.tokens.start;
        let mut open = None;
        for i in begin..last.tokens.end {
            match reads(clean, i, begin) {
                Some(Quote::Opens) => open = Some(i + 1),
                Some(Quote::Closes) => {
                    found.extend(open.take().filter(|&from| from < i && i - from <= FAR).map(|from| from..i));
                }
                None => {}
            }
        }
    }
    found
}

fn reads(clean: &CleanText, i: u32, begin: u32) -> Option<Quote> {
    let token = clean.tokens.get(i as usize)?;
    if !matches!(token.shape, Shape::Mark | Shape::Possessive) {
        return None;
    }
    let next_is_tied = clean.tokens.get(i as usize + 1).is_some_and(|t| !t.spaced);
    match token.span.cut(&clean.text) {
        "“" | "„" | "«" => Some(Quote::Opens),
        "”" | "»" => Some(Quote::Closes),
        "\"" if (token.spaced || i == begin || opens_after(clean, i)) && next_is_tied => Some(Quote::Opens),
        "\"" => Some(Quote::Closes),
        _ => None,
    }
}

/// A mark tied to a bracket or a dash before it opens.
fn opens_after(clean: &CleanText, i: u32) -> bool {
    i.checked_sub(1).is_some_and(|b| matches!(clean.token(b), "(" | "[" | "—" | "–" | "-"))
}

/// ‘ ’ and ' ', within the sentence: the closing one stands after punctuation or before no word, for an apostrophe
/// looks the same.
fn single(clean: &CleanText, span: &Range<u32>, sentence: Range<u32>) -> bool {
    const NEAR: u32 = 80;
    let tokens = &clean.tokens;
    let is = |t: &Token, marks: &[&str]| marks.contains(&Span::cut(t.span, &clean.text));
    let floor = sentence.start.max(span.start.saturating_sub(NEAR));
    let opens = |i: u32| {
        let t = &tokens[i as usize];
        let tied = tokens.get(i as usize + 1).is_some_and(|n| !n.spaced && n.shape != Shape::Digits);
        t.shape == Shape::Mark && t.spaced && tied && is(t, &["‘", "'"])
    };
    let closes = |i: u32| {
        let t = &tokens[i as usize];
        let next = tokens.get(i as usize + 1);
        let loose = next.is_none_or(|n| n.spaced && n.shape != Shape::Lower || n.shape == Shape::Mark);
        let after_mark = tokens[i as usize - 1].shape == Shape::Mark;
        matches!(t.shape, Shape::Mark | Shape::Possessive)
            && !t.spaced
            && is(t, &["’", "'"])
            && (loose || after_mark)
    };
    let Some(open) = (floor..span.start).rev().find(|&i| opens(i)) else { return false };
    let limit = sentence.end.min(open + 2 * NEAR);
    ((open + 2)..limit).find(|&i| closes(i)).is_some_and(|close| close >= span.end)
}
