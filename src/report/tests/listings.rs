//! What the commands besides `check` print: facts, annotations, a rule's page.

use super::*;

#[test]
fn facts_and_annotations() {
    use crate::facts::attribute::{AttributeId, Fact, Reading, Subject, Valid};
    use crate::grammar::modality::Modality;
    let mut desk = Desk::default();
    let plain = desk.article("a.txt", day(2031, 5, 2), "Möwe: 31 berths by October.\n");
    let titled = desk.record(4, None, "Es öffnet.", "Über 30 Plätze");
    let fact = |desk: &Desk, article, words: &str, value, during, modality| {
        let site = desk.at(article, words, 0, "").site;
        let subject = Subject {
            name: "Harbour Board".into(),
            kind: crate::grammar::name::NameKind::Organisation,
            facet: "".into(),
            sure: true,
        };
        facts::FactLine {
            fact: Fact {
                subject,
                attribute: AttributeId(0),
                value,
                valid: Valid { during, reading: Reading::Throughout },
                modality,
                site,
                sentence: site.span,
                since: None,
                stated: None,
                any_year: None,
                dated: false,
                named: true,
                approximate: false,
                settled: false,
                person: None,
                scene: None,
            },
            attribute: "berth-count".into(),
            text: words.to_owned(),
            title_from: desk.articles[article.0 as usize].title_from,
            place: desk.articles[article.0 as usize].place(site.span),
        }
    };
    let count = |amount| Value::Amount { amount, unit: "berth".into() };
    let lines = vec![
        fact(&desk, plain, "31", count(Interval::point(31.into())), day(2031, 5, 2), Modality::Asserted),
        fact(
            &desk,
            plain,
            "October",
            Value::OpenYear { month: 10, day: None },
            Interval::ALL,
            Modality::Plan,
        ),
        fact(
            &desk,
            plain,
            "by October",
            Value::Days(Interval::closed(date(2031, 10, 1), date(2031, 10, 31))),
            Interval::from(date(2031, 5, 2)),
            Modality::Quoted,
        ),
        fact(&desk, titled, "30", count(Interval::above(30.into())), day(2031, 5, 2), Modality::Event),
    ];
    snapshot!("facts-table", render(|out| facts::write_table(&lines, &desk.cards, out)));
    snapshot!("facts-jsonl", render(|out| facts::write_jsonl(&lines, &desk.cards, out)));

    let marks = |article| {
        let at = |words: &str| desk.at(article, words, 0, "").site.span;
        match article {
            ArticleId(0) => vec![
                (at("October"), annotate::Kind::Date, "2031-10".to_owned()),
                (at("31"), annotate::Kind::Number, "31".to_owned()),
            ],
            _ => vec![(at("30"), annotate::Kind::Number, "30".to_owned())],
        }
    };
    let text = render(|out| {
        [plain, titled].into_iter().try_for_each(|id| {
            let all = annotate::Annotation::all(&desk.articles[id.0 as usize], marks(id));
            annotate::write_jsonl(&desk.cards[id.0 as usize], &all, out)
        })
    });
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let titled = line.get("field").is_some();
        let source = if titled { "Über 30 Plätze" } else { "Möwe: 31 berths by October.\n" };
        let (from, to) = (line["char_start"].as_u64().unwrap(), line["char_end"].as_u64().unwrap());
        let words: String = source.chars().skip(from as usize).take((to - from) as usize).collect();
        assert_eq!(words, line["text"]);
    }
    snapshot!("annotate-jsonl", text);
}

#[test]
fn explained() {
    let page = page::Page {
        id: "berth-count",
        title: "A harbour's number of berths",
        why: "Berths open on a day.\nBefore it the old count is right, after it the new one.\n\nA count may be a *subset*.",
        severity: Severity::Error,
        confidence: Confidence::High,
        policy: Some("state"),
        examples: vec![
            page::Example {
                name: "a count that went back",
                expect: "stale",
                labels: vec!["14"],
                articles: vec![
                    (Some("2031-04-20".into()), "The board runs 17 berths."),
                    (None, "The board runs 14 berths."),
                ],
            },
            page::Example {
                name: "one count",
                expect: "quiet",
                labels: vec![],
                articles: vec![(None, "It runs 14 berths.")],
            },
        ],
    };
    snapshot!("explain", render(|out| page::write(&page, false, 60, out)));
}
