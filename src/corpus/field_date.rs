//! What a field of a record says of a day: as people, programs and standards write it.

use super::Stamp;
use super::stamp;
use super::vocabulary::Vocabulary;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

/// Which of the numbers in `05/03/2031` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// What the dates of a column say, by those that can be read in one way only; nothing where they do not agree.
    pub(super) fn of<'v>(values: impl IntoIterator<Item = &'v str>) -> Option<Order> {
        let (mut day_first, mut month_first) = (false, false);
        for (first, second, _, _) in values.into_iter().filter_map(numbers) {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
        }
        match (day_first, month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

/// When a field of metadata says: a date as people and standards write it, in the basic form of ISO 8601
/// (`20240307T120000Z`) too, or the time since 1970 in seconds or finer.
pub(super) fn when(value: &str, v: &Vocabulary) -> Option<(Stamp, bool)> {
    ordered(value, None, v)
}

/// The same, where it is known which number of a date is the day.
pub(super) fn ordered(value: &str, order: Option<Order>, v: &Vocabulary) -> Option<(Stamp, bool)> {
    let value = value.trim();
    if let Some(day) = counted(value) {
        return Some(day);
    }
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 && value.as_bytes().get(8) == Some(&b'T') {
        let (stamp, _) = stamp::field(&value[..8], v)?;
        return Some((stamp, value[9..].contains(['Z', '+', '-'])));
    }
    let (stamp, zoned) = stamp::field(value, v).or_else(|| mail(value))?;
    if stamp.month.is_none()
        && let Some((first, second, mark, year)) = numbers(value)
    {
        // With full stops, it is the day everywhere.
        let order = if mark == b'.' { Some(Order::DayFirst) } else { order };
        let parts = match order {
            Some(Order::DayFirst) => Some((second, first)),
            Some(Order::MonthFirst) => Some((first, second)),
            None => None,
        };
        if let Some((month, day)) = parts.filter(|&(month, _)| month <= 12) {
            return Some((Stamp { year: Some(year), month: Some(month), day: Some(day) }, zoned));
        }
    }
    Some((stamp, zoned))
}

/// A date as mail and RSS write it, the year perhaps with two digits: `Wed, 05 Mar 31 22:30 EST`.
fn mail(value: &str) -> Option<(Stamp, bool)> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let day = PARSER.parse_zoned(value).ok()?.date();
    Some((Stamp { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) }, true))
}

/// What is wrong with a value that is no date, where that can be told.
pub(super) fn hint(value: &str) -> String {
    let whole = value.trim().split('.').next().unwrap_or("");
    // 1900 to 2099, by the count of spreadsheets.
    let serial = whole.parse::<i32>().ok().filter(|n| whole.len() == 5 && (10_000..73_051).contains(n));
    let day = serial.and_then(|days| Date::constant(1899, 12, 30).checked_add(days.days()).ok());
    day.map_or(String::new(), |day| {
        format!("; a spreadsheet counts {day} so: give the column a format of dates before it is exported")
    })
}

/// Digits alone: the time since 1970 in seconds, milli-, micro- or nanoseconds, or `20310305120000`.
fn counted(value: &str) -> Option<(Stamp, bool)> {
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !(9..=19).contains(&whole.len()) || !digits(whole) || !digits(part) {
        return None;
    }
    // What begins with a year of our time is that, and no moment of 1976.
    if whole.len() == 14 || whole.len() == 12 && matches!(&whole[..2], "19" | "20") {
        return Some((run_together(whole)?, false));
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1_000,
        15 | 16 => number / 1_000_000,
        18 | 19 => number / 1_000_000_000,
        _ => return None,
    };
    let day = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date();
    Some((Stamp { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) }, true))
}

/// `203103051200`, `20310305120000`.
fn run_together(digits: &str) -> Option<Stamp> {
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
    let year = digits.get(..4)?.parse().ok().filter(|year| (1900..2100).contains(year))?;
    let (month, day) = (part(4, 6)?, part(6, 8)?);
    Date::new(year, month, day).ok()?;
    let seconds = if digits.len() == 14 { part(12, 14)? } else { 0 };
    (part(8, 10)? < 24 && part(10, 12)? < 60 && seconds <= 60).then_some(Stamp {
        year: Some(year),
        month: Some(month),
        day: Some(day),
    })
}

/// Three numbers with one mark between them, the year last.
fn numbers(value: &str) -> Option<(i8, i8, u8, i16)> {
    let value = value.trim();
    let bytes = value.as_bytes();
    let len =
        |from: usize| bytes.get(from..).map_or(0, |b| b.iter().take_while(|b| b.is_ascii_digit()).count());
    let first = len(0);
    let mark = *bytes.get(first).filter(|b| matches!(b, b'/' | b'.' | b'-'))?;
    let second = len(first + 1);
    let at = first + second + 2;
    let fits = (1..=2).contains(&first) && (1..=2).contains(&second) && len(at) == 4;
    if !fits || bytes.get(at - 1) != Some(&mark) {
        return None;
    }
    Some((
        value[..first].parse().ok()?,
        value[first + 1..at - 1].parse().ok()?,
        mark,
        value[at..at + 4].parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str, order: Option<Order>) -> Option<(Option<i16>, Option<i8>, Option<i8>)> {
        let v = Vocabulary::shared().unwrap();
        ordered(value, order, &v).map(|(stamp, _)| (stamp.year, stamp.month, stamp.day))
    }

    #[test]
    fn counts_and_runs_of_digits() {
        let day = Some((Some(2031), Some(3), Some(5)));
        for value in [
            "1930478400",
            "1930478400.25",
            "1930478400000",
            "1930478400000000",
            "1930478400000000000",
            "20310305",
            "203103051200",
            "20310305120000",
            "20310305T120000Z",
        ] {
            assert_eq!(read(value, None), day, "{value}");
        }
        assert_eq!(read("899726400", None), Some((Some(1998), Some(7), Some(6))));
        assert_eq!(read("899726400000", None), Some((Some(1998), Some(7), Some(6))));
        for value in ["45358", "12345678901", "20311399120000", "1.9E+12", "193047840x"] {
            assert_eq!(read(value, None), None, "{value}");
        }
        assert!(hint("45358").contains("2024-03-07") && hint("45358.5").contains("2024-03-07"));
        assert_eq!(hint("soon"), "");
    }

    #[test]
    fn the_order_of_a_column() {
        assert_eq!(Order::of(["05/03/2031", "", "25/03/2031 10:00"]), Some(Order::DayFirst));
        assert_eq!(Order::of(["5/3/2031", "3/25/2031"]), Some(Order::MonthFirst));
        assert_eq!(Order::of(["5/3/2031", "2031-03-25"]), None);
        assert_eq!(Order::of(["25/3/2031", "3/25/2031"]), None);
        let march = Some((Some(2031), Some(3), Some(5)));
        assert_eq!(read("05/03/2031 10:00", Some(Order::DayFirst)), march);
        assert_eq!(read("3-5-2031", Some(Order::MonthFirst)), march);
        assert_eq!(read("5.3.2031", None), march);
        assert_eq!(read("05/03/2031", None), Some((Some(2031), None, None)));
        // One that the order does not fit is what it says.
        assert_eq!(read("3/25/2031", Some(Order::DayFirst)), Some((Some(2031), Some(3), Some(25))));
    }
}
