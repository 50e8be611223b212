//! The vocabulary of modality.

use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId};
use serde::Deserialize;

/// What a word may be in a clause, one bit each.
pub(super) type Cues = u32;

pub(super) const HYPOTHETICAL: Cues = 1;
pub(super) const PLAN: Cues = 1 << 1;
pub(super) const PLAN_TO: Cues = 1 << 2;
pub(super) const EVIDENT: Cues = 1 << 3;
pub(super) const DENIED: Cues = 1 << 4;
pub(super) const DENIES: Cues = 1 << 5;
pub(super) const SUPPOSES: Cues = 1 << 6;
pub(super) const PAST: Cues = 1 << 7;
pub(super) const HAD: Cues = 1 << 8;
pub(super) const STATE: Cues = 1 << 9;
pub(super) const CLAUSE: Cues = 1 << 10;
pub(super) const JOIN: Cues = 1 << 11;
pub(super) const SUBJECT: Cues = 1 << 12;
pub(super) const DEFINITE: Cues = 1 << 13;
pub(super) const BOUND: Cues = 1 << 14;
pub(super) const MOMENT: Cues = 1 << 15;
pub(super) const BE: Cues = 1 << 16;
pub(super) const HAVE: Cues = 1 << 17;
pub(super) const TO: Cues = 1 << 18;
pub(super) const THAT: Cues = 1 << 19;
pub(super) const WHEN: Cues = 1 << 20;
pub(super) const GOES_ON: Cues = 1 << 21;
pub(super) const PARTICIPLE: Cues = 1 << 22;
pub(super) const ADVERB: Cues = 1 << 23;
pub(super) const USED: Cues = 1 << 24;
pub(super) const TRUE: Cues = 1 << 25;
/// A modal verb, which is a name where it has a capital: "Will", "May".
pub(super) const MODAL: Cues = 1 << 26;
/// A verb that tells what is decided: "said", "announced".
pub(super) const TELLS: Cues = 1 << 27;
/// "Will" as it is retold: "said he would".
pub(super) const WOULD: Cues = 1 << 28;
/// What the words of `rules/words/modality.toml` do in a clause; made once.
#[derive(Clone, Debug, Default)]
pub struct ModalityWords {
    cues: Vec<Cues>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    modal: Vec<String>,
    hypothetical: Vec<String>,
    plan: Vec<String>,
    plan_to: Vec<String>,
    evident: Vec<String>,
    denied: Vec<String>,
    denies: Vec<String>,
    supposes: Vec<String>,
    past: Vec<String>,
    had: Vec<String>,
    state: Vec<String>,
    clause: Vec<String>,
    join: Vec<String>,
    subject: Vec<String>,
    definite: Vec<String>,
    bound: Vec<String>,
    moment: Vec<String>,
    be: Vec<String>,
    have: Vec<String>,
    to: Vec<String>,
    that: Vec<String>,
    when: Vec<String>,
    goes_on: Vec<String>,
    participle: Vec<String>,
    adverb: Vec<String>,
    used: Vec<String>,
    tells: Vec<String>,
    would: Vec<String>,
    #[serde(rename = "true")]
    true_: Vec<String>,
}

impl ModalityWords {
    /// Reads the embedded word file and gives its words numbers.
    ///
    /// # Errors
    ///
    /// Where the embedded file is not the TOML it has to be; the tests of this crate rule that out.
    pub fn load(lexicon: &mut Lexicon) -> Result<Self, Error> {
        let file: File = toml::from_str(include_str!("../../../rules/words/modality.toml"))
            .map_err(|e| Error::new("rules/words/modality.toml cannot be read").because(e))?;
        let mut words = ModalityWords::default();
        for (list, cue) in [
            (&file.modal, MODAL),
            (&file.hypothetical, HYPOTHETICAL),
            (&file.plan, PLAN),
            (&file.plan_to, PLAN_TO),
            (&file.evident, EVIDENT),
            (&file.denied, DENIED),
            (&file.denies, DENIES),
            (&file.supposes, SUPPOSES),
            (&file.past, PAST),
            (&file.had, HAD),
            (&file.state, STATE),
            (&file.clause, CLAUSE),
            (&file.join, JOIN),
            (&file.subject, SUBJECT),
            (&file.definite, DEFINITE),
            (&file.bound, BOUND),
            (&file.moment, MOMENT),
            (&file.be, BE),
            (&file.have, HAVE),
            (&file.to, TO),
            (&file.that, THAT),
            (&file.when, WHEN),
            (&file.goes_on, GOES_ON),
            (&file.participle, PARTICIPLE),
            (&file.adverb, ADVERB),
            (&file.used, USED),
            (&file.tells, TELLS),
            (&file.would, WOULD),
            (&file.true_, TRUE),
        ] {
            for word in list {
                let word = lexicon.intern(word);
                if words.cues.len() <= word.index() {
                    words.cues.resize(word.index() + 1, 0);
                }
                words.cues[word.index()] |= cue;
            }
        }
        Ok(words)
    }

    /// What a word may be; nothing for a word that nobody asked for or that came later.
    pub(super) fn cues(&self, word: WordId) -> Cues {
        self.cues.get(word.index()).copied().unwrap_or(0)
    }
}
