//! What `select` tells an author, one constructor a message.

use super::condition::{conditions, format_names, values};
use super::is_blank;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::book::Book;
use crate::model::inline::Inline;
use crate::model::walk;
use crate::model::{Attributes, fit};
use crate::source::Span;

/// Checks that every condition of the book names formats and editions there are.
pub fn check(book: &Book, editions: &[&str]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let look = |attrs: &Attributes, span: Span, found: &mut Vec<Diagnostic>| {
        for (key, value) in conditions(attrs) {
            for name in values(value) {
                if key.ends_with("-format") && !format_names().any(|known| known == name) {
                    found.push(unknown_format(name, span));
                } else if key.ends_with("-edition") && !editions.contains(&name) {
                    found.push(unknown_edition(name, span, editions));
                }
            }
        }
        for name in fixed_in(attrs).filter(|name| !editions.contains(name)) {
            found.push(unknown_edition(name, span, editions));
        }
    };
    for chapter in &book.chapters {
        look(&chapter.attrs, chapter.span, &mut found);
        let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
        for list in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
            walk::blocks(list, &mut |block| look(&block.attrs, block.span, &mut found), &mut |_| {});
            let mut run = |run: &[Inline]| {
                walk::inlines(run, &mut |inline| {
                    if let Some(attrs) = &inline.attrs {
                        look(attrs, inline.span, &mut found);
                    }
                });
            };
            walk::blocks(list, &mut |_| {}, &mut run);
        }
    }
    let blank = book.chapters.iter().filter(|chapter| is_blank(chapter));
    found.extend(blank.map(|chapter| empty_file(&chapter.path, chapter.span)));
    found.sort_by_key(|finding| finding.labels.first().map(|label| label.span));
    found
}

/// A file of which nothing is seen.
fn empty_file(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::EmptyFile, format!("nothing of `{path}` is seen, so it makes no page"))
        .at(span, "here it would begin")
        .help("write something into it, or take it out of the list of files")
}

/// The editions that fixes of page makeup name.
fn fixed_in(attrs: &Attributes) -> impl Iterator<Item = &str> {
    let named = attrs.pairs.iter().filter_map(|(key, value)| match key.as_str() {
        fit::KEPT_IN => Some(value.as_str()),
        fit::KEY => value.split_once(' ').map(|(_, names)| names),
        _ => None,
    });
    named.flat_map(values)
}

fn unknown_format(name: &str, span: Span) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownFormat, format!("there is no format `{name}`"))
        .at(first_line(span), "shown on this condition");
    match nearest(name, format_names()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("the formats are `pdf`, `epub`, `print` (PDF on paper) and `screen` (EPUB, and PDF with `links: true`)"),
    }
}

fn unknown_edition(name: &str, span: Span, editions: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownEdition, format!("there is no edition `{name}`"))
        .at(first_line(span), "shown on this condition");
    match nearest(name, editions.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help(format!("the editions of this book are {}", list(editions))),
    }
}

/// A file of `only:` or `except:` that the book does not have.
pub(super) fn no_such_file(name: &str, span: Span, paths: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::MissingFile, format!("no chapter of this book is `{name}`"))
        .at(span, "named here");
    match nearest(name, paths.iter().copied().filter(|path| !path.is_empty())) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("name files as the book's order does, or a folder of them"),
    }
}

/// The beginning of a long place: a div's condition stands in its first line.
fn first_line(span: Span) -> Span {
    const LONGEST: u32 = 120;
    Span { end: span.end.min(span.start.saturating_add(LONGEST)), ..span }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
