//! Blocks to a vertical list: what the page breaker divides into pages.
//!
//! The terms are those of TeX's page builder (Knuth, The `TeXbook`, chapter 15): boxes,
//! discardable space, penalties, marks. A paragraph stays whole, with all the ways to
//! break it into lines; only the page breaker chooses one. One file a kind of block.

mod boxed;
mod caption;
mod chapter;
mod code;
mod context;
mod figure;
mod fit;
mod float;
mod generated;
mod group;
mod heading;
mod lined;
mod list;
mod math;
mod note;
mod quote;
mod role;
mod statement;
mod table;
mod table_columns;
mod table_rows;
mod text;
mod verse;

use std::ops::Range;

pub use context::{Context, ceil_to, times};
pub use float::{Float, Spot};
pub use note::{Standing, calls, note};

use super::display::{Frame, Paint};
use super::missing::Remark;
use super::paragraph::{Paragraph, Setter};
use crate::edition::{Edition, PageGeometry};
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind, Side};
use crate::model::book::Chapter;
use crate::model::length::Length;
use crate::model::manifest::{Bottoms, FormatSpec};
use crate::source::Span;

/// One thing of a vertical list.
#[derive(Debug)]
pub enum VItem {
    /// A paragraph with its variants.
    Para(Para),
    /// A box that is never divided.
    Rigid(Rigid),
    /// A table's rows.
    Rows(Rows),
    /// A box that may leave its place.
    Float(Box<Float>),
    /// White that vanishes at the top and the foot of a page.
    Space(Length),
    /// White up to the next line of the grid.
    Snap,
    /// White up to the next half line of the grid: where half lines part paragraphs, lines
    /// stand on every other one.
    SnapHalf,
    /// The cost of a page that begins with the next box.
    Penalty(i64),
    /// As many of the lines that follow stay with what stands before.
    Keep(u8),
    /// A place that can be led to; it goes with the next box.
    Mark(NodeId),
    /// A frame beside the next box, at its top: the marker of a list item.
    Hang {
        /// Distance from the left edge of the text block.
        x: Length,
        /// What stands there.
        frame: Frame,
    },
    /// The page ends; what follows begins on this side of a leaf.
    Newpage(Side),
}

impl VItem {
    /// Its height where no page ends within it.
    fn height(&self) -> Length {
        match self {
            Self::Para(p) => times(p.leading, p.paragraph.variants.first().map_or(0, |v| v.lines.len())),
            Self::Rigid(rigid) => rigid.frame.size.height,
            Self::Rows(rows) => {
                let head = rows.head.as_ref().map_or(Length::ZERO, |h| h.frame.size.height);
                head + rows.rows.iter().map(|r| r.cells.frame.size.height).sum()
            }
            Self::Float(float) => float.above + float.height + float.below,
            Self::Space(height) => *height,
            _ => Length::ZERO,
        }
    }
}

/// A paragraph in a vertical list.
#[derive(Debug)]
pub struct Para {
    /// The paragraph.
    pub paragraph: Paragraph,
    /// Height of each line.
    pub leading: Length,
    /// Lines are drawn this much lower, so that other sizes share the grid's baselines.
    pub shift: Length,
    /// Whether its lines stay on one page: headings, captions.
    pub together: bool,
}

/// A box that is never divided.
#[derive(Debug, Default)]
pub struct Rigid {
    /// What it shows; its height is the box's.
    pub frame: Frame,
    /// Notes called in it.
    pub notes: Vec<NodeId>,
    /// Its Markdown.
    pub span: Span,
    /// Shown only as the first or last box of a page: the ornament of a blank scene break.
    pub edge_only: bool,
}

/// The rows of a table.
#[derive(Debug, Default)]
pub struct Rows {
    /// Repeated on every page.
    pub head: Option<Rigid>,
    /// The rows, or the lines of rows too high to stay whole.
    pub rows: Vec<Row>,
    /// Drawn below the last row on every page; takes no height.
    pub foot: Frame,
}

/// A row of a table.
#[derive(Debug, Default)]
pub struct Row {
    /// What it shows.
    pub cells: Rigid,
    /// Whether it goes on with the row before.
    pub continued: bool,
}

/// What is drawn behind or beside a stretch of a vertical list.
#[derive(Debug)]
pub struct Backdrop {
    /// The items it belongs to.
    pub items: Range<usize>,
    /// From the left edge of the text block.
    pub x: Length,
    /// Its width.
    pub width: Length,
    /// Its colour.
    pub paint: Paint,
}

/// A vertical list with its backdrops.
#[derive(Debug, Default)]
pub struct VList {
    /// Its items from top to bottom.
    pub items: Vec<VItem>,
    /// Its backdrops; an outer one before those inside it.
    pub backdrops: Vec<Backdrop>,
    /// Stretches of items that stay on one page where they fit, by where they begin.
    pub kept: Vec<Range<usize>>,
}

/// Turns blocks into a vertical list.
pub struct Flow<'s, 'a> {
    setter: &'s mut Setter<'a>,
    page: PageGeometry,
    list: VList,
    /// Whether the next paragraph begins without an indent.
    flush: bool,
    /// How many stretches it stands in whose parts stay where they are.
    fixed: u32,
    /// Whether the block before leads to the present one, as with a colon.
    led: bool,
}

/// The vertical list of a chapter. `opens_page`: it begins at the top of a page.
pub fn chapter(setter: &mut Setter<'_>, page: PageGeometry, chapter: &Chapter, opens_page: bool) -> VList {
    let mut flow = Flow::new(setter, page);
    flow.chapter(chapter, opens_page);
    flow.list
}

impl<'s, 'a> Flow<'s, 'a> {
    fn new(setter: &'s mut Setter<'a>, page: PageGeometry) -> Self {
        Self { setter, page, list: VList::default(), flush: true, fixed: 0, led: false }
    }

    /// The edition that is set.
    pub(super) fn edition(&self) -> &'a Edition<'a> {
        self.setter.edition
    }

    /// Its page.
    pub(super) fn page(&self) -> PageGeometry {
        self.page
    }

    /// What the pages sets.
    pub(super) fn setter(&mut self) -> &mut Setter<'a> {
        self.setter
    }

    /// Appends blocks.
    fn blocks(&mut self, blocks: &[Block], around: &Context) {
        let lined = lined::paragraphs(blocks);
        let before = std::iter::once(None).chain(blocks.iter().map(Some));
        for ((block, lined), before) in blocks.iter().zip(lined).zip(before) {
            self.led = before.is_some_and(|before| may_float(block) && float::leads_on(before));
            match &block.kind {
                BlockKind::Paragraph(content) if lined => self.lines(block, content, around),
                _ => self.block(block, around),
            }
        }
    }

    fn block(&mut self, block: &Block, around: &Context) {
        let inner;
        let around = match block.attrs.lang() {
            Some(lang) => {
                inner = Context { lang: lang.into(), ..around.clone() };
                &inner
            }
            None => around,
        };
        self.mark(block.id);
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(block, content, around),
            BlockKind::Heading { level, content, .. } => self.heading(block, *level, content, around),
            BlockKind::Code(code) => self.code(block, code, around),
            BlockKind::Quote(blocks) => self.quote(blocks, around),
            BlockKind::Callout { kind, title, blocks } => {
                self.callout(block, (*kind, title.as_slice()), blocks, around);
            }
            BlockKind::List(list) => self.list(block, list, around),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions, around),
            BlockKind::Table(table) => self.table(block, table, around),
            BlockKind::Figure { image, caption } => self.figure(block, image, caption, around),
            BlockKind::SceneBreak(symbol) => self.scene_break(block, symbol.as_deref(), around),
            BlockKind::Verse(verse) => self.verse(block, verse, around),
            BlockKind::Div { role, title, blocks } => self.div(block, (*role, title), blocks, around),
            BlockKind::Group(group) => self.group(block, group, around),
            BlockKind::Attribution(content) => self.attribution(block, content, around),
            BlockKind::Math(tex) => self.math(block, tex, around),
            BlockKind::PageBreak(side) => self.push(VItem::Newpage(*side)),
            BlockKind::Contents => self.contents(block.id, around),
            BlockKind::Notes(notes) => self.notes(notes, around),
        }
    }

    /// A place to lead to, if anything leads to `node`.
    fn mark(&mut self, node: NodeId) {
        let book = self.setter.edition.book;
        // The contents are in reading order, which is the order of ids.
        let listed = book.toc.binary_search_by_key(&node, |entry| entry.node).is_ok();
        if listed || book.anchors.contains(&node) {
            self.push(VItem::Mark(node));
        }
    }

    pub(super) fn push(&mut self, item: VItem) {
        self.list.items.push(item);
    }

    /// Space between blocks; none at the very top. Where spaces meet, the larger holds.
    fn space(&mut self, height: Length) {
        if height <= Length::ZERO || self.list.items.is_empty() {
            return;
        }
        let seen =
            |item: &VItem| !matches!(item, VItem::Mark(_) | VItem::Snap | VItem::SnapHalf | VItem::Keep(_));
        let last = self.list.items.iter().rposition(seen);
        if let Some(VItem::Space(above)) = last.and_then(|at| self.list.items.get_mut(at)) {
            if *above >= height {
                return;
            }
            *above = Length::ZERO;
        }
        self.push(VItem::Space(height));
    }

    /// White that stays at the edges of pages.
    fn fixed_space(&mut self, height: Length) {
        if height > Length::ZERO {
            let frame = Frame::new(crate::model::length::Size { width: Length::ZERO, height });
            self.push(VItem::Rigid(Rigid { frame, ..Rigid::default() }));
        }
    }

    /// After a display: back to the grid, unless the text around it stands on another.
    fn snap(&mut self, around: &Context) {
        if around.leading != self.page.leading {
            return;
        }
        let gap = around.gap.0 % self.page.leading.0.max(1);
        let whole = self.keeps_grid(around) || around.depth == 0 && gap == 0;
        self.push(if whole { VItem::Snap } else { VItem::SnapHalf });
    }

    /// Whether every line of the text stands on the grid: where the edition's pages end on it
    /// and paragraphs are not parted by less than a line.
    fn keeps_grid(&self, around: &Context) -> bool {
        let (edition, page) = (self.setter.edition, &self.page);
        let body = edition.theme.body.gap.resolve(page.size, page.leading, page.measure);
        let whole = |gap: Length| gap.0 % page.leading.0.max(1) == 0;
        bottoms(edition) == Bottoms::Grid
            && around.leading == page.leading
            && whole(body)
            && whole(around.gap)
    }

    /// White above or below text: whole lines where every line stands on the grid.
    fn white(&self, height: Length, around: &Context) -> Length {
        if self.keeps_grid(around) { ceil_to(height, self.page.leading) } else { height }
    }

    /// White above text, which stands on the grid whatever stands above.
    fn white_above(&mut self, height: Length, around: &Context) {
        self.space(self.white(height, around));
        if self.keeps_grid(around) {
            self.push(VItem::Snap);
        }
    }

    /// White above and below a display that is so high: half a line, and half each of what
    /// it lacks to full lines, so that text goes on where it would have without it.
    fn around_display(&self, height: Length, around: &Context) -> (Length, Length) {
        let rest = ceil_to(height, self.page.leading) - height;
        (around.leading / 2 + rest / 2, around.leading / 2 + (rest - rest / 2))
    }

    /// Keeps one of each finding added since there were `known`: what is wrong in many
    /// cells or lines of one block is said once.
    fn say_once(&mut self, known: usize) {
        let new = self.setter.findings.split_off(known.min(self.setter.findings.len()));
        let mut said = std::collections::BTreeSet::new();
        let first = new.into_iter().filter(|remark| match remark {
            Remark::Finding(finding) => said.insert((finding.code, finding.message.clone())),
            Remark::Missing { .. } => true,
        });
        self.setter.findings.extend(first);
    }

    /// What is appended by `body` stays on one page where it fits.
    fn kept(&mut self, body: impl FnOnce(&mut Self)) {
        let (start, index) = (self.list.items.len(), self.list.kept.len());
        self.list.kept.push(start..start);
        self.fixed += 1;
        body(self);
        self.fixed -= 1;
        let end = self.list.items.len();
        if let Some(range) = self.list.kept.get_mut(index) {
            *range = start..end;
        }
    }

    /// Draws behind everything appended by `body`.
    fn behind(&mut self, drop: Backdrop, body: impl FnOnce(&mut Self)) {
        let (start, index) = (self.list.items.len(), self.list.backdrops.len());
        self.list.backdrops.push(drop);
        self.fixed += 1;
        body(self);
        self.fixed -= 1;
        let end = self.list.items.len();
        if let Some(drop) = self.list.backdrops.get_mut(index) {
            drop.items = start..end;
        }
    }
}

/// How an edition's pages end.
pub fn bottoms(edition: &Edition<'_>) -> Bottoms {
    match &edition.spec.format {
        FormatSpec::Pdf(print) => print.bottoms,
        FormatSpec::Epub(_) => Bottoms::default(),
    }
}

/// Whether a block is of a kind that may move away from the one before it.
fn may_float(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Table(_) | BlockKind::Figure { .. } | BlockKind::Group(_) | BlockKind::Code(_)
    )
}
