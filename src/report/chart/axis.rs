//! The value axis of a chart: numbers, days, or mere names in a row.

use super::scale::{self, Ends, Scale, Tick};
use super::{Chart, Point, Reach, Step};
use crate::report::Days;

/// What values are measured on.
#[derive(Clone, Debug)]
pub(crate) enum Axis {
    /// Numbers; whether ticks may stand between whole ones.
    Numbers(Scale, bool),
    /// Days.
    Days(Scale),
    /// Values that have no size, in the order in which they first appear.
    Names(Vec<String>),
}

/// How far a value reaches on its axis, from 0 to 1. An end that is open lies on the axis' own end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    /// The lower end.
    pub(crate) low: f64,
    /// The upper end.
    pub(crate) high: f64,
    /// Whether there is no lower limit.
    pub(crate) open_low: bool,
    /// Whether there is no upper limit.
    pub(crate) open_high: bool,
}

impl Extent {
    fn of((low, high): Ends, scale: &Scale) -> Extent {
        let place = |end: Option<f64>, else_at: f64| end.map_or(else_at, |v| scale.place(v));
        let (first, last) = (place(low, 0.0), place(high, 1.0));
        Extent { low: first, high: last.max(first), open_low: low.is_none(), open_high: high.is_none() }
    }

    /// The middle of what can be seen of it.
    pub(crate) fn centre(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// The place that stands for it: its only known end, else its middle.
    pub(crate) fn middle(&self) -> f64 {
        match (self.open_low, self.open_high) {
            (false, true) => self.low,
            (true, false) => self.high,
            _ => f64::midpoint(self.low, self.high),
        }
    }
}

/// The ends of a value that has a size. A day that is not a point reaches to its end.
fn ends(reach: &Reach) -> Ends {
    match reach {
        Reach::Amount(amount) => scale::ends(amount, scale::number),
        Reach::Days(days) => {
            let days = Days::from(*days);
            if days.from == days.to {
                let middle = days.from.map(|d| scale::day(d) + 0.5);
                return (middle, middle);
            }
            scale::day_ends(days)
        }
        Reach::Named => (None, None),
    }
}

impl Axis {
    /// The axis that most of a chart's values can stand on.
    pub(crate) fn of(chart: &Chart) -> Axis {
        let count = |is: fn(&Reach) -> bool| chart.points.iter().filter(|p| is(&p.value)).count();
        let amounts = count(|r| matches!(r, Reach::Amount(_)));
        let days = count(|r| matches!(r, Reach::Days(_)));
        let values = |is: fn(&Reach) -> bool| {
            let of = chart.points.iter().filter(move |p| is(&p.value)).map(|p| ends(&p.value));
            of.flat_map(|(low, high)| [low, high]).flatten()
        };
        if amounts == 0 && days == 0 {
            let mut names: Vec<String> = Vec::new();
            for point in &chart.points {
                if !names.contains(&point.standard) {
                    names.push(point.standard.clone());
                }
            }
            return Axis::Names(names);
        }
        if days > amounts {
            return Axis::Days(Scale::around(values(|r| matches!(r, Reach::Days(_))), 4.0));
        }
        let steps = || chart.steps.iter().map(|s| scale::number(s.value));
        let all = || values(|r| matches!(r, Reach::Amount(_))).chain(steps());
        let fractions = all().any(|v| v.fract() != 0.0);
        let least = all().fold(f64::INFINITY, f64::min);
        let spread = if fractions { 0.0 } else { 2.0 };
        Axis::Numbers(Scale::around(all(), spread).with_zero(least), fractions)
    }

    /// Where a point's value lies; nothing for one that cannot stand on this axis.
    pub(crate) fn extent(&self, point: &Point) -> Option<Extent> {
        match (self, &point.value) {
            (Axis::Numbers(scale, _), reach @ Reach::Amount(_))
            | (Axis::Days(scale), reach @ Reach::Days(_)) => Some(Extent::of(ends(reach), scale)),
            (Axis::Names(names), _) => {
                let row = names.iter().position(|n| *n == point.standard)?;
                let at = (row as f64 + 0.5) / names.len() as f64;
                Some(Extent { low: at, high: at, open_low: false, open_high: false })
            }
            _ => None,
        }
    }

    /// Where a reference's value lies.
    pub(crate) fn step(&self, step: &Step) -> Option<f64> {
        match self {
            Axis::Numbers(scale, _) => Some(scale.place(scale::number(step.value))),
            _ => None,
        }
    }

    /// Its ticks, `most` at most; every name has one.
    pub(crate) fn ticks(&self, most: usize) -> Vec<Tick> {
        match self {
            Axis::Numbers(scale, fractions) => scale.numbers(most, *fractions),
            Axis::Days(scale) => scale.days(most),
            Axis::Names(names) => {
                let tick = |(row, name): (usize, &String)| Tick {
                    at: (row as f64 + 0.5) / names.len() as f64,
                    label: name.clone(),
                    year: None,
                };
                names.iter().enumerate().map(tick).collect()
            }
        }
    }
}

/// The time axis: every publication window, and the days on which the reference changes. Its first value held before
/// all of that; and a window without an end gets room to show it.
pub(crate) fn time(chart: &Chart) -> Scale {
    let windows = || chart.points.iter().filter(|p| p.is_dated()).map(|p| scale::day_ends(p.days()));
    let changes = chart.steps.iter().skip(1).map(|step| scale::day(step.from));
    let known = windows().flat_map(|(from, to)| [from, to]).flatten().chain(changes);
    // What the reference said before its first change has to be seen, too.
    let first = windows().filter_map(|(from, to)| from.or(to)).fold(f64::INFINITY, f64::min);
    let changed = chart.steps.get(1).is_some_and(|step| scale::day(step.from) <= first);
    let early = changed || windows().any(|(from, _)| from.is_none());
    let late = windows().any(|(_, to)| to.is_none());
    Scale::around(known, 6.0).with_room(early, late)
}

/// When a point was published, on the time axis; nothing where that is not known.
pub(crate) fn window(point: &Point, time: &Scale) -> Option<Extent> {
    point.is_dated().then(|| Extent::of(scale::day_ends(point.days()), time))
}
