//! The sixty expressions of `examples/sixty`, stage by stage: sentences and tokens, marks, resolved values, and what is
//! printed of them. Review what changes here by eye, line by line.

use dateline::corpus::Article;
use dateline::dating::{Timex, When};
use dateline::facts::show;
use dateline::report::{annotate, timeml};
use dateline::{Corpus, Linter, Options, Understood};
use std::fmt::Write;
use std::path::Path;
use std::sync::OnceLock;

/// What each stage says, as text.
struct Stages {
    sentences: String,
    marks: String,
    values: String,
    annotations: usize,
    jsonl: String,
    timeml: String,
}

fn stages() -> &'static Stages {
    static STAGES: OnceLock<Stages> = OnceLock::new();
    STAGES.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let corpus = Corpus::walk(&[root.join("examples/sixty")], root).unwrap();
        let (read, notices) = Linter::builtin().unwrap().each(&corpus, &Options::default(), understood);
        assert!(notices.is_empty(), "{notices:?}");
        let mut read: Vec<Stages> = read.into_iter().map(|(_, stages)| stages).collect();
        assert_eq!(read.len(), 1);
        read.remove(0)
    })
}

fn understood(article: &Article, understood: Understood) -> Stages {
    let Understood { card, clean, times, quantities, .. } = understood;
    let mut sentences = String::new();
    for sentence in &clean.sentences {
        let tokens: Vec<&str> = sentence.tokens.clone().map(|token| clean.token(token)).collect();
        let role = clean.blocks[sentence.block as usize].role;
        writeln!(sentences, "{role:?}: {}", tokens.join("|")).unwrap();
    }
    let (mut marks, mut values) = (Vec::new(), String::new());
    for mark in &times {
        marks.push((mark.span, format!("time {:?} {:?}", mark.what.kind, mark.what.grain)));
        writeln!(values, "{}: {} | {}", mark.span.cut(&clean.text), mark.what.value, when(&mark.what))
            .unwrap();
    }
    for mark in &quantities {
        let (kind, unit) = (mark.what.kind, &mark.what.unit);
        marks.push((mark.span, format!("quantity {kind:?} {} {unit}", show::amount_of(&mark.what.amount))));
    }
    marks.sort();
    let line = |(span, what): &(dateline::span::Span<_>, String)| {
        format!("{span:?} {}: {}\n", span.cut(&clean.text), what.trim_end())
    };
    let all = annotate::annotations(article, &clean, &times, &quantities);
    let (mut jsonl, mut document) = (Vec::new(), Vec::new());
    annotate::write_jsonl(&card, &all, &mut jsonl).unwrap();
    timeml::write(&card, article, &timeml::tags(&clean, &times), &mut document).unwrap();
    Stages {
        sentences,
        marks: marks.iter().map(line).collect(),
        values,
        annotations: all.len(),
        jsonl: String::from_utf8(jsonl).unwrap(),
        timeml: String::from_utf8(document).unwrap(),
    }
}

/// What can be compared of a time expression.
fn when(timex: &Timex) -> String {
    let mut text = match &timex.when {
        When::Days(days) => show::days(days),
        When::OpenYear { month, day } => {
            format!("some {month}-{}", day.map_or("X".into(), |day| day.to_string()))
        }
        When::Length { amount, unit } => format!("{} {unit:?}", show::amount_of(amount)),
        When::Never => "never".to_owned(),
    };
    text.push_str(if timex.inferred { ", inferred" } else { "" });
    text.push_str(if timex.approximate { ", approximate" } else { "" });
    text
}

macro_rules! stage {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            insta::with_settings!({
                snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/sixty"),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, { insta::assert_snapshot!(stringify!($name), &stages().$name) });
        }
    )*};
}

stage!(sentences marks values jsonl timeml);

/// One for each end of a range.
#[test]
fn they_are_sixty() {
    assert_eq!(stages().annotations, 60);
}
