//! The `json` and `jsonl` formats of a comparison, stable and versioned as that of findings.

use super::{
    DiffSummary, DiffView, Place, ShownArticle, ShownChange, ShownLone, ShownPassage, ShownVersion, Side,
};
use crate::report::{Days, escaped};
use serde::Serialize;
use std::io::{self, Write};

/// The version of the format.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: &'a DiffSummary,
    articles: Vec<ArticleLine<'a>>,
    added: &'a [ShownLone],
    removed: &'a [ShownLone],
    notices: Vec<NoticeLine<'a>>,
}

#[derive(Serialize)]
struct NoticeLine<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    message: &'a str,
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    old: &'a ShownVersion,
    new: &'a ShownVersion,
    redated: bool,
    moved: u32,
    changes: Vec<ChangeLine<'a>>,
}

#[derive(Serialize)]
struct ChangeLine<'a> {
    kind: &'static str,
    rule: Option<&'a str>,
    title: &'a str,
    noted: bool,
    old: Option<SideLine<'a>>,
    new: Option<SideLine<'a>>,
}

#[derive(Serialize)]
struct SideLine<'a> {
    subject: Option<&'a str>,
    facet: Option<&'a str>,
    value: Option<&'a str>,
    modality: Option<&'static str>,
    text: Option<&'a str>,
    #[serde(flatten)]
    place: Option<Place>,
    /// The line of a sentence that states nothing itself.
    #[serde(rename = "line", skip_serializing_if = "Option::is_none")]
    alone: Option<u32>,
    sentence: Option<String>,
}

/// Writes a comparison as one JSON document.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &DiffView, out: &mut dyn Write) -> io::Result<()> {
    let notice = |n: &'_ crate::error::Notice| (n.path.clone(), n.line, n.message.clone());
    let notices: Vec<_> = view.notices.iter().map(notice).collect();
    let document = Document {
        version: VERSION,
        summary: &view.summary,
        articles: view.articles.iter().map(article).collect(),
        added: &view.added,
        removed: &view.removed,
        notices: notices
            .iter()
            .map(|(path, line, message)| NoticeLine { path, line: *line, message })
            .collect(),
    };
    escaped::write_pretty(&document, out)
}

fn article(article: &ShownArticle) -> ArticleLine<'_> {
    ArticleLine {
        old: &article.old,
        new: &article.new,
        redated: article.redated,
        moved: article.moved,
        changes: article.changes.iter().map(change).collect(),
    }
}

fn change(change: &ShownChange) -> ChangeLine<'_> {
    ChangeLine {
        kind: change.kind.name(),
        rule: change.rule.as_deref(),
        title: &change.title,
        noted: change.noted,
        old: side(change.old.as_ref(), change.before.as_ref()),
        new: side(change.new.as_ref(), change.after.as_ref()),
    }
}

fn side<'a>(side: Option<&'a Side>, passage: Option<&ShownPassage>) -> Option<SideLine<'a>> {
    if side.is_none() && passage.is_none() {
        return None;
    }
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    let stated = side.map(|s| &s.stated);
    Some(SideLine {
        subject: stated.and_then(|s| some(&s.subject)),
        facet: stated.and_then(|s| some(&s.facet)),
        value: stated.map(|s| s.value.as_str()),
        modality: stated.and_then(|s| s.modality).map(crate::report::facts::modality),
        text: side.map(|s| s.text.as_str()),
        place: side.map(|s| s.place),
        alone: if side.is_none() { passage.map(|p| p.line) } else { None },
        sentence: passage.map(|p| p.words.iter().map(|w| w.text.as_str()).collect()),
    })
}

/// A line of `jsonl`: a change with its article, or what became of an article.
#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    noted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<u64>,
    old: Option<VersionLine<'a>>,
    new: Option<VersionLine<'a>>,
}

#[derive(Serialize)]
struct VersionLine<'a> {
    path: &'a str,
    article: &'a str,
    published: Days,
    #[serde(flatten)]
    side: Option<SideLine<'a>>,
}

/// Writes a comparison as JSON Lines: the changes, publication dates that changed, articles added and removed.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(view: &DiffView, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |line: &Line<'_>| {
        escaped::write(line, out)?;
        out.write_all(b"\n")
    };
    fn version<'a>(version: &'a ShownVersion, side: Option<SideLine<'a>>) -> Option<VersionLine<'a>> {
        let ShownVersion { path, article, published, .. } = version;
        Some(VersionLine { path, article, published: *published, side })
    }
    let bare = || Line { kind: "", rule: None, title: None, noted: None, facts: None, old: None, new: None };
    for article in &view.articles {
        let (old, new) = (&article.old, &article.new);
        if article.redated {
            line(&Line { kind: "published", old: version(old, None), new: version(new, None), ..bare() })?;
        }
        for shown in &article.changes {
            let ChangeLine { kind, rule, title, noted, old: before, new: after } = change(shown);
            line(&Line {
                kind,
                rule,
                title: Some(title),
                noted: Some(noted),
                facts: None,
                old: version(old, before),
                new: version(new, after),
            })?;
        }
    }
    for lone in &view.added {
        let new = version(&lone.version, None);
        line(&Line { kind: "added", facts: Some(lone.facts), new, ..bare() })?;
    }
    for lone in &view.removed {
        let old = version(&lone.version, None);
        line(&Line { kind: "removed", facts: Some(lone.facts), old, ..bare() })?;
    }
    Ok(())
}
