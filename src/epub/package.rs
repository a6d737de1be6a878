//! The metadata of the package document (EPUB 3.3, 5.5): what catalogues and shops read.

use uuid::Uuid;

use super::escape::{escape, one_line};
use super::{Context, accessibility, language};
use crate::edition::Edition;
use crate::model::metadata::{Date, Identifier, Metadata, Scheme};

/// The id of the package's own identifier.
pub(super) const PUB_ID: &str = "pub-id";

/// Names of this kind are made below Bindery's own.
const NAMESPACE: Uuid = Uuid::from_u128(0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8);

/// The children of `<metadata>`, a line each.
pub(super) fn metadata(context: &Context<'_>) -> String {
    let mut lines = Lines(Vec::new());
    let data = &context.edition.metadata;
    identifiers(&mut lines, context.edition);
    titles(&mut lines, data, &context.lang);
    languages(&mut lines, context);
    people(&mut lines, data);
    facts(&mut lines, data);
    if let Some(pages) = context.edition.page_list.as_ref().filter(|_| !context.plan.pages.is_empty()) {
        lines.element("source", Some(&pages.source));
        let source = escape(&one_line(&pages.source));
        lines.add(format!("<meta property=\"pageBreakSource\">{source}</meta>"));
    }
    lines.add(format!("<meta property=\"dcterms:modified\">{}</meta>", modified(&context.edition.modified)));
    collection(&mut lines, data);
    lines.0.extend(accessibility::metadata(context));
    if context.edition.cover.is_some() {
        lines.add("<meta name=\"cover\" content=\"cover-image\"/>".to_owned());
    }
    lines.0.join("\n")
}

struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, line: String) {
        self.0.push(line);
    }

    /// `<dc:name>text</dc:name>`, unless there is nothing to say.
    fn element(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.map(one_line).filter(|text| !text.is_empty()) {
            self.add(format!("<dc:{name}>{}</dc:{name}>", escape(&text)));
        }
    }

    fn refine(&mut self, id: &str, property: &str, value: &str) {
        self.add(format!(
            "<meta refines=\"#{id}\" property=\"{property}\">{}</meta>",
            escape(&one_line(value))
        ));
    }

    fn refine_in(&mut self, id: &str, property: &str, scheme: &str, value: &str) {
        self.add(format!(
            "<meta refines=\"#{id}\" property=\"{property}\" scheme=\"{scheme}\">{}</meta>",
            escape(value)
        ));
    }
}

/// What the package is called in the world: the edition's ISBN, else a UUID that follows
/// from title, first author and edition name, so that the same book has the same name.
pub(super) fn unique_identifier(edition: &Edition<'_>) -> String {
    all_identifiers(edition).into_iter().next().map(|(text, _)| text).unwrap_or_default()
}

/// Every identifier with its code in ONIX list 5, the package's own first.
fn all_identifiers(edition: &Edition<'_>) -> Vec<(String, Option<&'static str>)> {
    let known = &edition.metadata.identifiers;
    let with = |scheme: Scheme| known.iter().filter(move |known| known.scheme == scheme);
    let mut all: Vec<(String, Option<&'static str>)> = Vec::new();
    let first = with(Scheme::Isbn13).next().or_else(|| with(Scheme::Isbn10).next());
    all.extend(first.map(urn));
    match with(Scheme::Uuid).map(urn).find(|(text, _)| text.starts_with("urn:uuid:")) {
        Some(own) => all.push(own),
        None => all.push((format!("urn:uuid:{}", uuid(edition)), None)),
    }
    let others = known.iter().filter(|known| !matches!(known.scheme, Scheme::Uuid));
    for other in others.map(urn) {
        if !other.0.is_empty() && all.iter().all(|known| known.0 != other.0) {
            all.push(other);
        }
    }
    all
}

/// The identifier made from the edition's own names.
pub(super) fn uuid(edition: &Edition<'_>) -> Uuid {
    let author = edition.metadata.authors().next().map_or("", |author| author.name.as_str());
    let name = format!("bindery\u{1f}{}\u{1f}{author}\u{1f}{}", edition.metadata.title, edition.spec.name);
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

fn urn(identifier: &Identifier) -> (String, Option<&'static str>) {
    let text = one_line(&identifier.text);
    match identifier.scheme {
        Scheme::Isbn13 => (format!("urn:isbn:{text}"), Some("15")),
        Scheme::Isbn10 => (format!("urn:isbn:{text}"), Some("02")),
        Scheme::Doi => (format!("doi:{}", text.trim_start_matches("doi:")), Some("06")),
        Scheme::Uuid => match Uuid::parse_str(text.trim_start_matches("urn:uuid:")) {
            Ok(uuid) => (format!("urn:uuid:{uuid}"), None),
            Err(_) => (text, None),
        },
        Scheme::Uri | Scheme::Other => (text, None),
    }
}

fn identifiers(lines: &mut Lines, edition: &Edition<'_>) {
    for (at, (text, code)) in all_identifiers(edition).into_iter().enumerate() {
        let id = if at == 0 { PUB_ID.to_owned() } else { format!("id-{}", at + 1) };
        lines.add(format!("<dc:identifier id=\"{id}\">{}</dc:identifier>", escape(&text)));
        if let Some(code) = code {
            lines.refine_in(&id, "identifier-type", "onix:codelist5", code);
        }
    }
}

/// The languages the book is in, the main one first.
fn languages(lines: &mut Lines, context: &Context<'_>) {
    let others = context.edition.metadata.other_langs.iter().filter_map(|lang| language::well_formed(lang));
    let mut said: Vec<String> = Vec::new();
    for lang in std::iter::once(context.lang.clone()).chain(others) {
        if !said.iter().any(|known| known.eq_ignore_ascii_case(&lang)) {
            lines.add(format!("<dc:language>{}</dc:language>", escape(&lang)));
            said.push(lang);
        }
    }
}

fn titles(lines: &mut Lines, data: &Metadata, lang: &str) {
    let short = data.short_title.as_ref().filter(|short| **short != data.title);
    let kinds = [
        ("main", Some(&data.title)),
        ("subtitle", data.subtitle.as_ref()),
        ("short", short),
        ("edition", data.edition.as_ref()),
    ];
    let mut count = 0;
    for (kind, title) in kinds {
        let text = title.map(|title| one_line(title)).unwrap_or_default();
        // A package must have a title; it has one unless reading went wrong.
        let text = if text.is_empty() && kind == "main" { "—".to_owned() } else { text };
        if text.is_empty() {
            continue;
        }
        count += 1;
        let id = format!("t{count}");
        lines.add(format!("<dc:title id=\"{id}\">{}</dc:title>", escape(&text)));
        lines.refine(&id, "title-type", kind);
        let sorted = || data.title_file_as.clone().or_else(|| sorted_title(&text, lang));
        if let Some(sorted) = Some(kind).filter(|kind| *kind == "main").and_then(|_| sorted()) {
            lines.refine(&id, "file-as", &sorted);
        }
        lines.refine(&id, "display-seq", &count.to_string());
    }
}

/// `Long Way, The`: how English catalogues sort a title with an article.
fn sorted_title(title: &str, lang: &str) -> Option<String> {
    if lang.split('-').next() != Some("en") {
        return None;
    }
    let (article, rest) = title.split_once(' ')?;
    ["The", "A", "An"].contains(&article).then(|| format!("{rest}, {article}"))
}

/// Authors are creators; with none, the first who did anything are.
fn people(lines: &mut Lines, data: &Metadata) {
    let has_author = data.authors().next().is_some();
    let first_role = data.contributors.first().map(|c| c.role.clone()).unwrap_or_default();
    let mut sequence = 0;
    for person in &data.contributors {
        let name = one_line(&person.name);
        if name.is_empty() {
            continue;
        }
        sequence += 1;
        let is_creator = if has_author { person.role == "aut" } else { person.role == first_role };
        let element = if is_creator { "creator" } else { "contributor" };
        let id = format!("c{sequence}");
        lines.add(format!("<dc:{element} id=\"{id}\">{}</dc:{element}>", escape(&name)));
        if person.role.len() == 3 && person.role.bytes().all(|b| b.is_ascii_lowercase()) {
            lines.refine_in(&id, "role", "marc:relators", &person.role);
        }
        if let Some(file_as) = person.file_as.as_deref().filter(|text| !text.trim().is_empty()) {
            lines.refine(&id, "file-as", file_as);
        }
        lines.refine(&id, "display-seq", &sequence.to_string());
    }
}

fn facts(lines: &mut Lines, data: &Metadata) {
    lines.element("publisher", data.publisher.as_deref());
    lines.element("date", data.date.map(date).as_deref());
    lines.element("rights", rights(data).as_deref());
    lines.element("description", data.description.as_deref());
    for (at, subject) in data.subjects.iter().enumerate() {
        let words = [Some(&subject.text), subject.term.as_ref()];
        let Some(text) = words.into_iter().flatten().map(|t| one_line(t)).find(|t| !t.is_empty()) else {
            continue;
        };
        let id = format!("subject-{}", at + 1);
        lines.add(format!("<dc:subject id=\"{id}\">{}</dc:subject>", escape(&text)));
        // The two go together or not at all (EPUB 3.3, D.3.1 and D.3.9).
        if let (Some(authority), Some(term)) = (&subject.authority, &subject.term) {
            lines.refine(&id, "authority", authority);
            lines.refine(&id, "term", term);
        }
    }
}

/// The date as far as it is known (W3CDTF).
fn date(date: Date) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        _ => format!("{:04}", date.year),
    }
}

fn rights(data: &Metadata) -> Option<String> {
    if data.rights.is_some() {
        return data.rights.clone();
    }
    if data.copyright.statement.is_some() {
        return data.copyright.statement.clone();
    }
    let year = data.copyright.year.or(data.date.map(|date| date.year))?;
    let holder = data.copyright.holder.clone().unwrap_or_else(|| data.author_line());
    (!holder.trim().is_empty()).then(|| format!("© {year} {holder}"))
}

/// The moment as EPUB wants it, to the second and in UTC.
fn modified(text: &str) -> &str {
    let fits = text.len() == 20
        && text.bytes().zip("0000-00-00T00:00:00Z".bytes()).all(|(b, form)| match form {
            b'0' => b.is_ascii_digit(),
            form => b == form,
        });
    if fits { text } else { "1980-01-01T00:00:00Z" }
}

fn collection(lines: &mut Lines, data: &Metadata) {
    let Some(collection) = &data.collection else { return };
    let name = one_line(&collection.name);
    if name.is_empty() {
        return;
    }
    lines.add(format!("<meta property=\"belongs-to-collection\" id=\"s1\">{}</meta>", escape(&name)));
    lines.refine("s1", "collection-type", if collection.is_set { "set" } else { "series" });
    let numbered =
        |text: &str| text.split('.').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if let Some(position) = collection.position.as_deref().map(str::trim).filter(|text| numbered(text)) {
        lines.refine("s1", "group-position", position);
    }
    if let Some(identifier) = &collection.identifier {
        lines.refine("s1", "dcterms:identifier", identifier);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_dates_and_moments_are_written_as_catalogues_want_them() {
        assert_eq!(sorted_title("The Long Way", "en-GB").as_deref(), Some("Long Way, The"));
        assert_eq!(sorted_title("The Long Way", "nl"), None);
        assert_eq!(sorted_title("Theory", "en"), None);
        assert_eq!(date(Date { year: 987, month: Some(3), day: None }), "0987-03");
        assert_eq!(modified("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05Z");
        assert_eq!(modified("yesterday"), "1980-01-01T00:00:00Z");
    }
}
