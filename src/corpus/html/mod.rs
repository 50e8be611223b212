//! Web pages: the article among what surrounds it, and its day of publication.
//!
//! `token` → `tree` → `blocks` make lines of a page that remember their bytes; `head` and `linked_data` read what it says
//! of itself; `weigh` and `article` choose the lines that are the article, `stated` what only the
//! metadata have; `dates`, `when` and `settle` gather the clues. What is
//! left goes through the same layout as plain text, so that bylines, datelines, notes of correction and boilerplate are
//! told apart in the same way.
//!
//! The cells of a table are blocks of their own. A live page gives its entries in the order in which they stand. No id
//! is taken from a page: two captures of one address are two articles, as they are two files.

mod article;
mod blocks;
mod dates;
mod head;
mod linked_data;
mod listing;
mod settle;
mod sheet;
mod stated;
mod tag;
mod token;
mod tree;
mod weigh;
mod when;
mod words;

use super::boilerplate::{Kind, classify};
use super::directive::{Directive, placed};
use super::layout::arrange;
use super::lines::Line;
use super::vocabulary::Vocabulary;
use super::{Clue, ClueKind, Piece, Role};
use crate::span::{Raw, Span};
use article::Part;
use blocks::Page;
use head::Head;
use sheet::Sheet;
use std::ops::Range;
pub(super) use words::Words;

/// What is read of a page.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) title: Option<Span<Raw>>,
    pub(super) outlet: Option<String>,
    pub(super) clues: Vec<Clue>,
    /// What it calls its own address, the canonical one first.
    pub(super) addresses: Vec<Box<str>>,
    pub(super) prose: Vec<Piece>,
    /// What it says of rules that are not to speak of it.
    pub(super) ignores: Vec<Directive>,
    /// Where a comment that is none of ours starts and never ends.
    pub(super) unclosed: Option<usize>,
    /// Dates in lines of metadata that no calendar has, with where they stand.
    pub(super) impossible: Vec<(usize, String)>,
    /// What the reader should know of it.
    pub(super) notice: Option<&'static str>,
}

/// Whether a page is no text at all: one character in a hundred is a NUL. Browsers pass over single ones.
pub(super) fn is_binary(raw: &str) -> bool {
    memchr::memchr_iter(0, raw.as_bytes()).count() * 100 > raw.len()
}

/// Whether a page is one that `check --format html` has written.
pub(super) fn is_report(raw: &str) -> bool {
    super::lines::beginning(raw, 1000).contains(r#"<meta name="generator" content="dateline">"#)
}

/// Reads the page `raw[from..]`.
pub(super) fn read(raw: &str, from: usize, v: &Vocabulary) -> Read {
    let xml = super::lines::beginning(&raw[from..], 200).trim_start().starts_with("<?xml");
    let tree = tree::Tree::read(raw, from, xml);
    let head = head::read(&tree, &v.html);
    let site = head.addresses.iter().find_map(|a| Some(blocks::site(a.text.split_once("//")?.1)));
    let page = blocks::read(tree, site, &v.html);
    let headlines: Vec<&str> = head.headlines.iter().map(|h| h.text.as_str()).collect();
    let parts = article::divide(&page, &headlines, v);
    let clues = dates::clues(&page, &head, &parts, &v.html, v);
    let addresses = head.addresses.iter().map(|address| address.text.as_str().into()).collect();
    let unclosed = page.tree.unclosed;
    let mut read = Read { outlet: head.outlet.clone(), clues, addresses, unclosed, ..Read::default() };
    read.compose(&page, &head, &parts, v);
    if listing::is_listing(&page, &head, &parts) {
        let title = read.prose.iter().position(|p| matches!(p, Piece::Break(_, Role::Title)));
        let kept = title.map_or(0..0, |at| {
            let rest = &read.prose[at + 1..];
            at..at + 1 + rest.iter().position(|p| matches!(p, Piece::Break(..))).unwrap_or(rest.len())
        });
        read.prose = read.prose.drain(kept).collect();
        read.notice = Some("it lists articles and is none itself; its teasers are not read");
    } else if !read.prose.iter().any(|p| matches!(p, Piece::Break(_, role) if *role != Role::Title)) {
        read.notice = Some("no text of an article was found in it");
    }
    read
}

impl Read {
    /// Makes prose of the parts.
    fn compose(&mut self, page: &Page, head: &Head, parts: &article::Parts, v: &Vocabulary) {
        let text = page.sheet.text.as_str();
        let line = |block: &blocks::Block| Line {
            start: block.text.start,
            end: block.text.end,
            gap: true,
            indented: false,
        };
        let chosen = |wanted: fn(Role) -> bool| {
            let role = move |part: &Part| match part {
                Part::Prose(role) if wanted(*role) => Some(*role),
                _ => None,
            };
            page.blocks.iter().zip(&parts.parts).filter_map(move |(b, p)| Some((b, role(p)?)))
        };
        let body: Vec<(&blocks::Block, Role)> =
            chosen(|r| matches!(r, Role::Body | Role::Bullet | Role::Heading)).collect();
        let stated = stated::body(page.tree.page, &head.items, body.iter().map(|(b, _)| b.chars).sum());
        let lines: Vec<Line> = match &stated {
            Some(_) => Vec::new(),
            None => body.iter().map(|(b, _)| line(b)).collect(),
        };
        let marked = |start: usize| {
            let found = body.binary_search_by_key(&start, |(b, _)| b.text.start).ok();
            found.map(|i| body[i].1).filter(|r| *r != Role::Body)
        };
        let title = parts.title.map(|t| &page.blocks[t]);
        let headline =
            title.map(|t| page.text(t)).or(head.headlines.first().map(|h| h.text.as_str())).unwrap_or("");
        // With a headline known, if only as an empty one, no line is taken for it.
        let layout = arrange(text, lines, Some(headline), marked, v);
        let mut blocks: Vec<(Span<Raw>, Role)> = layout.blocks.clone();
        blocks.extend(title.map(|t| (Span::of(t.text.clone()), Role::Title)));
        blocks.extend(
            chosen(|r| matches!(r, Role::Standfirst | Role::Correction))
                .map(|(b, r)| (Span::of(b.text.clone()), r)),
        );
        let count = page.blocks.len();
        let told = |b: &blocks::Block| {
            let plain =
                matches!(classify(line(b), text, count, count * 2 + 64, v), Kind::Prose | Kind::Credited);
            plain.then(|| (Span::of(b.text.clone()), Role::Caption))
        };
        blocks.extend(chosen(|r| r == Role::Caption).filter_map(|(b, _)| told(b)));
        blocks.sort_by_key(|b| b.0);
        match title {
            Some(title) => self.title = page.place(title),
            None => self.title = stated::title(page.tree.page, head.headlines.first(), &mut self.prose),
        }
        let mut passages = self.lay(&page.sheet, blocks);
        if let Some(sheet) = &stated {
            let layout = arrange(&sheet.text, sheet.lines(), Some(headline), |_| None, v);
            passages.extend(self.lay(sheet, layout.blocks));
            passages.sort_by_key(|passage| passage.start);
        }
        self.ignores = placed(&page.tree.comments, &passages);
        self.impossible = layout
            .impossible
            .iter()
            .filter_map(|(at, date)| Some((page.sheet.raw(*at..at + 1)?.start as usize, date.clone())))
            .collect();
        let dated = self.clues.iter().any(|c| c.kind < ClueKind::Updated && c.stamp.day.is_some());
        for clue in layout.clues {
            let span = clue.span.and_then(|s| page.sheet.raw(s.range()));
            let weak = match clue.kind {
                // The foot of a page is as old as the page.
                ClueKind::Copyright => true,
                // A line below the first paragraph may be a reader's comment.
                ClueKind::DateLine | ClueKind::Updated => dated,
                _ => false,
            };
            if !weak && span.is_some() {
                self.clues.push(Clue { span, ..clue });
            }
        }
    }

    /// Adds blocks of a sheet to the prose; where each stands.
    fn lay(&mut self, sheet: &Sheet, blocks: Vec<(Span<Raw>, Role)>) -> Vec<Range<usize>> {
        let mut last = 0;
        let mut passages = Vec::with_capacity(blocks.len());
        for (span, role) in blocks {
            let Some(place) = sheet.raw(span.range()) else { continue };
            self.prose.push(Piece::Break(Span::new(last.min(place.start), place.start), role));
            sheet.pieces(span.range(), &mut self.prose);
            last = place.end;
            passages.push(place.range());
        }
        passages
    }
}

#[cfg(test)]
mod tests;
