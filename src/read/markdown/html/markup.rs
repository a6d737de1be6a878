//! The markup of a line that an element or its `style` stands for.

use super::super::context::Context;
use super::super::spans::span_role;
use super::super::token::{Role, Wrap};
use super::attributes::{attributes, property};
use super::dom::Node;
use super::{findings, names};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};
use crate::source::Span;

/// Says once that an element is not one a book has.
pub(super) fn unknown(node: &Node, context: &mut Context<'_>) {
    if context.once.first("html", &node.name) {
        let written = context.source.text.get(node.start + 1..).unwrap_or_default();
        let shown = written.get(..node.name.len()).filter(|name| name.eq_ignore_ascii_case(&node.name));
        let shown = shown.unwrap_or(&node.name).to_owned();
        let span = context.span(node.start, node.end);
        context.once.findings.push(findings::unknown_html(&shown, span));
    }
}

/// The markup an element stands for, outermost first.
pub(super) fn wraps(node: &Node, context: &mut Context<'_>) -> Vec<Wrap> {
    let mut attrs = attributes(node);
    let role = match node.name.as_str() {
        "em" | "i" | "cite" | "dfn" | "var" => Some(Role::Emphasis),
        "strong" | "b" => Some(Role::Strong),
        "s" | "del" | "strike" => Some(Role::Strikeout),
        "u" | "ins" => Some(Role::Underline),
        "sub" => Some(Role::Subscript),
        "sup" => Some(Role::Superscript),
        "kbd" => Some(Role::Keyboard),
        "mark" => Some(Role::Mark),
        "abbr" | "acronym" => Some(Role::Abbreviation),
        "span" => Some(span_role(&attrs)),
        "small" | "big" => {
            attrs.classes.push(node.name.clone());
            Some(Role::Span)
        }
        "ruby" => Some(Role::Span),
        "a" => node.get("href").map(|url| Role::Link {
            url: url.trim().to_owned(),
            title: node.get("title").map(str::to_owned).filter(|title| !title.is_empty()),
        }),
        "bdo" | "bdi" if attrs.get("dir").is_some() => Some(Role::Span),
        "font" => {
            if context.once.first("html", "font") {
                let span = context.span(node.start, node.end);
                context.once.findings.push(findings::unset_style("font", span));
            }
            None
        }
        name => {
            if !names::is_known(name) || matches!(name, "button" | "select" | "textarea") {
                unknown(node, context);
            }
            None
        }
    };
    let plain = attrs == Attributes::default();
    let mut wraps = Vec::new();
    match role {
        Some(Role::Span) if plain => {}
        Some(role) => wraps.push(Wrap { role, attrs: Some(Box::new(attrs)).filter(|_| !plain) }),
        None => {}
    }
    wraps.extend(styles(node).into_iter().map(|role| Wrap { role, attrs: None }));
    wraps
}

/// Markup round inlines that are made already.
pub(super) fn round(wrap: &Wrap, content: Vec<Inline>, span: Span) -> Inline {
    let kind = match &wrap.role {
        Role::Emphasis => InlineKind::Emphasis(content),
        Role::Strong => InlineKind::Strong(content),
        Role::Strikeout => InlineKind::Strikeout(content),
        Role::Underline => InlineKind::Underline(content),
        Role::SmallCaps => InlineKind::SmallCaps(content),
        Role::Superscript => InlineKind::Superscript(content),
        Role::Subscript => InlineKind::Subscript(content),
        Role::Mark => InlineKind::Mark(content),
        Role::Keyboard => InlineKind::Keyboard(content),
        Role::Abbreviation => InlineKind::Abbreviation(content),
        Role::Link { url, title } => InlineKind::Link { url: url.clone(), title: title.clone(), content },
        _ => InlineKind::Span(content),
    };
    Inline { id: NodeId::default(), kind, attrs: wrap.attrs.clone(), span }
}

/// The markup that an element's `style` asks for.
fn styles(node: &Node) -> Vec<Role> {
    if node.get("style").is_none() {
        return Vec::new();
    }
    let asks = |names: &[&str], values: &[&str]| {
        property(node, names).is_some_and(|value| value.split_whitespace().any(|word| values.contains(&word)))
    };
    let line = ["text-decoration", "text-decoration-line"];
    let all = [
        (asks(&["font-weight"], &["bold", "bolder", "600", "700", "800", "900"]), Role::Strong),
        (asks(&["font-style"], &["italic", "oblique"]), Role::Emphasis),
        (asks(&line, &["underline"]), Role::Underline),
        (asks(&line, &["line-through"]), Role::Strikeout),
        (asks(&["font-variant", "font-variant-caps"], &["small-caps", "all-small-caps"]), Role::SmallCaps),
        (asks(&["vertical-align"], &["super"]), Role::Superscript),
        (asks(&["vertical-align"], &["sub"]), Role::Subscript),
    ];
    all.into_iter().filter(|(asked, _)| *asked).map(|(_, role)| role).collect()
}
