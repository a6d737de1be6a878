//! The tables of keys to JSON Schemas (draft 2020-12), with which editors complete and
//! check `book.yaml` and theme files while they are written.
//!
//! Everything is made of the tables in [`super::manifest`], so a schema knows exactly the
//! keys that are read; only what each means in a sentence stands beside it, in
//! `descriptions.txt`. A schema asks for the spelling the manual uses: some of what is read
//! in any case (`roman` for `Roman`) it marks.

mod describe;
mod values;

use serde_json::{Map, Value, json};

use super::manifest::keys::{BOOK, EDITION, EDITION_EPUB, EDITION_PDF, Effect, Key, Kind};
use super::manifest::theme_keys::THEME;
use describe::Descriptions;

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// `book.yaml`, and a house file.
    Book,
    /// A theme file.
    Theme,
}

impl Schema {
    /// The schema as JSON, indented, with a line feed at its end.
    pub fn json(self) -> String {
        format!("{:#}\n", self.value())
    }

    fn value(self) -> Value {
        let (table, title, what) = match self {
            Self::Book => (&BOOK, "book.yaml", "A book that Bindery makes editions of"),
            Self::Theme => (&THEME, "Bindery theme", "What a theme says differently from its base"),
        };
        let mut writer = Writer { descriptions: Descriptions::new(self), above: Vec::new() };
        let mut schema = writer.kind(table, &Place::top());
        if let Value::Object(members) = &mut schema {
            members.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
            members.insert("title".to_owned(), json!(title));
            members.insert("description".to_owned(), json!(what));
        }
        schema
    }
}

/// Where in a file and in its schema one is.
#[derive(Clone, Debug)]
struct Place {
    /// The way in the schema, as a JSON pointer (RFC 6901).
    pointer: String,
    /// The keys that lead there, `*` for names that the author chooses.
    keys: Vec<&'static str>,
}

impl Place {
    fn top() -> Self {
        Self { pointer: "#".to_owned(), keys: Vec::new() }
    }

    fn within(&self, step: &str) -> Self {
        Self { pointer: format!("{}/{step}", self.pointer), keys: self.keys.clone() }
    }

    fn key(&self, name: &'static str) -> Self {
        let mut place = self.within(&format!("properties/{name}"));
        place.keys.push(name);
        place
    }
}

struct Writer {
    descriptions: Descriptions,
    /// The kinds that the one at hand stands in, and where their schemas are: parts hold
    /// chapters and chapters may be parts.
    above: Vec<(&'static Kind, String)>,
}

impl Writer {
    fn kind(&mut self, kind: &'static Kind, place: &Place) -> Value {
        if let Some((_, pointer)) = self.above.iter().find(|(above, _)| std::ptr::eq(*above, kind)) {
            return json!({ "$ref": pointer });
        }
        self.above.push((kind, place.pointer.clone()));
        let schema = match kind {
            Kind::List(item) => {
                json!({ "type": ["array", "null"], "items": self.kind(item, &place.within("items")) })
            }
            Kind::Named(inner, plain) => self.named(inner, *plain, place),
            Kind::Map(groups) => self.map(kind, groups, place),
            Kind::OneOf(kinds) => self.one_of(kinds, place),
            scalar => values::scalar(scalar),
        };
        self.above.pop();
        schema
    }

    fn one_of(&mut self, kinds: &'static [Kind], place: &Place) -> Value {
        let step = |at: usize| place.within(&format!("anyOf/{at}"));
        let any: Vec<Value> = kinds.iter().enumerate().map(|(at, kind)| self.kind(kind, &step(at))).collect();
        json!({ "anyOf": any })
    }

    fn named(&mut self, inner: &'static Kind, plain: bool, place: &Place) -> Value {
        let mut below = place.within("additionalProperties");
        below.keys.push("*");
        let mut schema =
            json!({ "type": ["object", "null"], "additionalProperties": self.kind(inner, &below) });
        if plain {
            schema["propertyNames"] = json!({ "pattern": "^[a-z0-9-]+$" });
        }
        schema
    }

    fn map(&mut self, kind: &'static Kind, groups: &'static [&'static [Key]], place: &Place) -> Value {
        let mut properties = Map::new();
        for key in groups.iter().copied().flatten() {
            let below = place.key(key.name);
            let mut schema = self.kind(&key.kind, &below);
            schema["description"] = json!(self.description(key, &below.keys));
            properties.insert(key.name.to_owned(), schema);
            for alias in key.aliases {
                let same = json!({
                    "$ref": below.pointer,
                    "description": format!("Another name for `{}`.", key.name),
                });
                properties.insert((*alias).to_owned(), same);
            }
        }
        let mut schema = json!({
            "type": ["object", "null"],
            "properties": properties,
            "additionalProperties": false,
        });
        if std::ptr::eq(kind, &raw const EDITION) {
            schema["allOf"] = json!([without("epub", EDITION_PDF), without("pdf", EDITION_EPUB)]);
        }
        schema
    }

    fn description(&mut self, key: &Key, keys: &[&'static str]) -> String {
        let what = self.descriptions.of(keys).unwrap_or_default();
        match key.effect {
            Effect::Now => what.to_owned(),
            Effect::Later => format!("{what} It has no effect in this version."),
            Effect::NowOnly(values) => {
                let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
                format!("{what} In this version only {} has an effect.", values.join(", "))
            }
        }
    }
}

/// Editions of this format have none of these keys.
fn without(format: &str, keys: &[Key]) -> Value {
    let none: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), json!(false))).collect();
    json!({
        "if": { "properties": { "format": { "const": format } }, "required": ["format"] },
        "then": { "properties": none },
    })
}

#[cfg(test)]
mod tests;
