//! Sources in memory, and what is read of them.

use dateline::corpus::{Article, Corpus};
use dateline::error::Notice;

pub(crate) fn memory(name: &str, bytes: &[u8]) -> Corpus {
    let mut corpus = Corpus::empty().unwrap();
    corpus.add_memory(name, bytes);
    corpus
}

/// What is read of a corpus, and what is said of it; each article is the same when it is read again.
pub(crate) fn read(corpus: &Corpus) -> (Vec<Article>, Vec<String>) {
    let (read, notices) = corpus.map(Some(2), Article::clone, |_| {});
    for (origin, article) in &read {
        same(article, &corpus.reopen(origin).unwrap_or_else(|| panic!("{} is gone", article.path)));
    }
    (read.into_iter().map(|(_, article)| article).collect(), notices.iter().map(Notice::to_string).collect())
}

/// All that is read of an article, in order.
pub(crate) fn same(a: &Article, b: &Article) {
    assert_eq!(format!("{a:?}"), format!("{b:?}"));
}
