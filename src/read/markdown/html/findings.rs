//! What the reading of HTML has to say, one constructor a message.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// An element of HTML that is no part of books.
pub(super) fn unknown_html(tag: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, format!("`<{tag}>` is left out, its text is kept"))
        .at(span, "")
        .help(format!("use Markdown or another element, or write `\\<{tag}>` where the sign itself is meant"))
}

/// An element whose content is not for readers.
pub(super) fn dropped_html(tag: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, format!("`<{tag}>` and what it holds are left out"))
        .at(span, "")
        .help("how an ebook looks is set by its theme and the style sheet that `css:` names")
}

/// Sound, film, a frame, a drawing in the text.
pub(super) fn html_media(tag: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownHtml, format!("`<{tag}>` can't be shown on paper"));
    if tag == "svg" {
        return finding
            .at(span, "only its text is kept")
            .help("save the drawing as `drawing.svg` and show it with `![What it shows](drawing.svg)`");
    }
    finding
        .at(span, "its address or its name is set in its place")
        .help("show a picture of it with `![..](..)`, or say in the text where it is found")
}

/// A formula in `MathML` without TeX source.
pub(super) fn math_ml(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, "`<math>` is not read, its signs are kept")
        .at(span, "")
        .help("write the formula as `$..$`")
}

/// A comment that swallows the rest of its container.
pub(super) fn open_comment(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, "this comment is never closed, and all that follows is left out")
        .at(span, "opened here")
        .help("close it with `-->`")
}

/// Looks that an element asks for itself.
pub(super) fn unset_style(property: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, format!("the style `{property}` of an element is left out"))
        .at(span, "")
        .help(
            "give the element a `class` and set its looks in the style sheet that an edition's `css:` names",
        )
}

/// Numbers of a list that no edition shows.
pub(super) fn list_numbers(attribute: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, format!("`{attribute}` does not change how a list is numbered"))
        .at(span, "its items are numbered in order, with figures")
        .help("write the numbers into the items where these must be kept")
}

/// A table where there is only room for lines.
pub(super) fn table_in_cell(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownHtml, "a table in a table's cell is set as lines of text")
        .at(span, "")
        .help("set the tables one after the other")
}
