//! Web pages: what is read of each layout, what is never read, that every span cuts the right bytes, and that no page is
//! too odd to be read.

use dateline::corpus::{Article, Corpus, Piece, Role, Text};
use dateline::dating::published::{conflicts, rank};
use dateline::{Linter, Options};
use proptest::prelude::*;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// An article as it was read: every block with its role, what stands for other bytes in braces, then the clues.
fn render(article: &Article) -> String {
    let mut out = String::new();
    for piece in &article.prose {
        match piece {
            Piece::Break(_, role) => write!(out, "\n{role:?}: ").unwrap(),
            Piece::Keep(span) => out.push_str(article.raw.get(span.range()).expect("in bounds")),
            Piece::Replace(span, text) => {
                let written = article.raw.get(span.range()).expect("in bounds");
                write!(out, "{{{}→{text}}}", written.escape_debug()).unwrap();
            }
        }
    }
    writeln!(out, "\n\ntitle: {:?}", article.title.map(|s| s.cut(&article.raw))).unwrap();
    writeln!(out, "outlet: {:?}", article.outlet).unwrap();
    let published = rank(article, None);
    for clue in &published.evidence {
        let said = clue.span.map_or("(not in the source)", |s| s.cut(&article.raw));
        writeln!(out, "{:?} {:?}: {said:?}", clue.kind, clue.when).unwrap();
    }
    writeln!(out, "published {:?}", published.when).unwrap();
    for (a, b) in conflicts(&published) {
        writeln!(out, "conflict: {:?} {:?}, {:?} {:?}", a.kind, a.when, b.kind, b.when).unwrap();
    }
    out
}

fn read<T: Send>(page: &str, work: impl Fn(&Article) -> T + Sync) -> T {
    let text = Text { name: "page.html".into(), text: page.into(), published: None };
    let (mut read, notices) = Corpus::from_texts([text]).unwrap().map(Some(1), work, |_| {});
    assert!(notices.is_empty(), "{notices:?}");
    read.pop().expect("an article").1
}

/// The prose of a page, a line a block of body text.
fn body(page: &str) -> String {
    read(page, |article| {
        let mut out = String::new();
        let mut wanted = false;
        for piece in &article.prose {
            match piece {
                Piece::Break(_, role) => {
                    wanted = matches!(role, Role::Body | Role::Bullet);
                    if wanted && !out.is_empty() {
                        out.push('\n');
                    }
                }
                Piece::Keep(span) if wanted => out.push_str(span.cut(&article.raw)),
                Piece::Replace(_, text) if wanted => out.push_str(text),
                _ => {}
            }
        }
        out
    })
}

fn published(page: &str) -> Option<String> {
    read(page, |article| rank(article, None).day().map(|day| day.to_string()))
}

#[test]
fn layouts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/html");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 7);
    for path in paths {
        let page = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/html"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(name, read(&page, render)) });
    }
}

/// A page with a paragraph or two around which a test puts what it is about.
fn page(head: &str, line: &str, paragraph: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head>{head}</head><body><h1>Ferry runs again after long repair</h1>{line}<div class=text>\
         <p>{paragraph}</p><p>It takes 60 people across the harbour every 20 minutes, and has done so for years.</p></div></body></html>"
    )
}

const PARAGRAPH: &str =
    "The ferry of Elmport runs again after a repair of three weeks, the harbour master said.";

#[test]
fn the_order_of_day_and_month() {
    let line = "<p class=date>Published: 05/03/2021</p>";
    let day = |head: &str| published(&page(head, line, PARAGRAPH));
    assert_eq!(day(""), None, "nothing says which is the month");
    assert_eq!(day("<meta property=og:locale content=en_US>").as_deref(), Some("2021-05-03"));
    assert_eq!(
        day("<link rel=canonical href='https://news.example.uk/ferry'>").as_deref(),
        Some("2021-03-05")
    );
    let modified = "<meta property=article:modified_time content=2021-03-05T12:00:00+00:00>";
    assert_eq!(day(modified).as_deref(), Some("2021-03-05"));
    let modified = "<meta property=article:modified_time content=2021-05-03T12:00:00+00:00>";
    assert_eq!(day(modified).as_deref(), Some("2021-05-03"));
}

#[test]
fn the_day_is_the_publishers() {
    let meta = "<meta property=article:published_time content=2021-03-04T03:10:00Z>";
    let day = |line: &str| published(&page(meta, line, PARAGRAPH));
    assert_eq!(day("").as_deref(), Some("2021-03-04"));
    assert_eq!(day("<p class=date>March 3, 2021, 10:10 p.m.</p>").as_deref(), Some("2021-03-03"));
    // A whole day away it is another date.
    assert_eq!(day("<p class=date>March 1, 2021, 10:10 p.m.</p>").as_deref(), Some("2021-03-04"));
}

#[test]
fn the_first_day_is_taken_not_the_last_change() {
    let head = "<meta property=article:modified_time content=2021-04-09><meta property=article:published_time content=2021-03-05>";
    assert_eq!(
        published(&page(head, "<p>Updated: 9 April 2021</p>", PARAGRAPH)).as_deref(),
        Some("2021-03-05")
    );
    let only_modified = "<meta property=article:modified_time content=2021-04-09>";
    assert_eq!(published(&page(only_modified, "", PARAGRAPH)).as_deref(), Some("2021-04-09"));
}

#[test]
fn scripts_templates_and_hidden_text_are_no_prose() {
    let hidden = "<script>var p = '<p>The ferry sank in the night, said everyone who saw it go down.</p>'</script>\
        <template><p>The ferry sank in the night, said everyone who saw it go down.</p></template>\
        <div hidden><p>The ferry sank in the night, said everyone who saw it go down.</p></div>\
        <div style='display: none'><p>The ferry sank in the night, said everyone who saw it go down.</p></div>\
        <noscript>The ferry sank in the night, said everyone who saw it go down.</noscript>\
        <!-- <p>The ferry sank in the night, said everyone who saw it go down.</p> -->";
    let read = body(&page("", "", PARAGRAPH).replace("</div>", &format!("{hidden}</div>")));
    assert!(!read.contains("sank"), "{read}");
    assert_eq!(read.lines().count(), 2, "{read}");
}

#[test]
fn words_join_across_markup_and_part_at_breaks() {
    let read = body(&page(
        "",
        "",
        "<b>T</b>en peo&shy;ple&nbsp;fell on the <i>ferry</i>,<br>the po\u{ad}lice said &mdash; twice&period;",
    ));
    assert!(read.starts_with("Ten people fell on the ferry, the police said — twice."), "{read}");
}

#[test]
fn a_finding_cuts_the_right_bytes() {
    let first = page(
        "<meta property=article:published_time content=2021-03-02T08:00:00+00:00>",
        "",
        "<b>Ruth&nbsp;Adeyemi</b>'s term as governor ends in <i>Septem&shy;ber</i> 2021, the office said on Tuesday.",
    );
    let second = page(
        "<meta property=article:published_time content=2021-04-02T08:00:00+00:00>",
        "",
        "Ruth Adeyemi&#39;s term as governor ends in October 2021, the office said on Friday.",
    );
    let text = |name: &str, text: &str| Text { name: name.into(), text: text.into(), published: None };
    let corpus = Corpus::from_texts([text("a.html", &first), text("b.html", &second)]).unwrap();
    let checked = Linter::builtin().unwrap().check(&corpus, &Options::default());
    assert_eq!(checked.findings.len(), 1, "{:#?}", checked.findings);
    let finding = &checked.findings[0];
    assert_eq!(&*finding.rule, "term-end");
    assert_eq!(finding.here.site.span.cut(&second), "October 2021");
    assert_eq!(finding.there[0].site.span.cut(&first), "Septem&shy;ber</i> 2021");
}

#[test]
fn a_comment_silences_the_paragraph_that_it_is_in_or_before() {
    let told = |body: &str| {
        let text = page("<meta property=article:published_time content=2021-03-02T08:00:00+00:00>", "", body);
        let corpus = Corpus::from_texts([Text { name: "a.html".into(), text, published: None }]).unwrap();
        let checked = Linter::builtin().unwrap().check(&corpus, &Options::default());
        checked.findings.iter().map(|f| f.rule.to_string()).collect::<Vec<_>>()
    };
    let wrong =
        "The tunnel was closed on Tuesday, March 1, 2021, the mayor of Feldsund said at the town hall.";
    let order = "<!-- dateline-ignore weekday: as it was printed -->";
    assert_eq!(told(wrong), ["weekday"]);
    assert!(told(&format!("{order}{wrong}")).is_empty());
    assert!(told(&format!("{wrong} {order}")).is_empty());
    assert!(told(&format!("It rained all day in the valley.</p>{order}<p>{wrong}")).is_empty());
    // In a script it is no comment, and the next paragraph but one is not meant.
    assert_eq!(told(&format!("<script>'{order}'</script>{wrong}")), ["weekday"]);
    let next = format!("{order}It rained all day in the valley.</p><p>{wrong}");
    assert_eq!(told(&next), ["weekday", "unused-suppression"]);
}

#[test]
fn three_dates_are_kept_ranked_and_told() {
    let page = include_str!("fixtures/html/contradicting.html");
    let text = Text { name: "a.html".into(), text: page.into(), published: None };
    let checked = Linter::builtin().unwrap().check(&Corpus::from_texts([text]).unwrap(), &Options::default());
    let told: Vec<&str> = checked.findings.iter().map(|f| &*f.rule).collect();
    assert_eq!(told, ["publication-date"]);
    let finding = &checked.findings[0];
    let labels: Vec<&str> =
        std::iter::once(&finding.here).chain(&finding.there).map(|e| e.site.span.cut(page)).collect();
    assert_eq!(labels, ["22 September 2019", "2019-09-12T08:00:00+01:00", "2019/09/02"]);
}

#[test]
fn a_change_or_a_zone_is_no_contradiction() {
    for head in [
        "<meta property=article:published_time content=2021-03-05T23:30:00-05:00><meta property=article:modified_time content=2021-04-09>",
        "<meta property=article:published_time content=2021-03-06T04:30:00Z>",
    ] {
        let page = page(head, "<p class=date>March 5, 2021</p><p>Updated April 9, 2021</p>", PARAGRAPH);
        let found = read(&page, |article| conflicts(&rank(article, None)).len());
        assert_eq!(found, 0, "{head}");
    }
}

#[test]
fn markup_without_end() {
    let paragraph = format!("<p>{PARAGRAPH}</p>");
    for unit in [
        "<div>",
        "<p>",
        "<b>",
        "<span class=a>",
        "<table>",
        "<td>",
        "<ul><li>",
        "<a href=x>",
        "</p>",
        "</div>",
        "</b>",
        "<",
        "</",
        "</>",
        "<!--",
        "<script>",
        "&amp;",
        "&",
        "<div hidden>",
        "<article>",
        "<h2><a href=/x>y</a></h2>",
        "<time>",
        "<time datetime=2020-01-01>",
        "<meta name=date content=2020-01-01>",
        "<form>",
        "<sup>",
        "<svg>",
        "<br>",
        "<td></div>",
        "<section class=related>",
        "<link rel=canonical href=/a>",
        "<figure>",
        "<img>",
    ] {
        let run = unit.repeat(100_000 / unit.len().min(10));
        body(&format!("{paragraph}{run}{paragraph}"));
    }
    let deep = format!("{}{paragraph}{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert!(body(&deep).contains("harbour master"));
    let bomb =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    let read = body(&format!("{bomb}<p>{PARAGRAPH} &b; &c;</p>"));
    assert!(read.contains("&b; &c;"), "entities of the document's own are not expanded: {read}");
}

/// A body of many megabytes takes as long as its length asks for, no more.
#[test]
fn a_long_page() {
    let paragraph = format!("<p>{PARAGRAPH}</p>\n").repeat(40_000);
    assert_eq!(
        body(&page("", "", "x").replace("</div>", &format!("{paragraph}</div>"))).lines().count(),
        40_001
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_markup_is_read(parts in prop::collection::vec(prop_oneof![
        6 => prop::sample::select(vec![
            "<p>", "</p>", "<div class='article-body'>", "</div>", "<h1>", "</h1>", "<script type='application/ld+json'>", "</script>", "<a href='/x'>", "</a>", "<br>", "<table><tr><td>",
            "<time datetime='2020-01-02'>", "</time>", "&nbsp;", "&#", "<!--", "-->", "<meta name=date content='", "'>", "{\"@type\":\"Article\",\"datePublished\":\"2020-01-02\"}", "<li>",
            "Ten people fell on Monday, the police said in a long note. ", "By Ada Quill", "Updated 3 March 2021", "05/03/2021", "<figure>", "<title>", "</title>", "é\u{301}", "\u{ad}", "年",
        ]).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|s| s.replace('\0', "")),
    ], 0..30)) {
        let page = parts.concat();
        let spans = read(&page, |article| {
            let prose = article.prose.iter().map(|p| match p {
                Piece::Keep(span) | Piece::Replace(span, _) | Piece::Break(span, _) => *span,
            });
            let clues = article.clues.iter().filter_map(|c| c.span);
            prose.chain(clues).chain(article.title).collect::<Vec<_>>()
        });
        for span in spans {
            prop_assert!(page.get(span.range()).is_some(), "{:?} of {:?}", span, page);
        }
    }
}
