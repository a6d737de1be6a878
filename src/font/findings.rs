//! What there is to say about fonts.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::manifest::FontFile;

/// An author's file that can't be used, and why; a bundled face stands in for it.
pub(super) fn unusable_file(file: &FontFile, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusableFont, format!("the font `{}` can't be used: {reason}", file.path))
        .at(file.span, "named here")
        .help("name an OpenType or TrueType file (.otf, .ttf) whose licence lets you embed it")
}

/// A theme's family that is neither bundled nor brought by the author.
pub(super) fn unknown_family(name: &str, role: &str, used: &str) -> Diagnostic {
    let bundled: Vec<&str> = super::bundled_families().collect();
    let finding = Diagnostic::new(
        Code::UnusableFont,
        format!("no font family is called `{name}`; {role} is set in {used}"),
    );
    let finding = match nearest(name, bundled.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("these are built in: {}", bundled.join(", "))),
    };
    finding.help(format!("or bring its files: `fonts: {{{role}: [fonts/YourFont.otf]}}` in book.yaml"))
}
