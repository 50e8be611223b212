//! ninjs, the IPTC's news in JSON, in all its versions: 1 has `headline` and `body_text`, 2 has `headlines` and `bodies`, 3
//! has its names in camel case.

use super::issue::issued;
use super::record::Record;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The record of an item; nothing where the object is none, or has no body.
pub(super) fn record(json: &str) -> Option<Record<'static>> {
    if !["\"body_", "\"bodies\""].iter().any(|key| json.contains(key)) {
        return None;
    }
    let Ok(Value::Object(item)) = serde_json::from_str(json) else { return None };
    let text = |names: [&str; 2]| names.iter().find_map(|name| scalar(item.get(*name)?)).map(Cow::Owned);
    let (first, made) = (text(["firstcreated", "firstCreated"]), text(["versioncreated", "versionCreated"]));
    let embargo =
        text(["embargoed", "embargoedUntil"]).or_else(|| text(["embargoeduntil", "embargoed_until"]));
    let (published, updated) = issued(first, made.as_ref(), embargo.as_ref());
    let source = text(["source", "copyrightholder"]).or_else(|| text(["copyrightHolder", "provider"]));
    let from =
        |list: &str| item.get(list)?.as_array()?.iter().find_map(|s| scalar(s.get("name")?)).map(Cow::Owned);
    Some(Record {
        id: text(["uri", "guid"]),
        published,
        updated,
        made,
        title: text(["headline", "title"]).or_else(|| first_value(&item, "headlines").map(Cow::Owned)),
        source: from("infosources").or_else(|| from("infoSources")).or(source),
        text: Some(Cow::Owned(body(&item)?)),
        version: text(["version", "Version"]),
        status: text(["pubstatus", "pubStatus"]),
        embargoed: embargo,
        note: text(["ednote", "edNote"]),
        of: text(["evolvedfrom", "evolvedFrom"]).map(Cow::into_owned).into_iter().collect(),
        also: others(&item),
        ..Record::default()
    })
}

/// The type of an item of ninjs that is no text: a picture, a package of other items.
pub(super) fn kind(json: &str) -> Option<String> {
    let Ok(Value::Object(item)) = serde_json::from_str(json) else { return None };
    let known =
        ["versioncreated", "versionCreated", "associations"].iter().any(|name| item.contains_key(*name));
    item.get("type").and_then(scalar).filter(|kind| known && item.contains_key("uri") && kind != "text")
}

/// Other ids: a list of objects, or an object with one a role.
fn others(item: &Map<String, Value>) -> Vec<String> {
    let Some(ids) = ["altids", "altIds"].iter().find_map(|name| item.get(*name)) else { return Vec::new() };
    match ids {
        Value::Array(ids) => ids.iter().filter_map(|id| scalar(id.get("value").unwrap_or(id))).collect(),
        Value::Object(ids) => ids.values().filter_map(scalar).collect(),
        _ => Vec::new(),
    }
}

/// The body, the richest form that there is.
fn body(item: &Map<String, Value>) -> Option<String> {
    for name in ["body_xhtml", "body_html", "body_text"] {
        if let Some(body) = item.get(name).and_then(Value::as_str) {
            return Some(body.to_owned());
        }
    }
    let bodies = item.get("bodies")?.as_array()?;
    let kind = |body: &Value| {
        let kind = body.get("contenttype").or_else(|| body.get("contentType"));
        kind.and_then(Value::as_str).is_some_and(|k| k.contains("html"))
    };
    let main = |body: &&Value| {
        body.get("role")
            .and_then(Value::as_str)
            .is_none_or(|r| matches!(r, "main" | "body" | "full") || r.ends_with("main"))
    };
    let usable = || bodies.iter().filter(|b| b.get("value").is_some_and(Value::is_string));
    let best = usable()
        .filter(main)
        .find(|b| kind(b))
        .or_else(|| usable().find(main))
        .or_else(|| usable().next())?;
    best.get("value")?.as_str().map(str::to_owned)
}

fn first_value(item: &Map<String, Value>, list: &str) -> Option<String> {
    let list = item.get(list)?.as_array()?;
    let main = list.iter().find(|h| h.get("role").and_then(Value::as_str) == Some("main"));
    scalar(main.or_else(|| list.first())?.get("value")?)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|t| !t.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
