//! A progress bar on a terminal, for runs long enough to wonder about.

use super::screen::Screen;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Counts bytes; shows itself after a second, on a terminal only, and clears itself away.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    wanted: bool,
    visible: AtomicBool,
}

impl Progress {
    pub(super) fn new(screen: &Screen, bytes: impl FnOnce() -> u64) -> Self {
        let wanted = screen.watched && !screen.quiet;
        // Asking for the size of every file takes its time: not where nobody watches.
        let bar = ProgressBar::with_draw_target(wanted.then(bytes), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {eta} left") {
            bar.set_style(style);
        }
        Progress { bar, start: Instant::now(), wanted, visible: AtomicBool::new(false) }
    }

    /// So many bytes are done.
    pub(super) fn tick(&self, bytes: u64) {
        if !self.wanted {
            return;
        }
        self.bar.inc(bytes);
        if !self.visible.load(Ordering::Relaxed)
            && self.start.elapsed() > Duration::from_secs(1)
            && !self.visible.swap(true, Ordering::Relaxed)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
