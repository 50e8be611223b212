//! Dates as a reader of news expects them: "2 May 2024", "29 April to 1 May 2024", "September 2021".

use crate::report::Days;
use jiff::civil::Date;

/// A day, as a page says it and as a machine reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) words: String,
    /// Empty where it is not one day.
    pub(super) machine: String,
}

pub(super) fn published(days: Days) -> When {
    let words = match (days.from, days.to) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) => span(from, to),
        (Some(from), None) => format!("{} or later", day(from)),
        (None, Some(to)) => format!("{} or earlier", day(to)),
        (None, None) => "undated".to_owned(),
    };
    let machine = match (days.from, days.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        _ => String::new(),
    };
    When { words, machine }
}

pub(super) fn day(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

fn month(day: Date) -> String {
    day.strftime("%B").to_string()
}

fn span(from: Date, to: Date) -> String {
    let (same_year, same_month) = (from.year() == to.year(), from.month() == to.month());
    match () {
        () if same_year && from == from.first_of_year() && to == to.last_of_year() => from.year().to_string(),
        () if same_year && same_month && from == from.first_of_month() && to == to.last_of_month() => {
            format!("{} {}", month(from), from.year())
        }
        () if same_year && same_month => format!("{} to {}", from.day(), day(to)),
        () if same_year => format!("{} {} to {}", from.day(), month(from), day(to)),
        () => format!("{} to {}", day(from), day(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_in_words() {
        let words = |from: Option<Date>, to: Option<Date>| published(Days { from, to }).words;
        let both = |from, to| words(Some(from), Some(to));
        assert_eq!(both(date(2024, 5, 2), date(2024, 5, 2)), "2 May 2024");
        assert_eq!(both(date(2024, 5, 2), date(2024, 5, 4)), "2 to 4 May 2024");
        assert_eq!(both(date(2024, 4, 29), date(2024, 5, 1)), "29 April to 1 May 2024");
        assert_eq!(both(date(2023, 12, 30), date(2024, 1, 2)), "30 December 2023 to 2 January 2024");
        assert_eq!(both(date(2024, 2, 1), date(2024, 2, 29)), "February 2024");
        assert_eq!(both(date(2024, 1, 1), date(2024, 12, 31)), "2024");
        assert_eq!(words(Some(date(2024, 5, 2)), None), "2 May 2024 or later");
        assert_eq!(words(None, Some(date(2024, 5, 2))), "2 May 2024 or earlier");
        assert_eq!(words(None, None), "undated");
        let one = published(Days { from: Some(date(2024, 5, 2)), to: Some(date(2024, 5, 2)) });
        assert_eq!(one.machine, "2024-05-02");
    }
}
