//! Order among threads: what they make comes out in the order of the sources, and only so many work at once.

use super::read::Origin;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Where what is done waits for what was handed out before it.
pub(super) struct Line<T, S> {
    /// The number of the unit that is due.
    next: u64,
    early: BTreeMap<u64, Vec<(Origin, T)>>,
    /// Whether the sink has broken off.
    closed: bool,
    sink: S,
}

impl<T, S: FnMut(Origin, T) -> ControlFlow<()>> Line<T, S> {
    pub(super) fn new(sink: S) -> Self {
        Line { next: 0, early: BTreeMap::new(), closed: false, sink }
    }

    /// Takes what was made of a unit; says whether to go on.
    pub(super) fn join(&mut self, number: u64, read: Vec<(Origin, T)>) -> ControlFlow<()> {
        self.early.insert(number, read);
        while !self.closed
            && let Some(read) = self.early.remove(&self.next)
        {
            self.next += 1;
            self.closed = read.into_iter().any(|(origin, made)| (self.sink)(origin, made).is_break());
        }
        if self.closed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// How many threads may work at once.
pub(super) struct Permits {
    free: Mutex<usize>,
    freed: Condvar,
}

pub(super) struct Permit<'p>(&'p Permits);

impl Permits {
    pub(super) fn new(jobs: usize) -> Self {
        Permits { free: Mutex::new(jobs), freed: Condvar::new() }
    }

    /// Waits for its turn.
    pub(super) fn take(&self) -> Permit<'_> {
        let mut free = lock(&self.free);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *lock(&self.0.free) += 1;
        self.0.freed.notify_one();
    }
}

/// Locks, whoever may have panicked before.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
