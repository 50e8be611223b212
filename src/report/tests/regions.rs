//! The places in every format, read back by readers of our own and cut out of the files as that format counts.

use super::formats::{all, one};
use super::*;
use proptest::prelude::*;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What a column counts.
#[derive(Clone, Copy, Debug)]
enum Unit {
    Characters,
    Utf8,
    Utf16,
}

/// A place as a format gives it.
#[derive(Clone, Copy, Debug)]
struct Region {
    unit: Unit,
    start: (usize, usize),
    /// Where the words end; only a start where there is none.
    end: Option<(usize, usize)>,
}

/// The byte of a place, counted as editors do: from the line's start on, without the mark at the head of the file.
fn byte(source: &str, unit: Unit, (line, column): (usize, usize)) -> usize {
    let mut starts = vec![source.len() - source.trim_start_matches('\u{feff}').len()];
    let bytes = source.as_bytes();
    for (at, &b) in bytes.iter().enumerate() {
        if b == b'\n' || (b == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    let start = starts[line - 1];
    let mut left = column - 1;
    let mut at = start;
    for c in source[start..].chars() {
        if left == 0 {
            break;
        }
        left -= match unit {
            Unit::Characters => 1,
            Unit::Utf8 => c.len_utf8(),
            Unit::Utf16 => c.len_utf16(),
        };
        at += c.len_utf8();
    }
    assert_eq!(left, 0, "line {line} has no column {column}");
    at
}

fn number(value: &Json) -> usize {
    usize::try_from(value.as_u64().unwrap_or_else(|| panic!("a number, not {value}"))).unwrap()
}

/// `path:line:column` at the end of some words.
fn colons(words: &str) -> Region {
    let mut parts = words.rsplit(':');
    let mut next = || parts.next().unwrap().parse().unwrap_or_else(|_| panic!("a place: {words}"));
    let column = next();
    Region { unit: Unit::Characters, start: (next(), column), end: None }
}

fn sarif_region(location: &Json) -> Region {
    let region = &location["physicalLocation"]["region"];
    let place = |line: &str, column: &str| (number(&region[line]), number(&region[column]));
    Region {
        unit: Unit::Utf16,
        start: place("startLine", "startColumn"),
        end: Some(place("endLine", "endColumn")),
    }
}

/// The properties of an element of XML, decoded.
pub(super) fn elements(text: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return found,
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == name => {
                let one = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let value = quick_xml::escape::unescape(&attribute.value).expect("known entities");
                    (attribute.key.as_ref().to_owned(), value.into_owned())
                });
                found.push(one.collect());
            }
            _ => {}
        }
    }
}

/// The places that a format gives of its first finding, each with the label that it is of.
fn regions(format: &str, text: &str) -> Vec<(usize, Region)> {
    let json = || serde_json::from_str::<Json>(text).expect("one JSON document");
    let labels = |finding: &Json| -> Vec<(usize, Region)> {
        let one = |label: &Json| Region {
            unit: Unit::Characters,
            start: (number(&label["line"]), number(&label["column"])),
            end: Some((number(&label["end_line"]), number(&label["end_column"]))),
        };
        finding["labels"].as_array().unwrap().iter().map(one).enumerate().collect()
    };
    let quoted = |line: &str| line.split('`').nth(1).map(colons);
    match format {
        "json" => labels(&json()["findings"][0]),
        "jsonl" => labels(&serde_json::from_str(text.lines().next().unwrap()).unwrap()),
        "sarif" => {
            let result = &json()["runs"][0]["results"][0];
            assert_eq!(json()["runs"][0]["columnKind"], "utf16CodeUnits");
            let mut all = vec![(0, sarif_region(&result["locations"][0]))];
            for related in result["relatedLocations"].as_array().into_iter().flatten() {
                all.push((number(&related["id"]), sarif_region(related)));
            }
            let flow = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array();
            if let Some(last) = flow.and_then(|way| way.last()) {
                all.push((0, sarif_region(&last["location"])));
            }
            all
        }
        "github" => {
            let properties = text.lines().next().unwrap().split("::").nth(1).unwrap();
            let find = |key: &str| {
                let found = properties.split([',', ' ']).find_map(|p| p.strip_prefix(key)?.strip_prefix('='));
                found.map(|n| n.parse::<usize>().unwrap())
            };
            let (line, end) = (find("line").unwrap(), find("endLine").unwrap());
            match (find("col"), find("endColumn")) {
                (Some(column), Some(last)) => {
                    let (start, end) = ((line, column), Some((end, last)));
                    vec![(0, Region { unit: Unit::Characters, start, end })]
                }
                // No columns over several lines.
                (None, None) => {
                    assert!(line < end);
                    vec![]
                }
                other => panic!("half of the columns: {other:?}"),
            }
        }
        "gitlab" => {
            let positions = &json()[0]["location"]["positions"];
            let place = |at: &str| (number(&positions[at]["line"]), number(&positions[at]["column"]));
            vec![(0, Region { unit: Unit::Characters, start: place("begin"), end: Some(place("end")) })]
        }
        "rdjson" => {
            let diagnostic = &json()["diagnostics"][0];
            let one = |location: &Json| {
                let place = |at: &str| {
                    let position = &location["range"][at];
                    (number(&position["line"]), number(&position["column"]))
                };
                Region { unit: Unit::Utf8, start: place("start"), end: Some(place("end")) }
            };
            let related = diagnostic["related_locations"].as_array().into_iter().flatten();
            let others = related.map(|related| one(&related["location"]));
            std::iter::once(one(&diagnostic["location"])).chain(others).enumerate().collect()
        }
        "checkstyle" => {
            let error = &elements(text, "error")[0];
            let start = (error["line"].parse().unwrap(), error["column"].parse().unwrap());
            vec![(0, Region { unit: Unit::Characters, start, end: None })]
        }
        "junit" => {
            let failure = text.split("<failure").nth(1).unwrap().split('>').nth(1).unwrap();
            vec![(0, colons(failure.split(": ").next().unwrap()))]
        }
        "concise" => vec![(0, colons(text.split(": ").next().unwrap()))],
        "markdown" => {
            text.lines().filter(|line| line.starts_with("- `")).filter_map(quoted).enumerate().collect()
        }
        "narrated" => {
            let numbers = |line: &str| -> Vec<usize> {
                let place = line.split(": ").nth(1).unwrap().split_once(", line ").unwrap().1;
                place.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
            };
            let one = |line: &str| match *numbers(line) {
                [line, column] => ((line, column), (line, column + 1)),
                [line, first, last] => ((line, first), (line, last + 1)),
                [line, column, end, last] => ((line, column), (end, last)),
                _ => panic!("a place: {line}"),
            };
            let places = text.lines().filter(|line| line.starts_with("Place ")).map(one);
            places
                .map(|(start, end)| Region { unit: Unit::Characters, start, end: Some(end) })
                .enumerate()
                .collect()
        }
        "full" => {
            let heads = text.lines().filter(|line| line.contains("╭─[")).take(1);
            heads
                .map(|l| colons(l.split_once('[').unwrap().1.split(']').next().unwrap()))
                .enumerate()
                .collect()
        }
        other => panic!("no reader for {other}"),
    }
}

/// A finding on these words of a file, with another file as its other side; every format's places cut them out.
fn check(raw: &str, label: std::ops::Range<usize>, other: &str, there: std::ops::Range<usize>) {
    let mut desk = Desk::default();
    let sides = [(raw, label), (other, there)].map(|(raw, at)| {
        let article = desk.article(&format!("{}.txt", desk.articles.len()), day(2031, 5, 2), raw);
        Evidence { site: Site { article, span: Span::of(at) }, value: "31".to_owned(), note: String::new() }
    });
    let [here, there] = sides;
    desk.find("berth-count", "the board's count", here, vec![there]);
    let view = desk.view();
    let shown = &view.findings[0];
    assert!(shown.labels.iter().all(|label| label.exact));
    for (format, text) in all(&view) {
        let regions = regions(format, &text);
        assert!(!regions.is_empty() || format == "github", "{format} has places");
        for (number, region) in regions {
            let (source, words) = (&desk.articles[number].raw, &*shown.labels[number].text);
            let start = byte(source, region.unit, region.start);
            match region.end {
                Some(end) => {
                    let cut = &source[start..byte(source, region.unit, end)];
                    assert_eq!(cut, words, "{format}: {region:?} of {source:?}");
                }
                None => assert!(source[start..].starts_with(words), "{format}: {region:?} of {source:?}"),
            }
        }
    }
    let sarif: Json = serde_json::from_str(&one(&view, "sarif")).unwrap();
    let snippet = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["snippet"];
    assert_eq!(snippet["text"], *shown.labels[0].text);
}

#[test]
fn odd_files() {
    let astral = "🚢 Möwe e\u{301} 31 berths.\nFour.\n";
    let there = astral.find("31").unwrap();
    for (name, raw, words) in super::odd::odd() {
        let at = raw.find(words).unwrap_or_else(|| panic!("{name} has its words"));
        check(&raw, at..at + words.len(), astral, there..there + 2);
        check(astral, there..there + 2, &raw, at..at + words.len());
    }
    check(astral, 0..4, astral, there..astral.len() - 1);
}

proptest! {
    #[test]
    fn any_words_of_any_file(
        source in "\u{feff}?[aé\r\n\u{301}東🇸 ]{2,40}",
        other in "[aé\r\n🇸 ]{2,20}",
        picks in prop::array::uniform4(0usize..120),
    ) {
        let range = |text: &str, a: usize, b: usize| {
            let head = if text.starts_with('\u{feff}') { 3 } else { 0 };
            let (a, b) = (a.min(b) % text.len(), a.max(b) % text.len());
            let start = locate::floor(text, a.min(b).max(head));
            let mut end = a.max(b).max(start + 1).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            (start < end).then_some(start..end)
        };
        let here = range(&source, picks[0], picks[1]);
        let there = range(&other, picks[2], picks[3]);
        if let (Some(here), Some(there)) = (here, there) {
            check(&source, here, &other, there);
        }
    }
}

/// In a container nothing is said that is not known: the line of the file, and no width.
#[test]
fn containers() {
    let mut desk = Desk::default();
    let titled = desk.record(9, Some("w-9"), "Quays were closed.\nIt has 16 berths.", "15 berths reopen");
    let (here, there) = (desk.at(titled, "15", 0, "15"), vec![desk.at(titled, "16", 0, "16")]);
    desk.find("berth-count", "Harbour Board has 15 berths here, but 16 elsewhere", here, there);
    let view = desk.view();
    let json = |format: &str| serde_json::from_str::<Json>(&one(&view, format)).unwrap();
    let sarif = &json("sarif")["runs"][0]["results"][0]["locations"][0];
    let region = &sarif["physicalLocation"]["region"];
    assert_eq!(region, &serde_json::json!({"startLine": 9, "startColumn": 1, "endLine": 9, "endColumn": 1}));
    assert_eq!(sarif["logicalLocations"][0]["fullyQualifiedName"], "w-9");
    assert_eq!(json("gitlab")[0]["location"]["lines"], serde_json::json!({"begin": 9, "end": 9}));
    let range = &json("rdjson")["diagnostics"][0]["location"]["range"];
    assert_eq!(range, &serde_json::json!({"start": {"line": 9}}));
    assert!(one(&view, "github").starts_with("::error file=wire.jsonl,line=9,title=berth-count::"));
    assert!(!elements(&one(&view, "checkstyle"), "error")[0].contains_key("column"));
    // The articles are named where the place cannot tell them.
    for format in ["github", "gitlab", "junit", "checkstyle", "rdjson", "sarif", "markdown", "narrated"] {
        assert!(one(&view, format).contains("w-9"), "{format}");
    }
}
