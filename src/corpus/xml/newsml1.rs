//! NewsML 1: a `NewsItem` with its text in the first `DataContent` of its main component, or of any.

use super::super::Role;
use super::super::versions::Edition;
use super::tree::{Element, local};
use super::{Draft, Stated, newsml, nitf};

/// Reads an item; nothing where it is a picture or another thing without words of its own.
pub(super) fn read(item: &Element<'_>, text: &str) -> Result<Option<Draft>, String> {
    let name = item.find("NewsIdentifier");
    let part = |part: &str| name.and_then(|name| name.child(part)).and_then(|e| e.words(text));
    let management = item.child("NewsManagement");
    let dated = |element: Option<&Element<'_>>| -> Option<Stated> {
        let place = element?.text_place(text)?;
        Some(Stated { value: text[place.clone()].to_owned(), place })
    };
    let managed = |name: &str| management.and_then(|management| management.child(name));
    let formal = |element: Option<&Element<'_>>| element.and_then(|e| e.attribute("FormalName", text));
    // The public identifier has the number of the revision in it.
    let id = match (part("ProviderId"), part("DateId"), part("NewsItemId")) {
        (Some(provider), Some(date), Some(id)) => Some(format!("urn:newsml:{provider}:{date}:{id}")),
        _ => part("PublicIdentifier"),
    };
    let mut draft = Draft { id, ..Draft::default() };
    let status = formal(managed("Status"));
    let (first, made) = (dated(managed("FirstCreated")), dated(managed("ThisRevisionCreated")));
    let held = status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("embargoed"));
    let embargo =
        managed("StatusWillChange").filter(|_| held).and_then(|change| dated(change.child("DateAndTime")));
    draft.issued(first, made.as_ref(), embargo.as_ref());
    draft.edition = Edition::new(
        part("RevisionId"),
        made.map(|made| made.value),
        status,
        embargo.map(|embargo| embargo.value),
        managed("Instruction").and_then(|e| e.words(text)),
    );
    let provider =
        item.find("AdministrativeMetadata").and_then(|a| a.child("Provider").or_else(|| a.child("Source")));
    draft.outlet =
        formal(provider.and_then(|provider| provider.child("Party"))).or_else(|| part("ProviderId"));
    if let Some(headline) = item.find("HeadLine") {
        draft.flat.block(Some(Role::Title));
        nitf::prose(headline, text, &mut draft.flat);
        draft.flat.block(None);
    }
    let Some(content) = content(main(item, text).unwrap_or(item), text).or_else(|| content(item, text))
    else {
        let gone = draft.edition.as_ref().is_some_and(|edition| edition.status.is_out());
        return match item.find("ContentItem") {
            _ if gone => Ok(Some(draft)),
            // Pictures lie in files of their own.
            Some(_) => Ok(None),
            None => Err("the news item has no text in it".to_owned()),
        };
    };
    let data = content.child("DataContent").unwrap_or(content);
    draft.flat.block(None);
    match (data.find("nitf"), data.find("body"), data.children().next()) {
        (Some(inner), ..) => nitf::body(inner, text, &mut draft),
        (None, Some(body), _) => nitf::prose(body, text, &mut draft.flat),
        (None, None, Some(_)) => nitf::prose(data, text, &mut draft.flat),
        _ => {
            let format = [content.child("Format"), content.child("MimeType")].into_iter().find_map(formal);
            let html = format.is_some_and(|format| format.to_ascii_lowercase().contains("html"));
            newsml::data(data, html, text, &mut draft.flat);
        }
    }
    draft.flat.block(None);
    Ok(Some(draft))
}

/// The component that is said to be the main one.
fn main<'e, 't>(element: &'e Element<'t>, text: &str) -> Option<&'e Element<'t>> {
    let is_main = |component: &Element<'t>| {
        let role = component
            .child("Role")
            .and_then(|role| role.place("FormalName"))
            .and_then(|place| text.get(place));
        role.is_some_and(|role| role.eq_ignore_ascii_case("main"))
    };
    element
        .children()
        .filter(|e| local(e.name) == "NewsComponent")
        .find_map(|component| if is_main(component) { Some(component) } else { main(component, text) })
}

/// The first item of content that has words in it, and is no caption.
fn content<'e, 't>(element: &'e Element<'t>, text: &str) -> Option<&'e Element<'t>> {
    element.children().find_map(|inner| match local(inner.name) {
        "ContentItem" => inner.child("DataContent").filter(|data| data.words(text).is_some()).map(|_| inner),
        "NewsComponent" if !is_caption(inner, text) => content(inner, text),
        _ => None,
    })
}

fn is_caption(component: &Element<'_>, text: &str) -> bool {
    let role =
        component.child("Role").and_then(|role| role.place("FormalName")).and_then(|place| text.get(place));
    role.is_some_and(|role| role.to_ascii_lowercase().contains("caption"))
}
