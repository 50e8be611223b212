//! Facts and policies in, [`Finding`]s out. This room owns rule files, policies, timelines and judging.

pub mod checks;
pub mod finding;

pub use finding::{Confidence, Evidence, Finding, Outcome, Severity};
