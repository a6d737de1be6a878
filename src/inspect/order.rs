//! Orders that must agree: that of the table of contents and of the list of pages with
//! that of the text, page breaks with the list of pages, notes with what calls them.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Facts;
use super::findings::Findings;
use super::nav::{NavEntry, NavList};
use super::package::Package;
use super::url::Target;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A place in the reading order: the document, and the place in it.
type Place = (usize, usize);

/// Tells of lists and marks whose order or number do not agree.
pub(super) fn check(facts: &[&Facts], package: &Package, findings: &mut Findings) {
    let documents: BTreeMap<&str, &Facts> = facts.iter().map(|facts| (facts.path.as_str(), *facts)).collect();
    let lists: Vec<&NavList> = facts.iter().flat_map(|facts| &facts.nav).collect();
    for list in &lists {
        if list.kind == "toc" {
            toc(list, &documents, package, findings);
        } else if list.kind == "page-list" {
            pages(list, &documents, package, findings);
        }
    }
    listed(facts, &lists, package, findings);
    notes(facts, findings);
}

fn place(entry: &NavEntry, documents: &BTreeMap<&str, &Facts>, package: &Package) -> Option<Place> {
    let Target::Local { path, fragment, .. } = &entry.target else { return None };
    let order = package.order(package.find(path)?)?;
    let inside = match fragment {
        Some(fragment) => *documents.get(path.as_str())?.ids.get(fragment.as_str())?,
        None => 0,
    };
    Some((order, inside))
}

fn toc(list: &NavList, documents: &BTreeMap<&str, &Facts>, package: &Package, findings: &mut Findings) {
    let mut last: Option<(Place, Span)> = None;
    for entry in &list.entries {
        let Some(here) = place(entry, documents, package) else { continue };
        if let Some((_, before)) = last.filter(|(reached, _)| here < *reached) {
            findings.push(
                Diagnostic::new(Code::NavOrder, "this entry stands after one that is read later")
                    .at(entry.span, "leads further up in the text")
                    .at(before, "leads further down")
                    .help("put the entries into the order of the text"),
            );
        }
        last = Some((here, entry.span));
    }
}

fn pages(list: &NavList, documents: &BTreeMap<&str, &Facts>, package: &Package, findings: &mut Findings) {
    let breaks: BTreeSet<(&str, &str)> = documents
        .iter()
        .flat_map(|(path, facts)| {
            facts.marks.breaks.iter().filter_map(|mark| Some((*path, mark.id.as_deref()?)))
        })
        .collect();
    let mut last: Option<(Place, Span)> = None;
    for entry in &list.entries {
        let Some(here) = place(entry, documents, package) else { continue };
        if let Some((_, before)) = last.filter(|(reached, _)| here < *reached) {
            findings.push(
                Diagnostic::new(
                    Code::PageOrder,
                    "this page stands in the list after one that comes later in the text",
                )
                .at(entry.span, "leads further up in the text")
                .at(before, "leads further down")
                .help("put the pages into the order of the text"),
            );
        }
        last = Some((here, entry.span));
        let Target::Local { path, fragment: Some(fragment), .. } = &entry.target else { continue };
        let is_break =
            !documents.contains_key(path.as_str()) || breaks.contains(&(path.as_str(), fragment.as_str()));
        if !is_break && !package.is_fixed && !package.is_epub_2 {
            findings.push(
                Diagnostic::new(Code::PageMark, format!("nothing at `{fragment}` says that a page begins there"))
                    .at(entry.span, "")
                    .help("put `<span role=\"doc-pagebreak\" epub:type=\"pagebreak\" id=\"…\" aria-label=\"…\"/>` there"),
            );
        }
    }
}

/// Every page break of the text is in the list of pages.
fn listed(facts: &[&Facts], lists: &[&NavList], package: &Package, findings: &mut Findings) {
    if package.is_epub_2 {
        return;
    }
    let pages: Vec<&&NavList> = lists.iter().filter(|list| list.kind == "page-list").collect();
    let in_text =
        facts.iter().filter(|facts| package.find(&facts.path).and_then(|item| package.order(item)).is_some());
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    for entry in pages.iter().flat_map(|list| &list.entries) {
        if let Target::Local { path, fragment: Some(fragment), .. } = &entry.target {
            known.insert((path, fragment));
        }
    }
    for facts in in_text {
        for mark in &facts.marks.breaks {
            if pages.is_empty() {
                findings.push(
                    Diagnostic::new(
                        Code::PageList,
                        "pages of the printed book begin in the text, and there is no list of them",
                    )
                    .at(mark.span, "the first in this document")
                    .help("add `<nav epub:type=\"page-list\">` to the navigation document"),
                );
                break;
            }
            let id = mark.id.as_deref().unwrap_or_default();
            if !known.contains(&(facts.path.as_str(), id)) {
                findings.push(
                    Diagnostic::new(Code::PageMark, "the list of pages does not have this page")
                        .at(mark.span, "begins here")
                        .help(if id.is_empty() {
                            "give it an `id` and add an entry to the list"
                        } else {
                            "add an entry to the list in the navigation document"
                        }),
                );
            }
        }
    }
}

/// From every note that is called a link leads back.
fn notes(facts: &[&Facts], findings: &mut Findings) {
    let mut called: BTreeSet<(&str, &str)> = BTreeSet::new();
    for link in facts.iter().flat_map(|facts| &facts.links) {
        if let Target::Local { path, fragment: Some(fragment), .. } = &link.target {
            called.insert((path, fragment));
        }
    }
    for facts in facts {
        for note in facts.marks.notes.iter().filter(|note| !note.has_link) {
            let id = note.id.as_deref().unwrap_or_default();
            let message = if id.is_empty() || !called.contains(&(facts.path.as_str(), id)) {
                "nothing in the book leads to this note"
            } else {
                "no link leads back from this note to the text"
            };
            findings.push(
                Diagnostic::new(Code::NoteLink, message)
                    .at(note.span, "")
                    .help("end it with `<a role=\"doc-backlink\" href=\"…\">↩</a>`, and call it with `<a epub:type=\"noteref\" role=\"doc-noteref\" href=\"…\">`"),
            );
        }
    }
}

/// Documents of the reading order with nothing in them; pages of a fixed layout whose words
/// are all in pictures.
pub(super) fn emptiness(facts: &[&Facts], package: &Package, findings: &mut Findings) {
    let mut without_words: Option<Span> = None;
    let mut fixed = 0;
    for one in facts {
        let Some(order) = package.find(&one.path).and_then(|item| package.order(item)) else { continue };
        let place = one.shown.body.unwrap_or(one.place);
        if !one.shown.has_content {
            findings.push(
                Diagnostic::new(Code::DocumentEmpty, "there is nothing in this document")
                    .at(place, "")
                    .help("take it out of the spine: readers see an empty page"),
            );
        }
        if package.spine.get(order).is_some_and(|one| one.is_fixed) {
            fixed += 1;
            if one.shown.has_text {
                without_words = None;
                fixed = usize::MAX / 2;
            } else if fixed < usize::MAX / 2 {
                without_words.get_or_insert(place);
            }
        }
    }
    if let Some(place) = without_words.filter(|_| fixed > 1) {
        findings.push(
            Diagnostic::new(Code::FixedText, "no page of this book has text: all its words are in pictures")
                .at(place, "the first page")
                .help("set the text as text over the pictures, so that it can be enlarged, searched and read aloud"),
        );
    }
}
