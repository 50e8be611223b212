//! Datelines: `ANKARA (Reuters) -`, `SAN'A, Yemen (AP) _`, `QUITO, 8 MAR 89 (EFE) -- [TEXT]`, `ANKARA, March 2 -`,
//! `Washington (CNN)`, `COLUMBUS, Ohio –`.

use super::lines::beginning;
use super::stamp::{Found, What, dates, words};
use super::vocabulary::Vocabulary;

/// A dateline at the start of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dateline {
    /// How many bytes it takes, with the white space after it.
    pub(super) len: usize,
    /// The date in it.
    pub(super) date: Option<Found>,
}

/// No dateline is longer, in bytes.
const LONGEST: usize = 140;

/// The dateline that a paragraph starts with, if it does.
pub(super) fn dateline(paragraph: &str, vocabulary: &Vocabulary) -> Option<Dateline> {
    let emphasis = paragraph.bytes().take_while(|b| matches!(b, b'*' | b'_')).count();
    if emphasis > 0 {
        // Markdown may set the place in bold.
        let inner = dateline(&paragraph[emphasis..], vocabulary).filter(|_| emphasis <= 3)?;
        return Some(Dateline { len: inner.len + emphasis, ..inner });
    }
    let window = beginning(paragraph, LONGEST);
    // A place or a bracket comes first.
    if !window.starts_with(|c: char| c.is_uppercase() || c == '(') {
        return None;
    }
    let bracket = memchr::memchr(b'(', window.as_bytes());
    let dash = dash_in(window);
    if let Some(open) = bracket.filter(|&b| dash.is_none_or(|(d, _)| b < d)) {
        let close = open + window[open..].find(')')?;
        let agency = window[open + 1..close].trim();
        let known = is_agency(agency, vocabulary);
        let close = close + window[close + 1..].bytes().take_while(|&b| b == b'*').count();
        let tail = &window[close + 1..];
        let after = dash_at(tail).map(|len| close + 1 + len);
        let place = &window[..open];
        let named =
            known || (after.is_some() && agency.len() <= 30 && agency.starts_with(char::is_uppercase));
        let body = after.or_else(|| known.then_some(close + 1))?;
        // Without a dash "Jordan (CNN) ..." could only be prose if the sentence went on in lower case.
        let goes_on = tail.trim_start().chars().next();
        if !named
            || (after.is_none()
                && goes_on.is_none_or(|c| c.is_lowercase() || matches!(c, ',' | '.' | ';' | ')')))
        {
            return None;
        }
        let date = place_and_date(place, vocabulary, true)?;
        return Some(Dateline { len: skip(paragraph, body), date });
    }
    let (start, end) = dash?;
    let date = place_and_date(&window[..start], vocabulary, false)?;
    let next = window[end..].trim_start().chars().next()?;
    if date.is_none() {
        // `NATO - the alliance -` is an aside, `OSLO - Ten people` is a dateline.
        let second = dash_in(&window[end..]).is_some();
        if second || next.is_lowercase() {
            return None;
        }
    }
    Some(Dateline { len: skip(paragraph, end), date })
}

/// Past white space and a mark such as `[TEXT]`.
fn skip(paragraph: &str, from: usize) -> usize {
    let mut rest = paragraph[from..].trim_start();
    for mark in ["[TEXT]", "[Text]", "[Excerpts]", "[Excerpt]"] {
        rest = rest.strip_prefix(mark).map_or(rest, str::trim_start);
    }
    paragraph.len() - rest.len()
}

/// Whether a bracket names an agency: `Reuters`, `AP`, `CNN Business`, `AFP/Reuters`.
fn is_agency(name: &str, vocabulary: &Vocabulary) -> bool {
    name.len() <= 40
        && !name.is_empty()
        && name.split('/').all(|n| Vocabulary::is(&vocabulary.agencies, n.trim()))
}

/// The first dash that may end a dateline, with the space around it.
fn dash_in(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    // The first byte of the long dashes is 0xE2.
    memchr::memchr3_iter(b'-', b'_', 0xe2, bytes).find_map(|i| {
        let spaced = i > 0 && bytes[i - 1].is_ascii_whitespace();
        let double = bytes.get(i + 1) == Some(&b'-');
        let dash = match bytes[i] {
            b'-' => double || (spaced && bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace)),
            b'_' => spaced,
            _ => text[i..].starts_with(['–', '—', '―']),
        };
        dash.then(|| (text[..i].trim_end().len(), i + dash_at(&text[i..]).unwrap_or(1)))
    })
}

/// How many bytes a dash at the start of `text` takes, with the white space before it.
fn dash_at(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    let tail = rest.trim_start_matches(['-', '–', '—', '―', '_']);
    let dashes = rest.len() - tail.len();
    (dashes > 0 && dashes <= 9).then(|| text.len() - tail.len())
}

/// Reads `ANKARA, Turkey, March 2`: the date where there is one; nothing where this is no place and date.
#[allow(clippy::option_option)]
fn place_and_date(text: &str, vocabulary: &Vocabulary, agency: bool) -> Option<Option<Found>> {
    let words = words(text, vocabulary);
    let date = dates(&words).into_iter().find(|d| d.stamp.day.is_some());
    let place = &words[..date.map_or(words.len(), |d| d.words.0)];
    let after = &words[date.map_or(words.len(), |d| d.words.1)..];
    if after.iter().any(|w| !matches!(w.what, What::Mark(',' | '.' | ';'))) || (place.is_empty() && !agency) {
        return None;
    }
    let mut names = 0;
    for (i, word) in place.iter().enumerate() {
        let text = &text[word.start..word.end];
        match word.what {
            What::Mark(',' | '.' | '\'' | '’' | '-' | '/' | '*') if i > 0 => {}
            What::Mark(_) | What::Number(..) => return None,
            _ if text.starts_with(char::is_uppercase) => names += 1,
            _ if i > 0 && Vocabulary::is(&vocabulary.byline, text) => {}
            _ => return None,
        }
    }
    let capitals = place.first().is_some_and(|w| {
        let first = &text[w.start..w.end];
        first.chars().all(|c| !c.is_lowercase()) && first.chars().filter(|c| c.is_uppercase()).count() > 1
    });
    let fits = names <= 8 && (agency || names > 0) && (agency || date.is_some() || capitals);
    fits.then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<(&str, Option<&str>)> {
        let v = Vocabulary::shared().unwrap();
        dateline(text, &v).map(|d| (&text[d.len..], d.date.map(|f| &text[f.bytes.0..f.bytes.1])))
    }

    #[test]
    fn datelines() {
        for (text, date) in [
            ("OSLO (Reuters) - Ten fell.", None),
            ("BERGEN, Norway (AP) _ Ten fell.", None),
            ("ST. IVES, U.K. (AP) — Ten fell.", None),
            ("Oslo (CNN) Ten fell.", None),
            ("(CNN)Ten fell.", None),
            ("**OSLO (Reuters)** - Ten fell.", None),
            ("**OSLO** (Reuters) — Ten fell.", None),
            ("(Bloomberg) -- Ten fell.", None),
            ("OSLO, March 2 - Ten fell.", Some("March 2")),
            ("BERGEN, Norway – Ten fell.", None),
            ("OSLO--Ten fell.", None),
            ("OSLO, 8 MAR 89 (EFE) -- [TEXT] Ten fell.", Some("8 MAR 89")),
            ("BERGEN, Norway, Oct 19 (Reuters) - Ten fell.", Some("Oct 19")),
            ("Oslo, May 5, 2019 — Ten fell.", Some("May 5, 2019")),
            ("NEW YORK, Jan. 3 (UPI) -- Ten fell.", Some("Jan. 3")),
        ] {
            assert_eq!(cut(text), Some(("Ten fell.", date)), "{text}");
        }
    }

    #[test]
    fn prose_is_no_dateline() {
        for text in [
            "Hansen - the country's leader - announced it.",
            "NATO - the alliance - has 31 members.",
            "Jordan (CNN), a channel, said so.",
            "The council (AP) said - again - so.",
            "About 20 people - or more - fell.",
            "The United States and Britain have backed him.",
            "Kim (57) - a farmer - fell.",
        ] {
            assert_eq!(cut(text), None, "{text}");
        }
    }
}
