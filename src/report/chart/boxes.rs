//! Room for labels: which places in a picture are taken.

/// A rectangle, in pixels from the upper left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Rect {
        Rect { left: x - half_width, top: y - half_height, right: x + half_width, bottom: y + half_height }
    }

    fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn within(&self, other: &Rect) -> bool {
        other.left <= self.left
            && self.right <= other.right
            && other.top <= self.top
            && self.bottom <= other.bottom
    }
}

/// Where a label stands: the baseline of its first letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The taken places of a picture.
pub(super) struct Room {
    pub(super) bounds: Rect,
    pub(super) taken: Vec<Rect>,
    /// Places that are better left free, and where a label can be read all the same.
    pub(super) shaded: Vec<Rect>,
}

impl Room {
    /// Takes a place for a label of a size beside a mark of a radius: to the right, to the left, above or below it,
    /// wherever nothing else stands. Nothing, where there is no room.
    pub(super) fn place(
        &mut self,
        (x, y): (f64, f64),
        radius: f64,
        (width, height): (f64, f64),
    ) -> Option<Spot> {
        let gap = radius + 4.0;
        let (half, far) = (width / 2.0, gap + height / 2.0);
        let centres = [
            (x + gap + half, y),
            (x - gap - half, y),
            (x, y - far),
            (x, y + far),
            (x + gap + half, y - far),
            (x + gap + half, y + far),
            (x - gap - half, y - far),
            (x - gap - half, y + far),
        ];
        let free = |rect: &Rect| rect.within(&self.bounds) && !self.taken.iter().any(|t| t.overlaps(rect));
        let rects = centres.map(|(cx, cy)| Rect::around(cx, cy, half + 1.0, height / 2.0));
        let plain = |rect: &&Rect| free(rect) && !self.shaded.iter().any(|s| s.overlaps(rect));
        let free = *rects.iter().find(plain).or_else(|| rects.iter().find(|rect| free(rect)))?;
        self.taken.push(free);
        Some(Spot { x: free.left + 1.0, y: free.bottom - height * 0.25 })
    }
}
