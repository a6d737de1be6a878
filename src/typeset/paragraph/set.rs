//! A chosen line to a frame: cells at their places, in visual order where scripts run
//! against each other (UAX 9, L2), with their rules, grounds, links and anchors.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_bidi::{BidiInfo, Level};

use super::cells::{Cell, CellKind, Cells, space};
use super::collect::Mark;
use super::drop_cap::DropCap;
use super::items::{Edge, Rules};
use super::look::CharStyle;
use super::runs::{Run, RunKind, runs};
use super::units::{UnitKind, Units};
use super::{ParagraphStyle, TextAlign, baseline};
use crate::font::shape::Shaped;
use crate::font::{Face, FontId};
use crate::model::NodeId;
use crate::model::length::{Length, Point, Size};
use crate::source::Span;
use crate::typeset::display::{Frame, Item, Paint, Path, Segment, Stroke};

/// What a paragraph keeps to make its lines.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) units: Units,
    pub(super) style: ParagraphStyle,
    pub(super) rules: Rules,
    pub(super) node: NodeId,
    pub(super) span: Span,
    pub(super) drop: Option<DropCap>,
    /// Words that are divided: the fragment between two parts (0: the edge) of a unit, and
    /// its letters.
    pub(super) fragments: BTreeMap<(u32, u32, u32), (Arc<Shaped>, u32)>,
    /// Faces with underlined and struck text.
    pub(super) faces: BTreeMap<FontId, Arc<Face>>,
    /// Lines of each variant.
    pub(super) lines: Vec<Vec<Range>>,
}

/// What stands in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) from: Edge,
    pub(super) to: Edge,
    /// The space lost at its end.
    pub(super) space: Option<u32>,
    /// It ends where it is told to, full or not.
    pub(super) forced: bool,
    /// Thousandths by which its letters may be wider or narrower, beside its neighbours.
    pub(super) expansion: i64,
}

/// Characters of an overfull line that a finding shows.
const EXCERPT: usize = 40;
/// Gray behind marked text.
const GROUND: Paint = Paint::Gray(222);
/// Lines round keys and missing pictures.
const FRAME: Paint = Paint::Gray(120);

impl Prepared {
    /// The distance of a line's text from the left edge, and its width.
    pub(super) fn extent(&self, index: usize) -> (Length, Length) {
        extent(&self.style, self.drop.as_ref(), self.units.rtl, index)
    }

    /// The frame of a line.
    pub(super) fn line(&self, range: &Range, index: usize) -> Frame {
        let (mut x, width) = self.extent(index);
        let mut cells = self.filled(range, index);
        let align = self.style.align;
        let slack = width + cells.left + cells.right - cells.width();
        x += match align {
            TextAlign::Center => slack.at_least_zero() / 2,
            TextAlign::End if !self.units.rtl => slack.at_least_zero(),
            TextAlign::Start | TextAlign::Justify if self.units.rtl => slack.at_least_zero(),
            _ => Length::ZERO,
        };
        x -= cells.left;
        self.trailing_space(range, &mut cells);
        let size = Size { width: self.style.measure, height: self.style.leading };
        let mut frame = Frame::new(size);
        if let (0, Some(drop)) = (index, &self.drop) {
            drop.place(self, &mut frame);
        }
        self.place(&cells, x, &mut frame);
        frame
    }

    /// A line's cells, so wide that they fill it where they should.
    fn filled(&self, range: &Range, index: usize) -> Cells<'_> {
        let mut cells = Cells::new(self, range, self.rules);
        let room = self.extent(index).1 + cells.left + cells.right;
        let slack = room - cells.width();
        if (self.rules.justify && !range.forced) || slack.0 < 0 {
            if self.rules.expansion > 0 || self.rules.tracking > 0 {
                cells.fit(slack, self.rules, range.expansion, &self.units.flat.styles);
            }
            cells.share(room - cells.width());
        }
        cells
    }

    /// The beginning of a line's text, and how far it sticks out.
    pub(super) fn excess(&self, range: &Range, index: usize) -> (String, Length) {
        let cells = self.filled(range, index);
        let room = self.extent(index).1 + cells.left + cells.right;
        let text = cells.list.iter().filter_map(|cell| match cell.kind {
            CellKind::Glyphs { text, .. } => Some(text),
            _ => None,
        });
        let text: String = text.flat_map(str::chars).take(EXCERPT + 1).collect();
        let shown = match text.char_indices().nth(EXCERPT) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text,
        };
        (shown, cells.width() - room)
    }

    /// The frame of all units on one line, as wide as they are.
    pub(super) fn natural_line(&self) -> Frame {
        let end = u32::try_from(self.units.list.len()).unwrap_or(u32::MAX);
        let range = Range { to: Edge { unit: end, part: 0 }, forced: true, ..Range::default() };
        let cells = Cells::new(self, &range, Rules { justify: false, protrude: false, ..self.rules });
        let mut frame = Frame::new(Size { width: cells.width(), height: self.style.leading });
        self.place(&cells, Length::ZERO, &mut frame);
        frame
    }

    /// The space that was lost at the line's end, of no width: text taken from the page
    /// must not join words over lines.
    fn trailing_space<'a>(&'a self, range: &Range, cells: &mut Cells<'a>) {
        let Some(unit) = range.space.and_then(|at| self.units.list.get(at as usize)) else { return };
        let glyph = match &unit.kind {
            UnitKind::Space { glyph, .. } => glyph,
            _ => match self.units.space.as_ref() {
                Some(glyph) => glyph,
                None => return,
            },
        };
        cells.list.push(Cell {
            kind: space(glyph, " "),
            style: unit.style,
            level: u8::from(self.units.rtl),
            width: Length::ZERO,
            is_space: true,
            letters: 0,
            stretch: Length::ZERO,
            shrink: Length::ZERO,
            place: unit.place.map(|p| (p, p + 1)),
        });
    }

    /// Puts cells into a frame from `x` on.
    fn place(&self, cells: &Cells<'_>, x: Length, frame: &mut Frame) {
        let runs = runs(self, &cells.list, cells.fit);
        let places = positions(&runs, x);
        let base = baseline(self.style.leading, self.style.size);
        for (run, x) in runs.iter().zip(&places) {
            self.behind(run, *x, base, frame);
        }
        let mut links: Vec<(u32, Length, Length, Length, Length)> = Vec::new();
        for (run, x) in runs.into_iter().zip(places) {
            let style = &self.units.flat.styles[run.style as usize];
            let (top, bottom) =
                (base - style.rise - style.size.scale(3, 4), base - style.rise + style.size / 4);
            if let (Some(link), true) = (style.link, run.width.0 > 0) {
                match links.last_mut() {
                    // The same link going on: one rectangle.
                    Some(last) if last.0 == link && (last.2 == x || x + run.width == last.1) => {
                        last.1 = last.1.min(x);
                        last.2 = last.2.max(x + run.width);
                        last.3 = last.3.min(top);
                        last.4 = last.4.max(bottom);
                    }
                    _ => links.push((link, x, x + run.width, top, bottom)),
                }
            }
            self.run(run, style, Point { x, y: base }, frame);
        }
        for (link, from, to, top, bottom) in links {
            let Some(target) = self.units.flat.links.get(link as usize).cloned() else { continue };
            let size = Size { width: to - from, height: bottom - top };
            frame.push(Point { x: from, y: top }, Item::Link { size, target });
        }
    }

    /// What is painted before the glyphs of a run.
    fn behind(&self, run: &Run, x: Length, base: Length, frame: &mut Frame) {
        let style = &self.units.flat.styles[run.style as usize];
        // A little wider than the text, into the spaces beside it.
        let pad = style.size / 12;
        let at = |above: Length| Point { x: x - pad, y: base - style.rise - above };
        let size = |height: Length| Size { width: run.width + pad * 2, height };
        if run.width.0 <= 0 || matches!(run.kind, RunKind::Mark(_)) {
            return;
        }
        if style.ground {
            let (at, size) = (at(style.size.scale(4, 5)), size(style.size.scale(21, 20)));
            frame.push(at, Item::Rule { size, paint: GROUND });
        }
        if style.framed {
            frame.push(at(style.size.scale(19, 20)), Item::Path(rectangle(size(style.size.scale(6, 5)))));
        }
    }

    fn run(&self, run: Run, style: &CharStyle, at: Point, frame: &mut Frame) {
        let at = Point { x: at.x, y: at.y - style.rise };
        let width = run.width;
        match run.kind {
            RunKind::Text(glyphs) => {
                let font = glyphs.font;
                frame.push(at, Item::Glyphs(glyphs));
                for (below, height) in self.bars(font, style) {
                    let at = Point { x: at.x, y: at.y + below };
                    let size = Size { width, height };
                    frame.push(at, Item::Rule { size, paint: style.paint.clone() });
                }
            }
            RunKind::Object(index) => {
                if let Some(object) = self.units.flat.objects.get(index as usize) {
                    let top = Point { x: at.x, y: at.y - object.size.height };
                    frame.push(top, object.item.clone());
                }
            }
            RunKind::Mark(Mark::Anchor(node)) => {
                frame.push(Point { x: at.x, y: Length::ZERO }, Item::Anchor(node));
            }
            RunKind::Mark(_) => {}
        }
    }

    /// Lines under and through text: top below the baseline, and thickness.
    fn bars(&self, font: FontId, style: &CharStyle) -> impl Iterator<Item = (Length, Length)> {
        let face = self.faces.get(&font);
        let em = face.map_or(1000, |face| i64::from(face.units_per_em.max(1)));
        let size = style.size;
        let scale = move |n: i16| Length(i64::from(n)).scale(size.0, em);
        let under = face.filter(|_| style.underline).map(|face| face.underline);
        let through = face.filter(|_| style.strikeout).map(|face| face.strikeout);
        [under, through].into_iter().flatten().map(move |bar| (-scale(bar.top), scale(bar.thickness)))
    }
}

/// The distance of a line's text from the left edge of the measure, and its width.
pub(super) fn extent(
    style: &ParagraphStyle,
    drop: Option<&DropCap>,
    rtl: bool,
    index: usize,
) -> (Length, Length) {
    let indent = if index == 0 { style.indent } else { style.hang };
    let beside =
        drop.filter(|drop| index < usize::from(drop.lines)).map_or(Length::ZERO, |drop| drop.advance);
    let width = style.measure - style.left - style.right - indent - beside;
    let x = style.left + if rtl { Length::ZERO } else { indent + beside };
    (x, width.max(Length(1)))
}

/// Where each run begins, when they stand in visual order from `x` on.
fn positions(runs: &[Run], x: Length) -> Vec<Length> {
    let levels: Vec<Level> = runs.iter().map(|r| Level::new(r.level).unwrap_or(Level::ltr())).collect();
    let order = if levels.iter().all(|level| level.is_ltr() && level.number() == 0) {
        (0..runs.len()).collect()
    } else {
        BidiInfo::reorder_visual(&levels)
    };
    let (mut x, mut places) = (x, vec![Length::ZERO; runs.len()]);
    for at in order {
        places[at] = x;
        x += runs[at].width;
    }
    places
}

fn rectangle(size: Size) -> Path {
    let point = |x, y| Point { x, y };
    Path {
        segments: vec![
            Segment::Move(point(Length::ZERO, Length::ZERO)),
            Segment::Line(point(size.width, Length::ZERO)),
            Segment::Line(point(size.width, size.height)),
            Segment::Line(point(Length::ZERO, size.height)),
            Segment::Close,
        ],
        fill: None,
        stroke: Some(Stroke {
            paint: FRAME,
            width: Length::pt(1).scale(2, 5),
            dash: Vec::new(),
            cap: 0,
            join: 0,
        }),
    }
}
