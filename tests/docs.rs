//! What `docs/` shows is run: the commands of its sessions, with what they print and how they end; the files it tells
//! the reader to write; the commands of its CI snippets and of the GitHub Action.
//!
//! A session is a block of ```` ```console ````, with the conventions of trycmd: `$ ` begins a command, `> ` continues it, the lines
//! after it are what it prints, `...` stands for any lines and `[..]` for anything in a line, `? 1` is an exit status
//! that is not 0. A block after `<!-- file: PATH -->` is written there. All of one page happens in one folder.
//! `DATELINE_DOCS=overwrite cargo test --test docs` puts what is printed into the pages, to be read before it is kept.
#![cfg(unix)]

use saphyr::{LoadableYamlNode, Yaml};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block of a page.
struct Block<'a> {
    language: &'a str,
    /// What the comment before it says: `file: PATH`, `needs: PROGRAM`.
    note: Option<(&'a str, &'a str)>,
    body: &'a str,
    /// The line of the page on which the body starts, counted from 1.
    line: usize,
    /// The byte of the page on which it starts.
    at: usize,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut found, mut note, mut open) = (Vec::new(), None, None::<(&str, usize, usize)>);
    let mut at = 0;
    for (number, line) in (1..).zip(page.split_inclusive('\n')) {
        let start = at;
        at += line.len();
        match (open, line.trim_end()) {
            (None, text) if text.starts_with("```") => open = Some((&text[3..], at, number + 1)),
            (Some((language, from, first)), "```") => {
                found.push(Block {
                    language,
                    note: note.take(),
                    body: &page[from..start],
                    line: first,
                    at: from,
                });
                open = None;
            }
            (None, text) => {
                let comment = text.strip_prefix("<!-- ").and_then(|t| t.strip_suffix(" -->"));
                match comment.and_then(|c| c.split_once(": ")) {
                    Some(pair) => note = Some(pair),
                    None if text.is_empty() => {}
                    None => note = None,
                }
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// A command of a session with what is said of it.
struct Step<'a> {
    command: String,
    expected: Vec<&'a str>,
    status: i32,
}

fn steps(body: &str) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for line in body.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), expected: Vec::new(), status: 0 });
            continue;
        }
        let step = steps.last_mut().expect("a session begins with `$ `");
        if let Some(more) = line.strip_prefix("> ").filter(|_| step.expected.is_empty()) {
            step.command.push('\n');
            step.command.push_str(more);
        } else if let Some(status) = line.strip_prefix("? ").and_then(|s| s.parse().ok()) {
            step.status = status;
        } else {
            step.expected.push(line);
        }
    }
    steps
}

/// A reader's machine: a home, a checkout of dateline beside the reader's own folder, and nothing installed.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let machine = Machine { folder: TempDir::new().unwrap() };
        for folder in ["home/.cargo/bin", "bin", "work"] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        symlink(root(), machine.path("dateline")).unwrap();
        // Building takes minutes and is done by `cargo package` in .ci/run; this `cargo` installs what was built for the test.
        let cargo = format!(
            "#!/bin/sh\n[ \"$1 $2 $3\" = \"install --locked --path\" ] && [ -f \"$4/Cargo.toml\" ] || exit 101\n\
             cp '{}' \"$HOME/.cargo/bin/dateline\"\n",
            env!("CARGO_BIN_EXE_dateline")
        );
        fs::write(machine.path("bin/cargo"), cargo).unwrap();
        fs::set_permissions(machine.path("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
        machine
    }

    /// One that has dateline already.
    fn with_dateline() -> Self {
        let machine = Machine::new();
        symlink(env!("CARGO_BIN_EXE_dateline"), machine.path("home/.cargo/bin/dateline")).unwrap();
        machine
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path("work").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, command: &str, env: &[(&str, &str)]) -> Output {
        let path = format!(
            "{}:{}:{}",
            self.path("bin").display(),
            self.path("home/.cargo/bin").display(),
            std::env::var("PATH").unwrap()
        );
        let mut bash = Command::new("bash");
        bash.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(self.path("work"));
        bash.env_clear()
            .env("PATH", path)
            .env("HOME", self.path("home"))
            .env("COLUMNS", "100")
            .env("LC_ALL", "C.UTF-8");
        bash.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_COUNT", "1");
        bash.env("GIT_CONFIG_KEY_0", "init.defaultBranch").env("GIT_CONFIG_VALUE_0", "main");
        for who in ["AUTHOR", "COMMITTER"] {
            bash.env(format!("GIT_{who}_NAME"), "A Reader")
                .env(format!("GIT_{who}_EMAIL"), "reader@example.org");
        }
        bash.envs(env.iter().copied()).output().unwrap()
    }
}

/// Whether printed lines are as expected, `...` standing for any lines and `[..]` for anything in a line.
fn fits(expected: &[&str], printed: &[&str]) -> bool {
    match (expected.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..])),
        (Some((wanted, rest)), Some((line, others))) => line_fits(wanted, line) && fits(rest, others),
        _ => false,
    }
}

fn line_fits(wanted: &str, line: &str) -> bool {
    let mut parts = wanted.split("[..]");
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Follows a page. Gives what does not happen as it says, and the page as it would have to be.
fn follow(page: &str, machine: &Machine) -> (Vec<String>, String) {
    let (mut wrong, mut mended, mut kept) = (Vec::new(), String::new(), 0);
    for block in blocks(page) {
        if let Some(("file", path)) = block.note {
            machine.write(path, block.body);
            continue;
        }
        if block.language != "console" {
            continue;
        }
        if let Some(("needs", program)) = block.note
            && !machine.run(&format!("command -v {program}"), &[]).status.success()
        {
            eprintln!("SKIPPED: line {} needs `{program}`, which is not here", block.line);
            continue;
        }
        let mut body = String::new();
        for step in steps(block.body) {
            let output = machine.run(&step.command, &[]);
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
            let status = output.status.code().unwrap_or(-1);
            let right = status == step.status && fits(&step.expected, &lines);
            if !right {
                let expected = step.expected.join("\n");
                wrong.push(format!(
                    "$ {}\nexpected (status {}):\n{expected}\nprinted (status {status}):\n{}\n",
                    step.command,
                    step.status,
                    lines.join("\n")
                ));
            }
            let shown = if right { &step.expected } else { &lines };
            body.push_str(&format!("$ {}\n", step.command.replace('\n', "\n> ")));
            shown.iter().for_each(|line| body.push_str(&format!("{line}\n")));
            if status != 0 {
                body.push_str(&format!("? {status}\n"));
            }
        }
        mended.push_str(&page[kept..block.at]);
        mended.push_str(&body);
        kept = block.at + block.body.len();
    }
    mended.push_str(&page[kept..]);
    (wrong, mended)
}

fn pages() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("docs")).unwrap().map(|e| e.unwrap().path());
    let mut pages: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    pages.sort();
    pages
}

#[test]
fn the_sessions_of_every_page_happen_as_shown() {
    let mut wrong = Vec::new();
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let (found, mended) = follow(&page, &Machine::new());
        if std::env::var_os("DATELINE_DOCS").is_some_and(|v| v == "overwrite") {
            fs::write(&path, mended).unwrap();
        }
        wrong.extend(found.into_iter().map(|what| format!("{}:\n{what}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut links = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for target in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !target.contains("://") {
                let file = target.split('#').next().unwrap_or("");
                assert!(path.with_file_name(file).exists(), "{}: {target}", path.display());
                links += 1;
            }
        }
    }
    assert!(links > 2);
}

#[test]
fn a_session_that_is_not_as_shown_is_found() {
    let follow = |body: &str| follow(&format!("```console\n{body}```\n"), &Machine::with_dateline()).0.len();
    assert_eq!(follow("$ echo one; echo two\none\ntwo\n"), 0);
    assert_eq!(follow("$ echo one; echo two; echo three\n...\nth[..]e\n"), 0);
    assert_eq!(follow("$ echo one\ntwo\n"), 1);
    assert_eq!(follow("$ echo one\n"), 1);
    assert_eq!(follow("$ false\n? 1\n"), 0);
    assert_eq!(follow("$ false\n"), 1);
    assert_eq!(follow("$ dateline nonsense\n...\n? 2\n$ echo 'one\n> two'\none\ntwo\n"), 0);
    assert_eq!(follow("$ echo one\no[..]x\n"), 1);
}

/// The commands of a snippet that call dateline: of `run:` and `script:` in YAML, of `sh` in a Jenkinsfile.
fn commands(body: &str) -> Vec<&str> {
    fn command(line: &str) -> Option<&str> {
        let line = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
        let line = line.strip_prefix("sh '").and_then(|l| l.strip_suffix('\'')).unwrap_or(line);
        line.starts_with("dateline ").then_some(line)
    }
    body.lines().filter_map(command).collect()
}

#[test]
fn the_commands_of_ci_snippets_run() {
    let mut run = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for block in blocks(&page).iter().filter(|b| matches!(b.language, "yaml" | "groovy")) {
            if block.language == "yaml" {
                Yaml::load_from_str(block.body)
                    .unwrap_or_else(|e| panic!("{}:{}: {e}", path.display(), block.line));
            }
            for command in commands(block.body) {
                let machine = Machine::with_dateline();
                machine.write(
                    "articles/2031-03-11-harbour.md",
                    "Ann Tamsin, 41, is chair of the Tamsin Harbour Board.\n",
                );
                machine.run("git init -q && git add articles && git commit -qm one && git branch base", &[]);
                machine.write("dateline.toml", "baseline = \"dateline-baseline.json\"\n");
                machine.run("dateline check articles --write-baseline", &[]);
                let output = machine.run(
                    command,
                    &[
                        ("BASE", "base"),
                        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "base"),
                        ("CHANGE_TARGET", "base"),
                    ],
                );
                let printed = String::from_utf8_lossy(&output.stdout);
                assert_eq!(output.status.code(), Some(0), "{}: {command}\n{printed}", path.display());
                run += 1;
            }
        }
    }
    assert!(run >= 3, "{run} commands");
}

/// The scripts of the composite action, by the ids of their steps.
fn action_scripts() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("action.yml")).unwrap();
    let documents = Yaml::load_from_str(&text).unwrap();
    let steps = documents[0]["runs"]["steps"].as_sequence().unwrap();
    let string = |step: &Yaml<'_>, key: &str| {
        step.as_mapping_get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned()
    };
    steps.iter().map(|step| (string(step, "id"), string(step, "run"))).collect()
}

#[test]
fn the_action_installs_and_checks() {
    let scripts = action_scripts();
    let script =
        |id: &str| &scripts.iter().find(|(step, _)| step == id).unwrap_or_else(|| panic!("no step {id}")).1;
    for (text, failed) in
        [("Ann Tamsin, 41, is chair.\n", 0), ("Ann Tamsin, 41, is chair.\n\nAnn Tamsin, 52, is chair.\n", 1)]
    {
        let machine = Machine::new();
        machine.write("articles/2031-03-11-harbour.md", text);
        let (output, path, temp) = (machine.path("output"), machine.path("path"), machine.path("temp"));
        fs::create_dir(&temp).unwrap();
        let env = |extra: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
            let github = [("GITHUB_OUTPUT", &output), ("GITHUB_PATH", &path), ("RUNNER_TEMP", &temp)];
            let mut env: Vec<(String, String)> = github
                .into_iter()
                .map(|(name, path)| (name.to_owned(), path.display().to_string()))
                .collect();
            env.extend([("GITHUB_ACTIONS".to_owned(), "true".to_owned())]);
            env.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            env
        };
        let run = |id: &str, extra: &[(&'static str, &'static str)]| {
            let env = env(extra);
            let env: Vec<(&str, &str)> = env.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            machine.run(&format!("set -eo pipefail\n{}", script(id)), &env)
        };
        let installed = run("install", &[("BINARY", env!("CARGO_BIN_EXE_dateline"))]);
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stdout));
        let folder = fs::read_to_string(&path).unwrap();
        symlink(Path::new(folder.trim()).join("dateline"), machine.path("bin/dateline")).unwrap();
        let checked = run("check", &[("PATHS", "articles"), ("ARGUMENTS", "--min-confidence low")]);
        let printed = String::from_utf8_lossy(&checked.stdout).into_owned();
        assert_eq!(checked.status.code(), Some(failed), "{printed}");
        assert_eq!(printed.contains("::error"), failed == 1, "{printed}");
        let outputs = fs::read_to_string(&output).unwrap();
        let sarif = outputs.lines().find_map(|line| line.strip_prefix("sarif=")).expect("the output `sarif`");
        let sarif: serde_json::Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len() as i32, failed);
    }
}

#[test]
fn hooks_are_as_pre_commit_wants_them() {
    let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let documents = Yaml::load_from_str(&text).unwrap();
    let hooks = documents[0].as_sequence().unwrap();
    assert_eq!(hooks.len(), 3);
    let machine = Machine::with_dateline();
    machine.write("2031-03-11-harbour.md", "Ann Tamsin, 41, is chair of the Tamsin Harbour Board.\n");
    for hook in hooks {
        let string =
            |key: &str| hook.as_mapping_get(key).and_then(|v| v.as_str()).unwrap_or_else(|| panic!("{key}"));
        assert!(string("id").starts_with("dateline") && !string("description").is_empty());
        for (key, wanted) in [("pass_filenames", false), ("require_serial", true)] {
            assert_eq!(hook.as_mapping_get(key).and_then(saphyr::Yaml::as_bool), Some(wanted), "{key}");
        }
        let ran = machine.run(string("entry"), &[]);
        assert!(ran.status.success(), "{}: {}", string("entry"), String::from_utf8_lossy(&ran.stdout));
    }
}
