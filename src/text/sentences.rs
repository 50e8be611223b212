//! Sentence boundaries.

use super::tokens::{fold_hash, tokenise};
use super::{CleanText, Sentence, Shape};
use crate::span::Span;
use std::collections::HashSet;

/// Words after which a full stop does not end a sentence, by the hash of their lower-case form.
#[derive(Clone, Debug, Default)]
pub struct Abbreviations(HashSet<u32, foldhash::fast::FixedState>);

impl Abbreviations {
    /// From words without their full stop: `mr`, `nov`, `gen`.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Abbreviations(words.into_iter().map(fold_hash).collect())
    }
}

impl CleanText {
    /// Fills in tokens and sentences, block by block.
    pub(super) fn divide(&mut self, abbreviations: &Abbreviations) {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for index in 0..self.blocks.len() {
            let block = self.blocks[index].span;
            let first_token = self.tokens.len();
            let first_sentence = self.sentences.len();
            tokenise(&self.text, block.start as usize, block.end as usize, &mut self.tokens);
            let mut from = first_token;
            let mut at = first_token;
            while at < self.tokens.len() {
                if self.ends_sentence(from, at, abbreviations) {
                    // Closing quotes and brackets belong to the sentence they close.
                    while self.tokens.get(at + 1).is_some_and(|t| !t.spaced && closes(t.span.cut(&self.text)))
                    {
                        at += 1;
                    }
                    self.close_sentence(from, at + 1, narrow(index));
                    from = at + 1;
                }
                at += 1;
            }
            if from < self.tokens.len() {
                self.close_sentence(from, self.tokens.len(), narrow(index));
            }
            self.blocks[index].sentences = narrow(first_sentence)..narrow(self.sentences.len());
        }
    }

    fn close_sentence(&mut self, from: usize, to: usize, block: u32) {
        let span = self.tokens[from].span.join(self.tokens[to - 1].span);
        let range = Span::<()>::of(from..to);
        self.sentences.push(Sentence { span, tokens: range.start..range.end, block });
    }

    fn ends_sentence(&self, from: usize, at: usize, abbreviations: &Abbreviations) -> bool {
        let token = self.tokens[at];
        let text = token.span.cut(&self.text);
        let next = self.tokens[at + 1..].iter().find(|t| !closes(t.span.cut(&self.text)) || t.spaced);
        let Some(next) = next else { return false };
        let starts = next.spaced && !matches!(next.shape, Shape::Lower);
        match text {
            "!" | "?" => next.spaced && starts,
            "." => {
                let Some(before) = at.checked_sub(1).filter(|&b| b >= from).map(|b| self.tokens[b]) else {
                    return false;
                };
                let initial = before.shape == Shape::Capital && before.span.len() == 1;
                starts && !initial && (token.spaced || !abbreviations.0.contains(&before.hash))
            }
            // An abbreviation with inner full stops ends one only before a word that starts many sentences; be shy.
            _ => false,
        }
    }
}

fn closes(token: &str) -> bool {
    matches!(token, "\"" | "”" | "’" | "'" | ")" | "]" | "»")
}
