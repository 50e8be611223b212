//! The bytes of a Parquet file, wherever they are, from any place on.

use crate::corpus::source::{Place, Source};
use crate::corpus::unpack::{Limits, Packing};
use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::io::{self, Read};

/// A file, a member of an archive, or bytes in memory.
#[derive(Clone, Debug)]
pub(super) struct File {
    place: Place,
    len: u64,
}

/// Headings of pages are read so many bytes at a time.
const BLOCK: u64 = 4096;

impl File {
    /// A source's own bytes; what is compressed as a whole is unpacked into memory, for it is read from its end.
    pub(super) fn of(source: &Source, limits: Limits) -> io::Result<File> {
        let place = match source.packing != Packing::None {
            true => {
                let mut bytes = Vec::new();
                source.open(limits)?.read_to_end(&mut bytes)?;
                Place::Memory(bytes.into())
            }
            false => source.place.clone(),
        };
        let len = place.size();
        Ok(File { place, len })
    }
}

impl Length for File {
    fn len(&self) -> u64 {
        self.len
    }
}

impl ChunkReader for File {
    type T = Tail;

    fn get_read(&self, start: u64) -> Result<Tail> {
        Ok(Tail { file: self.clone(), at: start, block: Vec::new(), read: 0 })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.len) {
            return Err(ParquetError::EOF("it is shorter than it says".to_owned()));
        }
        let mut bytes = Vec::with_capacity(length);
        self.place.open(start)?.take(length as u64).read_to_end(&mut bytes)?;
        match bytes.len() == length {
            true => Ok(bytes.into()),
            false => Err(ParquetError::EOF("it has become shorter".to_owned())),
        }
    }
}

/// A file from some byte on.
pub(super) struct Tail {
    file: File,
    at: u64,
    block: Vec<u8>,
    read: usize,
}

impl Read for Tail {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.block.len() {
            self.block.clear();
            self.read = 0;
            self.file.place.open(self.at)?.take(BLOCK).read_to_end(&mut self.block)?;
            self.at += self.block.len() as u64;
        }
        let read = (&self.block[self.read..]).read(buffer)?;
        self.read += read;
        Ok(read)
    }
}
