//! The metadata of `book.yaml`, in Pandoc's, Quarto's and mdBook's forms.

use super::node::Node;
use super::{findings, isbn, values};
use crate::diagnostic::Diagnostic;
use crate::model::metadata::{
    Accessibility, Collection, Conformance, Contributor, Copyright, Identifier, Metadata, Scheme, Subject,
};

/// The metadata of a checked tree.
pub(super) fn read(node: &Node, findings: &mut Vec<Diagnostic>) -> Metadata {
    let titles = titles(node);
    let own = |key: &str| node.text_at(key).and_then(filled);
    let langs = node.get("lang").map(Node::items).unwrap_or_default();
    let mut langs = langs.iter().filter_map(Node::text).filter_map(filled);
    let mut contributors = people(node.get("author"), "aut");
    contributors.extend(people(node.get("contributor"), "ctb"));
    // Authors first, each group in the order it was written.
    contributors.sort_by_key(|person| person.role != "aut");
    Metadata {
        title: titles.main.unwrap_or_default(),
        subtitle: own("subtitle").or(titles.subtitle),
        short_title: own("short-title").or(titles.short),
        contributors,
        title_file_as: titles.file_as,
        edition: titles.edition,
        lang: langs.next().unwrap_or_default(),
        other_langs: langs.collect(),
        publisher: own("publisher"),
        date: node.text_at("date").and_then(values::date),
        modified: own("modified"),
        rights: own("rights"),
        copyright: copyright(node),
        description: own("description"),
        subjects: subjects(node),
        collection: collection(node, titles.collection),
        identifiers: node.get("identifier").map(|node| identifiers(node, findings)).unwrap_or_default(),
        cover_alt: own("cover-image-alt"),
        accessibility: accessibility(node, findings),
    }
}

/// `belongs-to-collection:` as a text or a group; `group-position:` is Pandoc's.
fn collection(node: &Node, titled: Option<String>) -> Option<Collection> {
    let part = |path: &str| node.text_at(path).and_then(filled);
    let name = part("belongs-to-collection").or_else(|| part("belongs-to-collection.text")).or(titled)?;
    Some(Collection {
        name,
        position: part("belongs-to-collection.position").or_else(|| part("group-position")),
        is_set: node.text_at("belongs-to-collection.type") == Some("set"),
        identifier: part("belongs-to-collection.identifier"),
    })
}

/// `accessibility:`; a claim without a name behind it is told and left out.
fn accessibility(node: &Node, findings: &mut Vec<Diagnostic>) -> Accessibility {
    let part = |key: &str| node.text_at(&format!("accessibility.{key}")).and_then(filled);
    let claim = node.get("accessibility.conformance").zip(part("conformance"));
    let conformance = claim.and_then(|(claim, standard)| {
        let Some(certified_by) = part("certified-by") else {
            findings.push(findings::nobody_certified(&standard, claim.span));
            return None;
        };
        let (credential, report) = (part("certifier-credential"), part("certifier-report"));
        Some(Conformance { standard, certified_by, credential, report, span: claim.span })
    });
    Accessibility { conformance, summary: part("summary"), exemption: part("exemption") }
}

/// Text on one line, unless it is blank. Folded and literal YAML texts end with a line
/// feed that is none of the author's words.
fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[derive(Default)]
struct Titles {
    main: Option<String>,
    subtitle: Option<String>,
    short: Option<String>,
    collection: Option<String>,
    edition: Option<String>,
    file_as: Option<String>,
}

/// `title:` as a text, or as Pandoc's list of `{type, text}`.
fn titles(node: &Node) -> Titles {
    let mut titles = Titles::default();
    for item in node.get("title").map(Node::items).unwrap_or_default() {
        let Some(text) = item.text().or_else(|| item.text_at("text")).and_then(filled) else { continue };
        let place = match item.text_at("type") {
            Some("subtitle") => &mut titles.subtitle,
            Some("short") => &mut titles.short,
            Some("collection") => &mut titles.collection,
            Some("edition") => &mut titles.edition,
            // A further title without a type stands below the first.
            None if titles.main.is_some() => &mut titles.subtitle,
            _ => {
                titles.file_as = titles.file_as.or_else(|| item.text_at("file-as").and_then(filled));
                &mut titles.main
            }
        };
        place.get_or_insert(text);
    }
    titles
}

/// Names as a text, a list of texts, or `{role, text, file-as}`.
fn people(node: Option<&Node>, role: &str) -> Vec<Contributor> {
    let items = node.map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| person(item, role)).collect()
}

fn person(item: &Node, role: &str) -> Option<Contributor> {
    let part = |path: &str| item.text_at(path).and_then(filled);
    let (given, family) = (part("text.given"), part("text.family"));
    let joined = match (&given, &family) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (given, family) => given.clone().or(family.clone()),
    };
    let sorted = match (&given, &family) {
        (Some(given), Some(family)) => Some(format!("{family}, {given}")),
        _ => None,
    };
    let name =
        item.text().and_then(filled).or_else(|| part("text")).or_else(|| part("text.literal")).or(joined)?;
    let role = match item.text_at("role") {
        Some(word) => super::roles::parse(word).unwrap_or("ctb"),
        None => role,
    };
    Some(Contributor { name, file_as: part("file-as").or(sorted), role: role.to_owned() })
}

fn copyright(node: &Node) -> Copyright {
    let part = |path: &str| node.text_at(path).and_then(filled).filter(|text| text != "default");
    Copyright {
        holder: part("copyright.holder"),
        year: node.text_at("copyright.year").and_then(|year| year.trim().parse().ok()),
        statement: part("copyright").or_else(|| part("copyright.statement")),
    }
}

fn subjects(node: &Node) -> Vec<Subject> {
    let items = |key| node.get(key).map(Node::items).unwrap_or_default();
    items("subject").iter().chain(items("keywords")).filter_map(subject).collect()
}

fn subject(item: &Node) -> Option<Subject> {
    let part = |path: &str| item.text_at(path).and_then(filled);
    let term = part("term");
    let text = item.text().and_then(filled).or_else(|| part("text")).or_else(|| term.clone())?;
    Some(Subject { authority: part("authority"), term, text })
}

/// Identifiers of a book or an edition; faulty ISBNs are told and left out.
pub(super) fn identifiers(node: &Node, findings: &mut Vec<Diagnostic>) -> Vec<Identifier> {
    node.items().iter().filter_map(|item| identifier(item, findings)).collect()
}

fn identifier(item: &Node, findings: &mut Vec<Diagnostic>) -> Option<Identifier> {
    let node = if item.text().is_some() { item } else { item.get("text")? };
    let text = node.text().and_then(filled)?;
    let span = node.span;
    let word = item.text_at("scheme");
    let scheme = match word {
        Some(word) => named_scheme(word),
        None => guessed_scheme(&text),
    };
    if !matches!(scheme, Scheme::Isbn13 | Scheme::Isbn10) {
        return Some(Identifier { scheme, text, span });
    }
    match isbn::parse(&text) {
        Ok((found, digits)) => {
            if let Some(word) = word.filter(|w| *w != "ISBN" && *w != "GTIN-13" && found != scheme) {
                findings.push(findings::isbn_of_other_length(word, span));
            }
            Some(Identifier { scheme: found, text: digits, span })
        }
        Err(fault) => {
            findings.push(findings::invalid_isbn(&text, &fault, span));
            None
        }
    }
}

fn named_scheme(word: &str) -> Scheme {
    match word {
        "ISBN-13" | "ISBN" => Scheme::Isbn13,
        "ISBN-10" => Scheme::Isbn10,
        "DOI" => Scheme::Doi,
        "UUID" => Scheme::Uuid,
        "URI" | "URL" | "URN" => Scheme::Uri,
        _ => Scheme::Other,
    }
}

/// An identifier without a scheme: what it looks like.
fn guessed_scheme(text: &str) -> Scheme {
    let lower = text.to_ascii_lowercase();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let isbn_like = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | 'X' | 'x'));
    let bare = lower.strip_prefix("urn:uuid:").unwrap_or(&lower);
    if lower.starts_with("urn:isbn:") || (isbn_like && (9..=13).contains(&digits)) {
        Scheme::Isbn13
    } else if is_uuid(bare) {
        Scheme::Uuid
    } else if lower.starts_with("doi:") || (lower.starts_with("10.") && lower.contains('/')) {
        Scheme::Doi
    } else if lower.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphabetic()))
    {
        Scheme::Uri
    } else {
        Scheme::Other
    }
}

/// 8-4-4-4-12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A place for findings about what is not written at all.
pub(super) fn warn_of_missing(metadata: &Metadata, written: [bool; 3], path: &str) -> Vec<Diagnostic> {
    let [title, author, lang] = written;
    let mut findings = Vec::new();
    if metadata.title.is_empty() && !title {
        let meanwhile = "the first heading takes its place";
        findings.push(findings::missing_metadata("title", meanwhile, path, "title: My Book"));
    }
    if metadata.contributors.is_empty() && !author {
        let meanwhile = "shops refuse a book without an author";
        findings.push(findings::missing_metadata("author", meanwhile, path, "author: Jane Doe"));
    }
    if metadata.lang.is_empty() && !lang {
        let meanwhile = "English is assumed";
        findings.push(findings::missing_metadata("lang", meanwhile, path, "lang: en"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check::Checker;
    use super::super::{keys, node};
    use super::*;
    use crate::diagnostic::Code;
    use crate::model::metadata::Date;
    use crate::source::FileId;

    fn metadata(text: &str) -> (Metadata, Vec<Code>) {
        let mut checker = Checker::default();
        let tree = node::parse(text, FileId(0)).unwrap();
        let tree = checker.check("file", tree, &keys::BOOK).unwrap();
        let metadata = read(&tree, &mut checker.findings);
        (metadata, checker.findings.iter().map(|d| d.code).collect())
    }

    #[test]
    fn pandoc_title_blocks_are_read() {
        let (m, codes) = metadata(
            "title:\n- type: main\n  text: My Book\n- type: subtitle\n  text: An investigation\ncreator:\n- role: author\n  text: John Smith\n- role: editor\n  text: Sarah Jones\n  file-as: Jones, Sarah\nidentifier:\n- scheme: DOI\n  text: doi:10.234234.234/33\npublisher: My Press\nrights: © 2007 John Smith\nlanguage: de\ndate: 1903\nsubject: [Nepal, Indien]\n",
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!((m.title.as_str(), m.subtitle.as_deref()), ("My Book", Some("An investigation")));
        let people: Vec<_> = m.contributors.iter().map(|p| (p.role.as_str(), p.name.as_str())).collect();
        assert_eq!(people, [("aut", "John Smith"), ("edt", "Sarah Jones")]);
        assert_eq!(m.contributors[1].file_as.as_deref(), Some("Jones, Sarah"));
        assert_eq!(m.identifiers[0].scheme, Scheme::Doi);
        assert_eq!(m.date, Some(Date { year: 1903, month: None, day: None }));
        assert_eq!(m.subjects.len(), 2);
    }

    #[test]
    fn quarto_and_mdbook_names_are_read() {
        let (m, codes) = metadata(
            "title: 1984\nauthors:\n  - name: {given: Ada, family: Lovelace}\n  - B\nkeywords: [x]\ncopyright: Held by all\n",
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(m.title, "1984");
        assert_eq!(m.author_line(), "Ada Lovelace, B");
        assert_eq!(m.contributors[0].file_as.as_deref(), Some("Lovelace, Ada"));
        assert_eq!(m.copyright.statement.as_deref(), Some("Held by all"));
        assert_eq!(m.subjects[0].text, "x");
    }

    #[test]
    fn authors_come_before_others() {
        let (m, _) = metadata("author: [{role: editor, text: E}, A]\ncontributor: {role: trl, text: T}\n");
        let names: Vec<_> = m.contributors.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["A", "E", "T"]);
    }

    #[test]
    fn identifiers_without_scheme_are_recognised() {
        let (m, codes) = metadata(
            "identifier: [978-0-00-000000-2, 'urn:uuid:7b5c2f9e-6b2f-5a4e-8f5c-2a1d6f0c9b3e', 10.1000/182, 'https://example.org/b', X-17]\n",
        );
        assert!(codes.is_empty(), "{codes:?}");
        let schemes: Vec<_> = m.identifiers.iter().map(|i| i.scheme).collect();
        assert_eq!(schemes, [Scheme::Isbn13, Scheme::Uuid, Scheme::Doi, Scheme::Uri, Scheme::Other]);
        assert_eq!(m.identifiers[0].text, "9780000000002");
    }

    #[test]
    fn faulty_isbns_are_told_and_left_out() {
        let (m, codes) = metadata(
            "identifier: [{scheme: ISBN-13, text: 9780000000003}, {scheme: ISBN-10, text: 9780000000002}]\n",
        );
        assert_eq!(codes, [Code::InvalidIsbn, Code::InvalidIsbn]);
        assert_eq!(m.identifiers.len(), 1);
    }

    #[test]
    fn blank_is_missing() {
        let (m, _) = metadata("title: ' '\nauthor: ''\n");
        assert_eq!(warn_of_missing(&m, [false; 3], "book.yaml").len(), 3);
        assert_eq!(warn_of_missing(&m, [true; 3], "book.yaml").len(), 0);
    }
}
