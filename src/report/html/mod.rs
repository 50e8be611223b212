//! The `html` format: one page that needs nothing else, for readers who do not live in a terminal.
//!
//! The page is complete without its script: grouped by rule, every finding under its fingerprint. The script adds the
//! other groupings, filters, search and keys. Nothing is fetched, and a policy in the page forbids it: only the style
//! sheet and the script whose digests it names are run. Every text of an article goes through askama's escaping.

mod charts;
mod model;
mod side;

use super::chart;
use super::view::View;
use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use model::Page;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes a view as a page.
///
/// # Errors
///
/// What `out` answers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    // The page sets the colours of the pictures, so its own sheet comes second.
    let style = format!("{}{STYLE}", chart::STYLE);
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        digest(&style),
        digest(SCRIPT),
    );
    Page::new(view, &style, SCRIPT, &policy).write_into(out)
}

/// How a policy names a text.
fn digest(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
