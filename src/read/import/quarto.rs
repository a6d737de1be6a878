//! Quarto: `_quarto.yml`, its `book` and the formats a book is made in.
//!
//! Quarto's names are Pandoc's, as ours are; what differs is where they stand, and that
//! chapters are numbered where nothing is said.

use super::mdbook::{USUAL_FRONT, one_or_more};
use super::yaml::Yaml;
use super::{Import, findings};
use crate::read::manifest::node::{Entry, Node, Value};
use crate::read::manifest::{language, values};

/// Keys whose texts are ours as they stand, under our names.
const TEXTS: &[(&str, &str)] = &[
    ("title", "title"),
    ("subtitle", "subtitle"),
    ("description", "description"),
    ("abstract", "description"),
    ("publisher", "publisher"),
    ("rights", "rights"),
    ("license", "rights"),
    ("copyright", "copyright"),
    ("cover-image", "cover-image"),
    ("epub-cover-image", "cover-image"),
    ("cover-image-alt", "cover-image-alt"),
    ("csl", "csl"),
];

/// Keys that hold a text or a list of texts, here and there.
const LISTS: &[&str] = &["keywords", "bibliography", "resource-path"];

/// Keys that say nothing about the book itself, or what is done in any case.
const IDLE: &[&str] = &["toc", "editor", "type", "output-dir"];

/// Pandoc, and with it Quarto and bookdown, numbers headings of every rank where it is not
/// told how many.
pub(super) const EVERY_RANK: i64 = 6;

/// Imports the book of a `_quarto.yml`.
pub(super) fn read(import: &mut Import<'_, '_>, sign: &str) {
    let Some(tree) = import.reader.foreign(&import.reader.root.join(sign)) else { return };
    if let Some(book) = tree.get("book") {
        each(import, "book", book.entries());
    }
    each(import, "", tree.entries());
    import.draft.number_depth.get_or_insert(EVERY_RANK);
    import.draft.number();
}

/// Every key of a map, under the name of what it stands in.
pub(super) fn each(import: &mut Import<'_, '_>, parent: &str, entries: &[Entry]) {
    for entry in entries {
        let key = entry.key.as_str();
        match key {
            "book" if parent.is_empty() => {}
            "project" => {
                let kept = entry.value.entries().iter().filter(|entry| !IDLE.contains(&entry.key.as_str()));
                kept.for_each(|entry| import.leave("project", entry));
            }
            "format" if parent.is_empty() => formats(import, entry),
            "author" => author(import, parent, entry),
            "chapters" | "appendices" if parent == "book" => chapters(import, entry),
            "toc" if entry.value.text() == Some("false") => {
                let pages = USUAL_FRONT.iter().copied().filter(|page| *page != "toc");
                import.draft.set("front", Yaml::texts(pages));
            }
            _ if IDLE.contains(&key) => {}
            _ if common(import, entry) => {}
            _ => import.leave(parent, entry),
        }
    }
}

/// Whether the key means the same wherever it stands; its value is then carried over, or
/// told.
pub(super) fn common(import: &mut Import<'_, '_>, entry: &Entry) -> bool {
    let key = entry.key.as_str();
    let text = entry.value.text().map(str::trim).filter(|text| !text.is_empty());
    if let Some((_, ours)) = TEXTS.iter().find(|(theirs, _)| *theirs == key) {
        let Some(text) = text else { return false };
        import.draft.set(ours, Yaml::text(text));
    } else if LISTS.contains(&key) {
        let texts: Vec<&str> = entry.value.items().iter().filter_map(Node::text).collect();
        if texts.is_empty() {
            return false;
        }
        import.draft.set(key, one_or_more(&texts));
    } else {
        return typed(import, entry, text.unwrap_or_default());
    }
    true
}

/// Keys whose values must be of a kind.
fn typed(import: &mut Import<'_, '_>, entry: &Entry, text: &str) -> bool {
    let (ours, value, expected) = match entry.key.as_str() {
        "lang" | "language" => {
            ("lang", language::parse(text).ok().map(Yaml::text), "a tag such as `lang: en-GB`")
        }
        "date" => {
            // A moment's day is enough.
            let day = text.get(..10).filter(|day| values::date(day).is_some()).unwrap_or(text);
            ("date", values::date(day).map(|_| Yaml::bare(day)), "`date: 2027-03-01`")
        }
        "toc-depth" => {
            ("toc-depth", values::whole(text, 1, 6).map(|n| Yaml::bare(n.to_string())), "`toc-depth: 2`")
        }
        "doi" => {
            let doi = Yaml::map([("scheme", Yaml::bare("DOI")), ("text", Yaml::text(text))]);
            ("identifier", Some(doi), "an identifier")
        }
        "number-sections" | "numbersections" | "number_sections" => {
            import.draft.numbers = Some(text != "false");
            return true;
        }
        "number-depth" => {
            import.draft.number_depth = values::whole(text, 0, 6);
            return true;
        }
        _ => return false,
    };
    if let Some(value) = value {
        import.draft.set(ours, value);
    } else {
        import.reader.say(findings::not_imported_value(&entry.key, text, expected, entry.value.span));
        import.draft.keep(entry.key.clone(), Yaml::from(&entry.value));
    }
    true
}

/// Names, with the parts of a name that there are; what else is said of a person is kept.
pub(super) fn author(import: &mut Import<'_, '_>, parent: &str, entry: &Entry) {
    let mut people = Vec::new();
    let items = entry.value.items();
    for (nth, item) in items.iter().enumerate() {
        if let Some(name) = item.text() {
            people.push(Yaml::text(name.trim()));
            continue;
        }
        let mut name = None;
        for own in item.entries() {
            match (own.key.as_str(), &own.value.value) {
                ("name" | "text", Value::Scalar(text)) => name = Some(text.trim().to_owned()),
                ("name", Value::Map(_)) => name = whole_name(&own.value),
                _ => {
                    let path = if items.len() > 1 { format!("author.{}", nth + 1) } else { "author".into() };
                    let path = if parent.is_empty() { path } else { format!("{parent}.{path}") };
                    import.leave(&path, own);
                }
            }
        }
        people.extend(name.map(Yaml::Text));
    }
    match people.as_slice() {
        [] => {}
        [only] => import.draft.set("author", only.clone()),
        _ => import.draft.set("author", Yaml::List(people)),
    }
}

fn whole_name(name: &Node) -> Option<String> {
    if let Some(literal) = name.text_at("literal") {
        return Some(literal.trim().to_owned());
    }
    let parts = ["given", "dropping-particle", "non-dropping-particle", "family"];
    let parts: Vec<&str> = parts.iter().filter_map(|part| name.text_at(part)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `chapters:` and `appendices:`, with parts.
fn chapters(import: &mut Import<'_, '_>, list: &Entry) {
    let mut items = Vec::new();
    for item in list.value.items() {
        if let Some(part) = item.get("part").and_then(Node::text) {
            let below = item.get("chapters").map(Node::items).unwrap_or_default();
            let files: Vec<Yaml> = below.iter().filter_map(|item| file(import, item)).collect();
            items.push(Yaml::map([("part", Yaml::text(part.trim())), ("chapters", Yaml::List(files))]));
        } else {
            items.extend(file(import, item));
        }
    }
    import.draft.set(&list.key, Yaml::List(items));
}

/// An entry by its path, or with a text for the site's menu.
fn file(import: &mut Import<'_, '_>, item: &Node) -> Option<Yaml> {
    let path = item.text().or_else(|| item.text_at("href")).or_else(|| item.text_at("file"));
    let path = path.map(str::trim).filter(|path| !path.is_empty() && !path.starts_with("---"));
    if path.is_none() {
        import.reader.say(findings::no_chapters(item.span));
    }
    path.map(Yaml::text)
}

/// The formats: those of books give editions, the others are kept.
fn formats(import: &mut Import<'_, '_>, formats: &Entry) {
    let mut editions = Vec::new();
    for format in formats.value.entries() {
        match format.key.as_str() {
            "epub" | "epub3" | "epub2" => {
                editions.push(("ebook".to_owned(), edition(import, format, "epub", epub)));
            }
            "pdf" | "typst" => editions.push(("print".to_owned(), edition(import, format, "pdf", print))),
            _ => import.leave("format", format),
        }
    }
    editions.sort_by(|a, b| a.0.cmp(&b.0));
    editions.dedup_by(|a, b| a.0 == b.0);
    let says_more = |edition: &(String, Yaml)| matches!(&edition.1, Yaml::Map(keys) if keys.len() > 1);
    if editions.iter().any(says_more) {
        for (name, format) in [("ebook", "epub"), ("print", "pdf")] {
            if !editions.iter().any(|(known, _)| known == name) {
                editions.push((name.to_owned(), Yaml::map([("format", Yaml::bare(format))])));
            }
        }
        import.draft.set("editions", Yaml::Map(editions));
    }
}

/// What a key of a format gives its edition; `None` where it has no counterpart.
type Translate = fn(&Import<'_, '_>, &str, &Node) -> Option<Vec<(String, Yaml)>>;

fn edition(import: &mut Import<'_, '_>, format: &Entry, ours: &str, translate: Translate) -> Yaml {
    let mut keys = vec![("format".to_owned(), Yaml::bare(ours))];
    for entry in format.value.entries() {
        if let Some(made) = translate(import, &entry.key, &entry.value) {
            for (key, value) in made {
                match keys.iter_mut().find(|(known, _)| *known == key) {
                    None => keys.push((key, value)),
                    Some((_, Yaml::Map(known))) => {
                        let Yaml::Map(more) = value else { continue };
                        known.extend(more);
                    }
                    Some(_) => {}
                }
            }
        } else if !(IDLE.contains(&entry.key.as_str()) || common(import, entry)) {
            import.leave(&format!("format.{}", format.key), entry);
        }
    }
    Yaml::Map(keys)
}

fn epub(import: &Import<'_, '_>, key: &str, value: &Node) -> Option<Vec<(String, Yaml)>> {
    let path = value.text()?.trim();
    (key == "css" && import.has(path)).then(|| vec![("css".to_owned(), Yaml::text(path))])
}

/// LaTeX's papers.
const PAPERS: &[(&str, &str)] = &[
    ("a4", "210x297mm"),
    ("a5", "148x210mm"),
    ("a6", "105x148mm"),
    ("b5", "176x250mm"),
    ("letter", "8.5x11in"),
    ("us-letter", "8.5x11in"),
];

fn print(_: &Import<'_, '_>, key: &str, value: &Node) -> Option<Vec<(String, Yaml)>> {
    match key {
        "papersize" => {
            let name = value.text()?.trim().to_lowercase();
            let name = name.trim_end_matches("paper");
            let (_, size) = PAPERS.iter().find(|(paper, _)| *paper == name)?;
            Some(vec![("trim".to_owned(), Yaml::bare(*size))])
        }
        "fontsize" => {
            let size = value.text()?.trim();
            values::length(size)?;
            Some(vec![("body".to_owned(), Yaml::map([("size", Yaml::bare(size))]))])
        }
        "geometry" => geometry(value),
        _ => None,
    }
}

/// The options of LaTeX's geometry: all of them, or none where one means something else.
fn geometry(value: &Node) -> Option<Vec<(String, Yaml)>> {
    let written: Vec<&str> = value.items().iter().filter_map(Node::text).collect();
    let (mut width, mut height) = (None, None);
    let mut margins: Vec<(&str, &str)> = Vec::new();
    for option in written.iter().flat_map(|text| text.split(',')) {
        let (name, length) = option.split_once('=')?;
        let (name, length) = (name.trim(), length.trim());
        values::margin(length)?;
        match name {
            "paperwidth" => width = Some(length),
            "paperheight" => height = Some(length),
            "margin" => margins.extend(["inner", "outer", "top", "bottom"].map(|side| (side, length))),
            "left" | "inner" | "lmargin" => margins.push(("inner", length)),
            "right" | "outer" | "rmargin" => margins.push(("outer", length)),
            "top" | "bottom" => margins.push((if name == "top" { "top" } else { "bottom" }, length)),
            "tmargin" => margins.push(("top", length)),
            "bmargin" => margins.push(("bottom", length)),
            _ => return None,
        }
    }
    let mut made = Vec::new();
    if let (Some(width), Some(height)) = (width, height) {
        let trim = format!("{width}x{height}");
        values::size(&trim)?;
        made.push(("trim".to_owned(), Yaml::text(trim)));
    }
    if !margins.is_empty() {
        // A later option holds; a side that is not named is as the theme has it only with `auto`.
        let side =
            |side: &str| margins.iter().rev().find(|(name, _)| *name == side).map(|(_, length)| *length);
        let sides = ["inner", "outer", "top", "bottom"].map(|name| (name, side(name)));
        let sides: Vec<(String, Yaml)> = sides
            .into_iter()
            .map(|(name, length)| length.map(|length| (name.to_owned(), Yaml::text(length))))
            .collect::<Option<_>>()?;
        made.push(("margins".to_owned(), Yaml::Map(sides)));
    }
    (!made.is_empty()).then_some(made)
}
