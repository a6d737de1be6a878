//! Schemas and the tables they are made of say the same.

use std::collections::BTreeSet;

use super::*;

/// Every key of a schema with the way to it, `*` for chosen names left out.
fn each_key(value: &Value, way: &str, seen: &mut impl FnMut(&str, &Value)) {
    if let Some(properties) = value.get("properties").and_then(Value::as_object) {
        for (name, inner) in properties.iter().filter(|(_, inner)| inner.get("description").is_some()) {
            let way = if way.is_empty() { name.clone() } else { format!("{way}.{name}") };
            seen(&way, inner);
            each_key(inner, &way, seen);
        }
    }
    for inner in value.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        each_key(inner, way, seen);
    }
    for inner in [value.get("items"), value.get("additionalProperties")].into_iter().flatten() {
        each_key(inner, way, seen);
    }
}

#[test]
fn every_key_is_described() {
    for schema in [Schema::Book, Schema::Theme] {
        let mut bare = Vec::new();
        let mut keys = 0;
        each_key(&schema.value(), "", &mut |way, inner| {
            keys += 1;
            let said = inner["description"].as_str().unwrap_or_default();
            if said.is_empty() || said.starts_with("It has no") || said.starts_with("In this version") {
                bare.push(way.to_owned());
            }
        });
        assert!(keys > 50, "{keys} keys");
        assert!(bare.is_empty(), "add lines to descriptions.txt for {bare:?}");
    }
}

#[test]
fn every_description_is_of_a_key() {
    for schema in [Schema::Book, Schema::Theme] {
        let mut ways: BTreeSet<String> = BTreeSet::new();
        each_key(&schema.value(), "", &mut |way, _| {
            let plain = way.split('.').map(|step| {
                if step.starts_with("heading") && schema == Schema::Theme { "heading" } else { step }
            });
            let steps: Vec<&str> = plain.collect();
            let ends = (0..steps.len()).map(|from| steps[from..].join("."));
            ways.extend(ends.filter(|end| end.contains('.') || steps.len() == 1));
            // `title.heading1` and `heading1` differ from the last key alone.
        });
        let idle: Vec<&str> =
            Descriptions::new(schema).names().filter(|name| !ways.contains(*name)).collect();
        assert!(idle.is_empty(), "no key has these descriptions: {idle:?}");
    }
}

#[test]
fn aliases_lead_to_their_keys_and_parts_to_chapters() {
    let book = Schema::Book.value();
    assert_eq!(book["properties"]["authors"]["$ref"], "#/properties/author");
    let items = &book["properties"]["chapters"]["items"];
    let inner = &items["anyOf"][1]["properties"]["chapters"]["items"];
    assert_eq!(inner["$ref"], "#/properties/chapters/items");
    assert_eq!(book["additionalProperties"], false);
}

#[test]
fn what_has_no_effect_yet_says_so() {
    let book = Schema::Book.value();
    let said = |key: &str| book["properties"][key]["description"].as_str().unwrap_or_default().to_owned();
    assert!(said("math-macros").ends_with("It has no effect in this version."));
    assert!(!said("title").contains("effect"));
}
