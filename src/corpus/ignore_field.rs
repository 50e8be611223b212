//! The field `dateline-ignore` of front matter and of JSON: a text `RULE, RULE: reason`, a list of such texts, or a table
//! from rules to reasons.

use super::directive::{Directive, FIELD, field, unreadable};
use super::front_matter::plain_key;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Those of YAML front matter, which stands at `range`. Its lines are read as they are, so that every place is right.
pub(super) fn yaml(raw: &str, range: Range<usize>) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut at = range.start;
    for line in raw[range].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if text.trim_start().is_empty() || text.trim_start().starts_with('#') {
            continue;
        }
        if inside && text.starts_with([' ', '\t', '-']) {
            let item = text.trim_start();
            let item =
                item.strip_prefix('-').filter(|i| i.starts_with([' ', '\t'])).map_or(item, str::trim_start);
            found.extend(scalar(item, start + text.len() - item.len()));
            continue;
        }
        let Some((key, value)) = text.split_once(':') else {
            inside = false;
            continue;
        };
        inside = !text.starts_with([' ', '\t', '-']) && plain_key(key) == FIELD;
        let value = value.trim_start();
        if inside && !matches!(value, "" | "|" | ">" | "|-" | ">-") {
            found.extend(scalar(value, start + text.len() - value.len()));
            inside = false;
        }
    }
    found
}

/// A value of YAML on one line, with its quotation marks.
fn scalar(text: &str, start: usize) -> Option<Directive> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => {
            let inner = &text[1..];
            let inner = &inner[..inner.rfind(quote).unwrap_or(inner.len())];
            Some(field(inner, Some(start + 1)))
        }
        '[' | '{' | '&' | '*' | '!' => Some(unreadable(start..start + text.len(), "this")),
        _ => {
            let text = &text[..text.find(" #").unwrap_or(text.len())];
            (!matches!(text, "null" | "~")).then(|| field(text.trim_end(), Some(start)))
        }
    }
}

/// That of TOML front matter, whose text starts at `base`.
pub(super) fn toml(raw: &str, base: usize, value: &Spanned<DeValue<'_>>) -> Vec<Directive> {
    let place = |value: &Spanned<DeValue<'_>>| base + value.span().start..base + value.span().end;
    let text = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(_) => {
            let at = place(value);
            let written = &raw[at.clone()];
            let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
            field(&raw[at.start + quotes..at.end - quotes], Some(at.start + quotes))
        }
        _ => unreadable(place(value), "this"),
    };
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(text).collect(),
        DeValue::Table(table) => table
            .iter()
            .map(|(rule, reason)| match reason.get_ref() {
                DeValue::String(said) => {
                    let (from, to) = (base + rule.span().start, place(reason).end);
                    let span = crate::span::Span::of(from..to);
                    Directive { span, ..field(&format!("{}: {said}", rule.get_ref()), None) }.at_rule(span)
                }
                _ => unreadable(place(reason), "this"),
            })
            .collect(),
        _ => vec![text(value)],
    }
}

/// That of a JSON record. Its places are unknown: it is not in the article's source.
#[derive(Default)]
pub(super) struct Ignores(pub(super) Vec<Directive>);

impl<'de> Deserialize<'de> for Ignores {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(AnyForm)
    }
}

struct AnyForm;

fn odd<E>(form: &str) -> Result<Ignores, E> {
    Ok(Ignores(vec![unreadable(0..0, form)]))
}

impl<'de> Visitor<'de> for AnyForm {
    type Value = Ignores;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text `RULE: reason`")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Ignores, E> {
        Ok(Ignores(vec![field(text, None)]))
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<Ignores, E> {
        Ok(Ignores::default())
    }
    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Ignores, E> {
        odd("a truth value")
    }
    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Ignores, E> {
        odd("a number")
    }
    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Ignores, E> {
        odd("a number")
    }
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Ignores, E> {
        odd("a number")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Ignores, A::Error> {
        let mut all = Ignores::default();
        while let Some(Ignores(one)) = seq.next_element()? {
            all.0.extend(one);
        }
        Ok(all)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ignores, A::Error> {
        let mut all = Ignores::default();
        while let Some(rules) = map.next_key::<String>()? {
            match map.next_value::<Reason>()? {
                Reason::Text(reason) => all.0.push(field(&format!("{rules}: {reason}"), None)),
                Reason::Other(_) => all.0.push(unreadable(0..0, "a table of other things than reasons")),
            }
        }
        Ok(all)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reason {
    Text(String),
    Other(IgnoredAny),
}

#[cfg(test)]
mod tests {
    use crate::corpus::{Corpus, Directive, Text};

    fn read(name: &str, text: &str) -> (String, Vec<Directive>) {
        let text = Text { name: name.into(), text: text.into(), published: None };
        let corpus = Corpus::from_texts([text]).unwrap();
        let (mut read, _) = corpus.map(Some(1), |a| (a.raw.clone(), a.ignores.clone()), |_| {});
        read.remove(0).1
    }

    #[test]
    fn every_form_says_the_same() {
        for (name, text) in [
            (
                "a.md",
                "---\ntitle: T\ndateline-ignore: \"age, weekday: as printed\"\ndate: 2031-05-02\n---\nText.\n",
            ),
            ("a.md", "---\ndateline-ignore:\n  - age, weekday: as printed\n---\nText.\n"),
            ("a.md", "---\ndateline_ignore:\n- 'age, weekday: as printed' # since May\n\n---\nText.\n"),
            ("a.md", "---\ndateline-ignore:\n  age, weekday: as printed\ntitle: T\n---\nText.\n"),
            ("a.md", "+++\ndateline-ignore = 'age, weekday: as printed'\n+++\nText.\n"),
            ("a.md", "+++\ndateline-ignore = [\"age, weekday: as printed\"]\n+++\nText.\n"),
            ("a.md", "+++\n[dateline-ignore]\n\"age, weekday\" = \"as printed\"\n+++\nText.\n"),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignore": "age, weekday: as printed"}"#),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignore": ["age, weekday: as printed"]}"#),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignore": {"age, weekday": "as printed"}}"#),
        ] {
            let (raw, found) = read(name, text);
            assert_eq!(found.len(), 1, "{text}");
            let names: Vec<&str> = found[0].rules.iter().map(|r| &*r.0).collect();
            assert_eq!((names, &*found[0].reason), (vec!["age", "weekday"], "as printed"), "{text}");
            assert_eq!(found[0].fault, None, "{text}");
            if name == "a.md" {
                assert!(found[0].span.cut(&raw).contains("age, weekday"), "{text}");
                assert!(found[0].rules[0].1.cut(&raw).contains("age"), "{text}");
            }
        }
    }

    #[test]
    fn odd_forms_are_told() {
        for (name, text) in [
            ("a.md", "---\ndateline-ignore: [\"age: r\"]\n---\nText.\n"),
            ("a.md", "---\ndateline-ignore: age\n---\nText.\n"),
            ("a.md", "+++\ndateline-ignore = 3\n+++\nText.\n"),
            ("a.md", "+++\ndateline-ignore = { age = 3 }\n+++\nText.\n"),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignore": 3}"#),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignore": [true]}"#),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignore": {"age": ["r"]}}"#),
        ] {
            let found = read(name, text).1;
            assert!(found.len() == 1 && found[0].fault.is_some(), "{text}: {found:?}");
        }
        assert_eq!(read("a.jsonl", r#"{"text": "Text.", "dateline-ignore": null}"#).1, []);
    }

    #[test]
    fn what_a_comment_speaks_of() {
        let scope = |text: &str| {
            let (raw, found) = read("a.md", text);
            assert_eq!(found.len(), 1, "{text}");
            match found[0].scope {
                crate::corpus::Scope::Article => "*".to_owned(),
                crate::corpus::Scope::Passage(passage) => passage.cut(&raw).to_owned(),
            }
        };
        const C: &str = "<!-- dateline-ignore age: r -->";
        for (text, expected) in [
            (format!("One.\n\n{C}\nTwo.\n\nThree.\n"), "Two.".to_owned()),
            (format!("One.\n\n{C}\n\nTwo,\nand more.\n\nThree.\n"), "Two,\nand more.".to_owned()),
            (format!("One.\n{C}\nTwo.\nTwo.\n\nThree.\n"), "Two.\nTwo.".to_owned()),
            (format!("One.\n\n{C}\n- a\n- b\n\nThree.\n"), "a\n- b".to_owned()),
            (
                format!("One.\n\n{C}\n| a | b |\n|---|---|\n| c | d |\n\nThree.\n"),
                "a | b |\n|---|---|\n| c | d".to_owned(),
            ),
            (format!("One.\n\nTwo. {C}\nTwo.\n\nThree.\n"), format!("Two. {C}\nTwo.")),
            (format!("One.\n\n{C} Two.\nTwo.\n\nThree.\n"), "Two.\nTwo.".to_owned()),
            (format!("# Head\nOne.\nTwo. {C}\n## Head\nThree.\n"), format!("One.\nTwo. {C}")),
            (format!("- One. {C}\n- Two.\n"), format!("One. {C}")),
            (format!("One.\n\n{C}\n"), String::new()),
            ("One.\n\n<!-- dateline-ignore-file\n age: r\n-->\nTwo.\n".to_owned(), "*".to_owned()),
            ("One.\n\n<!-- dateline-ignore\n age: r -->\nTwo.\n".to_owned(), "Two.".to_owned()),
        ] {
            assert_eq!(scope(&text), expected, "{text}");
        }
        assert_eq!(read("a.md", &format!("```\n{C}\n```\n\nText `{C}` text.\n")).1, []);
        assert_eq!(read("a.txt", &format!("Text.\n{C}\n")).1, []);
        // What stands after a comment on its line is prose.
        let text = Text { name: "a.md".into(), text: format!("{C} Ten people came.\n"), published: None };
        let corpus = Corpus::from_texts([text]).unwrap();
        let (read, _) = corpus.map(Some(1), |a| format!("{:?}", a.prose), |_| {});
        assert!(read[0].1.contains("Keep(32..48)"), "{}", read[0].1);
    }
}
