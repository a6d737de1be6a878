//! TOML to a tree of [`Node`]s that know their place, as [`super::node`] makes of YAML.
//!
//! Damaged TOML gives the tree of what could be read, and the place of each fault.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::node::{Entry, Malformed, Node, Value};
use crate::source::{FileId, Span};

/// Parses the TOML of a file. Depth is bounded by the parser.
pub(crate) fn parse(text: &str, file: FileId) -> (Node, Vec<Malformed>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let faults = errors.iter().map(|error| {
        let range = error.span().unwrap_or(text.len()..text.len());
        let line = error.message().lines().next().unwrap_or_default();
        Malformed { reason: line.to_owned(), span: Span::new(file, range.start, range.end) }
    });
    let faults = faults.collect();
    let whole = Span::new(file, 0, 0);
    (Node { value: map(table.into_inner(), text, file), span: whole }, faults)
}

/// A table with its keys in the order they were written.
fn map(table: DeTable<'_>, text: &str, file: FileId) -> Value {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            span: span(&key, file),
            key: key.into_inner().into_owned(),
            value: node(value, text, file),
        })
        .collect();
    entries.sort_by_key(|entry| entry.span);
    Value::Map(entries)
}

fn node(value: Spanned<DeValue<'_>>, text: &str, file: FileId) -> Node {
    let span = span(&value, file);
    let as_written = || text.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned();
    let value = match value.into_inner() {
        DeValue::String(words) => Value::Scalar(words.into_owned()),
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| node(item, text, file)).collect()),
        DeValue::Table(table) => map(table, text, file),
        DeValue::Boolean(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            Value::Scalar(as_written())
        }
    };
    Node { value, span }
}

fn span<T>(spanned: &Spanned<T>, file: FileId) -> Span {
    let range = spanned.span();
    Span::new(file, range.start, range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_keep_their_order_and_values_their_letters_and_places() {
        let text = "z = 1_000\n[a.b]\ntitle = \"The \\\"é\\\"\"\nlist = [ 'x', # one\n true ]\n[a]\nd = 1979-05-27\n";
        let (tree, faults) = parse(text, FileId(3));
        assert!(faults.is_empty());
        let keys: Vec<&str> = tree.entries().iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["z", "a"]);
        assert_eq!(tree.text_at("z"), Some("1_000"));
        assert_eq!(tree.text_at("a.b.title"), Some("The \"é\""));
        assert_eq!(tree.text_at("a.d"), Some("1979-05-27"));
        let list: Vec<_> = tree.get("a.b.list").unwrap().items().iter().filter_map(Node::text).collect();
        assert_eq!(list, ["x", "true"]);
        let entry = tree.get("a.b").unwrap().entry("title").unwrap();
        assert_eq!(&text[entry.span.start as usize..entry.span.end as usize], "title");
        assert_eq!(entry.value.span.file, FileId(3));
    }

    #[test]
    fn damage_is_placed_and_the_rest_is_read() {
        let text = "[book]\ntitle = open\nlanguage = \"en\"\n";
        let (tree, faults) = parse(text, FileId(0));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(&text[faults[0].span.start as usize..faults[0].span.end as usize], "open");
        assert_eq!(tree.text_at("book.language"), Some("en"));
    }
}
