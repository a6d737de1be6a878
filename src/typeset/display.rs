//! The display list: pages as positioned glyph runs, paths, pictures and links.
//!
//! Coordinates are [`Length`]s from the top left corner of what holds them, `y`
//! downwards. Nothing here says why something stands where it does.

use std::ops::Range;
use std::sync::Arc;

use crate::font::FontId;
use crate::model::length::{Length, Point, Size};
use crate::model::{NodeId, Place};
use crate::source::Span;
use crate::typeset::page::fault::Fault;

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The trim size.
    pub size: Size,
    /// The folio: `iv`, `12`; also of pages that show none.
    pub label: String,
    /// What is on it; empty for a blank page.
    pub frame: Frame,
}

/// Things at places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The extent it was made for.
    pub size: Size,
    /// What it holds, in painting and reading order.
    pub items: Vec<(Point, Item)>,
    /// What its items do not say of the lines of text they make, in the same order.
    pub lines: Vec<TextLine>,
    /// What it is as one thing; `None` where every item stands for itself.
    pub whole: Option<Whole>,
}

/// What a frame is as one thing, whatever its items say of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// The picture of this node.
    Picture(NodeId),
    /// What is drawn for a part of a node, as in [`Source::Part`].
    Part(NodeId, u32),
    /// No part of the book's matter: a table's head shown again.
    Artifact,
}

impl Frame {
    /// An empty frame of this size.
    pub fn new(size: Size) -> Self {
        Self { size, items: Vec::new(), lines: Vec::new(), whole: None }
    }

    /// Puts an item at a place.
    pub fn push(&mut self, at: Point, item: Item) {
        self.items.push((at, item));
    }

    /// Puts everything another frame holds where that frame's corner would stand.
    pub fn place(&mut self, at: Point, other: Self) {
        if other.whole.is_some() {
            return self.push(at, Item::Group(other));
        }
        let moved = |p: Point| Point { x: p.x + at.x, y: p.y + at.y };
        let before = self.items.len();
        self.items.extend(other.items.into_iter().map(|(p, item)| (moved(p), item)));
        let lines = other.lines.into_iter();
        self.lines.extend(lines.map(|line| TextLine {
            at: moved(line.at),
            items: (line.items.0 + before, line.items.1 + before),
            ..line
        }));
    }
}

/// A line of a paragraph on its page: facts about the glyphs that stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLine {
    /// The top left corner of its text, indents taken off.
    pub at: Point,
    /// The width it may fill, and the distance of baselines.
    pub size: Size,
    /// The frame's items that it is made of: from, to.
    pub items: (usize, usize),
    /// The paragraph.
    pub node: NodeId,
    /// The paragraph's Markdown.
    pub span: Span,
    /// Which line of it this is, from 0.
    pub index: u32,
    /// How many lines it has.
    pub count: u32,
    /// In how many lines it could have been set: the fewest, the best for it alone, the most.
    pub choices: [u32; 3],
    /// Whether it ends in a hyphen.
    pub hyphenated: bool,
    /// Whether its paragraph is justified.
    pub justified: bool,
    /// Whether it ends where it is told to, full or not, as a paragraph's last line does.
    pub ends: bool,
    /// How far it sticks out of its width.
    pub over: Length,
}

/// What stands on a page. The point it is paired with is the left end of the baseline
/// for glyphs, the top left corner for everything else.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Text.
    Glyphs(GlyphRun),
    /// A filled or stroked outline.
    Path(Path),
    /// A filled rectangle: rules of tables and notes, grounds of code.
    Rule {
        /// Its extent.
        size: Size,
        /// Its colour.
        paint: Paint,
    },
    /// A picture.
    Image {
        /// Key into the book's assets.
        asset: String,
        /// The extent it is scaled to.
        size: Size,
        /// Text in its place.
        alt: String,
    },
    /// Pixels made here: what of a drawing cannot be said in paths.
    Bitmap {
        /// The pixels.
        bitmap: Arc<Bitmap>,
        /// The extent they are scaled to.
        size: Size,
    },
    /// A rectangle that leads somewhere.
    Link {
        /// Its extent.
        size: Size,
        /// Where to.
        target: LinkTarget,
    },
    /// A place that can be led to.
    Anchor(NodeId),
    /// A frame within this one.
    Group(Frame),
    /// A part of a drawing that is painted as one.
    Layer(Arc<Layer>),
    /// An outline filled with colours that run into one another.
    Shade(Arc<Shade>),
}

/// Items painted as one: cut, seen through, blended with what is below, masked
/// (ISO 32000-2, 11.6). Its frame's items are placed from the layer's point.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What is painted.
    pub frame: Frame,
    /// Outlines that all of it is cut to.
    pub clips: Vec<(Vec<Segment>, FillRule)>,
    /// 255: nothing is seen through it.
    pub opacity: u8,
    /// How it mixes with what is below.
    pub blend: Blend,
    /// What it is seen through.
    pub mask: Option<Mask>,
}

impl Layer {
    /// A layer that is only cut.
    pub fn cut(frame: Frame, clips: Vec<(Vec<Segment>, FillRule)>) -> Self {
        Self { frame, clips, opacity: u8::MAX, blend: Blend::Normal, mask: None }
    }

    /// Whether something below may be seen through it, or changes it.
    pub fn is_transparent(&self) -> bool {
        self.opacity < u8::MAX || self.blend != Blend::Normal || self.mask.is_some()
    }
}

/// What a layer is seen through, as large as its frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    /// What is painted.
    pub frame: Frame,
    /// What of it lets the layer be seen.
    pub by: MaskBy,
}

/// What of a mask lets a layer be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskBy {
    /// How light it is: its colours are grays.
    Light,
    /// Where it paints anything.
    Cover,
}

/// How colours mix with those below (ISO 32000-2, 11.3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Blend {
    #[default]
    Normal,
    Multiply,
    Screen,
    Overlay,
    Darken,
    Lighten,
    ColorDodge,
    ColorBurn,
    HardLight,
    SoftLight,
    Difference,
    Exclusion,
    Hue,
    Saturation,
    Color,
    Luminosity,
}

/// An outline filled with a gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Shade {
    /// Its pieces.
    pub segments: Vec<Segment>,
    /// Which points count as inside.
    pub rule: FillRule,
    /// What it is filled with.
    pub gradient: Gradient,
}

/// Colours along a line or between circles; beyond its ends the last colours go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// In its own units.
    pub shape: GradientShape,
    /// From its own units to points from the item's place, as SVG has it: `a b c d e f`.
    pub matrix: [f32; 6],
    /// Two or more, in order.
    pub stops: Vec<Stop>,
}

/// What a gradient runs along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GradientShape {
    /// From a point to another.
    Line([(f32, f32); 2]),
    /// From a circle to another that holds it: centre, radius.
    Circles([((f32, f32), f32); 2]),
}

/// A colour at a place of a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// From 0 to 1.
    pub at: f32,
    /// Red, green, blue.
    pub color: [u8; 3],
    /// 255: nothing is seen through it.
    pub alpha: u8,
}

/// Pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue, alpha (not premultiplied) of each pixel, row by row.
    pub rgba: Vec<u8>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address outside.
    Uri(String),
    /// A node of the book.
    Node(NodeId),
}

/// A stretch of glyphs of one font at one size on one baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// The font.
    pub font: FontId,
    /// Size.
    pub size: Length,
    /// Horizontal scale of the glyphs in thousandths: 1000 is as drawn. Advances already
    /// include it.
    pub scale: i32,
    /// What most letters are spaced by, thousandths of an em before scaling; negative
    /// closer. Advances already include it.
    pub tracking: i32,
    /// Its colour.
    pub paint: Paint,
    /// What of the book it shows.
    pub source: Source,
    /// The text it shows, in logical order.
    pub text: Arc<str>,
    /// Bidi embedding level (UAX 9); odd is right to left.
    pub level: u8,
    /// BCP 47.
    pub lang: Arc<str>,
    /// The glyphs in visual order, left to right.
    pub glyphs: Vec<Glyph>,
    /// Whether its text ends with a hyphen that the word does not have.
    pub hyphenated: bool,
}

impl GlyphRun {
    /// The sum of the advances.
    pub fn width(&self) -> Length {
        self.glyphs.iter().map(|g| g.advance).sum()
    }
}

/// One glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its id in the font; 0 is the missing-glyph box.
    pub id: u16,
    /// Bytes of the run's text this glyph begins at; glyphs of one cluster share it.
    pub cluster: u32,
    /// From this glyph's origin to the next one's, with kerning, justification, scale.
    pub advance: Length,
    /// Drawn this far right of its origin.
    pub dx: Length,
    /// Drawn this far above the baseline.
    pub dy: Length,
}

/// What a run shows: from this tags, the page-list and the text come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Text of the book.
    Book(Range<Place>),
    /// Text made for a node of the book: numbers, labels.
    Generated(NodeId),
    /// Text made for a part of a node: the marker of a list's item, by its index; the name
    /// of the file that code stands in (0); the sign at the end of a proof (0).
    Part(NodeId, u32),
    /// What the contents show of a node.
    Entry {
        /// The contents.
        contents: NodeId,
        /// What they lead to.
        node: NodeId,
    },
    /// Furniture: running heads, folios, leaders, wrap marks.
    Artifact,
}

/// An outline, relative to the item's point.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Its pieces.
    pub segments: Vec<Segment>,
    /// Filled with, and how.
    pub fill: Option<(Paint, FillRule)>,
    /// Stroked with.
    pub stroke: Option<Stroke>,
}

/// A piece of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Segment {
    Move(Point),
    Line(Point),
    /// Cubic Bézier: two controls, then the end.
    Curve(Point, Point, Point),
    Close,
}

/// The top left and the bottom right corner of what an outline and its controls lie in;
/// `None` for an empty one.
pub fn corners(segments: &[Segment]) -> Option<(Point, Point)> {
    let mut ends: Option<(Point, Point)> = None;
    let mut hold = |point: Point| {
        let (low, high) = ends.unwrap_or((point, point));
        let low = Point { x: low.x.min(point.x), y: low.y.min(point.y) };
        ends = Some((low, Point { x: high.x.max(point.x), y: high.y.max(point.y) }));
    };
    for segment in segments {
        match *segment {
            Segment::Move(to) | Segment::Line(to) => hold(to),
            Segment::Curve(leaving, arriving, to) => [leaving, arriving, to].into_iter().for_each(&mut hold),
            Segment::Close => {}
        }
    }
    ends
}

/// Which points count as inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FillRule {
    NonZero,
    EvenOdd,
}

/// A line along an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub paint: Paint,
    /// Its width.
    pub width: Length,
    /// Dash lengths, on and off; empty for solid.
    pub dash: Vec<Length>,
    /// 0 butt, 1 round, 2 square (PDF's numbers).
    pub cap: u8,
    /// 0 miter, 1 round, 2 bevel.
    pub join: u8,
}

/// A colour, parts in 0–255; chosen in `typeset`, written as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// 0 black, 255 white.
    Gray(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
    /// Cyan, magenta, yellow, black.
    Cmyk(u8, u8, u8, u8),
    /// A named ink and its tint.
    Spot(Arc<str>, u8),
}

impl Paint {
    /// Black text.
    pub const BLACK: Self = Self::Gray(0);
}

/// A set book: what the PDF backend writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Every page, blank ones included; the first is a recto.
    pub pages: Vec<Page>,
    /// The bookmarks, nested by `level`, in page order.
    pub outline: Vec<OutlineEntry>,
    /// Where each page's text begins in the book; `None` for pages without book text.
    pub starts: Vec<Option<Place>>,
    /// What pages give up so that the rest can hold: indices of pages, in order.
    pub faults: Vec<(usize, Fault)>,
}

/// A bookmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Its words.
    pub title: String,
    /// 1 at the top; an entry belongs to the last one of a lower level before it.
    pub level: u8,
    /// Where it leads; an [`Item::Anchor`] of this node stands on a page.
    pub node: NodeId,
}
