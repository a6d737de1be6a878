//! What readers with assistive technology need of a document: WCAG 2.2 as axe reads it,
//! and EPUB Accessibility 1.1.

mod names;
mod roles;
mod structure;

use super::document::Setting;
use super::findings::Findings;
use super::xml::{Element, Ns, Tree};
use crate::diagnostic::Code;

/// Tells what of a document assistive technology cannot make known.
pub(super) fn check(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) {
    language(tree, findings);
    names::check(tree, findings);
    structure::check(tree, findings);
    roles::check(tree, setting, findings);
}

/// The document says which language it is in, so that it can be read aloud.
fn language(tree: &Tree, findings: &mut Findings) {
    let Some(root) = tree.root() else { return };
    let has = |element: Element<'_>| {
        element.value("lang").is_some_and(|lang| !lang.trim().is_empty())
            || element.get_ns(Ns::Xml, "lang").is_some_and(|lang| !lang.value().trim().is_empty())
    };
    if !has(root) {
        findings.push(
            root.say(Code::A11yLanguage, "the document does not say which language it is in")
                .help("add `lang=\"en\" xml:lang=\"en\"` to `html`, with the language of the text"),
        );
    }
}

/// The words an element is read out with: a label, else the text and the texts of pictures.
fn has_name(element: Element<'_>) -> bool {
    let said = |one: Element<'_>, name: &str| one.value(name).is_some_and(|value| !value.trim().is_empty());
    let labelled =
        |one: Element<'_>| said(one, "aria-label") || said(one, "aria-labelledby") || said(one, "title");
    if labelled(element) || element.has_text() {
        return true;
    }
    element.descendants().any(|inner| {
        labelled(inner)
            || (inner.is_one_of(&["img", "area", "input"]) && said(inner, "alt"))
            || said(inner, "alttext")
    })
}
