//! Values to YAML (1.2.2) that any reader of YAML takes for the same values.

use std::fmt::Write as _;

use crate::read::manifest::node::{Node, Value};

/// A list or map goes on one line if that is no longer than this.
const WIDTH: usize = 100;
/// Deeper values, which no book needs, are written on one line whatever its length.
const DEEPEST: usize = 8;

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Yaml {
    /// A text, quoted where it could be read as something else.
    Text(String),
    /// A number, `true`, a date: as it stands.
    Bare(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Yaml {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn bare(text: impl Into<String>) -> Self {
        Self::Bare(text.into())
    }

    /// A list of texts.
    pub(super) fn texts(items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::List(items.into_iter().map(Self::text).collect())
    }

    /// A map of a few keys.
    pub(super) fn map<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
    }

    /// A key with its value, indented by so many blanks, with a line feed at its end.
    pub(super) fn write(&self, key: &str, indent: usize, out: &mut String) {
        let blanks = " ".repeat(indent);
        let start = format!("{blanks}{}:", scalar(key));
        let flow = self.flow();
        let fits = start.chars().count() + 1 + flow.chars().count() <= WIDTH;
        match self {
            Self::Map(entries) if !fits && indent / 2 < DEEPEST => {
                let _ = writeln!(out, "{start}");
                for (key, value) in entries {
                    value.write(key, indent + 2, out);
                }
            }
            Self::List(items) if indent / 2 < DEEPEST && (!fits || items.iter().any(Self::is_group)) => {
                let _ = writeln!(out, "{start}");
                for item in items {
                    item.write_item(indent + 2, out);
                }
            }
            _ => {
                let _ = writeln!(out, "{start} {flow}");
            }
        }
    }

    /// An item of a list in block form.
    fn write_item(&self, indent: usize, out: &mut String) {
        let blanks = " ".repeat(indent);
        let flow = self.flow();
        match self {
            Self::Map(entries) if self.is_group() || indent + 2 + flow.chars().count() > WIDTH => {
                let mut inner = String::new();
                for (key, value) in entries {
                    value.write(key, indent + 2, &mut inner);
                }
                // The dash stands in the indent of the first key.
                let first = inner.get(indent + 2..).unwrap_or_default();
                let _ = write!(out, "{blanks}- {first}");
            }
            _ => {
                let _ = writeln!(out, "{blanks}- {flow}");
            }
        }
    }

    /// Whether it holds a list: a part with its chapters reads better on lines of its own.
    fn is_group(&self) -> bool {
        matches!(self, Self::Map(entries) if entries.iter().any(|(_, value)| matches!(value, Self::List(_))))
    }

    /// The value on one line.
    pub(super) fn flow(&self) -> String {
        match self {
            Self::Text(text) => scalar(text),
            Self::Bare(text) => text.clone(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", "))
            }
            Self::Map(entries) => {
                let entry = |(key, value): &(String, Self)| format!("{}: {}", scalar(key), value.flow());
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Whether a scalar that was read needs no quotes to be a number or a truth value again.
fn is_bare(text: &str) -> bool {
    let number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.parse::<f64>().is_ok();
    number || matches!(text, "true" | "false")
}

/// What was read, to be written again. Depth is bounded by the parsers'.
impl From<&Node> for Yaml {
    fn from(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::bare("null"),
            Value::Scalar(text) if is_bare(text) => Self::bare(text.as_str()),
            Value::Scalar(text) => Self::text(text.as_str()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Map(entries) => {
                let entry = |entry: &crate::read::manifest::node::Entry| {
                    (entry.key.clone(), Self::from(&entry.value))
                };
                Self::Map(entries.iter().map(entry).collect())
            }
        }
    }
}

/// A text as a plain scalar where nothing in it means anything to YAML, else in double
/// quotes (7.3.1).
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{85}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Words that YAML, or an older reader of it, takes for a truth value or nothing.
const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

fn is_plain(text: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || " _-./()+&'".contains(c);
    let is_number = |text: &str| {
        text.parse::<f64>().is_ok() || text.chars().all(|c| c.is_ascii_hexdigit() || "xo_-+.".contains(c))
    };
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && !text.ends_with(' ')
        && text.chars().all(letters)
        && !WORDS.contains(&text.to_lowercase().as_str())
        && !(text.starts_with(|c: char| c.is_ascii_digit()) && is_number(text))
        && text.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::manifest::node;
    use crate::source::FileId;
    use proptest::prelude::*;

    fn written(value: &Yaml) -> String {
        let mut out = String::new();
        value.write("k", 0, &mut out);
        out
    }

    fn again(text: &str) -> Node {
        node::parse(text, FileId(0)).unwrap_or_else(|error| panic!("{}: {text}", error.reason))
    }

    #[test]
    fn what_could_be_misread_is_quoted() {
        for plain in ["The Long Way", "text/01-intro.md", "Jane O'Neill", "한글 책", "C++ & Co."] {
            assert_eq!(scalar(plain), plain);
        }
        for odd in [
            "",
            " x",
            "x ",
            "a: b",
            "a #b",
            "yes",
            "Null",
            "1.10",
            "2027-03-01",
            "0x1F",
            "1e3",
            "nan",
            "- a",
            "'q'",
            "[a",
            "{a}",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "a\nb",
            "\"",
            "a\\b",
            ".5",
            "?",
            "|",
            ">",
        ] {
            assert!(scalar(odd).starts_with('"'), "{odd}");
            assert_eq!(again(&format!("k: {}\n", scalar(odd))).text_at("k"), Some(odd));
        }
    }

    #[test]
    fn short_values_stand_on_a_line_and_parts_do_not() {
        assert_eq!(written(&Yaml::texts(["a.md", "b, c.md"])), "k: [a.md, \"b, c.md\"]\n");
        let part = |chapters: Yaml| Yaml::map([("part", Yaml::text("The Road")), ("chapters", chapters)]);
        let list = Yaml::List(vec![Yaml::text("in.md"), part(Yaml::texts(["a.md", "b.md"]))]);
        assert_eq!(written(&list), "k:\n  - in.md\n  - part: The Road\n    chapters: [a.md, b.md]\n");
        let long: Vec<String> = (0..20).map(|n| format!("chapters/{n}.md")).collect();
        let text = written(&Yaml::List(vec![part(Yaml::texts(long))]));
        assert!(text.starts_with("k:\n  - part: The Road\n    chapters:\n      - chapters/0.md\n"), "{text}");
        assert_eq!(
            again(&text).get("k").map(|list| list.items()[0].get("chapters").unwrap().items().len()),
            Some(20)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_again(texts in prop::collection::vec("[ -~äß한\n\t\u{85}\u{2028}]{0,30}", 1..5), key in "[ -~é]{1,9}") {
            let list = Yaml::texts(texts.iter().map(String::as_str));
            let nested = Yaml::List(vec![Yaml::Map(vec![(key.clone(), list.clone()), ("b".into(), Yaml::text(&texts[0]))])]);
            let tree = again(&written(&nested));
            let item = &tree.get("k").unwrap().items()[0];
            prop_assert_eq!(&item.entries()[0].key, &key);
            let read: Vec<_> = item.entries()[0].value.items().iter().map(|n| n.text().unwrap_or_default()).collect();
            prop_assert_eq!(read, texts.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
