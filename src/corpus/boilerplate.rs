//! What a line of a page is: prose, or one of the things that pages print around it.

use super::dateline::dateline;
use super::lines::{Line, beginning, ending};
use super::stamp::{Found, What, Word, dates, words};
use super::vocabulary::{Opened, Opening, Sense, Vocabulary};

/// What a line is, as far as it can be told without its neighbours.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// It ends as a sentence does.
    Prose,
    /// It does not.
    Short,
    /// An item of a list, with how many bytes its mark takes.
    Bullet(usize),
    /// Boilerplate.
    Cut,
    /// What an earlier version had wrong.
    Correction,
    /// Boilerplate of the space between headline and body.
    Head,
    /// Boilerplate after which headlines of other stories follow.
    Run,
    /// Boilerplate of so many bytes; the rest is a summary in points.
    Highlights(usize),
    /// Written under a picture, and perhaps years before.
    Caption,
    /// Written under a picture of the day: a sentence that ends with who took it.
    Credited,
    /// Nothing but dates, with whether each says "updated".
    Dates { found: Vec<(Found, bool)>, labelled: bool },
    /// Who wrote it, perhaps with a date.
    Byline(Option<Found>),
    /// A copyright line with its year.
    Copyright(Option<Word>),
}

/// How many lines at either end of an article are looked at more closely.
pub(super) const EDGE: usize = 16;

/// How many lines at either end may be thanks and terms even where they are long.
const OUTER: usize = 4;

/// Tells what the line at `index` of `count` is.
pub(super) fn classify(line: Line, raw: &str, index: usize, count: usize, v: &Vocabulary) -> Kind {
    let text = line.text(raw);
    let edge = index < EDGE || index + EDGE >= count;
    let sentence = ends_sentence(text);
    if text.len() <= 60
        && let Some(kind) = whole_line(text, v)
    {
        return kind;
    }
    if let Some(year) = copyright(text) {
        return Kind::Copyright(year);
    }
    if is_message(text, v) {
        return Kind::Cut;
    }
    if is_old_picture(text, v) {
        return Kind::Caption;
    }
    let mut opened = v.openings(text);
    if let Some(kind) = opened.find_map(|o| opening(text, o, sentence, index, count, v)) {
        return kind;
    }
    if edge
        && text.len() <= 160
        && text.bytes().any(|b| b.is_ascii_digit())
        && may_be_dates(text, v)
        && let Some(kind) = date_line(text, v)
    {
        return kind;
    }
    let outer = index < OUTER / 2 || index + OUTER >= count;
    let looked_into =
        if sentence { outer && text.len() <= 300 } else { text.len() <= if outer { 600 } else { 100 } };
    if looked_into && v.inside.is_match(text) {
        return Kind::Cut;
    }
    if is_credited(text, sentence, v) {
        return if tells(text, v) { Kind::Credited } else { Kind::Caption };
    }
    match bullet(text) {
        Some(mark) => Kind::Bullet(mark),
        None if sentence => Kind::Prose,
        None if text.chars().all(|c| !c.is_alphanumeric()) => Kind::Cut,
        None => Kind::Short,
    }
}

/// Whether a text ends as a sentence does, closing quotes and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let open = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ', '\u{a0}', '*', '_']);
    if !open.ends_with(['.', '!', '?', '…', ':', ';', '。']) {
        return false;
    }
    // An ellipsis at the end of a short line marks a headline cut off.
    !(text.len() < 60 && (open.ends_with("...") || open.ends_with('…')))
}

fn whole_line(text: &str, v: &Vocabulary) -> Option<Kind> {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().map(|c| if c == '’' { '\'' } else { c.to_ascii_lowercase() }));
    }
    let key = key.trim_matches(|c: char| !c.is_alphanumeric());
    let kind = if v.run.contains(key) {
        Kind::Run
    } else if v.head.contains(key) {
        Kind::Head
    } else if v.whole.contains(key) {
        Kind::Cut
    } else if key.ends_with("min read") || key.ends_with("minute read") || key.ends_with("minutes read") {
        Kind::Head
    } else {
        return None;
    };
    Some(kind)
}

fn opening(
    text: &str,
    opened: Opened,
    sentence: bool,
    index: usize,
    count: usize,
    v: &Vocabulary,
) -> Option<Kind> {
    let rest = &text[opened.end..];
    let next = rest.trim_start().chars().next();
    let pointed = opened.glued || matches!(next, Some(':' | '|' | '»' | '>' | '→'));
    let short = text.len() <= 300;
    let cut = match opened.opening {
        Opening::Always => true,
        // A heading of its own, "Corrections", says nothing.
        Opening::Correction if sentence => return Some(Kind::Correction),
        Opening::Correction => true,
        Opening::Link if starts_with(text, "story highlights") && rest.trim().len() > 20 => {
            return Some(Kind::Highlights(text.len() - rest.trim_start().len()));
        }
        // "Related:" and a glued link are cut whatever they end in; a link without a mark only if it is no sentence.
        Opening::Link => short && (pointed || !sentence),
        Opening::Label => short && pointed && (!sentence || opened.glued || next == Some('|')),
        Opening::Credit => {
            let bracketed = opened.marks > 0 && !text.starts_with(['•', '*']);
            bracketed || text.contains(';') || (!sentence && short) || pointed
        }
        Opening::Run => return (text.len() <= 80 && !sentence).then_some(Kind::Run),
        Opening::Caption => return (opened.marks == 0 || text.starts_with('(')).then_some(Kind::Caption),
        Opening::Byline => {
            return (index < EDGE || index + 4 >= count).then(|| byline(text, opened.end, v)).flatten();
        }
    };
    cut.then_some(Kind::Cut)
}

fn starts_with(text: &str, phrase: &str) -> bool {
    text.get(..phrase.len()).is_some_and(|t| t.eq_ignore_ascii_case(phrase))
}

/// The mark of an item of a list, with the space after it.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let always = matches!(first, '•' | '‣' | '▪' | '●' | '◦' | '■' | '►' | '▶' | '·');
    let spaced = matches!(first, '-' | '*' | '–' | '—' | '+') && rest.starts_with([' ', '\t', '\u{a0}']);
    (always || spaced).then(|| text.len() - rest.trim_start().len())
}

/// The year of a copyright line, or that it is one without a year.
#[allow(clippy::option_option)]
fn copyright(text: &str) -> Option<Option<Word>> {
    if text.len() > 400 {
        return None;
    }
    let rest = text.trim_start_matches(['(', ' ', '-', '–', '|', '*']);
    let rest = match rest.get(..9) {
        Some(word) if word.eq_ignore_ascii_case("copyright") => {
            let rest = rest[9..].trim_start_matches([' ', ':', ',']);
            let marked =
                rest.starts_with(['©', '2', '1']) || starts_with(rest, "(c)") || starts_with(rest, "by ");
            marked.then_some(rest)?
        }
        _ if rest.starts_with('©') => rest,
        _ if starts_with(rest, "(c) ") || (starts_with(rest, "c) ") && text.starts_with('(')) => rest,
        _ => return None,
    };
    let from = text.len() - rest.len();
    let digits = rest.find(|c: char| c.is_ascii_digit()).filter(|&i| i <= 16);
    let year = digits.and_then(|i| {
        // `© 1999-2024`: the last of a range.
        let run = &rest[i..];
        let len =
            run.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '–' | ' ')).unwrap_or(run.len());
        let last = run[..len].trim_end().rfind(|c: char| !c.is_ascii_digit()).map_or(0, |p| p + 1);
        let last = run.char_indices().map(|(i, _)| i).find(|&i| i >= last)?;
        let end = last + run[last..].bytes().take_while(u8::is_ascii_digit).count();
        let value: u32 = run[last..end].parse().ok().filter(|y| (1800..2200).contains(y))?;
        Some(Word { what: What::Number(value, 4), start: from + i + last, end: from + i + end })
    });
    // `(c)` may number a clause.
    (year.is_some() || !matches!(rest.as_bytes().first(), Some(b'(' | b'c' | b'C'))).then_some(year)
}

/// Whether it is worth the while to read a line as one of dates: its first word says so, or a bar sets its parts off.
fn may_be_dates(text: &str, v: &Vocabulary) -> bool {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = start.find(|c: char| !c.is_alphabetic()).map_or(start, |i| &start[..i]);
    first.is_empty() || v.sense(first).is_some() || text.contains(['|', '·', '•'])
}

/// A line that is nothing but a date, with what may stand around it: a label, a time, a source before a bar.
fn date_line(text: &str, v: &Vocabulary) -> Option<Kind> {
    // "… ends in" on one line and "October 2021." on the next: the end of a sentence.
    if text.trim_end().strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let words = words(text, v);
    let found = dates(&words);
    let separated = words.iter().any(|w| matches!(w.what, What::Mark('|' | '·' | '•')));
    let (mut labelled, mut updated, mut unknown, mut clock) = (false, false, 0, false);
    let mut out = Vec::new();
    let mut at = 0;
    let mut next_date = found.iter().peekable();
    while at < words.len() {
        if let Some(date) = next_date.next_if(|d| d.words.0 == at) {
            out.push((*date, updated));
            at = date.words.1;
            continue;
        }
        match words[at].what {
            What::Known(Sense::Published) => (labelled, updated) = (true, false),
            What::Known(Sense::Updated) => (labelled, updated) = (true, true),
            What::Known(Sense::Clock | Sense::Zone | Sense::Weekday) => {}
            What::Known(Sense::Month(_)) => return None,
            What::Number(_, 1..=2) => clock = true,
            What::Number(_, 4) => {}
            What::Mark(
                ',' | '.' | ':' | '|' | '·' | '•' | '-' | '–' | '—' | '(' | ')' | '/' | '+' | ';' | '[' | ']',
            ) => {}
            What::Other if text[words[at].start..].starts_with(char::is_uppercase) => unknown += 1,
            _ => return None,
        }
        at += 1;
    }
    if unknown > if separated || labelled { 4 } else { 0 } {
        return None;
    }
    match out.is_empty() {
        true => (labelled && clock && unknown == 0).then_some(Kind::Head),
        false => Some(Kind::Dates { found: out, labelled }),
    }
}

/// `By Ada Lovelace and Charles Babbage, March 3, 2021`.
fn byline(text: &str, from: usize, v: &Vocabulary) -> Option<Kind> {
    let rest = &text[from..];
    if text.len() > 160 || (ends_sentence(text) && !text.ends_with("M.D.")) || dateline(rest, v).is_some() {
        return None;
    }
    let words = words(rest, v);
    let date = dates(&words).into_iter().find(|d| d.stamp.day.is_some());
    let (mut names, mut known) = (0usize, 0);
    for (i, word) in words.iter().enumerate() {
        if date.is_some_and(|d| (d.words.0..d.words.1).contains(&i)) {
            continue;
        }
        let text = &rest[word.start..word.end];
        match word.what {
            What::Known(_) => {}
            What::Other if Vocabulary::is(&v.byline, text) => {
                known += 1;
                names += usize::from(text.starts_with(char::is_uppercase));
            }
            What::Other if text.starts_with(char::is_uppercase) => names += 1,
            What::Mark(_) | What::Number(..) if names > 0 => {}
            _ => return None,
        }
    }
    let shift = |d: Found| Found { bytes: (d.bytes.0 + from, d.bytes.1 + from), ..d };
    ((1..=14).contains(&names) && known <= 12).then(|| Kind::Byline(date.map(shift)))
}

/// Whether a line is a message from elsewhere, or who sent it, with a date of its own: `… — Ada (@ada) March 3, 2016`.
fn is_message(text: &str, v: &Vocabulary) -> bool {
    if text.len() > 700 || !text.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let tail = ending(text, 80);
    let Some((_, after)) = tail.rsplit_once("(@").and_then(|(_, sender)| sender.split_once(')')) else {
        return false;
    };
    let words = words(after, v);
    matches!(dates(&words).as_slice(), [date] if date.words == (0, words.len()))
}

/// Whether a sentence stands under a picture that was taken on another day: `In this April 16, 2020, file photo, …`.
fn is_old_picture(text: &str, v: &Vocabulary) -> bool {
    if !v.picture.iter().any(|first| starts_with(text, first)) || text.len() > 700 {
        return false;
    }
    let head = beginning(text, 80).to_lowercase();
    v.old_picture.iter().any(|old| head.contains(old))
}

/// Whether a caption says something besides who took the picture, and not that it is an old one.
fn tells(text: &str, v: &Vocabulary) -> bool {
    /// So many words before the credit are more than a name and a place.
    const WORDS: usize = 7;
    let lower = text.to_lowercase();
    let credit = text.rfind(['(', '|', '/']).unwrap_or(text.len());
    let told = text[..credit].split_whitespace().filter(|w| w.starts_with(char::is_alphanumeric)).count();
    told >= WORDS && !v.untold.iter().any(|w| lower.contains(w))
}

/// Whether a line ends with the name of who took a picture.
fn is_credited(text: &str, sentence: bool, v: &Vocabulary) -> bool {
    if text.len() > 700 || (sentence && !text.ends_with(')')) {
        return false;
    }
    let tail = text.len() - ending(text, if sentence { 40 } else { 110 }).len();
    let tail = if sentence { text[tail..].rfind('(').map_or(text.len(), |i| tail + i) } else { tail };
    // A headline may well name an agency; a credit stands last or is set off by a colon.
    v.credit_end.find_iter(&text[tail..]).any(|found| {
        let end = tail + found.end();
        sentence || text[..end].ends_with(':') || end + 30 >= text.len()
    })
}
