//! Paths as they are shown, and what is wrong with entries of folders.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What is wrong with an entry of a folder.
pub(super) struct Trouble<'e> {
    pub(super) path: Option<&'e Path>,
    pub(super) message: String,
}

impl<'e> Trouble<'e> {
    pub(super) fn of(error: &'e ignore::Error) -> Self {
        use ignore::Error::{Io, Loop, Partial, WithDepth, WithLineNumber, WithPath};
        match error {
            WithPath { path, err } => Trouble { path: Some(path), ..Trouble::of(err) },
            WithDepth { err, .. } | WithLineNumber { err, .. } => Trouble::of(err),
            Loop { child, .. } => Trouble {
                path: Some(child),
                message: "a loop of links: it leads back to a folder above it".to_owned(),
            },
            Io(error) => Trouble { path: None, message: format!("cannot be read: {}", error.kind()) },
            Partial(errors) if errors.len() == 1 => Trouble::of(&errors[0]),
            other => Trouble { path: None, message: format!("cannot be read: {other}") },
        }
    }
}

/// A path as it is shown: relative to `base` where it was given so or lies below it, with `/`.
pub(super) fn show(path: &Path, base: &Path) -> Arc<str> {
    let (full, root) = (normal(path), normal(base));
    let common = full.components().zip(root.components()).take_while(|(a, b)| a == b).count();
    let up = root.components().count() - common;
    if path.is_absolute() && up > 0 {
        return slashes(path).into();
    }
    let mut out = PathBuf::new();
    out.extend(std::iter::repeat_n("..", up));
    out.extend(full.components().skip(common));
    match slashes(&out) {
        empty if empty.is_empty() => ".".into(),
        shown => shown.into(),
    }
}

/// An absolute path without `.` and `..`, by its letters alone: links are not followed.
pub fn normal(path: &Path) -> PathBuf {
    let full = std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let mut out = PathBuf::new();
    for component in full.as_deref().unwrap_or(path).components() {
        match component {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// A path with `/` between its parts, on any system.
pub fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_paths() {
        let shown = |path: &str, base: &str| show(Path::new(path), Path::new(base)).to_string();
        assert_eq!(shown("/a/b/c.txt", "/a"), "b/c.txt");
        assert_eq!(shown("/x/c.txt", "/a"), "/x/c.txt");
        assert_eq!(shown("/a", "/a"), ".");
        let here = std::path::absolute("base").unwrap();
        assert_eq!(show(Path::new("base/x/../y.txt"), &here).as_ref(), "y.txt");
        assert_eq!(show(Path::new("other/y.txt"), &here).as_ref(), "../other/y.txt");
    }
}
