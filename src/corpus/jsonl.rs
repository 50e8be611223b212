//! JSON Lines: an article a line, `{"id", "published", "title", "source", "text", "story"}`, of which only `text` is
//! required. Null is absent, other keys are passed over.

use super::directive::{Directive, FIELD};
use super::front_matter::plain_key;
use super::ignore_field::Ignores;
use super::layout::is_impossible;
use super::lines::beginning;
use super::reference::keep;
use super::vocabulary::Vocabulary;
use super::{Article, Clue, ClueKind, Piece, Role, plain, stamp};
use crate::span::{Raw, Span};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Reads one line. Gives the article and what is wrong with its metadata, or why there is none.
pub(super) fn read(
    json: &str,
    path: &Arc<str>,
    line: u32,
    story: Option<&str>,
    v: &Vocabulary,
) -> Result<(Article, Vec<String>), String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let record = Seed { story }
        .deserialize(&mut deserializer)
        .and_then(|record| deserializer.end().map(|()| record))
        .map_err(|e| describe(&e))?;
    let text = record.text.ok_or("there is no `text`")?;
    if text.contains('\0') {
        return Err("there is a NUL in `text`".to_owned());
    }
    let mut problems = Vec::new();
    let title = record.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let layout = plain::read(&text, 0, text.len(), title, v);
    problems.extend(layout.impossible.iter().map(|(_, date)| format!("`{date}` is no date of the calendar")));
    let mut clues = layout.clues.clone();
    for (value, kind, key) in
        [(&record.published, ClueKind::Field, "published"), (&record.updated, ClueKind::Updated, "updated")]
    {
        let Some(value) = value.as_deref().map(str::trim).filter(|p| !p.is_empty()) else { continue };
        match stamp::field(value, v) {
            Some((stamp, _)) if is_impossible(stamp) => {
                problems.push(format!("`{key}`: `{}` is no date of the calendar", beginning(value, 40)));
            }
            Some((stamp, zoned)) => clues.insert(0, Clue { kind, span: None, stamp, zoned }),
            None => problems.push(format!("`{key}`: `{}` is no date", beginning(value, 40))),
        }
    }
    let mut prose = Vec::with_capacity(layout.blocks.len() * 2 + 2);
    let (title_from, title_span) = match title {
        Some(title) => {
            let span: Span<Raw> = Span::of(text.len()..text.len() + title.len());
            (Some(span.start), Some(span))
        }
        None => (None, layout.title),
    };
    let mut raw = text.into_owned();
    if let (Some(title), Some(span)) = (title, title_span) {
        raw.push_str(title);
        prose.push(Piece::Break(Span::new(span.start, span.start), Role::Title));
        keep(&raw, span, &mut prose);
    }
    if u32::try_from(raw.len()).is_err() {
        return Err("the text is longer than 4 GiB".to_owned());
    }
    prose.extend(layout.pieces(&raw));
    let article = Article {
        path: Arc::clone(path),
        id: record.id.map(Cow::into_owned),
        line: Some(line),
        raw,
        title_from,
        title: title_span,
        outlet: record.source.map(Cow::into_owned),
        story: record.story.map(Cow::into_owned),
        clues,
        ignores: record.ignores,
        prose,
    };
    Ok((article, problems))
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

#[derive(Default)]
struct Record<'a> {
    id: Option<Cow<'a, str>>,
    published: Option<Cow<'a, str>>,
    updated: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    source: Option<Cow<'a, str>>,
    text: Option<Cow<'a, str>>,
    story: Option<Cow<'a, str>>,
    ignores: Vec<Directive>,
}

/// Reads a [`Record`]; knows which field names the story.
struct Seed<'s> {
    story: Option<&'s str>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Record<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Record<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `text`")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record::default();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let key = key.0;
            let story = self.story.unwrap_or("story");
            if self.story.is_some() && key == story {
                record.story = map.next_value::<Scalar<'de>>()?.0;
                continue;
            }
            let slot = match &*key {
                "id" => &mut record.id,
                "published" => &mut record.published,
                "updated" => &mut record.updated,
                "title" => &mut record.title,
                "source" => &mut record.source,
                "story" if self.story.is_none() => &mut record.story,
                "text" => {
                    let Text(text) = map.next_value()?;
                    record.text = text;
                    continue;
                }
                key if key.starts_with("dateline") && plain_key(key) == FIELD => {
                    record.ignores = map.next_value::<Ignores>()?.0;
                    continue;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *slot = map.next_value::<Scalar<'de>>()?.0;
        }
        Ok(record)
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
        f.write_str("a string for `text`")
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
