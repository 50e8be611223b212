//! `dateline diff`: what became of the facts between two versions, as the library and as the binary tell it.

mod common;

use common::{Ran, dateline, write};
use dateline::report::diff::{Compared, DiffView, concise, json, markdown, terminal};
use dateline::{Corpus, Diff, DiffOptions, Linter, Options};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use tempfile::TempDir;

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().unwrap())
}

fn corpus(files: &[(String, String)]) -> Corpus {
    let mut corpus = Corpus::empty().unwrap();
    for (name, text) in files {
        corpus.add_memory(name, text.clone().into_bytes());
    }
    corpus
}

fn compare(old: &Corpus, new: &Corpus, one_file: bool) -> (Diff, DiffView) {
    let how = DiffOptions { one_file, figures: true };
    let diff = linter().diff(old, new, how, &Options { jobs: Some(2), tick: None });
    let compared = diff.articles.iter().map(|a| Compared {
        cards: [&a.old, &a.new],
        sources: [old.reopen(&a.old_origin), new.reopen(&a.new_origin)],
        comparison: &a.comparison,
    });
    let mut view = DiffView::new(compared, &|attribute| linter().attribute(attribute), ["old/", "new/"]);
    view.summary.articles = diff.compared;
    diff.added.iter().for_each(|lone| view.add(&lone.card, lone.facts, "new/"));
    diff.removed.iter().for_each(|lone| view.remove(&lone.card, lone.facts, "old/"));
    (diff, view)
}

/// Two versions of one article, told a change a line without its places.
fn told(old: &str, new: &str) -> Vec<String> {
    let version = |text: &str| corpus(&[("story.md".to_owned(), text.to_owned())]);
    let (_, view) = compare(&version(old), &version(new), true);
    let changes = view.articles.iter().flat_map(|article| &article.changes);
    changes.map(|c| format!("{} {}: {}", c.kind.name(), c.rule.as_deref().unwrap_or("-"), c.title)).collect()
}

const LEAGUE: &str =
    "---\ndate: 2019-06-03\n---\n\nThe Hanse Compact, which has 14 members, meets in Rostock.\n";

#[test]
fn a_value_that_changed() {
    let new = LEAGUE.replace("14 members", "15 members");
    assert_eq!(told(LEAGUE, &new), ["changed member-count: Hanse Compact: 14 → 15"]);
}

#[test]
fn words_that_changed_and_a_fact_that_did_not() {
    for new in ["fourteen members", "14 member states"] {
        let new = LEAGUE.replace("14 members", new);
        assert_eq!(told(LEAGUE, &new), [""; 0]);
    }
    // Moved within the text.
    let (fact, other) =
        ("The Hanse Compact has 14 members.", "The harbour was calm on the day of the talks.");
    let version = |a: &str, b: &str| format!("---\ndate: 2019-06-03\n---\n\n{a}\n\n{b}\n");
    assert_eq!(told(&version(fact, other), &version(other, fact)), [""; 0]);
    // Said once more, and once less.
    let twice = version(fact, "All 14 members of the Hanse Compact must agree.");
    assert_eq!(told(&version(fact, ""), &twice), [""; 0]);
    assert_eq!(told(&twice, &version(fact, "")), [""; 0]);
}

#[test]
fn facts_that_appeared_and_vanished() {
    let new = LEAGUE.replace(", which has 14 members,", "");
    assert_eq!(told(LEAGUE, &new), ["vanished member-count: Hanse Compact: 14"]);
    assert_eq!(told(&new, LEAGUE), ["appeared member-count: Hanse Compact: 14"]);
}

#[test]
fn a_rewritten_sentence_still_tells_of_the_fact() {
    let new = "---\ndate: 2019-06-03\n---\n\nRostock is host to a summit. Since Monday, the Hanse Compact counts 15 members.\n";
    assert_eq!(told(LEAGUE, new), ["changed member-count: Hanse Compact: 14 → 15"]);
}

#[test]
fn a_subject_that_changed() {
    let new = LEAGUE.replace("Hanse Compact", "Baltic Compact");
    assert_eq!(told(LEAGUE, &new), ["changed member-count: Hanse Compact → Baltic Compact: 14"]);
}

#[test]
fn a_figure_that_no_rule_knows() {
    let old = "March 4, 2021\n\nThe ferry takes about 40 minutes to the island, the harbour board said on Tuesday.\n";
    let new = old.replace("40 minutes", "55 minutes");
    assert_eq!(told(old, &new), ["figure -: about 40 minutes → about 55 minutes"]);
    // The same number in other words is the same.
    assert_eq!(told(old, &old.replace("40 minutes", "forty minutes")), [""; 0]);
    // Two figures of one sentence, and one that is new: each goes with its own.
    let old = "March 4, 2021\n\nThe library lends 300 books and 40 films a week to readers of the town.\n";
    let new =
        "March 4, 2021\n\nThe library lends 300 books, 12 maps and 44 films a week to readers of the town.\n";
    assert_eq!(told(old, new), ["figure -: 40 → 44"]);
}

#[test]
fn another_day_of_publication_is_told_and_is_no_fact() {
    let old = "---\ndate: 2019-06-03\n---\n\nAnn Tamsin, 41, is chair of the harbour board. The Hanse Compact has 14 members.\n";
    let new = old.replace("06-03", "06-05");
    let version = |text: &str| corpus(&[("story.md".to_owned(), text.to_owned())]);
    let (diff, view) = compare(&version(old), &version(&new), true);
    assert!(!diff.has_changed_facts());
    assert_eq!((view.summary.published, view.summary.changed), (1, 0));
    // The age was read from the day; the members were not.
    assert_eq!(view.articles[0].moved, 1);
    assert_eq!(told(old, &new.replace("41", "42")), ["changed age: Ann Tamsin: 41 → 42"]);
}

#[test]
fn a_note_of_correction_owns_up() {
    let note =
        "\n\nCorrection: An earlier version of this article said that the Hanse Compact has 14 members.\n";
    let new = LEAGUE.replace("14 members", "15 members");
    let version = |text: &str| corpus(&[("story.md".to_owned(), text.to_owned())]);
    let noted = |new: &str| {
        let (_, view) = compare(&version(LEAGUE), &version(new), true);
        view.articles[0].changes.iter().map(|c| c.noted).collect::<Vec<_>>()
    };
    assert_eq!(noted(&new), [false]);
    assert_eq!(noted(&format!("{new}{note}")), [true]);
}

/// The archive of the snapshots: of everything one.
fn editions() -> [Vec<(String, String)>; 2] {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let governor = include_str!("../examples/newsroom/2021-03-02-bank-governor.md");
    let reservoirs = include_str!("../examples/newsroom/2022-09-12-reservoirs.txt");
    let ferry = include_str!("../examples/newsroom/ferry.jsonl");
    let club = include_str!("../examples/newsroom/2023-05-16-rowing-club.md");
    let harbour = "March 4, 2021\n\nThe harbour of Odda has 14 berths for ferries, the harbour board said.\n";
    let old = vec![
        file("2021-03-02-bank-governor.md", governor),
        file("2022-09-12-reservoirs.txt", reservoirs),
        file("ferry.jsonl", ferry),
        file("club/2023-05-16-rowing-club.md", club),
        file("harbour.txt", harbour),
        file("same.txt", LEAGUE),
    ];
    let new = vec![
        file("2021-03-02-bank-governor.md", &governor.replace("September 2021", "October 2021")),
        file(
            "2022-09-12-reservoirs.txt",
            &reservoirs.replace("34 percent", "36 percent").replace("12, 2022", "13, 2022"),
        ),
        file(
            "ferry.jsonl",
            &ferry
                .replace("rose to 31 on", "rose to 33 on")
                .replace("killed 13 people off", "cost lives off"),
        ),
        file("2023/2023-05-16-rowing-club.md", club),
        file("ships.txt", "May 5, 2024\n\nAnn Tamsin, 41, was chosen as chair of the harbour board.\n"),
        file("same.txt", LEAGUE),
    ];
    [old, new]
}

#[test]
fn every_format_of_a_comparison() {
    let [old, new] = editions().map(|files| corpus(&files));
    let (_, view) = compare(&old, &new, false);
    let print = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/diff"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("full", print(&|out| terminal::write(&view, false, true, out)));
        insta::assert_snapshot!("full-color", print(&|out| terminal::write(&view, true, true, out)).replace('\u{1b}', "␛"));
        insta::assert_snapshot!("concise", print(&|out| concise::write(&view, false, out)));
        insta::assert_snapshot!("json", print(&|out| json::write(&view, out)));
        insta::assert_snapshot!("jsonl", print(&|out| json::write_jsonl(&view, out)));
        insta::assert_snapshot!("markdown", print(&|out| markdown::write(&view, out)));
    });
}

#[test]
fn articles_are_found_again() {
    let story = |day: &str, words: &str| {
        format!(
            "March {day}, 2021\n\nA ferry with 214 people on board ran aground off Korvik, the Nordland coast guard said. \
                 Rescuers took the passengers to the harbour of Tunsund, where the mayor, Ragna Skogheim, opened the sports hall. {words}\n"
        )
    };
    let file = |name: &str, text: String| (name.to_owned(), text);
    let pairs = |old: &[(String, String)], new: &[(String, String)]| {
        let (diff, _) = compare(&corpus(old), &corpus(new), false);
        (diff.compared, diff.added.len(), diff.removed.len())
    };
    // Under another name, and edited besides; an article that has nothing to do with it stays alone.
    let old = [file("a.txt", story("4", "")), file("b.txt", LEAGUE.to_owned())];
    let new = [
        file("c/ferry.txt", story("4", "The captain was heard on Monday.")),
        file("b.txt", LEAGUE.to_owned()),
    ];
    assert_eq!(pairs(&old, &new), (2, 0, 0));
    let new = [
        file("c/opera.txt", "May 4, 2021\n\nThe opera in Bergen opens its doors with Aida in June.\n".into()),
        file("b.txt", LEAGUE.to_owned()),
    ];
    assert_eq!(pairs(&old, &new), (1, 1, 1));
    // Lines of a container go by their ids, wherever they stand.
    let line = |id: &str, n: u32| {
        format!("{{\"id\": \"{id}\", \"text\": \"The Hanse Compact has {n} members.\"}}\n")
    };
    let old = [file("x.jsonl", line("one", 14) + &line("two", 15))];
    let new = [file("y.jsonl", line("two", 15) + &line("one", 16))];
    let (diff, view) = compare(&corpus(&old), &corpus(&new), false);
    assert_eq!((diff.compared, diff.articles.len()), (2, 1));
    assert_eq!(view.articles[0].changes[0].title, "Hanse Compact: 14 → 16");
}

/// Sentences that state facts and figures, and how they may be edited.
const SENTENCES: &[&str] = &[
    "The Hanse Compact, which has 14 members, meets in Rostock.",
    "The Hanse Compact, which has 15 members, meets in Rostock.",
    "All 14 members of the Hanse Compact must agree.",
    "All 16 members of the Baltic Compact must agree.",
    "Ruth Adeyemi's term as governor ends in September 2021.",
    "Ruth Adeyemi’s term as governor ends in October 2021.",
    "Ann Tamsin, 41, is chair of the harbour board.",
    "Ann Tamsin, 42, is chair of the harbour board.",
    "The ferry takes about 40 minutes and carries 300 people.",
    "The ferry takes about 50 minutes and carries 320 people on Sundays.",
    "The death toll rose to 31.",
    "The death toll rose to 33 last week.",
    "\u{202e}32 members\u{202c} 🇸🇪 12",
    "Correction: An earlier version said that the Hanse Compact has 14 members.",
];

fn article() -> impl Strategy<Value = String> {
    let sentence =
        prop_oneof![6 => prop::sample::select(SENTENCES).prop_map(str::to_owned), 1 => "\\PC{0,20}"];
    let separator = prop_oneof![Just(" "), Just("\n\n"), Just("\r\n\r\n")];
    let day = prop_oneof![Just(String::new()), (1..29u8).prop_map(|d| format!("March {d}, 2021\n\n"))];
    (day, prop::collection::vec((sentence, separator), 0..8)).prop_map(|(day, parts)| {
        day + &parts.into_iter().map(|(sentence, separator)| sentence + separator).collect::<String>()
    })
}

fn edition() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::btree_map("[a-d]\\.txt", article(), 1..4).prop_map(|files| files.into_iter().collect())
}

/// All that is told of a comparison, in no order, its sides exchanged where `turned`.
fn essence(diff: &Diff, turned: bool) -> BTreeSet<String> {
    let side = |s: &Option<dateline::facts::versions::Stated>| {
        s.as_ref().map(|s| (s.value.clone(), s.subject.clone(), s.span))
    };
    let mut all = BTreeSet::new();
    for article in &diff.articles {
        let (mut paths, mut when) = ([&article.old.path, &article.new.path], article.comparison.published);
        if turned {
            paths.reverse();
            when.iter_mut().for_each(|w| w.reverse());
        }
        all.insert(format!("{paths:?} {when:?} {}", article.comparison.moved));
        for change in &article.comparison.changes {
            let mut sides = [side(&change.old), side(&change.new)];
            if turned {
                sides.reverse();
            }
            all.insert(format!("{paths:?} {:?} {sides:?}", change.attribute));
        }
    }
    let (added, removed) = if turned { (&diff.removed, &diff.added) } else { (&diff.added, &diff.removed) };
    all.extend(added.iter().map(|l| format!("added {} {}", l.card.path, l.facts)));
    all.extend(removed.iter().map(|l| format!("removed {} {}", l.card.path, l.facts)));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edition_does_not_differ_from_itself(files in edition()) {
        let (diff, _) = compare(&corpus(&files), &corpus(&files), false);
        prop_assert!(diff.articles.is_empty() && diff.added.is_empty() && diff.removed.is_empty());
        prop_assert_eq!(diff.compared, files.len() as u64);
        // The same words under other line ends are read for facts, and none has changed.
        let turned: Vec<_> = files.iter().map(|(name, text)| (name.clone(), format!("{text}\n\n"))).collect();
        let (diff, _) = compare(&corpus(&files), &corpus(&turned), false);
        prop_assert!(!diff.has_changed_facts());
    }

    #[test]
    fn the_other_way_round_is_the_mirror(old in edition(), new in edition()) {
        let (there, view) = compare(&corpus(&old), &corpus(&new), false);
        let (back, _) = compare(&corpus(&new), &corpus(&old), false);
        prop_assert_eq!(essence(&there, false), essence(&back, true));
        // Every statement cuts its words out of its file.
        for article in &view.articles {
            for change in &article.changes {
                for (side, version, files) in [(&change.old, &article.old, &old), (&change.new, &article.new, &new)] {
                    let Some(side) = side else { continue };
                    let (_, text) = files.iter().find(|(name, _)| version.path.ends_with(name)).unwrap();
                    prop_assert_eq!(&text[side.place.start as usize..side.place.end as usize], &side.text);
                }
            }
        }
    }
}

// The binary.

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

#[test]
fn exit_statuses_in_every_format() {
    let new = LEAGUE.replace("14 members", "15 members");
    let figure = LEAGUE.replace("meets in Rostock", "meets in Rostock for 3 days");
    let later = figure.replace("3 days", "4 days");
    let here = folder(&[
        ("old/a.md", LEAGUE),
        ("new/a.md", &new),
        ("b.md", &figure),
        ("c.md", &later),
        ("more/a.md", LEAGUE),
        ("more/z.md", &new),
        ("empty/picture.png", ""),
    ]);
    for format in ["full", "concise", "json", "jsonl", "markdown"] {
        for (args, status) in [
            ("old/a.md old/a.md", 0),
            ("old/a.md new/a.md", 1),
            ("old new", 1),
            ("old new --select age", 0),
            ("old new --select member-count", 1),
            // Another figure, and an article that was added, are told and do not count.
            ("b.md c.md", 0),
            ("old more", 0),
            ("old a.md", 2),
            ("old empty", 2),
            ("old nowhere", 2),
            ("- -", 2),
            ("old new --select agge", 2),
        ] {
            let Ran { status: code, out, err } =
                dateline(here.path(), &format!("diff {args} --format {format}"), "");
            assert_eq!(code, status, "{args} {format}\n{out}\n{err}");
            assert_eq!(code == 2, !err.is_empty(), "{args} {format}: {err}");
        }
    }
    let out = dateline(here.path(), "diff b.md c.md --format concise", "").out;
    assert!(out.contains("figure: 3 days → 4 days"), "{out}");
    assert_eq!(dateline(here.path(), "diff b.md c.md --select member-count --format concise", "").out, "");
    let out = dateline(here.path(), "diff old more --format concise", "").out;
    assert!(out.starts_with("more/z.md:1:1: added: 1 fact"), "{out}");
}

#[test]
fn standard_input_is_a_version_of_the_other_file() {
    let here = folder(&[("a.md", LEAGUE)]);
    let old = LEAGUE.replace("14 members", "13 members");
    // Front matter is read, because the other file is Markdown: so the day has not changed.
    let Ran { status: code, out, .. } = dateline(here.path(), "diff - a.md --format concise", &old);
    assert_eq!(code, 1);
    assert_eq!(out, "a.md:5:30: changed member-count: Hanse Compact: 13 → 14 (was at a.md:5:30)\n");
    dateline(here.path(), "diff a.md -", LEAGUE).ends(0);
    let no_file = dateline(here.path(), "diff v1 a.md", "").ends(2).err;
    assert!(no_file.contains("there is no file or folder `v1`") && no_file.contains("git show"), "{no_file}");
}

#[test]
fn nothing_in_a_title_reaches_the_terminal_or_a_comment() {
    let line = |n: u32| {
        format!(
            "{{\"id\": \"a\\u001b[31m</script>@b\", \"text\": \"The Hanse *Compact*\\u001b[0m, which has {n} members, meets.\"}}\n"
        )
    };
    let here = folder(&[("old\u{1b}/a.jsonl", &line(14)), ("new/a.jsonl", &line(15))]);
    for format in ["full", "concise", "json", "jsonl", "markdown"] {
        let Ran { out, err, .. } =
            dateline(here.path(), &format!("diff old\u{1b} new --format {format}"), "");
        assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}'), "{format}: {out}{err}");
        assert!(format == "json" || format == "jsonl" || !out.contains("</script>"), "{out}");
    }
}
