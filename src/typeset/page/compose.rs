//! A page's units to its text block: every box at its place, backdrops behind them, notes
//! at the foot.

use std::ops::Range;

use super::breaker::{PageEnd, Plan};
use super::depth::Depth;
use super::fault::{self, Fault};
use super::floats::Cursor;
use super::notes::Notes;
use super::unit::{Kind, Units, snap};
use crate::diagnostic::Diagnostic;
use crate::edition::PageGeometry;
use crate::model::length::{Length, Point, Size};
use crate::source::Span;
use crate::typeset::display::{Frame, GlyphRun, Item, Source, Whole};
use crate::typeset::findings;
use crate::typeset::flow::{Float, Rows, VItem, VList};

/// What pages are composed from.
pub(super) struct Composer<'a> {
    pub(super) list: &'a VList,
    pub(super) units: &'a Units,
    pub(super) notes: &'a Notes,
    pub(super) page: PageGeometry,
    pub(super) depth: Depth,
}

/// A page's text block, a finding when it is too full, and its faults.
pub(super) struct Composed {
    pub(super) frame: Frame,
    pub(super) finding: Option<Diagnostic>,
    /// The Markdown of what stands first on it.
    pub(super) span: Span,
    pub(super) faults: Vec<Fault>,
}

/// What stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageBreak {
    /// Units of the text, from a box to before the next page's first box.
    pub(super) units: Range<usize>,
    /// Boxes of the notes.
    pub(super) notes: Range<usize>,
    /// Floats: those at the head, those where they are written, those at the foot.
    pub(super) floats: Range<usize>,
    /// How it ends.
    pub(super) end: PageEnd,
}

impl PageBreak {
    /// The floats at its head.
    pub(super) fn heads(&self) -> Range<usize> {
        self.floats.start..(self.floats.start + self.end.heads).min(self.floats.end)
    }

    /// The floats at its foot.
    fn feet(&self) -> Range<usize> {
        self.floats.end.saturating_sub(self.end.feet).max(self.heads().end)..self.floats.end
    }

    /// Whether a unit is a float that stands where it is written, and that is here.
    pub(super) fn holds_float(&self, kind: Option<Kind>) -> bool {
        matches!(kind, Some(Kind::Float { float, .. }) if self.holds(float))
    }

    /// Whether a float stands where it is written, and that is here.
    fn holds(&self, float: usize) -> bool {
        (self.heads().end..self.feet().start).contains(&float)
    }
}

/// The pages of a plan in the units of the variants it chose; `all` are those it was made of.
pub(super) fn pages(plan: &Plan, all: &Units, chosen: &Units) -> Vec<PageBreak> {
    let mut pages = Vec::with_capacity(plan.ends.len());
    let (mut at, mut notes, mut floats) = (chosen.next_box(0), 0, 0);
    for end in &plan.ends {
        let next = match all.all.get(end.next) {
            Some(unit) => {
                let rest = chosen.all.get(at..).unwrap_or_default();
                at + rest.iter().position(|u| u.kind.is_same(unit.kind)).unwrap_or(rest.len())
            }
            None => chosen.all.len(),
        };
        let page =
            PageBreak { units: at..next, notes: notes..end.notes, floats: floats..end.floats, end: *end };
        pages.push(page);
        (at, notes, floats) = (next, end.notes, end.floats);
    }
    pages
}

/// White added above boxes: from each of these on, everything stands so much lower.
#[derive(Debug, Default)]
struct Extra(Vec<(usize, Length)>);

impl Extra {
    fn at(&self, unit: usize) -> Option<Length> {
        let at = self.0.binary_search_by_key(&unit, |(unit, _)| *unit).ok()?;
        self.0.get(at).map(|(_, height)| *height)
    }
}

/// A stretch of boxes of one list and where they stand.
pub(super) struct Column<'a> {
    pub(super) list: &'a VList,
    pub(super) units: &'a Units,
    /// Units and their tops.
    pub(super) boxes: Vec<(usize, Length)>,
    /// A table's head repeated at the top, and where that is.
    pub(super) head: Option<(usize, Length)>,
}

impl Composer<'_> {
    /// The text block of a page.
    pub(super) fn compose(&self, page: &PageBreak) -> Composed {
        let least = self.depth.least_short(page.end.turn);
        let depth = self.depth.of(page.end.short.clamp(least, 0));
        let mut frame = Frame::new(Size { width: self.page.measure, height: depth });
        let (boxes, bottom) = self.column(page);
        let head = self.units.repeated_head(page.units.start).filter(|_| !page.units.is_empty());
        let head = head.map(|(item, _)| (item, self.head_height(page)));
        let column = Column { list: self.list, units: self.units, boxes, head };
        let mut span = column.paint(&mut frame);
        let notes = self.notes.area(page.notes.start, page.notes.end);
        let floats = self.apart(page, depth - notes);
        let foot: Length = page.feet().map(|float| self.float_apart(float)).sum();
        // Text that speaks of them comes first: they are read where they are written.
        let floats = Column { boxes: floats, head: None, ..column }.paint(&mut frame);
        if page.units.is_empty() {
            span = floats;
        }
        self.foot(page, &mut frame);
        let excess = bottom + foot + notes - depth;
        let finding = (excess > Length::ZERO).then(|| findings::overfull_page(excess, span));
        let fault = |kind| Fault { kind, span };
        let faults = fault::faults(page, (self.list, self.units), &self.depth);
        let faults = faults.into_iter().map(fault).collect();
        Composed { frame, finding, span, faults }
    }

    /// The height of a float at the head or the foot of a page.
    fn float_apart(&self, float: usize) -> Length {
        self.units.floats.get(float).map_or(Length::ZERO, |float| float.apart(self.page.leading))
    }

    /// The height of the floats at the head of a page.
    fn head_height(&self, page: &PageBreak) -> Length {
        page.heads().map(|float| self.float_apart(float)).sum()
    }

    /// The floats at the head of a page and those at its foot, which ends at `bottom`.
    fn apart(&self, page: &PageBreak, bottom: Length) -> Vec<(usize, Length)> {
        let mut boxes = Vec::new();
        let mut y = Length::ZERO;
        for index in page.heads() {
            let Some(float) = self.units.floats.get(index) else { continue };
            boxes.push((float.unit, y));
            y += float.apart(self.page.leading);
        }
        y = bottom - page.feet().map(|float| self.float_apart(float)).sum::<Length>();
        for index in page.feet() {
            let Some(float) = self.units.floats.get(index) else { continue };
            y += float.apart(self.page.leading);
            boxes.push((float.unit, y - float.height));
        }
        boxes
    }

    /// The boxes of a page with their tops, and where the last one ends.
    fn column(&self, page: &PageBreak) -> (Vec<(usize, Length)>, Length) {
        let (boxes, bottom) = self.stack(page, &Extra::default());
        let notes = !page.notes.is_empty() || page.end.feet > 0;
        let extra = self.depth.fill(&page.end, bottom, notes).and_then(|rest| self.extra(page, rest));
        extra.map_or((boxes, bottom), |extra| self.stack(page, &extra))
    }

    fn stack(&self, page: &PageBreak, extra: &Extra) -> (Vec<(usize, Length)>, Length) {
        let mut boxes = Vec::new();
        let head = self.units.repeated_head(page.units.start).filter(|_| !page.units.is_empty());
        let bottom = self.head_height(page) + head.map_or(Length::ZERO, |(_, height)| height);
        let mut cursor = Cursor { bottom, white: Length::ZERO };
        let mut y = bottom;
        let mut fixed = Length::ZERO;
        for index in page.units.clone() {
            let Some(unit) = self.units.all.get(index) else { continue };
            let mut float_here = None;
            match unit.kind {
                Kind::Space => {
                    y += unit.height;
                    continue;
                }
                Kind::Snap => {
                    y = snap(y, cursor.bottom, unit.height);
                    continue;
                }
                Kind::Newpage(_) => continue,
                Kind::Float { float, .. } if !page.holds(float) => {
                    cursor = cursor.pass(y);
                    y = cursor.bottom;
                    continue;
                }
                Kind::Float { float, .. } => {
                    if let Some(float) = self.units.floats.get(float) {
                        y = y.max(cursor.bottom + float.above);
                        float_here = Some(float);
                    }
                }
                _ => {}
            }
            // No white at the head of a page.
            let top = if boxes.is_empty() { cursor.bottom } else { cursor.next(y) };
            // White that is added leaves the rest where it is to one another.
            fixed = extra.at(index).unwrap_or(fixed);
            boxes.push((index, top + fixed));
            let bottom = top + unit.height;
            let white = float_here.map_or(Length::ZERO, |float| float.white_below(bottom));
            cursor = Cursor { bottom, white };
            y = bottom;
        }
        let last = page.heads().next_back().and_then(|float| self.units.floats.get(float));
        // Below floats alone nothing has to stand apart from them.
        let apart =
            last.filter(|_| boxes.is_empty()).map(|float| float.apart(self.page.leading) - float.height);
        (boxes, cursor.bottom + fixed - apart.unwrap_or_default())
    }

    /// Where so much white can be added: above boxes that white stands above, the whole of
    /// it above the last where lines stay on the grid.
    fn extra(&self, page: &PageBreak, (rest, spread): (Length, bool)) -> Option<Extra> {
        let mut places = Vec::new();
        let (mut white, mut begun) = (false, false);
        for index in page.units.clone() {
            let Some(unit) = self.units.all.get(index) else { continue };
            match unit.kind {
                Kind::Space => white |= begun && unit.height > Length::ZERO,
                Kind::Snap | Kind::Newpage(_) => {}
                Kind::Float { float, .. } if !page.holds(float) => {}
                kind => {
                    let is_float = matches!(kind, Kind::Float { .. });
                    if white || begun && is_float {
                        places.push(index);
                    }
                    (white, begun) = (is_float, true);
                }
            }
        }
        if !spread {
            places.drain(..places.len().saturating_sub(1));
        }
        let count = i64::try_from(places.len()).ok().filter(|count| *count > 0)?;
        let shares = (1..).zip(&places).map(|(n, place)| (*place, rest * n / count));
        Some(Extra(shares.collect()))
    }
}

impl Column<'_> {
    /// Paints the boxes; the Markdown of the first is returned for findings.
    pub(super) fn paint(&self, frame: &mut Frame) -> Span {
        self.backdrops(frame);
        if let Some((item, y)) = self.head
            && let Some(VItem::Rows(Rows { head: Some(head), .. })) = self.list.items.get(item)
        {
            frame.place(Point { x: Length::ZERO, y }, repeated(&head.frame));
        }
        let mut span = Span::default();
        for (number, (index, y)) in self.boxes.iter().enumerate() {
            self.attached(*index, *y, frame);
            let at_edge = number == 0 || number + 1 == self.boxes.len();
            let Some(unit) = self.units.all.get(*index) else { continue };
            let next = self.boxes.get(number + 1).and_then(|(next, _)| self.units.all.get(*next));
            let ends_rows = next.and_then(|u| u.kind.item()) != unit.kind.item();
            let here = self.item(unit.kind, *y, at_edge, frame);
            if number == 0 {
                span = here;
            }
            if let (Some(VItem::Rows(rows)), true) =
                (unit.kind.item().and_then(|i| self.list.items.get(i)), ends_rows)
            {
                frame.place(Point { x: Length::ZERO, y: *y + unit.height }, rows.foot.clone());
            }
        }
        span
    }

    /// Paints a box.
    fn item(&self, kind: Kind, y: Length, at_edge: bool, frame: &mut Frame) -> Span {
        let at = |y| Point { x: Length::ZERO, y };
        let Some(item) = kind.item().and_then(|item| self.list.items.get(item)) else {
            return Span::default();
        };
        match (item, kind) {
            (VItem::Para(para), Kind::Line { variant, line, .. }) => {
                let line = para.paragraph.line(variant, line);
                frame.place(at(y + para.shift), line.frame);
                line.span
            }
            (VItem::Rigid(rigid), _) => {
                if !rigid.edge_only || at_edge {
                    frame.place(at(y), rigid.frame.clone());
                }
                rigid.span
            }
            (VItem::Float(float), Kind::Float { float: index, .. }) => {
                self.float(float, index, y, frame);
                float.span
            }
            (VItem::Rows(rows), Kind::Head { .. }) => rows.head.as_ref().map_or_else(Span::default, |head| {
                frame.place(at(y), head.frame.clone());
                head.span
            }),
            (VItem::Rows(rows), Kind::Row { row, .. }) => {
                rows.rows.get(row).map_or_else(Span::default, |row| {
                    frame.place(at(y), row.cells.frame.clone());
                    row.cells.span
                })
            }
            _ => Span::default(),
        }
    }

    /// Paints what stands in a float.
    fn float(&self, float: &Float, index: usize, top: Length, frame: &mut Frame) {
        let Some(unit) = self.units.floats.get(index) else { return };
        let mut y = top;
        let mut boxes = Vec::with_capacity(unit.inner.all.len());
        for (index, inner) in unit.inner.all.iter().enumerate() {
            if inner.kind.is_box() {
                boxes.push((index, y));
            }
            if inner.kind != Kind::Snap {
                y += inner.height;
            }
        }
        Column { list: &float.list, units: &unit.inner, boxes, head: None }.paint(frame);
    }

    /// Anchors and markers that go with a box.
    fn attached(&self, unit: usize, y: Length, frame: &mut Frame) {
        for item in self.units.attached_to(unit) {
            match self.list.items.get(item) {
                Some(VItem::Mark(node)) => frame.push(Point { x: Length::ZERO, y }, Item::Anchor(*node)),
                Some(VItem::Hang { x, frame: marker }) => {
                    let shift = self.shift_of(unit);
                    frame.place(Point { x: *x, y: y + shift }, marker.clone());
                }
                _ => {}
            }
        }
    }

    /// How much lower a unit's text is drawn.
    fn shift_of(&self, unit: usize) -> Length {
        let item = self.units.all.get(unit).and_then(|u| u.kind.item());
        match item.and_then(|item| self.list.items.get(item)) {
            Some(VItem::Para(para)) => para.shift,
            _ => Length::ZERO,
        }
    }

    /// Grounds and side rules behind the boxes that stand here.
    fn backdrops(&self, frame: &mut Frame) {
        let item = |(unit, _): &(usize, Length)| {
            self.units.all.get(*unit).and_then(|u| u.kind.item()).unwrap_or_default()
        };
        let (Some(first), Some(last)) = (self.boxes.first().map(item), self.boxes.last().map(item)) else {
            return;
        };
        for drop in &self.list.backdrops {
            if drop.items.start > last || drop.items.end <= first {
                continue;
            }
            let from = self.boxes.partition_point(|b| item(b) < drop.items.start);
            let to = self.boxes.partition_point(|b| item(b) < drop.items.end);
            let (Some((_, top)), Some((end, y))) =
                (self.boxes.get(from), to.checked_sub(1).and_then(|at| self.boxes.get(at)))
            else {
                continue;
            };
            let bottom = *y + self.units.all.get(*end).map_or(Length::ZERO, |u| u.height);
            if bottom > *top {
                let size = Size { width: drop.width, height: bottom - *top };
                let rule = Item::Rule { size, paint: drop.paint.clone() };
                frame.push(Point { x: drop.x, y: *top }, rule);
            }
        }
    }
}

/// A frame shown a second time: places lead to the first, and its text is no part of the
/// book's.
fn repeated(frame: &Frame) -> Frame {
    let mut again = Frame::new(frame.size);
    for (at, item) in &frame.items {
        match item {
            Item::Anchor(_) => {}
            Item::Glyphs(run) => {
                again.push(*at, Item::Glyphs(GlyphRun { source: Source::Artifact, ..run.clone() }));
            }
            Item::Group(inner) => {
                let whole = Some(Whole::Artifact);
                again.push(*at, Item::Group(Frame { whole, ..repeated(inner) }));
            }
            other => again.push(*at, other.clone()),
        }
    }
    again
}
