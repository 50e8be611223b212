//! What stands in the place of Parquet where the program was built without it: a notice that says so.

use super::fields::Fields;
use super::record::Told;
use super::source::Source;
use super::unpack::Limits;
use super::vocabulary::Vocabulary;
use encoding_rs::Encoding;
use std::io;
use std::sync::Arc;

/// There is none.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) told: Option<String>,
    never: std::convert::Infallible,
}

impl Layout {
    pub(super) fn read(
        _: &Source,
        _: Limits,
        _: Option<&'static Encoding>,
        _: &Fields,
        _: &Vocabulary,
    ) -> Result<Layout, String> {
        Err("Parquet is not read by this build; build it with `cargo install dateline --features parquet`"
            .to_owned())
    }
}

/// There is none.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) group: u64,
    pub(super) at: u64,
    pub(super) number: u32,
}

/// There are none.
pub(super) struct Rows(Arc<Layout>);

impl Rows {
    pub(super) fn new(layout: Arc<Layout>) -> Rows {
        Rows(layout)
    }

    pub(super) fn next(&mut self, _: &mut Vec<u8>) -> Option<Result<Row, (u32, String)>> {
        match self.0.never {}
    }
}

pub(super) fn hold(layout: &Layout, _: u32) -> io::Result<Arc<[u8]>> {
    match layout.never {}
}

pub(super) fn read(
    _: &[u8],
    _: &Arc<str>,
    _: u32,
    layout: &Layout,
    _: &Fields,
    _: &Vocabulary,
) -> Result<Told, String> {
    match layout.never {}
}

/// Whether this thread is at work on bytes that may make a library panic: never in this build.
pub fn is_guarded() -> bool {
    false
}
