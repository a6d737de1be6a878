//! Pages to a PDF file (ISO 32000-2). Decides nothing about design.
//!
//! ```text
//! Layout ─ survey ─→ what is used ─┬─ font  ─→ subset faces ─┐
//!                                  └─ image ─→ pictures ─────┤
//! Layout ─ page, text (chunks, side by side) ─→ contents ────┴─ document ─ finish ─→ bytes
//! ```
//! printpdf writes: the main document holds page shells, pictures and one page that shows
//! every used glyph, so that faces are embedded with widths and text; page contents are
//! written by small documents in parallel. What printpdf cannot say is said in `finish`
//! over the document it hands back.

mod destination;
mod document;
mod drawing;
mod file;
mod findings;
mod finish;
mod font;
mod hash;
mod image;
mod ink;
mod inked;
mod intent;
mod jpeg;
mod label;
mod link;
mod metadata;
mod object;
mod outline;
mod page;
mod picture;
mod png;
mod predict;
mod preflight;
mod said;
mod sheet;
mod slug;
mod structure;
mod survey;
mod syntax;
mod text;
mod verdict;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, PageGeometry};
use crate::model::length::Length;
use crate::model::manifest::{FormatSpec, PrintSpec};
use crate::model::press::{Bleed, Standard};
use crate::parallel;
use crate::typeset::display::{Frame, Layout, OutlineEntry, Page};

/// What page contents may name.
struct Resources<'a> {
    /// Faces.
    fonts: font::Fonts,
    /// Pictures.
    pictures: image::Pictures<'a>,
    /// Layers and gradients of drawings.
    drawings: drawing::Drawings<'a>,
    /// Colours.
    inks: ink::Inks,
    /// What contents are marked with; `None` where the file has no tags.
    structure: Option<structure::Structure<'a>>,
    /// Where a page's text block begins and ends, from the top.
    text_block: (Length, Length),
    /// What is printed beyond a page.
    bleed: Bleed,
}

/// The file's bytes, the same with any number of threads, and what could not be written.
/// A layout without pages gives one blank page of the trim size: a PDF has at least one.
pub fn render(edition: &Edition<'_>, geometry: &PageGeometry, layout: &Layout) -> (Vec<u8>, Vec<Diagnostic>) {
    let blank = [Page { size: geometry.trim, label: "1".into(), frame: Frame::new(geometry.trim) }];
    let pages: &[Page] = if layout.pages.is_empty() { &blank } else { &layout.pages };
    let pages = &*slug::on(edition, pages);
    let (draft, mut findings) = draft(edition, pages);
    let (mut bytes, more) = draft.finish(edition, &layout.outline);
    findings.extend(more);
    if !findings.iter().any(Diagnostic::is_error) {
        let broken = verdict::judge(&bytes, &print_spec(edition).press);
        if !broken.is_empty() {
            verdict::unclaim(&mut bytes);
        }
        findings.extend(broken);
    }
    for finding in &mut findings {
        finding.edition = Some(edition.spec.name.clone());
    }
    (bytes, findings)
}

/// What a file breaks of a standard, in words; nothing where it keeps it.
pub fn faults(bytes: &[u8], standard: Standard) -> Vec<String> {
    verdict::faults(bytes, standard)
}

/// Pages as printpdf writes them, before the finishing pass.
pub struct Draft<'a> {
    pages: &'a [Page],
    written: document::Written,
    resources: Resources<'a>,
}

/// Writes the contents of pages and what they name.
pub fn draft<'a>(edition: &Edition<'a>, pages: &'a [Page]) -> (Draft<'a>, Vec<Diagnostic>) {
    let survey = survey::survey(pages);
    let print = print_spec(edition);
    let inks = ink::Inks::new(&print.press);
    // What is to be printed is read by nobody before.
    let tagged = !print.press.is_for_print() || print.press.standards.iter().any(|s| s.value.needs_tags());
    let ((fonts, mut findings), ((pictures, more), structure)) = parallel::join(
        || font::embed(edition.fonts, &survey),
        || {
            parallel::join(
                || image::embed(&edition.book.book.assets, &survey, &inks),
                || tagged.then(|| structure::plan(edition)),
            )
        },
    );
    findings.extend(more);
    let geometry = PageGeometry::new(edition.theme, &print);
    let text_block = (geometry.top, geometry.top + geometry.height() + geometry.leading);
    let drawings = drawing::Drawings::new(&survey);
    let bleed = print.press.bleed;
    let mut resources = Resources { fonts, pictures, drawings, inks, structure, text_block, bleed };
    let objects = resources.pictures.take_objects();
    let written = document::write(pages, &resources, objects);
    (Draft { pages, written, resources }, findings)
}

impl Draft<'_> {
    /// The file's bytes, and what there is to say about its links.
    pub fn finish(self, edition: &Edition<'_>, outline: &[OutlineEntry]) -> (Vec<u8>, Vec<Diagnostic>) {
        finish::finish(edition, self.pages, outline, self.written, self.resources)
    }
}

/// What the edition says of print; the defaults for an edition of another format.
fn print_spec(edition: &Edition<'_>) -> PrintSpec {
    match &edition.spec.format {
        FormatSpec::Pdf(print) => print.clone(),
        FormatSpec::Epub(_) => PrintSpec::default(),
    }
}
