//! The binary as a user meets it: arguments, exit statuses, streams.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A run of the binary in a folder of its own.
struct Run {
    folder: TempDir,
    args: Vec<String>,
    env: Vec<(String, String)>,
    input: Option<String>,
}

/// What a run gave.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

/// Starts describing a run: `run().file("a.txt", "…").args("check --format json").ends(0)`.
fn run() -> Run {
    Run { folder: TempDir::new().unwrap(), args: Vec::new(), env: Vec::new(), input: None }
}

impl Run {
    fn file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn args(mut self, words: &str) -> Self {
        self.args.extend(words.split_whitespace().map(str::to_owned));
        self
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    fn input(mut self, text: &str) -> Self {
        self.input = Some(text.to_owned());
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(&self.folder).args(&self.args).env_clear().envs(self.env.iter().cloned());
        command
    }

    fn go(&self) -> Ran {
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that ends before it has read its input closes the pipe: no matter.
        let _ = child.stdin.take().unwrap().write_all(self.input.as_deref().unwrap_or("").as_bytes());
        let output = child.wait_with_output().unwrap();
        Ran {
            status: output.status.code().expect("an exit status"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs, and expects an exit status.
    fn ends(&self, status: i32) -> Ran {
        let ran = self.go();
        assert_eq!(ran.status, status, "standard output:\n{}\nstandard error:\n{}", ran.out, ran.err);
        ran
    }
}

macro_rules! snapshot {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/report"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $text) });
    };
}

#[test]
fn help_is_for_people() {
    let mut pages = String::new();
    for command in [
        "",
        "check",
        "facts",
        "annotate",
        "articles",
        "stories",
        "diff",
        "timeline",
        "explain",
        "rules",
        "rules test",
        "rules docs",
        "rules new",
        "completions",
        "man",
        "config",
        "config show",
        "config files",
        "init",
    ] {
        let page = run().args(command).args("--help").env("COLUMNS", "100").ends(0).out;
        pages.push_str(&format!("$ dateline {command} --help\n{page}\n"));
    }
    snapshot!("help", pages);
}

#[test]
fn version() {
    assert_eq!(run().args("--version").ends(0).out, format!("dateline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn bad_arguments_end_with_2() {
    for args in [
        "",
        "chekc",
        "check --format yaml",
        "check --jobs 0",
        "check --fail-on maybe",
        "check --no-such",
        "explain",
    ] {
        let ran = run().file("a.txt", "Words.").args(args).ends(2);
        assert_eq!(ran.out, "", "{args}");
        assert_ne!(ran.err, "", "{args}");
    }
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let ran = run().args("check nowhere.txt").ends(2);
    assert!(ran.err.contains("nowhere.txt"), "{}", ran.err);
    assert_eq!(ran.out, "");
    let ran = run().file("a.txt", "Words.").args("check a.txt nowhere.txt").ends(2);
    assert!(ran.err.contains("nowhere.txt"), "{}", ran.err);
    let ran = run().file("a.txt", "Words.").args("check --rules nowhere").ends(2);
    assert!(ran.err.contains("nowhere"), "{}", ran.err);
}

#[test]
fn articles_show_what_a_date_rests_on() {
    let pages = || {
        run()
            .file("ferry.html", include_str!("fixtures/html/contradicting.html"))
            .file("harbor.html", include_str!("fixtures/html/graph.html"))
            .file("note.txt", "Ten people came.")
    };
    let mut shown = String::new();
    for args in ["articles", "articles --evidence", "articles --evidence --format jsonl"] {
        shown.push_str(&format!("$ dateline {args}\n{}\n", pages().args(args).ends(0).out));
    }
    snapshot!("articles-evidence", shown);
    let plain = pages().args("articles --format jsonl").ends(0).out;
    assert!(!plain.contains("\"conflicts\""), "{plain}");
    assert_eq!(plain.lines().count(), 3);
}

#[test]
fn a_page_from_standard_input() {
    let page = include_str!("fixtures/html/graph.html");
    let ran = run().args("articles --format jsonl -").input(page).ends(0);
    assert!(ran.out.contains("\"from\":\"2021-03-03\""), "{}", ran.out);
}

#[test]
fn a_document_from_standard_input() {
    let ran = run().args("check -").input("%PDF-1.4\n(Ten people fell.) Tj\n").ends(2);
    assert!(ran.err.contains("a PDF, which is not read"), "{}", ran.err);
    assert!(ran.err.contains("no article found in standard input"), "{}", ran.err);
}

#[test]
fn a_fact_over_a_line_end() {
    let text = "Published: March 4, 2021\n\nNATO has 30\nmembers, and its council will meet in May.\n";
    let ran = run().file("a.txt", text).args("facts --format jsonl a.txt").ends(0);
    assert!(
        ran.out.contains("\"attribute\":\"member-count\"") && ran.out.contains("\"low\":\"30\""),
        "{}",
        ran.out
    );
}

#[test]
fn a_rule_is_started_once() {
    let start = run().args("rules new berth-count --folder mine");
    let ran = start.ends(0);
    assert!(ran.out.starts_with("mine/berth-count.toml\n"), "{}", ran.out);
    let text = fs::read_to_string(start.path().join("mine/berth-count.toml")).unwrap();
    assert!(text.contains("id       = \"berth-count\""), "{text}");
    toml::from_str::<toml::Table>(&text).expect("TOML");
    assert!(start.ends(2).err.contains("berth-count.toml"));
    assert!(run().args("rules new Berth_Count").ends(2).err.contains("kebab-case"));
}

const TWO_COUNTS: &str = "March 11, 2031\n\nThe Tamsin Harbour Board met on Tuesday. \
                          Ann Tamsin, 41, is its chair.\n\nAnn Tamsin, 52, was born in the town.\n";

#[test]
fn no_article_ends_with_2() {
    assert!(run().args("check").ends(2).err.contains("no article"));
    assert!(run().file("picture.png", "").args("facts .").ends(2).err.contains("no article"));
}

#[test]
fn exit_statuses() {
    let story = || run().file("a.txt", TWO_COUNTS);
    for format in ["full", "concise", "json"] {
        let args = format!("check --format {format}");
        assert_ne!(story().args(&args).ends(1).out, "");
        assert_ne!(story().args(&args).args("--fail-on never").ends(0).out, "");
        story().args(&args).args("--ignore age").ends(0);
    }
    let document = story().args("check --format json").ends(1).out;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["version"], 1);
    assert_eq!(document["summary"]["articles"], 1);
}

#[test]
fn standard_input_is_an_article() {
    let ran = run().args("check - --format concise").input(TWO_COUNTS).ends(1);
    assert!(ran.out.starts_with("-:"), "{}", ran.out);
}

#[test]
fn stories_tell_what_ties_them() {
    let archive = || {
        run()
            .file("ferry.jsonl", include_str!("../examples/newsroom/ferry.jsonl"))
            .file("people.jsonl", include_str!("../examples/offices/people.jsonl"))
            .file("a/bridge.txt", include_str!("../examples/retold/2020-10-12-bridge.txt"))
            .file("b/bridge.txt", include_str!("../examples/retold/2020-10-12-bridge-late.txt"))
    };
    let table = archive().args("stories").ends(0).out;
    snapshot!("stories", table);
    let lines = archive().args("stories --format jsonl").ends(0).out;
    let stories: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(table.contains(&format!("\n{} stories in ", stories.len())));
    for story in &stories {
        assert!(story["articles"].as_array().unwrap().len() > 1);
        // A story is given or has its reasons.
        assert_ne!(story["given"].is_null(), story["evidence"].as_array().unwrap().is_empty(), "{story}");
    }
}

#[test]
fn an_unknown_rule_gets_a_suggestion() {
    let ran = run().file("a.txt", "Words.").args("check --select weekdya").ends(2);
    assert!(ran.err.contains("weekday"), "{}", ran.err);
    assert!(run().args("explain weekdya").ends(2).err.contains("weekday"));
}

#[test]
fn every_rule_is_listed_and_explained() {
    let list = run().args("rules list").ends(0).out;
    assert!(list.lines().count() > 10, "{list}");
    for rule in list.lines().skip(1).filter_map(|line| line.split_whitespace().next()) {
        let page = run().args("explain").args(rule).ends(0).out;
        assert!(page.starts_with(rule) && page.contains("quiet"), "{page}");
    }
}

#[test]
fn the_started_rule_passes_its_examples() {
    let start = run().args("rules new berth-count --folder mine");
    start.ends(0);
    let test = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["rules", "test", "berth-count", "--rules", "mine"])
        .current_dir(start.path())
        .output()
        .unwrap();
    assert_eq!(test.status.code(), Some(0), "{}", String::from_utf8_lossy(&test.stdout));
    assert!(String::from_utf8_lossy(&test.stdout).contains("2 passed, 0 failed"));
}

#[test]
fn a_role_that_is_missing_is_told_at_its_pattern() {
    let rule = "id = \"sums\"\n[check]\nbuilt-in = \"arithmetic\"\n[[pattern]]\nrelation = \"sum\"\nmatch = \"{total} boats, {from} red\"\n";
    let ran = run()
        .file("a.txt", TWO_COUNTS)
        .file("mine/sums.toml", rule)
        .args("check a.txt --format concise --rules mine")
        .ends(2);
    assert!(ran.err.contains("`from` plays no part in the relation `sum`"), "{}", ran.err);
    assert!(ran.err.contains("sums.toml:6:9"), "{}", ran.err);
}

#[test]
fn a_broken_rule_does_not_sink_the_rest() {
    let ran = run()
        .file("a.txt", TWO_COUNTS)
        .file("mine/broken.toml", "id = \"broken\"\nseverty = \"error\"\n")
        .args("check a.txt --format concise --rules mine")
        .ends(2);
    assert!(ran.err.contains("severty") && ran.err.contains("broken.toml"), "{}", ran.err);
    assert!(ran.out.contains(" age: "), "the other rules still report: {}", ran.out);
}

#[test]
fn color_is_asked_for() {
    let colored = |run: Run| run.file("a.txt", TWO_COUNTS).args("check a.txt").ends(1).out.contains('\u{1b}');
    assert!(!colored(run()));
    assert!(colored(run().args("--color always")));
    assert!(colored(run().env("FORCE_COLOR", "1")));
    assert!(colored(run().env("CLICOLOR_FORCE", "1")));
    assert!(!colored(run().env("CLICOLOR_FORCE", "0")));
    assert!(!colored(run().env("FORCE_COLOR", "1").env("NO_COLOR", "1")));
    assert!(!colored(run().env("FORCE_COLOR", "1").args("--color never")));
    assert!(colored(run().env("NO_COLOR", "1").args("--color always")));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let story = run().file("a.txt", &TWO_COUNTS.repeat(500)).args("annotate a.txt");
    let mut child = story.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn notices_go_to_standard_error_and_into_json() {
    let story =
        || run().file("a.txt", "Words of a story.\n").file("b.jsonl", "{\"text\": \"One.\"}\nno json\n");
    let ran = story().args("check --format json").ends(0);
    assert!(ran.err.contains("b.jsonl:2"), "{}", ran.err);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["notices"][0]["path"], "b.jsonl");
    assert_eq!(story().args("check --quiet").ends(0).err, "");
}

#[test]
fn every_label_cuts_its_text_out_of_the_file() {
    let story = run().file("a.txt", TWO_COUNTS).args("check --format json");
    let document: serde_json::Value = serde_json::from_str(&story.ends(1).out).unwrap();
    let labels: Vec<_> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|f| f["labels"].as_array().unwrap())
        .collect();
    assert!(!labels.is_empty());
    for label in labels {
        let bytes = fs::read(story.path().join(label["path"].as_str().unwrap())).unwrap();
        let (start, end) =
            (label["start"].as_u64().unwrap() as usize, label["end"].as_u64().unwrap() as usize);
        assert_eq!(&bytes[start..end], label["text"].as_str().unwrap().as_bytes());
        let line = TWO_COUNTS.lines().nth(label["line"].as_u64().unwrap() as usize - 1).unwrap();
        let column = label["column"].as_u64().unwrap() as usize - 1;
        assert!(line.chars().skip(column).collect::<String>().starts_with(label["text"].as_str().unwrap()));
    }
}

#[test]
fn fields_and_encodings_are_named() {
    let table = "nr,day,copy\n1,2031-03-05,\"It opened on Monday, March 4, 2031.\"\n";
    let run_on = |args: &str| run().file("a.csv", table).args(args);
    let found =
        run_on("check --format concise --field text=copy --field id=nr --field published=day").ends(1);
    assert!(found.out.contains("a.csv:2:1: error weekday"), "{}", found.out);
    let missing = run_on("check").ends(2);
    assert!(missing.err.contains("--field text=COLUMN, out of: nr, day, copy"), "{}", missing.err);
    for (wrong, told) in [
        ("--field body", "not of the form"),
        ("--field words=body", "`words` is nothing that is read"),
        ("--encoding klingon", "there is no encoding `klingon`"),
    ] {
        let ran = run_on(&format!("check {wrong}")).ends(2);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    let versions = concat!(
        r#"{"id":"a","version":1,"text":"Ten fell."}"#,
        "\n",
        r#"{"id":"a","version":2,"text":"Nine fell."}"#,
        "\n",
        r#"{"id":"b","status":"canceled","text":"Eight fell."}"#,
        "\n",
    );
    let table = run().file("a.jsonl", versions).args("articles").ends(0).out;
    assert!(table.contains("1 superseded") && table.contains("canceled"), "{table}");
}
