//! The arguments, as clap reads them and as `--help` tells them.

use super::formats::Formats;
use clap::{Args, Parser, Subcommand, ValueEnum};
use dateline::rules::{Confidence, Severity};
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
    /// Explain a rule: why it exists, what it finds, what it leaves alone.
    Explain(ExplainArgs),
    /// List the rules in force, run their examples, or start a new one.
    Rules(RulesArgs),
}

/// What to read.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// Files and folders: text, Markdown, HTML, JSON, CSV, NewsML-G2, NITF, ninjs, RSS, Atom, WordPress export, WARC, also in
    /// .gz, .zst and .zip; `-` reads standard input. Folders heed .gitignore.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
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
  dateline check --format json - < story.txt  one article from standard input")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: Input,
    /// How to print the findings.
    #[arg(long, short, value_enum, default_value = "full")]
    pub(super) format: CheckFormat,
    /// Run these rules only (comma-separated, or repeated).
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not run these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Leave out findings that are less severe. They do not count for --fail-on either.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "advice")]
    pub(super) min_severity: Level,
    /// Leave out findings that are less sure.
    #[arg(long, value_name = "CONFIDENCE", value_enum, default_value = "medium")]
    pub(super) min_confidence: Sureness,
    /// Exit with 1 when a finding is at least this severe.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "warning")]
    pub(super) fail_on: FailOn,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Every place in its surroundings, with help.
    Full,
    /// `path:line:column: severity rule: message`.
    Concise,
    /// One versioned document.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Advice,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Advice => Severity::Advice,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Sureness {
    High,
    Medium,
    Low,
}

impl From<Sureness> for Confidence {
    fn from(sureness: Sureness) -> Self {
        match sureness {
            Sureness::High => Confidence::High,
            Sureness::Medium => Confidence::Medium,
            Sureness::Low => Confidence::Low,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Advice,
    /// Exit with 0 whatever is found.
    Never,
}

impl FailOn {
    /// The severity from which on a run fails, if any.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Advice => Some(Severity::Advice),
            FailOn::Never => None,
        }
    }
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
pub(super) struct ExplainArgs {
    /// The rule's name, as in a finding: `age`, `weekday` …
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
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
