//! Conditions on what is shown, as Quarto writes them: `.content-visible` and
//! `.content-hidden` with `when-format`, `unless-format`, `when-edition`, `unless-edition`.
//!
//! Several conditions on one node must all hold; one that names several values holds for
//! any of them.

use crate::model::Attributes;
use crate::model::manifest::{EditionSpec, FormatSpec};

/// The classes that make a node conditional.
const VISIBLE: &str = "content-visible";
const HIDDEN: &str = "content-hidden";

/// Formats, and what each is called elsewhere (Quarto's and Pandoc's names).
pub(super) const FORMATS: &[&str] = &["pdf", "epub", "print", "screen"];
const OTHER_NAMES: &[(&str, &str)] = &[
    ("html", "epub"),
    ("html4", "epub"),
    ("html5", "epub"),
    ("epub2", "epub"),
    ("epub3", "epub"),
    ("latex", "pdf"),
    ("beamer", "pdf"),
    ("typst", "pdf"),
];
/// Formats of other tools that Bindery never makes: what is for them alone is not shown.
pub(super) const FOREIGN: &[&str] =
    &["docx", "odt", "pptx", "revealjs", "markdown", "gfm", "hugo", "asciidoc", "jats", "ipynb", "context"];

/// The keys of conditions.
const KEYS: &[&str] = &["when-format", "unless-format", "when-edition", "unless-edition"];

/// The edition that is to be shown.
pub(super) struct Showing<'a> {
    edition: &'a str,
    formats: &'static [&'static str],
}

impl<'a> Showing<'a> {
    /// An edition's names: a PDF whose links are asked for is for the screen, as an EPUB is.
    pub(super) fn of(spec: &'a EditionSpec) -> Self {
        let formats: &[&str] = match &spec.format {
            FormatSpec::Epub(_) => &["epub", "screen"],
            FormatSpec::Pdf(print) if print.links == Some(true) => &["pdf", "screen"],
            FormatSpec::Pdf(_) => &["pdf", "print"],
        };
        Self { edition: &spec.name, formats }
    }

    /// Whether it is among these editions.
    pub(super) fn is_one_of(&self, names: &str) -> bool {
        values(names).any(|name| name == self.edition)
    }

    fn holds(&self, key: &str, value: &str) -> bool {
        let any = |is: &dyn Fn(&str) -> bool| values(value).any(is);
        match key {
            "when-format" => any(&|name| self.formats.contains(&format(name))),
            "unless-format" => !any(&|name| self.formats.contains(&format(name))),
            "when-edition" => any(&|name| name == self.edition),
            "unless-edition" => !any(&|name| name == self.edition),
            _ => true,
        }
    }
}

/// The names a condition lists.
pub(super) fn values(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ' ', ';']).map(str::trim).filter(|name| !name.is_empty())
}

/// Our name for a format.
pub(super) fn format(name: &str) -> &str {
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, own)| own)
}

/// Every name a format may be called by.
pub(super) fn format_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().chain(FOREIGN).copied().chain(OTHER_NAMES.iter().map(|(other, _)| *other))
}

/// The conditions a node has.
pub(super) fn conditions(attrs: &Attributes) -> impl Iterator<Item = (&str, &str)> {
    attrs.pairs.iter().filter(|(key, _)| KEYS.contains(&key.as_str())).map(|(k, v)| (k.as_str(), v.as_str()))
}

/// Whether a node is shown only in some editions.
pub(super) fn is_conditional(attrs: &Attributes) -> bool {
    !(attrs.classes.is_empty() && attrs.pairs.is_empty())
        && (attrs.has(VISIBLE) || attrs.has(HIDDEN) || conditions(attrs).next().is_some())
}

/// Whether a node is shown.
pub(super) fn shows(attrs: &Attributes, showing: &Showing<'_>) -> bool {
    if !is_conditional(attrs) {
        return true;
    }
    let all = conditions(attrs).all(|(key, value)| showing.holds(key, value));
    if attrs.has(HIDDEN) { !all } else { all }
}

/// Takes a condition that was met off a node.
pub(super) fn without_condition(attrs: &mut Attributes) {
    attrs.classes.retain(|class| class != VISIBLE && class != HIDDEN);
    attrs.pairs.retain(|(key, _)| !KEYS.contains(&key.as_str()));
}
