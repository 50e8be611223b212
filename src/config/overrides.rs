//! `[rules.NAME]` and `[[overrides]]`: what is to be different about a rule, everywhere or for some paths.

use super::kinds::Level;
use super::paths::Paths;
use super::value::{Given, Names, Reader, Setting, key};
use crate::rules::diagnostic::Place;
use crate::rules::finding::{Confidence, Finding, Severity};
use crate::rules::reader::{Table, as_table};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;

/// What is to be different about a rule.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RuleSettings {
    /// How loud a clash of it is; what it tells more quietly is told no louder than this. "off" does not run it.
    pub severity: Option<Given<Level>>,
    /// How sure it is to be taken.
    pub confidence: Option<Given<Confidence>>,
}

/// What is to be different about rules, by their names.
#[derive(Clone, Debug, Default)]
pub struct Rules(pub BTreeMap<String, Given<RuleSettings>>);

impl Setting for Rules {
    fn read(value: &Spanned<DeValue<'_>>, key_: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        if !matches!(value.get_ref(), DeValue::Table(_)) {
            reader.wrong(value, key_, "written [rules.NAME]");
            return None;
        }
        let table = as_table(value, "[rules]", &mut reader.trouble)?;
        let mut rules = BTreeMap::new();
        for (name, value) in table.placed_entries() {
            let heading = format!("[rules.{}]", name.value);
            let Some(mut table) = as_table(value, &heading, &mut reader.trouble) else { continue };
            let settings = RuleSettings {
                severity: key(&mut table, "severity", reader),
                confidence: key(&mut table, "confidence", reader),
            };
            table.finish(&mut reader.trouble);
            rules.insert(name.value.to_owned(), reader.given(settings, name.at));
        }
        Some(Rules(rules))
    }

    fn show(&self) -> toml::Value {
        let mut rules = toml::Table::new();
        for (name, Given { value, .. }) in &self.0 {
            let mut rule = toml::Table::new();
            let keys = [
                ("severity", value.severity.as_ref().map(|s| s.value.show())),
                ("confidence", value.confidence.as_ref().map(|c| c.value.show())),
            ];
            rule.extend(keys.into_iter().filter_map(|(key, shown)| Some((key.to_owned(), shown?))));
            rules.insert(name.clone(), toml::Value::Table(rule));
        }
        toml::Value::Table(rules)
    }

    fn places(&self) -> Vec<&Place> {
        let severities = self.0.values().filter_map(|rule| Some(&rule.value.severity.as_ref()?.place));
        let confidences = self.0.values().filter_map(|rule| Some(&rule.value.confidence.as_ref()?.place));
        severities.chain(confidences).collect()
    }

    fn over(self, below: Self) -> Self {
        let mut all = below.0;
        for (name, upper) in self.0 {
            let both = match all.remove(&name) {
                Some(lower) => Given {
                    value: RuleSettings {
                        severity: upper.value.severity.or(lower.value.severity),
                        confidence: upper.value.confidence.or(lower.value.confidence),
                    },
                    place: upper.place,
                },
                None => upper,
            };
            all.insert(name, both);
        }
        Rules(all)
    }
}

impl JsonSchema for Rules {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = generator.subschema_for::<RuleSettings>();
        json_schema!({ "type": "object", "additionalProperties": rule })
    }
}

/// What is to be different for some paths.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Override {
    /// Patterns of paths, as in a `.gitignore`.
    pub paths: Paths,
    /// Rules whose findings are not told where one of their places lies in these paths.
    #[schemars(default)]
    pub ignore: Names,
    /// What is to be different about a rule, by its name, for findings whose first place lies in these paths. "off" is
    /// the same as `ignore`.
    #[schemars(default)]
    pub rules: Rules,
    /// The entry in its file.
    #[schemars(skip)]
    pub place: Place,
}

/// What is to be different for some paths; later ones over earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Overrides(pub Vec<Override>);

impl Override {
    fn read(mut table: Table<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        let before = reader.trouble.found.len();
        let paths = key::<Paths>(&mut table, "paths", reader).map(|given| given.value);
        let given_paths = table.value("paths").is_some();
        let ignore = key::<Names>(&mut table, "ignore", reader).map(|given| given.value).unwrap_or_default();
        let rules = key::<Rules>(&mut table, "rules", reader).map(|given| given.value).unwrap_or_default();
        if !given_paths
            || (reader.trouble.found.len() == before && paths.as_ref().is_none_or(Paths::is_empty))
        {
            reader.trouble.add(table.at(), "`paths` is missing in [[overrides]]", None);
        } else if reader.trouble.found.len() == before && ignore.0.is_empty() && rules.0.is_empty() {
            let message = "this entry changes nothing; say what with `ignore` or [overrides.rules.NAME]";
            reader.trouble.add(table.at(), message, None);
        }
        let place = reader.trouble.place(table.at());
        table.finish(&mut reader.trouble);
        Some(Override { paths: paths?, ignore, rules, place })
    }

    /// Whether findings of a rule are not told where one of their places lies here.
    fn silences(&self, rule: &str) -> bool {
        let off = |given: &Given<RuleSettings>| {
            given.value.severity.as_ref().is_some_and(|severity| severity.value == Level::Off)
        };
        self.ignore.iter().any(|name| name == rule) || self.rules.0.get(rule).is_some_and(off)
    }
}

impl Overrides {
    /// Changes a finding as its paths want it, the first path being the primary one's. `full` is what its rule says of a
    /// plain clash. Nothing is left of a finding that is not to be told.
    ///
    /// An `ignore` holds at any end of a finding across articles; a severity or confidence only at the first.
    pub fn apply(
        &self,
        mut finding: Finding,
        full: (Severity, Confidence),
        paths: &[&str],
    ) -> Option<Finding> {
        for entry in &self.0 {
            if entry.silences(&finding.rule) && paths.iter().any(|path| entry.paths.matches(path)) {
                return None;
            }
        }
        let Some(first) = paths.first() else { return Some(finding) };
        let told = (finding.severity, finding.confidence);
        for entry in &self.0 {
            let Some(rule) = entry.rules.0.get(&*finding.rule) else { continue };
            if !entry.paths.matches(first) {
                continue;
            }
            if let Some(Given { value: Level::At(severity), .. }) = rule.value.severity {
                // What a rule tells more quietly than it could is no louder for the change.
                finding.severity = if told.0 == full.0 { severity } else { told.0.min(severity) };
            }
            if let Some(Given { value: confidence, .. }) = rule.value.confidence {
                finding.confidence = if told.1 == full.1 { confidence } else { told.1.min(confidence) };
            }
        }
        Some(finding)
    }
}

impl Setting for Overrides {
    fn read(value: &Spanned<DeValue<'_>>, _: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(items) = value.get_ref().as_array() else {
            reader.trouble.add(value.span(), "an entry is written [[overrides]], with two brackets", None);
            return None;
        };
        let mut all = Vec::new();
        for item in items {
            if let Some(table) = as_table(item, "[[overrides]]", &mut reader.trouble) {
                all.extend(Override::read(table, reader));
            }
        }
        Some(Overrides(all))
    }

    fn show(&self) -> toml::Value {
        let entry = |entry: &Override| {
            let mut table = toml::Table::new();
            table.insert("paths".to_owned(), entry.paths.show());
            if !entry.ignore.0.is_empty() {
                table.insert("ignore".to_owned(), entry.ignore.show());
            }
            if !entry.rules.0.is_empty() {
                table.insert("rules".to_owned(), entry.rules.show());
            }
            toml::Value::Table(table)
        };
        toml::Value::Array(self.0.iter().map(entry).collect())
    }

    fn places(&self) -> Vec<&Place> {
        self.0.iter().map(|entry| &entry.place).collect()
    }

    fn over(mut self, mut below: Self) -> Self {
        below.0.append(&mut self.0);
        below
    }
}

impl JsonSchema for Overrides {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Overrides".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let entry = generator.subschema_for::<Override>();
        json_schema!({ "type": "array", "items": entry })
    }
}
