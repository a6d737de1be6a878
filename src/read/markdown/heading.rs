//! The words a heading may say of itself, and the nearest one where it says another.

use super::context::Context;
use crate::diagnostic::nearest;
use crate::model::Attributes;
use crate::read::findings;
use crate::source::Span;

/// Classes with a meaning; the kinds of section are Pandoc's and EPUB's words.
pub(crate) const CLASSES: &[&str] = &[
    "unnumbered",
    "unlisted",
    "part",
    "chapter",
    "appendix",
    "dedication",
    "epigraph",
    "foreword",
    "preface",
    "introduction",
    "prologue",
    "epilogue",
    "afterword",
    "acknowledgements",
    "acknowledgments",
    "glossary",
    "bibliography",
    "references",
    "colophon",
    "nodropcap",
    "smallcaps",
    "section",
    "toc",
    "frontmatter",
    "bodymatter",
    "backmatter",
];

const KEYS: &[&str] = &["lang", "short", "short-title", "subtitle", "epub:type", "role", "dir"];

/// Warns of classes and attributes that change nothing.
pub(super) fn check(attrs: &Attributes, span: Span, context: &mut Context<'_>) {
    for class in &attrs.classes {
        if !CLASSES.contains(&class.as_str()) && context.once.first("heading class", class) {
            let near = nearest(class, CLASSES.iter().copied());
            context.once.findings.push(findings::unknown_class(class, near, span));
        }
    }
    for (key, _) in &attrs.pairs {
        let known = KEYS.contains(&key.as_str()) || key.starts_with("data-");
        if !known && context.once.first("heading key", key) {
            let near = nearest(key, KEYS.iter().copied());
            context.once.findings.push(findings::unknown_attribute(key, near, span));
        }
    }
}
