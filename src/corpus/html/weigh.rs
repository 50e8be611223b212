//! Which part of a page is the article: the element whose lines weigh most, where sentences weigh and links and scraps
//! count against.

use super::blocks::{Block, Page};
use super::tag::{Key, Tag};
use super::words::Hints;
use crate::corpus::boilerplate::ends_sentence;

/// The element that holds the article, and which lines are in what surrounds articles.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) node: u32,
    /// By block: whether it lies in an element of junk.
    pub(super) junk: Vec<bool>,
}

/// What several paragraphs weigh.
const PARAGRAPHS: i64 = 300;

/// Chooses.
pub(super) fn choose(page: &Page, title: Option<u32>) -> Choice {
    let nodes = page.tree.nodes.len();
    let plain: Vec<i64> = page.blocks.iter().map(|b| weight(page, b)).collect();
    // What an element of junk holds: where it is much of the page's prose, its name misleads.
    let mut held = vec![0i64; nodes];
    for (block, &w) in page.blocks.iter().zip(&plain) {
        held[block.node as usize] += w.max(0);
    }
    sum(page, &mut held);
    let all = held[0].max(1);
    let mut junk = vec![false; page.blocks.len()];
    let rest = all - covered(page, &held);
    for &node in &page.junk {
        let held = held[node as usize];
        let hint = page.hints[node as usize];
        let sure = hint.has(Hints::JUNK.and(Hints::COMMENTS)) || !hint.has(Hints::PERHAPS_JUNK);
        let misleads = match () {
            () if !sure => held >= PARAGRAPHS || held * 100 > all * 40,
            () if hint.has(Hints::COMMENTS) => rest < PARAGRAPHS && held * 100 > all * 40,
            () => held * 100 > all * 40 && (rest < 2 * PARAGRAPHS || held * 100 > all * 80),
        };
        // What surrounds an article does not hold its headline and prose.
        let is_whole = held >= PARAGRAPHS / 3 && title.is_some_and(|t| page.tree.within(node).contains(&t));
        if !misleads && !is_whole {
            mark(page, node, &mut junk);
        }
    }
    other_articles(page, title, &held, &mut junk);
    cards(page, title, &held, &mut junk);
    biographies(page, title, &held, &mut junk);
    let (mut speaks, mut against) = (vec![0i64; nodes], vec![0i64; nodes]);
    for (i, block) in page.blocks.iter().enumerate() {
        let node = block.node as usize;
        match junk[i] {
            true => against[node] += plain[i].abs() / 8,
            false if plain[i] > 0 => speaks[node] += plain[i],
            false => against[node] -= plain[i],
        }
    }
    sum(page, &mut speaks);
    sum(page, &mut against);
    let mut best = (0, i64::MIN);
    for node in 0..super::super::whole::narrow(nodes) {
        let Some(tag) = page.tree.tag(node) else { continue };
        if tag.is_inline() {
            continue;
        }
        let hint = page.hints[node as usize];
        let stated = page
            .tree
            .value(node, Key::ItemProp)
            .split_whitespace()
            .any(|p| p.eq_ignore_ascii_case("articlebody"));
        let (speaks, against) = (speaks[node as usize], against[node as usize]);
        let weight = match () {
            () if stated => speaks * 130 / 100 - against / 4,
            () if hint.has(Hints::SURE_BODY) => speaks * 115 / 100 - against / 4,
            () if hint.has(Hints::BODY) => speaks * 107 / 100 - against,
            () if matches!(tag, Tag::ARTICLE | Tag::MAIN) => speaks * 106 / 100 - against,
            () => speaks - against,
        };
        if weight >= best.1 {
            best = (node, weight);
        }
    }
    // Nothing on the page reads like prose: all of it is looked at.
    Choice { node: if best.1 > 0 { best.0 } else { 0 }, junk }
}

/// How much prose all elements of junk hold together; one in another counts once.
fn covered(page: &Page, held: &[i64]) -> i64 {
    let mut end = 0;
    let mut sum = 0;
    for &node in &page.junk {
        if node >= end {
            sum += held[node as usize];
            end = page.tree.nodes[node as usize].last;
        }
    }
    sum
}

/// Marks what lies in an element.
fn mark(page: &Page, node: u32, junk: &mut [bool]) {
    let within = page.tree.within(node);
    let first = page.blocks.partition_point(|b| b.node < within.start);
    let last = page.blocks.partition_point(|b| b.node < within.end);
    junk[first..last.max(first)].fill(true);
}

/// Marks `<article>` elements beside the one that holds the headline.
fn other_articles(page: &Page, title: Option<u32>, held: &[i64], junk: &mut [bool]) {
    let Some(title) = title else { return };
    let own = page.tree.ancestors(title).filter(|&n| page.tree.is(n, Tag::ARTICLE)).last();
    let Some(own) = own.map(|n| page.tree.within(n)) else { return };
    for node in 1..super::super::whole::narrow(page.tree.nodes.len()) {
        let beside = page.tree.is(node, Tag::ARTICLE)
            && !own.contains(&node)
            && !page.tree.within(node).contains(&own.start);
        if beside && held[node as usize] * 100 <= held[0] * 40 {
            mark(page, node, junk);
        }
    }
}

/// Marks cards: what stands under a heading that leads to another page of the same site.
fn cards(page: &Page, title: Option<u32>, held: &[i64], junk: &mut [bool]) {
    let all = held[0].max(1);
    let has_title = |node: u32| title.is_some_and(|t| page.tree.within(node).contains(&t));
    let heading_of = |block: &Block| {
        let near = page.tree.ancestors(block.node).take(4);
        near.filter_map(|n| Some((n, page.tree.tag(n)?.heading()?))).next()
    };
    let headings: Vec<(u32, u8, bool)> =
        page.blocks.iter().filter_map(|b| Some((b.node, heading_of(b)?.1, b.link_share() >= 80))).collect();
    for block in page.blocks.iter().filter(|b| b.link_share() >= 80) {
        let Some((heading, level)) = heading_of(block) else { continue };
        if !page.links_home(block) {
            continue;
        }
        let mut card = None;
        for node in page.tree.ancestors(heading).take(4) {
            let within = page.tree.within(node);
            let first = headings.partition_point(|h| h.0 < within.start);
            let last = headings.partition_point(|h| h.0 < within.end);
            // Links to topics, in smaller headings, are of the card.
            let others = headings[first..last].iter().filter(|h| !(h.2 && h.1 > level)).take(2).count();
            if others > 1 || has_title(node) || held[node as usize] * 100 > all * 25 {
                break;
            }
            card = Some(node);
        }
        if let Some(card) = card {
            mark(page, card, junk);
        }
    }
}

/// Marks sentences about who wrote the article: those in an element that is named after its author.
fn biographies(page: &Page, title: Option<u32>, held: &[i64], junk: &mut [bool]) {
    for node in 1..super::super::whole::narrow(page.tree.nodes.len()) {
        let hint = page.hints[node as usize];
        let about_author = hint.has(Hints::BYLINE)
            && !hint.has(Hints::BODY.and(Hints::SURE_BODY).and(Hints::TITLE))
            && held[node as usize] > 0
            && held[node as usize] * 4 <= held[0]
            && !title.is_some_and(|t| page.tree.within(node).contains(&t));
        if !about_author {
            continue;
        }
        let within = page.tree.within(node);
        let first = page.blocks.partition_point(|b| b.node < within.start);
        let last = page.blocks.partition_point(|b| b.node < within.end);
        for (block, junk) in page.blocks[first..last].iter().zip(&mut junk[first..last]) {
            *junk |= block.chars >= 60 && ends_sentence(page.text(block));
        }
    }
}

/// Adds what lies within every element to it.
fn sum(page: &Page, values: &mut [i64]) {
    for node in (1..values.len()).rev() {
        let parent = page.tree.nodes[node].parent as usize;
        values[parent] += values[node];
    }
}

/// What a line speaks for its being prose of the article.
fn weight(page: &Page, block: &Block) -> i64 {
    let text = page.text(block);
    let (chars, links) = (i64::from(block.chars), i64::from(block.link_share()));
    let tag = page.tree.tag(block.owner).unwrap_or(Tag::DIV);
    if tag.heading().is_some() {
        return if links > 50 { -40 } else { -2 };
    }
    if links > 50 {
        return -(chars.min(60) / 2 + 10);
    }
    let sentence = ends_sentence(text);
    match () {
        () if sentence && chars >= 40 => chars * (100 - links) / 100,
        () if sentence && chars >= 15 => chars / 2,
        () if chars >= 140 => chars * (100 - links) / 150,
        () if chars >= 60 && links < 30 => 0,
        () => -(chars.min(40) / 8 + 3),
    }
}
