//! JSON-LD (`<script type="application/ld+json">`): what the page says of its article, each value with its place. The
//! reader forgives what pages get wrong (line feeds in strings, commas too many, CDATA marks) and nests as deep as it
//! likes.

use super::words::Words;
use crate::span::{Raw, Span};

/// An article as the page describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// Whether its type is an article's and no mere page's.
    pub(super) is_article: bool,
    pub(super) published: Option<Span<Raw>>,
    pub(super) modified: Option<Span<Raw>>,
    pub(super) created: Option<Span<Raw>>,
    pub(super) headline: Option<Span<Raw>>,
    pub(super) description: Option<Span<Raw>>,
    pub(super) body: Option<Span<Raw>>,
    pub(super) publisher: Option<Span<Raw>>,
    pub(super) urls: Vec<Span<Raw>>,
}

/// What is being read.
#[derive(Debug, Default)]
struct Frame {
    /// An object, not an array.
    object: bool,
    /// The key whose value comes next, in small letters.
    key: String,
    /// The key that the whole of it is the value of.
    under: String,
    types: Vec<String>,
    name: Option<Span<Raw>>,
    /// Something beside the article: a list, a video, a comment.
    beside: bool,
    item: Item,
}

/// What is nested deeper than this is not read.
const DEEPEST: usize = 64;

/// The articles that a script describes, inner ones after outer ones.
pub(super) fn read(page: &str, script: Span<Raw>, words: &Words) -> Vec<Item> {
    let mut reader = Reader { page, words, stack: Vec::new(), found: Vec::new() };
    reader.run(script);
    reader.found.sort_by_key(|(place, _)| *place);
    reader.found.into_iter().map(|(_, item)| item).collect()
}

struct Reader<'a> {
    page: &'a str,
    words: &'a Words,
    stack: Vec<(u32, Frame)>,
    found: Vec<(u32, Item)>,
}

impl Reader<'_> {
    fn run(&mut self, script: Span<Raw>) {
        let bytes = self.page.as_bytes();
        let end = script.end as usize;
        let mut at = script.start as usize;
        let mut key: Option<Span<Raw>> = None;
        let mut deeper = 0usize;
        while at < end {
            match bytes[at] {
                b'{' | b'[' if deeper > 0 || self.stack.len() >= DEEPEST => deeper += 1,
                b'}' | b']' if deeper > 0 => deeper -= 1,
                b'"' if deeper > 0 => at = string_end(bytes, at + 1, end),
                b'{' | b'[' => {
                    let place = crate::corpus::whole::narrow(at);
                    let (under, beside) = self.stack.last().map_or((String::new(), false), |(_, f)| {
                        let under = if f.object { f.key.clone() } else { f.under.clone() };
                        let beside = f.beside || is_beside(&under);
                        (under, beside)
                    });
                    let frame = Frame { object: bytes[at] == b'{', under, beside, ..Frame::default() };
                    self.stack.push((place, frame));
                    key = None;
                }
                b'}' | b']' => {
                    self.close();
                    key = None;
                }
                b'"' => {
                    let from = at + 1;
                    at = string_end(bytes, from, end);
                    let text = Span::of(from..at.min(end));
                    let next = bytes[(at + 1).min(end)..end].iter().position(|b| !b.is_ascii_whitespace());
                    let is_key = next.is_some_and(|i| bytes[(at + 1).min(end) + i] == b':');
                    match self.stack.last_mut() {
                        Some((_, frame)) if frame.object && is_key => {
                            frame.key.clear();
                            frame.key.push_str(text.cut(self.page));
                            frame.key.make_ascii_lowercase();
                            key = Some(text);
                        }
                        Some(_) => {
                            self.value(text);
                            key = None;
                        }
                        None => {}
                    }
                }
                b'/' if deeper == 0 => at = comment_end(&bytes[..end], at),
                // A number, as of milliseconds, or a date without quotation marks.
                b'0'..=b'9' if key.is_some() && deeper == 0 => {
                    let len = bytes[at..end]
                        .iter()
                        .take_while(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace())
                        .count();
                    self.value(Span::of(at..at + len));
                    at += len.max(1);
                    key = None;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        while !self.stack.is_empty() {
            self.close();
        }
    }

    fn value(&mut self, text: Span<Raw>) {
        let Some((_, frame)) = self.stack.last_mut() else { return };
        if text.is_empty() {
            return;
        }
        let key = if frame.object { frame.key.as_str() } else { frame.under.as_str() };
        // The values of an array belong to what the array belongs to.
        let key = key.to_owned();
        let depth = self.stack.len();
        let owner = if self.stack[depth - 1].1.object {
            depth - 1
        } else {
            match self.stack.iter().rposition(|(_, f)| f.object) {
                Some(owner) => owner,
                None => return,
            }
        };
        let frame = &mut self.stack[owner].1;
        let item = &mut frame.item;
        match key.as_str() {
            "@type" | "type" => {
                let name = text.cut(self.page).rsplit(['/', ':', '#']).next().unwrap_or("");
                frame.types.push(name.to_ascii_lowercase());
            }
            "datepublished" => item.published = item.published.or(Some(text)),
            "datemodified" | "dateupdated" => item.modified = item.modified.or(Some(text)),
            "datecreated" => item.created = item.created.or(Some(text)),
            "headline" => item.headline = item.headline.or(Some(text)),
            "articlebody" => item.body = item.body.or(Some(text)),
            "description" => item.description = item.description.or(Some(text)),
            "name" => frame.name = frame.name.or(Some(text)),
            "url" | "mainentityofpage" | "@id" => item.urls.push(text),
            "publisher" => item.publisher = item.publisher.or(Some(text)),
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some((place, frame)) = self.stack.pop() else { return };
        if !frame.object {
            return;
        }
        let parent = self.stack.iter_mut().rev().find(|(_, f)| f.object);
        if let Some((_, parent)) = parent {
            match frame.under.as_str() {
                "publisher" | "sourceorganization" => {
                    parent.item.publisher = parent.item.publisher.or(frame.name);
                }
                "mainentityofpage" => parent.item.urls.extend(&frame.item.urls),
                _ => {}
            }
        }
        let known = frame.types.iter().any(|t| self.words.article_types.contains(t.as_str()));
        if !known || frame.beside {
            return;
        }
        let page = frame.types.iter().all(|t| matches!(t.as_str(), "webpage" | "itempage" | "creativework"));
        let mut item = frame.item;
        item.is_article = !page;
        item.headline = item.headline.or(frame.name);
        self.found.push((place, item));
    }
}

/// What stands under these keys is not the article itself.
fn is_beside(key: &str) -> bool {
    let beside = [
        "itemlistelement",
        "haspart",
        "video",
        "image",
        "comment",
        "review",
        "reviews",
        "citation",
        "mentions",
        "relatedlink",
        "associatedmedia",
        "liveblogupdate",
        "isbasedon",
        "ispartof",
        "breadcrumb",
        "potentialaction",
        "subjectof",
        "audio",
        "sharedcontent",
        "mainentity",
    ];
    beside.contains(&key) && key != "mainentity"
}

/// The last byte of the comment that starts at a slash, if one does. `//<![CDATA[` is a mark and no comment.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let is_mark = |text: &[u8]| text.starts_with(b"<![") || text.starts_with(b"]]>");
    let len = match rest.get(1) {
        Some(b'*') => memchr::memmem::find(&rest[2..], b"*/").map(|i| i + 4),
        Some(b'/') if !is_mark(rest[2..].trim_ascii_start()) => memchr::memchr(b'\n', rest),
        _ => Some(1),
    };
    at + len.unwrap_or(rest.len()).max(1) - 1
}

/// The closing quotation mark of a string.
fn string_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        match bytes[at] {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    end
}

/// How long the escape at the start of a text is: `\n`, `\u2019`, `\ud83d\ude00`.
pub(super) fn escape_len(text: &str) -> usize {
    let unit = |from: usize| {
        let digits = text.get(from + 2..from + 6)?;
        text[from..].starts_with("\\u").then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
        (Some(_), _) => 6,
        _ => text.chars().take(2).map(char::len_utf8).sum(),
    }
}

/// What a string stands for: escapes are read, and character references that some pages put into them.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1).copied();
        let mut len = 2;
        match escape {
            Some(b'n' | b'r' | b't' | b'b' | b'f') => out.push(' '),
            Some(b'u') => {
                let unit = |from: usize| u32::from_str_radix(rest.get(from..from + 4)?, 16).ok();
                let first = unit(at + 2);
                let second = rest.get(at + 6..at + 8).filter(|s| *s == "\\u").and_then(|_| unit(at + 8));
                len = 6;
                let character = match (first, second) {
                    (Some(high @ 0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) => {
                        len = 12;
                        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
                    }
                    (Some(code), _) => char::from_u32(code),
                    (None, _) => {
                        len = 2;
                        None
                    }
                };
                out.push(character.unwrap_or('\u{fffd}'));
            }
            Some(byte) if byte.is_ascii() => out.push(char::from(byte)),
            _ => len = 1,
        }
        rest = rest.get(at + len..).unwrap_or("");
    }
    out.push_str(rest);
    super::sheet::decode(&out)
}
