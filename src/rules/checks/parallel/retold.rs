//! Sentences of one story, in any wording, that give different values to the same.

use super::super::{CheckRule, ReadArticle, Told, loudest_first};
use super::meet::{Clash, Ground, clashes, supports};
use super::said::{Said, Value};
use super::slot;
use super::words::ParallelWords;
use crate::facts::attribute::{Card, Site};
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// What the paired sentences of two articles of one story give different values to. What `told` covers is left out.
pub fn retold(
    rule: &CheckRule,
    words: &ParallelWords,
    a: &ReadArticle,
    b: &ReadArticle,
    pairs: &[(u32, u32)],
    told: &Told,
) -> Vec<Finding> {
    let read = |reading: &ReadArticle, wanted: BTreeSet<u32>| -> BTreeMap<u32, Said> {
        let marks = slot::marks(reading);
        let said = |at: u32| {
            let sentence = reading.clean.sentences.get(at as usize)?;
            Some((at, Said::new(words, reading, &marks, sentence)))
        };
        wanted.into_iter().filter_map(said).collect()
    };
    let one = read(a, pairs.iter().map(|p| p.0).collect());
    let two = read(b, pairs.iter().map(|p| p.1).collect());
    let given = a.card.story.is_some() && a.card.story == b.card.story;
    let brief = a.clean.sentences.len().max(b.clean.sentences.len()) <= BRIEF;
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (x, y) in pairs {
        let (Some(one_said), Some(two_said)) = (one.get(x), two.get(y)) else { continue };
        for clash in clashes(one_said, two_said) {
            let (here, there) = (&one_said.values[clash.here], &two_said.values[clash.there]);
            let sites = (a.site(here.slot.span), b.site(there.slot.span));
            // Another sentence may say what this one seems to contradict.
            let elsewhere = |value: &Value, others: &BTreeMap<u32, Said>, but: &u32| {
                others.iter().any(|(at, said)| at != but && supports(value, said, clash.likeness))
            };
            if told.covers(sites.0)
                || told.covers(sites.1)
                || !surely_same(one_said, two_said, &clash, given, brief)
                || elsewhere(here, &two, y)
                || elsewhere(there, &one, x)
                || !seen.insert((here.slot.value.clone(), there.slot.value.clone()))
            {
                continue;
            }
            let mut finding = tell(rule, (a.card, sites.0, here), (b.card, sites.1, there), &clash);
            finding.sides.key = vec![
                here.slot.value.clone(),
                there.slot.value.clone(),
                a.words_around(here.slot.span),
                b.words_around(there.slot.span),
            ];
            // What long articles of different days say differently is mostly the course of events.
            findings.extend(Some(finding).filter(|f| brief || f.outcome == Outcome::Clash));
        }
    }
    findings
}

/// Whether two sentences are so alike that what they say differently is told. Two short texts that are given as one story
/// are about one thing; among the many sentences of long articles some pair up by chance.
fn surely_same(a: &Said, b: &Said, clash: &Clash, given: bool, brief: bool) -> bool {
    let least = a.stems.len().min(b.stems.len());
    if given && brief {
        true
    } else if given {
        least >= LONG && a.shared(b) * 5 >= least * 4
    } else {
        clash.same_words && least >= FOUND
    }
}

/// Sentences of a text up to which all it says is about what its story is about.
const BRIEF: usize = 4;
/// Content words that sentences of longer articles must have, of which four in five are shared.
const LONG: usize = 5;
/// Content words from which on the same words are the same sentence, in a story that was found and not given.
const FOUND: usize = 6;

type Side<'a> = (&'a Card, Site, &'a Value);

fn tell(rule: &CheckRule, a: Side, b: Side, clash: &Clash) -> Finding {
    let mut sides = [a, b];
    sides.sort_by_cached_key(|(card, site, _)| loudest_first(card, site.span));
    let evidence =
        |&(_, site, value): &Side| Evidence { site, value: value.slot.value.clone(), note: String::new() };
    let [here, there] = &sides;
    let said = |side: &Side| side.2.said.clone();
    let message = "“{here}” here, but “{there}” where the same is told".to_owned();
    let mut finding = rule.finding(evidence(here), vec![evidence(there)], message, String::new());
    finding.sides.words = Some([said(here), said(there)]);
    let lasting = here.2.slot.past && there.2.slot.past;
    finding.outcome = match (a.0.published.day(), b.0.published.day()) {
        _ if lasting || a.0.published.when == b.0.published.when => Outcome::Clash,
        (Some(_), Some(_)) => Outcome::Update,
        _ => Outcome::Undated,
    };
    let why = match clash.ground {
        Ground::Bound => "both sentences put a number to it, and one is outside the bounds of the other",
        Ground::AsOf => "one says until when it was known, and the other is of before or after that day",
        Ground::Side => "both sentences date it, and one day is on the wrong side of the other",
        Ground::Wording => {
            "the sentences share most of their words, and these values stand in the same place"
        }
    };
    finding.help = match finding.outcome {
        Outcome::Update => format!("{why}; they are of different days, and the later one may be an update"),
        Outcome::Undated => format!("{why}; if they are of different days, the later one may be an update"),
        _ => why.to_owned(),
    };
    if finding.outcome != Outcome::Clash {
        finding.severity = Severity::Advice;
    }
    finding.confidence = rule.confidence.min(match clash.ground {
        Ground::AsOf => Confidence::Low,
        _ if clash.same_words => Confidence::High,
        _ => Confidence::Medium,
    });
    finding
}
