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
        ignores: Vec::new(),
        prose,
        ..Article::default()
    }
}

pub(crate) fn clean(text: &str) -> CleanText {
    let abbreviations = Abbreviations::new([
        "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "jr", "sr", "st", "inc",
        "co", "corp", "nov", "oct", "rev",
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

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/marks"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Each text is a trap or two; the snapshots are read as code.
#[test]
fn marks() {
    for (name, text) in [
        (
            "alliance",
            "# Freedonia Set to Join ZORB\n\n\
             VIENNA (Wire) - ZORB allies agreed on Monday that all 31 members of the alliance would sign. \
             Zorb's chief, Odvar Lindqvist, told reporters that the military alliance was ready. \
             \"The next head of ZORB has much to do,\" he said.\n\n\
             Lindqvist, a former Hurnish prime minister, has led the Alliance since 2014. His term ends in October. \
             Its 31 members meet in July.",
        ),
        (
            "acronyms",
            "The Vestmark Fishing Council (VFC) met in Oslo on Tuesday. The VFC has 12 members. Its chair resigned.\n\n\
             A report by the Northern Grain Exchange was wrong, said NGE officials. The NATO summit is in June, and \
             the North Atlantic Treaty Organization has 32 members.",
        ),
        (
            "titles",
            "Dutch Prime Minister Jan Vermeulen met Turkish President Ayla Demir Kaya and Secretary of State Ruth Ode. \
             Mr. Vermeulen said Kaya was late. Foreign Ministry officials and the British Foreign Office agreed. \
             U.S. District Judge Ann B. Sorel, 57, ruled on May 3. Judge Sorel is from Ohio. \
             Sen. Tad Moor, D-Ohio, and Rep. Lou Rand (R-Pa.) disagreed.",
        ),
        (
            "relatives",
            "John Karst Sr. and John Karst Jr. were arrested in Ghent. Karst was released. Mary Holm, 34, and her brother \
             Peter Holm were not. Holm spoke. Karst Jr. did not.",
        ),
        (
            "particles",
            "Alexander van der Berg and Bashar al-Amin spoke. Van der Berg left; al-Amin stayed. Kim Jong-un's aide, \
             Jean-Luc O'Neill, flew with Robert F. Marsh III to Rio de Janeiro. O'Neill's jet was NATO-led. Marsh slept.",
        ),
        (
            "sentence starts",
            "Diplomats met. Several diplomats left. Yesterday nobody came. Citing Quillo, aides said no. \
             Prices rose. Belmora's mayor resigned, and in Belmora people cheered. Ada Quillo, the mayor, was gone.",
        ),
        (
            "companies",
            "Zarbco Inc., the airline, cut 300 jobs. Zarbco shares fell. The airline employs 4,000, the company said. \
             Its rivals did not. Johnson & Hale Ltd. and the Bank of Zembla gained. The bank has 12 branches.",
        ),
        (
            "many names",
            "Dutch Premier Jan Vermeulen met President Ayla Demir Kaya in Ankara.\n\nAnna Berg is in Oslo.\n\n\
             Vermeulen's Allies Are Pushing to Make Him ZORB's Next Leader\n\nMAYOR BERG LEAVES OSLO\n\nThe Mayor of Oslo Left",
        ),
        (
            "a firm",
            "Computer Shed Corp. fell. Computer Shed said a firm may sue if the firm knew. A group buying up a company must \
             say so before the company's shares rise. Computer Shed, a retailer, sells radios. The retailer has 12 shops. \
             They are on Franklin Road in Lynn County.",
        ),
        (
            "two organisations",
            "ZORB members met QUAB members in Ankara. ZORB and QUAB each have 12 members. The alliance is old.",
        ),
        (
            "countries",
            "Turkey and Hungary objected. Erik Dahl said Ankara had leverage and the country would use it. \
             The Netherlands' longest-serving leader spoke for the Dutch. The United States, or U.S., did not; \
             the US vote is in November. Polish workers polish cars, who knows why; the WHO does. May Day is in May.",
        ),
        (
            "namesakes",
            "Rep. Jim Jordan, R-Ohio, spoke. Jordan left for Cairo. Bernie Sandvik won; Bernard Sandvik smiled. Sandvik is 61. \
             Council Bluffs cheered, and so did the physicist Mai Onduro. A Nato spokesman said who was there. \
             Will Karst met Hurricane Sandra. Sandra was strong.",
        ),
        (
            "pronouns",
            "Anna Berg met Carl Holt before she left. Holt met Ivar Lund before he left. A gunman shot Berg before he fled. \
             Berg died. Her husband survived.\n\nHe was 41.",
        ),
    ] {
        settings().bind(|| insta::assert_snapshot!(format!("names {name}"), show(text)));
    }
}

#[test]
fn relations() {
    let words = NameWords::load(&mut Lexicon::default()).unwrap();
    assert_eq!(words.elects("European Union"), Some("European Parliament"));
    assert_eq!(words.elects("Norway"), None);
    assert_eq!(words.kind("Norway"), Some(NameKind::Place));
    assert_eq!(words.kind("NATO"), Some(NameKind::Organisation));
    assert_eq!(words.kind("ZORB"), None);
}

/// What holds of the mentions of any text.
fn assert_sound(text: &str) {
    let (clean, found) = read(text);
    let mut counted = vec![0; found.entities.len()];
    let mut past = 0;
    for m in &found.mentions {
        assert!(m.tokens.start >= past && m.tokens.start < m.tokens.end, "{m:?} in {text:?}");
        assert_eq!(m.span, clean.span_of(&m.tokens));
        assert!(clean.text.get(m.span.range()).is_some_and(|t| !t.is_empty()));
        assert_eq!(clean.sentence_of(m.tokens.start), clean.sentence_of(m.tokens.end - 1));
        counted[m.what.entity as usize] += 1;
        past = m.tokens.end;
    }
    let mentions: Vec<u32> = found.entities.iter().map(|e| e.mentions).collect();
    assert_eq!(mentions, counted, "every entity is mentioned as often as it says");
}

/// Words of which names are made, and what stands between them.
const PIECES: &[&str] = &[
    "the",
    "The",
    "ZORB",
    "Zorb",
    "alliance",
    "Alliance",
    "members",
    "of",
    "Prime",
    "Minister",
    "President",
    "van",
    "der",
    "al",
    "-",
    "Jong",
    "un",
    "Berg",
    "Anna",
    "A",
    ".",
    ",",
    "Jr",
    "(",
    ")",
    "'s",
    "his",
    "Its",
    "it",
    "said",
    "University",
    "and",
    "for",
    "Inc",
    "United",
    "States",
    "U.S.",
    "May",
    "57",
    "Dutch",
    "New",
    "York",
    "é",
    "Ö",
    "É\u{301}va",
    "\u{200f}",
    "\n\n",
    "\"",
    "“",
    "&",
    "D",
    "Ohio",
    "who",
    "# ",
];

proptest::proptest! {
    #[test]
    fn sound_on_names(picks in proptest::collection::vec((0..PIECES.len(), proptest::bool::ANY), 0..80)) {
        let mut text = String::new();
        for (i, spaced) in picks {
            text.push_str(PIECES[i]);
            text.push_str(if spaced { " " } else { "" });
        }
        assert_sound(&text);
    }

    #[test]
    fn sound_on_anything(text in "\\PC{0,200}") {
        assert_sound(&text);
    }
}

/// The work grows with the text, not with its square: ten times the text is read in one go where a square would take
/// hours.
#[test]
fn long_texts_end() {
    for piece in [
        "Zorb ",
        "Anna Berg. ",
        "President ",
        "State ",
        "United ",
        "A.",
        "al-",
        "the alliance ",
        "his ",
        "John Karst ",
        "(ZO) ",
        "van der ",
    ] {
        assert_sound(&piece.repeat(200_000 / piece.len()));
    }
    // Many bearers of one surname, many organisations with one acronym.
    let namesakes: String =
        (0..5_000).map(|i| format!("Mr. A{}b Karst spoke. ", "x".repeat(i % 50))).collect();
    assert_sound(&namesakes);
}
