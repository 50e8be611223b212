//! Reads a TOML table key by key and goes on after a mistake, so that all mistakes of a file are told at once, each at
//! its place.

use super::diagnostic::Trouble;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table that is being read.
pub(crate) struct Table<'a, 'i> {
    table: &'a DeTable<'i>,
    at: Range<usize>,
    name: &'a str,
    asked: Vec<&'static str>,
}

/// A value with its place in the file.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) at: Range<usize>,
}

impl<'a, 'i> Table<'a, 'i> {
    pub(crate) fn new(table: &'a DeTable<'i>, at: Range<usize>, name: &'a str) -> Self {
        Table { table, at, name, asked: Vec::new() }
    }

    pub(crate) fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    pub(crate) fn value(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
    }

    /// All keys with their values, for a table whose keys are the user's own.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'i>>)> {
        self.table.iter().map(|(k, v)| (&**k.get_ref(), v))
    }

    /// As [`Table::entries`], each key with its place.
    pub(crate) fn placed_entries(&self) -> impl Iterator<Item = (At<&'a str>, &'a Spanned<DeValue<'i>>)> {
        self.table.iter().map(|(k, v)| (At { value: &**k.get_ref(), at: k.span() }, v))
    }

    pub(crate) fn string(&mut self, key: &'static str, trouble: &mut Trouble) -> Option<At<String>> {
        let value = self.value(key)?;
        text(value, key, trouble)
    }

    /// As [`Table::string`]; a missing key is a mistake.
    pub(crate) fn required(&mut self, key: &'static str, trouble: &mut Trouble) -> Option<At<String>> {
        if self.value(key).is_none() {
            trouble.add(self.at(), format!("`{key}` is missing in {}", self.name), None);
        }
        self.string(key, trouble)
    }

    pub(crate) fn boolean(&mut self, key: &'static str, trouble: &mut Trouble) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            trouble.add(
                value.span(),
                format!("`{key}` is true or false, not {}", value.get_ref().type_str()),
                None,
            );
        }
        flag
    }

    /// A string, or an array of strings.
    pub(crate) fn strings(&mut self, key: &'static str, trouble: &mut Trouble) -> Vec<At<String>> {
        self.value(key).map(|v| strings(v, key, trouble)).unwrap_or_default()
    }

    pub(crate) fn table(
        &mut self,
        key: &'static str,
        name: &'a str,
        trouble: &mut Trouble,
    ) -> Option<Table<'a, 'i>> {
        let value = self.value(key)?;
        as_table(value, name, trouble)
    }

    /// An array of tables.
    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        name: &'a str,
        trouble: &mut Trouble,
    ) -> Vec<Table<'a, 'i>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref().as_array() {
            Some(items) => items.iter().filter_map(|item| as_table(item, name, trouble)).collect(),
            None => {
                trouble.add(value.span(), format!("`{key}` is written [[{key}]]"), None);
                Vec::new()
            }
        }
    }

    /// Tells of every key that nobody asked for.
    pub(crate) fn finish(self, trouble: &mut Trouble) {
        for (key, _) in self.table {
            let word = key.get_ref();
            if !self.asked.iter().any(|a| a == word) {
                let near = nearest(word, self.asked.iter().copied());
                let help = near.map_or_else(
                    || format!("known keys: {}", self.asked.join(", ")),
                    |n| format!("did you mean `{n}`?"),
                );
                trouble.add(key.span(), format!("unknown key `{word}` in {}", self.name), Some(help));
            }
        }
    }
}

pub(crate) fn as_table<'a, 'i>(
    value: &'a Spanned<DeValue<'i>>,
    name: &'a str,
    trouble: &mut Trouble,
) -> Option<Table<'a, 'i>> {
    match value.get_ref().as_table() {
        Some(table) => Some(Table::new(table, value.span(), name)),
        None => {
            trouble.add(value.span(), format!("{name} is a table, not {}", value.get_ref().type_str()), None);
            None
        }
    }
}

pub(crate) fn text(value: &Spanned<DeValue<'_>>, key: &str, trouble: &mut Trouble) -> Option<At<String>> {
    match value.get_ref().as_str() {
        Some(text) => Some(At { value: text.to_owned(), at: value.span() }),
        None => {
            trouble.add(
                value.span(),
                format!("`{key}` is a string, not {}", value.get_ref().type_str()),
                None,
            );
            None
        }
    }
}

pub(crate) fn strings(value: &Spanned<DeValue<'_>>, key: &str, trouble: &mut Trouble) -> Vec<At<String>> {
    match value.get_ref().as_array() {
        Some(items) => items.iter().filter_map(|item| text(item, key, trouble)).collect(),
        None => text(value, key, trouble).into_iter().collect(),
    }
}

/// The candidate most like a word, if one is like it.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |c: &str| similar::TextDiff::from_chars(word, c).ratio();
    candidates
        .into_iter()
        .map(|c| (likeness(c), c))
        .filter(|(r, _)| *r >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}
