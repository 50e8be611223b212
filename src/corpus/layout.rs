//! From lines to an article: which of them is the headline, the summary, a heading, a paragraph, and which are cut; and
//! the clues to the day of publication.

use super::boilerplate::{EDGE, Kind, classify};
use super::dateline::dateline;
use super::lines::{Line, beginning};
use super::stamp::{Found, What, dates, words};
use super::vocabulary::{Vocabulary, opens_with};
use super::wrap::keep_paragraph;
use super::{Clue, ClueKind, Piece, Role, Stamp};
use crate::span::{Raw, Span};

/// A line and what is to be done with it.
#[derive(Clone, Copy, Debug)]
struct Slot {
    line: Line,
    role: Option<Role>,
}

/// What the lines of a source come to.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) title: Option<Span<Raw>>,
    pub(super) clues: Vec<Clue>,
    /// The runs of prose, in the order of the text.
    pub(super) blocks: Vec<(Span<Raw>, Role)>,
    /// Dates in metadata that no calendar has, with where they stand.
    pub(super) impossible: Vec<(usize, String)>,
}

impl Layout {
    /// The blocks as pieces, each taken as it is.
    pub(super) fn pieces(&self, raw: &str) -> Vec<Piece> {
        let mut out = Vec::with_capacity(self.blocks.len() * 2);
        let mut last = 0;
        for &(span, role) in &self.blocks {
            out.push(Piece::Break(Span::new(last.min(span.start), span.start), role));
            keep_paragraph(raw, span, &mut out);
            last = span.end;
        }
        out
    }
}

/// Lays out `lines` of `raw`. `known` is the headline where it is known from elsewhere; `marked` gives the lines whose
/// role the format itself states.
pub(super) fn arrange(
    raw: &str,
    mut lines: Vec<Line>,
    known: Option<&str>,
    marked: impl Fn(usize) -> Option<Role>,
    v: &Vocabulary,
) -> Layout {
    let mut layout = Layout::default();
    if let Some(first) = lines.first_mut() {
        layout.header(raw, first, v);
        if first.start >= first.end {
            lines.remove(0);
        }
    }
    let count = lines.len();
    let mut kinds: Vec<Kind> = lines
        .iter()
        .enumerate()
        .map(|(i, &line)| match marked(line.start) {
            Some(Role::Bullet) => Kind::Bullet(0),
            Some(Role::Heading | Role::Title) => match classify(line, raw, i, count, v) {
                kind @ (Kind::Cut | Kind::Run | Kind::Head | Kind::Dates { .. } | Kind::Byline(_)) => kind,
                _ => Kind::Short,
            },
            _ => classify(line, raw, i, count, v),
        })
        .collect();
    for i in 1..count {
        // A sentence goes on: "… whose term ends in" and "October 2021".
        let goes_on =
            !lines[i].gap && lines[i - 1].text(raw).trim_end().ends_with(|c: char| c.is_ascii_lowercase());
        if goes_on && matches!((&kinds[i - 1], &kinds[i]), (Kind::Prose, Kind::Dates { labelled: false, .. }))
        {
            kinds[i] = Kind::Prose;
        }
    }
    let mut slots: Vec<Slot> = lines.iter().map(|&line| Slot { line, role: None }).collect();

    let title = match known {
        Some(_) => None,
        None => find_title(raw, &lines, &kinds, v, &marked),
    };
    let title_text =
        known.map(str::trim).or_else(|| title.map(|t| lines[t].text(raw))).filter(|t| !t.is_empty());
    let mut repeats = vec![false; count];
    if let Some(wanted) = title_text {
        for (i, line) in lines.iter().enumerate() {
            repeats[i] = Some(i) != title && same_words(line.text(raw), wanted);
        }
    }
    let zone = head_zone(&lines, &kinds, &repeats, title);
    let dateline_at = find_datelines(raw, &mut slots, &kinds, zone, &mut layout, v);
    let summary_to = dateline_at.filter(|&d| d <= 6).unwrap_or(0).max(zone);
    let headings = kinds
        .iter()
        .filter(|k| matches!(k, Kind::Dates { found, labelled: false } if found.iter().all(|f| f.0.stamp.day.is_some())))
        .count()
        > 2;

    let mut run = false;
    let mut highlights = 0;
    let mut prose = 0;
    for i in 0..count {
        let line = lines[i];
        let text = line.text(raw);
        if repeats[i] {
            continue;
        }
        if Some(i) == title {
            slots[i].role = Some(Role::Title);
            layout.title = Some(Span::of(line.start..line.end));
            continue;
        }
        if run {
            // A question may be a headline; a full sentence or a long line is not.
            let headline =
                text.len() <= 220 && !text.ends_with(['.', '"', '”']) || matches!(kinds[i], Kind::Cut);
            let listed = matches!(
                kinds[i],
                Kind::Short | Kind::Bullet(_) | Kind::Prose | Kind::Dates { .. } | Kind::Cut
            );
            if headline && listed {
                continue;
            }
            run = false;
        }
        let in_zone = i < summary_to;
        let role = match &kinds[i] {
            Kind::Cut | Kind::Head => None,
            Kind::Run => {
                run = true;
                None
            }
            Kind::Caption => None,
            Kind::Credited => Some(Role::Caption),
            Kind::Correction => Some(Role::Correction),
            Kind::Highlights(skip) => {
                slots[i].line.start += *skip;
                highlights = 6;
                Some(Role::Bullet)
            }
            Kind::Copyright(year) => {
                if let Some(year) = year {
                    let What::Number(value, _) = year.what else { continue };
                    let stamp = Stamp { year: i16::try_from(value).ok(), month: None, day: None };
                    layout.clue(ClueKind::Copyright, line.start, (year.start, year.end), stamp, false);
                }
                None
            }
            Kind::Byline(date) => {
                if let Some(date) = date {
                    layout.found(ClueKind::Byline, line.start, *date, raw);
                }
                None
            }
            Kind::Dates { found, labelled } => {
                // Without a year it may as well be a heading of a diary.
                let years = found.iter().any(|f| f.0.stamp.year.is_some());
                let early = prose <= if years { 2 } else { 0 } && i < EDGE;
                if headings || (!early && i + 3 < count && !*labelled) {
                    Some(Role::Heading)
                } else {
                    for (date, updated) in found {
                        let kind = if *updated { ClueKind::Updated } else { ClueKind::DateLine };
                        layout.found(kind, line.start, *date, raw);
                    }
                    None
                }
            }
            Kind::Bullet(skip) => {
                slots[i].line.start += *skip;
                if classify(slots[i].line, raw, i, count, v) == Kind::Cut { None } else { Some(Role::Bullet) }
            }
            Kind::Prose => {
                prose += 1;
                highlights = 0;
                let standfirst =
                    in_zone && prose <= 3 && title_text.is_some() && slots[i].line.start == line.start;
                Some(if standfirst { Role::Standfirst } else { Role::Body })
            }
            Kind::Short if highlights > 0 => {
                highlights -= 1;
                Some(Role::Bullet)
            }
            Kind::Short if in_zone && i < zone => {
                let beside = |j: usize| matches!(kinds.get(j), Some(Kind::Head));
                match is_personal(text) && (i.checked_sub(1).is_some_and(beside) || beside(i + 1)) {
                    true => None,
                    false if text.len() > 100 => Some(Role::Standfirst),
                    false => Some(Role::Heading),
                }
            }
            Kind::Short if marked(line.start) == Some(Role::Heading) => Some(Role::Heading),
            Kind::Short if slots[i].line.start == line.start && is_heading(text, i, &kinds) => {
                Some(Role::Heading)
            }
            Kind::Short => Some(Role::Body),
        };
        slots[i].role = role;
    }
    layout.blocks = slots
        .iter()
        .filter_map(|s| Some((Span::of(s.line.start..s.line.end), s.role?)))
        .filter(|(span, _)| !span.is_empty())
        .collect();
    layout.clues.sort_by_key(|c| c.span);
    layout
}

impl Layout {
    fn clue(&mut self, kind: ClueKind, base: usize, bytes: (usize, usize), stamp: Stamp, zoned: bool) {
        let span = Some(Span::of(base + bytes.0..base + bytes.1));
        self.clues.push(Clue { kind, span, stamp, zoned });
    }

    fn found(&mut self, kind: ClueKind, base: usize, date: Found, raw: &str) {
        let (start, end) = (base + date.bytes.0, base + date.bytes.1);
        if is_impossible(date.stamp) {
            self.impossible.push((start, raw[start..end].to_owned()));
        } else {
            self.clue(kind, base, date.bytes, date.stamp, date.zoned);
        }
    }

    /// Takes a header such as `date 2024-02-22`, perhaps with a section after it, off the first line.
    fn header(&mut self, raw: &str, line: &mut Line, v: &Vocabulary) {
        let text = line.text(raw);
        let Some(key) = v.header.iter().filter_map(|h| opens_with(text, h)).max() else { return };
        let rest = text[key..].trim_start_matches([' ', ':', '\t', '=']);
        let from = text.len() - rest.len();
        let window = beginning(rest, 60);
        let words = words(window, v);
        let skip =
            words.iter().take_while(|w| w.what == What::Known(super::vocabulary::Sense::Weekday)).count();
        let skip = skip + usize::from(skip > 0 && words.get(skip).is_some_and(|w| w.what == What::Mark(',')));
        let Some(mut date) = dates(&words).into_iter().find(|d| d.words.0 == skip && d.stamp.year.is_some())
        else {
            return;
        };
        date.bytes = (date.bytes.0 + from, date.bytes.1 + from);
        self.found(ClueKind::Header, line.start, date, raw);
        let mut end = date.bytes.1;
        // A time of day belongs to the header: `T10:00:00Z`, ` 10:00`.
        let tail = &text[end..];
        let clock = tail.len()
            - tail
                .trim_start_matches(|c: char| {
                    c.is_ascii_digit() || matches!(c, ':' | 'T' | 'Z' | '+' | ' ' | '.')
                })
                .len();
        if tail[..clock].contains(':') {
            end += tail[..clock].trim_end().len();
        }
        let tail = text[end..].trim_start_matches([' ', '|', '-', '–', '\t', ',', '\u{a0}']);
        // What is left of the line in capitals is the name of a section.
        let section =
            tail.len() <= 40 && !tail.chars().any(char::is_lowercase) && !tail.contains(char::is_numeric);
        line.start = if section { line.end } else { line.end - tail.len() };
        line.gap = true;
    }
}

/// The line that is the headline: the first that is prose of any kind, if it is short and no sentence.
fn find_title(
    raw: &str,
    lines: &[Line],
    kinds: &[Kind],
    v: &Vocabulary,
    marked: &impl Fn(usize) -> Option<Role>,
) -> Option<usize> {
    if let Some(i) = lines.iter().position(|l| marked(l.start) == Some(Role::Title)) {
        return Some(i);
    }
    let prose = |k: &Kind| matches!(k, Kind::Short | Kind::Prose | Kind::Bullet(_) | Kind::Highlights(_));
    let first = kinds.iter().take(EDGE).position(prose)?;
    let more = kinds[first + 1..].iter().any(prose);
    let text = lines[first].text(raw);
    if !more
        || marked(lines[first].start).is_some()
        || text.len() > 250
        || !text.contains(' ')
        || dateline(text, v).is_some()
    {
        return None;
    }
    match kinds[first] {
        Kind::Short => {}
        // A headline may ask or cry out, but only on a line set apart.
        Kind::Prose if text.ends_with(['?', '!', '"', '”', '’', '\'']) && text.len() <= 140 => {
            let apart = lines.get(first + 1).is_some_and(|l| l.gap);
            if !apart || text.contains(". ") || text.trim_end_matches(['"', '”', '’', '\'']).ends_with('.')
            {
                return None;
            }
        }
        _ => return None,
    }
    Some(first)
}

/// Up to which line what stands between headline and body reaches.
fn head_zone(lines: &[Line], kinds: &[Kind], repeats: &[bool], title: Option<usize>) -> usize {
    let (mut zone, mut prose, mut bytes) = (0, 0, 0);
    for i in 0..lines.len().min(EDGE) {
        match kinds[i] {
            _ if repeats[i] => zone = i + 1,
            Kind::Head | Kind::Byline(_) | Kind::Dates { .. } => zone = i + 1,
            Kind::Prose => (prose, bytes) = (prose + 1, bytes + lines[i].end - lines[i].start),
            Kind::Short if Some(i) != title => bytes += lines[i].end - lines[i].start,
            _ => {}
        }
        if prose > 2 || bytes > 1000 {
            break;
        }
    }
    zone
}

/// Cuts datelines off the first paragraphs; gives the line of the first.
fn find_datelines(
    raw: &str,
    slots: &mut [Slot],
    kinds: &[Kind],
    zone: usize,
    layout: &mut Layout,
    v: &Vocabulary,
) -> Option<usize> {
    let mut paragraphs = 0;
    for (i, slot) in slots.iter_mut().enumerate().take(zone + EDGE) {
        if !matches!(kinds[i], Kind::Prose | Kind::Short) {
            continue;
        }
        if let Some(found) =
            dateline(slot.line.text(raw), v).filter(|d| d.len < slot.line.end - slot.line.start)
        {
            if let Some(date) = found.date {
                // A dateline gives the day at its place, which may be another at the desk.
                layout.found(ClueKind::Dateline, slot.line.start, Found { zoned: true, ..date }, raw);
            }
            slot.line.start += found.len;
            return Some(i);
        }
        paragraphs += usize::from(i >= zone && matches!(kinds[i], Kind::Prose));
        if paragraphs > 3 {
            break;
        }
    }
    None
}

/// Whether a short line stands over paragraphs.
fn is_heading(text: &str, index: usize, kinds: &[Kind]) -> bool {
    let follows = kinds[index + 1..]
        .iter()
        .find(|k| !matches!(k, Kind::Cut | Kind::Caption | Kind::Credited | Kind::Run));
    text.len() <= 100 && matches!(follows, Some(Kind::Prose | Kind::Bullet(_) | Kind::Dates { .. }))
}

/// Whether a line may be nothing but a name.
fn is_personal(text: &str) -> bool {
    text.len() <= 60
        && text.split_whitespace().count() <= 5
        && text.split_whitespace().all(|w| w.starts_with(|c: char| !c.is_lowercase()))
}

/// Whether a date is given in full and yet no calendar has it.
pub(super) fn is_impossible(stamp: Stamp) -> bool {
    // A day without a year may be in a leap year.
    let year = stamp.year.unwrap_or(2000);
    Stamp { year: Some(year), ..stamp }.days().is_none()
}

/// Whether two lines say the same, spaces and quotation marks aside.
fn same_words(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 24 {
        return false;
    }
    let letters = |s: &'_ str| -> Vec<char> { s.chars().filter(|c| c.is_alphanumeric()).collect() };
    a == b
        || (a.chars().next().map(char::is_alphanumeric) == b.chars().next().map(char::is_alphanumeric)
            && letters(a) == letters(b))
}
