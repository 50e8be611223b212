//! Which threads somebody means who types a subject.

use super::Linter;
use super::timeline::{Survey, Thread};
use crate::facts::attribute::ArticleId;
use crate::rules::book::nearest;
use std::collections::BTreeMap;

/// Subjects that could be meant, each with the number of its facts, the most first.
pub type Candidates = Vec<(String, usize)>;

impl Linter {
    /// The threads of the subject that `typed` names: its name or an alias of `rules/names`, in capitals or not; else
    /// the only one that begins so, or has a word that does; else the only one that has it in its name. What is said of a story goes by the
    /// story's name, or that of any article in it.
    ///
    /// # Errors
    /// The subjects that could be meant, where it is not one; where none could, those most like it.
    pub fn find_subject(
        &self,
        survey: &Survey,
        threads: &[Thread],
        typed: &str,
    ) -> Result<Vec<Thread>, Candidates> {
        let wanted = typed.trim().to_lowercase();
        let alias = self.canonical_name(typed).map(str::to_lowercase);
        let named: Vec<(&Thread, Vec<String>)> =
            threads.iter().map(|thread| (thread, names(survey, thread))).collect();
        let exact = |name: &String| *name == wanted || alias.as_ref() == Some(name);
        let begins = |name: &String| name.starts_with(&wanted);
        let word = |name: &String| name.split_whitespace().any(|word| word.starts_with(&wanted));
        let has = |name: &String| name.contains(&wanted);
        for fits in [&exact as &dyn Fn(&String) -> bool, &begins, &word, &has] {
            let found: Vec<&Thread> =
                named.iter().filter(|(_, names)| names.iter().any(fits)).map(|(thread, _)| *thread).collect();
            let subjects = candidates(survey, &found);
            match subjects.len() {
                0 => {}
                1 => return Ok(found.into_iter().cloned().collect()),
                _ => return Err(subjects),
            }
        }
        let all = candidates(survey, &threads.iter().collect::<Vec<_>>());
        let like = nearest(typed, all.iter().map(|(name, _)| name.as_str())).map(str::to_owned);
        Err(match like {
            Some(like) => all.into_iter().filter(|(name, _)| *name == like).collect(),
            None => all,
        })
    }

    /// The threads of the story that `typed` names, by the same rules as [`Linter::find_subject`].
    ///
    /// # Errors
    /// The stories that could be meant.
    pub fn find_story(
        &self,
        survey: &Survey,
        threads: &[Thread],
        typed: &str,
    ) -> Result<Vec<Thread>, Candidates> {
        let of_stories: Vec<Thread> = threads.iter().filter(|t| t.story.is_some()).cloned().collect();
        // By the story alone, whoever else the thread is about.
        let bare: Vec<Thread> =
            of_stories.iter().map(|t| Thread { name: "".into(), facet: "".into(), ..t.clone() }).collect();
        let found = self.find_subject(survey, &bare, typed)?;
        Ok(of_stories.into_iter().filter(|t| found.iter().any(|f| f.story == t.story)).collect())
    }
}

/// What a thread may be called, in lower case.
fn names(survey: &Survey, thread: &Thread) -> Vec<String> {
    let mut names = Vec::new();
    if !thread.name.is_empty() {
        names.extend([thread.name.to_lowercase(), thread.subject().to_lowercase()]);
    }
    if let Some(story) = thread.story {
        names.push(survey.story_name(story).to_lowercase());
        let of_story = |&id: &ArticleId| survey.stories.get(id.0 as usize) == Some(&story);
        let articles = (0..).map(ArticleId).take(survey.checked.cards.len()).filter(of_story);
        names.extend(articles.map(|id| survey.article_name(id).to_lowercase()));
    }
    names
}

fn candidates(survey: &Survey, threads: &[&Thread]) -> Candidates {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for thread in threads {
        let name = match thread.story {
            Some(story) if thread.name.is_empty() => survey.story_name(story),
            _ => thread.name.to_string(),
        };
        *counts.entry(name).or_default() += thread.facts.len();
    }
    let mut candidates: Candidates = counts.into_iter().collect();
    candidates.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    candidates
}
