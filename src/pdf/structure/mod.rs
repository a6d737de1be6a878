//! The book's tree to the structure of a tagged PDF (ISO 32000-1, 14.7 and 14.8; PDF/UA-1).
//!
//! ```text
//! ResolvedBook ─ plan ─→ Structure: elements in reading order, and for every node of the
//!                        book the elements that its text, labels and pictures belong to
//! display list ─ marks ─→ contents in marked sequences, each a number on its page
//! Structure + marks ─ write ─→ structure tree, parent tree, the pages' keys
//! ```
//! The order is the book's, wherever its pages show a thing: a note follows the paragraph
//! that calls it. Only what stands within a paragraph (links, code, pictures) takes its place
//! where the page first shows it.

mod blocks;
mod inlines;
mod marks;
mod statement;
mod table;
mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) use blocks::plan;
pub(super) use marks::{Marks, PageMarks};
pub(super) use write::{Elements, PageObjects, write};

use crate::model::NodeId;
use crate::typeset::display::{Source, Whole};

/// The number of an element: its place in reading order.
pub(super) type ElementId = u32;

/// The element that holds all others.
const DOCUMENT: ElementId = 0;

/// An element of the structure tree.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// Its standard type (14.8.4).
    kind: &'static str,
    /// What it stands in.
    parent: ElementId,
    /// The element whose running text its text is part of.
    block: ElementId,
    /// The link it stands in, or is.
    link: Option<ElementId>,
    /// The picture, formula or table it stands in, or is: what has a bounding box.
    boxed: Option<ElementId>,
    /// Whether it stands where the page first shows it, not where the plan has it.
    inline: bool,
    /// BCP 47, where it differs from what surrounds it.
    lang: Option<&'a str>,
    /// What few have.
    more: Option<Box<More<'a>>>,
}

/// What few elements have.
#[derive(Debug, Default)]
struct More<'a> {
    /// Text in its place.
    alt: Option<Cow<'a, str>>,
    /// Rank of a heading, from which its level follows.
    rank: u32,
    /// Whether others name it.
    named: bool,
    /// `ListNumbering` (14.8.5.5).
    numbering: Option<&'static str>,
    /// `Scope` of a table's head (14.8.5.7).
    scope: Option<&'static str>,
    /// Columns and rows that a cell covers.
    spans: (u32, u32),
    /// The heads of a cell.
    heads: Vec<ElementId>,
}

/// Where the text of a node belongs.
#[derive(Debug, Default)]
struct Slot<'a> {
    /// The element from each byte of its flattened text on.
    text: Vec<(u32, ElementId)>,
    /// Of text made for it.
    generated: Target,
    /// Of text made for its parts.
    parts: Vec<ElementId>,
    /// Of its picture.
    picture: Target,
    /// Its lines of code, and the byte they begin at.
    code: Option<(u32, &'a str)>,
}

/// What content belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Target {
    /// An element.
    Element(ElementId),
    /// Nothing of the book's matter (14.8.2.2).
    #[default]
    Artifact,
}

/// The elements of a book in reading order, and where its text belongs.
#[derive(Debug)]
pub(super) struct Structure<'a> {
    elements: Vec<Element<'a>>,
    slots: BTreeMap<NodeId, Slot<'a>>,
    /// By contents and the node that they lead to.
    entries: BTreeMap<(NodeId, NodeId), ElementId>,
    /// For each chapter (the last: the book) the element of text that nothing is known of.
    spare: BTreeMap<u32, ElementId>,
}

impl Structure<'_> {
    /// What a run of glyphs belongs to.
    pub(super) fn of_run(&self, source: &Source) -> Target {
        let (found, node) = match source {
            Source::Artifact => return Target::Artifact,
            Source::Book(range) => {
                let slot = self.slots.get(&range.start.node);
                let found = slot.and_then(|slot| slot.at(range.start.at)).map(Target::Element);
                (found, range.start.node)
            }
            Source::Generated(node) => (self.slots.get(node).map(|slot| slot.generated), *node),
            Source::Part(node, part) => (self.part(*node, *part), *node),
            Source::Entry { contents, node } => {
                (self.entries.get(&(*contents, *node)).copied().map(Target::Element), *contents)
            }
        };
        found.unwrap_or_else(|| Target::Element(self.spare(node)))
    }

    /// What a frame belongs to that is one thing.
    pub(super) fn of_whole(&self, whole: Whole) -> Target {
        match whole {
            Whole::Artifact => Target::Artifact,
            Whole::Picture(node) => self.slots.get(&node).map_or(Target::Artifact, |slot| slot.picture),
            Whole::Part(node, part) => self.part(node, part).unwrap_or(Target::Artifact),
        }
    }

    fn part(&self, node: NodeId, part: u32) -> Option<Target> {
        let slot = self.slots.get(&node)?;
        Some(slot.parts.get(part as usize).map_or(slot.generated, |element| Target::Element(*element)))
    }

    fn spare(&self, node: NodeId) -> ElementId {
        let of_chapter = self.spare.get(&node.chapter).or_else(|| self.spare.values().next_back());
        of_chapter.copied().unwrap_or(DOCUMENT)
    }

    fn element(&self, id: ElementId) -> Option<&Element<'_>> {
        self.elements.get(id as usize)
    }

    /// Whether an element is a line of verse.
    fn is_line(&self, id: ElementId) -> bool {
        self.element(id).is_some_and(|element| element.kind == "Span" && !element.inline)
    }

    /// Whether an element has text that nothing is known of.
    fn is_spare(&self, id: ElementId) -> bool {
        self.spare.values().any(|spare| *spare == id)
    }

    /// Whether a line of code ends at this byte of a node's text, blanks left aside.
    fn ends_line(&self, node: NodeId, at: u32) -> bool {
        let Some((from, text)) = self.slots.get(&node).and_then(|slot| slot.code) else { return false };
        let rest = at.checked_sub(from).and_then(|at| text.get(at as usize..)).unwrap_or_default();
        let after = rest.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        at >= from && matches!(after, None | Some(b'\n'))
    }
}

impl Slot<'_> {
    /// The element of the text at this byte.
    fn at(&self, at: u32) -> Option<ElementId> {
        let after = self.text.partition_point(|(from, _)| *from <= at);
        self.text.get(after.saturating_sub(1)).map(|(_, element)| *element)
    }
}
