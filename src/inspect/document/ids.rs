//! Ids: each once in a document, and what names one finds it.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, nearest};
use crate::inspect::findings::Findings;
use crate::inspect::xml::{Ns, Tree};
use crate::source::Span;

/// Attributes whose words are ids of the same document.
const REFERENCES: &[&str] = &[
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-flowto",
    "aria-details",
    "aria-activedescendant",
    "aria-errormessage",
    "headers",
    "for",
    "list",
    "form",
];

/// Every id with its place in the order of the text; tells of those that stand twice and of
/// references to none.
pub(super) fn check(tree: &Tree, is_lenient: bool, findings: &mut Findings) -> BTreeMap<Box<str>, usize> {
    let mut ids: BTreeMap<Box<str>, usize> = BTreeMap::new();
    let mut places: BTreeMap<&str, Span> = BTreeMap::new();
    for element in tree.elements() {
        let own = element.get("id").or_else(|| element.get_ns(Ns::Xml, "id"));
        if let Some(id) = own {
            let name = id.value().trim();
            match places.get(name) {
                Some(first) => findings.push(
                    id.say(Code::DuplicateId, format!("the id `{name}` stands twice in this document"))
                        .at(*first, "first here")
                        .help("give one of the two another id: links lead to the first only"),
                ),
                None => {
                    places.insert(name, id.span());
                    ids.insert(name.into(), element.at);
                }
            }
        }
        // EPUB 2 let links lead to names of anchors.
        if let Some(name) = element.get("name").filter(|_| element.is_one_of(&["a", "map"])) {
            ids.entry(name.value().trim().into()).or_insert(element.at);
        }
    }
    if is_lenient {
        return ids;
    }
    for element in tree.elements().filter(|element| element.ns() == Ns::Xhtml) {
        for attribute in element.attributes().filter(|a| a.ns() == Ns::None && REFERENCES.contains(&a.name()))
        {
            let name = attribute.name();
            let fits = match name {
                "headers" => element.is_one_of(&["td", "th"]),
                "for" => element.is_one_of(&["label", "output"]),
                _ => true,
            };
            let missing = attribute.value().split_ascii_whitespace().find(|id| !places.contains_key(id));
            let Some(id) = missing.filter(|_| fits) else { continue };
            findings.tell(Code::IdReference, attribute.span(), || {
                let finding =
                    attribute.say(Code::IdReference, format!("nothing in this document has the id `{id}`"));
                match nearest(id, places.keys().copied().take(10_000)) {
                    Some(near) => finding.help(format!("an id with a similar name is `{near}`")),
                    None => finding
                        .help(format!("give the element that `{name}` means this id, or take `{name}` out")),
                }
            });
        }
    }
    ids
}
