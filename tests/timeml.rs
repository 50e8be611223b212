//! TimeML as a reader of XML gets it: well-formed, valid where the standard says how, and with the source's own text.

use dateline::corpus::Article;
use dateline::report::timeml::{self, FileNames};
use dateline::{Corpus, Linter, Options};
use proptest::prelude::*;
use quick_xml::events::Event;
use std::fs;
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A document, read back.
#[derive(Debug, Default)]
struct Document {
    docid: String,
    title: String,
    text: String,
    /// Words and attributes of each TIMEX3, the creation time first.
    timexes: Vec<(String, Vec<(String, String)>)>,
}

/// Reads a document, and fails where it is not well-formed.
fn read(xml: &str) -> Document {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut document, mut path) = (Document::default(), Vec::<String>::new());
    let add = |document: &mut Document, path: &[String], words: &str| {
        if path.iter().any(|name| name == "TIMEX3") {
            document.timexes.last_mut().unwrap().0.push_str(words);
        }
        match path.get(1).map(String::as_str) {
            Some("DOCID") => document.docid.push_str(words),
            Some("TITLE") => document.title.push_str(words),
            Some("TEXT") => document.text.push_str(words),
            Some("DCT") => {}
            _ => assert_eq!(words.trim(), "", "words in {path:?}"),
        }
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                if tag.name().as_ref() == "TIMEX3" {
                    let attributes = tag.attributes().map(|a| {
                        let a = a.unwrap();
                        let value = a.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                        (a.key.as_ref().to_owned(), value.into_owned())
                    });
                    document.timexes.push((String::new(), attributes.collect()));
                }
            }
            Event::End(_) => drop(path.pop()),
            Event::Text(words) => add(&mut document, &path, &words.xml10_content()),
            Event::GeneralRef(name) => {
                let c = match name.resolve_char_ref().unwrap() {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&name).unwrap().into(),
                };
                add(&mut document, &path, &c);
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(path, Vec::<String>::new());
    document
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn documents(name: &str, bytes: &[u8]) -> Vec<String> {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    let linter = LINTER.get_or_init(|| Linter::builtin().unwrap());
    let mut corpus = Corpus::empty().unwrap();
    corpus.add_memory(name, bytes.to_vec());
    let document = |article: &Article, understood: dateline::Understood| {
        let tags = timeml::tags(&understood.clean, &understood.times);
        let mut out = Vec::new();
        timeml::write(&understood.card, article, &tags, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let (read, _) = linter.each(&corpus, &Options::default(), document);
    read.into_iter().map(|(_, document)| document).collect()
}

/// The only document that a source makes, read back.
fn one(name: &str, text: &str) -> Document {
    let documents = documents(name, text.as_bytes());
    assert_eq!(documents.len(), 1, "{text:?}");
    read(&documents[0])
}

/// What XML can hold of a text.
fn holdable(text: &str) -> String {
    let bad = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if bad(c) { '\u{fffd}' } else { c }).collect()
}

#[test]
fn plain_text_stays_as_it_is() {
    let text =
        "Ferries & <boats> to \"Lund\"\r\n\r\nThey sail on Monday,\u{1}\tand again in June & July 2023.\r\n";
    let document = one("2023-05-02-ferries.txt", text);
    assert_eq!(document.text, holdable(text));
    assert_eq!(document.docid, "2023-05-02-ferries.txt");
    let words: Vec<&str> = document.timexes.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(words, ["2023-05-02", "Monday", "June", "July 2023"]);
    let created = &document.timexes[0].1;
    assert_eq!(attribute(created, "tid"), Some("t0"));
    assert_eq!(attribute(created, "functionInDocument"), Some("CREATION_TIME"));
    assert_eq!(attribute(created, "type"), Some("DATE"));
    assert_eq!(attribute(created, "value"), Some("2023-05-02"));
}

#[test]
fn the_creation_time_is_as_fine_as_it_is_known() {
    for (text, value) in [
        (r#"{"text": "The town met."}"#, "XXXX-XX-XX"),
        (r#"{"text": "The town met.", "published": "2021-03-04"}"#, "2021-03-04"),
        (r#"{"text": "The town met.", "published": "2021-03"}"#, "2021-03"),
        (r#"{"text": "The town met.", "published": "2021"}"#, "2021"),
    ] {
        let document = one("a.jsonl", text);
        assert_eq!(attribute(&document.timexes[0].1, "value"), Some(value), "{text}");
    }
}

#[test]
fn a_header_is_no_text() {
    let document = one("a.txt", "\u{feff}date 2024-02-22\n\nThe lock opened on Tuesday.\n");
    assert_eq!(document.text.trim_start(), "The lock opened on Tuesday.\n");
    assert_eq!(attribute(&document.timexes[1].1, "value"), Some("2024-02-20"));
    assert_eq!(one("a.txt", "\u{feff}\n\nThe lock opened.").text, "\n\nThe lock opened.");
}

#[test]
fn a_title_of_its_own_is_tagged_there() {
    let record = r#"{"id": "x", "title": "Lock & weir shut in May 2020", "text": "\n It opened in 2021.", "published": "2022-01-01"}"#;
    let document = one("a.jsonl", record);
    assert_eq!((document.docid.as_str(), document.title.as_str()), ("x", "Lock & weir shut in May 2020"));
    assert_eq!(document.text, "\n It opened in 2021.");
    let tagged: Vec<_> = document.timexes[1..].iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(tagged, ["May 2020", "2021"]);
    let markdown = "---\ntitle: 'Shut since May 2020'\ndate: 2022-01-01\n---\nIt *opens* &amp; closes in **June 2023**, not [in 2024](x).\n\n- On March 3\n";
    let document = one("a.md", markdown);
    assert_eq!(document.title, "Shut since May 2020");
    assert_eq!(document.text.trim_end(), "It opens & closes in June 2023, not in 2024.\n\nOn March 3");
    let tagged: Vec<_> = document.timexes[1..].iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(tagged, ["May 2020", "June 2023", "2024", "March 3"]);
}

#[test]
fn what_is_not_exact_has_a_modifier() {
    let text = "It was shut in early 2025, by the end of 2024 or in mid-March 2024, for at least six years, for more than \
                two months, for about three weeks, and for a day.";
    let document = one("2026-01-01.txt", text);
    let modifiers: Vec<_> =
        document.timexes[1..].iter().map(|(words, a)| (words.as_str(), attribute(a, "mod"))).collect();
    assert_eq!(
        modifiers,
        [
            ("early 2025", Some("START")),
            ("the end of 2024", Some("END")),
            ("mid-March 2024", Some("MID")),
            ("at least six years", Some("EQUAL_OR_MORE")),
            ("more than two months", Some("MORE_THAN")),
            ("about three weeks", Some("APPROX")),
            ("a day", None),
        ]
    );
}

#[test]
fn names_are_safe_and_each_their_own() {
    let records = ["../../etc/x", "..", "A b", "a_b", "a_b-2", "", "/", "con.tml", "Å/ß\\\u{0}"]
        .map(|id| serde_json::json!({"id": id, "text": "It opened."}).to_string());
    let mut corpus = Corpus::empty().unwrap();
    corpus.add_memory("in/a.jsonl", (records.join("\n") + "\n{\"text\": \"It shut.\"}").into_bytes());
    corpus.add_memory("in/b.1.txt", *b"It shut.");
    corpus.add_memory("other/b.1.txt", *b"It shut.");
    let (read, _) = Linter::builtin().unwrap().each(&corpus, &Options::default(), |_, u| u.card);
    let mut names = FileNames::default();
    let names: Vec<String> = read.iter().map(|(_, card)| names.next(card)).collect();
    assert_eq!(
        names,
        [
            "_.._.._etc_x.tml",
            "_...tml",
            "A_b.tml",
            "a_b-2.tml",
            "a_b-2-2.tml",
            "_.tml",
            "_-2.tml",
            "con.tml.tml",
            "Å_ß__.tml",
            "a-10.tml",
            "b.1.tml",
            "b.1-2.tml",
        ]
    );
}

fn dateline(folder: &std::path::Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).current_dir(folder).args(args).output().unwrap()
}

#[test]
fn several_articles_want_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("in")).unwrap();
    fs::write(at.join("in/a.txt"), "It opened in 2021.").unwrap();
    let out = dateline(at, &["annotate", "--format", "timeml", "in"]);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(read(&String::from_utf8(out.stdout).unwrap()).text, "It opened in 2021.");
    fs::write(at.join("in/b.txt"), "It shut in 2022.").unwrap();
    let out = dateline(at, &["annotate", "--format", "timeml", "in"]);
    assert_eq!((out.status.code(), out.stdout.as_slice()), (Some(2), &b""[..]));
    assert!(String::from_utf8(out.stderr).unwrap().contains("--output-dir"));
    let out = dateline(at, &["annotate", "--output-dir", "out", "in"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(!at.join("out").exists());
    // Again over what is there.
    for _ in 0..2 {
        let out = dateline(at, &["annotate", "--format", "timeml", "--output-dir", "deep/out", "in"]);
        assert_eq!((out.status.code(), out.stdout.as_slice()), (Some(0), &b""[..]));
        assert_eq!(read(&fs::read_to_string(at.join("deep/out/b.tml")).unwrap()).text, "It shut in 2022.");
        assert_eq!(fs::read_dir(at.join("deep/out")).unwrap().count(), 2);
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("out")).unwrap();
    fs::write(at.join("a.txt"), "It opened in 2021.").unwrap();
    fs::write(at.join("mine"), "mine").unwrap();
    std::os::unix::fs::symlink("../mine", at.join("out/a.tml")).unwrap();
    let out = dateline(at, &["annotate", "--format", "timeml", "--output-dir", "out", "a.txt"]);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(fs::read_to_string(at.join("mine")).unwrap(), "mine");
    assert!(fs::read_to_string(at.join("out/a.tml")).unwrap().contains("It opened in"));
}

const PIECES: &[&str] = &[
    "June 6-9, 2020",
    " ",
    "\n\n",
    "\r\n",
    "\r",
    "Monday",
    "&",
    "<TEXT>",
    "]]>",
    "&amp;",
    "\u{1}",
    "\u{ffff}",
    "“",
    "two weeks ago",
    "every Tuesday",
    "*",
    "# ",
    "- ",
    "between 12 and 18 months",
    "date 2020-01-01\n",
    "\u{feff}",
    "the town met on ",
    "e\u{301}",
    ". ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back(pieces in prop::collection::vec(prop_oneof![
        4 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|s| s.replace('\0', "")),
    ], 0..14)) {
        let text = pieces.concat();
        for name in ["a.txt", "a.md"] {
            for document in documents(name, text.as_bytes()) {
                let document = read(&document);
                if name == "a.txt" {
                    prop_assert!(holdable(&text).ends_with(&document.text));
                }
                for (at, (words, attributes)) in document.timexes.iter().enumerate() {
                    prop_assert!(!words.is_empty());
                    let tid = format!("t{at}");
                    prop_assert_eq!(attribute(attributes, "tid"), Some(tid.as_str()));
                    prop_assert_ne!(attribute(attributes, "value"), Some(""));
                }
            }
        }
        let record = serde_json::json!({"text": text, "title": text}).to_string();
        for document in documents("a.jsonl", record.as_bytes()) {
            let document = read(&document);
            prop_assert_eq!(&document.text, &holdable(&text));
            prop_assert!(document.title == holdable(text.trim()), "{:?}", document.title);
        }
    }
}
