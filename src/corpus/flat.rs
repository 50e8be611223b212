//! Prose with the markup taken out, every letter of which knows its place in the source; laid out like any other text.

use super::layout::{Layout, arrange};
use super::lines::Line;
use super::vocabulary::Vocabulary;
use super::{Piece, Role};
use crate::span::{Raw, Span};
use std::ops::Range;

/// The text of a document whose markup is read from the front to the end.
#[derive(Debug, Default)]
pub(super) struct Flat {
    text: String,
    parts: Vec<Part>,
    lines: Vec<Line>,
    /// The roles that the markup itself states, by where the line starts.
    roles: Vec<(usize, Role)>,
    /// Where the open line starts.
    start: usize,
    role: Option<Role>,
    gap: bool,
}

/// A run of the text and where it comes from.
#[derive(Clone, Debug)]
struct Part {
    at: usize,
    raw: Range<usize>,
    /// Whether it is the source letter for letter.
    same: bool,
}

impl Flat {
    /// Adds words of the source as they are; a run of white space becomes one space.
    pub(super) fn keep(&mut self, raw: &str, range: Range<usize>) {
        let Some(words) = raw.get(range.clone()) else { return };
        let bytes = words.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = bytes[at..].iter().position(u8::is_ascii_whitespace) {
            let start = at + found;
            let end = start + bytes[start..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let leads = start == from && self.ends_blank();
            at = end;
            if end - start == 1 && bytes[start] == b' ' && !leads {
                continue;
            }
            self.same(words, from..start, range.start);
            if !self.ends_blank() {
                self.replace(range.start + start..range.start + end, " ");
            }
            from = end;
        }
        self.same(words, from..words.len(), range.start);
    }

    /// Adds what stands for something else in the source: a reference, an escape.
    pub(super) fn replace(&mut self, raw: Range<usize>, with: &str) {
        if with.is_empty() || with == " " && self.ends_blank() {
            return;
        }
        self.parts.push(Part { at: self.text.len(), raw, same: false });
        self.text.push_str(with);
    }

    fn same(&mut self, words: &str, range: Range<usize>, base: usize) {
        if range.is_empty() {
            return;
        }
        let raw = base + range.start..base + range.end;
        let text = &words[range];
        match self.parts.last_mut() {
            Some(last) if last.same && last.raw.end == raw.start && last.at >= self.start => {
                last.raw.end = raw.end;
            }
            _ => self.parts.push(Part { at: self.text.len(), raw, same: true }),
        }
        self.text.push_str(text);
    }

    /// Whether a space would say nothing.
    fn ends_blank(&self) -> bool {
        self.text.len() == self.start || self.text.ends_with(' ')
    }

    /// Ends the open line; what follows is another block, set apart by more than the end of a line where `gap`.
    pub(super) fn line(&mut self, gap: bool) {
        let text = &self.text[self.start..];
        let front = text.trim_start();
        let start = self.text.len() - front.len();
        let end = start + front.trim_end().len();
        if start < end {
            self.lines.push(Line { start, end, gap: self.gap || self.lines.is_empty(), indented: false });
            self.roles.extend(self.role.map(|role| (start, role)));
            self.gap = gap;
        } else {
            self.gap |= gap;
        }
        self.text.push('\n');
        self.start = self.text.len();
    }

    /// Ends the open block; the next has this role, if the markup says one.
    pub(super) fn block(&mut self, role: Option<Role>) {
        self.line(true);
        self.role = role;
    }

    /// The role of the open block.
    pub(super) fn role(&self) -> Option<Role> {
        self.role
    }

    /// Whether nothing was added to it but blanks.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.text.trim().is_empty()
    }

    /// The text, a line each.
    pub(super) fn whole(&self) -> &str {
        &self.text
    }

    /// Adds the lines of another text of the same source.
    pub(super) fn append(&mut self, other: Flat) {
        self.block(None);
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.parts.extend(other.parts.into_iter().map(|part| Part { at: part.at + base, ..part }));
        self.lines.extend(other.lines.into_iter().map(|l| Line {
            start: l.start + base,
            end: l.end + base,
            ..l
        }));
        self.roles.extend(other.roles.into_iter().map(|(at, role)| (at + base, role)));
        self.start = other.start + base;
        (self.role, self.gap) = (other.role, other.gap);
    }

    /// Lays the text out; the layout and the pieces are in places of the source. `title` is the headline where it is
    /// known from elsewhere.
    pub(super) fn lay_out(&self, title: Option<&str>, v: &Vocabulary) -> (Layout, Vec<Piece>) {
        let mut lines = self.lines.clone();
        let mut roles = self.roles.clone();
        let rest = self.text[self.start..].trim();
        if !rest.is_empty() {
            let start = self.text.len() - self.text[self.start..].trim_start().len();
            lines.push(Line { start, end: start + rest.len(), gap: true, indented: false });
            roles.extend(self.role.map(|role| (start, role)));
        }
        let role = |start: usize| roles.binary_search_by_key(&start, |r| r.0).ok().map(|i| roles[i].1);
        let mut layout = arrange(&self.text, lines, title, role, v);
        for (span, found) in &mut layout.blocks {
            if let Some(stated @ (Role::Standfirst | Role::Caption | Role::Correction)) =
                role(span.start as usize)
            {
                *found = stated;
            }
        }
        let mut pieces = Vec::with_capacity(layout.blocks.len() * 3);
        let mut last = 0;
        for (span, role) in &mut layout.blocks {
            let place = self.place(span.range());
            pieces.push(Piece::Break(Span::of(last.min(place.start)..place.start), *role));
            self.pieces(span.range(), &mut pieces);
            *span = Span::of(place.clone());
            last = place.end;
        }
        layout.title = layout.title.map(|span| Span::of(self.place(span.range())));
        for clue in &mut layout.clues {
            clue.span = clue.span.map(|span: Span<Raw>| Span::of(self.place(span.range())));
        }
        for (at, _) in &mut layout.impossible {
            *at = self.place(*at..*at + 1).start;
        }
        (layout, pieces)
    }

    /// The same text, whose source was the text of `outer`, in places of the source of `outer`.
    pub(super) fn through(mut self, outer: &Flat) -> Flat {
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in self.parts {
            if !part.same {
                parts.push(Part { raw: outer.place(part.raw.clone()), ..part });
                continue;
            }
            let first = outer.parts.partition_point(|o| o.at <= part.raw.start).saturating_sub(1);
            for (i, o) in outer.parts.iter().enumerate().skip(first).take_while(|(_, o)| o.at < part.raw.end)
            {
                let next = outer.parts.get(i + 1).map_or(outer.text.len(), |next| next.at);
                let (start, end) = (part.raw.start.max(o.at), part.raw.end.min(next));
                if start < end {
                    let raw = if o.same {
                        o.raw.start + start - o.at..o.raw.start + end - o.at
                    } else {
                        o.raw.clone()
                    };
                    parts.push(Part { at: part.at + start - part.raw.start, raw, same: o.same });
                }
            }
        }
        self.parts = parts;
        self
    }

    /// Where a run of the text stands in the source.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let part = |at: usize| {
            let after = self.parts.partition_point(|part| part.at <= at);
            after.checked_sub(1).map(|i| &self.parts[i])
        };
        let (Some(first), Some(last)) = (part(range.start), part(range.end.saturating_sub(1))) else {
            return 0..0;
        };
        let start = if first.same { first.raw.start + range.start - first.at } else { first.raw.start };
        let end = if last.same { last.raw.start + range.end - last.at } else { last.raw.end };
        start..end.min(last.raw.end).max(start)
    }

    fn pieces(&self, range: Range<usize>, out: &mut Vec<Piece>) {
        let first = self.parts.partition_point(|part| part.at <= range.start).saturating_sub(1);
        for (i, part) in self.parts.iter().enumerate().skip(first) {
            if part.at >= range.end {
                break;
            }
            let next = self.parts.get(i + 1).map_or(self.text.len(), |next| next.at);
            if part.same {
                let skip = range.start.saturating_sub(part.at);
                let len = part.raw.len().min(range.end - part.at);
                if skip < len {
                    out.push(Piece::Keep(Span::of(part.raw.start + skip..part.raw.start + len)));
                }
            } else {
                let words = self.text[part.at..next.min(range.end)].trim_end_matches('\n');
                out.push(Piece::Replace(Span::of(part.raw.clone()), words.into()));
            }
        }
    }
}
