//! From the text an article was decoded to, back to the bytes of its file.

/// Where the characters of a decoded text stand in the bytes it was decoded from. Runs of characters of one width on
/// either side are one entry, so that it stays small.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    runs: Vec<Run>,
    /// The ends of both.
    end: (u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: u32,
    file: u32,
    /// How many bytes a character of the run has in the text, and in the file.
    wide: (u8, u8),
}

impl Offsets {
    /// Adds characters at the end: each has `wide.0` bytes in the text and `wide.1` in the file.
    pub(super) fn push(&mut self, count: u32, wide: (u8, u8)) {
        if count == 0 {
            return;
        }
        if self.runs.last().is_none_or(|run| run.wide != wide) {
            self.runs.push(Run { text: self.end.0, file: self.end.1, wide });
        }
        self.end.0 = self.end.0.saturating_add(count.saturating_mul(wide.0.into()));
        self.end.1 = self.end.1.saturating_add(count.saturating_mul(wide.1.into()));
    }

    /// The byte of the file for a byte of the text; the start of its character where it is inside one.
    pub fn file(&self, text: u32) -> u32 {
        if text >= self.end.0 {
            return self.end.1;
        }
        let after = self.runs.partition_point(|run| run.text <= text);
        let Some(run) = after.checked_sub(1).and_then(|i| self.runs.get(i)) else { return text };
        match run.wide.0 {
            0 => run.file,
            wide => run.file + (text - run.text) / u32::from(wide) * u32::from(run.wide.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width() {
        let mut offsets = Offsets::default();
        offsets.push(0, (0, 2));
        offsets.push(3, (1, 2));
        offsets.push(1, (3, 2));
        offsets.push(2, (1, 2));
        let file: Vec<u32> = [0, 1, 2, 3, 4, 6, 7, 8, 99].iter().map(|&t| offsets.file(t)).collect();
        assert_eq!(file, [0, 2, 4, 6, 6, 8, 10, 12, 12]);
        assert_eq!(Offsets::default().file(5), 0);
    }
}
