//! The commands about the configuration: `dateline config` and `dateline init`.

use super::args::{ConfigAction, ConfigArgs, Global, InitArgs, Input};
use super::check::formats;
use super::config::{NAME, Setup};
use super::engine::open;
use super::screen::Screen;
use super::{End, Stop};
use dateline::config;
use dateline::error::Error;
use std::fs::{self, File};
use std::io::Write;

/// `dateline config`.
pub(super) fn config(
    args: &ConfigArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    match &args.action {
        ConfigAction::Show { input } => show(input, global, out),
        ConfigAction::Files { input, left_out } => files(input, *left_out, global, screen, out),
        ConfigAction::Schema => schema(out),
    }
}

/// The settings as a file would give them, each with where it was given.
fn show(input: &Input, global: &Global, out: &mut dyn Write) -> Result<End, Stop> {
    let setup = Setup::reading(global, input, toml::Table::new())?;
    match setup.files.as_slice() {
        [] => writeln!(out, "# No configuration file.")?,
        files => writeln!(out, "# Configuration: {}", files.join(", "))?,
    }
    writeln!(out, "# Paths are reported relative to {}", setup.base.display())?;
    for (key, value, place) in setup.config.each() {
        match (value, place) {
            (None, _) => writeln!(out, "# {key}: not set")?,
            (Some(value), None) => writeln!(out, "{key} = {value}  # default")?,
            (Some(value), Some(place)) => match setup.files.iter().any(|file| file == place.path()) {
                true => writeln!(out, "{key} = {value}  # {}:{}", place.path(), place.line())?,
                false => writeln!(out, "{key} = {value}  # {}", place.path())?,
            },
        }
    }
    Ok(End::Clean)
}

/// The files that are read, or those that are not.
fn files(
    input: &Input,
    left_out: bool,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let setup = Setup::reading(global, input, toml::Table::new())?;
    let corpus = open(input, &setup)?;
    screen.notices(corpus.notices());
    if left_out {
        for left in setup.sifted.left_out() {
            writeln!(out, "{}: {}", left.path, left.why)?;
        }
    } else {
        for path in corpus.paths() {
            writeln!(out, "{path}")?;
        }
    }
    Ok(End::Clean)
}

fn schema(out: &mut dyn Write) -> Result<End, Stop> {
    let formats = formats();
    let schema = config::schema(&formats.iter().map(String::as_str).collect::<Vec<_>>());
    writeln!(out, "{schema:#}")?;
    Ok(End::Clean)
}

/// `dateline init`.
pub(super) fn init(args: &InitArgs, out: &mut dyn Write) -> Result<End, Stop> {
    let path = args.folder.join(NAME);
    let cannot = |error| Error::new(format!("{} cannot be written", path.display())).because(error);
    fs::create_dir_all(&args.folder).map_err(cannot)?;
    let mut file = File::create_new(&path).map_err(cannot)?;
    file.write_all(TEMPLATE.as_bytes()).map_err(cannot)?;
    writeln!(out, "{}", path.display())?;
    writeln!(out, "Next: take away the `#` before what you want to set, then `dateline config show`")?;
    Ok(End::Clean)
}

/// Every key, switched off.
const TEMPLATE: &str = include_str!("dateline.toml");
