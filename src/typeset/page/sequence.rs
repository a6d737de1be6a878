//! Set sections to the sequence of pages: blank versos, folios, margins, furniture,
//! bookmarks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::furniture::{self, Furniture};
use super::heads;
use super::section::Section;
use super::{Block, SetSection};
use crate::edition::{Edition, PageGeometry};
use crate::model::NodeId;
use crate::model::block::Side;
use crate::model::length::Point;
use crate::model::manifest::FormatSpec;
use crate::parallel::{self, Memories};
use crate::typeset::display::{Frame, Layout, OutlineEntry, Page};
use crate::typeset::paragraph::{Memory, Setter};

/// Where sections stand in the sequence of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The pages of each section, in order: blank ones may lie between them where the author
    /// wants a side of the leaf.
    places: Vec<Vec<usize>>,
    /// Pages in front of the body: they have roman folios.
    front: usize,
    /// Pages in all.
    count: usize,
}

/// Finds each section's place.
pub fn arrange(edition: &Edition<'_>, sections: &[Section], set: &[SetSection]) -> Sequence {
    let mut places = Vec::with_capacity(sections.len());
    let (mut next, mut front) = (0, None);
    for (section, set) in sections.iter().zip(set) {
        // Page 0 is a recto; so is every page of even index.
        if section.recto && next % 2 == 1 {
            next += 1;
        }
        if !section.front && front.is_none() {
            front = Some(next);
        }
        places.push(pages(&set.blocks, next));
        next = places.last().and_then(|pages| pages.last()).map_or(next, |last| last + 1);
    }
    let multiple = match &edition.spec.format {
        FormatSpec::Pdf(print) => usize::from(print.page_multiple.unwrap_or(1).max(1)),
        FormatSpec::Epub(_) => 1,
    };
    let count = next.next_multiple_of(multiple);
    Sequence { places, front: front.unwrap_or(count), count }
}

/// The pages of a section that begins on page `next`.
fn pages(blocks: &[Block], mut next: usize) -> Vec<usize> {
    let place = |block: &Block| {
        let wrong = match block.side {
            Side::Any => false,
            Side::Recto => next % 2 == 1,
            Side::Verso => next.is_multiple_of(2),
        };
        let at = next + usize::from(wrong);
        next = at + 1;
        at
    };
    blocks.iter().map(place).collect()
}

/// Whether the page after these is a recto, when the first opens on this side.
pub fn next_is_recto(blocks: &[Block], recto: bool) -> bool {
    let first = usize::from(!recto);
    pages(blocks, first).last().map_or(first, |last| last + 1).is_multiple_of(2)
}

impl Sequence {
    /// Pages in all.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether each section opens on a recto.
    pub fn sides(&self) -> Vec<bool> {
        let first = |places: &Vec<usize>| places.first().is_none_or(|place| place.is_multiple_of(2));
        self.places.iter().map(first).collect()
    }

    /// The folio of a page.
    pub fn label(&self, page: usize) -> String {
        if page < self.front { roman(page + 1) } else { (page - self.front + 1).to_string() }
    }

    /// The folio of every node that can be led to.
    pub fn labels(&self, set: &[SetSection]) -> BTreeMap<NodeId, String> {
        self.pages_of(set).into_iter().map(|(node, at)| (node, self.label(at))).collect()
    }

    /// The page of every node that can be led to.
    pub(super) fn pages_of(&self, set: &[SetSection]) -> BTreeMap<NodeId, usize> {
        let mut pages = BTreeMap::new();
        for (places, section) in self.places.iter().zip(set) {
            for (at, block) in places.iter().zip(&section.blocks) {
                for node in &block.anchors {
                    pages.entry(*node).or_insert(*at);
                }
            }
        }
        pages
    }
}

/// Makes the pages. Heads and folios are set by setters that remember the words of earlier
/// work.
pub fn bind(
    (edition, memories): (&Edition<'_>, &Memories<Memory>),
    page: &PageGeometry,
    sections: &[Section],
    set: Vec<SetSection>,
    sequence: &Sequence,
) -> Layout {
    let blank = |at| Page { size: page.trim, label: sequence.label(at), frame: Frame::new(page.trim) };
    let mut pages: Vec<Page> = (0..sequence.count).map(blank).collect();
    let mut starts = vec![None; sequence.count];
    let mut faults = Vec::new();
    let mut known: BTreeSet<NodeId> = BTreeSet::new();
    let mut work = Vec::with_capacity(set.len());
    let heads = heads::of_notes(edition, (sections, &set), sequence);
    for ((section, set), places) in sections.iter().zip(set).zip(&sequence.places) {
        for (at, block) in places.iter().zip(&set.blocks) {
            if let Some(place) = starts.get_mut(*at) {
                *place = block.start;
            }
            known.extend(&block.anchors);
            faults.extend(block.faults.iter().map(|fault| (*at, *fault)));
        }
        work.push((section, set.blocks, places, heads.get(work.len()).and_then(Option::as_ref)));
    }
    let labels = Arc::default();
    let dressed = parallel::map_into_with(work, memories, |memory, (section, blocks, places, heads)| {
        let mut setter = Setter::remembering(edition, &labels, std::mem::take(memory));
        let mut furniture = Furniture::new(&mut setter, *page, section);
        let first = places.first().copied();
        let dress = |(nth, (at, block)): (usize, (usize, Block))| {
            if let Some(head) = heads.and_then(|heads| heads.get(nth)) {
                furniture.say(head);
            }
            (at, dress(&mut furniture, page, block, (at, Some(at) == first), &sequence.label(at)))
        };
        let dressed: Vec<_> = places.iter().copied().zip(blocks).enumerate().map(dress).collect();
        *memory = setter.into_memory();
        dressed
    });
    for (at, frame) in dressed.into_iter().flatten() {
        if let Some(page) = pages.get_mut(at) {
            page.frame = frame;
        }
    }
    let toc = edition.book.toc.iter().filter(|entry| known.contains(&entry.node));
    let outline = toc
        .map(|entry| OutlineEntry { title: entry.text.clone(), level: entry.level, node: entry.node })
        .collect();
    Layout { pages, outline, starts, faults }
}

/// A text block within its margins, with its furniture.
fn dress(
    furniture: &mut Furniture<'_, '_>,
    page: &PageGeometry,
    block: Block,
    (at, opening): (usize, bool),
    label: &str,
) -> Frame {
    let side = if at % 2 == 0 { furniture::Side::Recto } else { furniture::Side::Verso };
    let left = side.left(page);
    let mut frame = Frame::new(page.trim);
    frame.place(Point { x: left, y: page.top }, block.frame);
    if !furniture.covered(&mut frame, side) {
        furniture.dress(&mut frame, side, opening, label);
    }
    frame
}

/// A number in lower-case roman figures.
fn roman(number: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let (mut left, mut out) = (number, String::new());
    for (value, figure) in FIGURES {
        // A front matter of thousands of pages is still counted, if clumsily.
        out.push_str(&figure.repeat(left / value));
        left %= value;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_figures_subtract() {
        let numbers = [1, 4, 9, 14, 40, 49, 90, 444];
        let figures = ["i", "iv", "ix", "xiv", "xl", "xlix", "xc", "cdxliv"];
        assert_eq!(numbers.map(roman), figures);
    }
}
