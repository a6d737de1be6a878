//! Vertical lists to pages: breakpoints, notes at the foot, furniture, the sequence of
//! rectos and versos.

pub mod bleed;
mod breaker;
mod compose;
pub mod cost;
mod depth;
pub mod fault;
mod floats;
mod foot;
mod frontier;
pub mod furniture;
mod heads;
mod marks;
mod notes;
mod relax;
mod run_in;
pub mod section;
pub mod sequence;
mod side;
#[cfg(test)]
mod tests;
mod unit;

use std::sync::Arc;

use super::display::{Frame, Item, Source};
use super::flow::{self, VList, bottoms};
use super::labels::Labels;
use super::missing::Remark;
use super::paragraph::{Memory, Setter};
use crate::edition::{Edition, PageGeometry};
use crate::model::block::Side;
use crate::model::book::Book;
use crate::model::length::Size;
use crate::model::{NodeId, Place};
use breaker::Plan;
use depth::{Depth, Turn};
use fault::{Fault, FaultKind};
use notes::Notes;
use section::Section;
use side::Margin;
use unit::{Take, Units};

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
    /// What it gives up.
    pub faults: Vec<Fault>,
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
                faults: Vec::new(),
            });
        }
    }
}

/// Sets a section that opens on a known side of a leaf.
pub fn set(setter: &mut Setter<'_>, page: PageGeometry, section: &Section, recto: bool) -> SetSection {
    let mut set = once(setter, page, section, recto);
    if setter.edition.book.notes.any_by_page() {
        settle_marks(setter, &mut set, |setter| once(setter, page, section, recto));
    }
    set
}

fn once(setter: &mut Setter<'_>, page: PageGeometry, section: &Section, recto: bool) -> SetSection {
    let list = flow_section(setter, &page, section);
    paginate(setter, (&page, recto), section, &list)
}

/// Times that a section is set until the marks of its notes, which begin again on each page,
/// are those of the pages they make; two settle almost any.
const ROUNDS: usize = 8;

/// Sets a section again until the marks it was set with are its pages'. Where they never
/// are, the notes of the section are counted through it: no two on a page are alike then
/// either.
fn settle_marks<'a>(
    setter: &mut Setter<'a>,
    set: &mut SetSection,
    mut again: impl FnMut(&mut Setter<'a>) -> SetSection,
) {
    for _ in 0..ROUNDS {
        let marks = marks::by_page(setter.edition, &set.blocks);
        if marks == setter.marks {
            break;
        }
        setter.marks = marks;
        *set = again(setter);
    }
    if marks::by_page(setter.edition, &set.blocks) != setter.marks {
        setter.marks.clear();
        *set = again(setter);
    }
    setter.marks.clear();
}

/// A section whose side is not known yet, divided for both.
#[derive(Debug)]
pub struct Divided {
    list: VList,
    units: Units,
    notes: Notes,
    findings: Vec<Remark>,
    labels: Arc<Labels>,
    recto: Plan,
    verso: Plan,
}

/// Flows a section and divides it for either side of a leaf.
pub fn divide(setter: &mut Setter<'_>, page: PageGeometry, section: &Section) -> Divided {
    let list = flow_section(setter, &page, section);
    let (units, notes) = expand(setter, &page, &list);
    let depth = Depth::new(&page, bottoms(setter.edition));
    let plan = |recto| decide((&list, &units), &notes, depth, recto);
    let (recto, verso) = (plan(true), plan(false));
    Divided {
        list,
        units,
        notes,
        findings: std::mem::take(&mut setter.findings),
        labels: Arc::clone(&setter.labels),
        recto,
        verso,
    }
}

impl Divided {
    fn plan(&self, recto: bool) -> &Plan {
        if recto { &self.recto } else { &self.verso }
    }

    /// Whether the page after the section is a recto, when it opens on this side.
    pub fn next_is_recto(&self, recto: bool) -> bool {
        self.plan(recto).ends.last().is_some_and(|end| !end.turn.is_recto())
    }

    /// Its pages.
    pub fn compose(
        self,
        edition: &Edition<'_>,
        page: &PageGeometry,
        section: &Section,
        recto: bool,
    ) -> SetSection {
        if edition.book.notes.any_by_page() {
            // Marks are settled page by page, once it is known which these are.
            let mut setter = Setter::remembering(edition, &self.labels, Memory::default());
            return set(&mut setter, *page, section, recto);
        }
        let parts = (&self.list, &self.units, &self.notes);
        let mut set = compose_pages(edition, page, section, parts, self.plan(recto));
        set.findings.splice(0..0, self.findings);
        set
    }
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

/// Breaks a section's list into pages. `recto`: the side on which it opens.
pub fn paginate(
    setter: &mut Setter<'_>,
    (page, recto): (&PageGeometry, bool),
    section: &Section,
    list: &VList,
) -> SetSection {
    let (units, notes) = expand(setter, page, list);
    let depth = Depth::new(page, bottoms(setter.edition));
    let plan = decide((list, &units), &notes, depth, recto);
    let mut set = compose_pages(setter.edition, page, section, (list, &units, &notes), &plan);
    set.findings.splice(0..0, std::mem::take(&mut setter.findings));
    set
}

/// Where pages end and how paragraphs are set; once more with what may give way at last
/// where some would be uneven.
fn decide((list, units): (&VList, &Units), notes: &Notes, depth: Depth, recto: bool) -> Plan {
    let plan = breaker::plan(units, notes, depth, recto);
    let uneven = |end: &breaker::PageEnd| {
        !end.forced && matches!(depth.fault(end.turn, end.short), Some(FaultKind::Uneven(_)))
    };
    if !plan.ends.iter().any(uneven) {
        return plan;
    }
    let mut relaxed = units.clone();
    relax::relax(&mut relaxed, list);
    if relaxed.long.is_empty() {
        return plan;
    }
    Plan { relaxed: true, ..breaker::plan(&relaxed, notes, depth, recto) }
}

/// A list's units in all variants, and its notes.
fn expand(setter: &mut Setter<'_>, page: &PageGeometry, list: &VList) -> (Units, Notes) {
    let breaking = setter.edition.theme.breaking;
    let mut units = unit::expand(list, &breaking, page.leading, Take::All);
    let notes = notes::set(setter, *page, list, &units);
    notes.mark(&mut units);
    (units, notes)
}

/// The pages of a plan.
fn compose_pages(
    edition: &Edition<'_>,
    page: &PageGeometry,
    section: &Section,
    (list, all, notes): (&VList, &Units, &Notes),
    plan: &Plan,
) -> SetSection {
    let breaking = edition.theme.breaking;
    let depth = Depth::new(page, bottoms(edition));
    let mut units = unit::expand(list, &breaking, page.leading, Take::Chosen(&plan.variants));
    if plan.relaxed {
        relax::relax(&mut units, list);
    }
    let composer = compose::Composer { list, units: &units, notes, page: *page, depth };
    let (mut blocks, mut findings) = (Vec::with_capacity(plan.ends.len()), Vec::new());
    let mut margin = Margin::new(&notes.side, *page);
    let mut turn = Turn::Recto;
    let breaks = compose::pages(plan, all, &units);
    let mut reached = None;
    for (number, page) in breaks.iter().enumerate() {
        let mut set = composer.compose(page);
        turn = page.end.turn;
        if let Some(margin) = &mut margin {
            margin.dress(&mut set.frame, turn.is_recto());
        }
        findings.extend(set.finding.map(Remark::from));
        let side = units.side_before(page.units.start).filter(|_| !page.units.is_empty()).unwrap_or_default();
        let bare = block(set.frame, section, &edition.book.book);
        // Text of a float that waited stands before what the last page began with.
        let start = bare.start.filter(|start| reached.is_none_or(|reached| reached <= *start));
        reached = start.or(reached);
        let mut faults = set.faults;
        faults.extend(far(&breaks, number, &units).map(|kind| Fault { kind, span: set.span }));
        blocks.push(Block { start, side, faults, ..bare });
    }
    if let Some(margin) = &mut margin {
        while margin.waits() {
            turn = turn.freely();
            let mut frame = Frame::new(Size { width: page.measure, height: page.height() });
            margin.dress(&mut frame, turn.is_recto());
            blocks.push(block(frame, section, &edition.book.book));
        }
    }
    SetSection { blocks, findings }
}

/// How far the first float at the head of a page is from the page where it is written, when
/// that is more than the page before.
fn far(pages: &[compose::PageBreak], number: usize, units: &Units) -> Option<FaultKind> {
    let page = pages.get(number)?;
    let float = page.heads().next().and_then(|float| units.floats.get(float))?;
    let written = pages.get(..number)?.iter().rposition(|page| page.units.start <= float.unit)?;
    let pages = i64::try_from(number - written).ok().filter(|pages| *pages > 1)?;
    Some(FaultKind::FloatFar(pages))
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
    Block { frame, start, anchors, side: Side::Any, faults: Vec::new() }
}
