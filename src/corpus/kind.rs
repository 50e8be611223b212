//! How a source is written: by its name, else by how it begins.

use super::unpack::Packing;
use super::{mail, sniff};
use std::ffi::OsStr;
use std::path::Path;

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Markdown,
    /// A web page.
    Html,
    JsonLines,
    /// An array of records, or records one after the other.
    Json,
    /// A table with a line of headings, and what separates its columns.
    Table(u8),
    /// A table by columns.
    Parquet,
    /// NewsML-G2, NITF, RSS, Atom, WordPress: the root element says which.
    Xml,
    /// What a crawler has kept; the compressed ones are compressed record by record.
    Warc,
    /// IPTC 7901 or ANPA 1312: messages between control characters.
    Wire,
    /// A message of electronic mail.
    Mail,
}

impl Format {
    /// By the extension of a file.
    pub(super) fn of(path: &Path) -> Option<Format> {
        let extension = path.extension().and_then(OsStr::to_str)?;
        let is = |known: &[&str]| known.iter().any(|k| extension.eq_ignore_ascii_case(k));
        let formats: [(&[&str], Format); 12] = [
            (&["txt", "text"], Format::Plain),
            (&["eml"], Format::Mail),
            (&["md", "markdown"], Format::Markdown),
            (&["html", "htm", "xhtml"], Format::Html),
            (&["jsonl", "ndjson"], Format::JsonLines),
            (&["json"], Format::Json),
            (&["csv"], Format::Table(b',')),
            (&["tsv", "tab"], Format::Table(b'\t')),
            (&["parquet", "pq"], Format::Parquet),
            (&["xml", "rss", "atom", "nitf", "newsml", "wxr"], Format::Xml),
            (&["warc"], Format::Warc),
            (&["iptc", "anpa", "iptc7901"], Format::Wire),
        ];
        formats.into_iter().find(|(known, _)| is(known)).map(|(_, format)| format)
    }

    /// By the name of a file that may be compressed: `dump.jsonl.gz`.
    pub(super) fn of_packed(path: &Path) -> Option<(Format, Packing)> {
        let packing = packing_of(path);
        match packing {
            Packing::None => Format::of(path).map(|format| (format, packing)),
            _ => Format::of(Path::new(path.file_stem()?)).map(|format| (format, packing)),
        }
    }

    /// By the bytes that a source begins with, [decoded](sniff::decoded); plain text where nothing speaks against it.
    pub(super) fn sniff(head: &[u8]) -> Format {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if head.starts_with(b"WARC/") {
            return Format::Warc;
        }
        if head.starts_with(b"PAR1") {
            return Format::Parquet;
        }
        if is_wire(head) {
            return Format::Wire;
        }
        match head.trim_ascii_start() {
            text @ [b'{', ..] => match sniff::object(text) {
                Some(true) => Format::JsonLines,
                Some(false) => Format::Json,
                None => Format::Plain,
            },
            [b'[', rest @ ..] if matches!(rest.trim_ascii_start(), [b'{', ..]) => Format::Json,
            text if sniff::is_page(text) => Format::Html,
            text if sniff::is_markup(text) => Format::Xml,
            text if mail::is_mail(text) => Format::Mail,
            _ => Format::Plain,
        }
    }

    /// Whether a source is read in pieces, each of several articles.
    pub(super) fn is_streamed(self) -> bool {
        matches!(self, Format::JsonLines | Format::Json | Format::Table(_) | Format::Parquet | Format::Warc)
    }
}

/// How a file is compressed, by its name.
pub(super) fn packing_of(path: &Path) -> Packing {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
    let is = |known: &[&str]| known.iter().any(|k| extension.eq_ignore_ascii_case(k));
    if is(&["gz", "gzip"]) {
        Packing::Gzip
    } else if is(&["zst", "zstd"]) {
        Packing::Zstd
    } else {
        Packing::None
    }
}

/// Whether a text begins as a message on a wire: the start of a heading, after idle characters.
pub(super) fn is_wire(head: &[u8]) -> bool {
    const IDLE: [u8; 7] = [0x16, 0x00, b'\r', b'\n', b' ', 0x7f, 0x11];
    head.iter().take(64).find(|b| !IDLE.contains(b)) == Some(&0x01)
}

/// Whether the name of a file says nothing of what is in it: it has no extension, or what looks like one is a number,
/// as in `wire.0412`, or the end of a sentence.
pub(super) fn is_bare(path: &Path) -> bool {
    let inner = if packing_of(path) == Packing::None {
        path
    } else {
        Path::new(path.file_stem().unwrap_or_default())
    };
    inner.extension().is_none_or(|extension| {
        let extension = extension.to_string_lossy();
        extension.bytes().all(|b| b.is_ascii_digit()) || extension.contains(' ')
    })
}

/// The kind of document that a file is by its name, where it may hold an article and yet is not read.
pub(super) fn document(path: &Path) -> Option<&'static str> {
    const KINDS: [&str; 18] = [
        "pdf", "docx", "doc", "odt", "rtf", "epub", "pages", "wpd", "mht", "mhtml", "msg", "mbox", "pptx",
        "ppt", "xlsx", "xls", "sgm", "sgml",
    ];
    let extension = path.extension().and_then(OsStr::to_str)?;
    KINDS.into_iter().find(|kind| extension.eq_ignore_ascii_case(kind))
}

/// Whether a name is that of a zip archive.
pub(super) fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}
