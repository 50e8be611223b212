//! Persons across the articles of a story: who is one under two spellings of a name, who is another of the same name,
//! and whose age stands still.

use super::{Court, distance};
use crate::facts::attribute::{AttributeId, Fact, Value};
use crate::interval::Interval;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What facts of one person are found under: given name and surname, whatever stands between and after them.
pub(crate) fn name(fact: &Fact) -> Arc<str> {
    match &fact.person {
        Some(person) => Arc::from(format!("{}\u{1f}{}", person.family, person.given)),
        None => Arc::clone(&fact.subject.name),
    }
}

/// Ages further apart are those of two generations, if one is a junior.
const GENERATION: i32 = 12 * 365;

/// How many middle names of one given name and surname are told apart.
const NAMESAKES: usize = 16;

/// Tells namesakes apart: "Jr" from "Sr", one middle name from another. A name without either joins the only bearer there is.
pub(super) fn apart(facts: Vec<&Fact>) -> Vec<Vec<&Fact>> {
    if facts.iter().all(|f| f.person.is_none()) {
        return vec![facts];
    }
    let facts = without_relatives(facts);
    let mut by_suffix: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by_suffix.entry(fact.person.as_ref().map_or("", |p| &p.suffix)).or_default().push(fact);
    }
    if by_suffix.len() == 2
        && let Some(plain) = by_suffix.remove("")
    {
        let near = |f: &Fact, g: &Fact| match (&f.value, &g.value) {
            (Value::Days(a), Value::Days(b)) => distance(a, b).is_some_and(|d| d < GENERATION),
            _ => true,
        };
        let (suffix, bearer) = by_suffix.pop_first().unwrap_or_default();
        let first = bearer.first().copied();
        let (mut same, other): (Vec<&Fact>, Vec<&Fact>) =
            plain.into_iter().partition(|f| first.is_some_and(|b| near(f, b)));
        same.extend(bearer);
        same.sort_by_key(|f| f.site);
        by_suffix.insert(suffix, same);
        by_suffix.insert("", other);
    }
    by_suffix.into_values().filter(|f| !f.is_empty()).flat_map(by_middle).collect()
}

/// Without what is said of a surname alone where the article says another thing of the full name: a relative's, it is likely.
fn without_relatives(mut facts: Vec<&Fact>) -> Vec<&Fact> {
    let mut full: BTreeMap<u32, &Fact> = BTreeMap::new();
    for fact in facts.iter().filter(|f| f.named) {
        full.entry(fact.site.article.0).or_insert(fact);
    }
    let differs = |f: &Fact| {
        full.get(&f.site.article.0).is_some_and(|other| super::meet(&other.value, &f.value) == Some(false))
    };
    facts.retain(|f| f.named || !differs(f));
    facts
}

fn by_middle(facts: Vec<&Fact>) -> Vec<Vec<&Fact>> {
    let mut classes: Vec<Vec<&Fact>> = Vec::new();
    let mut bare: Vec<&Fact> = Vec::new();
    for fact in facts {
        let Some(person) = fact.person.as_ref().filter(|p| !p.middle.is_empty()) else {
            bare.push(fact);
            continue;
        };
        let fits = |class: &Vec<&Fact>| {
            class.first().and_then(|f| f.person.as_ref()).is_some_and(|p| p.middle_fits(person))
        };
        match classes.iter().position(fits) {
            Some(class) => classes[class].push(fact),
            None if classes.len() < NAMESAKES => classes.push(vec![fact]),
            None => {}
        }
    }
    match classes.as_mut_slice() {
        [only] => {
            only.extend(bare);
            only.sort_by_key(|f| f.site);
        }
        _ => classes.push(bare),
    }
    classes
}

/// The facts of those whose value no longer changes, as of the day from which that is known: the dead grow no older.
pub(super) fn settled(court: Court<'_>, facts: &[Fact]) -> Vec<(usize, Fact)> {
    let day = |f: &Fact| -> Option<Date> {
        let published = &court.cards.get(f.site.article.0 as usize)?.published;
        published.day().or(published.anchor)
    };
    let whose = |f: &Fact| -> Option<(AttributeId, u32, Arc<str>, String)> {
        let article = f.site.article.0;
        let suffix = &f.person.as_ref()?.suffix;
        let story = court.stories.get(article as usize).copied().unwrap_or(article);
        Some((f.attribute, story, name(f), suffix.to_string()))
    };
    let mut since: BTreeMap<(AttributeId, u32, Arc<str>, String), Date> = BTreeMap::new();
    for fact in facts.iter().filter(|f| f.settled) {
        let (Some(whose), Some(day)) = (whose(fact), day(fact)) else { continue };
        since.entry(whose).and_modify(|first| *first = (*first).min(day)).or_insert(day);
    }
    if since.is_empty() {
        return Vec::new();
    }
    let still = |f: &Fact| -> Option<Fact> {
        let (Value::Days(days), Some(_), Some(day)) = (&f.value, f.stated, day(f)) else { return None };
        let first = *since.get(&whose(f)?)?;
        let back = first.until(day).ok().filter(|span| span.get_days() > 0)?;
        let shift = |date: Date| date.checked_sub(back.get_days().days()).ok();
        let days = Interval::closed(shift(days.low.limit()?)?, shift(days.high.limit()?)?);
        Some(Fact { value: Value::Days(days), ..f.clone() })
    };
    facts.iter().enumerate().filter_map(|(i, f)| Some((i, still(f)?))).collect()
}
