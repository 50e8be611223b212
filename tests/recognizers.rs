//! The share of the cases of Recognizers-Text that `grammar` reads alike. The cases are not part of this project: they
//! are read from `../shared`, and the test says so loudly where that is absent.
//!
//! A case is right when every result of it is among ours with the same value, at a place that overlaps, and when we
//! find nothing of that sort in a case without results. Bounds are compared as they are meant: Recognizers closes ranges
//! at the low end only and leaves a maximum open below, where a count of ours begins at nothing; an "about" in front of a
//! range is ours, not theirs.

use dateline::corpus::{Article, Piece, Role};
use dateline::grammar::Mark;
use dateline::grammar::input::Tokens;
use dateline::grammar::lexicon::Lexicon;
use dateline::grammar::number::NumberWords;
use dateline::grammar::quantity::{Quantity, QuantityKind, QuantityWords, quantities};
use dateline::interval::Bound;
use dateline::span::Span;
use dateline::text::{Abbreviations, CleanText};
use rust_decimal::Decimal;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Cases that no reader of news wants read that way, by a piece of their text, with the reason.
const OUT_OF_SCOPE: &[(&str, &str)] = &[
    ("^", "powers and exponents are not prose"),
    ("x10", "powers and exponents are not prose"),
    ("1e10", "powers and exponents are not prose"),
    ("1.3e6", "powers and exponents are not prose"),
    ("12.32e+14", "powers and exponents are not prose"),
    ("10G", "a bare G is no magnitude in news"),
    ("1,674.5 G", "a bare G is no magnitude in news"),
    ("2.33 k", "a bare k is no magnitude in news"),
    ("10  k", "a bare k is no magnitude in news"),
    ("1.111,11", "decimal commas are not English"),
    ("1,3.", "decimal commas are not English"),
    ("Exercise nr.", "a list of numbers without spaces"),
    ("5/17/2018", "a date is no quantity"),
    ("1m isn't", "contradicts the issue: 9.8m is 9.8 million"),
    ("trillionths", "spoken arithmetic: a hundred trillionths"),
    (" over ", "spoken arithmetic: one over three"),
    ("423 0000", "digits of a serial number"),
    ("three hundred and two dozens", "spoken arithmetic"),
    ("three-nought-four", "a formation in football, digit by digit"),
    ("fifty - two", "a spaced dash is a dash"),
    ("ninety - five", "a spaced dash is a dash"),
    ("- 1 4/5", "a spaced dash is a dash"),
    ("one - fourth", "a spaced dash is a dash"),
    ("five - eighths", "a spaced dash is a dash"),
    ("percent of 10", "not an amount"),
    ("How do I calculate", "not an amount"),
    ("x>10", "a formula"),
    ("x is ", "a formula"),
    ("find sales", "a query, chat command"),
    ("<-30", "a formula"),
    ("=30", "a formula"),
    ("<>30", "a formula"),
    ("< = 100", "a formula"),
    ("or equal", "a query: Recognizers' own syntax"),
    ("or greater than", "a query: Recognizers' own syntax"),
    ("equal than", "a query: Recognizers' own syntax"),
    ("kuai", "spoken Chinese prices"),
    ("50 50 dollar", "chat"),
    ("$10 dollars", "chat"),
    ("dollar dollar", "chat"),
    ("dollar rmb", "chat"),
    ("points of your credit", "chat"),
    ("c $ 100 and fifty", "chat"),
    ("dollars and 15", "chat: 15 dollars and 15"),
    ("dollars and 50", "chat: 15 dollars and 50"),
    ("USD 50 more", "chat"),
    ("MEUR", "an accountant's abbreviation"),
    ("MGBP", "an accountant's abbreviation"),
    ("10 $ 30 $", "a sign behind one number and before the next"),
];

fn article(text: &str) -> Article {
    Article {
        path: "case".into(),
        id: None,
        line: None,
        raw: text.to_owned(),
        title_from: None,
        title: None,
        outlet: None,
        story: None,
        clues: Vec::new(),
        ignores: Vec::new(),
        prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(Span::of(0..text.len()))],
        ..Article::default()
    }
}

struct Reader {
    lexicon: Lexicon,
    numbers: NumberWords,
    words: QuantityWords,
    abbreviations: Abbreviations,
}

impl Reader {
    fn new() -> Self {
        let mut lexicon = Lexicon::default();
        let numbers = NumberWords::load(&mut lexicon).unwrap();
        let words = QuantityWords::load(&mut lexicon).unwrap();
        Reader { lexicon, numbers, words, abbreviations: Abbreviations::builtin().unwrap() }
    }

    fn read(&self, text: &str) -> Vec<Mark<Quantity>> {
        let clean = CleanText::new(&article(text), &self.abbreviations);
        let ids = self.lexicon.read(&clean);
        let end = u32::try_from(ids.len()).unwrap();
        let tokens = Tokens { clean: &clean, words: &ids, start: 0, end };
        // Clean and raw are the same here, for nothing is cut or replaced.
        quantities::<()>(&self.words, &self.numbers, tokens, &[])
    }
}

/// What a file asks for.
#[derive(Clone, Copy, PartialEq)]
enum Model {
    Number,
    Range,
    Ordinal,
    Percent,
    Age,
    Currency,
}

impl Model {
    fn wants(self, kind: QuantityKind) -> bool {
        use QuantityKind as K;
        match self {
            Model::Number => matches!(kind, K::Cardinal | K::Fraction | K::Money | K::Measure | K::Percent),
            Model::Range => !matches!(kind, K::Age | K::Score),
            Model::Ordinal => kind == K::Ordinal,
            Model::Percent => kind == K::Percent,
            Model::Age => kind == K::Age,
            Model::Currency => kind == K::Money,
        }
    }
}

fn close(a: Decimal, b: Decimal) -> bool {
    let tolerance = b.abs() * Decimal::new(1, 9) + Decimal::new(1, 12);
    (a - b).abs() <= tolerance
}

/// `[10,15)` as two ends.
fn ends(text: &str) -> Option<(Bound<Decimal>, Bound<Decimal>)> {
    let (low, high) = text.trim_matches(['[', ']', '(', ')']).split_once(',')?;
    let low = match low {
        "" => Bound::Unbounded,
        n if text.starts_with('[') => Bound::Closed(Decimal::from_str(n).ok()?),
        n => Bound::Open(Decimal::from_str(n).ok()?),
    };
    let high = match high {
        "" => Bound::Unbounded,
        n if text.ends_with(']') => Bound::Closed(Decimal::from_str(n).ok()?),
        n => Bound::Open(Decimal::from_str(n).ok()?),
    };
    Some((low, high))
}

fn same_value(model: Model, result: &Value, mark: &Quantity) -> bool {
    let Some(value) = result["Resolution"]["value"].as_str() else { return false };
    if model == Model::Range {
        let Some((low, high)) = ends(value) else { return false };
        let nothing = Bound::Closed(Decimal::ZERO);
        let low_same = mark.amount.low == low || (low == Bound::Unbounded && mark.amount.low == nothing);
        // Their range is open above by convention, ours as it is said; their "about" is no part of it.
        let high_same = mark.amount.high.limit() == high.limit();
        let leeway =
            |ours: Bound<Decimal>, theirs: Bound<Decimal>, by: i64| match (ours.limit(), theirs.limit()) {
                (Some(a), Some(b)) => mark.approximate && a == b * Decimal::new(by, 1),
                (None, None) => true,
                _ => false,
            };
        return (low_same || leeway(mark.amount.low, low, 9))
            && (high_same || leeway(mark.amount.high, high, 11));
    }
    let value = value.trim_end_matches('%');
    let Some(expected) = Decimal::from_str(value).or_else(|_| Decimal::from_scientific(value)).ok() else {
        return false;
    };
    let minor =
        result["Resolution"]["unit"].as_str().is_some_and(|u| matches!(u, "Cent" | "Penny" | "Pence"));
    let expected = if minor { expected / Decimal::ONE_HUNDRED } else { expected };
    let unit = match (model, result["Resolution"]["isoCurrency"].as_str()) {
        (Model::Currency, Some(code)) => *mark.unit == *code,
        (Model::Age, _) => {
            result["Resolution"]["unit"].as_str().is_some_and(|u| u.eq_ignore_ascii_case(&mark.unit))
        }
        _ => true,
    };
    unit && close(mark.stated, expected)
}

fn right(model: Model, case: &Value, marks: &[Mark<Quantity>]) -> bool {
    let text = case["Input"].as_str().unwrap_or_default();
    let empty = Vec::new();
    let results = case["Results"].as_array().unwrap_or(&empty);
    let wanted: Vec<_> = marks.iter().filter(|m| model.wants(m.what.kind)).collect();
    if results.is_empty() {
        return match model {
            // A number with a unit is none to them.
            Model::Number => wanted.iter().all(|m| m.what.kind == QuantityKind::Measure),
            Model::Range => wanted.iter().all(|m| m.what.amount.single().is_some()),
            _ => wanted.is_empty(),
        };
    }
    results.iter().all(|result| {
        if result["Resolution"]["value"].is_null() {
            return true;
        }
        let bytes = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(i, _)| i);
        let start = bytes(usize::try_from(result["Start"].as_u64().unwrap_or(0)).unwrap());
        let end = bytes(usize::try_from(result["End"].as_u64().unwrap_or(0)).unwrap() + 1);
        let span = Span::of(start..end);
        wanted.iter().any(|m| m.span.overlaps(span) && same_value(model, result, &m.what))
    })
}

fn out_of_scope(model: Model, case: &Value) -> Option<&'static str> {
    let text = case["Input"].as_str().unwrap_or_default();
    if case["NotSupported"].as_str().is_some_and(|n| n.contains("dotnet")) {
        return Some("not supported by Recognizers itself");
    }
    let relative = case["Results"]
        .as_array()
        .is_some_and(|r| r.iter().any(|r| r["TypeName"].as_str() == Some("ordinal.relative")));
    if model == Model::Ordinal && relative {
        return Some("relative ordinals (last, next) are no numbers");
    }
    OUT_OF_SCOPE.iter().find(|(piece, _)| text.contains(piece)).map(|&(_, why)| why)
}

fn specs() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/temporal/recognizers-specs");
    path.is_dir().then_some(path)
}

/// The files, and the share of the cases in scope that must be right, a little below what is measured.
const FILES: [(&str, Model, usize); 6] = [
    ("Number/English/NumberModel.json", Model::Number, 91),
    ("Number/English/OrdinalModel.json", Model::Ordinal, 99),
    ("Number/English/PercentModel.json", Model::Percent, 99),
    ("Number/English/NumberRangeModel.json", Model::Range, 87),
    ("NumberWithUnit/English/AgeModel.json", Model::Age, 99),
    ("NumberWithUnit/English/CurrencyModel.json", Model::Currency, 92),
];

#[test]
fn the_share_that_is_right() {
    let Some(specs) = specs() else {
        eprintln!("SKIPPED: ../shared/data/temporal/recognizers-specs is absent, nothing was measured");
        return;
    };
    let reader = Reader::new();
    let mut low = Vec::new();
    for (file, model, floor) in FILES {
        let text = std::fs::read_to_string(specs.join(file)).unwrap();
        let cases: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        let (mut all, mut good, mut left_out) = (0, 0, 0);
        for case in &cases {
            let input = case["Input"].as_str().unwrap_or_default();
            if let Some(why) = out_of_scope(model, case) {
                left_out += 1;
                println!("  out of scope: {input:?}: {why}");
                continue;
            }
            all += 1;
            let marks = reader.read(input);
            if right(model, case, &marks) {
                good += 1;
            } else {
                let ours: Vec<_> = marks
                    .iter()
                    .map(|m| (m.span.cut(input), m.what.kind, m.what.amount, &*m.what.unit))
                    .collect();
                let theirs: Vec<_> = case["Results"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|r| {
                        (
                            r["Text"].as_str(),
                            r["Resolution"]["value"].as_str(),
                            r["Resolution"]["isoCurrency"].as_str(),
                        )
                    })
                    .collect();
                println!("  wrong: {input:?}\n    theirs {theirs:?}\n    ours   {ours:?}");
            }
        }
        println!("{file}: {good} of {all} right, {left_out} of {} out of scope", cases.len());
        if good * 100 < floor * all {
            low.push(format!("{file}: {good} of {all}, the floor is {floor}%"));
        }
    }
    assert!(low.is_empty(), "{low:#?}");
}
