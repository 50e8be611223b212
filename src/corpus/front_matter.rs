//! Front matter of a Markdown file: YAML between `---` lines, TOML between `+++` lines; each value with its span.

use super::directive::{Directive, Meant, misnamed};
use super::ignore_field;
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
pub(super) fn read(raw: &str, from: usize) -> FrontMatter {
    let none = FrontMatter { end: from, ..FrontMatter::default() };
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
    let problem = Some((from, format!("front matter opens with `{fence}` and never closes; read as prose")));
    FrontMatter { problem, ..none }
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

    #[test]
    fn yaml_and_toml() {
        let yaml = "---\ntitle: 'It''s open'\nDate: 2021-03-04 # Thursday\ntags:\n  - a\npublish_date: \"2021-03-05\"\n---\nText\n";
        let toml = "+++\ntitle = \"It's open\"\ndate = 2021-03-04\n[extra]\na = 1\n+++\nText\n";
        for raw in [yaml, toml] {
            let front = read(raw, 0);
            assert_eq!(&raw[front.end..], "Text\n");
            assert_eq!(front.problem, None);
            assert_eq!(front.entries[0].value, "It's open");
            assert_eq!(&raw[front.entries[1].span.clone()], "2021-03-04");
            assert_eq!(front.entries[1].key, "date");
        }
        assert_eq!(read(yaml, 0).entries[2].key, "publishdate");
    }

    #[test]
    fn trouble() {
        let open = read("---\ntitle: a\n\nText", 0);
        assert!(open.problem.is_some() && open.end == 0);
        let broken = read("---\na: [1\nb: 2\n---\nText", 0);
        assert!(broken.problem.unwrap().1.starts_with("front matter is not YAML"));
        let broken = read("+++\na = \n+++\nText", 0);
        assert_eq!(broken.problem.unwrap().0, 8);
        assert_eq!(read("Text\n---\n", 0).end, 0);
    }
}
