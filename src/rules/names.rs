//! Names of the user's own, in files like those of `rules/names`.

use super::book::{toml_files, unreadable};
use super::diagnostic::{Mistake, Trouble};
use super::file::choose;
use super::reader::{At, Table, as_table};
use crate::error::Error;
use crate::grammar::name::{NameKind, NameList, OwnName};
use std::path::PathBuf;
use toml::de::DeTable;

const KINDS: [(&str, NameKind); 3] =
    [("organisation", NameKind::Organisation), ("person", NameKind::Person), ("place", NameKind::Place)];

/// The names in the folders `names` of folders of rules, and in folders of names; the last folder's come first, for of
/// one name the first list's holds. Files that are wrong are left out and told of.
///
/// # Errors
/// Where a folder cannot be read.
pub fn read_names(rules: &[PathBuf], names: &[PathBuf]) -> Result<(Vec<NameList>, Vec<Mistake>), Error> {
    let within = rules.iter().map(|folder| folder.join("names")).filter(|folder| folder.is_dir());
    let (mut lists, mut mistakes) = (Vec::new(), Vec::new());
    for folder in within.chain(names.iter().cloned()) {
        for (path, text) in toml_files(&folder)? {
            match text.map(|text| read_list(&path, &text)) {
                Ok(Ok(list)) => lists.push(list),
                Ok(Err(mut wrong)) => mistakes.append(&mut wrong),
                Err(error) => mistakes.push(unreadable(&path, &error)),
            }
        }
    }
    lists.reverse();
    Ok((lists, mistakes))
}

/// Reads a file of names.
///
/// # Errors
/// All that is wrong with it.
pub fn read_list(path: &str, text: &str) -> Result<NameList, Vec<Mistake>> {
    let mut trouble = Trouble::new(path, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        trouble.add(error.span().unwrap_or(0..0), error.message().to_owned(), None);
    }
    if !trouble.found.is_empty() {
        return Err(trouble.found);
    }
    let mut table = Table::new(document.get_ref(), 0..text.len().min(1), "the file of names");
    let kind = table
        .required("kind", &mut trouble)
        .and_then(|kind| choose(&kind, "kind of name", &KINDS, &mut trouble));
    let nouns = words(table.strings("nouns", &mut trouble));
    let mut list = NameList { kind: NameKind::Unknown, nouns, names: Default::default() };
    match table.table("names", "[names]", &mut trouble) {
        Some(names) => {
            for (name, value) in names.placed_entries() {
                let heading = format!("the name {}", name.value);
                let Some(mut own) = as_table(value, &heading, &mut trouble) else { continue };
                if name.value.trim().is_empty() {
                    trouble.add(name.at, "a name has letters", None);
                }
                let nouns = own.value("nouns").is_some().then(|| words(own.strings("nouns", &mut trouble)));
                let known = OwnName {
                    aliases: words(own.strings("aliases", &mut trouble)),
                    demonyms: words(own.strings("demonyms", &mut trouble)),
                    nouns,
                    elects: own.string("elects", &mut trouble).map(|body| body.value),
                };
                own.finish(&mut trouble);
                list.names.insert(name.value.to_owned(), known);
            }
        }
        None => trouble.add(table.at(), "[names] is missing", None),
    }
    table.finish(&mut trouble);
    match kind {
        Some(kind) if trouble.found.is_empty() => Ok(NameList { kind, ..list }),
        _ => {
            trouble.found.sort_by_key(|mistake| mistake.at().start);
            Err(trouble.found)
        }
    }
}

fn words(strings: Vec<At<String>>) -> Vec<String> {
    strings.into_iter().map(|word| word.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_files_are_right() {
        for (path, text) in [
            ("countries.toml", include_str!("../../rules/names/countries.toml")),
            ("organisations.toml", include_str!("../../rules/names/organisations.toml")),
        ] {
            let list = read_list(path, text).unwrap();
            assert!(list.names.len() > 50, "{path}");
            let read: NameList = toml::from_str(text).unwrap();
            assert_eq!(format!("{list:?}"), format!("{read:?}"), "both readers read the same");
        }
    }

    #[test]
    fn every_mistake_is_told() {
        let text = "kind = 'firm'\nnoun = []\n[names]\nA = 1\nB = { alias = 'C' }\n'' = {}\n";
        let mistakes = read_list("firms.toml", text).unwrap_err();
        let told: Vec<(u32, &str)> = mistakes.iter().map(|m| (m.line(), m.message())).collect();
        assert_eq!(
            told,
            [
                (1, "`firm` is no kind of name; there are organisation, person, place"),
                (2, "unknown key `noun` in the file of names"),
                (4, "the name A is a table, not integer"),
                (5, "unknown key `alias` in the name B"),
                (6, "a name has letters"),
            ]
        );
        assert_eq!(read_list("empty.toml", "").unwrap_err().len(), 2);
    }
}
