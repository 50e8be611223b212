//! The pages of a column, unpacked as other compressed sources are: with the same limits, and without a compiler of C.

use super::file::File;
use crate::corpus::unpack::{Limits, Packing, unpack};
use bytes::Bytes;
use parquet::basic::{Compression, CompressionCodec};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use std::io::Read;
use std::sync::Arc;

/// The pages of one column in one group of rows.
pub(super) struct Pages {
    packed: SerializedPageReader<File>,
    codec: CompressionCodec,
    limits: Limits,
}

impl Pages {
    pub(super) fn open(
        file: &File,
        chunk: &ColumnChunkMetaData,
        rows: usize,
        limits: Limits,
    ) -> Result<Pages> {
        let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
        if start < 0 || chunk.compressed_size() < 0 {
            return Err(broken("a column that begins before the file"));
        }
        // The crate is told that nothing is compressed, and hands out the pages as they lie.
        let plain = chunk.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?;
        let packed = SerializedPageReader::new(Arc::new(file.clone()), &plain, rows, None)?;
        Ok(Pages { packed, codec: chunk.compression_codec(), limits })
    }

    fn unpack(&self, page: &Bytes, from: usize) -> Result<Bytes> {
        let (levels, packed) =
            page.split_at_checked(from).ok_or_else(|| broken("a page that is shorter than it says"))?;
        // A page without a single value has nothing to unpack.
        if packed.is_empty() || self.codec == CompressionCodec::UNCOMPRESSED {
            return Ok(page.clone());
        }
        let mut out = levels.to_vec();
        let packing = match self.codec {
            CompressionCodec::SNAPPY => {
                let size = snap::raw::decompress_len(packed).map_err(external)?;
                if size > self.most(packed) {
                    return Err(broken("a page that unpacks to more than it may"));
                }
                out.resize(from + size, 0);
                snap::raw::Decoder::new().decompress(packed, &mut out[from..]).map_err(external)?;
                return Ok(out.into());
            }
            CompressionCodec::LZ4_RAW => return self.lz4(packed, out),
            CompressionCodec::GZIP => Packing::Gzip,
            CompressionCodec::ZSTD => Packing::Zstd,
            CompressionCodec::BROTLI => Packing::Brotli,
            other => {
                return Err(ParquetError::NYI(format!("it is compressed as {other:?}, which is not read")));
            }
        };
        unpack(Box::new(packed), packing, packed.len() as u64, self.limits)
            .and_then(|mut reader| reader.read_to_end(&mut out))
            .map_err(external)?;
        Ok(out.into())
    }

    /// A block that does not say how long it is once unpacked.
    fn lz4(&self, packed: &[u8], mut out: Vec<u8>) -> Result<Bytes> {
        let from = out.len();
        let most = self.most(packed);
        let mut size = (packed.len() * 4).min(most);
        loop {
            out.resize(from + size, 0);
            match lz4_flex::block::decompress_into(packed, &mut out[from..]) {
                Ok(len) => {
                    out.truncate(from + len);
                    return Ok(out.into());
                }
                Err(lz4_flex::block::DecompressError::OutputTooSmall { .. }) if size < most => {
                    size = (size * 2).min(most);
                }
                Err(error) => return Err(external(error)),
            }
        }
    }

    /// How many bytes may come out of so many.
    fn most(&self, packed: &[u8]) -> usize {
        let most = (packed.len() as u64).saturating_mul(self.limits.ratio).max(Limits::FREE);
        usize::try_from(most.min(self.limits.unpacked)).unwrap_or(usize::MAX)
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(mut page) = self.packed.get_next_page()? else { return Ok(None) };
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => *buf = self.unpack(buf, 0)?,
            Page::DataPageV2 {
                buf, is_compressed: true, def_levels_byte_len, rep_levels_byte_len, ..
            } => {
                *buf = self.unpack(buf, *def_levels_byte_len as usize + *rep_levels_byte_len as usize)?;
            }
            Page::DataPageV2 { .. } => {}
        }
        Ok(Some(page))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.packed.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.packed.skip_next_page()
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

fn external(error: impl std::error::Error + Send + Sync + 'static) -> ParquetError {
    ParquetError::External(Box::new(error))
}

pub(super) fn broken(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}
