//! What setting a paragraph has to say to its author.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::length::Length;
use crate::source::Span;

/// A line that sticks out of its measure.
pub(super) fn overfull_line(span: Span, text: &str, over: Length) -> Diagnostic {
    // Tenths of a point are what an eye can see.
    let tenths = (over.0 * 10 + Length::PER_PT / 2) / Length::PER_PT;
    let message = format!("the line `{text}` is {}.{} pt too wide", tenths / 10, tenths % 10);
    Diagnostic::new(Code::OverfullLine, message)
        .at(span, "in this paragraph")
        .help("rephrase, or allow a break with `<wbr>` inside the longest word")
}

/// A drawing that could not be set.
pub(super) fn unsupported_svg(span: Span, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSvg, format!("`{path}` cannot be drawn: {reason}"))
        .at(span, "shown in this paragraph")
        .help("save it again as plain SVG, or as PNG")
}
