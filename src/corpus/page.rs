//! A page out of a crawl: its text and its address.

use super::html;
use super::layout::is_impossible;
use super::record::Told;
use super::stamp;
use super::vocabulary::Vocabulary;
use super::{Article, Clue, ClueKind, plain};
use std::sync::Arc;

/// Reads a page that was found at `address`, which is its id.
pub(super) fn article(
    raw: String,
    path: &Arc<str>,
    address: Option<&str>,
    html: bool,
    v: &Vocabulary,
) -> Result<Told, String> {
    let binary = if html { html::is_binary(&raw) } else { memchr::memchr(0, raw.as_bytes()).is_some() };
    if binary {
        return Err("there is a NUL in it".to_owned());
    }
    let mut article =
        Article { path: Arc::clone(path), id: address.map(str::to_owned), ..Article::default() };
    let impossible = if html {
        // Lists of articles are an ordinary part of a crawl: no notice is made of them.
        let read = html::read(&raw, 0, v);
        (article.title, article.outlet) = (read.title, read.outlet);
        (article.clues, article.prose, article.addresses) = (read.clues, read.prose, read.addresses);
        article.ignores = read.ignores;
        read.impossible
    } else {
        let layout = plain::read(&raw, 0, raw.len(), None, v);
        article.prose = layout.pieces(&raw);
        (article.title, article.clues) = (layout.title, layout.clues);
        layout.impossible
    };
    // Where the page does not say its own address, it is the one it was found at.
    if !article.clues.iter().any(|clue| clue.kind == ClueKind::Address) {
        let dated = address.and_then(|a| stamp::file_name(a.split(['?', '#']).next().unwrap_or(a)));
        if let Some((stamp, _)) = dated.filter(|(stamp, _)| !is_impossible(*stamp)) {
            article.clues.push(Clue { kind: ClueKind::Address, span: None, stamp, zoned: false });
        }
    }
    article.addresses.extend(address.map(Box::from));
    article.raw = raw;
    let problems =
        impossible.into_iter().map(|(_, date)| format!("`{date}` is no date of the calendar")).collect();
    Ok((article, problems))
}
