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
    // That nothing was found on a page is all that is said of one that can be read.
    let known = |n: &&dateline::error::Notice| NONE.contains(&n.message.as_str()) || n.message == UNCLOSED;
    let odd: Vec<_> = notices.iter().filter(|n| !known(n)).collect();
    assert!(odd.is_empty(), "{odd:?}");
    read.pop().expect("an article").1
}

/// What is said of pages that have no article.
const NONE: [&str; 2] = [
    "no text of an article was found in it",
    "it lists articles and is none itself; its teasers are not read",
];

const UNCLOSED: &str = "a comment begins here and never ends; what follows is not read";

/// What is said of a page.
fn notices(page: &str) -> Vec<String> {
    let text = Text { name: "page.html".into(), text: page.into(), published: None };
    let (_, notices) = Corpus::from_texts([text]).unwrap().map(Some(1), |_| (), |_| {});
    notices.into_iter().map(|n| n.message).collect()
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

/// More of the article, long enough to be told from what surrounds it.
const MORE: &str = "<p>The repair took longer than was planned, since the hull had rusted through in two places, and the yard \
    had no steel of that thickness.</p><p>Ticket offices open again at six in the morning, and the first ferry leaves half an \
    hour later from the northern pier, as it did before.</p>";

#[test]
fn a_headline_below_the_article() {
    let page = format!(
        "<html lang=en><head><meta property=og:title content='Ferry runs again after long repair'></head><body><article>\
         <div class=entry-content><p>{PARAGRAPH}</p>{MORE}</div><header><h1>Ferry runs again after long repair</h1></header>\
         </article></body></html>"
    );
    assert_eq!(body(&page).lines().count(), 3, "{}", body(&page));
}

#[test]
fn topics_in_class_names_say_nothing_of_the_element() {
    let post = "post type-post status-publish hentry category-newsletter tag-facebook tag-sidebar author-ada";
    let article = format!("<div class='{post}'><h1>Ferry runs again</h1><div><p>{PARAGRAPH}</p></div></div>");
    let page = format!("<html lang=en><body>{article}<div class=footer>Elmport Post</div></body></html>");
    assert_eq!(body(&page), PARAGRAPH);
    let names = |names: &str| page.replace(post, names);
    assert_eq!(body(&names("sidebar")), PARAGRAPH, "it holds the headline");
}

#[test]
fn comments_and_columns_longer_than_the_article() {
    let voice = "I take this ferry every day and have never seen the crew as glad as they were this morning, which says it all.";
    for name in ["class=comment-list", "id=disqus_thread", "class='comentarios'", "class='sidebar widget'"] {
        let others = format!("<div {name}>{}</div>", format!("<div><p>{voice}</p></div>").repeat(20));
        let page = page("", "", PARAGRAPH)
            .replace("</div></body>", &format!("{MORE}{MORE}{MORE}</div>{others}</body>"));
        let read = body(&page);
        assert!(read.contains("hull had rusted") && !read.contains("every day"), "{name}: {read}");
    }
}

#[test]
fn a_mark_in_the_page_is_no_link() {
    let read = body(&format!(
        "<html lang=en><body><a name=top /><h1>Ferry runs again</h1><p>{PARAGRAPH}</p>{MORE}</body></html>"
    ));
    assert_eq!(read.lines().count(), 3, "{read}");
}

#[test]
fn who_wrote_it_and_the_frames_of_networks_are_no_prose() {
    let extra = "<div class='author-info'><p>Ada Quill has written about the harbour and its people since she came to the town \
        as a student.</p></div><blockquote class='instagram-media'><a href='https://social.example/p/1'>View this post on \
        Instagram</a><p>A post shared by Elmport Ferries (@elmportferries) on Jun 16, 2019 at 7:30am PDT</p></blockquote>\
        <h2>Stay in touch</h2>";
    let read = body(&page("", "", PARAGRAPH).replace("</div>", &format!("{MORE}{extra}</div>")));
    assert_eq!(read.lines().count(), 4, "{read}");
    assert!(!read.contains("Quill") && !read.contains("Instagram"), "{read}");
    let rendered = whole(&page("", "", PARAGRAPH).replace("</div>", &format!("{MORE}{extra}</div>")));
    assert!(!rendered.contains("Stay in touch"), "{rendered}");
}

/// Everything that is read of a page, with its roles.
fn whole(page: &str) -> String {
    read(page, render)
}

#[test]
fn a_date_of_open_order_hides_no_other() {
    let issued = "<meta name=DC.date.issued content=09/03/2021>";
    let day = |head: &str, line: &str| published(&page(&format!("{issued}{head}"), line, PARAGRAPH));
    assert_eq!(day("", ""), None);
    assert_eq!(day("<meta name=date content=2021-03-09>", "").as_deref(), Some("2021-03-09"));
    let marked = "<span itemprop=datePublished>03/09/2021</span>";
    let sure = "<span itemprop=datePublished content=2021-09-03>3 September</span>";
    assert_eq!(day("", &format!("{marked}{sure}")).as_deref(), Some("2021-09-03"));
    assert_eq!(day("", "<p class=meta>9 March 2021</p>").as_deref(), Some("2021-03-09"));
}

#[test]
fn a_bare_day_in_the_metadata_may_be_that_of_greenwich() {
    let meta = "<meta name=date content=2021-03-05>";
    let time = "<time datetime='2021-03-04T20:10:00-05:00'>March 4</time>";
    let day = |head: &str, line: &str| published(&page(&format!("{meta}{head}"), line, PARAGRAPH));
    let address = "<link rel=canonical href='https://news.example/2021/03/04/ferry'>";
    assert_eq!(day(address, time).as_deref(), Some("2021-03-04"));
    // One other that says so is not enough.
    assert_eq!(day(address, "").as_deref(), Some("2021-03-05"));
    assert_eq!(day("", time).as_deref(), Some("2021-03-05"));
}

#[test]
fn a_year_of_two_digits_before_a_time_of_day() {
    let day = |line: &str| published(&page("", line, PARAGRAPH));
    assert_eq!(day("<p class=date>8/17/13 11:04am</p>").as_deref(), Some("2013-08-17"));
    assert_eq!(day("<p class=date>17.08.13, 11:04</p>").as_deref(), Some("2013-08-17"));
    assert_eq!(day("<p class=date>17.08.13</p>"), None, "it may be a number of something");
    assert_eq!(day("<p class=date>8/7/13 11:04am</p>"), None, "nothing says which is the month");
}

/// A page that a script would write, whose text is in its linked data only.
fn scripted(text: &str) -> String {
    format!(
        "<html lang=en><head><title>Ruth Adeyemi to leave in autumn</title><script type=application/ld+json>\
         {{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-03-02\",\"articleBody\":\"{text}\"}}</script></head>\
         <body><div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"
    )
}

#[test]
fn text_that_only_the_linked_data_have() {
    let text = r#"<p>Ruth Adeyemi\u2019s term as governor ends in \"September\" 2021, the office said on Tuesday.<\/p>\nThe governor has
        led the <b>province</b> for eight years and will not stand for a third term, an aide of hers said.\n\nNobody has been named
        to follow her so far &mdash; the council is to meet twice before the summer, as it does in every year."#
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let read = body(&scripted(&text));
    let lines: Vec<&str> = read.lines().collect();
    assert_eq!(lines.len(), 3, "{read}");
    assert_eq!(
        lines[0],
        "Ruth Adeyemi’s term as governor ends in \"September\" 2021, the office said on Tuesday."
    );
    assert!(
        lines[1].contains("the province for eight") && lines[2].contains("so far — the council"),
        "{read}"
    );
    // What is shown counts, unless it is a mere beginning.
    let shown = scripted(&text).replace("<div id=root>", &format!("<div id=root><p>{PARAGRAPH}</p>{MORE}"));
    assert!(body(&shown).starts_with(PARAGRAPH));
    let more = " Nothing else was to be learned on the day, the office said.".repeat(5);
    let second = scripted(&format!(
        r"Ruth Adeyemi\u2019s term as governor ends in October 2021, the office said on Friday.{more}"
    ))
    .replace("2021-03-02", "2021-04-02");
    let first = scripted(&text.replace(r#"\"September\""#, "September"));
    let named = |name: &str, text: &str| Text { name: name.into(), text: text.into(), published: None };
    let corpus = Corpus::from_texts([named("a.html", &first), named("b.html", &second)]).unwrap();
    let checked = Linter::builtin().unwrap().check(&corpus, &Options::default());
    let told: Vec<_> = checked.findings.iter().map(|f| f.here.site.span.cut(&second)).collect();
    assert_eq!(told, ["October 2021"]);
}

#[test]
fn a_page_that_lists_articles_is_none() {
    let teaser = |n: usize| {
        format!(
            "<div class=item><h2><a href=/news/{n}>Council votes on the road number {n}</a></h2><p>The council of Elmport is to vote \
             on the road number {n} on Monday, a clerk said.</p></div>"
        )
    };
    let list: String = (0..12).map(teaser).collect();
    let home = format!("<html lang=en><body><main><h1>News</h1>{list}</main></body></html>");
    assert_eq!(notices(&home), NONE[1..]);
    assert_eq!(body(&home), "");
    assert_eq!(notices("<html><frameset><frame src=a.html></frameset></html>"), NONE[..1]);
    // Beside an article the same list is a column of other stories.
    let beside =
        page("", "", PARAGRAPH).replace("</div></body>", &format!("{MORE}</div><div>{list}</div></body>"));
    assert!(notices(&beside).is_empty() && body(&beside).contains("hull had rusted"), "{}", body(&beside));
    assert!(!body(&beside).contains("a clerk said"), "{}", body(&beside));
}

#[test]
fn odd_characters_and_elements() {
    let odd = "Ten people\0 fell\u{2028}on the\u{85}ferry\u{1d}on Monday, the police said in a long note.";
    let read = body(&page("", "", odd));
    assert!(read.starts_with("Ten people fell on the ferry on Monday,"), "{read}");
    let binary = "<p>a</p>".to_owned() + &"\0ab".repeat(100);
    assert_eq!(notices(&binary), ["there is a NUL at byte 8"]);
    let end = "<plaintext>The tag </p> ends nothing, the harbour master of the town said to us all.";
    assert!(body(&format!("<p>{PARAGRAPH}</p>{MORE}{end}")).contains("The tag </p> ends nothing"));
    let conditional = "<!--[if IE]><p>You use an old browser, the harbour master said to everyone in the room.</p><![endif]-->\
        <![if !IE]><p>The ferry is painted green now, the harbour master said to everyone in the room.</p><![endif]>";
    let read = body(&page("", "", PARAGRAPH).replace("</div>", &format!("{conditional}</div>")));
    assert!(read.contains("painted green") && !read.contains("old browser"), "{read}");
    let (state, names) = ("x".repeat(1 << 22), "comment ".repeat(1 << 18));
    let huge = format!("<p data-state='{state}' class='{names}'>{PARAGRAPH}</p>");
    assert!(body(&huge).contains("harbour master"));
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
