//! How long the parts of a run take, by a clock that the caller brings: the library knows none.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What time it is, since whenever; it never goes back.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Clock {
    /// One that asks `now`.
    pub fn new(now: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Clock(Arc::new(now))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// How long the parts of a check took; nothing where there was no clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// The parts, one after the other.
    pub parts: Vec<(&'static str, Duration)>,
    /// The rules whose work can be told apart from that of others, on all threads together.
    pub rules: BTreeMap<Arc<str>, Duration>,
}

/// Measures a check.
pub(super) struct Stopwatch {
    clock: Option<Clock>,
    /// When the part that is under way began.
    begun: Duration,
    parts: Vec<(&'static str, Duration)>,
    rules: Mutex<BTreeMap<Arc<str>, Duration>>,
}

impl Stopwatch {
    pub(super) fn start(clock: Option<&Clock>) -> Self {
        let begun = clock.map_or(Duration::ZERO, |clock| (clock.0)());
        Stopwatch { clock: clock.cloned(), begun, parts: Vec::new(), rules: Mutex::default() }
    }

    /// A part is done, and the next begins.
    pub(super) fn lap(&mut self, part: &'static str) {
        let Some(clock) = &self.clock else { return };
        let now = (clock.0)();
        self.parts.push((part, now.saturating_sub(self.begun)));
        self.begun = now;
    }

    /// Does the work of a rule, from whatever thread.
    pub(super) fn rule<T>(&self, rule: &Arc<str>, work: impl FnOnce() -> T) -> T {
        let Some(clock) = &self.clock else { return work() };
        let begun = (clock.0)();
        let made = work();
        let took = (clock.0)().saturating_sub(begun);
        *self.rules.lock().unwrap_or_else(PoisonError::into_inner).entry(Arc::clone(rule)).or_default() +=
            took;
        made
    }

    pub(super) fn stop(self) -> Timings {
        Timings { parts: self.parts, rules: self.rules.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Corpus, Linter, Options, Text};
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn parts_and_rules_by_a_clock_that_is_brought() {
        let text = "The lock was opened on Friday, May 12, 2021.";
        let texts =
            ["a.txt", "b.txt"].map(|name| Text { name: name.into(), text: text.into(), published: None });
        let corpus = Corpus::from_texts(texts).unwrap();
        // Every look at it takes a second.
        let seconds = AtomicU64::new(0);
        let clock = Clock::new(move || Duration::from_secs(seconds.fetch_add(1, Ordering::Relaxed)));
        let options = Options { jobs: Some(1), ..Options::default() };
        let linter = Linter::builtin().unwrap();
        assert_eq!(linter.survey(&corpus, &options).timings, Timings::default());
        let timings = linter.timed(clock).survey(&corpus, &options).timings;
        let parts: Vec<&str> = timings.parts.iter().map(|(part, _)| *part).collect();
        assert_eq!(parts, ["reading", "stories", "judging facts", "comparing texts", "suppressions"]);
        // Of each article, one second.
        assert_eq!(timings.rules.get("weekday"), Some(&Duration::from_secs(2)));
        let whole: Duration = timings.parts.iter().map(|(_, took)| *took).sum();
        assert!(timings.rules.values().all(|took| *took < whole), "{timings:?}");
    }
}
