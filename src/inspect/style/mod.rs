//! Style sheets: what they lead to, what is wrong with them, and which font they give to
//! which element (CSS Syntax 3; EPUB 3.3, 6.3).

mod parse;
mod select;
#[cfg(test)]
mod tests;

pub(super) use select::{Cascade, Families};

use super::document::Link;
use super::findings::Findings;
use super::xml::{Attr, Element};
use crate::source::{FileId, Span};
use select::FontRule;

/// A style sheet of the book, or a part of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// For a link to another sheet: its path, and all else is empty.
    pub(super) linked: Option<String>,
    pub(super) links: Vec<Link>,
    /// Sheets it imports, by path.
    pub(super) imports: Vec<String>,
    pub(super) faces: Vec<FaceRule>,
    pub(super) fonts: Vec<FontRule>,
}

/// The styles of a document: its own, and links to others.
pub(super) type Part = Sheet;

/// An `@font-face`.
#[derive(Clone, Debug)]
pub(super) struct FaceRule {
    /// In lower case.
    pub(super) family: String,
    /// Files of the book it may be made of.
    pub(super) files: Vec<String>,
    /// Whether it is for some characters only.
    pub(super) is_partial: bool,
}

/// Where a sheet's text stands.
#[derive(Clone, Copy, Debug)]
struct Origin<'a> {
    /// What relative references begin at.
    base: &'a str,
    file: FileId,
    /// The place of the text's first byte; `None` where bytes don't correspond.
    start: Option<u32>,
    /// Stands in for places that are not known.
    whole: Span,
}

impl Origin<'_> {
    fn span(&self, from: usize, to: usize) -> Span {
        match self.start {
            Some(start) => Span::new(self.file, start as usize + from, start as usize + to),
            None => self.whole,
        }
    }
}

/// The style sheet in a file.
pub(super) fn file(text: &str, path: &str, file: FileId, findings: &mut Findings) -> Sheet {
    let whole = Span { file, start: 0, end: 0 };
    let origin = Origin { base: path, file, start: Some(0), whole };
    parse::sheet(text, origin, findings)
}

/// The style sheet in an element `style`.
pub(super) fn element(element: Element<'_>, path: &str, findings: &mut Findings) -> Sheet {
    let mut texts = element.texts();
    let (Some((text, span)), second) = (texts.next(), texts.next()) else { return Sheet::default() };
    let is_exact = second.is_none() && text.len() == (span.end - span.start) as usize;
    let all = element.text();
    let whole = element.span();
    let origin = Origin { base: path, file: whole.file, start: is_exact.then_some(span.start), whole };
    parse::sheet(&all, origin, findings)
}

/// The declarations in an attribute `style`.
pub(super) fn attribute(style: Attr<'_>, path: &str, findings: &mut Findings) -> Sheet {
    let whole = style.span();
    let is_exact = style.value().len() == (whole.end - whole.start) as usize;
    let origin = Origin { base: path, file: whole.file, start: is_exact.then_some(whole.start), whole };
    parse::declarations(style.value(), origin, findings)
}
