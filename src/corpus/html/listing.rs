//! Pages that list articles, as home pages do: their teasers are of many stories and must not be read as one.

use super::article::{Part, Parts};
use super::blocks::{Block, Page};
use super::head::Head;
use super::words::About;
use crate::corpus::Role;
use crate::corpus::boilerplate::ends_sentence;

/// So many headings, among what is taken for the article, lead to other pages of the site.
const TEASERS: usize = 8;
/// An article has so many paragraphs in a row somewhere.
const PARAGRAPHS: usize = 3;

/// Whether a page lists articles and is none: it does not say of itself that it is one, headings
/// of its main part are links to others, and nowhere do a few paragraphs follow each other.
pub(super) fn is_listing(page: &Page, head: &Head, parts: &Parts) -> bool {
    let states = head.items.iter().any(|i| i.is_article && (i.published.is_some() || i.body.is_some()))
        || head.meta.iter().any(|d| d.about == About::Published);
    if states {
        return false;
    }
    let (mut teasers, mut run) = (0, 0);
    for (block, part) in page.blocks.iter().zip(&parts.parts).filter(|(b, _)| parts.within.contains(&b.node))
    {
        if is_teaser(page, block) {
            teasers += 1;
            run = 0;
        } else if matches!(part, Part::Prose(Role::Body | Role::Bullet)) && is_paragraph(page, block) {
            run += 1;
            if run >= PARAGRAPHS {
                return false;
            }
        }
    }
    teasers >= TEASERS
}

/// A heading that leads elsewhere.
fn is_teaser(page: &Page, block: &Block) -> bool {
    let mut near = page.tree.ancestors(block.node).take(4);
    block.chars >= 20
        && block.link_share() >= 80
        && near.any(|n| page.tree.tag(n).is_some_and(|t| t.heading().is_some()))
        && page.links_home(block)
}

fn is_paragraph(page: &Page, block: &Block) -> bool {
    block.chars >= 60 && block.link_share() < 50 && ends_sentence(page.text(block))
}
