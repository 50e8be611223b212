use super::*;
use crate::corpus::{Article, Piece, Role};
use crate::grammar::lexicon::Lexicon;
use crate::text::{Abbreviations, CleanText};
use proptest::prelude::*;
use std::sync::LazyLock;

fn article(text: &str) -> Article {
    let whole = Span::of(0..text.len());
    Article {
        path: "test".into(),
        id: None,
        line: None,
        raw: text.to_owned(),
        title_from: None,
        title: None,
        outlet: None,
        story: None,
        clues: Vec::new(),
        ignores: Vec::new(),
        prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(whole)],
        ..Article::default()
    }
}

struct Words {
    lexicon: Lexicon,
    numbers: NumberWords,
    words: QuantityWords,
    abbreviations: Abbreviations,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    let numbers = NumberWords::load(&mut lexicon).unwrap();
    let words = QuantityWords::load(&mut lexicon).unwrap();
    Words { lexicon, numbers, words, abbreviations: Abbreviations::builtin().unwrap() }
});

fn read(text: &str) -> (CleanText, Vec<Mark<Quantity>>) {
    let clean = CleanText::new(&article(text), &WORDS.abbreviations);
    let ids = WORDS.lexicon.read(&clean);
    let tokens = Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).unwrap() };
    let marks = quantities::<()>(&WORDS.words, &WORDS.numbers, tokens, &[]);
    (clean, marks)
}

/// The marks of a text, one a line.
fn told(text: &str) -> String {
    let (clean, marks) = read(text);
    let line = |m: &Mark<Quantity>| {
        let amount =
            m.what.amount.single().map_or(format!("{:?}", m.what.amount), |n| n.normalize().to_string());
        let unit = if m.what.unit.is_empty() { String::new() } else { format!(" {}", m.what.unit) };
        let approximate = if m.what.approximate { " ~" } else { "" };
        let (span, core) = (m.span.cut(&clean.text), m.what.core.cut(&clean.text));
        format!("{span} [{core}] {:?} {amount}{unit}{approximate}", m.what.kind)
    };
    marks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn snapshot(name: &str, lines: &[&str]) {
    let told: Vec<String> = lines
        .iter()
        .map(|l| format!("{l}\n{}", told(l).replace('\n', "\n    ")).replacen('\n', "\n    ", 1))
        .collect();
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/marks"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, told.join("\n"));
    });
}

#[test]
fn counts() {
    snapshot(
        "quantities-counts",
        &[
            "The alliance has 31 members and all thirty-two will vote.",
            "At least 12 people were killed and some 300 hurt.",
            "About 20 members backed him; more than 30 did not.",
            "Fewer than 30 came, though nearly 40 were asked and up to 50 were fed.",
            "Dozens of boats and hundreds of thousands of people.",
            "Several hundred fled, as many as 2,500 of them children.",
            "Between 12 and 18 ships, 10 to 12 crews and 5-7 tugs.",
            "The fleet rose from 28 to 32 ships.",
            "A dozen or so houses, 40 or more barns, 300+ sheds.",
            "Two to three million voters, or 2.5 million, or 9.8m, or half a million.",
            "One person was killed; one of them ran. No one saw it.",
            "Just over 700 people and just under two dozen dogs.",
            "At least about 20 were there.",
            "1,234 tickets, 1 234 seats and a couple of hundred chairs.",
            "There were over 2000 people, 2000 chairs and the year 2000.",
        ],
    );
}

#[test]
fn units() {
    snapshot(
        "quantities-units",
        &[
            "It rose 5 percent, or 2.5 percentage points, then 25 basis points to 12.5%.",
            "Between 5% and 6% of voters, 10 to 12 per cent of seats.",
            "The deal is worth US$27.5 billion, or 27.5 billion dollars.",
            "It cost 50 cents, £3m, €2-3 billion and 300 million Swiss francs.",
            "She paid thirteen dollars and forty-five cents, then 80p.",
            "About $5 million to $6 million, at least 20 million pounds.",
            "He weighs 180 pounds and is 6-foot-4, or six feet four inches.",
            "The 30-mile road, 180km of rail and half a mile of track.",
            "It was 25°C, or 77 degrees Fahrenheit, and minus 5 degrees Celsius at night.",
            "Winds of 120 mph, a 500-megawatt plant, 20,000 barrels.",
            "A 12-kilometre (7.5-mile) wall over 20 square kilometres.",
            "USD 22.5 million and Rs 500.",
            "Half a percentage point, a quarter of a million euros.",
        ],
    );
}

#[test]
fn ages_and_scores() {
    snapshot(
        "quantities-ages-scores",
        &[
            "The 57-year-old met Ana Brandt, 34, and Jo Ilves (61).",
            "He is 57 years old, she is aged 29, the baby ten months old.",
            "Children aged 5 to 12, a woman in her early 50s.",
            "She won 6-4, 3-6, 7-5 in a 52-48 vote.",
            "Two-thirds voted; half the seats went, a third of them twice; one in five stayed.",
            "They lost 1-3, then drew 2-2, and 10-12 people left.",
            "Nine out of 10 agreed and costs fell by a third.",
        ],
    );
}

#[test]
fn ordinals() {
    snapshot(
        "quantities-ordinals",
        &[
            "The 32nd member, its thirty-third, the first and the two hundredth.",
            "He lives on 29th Terrace, near Second Avenue.",
        ],
    );
}

#[test]
fn what_is_no_quantity() {
    for text in [
        "Call 555-1234 or (212) 555-0100 or 020 7946 0958 or +44 20 7946 0958.",
        "He lives at 10 Downing Street.",
        "Flight 370, a Boeing 737, crashed on Highway 61.",
        "COVID-19, the G-7, the G20, B52 and F-16.",
        "Under Article 5 and Articles 6 and 7, see page 4.",
        "No. 10 said nothing on Channel 4.",
        "It happened in 2019 and in the 1980s.",
        "The server is 192.168.1.1, version 10.2.3.",
        "1. Wash the rice.",
        "John 3:16 says so.",
        "He bought an iPhone 5 on 5/17/2018.",
        "No one knows the one who is one of them.",
        "At 5 p.m. they left.",
    ] {
        assert_eq!(told(text), "", "{text}");
    }
}

proptest! {
    /// Words of the grammar in any order, and any text: marks stand in order on the text, cores within them.
    #[test]
    fn marks_are_in_order(
        soup in proptest::collection::vec(proptest::sample::select(SOUP.to_vec()), 0..40),
        any in "\\PC{0,30}",
        glue in "[ -]",
    ) {
        for text in [soup.join(" "), soup.join(&glue), soup.concat(), any] {
            let (clean, marks) = read(&text);
            let mut last = 0;
            for mark in &marks {
                prop_assert!(mark.tokens.start >= last && mark.tokens.start < mark.tokens.end, "{} {:?}", text, mark);
                prop_assert!(clean.text.get(mark.span.range()).is_some());
                prop_assert!(mark.span.contains(mark.what.core) && !mark.what.core.is_empty(), "{} {:?}", text, mark);
                if let (Some(low), Some(high)) = (mark.what.amount.low.limit(), mark.what.amount.high.limit()) {
                    prop_assert!(low <= high, "{} {:?}", text, mark);
                }
                last = mark.tokens.end;
            }
        }
    }
}

const SOUP: [&str; 62] = [
    "one",
    "two",
    "twenty",
    "hundred",
    "thousand",
    "million",
    "and",
    "a",
    "half",
    "third",
    "quarters",
    "dozen",
    "dozens",
    "first",
    "thirty-second",
    "point",
    "zero",
    "31",
    "1,234",
    "2.5",
    "9.8m",
    "32nd",
    "0.5",
    "007",
    "1999",
    "3:16",
    "1/2",
    "½",
    "234",
    "99999999999999999999999999999",
    "$",
    "US$",
    "€",
    "%",
    "percent",
    "dollars",
    "cents",
    "pounds",
    "feet",
    "inches",
    "km",
    "°C",
    "-",
    "–",
    "to",
    "or",
    "between",
    "from",
    "at least",
    "about",
    "more than",
    "or more",
    "minus",
    "year",
    "old",
    "aged",
    "(",
    ")",
    ",",
    ".",
    "Flight",
    "Street",
];
