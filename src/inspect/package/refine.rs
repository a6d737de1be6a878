//! What the metadata say about one another: which property may refine which element, and
//! how often (EPUB 3.3, D.3 "Meta properties vocabulary"; 8 for layout, 9 for overlays).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::findings::Findings;
use crate::inspect::url::{self, Target};
use crate::inspect::xml::Element;

/// A property, what it refines, and whether it does so once only.
const RULES: &[(&str, &[&str], bool)] = &[
    ("authority", &["subject"], true),
    ("term", &["subject"], true),
    ("collection-type", &["belongs-to-collection"], true),
    ("group-position", &[], true),
    ("display-seq", &[], true),
    ("file-as", &[], true),
    ("identifier-type", &["identifier", "source"], true),
    ("role", &["creator", "contributor", "publisher"], false),
    ("source-of", &["source"], true),
    ("title-type", &["title"], true),
];

/// Properties of the whole book: never of a part of it, and once.
const WHOLE: &[&str] = &[
    "rendition:flow",
    "rendition:layout",
    "rendition:orientation",
    "rendition:spread",
    "media:active-class",
    "media:playback-active-class",
];

/// Properties of an item of the spine of which only one of each kind may stand.
const RIVALS: &[&[&str]] = &[
    &["rendition:layout-reflowable", "rendition:layout-pre-paginated"],
    &[
        "rendition:flow-auto",
        "rendition:flow-paginated",
        "rendition:flow-scrolled-continuous",
        "rendition:flow-scrolled-doc",
    ],
    &["rendition:orientation-auto", "rendition:orientation-landscape", "rendition:orientation-portrait"],
    &[
        "rendition:spread-auto",
        "rendition:spread-both",
        "rendition:spread-landscape",
        "rendition:spread-none",
        "rendition:spread-portrait",
    ],
    &[
        "page-spread-left",
        "page-spread-right",
        "rendition:page-spread-center",
        "rendition:page-spread-left",
        "rendition:page-spread-right",
    ],
];

/// Tells of `meta` elements that refine what they cannot, or twice.
pub(super) fn check(elements: &[Element<'_>], base: &str, findings: &mut Findings) {
    let by_id: BTreeMap<&str, Element<'_>> =
        elements.iter().filter_map(|element| Some((element.value("id")?.trim(), *element))).collect();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for element in elements {
        let Some(property) = element.get("property") else { continue };
        let name = property.value().trim();
        let refines = element.value("refines").map(str::trim);
        let finding = if WHOLE.contains(&name) {
            whole(*element, name, refines, &mut seen)
        } else if let Some((name, targets, once)) = RULES.iter().find(|(known, ..)| *known == name) {
            part(*element, (name, targets), refines, &by_id).or_else(|| {
                (*once && !seen.insert((name, refines.unwrap_or_default()))).then(|| twice(*element, name))
            })
        } else {
            None
        };
        finding.or_else(|| relative(*element, base)).into_iter().for_each(|finding| findings.push(finding));
    }
    pairs(elements, findings);
}

fn twice(element: Element<'_>, name: &str) -> Diagnostic {
    element.say(Code::PackageProperty, format!("`{name}` stands a second time")).help("keep one of the two")
}

fn whole<'a>(
    element: Element<'a>,
    name: &'a str,
    refines: Option<&str>,
    seen: &mut BTreeSet<(&'a str, &'a str)>,
) -> Option<Diagnostic> {
    if refines.is_some() {
        let finding =
            element.say(Code::PackageProperty, format!("`{name}` is said of the whole book, not of a part"));
        return Some(finding.help("take `refines` out; for one document, write it into its `itemref`"));
    }
    if name.starts_with("media:") && element.text().trim().contains(char::is_whitespace) {
        return Some(
            element
                .say(Code::PackageProperty, format!("`{name}` is the name of one class"))
                .help("write one name"),
        );
    }
    (!seen.insert((name, ""))).then(|| twice(element, name))
}

fn part(
    element: Element<'_>,
    (name, targets): (&str, &[&str]),
    refines: Option<&str>,
    by_id: &BTreeMap<&str, Element<'_>>,
) -> Option<Diagnostic> {
    if targets.is_empty() {
        return None;
    }
    let target = refines.and_then(|refines| refines.strip_prefix('#')).and_then(|id| by_id.get(id));
    let is_fit = target.is_some_and(|target| {
        targets.contains(&target.name())
            || target.value("property").is_some_and(|p| targets.contains(&p.trim()))
    });
    let wrong_value = name == "source-of" && element.text().trim() != "pagination";
    if is_fit && !wrong_value {
        return None;
    }
    let message = if wrong_value {
        "`source-of` can only be `pagination`".to_owned()
    } else {
        format!("`{name}` refines nothing that it can refine")
    };
    let names: Vec<String> = targets.iter().map(|name| format!("`{name}`")).collect();
    Some(
        element
            .say(Code::PackageProperty, message)
            .help(format!("let `refines` name the id of {}", names.join(", "))),
    )
}

fn relative(element: Element<'_>, base: &str) -> Option<Diagnostic> {
    let refines = element.get("refines")?;
    let is_inside = matches!(url::resolve(base, refines.value()), Target::Local { .. });
    (!is_inside).then(|| {
        refines
            .say(Code::PackageProperty, "`refines` leads out of the book")
            .help("write `#` and the id of an element of the package")
    })
}

/// An authority has its term, and a term its authority.
fn pairs(elements: &[Element<'_>], findings: &mut Findings) {
    let with = |name: &str| -> BTreeSet<&str> {
        let named = elements.iter().filter(|element| element.value("property").map(str::trim) == Some(name));
        named.filter_map(|element| element.value("refines")).map(str::trim).collect()
    };
    let (authorities, terms) = (with("authority"), with("term"));
    for element in elements.iter().filter(|element| element.name() == "subject") {
        let Some(id) = element.value("id").map(|id| format!("#{}", id.trim())) else { continue };
        let (authority, term) = (authorities.contains(id.as_str()), terms.contains(id.as_str()));
        if authority != term {
            let (has, lacks) = if authority { ("authority", "term") } else { ("term", "authority") };
            findings.push(
                element
                    .say(Code::PackageProperty, format!("this subject has an `{has}` and no `{lacks}`"))
                    .help(format!("add `<meta property=\"{lacks}\" refines=\"{id}\">…</meta>`")),
            );
        }
    }
}

/// Properties of an item of the spine that contradict each other.
pub(super) fn rivals(element: Element<'_>) -> Option<Diagnostic> {
    let properties = element.get("properties")?;
    let kinds =
        RIVALS.iter().find(|kinds| kinds.iter().filter(|kind| properties.has_word(kind)).count() > 1)?;
    let found: Vec<String> =
        kinds.iter().filter(|kind| properties.has_word(kind)).map(|kind| format!("`{kind}`")).collect();
    Some(
        properties
            .say(Code::PackageProperty, format!("{} contradict each other", found.join(" and ")))
            .help("keep one of them"),
    )
}
