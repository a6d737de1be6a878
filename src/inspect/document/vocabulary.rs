//! What XHTML has: elements, what they may hold, their attributes, from the table in
//! `html.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What stands in an element, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Anything that stands in a body.
    Flow,
    /// Only what stands in a line.
    Phrasing,
    /// What its parent may hold.
    AsParent,
    Nothing,
    Text,
    /// Not checked.
    Any,
    /// Only these elements.
    Elements(Vec<&'static str>),
}

/// What an element is to its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands where blocks stand.
    Flow,
    /// Stands in lines too.
    Phrasing,
    /// Stands in these elements only.
    In(Vec<&'static str>),
}

/// An element of XHTML.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) in_epub_2: bool,
    pub(super) in_epub_3: bool,
    pub(super) kind: Kind,
    pub(super) content: Content,
    pub(super) attributes: Vec<&'static str>,
}

/// Attributes of every element.
const GLOBAL: &[&str] = &[
    "id",
    "class",
    "title",
    "lang",
    "dir",
    "style",
    "role",
    "tabindex",
    "accesskey",
    "hidden",
    "translate",
    "draggable",
    "contenteditable",
    "spellcheck",
    "autocapitalize",
    "autofocus",
    "enterkeyhint",
    "inert",
    "inputmode",
    "is",
    "itemid",
    "itemprop",
    "itemref",
    "itemscope",
    "itemtype",
    "nonce",
    "popover",
    "slot",
    "writingsuggestions",
    // RDFa.
    "about",
    "content",
    "datatype",
    "inlist",
    "prefix",
    "property",
    "rel",
    "resource",
    "rev",
    "typeof",
    "vocab",
];
/// Attributes of WAI-ARIA 1.2, without their `aria-`.
const ARIA: &[&str] = &[
    "activedescendant",
    "atomic",
    "autocomplete",
    "braillelabel",
    "brailleroledescription",
    "busy",
    "checked",
    "colcount",
    "colindex",
    "colindextext",
    "colspan",
    "controls",
    "current",
    "describedby",
    "description",
    "details",
    "disabled",
    "dropeffect",
    "errormessage",
    "expanded",
    "flowto",
    "grabbed",
    "haspopup",
    "hidden",
    "invalid",
    "keyshortcuts",
    "label",
    "labelledby",
    "level",
    "live",
    "modal",
    "multiline",
    "multiselectable",
    "orientation",
    "owns",
    "placeholder",
    "posinset",
    "pressed",
    "readonly",
    "relevant",
    "required",
    "roledescription",
    "rowcount",
    "rowindex",
    "rowindextext",
    "rowspan",
    "selected",
    "setsize",
    "sort",
    "valuemax",
    "valuemin",
    "valuenow",
    "valuetext",
];
/// What EPUB 3 no longer has of XHTML 1.1, by attribute and the elements that had it.
const OLD: &[&str] = &[
    "charset@link",
    "scheme@meta",
    "profile@head",
    "version@html",
    "rev@a",
    "charset@a",
    "shape@a",
    "coords@a",
    "longdesc@img",
    "summary@table",
    "width@table",
    "frame@table",
    "rules@table",
    "cellspacing@table",
    "cellpadding@table",
    "width@colgroup",
    "align@colgroup",
    "valign@colgroup",
    "char@colgroup",
    "charoff@colgroup",
    "width@col",
    "align@col",
    "valign@col",
    "char@col",
    "charoff@col",
    "align@tbody",
    "valign@tbody",
    "char@tbody",
    "charoff@tbody",
    "align@thead",
    "valign@thead",
    "char@thead",
    "charoff@thead",
    "align@tfoot",
    "valign@tfoot",
    "char@tfoot",
    "charoff@tfoot",
    "align@tr",
    "valign@tr",
    "char@tr",
    "charoff@tr",
    "align@td",
    "valign@td",
    "char@td",
    "charoff@td",
    "axis@td",
    "scope@td",
    "abbr@td",
    "align@th",
    "valign@th",
    "char@th",
    "charoff@th",
    "axis@th",
    "archive@object",
    "classid@object",
    "codebase@object",
    "codetype@object",
    "declare@object",
    "standby@object",
    "type@param",
    "valuetype@param",
    "nohref@area",
    "language@script",
    "accept@form",
    "name@a",
    "target@link",
];
/// What XHTML 1.1 allows on elements that HTML has no word for any more.
const OLD_GLOBAL: &[&str] = &[
    "name", "xmlns", "align", "border", "size", "width", "height", "noshade", "clear", "compact", "valign",
    "hspace", "vspace",
];

static ELEMENTS: LazyLock<BTreeMap<&'static str, Known>> = LazyLock::new(|| {
    let lines = include_str!("html.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(read).collect()
});

fn read(line: &'static str) -> Option<(&'static str, Known)> {
    let mut columns = line.split('|').map(str::trim);
    let name = columns.next().filter(|name| !name.is_empty())?;
    let versions = columns.next()?;
    let kind = match columns.next()? {
        "flow" => Kind::Flow,
        "phrasing" => Kind::Phrasing,
        parents => Kind::In(parents.split_ascii_whitespace().filter(|name| *name != "-").collect()),
    };
    let content = match columns.next()? {
        "flow" => Content::Flow,
        "phrasing" => Content::Phrasing,
        "as" => Content::AsParent,
        "none" => Content::Nothing,
        "text" => Content::Text,
        "any" => Content::Any,
        children => Content::Elements(children.split_ascii_whitespace().collect()),
    };
    let attributes = columns.next().unwrap_or_default().split_ascii_whitespace().collect();
    let known = Known {
        in_epub_2: versions.contains('2'),
        in_epub_3: versions.contains('3'),
        kind,
        content,
        attributes,
    };
    Some((name, known))
}

/// The element of this name.
pub(super) fn element(name: &str) -> Option<&'static Known> {
    ELEMENTS.get(name)
}

/// The names of all elements of a version.
pub(super) fn names(is_epub_2: bool) -> impl Iterator<Item = &'static str> {
    let fits = move |known: &Known| if is_epub_2 { known.in_epub_2 } else { known.in_epub_3 };
    ELEMENTS.iter().filter(move |(_, known)| fits(known)).map(|(name, _)| *name)
}

/// Attributes that one may mean where one mistypes them.
pub(super) fn common() -> impl Iterator<Item = &'static str> {
    [
        "class",
        "id",
        "style",
        "title",
        "lang",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
    ]
    .into_iter()
}

/// Whether an element may have an attribute.
pub(super) fn has_attribute(element: &str, known: &Known, attribute: &str, is_epub_2: bool) -> bool {
    let own = known.attributes.contains(&attribute);
    let global = GLOBAL.contains(&attribute);
    if is_epub_2 {
        return own || global || OLD_GLOBAL.contains(&attribute) || attribute.starts_with("on");
    }
    let old = OLD.iter().any(|entry| entry.split_once('@') == Some((attribute, element)));
    let data = |name: &str| !name.is_empty() && !name.bytes().any(|byte| byte.is_ascii_uppercase());
    let prefixed = attribute.strip_prefix("data-").is_some_and(data)
        || attribute.strip_prefix("aria-").is_some_and(|name| ARIA.contains(&name))
        || ["on", "its-"].iter().any(|prefix| attribute.starts_with(prefix));
    (own && !old) || global || prefixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert!(ELEMENTS.len() > 110);
        for (name, known) in ELEMENTS.iter() {
            let mentioned: &[&str] = match (&known.kind, &known.content) {
                (Kind::In(parents), _) if !parents.is_empty() => parents,
                (_, Content::Elements(children)) => children,
                _ => &[],
            };
            for other in mentioned {
                assert!(element(other).is_some(), "{name} names {other}");
            }
            assert!(known.in_epub_2 || known.in_epub_3, "{name}");
        }
        for entry in OLD {
            let (attribute, name) = entry.split_once('@').expect("two parts");
            let known = element(name).expect("an element");
            assert!(known.attributes.contains(&attribute) || attribute == "name", "{entry}");
        }
    }

    #[test]
    fn attributes_are_of_their_version() {
        let td = element("td").expect("td");
        assert!(has_attribute("td", td, "colspan", false) && has_attribute("td", td, "aria-label", false));
        assert!(!has_attribute("td", td, "align", false) && has_attribute("td", td, "align", true));
        assert!(!has_attribute("td", td, "href", false) && !has_attribute("td", td, "foo", true));
    }
}
