//! Excerpts that keep within a terminal: what stands far from a mark gives way to the words that are written under it.

use super::snippet::Snippet;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What miette draws between the middle of a mark and the words that belong to it.
const HOOK: usize = 4;
/// What it draws before a line, beside the digits of its number.
const GUTTER: usize = 4;
/// Words between two marks give way where they are wider than this, to so many columns at either end.
const GAP: usize = 26;
const ENDS: usize = 12;

/// The same snippet for a screen `width` columns wide; `says` gives the columns of the words at a mark.
pub(super) fn fit(snippet: &Snippet, says: &dyn Fn(usize) -> usize, width: usize) -> Snippet {
    let rows = u32::try_from(snippet.text.lines().count()).unwrap_or(u32::MAX);
    let last = snippet.first_line.saturating_add(rows.saturating_sub(1));
    let room = width.saturating_sub(last.to_string().len() + GUTTER).max(32);
    let mut fitted = Snippet { text: String::with_capacity(snippet.text.len()), ..snippet.clone() };
    let mut start = 0;
    for line in snippet.text.split('\n') {
        if start > 0 {
            fitted.text.push('\n');
        }
        let of_line: Vec<usize> = (0..snippet.marks.len())
            .filter(|&i| (start..=start + line.len()).contains(&snippet.marks[i].1.start))
            .collect();
        let marks: Vec<(Range<usize>, usize)> = of_line
            .iter()
            .map(|&i| {
                let (slot, at) = &snippet.marks[i];
                (at.start - start..(at.end - start).min(line.len()), says(*slot))
            })
            .collect();
        let base = fitted.text.len();
        let (text, moved) = fit_line(line, &marks, room);
        fitted.text.push_str(&text);
        for (i, at) in of_line.into_iter().zip(moved) {
            fitted.marks[i].1 = base + at.start..base + at.end;
        }
        start += line.len() + 1;
    }
    fitted
}

/// A line in so many columns, and where its marks are then.
fn fit_line(line: &str, marks: &[(Range<usize>, usize)], room: usize) -> (String, Vec<Range<usize>>) {
    // Marks that touch are one block, which nothing is taken out of.
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut ranges: Vec<Range<usize>> = marks.iter().map(|(at, _)| at.clone()).collect();
    ranges.sort_by_key(|at| (at.start, at.end));
    for at in ranges {
        match blocks.last_mut() {
            Some(last) if at.start <= last.end => last.end = last.end.max(at.end),
            _ => blocks.push(at),
        }
    }
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
        return (head(line, room), Vec::new());
    };
    let (before, after) = (&line[..first.start], &line[last.end..]);
    let gaps = |short: bool| -> Vec<String> {
        let gap = |pair: &[Range<usize>]| {
            let words = &line[pair[0].end..pair[1].start];
            match short && words.width() > GAP {
                true => format!("{} {}", head(words, ENDS), tail(words, ENDS).trim_start_matches('…')),
                false => words.to_owned(),
            }
        };
        blocks.windows(2).map(gap).collect()
    };
    // How far the marks and their words reach from where the first mark starts, and how far the marks do alone.
    let reach = |gaps: &[String]| {
        let mut at = 0;
        let (mut words, mut end) = (0, 0);
        for (number, block) in blocks.iter().enumerate() {
            for (mark, says) in marks.iter().filter(|(m, _)| block.start <= m.start && m.end <= block.end) {
                let middle = at + line[block.start..mark.start].width() + line[mark.clone()].width() / 2;
                words = words.max(middle + HOOK + says);
            }
            at += line[block.clone()].width();
            end = at;
            at += gaps.get(number).map_or(0, |gap| gap.width());
        }
        words.max(end)
    };
    let mut between = gaps(false);
    if reach(&between) > room.saturating_sub(before.width().min(ENDS)) {
        between = gaps(true);
    }
    let mut text = tail(before, room.saturating_sub(reach(&between)));
    let mut places: Vec<usize> = Vec::with_capacity(blocks.len());
    for (number, block) in blocks.iter().enumerate() {
        places.push(text.len());
        text.push_str(&line[block.clone()]);
        text.push_str(between.get(number).map_or("", String::as_str));
    }
    let left = room.saturating_sub(text.width());
    text.push_str(&head(after, left));
    let moved = |(mark, _): &(Range<usize>, usize)| {
        let block = blocks.iter().rposition(|b| b.start <= mark.start).unwrap_or(0);
        let start = places[block] + (mark.start - blocks[block].start);
        start..start + mark.len()
    };
    (text, marks.iter().map(moved).collect())
}

/// The end of some words in so many columns.
fn tail(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.to_owned();
    }
    let mut taken = 1;
    let fits = |(_, c): &(usize, char)| {
        taken += c.width().unwrap_or(0);
        taken <= columns
    };
    let from = words.char_indices().rev().take_while(fits).last().map_or(words.len(), |(at, _)| at);
    let rest = &words[from..];
    let word = rest.find(' ').map_or(0, |space| space + 1);
    let rest = match rest[word..].trim().is_empty() {
        // Nothing but the end of a word, or a word without an end.
        true if rest.ends_with(' ') => " ",
        true => rest,
        false => &rest[word..],
    };
    // A letter is never parted from its accents.
    format!("…{}", rest.trim_start_matches(|c: char| c.width() == Some(0)))
}

/// The beginning of some words in so many columns.
fn head(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.to_owned();
    }
    let mut taken = 2;
    let fits = |(_, c): &(usize, char)| {
        taken += c.width().unwrap_or(0);
        taken <= columns
    };
    let to = words.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    let kept = &words[..to];
    let kept = kept.rfind(' ').map_or(kept, |space| &kept[..space]);
    match (columns, kept.ends_with('…')) {
        (0, _) => String::new(),
        (_, true) => kept.to_owned(),
        (1, _) => "…".to_owned(),
        _ => format!("{} …", kept.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fitted(line: &str, words: &[&str], says: usize, room: usize) -> (String, Vec<String>) {
        let marks: Vec<(Range<usize>, usize)> = words
            .iter()
            .map(|w| {
                let start = line.find(w).unwrap();
                (start..start + w.len(), says)
            })
            .collect();
        let (text, moved) = fit_line(line, &marks, room);
        let seen = moved.into_iter().map(|at| text[at].to_owned()).collect();
        (text, seen)
    }

    #[test]
    fn what_stands_far_off_gives_way() {
        let line = "Maria Santos leaves the water board, her successor to be named by November.";
        let (text, seen) = fitted(line, &["November"], 41, 70);
        assert_eq!(text, "…to be named by November.");
        assert_eq!(seen, ["November"]);
        // There is room for all of it.
        assert_eq!(fitted(line, &["Maria"], 20, 80).0, line);
        let line =
            "Three towns are meant: Wickby, which is in the north of the country, and Aldow, on the coast.";
        let (text, seen) = fitted(line, &["Three", "Wickby", "Aldow"], 20, 60);
        assert_eq!(text, "Three towns are meant: Wickby, which … and Aldow, on the …");
        assert_eq!(seen, ["Three", "Wickby", "Aldow"]);
    }

    proptest! {
        /// Whatever the line, the marks' words stay whole; and what is short enough keeps within the room.
        #[test]
        fn lines_keep_within_the_room(
            line in r"([a-zé東\u{301}]{1,12}[ ,]{1,2}){1,30}",
            picks in prop::collection::vec((0usize..300, 1usize..9, 0usize..30), 0..4),
            room in 40usize..90,
        ) {
            let floor = |at: usize| (0..=at.min(line.len())).rev().find(|&i| line.is_char_boundary(i)).unwrap();
            let marks: Vec<(Range<usize>, usize)> = picks
                .iter()
                .map(|&(start, length, says)| (floor(start)..floor(floor(start) + length).max(floor(start)), says))
                .collect();
            let (text, moved) = fit_line(&line, &marks, room);
            for ((mark, says), at) in marks.iter().zip(&moved) {
                prop_assert_eq!(&text[at.clone()], &line[mark.clone()]);
                if marks.len() == 1 {
                    prop_assert!(text[..at.start].width() + HOOK + says <= room, "{}", text);
                }
            }
            if marks.len() <= 1 {
                prop_assert!(text.width() <= room, "{} {}", text.width(), text);
            }
        }
    }
}
