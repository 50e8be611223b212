//! Reading `rules/words/*.toml`, each file typed, into [`TimeWords`].

use super::class::{Class, Tense};
use super::expr::{DayPart, Grain, Season, Unit};
use super::words::{Feast, Holiday, Meaning, TimeWords};
use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    often: Vec<OftenRow>,
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
    long: Vec<String>,
    #[serde(default)]
    loose: bool,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OftenRow {
    grain: String,
    #[serde(default = "one")]
    times: u32,
    words: Vec<String>,
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
        for row in &units.unit {
            let (grain, weekend) = grain(&row.grain)?;
            for word in &row.long {
                let meaning = self.at(lexicon, word);
                meaning.unit = Some(Unit { grain, times: row.times, weekend, loose: row.loose });
                meaning.classes |= Class::LongWord.bit();
            }
        }
        for row in &units.often {
            let (grain, _) = grain(&row.grain)?;
            for word in &row.words {
                let meaning = self.at(lexicon, word);
                meaning.often = Some((grain, row.times));
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
