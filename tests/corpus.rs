//! What is read of a source: what is kept and cut, the roles, the clues, the notices; and that reading never fails.

use dateline::corpus::{Article, Corpus, Piece, Text};
use dateline::dating::published::{conflicts, rank};
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;

/// An article as it was read: every block with its role, `✂` before what was cut, then the clues and the window.
fn render(article: &Article) -> String {
    let mut out = String::new();
    let mut last = 0;
    let cut = |out: &mut String, text: &str| {
        if !text.trim().is_empty() {
            writeln!(out, "  ✂ {:?}", text.trim()).unwrap();
        }
    };
    for piece in &article.prose {
        match piece {
            Piece::Break(span, role) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                cut(&mut out, span.cut(&article.raw));
                write!(out, "{role:?}: ").unwrap();
                last = span.end;
            }
            Piece::Keep(span) => {
                if span.start > last {
                    write!(out, "{{{}}}", &article.raw[last as usize..span.start as usize]).unwrap();
                }
                out.push_str(&span.cut(&article.raw).replace('\n', "⏎").replace('\r', "␍"));
                last = span.end;
            }
            Piece::Replace(span, text) => {
                write!(out, "{{{}→{text}}}", span.cut(&article.raw)).unwrap();
                last = span.end;
            }
        }
    }
    out.push('\n');
    let end = article.title_from.map_or(article.raw.len(), |t| t as usize);
    if let Some(rest) = article.raw.get(last as usize..end) {
        cut(&mut out, rest);
    }
    for clue in &article.clues {
        let stated = clue.span.map_or("(not in the source)", |s| s.cut(&article.raw));
        writeln!(out, "{:?}: {stated:?}{}", clue.kind, if clue.zoned { " with a zone" } else { "" }).unwrap();
    }
    let published = rank(article, None);
    writeln!(out, "published {:?}", published.when).unwrap();
    for (a, b) in conflicts(&published) {
        writeln!(out, "conflict: {:?} {:?}, {:?} {:?}", a.kind, a.when, b.kind, b.when).unwrap();
    }
    out
}

fn read(name: &str, text: &str) -> String {
    let text = Text { name: name.into(), text: text.into(), published: None };
    let (read, notices) = Corpus::from_texts([text]).unwrap().map(Some(1), render, |_| {});
    let mut out: Vec<String> = read.into_iter().map(|(_, rendered)| rendered).collect();
    out.extend(notices.into_iter().map(|n| format!("notice: {n}\n")));
    out.join("\n")
}

macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/corpus"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $value) });
    };
}

const PAGE: &str = "date 2021-03-04 REGION\n3 MIN READ\nHarbour bridge to stay shut until May\n\
    The council voted to keep the bridge closed after two weeks of rain.\nHarbour bridge to stay shut until May\n\
    The bridge on Monday, March 1, 2021, with the river under it. / Photo: The Newswire Agency / The Newswire Agency\nBy Ada Quill\n\
    March 4, 2021\n\nELMPORT (Newswire) - The council of Elmport voted 31 to 4 to keep the bridge shut.\n\n\
    RelatedCouncil backs ferry for commuters\n\nA long wait\n\nRECOMMENDED\n\nSome 200 people wait for a ferry each day.\n\n\
    &quot;We are tired,&quot; said one.\n\nSOURCE:Newswire and agencies\nExplore\nMinister opens 12 schools in one day\n\
    'No more rain': farmers ask for help\nWhy did 40 trains stop?\n";

#[test]
fn a_captured_page() {
    snapshot!("captured_page", read("page.txt", PAGE));
}

#[test]
fn a_wire_story() {
    let text = "FILE PHOTO: The mayor of Elmport, May 2, 2019. REUTERS/A. B.\n\nELMPORT, March 4 (Reuters) - Ten people fell on Monday.\n\n\
        Advertisement\n\nRead more: Ten others fell\n\nAt the harbour - the oldest of the coast - nobody fell.\n\n\
        (Reporting by A Quill; Editing by B Nib)\n\n©2021 Newswire L.P.";
    snapshot!("wire_story", read("2021/03/04/wire.txt", text));
}

#[test]
fn wrapped_lines_and_every_line_end() {
    let text = "Town counts its dead\r\n\r\nELMPORT, 8 MAR 89 (EFE) -- [TEXT] The town of Elmport counted its\r\ndead on Wednesday, four days after the storm that took the roofs\r\nof half of its houses.\r\n\r\nThe mayor said that 14 people had died and that the search would\r\ngo on.\r\n";
    snapshot!("wrapped", read("wrapped.txt", text));
    snapshot!("lone_cr", read("cr.txt", "Title of the thing\r\rIt fell.\rIt rose.\r"));
    let text = "Published: March 4, 2021\u{2029}By Ada Quill\u{2028}It fell.\u{c}It rose.\u{2028}";
    snapshot!("other_line_ends", read("other.txt", text));
}

#[test]
fn markdown() {
    let text = "---\ntitle: 'Elmport''s bridge stays shut'\ndate: 2021-03-04T23:30:00-05:00\nlastmod: 2021-03-06\nsource: The Elmport Post\n---\n\n\
        # Elmport's bridge stays shut\n\n**ELMPORT** — The [council](https://example.org/a_(b)) voted *31* to 4, and the\nvote took an hour &amp; a half.\n\n\
        ## What comes next\n\n- a ferry from **May**\n- a new bridge\n  in 2024\n\n> A voice: \"We are\n> tired.\"\n\n```\n99 members\n```\n\n\
        <!-- 88 members -->\n\n| Town | Votes |\n|---|---|\n| Elmport | 31 |\n\nSetext heading\n---\n\n![77 people](x.png)\n";
    snapshot!("markdown", read("2021-03-05-bridge.md", text));
}

#[test]
fn what_is_no_prose_in_markdown() {
    let text = "The bridge of Elmport was closed in\nMay, and the council has 30\\\nmembers.\n\n[1]: https://example.org \"29 members\"\n\n\
        <script type=\"x\">\nvar members = \"28 members\";\n</SCRIPT>\n\n<style>.a { } /* 27 members */</style>\n\n\
        {{< figure src=\"a.png\" caption=\"26 members\" >}}\n{% include a.html text=\"25 members\" %}\n\nThe end.\n";
    snapshot!("markdown_no_prose", read("a.md", text));
    snapshot!(
        "front_matter_unclosed",
        read("b.md", "---\ntitle: Bridge\nfirst_published_at: 1614902400\n\nThe bridge is open.\n")
    );
    snapshot!(
        "front_matter_json",
        read("c.md", "{\n  \"title\": \"Bridge\",\n  \"date\": \"2021-03-05\"\n}\n\nThe bridge is open.\n")
    );
}

#[test]
fn dates_that_are_not_of_the_article() {
    let texts = [
        "In this April 16, 2020, file photo, the council meets in Elmport.\n\nThe council has 30 members.\n",
        "The council has 30 members.\n\nWe are 31! pic.example/a — Ada Quill (@ada) March 3, 2016\n\nIt met (@ the harbour) in May 2016\n",
        "The council has 30 members.\nThe council in 2014 had 28 members Hide Caption 3 of 12\n",
        "Bridge stays shut\n\nUpdated at 7:53 p.m. ET\n\nThe council has 30 members.\n\n© 2019 Elmport Post\n",
    ];
    snapshot!("not_of_the_article", texts.map(|text| read("a.txt", text)).join("\n"));
}

#[test]
fn front_matter_in_toml() {
    let text = "+++\ntitle = \"Bridge\"\ndate = 2021-02-30\n+++\nThe bridge is open.\n";
    snapshot!("toml_impossible", read("a.md", text));
}

#[test]
fn json_lines() {
    let text = concat!(
        r#"{"id":"a1","published":"2021-03-04T23:30:00-05:00","title":"Ten fell","source":"Newswire","text":"Ten fell\n\nTen \u00e9l\u00e8ves fell.","story":"s1","x":[1]}"#,
        "\n\n",
        r#"{"text":"Ten fell on Monday.","published":"2021-02","id":7,"title":null}"#,
        "\n",
        r#"{"text":"Ten fell.","published":"2021-02-30"}"#,
        "\n",
        r#"{"text":"Ten fell.","published":"soon"}"#,
        "\n",
        r#"{"title":"No text"}"#,
        "\n",
        r#"{"text":"#,
        "\n",
        r#"{"text":"a\u0000b"}"#,
        "\n",
    );
    snapshot!("json_lines", read("a.jsonl", text));
}

#[test]
fn a_story_field_by_another_name() {
    let text = r#"{"text":"Ten fell.","event":42,"story":"no"}"#;
    let mut corpus = Corpus::empty().unwrap().story_from(Some("event"));
    corpus.add_memory("-", text.as_bytes());
    let (read, _) = corpus.map(None, |a| a.story.clone(), |_| {});
    assert_eq!(read[0].1.as_deref(), Some("42"));
}

#[test]
fn two_dates_are_a_conflict() {
    snapshot!(
        "conflict",
        read("2021-03-04-a.txt", "date 2021-03-04\n\nMarch 5, 2021\n\nThe bridge is open.\n")
    );
    // One day apart, and one of them has a zone.
    let text = "---\ndate: 2021-03-04T23:30:00-05:00\n---\nMarch 5, 2021\n\nThe bridge is open.\n";
    assert!(!read("a.md", text).contains("conflict"));
}

#[test]
fn a_folder_with_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let write = |name: &str, bytes: &[u8]| {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("b/good.txt", b"\xef\xbb\xbfThe bridge is open.");
    write("a.md", b"---\ntitle: never closed\n\nThe bridge is open.\n");
    write("bad.txt", b"The bridge\nis \xff open.");
    write("wide.txt", b"\xff\xfeT\0h\0e\0");
    write("nul.txt", b"The bridge\r\n\0 is open.");
    write("empty.txt", b"");
    write(".hidden.txt", b"Hidden.");
    write("ignored.txt", b"Ignored.");
    write("picture.png", b"no text");
    write(".gitignore", b"ignored.txt\n");
    write("lines.jsonl", b"\xef\xbb\xbf{\"text\":\"One.\"}\n{\"text\":\"\xff\"}\n{\"text\":\"Three.\"}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root, root.join("b/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("gone"), root.join("dangling.txt")).unwrap();
        std::os::unix::fs::symlink(root.join("b/good.txt"), root.join("z-same.txt")).unwrap();
    }
    let corpus = Corpus::walk(&[root.to_path_buf(), root.join("b/good.txt")], root).unwrap();
    let (read, notices) =
        corpus.map(Some(3), |a| format!("{}:{:?}: {} pieces", a.path, a.line, a.prose.len()), |_| {});
    let mut out: Vec<String> = read.into_iter().map(|(_, line)| line).collect();
    out.extend(notices.iter().map(|n| format!("notice: {n}")));
    snapshot!("folder", out.join("\n"));

    let named = Corpus::walk(&[root.join("ignored.txt"), root.join("picture.png")], root).unwrap();
    assert_eq!(named.len(), 2);
    assert!(Corpus::walk(&[root.join("nowhere.txt")], root).unwrap_err().to_string().contains("nowhere.txt"));
}

#[test]
fn seeds_as_they_lie() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("SKIPPED: {} is not there", seeds.display());
        return;
    }
    let corpus = Corpus::walk(std::slice::from_ref(&seeds), &seeds).unwrap();
    let (read, notices) = corpus.map(
        None,
        |a| {
            let prose: String = a
                .prose
                .iter()
                .map(|p| match p {
                    Piece::Keep(span) => span.cut(&a.raw),
                    _ => "\n",
                })
                .collect();
            (a.title.map(|t| t.cut(&a.raw).split(' ').count()), prose, rank(a, None).when)
        },
        |_| {},
    );
    assert!(notices.is_empty(), "{notices:?}");
    // No text of the seeds is repeated here: only how long it is, and that page furniture is gone.
    let titles: Vec<_> = read.iter().map(|(_, (title, ..))| *title).collect();
    assert_eq!(titles, [Some(10), Some(11), None, Some(11), Some(10)]);
    for (_, (_, prose, _)) in &read {
        for gone in [
            "PHOTO",
            "(Reuters)",
            "author-image",
            "New Update",
            "MIN READ",
            "Related",
            "RECOMMENDED",
            "Explore",
            "Oops",
            "Most Read",
            "Read more",
            "(Reporting",
            "©",
            "SOURCE",
            "date 2024",
            "By Staff",
        ] {
            assert!(!prose.contains(gone), "{gone} in {prose}");
        }
    }
    let day = |i: usize| read[i].1.2.single().map(|d| d.to_string());
    assert_eq!((day(2), day(3)), (Some("2024-02-22".into()), Some("2024-02-22".into())));
    assert_eq!((day(0), day(1), day(4)), (None, None, None));
}

/// Lines that pages are made of, to be shuffled.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("By Ada Quill, March 3, 2021".to_owned()),
        Just("Published: 2021-03-04T10:00:00Z | Updated: 2021-03-05".to_owned()),
        Just("ELMPORT, March 2 (Reuters) - Ten fell.".to_owned()),
        Just("— Ten [fell](x &amp; y) **here**".to_owned()),
        Just("Copyright © 2019–2021 Post".to_owned()),
        Just("• Oops!".to_owned()),
        Just("Most Read from Newswire".to_owned()),
        Just("Story highlights Ten people fell in the harbour".to_owned()),
        Just("---".to_owned()),
        Just("```".to_owned()),
        Just("| a | ».é |".to_owned()),
        Just("date 2021-03-04 The bridge is “open”.".to_owned()),
        "\\PC{0,60}",
        "[-*_\\[\\]()<>!`#|:&;.©(é “”–—'0-9A-Za-z]{0,40}",
    ]
}

proptest! {
    #[test]
    fn spans_cut_the_source(lines in prop::collection::vec(line(), 0..24), ends in prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]), kind in 0..3) {
        let text = lines.join(ends);
        let (name, text) = match kind {
            0 => ("a.txt", text),
            1 => ("a.md", text),
            _ => ("a.jsonl", serde_json::json!({"text": text, "title": lines.first()}).to_string()),
        };
        let corpus = Corpus::from_texts([Text { name: name.into(), text, published: None }]).unwrap();
        let (read, _) = corpus.map(Some(2), Article::clone, |_| {});
        for (origin, article) in &read {
            let again = corpus.reopen(origin).unwrap();
            prop_assert_eq!(&again.prose, &article.prose);
            prop_assert_eq!(&again.raw, &article.raw);
            let mut at = 0;
            for (i, piece) in article.prose.iter().enumerate() {
                let span = match piece {
                    Piece::Keep(span) | Piece::Replace(span, _) | Piece::Break(span, _) => *span,
                };
                prop_assert!(article.raw.get(span.range()).is_some(), "{:?} in {:?}", piece, article.raw);
                prop_assert!(i > 0 || matches!(piece, Piece::Break(..)));
                // A title from elsewhere is read first; all else is in order.
                if article.title_from.is_none_or(|t| span.start < t) && Some(span) != article.title && !matches!(piece, Piece::Break(..)) {
                    prop_assert!(span.start >= at);
                    at = span.end;
                }
            }
            for span in article.clues.iter().filter_map(|c| c.span).chain(article.title) {
                prop_assert!(!span.cut(&article.raw).is_empty());
            }
        }
    }

    #[test]
    fn threads_have_no_part_in_the_order(count in 1..60usize) {
        let texts = (0..count).map(|i| Text {
            name: if i % 7 == 0 { format!("{i}.jsonl") } else { format!("{i}.txt") },
            text: if i % 7 == 0 { "{\"text\":\"a\"}\n{\"text\":1}\n".repeat(i + 1) } else { format!("Text {i}.\u{0}")[..6 + i % 2].into() },
            published: None,
        });
        let corpus = Corpus::from_texts(texts).unwrap();
        let one = corpus.map(Some(1), |a| (a.path.clone(), a.line), |_| {});
        let eight = corpus.map(Some(8), |a| (a.path.clone(), a.line), |_| {});
        prop_assert_eq!(one, eight);
    }
}
