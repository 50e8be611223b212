//! Names, texts and paths by somebody who wishes us ill: every format parses, says the same, and obeys nobody.

use super::formats::{all, one};
use super::regions::elements;
use super::*;
use crate::error::Notice;
use crate::report::excerpt::is_unsafe;

/// What is meant to break out of one format or another.
const NASTY: &[&str] = &[
    "</script><script>alert(1)</script>",
    "]]><x>&amp;&#0;",
    "<!-- \" ' -- >",
    "::error file=a.txt,line=1::gone",
    "\n::error::at the start of a line\r\n##[error]old",
    "%0A::set-output name=x::y",
    "=cmd|' /C calc'!A0",
    "+1-1@SUM(1,1)",
    "\u{1b}[2J\u{1b}]8;;http://evil.example\u{7}\u{0}\u{8}\u{7f}\u{9b}31m",
    "\u{202e}txt.exe\u{2066}\u{200f}\u{2028}\u{2029}\u{feff}",
    "\u{fffe}\u{ffff}\u{fdd0}\u{e0001}",
    "[click](http://evil.example) ![x](y) `a` **b** @desk #1 www.evil.example",
    r"back\slash {0} {{here}} $(rm) ${x} \u0000",
    "a,b;c\t\"d\"",
    "🇸🇪 e\u{301}\u{301} 東",
];

fn desk() -> Desk {
    let mut desk = Desk::default();
    for (number, nasty) in NASTY.iter().enumerate() {
        let path = format!("odd/{number} {nasty}.txt");
        let raw = format!("{nasty}\nThe board {nasty}31 berths{nasty} has.\n{nasty}");
        let article = desk.article(&path, day(2031, 5, 2), &raw);
        let words = format!("{nasty}31 berths{nasty}");
        let mut here = desk.at(article, &words, 0, nasty);
        here.note = format!("{nasty} 31");
        let there = desk.at(article, "31", 0, nasty);
        let finding =
            desk.find(&format!("rule {nasty}"), &format!("count {nasty} {{here}}"), here, vec![there]);
        finding.help = format!("help {nasty}");
        finding.subject = (*nasty).to_owned();
        finding.severity = [Severity::Error, Severity::Warning, Severity::Advice][number % 3];
        finding.reference = Some(ReferenceSide {
            id: "berths".into(),
            value: (*nasty).to_owned(),
            from: None,
            source: (*nasty).into(),
        });
        let record = desk.record(9, Some(nasty), &raw, nasty);
        let here = desk.at(record, "31", 0, nasty);
        desk.find("berth-count", nasty, here, vec![]);
    }
    desk
}

fn view() -> View {
    let mut view = desk().unchecked();
    view.notices = NASTY
        .iter()
        .map(|nasty| Notice { path: format!("a {nasty}"), line: Some(2), message: format!("m {nasty}") })
        .collect();
    view
}

#[test]
fn nothing_is_raw() {
    for (format, text) in all(&view()) {
        let raw = text.chars().find(|&c| c != '\n' && is_unsafe(c));
        assert_eq!(raw, None, "{format}");
    }
}

#[test]
fn json_says_the_same() {
    let view = view();
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    for format in ["json", "sarif", "gitlab", "rdjson"] {
        parse(&one(&view, format));
    }
    let whole = parse(&one(&view, "json"));
    let lines: Vec<_> = one(&view, "jsonl").lines().map(parse).collect();
    assert_eq!(whole["findings"].as_array().unwrap(), &lines);
    for (shown, finding) in view.findings.iter().zip(&lines) {
        assert_eq!(finding["subject"], shown.subject);
        assert_eq!(finding["labels"][0]["text"], shown.labels[0].text);
        assert_eq!(finding["labels"][0]["path"], *shown.labels[0].path);
    }
    let related = parse(&one(&view, "rdjson"));
    for (shown, diagnostic) in view.findings.iter().zip(related["diagnostics"].as_array().unwrap()) {
        assert_eq!(diagnostic["location"]["path"], *shown.labels[0].path);
    }
}

#[test]
fn sarif_links_are_our_own() {
    let view = view();
    let log: serde_json::Value = serde_json::from_str(&one(&view, "sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), view.findings.len());
    for result in results {
        let mut links = Vec::new();
        let text = result["message"]["text"].as_str().unwrap().replace(r"\\", "").replace(r"\[", "");
        let text = text.replace(r"\]", "");
        for (at, _) in text.match_indices('[') {
            let target = text[at..].split_once("](").and_then(|(_, rest)| rest.split_once(')'));
            links.push(target.unwrap_or_else(|| panic!("a link: {text}")).0.parse::<usize>().unwrap());
        }
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(links, (1..=related).collect::<Vec<_>>());
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%".contains(c)), "{uri}");
    }
}

#[test]
fn xml_is_well_formed() {
    let view = view();
    for (format, name) in [("junit", "testcase"), ("checkstyle", "error")] {
        let found = elements(&one(&view, format), name);
        assert_eq!(found.len(), view.findings.len(), "{format}");
    }
    let files: Vec<String> =
        elements(&one(&view, "checkstyle"), "file").into_iter().map(|f| f["name"].clone()).collect();
    for shown in &view.findings {
        assert!(files.contains(&excerpt::one_line(&shown.labels[0].path).into_owned()));
    }
}

#[test]
fn github_hears_one_command_a_finding() {
    let view = view();
    let text = one(&view, "github");
    let commands: Vec<&str> = text.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), view.findings.len());
    // The one line more is the line of counts.
    assert_eq!(text.lines().count(), view.findings.len() + 1);
    for command in commands {
        let (head, _) = command[2..].split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&level));
        for property in properties.split(',') {
            let (key, _) = property.split_once('=').unwrap();
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key), "{command}");
        }
    }
}

#[test]
fn markdown_has_no_markup_of_theirs() {
    let text = one(&view(), "markdown");
    // The code span that an item starts with shows what it holds; it ends with as many backticks as it starts with.
    let bare: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix("- ") {
            Some(item) if item.starts_with('`') => {
                let rest = item.trim_start_matches('`');
                let fence = &item[..item.len() - rest.len()];
                let end = rest.match_indices(fence).find(|(at, _)| {
                    !rest[..*at].ends_with('`') && !rest[at + fence.len()..].starts_with('`')
                });
                &rest[end.unwrap_or_else(|| panic!("a fence: {line}")).0 + fence.len()..]
            }
            _ => line,
        })
        .collect();
    assert!(bare.iter().any(|line| line.contains("\\[click\\](")));
    for line in bare {
        for markup in
            ["<script", "<x>", "<!--", "[click](", "@desk", "#1 ", "://evil", "www.evil", "`a`", "**b**"]
        {
            let found = line.match_indices(markup).find(|(at, _)| !line[..*at].ends_with('\\'));
            assert_eq!(found, None, "{line}");
        }
    }
}
