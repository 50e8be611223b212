//! A rule file, read and proved: afterwards nothing in it is a string that somebody has yet to look up.

use super::diagnostic::{Mistake, Trouble};
use super::example::{Example, read_examples};
use super::finding::{Confidence, Severity};
use super::policy::{Policy, read_policy};
use super::reader::{At, Table, nearest, strings};
use crate::facts::attribute::AttributeId;
use crate::facts::family::{Family, Lasting, Reach, Read, Scope, SubjectSpec, Veil, Wording};
use crate::facts::pattern::{Compiler, Pattern, PatternError, SlotWords, ValueSlot};
use crate::facts::relation::{self, Wordings};
use crate::facts::role::{Direction, RelationKind};
use crate::grammar::lexicon::Lexicon;
use crate::grammar::modality::Modality;
use crate::grammar::name::NameKind;
use std::ops::Range;
use std::sync::Arc;
use toml::de::DeTable;

/// A rule: one file, with its examples inside.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, in kebab case.
    pub id: Arc<str>,
    /// What it is about, in a few words.
    pub title: String,
    /// Why a finding of it is worth a look.
    pub why: String,
    /// How loud a clash is.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What it does.
    pub kind: RuleKind,
    /// The texts of its findings.
    pub messages: Messages,
    /// What it must find, and what it must not.
    pub examples: Vec<Example>,
    /// The path of the file, as shown.
    pub path: Arc<str>,
    /// The file.
    pub source: Arc<str>,
}

/// What a rule does.
#[derive(Clone, Debug)]
pub enum RuleKind {
    /// Compares the facts of a family.
    Family {
        /// The family's number.
        attribute: AttributeId,
        /// How facts are compared.
        policy: Policy,
        /// The modalities it hears.
        hears: Vec<Modality>,
    },
    /// A check of the program's own.
    BuiltIn(Arc<str>),
    /// A check of the program's own on figures that wordings relate.
    Relations(Wordings),
}

/// The texts of a rule's findings, with `{subject}`, `{here}` and `{there}`.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// For a clash.
    pub clash: Option<String>,
    /// For a stale value.
    pub stale: Option<String>,
    /// Where a publication date is wanting.
    pub undated: Option<String>,
    /// For a change.
    pub update: Option<String>,
}

/// What a rule file needs to be proved against.
#[derive(Debug)]
pub struct Workshop<'a> {
    /// Numbers the words of patterns.
    pub lexicon: &'a mut Lexicon,
    /// Compiles patterns.
    pub compiler: &'a mut Compiler,
    /// The families so far; a new one is added.
    pub families: &'a mut Vec<Family>,
    /// The names of built-in checks.
    pub checks: &'a [&'static str],
    /// The built-in check that takes wordings.
    pub relating: &'static str,
}

const MODALITIES: [(&str, Modality); 7] = [
    ("asserted", Modality::Asserted),
    ("event", Modality::Event),
    ("plan", Modality::Plan),
    ("hypothetical", Modality::Hypothetical),
    ("denied", Modality::Denied),
    ("past", Modality::Past),
    ("quoted", Modality::Quoted),
];
const KINDS: [(&str, NameKind); 4] = [
    ("person", NameKind::Person),
    ("organisation", NameKind::Organisation),
    ("place", NameKind::Place),
    ("unknown", NameKind::Unknown),
];
const REACHES: [(&str, Reach); 4] = [
    ("pattern", Reach::Pattern),
    ("sentence", Reach::Sentence),
    ("block", Reach::Block),
    ("article", Reach::Article),
];
pub(crate) const SEVERITIES: [(&str, Severity); 3] =
    [("advice", Severity::Advice), ("warning", Severity::Warning), ("error", Severity::Error)];
pub(crate) const CONFIDENCES: [(&str, Confidence); 3] =
    [("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];

/// One of a list of words.
pub(crate) fn choose<T: Copy>(
    word: &At<String>,
    what: &str,
    among: &[(&'static str, T)],
    trouble: &mut Trouble,
) -> Option<T> {
    let found = among.iter().find(|(n, _)| *n == word.value).map(|&(_, t)| t);
    if found.is_none() {
        let all: Vec<&str> = among.iter().map(|&(n, _)| n).collect();
        let help = nearest(&word.value, all.iter().copied()).map(|n| format!("did you mean `{n}`?"));
        trouble.add(
            word.at.clone(),
            format!("`{}` is no {what}; there are {}", word.value, all.join(", ")),
            help,
        );
    }
    found
}

/// Reads a rule file.
///
/// # Errors
/// All that is wrong with it. No family is added then.
pub fn read_rule(path: &str, text: &str, workshop: &mut Workshop<'_>) -> Result<Rule, Vec<Mistake>> {
    let mut trouble = Trouble::new(path, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        trouble.add(error.span().unwrap_or(0..0), error.message().to_owned(), None);
    }
    if !trouble.found.is_empty() {
        return Err(trouble.found);
    }
    let mut table = Table::new(document.get_ref(), 0..text.len().min(1), "the rule");
    let id = table.required("id", &mut trouble);
    if let Some(id) = &id
        && !is_kebab(&id.value)
    {
        trouble.add(
            id.at.clone(),
            format!("`{}` is not a name in kebab case, such as member-count", id.value),
            None,
        );
    }
    let title = table.required("title", &mut trouble);
    let why = table.required("why", &mut trouble);
    let severity = table
        .required("severity", &mut trouble)
        .and_then(|s| choose(&s, "severity", &SEVERITIES, &mut trouble));
    let confidence = table
        .string("confidence", &mut trouble)
        .and_then(|c| choose(&c, "confidence", &CONFIDENCES, &mut trouble));
    let messages = read_messages(&mut table, &mut trouble);
    let examples = read_examples(&mut table, &mut trouble);
    let name: Arc<str> = Arc::from(id.as_ref().map_or("", |i| i.value.as_str()));
    let mut family = None;
    let kind = if let Some(mut check) = table.table("check", "[check]", &mut trouble) {
        let built_in = check.required("built-in", &mut trouble);
        check.finish(&mut trouble);
        let known: Vec<(&'static str, &'static str)> = workshop.checks.iter().map(|&c| (c, c)).collect();
        match built_in.and_then(|b| choose(&b, "built-in check", &known, &mut trouble)) {
            Some(check) if check == workshop.relating => {
                Some(RuleKind::Relations(read_wordings(&mut table, workshop, &mut trouble)))
            }
            check => check.map(|c| RuleKind::BuiltIn(Arc::from(c))),
        }
    } else {
        read_family(&mut table, &name, workshop, &mut trouble).map(|(made, policy, hears)| {
            let attribute = made.attribute;
            family = Some(made);
            RuleKind::Family { attribute, policy, hears }
        })
    };
    table.finish(&mut trouble);
    match (id, title, why, severity, kind) {
        (Some(_), Some(title), Some(why), Some(severity), Some(kind)) if trouble.found.is_empty() => {
            workshop.families.extend(family);
            Ok(Rule {
                id: name,
                title: title.value,
                why: why.value,
                severity,
                confidence: confidence.unwrap_or(Confidence::Medium),
                kind,
                messages,
                examples,
                path: Arc::from(path),
                source: Arc::from(text),
            })
        }
        _ => {
            trouble.found.sort_by_key(|d| d.at().start);
            Err(trouble.found)
        }
    }
}

fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id
            .split('-')
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

fn read_messages(table: &mut Table<'_, '_>, trouble: &mut Trouble) -> Messages {
    let Some(mut message) = table.table("message", "[message]", trouble) else { return Messages::default() };
    let mut one = |key| message.string(key, trouble).map(|m| m.value);
    let messages =
        Messages { clash: one("clash"), stale: one("stale"), undated: one("undated"), update: one("update") };
    message.finish(trouble);
    messages
}

fn read_family(
    table: &mut Table<'_, '_>,
    name: &Arc<str>,
    workshop: &mut Workshop<'_>,
    trouble: &mut Trouble,
) -> Option<(Family, Policy, Vec<Modality>)> {
    let subject = read_subject(table, trouble);
    let mut slots = SlotWords::default();
    let value = table.table("value", "[value]", trouble).and_then(|mut value| {
        let kind = value
            .required("kind", trouble)
            .and_then(|k| choose(&k, "kind of value", &ValueSlot::NAMES, trouble));
        slots.of = value.strings("of", trouble).into_iter().map(|s| s.value).collect();
        value.finish(trouble);
        kind
    });
    if value.is_none() && trouble.found.is_empty() {
        trouble.add(table.at(), "[value] is missing; a rule without patterns has a [check]", None);
    }
    slots.facets = read_facets(table, trouble);
    let policy = read_policy(table, trouble);
    let hears: Vec<Modality> = table
        .strings("hears", trouble)
        .iter()
        .filter_map(|h| choose(h, "modality", &MODALITIES, trouble))
        .collect();
    let hears = if hears.is_empty() { vec![Modality::Asserted, Modality::Event] } else { hears };
    let mut patterns = Vec::new();
    for mut item in table.tables("pattern", "[[pattern]]", trouble) {
        let text = item.required("match", trouble);
        let modality =
            item.string("modality", trouble).and_then(|m| choose(&m, "modality", &MODALITIES, trouble));
        let read = item.string("read", trouble).and_then(|r| choose(&r, "reading", &Read::NAMES, trouble));
        let at = item.at();
        item.finish(trouble);
        let Some(pattern) = text.and_then(|t| compile(&t, &slots, workshop, trouble)) else { continue };
        if !pattern.has_value() {
            trouble.add(at, "this pattern has no {value}, so it can state no fact", None);
            continue;
        }
        if let Some((role, ..)) = pattern.roles().first() {
            trouble.add(
                at,
                format!("{{{}}} belongs to a relation, in a rule with a [check]", role.name()),
                None,
            );
            continue;
        }
        patterns.push(Wording { pattern, modality, read: read.unwrap_or(Read::Plain) });
    }
    let excepts = read_veils(table.tables("except", "[[except]]", trouble), &slots, workshop, trouble);
    let settled = read_veils(table.tables("settled", "[[settled]]", trouble), &slots, workshop, trouble);
    if patterns.is_empty() && trouble.found.is_empty() {
        trouble.add(table.at(), "the rule has no [[pattern]]", None);
    }
    let (subject, value, policy) = (subject?, value?, policy?);
    let attribute = AttributeId(u16::try_from(workshop.families.len()).ok()?);
    let lasting = if policy.is_eternal() { Lasting::Always } else { Lasting::Report };
    let facets = slots.facets.iter().map(|(c, _)| Arc::from(c.as_str())).collect();
    let name = Arc::clone(name);
    let family = Family { attribute, name, subject, value, patterns, excepts, settled, facets, lasting };
    Some((family, policy, hears))
}

fn read_veils(
    items: Vec<Table<'_, '_>>,
    slots: &SlotWords,
    workshop: &mut Workshop<'_>,
    trouble: &mut Trouble,
) -> Vec<Veil> {
    let mut veils = Vec::new();
    for mut item in items {
        let text = item.required("match", trouble);
        let scope = item.string("scope", trouble).and_then(|s| choose(&s, "scope", &Scope::NAMES, trouble));
        item.finish(trouble);
        let pattern = text.and_then(|t| compile(&t, slots, workshop, trouble));
        veils.extend(pattern.map(|pattern| Veil { pattern, scope: scope.unwrap_or(Scope::Value) }));
    }
    veils
}

/// The classes of `[facet]` with the phrases that mean them.
fn read_facets(table: &mut Table<'_, '_>, trouble: &mut Trouble) -> Vec<(String, Vec<String>)> {
    let Some(facets) = table.table("facet", "[facet]", trouble) else { return Vec::new() };
    let read = |(class, phrases): (&str, _)| {
        (class.to_owned(), strings(phrases, class, trouble).into_iter().map(|s| s.value).collect())
    };
    facets.entries().map(read).collect()
}

/// The wordings of a rule that relates figures.
fn read_wordings(table: &mut Table<'_, '_>, workshop: &mut Workshop<'_>, trouble: &mut Trouble) -> Wordings {
    let mut wordings = Wordings::default();
    let slots = SlotWords { of: Vec::new(), facets: read_facets(table, trouble) };
    for mut item in table.tables("pattern", "[[pattern]]", trouble) {
        let kind = item
            .required("relation", trouble)
            .and_then(|r| choose(&r, "relation", &RelationKind::NAMES, trouble));
        let direction = item
            .string("direction", trouble)
            .and_then(|d| choose(&d, "direction", &Direction::NAMES, trouble));
        let text = item.required("match", trouble);
        item.finish(trouble);
        let (Some(kind), Some(text)) = (kind, text) else { continue };
        let Some(pattern) = compile(&text, &slots, workshop, trouble) else { continue };
        let stray = pattern.has_value().then(|| "a relation has roles and no {value}".to_owned());
        match stray.or_else(|| kind.fault(&pattern)) {
            Some(fault) => trouble.add(text.at, fault, None),
            None => wordings.patterns.push(relation::Wording { pattern, kind, direction }),
        }
    }
    for mut item in table.tables("except", "[[except]]", trouble) {
        let text = item.required("match", trouble);
        let kind = item
            .string("relation", trouble)
            .and_then(|r| choose(&r, "relation", &RelationKind::NAMES, trouble));
        item.finish(trouble);
        let pattern = text.and_then(|t| compile(&t, &slots, workshop, trouble));
        wordings.excepts.extend(pattern.map(|p| (p, kind)));
    }
    if wordings.patterns.is_empty() && trouble.found.is_empty() {
        trouble.add(table.at(), "the rule has no [[pattern]]", None);
    }
    wordings
}

fn read_subject(table: &mut Table<'_, '_>, trouble: &mut Trouble) -> Option<SubjectSpec> {
    let Some(mut subject) = table.table("subject", "[subject]", trouble) else {
        trouble.add(table.at(), "[subject] is missing; a rule without patterns has a [check]", None);
        return None;
    };
    let names = subject.strings("kind", trouble);
    let story = names.iter().any(|k| k.value == "story");
    let kinds = names
        .iter()
        .filter(|k| !matches!(k.value.as_str(), "story" | "any"))
        .filter_map(|k| choose(k, "kind of subject", &KINDS, trouble))
        .collect();
    let reach = subject.string("reach", trouble).and_then(|r| choose(&r, "reach", &REACHES, trouble));
    let within = subject
        .string("within", trouble)
        .and_then(|w| choose(&w, "scope", &[("corpus", false), ("story", true)], trouble));
    let via = subject.string("via", trouble).map(|v| Arc::from(v.value.as_str()));
    let part = subject
        .string("from", trouble)
        .and_then(|p| choose(&p, "part of an article", &[("text", false), ("lead", true)], trouble));
    subject.finish(trouble);
    let reach = if story { Reach::Story } else { reach.unwrap_or(Reach::Article) };
    Some(SubjectSpec {
        kinds,
        reach,
        within_story: within.unwrap_or(story),
        via,
        in_lead: part.unwrap_or(false),
    })
}

fn compile(
    text: &At<String>,
    slots: &SlotWords,
    workshop: &mut Workshop<'_>,
    trouble: &mut Trouble,
) -> Option<Pattern> {
    match workshop.compiler.compile(&text.value, slots, workshop.lexicon) {
        Ok(pattern) => Some(pattern),
        Err(errors) => {
            for PatternError { message, at } in errors {
                trouble.add(inside(&text.at, &at), message, None);
            }
            None
        }
    }
}

/// The place of a part of a string in the file: right where the string is a plain one between single quotes marks.
fn inside(string: &Range<usize>, part: &Range<usize>) -> Range<usize> {
    let start = (string.start + 1 + part.start).min(string.end);
    start..(string.start + 1 + part.end).clamp(start, string.end)
}
