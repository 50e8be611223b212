//! Zip archives: each member is a source of its own. Archives in archives are not opened, and nothing is ever written.

use super::kind::{Format, is_zip, packing_of};
use super::source::{Place, Source};
use super::unpack::Packing;
use crate::error::Notice;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// An archive with more members than this is not opened.
const MEMBERS: usize = 1 << 20;

/// The members of an archive that may hold articles, and notices on the others.
pub(super) fn members(shown: &str, place: &Place) -> (Vec<Source>, Vec<Notice>) {
    match place {
        Place::File(path) => match File::open(path) {
            Ok(file) => list(shown, place, BufReader::new(file)),
            Err(error) => (Vec::new(), vec![notice(shown, format!("cannot be read: {error}"))]),
        },
        Place::Memory(bytes) => list(shown, place, Cursor::new(Arc::clone(bytes))),
        Place::Member(..) => (Vec::new(), Vec::new()),
    }
}

fn list(shown: &str, place: &Place, reader: impl Read + Seek) -> (Vec<Source>, Vec<Notice>) {
    let (mut sources, mut notices) = (Vec::new(), Vec::new());
    let mut archive = match ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => {
            return (sources, vec![notice(shown, format!("not a zip archive that can be read: {error}"))]);
        }
    };
    if archive.len() > MEMBERS {
        return (sources, vec![notice(shown, format!("has more than {MEMBERS} members; unpack it first"))]);
    }
    let place = Arc::new(place.clone());
    for index in 0..archive.len() {
        let member = match archive.by_index_raw(index) {
            Ok(member) => member,
            Err(error) => {
                notices.push(notice(shown, format!("its member {} cannot be read: {error}", index + 1)));
                continue;
            }
        };
        let Ok(name) = member.name().map(|name| name.replace('\\', "/")) else { continue };
        if member.is_dir() || is_hidden(&name) {
            continue;
        }
        let path = Path::new(&name);
        let full = format!("{shown}/{name}");
        if leads_out(&name) {
            notices.push(notice(shown, format!("`{name}` in it leads out of the archive; it is left out")));
            continue;
        }
        if is_zip(path) || packing_of(path) != Packing::None {
            notices.push(notice(&full, "an archive within an archive is not opened".to_owned()));
            continue;
        }
        let Some(format) = Format::of(path) else { continue };
        if member.encrypted() {
            notices.push(notice(&full, "is encrypted".to_owned()));
            continue;
        }
        let packing = match member.compression() {
            CompressionMethod::Stored => Packing::None,
            CompressionMethod::DEFLATE => Packing::Deflate,
            CompressionMethod::ZSTD => Packing::Zstd,
            other => {
                notices.push(notice(&full, format!("is compressed in a way that is not read: {other}")));
                continue;
            }
        };
        let Some(at) = member.data_start() else { continue };
        let place = Place::Member(Arc::clone(&place), at, member.compressed_size());
        sources.push(Source { shown: full.into(), place, format, packing, published: None });
    }
    (sources, notices)
}

/// Absolute, or with a way up: no folder of an archive is meant by it.
fn leads_out(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/') || drive || name.split('/').any(|part| part == "..") || name.contains('\0')
}

/// What a Mac or a version control adds.
fn is_hidden(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.split('/').any(|part| part.starts_with('.') && part != ".." && part.len() > 1)
}

fn notice(path: &str, message: String) -> Notice {
    Notice { path: path.to_owned(), line: None, message }
}
