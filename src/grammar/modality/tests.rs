//! How passages stand to what they say, on sentences of our own.

use super::*;
use crate::grammar::lexicon::Lexicon;
use crate::grammar::name::tests::clean;

/// The modality of the passage between braces.
fn of(marked: &str) -> Modality {
    let (head, rest) = marked.split_once('{').unwrap();
    let (passage, tail) = rest.split_once('}').unwrap();
    let text = format!("{head}{passage}{tail}");
    let mut lexicon = Lexicon::default();
    let words = ModalityWords::load(&mut lexicon).unwrap();
    let clean = clean(&text);
    let ids = lexicon.read(&clean);
    let within = |i: &usize| {
        let span = clean.tokens[*i].span.range();
        span.start >= head.len() && span.end <= head.len() + passage.len()
    };
    let inside: Vec<usize> = (0..clean.tokens.len()).filter(within).collect();
    let span = u32::try_from(inside[0]).unwrap()..u32::try_from(inside[inside.len() - 1] + 1).unwrap();
    let sentence = &clean.sentences[clean.sentence_of(span.start)];
    let tokens =
        Tokens { clean: &clean, words: &ids, start: sentence.tokens.start, end: sentence.tokens.end };
    modality(&words, tokens, span)
}

#[track_caller]
fn all(modality: Modality, sentences: &[&str]) {
    let wrong: Vec<_> = sentences.iter().map(|s| (s, of(s))).filter(|(_, m)| *m != modality).collect();
    assert!(wrong.is_empty(), "not {modality:?}: {wrong:#?}");
}

#[test]
fn asserted() {
    all(
        Modality::Asserted,
        &[
            "The pact's allies, who currently {number 31} and would number 32 with Freedonia, met on Monday.",
            "She has served as league chief {since 2014}, when the league had 28 members.",
            "The bid needs approval from {all 32 members}.",
            "The bid would need approval from {all 32 members}.",
            "Leaders are appointed by consensus requiring the support from {all its 31 members}.",
            "Freedonia hopes to join the pact, which {has 31 members}.",
            "Freedonia became the pact's {32nd member} on Thursday.",
            "He will resign in May and his party {has 12 seats}.",
            "The victim is believed to be {57}.",
            "The pact has no fewer than {32 members}.",
            "The pact has not only {32 members} but money.",
            "Mayor Will Stone has {12 deputies}.",
            "In May the club had hired {12 coaches}.",
            "His term {ends in October}.",
            "Officials said the pact {has 32 members}.",
            "A crash killed {14 people} in 2014.",
            "\"We are tired,\" he said of the {12 days} of talks. \"Very tired.\"",
            "The allies' summit of {31 leaders} is the players' game.",
        ],
    );
}

#[test]
fn hypothetical() {
    all(
        Modality::Hypothetical,
        &[
            "The pact's allies, who currently number 31 and {would number 32} with Freedonia, met on Monday.",
            "The pact's allies, who currently number 31 and would {number 32} with Freedonia, met on Monday.",
            "If the vote passes with {32 members}, the talks go on.",
            "The toll could rise to {40}.",
            "He suggested that the pact {has 40 members}.",
            "The election may be held in {June}.",
            "It is unclear whether the pact {has 32 members}.",
            "She said she would step down {in October} if the council asked her.",
            "Nobody hoped, he said, that she would leave {in June}.",
            "The mayor, who said little, would leave {in June}.",
        ],
    );
}

#[test]
fn plan() {
    all(
        Modality::Plan,
        &[
            "Freedonia is currently set to become the Western pact's {32nd member}.",
            "Freedonia is set to {become the Western pact's 32nd member}.",
            "His term is set {to end in October}.",
            "His successor is to be {nominated by June}.",
            "Members are looking to have his successor {nominated by the end of April}.",
            "She will step down {in October}.",
            "She will, {in October}, step down.",
            "The vote is expected by officials to {take place in June}.",
            "The vote is due {to be held in June}.",
            "The mayor plans to {leave in May}.",
            "The king is to {visit in June}.",
            "She'll leave {in June}.",
            "The mayor announced on Tuesday that she would step down {in October}.",
            "Norvelt said it would {cut 300 jobs}.",
            "She confirmed the board's chairman would leave {in June}.",
        ],
    );
}

#[test]
fn denied() {
    all(
        Modality::Denied,
        &[
            "The pact does not have {32 members}.",
            "The mayor denied that {12 people} had left.",
            "The term will not {end in October}.",
            "The vote isn't expected to {be held in June}.",
            "The pact never had {32 members}.",
            "It is not true that the pact {has 32 members}.",
        ],
    );
}

#[test]
fn past() {
    all(
        Modality::Past,
        &[
            "She has served as league chief since 2014, when the league {had 28 members}.",
            "The league, then {28 members} strong, met in Vienna.",
            "The league was then {28 members} strong.",
            "The league had {28 members}.",
            "The league counted {28 members} in 2014.",
            "In 2014 the league counted {28 members}.",
            "The league was {28 members} strong at the time.",
            "He used to lead {28 members}.",
        ],
    );
}

#[test]
fn quoted() {
    all(
        Modality::Quoted,
        &[
            "\"The pact {has 31 members},\" he said.",
            "“The pact {has 31 members},” he said.",
            "He said: “We are many. The pact {has 31 members}. We go on.”",
            "\"We are many,\" he said. \"The pact {has 31 members}.\"",
            "‘The pact {has 31 members},’ he said.",
            "“The pact {has 31 members}. And we go on.",
            "He called it \"a pact of {31 members}\" on Monday.",
        ],
    );
}

/// Words that clauses are made of.
const PIECES: &[&str] = &[
    "the", "will", "Will", "not", "had", "has", "to", "be", "is", "set", "32", "members", ",", ".", ";",
    "\"", "“", "”", "‘", "’", "'", "if", "that", "denied", "then", "at", "the time", "in", "2014", "and",
    "he", "all", "its", "been", "extended", "used", "no", "fewer", "than", "\n\n", "é",
];

proptest::proptest! {
    /// Any run of any sentence is judged, and always the same.
    #[test]
    fn anything_is_judged(picks in proptest::collection::vec((0..PIECES.len(), proptest::bool::ANY), 1..60), a in 0usize..60, b in 0usize..60) {
        let mut text = String::new();
        for (i, spaced) in picks {
            text.push_str(PIECES[i]);
            text.push_str(if spaced { " " } else { "" });
        }
        let mut lexicon = Lexicon::default();
        let words = ModalityWords::load(&mut lexicon).unwrap();
        let clean = clean(&text);
        let ids = lexicon.read(&clean);
        for s in &clean.sentences {
            let tokens = Tokens { clean: &clean, words: &ids, start: s.tokens.start, end: s.tokens.end };
            let n = s.tokens.len();
            let (from, to) = (s.tokens.start + (a % n) as u32, s.tokens.start + (b % n) as u32 + 1);
            proptest::prop_assert_eq!(modality(&words, tokens, from..to), modality(&words, tokens, from..to));
        }
    }
}

/// A passage is judged by what stands near it, however long its sentence and its block.
#[test]
fn long_sentences_are_judged() {
    let text = "if the, ".repeat(100_000);
    let mut lexicon = Lexicon::default();
    let words = ModalityWords::load(&mut lexicon).unwrap();
    let clean = clean(&text);
    let ids = lexicon.read(&clean);
    let end = u32::try_from(clean.tokens.len()).unwrap();
    let tokens = Tokens { clean: &clean, words: &ids, start: 0, end };
    for at in 0..end {
        modality(&words, tokens, at..(at + 1));
    }
    assert_eq!(modality(&words, tokens, 0..0), Modality::Asserted);
}
