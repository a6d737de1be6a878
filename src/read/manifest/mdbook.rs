//! mdBook's `book.toml`, as far as it is a book's: the keys of `[book]` and where the
//! summary lies. TOML's other forms are mdBook's business; a line that is not understood
//! is passed over.

use super::node::{Entry, Node, Value, empty};
use crate::source::{FileId, Span};

/// Where mdBook keeps its chapters when `src` is not given.
pub(super) const USUAL_SOURCE: &str = "src";

/// What `book.toml` says of a book.
pub(super) struct BookToml {
    /// Title, author, language and description under the names of `book.yaml`.
    pub(super) tree: Node,
    /// The folder of the summary.
    pub(super) source: Option<String>,
}

/// Reads the `[book]` table of a `book.toml`.
pub(super) fn read(text: &str, file: FileId) -> BookToml {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut source, mut in_book, mut at) = (None, false, 0);
    while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            in_book = trimmed.trim_end_matches(|c: char| c == ']' || c.is_whitespace()) == "[book";
            continue;
        }
        let Some((key, _)) = line.split_once('=').filter(|_| in_book && !trimmed.starts_with('#')) else {
            continue;
        };
        let Some((value, length)) = value(&text[start + key.len() + 1..], file, start + key.len() + 1) else {
            continue;
        };
        at = at.max(start + key.len() + 1 + length);
        let name = match key.trim() {
            "title" => "title",
            "authors" | "author" => "author",
            "language" => "lang",
            "description" => "description",
            "src" => {
                source = value.text().map(str::to_owned);
                continue;
            }
            _ => continue,
        };
        if !entries.iter().any(|entry| entry.key == name) {
            let span = Span::new(file, start, start + key.trim_end().len());
            entries.push(Entry { key: name.to_owned(), span, value });
        }
    }
    let tree = Node { value: Value::Map(entries), span: empty(Span::new(file, 0, 0)).span };
    BookToml { tree, source }
}

/// A string or a list of strings at the start of `text`, which stands at `offset`, and
/// how many bytes it takes.
fn value(text: &str, file: FileId, offset: usize) -> Option<(Node, usize)> {
    let lead = text.len() - text.trim_start_matches([' ', '\t']).len();
    let rest = &text[lead..];
    if !rest.starts_with('[') {
        let (string, length) = string(rest)?;
        let span = Span::new(file, offset + lead, offset + lead + length);
        return Some((Node { value: Value::Scalar(string), span }, lead + length));
    }
    let (mut items, mut at) = (Vec::new(), 1);
    loop {
        let blank = |c: char| c.is_whitespace() || c == ',';
        at += rest[at..].len() - rest[at..].trim_start_matches(blank).len();
        let after = &rest[at..];
        if after.starts_with(']') {
            let span = Span::new(file, offset + lead, offset + lead + at + 1);
            return Some((Node { value: Value::List(items), span }, lead + at + 1));
        }
        if after.starts_with('#') {
            at += after.find('\n')?;
            continue;
        }
        let (string, length) = string(after)?;
        let start = offset + lead + at;
        items.push(Node { value: Value::Scalar(string), span: Span::new(file, start, start + length) });
        at += length;
    }
}

/// A TOML string at the start of `text`, and its length with its quotes.
fn string(text: &str) -> Option<(String, usize)> {
    for (fence, escapes) in [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)] {
        let Some(inner) = text.strip_prefix(fence) else { continue };
        let mut out = String::new();
        let mut rest = inner;
        while !rest.starts_with(fence) {
            let mut letters = rest.chars();
            match letters.next()? {
                '\n' if fence.len() == 1 => return None,
                '\\' if escapes => out.push(match letters.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'u' => {
                        let code = letters.as_str().get(..4)?;
                        letters = letters.as_str().get(4..)?.chars();
                        char::from_u32(u32::from_str_radix(code, 16).ok()?)?
                    }
                    other => other,
                }),
                other => out.push(other),
            }
            rest = letters.as_str();
        }
        return Some((out, text.len() - rest.len() + fence.len()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_table_is_read() {
        let text = "# a comment\n[book]\nauthors = [\n    \"Ana\", # first\n    'B \"b\"',\n]\ntitle = \"The \\\"Nomicon\\\" \\u00e9\"\nlanguage = \"en\" # tongue\nsrc = \"text\"\nmultilingual = false\n[output.html]\ntitle = \"no\"\n";
        let book = read(text, FileId(0));
        assert_eq!(book.source.as_deref(), Some("text"));
        assert_eq!(book.tree.text_at("title"), Some("The \"Nomicon\" é"));
        assert_eq!(book.tree.text_at("lang"), Some("en"));
        let authors: Vec<_> =
            book.tree.get("author").unwrap().items().iter().filter_map(Node::text).collect();
        assert_eq!(authors, ["Ana", "B \"b\""]);
        let span = book.tree.get("lang").unwrap().span;
        assert_eq!(&text[span.start as usize..span.end as usize], "\"en\"");
    }

    #[test]
    fn damage_is_passed_over() {
        for text in [
            "[book]\ntitle = \"open",
            "[book]\nauthors = [\"a\"",
            "[book]\ntitle =",
            "[book",
            "=",
            "[book]\nx = '''a",
        ] {
            assert!(read(text, FileId(0)).tree.entries().is_empty(), "{text}");
        }
    }
}
