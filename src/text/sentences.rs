//! Sentence boundaries. Every token is looked at once, and what follows it only as far as closing quotes go.

use super::hash::fold_hash;
use super::tokens::tokenise;
use super::{CleanText, Sentence, Shape, Token};
use crate::error::Error;
use crate::span::Span;
use serde::Deserialize;
use std::collections::HashMap;

/// Words after which a full stop may not end a sentence, and words that begin one all the same, by the hash of their
/// lower-case form.
#[derive(Clone, Debug, Default)]
pub struct Abbreviations {
    kinds: HashMap<u32, Kind, foldhash::fast::FixedState>,
    starters: HashMap<u32, (), foldhash::fast::FixedState>,
}

/// Where the full stop of an abbreviation is not the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nowhere is it an end: "Mr."
    BeforeName,
    /// It is none before digits: "No. 5".
    BeforeNumber,
    /// It is one only before a word that begins sentences: "Inc."
    Anywhere,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    before_name: Vec<String>,
    before_number: Vec<String>,
    anywhere: Vec<String>,
    starters: Vec<String>,
}

impl Abbreviations {
    /// From words without their full stop: `mr`, `nov`, `gen`; no sentence ends after one.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let kinds = words.into_iter().map(|w| (fold_hash(w), Kind::BeforeName)).collect();
        Abbreviations { kinds, ..Abbreviations::default() }
    }

    /// The abbreviations of news English, `rules/words/abbreviations.toml`. Fails only when that is broken.
    pub fn builtin() -> Result<Self, Error> {
        let file: File = toml::from_str(include_str!("../../rules/words/abbreviations.toml"))
            .map_err(|e| Error::new("rules/words/abbreviations.toml is broken").because(e))?;
        let mut all = Abbreviations::default();
        let lists = [
            (Kind::Anywhere, &file.anywhere),
            (Kind::BeforeNumber, &file.before_number),
            (Kind::BeforeName, &file.before_name),
        ];
        for (kind, words) in lists {
            all.kinds.extend(words.iter().map(|w| (fold_hash(w), kind)));
        }
        all.starters = file.starters.iter().map(|w| (fold_hash(w), ())).collect();
        Ok(all)
    }

    fn starts(&self, token: &Token) -> bool {
        token.shape == Shape::Capital && self.starters.contains_key(&token.hash)
    }
}

/// No sentence is longer, so that work which grows with the square of a sentence stays bounded.
const MOST_TOKENS: usize = 1024;

impl CleanText {
    /// Fills in tokens and sentences, block by block.
    pub(super) fn divide(&mut self, abbreviations: &Abbreviations) {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.tokens.reserve(self.text.len() / 4);
        for index in 0..self.blocks.len() {
            let block = self.blocks[index].span;
            let first_token = self.tokens.len();
            let first_sentence = self.sentences.len();
            tokenise(&self.text, block.start as usize, block.end as usize, &mut self.tokens);
            let mut from = first_token;
            let mut at = first_token;
            while at < self.tokens.len() {
                let ends = self.ends_sentence(from, at, abbreviations);
                if ends {
                    // Closing quotes and brackets belong to the sentence they close.
                    while self.tokens.get(at + 1).is_some_and(|t| !t.spaced && self.closes(t)) {
                        at += 1;
                    }
                }
                if ends || at + 1 - from >= MOST_TOKENS {
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
        let token = &self.tokens[at];
        // Nearly every token is told by its last byte.
        let last = self.text.as_bytes()[token.span.end as usize - 1];
        if last.is_ascii() && !matches!(last, b'.' | b'!' | b'?') {
            return false;
        }
        let text = token.span.cut(&self.text);
        if token.is_word() {
            // An abbreviation with inner full stops, "U.S.", "p.m.": shy, for most of what follows one is a name.
            return text.len() > 2
                && text.ends_with('.')
                && self
                    .after(at)
                    .is_some_and(|n| self.tokens[n].spaced && abbreviations.starts(&self.tokens[n]));
        }
        if token.shape != Shape::Mark {
            return false;
        }
        match text {
            "。" | "！" | "？" => true,
            "!" | "?" | "…" => self.after(at).is_some_and(|n| self.tokens[n].spaced && self.begins(n)),
            "." => self.full_stop(from, at, abbreviations),
            _ => false,
        }
    }

    fn full_stop(&self, from: usize, at: usize, abbreviations: &Abbreviations) -> bool {
        let Some(after) = self.after(at) else { return false };
        let next = &self.tokens[after];
        let Some(before) = at.checked_sub(1).filter(|&b| b >= from) else { return false };
        let word = &self.tokens[before];
        if !next.spaced {
            // "in June.Read more": captured pages lose the space between two paragraphs.
            return after == at + 1
                && word.shape == Shape::Lower
                && word.span.len() > 2
                && next.shape == Shape::Capital
                && next.span.len() > 1
                && self.tokens.get(after + 1).is_some_and(|t| t.spaced);
        }
        if !self.begins(after) {
            return false;
        }
        if self.tokens[at].spaced || after > at + 1 {
            return true;
        }
        // "1. The first item": a number by itself is not a sentence.
        if before == from && word.shape == Shape::Digits {
            return false;
        }
        // "J. A. Smith": a single letter with a full stop of its own is not the article that begins a sentence.
        let starts = abbreviations.starts(next)
            && !(next.span.len() == 1
                && self.tokens.get(after + 1).is_some_and(|t| !t.spaced && t.span.cut(&self.text) == "."));
        if word.shape == Shape::Capital && word.span.len() == 1 {
            return starts;
        }
        match abbreviations.kinds.get(&word.hash) {
            Some(Kind::BeforeName) => false,
            Some(Kind::BeforeNumber) => !matches!(next.shape, Shape::Digits | Shape::Alnum),
            Some(Kind::Anywhere) => starts,
            None => true,
        }
    }

    /// The next token that does not close what stands before it.
    fn after(&self, at: usize) -> Option<usize> {
        let rest = self.tokens.get(at + 1..)?;
        rest.iter().position(|t| t.spaced || !self.closes(t)).map(|i| at + 1 + i)
    }

    /// Whether a sentence may begin with a token.
    fn begins(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        match token.shape {
            Shape::Lower => !token.span.cut(&self.text).is_ascii() && token.span.len() == 3,
            Shape::Mark | Shape::Possessive => !matches!(
                token.span.cut(&self.text),
                "," | ";" | ":" | "-" | "–" | "—" | "/" | "." | "!" | "?" | "…" | ")" | "]" | "&" | "+" | "*"
            ),
            _ => true,
        }
    }

    fn closes(&self, token: &Token) -> bool {
        matches!(token.shape, Shape::Mark | Shape::Possessive)
            && matches!(token.span.cut(&self.text), "\"" | "”" | "’" | "'" | ")" | "]" | "»")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Article, Piece, Role};
    use proptest::prelude::*;

    fn article(raw: &str, prose: Vec<Piece>) -> Article {
        Article {
            path: "test".into(),
            id: None,
            line: None,
            raw: raw.to_owned(),
            title_from: None,
            title: None,
            outlet: None,
            story: None,
            clues: Vec::new(),
            ignores: Vec::new(),
            prose,
            ..Article::default()
        }
    }

    fn whole(text: &str) -> CleanText {
        let pieces = vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(Span::of(0..text.len()))];
        CleanText::new(&article(text, pieces), &Abbreviations::builtin().unwrap())
    }

    /// Sentences, marked in the text by bars.
    fn divided(text: &str) -> String {
        let clean = whole(text);
        clean.sentences.iter().map(|s| s.span.cut(&clean.text)).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn boundaries() {
        let text = "Mr. Ito met Gen. B. K. Oduya in the U.S. The talks, at 5 p.m. Monday, led nowhere. \
            Oryx Inc. lost $2.5 million. Halden Corp. The firm won. \"It is over.\" He left... Then it rained! Did it? \
            George W. Brandt came No. 5 on Nov. 22. Was that all? I said no. They agreed. (All did.) It ended \
            at 6 a.m. However, the U.S. Senate met.";
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/text"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("sentences", divided(text).replace(" | ", "\n"));
        });
    }

    #[test]
    fn single_cases() {
        for (text, expected) in [
            ("1. Wash the rice. 2. Cook it.", "1. Wash the rice. | 2. Cook it."),
            ("It closed in June.Readers wrote.", "It closed in June.Readers wrote."),
            ("It closed in haste.Readers wrote.", "It closed in haste. | Readers wrote."),
            ("See example.com for more.", "See example.com for more."),
            ("He lives at 5 Main St. The house is old.", "He lives at 5 Main St. | The house is old."),
            ("三人。四人。", "三人。 | 四人。"),
            ("Yes. — No.", "Yes. — No."),
            ("...", "..."),
        ] {
            assert_eq!(divided(text), expected);
        }
    }

    #[test]
    fn no_sentence_is_endless() {
        let clean = whole(&"word ".repeat(5000));
        assert!(clean.sentences.iter().all(|s| s.tokens.len() <= MOST_TOKENS));
    }

    proptest! {
        #[test]
        fn kept_text_is_cut_from_the_source(
            parts in proptest::collection::vec(("[ -~éÉ“”。\u{301}元]{0,30}", 0u8..4), 0..8),
        ) {
            let mut raw = String::new();
            let mut pieces = vec![Piece::Break(Span::new(0, 0), Role::Body)];
            for (text, kind) in &parts {
                // What is replaced is never nothing.
                let text = if *kind == 1 { format!("&{text};") } else { text.clone() };
                let span = Span::of(raw.len()..raw.len() + text.len());
                raw.push_str(&text);
                pieces.push(match kind {
                    0 => Piece::Break(span, Role::Body),
                    1 => Piece::Replace(span, "&é".into()),
                    _ => Piece::Keep(span),
                });
            }
            let kept: Vec<_> = pieces.iter().filter_map(|p| if let Piece::Keep(s) = p { Some(*s) } else { None }).collect();
            let article = article(&raw, pieces);
            let clean = CleanText::new(&article, &Abbreviations::builtin().unwrap());
            let mut last = 0;
            for (index, token) in clean.tokens.iter().enumerate() {
                prop_assert!(token.span.start >= last);
                last = token.span.end;
                let cut = clean.text.get(token.span.range());
                prop_assert!(cut.is_some());
                let back = clean.raw(token.span);
                prop_assert!(raw.get(back.range()).is_some());
                if !back.is_empty() && kept.iter().any(|k| k.contains(back)) {
                    prop_assert_eq!(back.cut(&raw), cut.unwrap_or_default());
                }
                let sentence = &clean.sentences[clean.sentence_of(u32::try_from(index).unwrap())];
                prop_assert!(sentence.tokens.contains(&u32::try_from(index).unwrap()));
                prop_assert!(sentence.span.contains(token.span));
            }
            let mut next = 0;
            for sentence in &clean.sentences {
                prop_assert_eq!(sentence.tokens.start, next);
                prop_assert!(!sentence.tokens.is_empty());
                prop_assert!(clean.blocks[sentence.block as usize].span.contains(sentence.span));
                next = sentence.tokens.end;
            }
            prop_assert_eq!(next as usize, clean.tokens.len());
        }
    }
}
