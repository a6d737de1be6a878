//! An edition: all that a backend may know.

mod gutter;

use crate::font::FontBook;
use crate::model::Place;
use crate::model::length::{Length, Size};
use crate::model::manifest::{EditionSpec, GutterSpec, Hyphenation, PrintSpec};
use crate::model::metadata::Metadata;
use crate::model::theme::Theme;
use crate::resolve::ResolvedBook;

/// A resolved book together with how this edition shows it.
#[derive(Clone, Debug)]
pub struct Edition<'a> {
    /// What `book.yaml` says of it.
    pub spec: &'a EditionSpec,
    /// The book's metadata with the edition's own title and identifiers in place.
    pub metadata: Metadata,
    /// The book.
    pub book: &'a ResolvedBook,
    /// The design.
    pub theme: &'a Theme,
    /// The faces it is set in.
    pub fonts: &'a FontBook,
    /// How words are divided.
    pub hyphenation: &'a Hyphenation,
    /// Date of making, from outside (`SOURCE_DATE_EPOCH`, `modified:`, `date:`, 1980):
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub modified: String,
    /// The cover picture for an EPUB.
    pub cover: Option<Cover>,
    /// The pages of a print edition that an EPUB is to know.
    pub page_list: Option<PageList>,
}

/// Where the pages of a print edition begin in another edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageList {
    /// What they are the pages of: `urn:isbn:…`, or title, publisher and year.
    pub source: String,
    /// In the order of the pages.
    pub marks: Vec<PageMark>,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMark {
    /// Its folio: `iv`, `12`.
    pub label: String,
    /// Its first character.
    pub place: Place,
}

/// A cover picture.
#[derive(Clone, Debug)]
pub struct Cover {
    /// JPEG or PNG.
    pub bytes: std::sync::Arc<[u8]>,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// Text in its place.
    pub alt: String,
}

/// The page of a print edition in lengths: trim, margins, grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageGeometry {
    /// Trim size.
    pub trim: Size,
    /// At the binding.
    pub inner: Length,
    /// At the fore edge.
    pub outer: Length,
    /// Above the text block.
    pub top: Length,
    /// Width of the text block.
    pub measure: Length,
    /// Lines in the text block; its height is `lines × leading`.
    pub lines: u16,
    /// Body size.
    pub size: Length,
    /// Body leading: the grid.
    pub leading: Length,
    /// What the white at the binding is at least.
    pub gutter: Gutter,
}

/// The least white at the binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gutter {
    /// The inner margin, whatever the number of pages.
    Fixed,
    /// What printers ask for by the number of pages. What it takes beyond the inner margin
    /// comes from the outer one down to `least_outer`, then from the width of the text.
    ByPages {
        /// What the outer margin keeps.
        least_outer: Length,
        /// Pages from which on the inner margin is looked at.
        from: usize,
    },
}

/// Least margin on any side, where a printer's trimming is safe.
const LEAST_MARGIN: Length = Length::pt(27);

/// Pages from which on a book is so thick that margins by themselves grow with it.
const THICK: usize = 151;

impl PageGeometry {
    /// The page that a theme and an edition's settings ask for. With `margins: auto` the
    /// text block is as wide as the theme's measure where the trim has room for it; the
    /// remaining white is shared 2 : 3 between binding and fore edge, and between head
    /// and foot, as in Tschichold's canon.
    pub fn new(theme: &Theme, print: &PrintSpec) -> Self {
        let default = &theme.print_default;
        let milli = |n: i64| Length::pt(n).scale(1, 1000);
        let trim = print
            .trim
            .unwrap_or(Size { width: milli(default.trim_width), height: milli(default.trim_height) });
        let size = print.size.unwrap_or(milli(default.size));
        let leading = print.leading.unwrap_or_else(|| match print.size {
            Some(size) => size.scale(default.leading, default.size.max(1)),
            None => milli(default.leading),
        });
        let (inner, outer, top, bottom) = match &print.margins {
            Some(m) => {
                let resolve = |x: crate::model::length::Measure| x.resolve(size, leading, trim.width);
                (resolve(m.inner), resolve(m.outer), resolve(m.top), resolve(m.bottom))
            }
            None => auto_margins(theme, trim, (size, leading), print.side_notes),
        };
        let (inner, gutter) = match print.gutter {
            Some(GutterSpec::Length(least)) => (inner.max(least), Gutter::Fixed),
            Some(GutterSpec::Auto) => (inner, Gutter::ByPages { least_outer: outer, from: 0 }),
            // Margins that an author gives are what he wants.
            None if print.margins.is_some() => (inner, Gutter::Fixed),
            None => (inner, Gutter::ByPages { least_outer: LEAST_MARGIN, from: THICK }),
        };
        let measure = (trim.width - inner - outer).max(size * 4);
        let height = trim.height - top - bottom;
        let lines = (height.0 / leading.0.max(1)).clamp(4, 400);
        let lines = u16::try_from(lines).unwrap_or(400);
        Self { trim, inner, outer, top, measure, lines, size, leading, gutter }.for_pages(0)
    }

    /// The page of a book of so many pages: as wide at the binding as printers ask for, or
    /// wider, never narrower than this.
    #[must_use]
    pub fn for_pages(self, pages: usize) -> Self {
        let Gutter::ByPages { least_outer, from } = self.gutter else { return self };
        if pages < from {
            return self;
        }
        let more = (gutter::least(pages) - self.inner).at_least_zero();
        let from_outer = more.min((self.outer - least_outer).at_least_zero());
        let measure = (self.measure - (more - from_outer)).max(self.size * 4);
        Self { inner: self.inner + more, outer: self.outer - from_outer, measure, ..self }
    }

    /// Height of the text block.
    pub fn height(&self) -> Length {
        self.leading * i64::from(self.lines)
    }

    /// The column for notes in the outer margin; `None` where it has no room for one.
    pub fn side(&self) -> Option<SideColumn> {
        let gap = self.size;
        let width = (self.outer - gap - SAFE).min(self.size * MOST_SIDE);
        (width >= self.size * LEAST_SIDE).then_some(SideColumn { gap, width })
    }
}

/// A column beside the text block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideColumn {
    /// White between it and the text.
    pub gap: Length,
    /// Its width.
    pub width: Length,
}

/// No note stands nearer to the edge of the paper.
const SAFE: Length = Length::pt(18);
/// A line of a note in the margin is at least so many ems of the body's wide, or its words
/// hardly fit.
const LEAST_SIDE: i64 = 6;
/// And at most.
const MOST_SIDE: i64 = 13;
/// As wide as it is made where margins are `auto`.
const USUAL_SIDE: i64 = 8;
/// What is left to the text then, in ems: less is no page of a book.
const LEAST_MEASURE: i64 = 19;

fn auto_margins(
    theme: &Theme,
    trim: Size,
    (size, leading): (Length, Length),
    side_notes: bool,
) -> (Length, Length, Length, Length) {
    let wanted = theme.page.measure.resolve(size, leading, trim.width);
    // The white at the sides together is at least a sixth of the width.
    let white = (trim.width - wanted).max(trim.width / 6).max(LEAST_MARGIN * 2);
    // Binding swallows paper: nearly equal shares look like 2 : 3 in the hand.
    let inner = white.scale(48, 100);
    let mut outer = white - inner;
    if side_notes {
        let wide = size * (USUAL_SIDE + 1) + SAFE;
        outer = outer.max(wide.min(trim.width - inner - size * LEAST_MEASURE));
    }
    let height_white = trim.height.scale(22, 100).max(LEAST_MARGIN * 2);
    let top = height_white.scale(45, 100);
    (inner, outer, top, height_white - top)
}
