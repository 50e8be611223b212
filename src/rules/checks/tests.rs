//! The checks over small texts, read with the whole grammar.

use super::*;
use crate::corpus::{Article, Corpus};
use crate::dating::{lead, published, resolve};
use crate::facts::story::{Signature, StoryWords, stories};
use crate::grammar::input::Tokens;
use crate::grammar::lexicon::Lexicon;
use crate::grammar::name::{NameWords, names};
use crate::grammar::number::NumberWords;
use crate::grammar::quantity::{QuantityWords, quantities};
use crate::grammar::time::{TimeWords, find};
use crate::text::Abbreviations;
use proptest::prelude::*;
use std::sync::OnceLock;

struct Words {
    lexicon: Lexicon,
    abbreviations: Abbreviations,
    numbers: NumberWords,
    quantities: QuantityWords,
    times: TimeWords,
    names: NameWords,
    given: name_spelling::GivenNames,
    parallel: parallel::ParallelWords,
    story: StoryWords,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        Words {
            abbreviations: Abbreviations::builtin().unwrap(),
            numbers: NumberWords::load(&mut lexicon).unwrap(),
            quantities: QuantityWords::load(&mut lexicon).unwrap(),
            times: TimeWords::load(&mut lexicon).unwrap(),
            names: NameWords::load(&mut lexicon).unwrap(),
            given: name_spelling::GivenNames::load().unwrap(),
            parallel: parallel::ParallelWords::load().unwrap(),
            story: StoryWords::load().unwrap(),
            lexicon,
        }
    })
}

struct Page {
    card: Card,
    clean: CleanText,
    timexes: Vec<Mark<Timex>>,
    quantities: Vec<Mark<Quantity>>,
    forms: Vec<name_spelling::NameForm>,
    raw: String,
}

impl Page {
    fn read(article: &Article) -> Page {
        let w = words();
        let clean = CleanText::new(article, &w.abbreviations);
        let ids = w.lexicon.read(&clean);
        let tokens = Tokens { clean: &clean, words: &ids, start: 0, end: clean.tokens.len() as u32 };
        let expressions = find(&w.times, &w.numbers, tokens);
        let published = published::rank(article, lead::lead(&clean, &ids, &w.times, &expressions));
        let timexes = resolve::resolve(&expressions, &clean, &ids, &w.times, &published);
        let quantities = quantities(&w.quantities, &w.numbers, tokens, &timexes);
        let forms = name_spelling::forms(&w.given, &names(&w.names, tokens), &clean, ArticleId(0));
        let card = Card {
            id: ArticleId(0),
            path: article.path.clone(),
            name: article.id.as_deref().map(Into::into),
            line: article.line,
            outlet: None,
            story: article.story.as_deref().map(Into::into),
            published,
        };
        Page { card, clean, timexes, quantities, forms, raw: article.raw.clone() }
    }

    fn article(&self) -> ReadArticle<'_> {
        ReadArticle {
            card: &self.card,
            clean: &self.clean,
            timexes: &self.timexes,
            quantities: &self.quantities,
        }
    }

    fn masked(&self) -> Vec<std::ops::Range<u32>> {
        let mut masked: Vec<_> = self.timexes.iter().map(|m| m.tokens.clone()).collect();
        masked.extend(self.quantities.iter().map(|m| m.tokens.clone()));
        masked.sort_by_key(|r| r.start);
        masked
    }

    fn keys(&self) -> parallel::Keys {
        parallel::keys(&words().parallel, &self.article(), &self.masked())
    }

    fn signature(&self) -> Signature {
        let masked = self.masked();
        Signature::new(&words().story, &self.clean, &masked)
    }
}

/// Published, story, text.
type Given<'a> = (Option<&'a str>, Option<&'a str>, &'a str);

fn pages(given: &[Given]) -> Vec<Page> {
    let mut corpus = Corpus::empty().unwrap();
    for (number, (published, story, text)) in given.iter().enumerate() {
        let record = serde_json::json!({"id": format!("{number}"), "published": published, "story": story, "text": text});
        corpus.add_memory(&format!("{number}.jsonl"), record.to_string().into_bytes());
    }
    let (read, _) = corpus.map(Some(1), Page::read, |_| {});
    let mut pages: Vec<Page> = read.into_iter().map(|(_, page)| page).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        page.card.id = ArticleId(index as u32);
        page.forms.iter_mut().for_each(|f| f.site.article = page.card.id);
    }
    pages
}

fn rule(id: &str) -> CheckRule {
    CheckRule { id: id.into(), severity: Severity::Error, confidence: Confidence::High }
}

fn all(pages: &[Page]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in pages {
        findings.extend(weekday::weekday(&rule("weekday"), &page.article()));
        findings.extend(impossible_date::impossible_date(&rule("impossible-date"), &page.article()));
        let conflicts = published::conflicts(&page.card.published);
        findings.extend(publication_date::publication_date(
            &rule("publication-date"),
            &page.card,
            &conflicts,
        ));
    }
    let cards: Vec<Card> = pages.iter().map(|p| p.card.clone()).collect();
    let signatures: Vec<Signature> = pages.iter().map(Page::signature).collect();
    let stories = stories(&cards, &signatures);
    let forms: Vec<_> = pages.iter().flat_map(|p| p.forms.iter().cloned()).collect();
    findings.extend(name_spelling::name_spelling(
        &rule("name-spelling"),
        &words().given,
        &cards,
        &stories,
        &forms,
    ));
    let told = Told::of(&findings);
    for (a, b) in parallel::pairs(&cards, &signatures, &stories) {
        let (a, b) = (&pages[a.0 as usize], &pages[b.0 as usize]);
        findings.extend(parallel::parallel(
            &rule("parallel-sentence"),
            &words().parallel,
            &a.article(),
            &b.article(),
            &told,
        ));
    }
    let keys: Vec<_> = pages.iter().map(Page::keys).collect();
    for (a, b, sentences) in parallel::meetings(&cards, &stories, &keys) {
        let (a, b) = (pages[a.0 as usize].article(), pages[b.0 as usize].article());
        let rule = rule("parallel-sentence");
        findings.extend(parallel::retold(&rule, &words().parallel, &a, &b, &sentences, &told));
    }
    findings
}

fn shown(given: &[Given]) -> String {
    let pages = pages(given);
    let side = |e: &Evidence| {
        let page = &pages[e.site.article.0 as usize];
        format!("{}:{:?} = {} {}", e.site.article.0, e.site.span.cut(&page.raw), e.value, e.note)
    };
    let mut out = String::new();
    for f in all(&pages) {
        out += &format!("{} {:?} {:?} {:?}: {}\n", f.rule, f.severity, f.confidence, f.outcome, f.said());
        for evidence in std::iter::once(&f.here).chain(&f.there) {
            out += &format!("    {}\n", side(evidence).trim_end());
        }
        out += &format!("    help: {}\n", f.help);
    }
    out
}

macro_rules! snapshot {
    ($name:literal, $given:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/checks"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, shown($given)) });
    };
}

#[test]
fn weekdays() {
    snapshot!(
        "weekday",
        &[
            (
                None,
                None,
                "The bridge over the Lenne was opened on Tuesday, March 4, 2031, the mayor of Orsted said."
            ),
            (
                None,
                None,
                "The bridge over the Lenne was opened on Monday, March 4, 2031, the mayor of Orsted said."
            ),
            (
                Some("2030-10-02"),
                None,
                "The choir of Orsted will sing on Sunday, Oct. 12, in the church of the Lenne valley."
            ),
            (
                Some("2030-10-02"),
                None,
                "The choir of Orsted sang on Wednesday, Sept. 19, in the church of the Lenne valley."
            ),
            (
                Some("2030-10-02"),
                None,
                "The choir of Orsted will sing on Friday, Dec. 12, in the church of the Lenne valley."
            ),
            (
                None,
                None,
                "The choir of Orsted will sing on Sunday, Oct. 12, in the church of the Lenne valley."
            ),
        ]
    );
}

#[test]
fn days_that_are_none() {
    snapshot!(
        "impossible_date",
        &[
            (None, None, "The toll on the Lenne bridge ends on April 31, the district of Orsted said."),
            (
                None,
                None,
                "The toll on the Lenne bridge ended on 29 February 2031, the district of Orsted said."
            ),
            (None, None, "The toll on the Lenne bridge ends on Feb. 29, the district of Orsted said."),
        ]
    );
}

#[test]
fn spellings() {
    let mayor = "The mayor of Orsted, Wendeline Krapp, 51, opened the bridge over the Lenne.";
    snapshot!(
        "name_spelling",
        &[
            (Some("2031-03-04"), Some("bridge"), mayor),
            (
                Some("2031-03-05"),
                Some("bridge"),
                "Wendelin Krapp spoke for an hour. Mayor Krapp thanked the builders."
            ),
            (
                Some("2031-03-05"),
                Some("bridge"),
                "Mayor Wendeline Krap spoke for an hour, said Tom Ruiz, 30, a builder."
            ),
            // A relative of another age, a short form, an accent, a namesake in another story.
            (
                Some("2031-03-05"),
                Some("bridge"),
                "Tom Ruis, 61, crossed it first. Thomas Ruiz was the builder."
            ),
            (Some("2031-03-05"), Some("choir"), "The singer Wendela Krapp, 19, is from the Lenne valley."),
        ]
    );
}

const DAM: &str = "Workers at the Lenne dam have found a crack 14 metres long in its northern wall, the operator, Orsted Kraft, \
    said. The village of Unterau lies below it. Its 320 people were told on 3 March 2031 to be ready to leave, said the \
    mayor, Wendeline Krapp. The dam was finished in 1957 and is the oldest of its kind in the valley.";

#[test]
fn versions() {
    let changed = DAM.replace("14 metres", "41 metres").replace("1957", "1975");
    snapshot!("parallel_sentence", &[(Some("2031-03-04"), None, DAM), (Some("2031-03-04"), None, &changed)]);
}

#[test]
fn versions_of_two_days() {
    let later = DAM.replace("320 people", "350 people").replace("1957", "1967");
    snapshot!(
        "parallel_sentence_later",
        &[(Some("2031-03-04"), None, DAM), (Some("2031-03-06"), None, &later)]
    );
}

#[test]
fn the_same_in_other_words_is_no_difference() {
    let same = DAM
        .replace("14 metres", "fourteen metres")
        .replace("3 March 2031", "March 3, 2031")
        .replace("320 people", "more than 300 people");
    assert_eq!(shown(&[(Some("2031-03-04"), None, DAM), (Some("2031-03-04"), None, &same)]), "");
    let filled_in = DAM.replace("14", "22").replace("320", "77").replace('3', "5").replace("1957", "1988");
    assert_eq!(shown(&[(Some("2031-03-04"), None, DAM), (Some("2031-03-04"), None, &filled_in)]), "");
}

#[test]
fn two_short_texts_of_one_story() {
    let told = |one: &str, two: &str| {
        all(&pages(&[(None, Some("s"), one), (None, Some("s"), two)]))
            .into_iter()
            .filter(|f| &*f.rule == "parallel-sentence")
            .map(|f| f.said())
            .collect::<Vec<_>>()
    };
    let quay = "The new quay at Feldsund cost 4.6 million euros, the harbour office said.";
    assert_eq!(told(quay, "Feldsund's quay cost more than 4 million euros.").len(), 0);
    assert_eq!(told(quay, "Feldsund's quay cost 5 million euros to build, it is thought.").len(), 0);
    assert_eq!(told(quay, "Feldsund's quay cost less than 4.2 million euros.").len(), 1);
    let school = "The school, which opened on 3 May 2015, has 340 pupils and 28 teachers.";
    assert_eq!(told(school, "The school has fewer than 30 teachers and more than 300 pupils.").len(), 0);
    assert_eq!(told(school, "The school has more than 30 teachers.").len(), 1);
    assert_eq!(told(school, "The school was opened after June 2015.").len(), 1);
    assert_eq!(told(school, "The school was opened before June 2015.").len(), 0);
    let gift = "The quay has cost more than 6,000,000 kroner ($ 950,000) so far.";
    assert_eq!(told(gift, "The quay has cost more than $ 950,000 so far.").len(), 0);
    let jobless = "Unemployment in Feldsund fell to 6.1 percent in April, the office said.";
    assert_eq!(told(jobless, "Feldsund's jobless rate dropped to 6.7 percent in April.").len(), 1);
}

#[test]
fn two_of_a_kind_in_one_story() {
    let told = |one: &str, two: &str| {
        let pages = pages(&[(Some("2031-03-04"), Some("s"), one), (Some("2031-03-04"), Some("s"), two)]);
        all(&pages).iter().any(|f| &*f.rule == "parallel-sentence")
    };
    let first = "Her first term as mayor of Feldsund ended in 2019.";
    assert!(told(first, "Her first term as mayor of Feldsund ended in 2023."));
    assert!(!told(first, "Her second term as mayor of Feldsund ended in 2023."));
    let visit = "The king visited Feldsund in May 2029.";
    assert!(told(visit, "The king visited Feldsund in May 2028."));
    assert!(!told(visit, "The king will visit Feldsund in September."));
}

#[test]
fn what_is_told_is_not_told_again() {
    let pages = pages(&[
        (Some("2031-03-04"), None, DAM),
        (Some("2031-03-04"), None, &DAM.replace("14 metres", "41 metres")),
    ]);
    let found = all(&pages);
    assert_eq!(found.len(), 1);
    let (a, b) = (pages[0].article(), pages[1].article());
    assert_eq!(
        parallel::parallel(&rule("parallel-sentence"), &words().parallel, &a, &b, &Told::of(&found)),
        []
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every label cuts its words out of its article, and nothing panics.
    #[test]
    fn labels_lie_in_their_articles(start in 0usize..40, number in 1u32..99, text in "\\PC{0,60}") {
        let at = DAM.char_indices().nth(start).map_or(0, |(i, _)| i);
        let other = format!("{}{text}{}", &DAM[..at], DAM[at..].replace("14", &number.to_string()));
        let pages = pages(&[(Some("2031-03-04"), None, DAM), (None, None, &other), (Some("2031-03-05"), None, &text)]);
        for finding in all(&pages) {
            for e in std::iter::once(&finding.here).chain(&finding.there) {
                prop_assert!(!e.site.span.cut(&pages[e.site.article.0 as usize].raw).is_empty());
            }
        }
    }

    /// The order of the articles changes the order of what is told, not what is told.
    #[test]
    fn order_does_not_matter(order in Just(vec![0usize, 1, 2, 3]).prop_shuffle()) {
        let changed = DAM.replace("14", "41");
        let texts: [Given; 4] = [
            (Some("2031-03-04"), None, DAM),
            (Some("2031-03-04"), None, &changed),
            (Some("2031-03-05"), Some("s"), "Wendelin Krapp spoke for an hour in Orsted, the mayor said."),
            (Some("2031-03-06"), Some("s"), "The mayor of Orsted, Wendeline Krapp, 51, opened the bridge."),
        ];
        let messages = |given: &[Given]| {
            let mut told: Vec<String> = all(&pages(given)).into_iter().map(|f| format!("{} {}", f.rule, f.help)).collect();
            told.sort();
            told
        };
        let shuffled: Vec<Given> = order.iter().map(|&i| texts[i]).collect();
        prop_assert_eq!(messages(&texts), messages(&shuffled));
    }
}
