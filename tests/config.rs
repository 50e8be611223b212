//! The configuration as a user meets it: found, read, laid under the command line, heeded by every command.

mod common;

use common::{Ran, dateline, write};
use dateline::config::Settings;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Two ages of one person: one finding of `age`.
const AGES: &str = "March 11, 2031\n\nThe Tamsin Harbour Board met on Tuesday. \
                    Ann Tamsin, 41, is its chair.\n\nAnn Tamsin, 52, was born in the town.\n";

/// A day that falls on another weekday, and is on the calendar: one finding of `weekday`.
const WEEKDAY: &str = "March 11, 2031\n\nThe board will meet on Monday, March 18, 2031.\n";

/// A folder with files, in which the binary runs.
struct Archive(TempDir);

fn archive(files: &[(&str, &str)]) -> Archive {
    let archive = Archive(TempDir::new().unwrap());
    for (path, text) in files {
        archive.write(path, text);
    }
    archive
}

impl Archive {
    fn write(&self, path: &str, text: &str) {
        write(self.path(), path, text);
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs with words as arguments, which `'…'` keeps together, and expects an exit status.
    #[track_caller]
    fn ends(&self, args: &str, status: i32) -> Ran {
        self.from("", args, "", status)
    }

    #[track_caller]
    fn from(&self, folder: &str, args: &str, input: &str, status: i32) -> Ran {
        dateline(&self.path().join(folder), args, input).ends(status)
    }

    /// The lines of `config show` for some keys.
    fn shown(&self, args: &str, key: &str) -> String {
        let out = self.ends(&format!("config show {args}"), 0).out;
        let line = out.lines().find(|line| line.trim_start_matches("# ").starts_with(key));
        line.unwrap_or_else(|| panic!("{key} in {out}")).to_owned()
    }
}

#[test]
fn the_closest_file_above_the_paths_holds() {
    let archive = archive(&[
        ("dateline.toml", "ignore = ['age']"),
        ("news/dateline.toml", "ignore = ['weekday']"),
        ("news/local/a.txt", AGES),
        ("wire/b.txt", WEEKDAY),
    ]);
    let found = |args: &str, folder: &str, status: i32| {
        let ran = archive.from(folder, &format!("check --format concise {args}"), "", status);
        (ran.out.contains(" age: "), ran.out.contains(" weekday: "))
    };
    assert_eq!(found(".", "", 1), (false, true));
    // One file a run: that of what holds all paths, wherever it is run.
    assert_eq!(found("news wire", "", 1), (false, true));
    assert_eq!(found("news", "", 1), (true, false));
    assert_eq!(found("news/local/a.txt", "", 1), (true, false));
    assert_eq!(found("../news/local/a.txt", "wire", 1), (true, false));
    assert_eq!(found("../../wire", "news/local", 1), (false, true));
    assert_eq!(found("", "news/local", 1), (true, false));
    assert_eq!(found("--isolated", "", 1), (true, true));
}

#[test]
fn the_folder_it_is_run_from_makes_no_difference() {
    let archive = archive(&[
        ("dateline.toml", "exclude = ['drafts/']"),
        ("news/a.txt", AGES),
        ("news/deep/b.txt", WEEKDAY),
        ("drafts/c.txt", AGES),
        ("elsewhere/d.md", "---\ndate: 2031-03-11\n---\nNothing is in here.\n"),
    ]);
    let json =
        |folder: &str, path: &str| archive.from(folder, &format!("check --format json {path}"), "", 1).out;
    let here = json("", ".");
    assert!(here.contains("\"news/a.txt\"") && here.contains("\"news/deep/b.txt\""), "{here}");
    assert!(here.contains("fingerprint") && !here.contains("drafts"), "{here}");
    assert_eq!(json("news/deep", "../.."), here);
    assert_eq!(json("elsewhere", ".."), here);
    assert_eq!(json("elsewhere", &archive.path().display().to_string()), here);
    // A file elsewhere: from the folder that holds it and the articles.
    archive.write("house/dateline.toml", "extend = '../dateline.toml'");
    let elsewhere = json("news", ".. --config ../house/dateline.toml");
    assert_eq!(elsewhere, here);
    assert_eq!(
        json("", "news --config house/dateline.toml"),
        json("news/deep", ".. --config ../../house/dateline.toml")
    );
}

#[test]
fn the_command_line_goes_before_the_file() {
    let archive = archive(&[
        ("dateline.toml", "extend = 'house.toml'\nmin-severity = 'warning'\nexclude = ['drafts/']\n"),
        ("house.toml", "\n\nmin-severity = 'error'\nfail-on = 'never'\nexclude = ['old/']\n"),
        ("a.txt", AGES),
    ]);
    assert_eq!(archive.shown("", "min-severity"), "min-severity = \"warning\"  # dateline.toml:2");
    assert_eq!(archive.shown("", "fail-on"), "fail-on = \"never\"  # house.toml:4");
    assert_eq!(archive.shown("", "min-confidence"), "min-confidence = \"medium\"  # default");
    assert_eq!(archive.shown("", "format"), "# format: not set");
    assert_eq!(
        archive.shown("--exclude x/", "exclude"),
        "exclude = [\"old/\", \"drafts/\", \"x/\"]  # house.toml:5, dateline.toml:3, command line"
    );
    let inline = "--config 'fail-on = \"error\"' --config 'fail-on = \"advice\"'";
    assert_eq!(archive.shown(inline, "fail-on"), "fail-on = \"advice\"  # --config");
    // In the run itself.
    archive.ends("check", 0);
    archive.ends("check --fail-on error", 1);
    archive.ends("check --config 'fail-on = \"error\"'", 1);
    archive.ends("check --config 'fail-on = \"error\"' --fail-on never", 0);
    archive.ends("check --isolated", 1);
    archive.ends("check --isolated --config 'fail-on = \"never\"'", 0);
    archive.write("quiet.toml", "ignore = ['all']");
    let none = archive.ends("check --config quiet.toml --format concise", 2).err;
    assert!(none.contains("no rule is left to run"), "{none}");
    assert!(
        archive
            .ends("check --config quiet.toml --extend-select age --format concise", 1)
            .out
            .contains(" age: ")
    );
    // What it shows is a file that means the same.
    let shown = archive.ends("config show", 0).out;
    archive.write("again.toml", &shown);
    archive.ends("check --config again.toml", 0);
}

#[test]
fn bad_use_of_config_ends_with_2() {
    let archive = archive(&[("dateline.toml", ""), ("house.toml", ""), ("a.txt", AGES)]);
    for (args, told) in [
        ("--config nowhere.toml", "nowhere.toml"),
        ("--config house.toml --config dateline.toml", "two files"),
        ("--isolated --config house.toml", "--isolated"),
        ("--config 'min-sevrity = 3'", "min-severity"),
        ("--config 'select = ['", "--config:1"),
        ("--config 'extend = \"nowhere.toml\"'", "nowhere.toml"),
        ("--select agee", "did you mean `age`"),
        ("--exclude 'a/{b'", "pattern of paths"),
        ("--config 'format = \"yaml\"'", "is no format"),
        ("--file-list nowhere.txt", "nowhere.txt"),
        ("--file-list - -", "standard input"),
    ] {
        let ran = archive.ends(&format!("check {args}"), 2);
        assert_eq!(ran.out, "", "{args}");
        assert!(ran.err.contains(told), "{args}: {}", ran.err);
    }
}

#[test]
fn a_wrong_file_stops_every_command_that_heeds_it() {
    let archive = archive(&[("dateline.toml", "exclud = 'a'\nmin-severity = 1\n"), ("a.txt", AGES)]);
    for command in [
        "check",
        "facts",
        "annotate",
        "articles",
        "stories",
        "explain age",
        "rules",
        "config show",
        "config files",
    ] {
        let ran = archive.ends(command, 2);
        assert_eq!(ran.out, "", "{command}");
        // All mistakes, each at its place.
        for told in ["did you mean `exclude`?", "dateline.toml:1:1", "dateline.toml:2:16"] {
            assert!(ran.err.contains(told), "{command}: {}", ran.err);
        }
    }
    archive.ends("config schema", 0);
    archive.ends("check --isolated --fail-on never", 0);
}

#[test]
fn what_is_excluded_is_not_read() {
    let archive = archive(&[
        ("dateline.toml", "exclude = ['drafts/', '*.bak.txt']"),
        ("a.txt", "Words of a story."),
        ("a.bak.txt", AGES),
        ("drafts/b.txt", AGES),
        ("c.story", "Words of a story."),
    ]);
    assert_eq!(archive.ends("config files", 0).out, "a.txt\n");
    let left_out = archive.ends("config files --left-out", 0).out;
    assert_eq!(
        left_out,
        "a.bak.txt: `*.bak.txt` in `exclude` (dateline.toml:1)\n\
         c.story: its extension is of no known format\n\
         dateline.toml: its extension is of no known format\n\
         drafts/: `drafts/` in `exclude` (dateline.toml:1)\n"
    );
    for command in ["check", "facts", "annotate", "articles", "stories"] {
        assert!(!archive.ends(command, 0).out.contains("41"), "{command}");
    }
    archive.ends("check --exclude x/ --isolated", 1);
    // What is named is read, unless that is forced.
    archive.ends("check a.bak.txt", 1);
    archive.ends("check drafts", 1);
    archive.ends("check a.bak.txt a.txt --force-exclude", 0);
    // A hook that names nothing but excluded files passes, and says so.
    let ran = archive.ends("check drafts/b.txt a.bak.txt --force-exclude", 0);
    assert!(ran.err.contains("every file that is named is excluded"), "{}", ran.err);
    // A folder where everything is left out does not.
    let ran = archive.ends("check --exclude '*'", 2);
    assert!(ran.err.contains("--left-out"), "{}", ran.err);
    // `include` reads what has an extension of its own.
    let include = "--config 'include = [\"*.story\"]'";
    assert_eq!(archive.ends(&format!("config files {include}"), 0).out, "c.story\n");
}

#[test]
fn files_are_read_from_a_list() {
    let archive = archive(&[("a.txt", AGES), ("b.txt", WEEKDAY), ("list", "a.txt\n"), ("empty", "")]);
    assert_eq!(archive.ends("config files --file-list list", 0).out, "a.txt\n");
    assert_eq!(archive.ends("config files --file-list list b.txt", 0).out, "a.txt\nb.txt\n");
    let piped = archive.from("", "config files --file-list -", "b.txt\r\n\r\na.txt", 0);
    assert_eq!(piped.out, "a.txt\nb.txt\n");
    let none = archive.ends("check --file-list empty", 0);
    assert!(none.err.contains("no file is named"), "{}", none.err);
    assert!(archive.from("", "check --file-list -", "nowhere.txt\n", 2).err.contains("nowhere.txt"));
}

#[test]
fn rules_are_as_loud_as_the_file_says() {
    let archive = archive(&[("news/a.txt", AGES), ("opinion/b.txt", &AGES.replace("Tamsin", "Corvin"))]);
    let severities = |config: &str| {
        archive.write("dateline.toml", config);
        let ran = archive.ends("check --format concise --fail-on never", 0);
        let word = |line: &str| line.split(' ').nth(1).unwrap().to_owned();
        ran.out.lines().map(word).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(severities("[rules.age]\nseverity = 'error'"), "error error");
    assert_eq!(severities("[rules.age]\nseverity = 'advice'"), "advice advice");
    assert_eq!(severities("[rules.age]\nseverity = 'off'"), "");
    assert_eq!(severities("[rules.age]\nconfidence = 'low'"), "");
    let some = "[rules.age]\nseverity = 'error'\n[[overrides]]\npaths = ['opinion/']\n";
    assert_eq!(severities(&format!("{some}rules.age.severity = 'warning'")), "error warning");
    assert_eq!(severities(&format!("{some}ignore = ['age']")), "error");
    assert_eq!(severities(&format!("{some}rules.age.confidence = 'low'")), "error");
    archive.write("dateline.toml", "[rules.age]\nseverity = 'advice'\n[rules.weekday]\nseverity = 'off'\n");
    let list = archive.ends("rules list", 0).out;
    let severity = |rule: &str| {
        let line = list.lines().find(|line| line.starts_with(&format!("{rule} "))).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!((severity("age"), severity("weekday")), ("advice".to_owned(), "off".to_owned()));
    archive.ends("rules test weekday", 0);
}

#[test]
fn what_matches_nothing_is_told() {
    let archive = archive(&[
        (
            "dateline.toml",
            "extend = 'house.toml'\nexclude = ['drafts/',\n 'olds/']\ninclude = ['*.txt', '*.md']\n\
             [[overrides]]\npaths = ['opinion/', 'news/']\nignore = ['weekday']\n",
        ),
        ("house.toml", "exclude = ['nowhere/']\n"),
        ("news/a.txt", "Words of a story."),
        ("drafts/b.txt", "Words of a story."),
    ]);
    let ran = archive.ends("check", 0);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(
        told,
        [
            "notice: dateline.toml:3: `olds/` in `exclude` matches no path",
            "notice: dateline.toml:4: `*.md` in `include` matches no path",
            "notice: dateline.toml:6: `opinion/` in `overrides` matches no path",
        ]
    );
    assert_eq!(archive.from("news", "check ..", "", 0).err, ran.err);
    // Where only a part is read, it may match elsewhere.
    assert_eq!(archive.ends("check news", 0).err, "");
}

const COUNT: &str = "The Tamsin Pact has 12 members, its secretary said.\n";

#[test]
fn names_of_the_users_own_are_known() {
    let archive = archive(&[
        ("a.jsonl", &format!("{{\"id\": \"a\", \"published\": \"2031-03-11\", \"text\": {COUNT:?}}}\n")),
        (
            "b.jsonl",
            "{\"id\": \"b\", \"published\": \"2031-03-11\", \"text\": \"Corvin has 14 members, its secretary said.\"}\n",
        ),
        (
            "house/names/pacts.toml",
            "kind = 'organisation'\n[names]\n'Tamsin Pact' = { aliases = ['Corvin'] }\n",
        ),
    ]);
    assert!(!archive.ends("check --format concise --select member-count", 0).out.contains("Tamsin Pact"));
    let named = ["name-folders = ['house/names']", "rule-folders = ['house']"];
    for config in named {
        archive.write("dateline.toml", config);
        let ran = archive.ends("check --format concise --select member-count", 1);
        assert!(ran.out.contains("Tamsin Pact"), "{}", ran.out);
        assert!(archive.ends("facts", 0).out.matches("Tamsin Pact").count() >= 2);
    }
    archive.write(
        "house/names/wrong.toml",
        "kind = 'organisaton'\nname = {}\n[names]\nA = { alias = 'B' }\nC = 1\n",
    );
    let ran = archive.ends("check --format concise --select member-count", 2);
    for told in
        ["wrong.toml:1:8", "`organisation`", "wrong.toml:2:1", "`names`", "`aliases`", "wrong.toml:5:5"]
    {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert!(ran.out.contains("Tamsin Pact"), "the other names are known all the same: {}", ran.out);
}

#[test]
fn timelines_of_the_users_own_are_compared_with() {
    let timeline = "id = 'pact'\nsubject = 'Tamsin Pact'\nattribute = 'member-count'\nsource = 'register'\n\
                    checked = 2031-12-31\n[[step]]\nfrom = 2020-01-01\nvalue = 15\n";
    let archive = archive(&[
        ("a.jsonl", &format!("{{\"id\": \"a\", \"published\": \"2031-03-11\", \"text\": {COUNT:?}}}\n")),
        ("house/pact.toml", timeline),
        ("names/pacts.toml", "kind = 'organisation'\n[names]\n'Tamsin Pact' = {}\n"),
        ("dateline.toml", "reference-folders = 'house'\nname-folders = 'names'"),
    ]);
    let ran = archive.ends("check --format json", 1);
    assert!(ran.out.contains("\"id\": \"pact\"") && ran.out.contains("\"15\""), "{}", ran.out);
    archive.ends("check --isolated", 0);
}

#[test]
fn a_wrong_rule_does_not_sink_the_configuration() {
    let archive = archive(&[
        ("a.txt", AGES),
        ("mine/berths.toml", "id = \"berths\"\nseverty = \"error\"\n"),
        ("dateline.toml", "rule-folders = ['mine']\n[rules.berths]\nseverity = 'advice'\n"),
    ]);
    let ran = archive.ends("check --format concise", 2);
    assert!(ran.err.contains("severty") && ran.err.contains("berths.toml"), "{}", ran.err);
    assert!(ran.out.contains(" age: "), "the other rules still report: {}", ran.out);
}

#[test]
fn the_story_is_read_from_the_field_that_the_file_names() {
    let record = "{\"id\": \"a\", \"text\": \"Words.\", \"event\": \"e\"}\n";
    let archive = archive(&[("a.jsonl", &record.repeat(2)), ("dateline.toml", "story-from = 'event'")]);
    assert!(archive.ends("stories --format jsonl", 0).out.contains("\"given\":\"e\""));
    assert!(!archive.ends("stories --format jsonl --story-from other", 0).out.contains("\"given\":\"e\""));
}

/// What `dateline init` writes, every setting switched on.
fn uncommented(template: &str) -> String {
    let on = |line: &str| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '[') => rest.to_owned(),
        _ => line.to_owned(),
    };
    template.lines().map(on).collect::<Vec<_>>().join("\n")
}

#[test]
fn init_writes_every_key_and_changes_nothing() {
    let archive = archive(&[("a.txt", AGES)]);
    let without: Vec<String> =
        archive.ends("config show", 0).out.lines().skip(1).map(str::to_owned).collect();
    assert!(archive.ends("init", 0).out.starts_with("./dateline.toml\n"));
    let with: Vec<String> = archive.ends("config show", 0).out.lines().skip(1).map(str::to_owned).collect();
    assert_eq!(with, without);
    assert!(archive.ends("init", 2).err.contains("dateline.toml"), "it does not overwrite");
    archive.ends("init new/folder", 0);

    let template = fs::read_to_string(archive.path().join("dateline.toml")).unwrap();
    assert!(template.starts_with("#:schema "));
    for folder in ["rules", "names", "reference"] {
        fs::create_dir_all(archive.path().join("house").join(folder)).unwrap();
    }
    archive.write("house/dateline.toml", "");
    let on = uncommented(&template);
    archive.write("dateline.toml", &on);
    let shown = archive.ends("config show", 0).out;
    assert!(!shown.contains("default") && !shown.contains("not set"), "every key is there: {shown}");
    archive.ends("check --fail-on never", 0);
    // What has a default is written with it, and every key of an entry is there.
    let written: toml::Table = toml::from_str(&on).unwrap();
    for line in without.iter().filter_map(|line| line.strip_suffix("  # default")) {
        let default: toml::Table = toml::from_str(line).unwrap();
        for (key, value) in default {
            assert_eq!(written[&key], value, "{key}");
        }
    }
    let schema: serde_json::Value = serde_json::from_str(&archive.ends("config schema", 0).out).unwrap();
    for (entry, table) in [
        ("Ignore", &written["ignore"][0]),
        ("Override", &written["overrides"][0]),
        ("RuleSettings", &written["rules"]["weekday"]),
    ] {
        let keys: BTreeSet<&String> = table.as_table().unwrap().keys().collect();
        let known: BTreeSet<&String> =
            schema["$defs"][entry]["properties"].as_object().unwrap().keys().collect();
        assert_eq!(keys, known, "{entry}");
    }
}

#[test]
fn the_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dateline.schema.json");
    let schema = archive(&[]).ends("config schema", 0).out;
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == schema, "run `dateline config schema > dateline.schema.json`");
}

#[test]
fn the_page_tells_of_every_key() {
    let page = include_str!("../docs/configuration.md");
    let told: BTreeSet<&str> =
        page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    assert_eq!(told, Settings::KEYS.iter().copied().collect());
    let schema: serde_json::Value = serde_json::from_str(&archive(&[]).ends("config schema", 0).out).unwrap();
    for (entry, heading) in [("Ignore", "ignore"), ("Override", "overrides"), ("RuleSettings", "rules")] {
        let section = page.split("### `").find(|part| part.starts_with(&format!("{heading}`"))).unwrap();
        for key in schema["$defs"][entry]["properties"].as_object().unwrap().keys() {
            assert!(section.contains(&format!("`{key}`")), "{heading}: {key}");
        }
    }
    // Its examples are right.
    for block in page.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()) {
        if !block.contains("kind =") && !block.contains("[[step]]") {
            let archive = archive(&[("dateline.toml", block), ("a.txt", "Words of a story.")]);
            archive.ends("check --exit-zero", 0);
        }
    }
}

#[test]
fn files_that_the_configuration_names_are_written() {
    let archive = archive(&[
        ("a.txt", WEEKDAY),
        ("dateline.toml", "output = ['json=found.json', 'sarif=found.sarif']\n"),
    ]);
    archive.ends("check", 1);
    let json = fs::read_to_string(archive.path().join("found.json")).unwrap();
    assert!(json.contains("\"weekday\""), "{json}");
    assert!(archive.path().join("found.sarif").exists());
    // The command line goes before them, and what was written is no article of the next run.
    fs::remove_file(archive.path().join("found.sarif")).unwrap();
    let ran = archive.ends("check --output junit=found.xml", 1);
    assert!(!ran.err.contains("found."), "{}", ran.err);
    assert!(!archive.path().join("found.sarif").exists());
    archive.write("dateline.toml", "output = ['jsn=found.json']\n");
    let ran = archive.ends("check", 2);
    assert!(ran.err.contains("did you mean `json`"), "{}", ran.err);
}
