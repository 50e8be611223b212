//! What an output may be written over: an earlier output, and never an article.

use super::place::Place;
use dateline::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How much of a file is looked at.
const HEAD: u64 = 4096;

/// Makes sure that `place` is none of the `articles` that the run would have read, unless that is an earlier output,
/// which is no article. `flag` is what named the place.
///
/// # Errors
/// When what lies there would be lost.
pub(super) fn spare(place: &Place, articles: &[PathBuf], flag: &str) -> Result<(), Error> {
    if !articles.iter().any(|article| place.would_replace(article)) || is_output(&head(&place.given)) {
        return Ok(());
    }
    Err(Error::new(format!(
        "{flag} would overwrite `{}`, which is read and was not written by dateline; write elsewhere, or leave it out with \
         `exclude`",
        place.given.display()
    )))
}

/// How a file begins; nothing of it where it cannot be read, for what is not known is not written over.
fn head(path: &Path) -> String {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut bytes)) {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => "unknown".to_owned(),
    }
}

/// Whether a file that begins so is an output of any format, or holds nothing. What somebody has changed since is none.
fn is_output(head: &str) -> bool {
    let json = |key: &str| head.starts_with(['{', '[']) && head.contains(key);
    let first = head.lines().next().unwrap_or("");
    let counts = |line: &str| {
        let (articles, rest) = line.split_once(", ").unwrap_or(("", ""));
        let is_number = |word: &str| word.split(' ').next().is_some_and(|n| n.parse::<u64>().is_ok());
        articles.contains(" article") && is_number(articles) && rest.contains(" fact") && is_number(rest)
    };
    head.trim().is_empty()
        || head.contains(r#"<meta name="generator" content="dateline">"#)
        || head.starts_with("## dateline\n\n") && head.lines().nth(2).is_some_and(counts)
        || head.starts_with("{\n  \"version\": 1,\n  \"summary\": {")
        || first.starts_with(r#"{"rule":""#) && first.contains(r#""fingerprint":""#)
        || json("\"$schema\": \"https://json.schemastore.org/sarif") && json("\"fullName\": \"dateline ")
        || json("{\n  \"source\": {\n    \"name\": \"dateline\"")
        || head.starts_with("[\n  {\n    \"description\": ") && json("\"check_name\": \"")
        || head.trim() == "[]"
        || head.contains("<testsuites name=\"dateline\"")
        || head.contains("<checkstyle version=")
        || counts(first)
        || first.starts_with("Finding 1 of ") && first.contains(" confidence, rule ")
        || is_heading(first)
        || is_concise(first)
}

/// `error[term-end]`: what a finding in full begins with.
fn is_heading(line: &str) -> bool {
    let severity = ["error", "warning", "advice"].iter().find_map(|s| line.strip_prefix(s));
    severity.and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']')).is_some_and(is_rule)
}

/// `path:8:37: error age: …`.
fn is_concise(line: &str) -> bool {
    let mut parts = line.splitn(3, ": ");
    let (place, what, message) = (parts.next(), parts.next(), parts.next());
    let numbers = place.map_or(0, |place| {
        place.rsplit(':').take_while(|part| part.bytes().all(|b| b.is_ascii_digit())).take(2).count()
    });
    let rule = what
        .and_then(|what| what.split_once(' '))
        .filter(|(s, _)| ["error", "warning", "advice"].contains(s));
    numbers == 2 && message.is_some() && rule.is_some_and(|(_, rule)| is_rule(rule))
}

fn is_rule(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::is_output;

    #[test]
    fn articles_are_no_outputs() {
        for text in [
            "Ten people came.\n",
            "---\ntitle: dateline\n---\nTen.\n",
            "## dateline\n\nA story about a linter.\n",
            "{\"text\": \"Ten.\", \"rule\": \"age\"}\n",
            "{\n  \"version\": 1,\n  \"text\": \"Ten.\"\n}\n",
            "error: nothing\n",
            "Finding 1 of the committee\n",
            "12 articles, and more\n",
            "<p>Ten.</p>\n",
            "unknown",
        ] {
            assert!(!is_output(text), "{text}");
        }
        for text in [
            "",
            " \n",
            "2 articles, 61 facts: nothing to report\n",
            "error[term-end]\n\n  × Ruth\n",
            "a b/c.md:8:37: error age: the age of Ann Tamsin: “52” here, but “41” elsewhere\n",
        ] {
            assert!(is_output(text), "{text}");
        }
    }
}
