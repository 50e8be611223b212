//! The whole pipeline: a corpus in, findings out.

mod check;
mod corrections;
mod diff;
mod disputes;
mod examples;
mod language;
mod stories;
mod subject;
mod suppress;
mod timeline;
mod timing;
mod versions;

use crate::config::{Config, Folders, Overrides};
use crate::corpus::{Article, Corpus, Directive, Origin};
use crate::dating::Timex;
use crate::error::{Error, Notice};
use crate::facts::attribute::{ArticleId, AttributeId, Card, Fact};
use crate::facts::extract::{Context, extract};
use crate::facts::matching::Reading;
use crate::facts::relation::Relation;
use crate::facts::story::StoryWords;
use crate::grammar::Mark;
use crate::grammar::name::Names;
use crate::grammar::quantity::Quantity;
use crate::rules::book::{RuleBook, RuleBookBuilder};
use crate::rules::checks::name_spelling::GivenNames;
use crate::rules::checks::parallel::ParallelWords;
use crate::rules::checks::quote_drift::QuoteWords;
use crate::rules::diagnostic::Mistake;
use crate::rules::file::{Rule, RuleKind};
use crate::rules::finding::Finding;
use crate::rules::names::read_names;
use crate::rules::policy::Policy;
use crate::rules::suppress::SetApart;
pub use diff::{ArticleDiff, Diff, DiffOptions, Unpaired};
pub use examples::ExampleResult;
use language::{Language, Marks};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
pub use subject::Candidates;
pub use suppress::Exceptions;
pub use timeline::{Survey, Thread};
pub use timing::{Clock, Timings};

/// Rules and grammar, loaded once.
#[derive(Debug)]
pub struct Linter {
    language: Language,
    book: RuleBook,
    story_words: StoryWords,
    given: GivenNames,
    quotations: QuoteWords,
    parallel: ParallelWords,
    /// The rules that run; all where nothing was selected.
    selected: BTreeSet<Arc<str>>,
    /// What is different for some paths.
    overrides: Overrides,
    /// What tells how long a check takes.
    clock: Option<Clock>,
}

/// How a run is made.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// How many threads; as many as there are cores where it is not said. The result is the same.
    pub jobs: Option<usize>,
    /// Told of every run of bytes that has been read.
    pub tick: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl Options<'_> {
    /// So many bytes more have been read.
    fn read(&self, bytes: u64) {
        self.tick.iter().for_each(|tick| tick(bytes));
    }
}

/// What a check has found.
#[derive(Debug, Default)]
pub struct Checked {
    /// The articles, by [`ArticleId`]; after them the files of the configuration that suppress something.
    pub cards: Vec<Card>,
    /// Where each was read.
    pub origins: Vec<Origin>,
    /// How many facts they state.
    pub facts: u64,
    /// How many articles were read and not compared: earlier versions, what was taken back or is withheld.
    pub left_out: usize,
    /// What cannot all be true, and what is wrong with suppressions.
    pub findings: Vec<Finding>,
    /// The files of the configuration, the numbers of which follow those of the articles.
    pub configuration: Vec<Article>,
    /// What articles and the configuration say is to be left alone, and why.
    pub apart: Vec<(Finding, SetApart)>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// One article as it was understood, while its text is there.
#[derive(Debug)]
pub struct Understood {
    /// What is kept of it; its number is not yet known.
    pub card: Card,
    /// Its prose.
    pub clean: crate::text::CleanText,
    /// Its numbers.
    pub quantities: Vec<Mark<Quantity>>,
    /// Its time expressions.
    pub times: Vec<Mark<Timex>>,
    /// Its names.
    pub names: Names,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// The values that its notes of correction name, in standard form.
    pub corrected: Vec<String>,
    /// Figures that belong together.
    pub relations: Vec<Relation>,
    /// What it says of rules that are not to speak of it.
    pub ignores: Vec<Directive>,
    /// Whether it is in English; otherwise nothing was looked for in it.
    pub english: bool,
}

impl Linter {
    /// With the rules that ship with the program.
    ///
    /// # Errors
    /// When the program's own vocabulary or rules are wrong, which its tests exclude.
    pub fn builtin() -> Result<Self, Error> {
        let (linter, wrong) = Self::with_rule_folders(&[])?;
        match wrong.first() {
            Some(wrong) => Err(Error::new(format!("{}: {wrong}", wrong.path()))),
            None => Ok(linter),
        }
    }

    /// With the program's rules and those of the user's folders. Rules that are wrong are left out and told of.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn with_rule_folders(folders: &[PathBuf]) -> Result<(Self, Vec<Mistake>), Error> {
        Self::with_folders(&Folders { rules: folders.to_vec(), ..Folders::default() })
    }

    /// With what ships with the program and what lies in the user's folders. Files that are wrong are left out and told of.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn with_folders(folders: &Folders) -> Result<(Self, Vec<Mistake>), Error> {
        let (names, mut mistakes) = read_names(&folders.rules, &folders.names)?;
        let mut language = Language::load(names)?;
        let mut builder = RuleBookBuilder::new(&mut language.lexicon, check::NAMES);
        builder.builtin();
        for folder in &folders.rules {
            builder.folder(folder)?;
        }
        for folder in &folders.references {
            builder.timelines(folder)?;
        }
        let (book, mut diagnostics) = builder.build();
        mistakes.append(&mut diagnostics);
        let selected = book.rules.iter().map(|r| Arc::clone(&r.id)).collect();
        let linter = Linter {
            language,
            book,
            story_words: StoryWords::load()?,
            given: GivenNames::load()?,
            quotations: QuoteWords::load()?,
            parallel: ParallelWords::load()?,
            selected,
            overrides: Overrides::default(),
            clock: None,
        };
        Ok((linter, mistakes))
    }

    /// As a configuration wants it: which rules run, how loud they are, what is different for some paths. Its folders
    /// were named when the linter was made.
    #[must_use]
    pub fn configured(mut self, config: &Config) -> Self {
        let known: Vec<Arc<str>> = self.book.rules.iter().map(|rule| Arc::clone(&rule.id)).collect();
        self.selected = config.selected(&known);
        for rule in &mut self.book.rules {
            let (severity, confidence) = config.rule(&rule.id);
            rule.severity = severity.unwrap_or(rule.severity);
            rule.confidence = confidence.unwrap_or(rule.confidence);
        }
        self.overrides = config.overrides();
        self
    }

    /// Measures how long the parts of a check take; see [`Survey::timings`].
    #[must_use]
    pub fn timed(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// What a configuration says of rules that there are not.
    pub fn unknown_rules(&self, config: &Config) -> Vec<Mistake> {
        let known: Vec<Arc<str>> = self.book.rules.iter().map(|rule| Arc::clone(&rule.id)).collect();
        config.unknown_rules(&known)
    }

    /// Runs only the rules of `select` (all, if there is none), without those of `ignore`.
    ///
    /// # Errors
    /// When there is no rule of a name.
    pub fn select(mut self, select: &[String], ignore: &[String]) -> Result<Self, Error> {
        let named = |ids: &[String]| -> Result<BTreeSet<Arc<str>>, Error> {
            ids.iter().map(|id| self.book.rule(id).map(|r| Arc::clone(&r.id))).collect()
        };
        let (only, without) = (named(select)?, named(ignore)?);
        self.selected.retain(|id| (only.is_empty() || only.contains(id)) && !without.contains(id));
        Ok(self)
    }

    /// The rules, in the order of their names, whether selected or not.
    pub fn rules(&self) -> &[Rule] {
        &self.book.rules
    }

    /// The rule of a name.
    ///
    /// # Errors
    /// Where there is none.
    pub fn rule(&self, id: &str) -> Result<&Rule, Error> {
        self.book.rule(id)
    }

    /// The name of an attribute, which is its rule's.
    pub fn attribute(&self, attribute: AttributeId) -> Arc<str> {
        self.book.families.get(attribute).map_or_else(|| Arc::from(""), |f| Arc::clone(&f.name))
    }

    /// Whether the rule of a name is selected.
    pub fn runs(&self, id: &str) -> bool {
        self.selected.contains(id)
    }

    /// Reads every article and gives it, as it was understood, to `work`; what that makes comes in the order of the corpus.
    pub fn each<T: Send>(
        &self,
        corpus: &Corpus,
        options: &Options<'_>,
        work: impl Fn(&Article, Understood) -> T + Sync,
    ) -> (Vec<(Origin, T)>, Vec<Notice>) {
        corpus.map(
            options.jobs,
            |article| work(article, self.understand(article)),
            |bytes| options.read(bytes),
        )
    }

    /// Like [`Linter::each`], for numbers and time expressions alone: no name and no fact is looked for, and what
    /// `work` makes goes to `sink` in the order of the corpus while later articles are still read.
    pub fn annotate<T: Send>(
        &self,
        corpus: &Corpus,
        options: &Options<'_>,
        work: impl Fn(&Article, Understood) -> T + Sync,
        sink: impl FnMut(Origin, T) -> ControlFlow<()> + Send,
    ) -> Vec<Notice> {
        let read = |article: &Article| {
            work(article, Self::understood(article, self.language.numbers_and_times(article), Vec::new()))
        };
        corpus.stream(options.jobs, read, |bytes| options.read(bytes), sink)
    }

    fn understand(&self, article: &Article) -> Understood {
        let marks = self.language.read(article);
        let (facts, relations) = if marks.english { self.facts_of(&marks) } else { (Vec::new(), Vec::new()) };
        Understood { relations, ..Self::understood(article, marks, facts) }
    }

    fn understood(article: &Article, marks: Marks, facts: Vec<Fact>) -> Understood {
        let card = Card {
            id: ArticleId(0),
            path: Arc::clone(&article.path),
            name: article.id.as_deref().map(Arc::from),
            line: article.line,
            outlet: article.outlet.as_deref().map(Arc::from),
            story: article.story.as_deref().map(Arc::from),
            published: marks.published,
        };
        Understood {
            card,
            clean: marks.clean,
            quantities: marks.quantities,
            times: marks.times,
            names: marks.names,
            facts,
            corrected: marks.corrected,
            relations: Vec::new(),
            ignores: article.ignores.clone(),
            english: marks.english,
        }
    }

    fn facts_of(&self, marks: &Marks) -> (Vec<Fact>, Vec<Relation>) {
        let reading = Reading {
            clean: &marks.clean,
            words: &marks.words,
            quantities: &marks.quantities,
            times: &marks.times,
            names: &marks.names,
        };
        let relation = |relation: &str, name: &str| match relation {
            "elects" => self.language.names.elects(name).map(Arc::from),
            _ => None,
        };
        let context = Context {
            article: ArticleId(0),
            published: &marks.published,
            modality: &|sentence, passage| self.language.modality(marks, sentence, passage),
            relation: &relation,
            names: &self.language.names,
        };
        let mut facts = extract(&self.book.families, reading, context);
        facts.retain(|f| self.compares(f.attribute));
        let terms = &self.book.families.terms;
        let relations = self.book.relations.find(terms, reading, &|rule| self.runs(rule));
        (facts, relations)
    }

    /// Whether a selected rule compares the facts of a family: a family may belong to a rule that is not selected, or
    /// that a user's rule of the same name has replaced.
    fn compares(&self, family: AttributeId) -> bool {
        let of =
            |rule: &&Rule| matches!(&rule.kind, RuleKind::Family { attribute, .. } if *attribute == family);
        let asks = |id: &Arc<str>| {
            self.book.rules.iter().filter(|r| self.runs(&r.id)).any(|rule| match &rule.kind {
                RuleKind::Family { policy: Policy::Count(counting), .. } => {
                    counting.moves_to.as_ref() == Some(id)
                }
                _ => false,
            })
        };
        self.book.rules.iter().filter(of).any(|rule| self.runs(&rule.id) || asks(&rule.id))
    }
}
