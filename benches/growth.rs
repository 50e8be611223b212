//! Whether the work grows with the text and no faster: hostile patterns, repeated, at one length and at twice that.
//!
//! `cargo bench --bench growth -- [PATTERN]` takes each pattern (or those whose name has PATTERN in it) through `annotate`
//! and `check` in this process, on one thread, at a length that takes 50 ms or more, and at twice the length. The
//! fastest of several runs counts. It ends with 1 where twice the text takes more than 2.5 times as long.

use dateline::corpus::Article;
use dateline::facts::ArticleId;
use dateline::report::{View, annotate, concise, terminal, timeml};
use dateline::{Corpus, Linter, Options, Understood};
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The highest ratio that is allowed.
const LIMIT: f64 = 2.5;
/// The least time that is measured.
const LEAST: Duration = Duration::from_millis(50);

/// English enough to be read, whatever follows.
const LEAD: &str = "The council of the town met on the quay for most of the day, and it was said that all of them had \
    been to the harbour, where the wall that they had put up in the summer was said to be as good as it had been when \
    it was made, though some of it had gone with the storm that came in from the north.\n\n";

const PATTERNS: &[(&str, &str)] = &[
    ("digits", "1"),
    ("digits, cut", "1234567 "),
    ("commas", ","),
    ("thousands", "1,234,"),
    ("list of numbers", "1, 2, 3, "),
    ("full stops", "."),
    ("1.1.1", "1.1."),
    ("quotes", "\""),
    ("curly quotes", "“‘"),
    ("quoted numbers", "“31” "),
    ("apostrophes", "'s "),
    ("opening parentheses", "("),
    ("closing parentheses", ")"),
    ("nested brackets", "([{"),
    ("parenthesised numbers", "(12) "),
    ("of of of", "of "),
    ("the the the", "the "),
    ("weekdays", "Monday "),
    ("months", "March "),
    ("May may may", "May may "),
    ("month and day", "March 5 "),
    ("month, day, comma", "March 5, "),
    ("days with hyphens", "1-1-1-"),
    ("ISO days", "2024-03-05 "),
    ("years", "2024 "),
    ("years with hyphens", "1957-58-"),
    ("between 1 and", "between 1 and "),
    ("from March to", "from March to "),
    ("the day before", "the day before "),
    ("a year ago", "a year ago "),
    ("two and a half", "two and a half "),
    ("hundred thousand", "hundred thousand "),
    ("one hundred and", "one hundred and "),
    ("at least about", "at least about "),
    ("every other", "every other "),
    ("money", "$1 million "),
    ("units", "5 km "),
    ("scores", "6-4, "),
    ("aged", "aged "),
    ("names", "Ada Berg "),
    ("one name of many words", "Adaberg"),
    ("capitals", "NATO "),
    ("initials", "J. "),
    ("Mr.", "Mr. Karst "),
    ("names with ages", "Ada Berg, 57, "),
    ("said", "Berg said. "),
    ("members", "NATO has 31 members. "),
    ("which has", "which has "),
    ("she said he said", "she said that he said that "),
    ("if it had", "if it had "),
    ("facts that clash", "Ada Berg, 57, said. Ada Berg, 58, said. "),
    ("tolls", "At least 31 people were killed in Lindholm. "),
    ("impossible days", "February 30, 2021. "),
    ("wrong weekdays", "Monday, March 5, 2024. "),
    ("no spaces", "onMondayat5p.m.in2024"),
    ("letters", "a"),
    ("hyphens", "-"),
    ("hyphened words", "three-year-"),
    ("dashes", "— "),
    ("combining marks", "e\u{301}\u{301}\u{301}"),
    ("marks alone", "\u{301}"),
    ("emoji", "🇸🇪"),
    ("joined emoji", "👩\u{200d}"),
    ("bidi controls", "\u{202e}12\u{202c}"),
    ("other digits", "\u{661}\u{662} "),
    ("fractions", "½ "),
    ("ligatures", "ﬁ 5 "),
    ("spaces", " "),
    ("no-break spaces", "5\u{a0}"),
    ("tabs", "\t5"),
    ("line feeds", "5\n"),
    ("paragraphs", "On Monday 31 members met.\n\n"),
    ("lone CR", "5\r"),
    ("bullets", "• 12 items\n"),
    ("date lines", "March 5, 2024\n\n"),
    ("bylines", "By Ada Berg\n\n"),
    ("datelines", "LINDHOLM, March 5 (Wire) - It met.\n\n"),
    ("copyright", "© 2024\n"),
    ("headings", "Board of Lindholm\n\n"),
    ("references", "&amp;&#49;"),
    ("urls", "https://a.example/2024/03/05/"),
];

fn main() -> ExitCode {
    let linter = Linter::builtin().expect("the program's own rules");
    // Cargo passes `--bench`; `cargo test --benches` does not, and then one pattern shows that it runs.
    let args: Vec<String> = std::env::args().skip(1).collect();
    let wanted = args.iter().find(|arg| !arg.starts_with('-'));
    let mut patterns: Vec<(String, String)> =
        PATTERNS.iter().map(|(name, pattern)| ((*name).to_owned(), (*pattern).to_owned())).collect();
    patterns.extend(splices(12));
    match wanted {
        Some(wanted) => patterns.retain(|(name, _)| name.contains(wanted.as_str())),
        None if args.iter().any(|arg| arg == "--bench") => {}
        None => patterns.truncate(1),
    }
    println!(
        "{:26} {:9} {:>9} {:>9} {:>9} {:>7} {:>7}",
        "pattern", "", "KB", "ms", "2n: ms", "ratio", "MB/s"
    );
    let mut above = Vec::new();
    for (name, pattern) in &patterns {
        for (job, work) in [("annotate", annotate as fn(&Linter, &str) -> Duration), ("check", check)] {
            let ratio = growth(&linter, name, job, pattern, work);
            if ratio > LIMIT {
                above.push(format!("{name}, {job}: {ratio:.2}"));
            }
        }
    }
    if above.is_empty() {
        println!("none above {LIMIT}");
        return ExitCode::SUCCESS;
    }
    println!("above {LIMIT}: {}", above.join("; "));
    ExitCode::FAILURE
}

/// How many times as long twice the text takes. A ratio that is too high is measured again: once may be the machine's doing.
fn growth(linter: &Linter, name: &str, job: &str, pattern: &str, work: fn(&Linter, &str) -> Duration) -> f64 {
    let text = |bytes: usize| LEAD.to_owned() + &pattern.repeat(bytes / pattern.len());
    let mut bytes = 1 << 15;
    // The fastest of three: a busy machine must not pass for a text that takes long enough.
    let least = |text: &str| (0..3).map(|_| work(linter, text)).min().unwrap_or_default();
    while bytes < 1 << 25 && least(&text(bytes)) < LEAST {
        bytes *= 2;
    }
    let (one, two) = (text(bytes), text(2 * bytes));
    let mut best = (Duration::MAX, Duration::MAX);
    for round in 0..9 {
        best = (best.0.min(work(linter, &one)), best.1.min(work(linter, &two)));
        if round >= 2 && ratio(best) <= LIMIT {
            break;
        }
    }
    println!(
        "{name:26} {job:9} {:>9.0} {:>9.1} {:>9.1} {:>7.2} {:>7.1}{}",
        one.len() as f64 / 1e3,
        best.0.as_secs_f64() * 1e3,
        best.1.as_secs_f64() * 1e3,
        ratio(best),
        two.len() as f64 / 1e6 / best.1.as_secs_f64(),
        if ratio(best) > LIMIT { "  <-" } else { "" }
    );
    ratio(best)
}

fn ratio((one, two): (Duration, Duration)) -> f64 {
    two.as_secs_f64() / one.as_secs_f64()
}

const ALONE: Options<'_> = Options { jobs: Some(1), tick: None };

/// One article, to JSON Lines and to TimeML.
fn annotate(linter: &Linter, text: &str) -> Duration {
    let mut corpus = Corpus::empty().expect("the program's own vocabulary");
    corpus.add_memory("2024-03-05.txt", text.as_bytes().to_vec());
    let start = Instant::now();
    let print = |article: &Article, understood: Understood| {
        let Understood { card, clean, times, quantities, .. } = understood;
        let all = annotate::annotations(article, &clean, &times, &quantities);
        annotate::write_jsonl(&card, &all, &mut io::sink()).expect("a sink");
        timeml::write(&card, article, &timeml::tags(&clean, &times), &mut io::sink()).expect("a sink");
    };
    linter.each(&corpus, &ALONE, print);
    start.elapsed()
}

/// Half of the text in each of two articles, to findings as they are printed.
fn check(linter: &Linter, text: &str) -> Duration {
    let half = (text.len() / 2..).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let mut corpus = Corpus::empty().expect("the program's own vocabulary");
    corpus.add_memory("2023-03-05.txt", text.as_bytes()[..half].to_vec());
    corpus.add_memory("2024-03-05.txt", [LEAD, &text[half..]].concat().into_bytes());
    let start = Instant::now();
    let checked = linter.check(&corpus, &ALONE);
    let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
    concise::write(&view, terminal::Style::default(), &mut io::sink()).expect("a sink");
    start.elapsed()
}

/// Patterns of pieces of the fuzz targets' seeds, always the same.
fn splices(count: usize) -> Vec<(String, String)> {
    let mut seeds = Vec::new();
    for target in ["annotate", "check"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        paths.sort();
        let read = |path| std::fs::read_to_string(path).ok().filter(|seed: &String| !seed.is_empty());
        seeds.extend(paths.iter().filter_map(read));
    }
    let mut state = 0x5eed_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (state >> 33) as usize % limit.max(1)
    };
    (0..count * usize::from(!seeds.is_empty()))
        .map(|number| {
            let mut pattern = String::new();
            for _ in 0..6 {
                let seed = &seeds[below(seeds.len())];
                let from = (below(seed.len())..).find(|&at| seed.is_char_boundary(at)).unwrap_or(0);
                pattern.extend(seed[from..].chars().take(1 + below(40)));
            }
            (format!("splice {number}"), pattern)
        })
        .collect()
}
