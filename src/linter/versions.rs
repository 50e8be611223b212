//! Before articles are compared: earlier versions of an article, and what was taken back, are left out.

use super::Checked;
use crate::corpus::{Directive, Edition, Status, superseded};
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card, Fact};
use crate::facts::story::Signature;
use crate::rules::checks::name_spelling::NameForm;
use crate::rules::checks::parallel::Keys;
use std::collections::BTreeMap;

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
    let articles =
        cards.iter().zip(editions).map(|(card, edition)| (card.name.as_deref(), edition.as_deref()));
    let later = superseded(articles);
    let mut notices = Vec::new();
    let mut earlier = Vec::new();
    let out = cards.iter().zip(editions).zip(&later).map(|((card, edition), later)| {
        let status = edition.as_ref().map(|e| e.status).unwrap_or_default();
        let told = |message: String| Notice { path: card.path.to_string(), line: card.line, message };
        if let Some(later) = later {
            earlier.push((card, &cards[*later]));
            return true;
        }
        let note =
            edition.as_ref().and_then(|e| e.note.as_deref()).map_or_else(String::new, |n| format!(" ({n})"));
        match status {
            Status::Canceled => notices.push(told(format!("was taken back{note}; it is not compared"))),
            Status::Withheld => notices.push(told("is withheld or a draft; it is not compared".to_owned())),
            Status::Embargoed | Status::Usable => {}
        }
        status.is_out()
    });
    let out = out.collect();
    if let Some((card, by)) = earlier.first() {
        let place = match by.line {
            Some(line) => format!("{}:{line}", by.path),
            None => by.path.to_string(),
        };
        let message = match earlier.len() {
            1 => format!("is an earlier version of {place}; the latest is compared"),
            n => format!("one of {n} earlier versions, of {place}; the latest are compared"),
        };
        notices.push(Notice { path: card.path.to_string(), line: card.line, message });
    }
    (out, notices)
}
