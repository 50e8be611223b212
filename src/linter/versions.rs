//! Before articles are compared: earlier versions of an article, and what was taken back, are left out.

use super::Checked;
use crate::corpus::{Chains, Directive, Edition, Status};
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card, Fact};
use crate::facts::story::Signature;
use crate::rules::checks::name_spelling::NameForm;
use crate::rules::checks::parallel::Keys;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What was gathered of the articles, by their place in the order of reading.
pub(super) struct Gathered<'g> {
    pub(super) editions: &'g [Option<Box<Edition>>],
    pub(super) checked: &'g mut Checked,
    pub(super) facts: &'g mut Vec<Fact>,
    pub(super) forms: &'g mut Vec<NameForm>,
    pub(super) signatures: &'g mut Vec<Signature>,
    pub(super) keys: &'g mut Vec<Keys>,
    pub(super) corrected: &'g mut BTreeMap<ArticleId, Vec<String>>,
    pub(super) directives: &'g mut BTreeMap<ArticleId, Vec<Directive>>,
}

/// Leaves out what is not compared, and numbers the rest anew; says what was left out.
pub(super) fn leave_out(gathered: Gathered<'_>) -> Vec<Notice> {
    let Gathered { editions, checked, facts, forms, signatures, keys, corrected, directives } = gathered;
    if editions.iter().all(Option::is_none) {
        return Vec::new();
    }
    let (out, notices) = which(&checked.cards, editions);
    if out.iter().all(|out| !out) {
        return notices;
    }
    checked.left_out = out.iter().filter(|out| **out).count();
    let mut next = 0;
    let numbers: Vec<Option<ArticleId>> = out
        .iter()
        .map(|out| {
            let number = (!out).then_some(ArticleId(next));
            next += u32::from(!out);
            number
        })
        .collect();
    let new = |id: &mut ArticleId| match numbers.get(id.0 as usize).copied().flatten() {
        Some(number) => {
            *id = number;
            true
        }
        None => false,
    };
    facts.retain_mut(|fact| new(&mut fact.site.article));
    forms.retain_mut(|form| new(&mut form.site.article));
    checked.findings.retain_mut(|finding| {
        new(&mut finding.here.site.article)
            && finding.there.iter_mut().all(|there| new(&mut there.site.article))
    });
    checked.cards.retain_mut(|card| new(&mut card.id));
    *corrected = std::mem::take(corrected)
        .into_iter()
        .filter_map(|(mut id, values)| new(&mut id).then_some((id, values)))
        .collect();
    *directives = std::mem::take(directives)
        .into_iter()
        .filter_map(|(mut id, said)| new(&mut id).then_some((id, said)))
        .collect();
    only(&out, &mut checked.origins);
    only(&out, signatures);
    only(&out, keys);
    notices
}

/// Leaves out of a list what stands in a place that is out.
fn only<T>(out: &[bool], list: &mut Vec<T>) {
    let mut places = out.iter();
    list.retain(|_| places.next().is_none_or(|out| !out));
}

/// Which articles are left out, and a notice on each reason.
fn which(cards: &[Card], editions: &[Option<Box<Edition>>]) -> (Vec<bool>, Vec<Notice>) {
    let named = cards.iter().zip(editions);
    let chains = Chains::of(
        named.map(|(card, edition)| (card.name.as_deref(), card.outlet.as_deref(), edition.as_deref())),
    );
    let reached: HashSet<usize> = chains.later.iter().flatten().copied().collect();
    let unclear: HashMap<usize, &[usize]> =
        chains.unclear.iter().map(|(at, stories)| (*at, &stories[..])).collect();
    let mut notices = Vec::new();
    let mut earlier = Vec::new();
    let told =
        |card: &Card, message: String| Notice { path: card.path.to_string(), line: card.line, message };
    let status = |at: usize| editions[at].as_ref().map(|e| e.status).unwrap_or_default();
    let note = |at: usize| {
        editions[at].as_ref().and_then(|e| e.note.as_deref()).map_or_else(String::new, |n| format!(" ({n})"))
    };
    let mut out = Vec::with_capacity(cards.len());
    for (at, card) in cards.iter().enumerate() {
        let later = chains.later[at];
        out.push(later.is_some() || status(at).is_out());
        match (later, status(at)) {
            (Some(later), _) if status(later).is_out() => {
                let what = if status(later) == Status::Canceled { "was taken back" } else { "is withheld" };
                notices.push(told(
                    card,
                    format!("{what} by {}{}; it is not compared", place(&cards[later]), note(later)),
                ));
            }
            (Some(later), _) => earlier.push((card, &cards[later])),
            (None, Status::Embargoed | Status::Usable) => {}
            (None, status) => {
                let message = match (unclear.get(&at), status) {
                    (Some(stories), _) => unclear_message(cards, stories, &note(at)),
                    // A message that took back a story, which says so itself.
                    _ if reached.contains(&at) => continue,
                    (None, Status::Canceled) => format!("was taken back{}; it is not compared", note(at)),
                    (None, _) => "is withheld or a draft; it is not compared".to_owned(),
                };
                notices.push(told(card, message));
            }
        }
    }
    if let Some((card, by)) = earlier.first() {
        let place = place(by);
        let message = match earlier.len() {
            1 => format!("is an earlier version of {place}; the latest is compared"),
            n => format!("one of {n} earlier versions, of {place}; the latest are compared"),
        };
        notices.push(told(card, message));
    }
    (out, notices)
}

/// A message to editors that does not say clearly which story it takes back.
fn unclear_message(cards: &[Card], stories: &[usize], note: &str) -> String {
    /// So many of them are named.
    const SHOWN: usize = 3;
    let mut places: Vec<String> = stories.iter().take(SHOWN).map(|&at| place(&cards[at])).collect();
    if stories.len() > SHOWN {
        places.push(format!("{} more", stories.len() - SHOWN));
    }
    match places.is_empty() {
        true => format!("takes a story back{note} that is not among the articles"),
        false => format!(
            "takes a story back{note}, but which is not clear: {}; all of them are compared",
            places.join(", ")
        ),
    }
}

fn place(card: &Card) -> String {
    match card.line {
        Some(line) => format!("{}:{line}", card.path),
        None => card.path.to_string(),
    }
}
