//! A progress bar on a terminal, for runs long enough to wonder about.

use super::screen::Screen;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Counts articles; shows itself after a second, on a terminal only, and clears itself away.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    wanted: bool,
    visible: AtomicBool,
}

impl Progress {
    pub(super) fn new(screen: &Screen, articles: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(articles as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {eta} left") {
            bar.set_style(style);
        }
        let wanted = screen.watched && !screen.quiet;
        Progress { bar, start: Instant::now(), wanted, visible: AtomicBool::new(false) }
    }

    /// An article is done.
    pub(super) fn tick(&self) {
        if !self.wanted {
            return;
        }
        self.bar.inc(1);
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
