//! The text of `grammar::time` again, resolved; tense by tense; leads; and any text at all.

use super::{Published, When, lead, resolve};
use crate::grammar::input::Tokens;
use crate::grammar::lexicon::Lexicon;
use crate::grammar::number::NumberWords;
use crate::grammar::time::tests::{HARBOUR, PIECES, clean};
use crate::grammar::time::{TimeWords, find};
use crate::interval::Interval;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn dated(day: Option<Date>) -> Published {
    Published { when: day.map_or(Interval::ALL, Interval::point), anchor: day, evidence: Vec::new() }
}

/// The expressions of a text with their resolved values.
fn timexes(text: &str, day: Option<Date>) -> Vec<(String, super::Timex)> {
    let mut lexicon = Lexicon::default();
    let words = TimeWords::load(&mut lexicon).expect("rules/words");
    let numbers = NumberWords::load(&mut lexicon).expect("rules/words");
    let clean = clean(text);
    let ids = lexicon.read(&clean);
    let all = Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).expect("short") };
    let marks = find(&words, &numbers, all);
    let found = resolve::resolve(&marks, &clean, &ids, &words, &dated(day));
    found.into_iter().map(|m| (m.span.cut(&clean.text).to_owned(), m.what)).collect()
}

fn when(when: &When) -> String {
    match when {
        When::Days(days) => match days.single() {
            Some(day) => day.to_string(),
            None => format!("{days:?}"),
        },
        When::OpenYear { month, day } => {
            format!("some {month}-{}", day.map_or("X".to_owned(), |d| d.to_string()))
        }
        When::Length { amount, unit } => format!("{amount:?} {unit:?}"),
        When::Never => "never".to_owned(),
    }
}

fn listed(text: &str, day: Option<Date>) -> String {
    let rows = timexes(text, day).into_iter().map(|(text, timex)| {
        let marks = [(timex.inferred, " inferred"), (timex.approximate, " approximate")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
        format!("{text}: {:?} {} | {}{marks}", timex.kind, timex.value, when(&timex.when))
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn sixty_expressions() {
    insta::with_settings!({snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/dating"), prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("times-dated", listed(HARBOUR, Some(date(2024, 3, 5))));
        insta::assert_snapshot!("times-undated", listed(HARBOUR, None));
    });
}

/// What each text's last expression may be, told in an article of 22 February 2024, a Thursday.
#[test]
fn tense_decides() {
    for (text, value, expected) in [
        ("Her term is set to end in October.", "2024-10", "[2024-10-01, 2024-10-31]"),
        ("Her term ends in October.", "2024-10", "[2024-10-01, 2024-10-31]"),
        (
            "Her successor when she steps down in October will take office.",
            "2024-10",
            "[2024-10-01, 2024-10-31]",
        ),
        (
            "Ada Berg, who will be stepping down as the head of the bank in October, spoke.",
            "2024-10",
            "[2024-10-01, 2024-10-31]",
        ),
        ("They hope to have a successor nominated by June.", "2024-06", "[2024-06-01, 2024-06-30]"),
        ("A successor is to be nominated by June.", "2024-06", "[2024-06-01, 2024-06-30]"),
        (
            "Depending on the outcome of November's presidential election, the new chief may have to deal with it.",
            "2024-11",
            "[2024-11-01, 2024-11-30]",
        ),
        (
            "The premier unexpectedly announced his departure in July but remains in post.",
            "2023-07",
            "[2023-07-01, 2023-07-31]",
        ),
        ("In July, the government withdrew the bill.", "2023-07", "[2023-07-01, 2023-07-31]"),
        ("Talks continue following a Nov. 22 election.", "2023-11-22", "2023-11-22"),
        (
            "He negotiates after a surprise victory that he won in the November elections.",
            "2023-11",
            "[2023-11-01, 2023-11-30]",
        ),
        ("His term was extended in July last year.", "2023-07", "[2023-07-01, 2023-07-31]"),
        ("He had left last July.", "2023-07", "[2023-07-01, 2023-07-31]"),
        ("She has lived there since March.", "2023-03", "[2023-03-01, 2023-03-31]"),
        ("The deadline was moved, and the offer stays open until March 8.", "2024-03-08", "2024-03-08"),
        ("An official said on Thursday.", "2024-02-22", "2024-02-22"),
        ("An official said on Friday.", "2024-02-16", "2024-02-16"),
        ("The court will rule on Friday.", "2024-02-23", "2024-02-23"),
        ("She could come as early as Saturday.", "2024-02-24", "2024-02-24"),
        ("They met last Thursday.", "2024-02-15", "2024-02-15"),
        ("The vote in August remains a mystery.", "2023-08", "some 8-X"),
        ("February 30 was a fine day.", "XXXX-02-30", "never"),
        ("On February 30, 2023 it rained.", "2023-02-30", "never"),
        ("It happened on Feb. 29, 2020.", "2020-02-29", "2020-02-29"),
        ("The decision comes three days after he travelled north.", "P3D", "2024-02-19"),
        ("She left three days after he travelled north.", "P3D", "[3, 3] Day"),
        ("It is due by the end of April.", "2024-04", "[2024-04-20, 2024-04-30]"),
        ("They will meet on June 6-9.", "2024-06-06/2024-06-09", "[2024-06-06, 2024-06-09]"),
        ("It was better in the year before last.", "2022", "[2022-01-01, 2022-12-31]"),
        ("They will meet the week after next.", "2024-W10", "[2024-03-04, 2024-03-10]"),
        ("They will meet a week from Saturday.", "2024-03-02", "2024-03-02"),
        ("It ended on the 15th of last month.", "2024-01-15", "2024-01-15"),
        ("It ended on the last day of 2023.", "2023-12-31", "2023-12-31"),
        ("It grew in the quarter ended Dec. 31.", "2023-12-31", "2023-12-31"),
        ("It opens Feb. 20.", "2024-02-20", "some 2-20"),
        ("It rained on Sunday the 18th.", "2024-02-18", "2024-02-18"),
        ("They argued on Friday of that week.", "2024-02-23", "never"),
        ("They will sing Friday to Sunday.", "2024-02-23/2024-02-25", "[2024-02-23, 2024-02-25]"),
        ("The fair was open Wednesday to Friday.", "2024-02-14/2024-02-16", "[2024-02-14, 2024-02-16]"),
        ("Rain will fall between August and October.", "2024-08/2024-10", "[2024-08-01, 2024-10-31]"),
        ("He came three days after Easter Monday 2023.", "2023-04-13", "2023-04-13"),
        ("She lost the Labor Day weekend vote.", "2023-W35-WE", "[2023-09-02, 2023-09-03]"),
        ("It was sold 2 years and 3 months later.", "2026-05", "never"),
        ("The vote, planned for January, was postponed to March.", "2024-03", "[2024-03-01, 2024-03-31]"),
        ("The bank extended the loan through January.", "2025-01", "[2025-01-01, 2025-01-31]"),
        ("He moved to Oslo in March.", "2023-03", "[2023-03-01, 2023-03-31]"),
        ("It earned $3 million, up from $2 million the year before.", "2023", "[2023-01-01, 2023-12-31]"),
        ("It grew in fiscal 2018-19.", "2018/2019", "[2018-01-01, 2019-12-31]"),
        ("It was two weeks ago.", "2024-W06", "[2024-02-05, 2024-02-11]"),
        ("He won in November 2022. A year earlier, he had lost.", "2021", "[2021-01-01, 2021-12-31]"),
    ] {
        let found = timexes(text, Some(date(2024, 2, 22)));
        let (_, last) = found.last().unwrap_or_else(|| panic!("nothing in {text}"));
        assert_eq!((&*last.value, when(&last.when).as_str()), (value, expected), "{text}");
    }
}

#[test]
fn undated_years_stay_open() {
    for (text, value, expected) in [
        ("Her term expires in October.", "XXXX-10", "some 10-X"),
        ("He left last July.", "XXXX-07", "some 7-X"),
        ("They voted on Nov. 22.", "XXXX-11-22", "some 11-22"),
        ("An official said on Monday.", "XXXX-WXX-1", "never"),
        ("He did so last week.", "XXXX-WXX", "never"),
        ("It has stood there since 2017. The government fell in July.", "XXXX-07", "some 7-X"),
        ("It began on 3 May 1915. By June 1915 it spread. In August it stopped.", "1915-08", "some 8-X"),
    ] {
        let found = timexes(text, None);
        let (_, last) = found.last().unwrap_or_else(|| panic!("nothing in {text}"));
        assert_eq!((&*last.value, when(&last.when).as_str()), (value, expected), "{text}");
    }
}

#[test]
fn leads() {
    let window = |text: &str| {
        let mut lexicon = Lexicon::default();
        let words = TimeWords::load(&mut lexicon).expect("rules/words");
        let numbers = NumberWords::load(&mut lexicon).expect("rules/words");
        let clean = clean(text);
        let ids = lexicon.read(&clean);
        let all =
            Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).expect("short") };
        lead::lead(&clean, &ids, &words, &find(&words, &numbers, all)).map(|e| e.when)
    };
    let from = |day: Date, to: Date| Some(Interval::closed(day, to));
    let (may3, may5) = (date(2021, 5, 3), date(2021, 5, 5));
    for (text, expected) in [
        (
            "The port has won the support of the town, a senior official announced on May 3, 2021.",
            from(may3, may5),
        ),
        ("On May 3, 2021, the mayor announced that the port would close.", from(may3, may5)),
        ("The port will close on May 3, 2021, the mayor said.", None),
        ("The port, which opened on May 3, 2021, is to close.", None),
        ("The mayor said the port is expected to reopen on May 3, 2021.", None),
        ("The mayor announced it on May 3.", None),
        (
            "War was declared on May 3, 1821. In June 1822 it spread; by May 1823 and on 2 May 1824 it ended.",
            None,
        ),
        ("The port has been shut since May 3, 2021, and nobody knows why.", None),
    ] {
        assert_eq!(window(text), expected, "{text}");
    }
}

/// Whether a value has the form of a TIMEX3 value.
fn well_formed(value: &str) -> bool {
    fn all(text: &str, test: impl Fn(char) -> bool) -> bool {
        !text.is_empty() && text.chars().all(test)
    }
    if matches!(value, "PRESENT_REF" | "PAST_REF" | "FUTURE_REF") {
        return true;
    }
    if let Some((low, high)) = value.split_once('/') {
        return well_formed(low) && well_formed(high);
    }
    if let Some(length) = value.strip_prefix('P') {
        let body = length.strip_prefix('X').map_or(length, |rest| rest);
        return length == "XX" || all(body, |c| c.is_ascii_digit() || "XTYMWDHSQEWCL.".contains(c));
    }
    let date = value.strip_prefix("BC").unwrap_or(value);
    let (date, clock) = date.split_once('T').map_or((date, None), |(d, c)| (d, Some(c)));
    let mut parts = date.split('-');
    let year = parts.next().unwrap_or("");
    let digits = |c: char| c.is_ascii_digit() || c == 'X';
    let rest = |part: &str| {
        matches!(part, "SP" | "SU" | "FA" | "WI" | "WE" | "H1" | "H2" | "HX" | "QX")
            || part.len() == 2 && all(part, digits)
            || part.strip_prefix('Q').is_some_and(|q| matches!(q, "1" | "2" | "3" | "4"))
            || part.strip_prefix('W').is_some_and(|w| w.len() == 2 && all(w, digits))
            || part.len() == 1 && all(part, digits)
    };
    let clock = clock.is_none_or(|c| {
        matches!(c, "MO" | "MI" | "AF" | "EV" | "NI" | "DT") || all(c, |c| c.is_ascii_digit() || c == ':')
    });
    (2..=4).contains(&year.len()) && all(year, digits) && parts.all(rest) && clock
}

fn check(text: &str, day: Option<Date>) {
    for (_, timex) in timexes(text, day) {
        assert!(well_formed(&timex.value), "{} in {text:?}", timex.value);
        for end in timex.ends.iter().flat_map(|e| e.iter()) {
            assert!(well_formed(&end.value), "{} in {text:?}", end.value);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_words(words in prop::collection::vec(prop::sample::select(PIECES), 0..40), year in 1i16..9000, dated in any::<bool>()) {
        check(&words.join(" "), dated.then(|| date(year, 3, 15)));
    }

    #[test]
    fn any_text(text in "(?s).{0,120}") {
        check(&text, Some(date(2024, 2, 29)));
    }
}

#[test]
fn years_that_no_value_can_write() {
    check(
        "It was 2024, the 2024 century earlier, and 9999 decades later, 500 centuries ago.",
        Some(date(2024, 1, 1)),
    );
    check("2024 the 2024 century earlier", None);
}

#[test]
fn a_guess_is_never_a_day_that_does_not_exist() {
    for day in 1..=31 {
        for month in ["February", "April", "June"] {
            for (_, timex) in timexes(&format!("It was {month} {day}, 2023."), None) {
                assert!(
                    matches!(timex.when, When::Days(_)) == (day <= if month == "February" { 28 } else { 30 }),
                    "{month} {day}"
                );
            }
        }
    }
}
