//! NITF, alone or in a NewsML-G2 item; and the XHTML that items hold, which is read in the same way.

use super::super::fragment::{is_block, is_silent, open};
use super::super::reference::reference;
use super::super::versions::Edition;
use super::super::{ClueKind, Role};
use super::tree::{Element, Node, local};
use super::{Draft, Flat};
use std::ops::Range;

/// Reads a document.
pub(super) fn read(nitf: &Element<'_>, text: &str) -> Draft {
    let mut draft = Draft::default();
    let head = nitf.child("head");
    let data = head.and_then(|h| h.child("docdata"));
    let stated =
        |parent: Option<&Element<'_>>, name: &str, attribute: &str| -> Option<(String, Range<usize>)> {
            let place = parent?.find(name)?.place(attribute)?;
            text.get(place.clone()).filter(|v| !v.trim().is_empty()).map(|v| (v.to_owned(), place))
        };
    let issued = stated(data, "date.issue", "norm");
    let released = stated(data, "date.release", "norm");
    let published = stated(head, "pubdata", "date.publication");
    let story = stated(nitf.child("body").and_then(|b| b.child("body.head")), "story.date", "norm");
    let date = published.or_else(|| issued.clone()).or(released).or(story);
    draft.dates.extend(date.map(|(value, place)| (ClueKind::Field, value, Some(place))));
    let attribute = |parent: Option<&Element<'_>>, name: &str, attribute: &str| {
        parent.and_then(|p| p.find(name)).and_then(|e| e.attribute(attribute, text))
    };
    draft.id = attribute(data, "doc-id", "id-string")
        .or_else(|| nitf.attribute("uno", text))
        .or_else(|| attribute(data, "du-key", "key"));
    draft.outlet = attribute(head, "pubdata", "name")
        .or_else(|| data.and_then(|d| d.child("doc.copyright")).and_then(|e| e.attribute("holder", text)))
        .or_else(|| attribute(data, "doc-id", "regsrc"));
    let correction = data.and_then(|d| d.child("correction")).and_then(|e| e.attribute("info", text));
    let note = data.and_then(|d| d.child("ed-msg")).and_then(|e| e.attribute("info", text));
    draft.edition = Edition::new(
        attribute(data, "du-key", "version"),
        issued.map(|d| d.0),
        data.and_then(|d| d.attribute("management-status", text)),
        None,
        correction.or(note),
    );
    body(nitf, text, &mut draft);
    if draft.flat.is_empty()
        && let Some(title) = head.and_then(|h| h.child("title"))
    {
        draft.flat.block(Some(Role::Title));
        prose(title, text, &mut draft.flat);
        draft.flat.block(None);
    }
    draft
}

/// Adds headline and text.
pub(super) fn body(nitf: &Element<'_>, text: &str, draft: &mut Draft) {
    let Some(body) = nitf.child("body") else { return };
    let titled = !draft.flat.is_empty();
    let flat = &mut draft.flat;
    if let Some(head) = body.child("body.head") {
        for part in head.children() {
            let role = match local(part.name) {
                "hedline" => {
                    for line in part.children() {
                        let first = local(line.name) == "hl1";
                        flat.block(Some(if first && !titled { Role::Title } else { Role::Heading }));
                        prose(line, text, flat);
                        flat.block(None);
                    }
                    continue;
                }
                "abstract" => Role::Standfirst,
                "note" => Role::Correction,
                // Who wrote it, where and when is no prose.
                _ => continue,
            };
            flat.block(Some(role));
            prose_as(part, text, Some(role), flat);
            flat.block(None);
        }
    }
    if let Some(content) = body.child("body.content") {
        prose(content, text, flat);
    }
    flat.block(None);
}

/// Adds the prose of an element.
pub(super) fn prose(element: &Element<'_>, text: &str, flat: &mut Flat) {
    prose_as(element, text, None, flat);
}

/// Adds the prose of an element, all paragraphs in one role where there is one.
fn prose_as(element: &Element<'_>, text: &str, role: Option<Role>, flat: &mut Flat) {
    for child in &element.nodes {
        let Node::Element(inner) = child else {
            node(child, text, flat);
            continue;
        };
        let name = local(inner.name);
        if is_silent(name)
            || matches!(
                name,
                "media-metadata" | "media-reference" | "media-producer" | "media-object" | "credit"
            )
        {
            continue;
        }
        if name == "media-caption" {
            flat.block(Some(Role::Caption));
            prose_as(inner, text, Some(Role::Caption), flat);
            flat.block(None);
            continue;
        }
        match role.filter(|_| is_block(name)) {
            Some(role) => flat.block(Some(role)),
            None => open(name, flat),
        }
        prose_as(inner, text, role, flat);
        if is_block(name) {
            flat.block(role);
        }
    }
}

/// Adds a run of text or a reference.
pub(super) fn node(node: &Node<'_>, text: &str, flat: &mut Flat) {
    match node {
        Node::Text(range) | Node::Data(range) => flat.keep(text, range.clone()),
        Node::Reference(range) => {
            // An entity that the document declares itself stands for nothing.
            if let Some((_, with)) = text.get(range.clone()).and_then(reference) {
                flat.replace(range.clone(), &with);
            }
        }
        Node::Element(_) => {}
    }
}
