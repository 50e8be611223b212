//! A page out of a crawl: its text, its title and its address.

use super::flat::Flat;
use super::fragment::prose_of_html;
use super::stamp;
use super::layout::is_impossible;
use super::vocabulary::Vocabulary;
use super::{Article, Clue, ClueKind, plain};
use std::sync::Arc;

/// Reads a page that was found at `address`.
pub(super) fn article(
    raw: String,
    path: &Arc<str>,
    address: Option<&str>,
    html: bool,
    v: &Vocabulary,
) -> Result<(Article, Vec<String>), String> {
    if memchr::memchr(0, raw.as_bytes()).is_some() {
        return Err("there is a NUL in it".to_owned());
    }
    let (layout, prose) = if html {
        let mut flat = Flat::default();
        prose_of_html(&raw, 0..raw.len(), &mut flat);
        flat.lay_out(None, v)
    } else {
        let layout = plain::read(&raw, 0, raw.len(), None, v);
        let prose = layout.pieces(&raw);
        (layout, prose)
    };
    let problems = layout.impossible.iter().map(|(_, date)| format!("`{date}` is no date of the calendar")).collect();
    let mut clues = layout.clues;
    let dated = address.and_then(|a| stamp::file_name(a.split(['?', '#']).next().unwrap_or(a)));
    if let Some((stamp, _)) = dated.filter(|(stamp, _)| !is_impossible(*stamp)) {
        clues.push(Clue { kind: ClueKind::FileName, span: None, stamp, zoned: false });
    }
    let article = Article {
        path: Arc::clone(path),
        id: address.map(str::to_owned),
        title: layout.title,
        clues,
        prose,
        raw,
        ..Article::default()
    };
    Ok((article, problems))
}
