//! A finished EPUB, by whoever made it, to findings: what checkers and shops would say of
//! it, and what they overlook.
//!
//! ```text
//! archive ─→ container ─→ package ─→ style sheets ─→ documents ─→ Facts ─→ references, orders, claims
//! ```
//! Nothing is believed: the archive is unpacked within bounds, documents are read as flat
//! trees in parallel and leave only their [`document::Facts`] behind, on which the checks
//! across files rest. Of every text the whole is kept, so that each finding shows its line.

mod access;
mod archive;
mod claims;
mod container;
mod document;
mod findings;
mod media;
mod nav;
mod ncx;
mod order;
mod overlay;
mod package;
mod picture;
mod references;
mod style;
mod typeface;
mod url;
mod work;
mod xml;

pub use archive::Store;

use std::collections::BTreeMap;
use std::sync::Arc;

use archive::{Archive, LARGEST_TEXT, Trouble};
use container::Lock;
use document::{Facts, no_external_doctype};
use findings::{Findings, in_file};
use media::Medium;
use package::Package;
use work::{Desk, Done};
use xml::{Kind, Tree};

use crate::diagnostic::{Code, Diagnostic};
use crate::font::Face;
use crate::source::{FileId, Sources};

/// Bytes of all documents and style sheets of a book together.
const MOST_TEXT: u64 = 128 << 20;

/// Checks the EPUB in `store`, which is shown as `name`; its texts are added to `sources`,
/// its findings stand in the order of its files.
pub fn inspect(name: &str, store: &dyn Store, sources: &mut Sources) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    extension(name, &mut findings);
    if let Some(archive) = Archive::open(store, name, &mut findings) {
        let mut desk = Desk::new(name, &archive, sources.next_id());
        book(&mut desk, &mut findings);
        desk.give(sources);
    }
    findings.finish()
}

fn extension(name: &str, findings: &mut Findings) {
    let extension =
        name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("epub") && extension != "epub") {
        findings.push(
            in_file(Code::FileName, name, "the ending of the file's name is not in small letters")
                .help("rename it to end with `.epub`"),
        );
    }
}

/// All checks of a book whose archive could be opened.
fn book(desk: &mut Desk<'_>, findings: &mut Findings) {
    if let Some(finding) = container::mimetype(&desk.archive.mimetype(), desk.name) {
        findings.push(finding);
    }
    let locks = locks(desk, findings);
    let Some((tree, mut package)) = package(desk, findings) else { return };
    no_external_doctype(&tree, findings);
    package.metadata = package::check_metadata(&tree, &package, findings);
    package::check_manifest(&tree, &package, desk.archive, desk.name, findings);
    package::check_spine(&tree, &package, findings);
    locked(&package, &locks, desk, findings);
    let sheets = work::sheets(desk, &package, &locks, findings);
    let done = work::documents(desk, &package, &locks, &sheets, findings);
    across(&package, &sheets, done, desk, findings);
}

fn locks(desk: &mut Desk<'_>, findings: &mut Findings) -> BTreeMap<String, Lock> {
    let Some(at) = desk.archive.find(container::ENCRYPTION) else { return BTreeMap::new() };
    let tree = desk.read(at, findings).and_then(|(text, file)| xml::parse(&text, file, Kind::Xml, findings));
    tree.map(|tree| container::locks(&tree)).unwrap_or_default()
}

/// The package document, and what it says.
fn package(desk: &mut Desk<'_>, findings: &mut Findings) -> Option<(Tree, Package)> {
    let Some(at) = desk.archive.find(container::CONTAINER) else {
        let path = format!("{}/{}", desk.name, container::CONTAINER);
        findings.push(
            in_file(
                Code::EpubContainer,
                &path,
                "this file is missing, so that no reading system finds the book",
            )
            .help("put it into the archive; it names the package document"),
        );
        return None;
    };
    let (text, file) = desk.read(at, findings)?;
    let tree = xml::parse(&text, file, Kind::Xml, findings)?;
    let path = container::package_paths(&tree, findings).into_iter().next()?;
    let Some(at) = desk.archive.find(&path) else {
        let place = tree
            .elements()
            .find(|element| element.name() == "rootfile")
            .and_then(|root| root.get("full-path"));
        let finding = match place {
            Some(place) => {
                place.say(Code::EpubContainer, format!("there is no file `{path}` in the archive"))
            }
            None => in_file(Code::EpubContainer, &path, "this file is missing"),
        };
        findings.push(finding.help("write the path of the package document (`.opf`)"));
        return None;
    };
    let (text, file) = desk.read(at, findings)?;
    let tree = xml::parse(&text, file, Kind::Xml, findings)?;
    let package = package::read(&tree, &path, findings)?;
    Some((tree, package))
}

/// Only fonts are obfuscated; what is encrypted cannot be checked.
fn locked(package: &Package, locks: &BTreeMap<String, Lock>, desk: &Desk<'_>, findings: &mut Findings) {
    for (path, lock) in locks {
        let shown = format!("{}/{path}", desk.name);
        let item = package.find(path).and_then(|at| package.items.get(at));
        let is_font = item.is_some_and(|item| item.medium() == Medium::Font);
        let finding = match lock {
            Lock::Obfuscated if is_font => in_file(Code::FontObfuscated, &shown, "this font is obfuscated")
                .help(
                    "not every reading system undoes that: embed fonts plainly where their licence allows it",
                ),
            Lock::Obfuscated => {
                in_file(Code::EpubEncryption, &shown, "only fonts may be obfuscated, and this is none")
                    .help("pack the file as it is, or correct its media type")
            }
            Lock::Encrypted => {
                in_file(Code::FontObfuscated, &shown, "this file is encrypted and could not be checked")
                    .help("check the book before it is protected")
            }
        };
        findings.push(finding);
    }
}

/// The checks that need more than one file.
fn across(
    package: &Package,
    sheets: &BTreeMap<String, style::Sheet>,
    done: Vec<Done>,
    desk: &Desk<'_>,
    findings: &mut Findings,
) {
    let mut facts: Vec<Facts> = Vec::new();
    let mut faces: BTreeMap<String, Face> = BTreeMap::new();
    for one in done {
        match one {
            Done::Facts(one) => facts.push(*one),
            Done::Face(path, face) => {
                faces.insert(path, *face);
            }
            Done::Nothing => {}
        }
    }
    let facts: Vec<&Facts> = facts.iter().collect();
    let documents: BTreeMap<&str, &Facts> = facts.iter().map(|facts| (facts.path.as_str(), *facts)).collect();
    let listed = package.items.iter().filter_map(|item| item.remote.as_deref()?.split('#').next());
    let book =
        references::Book { package, archive: desk.archive, documents: &documents, remote: listed.collect() };
    let families = typeface::families(sheets.values(), &faces);
    for one in &facts {
        references::check(&one.links, &one.path, &book, findings);
        if !families.is_empty() {
            typeface::coverage(one, &families, findings);
        }
        if let Some(item) =
            package.find(&one.path).and_then(|at| package.items.get(at)).filter(|_| !package.is_epub_2)
        {
            if matches!(item.medium(), Medium::Xhtml | Medium::Svg) {
                package::check_properties(item, &one.needs, findings);
            }
        }
    }
    for (path, sheet) in sheets {
        references::check(&sheet.links, path, &book, findings);
        let needs = document::Needs {
            remote: sheet.links.iter().any(document::Link::plays_from_the_web),
            ..Default::default()
        };
        if let Some(item) =
            package.find(path).and_then(|at| package.items.get(at)).filter(|_| !package.is_epub_2)
        {
            package::check_properties(item, &needs, findings);
        }
    }
    references::unreached(&facts, package, findings);
    order::check(&facts, package, findings);
    overlay::agree(&facts, package, findings);
    order::emptiness(&facts, package, findings);
    claims::check(&facts, package, findings);
}

/// What is said of an entry that could not be unpacked.
fn trouble(trouble: Trouble, shown: &str) -> Option<Diagnostic> {
    match trouble {
        Trouble::Told => None,
        Trouble::Damaged => Some(
            in_file(Code::ZipBroken, shown, "this file cannot be unpacked: it is damaged")
                .help("export the book again, or copy the file again from where it is whole"),
        ),
        Trouble::TooLarge => Some(
            in_file(Code::ZipBomb, shown, format!("this file is larger than {} MB", LARGEST_TEXT >> 20))
                .help("divide it: no reading system opens a document of this size"),
        ),
    }
}

/// Bytes as text, or the finding that says why they are none. UTF-16 is told and read.
fn decode(bytes: Vec<u8>, shown: &str, is_css: bool) -> (Option<Arc<str>>, Option<Diagnostic>) {
    let say = |message: String| {
        let help = "save it as UTF-8, without changing anything else";
        Some(in_file(Code::XmlEncoding, shown, message).help(help))
    };
    let wide = |big: bool| {
        let units = bytes.chunks_exact(2).map(|two| match two {
            [a, b] if big => u16::from_be_bytes([*a, *b]),
            [a, b] => u16::from_le_bytes([*a, *b]),
            _ => 0,
        });
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
        Arc::from(text.trim_start_matches('\u{FEFF}'))
    };
    match bytes.as_slice() {
        [0xfe, 0xff, ..] | [0, b'<', ..] => {
            return (Some(wide(true)), say("this file is in UTF-16".to_owned()));
        }
        [0xff, 0xfe, ..] | [b'<', 0, ..] => {
            return (Some(wide(false)), say("this file is in UTF-16".to_owned()));
        }
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => (Some(Arc::from(text.trim_start_matches('\u{FEFF}'))), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let line = bytes.get(..at).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
            let lossy = is_css.then(|| Arc::from(String::from_utf8_lossy(&bytes).into_owned()));
            (
                lossy,
                say(format!("this file is not UTF-8: line {line} has a byte that is none of its characters")),
            )
        }
    }
}

/// The id of the text of an entry.
fn file_id(base: FileId, at: usize) -> FileId {
    FileId(base.0.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)))
}
