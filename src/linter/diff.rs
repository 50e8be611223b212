//! `diff`: what became of the facts of articles between two editions of an archive.

use super::{Linter, Options, Understood};
use crate::corpus::{Article, Corpus, Origin};
use crate::error::Notice;
use crate::facts::attribute::Card;
use crate::facts::story::{Signature, near_copies};
use crate::facts::versions::{self, Comparison, Version};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How two editions are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiffOptions {
    /// The editions are two versions of one file: what it is called says nothing. Otherwise articles are versions of
    /// each other by their ids and their paths, so that both editions should be walked with themselves as the base.
    pub one_file: bool,
    /// Whether to compare numbers and dates that are no known fact, too.
    pub figures: bool,
}

/// Two editions, compared.
#[derive(Debug, Default)]
pub struct Diff {
    /// Articles that are in both and of which something is to be told, in the order of the new edition.
    pub articles: Vec<ArticleDiff>,
    /// Articles that only the new edition has.
    pub added: Vec<Unpaired>,
    /// Articles that only the old edition has.
    pub removed: Vec<Unpaired>,
    /// How many articles are in both.
    pub compared: u64,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// An article that is in both editions.
#[derive(Debug)]
pub struct ArticleDiff {
    /// Its old version.
    pub old: Card,
    /// Where that was read.
    pub old_origin: Origin,
    /// Its new version.
    pub new: Card,
    /// Where that was read.
    pub new_origin: Origin,
    /// What differs.
    pub comparison: Comparison,
}

/// An article that is in one edition only.
#[derive(Debug)]
pub struct Unpaired {
    /// The article.
    pub card: Card,
    /// How many facts it states.
    pub facts: u64,
}

/// What an article is known by before it is understood.
struct Known {
    path: std::sync::Arc<str>,
    id: Option<String>,
    line: Option<u32>,
    /// Of all that could change what is understood.
    content: u64,
}

impl Linter {
    /// Compares two editions: articles that are the same byte for byte are not even read for facts.
    ///
    /// Articles are versions of each other when they state the same id; else when they have the same path; else when
    /// they are the same under another path; else when they are near-copies.
    ///
    /// ```
    /// use dateline::{Corpus, DiffOptions, Linter, Options, Text};
    ///
    /// let edition = |members: u32| {
    ///     let text = format!("The Hanse Compact, which has {members} members, meets in Rostock.");
    ///     Corpus::from_texts([Text { name: "a.txt".into(), text, published: Some("2019-06-03".into()) }])
    /// };
    /// let (old, new) = (edition(14)?, edition(15)?);
    /// let diff = Linter::builtin()?.diff(&old, &new, DiffOptions::default(), &Options::default());
    /// let change = &diff.articles[0].comparison.changes[0];
    /// assert_eq!(change.old.as_ref().unwrap().value, "14");
    /// assert_eq!(change.new.as_ref().unwrap().value, "15");
    /// # Ok::<(), dateline::error::Error>(())
    /// ```
    pub fn diff(&self, old: &Corpus, new: &Corpus, how: DiffOptions, options: &Options<'_>) -> Diff {
        let tick = |bytes| options.read(bytes);
        let ((before, mut notices), (after, more)) =
            (old.map(options.jobs, known, tick), new.map(options.jobs, known, tick));
        notices.extend(more);
        let (origins_old, before): (Vec<Origin>, Vec<Known>) = before.into_iter().unzip();
        let (origins_new, after): (Vec<Origin>, Vec<Known>) = after.into_iter().unzip();
        let mut matching = Matching::new(&before, &after);
        matching.by_name(how.one_file);
        let (left_old, left_new) = matching.left();
        let lone = |corpus: &Corpus, origins: &[Origin], left: &[usize]| -> Vec<Option<Lone>> {
            left.par_iter().map(|&i| self.lone(corpus, &origins[i])).collect()
        };
        let (lone_old, lone_new) = (lone(old, &origins_old, &left_old), lone(new, &origins_new, &left_new));
        matching.by_likeness((&left_old, &lone_old), (&left_new, &lone_new));
        let pairs = matching.pairs();
        let compared = pairs.len() as u64;
        let differing: Vec<(usize, usize)> =
            pairs.into_iter().filter(|&(i, j)| before[i].content != after[j].content).collect();
        let both = differing.par_iter().map(|&(i, j)| {
            let (one, two) = (self.open(old, &origins_old[i])?, self.open(new, &origins_new[j])?);
            let comparison = versions::compare(&version(&one), &version(&two), how.figures);
            let english = [one.english, two.english];
            let (old_origin, new_origin) = (origins_old[i], origins_new[j]);
            Some((ArticleDiff { old: one.card, old_origin, new: two.card, new_origin, comparison }, english))
        });
        let both: Vec<Option<(ArticleDiff, [bool; 2])>> = both.collect();
        let mut articles = Vec::new();
        for (made, &(i, j)) in both.into_iter().zip(&differing) {
            let sides = [&before[i], &after[j]];
            let Some((article, english)) = made else {
                notices.extend(sides.map(|known| notice(known, "it has changed while it was read")));
                continue;
            };
            let foreign = sides.into_iter().zip(english).filter(|(_, english)| !english);
            notices.extend(
                foreign.map(|(known, _)| notice(known, "not in English; no fact is looked for in it")),
            );
            articles.extend(article.is_news().then_some(article));
        }
        let unpaired = |lone: Vec<Option<Lone>>, left: &[usize], taken: &[bool]| -> Vec<Unpaired> {
            let left = lone.into_iter().zip(left).filter(|&(_, &i)| !taken[i]);
            left.filter_map(|(lone, _)| lone.map(|l| Unpaired { card: l.card, facts: l.facts })).collect()
        };
        let added = unpaired(lone_new, &left_new, &matching.taken_new);
        let removed = unpaired(lone_old, &left_old, &matching.taken_old);
        notices.sort();
        notices.dedup();
        Diff { articles, added, removed, compared, notices }
    }

    fn open(&self, corpus: &Corpus, origin: &Origin) -> Option<Understood> {
        corpus.reopen(origin).map(|article| self.understand(&article))
    }

    /// An article whose counterpart is not known by its name.
    fn lone(&self, corpus: &Corpus, origin: &Origin) -> Option<Lone> {
        let understood = self.open(corpus, origin)?;
        let masked = super::check::masked(&understood);
        Some(Lone {
            signature: Signature::new(&self.story_words, &understood.clean, &masked),
            facts: understood.facts.len() as u64,
            card: understood.card,
        })
    }
}

fn notice(known: &Known, message: &str) -> Notice {
    Notice { path: known.path.to_string(), line: known.line, message: message.to_owned() }
}

fn version(understood: &Understood) -> Version<'_> {
    Version {
        clean: &understood.clean,
        facts: &understood.facts,
        times: &understood.times,
        quantities: &understood.quantities,
        published: &understood.card.published,
        corrected: &understood.corrected,
    }
}

impl Diff {
    /// Whether a fact appeared, vanished or changed in an article that both editions have.
    pub fn has_changed_facts(&self) -> bool {
        self.articles.iter().any(|a| a.comparison.changes.iter().any(|c| c.kind.is_of_fact()))
    }
}

impl ArticleDiff {
    fn is_news(&self) -> bool {
        !self.comparison.changes.is_empty() || self.comparison.published.is_some()
    }
}

struct Lone {
    card: Card,
    facts: u64,
    signature: Signature,
}

fn known(article: &Article) -> Known {
    let mut hasher = DefaultHasher::new();
    (&article.raw, article.title_from, article.title, &article.outlet, &article.story).hash(&mut hasher);
    for clue in &article.clues {
        (clue.kind, clue.span, clue.stamp, clue.zoned).hash(&mut hasher);
    }
    Known { path: article.path.clone(), id: article.id.clone(), line: article.line, content: hasher.finish() }
}

/// Which article of the old edition is which of the new one.
struct Matching<'a> {
    before: &'a [Known],
    after: &'a [Known],
    new_of: Vec<Option<usize>>,
    taken_old: Vec<bool>,
    taken_new: Vec<bool>,
}

impl<'a> Matching<'a> {
    fn new(before: &'a [Known], after: &'a [Known]) -> Self {
        Matching {
            before,
            after,
            new_of: vec![None; before.len()],
            taken_old: vec![false; before.len()],
            taken_new: vec![false; after.len()],
        }
    }

    fn by_name(&mut self, one_file: bool) {
        let path = |known: &'a Known| if one_file { "" } else { &*known.path };
        self.by(|known| known.id.as_deref().map(|id| (path(known), id)), false);
        self.by(|known| known.id.as_deref().map(|id| ("", id)), true);
        self.by(|known| known.line.is_none().then(|| (path(known), "")), false);
        self.by(|known| Some(known.content), false);
    }

    /// Joins the first article of a key with the first, the second with the second; only where each edition has but one
    /// of the key, if `alone`.
    fn by<K: Ord>(&mut self, key: impl Fn(&'a Known) -> Option<K>, alone: bool) {
        let mut groups: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
        let sides = [(self.before, &self.taken_old), (self.after, &self.taken_new)];
        for (side, (known, taken)) in sides.into_iter().enumerate() {
            for (index, known) in known.iter().enumerate().filter(|&(index, _)| !taken[index]) {
                if let Some(key) = key(known) {
                    groups.entry(key).or_default()[side].push(index);
                }
            }
        }
        for [old, new] in groups.into_values().filter(|[a, b]| !alone || (a.len() == 1 && b.len() == 1)) {
            old.into_iter().zip(new).for_each(|(i, j)| self.join(i, j));
        }
    }

    fn join(&mut self, old: usize, new: usize) {
        (self.taken_old[old], self.taken_new[new], self.new_of[old]) = (true, true, Some(new));
    }

    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let left = |taken: &[bool]| (0..taken.len()).filter(|&i| !taken[i]).collect();
        (left(&self.taken_old), left(&self.taken_new))
    }

    /// Joins near-copies, the most alike first.
    fn by_likeness(&mut self, old: (&[usize], &[Option<Lone>]), new: (&[usize], &[Option<Lone>])) {
        /// Copies of one text that are compared each with each.
        const MOST: usize = 200;
        let sides = [old, new];
        let all: Vec<(usize, usize, &Lone)> = (0..2)
            .flat_map(|side| {
                let (left, lone) = sides[side];
                left.iter().zip(lone).filter_map(move |(&i, lone)| Some((side, i, lone.as_ref()?)))
            })
            .collect();
        let signatures: Vec<Signature> = all.iter().map(|(.., lone)| lone.signature.clone()).collect();
        let mut groups: BTreeMap<u32, [Vec<usize>; 2]> = BTreeMap::new();
        for (at, group) in near_copies(&signatures).into_iter().enumerate() {
            groups.entry(group).or_default()[all[at].0].push(at);
        }
        for [old, new] in groups.into_values() {
            let mut pairs = Vec::new();
            for &a in old.iter().take(MOST) {
                for &b in new.iter().take(MOST) {
                    pairs.push((signatures[a].overlap(&signatures[b]), all[a].1, all[b].1));
                }
            }
            pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1 + x.2).cmp(&(y.1 + y.2))));
            for (_, i, j) in pairs {
                if !self.taken_old[i] && !self.taken_new[j] {
                    self.join(i, j);
                }
            }
        }
    }

    /// The pairs, in the order of the new edition.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let joined = self.new_of.iter().enumerate().filter_map(|(i, j)| Some((i, (*j)?)));
        let mut pairs: Vec<(usize, usize)> = joined.collect();
        pairs.sort_by_key(|&(i, j)| (j, i));
        pairs
    }
}
