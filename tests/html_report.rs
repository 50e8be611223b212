//! The page for a browser: its bytes, and what it does in one. A machine without chromium says so and leaves those out.

mod browser;

use browser::{Driver, Session, axe};
use dateline::facts::ArticleId;
use dateline::report::{View, html};
use dateline::{Corpus, Linter, Options};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";
const UP: &str = "\u{e013}";

/// The page of a folder, as `dateline check --format html` writes it.
fn page(root: &Path, folder: &str) -> String {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    let linter = LINTER.get_or_init(|| Linter::builtin().expect("the program's own rules"));
    let corpus = Corpus::walk(&[root.join(folder)], root).expect("a folder that is there");
    let mut survey = linter.survey(&corpus, &Options::default());
    let findings = std::mem::take(&mut survey.checked.findings);
    let notices = std::mem::take(&mut survey.checked.notices);
    let checked = &survey.checked;
    let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&findings, &checked.cards, checked.facts, notices, &reopen)
        .with_rules(linter.rules())
        .with_charts(linter.disputed(&corpus, &survey, &findings));
    let mut out = Vec::new();
    html::write(&view, &mut out).expect("memory takes all");
    String::from_utf8(out).expect("a page is UTF-8")
}

fn example(folder: &str) -> String {
    page(Path::new(env!("CARGO_MANIFEST_DIR")), &format!("examples/{folder}"))
}

/// What stands between a start and an end, replaced; style, script and pictures are reviewed where they are made.
fn without(mut page: String, start: &str, end: &str) -> String {
    let mut from = 0;
    while let Some(at) = page[from..].find(start).map(|at| from + at + start.len()) {
        let Some(length) = page[at..].find(end) else { break };
        page.replace_range(at..at + length, "…");
        from = at;
    }
    page
}

fn the_page() {
    let page = example("accession");
    let page = without(page, "<style>", "</style>");
    let page = without(page, "<script>", "</script>");
    let page = without(page, "<svg", "</svg>");
    let page = without(page, "sha256-", "&#39;");
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/report"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("html", page) });
}

fn the_same_bytes_again() {
    assert_eq!(example("newsroom"), example("newsroom"));
}

/// What a reader is shown of web pages, wires and feeds are the article's words.
fn passages_are_prose() {
    let page = example("formats");
    let quotes: Vec<&str> =
        page.split("<blockquote>").skip(1).filter_map(|rest| rest.split("</blockquote>").next()).collect();
    assert!(quotes.len() > 20, "{}", quotes.len());
    for quote in &quotes {
        for markup in ["&#60;", "&#62;", "&#38;", "**"] {
            assert!(!quote.contains(markup), "{quote}");
        }
    }
    // A mark that a tag runs through, and one behind a character reference.
    let there = "<mark class=\"there\">September 2031</mark>.";
    assert!(quotes.contains(&&*format!("Ruth Adeyemi’s term as governor ends in {there}")), "{quotes:#?}");
    let here = "<mark class=\"here\">Monday</mark>, <mark class=\"there\">March 4, 2031</mark> – for a year.";
    assert!(quotes.contains(&&*format!("The bridge of Elmport closed on {here}")), "{quotes:#?}");
    assert!(page.contains("<p class=\"title\">Bridge &#38; road to close</p>"));
}

/// Articles whose names, titles and words try to be something else.
fn hostile(folder: &Path) -> String {
    let attack = "</script><script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">]]>";
    let text = "The fair opens on Friday, August 2, 2018, said \u{202e}the\u{7} town's =cmd() <b>council</b> &amp; it lasts.";
    let line = json!({
        "id": format!("'\"><i>{attack}"),
        "title": format!("{attack} \u{202e}fair\u{0}"),
        "source": attack,
        "published": "2018-07-09",
        "text": format!("{attack}. {text} {attack}"),
    });
    fs::write(folder.join("wire.jsonl"), format!("{line}\n")).unwrap();
    fs::write(
        folder.join("\"><img src=x onerror=alert(1)>.txt"),
        format!("July 9, 2018\n\n{text}\n{attack}\n"),
    )
    .unwrap();
    page(folder, "")
}

fn hostile_text_is_text() {
    let folder = tempfile::tempdir().unwrap();
    let page = hostile(folder.path());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert!(!page.contains("<img") && !page.contains("<i>") && !page.contains("]]>"), "{page}");
    assert!(page.contains("onerror="), "the words themselves are shown");
    let control = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert_eq!(page.chars().find(|&c| control(c)), None);
}

/// A page on disk for a browser, and a window on it.
struct Stage {
    session: Session,
    folder: tempfile::TempDir,
}

impl Stage {
    fn new(driver: &Driver, page: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("report.html"), page).unwrap();
        let stage = Stage { session: driver.session().expect("a browser"), folder };
        stage.open("");
        stage
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("report.html")
    }

    fn open(&self, fragment: &str) {
        self.session.open(&self.file(), fragment);
    }

    fn number(&self, script: &str) -> u64 {
        self.session
            .eval(&format!("return {script}"))
            .as_u64()
            .unwrap_or_else(|| panic!("{script}: no number"))
    }

    fn text(&self, script: &str) -> String {
        let value = self.session.eval(&format!("return {script}"));
        value.as_str().unwrap_or_else(|| panic!("{script}: {value}")).to_owned()
    }

    fn holds(&self, script: &str) -> bool {
        self.session.eval(&format!("return !!({script})")).as_bool().unwrap()
    }

    /// The findings that can be seen.
    fn seen(&self) -> u64 {
        self.number("document.querySelectorAll('.finding:not([hidden])').length")
    }

    fn count(&self) -> String {
        self.text("document.getElementById('count').textContent")
    }

    /// The message of the finding that has the focus; empty where none has.
    fn focused(&self) -> String {
        self.text("document.activeElement.closest('.finding')?.querySelector('h3').textContent ?? ''")
    }

    fn fragment(&self) -> String {
        self.text("location.hash")
    }
}

fn nothing_leaves_the_page(driver: &Driver) {
    let stage = Stage::new(driver, &example("newsroom"));
    stage.session.keys("jjj/ferry");
    stage.session.click("input[value=subject] + span");
    let requests = stage.session.requests();
    assert!(requests.iter().any(|address| address.ends_with("report.html")), "{requests:?}");
    assert!(
        requests.iter().all(|address| address.starts_with("file://") && address.contains("report.html")
            || address == "about:blank"),
        "{requests:?}"
    );
    assert_eq!(stage.number("performance.getEntriesByType('resource').length"), 0);
    assert_eq!(stage.session.console(), Vec::<String>::new());
    // The policy is in force: what is asked of the page from within is refused.
    let tried = "fetch('https://example.org/').then(() => done('sent'), () => done('refused'))";
    assert_eq!(stage.session.wait_for(tried), "refused");
    assert!(stage.session.console().iter().any(|line| line.contains("Content Security Policy")));
}

fn the_keyboard(driver: &Driver) {
    let stage = Stage::new(driver, &example("newsroom"));
    let keys = |keys: &str| stage.session.keys(keys);
    assert_eq!(stage.count(), "7 findings");
    // The search.
    keys("/");
    assert!(stage.holds("document.activeElement.id === 'find'"));
    keys("ferry 31");
    assert_eq!((stage.count().as_str(), stage.seen()), ("1 of 7 findings", 1));
    assert!(stage.fragment().contains("find=ferry+31"), "{}", stage.fragment());
    keys(ENTER);
    assert!(stage.focused().contains("toll"), "{}", stage.focused());
    keys(ESCAPE);
    assert_eq!((stage.count().as_str(), stage.seen()), ("7 findings", 7));
    keys("/zzzz");
    assert_eq!(stage.seen(), 0);
    assert!(stage.holds("document.getElementById('none').checkVisibility()"));
    keys(ESCAPE);
    keys(ESCAPE);
    assert!(stage.holds("document.activeElement.id !== 'find'"));
    // From one finding to the next.
    stage.open("");
    let mut told = Vec::new();
    for key in ["j", "j", DOWN, UP, "k", "k"] {
        keys(key);
        told.push(stage.focused());
    }
    let order = |n: u64| stage.text(&format!("document.querySelectorAll('h3')[{n}].textContent"));
    assert_eq!(told, [0, 1, 2, 1, 0, 0].map(order));
    // Enter closes and opens.
    let open = "document.activeElement.parentElement.open";
    assert!(stage.holds(open));
    keys(ENTER);
    assert!(!stage.holds(open));
    keys(ENTER);
    assert!(stage.holds(open));
    let outline = stage.text("getComputedStyle(document.activeElement).outlineStyle");
    assert_eq!(outline, "solid", "the focus is seen");
    // The address is that of the finding, and leads back to it.
    let fragment = stage.fragment();
    assert_eq!(fragment.len(), 33, "{fragment}");
    let here = stage.focused();
    stage.open(&fragment);
    stage
        .session
        .wait_for("setInterval(() => { if (document.activeElement !== document.body) done(); }, 10)");
    assert_eq!(stage.focused(), here);
    // Whoever speaks to the machine can turn the letters off.
    stage.session.eval("document.getElementById('filters').open = true");
    stage.session.click("#keys + span");
    stage.session.eval("document.activeElement.blur()");
    keys("j/");
    assert_eq!(stage.focused(), "");
    assert!(stage.holds("document.activeElement === document.body"));
}

fn filters_and_groups(driver: &Driver) {
    let stage = Stage::new(driver, &example("newsroom"));
    stage.session.click("#filters > summary");
    stage.session.click("[data-filter=severity] input[value=error] + span");
    assert_eq!((stage.count().as_str(), stage.seen()), ("2 of 7 findings", 2));
    stage.session.click("[data-filter=confidence] input[value=medium] + span");
    assert_eq!(stage.seen(), 0);
    stage.session.click("#reset");
    assert_eq!(stage.seen(), 7);
    stage.session.eval("const s = document.getElementById('rule'); s.value = 'weekday'; s.dispatchEvent(new Event('change'))");
    assert_eq!(stage.seen(), 1);
    stage.session.click("#clear");
    // Every grouping shows every finding once.
    for (by, groups) in [("subject", 5), ("article", 7), ("rule", 7)] {
        stage.session.click(&format!("input[value={by}] + span"));
        let seen = stage.number("document.querySelectorAll('.group .finding').length");
        let shown = stage.number("document.querySelectorAll('.group h2').length");
        assert_eq!((by, seen, shown), (by, 7, groups));
        let links = stage.number(
            "[...document.querySelectorAll('nav a')].filter(a => document.querySelector(a.hash)).length",
        );
        assert_eq!(links, groups);
    }
    // A link shows another reader the same.
    stage.session.click("input[value=subject] + span");
    stage.session.click("[data-filter=severity] input[value=warning] + span");
    let fragment = stage.fragment();
    assert_eq!(fragment, "#by=subject&severity=error");
    stage.open(&fragment);
    assert_eq!((stage.count().as_str(), stage.seen()), ("5 of 7 findings", 5));
    assert!(stage.holds("document.querySelector('input[value=subject]').checked"));
    // A picture stands where a finding of it can be seen.
    stage.open("#severity=error");
    assert!(stage.number("document.querySelectorAll('.finding:not([hidden]) .slot svg').length") >= 3);
    assert_eq!(stage.session.console(), Vec::<String>::new());
}

fn a_picture_moves_to_a_finding_that_is_seen(driver: &Driver) {
    let folder = tempfile::tempdir().unwrap();
    for (day, count) in [("May 2", 31), ("June 10", 30)] {
        let text = format!("{day}, 2024\n\nLeaders of NATO, which has {count} members, met on Monday.\n");
        fs::write(folder.path().join(format!("{count}.txt")), text).unwrap();
    }
    // Two findings of one picture: it is at the first, and a link at the second.
    let stage = Stage::new(driver, &page(folder.path(), ""));
    let slots = "document.querySelectorAll('.slot').length";
    assert!(stage.number(slots) > 1);
    assert_eq!(stage.number("document.querySelectorAll('.slot .chart').length"), 1);
    let place = "document.querySelector('.slot .chart').closest('.finding').id";
    let first = stage.text(place);
    let other = stage.text("document.querySelector('.slot .see').closest('.finding').id");
    assert_ne!(first, other);
    stage.session.keys("/");
    stage.session.keys(&other);
    assert_eq!(stage.seen(), 1);
    assert_eq!(stage.text(place), other);
    assert!(stage.holds("document.querySelector('.finding[hidden] .slot .see a')"));
    stage.session.keys(ESCAPE);
    assert_eq!(stage.text(place), first);
}

/// A script that is done once something holds.
fn until(holds: &str) -> String {
    format!("const tick = setInterval(() => {{ if ({holds}) {{ clearInterval(tick); done(); }} }}, 10)")
}

fn a_link_opens_the_group_it_leads_to(driver: &Driver) {
    let stage = Stage::new(driver, &example("newsroom"));
    let open = "document.querySelector('#rule-weekday > details').open";
    let close = "document.querySelectorAll('.group > details').forEach(d => { d.open = false })";
    let link = "nav a[href='#rule-weekday']";
    // The second time the address is there already.
    for _ in 0..2 {
        stage.session.eval(close);
        assert!(!stage.holds(open));
        stage.session.click(link);
        stage.session.wait_for(&until(open));
    }
    // Who follows a link of another grouping finds its group open as well.
    stage.session.click("input[value=subject] + span");
    stage.session.eval(close);
    stage.session.click("nav a");
    stage.session.wait_for(&until("document.querySelector('.group > details[open]')"));
    assert_eq!(stage.session.console(), Vec::<String>::new());
}

/// On a telephone nothing scrolls sideways, and a picture shows what it is about.
fn on_a_telephone(driver: &Driver) {
    for folder in ["newsroom", "accession", "ledger"] {
        let stage = Stage::new(driver, &example(folder));
        let screen = json!({"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true});
        stage.session.devtools("Emulation.setDeviceMetricsOverride", &screen);
        stage.open("");
        // What is far below is not laid out until it is needed.
        let lay_out = "for (const e of document.querySelectorAll('.group, .finding')) e.style.contentVisibility = 'visible'";
        stage.session.eval(lay_out);
        assert_eq!(stage.number("document.documentElement.scrollWidth"), 390, "{folder}");
        assert!(
            !stage.holds("[...document.querySelectorAll('.chart .wide')].some(p => p.checkVisibility())")
        );
        let outside =
            "[...document.querySelectorAll('.chart .narrow .dot, .chart .narrow text')].filter(mark => {
            const place = mark.getBoundingClientRect();
            return place.left < 0 || place.right > 390 || place.width === 0;
        }).map(mark => mark.outerHTML)";
        assert_eq!(stage.session.eval(&format!("return {outside}")), json!([]), "{folder}");
        assert!(stage.number("document.querySelectorAll('.chart .narrow .dot').length") > 0);
    }
}

fn without_scripts(driver: &Driver) {
    let page = example("newsroom");
    let stage = Stage::new(driver, &page);
    stage.session.devtools("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    stage.open("");
    assert!(!stage.holds("document.documentElement.hasAttribute('data-ready')"), "no script has run");
    assert!(!stage.holds("document.getElementById('bar').checkVisibility()"), "no control without effect");
    assert_eq!(
        stage.number("[...document.querySelectorAll('.finding')].filter(f => f.checkVisibility()).length"),
        7
    );
    assert!(
        stage.number("[...document.querySelectorAll('blockquote')].filter(f => f.checkVisibility()).length")
            >= 7
    );
    // Groups and findings open and close all the same.
    stage.session.click(".finding > details > summary");
    assert!(!stage.holds("document.querySelector('.finding > details').open"));
    // An anchor leads to its finding.
    let id = stage.text("document.querySelectorAll('.finding')[6].id");
    stage.open(&format!("#{id}"));
    assert_eq!(stage.text("document.querySelector(':target').id"), id);
}

fn on_paper(driver: &Driver) {
    let stage = Stage::new(driver, &example("newsroom"));
    stage.session.eval("document.querySelectorAll('details').forEach(d => { d.open = false })");
    let seen = "[...document.querySelectorAll('blockquote')].filter(q => q.checkVisibility()).length";
    assert_eq!(stage.number(seen), 0);
    // By the style sheet alone, without the event that a print sends.
    stage.session.media("print", "dark");
    assert_eq!(stage.number(seen), stage.number("document.querySelectorAll('blockquote').length"));
    assert!(!stage.holds("document.getElementById('bar').checkVisibility()"));
    assert!(!stage.holds("document.querySelector('nav').checkVisibility()"));
    assert_eq!(stage.text("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
    let pdf = stage.session.devtools("Page.printToPDF", &json!({}));
    assert!(pdf["data"].as_str().is_some_and(|data| data.starts_with("JVBERi0")));
}

fn hostile_text_does_nothing(driver: &Driver) {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::new(driver, &hostile(folder.path()));
    assert_eq!(stage.seen(), 2);
    stage.session.click("input[value=article] + span");
    assert!(stage.text("document.title").starts_with("dateline: 2 articles"));
    assert_eq!(
        stage.number("document.querySelectorAll('img, i, .finding b:not(.help b), script').length"),
        1
    );
    let shown = stage.text("[...document.querySelectorAll('h2')].map(h => h.textContent).join()");
    assert!(shown.contains("<img src=x onerror=alert(1)>.txt"), "{shown}");
    assert_eq!(stage.session.console(), Vec::<String>::new());
}

fn axe_finds_nothing(driver: &Driver) {
    let source = axe().expect("axe-core");
    let hostile_folder = tempfile::tempdir().unwrap();
    let pages = [
        ("newsroom", example("newsroom")),
        ("accession", example("accession")),
        ("ledger", example("ledger")),
        ("hostile", hostile(hostile_folder.path())),
    ];
    for (name, page) in pages {
        let stage = Stage::new(driver, &page);
        for (width, scheme, closed) in
            [(1280, "light", false), (1280, "dark", false), (390, "light", false), (390, "dark", true)]
        {
            stage.session.size(width, 9000);
            stage.session.media("screen", scheme);
            stage.open("");
            stage.session.eval("const f = document.getElementById('filters'); if (f) f.open = true; document.querySelectorAll('.notices details').forEach(d => { d.open = true })");
            if closed {
                stage
                    .session
                    .eval("document.querySelectorAll('.finding > details').forEach(d => { d.open = false })");
            }
            stage.session.eval(&source);
            // What is far below is not laid out until it is needed, and then axe is unsure of it.
            let lay_out = "for (const e of document.querySelectorAll('.group, .finding')) e.style.contentVisibility = 'visible';
                requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
            assert_eq!(stage.session.wait_for(lay_out), json!(true));
            let run = "axe.run(document, { }).then(r => done({
                passes: r.passes.map(p => p.id),
                unsure: r.incomplete.filter(i => i.id === 'color-contrast').flatMap(i => i.nodes.map(n => n.html.slice(0, 200)))
                    .filter(html => !/^<(text|kbd)/.test(html)),
                violations: r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | ')),
            }), e => done({ violations: [String(e)] }))";
            let result = stage.session.wait_for(run);
            assert_eq!(result["violations"], json!([]), "{name}, {width} wide, {scheme}");
            let passes = result["passes"].as_array().into_iter().flatten();
            assert!(passes.into_iter().any(|id| id == "color-contrast"), "{result}");
            // An arrow alone and the words of a picture it leaves to others: `the_pictures_can_be_read`.
            assert_eq!(result["unsure"], json!([]), "{name}, {width} wide, {scheme}");
        }
    }
}

/// Words in a picture stand out from its paper by 4.5 to 1, marks by 3 to 1, as WCAG asks of both.
fn the_pictures_can_be_read(driver: &Driver) {
    for folder in ["newsroom", "accession", "ledger"] {
        let stage = Stage::new(driver, &example(folder));
        for (media, scheme) in [("screen", "light"), ("screen", "dark"), ("print", "dark")] {
            stage.session.media(media, scheme);
            let faint = stage.session.eval(
                "const light = color => {
                    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
                        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
                return [...document.querySelectorAll('.dateline-chart')].flatMap(chart => {
                    const paper = getComputedStyle(chart.querySelector('.paper')).fill;
                    const words = [...chart.querySelectorAll('text')].map(t => [t.textContent, getComputedStyle(t).fill, 4.5]);
                    const marks = [...chart.querySelectorAll('.dot')].map(d => ['mark', getComputedStyle(d).color, 3]);
                    const lines = [...chart.querySelectorAll('.reference')].filter(l => l.matches('path, line, polyline'))
                        .map(l => ['reference', getComputedStyle(l).stroke, 3]);
                    return [...words, ...marks, ...lines].filter(([, color, least]) => ratio(color, paper) < least)
                        .map(([what, color]) => `${what}: ${color} on ${paper}`);
                });",
            );
            assert_eq!(faint, json!([]), "{folder}, {media}, {scheme}");
        }
        assert!(stage.number("document.querySelectorAll('.dateline-chart .dot').length") > 1);
    }
}

type InBrowser = fn(&Driver);

fn main() {
    let mut arguments = Arguments::from_args();
    // One window at a time: these are for two cores that do other work as well.
    arguments.test_threads.get_or_insert(1);
    let plain: [(&str, fn()); 4] = [
        ("the page", the_page),
        ("the same bytes again", the_same_bytes_again),
        ("passages are prose", passages_are_prose),
        ("hostile text is text", hostile_text_is_text),
    ];
    let driven: [(&str, InBrowser); 11] = [
        ("nothing leaves the page", nothing_leaves_the_page),
        ("the keyboard", the_keyboard),
        ("filters and groups", filters_and_groups),
        ("a picture moves to a finding that is seen", a_picture_moves_to_a_finding_that_is_seen),
        ("a link opens the group it leads to", a_link_opens_the_group_it_leads_to),
        ("on a telephone", on_a_telephone),
        ("without scripts", without_scripts),
        ("on paper", on_paper),
        ("hostile text does nothing", hostile_text_does_nothing),
        ("the pictures can be read", the_pictures_can_be_read),
        ("axe finds nothing", axe_finds_nothing),
    ];
    let driver = Driver::start().map(Arc::new).map_err(|missing| {
        eprintln!("\nSKIPPED: the page is not tried in a browser: {missing}\n         Debian: apt-get install chromium chromium-driver\n");
    });
    let axe = axe().map_err(|missing| {
        eprintln!("\nSKIPPED: the page's accessibility is not checked: {missing}\n         npm install --prefix target/ci axe-core\n");
    });
    let mut trials: Vec<Trial> = plain
        .into_iter()
        .map(|(name, test)| {
            Trial::test(name, move || {
                test();
                Ok::<(), Failed>(())
            })
        })
        .collect();
    for (name, test) in driven {
        let with = driver.clone();
        let trial = Trial::test(name, move || {
            with.iter().for_each(|driver| test(driver));
            Ok(())
        });
        let left_out = driver.is_err() || name.starts_with("axe") && axe.is_err();
        trials.push(trial.with_ignored_flag(left_out));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(driver);
    conclusion.exit();
}
