//! What `dateline timeline` prints: a chart for the terminal, a table, JSON Lines.

mod draw;
mod jsonl;

pub use jsonl::write_jsonl;

use super::chart::{Chart, Clash, Point, Standing};
use super::excerpt::{brief, one_line};
use super::table::Table;
use draw::Glyphs;
use std::io::{self, Write};

/// How to draw in a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
    /// Whether to draw with the characters of ASCII only. Words from articles stay as they are.
    pub ascii: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, width: 100, ascii: false }
    }
}

/// Draws each chart, with what cannot all be true and a table below it.
///
/// # Errors
///
/// What `out` answers.
pub fn write_chart(charts: &[Chart], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (number, chart) in charts.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        draw::draw(chart, style, out)?;
        disputes(chart, style, out)?;
        writeln!(out)?;
        table(chart).write(out)?;
    }
    Ok(())
}

/// Writes each chart as a table under its title.
///
/// # Errors
///
/// What `out` answers.
pub fn write_table(charts: &[Chart], out: &mut dyn Write) -> io::Result<()> {
    for (number, chart) in charts.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", one_line(&chart.title()))?;
        table(chart).write(out)?;
    }
    Ok(())
}

/// A line a report and a step of the reference, in the order of their days.
fn table(chart: &Chart) -> Table {
    let mut table = Table::new(&["PUBLISHED", "VALUE", "WORDS", "SAID", "DISPUTE", "WHERE"]);
    for entry in entries(chart) {
        match entry {
            Entry::Step(number) => {
                let step = chart.steps[number];
                let (from, value) = (step.from.to_string(), step.value.normalize().to_string());
                table.row([
                    &from,
                    &value,
                    "",
                    "reference",
                    &numbers(chart, |c| c.step == Some(number)),
                    &chart.source,
                ]);
            }
            Entry::Point(number) => {
                let point = &chart.points[number];
                let (days, place) = (point.days().to_string(), place(point));
                let disputes = numbers(chart, |c| c.here == number || c.there.contains(&number));
                let words = brief(&point.words, 60);
                table.row([&days, &*point.standard, &words, point.modality, &disputes, &place]);
            }
        }
    }
    table
}

/// The article and the line, which an article in a container has in its name or as its path.
fn place(point: &Point) -> String {
    let at = format!("{}:{}", point.path, point.line);
    if point.article == *point.path || point.article == at { at } else { format!("{at} ({})", point.article) }
}

/// A row of a chart or of a table.
#[derive(Clone, Copy)]
enum Entry {
    Point(usize),
    Step(usize),
}

/// Reports and reference by day; a step stands before the reports of its day, undated reports stand last.
fn entries(chart: &Chart) -> Vec<Entry> {
    let mut entries: Vec<Entry> = (0..chart.points.len()).map(Entry::Point).collect();
    entries.extend((0..chart.steps.len()).map(Entry::Step));
    entries.sort_by_key(|entry| match *entry {
        Entry::Point(number) => {
            let days = chart.points[number].days();
            (!chart.points[number].is_dated(), days.from.or(days.to), 1, number)
        }
        Entry::Step(number) => (false, Some(chart.steps[number].from), 0, number),
    });
    entries
}

/// The numbers of some disputes, as "1, 3"; a doubtful one with a question mark.
fn numbers(chart: &Chart, takes_part: impl Fn(&Clash) -> bool) -> String {
    let number = |(number, clash): (usize, &Clash)| {
        let doubt = if clash.is_sure() { "" } else { "?" };
        takes_part(clash).then(|| format!("{}{doubt}", number + 1))
    };
    chart.clashes.iter().enumerate().filter_map(number).collect::<Vec<_>>().join(",")
}

/// Each dispute in a line.
fn disputes(chart: &Chart, style: Style, out: &mut dyn Write) -> io::Result<()> {
    /// So many of one side are named.
    const NAMED: usize = 3;
    let glyphs = Glyphs::new(style.ascii);
    let (open, close) = glyphs.quotes;
    let side = |at: usize| {
        let point = chart.points.get(at)?;
        Some(format!("{open}{}{close} in {}", brief(&point.words, 40), brief(&point.article, 60)))
    };
    for (number, clash) in chart.clashes.iter().enumerate() {
        let against: Vec<usize> = chart.against(clash).collect();
        let mut others: Vec<String> = against.iter().take(NAMED).filter_map(|&at| side(at)).collect();
        if let Some(step) = clash.step.and_then(|at| chart.steps.get(at)) {
            others.push(format!("{} by the reference from {}", step.value.normalize(), step.from));
        }
        if against.len() > NAMED {
            others.push(format!("{} more", against.len() - NAMED));
        }
        let standing = if clash.is_sure() { Standing::Disputed } else { Standing::Doubtful };
        let sign = draw::paint(style.color, standing, &format!("{} {}", glyphs.mark(standing), number + 1));
        let confidence = format!("{:?}", clash.confidence).to_lowercase();
        writeln!(
            out,
            "{sign}  {} ({}, {confidence} confidence): {} against {}",
            clash.outcome.name(),
            clash.rule,
            side(clash.here).unwrap_or_default(),
            others.join(" and ")
        )?;
    }
    Ok(())
}
