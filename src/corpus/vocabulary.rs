//! The words that pages, records and files put around an article, read from `rules/words`.

use crate::error::Error;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

type Hasher = foldhash::fast::FixedState;
/// Phrases by their first word.
type Openings = HashMap<Box<str>, Vec<(Box<str>, Opening)>, Hasher>;
/// A set of words.
pub(super) type Words = HashSet<Box<str>, Hasher>;

/// What a line is that opens with a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opening {
    /// Boilerplate, however it goes on.
    Always,
    /// It says what an earlier version had wrong.
    Correction,
    /// Boilerplate unless it ends as a sentence does.
    Link,
    /// Boilerplate where a colon or a bar follows, or the phrase is glued to a capital.
    Label,
    /// Who wrote and edited it.
    Credit,
    /// Headlines of other stories follow.
    Run,
    /// It is written under a picture.
    Caption,
    /// The name of a writer follows.
    Byline,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Boilerplate {
    whole: Vec<String>,
    opening: Vec<String>,
    correction: Vec<String>,
    link: Vec<String>,
    label: Vec<String>,
    inside: Vec<String>,
    credit: Vec<String>,
    run: Vec<String>,
    run_opening: Vec<String>,
    head: Vec<String>,
    caption: Vec<String>,
    credit_end: Vec<String>,
    picture: Vec<String>,
    old_picture: Vec<String>,
    untold: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    published: Vec<String>,
    updated: Vec<String>,
    clock: Vec<String>,
    zones: Vec<String>,
    header: Vec<String>,
    byline: Vec<String>,
    byline_opening: Vec<String>,
    agencies: Vec<String>,
    date_fields: Vec<String>,
    updated_fields: Vec<String>,
    outlet_fields: Vec<String>,
    absent: Words,
    headings: BTreeMap<String, Vec<String>>,
    front_matter: Words,
}

/// What a word is in a line of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// January is 1.
    Month(i8),
    /// A day of the week.
    Weekday,
    /// "Published", "posted".
    Published,
    /// "Updated", "modified".
    Updated,
    /// What stands around a time of day.
    Clock,
    /// A time zone.
    Zone,
}

/// All of it, typed.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub(super) whole: Words,
    pub(super) run: Words,
    pub(super) head: Words,
    openings: Openings,
    pub(super) inside: AhoCorasick,
    pub(super) credit_end: AhoCorasick,
    /// What a sentence under a picture of another day opens with, and what says that it is one.
    pub(super) picture: Vec<String>,
    pub(super) old_picture: Vec<String>,
    /// What a caption has that tells nothing of the day.
    pub(super) untold: Vec<String>,
    senses: HashMap<Box<str>, Sense, Hasher>,
    pub(super) header: Vec<String>,
    pub(super) byline: Words,
    pub(super) agencies: Words,
    pub(super) date_fields: Vec<String>,
    pub(super) updated_fields: Vec<String>,
    pub(super) outlet_fields: Vec<String>,
    /// What a cell of a table says where it says nothing.
    pub(super) absent: Words,
    /// The headings of the columns that say a thing.
    pub(super) headings: BTreeMap<String, Vec<String>>,
    /// The fields by which front matter is known that never closes.
    pub(super) front_matter: Words,
    /// What the end of a line says.
    pub(super) carriers: super::carry::Carriers,
    /// How web pages are marked up.
    pub(super) html: super::html::Words,
    /// What agencies say to editors.
    pub(super) marks: super::slug::Marks,
}

impl Vocabulary {
    /// The one that is built into the crate, parsed once.
    pub(super) fn shared() -> Result<Arc<Vocabulary>, Error> {
        static SHARED: OnceLock<Result<Arc<Vocabulary>, String>> = OnceLock::new();
        SHARED.get_or_init(|| Vocabulary::load().map(Arc::new)).clone().map_err(Error::new)
    }

    fn load() -> Result<Vocabulary, String> {
        let lines: Boilerplate = toml::from_str(include_str!("../../rules/words/boilerplate.toml"))
            .map_err(|e| format!("rules/words/boilerplate.toml: {e}"))?;
        let metadata: Metadata = toml::from_str(include_str!("../../rules/words/metadata.toml"))
            .map_err(|e| format!("rules/words/metadata.toml: {e}"))?;
        let automaton = |phrases: &[String]| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .kind(Some(aho_corasick::AhoCorasickKind::DFA))
                .build(phrases)
                .map_err(|e| format!("rules/words/boilerplate.toml: {e}"))
        };
        let mut openings = Openings::default();
        for (phrases, opening) in [
            (&lines.opening, Opening::Always),
            (&lines.correction, Opening::Correction),
            (&lines.link, Opening::Link),
            (&lines.label, Opening::Label),
            (&lines.credit, Opening::Credit),
            (&lines.run_opening, Opening::Run),
            (&lines.caption, Opening::Caption),
            (&metadata.byline_opening, Opening::Byline),
        ] {
            for phrase in phrases {
                let phrase = phrase.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
                let first: String = phrase.chars().take_while(char::is_ascii_alphanumeric).collect();
                openings.entry(first.into()).or_default().push((phrase.into(), opening));
            }
        }
        for phrases in openings.values_mut() {
            // The longest phrase first, then the most certain.
            phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
        }
        let mut senses: HashMap<Box<str>, Sense, Hasher> = HashMap::default();
        for (words, sense) in [
            (&metadata.clock, Sense::Clock),
            (&metadata.zones, Sense::Zone),
            (&metadata.published, Sense::Published),
            (&metadata.updated, Sense::Updated),
        ] {
            senses.extend(words.iter().map(|w| (w.as_str().into(), sense)));
        }
        senses.extend(metadata.weekdays.iter().flatten().map(|w| (w.as_str().into(), Sense::Weekday)));
        for (number, names) in (1..).zip(&metadata.months) {
            senses.extend(names.iter().map(|w| (w.as_str().into(), Sense::Month(number))));
        }
        let words = |list: Vec<String>| list.into_iter().map(String::into_boxed_str).collect::<Words>();
        Ok(Vocabulary {
            inside: automaton(&lines.inside)?,
            credit_end: automaton(&lines.credit_end)?,
            picture: lines.picture,
            old_picture: lines.old_picture,
            untold: lines.untold,
            whole: words(lines.whole),
            run: words(lines.run),
            head: words(lines.head),
            openings,
            senses,
            header: metadata.header,
            byline: words(metadata.byline),
            agencies: words(metadata.agencies),
            date_fields: metadata.date_fields,
            updated_fields: metadata.updated_fields,
            outlet_fields: metadata.outlet_fields,
            absent: metadata.absent,
            headings: metadata.headings,
            front_matter: metadata.front_matter,
            carriers: super::carry::Carriers::load()?,
            html: super::html::Words::load()?,
            marks: super::slug::Marks::load()?,
        })
    }

    /// What a word of a line of metadata is.
    pub(super) fn sense(&self, word: &str) -> Option<Sense> {
        let mut buffer = [0; 16];
        self.senses.get(lower(word, &mut buffer)?).copied()
    }

    /// Whether a word is one of a set, without regard to case.
    pub(super) fn is(set: &Words, word: &str) -> bool {
        let mut buffer = [0; 64];
        lower(word, &mut buffer).is_some_and(|w| set.contains(w))
    }

    /// The phrases that `line` opens with, the longest first, each with where it ends and whether what follows is glued
    /// to it. Brackets, dashes and bullets before the phrase do not count.
    pub(super) fn openings<'a>(&'a self, line: &'a str) -> impl Iterator<Item = Opened> + 'a {
        let marks = line.len()
            - line
                .trim_start_matches(|c: char| {
                    !c.is_alphanumeric() && !matches!(c, '©' | '"' | '“' | '\'' | '‘')
                })
                .len();
        let rest = &line[marks..];
        let mut buffer = [0; 16];
        let known = first_word(rest, &mut buffer).and_then(|first| self.openings.get(first));
        known.into_iter().flatten().filter_map(move |(phrase, opening)| {
            let end = opens_with(rest, phrase)?;
            let (glued, apart) = match (rest[..end].chars().next_back(), rest[end..].chars().next()) {
                (Some(l), Some(c)) if l.is_alphanumeric() => {
                    (l.is_lowercase() && c.is_uppercase(), !c.is_alphanumeric())
                }
                _ => (false, true),
            };
            (glued || apart).then_some(Opened { opening: *opening, marks, end: marks + end, glued })
        })
    }
}

/// A phrase that a line opens with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened {
    pub(super) opening: Opening,
    /// How many bytes of brackets, dashes and bullets stand before it.
    pub(super) marks: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// Whether a capital follows without a space: `RelatedCouncil votes`.
    pub(super) glued: bool,
}

/// A short ASCII word in lower case; nothing where it is longer than the buffer or not ASCII.
fn lower<'b>(word: &str, buffer: &'b mut [u8]) -> Option<&'b str> {
    let target = buffer.get_mut(..word.len())?;
    target.copy_from_slice(word.as_bytes());
    target.make_ascii_lowercase();
    std::str::from_utf8(target).ok()
}

/// The first word in lower case, cut where a capital follows a small letter.
fn first_word<'b>(line: &str, buffer: &'b mut [u8; 16]) -> Option<&'b str> {
    let bytes = line.as_bytes();
    let mut len = 0;
    while let Some(&b) = bytes.get(len).filter(|b| b.is_ascii_alphanumeric()) {
        if len > 2 && b.is_ascii_uppercase() && bytes[len - 1].is_ascii_lowercase() {
            break;
        }
        *buffer.get_mut(len)? = b.to_ascii_lowercase();
        len += 1;
    }
    std::str::from_utf8(&buffer[..len]).ok()
}

/// Where `phrase` (in lower case) ends in `line`, if the line opens with it: case, curly apostrophes and the number of
/// spaces do not count.
pub(super) fn opens_with(line: &str, phrase: &str) -> Option<usize> {
    let mut chars = line.char_indices().peekable();
    for expected in phrase.chars() {
        let (_, c) = chars.next()?;
        let same = match expected {
            ' ' => c.is_whitespace(),
            '\'' => matches!(c, '\'' | '’' | 'ʼ'),
            _ => c.eq_ignore_ascii_case(&expected) || c.to_lowercase().eq(std::iter::once(expected)),
        };
        if !same {
            return None;
        }
        if expected == ' ' {
            while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        }
    }
    Some(chars.peek().map_or(line.len(), |&(i, _)| i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_loads() {
        Vocabulary::shared().unwrap();
    }

    #[test]
    fn openings_are_words_or_glued() {
        let v = Vocabulary::shared().unwrap();
        let find = |line| v.openings(line).next().map(|o| (o.opening, o.glued));
        assert_eq!(find("RelatedCouncil votes again"), Some((Opening::Link, true)));
        assert_eq!(find("Related: Council votes"), Some((Opening::Link, false)));
        assert_eq!(find("Relatedly, the council voted."), None);
        assert_eq!(find("--With assistance from A B."), Some((Opening::Credit, false)));
        assert_eq!(find("Editor’s note: this"), Some((Opening::Correction, false)));
        assert_eq!(find("(Reporting by A; Editing by B)"), Some((Opening::Credit, false)));
    }
}
