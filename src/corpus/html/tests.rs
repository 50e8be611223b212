//! The parts of reading a page, each by itself; whole pages are read in `tests/html.rs`.

use super::sheet::{self, Sheet};
use super::tag::Tag;
use super::token::{Token, Tokens};
use super::tree::Tree;
use super::when;
use super::{Vocabulary, linked_data};
use crate::corpus::Piece;
use crate::span::Span;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use proptest::prelude::*;
use std::convert::Infallible;

/// Tags and texts: what both tokenizers are asked for.
#[derive(Debug, PartialEq)]
enum Told {
    Open(Tag),
    Close(Tag),
    Text(String),
}

fn ours(page: &str) -> Vec<Told> {
    let mut tokens = Tokens::new(page, 0);
    let mut out = Vec::new();
    while let Some((token, range)) = tokens.next() {
        let text = page.get(range).expect("spans on boundaries");
        match token {
            Token::Open { tag, .. } => out.push(Told::Open(tag)),
            Token::Close(tag) => out.push(Told::Close(tag)),
            Token::Text => out.push(Told::Text(text.to_owned())),
            Token::Comment => {}
        }
    }
    joined(out)
}

fn theirs(page: &str) -> Vec<Told> {
    let mut out = Vec::new();
    let mut open = None;
    let mut emitter = CallbackEmitter::<_, Infallible, ()>::new(|event: CallbackEvent<'_>, _| {
        match event {
            CallbackEvent::OpenStartTag { name } => open = Some(Tag::of(name)),
            CallbackEvent::CloseStartTag { .. } => out.extend(open.take().map(Told::Open)),
            CallbackEvent::EndTag { name } => out.push(Told::Close(Tag::of(name))),
            CallbackEvent::String { value } => {
                out.push(Told::Text(String::from_utf8_lossy(value).into_owned()));
            }
            _ => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    html5gum::Tokenizer::new_with_emitter(page, emitter).for_each(drop);
    joined(out)
}

/// Texts in a row are one text.
fn joined(told: Vec<Told>) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for one in told {
        match (out.last_mut(), one) {
            (Some(Told::Text(text)), Told::Text(more)) => text.push_str(&more),
            (_, one) => out.push(one),
        }
    }
    out
}

#[test]
fn tokens_are_those_of_the_standard() {
    for page in [
        "<p class=a id='b'>x</p>",
        "a < b <c d=\"<e>\">f</c>",
        "</><//><!doctype html><?x?><!---->x<!-->y<!--->z<!-- -- --!>w<!-- x",
        "<script>if (a</b) x = '<p>';</SCRIPT ><title>a</b></title><style>p>a{}</style>",
        "<a/b/c=d/>e<f g = h >i<j k=l/m>",
        "<p a=\"b",
        "x<",
        "x</",
        "<p><textarea></p></textarea>",
        "<a =b>x<a b==c>y",
    ] {
        assert_eq!(ours(page), theirs(page), "{page}");
    }
}

proptest! {
    #[test]
    fn tokens_of_any_markup(parts in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "/", "</", "<p", "<div ", "a", "=", "\"", "'", " ", "\n", "<!--", "-->", "--", "!", "<!", "<?", "p>", "é", "class", "<a href=x>", "</a>", "title>", "<title",
    ]), 0..24)) {
        let page = parts.concat();
        prop_assert_eq!(ours(&page), theirs(&page));
    }

    #[test]
    fn a_sheet_knows_its_bytes(parts in prop::collection::vec(prop::sample::select(vec![
        "a", " ", "\n\t", "&amp;", "&nbsp;", "\u{a0}", "\u{ad}", "&shy;", "é", "&", "&notit;", "&#x41;", "&#0;", "\u{200b}", "x y", "&lt",
    ]), 0..20), cut in any::<(u8, u8)>()) {
        let page = parts.concat();
        let mut sheet = Sheet::default();
        sheet.push(&page, Span::of(0..page.len()));
        let at = |n: u8| usize::from(n) * sheet.text.len() / 255;
        let (from, to) = (at(cut.0.min(cut.1)), at(cut.0.max(cut.1)));
        prop_assume!(sheet.text.is_char_boundary(from) && sheet.text.is_char_boundary(to));
        let mut pieces = Vec::new();
        sheet.pieces(from..to, &mut pieces);
        let mut read = String::new();
        for piece in &pieces {
            match piece {
                Piece::Keep(span) => read.push_str(page.get(span.range()).expect("in bounds")),
                Piece::Replace(span, text) => {
                    prop_assert!(page.get(span.range()).is_some());
                    read.push_str(text);
                }
                Piece::Break(..) => {}
            }
        }
        prop_assert_eq!(&read, &sheet.text[from..to]);
    }
}

/// The parents of every element, as a line: `p<body p<body`.
fn outline(page: &str) -> String {
    let tree = Tree::read(page, 0, false);
    let name = |n: u32| tree.nodes[n as usize].span.cut(page).trim_matches(['<', '>', '/']).to_owned();
    let elements = (1..u32::try_from(tree.nodes.len()).unwrap()).filter(|&n| tree.tag(n).is_some());
    elements
        .map(|n| format!("{}<{}", name(n), name(tree.nodes[n as usize].parent)))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn end_tags_are_supplied() {
    assert_eq!(outline("<p>a<p>b<div>c</div>"), "p< p< div<");
    assert_eq!(outline("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>"), "ul< li<ul li<ul ul<li li<ul li<ul");
    assert_eq!(
        outline("<table><tr><td>a<td>b<tr><td>c</table><p>"),
        "table< tr<table td<tr td<tr tr<table td<tr p<"
    );
    assert_eq!(outline("<div><b>a</div><p>b"), "div< b<div p<");
    assert_eq!(outline("<div><table><tr><td></div><p>a"), "div< table<div tr<table td<tr p<td");
    assert_eq!(outline("<head><title>a</title><p>b"), "head< title<head p<");
}

#[test]
fn nesting_has_a_floor() {
    let page = format!("{}deep{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let tree = Tree::read(&page, 0, false);
    let text = tree.nodes.iter().position(|n| n.span.cut(&page) == "deep").unwrap();
    assert!(tree.ancestors(u32::try_from(text).unwrap()).count() < 300);
    let last = u32::try_from(tree.nodes.len() - 2).unwrap();
    assert_eq!(tree.ancestors(last).count(), 0, "what comes after is outside again");
}

#[test]
fn references_are_read_once() {
    assert_eq!(sheet::reference("&amp;amp;"), Some((5, "&".to_owned())));
    assert_eq!(sheet::reference("&rsquo;s"), Some((7, "’".to_owned())));
    assert_eq!(sheet::reference("&nosuchname;"), None);
    assert_eq!(sheet::reference("& b"), None);
}

fn day(text: &str) -> Option<String> {
    let v = Vocabulary::shared().unwrap();
    when::value(text, &v.html, &v).and_then(when::Moment::date).map(|d| d.to_string())
}

#[test]
fn values_of_metadata() {
    for text in [
        "2020-11-19T02:30:00Z",
        "2020-11-19 02:30:00 +0100",
        "20201119",
        "20201119T0230",
        "2020/11/19 02:30",
        "Thu, 19 Nov 2020 02:30:00 GMT",
        "November 19, 2020 2:30 am",
        "19.11.2020, 02:30",
        "1605753000",
        "1605753000000",
        "5. 19. listopadu 2020",
        "19 de noviembre de 2020",
        "2020年11月19日",
        "19 ноября 2020 г.",
    ] {
        assert_eq!(day(text).as_deref(), Some("2020-11-19"), "{text}");
    }
    for text in ["", "0000-00-00", "now", "2020-13-45", "12345678901234567890", "1800-01-01"] {
        assert_eq!(day(text), None, "{text}");
    }
}

#[test]
fn a_time_in_another_zone() {
    let v = Vocabulary::shared().unwrap();
    let moment = when::value("2020-11-19T02:30:00Z", &v.html, &v).unwrap();
    assert_eq!(moment.in_zone(-300).map(|d| d.to_string()).as_deref(), Some("2020-11-18"));
    assert_eq!(moment.in_zone(540).map(|d| d.to_string()).as_deref(), Some("2020-11-19"));
}

#[test]
fn addresses() {
    for (address, expected) in [
        ("https://a.example/2020/11/19/slug", Some("2020/11/19")),
        ("https://a.example/news/2020-11-19-slug.html", Some("2020-11-19")),
        ("https://a.example/2020/nov/19/slug", Some("2020/nov/19")),
        ("https://a.example/sport/20201119/slug", Some("20201119")),
        ("https://a.example/2020/11/slug", Some("2020/11")),
        ("https://a.example/slug-19-11-2020", Some("19-11-2020")),
        ("https://a2020.example/2020-best-films/", None),
        ("https://a.example/item-12345678", None),
        ("/2020/13/45/slug", None),
    ] {
        assert_eq!(when::address(address).map(|(range, _)| &address[range]), expected, "{address}");
    }
}

#[test]
fn linked_data_is_forgiven_much() {
    let v = Vocabulary::shared().unwrap();
    let published = |script: &str| -> Vec<String> {
        let items = linked_data::read(script, Span::of(0..script.len()), &v.html);
        items.iter().filter_map(|i| Some(i.published?.cut(script).to_owned())).collect()
    };
    for script in [
        r#"{"@type":"NewsArticle","datePublished":"2020-11-19"}"#,
        r#"[{"@type":"Organization"},{"@type":["Thing","https://schema.org/Article"],"datePublished":"2020-11-19",},]"#,
        "//<![CDATA[\n{\"@graph\":[{\"@type\":\"BlogPosting\",\"headline\":\"two\nlines \\\"quoted\\\"\",\"datePublished\" : \"2020-11-19\"}]}\n//]]>",
        r#"{"@type":"Article","video":{"@type":"Article","datePublished":"1999-01-01"},"datePublished":"2020-11-19"}"#,
        r#"{"@type":"Article","datePublished":"2020-11-19""#,
        "{// the \"page\n\"@type\":\"Article\", /* it's \"datePublished\":\"1999-01-01\" */ \"datePublished\":\"2020-11-19\"}",
        "//<![CDATA[{\"@type\":\"Article\",\"url\":\"http://a.example/\",\"datePublished\":\"2020-11-19\"}//]]>",
    ] {
        assert_eq!(published(script), ["2020-11-19"], "{script}");
    }
    assert_eq!(published(r#"{"@type":"Recipe","datePublished":"2020-11-19"}"#), Vec::<String>::new());
    for unit in ["[", "{\"a\":", "[{}", "\"", "{\"@type\":\"Article\",\"url\":["] {
        published(&unit.repeat(100_000));
    }
    assert_eq!(linked_data::decode(r"caf\u00e9 \ud83d\ude00 \u2019s \q \"), "café 😀 ’s q ");
}
