//! How the articles of an archive hang together as versions: by their ids, by what they say to correct or replace, and by
//! the slugs of agencies.

use super::slug::Slug;
use super::versions::Edition;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

pub(super) type Hasher = foldhash::fast::FixedState;

/// What is known of an article before versions are told apart: its id, who published it, what it says of its versions.
pub type Named<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a Edition>);

/// Which articles of an archive are superseded, by their place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chains {
    /// For each article the latest version of it, or what takes it back; nothing where it is that itself.
    pub later: Vec<Option<usize>>,
    /// Messages that take a story back without saying clearly which, each with the first articles of the stories that it may mean.
    pub unclear: Vec<(usize, Vec<usize>)>,
}

/// So many days later a story may still be taken back by its slug alone.
const RECALL: i32 = 3;

impl Chains {
    /// Tells versions apart. Articles of one id are versions of one article, and the latest supersedes the others; so does one that
    /// names another as what it corrects, and the later report of one slug and day. What takes a story back supersedes all its
    /// versions. What cannot be put in order supersedes nothing.
    ///
    /// An id that is no address or name of the whole world is one of its publisher only.
    ///
    /// ```
    /// use dateline::corpus::{Chains, Edition};
    /// let version = |number| Edition { number: Some(number), ..Edition::default() };
    /// let (first, second) = (version(1), version(2));
    /// let articles = [(Some("a"), None, Some(&second)), (Some("b"), None, Some(&first)), (Some("a"), None, Some(&first))];
    /// assert_eq!(Chains::of(articles).later, [None, None, Some(0)]);
    /// ```
    pub fn of<'a>(articles: impl IntoIterator<Item = Named<'a>>) -> Chains {
        let articles: Vec<Named> = articles.into_iter().collect();
        let mut chains = Chains { later: vec![None; articles.len()], unclear: Vec::new() };
        if articles.iter().all(|article| article.2.is_none()) {
            return chains;
        }
        chains.by_id(&articles);
        chains.by_reference(&articles);
        chains.by_slug(&articles);
        chains.settle();
        chains
    }

    /// Articles of one id.
    fn by_id(&mut self, articles: &[Named]) {
        fn key<'a>(article: &Named<'a>) -> Option<(&'a str, String)> {
            article.0.map(|id| (id, article.1.filter(|_| !is_global(id)).unwrap_or("").to_lowercase()))
        }
        let mut groups: HashMap<(&str, String), Vec<usize>, Hasher> = HashMap::default();
        for article in articles.iter().filter(|article| article.2.is_some()) {
            groups.extend(key(article).map(|key| (key, Vec::new())));
        }
        for (at, article) in articles.iter().enumerate() {
            if let Some(group) = key(article).and_then(|key| groups.get_mut(&key)) {
                group.push(at);
            }
        }
        let none = Edition::default();
        let edition = |at: usize| articles[at].2.unwrap_or(&none);
        for group in groups.into_values() {
            let later = |last, &at: &usize| if edition(at).is_later(edition(last)) { at } else { last };
            let Some(last) = group.first().map(|first| group.iter().fold(*first, later)) else { continue };
            for at in group {
                if edition(last).is_later(edition(at)) {
                    self.later[at] = Some(last);
                }
            }
        }
    }

    /// Articles that another names. What is settled by its id stays so; by it the rest is found in the latest of that id.
    fn by_reference(&mut self, articles: &[Named]) {
        let naming = || articles.iter().enumerate().filter_map(|(at, article)| Some((at, article.2?)));
        let mut named: HashMap<&str, Places, Hasher> = HashMap::default();
        for (_, edition) in naming() {
            for id in &edition.of {
                named.entry(id).or_default();
                // dpa writes the number of the version behind the id.
                named.extend(id.rsplit_once(':').map(|(id, _)| (id, Places::default())));
            }
            named.extend(edition.also.iter().map(|id| (&**id, Places::default())));
        }
        if named.is_empty() {
            return;
        }
        let none = Edition::default();
        let edition_of = |at: usize| articles[at].2.unwrap_or(&none);
        for (at, article) in articles.iter().enumerate() {
            let Some((id, places)) = article.0.and_then(|id| Some((id, named.get_mut(id)?))) else {
                continue;
            };
            places.exist = true;
            if self.later[at].is_some() {
                continue;
            }
            let edition = edition_of(at);
            if places.last.is_none_or(|last| edition.is_later(edition_of(last))) {
                places.last = Some(at);
            }
            let is_own = |named: &String| named == id || named.rsplit_once(':').is_some_and(|(n, _)| n == id);
            match edition.of.iter().any(is_own) {
                true => places.own.push(at),
                false => places.open.push(at),
            }
        }
        for (at, edition) in naming() {
            for id in &edition.of {
                let exact = named.get(&**id).is_some_and(|places| places.exist);
                let (name, version) = match id.rsplit_once(':') {
                    Some((name, version)) if !exact => (name, version.parse::<u64>().ok()),
                    _ => (&**id, None),
                };
                let Some(places) = named.get_mut(name) else { continue };
                let supersedes = |target: usize| {
                    let other = edition_of(target);
                    let newer = matches!((edition.time(), other.time()), (Some(a), Some(b)) if b > a);
                    let mutual = other.of.iter().any(|named| Some(&**named) == articles[at].0 || named == id);
                    let beyond =
                        matches!((version, other.number), (Some(version), Some(number)) if number > version);
                    if mutual { edition.is_later(other) } else { !newer && !beyond }
                };
                settle_if(&mut self.later, &mut places.open, at, supersedes);
                // Among those of one id that name it alike, the id has told which is the latest.
                if articles[at].0 != Some(name) {
                    settle_if(&mut self.later, &mut places.own, at, supersedes);
                }
            }
            for id in edition.also.iter().filter(|id| articles[at].0 != Some(&***id)) {
                let Some(places) = named.get_mut(&**id) else { continue };
                let supersedes = |target: usize| edition.is_later(edition_of(target));
                settle_if(&mut self.later, &mut places.open, at, supersedes);
                settle_if(&mut self.later, &mut places.own, at, supersedes);
                if let Some(last) = places.last.filter(|&last| edition_of(last).is_later(edition)) {
                    self.later[at].get_or_insert(last);
                }
            }
        }
    }

    /// Reports of one slug, and what takes them back.
    fn by_slug(&mut self, articles: &[Named]) {
        let mut sent: BTreeMap<(&str, &str), Vec<Sent>> = BTreeMap::new();
        let mut orders = Vec::new();
        for (at, article) in articles.iter().enumerate() {
            let Some((edition, slug)) = article.2.and_then(|e| Some((e, e.slug.as_deref()?))) else {
                continue;
            };
            let one = Sent { at, slug, edition };
            match edition.status.is_out() {
                true => orders.push(one),
                false => sent.entry((&slug.service, &slug.keywords)).or_default().push(one),
            }
        }
        let stories = Stories::of(sent);
        for story in &stories.all {
            self.leads(story);
        }
        // Orders that have found their story by an id need not find it again.
        let known: HashSet<usize> = self.later.iter().flatten().copied().collect();
        for order in orders {
            let known = known.contains(&order.at) || self.later[order.at].is_some();
            self.recall(order, &stories, known);
        }
    }

    /// Earlier leads of a story.
    fn leads(&mut self, story: &[Sent]) {
        let rank = |sent: &Sent| {
            (sent.slug.lead, sent.edition.made.is_some().then(|| sent.edition.time()).flatten())
        };
        let last = story.iter().max_by_key(|sent| (rank(sent), std::cmp::Reverse(sent.at)));
        // Without a day, a name may be that of any story.
        let Some(last) = last.filter(|last| last.slug.day.is_some()) else { return };
        for earlier in story.iter().filter(|sent| rank(sent) < rank(last)) {
            self.later[earlier.at].get_or_insert(last.at);
        }
    }

    /// What a message to editors takes back: the story that it names or whose slug it bears, with the number of a message to
    /// tell which, as numbers return every day.
    fn recall(&mut self, order: Sent<'_>, stories: &Stories<'_>, known: bool) {
        let slug = order.slug;
        let near = |&at: &usize| match (stories.days[at], slug.day) {
            (Some(day), Some(killed)) => day <= killed && days(day, killed) <= RECALL,
            _ => true,
        };
        let of = |keywords: &str| {
            stories.by_slug.get(&(&*slug.service, keywords)).cloned().unwrap_or_default().filter(near)
        };
        let named: Vec<usize> = slug.named.iter().flat_map(|name| of(name)).collect();
        let own: Vec<usize> = match slug.keywords.is_empty() {
            true => Vec::new(),
            false => of(&slug.keywords).collect(),
        };
        let with_message = |message| stories.by_message.get(&(&*slug.service, message)).into_iter().flatten();
        let mut any: Vec<usize> =
            slug.named.iter().flat_map(|message| with_message(&**message)).copied().filter(near).collect();
        any.sort_unstable();
        any.dedup();
        let numbered = |at: &usize| any.binary_search(at).is_ok();
        let pool = if named.is_empty() { &own } else { &named };
        // It bears the name of one story, and gives the number of another.
        let mistaken = named.is_empty() && !own.is_empty() && !any.is_empty() && !own.iter().any(numbered);
        let both: Vec<usize> = pool.iter().copied().filter(numbered).collect();
        let mut found = match () {
            () if !both.is_empty() => both,
            () if mistaken => [&own[..], &any].concat(),
            () if !pool.is_empty() => pool.clone(),
            () => any,
        };
        // Of a slug that returns every day, the story of the day itself is meant.
        let of_day = |&at: &usize| {
            stories.all[at].iter().any(|sent| sent.slug.day.is_some() && sent.slug.day == slug.day)
        };
        let today: Vec<usize> = found.iter().copied().filter(of_day).collect();
        if today.len() == 1 && !mistaken {
            found = today;
        }
        if found.len() > 1 || found.is_empty() && !known {
            self.unclear.push((order.at, found.iter().map(|&at| stories.all[at][0].at).collect()));
            return;
        }
        for story in found.into_iter().map(|at| &stories.all[at]) {
            let after = |sent: &&Sent| matches!((sent.slug.time, slug.time), (Some(sent), Some(killed)) if sent > killed);
            for sent in story.iter().filter(|sent| !after(sent)) {
                self.later[sent.at] = Some(order.at);
            }
            // What was sent after the kill takes its place.
            if let Some(again) =
                story.iter().filter(after).max_by_key(|sent| (sent.slug.lead, std::cmp::Reverse(sent.at)))
            {
                self.later[order.at] = Some(again.at);
            }
        }
    }

    /// Goes from each article to the end of its chain. One that leads back to itself has no end.
    fn settle(&mut self) {
        #[derive(Clone, Copy)]
        enum End {
            Unknown,
            /// On the way that is being gone.
            Passed,
            Found(Option<usize>),
        }
        let mut ends = vec![End::Unknown; self.later.len()];
        let mut way = Vec::new();
        for from in 0..ends.len() {
            let mut at = from;
            let end = loop {
                match (ends[at], self.later[at]) {
                    (End::Found(end), _) => break end,
                    (End::Passed, _) => break None,
                    (End::Unknown, None) => break Some(at),
                    (End::Unknown, Some(next)) => {
                        ends[at] = End::Passed;
                        way.push(at);
                        at = next;
                    }
                }
            };
            for passed in way.drain(..) {
                ends[passed] = End::Found(end);
            }
        }
        for (later, end) in self.later.iter_mut().zip(ends) {
            if let End::Found(end) = end {
                *later = end;
            }
        }
    }
}

/// The articles of an id that another names.
#[derive(Debug, Default)]
struct Places {
    /// Whether there is any.
    exist: bool,
    /// Those that nothing supersedes yet.
    open: Vec<usize>,
    /// Those of them that name their own id themselves.
    own: Vec<usize>,
    /// The latest of both.
    last: Option<usize>,
}

/// Puts an article after those that it supersedes, and strikes them and all that are superseded already from the list.
fn settle_if(
    later: &mut [Option<usize>],
    list: &mut Vec<usize>,
    at: usize,
    supersedes: impl Fn(usize) -> bool,
) {
    list.retain(|&target| {
        if target != at && later[target].is_none() && supersedes(target) {
            later[target] = Some(at);
        }
        later[target].is_none()
    });
}

/// All stories of an archive, in the order of their services and slugs.
#[derive(Debug, Default)]
struct Stories<'a> {
    all: Vec<Vec<Sent<'a>>>,
    /// The first day of each.
    days: Vec<Option<Date>>,
    /// By service and slug.
    by_slug: HashMap<(&'a str, &'a str), Range<usize>, Hasher>,
    /// By service and number of a message, in order.
    by_message: HashMap<(&'a str, &'a str), Vec<usize>, Hasher>,
}

impl<'a> Stories<'a> {
    fn of(sent: BTreeMap<(&'a str, &'a str), Vec<Sent<'a>>>) -> Stories<'a> {
        let mut of = Stories::default();
        for (key, sent) in sent {
            let from = of.all.len();
            of.all.extend(stories(sent));
            of.by_slug.insert(key, from..of.all.len());
        }
        for (at, story) in of.all.iter().enumerate() {
            of.days.push(story.iter().filter_map(|sent| sent.slug.day).min());
            for sent in story {
                let Some(message) = sent.slug.message.as_deref() else { continue };
                let with = of.by_message.entry((&sent.slug.service, message)).or_default();
                if with.last() != Some(&at) {
                    with.push(at);
                }
            }
        }
        of
    }
}

/// A message that has a slug.
#[derive(Clone, Copy, Debug)]
struct Sent<'a> {
    at: usize,
    slug: &'a Slug,
    edition: &'a Edition,
}

/// The stories of a slug: what is sent on a day is one, and a lead without a report before it on its day goes on with that
/// of the day before. Under a loose slug each message is a story.
fn stories(mut sent: Vec<Sent<'_>>) -> Vec<Vec<Sent<'_>>> {
    if sent.iter().any(|one| one.slug.loose) {
        return sent.into_iter().map(|one| vec![one]).collect();
    }
    sent.sort_by_key(|one| (one.slug.day, one.at));
    let mut stories: Vec<Vec<Sent>> = Vec::new();
    for of_day in sent.chunk_by(|a, b| a.slug.day == b.slug.day) {
        let begins = of_day.iter().any(|one| one.slug.lead < 2);
        let before = stories.last_mut().filter(|story| {
            let last = story.last().and_then(|one| one.slug.day);
            !begins && matches!((last, of_day[0].slug.day), (Some(last), Some(day)) if days(last, day) == 1)
        });
        match before {
            Some(story) => story.extend_from_slice(of_day),
            None => stories.push(of_day.to_vec()),
        }
    }
    stories
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Whether an id is an address or a name that no one else gives.
fn is_global(id: &str) -> bool {
    id.contains(':')
}
