//! Values and days in the words of a sentence. Where a machine reads, [`show`](super::show) has their standard forms.

use crate::interval::Interval;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A day: "2 May 2024".
pub fn day(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// A window of days: "2 to 4 May 2024", "29 April to 1 May 2024", "September 2021", "2 May 2024 or later".
pub fn days(days: &Interval<Date>) -> String {
    match (days.low.limit(), days.high.limit()) {
        (Some(from), Some(to)) => span(from, to),
        (Some(from), None) => format!("{} or later", day(from)),
        (None, Some(to)) => format!("{} or earlier", day(to)),
        (None, None) => "any day".to_owned(),
    }
}

/// Both days and all between them.
pub fn span(from: Date, to: Date) -> String {
    let (same_year, same_month) = (from.year() == to.year(), from.month() == to.month());
    match () {
        () if from == to => day(from),
        () if same_year && from == from.first_of_year() && to == to.last_of_year() => from.year().to_string(),
        () if same_year && same_month && from == from.first_of_month() && to == to.last_of_month() => {
            format!("{} {}", month(from), from.year())
        }
        () if same_year && same_month => format!("{} to {}", from.day(), day(to)),
        () if same_year => format!("{} {} to {}", from.day(), month(from), day(to)),
        () => format!("{} to {}", day(from), day(to)),
    }
}

/// How far one day is from another: "7 days later", "about 14 months earlier", "the same day".
///
/// ```
/// use dateline::facts::prose::apart;
/// use jiff::civil::date;
/// assert_eq!(apart(date(2024, 5, 2), date(2024, 5, 1)), "1 day earlier");
/// assert_eq!(apart(date(2024, 5, 2), date(2026, 7, 1)), "about 2 years later");
/// ```
pub fn apart(from: Date, to: Date) -> String {
    let days = to.duration_since(from).as_hours() / 24;
    let way = if days < 0 { "earlier" } else { "later" };
    let far = match days.unsigned_abs() {
        0 => return "the same day".to_owned(),
        1 => "1 day".to_owned(),
        days @ 2..100 => format!("{days} days"),
        // A month is 30.44 days on average.
        days @ 100..700 => format!("about {} months", (days * 100 + 1522) / 3044),
        days => format!("about {} years", (days * 4 + 730) / 1461),
    };
    format!("{far} {way}")
}

/// A value's standard form in words: `2024-10` is "October 2024", `>=12` "at least 12", `18..22` "18 to 22". What is not
/// in a standard form stays as it is.
///
/// ```
/// use dateline::facts::prose::value;
/// assert_eq!(value("2024-04-20..2024-04-30"), "20 to 30 April 2024");
/// assert_eq!(value(">30 percent"), "more than 30 percent");
/// assert_eq!(value("6-4"), "6-4");
/// ```
pub fn value(standard: &str) -> Cow<'_, str> {
    let (figure, unit) = standard.split_once(' ').unwrap_or((standard, ""));
    let words = match figure {
        _ if figure.is_empty() => None,
        _ if unit.is_empty() => time(figure).or_else(|| amount(figure)),
        _ => amount(figure),
    };
    match words {
        None => Cow::Borrowed(standard),
        Some(words) if unit.is_empty() => Cow::Owned(words),
        Some(words) => Cow::Owned(format!("{words} {}", plural(figure, unit))),
    }
}

/// A unit of time as it stands behind a figure: 10 years. Other units stand as they are.
fn plural(figure: &str, unit: &str) -> String {
    let of_time = ["minute", "hour", "day", "week", "month", "year"].contains(&unit);
    if of_time && figure != "1" { format!("{unit}s") } else { unit.to_owned() }
}

fn month(day: Date) -> String {
    day.strftime("%B").to_string()
}

/// A day, a month or a stretch of days.
fn time(figure: &str) -> Option<String> {
    let date = |text: &str| if text.len() == "2024-10-01".len() { text.parse::<Date>().ok() } else { None };
    if let Some((from, to)) = figure.split_once("..") {
        return match (from, to) {
            ("", to) => Some(format!("{} or earlier", day(date(to)?))),
            (from, "") => Some(format!("{} or later", day(date(from)?))),
            (from, to) => Some(span(date(from)?, date(to)?)),
        };
    }
    if let Some(rest) = figure.strip_prefix("XXXX-") {
        // Any leap year has all days.
        return match rest.len() {
            2 => date(&format!("2000-{rest}-01")).map(month),
            _ => date(&format!("2000-{rest}")).map(|d| format!("{} {}", d.day(), month(d))),
        };
    }
    if figure.len() == "2024-10".len() {
        return date(&format!("{figure}-01")).map(|d| format!("{} {}", month(d), d.year()));
    }
    date(figure).map(day)
}

/// A number, a bound or a range of numbers.
fn amount(figure: &str) -> Option<String> {
    let number = |text: &str| text.parse::<Decimal>().ok().map(|_| thousands(text));
    let bounds = [(">=", "at least"), ("<=", "at most"), (">", "more than"), ("<", "less than")];
    for (sign, words) in bounds {
        if let Some(rest) = figure.strip_prefix(sign) {
            return Some(format!("{words} {}", number(rest)?));
        }
    }
    match figure.split_once("..") {
        Some((low, high)) => Some(format!("{} to {}", number(low)?, number(high)?)),
        None => number(figure),
    }
}

/// A number of five digits or more with its thousands apart; one of four may be a year.
fn thousands(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn windows_in_words() {
        let both = |from, to| days(&Interval::closed(from, to));
        assert_eq!(both(date(2024, 5, 2), date(2024, 5, 2)), "2 May 2024");
        assert_eq!(both(date(2024, 5, 2), date(2024, 5, 4)), "2 to 4 May 2024");
        assert_eq!(both(date(2024, 4, 29), date(2024, 5, 1)), "29 April to 1 May 2024");
        assert_eq!(both(date(2023, 12, 30), date(2024, 1, 2)), "30 December 2023 to 2 January 2024");
        assert_eq!(both(date(2024, 2, 1), date(2024, 2, 29)), "February 2024");
        assert_eq!(both(date(2024, 1, 1), date(2024, 12, 31)), "2024");
    }

    #[test]
    fn values_in_words() {
        for (standard, words) in [
            ("2024-10", "October 2024"),
            ("2024-10-03", "3 October 2024"),
            ("2022-10-21..2022-10-31", "21 to 31 October 2022"),
            ("..2022-10-31", "31 October 2022 or earlier"),
            ("2022-10-31..", "31 October 2022 or later"),
            ("XXXX-02-29", "29 February"),
            ("XXXX-10", "October"),
            ("2021", "2021"),
            (">=12", "at least 12"),
            ("<=4.5", "at most 4.5"),
            ("18..22", "18 to 22"),
            ("4200000000 USD", "4,200,000,000 USD"),
            ("-12000.25", "-12,000.25"),
            ("<5 percent", "less than 5 percent"),
            ("6-4", "6-4"),
            ("Katarina Wolf", "Katarina Wolf"),
            ("any day", "any day"),
            ("10 year", "10 years"),
            ("1 year", "1 year"),
            ("", ""),
        ] {
            assert_eq!(value(standard), words, "{standard}");
        }
    }

    #[test]
    fn how_far_apart() {
        let from = date(2024, 5, 2);
        for (to, words) in [
            (date(2024, 5, 2), "the same day"),
            (date(2024, 5, 3), "1 day later"),
            (date(2024, 4, 25), "7 days earlier"),
            (date(2024, 11, 2), "about 6 months later"),
            (date(2014, 5, 3), "about 10 years earlier"),
        ] {
            assert_eq!(apart(from, to), words);
        }
    }

    proptest! {
        #[test]
        fn any_words_have_a_value(words in r"(\PC|[0-9.<>=X -]){0,20}") {
            prop_assert_eq!(value(&words).is_empty(), words.is_empty());
        }
    }
}
