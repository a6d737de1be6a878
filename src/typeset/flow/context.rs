//! What blocks take from those they stand in: size, indents, language; and the paragraph
//! styles that follow from it.

use std::sync::Arc;

use crate::edition::{Edition, PageGeometry};
use crate::font::{Family, Look};
use crate::model::length::{Length, Measure};
use crate::model::theme::{HeadingAlign, HeadingStyle, Shape};
use crate::typeset::display::Paint;
use crate::typeset::paragraph::{ParagraphStyle, TextAlign, baseline};

/// The surroundings of a block.
#[derive(Clone, Debug)]
pub struct Context {
    /// Size.
    pub size: Length,
    /// Leading.
    pub leading: Length,
    /// Distance from the left edge of the text block.
    pub left: Length,
    /// Distance from its right edge.
    pub right: Length,
    /// Language.
    pub lang: Arc<str>,
    /// Whether text is italic.
    pub italic: bool,
    /// How paragraphs stand.
    pub align: TextAlign,
    /// First-line indent of paragraphs.
    pub indent: Length,
    /// Space between paragraphs.
    pub gap: Length,
    /// How many blocks it stands in; 0 directly in the chapter. Notes count as one.
    pub depth: u8,
    /// Whether it is a list item's, which has its own spacing.
    pub in_list: bool,
}

impl Context {
    /// That of a chapter's own blocks.
    pub fn body(edition: &Edition<'_>, page: &PageGeometry, lang: Option<&str>) -> Self {
        let body = &edition.theme.body;
        let resolve = |m: Measure| m.resolve(page.size, page.leading, page.measure);
        Self {
            size: page.size,
            leading: page.leading,
            left: Length::ZERO,
            right: Length::ZERO,
            lang: lang.unwrap_or(&edition.metadata.lang).into(),
            italic: false,
            align: if body.justify { TextAlign::Justify } else { TextAlign::Start },
            indent: resolve(body.indent),
            gap: resolve(body.gap),
            depth: 0,
            in_list: false,
        }
    }

    /// That of a note's blocks.
    pub fn note(edition: &Edition<'_>, page: &PageGeometry, lang: Option<&str>) -> Self {
        let note = &edition.theme.note;
        let mut context = Self::body(edition, page, lang);
        context.size = page.size.scale(i64::from(note.size), 1000).max(Length(1));
        context.leading = page.leading.scale(i64::from(note.leading), 1000).max(Length(1));
        context.indent = context.size;
        context.gap = Length::ZERO;
        context.depth = 1;
        context
    }

    /// One block further in, indented at both sides.
    #[must_use]
    pub fn within(&self, left: Length, right: Length) -> Self {
        Self {
            left: self.left + left,
            right: self.right + right,
            depth: self.depth.saturating_add(1),
            in_list: false,
            ..self.clone()
        }
    }

    /// The same with smaller or larger letters on the same leading.
    #[must_use]
    pub fn sized(&self, thousandths: i32) -> Self {
        Self { size: self.size.scale(i64::from(thousandths), 1000).max(Length(1)), ..self.clone() }
    }

    /// Width left for text, never less than an em of it.
    pub fn width(&self, page: &PageGeometry) -> Length {
        (page.measure - self.left - self.right).max(self.size)
    }

    /// The style of running text.
    pub fn style(&self, edition: &Edition<'_>, page: &PageGeometry) -> ParagraphStyle {
        let theme = edition.theme;
        // However deep blocks nest, a column of a few ems remains for the text.
        let room = page.measure - self.size * 6;
        let left = self.left.min(room.at_least_zero());
        let right = self.right.min((room - left).at_least_zero());
        ParagraphStyle {
            look: Look { family: Family::Body, bold: false, italic: self.italic },
            size: self.size,
            leading: self.leading,
            measure: page.measure,
            indent: Length::ZERO,
            left,
            right,
            align: self.align,
            hyphenate: theme.body.hyphenate,
            lang: Arc::clone(&self.lang),
            oldstyle_figures: theme.fonts.oldstyle_figures,
            tabular_figures: false,
            small_caps: false,
            paint: Paint::BLACK,
            drop_cap: 0,
            lead_in: false,
            hang: Length::ZERO,
        }
    }

    /// The style of a heading.
    pub fn heading(
        &self,
        edition: &Edition<'_>,
        page: &PageGeometry,
        heading: &HeadingStyle,
    ) -> ParagraphStyle {
        let size = self.size.scale(i64::from(heading.size), 1000).max(Length(1));
        let leading = on_grid(size.scale(i64::from(heading.leading), 1000).max(size), page.leading);
        ParagraphStyle {
            look: Look {
                family: if heading.heading_font { Family::Heading } else { Family::Body },
                bold: heading.bold,
                italic: heading.shape == Shape::Italic,
            },
            size,
            leading,
            align: match heading.align {
                HeadingAlign::Start => TextAlign::Start,
                HeadingAlign::Center => TextAlign::Center,
                HeadingAlign::End => TextAlign::End,
            },
            hyphenate: false,
            small_caps: heading.shape == Shape::SmallCaps,
            ..self.style(edition, page)
        }
    }

    /// How much lower lines of this style are drawn to stand on the grid's baselines:
    /// only lines as high as the grid's can.
    pub fn shift(style: &ParagraphStyle, page: &PageGeometry) -> Length {
        if style.leading == page.leading {
            baseline(page.leading, page.size) - baseline(style.leading, style.size)
        } else {
            Length::ZERO
        }
    }
}

/// A leading that is meant to be whole lines of the grid, but given in thousandths.
fn on_grid(leading: Length, grid: Length) -> Length {
    let lines = (leading.0 + grid.0 / 2) / grid.0.max(1);
    let near = grid * lines;
    if lines > 0 && (near.0 - leading.0).abs() * 50 <= grid.0 { near } else { leading }
}

/// The least multiple of `unit` that is at least `length`.
pub fn ceil_to(length: Length, unit: Length) -> Length {
    let unit = unit.0.max(1);
    let rest = length.0.rem_euclid(unit);
    if rest == 0 { length } else { Length(length.0 + (unit - rest)) }
}
