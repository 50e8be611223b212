//! The vocabulary of quantities: `rules/words/{units,currencies,hedges,quantities}.toml`.

use super::phrases::Phrases;
use super::{Dimension, Quantity, QuantityKind};
use crate::error::Error;
use crate::grammar::lexicon::{Lexicon, WordId, WordTable};
use crate::interval::{Bound, Interval};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::str::FromStr;

/// What a word around a number does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Hedge {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    About,
    Nearly,
    JustOver,
    Exactly,
}

/// What a percentage counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Percent {
    Hundredth,
    Point,
    BasisPoint,
}

/// A unit of measure.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) name: Box<str>,
    pub(super) dimension: Dimension,
    factor: Decimal,
    offset: Decimal,
}

impl Unit {
    /// How many of this unit one of another of its dimension is.
    pub(super) fn per(&self, other: &Unit) -> Option<Decimal> {
        (self.dimension == other.dimension).then(|| other.factor.checked_div(self.factor)).flatten()
    }
}

/// A currency word: which, and whether a hundredth of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coin {
    pub(super) currency: u16,
    pub(super) minor: bool,
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        flags!(@ 0u32, $($name,)*);
    };
    (@ $bit:expr, $name:ident, $($rest:ident,)*) => {
        pub(super) const $name: u32 = 1 << $bit;
        flags!(@ $bit + 1, $($rest,)*);
    };
    (@ $bit:expr,) => {};
}

flags![
    YEARS,
    MONTHS,
    WEEKS,
    DAYS,
    OLD,
    AGED,
    POSSESSIVE,
    PART_OF_DECADE,
    BETWEEN,
    FROM,
    AND,
    TO,
    OR,
    CHANGE,
    SCORE,
    BEFORE_FRACTION,
    AFTER_HALF,
    IN,
    LABEL,
    CAPITAL_LABEL,
    COUNTING,
    STREET,
    NOT_AFTER_ONE,
    NOT_BEFORE_ONE,
    BEFORE_YEAR,
    NO_PLURAL,
    PLURAL,
    CLOCK,
    POUND,
    DEFINITE,
    THAN,
];

/// The words of quantities.
#[derive(Clone, Debug)]
pub struct QuantityWords {
    flags: WordTable<u32>,
    pub(super) before: Phrases<Hedge>,
    pub(super) after: Phrases<Hedge>,
    pub(super) percent: Phrases<Percent>,
    pub(super) measure: Phrases<u16>,
    pub(super) money_before: Phrases<u16>,
    pub(super) money_at: Phrases<u16>,
    pub(super) money_after: Phrases<Coin>,
    pub(super) out_of: Phrases<()>,
    pub(super) units: Vec<Unit>,
    pub(super) currencies: Vec<Box<str>>,
    /// Currencies whose name is a common word.
    pub(super) common: Vec<u16>,
    /// Symbols that may be glued to digits.
    glued_units: Vec<(Box<str>, u16)>,
    glued_money: Vec<(Box<str>, Coin)>,
    not_numbers: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    unit: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    name: String,
    dimension: Dimension,
    factor: String,
    offset: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    symbols: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Currencies {
    currency: Vec<CurrencyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyEntry {
    code: String,
    words: Vec<String>,
    #[serde(default)]
    symbols: Vec<String>,
    #[serde(default)]
    suffixes: Vec<String>,
    #[serde(default)]
    minor: Vec<String>,
    /// Glued to digits, a hundredth.
    #[serde(default)]
    glued_minor: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hedges {
    before: BTreeMap<String, Vec<String>>,
    after: BTreeMap<String, Vec<String>>,
}

type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| Error::new(format!("rules/words/{name}.toml is broken")).because(e))
}

fn number(text: &str) -> Result<Decimal, Error> {
    Decimal::from_str(text).map_err(|e| Error::new(format!("{text:?} is not a factor of a unit")).because(e))
}

/// The lists of `quantities.toml` that say yes or no of a word.
const LISTS: [(&str, &str, u32); 31] = [
    ("age", "years", YEARS),
    ("age", "months", MONTHS),
    ("age", "weeks", WEEKS),
    ("age", "days", DAYS),
    ("age", "old", OLD),
    ("age", "aged", AGED),
    ("age", "possessives", POSSESSIVE),
    ("age", "parts_of_decade", PART_OF_DECADE),
    ("range", "between", BETWEEN),
    ("range", "from", FROM),
    ("range", "and", AND),
    ("range", "to", TO),
    ("range", "or", OR),
    ("range", "change", CHANGE),
    ("score", "words", SCORE),
    ("fraction", "before", BEFORE_FRACTION),
    ("fraction", "after_half", AFTER_HALF),
    ("fraction", "in", IN),
    ("label", "any_case", LABEL),
    ("label", "capital", CAPITAL_LABEL),
    ("label", "streets", STREET),
    ("label", "counting", COUNTING),
    ("one", "before", NOT_AFTER_ONE),
    ("one", "after", NOT_BEFORE_ONE),
    ("year", "after", BEFORE_YEAR),
    ("year", "no_plural", NO_PLURAL),
    ("year", "plural", PLURAL),
    ("clock", "words", CLOCK),
    ("currency", "pound", POUND),
    ("range", "definite", DEFINITE),
    ("range", "than", THAN),
];

impl QuantityWords {
    /// Reads the vocabulary that is part of the program. Fails only when that is broken.
    pub fn load(lexicon: &mut Lexicon) -> Result<Self, Error> {
        let mut words = QuantityWords {
            flags: WordTable::default(),
            before: Phrases::backward(),
            after: Phrases::forward(),
            percent: Phrases::forward(),
            measure: Phrases::forward(),
            money_before: Phrases::backward(),
            money_at: Phrases::forward(),
            money_after: Phrases::forward(),
            out_of: Phrases::forward(),
            units: Vec::new(),
            currencies: Vec::new(),
            common: Vec::new(),
            glued_units: Vec::new(),
            glued_money: Vec::new(),
            not_numbers: Vec::new(),
        };
        words.load_hedges(lexicon)?;
        words.load_units(lexicon)?;
        words.load_currencies(lexicon)?;
        words.load_lists(lexicon)?;
        Ok(words)
    }

    fn load_hedges(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let file: Hedges = read("hedges", include_str!("../../../rules/words/hedges.toml"))?;
        for (side, phrases) in [(&file.before, &mut self.before), (&file.after, &mut self.after)] {
            for (name, list) in side {
                let kind = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name);
                let hedge = Hedge::deserialize(kind)
                    .map_err(|e| Error::new(format!("rules/words/hedges.toml: {name}")).because(e))?;
                for phrase in list {
                    phrases.add(lexicon, phrase, false, hedge);
                }
            }
        }
        Ok(())
    }

    fn load_units(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let file: Units = read("units", include_str!("../../../rules/words/units.toml"))?;
        for entry in file.unit {
            let id = narrow(self.units.len());
            let offset = entry.offset.as_deref().map_or(Ok(Decimal::ZERO), number)?;
            let factor = number(&entry.factor)?;
            if factor <= Decimal::ZERO {
                return Err(Error::new(format!("rules/words/units.toml: {} has no factor", entry.name)));
            }
            self.units.push(Unit { name: entry.name.into(), dimension: entry.dimension, factor, offset });
            for word in &entry.words {
                self.measure.add(lexicon, word, false, id);
            }
            for symbol in &entry.symbols {
                self.measure.add(lexicon, symbol, true, id);
                if symbol.chars().all(char::is_alphabetic) {
                    self.glued_units.push((symbol.as_str().into(), id));
                }
            }
        }
        Ok(())
    }

    fn load_currencies(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let file: Currencies = read("currencies", include_str!("../../../rules/words/currencies.toml"))?;
        for entry in file.currency {
            let currency = narrow(self.currencies.len());
            let major = Coin { currency, minor: false };
            let minor = Coin { currency, minor: true };
            for word in &entry.words {
                self.money_after.add(lexicon, word, false, major);
            }
            for symbol in &entry.symbols {
                // "us$" is as good as "US$", but "try" is no lira.
                let exact = !symbol.contains('$');
                self.money_before.add(lexicon, symbol, exact, currency);
                self.money_at.add(lexicon, symbol, exact, currency);
            }
            for suffix in &entry.suffixes {
                self.money_after.add(lexicon, suffix, true, major);
                self.glued_money.push((suffix.as_str().into(), major));
            }
            for word in &entry.minor {
                self.money_after.add(lexicon, word, false, minor);
            }
            for symbol in &entry.glued_minor {
                self.glued_money.push((symbol.as_str().into(), minor));
            }
            self.currencies.push(entry.code.into());
        }
        Ok(())
    }

    fn load_lists(&mut self, lexicon: &mut Lexicon) -> Result<(), Error> {
        let file: Table = read("quantities", include_str!("../../../rules/words/quantities.toml"))?;
        let list = |table: &str, key: &str| {
            file.get(table)
                .and_then(|t| t.get(key))
                .ok_or_else(|| Error::new(format!("rules/words/quantities.toml lacks {table}.{key}")))
        };
        for (table, key, flag) in LISTS {
            for word in list(table, key)? {
                let id = lexicon.intern(word);
                self.flags.set(id, self.flags.get(id) | flag);
            }
        }
        let percents =
            [("words", Percent::Hundredth), ("point", Percent::Point), ("basis_point", Percent::BasisPoint)];
        for (key, percent) in percents {
            for phrase in list("percent", key)? {
                self.percent.add(lexicon, phrase, false, percent);
            }
        }
        for phrase in list("fraction", "out_of")? {
            self.out_of.add(lexicon, phrase, false, ());
        }
        let codes = list("currency", "common")?;
        self.common = (0..self.currencies.len())
            .filter(|&i| codes.iter().any(|c| **c == *self.currencies[i]))
            .map(narrow)
            .collect();
        self.not_numbers = list("label", "tokens")?.iter().map(|t| t.as_str().into()).collect();
        Ok(())
    }

    /// Whether a word is in one of the lists.
    #[inline]
    pub(super) fn is(&self, word: WordId, flag: u32) -> bool {
        self.flags.get(word) & flag != 0
    }

    /// A unit that is glued to digits.
    pub(super) fn glued_unit(&self, symbol: &str) -> Option<u16> {
        self.glued_units.iter().find(|(s, _)| **s == *symbol).map(|&(_, id)| id)
    }

    /// A currency that is glued to digits, behind or before them.
    pub(super) fn glued_money(&self, symbol: &str) -> Option<Coin> {
        self.glued_money.iter().find(|(s, _)| **s == *symbol).map(|&(_, coin)| coin)
    }

    /// Whether a token of digits and letters only looks like a magnitude: "401k".
    pub(super) fn is_no_number(&self, token: &str) -> bool {
        self.not_numbers.iter().any(|t| t.eq_ignore_ascii_case(token))
    }

    /// A measure in the SI unit of its dimension, so that kilometres and miles can be compared: metres, square metres,
    /// kilograms, kelvins … Nothing for what is no measure, or when it does not fit a decimal.
    pub fn standard(&self, quantity: &Quantity) -> Option<(Dimension, Interval<Decimal>)> {
        let unit =
            self.units.iter().find(|u| quantity.kind == QuantityKind::Measure && u.name == quantity.unit)?;
        let convert = |n: Decimal| n.checked_add(unit.offset)?.checked_mul(unit.factor);
        let end = |bound: Bound<Decimal>| {
            Some(match bound {
                Bound::Unbounded => Bound::Unbounded,
                Bound::Closed(n) => Bound::Closed(convert(n)?),
                Bound::Open(n) => Bound::Open(convert(n)?),
            })
        };
        Some((unit.dimension, Interval { low: end(quantity.amount.low)?, high: end(quantity.amount.high)? }))
    }
}

fn narrow(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
