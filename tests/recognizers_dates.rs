//! The English date cases of Recognizers-Text, read where they lie: the share that we read as they do, a file.
//!
//! Their values come as a pair, the nearest in the past and the nearest to come; ours is right if it is either, for we
//! let tense choose. Their periods end on the day after the last, except in the models; their extents take in
//! prepositions, ours do not: an overlap is enough. Where they count otherwise, `right` says so by rule: an `X` of
//! theirs is any figure, two quarters are six months, "several" is no three, "in two years" is a length, "two weeks from
//! today" a week, "the week of May 3" no day.
//!
//! Out of scope, by the rules of `chat` and `out_of_scope`, and how many cases (of 1114) each takes:
//! - chat (207): commands to an assistant or a calendar, a month and a day in bare figures ("4/22"), numbers glued to
//!   their unit or month ("3.5years"), mark-up;
//! - time of day or zone (143): any result that is a time, or recurs at one ("3pm every day");
//! - odd figures (35): dates in figures alone in a form that is not written ("2016 / 11", "11 - 2016", "2015.3", "the 27");
//! - the assistant's day (9): "my day", "the day", of the one who speaks;
//! - not read by their own (7): cases that their reference implementation does not support.
//!
//! `SHOW_CASES=1 cargo test --test recognizers_dates -- --nocapture` prints what fails, theirs and ours.

use dateline::corpus::{Article, Piece, Role};
use dateline::dating::{Published, TimexKind, Timexes, When, resolve};
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
    ("DateParser", 82),
    ("DatePeriodParser", 83),
    ("DurationParser", 91),
    ("SetParser", 87),
    ("MergedParser", 93),
    ("DateTimeModel", 81),
    ("DateExtractor", 91),
    ("DatePeriodExtractor", 97),
    ("DurationExtractor", 92),
    ("SetExtractor", 99),
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
            ignores: Vec::new(),
            prose,
            ..Article::default()
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

/// The value of a result, in a parser's file or in a model's.
fn value_of(result: &Value) -> &Value {
    if result["Value"].is_null() { &result["Resolution"] } else { &result["Value"] }
}

/// Why a result is out of scope, if it is.
fn out_of_scope(result: &Value) -> Option<&'static str> {
    let kind = result["Type"].as_str().or(result["TypeName"].as_str()).unwrap_or("");
    if !matches!(kind.rsplit('.').next().unwrap_or(""), "date" | "daterange" | "duration" | "set" | "holiday")
    {
        return Some("time of day or zone");
    }
    // "3pm every day".
    let clock = |name: &String| {
        name.split_once('T').is_some_and(|(day, clock)| {
            !day.starts_with('P') && clock.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    if timexes_of(value_of(result)).iter().any(clock) {
        return Some("time of day or zone");
    }
    let text = result["Text"].as_str().unwrap_or("").to_lowercase();
    let text = text.trim_start_matches("the ");
    // "my day", "the day": of the one who speaks.
    if matches!(text, "day" | "my day" | "this day" | "last day" | "past day") {
        return Some("the assistant's day");
    }
    let figures = text.starts_with(|c: char| c.is_ascii_digit() || c == '=' || c == '<')
        && !text.contains(|c: char| c.is_alphabetic());
    (figures && !written_in_figures(text)).then_some("odd figures")
}

/// Whether a date in figures alone has a form that is written: 1999, 1999-2001, 2001/02, 2001-03-04, 3/4/2001, 4.3.2001, 3/2001.
fn written_in_figures(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    matches!(
        form.as_str(),
        "9999" | "9999-9999" | "9999 - 9999" | "9999/99" | "9999-99" | "9999-99-99" | "9999/99/99"
    ) || matches!(
        form.replace("99", "9").as_str(),
        "9/9/99" | "9.9.99" | "9-9-99" | "9/99" | "99-9-9" | "99/9/9"
    )
}

/// Whether two TimeML values are one, where an `X` of theirs stands for any figure.
fn same(theirs: &str, ours: &str) -> bool {
    let bytes = theirs.bytes().zip(ours.bytes());
    theirs.len() == ours.len() && bytes.into_iter().all(|(a, b)| a == b || a == b'X' && b.is_ascii_digit())
}

/// A length of theirs in the units of ours: months of quarters, years of decades.
fn same_length(theirs: &str, ours: &str) -> bool {
    let number = |text: &str, unit: &str| {
        text.strip_prefix('P').and_then(|t| t.strip_suffix(unit)).and_then(|n| n.parse::<u32>().ok())
    };
    let scaled = |small: &str, large: &str, by: u32| {
        number(ours, large).is_some_and(|n| number(theirs, small) == n.checked_mul(by))
    };
    theirs == ours || scaled("M", "Q", 3) || scaled("Y", "DE", 10) || scaled("D", "W", 7)
        || theirs == "PT1.5H" && ours == "PT1H30M"
        // "a few days" are three of them, and no number of ours.
        || ours.strip_prefix("PX").is_some_and(|unit| theirs.strip_prefix("P3") == Some(unit))
}

/// Where a length of ours leads, counted from a day.
fn moved(day: Date, length: &str, back: bool) -> Option<Date> {
    let span: jiff::Span = length.parse().ok()?;
    if back { day.checked_sub(span).ok() } else { day.checked_add(span).ok() }
}

fn right(text: &str, result: &Value, found: &Timexes, today: Option<Date>) -> bool {
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
    let value = value_of(result);
    if value.is_null() {
        return true;
    }
    let (days, names) = (allowed(value), timexes_of(value));
    // "2 days" of "the next 2 days" is a length for us, as in TimeML, and a period with that length for them.
    let lengths = names.iter().filter_map(|n| n.strip_suffix(')')?.rsplit(',').next());
    let lengths: Vec<&str> = lengths.chain(names.iter().map(String::as_str)).collect();
    for ours in here.iter().map(|m| &*m.what.value) {
        // "TMO" and "SU" are a morning and a summer of no day and no year.
        let short = |theirs: &str| {
            matches!(theirs.len(), 2 | 3)
                && !theirs.starts_with(|c: char| c.is_ascii_digit())
                && ours.ends_with(theirs)
        };
        let weekend = |theirs: &str| theirs == "P1WE" && ours == "XXXX-WXX-WE";
        if names.iter().any(|n| same(n, ours) || short(n) || weekend(n))
            || lengths.iter().any(|n| same_length(n, ours))
        {
            return true;
        }
        let written = result["Text"].as_str().unwrap_or("").to_lowercase();
        // "in two years" is a length for us, and for them the day to which it leads.
        let ahead = written.starts_with("in ") && ours.starts_with('P');
        if ahead && today.and_then(|t| moved(t, ours, false)).is_some_and(|d| days.contains(&(d, d))) {
            return true;
        }
        // "a few days ago" is past for us, and three days ago for them.
        let vague = written.contains("few") || written.contains("several");
        if vague && matches!(ours, "PAST_REF" | "FUTURE_REF") {
            return true;
        }
        if let (Some((low, high)), Some(today)) = (days_of(ours), today) {
            // "two weeks from today" is a week for us; for them that day, or what lies between, or all beyond.
            let edges = edges(value);
            let counted =
                ["today", "tomorrow", "now", "later", "ago", "earlier"].iter().any(|w| written.contains(w));
            if counted && edges.iter().any(|d| *d != today && low <= *d && *d <= high) {
                return true;
            }
            // "the week of April 10th" is that week for us, and that day for them.
            if written.contains("week of") && edges.iter().any(|d| low <= *d && *d <= high) {
                return true;
            }
            // "the rest of the month" is the month for us.
            if written.contains("rest of") && days.iter().any(|d| d.0 == today && d.1 == high) {
                return true;
            }
            if days.contains(&(low, high)) {
                return true;
            }
        }
    }
    let hull = here.iter().filter_map(|m| place_of(m, today)).reduce(|a, b| a.hull(&b));
    let Some((low, high)) = hull.and_then(|d| Some((d.low.limit()?, d.high.limit()?))) else { return false };
    // "two years ago" is a year for us, and the day two years before for them.
    let wide = here.len() == 1
        && here[0].what.approximate
        && days.iter().any(|d| d.0 == d.1 && low <= d.0 && d.1 <= high);
    wide || days.contains(&(low, high))
}

/// Every day that a value of theirs names.
fn edges(value: &Value) -> Vec<Date> {
    let mut out = Vec::new();
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(map) => stack.extend(map.values()),
            Value::Array(list) => stack.extend(list),
            Value::String(text) => out.extend(text.parse::<Date>().ok()),
            _ => {}
        }
    }
    out
}

/// The first and last day of a TimeML value.
fn days_of(value: &str) -> Option<(Date, Date)> {
    if let Some((low, high)) = value.split_once('/') {
        return Some((days_of(low)?.0, days_of(high)?.1));
    }
    if value.len() == 10 {
        return value.parse::<Date>().ok().map(|d| (d, d));
    }
    let (year, part) = value.split_once('-').unwrap_or((value, ""));
    let year: i16 = if year.len() == 4 { year.parse().ok()? } else { return None };
    let months = |low: i8, high: i8| {
        Some((Date::new(year, low, 1).ok()?, Date::new(year, high, 1).ok()?.last_of_month()))
    };
    let number = || part.get(1..).and_then(|n| n.parse::<i8>().ok());
    match part.as_bytes() {
        [] => months(1, 12),
        [b'Q', _] => months(number()? * 3 - 2, number()? * 3),
        [b'H', _] => months(number()? * 6 - 5, number()? * 6),
        [b'W', _, _, ..] => {
            let week = part.get(1..3)?.parse().ok()?;
            let monday = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?.date();
            let on = |days: i64| monday.checked_add(jiff::Span::new().days(days)).ok();
            Some(if part.ends_with("WE") { (on(5)?, on(6)?) } else { (monday, on(6)?) })
        }
        [_, _] => months(part.parse().ok()?, part.parse().ok()?),
        _ => None,
    }
}

/// The days of a mark: also of a guess that `When` keeps open.
fn place_of(
    mark: &dateline::grammar::Mark<dateline::dating::Timex>,
    today: Option<Date>,
) -> Option<Interval<Date>> {
    if &*mark.what.value == "PRESENT_REF" {
        return today.map(Interval::point);
    }
    match &mark.what.when {
        When::Days(days) => Some(*days),
        _ => days_of(&mark.what.value).map(|(low, high)| Interval::closed(low, high)),
    }
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
    let (mut low, mut left) = (Vec::new(), std::collections::BTreeMap::new());
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
            let unread = case["NotSupported"].as_str().is_some_and(|n| n.contains("dotnet"));
            let why = if chat(text) {
                Some("chat")
            } else if unread {
                Some("not read by their own")
            } else {
                results.iter().find_map(|r| out_of_scope(r))
            };
            if let Some(why) = why {
                *left.entry(why).or_insert(0u32) += 1;
                continue;
            }
            let mut found = tagger.read(text, day);
            // The files of the reader of periods say nothing of lengths: "in 3 years" is not for it.
            if file.starts_with("DatePeriod") && results.is_empty() {
                found.retain(|m| m.what.kind != TimexKind::Duration);
            }
            let ok = if results.is_empty() {
                found.is_empty()
            } else {
                results.iter().all(|r| right(text, r, &found, day))
            };
            all += 1;
            good += u32::from(ok);
            if !ok && std::env::var_os("SHOW_CASES").is_some() {
                let wanted: Vec<String> =
                    results.iter().map(|r| format!("{} {:?}", r["Text"], timexes_of(value_of(r)))).collect();
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
    println!("out of scope: {left:?}");
    assert!(low.is_empty(), "{low:?}");
}
