//! Stories: articles that report the same event, as given, or found by rare names that they share in the same days.

use super::union::Union;
use super::{Signature, StoryWords, features, near_copies, placed};
use crate::facts::attribute::{ArticleId, Card};
use crate::text::CleanText;
use std::collections::BTreeMap;

/// Names in an article's signature are rare against this many articles that are not there, so that in a corpus of
/// three a name that two of them share still means something.
const UNSEEN: f64 = 30.0;
/// A name that more articles share than this share of the corpus (and than [`COMMON_LEAST`]) brings none together.
const COMMON_SHARE: usize = 100;
const COMMON_LEAST: usize = 20;
/// Articles with a name that are compared with the next ones in time.
const NEIGHBOURS: usize = 6;
/// Days between two reports of one event, and from its first report to its last.
const NEAR_DAYS: i32 = 4;
const STORY_DAYS: i32 = 14;
/// The least number of shared names, their least weight (see [`Weights`]), and their least share of what either
/// article's names weigh.
const SHARED_NAMES: usize = 4;
const SHARED_WEIGHT: f64 = 12.0;
const SHARED_PART: f64 = 0.25;
/// Two stories of several articles become one only by a link of this share.
const JOINING_PART: f64 = 0.45;
/// Links kept of an article, the strongest first.
const LINKS: usize = 8;

/// A story, by its first article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoryId(pub ArticleId);

/// Why two articles belong to one story.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// They are versions of one text; the share of the shorter one that the longer one repeats.
    NearCopy(f64),
    /// They share names, by their hashes: [`Link::names`] makes words of them again.
    Names(Box<[u32]>),
}

/// Two articles that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The one read first.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// Why.
    pub evidence: Evidence,
}

impl Link {
    /// The shared names as an article of the pair writes them; none for near-copies.
    pub fn names<'a>(&self, words: &StoryWords, clean: &'a CleanText) -> Vec<&'a str> {
        match &self.evidence {
            Evidence::NearCopy(_) => Vec::new(),
            Evidence::Names(hashes) => features::written(words, clean, hashes),
        }
    }
}

/// What the corpus tells together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// The story of every article; of an article that stands alone, itself.
    pub of: Vec<StoryId>,
    /// For every article the first of its near-copies.
    pub copies: Vec<u32>,
    /// For every article the first one that speaks with the same voice: see [`voices`].
    pub voices: Vec<u32>,
    /// Why the found stories are stories, in the order of the articles. A link may also join an undated article to
    /// a second story, which the two stories do not become one by.
    pub links: Vec<Link>,
}

impl Stories {
    /// The articles of every story that has more than one, in order; the stories by their first article.
    pub fn shared(&self) -> Vec<Vec<ArticleId>> {
        let mut members: BTreeMap<StoryId, Vec<ArticleId>> = BTreeMap::new();
        for (id, &story) in (0..).map(ArticleId).zip(&self.of) {
            members.entry(story).or_default().push(id);
        }
        members.into_values().filter(|articles| articles.len() > 1).collect()
    }
}

/// Finds the stories. `cards` and `signatures` are in the order of [`ArticleId`].
///
/// A story that is given is taken as it is. Otherwise near-copies are one story, and so are articles that share
/// several names that are rare in the corpus and were published within days of each other, or at a time not known.
pub fn stories(cards: &[Card], signatures: &[Signature]) -> Stories {
    let copies = near_copies(signatures);
    let times: Vec<Option<(i32, i32)>> = cards.iter().map(|c| placed(&c.published)).collect();
    let mut union = Union::new(cards.len());
    let mut given: BTreeMap<&str, u32> = BTreeMap::new();
    for (index, card) in (0u32..).zip(cards) {
        if let Some(story) = card.story.as_deref() {
            let first = *given.entry(story).or_insert(index);
            union.join(first, index);
        }
    }
    let free = |index: u32| cards[index as usize].story.is_none();
    let mut links = Vec::new();
    let mut spans: Vec<Option<(i32, i32)>> = times.clone();
    for (index, &first) in (0u32..).zip(&copies) {
        if first != index && free(first) && free(index) {
            merge(&mut union, &mut spans, first, index);
            let share = signatures[first as usize].overlap(&signatures[index as usize]);
            links.push(Link {
                a: ArticleId(first),
                b: ArticleId(index),
                evidence: Evidence::NearCopy(share),
            });
        }
    }
    let mut sizes = vec![0u32; cards.len()];
    for index in (0u32..).take(cards.len()) {
        sizes[union.find(index) as usize] += 1;
    }
    for (a, b, part, shared) in pairs_by_names(signatures, &times, &free) {
        let (x, y) = (union.find(a), union.find(b));
        let whole = sizes[x as usize] == 1 || sizes[y as usize] == 1 || part >= JOINING_PART;
        if x != y && whole && fits(spans[x as usize], spans[y as usize]) {
            let size = sizes[x as usize] + sizes[y as usize];
            sizes[x.min(y) as usize] = size;
            merge(&mut union, &mut spans, x, y);
        }
        if copies[a as usize] != copies[b as usize] {
            links.push(Link { a: ArticleId(a), b: ArticleId(b), evidence: Evidence::Names(shared) });
        }
    }
    links.sort_by_key(|l| (l.a, l.b));
    let of = union.sets().into_iter().map(|i| StoryId(ArticleId(i))).collect();
    Stories { of, voices: voices(cards, &copies), copies, links }
}

/// For every article the first one that speaks with the same voice: near-copies of one day are one voice, and a copy
/// that is not dated speaks with its earliest dated one.
pub fn voices(cards: &[Card], copies: &[u32]) -> Vec<u32> {
    let days: Vec<_> = cards.iter().map(|c| c.published.day()).collect();
    let mut earliest: BTreeMap<u32, jiff::civil::Date> = BTreeMap::new();
    for (&group, day) in copies.iter().zip(&days) {
        if let Some(day) = *day {
            earliest.entry(group).and_modify(|d| *d = (*d).min(day)).or_insert(day);
        }
    }
    let mut first: BTreeMap<(u32, Option<jiff::civil::Date>), u32> = BTreeMap::new();
    (0u32..)
        .zip(copies.iter().zip(&days))
        .map(|(index, (&group, &day))| {
            *first.entry((group, day.or_else(|| earliest.get(&group).copied()))).or_insert(index)
        })
        .collect()
}

fn merge(union: &mut Union, spans: &mut [Option<(i32, i32)>], a: u32, b: u32) {
    let (a, b) = (union.find(a), union.find(b));
    let whole = hull(spans[a as usize], spans[b as usize]);
    let root = union.join(a, b);
    spans[root as usize] = whole;
}

fn hull(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (one, other) => one.or(other),
    }
}

/// Whether two sets of articles may be one story: not if it would go on for weeks.
fn fits(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> bool {
    match (a, b) {
        (Some(_), Some(_)) => hull(a, b).is_some_and(|(first, last)| last - first <= STORY_DAYS),
        _ => true,
    }
}

fn near(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.0 - b.1 <= NEAR_DAYS && b.0 - a.1 <= NEAR_DAYS,
        _ => true,
    }
}

/// How much a name weighs: the natural logarithm of how rare it is.
struct Weights {
    /// Names of two and more articles, sorted, with their weight.
    known: Vec<(u32, f64)>,
    /// The weight of a name of one article.
    alone: f64,
}

impl Weights {
    fn of(&self, name: u32) -> f64 {
        self.known.binary_search_by_key(&name, |k| k.0).map_or(self.alone, |at| self.known[at].1)
    }
}

type Pair = (u32, u32, f64, Box<[u32]>);

/// Pairs of articles that share rare names, the surest first.
fn pairs_by_names(
    signatures: &[Signature],
    times: &[Option<(i32, i32)>],
    free: &impl Fn(u32) -> bool,
) -> Vec<Pair> {
    let mut in_time: Vec<u32> = (0u32..).take(signatures.len()).filter(|&i| free(i)).collect();
    in_time.sort_by_key(|&i| (times[i as usize].map_or(i32::MAX, |t| t.0), i));
    let corpus = in_time.len();
    let mut postings: Vec<(u32, u32)> = (0u32..)
        .zip(&in_time)
        .flat_map(|(rank, &article)| signatures[article as usize].names.iter().map(move |&name| (name, rank)))
        .collect();
    postings.sort_unstable();

    let weight = |count: usize| ((corpus as f64 + UNSEEN) / count as f64).ln();
    let mut weights = Weights { known: Vec::new(), alone: weight(1) };
    let common = (corpus / COMMON_SHARE).max(COMMON_LEAST);
    let mut candidates: Vec<(u32, u32)> = Vec::new();
    for run in postings.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        weights.known.push((run[0].0, weight(run.len())));
        if run.len() > common {
            continue;
        }
        for (at, &(_, rank)) in run.iter().enumerate() {
            for &(_, later) in run[at + 1..].iter().take(NEIGHBOURS) {
                candidates.push((rank, later));
            }
        }
    }
    drop(postings);
    candidates.sort_unstable();

    let mut found: Vec<(f64, Pair)> = Vec::new();
    for run in candidates.chunk_by(|a, b| a == b) {
        let (a, b) = (in_time[run[0].0 as usize], in_time[run[0].1 as usize]);
        let (a, b) = (a.min(b), a.max(b));
        if run.len() * 2 >= SHARED_NAMES
            && near(times[a as usize], times[b as usize])
            && let Some((score, part, shared)) =
                alike(&signatures[a as usize], &signatures[b as usize], &weights)
        {
            found.push((score, (a, b, part, shared)));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1.0, x.1.1).cmp(&(y.1.0, y.1.1))));
    let mut kept = vec![0usize; signatures.len()];
    found.retain(|(_, (a, b, ..))| {
        let keep = kept[*a as usize] < LINKS || kept[*b as usize] < LINKS;
        kept[*a as usize] += usize::from(keep);
        kept[*b as usize] += usize::from(keep);
        keep
    });
    found.into_iter().map(|(_, pair)| pair).collect()
}

/// How much two articles share, and what, if it is enough for one story.
fn alike(a: &Signature, b: &Signature, weights: &Weights) -> Option<(f64, f64, Box<[u32]>)> {
    let shared: Box<[u32]> = a.shared_names(b).collect();
    if shared.len() < SHARED_NAMES {
        return None;
    }
    let sum = |names: &[u32]| names.iter().map(|&n| weights.of(n)).sum::<f64>();
    let (weight, least) = (sum(&shared), sum(&a.names).min(sum(&b.names)));
    let part = weight / least.max(1.0);
    (weight >= SHARED_WEIGHT && part >= SHARED_PART).then_some((weight * part, part, shared))
}
