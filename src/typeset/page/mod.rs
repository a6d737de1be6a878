//! Vertical lists to pages: breakpoints, notes at the foot, furniture, the sequence of
//! rectos and versos.

mod breaker;
mod compose;
pub mod cost;
pub mod furniture;
mod notes;
pub mod section;
pub mod sequence;
mod unit;

use super::display::{Frame, Item, Source};
use super::flow::{self, VList};
use super::missing::Remark;
use super::paragraph::Setter;
use crate::edition::PageGeometry;
use crate::model::block::Side;
use crate::model::book::Book;
use crate::model::length::Size;
use crate::model::{NodeId, Place};
use section::Section;

/// A page's text block: what stands within the margins.
#[derive(Debug)]
pub struct Block {
    /// As wide as the measure and as high as the text block.
    pub frame: Frame,
    /// Where its text begins in the book.
    pub start: Option<Place>,
    /// The nodes that can be led to on it.
    pub anchors: Vec<NodeId>,
    /// The side of the leaf the author wants it on.
    pub side: Side,
}

/// The pages of a section, without furniture.
#[derive(Debug)]
pub struct SetSection {
    /// At least one.
    pub blocks: Vec<Block>,
    /// What there is to say about it.
    pub findings: Vec<Remark>,
}

impl SetSection {
    /// Adds blank pages up to a count.
    pub fn fill_to(&mut self, count: usize, page: &PageGeometry) {
        while self.blocks.len() < count {
            let size = Size { width: page.measure, height: page.height() };
            self.blocks.push(Block {
                frame: Frame::new(size),
                start: None,
                anchors: Vec::new(),
                side: Side::Any,
            });
        }
    }
}

/// Sets a section: its chapters flow together from the top of a page.
pub fn set(setter: &mut Setter<'_>, page: PageGeometry, section: &Section) -> SetSection {
    let list = flow_section(setter, &page, section);
    paginate(setter, &page, section, &list)
}

/// The lines of a section's chapters and what stands between them, in one list.
pub fn flow_section(setter: &mut Setter<'_>, page: &PageGeometry, section: &Section) -> VList {
    let book = &setter.edition.book.book;
    let mut list = VList::default();
    for (index, chapter) in
        book.chapters.iter().enumerate().take(section.chapters.end).skip(section.chapters.start)
    {
        let first = index == section.chapters.start;
        append(&mut list, flow::chapter(setter, *page, chapter, first));
    }
    list
}

/// Breaks a section's list into pages.
pub fn paginate(setter: &mut Setter<'_>, page: &PageGeometry, section: &Section, list: &VList) -> SetSection {
    let page = *page;
    let breaking = setter.edition.theme.breaking;
    let mut units = unit::expand(list, &breaking, page.leading);
    let notes = notes::set(setter, page, &mut units);
    let breaks = breaker::break_pages(&units, &notes, &page, section.recto);
    let mut findings = std::mem::take(&mut setter.findings);
    let composer = compose::Composer { list, units: &units, notes: &notes, page };
    let mut blocks = Vec::with_capacity(breaks.len());
    for page in &breaks {
        let (frame, finding) = composer.compose(page);
        findings.extend(finding.map(Remark::from));
        let side = units.side_before(page.units.start).filter(|_| !page.units.is_empty());
        blocks.push(Block {
            side: side.unwrap_or_default(),
            ..block(frame, section, &setter.edition.book.book)
        });
    }
    SetSection { blocks, findings }
}

/// Joins the list of a chapter that runs on.
fn append(list: &mut VList, other: VList) {
    let offset = list.items.len();
    list.items.extend(other.items);
    list.backdrops.extend(other.backdrops.into_iter().map(|mut drop| {
        drop.items = drop.items.start + offset..drop.items.end + offset;
        drop
    }));
    list.kept.extend(other.kept.into_iter().map(|kept| kept.start + offset..kept.end + offset));
}

/// What a page's text block holds that others ask for.
fn block(frame: Frame, section: &Section, book: &Book) -> Block {
    let mut start = None;
    let mut anchors = Vec::new();
    for (_, item) in &frame.items {
        match item {
            Item::Anchor(node) => anchors.push(*node),
            Item::Glyphs(run) => {
                if let Source::Book(range) = &run.source
                    && book.index_of(range.start.node).is_some_and(|index| section.chapters.contains(&index))
                {
                    start = start.or(Some(range.start));
                }
            }
            _ => {}
        }
    }
    Block { frame, start, anchors, side: Side::Any }
}
