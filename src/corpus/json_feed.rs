//! JSON Feed: an object that has articles in its `items`.

use super::record::Record;
use serde::Deserialize;
use std::borrow::Cow;

/// So many bytes of a file show whether it is a feed.
pub(super) const HEAD: usize = 4096;

/// Whether a file that begins so is a feed.
pub(super) fn is_feed(head: &[u8]) -> bool {
    let head = &head[..head.len().min(HEAD)];
    let version = value(head, b"version").map(|at| &head[at..head.len().min(at + 60)]);
    version.is_some_and(|version| memchr::memmem::find(version, b"://jsonfeed.org/version/").is_some())
}

/// What a feed is called, as far as its beginning says.
pub(super) fn title(head: &[u8]) -> Option<String> {
    let at = value(head, b"title")?;
    serde_json::Deserializer::from_slice(&head[at..]).into_iter::<String>().next()?.ok()
}

/// Where the first of the articles would stand.
pub(super) fn items(feed: &[u8]) -> Option<usize> {
    let at = value(feed, b"items")?;
    (feed.get(at) == Some(&b'[')).then_some(at + 1)
}

/// Where the value of a field of the outermost object begins.
fn value(json: &[u8], name: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0, 0usize);
    while let Some(found) = memchr::memchr3(b'"', b'{', b'}', json.get(at..)?).map(|i| i + at) {
        match json[found] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {
                let mut end = found + 1;
                while *json.get(end)? != b'"' {
                    end += if json[end] == b'\\' { 2 } else { 1 };
                }
                let rest = &json[end + 1..];
                let blank = |bytes: &[u8]| bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
                let colon = blank(rest);
                if depth == 1 && &json[found + 1..end] == name && rest.get(colon) == Some(&b':') {
                    let value = end + 1 + colon + 1;
                    return Some(value + blank(json.get(value..)?));
                }
                at = end + 1;
                continue;
            }
        }
        at = found + 1;
    }
    None
}

#[derive(Deserialize)]
struct Item<'a> {
    id: Option<serde_json::Value>,
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow)]
    content_html: Option<Cow<'a, str>>,
    #[serde(borrow)]
    content_text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    date_published: Option<Cow<'a, str>>,
    #[serde(borrow)]
    date_modified: Option<Cow<'a, str>>,
}

/// The record of an item; nothing where the object is none.
pub(super) fn record(json: &str) -> Option<Record<'static>> {
    if !json.contains("\"content_") {
        return None;
    }
    let item: Item = serde_json::from_str(json).ok()?;
    let owned = |field: Option<Cow<str>>| field.map(|field| Cow::Owned(field.into_owned()));
    let id = item.id.and_then(|id| match id {
        serde_json::Value::String(id) => Some(id),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let address = owned(item.url);
    let markup = item.content_html.is_some();
    Some(Record {
        id: id.map(Cow::Owned).or_else(|| address.clone()),
        published: owned(item.date_published),
        made: owned(item.date_modified.clone()),
        updated: owned(item.date_modified),
        title: owned(item.title),
        text: Some(owned(item.content_html.or(item.content_text))?),
        address,
        markup,
        ..Record::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_outermost_object() {
        let feed = br#"{"version": "https://jsonfeed.org/version/1.1", "authors": [{"title": "no"}],
            "title" : "The \"Post\"", "x": "items", "items": [ {"id": "1"} ] }"#;
        assert!(is_feed(feed) && !is_feed(b"{\"items\":[]}"));
        assert_eq!(title(feed).as_deref(), Some("The \"Post\""));
        assert_eq!(items(feed).map(|at| feed[at..].starts_with(b" {\"id\"")), Some(true));
        for cut in 0..feed.len() {
            items(&feed[..cut]);
            title(&feed[..cut]);
        }
    }
}
