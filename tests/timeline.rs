//! `dateline timeline` as a user runs it.

use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

struct Ran {
    status: i32,
    out: String,
    err: String,
}

/// Runs in the project's own folder, so that paths are short and settled.
fn run(args: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("timeline")
        .args(args)
        .env_clear()
        .output()
        .unwrap();
    Ran {
        status: output.status.code().expect("an exit status"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
fn shows(args: &[&str]) -> String {
    let ran = run(args);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
    ran.out
}

macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/report"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $value) });
    };
}

const NEWSROOM: &str = "examples/newsroom";

#[test]
fn the_chart_of_a_reference_and_of_a_toll() {
    let members = shows(&["NATO", "member-count", NEWSROOM, "--width", "100"]);
    let toll = shows(&["death-toll", NEWSROOM, "--width", "100"]);
    let ends = shows(&["ruth adeyemi", "term-end", NEWSROOM, "--width", "100"]);
    snapshot!("timeline-chart", format!("{members}\n{toll}\n{ends}"));
}

#[test]
fn colour_and_ascii() {
    let ascii = shows(&["death-toll", NEWSROOM, "--width", "70", "--ascii"]);
    let chart = ascii.split("\n\n").next().unwrap();
    assert!(chart.is_ascii(), "{chart}");
    snapshot!("timeline-ascii", ascii);
    let color = shows(&["death-toll", NEWSROOM, "--width", "100", "--color", "always"]);
    assert!(color.contains("\u{1b}[1;31m✗\u{1b}[0m"), "{color}");
    // Colour says nothing that is not told without it.
    let plain = shows(&["death-toll", NEWSROOM, "--width", "100", "--color", "never"]);
    let mut stripped = color;
    for code in ["\u{1b}[1;31m", "\u{1b}[2m", "\u{1b}[33m", "\u{1b}[36m", "\u{1b}[0m"] {
        stripped = stripped.replace(code, "");
    }
    assert_eq!(stripped, plain);
}

#[test]
fn the_other_formats() {
    snapshot!("timeline-table", shows(&["member-count", "examples/accession", "--format", "table"]));
    snapshot!("timeline-jsonl", shows(&["nato", "member-count", NEWSROOM, "--format", "jsonl"]));
    snapshot!("timeline-svg", shows(&["nato", "member-count", NEWSROOM, "--format", "svg"]));
}

#[test]
fn a_subject_goes_by_any_name_that_is_its_own() {
    let by_name = shows(&["European Union", "member-count", "examples/accession"]);
    for typed in ["european union", "EU", "eu", "europ", "union"] {
        assert_eq!(shows(&[typed, "member-count", "examples/accession"]), by_name, "{typed}");
    }
    let story = shows(&["death-toll", NEWSROOM]);
    assert_eq!(shows(&["port-ellen-ferry", "death-toll", NEWSROOM]), story);
    assert_eq!(shows(&["death-toll", NEWSROOM, "--story", "ferry-3"]), story);
}

#[test]
fn what_is_not_clear_is_asked_back() {
    let several = run(&["ct", "member-count", "examples/accession"]);
    assert_eq!((several.status, several.out.as_str()), (2, ""));
    assert!(several.err.contains("Andes Pact (3 facts), Hanse Compact (2 facts)"), "{}", several.err);
    let near = run(&["Lowlnd League", "member-count", "examples/accession"]);
    assert_eq!(near.status, 2);
    assert!(near.err.contains("did you mean Lowland League (3 facts)?"), "{}", near.err);
    let other = run(&["NATO", "term-end", NEWSROOM]);
    assert!(other.err.contains("Of “NATO” there is member-count"), "{}", other.err);
    let unknown = run(&["NATO", "member-cout", NEWSROOM]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("member-count"), "{}", unknown.err);
    let check = run(&["weekday", NEWSROOM]);
    assert_eq!(check.status, 2);
    assert!(check.err.contains("compares no facts"), "{}", check.err);
    assert_eq!(run(&["NATO"]).status, 2);
    assert!(run(&["score", NEWSROOM]).err.contains("no fact of `score`"));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("toll.svg");
    let to = path.to_str().unwrap();
    let said = shows(&["death-toll", NEWSROOM, "--format", "svg", "--output", to]);
    assert_eq!(said, "");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), shows(&["death-toll", NEWSROOM, "--format", "svg"]));
    let nowhere = folder.path().join("none/toll.svg");
    let ran = run(&["death-toll", NEWSROOM, "--format", "svg", "--output", nowhere.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("cannot be written"), "{}", ran.err);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["toll.svg"]);
}

/// An archive of three days with one story.
fn story(folder: &Path, tolls: [(&str, &str, &str); 3]) -> String {
    let path = folder.join("wire.jsonl");
    let lines = tolls.map(|(day, outlet, words)| {
        serde_json::json!({
            "id": format!("{outlet}-{day}"), "published": day, "title": "Mine collapses near Orrin", "event": "orrin",
            "source": outlet, "text": format!("{words} when a mine collapsed near Orrin, the sheriff said."),
        })
        .to_string()
    });
    std::fs::write(&path, lines.join("\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_toll_that_rises_is_silent_and_one_that_falls_is_marked() {
    let folder = TempDir::new().unwrap();
    let rising = [
        ("2019-04-01", "Post", "At least 12 people were killed"),
        ("2019-04-02", "Post", "19 people were killed"),
        ("2019-04-04", "Courier", "24 people were killed"),
    ];
    let path = story(folder.path(), rising);
    let lines = shows(&["death-toll", &path, "--story-from", "event", "--format", "jsonl"]);
    let disputed = |lines: &str| -> Vec<bool> {
        let parse = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
        lines.lines().map(parse).map(|v| !v["disputes"].as_array().unwrap().is_empty()).collect()
    };
    assert_eq!(disputed(&lines), [false, false, false], "{lines}");
    let mut falling = rising;
    falling[2].2 = "15 people were killed";
    let path = story(folder.path(), falling);
    let lines = shows(&["orrin", "death-toll", &path, "--story-from", "event", "--format", "jsonl"]);
    assert_eq!(disputed(&lines), [false, true, true], "{lines}");
    let mut one_day = rising;
    one_day[0] = ("2019-04-02", "Post", "14 people were killed");
    let path = story(folder.path(), one_day);
    let lines = shows(&["orrin", "death-toll", &path, "--story-from", "event", "--format", "jsonl"]);
    assert_eq!(disputed(&lines), [true, true, false], "{lines}");
}

#[test]
fn what_is_mistyped_is_told_of_the_right_word() {
    let said = |args: &[&str]| {
        let ran = run(args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
        ran.err
    };
    let rule = said(&["term-en", "examples/offices"]);
    assert!(rule.contains("`term-en`; did you mean `term-end`?"), "{rule}");
    assert!(rule.contains("`dateline timeline term-en RULE examples/offices`"), "{rule}");
    let path = said(&["Harbour Board", "./nowhere"]);
    assert!(path.contains("`dateline timeline \"Harbour Board\" RULE ./nowhere`"), "{path}");
    assert!(said(&["NATO", "member-coun"]).contains("`member-coun`; did you mean `member-count`?"));
    assert!(said(&[]).contains("`dateline timeline death-toll`"));
}
