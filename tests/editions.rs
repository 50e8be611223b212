//! Versions of articles as newsrooms send them: what supersedes what, what takes a story back, and what is said where that
//! is not clear.

use dateline::corpus::{Article, Corpus, Latest, Piece, Version};
use dateline::error::Notice;
use dateline::{Linter, Options};
use std::sync::OnceLock;

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().unwrap())
}

/// The sources that are compared, by their names, and what is said of the others.
fn compared(sources: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let check = |sources: &mut dyn Iterator<Item = &(&str, &str)>, jobs| {
        let mut corpus = Corpus::empty().unwrap();
        sources.for_each(|(name, text)| corpus.add_memory(name, text.as_bytes()));
        let checked = linter().check(&corpus, &Options { jobs: Some(jobs), tick: None });
        let shown = |path: &str, line: Option<u32>| {
            path.to_owned() + &line.map_or(String::new(), |l| format!(":{l}"))
        };
        let names: Vec<String> = checked.cards.iter().map(|card| shown(&card.path, card.line)).collect();
        // What `articles` shows agrees with what is compared.
        let (read, _) = corpus.map(Some(jobs), Article::clone, |_| {});
        let versions: Vec<Version> = read.iter().filter_map(|(_, article)| Version::of(article)).collect();
        let latest = Latest::of(&versions);
        let out = |article: &Article| {
            let status = article.edition.as_ref().is_some_and(|edition| edition.status.is_out());
            status || latest.supersedes(article) || latest.takes_back(article)
        };
        let left = read.iter().filter(|(_, a)| !out(a)).map(|(_, a)| shown(&a.path, a.line));
        assert_eq!(names, left.collect::<Vec<_>>());
        (names, checked.notices.iter().map(Notice::to_string).collect::<Vec<_>>())
    };
    let found = check(&mut sources.iter(), 1);
    assert_eq!(found, check(&mut sources.iter().rev(), 3));
    found
}

#[track_caller]
fn left(sources: &[(&str, &str)], names: &[&str], told: &[&str]) {
    let (found, notices) = compared(sources);
    assert_eq!(found, names, "{notices:#?}");
    assert_eq!(notices.len(), told.len(), "{notices:#?}");
    for (notice, part) in notices.iter().zip(told) {
        assert!(notice.contains(part), "{notice:?} is not about {part:?}");
    }
}

/// A message by ANPA 1312; `sent` is `03-05-31 1530EST`.
fn anpa(number: &str, slug: &str, text: &str, sent: &str) -> String {
    format!("\u{1}{number} r i\r\n{slug} 0040\r\n\u{2}{text}\r\n\u{3}\r\n{sent}\r\n\u{4}")
}

/// A message by IPTC 7901; `sent` is `051530 GMT MAR 31`.
fn iptc(heading: &str, text: &str, sent: &str) -> String {
    format!("\u{1}{heading}\r\n\u{2}\r\n{text}\r\n\u{3}\r\n{sent}\r\n\u{4}")
}

const BAKERS: &str = "^Bakers strike<\r\n\tELMPORT (AP) _ The bakers of Elmport struck on Wednesday. About 30 shops were closed.";

fn bakers(slug: &str, sent: &str) -> String {
    anpa("a0101", slug, BAKERS, sent)
}

#[test]
fn leads_take_the_place_of_what_was_sent_before() {
    let (first, second, third) = (
        bakers("BC-Elmport-Bakers,URGENT", "03-05-31 1500EST"),
        bakers("BC-Elmport-Bakers", "03-05-31 1530EST"),
        bakers("BC-Elmport-Bakers,1stLd-Writethru", "03-05-31 1700EST"),
    );
    let told = ["earlier version"];
    left(&[("1.anpa", &first), ("2.anpa", &second)], &["2.anpa"], &told);
    left(&[("1.anpa", &first), ("2.anpa", &second), ("3.anpa", &third)], &["3.anpa"], &told);
    let ninth = bakers("BC-Elmport-Bakers,9th Lead", "03-06-31 0010EST");
    left(&[("3.anpa", &third), ("9.anpa", &ninth)], &["9.anpa"], &told);
    // A slug that returns is another story, and so is a lead of days later; a further part is no version.
    let tomorrow = bakers("BC-Elmport-Bakers", "03-06-31 1500EST");
    left(&[("2.anpa", &second), ("4.anpa", &tomorrow)], &["2.anpa", "4.anpa"], &[]);
    let late = bakers("BC-Elmport-Bakers,2nd Ld", "03-08-31 0010EST");
    left(&[("3.anpa", &third), ("5.anpa", &late)], &["3.anpa", "5.anpa"], &[]);
    let part = bakers("BC-Elmport-Bakers,1st Add", "03-05-31 1800EST");
    left(&[("2.anpa", &second), ("6.anpa", &part)], &["2.anpa", "6.anpa"], &[]);
    let other = bakers("BC-Elmport-Bridge,1st Ld", "03-05-31 1800EST");
    left(&[("2.anpa", &second), ("7.anpa", &other)], &["2.anpa", "7.anpa"], &[]);
}

#[test]
fn a_kill_takes_its_story_back() {
    let story = bakers("BC-Elmport-Bakers", "03-05-31 1530EST");
    let lead = bakers("BC-Elmport-Bakers,1st Ld-Writethru", "03-05-31 1600EST");
    let told = ["was taken back by k.anpa"];
    for (slug, text) in [
        ("BC-Elmport-Bakers,KILL", "EDITORS: There was no strike."),
        ("BC-Elmport-Bakers", "^MANDATORY KILL<\r\n\tThe strike of the bakers did not take place."),
        ("BC-Elmport-Bakers,ADVISORY", "EDITORS: Kill the story BC-Elmport-Bakers. There was no strike."),
        ("BC-Elmport-Bakers", "EDITORS: kill BC-Elmport-Bakers, a0101. There was no strike."),
    ] {
        for sent in ["03-05-31 1810EST", "03-06-31 0900EST", "03-08-31 0900EST"] {
            let kill = anpa("a0777", slug, text, sent);
            left(&[("1.anpa", &story), ("k.anpa", &kill)], &[], &told);
            left(&[("1.anpa", &story), ("2.anpa", &lead), ("k.anpa", &kill)], &[], &[told[0], told[0]]);
        }
        // A week later it is that of a story which is not there.
        let kill = anpa("a0777", slug, text, "03-12-31 0900EST");
        left(&[("1.anpa", &story), ("k.anpa", &kill)], &["1.anpa"], &["not among the articles"]);
    }
    let hold =
        anpa("a0777", "BC-Elmport-Bakers,WITHHOLD", "EDITORS: Facts are being checked.", "03-05-31 1810EST");
    left(&[("1.anpa", &story), ("k.anpa", &hold)], &[], &["is withheld by k.anpa"]);
    // What is sent after it stands.
    let kill = anpa("a0777", "BC-Elmport-Bakers,KILL", "EDITORS: Wrong day.", "03-05-31 1810EST");
    let again = bakers("BC-Elmport-Bakers,2nd Ld-Writethru", "03-05-31 1900EST");
    left(&[("1.anpa", &story), ("2.anpa", &again), ("k.anpa", &kill)], &["2.anpa"], &["earlier version"]);
}

#[test]
fn a_kill_that_may_mean_several_stories_takes_none() {
    let of = |sent| bakers("BC-Elmport-Bakers", sent);
    let (monday, tuesday) = (of("03-03-31 1530EST"), of("03-04-31 1530EST"));
    let kill = |text| anpa("a0777", "BC-Elmport-Bakers,KILL", text, "03-05-31 0900EST");
    let vague = kill("EDITORS: The story is wrong.");
    let both = ["1.anpa", "2.anpa"];
    left(
        &[("1.anpa", &monday), ("2.anpa", &tuesday), ("k.anpa", &vague)],
        &both,
        &["which is not clear: 1.anpa, 2.anpa"],
    );
    // With the number of the message it is clear, and so it is with a story of the day.
    let numbered = anpa("a0999", "BC-Elmport-Bakers", BAKERS, "03-04-31 1630EST");
    let exact = kill("EDITORS: Kill a0999.");
    left(
        &[("1.anpa", &monday), ("2.anpa", &numbered), ("k.anpa", &exact)],
        &["1.anpa"],
        &["taken back by k.anpa"],
    );
    // Numbers return every day: one alone may be that of many stories, and one that goes with another slug is a mistake.
    let bridge = |number: &str, sent: &str| anpa(number, "BC-Elmport-Bridge", BAKERS, sent);
    let numbers = anpa("a0777", "BC-Desk,KILL", "EDITORS: Kill a0101.", "03-05-31 0900EST");
    let (one, two) = (of("03-03-31 1530EST"), bridge("a0101", "03-04-31 1530EST"));
    left(
        &[("1.anpa", &one), ("2.anpa", &two), ("k.anpa", &numbers)],
        &both,
        &["which is not clear: 1.anpa, 2.anpa"],
    );
    left(&[("1.anpa", &one), ("k.anpa", &numbers)], &[], &["taken back by k.anpa"]);
    let wrong = kill("EDITORS: Kill a0555.");
    let other = bridge("a0555", "03-04-31 1530EST");
    left(
        &[("1.anpa", &one), ("2.anpa", &other), ("k.anpa", &wrong)],
        &both,
        &["which is not clear: 1.anpa, 2.anpa"],
    );
    let called = kill("EDITORS: Kill BC-Elmport-Bakers, a0101.");
    left(&[("1.anpa", &one), ("2.anpa", &two), ("k.anpa", &called)], &["2.anpa"], &["taken back by k.anpa"]);
    let today = of("03-05-31 0800EST");
    left(
        &[("1.anpa", &monday), ("3.anpa", &today), ("k.anpa", &vague)],
        &["1.anpa"],
        &["taken back by k.anpa"],
    );
}

#[test]
fn what_speaks_to_editors_is_no_article() {
    let plans =
        anpa("a0001", "BC-Elmport-Plans,Advisory", "EDITORS: The council meets at noon.", "03-05-31 0800EST");
    left(&[("a.anpa", &plans)], &[], &["an advisory to editors"]);
    // A part of a text that is to go does not take the story with it, and news may be of kills.
    let eds = BAKERS.replace("\tELMPORT", "\tEds: Kill the second paragraph of the story.\r\n\tELMPORT");
    let eds = anpa("a0101", "BC-Elmport-Bakers,1st Ld", &eds, "03-05-31 1530EST");
    let moose = bakers("BC-Moose-Kill", "03-05-31 1530EST");
    left(&[("1.anpa", &eds), ("2.anpa", &moose)], &["1.anpa", "2.anpa"], &[]);
}

#[test]
fn services_by_iptc_7901() {
    let trams = "Trams to run on Sundays\r\n\r\nELMPORT, March 5 (Newswire) - The trams of Elmport will run on Sundays.";
    let story = iptc("EWA0017 4 I 0040 ELMPORT 0017", trams, "051530 GMT MAR 31");
    let kill = |text: &str| iptc("EWA0031 1 I 0020 ELMPORT 0031", text, "061015 GMT MAR 31");
    for text in [
        "KILL KILL KILL ''''' =\r\nPlease kill item EWA0017 \"Trams to run on Sundays\".",
        "MANDATORY KILL\r\n\r\nThe council did not vote.",
    ] {
        left(&[("1.iptc", &story), ("k.iptc", &kill(text))], &[], &["was taken back by k.iptc"]);
    }
    // A keyword of a town is that of many stories; another agency's story is its own.
    let pool = iptc(
        "EWA0018 4 I 0040 ELMPORT 0018",
        "Pool opens\r\n\r\nELMPORT, March 5 (Newswire) - The pool opened.",
        "051600 GMT MAR 31",
    );
    let vague = kill("MANDATORY KILL\r\n\r\nThe council did not vote.");
    left(
        &[("1.iptc", &story), ("2.iptc", &pool), ("k.iptc", &vague)],
        &["1.iptc", "2.iptc"],
        &["which is not clear"],
    );
    let exact = kill("KILL KILL KILL\r\nPlease kill item EWA0017.");
    left(
        &[("1.iptc", &story), ("2.iptc", &pool), ("k.iptc", &exact)],
        &["2.iptc"],
        &["taken back by k.iptc"],
    );
    let other = iptc("XYZ0017 4 I 0040 ELMPORT 0017", trams, "051530 GMT MAR 31");
    left(
        &[("1.iptc", &other), ("k.iptc", &kill("KILL KILL KILL"))],
        &["1.iptc"],
        &["not among the articles"],
    );
    // A line of keywords is a slug.
    let first = iptc("EWA0017 4 I 0040", &format!("Elmport-Trams/\r\n{trams}"), "051530 GMT MAR 31");
    let lead =
        iptc("EWA0020 4 I 0040", &format!("Elmport-Trams, 1stLd-Writethru\r\n{trams}"), "051630 GMT MAR 31");
    left(&[("1.iptc", &first), ("2.iptc", &lead)], &["2.iptc"], &["earlier version"]);
}

fn nitf(data: &str, status: &str, text: &str) -> String {
    format!(
        "<nitf><head><docdata{status}>{data}</docdata></head><body><body.content><p>{text}</p></body.content></body></nitf>"
    )
}

#[test]
fn nitf_says_what_it_corrects() {
    let id = |id: &str, day: &str| {
        format!("<doc-id id-string=\"{id}\" regsrc=\"EW\"/><date.issue norm=\"{day}\"/>")
    };
    let first = nitf(&id("a1", "20310305T081500Z"), "", "The bakers struck on Monday.");
    let told = ["is an earlier version of 2.xml"];
    let second =
        |data: &str| nitf(&(id("a2", "20310305T101500Z") + data), "", "The bakers struck on Tuesday.");
    left(
        &[
            ("1.xml", &first),
            ("2.xml", &second("<correction info=\"The day.\" id-string=\"a1\" regsrc=\"EW\"/>")),
        ],
        &["2.xml"],
        &told,
    );
    left(&[("1.xml", &first), ("2.xml", &second(""))], &["1.xml", "2.xml"], &[]);
    // One that says nothing else of its versions.
    let bare = nitf("<doc-id id-string=\"a1\" regsrc=\"EW\"/>", "", "The bakers struck on Monday.");
    left(&[("1.xml", &bare), ("2.xml", &second("<correction id-string=\"a1\"/>"))], &["2.xml"], &told);
    // A key, with its version or its generation.
    let keyed = |name: &str, day: &str, key: &str| {
        nitf(&format!("{}<du-key key=\"bakers\" {key}/>", id(name, day)), "", "The bakers struck.")
    };
    let (one, two) =
        (keyed("b1", "20310305T081500Z", "version=\"1\""), keyed("b2", "20310305T101500Z", "version=\"2\""));
    left(&[("1.xml", &one), ("2.xml", &two)], &["2.xml"], &told);
    let (one, two) = (
        keyed("b1", "20310305T081500Z", "generation=\"1\""),
        keyed("b2", "20310305T081500Z", "generation=\"2\""),
    );
    left(&[("1.xml", &one), ("2.xml", &two)], &["2.xml"], &told);
    let next_week = keyed("b2", "20310312T101500Z", "version=\"1\"");
    left(&[("1.xml", &one), ("2.xml", &next_week)], &["1.xml", "2.xml"], &[]);
    let kill = format!("{}<du-key key=\"bakers\" version=\"2\"/>", id("b9", "20310306T101500Z"));
    left(
        &[("1.xml", &one), ("2.xml", &nitf(&kill, " management-status=\"canceled\"", ""))],
        &[],
        &["was taken back by 2.xml"],
    );
}

#[test]
fn nitf_manages_other_documents() {
    let story = nitf(
        "<doc-id id-string=\"a1\"/><date.issue norm=\"20310305T081500Z\"/><du-key version=\"1\"/>",
        "",
        "The bakers struck on Monday.",
    );
    let order =
        |idref: &str| format!(" management-doc-idref=\"{idref}\" management-idref-status=\"canceled\"");
    let message =
        |idref| nitf("<doc-id id-string=\"m7\"/><ed-msg info=\"There was no strike.\"/>", &order(idref), "");
    left(
        &[("1.xml", &story), ("m.xml", &message("a1"))],
        &[],
        &["taken back by m.xml (There was no strike.)"],
    );
    left(&[("1.xml", &story), ("m.xml", &message("a1:1"))], &[], &["taken back by m.xml"]);
    left(&[("1.xml", &story), ("m.xml", &message("a2"))], &["1.xml"], &["m.xml: was taken back"]);
    let again = nitf(
        "<doc-id id-string=\"a1\"/><date.issue norm=\"20310305T101500Z\"/><du-key version=\"2\"/>",
        "",
        "The bakers struck on Tuesday.",
    );
    left(
        &[("1.xml", &story), ("2.xml", &again), ("m.xml", &message("a1:1"))],
        &["2.xml"],
        &["1.xml: is an earlier version of 2.xml", "m.xml: was taken back"],
    );
}

#[test]
fn newsml_takes_back_and_goes_on() {
    let item = |guid: &str, version: u32, status: &str, more: &str, text: &str| {
        format!(
            "<newsItem guid=\"{guid}\" version=\"{version}\"><itemMeta><itemClass qcode=\"ninat:text\"/>\
             <versionCreated>2031-03-05T0{version}:00:00Z</versionCreated><pubStatus qcode=\"stat:{status}\"/>{more}</itemMeta>{text}</newsItem>"
        )
    };
    let text = "<contentSet><inlineXML><html><body><p>The bakers struck on Monday.</p></body></html></inlineXML></contentSet>";
    let first = item("urn:a", 1, "usable", "", text);
    // A kill has no text any more.
    left(
        &[("1.xml", &first), ("2.xml", &item("urn:a", 2, "canceled", "", ""))],
        &[],
        &["taken back by 2.xml"],
    );
    left(
        &[("1.xml", &first), ("2.xml", &item("urn:a", 2, "withheld", "", "<contentSet/>"))],
        &[],
        &["is withheld by 2.xml"],
    );
    let link = "<link rel=\"irel:previousVersion\" residref=\"urn:a\"/>";
    left(
        &[("1.xml", &first), ("2.xml", &item("urn:b", 2, "usable", link, text))],
        &["2.xml"],
        &["earlier version"],
    );
    left(&[("1.xml", &first), ("2.xml", &item("urn:b", 2, "usable", "", text))], &["1.xml", "2.xml"], &[]);
}

#[test]
fn records_and_feeds() {
    let killed = "{\"id\":\"7\",\"text\":\"The bakers struck.\"}\n{\"id\":\"7\",\"status\":\"killed\"}\n";
    left(&[("a.jsonl", killed)], &[], &["a.jsonl:1: was taken back by a.jsonl:2"]);
    // The number of one newsroom is another article in another.
    let of = |source: &str, day: &str| {
        format!(
            "{{\"id\":\"7\",\"source\":\"{source}\",\"updated\":\"{day}\",\"text\":\"The bakers struck.\"}}"
        )
    };
    let (one, two) = (of("Post", "2031-03-05"), of("Courier", "2031-03-06"));
    left(&[("a.jsonl", &one), ("b.jsonl", &two)], &["a.jsonl:1", "b.jsonl:1"], &[]);
    left(&[("a.jsonl", &one), ("b.jsonl", &of("Post", "2031-03-06"))], &["b.jsonl:1"], &["earlier version"]);
    let ninjs = |uri: &str, hour: u32, more: &str| {
        format!(
            "{{\"uri\":\"{uri}\",\"versioncreated\":\"2031-03-05T0{hour}:00:00Z\",{more}\"body_text\":\"The bakers struck.\"}}"
        )
    };
    let first = ninjs("urn:a", 1, "");
    for more in [
        "\"altids\":{\"original\":\"urn:a\"},",
        "\"altIds\":[{\"role\":\"old\",\"value\":\"urn:a\"}],",
        "\"evolvedfrom\":\"urn:a\",",
    ] {
        left(
            &[("1.json", &first), ("2.json", &ninjs("urn:b", 2, more))],
            &["2.json:1"],
            &["earlier version"],
        );
    }
    let entry = |updated: &str| {
        format!(
            "<feed><entry><id>tag:1</id><updated>{updated}</updated><content>The bakers struck.</content></entry></feed>"
        )
    };
    let (one, two) = (entry("2031-03-05T08:00:00Z"), entry("2031-03-05T10:00:00+01:00"));
    left(&[("1.atom", &one), ("2.atom", &two)], &["2.atom:1"], &["earlier version"]);
    let post = |status: &str| {
        format!(
            "<rss><channel><item><guid>g</guid><wp:status>{status}</wp:status><description>The bakers struck.</description></item></channel></rss>"
        )
    };
    left(&[("1.wxr", &post("private"))], &[], &["withheld or a draft"]);
}

/// An item of ninjs; `more` are further fields.
fn item(uri: &str, minute: usize, more: &str) -> String {
    format!(
        "{{\"uri\":\"{uri}\",\"versioncreated\":\"2031-03-05T{:02}:{:02}:00Z\",{more}\"body_text\":\"The bakers struck.\"}}\n",
        minute / 60 % 24,
        minute % 60,
    )
}

#[test]
fn a_chain_of_any_length_has_one_end() {
    let link =
        |at: usize, of: usize| item(&format!("urn:x:{at}"), 0, &format!("\"evolvedfrom\":\"urn:x:{of}\","));
    let first = item("urn:x:0", 0, "");
    let told = ["one of 1499 earlier versions, of a.jsonl:1500"];
    let chain: String = std::iter::once(first.clone()).chain((1..1500).map(|at| link(at, at - 1))).collect();
    left(&[("a.jsonl", &chain)], &["a.jsonl:1500"], &told);
    let reversed: String = (1..1500).rev().map(|at| link(at, at - 1)).chain([first]).collect();
    left(&[("a.jsonl", &reversed)], &["a.jsonl:1"], &["one of 1499 earlier versions, of a.jsonl:1"]);
    // A circle has no end, nor has what leads into it.
    let circle = [item("urn:x:3", 0, ""), link(0, 2), link(1, 0), link(2, 1) + &link(0, 3)].concat();
    let all = ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"];
    left(&[("a.jsonl", &circle)], &all, &[]);
}

#[test]
fn articles_that_name_their_own_id() {
    const COUNT: usize = 300;
    let told = ["one of 299 earlier versions, of a.jsonl:300"];
    for more in ["\"altids\":[{\"value\":\"urn:x:1\"}],", "\"evolvedfrom\":\"urn:x:1\","] {
        let all: String = (0..COUNT).map(|at| item("urn:x:1", at, more)).collect();
        left(&[("a.jsonl", &all)], &["a.jsonl:300"], &told);
        // One of another id is put behind the latest, or before it.
        let other = item("urn:y", COUNT, more);
        left(
            &[("a.jsonl", &all), ("b.jsonl", &other)],
            &["b.jsonl:1"],
            &["one of 300 earlier versions, of b.jsonl:1"],
        );
    }
    let also = "\"altids\":[{\"value\":\"urn:x:1\"}],";
    let all: String = (1..=COUNT).map(|at| item("urn:x:1", at, also)).collect();
    left(
        &[("a.jsonl", &all), ("b.jsonl", &item("urn:y", 0, also))],
        &["a.jsonl:300"],
        &["one of 300 earlier versions, of a.jsonl:300"],
    );
    // A correction that says no time follows what it corrects, though both have one id.
    let bare = nitf("<doc-id id-string=\"a1\"/>", "", "The bakers struck on Monday.");
    let corrected =
        nitf("<doc-id id-string=\"a1\"/><correction id-string=\"a1\"/>", "", "The bakers struck on Tuesday.");
    left(&[("1.xml", &bare), ("2.xml", &corrected)], &["2.xml"], &["1.xml: is an earlier version of 2.xml"]);
}

#[test]
fn many_kills_take_their_own_stories() {
    const COUNT: usize = 200;
    let story =
        |at: usize| anpa(&format!("a{at:04}"), &format!("BC-Elmport-Bridge{at}"), BAKERS, "03-05-31 1530EST");
    let kill = |at: usize| {
        let (number, slug) = (format!("a{:04}", 5000 + at), format!("BC-Desk-Note{at},KILL"));
        anpa(&number, &slug, &format!("EDITORS: Kill a{at:04}."), "03-05-31 1810EST")
    };
    let stories: String = (0..COUNT).map(story).collect();
    let kills: String = (0..COUNT).filter(|at| at % 2 == 0).map(kill).collect();
    let (names, told) = compared(&[("1.anpa", &stories), ("k.anpa", &kills)]);
    assert_eq!((names.len(), told.len()), (COUNT / 2, COUNT / 2), "{told:#?}");
    assert!(told.iter().all(|told| told.contains("was taken back by k.anpa")), "{told:#?}");
    // Several that are not clear: each is told of with its own stories.
    let twice = anpa("a0001", "BC-Elmport-Pool", BAKERS, "03-05-31 1600EST");
    let vague = |at: usize| {
        let text = format!("EDITORS: Kill a{at:04}.");
        anpa(&format!("a6{at:03}"), &format!("BC-Desk-Note{at},KILL"), &text, "03-06-31 0900EST")
    };
    let (one, absent) = (vague(1), vague(999));
    left(
        &[("1.anpa", &story(1)), ("2.anpa", &twice), ("k.anpa", &one), ("l.anpa", &absent)],
        &["1.anpa", "2.anpa"],
        &["which is not clear: 1.anpa, 2.anpa", "l.anpa: takes a story back"],
    );
}

#[test]
fn the_head_of_a_wire_is_no_prose() {
    let prose = |text: &str| {
        let mut corpus = Corpus::empty().unwrap();
        corpus.add_memory("a.anpa", text.as_bytes());
        let (read, notices) = corpus.map(Some(1), Article::clone, |_| {});
        assert!(notices.is_empty(), "{notices:?}");
        let article = &read[0].1;
        let kept = |piece: &Piece| match piece {
            Piece::Keep(span) => span.cut(&article.raw).to_owned(),
            Piece::Replace(_, words) => words.to_string(),
            Piece::Break(_, role) => format!("|{role:?}: "),
        };
        article.prose.iter().map(kept).collect::<String>()
    };
    let head = "^Bakers strike<\r\n^Eds: UPDATES with the mayor, 54. Will be led.<\r\n^By ADA QUILL=\r\n^Elmport Writer=\r\n\tELMPORT (AP) _ The bakers struck.";
    assert_eq!(
        prose(&anpa("a0101", "BC-Elmport-Bakers", head, "03-05-31 1530EST")),
        "|Title: Bakers strike|Body: The bakers struck."
    );
    let dpa = "Elmport-Bakers/\r\nBakers strike =\r\n\r\nElmport (dpa) - The bakers struck on Wednesday.";
    assert_eq!(
        prose(&iptc("bdt0123 3 pl 60", dpa, "051530 Mar 31")),
        "|Title: Bakers strike|Body: The bakers struck on Wednesday."
    );
}

#[test]
fn an_archive_of_what_was_taken_back_is_not_empty() {
    let dir = std::env::temp_dir().join(format!("dateline-editions-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(
        dir.join("a.jsonl"),
        "{\"id\":\"7\",\"status\":\"killed\",\"text\":\"The bakers struck.\"}\n",
    )
    .unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("check")
        .arg(".")
        .current_dir(&dir)
        .output();
    std::fs::remove_dir_all(&dir).unwrap();
    let run = run.unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(
        (run.status.code(), said.contains("was taken back"), said.contains("no article")),
        (Some(0), true, false),
        "{said}"
    );
}

#[test]
fn what_holds_no_article_says_so() {
    let g2 = "<packageItem guid=\"p\"><itemMeta/></packageItem>";
    left(&[("a.xml", g2)], &[], &["NewsML-G2 without an article: its root is `packageItem`"]);
    left(
        &[("a.xml", "<newsMessage><itemSet><packageItem/></itemSet></newsMessage>")],
        &[],
        &["there is no article in it"],
    );
    left(
        &[("a.rss", "<rss><channel><title>Post</title></channel></rss>")],
        &[],
        &["there is no article in it"],
    );
    let picture =
        "{\"uri\":\"urn:p\",\"type\":\"picture\",\"versioncreated\":\"2031-03-05\",\"headline\":\"Bridge\"}";
    left(&[("a.json", picture)], &[], &["a ninjs item of the type `picture`"]);
    left(
        &[("a.json", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Post\"}")],
        &[],
        &["a JSON Feed without articles"],
    );
    left(&[("a.xml", "<NewsML><NewsEnvelope/></NewsML>")], &[], &["there is no article in it"]);
}

#[test]
fn days_as_they_are_written() {
    let day = |published: &str| {
        let mut corpus = Corpus::empty().unwrap();
        let record = serde_json::json!({"text": "The bakers struck.", "published": published}).to_string();
        corpus.add_memory("a.jsonl", record.as_bytes());
        let (read, _) = corpus.map(Some(1), Article::clone, |_| {});
        read[0]
            .1
            .clues
            .first()
            .and_then(|clue| clue.stamp.days())
            .and_then(|days| days.single())
            .map(|day| day.to_string())
    };
    for written in [
        "Wed, 5 Mar 31 23:50 EST",
        "Thu, 05 Mar 31 23:50:00 -0500",
        "20310305T0815",
        "203103050815",
        "20310305081500",
        "2031-03-05T23:59:60-05:00",
        "1930491000",
        "1930491000000",
    ] {
        assert_eq!(day(written).as_deref(), Some("2031-03-05"), "{written}");
    }
    for written in ["yesterday", "05/03/31", "203113050815", "Wed, 32 Mar 31 23:50 EST"] {
        assert_eq!(day(written), None, "{written}");
    }
}

#[test]
fn nitf_says_its_days() {
    let clues = |status: &str, data: &str, head: &str| {
        let item = format!(
            "<nitf><head><docdata{status}>{data}</docdata></head><body><body.head>{head}</body.head><body.content><p>The bakers struck.</p></body.content></body></nitf>"
        );
        let mut corpus = Corpus::empty().unwrap();
        corpus.add_memory("a.xml", item.as_bytes());
        let (read, _) = corpus.map(Some(1), Article::clone, |_| {});
        let article = &read[0].1;
        let clue = |clue: &dateline::corpus::Clue| {
            format!("{:?} {}", clue.kind, clue.span.unwrap().cut(&article.raw))
        };
        article.clues.iter().map(clue).collect::<Vec<_>>()
    };
    let (issue, release) =
        ("<date.issue norm=\"20310305T100000Z\"/>", "<date.release norm=\"20310307T060000Z\"/>");
    let line =
        "<dateline><location>ELMPORT</location><story.date norm=\"20310304\">March 4</story.date></dateline>";
    let both = format!("{issue}{release}");
    assert_eq!(clues("", &both, line), ["Field 20310305T100000Z", "Dateline 20310304"]);
    assert_eq!(clues(" management-status=\"embargoed\"", &both, ""), ["Field 20310307T060000Z"]);
    assert_eq!(clues("", release, ""), ["Field 20310307T060000Z"]);
    assert_eq!(clues("", "", line), ["Field 20310304"]);
}
