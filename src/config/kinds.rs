//! The plain kinds of values: words, switches, numbers, paths.

use super::value::{Given, Reader, Setting, described, strings_schema};
use crate::rules::diagnostic::Place;
use crate::rules::file::{CONFIDENCES, SEVERITIES, choose};
use crate::rules::finding::{Confidence, Severity};
use crate::rules::reader::{At, nearest};
use schemars::json_schema;
use std::path::PathBuf;
use toml::Spanned;
use toml::de::DeValue;

/// One of a few words.
macro_rules! word {
    ($type:ty, $name:literal, $what:literal, $words:expr) => {
        impl Setting for $type {
            fn read(
                value: &Spanned<DeValue<'_>>,
                key: &'static str,
                reader: &mut Reader<'_>,
            ) -> Option<Self> {
                let word = String::read(value, key, reader)?;
                let word = At { value: word, at: value.span() };
                choose(&word, $what, &$words, &mut reader.trouble)
            }

            fn show(&self) -> toml::Value {
                let word = $words.iter().find(|(_, value)| value == self);
                word.map_or("", |(word, _)| *word).into()
            }
        }

        described!($type, $name, {
            json_schema!({ "enum": $words.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
        });
    };
}

/// From which severity on a run fails, if from any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Option<Severity>);

const FAIL_ON: [(&str, FailOn); 4] = [
    ("error", FailOn(Some(Severity::Error))),
    ("warning", FailOn(Some(Severity::Warning))),
    ("advice", FailOn(Some(Severity::Advice))),
    ("never", FailOn(None)),
];

/// How loud a rule is, or that it does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// It is as loud as this where it is at its loudest.
    At(Severity),
}

const LEVELS: [(&str, Level); 4] = [
    ("error", Level::At(Severity::Error)),
    ("warning", Level::At(Severity::Warning)),
    ("advice", Level::At(Severity::Advice)),
    ("off", Level::Off),
];

word!(Severity, "Severity", "severity", SEVERITIES);
word!(Confidence, "Confidence", "confidence", CONFIDENCES);
word!(FailOn, "FailOn", "severity to fail on", FAIL_ON);
word!(Level, "Level", "severity of a rule", LEVELS);

impl Setting for bool {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            reader.wrong(value, key, "true or false");
        }
        flag
    }

    fn show(&self) -> toml::Value {
        (*self).into()
    }
}

impl Setting for u32 {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(number) => {
                let read = u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok();
                if read.is_none() {
                    let message = format!("`{key}` is a number from 0 to {}", u32::MAX);
                    reader.trouble.add(value.span(), message, None);
                }
                read
            }
            _ => {
                reader.wrong(value, key, "a whole number");
                None
            }
        }
    }

    fn show(&self) -> toml::Value {
        i64::from(*self).into()
    }
}

impl Setting for String {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(word) if word.is_empty() => {
                reader.trouble.add(value.span(), format!("`{key}` is empty"), None);
                None
            }
            DeValue::String(word) => Some(word.to_string()),
            _ => {
                reader.wrong(value, key, "a string");
                None
            }
        }
    }

    fn show(&self) -> toml::Value {
        self.as_str().into()
    }
}

/// A path, relative to the file it stands in.
impl Setting for PathBuf {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let path = String::read(value, key, reader)?;
        Some(reader.path(&path))
    }

    fn show(&self) -> toml::Value {
        self.display().to_string().into()
    }
}

/// Files or folders, relative to the file they stand in.
#[derive(Clone, Debug, Default)]
pub struct Locations(pub Vec<Given<PathBuf>>);

impl Setting for Locations {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let paths = reader.strings(value, key);
        Some(Locations(paths.into_iter().map(|p| reader.given(reader.path(&p.value), p.at)).collect()))
    }

    fn show(&self) -> toml::Value {
        self.0.iter().map(|path| path.value.display().to_string()).collect::<Vec<_>>().into()
    }

    fn places(&self) -> Vec<&Place> {
        self.0.iter().map(|path| &path.place).collect()
    }

    fn over(mut self, mut below: Self) -> Self {
        below.0.append(&mut self.0);
        below
    }
}

described!(Locations, "Locations", strings_schema());

/// An encoding of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub &'static encoding_rs::Encoding);

/// Names that are offered where none is known.
const ENCODINGS: [&str; 12] = [
    "utf-8",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
    "koi8-r",
    "macintosh",
    "gb18030",
    "big5",
    "shift_jis",
];

impl Setting for Encoding {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let label = String::read(value, key, reader)?;
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
        if encoding.is_none() {
            let near = nearest(&label.to_lowercase(), ENCODINGS);
            let help = near.map(|near| format!("did you mean `{near}`?"));
            reader.trouble.add(value.span(), format!("no encoding is called `{label}`"), help);
        }
        encoding.map(Encoding)
    }

    fn show(&self) -> toml::Value {
        self.0.name().to_lowercase().into()
    }
}

described!(Encoding, "Encoding", json_schema!({ "type": "string", "examples": ENCODINGS }));

/// A file to write in a format of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The name of the format.
    pub format: String,
    /// The file.
    pub path: PathBuf,
}

/// Files to write.
#[derive(Clone, Debug, Default)]
pub struct Outputs(pub Vec<Given<Output>>);

impl Setting for Outputs {
    fn read(value: &Spanned<DeValue<'_>>, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let mut outputs = Vec::new();
        for text in reader.strings(value, key) {
            match text.value.split_once('=') {
                Some((format, path)) if !format.is_empty() && !path.is_empty() => {
                    let output = Output { format: format.to_owned(), path: reader.path(path) };
                    outputs.push(reader.given(output, text.at));
                }
                _ => {
                    let message =
                        format!("`{}` is not FORMAT=FILE, such as sarif=findings.sarif", text.value);
                    reader.trouble.add(text.at, message, None);
                }
            }
        }
        Some(Outputs(outputs))
    }

    fn show(&self) -> toml::Value {
        let outputs = self.0.iter().map(|o| format!("{}={}", o.value.format, o.value.path.display()));
        outputs.collect::<Vec<_>>().into()
    }
}

described!(Outputs, "Outputs", {
    let one = serde_json::json!({ "type": "string", "pattern": "^[^=]+=." });
    json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
});
