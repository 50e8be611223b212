//! Every format that is read: a fixture of each, what is found in it and where; and input that is bad or hostile.

#[path = "common/reading.rs"]
mod reading;

use dateline::corpus::{Article, Corpus, Entry, Fields, Latest, Limits, Piece, Version};
use dateline::error::Notice;
use dateline::facts::ArticleId;
use dateline::report::{View, json};
use dateline::{Linter, Options};
use proptest::prelude::*;
use reading::{memory, read, same};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().unwrap())
}

fn fixtures() -> Corpus {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Corpus::walk(&[root.join("examples/formats")], root).unwrap()
}

fn prose(article: &Article) -> String {
    let mut out = String::new();
    for piece in &article.prose {
        match piece {
            Piece::Break(_, role) => {
                write!(out, "{}{role:?}: ", if out.is_empty() { "" } else { "\n" }).unwrap();
            }
            Piece::Keep(span) => out.push_str(span.cut(&article.raw)),
            Piece::Replace(_, with) => out.push_str(with),
        }
    }
    out
}

fn report(corpus: &Corpus, jobs: usize) -> serde_json::Value {
    let checked = linter().check(corpus, &Options { jobs: Some(jobs), tick: None });
    let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
    let mut out = Vec::new();
    json::write(&view, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/formats"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $value) });
    };
}

#[test]
fn what_is_read_of_each() {
    let corpus = fixtures().fields(Fields::default());
    let (read, notices) =
        linter().each(&corpus, &Options::default(), |article, understood| (understood.card, article.clone()));
    let versions: Vec<Version> = read.iter().filter_map(|(_, (_, article))| Version::of(article)).collect();
    let latest = Latest::of(&versions);
    let mut out = String::new();
    for (origin, (card, article)) in &read {
        same(article, &corpus.reopen(origin).unwrap());
        let when = card.published.when.single().map_or("?".to_owned(), |day| day.to_string());
        let line = article.line.map_or(String::new(), |line| format!(":{line}"));
        let old = if latest.supersedes(article) { " superseded" } else { "" };
        writeln!(out, "{}{line} {when} {:?}{old}", article.path, article.outlet.as_deref().unwrap_or("-"))
            .unwrap();
        writeln!(out, "{}", article.id.as_deref().unwrap_or("-")).unwrap();
        if let Some(edition) = &article.edition {
            writeln!(out, "{edition:?}").unwrap();
        }
        for clue in &article.clues {
            let stated = clue.span.map_or("(not in the source)", |span| span.cut(&article.raw));
            writeln!(out, "{:?}: {stated:?}", clue.kind).unwrap();
        }
        writeln!(out, "{}\n", prose(article)).unwrap();
    }
    notices.iter().for_each(|notice| writeln!(out, "notice: {notice}").unwrap());
    snapshot!("articles", out);
}

#[test]
fn what_is_found_in_each() {
    let corpus = fixtures();
    let one = report(&corpus, 1);
    assert_eq!(one, report(&fixtures(), 3));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = String::new();
    for finding in one["findings"].as_array().unwrap() {
        writeln!(out, "{}: {}", finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap())
            .unwrap();
        for label in finding["labels"].as_array().unwrap() {
            let path = label["path"].as_str().unwrap();
            let (start, end) =
                (label["start"].as_u64().unwrap() as usize, label["end"].as_u64().unwrap() as usize);
            let text = label["text"].as_str().unwrap();
            writeln!(out, "  {path}:{}:{} {start}..{end} {text:?}", label["line"], label["column"]).unwrap();
            // In files that are one article the offsets are those of the file as it lies.
            if ["latin.txt", "nitf.xml", "newsml-1.xml", "newsml-item.xml", "wire.iptc"]
                .iter()
                .any(|whole| path.ends_with(whole))
            {
                let bytes = std::fs::read(root.join(path)).unwrap();
                assert_eq!(&bytes[start..end], text.as_bytes(), "{path}");
            }
            if path.ends_with("wide.txt") {
                let bytes = std::fs::read(root.join(path)).unwrap();
                let units: Vec<u16> =
                    bytes[start..end].chunks(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
                assert_eq!(String::from_utf16(&units).unwrap(), text);
            }
        }
    }
    for notice in one["notices"].as_array().unwrap() {
        writeln!(
            out,
            "notice: {}: {}",
            notice["path"].as_str().unwrap(),
            notice["message"].as_str().unwrap()
        )
        .unwrap();
    }
    snapshot!("findings", out);
}

#[test]
fn a_crawl_says_what_its_pages_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/formats");
    // Sides are in the order of paths, so the pages go by names that stand where the crawl's does.
    let findings = |names: &[(&str, &str)]| -> Vec<serde_json::Value> {
        let mut corpus = Corpus::empty().unwrap();
        names
            .iter()
            .for_each(|(file, name)| corpus.add_memory(name, std::fs::read(root.join(file)).unwrap()));
        let mut report = report(&corpus, 2);
        assert_eq!(report["notices"].as_array().unwrap().len(), 0, "{report}");
        let findings = report["findings"].as_array_mut().unwrap();
        for finding in findings.iter_mut() {
            finding["fingerprint"] = "".into();
            for label in finding["labels"].as_array_mut().unwrap() {
                (label["path"], label["article"]) = ("".into(), "".into());
            }
        }
        std::mem::take(findings)
    };
    let agency = ("nitf.xml", "nitf.xml");
    let pages = findings(&[("page-park.html", "crawl-1.html"), ("page-pact.html", "crawl-2.html"), agency]);
    assert_eq!(pages.len(), 3, "{pages:#?}");
    assert_eq!(pages, findings(&[("crawl.warc.gz", "crawl.warc.gz"), agency]));
}

#[test]
fn an_agency_and_a_page_contradict_each_other() {
    let report = report(&fixtures(), 2);
    let between = |finding: &&serde_json::Value| finding["rule"] == "term-end";
    let found: Vec<_> = report["findings"].as_array().unwrap().iter().filter(between).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    let paths: Vec<&str> =
        found[0]["labels"].as_array().unwrap().iter().filter_map(|l| l["path"].as_str()).collect();
    assert!(
        paths.iter().any(|p| p.ends_with("nitf.xml")) && paths.iter().any(|p| p.ends_with("page-pact.html")),
        "{paths:?}"
    );
    assert!(!found[0]["message"].as_str().unwrap().contains('<'), "{}", found[0]["message"]);
}

#[test]
fn columns_and_fields_by_other_names() {
    let named =
        |pairs: &[&str]| pairs.iter().fold(Fields::default(), |fields, pair| fields.with_pair(pair).unwrap());
    let table = "nr\tday\thead\tbody\n1\t2031-03-05\tPool opens\tThe pool opened.\n";
    let corpus = memory("a.tsv", table.as_bytes()).fields(named(&[
        "id=nr",
        "published=day",
        "title=head",
        "text=body",
    ]));
    let (articles, notices) = read(&corpus);
    assert_eq!(notices, [""; 0]);
    assert_eq!(
        (articles[0].id.as_deref(), prose(&articles[0]).as_str()),
        (Some("1"), "Title: Pool opens\nBody: The pool opened.")
    );
    let json =
        r#"[{"meta":{"day":"2031-03-05","x":{"y":1}},"a":{"body":"The pool opened."},"text":"Not this."}]"#;
    let corpus = memory("a.json", json.as_bytes()).fields(named(&["published=meta.day", "text=a.body"]));
    let (articles, notices) = read(&corpus);
    assert_eq!((notices.len(), prose(&articles[0]).as_str()), (0, "Body: The pool opened."));
    assert_eq!(articles[0].clues.len(), 1);
}

/// One source of bad input: how many articles are read all the same, and what is said.
fn bad(name: &str, bytes: &[u8], count: usize, told: &[&str]) {
    let (articles, notices) = read(&memory(name, bytes));
    assert_eq!(articles.len(), count, "{name}: {notices:?}");
    assert_eq!(notices.len(), told.len(), "{name}: {notices:?}");
    for (notice, part) in notices.iter().zip(told) {
        assert!(notice.contains(part), "{name}: {notice:?} is not about {part:?}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn entities_are_not_expanded() {
    let mut bomb = "<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY a0 'ha'>".to_owned();
    for i in 1..40 {
        write!(bomb, "<!ENTITY a{i} '&a{};&a{};&a{};'>", i - 1, i - 1, i - 1).unwrap();
    }
    bomb.push_str("<!ENTITY x SYSTEM 'file:///etc/passwd'>]><nitf><body><body.content><p>Ten &a39; fell &x; &amp; rose.</p></body.content></body></nitf>");
    bad("bomb.xml", bomb.as_bytes(), 1, &["declares entities"]);
    let (articles, _) = read(&memory("bomb.xml", bomb.as_bytes()));
    assert_eq!(prose(&articles[0]), "Body: Ten fell & rose.");
    let deep = format!("<rss><channel><item>{}", "<b>".repeat(100_000));
    bad("deep.xml", deep.as_bytes(), 0, &["nest more than 256 deep"]);
}

#[test]
fn xml_that_breaks_off() {
    let item = "<item><title>Ten fell</title><description>Ten people fell.</description></item>";
    bad("cut.xml", format!("<rss><channel>{item}{item}<item><ti").as_bytes(), 2, &["broken XML"]);
    bad("crossed.xml", format!("<rss><channel>{item}<item></b></item>").as_bytes(), 1, &["broken XML"]);
    bad("other.xml", b"<project><name>x</name></project>", 0, &["its root is `project`"]);
    bad("none.xml", b"no tags", 0, &["no XML"]);
    bad("empty.xml", b"", 0, &["no XML"]);
    bad("hollow.xml", b"<newsItem guid='a'><itemMeta/><contentSet/></newsItem>", 0, &["has no text in it"]);
    let marked = format!("\u{feff}<?xml version='1.0'?><rss><channel>{item}</channel></rss>");
    bad("marked.xml", marked.as_bytes(), 1, &[]);
}

#[test]
fn bombs_of_every_kind() {
    let zeros = vec![b' '; 40 << 20];
    bad("bomb.txt.gz", &gzip(&zeros), 0, &["times its size"]);
    bad("bomb.jsonl.gz", &gzip(&zeros), 0, &["times its size"]);
    bad("bomb.warc.gz", &gzip(&zeros), 0, &["times its size"]);
    let small = Limits { unpacked: 1000, ..Limits::default() };
    let text: String = (0..400).map(|i| format!("Sentence {i}. ")).collect();
    let (articles, notices) = read(&memory("long.txt.gz", &gzip(text.as_bytes())).limits(small));
    assert_eq!(articles.len(), 0);
    assert!(notices[0].contains("more than 0 MiB"), "{notices:?}");
    bad("cut.txt.gz", &gzip(b"Ten people fell on the old bridge.")[..20], 0, &["cannot be read"]);
    bad("not.txt.gz", b"not compressed", 0, &["cannot be read"]);
    bad("not.txt.zst", b"not compressed", 0, &["cannot be read"]);
    bad("not.zip", b"PK\x03\x04 and no more", 0, &["not a zip archive"]);
}

#[test]
fn a_crawl_that_is_cut_off() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ten people fell on the bridge.</p>";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    let two = format!("{record}{record}");
    bad("a.warc", two.as_bytes(), 2, &[]);
    bad("a.warc", &two.as_bytes()[..two.len() - 20], 1, &["cut off"]);
    bad("a.warc", format!("{record}GET / HTTP/1.1\r\n").as_bytes(), 1, &["should begin"]);
    let packed: Vec<u8> = [gzip(record.as_bytes()), gzip(record.as_bytes())].concat();
    bad("a.warc.gz", &packed, 2, &[]);
    bad("a.warc.gz", &packed[..packed.len() - 30], 1, &["cannot be unpacked"]);
    bad("one.warc.gz", &gzip(two.as_bytes()), 2, &[]);
}

/// The page of [`BROTLI`].
const PAGE: &[u8] = b"<html><body><p>The new lock of Elmport opened on Monday, March 4, 2031, its keeper said.</p></body></html>";
const BROTLI: &[u8] = b"\x1b\x69\x00\xe0\x1d\x87\x71\x4c\xb1\x4e\x2c\x5e\x1a\x90\xdc\xc6\xd6\x95\x2f\x38\x77\xd0\x09\x0a\x84\x3a\x25\x4d\x51\x53\xf1\xf8\x38\xe5\x34\x50\x6e\x05\x12\xb6\x5d\x7e\xb6\x7b\x0e\xbf\x5f\xc9\x85\x2d\xbe\x3d\x23\xb6\x0c\x37\x66\xd1\x19\xd1\x7a\x54\x50\xe3\x44\xe3\xcb\x78\xa6\xa7\x83\x1f\x76\x6c\xdd\x62\xe8\x48\x16\x26\x3e\xe4\x18\x01";
/// 40 MiB of spaces.
const BROTLI_BOMB: &[u8] = b"\xcb\xff\xff\x3f\xf8\x25\x40\xe2\xb1\x40\x20\xf7\xfe\x8f\xff\xff\x7f\xf0\x4b\x00\xc4\x61\x11\x80\xee\xfd\x1f\xff\xff\xff\xe0\x97\x00\x88\xc3\x02\x00\xdd\xfb\x3f\xfe\xff\xff\xc1\x2f\x01\x10\x87\x05\x00\xba\xf7\x7f\xfc\xff\xff\x83\x5f\x02\x20\x0e\x0b\x00\x74\xef\xff\x06";

/// A record of a crawl, as long as `len` says it is.
fn crawled(heading: &str, body: &[u8], len: Option<usize>) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{heading}\r\n\r\n");
    let len = len.unwrap_or(http.len() + body.len());
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nContent-Length: {len}\r\n\r\n{http}"
    );
    [warc.as_bytes(), body, b"\r\n\r\n"].concat()
}

#[test]
fn pages_as_they_were_sent() {
    let deflate = |zlib: bool| {
        let level = flate2::Compression::best();
        let mut out = Vec::new();
        if zlib {
            flate2::write::ZlibEncoder::new(&mut out, level).write_all(PAGE).unwrap();
        } else {
            flate2::write::DeflateEncoder::new(&mut out, level).write_all(PAGE).unwrap();
        }
        out
    };
    let chunked: Vec<u8> = gzip(PAGE)
        .chunks(20)
        .flat_map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat())
        .collect();
    let ends = |mut body: Vec<u8>| {
        body.extend_from_slice(b"0\r\n\r\n");
        body
    };
    for (heading, body) in [
        ("X: y", PAGE.to_vec()),
        ("Content-Encoding: br", BROTLI.to_vec()),
        ("Content-Encoding: deflate", deflate(true)),
        ("Content-Encoding: deflate", deflate(false)),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", ends(chunked)),
        // As a crawler keeps it that has unpacked it.
        ("Content-Encoding: br\r\nTransfer-Encoding: chunked", PAGE.to_vec()),
        ("Content-Encoding: compress", PAGE.to_vec()),
    ] {
        let (articles, notices) = read(&memory("a.warc", &crawled(heading, &body, None)));
        assert_eq!((articles.len(), notices.len()), (1, 0), "{heading}: {notices:?}");
        assert!(prose(&articles[0]).ends_with("its keeper said."), "{heading}");
    }
    let sent = |coding: &str, body: &[u8]| crawled(&format!("Content-Encoding: {coding}"), body, None);
    bad(
        "a.warc",
        &sent("br", BROTLI_BOMB),
        0,
        &["https://a.example/1: the page cannot be unpacked: it unpacks to more than 200 times"],
    );
    bad("a.warc", &sent("br", &BROTLI[..40]), 0, &["the page cannot be unpacked"]);
    bad("a.warc", &sent("br", b"\xff\xfe\xfd\xfc"), 0, &["the page cannot be unpacked"]);
    bad("a.warc", &sent("dcb", BROTLI), 0, &["compressed as `dcb`, which is not read"]);
}

#[test]
fn a_record_that_is_too_long_does_not_end_a_crawl() {
    let video = vec![0xff; 65 << 20];
    let crawl =
        [crawled("X: y", PAGE, None), crawled("X: y", &video, None), crawled("X: z", PAGE, None)].concat();
    let told = "https://a.example/1: a record of more than 64 MiB is passed over";
    bad("a.warc", &crawl, 2, &[told]);
    let packed: Vec<u8> =
        [gzip(&crawled("X: y", &vec![0xff; 65 << 20], None)), gzip(&crawled("X: y", PAGE, None))].concat();
    bad("a.warc", &crawled("X: y", PAGE, Some(70 << 20)), 0, &[told, "cut off"]);
    // What packs as no page does is a bomb, whatever it is.
    bad("a.warc.gz", &packed, 0, &["times its size"]);
}

#[test]
fn tables_that_do_not_fit() {
    bad("a.csv", b"id,text\n1,\"Ten fell.\n2,Nine fell.\n", 2, &["does not belong"]);
    bad("a.csv", b"id,copy\n1,Ten fell.\n", 0, &["--field text=COLUMN, out of: id, copy"]);
    bad("a.csv", b"", 0, &["without a line of headings"]);
    bad("a.csv", b"id,text\n1,\n2,Ten fell.\n", 1, &["there is no `text`"]);
    bad("a.json", b"[1,2]", 0, &["no object"]);
    bad("a.json", b"[{\"text\":\"Ten fell.\"},{\"text\":", 1, &["broken JSON"]);
    bad("a.json", br#"[{"text":"a\u0000b"}]"#, 0, &["NUL"]);
    bad("a.json", br#"{"name":"package","version":"1"}"#, 0, &["there is no `text`"]);
}

#[test]
fn encodings() {
    let wide: Vec<u8> = b"\xff\xfe"
        .iter()
        .copied()
        .chain("{\"text\":\"Ten fell.\"}\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    bad("wide.jsonl", &wide, 1, &[]);
    let table: Vec<u8> = "id,text\n1,\u{e9}l\u{e8}ves fell.\n".chars().map(|c| c as u8).collect();
    let (articles, notices) = read(&memory("latin.csv", &table));
    assert_eq!((articles[0].raw.as_str(), notices.len()), ("élèves fell.", 0));
    bad("mixed.txt", b"It\xe2\x80\x99s the caf\xc3\xa9\x92s tenth.", 1, &["a byte in it is not UTF-8"]);
    bad("nul.txt", b"Ten\0fell.", 0, &["NUL"]);
    let asked = memory("a.txt", b"\x93\xfa\x96{").encoding("shift_jis").unwrap();
    assert_eq!(read(&asked).0[0].raw, "日本");
    let json = "{\"text\":\"Élèves.\"}";
    assert_eq!(read(&memory("a.jsonl", json.as_bytes()).encoding("latin1").unwrap()).0[0].raw, "Élèves.");
    let latin: Vec<u8> = json.chars().map(|c| c as u8).collect();
    assert_eq!(read(&memory("a.jsonl", &latin).encoding("latin1").unwrap()).0[0].raw, "Élèves.");
    assert!(Corpus::empty().unwrap().encoding("klingon").is_err());
}

/// Bytes of UTF-16, with a mark or without.
fn wide(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn wide_text_is_told_by_what_it_says() {
    let line = r#"{"id":"a","published":"2031-03-04","text":"The alliance has 30 members."}"#;
    let texts = [
        ("The alliance has 30 members.".to_owned(), 1),
        (format!("{line}\n{line}\n"), 2),
        (format!("[{line}, {line}]"), 2),
        ("<!doctype html><p>The alliance has 30 members.</p>".to_owned(), 1),
        ("<?xml version='1.0'?><nitf><body><body.content><p>The alliance has 30 members.</p></body.content></body></nitf>".to_owned(), 1),
        ("Subject: Members\nDate: Tue, 4 Mar 2031 10:00:00 +0000\n\nThe alliance has 30 members.\n".to_owned(), 1),
    ];
    for (text, count) in texts {
        for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
            let (articles, notices) = read(&memory("-", &wide(&text, big, mark)));
            assert_eq!((articles.len(), notices.len()), (count, 0), "{text}: {notices:?}");
            for article in &articles {
                assert!(prose(article).ends_with("Body: The alliance has 30 members."), "{}", prose(article));
            }
        }
        let marked = format!("\u{feff}{text}");
        assert_eq!(read(&memory("-", marked.as_bytes())).0.len(), count, "{text}");
    }
    let name = "no-mark.jsonl";
    bad(name, &wide("{\"text\":\"Ten fell.\"}\n", false, false), 1, &[]);
}

#[test]
fn what_is_no_text_is_refused() {
    let old: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0; 99]).collect();
    let office = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml";
    for (bytes, what) in [
        (&b"%PDF-1.4\n(The alliance has 30 members.) Tj\n"[..], "a PDF, which is not read"),
        (br"{\rtf1\ansi The alliance has 30 members.\par}", "rich text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"GIF89a and so on", "a picture"),
        (&old, "an Office document of the old kind"),
        (office, "an Office document"),
        (b"PK\x03\x04\x14\0\0\0\0\0\0\0!\0mimetypeapplication/epub+zip", "an electronic book"),
        (b"\xff\xfe\0\0T\0\0\0", "UTF-32"),
        (b"<REUTERS><BODY>The alliance has 30 members.</BODY></REUTERS>", "its root is `REUTERS`"),
        (b"Subject: a\nDate: 4 Mar 2031\nContent-Type: multipart/mixed\n\n--x\n", "several parts"),
    ] {
        bad("-", bytes, 0, &[what]);
        bad("named.bin", bytes, 0, &[what]);
    }
    bad("named.txt", b"%PDF-1.4\n(The alliance has 30 members.) Tj\n", 0, &["a PDF"]);
    bad("named.txt.gz", &gzip(b"GIF89a"), 0, &["a picture"]);
    bad("packed", &gzip(b"GIF89a"), 0, &["a picture"]);
    bad("packed", &gzip(b"The alliance has 30 members."), 1, &[]);
    bad("letter.eml", b"Published: March 4, 2031\n\nThe alliance has 30 members.", 1, &[]);
}

#[test]
fn folders_hold_files_without_extensions() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("wire.0412", b"OSLO - Ten fell.");
    write("story", b"Ten fell.");
    write("packed", &gzip(b"Ten fell."));
    write("tale.gz", &gzip(b"Ten fell."));
    write("page", b"<!doctype html><p>Ten people fell on the bridge.</p>");
    write("wide", &wide("Ten people fell.", false, false));
    write("table.gz", b"\x1f\x8b\x08\0 and no more");
    write("picture", b"\x89PNG\r\n\x1a\n\0\0");
    write("letter.docx", b"PK\x03\x04");
    write("paper.PDF", b"%PDF-1.4");
    write("old.pdf", b"%PDF-1.4");
    for name in ["Makefile", "LICENSE", "code.py", "data.bin", ".hidden"] {
        write(name, b"Ten fell.");
    }
    write("run", b"#!/bin/sh\n");
    write(".ignore", b"left\n");
    write("left", b"Ten fell.");
    let walk = || Corpus::walk(&[folder.path().to_path_buf()], folder.path()).unwrap();
    assert_eq!(
        walk().paths().collect::<Vec<_>>(),
        ["packed", "page", "story", "tale.gz", "wide", "wire.0412"]
    );
    let mut told: Vec<String> = walk().notices().iter().map(Notice::to_string).collect();
    told.sort_by_key(|message| message.contains("not text"));
    assert_eq!(
        told,
        [
            ".: skipped 3 files in it of kinds that are not read: 1 .docx, 2 .pdf",
            ".: skipped 3 files in it that are not text",
        ]
    );
    let wanted = |shown: &str, entry: Entry| shown.ends_with(".pdf") || entry == Entry::Folder;
    let asked = Corpus::walk_through(
        &[folder.path().to_path_buf()],
        folder.path(),
        &(std::sync::Arc::new(wanted) as _),
    );
    assert_eq!(
        asked.unwrap().notices().iter().map(Notice::to_string).collect::<Vec<_>>(),
        ["old.pdf: a PDF, which is not read"]
    );
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    let mut table = b"id,text\n1,".to_vec();
    table.resize(100 << 20, b'a');
    table.extend_from_slice(b"\n2,Ten fell.\n");
    let (read, notices) = memory("long.csv", &table).map(Some(2), |article| article.raw.len(), |_| {});
    assert_eq!(read.iter().map(|(_, len)| *len).collect::<Vec<_>>(), [(100 << 20) - 10, 9]);
    assert!(notices.is_empty(), "{notices:?}");
}

#[test]
fn later_versions_take_the_place_of_earlier_ones() {
    let item = |version: u32, hour: u32, status: &str, day: &str| {
        serde_json::json!({"uri": "urn:a", "version": version.to_string(), "versionCreated": format!("2031-03-05T{hour:02}:00:00Z"),
            "pubStatus": status, "bodies": [{"value": format!("It opened on {day}, March 4, 2031.")}]}).to_string()
    };
    let check = |items: &[String]| {
        let mut corpus = Corpus::empty().unwrap();
        items
            .iter()
            .enumerate()
            .for_each(|(i, item)| corpus.add_memory(&format!("{i}.json"), item.as_bytes()));
        let report = report(&corpus, 2);
        let told = report["notices"].as_array().unwrap().len();
        (report["summary"]["articles"].as_u64().unwrap(), report["findings"].as_array().unwrap().len(), told)
    };
    let (wrong, right) = (item(1, 9, "usable", "Monday"), item(2, 10, "usable", "Tuesday"));
    assert_eq!(check(&[wrong.clone(), right.clone()]), (1, 0, 1));
    assert_eq!(check(&[right.clone(), wrong.clone()]), (1, 0, 1));
    assert_eq!(check(&[right, item(3, 8, "usable", "Monday")]), (1, 1, 1));
    assert_eq!(check(&[wrong, item(2, 10, "canceled", "Monday")]), (0, 0, 1));
}

/// What a file of every kind may hold, whole or in pieces.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/formats");
    let mut paths: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    (prop::sample::select(seeds), any::<(u16, u16)>(), any::<bool>()).prop_map(|(seed, (a, b), whole)| {
        let at = |n: u16| seed.len() * usize::from(n) / usize::from(u16::MAX);
        if whole { seed.clone() } else { seed[at(a.min(b))..at(a.max(b))].to_vec() }
    })
}

const NAMES: [&str; 13] = [
    "a.xml",
    "a.json",
    "a.jsonl",
    "a.csv",
    "a.tsv",
    "a.warc",
    "a.warc.gz",
    "a.iptc",
    "a.txt.gz",
    "a.csv.zst",
    "a.zip",
    "a",
    "a.html",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is kept of a file in UTF-16 is in the file where it says.
    #[test]
    fn wide_text_stays_where_it_is(text in "[ -~éœ“”元🚀\u{a0}\u{2009}\n]{0,120}", pick in 0..4usize, big: bool, mark: bool) {
        let (name, text) = match pick {
            0 => ("a.txt", format!("Members of it\n\n{text}")),
            1 => ("a.md", format!("---\ntitle: Members of it\n---\n\n{text}")),
            2 => ("a.html", format!("<!doctype html><title>Members of it</title><p>{text}</p>")),
            _ => ("a", format!("The members of it: {text}")),
        };
        let bytes = wide(&text, big, mark);
        let (articles, _) = memory(name, &bytes).map(Some(1), Article::clone, |_| {});
        for (_, article) in &articles {
            for span in article.prose.iter().filter_map(|p| if let Piece::Keep(span) = p { Some(*span) } else { None }) {
                let (start, end) = article.place(span);
                prop_assert_eq!(&bytes[start as usize..end as usize], wide(span.cut(&article.raw), big, false));
            }
        }
    }

    #[test]
    fn any_bytes_in_any_format(pieces in prop::collection::vec(piece(), 1..4), noise in prop::collection::vec(any::<u8>(), 0..6), name in 0..NAMES.len()) {
        let bytes = [pieces.concat(), noise].concat();
        let corpus = memory(NAMES[name], &bytes);
        let (one, told) = corpus.map(Some(1), Article::clone, |_| {});
        let (two, told_again) = corpus.map(Some(3), Article::clone, |_| {});
        prop_assert_eq!(format!("{:?}", &one), format!("{:?}", &two));
        prop_assert_eq!(told, told_again);
        for (origin, article) in &one {
            let again = corpus.reopen(origin);
            prop_assert_eq!(Some(format!("{article:?}")), again.map(|a| format!("{a:?}")));
            for piece in &article.prose {
                let (Piece::Break(span, _) | Piece::Keep(span) | Piece::Replace(span, _)) = piece;
                prop_assert!(article.raw.get(span.range()).is_some(), "{:?}", piece);
            }
            for span in article.clues.iter().filter_map(|clue| clue.span).chain(article.title) {
                prop_assert!(article.raw.get(span.range()).is_some(), "{:?}", span);
                let (start, end) = article.place(span);
                prop_assert!(start <= end);
            }
        }
    }
}
