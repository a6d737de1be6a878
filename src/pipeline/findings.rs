//! What `pipeline` tells an author, one constructor a message.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;

/// An edition was asked for that the book does not have.
pub(super) fn unknown_edition(name: &str, known: &[&str]) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownEdition, format!("this book has no edition `{name}`"));
    if let Some(near) = nearest(name, known.iter().copied()) {
        return finding.help(format!("an edition with a similar name is `{near}`"));
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    finding.help(format!("the editions are {}", names.join(", ")))
}

/// Two editions that would be written to one file.
pub(super) fn same_file(file_name: &str, again: (&str, Span), first: (&str, Span)) -> Diagnostic {
    let message = format!("editions `{}` and `{}` would both be written to `{file_name}`", first.0, again.0);
    Diagnostic::new(Code::InvalidValue, message)
        .at(again.1, "written again here")
        .at(first.1, "written first here")
        .help("let the pattern of `file:` hold `{edition}`")
}

/// A cover whose pixels cannot be read.
pub(super) fn cover(path: &str, reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::CoverImage, format!("the cover `{path}` can't be read: {reason}"))
        .at(span, "named here")
        .help("save it as JPEG, at least 1600 pixels high")
}

/// A cover that is small, or wider than high.
pub(super) fn small_cover(path: &str, (width, height): (u32, u32), span: Span) -> Diagnostic {
    Diagnostic::new(Code::SmallCover, format!("the cover `{path}` has {width} × {height} pixels"))
        .at(span, "named here")
        .help("shops want it upright, best 1600 × 2560, and at least 1400 pixels wide")
}

/// A link or reference to what an edition leaves out.
pub(super) fn left_out(finding: &Diagnostic) -> Diagnostic {
    let told = Diagnostic::new(Code::LeftOut, "this leads to what the edition leaves out");
    let told =
        finding.labels.iter().take(1).fold(told, |told, label| told.at(label.span, "leads nowhere here"));
    told.help("show it on the same condition as its target, or say it in words that hold in every edition")
}
