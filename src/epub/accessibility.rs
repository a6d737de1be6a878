//! What readers with disabilities may count on, found in the book itself (EPUB
//! Accessibility 1.1, 2.2): nothing is claimed that is not so, and no conformance at all,
//! since that takes a person's judgement.

use super::Context;
use super::escape::escape;
use crate::resolve::words::Word;

/// `<meta>` elements in the order that catalogues show them.
pub(super) fn metadata(context: &Context<'_>) -> Vec<String> {
    let pictures = &context.pictures;
    let cover = context.has_cover_page();
    let mut out = Vec::new();
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
    say("accessibilityHazard", "none");
    let mut summary = context.words.get(Word::ReadingSummary).to_owned();
    if pictures.any && pictures.all_described {
        summary.push(' ');
        summary.push_str(context.words.get(Word::PicturesDescribed));
    }
    say("accessibilitySummary", &summary);
    out
}
