//! What `resolve` tells an author, one constructor a message.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::label::LabelKind;
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

/// The same of a reference, which can name no file.
pub(super) fn ambiguous_reference(label: &str, reference: Span, places: &[Span]) -> Diagnostic {
    let mut found = Diagnostic::new(
        Code::DuplicateLabel,
        format!("the label `{label}` is given in several files, and this reference could mean any of them"),
    )
    .at(reference, "meant here");
    for span in places {
        found = found.at(*span, "given here");
    }
    found.help("give each of these places a label of its own")
}

/// A reference to a label that the book lacks.
pub(super) fn unknown_reference(label: &str, reference: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownLabel, format!("no place in this book is labelled `{label}`"))
        .at(reference, "referred to here")
}

/// A reference by number to a place without one. `title` is what is shown instead.
pub(super) fn no_number(label: &str, title: Option<&str>, reference: Span) -> Diagnostic {
    let shown = match title {
        Some(title) => format!("its title is shown: `{title}`"),
        None => "shown as it is typed".to_owned(),
    };
    Diagnostic::new(Code::NoNumber, format!("the place labelled `{label}` has no number"))
        .at(reference, shown)
        .help(format!("have it numbered, or refer to it in words: `[words](#{label})`"))
}

/// A link without words to a place that has neither number nor title.
pub(super) fn no_name(url: &str, link: Span) -> Diagnostic {
    Diagnostic::new(Code::NoNumber, "this link has no words, and its target has neither number nor title")
        .at(link, "shown as its address")
        .help(format!("write words between the brackets: `[words]({url})`"))
}

/// A link to a page of something that has no pages here.
pub(super) fn no_page(class: &str, link: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NoNumber,
        format!("`.{class}` asks for a page, but this link leads out of the book"),
    )
    .at(link, "has no page number")
    .help(format!("take `.{class}` away"))
}

/// A label whose prefix says another kind of thing than it names.
pub(super) fn label_kind(label: &str, is: LabelKind, place: Span) -> Diagnostic {
    let rest = LabelKind::of(label).map_or(label, |(_, rest)| rest);
    let prefix = is.prefix();
    Diagnostic::new(
        Code::LabelKind,
        format!("the label `{label}` is {}'s, but names {}", a(said(label)), a(is.noun())),
    )
    .at(place, "has no number")
    .help(match (is, LabelKind::of(label)) {
        // As Quarto and knitr label what they run; code is not run here.
        (LabelKind::Listing, Some((kind @ (LabelKind::Figure | LabelKind::Table), _))) => format!(
            "put the {} that this code makes in its place, or call the code `#{prefix}-{rest}`",
            kind.noun()
        ),
        _ => format!("call it `#{prefix}-{rest}`, here and where it is referred to"),
    })
}

/// A label made to be referred to that nothing refers to.
pub(super) fn unused_label(label: &str, place: Span) -> Diagnostic {
    let noun = said(label);
    Diagnostic::new(Code::UnusedLabel, format!("nothing refers to the {noun} `{label}`"))
        .at(place, "labelled here")
        .help(format!("write `@{label}` where the text speaks of it, or take the label away"))
}

/// What a label says that it names.
fn said(label: &str) -> &'static str {
    LabelKind::of(label).map_or("place", |(kind, _)| kind.noun())
}

/// A noun with its article.
pub(super) fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
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

/// A title that begins with the number that is set above it; `otherwise` turns these off.
pub(super) fn number_twice(said: &str, otherwise: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::NumberTwice, format!("this title already says its number, `{said}`"))
        .at(place, "typed here; no second one is set")
        .help(format!("take `{said}` out of the title, or write `numbering: {{{otherwise}}}` in `book.yaml`"))
}

/// A note of a series that the book does not have.
pub(super) fn unknown_series(label: &str, name: &str, known: &[&str], note: Span) -> Diagnostic {
    let found = Diagnostic::new(
        Code::UnknownNoteSeries,
        format!("no series of notes is called `{name}`: the note `[^{label}]` is one of the main series"),
    )
    .at(note, "");
    match nearest(name, known.iter().copied()) {
        Some(near) => {
            found.help(format!("write `[^{near}:…]`, or add `{name}` to `note-series` in `book.yaml`"))
        }
        None => found
            .help(format!("add `{name}` to `note-series` in `book.yaml`, or write the label without `:`")),
    }
}

/// Notes for a margin that has no room for them. `asked`: where `book.yaml` or the note
/// asks for it.
pub(super) fn narrow_margin(asked: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NarrowMargin,
        "the outer margin is too narrow for notes: they stand at the foot of the page",
    )
    .at(asked, "")
    .help("give the edition an outer margin of 1.75in or more: `margins: {outer: 1.75in, inner: 0.75in}`, or a larger `trim`")
}
