//! YAML to a tree of [`Node`]s that know their place.
//!
//! Everything later (the table of keys, the readers of values) walks this tree, so that
//! a finding can point at a single key or value. Numbers keep the letters they were
//! written with: `1.10` stays `1.10`, an ISBN keeps its leading zero.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::DuplicateKeyPolicy;
use serde_yaml::{Location, NonFiniteFloatPolicy, Spanned};

use crate::source::{FileId, Span};

/// A piece of YAML and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) value: Value,
    /// Where it stands; for lists and maps, where they begin.
    pub(crate) span: Span,
}

/// The shapes of YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing was written.
    Null,
    /// Text, a number, `true`, a date: as written, without its quotes.
    Scalar(String),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{key: value}`, in order; keys may stand twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The key as written, or its canonical name after checking.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) span: Span,
    /// What it says.
    pub(crate) value: Node,
}

/// Why a text is not YAML.
#[derive(Clone, Debug)]
pub(crate) struct Malformed {
    /// In the parser's words.
    pub(crate) reason: String,
    /// Where it stopped understanding.
    pub(crate) span: Span,
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a map; none for everything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list, or the node itself where a single one was written.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The entry with this key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value at a path of keys: `body.size`.
    pub(crate) fn get(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(self, |node, key| Some(&node.entry(key)?.value))
    }

    /// The text at a path of keys.
    pub(crate) fn text_at(&self, path: &str) -> Option<&str> {
        self.get(path)?.text()
    }
}

/// `base` with everything that `over` says put over it, in the order of `over`: maps
/// merge deeply, all else replaces. Depth is bounded by the parser's.
pub(crate) fn merge(base: Node, over: Node) -> Node {
    let (mut below, above) = match (base.value, over.value) {
        (Value::Map(below), Value::Map(above)) => (below, above),
        (_, value) => return Node { value, span: over.span },
    };
    let mut entries = Vec::with_capacity(below.len() + above.len());
    for entry in above {
        let value = match below.iter().position(|old| old.key == entry.key) {
            Some(at) => merge(below.remove(at).value, entry.value),
            None => entry.value,
        };
        entries.push(Entry { value, ..entry });
    }
    entries.append(&mut below);
    Node { value: Value::Map(entries), span: over.span }
}

/// A map that says nothing.
pub(crate) fn empty(span: Span) -> Node {
    Node { value: Value::Map(Vec::new()), span }
}

/// Parses the YAML of a file. Depth, aliases and size are bounded by the parser's
/// budget; an empty file is an empty map.
pub(crate) fn parse(text: &str, file: FileId) -> Result<Node, Malformed> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    };
    let raw: Spanned<Raw> = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let error = error.without_snippet();
        let place = error.location().unwrap_or(Location::UNKNOWN);
        Malformed { reason: reason(error), span: stop(text, file, place) }
    })?;
    Ok(settle(raw, text, file))
}

/// The parser's message without the place it repeats, in lower case.
fn reason(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line).trim_end_matches(['.', ':']);
    let mut letters = line.chars();
    letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The character at which the parser stopped; the last one of the file where it ran out.
fn stop(text: &str, file: FileId, place: Location) -> Span {
    let line = usize::try_from(place.line()).unwrap_or(usize::MAX);
    let column = usize::try_from(place.column()).unwrap_or(1).saturating_sub(1);
    let Some(content) = text.split_inclusive('\n').nth(line.saturating_sub(1)) else {
        return Span::new(file, text.len(), text.len());
    };
    let start = content.as_ptr() as usize - text.as_ptr() as usize;
    let content = content.trim_end_matches(['\n', '\r']);
    let (at, width) =
        content.char_indices().nth(column).map_or((content.len(), 0), |(at, c)| (at, c.len_utf8()));
    Span::new(file, start + at, start + at + width)
}

/// Gives the nodes their final form: byte spans, and numbers as they were written.
fn settle(raw: Spanned<Raw>, text: &str, file: FileId) -> Node {
    let span = span(raw.defined, text, file);
    let slice = || text.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned();
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Text(text) => Value::Scalar(text),
        Raw::Literal => Value::Scalar(slice()),
        Raw::List(items) => Value::List(items.into_iter().map(|item| settle(item, text, file)).collect()),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| Entry {
                    span: self::span(key.defined, text, file),
                    key: key.value,
                    value: settle(value, text, file),
                })
                .collect(),
        ),
    };
    Node { span: closed(&value, span, text), value }
}

/// The span of `[a, b]` or `{k: v}` with its closing bracket: the parser names only
/// where it opens. In block form there is no bracket, and the beginning is place enough.
fn closed(value: &Value, span: Span, text: &str) -> Span {
    let inner = match value {
        Value::List(items) => items.last().map(|item| item.span),
        Value::Map(entries) => entries.last().map(|entry| entry.value.span),
        Value::Null | Value::Scalar(_) => return span,
    };
    let bracket = match text.as_bytes().get(span.start as usize) {
        Some(b'[') => ']',
        Some(b'{') => '}',
        _ => return span,
    };
    let from = inner.map_or(span.start + 1, |inner| inner.end.max(span.start + 1)) as usize;
    let rest = text.get(from..).unwrap_or_default();
    let after = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    if !after.starts_with(bracket) {
        return span;
    }
    Span::new(span.file, span.start as usize, from + rest.len() - after.len() + 1)
}

fn span(place: Location, text: &str, file: FileId) -> Span {
    let whole = place.span();
    let (Some(start), Some(length)) = (whole.byte_offset(), whole.byte_len()) else {
        return stop(text, file, place);
    };
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
    let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(text.len());
    let written = text.get(start..end).unwrap_or_default().trim_end();
    Span::new(file, start, start + written.len())
}

/// YAML as it comes out of the parser.
enum Raw {
    Null,
    Text(String),
    /// A number or truth value: its text is taken from the source.
    Literal,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> Node {
        parse(text, FileId(0)).unwrap()
    }

    fn covered(text: &str, span: Span) -> &str {
        &text[span.start as usize..span.end as usize]
    }

    #[test]
    fn numbers_and_truth_keep_their_letters() {
        let text =
            "a: 1.10\nb: true\nc: 0123\nd: 9780000000002\ne: .inf\nf: yes\ng: 2027-03-01 # day\nh: 1e999";
        let found: Vec<String> =
            node(text).entries().iter().map(|e| e.value.text().unwrap().to_owned()).collect();
        assert_eq!(found, ["1.10", "true", "0123", "9780000000002", ".inf", "yes", "2027-03-01", "1e999"]);
    }

    #[test]
    fn keys_and_values_know_their_bytes() {
        let text = "título: 'Größe'\nlist:\n  - é\n  - {k: \"v w\"}   \n";
        let node = node(text);
        let entry = &node.entries()[0];
        assert_eq!(covered(text, entry.span), "título");
        assert_eq!(covered(text, entry.value.span), "'Größe'");
        let items = node.get("list").unwrap().items();
        assert_eq!(covered(text, items[0].span), "é");
        let inner = &items[1].entries()[0];
        assert_eq!((covered(text, inner.span), covered(text, inner.value.span)), ("k", "\"v w\""));
    }

    #[test]
    fn aliases_stand_where_they_were_defined() {
        let text = "a: &x {k: 1.50}\nb: *x\nc:\n  <<: *x\n  l: 2\n";
        let node = node(text);
        assert_eq!(node.text_at("b.k"), Some("1.50"));
        assert_eq!(node.text_at("c.k"), Some("1.50"));
        assert_eq!(node.text_at("c.l"), Some("2"));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert!(node("").entries().is_empty());
        assert!(node("# only a comment\n").entries().is_empty());
        assert_eq!(node("---\ntitle: T\n...\n").text_at("title"), Some("T"));
    }

    #[test]
    fn malformed_yaml_is_told_with_its_line() {
        let text = "title: T\nlist: [a, b\nlang: en\n";
        let error = parse(text, FileId(0)).unwrap_err();
        assert!(error.span.start as usize > "title: T\n".len(), "{error:?}");
        assert!(!error.reason.is_empty() && !error.reason.contains("line"), "{}", error.reason);
    }

    #[test]
    fn depth_and_aliases_are_bounded() {
        assert!(parse(&"[".repeat(100_000), FileId(0)).is_err());
        assert!(parse(&"- ".repeat(50_000), FileId(0)).is_err());
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for n in 1..12 {
            let list = vec![format!("*a{}", n - 1); 10].join(", ");
            bomb.push_str(&format!("a{n}: &a{n} [{list}]\n"));
        }
        assert!(parse(&bomb, FileId(0)).is_err());
    }

    #[test]
    fn maps_merge_deeply_and_lists_replace() {
        let merged = merge(node("a: {b: 1, c: 2}\nl: [1, 2]"), node("a: {c: 3}\nl: [4]\nd: x"));
        assert_eq!(merged.text_at("a.b"), Some("1"));
        assert_eq!(merged.text_at("a.c"), Some("3"));
        assert_eq!(merged.get("l").unwrap().items().len(), 1);
        assert_eq!(merged.text_at("d"), Some("x"));
    }
}
