//! `dateline.toml`: what a run reads, which rules it goes by, how loud they are, and what it leaves alone.
//!
//! A file is read key by key into [`Settings`], all its mistakes at once, each at its place. The settings of a run come in
//! layers, the command line's over the file's over those that it extends; [`Config`] is what they come to. Where the
//! file lies is for the caller to find out.

mod effective;
mod ignore;
mod kinds;
mod load;
mod overrides;
mod paths;
mod schema;
mod settings;
mod value;

pub use effective::{Config, Folders};
pub use ignore::{Asked, Ignore, Ignored};
pub use kinds::{Encoding, FailOn, Level, Locations, Output, Outputs};
pub use load::{Loaded, Origin, load, load_text, parse};
pub use overrides::{Override, Overrides, RuleSettings, Rules};
pub use paths::{Kind, Paths, Pattern};
pub use schema::schema;
pub use settings::Settings;
pub use value::{Given, Names};

#[cfg(test)]
mod tests;
