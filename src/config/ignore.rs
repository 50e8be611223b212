//! `[[ignore]]`: findings that are known and left alone, with the reason.

use super::paths::Paths;
use super::value::{Given, Names, Reader, Setting, key};
use crate::rules::diagnostic::Place;
use crate::rules::reader::{Table, as_table};
use crate::rules::timeline::as_date;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::DeValue;

/// Findings that are left alone. A finding is meant when each of `paths`, `rules`, `subjects` and `fingerprints` that is
/// given names it; at least one of them has to be.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Ignore {
    /// Patterns of paths, as in a `.gitignore`. A finding across articles is meant when either of them lies there.
    #[schemars(default)]
    pub paths: Paths,
    /// Names of rules.
    #[schemars(default)]
    pub rules: Names,
    /// Whom or what the findings are about, as they say it. Case does not count.
    #[schemars(default)]
    pub subjects: Names,
    /// Fingerprints, as `--format json` prints them.
    #[schemars(default)]
    pub fingerprints: Names,
    /// The last day on which the entry holds, such as 2026-12-31.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Why they are left alone.
    pub reason: String,
    /// The entry in its file, to tell of one that is not used any more.
    #[schemars(skip)]
    pub place: Place,
}

/// What an entry is asked about: a finding as it is reported.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// What it is about; empty where it is about no one thing.
    pub subject: &'a str,
    /// Its fingerprint.
    pub fingerprint: &'a str,
    /// The paths of its places.
    pub paths: &'a [&'a str],
}

impl Ignore {
    /// Whether a finding is meant, whatever the day.
    pub fn means(&self, finding: Asked<'_>) -> bool {
        let among = |names: &Names, same: &dyn Fn(&str) -> bool| names.0.is_empty() || names.iter().any(same);
        let folded = finding.subject.to_lowercase();
        among(&self.rules, &|rule| rule == finding.rule)
            && among(&self.subjects, &|subject| subject.to_lowercase() == folded)
            && among(&self.fingerprints, &|print| print.eq_ignore_ascii_case(finding.fingerprint))
            && (self.paths.is_empty() || finding.paths.iter().any(|path| self.paths.matches(path)))
    }

    /// Whether the entry still holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }

    fn read(table: Option<Table<'_, '_>>, reader: &mut Reader<'_>) -> Option<Self> {
        let mut table = table?;
        let before = reader.trouble.found.len();
        let names = |given: Option<Given<Names>>| given.map(|g| g.value).unwrap_or_default();
        let paths = key::<Paths>(&mut table, "paths", reader).map(|g| g.value).unwrap_or_default();
        let rules = names(key(&mut table, "rules", reader));
        let subjects = names(key(&mut table, "subjects", reader));
        let fingerprints = names(key(&mut table, "fingerprints", reader));
        for print in &fingerprints.0 {
            if print.value.len() != 32 || !print.value.bytes().all(|b| b.is_ascii_hexdigit()) {
                let message =
                    format!("`{}` is no fingerprint: those have 32 hexadecimal digits", print.value);
                reader.trouble.add(print.place.at(), message, None);
            }
        }
        let until = table.value("until").and_then(|value| {
            let day = as_date(value);
            if day.is_none() {
                reader.trouble.add(value.span(), "`until` is a date such as 2026-12-31", None);
            }
            day
        });
        let reason = table.required("reason", &mut reader.trouble);
        if let Some(reason) = &reason
            && reason.value.trim().is_empty()
        {
            reader.trouble.add(reason.at.clone(), "`reason` says why the findings are left alone", None);
        }
        if reader.trouble.found.len() == before
            && paths.is_empty()
            && [&rules, &subjects, &fingerprints].iter().all(|names| names.0.is_empty())
        {
            let message = "this entry would leave everything alone; say what with `paths`, `rules`, `subjects` or `fingerprints`";
            reader.trouble.add(table.at(), message, None);
        }
        let place = reader.trouble.place(table.at());
        table.finish(&mut reader.trouble);
        Some(Ignore { paths, rules, subjects, fingerprints, until, reason: reason?.value, place })
    }

    fn show(&self) -> toml::Value {
        let mut table = toml::Table::new();
        let lists = [
            ("paths", self.paths.show()),
            ("rules", self.rules.show()),
            ("subjects", self.subjects.show()),
            ("fingerprints", self.fingerprints.show()),
        ];
        for (key, list) in lists {
            if list.as_array().is_some_and(|list| !list.is_empty()) {
                table.insert(key.to_owned(), list);
            }
        }
        if let Some(day) = self.until.and_then(|day| day.to_string().parse().ok()) {
            table.insert("until".to_owned(), toml::Value::Datetime(day));
        }
        table.insert("reason".to_owned(), self.reason.clone().into());
        toml::Value::Table(table)
    }
}

/// What `ignore` holds: names of rules that do not run at all, and entries that leave single findings alone.
#[derive(Clone, Debug, Default)]
pub struct Ignored {
    /// Rules that do not run.
    pub rules: Names,
    /// Findings that are left alone.
    pub entries: Vec<Ignore>,
}

impl Setting for Ignored {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let mut ignored = Ignored::default();
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(_) => {
                            let table = as_table(item, "[[ignore]]", &mut reader.trouble);
                            ignored.entries.extend(Ignore::read(table, reader));
                        }
                        DeValue::String(name) => {
                            ignored.rules.0.push(reader.given(name.to_string(), item.span()));
                        }
                        _ => reader.wrong(item, key, "a list of rules, or of entries"),
                    }
                }
            }
            DeValue::String(name) => ignored.rules.0.push(reader.given(name.to_string(), value.span())),
            DeValue::Table(_) => {
                reader.trouble.add(value.span(), "an entry is written [[ignore]], with two brackets", None);
            }
            _ => reader.wrong(value, key, "a list of rules, or of entries"),
        }
        Some(ignored)
    }

    fn show(&self) -> toml::Value {
        let rules = self.rules.iter().map(|rule| toml::Value::from(rule.to_owned()));
        toml::Value::Array(rules.chain(self.entries.iter().map(Ignore::show)).collect())
    }

    fn places(&self) -> Vec<&Place> {
        let rules = self.rules.0.iter().map(|rule| &rule.place);
        rules.chain(self.entries.iter().map(|entry| &entry.place)).collect()
    }

    fn over(mut self, mut below: Self) -> Self {
        below.rules.0.append(&mut self.rules.0);
        below.entries.append(&mut self.entries);
        below
    }
}

impl JsonSchema for Ignored {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Ignored".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let entry = generator.subschema_for::<Ignore>();
        json_schema!({
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "anyOf": [{ "type": "string" }, entry] } }
            ]
        })
    }
}
