//! Pages and resources to a PDF document, by printpdf.
//!
//! The main document has page shells, pictures and, on a page that is taken out again,
//! every used glyph once: from it printpdf makes widths and `ToUnicode`. Contents are
//! written by small documents in parallel, deflated at once, and put into the shells.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{
    Codepoint, Op, PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions, PdfWarnMsg, Pt, Rect,
    TextItem, XObject, XObjectId,
};

use super::object::{deflate, deflated_stream, integer, pt};
use super::structure::PageMarks;
use super::{Resources, findings, page};
use crate::diagnostic::Diagnostic;
use crate::model::length::Size;
use crate::parallel;
use crate::typeset::display::Page;

/// Pages written by one small document: few enough to share out, enough to pay for it.
const CHUNK: usize = 8;

/// printpdf's own subsetting, recompression and filtering of operators are all off: faces
/// come subset, pictures ready, and `TJ` arrays are operators it does not know.
const OPTIONS: PdfSaveOptions =
    PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };

/// A document that is whole but for what `finish` adds.
pub(super) struct Written {
    /// The document.
    pub(super) document: Document,
    /// Its pages in order.
    pub(super) pages: Vec<ObjectId>,
    /// What each page shows of which elements of the structure.
    pub(super) marks: Vec<PageMarks>,
    /// What printpdf could not do.
    pub(super) findings: Vec<Diagnostic>,
}

/// Writes the pages and the image objects they name.
pub(super) fn write(
    pages: &[Page],
    resources: &Resources<'_>,
    objects: BTreeMap<XObjectId, XObject>,
) -> Written {
    let numbered: Vec<(usize, &Page)> = pages.iter().enumerate().collect();
    let ((mut document, mut messages), contents) = parallel::join(
        || main_document(pages, resources, objects),
        || parallel::map_chunks(&numbered, CHUNK, |chunk| contents(chunk, resources)),
    );
    let mut ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    if let Some(last) = ids.pop() {
        remove_page(&mut document, last);
    }
    let mut marks = Vec::with_capacity(ids.len());
    let contents = contents.into_iter().map(|(bytes, marked, said)| {
        messages.extend(said);
        marks.push(marked);
        bytes
    });
    let contents = contents.collect();
    fill_shells(&mut document, &ids, contents);
    share_resources(&mut document, &ids);
    list_pages(&mut document, &ids);
    Written { document, pages: ids, marks, findings: errors(messages) }
}

/// Errors among what printpdf says, each once.
fn errors(messages: Vec<PdfWarnMsg>) -> Vec<Diagnostic> {
    let errors = messages.into_iter().filter(|message| message.severity == PdfParseErrorSeverity::Error);
    let reasons: BTreeSet<String> = errors.map(|message| message.msg).collect();
    reasons.iter().map(|reason| findings::unwritten(reason)).collect()
}

/// Shells for all pages and the page of used glyphs.
fn main_document(
    pages: &[Page],
    resources: &Resources<'_>,
    objects: BTreeMap<XObjectId, XObject>,
) -> (Document, Vec<PdfWarnMsg>) {
    let mut document = PdfDocument::new("");
    for font in resources.fonts.iter() {
        document.resources.fonts.map.insert(font.id.clone(), font.program.clone());
    }
    document.resources.xobjects.map = objects;
    document.pages = pages.iter().map(|page| shell(page.size, Vec::new())).collect();
    document.pages.push(shell(Size::default(), used_glyphs(resources)));
    let mut messages = Vec::new();
    let written = document.to_lopdf_document(&OPTIONS, &mut messages);
    (written, messages)
}

fn shell(size: Size, ops: Vec<Op>) -> PdfPage {
    let trim = Rect::from_wh(Pt(pt(size.width)), Pt(pt(size.height)));
    PdfPage { media_box: trim.clone(), trim_box: trim.clone(), crop_box: trim, ops }
}

fn used_glyphs(resources: &Resources<'_>) -> Vec<Op> {
    let mut ops = vec![Op::StartTextSection];
    for font in resources.fonts.iter() {
        let shown = |glyph: &super::font::Glyph| Codepoint::with_cid(glyph.code, 0.0, glyph.text.clone());
        ops.push(Op::SetFont { font: font.handle.clone(), size: Pt(1.0) });
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(font.glyphs().map(shown).collect())] });
    }
    ops.push(Op::EndTextSection);
    ops
}

/// The deflated contents of some pages, the first with what printpdf says of all.
fn contents(
    pages: &[(usize, &Page)],
    resources: &Resources<'_>,
) -> Vec<(Vec<u8>, PageMarks, Vec<PdfWarnMsg>)> {
    let mut document = PdfDocument::new("");
    let mut marks = Vec::with_capacity(pages.len());
    for (number, page) in pages {
        // The first page is a recto.
        let (ops, marked) = page::operators(page, number % 2 == 0, resources);
        document.pages.push(shell(page.size, ops));
        marks.push(marked);
    }
    let mut messages = Vec::new();
    let written = document.to_lopdf_document(&OPTIONS, &mut messages);
    let stream = |page: ObjectId| {
        let contents = part(&written, page, b"Contents")?;
        Some(deflate(&written.get_object(contents).ok()?.as_stream().ok()?.content))
    };
    let contents = written.get_pages().into_values().map(|page| stream(page).unwrap_or_default());
    let contents = contents.zip(marks);
    contents.map(|(bytes, marks)| (bytes, marks, std::mem::take(&mut messages))).collect()
}

/// The deflated contents of a form.
pub(super) fn content(size: Size, ops: Vec<Op>) -> Vec<u8> {
    let mut document = PdfDocument::new("");
    document.pages.push(shell(size, ops));
    let written = document.to_lopdf_document(&OPTIONS, &mut Vec::new());
    let page = written.get_pages().into_values().next();
    let contents = page.and_then(|page| part(&written, page, b"Contents"));
    let stream = contents.and_then(|contents| written.get_object(contents).ok()?.as_stream().ok());
    stream.map(|stream| deflate(&stream.content)).unwrap_or_default()
}

/// What a page refers to by this key.
fn part(document: &Document, page: ObjectId, key: &[u8]) -> Option<ObjectId> {
    document.get_dictionary(page).ok()?.get(key).ok()?.as_reference().ok()
}

fn remove_page(document: &mut Document, page: ObjectId) {
    for key in [b"Contents".as_slice(), b"Resources"] {
        if let Some(id) = part(document, page, key) {
            document.objects.remove(&id);
        }
    }
    document.objects.remove(&page);
}

fn fill_shells(document: &mut Document, pages: &[ObjectId], contents: Vec<Vec<u8>>) {
    for (page, bytes) in pages.iter().zip(contents) {
        if let Some(id) = part(document, *page, b"Contents") {
            document.objects.insert(id, Object::Stream(deflated_stream(bytes)));
        }
    }
}

/// printpdf gives every page a dictionary of all resources: one will do.
fn share_resources(document: &mut Document, pages: &[ObjectId]) {
    let Some(shared) = pages.first().and_then(|page| part(document, *page, b"Resources")) else { return };
    for page in pages {
        if let Some(own) = part(document, *page, b"Resources").filter(|own| *own != shared) {
            document.objects.remove(&own);
        }
        if let Ok(page) = document.get_dictionary_mut(*page) {
            page.set("Resources", shared);
        }
    }
    drop_empty(document, shared);
}

/// Kinds of resources that nothing is of.
fn drop_empty(document: &mut Document, resources: ObjectId) {
    let Ok(dictionary) = document.get_dictionary(resources) else { return };
    let empty = |document: &Document, value: &Object| match value {
        Object::Reference(id) => document.get_dictionary(*id).is_ok_and(Dictionary::is_empty),
        _ => false,
    };
    let unused: Vec<(Vec<u8>, Object)> = dictionary
        .iter()
        .filter(|(_, value)| empty(document, value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    for (key, value) in unused {
        if let Ok(id) = value.as_reference() {
            document.objects.remove(&id);
        }
        if let Ok(dictionary) = document.get_dictionary_mut(resources) {
            dictionary.remove(&key);
        }
    }
}

/// Lists the pages that are left.
fn list_pages(document: &mut Document, pages: &[ObjectId]) {
    let Some(root) = pages.first().and_then(|page| part(document, *page, b"Parent")) else { return };
    if let Ok(root) = document.get_dictionary_mut(root) {
        root.set("Count", integer(pages.len()));
        root.set("Kids", pages.iter().map(|page| Object::Reference(*page)).collect::<Vec<_>>());
    }
}
