//! What a shell and `man` want to know of the command line: completions and manual pages, made from the arguments as
//! they are declared.

use super::End;
use super::Stop;
use super::args::Cli;
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use dateline::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline completions zsh  > \"${fpath[1]}/_dateline\"
  dateline completions fish > ~/.config/fish/completions/dateline.fish")]
pub(super) struct CompletionsArgs {
    /// For which shell.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline man | man -l -                            read it
  dateline man --output-dir ~/.local/share/man/man1  install them")]
pub(super) struct ManArgs {
    /// Write the pages of all commands into this folder, instead of the main page to standard output.
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

/// `dateline completions`.
pub(super) fn completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<End, Stop> {
    // The generator takes its writer's errors for a bug; what is in memory has none.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dateline", &mut script);
    out.write_all(&script)?;
    Ok(End::Clean)
}

/// `dateline man`.
pub(super) fn man(args: &ManArgs, out: &mut dyn Write) -> Result<End, Stop> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.output_dir else {
        Man::new(command).render(&mut *out)?;
        return Ok(End::Clean);
    };
    let cannot =
        |path: &Path, because| Error::new(format!("cannot write `{}`", path.display())).because(because);
    fs::create_dir_all(folder).map_err(|e| cannot(folder, e))?;
    for page in pages(&command) {
        let path = folder.join(page.get_filename());
        let mut text = Vec::new();
        page.render(&mut text)?;
        fs::write(&path, text).map_err(|e| cannot(&path, e))?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(End::Clean)
}

/// The page of a command and those of the commands under it.
fn pages(command: &Command) -> Vec<Man> {
    let mut all = vec![Man::new(command.clone())];
    all.extend(command.get_subcommands().filter(|c| !c.is_hide_set()).flat_map(pages));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    /// All names a command line may begin with: `["check"]`, `["rules", "test"]` …
    fn commands(command: &Command, before: &[String]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        for inner in command.get_subcommands() {
            let path: Vec<String> = before.iter().cloned().chain([inner.get_name().to_owned()]).collect();
            all.extend(commands(inner, &path));
            all.push(path);
        }
        all
    }

    #[test]
    fn every_shell_completes_every_command() {
        for &shell in Shell::value_variants() {
            let mut script = Vec::new();
            completions(&CompletionsArgs { shell }, &mut script).unwrap_or_else(|_| panic!("{shell}"));
            let script = String::from_utf8(script).unwrap();
            for path in commands(&Cli::command(), &[]) {
                assert!(script.contains(path.last().unwrap()), "{shell}: {path:?}");
            }
            assert!(script.contains("fail-on"), "{shell}");
        }
    }

    #[test]
    fn every_command_has_a_manual_page() {
        let folder = tempfile::TempDir::new().unwrap();
        let args = ManArgs { output_dir: Some(folder.path().to_owned()) };
        man(&args, &mut Vec::new()).unwrap_or_else(|_| panic!("the pages are written"));
        let paths = commands(&Cli::command(), &[]);
        assert!(paths.len() > 8);
        for path in paths.iter().chain([&Vec::new()]) {
            let name: String = path.iter().map(|word| format!("-{word}")).collect();
            let page = fs::read_to_string(folder.path().join(format!("dateline{name}.1"))).unwrap();
            assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH DESCRIPTION"), "{name}: {page}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), paths.len() + 1);
    }
}
