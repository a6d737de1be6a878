//! What there is to say when pages cannot be written as they are.

use crate::diagnostic::{Code, Diagnostic};

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

/// A face that cannot be put into the file.
pub(super) fn unusable_font(family: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusableFont, format!("the font `{family}` cannot be embedded: {reason}"))
        .help("use another file of this family, or leave the font to the theme")
}
