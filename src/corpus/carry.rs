//! Whether a sentence goes on behind the end of a line, by the words on both sides of it.

use super::boilerplate::ends_sentence;
use super::lines::beginning;
use super::stamp::{What, Word, words};
use super::vocabulary::{Sense, Vocabulary, Words as Set};
use serde::Deserialize;

/// The words that tell whether a sentence goes on behind them, read from `rules/words/wrapping.toml`.
#[derive(Debug)]
pub(super) struct Carriers {
    never_last: Set,
    hardly_last: Set,
    first: Set,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    never_last: Vec<Box<str>>,
    hardly_last: Vec<Box<str>>,
    first: Vec<Box<str>>,
}

impl Carriers {
    /// Reads `rules/words/wrapping.toml`.
    pub(super) fn load() -> Result<Self, String> {
        let file: File = toml::from_str(include_str!("../../rules/words/wrapping.toml"))
            .map_err(|e| format!("rules/words/wrapping.toml: {e}"))?;
        Ok(Carriers {
            never_last: file.never_last.into_iter().collect(),
            hardly_last: file.hardly_last.into_iter().collect(),
            first: file.first.into_iter().collect(),
        })
    }
}

/// What the words on both sides of a line end say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Words {
    /// Nothing.
    Silent,
    /// The sentence goes on, if these are sentences.
    GoOn,
    /// The sentence goes on, whatever these are.
    Surely,
}

/// What the words around a line end say.
pub(super) fn carries(line: &str, next: &str, v: &Vocabulary) -> Words {
    let (Some(last), Some(first)) = (line.split_whitespace().next_back(), next.split_whitespace().next())
    else {
        return Words::Silent;
    };
    let small = first.starts_with(char::is_lowercase);
    // "a 17th-" and "century palace".
    if let Some(stem) = last.strip_suffix(['-', '\u{ad}'])
        && small
        && stem.ends_with(char::is_alphanumeric)
    {
        return Words::Surely;
    }
    let digit = first.starts_with(|c: char| c.is_ascii_digit());
    let c = &v.carriers;
    // "Vitamin A" and "the WHO" end with other words than "a" and "who", "Mr." with a title.
    let known =
        |set| (last.starts_with(char::is_lowercase) || last.ends_with('.')) && Vocabulary::is(set, last);
    let (never, hardly) = (known(&c.never_last), known(&c.hardly_last));
    let few = line.split_whitespace().nth(2).is_none();
    if few || is_address(first) || is_address(last) {
        return Words::Silent;
    }
    let plain = first.trim_end_matches(|c: char| !c.is_alphanumeric());
    let named = matches!(v.sense(plain), Some(Sense::Month(_) | Sense::Weekday));
    let sentence = [&c.never_last, &c.hardly_last, &c.first].iter().any(|set| Vocabulary::is(set, plain));
    if !(small || digit || named) {
        let name = !sentence && first.starts_with(char::is_alphanumeric);
        return if never && name { Words::Surely } else { Words::Silent };
    }
    if never || hardly || date_goes_on(line, next, v) {
        return Words::Surely;
    }
    if ends_sentence(line) {
        return Words::Silent;
    }
    let numbers = line.split_whitespace().filter(|w| w.starts_with(|c: char| c.is_ascii_digit())).count();
    let prose = numbers * 3 <= line.split_whitespace().count();
    // "the ferry takes" and "30 people": what is counted follows, and no headline stands before it.
    let counted = || {
        let second = next.split_whitespace().nth(1);
        digit
            && last.starts_with(char::is_lowercase)
            && second.is_some_and(|w| w.starts_with(char::is_lowercase))
    };
    if prose && (small || counted()) { Words::GoOn } else { Words::Silent }
}

/// Whether a word is an address of the web or of a person: it begins no sentence, and goes on with none.
fn is_address(word: &str) -> bool {
    let inner = word.trim_end_matches(['.', ',', ';', ':', ')', '"', '”']);
    let named = inner.starts_with(char::is_lowercase) && inner.contains('.');
    named || inner.contains("://") || inner.contains('@')
}

/// Whether a date begins on a line and ends on the next: "on October" and "2023.", "until 12" and "March".
fn date_goes_on(line: &str, next: &str, v: &Vocabulary) -> bool {
    let tail: Vec<&str> = line.split_whitespace().rev().take(5).collect();
    let tail = tail.into_iter().rev().collect::<Vec<_>>().join(" ");
    let (before, after) = (words(&tail, v), words(beginning(next, 40).split('\n').next().unwrap_or(""), v));
    let Some(first) = after.first() else { return false };
    // Something of a sentence stands before the date: a word that is none of its own, in small letters.
    let told =
        before.iter().any(|w| w.what == What::Other && tail[w.start..].starts_with(char::is_lowercase));
    let year = matches!(first.what, What::Number(1000..=2999, 4));
    let month = |w: &Word| matches!(w.what, What::Known(Sense::Month(_)));
    let day = |w: &Word| matches!(w.what, What::Number(1..=31, 1..=2));
    told && match before.as_slice() {
        [.., m, d, Word { what: What::Mark(','), .. }] if month(m) && day(d) => year,
        [.., m, Word { what: What::Mark('.' | ','), .. }] if month(m) => year || day(first),
        [.., m] if month(m) => year || day(first),
        // "June 12" and "1987 was": with no comma between them, two sentences may meet.
        [.., m, d] if month(m) && day(d) => {
            year && after.get(1).is_none_or(|w| matches!(w.what, What::Mark(_)))
        }
        [.., d] if day(d) => month(first),
        _ => false,
    }
}
