//! The gate on findings made by hand.

use super::baseline::{Baseline, Entry, Naming};
use super::review::review;
use crate::dating::Published;
use crate::facts::attribute::{ArticleId, Card, Site};
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, Severity, Sides};
use crate::span::Span;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn card(number: u32) -> Card {
    Card {
        id: ArticleId(number),
        path: format!("archive/{number}.md").into(),
        name: None,
        line: None,
        outlet: None,
        story: None,
        published: Published::unknown(),
    }
}

fn cards() -> Vec<Card> {
    (0..8).map(card).collect()
}

fn side(article: u32, value: &str) -> Evidence {
    let site = Site { article: ArticleId(article), span: Span::new(10 * article, 10 * article + 2) };
    Evidence { site, value: value.to_owned(), note: String::new() }
}

fn date(article: u32) -> Evidence {
    Evidence::publication(side(article, "").site, "2031-05-02".to_owned())
}

/// A dispute of the first side, with the others of it, against another.
fn dispute(own: &[(u32, &str)], other: &[(u32, &str)]) -> Finding {
    let sides = |list: &[(u32, &str)]| list.iter().map(|(a, v)| side(*a, v)).collect::<Vec<_>>();
    let (own, mut there) = (sides(own), sides(other));
    let against = there.len();
    let dates: Vec<Evidence> = own.iter().chain(&there).map(|e| date(e.site.article.0)).collect();
    let key = vec![own[0].value.clone(), there[0].value.clone()];
    there.extend(own[1..].iter().cloned());
    there.extend(dates);
    Finding {
        rule: "berth-count".into(),
        severity: Severity::Error,
        confidence: Confidence::High,
        outcome: Outcome::Clash,
        message: "the harbour has {here} berths here, but {there} elsewhere".to_owned(),
        help: String::new(),
        subject: "Harbour Board".to_owned(),
        attribute: "berth-count".into(),
        here: own[0].clone(),
        there,
        reference: None,
        sides: Sides { key, against, ..Sides::default() },
    }
}

fn naming(cards: &[Card]) -> Naming<'_> {
    Naming { cards, path: &str::to_owned }
}

fn changed(articles: &[u32]) -> BTreeSet<ArticleId> {
    articles.iter().map(|a| ArticleId(*a)).collect()
}

/// The articles of the places, those that are dates left out.
fn places(finding: &Finding) -> Vec<u32> {
    let sides = finding.there.iter().filter(|e| !e.is_publication());
    std::iter::once(&finding.here).chain(sides).map(|e| e.site.article.0).collect()
}

#[test]
fn a_review_turns_findings_to_what_has_changed() {
    let finding = dispute(&[(5, "31"), (4, "31")], &[(3, "28"), (2, "28")]);
    let seen = |articles: &[u32]| review(vec![finding.clone()], &changed(articles));
    assert_eq!(seen(&[7]), []);
    // As it was, where the primary side has changed, whatever else has.
    assert_eq!(seen(&[5, 2]), [finding.clone()]);
    // Another article of the same side: the other side stays the next label.
    assert_eq!(places(&seen(&[4])[0]), [4, 3, 2, 5]);
    // The other side: the first of the primary one is the next label.
    let turned = &seen(&[2])[0];
    assert_eq!(places(turned), [2, 5, 4, 3]);
    assert_eq!((turned.here.value.as_str(), turned.there[0].value.as_str()), ("28", "31"));
    assert_eq!(turned.sides.against, 2);
    // Nothing is lost, and it stays the same finding.
    assert_eq!(turned.there.len(), finding.there.len());
    let name = |f: &Finding| crate::report::Fingerprint::of_finding(f, &cards(), &str::to_owned);
    assert_eq!(name(turned), name(&finding));
    assert_eq!(turned.message, finding.message);
}

#[test]
fn a_course_of_events_keeps_its_direction() {
    let mut update = dispute(&[(5, "31")], &[(3, "28")]);
    update.outcome = Outcome::Update;
    update.message = "went from {there} to {here}".to_owned();
    let turned = review(vec![update], &changed(&[3]));
    assert_eq!(turned[0].message, "went from {here} to {there}");
    assert_eq!(turned[0].here.value, "28");
}

#[test]
fn sides_that_are_not_told_apart() {
    let mut spelling = dispute(&[(5, "Wolff")], &[(3, "Wolf"), (2, "Wolff")]);
    spelling.sides = Sides {
        words: Some(["Wolff".to_owned(), "Wolf".to_owned()]),
        key: vec!["Wolf".to_owned(), "Wolff".to_owned()],
        ..Sides::default()
    };
    let seen = |article| review(vec![spelling.clone()], &changed(&[article])).remove(0);
    let words = |f: &Finding| f.sides.words.clone().unwrap();
    assert_eq!(
        (seen(3).here.value.as_str(), words(&seen(3))),
        ("Wolf", ["Wolf".to_owned(), "Wolff".to_owned()])
    );
    assert_eq!((places(&seen(2)), words(&seen(2))), (vec![2, 3, 5], words(&spelling)));
}

#[test]
fn more_articles_are_new_and_fewer_are_not() {
    let cards = cards();
    let before = [dispute(&[(5, "31")], &[(3, "28"), (2, "28")])];
    let baseline = Baseline::of(&before, naming(&cards));
    let all = |_: &Entry| true;
    let compare = |finding: Finding| baseline.compare(vec![finding], naming(&cards), &all);
    for (now, new) in [
        (dispute(&[(5, "31")], &[(3, "28"), (2, "28")]), 0),
        (dispute(&[(5, "31")], &[(3, "28")]), 0),
        // The same number of others: who it is, is not asked.
        (dispute(&[(6, "31")], &[(3, "28"), (1, "28")]), 0),
        (dispute(&[(5, "31"), (6, "31")], &[(3, "28"), (2, "28")]), 1),
        (dispute(&[(5, "32")], &[(3, "28"), (2, "28")]), 1),
    ] {
        let compared = compare(now);
        assert_eq!((compared.new.len(), compared.known.len()), (new, 1 - new));
    }
    // What is louder than it was is new.
    let mut clash = dispute(&[(5, "31")], &[(3, "28"), (2, "28")]);
    clash.outcome = Outcome::Update;
    assert_eq!(compare(clash).new.len(), 1);
    // Where there are fewer, pruning lowers the number.
    let fewer = compare(dispute(&[(5, "31")], &[(3, "28")]));
    let pruned = baseline.pruned(&fewer, &all);
    assert!(pruned.text().contains("\"articles\":2"), "{}", pruned.text());
}

#[test]
fn findings_of_one_name_are_counted() {
    let cards = cards();
    // Twice in one article, at two places.
    let mut one = dispute(&[(5, "Friday")], &[(5, "2031-05-03")]);
    one.subject = String::new();
    let mut two = one.clone();
    two.here.site.span = Span::new(400, 406);
    let baseline = Baseline::of([&one, &two], naming(&cards));
    assert_eq!(baseline.len(), 1);
    assert!(baseline.text().contains("\"findings\":2,\"articles\":1"), "{}", baseline.text());
    let compare = |findings: Vec<Finding>| baseline.compare(findings, naming(&cards), &|_| true);
    assert_eq!(compare(vec![one.clone(), two.clone()]).new.len(), 0);
    let third = compare(vec![one.clone(), two.clone(), one.clone()]);
    assert_eq!(third.new.len(), 3, "which of them is new cannot be told");
    assert!(third.new[0].help.contains("knows it 2 times, now it is 3"), "{}", third.new[0].help);
    // The same in another article is another finding.
    let mut other = one.clone();
    other.here.site.article = ArticleId(6);
    other.there.iter_mut().for_each(|e| e.site.article = ArticleId(6));
    assert_eq!(compare(vec![other]).new.len(), 1);
}

proptest! {
    /// What is written is read again, in any order of the findings, and knows all that it was written from.
    #[test]
    fn a_baseline_knows_what_it_was_made_of(
        disputes in prop::collection::vec((0u32..8, 0u32..8, "[a-zé\"\\\\ ]{0,6}", 1u32..40), 0..12),
        turn in 0usize..12,
    ) {
        let cards = cards();
        let mut findings: Vec<Finding> = disputes
            .iter()
            .map(|(a, b, subject, value)| {
                let mut finding = dispute(&[(*a, &value.to_string())], &[(*b, "0")]);
                finding.subject.clone_from(subject);
                finding
            })
            .collect();
        let baseline = Baseline::of(&findings, naming(&cards));
        let text = baseline.text();
        prop_assert_eq!(text.lines().filter(|l| l.starts_with("{\"")).count(), baseline.len());
        let read = Baseline::parse("b.json", &text).unwrap();
        prop_assert_eq!(&read, &baseline);
        let middle = turn.min(findings.len());
        findings.rotate_left(middle);
        prop_assert_eq!(&Baseline::of(&findings, naming(&cards)).text(), &text);
        let count = findings.len();
        let compared = read.compare(findings, naming(&cards), &|_| true);
        prop_assert_eq!((compared.new.len(), compared.known.len(), compared.gone.len()), (0, count, 0));
        // Both sides of a merge in one file.
        let twice = text.replace("\n]\n", &format!(",{}]\n", &text[text.find('[').unwrap() + 1..text.rfind(']').unwrap()]));
        if !baseline.is_empty() {
            prop_assert_eq!(&Baseline::parse("b.json", &twice).unwrap(), &baseline);
        }
    }

    /// No text is read with a panic.
    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        let _ = Baseline::parse("b.json", &text).map_err(|wrong| wrong.at());
        let _ = Baseline::parse("b.json", &format!("{{\"version\": 1, \"entries\": [{text}"));
    }
}
