//! What may differ between two transcripts of the same words.

use crate::error::Error;
use crate::text::fold_hash;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The vocabulary of `rules/words/quotations.toml`.
#[derive(Clone, Debug, Default)]
pub struct QuoteWords {
    fillers: HashSet<u32, foldhash::fast::FixedState>,
    same: HashMap<u32, u32, foldhash::fast::FixedState>,
    small: HashSet<u32, foldhash::fast::FixedState>,
    weighty: HashSet<u32, foldhash::fast::FixedState>,
}

impl QuoteWords {
    /// Reads it.
    ///
    /// # Errors
    /// If the file is not as it should be.
    pub fn load() -> Result<Self, Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            fillers: Vec<String>,
            same: Vec<Vec<String>>,
            small: Vec<String>,
            weighty: Vec<String>,
        }
        let file: File = toml::from_str(include_str!("../../../../rules/words/quotations.toml"))
            .map_err(|e| Error::new("rules/words/quotations.toml cannot be read").because(e))?;
        let hashes = |list: &[String]| list.iter().map(|w| fold_hash(w)).collect();
        let mut words = QuoteWords {
            fillers: hashes(&file.fillers),
            small: hashes(&file.small),
            weighty: hashes(&file.weighty),
            ..QuoteWords::default()
        };
        for group in &file.same {
            if let Some((first, others)) = group.split_first() {
                words.same.extend(others.iter().map(|w| (fold_hash(w), fold_hash(first))));
            }
        }
        Ok(words)
    }

    /// A word that a transcript may leave out.
    pub(super) fn is_filler(&self, hash: u32) -> bool {
        self.fillers.contains(&hash)
    }

    /// The form that stands for all forms of a word.
    pub(super) fn standard(&self, hash: u32) -> u32 {
        self.same.get(&hash).copied().unwrap_or(hash)
    }

    /// A word whose place another may take without changing what is said.
    pub(super) fn is_small(&self, hash: u32) -> bool {
        self.small.contains(&hash)
    }

    /// A word that turns what is said into something else wherever it stands: "not", "never".
    pub(super) fn is_weighty(&self, hash: u32) -> bool {
        self.weighty.contains(&hash)
    }
}
