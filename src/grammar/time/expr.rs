//! What a time expression says, before it is known when it was said.

use crate::interval::Interval;
use crate::span::{Clean, Span};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::words::Feast;

/// How fine an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Grain {
    Second,
    Minute,
    Hour,
    DayPart,
    Day,
    Week,
    Month,
    Quarter,
    Season,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

/// A unit of time as a word names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it is made of.
    pub grain: Grain,
    /// How many of them: a fortnight is two weeks.
    pub times: u32,
    /// Whether it is the end of the week only.
    pub weekend: bool,
    /// Whether the word means something else when it stands alone: "quarter", "second".
    pub loose: bool,
}

/// A season, by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Season {
    /// Spring.
    #[serde(rename = "SP")]
    Spring,
    /// Summer.
    #[serde(rename = "SU")]
    Summer,
    /// Autumn.
    #[serde(rename = "FA")]
    Fall,
    /// Winter.
    #[serde(rename = "WI")]
    Winter,
}

/// A part of the day, by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DayPart {
    /// Morning.
    #[serde(rename = "MO")]
    Morning,
    /// The middle of the day.
    #[serde(rename = "MI")]
    Midday,
    /// Afternoon.
    #[serde(rename = "AF")]
    Afternoon,
    /// Evening.
    #[serde(rename = "EV")]
    Evening,
    /// Night.
    #[serde(rename = "NI")]
    Night,
    /// While it is light.
    #[serde(rename = "DT")]
    Daytime,
}

/// A time expression as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpr {
    /// What it says.
    pub what: Expr,
    /// What its modifiers make of it.
    pub shade: Shade,
}

impl TimeExpr {
    /// An expression without modifiers.
    pub fn plain(what: Expr) -> Self {
        TimeExpr { what, shade: Shade::None }
    }
}

/// What a modifier makes of a time; the `mod` of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shade {
    /// Nothing.
    None,
    /// "early", "the beginning of".
    Start,
    /// "mid", "the middle of".
    Mid,
    /// "late", "the end of".
    End,
    /// "about".
    Approx,
    /// "at least".
    AtLeast,
    /// "up to", "nearly".
    AtMost,
    /// "more than".
    MoreThan,
    /// "less than".
    LessThan,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A time on the calendar.
    Point(Point),
    /// A part of a day: "this morning", "Friday night", "tonight".
    Part(DayPart, Option<Box<Point>>),
    /// A time on the clock, of a day where one is named.
    Clock(Clock, Option<Box<Point>>),
    /// A length.
    Length(Length),
    /// Something that recurs.
    Set(Set),
    /// The present, the past or the future as a whole.
    Ref(Reference),
    /// From one time to another, each where it stands: "June 6-9", "March to May 2019".
    Range(Box<(TimeExpr, Span<Clean>)>, Box<(TimeExpr, Span<Clean>)>),
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// Not at all.
    Open,
    /// In full; years before Christ are negative (44 BC is -44).
    Given(i32),
    /// By its last two digits: "'57".
    Short(u8),
    /// "last year" is -1, "this year" 0, "next year" 1.
    Relative(i32),
    /// "that year", "the same year".
    Same,
    /// "the previous year" is -1, "the following year" 1, counted from a time named before.
    Shifted(i32),
}

/// Which of the recurring times is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// Not said.
    Bare,
    /// "the".
    The,
    /// "this", "current".
    This,
    /// "last", "past".
    Last,
    /// "next", "coming".
    Next,
    /// "that", "the same".
    Same,
    /// "the previous".
    Previous,
    /// "the following", "the next", told of another time.
    Following,
    /// "the latest".
    Latest,
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearPart {
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
    /// A season.
    Season(Season),
}

/// A time on the calendar.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// A day of a month; also one that does not exist.
    Day {
        /// Its year.
        year: Year,
        /// 1 to 12; nothing in "the 18th".
        month: Option<i8>,
        /// The day of the month as it is written, up to 31.
        day: i8,
        /// The weekday, 1 (Monday) to 7, and where it stands.
        weekday: Option<(i8, Span<Clean>)>,
        /// "last Oct. 23".
        which: Which,
    },
    /// A month.
    Month {
        /// Its year.
        year: Year,
        /// 1 to 12.
        month: i8,
        /// "last May".
        which: Which,
    },
    /// A year: never `Open`.
    Year(Year),
    /// A quarter, a half or a season.
    Part {
        /// Its year.
        year: Year,
        /// Which part.
        part: YearPart,
        /// "this summer".
        which: Which,
    },
    /// A decade by its first three digits (198 for the 1980s), negative before Christ.
    Decade(i32),
    /// "the eighties".
    Eighties(i8),
    /// A century by its number (20 for the 1900s), negative before Christ.
    Century(i32),
    /// A weekday.
    Weekday {
        /// 1 (Monday) to 7.
        weekday: i8,
        /// "last Friday".
        which: Which,
        /// "of next week" is 1.
        week: Option<i32>,
        /// Where the weekday stands.
        span: Span<Clean>,
    },
    /// "the first week of May", "the second Monday of October", "the 15th of this month": the n-th in a stretch, 0 the last.
    Nth {
        /// Which, from 1; 0 is the last.
        n: u8,
        /// What is counted.
        what: Counted,
        /// The week, the month or the year.
        of: Box<Point>,
    },
    /// "the quarter ended Sept. 30", "the week ending Oct. 14": the quarter mostly before a day, the week that holds it.
    Ending {
        /// The quarter or the week.
        unit: Unit,
        /// The day or month it ends with, which is a mark of its own.
        end: Box<Point>,
    },
    /// The week of a day, or the weekend nearest to it.
    WeekOf(Box<Point>, bool),
    /// A named day.
    Feast {
        /// When it falls.
        feast: Feast,
        /// Its year.
        year: Year,
        /// "last Christmas".
        which: Which,
    },
    /// "this week", "last year", "the quarter".
    Unit {
        /// The unit.
        unit: Unit,
        /// Which one.
        which: Which,
    },
    /// "today" is 0, "yesterday" -1; in days from the day of speaking.
    Today(i32),
    /// So long before or after another time.
    Shift {
        /// How long.
        length: Length,
        /// Before or after.
        back: bool,
        /// What it is counted from.
        from: Anchor,
    },
}

/// What is counted in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// A weekday, 1 (Monday) to 7.
    Weekday(i8),
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
}

/// What a shifted time is counted from.
#[derive(Clone, Debug, PartialEq)]
pub enum Anchor {
    /// The time of speaking: "ago".
    Now,
    /// A time named before: "a year earlier".
    Before,
    /// An event: "three days after Rutte travelled".
    Event {
        /// Whether the sentence says when the other event came: "the decision comes three days after …".
        told: bool,
    },
    /// A time named with it: "two days before Christmas".
    Point(Box<Point>),
}

/// A time on the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u8,
    /// 0 to 59, where it is written.
    pub minute: Option<u8>,
    /// 0 to 59, where it is written.
    pub second: Option<u8>,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Length {
    /// How much, the coarsest first: "two years and six months"; none where the length is not said in any unit.
    pub parts: Vec<(Amount, Unit)>,
}

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So many, or between so and so many.
    Number {
        /// What is written.
        stated: Decimal,
        /// What it may be.
        within: Interval<Decimal>,
    },
    /// "a few", "several", a bare plural.
    Vague,
}

impl Amount {
    /// Exactly so many.
    pub fn exact(stated: Decimal) -> Self {
        Amount::Number { stated, within: Interval::point(stated) }
    }
}

/// Something that recurs.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    /// "daily", "every month", "a year" after a number: once in so long.
    Every(Length),
    /// "weekends".
    Weekend,
    /// "every Tuesday", "Tuesday nights".
    Weekday(i8, Option<DayPart>),
    /// "each July".
    Month(i8),
    /// "each summer".
    Season(Season),
    /// "every morning".
    Part(DayPart),
}

/// The present, the past or the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// "now", "currently".
    Present,
    /// "recently".
    Past,
    /// "soon".
    Future,
}
