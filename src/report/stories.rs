//! What `dateline stories` prints: which articles report the same event, and what ties them.

use super::Days;
use super::escaped;
use super::excerpt::one_line;
use super::view::article_name;
use crate::facts::attribute::{ArticleId, Card};
use crate::facts::story::{self, Story, StoryList, TiedBy};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

#[derive(Serialize)]
struct Line<'a> {
    story: usize,
    /// Its name, where it was given with the articles.
    given: Option<&'a str>,
    articles: Vec<Member<'a>>,
    evidence: Vec<Tie<'a>>,
}

#[derive(Serialize)]
struct Member<'a> {
    path: &'a str,
    article: String,
    published: Days,
}

#[derive(Serialize)]
struct Tie<'a> {
    articles: [String; 2],
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    overlap: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<&'a [String]>,
}

fn card(list: &StoryList, id: ArticleId) -> &Card {
    &list.cards[id.0 as usize]
}

/// A line of JSON a story.
///
/// # Errors
///
/// What `out` answers.
pub fn write_jsonl(list: &StoryList, out: &mut dyn Write) -> io::Result<()> {
    for (number, story) in (1..).zip(&list.stories) {
        let name = |id| article_name(card(list, id));
        let member = |&id| {
            let card = card(list, id);
            Member { path: &card.path, article: article_name(card), published: card.published.when.into() }
        };
        let line = Line {
            story: number,
            given: story.given.as_deref(),
            articles: story.articles.iter().map(member).collect(),
            evidence: story.links.iter().map(|tie| tie_line(tie, &name)).collect(),
        };
        escaped::write(&line, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn tie_line<'a>(tie: &'a story::Tie, name: &impl Fn(ArticleId) -> String) -> Tie<'a> {
    let articles = [name(tie.a), name(tie.b)];
    match &tie.by {
        // Two digits: more would promise what a sketch cannot keep.
        TiedBy::NearCopy(share) => {
            Tie { articles, kind: "near-copy", overlap: Some((share * 100.0).round() / 100.0), names: None }
        }
        TiedBy::Names(names) => Tie { articles, kind: "names", overlap: None, names: Some(names) },
    }
}

/// Story by story, for people: every article with its day and what ties it to one before it.
///
/// # Errors
///
/// What `out` answers.
pub fn write_table(list: &StoryList, out: &mut dyn Write) -> io::Result<()> {
    let ending = |n: usize, one: &'static str, many: &'static str| if n == 1 { one } else { many };
    for (number, story) in (1..).zip(&list.stories) {
        if number > 1 {
            writeln!(out)?;
        }
        let given = story.given.as_deref().map(|g| format!(" “{}”", one_line(g))).unwrap_or_default();
        let count = story.articles.len();
        writeln!(out, "story {number}{given}: {count} {}", ending(count, "article", "articles"))?;
        let names: Vec<String> =
            story.articles.iter().map(|&id| one_line(&article_name(card(list, id))).into_owned()).collect();
        let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
        for (&id, name) in story.articles.iter().zip(names) {
            let days = Days::from(card(list, id).published.when);
            let day = if days.is_known() { days.to_string() } else { "undated".to_owned() };
            let gap = " ".repeat(widest - name.width());
            writeln!(out, "  {name}{gap}  {day}{}", because(list, story, id))?;
        }
    }
    let alone = list.cards.len() - list.stories.iter().map(|s| s.articles.len()).sum::<usize>();
    if !list.stories.is_empty() {
        writeln!(out)?;
    }
    let (stories, articles) = (list.stories.len(), list.cards.len());
    writeln!(
        out,
        "{stories} {} in {articles} {}; {alone} {} alone",
        ending(stories, "story", "stories"),
        ending(articles, "article", "articles"),
        ending(alone, "stands", "stand")
    )
}

/// The first tie of an article to one that stands before it.
fn because(list: &StoryList, story: &Story, id: ArticleId) -> String {
    /// More names than these say no more.
    const NAMES: usize = 5;
    let Some(tie) = story.links.iter().find(|t| t.b == id).or_else(|| {
        let later = |t: &&story::Tie| t.a == id && story.articles.first() != Some(&id);
        story.links.iter().find(later)
    }) else {
        return String::new();
    };
    let other = if tie.b == id { tie.a } else { tie.b };
    let other = article_name(card(list, other));
    let other = one_line(&other);
    match &tie.by {
        TiedBy::NearCopy(share) => format!("  repeats {:.0}% of {other}", share * 100.0),
        TiedBy::Names(names) => {
            let more = names.len().saturating_sub(NAMES);
            let mut told: Vec<String> =
                names.iter().take(NAMES).map(|n| format!("“{}”", one_line(n))).collect();
            if more > 0 {
                told.push(format!("{more} more"));
            }
            format!("  shares {} with {other}", told.join(", "))
        }
    }
}
