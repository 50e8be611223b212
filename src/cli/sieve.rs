//! What of folders is read and what is left out, and by which pattern.

use dateline::config::{Config, Kind, Paths, Pattern};
use dateline::corpus::{Entry, Sieve};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The patterns of a run, and what came of them.
pub(super) struct Sifted {
    include: Patterns,
    exclude: Patterns,
    force: bool,
    left_out: Mutex<Vec<LeftOut>>,
}

/// A file or folder that is not read.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    /// Its path, as it is shown; of a folder with a slash at its end.
    pub(super) path: String,
    /// Why.
    pub(super) why: String,
    /// Whether it was named on the command line.
    pub(super) named: bool,
}

struct Patterns {
    paths: Option<Paths>,
    /// For each pattern, whether some path matched.
    used: Vec<AtomicBool>,
}

impl Patterns {
    fn new(paths: Option<Paths>) -> Self {
        let count = paths.as_ref().map_or(0, |paths| paths.patterns().len());
        Patterns { paths, used: (0..count).map(|_| AtomicBool::new(false)).collect() }
    }

    /// The pattern by which a path is meant.
    fn deciding(&self, shown: &str, of: Kind) -> Option<&Pattern> {
        let mut decision = None;
        for (pattern, used) in self.each() {
            if let Some(takes) = pattern.takes(shown, of) {
                used.store(true, Ordering::Relaxed);
                decision = takes.then_some(pattern);
            }
        }
        decision
    }

    fn each(&self) -> impl Iterator<Item = (&Pattern, &AtomicBool)> {
        self.paths.iter().flat_map(Paths::patterns).zip(&self.used)
    }

    fn unused(&self) -> impl Iterator<Item = &Pattern> {
        self.each().filter(|(_, used)| !used.load(Ordering::Relaxed)).map(|(pattern, _)| pattern)
    }
}

impl Sifted {
    pub(super) fn new(config: &Config) -> Self {
        let settings = &config.settings;
        Sifted {
            include: Patterns::new(settings.include.as_ref().map(|given| given.value.clone())),
            exclude: Patterns::new(settings.exclude.as_ref().map(|given| given.value.clone())),
            force: config.force_exclude(),
            left_out: Mutex::default(),
        }
    }

    /// The sieve, which keeps account of what it lets through.
    pub(super) fn sieve(self: &Arc<Self>) -> Arc<Sieve> {
        let sifted = Arc::clone(self);
        Arc::new(move |shown, entry| sifted.lets_through(shown, entry))
    }

    fn lets_through(&self, shown: &str, entry: Entry) -> bool {
        let of = match entry {
            Entry::Folder => Kind::Folder,
            Entry::File { .. } => Kind::File,
            Entry::Named => Kind::Path,
        };
        let why = if let Some(pattern) = self.exclude.deciding(shown, of) {
            if entry == Entry::Named && !self.force {
                return true;
            }
            let place = pattern.place();
            format!("`{}` in `exclude` ({}:{})", pattern.text(), place.path(), place.line())
        } else {
            match entry {
                Entry::Folder | Entry::Named => return true,
                Entry::File { known } => match &self.include.paths {
                    None if known => return true,
                    None => "its extension is of no known format".to_owned(),
                    Some(_) if self.include.deciding(shown, of).is_some() => return true,
                    Some(_) => "no pattern of `include` matches".to_owned(),
                },
            }
        };
        let path = if entry == Entry::Folder { format!("{shown}/") } else { shown.to_owned() };
        let named = entry == Entry::Named;
        self.lock().push(LeftOut { path, why, named });
        false
    }

    /// What has been left out, in the order of the paths.
    pub(super) fn left_out(&self) -> Vec<LeftOut> {
        let mut all = self.lock().clone();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// Patterns that matched nothing, each with its key.
    pub(super) fn unused(&self) -> Vec<(&Pattern, &'static str)> {
        let include = self.include.unused().map(|pattern| (pattern, "include"));
        include.chain(self.exclude.unused().map(|pattern| (pattern, "exclude"))).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<LeftOut>> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
