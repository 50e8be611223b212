//! The vocabulary of time: `rules/words/*.toml`, typed at load, in a table by word.

pub(super) use super::class::bits;
pub use super::class::{Class, Tense};
use super::expr::Grain;
use super::expr::{DayPart, Season, Unit};
use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    pub(crate) often: Option<Grain>,
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
    index: Vec<u16>,
    meanings: Vec<Meaning>,
    /// By meaning: its classes, close together in memory.
    classes: Vec<u128>,
    /// By word: [`TRIGGER`] and [`LEAD`], so that most tokens cost one look-up in a small table.
    flags: Vec<u8>,
    pub(crate) holidays: Vec<Holiday>,
}

/// The word makes the grammar look.
pub(super) const TRIGGER: u8 = 1;
/// The word may stand between the start of an expression and a trigger.
pub(super) const LEAD: u8 = 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthsFile {
    month: Vec<NamedRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekdaysFile {
    weekday: Vec<NamedRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedRow {
    words: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    plural: Vec<String>,
    #[serde(default)]
    capital: bool,
    #[serde(default)]
    name: bool,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    unit: Vec<UnitRow>,
    often: BTreeMap<String, Vec<String>>,
    decades: BTreeMap<String, i8>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    grain: String,
    #[serde(default = "one")]
    times: u32,
    one: Vec<String>,
    many: Vec<String>,
    #[serde(default)]
    loose: bool,
}
fn one() -> u32 {
    1
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonsFile {
    season: Vec<SeasonRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonRow {
    code: Season,
    words: Vec<String>,
    plural: Vec<String>,
    verb: bool,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartsFile {
    part: Vec<PartRow>,
    noon: Vec<String>,
    midnight: Vec<String>,
    tonight: Vec<String>,
    overnight: Vec<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartRow {
    code: DayPart,
    words: Vec<String>,
    plural: Vec<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidaysFile {
    holiday: Vec<HolidayRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    names: Vec<String>,
    date: Option<[i8; 2]>,
    nth: Option<[i8; 3]>,
    #[serde(default)]
    after: i32,
    easter: Option<i32>,
}

fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| Error::new(format!("rules/words/{name}.toml")).because(e))
}

macro_rules! file {
    ($name:literal) => {
        read($name, include_str!(concat!("../../../rules/words/", $name, ".toml")))?
    };
}

impl TimeWords {
    /// Reads the vocabulary and gives its words their numbers.
    ///
    /// # Errors
    ///
    /// If a file of `rules/words` is not of its form, which the tests rule out for the built-in ones.
    pub fn load(lexicon: &mut Lexicon) -> Result<Self, Error> {
        let mut words = TimeWords {
            index: Vec::new(),
            meanings: vec![Meaning::default()],
            classes: Vec::new(),
            flags: Vec::new(),
            holidays: Vec::new(),
        };
        let classes: BTreeMap<Class, Vec<String>> = file!("time-words");
        for (class, list) in &classes {
            words.class(lexicon, *class, list);
        }
        let tenses: BTreeMap<Tense, Vec<String>> = file!("tense");
        for (tense, list) in &tenses {
            for word in list {
                words.at(lexicon, word).tense |= tense.bit();
            }
        }
        words.calendar(lexicon)?;
        words.clock(lexicon)?;
        words.named(lexicon)?;
        words.mark_triggers();
        Ok(words)
    }

    fn calendar(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let months: MonthsFile = file!("months");
        for (row, number) in months.month.iter().zip(1..) {
            for word in &row.words {
                let meaning = self.at(lexicon, word);
                (meaning.month, meaning.capital, meaning.name) =
                    (number, row.capital, row.capital || row.name);
                meaning.classes |= Class::Month.bit();
            }
        }
        let weekdays: WeekdaysFile = file!("weekdays");
        for (row, number) in weekdays.weekday.iter().zip(1..) {
            for word in row.words.iter().chain(&row.short) {
                let meaning = self.at(lexicon, word);
                (meaning.weekday, meaning.short) = (number, row.short.contains(word));
                meaning.classes |= Class::Weekday.bit();
            }
            for word in &row.plural {
                let meaning = self.at(lexicon, word);
                (meaning.weekday, meaning.plural) = (number, true);
                meaning.classes |= Class::Weekdays.bit();
            }
        }
        let seasons: SeasonsFile = file!("seasons");
        for row in &seasons.season {
            for word in row.words.iter().chain(&row.plural) {
                let meaning = self.at(lexicon, word);
                (meaning.season, meaning.capital) = (Some(row.code), row.verb);
                meaning.plural = row.plural.contains(word);
                meaning.classes |= Class::SeasonWord.bit();
            }
        }
        Ok(())
    }

    fn clock(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let units: UnitsFile = file!("time-units");
        for row in &units.unit {
            let (grain, weekend) = grain(&row.grain)?;
            for word in row.one.iter().chain(&row.many) {
                let meaning = self.at(lexicon, word);
                meaning.unit = Some(Unit { grain, times: row.times, weekend, loose: row.loose });
                meaning.plural = row.many.contains(word);
                meaning.classes |= Class::UnitWord.bit();
            }
        }
        for (name, list) in &units.often {
            let (grain, _) = grain(name)?;
            for word in list {
                let meaning = self.at(lexicon, word);
                meaning.often = Some(grain);
                meaning.classes |= Class::Often.bit();
            }
        }
        for (word, tens) in &units.decades {
            let meaning = self.at(lexicon, word);
            meaning.decade = *tens;
            meaning.classes |= Class::DecadeWord.bit();
        }
        let parts: PartsFile = file!("dayparts");
        for row in &parts.part {
            for word in row.words.iter().chain(&row.plural) {
                let meaning = self.at(lexicon, word);
                (meaning.part, meaning.plural) = (Some(row.code), row.plural.contains(word));
                meaning.classes |= Class::PartWord.bit();
            }
        }
        self.class(lexicon, Class::Noon, &parts.noon);
        self.class(lexicon, Class::Midnight, &parts.midnight);
        self.class(lexicon, Class::Tonight, &parts.tonight);
        self.class(lexicon, Class::Overnight, &parts.overnight);
        Ok(())
    }

    fn named(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let file: HolidaysFile = file!("holidays");
        for row in &file.holiday {
            let feast = match (row.date, row.nth, row.easter) {
                (Some([month, day]), None, None) => Feast::Fixed(month, day),
                (None, Some([month, weekday, n]), None) => Feast::Nth(month, weekday, n, row.after),
                (None, None, Some(days)) => Feast::Easter(days),
                _ => {
                    return Err(Error::new(format!(
                        "rules/words/holidays.toml: {:?} needs one of date, nth, easter",
                        row.names
                    )));
                }
            };
            for name in &row.names {
                let words: Vec<WordId> = pieces(name).iter().map(|w| lexicon.intern(w)).collect();
                let number = u16::try_from(self.holidays.len()).unwrap_or(u16::MAX);
                if let Some(first) = pieces(name).first() {
                    let meaning = self.at(lexicon, first);
                    meaning.holidays.push(number);
                    meaning.classes |= Class::Holiday.bit();
                }
                self.holidays.push(Holiday { words, feast });
            }
        }
        let lengths: Vec<usize> = self.holidays.iter().map(|h| h.words.len()).collect();
        for meaning in &mut self.meanings {
            meaning.holidays.sort_by_key(|&h| std::cmp::Reverse(lengths[h as usize]));
        }
        Ok(())
    }

    /// Which words make the grammar look, and which may stand between the start of an expression and such a word.
    fn mark_triggers(&mut self) {
        use Class as C;
        const TRIGGERS: &[Class] = &[
            C::Month,
            C::Weekday,
            C::Weekdays,
            C::UnitWord,
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

    fn class(&mut self, lexicon: &mut Lexicon, class: Class, list: &[String]) {
        for word in list {
            self.at(lexicon, word).classes |= class.bit();
        }
    }

    fn at(&mut self, lexicon: &mut Lexicon, word: &str) -> &mut Meaning {
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

fn grain(name: &str) -> Result<(Grain, bool), Error> {
    Ok(match name {
        "second" => (Grain::Second, false),
        "minute" => (Grain::Minute, false),
        "hour" => (Grain::Hour, false),
        "day" => (Grain::Day, false),
        "week" => (Grain::Week, false),
        "weekend" => (Grain::Week, true),
        "month" => (Grain::Month, false),
        "quarter" => (Grain::Quarter, false),
        "year" => (Grain::Year, false),
        "decade" => (Grain::Decade, false),
        "century" => (Grain::Century, false),
        "millennium" => (Grain::Millennium, false),
        other => return Err(Error::new(format!("rules/words/time-units.toml: no such grain: {other}"))),
    })
}

/// A name as tokens cut it: "new year's day" is four.
fn pieces(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in name.split(' ') {
        if let Some(stem) = word.strip_suffix("'s") {
            out.extend([stem.to_owned(), "'s".to_owned()]);
        } else if let Some(stem) = word.strip_suffix('\'') {
            out.extend([stem.to_owned(), "'".to_owned()]);
        } else if let Some(stem) = word.strip_suffix('.') {
            out.extend([stem.to_owned(), ".".to_owned()]);
        } else {
            out.push(word.to_owned());
        }
    }
    out
}
