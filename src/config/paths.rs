//! Paths that a file names by patterns, as a `.gitignore` does.

use super::value::{Reader, Setting, described, strings_schema};
use crate::corpus::normal;
use crate::rules::diagnostic::Place;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeValue;

/// Patterns in the manner of a `.gitignore`: one with no slash but at its end matches in any folder, others are relative
/// to the folder of the file they stand in; `**` matches any folders, a folder all that is in it; of several that match a
/// path the last one decides, and `!` before a pattern takes paths out again.
#[derive(Clone, Debug, Default)]
pub struct Paths(Vec<Pattern>);

/// One pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    place: Place,
    glob: Gitignore,
    /// Whether it names folders from the file's own on; others match anywhere.
    anchored: bool,
    from: Arc<Folders>,
}

/// Where a pattern's paths start and where reported paths do, both absolute.
#[derive(Debug)]
struct Folders {
    root: PathBuf,
    base: PathBuf,
}

/// What a pattern is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file, which lies in all its folders.
    Path,
    /// A file of a folder that was let through.
    File,
    /// A folder of one that was let through.
    Folder,
}

impl Pattern {
    /// The pattern as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it is written.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether it matches a path as it is reported; and if, whether it takes it in (or by `!` out).
    pub fn takes(&self, shown: &str, of: Kind) -> Option<bool> {
        let Folders { root, base } = &*self.from;
        let full;
        let path = if root == base && !shown.starts_with(['/', '.']) {
            Path::new(shown)
        } else {
            full = normal(&base.join(shown));
            match full.strip_prefix(root) {
                Ok(inside) => inside,
                Err(_) if self.anchored => return None,
                Err(_) => full.strip_prefix(base).or_else(|_| full.strip_prefix("/")).ok()?,
            }
        };
        if path.as_os_str().is_empty() || path.has_root() {
            return None;
        }
        let found = match of {
            Kind::Path => self.glob.matched_path_or_any_parents(path, false),
            Kind::Folder => self.glob.matched(path, true),
            Kind::File => self.glob.matched(path, false),
        };
        match found {
            Match::None => None,
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
        }
    }
}

impl Paths {
    /// The patterns, in their order.
    pub fn patterns(&self) -> &[Pattern] {
        &self.0
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a path, as it is reported, is meant.
    pub fn matches(&self, shown: &str) -> bool {
        self.deciding(shown, Kind::Path).is_some()
    }

    /// The pattern by which a path is meant.
    pub fn deciding(&self, shown: &str, of: Kind) -> Option<&Pattern> {
        let (pattern, takes) =
            self.0.iter().rev().find_map(|p| p.takes(shown, of).map(|takes| (p, takes)))?;
        takes.then_some(pattern)
    }
}

impl Setting for Paths {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let from = Arc::new(Folders { root: normal(reader.folder), base: normal(reader.base) });
        let mut patterns = Vec::new();
        for text in reader.strings(value, key) {
            let (not, bare) = match text.value.strip_prefix('!') {
                Some(bare) => ("!", bare),
                None => ("", text.value.as_str()),
            };
            // People write `./drafts` where git wants `/drafts`.
            let bare = bare.strip_prefix('.').filter(|rest| rest.starts_with('/')).unwrap_or(bare);
            if bare.split('/').any(|part| part == "..") {
                let message = "a pattern starts from the folder of its file and cannot lead out of it";
                reader.trouble.add(text.at, message, None);
                continue;
            }
            let anchored = bare.trim_end_matches('/').contains('/');
            let mut builder = GitignoreBuilder::new("");
            let glob = builder.add_line(None, &format!("{not}{bare}")).and_then(|builder| builder.build());
            match glob {
                Ok(glob) if !glob.is_empty() => patterns.push(Pattern {
                    place: reader.trouble.place(text.at),
                    text: text.value,
                    glob,
                    anchored,
                    from: Arc::clone(&from),
                }),
                Ok(_) if text.value.trim().is_empty() => {
                    reader.trouble.add(text.at, format!("a pattern in `{key}` is empty"), None);
                }
                Ok(_) => {
                    let help = "a pattern that starts with `#` is written `\\#`".to_owned();
                    let help = text.value.starts_with('#').then_some(help);
                    reader.trouble.add(text.at, format!("`{}` is no pattern of paths", text.value), help);
                }
                Err(error) => {
                    let message = match error {
                        ignore::Error::Glob { err, .. } => err,
                        other => other.to_string(),
                    };
                    let message = format!("`{}` is no pattern of paths: {message}", text.value);
                    reader.trouble.add(text.at, message, None);
                }
            }
        }
        Some(Paths(patterns))
    }

    fn show(&self) -> toml::Value {
        self.0.iter().map(|p| p.text.clone()).collect::<Vec<_>>().into()
    }

    fn places(&self) -> Vec<&Place> {
        self.0.iter().map(|pattern| &pattern.place).collect()
    }

    fn over(self, mut below: Self) -> Self {
        below.0.extend(self.0);
        below
    }
}

described!(Paths, "Paths", strings_schema());
