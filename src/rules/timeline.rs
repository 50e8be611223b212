//! Reference timelines: what is known of a subject over time, from a source that anybody can look up.

use super::diagnostic::{Mistake, Trouble};
use super::reader::{At, Table};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is known of one attribute of one subject over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Its name.
    pub id: Arc<str>,
    /// The subject's canonical name.
    pub subject: Arc<str>,
    /// The rule whose facts it is compared with.
    pub attribute: Arc<str>,
    /// Where it is written.
    pub source: Arc<str>,
    /// The last day of which it is known to be complete.
    pub checked: Date,
    /// The values, each with the day from which it holds, in order.
    pub steps: Vec<Step>,
}

/// From a day on, a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first day.
    pub from: Date,
    /// The value.
    pub value: Decimal,
}

impl Timeline {
    /// The steps whose value holds on a day: one, or on the day of a change both.
    pub fn on(&self, day: Date) -> &[Step] {
        let after = self.steps.partition_point(|s| s.from <= day);
        let first = match self.steps.get(after.wrapping_sub(1)) {
            Some(step) if step.from == day => after.saturating_sub(2),
            _ => after.saturating_sub(1),
        };
        &self.steps[first..after]
    }
}

/// Reads a timeline file.
///
/// # Errors
/// All that is wrong with it.
pub fn read_timeline(path: &str, text: &str) -> Result<Timeline, Vec<Mistake>> {
    let mut trouble = Trouble::new(path, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        trouble.add(error.span().unwrap_or(0..0), error.message().to_owned(), None);
    }
    let mut table = Table::new(document.get_ref(), 0..text.len().min(1), "the timeline");
    let mut required =
        |key, trouble: &mut Trouble| table.required(key, trouble).map(|s: At<String>| Arc::from(s.value));
    let id = required("id", &mut trouble);
    let subject = required("subject", &mut trouble);
    let attribute = required("attribute", &mut trouble);
    let source = required("source", &mut trouble);
    let checked = date(&mut table, "checked", &mut trouble);
    let mut steps: Vec<Step> = Vec::new();
    for mut item in table.tables("step", "[[step]]", &mut trouble) {
        let from = date(&mut item, "from", &mut trouble);
        let value = item.value("value").and_then(|v| number(v, &mut trouble));
        item.string("event", &mut trouble);
        if let (Some(from), Some(value)) = (from, value) {
            if steps.last().is_some_and(|s: &Step| s.from >= from) {
                trouble.add(item.at(), "steps stand in the order of their days", None);
            }
            steps.push(Step { from, value });
        }
        item.finish(&mut trouble);
    }
    if steps.is_empty() {
        trouble.add(table.at(), "the timeline has no [[step]]", None);
    }
    table.finish(&mut trouble);
    match (id, subject, attribute, source, checked) {
        (Some(id), Some(subject), Some(attribute), Some(source), Some(checked))
            if trouble.found.is_empty() =>
        {
            Ok(Timeline { id, subject, attribute, source, checked, steps })
        }
        _ => Err(trouble.found),
    }
}

fn date(table: &mut Table<'_, '_>, key: &'static str, trouble: &mut Trouble) -> Option<Date> {
    let Some(value) = table.value(key) else {
        trouble.add(table.at(), format!("`{key}` is missing"), None);
        return None;
    };
    let day = as_date(value);
    if day.is_none() {
        trouble.add(value.span(), format!("`{key}` is a date such as 2024-03-07"), None);
    }
    day
}

/// A date as TOML or as a string.
pub(crate) fn as_date(value: &Spanned<DeValue<'_>>) -> Option<Date> {
    let text = value
        .get_ref()
        .as_datetime()
        .map(ToString::to_string)
        .or_else(|| value.get_ref().as_str().map(str::to_owned))?;
    text.parse().ok()
}

fn number(value: &Spanned<DeValue<'_>>, trouble: &mut Trouble) -> Option<Decimal> {
    let text = match value.get_ref() {
        DeValue::Integer(i) => i.as_str(),
        DeValue::Float(f) => f.as_str(),
        _ => "",
    };
    let number = text.replace('_', "").parse().ok();
    if number.is_none() {
        trouble.add(value.span(), "`value` is a number", None);
    }
    number
}
