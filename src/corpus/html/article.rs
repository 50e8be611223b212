//! From the lines of a page to the article: its headline, its summary, its paragraphs, each with its role.

use super::blocks::{Block, Page};
use super::tag::{Key, Tag};
use super::weigh;
use super::words::Hints;
use crate::corpus::Role;
use crate::corpus::boilerplate::{Kind, classify, ends_sentence};
use crate::corpus::lines::Line;
use crate::corpus::vocabulary::Vocabulary;
use std::collections::HashSet;
use std::ops::Range;

/// What a block of the page is in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Prose of this role.
    Prose(Role),
    /// It stands between headline and body: a byline, a date.
    Head,
    /// It belongs to the page, not to the article.
    Page,
}

/// The parts of a page, by block, and which block is the headline.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) title: Option<usize>,
    pub(super) parts: Vec<Part>,
    /// The nodes of the element that holds the article.
    pub(super) within: Range<u32>,
}

impl Parts {
    /// The first node of the article's prose.
    pub(super) fn body_start(&self, page: &Page) -> Option<u32> {
        let prose = |p: &&Part| **p == Part::Prose(Role::Body);
        self.parts.iter().zip(&page.blocks).find(|(p, b)| prose(p) && b.chars >= 60).map(|(_, b)| b.node)
    }

    /// The last node of the article's prose.
    pub(super) fn body_end(&self, page: &Page) -> Option<u32> {
        self.parts.iter().rposition(|p| *p == Part::Prose(Role::Body)).map(|i| page.blocks[i].node)
    }

    /// Whether an element holds prose of the article.
    pub(super) fn holds_body(&self, page: &Page, node: u32) -> bool {
        let within = page.tree.within(node);
        let first = page.blocks.partition_point(|b| b.node < within.start);
        let last = page.blocks.partition_point(|b| b.node < within.end);
        self.parts[first..last.max(first)].contains(&Part::Prose(Role::Body))
    }
}

/// Divides a page; `headlines` are what its metadata call the article.
pub(super) fn divide(page: &Page, headlines: &[&str], v: &Vocabulary) -> Parts {
    let title = find_title(page, headlines);
    let choice = weigh::choose(page, title.map(|t| page.blocks[t].node));
    let within = page.tree.within(choice.node);
    let mut parts = vec![Part::Page; page.blocks.len()];
    let titles: Vec<String> = headlines
        .iter()
        .map(|h| letters(h))
        .chain(title.map(|t| letters(page.text(&page.blocks[t]))))
        .filter(|t| !t.is_empty())
        .collect();
    // Some style sheets move the headline up from below the article.
    let late = title.is_some_and(|t| is_late(page, t, &within, &choice.junk));
    let mut begun = false;
    let mut captions: HashSet<&str> = HashSet::new();
    for (i, block) in page.blocks.iter().enumerate() {
        if Some(i) == title {
            parts[i] = Part::Prose(Role::Title);
            continue;
        }
        let inside = within.contains(&block.node) && !choice.junk[i];
        let text = page.text(block);
        if !inside {
            let beside =
                title.is_some_and(|t| i > t || t - i <= 4) && !begun && !is_linked(block) && !choice.junk[i];
            if beside && text.len() <= 300 {
                parts[i] = Part::Head;
            }
            continue;
        }
        if !late && title.is_some_and(|t| i < t) {
            parts[i] = if title.is_some_and(|t| t - i <= 4) { Part::Head } else { Part::Page };
            continue;
        }
        if begun && ends_article(page, i, text, v) {
            break;
        }
        let part = match part_of(page, block, text) {
            Part::Prose(Role::Body | Role::Bullet) if !begun && is_dated(text) => Part::Head,
            part => part,
        };
        if text.len() < 300 && titles.contains(&letters(text)) {
            continue;
        }
        if part == Part::Prose(Role::Caption) {
            if captions.insert(text) {
                parts[i] = part;
            }
            continue;
        }
        begun |= part == Part::Prose(Role::Body) && ends_sentence(text) && block.chars >= 60;
        parts[i] = part;
    }
    // Headings that nothing of the article follows.
    let last = parts.iter().rposition(|p| matches!(p, Part::Prose(Role::Body | Role::Bullet)));
    for part in parts.iter_mut().skip(last.map_or(usize::MAX, |l| l + 1)) {
        if *part == Part::Prose(Role::Heading) {
            *part = Part::Page;
        }
    }
    Parts { title, parts, within }
}

/// Whether most of the prose stands above the headline.
fn is_late(page: &Page, title: usize, within: &Range<u32>, junk: &[bool]) -> bool {
    let prose = |range: Range<usize>| -> u32 {
        let blocks = range.map(|i| (&page.blocks[i], junk[i]));
        let own = blocks.filter(|(b, junk)| !junk && within.contains(&b.node) && !is_linked(b));
        own.filter(|(b, _)| b.chars >= 60 && ends_sentence(page.text(b))).map(|(b, _)| b.chars).sum()
    };
    prose(0..title) > 2 * prose(title + 1..page.blocks.len())
}

fn is_linked(block: &Block) -> bool {
    block.link_share() >= 70
}

/// What a block inside the article is.
fn part_of(page: &Page, block: &Block, text: &str) -> Part {
    let near = page.hints_near(block, 3);
    let mut figure = false;
    let mut list = false;
    let mut heading = false;
    let mut cell = false;
    for (level, node) in page.tree.ancestors(block.node).enumerate().take(8) {
        match page.tree.tag(node) {
            Some(Tag::FIGURE | Tag::FIGCAPTION) => figure = true,
            Some(Tag::LI) if level < 4 => list = true,
            Some(Tag::TD | Tag::TH | Tag::CAPTION) => cell = true,
            Some(tag) if tag.heading().is_some() => heading = true,
            _ => {}
        }
    }
    if figure || near.has(Hints::CAPTION) && block.chars < 600 {
        return Part::Prose(Role::Caption);
    }
    if near.has(Hints::CORRECTION) {
        return Part::Prose(Role::Correction);
    }
    if is_linked(block)
        && (block.chars < 200 || list)
        && (list || block.link_share() < 90 || page.links_home(block) || is_shouted(text))
    {
        return Part::Page;
    }
    if block.chars < 160
        && !ends_sentence(text)
        && page.is_alone(block)
        && page.tree.within(block.owner).any(|n| page.tree.is(n, Tag::IMG))
    {
        return Part::Prose(Role::Caption);
    }
    if heading {
        return Part::Prose(Role::Heading);
    }
    if list {
        return Part::Prose(Role::Bullet);
    }
    if cell && block.chars < 100 && !ends_sentence(text) {
        return Part::Prose(Role::Bullet);
    }
    let first = page.hints_near(block, 2);
    if first.has(Hints::BYLINE) && block.chars < 120 {
        return Part::Head;
    }
    if first.has(Hints::DATE) && block.chars < 80 && !ends_sentence(text) {
        return Part::Head;
    }
    if first.has(Hints::STANDFIRST) && block.chars < 400 {
        return Part::Prose(Role::Standfirst);
    }
    Part::Prose(Role::Body)
}

/// Whether a line is short, no sentence, and has a year and a day in it: `The Newsroom, 20 September 2020 16:20`.
fn is_dated(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_ascii_digit()).map(str::len);
    text.len() <= 120
        && !ends_sentence(text)
        && runs.clone().any(|n| n == 4)
        && runs.filter(|n| matches!(n, 1 | 2)).count() > 0
}

/// Whether all of it is in capitals.
fn is_shouted(text: &str) -> bool {
    text.chars().all(|c| !c.is_lowercase())
}

/// Whether a block is a heading after which no more of the article comes.
fn ends_article(page: &Page, index: usize, text: &str, v: &Vocabulary) -> bool {
    if text.len() > 60 {
        return false;
    }
    let key = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let block = &page.blocks[index];
    let line = Line { start: block.text.start, end: block.text.end, gap: true, indented: false };
    let count = page.blocks.len();
    let introduces = || matches!(classify(line, &page.sheet.text, count, count * 2 + 64, v), Kind::Run);
    let linked = page.blocks.get(index + 1).is_some_and(is_linked);
    let headed = linked
        || page.tree.tag(block.owner).is_some_and(|t| t.heading().is_some())
        || block.strong == block.chars;
    let comments = key.ends_with("comments") && key.split(' ').count() <= 3;
    // Links to related stories may stand in the middle; then paragraphs follow.
    let goes_on = || {
        let mut next = page.blocks[index + 1..].iter().take(60).filter(|b| !is_linked(b)).take(4);
        next.any(|b| b.chars >= 140 && ends_sentence(page.text(b)))
    };
    comments || headed && introduces() && !goes_on()
}

/// The block that is the headline: the heading that says what the metadata say, else the first of the highest level
/// before the article's prose.
fn find_title(page: &Page, headlines: &[&str]) -> Option<usize> {
    let prose = page
        .blocks
        .iter()
        .position(|b| {
            b.chars >= 140 && b.link_share() < 30 && ends_sentence(page.text(b)) && !page.in_junk(b)
        })
        .unwrap_or(page.blocks.len());
    let wanted: Vec<Vec<String>> = headlines.iter().map(|h| bag(h)).collect();
    let mut best: Option<(i64, usize)> = None;
    for (i, block) in page.blocks.iter().enumerate() {
        let text = page.text(block);
        if text.len() > 400 || block.chars < 8 {
            continue;
        }
        let level =
            page.tree.ancestors(block.node).take(4).filter_map(|n| page.tree.tag(n)?.heading()).next();
        // Only what is about as long as a stated headline can be it.
        let near = headlines.iter().any(|h| h.len() * 2 >= text.len() && text.len() * 2 >= h.len());
        let same = if near { wanted.iter().map(|w| overlap(&bag(text), w)).max().unwrap_or(0) } else { 0 };
        let named = page.hints_near(block, 2).has(Hints::TITLE)
            || page
                .tree
                .ancestors(block.node)
                .take(3)
                .any(|n| page.tree.value(n, Key::ItemProp).contains("headline"));
        let score = match (level, same) {
            (Some(level), 60..) => 1000 - i64::from(level) * 20 + same,
            (None, 80..) => 850 + same,
            (Some(1), _) if headlines.is_empty() || i < prose => 500,
            (Some(2), _) if named && i < prose => 300,
            // Pages from before there were style sheets.
            (None, _)
                if i < prose && block.strong == block.chars && block.chars >= 16 && !is_linked(block) =>
            {
                200
            }
            _ => continue,
        };
        let score =
            score + i64::from(named) * 30 - i64::from(page.in_junk(block)) * 200 - i64::from(i > prose) * 100;
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, i));
        }
    }
    best.map(|b| b.1)
}

/// The letters and digits of a line, in small letters.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn bag(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut bag: Vec<String> = words.take(60).map(str::to_lowercase).collect();
    bag.sort();
    bag.dedup();
    bag
}

/// How much of the words of two lines they share, in hundredths.
fn overlap(a: &[String], b: &[String]) -> i64 {
    let shared = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    let all = a.len() + b.len() - shared;
    i64::try_from(shared * 100 / all.max(1)).unwrap_or(0)
}
