//! Which fields of a record say what: `id`, `published`, `title`, `text` … unless the user names others.

use super::vocabulary::Vocabulary;
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

/// In the order in which columns are chosen.
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
    /// Those that were asked for come first.
    names: Vec<(Box<str>, Slot)>,
    /// What was asked for by name.
    asked: Vec<Slot>,
    /// Whether some name has a dot, so that fields of fields are looked into.
    nested: bool,
}

impl Default for Fields {
    fn default() -> Self {
        let names = SLOTS.iter().map(|&(name, slot)| (name.into(), slot)).collect();
        Fields { names, asked: Vec::new(), nested: false }
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
        self.asked.push(slot);
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

    /// Which of the columns of a table say what, each thing once: by the name that was asked for, else by the plain name
    /// (`published`), else by a heading that means it (`Publication Date`).
    pub(super) fn columns(&self, headings: &[&str], v: &Vocabulary) -> Vec<(usize, Slot)> {
        let keys: Vec<String> = headings.iter().map(|heading| key(heading)).collect();
        let mut of: Vec<(usize, Slot)> = Vec::new();
        let mut add = |slot: Slot, fits: &dyn Fn(usize) -> bool| {
            let free =
                |of: &[(usize, Slot)], at| of.iter().all(|&(taken, known)| taken != at && known != slot);
            if let Some(at) = (0..headings.len()).find(|&at| fits(at) && free(&of, at)) {
                of.push((at, slot));
            }
        };
        for asked in [true, false] {
            for &(known, slot) in SLOTS.iter().filter(|(_, slot)| self.asked.contains(slot) == asked) {
                let name = self.name(slot);
                add(slot, &|at| headings[at].trim() == name);
                add(slot, &|at| !keys[at].is_empty() && keys[at] == key(name));
                let meant = v.headings.get(known).filter(|_| !asked);
                meant.into_iter().flatten().for_each(|name| add(slot, &|at| keys[at] == *name));
            }
        }
        of
    }

    /// What was asked for of columns that are not there, as a notice says it.
    pub(super) fn missing(&self, of: &[(usize, Slot)]) -> Option<String> {
        let gone = self.asked.iter().filter(|&slot| !of.iter().any(|(_, known)| known == slot));
        let gone: Vec<String> = gone.map(|&slot| format!("`{}`", self.name(slot))).collect();
        (!gone.is_empty())
            .then(|| format!("there is no column {}, which was asked for", gone.join(" and no ")))
    }

    /// Whether a field of the field `prefix` is read.
    pub(super) fn leads(&self, prefix: &str) -> bool {
        let inner = |name: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
        self.nested && self.names.iter().any(|(name, _)| inner(name))
    }
}

/// A heading by its letters and digits.
fn key(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_mean_a_thing() {
        let v = Vocabulary::shared().unwrap();
        assert!(v.headings.keys().all(|name| SLOTS.iter().any(|(known, _)| known == name)));
        let of = |fields: &Fields, headings: &[&str]| -> Vec<(Slot, String)> {
            let mut of = fields.columns(headings, &v);
            of.sort();
            of.into_iter().map(|(at, slot)| (slot, headings[at].to_owned())).collect()
        };
        let said = |pairs: &[(Slot, &str)]| -> Vec<(Slot, String)> {
            pairs.iter().map(|&(slot, name)| (slot, name.to_owned())).collect()
        };
        let plain = Fields::default();
        assert_eq!(
            of(&plain, &["Nr", "Published At", " Head-line ", "Body_Text"]),
            said(&[
                (Slot::Published, "Published At"),
                (Slot::Title, " Head-line "),
                (Slot::Text, "Body_Text")
            ])
        );
        // The plain name before what only means it; of two alike the first.
        assert_eq!(of(&plain, &["content", "TEXT", "text", "text"]), said(&[(Slot::Text, "text")]));
        assert_eq!(of(&plain, &["Date", "pub date"]), said(&[(Slot::Published, "pub date")]));
        // What is asked for is that and nothing else, and is taken from what it would be otherwise.
        let asked = Fields::default().with("text", "title").unwrap().with("published", "day").unwrap();
        assert_eq!(
            of(&asked, &["text", "title", "date", "headline"]),
            said(&[(Slot::Text, "title"), (Slot::Title, "headline")])
        );
        let told = asked.missing(&asked.columns(&["title", "date"], &v)).unwrap();
        assert!(told.contains("no column `day`") && !told.contains("title"), "{told}");
    }
}
