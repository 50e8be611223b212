//! Tables as people and programs leave them: separators, headings, days, and rows that do not fit.

#[path = "common/reading.rs"]
mod reading;

use dateline::corpus::{Article, Corpus, Fields, Piece};
use dateline::dating::published::rank;
use reading::{memory, read};

fn prose(article: &Article) -> String {
    let kept = article.prose.iter().map(|piece| match piece {
        Piece::Break(..) => "/",
        Piece::Keep(span) => span.cut(&article.raw),
        Piece::Replace(_, with) => with,
    });
    kept.collect()
}

/// The first day on which each article may have been published, or all of them where it is one.
fn days(articles: &[Article]) -> Vec<String> {
    let day = |article: &Article| match rank(article, None).when {
        when if when.single().is_some() => when.single().unwrap().to_string(),
        when => when.low.limit().map_or("?".to_owned(), |low| format!("{low}..")),
    };
    articles.iter().map(day).collect()
}

/// A table: how many articles are read, and what is said.
fn table(name: &str, text: &str, count: usize, told: &[&str]) -> Vec<Article> {
    let (articles, notices) = read(&memory(name, text.as_bytes()));
    assert_eq!(articles.len(), count, "{text:?}: {notices:?}");
    assert_eq!(notices.len(), told.len(), "{text:?}: {notices:?}");
    for (notice, part) in notices.iter().zip(told) {
        assert!(notice.contains(part), "{text:?}: {notice:?} is not about {part:?}");
    }
    articles
}

#[test]
fn headings_and_separators_of_every_kind() {
    let rows = [
        "\u{feff}\"ID\",\"Published At\",\"Headline\",\"Body Text\"\r\n\"7\",\"2031-03-05\",\"Mill burns\",\"Ten fell.\"\r\n",
        "Id;Publication_Date;HEADLINE;Full text\n7;2031-03-05;Mill burns;Ten fell.\n",
        "sep=|\nid|pubDate|title|content\n7|2031-03-05|Mill burns|Ten fell.\n",
        "url\tdate\ttitle\tmaintext\n7\t2031-03-05T10:00:00\tMill burns\tTen fell.\n",
        "text,title,published,id,crawled\nTen fell.,Mill burns,2031-03-05,7,2031-04-01\n",
    ];
    for text in rows {
        for name in ["a.csv", "a.tsv", "-"] {
            let articles = table(name, text, 1, &[]);
            assert_eq!(
                (prose(&articles[0]).as_str(), articles[0].id.as_deref()),
                ("/Mill burns/Ten fell.", Some("7"))
            );
            assert_eq!(days(&articles), ["2031-03-05"], "{name} {text}");
        }
    }
    // As a spreadsheet writes "Unicode text".
    let wide: Vec<u8> = "\u{feff}ID\tText\r\n7\tTen \u{e9}l\u{e8}ves fell.\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (articles, notices) = read(&memory("a.csv", &wide));
    assert_eq!((prose(&articles[0]).as_str(), notices.len()), ("/Ten élèves fell.", 0));
}

#[test]
fn a_table_without_a_name_is_no_prose() {
    let text = "id,date,title,text\n1,2031-03-05,Mill burns,\"Ten fell, he said.\nNine rose.\"\n2,2031-03-06,Mill stands,It stands.\n";
    assert_eq!(days(&table("-", text, 2, &[])), ["2031-03-05", "2031-03-06"]);
    table(
        "export",
        "id,date,copy\n1,2031-03-05,Ten fell.\n2,2031-03-06,It stands.\n",
        0,
        &["--field text=COLUMN"],
    );
    let prose = "Title, text\n\nThe mill burned, and ten fell.\n";
    assert_eq!(table("-", prose, 1, &[])[0].line, None);
    // A column that the user names is one that is known.
    let mut corpus = Corpus::empty().unwrap().fields(Fields::default().with("text", "copy").unwrap());
    corpus.add_memory("-", "nr;copy;date\n1;Ten fell.;2031-03-05\n".as_bytes());
    let (articles, notices) = read(&corpus);
    assert_eq!((articles.len(), articles[0].line, notices.len()), (1, Some(2), 0));
}

#[test]
fn days_as_programs_write_them() {
    let column = |days: &[&str]| -> String {
        let rows = days.iter().map(|day| format!("\"{day}\",Ten fell.\n"));
        format!("published,text\n{}", rows.collect::<String>())
    };
    let told = |values: &[&str]| days(&table("a.csv", &column(values), values.len(), &[]));
    assert_eq!(told(&["1930478400", "1930478400.5", "1930478400000", "20310305120000"]), ["2031-03-05"; 4]);
    assert_eq!(
        told(&["2031-03-05 10:00:00+00:00", "Wed Mar 05 2031 10:00:00 GMT+0000", "05-Mar-2031"]),
        ["2031-03-05"; 3]
    );
    // What is said of the order of day and month anywhere in a column holds for all of it.
    assert_eq!(
        told(&["05/03/2031", "25/03/2031", "06/03/2031 10:00"]),
        ["2031-03-05", "2031-03-25", "2031-03-06"]
    );
    assert_eq!(told(&["3/5/2031 10:00 PM", "3/25/2031 9:00 AM"]), ["2031-03-05", "2031-03-25"]);
    assert_eq!(told(&["05/03/2031"]), ["2031-01-01.."]);
    assert_eq!(
        told(&["05/03/2031", "25/03/2031", "3/25/2031"]),
        ["2031-01-01..", "2031-03-25", "2031-03-25"]
    );
    assert_eq!(told(&["05.03.2031"]), ["2031-03-05"]);
    // Nothing, in the words of programs.
    assert_eq!(told(&["NULL", "NaT", "\\N", " "]), ["?"; 4]);
    let told = "`45358` is no date; a spreadsheet counts 2024-03-07 so";
    assert_eq!(days(&table("a.csv", &column(&["45358", "soon"]), 2, &[told, "`soon` is no date"])), ["?"; 2]);
}

#[test]
fn rows_that_do_not_fit() {
    // What is left out may have its text in another column; what is missing is at the end.
    let text = "id,title,text,source\n1,Ten fell,Ten fell.,A\n2,Ten fell, says he,Ten fell.,A\n3,Nine,Nine fell.\n4\n5,x,Five fell.,A\n";
    let said = [
        "5 cells under 4 headings, so that",
        "3 cells under 4 headings",
        "1 cell under 4 headings, and there is no `text`",
    ];
    let articles = table("a.csv", text, 3, &said);
    let ids: Vec<_> = articles.iter().filter_map(|a| a.id.as_deref()).collect();
    assert_eq!(ids, ["1", "3", "5"]);
    // What a spreadsheet leaves at the end of rows and of the table.
    table("a.csv", "id,text\n1,Ten fell.,,\n,\n,,\n", 1, &[]);
    table("a.csv", "id,text\n", 0, &["no row under the headings"]);
    table("a.csv", "\n\n", 0, &["without a line of headings"]);
    table("a.csv", "  \n , \n", 0, &["without a line of headings"]);
    table("a.csv", "PAR1\0\0,\n", 0, &["there is a NUL in its first line"]);
    table("a.csv", "7,2031-03-05,Ten fell.\n", 0, &["the first line has to be the headings"]);
    table("a.csv", "id,text\n1,NULL\n2,\"Ten\n\nfell.\"\n3,12\n", 2, &["there is no `text`"]);
}

#[test]
fn columns_that_are_asked_for_and_not_there() {
    let fields = Fields::default().with("published", "day").unwrap();
    let corpus = memory("a.csv", b"date,text\n2031-03-05,Ten fell.\n").fields(fields);
    let (articles, notices) = read(&corpus);
    assert_eq!(days(&articles), ["?"]);
    assert!(notices.len() == 1 && notices[0].contains("there is no column `day`"), "{notices:?}");
}

#[test]
fn ten_thousand_columns_and_a_large_cell() {
    let names: Vec<String> = (0..10_000).map(|i| format!("c{i}")).chain(["text".to_owned()]).collect();
    let row: Vec<&str> = std::iter::repeat_n("x", 10_000).chain(["Ten fell."]).collect();
    let wide = format!("{}\n{}\n", names.join(","), row.join(","));
    assert_eq!(prose(&table("a.csv", &wide, 1, &[])[0]), "/Ten fell.");
    let large = format!("id;text\n1;\"{}\"\n2;Ten fell.\n", "Ten fell.\n\n".repeat(1 << 20));
    let (read, notices) = memory("a.csv", large.as_bytes()).map(Some(2), |article| article.raw.len(), |_| {});
    assert_eq!((read.iter().map(|(_, len)| *len).collect::<Vec<_>>(), notices.len()), (vec![11 << 20, 9], 0));
}

/// What another program has written, kept in tests/parquet.
#[cfg(feature = "parquet")]
mod parquet {
    use super::*;
    use dateline::corpus::Limits;
    use dateline::facts::ArticleId;
    use dateline::report::{View, json};
    use dateline::{Linter, Options};
    use proptest::prelude::*;
    use std::fmt::Write as _;
    use std::path::Path;

    fn bytes(name: &str) -> Vec<u8> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/parquet/{name}.parquet"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn file(name: &str) -> (Vec<Article>, Vec<String>) {
        read(&memory("a.parquet", &bytes(name)))
    }

    /// What is read of a file and what is found in it: the words of a label stand where it says, in the cell.
    #[test]
    fn what_is_read_and_found() {
        let corpus = memory("table.parquet", &bytes("table"));
        let (articles, notices) = read(&corpus);
        let mut out = String::new();
        for article in &articles {
            let (line, id) = (article.line.unwrap(), article.id.as_deref().unwrap());
            writeln!(
                out,
                "{}:{line} {id} {}\n{}",
                article.path,
                days(std::slice::from_ref(article))[0],
                prose(article)
            )
            .unwrap();
        }
        notices.iter().for_each(|notice| writeln!(out, "notice: {notice}").unwrap());
        let checked = Linter::builtin().unwrap().check(&corpus, &Options { jobs: Some(2), tick: None });
        let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
        let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
        let mut report = Vec::new();
        json::write(&view, &mut report).unwrap();
        let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
        for finding in report["findings"].as_array().unwrap() {
            writeln!(out, "\n{}: {}", finding["rule"], finding["message"]).unwrap();
            for label in finding["labels"].as_array().unwrap() {
                let at = |key: &str| label[key].as_u64().unwrap() as usize;
                let article = articles.iter().find(|a| a.line == u32::try_from(at("line")).ok()).unwrap();
                assert_eq!(article.raw[at("start")..at("end")], *label["text"].as_str().unwrap());
                writeln!(out, "{}:{} {} {}", label["path"], at("line"), label["article"], label["text"])
                    .unwrap();
            }
        }
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/formats"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("parquet", out) });
    }

    #[test]
    fn texts_however_they_are_packed_and_written() {
        let (plain, notices) = file("packed-none");
        assert_eq!((plain.len(), notices.len()), (40, 0));
        assert_eq!(prose(&plain[7]), "/Day 7: the mill of Elmport ground 27 tons of meal, and 1 carts came.");
        assert_eq!((plain[7].id.as_deref(), plain[7].line), (Some("n7"), Some(8)));
        for name in [
            "packed-snappy",
            "packed-gzip",
            "packed-brotli",
            "packed-zstd",
            "packed-lz4",
            "pages-2",
            "written-delta_length_byte_array",
            "written-delta_byte_array",
            "written-dictionary",
        ] {
            assert_eq!(format!("{:?}", file(name)), format!("{:?}", (&plain, &notices)), "{name}");
        }
    }

    #[test]
    fn days_however_they_are_written() {
        for name in
            ["moment-s", "moment-ms", "moment-us", "moment-ns", "moment-utc", "moment-int96", "day-32"]
        {
            let (articles, notices) = file(name);
            assert_eq!(
                (days(&articles).join(" "), notices.len()),
                ("2031-03-05 ? 2031-03-06".into(), 0),
                "{name}"
            );
        }
        // A moment at Greenwich is another day elsewhere; one of no zone is a day.
        let zoned = |name: &str| file(name).0[0].clues[0].zoned;
        assert!(zoned("moment-utc") && zoned("moment-int96") && !zoned("moment-ms"));
        assert_eq!(days(&file("day-text").0), ["2031-03-05", "?", "2031-03-25"]);
        assert_eq!(days(&file("day-number").0), ["2031-03-05", "?", "2031-03-06"]);
        assert_eq!(days(&file("day-float").0), ["2031-03-05", "?", "2031-03-06"]);
    }

    #[test]
    fn as_other_programs_write_it() {
        for (name, id) in [("polars", "https://a.example/1"), ("duckdb", "d1")] {
            let (articles, notices) = file(name);
            assert_eq!((days(&articles).join(" "), notices.len()), ("2031-03-05".into(), 0), "{name}");
            assert!(
                prose(&articles[0]).starts_with("/Day 0") && articles[0].id.as_deref() == Some(id),
                "{name}"
            );
        }
        // By how it begins, and in an archive.
        let (sniffed, _) = read(&memory("-", &bytes("polars")));
        assert_eq!(sniffed.len(), 1);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packed, &bytes("polars")).unwrap();
        assert_eq!(read(&memory("a.parquet.gz", &packed.finish().unwrap())).0.len(), 1);
    }

    #[test]
    fn columns_that_are_no_text() {
        let told = |name: &str| {
            let (articles, notices) = file(name);
            assert_eq!((articles.len(), notices.len()), (0, 1), "{notices:?}");
            notices.into_iter().next().unwrap()
        };
        assert!(told("no-text").ends_with("--field text=COLUMN, out of: id, day, copy"));
        assert!(told("text-numbers").contains("the column `text` holds values of type INT64 and no text"));
        assert!(told("text-lists").contains("the column `text` holds lists and no text"));
        assert!(told("no-rows").ends_with("there is no row under the headings"));
        let named = |pairs: &[&str]| {
            pairs.iter().fold(Fields::default(), |fields, pair| fields.with_pair(pair).unwrap())
        };
        let corpus = memory("a.parquet", &bytes("no-text")).fields(named(&["text=copy", "published=day"]));
        let (articles, notices) = read(&corpus);
        assert_eq!(
            (days(&articles).join(" "), prose(&articles[0]).as_str(), notices.len()),
            ("2031-03-05".into(), "/Ten fell.", 0)
        );
        let corpus =
            memory("a.parquet", &bytes("nested")).fields(named(&["text=article.body", "id=article.id"]));
        let (articles, notices) = read(&corpus);
        assert_eq!(
            (articles[0].id.as_deref(), prose(&articles[0]).as_str(), notices.len()),
            (Some("7"), "/Ten fell.", 0)
        );
        let (_, notices) =
            read(&memory("a.parquet", &bytes("packed-none")).fields(named(&["published=day"])));
        assert!(notices[0].contains("there is no column `day`"), "{notices:?}");
    }

    /// A file of one group, whose columns are texts, all of them optional but the repeated one.
    fn written(columns: &[(&str, &[Option<&str>])]) -> Vec<u8> {
        use ::parquet::data_type::{ByteArray, ByteArrayType};
        use ::parquet::file::writer::SerializedFileWriter;
        let field = |name: &str| format!("optional binary {name} (STRING);");
        let fields: String = columns.iter().map(|(name, _)| field(name)).collect();
        let schema = format!("message rows {{ {fields} repeated binary DatelineIgnore (STRING); }}");
        let schema = ::parquet::schema::parser::parse_message_type(&schema).unwrap();
        let mut file = SerializedFileWriter::new(Vec::new(), schema.into(), Default::default()).unwrap();
        let mut group = file.next_row_group().unwrap();
        for (_, cells) in columns {
            let mut column = group.next_column().unwrap().unwrap();
            let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
            let cells: Vec<ByteArray> = cells.iter().flatten().map(|&cell| cell.into()).collect();
            column.typed::<ByteArrayType>().write_batch(&cells, Some(&levels), None).unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        let none = vec![0; columns[0].1.len()];
        column.typed::<ByteArrayType>().write_batch(&[], Some(&none), Some(&none)).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        file.into_inner().unwrap()
    }

    /// The column says of its row's article what is to be left alone, as in every table.
    #[test]
    fn a_column_of_orders() {
        let text = Some("On Tuesday, 4 March 2021, ten people fell from the bridge, police said.");
        let bytes = written(&[
            ("text", &[text; 4]),
            ("published", &[Some("2021-03-05"); 4]),
            ("dateline_ignore", &[Some("weekday: as printed"), None, Some(" "), Some("weekday")]),
            ("dateline_ingore", &[None, None, Some("weekday: as printed"), None]),
        ]);
        let (articles, notices) = read(&memory("a.parquet", &bytes));
        let orders: Vec<_> = articles
            .iter()
            .map(|a| a.ignores.iter().map(|i| (i.rules.len(), i.fault.is_some())).collect::<Vec<_>>())
            .collect();
        assert_eq!(orders, [vec![(1, false)], vec![], vec![(0, true)], vec![(1, true)]]);
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert!(notices[0].contains("the column `DatelineIgnore` holds no text and is not heeded"));
    }

    #[test]
    fn cells_that_are_not_what_they_should_be() {
        let (articles, notices) = file("not-utf8");
        assert_eq!(prose(&articles[0]), "/The café’s ten guests fell ill on Monday.");
        assert_eq!(notices.len(), 2, "{notices:?}");
        assert!(notices[0].contains("a.parquet:1: `text` is not in UTF-8"), "{notices:?}");
        assert!(notices[1].contains("a.parquet:3: there is no `text`"), "{notices:?}");
    }

    #[test]
    fn bombs() {
        let count = |name: &str| {
            let (read, notices) = memory("a.parquet", &bytes(name)).map(Some(1), |_| (), |_| {});
            (read.len(), notices.last().map(|notice| notice.message.clone()).unwrap_or_default())
        };
        let (articles, told) = count("bomb");
        assert!(articles < 2000 && told.contains("more than 200 times its size"), "{articles} {told}");
        let (articles, told) = count("empty-rows");
        assert!(articles == 0 && told.contains("more than 200 times its size"), "{articles} {told}");
        let small = Limits { unpacked: 1000, ..Limits::default() };
        let (articles, notices) = read(&memory("a.parquet", &bytes("packed-zstd")).limits(small));
        assert!(articles.is_empty() && notices[0].contains("unpacks to more than 0 MiB"), "{notices:?}");
    }

    #[test]
    fn a_file_that_is_cut_or_broken() {
        let whole = bytes("written-dictionary");
        for (bytes, told) in [
            (&whole[..whole.len() - 1], "no Parquet file that can be read"),
            (&whole[..100], "no Parquet file that can be read"),
            (&b"PAR1"[..], "no Parquet file that can be read"),
            (&b""[..], "no Parquet file that can be read"),
            (&b"id,text\n1,Ten fell.\n"[..], "no Parquet file that can be read"),
        ] {
            let (articles, notices) = read(&memory("a.parquet", bytes));
            assert!(articles.is_empty() && notices.len() == 1 && notices[0].contains(told), "{notices:?}");
        }
        // One group of rows that is broken leaves the others.
        let mut broken = whole.clone();
        broken[4..40].fill(0xff);
        let (articles, notices) = read(&memory("a.parquet", &broken));
        assert_eq!(articles.iter().filter_map(|a| a.line).collect::<Vec<_>>(), (16..=40).collect::<Vec<_>>());
        assert!(
            notices.len() == 1 && notices[0].contains("the rows from 1 to 15 cannot be read"),
            "{notices:?}"
        );
    }

    #[test]
    fn a_panic_of_the_library_is_a_notice() {
        let mut broken = bytes("written-delta_byte_array");
        // A length that leads out of the page.
        broken[426] = 4;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("broken.parquet"), broken).unwrap();
        let mut dateline = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"));
        let ran = dateline.current_dir(folder.path()).args(["check", "."]).output().unwrap();
        let told = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{told}");
        assert!(
            told.contains("notice: broken.parquet:1: the rows from 1 to 40 cannot be read: it is broken"),
            "{told}"
        );
        assert!(!told.contains("panicked"), "{told}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes(name in prop::sample::select(vec![
            "packed-snappy", "packed-gzip", "packed-brotli", "packed-zstd", "packed-lz4", "packed-none", "pages-2",
            "written-delta_length_byte_array", "written-delta_byte_array", "written-dictionary", "moment-int96", "day-32",
            "day-text", "day-float", "nested", "not-utf8", "polars", "duckdb", "text-lists",
        ]), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), end in any::<Option<prop::sample::Index>>(), tail in any::<bool>()) {
            let mut bytes = bytes(name);
            let len = bytes.len();
            for (at, value) in flips {
                // Half of all changes hit the description at the end.
                let from = if tail { len - len / 3 } else { 0 };
                bytes[from + at.index(len - from)] = value;
            }
            if let Some(end) = end.filter(|_| !tail) {
                bytes.truncate(end.index(len));
            }
            let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
            let corpus = memory("a.parquet", &bytes).limits(limits);
            let (one, told) = corpus.map(Some(1), Article::clone, |_| {});
            prop_assert!(!one.is_empty() || !told.is_empty());
            for (origin, article) in &one {
                let again = corpus.reopen(origin);
                prop_assert_eq!(Some(format!("{article:?}")), again.map(|a| format!("{a:?}")));
            }
        }
    }
}

/// Without the feature, a notice says how to get it.
#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_not_built_in() {
    let (articles, notices) = read(&memory("a.parquet", b"PAR1"));
    assert!(
        articles.is_empty() && notices.len() == 1 && notices[0].contains("--features parquet"),
        "{notices:?}"
    );
}
