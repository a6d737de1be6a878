//! What readers with disabilities may count on, found in the book itself (EPUB
//! Accessibility 1.1, 2.2): nothing is claimed that is not so. To meet a standard takes a
//! person's judgement, so that is claimed only in their name, and not where the book shows
//! that they are mistaken.

use super::escape::{escape, one_line};
use super::{Context, findings, uri};
use crate::diagnostic::Diagnostic;
use crate::resolve::words::Word;

/// `<meta>` elements in the order that catalogues show them.
pub(super) fn metadata(context: &Context<'_>) -> Vec<String> {
    let pictures = &context.pictures;
    let cover = context.has_cover_page();
    let mut out = claim(context);
    let mut say = |property: &str, value: &str| {
        out.push(format!("<meta property=\"schema:{property}\">{}</meta>", escape(value)));
    };
    say("accessMode", "textual");
    if pictures.any {
        say("accessMode", "visual");
    }
    // Who sees the pictures and reads the text misses nothing, described or not.
    say("accessModeSufficient", if pictures.all_described { "textual" } else { "textual,visual" });
    if (pictures.any || cover) && pictures.all_described {
        say("accessibilityFeature", "alternativeText");
    }
    for feature in
        ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA"]
    {
        say("accessibilityFeature", feature);
    }
    if !context.plan.pages.is_empty() {
        say("accessibilityFeature", "pageBreakMarkers");
        say("accessibilityFeature", "pageNavigation");
    }
    // What moves may flash; nobody has looked.
    say("accessibilityHazard", if pictures.any_moves { "unknown" } else { "none" });
    say("accessibilitySummary", &summary(context));
    out
}

/// What holds of the book, then what its author adds.
fn summary(context: &Context<'_>) -> String {
    let pictures = &context.pictures;
    let described = (pictures.any && pictures.all_described).then_some(Word::PicturesDescribed);
    let of_book =
        [Some(Word::ReadingSummary), described].map(|word| word.map(|word| context.words.get(word)));
    let own = context.edition.metadata.accessibility.summary.as_deref().map(one_line);
    let parts = of_book.into_iter().flatten().map(str::to_owned).chain(own);
    parts.collect::<Vec<_>>().join(" ")
}

/// Whether the book may say that it meets a standard.
fn is_true(context: &Context<'_>) -> bool {
    context.pictures.all_described
}

/// What to say of a claim that the book itself shows to be untrue.
pub(super) fn finding(context: &Context<'_>) -> Option<Diagnostic> {
    let claim = context.edition.metadata.accessibility.conformance.as_ref()?;
    (!is_true(context)).then(|| findings::untrue_claim(&claim.standard, claim.span))
}

/// The claim to meet a standard and who stands for it (EPUB Accessibility 1.1, 2.3.2), and
/// the exemption from the law.
fn claim(context: &Context<'_>) -> Vec<String> {
    let said = &context.edition.metadata.accessibility;
    let mut out = Vec::new();
    if let Some(claim) = said.conformance.as_ref().filter(|_| is_true(context)) {
        let meta =
            |attributes: &str, text: &str| format!("<meta {attributes}>{}</meta>", escape(&one_line(text)));
        out.push(meta("property=\"dcterms:conformsTo\" id=\"conf\"", &claim.standard));
        out.push(meta(
            "refines=\"#conf\" property=\"a11y:certifiedBy\" id=\"certifier\"",
            &claim.certified_by,
        ));
        if let Some(credential) = &claim.credential {
            out.push(meta("refines=\"#certifier\" property=\"a11y:certifierCredential\"", credential));
        }
        if let Some(report) = claim.report.as_deref().and_then(uri::external) {
            out.push(format!(
                "<link refines=\"#certifier\" rel=\"a11y:certifierReport\" href=\"{}\"/>",
                escape(&report)
            ));
        }
    }
    if let Some(exemption) = &said.exemption {
        out.push(format!("<meta property=\"a11y:exemption\">{}</meta>", escape(exemption)));
    }
    out
}
