//! The personal names of an article, as it spells them.

use super::likeness::GivenNames;
use crate::facts::attribute::{ArticleId, Site};
use crate::grammar::name::{NameKind, Names, Reference};
use crate::span::{Clean, Raw, Span};
use crate::text::{CleanText, Shape, Token};
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
    /// The words that hold the given name and the surname alone.
    pub(super) words: [Span<Raw>; 2],
    /// Whether the article shows that it is a person's; otherwise nothing says what it names.
    pub(super) person: bool,
    /// The sentence of the article that it is first written in.
    pub(super) sentence: u32,
    /// The number that follows the name between commas: an age.
    pub(super) age: Option<u8>,
}

/// The full names of an article, each spelling once, in the order of the text.
pub fn forms(words: &GivenNames, names: &Names, clean: &CleanText, article: ArticleId) -> Vec<NameForm> {
    let mut known: BTreeMap<(Box<str>, Box<str>), usize> = BTreeMap::new();
    let mut found: Vec<NameForm> = Vec::new();
    for mention in &names.mentions {
        let kind = names.entities.get(mention.what.entity as usize).map(|e| e.kind);
        let person = kind == Some(NameKind::Person);
        if !(person || kind == Some(NameKind::Unknown))
            || !matches!(mention.what.how, Reference::Full | Reference::Alias)
        {
            continue;
        }
        if is_quoted_as_it_stands(words, clean, mention.tokens.end) {
            continue;
        }
        let Some(parts) = parts(clean, mention.tokens.clone()) else { continue };
        let age = age(clean, mention.tokens.end);
        let before = mention.tokens.start.checked_sub(1).map(|t| clean.token(t));
        let shown = age.is_some() || before.is_some_and(|word| words.leads(word));
        let key = (Box::from(parts.given.as_str()), Box::from(parts.surname.as_str()));
        if let Some(&at) = known.get(&key) {
            let form: &mut NameForm = &mut found[at];
            form.mentions += 1;
            form.person |= person || shown;
            form.age = form.age.or(age);
            continue;
        }
        found.push(NameForm {
            text: mention.span.cut(&clean.text).into(),
            given: key.0.clone(),
            surname: key.1.clone(),
            site: Site { article, span: clean.raw(mention.span) },
            mentions: 1,
            words: parts.words.map(|w| clean.raw(w)),
            person: person || shown,
            sentence: u32::try_from(clean.sentence_of(mention.tokens.start)).unwrap_or(u32::MAX),
            age,
        });
        known.insert(key, found.len() - 1);
    }
    found
}

/// "Ana Ruis (sic)".
fn is_quoted_as_it_stands(words: &GivenNames, clean: &CleanText, after: u32) -> bool {
    let word = |at: u32| clean.tokens.get(at as usize).map_or("", |t| t.span.cut(&clean.text));
    matches!(word(after), "(" | "[") && words.is_as_it_stands(word(after + 1))
}

/// "Ana Ruiz, 34, …": the number between commas.
fn age(clean: &CleanText, after: u32) -> Option<u8> {
    let [comma, number, end] = clean.tokens.get(after as usize..after as usize + 3)? else { return None };
    let text = |token: &Token| token.span.cut(&clean.text);
    let closed = matches!(text(end), "," | "." | ";");
    (text(comma) == "," && closed).then(|| text(number).parse().ok()).flatten()
}

/// A personal name in its parts.
struct Parts {
    given: String,
    surname: String,
    words: [Span<Clean>; 2],
}

/// Given name and surname of a run of tokens: its first and its last word, a hyphenated one as a whole.
fn parts(clean: &CleanText, tokens: std::ops::Range<u32>) -> Option<Parts> {
    let mut words: Vec<(String, Span<Clean>)> = Vec::new();
    let mut glued = false;
    let shouted = |token: &Token| token.shape == Shape::Upper && token.span.len() > 2;
    let (first, last) =
        (clean.tokens.get(tokens.start as usize)?, clean.tokens.get(tokens.end.checked_sub(1)? as usize)?);
    if shouted(first) && !shouted(last) {
        // "MUST WATCH Harlow": what stands before a name is not of it.
        return None;
    }
    for token in clean.tokens.get(tokens.start as usize..tokens.end as usize)? {
        let text = token.span.cut(&clean.text);
        if !token.is_word() {
            // "Lopez-Ruiz" is one surname.
            glued = matches!(text, "-" | "‐" | "‑") && !token.spaced;
            continue;
        }
        match words.last_mut() {
            Some((last, span)) if glued && !token.spaced => {
                last.push_str(&plain(text));
                *span = span.join(token.span);
            }
            _ => words.push((plain(text), token.span)),
        }
        glued = false;
    }
    while words.last().is_some_and(|(w, _)| matches!(w.as_str(), "jr" | "sr" | "ii" | "iii" | "iv")) {
        words.pop();
    }
    if words.len() < 2 {
        return None;
    }
    let (surname, last) = words.pop()?;
    let (given, first) = words.swap_remove(0);
    let fits = |name: &str| (2..=LONGEST).contains(&name.chars().count());
    (fits(&given) && fits(&surname)).then_some(Parts { given, surname, words: [first, last] })
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
