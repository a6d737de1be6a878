//! What a document shows: whether there is anything, and which characters in which of the
//! book's own fonts.

use std::collections::BTreeMap;

use super::{OwnStyles, Setting};
use crate::inspect::style::{Cascade, Families};
use crate::inspect::xml::{Child, Element, Ns, Tree};
use crate::source::Span;

/// Characters of each list of families, each with the place it was first met.
pub(in crate::inspect) type Fonts = BTreeMap<Vec<String>, BTreeMap<char, Span>>;

/// What a document shows.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Shown {
    /// Whether there is text.
    pub(in crate::inspect) has_text: bool,
    /// Whether there is anything at all.
    pub(in crate::inspect) has_content: bool,
    pub(in crate::inspect) fonts: Fonts,
    /// `body`, for what is missing in it.
    pub(in crate::inspect) body: Option<Span>,
}

/// Elements whose text is not shown.
const HIDDEN: &[&str] = &["script", "style", "template", "title", "rp", "datalist"];
/// Elements that show something without text.
const SHOWING: &[&str] = &[
    "img", "svg", "math", "video", "audio", "object", "canvas", "iframe", "embed", "picture", "input", "hr",
];

/// Reads what a document of XHTML shows.
pub(super) fn collect(tree: &Tree, setting: Setting<'_>, styles: &OwnStyles) -> Shown {
    let body = tree.root().and_then(|root| root.children().find(|child| child.is("body")));
    let Some(body) = body else { return Shown { has_content: true, ..Shown::default() } };
    let has_text = body.has_text();
    let has_content = has_text
        || body.descendants().any(|element| SHOWING.contains(&element.name()) || element.get("id").is_some());
    let cascade = Cascade::new(styles, setting.sheets);
    let own = setting.sheets.values().chain(styles).any(|sheet| !sheet.faces.is_empty());
    let fonts = if cascade.is_empty() || !own { Fonts::new() } else { fonts(tree, &cascade) };
    Shown { has_text, has_content, fonts, body: Some(body.span()) }
}

/// The text of each list of families. What inherits an unknown font is not looked at.
fn fonts(tree: &Tree, cascade: &Cascade<'_>) -> Fonts {
    let mut fonts = Fonts::new();
    // Of every element round the present one: where it ends, and its families.
    let mut round: Vec<(usize, Option<&Vec<String>>)> = Vec::new();
    for element in tree.elements() {
        while round.last().is_some_and(|(end, _)| *end <= element.at) {
            round.pop();
        }
        let inherited = round.last().and_then(|(_, families)| *families);
        let families = if element.ns() == Ns::Xhtml && HIDDEN.contains(&element.name()) {
            None
        } else {
            match cascade.of(element) {
                None | Some(Families::Inherit) => inherited,
                Some(Families::Named(names)) => Some(names),
                Some(Families::Unknown) => None,
            }
        };
        round.push((element.end(), families));
        if let Some(families) = families {
            take(element, families, &mut fonts);
        }
    }
    fonts
}

fn take(element: Element<'_>, families: &Vec<String>, fonts: &mut Fonts) {
    for child in element.content() {
        let Child::Text(text, span) = child else { continue };
        if !fonts.contains_key(families) {
            fonts.insert(families.clone(), BTreeMap::new());
        }
        let Some(met) = fonts.get_mut(families) else { continue };
        let is_exact = text.len() == (span.end - span.start) as usize;
        let mut last = None;
        for (at, c) in text.char_indices() {
            // Most characters follow themselves or blanks.
            if c.is_ascii_whitespace() || c.is_control() || last == Some(c) || met.contains_key(&c) {
                continue;
            }
            last = Some(c);
            let place = if is_exact {
                let start = span.start + u32::try_from(at).unwrap_or(0);
                Span { start, end: start + u32::try_from(c.len_utf8()).unwrap_or(1), ..span }
            } else {
                span
            };
            met.insert(c, place);
        }
    }
}
