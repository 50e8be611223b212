//! What the beginning of a source of many articles says of all of them: its encoding, the columns of a table, who publishes a
//! feed.

use super::encoding::{HEAD, declared_wide, decode_all, encoding_of};
use super::fields::Fields;
use super::kind::Format;
use super::source::Source;
use super::stream::CHUNK;
use super::table::{Columns, columns};
use super::unpack::{Limits, Packing};
use super::vocabulary::Vocabulary;
use super::{json_feed, parquet};
use encoding_rs::{Encoding, UTF_8};
use std::io::{self, Read};
use std::sync::Arc;

/// What is known of a source before its first record is read.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Whether offsets count in the text it is decoded to, which is then held, and not in the file.
    pub(super) held: bool,
    pub(super) encoding: &'static Encoding,
    /// What the columns of a table say, or why it cannot be read.
    pub(super) columns: Option<Result<Columns, String>>,
    /// The same of a Parquet file.
    pub(super) layout: Option<Arc<parquet::Layout>>,
    /// What the user should know of it.
    pub(super) told: Option<String>,
    /// Who publishes a feed.
    pub(super) outlet: Option<String>,
}

impl Head {
    fn new(held: bool, encoding: &'static Encoding) -> Head {
        Head { held, encoding, columns: None, layout: None, told: None, outlet: None }
    }

    /// Reads it off the beginning of a source.
    pub(super) fn read(
        source: &Source,
        limits: Limits,
        asked: Option<&'static Encoding>,
        fields: &Fields,
        v: &Vocabulary,
    ) -> io::Result<Head> {
        if source.format == Format::Parquet {
            let mut known = Head::new(true, UTF_8);
            match parquet::Layout::read(source, limits, asked, fields, v) {
                Ok(layout) => {
                    known.told.clone_from(&layout.told);
                    known.layout = Some(Arc::new(layout));
                }
                Err(why) => known.columns = Some(Err(why)),
            }
            return Ok(known);
        }
        let mut reader = source.open(limits)?;
        let mut head = Vec::new();
        // What cannot be read is told of when it is read in full.
        let more = (&mut reader).take(HEAD as u64).read_to_end(&mut head).is_ok();
        // JSON is in UTF-8, says its standard, and a line that is not is told of.
        let lenient = matches!(source.format, Format::Table(_) | Format::Xml | Format::Wire);
        let marked = Encoding::for_bom(&head).map(|(encoding, _)| encoding).or_else(|| declared_wide(&head));
        let guessed = lenient || asked.is_some();
        let encoding = if guessed { encoding_of(&head, asked) } else { marked.unwrap_or(UTF_8) };
        let held = source.packing != Packing::None || encoding != UTF_8;
        let mut known = Head::new(held, encoding);
        match source.format {
            Format::Table(separator) => {
                // A heading may be longer than what was read, but not by much.
                if more {
                    (&mut reader).take((CHUNK - HEAD) as u64).read_to_end(&mut head).ok();
                }
                known.columns = Some(match columns(&decode_all(&head, encoding), separator, fields, v) {
                    Ok((columns, told)) => {
                        known.told = told;
                        Ok(columns)
                    }
                    Err(why) => Err(why),
                });
            }
            Format::Xml => known.outlet = super::xml::outlet(&decode_all(&head, encoding)),
            Format::Json if json_feed::is_feed(&head) => known.outlet = json_feed::title(&head),
            Format::Warc => known.held = false,
            _ => {}
        }
        Ok(known)
    }
}
