//! How news pages are marked up, read from `rules/words/html.toml`.

use crate::corpus::stamp::{What, Word, words};
use crate::corpus::vocabulary::{Sense, Vocabulary};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

type Hasher = foldhash::fast::FixedState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    published: Vec<String>,
    dated: Vec<String>,
    modified: Vec<String>,
    headline: Vec<String>,
    summary: Vec<String>,
    outlet: Vec<String>,
    address: Vec<String>,
    article_types: Vec<String>,
    junk: Vec<String>,
    perhaps_junk: Vec<String>,
    embed: Vec<String>,
    comments: Vec<String>,
    about_prefixes: Vec<String>,
    about_bearers: Vec<String>,
    byline: Vec<String>,
    date: Vec<String>,
    first_published: Vec<String>,
    updated: Vec<String>,
    sure_body: Vec<String>,
    body: Vec<String>,
    title: Vec<String>,
    standfirst: Vec<String>,
    caption: Vec<String>,
    correction: Vec<String>,
    unseen: Vec<String>,
    months: Vec<Vec<String>>,
    between: Vec<String>,
    month_first: Vec<String>,
}

/// What a `meta` element is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Published,
    Dated,
    Modified,
    Headline,
    Summary,
    Outlet,
    Address,
}

/// What the words in an element's `class` and `id` say of it, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(pub(super) u16);

impl Hints {
    pub(super) const JUNK: Hints = Hints(1);
    pub(super) const BYLINE: Hints = Hints(2);
    pub(super) const DATE: Hints = Hints(4);
    pub(super) const UPDATED: Hints = Hints(8);
    pub(super) const BODY: Hints = Hints(16);
    pub(super) const TITLE: Hints = Hints(32);
    pub(super) const STANDFIRST: Hints = Hints(64);
    pub(super) const CAPTION: Hints = Hints(128);
    pub(super) const CORRECTION: Hints = Hints(256);
    pub(super) const UNSEEN: Hints = Hints(512);
    pub(super) const SURE_BODY: Hints = Hints(1024);
    pub(super) const PUBLISHED: Hints = Hints(2048);
    pub(super) const PERHAPS_JUNK: Hints = Hints(4096);
    pub(super) const COMMENTS: Hints = Hints(8192);
    pub(super) const EMBED: Hints = Hints(16384);

    pub(super) fn has(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn and(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }
}

/// All of it, typed.
#[derive(Debug)]
pub(in crate::corpus) struct Words {
    about: HashMap<Box<str>, About, Hasher>,
    pub(super) article_types: HashSet<Box<str>, Hasher>,
    hints: HashMap<Box<str>, Hints, Hasher>,
    months: HashMap<Box<str>, i8, Hasher>,
    between: HashSet<Box<str>, Hasher>,
    month_first: Vec<String>,
    about_prefixes: Vec<String>,
    about_bearers: Vec<String>,
}

impl Words {
    /// Reads `rules/words/html.toml`.
    pub(in crate::corpus) fn load() -> Result<Words, String> {
        let file: File = toml::from_str(include_str!("../../../rules/words/html.toml"))
            .map_err(|e| format!("rules/words/html.toml: {e}"))?;
        let mut about = HashMap::default();
        for (names, what) in [
            (file.published, About::Published),
            (file.dated, About::Dated),
            (file.modified, About::Modified),
            (file.headline, About::Headline),
            (file.summary, About::Summary),
            (file.outlet, About::Outlet),
            (file.address, About::Address),
        ] {
            about.extend(names.into_iter().map(|name| (name.into_boxed_str(), what)));
        }
        let mut hints: HashMap<Box<str>, Hints, Hasher> = HashMap::default();
        for (words, hint) in [
            (file.junk, Hints::JUNK),
            (file.perhaps_junk, Hints::PERHAPS_JUNK),
            (file.comments, Hints::COMMENTS),
            (file.embed, Hints::EMBED),
            (file.byline, Hints::BYLINE),
            (file.date, Hints::DATE),
            (file.first_published, Hints::PUBLISHED),
            (file.updated, Hints::UPDATED),
            (file.sure_body, Hints::SURE_BODY),
            (file.body, Hints::BODY),
            (file.title, Hints::TITLE),
            (file.standfirst, Hints::STANDFIRST),
            (file.caption, Hints::CAPTION),
            (file.correction, Hints::CORRECTION),
            (file.unseen, Hints::UNSEEN),
        ] {
            for word in words {
                let known = hints.entry(word.into_boxed_str()).or_default();
                *known = known.and(hint);
            }
        }
        let months =
            (1..).zip(file.months).flat_map(|(n, names)| names.into_iter().map(move |name| (name.into(), n)));
        Ok(Words {
            about,
            article_types: file.article_types.into_iter().map(String::into_boxed_str).collect(),
            hints,
            months: months.collect(),
            between: file.between.into_iter().map(String::into_boxed_str).collect(),
            month_first: file.month_first,
            about_prefixes: file.about_prefixes,
            about_bearers: file.about_bearers,
        })
    }

    /// What a `meta` element of this name is about.
    pub(super) fn about(&self, name: &str) -> Option<About> {
        self.about.get(name.trim().to_ascii_lowercase().as_str()).copied()
    }

    /// Whether pages in this language (`en-US`) put the month first.
    pub(super) fn month_first(&self, language: &str) -> bool {
        self.month_first.iter().any(|l| language.get(..l.len()).is_some_and(|s| s.eq_ignore_ascii_case(l)))
    }

    /// What the words of a `class` or an `id` say: `article-share__list`, `articleShareList`. Pairs count as one word, too.
    pub(super) fn hints(&self, names: &str) -> Hints {
        let bears = |name: &str| self.about_bearers.iter().any(|b| b == name);
        if !names.split_ascii_whitespace().any(bears) {
            return self.hints_of(names);
        }
        // What an article is about says nothing of the element that it is in.
        let about = |name: &&str| self.about_prefixes.iter().any(|p| name.starts_with(p.as_str()));
        let own = names.split_ascii_whitespace().filter(|name| !about(name));
        own.fold(Hints::default(), |found, name| found.and(self.hints_of(name)))
    }

    fn hints_of(&self, names: &str) -> Hints {
        let mut found = Hints::default();
        let mut word = String::new();
        let mut before = String::new();
        let bytes = names.as_bytes();
        for i in 0..=bytes.len() {
            let byte = bytes.get(i).copied().unwrap_or(b' ');
            let camel = byte.is_ascii_uppercase() && i > 0 && bytes[i - 1].is_ascii_lowercase();
            if (!byte.is_ascii_alphabetic() || camel) && !word.is_empty() {
                found = found.and(self.hints.get(word.as_str()).copied().unwrap_or_default());
                if !before.is_empty() {
                    before.push_str(&word);
                    found = found.and(self.hints.get(before.as_str()).copied().unwrap_or_default());
                }
                std::mem::swap(&mut before, &mut word);
                word.clear();
                if byte.is_ascii_whitespace() {
                    before.clear();
                }
            }
            if byte.is_ascii_alphabetic() {
                word.push(char::from(byte.to_ascii_lowercase()));
            }
        }
        found
    }

    /// The words of a line, with the months of more languages than English, and with what stands between the parts of
    /// a date left out.
    pub(super) fn read(&self, line: &str, v: &Vocabulary) -> Vec<Word> {
        let mut out: Vec<Word> = Vec::new();
        for mut word in words(line, v) {
            let text = &line[word.start..word.end];
            if word.what == What::Other || matches!(word.what, What::Known(Sense::Clock)) {
                let lower = text.to_lowercase();
                match lower.as_str() {
                    "年" | "月" => word.what = What::Mark('-'),
                    "日" => continue,
                    _ if self.between.contains(lower.as_str()) => continue,
                    _ => {
                        if let Some(month) = self.months.get(lower.as_str()) {
                            word.what = What::Known(Sense::Month(*month));
                        }
                    }
                }
            }
            // `5. März 2020`
            if matches!(word.what, What::Known(Sense::Month(_)))
                && let [
                    ..,
                    Word { what: What::Number(_, 1..=2), .. },
                    Word { what: What::Mark('.' | '/'), .. },
                ] = out[..]
            {
                out.pop();
            }
            // `24 نيسان / أبريل 2020`: the month by both of its names.
            if let (
                What::Known(Sense::Month(month)),
                [.., Word { what: What::Known(Sense::Month(same)), .. }, Word { what: What::Mark('/'), .. }],
            ) = (word.what, &out[..])
                && month == *same
            {
                out.pop();
                continue;
            }
            // `05 / Mar / 2020`
            if let (
                What::Number(_, 4),
                [
                    ..,
                    Word { what: What::Known(Sense::Month(_)), .. },
                    Word { what: What::Mark('/' | '.'), .. },
                ],
            ) = (word.what, &out[..])
            {
                out.pop();
            }
            out.push(word);
        }
        out
    }
}
