//! How fast `dateline check` and `annotate` are beside `wc -w` on the same bytes, in the same run, and where the time goes.
//!
//! `cargo bench --bench throughput -- [MEGABYTES]` (default 100): news-like articles of about 3 KB, once as files in
//! folders and once as one JSON Lines file, made from a fixed seed. The programs run once to warm the page cache and
//! then three times; the fastest counts.
//!
//! `… -- growth [MEGABYTES]` measures a hundredth of MEGABYTES (default 1000), a tenth and all of it, and what ten times
//! the data cost in processor time and memory, beside the goals and floors.

use dateline::dating;
use dateline::facts::attribute::{ArticleId, Card};
use dateline::grammar::input::Tokens;
use dateline::grammar::lexicon::Lexicon;
use dateline::grammar::name::{NameWords, names};
use dateline::grammar::number::NumberWords;
use dateline::grammar::quantity::{QuantityWords, quantities};
use dateline::grammar::time::{self, TimeWords};
use dateline::rules::finding::{Confidence, Evidence, Finding, Outcome, Severity, Sides};
use dateline::span::Span;
use dateline::text::{Abbreviations, CleanText, English};
use dateline::{Corpus, Linter, Options};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

fn main() {
    // Cargo passes `--bench`; `cargo test --benches` passes nothing, and then a token run is enough.
    let args: Vec<String> = std::env::args().skip(1).collect();
    let asked: Option<u64> = args.iter().find_map(|a| a.parse().ok());
    let megabytes = asked.unwrap_or(if args.iter().any(|a| a == "--bench") { 100 } else { 1 });
    if args.iter().any(|a| a == "growth") {
        return growth(asked.unwrap_or(1000));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (files, lines) = generate(folder.path(), megabytes * 1_000_000).expect("a corpus");
    let size: u64 = files.iter().map(|f| fs::metadata(f).map_or(0, |m| m.len())).sum();
    println!("{} files, {:.1} MB; one JSON Lines file, {:.1} MB", files.len(), mb(size), mb(length(&lines)));

    let articles = folder.path().join("articles");
    println!("\n{:28} {:>8} {:>8} {:>10} {:>8}", "", "seconds", "MB/s", "peak MiB", "CPU s");
    for (input, path, paths) in
        [("files", &articles, &*files), ("JSON Lines", &lines, std::slice::from_ref(&lines))]
    {
        let size = paths.iter().map(|file| length(file)).sum();
        let base = report(&format!("wc -w, {input}"), size, &best(3, || wc(paths)));
        for command in COMMANDS {
            let name = format!("dateline {}, {input}", command[0]);
            let time = report(&name, size, &best(3, || dateline(command, path)));
            println!("{:28} {:>8.2} × wc{}", "", time / base, verdict(time / base, limits(command, input)));
        }
    }

    println!("\nwhere the time goes (files, one thread)");
    stages(&articles, size);
    println!();
    rendering();
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |m| m.len())
}

/// What is measured: the commands as they write into nothing.
const COMMANDS: [&[&str]; 2] = [&["check", "--format", "concise", "--fail-on", "never"], &["annotate"]];

/// What the same bytes may take beside `wc -w`: the goal and the floor. There are none for `annotate`.
fn limits(command: &[&str], input: &str) -> Option<(f64, f64)> {
    (command[0] == "check").then_some(if input == "files" { (1.0, 2.0) } else { (1.2, 2.0) })
}

/// How a figure lies to its goal and its floor; both are the highest that are allowed.
fn verdict(figure: f64, limits: Option<(f64, f64)>) -> String {
    limits.map_or_else(String::new, |(goal, floor)| {
        let word = match () {
            () if figure <= goal => "reached",
            () if figure <= floor => "not reached",
            () => "below the floor",
        };
        format!("   goal {goal}, floor {floor}: {word}")
    })
}

/// A hundredth, a tenth and all of some megabytes, and the ratios.
fn growth(megabytes: u64) {
    println!("{:36} {:>8} {:>8} {:>10} {:>8}", "", "seconds", "MB/s", "peak MiB", "CPU s");
    let mut before: Vec<Cost> = Vec::new();
    for megabytes in [megabytes / 100, megabytes / 10, megabytes] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (files, lines) = generate(folder.path(), megabytes * 1_000_000).expect("a corpus");
        let size = files.iter().map(|file| length(file)).sum();
        let articles = folder.path().join("articles");
        let mut costs = Vec::new();
        for (input, path, size) in [("files", &articles, size), ("JSON Lines", &lines, length(&lines))] {
            for command in COMMANDS {
                let cost = best(2, || dateline(command, path));
                report(&format!("{megabytes} MB, {}, {input}", command[0]), size, &cost);
                let peak = cost.peak as f64 / 1_048_576.0;
                // The limits on memory are for `check` at these two sizes.
                let limits = [(100, (150.0, 250.0)), (1000, (700.0, 1000.0))];
                let limit = limits.iter().find(|(at, _)| *at == megabytes && command[0] == "check");
                if let Some((_, limit)) = limit {
                    println!("{:36} {peak:>8.0} MiB{}", "", verdict(peak, Some(*limit)));
                }
                if let Some(before) = before.get(costs.len()) {
                    let time = cost.cpu / before.cpu.max(0.01);
                    let memory = cost.peak as f64 / before.peak.max(1) as f64;
                    println!("{:36} {time:>8.2} × CPU{}", "", verdict(time, Some((11.0, 12.0))));
                    println!("{:36} {memory:>8.2} × memory{}", "", verdict(memory, Some((8.0, 12.0))));
                }
                costs.push(cost);
            }
        }
        before = costs;
    }
}

/// Wall time, processor time in seconds and peak memory of a finished process.
struct Cost {
    time: Duration,
    cpu: f64,
    peak: u64,
}

/// The fastest of several runs, after one that does not count.
fn best(runs: usize, mut run: impl FnMut() -> Cost) -> Cost {
    run();
    (0..runs).map(|_| run()).min_by_key(|cost| cost.time).expect("a run")
}

fn report(name: &str, bytes: u64, cost: &Cost) -> f64 {
    let seconds = cost.time.as_secs_f64();
    println!(
        "{name:28} {seconds:>8.3} {:>8.0} {:>10.1} {:>8.2}",
        mb(bytes) / seconds,
        cost.peak as f64 / 1_048_576.0,
        cost.cpu
    );
    seconds
}

fn wc(files: &[PathBuf]) -> Cost {
    // As a user would run it on many files: names on standard input, one process.
    let mut command = Command::new("wc");
    command.args(["-w", "--files0-from=-"]).stdin(Stdio::piped());
    run(command, Some(files.iter().map(|f| format!("{}\0", f.display())).collect()))
}

fn dateline(args: &[&str], path: &Path) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args).arg(path);
    run(command, None)
}

fn run(mut command: Command, input: Option<String>) -> Cost {
    let (start, before) = (Instant::now(), children_cpu());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    if let Some(input) = input {
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("the program reads");
    }
    let (mut peak, mut wait) = (0, Duration::from_micros(200));
    loop {
        peak = peak_memory(&child).unwrap_or(0).max(peak);
        match child.try_wait().expect("the program's status") {
            Some(status) => {
                assert!(status.success(), "{command:?}: {status}");
                return Cost { time: start.elapsed(), cpu: children_cpu() - before, peak };
            }
            None => std::thread::sleep(wait),
        }
        wait = (wait * 5 / 4).min(Duration::from_millis(2));
    }
}

/// User and system time of all children that have ended, in seconds, where the kernel says; in steps of 10 ms.
fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in parentheses, may hold anything; the fields behind it count from 3.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: Vec<u64> = fields.split_whitespace().skip(13).take(2).filter_map(|n| n.parse().ok()).collect();
    ticks.iter().sum::<u64>() as f64 / 100.0
}

/// The kernel's high-water mark of a process's resident memory, where there is such a thing.
fn peak_memory(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

/// What each stage costs: every article on its way, the clock read between the rooms.
fn stages(path: &Path, size: u64) {
    let linter = Linter::builtin().expect("the program's own rules");
    let abbreviations = Abbreviations::builtin().expect("the program's own vocabulary");
    let english = English::load().expect("the program's own vocabulary");
    let mut lexicon = Lexicon::default();
    let numbers = NumberWords::load(&mut lexicon).expect("the program's own vocabulary");
    let quantity_words = QuantityWords::load(&mut lexicon).expect("the program's own vocabulary");
    let time_words = TimeWords::load(&mut lexicon).expect("the program's own vocabulary");
    let name_words = NameWords::load(&mut lexicon).expect("the program's own vocabulary");
    let corpus = Corpus::walk(&[path.to_owned()], path).expect("a corpus");

    let spent: [AtomicU64; 5] = Default::default();
    let start = Instant::now();
    corpus.map(
        Some(1),
        |article| {
            let mut clock = Instant::now();
            let mut lap = |room: usize| {
                let now = Instant::now();
                let nanos = u64::try_from((now - clock).as_nanos()).unwrap_or(u64::MAX);
                spent[room].fetch_add(nanos, Ordering::Relaxed);
                clock = now;
            };
            let clean = CleanText::new(article, &abbreviations);
            english.looks_english(&clean);
            lap(0);
            let words = lexicon.read(&clean);
            let end = u32::try_from(words.len()).unwrap_or(u32::MAX);
            let tokens = Tokens { clean: &clean, words: &words, start: 0, end };
            lap(1);
            let exprs = time::find(&time_words, &numbers, tokens);
            let published = dating::published::rank(article, None);
            let times = dating::resolve::resolve(&exprs, &clean, &words, &time_words, &published);
            lap(2);
            quantities(&quantity_words, &numbers, tokens, &times);
            lap(3);
            names(&name_words, tokens);
            lap(4);
        },
        |_| (),
    );
    let all = start.elapsed().as_secs_f64();
    let rooms: Vec<f64> = spent.iter().map(|nanos| nanos.load(Ordering::Relaxed) as f64 / 1e9).collect();
    let start = Instant::now();
    linter.each(&corpus, &Options { jobs: Some(1), tick: None }, |_, _| ());
    let understood = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let checked = linter.check(&corpus, &Options { jobs: Some(1), tick: None });
    let judged = start.elapsed().as_secs_f64();

    let lines = [
        ("corpus: read, lay out", all - rooms.iter().sum::<f64>()),
        ("text: clean, tokens", rooms[0]),
        ("grammar: words", rooms[1]),
        ("grammar, dating: times", rooms[2]),
        ("grammar: quantities", rooms[3]),
        ("grammar: names", rooms[4]),
        ("facts", understood - all),
        ("stories, rules", judged - understood),
    ];
    for (name, seconds) in lines {
        let share = 100.0 * seconds / judged;
        println!("{name:28} {seconds:>8.3} {:>8.0} {share:>9.1}%", mb(size) / seconds.max(1e-6));
    }
    println!("{:28} {judged:>8.3} {:>8.0}", "all", mb(size) / judged);
    println!("{} facts, {} findings", checked.facts, checked.findings.len());
}

/// Ten thousand findings over articles of 3 KB, worked out and drawn.
fn rendering() {
    let mut random = Random(7);
    let articles: Vec<_> = (0..1000)
        .map(|_| {
            let text = article(&mut random, 3000);
            dateline::corpus::Article {
                path: "a.txt".into(),
                id: None,
                line: None,
                raw: text,
                title_from: None,
                title: None,
                outlet: None,
                story: None,
                clues: Vec::new(),
                ignores: Vec::new(),
                prose: Vec::new(),
                ..dateline::corpus::Article::default()
            }
        })
        .collect();
    let card = |i: usize| Card {
        id: ArticleId(i as u32),
        path: format!("archive/{i}.txt").into(),
        name: None,
        line: None,
        story: None,
        outlet: None,
        published: dateline::dating::Published::unknown(),
    };
    let cards: Vec<Card> = (0..articles.len()).map(card).collect();
    let mut side = || {
        let id = random.below(1000);
        let start = random.below(2900);
        let start = (start..).find(|&i| articles[id].raw.is_char_boundary(i)).unwrap_or(0);
        let site = dateline::facts::Site { article: ArticleId(id as u32), span: Span::of(start..start + 2) };
        Evidence { site, value: "31".into(), note: String::new() }
    };
    let findings: Vec<Finding> = (0..10_000)
        .map(|_| Finding {
            rule: "member-count".into(),
            severity: Severity::Error,
            confidence: Confidence::High,
            outcome: Outcome::Clash,
            message: "the Board has 31 members here, but 32 elsewhere".into(),
            help: "both hold if a member joined in between".into(),
            subject: "Board".into(),
            attribute: "member-count".into(),
            here: side(),
            there: vec![side()],
            reference: None,
            sides: Sides::default(),
        })
        .collect();
    let start = Instant::now();
    let open = |id: ArticleId| articles.get(id.0 as usize).cloned();
    let view = dateline::report::View::new(&findings, &cards, 0, Vec::new(), &open);
    println!("view of 10,000 findings      {:>8.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let mut out = io::sink();
    dateline::report::terminal::write(&view, dateline::report::terminal::Style::default(), &mut out)
        .expect("a sink");
    println!("full                         {:>8.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    dateline::report::json::write(&view, &mut out).expect("a sink");
    println!("json                         {:>8.3} s", start.elapsed().as_secs_f64());
}

/// Articles of about 3 KB as files, a thousand a folder, and the same articles as JSON Lines.
fn generate(folder: &Path, bytes: u64) -> io::Result<(Vec<PathBuf>, PathBuf)> {
    let mut random = Random(0x5eed);
    let lines = folder.join("articles.jsonl");
    let mut jsonl = io::BufWriter::new(fs::File::create(&lines)?);
    let (mut files, mut made) = (Vec::new(), 0);
    while made < bytes {
        let number = files.len();
        let inner = folder.join(format!("articles/{:03}", number / 1000));
        if number % 1000 == 0 {
            fs::create_dir_all(&inner)?;
        }
        let (month, day) = (1 + random.below(12), 1 + random.below(28));
        let published = format!("2031-{month:02}-{day:02}");
        let size = 2000 + random.below(2000);
        let text = article(&mut random, size);
        let path = inner.join(format!("{number:06}.txt"));
        fs::write(&path, format!("date {published}\n\n{text}"))?;
        made += text.len() as u64 + 17;
        serde_json::to_writer(
            &mut jsonl,
            &serde_json::json!({"id": format!("a{number}"), "published": published, "text": text}),
        )?;
        jsonl.write_all(b"\n")?;
        files.push(path);
    }
    jsonl.flush()?;
    Ok((files, lines))
}

/// SplitMix64: the same corpus everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const BODIES: &[&str] = &["Board", "Council", "Authority", "Assembly", "Union", "Alliance", "Club", "Trust"];
const MONTHS: &[&str] = &["January", "March", "April", "June", "July", "October", "November"];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "bra", "cor", "del", "fen", "gor", "hal", "ing", "jor", "kel", "lun", "mor", "nor", "orr", "pel", "ros",
    "tam",
];
#[rustfmt::skip]
const MIDDLES: &[&str] = &[
    "a", "be", "di", "e", "ga", "i", "lo", "ma", "ne", "o", "ri", "su", "ta", "u", "ve", "wi",
];
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "berg", "by", "dale", "feld", "ford", "ham", "ic", "in", "man", "ov", "s", "sen", "ski", "stein", "ton",
    "va",
];
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "answer", "bridge", "budget", "case", "city", "coast", "company", "contract", "court", "crowd", "damage",
    "debate", "decision", "doubt", "effort", "engineer", "factory", "family", "farm", "field", "garden",
    "government", "hall", "harbour", "hospital", "hotel", "inquiry", "judge", "law", "letter", "library",
    "market", "meeting", "minister", "museum", "neighbour", "office", "owner", "paper", "party", "plan",
    "police", "port", "price", "project", "quay", "question", "record", "region", "report", "result", "river",
    "road", "school", "ship", "station", "storm", "street", "study", "team", "theatre", "town", "union",
    "valley", "village", "wall", "water", "winter", "work", "worker",
];
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "accepted", "blamed", "changed", "closed", "crossed", "delayed", "described", "doubted", "expected",
    "followed", "found", "helped", "ignored", "kept", "left", "liked", "lost", "met", "missed", "moved",
    "needed", "opened", "opposed", "paid", "praised", "reached", "refused", "repaired", "saved", "showed",
    "stopped", "supported", "took", "wanted",
];
#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "angry", "bad", "big", "broken", "careful", "clear", "cold", "common", "deep", "early", "empty", "famous",
    "good", "green", "heavy", "large", "local", "long", "narrow", "new", "old", "open", "poor", "public",
    "quiet", "small", "strong",
];
const LINKS: &[&str] =
    &["after", "although", "and", "because", "before", "but", "that", "when", "where", "while", "which"];

/// A name out of a few thousand.
fn name(random: &mut Random) -> String {
    let mut name = [random.pick(STARTS), random.pick(MIDDLES), random.pick(ENDS)].concat();
    name[..1].make_ascii_uppercase();
    name
}

/// A sentence that states no fact, hardly ever the same twice.
fn plain(random: &mut Random, text: &mut String) {
    let clause = |random: &mut Random, text: &mut String| {
        for word in
            ["the ", random.pick(ADJECTIVES), " ", random.pick(NOUNS), " of the ", random.pick(NOUNS), " "]
        {
            text.push_str(word);
        }
        for word in [random.pick(VERBS), " the ", random.pick(NOUNS), " in the ", random.pick(NOUNS)] {
            text.push_str(word);
        }
    };
    let start = text.len();
    clause(random, text);
    text[start..=start].make_ascii_uppercase();
    for word in [" ", random.pick(LINKS), " "] {
        text.push_str(word);
    }
    clause(random, text);
    text.push_str(". ");
}

/// News-like prose: about one sentence in three states a number or a date.
fn article(random: &mut Random, size: usize) -> String {
    let mut text = String::with_capacity(size + 400);
    let (place, body) = (name(random), random.pick(BODIES));
    let (first, last) = (name(random), name(random));
    // An article agrees with itself on these.
    let (members, age, since, end) =
        (random.below(90) + 5, random.below(40) + 30, 1990 + random.below(40), random.pick(MONTHS));
    let _ = writeln!(text, "{place} {body} to meet again\n");
    while text.len() < size {
        for _ in 0..3 + random.below(3) {
            let n = random.below(90) + 2;
            let _ = match random.below(24) {
                0 => write!(
                    text,
                    "The {place} {body}, which has {members} members, will meet in {}. ",
                    random.pick(MONTHS)
                ),
                1 => write!(text, "{first} {last}, {age}, has led the {body} since {since}. "),
                2 => write!(text, "At least {n} people were hurt on {}, police said. ", random.pick(DAYS)),
                3 => write!(text, "The work cost about ${n}.{} million. ", random.below(9)),
                4 => write!(
                    text,
                    "The vote is due on {} {}, 2031. ",
                    random.pick(MONTHS),
                    1 + random.below(28)
                ),
                5 => write!(text, "Turnout fell by {n} percent in three years, {last} said. "),
                6 => write!(
                    text,
                    "“We have waited for {n} days,” {} {} said on {}. ",
                    name(random),
                    name(random),
                    random.pick(DAYS)
                ),
                7 => write!(text, "The term of {last} ends in {end}. "),
                _ => {
                    plain(random, &mut text);
                    Ok(())
                }
            };
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text
}
