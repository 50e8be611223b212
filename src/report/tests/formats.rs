//! Every format of findings, by the same findings.

use super::*;
use crate::error::Notice;

/// Every format that a view can be written in, by its name.
pub(super) fn all(view: &View) -> Vec<(&'static str, String)> {
    let style = terminal::Style::default();
    vec![
        ("full", render(|out| terminal::write(view, style, out))),
        ("concise", render(|out| concise::write(view, style, out))),
        ("narrated", render(|out| narrated::write(view, true, out))),
        ("json", render(|out| json::write(view, out))),
        ("jsonl", render(|out| jsonl::write(view, out))),
        ("sarif", render(|out| sarif::write(view, "", out))),
        ("github", render(|out| github::write(view, "", out))),
        ("gitlab", render(|out| gitlab::write(view, "", out))),
        ("junit", render(|out| junit::write(view, out))),
        ("checkstyle", render(|out| checkstyle::write(view, out))),
        ("rdjson", render(|out| rdjson::write(view, "", out))),
        ("markdown", render(|out| markdown::write(view, out))),
    ]
}

/// What one format makes of a view.
pub(super) fn one(view: &View, format: &str) -> String {
    all(view).into_iter().find(|(name, _)| *name == format).expect("a format of this name").1
}

/// A rule of which the view knows the file.
fn berth_count() -> crate::rules::file::Rule {
    use crate::rules::example::{Example, ExampleArticle, Expect};
    let article = |published: Option<&str>, text: &str| ExampleArticle {
        published: published.map(str::to_owned),
        text: text.to_owned(),
        ..ExampleArticle::default()
    };
    crate::rules::file::Rule {
        id: "berth-count".into(),
        title: "A harbour's number of berths".to_owned(),
        why: "Berths open on a day.\nBefore it the old count is right, after it the new one.".to_owned(),
        severity: Severity::Error,
        confidence: Confidence::High,
        kind: crate::rules::file::RuleKind::BuiltIn("berth-count".into()),
        messages: crate::rules::file::Messages::default(),
        examples: vec![
            Example {
                name: "a count that went back".to_owned(),
                articles: vec![
                    article(Some("2031-04-20"), "The board runs 17 berths."),
                    article(None, "The board runs 14 berths."),
                ],
                expect: Expect::Found(Outcome::Stale, vec!["14".to_owned()]),
            },
            Example {
                name: "one count".to_owned(),
                articles: vec![article(None, "It runs 14 berths.")],
                expect: Expect::Quiet,
            },
        ],
        path: "rules/berth-count.toml".into(),
        source: "".into(),
    }
}

/// The harbour's papers, an article in a container, and a file that could not be read.
fn port() -> View {
    let mut desk = harbour();
    let record = desk.record(9, Some("w-9"), "The board has 16 berths.", "");
    let march = ArticleId(0);
    let (here, there) = (desk.at(record, "16", 0, "16"), vec![desk.at(march, "14", 0, "14")]);
    desk.find("quay-count", "Harbour Board has {here} berths here, but {there} elsewhere", here, there);
    let mut view = desk.view().with_rules(&[berth_count()]);
    view.notices =
        vec![Notice { path: "archive/torn page.txt".into(), line: Some(3), message: "is not UTF-8".into() }];
    view
}

#[test]
fn snapshots_of_all() {
    let view = port();
    for (name, text) in all(&view) {
        snapshot!(format!("format-{name}"), text);
    }
}

#[test]
fn snapshots_of_nothing() {
    let view = View::new(&[], &[], 0, Vec::new(), &|_| None);
    let text: Vec<String> = all(&view).into_iter().map(|(name, text)| format!("== {name}\n{text}")).collect();
    snapshot!("format-nothing", text.join("\n"));
}

/// A file that is gone leaves its labels without words, and every format whole.
#[test]
fn an_article_that_vanished() {
    let mut desk = harbour();
    desk.articles.remove(2);
    desk.articles[0].raw.truncate(20);
    let view = desk.unchecked();
    assert!(view.findings.iter().any(|f| f.labels.iter().any(|l| !l.exact && l.text.is_empty())));
    let text: Vec<String> = all(&view).into_iter().map(|(name, text)| format!("== {name}\n{text}")).collect();
    snapshot!("format-gone", text.join("\n"));
}

#[test]
fn equal_fingerprints_are_told_apart() {
    let print = |desk: &Desk| -> Vec<String> {
        let issues: serde_json::Value = serde_json::from_str(&one(&desk.view(), "gitlab")).unwrap();
        let prints = issues.as_array().unwrap().iter().map(|i| i["fingerprint"].as_str().unwrap().to_owned());
        prints.collect()
    };
    let mut desk = harbour();
    let own = print(&desk);
    // The same dispute a second time and a third.
    desk.findings.extend_from_within(..1);
    desk.findings.extend_from_within(..1);
    let many = print(&desk);
    assert_eq!(many.len(), 5);
    let unique: std::collections::BTreeSet<&String> = many.iter().collect();
    assert_eq!(unique.len(), 5);
    // Whatever else is found, what was unique keeps its own.
    assert!(own.iter().all(|print| unique.contains(print)));
    assert_eq!(many, print(&desk));
}

#[test]
fn comments_have_an_end() {
    let mut desk = Desk::default();
    let text = (10..800).map(|n| format!("It has {n} berths, and cranes.")).collect::<Vec<_>>().join("\n");
    let article = desk.article("long.txt", day(2031, 5, 2), &text);
    for n in 10..800 {
        let here = desk.at(article, &n.to_string(), 0, &n.to_string());
        let severity = if n == 799 { Severity::Error } else { Severity::Advice };
        desk.find("berth-count", "Harbour Board has {here} berths here", here, vec![]).severity = severity;
    }
    let text = one(&desk.view(), "markdown");
    assert!(text.len() < 63_000, "{}", text.len());
    assert!(text.contains("“799”"), "the most severe comes first");
    let (shown, more) = (text.matches("**berth-count**").count(), text.lines().last().unwrap());
    assert_eq!(
        more,
        format!("{} more findings do not fit here; the format `json` has them all.", 790 - shown)
    );
}

#[test]
fn sarif_says_what_it_leaves_out() {
    let view = port();
    let kept = |limit: usize| -> (Vec<String>, serde_json::Value) {
        let text = render(|out| sarif::write_at_most(&view, "", limit, out));
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let levels = results.iter().map(|r| r["level"].as_str().unwrap().to_owned()).collect();
        (levels, log["runs"][0]["invocations"][0]["toolExecutionNotifications"].clone())
    };
    // The most severe are kept, in the order of the view; the rest is counted.
    assert_eq!(kept(4).0, ["note", "error", "warning", "error"]);
    assert_eq!(kept(4).1.as_array().unwrap().len(), 1);
    assert_eq!(kept(3).0, ["error", "warning", "error"]);
    let (levels, notifications) = kept(2);
    assert_eq!(levels, ["error", "error"]);
    let told = notifications[0]["message"]["text"].as_str().unwrap();
    assert!(told.starts_with("2 of 4 findings are left out"), "{told}");
}

/// What is shown in spite of a baseline says so, and fails nothing.
#[test]
fn the_baseline_is_told() {
    use crate::rules::suppress::{SetApart, SetApartBy};
    let desk = harbour();
    let apart = SetApart { by: SetApartBy::Baseline, reason: "".into() };
    let mut view = desk.view();
    view.findings[1].apart = Some(apart);
    let log: serde_json::Value = serde_json::from_str(&one(&view, "sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let states: Vec<&str> = results.iter().map(|r| r["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["new", "unchanged", "new"]);
    assert!(one(&view, "junit").contains("failures=\"1\""));
    for format in ["concise", "narrated", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown"] {
        assert!(one(&view, format).contains("(in the baseline)"), "{format}");
    }
    view.findings[1].apart = Some(SetApart { by: SetApartBy::Article, reason: "as the map says".into() });
    let log: serde_json::Value = serde_json::from_str(&one(&view, "sarif")).unwrap();
    let suppression = &log["runs"][0]["results"][1]["suppressions"][0];
    assert_eq!(suppression, &serde_json::json!({"kind": "inSource", "justification": "as the map says"}));
}

#[test]
fn github_says_what_it_does_not_show() {
    let mut desk = harbour();
    let before = one(&desk.view(), "github");
    assert!(!before.contains("shows the first"));
    for _ in 0..10 {
        desk.findings.extend_from_within(..1);
    }
    let after = one(&desk.view(), "github");
    let last = after.lines().last().unwrap();
    assert!(last.starts_with("11 errors, 1 warnings, 1 notices; GitHub shows the first 10"), "{last}");
}

#[test]
fn paths_start_at_the_root_of_the_repository() {
    let view = port();
    for text in [
        render(|out| sarif::write(&view, "site/", out)),
        render(|out| github::write(&view, "site/", out)),
        render(|out| gitlab::write(&view, "site/", out)),
        render(|out| rdjson::write(&view, "site/", out)),
    ] {
        assert!(text.contains("site/archive/0420-ferries.txt"), "{text}");
    }
}

#[test]
fn terminals_get_links() {
    let style = terminal::Style { links: Some("file:///srv/our%20news/"), ..terminal::Style::default() };
    let view = port();
    let full = render(|out| terminal::write(&view, style, out));
    let concise = render(|out| concise::write(&view, style, out));
    for text in [&full, &concise] {
        assert!(text.contains("\u{1b}]8;;file:///srv/our%20news/archive/0420-ferries.txt\u{1b}\\archive"));
    }
    // Without the links it is what it was.
    for (text, name) in [(full, "full"), (concise, "concise")] {
        let mut bare = String::new();
        for (i, part) in text.split("\u{1b}]8;;").enumerate() {
            bare.push_str(if i == 0 { part } else { part.split_once("\u{1b}\\").unwrap().1 });
        }
        assert_eq!(bare, one(&view, name));
    }
}
