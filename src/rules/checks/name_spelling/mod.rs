//! `name-spelling`: one person of one story under two spellings.

mod candidates;
mod form;
mod likeness;

pub use form::{NameForm, forms};
pub use likeness::GivenNames;

use super::{CheckRule, loudest_first};
use crate::facts::attribute::{ArticleId, Card, Site};
use crate::facts::story::Stories;
use crate::rules::finding::{Confidence, Evidence, Finding};
use std::collections::{BTreeMap, BTreeSet};

/// Labels of a finding for one spelling.
const LABELS: usize = 3;
/// Articles of a spelling that are asked whether they belong together with those of another.
const ASKED: usize = 8;

/// The spellings that cannot all be right. `forms` are those of all articles, in any order; `cards` are in the order
/// of [`ArticleId`].
///
/// Two full names are one person's where they differ by a slip, are used in articles of one story (or in articles
/// that are linked, or in one article as a slip), and no article uses them for two people. The work grows with the
/// number of names, not of pairs.
pub fn name_spelling(
    rule: &CheckRule,
    given: &GivenNames,
    cards: &[Card],
    stories: &Stories,
    forms: &[NameForm],
) -> Vec<Finding> {
    let scopes = candidates::scopes(cards.len(), stories);
    let mut by_scope: BTreeMap<u32, Vec<&NameForm>> = BTreeMap::new();
    for form in forms {
        if let Some(&scope) = scopes.get(form.site.article.0 as usize) {
            by_scope.entry(scope).or_default().push(form);
        }
    }
    let related = Related::new(stories);
    let mut findings = Vec::new();
    for forms in by_scope.values() {
        findings.extend(in_scope(rule, given, cards, stories, &related, forms));
    }
    findings
}

/// One spelling in all articles of a scope.
struct Spelling<'a> {
    given: &'a str,
    surname: &'a str,
    /// One an article, in their order.
    uses: Vec<&'a NameForm>,
}

impl Spelling<'_> {
    /// Whether some article shows that it is a person's name.
    fn person(&self) -> bool {
        self.uses.iter().any(|u| u.person)
    }

    fn mentions(&self) -> u32 {
        self.uses.iter().map(|u| u.mentions).sum()
    }

    fn voices(&self, stories: &Stories) -> usize {
        let voice = |u: &&NameForm| stories.voices.get(u.site.article.0 as usize).copied();
        self.uses.iter().map(voice).collect::<BTreeSet<_>>().len()
    }

    fn text(&self) -> &str {
        self.uses.first().map_or("", |u| &u.text)
    }
}

fn in_scope<'a>(
    rule: &CheckRule,
    given: &GivenNames,
    cards: &[Card],
    stories: &Stories,
    related: &Related,
    forms: &[&'a NameForm],
) -> Vec<Finding> {
    let mut known: BTreeMap<(&'a str, &'a str), Vec<&'a NameForm>> = BTreeMap::new();
    for &form in forms {
        known.entry((&form.surname, &form.given)).or_default().push(form);
    }
    let mut spellings: Vec<Spelling<'a>> = Vec::with_capacity(known.len());
    for ((surname, given), mut uses) in known {
        uses.sort_by_key(|u| u.site);
        spellings.push(Spelling { given, surname, uses });
    }
    let mut clusters = Clusters::new(spellings.len());
    for (a, b) in candidates::pairs(&spellings) {
        let (x, y) = (&spellings[a], &spellings[b]);
        if let Some(sure) = likeness::likeness(given, (x.given, x.surname), (y.given, y.surname))
            && (x.person() || y.person())
            && !two_people(x, y)
            && related.any(x, y)
        {
            clusters.join(a, b, sure);
        }
    }
    clusters.groups().map(|(members, sure)| tell(rule, cards, stories, &spellings, &members, sure)).collect()
}

/// Whether two spellings are two people's names: they bear different ages, or some article uses both more than once
/// or in one sentence.
fn two_people(a: &Spelling, b: &Spelling) -> bool {
    let theirs: BTreeMap<ArticleId, &NameForm> = b.uses.iter().map(|u| (u.site.article, *u)).collect();
    let side_by_side = a.uses.iter().any(|mine| {
        theirs.get(&mine.site.article).is_some_and(|their| {
            let slip = mine.mentions.min(their.mentions) == 1;
            !slip || mine.sentence == their.sentence
        })
    });
    let ages = |s: &Spelling| s.uses.iter().filter_map(|u| u.age).collect::<BTreeSet<u8>>();
    let (x, y) = (ages(a), ages(b));
    let apart = |x: &BTreeSet<u8>, y: &BTreeSet<u8>| !x.iter().any(|a| y.iter().any(|b| a.abs_diff(*b) <= 1));
    side_by_side || (!x.is_empty() && !y.is_empty() && apart(&x, &y))
}

fn tell(
    rule: &CheckRule,
    cards: &[Card],
    stories: &Stories,
    spellings: &[Spelling],
    members: &[usize],
    sure: Confidence,
) -> Finding {
    let mut ranked: Vec<&Spelling> = members.iter().map(|&m| &spellings[m]).collect();
    // Of spellings that are used equally often the one is likelier whose parts others have too.
    let kin = ranked.clone();
    let parts = |s: &Spelling| {
        let alike = |k: &&Spelling| usize::from(k.given == s.given) + usize::from(k.surname == s.surname);
        kin.iter().map(alike).sum::<usize>()
    };
    let count = |s: &Spelling| (s.voices(stories), s.mentions(), parts(s));
    ranked.sort_by_cached_key(|s| (std::cmp::Reverse(count(s)), s.surname, s.given));
    let likelier = ranked[0];
    let decided = count(ranked[0]) > count(ranked[1]);

    let mut uses: Vec<&NameForm> = ranked.iter().flat_map(|s| s.uses.iter().copied().take(LABELS)).collect();
    let card = |form: &NameForm| &cards[form.site.article.0 as usize];
    uses.sort_by_cached_key(|u| loudest_first(card(u), u.site.span));
    // A dated side stands before one that is not.
    uses.sort_by_key(|u| card(u).published.when.high.limit().is_none());
    // Where a middle name stands between them, the word that differs is shown.
    let differs =
        |of: fn(&Spelling) -> String| ranked.iter().map(|s| of(s)).collect::<BTreeSet<_>>().len() > 1;
    let word = usize::from(!differs(|s| s.given.to_owned()));
    let side = |form: &&NameForm| {
        let span = if form.text.split_whitespace().count() > 2 { form.words[word] } else { form.site.span };
        Evidence { site: Site { span, ..form.site }, value: form.text.to_string(), note: String::new() }
    };
    let mut sides: Vec<Evidence> = uses.iter().map(side).collect();
    let here = sides.remove(0);

    let others: Vec<&str> = ranked.iter().map(|s| s.text()).filter(|text| *text != here.value).collect();
    let message = "“{here}” here is “{there}” elsewhere".to_owned();
    let words = [here.value.clone(), others.join("” and “")];
    let total: usize = ranked.iter().map(|s| s.uses.len()).sum();
    let help = match likelier.uses.len() {
        _ if !decided => {
            "find out which spelling is right; if these are two people, say so in the text".to_owned()
        }
        most if most * 2 > total && total > 2 => {
            format!("“{}” is the likelier spelling: {most} of {total} articles have it", likelier.text())
        }
        _ => {
            format!("“{}” is the likelier spelling, by how often it or its parts are used", likelier.text())
        }
    };
    let mut finding = rule.finding(here, sides, message, help);
    finding.sides.words = Some(words);
    finding.sides.key = ranked.iter().map(|s| s.text().to_owned()).collect();
    finding.subject = likelier.text().to_owned();
    finding.confidence = sure.min(rule.confidence);
    finding
}

/// Which articles belong together.
struct Related<'a> {
    stories: &'a Stories,
    links: BTreeSet<(ArticleId, ArticleId)>,
}

impl<'a> Related<'a> {
    fn new(stories: &'a Stories) -> Self {
        Related { stories, links: stories.links.iter().map(|l| (l.a, l.b)).collect() }
    }

    fn any(&self, a: &Spelling, b: &Spelling) -> bool {
        let story = |u: &NameForm| self.stories.of.get(u.site.article.0 as usize);
        let told: BTreeSet<_> = a.uses.iter().map(|u| story(u)).collect();
        if b.uses.iter().any(|u| told.contains(&story(u))) {
            return true;
        }
        a.uses.iter().take(ASKED).any(|x| {
            b.uses.iter().take(ASKED).any(|y| {
                let (first, second) =
                    (x.site.article.min(y.site.article), x.site.article.max(y.site.article));
                self.links.contains(&(first, second))
            })
        })
    }
}

/// Spellings of one name, joined pair by pair.
struct Clusters {
    above: Vec<usize>,
    sure: BTreeMap<usize, Confidence>,
}

impl Clusters {
    fn new(n: usize) -> Self {
        Clusters { above: (0..n).collect(), sure: BTreeMap::new() }
    }

    fn find(&mut self, member: usize) -> usize {
        let mut at = member;
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize, sure: Confidence) {
        let (a, b) = (self.find(a), self.find(b));
        let (least, other) = (a.min(b), a.max(b));
        self.above[other] = least;
        let surest = [self.sure.remove(&a), self.sure.remove(&b), Some(sure)].into_iter().flatten().max();
        self.sure.insert(least, surest.unwrap_or(sure));
    }

    /// The spellings that are joined, with the surest of their likenesses.
    fn groups(mut self) -> impl Iterator<Item = (Vec<usize>, Confidence)> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for member in 0..self.above.len() {
            members.entry(self.find(member)).or_default().push(member);
        }
        let sure = self.sure;
        members.into_iter().filter_map(move |(root, group)| Some((group, *sure.get(&root)?)))
    }
}
