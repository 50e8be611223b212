//! What the layers of a run come to.

use super::ignore::Ignore;
use super::kinds::{FailOn, Level};
use super::overrides::Overrides;
use super::settings::Settings;
use super::value::{Given, Setting};
use crate::rules::diagnostic::{Mistake, Place};
use crate::rules::finding::{Confidence, Severity};
use crate::rules::reader::nearest;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The settings of a run.
///
/// ```
/// use dateline::config::{Config, Origin, parse};
/// use dateline::rules::Severity;
/// use std::path::Path;
///
/// let here = Path::new("/archive");
/// let layer = |name, text| parse(text, Origin { name, folder: here, base: here }).unwrap();
/// let config = Config::new([
///     layer("command line", "min-severity = 'error'"),
///     layer("dateline.toml", "min-severity = 'warning'\nselect = ['age', 'weekday']\nignore = ['age']"),
/// ]);
/// assert_eq!(config.min_severity(), Severity::Error);
/// let known = ["age", "deadline", "weekday"].map(std::sync::Arc::from);
/// assert_eq!(config.selected(&known).into_iter().collect::<Vec<_>>(), ["weekday".into()]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What is in force, key by key.
    pub settings: Settings,
    /// The layers, the lowest first: rules are selected step by step.
    layers: Vec<Settings>,
}

const MIN_SEVERITY: Severity = Severity::Advice;
const MIN_CONFIDENCE: Confidence = Confidence::Medium;
const FAIL_ON: FailOn = FailOn(Some(Severity::Warning));
const FORCE_EXCLUDE: bool = false;

impl Config {
    /// Of layers, each over those that follow.
    pub fn new(layers: impl IntoIterator<Item = Settings>) -> Self {
        let mut layers: Vec<Settings> = layers.into_iter().collect();
        layers.reverse();
        let settings = layers.iter().fold(Settings::default(), |below, upper| upper.clone().over(below));
        Config { settings, layers }
    }

    /// The least severity that is told.
    pub fn min_severity(&self) -> Severity {
        value(&self.settings.min_severity, MIN_SEVERITY)
    }

    /// The least confidence that is told.
    pub fn min_confidence(&self) -> Confidence {
        value(&self.settings.min_confidence, MIN_CONFIDENCE)
    }

    /// The severity from which on a run fails, if any.
    pub fn fail_on(&self) -> Option<Severity> {
        value(&self.settings.fail_on, FAIL_ON).0
    }

    /// How many warnings a run may have, if that is limited.
    pub fn max_warnings(&self) -> Option<u32> {
        self.settings.max_warnings.as_ref().map(|given| given.value)
    }

    /// Whether `exclude` holds for files that are named, too.
    pub fn force_exclude(&self) -> bool {
        value(&self.settings.force_exclude, FORCE_EXCLUDE)
    }

    /// The field that names the story of an article.
    pub fn story_from(&self) -> Option<&str> {
        self.settings.story_from.as_ref().map(|given| given.value.as_str())
    }

    /// The encoding of files that do not say theirs.
    pub fn encoding(&self) -> Option<&'static encoding_rs::Encoding> {
        self.settings.encoding.as_ref().map(|given| given.value.0)
    }

    /// Findings that are left alone.
    pub fn ignores(&self) -> &[Ignore] {
        self.settings.ignore.as_ref().map_or(&[], |given| &given.value.entries)
    }

    /// What is different for some paths.
    pub fn overrides(&self) -> Overrides {
        self.settings.overrides.as_ref().map(|given| given.value.clone()).unwrap_or_default()
    }

    /// The user's own folders of rules, names and timelines.
    pub fn folders(&self) -> Folders {
        let list = |list: &Option<Given<super::Locations>>| {
            list.iter().flat_map(|given| &given.value.0).map(|folder| folder.value.clone()).collect()
        };
        Folders {
            rules: list(&self.settings.rule_folders),
            names: list(&self.settings.name_folders),
            references: list(&self.settings.reference_folders),
        }
    }

    /// What is different about a rule everywhere: its severity, its confidence.
    pub fn rule(&self, name: &str) -> (Option<Severity>, Option<Confidence>) {
        let rules = self.settings.rules.as_ref();
        let Some(Given { value: rule, .. }) = rules.and_then(|rules| rules.value.0.get(name)) else {
            return (None, None);
        };
        let severity = rule.severity.as_ref().and_then(|severity| match severity.value {
            Level::At(severity) => Some(severity),
            Level::Off => None,
        });
        (severity, rule.confidence.as_ref().map(|confidence| confidence.value))
    }

    /// Which of the known rules run. Layer by layer, from the lowest: `select` starts anew, `extend-select` adds,
    /// `ignore` and a severity of "off" take away.
    pub fn selected(&self, known: &[Arc<str>]) -> BTreeSet<Arc<str>> {
        let mut chosen: BTreeSet<Arc<str>> = known.iter().cloned().collect();
        let mut off: BTreeSet<&str> = BTreeSet::new();
        for layer in &self.layers {
            if let Some(select) = &layer.select {
                chosen = select.value.iter().flat_map(|name| named(known, name)).collect();
            }
            if let Some(more) = &layer.extend_select {
                chosen.extend(more.value.iter().flat_map(|name| named(known, name)));
            }
            if let Some(ignore) = &layer.ignore {
                for rule in ignore.value.rules.iter().flat_map(|name| named(known, name)) {
                    chosen.remove(&rule);
                }
            }
            for (name, rule) in layer.rules.iter().flat_map(|rules| &rules.value.0) {
                match &rule.value.severity {
                    Some(Given { value: Level::Off, .. }) => {
                        off.insert(name);
                        chosen.retain(|rule| **rule != **name);
                    }
                    // What a lower layer had switched off runs again.
                    Some(_) if off.remove(name.as_str()) => chosen.extend(named(known, name)),
                    _ => {}
                }
            }
        }
        chosen
    }

    /// Names of rules that are none.
    pub fn unknown_rules(&self, known: &[Arc<str>]) -> Vec<Mistake> {
        self.layers.iter().rev().flat_map(|layer| unknown_rules(layer, known)).collect()
    }

    /// Every key with its value, if it has one, and the places where that was given, none for a default.
    pub fn each(&self) -> Vec<(&'static str, Option<toml::Value>, Vec<&Place>)> {
        let default = |key| match key {
            "min-severity" => Some(MIN_SEVERITY.show()),
            "min-confidence" => Some(MIN_CONFIDENCE.show()),
            "fail-on" => Some(FAIL_ON.show()),
            "force-exclude" => Some(FORCE_EXCLUDE.show()),
            "select" => Some(toml::Value::Array(vec![ALL.into()])),
            _ => None,
        };
        let shown = |(key, given)| match given {
            Some((value, places)) => (key, Some(value), places),
            None => (key, default(key), Vec::new()),
        };
        self.settings.each().into_iter().map(shown).collect()
    }
}

/// The user's own folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// Folders of rules; what lies in their folders `names` and `reference` is read, too.
    pub rules: Vec<PathBuf>,
    /// Folders of names.
    pub names: Vec<PathBuf>,
    /// Folders of timelines.
    pub references: Vec<PathBuf>,
}

/// Stands for every rule.
const ALL: &str = "all";

/// Names of rules in a layer that are none, in the order of the text.
fn unknown_rules(layer: &Settings, known: &[Arc<str>]) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut judge = |name: &str, place: &Place, all: bool| {
        if (all && name == ALL) || known.iter().any(|rule| **rule == *name) {
            return;
        }
        let help = match nearest(name, known.iter().map(|rule| &**rule)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`dateline rules list` names them all".to_owned(),
        };
        found.push(Mistake::in_configuration(place, format!("no rule is called `{name}`"), help));
    };
    let lists = [&layer.select, &layer.extend_select].into_iter().flatten().map(|list| &list.value);
    let ignored = layer.ignore.iter().map(|ignore| &ignore.value.rules);
    for name in lists.chain(ignored).flat_map(|names| &names.0) {
        judge(&name.value, &name.place, true);
    }
    let entries = layer.ignore.iter().flat_map(|ignore| &ignore.value.entries);
    let overrides = layer.overrides.iter().flat_map(|overrides| &overrides.value.0);
    let lists = entries.map(|e| &e.rules).chain(overrides.clone().map(|o| &o.ignore));
    for name in lists.flat_map(|names| &names.0) {
        judge(&name.value, &name.place, false);
    }
    let rules = layer.rules.iter().map(|rules| &rules.value).chain(overrides.map(|o| &o.rules));
    for (name, rule) in rules.flat_map(|rules| &rules.0) {
        judge(name, &rule.place, false);
    }
    found.sort_by_key(|mistake| mistake.at().start);
    found
}

fn named<'a>(known: &'a [Arc<str>], name: &'a str) -> impl Iterator<Item = Arc<str>> + 'a {
    known.iter().filter(move |rule| name == ALL || ***rule == *name).cloned()
}

fn value<T: Copy>(given: &Option<Given<T>>, default: T) -> T {
    given.as_ref().map_or(default, |given| given.value)
}
