//! One side of a finding as the page shows it: an article, its date, and the passage with its marks.

use super::model::WORDS;
use crate::facts::prose;
use crate::report::excerpt::{brief, one_line};
use crate::report::view::{Label, Shown};
use crate::report::{Days, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// One passage of a finding.
pub(super) struct Side<'a> {
    pub(super) role: &'static str,
    pub(super) primary: bool,
    pub(super) when: When,
    /// How far that is from the first side's day.
    pub(super) apart: Option<&'a str>,
    pub(super) outlet: Option<Cow<'a, str>>,
    pub(super) title: Option<Cow<'a, str>>,
    pub(super) place: String,
    pub(super) article: Option<Cow<'a, str>>,
    pub(super) pieces: Vec<Piece<'a>>,
    /// What the words were read as, where they do not say it themselves.
    pub(super) said: Vec<Said<'a>>,
    pub(super) dated_by: Vec<Said<'a>>,
}

/// A day, as a page says it and as a machine reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) words: String,
    /// Empty where it is not one day.
    pub(super) machine: String,
}

impl When {
    /// Of a publication date.
    pub(super) fn of(days: Days) -> Self {
        When { words: days.in_words(), machine: days.one().map_or_else(String::new, |day| day.to_string()) }
    }
}

pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// `here`, `there` or `date`; empty for words between the marks.
    pub(super) mark: &'static str,
}

pub(super) struct Said<'a> {
    pub(super) words: Cow<'a, str>,
    pub(super) says: Cow<'a, str>,
}

impl<'a> Side<'a> {
    /// A passage with a side of the dispute in it; one that only dates an article is told beside that article's words.
    pub(super) fn new(shown: &'a Shown, passage: &'a Snippet) -> Option<Self> {
        let of = |slot: usize| shown.labels.get(slot).map(|label| (slot, label));
        let sides = passage.marks.iter().filter_map(|(slot, _)| of(*slot)).filter(|(_, label)| !label.dates);
        let (slot, label) = sides.min_by_key(|(slot, _)| *slot)?;
        let mut side = Side::of(shown, slot, label);
        side.pieces = pieces(shown, passage);
        let inside: Vec<usize> = passage.marks.iter().map(|(slot, _)| *slot).collect();
        side.said = inside.iter().filter_map(|slot| said(shown.labels.get(*slot)?)).collect();
        side.said.dedup_by(|a, b| a.words == b.words && a.says == b.says);
        let dates = shown.labels.iter().enumerate().filter(|(slot, l)| l.dates && !inside.contains(slot));
        side.dated_by = dates
            .filter(|(_, l)| l.path == label.path && l.article == label.article)
            .map(|(_, l)| Said { words: brief(&l.said, WORDS), says: Cow::Owned(format!("line {}", l.line)) })
            .collect();
        Some(side)
    }

    /// A side without its words.
    pub(super) fn of(shown: &'a Shown, slot: usize, label: &'a Label) -> Self {
        let first = shown.labels.first();
        let same = first.is_some_and(|first| first.path == label.path && first.article == label.article);
        let path = one_line(&label.path);
        let place = format!("{path}:{}:{}", label.line, label.column);
        let named = label.article != *label.path && !label.article.starts_with(&format!("{}:", label.path));
        Side {
            role: match (slot, same) {
                (0, _) => "Here",
                (_, true) => "In the same article",
                (_, false) => "Elsewhere",
            },
            primary: slot == 0,
            when: When::of(label.published),
            apart: label.apart.as_deref(),
            outlet: label.outlet.as_ref().map(|outlet| brief(outlet, WORDS)),
            title: label.title.as_ref().map(|title| brief(title, WORDS)).filter(|title| !title.is_empty()),
            place,
            article: named.then(|| one_line(&label.article)),
            pieces: Vec::new(),
            said: Vec::new(),
            dated_by: Vec::new(),
        }
    }
}

/// What a label adds to its words.
fn said(label: &Label) -> Option<Said<'_>> {
    let says = match (label.note.as_str(), label.value.as_str()) {
        _ if label.dates => return None,
        ("", "") => return None,
        ("", value) => {
            let (words, said) = (prose::value(value), label.said.trim());
            if [value, &words].iter().any(|read| read.eq_ignore_ascii_case(said)) {
                return None;
            }
            Cow::Owned(format!("read as {}", brief(&words, WORDS)))
        }
        (note, _) => brief(note, WORDS),
    };
    Some(Said { words: brief(&label.said, WORDS), says })
}

/// A passage cut where marks begin and end; where they overlap, the first side's is seen.
fn pieces<'a>(shown: &Shown, passage: &'a Snippet) -> Vec<Piece<'a>> {
    let mut stops: Vec<usize> = passage.marks.iter().flat_map(|(_, at)| [at.start, at.end]).collect();
    stops.extend([0, passage.text.len()]);
    stops.sort_unstable();
    stops.dedup();
    let mut pieces: Vec<(Range<usize>, &'static str)> = Vec::with_capacity(stops.len());
    for pair in stops.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let over = passage.marks.iter().filter(|(_, at)| at.start <= start && end <= at.end);
        let mark = match over.map(|(slot, _)| *slot).min() {
            None => "",
            Some(0) => "here",
            Some(slot) if shown.labels.get(slot).is_some_and(|label| label.dates) => "date",
            Some(_) => "there",
        };
        match pieces.last_mut() {
            Some((last, same)) if *same == mark => last.end = end,
            _ => pieces.push((start..end, mark)),
        }
    }
    let cut = |(at, mark)| Some(Piece { text: passage.text.get(at)?, mark });
    pieces.into_iter().filter_map(cut).collect()
}
