//! Whether two spellings may be of one name.

use crate::error::Error;
use crate::rules::finding::Confidence;
use std::collections::BTreeSet;

/// Letters of a name below which a changed letter makes another name: Tim and Tom, Lee and Leo.
const SHORT: usize = 4;
/// Letters from which on two changes may be one mistake.
const LONG: usize = 5;

/// Letters of a full name from which on a slip in each part may be of one name.
const TWO_SLIPS: usize = 13;

/// Given names that belong together or apart, whatever their letters say.
#[derive(Clone, Debug, Default)]
pub struct GivenNames {
    apart: BTreeSet<(Box<str>, Box<str>)>,
    /// Romanisations, which surnames have too.
    same: BTreeSet<(Box<str>, Box<str>)>,
    before: BTreeSet<String>,
    as_it_stands: BTreeSet<String>,
}

impl GivenNames {
    /// Reads `rules/words/nicknames.toml`.
    ///
    /// # Errors
    /// If the file is not as it should be.
    pub fn load() -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            nicknames: Vec<Vec<String>>,
            distinct: Vec<(String, String)>,
            before: BTreeSet<String>,
            as_it_stands: BTreeSet<String>,
            romanised: Vec<Vec<String>>,
        }
        let file: File = toml::from_str(include_str!("../../../../rules/words/nicknames.toml"))
            .map_err(|e| Error::new("rules/words/nicknames.toml cannot be read").because(e))?;
        let mut apart = BTreeSet::new();
        // Forms of one name are no misspellings of it, nor of each other.
        let among = |groups: &[Vec<String>], pairs: &mut BTreeSet<(Box<str>, Box<str>)>| {
            for names in groups {
                pairs.extend(names.iter().flat_map(|a| names.iter().map(|b| pair(a, b))));
            }
        };
        let mut same = BTreeSet::new();
        among(&file.romanised, &mut same);
        among(&file.nicknames, &mut apart);
        apart.extend(same.iter().cloned());
        apart.extend(file.distinct.iter().flat_map(|(a, b)| [pair(a, b), pair(b, a)]));
        Ok(GivenNames { apart, same, before: file.before, as_it_stands: file.as_it_stands })
    }

    /// Whether a person's name follows the word: "the 31-year-old".
    pub(super) fn leads(&self, word: &str) -> bool {
        self.before.contains(word)
    }

    /// Whether a word in brackets says that a name is spelt as somebody else has spelt it.
    pub(super) fn is_as_it_stands(&self, word: &str) -> bool {
        self.as_it_stands.contains(word)
    }

    fn apart(&self, a: &str, b: &str) -> bool {
        self.apart.contains(&pair(a, b))
    }
}

fn pair(a: &str, b: &str) -> (Box<str>, Box<str>) {
    (Box::from(a), Box::from(b))
}

/// How sure it is that two different full names are one name in two spellings; nothing where they are two names.
/// The parts are in the form of [`super::form::plain`].
pub(super) fn likeness(names: &GivenNames, a: (&str, &str), b: (&str, &str)) -> Option<Confidence> {
    let given = if a.0 == b.0 { None } else { Some(given(names, a.0, b.0)?) };
    let surname = if a.1 == b.1 { None } else { Some(surname(names, a.1, b.1)?) };
    match (given, surname) {
        (None, None) => None,
        (Some(sure), None) | (None, Some(sure)) => Some(sure),
        // One mistake is likelier than two, unless the name is a long one.
        (Some(x), Some(y)) if x.min(y) >= Confidence::Medium => {
            let letters = (a.0.len() + a.1.len()).min(b.0.len() + b.1.len());
            Some(if letters >= TWO_SLIPS { Confidence::Medium } else { Confidence::Low })
        }
        (Some(_), Some(_)) => None,
    }
}

fn given(names: &GivenNames, a: &str, b: &str) -> Option<Confidence> {
    if names.apart(a, b) || by_gender(a, b) || plural(a, b) {
        return None;
    }
    likely(a, b)
}

fn surname(names: &GivenNames, a: &str, b: &str) -> Option<Confidence> {
    if names.same.contains(&pair(a, b)) || plural(a, b) || inflected(a, b) {
        return None;
    }
    likely(a, b)
}

/// A plural, or a possessive that lost its apostrophe.
fn plural(a: &str, b: &str) -> bool {
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a)
}

/// A Slavic surname as a man and as a woman bear it: "-ov" and "-ova", "-sky" and "-skaya" in their short forms.
fn inflected(a: &str, b: &str) -> bool {
    let (man, woman) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let added = woman.strip_suffix('a') == Some(man) && man.ends_with(['v', 'n']);
    let changed =
        |x: &str, y: &str| x.strip_suffix("ki").is_some_and(|stem| y.strip_suffix("ka") == Some(stem));
    added || changed(a, b) || changed(b, a)
}

/// "Eric" and "Erica", "Mario" and "Maria": a letter at the end tells a man from a woman.
fn by_gender(a: &str, b: &str) -> bool {
    fn stem(name: &str) -> &str {
        name.strip_suffix(['a', 'o', 'e']).unwrap_or(name)
    }
    let woman = |name: &str| name.ends_with('a');
    woman(a) != woman(b) && stem(a) == stem(b)
}

fn likely(a: &str, b: &str) -> Option<Confidence> {
    let (one, two) = ((bare(a, false), bare(b, false)), (bare(a, true), bare(b, true)));
    if a != b
        && (one.0 == one.1 || two.0 == two.1 || one.0 == two.1 || two.0 == one.1)
        && !a.is_ascii() | !b.is_ascii()
    {
        // "Müller", "Muller" and "Mueller" are one spelling, as each desk can write it.
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (one.0.chars().collect(), one.1.chars().collect());
    let letters = |w: &[char]| w.iter().copied().filter(|&c| c != '\'').collect::<Vec<char>>();
    let (bare_a, bare_b) = (letters(&a), letters(&b));
    if bare_a == bare_b {
        return Some(Confidence::Medium);
    }
    let (a, b) = (bare_a, bare_b);
    let shorter = a.len().min(b.len());
    let first = a.first() == b.first();
    let sounds = sound(&a) == sound(&b);
    match distance(&a, &b) {
        1 if first && a.len() == b.len() => {
            // A letter for another, or two exchanged.
            let exchanged = same_letters(&a, &b);
            Some(if exchanged || sounds || shorter > SHORT { Confidence::Medium } else { Confidence::Low })
        }
        1 if first => Some(if shorter >= SHORT || sounds { Confidence::Medium } else { Confidence::Low }),
        1 => Some(if sounds && shorter >= SHORT { Confidence::Medium } else { Confidence::Low }),
        2 if first && shorter >= LONG && (sounds || same_letters(&a, &b)) => Some(Confidence::Medium),
        _ => None,
    }
}

/// A name without umlauts and the like, with one letter or with two for each.
fn bare(name: &str, two: bool) -> String {
    let letter = |c: char| match c {
        'ä' | 'æ' => "ae",
        'å' => "aa",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        _ => "",
    };
    let mut out = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        match letter(c) {
            "" => out.push(c),
            letters if two => out.push_str(letters),
            letters => out.push_str(&letters[..1]),
        }
    }
    out
}

fn same_letters(a: &[char], b: &[char]) -> bool {
    sorted(a) == sorted(b)
}

/// The letters in the order of the alphabet.
pub(super) fn sorted(name: &[char]) -> Vec<char> {
    let mut letters = name.to_vec();
    letters.sort_unstable();
    letters
}

/// A key that names which sound alike in English share: vowels fall together and away, letters for one sound are one.
pub(super) fn sound(name: &[char]) -> String {
    let mut key = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(&c) = name.get(at) {
        let next = name.get(at + 1).copied().unwrap_or(' ');
        let (letter, taken) = match (c, next) {
            ('p', 'h') => ('f', 2),
            ('c', 'k') | ('q', 'u') => ('k', 2),
            ('s', 'h') | ('c', 'h') => ('c', 2),
            ('c', 'e' | 'i' | 'y') => ('s', 1),
            ('g', 'e' | 'i' | 'y') => ('j', 1),
            ('c' | 'q', _) => ('k', 1),
            ('z', _) => ('s', 1),
            ('h', _) if at > 0 => (' ', 1),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y', _) => (if at == 0 { 'a' } else { ' ' }, 1),
            ('\'', _) => (' ', 1),
            _ => (c, 1),
        };
        if letter != ' ' && !key.ends_with(letter) {
            key.push(letter);
        }
        at += taken;
    }
    key
}

/// How many letters are changed, left out, put in, or exchanged with their neighbour, up to three (the optimal string
/// alignment distance).
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    const FAR: usize = 3;
    if a.len().abs_diff(b.len()) >= FAR {
        return FAR;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()].min(FAR)
}
