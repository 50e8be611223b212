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
    for (key, value, places) in setup.config.each() {
        let Some(value) = value else {
            writeln!(out, "# {key}: not set")?;
            continue;
        };
        let is_file = |path: &str| setup.files.iter().any(|file| file == path);
        let mut from: Vec<String> = Vec::new();
        for place in places {
            let shown = match is_file(place.path()) {
                true => format!("{}:{}", place.path(), place.line()),
                false => place.path().to_owned(),
            };
            if !from.contains(&shown) {
                from.push(shown);
            }
        }
        let from = if from.is_empty() { "default".to_owned() } else { from.join(", ") };
        writeln!(out, "{key} = {value}  # {from}")?;
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
