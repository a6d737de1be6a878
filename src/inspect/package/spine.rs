//! The spine and the guide: the reading order names documents of the manifest, each once.

use super::Package;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::inspect::findings::Findings;
use crate::inspect::media::{self, Medium};
use crate::inspect::url::{self, Target};
use crate::inspect::xml::{Element, Ns, Tree};

/// What an `itemref` may say without a prefix.
const PROPERTIES: &[&str] = &["page-spread-left", "page-spread-right"];

/// Tells what is wrong with the spine and the guide of a package.
pub(in crate::inspect) fn check(tree: &Tree, package: &Package, findings: &mut Findings) {
    let Some(root) = tree.root() else { return };
    let part = |name: &str| root.children().find(|child| child.name() == name && child.ns() == Ns::Opf);
    if let Some(spine) = part("spine") {
        frame(spine, package, findings);
        let itemrefs = spine.children().filter(|child| child.name() == "itemref" && child.ns() == Ns::Opf);
        let mut seen = vec![false; package.items.len()];
        for element in itemrefs {
            itemref(element, package, &mut seen, findings);
        }
    }
    if let Some(guide) = part("guide") {
        references(guide, package, findings);
    }
    if let Some(bindings) = part("bindings") {
        findings
            .push(bindings.say(Code::PackageDeprecated, "`bindings` is no longer used").help("take it out"));
    }
}

fn frame(spine: Element<'_>, package: &Package, findings: &mut Findings) {
    if package.spine.is_empty() {
        findings.push(
            spine
                .say(Code::PackageStructure, "the spine names no document")
                .help("add an `itemref` for every document to be read"),
        );
    } else if package.spine.iter().all(|item| !item.is_linear) {
        findings.push(
            spine
                .say(
                    Code::SpineLinear,
                    "nothing in the spine is to be read in order: every `itemref` says `linear=\"no\"`",
                )
                .help("take `linear=\"no\"` away from what belongs to the book's text"),
        );
    }
    let is_ncx = |at: usize| package.items.get(at).is_some_and(|item| item.medium() == Medium::Ncx);
    match spine.get("toc") {
        Some(toc) if package.ncx.is_none() => findings.push(
            toc.say(Code::SpineItem, format!("no item of the manifest has the id `{}`", toc.value()))
                .help("write the `id` of the NCX, or take `toc` away"),
        ),
        Some(toc) if !package.ncx.is_some_and(is_ncx) => findings.push(
            toc.say(Code::SpineToc, format!("`{}` is not an NCX", toc.value()))
                .help("name an item of type `application/x-dtbncx+xml`"),
        ),
        Some(_) => {}
        None if package.is_epub_2 => findings.push(
            spine
                .say(Code::SpineToc, "the spine does not name the table of contents")
                .help("add `toc=\"ncx\"`, with the id of the NCX"),
        ),
        None if package.items.iter().any(|item| item.medium() == Medium::Ncx) => findings.push(
            spine
                .say(Code::SpineToc, "the book has an NCX, and the spine does not name it")
                .help("add `toc=\"…\"` with its id"),
        ),
        None => {}
    }
    if let Some(direction) = spine.get("page-progression-direction") {
        if !matches!(direction.value(), "ltr" | "rtl" | "default") {
            findings.push(
                direction
                    .say(Code::PackageProperty, format!("pages cannot turn `{}`", direction.value()))
                    .help("write `ltr`, `rtl` or `default`"),
            );
        }
    }
}

fn itemref(element: Element<'_>, package: &Package, seen: &mut [bool], findings: &mut Findings) {
    let Some(idref) = element.get("idref") else {
        findings.push(
            element
                .say(Code::SpineItem, "this `itemref` names no item")
                .help("add `idref=\"…\"` with the id of a document"),
        );
        return;
    };
    if let Some(linear) = element.get("linear").filter(|linear| !matches!(linear.value(), "yes" | "no")) {
        findings.push(
            linear
                .say(Code::SpineItem, format!("`linear` cannot be `{}`", linear.value()))
                .help("write `yes` or `no`"),
        );
    }
    if let Some(properties) = element.get("properties").filter(|_| !package.is_epub_2) {
        for property in properties.value().split_ascii_whitespace() {
            if !property.contains(':') && !PROPERTIES.contains(&property) {
                let finding = properties
                    .say(Code::PackageProperty, format!("items of the spine have no property `{property}`"));
                findings.push(match nearest(property, PROPERTIES.iter().copied()) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help("take it out"),
                });
            }
        }
    }
    if let Some(finding) = super::refine::rivals(element).filter(|_| !package.is_epub_2) {
        findings.push(finding);
    }
    let id = idref.value().trim();
    let Some(at) = package.item_by_id(id) else {
        findings.tell(Code::SpineItem, idref.span(), || {
            let finding = idref.say(Code::SpineItem, format!("no item of the manifest has the id `{id}`"));
            match nearest(id, package.items.iter().map(|item| item.id.as_str())) {
                Some(near) => finding.help(format!("an item with a similar id is `{near}`")),
                None => finding.help("list the document in the manifest, or take the `itemref` out"),
            }
        });
        return;
    };
    if let Some(seen) = seen.get_mut(at) {
        if std::mem::replace(seen, true) {
            findings.push(
                idref
                    .say(Code::SpineItem, format!("the document `{id}` stands twice in the spine"))
                    .help("keep one of the two"),
            );
        }
    }
    let Some(item) = package.items.get(at) else { return };
    if item.remote.is_some() {
        findings.push(
            idref
                .say(Code::RemoteResource, "this document lies on the web and not in the book")
                .help("put the file into the book"),
        );
    }
    let is_content = |media_type: &str| media::is_content(media_type, package.is_epub_2);
    if !is_content(&item.media_type) && !package.falls_back(at, |item| is_content(&item.media_type)) {
        let what = if item.media_type == "text/html" {
            "HTML is not XHTML"
        } else {
            "reading systems cannot show it as a page"
        };
        findings.push(
            Diagnostic::new(Code::ManifestFallback, format!("`{}` in the spine: {what}", item.media_type))
                .at(idref.span(), "read here")
                .help("give its item a `fallback` of XHTML, or put the picture into an XHTML document"),
        );
    }
}

fn references(guide: Element<'_>, package: &Package, findings: &mut Findings) {
    for reference in guide.children().filter(|child| child.name() == "reference") {
        let Some(href) = reference.get("href") else {
            findings.push(
                reference.say(Code::GuideReference, "this reference leads nowhere").help("add `href=\"…\"`"),
            );
            continue;
        };
        if reference.get("type").is_none() {
            findings.push(
                reference
                    .say(Code::GuideReference, "this reference has no `type`")
                    .help("add `type=\"text\"`, `type=\"cover\"` or `type=\"toc\"`"),
            );
        }
        let Target::Local { path, .. } = url::resolve(&package.path, href.value()) else { continue };
        let item = package.find(&path).and_then(|at| package.items.get(at));
        match item {
            None => findings.push(
                href.say(Code::GuideReference, format!("the manifest lists no file `{path}`"))
                    .help("correct the path, or take the reference out"),
            ),
            Some(item) if !media::is_content(&item.media_type, package.is_epub_2) => findings.push(
                href.say(Code::GuideReference, format!("`{path}` is no document that can be opened"))
                    .help("lead to an XHTML document"),
            ),
            Some(_) => {}
        }
    }
}
