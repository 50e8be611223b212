//! What a page says of itself where readers do not look: `meta`, `link`, JSON-LD, microdata.

use super::linked_data::{self, Item};
use super::sheet::{self, decode};
use super::tag::{Key, Tag};
use super::tree::Tree;
use super::words::{About, Words};
use crate::span::{Raw, Span};

/// A stated value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) text: String,
    pub(super) span: Span<Raw>,
}

/// A stated date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) about: About,
    pub(super) text: String,
    pub(super) span: Span<Raw>,
    /// Whether it is in the body of the page.
    pub(super) node: u32,
}

/// The metadata of a page.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// What the metadata call the article, the best first.
    pub(super) headlines: Vec<Stated>,
    /// The `<title>`.
    pub(super) window: Option<Stated>,
    pub(super) summaries: Vec<Stated>,
    pub(super) outlet: Option<String>,
    pub(super) language: String,
    /// Links of the page to itself.
    pub(super) addresses: Vec<Stated>,
    canonical: bool,
    /// Dates in `meta` elements.
    pub(super) meta: Vec<Dated>,
    /// Dates in microdata.
    pub(super) microdata: Vec<Dated>,
    /// `<time>` elements and what stands in for them.
    pub(super) times: Vec<Dated>,
    pub(super) items: Vec<Item>,
}

/// So many headlines and addresses of a page are looked at.
const MOST: usize = 8;

/// Reads the metadata of a page.
pub(super) fn read(tree: &Tree, words: &Words) -> Head {
    let mut head = Head::default();
    for node in 0..crate::corpus::whole::narrow(tree.nodes.len()) {
        let Some(tag) = tree.tag(node) else { continue };
        match tag {
            Tag::META => head.meta(tree, node, words),
            Tag::LINK => head.link(tree, node),
            Tag::TITLE if head.window.is_none() && !tree.ancestors(node).any(|n| tree.is(n, Tag::SVG)) => {
                let sheet = sheet::plain(tree.page, tree.texts(node));
                if let Some(span) = sheet.raw(0..sheet.text.len()) {
                    head.window = Some(Stated { text: sheet.text, span });
                }
            }
            Tag::HTML | Tag::BODY if head.language.is_empty() => {
                let lang = [Key::Lang, Key::XmlLang].map(|k| tree.value(node, k));
                head.language = lang.into_iter().find(|l| !l.is_empty()).unwrap_or("").to_owned();
            }
            Tag::SCRIPT if tree.value(node, Key::Type).to_ascii_lowercase().contains("ld+json") => {
                for script in tree.texts(node) {
                    head.items.extend(linked_data::read(tree.page, script, words));
                }
            }
            _ => head.element(tree, node, tag, words),
        }
    }
    head.items_to_headlines(tree.page);
    head.headlines.truncate(MOST);
    head.summaries.truncate(MOST);
    head.addresses.truncate(MOST);
    head
}

impl Head {
    fn meta(&mut self, tree: &Tree, node: u32, words: &Words) {
        let Some((content, span)) =
            tree.attribute(node, Key::Content).or_else(|| tree.attribute(node, Key::DateTime))
        else {
            return;
        };
        if content.trim().is_empty() {
            return;
        }
        let names =
            [Key::Property, Key::Name, Key::ItemProp, Key::HttpEquiv].map(|k| (k, tree.value(node, k)));
        for (key, name) in names.into_iter().filter(|(_, n)| !n.is_empty()) {
            if key == Key::HttpEquiv && !name.eq_ignore_ascii_case("last-modified") {
                continue;
            }
            let Some(about) = words.about(name) else {
                if name.eq_ignore_ascii_case("og:locale") && !self.language.contains('-') {
                    self.language = content.to_owned();
                }
                continue;
            };
            let stated = || Stated { text: decode(content.trim()), span };
            match about {
                About::Published | About::Dated | About::Modified => {
                    let dated = Dated { about, text: decode(content.trim()), span, node };
                    match key {
                        Key::ItemProp => self.microdata.push(dated),
                        _ => self.meta.push(dated),
                    }
                }
                About::Headline if key != Key::ItemProp => self.headlines.push(stated()),
                About::Summary if key != Key::ItemProp => self.summaries.push(stated()),
                About::Outlet
                    if key != Key::ItemProp && content.len() <= 100 && !content.starts_with("http") =>
                {
                    self.outlet.get_or_insert_with(|| decode(content.trim()));
                }
                About::Address => self.addresses.push(stated()),
                _ => {}
            }
            break;
        }
    }

    fn link(&mut self, tree: &Tree, node: u32) {
        if tree.value(node, Key::Rel).split_whitespace().any(|r| r.eq_ignore_ascii_case("canonical"))
            && let Some((href, span)) = tree.attribute(node, Key::Href).filter(|(h, _)| !h.trim().is_empty())
        {
            let stated = Stated { text: decode(href.trim()), span };
            // The first such link is the address; one that follows is worth no more than another statement.
            if !std::mem::replace(&mut self.canonical, true) {
                self.addresses.insert(0, stated);
            }
        }
    }

    /// Microdata and `<time>` in the body.
    fn element(&mut self, tree: &Tree, node: u32, tag: Tag, words: &Words) {
        let property = tree.value(node, Key::ItemProp);
        let about = property
            .split_whitespace()
            .chain(tree.value(node, Key::Property).split_whitespace())
            .find_map(|p| words.about(p));
        let dates = matches!(about, Some(About::Published | About::Modified | About::Dated));
        if !(dates || tag == Tag::TIME || tag == Tag::ABBR) {
            return;
        }
        let attribute =
            tree.attribute(node, Key::DateTime).or_else(|| tree.attribute(node, Key::Content)).or_else(
                || tree.attribute(node, Key::Title).filter(|(t, _)| t.bytes().any(|b| b.is_ascii_digit())),
            );
        let written = match attribute.filter(|(text, _)| text.trim().len() >= 6) {
            Some((text, span)) => Some((decode(text.trim()), span)),
            None if tag != Tag::ABBR => {
                let sheet = sheet::plain(tree.page, tree.texts(node).take(8));
                sheet
                    .raw(0..sheet.text.len())
                    .filter(|_| sheet.text.len() <= 120)
                    .map(|span| (sheet.text, span))
            }
            None => None,
        };
        let Some((text, span)) = written else { return };
        let dated = Dated { about: about.filter(|_| dates).unwrap_or(About::Dated), text, span, node };
        if dates {
            self.microdata.push(dated);
        } else {
            self.times.push(dated);
        }
    }

    /// Headlines of linked data come after those of `meta`; the article's own item comes first.
    fn items_to_headlines(&mut self, page: &str) {
        self.items.sort_by_key(|i| !i.is_article);
        for item in self.items.iter().filter(|i| i.is_article) {
            for (span, list) in
                [(item.headline, &mut self.headlines), (item.description, &mut self.summaries)]
            {
                if let Some(span) = span {
                    let text = linked_data::decode(span.cut(page));
                    if !text.trim().is_empty() {
                        list.push(Stated { text, span });
                    }
                }
            }
            if let (None, Some(span)) = (&self.outlet, item.publisher) {
                self.outlet = Some(linked_data::decode(span.cut(page)))
                    .filter(|o| !o.starts_with("http") && !o.trim().is_empty());
            }
        }
        if self.headlines.is_empty() {
            self.headlines.extend(self.window.clone());
        }
    }
}
