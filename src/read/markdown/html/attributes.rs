//! An element's attributes and its `style` as the model has them.

use super::super::context::Context;
use super::dom::Node;
use super::findings;
use crate::model::Attributes;
use crate::model::block::{Align, Side};

/// Properties that are read, or that change nothing a book shows.
const READ: &[&str] = &[
    "text-align",
    "font-weight",
    "font-style",
    "text-decoration",
    "text-decoration-line",
    "font-variant",
    "font-variant-caps",
    "vertical-align",
    "width",
    "max-width",
    "height",
    "max-height",
    "page-break-before",
    "page-break-after",
    "break-before",
    "break-after",
    "page-break-inside",
    "break-inside",
    "display",
    "list-style-type",
    "text-indent",
];

/// What an element says of itself: label, classes, language and writing direction.
pub(super) fn attributes(node: &Node) -> Attributes {
    let mut attrs = Attributes::default();
    for (key, value) in &node.attrs {
        let value = value.trim();
        match key.as_str() {
            _ if value.is_empty() => {}
            "id" => attrs.label = Some(value.to_owned()),
            "name" if node.name == "a" && attrs.label.is_none() => attrs.label = Some(value.to_owned()),
            "class" => attrs.classes.extend(value.split_whitespace().map(str::to_owned)),
            "lang" | "xml:lang" if attrs.lang().is_none() => {
                attrs.pairs.push(("lang".to_owned(), value.to_owned()));
            }
            "dir" => attrs.pairs.push((key.clone(), value.to_owned())),
            "title" if matches!(node.name.as_str(), "abbr" | "acronym" | "dfn") => {
                attrs.pairs.push((key.clone(), value.to_owned()));
            }
            // Conditions, as fenced divs have them.
            _ if key.starts_with("when-") || key.starts_with("unless-") => {
                attrs.pairs.push((key.clone(), value.to_owned()));
            }
            _ => {}
        }
    }
    attrs
}

/// The properties of an element's `style`, names and values in lower case.
pub(super) fn style(node: &Node) -> Vec<(String, String)> {
    let declarations = node.get("style").unwrap_or_default().split(';');
    let pair = |declaration: &str| {
        let (key, value) = declaration.split_once(':')?;
        let value = value.trim().trim_end_matches("!important").trim();
        Some((key.trim().to_ascii_lowercase(), value.to_ascii_lowercase()))
    };
    declarations.filter_map(pair).collect()
}

/// Says once what a `style` asks for that no edition shows.
pub(super) fn check_style(node: &Node, context: &mut Context<'_>) {
    for (property, _) in style(node) {
        if !READ.contains(&property.as_str()) && context.once.first("style", &property) {
            let span = context.span(node.start, node.end);
            context.once.findings.push(findings::unset_style(&property, span));
        }
    }
}

/// The first value of one of these properties.
pub(super) fn property(node: &Node, names: &[&str]) -> Option<String> {
    style(node).into_iter().find(|(key, _)| names.contains(&key.as_str())).map(|(_, value)| value)
}

/// How an element's text is aligned, by `style`, `align` or its name.
pub(super) fn align(node: &Node) -> Option<Align> {
    let asked = property(node, &["text-align"]).or_else(|| node.get("align").map(str::to_ascii_lowercase));
    match asked.as_deref().map(str::trim) {
        Some("center" | "middle" | "-webkit-center") => Some(Align::Center),
        Some("right" | "end") => Some(Align::End),
        Some("left" | "start" | "justify") => Some(Align::Start),
        _ => (node.name == "center").then_some(Align::Center),
    }
}

/// Whether a page ends before and after an element.
pub(super) fn page_breaks(node: &Node) -> (Option<Side>, Option<Side>) {
    let side = |names: &[&str]| match property(node, names)?.as_str() {
        "always" | "page" => Some(Side::Any),
        "right" | "recto" => Some(Side::Recto),
        "left" | "verso" => Some(Side::Verso),
        _ => None,
    };
    if node.get("style").is_none() {
        return (None, None);
    }
    (side(&["page-break-before", "break-before"]), side(&["page-break-after", "break-after"]))
}

/// The width that a picture or a column asks for, as written.
pub(super) fn width(node: &Node) -> Option<String> {
    let own = property(node, &["width", "max-width"]).filter(|width| width != "auto");
    own.or_else(|| node.get("width").map(str::to_owned)).filter(|width| !width.trim().is_empty())
}
