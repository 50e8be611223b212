//! The names that set an article apart from others, found by their capitals alone.

use super::sketch::finish;
use crate::corpus::Role;
use crate::error::Error;
use crate::text::{CleanText, Sentence, Shape, fold_hash};
use std::collections::HashSet;

/// Single words and pairs of words kept of an article: those it repeats most, and of these the first.
const WORDS: usize = 24;
const PAIRS: usize = 16;

/// Words with a capital that say nothing about which story it is.
#[derive(Clone, Debug, Default)]
pub struct StoryWords(HashSet<u32, foldhash::fast::FixedState>);

impl StoryWords {
    /// Reads `rules/words/story.toml`.
    ///
    /// # Errors
    /// If the file is not as it should be.
    pub fn load() -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            common: Vec<String>,
        }
        let file: File = toml::from_str(include_str!("../../../rules/words/story.toml"))
            .map_err(|e| Error::new("rules/words/story.toml cannot be read").because(e))?;
        Ok(StoryWords(file.common.iter().map(|w| fold_hash(w)).collect()))
    }

    fn common(&self, hash: u32) -> bool {
        self.0.contains(&hash)
    }
}

/// The hashes of an article's names, sorted.
pub(super) fn names(words: &StoryWords, clean: &CleanText) -> Box<[u32]> {
    let lower = Seen::lower(clean);
    let (mut single, mut paired) = (Tally::default(), Tally::default());
    for sentence in body(clean) {
        each_name(
            words,
            clean,
            sentence,
            &lower,
            |hash, pair, _| if pair { paired.add(hash) } else { single.add(hash) },
        );
    }
    let mut all = single.top(WORDS);
    all.extend(paired.top(PAIRS));
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// The words behind hashes of names, as the article first writes them, in the order of the text.
pub(super) fn written<'a>(words: &StoryWords, clean: &'a CleanText, hashes: &[u32]) -> Vec<&'a str> {
    let lower = Seen::lower(clean);
    let mut left = hashes.to_vec();
    let mut found: Vec<&str> = Vec::new();
    for sentence in body(clean) {
        each_name(words, clean, sentence, &lower, |hash, _, span| {
            if let Some(at) = left.iter().position(|&h| h == hash) {
                left.swap_remove(at);
                found.push(span.cut(&clean.text));
            }
        });
    }
    // A word that stands in a pair as well is told once.
    let pairs: Vec<&str> = found.iter().copied().filter(|f| f.contains(char::is_whitespace)).collect();
    found.retain(|f| pairs.contains(f) || !pairs.iter().any(|p| p.split_whitespace().any(|w| w == *f)));
    found
}

fn body(clean: &CleanText) -> impl Iterator<Item = &Sentence> {
    let heading = |s: &&Sentence| {
        matches!(clean.blocks.get(s.block as usize).map(|b| b.role), Some(Role::Title | Role::Heading))
    };
    clean.sentences.iter().filter(move |s| !heading(s))
}

/// Calls `found` with every name of a sentence: its hash, whether it is a pair of words, and where it stands.
fn each_name(
    words: &StoryWords,
    clean: &CleanText,
    sentence: &Sentence,
    lower: &Seen,
    mut found: impl FnMut(u32, bool, crate::span::Span<crate::span::Clean>),
) {
    let mut before: Option<(crate::text::Token, bool)> = None;
    let mut first = true;
    for token in clean.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or(&[])
    {
        if !token.is_capital() {
            // The first word of a quotation or after a bracket has its capital from there.
            first =
                token.shape == Shape::Mark && !matches!(token.span.cut(&clean.text), "," | "-" | "–" | "—");
            before = None;
            continue;
        }
        let common = words.common(token.hash) || lower.has(token.hash);
        if !first && !common && token.span.len() > 1 {
            found(token.hash, false, token.span);
        }
        if let Some((earlier, earlier_common)) = before
            && !(common && earlier_common)
        {
            let pair = finish(u64::from(earlier.hash) << 32 | u64::from(token.hash));
            found((pair & 0xffff_ffff) as u32, true, earlier.span.join(token.span));
        }
        before = Some((*token, common));
        first = false;
    }
}

/// The words that the article also writes without a capital, in a fixed space; a rare mistake costs one name.
struct Seen(Box<[u64; 1024]>);

impl Seen {
    fn lower(clean: &CleanText) -> Self {
        let mut bits = Box::new([0u64; 1024]);
        for token in clean.tokens.iter().filter(|t| t.shape == Shape::Lower) {
            bits[(token.hash >> 6 & 1023) as usize] |= 1 << (token.hash & 63);
        }
        Seen(bits)
    }

    fn has(&self, hash: u32) -> bool {
        self.0[(hash >> 6 & 1023) as usize] >> (hash & 63) & 1 == 1
    }
}

/// Hashes with how often and in which order they came.
#[derive(Default)]
struct Tally(Vec<(u32, u32)>);

impl Tally {
    fn add(&mut self, hash: u32) {
        let order = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.push((hash, order));
    }

    /// The most frequent, the earlier of equals first.
    fn top(mut self, most: usize) -> Vec<u32> {
        self.0.sort_unstable();
        let mut counted: Vec<(usize, u32, u32)> = self
            .0
            .chunk_by(|a, b| a.0 == b.0)
            .map(|run| (usize::MAX - run.len(), run[0].1, run[0].0))
            .collect();
        counted.sort_unstable();
        counted.into_iter().take(most).map(|(_, _, hash)| hash).collect()
    }
}
