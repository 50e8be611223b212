//! Odd sources: their labels stay right, and their excerpts short.

use super::*;

/// What a file may hold, each with the words to label in it.
pub(super) fn odd() -> Vec<(&'static str, String, &'static str)> {
    let long = "berths and quays and cranes ".repeat(4000);
    vec![
        ("crlf", "Title\r\n\r\nThe board has 31 berths.\r\nSo it says.\r\n".into(), "31"),
        ("lone-cr", "Title\r\rThe board has 31 berths.\rSo it says.\r".into(), "31"),
        ("tabs", "Board\t31\tberths\n".into(), "31"),
        (
            "combining",
            "Le bureau a\u{300} de\u{301}cide\u{301} que 31 postes re\u{301}ouvrent.\n".into(),
            "31",
        ),
        ("zalgo", format!("b{} 31 berths\n", "\u{301}\u{327}".repeat(5000)), "31"),
        ("wide", "港湾局には現在31のバースがあり、春には二つ増える予定だ。\n".into(), "31"),
        ("wide-label", "港湾局には三十一のバースがある。\n".into(), "三十一"),
        ("rtl", "לרשות הנמל יש 31 רציפים לפי המפה.\n".into(), "31"),
        ("bidi-controls", "The board \u{202e}has 31 berths\u{202c}, it said\u{200f}.\n".into(), "31"),
        ("escape", "The \u{1b}[31mboard\u{1b}[0m has\u{0}\u{7}\u{85} 31 berths.\n".into(), "31"),
        ("emoji", "👩\u{200d}🚒 says 31 berths 🇸🇪 are open.\n".into(), "31"),
        ("long-line", format!("{long}31 {long}\n"), "31"),
        ("long-line-start", format!("31 {long}"), "31"),
        ("long-line-end", format!("{long}31"), "31"),
        ("no-spaces", format!("{}31{}", "x".repeat(3000), "y".repeat(3000)), "31"),
        (
            "broken-label",
            "The board meets on April\n20, 2031, it said.\nAll are welcome.\n".into(),
            "April\n20, 2031",
        ),
        (
            "broken-label-crlf",
            "The board meets on April\r\n20, 2031, it said.\r\n".into(),
            "April\r\n20, 2031",
        ),
        ("bom", "\u{feff}31 berths are open.\n".into(), "31"),
        ("only", "31".into(), "31"),
        ("separators", "One\u{2028}two\u{c}three 31 berths\u{b}.\n".into(), "31"),
    ]
}

#[test]
fn odd_input_stays_right() {
    for (name, raw, words) in odd() {
        let mut desk = Desk::default();
        let article = desk.article(&format!("odd/{name}.txt"), day(2031, 5, 2), &raw);
        let here = desk.at(article, words, 0, words.split_whitespace().next().unwrap());
        desk.find("berth-count", "the board's count", here, vec![]);
        snapshot!(format!("odd-{name}"), format!("{}\n{}", desk.full(), desk.concise()));
    }
}

#[test]
fn four_hundred_digits() {
    let mut desk = Desk::default();
    let digits = "7".repeat(400);
    let article = desk.article(
        "odd/digits.txt",
        Interval::up_to(date(2031, 12, 31)),
        &format!("The board has {digits} berths.\n"),
    );
    let here = desk.at(article, &digits, 0, &digits);
    desk.find("berth-count", "too many berths", here, vec![]).confidence = Confidence::Low;
    snapshot!("odd-digits", desk.full());
}

#[test]
fn labels_far_apart_and_close() {
    let mut desk = Desk::default();
    let filler = "the quays were quiet and the cranes stood still all winter long, ".repeat(6);
    let raw = format!(
        "It has 14 berths, {filler}and by its map 15 berths.\nIts map of 2031 shows 16 berths.\n\n\nIt ends with 17 berths.\n"
    );
    let article = desk.article("long.txt", day(2031, 5, 2), &raw);
    let here = desk.at(article, "17", 0, "17");
    let there = ["14", "15", "16"].map(|n| desk.at(article, n, 0, n)).to_vec();
    desk.find("berth-count", "four counts in one article", here, there);
    let mut overlap = desk.at(article, "15 berths", 0, "15");
    overlap.note = "the map's count".to_owned();
    let inner = desk.at(article, "15", 0, "15");
    desk.find("berth-count", "labels may overlap", overlap, vec![inner.clone(), inner]);
    snapshot!("labels", desk.full());
}
