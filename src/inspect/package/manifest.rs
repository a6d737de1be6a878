//! The manifest: every file of the book once, with its kind and what it needs; nothing
//! that is not there.

use std::collections::BTreeMap;

use super::{Item, Package};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::inspect::archive::Archive;
use crate::inspect::container::CONTAINER;
use crate::inspect::document::Needs;
use crate::inspect::findings::{Findings, in_file};
use crate::inspect::media::{self, Medium};
use crate::inspect::url::{self, Target};
use crate::inspect::xml::{Element, Ns, Tree};
use crate::source::Span;

/// What an item's `properties` may say (EPUB 3.3, D.6.1).
const PROPERTIES: &[&str] = &[
    "cover-image",
    "mathml",
    "nav",
    "remote-resources",
    "scripted",
    "svg",
    "switch",
    "data-nav",
    "dictionary",
    "search-key-map",
    "index",
    "glossary",
];

/// Tells what is wrong with the manifest of a package.
pub(in crate::inspect) fn check(
    tree: &Tree,
    package: &Package,
    archive: &Archive<'_>,
    shown: &str,
    findings: &mut Findings,
) {
    let Some(manifest) =
        tree.root().and_then(|root| root.children().find(|child| child.name() == "manifest"))
    else {
        return;
    };
    let elements: Vec<Element<'_>> =
        manifest.children().filter(|child| child.name() == "item" && child.ns() == Ns::Opf).collect();
    if elements.is_empty() {
        findings.push(
            manifest
                .say(Code::PackageStructure, "the manifest lists no file")
                .help("add an `item` for every file of the book"),
        );
    }
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (at, (element, item)) in elements.iter().zip(&package.items).enumerate() {
        attributes(*element, package, item, findings);
        if let Some(path) = &item.path {
            if let Some(first) = seen.get(path.as_str()) {
                findings.push(
                    Diagnostic::new(Code::ManifestDuplicate, format!("the file `{path}` is listed twice"))
                        .at(item.href, "again here")
                        .at(*first, "first here")
                        .help("keep one of the two items"),
                );
            } else {
                seen.insert(path, item.href);
            }
            file(item, path, package, archive, findings);
        }
        fallback(at, item, package, findings);
        overlay(item, package, findings);
    }
    if !package.is_epub_2 {
        navigation(manifest, package, findings);
    }
    unlisted(package, archive, shown, findings);
}

fn attributes(element: Element<'_>, package: &Package, item: &Item, findings: &mut Findings) {
    for name in ["id", "href", "media-type"] {
        if element.value(name).is_none_or(|value| value.trim().is_empty()) {
            findings.push(
                element
                    .say(Code::ManifestItem, format!("this item has no `{name}`"))
                    .help(format!("add `{name}=\"…\"`")),
            );
        }
    }
    if let Some(href) = element.get("href") {
        match url::resolve(&package.path, href.value()) {
            Target::Malformed(reason) => findings.push(
                href.say(Code::LinkUrl, format!("`{}` is not a URL: {reason}", href.value()))
                    .help("write the path from the package document"),
            ),
            Target::Outside => findings.push(
                href.say(Code::LinkOutside, format!("`{}` leads out of the book", href.value()))
                    .help("write the path from the package document"),
            ),
            Target::File => findings.push(
                href.say(Code::LinkUrl, "a file of your machine is no file of the book")
                    .help("put it into the book"),
            ),
            Target::Local { fragment: Some(_), .. } => findings.push(
                href.say(Code::ManifestItem, "an item is a whole file, without `#`")
                    .help("take away what begins with `#`"),
            ),
            Target::Local { has_query: true, .. } => findings.push(
                href.say(Code::LinkUrl, "a file of the book has no `?`")
                    .help("take away what begins with `?`"),
            ),
            _ => {}
        }
    }
    for property in &item.properties {
        let finding = if package.is_epub_2 || (property.contains(':') && !property.starts_with("rendition:"))
        {
            continue;
        } else if !PROPERTIES.contains(&property.as_str()) {
            let finding =
                Diagnostic::new(Code::ManifestProperty, format!("items have no property `{property}`"))
                    .at(item.properties_place, "");
            match nearest(property, PROPERTIES.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("take it out"),
            }
        } else {
            let fits = match property.as_str() {
                "cover-image" => item.medium() == Medium::Image || item.medium() == Medium::Svg,
                "nav" | "scripted" | "mathml" | "svg" | "switch" => {
                    matches!(item.medium(), Medium::Xhtml | Medium::Svg)
                }
                _ => true,
            };
            if fits {
                continue;
            }
            Diagnostic::new(
                Code::ManifestProperty,
                format!("a file of type `{}` cannot be `{property}`", item.media_type),
            )
            .at(item.properties_place, "")
            .help("take the property out, or correct `media-type`")
        };
        findings.push(finding);
    }
}

fn file(item: &Item, path: &str, package: &Package, archive: &Archive<'_>, findings: &mut Findings) {
    if path == package.path {
        findings.push(
            Diagnostic::new(Code::ManifestItem, "the manifest lists the package document itself")
                .at(item.href, "")
                .help("take the item out"),
        );
    } else if path.starts_with("META-INF/") {
        findings.push(
            Diagnostic::new(Code::ManifestItem, "files of the book may not lie in `META-INF`")
                .at(item.href, "")
                .help("move the file beside the others"),
        );
    } else if !archive.has(path) {
        findings.tell(Code::ManifestMissing, item.href, || missing(item, path, archive));
    }
    let named = media::of_extension(path).map(media::medium);
    if named.is_some_and(|named| named != item.medium()) && item.medium() == Medium::Xhtml {
        findings.push(
            Diagnostic::new(Code::ManifestType, format!("`{path}` does not look like `{}`", item.media_type))
                .at(item.type_place, "")
                .help("correct `media-type`"),
        );
    }
}

fn missing(item: &Item, path: &str, archive: &Archive<'_>) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let near = nearest(path, archive.entries.iter().map(|entry| entry.name.as_str()))
        .map(str::to_owned)
        .or_else(|| {
            let same = archive.entries.iter().find(|entry| entry.name.rsplit('/').next() == Some(name));
            same.map(|entry| entry.name.clone())
        });
    let finding = Diagnostic::new(Code::ManifestMissing, format!("there is no file `{path}` in the book"))
        .at(item.href, "listed here");
    match near {
        Some(near) => finding.help(format!("a file with a similar name is `{near}`")),
        None => finding.help("put the file into the book, or take the item out"),
    }
}

fn fallback(at: usize, item: &Item, package: &Package, findings: &mut Findings) {
    let Some(fallback) = &item.fallback else { return };
    let mut next = package.item_by_id(fallback);
    if next.is_none() {
        findings.push(
            Diagnostic::new(Code::ManifestFallback, format!("no item has the id `{fallback}`"))
                .at(item.fallback_place, "")
                .help("write the `id` of the item that takes this one's place"),
        );
    }
    for _ in 0..64 {
        let Some(here) = next else { return };
        if here == at {
            findings.push(
                Diagnostic::new(Code::ManifestFallback, "this fallback leads back to its own item")
                    .at(item.fallback_place, "")
                    .help("end the chain with a file that every reading system shows"),
            );
            return;
        }
        next = package
            .items
            .get(here)
            .and_then(|item| item.fallback.as_deref())
            .and_then(|id| package.item_by_id(id));
    }
}

fn overlay(item: &Item, package: &Package, findings: &mut Findings) {
    let Some(id) = &item.overlay else { return };
    let overlay = package.item_by_id(id).and_then(|at| package.items.get(at));
    if overlay.is_none_or(|overlay| overlay.medium() != Medium::Smil) {
        findings.push(
            Diagnostic::new(Code::ManifestItem, format!("`{id}` is no media overlay"))
                .at(item.href, "of this item")
                .help("name an item of type `application/smil+xml`"),
        );
    }
}

fn navigation(manifest: Element<'_>, package: &Package, findings: &mut Findings) {
    let mut navs = package.items.iter().filter(|item| item.has("nav"));
    match navs.next() {
        None => findings.push(
            manifest
                .say(Code::NavMissing, "the book has no navigation document")
                .help("add `properties=\"nav\"` to the item of the XHTML file with the table of contents"),
        ),
        Some(nav) if nav.medium() != Medium::Xhtml => findings.push(
            Diagnostic::new(Code::NavMissing, "the navigation document is not XHTML")
                .at(nav.type_place, "")
                .help("its media type is `application/xhtml+xml`"),
        ),
        Some(_) => {}
    }
    for (property, what) in [("nav", "navigation document"), ("cover-image", "cover picture")] {
        for second in package.items.iter().filter(|item| item.has(property)).skip(1) {
            findings.push(
                Diagnostic::new(Code::ManifestProperty, format!("a second {what} is named"))
                    .at(second.properties_place, "")
                    .help("only one item has this property"),
            );
        }
    }
}

/// Files of the archive that the manifest does not list.
fn unlisted(package: &Package, archive: &Archive<'_>, shown: &str, findings: &mut Findings) {
    for entry in &archive.entries {
        let name = entry.name.as_str();
        let of_container = name == "mimetype" || name.starts_with("META-INF/") || name == CONTAINER;
        if of_container || entry.is_folder() || name == package.path || package.find(name).is_some() {
            continue;
        }
        let path = format!("{shown}/{name}");
        findings.push(
            in_file(
                Code::ManifestUnlisted,
                &path,
                "this file is in the archive, but the manifest does not list it",
            )
            .help("add an `item` for it to the package document, or leave it out of the archive"),
        );
    }
}

/// Holds the properties of an item against what its document needs.
pub(in crate::inspect) fn check_properties(item: &Item, needs: &Needs, findings: &mut Findings) {
    let wanted = [
        ("mathml", needs.mathml, "has formulas in MathML"),
        ("svg", needs.svg, "has drawings in SVG"),
        ("scripted", needs.scripted, "has scripts or forms"),
        ("switch", needs.switch, "has an `epub:switch`"),
        ("remote-resources", needs.remote, "shows or plays what lies on the web"),
    ];
    for (property, needed, why) in wanted {
        if needed && !item.has(property) {
            findings.push(
                Diagnostic::new(
                    Code::ManifestProperty,
                    format!("the document {why}, and the manifest does not say so"),
                )
                .at(item.properties_place, "of this item")
                .help(format!("add `{property}` to the `properties` of the item")),
            );
        } else if !needed && item.has(property) {
            let code =
                if property == "remote-resources" { Code::ManifestRemote } else { Code::ManifestProperty };
            // What a script fetches cannot be seen.
            if property == "remote-resources" && needs.scripted {
                continue;
            }
            findings.push(
                Diagnostic::new(
                    code,
                    format!("the manifest says `{property}`, and nothing in the document is"),
                )
                .at(item.properties_place, "")
                .help(format!("take `{property}` out of `properties`")),
            );
        }
    }
}
