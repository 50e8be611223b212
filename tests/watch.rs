//! `dateline check --watch`: a run at once, and one after every change.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A watching process that does not outlive its test.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn watch(folder: &Path, args: &str) -> Watching {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command
        .current_dir(folder)
        .args(["check", "--watch", "--format", "concise"])
        .args(args.split_whitespace());
    let child =
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    Watching(child.unwrap())
}

fn story(age: u32, berths: u32) -> String {
    format!(
        "March 11, 2031\n\nAnn Tamsin, 41, is chair of the Tamsin Harbour Board.\n\nAnn Tamsin, {age}, was born in the town.\n\n\
         The Tamsin Harbour Board runs {berths} berths.\n"
    )
}

/// Reads lines until one has these words: whatever time that takes.
fn until(lines: &mut impl BufRead, words: &str) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended before it said {words:?}");
        if line.contains(words) {
            return line;
        }
    }
}

#[test]
fn a_change_is_checked_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, story(52, 3)).unwrap();
    let mut watching = watch(folder.path(), ".");
    let mut out = BufReader::new(watching.0.stdout.take().unwrap());
    let mut err = BufReader::new(watching.0.stderr.take().unwrap());
    // Not a terminal: nothing is cleared.
    assert!(until(&mut out, "a.txt").starts_with("a.txt:5:"));
    fs::write(&path, story(63, 4)).unwrap();
    assert!(until(&mut out, "63").starts_with("a.txt:5:"));
    // Another file of the folder.
    fs::write(folder.path().join("b.txt"), story(74, 5)).unwrap();
    until(&mut out, "74");
    // Gone, and back again: it says so, and goes on.
    fs::remove_file(&path).unwrap();
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    until(&mut err, "no article found");
    fs::write(&path, story(85, 6)).unwrap();
    until(&mut out, "85");
    assert!(watching.0.try_wait().unwrap().is_none(), "it goes on watching");
}

#[test]
fn a_change_of_a_rule_is_one() {
    let folder = TempDir::new().unwrap();
    let new = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["rules", "new", "berth-count", "--folder", "mine"])
        .current_dir(&folder)
        .status();
    assert!(new.unwrap().success());
    let text = format!("{}\nThe Tamsin Harbour Board has 17 berths.\n", story(41, 14));
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let mut watching = watch(folder.path(), "a.txt --rules mine --jobs 2");
    let mut out = BufReader::new(watching.0.stdout.take().unwrap());
    until(&mut out, "error berth-count");
    let path = folder.path().join("mine/berth-count.toml");
    let rule = fs::read_to_string(&path).unwrap();
    fs::write(&path, rule.replace("severity = \"error\"", "severity = \"warning\"")).unwrap();
    until(&mut out, "warning berth-count");
}

#[test]
fn standard_input_cannot_be_watched() {
    let folder = TempDir::new().unwrap();
    let mut watching = watch(folder.path(), "-");
    assert_eq!(watching.0.wait().unwrap().code(), Some(2));
    let mut text = String::new();
    watching.0.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("standard input"), "{text}");
}
