//! What is wrong with a rule file, pointing into it.

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A mistake in a rule or reference file.
#[derive(Clone, Debug)]
pub struct RuleDiagnostic {
    message: String,
    help: Option<String>,
    at: Range<usize>,
    source: Arc<NamedSource<String>>,
}

impl RuleDiagnostic {
    /// What is wrong with the rule file, in one sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The bytes of the file that it concerns.
    pub fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// The name of the file.
    pub fn path(&self) -> &str {
        self.source.name()
    }
}

impl fmt::Display for RuleDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RuleDiagnostic {}

impl Diagnostic for RuleDiagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("bad-rule"))
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as _)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(None, self.at.start, self.at.len().max(1)))))
    }
}

/// Collects what is wrong with one file.
#[derive(Debug)]
pub(super) struct Trouble {
    source: Arc<NamedSource<String>>,
    pub(super) found: Vec<RuleDiagnostic>,
}

impl Trouble {
    pub(super) fn new(path: &str, text: &str) -> Self {
        Trouble { source: Arc::new(NamedSource::new(path, text.to_owned())), found: Vec::new() }
    }

    pub(super) fn add(&mut self, at: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.found.push(RuleDiagnostic {
            message: message.into(),
            help,
            at,
            source: Arc::clone(&self.source),
        });
    }
}
