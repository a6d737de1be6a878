//! Another tool's book to a `book.yaml`.
//!
//! What the tool's files say is walked key by key: what Bindery knows becomes a line of
//! the [`Draft`], what it does not is told and kept as a comment, so that nothing an author
//! once decided is lost. The files of the other tool stay as they are.

mod bookdown;
mod draft;
mod findings;
mod leanpub;
mod mdbook;
mod pandoc;
mod quarto;
mod yaml;

use std::path::Path;

use super::manifest::file::Reader;
use super::manifest::node::{self, Entry, Node};
use crate::diagnostic::Diagnostic;
use crate::source::{Files, Sources};
use draft::Draft;
use yaml::Yaml;

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    /// Every text that was read, for places.
    pub sources: Sources,
    /// The text of the new `book.yaml`; `None` where there is nothing to make it of.
    pub text: Option<String>,
    /// The file it was made of, as shown.
    pub from: String,
    /// What there is to say about it.
    pub findings: Vec<Diagnostic>,
}

/// How a tool's book is recognised and read.
struct Tool {
    /// The files that show it, the first that exists being read.
    signs: &'static [&'static str],
    read: fn(&mut Import<'_, '_>, &str),
}

/// Tools by what is most telling: a folder may hold the files of several.
const TOOLS: &[Tool] = &[
    Tool { signs: &["book.toml", "SUMMARY.md", "src/SUMMARY.md"], read: mdbook::read },
    Tool { signs: &["_quarto.yml", "_quarto.yaml"], read: quarto::read },
    Tool { signs: &["_bookdown.yml", "index.Rmd"], read: bookdown::read },
    Tool { signs: &["manuscript/Book.txt", "Book.txt"], read: leanpub::read },
    Tool { signs: pandoc::SIGNS, read: pandoc::read },
];

/// A book being imported.
struct Import<'r, 'a> {
    reader: &'r mut Reader<'a>,
    draft: Draft,
}

/// Makes a `book.yaml` of the book in `root` that another tool is used for.
pub fn import(files: &dyn Files, root: &Path) -> Imported {
    let mut sources = Sources::default();
    let mut reader = Reader::new(files, root, &mut sources);
    let found = TOOLS.iter().find_map(|tool| {
        let sign = tool.signs.iter().find(|sign| files.is_file(&root.join(sign)))?;
        Some((tool, *sign))
    });
    let Some((tool, from)) = found else {
        let finding = findings::nothing_to_import(&root.to_string_lossy());
        return Imported { sources, text: None, from: String::new(), findings: vec![finding] };
    };
    let mut import = Import { reader: &mut reader, draft: Draft::default() };
    (tool.read)(&mut import, from);
    let draft = import.draft;
    let findings = reader.checker.findings;
    let text = (!findings.iter().any(Diagnostic::is_error)).then(|| draft.text(from));
    Imported { sources, text, from: from.to_owned(), findings }
}

impl Import<'_, '_> {
    /// Tells of a key that has no counterpart, and keeps it as a comment.
    fn leave(&mut self, parent: &str, entry: &Entry) {
        let path = if parent.is_empty() { entry.key.clone() } else { format!("{parent}.{}", entry.key) };
        self.reader.say(findings::not_imported(&path, entry.span));
        self.draft.keep(path, Yaml::from(&entry.value));
    }

    /// The YAML of a file: between its first two lines of hyphens, or the whole of it.
    fn front_matter(&mut self, path: &str) -> Option<Node> {
        let id = self.reader.text(&self.reader.root.join(path), None)?;
        let text = self.reader.sources.get(id)?.text.clone();
        let start = if text.starts_with("---") { "---".len() } else { 0 };
        let inner = text.get(start..)?;
        let end = ["\n---", "\n..."].iter().filter_map(|line| inner.find(line)).min();
        match node::parse(text.get(..end.map_or(text.len(), |end| start + end + 1))?, id) {
            Ok(tree) => Some(tree),
            Err(error) => {
                let finding = super::manifest::findings::malformed_yaml(&error.reason, error.span);
                self.reader.say(finding);
                None
            }
        }
    }

    /// Whether the book has this file.
    fn has(&self, path: &str) -> bool {
        self.reader.files.is_file(&self.reader.root.join(path))
    }
}

#[cfg(test)]
mod tests;
