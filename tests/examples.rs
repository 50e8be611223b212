//! The example archives, stage by stage: the facts they state and what is said of them.

use dateline::report::facts::{FactLine, write_table};
use dateline::report::{View, terminal};
use dateline::{Corpus, Linter, Options};
use std::path::Path;
use std::sync::OnceLock;

fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::builtin().unwrap())
}

fn open(archive: &str) -> Corpus {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Corpus::walk(&[root.join("examples").join(archive)], root).unwrap()
}

fn facts(archive: &str) -> String {
    let corpus = open(archive);
    let (read, _) = linter().each(&corpus, &Options::default(), |article, understood| {
        let lines: Vec<FactLine> = understood
            .facts
            .into_iter()
            .map(|fact| FactLine {
                text: fact.site.span.cut(&article.raw).to_owned(),
                attribute: linter().attribute(fact.attribute),
                title_from: article.title_from,
                place: article.place(fact.site.span),
                fact,
            })
            .collect();
        (understood.card, lines)
    });
    let (mut cards, mut facts) = (Vec::new(), Vec::new());
    for (index, (_, (card, lines))) in (0..).zip(read) {
        cards.push(card);
        facts.extend(lines.into_iter().map(|mut line| {
            line.fact.site.article = dateline::facts::ArticleId(index);
            line
        }));
    }
    let mut out = Vec::new();
    write_table(&facts, &cards, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn report(archive: &str) -> String {
    let corpus = open(archive);
    let checked = linter().check(&corpus, &Options::default());
    let reopen = |id: dateline::facts::ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
    let mut out = Vec::new();
    terminal::write(&view, terminal::Style { color: false, summary: true, ..Default::default() }, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

macro_rules! archives {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let name = stringify!($name);
            insta::with_settings!({
                snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/facts"),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, { insta::assert_snapshot!(name, facts(name)); });
            insta::with_settings!({
                snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/findings"),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, { insta::assert_snapshot!(name, report(name)); });
        }
    )*};
}
archives! { exceptions newsroom accession calendar figures offices retold mishaps ledger }

/// Between them, the archives show every rule that ships, and every outcome.
#[test]
fn every_rule_is_shown() {
    let mut shown = std::collections::BTreeSet::new();
    let mut outcomes = std::collections::BTreeSet::new();
    for archive in [
        "exceptions",
        "newsroom",
        "accession",
        "calendar",
        "figures",
        "offices",
        "retold",
        "mishaps",
        "ledger",
    ] {
        for finding in linter().check(&open(archive), &Options::default()).findings {
            shown.insert(finding.rule.to_string());
            outcomes.insert(finding.outcome);
        }
    }
    let missing: Vec<_> =
        linter().rules().iter().map(|r| r.id.to_string()).filter(|id| !shown.contains(id)).collect();
    assert!(missing.is_empty(), "no example archive shows {missing:?}");
    assert_eq!(outcomes.len(), 4, "{outcomes:?}");
}

/// A rule's page shows one thing that it finds and at least two that it leaves alone.
#[test]
fn every_rule_leaves_two_things_alone() {
    use dateline::rules::example::Expect;
    for rule in linter().rules() {
        let quiet = rule.examples.iter().filter(|e| e.expect == Expect::Quiet).count();
        assert!(
            quiet >= 2 && rule.examples.len() > quiet,
            "{}: {quiet} quiet of {}",
            rule.id,
            rule.examples.len()
        );
    }
}
