//! Rules' pages: `explain`, and `rules docs`. All of them come from the rules' files by one way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn dateline(folder: &Path, args: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    let output = command.current_dir(folder).env_clear().args(args.split_whitespace()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap())).collect()
}

#[test]
fn the_folder_holds_the_pages_that_explain_prints() {
    let here = TempDir::new().unwrap();
    dateline(here.path(), "rules new berth-count --folder mine");
    dateline(here.path(), "rules docs --output-dir docs/rules --rules mine");
    let written = files(&here.path().join("docs/rules"));
    dateline(here.path(), "rules docs --output-dir again --rules mine");
    assert_eq!(written, files(&here.path().join("again")), "the same rules give the same bytes");

    let list = dateline(here.path(), "rules list --rules mine");
    let rules: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(rules.contains(&"berth-count") && rules.contains(&"age"));
    assert_eq!(written.len(), rules.len() + 1);
    let json = dateline(here.path(), "explain --all --format json --rules mine");
    let pages: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(pages.iter().map(|page| page["id"].as_str().unwrap()).collect::<Vec<_>>(), rules);
    let text = dateline(here.path(), "explain --all --rules mine");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = words(&text);
    for (rule, page) in rules.iter().zip(&pages) {
        // What one format says of the rule, all say; in a terminal lines are broken elsewhere.
        let markdown = &written[&format!("{rule}.md")];
        let why = words(page["why"].as_str().unwrap());
        assert!(all.contains(&why) && words(markdown).contains(&why), "{rule}");
        for example in page["examples"].as_array().unwrap() {
            let name = example["name"].as_str().unwrap();
            assert!(text.contains(name) && markdown.contains(name), "{rule}: {name}");
        }
        let link = format!("[{rule}]({rule}.md)");
        assert!(written["index.md"].contains(&link), "{link}");
    }
    let markdown: Vec<&str> = rules.iter().map(|rule| written[&format!("{rule}.md")].as_str()).collect();
    assert_eq!(dateline(here.path(), "explain --all --format markdown --rules mine"), markdown.join("\n"));
    let alone =
        |format: &str| dateline(here.path(), &format!("explain berth-count --format {format} --rules mine"));
    assert_eq!(alone("markdown"), written["berth-count.md"]);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&alone("json")).unwrap(),
        pages[rules.iter().position(|r| *r == "berth-count").unwrap()]
    );
    assert!(text.contains(&alone("text")));
}

#[test]
fn what_explain_needs() {
    let here = TempDir::new().unwrap();
    let status = |args: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(&here).args(args.split_whitespace()).output().unwrap().status.code()
    };
    assert_eq!(status("explain"), Some(2));
    assert_eq!(status("explain age --all"), Some(2));
    fs::write(here.path().join("file"), "").unwrap();
    assert_eq!(status("rules docs --output-dir file"), Some(2));
}

#[test]
fn a_page_and_the_index() {
    let here = TempDir::new().unwrap();
    dateline(here.path(), "rules docs --output-dir docs");
    let written = files(&here.path().join("docs"));
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/pages"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("index", written["index.md"]);
        insta::assert_snapshot!("member-count-markdown", written["member-count.md"]);
        insta::assert_snapshot!("weekday-json", dateline(here.path(), "explain weekday --format json"));
    });
}
