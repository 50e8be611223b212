//! The picture as SVG, for a file of its own or inside a page.
//!
//! It is written by hand: what draws charts in Rust either fixes colours and fonts in every element (plotters), writes
//! JavaScript (charming), or knows neither dates without a time nor intervals (poloto).

use super::axis::{self, Axis};
use super::boxes::{Rect, Room};
use super::escape::escape;
use super::foot::draw_foot;
use super::marks::{Frame, Mark, marks};
use super::reach::{draw_reach, reach};
use super::style::STYLE;
use super::{Chart, Point, Standing, Step};
use crate::facts::prose;
use crate::report::excerpt::brief;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Where a picture will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// In a file of its own: with [`STYLE`] inside.
    File,
    /// Inside an HTML page that has [`STYLE`] in its style sheet, once for all pictures.
    Page,
}

/// Pixels a column of text takes in the style's font, at most.
pub(super) const COLUMN: f64 = 6.9;
/// The height of a line of text.
const LINE: f64 = 15.0;
/// The height of the plot.
const PLOT: f64 = 250.0;
/// The height of a row of names.
const ROW: f64 = 34.0;
/// Where the plot begins.
const TOP: f64 = 74.0;
/// The width of the strip for undated reports.
const STRIP: f64 = 84.0;

/// Draws the chart, `width` pixels wide (320 at least); the height follows from what is in it. There are no ids in the
/// picture, so that any number of them can stand in one page.
pub fn svg(chart: &Chart, setting: Setting, width: u32) -> String {
    stacked(std::slice::from_ref(chart), setting, width)
}

/// Draws several charts into one picture, one under the other.
pub fn stacked(charts: &[Chart], setting: Setting, width: u32) -> String {
    let width = f64::from(width.clamp(320, 4000));
    let drawn: Vec<(String, f64)> = charts.iter().map(|chart| draw(chart, width)).collect();
    let height: f64 = drawn.iter().map(|(_, height)| height).sum::<f64>().max(1.0);
    let (title, text) = match charts {
        [chart] => (chart.title(), description(chart)),
        charts => {
            let titles: Vec<String> = charts.iter().map(Chart::title).collect();
            (format!("{} timelines", charts.len()), titles.join("; "))
        }
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dateline-chart\" role=\"img\" width=\"{width}\" \
         height=\"{height:.0}\" viewBox=\"0 0 {width} {height:.0}\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escape(&title),
        escape(&text)
    );
    if setting == Setting::File {
        let _ = writeln!(out, "<style>\n{STYLE}</style>");
    }
    let _ = writeln!(out, "<rect class=\"paper\" width=\"{width}\" height=\"{height:.0}\"/>");
    let mut top = 0.0;
    for (picture, height) in drawn {
        let _ = writeln!(out, "<g transform=\"translate(0 {top:.0})\">\n{picture}</g>");
        top += height;
    }
    out.push_str("</svg>\n");
    out
}

/// What the picture shows, for those who do not see it.
fn description(chart: &Chart) -> String {
    let mut text = summary(chart);
    let side = |at: usize| chart.points.get(at).map(|p| format!("{} ({})", told(p), p.days().in_words()));
    for clash in &chart.clashes {
        let reference = clash.step.and_then(|at| chart.steps.get(at));
        let others: Vec<String> = chart.against(clash).filter_map(side).collect();
        let other = reference.map_or(others.join(" and "), |s| {
            format!("{} known from {}", s.value.normalize(), prose::day(s.from))
        });
        let _ = write!(
            text,
            ". {}: {} against {other}",
            clash.outcome.name(),
            side(clash.here).unwrap_or_default()
        );
    }
    text
}

/// "death toll: 12 reports, 2 disputes".
fn summary(chart: &Chart) -> String {
    let (n, m) = (chart.points.len(), chart.clashes.len());
    let plural = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let mut text = format!("{} · {}", chart.axis, plural(n, "report"));
    if m > 0 {
        let _ = write!(text, " · {}", plural(m, "dispute"));
    }
    text
}

/// The words, and the value where the words do not show it.
fn told(point: &Point) -> String {
    let words = brief(point.words.trim(), 28).into_owned();
    if words.is_empty() { brief(&point.standard, 28).into_owned() } else { words }
}

fn draw(chart: &Chart, width: f64) -> (String, f64) {
    let mut out = String::new();
    let axis = Axis::of(chart);
    let rows = if let Axis::Names(names) = &axis { names.len() } else { 0 };
    let ticks = axis.ticks(7);
    let name = |label: &str| brief(label, 24).into_owned();
    let wide = |text: &str| text.width() as f64 * COLUMN;
    let label = |t: &super::scale::Tick| match &t.year {
        Some(year) if matches!(axis, Axis::Days(_)) => format!("{} {year}", t.label),
        _ => name(&t.label),
    };
    let margin = ticks.iter().map(|t| wide(&label(t))).fold(24.0, f64::max) + 26.0;
    let undated = chart.points.iter().any(|p| !p.is_dated());
    let right = width - 24.0 - if undated { STRIP + 12.0 } else { 0.0 };
    let height = if rows > 0 { (rows as f64 * ROW).max(2.0 * ROW) } else { PLOT };
    let frame = Frame {
        left: margin.min(width / 3.0),
        right,
        top: TOP,
        bottom: TOP + height,
        undated: undated.then_some(right + 12.0 + STRIP / 2.0),
        time: axis::time(chart),
        axis: axis.clone(),
    };
    let columns = ((width - 48.0) / 9.5) as usize;
    let small = ((width - 48.0) / COLUMN) as usize;
    let (title, sub) = (escape(&brief(&chart.subject, columns)), escape(&brief(&summary(chart), small)));
    let _ = writeln!(out, "<text class=\"title\" x=\"24\" y=\"32\">{title}</text>");
    let _ = writeln!(out, "<text class=\"muted\" x=\"24\" y=\"52\">{sub}</text>");
    for tick in &ticks {
        let (y, x) = (frame.y(tick.at), frame.left);
        let _ = writeln!(out, "<path class=\"grid\" d=\"M{x:.1} {y:.1}H{:.1}\"/>", frame.right);
        let text = escape(&label(tick));
        let _ = writeln!(
            out,
            "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{text}</text>",
            x - 8.0,
            y + 4.0
        );
    }
    draw_time(&mut out, &frame);
    let marks = marks(chart, &frame);
    let bounds = Rect {
        left: frame.left + 2.0,
        top: frame.top - 4.0,
        right: frame.undated.map_or(width - 6.0, |_| frame.right + STRIP + 12.0),
        bottom: frame.bottom - 1.0,
    };
    let mut taken: Vec<Rect> =
        marks.iter().map(|m| Rect::around(m.x, m.y, m.radius + 1.0, m.radius + 1.0)).collect();
    if let Some(middle) = frame.undated {
        // A label of the plot keeps out of the strip; those in it are its own.
        let half = STRIP / 2.0;
        taken.push(Rect {
            left: middle - half - 2.0,
            right: middle - half,
            top: frame.top,
            bottom: frame.bottom,
        });
    }
    let shaded = marks.iter().filter_map(|m| reach(&frame, m)).collect();
    let mut room = Room { bounds, taken, shaded };
    draw_links(&mut out, chart, &frame, &marks, &mut room);
    draw_steps(&mut out, chart, &frame, &mut room);
    let labels = labels(chart, &marks, &mut room);
    for (mark, label) in marks.iter().zip(labels) {
        draw_mark(&mut out, chart, &frame, mark, label.as_deref());
    }
    let foot = draw_foot(&mut out, chart, &frame, &marks, small);
    (out, foot)
}

fn draw_time(out: &mut String, frame: &Frame) {
    let (bottom, top) = (frame.bottom, frame.top);
    if let Some(middle) = frame.undated {
        let left = middle - STRIP / 2.0;
        let height = bottom - top;
        let _ = writeln!(
            out,
            "<rect class=\"strip\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{STRIP}\" height=\"{height:.1}\" rx=\"4\"/>\n\
             <text class=\"tick\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">undated</text>",
            bottom + 19.0
        );
    }
    let _ = writeln!(out, "<path class=\"grid\" d=\"M{:.1} {bottom:.1}H{:.1}\"/>", frame.left, frame.right);
    let most = ((frame.right - frame.left) / 64.0) as usize;
    for tick in frame.time.days(most.max(2)) {
        let x = frame.x(tick.at);
        let text = escape(&tick.label);
        let _ = writeln!(
            out,
            "<path class=\"grid\" d=\"M{x:.1} {bottom:.1}v5\"/>\n\
             <text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{text}</text>",
            bottom + 19.0
        );
        if let Some(year) = tick.year {
            let y = bottom + 34.0;
            let _ = writeln!(
                out,
                "<text class=\"tick\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{year}</text>"
            );
        }
    }
}

/// The reference: from step to step, the last one to the end.
fn draw_steps(out: &mut String, chart: &Chart, frame: &Frame, room: &mut Room) {
    let x_of = |step: &Step| frame.x(frame.time.place(super::scale::day(step.from)));
    let mut runs: Vec<(&Step, f64, f64, f64)> = Vec::with_capacity(chart.steps.len());
    for (number, step) in chart.steps.iter().enumerate() {
        let Some(y) = frame.axis.step(step).map(|at| frame.y(at)) else { return };
        let (from, to) = (x_of(step), chart.steps.get(number + 1).map_or(frame.right, x_of));
        // What was over before the picture begins is not in it.
        if to > frame.left {
            runs.push((step, from, to, y));
        }
    }
    let Some((_, from, _, y)) = runs.first() else { return };
    let mut path = format!("M{from:.1} {y:.1}");
    for (number, (_, from, to, y)) in runs.iter().enumerate() {
        if let Some((.., before)) = number.checked_sub(1).and_then(|last| runs.get(last)) {
            let (top, bottom) = (y.min(*before), y.max(*before));
            room.taken.push(Rect { left: from - 2.0, top, right: from + 2.0, bottom });
            let _ = write!(path, "V{y:.1}");
        }
        room.taken.push(Rect { left: *from, top: y - 2.0, right: *to, bottom: y + 2.0 });
        let _ = write!(path, "H{to:.1}");
    }
    let _ = writeln!(out, "<path class=\"reference\" d=\"{path}\"/>");
    for (step, from, to, y) in runs {
        let (value, day) = (step.value.normalize(), prose::day(step.from));
        let begins = from > frame.left + 1.0;
        let long = begins.then(|| format!("{value} known from {day}"));
        // Along the line, from its middle on where there is room.
        let placed = long.into_iter().chain([format!("{value} known")]).find_map(|text| {
            let size = (text.width() as f64 * COLUMN, LINE);
            let fits = size.0 < (to - from).max(16.0 * COLUMN);
            let spot = if fits { room.place((f64::midpoint(from, to), y), 1.0, size) } else { None };
            Some((spot?, text))
        });
        if let Some((spot, text)) = placed {
            let _ = writeln!(
                out,
                "<text class=\"label reference-label\" x=\"{:.1}\" y=\"{:.1}\">{}<title>{value} from {day}</title></text>",
                spot.x,
                spot.y,
                escape(&text),
            );
        }
    }
}

/// Thin lines between the sides of each dispute, or from a report to the reference; labels keep off them.
fn draw_links(out: &mut String, chart: &Chart, frame: &Frame, marks: &[Mark], room: &mut Room) {
    let mark_of = |point: usize| marks.iter().position(|m| m.points.contains(&point));
    let mut drawn: Vec<[(f64, f64); 2]> = Vec::new();
    for clash in &chart.clashes {
        let Some(here) = mark_of(clash.here).map(|m| (marks[m].x, marks[m].y)) else { continue };
        let known = clash.step.and_then(|at| frame.axis.step(chart.steps.get(at)?));
        let reports = chart.against(clash).filter_map(mark_of).map(|m| (marks[m].x, marks[m].y));
        for there in reports.chain(known.map(|at| (here.0, frame.y(at)))) {
            let line = if here <= there { [here, there] } else { [there, here] };
            if here == there || drawn.contains(&line) {
                continue;
            }
            drawn.push(line);
            let doubt = if clash.is_sure() { "" } else { " doubtful" };
            let ((x, y), (to_x, to_y)) = (here, there);
            let _ = writeln!(out, "<path class=\"link{doubt}\" d=\"M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}\"/>");
            let spots = ((to_x - x).hypot(to_y - y) / 6.0) as usize;
            room.taken.extend((0..=spots).map(|i| {
                let part = i as f64 / spots.max(1) as f64;
                Rect::around(x + (to_x - x) * part, y + (to_y - y) * part, 1.5, 1.5)
            }));
        }
    }
}

/// The marks' words, where there is room; those of disputes first, of the others the latest first.
fn labels(chart: &Chart, marks: &[Mark], room: &mut Room) -> Vec<Option<String>> {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| (marks[i].standing, marks[i].points.len() > 1);
        key(b).cmp(&key(a)).then(marks[b].x.total_cmp(&marks[a].x))
    });
    let mut labels = vec![None; marks.len()];
    for number in order {
        let mark = &marks[number];
        let Some(point) = mark.points.first().and_then(|&p| chart.points.get(p)) else { continue };
        let times = if mark.points.len() > 1 { format!(" ×{}", mark.points.len()) } else { String::new() };
        let text = format!("{}{times}", told(point));
        let size = |text: &str| (text.width() as f64 * COLUMN, LINE);
        let at = (mark.x, mark.y);
        let mut placed = room.place(at, mark.radius, size(&text)).map(|spot| (spot, text.clone()));
        if placed.is_none() && mark.window.is_none() {
            // The strip of the undated is narrow.
            let text = brief(&text, ((STRIP - 8.0) / COLUMN) as usize).into_owned();
            placed = room.place(at, mark.radius, size(&text)).map(|spot| (spot, text));
        }
        if let Some((spot, text)) = placed {
            let text = escape(&text);
            labels[number] =
                Some(format!("<text class=\"label\" x=\"{:.1}\" y=\"{:.1}\">{text}</text>", spot.x, spot.y));
        }
    }
    labels
}

pub(super) fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Unheard => "unheard",
        Standing::Plain => "plain",
        Standing::Doubtful => "doubtful",
        Standing::Disputed => "disputed",
    }
}

fn draw_mark(out: &mut String, chart: &Chart, frame: &Frame, mark: &Mark, label: Option<&str>) {
    /// More reports than these on one spot are counted.
    const NAMED: usize = 12;
    let _ = writeln!(out, "<g class=\"{}\">", class(mark.standing));
    let mut lines: Vec<String> = Vec::new();
    for point in mark.points.iter().filter_map(|&p| chart.points.get(p)).take(NAMED) {
        let outlet = point.outlet.as_deref().map(|o| format!(", {}", brief(o, 60))).unwrap_or_default();
        let article = brief(&point.article, 120);
        let (days, value) = (point.days().in_words(), prose::value(&point.standard));
        lines.push(format!("{days}: “{}” = {value} ({article}{outlet})", told(point)));
    }
    if mark.points.len() > NAMED {
        lines.push(format!("and {} more", mark.points.len() - NAMED));
    }
    let lines: Vec<String> = lines.iter().map(|l| escape(l)).collect();
    let _ = writeln!(out, "<title>{}</title>", lines.join("\n"));
    draw_reach(out, frame, mark);
    let _ = writeln!(out, "{}", dot(mark.x, mark.y, mark.radius, mark.standing));
    if let Some(label) = label {
        let _ = writeln!(out, "{label}");
    }
    out.push_str("</g>\n");
}

/// A circle; a diamond where it is disputed: not by colour alone.
pub(super) fn dot(x: f64, y: f64, r: f64, standing: Standing) -> String {
    if standing >= Standing::Doubtful {
        let r = r + 1.5;
        format!(
            "<path class=\"dot\" d=\"M{x:.1} {:.1}l{r:.1} {r:.1}l-{r:.1} {r:.1}l-{r:.1} -{r:.1}z\"/>",
            y - r
        )
    } else {
        format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>")
    }
}
