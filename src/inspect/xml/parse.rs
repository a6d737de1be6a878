//! Bytes to a [`Tree`]: UTF-8, well formed, within bounds; else the one finding that says
//! where it is not (XML 1.0, Namespaces in XML 1.0). Entities stand for characters, never
//! for markup: what a document declares itself is not expanded.

use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::name::is_name;
use super::{Attribute, Doctype, Node, Ns, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::findings::Findings;
use crate::source::{FileId, Span};

/// Elements in elements: far past what any book nests.
const DEEPEST: usize = 256;
/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 256;
/// Declarations of namespaces that hold at one place.
const MOST_NAMESPACES: usize = 64;
/// Elements and texts of one document.
const MOST_NODES: usize = 3_000_000;

/// Which entities a document may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum Kind {
    /// Those of XML.
    Xml,
    /// Those of XHTML 1.1 as well, where the DOCTYPE names it.
    Xhtml,
}

/// The document, or as much of it as came before what is wrong with it.
pub(in crate::inspect) fn parse(
    text: &Arc<str>,
    file: FileId,
    kind: Kind,
    findings: &mut Findings,
) -> Option<Tree> {
    let tree =
        Tree { text: Arc::clone(text), file, doctype: None, nodes: Vec::new(), attributes: Vec::new() };
    let mut builder = Builder { text, tree, kind, open: Vec::new(), namespaces: Vec::new(), findings };
    match builder.read() {
        Ok(()) => Some(builder.tree),
        Err(finding) => {
            builder.findings.push(*finding);
            None
        }
    }
}

type Bad = Box<Diagnostic>;

struct Open {
    at: u32,
    namespaces: usize,
}

struct Builder<'a> {
    text: &'a str,
    tree: Tree,
    kind: Kind,
    open: Vec<Open>,
    namespaces: Vec<(&'a str, Ns)>,
    findings: &'a mut Findings,
}

impl<'a> Builder<'a> {
    fn read(&mut self) -> Result<(), Bad> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().check_comments = true;
        loop {
            let start = reader.buffer_position();
            let event = reader.read_event().map_err(|error| {
                self.malformed(offset(reader.error_position()), 1, &words(&error.to_string()))
            })?;
            let range = offset(start)..offset(reader.buffer_position());
            match event {
                Event::Start(tag) => self.start(&tag, range)?,
                Event::Empty(tag) => {
                    self.start(&tag, range)?;
                    self.close();
                }
                Event::End(_) => self.close(),
                Event::Text(_) => self.text(range, None)?,
                Event::CData(data) => self.text(range, Some(data.to_string().into()))?,
                Event::GeneralRef(entity) => {
                    let value = self.entity(&entity, &range)?;
                    self.text(range, Some(value.into()))?;
                }
                Event::DocType(text) => {
                    let doctype = Doctype::read(&text, range);
                    self.doctype(doctype)?;
                }
                Event::Decl(decl) => self.declaration(decl.encoding(), &range),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        if let Some(open) = self.open.last() {
            let name = self.tree.nodes[open.at as usize].name.clone();
            let message = format!("`<{}>` is never closed", self.tree.slice(&name));
            return Err(self.malformed(name.start, name.len(), &message));
        }
        if self.tree.nodes.is_empty() {
            return Err(self.malformed(0, 0, "there is no element in this document"));
        }
        Ok(())
    }

    fn finding(&self, code: Code, range: Range<u32>, message: &str) -> Bad {
        let span = Span { file: self.tree.file, start: range.start, end: range.end };
        Box::new(Diagnostic::new(code, message).at(span, ""))
    }

    fn malformed(&self, at: u32, length: usize, message: &str) -> Bad {
        let end = at.saturating_add(u32::try_from(length).unwrap_or(0));
        let message = format!("this is not well-formed XML: {message}");
        let finding = *self.finding(Code::XmlMalformed, at..end, &message);
        Box::new(
            finding.help("reading systems show nothing of a document after such a place, or nothing at all"),
        )
    }

    fn excessive(&self, range: &Range<u32>, message: &str) -> Bad {
        let end = range.end.min(range.start.saturating_add(1));
        let finding = *self.finding(Code::XmlExcessive, range.start..end, message);
        Box::new(finding.help("this document is not read further"))
    }

    fn declaration<E>(&mut self, encoding: Option<Result<std::borrow::Cow<'_, str>, E>>, range: &Range<u32>) {
        let Some(Ok(encoding)) = encoding else { return };
        if !encoding.eq_ignore_ascii_case("utf-8") && !encoding.eq_ignore_ascii_case("us-ascii") {
            let message = format!("this document says that it is in `{encoding}`");
            let finding = *self.finding(Code::XmlEncoding, range.clone(), &message);
            self.findings.push(finding.help("save it as UTF-8 and say `encoding=\"utf-8\"`"));
        }
    }

    fn doctype(&mut self, doctype: Doctype) -> Result<(), Bad> {
        if doctype.nests && !doctype.entities.is_empty() {
            let message = "this DOCTYPE builds entities from other entities or files";
            let finding = *self.finding(Code::XmlEntity, doctype.range.clone(), message);
            return Err(Box::new(finding.help("write the characters themselves; this document is not read")));
        }
        self.tree.doctype = Some(doctype);
        Ok(())
    }

    /// The characters an entity stands for.
    fn entity(&self, entity: &BytesRef<'_>, range: &Range<u32>) -> Result<String, Bad> {
        if entity.is_char_ref() {
            let known = entity.resolve_char_ref().ok().flatten();
            return known.map(String::from).ok_or_else(|| self.unknown_entity(entity, range));
        }
        self.named(entity).ok_or_else(|| self.unknown_entity(entity, range))
    }

    fn named(&self, name: &str) -> Option<String> {
        if let Some(known) = resolve_predefined_entity(name) {
            return Some(known.to_owned());
        }
        let doctype = self.tree.doctype.as_ref()?;
        if doctype.entities.iter().any(|own| own == name) {
            // Declared here, and not expanded: a character that nothing is told about.
            return Some("\u{FFFC}".to_owned());
        }
        let of_xhtml = self.kind == Kind::Xhtml && doctype.public.is_some();
        of_xhtml_11(name).filter(|_| of_xhtml).map(String::from)
    }

    fn unknown_entity(&self, name: &str, range: &Range<u32>) -> Bad {
        let message = format!("there is no entity `&{name};` in this document");
        let finding = *self.finding(Code::XmlEntity, range.clone(), &message);
        Box::new(match of_xhtml_11(name) {
            Some(character) => {
                finding.help(format!("write `&#{};` or the character itself", u32::from(character)))
            }
            None => finding.help("write the character itself, or `&amp;` where a `&` is meant"),
        })
    }

    fn text(&mut self, range: Range<u32>, value: Option<Box<str>>) -> Result<(), Bad> {
        let raw = self.tree.slice(&range);
        if let Some(c) = raw.chars().find(|c| !is_character(*c)) {
            let message = format!("the character `{}` may not stand in XML", c.escape_default());
            return Err(self.malformed(range.start, 0, &message));
        }
        if let Some(at) = raw.find("]]>").filter(|_| value.is_none()) {
            return Err(self.malformed(range.start + offset(at as u64), 3, "`]]>` may not stand in text"));
        }
        let Some(parent) = self.open.last().map(|open| open.at) else {
            if raw.trim_matches([' ', '\t', '\r', '\n', '\u{FEFF}']).is_empty() {
                return Ok(());
            }
            let before = offset((raw.len() - raw.trim_start().len()) as u64);
            return Err(self.malformed(
                range.start + before,
                1,
                "text stands outside of the outermost element",
            ));
        };
        self.node(Node { ns: None, name: range.clone(), value, parent, end: 0, attributes: 0..0 })?;
        self.end_node();
        Ok(())
    }

    fn node(&mut self, node: Node) -> Result<u32, Bad> {
        if self.tree.nodes.len() >= MOST_NODES {
            return Err(self.excessive(&node.name, "this document has more elements than any chapter"));
        }
        self.tree.nodes.push(node);
        Ok(offset(self.tree.nodes.len() as u64 - 1))
    }

    /// The last node has nothing in it.
    fn end_node(&mut self) {
        let end = offset(self.tree.nodes.len() as u64);
        if let Some(node) = self.tree.nodes.last_mut() {
            node.end = end;
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = offset(self.tree.nodes.len() as u64);
        self.tree.nodes[open.at as usize].end = end;
        self.namespaces.truncate(open.namespaces);
    }

    fn start(&mut self, tag: &BytesStart<'_>, range: Range<u32>) -> Result<(), Bad> {
        if self.open.len() >= DEEPEST {
            return Err(self.excessive(&range, &format!("elements stand in one another {DEEPEST} deep")));
        }
        if self.open.is_empty() && !self.tree.nodes.is_empty() {
            return Err(self.malformed(range.start, 1, "a second outermost element begins here"));
        }
        let before = self.namespaces.len();
        let raw = self.attributes(tag, &range)?;
        for (name, value) in &raw {
            let prefix = match self.tree.slice(name) {
                "xmlns" => "",
                name => match name.strip_prefix("xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
            };
            let place = self.text.find_range(prefix, name);
            let uri = self.resolve(value)?;
            let uri = uri.as_deref().unwrap_or_else(|| self.tree.slice(value));
            self.namespaces.push((place, Ns::of(uri.trim())));
        }
        if self.namespaces.len() > MOST_NAMESPACES {
            return Err(self.excessive(&range, "more namespaces are declared than any book needs"));
        }
        let first = offset(self.tree.attributes.len() as u64);
        let mut seen: Vec<(Ns, &str)> = Vec::with_capacity(raw.len());
        for (name, value) in raw {
            let (ns, local) = self.qualified(&name, Ns::None)?;
            let text = self.text.get(local.start as usize..local.end as usize).unwrap_or_default();
            // At most 256 of them.
            if ns != Ns::Other && seen.contains(&(ns, text)) {
                let message = format!("the attribute `{text}` stands twice in this tag");
                return Err(self.malformed(local.start, local.len(), &message));
            }
            seen.push((ns, text));
            let resolved = self.resolve(&value)?;
            self.tree.attributes.push(Attribute { ns, name: local, raw: value, value: resolved });
        }
        let whole = range.start + 1..range.start + 1 + offset(tag.name().0.len() as u64);
        let default = self.namespaces.iter().rev().find(|(prefix, _)| prefix.is_empty());
        let (ns, local) = self.qualified(&whole, default.map_or(Ns::None, |(_, ns)| *ns))?;
        let end = offset(self.tree.attributes.len() as u64);
        let parent = self.open.last().map(|open| open.at);
        let here = offset(self.tree.nodes.len() as u64);
        let at = self.node(Node {
            ns: Some(ns),
            name: local,
            value: None,
            parent: parent.unwrap_or(here),
            end: here + 1,
            attributes: first..end,
        })?;
        self.open.push(Open { at, namespaces: before });
        Ok(())
    }

    /// Names and values of a tag's attributes, as places in the text.
    #[allow(clippy::type_complexity, reason = "pairs of places")]
    fn attributes(
        &self,
        tag: &BytesStart<'_>,
        range: &Range<u32>,
    ) -> Result<Vec<(Range<u32>, Range<u32>)>, Bad> {
        let mut raw = Vec::new();
        // Its own check for twins is quadratic.
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute
                .map_err(|error| self.malformed(range.start, range.len(), &words(&error.to_string())))?;
            if raw.len() >= MOST_ATTRIBUTES {
                return Err(self.excessive(range, "this tag has more attributes than any element knows"));
            }
            let name = self.place(attribute.key.0);
            let value = self.place(&attribute.value);
            if let Some(at) = attribute.value.find('<') {
                return Err(self.malformed(
                    value.start + offset(at as u64),
                    1,
                    "`<` stands in the value of an attribute",
                ));
            }
            raw.push((name, value));
        }
        Ok(raw)
    }

    /// Where a piece of the text stands in it.
    fn place(&self, piece: &str) -> Range<u32> {
        let start = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let start = if start <= self.text.len() { offset(start as u64) } else { 0 };
        start..start + offset(piece.len() as u64)
    }

    /// The namespace and local name of a name with or without prefix.
    fn qualified(&self, name: &Range<u32>, default: Ns) -> Result<(Ns, Range<u32>), Bad> {
        let text = self.tree.slice(name);
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        if !is_name(local) || (!prefix.is_empty() && !is_name(prefix)) {
            return Err(self.malformed(name.start, name.len(), &format!("`{text}` is no name")));
        }
        let ns = match prefix {
            "" if text == "xmlns" => Ns::Xmlns,
            "" => default,
            "xml" => Ns::Xml,
            "xmlns" => Ns::Xmlns,
            prefix => match self.namespaces.iter().rev().find(|(known, _)| *known == prefix) {
                Some((_, ns)) => *ns,
                None => return Err(self.undeclared(prefix, name)),
            },
        };
        let local = name.end - offset(local.len() as u64)..name.end;
        Ok((ns, local))
    }

    fn undeclared(&self, prefix: &str, name: &Range<u32>) -> Bad {
        let message = format!("the prefix `{prefix}` is not declared");
        let end = name.start + offset(prefix.len() as u64);
        let finding = *self.finding(Code::XmlMalformed, name.start..end, &message);
        let uri = match prefix {
            "epub" => "http://www.idpf.org/2007/ops",
            "svg" => "http://www.w3.org/2000/svg",
            "xlink" => "http://www.w3.org/1999/xlink",
            "m" | "mml" | "math" => "http://www.w3.org/1998/Math/MathML",
            "dc" => "http://purl.org/dc/elements/1.1/",
            "opf" => "http://www.idpf.org/2007/opf",
            _ => "…",
        };
        Box::new(finding.help(format!("declare it in the outermost element: `xmlns:{prefix}=\"{uri}\"`")))
    }

    /// What an attribute's value stands for, where it is not what is written.
    fn resolve(&self, value: &Range<u32>) -> Result<Option<Box<str>>, Bad> {
        let raw = self.tree.slice(value);
        if !raw.contains(['&', '\n', '\t', '\r']) {
            return Ok(None);
        }
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '\n', '\t', '\r']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(after) = rest.strip_prefix('&') else {
                out.push(' ');
                rest = &rest[1..];
                continue;
            };
            let here = value.start + offset((raw.len() - rest.len()) as u64);
            let Some((name, after)) = after.split_once(';') else {
                return Err(self.malformed(here, 1, "a `&` stands alone: write `&amp;`"));
            };
            let range = here..here + offset(name.len() as u64 + 2);
            out.push_str(&self.entity(&BytesRef::new(name), &range)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(Some(out.into()))
    }
}

/// The character of a name in XHTML 1.1.
fn of_xhtml_11(name: &str) -> Option<char> {
    let line = include_str!("entities.txt")
        .lines()
        .find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')));
    let code = line?.rsplit(' ').next()?;
    u32::from_str_radix(code, 16).ok().and_then(char::from_u32)
}

/// A piece of a text by its place in another.
trait FindRange<'a> {
    fn find_range(&self, piece: &str, whole: &Range<u32>) -> &'a str;
}

impl<'a> FindRange<'a> for &'a str {
    /// The last `piece.len()` bytes of a place: a declared prefix with the text's lifetime.
    fn find_range(&self, piece: &str, whole: &Range<u32>) -> &'a str {
        let end = whole.end as usize;
        if piece.is_empty() { "" } else { self.get(end - piece.len()..end).unwrap_or_default() }
    }
}

fn offset(at: u64) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn is_character(c: char) -> bool {
    c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\t' | '\n' | '\r')
}

/// The reader's own words without its headings, in our manner.
fn words(error: &str) -> String {
    let said = error.rsplit_once("error: ").map_or(error, |(_, said)| said);
    said.trim_end_matches('.').to_owned()
}
