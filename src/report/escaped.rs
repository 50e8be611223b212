//! JSON in which nothing is raw that a terminal or a browser might obey: JSON itself allows DEL, the C1 controls, marks
//! of direction and line separators to stand in a string as they are; here they are escaped, and mean the same.

use super::excerpt::is_unsafe;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes a value on one line, without a line end.
pub(super) fn write(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    escape(&serde_json::to_string(value)?, out)
}

/// Writes a value over indented lines, the last one ended.
pub(super) fn write_pretty(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    escape(&serde_json::to_string_pretty(value)?, out)?;
    out.write_all(b"\n")
}

/// What is no ASCII stands within a string, where an escape may take its place.
fn escape(json: &str, out: &mut dyn Write) -> io::Result<()> {
    if json.is_ascii() && memchr::memchr(0x7f, json.as_bytes()).is_none() {
        return out.write_all(json.as_bytes());
    }
    let mut written = 0;
    for (at, c) in json.char_indices().filter(|&(_, c)| c != '\n' && is_unsafe(c)) {
        out.write_all(&json.as_bytes()[written..at])?;
        let mut units = String::new();
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(units, "\\u{unit:04x}").map_err(io::Error::other)?;
        }
        out.write_all(units.as_bytes())?;
        written = at + c.len_utf8();
    }
    out.write_all(&json.as_bytes()[written..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_means_the_same(words in r"(\PC|[\u{0}-\u{1f}\u{7f}-\u{9f}]|\u{2028}|\u{202e}|\u{e0001}|🇸){0,30}") {
            let (mut line, mut pretty) = (Vec::new(), Vec::new());
            super::write(&words, &mut line).unwrap();
            super::write_pretty(&words, &mut pretty).unwrap();
            for json in [line, pretty] {
                let json = String::from_utf8(json).unwrap();
                prop_assert!(!json.trim_end_matches('\n').contains(super::is_unsafe));
                prop_assert_eq!(&serde_json::from_str::<String>(&json).unwrap(), &words);
            }
        }
    }
}
