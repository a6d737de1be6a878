//! What there is to say while an EPUB is made.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::manifest::FontFile;
use crate::source::Span;

/// A TIFF that cannot be turned into a PNG, or an SVG that is not XML.
pub(super) fn unreadable_image(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableImage, format!("`{path}` cannot be packed into an EPUB: {reason}"))
        .in_file(path)
        .help("open it in an image program and export it again, as PNG or SVG")
}

/// Parts of a drawing that reading systems must not run or fetch.
pub(super) fn svg_parts(path: &str, what: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSvg, format!("the EPUB shows `{path}` without its {}", what.join(", ")))
        .in_file(path)
        .help("an EPUB's drawings stand on their own: turn text boxes into text and embed linked pictures")
}

/// `url(…)` and `@import` in the author's style sheet.
pub(super) fn css_files(edition: &str) -> Diagnostic {
    let mut finding = Diagnostic::new(
        Code::NotRead,
        format!("files that the style sheet of edition `{edition}` names are not packed"),
    )
    .help("leave `@import` and `url(…)` out of `css`; fonts are named under `fonts`");
    finding.edition = Some(edition.to_owned());
    finding
}

/// A block so large that the file it stands in is.
pub(super) fn large_block(bytes: usize, span: Span) -> Diagnostic {
    let message = format!("this makes a file of {} kB in the EPUB, since it cannot be divided", bytes / 1000);
    Diagnostic::new(Code::LargeBlock, message)
        .at(span, "the largest block of the file")
        .help("divide it in two, with a sentence or a heading between")
}

/// A claim to meet a standard that the book shows to be untrue.
pub(super) fn untrue_claim(standard: &str, span: Span) -> Diagnostic {
    let message = format!("the EPUB does not claim `{standard}`: a picture in it has no alternative text");
    Diagnostic::new(Code::ClaimLeftOut, message)
        .at(span, "claimed here")
        .help("give every picture its `alt`, or say that it is decorative with `alt=\"\" .decorative`")
}

/// A font that the author brings in part.
pub(super) fn missing_face(lacks: &[&str], file: &FontFile) -> Diagnostic {
    let faces = lacks.join(" and no ");
    Diagnostic::new(Code::MissingFace, format!("the text is also {}, and the EPUB has no {faces} face of its font", lacks.join(" and ")))
        .at(file.span, "brought here")
        .help("bring the whole family: `body: [Font-Regular.otf, Font-Italic.otf, Font-Bold.otf, Font-BoldItalic.otf]`")
}

/// A picture that nothing makes lighter.
pub(super) fn heavy_picture(path: &str, bytes: usize) -> Diagnostic {
    let megabytes = bytes / 1_000_000;
    Diagnostic::new(Code::LargePicture, format!("`{path}` takes {megabytes} MB of the EPUB"))
        .in_file(path)
        .help("save it with fewer pixels or colours, or a photograph as JPEG")
}

/// A file that a shop refuses.
pub(super) fn large_epub(edition: &str, bytes: usize, takes: &str) -> Diagnostic {
    let megabytes = bytes / 1_000_000;
    let message = format!("the EPUB of edition `{edition}` has {megabytes} MB: {takes}");
    let mut finding = Diagnostic::new(Code::LargeEpub, message)
        .help("make its pictures smaller: `images: {max-px: 1600, max-mb: 0.8}`");
    finding.edition = Some(edition.to_owned());
    finding
}

/// The archive could not be put together.
pub(super) fn not_packed(edition: &str, reason: &str) -> Diagnostic {
    let mut finding = Diagnostic::new(
        Code::UnwritableEpub,
        format!("the EPUB of edition `{edition}` cannot be packed: {reason}"),
    )
    .help("look for a picture or font of more than 4 GB and make it smaller");
    finding.edition = Some(edition.to_owned());
    finding
}
