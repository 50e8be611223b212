//! Standard error, and whether to colour.

use super::args::Color;
use dateline::error::{Error, Notice};
use std::env;
use std::io::{self, IsTerminal, Write};

/// What is known of the terminal.
pub(super) struct Screen {
    /// Whether standard output is to be coloured.
    pub(super) color: bool,
    /// Whether standard output follows links.
    pub(super) links: bool,
    /// How many columns standard output has, where it is a terminal.
    pub(super) columns: Option<usize>,
    error_color: bool,
    /// Whether only findings and errors are wanted.
    pub(super) quiet: bool,
    /// Whether somebody may be watching standard error.
    pub(super) watched: bool,
}

impl Screen {
    pub(super) fn new(color: Color, quiet: bool) -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let forced = |name| set(name).is_some_and(|value| value != "0");
        let plain = set("NO_COLOR").is_some();
        let force = forced("FORCE_COLOR") || forced("CLICOLOR_FORCE");
        let off = set("CLICOLOR").is_some_and(|v| v == "0") || set("TERM").is_some_and(|v| v == "dumb");
        let decide = |terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !plain && (force || (terminal && !off)),
        };
        let watched = io::stderr().is_terminal();
        // Who wants no colour at any price wants no other escapes either.
        let links = color != Color::Never && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        let color = decide(io::stdout().is_terminal());
        let columns = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        Screen { color, links, columns, error_color: decide(watched), quiet, watched }
    }

    /// Says why the run stops.
    pub(super) fn error(&self, error: &Error) {
        let mut text = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        self.say("error", "\u{1b}[1;31m", &text);
    }

    /// Says what the user should know of the input, in a settled order.
    pub(super) fn notices(&self, notices: &[Notice]) {
        if !self.quiet {
            for notice in notices {
                self.say("notice", "\u{1b}[1;34m", &notice.to_string());
            }
        }
    }

    /// Shows mistakes in rules, each in its file.
    pub(super) fn diagnostics<D: miette::Diagnostic>(&self, diagnostics: &[D]) {
        use miette::{GraphicalReportHandler, GraphicalTheme};
        let theme =
            if self.error_color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_wrap_lines(false).with_links(false);
        for diagnostic in diagnostics {
            let mut text = String::new();
            if handler.render_report(&mut text, diagnostic).is_err() {
                text = diagnostic.to_string();
            }
            let _ = writeln!(io::stderr(), "{}", text.trim_end());
        }
    }

    fn say(&self, kind: &str, paint: &str, text: &str) {
        let text: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let line = match self.error_color {
            true => format!("{paint}{kind}\u{1b}[0m: {text}\n"),
            false => format!("{kind}: {text}\n"),
        };
        // Nobody can be told that standard error is closed.
        let _ = io::stderr().write_all(line.as_bytes());
    }
}
