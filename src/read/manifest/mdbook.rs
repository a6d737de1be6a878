//! mdBook's `book.toml`, as far as it is a book's: the keys of `[book]` and where the
//! summary lies, and which lines of code are hidden. Its other tables are mdBook's business.

use std::collections::BTreeMap;

use super::node::{Entry, Node, Value};

/// Where mdBook keeps its chapters when `src` is not given.
pub(crate) const USUAL_SOURCE: &str = "src";

/// mdBook's names of what `book.yaml` knows.
pub(crate) const SHARED: &[(&str, &str)] = &[
    ("title", "title"),
    ("authors", "author"),
    ("author", "author"),
    ("language", "lang"),
    ("description", "description"),
];

/// What `book.toml` says of a book.
pub(super) struct BookToml {
    /// Title, author, language and description under the names of `book.yaml`.
    pub(super) tree: Node,
    /// The folder of the summary.
    pub(super) source: Option<String>,
    /// What hidden lines of code begin with, by language.
    pub(super) hidden_lines: BTreeMap<String, String>,
}

/// What the `[book]` table says, and that of code with hidden lines.
pub(super) fn read(tree: &Node) -> BookToml {
    let mut entries: Vec<Entry> = Vec::new();
    for entry in tree.get("book").map(Node::entries).unwrap_or_default() {
        let Some((_, name)) = SHARED.iter().find(|(theirs, _)| *theirs == entry.key) else { continue };
        if !entries.iter().any(|entry| entry.key == *name) {
            entries.push(Entry { key: (*name).to_owned(), ..entry.clone() });
        }
    }
    let source = tree.text_at("book.src").map(str::to_owned);
    let hidden = tree.get("output.html.code.hidelines").map(Node::entries).unwrap_or_default();
    let hidden = hidden.iter().filter_map(|entry| {
        let prefix = entry.value.text().filter(|prefix| !prefix.is_empty())?;
        Some((entry.key.to_lowercase(), prefix.to_owned()))
    });
    let hidden_lines = hidden.collect();
    BookToml { tree: Node { value: Value::Map(entries), span: tree.span }, source, hidden_lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::manifest::toml;
    use crate::source::FileId;

    #[test]
    fn the_book_table_is_read() {
        let text = "# a comment\n[book]\nauthors = [\n    \"Ana\", # first\n    'B \"b\"',\n]\ntitle = \"The \\\"Nomicon\\\" \\u00e9\"\nlanguage = \"en\" # tongue\nsrc = \"text\"\nmultilingual = false\n[output.html]\ntitle = \"no\"\n[output.html.code.hidelines]\nPython = \"~\"\n";
        let book = read(&toml::parse(text, FileId(0)).0);
        assert_eq!(book.source.as_deref(), Some("text"));
        assert_eq!(book.tree.text_at("title"), Some("The \"Nomicon\" é"));
        assert_eq!(book.tree.text_at("lang"), Some("en"));
        let authors: Vec<_> =
            book.tree.get("author").unwrap().items().iter().filter_map(Node::text).collect();
        assert_eq!(authors, ["Ana", "B \"b\""]);
        let span = book.tree.get("lang").unwrap().span;
        assert_eq!(&text[span.start as usize..span.end as usize], "\"en\"");
        assert!(book.tree.get("multilingual").is_none());
        assert_eq!(book.hidden_lines.get("python").map(String::as_str), Some("~"));
    }
}
