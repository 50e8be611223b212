//! Facts and policies in, [`Finding`]s out. This room owns rule files, policies, timelines and judging.

pub mod book;
pub mod checks;
pub mod diagnostic;
pub mod example;
pub mod file;
pub mod finding;
pub mod judge;
pub mod names;
pub mod policy;
pub(crate) mod reader;
pub mod suppress;
pub mod timeline;

pub use finding::{Confidence, Evidence, Finding, Outcome, Severity};
