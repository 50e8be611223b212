//! The `jsonl` format: a finding a line, as it stands in the list of findings of [`json`]. An archive
//! without a finding gives no line.

use super::view::View;
use super::{escaped, json};
use std::io::{self, Write};

/// Writes a view, a line a finding.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    for shown in &view.findings {
        escaped::write(&json::finding(shown), out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
