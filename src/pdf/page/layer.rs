//! Layers and gradients of drawings to operators (ISO 32000-2, 8.7.4.2 and 11.6).

use std::sync::Arc;

use printpdf::{CurTransMat, DictItem, Op};

use super::{Painter, State};
use crate::model::length::{Length, Point, Size};
use crate::pdf::Resources;
use crate::pdf::drawing::{self, Way};
use crate::pdf::object::pt;
use crate::pdf::sheet::Printed;
use crate::pdf::structure::Marks;
use crate::pdf::text::Text;
use crate::typeset::display::{FillRule, Frame, Layer, Segment, Shade};

/// The operators of a frame that is painted as a form of its own: it knows nothing of what is
/// set where it is used.
pub(in crate::pdf) fn form(frame: &Frame, resources: &Resources<'_>) -> Vec<Op> {
    let mut painter = Painter {
        resources,
        height: frame.size.height,
        ops: Vec::new(),
        text: Text::new(&resources.fonts),
        marks: Marks::new(None, resources.text_block),
        fill: None,
        stroke: None,
        over: (false, false),
        printed: Printed::new(frame.size, resources.bleed, false),
    };
    painter.frame(frame, Point::default());
    painter.text.end(&mut painter.ops);
    painter.ops
}

/// The operators that paint a gradient's other side, how much is seen through it, where the
/// axes are those of the frame: `y` downwards.
pub(in crate::pdf) fn alpha(shade: &Shade, name: String) -> Vec<Op> {
    vec![transform(shade.gradient.matrix), named("sh", name)]
}

impl Painter<'_> {
    pub(super) fn layer(&mut self, layer: &Arc<Layer>, at: Point) {
        let Some(way) = self.resources.drawings.way(layer) else { return };
        let before = self.begin();
        for (segments, rule) in &layer.clips {
            self.cut(segments, *rule, at);
        }
        match way {
            Way::Plain => self.frame(&layer.frame, at),
            Way::State(state) => {
                self.ops.push(named("gs", state));
                self.frame(&layer.frame, at);
            }
            Way::Form { states, form } => {
                self.opaque();
                let foot = self.height - at.y - layer.frame.size.height;
                self.ops.push(transform([1.0, 0.0, 0.0, 1.0, pt(at.x), pt(foot)]));
                self.ops.extend(states.into_iter().map(|state| named("gs", state)));
                self.ops.push(named("Do", form));
            }
        }
        self.end(before);
    }

    pub(super) fn shade(&mut self, shade: &Arc<Shade>, at: Point) {
        let Some((name, alpha)) = self.resources.drawings.shade(shade) else { return };
        let before = self.begin();
        self.opaque();
        self.cut(&shade.segments, shade.rule, at);
        // From here on as the frame has it: `y` downwards from the item's place.
        self.ops.push(transform([1.0, 0.0, 0.0, -1.0, pt(at.x), pt(self.height - at.y)]));
        self.ops.extend(alpha.map(|state| named("gs", state)));
        self.ops.push(transform(shade.gradient.matrix));
        self.ops.push(named("sh", name));
        self.end(before);
    }

    fn begin(&mut self) -> State {
        self.marks.drawing((&mut self.text, &mut self.ops));
        self.save()
    }

    fn end(&mut self, before: State) {
        self.marks.drawing((&mut self.text, &mut self.ops));
        self.restore(before);
    }

    /// What black ink prints over is known here of nothing.
    fn opaque(&mut self) {
        self.overprint((false, false));
    }

    /// Cuts what follows to an outline.
    fn cut(&mut self, segments: &[Segment], rule: FillRule, at: Point) {
        self.outline(segments, at);
        self.operator(match rule {
            FillRule::NonZero => "W",
            FillRule::EvenOdd => "W*",
        });
        self.operator("n");
    }
}

fn transform(matrix: [f32; 6]) -> Op {
    Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix.map(drawing::rounded)) }
}

fn named(key: &str, name: String) -> Op {
    Op::Unknown { key: key.into(), value: vec![DictItem::Name(name.into_bytes())] }
}

/// The extent of a frame's form.
pub(in crate::pdf) fn extent(size: Size) -> [Length; 4] {
    [Length::ZERO, Length::ZERO, size.width, size.height]
}
