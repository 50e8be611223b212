//! Rules as SARIF describes them, from their files.

use super::document::{Configuration, Descriptor, DescriptorProperties, Help, Message};
use crate::report::excerpt::one_line;
use crate::report::page::{self, Page};
use crate::report::told;
use crate::report::view::{Shown, View};
use crate::rules::file::Rule;
use std::collections::BTreeMap;

/// How many columns of a rule's page a line takes.
const WIDTH: usize = 100;

/// A descriptor for every rule that a finding names, by name.
pub(super) fn descriptors(view: &View) -> Vec<Descriptor> {
    let named: BTreeMap<&str, &Shown> = view.findings.iter().map(|shown| (&*shown.rule, shown)).collect();
    let describe = |(id, shown): (&str, &Shown)| match view.rule(id) {
        Some(rule) => of_rule(rule),
        None => of_finding(id, shown),
    };
    named.into_iter().map(describe).collect()
}

fn of_rule(rule: &Rule) -> Descriptor {
    let page = Page::from(rule);
    let mut text = Vec::new();
    // Nothing goes wrong that is written to memory.
    let _ = page::write(&page, false, WIDTH, &mut text);
    Descriptor {
        id: rule.id.to_string(),
        short_description: Message { text: ended(&rule.title) },
        full_description: Message { text: ended(&rule.why) },
        help: Help { text: String::from_utf8_lossy(&text).into_owned(), markdown: page::markdown(&page) },
        default_configuration: Configuration {
            level: told::level(rule.severity, ["error", "warning", "note"]),
        },
        properties: DescriptorProperties {
            tags: ["facts"].into_iter().chain(page.policy).collect(),
            precision: rule.confidence.name(),
            problem_severity: told::level(rule.severity, ["error", "warning", "recommendation"]),
        },
    }
}

/// Of a rule that the view was not given: its name is all that is known of it.
fn of_finding(id: &str, shown: &Shown) -> Descriptor {
    let text = format!("Findings of {}.", one_line(id));
    Descriptor {
        id: id.to_owned(),
        short_description: Message { text: text.clone() },
        full_description: Message { text: text.clone() },
        help: Help { text: text.clone(), markdown: text },
        default_configuration: Configuration {
            level: told::level(shown.severity, ["error", "warning", "note"]),
        },
        properties: DescriptorProperties {
            tags: vec!["facts"],
            precision: shown.confidence.name(),
            problem_severity: told::level(shown.severity, ["error", "warning", "recommendation"]),
        },
    }
}

/// One paragraph that ends as a sentence does.
fn ended(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.ends_with(['.', '!', '?']) { words } else { format!("{words}.") }
}
