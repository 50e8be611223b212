//! Imports go one way: corpus → text → grammar → dating → facts → rules → config → report → the facade → the command line, and
//! under them all lie `span`, `interval` and `error`. Every path in every file of `src` is held to it, in tests too.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, a later one may use an earlier one; those of one rank may use each other.
const ROOMS: [&[&str]; 10] = [
    &["span", "interval", "error"],
    &["corpus"],
    &["text"],
    &["grammar"],
    &["dating"],
    &["facts"],
    &["rules"],
    &["config"],
    &["report"],
    &["gate"],
];

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|rooms| rooms.contains(&room))
}

/// Comments, strings and character literals turned to blanks; lines stay where they are.
fn code_of(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source[at..];
        let raw = rest.strip_prefix('r').map(|r| r.len() - r.trim_start_matches('#').len());
        let before = at.checked_sub(1).map(|i| bytes[i]);
        let in_word = before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') && before != Some(b'b');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw.filter(|&h| !in_word && rest[1 + h..].starts_with('"')) {
            let close = format!("\"{}", "#".repeat(hashes));
            rest[2 + hashes..].find(&close).map_or(rest.len(), |end| 2 + hashes + end + close.len())
        } else if rest.starts_with('"') {
            let mut end = 1;
            while end < rest.len() && rest.as_bytes()[end] != b'"' {
                end += if rest.as_bytes()[end] == b'\\' { 2 } else { 1 };
            }
            end + 1
        } else if let Some(quoted) = rest.strip_prefix('\'') {
            // A character, or a lifetime.
            let mut chars = quoted.char_indices();
            match (chars.next(), chars.next()) {
                (Some((_, '\\')), _) => rest[3..].find('\'').map_or(1, |end| end + 4),
                (Some(_), Some((end, '\''))) => end + 2,
                _ => 1,
            }
        } else {
            0
        };
        let end = (at + length).min(bytes.len());
        out[at..end].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        at = if length == 0 { at + rest.chars().next().map_or(1, char::len_utf8) } else { end };
    }
    String::from_utf8(out).expect("blanks keep characters whole")
}

/// The first names of what follows `crate::`: one, or those of a group.
fn heads(after: &str) -> Vec<String> {
    let after = after.trim_start();
    let word = |text: &str| -> String {
        let text = text.trim_start();
        let text = text.strip_prefix("r#").unwrap_or(text);
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = after.strip_prefix('{') else { return vec![word(after)] };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                found.push(word(&group[start..i]));
                start = i + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// Every path of `source`, a file of `room` that is `depth` modules deep, which goes to a room it must not know.
fn back_imports(room: &str, depth: usize, source: &str) -> Vec<String> {
    let code = code_of(source);
    let mut wrong = Vec::new();
    let mut judge = |at: usize, after: &str| {
        for head in heads(after) {
            let allowed = match (rank(room), rank(&head)) {
                (Some(own), Some(other)) => other <= own,
                // The crate's root is above every room, macros of its own included.
                (Some(_), None) => false,
                // The root and the command line may use everything.
                (None, _) => true,
            };
            if !allowed {
                wrong.push(format!("line {}: {head}", code[..at].matches('\n').count() + 1));
            }
        }
    };
    for (at, root) in code.match_indices("crate::") {
        if !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            judge(at, &code[at + root.len()..]);
        }
    }
    // `super::super::…` up to the root and down again.
    let mut at = 0;
    while let Some(found) = code[at..].find("super::") {
        let start = at + found;
        let supers = code[start..].split("::").take_while(|part| part.trim() == "super").count();
        at = start + supers * "super::".len();
        if supers >= depth + modules_around(&code[..start]) {
            judge(start, &code[at..]);
        }
    }
    wrong
}

/// How many `mod name { … }` are open at the end of `code`.
fn modules_around(code: &str) -> usize {
    let mut open: Vec<bool> = Vec::new();
    for (i, c) in code.char_indices() {
        match c {
            '{' => {
                let mut words = code[..i].trim_end().rsplit(|c: char| c.is_whitespace());
                open.push(words.next().is_some() && words.next() == Some("mod"));
            }
            '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.iter().filter(|is_module| **is_module).count()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn imports_obey_the_order_of_the_rooms() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    assert!(paths.len() > 20, "the sources are where they should be");
    let mut wrong = Vec::new();
    for path in &paths {
        let inside = path.strip_prefix(&src).unwrap().with_extension("");
        let mut modules: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        modules.retain(|part| *part != "mod");
        let source = fs::read_to_string(path).unwrap();
        for import in back_imports(modules[0], modules.len(), &source) {
            wrong.push(format!("{}: {import}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "imports against the order of the rooms:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_is_there() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in ROOMS.concat() {
        assert!(
            src.join(room).join("mod.rs").is_file() || src.join(room).with_extension("rs").is_file(),
            "{room}"
        );
    }
}

#[test]
fn a_planted_back_import_is_found() {
    let found = |room, depth, source| back_imports(room, depth, source).len();
    // To the right, in every way of writing it.
    assert_eq!(found("text", 1, "use crate::facts::Fact;"), 1);
    assert_eq!(found("text", 1, "use crate::{corpus::Article, rules::{Finding, Rule}, report};"), 2);
    assert_eq!(found("grammar", 2, "fn f() -> crate::report::View { todo!() }"), 1);
    assert_eq!(found("span", 1, "#[cfg(test)]\nmod tests {\n    use crate::text::Token;\n}"), 1);
    assert_eq!(found("facts", 2, "use super::super::rules;"), 1);
    assert_eq!(found("facts", 2, "mod tests { use super::super::super::rules; }"), 1);
    assert_eq!(found("corpus", 2, "let c = 'x'; let s = \"\\\"\"; use crate::dating::Published;"), 1);
    assert_eq!(found("rules", 1, "use crate::Linter;"), 1);
    assert_eq!(found("rules", 1, "pub use crate::*;"), 1);
    assert_eq!(back_imports("text", 1, "// one\n\nuse crate::grammar::Mark;"), ["line 3: grammar"]);
    // To the left, within the room, and in what is not code.
    assert_eq!(
        found(
            "facts",
            2,
            "use super::attribute; use super::super::dating; use crate::{span, text::CleanText};"
        ),
        0
    );
    assert_eq!(found("facts", 2, "mod tests { use super::super::super::dating; use super::*; }"), 0);
    assert_eq!(
        found(
            "text",
            1,
            "// use crate::rules;\n/* crate::rules */ let s = \"crate::rules\"; let r = r#\"crate::rules\"#;"
        ),
        0
    );
    assert_eq!(found("cli", 2, "use dateline::report::View; use crate::cli::args;"), 0);
}
