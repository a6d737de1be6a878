//! Pictures, links, controls and formulas have words.

use std::collections::BTreeSet;

use super::has_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::document::{is_decoration, is_hidden};
use crate::inspect::findings::Findings;
use crate::inspect::xml::{Element, Ns, Tree};

/// Tells of what has no words to be read out.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    let labels: BTreeSet<&str> = tree
        .elements()
        .filter(|element| element.is("label"))
        .filter_map(|label| label.value("for"))
        .collect();
    for element in tree.elements() {
        let finding = match (element.ns(), element.name()) {
            (Ns::Xhtml, "img") => image(element),
            (Ns::Xhtml, "area")
                if element.get("href").is_some() && !said(element, "alt") && !has_name(element) =>
            {
                Some(
                    element
                        .say(Code::A11yImage, "this part of a picture has no text")
                        .help("add `alt=\"…\"` with where it leads"),
                )
            }
            (Ns::Xhtml, "object") if !has_name(element) && !is_hidden(element) => Some(
                element
                    .say(Code::A11yImage, "this object has no text")
                    .help("add `aria-label=\"…\"`, or text between its tags"),
            ),
            (Ns::Xhtml, "a")
                if element.get("href").is_some() && !has_name(element) && !is_hidden(element) =>
            {
                Some(
                    element
                        .say(Code::A11yLink, "this link has no words")
                        .help("write what it leads to into it, or as its `aria-label`"),
                )
            }
            (Ns::Xhtml, "iframe") if !has_name(element) && !is_hidden(element) => {
                Some(element.say(Code::A11yLink, "this frame has no title").help("add `title=\"…\"`"))
            }
            (Ns::Xhtml, "button" | "summary") if !has_name(element) => Some(
                element
                    .say(Code::A11yLink, format!("this `{}` has no words", element.name()))
                    .help("write what it does into it"),
            ),
            (Ns::Xhtml, "input" | "select" | "textarea") => control(element, &labels),
            (Ns::Xhtml, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
                if !has_name(element) && !is_hidden(element) =>
            {
                Some(
                    element
                        .say(Code::A11yHeading, "this heading is empty")
                        .help("write words into it, or take it out"),
                )
            }
            (Ns::Svg, "svg") => drawing(element),
            (Ns::MathMl, "math") => formula(element),
            (Ns::Xhtml, "video") if element.get("controls").is_some() && !captioned(element) => Some(
                element
                    .say(Code::A11yImage, "this film has no captions")
                    .help("add `<track kind=\"captions\" src=\"…\" srclang=\"…\"/>`"),
            ),
            _ => None,
        };
        if let Some(finding) = finding {
            findings.push(finding);
        }
    }
}

fn said(element: Element<'_>, name: &str) -> bool {
    element.value(name).is_some_and(|value| !value.trim().is_empty())
}

fn image(element: Element<'_>) -> Option<Diagnostic> {
    let named = said(element, "alt")
        || said(element, "aria-label")
        || said(element, "aria-labelledby")
        || said(element, "title");
    if named || is_decoration(element) {
        return None;
    }
    let finding = element.say(Code::A11yImage, "this picture has no text for those who do not see it");
    let blank = element.get("alt").is_some();
    Some(if blank {
        finding.help("write into `alt` what the picture shows; `alt=\"\"` if it only decorates")
    } else {
        finding.help("add `alt=\"…\"` with what the picture shows; `alt=\"\"` if it only decorates")
    })
}

fn drawing(element: Element<'_>) -> Option<Diagnostic> {
    let role = element.value("role").unwrap_or_default();
    let is_image = role
        .split_ascii_whitespace()
        .any(|word| matches!(word, "img" | "graphics-document" | "graphics-symbol"));
    let titled = element.children().any(|child| child.name() == "title" && child.has_text());
    let named = said(element, "aria-label") || said(element, "aria-labelledby") || said(element, "title");
    (is_image && !titled && !named && !is_hidden(element)).then(|| {
        element
            .say(Code::A11yImage, "this drawing has no text for those who do not see it")
            .help("add `<title>…</title>` as its first child, or `aria-label`")
    })
}

fn formula(element: Element<'_>) -> Option<Diagnostic> {
    let annotated = element.descendants().any(|inner| inner.name() == "annotation-xml");
    (!said(element, "alttext") && !annotated && !said(element, "aria-label")).then(|| {
        element
            .say(Code::A11yFormula, "this formula has no text for reading systems that do not know MathML")
            .help("add `alttext=\"…\"` to `math`")
    })
}

fn control(element: Element<'_>, labels: &BTreeSet<&str>) -> Option<Diagnostic> {
    let kind = element.value("type").unwrap_or_default();
    if matches!(kind, "hidden" | "submit" | "reset" | "button") || has_name(element) || said(element, "alt") {
        return None;
    }
    let inside = element.ancestors().any(|outer| outer.is("label"));
    let labelled = element.value("id").is_some_and(|id| labels.contains(id));
    (!inside && !labelled).then(|| {
        element
            .say(Code::A11yLink, "this field has no label")
            .help("put it into a `label`, or name it with `<label for=\"…\">`")
    })
}

fn captioned(element: Element<'_>) -> bool {
    element.children().any(|child| {
        child.is("track") && matches!(child.value("kind"), None | Some("captions" | "subtitles"))
    })
}
