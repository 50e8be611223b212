//! Which fields of a record say what: `id`, `published`, `title`, `text` … unless the user names others.

use crate::error::Error;

/// What a field of a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Id,
    Published,
    Updated,
    Title,
    Source,
    Text,
    Story,
    Version,
    Status,
    Embargoed,
}

const SLOTS: [(&str, Slot); 10] = [
    ("text", Slot::Text),
    ("id", Slot::Id),
    ("published", Slot::Published),
    ("updated", Slot::Updated),
    ("title", Slot::Title),
    ("source", Slot::Source),
    ("story", Slot::Story),
    ("version", Slot::Version),
    ("status", Slot::Status),
    ("embargoed", Slot::Embargoed),
];

/// The names of the fields of JSON records and of the columns of tables.
///
/// ```
/// use dateline::corpus::Fields;
/// let fields = Fields::default().with("text", "article.body")?.with("published", "date")?;
/// assert!(Fields::default().with("headline", "title").is_err());
/// # Ok::<(), dateline::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    names: Vec<(Box<str>, Slot)>,
    /// Whether some name has a dot, so that fields of fields are looked into.
    nested: bool,
}

impl Default for Fields {
    fn default() -> Self {
        Fields { names: SLOTS.iter().map(|&(name, slot)| (name.into(), slot)).collect(), nested: false }
    }
}

impl Fields {
    /// The names of what a field may say.
    pub fn known() -> impl Iterator<Item = &'static str> {
        SLOTS.iter().map(|(name, _)| *name)
    }

    /// Reads what `what` says from the field `name`; `a.b` is the field `b` of the field `a`.
    ///
    /// # Errors
    /// When `what` is none of [`Fields::known`], or `name` is empty.
    pub fn with(mut self, what: &str, name: &str) -> Result<Self, Error> {
        let Some(&(_, slot)) = SLOTS.iter().find(|(known, _)| *known == what) else {
            let known: Vec<&str> = Fields::known().collect();
            return Err(Error::new(format!(
                "`{what}` is nothing that is read; it may be {}",
                known.join(", ")
            )));
        };
        if name.is_empty() {
            return Err(Error::new(format!("the field for `{what}` has no name")));
        }
        self.names.retain(|(_, known)| *known != slot);
        // A name that is asked for goes before what would be read from it by default.
        self.names.insert(0, (name.into(), slot));
        self.nested |= name.contains('.');
        Ok(self)
    }

    /// Reads a pair as the command line has it: `text=body`.
    ///
    /// # Errors
    /// As [`Fields::with`], and where there is no `=`.
    pub fn with_pair(self, pair: &str) -> Result<Self, Error> {
        match pair.split_once('=') {
            Some((what, name)) => self.with(what.trim(), name.trim()),
            None => Err(Error::new(format!("`{pair}` is not of the form text=FIELD"))),
        }
    }

    /// What the field of a name says.
    pub(super) fn slot(&self, name: &str) -> Option<Slot> {
        self.names.iter().find(|(known, _)| **known == *name).map(|(_, slot)| *slot)
    }

    /// The field that says something.
    pub(super) fn name(&self, slot: Slot) -> &str {
        self.names.iter().find(|(_, known)| *known == slot).map_or("", |(name, _)| name)
    }

    /// Whether a field of the field `prefix` is read.
    pub(super) fn leads(&self, prefix: &str) -> bool {
        let inner = |name: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
        self.nested && self.names.iter().any(|(name, _)| inner(name))
    }
}
