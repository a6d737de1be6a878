//! The navigation document: lists of links, each with words, none in between (EPUB 3.3, 7).

use super::document::Setting;
use super::findings::Findings;
use super::url::{self, Target};
use super::xml::{Child, Element, Ns, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A list of the navigation document, or of the NCX.
#[derive(Debug)]
pub(super) struct NavList {
    /// `toc`, `page-list`, `landmarks` or another word of `epub:type`.
    pub(super) kind: String,
    pub(super) entries: Vec<NavEntry>,
}

/// A link of such a list.
#[derive(Debug)]
pub(super) struct NavEntry {
    pub(super) target: Target,
    pub(super) span: Span,
}

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "hgroup"];

/// Reads the lists and tells of what is not as they must be.
pub(super) fn check(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) -> Vec<NavList> {
    let navs: Vec<Element<'_>> = tree
        .elements()
        .filter(|element| element.is("nav") && element.get_ns(Ns::Ops, "type").is_some())
        .collect();
    for (kind, least, what) in [
        ("toc", 1, "table of contents"),
        ("page-list", 0, "list of pages"),
        ("landmarks", 0, "list of landmarks"),
    ] {
        let mut of_kind = navs.iter().filter(|nav| nav.has_type(kind));
        if of_kind.next().is_none() && least > 0 {
            let place = tree.root().map_or(tree.start(), Element::span);
            findings.push(
                Diagnostic::new(Code::NavStructure, format!("the navigation document has no {what}"))
                    .at(place, "")
                    .help(format!("add `<nav epub:type=\"{kind}\"><h2>…</h2><ol>…</ol></nav>`")),
            );
        }
        if let Some(second) = of_kind.next() {
            findings
                .push(second.say(Code::NavStructure, format!("this is a second {what}")).help("keep one"));
        }
    }
    navs.iter().map(|nav| list(*nav, setting, findings)).collect()
}

fn list(nav: Element<'_>, setting: Setting<'_>, findings: &mut Findings) -> NavList {
    let kinds = nav.get_ns(Ns::Ops, "type").map(|kinds| kinds.value()).unwrap_or_default();
    let kind =
        ["toc", "page-list", "landmarks"].into_iter().find(|known| nav.has_type(known)).unwrap_or(kinds);
    shape(nav, kind, findings);
    let mut entries = Vec::new();
    for link in nav.descendants().filter(|element| element.is("a")) {
        let Some(href) = link.get("href") else { continue };
        let target = url::resolve(setting.path, href.value());
        if matches!(target, Target::Remote { .. }) && matches!(kind, "toc" | "page-list" | "landmarks") {
            findings.push(
                href.say(Code::NavRemote, "the book's own lists do not lead to the web")
                    .help("lead to a place in the book, or take the entry out"),
            );
        }
        entries.push(NavEntry { target, span: href.span() });
        if kind == "landmarks" && link.get_ns(Ns::Ops, "type").is_none() {
            findings.push(
                link.say(Code::NavStructure, "this landmark does not say what it leads to")
                    .help("add `epub:type=\"bodymatter\"`, `\"toc\"` or `\"cover\"`"),
            );
        }
    }
    let nested = nav.descendants().filter(|element| element.is("ol")).nth(1);
    if let Some(nested) = nested.filter(|_| matches!(kind, "page-list" | "landmarks")) {
        findings.push(
            nested
                .say(Code::NavNested, "this list has lists in it")
                .help("write all its entries in one list"),
        );
    }
    NavList { kind: kind.to_owned(), entries }
}

/// A `nav` holds a heading and an `ol`; an `ol` holds `li`; an `li` a link, or words and a
/// further `ol`.
fn shape(nav: Element<'_>, kind: &str, findings: &mut Findings) {
    let children: Vec<Element<'_>> = nav.children().collect();
    let is_heading = |element: &Element<'_>| element.is_one_of(HEADINGS);
    let lists = match children.split_first() {
        Some((first, rest)) if is_heading(first) => rest,
        _ => &children,
    };
    if lists.len() == children.len() && !matches!(kind, "toc" | "page-list" | "landmarks") {
        findings
            .push(nav.say(Code::NavStructure, "this list has no heading").help("begin it with `<h2>…</h2>`"));
    }
    match lists {
        [list] if list.is("ol") => {}
        [] => findings
            .push(nav.say(Code::NavStructure, "there is no list in this `nav`").help("add `<ol>…</ol>`")),
        [first, rest @ ..] => {
            let wrong = if first.is("ol") { rest.first().copied().unwrap_or(*first) } else { *first };
            findings.push(
                wrong
                    .say(
                        Code::NavStructure,
                        format!("`{}` may not stand in a `nav` of the navigation document", wrong.name()),
                    )
                    .help("a `nav` holds a heading and one `ol`"),
            );
        }
    }
    for heading in children.iter().filter(|child| is_heading(child) && !has_words(**child)) {
        findings.push(heading.say(Code::NavStructure, "this heading is empty").help("write words into it"));
    }
    for element in nav.descendants() {
        let told = if element.is("ol") {
            empty_list(element)
        } else if element.is("li") {
            entry(element)
        } else if element.is_one_of(&["a", "span"])
            && !element.ancestors().any(|outer| outer.is_one_of(&["a", "span"]))
            && !has_words(element)
        {
            Some(
                element
                    .say(Code::NavStructure, "this entry has no words")
                    .help("write the title of what it leads to"),
            )
        } else {
            None
        };
        if let Some(finding) = told {
            findings.push(finding);
        }
    }
}

fn empty_list(list: Element<'_>) -> Option<Diagnostic> {
    let is_empty = !list.children().any(|child| child.is("li"));
    is_empty.then(|| {
        list.say(Code::NavStructure, "this list is empty").help("add an entry, or take the list out")
    })
}

fn entry(entry: Element<'_>) -> Option<Diagnostic> {
    let loose = entry.content().any(|child| matches!(child, Child::Text(text, _) if !text.trim().is_empty()));
    let names: Vec<&str> = entry.children().map(Element::name).collect();
    let message = match names.as_slice() {
        _ if loose => "words of an entry stand in a link",
        ["a"] | ["a" | "span", "ol"] => return None,
        ["span"] => "an entry without a link has a list of others",
        [] => "this entry is empty",
        _ => "an entry is a link, or words and a list of others",
    };
    Some(entry.say(Code::NavStructure, message).help("write `<li><a href=\"…\">…</a></li>`"))
}

/// Whether something is read out: text, or the text of a picture.
fn has_words(element: Element<'_>) -> bool {
    let labelled = |one: Element<'_>| {
        ["alt", "aria-label", "title"]
            .iter()
            .any(|name| one.value(name).is_some_and(|value| !value.trim().is_empty()))
    };
    element.has_text() || labelled(element) || element.descendants().any(labelled)
}
