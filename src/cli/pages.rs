//! `dateline explain` and `dateline rules docs`: rules' pages, from their files.

use super::args::{Global, RuleFolders};
use super::config::Setup;
use super::engine::linter;
use super::screen::Screen;
use super::{End, Stop};
use clap::{Args, ValueEnum};
use dateline::Linter;
use dateline::error::Error;
use dateline::report::page::{self, Page};
use dateline::report::pages;
use std::fs;
use std::io::Write;
use std::path::Path;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline explain age                    the page of a rule
  dateline explain --all --format json    those of all rules, for a program")]
pub(super) struct ExplainArgs {
    /// The rule's name, as in a finding: `age`, `weekday` …
    #[arg(value_name = "RULE", required_unless_present = "all")]
    rule: Option<String>,
    /// Explain all rules.
    #[arg(long, conflicts_with = "rule")]
    all: bool,
    /// How to print the page.
    #[arg(long, short, value_enum, default_value = "text")]
    format: PageFormat,
    #[command(flatten)]
    rules: RuleFolders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    /// For a terminal.
    Text,
    /// One object; an array with --all.
    Json,
    /// For a site.
    Markdown,
}

/// `dateline explain`.
pub(super) fn explain(
    args: &ExplainArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let (linter, end) = linter(&Setup::of_rules(global, &args.rules)?, screen)?;
    let pages = match &args.rule {
        Some(rule) => vec![Page::from(linter.rule(rule)?)],
        None => all(&linter),
    };
    match (args.format, pages.as_slice()) {
        (PageFormat::Json, [only]) if !args.all => pages::write_json(only, out)?,
        (PageFormat::Json, pages) => pages::write_json_all(pages, out)?,
        (format, pages) => {
            for (number, page) in pages.iter().enumerate() {
                if number > 0 {
                    writeln!(out)?;
                }
                match format {
                    PageFormat::Markdown => out.write_all(page::markdown(page).as_bytes())?,
                    _ => page::write(page, screen.color, 100, out)?,
                }
            }
        }
    }
    Ok(end)
}

/// `dateline rules docs`.
pub(super) fn docs(
    setup: &Setup,
    output_dir: &Path,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    let (linter, end) = linter(setup, screen)?;
    let cannot =
        |path: &Path, because| Error::new(format!("cannot write `{}`", path.display())).because(because);
    fs::create_dir_all(output_dir).map_err(|e| cannot(output_dir, e))?;
    let files = pages::folder(&all(&linter));
    for (name, text) in &files {
        let path = output_dir.join(name);
        fs::write(&path, text).map_err(|e| cannot(&path, e))?;
    }
    writeln!(out, "{} pages in {}", files.len(), output_dir.display())?;
    Ok(end)
}

/// The pages of all rules, by their names.
fn all(linter: &Linter) -> Vec<Page<'_>> {
    let mut pages: Vec<Page<'_>> = linter.rules().iter().map(Page::from).collect();
    pages.sort_by_key(|page| page.id);
    pages
}
