//! `editions:` to [`EditionSpec`]s: what each extends merged in, its theme and fonts read.

use super::file::Reader;
use super::keys::{EDITION_EPUB, EDITION_PDF, Key};
use super::metadata::identifiers;
use super::node::{Entry, Node, empty, merge};
use super::{findings, notes, press, values};
use crate::diagnostic::nearest;
use crate::model::length::{Length, Measure, Size};
use crate::model::manifest::{
    Bottoms, EditionSpec, EpubSpec, FontFile, FontFiles, FormatSpec, GutterSpec, ImageLimits, Margins,
    PrintSpec, Shop, Start,
};
use crate::read::theme::{DEFAULT, Side, Themes};
use crate::source::{Span, Spanned};

/// What belongs to one product and is not handed on by `extends`: an ISBN names a single
/// edition, a file would overwrite another.
const OWN: &[&str] = &["identifier", "file", "extends"];

/// The editions of a checked `book.yaml`; an EPUB and a PDF where it names none.
pub(super) fn read(reader: &mut Reader<'_>, book: &Node) -> Vec<EditionSpec> {
    let mut themes = Themes::default();
    let named = book.get("editions");
    let entries = named.map(Node::entries).unwrap_or_default();
    let mut editions: Vec<EditionSpec> =
        entries.iter().filter_map(|entry| edition(reader, &mut themes, book, entries, entry)).collect();
    if editions.is_empty() {
        let quiet =
            entries.is_empty() || reader.checker.findings.iter().any(crate::diagnostic::Diagnostic::is_error);
        if let Some(named) = named.filter(|_| !quiet) {
            reader.say(findings::no_editions(entries.first().map_or(named.span, |entry| entry.span)));
        }
        let span = named.map_or(Span::NOWHERE, |node| node.span);
        editions = ["ebook", "print"].map(|name| usual(reader, &mut themes, book, name, span)).into();
    }
    page_lists(reader, &mut editions);
    editions
}

/// Tells of page lists that no print edition gives, and forgets them.
fn page_lists(reader: &mut Reader<'_>, editions: &mut [EditionSpec]) {
    let prints = editions.iter().filter(|spec| matches!(spec.format, FormatSpec::Pdf(_)));
    let prints: Vec<String> = prints.map(|spec| spec.name.clone()).collect();
    for spec in editions {
        let FormatSpec::Epub(epub) = &mut spec.format else { continue };
        if let Some(wrong) = epub.page_list_from.take_if(|from| !prints.contains(&from.value)) {
            let near = nearest(&wrong.value, prints.iter().map(String::as_str));
            reader.say(findings::no_print_edition(&wrong.value, wrong.span, near));
        }
    }
}

/// One of the two editions of a book that names none.
fn usual(reader: &mut Reader<'_>, themes: &mut Themes, book: &Node, name: &str, span: Span) -> EditionSpec {
    let format = match name {
        "ebook" => FormatSpec::Epub(EpubSpec::default()),
        _ => FormatSpec::Pdf(PrintSpec::default()),
    };
    let entry = Entry { key: name.to_owned(), span, value: empty(span) };
    spec(reader, themes, book, &entry, format)
}

fn edition(
    reader: &mut Reader<'_>,
    themes: &mut Themes,
    book: &Node,
    all: &[Entry],
    own: &Entry,
) -> Option<EditionSpec> {
    let (value, is_whole) = extended(reader, all, own);
    let merged = Entry { value, ..own.clone() };
    let node = &merged.value;
    let format = match node.text_at("format") {
        Some("epub") => {
            foreign_keys(reader, own, "epub", EDITION_PDF);
            FormatSpec::Epub(epub(reader, node))
        }
        Some("pdf") => {
            foreign_keys(reader, own, "pdf", EDITION_EPUB);
            FormatSpec::Pdf(print(reader, node))
        }
        Some(_) => {
            reader.say(findings::cover_not_yet(&own.key, own.span));
            return None;
        }
        None => {
            let is_told =
                reader.checker.has_told("format", own.value.span) || reader.checker.meant.contains("format");
            if is_whole && !is_told {
                reader.say(findings::missing_format(&own.key, own.span));
            }
            return None;
        }
    };
    Some(spec(reader, themes, book, &merged, format))
}

/// An edition with what it extends merged in, however many steps that takes, and whether
/// all of them were found.
fn extended(reader: &mut Reader<'_>, all: &[Entry], own: &Entry) -> (Node, bool) {
    let mut chain = vec![own];
    let mut is_whole = true;
    while let Some(base) = chain.last().and_then(|entry| entry.value.get("extends")) {
        let Some(name) = base.text() else { break };
        // Faults further up the chain are told where they stand.
        let is_own = chain.len() == 1;
        match all.iter().find(|entry| entry.key == name) {
            None => {
                is_whole = false;
                if is_own {
                    let near = nearest(name, all.iter().map(|entry| entry.key.as_str()));
                    reader.say(findings::unknown_edition(name, base.span, near));
                }
                break;
            }
            Some(next) if chain.iter().any(|entry| entry.key == next.key) => {
                is_whole = false;
                if next.key == own.key {
                    reader.say(findings::cyclic_extends(name, base.span));
                }
                break;
            }
            Some(next) => chain.push(next),
        }
    }
    let handed_on = chain.iter().skip(1).rev().map(|entry| {
        let entries =
            entry.value.entries().iter().filter(|e| !OWN.contains(&e.key.as_str())).cloned().collect();
        Node { value: super::node::Value::Map(entries), span: entry.value.span }
    });
    let merged = handed_on.chain([own.value.clone()]).reduce(merge);
    (merged.unwrap_or_else(|| own.value.clone()), is_whole)
}

/// Tells of keys that the edition itself writes and that only another format has.
fn foreign_keys(reader: &mut Reader<'_>, own: &Entry, format: &str, others: &[Key]) {
    for entry in own.value.entries() {
        if others.iter().any(|key| key.name == entry.key) {
            reader.say(findings::key_of_other_format(&entry.key, format, entry.span));
        }
    }
}

fn spec(
    reader: &mut Reader<'_>,
    themes: &mut Themes,
    book: &Node,
    entry: &Entry,
    mut format: FormatSpec,
) -> EditionSpec {
    let node = &entry.value;
    let side = match format {
        FormatSpec::Epub(_) => Side::Epub,
        FormatSpec::Pdf(_) => Side::Print,
    };
    let theme = node.get("theme").or_else(|| book.get("theme"));
    let theme = themes.get(
        reader,
        theme.and_then(Node::text).unwrap_or(DEFAULT),
        theme.map_or(entry.span, |node| node.span),
        side,
    );
    let text =
        |key: &str| node.text_at(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let identifiers = node
        .get("identifier")
        .map(|node| identifiers(node, &mut reader.checker.findings))
        .unwrap_or_default();
    let is_paged = matches!(format, FormatSpec::Pdf(_));
    let notes = notes::read(book, node, theme.note.marks, is_paged);
    if let FormatSpec::Pdf(print) = &mut format {
        print.side_notes = notes.stand_at_the_side();
    }
    EditionSpec {
        notes,
        name: entry.key.clone(),
        span: entry.span,
        title: text("title"),
        file_pattern: text("file"),
        identifiers,
        only: files(node, "only"),
        except: files(node, "except"),
        theme,
        fonts: fonts(reader, book, node),
        format,
    }
}

/// The names under a key, with their places.
fn files(node: &Node, key: &str) -> Vec<Spanned<String>> {
    let items = node.get(key).map(Node::items).unwrap_or_default();
    let named =
        items.iter().filter_map(|item| Some(Spanned { value: item.text()?.to_owned(), span: item.span }));
    named.collect()
}

/// The fonts of an edition: its own, for the rest the book's.
fn fonts(reader: &mut Reader<'_>, book: &Node, edition: &Node) -> FontFiles {
    let mut family = |name: &str| {
        let path = format!("fonts.{name}");
        let node = edition.get(&path).or_else(|| book.get(&path));
        let mut found = Vec::new();
        for item in node.map(Node::items).unwrap_or_default() {
            let Some(path) = item.text() else { continue };
            let full = reader.resolve(path, item.span);
            if let Some(bytes) = reader.font(&full, item.span) {
                found.push(FontFile { path: path.to_owned(), span: item.span, bytes });
            }
        }
        found
    };
    FontFiles {
        body: family("body"),
        heading: family("heading"),
        mono: family("mono"),
        fallback: family("fallback"),
    }
}

fn epub(reader: &mut Reader<'_>, node: &Node) -> EpubSpec {
    let flag = |key: &str| node.text_at(key).and_then(values::flag);
    let (cover_page, embed_fonts) = (flag("cover-page"), flag("embed-fonts"));
    let css = node.get("css").and_then(|css| {
        let path = reader.resolve(css.text()?, css.span);
        let id = reader.text(&path, Some(css.span))?;
        reader.sources.get(id).map(|file| file.text.to_string())
    });
    let page_list_from = node
        .get("page-list-from")
        .and_then(|node| Some(Spanned { value: node.text()?.trim().to_owned(), span: node.span }));
    let preset = match node.text_at("preset") {
        Some("apple") => Some(Shop::Apple),
        Some("kindle") => Some(Shop::Kindle),
        Some("kobo") => Some(Shop::Kobo),
        _ => None,
    };
    EpubSpec { css, embed_fonts, cover_page, page_list_from, preset, images: images(node) }
}

/// `images:`; megabytes are of a million bytes, as shops count.
fn images(node: &Node) -> ImageLimits {
    let usual = ImageLimits::default();
    let side = node.text_at("images.max-px").and_then(|text| values::whole(text, 1, 100_000));
    let thousandths = node.text_at("images.max-mb").and_then(|text| values::ratio(text, 1, 1_000_000));
    ImageLimits {
        side: side.and_then(|side| u32::try_from(side).ok()).unwrap_or(usual.side),
        bytes: thousandths.and_then(|n| u64::try_from(n).ok()).map_or(usual.bytes, |n| n * 1000),
    }
}

fn print(reader: &mut Reader<'_>, node: &Node) -> PrintSpec {
    let length = |path: &str| node.text_at(path).and_then(values::length);
    let trim = node.text_at("trim").and_then(values::size);
    PrintSpec {
        trim,
        margins: margins(reader, node, trim),
        gutter: match node.text_at("gutter") {
            Some("auto") => Some(GutterSpec::Auto),
            Some(text) => values::length(text).map(GutterSpec::Length),
            None => None,
        },
        size: length("body.size"),
        leading: length("body.leading"),
        start: match node.text_at("start") {
            Some("recto") => Some(Start::Recto),
            Some(_) => Some(Start::Any),
            None => None,
        },
        bottoms: match node.text_at("bottoms") {
            Some("flush") => Bottoms::Flush,
            Some("ragged") => Bottoms::Ragged,
            _ => Bottoms::Grid,
        },
        page_multiple: node.text_at("pages").and_then(values::pages),
        links: node.text_at("links").and_then(values::flag),
        // Known with the notes.
        side_notes: false,
        page_references: node.text_at("print-pageref") == Some("auto"),
        pdf_version: node.text_at("pdf-version").map(str::to_owned),
        press: press::read(reader, node),
    }
}

/// `margins:`; a side that is not said is as wide as the one opposite, or three quarters
/// of an inch.
fn margins(reader: &mut Reader<'_>, node: &Node, trim: Option<Size>) -> Option<Margins> {
    let map = node.get("margins").filter(|map| map.text().is_none())?;
    let side = |key: &str| map.text_at(key).and_then(values::margin);
    let either = |one: &str, other: &str| side(one).or_else(|| side(other)).unwrap_or(USUAL_MARGIN);
    let margins = Margins {
        inner: either("inner", "outer"),
        outer: either("outer", "inner"),
        top: either("top", "bottom"),
        bottom: either("bottom", "top"),
    };
    let fixed = |measure: Measure| match measure {
        Measure::Fixed(length) => length,
        _ => Length::ZERO,
    };
    let (across, down) =
        (fixed(margins.inner) + fixed(margins.outer), fixed(margins.top) + fixed(margins.bottom));
    match trim {
        Some(trim) if across + LEAST_TEXT > trim.width || down + LEAST_TEXT > trim.height => {
            let page = node.text_at("trim").unwrap_or_default();
            reader.say(findings::no_room(page, map.span));
            None
        }
        _ => Some(margins),
    }
}

const USUAL_MARGIN: Measure = Measure::Fixed(Length::pt(54));
/// No text can be set in less than an inch.
const LEAST_TEXT: Length = Length::pt(72);
