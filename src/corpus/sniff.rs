//! How a source is written where its name does not say, by how it begins; and what is no text at all.

use super::encoding::{decode_all, wide};
use std::borrow::Cow;

/// How much of a source tells what it is.
pub(super) const HEAD: usize = 4096;

/// What files of other kinds begin with, and what they are called.
const MAGIC: [(&[u8], &str); 30] = [
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"%!PS", "PostScript"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM\0\0", "a picture (BMP)"),
    (b"8BPS", "a picture (Photoshop)"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"OggS", "sound or film (Ogg)"),
    (b"ID3", "sound (MP3)"),
    (b"fLaC", "sound (FLAC)"),
    (b"\x1a\x45\xdf\xa3", "film (Matroska)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a program (WebAssembly)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"Rar!\x1a\x07", "an archive (RAR)"),
    (b"\xfd7zXZ\0", "something compressed with xz"),
    (b"BZh", "something compressed with bzip2"),
    (b"\xff\xfe\0\0", "text in UTF-32"),
    (b"\0\0\xfe\xff", "text in UTF-32"),
    (b"!BDN", "a mailbox (Outlook)"),
];

/// What a source is, by its first bytes, where it is something that is not read.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        // "BZh" and "ID3" may begin a word, and so may others; bytes that no text has tell them apart.
        let short = head.starts_with(b"BZh") || head.starts_with(b"ID3") || head.starts_with(b"RIFF");
        return Some(*what).filter(|_| !short || head.iter().take(64).any(|b| *b < b'\t'));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some("an archive (tar)");
    }
    (head.get(4..8) == Some(b"ftyp")).then_some("film or a picture (MP4, HEIC)")
}

/// What an archive is, by its first bytes, where it is a document and not a folder of files.
pub(super) fn document(head: &[u8]) -> Option<&'static str> {
    let holds = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    let kinds: [(&[u8], &str); 3] = [
        (b"mimetypeapplication/epub+zip", "an electronic book (EPUB)"),
        (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
        (b"[Content_Types].xml", "an Office document"),
    ];
    kinds.into_iter().find(|(part, _)| holds(part)).map(|(_, what)| what)
}

/// The beginning of a source as it reads in UTF-8, where it is in UTF-16.
pub(super) fn decoded(head: &[u8]) -> Cow<'_, [u8]> {
    match wide(head) {
        Some(encoding) => decode_all(&head[..head.len() & !1], encoding).into_bytes().into(),
        None => head.into(),
    }
}

/// Whether a beginning, [`decoded`], is text that people may have written.
pub(super) fn is_text(head: &[u8]) -> bool {
    let control = |b: &&u8| matches!(**b, 1..=7 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        // Cut inside a character.
        Err(error) => error.error_len().is_none() && head.len() >= HEAD,
    };
    let high = head.iter().filter(|b| !b.is_ascii()).count();
    !head.contains(&0)
        && !head.trim_ascii().is_empty()
        && !head.starts_with(b"#!")
        && head.iter().filter(control).count() * 100 <= head.len()
        && (utf8 || high * 10 <= head.len() * 3)
}

/// Whether a text starts as a web page does: with a document type, or with one of the elements by which browsers tell one.
pub(super) fn is_page(start: &[u8]) -> bool {
    const FIRST: [&str; 19] = [
        "html", "head", "body", "script", "iframe", "h1", "div", "font", "table", "a", "style", "title", "b",
        "br", "p", "article", "main", "section", "meta",
    ];
    let mut start = start.trim_ascii_start();
    // A note of the program that saved it, or a prolog.
    for (open, close) in [("<?xml", "?>"), ("<!--", "-->"), ("<!--", "-->")] {
        if start.starts_with(open.as_bytes()) {
            let Some(end) = memchr::memmem::find(start, close.as_bytes()) else { return false };
            start = start[end + close.len()..].trim_ascii_start();
        }
    }
    let opens = |with: &str| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with.as_bytes()));
    opens("<!doctype html")
        || FIRST.iter().any(|name| tag(start).is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes())))
}

/// Whether a text starts as a document of marked up text does that is no web page.
pub(super) fn is_markup(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    // Prose may well begin with something in angle brackets, but it does not close it.
    let closes = |name: &[u8]| memchr::memmem::find(start, &[b"</", name].concat()).is_some();
    start.starts_with(b"<?xml")
        || start.starts_with(b"<!DOCTYPE ")
        || tag(start).is_some_and(|name| closes(name) || start.len() >= HEAD - 64)
}

/// The name of the tag that a text starts with.
fn tag(start: &[u8]) -> Option<&[u8]> {
    let rest = start.strip_prefix(b"<")?;
    let len =
        rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_')).count();
    let ends = matches!(rest.get(len), Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
    (ends && rest[0].is_ascii_alphabetic()).then(|| &rest[..len])
}

/// Whether a text that starts with a brace is a JSON object, and if so, whether that is all on its first line.
pub(super) fn object(start: &[u8]) -> Option<bool> {
    let inner = start.strip_prefix(b"{")?.trim_ascii_start();
    let line = start.split(|&b| b == b'\n').next().unwrap_or(start);
    let whole =
        start.len() >= HEAD - 64 && line.len() == start.len() || line.trim_ascii_end().ends_with(b"}");
    matches!(inner.first(), Some(b'"' | b'}') | None).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::super::kind::Format;
    use super::*;

    #[test]
    fn what_a_source_is() {
        for (head, format) in [
            ("<!-- saved from url=(0014)about:internet -->\n<html>", Format::Html),
            ("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'>", Format::Html),
            ("<p>Ten fell.</p>", Format::Html),
            ("<Title>Ten</Title>", Format::Html),
            ("<?xml version='1.0'?><nitf>", Format::Xml),
            ("<REUTERS id='1'><BODY>Ten fell.</BODY></REUTERS>", Format::Xml),
            ("<!DOCTYPE lewis SYSTEM 'lewis.dtd'>", Format::Xml),
            ("<AP> Ten fell, she said.", Format::Plain),
            ("<3 Elmport", Format::Plain),
            ("{\"text\":\"Ten fell.\"}\n{\"text\":\"Nine rose.\"}", Format::JsonLines),
            ("{\n  \"text\": \"Ten fell.\"\n}", Format::Json),
            ("{Note: ten fell.}", Format::Plain),
            ("[{\"text\":\"Ten fell.\"}]", Format::Json),
            ("[Ten fell.]", Format::Plain),
            ("WARC/1.0\r\n", Format::Warc),
            ("Ten fell.", Format::Plain),
        ] {
            assert_eq!(Format::sniff(head.as_bytes()), format, "{head}");
            for wide in [
                head.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
                head.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            ] {
                if wide.len() >= 32 {
                    assert_eq!(Format::sniff(&decoded(&wide)), format, "{head} in UTF-16");
                }
            }
        }
    }

    #[test]
    fn what_is_no_text() {
        assert_eq!(foreign(b"%PDF-1.7\nall of it in ASCII"), Some("a PDF"));
        assert_eq!(foreign(b"ID3 cards are asked for."), None);
        assert_eq!(foreign(b"ID3\x03\0\0"), Some("sound (MP3)"));
        assert!(document(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml").is_some());
        assert!(
            !is_text(b"") && !is_text(b"a\0b") && !is_text(b"#!/bin/sh\n") && !is_text(b"\x01\x02\x03abc")
        );
        assert!(is_text("Élèves".as_bytes()) && is_text(b"The caf\xe9 is open."));
        assert!(!is_text(&[0xf0, 0xe1, 0xd2, 0xc3, 0x20, 0x20]));
    }
}
