//! Names on texts of our own.

use super::*;
use crate::corpus::{Article, Piece, Role};
use crate::grammar::lexicon::Lexicon;
use crate::span::Span;
use crate::text::{Abbreviations, CleanText};
use std::fmt::Write as _;

/// Paragraphs are blocks; one that begins with `#` is the title.
pub(crate) fn article(text: &str) -> Article {
    let mut prose = Vec::new();
    let mut at = 0;
    for paragraph in text.split_inclusive("\n\n") {
        let title = paragraph.starts_with("# ");
        let role = if title { Role::Title } else { Role::Body };
        let from = at + if title { 2 } else { 0 };
        prose.push(Piece::Break(Span::of(at..at), role));
        prose.push(Piece::Keep(Span::of(from..at + paragraph.trim_end().len().max(2 * usize::from(title)))));
        at += paragraph.len();
    }
    Article {
        path: "test.txt".into(),
        id: None,
        line: None,
        raw: text.to_owned(),
        title_from: None,
        title: None,
        outlet: None,
        story: None,
        clues: Vec::new(),
        prose,
    }
}

pub(crate) fn clean(text: &str) -> CleanText {
    let abbreviations = Abbreviations::new([
        "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "jr", "sr", "st", "inc",
        "co", "corp", "nov", "oct", "rev", "no",
    ]);
    CleanText::new(&article(text), &abbreviations)
}

fn read(text: &str) -> (CleanText, Names) {
    let mut lexicon = Lexicon::default();
    let words = NameWords::load(&mut lexicon).unwrap();
    let clean = clean(text);
    let ids = lexicon.read(&clean);
    let end = u32::try_from(clean.tokens.len()).unwrap();
    let found = names(&words, Tokens { clean: &clean, words: &ids, start: 0, end });
    (clean, found)
}

/// The text with its mentions in brackets, and the entities.
fn show(text: &str) -> String {
    let (clean, found) = read(text);
    let mut out = String::new();
    let mut at = 0;
    for m in &found.mentions {
        let how = match m.what.how {
            Reference::Full => "",
            Reference::Alias => "~",
            Reference::Surname => "^",
            Reference::Demonym => "°",
            Reference::Common => "=",
            Reference::Pronoun => "@",
        };
        out.push_str(&clean.text[at..m.span.start as usize]);
        let _ = write!(out, "[{}|{how}{}]", m.span.cut(&clean.text), m.what.entity);
        at = m.span.end as usize;
    }
    out.push_str(&clean.text[at..]);
    out.push('\n');
    for (i, e) in found.entities.iter().enumerate() {
        let sure = if e.sure { "sure" } else { "unsure" };
        let _ = writeln!(out, "{i} {} · {:?} · {sure} · {}", e.name, e.kind, e.mentions);
    }
    out
}

#[test]
#[ignore]
fn dump() {
    let path = std::env::var("DUMP").unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    for part in text.split("\n=====\n") {
        println!("{}\n-----------", show(part));
    }
}
