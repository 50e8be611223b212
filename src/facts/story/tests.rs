use super::*;
use crate::corpus::{Article, Piece, Role};
use crate::facts::attribute::{ArticleId, Card};
use crate::interval::Interval;
use crate::span::Span;
use crate::text::Abbreviations;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const FERRY: &str = "A ferry with 214 people on board ran aground off Korvik on Tuesday, the Nordland coast guard said. \
    Rescuers took the passengers to the harbour of Tunsund, where the mayor, Ragna Skogheim, opened the sports hall. \
    The captain of the Havsule, Odd Brekke, told the Lofoten Tidende that fog had come down within minutes. \
    Repairs at the Mjelle yard are expected to last three weeks.";
const VERDICT: &str = "A court in Port Alder on Tuesday found the banker Lucian Farrow guilty of fraud after a trial of 11 weeks. \
    Judge Imelda Quist said that the founder of Farrow Meridian had lied to 3,000 savers in Alder County. \
    His lawyer, Tobias Renn, said that he would take the case to the Court of Appeal in Kingsbridge.";

fn clean(text: &str) -> CleanText {
    let mut prose = vec![];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        prose.push(Piece::Break(Span::of(at..at), Role::Body));
        prose.push(Piece::Keep(Span::of(at..at + line.trim_end().len())));
        at += line.len();
    }
    let article = Article {
        path: "a.txt".into(),
        id: None,
        line: None,
        raw: text.to_owned(),
        title_from: None,
        title: None,
        outlet: None,
        story: None,
        clues: vec![],
        ignores: Vec::new(),
        prose,
        ..Article::default()
    };
    CleanText::new(&article, &Abbreviations::default())
}

fn signature(text: &str) -> Signature {
    Signature::new(&StoryWords::load().unwrap(), &clean(text), &[])
}

fn card(index: usize, day: Option<Date>, story: Option<&str>) -> Card {
    let mut published = Published::unknown();
    if let Some(day) = day {
        published.when = Interval::point(day);
    }
    Card {
        id: ArticleId(index as u32),
        path: format!("{index}.txt").into(),
        name: None,
        line: None,
        outlet: None,
        story: story.map(Into::into),
        published,
    }
}

fn grouped(articles: &[(&str, Option<Date>, Option<&str>)]) -> Vec<u32> {
    let cards: Vec<Card> = articles.iter().enumerate().map(|(i, a)| card(i, a.1, a.2)).collect();
    let signatures: Vec<Signature> = articles.iter().map(|a| signature(a.0)).collect();
    stories(&cards, &signatures).of.into_iter().map(|s| s.0.0).collect()
}

#[test]
fn versions_are_copies_and_other_articles_are_not() {
    let changed = FERRY.replace("214", "241").replace("Tuesday", "Monday");
    let longer = format!(
        "Ferry aground\nBy a reporter\n{FERRY}\nRead more about ferries\nMost read: the price of cod"
    );
    let signatures =
        [signature(FERRY), signature(VERDICT), signature(&changed), signature(&longer), signature("")];
    // "Monday" is masked only where a mark says that it is a date, but one word does not hide a copy.
    assert_eq!(near_copies(&signatures), [0, 1, 0, 0, 4]);
    assert!(!signatures[0].same_numbers(&signatures[2]));
    assert!(signatures[0].same_numbers(&signatures[3]));
}

#[test]
fn a_form_filled_in_for_two_companies_is_no_copy() {
    let form = |name: &str, place: &str, man: &str| {
        format!(
            "Shares of {name} Industries rose 4 percent in early trading in {place} after the company reported \
             second-quarter profit of 12 million, against 9 million a year before. The chief executive of {name} \
             Industries, {man}, said that demand for its products had been strong and raised the outlook for the year."
        )
    };
    let signatures = [
        signature(&form("Brandeck", "Osmere", "Paul Thirsk")),
        signature(&form("Yarrow", "Lunde", "Ada Voss")),
    ];
    assert_eq!(near_copies(&signatures), [0, 1]);
}

#[test]
fn names_in_common_make_a_story() {
    let other = "Nobody was hurt when the Havsule hit a rock near Korvik, said Ragna Skogheim, mayor of Tunsund. \
        The Nordland coast guard had sent two helicopters. Odd Brekke has been the captain of the Havsule since 2009.";
    let day = date(2031, 5, 6);
    assert_eq!(
        grouped(&[(FERRY, Some(day), None), (VERDICT, Some(day), None), (other, Some(day), None)]),
        [0, 1, 0]
    );
    assert_eq!(
        grouped(&[(FERRY, Some(day), None), (VERDICT, Some(day), None), (other, None, None)]),
        [0, 1, 0]
    );
    let a_year_later = day.saturating_add(jiff::Span::new().years(1));
    assert_eq!(grouped(&[(FERRY, Some(day), None), (other, Some(a_year_later), None)]), [0, 1]);
}

#[test]
fn two_fires_in_one_town_stay_two() {
    let one = "A fire on Saturday destroyed the Ketteridge bakery in Old Marsh, police in Dunmere said. \
        The baker, Sol Ketteridge, escaped through a window, said the Dunmere fire chief, Hanna Pryce.";
    let two = "Two barns burned down on Sunday at Wexley Farm, police in Dunmere said. \
        The farmer, Colm Adair, saved the horses, said the Dunmere fire chief, Hanna Pryce.";
    let (saturday, sunday) = (date(2031, 5, 10), date(2031, 5, 11));
    assert_eq!(grouped(&[(one, Some(saturday), None), (two, Some(sunday), None)]), [0, 1]);
}

#[test]
fn a_given_story_is_taken_as_it_is() {
    assert_eq!(
        grouped(&[(FERRY, None, Some("x")), (VERDICT, None, Some("x")), (FERRY, None, Some("y"))]),
        [0, 0, 2]
    );
    assert_eq!(grouped(&[(FERRY, None, Some("x")), (FERRY, None, None)]), [0, 1]);
}

#[test]
fn copies_of_one_day_are_one_voice() {
    let (first, second) = (date(2031, 5, 6), date(2031, 5, 7));
    let cards = [
        card(0, Some(first), None),
        card(1, Some(second), None),
        card(2, None, None),
        card(3, Some(second), None),
    ];
    assert_eq!(voices(&cards, &[0, 0, 0, 0]), [0, 1, 0, 1]);
    assert_eq!(voices(&cards, &[0, 1, 2, 3]), [0, 1, 2, 3]);
}

#[test]
fn links_say_which_names() {
    let cards = [card(0, None, None), card(1, None, None)];
    let other = "The mayor, Ragna Skogheim, thanked the people of Tunsund and Korvik. Odd Brekke left the Havsule last.";
    let found = stories(&cards, &[signature(FERRY), signature(other)]);
    let text = clean(FERRY);
    let names = found.links[0].names(&StoryWords::load().unwrap(), &text);
    assert_eq!(names, ["Korvik", "Tunsund", "Ragna Skogheim", "Havsule", "Odd Brekke"]);
}

#[test]
fn days_are_counted_from_1970() {
    assert_eq!(ordinal_day(date(1970, 1, 1)), 0);
    assert_eq!(ordinal_day(date(2024, 2, 29)), 19_782);
}

proptest! {
    /// The partition does not hang on the order of the articles.
    #[test]
    fn order_does_not_matter(order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle()) {
        let longer = format!("{FERRY} More is to come.");
        let texts = [FERRY, VERDICT, &longer, "One line.", "", "Ragna Skogheim of Tunsund"];
        let straight = near_copies(&texts.map(signature));
        let shuffled: Vec<Signature> = order.iter().map(|&i| signature(texts[i])).collect();
        let copies = near_copies(&shuffled);
        for (at, &i) in order.iter().enumerate() {
            for (other, &j) in order.iter().enumerate() {
                prop_assert_eq!(copies[at] == copies[other], straight[i] == straight[j]);
            }
        }
    }

    #[test]
    fn any_text_has_a_signature(text in "\\PC{0,200}") {
        let one = signature(&text);
        prop_assert!(one.overlap(&one) <= 1.0);
    }
}
