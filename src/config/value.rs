//! What a key of the configuration may hold: how it is read, how it is shown, what the schema says of it.

use crate::rules::diagnostic::{Mistake, Place, Trouble};
use crate::rules::reader::{At, Table, nearest, text};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::DeValue;

/// A value with the place where it was given.
#[derive(Clone, Debug)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it was given.
    pub place: Place,
}

impl Given<String> {
    /// The mistake that it is none of the words that a part of the program takes.
    pub fn is_none_of(&self, what: &str, words: &[&str]) -> Mistake {
        let near = nearest(&self.value, words.iter().copied());
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let message = format!("`{}` is no {what}; there are {}", self.value, words.join(", "));
        Mistake::in_configuration(&self.place, message, help)
    }
}

/// One file that is being read.
pub(crate) struct Reader<'a> {
    pub(crate) trouble: Trouble,
    /// The folder that paths in the file start from.
    pub(crate) folder: &'a Path,
    /// The folder that reported paths start from.
    pub(crate) base: &'a Path,
}

impl Reader<'_> {
    pub(crate) fn given<T>(&self, value: T, at: Range<usize>) -> Given<T> {
        Given { value, place: self.trouble.place(at) }
    }

    /// A path of the file as the process can open it.
    pub(crate) fn path(&self, text: &str) -> PathBuf {
        self.folder.join(text)
    }

    /// Tells that a key holds another kind of thing than it should.
    pub(crate) fn wrong(&mut self, value: &Spanned<DeValue<'_>>, key: &str, wanted: &str) {
        let message = format!("`{key}` is {wanted}, not {}", kind(value.get_ref()));
        self.trouble.add(value.span(), message, None);
    }

    /// A string, or a list of strings.
    pub(crate) fn strings(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Vec<At<String>> {
        match value.get_ref() {
            DeValue::String(_) => text(value, key, &mut self.trouble).into_iter().collect(),
            DeValue::Array(items) => {
                let mut all = Vec::new();
                for item in items {
                    match item.get_ref().as_str() {
                        Some(word) => all.push(At { value: word.to_owned(), at: item.span() }),
                        None => self.wrong(item, key, "a list of strings"),
                    }
                }
                all
            }
            _ => {
                self.wrong(value, key, "a list of strings");
                Vec::new()
            }
        }
    }
}

/// What a value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// What a key may hold.
pub(crate) trait Setting: Sized {
    /// Reads it; what is wrong goes to the reader.
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self>;
    /// As TOML.
    fn show(&self) -> toml::Value;
    /// Where its parts were given, if it may come from several places.
    fn places(&self) -> Vec<&Place> {
        Vec::new()
    }
    /// Of two layers: this one over another. Most settings replace what lies below; lists of places and exceptions add up.
    #[must_use]
    fn over(self, below: Self) -> Self {
        let _ = below;
        self
    }
}

/// Reads a key of a table.
pub(crate) fn key<T: Setting>(
    table: &mut Table<'_, '_>,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Option<Given<T>> {
    let value = table.value(key)?;
    let read = T::read(value, key, reader)?;
    Some(reader.given(read, value.span()))
}

/// Strings in their order, such as the names of rules.
#[derive(Clone, Debug, Default)]
pub struct Names(pub Vec<Given<String>>);

impl Names {
    /// The strings without their places.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| name.value.as_str())
    }
}

impl Setting for Names {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let strings = reader.strings(value, key);
        Some(Names(strings.into_iter().map(|s| reader.given(s.value, s.at)).collect()))
    }

    fn show(&self) -> toml::Value {
        self.iter().map(str::to_owned).collect::<Vec<_>>().into()
    }
}

/// The schema of a string or a list of strings.
pub(crate) fn strings_schema() -> Schema {
    schemars::json_schema!({
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
    })
}

/// Describes a type to the schema, in place.
macro_rules! described {
    ($type:ty, $name:literal, $schema:expr) => {
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}
pub(crate) use described;

described!(Names, "Names", strings_schema());

impl<T: JsonSchema> JsonSchema for Given<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
