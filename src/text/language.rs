//! Whether a text is in English: told from the share of the commonest words, and shy to say no.

use super::{CleanText, Shape, fold_hash};
use crate::error::Error;
use serde::Deserialize;
use std::collections::HashSet;

/// The words by which English is told.
#[derive(Clone, Debug)]
pub struct English {
    common: HashSet<u32, foldhash::fast::FixedState>,
    foreign: HashSet<u32, foldhash::fast::FixedState>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    common: Vec<String>,
    foreign: Vec<String>,
}

/// How many words in small letters are counted at most.
const SAMPLE: u32 = 200;
/// With fewer words in small letters than this nothing is said.
const LEAST: u32 = 12;

impl English {
    /// From the words that are built into the crate.
    ///
    /// # Errors
    /// When they do not parse.
    pub fn load() -> Result<English, Error> {
        let words: Words = toml::from_str(include_str!("../../rules/words/english.toml"))
            .map_err(|e| Error::new("rules/words/english.toml").because(e))?;
        let hashes = |list: &[String]| list.iter().map(|w| fold_hash(w)).collect();
        Ok(English { common: hashes(&words.common), foreign: hashes(&words.foreign) })
    }

    /// Whether a text may be English. Only words in small letters count, so that headlines and lists of names are not
    /// misjudged; a text that is too short to tell is taken for English.
    pub fn looks_english(&self, clean: &CleanText) -> bool {
        if !is_latin(&clean.text) {
            return false;
        }
        let (mut words, mut common, mut foreign, mut accented) = (0u32, 0u32, 0u32, 0u32);
        for token in clean.tokens.iter().filter(|t| t.shape == Shape::Lower) {
            words += 1;
            common += u32::from(self.common.contains(&token.hash));
            foreign += u32::from(self.foreign.contains(&token.hash));
            accented += u32::from(!token.span.cut(&clean.text).bytes().all(|b| b.is_ascii() || b == 0xe2));
            if words >= 40 && common * 5 >= words && common > foreign * 2 {
                return true;
            }
            if words >= SAMPLE {
                break;
            }
        }
        if words < LEAST {
            return true;
        }
        // A quarter and more of the words of its neighbours are among `foreign`; of English, one in a hundred.
        let neighbour = foreign * 8 >= words && foreign > common * 2;
        let unknown = words >= 40 && common * 25 < words && accented * 12 >= words;
        !(neighbour || unknown)
    }
}

/// Whether most letters of the beginning are Latin.
fn is_latin(text: &str) -> bool {
    // Curly quotes and a few names do not make another script of it.
    if text.bytes().take(2000).filter(|b| !b.is_ascii()).count() < 40 {
        return true;
    }
    let (mut latin, mut other) = (0, 0);
    for c in text.chars().take(2000).filter(|c| c.is_alphabetic()) {
        match c {
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
            _ => other += 1,
        }
    }
    other < 20 || latin > other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Article, Piece, Role};
    use crate::span::Span;
    use crate::text::Abbreviations;

    fn english(text: &str) -> bool {
        let article = Article {
            path: "a".into(),
            id: None,
            line: None,
            raw: text.into(),
            title_from: None,
            title: None,
            outlet: None,
            story: None,
            clues: Vec::new(),
            ignores: Vec::new(),
            prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(Span::of(0..text.len()))],
            ..Article::default()
        };
        English::load().unwrap().looks_english(&CleanText::new(&article, &Abbreviations::default()))
    }

    #[test]
    fn neighbours_are_told_apart() {
        for text in [
            "Der Rat hat am Montag beschlossen, dass die Brücke bis zum Ende des Monats gesperrt bleibt, weil der Fluss nach dem Regen gestiegen ist und das Wasser nicht sinkt.",
            "Le conseil a décidé lundi que le pont restera fermé jusqu'à la fin du mois, car la rivière est montée après les pluies et que l'eau ne baisse pas.",
            "El consejo decidió el lunes que el puente permanecerá cerrado hasta el final del mes, porque el río ha subido por las lluvias y no baja.",
            "De raad heeft maandag besloten dat de brug tot het einde van de maand dicht blijft, omdat het water van de rivier door de regen is gestegen.",
            "Совет решил в понедельник, что мост останется закрытым до конца месяца.",
            "市议会星期一决定桥梁将关闭至月底因为河水上涨市议会星期一决定桥梁将关闭",
        ] {
            assert!(!english(text), "{text}");
        }
    }

    #[test]
    fn english_in_every_dress() {
        for text in [
            "",
            "Ten fell.",
            "Council votes to close bridge after flood",
            "Smith, Jones, García, de la Cruz, Van der Berg and Li won gold in Paris, Lyon, Oslo and Rome",
            "The council decided on Monday that the bridge would stay closed until the end of the month.",
            "Shr 14 cts vs 12 cts, net 1.2 mln vs 1.1 mln, revs 20.1 mln vs 19.2 mln, avg shrs 8.1 mln vs 8.0 mln, year shr 60 cts vs 52 cts",
            "Rivers rise, towns flood, bridges close, trains stop, schools shut, crops fail, prices climb, ministers meet, markets fall again",
        ] {
            assert!(english(text), "{text}");
        }
    }
}
