//! NewsML 1: a `NewsItem` with its text in the first `DataContent` of its main component, or of any.

use super::super::issue::{Issue, issue};
use super::super::versions::Edition;
use super::super::{ClueKind, Role};
use super::tree::{Element, local};
use super::{Draft, newsml, nitf};
use std::ops::Range;

/// Reads an item; nothing where it is a picture or another thing without words of its own.
pub(super) fn read(item: &Element<'_>, text: &str) -> Result<Option<Draft>, String> {
    let name = item.find("NewsIdentifier");
    let part = |part: &str| name.and_then(|name| name.child(part)).and_then(|e| e.words(text));
    let management = item.child("NewsManagement");
    let dated = |element: Option<&Element<'_>>| -> Option<(String, Range<usize>)> {
        let place = element?.text_place(text)?;
        Some((text[place.clone()].to_owned(), place))
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
    let written = |date: &Option<(String, Range<usize>)>| date.as_ref().map(|d| d.0.clone());
    let (published, updated) =
        match issue(written(&first).as_deref(), written(&made).as_deref(), written(&embargo).as_deref()) {
            Issue::Embargo => (embargo.clone(), None),
            Issue::Version => (made.clone(), None),
            Issue::First => (first, made.clone()),
            Issue::Unknown => (None, None),
        };
    draft.dates.extend(published.map(|(value, place)| (ClueKind::Field, value, Some(place))));
    draft.dates.extend(updated.map(|(value, place)| (ClueKind::Updated, value, Some(place))));
    draft.edition = Edition::new(
        part("RevisionId"),
        made.map(|made| made.0),
        status,
        embargo.map(|embargo| embargo.0),
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
