//! What there is to say about a cover.

use crate::diagnostic::{Code, Diagnostic};
use crate::font::{Family, FontBook, Look, script_name};
use crate::model::metadata::Metadata;

/// Words of the cover that no face of the edition can show, a finding a writing.
pub(super) fn missing_signs(metadata: &Metadata, fonts: &FontBook) -> Vec<Diagnostic> {
    let look = Look { family: Family::Body, bold: false, italic: false };
    let authors = metadata.author_line();
    let words =
        [Some(&metadata.title), metadata.subtitle.as_ref(), Some(&authors), metadata.publisher.as_ref()];
    let mut named: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for c in words.into_iter().flatten().flat_map(|text| text.chars()) {
        let script = script_name(c);
        if fonts.face_for(look, c).is_none() && !named.contains(&script) {
            named.push(script);
            findings.push(missing_sign(c, script));
        }
    }
    findings
}

fn missing_sign(c: char, script: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingGlyph,
        format!("no font has `{c}` ({script}): the cover shows a box in its place"),
    )
    .help(format!(
        "add a font with {script} letters: `fonts: {{fallback: [fonts/YourFont.otf]}}` in book.yaml"
    ))
    .help("or bring a cover of your own: `cover-image: cover.jpg`")
}
