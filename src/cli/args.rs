//! The arguments, as clap reads them and as `--help` tells them.

use super::diff::DiffArgs;
use super::formats::Formats;
use super::output::OutputArgs;
use super::pages::ExplainArgs;
use super::shell::{CompletionsArgs, ManArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds numbers and dates in news articles that cannot all be true.
///
/// dateline reads articles, pulls out the numbers and dates they assert, and points at the sentences that cannot all be
/// true, given when each article was published. It never decides who is right: it shows both places, both dates, and
/// what would reconcile them.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit status: 0 nothing to object to, 1 findings at or above --fail-on, 2 the run could not be made in full."
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Whether to colour: `auto` asks the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Print findings and errors only: no notices, no progress, no line of counts.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Go by this configuration file instead of the `dateline.toml` that is found; or by a setting as in one, such as
    /// "min-severity = 'error'". May be repeated.
    #[arg(long, global = true, value_name = "FILE|SETTING")]
    pub(super) config: Vec<String>,
    /// Heed no configuration file.
    #[arg(long, global = true)]
    pub(super) isolated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Point at facts that cannot all be true.
    Check(CheckArgs),
    /// Print the facts that the articles assert, one a line.
    Facts(FactsArgs),
    /// Print every number and time expression with its normalised value.
    Annotate(AnnotateArgs),
    /// Print what was read: publication dates and what they rest on, titles, words.
    Articles(ArticlesArgs),
    /// Print which articles report the same event, and why we think so.
    Stories(StoriesArgs),
    /// Tell which facts changed between two versions of an article or of an archive.
    Diff(DiffArgs),
    /// Draw what the archive says of one thing over time.
    Timeline(super::timeline::TimelineArgs),
    /// Explain a rule: why it exists, what it finds, what it leaves alone.
    Explain(ExplainArgs),
    /// List the rules in force, run their examples, or start a new one.
    Rules(RulesArgs),
    /// Show the settings in force, the files that are read, the schema of the configuration.
    Config(ConfigArgs),
    /// Start a configuration: write a `dateline.toml` that explains every setting.
    Init(InitArgs),
    /// Print a shell's completions of this command line.
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands.
    Man(ManArgs),
}

/// What to read.
#[derive(Clone, Debug, Args)]
pub(super) struct Input {
    /// Files and folders: text, Markdown, HTML, JSON, CSV, NewsML-G2, NITF, ninjs, RSS, Atom, WordPress export, WARC, also in
    /// .gz, .zst and .zip; `-` reads standard input. Folders heed .gitignore. By default the current folder.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Read the paths from this file, one a line; `-` reads them from standard input.
    #[arg(long, value_name = "FILE")]
    pub(super) file_list: Option<PathBuf>,
    /// In folders, leave out what fits this pattern, which is as in a .gitignore; may be repeated.
    #[arg(long, value_name = "PATTERN")]
    pub(super) exclude: Vec<String>,
    /// Leave out what is excluded even where it is named.
    #[arg(long)]
    pub(super) force_exclude: bool,
    /// Read the story an article belongs to from this field of JSON Lines or front matter.
    #[arg(long, value_name = "FIELD")]
    pub(super) story_from: Option<String>,
    #[command(flatten)]
    pub(super) formats: Formats,
    /// How many threads to use; by default as many as there are cores. The output is the same.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// Which rules to go by.
#[derive(Debug, Args)]
pub(super) struct RuleFolders {
    /// Load the rules in this folder, too; repeat for more folders.
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline check                              every article under the current folder
  dateline check archive --select age,weekday only these rules
  dateline check --format json - < story.txt  one article from standard input
  dateline check --output sarif=out.sarif     the findings here, and in a file for a viewer")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: Input,
    #[command(flatten)]
    pub(super) output: OutputArgs,
    /// Run these rules only (comma-separated, or repeated); `all` names every one.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Run these rules besides those that the configuration selects.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) extend_select: Vec<String>,
    /// Do not run these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Leave out findings that are less severe than this, by default none. They do not count for --fail-on either.
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(super) min_severity: Option<Level>,
    /// Leave out findings that are less sure than this, by default than `medium`.
    #[arg(long, value_name = "CONFIDENCE", value_enum)]
    pub(super) min_confidence: Option<Sureness>,
    /// Exit with 1 when a finding is at least this severe, by default a `warning`.
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(super) fail_on: Option<FailOn>,
    /// Run again whenever an article, a rule or the configuration changes; Ctrl-C ends.
    #[arg(long)]
    pub(super) watch: bool,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
    #[command(flatten)]
    pub(super) gate: super::gate::GateArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Advice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Sureness {
    High,
    Medium,
    Low,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Advice,
    /// Exit with 0 whatever is found.
    Never,
}

#[derive(Debug, Args)]
pub(super) struct FactsArgs {
    #[command(flatten)]
    pub(super) input: Input,
    /// How to print the facts.
    #[arg(long, short, value_enum, default_value = "table")]
    pub(super) format: LinesFormat,
    /// Facts of these rules only (comma-separated, or repeated).
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LinesFormat {
    /// Columns for people.
    Table,
    /// A JSON object a line.
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline annotate archive                                        every annotation, one a line
  dateline annotate --format timeml story.txt                      one TimeML document
  dateline annotate --format timeml --output-dir tagged archive    a TimeML file an article")]
pub(super) struct AnnotateArgs {
    #[command(flatten)]
    pub(super) input: Input,
    /// How to print the annotations.
    #[arg(long, short, value_enum, default_value = "jsonl")]
    pub(super) format: AnnotateFormat,
    /// With `timeml`, write a file an article into this folder, named by its id or its file. Needed for more than one.
    #[arg(long, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AnnotateFormat {
    /// A JSON object a line.
    Jsonl,
    /// A TimeML document an article, with TIMEX3 in place; of times only.
    Timeml,
}

#[derive(Debug, Args)]
pub(super) struct ArticlesArgs {
    #[command(flatten)]
    pub(super) input: Input,
    /// How to print the articles.
    #[arg(long, short, value_enum, default_value = "table")]
    pub(super) format: LinesFormat,
    /// Print every clue to each publication date, in the order of its rank, and which of them contradict each other.
    #[arg(long, short)]
    pub(super) evidence: bool,
}

#[derive(Debug, Args)]
pub(super) struct StoriesArgs {
    #[command(flatten)]
    pub(super) input: Input,
    /// How to print the stories.
    #[arg(long, short, value_enum, default_value = "table")]
    pub(super) format: LinesFormat,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    pub(super) action: Option<RulesAction>,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesAction {
    /// List the rules in force (the default).
    List {
        #[command(flatten)]
        rules: RuleFolders,
    },
    /// Run every rule's examples; exit with 1 when one fails.
    Test {
        /// Only these rules.
        #[arg(value_name = "RULE")]
        names: Vec<String>,
        #[command(flatten)]
        rules: RuleFolders,
    },
    /// Write the rules' pages as Markdown, with an index.
    Docs {
        /// The folder to write to.
        #[arg(long, value_name = "DIR")]
        output_dir: PathBuf,
        #[command(flatten)]
        rules: RuleFolders,
    },
    /// Start a rule: write a file with every key and two examples that pass.
    New {
        /// The rule's name: a noun in kebab-case that reads well after "ignore".
        #[arg(value_name = "NAME")]
        name: String,
        /// The folder to write to, which `--rules` then names.
        #[arg(long, value_name = "DIR", default_value = "rules")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    pub(super) action: ConfigAction,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigAction {
    /// Print the settings in force as TOML, and where each was given.
    Show {
        #[command(flatten)]
        input: Input,
    },
    /// Print the files that are read, one a line.
    Files {
        #[command(flatten)]
        input: Input,
        /// Print those that are left out instead, each with the reason.
        #[arg(long)]
        left_out: bool,
    },
    /// Print the JSON Schema of `dateline.toml`, for editors.
    Schema,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to write to.
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}
