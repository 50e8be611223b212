//! The five articles this started from, read where they lie (`../shared/seeds`): their texts belong to their publishers
//! and are not copied. Where they are not there, these tests say so and pass.

use dateline::facts::show;
use dateline::rules::{Confidence, Finding, Outcome, Severity};
use dateline::{Checked, Corpus, Linter, Options};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

type Files = Vec<(String, String)>;

fn seeds() -> Option<Files> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return None;
    };
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    Some(
        paths
            .into_iter()
            .map(|p| {
                (
                    p.file_name().unwrap().to_string_lossy()[..3].to_owned() + ".txt",
                    fs::read_to_string(p).unwrap(),
                )
            })
            .collect(),
    )
}

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().unwrap())
}

struct Run {
    checked: Checked,
    corpus: Corpus,
}

fn check(files: &Files) -> Run {
    let mut corpus = Corpus::empty().unwrap();
    for (name, text) in files {
        corpus.add_memory(name, text.clone().into_bytes());
    }
    let checked = linter().check(&corpus, &Options::default());
    Run { checked, corpus }
}

impl Run {
    /// (file, words) of every label of a finding.
    fn labels(&self, finding: &Finding) -> Vec<(String, String)> {
        std::iter::once(&finding.here)
            .chain(&finding.there)
            .map(|e| {
                let index = e.site.article.0 as usize;
                let article = self.corpus.reopen(&self.checked.origins[index]).unwrap();
                (self.checked.cards[index].path[..3].to_owned(), e.site.span.cut(&article.raw).to_owned())
            })
            .collect()
    }

    fn loud(&self) -> Vec<&Finding> {
        let told = |f: &&Finding| f.severity >= Severity::Warning && f.confidence >= Confidence::Medium;
        self.checked.findings.iter().filter(told).collect()
    }

    fn told(&self) -> String {
        let lines: Vec<String> = self
            .checked
            .findings
            .iter()
            .map(|f| {
                format!("{:?} {} {:?}: {} {:?}", f.severity, f.rule, f.outcome, f.message, self.labels(f))
            })
            .collect();
        lines.join("\n")
    }
}

/// What must come out of the five articles: article, subject, rule, and the value in its standard form.
#[test]
fn facts_that_a_careful_editor_finds() {
    let Some(files) = seeds() else { return };
    let mut corpus = Corpus::empty().unwrap();
    for (name, text) in &files {
        corpus.add_memory(name, text.clone().into_bytes());
    }
    let linter = linter();
    let survey = linter.survey(&corpus, &Options::default());
    let found: Vec<(String, String, String, String)> = survey
        .facts
        .iter()
        .map(|fact| {
            (
                survey.checked.cards[fact.site.article.0 as usize].path[..3].to_owned(),
                fact.subject.name.to_string(),
                linter.attribute(fact.attribute).to_string(),
                show::value(&fact.value),
            )
        })
        .collect();
    for (article, subject, rule, value) in [
        ("000", "NATO", "member-count", "32"),
        ("000", "Jens Stoltenberg", "term-end", "XXXX-10"),
        ("000", "United States", "election-date", "XXXX-11"),
        ("000", "European Parliament", "election-date", "XXXX-06"),
        ("000", "Mark Rutte", "departure", "XXXX-07"),
        ("000", "Mark Rutte", "visit-date", "?"),
        ("001", "NATO", "member-count", "32"),
        ("001", "Jens Stoltenberg", "term-end", "2024-10"),
        ("001", "Jens Stoltenberg", "deadline", "2024-04-20..2024-04-30"),
        ("001", "Jens Stoltenberg", "deadline", "2024-06"),
        ("001", "European Parliament", "election-date", "2024-06-06..2024-06-09"),
        ("001", "Mark Rutte", "visit-date", "2024-04-26"),
        ("002", "NATO", "member-count", "31"),
        ("002", "NATO", "member-count", "32"),
        ("002", "Jens Stoltenberg", "term-end", "2024-10"),
        ("002", "Jens Stoltenberg", "term-start", "2014"),
        ("002", "Jens Stoltenberg", "term-extended", "2023-07"),
        ("002", "United States", "election-date", "2024-11"),
        ("002", "Netherlands", "election-date", "2023-11-22"),
        ("002", "Mark Rutte", "departure", "2023-07"),
        ("002", "Mark Rutte", "backing", "18..22"),
        ("002", "Russia", "conflict-start", "2022-02"),
        ("003", "NATO", "member-count", "31"),
        ("003", "Jens Stoltenberg", "term-end", "2024-10"),
        ("003", "Jens Stoltenberg", "term-start", "2014"),
        ("003", "Mark Rutte", "backing", "18..22"),
        ("004", "NATO", "member-count", "31"),
        ("004", "Jens Stoltenberg", "term-end", "XXXX-10"),
        ("004", "Netherlands", "election-date", "XXXX-11"),
        ("004", "Netherlands", "government-fell", "XXXX-07"),
        ("004", "Russia", "conflict-start", "?"),
    ] {
        let same = |f: &&(String, String, String, String)| {
            (&*f.0, &*f.1, &*f.2, &*f.3) == (article, subject, rule, value)
        };
        assert!(found.iter().any(|f| same(&f)), "{article}: {subject} {rule} {value} in {found:#?}");
    }
}

#[test]
fn what_a_careful_editor_says() {
    let Some(seeds) = seeds() else { return };
    let run = check(&seeds);
    let loud = run.loud();
    let told = run.told();
    assert_eq!(loud.len(), 2, "{told}");
    let deadline = loud.iter().find(|f| &*f.rule == "deadline").expect("the deadline");
    assert_eq!(deadline.severity, Severity::Error);
    let labels = run.labels(deadline);
    assert!(labels.iter().all(|(file, _)| file == "001"), "{labels:?}");
    assert!(labels.iter().any(|(_, words)| words.contains("end of April")), "{labels:?}");
    assert!(labels.iter().any(|(_, words)| words == "June"), "{labels:?}");
    let spelling = loud.iter().find(|f| &*f.rule == "name-spelling").expect("the spelling");
    assert_eq!(spelling.severity, Severity::Warning);
    let labels = run.labels(spelling);
    assert!(labels.iter().any(|(f, w)| f == "000" && w.contains("Klaud")), "{labels:?}");
    assert!(labels.iter().any(|(f, w)| f == "001" && w.contains("Klaus")), "{labels:?}");
    let outcome = |o| run.checked.findings.iter().find(|f| &*f.rule == "member-count" && f.outcome == o);
    let update = run.labels(outcome(Outcome::Update).unwrap_or_else(|| panic!("no update:\n{told}")));
    for file in ["001", "002", "003"] {
        assert!(update.iter().any(|(f, w)| f == file && matches!(w.as_str(), "31" | "32")), "{update:?}");
    }
    let undated = run.labels(outcome(Outcome::Undated).unwrap_or_else(|| panic!("no undated:\n{told}")));
    assert!(undated.contains(&("004".to_owned(), "31".to_owned())), "{undated:?}");
}

/// A change to a copy of the seeds.
struct Change {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// Which of several occurrences.
    nth: usize,
    /// The words of which one must be labelled.
    words: &'static [&'static str],
}

const fn change(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    words: &'static [&'static str],
) -> Change {
    Change { file, from, to, nth: 0, words }
}

fn apply(files: &Files, change: &Change) -> Files {
    let mut files = files.clone();
    let (_, text) = files.iter_mut().find(|(name, _)| name.starts_with(change.file)).unwrap();
    let at =
        text.match_indices(change.from).nth(change.nth).unwrap_or_else(|| panic!("no `{}`", change.from)).0;
    text.replace_range(at..at + change.from.len(), change.to);
    files
}

const TELLING: &[Change] = &[
    Change { nth: 1, ..change("003", "all its 31 members", "all its 32 members", &["32"]) },
    change("001", "is set to end in October", "is set to end in September", &["September"]),
    change("004", "term expires in October", "term expires in December", &["December"]),
    change("002", "Nov. 22 election", "Nov. 25 election", &["Nov. 25"]),
    change("002", "about 20 NATO members", "about 25 NATO members", &["about 25", "25"]),
    change(
        "001",
        "announced on April 29, 2024",
        "announced on Tuesday, April 29, 2024",
        &["Tuesday", "Tuesday, April 29, 2024"],
    ),
    change("002", "date 2024-02-22", "date 2024-05-23", &["2024-05-23", "date 2024-05-23"]),
    change("003", "February 22, 2024", "February 23, 2024", &["February 23, 2024"]),
    change("002", "since 2014", "since 2015", &["2015"]),
    // More of the same kind.
    change("000", "in October.", "in September.", &["September"]),
    change("002", "steps down in October", "steps down in November", &["November"]),
    change("001", "term ends in October", "term ends in August", &["August"]),
    change("002", "February 2022", "February 2021", &["February 2021"]),
    change("003", "in July last year", "in June last year", &["June last year"]),
    change("002", "its 31 members", "its 30 members", &["30"]),
    change("003", "32nd member", "33rd member", &["33rd"]),
    change("001", "June 6-9 elections", "July 6-9 elections", &["July 6-9"]),
];

const QUIET: &[Change] = &[
    change("000", "all 32 allies", "all thirty-two allies", &[]),
    change("000", "all 32 allies", "all of the more than 30 allies", &[]),
    change("000", "in October", "in Oct.", &[]),
    change("001", "June 6-9", "6–9 June", &[]),
    change("004", "who currently number 31", "who currently number 31 and would number 32 with Sweden", &[]),
    change(
        "002",
        "served as NATO chief since 2014",
        "served as NATO chief since 2014, when the alliance had 28 members",
        &[],
    ),
    change("001", "by the end of April", "by the end of this April", &[]),
    change("002", "its 31 members", "its thirty-one members", &[]),
    change("003", "about 20 NATO members so far", "some 20 NATO members so far", &[]),
    change("001", "announced on April 29, 2024", "announced on Monday, April 29, 2024", &[]),
];

/// What is told of the seeds in any case.
fn known(files: &Files) -> Vec<(String, Vec<(String, String)>)> {
    let run = check(files);
    run.loud().iter().map(|f| (f.rule.to_string(), run.labels(f))).collect()
}

#[test]
fn one_change_one_finding() {
    let Some(seeds) = seeds() else { return };
    let before = known(&seeds);
    let mut wrong = Vec::new();
    for change in TELLING {
        let run = check(&apply(&seeds, change));
        let new = run.loud().into_iter().any(|f| {
            let labels = run.labels(f);
            !before.contains(&(f.rule.to_string(), labels.clone()))
                && labels
                    .iter()
                    .any(|(file, words)| file == change.file && change.words.contains(&words.as_str()))
        });
        if !new {
            wrong.push(format!(
                "{}: `{}` → `{}` is not told:\n{}",
                change.file,
                change.from,
                change.to,
                run.told()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn changes_that_change_nothing() {
    let Some(seeds) = seeds() else { return };
    let before = known(&seeds).len();
    let mut wrong = Vec::new();
    for change in QUIET {
        let run = check(&apply(&seeds, change));
        if run.loud().len() != before {
            wrong.push(format!(
                "{}: `{}` → `{}` is told:\n{}",
                change.file,
                change.from,
                change.to,
                run.told()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Every name with an invented one, the longer first.
const NAMES: &[(&str, &str)] = &[
    ("North Atlantic Treaty Organization", "Southern Meridian Accord Organization"),
    ("NATO", "SMAO"),
    ("Jens Stoltenberg", "Lars Brevik"),
    ("Stoltenberg", "Brevik"),
    ("Mark Rutte", "Pim Halder"),
    ("Rutte", "Halder"),
    ("Iohannis", "Vardanu"),
    ("Recep Tayyip Erdogan", "Demir Osman Karaca"),
    ("Tayyip Erdogan", "Osman Karaca"),
    ("Erdogan", "Karaca"),
    ("Kaja Kallas", "Mirja Saarik"),
    ("Krisjanis Karins", "Valdis Berzin"),
    ("Viktor Orban", "Andor Szekely"),
    ("Orban", "Szekely"),
    ("Donald Trump", "Walter Grange"),
    ("Trump", "Grange"),
    ("Biden", "Whitlock"),
    ("Mette Frederiksen", "Signe Dalgaard"),
    ("Geert Wilders", "Joost Terbruggen"),
];

#[test]
fn nothing_is_known_by_name() {
    let Some(seeds) = seeds() else { return };
    let mut renamed = seeds.clone();
    for (_, text) in &mut renamed {
        for (from, to) in NAMES {
            *text = text.replace(from, to);
        }
    }
    let shape = |files: &Files| {
        let run = check(files);
        let mut all: Vec<(String, Severity, Outcome, Vec<String>)> = run
            .checked
            .findings
            .iter()
            .filter(|f| f.reference.is_none())
            .map(|f| {
                (
                    f.rule.to_string(),
                    f.severity,
                    f.outcome,
                    run.labels(f).into_iter().map(|(file, _)| file).collect(),
                )
            })
            .collect();
        all.sort();
        (all, run.told())
    };
    let ((one, _), (two, told)) = (shape(&seeds), shape(&renamed));
    assert_eq!(one, two, "{told}");
}
