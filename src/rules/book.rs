//! All the rules of a run: those that ship with the program, and the user's own.

use super::diagnostic::{Mistake, Trouble};
use super::file::{Rule, RuleKind, Workshop, read_rule};
use super::policy::{Counting, Policy};
pub(crate) use super::reader::nearest;
use super::timeline::{Timeline, read_timeline};
use crate::error::Error;
use crate::facts::family::{Families, Family};
use crate::facts::pattern::Compiler;
use crate::facts::relation::Relations;
use crate::grammar::lexicon::Lexicon;
use include_dir::{Dir, include_dir};
use std::path::Path;
use std::sync::Arc;

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The built-in check whose rules have wordings.
const RELATING: &str = "arithmetic";

/// The rules in force, with the families they compare and the timelines they compare them with.
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    /// In the order of their names.
    pub rules: Vec<Rule>,
    /// What finds their facts.
    pub families: Families,
    /// What finds figures that belong together.
    pub relations: Relations,
    /// What is known from elsewhere.
    pub timelines: Vec<Timeline>,
}

/// Reads rule files one by one; what is wrong with one does not stop the others.
#[derive(Debug)]
pub struct RuleBookBuilder<'a> {
    lexicon: &'a mut Lexicon,
    checks: &'a [&'static str],
    compiler: Compiler,
    families: Vec<Family>,
    rules: Vec<Rule>,
    timelines: Vec<Timeline>,
    diagnostics: Vec<Mistake>,
}

impl<'a> RuleBookBuilder<'a> {
    /// An empty book. `checks` are the names of the built-in checks.
    pub fn new(lexicon: &'a mut Lexicon, checks: &'a [&'static str]) -> Self {
        RuleBookBuilder {
            lexicon,
            checks,
            compiler: Compiler::default(),
            families: Vec::new(),
            rules: Vec::new(),
            timelines: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Adds the rules and timelines that ship with the program.
    pub fn builtin(&mut self) {
        let texts = |folder: Option<&'static Dir<'static>>| {
            let mut files: Vec<(String, &'static str)> = folder
                .into_iter()
                .flat_map(include_dir::Dir::files)
                .filter_map(|f| Some((format!("rules/{}", f.path().to_str()?), f.contents_utf8()?)))
                .collect();
            files.sort();
            files
        };
        for (path, text) in texts(Some(&RULES)) {
            self.rule(&path, text);
        }
        for (path, text) in texts(RULES.get_dir("reference")) {
            self.timeline(&path, text);
        }
    }

    /// Adds the rules of a user's folder, and the timelines of its `reference` folder. A rule of a name that is already
    /// there takes its place.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn folder(&mut self, folder: &Path) -> Result<(), Error> {
        for (path, text) in toml_files(folder)? {
            match text {
                Ok(text) => self.rule(&path, &text),
                Err(error) => self.unreadable(&path, &error),
            }
        }
        let reference = folder.join("reference");
        if reference.is_dir() { self.timelines(&reference) } else { Ok(()) }
    }

    /// Adds the timelines of a user's folder. A timeline of a name that is already there takes its place.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn timelines(&mut self, folder: &Path) -> Result<(), Error> {
        for (path, text) in toml_files(folder)? {
            match text {
                Ok(text) => self.timeline(&path, &text),
                Err(error) => self.unreadable(&path, &error),
            }
        }
        Ok(())
    }

    fn unreadable(&mut self, path: &str, error: &std::io::Error) {
        self.diagnostics.push(unreadable(path, error));
    }

    /// Adds one rule from its text.
    pub fn rule(&mut self, path: &str, text: &str) {
        let mut workshop = Workshop {
            lexicon: self.lexicon,
            compiler: &mut self.compiler,
            families: &mut self.families,
            checks: self.checks,
            relating: RELATING,
        };
        match read_rule(path, text, &mut workshop) {
            Ok(rule) => {
                self.rules.retain(|r| r.id != rule.id);
                self.rules.push(rule);
            }
            Err(diagnostics) => self.diagnostics.extend(diagnostics),
        }
    }

    fn timeline(&mut self, path: &str, text: &str) {
        match read_timeline(path, text) {
            Ok(timeline) => {
                self.timelines.retain(|t| t.id != timeline.id);
                self.timelines.push(timeline);
            }
            Err(diagnostics) => self.diagnostics.extend(diagnostics),
        }
    }

    /// The book, and all that is wrong with the files that are not in it.
    pub fn build(mut self) -> (RuleBook, Vec<Mistake>) {
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self.timelines.sort_by(|a, b| a.id.cmp(&b.id));
        for rule in &self.rules {
            let RuleKind::Family { policy: Policy::Count(Counting { moves_to: Some(to), .. }), .. } =
                &rule.kind
            else {
                continue;
            };
            if !self.rules.iter().any(|r| r.id == *to) {
                let mut trouble = Trouble::new(&rule.path, &rule.source);
                let at = rule.source.find(&**to).map_or(0..0, |at| at..at + to.len());
                let near = nearest(to, self.rules.iter().map(|r| &*r.id));
                let help = near.map(|n| format!("did you mean `{n}`?"));
                trouble.add(at, format!("`moves-to` names a rule, and none is called `{to}`"), help);
                self.diagnostics.extend(trouble.found);
            }
        }
        let families = Families::new(self.families, self.compiler.terms());
        let related = self.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Relations(wordings) => Some((Arc::clone(&rule.id), wordings.clone())),
            _ => None,
        });
        let relations = Relations::new(related.collect());
        (RuleBook { relations, rules: self.rules, families, timelines: self.timelines }, self.diagnostics)
    }
}

impl RuleBook {
    /// The rule of a name.
    ///
    /// # Errors
    /// Where there is none; the error names the one most like it.
    pub fn rule(&self, id: &str) -> Result<&Rule, Error> {
        self.rules.iter().find(|r| &*r.id == id).ok_or_else(|| {
            let near = nearest(id, self.rules.iter().map(|r| &*r.id));
            Error::new(match near {
                Some(near) => format!("no rule is called `{id}`; did you mean `{near}`?"),
                None => format!("no rule is called `{id}`; `dateline rules list` names them all"),
            })
        })
    }
}

/// A file of the user's that cannot be read.
pub(super) fn unreadable(path: &str, error: &std::io::Error) -> Mistake {
    Trouble::new(path, "").mistake(0..0, format!("{path} cannot be read: {error}"))
}

/// The TOML files of a folder, in the order of their names.
pub(super) fn toml_files(folder: &Path) -> Result<Vec<(String, std::io::Result<String>)>, Error> {
    let unreadable = |e| Error::new(format!("cannot read the files in {}", folder.display())).because(e);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|e| e == "toml") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths
        .into_iter()
        .map(|p| (p.to_string_lossy().replace('\\', "/"), std::fs::read_to_string(&p)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = r#"
id = "hurt"
title = "How many were hurt"
why = "The hurt may die."
severity = "warning"
[subject]
kind = "story"
[value]
kind = "count"
[time]
policy = "rising"
moves-to = "tolll"
[[pattern]]
match = "{value} hurt {close}"
[[example]]
name = "two figures"
articles = [{ text = "Four hurt" }]
clash = ["Four"]
[[example]]
name = "none"
articles = [{ text = "Nobody was hurt." }]
quiet = true
"#;

    fn diagnostics(rules: &[(&str, &str)]) -> Vec<Mistake> {
        let mut lexicon = Lexicon::default();
        let mut builder = RuleBookBuilder::new(&mut lexicon, &[]);
        rules.iter().for_each(|(path, text)| builder.rule(path, text));
        builder.build().1
    }

    #[test]
    fn a_count_moves_to_a_rule_that_is_there() {
        let toll = RULE.replace("\"hurt\"", "\"toll\"").replace("moves-to = \"tolll\"\n", "");
        let found = diagnostics(&[("hurt.toml", RULE), ("toll.toml", &toll)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(&RULE[found[0].at()], "tolll");
        let right = RULE.replace("tolll", "toll");
        assert!(diagnostics(&[("hurt.toml", &right), ("toll.toml", &toll)]).is_empty());
    }

    #[test]
    fn keys_of_counts_go_with_counts() {
        let state = RULE.replace("\"rising\"", "\"state\"");
        let found = diagnostics(&[("hurt.toml", &state)]);
        assert!(found.iter().any(|d| d.to_string().contains("`moves-to` goes with")), "{found:?}");
    }
}
