//! The formats of findings as a user asks for them: to standard output and to files, in a CI and outside.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Two articles at odds: an error.
const CLASH: [(&str, &str); 2] = [
    ("march.txt", "Published: 2 March 2021\n\nRuth Adeyemi's term as governor ends in September 2021.\n"),
    ("april.txt", "Published: 2 April 2021\n\nRuth Adeyemi's term as governor ends in October 2021.\n"),
];
/// A date that does not exist, in one article: a finding, too.
const WARNED: [(&str, &str); 1] =
    [("june.txt", "Published: 2 June 2021\n\nThe board meets on Monday, 8 June 2021, it said.\n")];
const CLEAN: [(&str, &str); 1] = [("may.txt", "Published: 2 May 2021\n\nThe quay was quiet.\n")];

fn archive(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    folder
}

fn check(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder).arg("check").args(args).env_clear().envs(env.iter().copied());
    command.output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("an exit status")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The formats there are, as the program itself tells them.
fn formats() -> Vec<String> {
    let folder = archive(&CLEAN);
    let told = err(&check(folder.path(), &["--output", "nonsense"], &[]));
    let names = told.split("there are ").nth(1).unwrap_or_else(|| panic!("a list: {told}"));
    let names = names.lines().next().unwrap();
    names.split(", ").map(str::to_owned).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn exit_statuses_are_the_same_in_all_formats() {
    let formats = formats();
    assert!(formats.len() >= 12, "{formats:?}");
    let (clash, warned, clean) = (archive(&CLASH), archive(&WARNED), archive(&CLEAN));
    let table: [(&TempDir, &[&str], i32); 7] = [
        (&clean, &[], 0),
        (&clash, &[], 1),
        (&clash, &["--fail-on", "never"], 0),
        (&clash, &["--ignore", "term-end"], 0),
        (&warned, &[], 1),
        (&warned, &["--min-severity", "error", "--select", "term-end"], 0),
        (&clash, &["missing.txt"], 2),
    ];
    for format in &formats {
        for (folder, args, expected) in table {
            let args = [args, &["--format", format]].concat();
            let ran = check(folder.path(), &args, &[]);
            assert_eq!(status(&ran), expected, "{format} {args:?}: {}{}", out(&ran), err(&ran));
        }
    }
}

#[test]
fn several_outputs_at_once() {
    let folder = archive(&CLASH);
    let formats = formats();
    let files: Vec<String> = formats.iter().map(|format| format!("{format}=out/{format}.x")).collect();
    fs::create_dir(folder.path().join("out")).unwrap();
    let mut args: Vec<&str> = files.iter().flat_map(|file| ["--output", file]).collect();
    args.extend(["--format", "concise"]);
    let ran = check(folder.path(), &args, &[]);
    assert_eq!(status(&ran), 1, "{}", err(&ran));
    assert!(out(&ran).starts_with("april.txt:3:"), "{}", out(&ran));
    for format in &formats {
        let file = fs::read_to_string(folder.path().join(format!("out/{format}.x"))).unwrap();
        assert_eq!(file, out(&check(folder.path(), &["--format", format], &[])), "{format}");
    }
    // Nothing else is left.
    assert_eq!(names(&folder.path().join("out")).len(), formats.len());
    assert_eq!(names(folder.path()), ["april.txt", "march.txt", "out"]);
}

#[test]
fn one_output_may_be_the_screen() {
    let folder = archive(&CLASH);
    for args in [&["--output", "concise"], &["--output", "concise=-"], &["--format", "concise"]] {
        assert!(out(&check(folder.path(), args, &[])).starts_with("april.txt:3:"));
    }
    // A file beside it takes nothing away from the screen.
    let ran = check(folder.path(), &["--output", "json=out.json"], &[]);
    assert!(out(&ran).contains("╭─["));
}

#[test]
fn two_outputs_to_one_file() {
    let folder = archive(&CLASH);
    fs::create_dir(folder.path().join("sub")).unwrap();
    let cases: &[&[&str]] = &[
        &["--output", "json=a.x", "--output", "sarif=a.x"],
        &["--output", "json=a.x", "--output", "sarif=./sub/../a.x"],
        &["--output", "json=a.x", "--output", "json=a.x"],
        &["--output", "json", "--output", "sarif=-"],
        &["--output", "json", "--format", "sarif"],
    ];
    for args in cases {
        let ran = check(folder.path(), args, &[]);
        assert_eq!(status(&ran), 2, "{args:?}");
        assert!(out(&ran).is_empty() && err(&ran).starts_with("error: two "), "{}", err(&ran));
        assert_eq!(names(folder.path()), ["april.txt", "march.txt", "sub"]);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("sub", folder.path().join("link")).unwrap();
        let ran = check(folder.path(), &["--output", "json=sub/a.x", "--output", "sarif=link/a.x"], &[]);
        assert_eq!(status(&ran), 2);
        assert!(names(&folder.path().join("sub")).is_empty());
    }
}

#[test]
fn what_cannot_be_written_ends_with_2_and_leaves_nothing() {
    let folder = archive(&CLASH);
    fs::create_dir(folder.path().join("sub")).unwrap();
    for file in ["missing/a.json", "sub", "march.txt/a.json", "sub/.."] {
        let args = ["--output", "sarif=sub/first.sarif", "--output", &format!("json={file}")];
        let ran = check(folder.path(), &args, &[]);
        assert_eq!(status(&ran), 2, "{file}");
        assert!(err(&ran).contains("cannot be written"), "{}", err(&ran));
        assert!(out(&ran).is_empty());
        assert!(names(&folder.path().join("sub")).is_empty(), "{file}");
    }
    for args in [["--output", "json="], ["--output", "jsn=a.x"]] {
        assert_eq!(status(&check(folder.path(), &args, &[])), 2);
    }
    // A run that finds no article writes nothing.
    let empty = TempDir::new().unwrap();
    assert_eq!(status(&check(empty.path(), &["--output", "json=out.json"], &[])), 2);
    assert!(names(empty.path()).is_empty());
}

#[test]
fn an_output_is_never_an_article() {
    let folder = archive(&CLASH);
    let args = ["--output", "markdown=report.md", "--output", "jsonl=report.jsonl", "--format", "json"];
    let first = check(folder.path(), &args, &[]);
    let report = fs::read_to_string(folder.path().join("report.md")).unwrap();
    // The second run reads the same two articles.
    let second = check(folder.path(), &args, &[]);
    assert_eq!(out(&first), out(&second));
    assert_eq!(report, fs::read_to_string(folder.path().join("report.md")).unwrap());
    // What is named to be read is not written over.
    let text = fs::read_to_string(folder.path().join("march.txt")).unwrap();
    let ran = check(folder.path(), &["march.txt", "april.txt", "--output", "markdown=./march.txt"], &[]);
    assert_eq!(status(&ran), 2);
    assert!(err(&ran).contains("would overwrite `./march.txt`"), "{}", err(&ran));
    assert_eq!(text, fs::read_to_string(folder.path().join("march.txt")).unwrap());
}

#[cfg(unix)]
#[test]
fn files_are_replaced_as_files_are() {
    use std::os::unix::fs::PermissionsExt;
    let folder = archive(&CLASH);
    let path = |name: &str| folder.path().join(name);
    let mode = |name: &str| fs::metadata(path(name)).unwrap().permissions().mode() & 0o777;
    fs::write(path("new.txt"), "").unwrap();
    fs::write(path("old.json"), "old").unwrap();
    fs::set_permissions(path("old.json"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("old.json", path("link.json")).unwrap();
    let mut args = vec!["march.txt", "april.txt"];
    args.extend(["--output", "json=new.json", "--output", "sarif=link.json", "--output", "github=/dev/null"]);
    assert_eq!(status(&check(folder.path(), &args, &[])), 1);
    // As any new file, as the old one, and through a link to where it leads.
    assert_eq!(mode("new.json"), mode("new.txt"));
    assert_eq!(mode("old.json"), 0o640);
    assert!(fs::symlink_metadata(path("link.json")).unwrap().is_symlink());
    assert!(fs::read_to_string(path("old.json")).unwrap().contains("sarif-2.1.0"));
}

#[test]
fn github_actions_annotate_by_default() {
    let folder = archive(&CLASH);
    let actions = [("GITHUB_ACTIONS", "true")];
    let ran = out(&check(folder.path(), &[], &actions));
    let (log, commands) = ran.split_once("\n::dateline-0::\n").unwrap();
    let log = log.strip_prefix("::stop-commands::dateline-0\n").unwrap();
    assert_eq!(format!("{log}\n"), out(&check(folder.path(), &[], &[])));
    assert_eq!(commands, out(&check(folder.path(), &["--format", "github"], &[])));
    assert!(commands.starts_with("::error file=april.txt,line=3,"), "{commands}");
    // What is asked for is what there is.
    for args in [&["--format", "full"], &["--output", "full"]] {
        assert_eq!(format!("{log}\n"), out(&check(folder.path(), args, &actions)));
    }
    assert!(!out(&check(folder.path(), &[], &[("GITHUB_ACTIONS", "false")])).contains("::"));
}

#[test]
fn an_article_gives_no_commands() {
    let (name, text) = CLASH[0];
    let text = text.replace("2021.", "2021, dateline-0 ::error::x ##[error]y.");
    let folder = archive(&[CLASH[1], (name, &text)]);
    let ran = out(&check(folder.path(), &[], &[("GITHUB_ACTIONS", "true")]));
    assert!(ran.starts_with("::stop-commands::dateline-1\n"), "{ran}");
    assert_eq!(ran.matches("dateline-1").count(), 2);
}

#[test]
fn paths_lead_from_the_repository() {
    let folder = archive(&[]);
    let inner = folder.path().join("site/news");
    fs::create_dir_all(&inner).unwrap();
    CLASH.iter().for_each(|(name, text)| fs::write(inner.join(name), text).unwrap());
    let root = folder.path().to_str().unwrap();
    let github = [("GITHUB_ACTIONS", "true"), ("GITHUB_WORKSPACE", root)];
    assert!(out(&check(&inner, &["--format", "github"], &github)).contains("file=site/news/april.txt,"));
    assert!(out(&check(&inner, &["--format", "sarif"], &github)).contains("\"site/news/april.txt\""));
    let gitlab = [("CI_PROJECT_DIR", root)];
    assert!(out(&check(&inner, &["--format", "gitlab"], &gitlab)).contains("\"site/news/april.txt\""));
    assert!(out(&check(&inner, &["--format", "gitlab"], &[])).contains("\"april.txt\""));
    // The working directory is what every other format counts from.
    assert!(out(&check(&inner, &["--format", "concise"], &github)).starts_with("april.txt:"));
}

#[test]
fn a_step_summary_is_added_to() {
    let folder = archive(&CLASH);
    let summary = folder.path().join("summary");
    fs::write(&summary, "# Before\n\n").unwrap();
    let path = summary.to_str().unwrap();
    let env = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", path)];
    check(folder.path(), &[], &env);
    assert_eq!(fs::read_to_string(&summary).unwrap(), "# Before\n\n", "only where it is asked for");
    let ran =
        check(folder.path(), &["march.txt", "april.txt", "--output", &format!("markdown={path}")], &env);
    assert_eq!(status(&ran), 1, "{}", err(&ran));
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("# Before\n\n## dateline\n"), "{text}");
}

#[test]
fn links_are_for_terminals_that_follow_them() {
    let folder = archive(&CLASH);
    let folder = folder.path().canonicalize().unwrap();
    let link = format!("\u{1b}]8;;file://{}/april.txt\u{1b}\\april.txt", folder.display());
    let forced = [("FORCE_HYPERLINK", "1")];
    for format in ["full", "concise"] {
        assert!(out(&check(&folder, &["--format", format], &forced)).contains(&link), "{format}");
        assert!(!out(&check(&folder, &["--format", format], &[])).contains('\u{1b}'), "{format}");
    }
    // Files have none.
    check(&folder, &["--output", "full=full.x"], &forced);
    assert!(!fs::read_to_string(folder.join("full.x")).unwrap().contains('\u{1b}'));
}
