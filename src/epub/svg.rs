//! A drawing made fit for an EPUB: well-formed SVG that stands on its own.
//!
//! Drawing programs leave much in a file that a reading system must not run, fetch or
//! validate: scripts, linked pictures, embedded HTML, their own namespaces, entities. What
//! is drawn stays; the rest goes, and what might be missed is named.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::escape::unescape_with;
use quick_xml::events::{BytesStart, Event};

use super::author_css;
use super::escape;

/// A drawing as it is packed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) svg: String,
    /// What was left out, in words, if it may be missed.
    pub(super) left_out: Vec<&'static str>,
}

const SCRIPTS: &str = "scripts";
const HTML: &str = "embedded HTML";
const LINKED: &str = "linked pictures";

/// Elements that are left out with all they hold, and what an author would call them;
/// empty for what is never seen.
const LEFT_OUT: &[(&str, &str)] = &[
    ("script", SCRIPTS),
    ("handler", SCRIPTS),
    ("listener", SCRIPTS),
    ("foreignObject", HTML),
    ("iframe", HTML),
    ("video", HTML),
    ("audio", HTML),
    ("canvas", HTML),
    ("metadata", ""),
];

/// A drawing from its file.
///
/// # Errors
/// The reason in words, when the file is not XML.
pub(super) fn clean(bytes: &[u8]) -> Result<Drawing, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    // Once to learn the ids, once to leave out what refers to none.
    let ids = Filter::run(text, None)?.ids;
    let filter = Filter::run(text, Some(&ids))?;
    let mut left_out: Vec<&'static str> = filter.left_out.into_iter().collect();
    left_out.retain(|what| !what.is_empty());
    Ok(Drawing { svg: filter.out, left_out })
}

/// What becomes of a reference.
enum Reference {
    Stays(String),
    Goes,
    TakesElement,
}

#[derive(Default)]
struct Filter<'a> {
    out: String,
    ids: BTreeSet<String>,
    known: Option<&'a BTreeSet<String>>,
    entities: BTreeMap<String, String>,
    left_out: BTreeSet<&'static str>,
    /// The prefix of SVG's own elements.
    prefix: String,
    /// Elements that are open and written.
    open: Vec<String>,
    /// Elements that are open and left out.
    skipped: usize,
}

impl<'a> Filter<'a> {
    fn run(text: &str, known: Option<&'a BTreeSet<String>>) -> Result<Self, String> {
        let mut filter = Self { known, ..Self::default() };
        let mut reader = Reader::from_str(text);
        loop {
            let event = reader.read_event().map_err(|error| format!("it is not well-formed XML: {error}"))?;
            match event {
                Event::Start(tag) => filter.start(&tag, false),
                Event::Empty(tag) => filter.start(&tag, true),
                Event::End(_) => filter.end(),
                Event::Text(text) => filter.text(&text.into_inner()),
                Event::CData(text) => filter.text(&text.into_inner()),
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name.into_inner());
                    let text = filter.unescape(&reference);
                    filter.text(&text);
                }
                Event::DocType(text) => filter.entities = entities(&text.into_inner()),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::Eof => break,
            }
        }
        if !filter.open.is_empty() || filter.skipped > 0 || filter.out.is_empty() {
            return Err("it ends before the drawing does".to_owned());
        }
        filter.out.push('\n');
        Ok(filter)
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.name();
        let (prefix, local) = name.as_ref().split_once(':').unwrap_or(("", name.as_ref()));
        let is_root = self.open.is_empty() && self.skipped == 0;
        if is_root && self.out.is_empty() {
            prefix.clone_into(&mut self.prefix);
        }
        let why = LEFT_OUT.iter().find(|(name, _)| *name == local).map(|(_, why)| *why);
        let foreign = prefix != self.prefix || (is_root && (local != "svg" || !self.out.is_empty()));
        let attributes =
            if why.is_none() && !foreign && self.skipped == 0 { self.attributes(tag, local) } else { None };
        let Some(attributes) = attributes else {
            if self.skipped == 0 {
                self.left_out.extend(why);
            }
            self.skipped += usize::from(!empty);
            return;
        };
        if is_root {
            self.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        self.out.push('<');
        self.out.push_str(local);
        if is_root {
            self.out.push_str(
                " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
            );
        }
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(&name);
            self.out.push_str("=\"");
            escape::push(&value, &mut self.out);
            self.out.push('"');
        }
        if empty {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            self.open.push(local.to_owned());
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 || self.open.is_empty() {
            return;
        }
        if self.open.last().is_some_and(|name| name == "style") {
            let css = self.css(text);
            escape::push(&css, &mut self.out);
        } else {
            escape::push(text, &mut self.out);
        }
    }

    fn css(&mut self, text: &str) -> String {
        let (css, left_out) = author_css::clean(text);
        if left_out {
            self.left_out.insert(LINKED);
        }
        css
    }

    /// The attributes that stay; `None` when nothing is left of the element without them.
    fn attributes(&mut self, tag: &BytesStart<'_>, element: &str) -> Option<Vec<(String, String)>> {
        let mut kept: Vec<(String, String)> = Vec::new();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let key = attribute.key.as_ref();
            let value = self.unescape(&attribute.value);
            let (prefix, local) = key.split_once(':').unwrap_or(("", key));
            if local.starts_with("on") && prefix.is_empty() {
                self.left_out.insert(SCRIPTS);
                continue;
            }
            // What changes a reference may lead anywhere in time.
            if local == "attributeName" && matches!(value.trim(), "href" | "xlink:href") {
                self.left_out.insert(LINKED);
                return None;
            }
            let (name, value) = match (prefix, local) {
                ("", "xmlns") => continue,
                ("" | "xlink", "href") => match self.reference(element, &value) {
                    Reference::Stays(value) => ("xlink:href", value),
                    Reference::Goes => continue,
                    Reference::TakesElement => return None,
                },
                ("" | "xml", "id") => match self.own_id(&value) {
                    Some(id) => ("id", id),
                    None => continue,
                },
                ("", name) if name.starts_with("data-") => continue,
                ("", _) | ("xml", "space" | "lang") => (key, self.value(value)),
                _ => continue,
            };
            if !kept.iter().any(|(known, _)| known == name) {
                kept.push((name.to_owned(), value));
            }
        }
        Some(kept)
    }

    /// What becomes of a reference: one into the file stays, as does a picture held in it.
    fn reference(&mut self, element: &str, value: &str) -> Reference {
        if let Some(id) = value.trim().strip_prefix('#') {
            let id = sound_id(id);
            if self.known.is_none_or(|known| known.contains(&id)) {
                return Reference::Stays(format!("#{id}"));
            }
        } else if element != "use" && value.trim_start().starts_with("data:image/") {
            return Reference::Stays(value.to_owned());
        } else if element != "a" {
            self.left_out.insert(LINKED);
        }
        // These show nothing but what they refer to.
        if matches!(element, "image" | "use" | "feImage") { Reference::TakesElement } else { Reference::Goes }
    }

    fn own_id(&mut self, value: &str) -> Option<String> {
        let id = sound_id(value.trim());
        (!id.is_empty() && self.ids.insert(id.clone())).then_some(id)
    }

    /// A value in which `url(…)` leads to ids as they are now, and nowhere outside.
    fn value(&mut self, value: String) -> String {
        if !value.contains("url(") {
            return value;
        }
        let mut out = String::new();
        let value = self.css(&value);
        let mut rest = value.as_str();
        while let Some((before, after)) = rest.split_once("url(") {
            out.push_str(before);
            let (inside, after) = after.split_once(')').unwrap_or((after, ""));
            let inside = inside.trim().trim_matches(['"', '\'']);
            match inside.strip_prefix('#') {
                Some(id) => out.extend(["url(#", &sound_id(id), ")"]),
                None => out.extend(["url(", inside, ")"]),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Text without references; an unknown one stands as it was written.
    fn unescape(&self, raw: &str) -> String {
        let known = |name: &str| {
            self.entities
                .get(name)
                .map(String::as_str)
                .or_else(|| quick_xml::escape::resolve_predefined_entity(name))
        };
        unescape_with(raw, known).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
    }
}

/// The id as a plain name; the same for every id that is already one.
fn sound_id(id: &str) -> String {
    if escape::is_id(id) || id.is_empty() {
        return id.to_owned();
    }
    let name: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '_' }).collect();
    format!("_{name}")
}

/// `<!ENTITY name "value">` of a document type; values are not expanded further, so that
/// they cannot grow.
fn entities(doctype: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for declaration in doctype.split("<!ENTITY").skip(1) {
        let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else { continue };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        if let Some((value, _)) = rest[1..].split_once(quote) {
            found.insert(name.to_owned(), value.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> Drawing {
        clean(format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>").as_bytes()).expect("sound")
    }

    fn body(drawing: &Drawing) -> &str {
        let start = drawing.svg.find("xlink\">").map_or(0, |at| at + 7);
        drawing.svg[start..].trim_end().trim_end_matches("</svg>")
    }

    #[test]
    fn what_is_drawn_stays() {
        let drawing =
            svg("<g id=\"a\"><path d='M0 0'/><text x=\"1\">a &lt; b &#233;</text></g><use href=\"#a\"/>");
        assert_eq!(
            body(&drawing),
            "<g id=\"a\"><path d=\"M0 0\"/><text x=\"1\">a &lt; b é</text></g><use xlink:href=\"#a\"/>"
        );
        assert!(drawing.left_out.is_empty());
    }

    #[test]
    fn scripts_html_and_links_go_and_are_named() {
        let drawing = svg("<script>alert(1)</script><rect onclick='x()' fill='url(http://x/y)'/>\
             <foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>hi</p></foreignObject>\
             <image href='http://x/y.png'/><a href='http://x'><circle r='1'/></a>");
        assert_eq!(body(&drawing), "<rect fill=\"none\"/><a><circle r=\"1\"/></a>");
        assert_eq!(drawing.left_out, [HTML, LINKED, SCRIPTS]);
        let drawing = svg("<image href='data:image/png,x'><set attributeName='href' to='http://x/y.png'/>\
             <animate attributeName='x' to='9'/></image><use href='data:image/svg+xml,x#a'/>");
        assert_eq!(
            body(&drawing),
            "<image xlink:href=\"data:image/png,x\"><animate attributeName=\"x\" to=\"9\"/></image>"
        );
        assert_eq!(drawing.left_out, [LINKED]);
    }

    #[test]
    fn ids_are_sound_and_references_lead_to_them() {
        let drawing = svg("<g id='1 a'/><g id='x'/><g id='x'/><use xlink:href='#1 a'/><use href='#gone'/>\
             <rect fill='url(#1 a)'/>");
        assert_eq!(
            body(&drawing),
            "<g id=\"_1_a\"/><g id=\"x\"/><g/><use xlink:href=\"#_1_a\"/><rect fill=\"url(#_1_a)\"/>"
        );
    }

    #[test]
    fn foreign_names_and_entities_are_resolved() {
        let text = "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY red \"#f00\">]>\
             <s:svg xmlns:s='&ns;' xmlns:ink='u'><ink:view/><s:rect fill='&red;' ink:x='1' data-n='2'/></s:svg>";
        let drawing = clean(text.as_bytes()).expect("sound");
        assert_eq!(body(&drawing), "<rect fill=\"#f00\"/>");
        assert!(clean(b"<svg><g></svg>").is_err() && clean(b"no").is_err() && clean(b"<svg>").is_err());
    }
}
