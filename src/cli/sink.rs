//! What is written while articles are still read.

use std::io::{self, Write};
use std::ops::ControlFlow;

/// Takes what is made of each article, in their order; what cannot be written ends the reading.
pub(super) struct Sink<'o> {
    out: &'o mut (dyn Write + Send),
    taken: usize,
    failed: Option<io::Error>,
}

impl<'o> Sink<'o> {
    pub(super) fn new(out: &'o mut (dyn Write + Send)) -> Self {
        Sink { out, taken: 0, failed: None }
    }

    /// Writes what was made of an article.
    pub(super) fn take(&mut self, made: io::Result<Vec<u8>>) -> ControlFlow<()> {
        self.taken += 1;
        match made.and_then(|made| self.out.write_all(&made)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    /// How many articles there were.
    ///
    /// # Errors
    /// When one could not be written.
    pub(super) fn finish(self) -> io::Result<usize> {
        self.failed.map_or(Ok(self.taken), Err)
    }
}
