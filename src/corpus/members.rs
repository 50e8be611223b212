//! Compressed WARC files: every record is a gzip member of its own, so that one can be read without those before it.

use super::source::Place;
use super::unpack::Limits;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The members of a gzip file, one after the other: in a WARC each is a record.
pub(super) struct Members<'c> {
    packed: Option<BufReader<Counted<'c>>>,
    limits: Limits,
}

struct Counted<'c> {
    reader: Box<dyn Read + Send + 'c>,
    read: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl<'c> Members<'c> {
    pub(super) fn open(place: &'c Place, limits: Limits) -> io::Result<Self> {
        let reader = Counted { reader: place.open(0)?, read: 0 };
        Ok(Members { packed: Some(BufReader::with_capacity(1 << 16, reader)), limits })
    }

    /// Adds what the next member holds to `out`, and gives where it starts; what there was before an error is kept.
    pub(super) fn next(&mut self, out: &mut Vec<u8>) -> Result<Option<u64>, (u64, io::Error)> {
        let Some(mut packed) = self.packed.take() else { return Ok(None) };
        let place = |packed: &BufReader<Counted>| packed.get_ref().read - packed.buffer().len() as u64;
        let at = place(&packed);
        match packed.fill_buf() {
            Ok([]) => return Ok(None),
            Ok(_) => {}
            Err(error) => return Err((at, error)),
        }
        let mut member = GzDecoder::new(packed);
        let before = out.len();
        let most = self.limits.unpacked;
        match (&mut member).take(most + 1).read_to_end(out) {
            Ok(read) if read as u64 > most => {
                out.truncate(before);
                let message = format!("it unpacks to more than {} MiB", most >> 20);
                return Err((at, io::Error::other(message)));
            }
            Ok(_) => {}
            Err(error) => return Err((at, error)),
        }
        let packed = member.into_inner();
        let (read, made) = (place(&packed) - at, (out.len() - before) as u64);
        self.packed = Some(packed);
        if made > Limits::FREE && made > read.saturating_mul(self.limits.ratio) {
            out.truncate(before);
            self.packed = None;
            let message =
                format!("it unpacks to more than {} times its size, as no text does", self.limits.ratio);
            return Err((at, io::Error::other(message)));
        }
        Ok(Some(at))
    }
}

/// One member of a compressed WARC again, up to `len` bytes after `skip`.
pub(super) fn member(place: &Place, at: u64, skip: u64, len: u64, limits: Limits) -> Option<Vec<u8>> {
    let packed = BufReader::new(place.open(at).ok()?);
    let mut member = GzDecoder::new(packed).take(limits.unpacked);
    io::copy(&mut (&mut member).take(skip), &mut io::sink()).ok()?;
    let mut out = Vec::new();
    member.take(len).read_to_end(&mut out).ok()?;
    (out.len() as u64 == len).then_some(out)
}
