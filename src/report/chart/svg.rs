//! The picture as SVG, for a file of its own or inside a page.
//!
//! It is written by hand: what draws charts in Rust either fixes colours and fonts in every element (plotters), writes
//! JavaScript (charming), or knows neither dates without a time nor intervals (poloto).

use super::axis::{self, Axis, Extent};
use super::boxes::{Rect, Room};
use super::escape::escape;
use super::foot::draw_foot;
use super::marks::{Frame, Mark, marks};
use super::style::STYLE;
use super::{Chart, Point, Standing};
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
    let side = |at: usize| chart.points.get(at).map(|p| format!("{} ({})", told(p), p.days()));
    for clash in &chart.clashes {
        let reference = clash.step.and_then(|at| chart.steps.get(at));
        let others: Vec<String> = chart.against(clash).filter_map(side).collect();
        let other = reference
            .map_or(others.join(" and "), |s| format!("{} known since {}", s.value.normalize(), s.from));
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
    taken.extend(marks.iter().filter_map(|m| reach(&frame, m)));
    let mut room = Room { bounds, taken };
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
    let mut path = String::new();
    let mut labels = String::new();
    let mut corner: Option<(f64, f64)> = None;
    for (number, step) in chart.steps.iter().enumerate() {
        let Some(at) = frame.axis.step(step) else { return };
        let (x, y) = (frame.x(frame.time.place(super::scale::day(step.from))), frame.y(at));
        let _ = match number {
            0 => write!(path, "M{x:.1} {y:.1}"),
            _ => write!(path, "H{x:.1}V{y:.1}"),
        };
        let next = chart.steps.get(number + 1);
        let end = next.map_or(frame.right, |s| frame.x(frame.time.place(super::scale::day(s.from))));
        room.taken.push(Rect { left: x, top: y - 2.0, right: end, bottom: y + 2.0 });
        if let Some((_, before)) = corner {
            room.taken.push(Rect {
                left: x - 2.0,
                top: y.min(before),
                right: x + 2.0,
                bottom: y.max(before),
            });
        }
        corner = Some((x, y));
        let text = format!("{} known", step.value.normalize());
        let size = (text.width() as f64 * COLUMN, LINE);
        // Above the line, from its middle on where there is room.
        if let Some(spot) = room.place((f64::midpoint(x, end), y), 1.0, size) {
            let _ = writeln!(
                labels,
                "<text class=\"label reference-label\" x=\"{:.1}\" y=\"{:.1}\">{}<title>{} from {}</title></text>",
                spot.x,
                spot.y,
                escape(&text),
                escape(&text),
                step.from
            );
        }
    }
    if !path.is_empty() {
        let _ = writeln!(out, "<path class=\"reference\" d=\"{path}H{:.1}\"/>\n{labels}", frame.right);
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
        let size = (text.width() as f64 * COLUMN, LINE);
        if let Some(spot) = room.place((mark.x, mark.y), mark.radius, size) {
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
        lines.push(format!("{}: “{}” = {} ({article}{outlet})", point.days(), told(point), point.standard));
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

/// How far value and publication date reach, where either is more than a point.
fn reach(frame: &Frame, mark: &Mark) -> Option<Rect> {
    const HALF: f64 = 3.5;
    let window = mark.window.filter(|w| w.open_low || w.open_high || !frame.time.is_a_day(w.low, w.high));
    let (low, high) = (frame.y(mark.value.low), frame.y(mark.value.high));
    if window.is_none() && (high - low).abs() < 1.0 {
        return None;
    }
    let at_least = |a: f64, b: f64, middle: f64| {
        let (a, b) = (a.min(b), a.max(b));
        if b - a > 2.0 * HALF { (a, b) } else { (middle - HALF, middle + HALF) }
    };
    let (left, right) = match window {
        Some(w) => at_least(frame.x(w.low), frame.x(w.high), mark.x),
        None => (mark.x - HALF, mark.x + HALF),
    };
    let (top, bottom) = at_least(low, high, mark.y);
    Some(Rect { left, top: top.max(frame.top), right, bottom: bottom.min(frame.bottom) })
}

/// The reach as a bar, with an arrow where there is no limit.
fn draw_reach(out: &mut String, frame: &Frame, mark: &Mark) {
    let Some(Rect { left, top, right, bottom }) = reach(frame, mark) else { return };
    let _ = writeln!(
        out,
        "<rect class=\"reach\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"/>",
        right - left,
        (bottom - top).max(0.0)
    );
    let Extent { open_low, open_high, .. } = mark.value;
    let x = if mark.is_wide() { f64::midpoint(left, right) } else { return };
    if open_high {
        let _ = writeln!(out, "<path class=\"arrow\" d=\"M{:.1} {:.1}l4 -5l4 5\"/>", x - 4.0, top + 6.0);
    }
    if open_low {
        let _ = writeln!(out, "<path class=\"arrow\" d=\"M{:.1} {:.1}l4 5l4 -5\"/>", x - 4.0, bottom - 6.0);
    }
}
