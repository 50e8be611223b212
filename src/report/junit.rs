//! The `junit` format: a suite a file and a case a finding, as Jenkins and GitLab show test results; a run without a
//! finding is one case that passes. Advice is a case that passes and has something to say: a reader who sees a failed
//! test expects a failed run.

use super::told;
use super::view::{Shown, View};
use super::xml::Xml;
use crate::rules::finding::Severity;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

/// Writes a view.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut files: BTreeMap<&str, Vec<&Shown>> = BTreeMap::new();
    for shown in &view.findings {
        if let Some(label) = shown.labels.first() {
            files.entry(&label.path).or_default().push(shown);
        }
    }
    let mut xml = Xml::new(out)?;
    let all = Counts::of(files.values().flatten().copied());
    xml.element("testsuites", &all.attributes("dateline"), |xml| {
        if files.is_empty() {
            let clean = Counts::of([]);
            xml.element("testsuite", &clean.attributes("dateline"), |xml| {
                xml.empty("testcase", &[("name", "no findings"), ("classname", "dateline"), ("time", "0")])
            })?;
        }
        for (path, findings) in files {
            let counts = Counts::of(findings.iter().copied());
            xml.element("testsuite", &counts.attributes(path), |xml| {
                // Two cases of one name are one to Jenkins.
                let mut named: HashMap<String, u32> = HashMap::new();
                findings.into_iter().try_for_each(|shown| {
                    let mut name = format!("{}: {}", shown.rule, told::message(shown));
                    let number = named.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
                    if *number > 1 {
                        name = format!("{name} ({number})");
                    }
                    case(shown, path, &name, xml)
                })
            })?;
        }
        Ok(())
    })?;
    xml.end()
}

fn case(shown: &Shown, path: &str, name: &str, xml: &mut Xml<'_>) -> io::Result<()> {
    xml.element("testcase", &[("name", name), ("classname", path), ("time", "0")], |xml| {
        let mut lines = told::sentences(shown);
        let place = shown.labels.first().map_or_else(String::new, told::place);
        lines.insert(0, format!("{place}: {} {}", shown.severity.name(), told::title(shown)));
        if !fails(shown) {
            return xml.element("system-out", &[], |xml| xml.lines(&lines));
        }
        let attributes = [("message", &*told::message(shown)), ("type", shown.severity.name())];
        xml.element("failure", &attributes, |xml| xml.lines(&lines))
    })
}

/// What is known to the baseline fails no run either.
fn fails(shown: &Shown) -> bool {
    shown.severity > Severity::Advice && shown.apart.is_none()
}

/// How many cases there are, and how many of them fail, in digits.
struct Counts {
    tests: String,
    failures: String,
}

impl Counts {
    fn of<'a>(findings: impl IntoIterator<Item = &'a Shown>) -> Self {
        let (mut tests, mut failures) = (0u64, 0u64);
        for shown in findings {
            tests += 1;
            failures += u64::from(fails(shown));
        }
        Counts { tests: tests.max(1).to_string(), failures: failures.to_string() }
    }

    fn attributes<'a>(&'a self, name: &'a str) -> [(&'a str, &'a str); 5] {
        [("name", name), ("tests", &self.tests), ("failures", &self.failures), ("errors", "0"), ("time", "0")]
    }
}
