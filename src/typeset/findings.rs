//! What setting a book has to say.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::length::Length;
use crate::source::Span;

/// Something is higher than the page and could not be divided.
pub(super) fn overfull_page(excess: Length, span: Span) -> Diagnostic {
    let message = format!("a page is {:.1} pt too full", excess.to_pt());
    Diagnostic::new(Code::OverfullPage, message)
        .at(span, "this does not fit on a page")
        .help("make it smaller, or divide it")
}

/// Parts of a drawing became pixels.
pub(super) fn rasterised(url: &str, what: &[String], span: Span) -> Diagnostic {
    let message = format!("parts of `{url}` are printed as pixels: {}", what.join(", "));
    Diagnostic::new(Code::UnsupportedSvg, message)
        .at(span, "drawn here")
        .help("use plain fills and strokes where edges must stay sharp")
}

/// A drawing that cannot be read.
pub(super) fn unusable_drawing(url: &str, reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSvg, format!("`{url}` cannot be drawn: {reason}"))
        .at(span, "a box with its name stands here")
        .help("save it again as plain SVG, or use a PNG")
}
