//! Stories as they are shown, each with its reasons.

use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card};
use std::sync::Arc;

/// What a corpus tells together.
#[derive(Debug, Default)]
pub struct StoryList {
    /// The articles, by [`ArticleId`].
    pub cards: Vec<Card>,
    /// Stories of two articles and more, by their first article.
    pub stories: Vec<Story>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// Articles that report the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its name, where it was given with the articles.
    pub given: Option<Arc<str>>,
    /// Its articles, in the order of the corpus.
    pub articles: Vec<ArticleId>,
    /// Why they are one story; nothing for a story that was given.
    pub links: Vec<Tie>,
}

/// Two articles, and what ties them.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// The one read first.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// Why.
    pub by: TiedBy,
}

/// What ties two articles.
#[derive(Clone, Debug, PartialEq)]
pub enum TiedBy {
    /// They are versions of one text; the estimated share of the shorter that the longer repeats, from 0 to 1.
    NearCopy(f64),
    /// They share names that are rare in the corpus, and were published in the same days.
    Names(Vec<String>),
}
