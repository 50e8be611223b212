//! Files in folders whose names do not say how they are written: which of them are read, and what is told of the others.

use super::kind::{Format, document, is_bare, packing_of};
use super::sniff;
use super::source::{Place, Source};
use super::unpack::{Limits, Packing};
use crate::error::Notice;
use ignore::types::{Types, TypesBuilder};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The beginning of what a source holds, unpacked.
pub(super) fn head(place: &Place, packing: Packing, limits: Limits) -> Vec<u8> {
    let format = Format::Plain;
    let source = Source { shown: "".into(), place: place.clone(), format, packing, published: None };
    let mut head = Vec::with_capacity(sniff::HEAD);
    // What cannot be read is told of when it is read.
    let _ = source.open(limits).and_then(|reader| reader.take(sniff::HEAD as u64).read_to_end(&mut head));
    head
}

/// Whether a file without a telling name is text: of a compressed one, what is in it.
pub(super) fn is_text(place: &Place, named: Packing, limits: Limits) -> bool {
    let bytes = head(place, named, limits);
    let bytes = match Packing::sniff(&bytes) {
        Packing::None => bytes,
        packing => head(place, packing, limits),
    };
    if sniff::foreign(&bytes).is_some() {
        return false;
    }
    let bytes = sniff::decoded(&bytes);
    matches!(Format::sniff(&bytes), Format::Wire | Format::Warc) || sniff::is_text(&bytes)
}

/// What of a folder is passed over, though it may be missed.
#[derive(Debug, Default)]
pub(super) struct PassedOver {
    no_text: usize,
    documents: BTreeMap<&'static str, usize>,
    code: Option<Types>,
}

impl PassedOver {
    /// Whether somebody may look for an article in a file whose name says nothing of a format that is read: in a
    /// document, and in what has no extension and is not the code, licence or readme (`Makefile`, `LICENSE`) of a project.
    pub(super) fn may_miss(&mut self, path: &Path) -> bool {
        let known =
            || TypesBuilder::new().add_defaults().select("all").build().unwrap_or_else(|_| Types::empty());
        let inner = if packing_of(path) == Packing::None {
            path
        } else {
            Path::new(path.file_stem().unwrap_or_default())
        };
        document(path).is_some()
            || is_bare(path) && !self.code.get_or_insert_with(known).matched(inner, false).is_whitelist()
    }

    /// Counts one that is passed over.
    pub(super) fn over(&mut self, path: &Path) {
        match document(path) {
            Some(kind) => *self.documents.entry(kind).or_default() += 1,
            None => self.no_text += 1,
        }
    }

    /// What is told of them.
    pub(super) fn notices(self, folder: &str) -> impl Iterator<Item = Notice> {
        let files = |count: usize| if count == 1 { "a file".to_owned() } else { format!("{count} files") };
        let is = |count: usize| if count == 1 { "is" } else { "are" };
        let no_text = (self.no_text > 0)
            .then(|| format!("skipped {} in it that {} not text", files(self.no_text), is(self.no_text)));
        let count: usize = self.documents.values().sum();
        let kinds: Vec<String> =
            self.documents.iter().map(|(kind, count)| format!("{count} .{kind}")).collect();
        let documents = (count > 0).then(|| {
            format!("skipped {} in it of kinds that are not read: {}", files(count), kinds.join(", "))
        });
        let path = folder.to_owned();
        no_text.into_iter().chain(documents).map(move |message| Notice {
            path: path.clone(),
            line: None,
            message,
        })
    }
}
