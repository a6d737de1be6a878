//! What `import` tells an author, one constructor a message.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// There are no files of a tool that is known.
pub(super) fn nothing_to_import(root: &str) -> Diagnostic {
    let root = if root.is_empty() { "." } else { root };
    Diagnostic::new(Code::NoBook, format!("there is nothing to import in `{root}`"))
        .in_file(root)
        .help("read are `book.toml`, `SUMMARY.md`, `_quarto.yml`, `_bookdown.yml`, `index.Rmd`, Leanpub's `Book.txt`, and Pandoc's `defaults.yaml` and `metadata.yaml`")
}

/// A key of another tool that means nothing here.
pub(super) fn not_imported(path: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotImported, format!("`{path}` has no counterpart in `book.yaml`"))
        .at(place, "kept as a comment")
}

/// A value of another tool that cannot be said here.
pub(super) fn not_imported_value(path: &str, value: &str, expected: &str, place: Span) -> Diagnostic {
    let line = value.lines().next().unwrap_or_default();
    Diagnostic::new(Code::NotImported, format!("`{path}: {line}` cannot be carried over"))
        .at(place, "kept as a comment")
        .help(format!("write {expected} in `book.yaml`"))
}

/// A list that cannot be read.
pub(super) fn no_chapters(place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotImported, "this entry of the list names no file").at(place, "left out")
}
