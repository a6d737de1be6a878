//! The metadata: what every book must say of itself, and in which form.

use std::collections::BTreeSet;

use super::values::{is_date, is_language, is_modified, is_uuid};
use super::{Metadata, Package};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::inspect::findings::Findings;
use crate::inspect::url::{self, Target};
use crate::inspect::xml::{Element, Ns, Tree};

/// Prefixes that stand for a vocabulary without being declared, and which (EPUB 3.3, D.1).
const RESERVED: &[(&str, &str)] = &[
    ("a11y", "http://www.idpf.org/epub/vocab/package/a11y/#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("marc", "http://id.loc.gov/vocabulary/"),
    ("media", "http://www.idpf.org/epub/vocab/overlays/#"),
    ("onix", "http://www.editeur.org/ONIX/book/codelists/current.html#"),
    ("rendition", "http://www.idpf.org/vocab/rendition/#"),
    ("schema", "http://schema.org/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("msv", "http://www.idpf.org/epub/vocab/structure/magazine/#"),
    ("prism", "http://www.prismstandard.org/specifications/3.0/PRISM_CV_Spec_3.0.htm#"),
];
/// Properties of `meta` without a prefix.
const PROPERTIES: &[&str] = &[
    "alternate-script",
    "authority",
    "belongs-to-collection",
    "collection-type",
    "display-seq",
    "file-as",
    "group-position",
    "identifier-type",
    "meta-auth",
    "role",
    "source-of",
    "term",
    "title-type",
    "pageBreakSource",
    "source-language",
    "target-language",
    "dictionary-type",
];
/// Properties of the vocabularies `rendition:` and `media:`.
const RENDITION: &[&str] = &["flow", "layout", "orientation", "spread", "viewport", "align-x-center"];
const MEDIA: &[&str] = &["active-class", "duration", "narrator", "playback-active-class"];
const DC: &[&str] = &[
    "identifier",
    "title",
    "language",
    "date",
    "source",
    "type",
    "format",
    "creator",
    "subject",
    "description",
    "publisher",
    "contributor",
    "relation",
    "coverage",
    "rights",
];

/// Tells what is wrong with the metadata, and reads what later checks ask for.
pub(in crate::inspect) fn check(tree: &Tree, package: &Package, findings: &mut Findings) -> Metadata {
    let mut metadata = Metadata::default();
    let Some(root) = tree.root() else { return metadata };
    let Some(place) = root.children().find(|child| child.name() == "metadata") else { return metadata };
    // OEBPS 1.2 wrapped them once more.
    let wrapped = place.children().filter(|child| matches!(child.name(), "dc-metadata" | "x-metadata"));
    let mut elements: Vec<Element<'_>> = place.children().collect();
    elements.extend(wrapped.flat_map(Element::children));
    prefixes(root, findings);
    if !package.is_epub_2 {
        super::refine::check(&elements, &package.path, findings);
    }
    required(place, &elements, package, findings);
    identifier(root, &elements, &mut metadata, findings);
    let ids: BTreeSet<&str> =
        tree.elements().filter_map(|element| element.value("id")).map(str::trim).collect();
    let declared = declared(root);
    languages(tree, findings);
    for element in &elements {
        match element.ns() {
            Ns::Dc => dublin_core(*element, package, &mut metadata, findings),
            Ns::Opf if element.name() == "meta" && !package.is_epub_2 => {
                meta(*element, &declared, &ids, &mut metadata, findings);
            }
            Ns::Opf if element.name() == "link" && !package.is_epub_2 => link(*element, package, findings),
            _ => {}
        }
    }
    metadata.title = elements.iter().any(|e| is_dc(*e, "title") && e.has_text());
    metadata
}

fn is_dc(element: Element<'_>, name: &str) -> bool {
    element.ns() == Ns::Dc && element.name() == name
}

fn required(place: Element<'_>, elements: &[Element<'_>], package: &Package, findings: &mut Findings) {
    for (name, what, example) in [
        ("identifier", "identifier", "<dc:identifier id=\"pub-id\">urn:uuid:…</dc:identifier>"),
        ("title", "title", "<dc:title>…</dc:title>"),
        ("language", "language", "<dc:language>en</dc:language>"),
    ] {
        if !elements.iter().any(|element| is_dc(*element, name)) {
            findings.push(
                place
                    .say(Code::PackageMetadata, format!("the metadata name no {what}"))
                    .help(format!("add `{example}`")),
            );
        }
    }
    if package.is_epub_2 {
        return;
    }
    let is_modified = |element: &&Element<'_>| {
        element.value("property").map(str::trim) == Some("dcterms:modified")
            && element.get("refines").is_none()
    };
    let mut modified = elements.iter().filter(is_modified);
    if modified.next().is_none() {
        findings.push(
            place
                .say(Code::PackageMetadata, "the metadata do not say when the book was last changed")
                .help("add `<meta property=\"dcterms:modified\">2026-01-31T12:00:00Z</meta>`"),
        );
    }
    if let Some(second) = modified.next() {
        findings.push(
            second
                .say(Code::PackageMetadata, "the metadata say twice when the book was last changed")
                .help("keep one `dcterms:modified`"),
        );
    }
    for twin in elements.iter().filter(|element| is_dc(**element, "date")).skip(1) {
        findings.push(
            twin.say(Code::PackageMetadata, "an EPUB 3 has only one `dc:date`, that of its publication")
                .help("write other dates as `<meta property=\"dcterms:…\">`"),
        );
    }
}

/// The element that `unique-identifier` names.
fn identifier(root: Element<'_>, elements: &[Element<'_>], metadata: &mut Metadata, findings: &mut Findings) {
    let Some(unique) = root.get("unique-identifier").filter(|unique| !unique.value().trim().is_empty())
    else {
        findings.push(
            root.say(Code::PackageIdentifier, "the package does not name its identifier")
                .help("add `unique-identifier=\"pub-id\"`, with the id of the `dc:identifier`"),
        );
        return;
    };
    let id = unique.value().trim();
    let named =
        elements.iter().find(|e| is_dc(**e, "identifier") && e.value("id").map(str::trim) == Some(id));
    let Some(named) = named else {
        let known: Vec<&str> =
            elements.iter().filter(|e| is_dc(**e, "identifier")).filter_map(|e| e.value("id")).collect();
        let finding = unique.say(Code::PackageIdentifier, format!("no `dc:identifier` has the id `{id}`"));
        findings.push(match known.first() {
            Some(known) => finding.help(format!("the identifier of this book has the id `{known}`")),
            None => finding.help(format!("add `id=\"{id}\"` to the `dc:identifier` of the book")),
        });
        return;
    };
    metadata.identifier = Some(named.text().trim().to_owned());
}

fn dublin_core(element: Element<'_>, package: &Package, metadata: &mut Metadata, findings: &mut Findings) {
    let name = element.name();
    let text = element.text();
    let text = text.trim();
    if !DC.contains(&name) {
        findings.push(unknown(element, "Dublin Core has no element", DC));
        return;
    }
    if text.is_empty() {
        // EPUB 2 let others be empty.
        let must = !package.is_epub_2 || matches!(name, "identifier" | "title" | "language");
        let code = if must { Code::PackageMetadata } else { Code::PackageEmpty };
        findings.push(element.say(code, format!("`dc:{name}` is empty")).help("fill it in, or take it out"));
        return;
    }
    match name {
        "identifier" => {
            let scheme =
                element.get_ns(Ns::Opf, "scheme").is_some_and(|s| s.value().eq_ignore_ascii_case("uuid"));
            let lower = text.to_ascii_lowercase();
            let uuid = lower.strip_prefix("urn:uuid:").or(Some(lower.as_str()).filter(|_| scheme));
            if uuid.is_some_and(|uuid| !is_uuid(uuid)) {
                findings.push(
                    element
                        .say(Code::PackageUuid, format!("`{text}` is not a UUID"))
                        .help("a UUID has 8, 4, 4, 4 and 12 hexadecimal digits: make a new one, or take `urn:uuid:` away"),
                );
            }
        }
        "language" => {
            metadata.language.get_or_insert_with(|| text.to_owned());
            if !is_language(text) {
                findings.push(
                    element
                        .say(Code::PackageLanguage, format!("`{text}` is not a language tag"))
                        .help("write it as BCP 47 has it: `en`, `en-GB`, `pt-BR`, `zh-Hant`"),
                );
            }
        }
        "date" if !is_date(text) => {
            findings.push(
                element
                    .say(Code::PackageDate, format!("`{text}` is not a date in ISO form"))
                    .help("write `2026`, `2026-01` or `2026-01-31`"),
            );
        }
        "source" => metadata.has_page_source = true,
        _ => {}
    }
}

fn unknown(element: Element<'_>, what: &str, known: &[&'static str]) -> Diagnostic {
    let name = element.name();
    let finding = element.say(Code::PackageStructure, format!("{what} `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("take it out"),
    }
}

/// `xml:lang` of the package and its parts, and `hreflang` of links.
fn languages(tree: &Tree, findings: &mut Findings) {
    for element in tree.elements() {
        let lang = element.get_ns(Ns::Xml, "lang").or_else(|| element.get("hreflang"));
        if let Some(lang) = lang.filter(|lang| !lang.value().is_empty() && !is_language(lang.value())) {
            findings.push(
                lang.say(Code::PackageLanguage, format!("`{}` is not a language tag", lang.value()))
                    .help("write it as BCP 47 has it: `en`, `en-GB`, `pt-BR`, `zh-Hant`"),
            );
        }
    }
}

/// Prefixes that the package declares.
fn declared(root: Element<'_>) -> Vec<&str> {
    let prefix = root.value("prefix").unwrap_or_default();
    prefix.split_ascii_whitespace().filter_map(|word| word.strip_suffix(':')).collect()
}

/// The declarations of prefixes: pairs of `name:` and a URI.
fn prefixes(root: Element<'_>, findings: &mut Findings) {
    let Some(attribute) = root.get("prefix") else { return };
    let mut words = attribute.value().split_ascii_whitespace();
    while let Some(word) = words.next() {
        let Some(prefix) = word.strip_suffix(':').filter(|prefix| !prefix.is_empty()) else {
            findings.push(
                attribute
                    .say(Code::PackageProperty, format!("`{word}` declares no prefix"))
                    .help("write `prefix=\"name: http://…\"`, with a blank after the colon"),
            );
            return;
        };
        let uri = words.next().unwrap_or_default();
        if uri.is_empty() {
            findings.push(
                attribute
                    .say(Code::PackageProperty, format!("the prefix `{prefix}` has no URI"))
                    .help("write the URI after it"),
            );
        }
        if let Some((_, reserved)) =
            RESERVED.iter().find(|(name, reserved)| *name == prefix && *reserved != uri)
        {
            findings.push(
                attribute
                    .say(Code::PackagePrefix, format!("the prefix `{prefix}` is given another meaning"))
                    .help(format!("take it out: `{prefix}` always stands for {reserved}")),
            );
        }
    }
}

fn meta(
    element: Element<'_>,
    declared: &[&str],
    ids: &BTreeSet<&str>,
    metadata: &mut Metadata,
    findings: &mut Findings,
) {
    let Some(property) = element.get("property") else {
        let old = element.get("name").is_some() && element.get("content").is_some();
        if !old {
            findings.push(
                element
                    .say(Code::PackageStructure, "this `meta` has no `property`")
                    .help("write `<meta property=\"…\">…</meta>`"),
            );
        }
        return;
    };
    let name = property.value().trim();
    let text = element.text();
    let text = text.trim();
    if text.is_empty() {
        findings.push(
            element
                .say(Code::PackageMetadata, format!("the property `{name}` has no value"))
                .help("write it between the tags, or take the element out"),
        );
    }
    if let Some(finding) = known_property(property, declared) {
        findings.push(finding);
    }
    if let Some(refines) = element.get("refines") {
        let id = refines.value().trim().strip_prefix('#');
        if id.is_some_and(|id| !ids.contains(id)) {
            findings.push(
                refines
                    .say(Code::PackageProperty, format!("no element has the id `{}`", id.unwrap_or_default()))
                    .help("refine an element of the package by its id"),
            );
        }
    }
    if let Some(name) = name.strip_prefix("schema:").filter(|_| element.get("refines").is_none()) {
        let span = element.texts().next().map_or(element.span(), |(_, span)| span);
        metadata.schema.entry(name.to_owned()).or_default().push((text.to_owned(), span));
    }
    metadata.has_page_source |= matches!(name, "pageBreakSource" | "source-of");
    metadata.claims_conformance |= name == "dcterms:conformsTo";
    value(element, name, text, findings);
}

/// A record or other file that the metadata lead to.
fn link(element: Element<'_>, package: &Package, findings: &mut Findings) {
    let Some(href) = element.get("href") else {
        findings
            .push(element.say(Code::PackageStructure, "this `link` leads nowhere").help("add `href=\"…\"`"));
        return;
    };
    if element.get("rel").is_none() {
        findings.push(
            element
                .say(Code::PackageStructure, "this `link` does not say what it leads to")
                .help("add `rel=\"record\"` or another relation"),
        );
    }
    let is_local = matches!(url::resolve(&package.path, href.value()), Target::Local { .. });
    if is_local && element.get("media-type").is_none() {
        findings.push(
            element
                .say(Code::PackageStructure, "this `link` does not say of what type the file is")
                .help("add `media-type=\"…\"`"),
        );
    }
}

fn known_property(property: crate::inspect::xml::Attr<'_>, declared: &[&str]) -> Option<Diagnostic> {
    let name = property.value().trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        let message =
            if name.is_empty() { "the property has no name" } else { "only one property may stand here" };
        return Some(property.say(Code::PackageProperty, message).help("write the name of one property"));
    }
    let Some((prefix, local)) = name.split_once(':') else {
        if PROPERTIES.contains(&name) {
            return None;
        }
        let finding = property.say(Code::PackageProperty, format!("there is no property `{name}`"));
        return Some(match nearest(name, PROPERTIES.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("properties of other vocabularies are written with a prefix, as `schema:…`"),
        });
    };
    let reserved = RESERVED.iter().any(|(known, _)| *known == prefix);
    if !reserved && !declared.contains(&prefix) {
        return Some(
            property
                .say(Code::PackageProperty, format!("the prefix `{prefix}` is not declared"))
                .help(format!("declare it in `package`: `prefix=\"{prefix}: http://…\"`")),
        );
    }
    let known: &[&'static str] = match prefix {
        "rendition" => RENDITION,
        "media" => MEDIA,
        _ => return None,
    };
    if known.contains(&local) || declared.contains(&prefix) {
        return None;
    }
    let finding = property.say(Code::PackageProperty, format!("there is no property `{name}`"));
    Some(match nearest(local, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{prefix}:{near}`?")),
        None => finding.help("take it out"),
    })
}

fn value(element: Element<'_>, name: &str, text: &str, findings: &mut Findings) {
    let allowed: &[&str] = match name {
        "dcterms:modified" if !text.is_empty() && !is_modified(text) => {
            findings.push(
                element
                    .say(
                        Code::PackageMetadata,
                        format!("`{text}` is not a moment as `dcterms:modified` has it"),
                    )
                    .help("write it to the second, in UTC: `2026-01-31T12:00:00Z`"),
            );
            return;
        }
        "rendition:layout" => &["reflowable", "pre-paginated"],
        "rendition:flow" => &["paginated", "scrolled-continuous", "scrolled-doc", "auto"],
        "rendition:orientation" => &["landscape", "portrait", "auto"],
        "rendition:spread" => &["none", "landscape", "portrait", "both", "auto"],
        "rendition:viewport" | "meta-auth" => {
            findings.push(
                element
                    .say(Code::PackageDeprecated, format!("`{name}` is no longer used"))
                    .help("take it out; a page's size stands in the `viewport` of the document"),
            );
            return;
        }
        _ => return,
    };
    if name == "rendition:spread" && text == "portrait" {
        findings.push(
            element
                .say(Code::PackageDeprecated, "the value `portrait` is no longer used")
                .help("write `both`"),
        );
    } else if !text.is_empty() && !allowed.contains(&text) {
        findings.push(
            element
                .say(Code::PackageProperty, format!("`{name}` cannot be `{text}`"))
                .help(format!("it is one of {}", allowed.join(", "))),
        );
    }
}
