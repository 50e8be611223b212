//! Days as pages write them: times with a zone in metadata, dates in lines and addresses, day and month in either order.

use super::words::Words;
use crate::corpus::Stamp;
use crate::corpus::stamp::{Found, What, Word, dates};
use crate::corpus::vocabulary::{Sense, Vocabulary};
use jiff::civil::Date;

/// A day as it is stated, perhaps with a time of day and a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) stamp: Stamp,
    /// Minutes from midnight.
    pub(super) clock: Option<i16>,
    /// Minutes east of Greenwich.
    pub(super) zone: Option<i16>,
    /// Day and month may be the other way round.
    pub(super) either: bool,
}

/// Pages with an earlier year than this are about history; the web is younger.
const EARLIEST: i16 = 1990;
const LATEST: i16 = 2100;

impl Moment {
    /// A day without a time.
    pub(super) fn day(stamp: Stamp) -> Self {
        Moment { stamp, clock: None, zone: None, either: false }
    }

    /// The day, where it is one, in a year that a page may be from.
    pub(super) fn date(self) -> Option<Date> {
        let (year, month, day) = (self.stamp.year?, self.stamp.month?, self.stamp.day?);
        (EARLIEST..=LATEST).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
    }

    /// Whether it is one day, whatever the order of day and month.
    pub(super) fn is_sure(self) -> bool {
        self.date().is_some() && self.swapped().is_none()
    }

    /// The day in a zone so many minutes east of Greenwich, where the time and its zone are stated.
    pub(super) fn in_zone(self, zone: i16) -> Option<Date> {
        let (clock, own) = (self.clock?, self.zone?);
        let minutes = i32::from(clock) - i32::from(own) + i32::from(zone);
        let day = self.date()?;
        match minutes.div_euclid(24 * 60) {
            0 => Some(day),
            -1 => day.yesterday().ok(),
            1 => day.tomorrow().ok(),
            _ => None,
        }
    }

    /// The other order of day and month, where there is one.
    pub(super) fn swapped(self) -> Option<Moment> {
        let Stamp { year, month, day } = self.stamp;
        let swapped = Moment { stamp: Stamp { year, month: day, day: month }, ..self };
        (self.either && swapped.date().is_some()).then_some(swapped)
    }
}

/// The stamp of a day.
pub(super) fn stamp(date: Date) -> Stamp {
    Stamp { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()) }
}

/// What a value of metadata says: `2020-11-19T02:30:00Z`, `1605753000`, `19.11.2020 02:30`, `Nov 19, 2020`.
pub(super) fn value(text: &str, words: &Words, v: &Vocabulary) -> Option<Moment> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    if let Some(moment) = iso(text) {
        return Some(moment);
    }
    if let Some(moment) = epoch(text) {
        return Some(moment);
    }
    line(text, words, v)
        .into_iter()
        .map(|(_, m)| m)
        .find(|m| m.stamp.year.is_some() && m.stamp.month.is_some())
}

/// ISO 8601 and what looks like it.
fn iso(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    let number = |from: usize, len: usize| -> Option<i16> {
        let part = bytes.get(from..from + len)?;
        part.iter().all(u8::is_ascii_digit).then(|| text[from..from + len].parse().ok()).flatten()
    };
    let year = number(0, 4)?;
    let (month, day, rest) = match bytes.get(4)? {
        sep @ (b'-' | b'/' | b'.') => {
            let month = number(5, 2)?;
            match bytes.get(7) {
                None => {
                    return Some(Moment::day(Stamp {
                        year: Some(year),
                        month: i8::try_from(month).ok(),
                        day: None,
                    }));
                }
                Some(s) if s == sep => (month, number(8, 2)?, 10),
                Some(_) => return None,
            }
        }
        b'0'..=b'9' if bytes.len() == 8 || bytes.get(8).is_some_and(|b| matches!(b, b'T' | b' ')) => {
            (number(4, 2)?, number(6, 2)?, 8)
        }
        _ => return None,
    };
    let narrow = |n: i16| i8::try_from(n).ok();
    let stamp = Stamp { year: Some(year), month: narrow(month), day: narrow(day) };
    let mut moment = Moment::day(stamp);
    moment.date()?;
    let rest = text.get(rest..)?.trim_start_matches(['T', 't', ' ']);
    let mut clock = rest.splitn(2, ':');
    let hours = clock.next().and_then(|h| h.trim().parse::<i16>().ok()).filter(|h| (0..=24).contains(h));
    let after = clock.next().unwrap_or("");
    let minutes = after.get(..2).and_then(|m| m.parse::<i16>().ok()).filter(|m| (0..60).contains(m));
    if let (Some(hours), Some(minutes)) = (hours, minutes) {
        moment.clock = Some(hours * 60 + minutes);
        moment.zone = zone(after.get(2..).unwrap_or(""));
    }
    Some(moment)
}

/// What follows a time: `:05.000Z`, ` +0200`, ` GMT`.
fn zone(text: &str) -> Option<i16> {
    let text = text.trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit()).trim();
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt")
    {
        return Some(0);
    }
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').take_while(char::is_ascii_digit).collect();
    let number: i16 = digits.parse().ok()?;
    let minutes = match digits.len() {
        1 | 2 => number * 60,
        3 | 4 => number / 100 * 60 + number % 100,
        _ => return None,
    };
    (minutes <= 15 * 60).then_some(sign * minutes)
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Moment> {
    let number: i64 = match text.len() {
        10 => text.parse().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let day = Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(number.div_euclid(86_400)).ok()?)
        .ok()?;
    let clock = i16::try_from(number.rem_euclid(86_400) / 60).ok();
    let moment = Moment { stamp: stamp(day), clock, zone: Some(0), either: false };
    moment.date().map(|_| moment)
}

/// The dates of a line, each with its bytes.
pub(super) fn line(text: &str, words: &Words, v: &Vocabulary) -> Vec<(Found, Moment)> {
    let read = words.read(text, v);
    let mut out = Vec::new();
    let mut all = dates(&read);
    if all.is_empty() {
        all = short_year(&read);
    }
    for found in all {
        let mut moment = Moment { stamp: found.stamp, clock: None, zone: None, either: false };
        let (from, to) = found.words;
        let parts: Vec<What> = read[from..to].iter().map(|w| w.what).collect();
        // `05/03/2021` has its month in one of two places.
        if let [What::Number(a, _), What::Mark(sep), What::Number(b, _), _, What::Number(_, 2 | 4)] =
            parts[..]
            && found.stamp.month.is_none()
        {
            let narrow = |n: u32| i8::try_from(n).ok();
            let dotted = sep == '.';
            moment.stamp = Stamp { month: narrow(b), day: narrow(a), ..found.stamp };
            moment.either = !dotted;
        }
        if moment.stamp.day.is_some()
            && moment.stamp.year.is_some()
            && moment.date().is_none()
            && !moment.either
        {
            continue;
        }
        moment.clock = clock(&read[to..]);
        if found.zoned {
            let tail = read[to..].iter().take(10);
            let greenwich = tail.clone().any(|w| {
                w.what == What::Known(Sense::Zone)
                    && ["gmt", "utc", "z"].iter().any(|z| text[w.start..w.end].eq_ignore_ascii_case(z))
            });
            moment.zone = greenwich.then_some(0).or_else(|| text.get(found.bytes.1..).and_then(offset));
        }
        out.push((found, moment));
    }
    out
}

/// A day whose year has two digits, where a time of day follows: `8/17/13 11:04am`, `17.08.13, 11:04`.
fn short_year(read: &[Word]) -> Vec<Found> {
    let at = read.windows(5).position(|w| {
        let [What::Number(_, a), What::Mark(x), What::Number(_, b), What::Mark(y), What::Number(_, 2)] =
            [w[0].what, w[1].what, w[2].what, w[3].what, w[4].what]
        else {
            return false;
        };
        x == y && (x == '/' && a <= 2 && b <= 2 || x == '.' && a == 2 && b == 2)
    });
    let Some(at) = at.filter(|at| clock(&read[at + 5..]).is_some_and(|_| read.len() <= at + 14)) else {
        return Vec::new();
    };
    let What::Number(year, _) = read[at + 4].what else { return Vec::new() };
    let year = i16::try_from(year).ok().map(|y| if y >= 90 { 1900 + y } else { 2000 + y });
    let stamp = Stamp { year, month: None, day: None };
    let bytes = (read[at].start, read[at + 4].end);
    vec![Found { stamp, zoned: false, words: (at, at + 5), bytes }]
}

/// A time of day among the next words: `at 9:30 p.m.`
fn clock(read: &[Word]) -> Option<i16> {
    let at = read.iter().take(6).position(|w| w.what == What::Mark(':'))?;
    let (Some(What::Number(hours, 1..=2)), Some(What::Number(minutes, 2))) =
        (at.checked_sub(1).map(|i| read[i].what), read.get(at + 1).map(|w| w.what))
    else {
        return None;
    };
    (hours <= 24 && minutes < 60).then(|| i16::try_from(hours * 60 + minutes).ok()).flatten()
}

/// ` 10:00:00 +0200` after a date.
fn offset(text: &str) -> Option<i16> {
    let colon = text
        .get(..text.len().min(12))
        .and_then(|t| t.find(':'))
        .or_else(|| text.find(':').filter(|&c| c < 16))?;
    zone(text.get(colon..)?)
}

/// The day in an address: `/2020/11/19/`, `/2020-11-19-`, `20201119`.
pub(super) fn address(text: &str) -> Option<(std::ops::Range<usize>, Moment)> {
    let path = text.find("//").and_then(|i| text[i + 2..].find('/').map(|j| i + 2 + j)).unwrap_or(0);
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut month: Option<(std::ops::Range<usize>, Moment)> = None;
    let mut at = path;
    while at < bytes.len() {
        let run = digits(at);
        if run == 0 {
            at += 1;
            continue;
        }
        let number = |from: usize, len: usize| text.get(from..from + len).and_then(|t| t.parse::<i16>().ok());
        let day = |y: i16, m: i16, d: i16| {
            let stamp = Stamp { year: Some(y), month: i8::try_from(m).ok(), day: i8::try_from(d).ok() };
            let moment = Moment::day(stamp);
            moment.date().map(|_| moment)
        };
        if run == 8
            && let (Some(y), Some(m), Some(d)) = (number(at, 4), number(at + 4, 2), number(at + 6, 2))
            && let Some(moment) = day(y, m, d)
        {
            return Some((at..at + 8, moment));
        }
        if run == 4
            && let Some(sep @ (b'/' | b'-' | b'_' | b'.')) = bytes.get(at + 4).copied()
            && let Some(y) = number(at, 4).filter(|y| (EARLIEST..=LATEST).contains(y))
        {
            let from = at + 5;
            let two = digits(from.min(bytes.len()));
            let named = text.get(from..from + 3).and_then(month_of).map(|m| (m, 3));
            let second = if (1..=2).contains(&two) { number(from, two).map(|m| (m, two)) } else { named };
            if let Some((m, len)) = second.filter(|(m, _)| (1..=12).contains(m)) {
                let next = from + len;
                let third = (bytes.get(next) == Some(&sep)).then(|| digits((next + 1).min(bytes.len())));
                if let Some(len @ 1..=2) = third
                    && let Some(moment) = number(next + 1, len).and_then(|d| day(y, m, d))
                {
                    return Some((at..next + 1 + len, moment));
                }
                if sep == b'/' && bytes.get(next).is_none_or(|&b| b == b'/') {
                    let stamp = Stamp { year: Some(y), month: i8::try_from(m).ok(), day: None };
                    month.get_or_insert((at..next, Moment::day(stamp)));
                }
            }
        }
        // `/19-11-2020/`, day first as in most of the world.
        if run <= 2
            && bytes.get(at + run).is_some_and(|b| matches!(b, b'-' | b'.'))
            && at.checked_sub(1).is_some_and(|b| matches!(bytes[b], b'/' | b'-' | b'_'))
        {
            let from = at + run + 1;
            let two = digits(from.min(bytes.len()));
            let year = from + two + 1;
            if (1..=2).contains(&two)
                && bytes.get(from + two) == bytes.get(at + run)
                && year < bytes.len()
                && digits(year) == 4
                && let (Some(d), Some(m), Some(y)) = (number(at, run), number(from, two), number(year, 4))
                && let Some(moment) = day(y, m, d)
            {
                return Some((at..year + 4, Moment { either: m <= 12 && d <= 12 && m != d, ..moment }));
            }
        }
        at += run;
    }
    month
}

fn month_of(name: &str) -> Option<i16> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    names.iter().position(|n| name.eq_ignore_ascii_case(n)).and_then(|i| i16::try_from(i + 1).ok())
}
