//! Phrases of known words, found from their first word on or back from their last.

use crate::grammar::input::Tokens;
use crate::grammar::lexicon::{Lexicon, WordId, WordTable};

/// Phrases and what each means; of two that fit, the longer.
#[derive(Clone, Debug)]
pub(super) struct Phrases<T> {
    heads: WordTable<u16>,
    lists: Vec<Vec<Phrase<T>>>,
    /// Whether phrases are looked up by their last word.
    backward: bool,
}

#[derive(Clone, Debug)]
struct Phrase<T> {
    words: Box<[WordId]>,
    /// The exact letters of every token, where case counts.
    exact: Option<Box<[Box<str>]>>,
    what: T,
}

impl<T: Copy> Phrases<T> {
    pub(super) fn forward() -> Self {
        Phrases { heads: WordTable::default(), lists: vec![Vec::new()], backward: false }
    }

    pub(super) fn backward() -> Self {
        Phrases { backward: true, ..Self::forward() }
    }

    /// Adds a phrase, its tokens separated by spaces.
    pub(super) fn add(&mut self, lexicon: &mut Lexicon, phrase: &str, exact: bool, what: T) {
        let words: Box<[WordId]> = phrase.split(' ').map(|w| lexicon.intern(w)).collect();
        let Some(&head) = (if self.backward { words.last() } else { words.first() }) else { return };
        let mut at = usize::from(self.heads.get(head));
        if at == 0 {
            at = self.lists.len();
            self.lists.push(Vec::new());
            self.heads.set(head, u16::try_from(at).unwrap_or(0));
        }
        let exact = exact.then(|| phrase.split(' ').map(Into::into).collect());
        let list = &mut self.lists[at];
        let place = list.partition_point(|p| p.words.len() >= words.len());
        list.insert(place, Phrase { words, exact, what });
    }

    /// The longest phrase that begins at a token, and one past its last token. A hyphen may join its words.
    pub(super) fn at(&self, tokens: &Tokens, from: u32) -> Option<(T, u32)> {
        let word = tokens.words.get(from as usize).filter(|_| from < tokens.end)?;
        self.list(*word).iter().find_map(|phrase| {
            let mut at = from;
            for (index, &word) in phrase.words.iter().enumerate() {
                if index > 0 && joins(tokens, at) {
                    at += 1;
                }
                (at < tokens.end && phrase.fits(tokens, index, word, at)).then_some(())?;
                at += 1;
            }
            Some((phrase.what, at))
        })
    }

    /// The longest phrase that ends before a token and does not begin before `floor`, and its first token.
    pub(super) fn before(&self, tokens: &Tokens, end: u32, floor: u32) -> Option<(T, u32)> {
        let last = end.checked_sub(1).filter(|&l| l >= floor)?;
        self.list(*tokens.words.get(last as usize)?).iter().find_map(|phrase| {
            let count = u32::try_from(phrase.words.len()).ok()?;
            let start = end.checked_sub(count).filter(|&s| s >= floor)?;
            let fits = (start..end)
                .zip(phrase.words.iter().enumerate())
                .all(|(at, (index, &word))| phrase.fits(tokens, index, word, at));
            fits.then_some((phrase.what, start))
        })
    }

    fn list(&self, word: WordId) -> &[Phrase<T>] {
        &self.lists[usize::from(self.heads.get(word))]
    }
}

impl<T> Phrase<T> {
    fn fits(&self, tokens: &Tokens, index: usize, word: WordId, at: u32) -> bool {
        tokens.words[at as usize] == word
            && self.exact.as_ref().is_none_or(|e| *e[index] == *tokens.clean.token(at))
    }
}

/// Whether a hyphen at `at` joins two words.
pub(super) fn joins(tokens: &Tokens, at: u32) -> bool {
    let close = |at: u32| at < tokens.end && tokens.clean.tokens.get(at as usize).is_some_and(|t| !t.spaced);
    close(at) && close(at + 1) && matches!(tokens.clean.token(at), "-" | "‐" | "‑")
}
