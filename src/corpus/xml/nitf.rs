//! NITF, alone or in a NewsML-G2 item; and the XHTML that items hold, which is read in the same way.

use super::super::fragment::{is_block, is_silent, open};
use super::super::issue::{Issue, issue};
use super::super::reference::reference;
use super::super::slug::Slug;
use super::super::versions::Edition;
use super::super::{ClueKind, Role};
use super::tree::{Element, Node, local};
use super::{Draft, Flat, Stated};

/// Reads a document.
pub(super) fn read(nitf: &Element<'_>, text: &str) -> Draft {
    let mut draft = Draft::default();
    let head = nitf.child("head");
    let data = head.and_then(|h| h.child("docdata"));
    let stated = |parent: Option<&Element<'_>>, name: &str, attribute: &str| -> Option<Stated> {
        let place = parent?.find(name)?.place(attribute)?;
        let value = text.get(place.clone()).filter(|v| !v.trim().is_empty())?.to_owned();
        Some(Stated { value, place })
    };
    let issued = stated(data, "date.issue", "norm");
    let released = stated(data, "date.release", "norm");
    let printed = stated(head, "pubdata", "date.publication");
    let reported = stated(nitf.child("body").and_then(|b| b.child("body.head")), "story.date", "norm");
    let attribute = |parent: Option<&Element<'_>>, name: &str, attribute: &str| {
        parent.and_then(|p| p.find(name)).and_then(|e| e.attribute(attribute, text))
    };
    let managed = |attribute: &str| data.and_then(|d| d.attribute(attribute, text));
    let status = managed("management-status");
    let embargo = released.clone().filter(|_| status.as_deref() == Some("embargoed"));
    let held = issue(None, issued.as_ref(), embargo.as_ref()) == Issue::Embargo;
    let published = match held {
        true => released,
        false => printed.or_else(|| issued.clone()).or(released),
    };
    // Where nothing else is dated, the day of the dateline is that of the article.
    let kind = if published.is_some() { ClueKind::Dateline } else { ClueKind::Field };
    draft.date(ClueKind::Field, published);
    draft.date(kind, reported);
    draft.id = attribute(data, "doc-id", "id-string")
        .or_else(|| nitf.attribute("uno", text))
        .or_else(|| attribute(data, "du-key", "key"));
    let source = attribute(data, "doc-id", "regsrc");
    draft.outlet = attribute(head, "pubdata", "name")
        .or_else(|| data.and_then(|d| d.child("doc.copyright")).and_then(|e| e.attribute("holder", text)))
        .or_else(|| source.clone());
    let correction = data.and_then(|d| d.child("correction")).and_then(|e| e.attribute("info", text));
    let note = data.and_then(|d| d.child("ed-msg")).and_then(|e| e.attribute("info", text));
    let of = [attribute(data, "correction", "id-string"), managed("management-doc-idref")];
    // An item that only manages another says what is to become of that.
    let status = status.or_else(|| managed("management-idref-status"));
    let key = data
        .and_then(|d| d.child("du-key"))
        .and_then(|key| slug(key, text, source, issued.as_ref().map(AsRef::as_ref)));
    let edition = Edition::new(
        attribute(data, "du-key", "version"),
        issued.map(|issued| issued.value),
        status,
        embargo.map(|embargo| embargo.value),
        correction.or(note),
    );
    draft.edition = Edition::with(edition, of.into_iter().flatten().collect(), Vec::new(), key);
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

/// The key of a story, which is its own for a day, with the number of the version.
fn slug(key: &Element<'_>, text: &str, source: Option<String>, issued: Option<&str>) -> Option<Slug> {
    let number = |name: &str| key.attribute(name, text).and_then(|n| n.parse::<u64>().ok());
    let mut keywords = key.attribute("key", text)?.to_lowercase();
    keywords.extend(key.attribute("part", text).map(|part| format!(" {part}")));
    let day = issued.and_then(|date| date.split('T').next()?.parse().ok());
    let lead =
        number("generation").unwrap_or(0).saturating_mul(1000).saturating_add(number("version").unwrap_or(1));
    let service = source.unwrap_or_default().to_lowercase().into();
    Some(Slug { service, keywords: keywords.into(), day, lead, ..Slug::default() })
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
