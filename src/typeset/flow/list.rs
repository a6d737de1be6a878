//! Lists and definitions: markers hang beside the first line of what they mark.

use super::text::generated_part;
use super::{Context, Flow, VItem};
use crate::model::block::{Block, BlockKind, Definition, List, ListItem};
use crate::model::length::{Length, Measure, Point, Size};
use crate::typeset::display::{Frame, Item, Paint, Path, Segment, Stroke, Whole};
use crate::typeset::paragraph::{self, Content, Piece, TextAlign, baseline};

/// Bullets by depth of nesting.
const BULLETS: [&str; 3] = ["•", "–", "◦"];
/// Space between a marker and its text, thousandths of an em.
const MARKER_GAP: i64 = 500;

impl Flow<'_, '_> {
    /// A list of points or steps.
    pub(super) fn list(&mut self, block: &Block, list: &List, around: &Context) {
        let gap = self.item_gap(list, around);
        let outer = if around.in_list { Measure::Em(0) } else { Measure::Lines(500) };
        let markers = self.markers(block, list, around);
        let widest = markers.iter().map(|m| m.size.width).max().unwrap_or_default();
        let indent = (widest + around.size.scale(MARKER_GAP, 1000)).max(around.size.scale(3, 2));
        let mut inner = around.within(indent, Length::ZERO);
        inner.gap = gap;
        inner.in_list = true;
        inner.indent = if gap > Length::ZERO { Length::ZERO } else { around.size };
        let edge = inner.style(self.setter.edition, &self.page).left - around.size.scale(MARKER_GAP, 1000);
        self.display(around, (outer, outer), |flow| {
            for (index, (item, marker)) in list.items.iter().zip(markers).enumerate() {
                if index > 0 {
                    flow.space(gap);
                }
                let x = (edge - marker.size.width).at_least_zero();
                flow.push(VItem::Hang { x, frame: marker });
                flow.item(item, &inner);
            }
        });
    }

    /// White between the items of a list. Where every line stands on the grid only a whole line
    /// parts them, and only items of several paragraphs need it: others show by their markers.
    fn item_gap(&self, list: &List, around: &Context) -> Length {
        let text = |block: &&Block| !matches!(block.kind, BlockKind::List(_));
        let long = |item: &ListItem| item.blocks.iter().filter(text).count() > 1;
        if list.tight || self.keeps_grid(around) && !list.items.iter().any(long) {
            return Length::ZERO;
        }
        self.white(around.leading / 2, around)
    }

    /// The blocks of an item; the first begins beside the marker.
    fn item(&mut self, item: &ListItem, inner: &Context) {
        self.flush = true;
        let Some((first, rest)) = item.blocks.split_first() else {
            self.fixed_space(inner.leading);
            return;
        };
        self.block(first, inner);
        self.blocks(rest, inner);
    }

    /// The marker of each item on a line of its own.
    fn markers(&mut self, block: &Block, list: &List, around: &Context) -> Vec<Frame> {
        let mut style = around.style(self.setter.edition, &self.page);
        style.tabular_figures = list.start.is_some();
        let bullet = BULLETS[usize::from(around.depth) % BULLETS.len()];
        let mut frames = Vec::with_capacity(list.items.len());
        for (index, item) in list.items.iter().enumerate() {
            let frame = match (item.task, list.start) {
                (Some(done), _) => {
                    let part = Whole::Part(block.id, part(index));
                    Frame { whole: Some(part), ..task_box(done, around) }
                }
                (None, Some(start)) => {
                    let text = format!("{}.", start.saturating_add(index as u64));
                    paragraph::single_line(self.setter, &generated_part(&text, block, part(index)), &style)
                }
                (None, None) => {
                    paragraph::single_line(self.setter, &generated_part(bullet, block, part(index)), &style)
                }
            };
            frames.push(frame);
        }
        frames
    }

    /// Terms with their definitions.
    pub(super) fn definitions(&mut self, block: &Block, definitions: &[Definition], around: &Context) {
        let half = Measure::Lines(500);
        let inner = around.within(around.size.scale(3, 2), Length::ZERO);
        self.display(around, (half, half), |flow| {
            for definition in definitions {
                let mut style = around.style(flow.setter.edition, &flow.page);
                style.look.bold = true;
                style.align = TextAlign::Start;
                flow.mark(definition.id);
                let pieces = vec![Piece::Inlines(&definition.term)];
                let content = Content { node: definition.id, span: block.span, pieces };
                flow.para_as(&content, &style, true);
                flow.push(VItem::Keep(2));
                for blocks in &definition.definitions {
                    flow.flush = true;
                    flow.blocks(blocks, &inner);
                }
            }
        });
    }
}

/// The number of an item among the parts of its list.
fn part(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A box to tick, drawn because few faces have one: as high as a capital, on the baseline.
fn task_box(done: bool, around: &Context) -> Frame {
    let side = around.size.scale(620, 1000);
    let bottom = baseline(around.leading, around.size);
    let top = bottom - side;
    let mut frame = Frame::new(Size { width: side, height: around.leading });
    let corner = |x: i64, y: i64| Point { x: side.scale(x, 100), y: top + side.scale(y, 100) };
    let line = |segments: Vec<Segment>, width: i64| {
        let stroke = Stroke {
            paint: Paint::BLACK,
            width: around.size.scale(width, 1000),
            dash: Vec::new(),
            cap: 1,
            join: 1,
        };
        Item::Path(Path { segments, fill: None, stroke: Some(stroke) })
    };
    let square = vec![
        Segment::Move(corner(0, 0)),
        Segment::Line(corner(100, 0)),
        Segment::Line(corner(100, 100)),
        Segment::Line(corner(0, 100)),
        Segment::Close,
    ];
    frame.push(Point::default(), line(square, 45));
    if done {
        let tick =
            vec![Segment::Move(corner(20, 52)), Segment::Line(corner(42, 76)), Segment::Line(corner(82, 22))];
        frame.push(Point::default(), line(tick, 80));
    }
    frame
}
