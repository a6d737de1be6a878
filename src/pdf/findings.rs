//! What there is to say when pages cannot be written as they are.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::press::Standard;
use crate::source::Spanned;

/// A picture whose header was sound but whose data is not.
pub(super) fn unreadable_image(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableImage, format!("the picture `{path}` cannot be read: {reason}"))
        .in_file(path)
        .help("open it in an image program and export it again as PNG or JPEG")
}

/// A key that leads to no picture of the book.
pub(super) fn missing_image(path: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingImage, format!("the picture `{path}` is not among the book's files"))
        .in_file(path)
}

/// A drawing that came here unset.
pub(super) fn unset_svg(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSvg, format!("the drawing `{path}` could not be set as paths"))
        .in_file(path)
        .help("export it as PNG at 300 dpi and use that")
}

/// Text in a face that the edition does not have.
pub(super) fn unknown_font(glyphs: usize) -> Diagnostic {
    let message = format!("{glyphs} different glyphs stand in a font that is not among the edition's");
    Diagnostic::new(Code::UnwritablePdf, message).help(FAULT)
}

/// A link or bookmark to what stands on no page.
pub(super) fn leads_nowhere(words: &str) -> Diagnostic {
    let message = format!("`{words}` leads to a place that stands on no page");
    Diagnostic::new(Code::UnwritablePdf, message).help(FAULT)
}

/// What the library that writes the file could not do.
pub(super) fn unwritten(reason: &str) -> Diagnostic {
    let reason = reason.trim_end_matches('.');
    Diagnostic::new(Code::UnwritablePdf, format!("the file is not as it should be: {reason}")).help(FAULT)
}

/// What no author can mend.
const FAULT: &str = "this is a fault of bindery: please report it, with the book if you can";

/// A face that cannot be put into the file.
pub(super) fn unusable_font(family: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusableFont, format!("the font `{family}` cannot be embedded: {reason}"))
        .help("use another file of this family, or leave the font to the theme")
}

/// A rule of a standard that the written file breaks.
pub(super) fn broken_rule(kept: &Spanned<Standard>, fault: &str) -> Diagnostic {
    let message = format!("the file does not keep `{}`: {}", kept.value.word(), fault.trim_end_matches('.'));
    Diagnostic::new(Code::StandardBroken, message).at(kept.span, "asked for here").help(FAULT)
}
