//! Compressed sources, read up to a limit: a small file may unpack to more than any machine holds.

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use std::io::{self, BufReader, Read};

/// How a source is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
    /// As members of a zip archive are.
    Deflate,
    /// As pages are on their way to a browser.
    Brotli,
}

impl Packing {
    /// By the bytes that a file begins with.
    pub(super) fn sniff(head: &[u8]) -> Packing {
        match head {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            _ => Packing::None,
        }
    }
}

/// How far compressed input is followed.
///
/// ```
/// use dateline::corpus::{Corpus, Limits};
/// let corpus = Corpus::empty()?.limits(Limits { unpacked: 64 << 20, ..Limits::default() });
/// # Ok::<(), dateline::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes one compressed file, or one member of an archive, may unpack to.
    pub unpacked: u64,
    /// How many times its own size it may unpack to, once that is more than [`Limits::FREE`].
    pub ratio: u64,
}

impl Limits {
    /// So many bytes may come out of a file however small it is.
    pub const FREE: u64 = 16 << 20;
}

impl Default for Limits {
    /// 1 GiB, and 200 times its size: prose packs to a quarter, and tables of it hardly ever to a hundredth.
    fn default() -> Self {
        Limits { unpacked: 1 << 30, ratio: 200 }
    }
}

/// Reads what a compressed source holds. `size` is how long it is as it lies.
pub(super) fn unpack<'r>(
    packed: Box<dyn Read + Send + 'r>,
    packing: Packing,
    size: u64,
    limits: Limits,
) -> io::Result<Box<dyn Read + Send + 'r>> {
    let reader: Box<dyn Read + Send> = match packing {
        Packing::None => return Ok(packed),
        Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Packing::Deflate => Box::new(DeflateDecoder::new(packed)),
        Packing::Brotli => Box::new(brotli_decompressor::Decompressor::new(packed, 4096)),
        Packing::Zstd => {
            let packed = Again { first: None, rest: BufReader::new(packed) };
            Box::new(Frames { packed: Some(packed), open: None })
        }
    };
    let most = limits.unpacked.min(size.saturating_mul(limits.ratio).max(Limits::FREE));
    Ok(Box::new(Limited { reader, left: most, most, absolute: most == limits.unpacked, limits }))
}

/// A reader that refuses to go on after so many bytes.
struct Limited<R> {
    reader: R,
    left: u64,
    most: u64,
    absolute: bool,
    limits: Limits,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // All that may come out does, however it is asked for.
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most > 0 || buffer.is_empty() {
            let read = self.reader.read(&mut buffer[..most])?;
            self.left -= read as u64;
            return Ok(read);
        }
        if self.reader.read(&mut [0])? == 0 {
            return Ok(0);
        }
        Err(io::Error::other(if self.absolute {
            let most = self.most >> 20;
            format!("it unpacks to more than {most} MiB; unpack it first if that is right")
        } else {
            format!("it unpacks to more than {} times its size, as no text does", self.limits.ratio)
        }))
    }
}

/// The frames of a Zstandard file, one after the other.
struct Frames<'r> {
    packed: Option<Again<'r>>,
    open: Option<Box<StreamingDecoder<Again<'r>, FrameDecoder>>>,
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(open) = &mut self.open {
                let read = open.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                self.packed = self.open.take().map(|open| open.into_inner());
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            let mut first = [0];
            if packed.read(&mut first)? == 0 {
                return Ok(0);
            }
            packed.first = Some(first[0]);
            // A frame that asks for a window of more than 128 MiB is refused.
            self.open = Some(Box::new(StreamingDecoder::new(packed).map_err(io::Error::other)?));
        }
    }
}

/// A reader that may be given back a byte.
struct Again<'r> {
    first: Option<u8>,
    rest: BufReader<Box<dyn Read + Send + 'r>>,
}

impl Read for Again<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match (buffer.first_mut(), self.first.take()) {
            (Some(slot), Some(first)) => {
                *slot = first;
                Ok(1)
            }
            (_, first) => {
                self.first = first;
                self.rest.read(buffer)
            }
        }
    }
}
