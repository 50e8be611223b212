//! Sitemaps among the sources: an index of pages by their addresses, made before the first article is read, so that it says
//! the same of each in whatever order they come.

use super::address::key;
use super::encoding::{decode, decode_all, encoding_of};
use super::kind::Format;
use super::layout::is_impossible;
use super::read::fill;
use super::record::when;
use super::walk::Corpus;
use super::whole::notice;
use super::xml::{Sitemap, is_sitemap, sitemap};
use super::{Article, Clue, ClueKind};
use crate::error::Notice;
use std::collections::HashMap;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};

/// So many bytes of an XML file show whether it is a sitemap.
const HEAD: u64 = 4096;
/// Of so many different dates of one page clues are made.
const MOST: usize = 4;

/// What all sitemaps of a run say.
#[derive(Debug, Default)]
pub(super) struct Sitemaps {
    /// The clues to a page, each with the number of the sitemap that it is from, the earliest first.
    pages: HashMap<Box<str>, Vec<(Clue, usize)>, foldhash::fast::FixedState>,
    maps: Vec<Map>,
}

/// One sitemap.
#[derive(Debug)]
struct Map {
    source: usize,
    /// How many pages it names; nothing where it names other sitemaps.
    pages: Option<usize>,
    /// Whether an article is one of its pages.
    met: AtomicBool,
}

impl Corpus {
    fn sitemaps(&self) -> &Sitemaps {
        self.shelf.sitemaps.get_or_init(|| self.index())
    }

    /// Reads every sitemap.
    fn index(&self) -> Sitemaps {
        let xml: Vec<usize> =
            (0..self.sources.len()).filter(|&at| self.sources[at].format == Format::Xml).collect();
        let read = |&at: &usize| {
            let source = &self.sources[at];
            let mut head = Vec::new();
            source.open(self.limits).and_then(|reader| reader.take(HEAD).read_to_end(&mut head)).ok()?;
            if !is_sitemap(&decode_all(&head, encoding_of(&head, self.encoding))) {
                return None;
            }
            let mut bytes = Vec::new();
            fill(source, self, &mut bytes).ok().filter(|fits| *fits)?;
            Some((at, sitemap(&decode(bytes, self.encoding).text)))
        };
        // One after the other: rayon may not steal work inside of what a `OnceLock` makes, which would wait for itself.
        let read: Vec<(usize, Sitemap)> = xml.iter().filter_map(read).collect();
        let mut index = Sitemaps::default();
        for (source, found) in read {
            let number = index.maps.len();
            let pages = match found {
                Sitemap::Sitemaps => None,
                Sitemap::Pages(pages) => {
                    let count = pages.len();
                    for page in pages {
                        let Some(key) = key(&page.address) else { continue };
                        let said = [(page.published, ClueKind::Sitemap), (page.changed, ClueKind::Lastmod)];
                        let clues = said.into_iter().filter_map(|(date, kind)| {
                            let (stamp, zoned) = when(&date?, &self.vocabulary)?;
                            (!is_impossible(stamp))
                                .then_some((Clue { kind, span: None, stamp, zoned }, number))
                        });
                        index.pages.entry(key.into()).or_default().extend(clues);
                    }
                    Some(count)
                }
            };
            index.maps.push(Map { source, pages, met: AtomicBool::new(false) });
        }
        for clues in index.pages.values_mut() {
            clues.sort_by_key(|(clue, map)| (clue.kind, clue.stamp, *map));
        }
        index
    }

    /// Adds to an article what sitemaps say of its page.
    pub(super) fn look_up(&self, article: &mut Article) {
        let index = self.sitemaps();
        if index.pages.is_empty() {
            return;
        }
        let known = |address: &str| index.pages.get(&*key(address)?);
        let Some(clues) = article.addresses.iter().find_map(|address| known(address)) else { return };
        let mut last = None;
        let mut said = 0;
        for (clue, map) in clues {
            index.maps[*map].met.store(true, Ordering::Relaxed);
            if last != Some((clue.kind, clue.stamp)) && said < MOST {
                article.clues.push(clue.clone());
                said += 1;
            }
            last = Some((clue.kind, clue.stamp));
        }
    }

    /// Notices on the sitemaps that say nothing of any article, after all were read.
    pub(super) fn unmet(&self) -> impl Iterator<Item = Notice> {
        let maps = &self.sitemaps().maps;
        let named = maps.iter().any(|map| map.pages.is_some());
        maps.iter().filter_map(move |map| {
            let message = match map.pages {
                None if named => return None,
                None => {
                    "an index of sitemaps; they are not fetched, only read where they are among the files"
                        .to_owned()
                }
                Some(0) => "a sitemap that names no page".to_owned(),
                Some(_) if map.met.load(Ordering::Relaxed) => return None,
                Some(1) => "a sitemap: the page that it names is not among the articles".to_owned(),
                Some(pages) => {
                    format!("a sitemap: none of the {pages} pages that it names is among the articles")
                }
            };
            Some(notice(&self.sources[map.source], None, message))
        })
    }
}
