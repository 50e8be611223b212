//! What `dateline annotate --format timeml` prints: an article as a TimeML 1.2.1 document, TIMEX3 in place.
//!
//! `TEXT` is the source as it lies, byte for byte once the XML is undone: a record's text field, or a file of plain text
//! without its byte order mark and the header (`date 2024-02-22`) before its prose. Of Markdown it is the prose, a blank
//! line between blocks. `TITLE` repeats a headline that stands in the source's text, and has the TIMEX3 of one that
//! stands apart (a field, front matter). Where nothing is known of the day of publication, the creation time is
//! `XXXX-XX-XX`, the standard's placeholders for what is not given: an empty value would not be valid.
//!
//! Left out is what a [`Timex`] does not say (`quant`, `freq`, `anchorTimeID`), and numbers, for which TimeML has no tag.
//! A range is two TIMEX3, one for either end, as in the corpora of TempEval; there is no empty third one with
//! `beginPoint` and `endPoint`, which evaluation tools would count as an expression.

mod files;

pub use files::FileNames;

use super::view::article_name;
use crate::corpus::{Article, ClueKind, Piece, Role};
use crate::dating::{Published, Timex, TimexKind, When};
use crate::facts::attribute::Card;
use crate::grammar::Mark;
use crate::interval::{Bound, Interval};
use crate::span::{Raw, Span};
use crate::text::CleanText;
use jiff::civil::Date;
use std::io::{self, Write};
use std::ops::Range;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">
"#;

/// A TIMEX3 to be: where it stands in the source, and its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    span: Span<Raw>,
    kind: TimexKind,
    value: Box<str>,
    /// `mod`, by the name that TimeML has for it.
    modifier: Option<&'static str>,
    /// `temporalFunction`: whether the value was worked out rather than written; unknown of one end of a range.
    computed: Option<bool>,
}

/// The TIMEX3 of an article, in the order of the source. None lies in another.
pub fn tags(clean: &CleanText, times: &[Mark<Timex>]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::with_capacity(times.len());
    for Mark { span, what, .. } in times {
        match &what.ends {
            Some(ends) => tags.extend(ends.iter().map(|end| Tag {
                span: clean.raw(end.span),
                kind: end.kind,
                value: end.value.clone(),
                modifier: None,
                computed: None,
            })),
            None => tags.push(Tag {
                span: clean.raw(*span),
                kind: what.kind,
                value: what.value.clone(),
                modifier: modifier(what),
                computed: Some(what.inferred),
            }),
        }
    }
    tags.sort_by_key(|tag| tag.span);
    let mut end = 0;
    tags.retain(|tag| {
        let apart = tag.span.start >= end && !tag.span.is_empty();
        if apart {
            end = tag.span.end;
        }
        apart
    });
    tags
}

/// How the days or the length that are meant lie to those that the value says.
fn modifier(timex: &Timex) -> Option<&'static str> {
    if !timex.approximate {
        return None;
    }
    match &timex.when {
        When::Days(days) => {
            let (first, last) = period(&timex.value)?;
            let (low, high) = (days.low.limit()?, days.high.limit()?);
            let days_of = |from: Date, to: Date| (to - from).get_days();
            match () {
                () if (low, high) == (first, last) => None,
                () if low < first || high > last => Some("APPROX"),
                // "Later this month", told on its second day, is not its end.
                () if days_of(low, high) * 2 > days_of(first, last) => None,
                () if low == first => Some("START"),
                () if high == last => Some("END"),
                () => Some("MID"),
            }
        }
        When::Length { amount, .. } => {
            let nothing_below = amount.low.limit().is_none_or(|low| low.is_zero());
            match (amount.low, amount.high) {
                _ if amount.single().is_some() => None,
                (Bound::Open(_), Bound::Unbounded) => Some("MORE_THAN"),
                (Bound::Closed(_), Bound::Unbounded) => Some("EQUAL_OR_MORE"),
                (_, Bound::Open(_)) if nothing_below => Some("LESS_THAN"),
                (_, Bound::Closed(_)) if nothing_below => Some("EQUAL_OR_LESS"),
                _ => Some("APPROX"),
            }
        }
        When::OpenYear { .. } | When::Never => None,
    }
}

/// The days of a value that is a month, a year, a decade or a century.
fn period(value: &str) -> Option<(Date, Date)> {
    let (year, month) = value.split_once('-').map_or((value, None), |(year, month)| (year, Some(month)));
    let number =
        |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i16>().ok())?;
    match (year.len(), month) {
        (4, Some(month)) if month.len() == 2 => {
            let first = Date::new(number(year)?, i8::try_from(number(month)?).ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (digits @ 2..=4, None) => {
            let years = 10_i16.pow(u32::try_from(4 - digits).ok()?);
            let first = number(year)?.checked_mul(years)?;
            Some((Date::new(first, 1, 1).ok()?, Date::new(first + years - 1, 12, 31).ok()?))
        }
        _ => None,
    }
}

/// The creation time as far as it is known: a day, a month, a year, or placeholders.
fn created(published: &Published) -> String {
    let Interval { low, high } = published.when;
    match (low.limit(), high.limit()) {
        (Some(low), Some(high)) if low.year() == high.year() && low.year() >= 0 => {
            if low == high {
                low.to_string()
            } else if low.month() == high.month() {
                format!("{:04}-{:02}", low.year(), low.month())
            } else {
                format!("{:04}", low.year())
            }
        }
        _ => "XXXX-XX-XX".to_owned(),
    }
}

/// Writes an article as a document of its own.
///
/// # Errors
///
/// What `out` answers.
pub fn write(card: &Card, article: &Article, tags: &[Tag], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer { out, article, tags, tid: 0 };
    writer.out.write_all(HEAD.as_bytes())?;
    writer.out.write_all(b"\n<DOCID>")?;
    escape(&article_name(card), writer.out)?;
    let day = created(&card.published);
    write!(
        writer.out,
        "</DOCID>\n\n<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{day}\" temporalFunction=\"false\" \
         functionInDocument=\"CREATION_TIME\">{day}</TIMEX3></DCT>\n\n"
    )?;
    if is_markdown(article) {
        writer.blocks()?;
    } else {
        writer.verbatim()?;
    }
    writer.out.write_all(b"</TEXT>\n\n</TimeML>\n")
}

/// Whether the source is Markdown, whose marks and front matter are no prose.
fn is_markdown(article: &Article) -> bool {
    let extension = article.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    article.line.is_none() && ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

struct Writer<'a> {
    out: &'a mut dyn Write,
    article: &'a Article,
    tags: &'a [Tag],
    tid: u32,
}

impl Writer<'_> {
    /// `TITLE`, and `TEXT` but for its end, where the source is plain text.
    fn verbatim(&mut self) -> io::Result<()> {
        let raw = &self.article.raw;
        let mut text = 0..raw.len();
        if let Some(from) = self.article.title_from {
            text.end = from as usize;
            self.out.write_all(b"<TITLE>")?;
            self.source(text.end..raw.len())?;
            self.out.write_all(b"</TITLE>\n\n")?;
        } else {
            if let Some(title) = self.article.title {
                self.out.write_all(b"<TITLE>")?;
                escape(title.cut(raw), self.out)?;
                self.out.write_all(b"</TITLE>\n\n")?;
            }
            if self.article.line.is_none() {
                text.start = self.body();
            }
        }
        self.out.write_all(b"<TEXT>")?;
        self.source(text)
    }

    /// Where the text of a plain file starts: after the byte order mark, and the lines of a header before all prose.
    fn body(&self) -> usize {
        let raw = &self.article.raw;
        let prose = self.article.prose.iter().find_map(|piece| match piece {
            Piece::Keep(span) | Piece::Replace(span, _) => Some(span.start),
            Piece::Break(..) => None,
        });
        let header = self.article.clues.iter().filter(|clue| clue.kind == ClueKind::Header);
        let last =
            header.filter_map(|clue| clue.span).map(|span| span.end).filter(|&end| Some(end) <= prose).max();
        match last {
            Some(end) => {
                let rest = raw.get(end as usize..).unwrap_or("");
                end as usize + memchr::memchr(b'\n', rest.as_bytes()).map_or(0, |at| at + 1)
            }
            None if raw.starts_with('\u{feff}') => '\u{feff}'.len_utf8(),
            None => 0,
        }
    }

    /// A run of the source with its TIMEX3.
    fn source(&mut self, run: Range<usize>) -> io::Result<()> {
        let places = within(self.tags, &run).iter().map(|tag| (tag, tag.span.range()));
        self.marked(&self.article.raw, run, places)
    }

    /// A run of a text with its TIMEX3, each with its place.
    fn marked<'t>(
        &mut self,
        text: &str,
        run: Range<usize>,
        places: impl Iterator<Item = (&'t Tag, Range<usize>)>,
    ) -> io::Result<()> {
        let mut at = run.start;
        for (tag, place) in places {
            let (Some(before), Some(words)) = (text.get(at..place.start), text.get(place.clone())) else {
                continue;
            };
            escape(before, self.out)?;
            self.tid += 1;
            let (tid, kind) = (self.tid, name(tag.kind));
            write!(self.out, "<TIMEX3 tid=\"t{tid}\" type=\"{kind}\" value=\"")?;
            escape(&tag.value, self.out)?;
            self.out.write_all(b"\"")?;
            if let Some(modifier) = tag.modifier {
                write!(self.out, " mod=\"{modifier}\"")?;
            }
            if let Some(computed) = tag.computed {
                write!(self.out, " temporalFunction=\"{computed}\"")?;
            }
            self.out.write_all(b">")?;
            escape(words, self.out)?;
            self.out.write_all(b"</TIMEX3>")?;
            at = place.end;
        }
        escape(text.get(at..run.end).unwrap_or(""), self.out)
    }

    /// The same of Markdown: the prose, block by block.
    fn blocks(&mut self) -> io::Result<()> {
        let pieces = &self.article.prose;
        let breaks = pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
            Piece::Break(_, role) => Some((at, *role)),
            _ => None,
        });
        let starts: Vec<(usize, Role)> = breaks.collect();
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([pieces.len()]);
        let blocks: Vec<(&[Piece], Role)> =
            starts.iter().zip(ends).map(|((at, role), end)| (&pieces[at + 1..end], *role)).collect();
        let title = blocks.iter().position(|(pieces, role)| *role == Role::Title && !pieces.is_empty());
        if let Some(title) = title {
            self.out.write_all(b"<TITLE>")?;
            self.block(blocks[title].0)?;
            self.out.write_all(b"</TITLE>\n\n")?;
        }
        self.out.write_all(b"<TEXT>")?;
        for (at, (pieces, _)) in blocks.iter().enumerate() {
            if Some(at) != title && !pieces.is_empty() {
                self.block(pieces)?;
                self.out.write_all(b"\n\n")?;
            }
        }
        Ok(())
    }

    /// The prose of a block. A reference or an escape is one with what it stands for.
    fn block(&mut self, pieces: &[Piece]) -> io::Result<()> {
        let (mut text, mut edges) = (String::new(), Vec::new());
        let runs = pieces.iter().filter_map(|piece| match piece {
            Piece::Keep(span) => Some((*span, span.cut(&self.article.raw), true)),
            Piece::Replace(span, words) => Some((*span, &**words, false)),
            Piece::Break(..) => None,
        });
        let start = pieces.iter().find_map(|piece| match piece {
            Piece::Keep(span) | Piece::Replace(span, _) => Some(span.start as usize),
            Piece::Break(..) => None,
        });
        let tags = within(self.tags, &(start.unwrap_or(0)..usize::MAX));
        // The start and the end of every tag, in turn, go over into the prose with the run that they are in.
        let mut ahead =
            tags.iter().flat_map(|tag| [(tag.span.start, false), (tag.span.end, true)]).peekable();
        for (span, words, verbatim) in runs {
            let here = |&(at, is_end): &(u32, bool)| if is_end { at <= span.end } else { at < span.end };
            while let Some((at, is_end)) = ahead.next_if(here) {
                edges.push(match (verbatim, is_end) {
                    (true, _) => text.len() + at.saturating_sub(span.start) as usize,
                    (false, true) => text.len() + words.len(),
                    (false, false) => text.len(),
                });
            }
            text.push_str(words);
        }
        let places = tags.iter().zip(edges.chunks_exact(2)).map(|(tag, edge)| (tag, edge[0]..edge[1]));
        self.marked(&text, 0..text.len(), places)
    }
}

/// The tags that start in a run of the source.
fn within<'a>(tags: &'a [Tag], run: &Range<usize>) -> &'a [Tag] {
    let before = |byte: usize| tags.partition_point(|tag| (tag.span.start as usize) < byte);
    &tags[before(run.start)..before(run.end)]
}

fn name(kind: TimexKind) -> &'static str {
    match kind {
        TimexKind::Date => "DATE",
        TimexKind::Time => "TIME",
        TimexKind::Duration => "DURATION",
        TimexKind::Set => "SET",
    }
}

/// Text as XML 1.0 has it, in an element or in quotes: what it cannot hold is U+FFFD, and a CR is a reference, since
/// whoever reads a bare one makes it a line feed.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut at = 0;
    for (i, c) in text.char_indices() {
        let stands_for = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\r' => "&#13;",
            '\t' | '\n' => continue,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[at..i])?;
        out.write_all(stands_for.as_bytes())?;
        at = i + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[at..])
}
