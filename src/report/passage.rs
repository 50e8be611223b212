//! The sentences around a finding's labels, for formats that have more room than a line of a terminal.
//!
//! A passage is prose, without the markup of its source: white space and line ends are one space, and what a reader cannot
//! see is made visible. Its cost depends on the labels alone, never on the length of a line or of the article, whose prose
//! is laid down once for all of them.

use super::excerpt::push;
use super::locate::floor;
use super::reading::Reading;
use super::snippet::Snippet;
use super::view::{Field, Label, field};
use crate::corpus::Article;
use std::ops::Range;

/// How many bytes are looked at on each side of a label; a passage ends with the last sentence in them.
const REACH: usize = 200;
/// A label longer than this is shortened in its middle, to so many bytes at either end.
const LABEL: usize = 600;
const ENDS: usize = 240;

/// A label on its way into a passage: its number, and where it stands in the text that is shown.
type Marked<'a> = (&'a Label, usize, Range<usize>);

/// The passages of one finding's labels, each with its number, in one article: one for labels that stand close together.
/// What is prose is shown as `reading` has it; a date line or an attribute of a tag, as it stands in the source.
pub(super) fn passages(article: &Article, reading: &Reading, labels: &[(usize, Label)]) -> Vec<Snippet> {
    let (mut read, mut written) = (Vec::new(), [Vec::new(), Vec::new()]);
    for (slot, label) in labels {
        let base = match label.field {
            Field::Title => article.title_from.unwrap_or(0),
            Field::Text => 0,
        };
        match reading.place(label.start.saturating_add(base)..label.end.saturating_add(base)) {
            Some(at) => read.push((label, *slot, at)),
            None => {
                let (source, ..) = field(article, base);
                let start = floor(source, label.start as usize);
                let at = start..floor(source, label.end as usize).max(start);
                written[usize::from(label.field == Field::Title)].push((label, *slot, at));
            }
        }
    }
    let mut passages = grouped(reading.text(), read);
    for (labels, base) in written.into_iter().zip([0, article.title_from.unwrap_or(0)]) {
        passages.extend(grouped(field(article, base).0, labels));
    }
    passages
}

/// One passage for labels that stand close together.
fn grouped(source: &str, mut labels: Vec<Marked<'_>>) -> Vec<Snippet> {
    labels.sort_by_key(|(_, slot, at)| (at.start, at.end, *slot));
    let mut passages = Vec::new();
    let mut group: Vec<Marked<'_>> = Vec::new();
    let mut shown = 0..0;
    for marked in labels {
        let around = before(source, marked.2.start)..after(source, marked.2.end);
        if !group.is_empty() && around.start >= shown.end {
            passages.push(draw(source, shown.clone(), &std::mem::take(&mut group)));
        }
        shown = if group.is_empty() { around } else { shown.start..shown.end.max(around.end) };
        group.push(marked);
    }
    if !group.is_empty() {
        passages.push(draw(source, shown, &group));
    }
    passages
}

/// Where the passage of a label that starts at `at` begins: with a paragraph, a sentence, or else a word.
fn before(source: &str, at: usize) -> usize {
    let low = floor(source, at.saturating_sub(REACH));
    let near = &source[low..at];
    let paragraph = breaks(near).last().map(|end| low + end.end);
    let from = paragraph.unwrap_or(low);
    if from == 0 || paragraph.is_some() {
        return from;
    }
    let sentence = sentence_ends(near).next();
    let space = |(_, c): &(usize, char)| c.is_whitespace();
    let word = || near.char_indices().find(space).map_or(0, |(i, c)| i + c.len_utf8());
    from + sentence.unwrap_or_else(word)
}

/// Where the passage of a label that ends at `at` is over.
fn after(source: &str, at: usize) -> usize {
    let high = floor(source, at + REACH);
    let near = &source[at..high];
    if let Some(first) = breaks(near).next() {
        return at + first.start;
    }
    if high == source.len() {
        return high;
    }
    let sentence = sentence_ends(near).last();
    at + sentence.or_else(|| near.rfind(char::is_whitespace)).unwrap_or(near.len())
}

/// The empty lines of a text, and the line ends before an item of a list.
fn breaks(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '\n' | '\r'));
    ends.filter_map(move |(start, _)| {
        let rest = &text[start..];
        let rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
        let next = rest.trim_start_matches([' ', '\t']);
        let breaks = next.starts_with(['\n', '\r', '•', '*', '#', '<', '|'])
            || next.starts_with("- ")
            || next.starts_with("---");
        breaks.then_some(start..text.len() - next.len())
    })
}

/// Behind the white space that follows the end of a sentence.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let stops = text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…'));
    stops.filter_map(move |(i, c)| {
        let rest = text[i + c.len_utf8()..].trim_start_matches(['"', '”', '’', '\'', ')']);
        let next = rest.trim_start();
        let letters = text[..i].chars().rev().take_while(|c| c.is_alphabetic()).count();
        // An initial, "U.S." or "Dr." ends no sentence worth cutting at.
        let ends = next.len() < rest.len() && next.starts_with(|c: char| !c.is_lowercase()) && letters > 2;
        ends.then(|| text.len() - next.len())
    })
}

fn draw(source: &str, shown: Range<usize>, group: &[Marked<'_>]) -> Snippet {
    let mut text = String::new();
    if !starts_a_sentence(source, shown.start) {
        text.push('…');
    }
    // Labels may overlap, so the places of their ends are looked up as the text is laid down.
    let hidden: Vec<Range<usize>> = group.iter().filter_map(|(.., at)| middle(source, at)).collect();
    let mut stops: Vec<usize> = group.iter().flat_map(|(.., at)| [at.start, at.end]).collect();
    stops.extend(hidden.iter().flat_map(|h| [h.start, h.end]));
    stops.extend([shown.start, shown.end]);
    stops.sort_unstable();
    stops.dedup();
    let mut laid: Vec<(usize, usize)> = Vec::with_capacity(stops.len());
    let mut at = shown.start;
    for stop in stops {
        let inner = group.iter().any(|(.., label)| label.start <= at && stop <= label.end);
        match hidden.iter().any(|h| h.start <= at && stop <= h.end) {
            true if inner => text.push_str(" … "),
            _ => lay(&mut text, &source[at..stop]),
        }
        at = stop;
        laid.push((stop, text.len()));
    }
    let place = |offset: usize| {
        let found = laid.partition_point(|&(stop, _)| stop < offset);
        laid.get(found).map_or(text.len(), |&(_, place)| place)
    };
    let marks: Vec<_> = group.iter().map(|(_, slot, at)| (*slot, place(at.start)..place(at.end))).collect();
    let end = text.trim_end().len().max(marks.iter().map(|(_, at)| at.end).max().unwrap_or(0));
    text.truncate(end);
    if !source[shown.end..].trim().is_empty() && !ends_a_sentence(source, shown.end) {
        text.push_str(" …");
    }
    let first = group.iter().min_by_key(|(_, slot, _)| *slot).map(|(label, ..)| *label);
    Snippet {
        path: first.map_or_else(|| "".into(), |l| l.path.clone()),
        line: first.map_or(1, |l| l.line),
        column: first.map_or(1, |l| l.column),
        first_line: group.first().map_or(1, |(l, ..)| l.line),
        text,
        marks,
    }
}

/// What is left out of a label that is too long to be read.
fn middle(source: &str, label: &Range<usize>) -> Option<Range<usize>> {
    let hidden = floor(source, label.start + ENDS)..floor(source, label.end.saturating_sub(ENDS));
    (label.len() > LABEL).then_some(hidden)
}

fn starts_a_sentence(source: &str, at: usize) -> bool {
    let before = &source[..at];
    let trimmed = before.trim_end();
    let gap = &before[trimmed.len()..];
    trimmed.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', '…'])
        || trimmed.trim_start_matches('\u{feff}').is_empty()
        || gap.contains(['\n', '\r'])
}

fn ends_a_sentence(source: &str, at: usize) -> bool {
    source[at..].starts_with(['\n', '\r']) || starts_a_sentence(source, at)
}

/// White space of any kind, and its repetition, is one space.
fn lay(text: &mut String, words: &str) {
    for c in words.chars() {
        match c {
            '\u{feff}' if text.is_empty() => {}
            ' ' | '\t' | '\n' | '\r' => {
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            c => push(text, c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Days;
    use proptest::prelude::*;

    fn label(start: usize, end: usize) -> Label {
        let offset = |at| u32::try_from(at).unwrap();
        Label {
            path: "a.txt".into(),
            article: "a.txt".to_owned(),
            start: offset(start),
            end: offset(end),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 1,
            utf8: 1..1,
            utf16: 1..1,
            exact: true,
            text: String::new(),
            said: String::new(),
            value: String::new(),
            message: String::new(),
            field: Field::Text,
            published: Days { from: None, to: None },
            title: None,
            outlet: None,
            note: String::new(),
            apart: None,
            dates: false,
        }
    }

    fn article(raw: &str) -> Article {
        Article { path: "a.txt".into(), raw: raw.to_owned(), ..Article::default() }
    }

    fn around(raw: &str, words: &str) -> String {
        let start = raw.find(words).unwrap();
        let found = passages(&article(raw), &Reading::default(), &[(0, label(start, start + words.len()))]);
        assert_eq!(found.len(), 1);
        found[0].text.clone()
    }

    #[test]
    fn a_passage_is_whole_sentences_of_one_paragraph() {
        let long = "The quays stood idle, and no crane of the eleven on the northern side turned for weeks. "
            .repeat(6);
        let raw = format!("A headline\n\n{long}The board\nhas 31 berths, it  said. {long}\n\nThe end.\n");
        let two = long[..2 * long.len() / 6].trim_end();
        assert_eq!(around(&raw, "31"), format!("{two} The board has 31 berths, it said. {two}"));
        assert_eq!(around("Berths\n\nIt has 31 berths.\n- One is new\n", "31"), "It has 31 berths.");
        let words = format!("{0} 31 {0}", "berths and quays, ".repeat(20));
        let shown = around(&words, "31");
        assert!(shown.starts_with("…berths and quays, ") && shown.ends_with(" quays, …"), "{shown}");
    }

    proptest! {
        #[test]
        fn passages_are_short_and_safe(
            raw in r"(\PC|[ a-e0-9.]|\u{a0}|\u{2009}|\n|\r\n|\r|\t|\u{1b}|\u{202e}|\u{301}|東|x{90}|( word){30}|\. A){0,30}",
            picks in prop::collection::vec((0usize..600, 0usize..900), 1..6),
        ) {
            let labels: Vec<(usize, Label)> = picks
                .iter()
                .map(|&(start, length)| {
                    let start = floor(&raw, start);
                    label(start, floor(&raw, start + length))
                })
                .enumerate()
                .collect();
            let found = passages(&article(&raw), &Reading::default(), &labels);
            let mut slots: Vec<usize> = found.iter().flat_map(|p| p.marks.iter().map(|m| m.0)).collect();
            slots.sort_unstable();
            prop_assert_eq!(slots, (0..labels.len()).collect::<Vec<_>>());
            for passage in &found {
                prop_assert!(!passage.text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{:?}", passage.text);
                // A character may be shown as eight.
                prop_assert!(passage.text.len() <= 8 * passage.marks.len() * (2 * REACH + LABEL + 16));
                for (slot, at) in &passage.marks {
                    let words = passage.text.get(at.clone());
                    prop_assert!(words.is_some());
                    let label = &labels[*slot].1;
                    let said = &raw[label.start as usize..label.end as usize];
                    if passage.marks.len() == 1 && said.len() < LABEL && said.chars().all(|c| c.is_ascii_alphanumeric()) {
                        prop_assert_eq!(words.unwrap(), said);
                    }
                }
            }
        }
    }
}
