//! Hand-made findings over hand-made articles, in every format; and the bytes of every label, cut out independently.

use super::view::Opener;
use super::*;
use crate::corpus::{Article, ClueKind};
use crate::dating::{DateEvidence, Published};
use crate::error::Notice;
use crate::facts::attribute::{ArticleId, Card};
use crate::facts::{Site, Value};
use crate::rules::finding::{Confidence, Evidence, Finding, Outcome, ReferenceSide, Severity, Sides};
use crate::span::Span;
use jiff::civil::date;

/// A desk with articles on it, and findings marked in them.
#[derive(Default)]
struct Desk {
    articles: Vec<Article>,
    cards: Vec<Card>,
    findings: Vec<Finding>,
}

impl Desk {
    fn article(&mut self, path: &str, when: Interval<Date>, raw: &str) -> ArticleId {
        let id = ArticleId(u32::try_from(self.articles.len()).unwrap());
        let path: std::sync::Arc<str> = path.into();
        self.articles.push(Article {
            path: path.clone(),
            id: None,
            line: None,
            raw: raw.to_owned(),
            title_from: None,
            title: None,
            outlet: None,
            story: None,
            clues: Vec::new(),
            ignores: Vec::new(),
            prose: Vec::new(),
            ..Article::default()
        });
        let evidence = vec![DateEvidence { kind: ClueKind::Header, span: None, when, zoned: false }];
        let published = Published { when, anchor: when.single(), evidence };
        self.cards.push(Card { id, path, name: None, line: None, story: None, outlet: None, published });
        id
    }

    /// An article in a container: a line of a JSON Lines file.
    fn record(&mut self, line: u32, name: Option<&str>, text: &str, title: &str) -> ArticleId {
        let id = self.article("wire.jsonl", day(2031, 5, 2), &format!("{text}{title}"));
        let article = &mut self.articles[id.0 as usize];
        article.line = Some(line);
        article.id = name.map(str::to_owned);
        article.title_from = (!title.is_empty()).then(|| u32::try_from(text.len()).unwrap());
        let card = &mut self.cards[id.0 as usize];
        card.line = Some(line);
        card.name = name.map(Into::into);
        id
    }

    /// The `nth` place of some words in an article.
    fn at(&self, article: ArticleId, words: &str, nth: usize, value: &str) -> Evidence {
        let raw = &self.articles[article.0 as usize].raw;
        let start = raw.match_indices(words).nth(nth).expect("words that are there").0;
        let span = Span::of(start..start + words.len());
        Evidence { site: Site { article, span }, value: value.to_owned(), note: String::new() }
    }

    fn find(&mut self, rule: &str, message: &str, here: Evidence, there: Vec<Evidence>) -> &mut Finding {
        self.findings.push(Finding {
            rule: rule.into(),
            severity: Severity::Error,
            confidence: Confidence::High,
            outcome: Outcome::Clash,
            message: message.to_owned(),
            help: String::new(),
            subject: "Harbour Board".to_owned(),
            attribute: rule.into(),
            here,
            there,
            reference: None,
            sides: Sides::default(),
        });
        self.findings.last_mut().unwrap()
    }

    /// Whatever has become of the articles.
    fn unchecked(&self) -> View {
        let open: &Opener<'_> = &|id| self.articles.get(id.0 as usize).cloned();
        View::new(&self.findings, &self.cards, 7, Vec::new(), open)
    }

    fn view(&self) -> View {
        let view = self.unchecked();
        self.check_bytes(&view);
        view
    }

    /// Every label cuts its words out of the file, at its line and column, and every mark lies on its snippet.
    fn check_bytes(&self, view: &View) {
        for shown in &view.findings {
            for label in &shown.labels {
                let card = self.cards.iter().find(|card| view::article_name(card) == label.article).unwrap();
                let Some(article) = self.articles.get(card.id.0 as usize) else { continue };
                let split = article.title_from.map_or(article.raw.len(), |from| from as usize);
                let source =
                    if label.field == Field::Title { &article.raw[split..] } else { &article.raw[..split] };
                assert_eq!(
                    &source.as_bytes()[label.start as usize..label.end as usize],
                    label.text.as_bytes()
                );
                if article.line.is_none() {
                    let unified =
                        source.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
                    let line = unified.split('\n').nth(label.line as usize - 1).unwrap();
                    let rest: String = line.chars().skip(label.column as usize - 1).collect();
                    let first = label.text.split(['\r', '\n']).next().unwrap();
                    assert!(rest.starts_with(first), "{rest:?} starts with {first:?}");
                }
            }
            for snippet in &shown.snippets {
                assert!(!snippet.text.chars().any(|c| c.is_control() && c != '\n'), "{:?}", snippet.text);
                assert!(snippet.text.len() < 4000);
                for (slot, at) in &snippet.marks {
                    let words = snippet.text.get(at.clone()).expect("a mark on character boundaries");
                    let text = &shown.labels[*slot].text;
                    if text.len() < 40 && text.chars().all(|c| !c.is_control()) {
                        assert_eq!(words, text);
                    }
                }
            }
        }
    }

    fn full(&self) -> String {
        render(|out| terminal::write(&self.view(), terminal::Style::default(), out))
    }

    fn concise(&self) -> String {
        render(|out| concise::write(&self.view(), terminal::Style::default(), out))
    }

    fn json(&self) -> String {
        render(|out| json::write(&self.view(), out))
    }
}

fn render(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn day(year: i16, month: i8, day: i8) -> Interval<Date> {
    Interval::point(date(year, month, day))
}

macro_rules! snapshot {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/report"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $text) });
    };
}

mod formats;
mod hostile;
mod listings;
mod odd;
mod regions;

/// Two papers on the berths of a harbour, one of them in itself at odds; plain text, a headline, short lines.
fn harbour() -> Desk {
    let mut desk = Desk::default();
    let march = desk.article(
        "archive/0311-harbour.txt",
        day(2031, 3, 11),
        "Harbour to grow\n\nThe Harbour Board runs 14 berths and will open two more this spring, it said.\nThe first of them opens in April.\n",
    );
    let april = desk.article(
        "archive/0420-ferries.txt",
        day(2031, 4, 20),
        "Ferries return\n\nFerries came back to the Harbour Board's 17 berths on Sunday after a winter of repairs that the board had not announced before its meeting in March, where a plan for the quays was passed by nine votes to four.\n",
    );
    let undated = desk.article(
        "archive/notes.txt",
        Interval::ALL,
        "About the board: it counts 14 berths; no, 15 berths, by its own map.\n",
    );
    let (here, there) = (desk.at(april, "17", 0, "17"), desk.at(march, "14", 0, "14"));
    desk.find("berth-count", "Harbour Board has 17 berths here, but 14 elsewhere", here, vec![there]).help =
        "both hold if three berths opened between 11 March and 20 April 2031".to_owned();
    let (here, there) = (desk.at(undated, "15", 0, "15"), desk.at(undated, "14", 0, "14"));
    let finding = desk.find(
        "berth-count",
        "Harbour Board has 15 berths here, but 14 in the same article",
        here,
        vec![there],
    );
    finding.severity = Severity::Warning;
    finding.confidence = Confidence::Medium;
    let here = desk.at(march, "14", 0, "14");
    let finding =
        desk.find("berth-count", "Harbour Board has 14 berths here, but 12 were known then", here, vec![]);
    finding.severity = Severity::Advice;
    finding.outcome = Outcome::Undated;
    finding.reference = Some(ReferenceSide {
        id: "berths".into(),
        value: "12".to_owned(),
        from: Some(date(2030, 1, 1)),
        source: "https://harbour.example/berths".into(),
    });
    desk
}

#[test]
fn the_formats() {
    let desk = harbour();
    snapshot!("full", desk.full());
    snapshot!("concise", desk.concise());
    snapshot!("json", desk.json());
    let color = terminal::Style { color: true, ..terminal::Style::default() };
    snapshot!("full-color", render(|out| terminal::write(&desk.view(), color, out)).replace('\u{1b}', "␛"));
    snapshot!("concise-color", render(|out| concise::write(&desk.view(), color, out)).replace('\u{1b}', "␛"));
}

#[test]
fn nothing_found() {
    let view = View::new(&[], &[], 0, Vec::new(), &|_| None);
    assert_eq!(
        render(|out| terminal::write(&view, terminal::Style::default(), out)),
        "0 articles, 0 facts: nothing to report\n"
    );
    let notices = vec![Notice { path: "b.txt".into(), line: Some(3), message: "is not UTF-8".into() }];
    let view = View::new(&[], &[], 0, notices, &|_| None);
    snapshot!("json-empty", render(|out| json::write(&view, out)));
}

#[test]
fn containers_count_in_fields() {
    let mut desk = Desk::default();
    let named = desk.record(3, Some("w-3"), "Intro.\nThe board has 14 berths, says \"the map\".", "");
    let titled =
        desk.record(9, None, "Quays were closed.\nThe board has 16 berths.", "Board's 15 berths reopen");
    let (here, there) =
        (desk.at(titled, "15", 0, "15"), vec![desk.at(named, "14", 0, "14"), desk.at(titled, "16", 0, "16")]);
    desk.find("berth-count", "Harbour Board has 15 berths here, but 14 and 16 elsewhere", here, there);
    snapshot!("container-full", desk.full());
    snapshot!("container-json", desk.json());
}

#[test]
fn an_article_that_is_gone() {
    let mut desk = harbour();
    desk.articles.remove(2);
    snapshot!("gone", desk.full());
}

#[test]
fn messages_and_paths_are_made_safe() {
    let mut desk = Desk::default();
    let article = desk.article("odd/na\u{1b}[2Jme\n.txt", day(2031, 5, 2), "It has 14 berths.\n");
    let mut here = desk.at(article, "14", 0, "14");
    here.note = "fourteen\u{202e}\nberths".to_owned();
    let finding = desk.find("berth-count", "Harbour\u{7}\r\nBoard \u{202e}has 14", here, vec![]);
    finding.help = "see\tthe map\u{9b}".to_owned();
    let out = format!("{}\n{}", desk.full(), desk.concise());
    assert!(!out.chars().any(|c| c.is_control() && c != '\n'));
    snapshot!("unsafe-names", out);
}

#[test]
fn fingerprints_outlive_edits() {
    let print = |desk: &Desk| desk.view().findings.iter().map(|f| f.fingerprint).collect::<Vec<_>>();
    let (old, mut edited) = (harbour(), harbour());
    for article in &mut edited.articles {
        article.raw.insert_str(0, "A new first line.\n");
    }
    for finding in &mut edited.findings {
        for side in std::iter::once(&mut finding.here).chain(&mut finding.there) {
            let shifted = side.site.span.range();
            side.site.span = Span::of(shifted.start + 18..shifted.end + 18);
        }
    }
    assert_eq!(print(&old), print(&edited));
    // Whichever side is the primary one.
    let finding = &mut edited.findings[0];
    std::mem::swap(&mut finding.here, &mut finding.there[0]);
    let (mut old, mut new) = (print(&old), print(&edited));
    old.sort();
    new.sort();
    assert_eq!(old, new);
    old.dedup();
    assert_eq!(old.len(), 3);
}
