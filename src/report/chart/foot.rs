//! What stands under a picture.

use super::escape::escape;
use super::marks::{Frame, Mark};
use super::svg::{COLUMN, class, dot};
use super::{Chart, Standing};
use crate::report::excerpt::brief;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// What the marks mean, as far as they occur, and the reference's source; gives the picture's height.
pub(super) fn draw_foot(
    out: &mut String,
    chart: &Chart,
    frame: &Frame,
    marks: &[Mark],
    columns: usize,
) -> f64 {
    let (mut x, mut y) = (24.0, frame.bottom + 62.0);
    let known = [
        (Standing::Plain, "report"),
        (Standing::Disputed, "cannot all be true"),
        (Standing::Doubtful, "doubtful: low confidence, or no date"),
        (Standing::Unheard, "not compared: a plan, the past, an unsure subject"),
    ];
    let right = columns as f64 * COLUMN + 24.0;
    for (standing, text) in known {
        if !marks.iter().any(|m| m.standing == standing) {
            continue;
        }
        let wide = 14.0 + text.width() as f64 * COLUMN;
        if x > 24.0 && x + wide > right {
            (x, y) = (24.0, y + 20.0);
        }
        let mark = dot(x + 5.0, y - 4.0, 4.5, standing);
        let _ = writeln!(
            out,
            "<g class=\"{}\">{mark}</g><text class=\"muted\" x=\"{:.1}\" y=\"{y:.1}\">{text}</text>",
            class(standing),
            x + 16.0
        );
        x += wide + 20.0;
    }
    let shown: usize = marks.iter().map(|m| m.points.len()).sum();
    let mut line = |text: &str| {
        y += 20.0;
        let text = escape(&brief(text, columns));
        let _ = writeln!(out, "<text class=\"muted\" x=\"24\" y=\"{y:.1}\">{text}</text>");
    };
    if !chart.steps.is_empty() {
        line(&format!("dashed: reference, {}", chart.source));
    }
    match chart.points.len() - shown {
        0 => {}
        1 => line("1 report has no place on this axis"),
        n => line(&format!("{n} reports have no place on this axis")),
    }
    y + 22.0
}
