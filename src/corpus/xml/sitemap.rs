//! Sitemaps: which pages there are, and when they came out.

use super::tree::{Element, Found, local, walk};
use super::{Family, family_of, root};

/// What a sitemap says of a page, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Page {
    pub(in crate::corpus) address: String,
    /// When its news came out.
    pub(in crate::corpus) published: Option<String>,
    /// When it was last changed, if only in its frame.
    pub(in crate::corpus) changed: Option<String>,
}

/// What a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Sitemap {
    Pages(Vec<Page>),
    /// Other sitemaps.
    Sitemaps,
}

/// Whether a document that begins so is a sitemap.
pub(in crate::corpus) fn is_sitemap(head: &str) -> bool {
    root(head).and_then(family_of) == Some(Family::Sitemap)
}

/// The pages that a sitemap names, as far as its markup can be read.
pub(in crate::corpus) fn sitemap(text: &str) -> Sitemap {
    if root(text).map(local) == Some("sitemapindex") {
        return Sitemap::Sitemaps;
    }
    let mut pages = Vec::new();
    // What is wrong with the markup is told where the document is read in its turn.
    let _ = walk(
        text,
        |name, depth| depth == 1 && local(name) == "url",
        |part| {
            if let Found::Element(url) = part {
                pages.extend(page(&url, text));
            }
            true
        },
    );
    Sitemap::Pages(pages)
}

fn page(url: &Element<'_>, text: &str) -> Option<Page> {
    let news = url.child("news").and_then(|news| news.child("publication_date"));
    Some(Page {
        address: url.child("loc")?.words(text)?,
        published: news.and_then(|date| date.words(text)),
        changed: url.child("lastmod").and_then(|date| date.words(text)),
    })
}
