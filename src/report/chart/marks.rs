//! The marks of a picture: where each report stands on the paper, those on one spot together.

use super::axis::{self, Axis, Extent};
use super::scale::Scale;
use super::{Chart, Standing};

/// Where on the paper the axes lie.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// The middle of the strip for undated reports.
    pub(super) undated: Option<f64>,
    pub(super) axis: Axis,
    pub(super) time: Scale,
}

impl Frame {
    pub(super) fn x(&self, at: f64) -> f64 {
        self.left + at * (self.right - self.left)
    }

    /// Numbers rise; names are read from the top.
    pub(super) fn y(&self, at: f64) -> f64 {
        let at = if matches!(self.axis, Axis::Names(_)) { at } else { 1.0 - at };
        self.top + at * (self.bottom - self.top)
    }
}

/// One or several reports on one spot.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Indices of [`Chart::points`].
    pub(super) points: Vec<usize>,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) radius: f64,
    /// When: nothing for a report of no date.
    pub(super) window: Option<Extent>,
    pub(super) value: Extent,
    pub(super) standing: Standing,
}

impl Mark {
    /// Whether its value is more than a point.
    pub(super) fn is_wide(&self) -> bool {
        self.value.low < self.value.high
    }
}

/// Sets what reaches up or down on one day side by side.
fn dodge(marks: &mut [Mark], frame: &Frame) {
    const APART: f64 = 10.0;
    /// More would run into other days.
    const MOVED: usize = 4;
    let step = APART.min(frame.time.days_to_places(0.3) * (frame.right - frame.left));
    let mut seen: Vec<(f64, usize)> = Vec::new();
    for mark in marks.iter_mut().filter(|m| m.is_wide()) {
        let same = seen.iter_mut().find(|(x, _)| (*x - mark.x).abs() < 0.5);
        let Some((_, before)) = same else {
            seen.push((mark.x, 0));
            continue;
        };
        *before = (*before + 1).min(MOVED);
        // To the right, to the left, further right …
        let side = if *before % 2 == 1 { 1.0 } else { -1.0 };
        mark.x += side * step * before.div_ceil(2) as f64;
    }
}

/// The marks in the order in which they are drawn: what matters most last, on top.
pub(super) fn marks(chart: &Chart, frame: &Frame) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (number, point) in chart.points.iter().enumerate() {
        let Some(value) = frame.axis.extent(point) else { continue };
        let window = axis::window(point, &frame.time);
        let x = window.map_or(frame.undated.unwrap_or(frame.right), |w| frame.x(w.centre()));
        let (y, standing) = (frame.y(value.middle()), chart.standing(number));
        let same = |m: &&mut Mark| {
            m.standing == standing && m.window == window && m.value == value && (m.x - x).abs() < 0.5
        };
        match marks.iter_mut().find(same) {
            Some(mark) => mark.points.push(number),
            None => marks.push(Mark { points: vec![number], x, y, radius: 0.0, window, value, standing }),
        }
    }
    dodge(&mut marks, frame);
    for mark in &mut marks {
        // The area grows with the number, up to a limit.
        mark.radius = (4.5 * (mark.points.len() as f64).powf(0.35)).min(11.0);
    }
    marks.sort_by_key(|m| m.standing);
    marks
}
