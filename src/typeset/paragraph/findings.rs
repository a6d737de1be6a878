//! What setting a paragraph has to say to its author.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::length::Length;
use crate::source::Span;

/// Characters of a script that no font of the edition has.
pub(super) fn missing_glyph(span: Span, script: &str, characters: &str) -> Diagnostic {
    let one = characters.chars().count() == 1;
    let message = if one {
        format!("no font has a sign for `{characters}`")
    } else {
        format!("no font has signs for `{characters}`")
    };
    Diagnostic::new(Code::MissingGlyph, message)
        .at(span, "set in this paragraph")
        .help(format!("add a {script} font to `fonts: fallback:` in book.yaml"))
}

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
