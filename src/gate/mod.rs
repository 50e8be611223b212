//! What stands between findings and a failing run: the baseline, which knows what an archive has been living with, and
//! the review, which asks only of what has changed. Suppressions come before both; see [`crate::rules::suppress`].
//!
//! Everything here works on findings before they are shown, knows of no file system, and can be called by anyone.

pub mod baseline;
pub mod review;

pub use baseline::{BadBaseline, Baseline, Compared, Entry, Naming};

#[cfg(test)]
mod tests;
