//! `timeline`: what the archive says of one thing over time. Facts are grouped as the judge groups them, and what is
//! marked as a clash is what [`Linter::check`] has found: nothing is judged a second time.

use super::{Checked, Linter, Timings};
use crate::corpus::{Article, Corpus};
use crate::facts::attribute::{ArticleId, AttributeId, Fact, Site, Value};
use crate::facts::show;
use crate::report::chart::{Chart, Clash, Place, Point, Reach, Step};
use crate::report::facts::modality;
use crate::rules::file::RuleKind;
use crate::rules::finding::{Finding, Outcome};
use crate::rules::judge::one_name;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A check with the facts it compared.
#[derive(Debug, Default)]
pub struct Survey {
    /// What was found.
    pub checked: Checked,
    /// All facts, in the order of the corpus.
    pub facts: Vec<Fact>,
    /// For each article the first one of its story.
    pub stories: Vec<ArticleId>,
    /// How long it took, where there was a clock.
    pub timings: Timings,
}

impl Survey {
    /// What an article is called: its id, else its path, else `path:line`.
    pub fn article_name(&self, id: ArticleId) -> String {
        let card = self.checked.cards.get(id.0 as usize);
        card.map_or_else(String::new, crate::report::view::article_name)
    }

    /// What a story is called that begins with an article: the name given with it, else that of the article.
    pub fn story_name(&self, first: ArticleId) -> String {
        let given = self.checked.cards.get(first.0 as usize).and_then(|card| card.story.as_deref());
        given.map_or_else(|| self.article_name(first), str::to_owned)
    }
}

/// One attribute of one thing: the facts that belong into one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// The subject's name as `facts` prints it, without its facet; empty for what is said of a story.
    pub name: Arc<str>,
    /// What of it; empty where there is none.
    pub facet: Arc<str>,
    /// The attribute's name, which is its rule's.
    pub attribute: Arc<str>,
    /// For what is compared inside one story: the story's first article.
    pub story: Option<ArticleId>,
    /// The unit of the values; empty where they have none.
    pub unit: Box<str>,
    /// Its facts: indices of [`Survey::facts`].
    pub facts: Vec<usize>,
}

impl Thread {
    /// The subject with its facet: "Italy (parliamentary)".
    pub fn subject(&self) -> String {
        match (&*self.name, &*self.facet) {
            (name, "") => name.to_owned(),
            ("", facet) => facet.to_owned(),
            (name, facet) => format!("{name} ({facet})"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    attribute: AttributeId,
    name: Arc<str>,
    story: Option<ArticleId>,
    unit: &'a str,
}

/// How many days a change of the reference may lie before the first report to be shown with it: three years.
const NEAR: i64 = 3 * 365;

impl Linter {
    /// The rule of a name, if it is one that compares facts.
    ///
    /// # Errors
    /// Where there is no rule of that name.
    pub fn compares_facts(&self, rule: &str) -> Result<bool, crate::error::Error> {
        Ok(matches!(self.rule(rule)?.kind, RuleKind::Family { .. }))
    }

    /// The name that an alias of `rules/names` stands for, written in capitals or not.
    pub fn canonical_name(&self, typed: &str) -> Option<&str> {
        self.language.names.canonical(typed)
    }

    /// All that could be drawn, by attribute, subject and story.
    pub fn threads(&self, survey: &Survey) -> Vec<Thread> {
        let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
        for (number, fact) in survey.facts.iter().enumerate() {
            let article = fact.site.article;
            let within = self.book.families.get(fact.attribute).is_some_and(|f| f.subject.within_story);
            let story = within.then(|| survey.stories.get(article.0 as usize).copied().unwrap_or(article));
            let unit = match &fact.value {
                Value::Amount { unit, .. } if !fact.value.is_result() => &**unit,
                _ => "",
            };
            let key = Key { attribute: fact.attribute, name: one_name(fact), story, unit };
            groups.entry(key).or_default().push(number);
        }
        let threads = groups.into_iter().flat_map(|(key, facts)| {
            let attribute = self.attribute(key.attribute);
            let suffix = |f: &Fact| f.person.as_ref().map_or_else(String::new, |p| p.suffix.to_string());
            by_word(&survey.facts, facts, |f| f.subject.facet.to_string())
                .into_iter()
                .flat_map(|(facet, facts)| {
                    by_word(&survey.facts, facts, suffix).into_iter().map(move |(_, f)| (facet.clone(), f))
                })
                .map(move |(facet, facts)| Thread {
                    name: longest_name(&survey.facts, &facts),
                    facet: facet.into(),
                    attribute: Arc::clone(&attribute),
                    story: key.story,
                    unit: key.unit.into(),
                    facts,
                })
                .collect::<Vec<_>>()
        });
        threads.collect()
    }

    /// The picture of a thread. `findings` are the survey's, or those of them that are to be marked.
    pub fn chart(&self, corpus: &Corpus, survey: &Survey, thread: &Thread, findings: &[Finding]) -> Chart {
        let mut texts = Texts { corpus, survey, open: None };
        let mut sites: Vec<(Site, usize)> = Vec::new();
        let mut reports: Vec<Point> = Vec::new();
        let mut said: BTreeMap<(ArticleId, String, bool), usize> = BTreeMap::new();
        let mut derived = false;
        for fact in thread.facts.iter().filter_map(|&number| survey.facts.get(number)) {
            let heard = self.hears(fact) && fact.subject.sure && fact.value != Value::Unresolved;
            let standard = show::value(&fact.value);
            // One report is one point, however often it repeats itself.
            let known = *said.entry((fact.site.article, standard.clone(), heard)).or_insert(reports.len());
            sites.push((fact.site, known));
            if known < reports.len() {
                continue;
            }
            derived |= fact.stated.is_some() && matches!(fact.value, Value::Days(_));
            reports.push(texts.point(fact, standard, heard));
        }
        let order = in_order(&reports);
        let mut rank = vec![0; order.len()];
        order.iter().enumerate().for_each(|(to, &from)| rank[from] = to);
        sites.iter_mut().for_each(|(_, point)| *point = rank[*point]);
        let points: Vec<Point> = order.iter().map(|&from| reports[from].clone()).collect();
        let (steps, source, reference) = self.known_steps(thread, &points);
        let clash = |(number, finding): (usize, &Finding)| clash(number, finding, &sites, &steps, &reference);
        let clashes = findings.iter().enumerate().filter_map(clash).collect();
        let mut axis = thread.attribute.replace('-', " ");
        if !thread.unit.is_empty() {
            axis = format!("{axis}, {}", thread.unit);
        } else if derived {
            axis.push_str(", as the date that follows from it");
        }
        let subject = match (thread.story, &*thread.subject()) {
            (Some(story), "") => texts.story(story),
            (Some(story), subject) => format!("{subject}, {}", texts.story(story)),
            (None, subject) => subject.to_owned(),
        };
        Chart { subject, attribute: Arc::clone(&thread.attribute), axis, points, steps, source, clashes }
    }

    fn hears(&self, fact: &Fact) -> bool {
        self.book.rules.iter().any(|rule| match &rule.kind {
            RuleKind::Family { attribute, hears, .. } => {
                *attribute == fact.attribute && hears.contains(&fact.modality)
            }
            _ => false,
        })
    }

    /// The steps of the thread's reference from the first report on, with the one that was in force then; and with the
    /// one before it where the change between them is near.
    fn known_steps(&self, thread: &Thread, points: &[Point]) -> (Vec<Step>, String, Arc<str>) {
        let amounts = points.iter().any(|p| matches!(p.value, Reach::Amount(_)));
        let timelines = &self.book.timelines;
        let fits = |t: &&crate::rules::timeline::Timeline| {
            t.attribute == thread.attribute && t.subject == thread.name && thread.story.is_none()
        };
        let Some(timeline) = timelines.iter().find(fits).filter(|_| amounts) else {
            return (Vec::new(), String::new(), Arc::from(""));
        };
        let days = || points.iter().map(Point::days);
        let first = days().filter_map(|d| d.from.or(d.to)).min();
        let last = days().filter_map(|d| d.to.or(d.from)).max();
        let from = timeline.steps.iter().rposition(|s| first.is_some_and(|first| s.from <= first));
        // What was known before a change that the reports are near to belongs to the picture, too.
        let near = |change: Date| {
            let days = |from: Date, to: Date| to.duration_since(from).as_hours() / 24;
            let span = first.zip(last).map_or(0, |(first, last)| days(first, last));
            first.is_some_and(|first| days(change, first) <= NEAR.max(2 * span))
        };
        let begin = match from.and_then(|at| Some((at, timeline.steps.get(at)?))) {
            Some((at, step)) if near(step.from) => at.saturating_sub(1),
            Some((at, _)) => at,
            None => 0,
        };
        let of = timeline.steps.iter().skip(begin);
        let steps = of.take_while(|s| last.is_none_or(|last| s.from <= last));
        let steps = steps.map(|s| Step { from: s.from, value: s.value }).collect();
        (steps, timeline.source.to_string(), Arc::clone(&timeline.id))
    }
}

/// Facts with one word for each are kept apart; those with none join where there is no more than one.
fn by_word(all: &[Fact], facts: Vec<usize>, word: impl Fn(&Fact) -> String) -> Vec<(String, Vec<usize>)> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &number in &facts {
        groups.entry(word(&all[number])).or_default().push(number);
    }
    let named = groups.keys().filter(|w| !w.is_empty()).count();
    if named <= 1 {
        let word = groups.into_keys().find(|w| !w.is_empty()).unwrap_or_default();
        return vec![(word, facts)];
    }
    groups.into_iter().collect()
}

/// Of several forms of one name the one that says most; the first in the alphabet of those as long.
fn longest_name(all: &[Fact], facts: &[usize]) -> Arc<str> {
    let names = facts.iter().map(|&number| &all[number].subject.name);
    names.max_by_key(|name| (name.len(), std::cmp::Reverse(Arc::clone(name)))).cloned().unwrap_or_default()
}

/// By the first day on which they may have been published, undated ones last; then as they were read.
fn in_order(points: &[Point]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|&number| {
        let days = points[number].days();
        (!points[number].is_dated(), days.from.or(days.to), days.to)
    });
    order
}

/// A finding as a clash of this picture: both its sides must be in it.
fn clash(
    number: usize,
    finding: &Finding,
    sites: &[(Site, usize)],
    steps: &[Step],
    reference: &str,
) -> Option<Clash> {
    if finding.outcome == Outcome::Update {
        return None;
    }
    let point = |site: Site| {
        let same = sites.iter().find(|(s, _)| *s == site);
        // Other rules label the same words a little longer or shorter.
        let touches = |s: &Site| {
            s.article == site.article && s.span.start < site.span.end && site.span.start < s.span.end
        };
        same.or_else(|| sites.iter().find(|(s, _)| touches(s))).map(|(_, point)| *point)
    };
    let here = point(finding.here.site)?;
    let mut there: Vec<usize> = Vec::new();
    for other in finding.there.iter().filter_map(|e| point(e.site)) {
        if !there.contains(&other) && other != here {
            there.push(other);
        }
    }
    let step = finding.reference.as_ref().filter(|r| *r.id == *reference).and_then(|r| {
        let same =
            |s: &Step| s.value.normalize().to_string() == r.value && r.from.is_none_or(|d| d == s.from);
        steps.iter().position(same)
    });
    (!there.is_empty() || step.is_some()).then(|| Clash {
        finding: number,
        rule: Arc::clone(&finding.rule),
        outcome: finding.outcome,
        confidence: finding.confidence,
        here,
        there,
        step,
    })
}

/// Opens articles again for their words, each once in a row.
struct Texts<'a> {
    corpus: &'a Corpus,
    survey: &'a Survey,
    open: Option<(ArticleId, Option<Article>)>,
}

impl Texts<'_> {
    fn article(&mut self, id: ArticleId) -> Option<&Article> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != id) {
            let origin = self.survey.checked.origins.get(id.0 as usize);
            self.open = Some((id, origin.and_then(|o| self.corpus.reopen(o))));
        }
        self.open.as_ref().and_then(|(_, article)| article.as_ref())
    }

    fn point(&mut self, fact: &Fact, standard: String, heard: bool) -> Point {
        let id = fact.site.article;
        let card = self.survey.checked.cards.get(id.0 as usize);
        let place = Place::of(card, self.article(id), fact.site.span);
        Point {
            published: card.map_or(crate::interval::Interval::ALL, |card| card.published.when),
            value: match &fact.value {
                Value::Amount { amount, .. } if !fact.value.is_result() => Reach::Amount(*amount),
                Value::Days(days) => Reach::Days(*days),
                _ => Reach::Named,
            },
            standard: if fact.value == Value::Unresolved { place.words.clone() } else { standard },
            words: place.words,
            article: place.article,
            path: card.map_or_else(|| Arc::from(""), |card| Arc::clone(&card.path)),
            line: place.line,
            outlet: card.and_then(|card| card.outlet.clone()),
            modality: if fact.subject.sure { modality(fact.modality) } else { "unsure" },
            heard,
        }
    }

    /// What a story is called: its given name, else its first article's title, else that article's name.
    fn story(&mut self, first: ArticleId) -> String {
        let card = self.survey.checked.cards.get(first.0 as usize);
        if let Some(given) = card.and_then(|card| card.story.as_deref()) {
            return given.to_owned();
        }
        let title = self.article(first).and_then(|a| Some(a.title?.cut(&a.raw).trim().to_owned()));
        title
            .filter(|t| !t.is_empty())
            .unwrap_or_else(|| Place::of(card, None, crate::span::Span::of(0..0)).article)
    }
}
