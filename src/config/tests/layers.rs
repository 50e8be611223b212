//! What layers of settings come to: precedence, selection, exceptions, overrides.

use super::{config, known};
use crate::config::*;
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, Severity};
use crate::span::{Raw, Span};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::sync::Arc;

#[test]
fn precedence() {
    let keys = [
        ("min-severity = 'error'", "min-severity = 'warning'"),
        ("min-confidence = 'low'", "min-confidence = 'high'"),
        ("fail-on = 'never'", "fail-on = 'error'"),
        ("max-warnings = 1", "max-warnings = 2"),
        ("format = 'json'", "format = 'concise'"),
        ("story-from = 'a'", "story-from = 'b'"),
        ("encoding = 'koi8-r'", "encoding = 'big5'"),
        ("baseline = 'a'", "baseline = 'b'"),
        ("force-exclude = true", "force-exclude = false"),
        ("select = ['age']", "select = ['weekday']"),
        ("output = ['json=a']", "output = ['json=b']"),
        ("rules.age.severity = 'off'", "rules.age.severity = 'error'"),
    ];
    for (upper, lower) in keys {
        let shown = |layers: &[&str]| {
            let shown: Vec<String> =
                config(layers).each().into_iter().map(|(key, value, _)| format!("{key} {value:?}")).collect();
            shown.join("\n")
        };
        assert_ne!(shown(&[upper]), shown(&[lower]), "{upper}");
        assert_eq!(shown(&[upper, lower]), shown(&[upper]), "{upper}");
        assert_eq!(shown(&[upper, "", lower]), shown(&[upper]), "{upper}");
        assert_eq!(shown(&["", upper]), shown(&[upper]), "{upper}");
        assert_ne!(shown(&[]), shown(&[upper]), "{upper}");
    }
}

#[test]
fn rules_are_selected_layer_by_layer() {
    let all = "age deadline term-end weekday";
    for (layers, wanted) in [
        (&[][..], all),
        (&["select = ['age', 'weekday']"], "age weekday"),
        (&["select = []"], ""),
        (&["ignore = ['age']"], "deadline term-end weekday"),
        (&["ignore = 'all'"], ""),
        (&["select = ['age', 'weekday']\nignore = ['age']"], "weekday"),
        (&["select = ['age']\nextend-select = ['weekday']"], "age weekday"),
        // The command line's selection starts anew; its other words go on from the file's.
        (&["select = ['term-end']", "select = ['age']\nignore = ['term-end']"], "term-end"),
        (&["select = ['all']", "select = ['age']"], all),
        (&["extend-select = ['age']", "select = ['weekday']\nignore = ['age']"], "age weekday"),
        (&["ignore = ['age']", "select = ['age', 'weekday']"], "weekday"),
        (&["", "ignore = ['age']", "ignore = ['weekday']"], "deadline term-end"),
        (&["rules.age.severity = 'off'"], "deadline term-end weekday"),
        (&["select = ['age']", "rules.age.severity = 'off'"], "age"),
        (&["rules.age.severity = 'advice'", "rules.age.severity = 'off'"], all),
        (&["rules.age.severity = 'advice'", "ignore = ['age']"], "deadline term-end weekday"),
        (&["rules.age.confidence = 'low'", "rules.age.severity = 'off'"], "deadline term-end weekday"),
    ] {
        let selected: BTreeSet<Arc<str>> = config(layers).selected(&known());
        assert_eq!(selected.into_iter().collect::<Vec<_>>().join(" "), wanted, "{layers:?}");
    }
}

#[test]
fn lists_of_exceptions_add_up() {
    let config = config(&[
        "[rules.age]\nseverity = 'error'\n[[ignore]]\nrules = ['age']\nreason = 'Two.'",
        "[rules.age]\nseverity = 'advice'\nconfidence = 'low'\n[[ignore]]\nrules = ['age']\nreason = 'One.'",
    ]);
    assert_eq!(
        config.ignores().iter().map(|entry| entry.reason.as_str()).collect::<Vec<_>>(),
        ["One.", "Two."]
    );
    assert_eq!(config.rule("age"), (Some(Severity::Error), Some(Confidence::Low)));
}

#[test]
fn an_entry_means_what_all_of_it_means() {
    let config = config(&["
[[ignore]]
paths = ['old/', '!old/new.txt']
rules = ['age', 'weekday']
subjects = ['Ada Tamsin']
until = 2031-03-11
reason = 'Known.'

[[ignore]]
fingerprints = ['0371FAB28C9A6C18807C1B0266E71830']
reason = 'Known.'
"]);
    let [entry, print] = config.ignores() else { panic!("two entries") };
    assert_eq!((entry.place.line(), print.place.line()), (2, 9));
    assert!(entry.holds_on(date(2031, 3, 11)) && !entry.holds_on(date(2031, 3, 12)));
    assert!(print.holds_on(date(9999, 12, 31)));
    let asked = Asked {
        rule: "age",
        subject: "ada tamsin",
        fingerprint: "0371fab28c9a6c18807c1b0266e71830",
        paths: &["new/b.txt", "old/x/a.txt"],
    };
    assert!(entry.means(asked) && print.means(asked));
    assert!(!entry.means(Asked { rule: "term-end", ..asked }));
    assert!(!entry.means(Asked { subject: "Ada", ..asked }));
    assert!(!entry.means(Asked { paths: &["new/b.txt", "old/new.txt"], ..asked }));
    assert!(print.means(Asked { rule: "term-end", subject: "", paths: &[], ..asked }));
    assert!(!print.means(Asked { fingerprint: "0371", ..asked }));
}

fn finding(severity: Severity) -> Finding {
    let site = crate::facts::Site { article: crate::facts::ArticleId(0), span: Span::<Raw>::new(0, 1) };
    Finding {
        rule: "age".into(),
        severity,
        confidence: Confidence::High,
        outcome: Outcome::Clash,
        message: String::new(),
        help: String::new(),
        subject: String::new(),
        attribute: "age".into(),
        here: Evidence { site, value: String::new(), note: String::new() },
        there: Vec::new(),
        reference: None,
        sides: crate::rules::finding::Sides::default(),
    }
}

#[test]
fn overrides_go_by_path() {
    let overrides = |text: &str| config(&[text]).overrides();
    let told = |text: &str, severity, paths: &[&str]| {
        overrides(text)
            .apply(finding(severity), (Severity::Error, Confidence::High), paths)
            .map(|f| (f.severity, f.confidence))
    };
    let quiet = "[[overrides]]\npaths = ['opinion/']\nignore = ['age']";
    let off = "[[overrides]]\npaths = ['opinion/']\nrules.age.severity = 'off'";
    for text in [quiet, off] {
        // At either end.
        assert_eq!(told(text, Severity::Error, &["opinion/a.txt", "news/b.txt"]), None);
        assert_eq!(told(text, Severity::Error, &["news/b.txt", "opinion/a.txt"]), None);
        assert_eq!(told(text, Severity::Error, &["news/b.txt"]), Some((Severity::Error, Confidence::High)));
    }
    let advice =
        "[[overrides]]\npaths = ['opinion/']\nrules.age.severity = 'advice'\nrules.age.confidence = 'low'";
    // By the first place only.
    let low = Some((Severity::Advice, Confidence::Low));
    assert_eq!(told(advice, Severity::Error, &["opinion/a.txt", "news/b.txt"]), low);
    assert_eq!(
        told(advice, Severity::Error, &["news/b.txt", "opinion/a.txt"]),
        Some((Severity::Error, Confidence::High))
    );
    // A quieter outcome of a rule is made no louder, and is no louder than the rule's clash.
    let raised = "[[overrides]]\npaths = ['*']\nrules.age.severity = 'warning'";
    assert_eq!(told(raised, Severity::Advice, &["a.txt"]), Some((Severity::Advice, Confidence::High)));
    assert_eq!(told(raised, Severity::Error, &["a.txt"]), Some((Severity::Warning, Confidence::High)));
    // The later entry goes before the earlier one.
    let both = format!("{raised}\n{advice}");
    assert_eq!(told(&both, Severity::Error, &["opinion/a.txt"]), low);
    // Another rule is not meant.
    let other = advice.replace("rules.age", "rules.weekday");
    assert_eq!(told(&other, Severity::Error, &["opinion/a.txt"]), Some((Severity::Error, Confidence::High)));
}
