//! What `dateline facts` prints: a fact a line.

use super::Days;
use super::escaped;
use super::table::Table;
use super::view::article_name;
use crate::facts::attribute::{Card, Fact, Value};
use crate::facts::show;
use crate::grammar::modality::Modality;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::Arc;

/// A fact with the words that state it, cut out while its article was at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct FactLine {
    /// The fact.
    pub fact: Fact,
    /// Its attribute's name.
    pub attribute: Arc<str>,
    /// The words at its site, byte for byte.
    pub text: String,
    /// In a container, where the title starts in the source: [`crate::corpus::Article::title_from`].
    pub title_from: Option<u32>,
    /// Where they stand for a reader: [`crate::corpus::Article::place`].
    pub place: (u32, u32),
}

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    article: String,
    published: Days,
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    facet: Option<&'a str>,
    attribute: &'a str,
    value: ValueLine<'a>,
    valid: Days,
    modality: &'static str,
    start: u32,
    end: u32,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

#[derive(Serialize)]
struct ValueLine<'a> {
    text: String,
    low: Option<String>,
    high: Option<String>,
    unit: &'a str,
}

/// Writes the facts as JSON Lines, in the order given.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(facts: &[FactLine], cards: &[Card], out: &mut dyn Write) -> io::Result<()> {
    for line in facts.iter().filter_map(|fact| line(fact, cards)) {
        escaped::write(&line, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The unit of values that are days.
const DATE: &str = "date";

/// Writes the facts as a table.
///
/// # Errors
///
/// What `out` answers.
pub fn write_table(facts: &[FactLine], cards: &[Card], out: &mut dyn Write) -> io::Result<()> {
    let mut table =
        Table::new(&["ARTICLE", "PUBLISHED", "SUBJECT", "ATTRIBUTE", "VALUE", "VALID", "MODALITY", "WORDS"]);
    for line in facts.iter().filter_map(|fact| line(fact, cards)) {
        // A day says by itself that it is one.
        let unit = if line.value.unit == DATE { "" } else { line.value.unit };
        let value = [line.value.text.as_str(), unit].join(" ");
        let published = line.published.to_string();
        let valid = if line.valid.is_known() { line.valid.to_string() } else { "always".to_owned() };
        let subject =
            line.facet.map_or_else(|| line.subject.to_owned(), |facet| format!("{} ({facet})", line.subject));
        let cells: [&str; 8] = [
            &line.article,
            &published,
            &subject,
            line.attribute,
            value.trim_end(),
            &valid,
            line.modality,
            line.text,
        ];
        table.row(cells);
    }
    table.write(out)
}

fn line<'a>(fact: &'a FactLine, cards: &'a [Card]) -> Option<Line<'a>> {
    let site = fact.fact.site;
    let card = cards.get(site.article.0 as usize)?;
    let base = fact.title_from.filter(|&from| site.span.start >= from);
    let subject = &fact.fact.subject;
    Some(Line {
        path: &card.path,
        article: article_name(card),
        published: card.published.when.into(),
        subject: &subject.name,
        facet: Some(&*subject.facet).filter(|facet| !facet.is_empty()),
        attribute: &fact.attribute,
        value: value_line(&fact.fact.value, &fact.text),
        valid: fact.fact.valid.during.into(),
        modality: modality(fact.fact.modality),
        start: fact.place.0,
        end: fact.place.1,
        text: &fact.text,
        field: base.map(|_| "title"),
    })
}

fn value_line<'a>(value: &'a Value, words: &str) -> ValueLine<'a> {
    match value {
        Value::Amount { amount, unit } => ValueLine {
            text: show::amount_of(amount),
            low: amount.low.limit().map(|n| n.normalize().to_string()),
            high: amount.high.limit().map(|n| n.normalize().to_string()),
            unit,
        },
        Value::Days(when) => {
            let days = Days::from(*when);
            ValueLine {
                text: show::days(when),
                low: days.from.map(|day| day.to_string()),
                high: days.to.map(|day| day.to_string()),
                unit: DATE,
            }
        }
        Value::OpenYear { .. } => ValueLine { text: show::value(value), low: None, high: None, unit: DATE },
        Value::Unresolved => ValueLine { text: words.to_owned(), low: None, high: None, unit: "" },
    }
}

/// A modality's name, as rules write it.
pub fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "asserted",
        Modality::Event => "event",
        Modality::Plan => "plan",
        Modality::Hypothetical => "hypothetical",
        Modality::Denied => "denied",
        Modality::Past => "past",
        Modality::Quoted => "quoted",
    }
}
