//! Lines that were wrapped at a fixed width, joined to paragraphs again. What says that a line end is a wrap: the next
//! word would not have fitted in, and the sentence goes on. Text whose paragraphs are single lines stays as it is.

use super::Piece;
use super::boilerplate::ends_sentence;
use super::carry::{Words, carries};
use super::lines::Line;
use super::reference::keep;
use super::vocabulary::Vocabulary;
use crate::span::{Raw, Span};

/// No wrapping program leaves wider lines, in characters, and none makes narrower columns.
const WIDEST: usize = 120;
const NARROWEST: usize = 24;
/// In text of ragged lines, as people wrap them by hand, shorter ones end a paragraph.
const RAGGED: usize = 45;

/// The end of a line that another follows without a gap.
#[derive(Clone, Copy, Debug)]
struct End {
    words: Words,
    /// Whether the line does not end as a sentence does.
    open: bool,
    /// Whether the next line may be a part of the same paragraph, by how both look.
    fits: bool,
}

/// How a text was brought into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// A paragraph is a line.
    Single,
    /// By a program, at so many characters.
    Filled(usize),
    /// By hand.
    Ragged,
}

/// Joins the lines of paragraphs that were wrapped.
pub(super) fn unwrap(raw: &str, lines: &mut Vec<Line>, v: &Vocabulary) {
    if lines.iter().skip(1).all(|line| line.gap) {
        return;
    }
    let widths: Vec<usize> =
        lines.iter().map(|&line| indent(raw, line) + line.text(raw).chars().count()).collect();
    let ends: Vec<Option<End>> = lines
        .windows(2)
        .map(|pair| (!pair[1].gap).then(|| End::of(raw, pair[0], pair[1], v)))
        .chain([None])
        .collect();
    let manner = manner(raw, lines, &widths, &ends);
    let groups = if manner == Manner::Single { groups(raw, lines, &widths) } else { Vec::new() };
    // Whether the line behind line `i` belongs to the same paragraph.
    let joins = |i: usize| {
        let Some(end) = ends[i] else { return false };
        let overflows = |width| is_full(raw, widths[i], lines[i + 1], width);
        let goes_on = end.words == Words::GoOn;
        let wrapped = || match manner {
            Manner::Filled(width) => {
                // Programs that even out their lines leave some room.
                let room = if end.open { width / 10 } else { 0 };
                goes_on || widths[i] <= width && overflows(width - room)
            }
            Manner::Ragged => widths[i] >= RAGGED,
            Manner::Single => {
                let group = groups[i];
                let surely =
                    |i: usize| ends.get(i).copied().flatten().is_some_and(|end| end.words == Words::Surely);
                let beside = surely(i + 1) || i > 0 && surely(i - 1);
                let evident = overflows(group.width) || beside || ends_in_count(lines[i].text(raw));
                goes_on && evident && group.width <= WIDEST && group.last_sentence > i
            }
        };
        end.words == Words::Surely || end.fits && wrapped()
    };
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for (i, &line) in lines.iter().enumerate() {
        match out.last_mut().filter(|_| i > 0 && joins(i - 1)) {
            Some(paragraph) => paragraph.end = line.end,
            None => out.push(line),
        }
    }
    *lines = out;
}

/// A paragraph as pieces of prose: where a word was broken in two at a hyphen, nothing stands between its parts.
pub(super) fn keep_paragraph(raw: &str, span: Span<Raw>, out: &mut Vec<Piece>) {
    let text = span.cut(raw);
    let base = span.start as usize;
    let mut from = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()) {
        let before = text[..end].trim_end();
        let Some(stem) = before.strip_suffix(['-', '\u{ad}']).filter(|_| before.len() > from) else {
            continue;
        };
        let next = text.len() - text[end..].trim_start().len();
        if stem.ends_with(char::is_alphanumeric) && text[next..].starts_with(char::is_lowercase) {
            let kept = if before.ends_with('-') { before } else { stem };
            keep(raw, Span::of(base + from..base + kept.len()), out);
            from = next;
        }
    }
    keep(raw, Span::of(base + from..base + text.len()), out);
}

/// Whether the sentence at the end of one line of text goes on in the next, by the words alone.
pub(super) fn goes_on(line: &str, next: &str, v: &Vocabulary) -> bool {
    !is_item(next) && carries(line, next, v) == Words::Surely
}

impl End {
    fn of(raw: &str, line: Line, next: Line, v: &Vocabulary) -> End {
        let (text, following) = (line.text(raw), next.text(raw));
        let open = !ends_sentence(text);
        let table = |text: &str| text.contains('\t') || text.contains("   ");
        // A dash inside a sentence may come to stand first.
        let dash = following.starts_with(['—', '–']) || following.starts_with("--");
        let aside = dash && open && !is_item(text);
        let begins = is_item(following) && !aside || table(text) || table(following);
        // A paragraph begins further in, but not in the middle of a sentence.
        let deeper = indent(raw, next) > indent(raw, line)
            && !is_item(text)
            && !following.starts_with(char::is_lowercase);
        let words = if begins { Words::Silent } else { carries(text, following, v) };
        End { words, open, fits: !begins && !deeper }
    }
}

/// How the text was brought into lines, by all of it.
fn manner(raw: &str, lines: &[Line], widths: &[usize], ends: &[Option<End>]) -> Manner {
    let goes_on = |i: &usize| ends[*i].is_some_and(|end| end.words != Words::Silent);
    // A headline may be longer than what stands right below it; an address has no place to break.
    let counts = |i: &usize| {
        let grouped = ends[*i].is_some() || i.checked_sub(1).is_some_and(|b| ends[b].is_some());
        grouped && (*i > 0 || goes_on(i)) && lines[*i].text(raw).contains(' ')
    };
    let width = (0..lines.len()).filter(counts).map(|i| widths[i]).max().unwrap_or(0);
    let going: Vec<usize> = (0..lines.len()).filter(goes_on).collect();
    let full = going.iter().filter(|&&i| is_full(raw, widths[i], lines[i + 1], width)).count();
    let wide = widths.iter().filter(|&&width| width > WIDEST).count();
    let long = going.iter().filter(|&&i| (RAGGED..=WIDEST).contains(&widths[i])).count();
    let filled = match going.len() {
        0 => false,
        // One is not much, but all that is open agrees with it.
        1 => {
            let mut open = (0..lines.len()).filter(|&i| ends[i].is_some_and(|end| end.open && end.fits));
            open.clone().count() >= 2 && open.all(|i| is_full(raw, widths[i], lines[i + 1], width))
        }
        all => full * 4 >= all * 3,
    };
    match () {
        () if filled && (NARROWEST..=WIDEST).contains(&width) => Manner::Filled(width),
        // In wrapped text hardly any line is wide, and many go on in the next one.
        () if long >= 2 && wide * 8 <= lines.len() => Manner::Ragged,
        () => Manner::Single,
    }
}

/// Lines that no gap sets apart.
#[derive(Clone, Copy, Debug)]
struct Group {
    /// How wide its widest line is.
    width: usize,
    /// The last of its lines that ends as a sentence does.
    last_sentence: usize,
}

/// For each line the group that it is in.
fn groups(raw: &str, lines: &[Line], widths: &[usize]) -> Vec<Group> {
    let mut out = Vec::with_capacity(lines.len());
    for group in lines.chunk_by(|_, next| !next.gap) {
        let from = out.len();
        let width = widths[from..from + group.len()].iter().copied().max().unwrap_or(0);
        let last = group.iter().rposition(|line| ends_sentence(line.text(raw)));
        let last_sentence = last.map_or(0, |at| from + at);
        out.extend(std::iter::repeat_n(Group { width, last_sentence }, group.len()));
    }
    out
}

/// Whether the first word of the next line would not have fitted into a line.
fn is_full(raw: &str, taken: usize, next: Line, width: usize) -> bool {
    let first = next.text(raw).split_whitespace().next().unwrap_or("");
    taken + 1 + first.chars().count() > width
}

/// Whether a line ends with a number of what the next must name: "the alliance has 30".
fn ends_in_count(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
        && !text.contains(':')
        && text.contains(|c: char| c.is_lowercase())
}

/// Whether a line begins an item of a list, or a line that was quoted.
fn is_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..=3).contains(&digits)
        && text[digits..].starts_with(['.', ')'])
        && text[digits + 1..].starts_with([' ', '\t']);
    let mark = |c: char| matches!(c, '•' | '*' | '·' | '▪' | '‣' | '●' | '◦' | '■' | '►' | '>');
    numbered
        || text.starts_with(mark)
        || super::boilerplate::bullet(text).is_some()
        || text.starts_with('-') && !text[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// How much white space stands before a line.
fn indent(raw: &str, line: Line) -> usize {
    let before = &raw[..line.start];
    before.len() - before.trim_end_matches([' ', '\t', '\u{a0}']).len()
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;
    use proptest::prelude::*;

    /// The paragraphs, each on a line.
    fn paragraphs(raw: &str) -> Vec<String> {
        let mut found = lines(raw, 0, raw.len());
        unwrap(raw, &mut found, &Vocabulary::shared().unwrap());
        found.iter().map(|line| line.text(raw).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_sentence_goes_on() {
        for (first, second) in [
            ("Ada Quill heads the alliance, and her term ends in", "October 2021."),
            ("The members will meet in the old town on October", "2023."),
            ("The members will meet in the old town on October 3,", "2023, and vote."),
            ("She wants to lead the council until 12", "March 2024."),
            ("The alliance of the towns on the coast has 30", "members."),
            ("The alliance has 30", "members, and will meet in the town hall of Elmport."),
            ("The alliance of the towns on the coast now counts", "30 members."),
            ("The alliance was founded by", "12 towns in May."),
            ("The council met for the third time in the 17th-", "century town hall."),
            ("It came from the", "Republic of Elmland."),
        ] {
            assert_eq!(paragraphs(&format!("{first}\n{second}\n")), [format!("{first} {second}")]);
            if !second.starts_with(|c: char| c.is_ascii_digit()) {
                assert_eq!(paragraphs(&format!("{first}\r\n  {second}"))[0], format!("{first} {second}"));
            }
        }
    }

    #[test]
    fn a_line_is_a_paragraph() {
        for text in [
            // Headlines, items, bylines, dates.
            "Elmport counts its dead\nThe town counted them on Monday.",
            "Storm season moves on\nThe council of Elmport met on Monday.",
            "Voters turn out\n30 members were elected.",
            "members: 30\nstaff: 12\nboats: 3",
            "number of members: 30\nnumber of boats: 3\nnumber of staff: 12",
            "milk and honey\nbread and some salt\n12 eggs",
            "By Ada Quill\nMarch 4, 2021\nELMPORT - Ten fell.",
            "June 12\n2023 was a good year.",
            "She takes vitamin A\nElmport is wet.",
            "A letter to the WHO\n30 members signed it.",
            "Ten fell on Monday.\nNine rose on Tuesday.\nall is well.",
            "- the first of the\n- second of the\n- third",
            "1. It is the\n2. thing of the",
            "Town   Votes of the\nElmport   31 votes",
            "Read all of it at the\nwww.elmport.example",
            "The sea is wide, the sea is deep\nAnd ships upon it\nThat never sleep",
        ] {
            assert_eq!(
                paragraphs(text),
                text.lines()
                    .map(str::trim)
                    .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
                    .collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn columns() {
        let text = "The council of Elmport met on Monday and\nvoted to keep the old bridge closed until\nMay. Ada Quill, who heads it, said that\nthe river had risen by two metres.\nThe ferry takes\n30 passengers.\n";
        assert_eq!(paragraphs(text).len(), 2, "{:?}", paragraphs(text));
        let text = "A headline that is wider than the column below it is\nThe council met for the third time in\nthis long week, and heard the mayor. He\nsaid that Ada\n\n   Quill of the harbour would not come to\nthe bridge.\n   She did not reply.";
        assert_eq!(paragraphs(text).len(), 4, "{:?}", paragraphs(text));
        let text = "The council met for the third time in this\nlong and rainy week\n\nThe mayor said on Monday that the bridge would be\nclosed until the end of May, because the river had\nrisen by two metres.\nAnother short one.\n";
        assert_eq!(paragraphs(text).len(), 3, "{:?}", paragraphs(text));
    }

    #[test]
    fn words_in_two_parts() {
        let parts = |raw: &str| {
            let mut out = Vec::new();
            keep_paragraph(raw, Span::of(0..raw.len()), &mut out);
            let cut = |piece: &Piece| match piece {
                Piece::Keep(span) => span.cut(raw).to_owned(),
                other => format!("{other:?}"),
            };
            out.iter().map(cut).collect::<Vec<_>>().join("|")
        };
        assert_eq!(
            parts("thirty-\r\n  one mem\u{ad}\nbers - \nand A-\nB"),
            "thirty-|one mem|bers - \nand A-\nB"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(raw in "([a-zA-Z0-9.,\u{a0}é元-]{1,12}[ \n]){0,60}") {
            let joined = paragraphs(&raw).join(" ");
            prop_assert_eq!(joined.split_whitespace().collect::<Vec<_>>(), raw.split_whitespace().collect::<Vec<_>>());
        }

        /// What a program wraps is found again, whatever the width.
        #[test]
        fn filled_text_is_unwrapped(width in 36..100usize, counts in prop::collection::vec(20..60usize, 3..6)) {
            const WORDS: [&str; 16] = ["the", "council", "of", "harbour", "towns", "voted", "on", "ships", "that", "were", "late", "and", "never", "paid", "for", "it"];
            let whole: Vec<String> = counts.iter().enumerate().map(|(i, &count)| {
                let words: Vec<&str> = (0..count).map(|n| WORDS[(n * 7 + i * 3 + n / 16) % 16]).collect();
                format!("Then {}.", words.join(" "))
            }).collect();
            let filled: Vec<String> = whole.iter().map(|text| fill(text, width)).collect();
            prop_assert_eq!(paragraphs(&filled.join("\n\n")), whole);
        }
    }

    fn fill(text: &str, width: usize) -> String {
        let (mut out, mut taken) = (String::new(), 0);
        for word in text.split(' ') {
            let fits = taken + 1 + word.len() <= width;
            match taken {
                0 => {}
                _ if fits => out.push(' '),
                _ => out.push('\n'),
            }
            taken = if taken == 0 || !fits { word.len() } else { taken + 1 + word.len() };
            out.push_str(word);
        }
        out
    }
}
