//! Excerpts: the words around a label, cut short and made safe to print.
//!
//! Whatever the article holds, an excerpt is a few short lines without control or bidirectional characters, and its
//! marks stand on character boundaries. The cost depends on the labels alone, never on the length of a line.

use super::locate::floor;
use std::borrow::Cow;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// How wide a line of an excerpt is at most, in terminal columns, for one label.
const WIDTH: usize = 76;
/// The same for a label that shares the line with others far from it.
const NARROW: usize = 36;
/// A label wider than this is shortened in its middle.
const LABEL: usize = 48;
/// How many characters are looked at on each side: characters may have no width.
const REACH: usize = 4 * WIDTH;

/// A line of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Safe to print, without a line end.
    pub(super) text: String,
    /// The labels on it: which one, and its bytes in `text`.
    pub(super) marks: Vec<(usize, Range<usize>)>,
    /// Whether all of the source's line is shown.
    pub(super) whole: bool,
    /// The bytes of the source that are shown, what is left out between two labels included.
    pub(super) source: Range<usize>,
}

/// Whether a character moves the cursor, turns the text round, ends a line, or has neither width nor meaning.
pub(super) fn is_unsafe(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}'
            | '\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}'
            | '\u{feff}'
    )
}

/// A character as it is shown: itself, or something visible that stands for it.
fn shown(c: char) -> Cow<'static, str> {
    match c {
        '\t' => Cow::Borrowed("    "),
        '\0'..='\u{1f}' => {
            Cow::Owned(char::from_u32(0x2400 + u32::from(c)).map_or_else(String::new, String::from))
        }
        '\u{7f}' => Cow::Borrowed("\u{2421}"),
        c if is_unsafe(c) => Cow::Owned(format!("<U+{:04X}>", u32::from(c))),
        _ => Cow::Owned(String::from(c)),
    }
}

fn is_plain(c: char) -> bool {
    (' '..='~').contains(&c)
}

/// The columns that a character takes at most: an emoji selector may widen the one before it.
fn width(c: char) -> usize {
    const EMOJI: char = '\u{fe0f}';
    if is_plain(c) || c == EMOJI { 1 } else { shown(c).chars().map(|c| c.width().unwrap_or(0)).sum() }
}

pub(super) fn push(text: &mut String, c: char) {
    if is_plain(c) {
        text.push(c);
    } else {
        text.push_str(&shown(c));
    }
}

/// Any words on one line, safe to print: for messages, names and paths.
pub(super) fn one_line(words: &str) -> Cow<'_, str> {
    if words.chars().all(is_plain) {
        return Cow::Borrowed(words);
    }
    let mut text = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' => text.push(' '),
            c => push(&mut text, c),
        }
    }
    Cow::Owned(text)
}

/// Any words on one line, safe to print, and shortened in the middle where they are wider than `columns`.
pub(super) fn brief(words: &str, columns: usize) -> Cow<'_, str> {
    // A character takes a column or two, save those that take none: what is short in bytes is short.
    if words.len() <= columns {
        return one_line(words);
    }
    let all: usize = words.chars().take(columns * 2 + 1).map(width).sum();
    if all <= columns && words.chars().count() <= columns * 2 {
        return one_line(words);
    }
    let head = fit(words.chars(), columns / 2);
    let tail = fit(words[head..].chars().rev(), columns.div_ceil(2).saturating_sub(1));
    Cow::Owned(format!("{}…{}", one_line(&words[..head]), one_line(&words[words.len() - tail..])))
}

/// Cuts the lines around labels out of `source`. The labels come sorted by where they start, each with its number and
/// the line it starts on; those on one line share a line of the excerpt.
pub(super) fn lines(source: &str, labels: &[(usize, Range<usize>, u32)]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut group: Vec<(usize, Range<usize>, Window)> = Vec::new();
    let mut group_line = 0;
    for (index, label, line) in labels {
        let start = floor(source, label.start);
        let label = start..floor(source, label.end).max(start);
        let window = Window::around(source, &label, WIDTH);
        let joins =
            *line == group_line || group.last().is_some_and(|(_, _, w)| w.shown.end >= window.shown.start);
        if !joins && !group.is_empty() {
            lines.push(draw(source, std::mem::take(&mut group)));
        }
        if group.is_empty() {
            group_line = *line;
        }
        group.push((*index, label, window));
    }
    if !group.is_empty() {
        lines.push(draw(source, group));
    }
    lines
}

/// The whole line that ends before (or starts at) an offset, if it is short enough to be shown whole.
pub(super) fn short_line(source: &str, at: usize, forward: bool) -> Option<Line> {
    let range = if forward {
        let start = skip_line_end(source, at)?;
        start..start + reach(source[start..].chars(), WIDTH, REACH).0
    } else {
        let end = source[..at].strip_suffix('\n').map_or(at, str::len);
        let end = source[..end].strip_suffix('\r').map_or(end, str::len);
        if end == at {
            return None;
        }
        end - reach(source[..end].chars().rev(), WIDTH, REACH).0..end
    };
    let whole = is_line_start(source, range.start) && is_line_end(source, range.end);
    if !whole || source[range.clone()].trim().is_empty() {
        return None;
    }
    let mut text = String::new();
    source[range.clone()].chars().for_each(|c| push(&mut text, c));
    Some(Line { text, marks: Vec::new(), whole, source: range })
}

/// Whether a stretch of source crosses the end of a line.
pub(super) fn crosses_lines(source: &str, range: Range<usize>) -> bool {
    source.get(range).is_some_and(|words| words.contains(['\n', '\r']))
}

fn skip_line_end(source: &str, at: usize) -> Option<usize> {
    let rest = source.get(at..)?;
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?;
    Some(source.len() - next.len())
}

fn is_line_start(source: &str, at: usize) -> bool {
    source[..at].trim_end_matches('\u{feff}').is_empty() || source[..at].ends_with(['\n', '\r'])
}

fn is_line_end(source: &str, at: usize) -> bool {
    at == source.len() || source[at..].starts_with(['\n', '\r'])
}

/// How many bytes of a line's characters fit into some columns, and how many columns they take.
fn reach(chars: impl Iterator<Item = char>, columns: usize, most: usize) -> (usize, usize) {
    let (mut bytes, mut taken) = (0, 0);
    for c in chars.take(most) {
        if matches!(c, '\n' | '\r') || taken + width(c) > columns {
            break;
        }
        bytes += c.len_utf8();
        taken += width(c);
    }
    (bytes, taken)
}

/// What is shown around one label.
struct Window {
    /// The label and the words around it.
    shown: Range<usize>,
    /// What is left out in the middle of a long label.
    hidden: Range<usize>,
}

impl Window {
    fn around(source: &str, label: &Range<usize>, width_of_line: usize) -> Self {
        let words = &source[label.clone()];
        let columns: usize = words.chars().take(REACH).map(width).sum();
        let long = columns > LABEL || words.len() > REACH * 4;
        let (hidden, columns) = if long {
            let head: usize = fit(words.chars(), LABEL - LABEL / 3);
            let tail: usize = fit(words.chars().rev(), LABEL / 3);
            // What is cut off is never an empty or backward stretch.
            (label.start + head..(label.end - tail).max(label.start + head), LABEL + 1)
        } else {
            (label.start..label.start, columns)
        };
        let mark = if source.starts_with('\u{feff}') { 3.min(label.start) } else { 0 };
        let (left_bytes, left) = reach(source[mark..label.start].chars().rev(), width_of_line, REACH);
        let (right_bytes, right) = reach(source[label.end..].chars(), width_of_line, REACH);
        let room = width_of_line.saturating_sub(columns);
        let mut shown = label.start - left_bytes..label.end + right_bytes;
        if left + right > room {
            let before = left.min((room * 3 / 7).max(room.saturating_sub(right)));
            shown.start = label.start - reach(source[mark..label.start].chars().rev(), before, REACH).0;
            let after = room - before;
            shown.end = label.end + reach(source[label.end..].chars(), after, REACH).0;
        }
        if !is_line_start(source, shown.start) {
            shown.start = word_start(source, shown.start, label.start);
        }
        if !is_line_end(source, shown.end) {
            shown.end = word_end(source, shown.end, label.end);
        }
        Window { shown, hidden }
    }
}

/// How many bytes of characters fit into some columns, line ends counting as one.
fn fit(chars: impl Iterator<Item = char>, columns: usize) -> usize {
    let (mut bytes, mut taken) = (0, 0);
    for c in chars.take(REACH) {
        taken += width(c);
        if taken > columns {
            break;
        }
        bytes += c.len_utf8();
    }
    bytes
}

/// A cut that falls into a word moves to the word's end if that is near; and never parts a letter from its accents.
fn word_start(source: &str, at: usize, label: usize) -> usize {
    let inside = &source[at..label];
    let near = inside.char_indices().take(12).find(|(_, c)| c.is_whitespace()).map(|(i, c)| i + c.len_utf8());
    let whole = || inside.char_indices().find(|&(_, c)| width(c) > 0).map_or(0, |(i, _)| i);
    at + near.unwrap_or_else(whole)
}

fn word_end(source: &str, at: usize, label: usize) -> usize {
    let inside = &source[label..at];
    let near = inside.char_indices().rev().take(12).find(|(_, c)| c.is_whitespace()).map(|(i, _)| label + i);
    near.unwrap_or_else(|| {
        let accents =
            source[at..].chars().take(REACH).take_while(|&c| !matches!(c, '\n' | '\r') && width(c) == 0);
        at + accents.map(char::len_utf8).sum::<usize>()
    })
}

fn draw(source: &str, mut group: Vec<(usize, Range<usize>, Window)>) -> Line {
    if group.windows(2).any(|pair| pair[0].2.shown.end < pair[1].2.shown.start) {
        for (_, label, window) in &mut group {
            *window = Window::around(source, label, NARROW);
        }
    }
    let mut line = Line { text: String::new(), marks: Vec::new(), whole: true, source: 0..0 };
    let mut at = group[0].2.shown.start;
    line.source = at..at;
    if !is_line_start(source, at) {
        line.text.push('…');
        line.whole = false;
    }
    // Where each label starts and ends in the line; labels may overlap, so both are looked up as the text is laid down.
    let mut stops: Vec<usize> =
        group.iter().flat_map(|(_, l, w)| [l.start, l.end, w.hidden.start, w.hidden.end]).collect();
    stops.extend(group.iter().map(|(_, _, w)| w.shown.end));
    stops.extend(group.iter().map(|(_, _, w)| w.shown.start));
    stops.sort_unstable();
    stops.dedup();
    let mut laid: Vec<(usize, usize)> = Vec::with_capacity(stops.len());
    for &stop in &stops {
        if stop > at {
            let hidden = group
                .iter()
                .any(|(_, _, w)| w.hidden.start <= at && stop <= w.hidden.end && !w.hidden.is_empty());
            let seen = !hidden && group.iter().any(|(_, _, w)| w.shown.start <= at && stop <= w.shown.end);
            if seen {
                lay(&mut line.text, &source[at..stop]);
            } else {
                line.whole = false;
                if !line.text.ends_with('…') {
                    line.text.push_str(if hidden { "…" } else { " … " });
                }
            }
            at = stop;
        }
        laid.push((stop, line.text.len()));
    }
    line.source.end = at;
    if !is_line_end(source, at) {
        line.text.push_str(" …");
        line.whole = false;
    }
    let place = |offset: usize| {
        let found = laid.partition_point(|&(stop, _)| stop < offset);
        laid.get(found).map_or(line.text.len(), |&(_, place)| place)
    };
    line.marks =
        group.iter().map(|(index, label, _)| (*index, place(label.start)..place(label.end))).collect();
    line
}

/// A stretch of source; a line end within a label is shown as a space.
fn lay(text: &mut String, words: &str) {
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' => text.push(' '),
            c => push(text, c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    proptest! {
        /// Whatever the source and the labels: short safe lines, marks on them, and plain labels shown as they are.
        #[test]
        fn excerpts_are_short_and_safe(
            source in r"(\PC|[ a-e0-9]|\n|\r\n|\r|\t|\u{1b}|\u{202e}|\u{301}|東|x{90}|( word){30}){0,30}",
            picks in prop::collection::vec((0usize..400, 0usize..70), 1..6),
        ) {
            let mut locator = super::super::locate::Locator::new(&source);
            let mut labels: Vec<Range<usize>> = picks
                .iter()
                .map(|&(start, length)| {
                    let start = floor(&source, start);
                    start..floor(&source, start + length)
                })
                .collect();
            labels.sort_by_key(|l| (l.start, l.end));
            let labels: Vec<(usize, Range<usize>, u32)> = labels
                .into_iter()
                .enumerate()
                .map(|(i, label)| (i, label.clone(), locator.place(u32::try_from(label.start).unwrap()).line))
                .collect();
            let lines = lines(&source, &labels);
            let marks: usize = lines.iter().map(|line| line.marks.len()).sum();
            prop_assert_eq!(marks, labels.len());
            for line in &lines {
                prop_assert!(!line.text.contains(|c: char| c.is_control() || shown(c) != c.to_string()), "{:?}", line.text);
                prop_assert!(line.text.width() <= (WIDTH + LABEL + 8) * line.marks.len(), "{}", line.text);
                for (i, mark) in &line.marks {
                    let words = line.text.get(mark.clone());
                    prop_assert!(words.is_some());
                    let label = &source[labels[*i].1.clone()];
                    if label.len() <= LABEL && label.chars().all(is_plain) && line.marks.len() == 1 {
                        prop_assert_eq!(words.unwrap(), label);
                    }
                }
            }
        }

        #[test]
        fn brief_is_brief(words in r"(\PC|\n|\u{301}|東){0,60}", columns in 10usize..40) {
            let brief = brief(&words, columns);
            prop_assert!(!brief.chars().any(char::is_control));
            prop_assert!(brief.width() <= columns, "{} {}", brief.width(), brief);
        }
    }
}
