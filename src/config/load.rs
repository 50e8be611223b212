//! A file read, with those that it extends.

use super::settings::Settings;
use super::value::Reader;
use crate::rules::diagnostic::{Mistake, Place, Trouble};
use crate::rules::reader::Table;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// Where a text comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// What the file is called in messages.
    pub name: &'a str,
    /// The folder that the paths in it start from.
    pub folder: &'a Path,
    /// The folder that reported paths start from, which patterns are compared with.
    pub base: &'a Path,
}

/// Reads settings from their text.
///
/// ```
/// use dateline::config::{Origin, parse};
/// use std::path::Path;
///
/// let here = Path::new("/archive");
/// let origin = Origin { name: "dateline.toml", folder: here, base: here };
/// let settings = parse("min-severity = 'warning'", origin).unwrap();
/// assert!(settings.min_severity.is_some());
/// let mistakes = parse("min-sevrity = 'warning'\nselect = 3", origin).unwrap_err();
/// assert_eq!(mistakes.len(), 2);
/// ```
///
/// # Errors
/// All that is wrong with it.
pub fn parse(text: &str, origin: Origin<'_>) -> Result<Settings, Vec<Mistake>> {
    // Some editors begin a file with a mark of the order of its bytes.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut trouble = Trouble::in_configuration(origin.name, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        let twice = error.message() == "duplicate key" && trouble.place(at.clone()).text() == "ignore";
        let one_list = "names of rules and entries are one list: \
                        ignore = [\"age\", { rules = [\"weekday\"], reason = \"…\" }]";
        let help = twice.then_some(one_list);
        trouble.add(at, error.message().to_owned(), help.map(str::to_owned));
    }
    if !trouble.found.is_empty() {
        // What else a line seems to have follows from its first mistake.
        trouble.found.dedup_by_key(|mistake| mistake.line());
        return Err(trouble.found);
    }
    let table = Table::new(document.get_ref(), 0..text.len().min(1), "the configuration");
    let mut reader = Reader { trouble, folder: origin.folder, base: origin.base };
    let settings = Settings::read(table, &mut reader);
    let mut found = reader.trouble.found;
    found.extend(missing_folders(&settings));
    if found.is_empty() {
        return Ok(settings);
    }
    found.sort_by_key(|mistake| mistake.at().start);
    Err(found)
}

/// Folders that are named and not there.
fn missing_folders(settings: &Settings) -> impl Iterator<Item = Mistake> {
    let lists = [&settings.rule_folders, &settings.name_folders, &settings.reference_folders];
    lists.into_iter().flatten().flat_map(|list| &list.value.0).filter(|folder| !folder.value.is_dir()).map(
        |folder| {
            let message = format!("{} is no folder", folder.value.display());
            Mistake::in_configuration(&folder.place, message, None)
        },
    )
}

/// A file and those that it extends.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// What they are called, the file itself first.
    pub files: Vec<String>,
    /// Their settings, each over those that follow.
    pub layers: Vec<Settings>,
}

/// Reads a file and those that it extends. Paths are relative to the file that they stand in; `base` is the folder that
/// reported paths start from.
///
/// # Errors
/// All that is wrong with the file, or with those that it extends.
pub fn load(path: &Path, base: &Path) -> Result<Loaded, Vec<Mistake>> {
    let mut loader = Loader::new(base);
    loader.file(path, None);
    loader.end()
}

/// As [`load`], from a text that is no file, such as an argument.
///
/// # Errors
/// All that is wrong with it, or with the files that it extends.
pub fn load_text(text: &str, origin: Origin<'_>) -> Result<Loaded, Vec<Mistake>> {
    let mut loader = Loader::new(origin.base);
    loader.text(text, origin.name, origin.folder, PathBuf::new());
    loader.end()
}

struct Loader<'a> {
    base: &'a Path,
    /// The files that extend each other on the way to the one that is read, by their real paths and as they are shown.
    open: Vec<(PathBuf, String)>,
    /// All files that were read, so that what two files extend is read once.
    read: Vec<PathBuf>,
    loaded: Loaded,
    found: Vec<Mistake>,
}

impl<'a> Loader<'a> {
    fn new(base: &'a Path) -> Self {
        Loader { base, open: Vec::new(), read: Vec::new(), loaded: Loaded::default(), found: Vec::new() }
    }

    fn end(self) -> Result<Loaded, Vec<Mistake>> {
        if self.found.is_empty() { Ok(self.loaded) } else { Err(self.found) }
    }

    fn file(&mut self, path: &Path, wanted_by: Option<&Place>) {
        let name = path.to_string_lossy().replace('\\', "/");
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Some(place) = wanted_by
            && let Some(from) = self.open.iter().position(|(open, _)| *open == real)
        {
            let mut way: Vec<&str> = self.open[from..].iter().map(|(_, name)| name.as_str()).collect();
            way.push(&self.open[from].1);
            let (message, help) = match way.len() {
                2 => ("a configuration cannot extend itself".to_owned(), None),
                _ => (
                    "a configuration cannot extend itself, even by way of others".to_owned(),
                    Some(way.join(" extends ")),
                ),
            };
            self.found.push(Mistake::in_configuration(place, message, help));
            return;
        }
        if self.read.contains(&real) {
            return;
        }
        let text = match read(path, &name) {
            Ok(text) => text,
            Err(Unread::NotText(mistake)) => return self.found.push(mistake),
            Err(Unread::Cannot(error)) => {
                let message = match error.kind() {
                    ErrorKind::NotFound => format!("there is no file {name}"),
                    kind => format!("{name} cannot be read: {kind}"),
                };
                let mistake = match wanted_by {
                    Some(place) => Mistake::in_configuration(place, message, None),
                    None => {
                        let mut trouble = Trouble::in_configuration(&name, "");
                        trouble.add(0..0, message, None);
                        return self.found.append(&mut trouble.found);
                    }
                };
                return self.found.push(mistake);
            }
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        self.text(&text, &name, folder, real);
    }

    fn text(&mut self, text: &str, name: &str, folder: &Path, real: PathBuf) {
        let settings = match parse(text, Origin { name, folder, base: self.base }) {
            Ok(settings) => settings,
            Err(mistakes) => return self.found.extend(mistakes),
        };
        let extended = settings.extend.clone();
        self.read.push(real.clone());
        self.loaded.files.push(name.to_owned());
        self.loaded.layers.push(settings);
        self.open.push((real, name.to_owned()));
        for file in extended.iter().flat_map(|list| list.value.0.iter().rev()) {
            self.file(&file.value, Some(&file.place));
        }
        self.open.pop();
    }
}

enum Unread {
    Cannot(std::io::Error),
    NotText(Mistake),
}

fn read(path: &Path, name: &str) -> Result<String, Unread> {
    let bytes = std::fs::read(path).map_err(Unread::Cannot)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        let trouble = Trouble::in_configuration(name, &text);
        Unread::NotText(Mistake::in_configuration(
            &trouble.place(at..at + char::REPLACEMENT_CHARACTER.len_utf8()),
            format!("{name} is not UTF-8: byte {at} does not fit"),
            Some("save it as UTF-8".to_owned()),
        ))
    })
}
