use super::*;
use crate::rules::diagnostic::Mistake;
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, Severity};
use crate::span::{Raw, Span};
use jiff::civil::date;
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

fn at(name: &str) -> Origin<'_> {
    Origin { name, folder: Path::new("/archive"), base: Path::new("/archive") }
}

fn settings(text: &str) -> Settings {
    parse(text, at("dateline.toml")).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

fn config(layers: &[&str]) -> Config {
    Config::new(layers.iter().map(|text| settings(text)))
}

fn known() -> Vec<Arc<str>> {
    ["age", "deadline", "term-end", "weekday"].map(Arc::from).to_vec()
}

/// The mistakes as a terminal shows them.
fn rendered(mistakes: &[Mistake]) -> String {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    let mut text = String::new();
    for mistake in mistakes {
        handler.render_report(&mut text, mistake).unwrap();
        text.push('\n');
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

macro_rules! snapshot {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/config"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $text) });
    };
}

#[test]
fn mistakes_are_told_at_their_places() {
    for (name, text) in [
        ("unknown-key", "exclud = ['drafts/']\nselect-extend = ['age']\nzzz = 1\n"),
        (
            "wrong-type",
            "select = 3\nexclude = ['a', 4]\nforce-exclude = 'yes'\nmax-warnings = -1\nstory-from = ['a']\n\
             baseline = true\nrules = ['age']\noverrides = { paths = ['a'] }\nignore = { reason = 'x' }\n\
             min-severity = 2\noutput = [{}]\n",
        ),
        (
            "wrong-word",
            "min-severity = 'warnign'\nfail-on = 'all'\nencoding = 'windows-1522'\n[rules.age]\nseverity = 'of'\n",
        ),
        ("bad-date", "[[ignore]]\nrules = ['age']\nreason = 'Known.'\nuntil = '31 December'\n"),
        ("impossible-date", "[[ignore]]\nrules = ['age']\nreason = 'Known.'\nuntil = 2026-02-30\n"),
        ("no-reason", "[[ignore]]\nrules = ['age']\n\n[[ignore]]\nrules = ['age']\nreason = ' '\n"),
        ("ignores-everything", "[[ignore]]\nreason = 'All is well.'\nuntil = 2026-12-31\n"),
        ("bad-fingerprint", "[[ignore]]\nfingerprints = ['0371']\nreason = 'Known.'\n"),
        ("bad-pattern", "exclude = ['a/{b', 'a[', '', '# old', 'fine/']\n"),
        ("empty-override", "[[overrides]]\nignore = ['age']\n\n[[overrides]]\npaths = ['a/']\n"),
        ("missing-folder", "rule-folders = ['no/such']\nname-folders = 'neither'\n"),
        ("no-output", "output = ['sarif', '=a', 'json=a.json']\n"),
        ("syntax", "select = [\n'age'\nmin-severity 'error'\n"),
        ("same-key-twice", "select = ['age']\nselect = ['weekday']\n"),
        ("control-characters", "# \u{202e}evil\nse\u{7f}lect = 1\n\"\\u001b[31m\" = 1\n"),
    ] {
        let mistakes = parse(text, at("dateline.toml")).expect_err(name);
        snapshot!(name, rendered(&mistakes));
    }
}

#[test]
fn unknown_rules_are_told_in_every_key() {
    let text = "select = ['all', 'weekdya']\nextend-select = ['aeg']\n\
                ignore = ['dead-line', { rules = ['x', 'all'], reason = 'Known.' }]\n\
                [rules.term-ends]\nseverity = 'off'\n\
                [[overrides]]\npaths = ['a/']\nignore = ['y', 'all']\nrules.zzz.severity = 'off'\n";
    let config = config(&["select = ['ages']", text]);
    snapshot!("unknown-rules", rendered(&config.unknown_rules(&known())));
}

/// Files in a folder of their own; the mistakes without the folder's name.
fn loaded(files: &[(&str, &[u8])]) -> Result<Loaded, String> {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let path = folder.path().join("dateline.toml");
    let shown = |text: String| text.replace(&format!("{}/", folder.path().display()), "");
    load(&path, folder.path()).map_err(|mistakes| shown(rendered(&mistakes)))
}

#[test]
fn files_that_cannot_be_read_are_told() {
    type Files<'a> = &'a [(&'a str, &'a [u8])];
    let cases: [(&str, Files<'_>); 7] = [
        ("extends-itself", &[("dateline.toml", b"select = ['age']\nextend = ['./dateline.toml']\n")]),
        (
            "extends-in-a-circle",
            &[
                ("dateline.toml", b"extend = 'house/a.toml'\n"),
                ("house/a.toml", b"extend = '../dateline.toml'\n"),
            ],
        ),
        ("extends-nothing", &[("dateline.toml", b"extend = 'nowhere.toml'\n")]),
        ("extends-a-folder", &[("dateline.toml", b"extend = 'house'\n"), ("house/a.toml", b"")]),
        (
            "extends-what-is-wrong",
            &[
                ("dateline.toml", b"extend = ['a.toml', 'b.toml']\n"),
                ("a.toml", b"no = 1\n"),
                ("b.toml", b"nay = 1\n"),
            ],
        ),
        ("not-utf-8", &[("dateline.toml", b"# Umea\nselect = ['\xe5ge']\n")]),
        ("missing", &[("other.toml", b"")]),
    ];
    for (name, files) in cases {
        snapshot!(name, loaded(files).expect_err(name));
    }
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "\n", "# nothing\n", "\u{feff}", "\u{feff}# nothing\r\n"] {
        assert!(settings(text).each().iter().all(|(_, given)| given.is_none()), "{text:?}");
        assert_eq!(loaded(&[("dateline.toml", text.as_bytes())]).unwrap().layers.len(), 1);
    }
}

#[test]
fn nearer_files_go_before_those_that_they_extend() {
    let files: &[(&str, &[u8])] = &[
        (
            "dateline.toml",
            b"extend = ['a.toml', 'house/b.toml']\nmin-severity = 'error'\nexclude = ['here/']",
        ),
        ("a.toml", b"min-severity = 'advice'\nfail-on = 'never'\nmin-confidence = 'low'\nextend = 'c.toml'"),
        ("house/b.toml", b"fail-on = 'error'\nexclude = ['drafts/']\nextend = '../c.toml'"),
        ("c.toml", b"max-warnings = 7\nmin-confidence = 'high'"),
    ];
    let loaded = loaded(files).unwrap();
    let names: Vec<&str> = loaded.files.iter().filter_map(|file| file.rsplit('/').next()).collect();
    // What two files extend is read once, under the first of them.
    assert_eq!(names, ["dateline.toml", "b.toml", "c.toml", "a.toml"]);
    let config = Config::new(loaded.layers);
    assert_eq!(config.min_severity(), Severity::Error);
    assert_eq!(config.fail_on(), Some(Severity::Error));
    assert_eq!(config.max_warnings(), Some(7));
    // Patterns are relative to their own file.
    let exclude = &config.settings.exclude.as_ref().unwrap().value;
    for (path, excluded) in [
        ("here/a.txt", true),
        ("house/drafts/a.txt", true),
        ("drafts/a.txt", false),
        ("house/here/a.txt", true),
    ] {
        assert_eq!(exclude.matches(path), excluded, "{path}");
    }
}

/// The strongest layer that says something decides, key by key.
#[test]
fn precedence() {
    let keys = [
        ("min-severity = 'error'", "min-severity = 'warning'"),
        ("min-confidence = 'low'", "min-confidence = 'high'"),
        ("fail-on = 'never'", "fail-on = 'error'"),
        ("max-warnings = 1", "max-warnings = 2"),
        ("format = 'json'", "format = 'concise'"),
        ("story-from = 'a'", "story-from = 'b'"),
        ("encoding = 'koi8-r'", "encoding = 'big5'"),
        ("baseline = 'a'", "baseline = 'b'"),
        ("force-exclude = true", "force-exclude = false"),
        ("select = ['age']", "select = ['weekday']"),
        ("output = ['json=a']", "output = ['json=b']"),
        ("rules.age.severity = 'off'", "rules.age.severity = 'error'"),
    ];
    for (upper, lower) in keys {
        let shown = |layers: &[&str]| {
            let shown: Vec<String> =
                config(layers).each().into_iter().map(|(key, value, _)| format!("{key} {value:?}")).collect();
            shown.join("\n")
        };
        assert_ne!(shown(&[upper]), shown(&[lower]), "{upper}");
        assert_eq!(shown(&[upper, lower]), shown(&[upper]), "{upper}");
        assert_eq!(shown(&[upper, "", lower]), shown(&[upper]), "{upper}");
        assert_eq!(shown(&["", upper]), shown(&[upper]), "{upper}");
        assert_ne!(shown(&[]), shown(&[upper]), "{upper}");
    }
}

#[test]
fn rules_are_selected_layer_by_layer() {
    let all = "age deadline term-end weekday";
    for (layers, wanted) in [
        (&[][..], all),
        (&["select = ['age', 'weekday']"], "age weekday"),
        (&["select = []"], ""),
        (&["ignore = ['age']"], "deadline term-end weekday"),
        (&["ignore = 'all'"], ""),
        (&["select = ['age', 'weekday']\nignore = ['age']"], "weekday"),
        (&["select = ['age']\nextend-select = ['weekday']"], "age weekday"),
        // The command line's selection starts anew; its other words go on from the file's.
        (&["select = ['term-end']", "select = ['age']\nignore = ['term-end']"], "term-end"),
        (&["select = ['all']", "select = ['age']"], all),
        (&["extend-select = ['age']", "select = ['weekday']\nignore = ['age']"], "age weekday"),
        (&["ignore = ['age']", "select = ['age', 'weekday']"], "weekday"),
        (&["", "ignore = ['age']", "ignore = ['weekday']"], "deadline term-end"),
        (&["rules.age.severity = 'off'"], "deadline term-end weekday"),
        (&["select = ['age']", "rules.age.severity = 'off'"], "age"),
        (&["rules.age.severity = 'advice'", "rules.age.severity = 'off'"], all),
        (&["rules.age.severity = 'advice'", "ignore = ['age']"], "deadline term-end weekday"),
        (&["rules.age.confidence = 'low'", "rules.age.severity = 'off'"], "deadline term-end weekday"),
    ] {
        let selected: BTreeSet<Arc<str>> = config(layers).selected(&known());
        assert_eq!(selected.into_iter().collect::<Vec<_>>().join(" "), wanted, "{layers:?}");
    }
}

#[test]
fn lists_of_exceptions_add_up() {
    let config = config(&[
        "[rules.age]\nseverity = 'error'\n[[ignore]]\nrules = ['age']\nreason = 'Two.'",
        "[rules.age]\nseverity = 'advice'\nconfidence = 'low'\n[[ignore]]\nrules = ['age']\nreason = 'One.'",
    ]);
    assert_eq!(
        config.ignores().iter().map(|entry| entry.reason.as_str()).collect::<Vec<_>>(),
        ["One.", "Two."]
    );
    assert_eq!(config.rule("age"), (Some(Severity::Error), Some(Confidence::Low)));
}

#[test]
fn an_entry_means_what_all_of_it_means() {
    let config = config(&["
[[ignore]]
paths = ['old/', '!old/new.txt']
rules = ['age', 'weekday']
subjects = ['Ada Tamsin']
until = 2031-03-11
reason = 'Known.'

[[ignore]]
fingerprints = ['0371FAB28C9A6C18807C1B0266E71830']
reason = 'Known.'
"]);
    let [entry, print] = config.ignores() else { panic!("two entries") };
    assert_eq!((entry.place.line(), print.place.line()), (2, 9));
    assert!(entry.holds_on(date(2031, 3, 11)) && !entry.holds_on(date(2031, 3, 12)));
    assert!(print.holds_on(date(9999, 12, 31)));
    let asked = Asked {
        rule: "age",
        subject: "ada tamsin",
        fingerprint: "0371fab28c9a6c18807c1b0266e71830",
        paths: &["new/b.txt", "old/x/a.txt"],
    };
    assert!(entry.means(asked) && print.means(asked));
    assert!(!entry.means(Asked { rule: "term-end", ..asked }));
    assert!(!entry.means(Asked { subject: "Ada", ..asked }));
    assert!(!entry.means(Asked { paths: &["new/b.txt", "old/new.txt"], ..asked }));
    assert!(print.means(Asked { rule: "term-end", subject: "", paths: &[], ..asked }));
    assert!(!print.means(Asked { fingerprint: "0371", ..asked }));
}

fn finding(severity: Severity) -> Finding {
    let site = crate::facts::Site { article: crate::facts::ArticleId(0), span: Span::<Raw>::new(0, 1) };
    Finding {
        rule: "age".into(),
        severity,
        confidence: Confidence::High,
        outcome: Outcome::Clash,
        message: String::new(),
        help: String::new(),
        subject: String::new(),
        attribute: "age".into(),
        here: Evidence { site, value: String::new(), note: String::new() },
        there: Vec::new(),
        reference: None,
        sides: crate::rules::finding::Sides::default(),
    }
}

#[test]
fn overrides_go_by_path() {
    let overrides = |text: &str| config(&[text]).overrides();
    let told = |text: &str, severity, paths: &[&str]| {
        let full = (Severity::Error, Confidence::High);
        overrides(text).apply(finding(severity), full, paths).map(|f| (f.severity, f.confidence))
    };
    let quiet = "[[overrides]]\npaths = ['opinion/']\nignore = ['age']";
    let off = "[[overrides]]\npaths = ['opinion/']\nrules.age.severity = 'off'";
    for text in [quiet, off] {
        // At either end.
        assert_eq!(told(text, Severity::Error, &["opinion/a.txt", "news/b.txt"]), None);
        assert_eq!(told(text, Severity::Error, &["news/b.txt", "opinion/a.txt"]), None);
        assert_eq!(told(text, Severity::Error, &["news/b.txt"]), Some((Severity::Error, Confidence::High)));
    }
    let advice =
        "[[overrides]]\npaths = ['opinion/']\nrules.age.severity = 'advice'\nrules.age.confidence = 'low'";
    // By the first place only.
    let low = Some((Severity::Advice, Confidence::Low));
    assert_eq!(told(advice, Severity::Error, &["opinion/a.txt", "news/b.txt"]), low);
    assert_eq!(
        told(advice, Severity::Error, &["news/b.txt", "opinion/a.txt"]),
        Some((Severity::Error, Confidence::High))
    );
    // A quieter outcome of a rule is made no louder, and is no louder than the rule's clash.
    let raised = "[[overrides]]\npaths = ['*']\nrules.age.severity = 'warning'";
    assert_eq!(told(raised, Severity::Advice, &["a.txt"]), Some((Severity::Advice, Confidence::High)));
    assert_eq!(told(raised, Severity::Error, &["a.txt"]), Some((Severity::Warning, Confidence::High)));
    // The later entry goes before the earlier one.
    let both = format!("{raised}\n{advice}");
    assert_eq!(told(&both, Severity::Error, &["opinion/a.txt"]), low);
    // Another rule is not meant.
    let other = advice.replace("rules.age", "rules.weekday");
    assert_eq!(told(&other, Severity::Error, &["opinion/a.txt"]), Some((Severity::Error, Confidence::High)));
}

#[test]
fn patterns_match_as_in_a_gitignore() {
    let paths = |base: &str, patterns: &str| {
        let origin =
            Origin { name: "dateline.toml", folder: Path::new("/archive/news"), base: Path::new(base) };
        parse(&format!("exclude = {patterns}"), origin).unwrap().exclude.unwrap().value
    };
    for (patterns, path, matches) in [
        ("['*.bak.txt']", "a/b.bak.txt", true),
        ("['drafts/']", "a/drafts/b.txt", true),
        ("['drafts/']", "drafts", false),
        ("['/drafts/']", "a/drafts/b.txt", false),
        ("['a/*.txt']", "a/b.txt", true),
        ("['a/*.txt']", "b/a/b.txt", false),
        ("['a/**/b.txt']", "a/x/y/b.txt", true),
        ("['*.txt', '!keep.txt']", "a/keep.txt", false),
        ("['!keep.txt', '*.txt']", "a/keep.txt", true),
        ("['Drafts/']", "drafts/a.txt", false),
        ("['*']", "a/b.txt", true),
        ("['ä*/']", "äé/b.txt", true),
        ("[]", "a", false),
    ] {
        assert_eq!(paths("/archive/news", patterns).matches(path), matches, "{patterns} {path}");
        // Reported from the folder above, the same file is meant.
        assert_eq!(
            paths("/archive", patterns).matches(&format!("news/{path}")),
            matches,
            "{patterns} {path}"
        );
        assert_eq!(paths("/archive/news/here", patterns).matches(&format!("../{path}")), matches);
        assert_eq!(paths("/", patterns).matches(&format!("/archive/news/{path}")), matches);
        assert!(!paths("/archive", patterns).matches(&format!("olds/{path}")));
    }
    // Anything is a path.
    for odd in ["", ".", "..", "../..", "/", "-", "//", "../../../../x", "a/../../b"] {
        let _ = paths("/archive/news", "['*', 'a/']").matches(odd);
        let _ = paths("/archive", "['*', 'a/']").matches(odd);
    }
}

#[test]
fn the_schema_knows_every_key() {
    let schema = schema(&["full"]);
    let keys = |pointer: &str| -> BTreeSet<String> {
        schema.pointer(pointer).and_then(|v| v.as_object()).expect(pointer).keys().cloned().collect()
    };
    assert_eq!(keys("/properties"), Settings::KEYS.iter().map(|key| (*key).to_owned()).collect());
    assert_eq!(schema["additionalProperties"], false);
    assert!(!schema.to_string().contains("null"), "TOML has no null: {schema:#}");
    for key in keys("/properties") {
        assert!(schema["properties"][&key]["description"].is_string(), "{key}");
    }
    assert_eq!(schema["$defs"]["Ignore"]["required"], serde_json::json!(["reason"]));
    assert_eq!(schema["$defs"]["Override"]["required"], serde_json::json!(["paths"]));
    // What the schema says of an entry, the reader takes.
    for (entry, pointer) in
        [("ignore", "/$defs/Ignore/properties"), ("overrides", "/$defs/Override/properties")]
    {
        let text: String = keys(pointer).iter().map(|key| format!("{key} = 0\n")).collect();
        let mistakes = parse(&format!("[[{entry}]]\n{text}"), at("dateline.toml")).unwrap_err();
        assert!(!mistakes.iter().any(|m| m.message().contains("unknown key")), "{mistakes:?}");
        assert_eq!(mistakes.len(), keys(pointer).len(), "{mistakes:?}");
    }
}
