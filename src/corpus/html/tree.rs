//! The elements and texts of a page in the order of the source, each with what lies within it: `nodes[i + 1..last]`.
//! A light tree: end tags that are left out are supplied as browsers do, but nothing is moved.

use super::super::directive::{Comment, never_ends};
use super::tag::{Key, Tag};
use super::token::{Attribute, Token, Tokens};
use crate::span::{Raw, Span};
use std::ops::Range;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element(Tag),
    Text,
}

/// An element or a text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Its start tag, or its characters.
    pub(super) span: Span<Raw>,
    /// The element that it is in; the first node is in itself.
    pub(super) parent: u32,
    /// One past the last node within it.
    pub(super) last: u32,
    attributes: (u32, u32),
}

/// A page, read.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) page: &'a str,
    /// The first stands for the page itself.
    pub(super) nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// Notes to this program, in the order of the page, each with where the block that it is in begins or the one before it
    /// ends.
    pub(super) comments: Vec<(Comment, usize)>,
    /// Where a comment that is none of those starts and never ends; it takes the rest of the page.
    pub(super) unclosed: Option<usize>,
}

/// Elements nested deeper than this lie side by side, as in browsers.
const DEEPEST: usize = 256;
/// How far an end tag of an element inside a line looks for its start.
const NEAR: usize = 24;

impl<'a> Tree<'a> {
    /// Reads a page from byte `from` on; `xml` says that `<p/>` is an empty paragraph.
    pub(super) fn read(page: &'a str, from: usize, xml: bool) -> Self {
        let mut builder = Builder {
            tree: Tree {
                page,
                nodes: Vec::with_capacity(page.len() / 48 + 8),
                attributes: Vec::new(),
                comments: Vec::new(),
                unclosed: None,
            },
            open: Vec::new(),
            count: [0; 256],
            beyond: 0,
        };
        let root = Span::of(from..from);
        builder.push(Kind::Element(Tag::HTML), root, (0, 0));
        builder.open.push((0, Tag::HTML));
        let mut tokens = Tokens::new(page, from);
        let mut edge = from;
        while let Some((token, range)) = tokens.next() {
            match token {
                Token::Text => {
                    builder.push(Kind::Text, Span::of(range), (0, 0));
                }
                Token::Open { tag, closed } => {
                    if !tag.is_inline() {
                        edge = range.start;
                    }
                    let empty = tag.is_void() || closed && (xml || tag.is_other());
                    builder.start(tag, range, &mut tokens.attributes, empty);
                }
                Token::Close(tag) => {
                    if !tag.is_inline() {
                        edge = range.start;
                    }
                    builder.end(tag);
                }
                Token::Comment => match Comment::read(page, range.clone()) {
                    Some(comment) => builder.tree.comments.push((comment, edge)),
                    None if never_ends(&page[range.clone()]) => builder.tree.unclosed = Some(range.start),
                    None => {}
                },
            }
        }
        let count = builder.tree.nodes.len();
        for (node, _) in builder.open {
            builder.tree.nodes[node as usize].last = super::super::whole::narrow(count);
        }
        builder.tree
    }

    /// An element's name; nothing for a text.
    pub(super) fn tag(&self, node: u32) -> Option<Tag> {
        match self.nodes[node as usize].kind {
            Kind::Element(tag) => Some(tag),
            Kind::Text => None,
        }
    }

    /// Whether a node is an element of this name.
    pub(super) fn is(&self, node: u32, tag: Tag) -> bool {
        self.nodes[node as usize].kind == Kind::Element(tag)
    }

    /// The attributes of a node that are looked at.
    pub(super) fn attributes(&self, node: u32) -> &[Attribute] {
        let (start, end) = self.nodes[node as usize].attributes;
        &self.attributes[start as usize..end as usize]
    }

    /// An attribute as it is written, with its place.
    pub(super) fn attribute(&self, node: u32, key: Key) -> Option<(&'a str, Span<Raw>)> {
        let found = self.attributes(node).iter().find(|a| a.key == key)?;
        Some((self.page.get(found.value.clone())?, Span::of(found.value.clone())))
    }

    /// An attribute as it is written; empty where there is none.
    pub(super) fn value(&self, node: u32, key: Key) -> &'a str {
        self.attribute(node, key).map_or("", |(value, _)| value)
    }

    /// The elements that a node is in, the nearest first, the page itself left out.
    pub(super) fn ancestors(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = node;
        std::iter::from_fn(move || {
            at = self.nodes[at as usize].parent;
            (at != 0).then_some(at)
        })
    }

    /// What lies within a node, in the order of the source.
    pub(super) fn within(&self, node: u32) -> Range<u32> {
        node + 1..self.nodes[node as usize].last
    }

    /// The texts within a node.
    pub(super) fn texts(&self, node: u32) -> impl Iterator<Item = Span<Raw>> + '_ {
        self.within(node).map(|n| &self.nodes[n as usize]).filter(|n| n.kind == Kind::Text).map(|n| n.span)
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// The open elements, the innermost last.
    open: Vec<(u32, Tag)>,
    /// How many of each name are open.
    count: [u32; 256],
    /// How many elements are open beyond the deepest.
    beyond: usize,
}

impl Builder<'_> {
    fn push(&mut self, kind: Kind, span: Span<Raw>, attributes: (u32, u32)) -> u32 {
        let index = super::super::whole::narrow(self.tree.nodes.len());
        let parent = self.open.last().map_or(0, |o| o.0);
        self.tree.nodes.push(Node { kind, span, parent, last: index + 1, attributes });
        index
    }

    fn start(&mut self, tag: Tag, range: Range<usize>, attributes: &mut Vec<Attribute>, empty: bool) {
        if matches!(tag, Tag::HTML | Tag::BODY) && self.count[tag.index()] > 0 {
            return;
        }
        self.supply(tag);
        let first = super::super::whole::narrow(self.tree.attributes.len());
        self.tree.attributes.append(attributes);
        let last = super::super::whole::narrow(self.tree.attributes.len());
        let node = self.push(Kind::Element(tag), Span::of(range), (first, last));
        if empty {
            return;
        }
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        self.count[tag.index()] += 1;
        self.open.push((node, tag));
    }

    /// Closes what the start of an element closes.
    fn supply(&mut self, tag: Tag) {
        use Tag as T;
        match tag {
            T::BODY => self.close_if_near(&[T::HEAD], &[]),
            T::LI => self.close_if_near(&[T::LI], &[T::UL, T::OL]),
            T::DT | T::DD => self.close_if_near(&[T::DT, T::DD], &[T::DL]),
            T::TR => self.close_if_near(&[T::TR], &[T::TABLE]),
            T::TD | T::TH => self.close_if_near(&[T::TD, T::TH], &[T::TR, T::TABLE]),
            T::TBODY | T::THEAD | T::TFOOT => {
                self.close_if_near(&[T::TBODY, T::THEAD, T::TFOOT], &[T::TABLE]);
            }
            T::OPTION => self.close_if_near(&[T::OPTION], &[T::SELECT]),
            T::A => self.close_if_near(&[T::A], &[T::TD, T::LI, T::DIV, T::TABLE]),
            _ => {}
        }
        // A paragraph ends where a block starts.
        if self.count[T::P.index()] > 0 && !tag.is_inline() && tag != T::BR {
            let open = self.open.iter().rev().take(NEAR);
            let at = open.take_while(|(_, t)| *t == T::P || t.is_inline()).position(|(_, t)| *t == T::P);
            if let Some(depth) = at {
                self.pop(depth + 1);
            }
        }
        if !tag.is_inline() && self.count[T::HEAD.index()] > 0 && !tag.is_silent() {
            self.close_if_near(&[T::HEAD], &[]);
        }
    }

    /// Closes the nearest of some elements, unless one of others is nearer.
    fn close_if_near(&mut self, wanted: &[Tag], walls: &[Tag]) {
        if wanted.iter().all(|t| self.count[t.index()] == 0) {
            return;
        }
        let open = self.open.iter().rev().take_while(|(_, t)| !walls.contains(t));
        if let Some(depth) = open.map(|(_, t)| *t).position(|t| wanted.contains(&t)) {
            self.pop(depth + 1);
        }
    }

    fn end(&mut self, tag: Tag) {
        use Tag as T;
        if self.beyond > 0 {
            self.beyond -= usize::from(!tag.is_void());
            return;
        }
        if self.count[tag.index()] == 0 || matches!(tag, T::HTML | T::BODY) {
            return;
        }
        let table = matches!(tag, T::TABLE | T::TR | T::TBODY | T::THEAD | T::TFOOT | T::TD | T::TH);
        let wall = |t: Tag| match t {
            T::TD | T::TH | T::TABLE => !table,
            T::ARTICLE | T::SECTION | T::MAIN => tag.is_inline() || tag == T::P,
            T::LI | T::DIV | T::FIGURE => tag.is_inline() && tag != T::A && !tag.is_other() || tag == T::P,
            T::UL | T::OL => tag == T::LI,
            _ => false,
        };
        let reach = if tag.is_inline() { NEAR } else { DEEPEST };
        let mut open = self.open.iter().rev().take(reach).map(|(_, t)| *t);
        let found = open.by_ref().enumerate().find(|&(_, t)| t == tag || wall(t));
        if let Some((depth, t)) = found
            && t == tag
        {
            self.pop(depth + 1);
        }
    }

    fn pop(&mut self, count: usize) {
        let last = super::super::whole::narrow(self.tree.nodes.len());
        for _ in 0..count {
            // The page itself stays open.
            if self.open.len() <= 1 {
                break;
            }
            if let Some((node, tag)) = self.open.pop() {
                self.tree.nodes[node as usize].last = last;
                self.count[tag.index()] = self.count[tag.index()].saturating_sub(1);
            }
        }
    }
}
