//! The clues of a page to its day of publication: what its metadata state, its address, the lines around the headline.

use super::article::{Part, Parts, letters};
use super::blocks::Page;
use super::head::{Dated, Head};
use super::linked_data;
use super::settle::settle;
use super::sheet::decode;
use super::tag::{Key, Tag};
use super::when::{self, Moment};
use super::words::{About, Hints, Words};
use crate::corpus::stamp::What;
use crate::corpus::vocabulary::{Sense, Vocabulary};
use crate::corpus::{Clue, ClueKind};
use crate::span::{Raw, Span};

/// A date that a page states, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) kind: ClueKind,
    pub(super) span: Span<Raw>,
    pub(super) moment: Moment,
}

impl Said {
    /// It says on which day the page was published, beyond doubt about the order of day and month.
    fn is_known(&self) -> bool {
        self.kind < ClueKind::Updated && self.moment.is_sure()
    }
}

/// So many statements of a page are weighed; none that is honest has more.
const MOST: usize = 200;
/// Lines farther below the headline than this are no longer about it, lines farther above it not yet.
const BELOW: usize = 30;
const ABOVE: usize = 4;

/// The clues of a page, the best first.
pub(super) fn clues(page: &Page, head: &Head, parts: &Parts, words: &Words, v: &Vocabulary) -> Vec<Clue> {
    let mut finder = Finder { page, head, parts, words, v, said: Vec::new() };
    finder.linked_data();
    finder.metadata();
    finder.addresses();
    finder.times();
    finder.head_lines();
    if !finder.said.iter().any(Said::is_known) {
        finder.named_lines();
    }
    let dated = |s: &Said| s.kind < ClueKind::Updated && s.moment.stamp.day.is_some();
    if !finder.said.iter().any(dated) {
        finder.elsewhere();
    }
    if finder.said.iter().all(|s| s.moment.stamp.day.is_none()) {
        finder.in_scripts();
    }
    settle(&mut finder.said, &head.language, page.site, words);
    finder.said.sort_by_key(|s| s.kind);
    let mut clues: Vec<Clue> = Vec::new();
    for said in finder.said {
        let clue = Clue {
            kind: said.kind,
            span: Some(said.span),
            stamp: said.moment.stamp,
            zoned: said.moment.zone.is_some(),
        };
        // A page states its day a dozen times; each day once a kind.
        if !clues.iter().any(|c| (c.kind, c.stamp) == (clue.kind, clue.stamp)) {
            clues.push(clue);
        }
    }
    clues
}

struct Finder<'a> {
    page: &'a Page<'a, 'a>,
    head: &'a Head,
    parts: &'a Parts,
    words: &'a Words,
    v: &'a Vocabulary,
    said: Vec<Said>,
}

impl Finder<'_> {
    fn say(&mut self, kind: ClueKind, span: Span<Raw>, moment: Moment) {
        if self.said.len() >= MOST {
            return;
        }
        let year = moment.stamp.year.is_some_and(|y| (1990..2100).contains(&y));
        if year && (moment.stamp.day.is_none() || moment.date().is_some() || moment.either) {
            self.said.push(Said { kind, span, moment });
        }
    }

    fn value(&self, text: &str) -> Option<Moment> {
        when::value(text, self.words, self.v)
    }

    /// The article among those that the linked data describe: the one of this address or headline, else the first.
    fn linked_data(&mut self) {
        let source = self.page.tree.page;
        let own: Vec<String> =
            self.head.addresses.iter().map(|a| path(&a.text)).filter(|p| p.len() > 1).collect();
        let title =
            self.parts.title.map(|t| letters(self.page.text(&self.page.blocks[t]))).unwrap_or_default();
        let fit = |item: &linked_data::Item| {
            let address = item.urls.iter().any(|u| own.contains(&path(&linked_data::decode(u.cut(source)))));
            let headline = item.headline.is_some_and(|h| {
                let said = letters(&decode(&linked_data::decode(h.cut(source))));
                !title.is_empty()
                    && (said.starts_with(&title) || title.starts_with(&said))
                    && !said.is_empty()
            });
            (item.published.is_some(), item.is_article, headline, address)
        };
        let mut best: Option<&linked_data::Item> = None;
        for item in self
            .head
            .items
            .iter()
            .filter(|i| i.published.is_some() || i.created.is_some() || i.modified.is_some())
        {
            if best.is_none_or(|b| fit(item) > fit(b)) {
                best = Some(item);
            }
        }
        let Some(item) = best.cloned() else { return };
        let date = item.published.or(item.created);
        for (span, kind) in [(date, ClueKind::LinkedData), (item.modified, ClueKind::Updated)] {
            if let Some(span) = span
                && let Some(moment) = self.value(&linked_data::decode(span.cut(source)))
            {
                self.say(kind, span, moment);
            }
        }
    }

    /// `meta` elements and microdata.
    fn metadata(&mut self) {
        let stated =
            |list: &[Dated], about| list.iter().filter(|d| d.about == about).cloned().collect::<Vec<_>>();
        let meta = &self.head.meta;
        let mut published = stated(meta, About::Published);
        // A name that other dates go by, too, counts where no better one gives a day.
        if !published.iter().any(|d| self.value(&d.text).is_some_and(Moment::is_sure)) {
            published.extend(stated(meta, About::Dated));
        }
        let microdata: Vec<Dated> =
            self.head.microdata.iter().take(MOST).filter(|d| self.is_own(d.node)).cloned().collect();
        let mut properties = stated(&microdata, About::Published);
        if properties.is_empty() {
            properties = stated(&microdata, About::Dated);
        }
        // What follows the first may be another article's, unless the first leaves the day open.
        let sure = properties.iter().position(|d| self.value(&d.text).is_some_and(Moment::is_sure));
        properties.truncate(sure.unwrap_or(0) + 1);
        let mut modified = stated(meta, About::Modified);
        modified.extend(stated(&microdata, About::Modified));
        for (list, kind) in
            [(published, ClueKind::Meta), (properties, ClueKind::Microdata), (modified, ClueKind::Updated)]
        {
            for dated in list {
                if let Some(moment) = self.value(&dated.text) {
                    self.say(kind, dated.span, moment);
                }
            }
        }
    }

    /// Whether an element may speak of the article: it is not in what surrounds it, nor far below its headline.
    fn is_own(&self, node: u32) -> bool {
        let tree = &self.page.tree;
        if tree.ancestors(node).any(|n| tree.is(n, Tag::HEAD)) {
            return true;
        }
        let other = tree
            .ancestors(node)
            .any(|n| self.page.junk.binary_search(&n).is_ok() && !self.parts.holds_body(self.page, n));
        !other && self.parts.body_end(self.page).is_none_or(|end| node <= end + 200)
    }

    fn addresses(&mut self) {
        for stated in &self.head.addresses {
            let raw = stated.span.cut(self.page.tree.page);
            if let Some((range, moment)) = when::address(raw) {
                let start = stated.span.start as usize;
                let span = Span::of(start + range.start..start + range.end);
                self.say(ClueKind::Address, span, moment);
                break;
            }
        }
    }

    /// `<time>` beside the headline or above the first paragraph.
    fn times(&mut self) {
        let tree = &self.page.tree;
        let from = self.parts.title.map_or(0, |t| self.page.blocks[t.saturating_sub(ABOVE)].node);
        let to = self.parts.body_start(self.page).unwrap_or(u32::MAX);
        let mut found = 0;
        let marked = |d: &&Dated| {
            let named = || self.hints(d.node, 1).has(Hints::PUBLISHED);
            (from..to).contains(&d.node) || tree.attribute(d.node, Key::PubDate).is_some() || named()
        };
        let times: Vec<Dated> = self.head.times.iter().filter(marked).take(MOST).cloned().collect();
        for dated in times {
            if !self.is_own(dated.node) {
                continue;
            }
            let Some(moment) = self.value(&dated.text).filter(|m| m.stamp.day.is_some()) else { continue };
            let kind = if self.is_update(dated.node) { ClueKind::Updated } else { ClueKind::TimeElement };
            found += usize::from(kind == ClueKind::TimeElement);
            if found > 1 && kind == ClueKind::TimeElement {
                continue;
            }
            self.say(kind, dated.span, moment);
        }
    }

    /// What the names of an element and of those around it say.
    fn hints(&self, node: u32, levels: usize) -> Hints {
        std::iter::once(node)
            .chain(self.page.tree.ancestors(node).take(levels))
            .fold(Hints::default(), |h, n| h.and(self.page.hints[n as usize]))
    }

    /// Whether a time is said to be that of the last change: by its name or by the word before it.
    fn is_update(&self, node: u32) -> bool {
        let hints = self.hints(node, 1);
        if hints.has(Hints::UPDATED) && !hints.has(Hints::PUBLISHED) {
            return true;
        }
        let next = self.page.blocks.partition_point(|b| b.node <= node + 1);
        let Some(block) = next.checked_sub(1).map(|i| &self.page.blocks[i]) else { return false };
        let start = self.page.tree.nodes[node as usize].span.start;
        let before = self.page.place(block).filter(|p| p.start < start).map(|p| p.start);
        let Some(before) = before else { return false };
        let words = self.words.read(&decode_text(self.page.tree.page, before, start), self.v);
        words.iter().rev().take(6).find_map(|w| match w.what {
            What::Known(Sense::Updated) => Some(true),
            What::Known(Sense::Published) => Some(false),
            _ => None,
        }) == Some(true)
    }

    /// The lines between headline and body, and right above the headline.
    fn head_lines(&mut self) {
        let title = self.parts.title.unwrap_or(0);
        let lines = title.saturating_sub(ABOVE)..(title + BELOW).min(self.parts.parts.len());
        for i in lines.filter(|&i| self.parts.parts[i] == Part::Head) {
            self.read_line(i, ClueKind::DateLine);
        }
    }

    /// Lines whose names say that they are dates.
    fn named_lines(&mut self) {
        for (i, block) in self.page.blocks.iter().enumerate() {
            let hints = self.page.hints_near(block, 3);
            if hints.has(Hints::DATE) && block.chars < 200 && self.read_line(i, ClueKind::DateLine) {
                break;
            }
        }
    }

    /// Any short line with a date, the first below the headline first.
    fn elsewhere(&mut self) {
        let title = self.parts.title.unwrap_or(0);
        let order = (title..self.page.blocks.len()).chain(0..title);
        for i in order {
            let block = &self.page.blocks[i];
            let copyright = self.page.text(block).contains('©');
            if block.chars < 120 && !copyright && self.read_line(i, ClueKind::Elsewhere) {
                return;
            }
        }
        // A paragraph that opens with one, or has one at all.
        for i in 0..self.page.blocks.len() {
            if matches!(self.parts.parts[i], Part::Prose(_)) && self.read_line(i, ClueKind::Elsewhere) {
                return;
            }
        }
    }

    /// A date in the source itself, where scripts write the page: `showDate("2020/04/17 01:43")`.
    fn in_scripts(&mut self) {
        let page = self.page.tree.page;
        let bytes = page.as_bytes();
        let from = self
            .parts
            .title
            .map_or(0, |t| self.page.tree.nodes[self.page.blocks[t].node as usize].span.start as usize);
        for at in memchr::memmem::find_iter(&bytes[from..], b"20").map(|i| i + from) {
            let apart = at == 0
                || !bytes[at - 1].is_ascii_alphanumeric()
                    && !matches!(bytes[at - 1], b'.' | b'-' | b'/' | b'_' | b'=');
            let sep = bytes.get(at + 4).is_some_and(|b| matches!(b, b'-' | b'/'));
            if apart
                && sep
                && bytes.get(at + 10).is_some_and(|b| matches!(b, b' ' | b'T' | b'"' | b'\''))
                && let Some(text) = page.get(at..at + 10)
                && let Some(moment) = self.value(text).filter(|m| m.date().is_some())
            {
                self.say(ClueKind::Elsewhere, Span::of(at..at + 10), moment);
                return;
            }
        }
    }

    /// Reads the dates of a line; whether there was one.
    fn read_line(&mut self, index: usize, kind: ClueKind) -> bool {
        let block = &self.page.blocks[index];
        let text = self.page.text(block);
        if text.len() > 1500 || !text.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        let read = self.words.read(text, self.v);
        let mut found = false;
        for (date, moment) in when::line(text, self.words, self.v) {
            if moment.stamp.year.is_none()
                || moment.stamp.day.is_none() && moment.stamp.month.is_none() && !moment.either
                // "The bridge will open in June 2030" says nothing of the page.
                || kind == ClueKind::Elsewhere && moment.stamp.day.is_none() && !moment.either
            {
                continue;
            }
            let label = read[..date.words.0].iter().rev().take(8).find_map(|w| match w.what {
                What::Known(Sense::Updated) => Some(true),
                What::Known(Sense::Published) => Some(false),
                _ => None,
            });
            let kind = if label == Some(true) { ClueKind::Updated } else { kind };
            let start = block.text.start;
            // The first such date is the article's; what follows may be another's.
            if kind != ClueKind::Updated && label.is_none() && self.said.iter().any(|s| s.kind == kind) {
                continue;
            }
            if let Some(span) = self.page.sheet.raw(start + date.bytes.0..start + date.bytes.1) {
                self.say(kind, span, moment);
                found |= kind != ClueKind::Updated;
            }
        }
        found
    }
}

/// Characters of the page without its tags.
fn decode_text(page: &str, from: u32, to: u32) -> String {
    let mut out = String::new();
    let mut rest = Span::<Raw>::new(from, to).cut(page);
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        out.push(' ');
        rest = rest[open..].split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// The path of an address, without its end mark.
fn path(address: &str) -> String {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |i| &rest[i..]);
    path.split(['?', '#']).next().unwrap_or("").trim_end_matches('/').to_owned()
}
