//! The field `dateline-ignore` of front matter, of JSON and of tables: a text `RULE, RULE: reason`, a list of such texts,
//! or a table from rules to reasons.

use super::directive::{Directive, Meant, field, misnamed, unreadable};
use crate::span::Span;
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
            found.extend(value(item, start + text.len() - item.len()));
            continue;
        }
        inside = false;
        let Some((key, said)) = text.split_once(':').filter(|_| !text.starts_with([' ', '\t', '-'])) else {
            continue;
        };
        match Meant::by_field(key) {
            Some(Meant::Exactly) => {}
            Some(Meant::Nearly) => {
                found.push(misnamed(key, start..start + key.len()));
                continue;
            }
            None => continue,
        }
        let said = said.trim_start();
        inside = matches!(said, "" | "|" | ">" | "|-" | ">-");
        if !inside {
            found.extend(value(said, start + text.len() - said.len()));
        }
    }
    found
}

/// A value of YAML on one line: a text, `[a list]` of them or `{a table}`.
fn value(text: &str, start: usize) -> Vec<Directive> {
    let close = match text.as_bytes().first() {
        Some(b'[') => ']',
        Some(b'{') => '}',
        _ => return scalar(text, start).into_iter().collect(),
    };
    let mut found = Vec::new();
    let mut quote = None;
    let mut from = 1;
    for (at, c) in text.char_indices().skip(1) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && text[from..at].trim().is_empty() => quote = Some(c),
            None if c == ',' || c == close => {
                let item = text[from..at].trim_start();
                found.extend(item_of_flow(item.trim_end(), start + at - item.len()));
                from = at + 1;
                if c == close {
                    let rest = text[from..].trim_start();
                    return match rest.is_empty() || rest.starts_with('#') {
                        true => found,
                        false => break,
                    };
                }
            }
            None => {}
        }
    }
    vec![unreadable(start..start + text.len(), "a list that does not end on its line")]
}

/// A text of a list, or a rule and a reason of a table.
fn item_of_flow(text: &str, start: usize) -> Option<Directive> {
    let quote = text.chars().next()?;
    let key = match quote {
        '"' | '\'' => text[1..].find(quote).map(|end| end + 1),
        _ => None,
    };
    match key.and_then(|end| Some((end, text[end + 1..].trim_start().strip_prefix(':')?))) {
        // The reason may have marks of its own.
        Some((end, reason)) => {
            let span = Span::of(start..start + text.len());
            let reason = reason.trim().trim_matches(['"', '\'']);
            Some(Directive { span, ..field(&format!("{}:{reason}", &text[1..end]), None) }.at_rule(span))
        }
        None => scalar(text, start),
    }
}

/// A text of YAML on one line, with its quotation marks.
fn scalar(text: &str, start: usize) -> Option<Directive> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => {
            let inner = &text[1..];
            let inner = &inner[..inner.rfind(quote).unwrap_or(inner.len())];
            Some(field(inner, Some(start + 1)))
        }
        '[' | '{' => Some(unreadable(start..start + text.len(), "a list in a list")),
        '&' | '*' | '!' => Some(unreadable(start..start + text.len(), "an anchor, an alias or a tag")),
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
        _ => unreadable(place(value), "something else"),
    };
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(text).collect(),
        DeValue::Table(table) => table
            .iter()
            .map(|(rule, reason)| match reason.get_ref() {
                DeValue::String(said) => {
                    let (from, to) = (base + rule.span().start, place(reason).end);
                    let span = Span::of(from..to);
                    Directive { span, ..field(&format!("{}: {said}", rule.get_ref()), None) }.at_rule(span)
                }
                _ => unreadable(place(reason), "a table of other things than reasons"),
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
            ("a.md", "---\ndateline-ignore: [\"age, weekday: as printed\"] # since May\n---\nText.\n"),
            ("a.md", "---\ndateline-ignore:\n  - ['age, weekday: as printed']\n---\nText.\n"),
            ("a.md", "---\nDateline Ignore: {'age, weekday': \"as printed\"}\n---\nText.\n"),
            ("a.csv", "text,dateline-ignore\nText.,\"age, weekday: as printed\"\n"),
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
            ("a.md", "---\ndateline-ignore: [\"age: r\",\n  \"weekday: r\"]\n---\nText.\n"),
            ("a.md", "---\ndateline-ignore: &a age\n---\nText.\n"),
            ("a.md", "---\ndatelin-ignore: \"age: r\"\n---\nText.\n"),
            // Quotation marks of prose are none of YAML's, and no letter is cut.
            ("a.md", "---\ndateline-ignore: [“age”]\n---\nText.\n"),
            ("a.md", "---\ndateline-ignore: [élan]\n---\nText.\n"),
            ("a.md", "+++\ndateline-ingore = \"age: r\"\n+++\nText.\n"),
            ("a.jsonl", r#"{"text": "Text.", "dateline-ignores": "age: r"}"#),
            ("a.csv", "text,Dateline Ingore\nText.,age: r\nText.,\n"),
            // What looks like a comment where there are none.
            ("a.txt", "Text.\n<!-- dateline-ignore age: r -->\n"),
            ("a.jsonl", r#"{"text": "Text. <!-- dateline-ignore age: r -->"}"#),
            ("a.csv", "text\nText. <!-- dateline-ignore age: r -->\n"),
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
    fn what_never_ends_is_told() {
        let told = |name: &str, text: &str| {
            let text = Text { name: name.into(), text: text.into(), published: None };
            let corpus = Corpus::from_texts([text]).unwrap();
            let (read, notices) = corpus.map(Some(1), |a| a.ignores.len(), |_| {});
            (read[0].1, notices.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        };
        let rest = |line: &str, what: &str| {
            (0, format!("{line}{what} begins here and never ends; what follows is not read"))
        };
        assert_eq!(told("a.md", "One.\n\n<!-- a note\n\nTwo.\n"), rest("a.md:3: ", "a comment"));
        assert_eq!(told("a.md", "One.\n\n````\nTwo.\n```\n"), rest("a.md:3: ", "a code block"));
        assert_eq!(told("a.html", "<p>One.\n<!-- a note\n<p>Two.\n"), rest("a.html:2: ", "a comment"));
        let record = told("a.jsonl", r#"{"text": "<p>One.<!-- a note <p>Two."}"#);
        assert_eq!(
            (record.0, record.1.contains("a comment in its text never ends")),
            (0, true),
            "{record:?}"
        );
        for (name, text) in [
            ("a.md", "One.\n\n<!-- dateline-ignore age: r\n\nTwo.\n"),
            ("a.html", "<p>One.\n<!-- dateline_ignore age: r\n<p>Two.\n"),
            ("a.jsonl", r#"{"text": "<p>One.<!-- dateline-ignore age: r"}"#),
        ] {
            // Findings speak of our own.
            assert_eq!(told(name, text), (1, String::new()));
            assert!(read(name, text).1[0].fault.as_deref().unwrap().contains("never ends"));
        }
        assert_eq!(told("a.html", "<p>One.<!-->Two.<!-- a --!>Three.<!doctype"), (0, String::new()));
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
        for code in [
            format!("```\n{C}\n```\n\nText `{C}` text.\n"),
            format!("> ```md\n> {C}\n> ```\n\nText.\n"),
            format!("- ~~~\n  {C}\n  ~~~\n- Text.\n"),
            format!("Write this:\n\n    {C}\n    Ten. {C}\n\n\t{C}\n\nText.\n"),
            format!("- An item.\n\nWrite this:\n\n    {C}\n"),
        ] {
            assert_eq!(read("a.md", &code).1, [], "{code}");
        }
        for heard in [
            format!("- An item.\n\n    {C}\n    goes on.\n"),
            format!("A line\n    {C} goes on.\n"),
            format!("```a``` is code, {C} this is none.\n"),
            format!("> ```\n> code\n\n{C}\nText.\n"),
        ] {
            assert_eq!(read("a.md", &heard).1.len(), 1, "{heard}");
        }
        for (text, expected) in [
            (format!("<p>One.</p><p>Two. {C}</p><p>Three.</p>"), "Two."),
            (format!("<p>One.</p>{C}<p>Two.</p><p>Three.</p>"), "Two."),
            (format!("<p>One.</p><ul><li>{C}Two.<li>Three.</ul>"), "Two."),
        ] {
            let (raw, found) = read("a.jsonl", &format!("{{\"text\": \"{text}\"}}"));
            let [Directive { scope: crate::corpus::Scope::Passage(passage), .. }] = &found[..] else {
                panic!("{text}: {found:?}")
            };
            assert_eq!(passage.cut(&raw), expected, "{text}");
        }
        // What stands after a comment on its line is prose.
        let text = Text { name: "a.md".into(), text: format!("{C} Ten people came.\n"), published: None };
        let corpus = Corpus::from_texts([text]).unwrap();
        let (read, _) = corpus.map(Some(1), |a| format!("{:?}", a.prose), |_| {});
        assert!(read[0].1.contains("Keep(32..48)"), "{}", read[0].1);
    }
}
