mod layers;

use super::*;
use crate::rules::diagnostic::Mistake;
use crate::rules::finding::Severity;
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
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_wrap_lines(false);
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
        ("bad-pattern", "exclude = ['a/{b', '', '# old', '../old', 'fine/']\n"),
        ("empty-override", "[[overrides]]\nignore = ['age']\n\n[[overrides]]\npaths = ['a/']\n"),
        ("missing-folder", "rule-folders = ['no/such']\nname-folders = 'neither'\n"),
        ("no-output", "output = ['sarif', '=a', 'json=a.json']\n"),
        ("syntax", "select = [\n'age'\nmin-severity 'error'\n"),
        ("same-key-twice", "select = ['age']\nselect = ['weekday']\n"),
        ("names-and-entries", "ignore = ['age']\n[[ignore]]\nrules = ['weekday']\nreason = 'Known.'\n"),
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
        (
            "house/b.toml",
            b"fail-on = 'error'\nexclude = ['drafts/', '/own/', 'own/x.txt']\nextend = '../c.toml'",
        ),
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
        ("house/own/a.txt", true),
        ("own/a.txt", false),
        ("own/x.txt", false),
        // But what has no slash means every folder.
        ("house/drafts/a.txt", true),
        ("drafts/a.txt", true),
    ] {
        assert_eq!(exclude.matches(path), excluded, "{path}");
    }
}

/// The strongest layer that says something decides, key by key.
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
        ("['./a/b.txt']", "a/b.txt", true),
        ("['./a/b.txt']", "c/a/b.txt", false),
        ("['*.txt', '!./a/']", "a/b.txt", false),
        ("['.a/']", ".a/b.txt", true),
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
        // What is relative to the file's folder means nothing elsewhere.
        if patterns.starts_with("['a/") {
            assert!(!paths("/archive", patterns).matches(path), "{patterns} {path}");
        }
    }
    // What has no slash matches anywhere.
    assert!(paths("/archive", "['drafts/']").matches("old/drafts/a.txt"));
    assert!(paths("/archive/news", "['drafts/']").matches("/elsewhere/drafts/a.txt"));
    assert!(!paths("/archive", "['archive/']").matches("old/a.txt"));
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

proptest::proptest! {
    /// Whatever a file holds, there are settings or mistakes, and the mistakes can be shown.
    #[test]
    fn any_text_is_settings_or_mistakes(cuts in proptest::collection::vec((0usize..4000, 0usize..40, ".{0,6}"), 1..6)) {
        let mut text = include_str!("../cli/dateline.toml").replace("\n#", "\n");
        for (at, length, put) in cuts {
            let at = text.floor_char_boundary(at.min(text.len()));
            let end = text.ceil_char_boundary((at + length).min(text.len()));
            text.replace_range(at..end, &put);
        }
        for text in [text.as_str(), &text[..text.floor_char_boundary(text.len() / 2)]] {
            match parse(text, at("dateline.toml")) {
                Ok(settings) => {
                    let config = Config::new([settings]);
                    config.selected(&known());
                    rendered(&config.unknown_rules(&known()));
                    assert_eq!(config.each().len(), Settings::KEYS.len());
                }
                Err(mistakes) => {
                    assert!(!mistakes.is_empty() && mistakes.iter().all(|m| m.at().end <= text.len()));
                    rendered(&mistakes);
                }
            }
        }
    }
}
