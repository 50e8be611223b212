//! The vocabulary of time: `rules/words/*.toml`, typed at load, in a table by word.

pub(super) use super::class::bits;
pub use super::class::{Class, Tense};
use super::expr::Grain;
use super::expr::{DayPart, Season, Unit};
use crate::grammar::lexicon::{Lexicon, WordId};

/// What is known of one word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meaning {
    pub(crate) classes: u128,
    pub(crate) tense: u64,
    /// 1 to 12.
    pub(crate) month: i8,
    /// 1, Monday, to 7.
    pub(crate) weekday: i8,
    /// Whether it is what the class says only with a capital letter.
    pub(crate) capital: bool,
    /// Whether it is somebody's name, too.
    pub(crate) name: bool,
    /// Whether it is a shortened weekday.
    pub(crate) short: bool,
    pub(crate) unit: Option<Unit>,
    pub(crate) plural: bool,
    pub(crate) season: Option<Season>,
    pub(crate) part: Option<DayPart>,
    pub(crate) often: Option<(Grain, u32)>,
    /// Tens of a decade in words.
    pub(crate) decade: i8,
    /// The named days that begin with it, as indices into [`TimeWords::holidays`], the longest first.
    pub(crate) holidays: Vec<u16>,
}

/// When a named day falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feast {
    /// On the same day every year, so many days after `month` and `day`.
    Fixed(i8, i8),
    /// On the n-th weekday (1, Monday, to 7) of a month, -1 the last; so many days after it.
    Nth(i8, i8, i8, i32),
    /// So many days after Easter Sunday.
    Easter(i32),
}

/// A named day.
#[derive(Clone, Debug)]
pub(crate) struct Holiday {
    pub(crate) words: Vec<WordId>,
    pub(crate) feast: Feast,
}

/// The vocabulary of time expressions, loaded once.
#[derive(Clone, Debug)]
pub struct TimeWords {
    /// By word: the index of its meaning.
    pub(super) index: Vec<u16>,
    pub(super) meanings: Vec<Meaning>,
    /// By meaning: its classes, close together in memory.
    pub(super) classes: Vec<u128>,
    /// By word: [`TRIGGER`] and [`LEAD`], so that most tokens cost one look-up in a small table.
    pub(super) flags: Vec<u8>,
    pub(crate) holidays: Vec<Holiday>,
}

/// The word makes the grammar look.
pub(super) const TRIGGER: u8 = 1;
/// The word may stand between the start of an expression and a trigger.
pub(super) const LEAD: u8 = 2;

impl TimeWords {
    /// Which words make the grammar look, and which may stand between the start of an expression and such a word.
    pub(super) fn mark_triggers(&mut self) {
        use Class as C;
        const TRIGGERS: &[Class] = &[
            C::Month,
            C::Weekday,
            C::Weekdays,
            C::UnitWord,
            C::LongWord,
            C::SeasonWord,
            C::PartWord,
            C::Holiday,
            C::Often,
            C::DecadeWord,
            C::Now,
            C::Today,
            C::Yesterday,
            C::Tomorrow,
            C::Noon,
            C::Midnight,
            C::Tonight,
            C::Overnight,
            C::SeasonNoun,
            C::PresentRef,
            C::PastRef,
            C::FutureRef,
            C::CurrentRef,
            C::RecentRef,
            C::FutureNoun,
            C::PastNoun,
            C::OClock,
            C::Period,
            C::While,
            C::HundredWord,
        ];
        const LEADS: &[Class] = &[
            C::The,
            C::A,
            C::Possessor,
            C::This,
            C::That,
            C::Same,
            C::Last,
            C::Next,
            C::Past,
            C::Coming,
            C::Previous,
            C::Following,
            C::Current,
            C::Latest,
            C::Recent,
            C::Other,
            C::First,
            C::Each,
            C::Per,
            C::Early,
            C::Mid,
            C::Late,
            C::Start,
            C::Middle,
            C::End,
            C::Sometime,
            C::Approx,
            C::Nearly,
            C::Over,
            C::Under,
            C::More,
            C::Less,
            C::Than,
            C::Least,
            C::Most,
            C::Up,
            C::Just,
            C::No,
            C::Several,
            C::Couple,
            C::Dozen,
            C::Half,
            C::Fiscal,
            C::School,
            C::LaterPart,
            C::Part,
            C::Rest,
            C::Of,
            C::Earlier,
            C::Later,
            C::And,
            C::To,
            C::Or,
            C::In,
            C::At,
            C::Between,
            C::On,
            C::Near,
            C::Right,
            C::All,
            C::Another,
            C::Alternate,
            C::Bi,
            C::Semi,
        ];
        let (triggers, leads) = (bits(TRIGGERS), bits(LEADS));
        let flag = |&meaning: &u16| {
            let classes = self.meanings[usize::from(meaning)].classes;
            (u8::from(classes & triggers != 0) * TRIGGER) | (u8::from(classes & leads != 0) * LEAD)
        };
        self.flags = self.index.iter().map(flag).collect();
        self.classes = self.meanings.iter().map(|m| m.classes).collect();
    }

    /// What a word does for the search of expressions.
    pub(super) fn flags(&self, word: WordId) -> u8 {
        self.flags.get(word.index()).copied().unwrap_or(0)
    }

    pub(super) fn class(&mut self, lexicon: &mut Lexicon, class: Class, list: &[String]) {
        for word in list {
            self.at(lexicon, word).classes |= class.bit();
        }
    }

    pub(super) fn at(&mut self, lexicon: &mut Lexicon, word: &str) -> &mut Meaning {
        let id = lexicon.intern(word).index();
        if self.index.len() <= id {
            self.index.resize(id + 1, 0);
        }
        if self.index[id] == 0 {
            self.index[id] = u16::try_from(self.meanings.len()).unwrap_or(0);
            self.meanings.push(Meaning::default());
        }
        &mut self.meanings[usize::from(self.index[id])]
    }

    /// What is known of a word; nothing of a word that other parts asked for.
    pub(crate) fn meaning(&self, word: WordId) -> &Meaning {
        &self.meanings[usize::from(self.index.get(word.index()).copied().unwrap_or(0))]
    }

    /// The classes of a word.
    pub(crate) fn classes(&self, word: WordId) -> u128 {
        let meaning = self.index.get(word.index()).copied().unwrap_or(0);
        self.classes.get(usize::from(meaning)).copied().unwrap_or(0)
    }

    /// Whether a word is of a class.
    pub(crate) fn is(&self, word: WordId, class: Class) -> bool {
        self.classes(word) & class.bit() != 0
    }

    /// Whether a word does something for tense.
    pub(crate) fn tense(&self, word: WordId, tense: Tense) -> bool {
        self.meaning(word).tense & tense.bit() != 0
    }
}
