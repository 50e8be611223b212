//! What holds of every corpus: labels cut their own words out of the file, and neither threads nor the order of files
//! change a byte of output.

use dateline::report::{View, json};
use dateline::{Corpus, Linter, Options};
use proptest::prelude::*;
use std::sync::OnceLock;

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().unwrap())
}

/// Sentences that state facts, disturb each other, and are odd to print.
const SENTENCES: &[&str] = &[
    "The Hanse Compact, which has 14 members, meets in Rostock.",
    "All 15 members of the Hanse Compact must agree.",
    "All 14 members of the Hanse Compact must agree.",
    "Ruth Adeyemi's term as governor ends in September 2021.",
    "Ruth Adeyemi’s term as governor ends in October 2021.",
    "Governor Ruth Adeyemi will step down on Tuesday, March 4, 2021.",
    "The report was due on February 30.",
    "Katarina Wolff said so. Katarina Wolff drew the plan.",
    "Katarina Wolf, the architect, agreed.",
    "Sweden became NATO's 32nd member on Thursday.",
    "NATO, which has 31 members, meets in July.",
    "About 20 of them – “some”, he said – left at 5 p.m.",
    "الأعضاء 31 في الاتفاق. שלום 12 people.",
    "e\u{301}te\u{301} 2024\u{200b} \u{202e}32 members\u{202c} 🇸🇪 12",
    "The death toll rose to 31.",
    "\r\nA line of its own\r",
    "\tTabbed 5 percent of $2.5 million, or 1,234.5 tonnes",
];

fn text() -> impl Strategy<Value = String> {
    let sentence =
        prop_oneof![4 => prop::sample::select(SENTENCES).prop_map(str::to_owned), 1 => "\\PC{0,20}"];
    let separator = prop_oneof![Just(" "), Just("\n\n"), Just("\r\n\r\n"), Just("\n")];
    prop::collection::vec((sentence, separator), 0..8)
        .prop_map(|parts| parts.into_iter().map(|(s, sep)| s + sep).collect())
}

fn corpus() -> impl Strategy<Value = Vec<(String, String)>> {
    let day = prop_oneof![
        Just(String::new()),
        (1..13u8, 1..29u8).prop_map(|(m, d)| format!("2024-{m:02}-{d:02}-"))
    ];
    prop::collection::vec((day, text()), 1..5).prop_map(|articles| {
        articles.into_iter().enumerate().map(|(i, (day, text))| (format!("{day}{i}.txt"), text)).collect()
    })
}

fn run(files: &[(String, String)], jobs: usize) -> serde_json::Value {
    let mut corpus = Corpus::empty().unwrap();
    for (name, text) in files {
        corpus.add_memory(name, text.clone().into_bytes());
    }
    let checked = linter().check(&corpus, &Options { jobs: Some(jobs), tick: None });
    let reopen = |id: dateline::facts::ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
    let mut out = Vec::new();
    json::write(&view, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn labels_cut_their_words(files in corpus()) {
        let report = run(&files, 2);
        for finding in report["findings"].as_array().unwrap() {
            for label in finding["labels"].as_array().unwrap() {
                let text = &files.iter().find(|(name, _)| *name == label["path"]).unwrap().1;
                let (start, end) = (label["start"].as_u64().unwrap() as usize, label["end"].as_u64().unwrap() as usize);
                prop_assert_eq!(text.get(start..end), label["text"].as_str());
                prop_assert!(start < end);
                let before = &text[..start];
                let line_start = before.rfind('\n').map_or(0, |i| i + 1);
                if !text.replace("\r\n", "\n").contains('\r') {
                    prop_assert_eq!(label["line"].as_u64().unwrap() as usize, before.matches('\n').count() + 1);
                    prop_assert_eq!(label["column"].as_u64().unwrap() as usize, text[line_start..start].chars().count() + 1);
                }
            }
        }
    }

    #[test]
    fn threads_and_order_change_nothing(files in corpus(), seed in any::<u64>()) {
        let one = run(&files, 1);
        let mut shuffled = files.clone();
        // A rotation and a swap reach every order often enough.
        let by = usize::try_from(seed % files.len() as u64).unwrap();
        shuffled.rotate_left(by);
        if seed % 2 == 0 { shuffled.reverse(); }
        prop_assert_eq!(&one, &run(&shuffled, 1));
        prop_assert_eq!(&one, &run(&files, 8));
    }
}
