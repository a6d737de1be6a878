//! Anchors to named destinations (ISO 32000-2, 12.3.2.4): where links and bookmarks lead.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::object::{ascii, name, real};
use crate::model::NodeId;
use crate::model::length::{Length, Point};
use crate::typeset::display::{Frame, GlyphRun, Item, Page, Source};

/// Names in a leaf of the tree: readers load a leaf at a time.
const LEAF: usize = 64;

/// Where the nodes of the book stand, the first place of each. A chapter without any stands
/// at the top of the page that its text begins on.
#[derive(Default)]
pub(super) struct Destinations(BTreeMap<NodeId, Place>);

#[derive(Clone, Copy)]
struct Place {
    page: usize,
    /// From the foot of the page.
    height: Length,
}

impl Destinations {
    /// The anchors of these pages.
    pub(super) fn of(pages: &[Page]) -> Self {
        let mut found = Self::default();
        for (number, page) in pages.iter().enumerate() {
            found.frame(&page.frame, Point::default(), (number, page.size.height));
        }
        let mut begun = BTreeSet::new();
        for (number, page) in pages.iter().enumerate() {
            let height = page.size.height;
            found.text(&page.frame, Place { page: number, height }, &mut begun);
        }
        found
    }

    fn frame(&mut self, frame: &Frame, origin: Point, page: (usize, Length)) {
        for (point, item) in &frame.items {
            let at = Point { x: origin.x + point.x, y: origin.y + point.y };
            match item {
                Item::Anchor(node) => {
                    let place = Place { page: page.0, height: page.1 - at.y };
                    self.0.entry(*node).or_insert(place);
                }
                Item::Group(inner) => self.frame(inner, at, page),
                _ => {}
            }
        }
    }

    /// Gives each chapter that has text here for the first time, and no anchor, this place.
    fn text(&mut self, frame: &Frame, place: Place, begun: &mut BTreeSet<u32>) {
        for (_, item) in &frame.items {
            match item {
                Item::Glyphs(GlyphRun { source: Source::Book(range), .. }) => {
                    self.chapter(range.start.node.chapter, place, begun);
                }
                Item::Glyphs(GlyphRun { source: Source::Generated(node), .. }) => {
                    self.chapter(node.chapter, place, begun);
                }
                Item::Group(inner) => self.text(inner, place, begun),
                _ => {}
            }
        }
    }

    fn chapter(&mut self, chapter: u32, place: Place, begun: &mut BTreeSet<u32>) {
        let within = NodeId { chapter, index: 0 }..=NodeId { chapter, index: u32::MAX };
        if begun.insert(chapter) && self.0.range(within).next().is_none() {
            self.0.insert(NodeId { chapter, index: 0 }, place);
        }
    }

    /// The place to lead to: a node's own, else that of the nearest node before it in its
    /// chapter, else the first in its chapter.
    fn near(&self, node: NodeId) -> Option<(&NodeId, &Place)> {
        let first = NodeId { chapter: node.chapter, index: 0 };
        let last = NodeId { chapter: node.chapter, index: u32::MAX };
        self.0.range(first..=node).next_back().or_else(|| self.0.range(node..=last).next())
    }

    /// The name to lead to for a node; `None` when its chapter stands on no page.
    pub(super) fn name(&self, node: NodeId) -> Option<String> {
        self.near(node).map(|(node, _)| label(*node))
    }

    /// The index of the page a node stands on, as [`Self::name`] finds it.
    pub(super) fn page(&self, node: NodeId) -> Option<usize> {
        self.near(node).map(|(_, place)| place.page)
    }

    /// Writes the name tree (7.9.6); `None` when there is nothing to name.
    pub(super) fn write(&self, document: &mut Document, pages: &[ObjectId]) -> Option<ObjectId> {
        let named: Vec<(String, Object)> = self
            .0
            .iter()
            .filter_map(|(node, place)| {
                let page = Object::Reference(*pages.get(place.page)?);
                let there = [page, name("XYZ"), Object::Null, real(place.height), Object::Null];
                Some((label(*node), Object::Array(there.into())))
            })
            .collect();
        let leaves: Vec<Object> = named.chunks(LEAF).filter_map(|chunk| leaf(document, chunk)).collect();
        if leaves.is_empty() {
            return None;
        }
        let mut root = Dictionary::new();
        root.set("Kids", leaves);
        Some(document.add_object(root))
    }
}

fn leaf(document: &mut Document, named: &[(String, Object)]) -> Option<Object> {
    let limits = vec![ascii(&named.first()?.0), ascii(&named.last()?.0)];
    let pairs: Vec<Object> = named.iter().flat_map(|(label, there)| [ascii(label), there.clone()]).collect();
    let mut leaf = Dictionary::new();
    leaf.set("Limits", limits);
    leaf.set("Names", pairs);
    Some(document.add_object(leaf).into())
}

/// A node's name: figures of fixed width, so that names sort as nodes do.
fn label(node: NodeId) -> String {
    format!("{:05}.{:07}", node.chapter, node.index)
}

#[cfg(test)]
mod tests {
    use super::super::survey::tests::run;
    use super::*;
    use crate::model::length::Size;

    #[test]
    fn a_node_without_a_place_is_found_near() {
        let node = |chapter, index| NodeId { chapter, index };
        let place = |page| Place { page, height: Length::ZERO };
        let found = Destinations([(node(1, 0), place(3)), (node(1, 8), place(4))].into());
        assert_eq!(found.name(node(1, 8)).as_deref(), Some("00001.0000008"));
        assert_eq!(found.name(node(1, 9)), found.name(node(1, 8)));
        assert_eq!(found.page(node(1, 7)), Some(3));
        assert_eq!(found.name(node(2, 0)), None, "another chapter is not near");
        let late = Destinations([(node(1, 8), place(4))].into());
        assert_eq!(late.page(node(1, 2)), Some(4), "the first of the chapter");
    }

    #[test]
    fn a_chapter_without_anchors_begins_with_its_text() {
        let mut frame = Frame::new(Size::default());
        frame.push(Point::default(), Item::Glyphs(run("text", 0, &[(1, 0)])));
        let size = Size { width: Length::pt(10), height: Length::pt(20) };
        let blank = Page { size, label: String::new(), frame: Frame::new(size) };
        let found = Destinations::of(&[blank.clone(), Page { frame, ..blank }]);
        let chapter = NodeId::default().chapter;
        assert_eq!(found.page(NodeId { chapter, index: 7 }), Some(1));
    }
}
