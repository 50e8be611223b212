//! The inflections of a word: "become" finds "became". Regular forms are made by rule, the others are data.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const IRREGULAR: &str = include_str!("../../rules/words/irregular.toml");

/// The inflections of English words.
#[derive(Debug)]
pub struct Lemmas {
    /// Each irregular form, with all the forms of its word.
    families: BTreeMap<String, Vec<String>>,
    weak: BTreeSet<String>,
}

#[derive(Deserialize)]
struct File {
    invariable: Vec<String>,
    irregular: Vec<Vec<String>>,
}

impl Default for Lemmas {
    fn default() -> Self {
        let file: File =
            toml::from_str(IRREGULAR).unwrap_or(File { invariable: Vec::new(), irregular: Vec::new() });
        let mut families = BTreeMap::new();
        for family in file.irregular {
            for form in &family {
                families.insert(form.clone(), family.clone());
            }
        }
        Lemmas { families, weak: file.invariable.into_iter().collect() }
    }
}

impl Lemmas {
    /// Whether a word is one that carries little meaning and has no inflections: "of", "the", "by".
    pub fn is_weak(&self, word: &str) -> bool {
        self.weak.contains(&word.to_lowercase())
    }

    /// All forms of a word, itself among them. Too many rather than too few: "sayed" harms nobody.
    ///
    /// ```
    /// let forms = dateline::facts::lemma::Lemmas::default().forms("become");
    /// assert!(forms.iter().any(|f| f == "became"));
    /// ```
    pub fn forms(&self, word: &str) -> Vec<String> {
        let word = word.to_lowercase();
        if let Some(family) = self.families.get(&word) {
            return family.clone();
        }
        let mut forms = vec![word.clone()];
        if !self.weak.contains(&word) && word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic()) {
            for base in bases(&word) {
                inflect(&base, &mut forms);
            }
        }
        forms.sort();
        forms.dedup();
        forms
    }
}

/// What the word may be an inflection of.
fn bases(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 1) {
        return vec![format!("{stem}y")];
    }
    for end in ["ches", "shes", "sses", "xes"] {
        if word.ends_with(end) {
            return vec![word[..word.len() - 2].to_owned()];
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) && stem.len() > 2 => vec![stem.to_owned()],
        _ => vec![word.to_owned()],
    }
}

fn inflect(base: &str, forms: &mut Vec<String>) {
    let mut add = |stem: &str, end: &str| forms.push(format!("{stem}{end}"));
    add(base, "");
    if let Some(stem) = base.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
        add(stem, "ies");
        add(stem, "ied");
        add(base, "ing");
        return;
    }
    if base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh") {
        add(base, "es");
    } else {
        add(base, "s");
    }
    if let Some(stem) = base.strip_suffix('e') {
        add(base, "d");
        add(stem, "ing");
        return;
    }
    add(base, "ed");
    add(base, "ing");
    // step, stepped: a lone vowel before the last consonant doubles it.
    let bytes = base.as_bytes();
    if let [.., before, vowel, last] = bytes
        && b"aeiou".contains(vowel)
        && !b"aeiouwxy".contains(last)
        && !b"aeiou".contains(before)
    {
        let last = char::from(*last);
        add(base, &format!("{last}ed"));
        add(base, &format!("{last}ing"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections() {
        let lemmas = Lemmas::default();
        let has =
            |word: &str, form: &str| assert!(lemmas.forms(word).iter().any(|f| f == form), "{word} {form}");
        has("step", "stepping");
        has("members", "member");
        has("countries", "country");
        has("expire", "expiring");
        has("has", "had");
        has("ally", "allies");
        has("take", "took");
        assert_eq!(lemmas.forms("of"), ["of"]);
        assert!(!lemmas.forms("us").iter().any(|f| f == "u"));
    }
}
