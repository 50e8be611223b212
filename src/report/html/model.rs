//! What the templates are filled with. A finding is worked out when its turn comes, so that a page of ten thousand is
//! never in memory as a whole.

use super::charts::{Charts, Drawn};
use super::side::{Side, When};
use crate::report::Days;
use crate::report::excerpt::{brief, one_line};
use crate::report::terminal::sentence;
use crate::report::told;
use crate::report::view::{Shown, Summary, View};
use crate::rules::file::Rule;
use crate::rules::finding::{Confidence, Outcome, Severity};
use crate::rules::suppress::SetApartBy;
use askama::Template;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// How many findings stand open when the page is opened; a longer page opens as a list.
const OPEN: usize = 24;
/// How many passages of a finding stand side by side, and how many are shown at all.
const SIDES: usize = 4;
const ALL_SIDES: usize = 40;
/// How many columns messages and words may take.
const MESSAGE: usize = 600;
pub(super) const WORDS: usize = 120;

#[derive(Template)]
#[template(path = "report.html", config = "src/report/html/askama.toml")]
pub(super) struct Page<'a> {
    view: &'a View,
    style: &'a str,
    script: &'a str,
    policy: &'a str,
    groups: Vec<Group<'a>>,
    filters: Vec<Filter>,
    charts: Charts<'a>,
    ids: Vec<String>,
    open: bool,
}

/// The findings of one rule.
pub(super) struct Group<'a> {
    rule: &'a str,
    loudest: Severity,
    numbers: Vec<usize>,
}

/// Something that findings are told apart by, and its values with their counts.
struct Filter {
    key: &'static str,
    legend: &'static str,
    values: Vec<(&'static str, usize)>,
}

#[derive(Template)]
#[template(path = "finding.html", config = "src/report/html/askama.toml")]
struct Card<'a> {
    shown: &'a Shown,
    id: &'a str,
    open: bool,
    sides: Vec<Side<'a>>,
    more: Vec<Side<'a>>,
    /// Sides that not even the long list shows.
    rest: usize,
    known: Option<Known<'a>>,
    chart: Option<Drawn<'a>>,
}

/// A reference timeline's side.
struct Known<'a> {
    value: Cow<'a, str>,
    from: Option<When>,
    source: Cow<'a, str>,
    linked: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(view: &'a View, style: &'a str, script: &'a str, policy: &'a str) -> Self {
        let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
        let mut seen: HashMap<_, usize> = HashMap::new();
        let mut ids = Vec::with_capacity(view.findings.len());
        for (number, shown) in view.findings.iter().enumerate() {
            let new = || Group { rule: &shown.rule, loudest: shown.severity, numbers: Vec::new() };
            let group = groups.entry(&shown.rule).or_insert_with(new);
            group.loudest = group.loudest.max(shown.severity);
            group.numbers.push(number);
            // Two articles may be at odds in the same way; an anchor is one place all the same.
            let count = seen.entry(shown.fingerprint).or_default();
            *count += 1;
            ids.push(match *count {
                1 => shown.fingerprint.to_string(),
                again => format!("{}-{again}", shown.fingerprint),
            });
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        for group in &mut groups {
            group
                .numbers
                .sort_by_key(|&n| view.findings.get(n).map(|shown| std::cmp::Reverse(shown.severity)));
        }
        groups.sort_by_key(|g| (std::cmp::Reverse((g.loudest, g.numbers.len())), g.rule));
        let order: Vec<usize> = groups.iter().flat_map(|g| g.numbers.iter().copied()).collect();
        Page {
            view,
            style,
            script,
            policy,
            groups,
            filters: filters(view),
            charts: Charts::new(view, &order),
            ids,
            open: view.findings.len() <= OPEN,
        }
    }

    fn title(&self) -> String {
        sentence(&self.view.summary)
    }

    fn headline(&self) -> String {
        let some = |n: usize, one: &str, many: &str| match n {
            0 => format!("No {many}"),
            1 => format!("One {one}"),
            n => format!("{} {many}", thousands(n)),
        };
        let articles = usize::try_from(self.view.summary.articles).unwrap_or(usize::MAX);
        let within = match articles {
            1 => "one article".to_owned(),
            n => format!("{} articles", thousands(n)),
        };
        format!("{} in {within}", some(self.view.findings.len(), "finding", "findings"))
    }

    fn facts(&self) -> String {
        thousands(usize::try_from(self.view.summary.facts).unwrap_or(usize::MAX))
    }

    /// What is left out of the page, in a sentence.
    fn left_out(&self) -> Option<String> {
        let Summary { suppressed, baselined, .. } = self.view.summary;
        let some = |n: u64, what: &str| (n > 0).then(|| format!("{n} {what}"));
        let parts: Vec<String> = [some(suppressed, "suppressed"), some(baselined, "in the baseline")]
            .into_iter()
            .flatten()
            .collect();
        (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join(", ")))
    }

    /// The severities that occur, the loudest first, each with its count in words.
    fn tally(&self) -> Vec<(&'static str, String, &'static str)> {
        let summary = &self.view.summary;
        [
            ("error", summary.errors, "error", "errors"),
            ("warning", summary.warnings, "warning", "warnings"),
            ("advice", summary.advice, "advice", "advice"),
        ]
        .into_iter()
        .filter(|(_, n, ..)| *n > 0)
        .map(|(class, n, one, many)| {
            let count = thousands(usize::try_from(n).unwrap_or(usize::MAX));
            (class, count, if n == 1 { one } else { many })
        })
        .collect()
    }

    fn cards(&self, group: &Group<'a>) -> impl Iterator<Item = Card<'_>> {
        group.numbers.iter().filter_map(|&number| {
            let shown = self.view.findings.get(number)?;
            Some(Card::new(shown, self.ids.get(number)?, self.open, self.charts.of(number)))
        })
    }

    /// The group's rule, where it is known.
    fn explained(&self, group: &Group<'_>) -> Option<&Rule> {
        self.view.rule(group.rule)
    }

    fn notices(&self) -> impl Iterator<Item = (String, Cow<'_, str>)> {
        self.view.notices.iter().map(|notice| {
            let path = one_line(&notice.path);
            let place = notice.line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"));
            (place, brief(&notice.message, MESSAGE))
        })
    }
}

impl Group<'_> {
    fn rule(&self) -> Cow<'_, str> {
        one_line(self.rule)
    }

    fn severity(&self) -> &'static str {
        severity(self.loudest)
    }

    fn count(&self) -> String {
        thousands(self.numbers.len())
    }
}

impl<'a> Card<'a> {
    fn new(shown: &'a Shown, id: &'a str, open: bool, chart: Option<Drawn<'a>>) -> Self {
        let mut sides: Vec<Side<'_>> = shown.passages.iter().filter_map(|p| Side::new(shown, p)).collect();
        if shown.passages.is_empty() {
            // What cannot be opened any more is named at least.
            sides.extend(shown.labels.iter().enumerate().map(|(slot, label)| Side::of(shown, slot, label)));
        }
        let all = sides.len();
        sides.truncate(ALL_SIDES);
        let more = sides.split_off(sides.len().min(SIDES));
        let known = shown.reference.as_ref().map(|reference| Known {
            value: brief(&reference.value, WORDS),
            from: reference.from.map(|from| When::of(Days { from: Some(from), to: Some(from) })),
            source: one_line(&reference.source),
            linked: is_address(&reference.source),
        });
        Card { shown, id, open, rest: all - sides.len() - more.len(), sides, more, known, chart }
    }

    fn severity(&self) -> &'static str {
        severity(self.shown.severity)
    }

    fn confidence(&self) -> &'static str {
        confidence(self.shown.confidence)
    }

    /// How the two dates stand to each other.
    fn against(&self) -> &'static str {
        match self.shown.outcome {
            Outcome::Clash | Outcome::Stale => "against",
            Outcome::Undated | Outcome::Update => "and",
        }
    }

    /// What the outcome means where its name does not say it.
    fn because(&self) -> &'static str {
        match self.shown.outcome {
            Outcome::Clash => "",
            Outcome::Stale => ": a replaced value is stated again",
            Outcome::Undated => ": it depends on an unknown publication date",
            Outcome::Update => ": the dates explain it",
        }
    }

    /// Why the finding does not count, where it does not.
    fn apart(&self) -> Option<&'static str> {
        Some(match self.shown.apart.as_ref()?.by {
            SetApartBy::Article | SetApartBy::Configuration => "suppressed",
            SetApartBy::Baseline => "in the baseline",
        })
    }

    fn message(&self) -> Cow<'_, str> {
        brief(&self.shown.message, MESSAGE)
    }

    fn help(&self) -> Option<String> {
        told::help(self.shown)
    }

    fn rule(&self) -> Cow<'_, str> {
        one_line(&self.shown.rule)
    }

    fn subject(&self) -> Cow<'_, str> {
        brief(&self.shown.subject, WORDS)
    }

    /// The article that the finding is filed under.
    fn article(&self) -> Cow<'_, str> {
        self.shown.labels.first().map_or(Cow::Borrowed(""), |label| one_line(&label.article))
    }

    /// The dates of the first two sides: what a reader asks first.
    fn dates(&self) -> Vec<&When> {
        let mut dates: Vec<&When> = self.sides.iter().take(2).map(|side| &side.when).collect();
        dates.dedup();
        dates
    }

    fn places(&self) -> usize {
        self.sides.len() + usize::from(self.known.is_some())
    }
}

/// What there is to choose between; a filter with one value is none.
fn filters(view: &View) -> Vec<Filter> {
    let count = |of: &dyn Fn(&Shown) -> &'static str, names: &[&'static str]| -> Vec<(&'static str, usize)> {
        let counted =
            names.iter().map(|&name| (name, view.findings.iter().filter(|s| of(s) == name).count()));
        counted.filter(|(_, n)| *n > 0).collect()
    };
    let all = [
        ("severity", "Severity", count(&|s| severity(s.severity), &["error", "warning", "advice"])),
        ("outcome", "Outcome", count(&|s| s.outcome.name(), &["clash", "stale", "undated", "update"])),
        ("confidence", "Confidence", count(&|s| confidence(s.confidence), &["high", "medium", "low"])),
    ];
    let filters = all.into_iter().map(|(key, legend, values)| Filter { key, legend, values });
    filters.filter(|filter| filter.values.len() > 1).collect()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// Whether a browser may be sent there.
fn is_address(source: &str) -> bool {
    (source.starts_with("https://") || source.starts_with("http://"))
        && !source.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// A number with its thousands apart: 10,000.
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
