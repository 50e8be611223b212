//! The personal names of an article, as it spells them.

use crate::facts::attribute::{ArticleId, Site};
use crate::grammar::name::{NameKind, Names, Reference};
use crate::text::CleanText;
use std::collections::BTreeMap;

/// Letters of a given name or a surname beyond which it is not looked at: no name is so long.
const LONGEST: usize = 30;

/// A full name in one spelling in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameForm {
    /// The name as it is first written.
    pub text: Box<str>,
    /// The given name: see [`plain`].
    pub(super) given: Box<str>,
    /// The surname.
    pub(super) surname: Box<str>,
    /// Where it is first written.
    pub site: Site,
    /// How often.
    pub mentions: u32,
}

/// The full names of an article, each spelling once, in the order of the text.
pub fn forms(names: &Names, clean: &CleanText, article: ArticleId) -> Vec<NameForm> {
    let mut known: BTreeMap<(Box<str>, Box<str>), usize> = BTreeMap::new();
    let mut found: Vec<NameForm> = Vec::new();
    for mention in &names.mentions {
        let person = names.entities.get(mention.what.entity as usize).is_some_and(|e| e.kind == NameKind::Person);
        if !person || !matches!(mention.what.how, Reference::Full | Reference::Alias) {
            continue;
        }
        let Some((given, surname)) = parts(clean, mention.tokens.clone()) else { continue };
        if let Some(&at) = known.get(&(given.clone(), surname.clone())) {
            found[at].mentions += 1;
            continue;
        }
        known.insert((given.clone(), surname.clone()), found.len());
        let site = Site { article, span: clean.raw(mention.span) };
        found.push(NameForm { text: mention.span.cut(&clean.text).into(), given, surname, site, mentions: 1 });
    }
    found
}

/// Given name and surname of a run of tokens: its first and its last word, a hyphenated one as a whole.
fn parts(clean: &CleanText, tokens: std::ops::Range<u32>) -> Option<(Box<str>, Box<str>)> {
    let mut words: Vec<String> = Vec::new();
    let mut glued = false;
    for token in clean.tokens.get(tokens.start as usize..tokens.end as usize)? {
        let text = token.span.cut(&clean.text);
        if !token.is_word() {
            // "Lopez-Ruiz" is one surname; "Ruiz, Ana" and "Ruiz's" end a name.
            glued = matches!(text, "-" | "‐" | "‑") && !token.spaced;
            continue;
        }
        let word = plain(text);
        match words.last_mut() {
            Some(last) if glued && !token.spaced => last.push_str(&word),
            _ => words.push(word),
        }
        glued = false;
    }
    while words.last().is_some_and(|w| matches!(w.as_str(), "jr" | "sr" | "ii" | "iii" | "iv")) {
        words.pop();
    }
    let (first, last) = (words.first()?, words.last()?);
    let letters = |w: &str| w.chars().count();
    let named = words.len() > 1 && letters(first) > 1 && letters(last) > 1;
    (named && letters(first) <= LONGEST && letters(last) <= LONGEST).then(|| (first.as_str().into(), last.as_str().into()))
}

/// A word in lower case without accents; an apostrophe stays, in one form for all of them.
pub(super) fn plain(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter_map(base).flat_map(str::chars).collect()
}

/// The Latin letters that a letter is written with where accents cannot be; combining marks fall away.
fn base(c: char) -> Option<&'static str> {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz";
    Some(match c {
        'a'..='z' => {
            let at = (c as u8 - b'a') as usize;
            &ASCII[at..=at]
        }
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => "'",
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        // Written with one letter or with two where they cannot be written: `likeness` knows both.
        'ä' => "ä",
        'æ' => "æ",
        'ö' => "ö",
        'ø' => "ø",
        'œ' => "œ",
        'ü' => "ü",
        'å' => "å",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}
