//! All keys of a file, declared once: how they are read, laid over each other, shown, and described to editors.

use super::ignore::Ignored;
use super::kinds::{Encoding, FailOn, Locations, Outputs};
use super::overrides::{Overrides, Rules};
use super::paths::Paths;
use super::value::{Given, Names, Reader, Setting, key};
use crate::rules::diagnostic::Place;
use crate::rules::finding::{Confidence, Severity};
use crate::rules::reader::Table;
use schemars::JsonSchema;
use std::path::PathBuf;

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:literal $field:ident: $type:ty,)+) => {
        /// The settings of one file, or of the command line; what is not given is left to what lies below.
        #[derive(Clone, Debug, Default, JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub struct Settings {
            $($(#[doc = $doc])+ #[schemars(rename = $name)] pub $field: Option<Given<$type>>,)+
        }

        impl Settings {
            /// The keys, in the order in which they are told of.
            pub const KEYS: &[&str] = &[$($name),+];

            /// Reads every key of a file.
            pub(super) fn read(mut table: Table<'_, '_>, reader: &mut Reader<'_>) -> Settings {
                let settings = Settings { $($field: key(&mut table, $name, reader),)+ };
                table.finish(&mut reader.trouble);
                settings
            }

            /// These settings over others: for each key what is given here, else what is given there.
            #[must_use]
            pub fn over(self, below: Settings) -> Settings {
                Settings { $($field: over(self.$field, below.$field),)+ }
            }

            /// Every key with its value as TOML, and the places where that was given.
            pub fn each(&self) -> Vec<(&'static str, Option<(toml::Value, Vec<&Place>)>)> {
                vec![$(($name, self.$field.as_ref().map(shown)),)+]
            }
        }
    };
}

fn shown<T: Setting>(given: &Given<T>) -> (toml::Value, Vec<&Place>) {
    let mut places = given.value.places();
    if places.is_empty() {
        places.push(&given.place);
    }
    (given.value.show(), places)
}

fn over<T: Setting>(upper: Option<Given<T>>, below: Option<Given<T>>) -> Option<Given<T>> {
    match (upper, below) {
        (Some(upper), Some(below)) => {
            Some(Given { value: upper.value.over(below.value), place: upper.place })
        }
        (upper, below) => upper.or(below),
    }
}

settings! {
    /// Other configuration files that this one builds on, later ones over earlier ones; paths relative to this file.
    "extend" extend: Locations,

    /// Files to read in folders, as patterns like those of a `.gitignore`; by default every file of a known format. A
    /// file that is named here and has no known extension is read as plain text.
    "include" include: Paths,
    /// Files and folders to leave out, as patterns like those of a `.gitignore`; `!` takes back in. Files that are named
    /// on the command line are read all the same, unless `force-exclude` is set.
    "exclude" exclude: Paths,
    /// Whether `exclude` holds for files that are named on the command line, too, as a commit hook names them.
    "force-exclude" force_exclude: bool,
    /// The field of a record or of the front matter that names the story an article belongs to.
    "story-from" story_from: String,
    /// The encoding of files that do not say theirs, by its usual name, such as "windows-1252".
    "encoding" encoding: Encoding,

    /// The rules that run; "all" names every one. By default all of them.
    "select" select: Names,
    /// Rules that run besides those selected.
    "extend-select" extend_select: Names,
    /// Rules that do not run, by name, or entries that leave single findings alone.
    "ignore" ignore: Ignored,
    /// What is to be different about a rule, by its name.
    "rules" rules: Rules,
    /// What is to be different for some paths.
    "overrides" overrides: Overrides,
    /// Folders with rules of your own; a rule replaces one of the same name.
    "rule-folders" rule_folders: Locations,
    /// Folders with files of names of your own; a name replaces one that dateline knows.
    "name-folders" name_folders: Locations,
    /// Folders with timelines of your own, to compare articles with.
    "reference-folders" reference_folders: Locations,

    /// The least severity that is told.
    "min-severity" min_severity: Severity,
    /// The least confidence that is told.
    "min-confidence" min_confidence: Confidence,
    /// The least severity that makes a run fail, with exit status 1.
    "fail-on" fail_on: FailOn,
    /// How many warnings a run may have before it fails.
    "max-warnings" max_warnings: u32,
    /// The file with the findings that were there before; only new ones are told.
    "baseline" baseline: PathBuf,
    /// How findings are printed.
    "format" format: String,
    /// Files to write besides, each as FORMAT=FILE.
    "output" output: Outputs,
}
