//! Addresses of files: relative references for formats that ask for them, and links for terminals.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// What stands for itself in a path: RFC 3986's unreserved characters, and the slash. A colon in the first part of a
/// relative path would end the name of a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The address of a folder, absolute and with `/`, that [`Style::links`](super::terminal::Style::links) may start from.
///
/// ```
/// assert_eq!(dateline::report::address::folder("/srv/our news"), "file:///srv/our%20news/");
/// ```
pub fn folder(path: &str) -> String {
    let address = reference(path);
    if address.ends_with('/') { address } else { address + "/" }
}

/// A path with `/`, as it is shown, as a reference of RFC 3986: relative, or with the scheme `file` where it is absolute.
pub(super) fn reference(path: &str) -> String {
    let encoded = utf8_percent_encode(path, PATH);
    if path.starts_with('/') {
        format!("file://{encoded}")
    } else if path.as_bytes().get(1..3) == Some(b":/") {
        const DRIVE: &AsciiSet = &PATH.remove(b':');
        format!("file:///{}", utf8_percent_encode(path, DRIVE))
    } else {
        encoded.to_string()
    }
}

/// A path from the root of a repository: `prefix`, which is empty or ends with `/`, leads to the folder that relative
/// paths start in.
pub(super) fn rooted<'a>(path: &'a str, prefix: &str) -> Cow<'a, str> {
    if prefix.is_empty() || path == "-" || reference(path).starts_with("file:") {
        return Cow::Borrowed(path);
    }
    let (mut path, mut prefix) = (path, prefix);
    while let Some(rest) = path.strip_prefix("../").filter(|_| !prefix.is_empty()) {
        let above = prefix.trim_end_matches('/');
        (path, prefix) = (rest, &prefix[..above.rfind('/').map_or(0, |slash| slash + 1)]);
    }
    Cow::Owned(format!("{prefix}{path}"))
}

/// Words that lead to a file, for a terminal (OSC 8); `folder` is the address of the folder that paths are relative to.
pub(super) fn link<'a>(words: &'a str, path: &str, folder: Option<&str>) -> Cow<'a, str> {
    // Standard input is nowhere.
    let Some(folder) = folder.filter(|_| path != "-") else { return Cow::Borrowed(words) };
    let reference = reference(path);
    let folder = if reference.starts_with("file:") { "" } else { folder };
    Cow::Owned(format!("\u{1b}]8;;{folder}{reference}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(reference("archive/2031/a-b_c.txt"), "archive/2031/a-b_c.txt");
        assert_eq!(reference("a:b c/100%#1?.txt"), "a%3Ab%20c/100%25%231%3F.txt");
        assert_eq!(reference("møte\n\u{202e}.md"), "m%C3%B8te%0A%E2%80%AE.md");
        assert_eq!(reference("/srv/news/a b.txt"), "file:///srv/news/a%20b.txt");
        assert_eq!(reference("C:/news/a b.txt"), "file:///C:/news/a%20b.txt");
    }

    #[test]
    fn repositories() {
        assert_eq!(rooted("news/a.txt", ""), "news/a.txt");
        assert_eq!(rooted("news/a.txt", "site/"), "site/news/a.txt");
        assert_eq!(rooted("../a.txt", "site/web/"), "site/a.txt");
        assert_eq!(rooted("../../a.txt", "site/"), "../a.txt");
        assert_eq!(rooted("/srv/a.txt", "site/"), "/srv/a.txt");
        assert_eq!(rooted("-", "site/"), "-");
    }

    #[test]
    fn links() {
        let folder = Some("file:///srv/");
        assert_eq!(link("a:1", "a b", folder), "\u{1b}]8;;file:///srv/a%20b\u{1b}\\a:1\u{1b}]8;;\u{1b}\\");
        assert_eq!(link("b", "/b", folder), "\u{1b}]8;;file:///b\u{1b}\\b\u{1b}]8;;\u{1b}\\");
        assert_eq!(link("-", "-", folder), "-");
        assert_eq!(link("a", "a", None), "a");
    }
}
