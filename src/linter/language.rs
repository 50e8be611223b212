//! Everything that knows words, loaded once; and the reading of one article by it.

use super::corrections;
use crate::corpus::Article;
use crate::dating::{self, Published, Timex};
use crate::error::Error;
use crate::grammar::Mark;
use crate::grammar::input::Tokens;
use crate::grammar::lexicon::{Lexicon, WordId};
use crate::grammar::modality::{Modality, ModalityWords, modality};
use crate::grammar::name::{NameList, NameWords, Names, names};
use crate::grammar::number::NumberWords;
use crate::grammar::quantity::{Quantity, QuantityWords, quantities};
use crate::grammar::time::{self, TimeWords};
use crate::text::{Abbreviations, CleanText, English};
use std::ops::Range;

/// The vocabulary of every part of the grammar.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) lexicon: Lexicon,
    abbreviations: Abbreviations,
    english: English,
    numbers: NumberWords,
    quantities: QuantityWords,
    times: TimeWords,
    pub(super) names: NameWords,
    modality: ModalityWords,
}

/// What the grammar finds in an article.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) clean: CleanText,
    pub(super) words: Vec<WordId>,
    pub(super) quantities: Vec<Mark<Quantity>>,
    pub(super) times: Vec<Mark<Timex>>,
    pub(super) names: Names,
    /// What its notes of correction say, in standard form.
    pub(super) corrected: Vec<String>,
    pub(super) published: Published,
    pub(super) english: bool,
}

impl Language {
    pub(super) fn load(own_names: Vec<NameList>) -> Result<Self, Error> {
        let mut lexicon = Lexicon::default();
        Ok(Language {
            abbreviations: Abbreviations::builtin()?,
            english: English::load()?,
            numbers: NumberWords::load(&mut lexicon)?,
            quantities: QuantityWords::load(&mut lexicon)?,
            times: TimeWords::load(&mut lexicon)?,
            names: NameWords::with_names(&mut lexicon, own_names)?,
            modality: ModalityWords::load(&mut lexicon)?,
            lexicon,
        })
    }

    /// All that the grammar finds.
    pub(super) fn read(&self, article: &Article) -> Marks {
        let mut marks = self.numbers_and_times(article);
        if marks.english {
            marks.names = names(&self.names, self.tokens(&marks.clean, &marks.words));
            marks.corrected = corrections::set_aside(&mut marks);
        }
        marks
    }

    /// What sentences are compared by when they are read again: all but the names.
    pub(super) fn read_again(&self, article: &Article) -> Marks {
        let mut marks = self.numbers_and_times(article);
        marks.corrected = corrections::set_aside(&mut marks);
        marks
    }

    /// What the grammar finds, but for names.
    pub(super) fn numbers_and_times(&self, article: &Article) -> Marks {
        let clean = CleanText::new(article, &self.abbreviations);
        let english = self.english.looks_english(&clean);
        if !english {
            let published = dating::published::rank(article, None);
            let (quantities, times) = (Vec::new(), Vec::new());
            return Marks {
                clean,
                words: Vec::new(),
                quantities,
                times,
                names: Names::default(),
                corrected: Vec::new(),
                published,
                english,
            };
        }
        let words = self.lexicon.read(&clean);
        let tokens = self.tokens(&clean, &words);
        let exprs = time::find(&self.times, &self.numbers, tokens);
        let lead = dating::lead::lead(&clean, &words, &self.times, &exprs);
        let published = dating::published::rank(article, lead);
        let times = dating::resolve::resolve(&exprs, &clean, &words, &self.times, &published);
        let quantities = quantities(&self.quantities, &self.numbers, tokens, &times);
        let (names, corrected) = (Names::default(), Vec::new());
        Marks { quantities, names, times, corrected, published, english, words, clean }
    }

    /// An article's prose alone.
    pub(super) fn clean(&self, article: &Article) -> CleanText {
        CleanText::new(article, &self.abbreviations)
    }

    /// How a passage stands to what it says.
    pub(super) fn modality(&self, marks: &Marks, sentence: Range<u32>, passage: Range<u32>) -> Modality {
        let tokens =
            Tokens { start: sentence.start, end: sentence.end, ..self.tokens(&marks.clean, &marks.words) };
        modality(&self.modality, tokens, passage)
    }

    fn tokens<'a>(&self, clean: &'a CleanText, words: &'a [WordId]) -> Tokens<'a> {
        Tokens { clean, words, start: 0, end: u32::try_from(words.len()).unwrap_or(u32::MAX) }
    }
}
