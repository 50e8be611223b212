//! RSS, Atom, and the export of WordPress, which is RSS with more: an item is an article.

use super::super::record::Record;
use super::tree::{Element, local};
use std::borrow::Cow;

/// Types of posts that are no articles.
const NO_ARTICLES: [&str; 8] = [
    "attachment",
    "nav_menu_item",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_",
];

/// An item of RSS or of a WordPress export; nothing where it is a picture, a menu.
pub(super) fn item(item: &Element<'_>, text: &str, outlet: Option<&str>) -> Option<Record<'static>> {
    let child = |name: &str| item.children().find(|e| e.name == name);
    let words = |name: &str| child(name).and_then(|e| e.words(text)).map(Cow::Owned);
    let whole =
        |name: &str| child(name).map(|e| e.text(text)).filter(|t| !t.trim().is_empty()).map(Cow::Owned);
    if let Some(kind) = words("wp:post_type")
        && NO_ARTICLES.iter().any(|no| kind == *no || no.ends_with('_') && kind.starts_with(no))
    {
        return None;
    }
    // A draft has no date yet.
    let date = |name: &str| words(name).filter(|d: &Cow<str>| !d.starts_with("0000"));
    let source = child("source").and_then(|e| e.words(text)).map(Cow::Owned);
    Some(Record {
        id: words("guid").or_else(|| words("link")),
        published: date("wp:post_date")
            .or_else(|| date("wp:post_date_gmt"))
            .or_else(|| date("pubDate"))
            .or_else(|| date("dc:date"))
            .or_else(|| date("dcterms:issued")),
        updated: date("wp:post_modified")
            .or_else(|| date("atom:updated"))
            .or_else(|| date("dcterms:modified")),
        title: words("title"),
        source: source.or_else(|| words("dc:publisher")).or_else(|| outlet.map(|o| Cow::Owned(o.to_owned()))),
        text: whole("content:encoded").or_else(|| whole("description")),
        status: words("wp:status"),
        made: date("wp:post_modified_gmt"),
        address: words("link"),
        markup: true,
        ..Record::default()
    })
}

/// An entry of Atom.
pub(super) fn entry(entry: &Element<'_>, text: &str, outlet: Option<&str>) -> Record<'static> {
    // What is of another namespace has another prefix.
    let prefix = entry.name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
    let own = |e: &&Element<'_>| e.name.rsplit_once(':').map_or("", |(prefix, _)| prefix) == prefix;
    let child = |name: &str| entry.children().filter(own).find(|e| local(e.name) == name);
    let words = |name: &str| child(name).and_then(|e| e.words(text)).map(Cow::Owned);
    let content = |name: &str| {
        let content = child(name)?;
        let html = match content.attribute("type", text).as_deref() {
            Some("xhtml") => {
                content.children().next().map_or_else(String::new, |div| text[div.span.clone()].to_owned())
            }
            _ => content.text(text),
        };
        (!html.trim().is_empty()).then_some(Cow::Owned(html))
    };
    let from = child("source").and_then(|s| s.child("title")).and_then(|t| t.words(text)).map(Cow::Owned);
    let (published, updated) = (words("published"), words("updated"));
    let own_page = |link: &&Element<'_>| link.attribute("rel", text).is_none_or(|rel| rel == "alternate");
    let link = entry.children().filter(own).filter(|e| local(e.name) == "link").find(own_page);
    Record {
        id: words("id"),
        updated: updated.clone().filter(|_| published.is_some()),
        made: updated.clone(),
        published: published.or(updated),
        title: words("title"),
        source: from.or_else(|| outlet.map(|o| Cow::Owned(o.to_owned()))),
        text: content("content").or_else(|| content("summary")),
        address: link.and_then(|link| link.attribute("href", text)).map(Cow::Owned),
        markup: true,
        ..Record::default()
    }
}
