//! The lines of a page that a reader sees, each with the element it is in and how much of it is links.

use super::sheet::Sheet;
use super::tag::{Key, Tag};
use super::tree::{Kind, Tree};
use super::words::{Hints, Words};
use crate::corpus::whole::narrow;
use crate::span::{Raw, Span};
use std::collections::HashMap;
use std::ops::Range;

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where it stands in the sheet.
    pub(super) text: Range<usize>,
    /// The innermost block element that it is in.
    pub(super) owner: u32,
    /// Its first text.
    pub(super) node: u32,
    /// How many characters it has, white space aside.
    pub(super) chars: u32,
    /// How many of them are links.
    pub(super) linked: u32,
    /// How many are bold or italic.
    pub(super) strong: u32,
}

impl Block {
    /// What share of it is links, in hundredths.
    pub(super) fn link_share(&self) -> u32 {
        self.linked * 100 / self.chars.max(1)
    }
}

/// All lines of a page, and what its elements say of themselves.
#[derive(Debug)]
pub(super) struct Page<'a, 's> {
    pub(super) tree: Tree<'a>,
    pub(super) sheet: Sheet,
    pub(super) blocks: Vec<Block>,
    /// What the names of each element say, by its node.
    pub(super) hints: Vec<Hints>,
    /// Elements that are not shown, or hold nothing but what surrounds articles: by node, with where they end.
    pub(super) junk: Vec<u32>,
    /// The site that the page says it is on, as [`site`] gives it.
    pub(super) site: Option<&'s str>,
}

/// Reads the lines of a page.
pub(super) fn read<'a, 's>(tree: Tree<'a>, site: Option<&'s str>, words: &Words) -> Page<'a, 's> {
    let mut hints = vec![Hints::default(); tree.nodes.len()];
    let mut junk = Vec::new();
    let mut known: HashMap<&'a str, Hints, foldhash::fast::FixedState> = HashMap::default();
    let mut sheet = Sheet::default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<(u32, u32)> = vec![(0, narrow(tree.nodes.len()))];
    let mut line = Line::default();
    let mut at = 0u32;
    let count = narrow(tree.nodes.len());
    while at < count {
        while let Some(&(_, last)) = open.last()
            && last <= at
            && open.len() > 1
        {
            open.pop();
            line.end(&mut sheet, &mut blocks, tree.nodes[at as usize].span.start);
        }
        let node = &tree.nodes[at as usize];
        match node.kind {
            Kind::Text => {
                let text = node.span.cut(tree.page);
                if text.bytes().any(|b| !b.is_ascii_whitespace()) {
                    let chars = count_chars(text);
                    if line.chars == 0 {
                        line.start = sheet.text.len();
                        line.owner = open.last().map_or(0, |o| o.0);
                        line.node = at;
                    }
                    line.chars += chars;
                    line.linked += if at < line.link_until { chars } else { 0 };
                    line.strong += if at < line.strong_until { chars } else { 0 };
                    line.breaks = 0;
                    sheet.push(tree.page, node.span);
                } else if line.chars > 0 {
                    sheet.space(node.span);
                }
            }
            Kind::Element(tag) => {
                for attribute in tree.attributes(at) {
                    if matches!(attribute.key, Key::Class | Key::Id | Key::TestId | Key::Component)
                        && let Some(names) = tree.page.get(attribute.value.clone()).filter(|n| n.len() <= 600)
                    {
                        let found = *known.entry(names).or_insert_with(|| words.hints(names));
                        hints[at as usize] = hints[at as usize].and(found);
                    }
                }
                if tag.is_other() {
                    // `<amp-ad>`, `<share-bar>`: the name of a custom element is a word like those of a class.
                    let name = node.span.cut(tree.page).trim_start_matches('<');
                    let end =
                        name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
                    if name[..end].contains('-') {
                        let found = *known.entry(&name[..end]).or_insert_with(|| words.hints(&name[..end]));
                        hints[at as usize] = hints[at as usize].and(found);
                    }
                }
                if tag.is_silent() || hints[at as usize].has(Hints::UNSEEN) || is_reference(&tree, at, tag) {
                    if !tag.is_inline() {
                        line.end(&mut sheet, &mut blocks, node.span.start);
                    }
                    at = node.last;
                    continue;
                }
                let named = hints[at as usize].has(Hints::JUNK.and(Hints::PERHAPS_JUNK).and(Hints::COMMENTS))
                    && !matches!(
                        tag,
                        Tag::HTML
                            | Tag::BODY
                            | Tag::P
                            | Tag::BLOCKQUOTE
                            | Tag::A
                            | Tag::B
                            | Tag::STRONG
                            | Tag::EM
                            | Tag::I
                    );
                let embed = hints[at as usize].has(Hints::EMBED);
                if named || embed || tag.is_surrounding() || is_hidden(&tree, at) {
                    junk.push(at);
                }
                match tag {
                    Tag::BR => {
                        line.breaks += 1;
                        // A line all in bold is one of its own.
                        if line.breaks > 1 || line.chars > 0 && line.strong == line.chars {
                            line.end(&mut sheet, &mut blocks, node.span.start);
                        } else if line.chars > 0 {
                            sheet.space(node.span);
                        }
                    }
                    // `<a name=top />` is none, and pages do not close it.
                    Tag::A if tree.attribute(at, Key::Href).is_some() => {
                        line.link_until = line.link_until.max(node.last);
                    }
                    Tag::B | Tag::STRONG | Tag::EM | Tag::I => {
                        line.strong_until = line.strong_until.max(node.last);
                    }
                    _ => {}
                }
                if !tag.is_inline() && tag != Tag::BR {
                    line.end(&mut sheet, &mut blocks, node.span.start);
                    open.push((at, node.last));
                }
            }
        }
        at += 1;
    }
    line.end(&mut sheet, &mut blocks, narrow(tree.page.len()));
    Page { tree, sheet, blocks, hints, junk, site }
}

/// The last two names of the host in `host/path`: `news.example.org` and `example.org` are one site.
pub(super) fn site(address: &str) -> &str {
    let host = address.split(['/', '?', '#', ':']).next().unwrap_or("");
    let mut dots = host.rmatch_indices('.').map(|(i, _)| i);
    // `example.co.uk` has a short second name.
    let second = match (dots.next(), dots.next(), dots.next()) {
        (Some(a), Some(b), third) if a - b <= 4 => third.map_or(0, |i| i + 1),
        (Some(_), Some(b), _) => b + 1,
        _ => 0,
    };
    &host[second..]
}

/// The line that is being read.
#[derive(Default)]
struct Line {
    start: usize,
    owner: u32,
    node: u32,
    chars: u32,
    linked: u32,
    strong: u32,
    /// How many `<br>` stand at its end.
    breaks: u32,
    /// Up to which node a link, and emphasis, reaches.
    link_until: u32,
    strong_until: u32,
}

impl Line {
    fn end(&mut self, sheet: &mut Sheet, blocks: &mut Vec<Block>, at: u32) {
        if self.chars > 0 {
            sheet.line(at);
            let end = sheet.text.len() - usize::from(sheet.text.ends_with('\n'));
            if end > self.start {
                let Line { start, owner, node, chars, linked, strong, .. } = *self;
                blocks.push(Block { text: start..end, owner, node, chars, linked, strong });
            }
        }
        *self = Line { link_until: self.link_until, strong_until: self.strong_until, ..Line::default() };
    }
}

fn count_chars(text: &str) -> u32 {
    narrow(text.bytes().filter(|&b| b & 0xc0 != 0x80 && !b.is_ascii_whitespace()).count())
}

/// Whether an element is told not to be shown.
fn is_hidden(tree: &Tree, node: u32) -> bool {
    tree.attributes(node).iter().any(|a| match a.key {
        Key::Hidden => true,
        Key::AriaHidden => tree.page.get(a.value.clone()) == Some("true"),
        Key::Style => {
            let style: String = tree
                .page
                .get(a.value.clone())
                .unwrap_or("")
                .chars()
                .take(400)
                .filter(|c| !c.is_whitespace())
                .collect();
            let style = style.to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        Key::Role => matches!(
            tree.page.get(a.value.clone()).map(str::trim),
            Some(
                "navigation"
                    | "complementary"
                    | "contentinfo"
                    | "search"
                    | "dialog"
                    | "alertdialog"
                    | "menu"
                    | "menubar"
                    | "toolbar"
            )
        ),
        _ => false,
    })
}

/// `<sup><a>1</a></sup>`: the mark of a note.
fn is_reference(tree: &Tree, node: u32, tag: Tag) -> bool {
    tag == Tag::SUP && tree.within(node).any(|n| tree.is(n, Tag::A))
}

impl Page<'_, '_> {
    /// A block's text.
    pub(super) fn text(&self, block: &Block) -> &str {
        self.sheet.text.get(block.text.clone()).unwrap_or("")
    }

    /// Where a block stands in the page.
    pub(super) fn place(&self, block: &Block) -> Option<Span<Raw>> {
        self.sheet.raw(block.text.clone())
    }

    /// Whether a block is the only one of its element.
    pub(super) fn is_alone(&self, block: &Block) -> bool {
        let within = self.tree.within(block.owner);
        self.blocks.partition_point(|b| b.node < within.end)
            - self.blocks.partition_point(|b| b.node < within.start)
            == 1
    }

    /// Whether a block lies in an element that by its name surrounds articles.
    pub(super) fn in_junk(&self, block: &Block) -> bool {
        self.tree.ancestors(block.node).any(|n| self.junk.binary_search(&n).is_ok())
    }

    /// Whether the links of a block lead to the same site.
    pub(super) fn links_home(&self, block: &Block) -> bool {
        let end = self.tree.nodes[block.owner as usize].last;
        let inside = (block.node..end.min(block.node + 12)).chain(self.tree.ancestors(block.node).take(6));
        let link =
            inside.filter(|&n| self.tree.is(n, Tag::A)).find_map(|n| self.tree.attribute(n, Key::Href));
        link.is_some_and(|(href, _)| {
            let href = href.trim();
            let host = href.strip_prefix("https:").or_else(|| href.strip_prefix("http:")).unwrap_or(href);
            match host.strip_prefix("//") {
                Some(host) => self.site.is_none_or(|own| site(host) == own),
                None => !href.contains(':') && !href.starts_with('#'),
            }
        })
    }

    /// What the elements that a block is in say of themselves, up to so many of them.
    pub(super) fn hints_near(&self, block: &Block, levels: usize) -> Hints {
        self.tree
            .ancestors(block.node)
            .take(levels)
            .fold(Hints::default(), |h, n| h.and(self.hints[n as usize]))
    }
}
