//! The classes and attributes that have a meaning, by the place they stand in, and the
//! nearest one where an author wrote another.
//!
//! A class nobody knows changes nothing on the page: either it is misspelt, or a style
//! sheet of the author's gives it a meaning; the finding says both.

use std::ops::Range;

use super::context::Context;
use super::div;
use crate::diagnostic::nearest;
use crate::model::Attributes;
use crate::read::findings;

/// What carries attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `# Title {..}`.
    Heading,
    /// `[text]{..}`.
    Span,
    /// `[text](address){..}`.
    Link,
    /// `![text](file){..}`.
    Image,
    /// `` `code`{..} ``: its classes are languages.
    Code,
    /// `$..$ {..}`.
    Formula,
    /// `^[note]{..}`.
    Note,
    /// `::: {..}`.
    Div,
    /// A table's caption.
    Table,
    /// ```` ```{..} ````: its classes are languages.
    CodeBlock,
}

impl Place {
    /// As a message says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Heading => "a heading",
            Self::Span => "a span",
            Self::Link => "a link",
            Self::Image => "a picture",
            Self::Code | Self::CodeBlock => "code",
            Self::Formula => "a formula",
            Self::Note => "a note",
            Self::Div => "a div",
            Self::Table => "a table",
        }
    }

    /// Classes with a meaning here; `None` where any word may stand.
    pub(super) fn classes(self) -> Option<&'static [&'static str]> {
        Some(match self {
            Self::Heading => HEADING,
            Self::Span => SPAN,
            Self::Link => LINK,
            Self::Image => IMAGE,
            Self::Note => NOTE,
            Self::Div => DIV,
            Self::Table => TABLE,
            Self::Formula => &["unnumbered"],
            Self::Code | Self::CodeBlock => return None,
        })
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Heading => &["short", "short-title", "subtitle", "number"],
            Self::Span => &[
                "entry",
                "see",
                "see-also",
                "seealso",
                "sort",
                "mention",
                "range",
                "index",
                "of",
                "short-caption",
            ],
            Self::Link => &["target", "rel", "title", "hreflang", "type", "download"],
            Self::Image => IMAGE_KEYS,
            Self::Code | Self::Formula | Self::Note => &[],
            Self::Div => DIV_KEYS,
            Self::Table => TABLE_KEYS,
            Self::CodeBlock => CODE_KEYS,
        }
    }
}

/// Keys that mean the same everywhere.
const COMMON_KEYS: &[&str] =
    &["lang", "dir", "role", "epub:type", "when-format", "unless-format", "when-edition", "unless-edition"];

/// Classes of headings; the kinds of section are Pandoc's and EPUB's words.
const HEADING: &[&str] = &[
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
    "content-visible",
    "content-hidden",
];

const SPAN: &[&str] = &[
    "smallcaps",
    "sc",
    "underline",
    "ul",
    "mark",
    "highlight",
    "kbd",
    "dropcap",
    "nodropcap",
    "index",
    "term",
    "nowrap",
    "nobr",
    "small",
    "unnumbered",
    "content-visible",
    "content-hidden",
];

const LINK: &[&str] = &[
    "page",
    "pageref",
    "external",
    "uri",
    "email",
    "index",
    "term",
    "smallcaps",
    "unnumbered",
    "content-visible",
    "content-hidden",
];

const IMAGE: &[&str] = &[
    "decorative",
    "unnumbered",
    "left",
    "right",
    "center",
    "bleed",
    "wide",
    "lightbox",
    "nolightbox",
    "img-fluid",
    "content-visible",
    "content-hidden",
];

const NOTE: &[&str] = &["side", "end", "foot", "margin"];

const TABLE: &[&str] = &[
    "landscape",
    "unnumbered",
    "striped",
    "hover",
    "borderless",
    "bordered",
    "content-visible",
    "content-hidden",
];

const DIV: &[&str] = &[
    "epigraph",
    "dedication",
    "letter",
    "sidebar",
    "pullquote",
    "verse",
    "scene-break",
    "newpage",
    "keep",
    "fit",
    "glossary",
    "details",
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "callout-note",
    "callout-tip",
    "callout-important",
    "callout-warning",
    "callout-caution",
    "theorem",
    "proof",
    "remark",
    "solution",
    "columns",
    "column",
    "landscape",
    "index",
    "aside",
    "center",
    "right",
    "small",
    "unnumbered",
    "unlisted",
    "nodropcap",
    "dropcap",
    "content-visible",
    "content-hidden",
];

const IMAGE_KEYS: &[&str] = &[
    "alt",
    "fig-alt",
    "fig-cap",
    "fig-scap",
    "short-caption",
    "fig-align",
    "fig-pos",
    "fig-env",
    "width",
    "height",
    "place",
    "title",
    "bleed",
    "short",
    "short-caption",
];

const DIV_KEYS: &[&str] = &[
    "source",
    "title",
    "symbol",
    "number",
    "side",
    "editions",
    "edition",
    "lines",
    "entry",
    "sort",
    "see",
    "see-also",
    "layout-ncol",
    "layout-nrow",
    "layout",
    "layout-valign",
    "fig-cap",
    "fig-alt",
    "fig-align",
    "tbl-cap",
    "lst-cap",
    "caption",
    "name",
    "icon",
    "collapse",
    "appearance",
    "width",
    "scope",
    "index",
    "mention",
    "range",
    "place",
    "layout-align",
    "fig-pos",
    "fig-env",
    "fig-scap",
    "tbl-colwidths",
    "height",
    "when-profile",
    "unless-profile",
    "when-meta",
    "unless-meta",
    "style",
    "custom-style",
    "align",
    "group",
    "summary",
    "author",
    "short",
    "options",
    "latex",
];

const TABLE_KEYS: &[&str] = &["widths", "tbl-colwidths", "tbl-scap", "place", "short", "short-caption"];

const CODE_KEYS: &[&str] = &[
    "caption",
    "lst-cap",
    "filename",
    "startFrom",
    "start-from",
    "highlight",
    "wrap",
    "code-line-numbers",
    "lst-label",
    "name",
    "title",
    "start-line",
    "start",
    "hl_lines",
    "hl-lines",
    "linenos",
    "code-fold",
    "code-summary",
    "code-overflow",
    "code-copy",
    "label",
    "language",
    "style",
    "width",
    "fig-cap",
    "fig-alt",
    "eval",
    "echo",
    "include",
    "output",
    "warning",
    "message",
    "hidelines",
    "n",
    "execution_count",
    "number-from",
];

/// Warns of classes and attributes that change nothing. `range` is where the attributes
/// are written; each word is named once a file.
pub(super) fn check(attrs: &Attributes, place: Place, range: Range<usize>, context: &mut Context<'_>) {
    for class in &attrs.classes {
        check_class(class, place, range.clone(), context);
    }
    for (key, value) in &attrs.pairs {
        let known = |key: &str| COMMON_KEYS.contains(&key) || place.keys().contains(&key);
        if key == "place" && known(key) {
            check_place(value, range.clone(), context);
        } else if !known(key) && !key.starts_with("data-") && context.once.first("key", key) {
            let near = nearest(key, place.keys().iter().chain(COMMON_KEYS).copied());
            let span = narrow(key, range.clone(), context);
            let span = context.span(span.start, span.end);
            context.once.findings.push(findings::unknown_attribute(key, place.name(), near, span));
        }
    }
}

/// Where a figure, table or listing may stand.
const SPOTS: &[&str] = &["here", "top", "bottom", "page"];

/// Warns of a place where nothing can stand.
fn check_place(value: &str, range: Range<usize>, context: &mut Context<'_>) {
    if SPOTS.contains(&value) || !context.once.first("place", value) {
        return;
    }
    let span = narrow("place", range, context);
    let span = context.span(span.start, span.end);
    context.once.findings.push(match value {
        "wide" => findings::place_later(span),
        _ => findings::unknown_value("place", value, "`here`, `top`, `bottom` or `page`", span),
    });
}

/// [`check`] for one class.
pub(super) fn check_class(class: &str, place: Place, range: Range<usize>, context: &mut Context<'_>) {
    let Some(classes) = place.classes() else { return };
    let is_div = place == Place::Div && div::is_known(class);
    if is_div || classes.contains(&class) || !context.once.first("class", class) {
        return;
    }
    let near = nearest(class, classes.iter().copied());
    let span = narrow(class, range, context);
    let span = context.span(span.start, span.end);
    context.once.findings.push(findings::unknown_class(class, place.name(), near, span));
}

/// Where `word` stands within `range`; the whole range where it doesn't.
fn narrow(word: &str, range: Range<usize>, context: &Context<'_>) -> Range<usize> {
    let text = context.source.text.get(range.clone()).unwrap_or_default();
    // From the right: before the attributes may stand the same word as text.
    match text.rfind(word) {
        Some(at) => range.start + at..range.start + at + word.len(),
        None => range,
    }
}
