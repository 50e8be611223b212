//! Markdown in which any words are words.

use super::excerpt::one_line;

/// Words on one line that Markdown takes as they are: no markup, no link, no mention, no number of an issue.
pub(super) fn inline(words: &str) -> String {
    let words = one_line(words);
    let mut text = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let (before, rest) = words.split_at(at);
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' | '!' => {
                text.extend(['\\', c]);
            }
            // GitHub makes links of bare addresses.
            ':' if rest.starts_with("://") => text.push_str("\\:"),
            '.' if before.ends_with("www") => text.push_str("\\."),
            // Mentions and issues are looked for in what is shown, so an escape is of no use: a space without width is.
            '@' | '#' => {
                text.push(c);
                text.push_str("&#8203;");
            }
            c => text.push(c),
        }
    }
    text
}

/// A code span, whatever the words.
pub(super) fn code(words: &str) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{words}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(inline("a_b *c* <b> ![d](e) |"), r"a\_b \*c\* \<b\> \!\[d\](e) \|");
        assert_eq!(inline("https://x.example www.x.example"), r"https\://x.example www\.x.example");
        assert_eq!(inline("@desk #12"), "@&#8203;desk #&#8203;12");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
