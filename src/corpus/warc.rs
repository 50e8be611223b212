//! What crawlers keep: WARC files, as of Common Crawl's news crawl. The day of the crawl says nothing about the day of
//! publication, so it is not read.

use super::encoding::decode;
use super::page;
use super::record::Told;
use super::split::{Split, Step};
use super::unpack::{Limits, Packing, unpack};
use super::vocabulary::Vocabulary;
use std::io::Read;
use std::sync::Arc;

/// Finds the records of an uncompressed file.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// How much is left of a record that is passed over.
    passed: usize,
}

/// A heading is not longer than this.
const HEADING: usize = 64 << 10;
/// A page is not; a longer record is passed over, as it comes.
const PAGE: usize = 64 << 20;

impl Split for Records {
    fn next(&mut self, bytes: &[u8], last: bool) -> Step {
        if self.passed > 0 {
            let len = self.passed.min(bytes.len());
            self.passed -= len;
            return match len {
                0 if last => {
                    self.passed = 0;
                    Step::Stop(CUT.to_owned())
                }
                0 => Step::More,
                len => Step::Skip(len),
            };
        }
        let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if blank > 0 {
            return Step::Skip(blank);
        }
        if bytes.is_empty() {
            return Step::More;
        }
        if !b"WARC/".starts_with(&bytes[..bytes.len().min(5)]) {
            return Step::Stop("no WARC record where one should begin; the rest is not read".to_owned());
        }
        let Some(end) = heading_end(bytes) else {
            return match bytes.len() {
                len if len > HEADING => {
                    Step::Stop("a WARC heading that does not end; the rest is not read".to_owned())
                }
                _ if last => Step::Stop(CUT.to_owned()),
                _ => Step::More,
            };
        };
        let head = String::from_utf8_lossy(&bytes[..end]);
        let Some(len) = header(&head, "Content-Length").and_then(|v| v.parse::<usize>().ok()) else {
            return Step::Stop(
                "a WARC record that does not say how long it is; the rest is not read".to_owned(),
            );
        };
        if len > PAGE {
            // Its heading alone is no article.
            self.passed = len;
            let uri = header(&head, "WARC-Target-URI").unwrap_or("it");
            let most = PAGE >> 20;
            return Step::Record(
                end,
                Some(format!("{uri}: a record of more than {most} MiB is passed over")),
            );
        }
        match bytes.len() >= end + len {
            true => Step::Record(end + len, None),
            false if last => Step::Stop(CUT.to_owned()),
            false => Step::More,
        }
    }
}

const CUT: &str = "the file is cut off inside a record; the records before it were read";

/// Where a heading ends: after an empty line.
fn heading_end(bytes: &[u8]) -> Option<usize> {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4);
    let lf =
        memchr::memmem::find(&bytes[..crlf.unwrap_or(bytes.len()).min(HEADING).min(bytes.len())], b"\n\n");
    lf.map(|at| at + 2).or(crlf)
}

/// The value of a header.
fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let of_name = |line: &'h str| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    };
    head.lines().find_map(of_name).filter(|value| !value.is_empty())
}

/// Reads a record; nothing where it is no page: a request, an image, an error.
pub(super) fn article(
    record: &[u8],
    path: &Arc<str>,
    limits: Limits,
    v: &Vocabulary,
) -> Result<Option<Told>, String> {
    let Some(end) = heading_end(record) else { return Ok(None) };
    let head = String::from_utf8_lossy(&record[..end]).into_owned();
    let kind = header(&head, "WARC-Type").unwrap_or("");
    let uri = header(&head, "WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let told = |problem: String| format!("{}: {problem}", uri.as_deref().unwrap_or("a record"));
    let block = &record[end..];
    let (content, body) = match kind {
        "response" => {
            let Some(end) = heading_end(block) else { return Ok(None) };
            let http = String::from_utf8_lossy(&block[..end]).into_owned();
            let status = http.split_whitespace().nth(1).unwrap_or("");
            if !http.starts_with("HTTP/") || status != "200" {
                return Ok(None);
            }
            let content = header(&http, "Content-Type").unwrap_or("text/html").to_ascii_lowercase();
            if !is_page(&content) {
                return Ok(None);
            }
            (content, http_body(&http, &block[end..], limits).map_err(told)?)
        }
        "resource" | "conversion" => {
            let content = header(&head, "Content-Type").unwrap_or("").to_ascii_lowercase();
            if !is_page(&content) {
                return Ok(None);
            }
            (content, block.to_vec())
        }
        _ => return Ok(None),
    };
    let label = content.split_once("charset=").map(|(_, rest)| rest.trim_matches(['"', '\'', ' ']));
    let asked =
        label.and_then(|label| encoding_rs::Encoding::for_label(label.split(';').next()?.trim().as_bytes()));
    let decoded = decode(body, asked);
    let html = !content.starts_with("text/plain");
    let (article, mut problems) = page::article(decoded.text, path, uri.as_deref(), html, v).map_err(told)?;
    problems.extend(decoded.problem);
    let problems = problems.into_iter().map(told).collect();
    Ok(Some((article, problems)))
}

fn is_page(content: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain"].iter().any(|known| content.starts_with(known))
}

/// The body of a response as the browser would show it. Crawlers differ in whether they keep it as it was sent.
fn http_body(http: &str, body: &[u8], limits: Limits) -> Result<Vec<u8>, String> {
    let chunked =
        header(http, "Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let body = chunked.then(|| dechunk(body)).flatten().unwrap_or_else(|| body.to_vec());
    let coding = header(http, "Content-Encoding").unwrap_or("").to_ascii_lowercase();
    // Crawlers keep the heading of what they have unpacked.
    let is_text = body.trim_ascii_start().starts_with(b"<") || std::str::from_utf8(&body).is_ok();
    let packing = match (coding.as_str(), Packing::sniff(&body)) {
        (_, packed @ (Packing::Gzip | Packing::Zstd)) => packed,
        _ if is_text => return Ok(body),
        ("deflate", _) => Packing::Deflate,
        ("br", _) => Packing::Brotli,
        ("" | "identity" | "gzip" | "x-gzip" | "zstd", _) => return Ok(body),
        (other, _) => return Err(format!("the page is compressed as `{other}`, which is not read")),
    };
    // "deflate" is with a heading of zlib, but not everywhere.
    let zlib = packing == Packing::Deflate && body.first().is_some_and(|b| b & 0x0f == 8) && body.len() > 2;
    let body = if zlib { &body[2..] } else { &body[..] };
    let mut out = Vec::new();
    unpack(Box::new(body), packing, body.len() as u64, limits)
        .and_then(|mut reader| reader.read_to_end(&mut out))
        .map_err(|error| format!("the page cannot be unpacked: {error}"))?;
    Ok(out)
}

/// The parts of a body that was sent in chunks; nothing where it is not, whatever its heading says.
fn dechunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(1024)])?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        // A body that is cut off is kept as far as it goes.
        let Some(chunk) = rest.get(..size) else {
            out.extend_from_slice(rest);
            return Some(out);
        };
        out.extend_from_slice(chunk);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(dechunk(b"5\r\nThe b\r\n4;x=y\r\nridg\r\n0\r\n\r\n").as_deref(), Some(&b"The bridg"[..]));
        assert_eq!(dechunk(b"ff\r\nThe b").as_deref(), Some(&b"The b"[..]));
        assert_eq!(dechunk(b"<p>The bridge"), None);
        assert_eq!(dechunk(b"ffffffffffffffff\r\na").as_deref(), Some(&b"a"[..]));
    }

    #[test]
    fn a_record_that_is_too_long_is_passed_over() {
        let head = format!("WARC/1.0\r\nWARC-Target-URI: a\r\nContent-Length: {}\r\n\r\n", PAGE + 7);
        let mut records = Records::default();
        let told = Some("a: a record of more than 64 MiB is passed over".to_owned());
        assert_eq!(records.next(head.as_bytes(), false), Step::Record(head.len(), told));
        assert_eq!(records.next(b"", false), Step::More);
        assert_eq!(records.next(&vec![b'x'; PAGE], false), Step::Skip(PAGE));
        assert_eq!(records.next(b"seven x\r\n\r\nWARC/1.0", false), Step::Skip(7));
        assert_eq!(records.next(b"\r\n\r\nWARC/1.0", false), Step::Skip(4));
        assert_eq!(Records { passed: 1 }.next(b"", true), Step::Stop(CUT.to_owned()));
    }

    #[test]
    fn headings() {
        assert_eq!(heading_end(b"a: b\r\n\r\nx"), Some(8));
        assert_eq!(heading_end(b"a: b\n\nx\r\n\r\n"), Some(6));
        assert_eq!(header("HTTP/1.1 200 OK\r\ncontent-type : a\r\n", "Content-Type"), Some("a"));
    }
}
