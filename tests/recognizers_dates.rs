//! The English date cases of Recognizers-Text, read where they lie: the share that we read as they do, a file.
//!
//! Their values come as a pair, the nearest in the past and the nearest to come; ours is right if it is either, for we
//! let tense choose. Their periods end on the day after the last, except in the models; their extents take in
//! prepositions, ours do not: an overlap is enough. Out of scope, because no news prose has them: commands to a calendar
//! ("ADD LUNCH AT 12:30"), times of day and dates with a time, and time zones.

use dateline::corpus::{Article, Piece, Role};
use dateline::dating::{Published, Timexes, When, resolve};
use dateline::grammar::input::Tokens;
use dateline::grammar::lexicon::Lexicon;
use dateline::grammar::number::NumberWords;
use dateline::grammar::time::{TimeWords, find};
use dateline::interval::Interval;
use dateline::span::Span;
use dateline::text::{Abbreviations, CleanText};
use jiff::civil::Date;
use serde_json::Value;
use std::path::Path;

/// A file, and the least share of its cases that we read as they do, in per cent.
const FILES: &[(&str, u32)] = &[
    ("DateParser", 0),
    ("DatePeriodParser", 0),
    ("DurationParser", 0),
    ("SetParser", 0),
    ("MergedParser", 0),
    ("DateTimeModel", 0),
    ("DateExtractor", 0),
    ("DatePeriodExtractor", 0),
    ("DurationExtractor", 0),
    ("SetExtractor", 0),
];

struct Tagger {
    lexicon: Lexicon,
    words: TimeWords,
    numbers: NumberWords,
}

impl Tagger {
    fn new() -> Self {
        let mut lexicon = Lexicon::default();
        let words = TimeWords::load(&mut lexicon).expect("rules/words");
        let numbers = NumberWords::load(&mut lexicon).expect("rules/words");
        Tagger { lexicon, words, numbers }
    }

    fn read(&self, text: &str, day: Option<Date>) -> Timexes {
        let prose = vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(Span::of(0..text.len()))];
        let article = Article {
            path: "case".into(),
            id: None,
            line: None,
            raw: text.to_owned(),
            title_from: None,
            title: None,
            outlet: None,
            story: None,
            clues: Vec::new(),
            prose,
        };
        let clean = CleanText::new(
            &article,
            &Abbreviations::new(["oct", "jan", "feb", "mar", "apr", "aug", "sep", "sept", "nov", "dec"]),
        );
        let ids = self.lexicon.read(&clean);
        let all =
            Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).expect("short") };
        let marks = find(&self.words, &self.numbers, all);
        let published =
            Published { when: day.map_or(Interval::ALL, Interval::point), anchor: day, evidence: Vec::new() };
        resolve::resolve(&marks, &clean, &ids, &self.words, &published)
    }
}

/// A period or a day that they allow, first and last day.
fn allowed(value: &Value) -> Vec<(Date, Date)> {
    let date = |v: &Value| v.as_str().and_then(|s| s.get(..10)).and_then(|s| s.parse::<Date>().ok());
    let mut out = Vec::new();
    let mut add = |day: &Value, start: &Value, end: &Value| {
        if let Some(day) = date(day) {
            out.push((day, day));
        }
        if let (Some(start), Some(end)) = (date(start), date(end)) {
            // A month ends on the first of the next, "November 19-20" on the 20th: the end belongs, or it does not.
            out.push((start, end.yesterday().unwrap_or(end)));
            out.push((start, end));
            // "between 2007 and 2009" ends for them when 2009 begins, for us when it is over.
            out.push((start, end.last_of_month()));
            out.push((start, end.last_of_year()));
        }
    };
    for side in ["PastResolution", "FutureResolution"] {
        let v = &value[side];
        add(&v["date"], &v["startDate"], &v["endDate"]);
    }
    for v in value["values"].as_array().into_iter().flatten() {
        add(&v["value"], &v["start"], &v["end"]);
    }
    out
}

fn timexes_of(value: &Value) -> Vec<String> {
    let mut out: Vec<String> = value["Timex"].as_str().map(str::to_owned).into_iter().collect();
    out.extend(
        value["values"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|v| v["timex"].as_str().map(str::to_owned)),
    );
    out
}

/// Whether a case is written as one writes to an assistant and never in news: commands, a month and a day in bare
/// figures ("4/22"), units and months glued to their number ("3.5years", "22april"), mark-up.
fn chat(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = [
        "cortana",
        "skype",
        "schedule",
        "remind",
        "href",
        "show sales",
        "set up",
        "arrange",
        "calendar",
        "http",
        "www.",
    ];
    let year = |t: &str| t.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4);
    let bare = lower.split_whitespace().any(|t| {
        let joined = t.contains(['/', '-', '.', '~']) && t.chars().next().is_some_and(|c| c.is_ascii_digit());
        let months = t.trim_end_matches(['.', ',', '?', '!']);
        joined && months.contains(['/', '-', '.', '~']) && !year(t)
    });
    let glued = lower.split_whitespace().any(|t| {
        let digits = t.chars().take_while(char::is_ascii_digit).count();
        let rest = &t[digits..];
        digits > 0 && rest.len() > 2 && rest.chars().all(|c| c.is_ascii_alphabetic())
            || t.len() > 4
                && t.ends_with(|c: char| c.is_ascii_digit())
                && t.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    words.iter().any(|w| lower.contains(w)) || bare || glued
}

/// The kinds of result that are in scope.
fn in_scope(result: &Value) -> bool {
    let kind = result["Type"].as_str().or(result["TypeName"].as_str()).unwrap_or("");
    matches!(kind.rsplit('.').next().unwrap_or(""), "date" | "daterange" | "duration" | "set" | "holiday")
}

fn right(text: &str, result: &Value, found: &Timexes) -> bool {
    let start = result["Start"].as_u64().unwrap_or(0) as usize;
    let length = result["Length"]
        .as_u64()
        .unwrap_or_else(|| result["End"].as_u64().unwrap_or(0) + 1 - start as u64) as usize;
    let chars = |upto: usize| text.char_indices().nth(upto).map_or(text.len(), |(i, _)| i);
    let place = chars(start)..chars(start + length);
    let here: Vec<_> = found
        .iter()
        .filter(|m| (m.span.start as usize) < place.end && place.start < m.span.end as usize)
        .collect();
    if here.is_empty() {
        return false;
    }
    let value = if result["Value"].is_null() { &result["Resolution"] } else { &result["Value"] };
    if value.is_null() {
        return true;
    }
    let (days, names) = (allowed(value), timexes_of(value));
    // "2 days" of "the next 2 days" is a length for us, as in TimeML, and a period with that length for them.
    let lengths: Vec<&str> = names.iter().filter_map(|n| n.strip_suffix(')')?.rsplit(',').next()).collect();
    if here.iter().any(|m| names.iter().any(|n| n == &*m.what.value) || lengths.contains(&&*m.what.value)) {
        return true;
    }
    // Where they leave the year open ("XXXX-09"), any year will do.
    let open = names.iter().filter_map(|n| n.strip_prefix("XXXX").filter(|rest| rest.len() > 2));
    if open.into_iter().any(|rest| here.iter().any(|m| m.what.value.get(4..) == Some(rest))) {
        return true;
    }
    // "PT1.5H" is PT1H30M.
    if names.iter().any(|n| n == "PT1.5H") && here.iter().any(|m| &*m.what.value == "PT1H30M") {
        return true;
    }
    let hull = here.iter().filter_map(|m| place_of(m)).reduce(|a, b| a.hull(&b));
    let Some((low, high)) = hull.and_then(|d| Some((d.low.limit()?, d.high.limit()?))) else { return false };
    // "two years ago" is a year for us, and the day two years before for them.
    let wide = here.len() == 1
        && here[0].what.approximate
        && days.iter().any(|d| d.0 == d.1 && low <= d.0 && d.1 <= high);
    wide || days.contains(&(low, high))
}

/// The days of a mark: also of a guess that `When` keeps open.
fn place_of(mark: &dateline::grammar::Mark<dateline::dating::Timex>) -> Option<Interval<Date>> {
    if let When::Days(days) = &mark.what.when {
        return Some(*days);
    }
    let days = |value: &str| match value.len() {
        10 => value.parse::<Date>().ok().map(|d| (d, d)),
        7 => format!("{value}-01").parse::<Date>().ok().map(|d| (d, d.last_of_month())),
        _ => None,
    };
    let (low, high) = mark.what.value.split_once('/').unwrap_or((&mark.what.value, &mark.what.value));
    Some(Interval::closed(days(low)?.0, days(high)?.1))
}

#[test]
fn english_dates() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/temporal/recognizers-specs/DateTime/English");
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let tagger = Tagger::new();
    let mut low = Vec::new();
    for (file, floor) in FILES {
        let source = std::fs::read_to_string(folder.join(format!("{file}.json"))).expect("a readable file");
        let cases: Vec<Value> =
            serde_json::from_str(source.trim_start_matches('\u{feff}')).expect("an array of cases");
        let (mut good, mut all) = (0u32, 0u32);
        for case in &cases {
            let text = case["Input"].as_str().unwrap_or("");
            let day = case["Context"]["ReferenceDateTime"]
                .as_str()
                .and_then(|s| s.get(..10))
                .and_then(|s| s.parse().ok());
            let results: Vec<&Value> = case["Results"].as_array().into_iter().flatten().collect();
            if chat(text) {
                continue;
            }
            if !results.iter().all(|r| in_scope(r))
                || case["NotSupported"].as_str().is_some_and(|n| n.contains("dotnet"))
            {
                continue;
            }
            let found = tagger.read(text, day);
            let ok = if results.is_empty() {
                found.is_empty()
            } else {
                results.iter().all(|r| right(text, r, &found))
            };
            all += 1;
            good += u32::from(ok);
            if !ok && std::env::var_os("SHOW_CASES").is_some() {
                let wanted: Vec<String> = results
                    .iter()
                    .map(|r| {
                        format!(
                            "{} {:?}",
                            r["Text"],
                            timexes_of(if r["Value"].is_null() { &r["Resolution"] } else { &r["Value"] })
                        )
                    })
                    .collect();
                let ours: Vec<String> =
                    found.iter().map(|m| format!("{} {}", m.span.cut(text), m.what.value)).collect();
                println!("{file}: {text:?} wanted {wanted:?} got {ours:?}");
            }
        }
        println!("{file}: {good} of {all}, {} %", 100 * good / all.max(1));
        if 100 * good < floor * all {
            low.push(format!("{file}: {good} of {all} is below {floor} %"));
        }
    }
    assert!(low.is_empty(), "{low:?}");
}
