//! The NCX: the table of contents of EPUB 2, which EPUB 3 keeps for older reading systems
//! (OPF 2.0.1, 2.4.1).

use std::collections::BTreeMap;

use super::document::{Facts, Link, Marks, Needs, Shown, Use};
use super::findings::Findings;
use super::nav::{NavEntry, NavList};
use super::package::Package;
use super::url;
use super::xml::{Element, Ns, Tree};
use crate::diagnostic::Code;
use crate::source::Span;

/// The facts of a file that is neither text nor drawing.
pub(super) fn facts(tree: &Tree, path: &str, links: Vec<Link>, nav: Vec<NavList>) -> Facts {
    Facts {
        path: path.to_owned(),
        ids: BTreeMap::new(),
        links,
        needs: Needs::default(),
        marks: Marks::default(),
        shown: Shown { has_text: true, has_content: true, ..Shown::default() },
        nav,
        place: tree.root().map_or(tree.start(), Element::span),
    }
}

/// Checks an NCX.
pub(super) fn check(tree: &Tree, path: &str, package: &Package, findings: &mut Findings) -> Facts {
    let mut links = Vec::new();
    let mut lists = Vec::new();
    let Some(root) = tree.root().filter(|root| root.name() == "ncx" && root.ns() == Ns::Ncx) else {
        if let Some(root) = tree.root() {
            findings.push(root.say(Code::XmlNamespace, "this is not an NCX").help(
                "begin with `<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\">`",
            ));
        }
        return facts(tree, path, links, lists);
    };
    identifier(root, package, findings);
    let map = root.children().find(|child| child.name() == "navMap");
    if map.is_none_or(|map| !map.children().any(|child| child.name() == "navPoint")) {
        let place = map.unwrap_or(root);
        findings.push(
            place.say(Code::NcxStructure, "the NCX has no entry").help("add a `navPoint` for every chapter"),
        );
    }
    ids(tree, findings);
    for (part, kind) in [("navMap", "toc"), ("pageList", "page-list")] {
        let Some(part) = root.children().find(|child| child.name() == part) else { continue };
        let mut list = NavList { kind: kind.to_owned(), entries: Vec::new() };
        for content in part.descendants().filter(|element| element.name() == "content") {
            let Some(src) = content.get("src") else {
                findings.push(
                    content.say(Code::NcxStructure, "this entry leads nowhere").help("add `src=\"…\"`"),
                );
                continue;
            };
            links.push(Link::new(path, src.value(), Use::Contents, src.span()));
            list.entries.push(NavEntry { target: url::resolve(path, src.value()), span: src.span() });
        }
        lists.push(list);
    }
    for point in root.descendants().filter(|element| matches!(element.name(), "navPoint" | "pageTarget")) {
        let part = |name: &str| point.children().find(|child| child.name() == name);
        for name in ["navLabel", "content"] {
            if part(name).is_none() {
                findings.push(
                    point
                        .say(Code::NcxStructure, format!("this entry has no `{name}`"))
                        .help(format!("add `<{name}>` to it")),
                );
            }
        }
        if point.get("id").is_none() && point.name() == "navPoint" {
            findings.push(point.say(Code::NcxStructure, "this entry has no id").help("add `id=\"…\"`"));
        }
        if let Some(label) = part("navLabel").filter(|label| !label.has_text()) {
            findings.push(
                label
                    .say(Code::NcxLabel, "this entry has no words")
                    .help("write the title of what it leads to"),
            );
        }
    }
    facts(tree, path, links, lists)
}

fn identifier(root: Element<'_>, package: &Package, findings: &mut Findings) {
    let uid = root.descendants().take(64).find(|e| e.name() == "meta" && e.value("name") == Some("dtb:uid"));
    let Some(uid) = uid.and_then(|meta| meta.get("content")) else { return };
    let Some(expected) = package.metadata.identifier.as_deref() else { return };
    if uid.value().trim() != expected {
        findings.push(
            uid.say(Code::NcxIdentifier, format!("the NCX is of the book `{}`", uid.value()))
                .help(format!("write the identifier of the package: `{expected}`")),
        );
    }
}

fn ids(tree: &Tree, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for id in tree.elements().filter_map(|element| element.get("id")) {
        match seen.get(id.value()) {
            Some(first) => findings.push(
                id.say(Code::DuplicateId, format!("the id `{}` stands twice", id.value()))
                    .at(*first, "first here")
                    .help("give one of the two another id"),
            ),
            None => {
                seen.insert(id.value(), id.span());
            }
        }
    }
}
