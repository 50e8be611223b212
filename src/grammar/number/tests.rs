use super::*;
use crate::corpus::{Article, Piece, Role};
use crate::grammar::lexicon::Lexicon;
use crate::span::Span;
use crate::text::{Abbreviations, CleanText};

fn article(text: &str) -> Article {
    let whole = Span::of(0..text.len());
    Article {
        path: "test".into(),
        id: None,
        line: None,
        raw: text.to_owned(),
        title_from: None,
        title: None,
        outlet: None,
        story: None,
        clues: Vec::new(),
        ignores: Vec::new(),
        prose: vec![Piece::Break(Span::new(0, 0), Role::Body), Piece::Keep(whole)],
        ..Article::default()
    }
}

/// What a parser makes of the start of a text: the amount, and the text it took.
fn parse(text: &str, which: &str) -> String {
    let mut lexicon = Lexicon::default();
    let words = NumberWords::load(&mut lexicon).unwrap();
    let clean = CleanText::new(&article(text), &Abbreviations::default());
    let ids = lexicon.read(&clean);
    let input = Tokens { clean: &clean, words: &ids, start: 0, end: u32::try_from(ids.len()).unwrap() };
    let read = match which {
        "cardinal" => cardinal(&words)(input),
        "ordinal" => ordinal(&words)(input),
        "fraction" => fraction(&words)(input),
        _ => vague(&words)(input),
    };
    match read {
        Ok((rest, number)) => {
            let taken = clean.span_of(&(0..rest.start)).cut(&clean.text).to_owned();
            match number.amount.single() {
                Some(value) => format!("{taken} = {}", value.normalize()),
                None => format!("{taken} = {:?}", number.amount),
            }
        }
        Err(_) => "none".to_owned(),
    }
}

#[test]
fn cardinals() {
    for (text, expected) in [
        ("31 members", "31 = 31"),
        ("1,234 tons", "1,234 = 1234"),
        ("1 234 567 tons", "1 234 567 = 1234567"),
        ("555 123 4567", "555 = 555"),
        ("1,234.50 tons", "1,234.50 = 1234.5"),
        (".300 hitter", ".300 = 0.3"),
        ("2.5 million people", "2.5 million = 2500000"),
        ("2.5-million-euro deal", "2.5-million = 2500000"),
        ("9.8m viewers", "9.8m = 9800000"),
        ("6bn", "6bn = 6000000000"),
        ("thirty-two allies", "thirty-two = 32"),
        ("Thirty two allies", "Thirty two = 32"),
        ("twenty-thirty", "twenty = 20"),
        ("two hundred and five people", "two hundred and five = 205"),
        ("two hundred and five thousand people", "two hundred and five thousand = 205000"),
        ("one hundred and two hundred", "one hundred = 100"),
        ("one thousand and two thousand", "one thousand = 1000"),
        ("one million two hundred thousand and six", "one million two hundred thousand and six = 1200006"),
        ("fifteen hundred men", "fifteen hundred = 1500"),
        ("three hundred million", "three hundred million = 300000000"),
        ("two five", "two = 2"),
        ("a dozen", "a dozen = 12"),
        ("two dozen men", "two dozen = 24"),
        ("half a dozen men", "half a dozen = 6"),
        ("half a million", "half a million = 500000"),
        ("half-million", "half-million = 500000"),
        ("a quarter of a million", "a quarter of a million = 250000"),
        ("three quarters of a million", "three quarters of a million = 750000"),
        ("a hundred and twenty", "a hundred and twenty = 120"),
        ("a million-dollar house", "a million = 1000000"),
        ("a couple of weeks", "a couple of = 2"),
        ("a couple was found", "none"),
        ("one and a half", "one and a half = 1.5"),
        ("one and a half million", "one and a half million = 1500000"),
        ("two-and-a-half-year", "two-and-a-half = 2.5"),
        ("5 1/2 inches", "5 1/2 = 5.5"),
        ("3½ points", "3½ = 3.5"),
        ("2 ¾", "2 ¾ = 2.75"),
        ("192.168.1.1", "none"),
        ("an apple", "none"),
        ("TN", "none"),
        ("hundred", "hundred = 100"),
    ] {
        assert_eq!(parse(text, "cardinal"), expected, "{text}");
    }
}

#[test]
fn ordinals() {
    for (text, expected) in [
        ("32nd member", "32nd = 32"),
        ("1,000th day", "1,000th = 1000"),
        ("thirty-second", "thirty-second = 32"),
        ("first", "first = 1"),
        ("two hundredth", "two hundredth = 200"),
        ("one hundred and fifth", "one hundred and fifth = 105"),
        ("hundredth", "hundredth = 100"),
        ("31 members", "none"),
        ("two", "none"),
    ] {
        assert_eq!(parse(text, "ordinal"), expected, "{text}");
    }
}

#[test]
fn fractions() {
    for (text, expected) in [
        ("half the seats", "half = 0.5"),
        ("a half", "a half = 0.5"),
        ("three-quarters of", "three-quarters = 0.75"),
        ("three quarters of", "three quarters = 0.75"),
        ("1/2 of", "1/2 = 0.5"),
        ("9/11", "none"),
        ("1/2/2020", "none"),
        ("a fifth of", "a fifth = 0.2"),
        ("twenty-fifth", "none"),
        ("two-fifths", "two-fifths = 0.4"),
        ("¼", "¼ = 0.25"),
        ("two-thirds", "two-thirds = [0.6666666666666666666666666666, 0.6666666666666666666666666668]"),
    ] {
        assert_eq!(parse(text, "fraction"), expected, "{text}");
    }
}

#[test]
fn vague_numbers() {
    for (text, expected) in [
        ("dozens of people", "dozens = [24, ∞)"),
        ("hundreds", "hundreds = [200, ∞)"),
        ("hundreds of thousands of people", "hundreds of thousands = [200000, ∞)"),
        ("tens of millions", "tens of millions = [20000000, ∞)"),
        ("scores", "none"),
        ("scores of", "scores = [40, ∞)"),
        ("several hundred people", "several hundred = [200, 1000)"),
        ("a few thousand", "a few thousand = [2000, 10000)"),
        ("a couple of hundred", "a couple of hundred = [200, 300)"),
        ("several people", "none"),
    ] {
        assert_eq!(parse(text, "vague"), expected, "{text}");
    }
}

#[test]
fn too_long_is_no_number() {
    assert_eq!(parse(&"9".repeat(400), "cardinal"), "none");
    assert_eq!(parse(&format!("0.{}", "3".repeat(400)), "cardinal"), "none");
    assert_eq!(
        parse(&format!("{} trillion", "9".repeat(28)), "cardinal"),
        format!("{0} = {0}", "9".repeat(28))
    );
    assert_eq!(parse(&"999 ".repeat(200), "cardinal"), "999 = 999");
}
