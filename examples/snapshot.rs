//! How a user of the library snapshot-tests what a corpus says: a change in the archive, or in a rule, shows up as a change
//! of the snapshot, and somebody has to look at it.
//!
//! `cargo run --example snapshot` prints what the snapshot holds; `cargo test --example snapshot` compares.

use dateline::error::Error;
use dateline::facts::ArticleId;
use dateline::report::{View, concise, terminal};
use dateline::{Corpus, Linter, Options};
use std::path::Path;

/// What `dateline check` says of a folder, a line a finding.
fn says(folder: &str) -> Result<String, Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = Corpus::walk(&[root.join(folder)], root)?;
    let checked = Linter::builtin()?.check(&corpus, &Options::default());
    let reopen = |id: ArticleId| corpus.reopen(checked.origins.get(id.0 as usize)?);
    let view = View::new(&checked.findings, &checked.cards, checked.facts, checked.notices, &reopen);
    let mut out = Vec::new();
    concise::write(&view, terminal::Style::default(), &mut out)
        .map_err(|e| Error::new("cannot write").because(e))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn main() -> Result<(), Error> {
    print!("{}", says("examples/accession")?);
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_archive_says_the_same() {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/examples"),
            prepend_module_to_snapshot => false,
        }, {
            insta::assert_snapshot!("accession", super::says("examples/accession").unwrap());
        });
    }
}
