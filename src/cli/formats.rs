//! How the input is written, where its files do not say so themselves.

use super::config::Setup;
use clap::Args;
use dateline::corpus::{Corpus, Fields};
use dateline::error::Error;

/// What is said of the input beside its paths.
#[derive(Clone, Debug, Args)]
pub(super) struct Formats {
    /// Read `text`, `title`, `published` … of JSON records and tables from another field: `--field text=body`. Repeat for
    /// more; `a.b` is field b of field a. See docs/formats.md.
    #[arg(long = "field", value_name = "WHAT=FIELD")]
    fields: Vec<String>,
    /// The encoding of texts that are not in UTF-8 and do not say so: `windows-1252`, `utf-16le` … By default it is guessed.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

/// Tells the corpus.
pub(super) fn corpus(formats: &Formats, setup: &Setup, corpus: Corpus) -> Result<Corpus, Error> {
    let told = |error: Error, option: &str| Error::new(format!("{option}: {error}"));
    let fields = formats.fields.iter().try_fold(Fields::default(), |fields, pair| fields.with_pair(pair));
    let corpus = corpus.fields(fields.map_err(|e| told(e, "--field"))?);
    let configured = setup.config.encoding().map(encoding_rs::Encoding::name);
    match formats.encoding.as_deref().or(configured) {
        Some(name) => corpus.encoding(name).map_err(|e| told(e, "--encoding")),
        None => Ok(corpus),
    }
}
