//! The names of HTML's elements, by what they are to a book.

/// Elements without content.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that only hold blocks together.
pub(super) const CONTAINERS: &[&str] = &[
    "div",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "main",
    "nav",
    "center",
    "form",
    "fieldset",
    "address",
    "dialog",
    "hgroup",
    "search",
    "legend",
    "summary",
    "figcaption",
    "caption",
];

/// Other elements that are blocks.
const BLOCKS: &[&str] = &[
    "p",
    "figure",
    "table",
    "ul",
    "ol",
    "menu",
    "dir",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "details",
    "pre",
    "listing",
    "xmp",
    "plaintext",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
];

/// Elements that say nothing a book could show; their text stays.
pub(super) const SILENT: &[&str] = &[
    "rb",
    "rtc",
    "bdi",
    "bdo",
    "time",
    "data",
    "nobr",
    "picture",
    "source",
    "colgroup",
    "col",
    "label",
    "output",
    "html",
    "head",
    "body",
    "noscript",
    "meta",
    "base",
    "map",
    "area",
    "param",
    "track",
    "noembed",
    "noframes",
    "mi",
    "mo",
    "mn",
    "mrow",
    "msup",
    "msub",
    "mfrac",
    "semantics",
    "optgroup",
    "#comment",
];

/// Elements in a line that are markup or inlines of their own; [`super::inline`] knows each.
pub(super) const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "audio", "b", "big", "br", "button", "cite", "code", "del", "dfn", "em", "embed",
    "font", "i", "iframe", "img", "input", "ins", "kbd", "mark", "math", "object", "q", "rp", "rt", "ruby",
    "s", "samp", "script", "select", "small", "span", "strike", "strong", "style", "sub", "sup", "svg",
    "textarea", "tt", "u", "var", "video", "wbr", "link", "title", "option",
];

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    CONTAINERS.contains(&name) || BLOCKS.contains(&name)
}

/// Whether an element is one that is read or known to say nothing.
pub(super) fn is_known(name: &str) -> bool {
    is_block(name) || SILENT.contains(&name) || INLINE.contains(&name)
}
