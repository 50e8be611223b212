//! Front matter of a Markdown file: YAML between `---` lines, TOML between `+++` lines, a JSON object; each value with its span.

use super::directive::{Directive, Meant, field, misnamed, unreadable};
use super::ignore_field::{self, Ignores};
use super::vocabulary::Vocabulary;
use crate::span::Span;
use std::collections::HashSet;
use std::ops::Range;

/// The front matter of a source.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// Where the text after it starts.
    pub(super) end: usize,
    /// Its entries of the top level that are plain values, in order.
    pub(super) entries: Vec<Entry>,
    /// What its field `dateline-ignore` says.
    pub(super) ignores: Vec<Directive>,
    /// What is wrong with it, and at which byte.
    pub(super) problem: Option<(usize, String)>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// In lower case, with no `-` and `_`.
    pub(super) key: String,
    /// What the value says.
    pub(super) value: String,
    /// Where it stands in the source, quotation marks aside.
    pub(super) span: Range<usize>,
}

/// Front matter beyond so many bytes is not checked, and beyond so many entries not read.
const LONGEST: usize = 16 << 10;
const MOST: usize = 200;

/// Reads the front matter at `from`, if there is any. One that never closes is a problem, and no front matter.
pub(super) fn read(raw: &str, from: usize, v: &Vocabulary) -> FrontMatter {
    let none = FrontMatter { end: from, ..FrontMatter::default() };
    if raw[from..].starts_with('{') {
        return json(raw, from).unwrap_or(none);
    }
    let Some((open, rest)) = raw[from..].split_once('\n') else { return none };
    let fence = open.trim_end();
    if fence != "---" && fence != "+++" {
        return none;
    }
    let start = raw.len() - rest.len();
    let mut at = start;
    for line in rest.split_inclusive('\n') {
        let text = line.trim_end();
        if text == fence || (fence == "---" && text == "...") {
            let end = at + line.len();
            return if fence == "---" { yaml(raw, start..at, end) } else { toml(raw, start..at, end) };
        }
        at += line.len();
    }
    // What looks like fields is no prose for all that.
    let len = if fence == "---" { fields(rest, v) } else { 0 };
    let read_as = if len > 0 { "read up to the first empty line" } else { "read as prose" };
    let problem = Some((from, format!("front matter opens with `{fence}` and never closes; {read_as}")));
    match len {
        0 => FrontMatter { problem, ..none },
        len => FrontMatter { problem, ..yaml(raw, start..start + len, start + len) },
    }
}

/// How many bytes of fields a text begins with, up to the first empty line; none where something else stands among them,
/// or none of them is one that front matter has.
fn fields(text: &str, v: &Vocabulary) -> usize {
    let (mut len, mut known) = (0, false);
    for line in text.split_inclusive('\n').take(MOST) {
        if line.trim().is_empty() {
            return if known { len } else { 0 };
        }
        let key = line.split_once(':').map_or("", |(key, _)| key);
        let goes_on = line.starts_with([' ', '\t', '-', '#']) && len > 0;
        if !goes_on && (key.is_empty() || key.len() > 40 || key.contains(char::is_whitespace)) {
            return 0;
        }
        known |= v.front_matter.contains(plain_key(key).as_str());
        len += line.len();
    }
    0
}

/// An object in braces; nothing where the text begins with something else.
fn json(raw: &str, from: usize) -> Option<FrontMatter> {
    let text = &raw[from..];
    let mut values =
        serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<String, serde_json::Value>>();
    values.next()?.ok()?;
    let len = values.byte_offset();
    let rest = text[len..].strip_prefix('\r').unwrap_or(&text[len..]).strip_prefix('\n')?;
    let (mut entries, mut ignores) = (Vec::<Entry>::new(), Vec::new());
    let mut members = members(raw, from..from + len);
    // Of one name the last counts.
    let mut seen = HashSet::new();
    members.reverse();
    members.retain(|(name, _)| seen.insert(&raw[name.clone()]));
    for (name, at) in members.into_iter().rev() {
        let Ok(key) = serde_json::from_str::<String>(&raw[name.clone()]) else { continue };
        let written = &raw[at.clone()];
        match Meant::by_field(&key) {
            Some(Meant::Exactly) => {
                ignores.extend(orders(raw, at));
                continue;
            }
            Some(Meant::Nearly) => ignores.push(misnamed(&key, name)),
            None => {}
        }
        let (value, span) = match serde_json::from_str(written) {
            Ok(serde_json::Value::String(value)) => (value, at.start + 1..at.end - 1),
            Ok(serde_json::Value::Number(_)) => (written.to_owned(), at),
            _ => continue,
        };
        let key = plain_key(&key);
        if entries.len() < MOST {
            entries.push(Entry { key, value, span });
        }
    }
    Some(FrontMatter { end: raw.len() - rest.len(), entries, ignores, problem: None })
}

/// What the field `dateline-ignore` says whose value stands at `at`.
fn orders(raw: &str, at: Range<usize>) -> Vec<Directive> {
    let written = &raw[at.clone()];
    let text = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    if let Some(text) = text.filter(|text| !text.contains('\\')) {
        return vec![field(text, Some(at.start + 1))];
    }
    let Ok(Ignores(found)) = serde_json::from_str(written) else {
        return vec![unreadable(at, "something else")];
    };
    let span = Span::of(at);
    found.into_iter().map(|directive| Directive { span, ..directive }.at_rule(span)).collect()
}

/// Where the names and the values of the object at `range` stand, those of the objects in it aside.
fn members(raw: &str, range: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let bytes = raw.as_bytes();
    let trimmed = |from: usize, to: usize| {
        let to = from + raw[from..to].trim_end().len();
        to - raw[from..to].trim_start().len()..to
    };
    let mut found = Vec::new();
    let (mut depth, mut from, mut name) = (0usize, range.start, None);
    let mut at = range.start;
    while at < range.end {
        match bytes[at] {
            b'"' => at += 1 + string_end(&raw[at + 1..range.end]),
            b'{' | b'[' => {
                depth += 1;
                from = if depth == 1 { at + 1 } else { from };
            }
            b':' if depth == 1 && name.is_none() => {
                name = Some(trimmed(from, at));
                from = at + 1;
            }
            byte @ (b',' | b'}' | b']') => {
                if depth == 1 {
                    found.extend(name.take().map(|name| (name, trimmed(from, at))));
                    from = at + 1;
                }
                depth = depth.saturating_sub(usize::from(byte != b','));
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The scalars of the top level, by their lines; the YAML library only says whether all of it is well formed.
fn yaml(raw: &str, range: Range<usize>, end: usize) -> FrontMatter {
    use saphyr::LoadableYamlNode;
    let text = &raw[range.clone()];
    // Aliases are copied where they stand: a few lines of them could fill the memory.
    let safe = text.len() <= LONGEST && !text.contains('*');
    let problem = safe.then(|| saphyr::Yaml::load_from_str(text).err()).flatten().map(|e| {
        let line = e.marker().line().saturating_sub(1);
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        (range.start + before.min(text.len()), format!("front matter is not YAML: {}", e.info()))
    });
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = range.start;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some(colon) = line
            .find(':')
            .filter(|&c| line[c + 1..].starts_with([' ', '\t', '\n', '\r']) || c + 1 == line.len())
        else {
            continue;
        };
        let (mut from, mut value) = (start + colon + 1, &line[colon + 1..]);
        // A block scalar of one line, or a value on the next line.
        if matches!(value.trim(), "" | "|" | ">" | "|-" | ">-") {
            let Some(next) =
                lines.peek().filter(|n| n.starts_with([' ', '\t']) && !n.trim_start().starts_with('-'))
            else {
                continue;
            };
            (from, value) = (at, next);
            if matches!(line[colon + 1..].trim(), "") && next.contains(": ") {
                continue;
            }
        }
        let text = value.trim();
        from += value.len() - value.trim_start().len();
        let (value, span) = match text.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &text[1..];
                let len = inner.rfind(quote).unwrap_or(inner.len());
                let decoded = match quote {
                    '"' => inner[..len].replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\"),
                    _ => inner[..len].replace("''", "'"),
                };
                (decoded, from + 1..from + 1 + len)
            }
            _ => {
                let len = text.find(" #").unwrap_or(text.len());
                let text = text[..len].trim_end();
                (text.to_owned(), from..from + text.len())
            }
        };
        entries.push(Entry { key: plain_key(&line[..colon]), value, span });
        if entries.len() == MOST {
            break;
        }
    }
    entries.retain(|e| {
        !matches!(e.value.as_str(), "" | "null" | "~") && !e.value.starts_with(['[', '{', '&', '!'])
    });
    let ignores = ignore_field::yaml(raw, range);
    FrontMatter { end, entries, ignores, problem }
}

/// Where a string of JSON ends, its escapes passed over.
fn string_end(inner: &str) -> usize {
    let mut escaped = false;
    let end = inner.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(inner.len())
}

fn toml(raw: &str, range: Range<usize>, end: usize) -> FrontMatter {
    use toml::de::{DeTable, DeValue};
    let text = &raw[range.clone()];
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = range.start + error.span().map_or(0, |s| s.start);
            let message = error.message().lines().next().unwrap_or("").to_owned();
            let problem = Some((at, format!("front matter is not TOML: {message}")));
            return FrontMatter { end, problem, ..FrontMatter::default() };
        }
    };
    let (mut entries, mut ignores) = (Vec::new(), Vec::new());
    for (key, value) in table.get_ref() {
        let span = value.span();
        match Meant::by_field(key.get_ref()) {
            Some(Meant::Exactly) => {
                ignores.extend(ignore_field::toml(raw, range.start, value));
                continue;
            }
            Some(Meant::Nearly) => {
                let at = range.start + key.span().start..range.start + key.span().end;
                ignores.push(misnamed(key.get_ref(), at));
            }
            None => {}
        }
        let written = &text[span.clone()];
        let (value, inset) = match value.get_ref() {
            DeValue::String(s) => {
                let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
                (s.to_string(), quotes)
            }
            DeValue::Datetime(_) | DeValue::Integer(_) => (written.to_owned(), 0),
            _ => continue,
        };
        let span = range.start + span.start + inset..range.start + span.end - inset;
        entries.push(Entry { key: plain_key(key.get_ref()), value, span });
    }
    entries.sort_by_key(|e| e.span.start);
    entries.truncate(MOST);
    FrontMatter { end, entries, ignores, problem: None }
}

pub(super) fn plain_key(key: &str) -> String {
    key.trim()
        .trim_matches(['"', '\''])
        .chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str) -> FrontMatter {
        read(raw, 0, &Vocabulary::shared().unwrap())
    }

    #[test]
    fn yaml_and_toml() {
        let yaml = "---\ntitle: 'It''s open'\nDate: 2021-03-04 # Thursday\ntags:\n  - a\npublish_date: \"2021-03-05\"\n---\nText\n";
        let toml = "+++\ntitle = \"It's open\"\ndate = 2021-03-04\n[extra]\na = 1\n+++\nText\n";
        for raw in [yaml, toml] {
            let front = of(raw);
            assert_eq!(&raw[front.end..], "Text\n");
            assert_eq!(front.problem, None);
            assert_eq!(front.entries[0].value, "It's open");
            assert_eq!(&raw[front.entries[1].span.clone()], "2021-03-04");
            assert_eq!(front.entries[1].key, "date");
        }
        assert_eq!(of(yaml).entries[2].key, "publishdate");
    }

    #[test]
    fn json_object() {
        let raw = "{\n  \"title\": \"It's \\\"open\\\"\",\n  \"date\" : \"2021-03-04\",\n  \"id\": 7,\n  \"tags\": [\"a\"]\n}\r\nText\n";
        let front = of(raw);
        assert_eq!(&raw[front.end..], "Text\n");
        let entry = |key: &str| front.entries.iter().find(|e| e.key == key).unwrap();
        assert_eq!(entry("title").value, "It's \"open\"");
        assert_eq!(&raw[entry("title").span.clone()], "It's \\\"open\\\"");
        assert_eq!(&raw[entry("date").span.clone()], "2021-03-04");
        assert_eq!(&raw[entry("id").span.clone()], "7");
        for raw in ["{Ten fell.}\n\nText", "{\"a\": 1} b\n", "{\"a\": 1}", "{"] {
            assert_eq!(of(raw).end, 0, "{raw}");
        }
    }

    #[test]
    fn json_has_its_own_fields_and_orders() {
        let raw = "{\"author\": {\"title\": \"Dr, \\\"x\\\" }\", \"id\": 1}, \"tags\": [\"title\", {\"title\": \"c\"}],\n \
            \"ti\\u0074le\" : \"The: \\u0041\", \"no\": -1.5e3 }\nText\n";
        let front = of(raw);
        let said: Vec<_> =
            front.entries.iter().map(|e| (e.key.as_str(), e.value.as_str(), &raw[e.span.clone()])).collect();
        assert_eq!(said, [("title", "The: A", "The: \\u0041"), ("no", "-1.5e3", "-1.5e3")]);
        let twice = "{\"date\": \"2021-03-04\", \"date\": \"2021-03-05\"}\nText\n";
        let said: Vec<String> = of(twice).entries.into_iter().map(|e| e.value).collect();
        assert_eq!(said, ["2021-03-05"]);
        for (value, place) in [
            ("\"age, weekday: r\"", "age"),
            ("[\"age, weekday: r\"]", "[\"age, weekday: r\"]"),
            ("{\"age, weekday\": \"r\"}", "{\"age, weekday\": \"r\"}"),
        ] {
            let raw = format!("{{\"a\": {{\"dateline-ignore\": 1}}, \"dateline_ignore\": {value}}}\nText\n");
            let [order] = &of(&raw).ignores[..] else { panic!("{raw}") };
            assert_eq!(
                (&*order.rules[0].0, order.rules[0].1.cut(&raw), order.rules.len()),
                ("age", place, 2)
            );
            assert_eq!((&*order.reason, &order.fault), ("r", &None));
        }
        for field in
            ["\"dateline-ingore\": \"age: r\"", "\"dateline-ignore\": 3", "\"dateline-ignore\": \"age\""]
        {
            let raw = format!("{{{field}}}\nText\n");
            let [order] = &of(&raw).ignores[..] else { panic!("{raw}") };
            assert!(order.fault.is_some() && field.contains(order.span.cut(&raw)));
        }
    }

    #[test]
    fn trouble() {
        let open = of("---\nTen fell: so said Ada.\n\nText");
        assert!(open.problem.unwrap().1.ends_with("read as prose") && open.end == 0);
        assert_eq!(of("---\nNote: ten fell.\n\nText").end, 0);
        let raw = "---\ntitle: a\ntags:\n  - b\n\nText";
        let open = of(raw);
        assert!(open.problem.unwrap().1.ends_with("the first empty line"));
        assert_eq!((&raw[open.end..], open.entries[0].value.as_str()), ("\nText", "a"));
        let broken = of("---\na: [1\nb: 2\n---\nText");
        assert!(broken.problem.unwrap().1.starts_with("front matter is not YAML"));
        let broken = of("+++\na = \n+++\nText");
        assert_eq!(broken.problem.unwrap().0, 8);
        assert_eq!(of("Text\n---\n").end, 0);
    }
}
