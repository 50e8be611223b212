//! What the files are called that articles are written to.

use crate::facts::attribute::Card;
use std::collections::{HashMap, HashSet};

/// Names for files of articles: each its own, on any file system, and none that leads out of a folder.
#[derive(Debug, Default)]
pub struct FileNames {
    taken: HashSet<String>,
    /// How often a name was asked for: where to look for the next that is free.
    asked: HashMap<String, u32>,
}

impl FileNames {
    /// The next article's: its id, or else its file's name, made safe; a number where that is taken.
    pub fn next(&mut self, card: &Card) -> String {
        let file = card.path.rsplit(['/', '\\']).next().unwrap_or("");
        let known = |extension: &&str| {
            ["txt", "md", "markdown", "jsonl", "ndjson"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        };
        let stem =
            file.rsplit_once('.').filter(|(_, extension)| known(extension)).map_or(file, |(stem, _)| stem);
        let stem = match (&card.name, card.line) {
            (Some(id), _) => safe(id),
            (None, Some(line)) => safe(&format!("{stem}-{line}")),
            (None, None) => safe(stem),
        };
        let asked = self.asked.entry(stem.to_lowercase()).or_default();
        loop {
            *asked += 1;
            let name = if *asked == 1 { stem.clone() } else { format!("{stem}-{asked}") };
            // File systems that do not tell letters of either case apart must have two files, too.
            if self.taken.insert(name.to_lowercase()) {
                return format!("{name}.tml");
            }
        }
    }
}

/// Letters, digits and `-_.`, not too many; no dot at the start.
fn safe(name: &str) -> String {
    let keep = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let mut name: String = name.trim().chars().map(keep).collect();
    while name.len() > 120 {
        name.pop();
    }
    if name.is_empty() || name.starts_with('.') {
        name.insert(0, '_');
    }
    name
}
