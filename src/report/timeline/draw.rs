//! The chart of a terminal: a row a report, the value from left to right.

use super::{Entry, Style, entries, numbers};
use crate::report::chart::axis::{Axis, Extent};
use crate::report::chart::scale::Tick;
use crate::report::chart::{Chart, Standing, Step};
use crate::report::excerpt::{brief, one_line};
use jiff::civil::Date;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The characters of a drawing.
pub(super) struct Glyphs {
    marks: [char; 4],
    pub(super) quotes: (char, char),
    line: char,
    ends: (char, char),
    open: (char, char),
    tick: char,
    guide: char,
    known: char,
    step: char,
}

impl Glyphs {
    pub(super) fn new(ascii: bool) -> Self {
        if ascii {
            Glyphs {
                marks: ['o', '*', '?', 'X'],
                quotes: ('"', '"'),
                line: '-',
                ends: ('[', ']'),
                open: ('<', '>'),
                tick: '+',
                guide: '.',
                known: ':',
                step: '#',
            }
        } else {
            Glyphs {
                marks: ['○', '●', '?', '✗'],
                quotes: ('“', '”'),
                line: '─',
                ends: ('├', '┤'),
                open: ('◂', '▸'),
                tick: '┬',
                guide: '·',
                known: '┆',
                step: '◆',
            }
        }
    }

    pub(super) fn mark(&self, standing: Standing) -> char {
        match standing {
            Standing::Unheard => self.marks[0],
            Standing::Plain => self.marks[1],
            Standing::Doubtful => self.marks[2],
            Standing::Disputed => self.marks[3],
        }
    }
}

/// How a cell is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    None,
    Faint,
    Known,
    Of(Standing),
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Ink::None | Ink::Of(Standing::Plain) => "",
            Ink::Faint | Ink::Of(Standing::Unheard) => "\u{1b}[2m",
            Ink::Known => "\u{1b}[36m",
            Ink::Of(Standing::Doubtful) => "\u{1b}[33m",
            Ink::Of(Standing::Disputed) => "\u{1b}[1;31m",
        }
    }
}

fn ink(color: bool, ink: Ink, text: &str) -> String {
    match ink.code() {
        code if color && !code.is_empty() && !text.is_empty() => format!("{code}{text}\u{1b}[0m"),
        _ => text.to_owned(),
    }
}

pub(super) fn paint(color: bool, standing: Standing, text: &str) -> String {
    ink(color, Ink::Of(standing), text)
}

/// A row before it is drawn.
struct Row {
    when: String,
    cells: Vec<(char, Ink)>,
    disputes: String,
    words: String,
    source: String,
    ink: Ink,
}

/// How wide the columns are.
struct Columns {
    when: usize,
    plot: usize,
    disputes: usize,
    words: usize,
    source: usize,
}

impl Columns {
    /// The plot takes what the others leave, within limits.
    fn of(chart: &Chart, width: usize) -> Columns {
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let when = widest(&mut chart.points.iter().map(|p| p.days().to_string().width())).max(10);
        let words = widest(&mut chart.points.iter().map(|p| one_line(p.words.trim()).width() + 2));
        let words = words.clamp(6, 26);
        let disputes = widest(&mut (0..chart.points.len()).map(|n| disputes_of(chart, n).width()));
        let source = widest(&mut chart.points.iter().map(|p| source(p).width()));
        let source = source.min(width / 4);
        let others = when + words + disputes + source + 8;
        let plot = width.saturating_sub(others);
        if plot < 24 {
            // The table below says where it stands.
            return Columns { when, plot: (plot + source).max(16), disputes, words, source: 0 };
        }
        Columns { when, plot: plot.min(96), disputes, words, source }
    }
}

/// Who says it: the outlet, else the article's id or its file's name; the table has the path.
fn source(point: &crate::report::chart::Point) -> String {
    let article = point.article.rsplit(['/', '\\']).next().unwrap_or(&point.article);
    one_line(point.outlet.as_deref().unwrap_or(article)).into_owned()
}

fn disputes_of(chart: &Chart, point: usize) -> String {
    numbers(chart, |c| c.here == point || c.there.contains(&point))
}

pub(super) fn draw(chart: &Chart, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let glyphs = Glyphs::new(style.ascii);
    let columns = Columns::of(chart, style.width);
    let axis = Axis::of(chart);
    writeln!(out, "{}", one_line(&chart.title()))?;
    let ticks = fitting(axis.ticks((columns.plot / 9).max(2)), &axis, columns.plot);
    head(&ticks, &columns, &glyphs, style, out)?;
    for entry in entries(chart) {
        let row = match entry {
            Entry::Point(number) => point_row(chart, number, &axis, &ticks, &columns, &glyphs),
            Entry::Step(number) => step_row(chart, number, &axis, &ticks, &columns, &glyphs),
        };
        write_row(&row, &columns, style, out)?;
    }
    legend(chart, &axis, &glyphs, style, out)
}

/// The column of a place from 0 to 1.
fn column(at: f64, plot: usize) -> usize {
    let last = plot.saturating_sub(1);
    ((at * last as f64).round() as usize).min(last)
}

/// Ticks with their columns and labels, where one does not run into another.
fn fitting(ticks: Vec<Tick>, axis: &Axis, plot: usize) -> Vec<(usize, usize, String)> {
    let mut placed: Vec<(usize, usize, String)> = Vec::new();
    let slot = plot / ticks.len().max(1);
    for tick in ticks {
        let label = match (&tick.year, axis) {
            (_, Axis::Names(_)) => brief(&tick.label, slot.saturating_sub(2).max(1)).into_owned(),
            (Some(year), _) => format!("{} {year}", tick.label),
            (None, _) => tick.label,
        };
        let (at, wide) = (column(tick.at, plot), label.width());
        let start = at.saturating_sub(wide / 2).min(plot.saturating_sub(wide));
        let free = placed.last().is_none_or(|(_, start_before, l)| start_before + l.width() + 1 < start + 1);
        if wide <= plot {
            placed.push((at, start, if free { label } else { String::new() }));
        }
    }
    placed
}

fn head(
    ticks: &[(usize, usize, String)],
    columns: &Columns,
    glyphs: &Glyphs,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let indent = " ".repeat(columns.when + 2);
    let mut labels = String::new();
    for (_, start, label) in ticks.iter().filter(|(_, _, label)| !label.is_empty()) {
        labels.extend(std::iter::repeat_n(' ', start.saturating_sub(labels.width())));
        labels.push_str(label);
    }
    writeln!(out, "{indent}{}", labels.trim_end())?;
    let is_tick = |at: usize| ticks.iter().any(|(tick, ..)| *tick == at);
    let line: String =
        (0..columns.plot).map(|at| if is_tick(at) { glyphs.tick } else { glyphs.line }).collect();
    writeln!(out, "{indent}{}", ink(style.color, Ink::Faint, &line))
}

/// An empty row: a guide under every tick, the reference where it stands on that day.
fn ground(
    chart: &Chart,
    day: Option<Date>,
    axis: &Axis,
    ticks: &[(usize, usize, String)],
    plot: usize,
    glyphs: &Glyphs,
) -> Vec<(char, Ink)> {
    let mut cells = vec![(' ', Ink::None); plot];
    for (at, ..) in ticks {
        cells[*at] = (glyphs.guide, Ink::Faint);
    }
    let on = |step: &&Step| day.is_some_and(|day| step.from <= day);
    if let Some(at) = chart.steps.iter().rev().find(on).and_then(|step| axis.step(step)) {
        cells[column(at, plot)] = (glyphs.known, Ink::Known);
    }
    cells
}

fn point_row(
    chart: &Chart,
    number: usize,
    axis: &Axis,
    ticks: &[(usize, usize, String)],
    columns: &Columns,
    glyphs: &Glyphs,
) -> Row {
    let point = &chart.points[number];
    let standing = chart.standing(number);
    let days = point.days();
    let mut cells = ground(chart, days.to.or(days.from), axis, ticks, columns.plot, glyphs);
    if let Some(extent) = axis.extent(point) {
        put(&mut cells, extent, glyphs, standing);
    }
    Row {
        when: if point.is_dated() { days.to_string() } else { "undated".to_owned() },
        cells,
        disputes: disputes_of(chart, number),
        words: format!(
            "{}{}{}",
            glyphs.quotes.0,
            brief(point.words.trim(), columns.words.saturating_sub(2)),
            glyphs.quotes.1
        ),
        source: if columns.source == 0 {
            String::new()
        } else {
            brief(&source(point), columns.source).into_owned()
        },
        ink: Ink::Of(standing),
    }
}

fn step_row(
    chart: &Chart,
    number: usize,
    axis: &Axis,
    ticks: &[(usize, usize, String)],
    columns: &Columns,
    glyphs: &Glyphs,
) -> Row {
    let step = &chart.steps[number];
    let before = step.from.yesterday().ok();
    let mut cells = ground(chart, before, axis, ticks, columns.plot, glyphs);
    if let Some(at) = axis.step(step) {
        cells[column(at, columns.plot)] = (glyphs.step, Ink::Known);
    }
    Row {
        when: step.from.to_string(),
        cells,
        disputes: String::new(),
        words: step.value.normalize().to_string(),
        source: if columns.source == 0 {
            String::new()
        } else {
            brief("reference", columns.source).into_owned()
        },
        ink: Ink::Known,
    }
}

/// A value into a row: its reach as a line, its middle or its known end as a mark.
fn put(cells: &mut [(char, Ink)], extent: Extent, glyphs: &Glyphs, standing: Standing) {
    let ink = Ink::Of(standing);
    let (low, high) = (column(extent.low, cells.len()), column(extent.high, cells.len()));
    if low < high {
        cells[low..=high].fill((glyphs.line, ink));
        cells[low].0 = if extent.open_low { glyphs.open.0 } else { glyphs.ends.0 };
        cells[high].0 = if extent.open_high { glyphs.open.1 } else { glyphs.ends.1 };
    }
    let middle = column(extent.middle(), cells.len());
    cells[middle] = (glyphs.mark(standing), ink);
}

fn write_row(row: &Row, columns: &Columns, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut line = pad(&row.when, columns.when);
    line.push_str("  ");
    for run in row.cells.chunk_by(|a, b| a.1 == b.1) {
        let text: String = run.iter().map(|(c, _)| *c).collect();
        line.push_str(&ink(style.color, run[0].1, &text));
    }
    line.push_str("  ");
    if columns.disputes > 0 {
        line.push_str(&ink(style.color, row.ink, &row.disputes));
        line.push_str(&" ".repeat(columns.disputes - row.disputes.width() + 2));
    }
    line.push_str(&ink(style.color, row.ink, &row.words));
    if columns.source > 0 {
        line.push_str(&" ".repeat(columns.words.saturating_sub(row.words.width()) + 2));
        line.push_str(&row.source);
    }
    writeln!(out, "{}", line.trim_end())
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// What the marks mean, as far as they occur.
fn legend(chart: &Chart, axis: &Axis, glyphs: &Glyphs, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let known = [
        (Standing::Plain, "report"),
        (Standing::Disputed, "cannot all be true"),
        (Standing::Doubtful, "doubtful"),
        (Standing::Unheard, "not compared"),
    ];
    let occurs = |standing| (0..chart.points.len()).any(|n| chart.standing(n) == standing);
    let mut parts: Vec<String> = known
        .into_iter()
        .filter(|(standing, _)| occurs(*standing))
        .map(|(standing, text)| {
            format!("{} {text}", paint(style.color, standing, &glyphs.mark(standing).to_string()))
        })
        .collect();
    let reaches = |e: &Extent| e.low < e.high;
    if chart.points.iter().filter_map(|p| axis.extent(p)).any(|e| reaches(&e)) {
        let (low, high) = glyphs.ends;
        parts.push(format!("{low}{line}{high} within  {line}{} or more", glyphs.open.1, line = glyphs.line));
    }
    if !chart.steps.is_empty() {
        let sign = ink(style.color, Ink::Known, &glyphs.known.to_string());
        parts.push(format!("{sign} reference: {}", one_line(&chart.source)));
    }
    writeln!(out, "{}", parts.join("   "))
}
