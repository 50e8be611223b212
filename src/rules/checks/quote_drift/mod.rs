//! `quote-drift`: a quotation that two reports of one story give in different words.
//!
//! Quotations of one story that share a run of words are laid side by side. What one of them leaves out is no drift, nor
//! is another spelling, a filler or an editor's bracket; what counts is a word that stands in the place of another.

mod align;
mod words;

use super::{CheckRule, loudest_first};
use crate::facts::attribute::{ArticleId, Card, Site};
use crate::grammar::modality::quotations;
use crate::rules::finding::{Confidence, Evidence, Finding};
use crate::span::{Raw, Span};
use crate::text::{CleanText, Shape};
use align::{Drift, drift};
use std::collections::{BTreeMap, BTreeSet};
pub use words::QuoteWords;

/// Words a quotation must have to be known again.
const WORDS: usize = 7;
/// Words that two quotations must share in a row to be compared at all.
const RUN: usize = 4;
/// Other wordings that a quotation is compared with by each run of words.
const NEIGHBOURS: usize = 4;

/// A quotation, without its marks.
#[derive(Clone, Debug)]
pub struct Quotation {
    article: ArticleId,
    /// Hashes of its words, fillers left out.
    hashes: Vec<u32>,
    /// Each of them as it is written, and where.
    words: Vec<Word>,
}

#[derive(Clone, Debug)]
struct Word {
    text: Box<str>,
    span: Span<Raw>,
    /// Whether an editor's bracket or an ellipsis stands beside it.
    edited: bool,
}

/// The quotations of an article that are long enough to be known again.
pub fn quotes(words: &QuoteWords, clean: &CleanText, article: ArticleId) -> Vec<Quotation> {
    let read = |tokens: std::ops::Range<u32>| {
        let mut quotation = Quotation { article, hashes: Vec::new(), words: Vec::new() };
        let mut mended = false;
        for index in tokens {
            let token = clean.tokens[index as usize];
            let text = clean.token(index);
            if token.shape == Shape::Mark {
                let edit = matches!(text, "[" | "]" | "(" | ")" | "…")
                    || text == "." && !token.spaced && clean.token(index + 1) == ".";
                if edit && let Some(last) = quotation.words.last_mut() {
                    last.edited = true;
                }
                mended |= edit;
                continue;
            }
            if words.is_filler(token.hash) {
                continue;
            }
            quotation.hashes.push(words.standard(token.hash));
            quotation.words.push(Word { text: text.into(), span: clean.raw(token.span), edited: mended });
            mended = false;
        }
        (quotation.hashes.len() >= WORDS).then_some(quotation)
    };
    quotations(clean).into_iter().filter_map(read).collect()
}

/// Where the reports of one story give a quotation in different words. `cards` are those of the whole corpus.
pub fn quote_drift(
    rule: &CheckRule,
    words: &QuoteWords,
    cards: &[Card],
    quotes: &[Quotation],
) -> Vec<Finding> {
    // One for all that say it in the same words: the wording with the most reports is the one to compare with.
    let mut wordings: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
    for (index, quote) in quotes.iter().enumerate() {
        wordings.entry(&quote.hashes).or_default().push(index);
    }
    let mut wordings: Vec<Vec<usize>> = wordings.into_values().collect();
    wordings.sort_by_key(|said| (std::cmp::Reverse(said.len()), said[0]));
    let mut runs: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut told: BTreeSet<(ArticleId, Span<Raw>)> = BTreeSet::new();
    for (number, said) in wordings.iter().enumerate() {
        let quote = &quotes[said[0]];
        let mut others: Vec<usize> = Vec::new();
        for run in quote.hashes.windows(RUN) {
            let known = runs.entry(run).or_default();
            others.extend(known.iter().copied());
            if known.len() < NEIGHBOURS {
                known.push(number);
            }
        }
        // Those that share most come first, the older of equals before the younger.
        others.sort_unstable();
        let mut others: Vec<(usize, usize)> =
            others.chunk_by(|a, b| a == b).map(|run| (usize::MAX - run.len(), run[0])).collect();
        others.sort_unstable();
        let found = others.iter().take(NEIGHBOURS).find_map(|&(_, other)| {
            let other = &quotes[wordings[other][0]];
            // A speaker who says nearly the same twice is no drift, and one article often quotes it.
            (other.article != quote.article).then(|| drift(words, quote, other)).flatten().map(|d| (other, d))
        });
        let Some((other, found)) = found else { continue };
        // A passage that is quoted twice by one article is told once.
        let place = (quote.article, site(quote, &found.here).span);
        if told.insert(place) {
            findings.push(tell(rule, cards, quote, other, &found));
        }
    }
    findings
}

fn site(quote: &Quotation, words: &std::ops::Range<usize>) -> Site {
    let run = &quote.words[words.clone()];
    let span = match run {
        [first, .., last] => first.span.join(last.span),
        [only] => only.span,
        [] => Span::new(0, 0),
    };
    Site { article: quote.article, span }
}

fn tell(rule: &CheckRule, cards: &[Card], a: &Quotation, b: &Quotation, found: &Drift) -> Finding {
    let written = |quote: &Quotation, words: &std::ops::Range<usize>| {
        quote.words[words.clone()].iter().map(|w| &*w.text).collect::<Vec<_>>().join(" ")
    };
    let mut sides = [
        (a, site(a, &found.here), written(a, &found.here)),
        (b, site(b, &found.there), written(b, &found.there)),
    ];
    sides.sort_by_cached_key(|(_, site, _)| loudest_first(&cards[site.article.0 as usize], site.span));
    let evidence = |(_, site, text): &(&Quotation, Site, String)| Evidence {
        site: *site,
        value: text.clone(),
        note: String::new(),
    };
    let message = "the quotation says “{here}” here, but “{there}” elsewhere".to_owned();
    let help = format!(
        "{} other words of the two agree, so they are the same words of the same speaker; one of them was changed",
        found.agree
    );
    let mut finding = rule.finding(evidence(&sides[0]), vec![evidence(&sides[1])], message, help);
    finding.sides.words = Some([sides[0].2.clone(), sides[1].2.clone()]);
    finding.sides.key = vec![written(a, &(0..a.words.len())), written(b, &(0..b.words.len()))];
    // Who speaks of one thing on two days says it in other words the second time.
    let day = |quote: &Quotation| cards[quote.article.0 as usize].published.day();
    let apart = match (day(a), day(b)) {
        (Some(x), Some(y)) => (x.duration_since(y).as_hours() / 24).abs() > 1,
        _ => false,
    };
    finding.confidence =
        if found.sure && !apart { rule.confidence } else { rule.confidence.min(Confidence::Low) };
    finding
}
