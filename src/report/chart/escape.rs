//! Text as XML, whatever is in it.

use crate::report::excerpt::one_line;

/// Any words as the text of an element or of an attribute in quotes: on one line, control characters and marks of
/// direction made visible, markup escaped.
pub(crate) fn escape(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in one_line(words).chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            // No XML may have them, not even escaped.
            '\u{fffe}' | '\u{ffff}' => text.push('\u{fffd}'),
            c => text.push(c),
        }
    }
    text
}
