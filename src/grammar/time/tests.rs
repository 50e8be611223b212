//! Sixty expressions of a text of our own, as they are written; the same text is resolved in `dating`.

use super::*;
use crate::corpus::{Article, Piece, Role};
use crate::grammar::lexicon::Lexicon;
use crate::span::Span;
use crate::text::{Abbreviations, CleanText};
use proptest::prelude::*;

/// A report on an invented harbour. Also read by the tests of `dating`.
pub(crate) const HARBOUR: &str = include_str!("harbour.txt");

pub(crate) fn article(text: &str) -> Article {
    let mut prose = vec![Piece::Break(Span::new(0, 0), Role::Body)];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        prose.push(Piece::Keep(Span::of(at..at + line.len())));
        at += line.len();
        prose.push(Piece::Break(Span::of(at..at), Role::Body));
    }
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
        prose,
        ..Article::default()
    }
}

pub(crate) fn clean(text: &str) -> CleanText {
    let short = ["jan", "feb", "mar", "apr", "aug", "sept", "oct", "nov", "dec", "mr", "dr", "sat", "st"];
    CleanText::new(&article(text), &Abbreviations::new(short))
}

fn marks(text: &str) -> Vec<(String, TimeExpr)> {
    let mut lexicon = Lexicon::default();
    let words = TimeWords::load(&mut lexicon).expect("rules/words");
    let numbers = NumberWords::load(&mut lexicon).expect("rules/words");
    let clean = clean(text);
    let ids = lexicon.read(&clean);
    let all = Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).expect("short") };
    find(&words, &numbers, all).into_iter().map(|m| (m.span.cut(&clean.text).to_owned(), m.what)).collect()
}

fn texts(text: &str) -> Vec<String> {
    marks(text).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn sixty_expressions() {
    let list: Vec<String> = marks(HARBOUR)
        .iter()
        .map(|(text, what)| format!("{text}: {:?} {:?}", what.shade, what.what))
        .collect();
    insta::with_settings!({snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/marks"), prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("times", list.join("\n"));
    });
}

#[test]
fn extents() {
    for (text, expected) in [
        ("It was closed from May 3 until the end of June.", vec!["May 3", "the end of June"]),
        ("The talks of June 6-9 and of 6–9 June were one.", vec!["June 6-9", "6–9 June"]),
        ("In 1957-58 and from 2009 to 2010 it grew.", vec!["1957-58", "2009", "2010"]),
        ("It took between 12 and 18 months.", vec!["12", "18 months"]),
        ("A three-year deal, a two-and-a-half-year wait.", vec!["three-year", "two-and-a-half-year"]),
        ("She ran it in 3:07:35 on Sunday.", vec!["3:07:35", "Sunday"]),
        ("He came at 5 p.m. EST on Nov. 6.", vec!["5 p.m. EST on Nov. 6"]),
        ("Over the past two years it lost money.", vec!["the past two years"]),
        (
            "On Monday night, late Friday and Tuesday mornings.",
            vec!["Monday night", "late Friday", "Tuesday mornings"],
        ),
        ("It pays $5 a year and closes twice a week.", vec!["a year", "a week"]),
        ("On February 30 and Nov. 31 nothing happened.", vec!["February 30", "Nov. 31"]),
        ("In the fourth century BC and in 480 BC.", vec!["the fourth century BC", "480 BC"]),
        ("They met on April 24 and 25.", vec!["April 24", "25"]),
        ("Nineteen ninety-six was wet.", vec!["Nineteen ninety-six"]),
        ("They meet every Tuesday, each July and daily.", vec!["every Tuesday", "each July", "daily"]),
        (
            "It is a biweekly list, a bi-monthly one and a fortnightly one.",
            vec!["biweekly", "bi-monthly", "fortnightly"],
        ),
        ("The shop opens on weekends and in the mornings.", vec!["weekends", "mornings"]),
        ("They sing seven days a week.", vec!["seven days", "a week"]),
        ("Sales fell in the first and third quarters of 2018.", vec!["first", "third quarters of 2018"]),
        ("FY2019 was better than Q3 FY18 and 2017-Q1.", vec!["FY2019", "Q3 FY18", "2017-Q1"]),
        (
            "In the year ended June 30 it paid; in the quarter to March it did not.",
            vec!["the year", "June 30", "the quarter", "March"],
        ),
        (
            "The year before last was wet; the week after next will be dry.",
            vec!["The year before last", "the week after next"],
        ),
        (
            "It shut on the 15th of this month and the last day of March.",
            vec!["the 15th of this month", "the last day of March"],
        ),
        (
            "He came the week ending Sept. 14 and the weekend of May 4.",
            vec!["the week", "Sept. 14", "the weekend of May 4"],
        ),
        (
            "Labor Day weekend 2019 and Thanksgiving weekend.",
            vec!["Labor Day weekend 2019", "Thanksgiving weekend"],
        ),
        (
            "It rained on 28 and 29 August, on May 4 and 5 in the hills, and Aug. 3 and 4 people came.",
            vec!["28", "29 August", "May 4", "5", "Aug. 3"],
        ),
        (
            "It ran from the 9th to the 17th of April, and 26 June to 28 July 2020.",
            vec!["the 9th to the 17th of April", "26 June to 28 July 2020"],
        ),
        ("The tour runs Monday through Wednesday.", vec!["Monday through Wednesday"]),
        (
            "Between August and October and from 22/Jan/2019 to 11/2020.",
            vec!["August and October", "22/Jan/2019", "11/2020"],
        ),
        (
            "An all-day meeting, a full year and the next fortnight.",
            vec!["all-day", "a full year", "the next fortnight"],
        ),
        ("A weeklong trip over the past decade.", vec!["weeklong", "the past decade"]),
        ("The years 1990 to 1995 were wet.", vec!["1990", "1995"]),
        ("The two previous years and three past weeks.", vec!["The two previous years", "three past weeks"]),
        ("By the end of the decade.", vec!["the end of the decade"]),
        ("An hour later they left.", vec!["An hour"]),
        ("i'll go back fourth of may or may the eleventh.", vec!["fourth of may", "may the eleventh"]),
    ] {
        assert_eq!(texts(text), expected, "{text}");
    }
}

#[test]
fn not_times() {
    for text in [
        "May he march with April Jones and Jan Novak?",
        "The 31 members sent 2,000 people over 1900 miles.",
        "It was second to none, and the fall of the wall was a quarter of the story.",
        "A 57-year-old man, 37 years old, lives at 1600 Elm Street.",
        "Call 555-1990 or take Flight 370.",
        "About three-quarters of it may fall.",
        "They spring from the ground and march on.",
        "He said he would call May about it.",
        "Obama won by 5-3, or 52-48.",
        "It is her fourth title in as many years.",
        "Part 133-03-03-2020 is not 2017-13-12.",
        "It may first of all be the third to march second.",
        "They freed men over 26 years of age.",
        "The grocery cost $ 12.",
    ] {
        assert_eq!(texts(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn every_word_list_is_of_its_form() {
    let mut lexicon = Lexicon::default();
    let words = TimeWords::load(&mut lexicon).expect("rules/words");
    for (word, class) in [
        ("october", Class::Month),
        ("tuesday", Class::Weekday),
        ("decades", Class::UnitWord),
        ("daily", Class::Often),
    ] {
        assert!(words.is(lexicon.intern(word), class), "{word}");
    }
    assert!(!words.is(lexicon.intern("lighthouse"), Class::Month));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// Any text: no panic, marks in order, apart and on the boundaries of characters.
    #[test]
    fn any_text(text in "(?s).{0,120}") {
        check_marks(&text);
    }

    /// Text made of the words of time, in any order.
    #[test]
    fn any_words(words in prop::collection::vec(prop::sample::select(PIECES), 0..40), tight in prop::collection::vec(any::<bool>(), 40)) {
        let text: String = words.iter().zip(tight).map(|(word, tight)| if tight { (*word).to_owned() } else { format!("{word} ") }).collect();
        check_marks(&text);
    }
}

/// What time expressions are made of, and what stands beside them.
pub(crate) const PIECES: &[&str] = &[
    "the",
    "a",
    "last",
    "next",
    "this",
    "of",
    "in",
    "until",
    "and",
    "to",
    "-",
    "–",
    ",",
    ".",
    ":",
    "/",
    "'",
    "’s",
    "May",
    "Oct.",
    "march",
    "Friday",
    "Fridays",
    "week",
    "years",
    "quarter",
    "third",
    "2024",
    "1957",
    "58",
    "6",
    "31",
    "99999999999",
    "0",
    "p.m.",
    "noon",
    "Christmas",
    "ago",
    "earlier",
    "after",
    "BC",
    "fiscal",
    "summer",
    "night",
    "early",
    "end",
    "every",
    "few",
    "half",
    "about",
    "more",
    "than",
    "two",
    "nineteen",
    "ninety",
    "1980s",
    "century",
    "now",
    "will",
    "was",
    "é",
    "\u{301}",
    "\n",
    "(",
    "$",
    "%",
    "st",
];

fn check_marks(text: &str) {
    let mut lexicon = Lexicon::default();
    let words = TimeWords::load(&mut lexicon).expect("rules/words");
    let numbers = NumberWords::load(&mut lexicon).expect("rules/words");
    let clean = clean(text);
    let ids = lexicon.read(&clean);
    let all = Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).expect("short") };
    let mut end = 0;
    for mark in find(&words, &numbers, all) {
        assert!(mark.tokens.start >= end && mark.tokens.end > mark.tokens.start);
        assert!(clean.text.get(mark.span.range()).is_some_and(|t| !t.is_empty()));
        end = mark.tokens.end;
    }
}
