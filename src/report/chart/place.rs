//! Where a fact stands, for a reader.

use crate::corpus::Article;
use crate::facts::attribute::Card;
use crate::report::locate::Locator;
use crate::report::view::article_name;
use crate::span::{Raw, Span};

/// An article's name, a line, the words.
pub(crate) struct Place {
    pub(crate) article: String,
    pub(crate) line: u32,
    pub(crate) words: String,
}

impl Place {
    /// Of a span; without the article, which may be gone by now, there are no words, and the line is the container's or 1.
    pub(crate) fn of(card: Option<&Card>, article: Option<&Article>, span: Span<Raw>) -> Self {
        let in_container = card.and_then(|card| card.line);
        let line = || article.map_or(1, |article| Locator::new(&article.raw).place(span.start).line);
        Place {
            article: card.map_or_else(String::new, article_name),
            line: in_container.unwrap_or_else(line),
            words: article.map_or_else(String::new, |article| span.cut(&article.raw).to_owned()),
        }
    }
}
