//! What is wrong with a file that a user wrote (a rule, a timeline, names, the configuration), pointing into it.

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A stretch of a file that a user wrote, or of what stands in for one, such as an argument.
#[derive(Clone)]
pub struct Place {
    source: Arc<NamedSource<String>>,
    at: Range<usize>,
}

impl Place {
    /// The bytes of the file.
    pub fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// The name of the file, as it is shown.
    pub fn path(&self) -> &str {
        self.source.name()
    }

    /// The line, counted from 1.
    pub fn line(&self) -> u32 {
        let before = self.source.inner().as_bytes().iter().take(self.at.start);
        1 + u32::try_from(before.filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX - 1)
    }

    /// All of the file.
    pub fn source(&self) -> &str {
        self.source.inner()
    }

    /// The words of the file.
    pub fn text(&self) -> &str {
        self.source.inner().get(self.at.clone()).unwrap_or("")
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}..{}]", self.path(), self.at.start, self.at.end)
    }
}

/// A mistake in a file that a user wrote.
#[derive(Clone, Debug)]
pub struct Mistake {
    code: &'static str,
    message: String,
    help: Option<String>,
    place: Place,
}

impl Mistake {
    /// A mistake in the configuration that is known only when the file has been read.
    pub(crate) fn in_configuration(
        place: &Place,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> Self {
        let help = help.into();
        Mistake { code: CONFIGURATION, message: message.into(), help, place: place.clone() }
    }

    /// What is wrong with the file, in one sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The bytes of the file that it concerns.
    pub fn at(&self) -> Range<usize> {
        self.place.at()
    }

    /// The name of the file.
    pub fn path(&self) -> &str {
        self.place.path()
    }

    /// The line that it concerns, counted from 1.
    pub fn line(&self) -> u32 {
        self.place.line()
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl Diagnostic for Mistake {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as _)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.place.source)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let at = self.at();
        Some(Box::new(std::iter::once(LabeledSpan::new(None, at.start, at.len().max(1)))))
    }
}

const RULE: &str = "bad-rule";
const CONFIGURATION: &str = "bad-configuration";

/// Collects what is wrong with one file.
#[derive(Debug)]
pub(crate) struct Trouble {
    code: &'static str,
    source: Arc<NamedSource<String>>,
    pub(crate) found: Vec<Mistake>,
}

impl Trouble {
    /// For a rule, a timeline or names.
    pub(super) fn new(path: &str, text: &str) -> Self {
        Trouble { code: RULE, source: shown(path, text), found: Vec::new() }
    }

    /// For the configuration.
    pub(crate) fn in_configuration(path: &str, text: &str) -> Self {
        Trouble { code: CONFIGURATION, source: shown(path, text), found: Vec::new() }
    }

    pub(crate) fn place(&self, at: Range<usize>) -> Place {
        Place { source: Arc::clone(&self.source), at }
    }

    /// One mistake, not collected.
    pub(super) fn mistake(&self, at: Range<usize>, message: impl Into<String>) -> Mistake {
        Mistake { code: self.code, message: message.into(), help: None, place: self.place(at) }
    }

    pub(crate) fn add(&mut self, at: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.found.push(Mistake { help, ..self.mistake(at, message) });
    }
}

/// A file as a terminal may show it: what would steer the terminal is replaced, byte for byte as long, so that places stay.
fn shown(path: &str, text: &str) -> Arc<NamedSource<String>> {
    let harmless = |c: char| match c {
        '\n' | '\r' | '\t' => c.to_string(),
        // The embeddings, overrides and isolates that turn the direction of writing; as long as U+FFFD.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}'.to_string(),
        _ if c.is_control() => "?".repeat(c.len_utf8()),
        _ => c.to_string(),
    };
    Arc::new(NamedSource::new(path, text.chars().map(harmless).collect()))
}
