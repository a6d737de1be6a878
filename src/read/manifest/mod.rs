//! `book.yaml` to a [`Manifest`].
//!
//! Three steps: YAML to trees that know their place ([`node`]); each tree against the
//! table of keys, which finds all that is wrong with its shape ([`check`], [`keys`]);
//! what is right, house files merged under it, to the nouns of the model ([`metadata`],
//! [`editions`], and beside this folder the order of files and the themes). Where there
//! is no `book.yaml`, what mdBook or Quarto say of the book stands for it.

pub(crate) mod check;
mod editions;
pub(crate) mod file;
pub(crate) mod findings;
pub(crate) mod help;
mod house;
mod isbn;
pub(crate) mod keys;
pub(crate) mod language;
pub(crate) mod mdbook;
mod metadata;
pub(crate) mod node;
pub(crate) mod notes;
mod press;
mod press_findings;
pub(crate) mod roles;
pub(crate) mod theme_keys;
pub(crate) mod toml;
pub(crate) mod values;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::model::manifest::{Hyphenation, Manifest, NumberStyle, Numbering, ReadingOrder, Typography};
use crate::read::order;
use crate::source::{FileId, Files, Sources, Span, Spanned};
use file::{Reader, inside};
use node::Node;

/// Ranks of headings in the contents of a book that does not say.
const USUAL_TOC_DEPTH: u8 = 2;
/// What an author may have called `book.yaml`; where case does not count, it is found.
const MISNAMED: [&str; 4] = ["book.yml", "Book.yaml", "Book.yml", "bindery.yaml"];
/// The language of a book that names none.
const USUAL_LANGUAGE: &str = "en";

/// Reads the manifest of the book in `root`, or makes one from the files found there.
/// `None` when there is nothing like a book.
///
/// The title stays empty where none is written: the first heading takes its place once
/// the chapters are read.
pub fn read(files: &dyn Files, root: &Path, sources: &mut Sources) -> (Option<Manifest>, Vec<Diagnostic>) {
    let mut reader = Reader::new(files, root, sources);
    let manifest = manifest(&mut reader);
    (manifest, reader.checker.findings)
}

/// The tree that describes the book, and where it came from.
struct Described {
    tree: Node,
    file: Option<FileId>,
    /// As shown in findings about what it does not say.
    path: String,
    /// Whether it could be read: if not, nothing is missing, it is only unknown.
    is_sound: bool,
}

fn manifest(reader: &mut Reader<'_>) -> Option<Manifest> {
    let mut toml = book_toml(reader);
    let hidden_lines = toml.as_mut().map(|toml| std::mem::take(&mut toml.hidden_lines)).unwrap_or_default();
    let source = toml.as_ref().and_then(|toml| toml.source.clone()).and_then(|path| inside(&path));
    let described = describe(reader, toml.map(|toml| toml.tree));
    let order = order::read(reader, &described.tree, source.as_deref().unwrap_or(mdbook::USUAL_SOURCE));
    let nothing_found = order.body.is_empty() && described.file.is_none();
    if nothing_found && !reader.checker.findings.iter().any(Diagnostic::is_error) {
        let root = reader.root.to_string_lossy().into_owned();
        reader.say(findings::no_book(if root.is_empty() { "." } else { &root }));
        return None;
    }
    let manifest = assemble(reader, described, order);
    Some(Manifest { hidden_lines, ..manifest })
}

fn assemble(reader: &mut Reader<'_>, described: Described, order: ReadingOrder) -> Manifest {
    let Described { tree, file, path, is_sound } = described;
    let mut metadata = metadata::read(&tree, &mut reader.checker.findings);
    if is_sound {
        let written = [
            reader.was_written(&["title"]),
            reader.was_written(&["author", "authors", "creator", "contributor", "contributors"]),
            reader.was_written(&["lang", "language"]),
        ];
        reader.checker.findings.extend(metadata::warn_of_missing(&metadata, written, &path));
    }
    if metadata.lang.is_empty() {
        USUAL_LANGUAGE.clone_into(&mut metadata.lang);
    }
    let cover_image = tree.get("cover-image").and_then(|node| {
        let value = node.text()?.trim().to_owned();
        (!value.is_empty()).then_some(Spanned { value, span: node.span })
    });
    let mut manifest = Manifest {
        file,
        metadata,
        order,
        numbering: numbering(&tree),
        toc_depth: whole(&tree, "toc-depth").unwrap_or(USUAL_TOC_DEPTH),
        resource_path: resource_path(reader, &tree),
        cover_image,
        typography: typography(&tree),
        bibliography: tree.get("bibliography").is_some(),
        hyphenation: hyphenation(&tree),
        vars: variables(reader, &tree),
        hidden_lines: BTreeMap::new(),
        editions: editions::read(reader, &tree),
    };
    notes::add_section(&mut manifest.order, manifest.editions.iter().map(|spec| &spec.notes));
    manifest
}

/// What describes the book: `book.yaml`; else `book.toml`; else `_quarto.yml`.
fn describe(reader: &mut Reader<'_>, toml: Option<Node>) -> Described {
    let path = reader.root.join("book.yaml");
    let nothing = node::empty(Span::NOWHERE);
    if reader.files.is_file(&path) || reader.files.list(&path).is_ok() {
        let first = reader.sources.next_id();
        let tree = house::read(reader, &path);
        return Described {
            file: reader.sources.get(first).map(|_| first),
            is_sound: tree.is_some(),
            tree: tree.unwrap_or(nothing),
            path: reader.shown(&path),
        };
    }
    let misnamed = MISNAMED.into_iter().find(|name| reader.files.is_file(&reader.root.join(name)));
    if let Some(name) = misnamed {
        reader.say(findings::misnamed_manifest(name));
    }
    let (foreign, name) = match toml {
        Some(tree) => (Some(tree), "book.toml"),
        None => (order::quarto_book(reader), "_quarto.yml"),
    };
    let tree = foreign.map(|tree| reader.checked(tree, &keys::BOOK));
    let path = if tree.is_some() { name.to_owned() } else { reader.root.to_string_lossy().into_owned() };
    Described { tree: tree.unwrap_or(nothing), file: None, path, is_sound: misnamed.is_none() }
}

fn book_toml(reader: &mut Reader<'_>) -> Option<mdbook::BookToml> {
    let path = reader.root.join("book.toml");
    if !reader.files.is_file(&path) {
        return None;
    }
    reader.toml(&path).map(|tree| mdbook::read(&tree))
}

fn whole(tree: &Node, path: &str) -> Option<u8> {
    tree.text_at(path)?.trim().parse().ok()
}

/// `numbering:`; where it does not say, Pandoc's and Quarto's `number-sections:` and
/// `number-depth:`, which count chapters and all ranks below them.
fn numbering(tree: &Node) -> Numbering {
    let style = |path: &str| match tree.text_at(path)? {
        "arabic" => Some(NumberStyle::Arabic),
        "Roman" => Some(NumberStyle::Roman),
        "words" => Some(NumberStyle::Words),
        _ => Some(NumberStyle::None),
    };
    let usual = match tree.text_at("number-sections").and_then(values::flag) {
        Some(true) => Numbering { chapters: NumberStyle::Arabic, depth: ALL_RANKS, ..Numbering::default() },
        _ => Numbering::default(),
    };
    let depth = whole(tree, "numbering.depth").or_else(|| whole(tree, "number-depth"));
    Numbering {
        chapters: style("numbering.chapters").unwrap_or(usual.chapters),
        parts: style("numbering.parts").unwrap_or(usual.parts),
        depth: depth.unwrap_or(usual.depth),
        restart_in_parts: tree.text_at("numbering.restart-in-parts") == Some("true"),
    }
}

/// A depth that reaches every heading.
const ALL_RANKS: u8 = 6;

fn typography(tree: &Node) -> Typography {
    let is_on = |path: &str| !matches!(tree.text_at(path), Some("none" | "false"));
    Typography {
        quotes: is_on("typography.quotes"),
        dashes: is_on("typography.dashes"),
        ellipsis: is_on("typography.ellipsis"),
    }
}

fn hyphenation(tree: &Node) -> Hyphenation {
    let exceptions = tree.get("hyphenation.exceptions").map(Node::items).unwrap_or_default();
    Hyphenation {
        exceptions: exceptions.iter().filter_map(Node::text).map(str::to_owned).collect(),
        min_before: whole(tree, "hyphenation.min-before"),
        min_after: whole(tree, "hyphenation.min-after"),
    }
}

/// `vars:`, and those of Quarto's `_variables.yml` that it does not give.
fn variables(reader: &mut Reader<'_>, tree: &Node) -> BTreeMap<String, String> {
    let path = reader.root.join("_variables.yml");
    let foreign = if reader.files.is_file(&path) { reader.foreign(&path) } else { None };
    let mut vars = BTreeMap::new();
    let trees = tree.get("vars").into_iter().chain(&foreign);
    // The path of each map that waits, with its entries.
    let mut waiting: Vec<(String, &Node)> = trees.map(|node| (String::new(), node)).collect();
    waiting.reverse();
    while let Some((path, node)) = waiting.pop() {
        if let Some(text) = node.text().filter(|_| !path.is_empty()) {
            vars.entry(path).or_insert_with(|| text.trim().to_owned());
            continue;
        }
        for entry in node.entries().iter().rev() {
            let name = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
            waiting.push((name, &entry.value));
        }
    }
    vars
}

/// The folders of `resource-path:` that lie in the book and exist.
fn resource_path(reader: &mut Reader<'_>, tree: &Node) -> Vec<String> {
    let mut folders = Vec::new();
    for item in tree.get("resource-path").map(Node::items).unwrap_or_default() {
        let Some(text) = item.text().map(str::trim) else { continue };
        // Pandoc's usual first entry: the book folder is tried in any case.
        if matches!(text, "." | "./") {
            continue;
        }
        let Some(path) = inside(text) else {
            reader.say(findings::outside_book(text, item.span));
            continue;
        };
        if reader.files.list(&reader.root.join(&path)).is_ok() {
            folders.push(path);
        } else {
            reader.say(findings::missing_folder(text, item.span));
        }
    }
    folders
}

#[cfg(test)]
mod tests;
