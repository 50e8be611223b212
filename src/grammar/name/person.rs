//! The parts of a personal name, by which articles that write it differently are known to mean one person.

use super::NameWords;

/// A personal name in its parts, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonName {
    /// The given name; forms of one name ("Bill", "William") are one.
    pub given: Box<str>,
    /// Names and initials in between.
    pub middle: Box<[Box<str>]>,
    /// The surname.
    pub family: Box<str>,
    /// "jr", "sr", "iii"; empty where there is none.
    pub suffix: Box<str>,
}

impl PersonName {
    /// The parts of a name that is written in full; nothing for a surname alone.
    pub fn of(words: &NameWords, name: &str) -> Option<PersonName> {
        let lower = name.replace('’', "'").to_lowercase();
        let mut parts: Vec<&str> = lower
            .split([' ', '\u{a0}', ','])
            .map(|p| p.trim_matches('.'))
            .filter(|p| !p.is_empty())
            .collect();
        let suffix = parts.last().copied().filter(|p| parts.len() > 2 && words.is_suffix(p));
        if suffix.is_some() {
            parts.pop();
        }
        let [given, middle @ .., family] = parts.as_slice() else { return None };
        Some(PersonName {
            given: words.nickname(given).map_or_else(|| (*given).into(), |group| format!("={group}").into()),
            middle: middle.iter().map(|&m| m.into()).collect(),
            family: (*family).into(),
            suffix: suffix.unwrap_or("").into(),
        })
    }

    /// Whether names in between do not say that two people are meant: "Ann M. Lee" may be "Ann Marie Lee".
    pub fn middle_fits(&self, other: &PersonName) -> bool {
        let fits = |a: &str, b: &str| a.starts_with(b) && b.chars().count() == 1 || a == b;
        let within = |few: &[Box<str>], many: &[Box<str>]| {
            let mut rest = many.iter();
            few.iter().all(|f| rest.any(|m| fits(m, f) || fits(f, m)))
        };
        within(&self.middle, &other.middle) || within(&other.middle, &self.middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::lexicon::Lexicon;

    #[test]
    fn parts_of_a_name() {
        let words = NameWords::load(&mut Lexicon::default()).unwrap();
        let name = |text: &str| PersonName::of(&words, text).unwrap();
        let (long, short) = (name("William J. Harlow Jr."), name("Bill Harlow"));
        assert_eq!((&long.given, &long.family), (&short.given, &short.family));
        assert_eq!((&*long.suffix, &*short.suffix), ("jr", ""));
        assert!(long.middle_fits(&short) && short.middle_fits(&long));
        assert!(name("Ann M. Harlow").middle_fits(&name("Ann Marie Harlow")));
        assert!(!name("Ann Ruth Harlow").middle_fits(&name("Ann Marie Harlow")));
        assert_eq!(PersonName::of(&words, "Harlow"), None);
    }
}
