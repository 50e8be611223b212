//! Where, in a run of capitals, a name begins and ends: titles before it, known names inside it.

use super::NameKind;
use super::known::{Form, Match};
use super::scan::Pass;
use super::weigh::evidence as e;
use super::words::*;
use crate::grammar::lexicon::WordId;
use crate::text::Shape;

/// The title that is being read.
#[derive(Clone, Copy, Default)]
pub(super) struct Title {
    pub(super) evidence: u16,
    pub(super) role: WordId,
}

impl Pass<'_> {
    /// "Jan Vermeulen": a month cut short to three letters that is a given name too.
    pub(super) fn is_jan(&self, i: u32, stop: u32) -> bool {
        let next = i + 1;
        self.flags(i) & GIVEN != 0
            && self.t[i as usize].span.len() <= 3
            && next < stop
            && self.is_capital(next)
            && self.flags(next) & (CALENDAR | TITLE | KNOWN | ORDINARY) == 0
    }

    /// Whether a word that often begins sentences does no more than that here.
    pub(super) fn is_stray_opening(&self, i: u32, stop: u32) -> bool {
        let next = i + 1;
        next >= stop
            || self.flags(next) & (TITLE | TITLE_PART | KNOWN | GIVEN | ORDINARY) != 0
            || self.flags(i) & PLACE_OPENING == 0
    }

    /// A known name here that is not the beginning of a longer one ("Boston University", "Paris Hilton").
    pub(super) fn known_at(&self, i: u32, stop: u32) -> Option<Match> {
        let found = self.find(i, stop)?;
        let next = i + found.len;
        let Some(after) = (next < stop).then(|| self.flags(next)) else { return Some(found) };
        if !self.t[next as usize].is_word() || !self.is_capital(next) {
            return Some(found);
        }
        let place =
            found.form == Form::Demonym || self.words.known.entry(found.entry).kind == NameKind::Place;
        let title = after & (TITLE | TITLE_PART | ORDINARY | CALENDAR) != 0;
        let head = (next..stop.min(next + 5))
            .find(|&j| self.flags(j) & (ORG_HEAD | PLACE_TAIL) != 0 && self.is_capital(j))
            // "US District Judge" is a title.
            .filter(|&j| {
                !(self.flags(j) & TITLE_PART != 0 && j + 1 < stop && self.flags(j + 1) & TITLE != 0)
            });
        if let Some(head) = head {
            // "Dutch Prime Minister", but "British Foreign Office" and "New York Police Department".
            let titled =
                (next..head).any(|j| self.flags(j) & (TITLE | GIVEN) != 0 && self.flags(j) & TITLE_PART == 0);
            if !titled && self.find(next, stop).is_none_or(|m| next + m.len <= head) {
                return None;
            }
        }
        if title || self.find(next, stop).is_some() {
            return Some(found);
        }
        let given_too = found.len == 1 && self.flags(i) & GIVEN != 0;
        if after & GIVEN != 0 && !given_too {
            return Some(found);
        }
        (!place).then_some(found)
    }

    /// Reads a title; gives where the name after it begins, or `i` where there is none.
    pub(super) fn title(&self, i: u32, stop: u32, title: &mut Title) -> u32 {
        let mut j = i;
        let mut head = false;
        while j < stop {
            let flags = self.flags(j);
            let word = self.ids[j as usize];
            if flags & (TITLE | TITLE_PART) != 0 {
                // "Stephen King", "Major League": a title that ends a name, or opens one.
                let last = j + 1 == stop;
                if flags & ORG_HEAD != 0 && flags & TITLE == 0 && last {
                    return i;
                }
                if flags & TITLE != 0 {
                    head = true;
                    title.role = word;
                    title.evidence = e::PERSON;
                    title.evidence |= if flags & TITLE_MALE != 0 { e::MALE } else { 0 };
                    title.evidence |= if flags & TITLE_FEMALE != 0 { e::FEMALE } else { 0 };
                }
                j += 1;
            } else if !self.t[j as usize].is_word() && j + 1 < stop {
                j += 1;
            } else if head && self.is_of_title(j) {
                j += 2 + u32::from(self.id(j + 1) == self.words.the);
            } else {
                break;
            }
        }
        if j < stop && self.flags(j) & ORG_HEAD != 0 && self.find(j, stop).is_none() {
            // "Foreign Ministry", "Defense Department": the part belongs to the organisation.
            *title = Title::default();
            return i;
        }
        if head {
            return j;
        }
        *title = Title::default();
        // Parts alone: "Police", "House"; they open a longer name or are nothing.
        if j >= stop { j } else { i }
    }

    /// Whether an age stands before or after these tokens, so that "Adline King" is no king.
    fn has_age(&self, start: u32, stop: u32) -> bool {
        let before = start > self.begin && self.flags(start - 1) & AGED != 0;
        let after = self.id(stop) == self.words.comma
            && self.at(stop + 1).is_some_and(|t| t.shape == Shape::Digits && t.span.len() <= 2);
        before || after
    }

    /// One past the last token of the name that begins at `i`.
    pub(super) fn name_end(&self, i: u32, stop: u32, initial: bool) -> u32 {
        let mut j = i + 1;
        let mut last_word = i;
        let mut bare = i;
        while j < stop {
            let token = self.t[j as usize];
            let flags = self.flags(j);
            if !token.is_word() {
                let dash_then_known =
                    self.ids[j as usize] == self.words.hyphen && self.find(j + 1, stop).is_some();
                if dash_then_known {
                    return j;
                }
                j += 1;
                continue;
            }
            if token.shape == Shape::Lower && self.ids[j as usize - 1] == self.words.hyphen {
                // "Jong-un"
                last_word = j;
            }
            if token.is_capital() {
                let final_given = self.flags(last_word) & GIVEN != 0 && j + 1 == stop;
                let ended = self.flags(last_word) & (ORG_HEAD | ORG_SUFFIX) != 0 && flags & GIVEN != 0;
                let calendar = flags & CALENDAR != 0 && !final_given;
                let aged = j + 1 == stop && self.has_age(i, stop);
                let titled = flags & TITLE != 0 && !final_given && !aged && flags & (ORG_HEAD | GIVEN) == 0;
                let function = flags & ORDINARY != 0 && token.shape == Shape::Capital;
                let strips =
                    initial && last_word == i && self.flags(i) & GIVEN == 0 && self.find(j, stop).is_some();
                if ended || calendar || titled || function || strips {
                    // "Zorbian Prime Minister": the parts go with the title.
                    if titled && flags & ORG_HEAD == 0 {
                        last_word = bare;
                    }
                    break;
                }
                last_word = j;
                if flags & TITLE_PART == 0 {
                    bare = j;
                }
            }
            j += 1;
        }
        // A full stop belongs to "Jr." but no trailing mark to anything else.
        let mut end = last_word + 1;
        if self.flags(last_word) & SUFFIX != 0 && self.id(end) == self.words.full_stop && end + 1 < self.end {
            end += 1;
        }
        end
    }
}
