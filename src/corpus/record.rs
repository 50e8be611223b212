//! A record of a container, whatever the container, to an article: fields to clues, text and title to prose.

use super::directive::Directive;
use super::fields::Slot;
use super::flat::Flat;
use super::fragment::{is_markup, prose_of_html};
use super::layout::is_impossible;
use super::lines::beginning;
use super::reference::keep;
use super::versions::Edition;
use super::vocabulary::Vocabulary;
use super::{Article, Clue, ClueKind, Piece, Role, Stamp, plain, stamp};
use crate::span::{Raw, Span};
use jiff::fmt::rfc2822::DateTimeParser;
use std::borrow::Cow;
use std::sync::Arc;

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
        prose_of_html(&text, 0..text.len(), &mut flat);
        flat
    });
    let (layout, body) = match &flat {
        Some(flat) => flat.lay_out(title, v),
        None => (plain::read(&text, 0, text.len(), title, v), Vec::new()),
    };
    problems.extend(layout.impossible.iter().map(|(_, date)| format!("`{date}` is no date of the calendar")));
    let mut clues = layout.clues.clone();
    for (value, kind, key) in
        [(&record.published, ClueKind::Field, "published"), (&record.updated, ClueKind::Updated, "updated")]
    {
        let Some(value) = value.as_deref().map(str::trim).filter(|p| !p.is_empty()) else { continue };
        match when(value, v) {
            Some((stamp, _)) if is_impossible(stamp) => {
                problems.push(format!("`{key}`: `{}` is no date of the calendar", beginning(value, 40)));
            }
            Some((stamp, zoned)) => clues.insert(0, Clue { kind, span: None, stamp, zoned }),
            None => problems.push(format!("`{key}`: `{}` is no date", beginning(value, 40))),
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
        addresses,
        ignores: record.ignores,
        prose,
        edition,
        ..Article::default()
    };
    Ok((article, problems))
}

/// When a field of metadata says: a date as people and standards write it, in the basic form of ISO 8601
/// (`20240307T120000Z`) too, or seconds since 1970.
pub(super) fn when(value: &str, v: &Vocabulary) -> Option<(Stamp, bool)> {
    let value = value.trim();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits == value.len() && matches!(digits, 10 | 13) {
        let seconds: i64 = value[..10].parse().ok()?;
        let day = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
        return Some((
            Stamp { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) },
            true,
        ));
    }
    if digits == value.len() && matches!(digits, 12 | 14) {
        // The basic form without its `T`: `203103071200`.
        return Some((stamp::field(&value[..8], v)?.0, false));
    }
    if digits == 8 && value.as_bytes().get(8) == Some(&b'T') {
        let (stamp, _) = stamp::field(&value[..8], v)?;
        return Some((stamp, value[9..].contains(['Z', '+', '-'])));
    }
    stamp::field(value, v).or_else(|| mail(value))
}

/// A date as mail and RSS write it, the year perhaps with two digits: `Wed, 05 Mar 31 22:30 EST`.
fn mail(value: &str) -> Option<(Stamp, bool)> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let day = PARSER.parse_zoned(value).ok()?.date();
    Some((Stamp { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) }, true))
}
