//! The examples inside a rule: articles, and what is to be said of them.

use super::diagnostic::Trouble;
use super::finding::Outcome;
use super::reader::Table;

/// An example of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The articles, in the order of reading.
    pub articles: Vec<ExampleArticle>,
    /// What must come of it.
    pub expect: Expect,
}

/// An article of an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleArticle {
    /// The day of publication, where it is stated beside the text.
    pub published: Option<String>,
    /// The headline, where it is stated beside the text.
    pub title: Option<String>,
    /// The publisher.
    pub source: Option<String>,
    /// The story.
    pub story: Option<String>,
    /// Whether the text is Markdown; the articles of an example are all of one format.
    pub markdown: bool,
    /// The text.
    pub text: String,
}

/// What must come of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// A finding of this outcome that labels each of these words.
    Found(Outcome, Vec<String>),
    /// No finding of any severity.
    Quiet,
}

const OUTCOMES: [(&str, Outcome); 4] = [
    ("clash", Outcome::Clash),
    ("stale", Outcome::Stale),
    ("undated", Outcome::Undated),
    ("update", Outcome::Update),
];

pub(super) fn read_examples(table: &mut Table<'_, '_>, trouble: &mut Trouble) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut complete = true;
    for mut item in table.tables("example", "[[example]]", trouble) {
        let before = trouble.found.len();
        let name = item.required("name", trouble);
        if let Some(name) = name.as_ref().filter(|n| examples.iter().any(|e| e.name == n.value)) {
            trouble.add(name.at.clone(), "two examples of this name", None);
        }
        let articles: Vec<ExampleArticle> = item
            .tables("articles", "an article", trouble)
            .into_iter()
            .filter_map(|a| read_article(a, trouble))
            .collect();
        if articles.is_empty() && trouble.found.len() == before {
            trouble.add(item.at(), "an example needs articles", None);
        }
        let mut expect = item.boolean("quiet", trouble).filter(|&q| q).map(|_| Expect::Quiet);
        for (key, outcome) in OUTCOMES {
            let words: Vec<String> = item.strings(key, trouble).into_iter().map(|w| w.value).collect();
            if !words.is_empty() && expect.replace(Expect::Found(outcome, words)).is_some() {
                trouble.add(
                    item.at(),
                    "an example expects one thing: clash, stale, undated, update or quiet",
                    None,
                );
            }
        }
        if expect.is_none() {
            trouble.add(item.at(), "an example says what it expects: clash, stale, undated or update with words, or quiet = true", None);
        }
        item.finish(trouble);
        match (name, expect) {
            (Some(name), Some(expect)) => examples.push(Example { name: name.value, articles, expect }),
            _ => complete = false,
        }
    }
    let found = examples.iter().any(|e| e.expect != Expect::Quiet);
    let quiet = examples.iter().any(|e| e.expect == Expect::Quiet);
    if complete && !(found && quiet) {
        trouble.add(table.at(), "a rule needs an example that is found and one that stays quiet", None);
    }
    examples
}

fn read_article(mut table: Table<'_, '_>, trouble: &mut Trouble) -> Option<ExampleArticle> {
    let published = table.value("published").map(|v| {
        v.get_ref()
            .as_datetime()
            .map(ToString::to_string)
            .or_else(|| v.get_ref().as_str().map(str::to_owned))
            .unwrap_or_default()
    });
    let mut one = |key| table.string(key, trouble).map(|s| s.value);
    let (title, source, story) = (one("title"), one("source"), one("story"));
    let markdown = table.boolean("markdown", trouble).unwrap_or(false);
    let text = table.required("text", trouble);
    table.finish(trouble);
    Some(ExampleArticle { published, title, source, story, markdown, text: text?.value })
}
