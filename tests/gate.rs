//! The gate on an archive: a newsroom switches the linter on over three hundred articles, and from then on sees what is
//! new, silences one place with a reason, and is told when the reason has gone.

mod common;

use common::{Ran, dateline, write};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Three hundred articles on a hundred banks, three on each, in Markdown; of every tenth bank the third article has the
/// governor's term end in another month than the first two.
struct Archive {
    folder: TempDir,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const GIVEN: [&str; 10] =
    ["Ruth", "Hanna", "Erik", "Pavel", "Katarina", "Jens", "Anna", "Peter", "Maria", "Thomas"];
const FAMILY: [&str; 10] =
    ["Adeyemi", "Lund", "Sund", "Dvorak", "Wolff", "Bergman", "Holt", "Okafor", "Marsh", "Quist"];

/// A name of a town that no other number has: three syllables of ten.
fn town(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["bar", "den", "fil", "gor", "hul", "kam", "len", "mor", "nis", "tor"];
    let part = |n: usize| SYLLABLES[n % 10];
    let text = format!("{}{}{}vik", part(number / 10), part(number), part(number * 7 + number / 10));
    text[..1].to_uppercase() + &text[1..]
}

fn article(bank: usize, nth: usize) -> (String, String) {
    let month = bank % 12;
    let ends = if bank % 10 == 3 && nth == 2 { (month + 5) % 12 } else { month };
    let person = format!("{} {}", GIVEN[bank % 10], FAMILY[bank / 10]);
    let (town, year) = (town(bank), 2040 + bank % 3);
    let opening = [
        format!("The council of {town} heard from its bank on the state of the harbour fund."),
        format!("Shops in {town} are to take coins again, after months of cards only."),
        format!("A new hall is to be built in {town}, and the bank lends the money."),
    ];
    let closing = [
        format!("The harbour of {town} has been dredged since the spring."),
        format!("Few in {town} had asked for it, the traders said."),
        format!("The old hall of {town} was pulled down in the winter."),
    ];
    let text = format!(
        "---\ntitle: News of {town}\ndate: 2038-{:02}-{:02}\n---\n\n{}\n\n{person}'s term as governor of the Bank of {town} ends in {} {year}.\n\n{}\n",
        1 + (bank + nth * 3) % 12,
        1 + (bank * 3 + nth) % 28,
        opening[nth],
        MONTHS[ends],
        closing[nth],
    );
    (format!("archive/{bank:03}-{nth}.md"), text)
}

impl Archive {
    /// With three articles on each of so many banks.
    fn of(banks: usize) -> Self {
        let archive = Archive { folder: TempDir::new().unwrap() };
        for bank in 0..banks {
            for nth in 0..3 {
                let (path, text) = article(bank, nth);
                archive.write(&path, &text);
            }
        }
        archive.git(&["init", "--quiet", "--initial-branch=main"]);
        archive.git(&["config", "user.name", "Desk"]);
        archive.git(&["config", "user.email", "desk@example.org"]);
        archive.commit("The archive");
        archive
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces words in a file, which must be there.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} says {from}");
        self.write(path, &text.replace(from, to));
    }

    fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(&self.folder)
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_DATE", "2039-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2039-01-01T00:00:00Z")
            .output()
            .expect("git is installed");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }

    /// Runs in a folder of the archive.
    fn run_in(&self, folder: &str, args: &str, input: Option<&str>) -> Ran {
        dateline(&self.path(folder), args, input.unwrap_or(""))
    }

    fn run(&self, args: &str) -> Ran {
        self.run_in(".", args, None)
    }
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    /// Rule and place of each finding.
    fn findings(&self) -> Vec<(String, String)> {
        let json = self.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let finding = |f: &Value| (text(&f["rule"]), text(&f["labels"][0]["path"]));
        json["findings"].as_array().unwrap().iter().map(finding).collect()
    }
}

fn found(rule: &str, path: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), path.to_owned())]
}

/// The governor's term in another month than the archive has it.
const CONTRADICTION: &str =
    "---\ntitle: A bench for the harbour\ndate: 2038-12-30\n---\n\nA bench is to stand at the water.\n";

fn contradiction(archive: &Archive) -> String {
    let first = archive.read("archive/000-0.md");
    let sentence = first.lines().find(|line| line.contains("term as governor")).unwrap();
    assert!(sentence.contains("January"), "{sentence}");
    format!("{CONTRADICTION}\n{}\n", sentence.replace("January", "April"))
}

#[test]
fn an_archive_is_switched_on() {
    let archive = Archive::of(100);
    let check = "check archive --format json --baseline dateline-baseline.json";

    // The first run writes a baseline; there was something to write.
    let before = archive.run("check archive --format json").ends(1);
    assert_eq!(before.findings().len(), 10, "{}", before.out);
    assert!(
        before
            .findings()
            .iter()
            .all(|(rule, path)| rule == "term-end" && path.ends_with("3-2.md") || path.contains("3-"))
    );
    archive.run("check archive --write-baseline").ends(0);
    let baseline = archive.read("dateline-baseline.json");
    assert_eq!(baseline.lines().filter(|line| line.contains("fingerprint")).count(), 10, "{baseline}");
    archive.commit("Begin with what there is");

    // The second is clean.
    let second = archive.run(check).ends(0);
    assert_eq!(second.findings(), []);
    assert_eq!(second.json()["summary"]["baselined"], 10);

    // A commit that adds one contradiction fails with exactly that one.
    archive.write("archive/bench.md", &contradiction(&archive));
    archive.commit("A bench");
    let third = archive.run(check).ends(1);
    assert_eq!(third.findings(), found("term-end", "archive/bench.md"), "{}", third.out);
    let review = archive.run("check archive --format json --changed-since HEAD~1").ends(1);
    assert_eq!(review.findings(), found("term-end", "archive/bench.md"), "{}", review.out);
    // Where nothing has changed there is nothing to say.
    assert_eq!(archive.run("check archive --format json --changed-since HEAD").ends(0).findings(), []);

    // A suppression with a reason silences it, at either end.
    for path in ["archive/bench.md", "archive/000-0.md"] {
        let text = archive.read(path);
        let line = text.lines().find(|line| line.contains("term as governor")).unwrap().to_owned();
        let order = "<!-- dateline-ignore term-end: the law was changed in between -->";
        archive.edit(path, &line, &format!("{order}\n{line}"));
        let ran = archive.run(check);
        if path == "archive/bench.md" {
            assert_eq!(ran.ends(0).json()["summary"]["suppressed"], 1);
        } else {
            // Two more articles say the same as the first, and still stand against it.
            assert_eq!(ran.ends(1).findings(), found("term-end", "archive/bench.md"));
        }
        archive.write(path, &text);
    }
    let text = archive.read("archive/bench.md");
    archive.write(
        "archive/bench.md",
        &text.replace("---\n\nA bench", "dateline-ignore: \"term-end: the law was changed\"\n---\n\nA bench"),
    );
    archive.run(check).ends(0);

    // When the cause has gone, the suppression is reported as unused, by a run over all of it.
    archive.edit("archive/bench.md", "ends in April", "ends in January");
    archive.run(check).ends(0);
    let check = "check --format json --baseline dateline-baseline.json";
    let unused = archive.run(check).ends(1);
    assert_eq!(unused.findings(), found("unused-suppression", "archive/bench.md"), "{}", unused.out);
    let label = &unused.json()["findings"][0]["labels"][0];
    assert_eq!((label["text"].as_str(), label["line"].as_u64()), (Some("term-end"), Some(4)));
    // Not of a rule that did not run.
    archive.run(&format!("{check} --select unused-suppression,age")).ends(0);
    archive.run(&format!("{check} --fail-on error")).ends(0);
}

#[test]
fn a_baseline_outlives_edits() {
    let archive = Archive::of(20);
    archive.run("check archive --write-baseline").ends(0);
    let check = "check archive --format json --baseline dateline-baseline.json";
    let baseline = archive.read("dateline-baseline.json");

    // A paragraph moves down, another is put before it, an article is added that takes no part.
    let text = archive.read("archive/003-2.md");
    let (head, rest) = text.split_once("---\n\n").unwrap();
    let mut paragraphs: Vec<&str> = rest.trim().split("\n\n").collect();
    paragraphs.rotate_left(2);
    archive.write(
        "archive/003-2.md",
        &format!("{head}---\n\nA first paragraph.\n\n{}\n", paragraphs.join("\n\n")),
    );
    archive.write("archive/other.md", "---\ndate: 2038-01-01\n---\n\nThe market was full.\n");
    archive.run(check).ends(0);
    archive.run("check archive --write-baseline").ends(0);
    assert_eq!(archive.read("dateline-baseline.json"), baseline);

    // From another folder.
    let ran =
        archive.run_in("archive", "check . --format json --baseline ../dateline-baseline.json", None).ends(0);
    assert_eq!(ran.json()["summary"]["baselined"], 2);
    archive.run_in("archive", "check . --baseline ../dateline-baseline.json --write-baseline", None).ends(0);
    assert_eq!(archive.read("dateline-baseline.json"), baseline);

    // One more article in a known dispute is new, and is told as such; so is the one that stays when it goes.
    let sentence =
        |path: &str| archive.read(path).lines().find(|l| l.contains("term as governor")).unwrap().to_owned();
    let more = format!("{CONTRADICTION}\n{}\n", sentence("archive/003-2.md"));
    archive.write("archive/bench.md", &more);
    let grown = archive.run(check).ends(1);
    assert_eq!(grown.findings(), found("term-end", "archive/bench.md"));
    let help = grown.json()["findings"][0]["help"].as_str().unwrap().to_owned();
    assert!(help.contains("the baseline knows it of 3 articles, now it is 4"), "{help}");
    let fingerprint = grown.json()["findings"][0]["fingerprint"].as_str().unwrap().to_owned();
    assert!(baseline.contains(&fingerprint), "an added article changes no fingerprint");
    fs::remove_file(archive.path("archive/bench.md")).unwrap();

    // What is put right is told, and taken out when asked for.
    archive.edit("archive/013-2.md", "ends in", "does not end in");
    let text = archive.read("archive/013-2.md");
    let line = text.lines().find(|l| l.contains("term as governor")).unwrap();
    archive.write("archive/013-2.md", &text.replace(line, "Nothing is known of the governor."));
    let told = archive.run(check).ends(0);
    assert!(
        told.err.contains("(term-end): not found any more; --prune-baseline takes it out"),
        "{}",
        told.err
    );
    // Not by a run that has not looked: another folder, or without the rule.
    archive.write("elsewhere/a.md", "The market was full.\n");
    for partial in [
        "check elsewhere --prune-baseline",
        "check archive --select age --prune-baseline",
        "check archive/003-2.md --write-baseline",
    ] {
        let ran = archive.run(partial).ends(0);
        assert!(!ran.err.contains("not found any more"), "{}", ran.err);
        assert_eq!(archive.read("dateline-baseline.json"), baseline, "{partial}");
    }
    archive.run("check archive --prune-baseline").ends(0);
    let pruned = archive.read("dateline-baseline.json");
    let lines = |text: &str| text.lines().filter(|l| l.contains("fingerprint")).count();
    assert_eq!(lines(&pruned), 1);
    let known: BTreeSet<&str> = baseline.lines().map(|l| l.trim_end_matches(',')).collect();
    assert!(
        pruned.lines().all(|line| known.contains(line.trim_end_matches(','))),
        "only that line has gone:\n{pruned}"
    );
    assert!(archive.run(check).ends(0).err.is_empty());

    // What it hides can be seen.
    let shown = archive.run(&format!("{check} --show-baselined")).ends(0);
    assert_eq!(shown.findings().len(), 1);
    assert!(shown.json()["findings"].as_array().unwrap().iter().all(|f| f["baselined"] == true));
    let full = archive.run("check archive --baseline dateline-baseline.json --show-baselined").ends(0);
    assert!(full.out.contains("error[term-end] (in the baseline)"), "{}", full.out);
    assert!(full.out.contains("nothing to report (1 in the baseline)"), "{}", full.out);
}

#[test]
fn a_bad_baseline_is_pointed_into() {
    let archive = Archive { folder: TempDir::new().unwrap() };
    archive.write("a.md", "The market was full.\n");
    let mut told = String::new();
    for text in [
        "{\n\"version\": 7,\n\"entries\": []\n}\n",
        "{\n\"version\": 1,\n\"entries\": [\n{\"fingerprint\":\"abc\",\"rule\":\"age\",\"articles\":2}\n]\n}\n",
        "{\n\"version\": 1,\n\"entries\": [\n<<<<<<< HEAD\n{}\n]\n}\n",
        "{\n\"version\": 1,\n\"entries\": [\n{\"fingerprint\":\"00000000000000000000000000000000\",\"rule\":\"age\"}\n]\n}\n",
        "",
        "[]",
    ] {
        archive.write("dateline-baseline.json", text);
        let ran = archive.run("check . --baseline dateline-baseline.json").ends(2);
        assert_eq!(ran.out, "");
        told.push_str(&format!("{text}\n{}\n", ran.err));
        // Nor is it written over.
        archive.run("check . --write-baseline").ends(2);
        assert_eq!(archive.read("dateline-baseline.json"), text);
    }
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/gate"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("bad_baselines", told) });
    let missing = archive.run("check . --baseline nowhere.json").ends(2);
    assert!(missing.err.contains("the baseline `nowhere.json` cannot be read"), "{}", missing.err);
    let folder = archive.run("check . --baseline no/such/folder.json --write-baseline").ends(2);
    assert!(folder.err.contains("cannot be written"), "{}", folder.err);
    let both = archive.run("check . --write-baseline --prune-baseline").ends(2);
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}

#[test]
fn a_review_asks_what_has_changed() {
    let archive = Archive::of(20);
    let review = "check archive --format json --changed-since main";
    archive.git(&["switch", "--quiet", "--create", "desk"]);
    // Something that is older than what it contradicts is told where it has changed, not at the later report.
    archive.edit("archive/000-0.md", "ends in January", "ends in June");
    let ran = archive.run(review).ends(1);
    assert_eq!(ran.findings(), found("term-end", "archive/000-0.md"), "{}", ran.out);
    let json = ran.json();
    let labels = json["findings"][0]["labels"].as_array().unwrap();
    assert_eq!(labels[0]["text"], "June 2040");
    assert_eq!(labels[1]["text"], "January 2040");
    let message = json["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("“June 2040” here, but “January 2040” elsewhere"), "{message}");
    // It is the same finding as in a run over everything.
    let all = archive.run("check archive --format json").ends(1).json();
    let prints: Vec<&Value> = all["findings"].as_array().unwrap().iter().map(|f| &f["fingerprint"]).collect();
    assert!(prints.contains(&&json["findings"][0]["fingerprint"]));
    // From another folder, too.
    let ran = archive.run_in("archive", "check . --format json --changed-since main", None).ends(1);
    assert_eq!(ran.findings(), found("term-end", "000-0.md"));
    archive.commit("June");

    // What main has done meanwhile is not this branch's change.
    archive.git(&["switch", "--quiet", "main"]);
    archive.edit("archive/001-0.md", "ends in February", "ends in July");
    archive.commit("July");
    archive.git(&["switch", "--quiet", "desk"]);
    assert_eq!(archive.run(review).ends(1).findings(), found("term-end", "archive/000-0.md"));

    // What is only renamed has not changed; what is new and not yet tracked has.
    archive.edit("archive/000-0.md", "ends in June", "ends in January");
    fs::rename(archive.path("archive/003-2.md"), archive.path("archive/renamed.md")).unwrap();
    archive.git(&["add", "--all"]);
    assert_eq!(archive.run(review).ends(0).findings(), []);
    archive.write("archive/bench.md", &contradiction(&archive));
    assert_eq!(archive.run(review).ends(1).findings(), found("term-end", "archive/bench.md"));

    // Not a commit; not a repository.
    let ran = archive.run("check archive --changed-since nowhere").ends(2);
    assert!(ran.err.contains("--changed-since nowhere: git knows no such commit"), "{}", ran.err);
    let ran = archive.run("check archive --changed-since --output=x").ends(2);
    assert_ne!(ran.err, "");
    let bare = Archive { folder: TempDir::new().unwrap() };
    bare.write("a.md", "The market was full.\n");
    let ran = bare.run("check . --changed-since HEAD").ends(2);
    assert!(ran.err.contains("is in no git repository"), "{}", ran.err);
}

#[test]
fn of_a_container_the_changed_records_count() {
    let archive = Archive::of(20);
    let record = |id: &str, day: &str, month: &str| {
        let text = format!("Ruth Adeyemi's term as governor of the Bank of Norrland ends in {month} 2021.");
        format!("{}\n", serde_json::json!({"id": id, "published": day, "text": text}))
    };
    let old = record("a", "2021-03-02", "September") + &record("b", "2021-03-03", "October");
    archive.write("wire.jsonl", &old);
    archive.commit("The wire");
    let review = "check wire.jsonl --format json --changed-since HEAD";
    assert_eq!(archive.run(review).ends(0).findings(), []);
    // A record that is put before the others does not change them.
    let other = "{\"id\": \"c\", \"text\": \"The market was full.\"}\n";
    archive.write("wire.jsonl", &format!("{other}{old}"));
    assert_eq!(archive.run(review).ends(0).findings(), []);
    archive.write(
        "wire.jsonl",
        &format!("{other}{}{}", record("a", "2021-03-02", "November"), record("b", "2021-03-03", "October")),
    );
    let json = archive.run(review).ends(1).json();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["findings"][0]["labels"][0]["article"], "a");
}

#[test]
fn a_record_of_many_lines_has_changed_with_its_file() {
    let archive = Archive::of(0);
    let quiet = "[\n  {\n    \"published\": \"2021-04-06\",\n    \"text\": \"All is quiet.\"\n  }\n]\n";
    archive.write("wire.json", quiet);
    archive.commit("A wire");
    let more = "  },\n  {\n    \"published\": \"2021-04-07\",\n    \"text\": \"The lock opened on Friday, May 12, 2021.\"\n  }\n]";
    archive.write("wire.json", &quiet.replace("  }\n]", more));
    let ran = archive.run_in("", "check --changed-since HEAD --format concise", None);
    assert!(ran.out.contains("weekday") && ran.status == 1, "{}{}", ran.out, ran.err);
}

#[test]
fn an_editor_asks_for_one_file() {
    let archive = Archive::of(20);
    let text = archive.read("archive/000-0.md").replace("ends in January", "ends in June");
    let check = "check archive --format json --stdin-filename archive/000-0.md";
    let ran = archive.run_in(".", check, Some(&text)).ends(1);
    assert_eq!(ran.findings(), found("term-end", "archive/000-0.md"));
    assert_eq!(ran.json()["summary"]["articles"], 60);
    assert_eq!(archive.run_in(".", check, Some(&archive.read("archive/000-0.md"))).ends(0).findings(), []);
    // A file that is not saved yet.
    let text = contradiction(&archive);
    let ran = archive
        .run_in(".", "check archive --format json --stdin-filename archive/new.md", Some(&text))
        .ends(1);
    assert_eq!(ran.findings(), found("term-end", "archive/new.md"));
    archive.run_in(".", "check - --stdin-filename archive/new.md", Some(&text)).ends(2);
}

#[test]
fn limits_of_the_exit_status() {
    let archive = Archive { folder: TempDir::new().unwrap() };
    // Two warnings, no error.
    for name in ["a", "b"] {
        archive.write(
            &format!("{name}.md"),
            "The lock was full. <!-- dateline-ignore weekday: as printed -->\n",
        );
    }
    for (args, status) in [
        ("", 1),
        ("--max-warnings 2", 0),
        ("--max-warnings 1", 1),
        ("--max-warnings 1 --exit-zero", 0),
        ("--max-warnings 1 --fail-on never", 0),
        ("--max-warnings 1 --fail-on error", 1),
        ("--fail-on error", 0),
        ("--exit-zero", 0),
        ("--exit-zero --select no-such-rule", 2),
    ] {
        archive.run(&format!("check {args}")).ends(status);
    }
    archive.write("c.md", "The lock was full. <!-- dateline-ignore week-day: as printed -->\n");
    archive.run("check --max-warnings 9").ends(1);
    let ran = archive.run("check --statistics").ends(1);
    assert_eq!(
        ran.out,
        "RULE                 ERRORS  WARNINGS  ADVICE  SUPPRESSED  BASELINED\n\
         unused-suppression   0       2         0       0           0\n\
         invalid-suppression  1       0         0       0           0\n"
    );
    let times: Vec<&str> = ran.err.lines().filter_map(|line| line.split("  ").next()).collect();
    for part in ["reading", "stories", "judging facts", "comparing texts", "suppressions", "weekday"] {
        assert!(times.contains(&part), "{part}: {}", ran.err);
    }
    assert_eq!(archive.run("check --statistics --quiet").ends(1).err, "");
    let json = archive.run("check --statistics --format json").ends(1).json();
    assert_eq!(json["statistics"][0]["warnings"], 2);
}

/// Wherever an article of a format may say what is to be left alone, it is heeded; docs/gate.md has the table.
#[test]
fn every_format_has_its_orders() {
    let archive = Archive { folder: TempDir::new().unwrap() };
    const TEXT: &str = "On Tuesday, 4 March 2021, ten people fell from the bridge, police said.";
    const FIELD: &str = r#""dateline-ignore": "weekday: as printed""#;
    let hop = "Received: from a.example by b.example; Fri, 5 Mar 2021 10:00:00 +0000\n".repeat(90);
    let comment = "<!-- dateline-ignore weekday: as printed -->";
    let sent = "Subject: x\nDate: Fri, 5 Mar 2021 10:00:00 +0000\nContent-Type: text/html\n\n";
    for (name, text) in [
        ("a.md", format!("{{\"id\": 1, {FIELD}}}\n\n{TEXT}\n")),
        ("b.md", format!("---\ndateline-ignore: 'weekday: as printed'\n---\n\n{TEXT}\n")),
        ("c.eml", format!("From: a@b.example\n{sent}<p>{TEXT} {comment}</p>\n")),
        ("d.eml", format!("{hop}From: a@b.example\n{sent}<p>{TEXT} {comment}</p>\n")),
        (
            "e.json",
            format!(
                r#"{{"version": "https://jsonfeed.org/version/1", "items": [{{"id": "1", {FIELD}, "content_text": "{TEXT}"}}]}}"#
            ),
        ),
        ("f.jsonl", format!(r#"{{"uri": "urn:1", "type": "text", {FIELD}, "body_text": "{TEXT}"}}"#)),
        ("g.jsonl", format!(r#"{{{FIELD}, "text": "{TEXT}"}}"#)),
        ("h.html", format!("<p>{TEXT} {comment}</p>\n")),
        ("i.csv", format!("text,dateline-ignore\n\"{TEXT}\",weekday: as printed\n")),
        ("j.jsonl", format!(r#"{{"text": "<p>{TEXT} {comment}</p>"}}"#)),
        (
            "k.xml",
            format!(
                "<rss><channel><item><title>T</title><description>&lt;p>{TEXT} {}&lt;/p></description></item></channel></rss>",
                comment.replace('<', "&lt;")
            ),
        ),
    ] {
        archive.write(name, &text);
        let ran = archive.run(&format!("check {name} --isolated")).ends(0);
        assert!(ran.out.contains("(1 suppressed)"), "{name}: {}{}", ran.out, ran.err);
    }
}

/// Which articles a baseline names does not depend on where it lies.
#[test]
fn a_baseline_lies_anywhere() {
    let archive = Archive::of(20);
    fs::create_dir_all(archive.path("ci")).unwrap();
    archive.run("check archive --baseline ci/known.json --write-baseline").ends(0);
    assert!(archive.read("ci/known.json").contains("\"../archive/003-2.md\""));
    archive.run("check archive --baseline ci/known.json").ends(0);
    archive.run_in("ci", "check ../archive --baseline known.json", None).ends(0);
    assert!(Path::new(&archive.path("ci")).read_dir().unwrap().count() == 1, "nothing half-written remains");
}

/// What the configuration says is to be left alone.
#[test]
fn a_configuration_leaves_alone() {
    let archive = Archive::of(20);
    archive.write("archive/bench.md", &contradiction(&archive));
    let check = "check . --format json --today 2039-05-01";
    assert_eq!(archive.run(check).ends(1).findings().len(), 3);
    let ignore = |entries: &str| archive.write("dateline.toml", entries);
    let entry = |keys: &str| ignore(&format!("[[ignore]]\n{keys}\nreason = 'two laws'\n"));

    // By rule and path of either end, by subject, by fingerprint, alone or together.
    let all = archive.run(check).json();
    let print = all["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "term-end").unwrap();
    let print = print["fingerprint"].as_str().unwrap().to_owned();
    for (keys, left) in [
        ("rules = ['term-end']".to_owned(), 0),
        ("rules = ['term-end']\npaths = ['archive/bench.md']".to_owned(), 2),
        ("paths = ['bench.md']".to_owned(), 2),
        // The other articles on the bank still stand against this one.
        ("paths = ['archive/000-0.md', '003-*']".to_owned(), 2),
        ("rules = ['term-end']\nsubjects = ['ruth adeyemi']".to_owned(), 2),
        (format!("fingerprints = ['{print}']"), 2),
        ("paths = ['archive']\nuntil = 2039-05-01".to_owned(), 0),
    ] {
        entry(&keys);
        let ran = archive.run(check).ends(i32::from(left > 0));
        assert_eq!(ran.findings().len(), left, "{keys}: {}", ran.out);
        assert_eq!(ran.json()["summary"]["articles"], 61);
        // The folder it is run from makes no difference.
        let inside = archive.run_in("archive", "check .. --format json --today 2039-05-01", None);
        assert_eq!(inside.out, ran.out, "{keys}");
    }

    // The day after, it is reported again, and that the entry is over.
    entry("rules = ['term-end']\nuntil = 2039-04-30");
    let over = archive.run(check).ends(1);
    let rules: Vec<String> = over.findings().into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["term-end", "term-end", "term-end", "unused-suppression"]);
    let last = over.json()["findings"][3].clone();
    assert!(last["message"].as_str().unwrap().contains("ended on 2039-04-30"), "{last}");
    assert_eq!(
        (last["labels"][0]["path"].as_str(), last["labels"][0]["line"].as_u64()),
        (Some("dateline.toml"), Some(1))
    );
    assert!(last["help"].as_str().unwrap().contains("two laws"));

    // What silences nothing is told, in the file, at the rule's name; not where the rule did not run.
    entry("rules = ['term-end', 'age']");
    let unused = archive.run(check).ends(1);
    assert_eq!(unused.findings(), found("unused-suppression", "dateline.toml"));
    assert!(unused.json()["findings"][0]["labels"][0]["text"].as_str().unwrap().contains("age"));
    archive.run(&format!("{check} --select term-end,unused-suppression")).ends(0);
    archive.run(&format!("{check} --ignore unused-suppression")).ends(0);
    let shown = archive.run("check --today 2039-05-01").ends(1).out;
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/gate"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("unused_in_configuration", shown) });
    // A part of the archive does not say that an entry for another part is not needed.
    entry("paths = ['archive/bench.md']");
    archive.run("check archive/003-0.md").ends(0);
    archive.run("check archive --fail-on advice --select unused-suppression").ends(0);

    // A baseline may be named there.
    ignore("baseline = 'known.json'\n");
    let none = archive.run("check archive").ends(1);
    assert!(none.err.contains("known.json: there is no such baseline yet"), "{}", none.err);
    archive.run("check archive --prune-baseline").ends(2);
    archive.run("check archive --write-baseline").ends(0);
    assert!(archive.path("known.json").is_file());
    assert_eq!(
        archive.run_in("archive", "check . --format json", None).ends(0).json()["summary"]["baselined"],
        3
    );
    ignore("max-warnings = 0\nbaseline = 'known.json'\n");
    archive.write("archive/c.md", "The lock was full. <!-- dateline-ignore age: as printed -->\n");
    archive.run("check").ends(1);
    archive.run("check --max-warnings 1").ends(0);
}

const WRONG: &str = "The lock was opened on Friday, May 12, 2021.\n";

#[test]
fn one_mistake_in_two_places_is_known_by_both() {
    let archive = Archive::of(0);
    archive.write("lock.md", WRONG);
    archive.run("check --write-baseline --quiet").ends(0);
    let gate = "check --baseline dateline-baseline.json --format concise";
    archive.run(gate).ends(0);
    // The same words once more are one more mistake, and that one alone is told.
    archive.write("lock.md", &format!("{WRONG}\nIt rained. {WRONG}"));
    let ran = archive.run(gate).ends(1);
    assert_eq!(ran.out, "lock.md:3:35: error weekday: May 12, 2021 is a Wednesday, not a Friday\n");
    // A paragraph between them makes no difference; the first one mended leaves one.
    archive.write("lock.md", &format!("{WRONG}\nAnd so on.\n\nIt rained. {WRONG}"));
    assert_eq!(archive.run(gate).ends(1).out.lines().count(), 1);
    archive.write("lock.md", &format!("It was opened.\n\nIt rained. {WRONG}"));
    archive.run(gate).ends(0);
}

#[test]
fn no_output_takes_the_place_of_an_article() {
    let archive = Archive::of(0);
    archive.write("archive/lock.md", WRONG);
    for format in ["markdown", "concise", "json", "html"] {
        let ran = archive.run(&format!("check archive --output {format}=archive/lock.md")).ends(2);
        assert!(ran.err.contains("would overwrite `archive/lock.md`, which is read"), "{}", ran.err);
        assert_eq!(archive.read("archive/lock.md"), WRONG);
    }
    let ran = archive.run("timeline age archive --output archive/lock.md").ends(2);
    assert!(ran.err.contains("would overwrite `archive/lock.md`"), "{}", ran.err);
    // So does one that the configuration names.
    archive.write("archive/dateline.toml", "output = [\"markdown=lock.md\"]\n");
    let ran = archive.run("check archive").ends(2);
    assert!(ran.err.contains("would overwrite"), "{}", ran.err);
    fs::remove_file(archive.path("archive/dateline.toml")).unwrap();
    // An earlier output is no article, in whatever format; one that somebody has written into may be.
    for (format, file) in [
        ("full", "full.txt"),
        ("concise", "concise.txt"),
        ("narrated", "narrated.txt"),
        ("json", "all.json"),
        ("jsonl", "all.jsonl"),
        ("sarif", "sarif.json"),
        ("gitlab", "gitlab.json"),
        ("rdjson", "rd.json"),
        ("junit", "junit.xml"),
        ("checkstyle", "style.xml"),
        ("markdown", "found.md"),
        ("html", "found.html"),
    ] {
        let run = format!("check archive --output {format}=archive/{file}");
        archive.run(&run).ends(1);
        // Nothing found is an output, too.
        archive.run(&format!("{run} --select age")).ends(0);
        archive.run(&run).ends(1);
        fs::remove_file(archive.path(&format!("archive/{file}"))).unwrap();
    }
    archive.write("archive/found.md", "## dateline\n\nA story about a linter.\n");
    archive.run("check archive --output markdown=archive/found.md").ends(2);
}

#[test]
fn a_run_of_no_rule_is_no_gate() {
    let archive = Archive::of(0);
    archive.write("lock.md", WRONG);
    let ran = archive.run("check --select weekday --ignore weekday").ends(2);
    assert!(ran.err.contains("no rule is left to run"), "{}", ran.err);
    archive.write("dateline.toml", "ignore = [\"all\"]\n");
    archive.run("check").ends(2);
    archive.run("check --select weekday").ends(1);
}

#[test]
fn a_part_of_the_archive_knows_nothing_to_be_unused() {
    let archive = Archive::of(0);
    let order = "<!-- dateline-ignore term-end: the law was changed -->";
    let says = |month: &str| {
        format!("Ruth Adeyemi's term as governor of the Bank of Norrland ends in {month} 2021.")
    };
    archive.write("2021/a.md", &format!("---\ndate: 2021-03-02\n---\n\n{} {order}\n", says("September")));
    archive.write("2022/b.md", &format!("---\ndate: 2021-03-09\n---\n\n{}\n", says("October")));
    archive.run("check").ends(0);
    // What it silences lies elsewhere.
    archive.run("check 2021").ends(0);
    archive.run_in("2021", "check", None).ends(0);
    archive.run("check 2021 2022").ends(0);
    fs::remove_file(archive.path("2022/b.md")).unwrap();
    archive.run("check 2021").ends(0);
    let ran = archive.run("check --format concise").ends(1);
    assert!(ran.out.contains("unused-suppression"), "{}", ran.out);
    // Of a rule that looks at one article alone it is known all the same.
    archive.write("2021/a.md", "It rained. <!-- dateline-ignore weekday: as printed -->\n");
    let ran = archive.run("check 2021/a.md --format concise").ends(1);
    assert!(ran.out.contains("unused-suppression"), "{}", ran.out);
}

#[test]
fn one_file_has_one_name() {
    let archive = Archive::of(0);
    archive.write("lock.md", WRONG);
    archive.write("sub/lock.md", WRONG);
    for paths in ["..", ".. .", ". ..", "../sub ..", ".. lock.md"] {
        let ran = archive.run_in("sub", &format!("check {paths} --format concise"), None).ends(1);
        let places: Vec<&str> = ran.out.lines().map(|line| line.split(':').next().unwrap()).collect();
        assert_eq!(places, ["../lock.md", "lock.md"], "{paths}");
    }
    // A baseline is no article, wherever it lies.
    archive.run("check --write-baseline").ends(0);
    let ran = archive.run_in("sub", "check ..", None).ends(1);
    assert!(!ran.err.contains("baseline"), "{}", ran.err);
}

#[test]
fn a_review_asks_every_repository() {
    let archive = Archive::of(0);
    archive.write("lock.md", WRONG);
    archive.commit("A lock");
    // Git is asked where the articles are.
    let outside = TempDir::new().unwrap();
    let run = |args: String| dateline(outside.path(), &args, "");
    let folder = archive.folder.path().display();
    run(format!("check {folder} --changed-since HEAD")).ends(0);
    archive.write("lock.md", &format!("It rained. {WRONG}"));
    let ran = run(format!("check {folder} --changed-since HEAD --format concise")).ends(1);
    assert!(ran.out.contains("lock.md:1:35"), "{}", ran.out);
    archive.commit("Rain");
    // What git ignores it cannot have seen before.
    archive.write(".gitignore", "*.txt\n");
    archive.write("notes.txt", WRONG);
    archive.commit("Notes are left out");
    let review = "check lock.md notes.txt --changed-since HEAD --format concise";
    let ran = archive.run(review).ends(1);
    assert!(ran.out.starts_with("notes.txt:") && ran.out.lines().count() == 1, "{}", ran.out);
    // A repository that is no part of this one, and does not know the commit.
    archive.git(&["init", "--quiet", "wire"]);
    archive.write("wire/old.md", WRONG);
    archive.git(&["tag", "start"]);
    let ran = archive.run("check --changed-since start --format concise").ends(1);
    assert!(ran.out.starts_with("wire/old.md:") && ran.out.lines().count() == 1, "{}", ran.out);
    assert!(ran.err.contains("a git repository of its own"), "{}", ran.err);
    // Of a submodule counts what this repository had of it.
    let identity = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org"];
    let inner = |args: &[&str]| archive.git(&[&["-C", "wire"], &identity[..], args].concat());
    inner(&["add", "--all"]);
    inner(&["commit", "--quiet", "--message", "Old"]);
    archive.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./wire", "wire"]);
    archive.commit("The wire");
    archive.run("check --changed-since HEAD").ends(0);
    archive.write("wire/new.md", WRONG);
    inner(&["add", "--all"]);
    inner(&["commit", "--quiet", "--message", "New"]);
    let ran = archive.run("check --changed-since HEAD --format concise").ends(1);
    assert!(ran.out.starts_with("wire/new.md:") && ran.out.lines().count() == 1, "{}", ran.out);
    assert_eq!(ran.err, "");
    // Run inside it, it is the one that is meant.
    archive.run_in("wire", "check --changed-since HEAD", None).ends(0);
    archive.run_in("wire", "check --changed-since HEAD~1", None).ends(1);
    archive.run_in("wire", "check --changed-since start", None).ends(2);

    let ran = archive.run_in("", "check - --changed-since HEAD", Some(WRONG)).ends(2);
    assert!(ran.err.contains("knows nothing of standard input"), "{}", ran.err);
}
