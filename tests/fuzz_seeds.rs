//! The fuzz targets on `fuzz/seeds/` and on mutations of them: cut short, spliced, repeated, with bytes that do not belong.

#[path = "../fuzz/targets.rs"]
mod targets;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::Path;

/// The seeds of a target, in the order of their names.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 5, "{target} has few seeds");
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A part of a seed: two fractions of its length.
fn part(seed: &[u8], (from, to): (u16, u16)) -> &[u8] {
    let at = |fraction: u16| seed.len() * usize::from(fraction) / usize::from(u16::MAX);
    &seed[at(from.min(to))..at(from.max(to))]
}

fn run(target: &str, cases: u32, hold: fn(&[u8])) {
    let seeds = seeds(target);
    seeds.iter().for_each(|seed| hold(seed));
    let cut = || (prop::sample::select(seeds.clone()), any::<(u16, u16)>());
    let piece = prop_oneof![
        6 => cut().prop_map(|(seed, at)| part(&seed, at).to_vec()),
        // Not too long, so that many are tried.
        2 => (cut(), 1..60usize).prop_map(|((seed, at), times)| {
            let piece = part(&seed, at);
            piece[..piece.len().min(20)].repeat(times)
        }),
        1 => prop::collection::vec(any::<u8>(), 0..6),
        1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
    ];
    // For a longer search: PROPTEST_CASES=100000.
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&prop::collection::vec(piece, 1..5), |pieces| {
            hold(&pieces.concat());
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn annotate() {
    run("annotate", 400, targets::annotate);
}

#[test]
fn check() {
    run("check", 200, targets::check);
}

#[test]
fn rules() {
    run("rules", 150, targets::rules);
}

#[test]
fn jsonl() {
    run("jsonl", 300, targets::jsonl);
}

#[test]
fn markdown() {
    run("markdown", 300, targets::markdown);
}

#[test]
fn xml() {
    run("xml", 200, targets::xml);
}

#[test]
fn table() {
    run("table", 200, targets::table);
}

#[test]
fn warc() {
    run("warc", 150, targets::warc);
}

#[test]
fn html() {
    run("html", 300, targets::html);
}

#[test]
fn values_are_judged() {
    use dateline::dating::TimexKind::{Date, Duration, Set, Time};
    for (kind, value) in [
        (Date, "2024-02-29"),
        (Date, "2024-W09-WE"),
        (Date, "BC0480"),
        (Date, "19"),
        (Date, "XXXX-WXX-1"),
        (Date, "2023-Q4"),
        (Date, "XXXX-03"),
        (Date, "PAST_REF"),
        (Time, "2024-03-05TEV"),
        (Time, "XXXX-XX-XXT21:30Z"),
        (Time, "2024-03-05T09:05:30+01:00"),
        (Duration, "P1Y6M"),
        (Duration, "PT2.5H"),
        (Duration, "PXDE"),
        (Duration, "P1DT12H"),
        (Duration, "P2WE"),
        (Set, "P1W"),
        (Set, "XXXX-WXX-2TMO"),
    ] {
        assert!(targets::is_value(kind, value), "{value}");
    }
    for (kind, value) in [
        (Date, ""),
        (Date, "2024-13"),
        (Date, "2024-W54"),
        (Date, "2024-Q5"),
        (Date, "24-03"),
        (Date, "2024/2025"),
        (Date, "P1Y"),
        (Time, "2024-03-05"),
        (Time, "2024-03-05T25:00"),
        (Time, "T21:30"),
        (Duration, "P"),
        (Duration, "PT"),
        (Duration, "P6M1Y"),
        (Duration, "P1.Y"),
        (Duration, "P-1D"),
        (Duration, "PT3D"),
        (Duration, "3Y"),
        (Set, "every"),
    ] {
        assert!(!targets::is_value(kind, value), "{value}");
    }
}
