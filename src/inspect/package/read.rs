//! The tree of a package document to a [`Package`], with what is said of its frame: the
//! version, the parts every package has, ids.

use std::collections::BTreeMap;

use super::{Item, Metadata, Package, SpineItem};
use crate::diagnostic::Code;
use crate::inspect::findings::Findings;
use crate::inspect::url::{self, Target};
use crate::inspect::xml::{Element, Ns, Tree};
use crate::source::Span;

/// The package in a document; `None` when it is none.
pub(in crate::inspect) fn read(tree: &Tree, path: &str, findings: &mut Findings) -> Option<Package> {
    let root = tree.root()?;
    if root.name() != "package" || root.ns() != Ns::Opf {
        findings.push(
            root.say(Code::XmlNamespace, "this is not a package document")
                .help("begin with `<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" …>`"),
        );
        return None;
    }
    let is_epub_2 = version(root, findings);
    let part = |name: &str| root.children().find(|child| child.ns() == Ns::Opf && child.name() == name);
    for name in ["metadata", "manifest", "spine"] {
        if part(name).is_none() {
            findings.push(
                root.say(Code::PackageStructure, format!("the package has no `{name}`"))
                    .help(format!("add the element `<{name}>` to it")),
            );
        }
    }
    twins(tree, findings);
    let items: Vec<Item> = part("manifest")
        .into_iter()
        .flat_map(Element::children)
        .filter(|child| child.ns() == Ns::Opf && child.name() == "item")
        .map(|element| item(element, path))
        .collect();
    let by_id: BTreeMap<String, usize> =
        items.iter().enumerate().rev().map(|(at, item)| (item.id.clone(), at)).collect();
    let by_path: BTreeMap<String, usize> = items
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(at, item)| item.path.clone().map(|path| (path, at)))
        .collect();
    let meta = part("metadata");
    let is_fixed = meta.is_some_and(|meta| {
        meta.children().any(|child| {
            child.value("property") == Some("rendition:layout")
                && child.get("refines").is_none()
                && child.text().trim() == "pre-paginated"
        })
    });
    let spine = part("spine");
    let spine_items: Vec<SpineItem> = spine
        .into_iter()
        .flat_map(Element::children)
        .filter(|child| child.ns() == Ns::Opf && child.name() == "itemref")
        .map(|element| spine_item(element, &by_id, is_fixed))
        .collect();
    let mut order = vec![None; items.len()];
    for (place, one) in spine_items.iter().enumerate().rev() {
        if let Some(slot) = one.item.and_then(|at| order.get_mut(at)) {
            *slot = Some(place);
        }
    }
    let ncx = spine.and_then(|spine| spine.value("toc")).and_then(|id| by_id.get(id.trim()).copied());
    Some(Package {
        path: path.to_owned(),
        is_epub_2,
        nav: items.iter().position(|item| item.has("nav")),
        items,
        spine: spine_items,
        ncx,
        is_fixed,
        metadata: Metadata::default(),
        metadata_place: meta.map_or(root.span(), Element::span),
        order,
        by_path,
        by_id,
    })
}

/// Whether the package says it is an EPUB 2.
fn version(root: Element<'_>, findings: &mut Findings) -> bool {
    let Some(version) = root.get("version") else {
        findings.push(
            root.say(Code::EpubVersion, "the package does not say of which version of EPUB it is")
                .help("add `version=\"3.0\"`, which stands for every EPUB 3"),
        );
        return false;
    };
    match version.value().trim() {
        "3.0" => false,
        "2.0" | "1.2" => true,
        "" => {
            findings.push(
                version.say_name(Code::EpubVersion, "the version of EPUB is missing").help("write `3.0`"),
            );
            false
        }
        other => {
            findings.push(
                version
                    .say(Code::EpubVersion, format!("there is no version `{other}` in packages"))
                    .help("write `3.0`, which stands for every EPUB 3, or `2.0`"),
            );
            other.starts_with('2')
        }
    }
}

/// Ids that stand twice.
fn twins(tree: &Tree, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for id in tree.elements().filter_map(|element| element.get("id")) {
        match seen.get(id.value().trim()) {
            Some(first) => findings.push(
                id.say(Code::DuplicateId, format!("the id `{}` stands twice", id.value()))
                    .at(*first, "first here")
                    .help("give one of the two another id"),
            ),
            None => {
                seen.insert(id.value().trim(), id.span());
            }
        }
    }
}

fn item(element: Element<'_>, base: &str) -> Item {
    let href = element.get("href");
    let target = href.map(|href| url::resolve(base, href.value()));
    let text = |name: &str| element.value(name).map(|value| value.trim().to_owned());
    let place = |name: &str| element.get(name).map_or(element.span(), |attribute| attribute.span());
    Item {
        id: text("id").unwrap_or_default(),
        remote: href
            .filter(|_| matches!(target, Some(Target::Remote { .. })))
            .map(|href| href.value().trim().to_owned()),
        path: match target {
            Some(Target::Local { path, .. }) if !path.is_empty() => Some(path),
            _ => None,
        },
        media_type: text("media-type").unwrap_or_default(),
        properties: text("properties")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .map(str::to_owned)
            .collect(),
        fallback: text("fallback"),
        overlay: text("media-overlay"),
        href: place("href"),
        properties_place: place("properties"),
        type_place: place("media-type"),
        fallback_place: place("fallback"),
    }
}

fn spine_item(element: Element<'_>, by_id: &BTreeMap<String, usize>, is_fixed: bool) -> SpineItem {
    let idref = element.get("idref");
    let says = |word: &str| element.get("properties").is_some_and(|properties| properties.has_word(word));
    SpineItem {
        item: idref.and_then(|id| by_id.get(id.value().trim()).copied()),
        is_linear: element.value("linear") != Some("no"),
        is_fixed: if says("rendition:layout-reflowable") {
            false
        } else {
            is_fixed || says("rendition:layout-pre-paginated")
        },
        place: idref.map_or(element.span(), |id| id.span()),
    }
}
