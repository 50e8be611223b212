//! NewsML-G2: a `newsItem`, alone or in a `newsMessage`. Packages and knowledge items name other items and hold no text.

use super::super::Role;
use super::super::fragment::prose_of_html;
use super::super::versions::Edition;
use super::tree::{Element, Node, local};
use super::{Draft, Flat, Stated, nitf};
use std::ops::Range;

/// Reads an item; nothing where it is a picture or another thing without words of its own.
pub(super) fn read(item: &Element<'_>, text: &str) -> Result<Option<Draft>, String> {
    let Some(meta) = item.child("itemMeta") else { return Err("the news item has no `itemMeta`".to_owned()) };
    let content = item.child("contentMeta");
    let value = |name: &str| -> Option<Stated> {
        let place = meta.child(name)?.text_place(text)?;
        Some(Stated { value: text[place.clone()].to_owned(), place })
    };
    let code = |name: &str| {
        meta.child(name).and_then(|e| {
            e.attribute("qcode", text).or_else(|| e.attribute("uri", text)).or_else(|| e.words(text))
        })
    };
    let class = code("itemClass").unwrap_or_default();
    let mut draft = Draft { id: item.attribute("guid", text), ..Draft::default() };
    let (first, made, embargo) = (value("firstCreated"), value("versionCreated"), value("embargoed"));
    draft.issued(first, made.as_ref(), embargo.as_ref());
    let edition = Edition::new(
        item.attribute("version", text),
        made.map(|made| made.value),
        code("pubStatus"),
        embargo.map(|embargo| embargo.value),
        meta.child("edNote").and_then(|e| e.words(text)),
    );
    let before = |link: &&Element<'_>| {
        let rel = link.attribute("rel", text).or_else(|| link.attribute("reluri", text)).unwrap_or_default();
        local(&rel).ends_with("previousVersion") || local(&rel).ends_with("evolvedFrom")
    };
    let links = meta.children().filter(|e| local(e.name) == "link").filter(before);
    let of =
        links.filter_map(|link| link.attribute("residref", text)).filter(|id| Some(id) != draft.id.as_ref());
    let other = content.into_iter().flat_map(Element::children).filter(|e| local(e.name) == "altId");
    draft.edition = Edition::with(edition, of.collect(), other.filter_map(|e| e.words(text)).collect(), None);
    let gone = draft.edition.as_ref().is_some_and(|edition| edition.status.is_out());
    let provider = meta.child("provider");
    draft.outlet = content
        .and_then(|c| c.child("infoSource"))
        .and_then(|e| named(e, text))
        .or_else(|| provider.and_then(|e| named(e, text)))
        .or_else(|| content.and_then(|c| c.child("creditline")).and_then(|e| e.words(text)));
    if let Some(headline) = content.and_then(|c| c.child("headline")) {
        draft.flat.block(Some(Role::Title));
        nitf::prose(headline, text, &mut draft.flat);
        draft.flat.block(None);
    }
    let set = item.child("contentSet");
    let inline =
        set.and_then(|set| set.children().find(|e| matches!(local(e.name), "inlineXML" | "inlineData")));
    let Some(inline) = inline else {
        // Who takes an article back need not send its text again.
        if gone {
            return Ok(Some(draft));
        }
        let told = class.is_empty() || class.ends_with(":text");
        return if told {
            Err("the news item has no text in it; what it refers to is not fetched".to_owned())
        } else {
            Ok(None)
        };
    };
    draft.flat.block(None);
    match local(inline.name) {
        "inlineXML" => match inline.children().next() {
            Some(body) if local(body.name) == "nitf" => nitf::body(body, text, &mut draft),
            Some(body) => {
                let body = body.find("body").unwrap_or(body);
                nitf::prose(body, text, &mut draft.flat);
            }
            None => nitf::prose(inline, text, &mut draft.flat),
        },
        _ => {
            let html = inline.attribute("contenttype", text).is_some_and(|t| t.contains("html"));
            data(inline, html, text, &mut draft.flat);
        }
    }
    draft.flat.block(None);
    Ok(Some(draft))
}

/// Text, or HTML as a CDATA section or with its tags escaped.
pub(super) fn data(inline: &Element<'_>, html: bool, text: &str, flat: &mut Flat) {
    for node in &inline.nodes {
        if let Node::Data(range) = node
            && html
        {
            prose_of_html(text, range.clone(), flat);
        }
    }
    let mut plain = Flat::default();
    for node in &inline.nodes {
        match node {
            Node::Text(range) => lines(text, range.clone(), &mut plain),
            Node::Data(range) if !html => lines(text, range.clone(), &mut plain),
            Node::Reference(_) => nitf::node(node, text, &mut plain),
            _ => {}
        }
    }
    if plain.is_empty() {
        return;
    }
    match html {
        false => flat.append(plain),
        true => {
            let mut inner = Flat::default();
            let escaped = plain.whole().to_owned();
            prose_of_html(&escaped, 0..escaped.len(), &mut inner);
            flat.append(inner.through(&plain));
        }
    }
}

/// Lines of plain text; an empty one sets paragraphs apart.
fn lines(text: &str, range: Range<usize>, flat: &mut Flat) {
    let mut start = range.start;
    for line in text.get(range).unwrap_or("").split_inclusive('\n') {
        flat.keep(text, start..start + line.len());
        start += line.len();
        if line.ends_with('\n') {
            flat.line(line.trim().is_empty());
        }
    }
}

/// What a party is called.
fn named(party: &Element<'_>, text: &str) -> Option<String> {
    party
        .child("name")
        .and_then(|name| name.words(text))
        .or_else(|| party.attribute("literal", text))
        .or_else(|| party.attribute("qcode", text).map(|code| local(&code).to_owned()))
}
