//! HTML in a field of a feed, a table, a message: a fragment, without the page around it.

use super::Role;
use super::directive::{Comment, never_ends};
use super::flat::Flat;
use super::reference::reference;
use std::ops::Range;

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "block",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hl2",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Elements whose content nobody reads as prose.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "svg", "math", "object", "select", "textarea",
    "button", "nav",
];

/// Whether a text is HTML: it has a paragraph, a line break, a block.
pub(super) fn is_markup(text: &str) -> bool {
    const TELLING: [&str; 8] = ["p", "br", "div", "h1", "h2", "h3", "ul", "blockquote"];
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = &text.as_bytes()[at + 1..];
        let len = rest.iter().take(11).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = &rest[..len];
        matches!(rest.get(len), Some(b'>' | b' ' | b'/' | b'\n' | b'\t'))
            && TELLING.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
    })
}

/// What the comments of a fragment say.
#[derive(Debug, Default)]
pub(super) struct Asides {
    /// Those for us, each with where the block that it is in begins, or the one before it ends.
    pub(super) comments: Vec<(Comment, usize)>,
    /// Whether one that is not for us never ends and takes the rest of the text with it.
    pub(super) unclosed: bool,
}

/// Adds the prose of HTML in `raw[range]` to `flat`: tags, comments and scripts are taken out, references read. Any text
/// will do; nothing is looked at twice, however it nests.
pub(super) fn prose_of_html(raw: &str, range: Range<usize>, flat: &mut Flat) -> Asides {
    let mut asides = Asides::default();
    let Some(text) = raw.get(range.clone()) else { return asides };
    let mut edge = range.start;
    let paragraphs = breaks_by_lines(text);
    let mut silent: Option<&'static str> = None;
    // Elements that are opened and never closed; each is looked for once.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let next = memchr::memchr(b'<', &text.as_bytes()[at..]).map_or(text.len(), |i| i + at);
        if silent.is_none() {
            words(raw, range.start + at..range.start + next, paragraphs, flat);
        }
        if next == text.len() {
            break;
        }
        let Some((tag, len)) = tag(&text[next..]) else {
            if silent.is_none() {
                flat.keep(raw, range.start + next..range.start + next + 1);
            }
            at = next + 1;
            continue;
        };
        at = next + len;
        match (tag, silent) {
            (Tag::Comment, None) => match Comment::read(raw, range.start + next..range.start + at) {
                Some(comment) => asides.comments.push((comment, edge)),
                None => asides.unclosed |= never_ends(&text[next..at]),
            },
            (Tag::Comment | Tag::Other, _) => {}
            (Tag::Close(name), Some(open)) => {
                if name.eq_ignore_ascii_case(open) {
                    silent = None;
                }
            }
            (Tag::Open(_), Some(_)) => {}
            (Tag::Open(name), None) => {
                if let Some(known) = find(SILENT, name) {
                    if text[next..at].ends_with("/>") || unclosed.contains(&known) {
                        continue;
                    }
                    match closes_later(&text[at..], known) {
                        true => silent = Some(known),
                        false => unclosed.push(known),
                    }
                    continue;
                }
                if is_block(name) {
                    edge = range.start + at;
                }
                open(name, flat);
            }
            (Tag::Close(name), None) => {
                if let Some(known) = find(BLOCKS, name) {
                    edge = range.start + at;
                    // What follows a heading is not one, but a block in a quotation or a figure is.
                    let inner = matches!(known, "p" | "div" | "br") && flat.role() == Some(Role::Caption);
                    flat.block(if inner { Some(Role::Caption) } else { None });
                }
            }
        }
    }
    flat.block(None);
    asides
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    find(BLOCKS, name).is_some()
}

/// Whether nobody reads what is in an element as prose.
pub(super) fn is_silent(name: &str) -> bool {
    find(SILENT, name).is_some()
}

/// What an opening tag does to the lines.
pub(super) fn open(name: &str, flat: &mut Flat) {
    if name.eq_ignore_ascii_case("br") {
        flat.line(false);
        return;
    }
    let Some(known) = find(BLOCKS, name) else { return };
    let role = match known {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl2" => Some(Role::Heading),
        "li" => Some(Role::Bullet),
        "figcaption" | "caption" => Some(Role::Caption),
        "p" | "div" if flat.role() == Some(Role::Caption) || flat.role() == Some(Role::Bullet) => flat.role(),
        _ => None,
    };
    flat.block(role);
}

/// Adds text between tags.
fn words(raw: &str, range: Range<usize>, paragraphs: bool, flat: &mut Flat) {
    let Some(text) = raw.get(range.clone()) else { return };
    let mut from = 0;
    let mut at = 0;
    let keep = |flat: &mut Flat, part: Range<usize>| {
        let Some(words) = text.get(part.clone()).filter(|w| !w.is_empty()) else { return };
        if !paragraphs || !words.contains('\n') {
            flat.keep(raw, range.start + part.start..range.start + part.end);
            return;
        }
        let mut start = part.start;
        for line in words.split_inclusive('\n') {
            flat.keep(raw, range.start + start..range.start + start + line.len());
            start += line.len();
            if line.ends_with('\n') {
                if line.trim().is_empty() {
                    flat.block(None);
                } else {
                    flat.line(false);
                }
            }
        }
    };
    while let Some(found) = memchr::memchr2(b'&', b'[', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        if let Some((len, with)) = reference(rest).filter(|_| rest.starts_with('&')) {
            keep(flat, from..start);
            flat.replace(range.start + start..range.start + start + len, &with);
            (from, at) = (start + len, start + len);
        } else if let Some(len) = shortcode(rest).filter(|_| paragraphs) {
            keep(flat, from..start);
            (from, at) = (start + len, start + len);
        } else {
            at = start + 1;
        }
    }
    keep(flat, from..text.len());
}

/// Whether paragraphs are lines, as an editor of WordPress leaves them.
fn breaks_by_lines(text: &str) -> bool {
    let p = |at: usize| matches!(text.as_bytes().get(at + 1..at + 3), Some([b'p' | b'P', b'>' | b' ']));
    text.contains("\n\n") && !memchr::memchr_iter(b'<', text.as_bytes()).any(p)
}

/// The length of a shortcode of WordPress: `[caption id="a"]`, `[/caption]`.
fn shortcode(text: &str) -> Option<usize> {
    const KNOWN: [&str; 7] = ["caption", "gallery", "embed", "audio", "video", "playlist", "more"];
    let inner = text.strip_prefix('[')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let known = KNOWN.iter().find(|k| name.starts_with(**k))?;
    let after = name.as_bytes().get(known.len())?;
    if !matches!(after, b' ' | b']') {
        return None;
    }
    text.as_bytes().iter().take(2000).position(|&b| b == b']').map(|end| end + 1)
}

enum Tag<'t> {
    Open(&'t str),
    Close(&'t str),
    Comment,
    /// A declaration.
    Other,
}

/// The tag at the start of a text, and how long it is.
fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let bytes = text.as_bytes();
    if text.starts_with("<!--") {
        let end = memchr::memmem::find(&bytes[4..], b"-->").map_or(text.len(), |i| i + 7);
        return Some((Tag::Comment, end));
    }
    let to_end = || memchr::memchr(b'>', bytes).map_or(text.len(), |i| i + 1);
    let (close, from) = match bytes.get(1)? {
        b'/' => (true, 2),
        b'!' | b'?' => return Some((Tag::Other, to_end())),
        _ => (false, 1),
    };
    if !bytes.get(from)?.is_ascii_alphabetic() {
        return None;
    }
    let len = bytes[from..]
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'.'))
        .count();
    let name = &text[from..from + len];
    let mut at = from + len;
    // A `>` in an attribute does not end the tag.
    let mut quote = None;
    while let Some(&b) = bytes.get(at) {
        at += 1;
        match (b, quote) {
            (b'>', None) => break,
            (b'"' | b'\'', None) if bytes[at - 2] == b'=' || bytes[at - 2] == b' ' => quote = Some(b),
            (b, Some(open)) if b == open => quote = None,
            _ => {}
        }
    }
    Some((if close { Tag::Close(name) } else { Tag::Open(name) }, at))
}

/// Whether an element that was opened is closed at all; otherwise all that follows would be lost.
fn closes_later(text: &str, name: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return true;
        }
    }
    false
}

fn find(list: &[&'static str], name: &str) -> Option<&'static str> {
    let name = name.rsplit(':').next().unwrap_or(name);
    list.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Vocabulary;
    use super::*;
    use crate::corpus::Piece;
    use proptest::prelude::*;

    fn prose(html: &str) -> String {
        let mut flat = Flat::default();
        prose_of_html(html, 0..html.len(), &mut flat);
        let (_, pieces) = flat.lay_out(None, &Vocabulary::shared().unwrap());
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Break(_, role) => out.push_str(&format!("\n{role:?}: ")),
                Piece::Keep(span) => out.push_str(span.cut(html)),
                Piece::Replace(_, with) => out.push_str(&with),
            }
        }
        out
    }

    #[test]
    fn tags_are_taken_out() {
        let html = "<h2>What comes&nbsp;next</h2>\n<p>The <b>Council</b> of\n  Elmport has\t<a href='x>y'>31 members</a>, &ldquo;no more&rdquo;.</p>\
            <script>var a = '<p>no</p>';</script><ul><li>A ferry from May.<li>A bridge &#8211; in 2031.</ul><!-- <p>99 members.</p> --><p>3 < 4 it says.";
        assert_eq!(
            prose(html),
            "\nHeading: What comes next\nBody: The Council of Elmport has 31 members, “no more”.\
            \nBullet: A ferry from May.\nBullet: A bridge – in 2031.\nBody: 3 < 4 it says."
        );
    }

    #[test]
    fn paragraphs_that_are_lines() {
        let text = "[caption id=\"a\"]<img src=x> The bridge[/caption]\n\nThe <em>Council</em> met on Monday.\nIt voted on Tuesday.\n\nNobody came to the vote.\n";
        assert_eq!(
            prose(text),
            "\nTitle: The bridge\nBody: The Council met on Monday.\nBody: It voted on Tuesday.\nBody: Nobody came to the vote."
        );
        assert!(is_markup("a<br/>b") && !is_markup("a < b, <b>c</b>"));
    }

    proptest! {
        #[test]
        fn any_fragment(parts in prop::collection::vec(prop_oneof![
            "<[!/]?(p|b|li|script|h1|br|nav)( a=['\"]?x>?)?/?>?", "[a-z 0-9&;#é\n]{0,12}", Just("<!-- ".to_owned()), Just("[caption]".to_owned()),
        ], 0..20)) {
            let html = parts.concat();
            let mut flat = Flat::default();
            prose_of_html(&html, 0..html.len(), &mut flat);
            let (layout, pieces) = flat.lay_out(None, &Vocabulary::shared().unwrap());
            let mut last = 0;
            for piece in &pieces {
                let (Piece::Break(span, _) | Piece::Keep(span) | Piece::Replace(span, _)) = piece;
                prop_assert!(html.get(span.range()).is_some());
                prop_assert!(span.start >= last, "{pieces:?}");
                last = span.end;
            }
            for (span, _) in &layout.blocks {
                prop_assert!(html.get(span.range()).is_some());
            }
        }
    }
}
