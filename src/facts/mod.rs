//! Marks and patterns in, [`Fact`]s out. This room owns patterns, subjects and stories.

pub mod attribute;
pub mod story;

pub use attribute::{AttributeId, Fact, Site, Subject, Valid, Value};
