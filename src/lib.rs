//! `dateline` lints a corpus of news articles: it finds numbers and dates that cannot all be true, given when each
//! article was published.
//!
//! ```
//! use dateline::{Corpus, Linter, Options, Text};
//!
//! let article = |name: &str, day: &str, text: &str| Text {
//!     name: name.into(),
//!     text: text.into(),
//!     published: Some(day.into()),
//! };
//! let corpus = Corpus::from_texts([
//!     article("march.txt", "2021-03-02", "Ruth Adeyemi's term as governor ends in September 2021."),
//!     article("april.txt", "2021-04-02", "Ruth Adeyemi's term as governor ends in October 2021."),
//! ])?;
//! let checked = Linter::builtin()?.check(&corpus, &Options::default());
//! assert_eq!(&*checked.findings[0].rule, "term-end");
//! # Ok::<(), dateline::error::Error>(())
//! ```
//!
//! The way of an article: [`corpus`] → [`text`] → [`grammar`] → [`dating`] → [`facts`] → [`rules`] → [`report`].
//! Each room imports only from rooms to its left; under all of them lie [`span`], [`interval`] and [`error`]. What a user
//! wants otherwise, [`config`] reads from `dateline.toml`: it knows the rules and comes before the report.
//! [`Linter`] puts them together up to the findings; what is printed is made by [`report`]; what
//! does not count in a run is known to [`gate`].

pub mod error;
pub mod interval;
pub mod span;

pub mod corpus;
pub mod text;

pub mod grammar;

pub mod dating;

pub mod facts;

pub mod rules;

pub mod config;

mod linter;
pub mod report;

pub mod gate;

pub use corpus::{Corpus, Text};
pub use linter::{
    ArticleDiff, Candidates, Checked, Clock, Diff, DiffOptions, ExampleResult, Exceptions, Linter, Options,
    Survey, Thread, Timings, Understood, Unpaired,
};

/// The README's example compiles and holds.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
