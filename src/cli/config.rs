//! Which configuration is in force: found, read, and laid under what the command line says.

use super::Stop;
use super::args::{CheckArgs, Global, Input, RuleFolders};
use super::sieve::Sifted;
use dateline::config::{self, Config, Origin};
use dateline::corpus::{normal, slashes};
use dateline::error::{Error, Notice};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use toml::{Table, Value};

/// What the configuration is called where it is looked for.
pub(super) const NAME: &str = "dateline.toml";

/// What a run goes by.
pub(super) struct Setup {
    /// The settings in force.
    pub(super) config: Config,
    /// The configuration file and those that it extends, as they are shown.
    pub(super) files: Vec<String>,
    /// The folder that reported paths start from.
    pub(super) base: PathBuf,
    /// The files and folders to read, without standard input.
    pub(super) paths: Vec<PathBuf>,
    /// Whether standard input is read.
    pub(super) piped: bool,
    /// What has been read and left out.
    pub(super) sifted: Arc<Sifted>,
}

impl Setup {
    /// For a command that reads articles.
    ///
    /// # Errors
    /// When the configuration cannot be found out.
    pub(super) fn reading(global: &Global, input: &Input, flags: Table) -> Result<Self, Stop> {
        let mut named = input.paths.clone();
        if let Some(list) = &input.file_list {
            if list.as_os_str() == "-" && named.iter().any(|path| path.as_os_str() == "-") {
                return Err(Error::new("standard input is either an article or the list of files").into());
            }
            named.extend(listed(list)?);
        } else if named.is_empty() {
            named.push(PathBuf::from("."));
        }
        let (piped, paths): (Vec<_>, Vec<_>) = named.into_iter().partition(|path| path.as_os_str() == "-");
        Self::new(global, paths, !piped.is_empty(), join(input.flags(), flags))
    }

    /// For a command about rules.
    ///
    /// # Errors
    /// When the configuration cannot be found out.
    pub(super) fn of_rules(global: &Global, rules: &RuleFolders) -> Result<Self, Stop> {
        Self::new(global, Vec::new(), false, rules.flags())
    }

    /// For a command that reads these files and folders.
    ///
    /// # Errors
    /// When the configuration cannot be found out.
    pub(super) fn of_paths(global: &Global, paths: Vec<PathBuf>, flags: Table) -> Result<Self, Stop> {
        Self::new(global, paths, false, flags)
    }

    fn new(global: &Global, paths: Vec<PathBuf>, piped: bool, flags: Table) -> Result<Self, Stop> {
        let here =
            std::env::current_dir().map_err(|e| Error::new("the working directory is gone").because(e))?;
        let (file, inline) = asked_for(&global.config)?;
        if global.isolated && file.is_some() {
            return Err(Error::new("--isolated heeds no configuration file, and --config names one").into());
        }
        let common = common_folder(&paths, &here);
        let file = match file {
            Some(file) => Some(file),
            None if global.isolated => None,
            None => above(&common).map(|found| shortest(&found, &here)),
        };
        let base = base(file.as_deref(), &common, &here);
        let mut mistakes = Vec::new();
        let mut layers = Vec::new();
        let flags = flags.to_string();
        // Of two settings of one key, the later one holds.
        let inline = inline.iter().rev().map(|text| (text, "--config"));
        for (text, name) in std::iter::once((&flags, "command line")).chain(inline) {
            match config::load_text(text, Origin { name, folder: &here, base: &base }) {
                Ok(mut loaded) => layers.append(&mut loaded.layers),
                Err(mut wrong) => mistakes.append(&mut wrong),
            }
        }
        let mut files = Vec::new();
        if let Some(file) = &file {
            match config::load(file, &base) {
                Ok(mut loaded) => {
                    layers.append(&mut loaded.layers);
                    files = loaded.files;
                }
                Err(mut wrong) => mistakes.append(&mut wrong),
            }
        }
        if !mistakes.is_empty() {
            return Err(Stop::Mistakes(mistakes));
        }
        let config = Config::new(layers);
        let sifted = Arc::new(Sifted::new(&config));
        Ok(Setup { config, files, base, paths, piped, sifted })
    }

    /// What a run writes beside the articles: the baseline, wherever it is said to be, or where it is by default, and the
    /// files that the configuration wants the findings in. They are no articles.
    pub(super) fn own_files(&self) -> Vec<PathBuf> {
        let settings = &self.config.settings;
        let baseline = settings.baseline.iter().map(|given| given.value.clone());
        let outputs = settings.output.iter().flat_map(|given| &given.value.0).map(|o| o.value.path.clone());
        baseline.chain([self.base.join(super::gate::NAME)]).chain(outputs).collect()
    }

    /// Whether there may be more articles than are read: where less is named than the configuration's folder, else than
    /// the git repository that the paths are in, else than the working directory.
    pub(super) fn is_partial(&self) -> bool {
        let repository = || self.base.ancestors().find(|folder| folder.join(".git").exists());
        let whole = repository().filter(|_| self.files.is_empty()).unwrap_or(&self.base);
        !self.paths.iter().any(|path| whole.starts_with(normal(path)))
    }

    /// What the file says of paths where there are none. Only where all that lies under its folder is read: elsewhere it
    /// would be told of what is merely not asked for.
    pub(super) fn matches_nothing(&self, read: &[&str]) -> Vec<Notice> {
        let Some(file) = self.files.first() else { return Vec::new() };
        if !self.paths.iter().any(|path| normal(path) == self.base) {
            return Vec::new();
        }
        let unused = self.sifted.unused();
        let overrides = self.config.overrides();
        let overrides = overrides.0.iter().flat_map(|entry| entry.paths.patterns());
        let overrides =
            overrides.filter(|p| !read.iter().any(|path| p.takes(path, config::Kind::Path).is_some()));
        let patterns = unused.into_iter().map(|(p, key)| (p.clone(), key));
        let full = normal(Path::new(file));
        let shown = full.strip_prefix(&self.base).unwrap_or(&full);
        patterns
            .chain(overrides.map(|p| (p.clone(), "overrides")))
            .filter(|(pattern, _)| pattern.place().path() == file)
            .map(|(pattern, key)| Notice {
                path: slashes(shown),
                line: Some(pattern.place().line()),
                message: format!("`{}` in `{key}` matches no path", pattern.text()),
            })
            .collect()
    }
}

/// Sorts what `--config` was given: the one file, and settings.
fn asked_for(given: &[String]) -> Result<(Option<PathBuf>, Vec<String>), Error> {
    let (mut file, mut inline) = (None, Vec::new());
    for text in given {
        let path = Path::new(text);
        if text.contains('=') && !path.is_file() {
            inline.push(text.clone());
        } else if file.is_some() {
            return Err(Error::new("--config names two files; one can extend the other"));
        } else if path.is_file() {
            file = Some(path.to_owned());
        } else {
            let message =
                format!("--config {text}: no such file, and no setting such as `min-severity = 'error'`");
            return Err(Error::new(message));
        }
    }
    Ok((file, inline))
}

/// The paths of a list, one a line.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |e| Error::new(format!("--file-list {}: it cannot be read", list.display())).because(e);
    let mut bytes = Vec::new();
    if list.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        bytes = std::fs::read(list).map_err(unreadable)?;
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| Error::new(format!("--file-list {}: it is not UTF-8", list.display())).because(e))?;
    let lines = text.strip_prefix('\u{feff}').unwrap_or(&text).lines();
    Ok(lines.filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

/// The closest folder that holds all paths, the working directory for none.
fn common_folder(paths: &[PathBuf], here: &Path) -> PathBuf {
    let folder = |path: &PathBuf| {
        let full = normal(path);
        match full.parent() {
            Some(parent) if !full.is_dir() => parent.to_owned(),
            _ => full,
        }
    };
    paths.iter().map(folder).reduce(|a, b| common(&a, &b)).unwrap_or_else(|| here.to_owned())
}

fn common(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

/// The configuration in a folder, or in the closest above it.
fn above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

/// A path as one would type it in the working directory.
fn shortest(path: &Path, here: &Path) -> PathBuf {
    let shared = common(path, here);
    let up = here.components().count() - shared.components().count();
    match path.strip_prefix(&shared) {
        // Past a few folders the full path is easier to read.
        Ok(rest) if up <= 3 => std::iter::repeat_n(Path::new(".."), up).collect::<PathBuf>().join(rest),
        _ => path.to_owned(),
    }
}

/// The folder that reported paths start from: the configuration's. Where it does not hold all that is read, the closest
/// that holds both, so that the working directory makes no difference; unless that is no folder of anybody's.
fn base(file: Option<&Path>, common_parent: &Path, here: &Path) -> PathBuf {
    let Some(file) = file else { return here.to_owned() };
    let file = normal(file);
    let both = common(file.parent().unwrap_or(&file), common_parent);
    let nobodys = !both.components().any(|part| matches!(part, Component::Normal(_)));
    if nobodys { here.to_owned() } else { both }
}

/// Flags as a file would say them.
fn join(mut first: Table, second: Table) -> Table {
    first.extend(second);
    first
}

/// What is given of some keys.
fn table<const N: usize>(keys: [(&str, Option<Value>); N]) -> Table {
    keys.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// A list, if it is not empty.
fn list(words: &[String]) -> Option<Value> {
    (!words.is_empty()).then(|| words.to_vec().into())
}

/// The word by which clap knows a choice.
fn word(choice: Option<&impl clap::ValueEnum>) -> Option<Value> {
    Some(choice?.to_possible_value()?.get_name().into())
}

impl Input {
    fn flags(&self) -> Table {
        table([
            ("story-from", self.story_from.as_deref().map(Value::from)),
            ("exclude", list(&self.exclude)),
            ("force-exclude", self.force_exclude.then_some(Value::Boolean(true))),
        ])
    }
}

impl RuleFolders {
    pub(super) fn flags(&self) -> Table {
        let folders: Vec<String> = self.folders.iter().map(|f| f.to_string_lossy().into_owned()).collect();
        table([("rule-folders", list(&folders))])
    }
}

impl CheckArgs {
    /// What the command line says that a file may say, too.
    pub(super) fn flags(&self) -> Table {
        let flags = table([
            ("select", list(&self.select)),
            ("extend-select", list(&self.extend_select)),
            ("ignore", list(&self.ignore)),
            ("min-severity", word(self.min_severity.as_ref())),
            ("min-confidence", word(self.min_confidence.as_ref())),
            ("fail-on", word(self.fail_on.as_ref())),
            ("format", word(self.output.format.as_ref())),
        ]);
        join(self.rules.flags(), flags)
    }
}
