//! What `resolve` tells an author, one constructor a message.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::book::SectionKind;
use crate::source::Span;

/// A label that stands at two places of one file.
pub(super) fn duplicate_label(label: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, format!("the label `{label}` is given twice"))
        .at(again, "given again here")
        .at(first, "first given here")
        .help(format!("give this place a label of its own, such as `#{label}-2`"))
}

/// A link to a label that several other files have.
pub(super) fn ambiguous_label(label: &str, link: Span, places: &[Span]) -> Diagnostic {
    let mut found = Diagnostic::new(
        Code::DuplicateLabel,
        format!("the label `{label}` is given in several files, and this link could mean any of them"),
    )
    .at(link, "meant here");
    for span in places {
        found = found.at(*span, "given here");
    }
    found.help(format!("write the file too: `file.md#{label}`"))
}

/// A link with nothing in its parentheses.
pub(super) fn empty_link(link: Span) -> Diagnostic {
    Diagnostic::new(Code::DanglingLink, "this link has no address")
        .at(link, "leads nowhere")
        .help("write where it leads between the parentheses, or take the brackets away")
}

/// A link to a label that the file or book lacks.
pub(super) fn dangling_label(label: &str, within: Option<&str>, link: Span) -> Diagnostic {
    let message = match within {
        Some(path) => format!("no place in `{path}` is labelled `{label}`"),
        None => format!("no place in this book is labelled `{label}`"),
    };
    Diagnostic::new(Code::UnknownLabel, message).at(link, "linked from here")
}

/// A link to a file that is not among the book's chapters.
pub(super) fn dangling_file(path: &str, link: Span) -> Diagnostic {
    Diagnostic::new(Code::DanglingLink, format!("`{path}` is not a chapter of this book"))
        .at(link, "linked from here")
}

/// A title that begins with the number that is set above it.
pub(super) fn number_twice(said: &str, kind: SectionKind, place: Span) -> Diagnostic {
    let key = if kind == SectionKind::Part { "parts" } else { "chapters" };
    Diagnostic::new(Code::NumberTwice, format!("this title already says its number, `{said}`"))
        .at(place, "typed here; no second one is set")
        .help(format!("take `{said}` out of the title, or write `numbering: {{{key}: none}}` in `book.yaml`"))
}
