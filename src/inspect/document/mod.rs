//! A document of the book — XHTML or a drawing — to findings about it alone, and to
//! [`Facts`]: what other files and later checks ask about it, so that its tree can go.

mod frame;
mod ids;
mod links;
mod marks;
mod model;
mod text;
mod vocabulary;

pub(super) use frame::no_external_doctype;
pub(super) use links::{Link, Use, alone};
pub(super) use marks::{Marks, Pictures, is_break, is_decoration, is_hidden};
pub(super) use text::Shown;

use std::collections::BTreeMap;

use super::access;
use super::findings::Findings;
use super::nav::{self, NavList};
use super::package::Package;
use super::style::{self, Sheet};
use super::xml::{Ns, Tree};
use crate::diagnostic::Code;
use crate::source::Span;

/// What the manifest must say of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) mathml: bool,
    pub(super) svg: bool,
    pub(super) scripted: bool,
    pub(super) switch: bool,
    pub(super) remote: bool,
}

/// What is known of a document when its tree is gone.
#[derive(Debug)]
pub(super) struct Facts {
    /// Its path in the archive.
    pub(super) path: String,
    /// Ids and their places in the order of the text.
    pub(super) ids: BTreeMap<Box<str>, usize>,
    pub(super) links: Vec<Link>,
    pub(super) needs: Needs,
    pub(super) marks: Marks,
    pub(super) shown: Shown,
    /// The lists of a navigation document.
    pub(super) nav: Vec<NavList>,
    /// The outermost element, for what is missing.
    pub(super) place: Span,
}

/// What is asked of a document by what it is in the book.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) package: &'a Package,
    /// Its item in the manifest.
    pub(super) item: usize,
    /// Its path in the archive.
    pub(super) path: &'a str,
    /// Style sheets of the book by their paths.
    pub(super) sheets: &'a BTreeMap<String, Sheet>,
}

impl Setting<'_> {
    pub(super) fn is_nav(&self) -> bool {
        self.package.nav == Some(self.item)
    }

    /// Whether its pages are laid out.
    pub(super) fn is_fixed(&self) -> bool {
        let place = self.package.order(self.item).and_then(|place| self.package.spine.get(place));
        place.map_or(self.package.is_fixed, |one| one.is_fixed)
    }
}

/// Checks a document of XHTML.
pub(super) fn xhtml(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) -> Facts {
    let is_epub_2 = setting.package.is_epub_2;
    frame::check(tree, setting, findings);
    let is_html = tree.root().is_some_and(|root| root.ns() == Ns::Xhtml);
    if is_html {
        model::check(tree, is_epub_2, findings);
    }
    let ids = ids::check(tree, is_epub_2, findings);
    let (links, own_styles) = links::collect(tree, setting, findings);
    let mut needs = needs(tree);
    needs.remote |= links.iter().any(Link::plays_from_the_web);
    if is_html {
        access::check(tree, setting, findings);
    }
    let marks = marks::collect(tree, setting);
    let shown = text::collect(tree, setting, &own_styles);
    let nav = if setting.is_nav() { nav::check(tree, setting, findings) } else { Vec::new() };
    let place = tree.root().map_or(tree.start(), super::xml::Element::span);
    Facts { path: setting.path.to_owned(), ids, links, needs, marks, shown, nav, place }
}

/// Checks a drawing that is a file of its own.
pub(super) fn svg(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) -> Facts {
    if let Some(root) = tree.root().filter(|root| root.name() != "svg" || root.ns() != Ns::Svg) {
        findings.push(
            root.say(Code::XmlNamespace, "the outermost element is not `svg` of SVG")
                .help("begin with `<svg xmlns=\"http://www.w3.org/2000/svg\">`"),
        );
    }
    frame::drawing(tree, setting, findings);
    let ids = ids::check(tree, true, findings);
    let (links, _) = links::collect(tree, setting, findings);
    let mut needs = needs(tree);
    needs.svg = setting.package.items.get(setting.item).is_some_and(|item| item.has("svg"));
    needs.remote |= links.iter().any(Link::plays_from_the_web);
    let marks = marks::collect(tree, setting);
    let shown = Shown { has_text: true, ..Shown::default() };
    let place = tree.root().map_or(tree.start(), super::xml::Element::span);
    Facts { path: setting.path.to_owned(), ids, links, needs, marks, shown, nav: Vec::new(), place }
}

fn needs(tree: &Tree) -> Needs {
    let mut needs = Needs::default();
    for element in tree.elements() {
        match element.ns() {
            Ns::MathMl if element.name() == "math" => needs.mathml = true,
            Ns::Svg if element.name() == "svg" => needs.svg = true,
            Ns::Ops if element.name() == "switch" => needs.switch = true,
            Ns::Xhtml if element.name() == "form" => needs.scripted = true,
            _ => {}
        }
        let of_page = matches!(element.ns(), Ns::Xhtml | Ns::Svg);
        if of_page && element.name() == "script" && is_script(element.value("type").unwrap_or_default()) {
            needs.scripted = true;
        }
        if of_page && element.attributes().any(|a| a.ns() == Ns::None && a.name().starts_with("on")) {
            needs.scripted = true;
        }
    }
    needs
}

/// Whether what stands in a `script` of this type is run.
fn is_script(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    kind.is_empty()
        || kind == "module"
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript")
        || kind.contains("jscript")
}

/// The style sheets a document uses: those it links to, and its own.
pub(super) type OwnStyles = Vec<style::Part>;
