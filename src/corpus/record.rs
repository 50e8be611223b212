//! A record of a container, whatever the container, to an article: fields to clues, text and title to prose.

use super::directive::{Directive, in_text, placed};
use super::field_date::{Order, hint, ordered};
use super::fields::Slot;
use super::flat::Flat;
use super::fragment::{Asides, is_markup, prose_of_html};
use super::layout::is_impossible;
use super::lines::beginning;
use super::reference::keep;
use super::versions::Edition;
use super::vocabulary::Vocabulary;
use super::{Article, Clue, ClueKind, Piece, Role, plain};
use crate::span::{Raw, Span};
use std::borrow::Cow;
use std::sync::Arc;

pub(super) use super::field_date::when;

/// An article, and what is wrong with its metadata.
pub(super) type Told = (Article, Vec<String>);

/// What a record says, as it says it.
#[derive(Clone, Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) published: Option<Cow<'a, str>>,
    pub(super) updated: Option<Cow<'a, str>>,
    pub(super) title: Option<Cow<'a, str>>,
    pub(super) source: Option<Cow<'a, str>>,
    pub(super) text: Option<Cow<'a, str>>,
    pub(super) story: Option<Cow<'a, str>>,
    pub(super) version: Option<Cow<'a, str>>,
    pub(super) status: Option<Cow<'a, str>>,
    pub(super) embargoed: Option<Cow<'a, str>>,
    /// When this version was made, where that is not `updated`.
    pub(super) made: Option<Cow<'a, str>>,
    /// Whether the text is HTML where it has tags; otherwise it has to look like it.
    pub(super) markup: bool,
    /// The address of its page.
    pub(super) address: Option<Cow<'a, str>>,
    /// What it corrects or replaces, and what else it is called.
    pub(super) of: Vec<String>,
    pub(super) also: Vec<String>,
    /// A note to editors.
    pub(super) note: Option<Cow<'a, str>>,
    /// Which number of its dates is the day, where that is known.
    pub(super) order: Option<Order>,
    /// What it says of rules that are not to speak of it.
    pub(super) ignores: Vec<Directive>,
}

impl<'a> Record<'a> {
    /// The place of what a field says.
    pub(super) fn slot(&mut self, slot: Slot) -> &mut Option<Cow<'a, str>> {
        match slot {
            Slot::Id => &mut self.id,
            Slot::Published => &mut self.published,
            Slot::Updated => &mut self.updated,
            Slot::Title => &mut self.title,
            Slot::Source => &mut self.source,
            Slot::Text => &mut self.text,
            Slot::Story => &mut self.story,
            Slot::Version => &mut self.version,
            Slot::Status => &mut self.status,
            Slot::Embargoed => &mut self.embargoed,
        }
    }

    /// What it says of its versions; nothing where it says nothing.
    fn edition(&self) -> Option<Box<Edition>> {
        let text = |field: &Option<Cow<str>>| {
            field.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let edition = Edition::new(
            text(&self.version),
            text(&self.made).or_else(|| text(&self.updated)),
            text(&self.status),
            text(&self.embargoed),
            text(&self.note),
        );
        Edition::with(edition, self.of.clone(), self.also.clone(), None)
    }
}

/// The article of a record and what is wrong with its metadata, or why there is none. `text` is what the text's field
/// is called, for the message.
pub(super) fn article(
    record: Record<'_>,
    path: &Arc<str>,
    line: Option<u32>,
    name: &str,
    v: &Vocabulary,
) -> Result<Told, String> {
    let edition = record.edition();
    // Who takes an article back need not send its text again.
    let gone = edition.as_ref().filter(|e| e.status.is_out()).map(|_| Cow::Borrowed(""));
    let text = record.text.or(gone).ok_or_else(|| format!("there is no `{name}`"))?;
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err(format!("there is a NUL in `{name}`"));
    }
    let mut problems = Vec::new();
    let title = record.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let markup = is_markup(&text) || record.markup && text.contains('<');
    let flat = markup.then(|| {
        let mut flat = Flat::default();
        let asides = prose_of_html(&text, 0..text.len(), &mut flat);
        (flat, asides)
    });
    let mut ignores = record.ignores;
    let (layout, body) = match &flat {
        Some((flat, asides)) => {
            let (layout, body) = flat.lay_out(title, v);
            let mut passages: Vec<_> = layout.blocks.iter().map(|(span, _)| span.range()).collect();
            passages.sort_by_key(|passage| passage.start);
            ignores.extend(placed(&asides.comments, &passages));
            (layout, body)
        }
        None => {
            ignores.extend(in_text(&text, NO_COMMENTS));
            (plain::read(&text, 0, text.len(), title, v), Vec::new())
        }
    };
    if let Some((_, Asides { unclosed: true, .. })) = flat {
        problems.push("a comment in its text never ends; what follows it is not read".to_owned());
    }
    problems.extend(layout.impossible.iter().map(|(_, date)| format!("`{date}` is no date of the calendar")));
    let mut clues = layout.clues.clone();
    for (value, kind, key) in
        [(&record.published, ClueKind::Field, "published"), (&record.updated, ClueKind::Updated, "updated")]
    {
        let Some(value) = value.as_deref().map(str::trim).filter(|p| !p.is_empty()) else { continue };
        match ordered(value, record.order, v) {
            Some((stamp, _)) if is_impossible(stamp) => {
                problems.push(format!("`{key}`: `{}` is no date of the calendar", beginning(value, 40)));
            }
            Some((stamp, zoned)) => clues.insert(0, Clue { kind, span: None, stamp, zoned }),
            None => {
                problems.push(format!("`{key}`: `{}` is no date{}", beginning(value, 40), hint(value)));
            }
        }
    }
    let mut prose = Vec::with_capacity(layout.blocks.len() * 2 + 2);
    let (title_from, title_span) = match title {
        Some(title) => {
            let span: Span<Raw> = Span::of(text.len()..text.len() + title.len());
            (Some(span.start), Some(span))
        }
        None => (None, layout.title),
    };
    let title = title.map(str::to_owned);
    let mut raw = text.into_owned();
    if let (Some(title), Some(span)) = (title, title_span) {
        raw.push_str(&title);
        prose.push(Piece::Break(Span::new(span.start, span.start), Role::Title));
        keep(&raw, span, &mut prose);
    }
    if u32::try_from(raw.len()).is_err() {
        return Err("the text is longer than 4 GiB".to_owned());
    }
    match flat {
        Some(_) => prose.extend(body),
        None => prose.extend(layout.pieces(&raw)),
    }
    let owned = |field: Option<Cow<str>>| field.map(Cow::into_owned);
    // An id may well be the address, too.
    let web = |field: &&Cow<str>| field.contains("://");
    let addresses =
        [&record.address, &record.id].into_iter().flatten().filter(web).map(|a| Box::from(&**a)).collect();
    let article = Article {
        path: Arc::clone(path),
        id: owned(record.id),
        line,
        raw,
        title_from,
        title: title_span,
        outlet: owned(record.source),
        story: owned(record.story),
        clues,
        ignores,
        addresses,
        prose,
        edition,
        ..Article::default()
    };
    Ok((article, problems))
}

/// What a comment for us in a text without tags is answered.
const NO_COMMENTS: &str = "a text that is no HTML has no comments; give the record a field `dateline-ignore`";
