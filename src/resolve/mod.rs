//! A book in which every reference leads somewhere; only this module makes one.
//!
//! One fold in reading order gives numbers, targets and notes. Generated pages (half
//! title, title, copyright) and lists of notes become blocks here; their text comes from the metadata and
//! the [`words`] of the language.

mod findings;
mod labels;
mod links;
pub mod notes;
mod number;
mod pages;
mod paths;
mod references;
mod slug;
#[cfg(test)]
mod tests;
mod toc;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::NodeId;
use crate::model::block::Block;
use crate::model::book::{Book, Matter, SectionKind};
use crate::model::inline::Inline;
use labels::Places;
use links::Links;
use notes::NotePlaces;
use references::Known;
use words::Words;

/// The book and what is known about it.
#[derive(Clone, Debug)]
pub struct ResolvedBook {
    /// The book; generated pages are filled in.
    pub book: Book,
    /// Where the link inline with this id leads. A link that leads nowhere is not here:
    /// its text is shown plain.
    pub targets: BTreeMap<NodeId, Target>,
    /// The numbers of parts, chapters, sections, figures, tables, listings, formulas and
    /// statements, by their id.
    pub numbers: BTreeMap<NodeId, Number>,
    /// What a reference by number shows after the author's own word, by the reference's id:
    /// `Figure 3.2`. One that leads nowhere is not here: it is shown as it was typed.
    pub shown: BTreeMap<NodeId, String>,
    /// The marks of notes (`1`, `2`…), by the note's id.
    pub marks: BTreeMap<NodeId, String>,
    /// Where notes stand.
    pub notes: NotePlaces,
    /// The nodes that some link of the book leads to.
    pub anchors: BTreeSet<NodeId>,
    /// What a place that is led to and stands in no contents is called: `Figure 3.2`, an
    /// unlisted title.
    pub names: BTreeMap<NodeId, String>,
    /// Every listed heading in reading order: contents, nav, NCX and bookmarks are made
    /// of it.
    pub toc: Vec<TocEntry>,
}

impl ResolvedBook {
    /// What a node is called, in the contents or by its number: a link without words of its
    /// own takes it.
    pub fn title_of(&self, node: NodeId) -> Option<&str> {
        // Entries stand in reading order, which is the order of ids.
        match self.toc.binary_search_by_key(&node, |entry| entry.node) {
            Ok(at) => self.toc.get(at).map(|entry| entry.text.as_str()),
            Err(_) => self.names.get(&node).map(String::as_str),
        }
    }
}

/// A heading as the contents know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocEntry {
    /// The chapter or heading block it leads to.
    pub node: NodeId,
    /// Depth of nesting: 1 at the top. Printed contents and nav stop at the book's
    /// `toc_depth`; bookmarks show all.
    pub level: u8,
    /// Which matter it stands in.
    pub matter: Matter,
    /// Its number, when it has one.
    pub number: Option<Number>,
    /// Its words, without notes.
    pub title: Vec<Inline>,
    /// The same as plain text, number included: `1 The Road`.
    pub text: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address outside the book.
    Uri(String),
    /// A chapter, block or inline of the book.
    Node(NodeId),
}

/// A number in words and figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// `3`, `III`, `Three`.
    pub text: String,
    /// `Chapter 3`, `Part III`: what stands above the title.
    pub label: String,
}

/// An ISBN of the book and the edition it belongs to, for the copyright page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isbn {
    /// Its digits.
    pub text: String,
    /// The edition's name; `None` for the work's own.
    pub edition: Option<String>,
}

/// Resolves every reference of the book.
pub fn resolve(book: Book) -> (ResolvedBook, Vec<Diagnostic>) {
    resolve_with(book, &[])
}

/// [`resolve`] for a book whose copyright page names the ISBNs of all its editions.
pub fn resolve_with(mut book: Book, isbns: &[Isbn]) -> (ResolvedBook, Vec<Diagnostic>) {
    let words = Words::of(&book.metadata.lang);
    for chapter in &mut book.chapters {
        if let SectionKind::Generated(page) = chapter.kind {
            pages::fill(Arc::make_mut(chapter), page, (&book.metadata, isbns), &words);
        }
    }
    let mut found = Vec::new();
    let numbers = number::numbers(&book, &words, &mut found);
    let (marks, notes) = notes::place(&mut book, (&numbers.set, &words), &mut found);
    let places = Places::new(&book, &mut found);
    let mut links = Links::new(&book, &places);
    links.resolve(&mut found);
    let Links { targets, anchors, .. } = links;
    let toc = toc::toc(&book, &numbers.set, &words);
    let known = Known {
        book: &book,
        numbers: &numbers,
        targets: &targets,
        anchors: &anchors,
        toc: &toc,
        words: &words,
    };
    let names = known.names();
    let shown = known.shown(&names, &mut found);
    known.labels(&mut found);
    found.sort_by_key(|finding| finding.labels.first().map(|label| label.span));
    (ResolvedBook { book, targets, numbers: numbers.set, shown, marks, notes, anchors, names, toc }, found)
}

/// Whether the figures, tables or listings of a group have letters.
pub fn are_lettered(blocks: &[Block]) -> bool {
    number::are_lettered(blocks)
}

/// The letter of the figure at this place of a group: `a` to `z`, then figures.
pub fn letter(index: usize) -> String {
    match u8::try_from(index) {
        Ok(at) if at < 26 => char::from(b'a' + at).to_string(),
        _ => index.saturating_add(1).to_string(),
    }
}
