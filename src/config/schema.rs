//! The JSON Schema of a configuration file, for editors.

use super::settings::Settings;
use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

/// The schema of `dateline.toml`. `formats` are the names that `format` may have.
///
/// ```
/// let schema = dateline::config::schema(&["full", "json"]);
/// assert_eq!(schema["properties"]["format"]["enum"][1], "json");
/// ```
pub fn schema(formats: &[&str]) -> Value {
    let mut schema = schemars::schema_for!(Settings);
    AsToml.transform(&mut schema);
    schema.insert("title".to_owned(), json!("dateline.toml"));
    schema.insert("description".to_owned(), json!("The configuration of dateline."));
    let mut schema = schema.to_value();
    if let Some(format) = schema.pointer_mut("/properties/format").and_then(Value::as_object_mut) {
        format.insert("enum".to_owned(), json!(formats));
    }
    schema
}

/// TOML has no null: a key is there or is not. Descriptions are one paragraph.
struct AsToml;

impl Transform for AsToml {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|of| of != "null");
            if let [only] = &types[..] {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = schema.get_mut("enum") {
            choices.retain(|choice| !choice.is_null());
        }
        if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
            choices.retain(|choice| *choice != json!({ "type": "null" }));
            if let [Value::Object(only)] = &choices[..] {
                let only = only.clone();
                schema.remove("anyOf");
                only.into_iter().for_each(|(key, value)| {
                    schema.insert(key, value);
                });
            }
        }
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = text.replace('\n', " ");
        }
        schema.remove("default");
        transform_subschemas(self, schema);
    }
}
