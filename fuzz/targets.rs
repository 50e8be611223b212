//! What has to hold of any bytes. `fuzz_targets/` run these with libFuzzer; `tests/fuzz_seeds.rs` runs the same functions
//! on `seeds/` and mutations of them, with nothing but a stable toolchain.

// A target uses one of them.
#![allow(dead_code)]

use dateline::corpus::{Article, Piece};
use dateline::dating::{Timex, TimexKind, When};
use dateline::facts::{ArticleId, Value};
use dateline::grammar::lexicon::Lexicon;
use dateline::report::annotate::{self, Kind};
use dateline::report::{View, json, timeml};
use dateline::rules::book::RuleBookBuilder;
use dateline::{Corpus, Linter, Options, Understood};
use std::sync::OnceLock;

/// Any bytes as a plain article of 5 March 2024, a Tuesday.
pub(crate) fn annotate(data: &[u8]) {
    source("2024-03-05.txt", data);
}

/// Any bytes as a file of Markdown, front matter and all.
pub(crate) fn markdown(data: &[u8]) {
    source("a.md", data);
}

/// Any bytes as a web page.
pub(crate) fn html(data: &[u8]) {
    source("a.html", data);
}

/// Any bytes as JSON Lines.
pub(crate) fn jsonl(data: &[u8]) {
    source("a.jsonl", data);
}

/// Any bytes as XML: an agency's item, a message of several, a feed.
pub(crate) fn xml(data: &[u8]) {
    source("a.xml", data);
}

/// Any bytes as a table.
pub(crate) fn table(data: &[u8]) {
    source("a.csv", data);
}

/// Any bytes as what a crawler keeps.
pub(crate) fn warc(data: &[u8]) {
    source("a.warc", data);
}

/// Any bytes as two articles a year apart, cut at `%%` or else in the middle, through everything.
pub(crate) fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data).replace('\0', " ");
    let middle = (0..=text.len() / 2).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let (first, second) = text.split_once("%%").unwrap_or(text.split_at(middle));
    let run = |jobs| {
        let mut corpus = Corpus::empty().expect("the program's own vocabulary");
        corpus.add_memory("2023-03-05.txt", first.as_bytes().to_vec());
        corpus.add_memory("2024-03-05.txt", second.as_bytes().to_vec());
        let checked = linter().check(&corpus, &Options { jobs: Some(jobs), tick: None });
        let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
        let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
        let mut out = Vec::new();
        json::write(&view, &mut out).expect("memory");
        out
    };
    let report = run(1);
    assert!(report == run(2), "two threads say something else");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    for label in
        report["findings"].as_array().expect("findings").iter().flat_map(|f| f["labels"].as_array()).flatten()
    {
        let source = if label["path"] == "2023-03-05.txt" { first } else { second };
        let at = |key: &str| label[key].as_u64().and_then(|n| usize::try_from(n).ok()).expect("an offset");
        let words = source.get(at("start")..at("end"));
        assert!(words.is_some_and(|words| !words.is_empty()), "{label}");
        assert_eq!(words, label["text"].as_str());
    }
}

/// Any bytes as a rule file: read, or refused with a reason; what is read runs.
pub(crate) fn rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = || {
        let mut lexicon = Lexicon::default();
        let mut builder = RuleBookBuilder::new(&mut lexicon, &["weekday", "name-spelling"]);
        builder.rule("any.toml", &text);
        let (book, diagnostics) = builder.build();
        let told: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        (book.rules.first().map(|rule| rule.id.to_string()), told)
    };
    let (rule, told) = read();
    assert_eq!((rule.clone(), told.clone()), read());
    assert_ne!(rule.is_some(), !told.is_empty(), "a rule is read or refused: {told:?}");
    let Some(rule) = rule else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("any.toml"), text.as_bytes()).expect("a file");
    let (linter, _) = Linter::with_rule_folders(&[folder.path().to_owned()]).expect("a folder");
    // It may well be that the program has a rule of its own which it collides with; then it is not there.
    let Ok(linter) = linter.select(&[rule], &[]) else { return };
    let mut corpus = Corpus::empty().expect("the program's own vocabulary");
    corpus.add_memory("2023-03-05.txt", STORY.as_bytes().to_vec());
    corpus.add_memory("2024-03-05.txt", STORY.replace("31", "32").into_bytes());
    linter.check(&corpus, &Options { jobs: Some(1), tick: None });
}

/// Something for a rule to read.
const STORY: &str = "Board of Lindholm to meet\n\nThe Board of Lindholm, which has 31 members, meets on Monday, police said. \
    Ada Berg, 31, has led it since 2019 and her term ends in October. The work cost about $31 million.\n";

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().expect("the program's own rules"))
}

/// Reads a source as it is, and what it would be if it were UTF-8 without NUL.
fn source(name: &str, data: &[u8]) {
    articles(name, data);
    if data.contains(&0) || std::str::from_utf8(data).is_err() {
        articles(name, String::from_utf8_lossy(data).replace('\0', " ").as_bytes());
    }
}

fn articles(name: &str, data: &[u8]) {
    let run = || {
        let mut corpus = Corpus::empty().expect("the program's own vocabulary");
        corpus.add_memory(name, data.to_vec());
        let (read, notices) =
            linter().each(&corpus, &Options { jobs: Some(1), tick: None }, |article, understood| {
                (judge(article, understood), format!("{article:?}"))
            });
        let mut out: Vec<Vec<u8>> = Vec::new();
        for (origin, (made, first)) in read {
            let again = corpus.reopen(&origin).map(|article| format!("{article:?}"));
            assert_eq!(again, Some(first), "it is another article when it is read again");
            out.push(made);
        }
        (out, notices)
    };
    assert!(run() == run(), "a second run says something else");
}

/// All that is printed of an article, once all of it has been found right.
fn judge(article: &Article, understood: Understood) -> Vec<u8> {
    let Understood { card, clean, times, quantities, facts, .. } = understood;
    let mut out = Vec::new();
    let read = article.prose.iter().map(|piece| match piece {
        Piece::Keep(span) | Piece::Replace(span, _) | Piece::Break(span, _) => *span,
    });
    for span in read.chain(article.clues.iter().filter_map(|clue| clue.span)).chain(article.title) {
        assert!(article.raw.get(span.range()).is_some(), "{span:?}");
    }
    for mark in &times {
        timex(&mark.what);
        let spans = [mark.span]
            .into_iter()
            .chain(mark.what.ends.iter().flat_map(|ends| ends.iter().map(|end| end.span)));
        for span in spans {
            assert!(clean.text.get(span.range()).is_some_and(|words| !words.is_empty()), "{mark:?}");
        }
    }
    for pair in times.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{pair:?} overlap");
    }
    for mark in &quantities {
        let amount = &mark.what.amount;
        if let (Some(low), Some(high)) = (amount.low.limit(), amount.high.limit()) {
            assert!(low <= high, "{mark:?}");
        }
    }
    for fact in &facts {
        let words = article.raw.get(fact.site.span.range());
        assert!(words.is_some_and(|words| !words.is_empty()), "{fact:?}");
        if let Value::Days(days) = &fact.value {
            assert!(
                days.low.limit().zip(days.high.limit()).is_none_or(|(low, high)| low <= high),
                "{fact:?}"
            );
        }
    }
    let annotations = annotate::annotations(article, &clean, &times, &quantities);
    for a in &annotations {
        let from =
            if a.field == dateline::report::Field::Title { article.title_from.unwrap_or(0) } else { 0 };
        let words = article.raw.get((from + a.start) as usize..(from + a.end) as usize);
        // In another encoding offsets count in the file, and not in the text.
        let cut = words == Some(a.text.as_str()) || article.offsets.is_some();
        assert!(cut && !a.text.is_empty() && a.start < a.end, "{a:?}");
        assert_eq!((a.char_end - a.char_start) as usize, a.text.chars().count(), "{a:?}");
        let kind = match a.kind {
            Kind::Date => TimexKind::Date,
            Kind::Time => TimexKind::Time,
            Kind::Duration => TimexKind::Duration,
            Kind::Set => TimexKind::Set,
            _ => {
                assert!(!a.value.is_empty(), "{a:?}");
                continue;
            }
        };
        assert!(is_value(kind, &a.value), "{a:?}");
    }
    annotate::write_jsonl(&card, &annotations, &mut out).expect("memory");
    timeml::write(&card, article, &timeml::tags(&clean, &times), &mut out).expect("memory");
    out
}

/// A time expression's days and length are in order, and lie in the years that a value can write.
fn timex(timex: &Timex) {
    match &timex.when {
        When::Days(days) => {
            let ends = days.low.limit().zip(days.high.limit());
            assert!(ends.is_none_or(|(low, high)| low <= high), "{timex:?}");
        }
        When::OpenYear { month, day } => {
            assert!((1..=12).contains(month) && day.is_none_or(|day| (1..=31).contains(&day)), "{timex:?}");
        }
        When::Length { amount, .. } => {
            let ends = amount.low.limit().zip(amount.high.limit());
            assert!(ends.is_none_or(|(low, high)| low <= high), "{timex:?}");
        }
        When::Never => {}
    }
}

/// Whether a value is one that TIMEX3 has for the type. Written from the standard, not from the program.
pub(crate) fn is_value(kind: TimexKind, value: &str) -> bool {
    match kind {
        TimexKind::Date => is_date(value) || matches!(value, "PRESENT_REF" | "PAST_REF" | "FUTURE_REF"),
        TimexKind::Time => match value.split_once('T') {
            Some((day, time)) => is_date(day) && is_time(time),
            None => false,
        },
        TimexKind::Duration => is_duration(value),
        TimexKind::Set => is_duration(value) || is_date(value) || is_value(TimexKind::Time, value),
    }
}

/// `2024`, `202`, `20`, `BC0480`, and what is finer: `-10`, `-10-31`, `-W43`, `-W43-WE`, `-Q4`, `-H2`, `-SU`, with X for digits.
fn is_date(value: &str) -> bool {
    let (bc, value) = value.strip_prefix("BC").map_or((false, value), |value| (true, value));
    let mut parts = value.split('-');
    let year = parts.next().unwrap_or("");
    if !digits(year, 2..=4) || bc && year.is_empty() {
        return false;
    }
    let parts: Vec<&str> = parts.collect();
    let within = |part: &str, limit: u32| {
        part.contains('X') || part.parse().is_ok_and(|n: u32| (1..=limit).contains(&n))
    };
    match (year.len(), parts.as_slice()) {
        (_, []) => true,
        (4, ["SP" | "SU" | "FA" | "WI"]) => true,
        (4, [part]) if part.starts_with('W') => digits(&part[1..], 2..=2) && within(&part[1..], 53),
        (4, [part]) if part.starts_with('Q') => digits(&part[1..], 1..=1) && within(&part[1..], 4),
        (4, [part]) if part.starts_with('H') => digits(&part[1..], 1..=1) && within(&part[1..], 2),
        (4, [month]) => digits(month, 2..=2) && within(month, 12),
        (4, [week, day]) if week.starts_with('W') => {
            digits(&week[1..], 2..=2)
                && within(&week[1..], 53)
                && (*day == "WE" || digits(day, 1..=1) && within(day, 7))
        }
        (4, [month, day]) => {
            // Also a day that no month has, where one is written: "February 30".
            digits(month, 2..=2) && within(month, 12) && digits(day, 2..=2) && within(day, 31)
        }
        _ => false,
    }
}

/// `MO` … or `21:30`, `21:30:05`, with a zone.
fn is_time(value: &str) -> bool {
    if matches!(value, "MO" | "MI" | "AF" | "EV" | "NI" | "DT" | "PM" | "AM") {
        return true;
    }
    let zone = value.find(['Z', '+', '-']).unwrap_or(value.len());
    let (clock, zone) = value.split_at(zone);
    let parts: Vec<&str> = clock.split(':').collect();
    let limits = [24, 59, 60];
    let clock = (1..=3).contains(&parts.len())
        && parts.iter().zip(limits).all(|(part, limit)| {
            digits(part, 2..=2) && (part.contains('X') || part.parse().is_ok_and(|n: u32| n <= limit))
        });
    let hours = zone.get(1..).unwrap_or("");
    let zone = zone.is_empty() || zone == "Z" || hours.split(':').all(|part| digits(part, 2..=2));
    clock && zone
}

/// `P3Y`, `P1Y6M`, `PT2.5H`, `PXW`: each unit once, from the coarsest to the finest.
fn is_duration(value: &str) -> bool {
    const DAYS: &[&str] =
        &["ML", "CE", "DE", "Y", "SP", "SU", "FA", "WI", "HY", "H", "Q", "M", "W", "WE", "D"];
    const CLOCK: &[&str] = &["MO", "MI", "AF", "EV", "NI", "DT", "H", "M", "S"];
    let Some(value) = value.strip_prefix('P') else { return false };
    if value == "XX" {
        // Nobody knows how much of what.
        return true;
    }
    let (days, clock) = value.split_once('T').map_or((value, None), |(days, clock)| (days, Some(clock)));
    let parts = |mut rest: &str, units: &[&str]| {
        let mut from = 0;
        while !rest.is_empty() {
            let end = rest.find(|c: char| c != 'X' && c != '.' && !c.is_ascii_digit()).unwrap_or(0);
            let (amount, unit) = rest.split_at(end);
            let length = unit.find(|c: char| !c.is_ascii_uppercase() || c == 'X').unwrap_or(unit.len());
            let Some(at) = units.iter().position(|known| *known == &unit[..length]).filter(|&at| at >= from)
            else {
                return false;
            };
            let number = amount == "X"
                || amount.split('.').count() <= 2
                    && amount
                        .split('.')
                        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
            if !number {
                return false;
            }
            from = at + 1;
            rest = &unit[length..];
        }
        true
    };
    !(days.is_empty() && clock.is_none_or(str::is_empty))
        && clock.is_none_or(|clock| !clock.is_empty() && parts(clock, CLOCK))
        && parts(days, DAYS)
}

/// Digits or Xs, so many.
fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'X')
}
