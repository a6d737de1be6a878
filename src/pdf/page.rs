//! A page's display list to operators (ISO 32000-2, 8 and 9).
//!
//! Lengths that grew downwards from the top grow upwards from the foot here. Colours and
//! strokes stay set on a page until something else is asked for.

pub(super) mod layer;

use printpdf::{
    CurTransMat, DictItem, LineDashPattern, Op, PaintMode, Pt, Rect, WindingOrder, XObjectId,
    XObjectTransform,
};

use super::Resources;
use super::image::Upright;
use super::object::pt;
use super::said::{Said, Word, divided_word};
use super::sheet::Printed;
use super::structure::{Marks, PageMarks};
use super::text::{self, MISSING, Text};
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{FillRule, Frame, GlyphRun, Item, Page, Paint, Path, Segment, Stroke, Whole};

/// The operators that paint a page, and what they show of which elements of the structure.
pub(super) fn operators(page: &Page, binding_left: bool, resources: &Resources<'_>) -> (Vec<Op>, PageMarks) {
    let mut painter = Painter {
        resources,
        height: page.size.height,
        printed: Printed::new(page.size, resources.bleed, binding_left),
        // Some for each line of a page.
        ops: Vec::with_capacity(256),
        text: Text::new(&resources.fonts),
        marks: Marks::new(resources.structure.as_ref(), resources.text_block),
        // Contents begin in black (8.4.1).
        fill: resources.inks.begins_black().then_some(Paint::BLACK),
        over: (false, false),
        stroke: None,
    };
    painter.frame(&page.frame, Point::default());
    painter.marks.close((&mut painter.text, &mut painter.ops));
    painter.text.end(&mut painter.ops);
    (painter.ops, painter.marks.take())
}

struct Painter<'a> {
    resources: &'a Resources<'a>,
    height: Length,
    /// What of the sheet is printed on.
    printed: Printed,
    ops: Vec<Op>,
    text: Text<'a>,
    marks: Marks<'a>,
    fill: Option<Paint>,
    stroke: Option<Stroke>,
    /// Whether strokes and fills print over what is under them.
    over: (bool, bool),
}

/// What operators leave set.
struct State {
    text: text::State,
    fill: Option<Paint>,
    stroke: Option<Stroke>,
    over: (bool, bool),
}

impl Painter<'_> {
    fn frame(&mut self, frame: &Frame, origin: Point) {
        // Bytes of the next run that end a word.
        let mut open_word = None;
        for (index, (point, item)) in frame.items.iter().enumerate() {
            let at = Point { x: origin.x + point.x, y: origin.y + point.y };
            match item {
                Item::Glyphs(run) => {
                    let word = match open_word.take() {
                        Some(end) => Some(Word::Closes(end)),
                        None => self.opens_word(run, frame.items.get(index + 1)).map(|(word, end)| {
                            open_word = Some(end);
                            Word::Opens(word)
                        }),
                    };
                    let next = frame.items.get(index + 1).map(|(_, next)| next);
                    let goes_on = matches!(next, Some(Item::Glyphs(next)) if next.source == run.source);
                    self.run(run, (word, goes_on), at);
                }
                Item::Path(path) => self.path(path, at),
                Item::Rule { size, paint } => self.rule(*size, paint, at),
                Item::Image { asset, size, .. } => match self.resources.pictures.asset(asset) {
                    Some((id, upright)) => self.picture(id, upright, *size, at),
                    None => self.missing(*size, at),
                },
                Item::Bitmap { bitmap, size } => {
                    if let Some(id) = self.resources.pictures.bitmap(bitmap) {
                        self.picture(id, Upright::AS_IT_IS, *size, at);
                    }
                }
                Item::Group(inner) => {
                    let whole = (inner.whole, at, inner.size);
                    let entered = self.marks.enter(whole, (&mut self.text, &mut self.ops));
                    match inner.whole {
                        Some(Whole::Picture(_)) if !self.printed.holds(at, inner.size) => {
                            self.clipped(inner, at);
                        }
                        _ => self.frame(inner, at),
                    }
                    self.marks.leave(entered, (&mut self.text, &mut self.ops));
                }
                Item::Layer(layer) => self.layer(layer, at),
                Item::Shade(shade) => self.shade(shade, at),
                // Both stand beside the contents: `link`, `outline`.
                Item::Link { size, .. } => self.marks.link(at, *size),
                Item::Anchor(_) => {}
            }
        }
    }

    /// A picture of which nothing is painted beyond what is printed on.
    fn clipped(&mut self, frame: &Frame, at: Point) {
        let before = self.save();
        let value = self.printed.corner_and_extent(self.height).map(|edge| DictItem::Real(pt(edge))).to_vec();
        self.ops.push(Op::Unknown { key: "re".into(), value });
        self.operator("W");
        self.operator("n");
        self.frame(frame, at);
        self.restore(before);
    }

    /// Saves the graphics state, and remembers what is set in it.
    fn save(&mut self) -> State {
        self.text.end(&mut self.ops);
        self.ops.push(Op::SaveGraphicsState);
        State {
            text: self.text.state(),
            fill: self.fill.clone(),
            stroke: self.stroke.clone(),
            over: self.over,
        }
    }

    fn restore(&mut self, before: State) {
        self.text.end(&mut self.ops);
        self.ops.push(Op::RestoreGraphicsState);
        self.text.set_state(before.text);
        (self.fill, self.stroke, self.over) = (before.fill, before.stroke, before.over);
    }

    /// A word that this run begins and the next item ends.
    fn opens_word(&self, run: &GlyphRun, next: Option<&(Point, Item)>) -> Option<(String, usize)> {
        let Some((_, Item::Glyphs(next))) = next else { return None };
        let word = divided_word(run, next)?;
        let shown = self.text.shows(run) && self.text.shows(next);
        (shown && self.marks.same(run, next)).then_some(word)
    }

    /// A run, which may open or close a word, and whose source may go on in the next.
    fn run(&mut self, run: &GlyphRun, (word, goes_on): (Option<Word>, bool), at: Point) {
        if !self.text.shows(run) {
            return;
        }
        let out = (&mut self.text, &mut self.ops);
        let edges = self.marks.run((run, at, goes_on), word.as_ref(), out);
        let at = Point { x: at.x, y: self.height - at.y };
        if !self.text.continues(run, at) {
            self.text.end_line(&mut self.ops);
            self.fill(&run.paint);
        }
        self.text.place(run, at, &mut self.ops);
        let mut x = at.x;
        let apart = edges.begins_word && !self.text.blank(run, x);
        let parts = self.text.parts(run, &Said { apart, word, ends_line: edges.ends_line });
        for part in &parts {
            self.marks.part(part, (&mut self.text, &mut self.ops));
            x = self.text.show(run, part.glyphs.clone(), x, &mut self.ops);
            self.marks.end_part(part, (&mut self.text, &mut self.ops));
        }
        if edges.ends_line && parts.last().is_none_or(|part| part.says.is_none()) {
            self.text.blank(run, x);
        }
        self.marks.end_run((&mut self.text, &mut self.ops));
        if run.glyphs.iter().any(|glyph| glyph.id == MISSING) {
            self.missing_glyphs(run, at);
        }
    }

    /// Boxes where a face has no glyph, the foot of the run at `at`.
    fn missing_glyphs(&mut self, run: &GlyphRun, at: Point) {
        let line = run.size / 24;
        let (mut x, y) = (at.x, self.height - at.y);
        for glyph in &run.glyphs {
            let height = run.size.scale(13, 20);
            let size = Size { width: glyph.advance - line * 4, height };
            if glyph.id == MISSING && size.width > Length::ZERO {
                self.marks.drawing((&mut self.text, &mut self.ops));
                let (paint, dash) = (run.paint.clone(), Vec::new());
                self.stroke(&Stroke { paint, width: line, dash, cap: 0, join: 0 });
                let corner = Point { x: x + line * 2, y: y - height };
                self.ops
                    .push(Op::DrawRectangle { rectangle: self.rectangle(size, corner, PaintMode::Stroke) });
            }
            x += glyph.advance;
        }
    }

    fn rule(&mut self, size: Size, paint: &Paint, at: Point) {
        if size.width <= Length::ZERO || size.height <= Length::ZERO {
            return;
        }
        self.marks.drawing((&mut self.text, &mut self.ops));
        self.fill(paint);
        self.ops.push(Op::DrawRectangle { rectangle: self.rectangle(size, at, PaintMode::Fill) });
    }

    /// A box with a cross where a picture could not be had; a finding says which.
    fn missing(&mut self, size: Size, at: Point) {
        self.marks.drawing((&mut self.text, &mut self.ops));
        let gray = Paint::Gray(128);
        self.stroke(&Stroke { paint: gray, width: Length::pt(1) / 2, dash: Vec::new(), cap: 0, join: 0 });
        self.ops.push(Op::DrawRectangle { rectangle: self.rectangle(size, at, PaintMode::Stroke) });
        let (right, foot) = (at.x + size.width, at.y + size.height);
        for (from, to) in [((at.x, at.y), (right, foot)), ((at.x, foot), (right, at.y))] {
            self.segment("m", &[Point { x: from.0, y: from.1 }]);
            self.segment("l", &[Point { x: to.0, y: to.1 }]);
        }
        self.operator("S");
    }

    fn rectangle(&self, size: Size, at: Point, mode: PaintMode) -> Rect {
        Rect {
            x: Pt(pt(at.x)),
            y: Pt(pt(self.height - at.y - size.height)),
            width: Pt(pt(size.width)),
            height: Pt(pt(size.height)),
            mode: Some(mode),
            winding_order: Some(WindingOrder::NonZero),
        }
    }

    fn picture(&mut self, id: &XObjectId, upright: Upright, size: Size, at: Point) {
        if size.width <= Length::ZERO || size.height <= Length::ZERO {
            return;
        }
        self.marks.drawing((&mut self.text, &mut self.ops));
        let foot = self.height - at.y - size.height;
        let matrix = upright.placed([pt(at.x), pt(foot)], [pt(size.width), pt(size.height)]);
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
        self.ops.push(Op::UseXobject {
            id: id.clone(),
            transform: XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() },
        });
        self.ops.push(Op::RestoreGraphicsState);
    }

    fn path(&mut self, path: &Path, at: Point) {
        let painted = match (&path.fill, &path.stroke) {
            (None, None) => return,
            (Some((_, FillRule::NonZero)), None) => "f",
            (Some((_, FillRule::EvenOdd)), None) => "f*",
            (None, Some(_)) => "S",
            (Some((_, FillRule::NonZero)), Some(_)) => "B",
            (Some((_, FillRule::EvenOdd)), Some(_)) => "B*",
        };
        if path.segments.is_empty() {
            return;
        }
        self.marks.drawing((&mut self.text, &mut self.ops));
        if let Some((paint, _)) = &path.fill {
            self.fill(paint);
        }
        if let Some(stroke) = &path.stroke {
            self.stroke(stroke);
        }
        let begun = self.outline(&path.segments, at);
        self.operator(if begun { painted } else { "n" });
    }

    /// An outline to be painted or cut to; whether there is anything of it.
    fn outline(&mut self, segments: &[Segment], at: Point) -> bool {
        let shift = |p: Point| Point { x: at.x + p.x, y: at.y + p.y };
        // A path that begins without a place to begin at begins where its first piece ends.
        let mut begun = false;
        for segment in segments {
            match *segment {
                Segment::Move(to) => self.segment("m", &[shift(to)]),
                Segment::Line(to) | Segment::Curve(_, _, to) if !begun => self.segment("m", &[shift(to)]),
                Segment::Line(to) => self.segment("l", &[shift(to)]),
                Segment::Curve(a, b, to) => self.segment("c", &[shift(a), shift(b), shift(to)]),
                Segment::Close if !begun => continue,
                Segment::Close => self.operator("h"),
            }
            begun = true;
        }
        begun
    }

    fn operator(&mut self, key: &str) {
        self.ops.push(Op::Unknown { key: key.into(), value: Vec::new() });
    }

    /// printpdf closes every outline it draws, so pieces are written by their own operators.
    fn segment(&mut self, key: &str, points: &[Point]) {
        let pair = |p: &Point| [DictItem::Real(pt(p.x)), DictItem::Real(pt(self.height - p.y))];
        let value = points.iter().flat_map(pair).collect();
        self.ops.push(Op::Unknown { key: key.into(), value });
    }

    fn fill(&mut self, paint: &Paint) {
        if self.fill.as_ref() != Some(paint) {
            let inks = &self.resources.inks;
            self.ops.extend(inks.set(paint, false));
            self.overprint((self.over.0, inks.overprints(paint)));
            self.fill = Some(paint.clone());
        }
    }

    fn overprint(&mut self, over: (bool, bool)) {
        if self.over != over {
            let name = DictItem::Name(overprint_name(over).into());
            self.ops.push(Op::Unknown { key: "gs".into(), value: vec![name] });
            self.over = over;
        }
    }

    fn stroke(&mut self, stroke: &Stroke) {
        let old = self.stroke.replace(stroke.clone());
        let differs = |same: fn(&Stroke, &Stroke) -> bool| old.as_ref().is_none_or(|old| !same(old, stroke));
        if differs(|a, b| a.paint == b.paint) {
            let inks = &self.resources.inks;
            self.ops.extend(inks.set(&stroke.paint, true));
            self.overprint((inks.overprints(&stroke.paint), self.over.1));
        }
        if differs(|a, b| a.width == b.width) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(pt(stroke.width.at_least_zero())) });
        }
        if differs(|a, b| a.dash == b.dash) {
            let pattern = dashes(&stroke.dash).into();
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern { offset: 0.0, pattern } });
        }
        for (key, number, changed) in [
            ("J", stroke.cap, differs(|a, b| a.cap == b.cap)),
            ("j", stroke.join, differs(|a, b| a.join == b.join)),
        ] {
            if changed {
                let value = vec![DictItem::Int(i64::from(number.min(2)))];
                self.ops.push(Op::Unknown { key: key.into(), value });
            }
        }
    }
}

/// Dash lengths in points; solid when they could not be drawn (8.4.3.6: none negative, not
/// all zero).
fn dashes(lengths: &[Length]) -> Vec<f32> {
    let dashes: Vec<f32> = lengths.iter().map(|length| pt(length.at_least_zero())).collect();
    if dashes.iter().all(|dash| *dash <= 0.0) { Vec::new() } else { dashes }
}

/// The name among the resources of a graphics state whose strokes and fills print over
/// what is under them, or don't.
pub(super) fn overprint_name((strokes, fills): (bool, bool)) -> &'static str {
    match (strokes, fills) {
        (false, false) => "O0",
        (false, true) => "O1",
        (true, false) => "O2",
        (true, true) => "O3",
    }
}
