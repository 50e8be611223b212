//! `stories`: which articles of a corpus report the same event, and why we think so.

use super::{Linter, Options};
use crate::corpus::{Corpus, Origin};
use crate::facts::attribute::{ArticleId, Card};
use crate::facts::story::{Evidence, Link, Signature, Story, StoryList, Tie, TiedBy, stories};
use crate::text::CleanText;
use std::collections::BTreeMap;

impl Linter {
    /// Finds the stories of a corpus.
    pub fn stories(&self, corpus: &Corpus, options: &Options<'_>) -> StoryList {
        let (read, notices) = self.each(corpus, options, |_, understood| {
            let masked = super::check::masked(&understood);
            (Signature::new(&self.story_words, &understood.clean, &masked), understood.card)
        });
        let (mut cards, mut origins, mut signatures) = (Vec::new(), Vec::new(), Vec::new());
        for (id, (origin, (signature, card))) in (0..).map(ArticleId).zip(read) {
            cards.push(Card { id, ..card });
            origins.push(origin);
            signatures.push(signature);
        }
        let found = stories(&cards, &signatures);
        let mut links: BTreeMap<u32, Vec<&Link>> = BTreeMap::new();
        for link in &found.links {
            let (a, b) = (found.of[link.a.0 as usize], found.of[link.b.0 as usize]);
            // A link between two stories that did not become one explains neither.
            if a == b {
                links.entry(a.0.0).or_default().push(link);
            }
        }
        let list = found.shared().into_iter().map(|articles| {
            let first = articles[0].0;
            let ties = links.remove(&first).unwrap_or_default();
            Story {
                given: cards[first as usize].story.clone(),
                links: self.ties(corpus, &origins, &ties),
                articles,
            }
        });
        StoryList { stories: list.collect(), cards, notices }
    }

    /// The links with the names in words, each article read again once at most in a row.
    fn ties(&self, corpus: &Corpus, origins: &[Origin], links: &[&Link]) -> Vec<Tie> {
        let mut open: Option<(ArticleId, CleanText)> = None;
        let tie = |link: &&Link| {
            let by = match &link.evidence {
                Evidence::NearCopy(share) => TiedBy::NearCopy(*share),
                Evidence::Names(_) => {
                    if open.as_ref().is_none_or(|(id, _)| *id != link.a) {
                        let article = origins.get(link.a.0 as usize).and_then(|o| corpus.reopen(o));
                        open = article.map(|article| (link.a, self.language.clean(&article)));
                    }
                    let names = open.as_ref().map(|(_, clean)| link.names(&self.story_words, clean));
                    TiedBy::Names(names.unwrap_or_default().into_iter().map(str::to_owned).collect())
                }
            };
            Tie { a: link.a, b: link.b, by }
        };
        links.iter().map(tie).collect()
    }
}
