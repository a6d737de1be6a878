//! What there is to say of fixes of page makeup.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A fix that does not say how many lines.
pub(super) fn fit_of_nothing(lines: Option<&str>, span: Span) -> Diagnostic {
    let message = match lines {
        Some(lines) => format!("`lines={lines}` is no number of lines, from -9 to +9"),
        None => "this `.fit` does not say how many lines".to_owned(),
    };
    Diagnostic::new(Code::FitWithoutEffect, message)
        .at(span, "changes nothing")
        .help("write `lines=-1` for a line less than is best for the paragraph, `lines=+1` for one more")
}

/// A fix round no paragraph.
pub(super) fn fit_round_nothing(span: Span) -> Diagnostic {
    Diagnostic::new(Code::FitWithoutEffect, "there is no paragraph in this `.fit`")
        .at(span, "changes nothing")
        .help("put it before the paragraph that should have a line more or less, and `:::` after it")
}
