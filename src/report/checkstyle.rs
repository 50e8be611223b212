//! The `checkstyle` format: an element a file, as Jenkins, SonarQube and reviewdog read it. Columns are characters.

use super::told;
use super::view::{Shown, View};
use super::xml::Xml;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes a view.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut files: BTreeMap<&str, Vec<&Shown>> = BTreeMap::new();
    for shown in &view.findings {
        if let Some(label) = shown.labels.first() {
            files.entry(&label.path).or_default().push(shown);
        }
    }
    let mut xml = Xml::new(out)?;
    xml.element("checkstyle", &[("version", "4.3")], |xml| {
        for (path, findings) in files {
            xml.element("file", &[("name", path)], |xml| {
                findings.into_iter().try_for_each(|shown| error(shown, xml))
            })?;
        }
        Ok(())
    })?;
    xml.end()
}

fn error(shown: &Shown, xml: &mut Xml<'_>) -> io::Result<()> {
    let Some(label) = shown.labels.first() else { return Ok(()) };
    let (line, column) = (label.line.to_string(), label.column.to_string());
    let (message, source) = (told::sentences(shown).join(" "), format!("dateline.{}", shown.rule));
    let mut attributes = vec![("line", line.as_str())];
    if label.exact {
        attributes.push(("column", &column));
    }
    attributes.extend([
        ("severity", told::level(shown.severity, ["error", "warning", "info"])),
        ("message", &message),
        ("source", &source),
    ]);
    xml.empty("error", &attributes)
}
