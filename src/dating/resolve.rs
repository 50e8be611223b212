//! Every time expression of an article with its value, against the publication date, the times named before and tense.
//!
//! In news a weekday is today or one of the six days before, unless what it tells of is to come; a month or a day whose
//! year is not written lies on the side of the publication date that tense and modality say. Where they do not say,
//! [`Timex::value`] is the best guess and [`Timex::when`] leaves the year open. In an undated article the year stays
//! open, too, unless the text itself is a narrative of dates.

use super::calendar::{Cal, add_days, shaded};
use super::length;
use super::tense::{Direction, Passage};
use super::{End, Grain, Published, Timex, TimexKind, Timexes, When, Written};
use crate::grammar::Mark;
use crate::grammar::lexicon::WordId;
use crate::grammar::time::{Clock, Expr, Feast, Point, Reference, Shade, TimeExpr, TimeWords, Which, Year};
use crate::interval::Interval;
use crate::span::{Clean, Span};
use crate::text::CleanText;
use jiff::civil::{Date, Weekday};
use std::ops::Range;

/// Resolves the time expressions of an article, given in the order of the text.
pub fn resolve(
    marks: &[Mark<TimeExpr>],
    clean: &CleanText,
    words: &[WordId],
    time: &TimeWords,
    published: &Published,
) -> Timexes {
    let mut resolver =
        Resolver { passage: Passage { clean, words, time }, anchor: published.anchor, told: Told::default() };
    marks
        .iter()
        .map(|mark| Mark {
            what: resolver.expression(&mark.what, &mark.tokens),
            span: mark.span,
            tokens: mark.tokens.clone(),
        })
        .collect()
}

/// What has been named so far.
#[derive(Default)]
pub(super) struct Told {
    /// The last time on the calendar.
    pub(super) last: Option<Cal>,
    /// The last day.
    pub(super) day: Option<(Date, u32)>,
    /// The last quarter or year: what "a year earlier" is counted from in reports of results.
    pub(super) period: Option<Cal>,
    pub(super) quarter: Option<Cal>,
    /// The last time whose year is written, in an article that is not dated.
    pub(super) written: Option<Cal>,
    /// How many times with their year were written.
    pub(super) count: u32,
}

pub(super) struct Resolver<'a> {
    pub(super) passage: Passage<'a>,
    pub(super) anchor: Option<Date>,
    pub(super) told: Told,
}

/// Where a point lies.
pub(super) struct Place {
    pub(super) at: At,
    /// Whether tense or the publication date was needed.
    pub(super) inferred: bool,
    /// Whether what was needed was decisive.
    pub(super) sure: bool,
}

pub(super) enum At {
    Known(Cal),
    /// The year is not known.
    Open {
        value: String,
        when: When,
        grain: Grain,
    },
    Ref(Reference),
    /// A length counted from an event, and the day it leads to where that is known.
    Event(String, Option<Date>),
}

pub(super) fn known(cal: Cal, inferred: bool) -> Place {
    Place { at: At::Known(cal), inferred, sure: true }
}

pub(super) fn open(value: impl Into<String>, when: When, grain: Grain) -> Place {
    Place { at: At::Open { value: value.into(), when, grain }, inferred: true, sure: false }
}

fn reference_value(reference: Reference) -> &'static str {
    match reference {
        Reference::Present => "PRESENT_REF",
        Reference::Past => "PAST_REF",
        Reference::Future => "FUTURE_REF",
    }
}

impl Resolver<'_> {
    fn expression(&mut self, expr: &TimeExpr, run: &Range<u32>) -> Timex {
        match &expr.what {
            Expr::Point(point) => {
                let place = self.point(point, run);
                self.note(&place, point, run);
                self.finish(place, point, expr.shade)
            }
            Expr::Part(part, day) => self.of_day(
                day.as_deref(),
                run,
                |day| format!("{day}T{}", length::part_code(*part)),
                Grain::DayPart,
            ),
            Expr::Clock(clock, day) => self.of_day(
                day.as_deref(),
                run,
                |day| format!("{day}T{}", clock_value(*clock)),
                Grain::Minute,
            ),
            Expr::Length(parts) => Timex {
                kind: TimexKind::Duration,
                value: length::value(parts).into(),
                when: length::when(parts, expr.shade),
                grain: parts.parts.first().map_or(Grain::Day, |(_, unit)| unit.grain),
                written: None,
                inferred: false,
                approximate: expr.shade != Shade::None,
                ends: None,
            },
            Expr::Set(set) => {
                let (value, grain) = length::set_value(set);
                plain(TimexKind::Set, value, When::Never, grain)
            }
            Expr::Ref(reference) => {
                plain(TimexKind::Date, reference_value(*reference), When::Never, Grain::Day)
            }
            Expr::Range(from, to) => self.range(from, to, run),
        }
    }

    fn range(
        &mut self,
        from: &(TimeExpr, Span<Clean>),
        to: &(TimeExpr, Span<Clean>),
        run: &Range<u32>,
    ) -> Timex {
        let mut low = self.expression(&from.0, run);
        let mut high = self.expression(&to.0, run);
        // "November to February": the second end is never before the first.
        if let (When::Days(a), When::Days(b)) = (&low.when, &high.when)
            && b.precedes(a)
            && let Some(Cal::Month(year, month)) = self.told.last
        {
            let later = Cal::Month(year + 1, month);
            high.value = later.value().into();
            high.when = later.days().map_or(When::Never, When::Days);
        }
        // "Monday to Wednesday": what is past ends last, what is to come begins first.
        if let (Expr::Point(Point::Weekday { .. }), When::Days(a), When::Days(b)) =
            (&to.0.what, &low.when, &high.when)
            && let (Some(a), Some(b)) = (a.single(), b.single())
            && b < a
        {
            let later = self.direction(run) == Direction::Future;
            let (end, by) = if later { (&mut high, 7) } else { (&mut low, -7) };
            if let Some(day) = add_days(if later { b } else { a }, by) {
                end.value = Cal::Day(day).value().into();
                end.when = When::Days(Interval::point(day));
            }
        }
        let when = match (&low.when, &high.when) {
            (When::Days(a), When::Days(b)) => When::Days(a.hull(b)),
            (When::OpenYear { month, .. }, When::OpenYear { month: other, .. }) if month == other => {
                When::OpenYear { month: *month, day: None }
            }
            _ => When::Never,
        };
        let ends = Box::new([
            End { span: from.1, kind: low.kind, value: low.value.clone() },
            End { span: to.1, kind: high.kind, value: high.value.clone() },
        ]);
        let value = format!("{}/{}", low.value, high.value).into();
        Timex {
            when,
            value,
            ends: Some(ends),
            written: low.written.or(high.written),
            inferred: low.inferred || high.inferred,
            ..low
        }
    }

    /// Remembers what was named, for what is counted from it.
    fn note(&mut self, place: &Place, point: &Point, run: &Range<u32>) {
        let At::Known(cal) = place.at else { return };
        self.told.last = Some(cal);
        // Another year's quarter is told to compare with: the quarter that a report is about stays what it was.
        let own = matches!(
            point,
            Point::Part { year: Year::Open | Year::Relative(0), .. }
                | Point::Unit { .. }
                | Point::Ending { .. }
        );
        match cal {
            Cal::Day(day) => self.told.day = Some((day, run.start)),
            Cal::Quarter(..) if own => (self.told.period, self.told.quarter) = (Some(cal), Some(cal)),
            Cal::Year(_) if !matches!(point, Point::Shift { .. }) => self.told.period = Some(cal),
            _ => {}
        }
        let written = match point {
            Point::Day { year: Year::Given(_), .. }
            | Point::Month { year: Year::Given(_), .. }
            | Point::Part { year: Year::Given(_), .. }
            | Point::Year(Year::Given(_)) => true,
            // In a narrative what is told goes on from what was told.
            _ => self.anchor.is_none() && self.told.written.is_some() && cal.grain() <= Grain::Year,
        };
        if written {
            self.told.written = Some(cal);
            self.told.count += 1;
        }
    }

    pub(super) fn direction(&self, run: &Range<u32>) -> Direction {
        self.passage.direction(run)
    }

    /// A part of a day, or a time on the clock.
    fn of_day(
        &mut self,
        day: Option<&Point>,
        run: &Range<u32>,
        value: impl Fn(&str) -> String,
        grain: Grain,
    ) -> Timex {
        let (place, written) = match day {
            Some(point) => {
                let place = self.point(point, run);
                self.note(&place, point, run);
                (place, written(point))
            }
            None => (self.day_at_hand(run), None),
        };
        let (day, when) = match place.at {
            At::Known(cal @ Cal::Day(_)) => (cal.value(), cal.days().map_or(When::Never, When::Days)),
            At::Open { value, when, grain: Grain::Day } => (value, when),
            _ => ("XXXX-XX-XX".to_owned(), When::Never),
        };
        let when = if place.sure || matches!(when, When::OpenYear { .. }) { when } else { When::Never };
        Timex { written, inferred: place.inferred, ..plain(TimexKind::Time, value(&day), when, grain) }
    }

    /// The day that a time of the clock by itself belongs to: one named in the sentence, else the day of publication.
    fn day_at_hand(&self, run: &Range<u32>) -> Place {
        let sentence = self.passage.clean.sentence_of(run.start);
        match (self.told.day, self.anchor) {
            (Some((day, at)), _) if self.passage.clean.sentence_of(at) == sentence => {
                known(Cal::Day(day), true)
            }
            (Some((day, _)), None) => Place { sure: false, ..known(Cal::Day(day), true) },
            (_, Some(anchor)) => Place { sure: false, ..known(Cal::Day(anchor), true) },
            (None, None) => open("XXXX-XX-XX", When::Never, Grain::Day),
        }
    }

    fn finish(&self, place: Place, point: &Point, shade: Shade) -> Timex {
        let written = written(point);
        let approximate = shade != Shade::None;
        match place.at {
            // Beyond the years that a value can write: only the side is told.
            At::Known(cal) if cal.year().unsigned_abs() > 9_999 => {
                let side = if cal.year() < 0 { Reference::Past } else { Reference::Future };
                plain(TimexKind::Date, reference_value(side), When::Never, Grain::Day)
            }
            At::Known(cal) => {
                let when = match cal.days() {
                    Some(_) if !place.sure => self.cautious(cal, point),
                    Some(days) => When::Days(shaded(days, cal, shade)),
                    None => When::Never,
                };
                let vague = matches!(cal, Cal::Season(..))
                    || matches!(point, Point::Shift { .. }) && cal.grain() > Grain::Day;
                Timex {
                    written,
                    inferred: place.inferred,
                    approximate: approximate || vague,
                    ..plain(TimexKind::Date, cal.value(), when, cal.grain())
                }
            }
            At::Open { value, when, grain } => {
                Timex { written, inferred: true, approximate, ..plain(TimexKind::Date, value, when, grain) }
            }
            At::Ref(reference) => plain(TimexKind::Date, reference_value(reference), When::Never, Grain::Day),
            At::Event(value, day) => Timex {
                inferred: true,
                ..plain(
                    TimexKind::Duration,
                    value,
                    day.map_or(When::Never, |d| When::Days(Interval::point(d))),
                    Grain::Day,
                )
            },
        }
    }

    /// What may be compared of a guess: a month or a day of an open year, else nothing.
    fn cautious(&self, cal: Cal, point: &Point) -> When {
        match (cal, point) {
            (Cal::Day(day), Point::Day { .. } | Point::Feast { feast: Feast::Fixed(..), .. }) => {
                When::OpenYear { month: day.month(), day: Some(day.day()) }
            }
            (Cal::Month(_, month), Point::Month { .. }) => When::OpenYear { month, day: None },
            _ => When::Never,
        }
    }
}

impl From<At> for Place {
    fn from(at: At) -> Self {
        Place { at, inferred: true, sure: true }
    }
}

fn plain(kind: TimexKind, value: impl Into<Box<str>>, when: When, grain: Grain) -> Timex {
    Timex {
        kind,
        value: value.into(),
        when,
        grain,
        written: None,
        inferred: false,
        approximate: false,
        ends: None,
    }
}

pub(super) fn days_between(a: Date, b: Date) -> i32 {
    (b - a).get_days().abs()
}

fn clock_value(clock: Clock) -> String {
    let mut value = format!("{:02}:{:02}", clock.hour, clock.minute.unwrap_or(0));
    if let Some(second) = clock.second {
        value.push_str(&format!(":{second:02}"));
    }
    value
}

/// What was written of a date.
fn written(point: &Point) -> Option<Written> {
    let year = |year: Year| match year {
        Year::Given(year) => i16::try_from(year).ok(),
        _ => None,
    };
    let any_year = |year: Year, which: Which| year == Year::Open && matches!(which, Which::Bare | Which::The);
    let weekday_of = |weekday: i8| Weekday::from_monday_one_offset(weekday).ok();
    Some(match point {
        Point::Day { year: y, month, day, weekday, which } => Written {
            any_year: any_year(*y, *which) && month.is_some(),
            year: year(*y),
            month: *month,
            day: Some(*day),
            weekday: weekday.and_then(|(n, span)| Some((weekday_of(n)?, span))),
        },
        Point::Month { year: y, month, which } => Written {
            any_year: any_year(*y, *which),
            year: year(*y),
            month: Some(*month),
            day: None,
            weekday: None,
        },
        Point::Weekday { weekday, span, .. } => {
            Written { weekday: weekday_of(*weekday).map(|w| (w, *span)), ..Written::default() }
        }
        Point::Year(y) => Written { year: Some(year(*y)?), ..Written::default() },
        _ => return None,
    })
}
