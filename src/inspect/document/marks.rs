//! What a document has that the rest of the book speaks of: page breaks, notes, pictures
//! and formulas with and without text.

use super::Setting;
use crate::inspect::xml::{Attr, Element, Ns, Tree};
use crate::source::Span;

/// The beginning of a page of the printed book.
#[derive(Debug)]
pub(in crate::inspect) struct Break {
    pub(in crate::inspect) id: Option<Box<str>>,
    pub(in crate::inspect) span: Span,
}

/// A note at the foot or the end.
#[derive(Debug)]
pub(in crate::inspect) struct Note {
    pub(in crate::inspect) id: Option<Box<str>>,
    pub(in crate::inspect) span: Span,
    /// Whether a link stands in it.
    pub(in crate::inspect) has_link: bool,
}

/// Counts of what has a text beside it, or should.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Pictures {
    /// Pictures that mean something.
    pub(in crate::inspect) images: usize,
    /// The first one without a text.
    pub(in crate::inspect) without_text: Option<Span>,
    /// Formulas in MathML.
    pub(in crate::inspect) formulas: usize,
    /// The first one without a text.
    pub(in crate::inspect) formula_without_text: Option<Span>,
    /// Formulas with a text.
    pub(in crate::inspect) formulas_with_text: usize,
    /// Pictures with a longer description.
    pub(in crate::inspect) descriptions: usize,
    /// Sound or film.
    pub(in crate::inspect) sounds: usize,
    pub(in crate::inspect) films: usize,
    /// Elements with a `role`.
    pub(in crate::inspect) roles: usize,
    /// Headings.
    pub(in crate::inspect) headings: usize,
}

/// All of these in a document.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Marks {
    pub(in crate::inspect) breaks: Vec<Break>,
    pub(in crate::inspect) notes: Vec<Note>,
    pub(in crate::inspect) pictures: Pictures,
    /// Whether an index is in it.
    pub(in crate::inspect) has_index: bool,
}

/// Whether a role or a word of `epub:type` says that an element is this.
fn says(element: Element<'_>, kind: &str, role: &str) -> bool {
    element.has_type(kind) || element.get("role").is_some_and(|roles| roles.has_word(role))
}

/// Whether an element begins a page of the printed book.
pub(in crate::inspect) fn is_break(element: Element<'_>) -> bool {
    says(element, "pagebreak", "doc-pagebreak")
}

/// Reads the marks of a document.
pub(super) fn collect(tree: &Tree, setting: Setting<'_>) -> Marks {
    let mut marks = Marks::default();
    for element in tree.elements() {
        let id = || element.get("id").map(|id| id.value().trim().into());
        if is_break(element) {
            marks.breaks.push(Break { id: id(), span: element.span() });
        }
        let is_note = [("footnote", "doc-footnote"), ("endnote", "doc-endnote"), ("rearnote", "doc-endnote")];
        if is_note.iter().any(|(kind, role)| says(element, kind, role)) && !setting.is_nav() {
            let has_link = element.descendants().any(|inner| inner.is("a") && inner.get("href").is_some());
            marks.notes.push(Note { id: id(), span: element.span(), has_link });
        }
        marks.has_index |= says(element, "index", "doc-index") && !element.is("a");
        count(element, &mut marks.pictures);
    }
    // What a drawing that is shown in a document means is said there; a cover is no content.
    let is_text = tree.root().is_some_and(|root| root.ns() == Ns::Xhtml);
    let order = setting.package.order(setting.item);
    if (!is_text && order.is_none()) || is_cover(tree, &marks.pictures) {
        let Pictures { roles, .. } = marks.pictures;
        marks.pictures = Pictures { roles, ..Pictures::default() };
    }
    marks
}

/// A page with one picture and nothing else.
fn is_cover(tree: &Tree, pictures: &Pictures) -> bool {
    let body = tree.root().and_then(|root| root.children().find(|child| child.is("body")));
    body.is_some_and(|body| {
        let cover = |element: Element<'_>| says(element, "cover", "doc-cover");
        pictures.images == 1
            && pictures.without_text.is_none()
            && !body.has_text()
            && (cover(body) || body.descendants().any(cover))
    })
}

fn count(element: Element<'_>, pictures: &mut Pictures) {
    let has = |name: &str| element.value(name).is_some_and(|value| !value.trim().is_empty());
    let named = has("aria-label") || has("aria-labelledby");
    pictures.roles += usize::from(
        element.get("role").is_some() || element.attributes().any(|a| a.name().starts_with("aria-")),
    );
    match (element.ns(), element.name()) {
        (Ns::Xhtml, "img") => {
            if is_decoration(element) {
                return;
            }
            pictures.images += 1;
            let described = has("longdesc") || has("aria-details") || has("aria-describedby");
            pictures.descriptions +=
                usize::from(described || element.ancestors().any(|outer| outer.is("figure")));
            if !has("alt") && !named && !has("title") {
                pictures.without_text.get_or_insert(element.span());
            }
        }
        (Ns::Svg, "svg") if !element.ancestors().any(|outer| outer.ns() == Ns::Svg) => {
            if is_hidden(element) {
                return;
            }
            pictures.images += 1;
            let titled = element
                .descendants()
                .any(|inner| matches!(inner.name(), "title" | "desc" | "text") && inner.has_text());
            if !titled && !named {
                pictures.without_text.get_or_insert(element.span());
            }
        }
        (Ns::MathMl, "math") => {
            pictures.formulas += 1;
            if has("alttext") || named {
                pictures.formulas_with_text += 1;
            } else {
                pictures.formula_without_text.get_or_insert(element.span());
            }
        }
        (Ns::Xhtml, "audio") => pictures.sounds += 1,
        (Ns::Xhtml, "video") => pictures.films += 1,
        (Ns::Xhtml, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") => pictures.headings += 1,
        _ => {}
    }
}

/// Whether assistive technology passes an element by.
pub(in crate::inspect) fn is_hidden(element: Element<'_>) -> bool {
    let by_itself = |element: Element<'_>| {
        element.value("aria-hidden") == Some("true") || element.get("hidden").is_some()
    };
    let role = element.value("role").map(str::trim);
    matches!(role, Some("presentation" | "none")) || by_itself(element) || element.ancestors().any(by_itself)
}

/// A picture that means nothing, and says so.
pub(in crate::inspect) fn is_decoration(element: Element<'_>) -> bool {
    element.get("alt").map(Attr::value) == Some("") || is_hidden(element)
}
