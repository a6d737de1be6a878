//! What a single value may be, as JSON Schema: types and patterns that take whatever
//! [`crate::read::manifest`] takes. Ranges of lengths it leaves to the reader.

use serde_json::{Value, json};

use crate::read::manifest::keys::Kind;
use crate::read::manifest::roles;

/// The schema of a scalar. Nothing at all may stand in its place: the key is then as good
/// as not written.
pub(super) fn scalar(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
        Kind::Flag => json!({ "type": ["boolean", "null"] }),
        Kind::Whole(least, most) => {
            json!({ "type": ["integer", "null"], "minimum": least, "maximum": most })
        }
        Kind::Ratio(least, most) => {
            json!({ "type": ["number", "null"], "minimum": thousandths(*least), "maximum": thousandths(*most) })
        }
        Kind::Word(words) => json!({ "enum": words_and_numbers(words) }),
        Kind::Length => pattern(&format!("^ *{NUMBER} *({UNIT}) *$")),
        Kind::Size => pattern(&format!("^ *{NUMBER} *({UNIT})? *[x×] *{NUMBER} *({UNIT}) *$")),
        Kind::Measure => or_zero(&format!("^ *{NUMBER} *(em|lines?|%) *$|^0$")),
        Kind::Margin => or_zero(&format!("^ *{NUMBER} *(em|lines?|%|{UNIT}) *$|^0$")),
        Kind::Percent => pattern(&format!("^ *{NUMBER} *% *$")),
        Kind::Ink => json!({ "type": ["string", "integer", "null"], "pattern": "^ *[1-4][0-9]{2} *%? *$" }),
        Kind::Date => json!({
            "type": ["string", "integer", "null"],
            "pattern": "^ *[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)? *$",
            "minimum": 1,
            "maximum": 9999,
        }),
        Kind::Instant => pattern("^ *[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$"),
        Kind::Language => pattern("^ *[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})* *$"),
        Kind::Role => {
            // `cover designer` is `cover-designer`, too.
            let mut words: Vec<String> =
                roles::words().flat_map(|word| [word.replace(' ', "-"), word.to_owned()]).collect();
            words.dedup();
            json!({ "anyOf": [{ "enum": words }, { "type": ["string", "null"], "pattern": "^[A-Za-z]{3}$" }] })
        }
        Kind::Divided => pattern(r"^[^\s0-9-]+(-[^\s0-9-]+)*$"),
        Kind::Pages => pattern("^ *(any|even|multiple of +[0-9]+) *$"),
        Kind::FilePattern => pattern(r"^([^{}\\:]|\{slug\}|\{edition\}|\{isbn\})+$"),
        // What holds others is written where its place is known.
        Kind::Any | Kind::List(_) | Kind::Map(_) | Kind::Named(..) | Kind::OneOf(_) => json!({}),
    }
}

/// A decimal number, not below zero.
const NUMBER: &str = r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)";
/// Units of paper.
const UNIT: &str = "pt|pc|in|inch|mm|cm";

fn pattern(pattern: &str) -> Value {
    json!({ "type": ["string", "null"], "pattern": pattern })
}

/// Zero needs no unit.
fn or_zero(pattern: &str) -> Value {
    json!({ "type": ["string", "integer", "null"], "pattern": pattern, "minimum": 0, "maximum": 0 })
}

fn thousandths(number: i32) -> f64 {
    f64::from(number) / 1000.0
}

/// Words as the manual writes them. YAML reads some as numbers: `1.7`.
fn words_and_numbers(words: &[&str]) -> Vec<Value> {
    let as_number = |word: &&str| word.parse::<f64>().ok().map(|number| json!(number));
    let numbers: Vec<Value> = words.iter().filter_map(as_number).collect();
    let words = words.iter().map(|word| json!(word));
    words.chain(numbers).chain([Value::Null]).collect()
}
