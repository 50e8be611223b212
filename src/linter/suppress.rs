//! What articles and the configuration say is to be left alone.

use super::{Checked, Linter};
use crate::corpus::{Article, Corpus, Directive};
use crate::dating::Published;
use crate::facts::attribute::{ArticleId, Card};
use crate::report::Fingerprint;
use crate::rules::finding::number_repeats;
use crate::rules::suppress::{Ignore, SuppressionRules, Suppressions};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The check of suppressions that silence nothing.
pub(super) const UNUSED: &str = "unused-suppression";
/// The check of suppressions that cannot be heeded.
pub(super) const INVALID: &str = "invalid-suppression";

/// The checks whose examples need the other rules.
pub(super) const ABOUT: [&str; 2] = [UNUSED, INVALID];

/// What is to be left alone besides what articles themselves say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exceptions<'a> {
    /// The entries of the configuration.
    pub ignores: &'a [Ignore],
    /// The files of the configuration: their paths, as they are shown, and texts. Findings about entries point there.
    pub files: &'a [(String, String)],
    /// Whether there are more articles than those of the corpus: then nothing is known to be unused of rules that compare
    /// articles.
    pub partial: bool,
    /// The day of the run; where it is not known, no entry is over.
    pub today: Option<Date>,
}

impl Linter {
    /// Sets apart what is suppressed, and adds what is wrong with suppressions.
    pub(super) fn suppress(
        &self,
        checked: &mut Checked,
        directives: &BTreeMap<ArticleId, Vec<Directive>>,
        exceptions: &Exceptions<'_>,
    ) {
        let cards = &checked.cards;
        number_repeats(&mut checked.findings, |f| Fingerprint::of_finding(f, cards, &str::to_owned));
        if directives.is_empty() && exceptions.ignores.is_empty() {
            return;
        }
        let known: Vec<Arc<str>> = self.book.rules.iter().map(|rule| Arc::clone(&rule.id)).collect();
        let articles = checked.cards.len();
        let number = |file: usize| ArticleId(u32::try_from(articles + file).unwrap_or(u32::MAX));
        let suppressions = Suppressions {
            directives,
            ignores: exceptions.ignores,
            configuration: &number,
            fingerprint: &|finding| Fingerprint::of_finding(finding, cards, &str::to_owned).to_string(),
            partial: exceptions.partial,
            looks_at_one: &|rule| self.looks_at_one(rule),
            today: exceptions.today,
            known: &known,
            runs: &|rule| self.runs(rule),
            rules: SuppressionRules { unused: self.rule_of(UNUSED), invalid: self.rule_of(INVALID) },
        };
        let outcomes = suppressions.apply(std::mem::take(&mut checked.findings), cards);
        checked.findings = outcomes.reported;
        checked.apart = outcomes.apart;
        for (file, (path, text)) in exceptions.files.iter().enumerate() {
            checked.cards.push(Card {
                id: number(file),
                path: path.as_str().into(),
                name: None,
                line: None,
                outlet: None,
                story: None,
                published: Published::unknown(),
            });
            checked.configuration.push(Article {
                path: path.as_str().into(),
                raw: text.clone(),
                ..Article::default()
            });
        }
    }
}

impl Checked {
    /// Opens an article again, or a file of the configuration.
    pub fn reopen(&self, corpus: &Corpus, id: ArticleId) -> Option<Article> {
        let number = id.0 as usize;
        match self.origins.get(number) {
            Some(origin) => corpus.reopen(origin),
            None => self.configuration.get(number - self.origins.len()).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Fingerprint;
    use crate::rules::suppress::SetApartBy;
    use crate::{Checked, Corpus, Linter, Options, Text};
    use std::sync::OnceLock;

    fn check(texts: &[(&str, &str, &str)]) -> Checked {
        static LINTER: OnceLock<Linter> = OnceLock::new();
        let linter = LINTER.get_or_init(|| Linter::builtin().unwrap());
        let text = |(name, day, text): &(&str, &str, &str)| Text {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            published: Some((*day).to_owned()),
        };
        let corpus = Corpus::from_texts(texts.iter().map(text)).unwrap();
        linter.check(&corpus, &Options::default())
    }

    fn rules(checked: &Checked) -> Vec<String> {
        checked.findings.iter().map(|f| f.rule.to_string()).collect()
    }

    const SEPTEMBER: &str = "Ruth Adeyemi's term as governor ends in September 2021.";
    const OCTOBER: &str = "Ruth Adeyemi will step down as governor in October 2021.";
    const ORDER: &str = "<!-- dateline-ignore term-end: the law was changed -->";

    #[test]
    fn at_either_end() {
        let (a, b) = (format!("{SEPTEMBER} {ORDER}\n"), format!("{ORDER}\n{OCTOBER}\n"));
        for texts in [
            [("a.md", "2021-03-02", a.as_str()), ("b.md", "2021-03-09", OCTOBER)],
            [("a.md", "2021-03-02", SEPTEMBER), ("b.md", "2021-03-09", b.as_str())],
            // Both are of use.
            [("a.md", "2021-03-02", a.as_str()), ("b.md", "2021-03-09", b.as_str())],
        ] {
            let checked = check(&texts);
            assert_eq!(rules(&checked), [""; 0], "{texts:?}");
            assert_eq!(checked.apart.len(), 1);
            let why = &checked.apart[0].1;
            assert_eq!((why.by, &*why.reason), (SetApartBy::Article, "the law was changed"));
        }
    }

    #[test]
    fn what_others_dispute_stays() {
        let silenced = format!("{SEPTEMBER} {ORDER}\n");
        let checked = check(&[
            ("a.md", "2021-03-02", &silenced),
            ("b.md", "2021-03-03", SEPTEMBER),
            ("c.md", "2021-03-09", OCTOBER),
        ]);
        assert_eq!(rules(&checked), ["term-end"]);
        assert_eq!(checked.apart, []);
        let finding = &checked.findings[0];
        let articles: Vec<u32> =
            std::iter::once(&finding.here).chain(&finding.there).map(|e| e.site.article.0).collect();
        assert!(!articles.contains(&0), "the silenced article is no side of it: {articles:?}");
        // Where the later one is silenced, nothing stands against the others.
        let silenced = format!("{OCTOBER} {ORDER}\n");
        let checked = check(&[
            ("a.md", "2021-03-02", SEPTEMBER),
            ("b.md", "2021-03-03", SEPTEMBER),
            ("c.md", "2021-03-09", &silenced),
        ]);
        assert_eq!((rules(&checked).len(), checked.apart.len()), (0, 1));
    }

    #[test]
    fn a_date_that_a_finding_rests_on_is_no_side_of_it() {
        let dated = format!("date 2021-03-02\n{ORDER}\n\nIt rained.\n\n{SEPTEMBER}\n");
        let checked = check(&[("a.md", "2021-03-02", &dated), ("b.md", "2021-03-09", OCTOBER)]);
        assert!(rules(&checked).contains(&"term-end".to_owned()), "{:?}", rules(&checked));
    }

    #[test]
    fn an_order_silences_only_its_rule_and_place() {
        let elsewhere = format!("{SEPTEMBER}\n\nIt rained. {ORDER}\n");
        let other = format!("{SEPTEMBER} <!-- dateline-ignore age: the law was changed -->\n");
        let faulty = format!("{SEPTEMBER} <!-- dateline-ignore term-end -->\n");
        for (text, told) in [
            (&elsewhere, ["term-end", "unused-suppression"]),
            (&other, ["term-end", "unused-suppression"]),
            (&faulty, ["term-end", "invalid-suppression"]),
        ] {
            let checked = check(&[("a.md", "2021-03-02", text), ("b.md", "2021-03-09", OCTOBER)]);
            assert_eq!(rules(&checked), told, "{text}");
        }
        // No order silences what is said of orders.
        let both = "It rained. <!-- dateline-ignore-file unused-suppression, age: quiet -->\n";
        let checked = check(&[("a.md", "2021-03-02", both)]);
        assert_eq!(rules(&checked), ["invalid-suppression", "unused-suppression"]);
    }

    #[test]
    fn one_mistake_twice_is_two() {
        const WRONG: &str = "The lock was opened on Friday, May 12, 2021.";
        const ORDER: &str = "<!-- dateline-ignore weekday: as the plaque has it -->";
        let prints = |text: &str| {
            let checked = check(&[("a.md", "2021-06-02", text)]);
            let print = |f| Fingerprint::of_finding(f, &checked.cards, &str::to_owned);
            let reported: Vec<_> = checked.findings.iter().map(print).collect();
            (reported, checked.apart.iter().map(|(f, _)| print(f)).collect::<Vec<_>>())
        };
        let one = prints(&format!("{WRONG}\n")).0;
        let (two, _) = prints(&format!("{WRONG}\n\nIt rained. {WRONG}\n"));
        assert!(one.len() == 1 && two.len() == 2 && two[0] == one[0] && two[1] != two[0], "{one:?} {two:?}");
        // Either is suppressed by itself, and what is left is known by what it was known by.
        assert_eq!(prints(&format!("{WRONG}\n\nIt rained. {WRONG} {ORDER}\n")), (one, vec![two[1]]));
        assert_eq!(prints(&format!("{WRONG} {ORDER}\n\nIt rained. {WRONG}\n")), (vec![two[1]], vec![two[0]]));
        // So are impossible dates, and orders that are of no use.
        let (thirty, _) = prints("It closed on June 31, 2021.\n\nSince June 31, 2021 it rains.\n");
        assert!(thirty.len() == 2 && thirty[0] != thirty[1], "{thirty:?}");
        let (idle, _) = prints(&format!("It rained. {ORDER}\n\nIt poured. {ORDER}\n"));
        assert!(idle.len() == 2 && idle[0] != idle[1], "{idle:?}");
    }

    #[test]
    fn records_of_a_container() {
        let record = |order: &str| {
            format!(
                "{{\"published\": \"2021-03-02\", \"text\": \"{SEPTEMBER}\"{order}}}\n\
                     {{\"published\": \"2021-03-09\", \"text\": \"{OCTOBER}\"}}\n"
            )
        };
        let wire = |text: String| {
            let mut corpus = Corpus::empty().unwrap();
            corpus.add_memory("wire.jsonl", text.into_bytes());
            Linter::builtin().unwrap().check(&corpus, &Options::default())
        };
        assert_eq!(rules(&wire(record(""))), ["term-end"]);
        assert_eq!(rules(&wire(record(", \"dateline-ignore\": \"term-end: the law was changed\""))), [""; 0]);
        let unused = wire(record(", \"dateline-ignore\": {\"age\": \"as printed\"}"));
        assert_eq!(rules(&unused), ["term-end", "unused-suppression"]);
        assert_eq!(unused.cards[unused.findings[1].here.site.article.0 as usize].line, Some(1));
    }
}
