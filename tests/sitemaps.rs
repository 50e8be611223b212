//! Sitemaps as an index of dates: what they say of the pages, feeds and records that are read with them.

use dateline::corpus::{Article, ClueKind, Corpus};
use dateline::dating::published::{conflicts, rank};
use dateline::error::Notice;

const PAGE: &str = "https://post.example/bridge";

fn sitemap(urls: &str) -> String {
    format!("<?xml version='1.0'?><urlset xmlns:news='n'>{urls}</urlset>")
}

fn url(address: &str, published: &str, changed: &str) -> String {
    let news = if published.is_empty() {
        String::new()
    } else {
        format!("<news:news><news:publication_date>{published}</news:publication_date></news:news>")
    };
    let changed = if changed.is_empty() { String::new() } else { format!("<lastmod>{changed}</lastmod>") };
    format!("<url><loc>{address}</loc>{changed}{news}</url>")
}

fn page(head: &str) -> String {
    format!(
        "<html><head>{head}</head><body><article><h1>Bridge shut</h1><p>The bridge of Elmport was shut for repairs to its arches, the council said.</p></article></body></html>"
    )
}

fn canonical() -> String {
    page(&format!("<link rel='canonical' href='{PAGE}'>"))
}

/// The clues of each article, and what is said, whatever the order and the number of threads.
fn read(sources: &[(&str, &str)]) -> (Vec<Article>, Vec<String>) {
    let read = |sources: &mut dyn Iterator<Item = &(&str, &str)>, jobs| {
        let mut corpus = Corpus::empty().unwrap();
        sources.for_each(|(name, text)| corpus.add_memory(name, text.as_bytes()));
        let (read, notices) = corpus.map(Some(jobs), Article::clone, |_| {});
        for (origin, article) in &read {
            assert_eq!(format!("{article:?}"), format!("{:?}", corpus.reopen(origin).unwrap()));
        }
        let articles: Vec<Article> = read.into_iter().map(|(_, article)| article).collect();
        (articles, notices.iter().map(Notice::to_string).collect::<Vec<_>>())
    };
    let found = read(&mut sources.iter(), 1);
    assert_eq!(format!("{found:?}"), format!("{:?}", read(&mut sources.iter().rev(), 3)));
    found
}

fn days(sources: &[(&str, &str)]) -> Vec<String> {
    read(sources).0.iter().map(|article| format!("{:?}", rank(article, None).when)).collect()
}

const DAY: &str = "[2031-03-05, 2031-03-05]";

#[test]
fn a_page_takes_its_day_from_the_entry_of_its_address() {
    let map = sitemap(&url("http://www.post.example/bridge/", "2031-03-05T08:00:00+01:00", ""));
    for name in ["a.xml", "z.xml"] {
        assert_eq!(days(&[(name, &map), ("m.html", &canonical())]), [DAY]);
    }
    let social = page(&format!("<meta property='og:url' content='{PAGE}'>"));
    assert_eq!(days(&[("s.xml", &map), ("m.html", &social)]), [DAY]);
    assert_eq!(days(&[("s.xml", &map), ("m.html", &page(""))]), ["(-∞, ∞)"]);
    let body = page("");
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {PAGE}\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    assert_eq!(days(&[("s.xml", &map), ("m.warc", &warc)]), [DAY]);
    let rss = format!(
        "<rss><channel><item><link>{PAGE}</link><description>The bridge was shut.</description></item></channel></rss>"
    );
    assert_eq!(days(&[("s.xml", &map), ("m.rss", &rss)]), [DAY]);
    let atom = format!(
        "<feed><entry><id>tag:1</id><link rel='alternate' href='{PAGE}'/><content>The bridge was shut.</content></entry></feed>"
    );
    assert_eq!(days(&[("s.xml", &map), ("m.atom", &atom)]), [DAY]);
    let json = format!("{{\"url\":\"{PAGE}\",\"text\":\"The bridge was shut.\"}}");
    assert_eq!(days(&[("s.xml", &map), ("m.jsonl", &json)]), [DAY]);
    let markdown = format!("---\ncanonical_url: {PAGE}\n---\n\nThe bridge was shut.\n");
    assert_eq!(days(&[("s.xml", &map), ("m.md", &markdown)]), [DAY]);
}

#[test]
fn what_the_page_says_itself_comes_first_and_both_are_told() {
    let map = sitemap(&url(PAGE, "2031-03-09", ""));
    let dated = page(&format!(
        "<link rel='canonical' href='{PAGE}'><meta property='article:published_time' content='2031-03-05T08:00:00+01:00'>"
    ));
    let (articles, notices) = read(&[("s.xml", &map), ("m.html", &dated)]);
    assert_eq!(notices, [""; 0]);
    let published = rank(&articles[0], None);
    assert_eq!(format!("{:?}", published.when), DAY);
    let told: Vec<_> = conflicts(&published).iter().map(|(a, b)| (a.kind, b.kind)).collect();
    assert_eq!(told, [(ClueKind::Meta, ClueKind::Sitemap)]);
    // A page that was sent again has the first of its days.
    let again = sitemap(&(url(PAGE, "2031-03-07", "") + &url(PAGE, "2031-03-05", "")));
    assert_eq!(days(&[("s.xml", &again), ("m.html", &canonical())]), [DAY]);
}

#[test]
fn a_change_is_no_publication() {
    let map = sitemap(&url(PAGE, "", "2031-03-09T08:00:00Z"));
    assert_eq!(days(&[("s.xml", &map), ("m.html", &canonical())]), ["(-∞, 2031-03-09]"]);
    let dated = page(&format!(
        "<link rel='canonical' href='{PAGE}'><meta property='article:published_time' content='2031-03-05'>"
    ));
    let (articles, _) = read(&[("s.xml", &map), ("m.html", &dated)]);
    let published = rank(&articles[0], None);
    assert_eq!((format!("{:?}", published.when), conflicts(&published).len()), (DAY.to_owned(), 0));
    let early = sitemap(&url(PAGE, "", "2031-03-01"));
    let (articles, _) = read(&[("s.xml", &early), ("m.html", &dated)]);
    assert_eq!(conflicts(&rank(&articles[0], None)), []);
}

#[test]
fn what_is_said_of_sitemaps() {
    let told = |sources: &[(&str, &str)]| read(sources).1;
    let (one, two) = (url(PAGE, "2031-03-05", ""), url("https://post.example/pool", "2031-03-05", ""));
    let (met, none) = (sitemap(&(one + &two)), sitemap(&two));
    let index = "<sitemapindex><sitemap><loc>https://post.example/news.xml</loc></sitemap></sitemapindex>";
    assert_eq!(told(&[("s.xml", &met), ("i.xml", index), ("m.html", &canonical())]), [""; 0]);
    assert_eq!(
        told(&[("s.xml", &none), ("m.html", &canonical())]),
        ["s.xml: a sitemap: the page that it names is not among the articles"]
    );
    assert_eq!(
        told(&[("s.xml", &sitemap("")), ("m.html", &canonical())]),
        ["s.xml: a sitemap that names no page"]
    );
    assert!(
        told(&[("i.xml", index), ("m.html", &canonical())])[0]
            .contains("an index of sitemaps; they are not fetched")
    );
    let broken = format!("{}<url><loc>", &met[..met.len() - 9]);
    assert!(told(&[("s.xml", &broken), ("m.html", &canonical())])[0].contains("broken XML"));
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(met.replace("1.0'", "1.0' encoding='UTF-16'").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let mut corpus = Corpus::empty().unwrap();
    corpus.add_memory("s.xml", wide);
    corpus.add_memory("m.html", canonical().into_bytes());
    let (read, _) = corpus.map(Some(1), Article::clone, |_| {});
    assert_eq!(format!("{:?}", rank(&read[0].1, None).when), DAY);
}

#[test]
fn a_sitemap_may_be_compressed() {
    let map = sitemap(&url(PAGE, "2031-03-05", ""));
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, map.as_bytes()).unwrap();
    let mut corpus = Corpus::empty().unwrap();
    corpus.add_memory("sitemap.xml.gz", encoder.finish().unwrap());
    corpus.add_memory("m.html", canonical().into_bytes());
    let (read, notices) = corpus.map(Some(2), Article::clone, |_| {});
    assert_eq!((format!("{:?}", rank(&read[0].1, None).when), notices.len()), (DAY.to_owned(), 0));
}
