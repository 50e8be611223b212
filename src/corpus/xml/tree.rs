//! Elements of XML with their places in the source. Nothing is fetched, and no entity is expanded but those that XML
//! itself has and character references.

use super::super::reference::reference;
use super::super::whole::BOM;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::ops::Range;

/// An element with all that is in it.
#[derive(Debug)]
pub(super) struct Element<'t> {
    /// Its name as it is written, prefix and all.
    pub(super) name: &'t str,
    /// Where it stands, tags and all.
    pub(super) span: Range<usize>,
    pub(super) attributes: Vec<(&'t str, Range<usize>)>,
    pub(super) nodes: Vec<Node<'t>>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node<'t> {
    Element(Element<'t>),
    Text(Range<usize>),
    /// A reference: `&amp;`.
    Reference(Range<usize>),
    /// What a CDATA section holds.
    Data(Range<usize>),
}

/// How deep elements may nest. What newsrooms write stays below 40.
const DEEPEST: usize = 256;

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl<'t> Element<'t> {
    /// The first child of a local name.
    pub(super) fn child(&self, name: &str) -> Option<&Element<'t>> {
        self.children().find(|e| local(e.name) == name)
    }

    /// The child elements.
    pub(super) fn children(&self) -> impl Iterator<Item = &Element<'t>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first element of a local name anywhere in it, in the order of the text.
    pub(super) fn find(&self, name: &str) -> Option<&Element<'t>> {
        self.children().find_map(|e| if local(e.name) == name { Some(e) } else { e.find(name) })
    }

    /// The place of an attribute's value.
    pub(super) fn place(&self, name: &str) -> Option<Range<usize>> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, place)| place.clone())
    }

    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str, text: &'t str) -> Option<String> {
        let value = text.get(self.place(name)?)?;
        Some(unescape(value).trim().to_owned()).filter(|v| !v.is_empty())
    }

    /// All its text, references read, white space as it is.
    pub(super) fn text(&self, text: &str) -> String {
        let mut out = String::new();
        self.add_text(text, &mut out);
        out
    }

    fn add_text(&self, text: &str, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.add_text(text, out),
                Node::Text(range) | Node::Data(range) => out.push_str(text.get(range.clone()).unwrap_or("")),
                Node::Reference(range) => {
                    out.push_str(reference(&text[range.clone()]).as_ref().map_or("", |(_, with)| with));
                }
            }
        }
    }

    /// Where its first run of text that is not blank stands, trimmed.
    pub(super) fn text_place(&self, text: &str) -> Option<Range<usize>> {
        self.nodes.iter().find_map(|node| match node {
            Node::Text(range) | Node::Data(range) => {
                let words = text.get(range.clone())?;
                let front = words.trim_start();
                let start = range.end - front.len();
                (!front.is_empty()).then(|| start..start + front.trim_end().len())
            }
            _ => None,
        })
    }

    /// Its text where it has some besides white space.
    pub(super) fn words(&self, text: &str) -> Option<String> {
        let words = self.text(text).split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        match reference(&rest[at..]) {
            Some((len, with)) => {
                out.push_str(&with);
                rest = &rest[at + len..];
            }
            None => {
                out.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What [`walk`] comes to.
pub(super) enum Found<'e, 't> {
    /// An element that `wanted` asked for.
    Element(Element<'t>),
    /// The start of one that it did not; with its attributes, and nothing in it.
    Start(&'e Element<'t>),
    /// A document type that declares entities.
    Entities,
}

/// Goes through a document. `wanted` is asked about each element that is not in a wanted one, by its name and how deep it
/// lies; `sink` gets what is found, and says whether to go on.
///
/// # Errors
/// What is wrong with the markup, and at which byte. What was found before that stays found.
pub(super) fn walk<'t>(
    text: &'t str,
    wanted: impl Fn(&str, usize) -> bool,
    mut sink: impl FnMut(Found<'_, 't>) -> bool,
) -> Result<(), (usize, String)> {
    // The reader does not count a mark at the start.
    let base = if text.starts_with(BOM) { BOM.len() } else { 0 };
    let mut reader = Reader::from_str(&text[base..]);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut depth = 0usize;
    let mut rooted = false;
    loop {
        let start = base + position(&reader);
        let event = reader.read_event();
        let range = start..base + position(&reader);
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position())
                    .unwrap_or(0)
                    .saturating_add(base)
                    .min(text.len());
                return Err((at, format!("broken XML: {error}")));
            }
        };
        let node = match event {
            Event::Start(_) | Event::Empty(_) => {
                rooted = true;
                let element = start_tag(text, range.clone());
                let empty = matches!(event, Event::Empty(_));
                if depth >= DEEPEST {
                    return Err((range.start, format!("its elements nest more than {DEEPEST} deep")));
                }
                if open.is_empty() && !wanted(element.name, depth) {
                    if !sink(Found::Start(&element)) {
                        return Ok(());
                    }
                    depth += usize::from(!empty);
                    continue;
                }
                if !empty {
                    depth += 1;
                    open.push(element);
                    continue;
                }
                Some(Node::Element(element))
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                open.pop().map(|mut element| {
                    element.span.end = range.end;
                    Node::Element(element)
                })
            }
            Event::Text(_) => Some(Node::Text(range)),
            Event::GeneralRef(_) => Some(Node::Reference(range)),
            Event::CData(_) => {
                let (from, to) = (range.start + "<![CDATA[".len(), range.end.saturating_sub("]]>".len()));
                Some(Node::Data(from..to.max(from)))
            }
            Event::DocType(_) => {
                if text[range].contains("<!ENTITY") && !sink(Found::Entities) {
                    return Ok(());
                }
                None
            }
            Event::Eof if depth > 0 => {
                return Err((text.len(), "broken XML: it ends inside an element".to_owned()));
            }
            Event::Eof if !rooted => return Err((0, "no XML: there is no element".to_owned())),
            Event::Eof => return Ok(()),
            _ => None,
        };
        match (node, open.last_mut()) {
            (Some(node), Some(parent)) => parent.nodes.push(node),
            (Some(Node::Element(element)), None) => {
                let more = sink(Found::Element(element));
                if !more {
                    return Ok(());
                }
            }
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// A start tag's name and attributes.
fn start_tag(text: &str, range: Range<usize>) -> Element<'_> {
    let tag = &text[range.clone()];
    let inner = tag.strip_prefix('<').unwrap_or(tag);
    let inner = inner.strip_suffix('>').unwrap_or(inner);
    let base = range.start + 1;
    let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len());
    let mut attributes = Vec::new();
    let mut at = end;
    while let Some(equals) = inner[at..].find('=').map(|i| i + at) {
        let key = inner[at..equals].trim();
        let key = key.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or(key);
        let rest = inner[equals + 1..].trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            at = equals + 1;
            continue;
        };
        let from = inner.len() - rest.len() + 1;
        let to = inner[from..].find(quote).map_or(inner.len(), |i| i + from);
        attributes.push((key, base + from..base + to));
        at = (to + 1).min(inner.len());
    }
    Element { name: &inner[..end], span: range, attributes, nodes: Vec::new() }
}
