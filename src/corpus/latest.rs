//! Which articles another takes the place of, kept by where they were read, so that each is known when it is read again.

use super::Article;
use super::chains::{Chains, Hasher};
use super::versions::{Edition, Status};
use std::collections::HashSet;
use std::sync::Arc;

/// Where an article was read, as far as it says itself.
type Place = (Arc<str>, Option<u32>, Option<String>, Option<u64>, Option<String>);

/// Which articles of an archive are not compared because another takes their place.
#[derive(Clone, Debug, Default)]
pub struct Latest {
    superseded: HashSet<Place, Hasher>,
    taken_back: HashSet<Place, Hasher>,
}

/// What [`Latest`] keeps of an article.
#[derive(Clone, Debug)]
pub struct Version {
    path: Arc<str>,
    line: Option<u32>,
    id: Option<String>,
    outlet: Option<String>,
    edition: Option<Box<Edition>>,
}

impl Version {
    /// Of an article; nothing where it can be no version of anything.
    pub fn of(article: &Article) -> Option<Version> {
        (article.id.is_some() || article.edition.is_some()).then(|| Version {
            path: Arc::clone(&article.path),
            line: article.line,
            id: article.id.clone(),
            outlet: article.outlet.clone(),
            edition: article.edition.clone(),
        })
    }

    fn place(&self) -> Place {
        let edition = self.edition.as_deref();
        let (number, made) = (edition.and_then(|e| e.number), edition.and_then(|e| e.made.clone()));
        (Arc::clone(&self.path), self.line, self.id.clone(), number, made)
    }
}

impl Latest {
    /// Of all articles that can be versions, in the order of the archive.
    pub fn of(versions: &[Version]) -> Latest {
        let named = versions.iter().map(|v| (v.id.as_deref(), v.outlet.as_deref(), v.edition.as_deref()));
        let chains = Chains::of(named);
        let mut latest = Latest::default();
        for (version, later) in versions.iter().zip(&chains.later) {
            let Some(later) = *later else { continue };
            let killed = versions[later].edition.as_ref().is_some_and(|e| e.status == Status::Canceled);
            if killed { &mut latest.taken_back } else { &mut latest.superseded }.insert(version.place());
        }
        latest
    }

    /// Whether an article has a later version.
    pub fn supersedes(&self, article: &Article) -> bool {
        !self.superseded.is_empty()
            && Version::of(article).is_some_and(|v| self.superseded.contains(&v.place()))
    }

    /// Whether an article was taken back by another.
    pub fn takes_back(&self, article: &Article) -> bool {
        !self.taken_back.is_empty()
            && Version::of(article).is_some_and(|v| self.taken_back.contains(&v.place()))
    }
}
