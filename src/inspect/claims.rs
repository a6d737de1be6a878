//! What the metadata claim about accessibility, held against what the book has (EPUB
//! Accessibility 1.1, 2; the Schema.org Accessibility Properties for Discoverability
//! vocabulary). A claim that is not true is worse than none: readers buy by it.

use super::document::{Facts, Pictures};
use super::findings::Findings;
use super::package::Package;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;

const MODES: &[&str] = &[
    "auditory",
    "chartOnVisual",
    "chemOnVisual",
    "colorDependent",
    "diagramOnVisual",
    "mathOnVisual",
    "musicOnVisual",
    "tactile",
    "textOnVisual",
    "textual",
    "visual",
];
const SUFFICIENT: &[&str] = &["auditory", "tactile", "textual", "visual"];
const FEATURES: &[&str] = &[
    "annotations",
    "ARIA",
    "bookmarks",
    "index",
    "pageBreakMarkers",
    "printPageNumbers",
    "pageNavigation",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
    "taggedPDF",
    "alternativeText",
    "audioDescription",
    "closeCaptions",
    "captions",
    "describedMath",
    "longDescription",
    "openCaptions",
    "rubyAnnotations",
    "signLanguage",
    "transcript",
    "displayTransformability",
    "synchronizedAudioText",
    "timingControl",
    "unlocked",
    "ChemML",
    "latex",
    "latex-chemistry",
    "MathML",
    "MathML-chemistry",
    "ttsMarkup",
    "highContrastAudio",
    "highContrastDisplay",
    "largePrint",
    "braille",
    "tactileGraphic",
    "tactileObject",
    "fullRubyAnnotations",
    "horizontalWriting",
    "verticalWriting",
    "withAdditionalWordSegmentation",
    "withoutAdditionalWordSegmentation",
    "none",
    "unknown",
];
const HAZARDS: &[&str] = &[
    "flashing",
    "noFlashingHazard",
    "unknownFlashingHazard",
    "motionSimulation",
    "noMotionSimulationHazard",
    "unknownMotionSimulationHazard",
    "sound",
    "noSoundHazard",
    "unknownSoundHazard",
    "none",
    "unknown",
];

/// What the book has, over all its documents.
#[derive(Default)]
struct Totals {
    pictures: Pictures,
    breaks: usize,
    has_index: bool,
    has_toc: bool,
    has_page_list: bool,
    overlays: usize,
}

/// Tells of metadata that are missing and of claims that are not true.
pub(super) fn check(facts: &[&Facts], package: &Package, findings: &mut Findings) {
    let totals = totals(facts, package);
    let metadata = &package.metadata;
    if package.is_epub_2 {
        return;
    }
    missing(package, findings);
    for (name, known) in [
        ("accessMode", MODES),
        ("accessModeSufficient", SUFFICIENT),
        ("accessibilityFeature", FEATURES),
        ("accessibilityHazard", HAZARDS),
    ] {
        values(name, known, package, findings);
    }
    features(&totals, package, findings);
    modes(&totals, package, findings);
    if totals.breaks > 0 && !metadata.has_page_source {
        findings.push(
            Diagnostic::new(Code::A11ySource, "pages of a printed book are marked, and the metadata do not say of which")
                .at(package.metadata_place, "")
                .help("add `<meta property=\"pageBreakSource\">urn:isbn:…</meta>`, or `dc:source` with the ISBN of the printed book"),
        );
    }
}

fn totals(facts: &[&Facts], package: &Package) -> Totals {
    let mut totals = Totals::default();
    for one in facts {
        let found = &one.marks.pictures;
        let sum = &mut totals.pictures;
        sum.images += found.images;
        sum.without_text = sum.without_text.or(found.without_text);
        sum.formulas += found.formulas;
        sum.formula_without_text = sum.formula_without_text.or(found.formula_without_text);
        sum.formulas_with_text += found.formulas_with_text;
        sum.descriptions += found.descriptions;
        sum.sounds += found.sounds;
        sum.films += found.films;
        sum.roles += found.roles;
        sum.headings += found.headings;
        totals.breaks += one.marks.breaks.len();
        totals.has_index |= one.marks.has_index;
        for list in &one.nav {
            totals.has_toc |= list.kind == "toc" && !list.entries.is_empty();
            totals.has_page_list |= list.kind == "page-list" && !list.entries.is_empty();
        }
    }
    totals.overlays = package.items.iter().filter(|item| item.overlay.is_some()).count();
    totals
}

fn missing(package: &Package, findings: &mut Findings) {
    for (name, example) in [
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", "…"),
    ] {
        if package.metadata.values(name).is_empty() {
            findings.push(
                Diagnostic::new(Code::A11yMetadata, format!("the metadata do not have `schema:{name}`"))
                    .at(package.metadata_place, "")
                    .help(format!("add `<meta property=\"schema:{name}\">{example}</meta>`, if that is so")),
            );
        }
    }
}

fn values(name: &str, known: &[&'static str], package: &Package, findings: &mut Findings) {
    let all = package.metadata.values(name);
    for (value, span) in all {
        let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
        for part in parts {
            // Features may carry what they are about: `highContrastAudio/noBackground`.
            let word = part.split('/').next().unwrap_or(part);
            if known.contains(&word) {
                continue;
            }
            let finding =
                Diagnostic::new(Code::A11yMetadata, format!("`{name}` has no value `{part}`")).at(*span, "");
            findings.push(match nearest(word, known.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("write one of the values of the vocabulary, or take the line out"),
            });
        }
        let alone = matches!(name, "accessibilityHazard" | "accessibilityFeature")
            && matches!(value.as_str(), "none" | "unknown");
        if alone && all.len() > 1 {
            findings.push(
                Diagnostic::new(
                    Code::A11yMetadata,
                    format!("`{value}` stands beside other values of `{name}`"),
                )
                .at(*span, "")
                .help("take one of them out: they contradict each other"),
            );
        }
    }
}

/// A feature that is claimed: whether it is there, and where one sees that it is not.
fn features(totals: &Totals, package: &Package, findings: &mut Findings) {
    let pictures = &totals.pictures;
    let pages = "no page of a printed book is marked in the text";
    let claims: [(&str, bool, &str, Option<Span>); 11] = [
        (
            "alternativeText",
            pictures.without_text.is_none(),
            "this picture has no text",
            pictures.without_text,
        ),
        ("pageBreakMarkers", totals.breaks > 0, pages, None),
        ("printPageNumbers", totals.breaks > 0 || totals.has_page_list, pages, None),
        ("pageNavigation", totals.has_page_list, "there is no list of pages", None),
        ("tableOfContents", totals.has_toc, "there is no table of contents", None),
        ("MathML", pictures.formulas > 0, "there is no formula in MathML", None),
        (
            "describedMath",
            pictures.formulas_with_text > 0 || pictures.formulas == 0 && pictures.images > 0,
            "no formula has a text",
            pictures.formula_without_text,
        ),
        ("index", totals.has_index, "there is no index", None),
        ("synchronizedAudioText", totals.overlays > 0, "there is no media overlay", None),
        ("structuralNavigation", pictures.headings > 0, "there is no heading", None),
        ("ARIA", pictures.roles > 0, "no element has a role or label of ARIA", None),
    ];
    for (feature, is_true, why, seen) in claims {
        let Some(claim) = package.metadata.claims("accessibilityFeature", feature).filter(|_| !is_true)
        else {
            continue;
        };
        findings.push(untrue(claim, feature, why, seen));
    }
    let films = pictures.films == 0;
    for feature in ["captions", "closeCaptions", "openCaptions", "audioDescription"] {
        if let Some(claim) =
            package.metadata.claims("accessibilityFeature", feature).filter(|_| films && pictures.sounds == 0)
        {
            findings.push(untrue(claim, feature, "there is neither sound nor film", None));
        }
    }
}

fn untrue(claim: Span, what: &str, why: &str, seen: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(
        Code::A11yClaim,
        format!("the metadata claim `{what}`, but {}", if seen.is_some() { "that is not so" } else { why }),
    )
    .at(claim, "claimed here");
    let finding = match seen {
        Some(seen) => finding.at(seen, why),
        None => finding,
    };
    finding.help("take the claim out, or make it true")
}

fn modes(totals: &Totals, package: &Package, findings: &mut Findings) {
    let metadata = &package.metadata;
    let pictures = &totals.pictures;
    if let Some(claim) = metadata.claims("accessModeSufficient", "textual") {
        if let Some(seen) = pictures.without_text {
            findings.push(untrue(
                claim,
                "accessModeSufficient: textual",
                "this picture has no text",
                Some(seen),
            ));
        }
    }
    let has_visual = pictures.images + pictures.films > 0;
    match metadata.claims("accessMode", "visual") {
        Some(claim)
            if !has_visual
                && !package.is_fixed
                && package.items.iter().all(|item| !item.media_type.starts_with("image/")) =>
        {
            findings.push(untrue(claim, "accessMode: visual", "there is no picture", None));
        }
        None if pictures.images > 0 && !metadata.values("accessMode").is_empty() => {
            let claim =
                metadata.values("accessMode").first().map_or(package.metadata_place, |(_, span)| *span);
            findings.push(
                Diagnostic::new(
                    Code::A11yClaim,
                    "the book has pictures, and `accessMode` does not say `visual`",
                )
                .at(claim, "")
                .help("add `<meta property=\"schema:accessMode\">visual</meta>`"),
            );
        }
        _ => {}
    }
    if let Some(claim) = metadata
        .claims("accessMode", "auditory")
        .filter(|_| pictures.sounds + pictures.films + totals.overlays == 0)
    {
        findings.push(untrue(claim, "accessMode: auditory", "there is no sound", None));
    }
}
