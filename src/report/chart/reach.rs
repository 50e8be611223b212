//! How far a report reaches: a value between two ends, a window of days.

use super::axis::Extent;
use super::boxes::Rect;
use super::marks::{Frame, Mark};
use std::fmt::Write;

/// How far value and publication date reach, where either is more than a point.
pub(super) fn reach(frame: &Frame, mark: &Mark) -> Option<Rect> {
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
pub(super) fn draw_reach(out: &mut String, frame: &Frame, mark: &Mark) {
    let Some(Rect { left, top, right, bottom }) = reach(frame, mark) else { return };
    let _ = writeln!(
        out,
        "<rect class=\"reach\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"/>",
        right - left,
        (bottom - top).max(0.0)
    );
    let mut arrow = |x: f64, y: f64, to: &str| {
        let _ = writeln!(out, "<path class=\"arrow\" d=\"M{x:.1} {y:.1}{to}\"/>");
    };
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    let Extent { open_low, open_high, .. } = mark.value;
    if open_high && mark.is_wide() {
        arrow(x - 4.0, top + 6.0, "l4 -5l4 5");
    }
    if open_low && mark.is_wide() {
        arrow(x - 4.0, bottom - 6.0, "l4 5l4 -5");
    }
    // Of the day of publication only one end is known.
    if mark.window.is_some_and(|window| window.open_low) {
        arrow(left + 6.0, y - 4.0, "l-5 4l5 4");
    }
    if mark.window.is_some_and(|window| window.open_high) {
        arrow(right - 6.0, y - 4.0, "l5 4l-5 4");
    }
}
