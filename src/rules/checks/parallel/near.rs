//! Which sentences of a story may say the same of the same: those that share rare words, found by an inverted index.

use super::super::ReadArticle;
use super::words::ParallelWords;
use crate::facts::attribute::{ArticleId, Card};
use crate::facts::story::Stories;
use crate::text::Shape;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words kept of a sentence.
const KEYS: usize = 12;
/// Sentences kept of an article.
const SENTENCES: usize = 200;
/// Sentences of a small story, in which every two are compared.
const SMALL: usize = 24;
/// Sentences with a word that a sentence is compared with: the next ones of other articles.
const NEIGHBOURS: usize = 4;
/// Articles that an article is compared with.
const PARTNERS: usize = 3;
/// Words that two sentences must share in a story that was found: they are to be nearly the same. In a story that is
/// given one word is enough.
const SHARED_FOUND: usize = 6;
const SHARED_GIVEN: usize = 1;
/// In a story that is given, but with an article of more sentences with values than [`FEW`].
const SHARED_LONG: usize = 4;
const FEW: usize = 4;

/// The words of an article's sentences that give a value.
#[derive(Clone, Debug, Default)]
pub struct Keys(Vec<(u32, Box<[u32]>)>);

/// The words by which the sentences of an article are found again; `masked` are its numbers and dates in order.
pub fn keys(words: &ParallelWords, reading: &ReadArticle, masked: &[Range<u32>]) -> Keys {
    let mut found = Vec::new();
    let mut next = 0;
    for (index, sentence) in (0u32..).zip(&reading.clean.sentences) {
        while masked.get(next).is_some_and(|m| m.start < sentence.tokens.start) {
            next += 1;
        }
        let tokens = &reading.clean.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
        let marked = masked.get(next).is_some_and(|m| m.start < sentence.tokens.end);
        if !marked && !tokens.iter().any(|t| t.shape == Shape::Digits) {
            continue;
        }
        let mut kept: Vec<u32> = tokens
            .iter()
            .filter(|t| t.is_word() && t.span.len() > 3 && !words.is_empty(t.hash))
            .map(|t| t.hash)
            .collect();
        kept.sort_unstable();
        kept.dedup();
        kept.truncate(KEYS);
        found.push((index, kept.into()));
        if found.len() == SENTENCES {
            break;
        }
    }
    Keys(found)
}

/// Two articles, and the sentences of the first and the second that may say the same.
pub type Meeting = (ArticleId, ArticleId, Vec<(u32, u32)>);

/// The sentences of different articles of one story that share words. Every sentence meets a bounded number of others.
pub fn meetings(cards: &[Card], stories: &Stories, keys: &[Keys]) -> Vec<Meeting> {
    let mut found = Vec::new();
    for articles in stories.shared() {
        let mut articles: Vec<usize> = articles.iter().map(|id| id.0 as usize).collect();
        articles.sort_by_key(|&i| {
            let day = cards[i].published.when.high.limit();
            (day.is_none(), day, i)
        });
        let given = cards[articles[0]].story.is_some();
        in_story(&articles, given, cards, stories, keys, &mut found);
    }
    found.sort();
    found
}

fn in_story(
    articles: &[usize],
    given: bool,
    cards: &[Card],
    stories: &Stories,
    keys: &[Keys],
    found: &mut Vec<Meeting>,
) {
    let sentences: Vec<(usize, usize)> = articles
        .iter()
        .flat_map(|&article| (0..keys[article].0.len()).map(move |at| (article, at)))
        .collect();
    let apart = |x: usize, y: usize| x != y && (given || stories.copies[x] != stories.copies[y]);
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if given && sentences.len() <= SMALL {
        for (i, x) in sentences.iter().enumerate() {
            for (j, y) in sentences.iter().enumerate().skip(i + 1) {
                if apart(x.0, y.0) {
                    pairs.push((number(i), number(j)));
                }
            }
        }
    } else {
        let mut postings: Vec<(u32, u32)> = (0usize..)
            .zip(&sentences)
            .flat_map(|(at, &(article, sentence))| {
                keys[article].0[sentence].1.iter().map(move |&key| (key, number(at)))
            })
            .collect();
        postings.sort_unstable();
        let mut met: Vec<(u32, u32)> = Vec::new();
        for run in postings.chunk_by(|a, b| a.0 == b.0) {
            for (at, &(_, x)) in run.iter().enumerate() {
                let others = run[at + 1..].iter().take(4 * NEIGHBOURS);
                let others = others.filter(|y| apart(sentences[x as usize].0, sentences[y.1 as usize].0));
                met.extend(others.take(NEIGHBOURS).map(|&(_, y)| (x, y)));
            }
        }
        met.sort_unstable();
        let long = |sentence: u32| keys[sentences[sentence as usize].0].0.len() > FEW;
        let least = |(x, y): (u32, u32)| match given {
            false => SHARED_FOUND,
            true if long(x) || long(y) => SHARED_LONG,
            true => SHARED_GIVEN,
        };
        pairs.extend(met.chunk_by(|a, b| a == b).filter(|run| run.len() >= least(run[0])).map(|run| run[0]));
    }
    let mut by_articles: BTreeMap<(usize, usize), Vec<(u32, u32)>> = BTreeMap::new();
    for (x, y) in pairs {
        let ((a, i), (b, j)) = (sentences[x as usize], sentences[y as usize]);
        by_articles.entry((a, b)).or_default().push((keys[a].0[i].0, keys[b].0[j].0));
    }
    let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
    let mut ranked: Vec<_> = by_articles.into_iter().collect();
    ranked.sort_by_key(|(articles, pairs)| (std::cmp::Reverse(pairs.len()), *articles));
    for ((a, b), pairs) in ranked {
        let full = |article: usize| partners.get(&article).is_some_and(|&n| n >= PARTNERS);
        if full(a) && full(b) {
            continue;
        }
        *partners.entry(a).or_default() += 1;
        *partners.entry(b).or_default() += 1;
        found.push((cards[a].id, cards[b].id, pairs));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dating::Published;
    use crate::facts::story::StoryId;

    fn card(index: usize) -> Card {
        Card {
            id: ArticleId(u32::try_from(index).unwrap()),
            path: "corpus".into(),
            name: None,
            line: None,
            outlet: None,
            story: Some("one".into()),
            published: Published::unknown(),
        }
    }

    /// The sentences of `articles` in one story, each of two sentences that share all their words with all others.
    fn met(articles: usize) -> (usize, usize) {
        let cards: Vec<Card> = (0..articles).map(card).collect();
        let copies = (0u32..).take(articles).collect();
        let of = vec![StoryId(ArticleId(0)); articles];
        let stories = Stories { of, copies, ..Stories::default() };
        let words: Box<[u32]> = (0..12).collect();
        let keys = vec![Keys(vec![(0, words.clone()), (1, words)]); articles];
        let meetings = meetings(&cards, &stories, &keys);
        (meetings.len(), meetings.iter().map(|m| m.2.len()).sum())
    }

    #[test]
    fn a_hot_story_grows_with_its_articles() {
        let (few, many) = (met(2_000), met(20_000));
        assert!(few.0 > 0 && few.1 > 0);
        assert!(many.0 <= 20_000 * PARTNERS, "{many:?}");
        assert!(many.1 <= 10 * few.1 + few.1 / 10, "{few:?} {many:?}");
    }

    #[test]
    fn a_story_of_two_short_texts_is_compared_whole() {
        let cards = [card(0), card(1)];
        let stories =
            Stories { of: vec![StoryId(ArticleId(0)); 2], copies: vec![0, 1], ..Stories::default() };
        let keys = [Keys(vec![(0, [1].into()), (3, [2].into())]), Keys(vec![(0, [7].into())])];
        assert_eq!(meetings(&cards, &stories, &keys), [(ArticleId(0), ArticleId(1), vec![(0, 0), (3, 0)])]);
    }
}
