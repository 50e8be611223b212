//! Records in JSON: `{"id", "published", "title", "source", "text", "story"}`, of which only `text` is required. Null is
//! absent, other keys are passed over.

use super::directive::{Meant, misnamed};
use super::fields::{Fields, Slot};
use super::ignore_field::Ignores;
use super::json_feed;
use super::ninjs;
use super::record::{Record, Told, article};
use super::vocabulary::Vocabulary;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Reads one record. Gives the article and what is wrong with its metadata, or why there is none.
pub(super) fn read(
    json: &str,
    path: &Arc<str>,
    line: u32,
    fields: &Fields,
    v: &Vocabulary,
) -> Result<Told, String> {
    let mut record = Record::default();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    Seed { fields, record: &mut record, prefix: None }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|e| describe(&e))?;
    if record.text.is_none() {
        if let Some(item) = ninjs::record(json) {
            return article(Record { ignores: record.ignores, ..item }, path, Some(line), "body", v);
        }
        if let Some(item) = json_feed::record(json) {
            return article(Record { ignores: record.ignores, ..item }, path, Some(line), "content_html", v);
        }
        if let Some(kind) = ninjs::kind(json) {
            return Err(format!("a ninjs item of the type `{kind}` without a text of its own"));
        }
    }
    article(record, path, Some(line), fields.name(Slot::Text), v)
}

/// What serde_json says, without its own idea of the line.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    match error.classify() {
        serde_json::error::Category::Data => format!("not an article: {text}"),
        _ => format!("broken JSON at column {}: {text}", error.column()),
    }
}

/// Reads the fields of an object into a [`Record`].
struct Seed<'r, 'a> {
    fields: &'r Fields,
    record: &'r mut Record<'a>,
    /// The field that the object is the value of.
    prefix: Option<&'r str>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.prefix {
            None => deserializer.deserialize_map(self),
            Some(_) => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_, 'de> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix {
            None => write!(f, "an object with `{}`", self.fields.name(Slot::Text)),
            Some(name) => write!(f, "an object for `{name}`"),
        }
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let name = match self.prefix {
                Some(prefix) => format!("{prefix}.{key}").into(),
                None => key,
            };
            let slot = self.fields.slot(&name);
            if let Some(meant) = Meant::by_field(&name).filter(|_| slot.is_none()) {
                let Ignores(found) = map.next_value()?;
                match meant {
                    Meant::Exactly => self.record.ignores.extend(found),
                    Meant::Nearly => self.record.ignores.push(misnamed(&name, 0..0)),
                }
                continue;
            }
            match slot {
                Some(slot @ Slot::Text) => {
                    let Text(text) = map.next_value()?;
                    *self.record.slot(slot) = text;
                }
                Some(slot) => *self.record.slot(slot) = map.next_value::<Scalar<'de>>()?.0,
                None if &*name == "url" => self.record.address = map.next_value::<Scalar<'de>>()?.0,
                None if self.fields.leads(&name) => {
                    map.next_value_seed(Seed {
                        fields: self.fields,
                        record: self.record,
                        prefix: Some(&name),
                    })?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);
/// A string or nothing.
struct Text<'a>(Option<Cow<'a, str>>);
/// A string, or a number or truth value as it is written, or nothing; lists and objects are nothing.
struct Scalar<'a>(Option<Cow<'a, str>>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_str(AnyScalar).map(|s| Key(s.unwrap_or_default()))
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(OnlyText).map(Text)
    }
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(AnyScalar).map(Scalar)
    }
}

struct OnlyText;

impl<'de> Visitor<'de> for OnlyText {
    type Value = Option<Cow<'de, str>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string for the text")
    }
    fn visit_borrowed_str<E: serde::de::Error>(self, s: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(s)))
    }
    fn visit_str<E: serde::de::Error>(self, s: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(s.to_owned())))
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

struct AnyScalar;

impl<'de> Visitor<'de> for AnyScalar {
    type Value = Option<Cow<'de, str>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_borrowed_str<E: serde::de::Error>(self, s: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(s)))
    }
    fn visit_str<E: serde::de::Error>(self, s: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(s.to_owned())))
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E: serde::de::Error>(self, b: bool) -> Result<Self::Value, E> {
        Ok(Some(b.to_string().into()))
    }
    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Some(n.to_string().into()))
    }
    fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Some(n.to_string().into()))
    }
    fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Self::Value, E> {
        Ok(Some(n.to_string().into()))
    }
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
