//! Marks and patterns in, [`Fact`]s out. This room owns patterns, subjects and stories.

mod anchor;
pub mod attribute;
pub mod extract;
pub mod family;
pub mod lemma;
pub mod matching;
pub mod pattern;
pub mod prose;
pub mod relation;
pub mod role;
mod scene;
mod scope;
pub mod show;
pub mod story;
mod value;
pub mod versions;

pub use attribute::{ArticleId, AttributeId, Card, Fact, Site, Subject, Valid, Value};
