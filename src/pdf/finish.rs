//! What printpdf cannot say, said over the document it hands back: boxes, labels, outline,
//! destinations, links, metadata, font descriptors, identifier; then the bytes.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::destination::Destinations;
use super::document::Written;
use super::metadata::About;
use super::object::{ascii, deflate, name};
use super::sheet::Sheet;
use super::{Resources, drawing, file, hash, intent, label, link, outline, print_spec, structure};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::model::length::Size;
use crate::model::manifest::PrintSpec;
use crate::model::press::Standard;
use crate::parallel;
use crate::typeset::display::{OutlineEntry, Page};

/// The finished file, and what could not be written.
pub(super) fn finish(
    edition: &Edition<'_>,
    pages: &[Page],
    entries: &[OutlineEntry],
    written: Written,
    resources: Resources<'_>,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let Written { mut document, pages: ids, marks, mut findings } = written;
    let print = print_spec(edition);
    document.version = version(&print).into();
    let press = &print.press;
    // What is to be printed leads nowhere.
    let leads = !press.is_for_print();
    let destinations = Destinations::of(pages);
    let mut objects = Vec::with_capacity(pages.len());
    for (number, (page, id)) in pages.iter().zip(&ids).enumerate() {
        let links = if print.links.unwrap_or(true) && leads {
            link::annotations(&mut document, page, (pages, &destinations), &mut findings)
        } else {
            Vec::new()
        };
        // The first page is a recto.
        let sheet = Sheet::new(page.size, press, number % 2 == 0);
        complete_page(&mut document, &sheet, *id, links.iter().flatten().copied().collect());
        add_marks(&mut document, *id, sheet.marks(press));
        objects.push(structure::PageObjects { id: *id, height: page.size.height, links });
    }
    describe_fonts(&mut document, ids.first(), &resources);
    intent::complete_resources(&mut document, ids.first(), (press, &resources.inks));
    drawing::complete(&mut document, ids.first(), &resources);
    let intents = intent::write(&mut document, press, &resources.inks);
    let structure = resources.structure;
    let elements = structure.map(|structure| structure::write(&mut document, structure, &marks, &objects));
    let names = if leads { destinations.write(&mut document, &ids) } else { None };
    let entries = if leads { entries } else { &[] };
    let outlines = outline::write(&mut document, entries, &destinations, &mut findings);
    complete_catalog(&mut document, edition, pages, (names, outlines, intents));
    compress(&mut document);
    end_streams(&mut document);
    identify(&mut document, edition, pages, entries);
    // Streams of objects came with PDF 1.5.
    let bytes = file::save(&document, elements.as_ref(), !press.keeps(Standard::X1a));
    parallel::forget(document);
    (bytes, findings)
}

/// The version of PDF that the standards are of, or that was asked for.
fn version(print: &PrintSpec) -> &'static str {
    match print.pdf_version.as_deref() {
        _ if print.press.keeps(Standard::X1a) => "1.3",
        _ if print.press.keeps(Standard::X4) => "1.6",
        Some("2.0") if print.press.standards.is_empty() => "2.0",
        _ => "1.7",
    }
}

/// Adds the marks beside a page to what is painted.
fn add_marks(document: &mut Document, page: ObjectId, marks: Option<String>) {
    let Some(marks) = marks else { return };
    let marks = document.add_object(Stream::new(Dictionary::new(), marks.into_bytes()));
    if let Ok(page) = document.get_dictionary_mut(page)
        && let Ok(contents) = page.get(b"Contents").and_then(Object::as_reference)
    {
        page.set("Contents", vec![Object::Reference(contents), Object::Reference(marks)]);
    }
}

fn complete_page(document: &mut Document, sheet: &Sheet, id: ObjectId, links: Vec<ObjectId>) {
    let Ok(dictionary) = document.get_dictionary_mut(id) else { return };
    for (key, corners) in sheet.boxes() {
        dictionary.set(key, corners);
    }
    if links.is_empty() {
        dictionary.remove(b"Annots");
    } else {
        dictionary.set("Annots", links.into_iter().map(Object::Reference).collect::<Vec<_>>());
    }
}

/// Puts what we know of the faces over what printpdf guesses from their subsets.
fn describe_fonts(document: &mut Document, page: Option<&ObjectId>, resources: &Resources<'_>) {
    for font in resources.fonts.iter() {
        let descriptor = page.and_then(|page| descriptor_of(document, *page, font.id.0.as_bytes()));
        if let Some(descriptor) = descriptor.and_then(|id| document.get_dictionary_mut(id).ok()) {
            for (key, value) in &font.descriptor {
                descriptor.set(key.clone(), value.clone());
            }
        }
    }
}

fn descriptor_of(document: &Document, page: ObjectId, font: &[u8]) -> Option<ObjectId> {
    let follow = |dictionary: &Dictionary, key: &[u8]| -> Option<Dictionary> {
        document.dereference(dictionary.get(key).ok()?).ok()?.1.as_dict().ok().cloned()
    };
    let resources = follow(document.get_dictionary(page).ok()?, b"Resources")?;
    let composite = follow(&follow(&resources, b"Font")?, font)?;
    let (_, descendants) = document.dereference(composite.get(b"DescendantFonts").ok()?).ok()?;
    let (_, descendant) = document.dereference(descendants.as_array().ok()?.first()?).ok()?;
    descendant.as_dict().ok()?.get(b"FontDescriptor").ok()?.as_reference().ok()
}

fn complete_catalog(
    document: &mut Document,
    edition: &Edition<'_>,
    pages: &[Page],
    (destinations, outlines, intents): (Option<ObjectId>, Option<ObjectId>, Option<Object>),
) {
    let Ok(catalog) = document.catalog_mut() else { return };
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", viewer);
    catalog.set("Lang", ascii(&edition.metadata.lang));
    // A book lies open with rectos on the right.
    catalog.set("PageLayout", name("TwoPageRight"));
    catalog.set("PageMode", name(if outlines.is_some() { "UseOutlines" } else { "UseNone" }));
    catalog.set("PageLabels", label::page_labels(pages));
    if let Some(intents) = intents {
        catalog.set("OutputIntents", intents);
    }
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
    }
    if let Some(tree) = destinations {
        let mut names = Dictionary::new();
        names.set("Dests", tree);
        catalog.set("Names", names);
    }
}

/// Deflates the streams that are still plain: faces and their texts.
fn compress(document: &mut Document) {
    let plain: Vec<(ObjectId, Vec<u8>)> = document
        .objects
        .iter_mut()
        .filter_map(|(id, object)| match object {
            Object::Stream(stream) if !stream.dict.has(b"Filter") => {
                Some((*id, std::mem::take(&mut stream.content)))
            }
            _ => None,
        })
        .collect();
    for (id, (length, bytes)) in parallel::map_into(plain, |(id, bytes)| (id, (bytes.len(), deflate(&bytes))))
    {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
            // Programs in TrueType say how long they are once unpacked (9.9.1).
            if stream.dict.has(b"Length1") {
                stream.dict.set("Length1", super::object::integer(length));
            }
            stream.dict.set("Filter", name("FlateDecode"));
            stream.set_content(bytes);
        }
    }
}

/// Data that a reader could take for shorter than it is.
fn end_streams(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream
                .dict
                .get(b"Filter")
                .and_then(Object::as_name)
                .is_ok_and(|filter| filter == b"FlateDecode")
        {
            stream.content = file::ended(std::mem::take(&mut stream.content));
        }
    }
}

/// Information, XMP and the file's identifier, which is made of what the file holds and so
/// is the same for the same book.
fn identify(document: &mut Document, edition: &Edition<'_>, pages: &[Page], entries: &[OutlineEntry]) {
    let print = print_spec(edition);
    let about = About::new(edition, &print.press);
    let labels: Vec<(Size, &str)> = pages.iter().map(|page| (page.size, page.label.as_str())).collect();
    let said = format!("{:?}{entries:?}{labels:?}{}", edition.metadata, edition.modified);
    let mut parts: Vec<&[u8]> = vec![said.as_bytes()];
    parts.extend(document.objects.values().filter_map(|object| match object {
        Object::Stream(stream) => Some(stream.content.as_slice()),
        _ => None,
    }));
    let id = hash::of_parts(&parts);
    let metadata = document.add_object(about.xmp(id));
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Metadata", metadata);
    }
    if let Ok(info) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.insert(info, Object::Dictionary(about.info()));
    }
    let id = Object::String(id.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}
