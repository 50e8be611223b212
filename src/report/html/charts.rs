//! The pictures of disputed things, and which finding shows which.

use crate::report::chart::{self, Chart, Point, Setting};
use crate::report::excerpt::brief;
use crate::report::view::View;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// How many pictures a page holds: those of the things that most findings are about.
const MOST: usize = 300;
/// How wide they are drawn, for most screens and for narrow ones; the page shows one of the two, scaled.
const WIDE: u32 = 720;
const NARROW: u32 = 320;

/// Which picture belongs to which finding.
pub(super) struct Charts<'a> {
    charts: &'a [Chart],
    /// By a finding's place in the view: its chart, and whether it is the first of the page to show it.
    of: HashMap<usize, (usize, bool)>,
    /// How many things are disputed and not drawn.
    pub(super) left_out: usize,
}

/// A picture at a finding.
pub(super) struct Drawn<'a> {
    chart: &'a Chart,
    pub(super) number: usize,
    /// Whether the picture stands here; otherwise there is a link to it.
    pub(super) here: bool,
}

impl<'a> Charts<'a> {
    /// `order` is the findings' order on the page.
    pub(super) fn new(view: &'a View, order: &[usize]) -> Self {
        let mut ranked: Vec<(usize, usize)> = view
            .charts
            .iter()
            .enumerate()
            .filter(|(_, chart)| !chart.clashes.is_empty() && is_telling(chart))
            .map(|(number, chart)| (chart.clashes.len(), number))
            .collect();
        ranked.sort_by_key(|&(clashes, number)| (std::cmp::Reverse(clashes), number));
        let left_out = ranked.len().saturating_sub(MOST);
        ranked.truncate(MOST);
        let mut by_number: HashMap<usize, usize> = HashMap::new();
        for (_, number) in ranked {
            for clash in view.charts.get(number).into_iter().flat_map(|chart| &chart.clashes) {
                by_number.entry(clash.finding).or_insert(number);
            }
        }
        let mut shown = HashSet::new();
        let of = order.iter().filter_map(|&at| {
            let chart = *by_number.get(&view.findings.get(at)?.number?)?;
            Some((at, (chart, shown.insert(chart))))
        });
        Charts { charts: &view.charts, of: of.collect(), left_out }
    }

    /// The picture of the finding at a place in the view.
    pub(super) fn of(&self, finding: usize) -> Option<Drawn<'a>> {
        let &(number, here) = self.of.get(&finding)?;
        Some(Drawn { chart: self.charts.get(number)?, number, here })
    }
}

/// Whether time is a part of it: reports of different days, or a reference beside them.
fn is_telling(chart: &Chart) -> bool {
    let mut days = chart.points.iter().map(Point::days);
    let first = days.next();
    first.is_some() && (!chart.steps.is_empty() || days.any(|other| Some(other) != first))
}

impl Drawn<'_> {
    pub(super) fn title(&self) -> Cow<'_, str> {
        Cow::Owned(brief(&self.chart.title(), 120).into_owned())
    }

    pub(super) fn wide(&self) -> String {
        chart::svg(self.chart, Setting::Page, WIDE)
    }

    pub(super) fn narrow(&self) -> String {
        chart::svg(self.chart, Setting::Page, NARROW)
    }
}
