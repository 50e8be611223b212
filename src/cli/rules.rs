//! The commands about rules.

use super::args::{Global, RulesAction, RulesArgs};
use super::config::Setup;
use super::engine::{linter, reader};
use super::pages;
use super::screen::Screen;
use super::{End, Stop};
use dateline::Linter;
use dateline::error::Error;
use dateline::report::page::Page;
use dateline::report::table::Table;
use std::fs;
use std::io::Write;
use std::path::Path;

/// `dateline rules`.
pub(super) fn rules(
    args: &RulesArgs,
    global: &Global,
    screen: &Screen,
    out: &mut dyn Write,
) -> Result<End, Stop> {
    match &args.action {
        None => list(&Setup::of_rules(global, &args.rules)?, screen, out),
        Some(RulesAction::List { rules }) => list(&Setup::of_rules(global, rules)?, screen, out),
        Some(RulesAction::Test { names, rules }) => {
            // As they are written, whatever the configuration makes of them.
            let (linter, end) = reader(&Setup::of_rules(global, rules)?, screen)?;
            test(linter.select(names, &[])?, end, screen, out)
        }
        Some(RulesAction::Docs { output_dir, rules }) => {
            pages::docs(&Setup::of_rules(global, rules)?, output_dir, screen, out)
        }
        Some(RulesAction::New { name, folder }) => new(name, folder, out),
    }
}

fn list(setup: &Setup, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (linter, end) = linter(setup, screen)?;
    let mut table = Table::new(&["RULE", "SEVERITY", "CONFIDENCE", "FINDS"]);
    let mut rules: Vec<Page<'_>> = linter.rules().iter().map(Page::from).collect();
    rules.sort_by_key(|rule| rule.id);
    for rule in rules {
        let lower = |word: &dyn std::fmt::Debug| format!("{word:?}").to_lowercase();
        let severity = if linter.runs(rule.id) { lower(&rule.severity) } else { "off".to_owned() };
        table.row([rule.id, &severity, &lower(&rule.confidence), rule.title]);
    }
    table.write(out)?;
    Ok(end)
}

fn test(mut linter: Linter, end: End, screen: &Screen, out: &mut dyn Write) -> Result<End, Stop> {
    let (mut passed, mut failed) = (0u32, 0u32);
    for result in linter.test_rules() {
        match &result.outcome {
            Ok(()) => {
                passed += 1;
                if !screen.quiet {
                    writeln!(out, "ok      {}: {}", result.rule, result.example)?;
                }
            }
            Err(why) => {
                failed += 1;
                writeln!(out, "FAILED  {}: {}", result.rule, result.example)?;
                for line in why.lines() {
                    writeln!(out, "        {line}")?;
                }
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(match failed {
        _ if end == End::Failed => end,
        0 => End::Clean,
        _ => End::Found,
    })
}

fn new(name: &str, folder: &Path, out: &mut dyn Write) -> Result<End, Stop> {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.split('-').all(word) {
        return Err(
            Error::new(format!("{name}: a rule is named in kebab-case, such as `berth-count`")).into()
        );
    }
    let path = folder.join(format!("{name}.toml"));
    let cannot = |what: &Path| format!("{} cannot be written", what.display());
    fs::create_dir_all(folder).map_err(|error| Error::new(cannot(folder)).because(error))?;
    let mut file = fs::File::create_new(&path).map_err(|error| Error::new(cannot(&path)).because(error))?;
    file.write_all(TEMPLATE.replace("NAME", name).as_bytes())
        .map_err(|error| Error::new(cannot(&path)).because(error))?;
    writeln!(out, "{}", path.display())?;
    let folder = folder.display();
    writeln!(out, "Next: change it, then `dateline rules test {name} --rules {folder}`")?;
    Ok(End::Clean)
}

/// A rule that works, to be changed.
const TEMPLATE: &str = include_str!("template.toml");
