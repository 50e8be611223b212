//! Runs the families' patterns over an article's sentences and makes facts of what they find.

use super::attribute::{ArticleId, Fact, Reading as When, Site, Subject, Valid};
use super::family::{Families, Family, Lasting, Reach, Read, SubjectSpec};
use super::matching::{Captures, Kinds, Matcher, Reading, within};
use super::pattern::ValueSlot;
use super::scene;
use super::scope::{Spoken, Veils, lead_end};
use super::value;
use crate::dating::{Published, When as Days};
use crate::grammar::Mark;
use crate::grammar::modality::Modality;
use crate::grammar::name::{Entity, Name, NameKind, NameWords, PersonName, Reference};
use crate::interval::{Bound, Interval};
use crate::text::Shape;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What extraction needs to know beside the prose.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The article's place in the corpus.
    pub article: ArticleId,
    /// When it was published.
    pub published: &'a Published,
    /// How a passage of a sentence stands to what it says: (the sentence's tokens, the passage's).
    pub modality: &'a dyn Fn(Range<u32>, Range<u32>) -> Modality,
    /// The name that a relation leads to from a name: (relation, name).
    pub relation: &'a dyn Fn(&str, &str) -> Option<Arc<str>>,
    /// What is known of names.
    pub names: &'a NameWords,
}

/// The facts of an article, in the order of the text, then of the families.
pub fn extract(families: &Families, reading: Reading<'_>, context: Context<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut matcher = Matcher::new(reading, &families.terms);
    let mut tried = vec![0_u64; (families.patterns as usize).div_ceil(64)];
    let (lead, mut excepts, mut settled) = (lead_end(reading.clean), Veils::default(), Veils::default());
    for (index, sentence) in reading.clean.sentences.iter().enumerate() {
        let kinds = value::kinds_in(&reading, &sentence.tokens);
        if kinds == 0 {
            continue;
        }
        tried.fill(0);
        let mut places: Vec<(u16, u16)> = Vec::new();
        let mut propose = |place: (u16, u16)| {
            let number = families.first[usize::from(place.0)] + u32::from(place.1);
            let (word, bit) = (number as usize / 64, 1_u64 << (number % 64));
            let family = &families.all[usize::from(place.0)];
            let values = &family.patterns[usize::from(place.1)].pattern.values;
            let useful = values.iter().any(|&v| kinds & value::bit(resolve(v, family)) != 0)
                && (index < lead || !family.subject.in_lead);
            if tried[word] & bit == 0 && useful {
                tried[word] |= bit;
                places.push(place);
            }
        };
        families.free.iter().for_each(|&p| propose(p));
        for &word in &reading.words[sentence.tokens.start as usize..sentence.tokens.end as usize] {
            for &term in families.terms.of(word) {
                families.anchors.of(term).iter().for_each(|&p| propose(p));
            }
        }
        places.sort_unstable();
        let mut stated: BTreeSet<(u16, ValueSlot, usize)> = BTreeSet::new();
        for (f, p) in places {
            let family = &families.all[usize::from(f)];
            let wording = &family.patterns[usize::from(p)];
            let via = family.subject.via.as_deref();
            let related = |name: &str| via.is_some_and(|r| (context.relation)(r, name).is_some());
            let kinds = Kinds {
                value: family.value,
                subjects: &family.subject.kinds,
                related: via.is_some().then_some(&related as &dyn Fn(&str) -> bool),
            };
            for captures in matcher.find(&wording.pattern, kinds, sentence.tokens.clone()) {
                let Some(slot) = captures.value else { continue };
                if stated.contains(&(f, slot.0, slot.1)) {
                    continue;
                }
                let at = value::tokens(&reading, slot).unwrap_or_else(|| captures.tokens.clone());
                let spoken = Spoken { slot, at, sentence: &sentence.tokens };
                if excepts.speak(&mut matcher, family, &family.excepts, kinds, &spoken) {
                    continue;
                }
                let maker = Maker { reading: &reading, context: &context, family, sentence: index };
                if let Some(mut fact) = maker.fact(&captures, slot, wording.modality, wording.read) {
                    fact.settled = settled.speak(&mut matcher, family, &family.settled, kinds, &spoken);
                    stated.insert((f, slot.0, slot.1));
                    facts.push(fact);
                }
            }
        }
    }
    facts.sort_by_key(|f| (f.site.span, f.attribute));
    facts
}

fn resolve(slot: ValueSlot, family: &Family) -> ValueSlot {
    if slot == ValueSlot::Own { family.value } else { slot }
}

struct Maker<'a> {
    reading: &'a Reading<'a>,
    context: &'a Context<'a>,
    family: &'a Family,
    sentence: usize,
}

impl Maker<'_> {
    fn fact(
        &self,
        captures: &Captures,
        slot: (ValueSlot, usize),
        modality: Option<Modality>,
        read: Read,
    ) -> Option<Fact> {
        let clean = self.reading.clean;
        let sentence = &clean.sentences[self.sentence];
        let tokens = value::tokens(self.reading, slot)?;
        let (entity, named) = self.subject(captures, &tokens)?;
        let subject = self.name_subject(entity, captures);
        let (value, dated, approximate) = value::read(self.reading, slot, read, self.context.published)?;
        let modality = match ((self.context.modality)(sentence.tokens.clone(), tokens.clone()), modality) {
            // What words mean by themselves does not outweigh a doubt in the sentence.
            (Modality::Asserted | Modality::Past | Modality::Event, Some(meant)) => meant,
            (found, _) => found,
        };
        let modality = match modality {
            Modality::Asserted if read == Read::Age && self.is_of_another_year(captures, &tokens) => {
                Modality::Past
            }
            Modality::Asserted if self.family.subject.reach == Reach::Story && self.is_long_ago() => {
                Modality::Past
            }
            found => found,
        };
        let mut person = None;
        let mut named = named;
        let mention = captures.subject.map(|m| &self.reading.names.mentions[m]);
        let by_surname = mention.is_some_and(|m| m.what.how == Reference::Surname);
        if subject.kind == NameKind::Person
            && by_surname
            && mention.is_some_and(|m| self.is_rest_of_a_name(&m.tokens, self.family.subject.within_story))
        {
            return None;
        }
        if subject.kind == NameKind::Person && self.family.subject.within_story {
            named &= !by_surname;
            // As it is written here: the entity may go by a longer name, and be somebody else after all.
            let written = mention.filter(|m| m.what.how == Reference::Full).map(|m| m.span.cut(&clean.text));
            person = written
                .and_then(|w| PersonName::of(self.context.names, w))
                .or_else(|| PersonName::of(self.context.names, &subject.name))
                .map(Arc::new);
        }
        let since = (modality == Modality::Event).then(|| self.since(captures, slot)).flatten();
        let site = Site { article: self.context.article, span: clean.raw(value::span(self.reading, slot)?) };
        Some(Fact {
            subject,
            attribute: self.family.attribute,
            value,
            valid: self.valid(since),
            modality,
            site,
            sentence: clean.raw(sentence.span),
            since,
            dated,
            stated: value::stated(self.reading, slot, read),
            any_year: value::any_year(self.reading, slot),
            named,
            approximate,
            settled: false,
            person,
            // Two teams may meet twice in a week.
            scene: (self.family.subject.reach == Reach::Story || self.family.value == ValueSlot::Score)
                .then(|| Box::new(scene::of(self.reading, self.context.names, self.sentence))),
        })
    }

    /// Whether a surname goes with words before it: Javarrie "JoJo" Robertson. Titles do so too where `titled` is true:
    /// a name of a rule that tells persons of one name apart is better none than another's.
    fn is_rest_of_a_name(&self, surname: &Range<u32>, titled: bool) -> bool {
        let sentence = &self.reading.clean.sentences[self.sentence].tokens;
        let before = surname.start.checked_sub(1).filter(|&b| b >= sentence.start);
        before.is_some_and(|b| {
            matches!(self.reading.clean.token(b), "\"" | "”" | "’" | "'" | ")" | "“" | "-")
                || titled && self.reading.clean.tokens[b as usize].is_capital() && b > sentence.start
        })
    }

    /// "2011 Zorbmobile": the year of a make and not of what happened.
    fn is_of_a_model(&self, time: &Range<u32>) -> bool {
        let next = self.reading.clean.tokens.get(time.end as usize);
        time.len() == 1 && next.is_some_and(crate::text::Token::is_capital)
    }

    /// Whether an age stands after words that tell of another year: "in 2003, a 40-year-old Ann Lee".
    fn is_of_another_year(&self, captures: &Captures, value: &Range<u32>) -> bool {
        /// An age is a year old at the most when it is told.
        const DAYS: i32 = 300;
        // "She left in 2003. She was 16."
        let how = captures.subject.map(|m| self.reading.names.mentions[m].what.how);
        let from =
            if how == Some(Reference::Pronoun) { self.sentence.saturating_sub(1) } else { self.sentence };
        let start = self.reading.clean.sentences[from].tokens.start;
        self.names_days_before(start..value.start, DAYS)
    }

    /// Whether the sentence tells of days that no article about an event of today would name.
    fn is_long_ago(&self) -> bool {
        const DAYS: i32 = 60;
        self.names_days_before(self.reading.clean.sentences[self.sentence].tokens.clone(), DAYS)
    }

    /// Whether a time expression names days that lie more than so many before the publication.
    fn names_days_before(&self, tokens: Range<u32>, least: i32) -> bool {
        let Some(published) = self.context.published.when.low.limit() else { return false };
        // The nearest will do: a sentence of a thousand dates is a table.
        within(self.reading.times, &tokens).iter().rev().take(16).any(|mark| match mark.what.when {
            Days::Days(days) => {
                let last = days.high.limit().and_then(|last| last.until(published).ok());
                last.is_some_and(|span| span.get_days() > least) && !self.is_of_a_model(&mark.tokens)
            }
            _ => false,
        })
    }

    fn valid(&self, since: Option<Interval<jiff::civil::Date>>) -> Valid {
        let published = self.context.published.when;
        match (self.family.lasting, since) {
            (Lasting::Always, _) => Valid { during: Interval::ALL, reading: When::Throughout },
            (Lasting::Report, Some(since)) => Valid {
                during: Interval { low: since.low, high: Bound::Unbounded },
                reading: When::Throughout,
            },
            (Lasting::Report, None) => {
                let reading = if published.single().is_some() { When::Throughout } else { When::Sometime };
                Valid { during: published, reading }
            }
        }
    }

    /// The day an event happened: the date its words name, else another date of the sentence, else the publication.
    fn since(&self, captures: &Captures, slot: (ValueSlot, usize)) -> Option<Interval<jiff::civil::Date>> {
        let days = |index: usize| match self.reading.times.get(index)?.what.when {
            Days::Days(days) => Some(days),
            _ => None,
        };
        let sentence = &self.reading.clean.sentences[self.sentence].tokens;
        let value_is_time = matches!(slot.0, ValueSlot::Date | ValueSlot::Duration);
        captures
            .when
            .and_then(days)
            .or_else(|| {
                let from = self.reading.times.partition_point(|m| m.tokens.start < sentence.start);
                let to = self.reading.times.partition_point(|m| m.tokens.start < sentence.end);
                (from..to).filter(|&i| !(value_is_time && i == slot.1)).find_map(days)
            })
            .or_else(|| self.context.published.day().map(Interval::point))
    }

    /// The entity a fact is about, and whether the pattern named it.
    fn subject(&self, captures: &Captures, value: &Range<u32>) -> Option<(Option<u32>, bool)> {
        let names = self.reading.names;
        if self.family.subject.reach == Reach::Story {
            return Some((None, true));
        }
        if let Some(mention) = captures.subject {
            let mention = &names.mentions[mention];
            return (!self.is_rest_of_an_institution(mention)).then_some((Some(mention.what.entity), true));
        }
        let reach = self.family.subject.reach;
        let object = captures.object.map(|o| names.mentions[o].what.entity);
        let fits = |entity: u32| {
            Some(entity) != object && names.entities.get(entity as usize).is_some_and(|e| self.fits(e))
        };
        if reach >= Reach::Sentence {
            let sentence = &self.reading.clean.sentences[self.sentence];
            let whole = |m: &&Mark<Name>| fits(m.what.entity) && !self.is_rest_of_an_institution(m);
            let near = names.within(&sentence.tokens).iter().filter(whole).min_by_key(|m| {
                if m.tokens.end <= value.start {
                    (value.start - m.tokens.end, 0)
                } else {
                    (m.tokens.start.saturating_sub(value.end), 1)
                }
            });
            if let Some(mention) = near {
                return Some((Some(mention.what.entity), false));
            }
        }
        if reach >= Reach::Block {
            let block = self.reading.clean.sentences[self.sentence].block;
            let before = self.reading.clean.sentences[..self.sentence].iter().rev().take(2);
            for sentence in before.take_while(|s| s.block == block) {
                if let Some(mention) =
                    names.within(&sentence.tokens).iter().rev().find(|m| fits(m.what.entity))
                {
                    return Some((Some(mention.what.entity), false));
                }
            }
        }
        if reach < Reach::Article {
            return None;
        }
        // The article's own subject stands out; where two compete, say nothing.
        let mut counted: Vec<(u32, u32)> =
            (0_u32..).zip(&names.entities).filter(|(i, _)| fits(*i)).map(|(i, e)| (e.mentions, i)).collect();
        counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        match counted.as_slice() {
            [(most, entity), rest @ ..]
                if *most >= 2 && rest.first().is_none_or(|(next, _)| most * 2 >= next * 3) =>
            {
                Some((Some(*entity), false))
            }
            _ => None,
        }
    }

    /// Whether a name goes on from a possessive and is no person's and no place's: the hospital of "St Mary's Hospital" is not
    /// any hospital, but "November's U.S. election" is in the U.S.
    fn is_rest_of_an_institution(&self, mention: &Mark<Name>) -> bool {
        let entity = self.reading.names.entities.get(mention.what.entity as usize);
        let before = mention.tokens.start.checked_sub(1).map(|b| self.reading.clean.tokens[b as usize].shape);
        entity.is_some_and(|e| !matches!(e.kind, NameKind::Person | NameKind::Place))
            && before == Some(Shape::Possessive)
    }

    /// Whether an entity may be meant without being named: never one of no known kind.
    fn fits(&self, entity: &Entity) -> bool {
        let SubjectSpec { kinds, via, .. } = &self.family.subject;
        let kind = entity.kind != NameKind::Unknown && (kinds.is_empty() || kinds.contains(&entity.kind));
        kind || via.as_deref().is_some_and(|r| (self.context.relation)(r, &entity.name).is_some())
    }

    /// Whether a pattern's own words name somebody or something by a name that another article would mean as well: they
    /// are what a name that stands once in a short text has to say what it is. A surname or initials alone are not.
    fn is_named_in_full(&self, mention: usize) -> bool {
        let names = self.reading.names;
        let Some(mark) = names.mentions.get(mention) else { return false };
        let Some(entity) = names.entities.get(mark.what.entity as usize) else { return false };
        let words = entity.name.split_whitespace();
        let long = words.clone().all(|w| w.chars().count() > 1 && !w.ends_with('.'));
        let person = entity.kind == NameKind::Person || self.family.subject.kinds.contains(&NameKind::Person);
        matches!(mark.what.how, Reference::Full | Reference::Alias)
            && long
            && (!person || (2..=5).contains(&words.count()))
    }

    fn name_subject(&self, entity: Option<u32>, captures: &Captures) -> Subject {
        let names = self.reading.names;
        let entity: Option<&Entity> = entity.and_then(|e| names.entities.get(e as usize));
        let class = |f: Option<u16>| f.and_then(|f| self.family.facets.get(usize::from(f)).cloned());
        // In the order of the rule, whichever is said first: "the senate approved", "approved by the senate".
        let mut facets = captures.facets;
        facets.sort_unstable_by_key(|f| (f.is_none(), *f));
        let class = match facets.map(class) {
            [Some(one), Some(other)] => Some(Arc::from(format!("{one} {other}"))),
            [one, other] => one.or(other),
        };
        let object = captures.object.and_then(|o| names.entities.get(names.mentions[o].what.entity as usize));
        let facet = match (class, object) {
            (Some(class), None) => class,
            (None, Some(object)) => Arc::from(&*object.name),
            (Some(class), Some(object)) => Arc::from(format!("{class} {}", object.name)),
            (None, None) => Arc::from(""),
        };
        let named = |mention: Option<usize>| mention.is_some_and(|m| self.is_named_in_full(m));
        let sure = entity.is_none_or(|e| e.sure || named(captures.subject))
            && object.is_none_or(|o| o.sure || named(captures.object));
        let kind = entity.map_or(NameKind::Unknown, |e| e.kind);
        let name: Arc<str> = entity.map_or_else(|| Arc::from(""), |e| Arc::from(&*e.name));
        let via =
            self.family.subject.via.as_deref().and_then(|relation| (self.context.relation)(relation, &name));
        Subject { name: via.unwrap_or(name), kind, facet, sure }
    }
}
