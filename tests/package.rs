//! What an EPUB says of itself, and how large its pictures are, from what `book.yaml` says.

mod support;

use std::io::Cursor;

use bindery::pipeline::{self, Beside, Event, Output, Request, Session};
use bindery::source::Memory;
use support::{archive, press};

const BOOK: &str = "title: The Road\nauthor: Jane Doe\nlang: en\nchapters: [one.md]\n";

/// A book of one chapter.
fn book(more: &str, chapter: &str) -> Memory {
    let at = |path: &str| format!("{}/{path}", press::ROOT);
    Memory::new().with(&at("book.yaml"), format!("{BOOK}{more}")).with(&at("one.md"), chapter)
}

const EBOOK: &str = "editions: {ebook: {format: epub}}\n";

fn made(files: &Memory) -> (Output, Vec<String>) {
    let (mut outputs, said) = press::made(files);
    assert_eq!(outputs.len(), 1, "{said:?}");
    (outputs.remove(0), said)
}

/// The cover beside the EPUB, and what was said.
fn shop_cover(files: &Memory) -> (Beside, Vec<String>) {
    let session = Session { files, root: std::path::Path::new(press::ROOT) };
    let mut made = None;
    let outcome = pipeline::run(session, &Request { for_shops: true, ..Request::default() }, &mut |event| {
        if let Event::Made(output) = event {
            made = output.beside;
        }
    });
    let said = outcome.findings.iter().map(|finding| format!("{:?}: {}", finding.code, finding.message));
    (made.expect("a cover"), said.collect())
}

fn package(files: &Memory) -> (String, Vec<String>) {
    let (output, said) = made(files);
    (archive::file(&output.bytes, "content.opf"), said)
}

#[track_caller]
fn has(package: &str, lines: &[&str]) {
    for line in lines {
        assert!(package.contains(line), "{line} is not in\n{package}");
    }
}

#[test]
fn a_book_is_found_by_title_languages_series_and_edition() {
    let more = "belongs-to-collection: {text: The Roads, type: set, position: 2, identifier: 'urn:issn:1234-5679'}\n";
    let manifest = BOOK
        .replace("title: The Road\n", "title:\n  - {type: main, text: The Road, file-as: Road}\n  - {type: edition, text: Second edition}\n")
        .replace("lang: en", "lang: [en-GB, ko, EN-gb]");
    let files = book("", "# One\n\nText.\n")
        .with(&format!("{}/book.yaml", press::ROOT), format!("{manifest}{more}{EBOOK}"));
    let (package, said) = package(&files);
    assert_eq!(said, [""; 0]);
    has(
        &package,
        &[
            "<meta refines=\"#t1\" property=\"file-as\">Road</meta>",
            "<dc:title id=\"t2\">Second edition</dc:title>",
            "<meta refines=\"#t2\" property=\"title-type\">edition</meta>",
            "<dc:language>en-GB</dc:language>\n    <dc:language>ko</dc:language>\n",
            "property=\"collection-type\">set</meta>",
            "property=\"group-position\">2</meta>",
            "<meta refines=\"#s1\" property=\"dcterms:identifier\">urn:issn:1234-5679</meta>",
        ],
    );
    assert_eq!(package.matches("<dc:language>").count(), 2);
}

const CLAIM: &str = "accessibility:\n  conformance: epub accessibility 1.1 - WCAG 2.2 Level AA\n  certified-by: My Press\n  \
    certifier-credential: IAAP\n  certifier-report: https://example.org/report\n  summary: Read aloud by many.\n  exemption: eaa-microenterprise\n";

#[test]
fn a_standard_is_claimed_in_somebodys_name() {
    let (package, said) = package(&book(&format!("{CLAIM}{EBOOK}"), "# One\n\nText.\n"));
    assert_eq!(said, [""; 0]);
    has(
        &package,
        &[
            "<meta property=\"dcterms:conformsTo\" id=\"conf\">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>",
            "<meta refines=\"#conf\" property=\"a11y:certifiedBy\" id=\"certifier\">My Press</meta>",
            "<meta refines=\"#certifier\" property=\"a11y:certifierCredential\">IAAP</meta>",
            "<link refines=\"#certifier\" rel=\"a11y:certifierReport\" href=\"https://example.org/report\"/>",
            "<meta property=\"a11y:exemption\">eaa-microenterprise</meta>",
            "Read aloud by many.</meta>",
        ],
    );
}

#[test]
fn an_untrue_claim_is_left_out_and_told() {
    let nobody = CLAIM.replace("  certified-by: My Press\n", "");
    let (silent, said) = package(&book(&format!("{nobody}{EBOOK}"), "# One\n\nText.\n"));
    assert!(!silent.contains("conformsTo"));
    assert!(said[0].starts_with("ClaimLeftOut: the EPUB does not claim"), "{said:?}");

    let pictured = book(&format!("{CLAIM}{EBOOK}"), "# One\n\n![](dot.svg)\n").with(
        &format!("{}/dot.svg", press::ROOT),
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    );
    let (silent, said) = package(&pictured);
    assert!(!silent.contains("conformsTo") && silent.contains("accessModeSufficient\">textual,visual"));
    assert!(said.iter().any(|told| told.starts_with("ClaimLeftOut")), "{said:?}");
    let wrong = CLAIM.replace("Level AA", "level of AA");
    let (_, said) = press::made(&book(&format!("{wrong}{EBOOK}"), "# One\n"));
    assert!(said.iter().any(|told| told.starts_with("InvalidValue: `conformance`")), "{said:?}");
}

#[test]
fn what_moves_is_a_hazard_that_nobody_looked_at() {
    let picture = |inside: &str| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'>{inside}</rect></svg>"
        );
        let chapter = "# One\n\n![](dot.svg){alt=\"A dot.\"}\n";
        package(&book(EBOOK, chapter).with(&format!("{}/dot.svg", press::ROOT), svg)).0
    };
    has(&picture(""), &["accessibilityHazard\">none<"]);
    has(&picture("<animate attributeName='x' to='5'/>"), &["accessibilityHazard\">unknown<"]);
}

/// The paths of the spine, in order.
fn spine(output: &Output) -> Vec<String> {
    archive::spine(&output.bytes)
        .into_iter()
        .map(|(path, _)| path.rsplit('/').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn shops_get_what_they_ask_for() {
    let chapter = "# One\n\n## Two\n\n### Three\n\n#### Four\n\nText.\n";
    let edition = |preset: &str| {
        let more =
            format!("front: [copyright]\ntoc-depth: 4\neditions: {{ebook: {{format: epub{preset}}}}}\n");
        let (output, said) = made(&book(&more, chapter));
        assert_eq!(said, [""; 0]);
        let ranks = ["One", "Two", "Three", "Four"];
        let nav = archive::file(&output.bytes, "nav.xhtml");
        let depth = ranks.iter().filter(|rank| nav.contains(&format!(">{rank}</a>"))).count();
        let in_spine = archive::file(&output.bytes, "content.opf").contains("<itemref idref=\"nav\"/>");
        (spine(&output), depth, in_spine)
    };
    let whole = ["cover.xhtml", "copyright.xhtml", "chapter-01.xhtml"].map(str::to_owned).to_vec();
    assert_eq!(edition(""), (whole.clone(), 4, false));
    assert_eq!(edition(", preset: apple"), (whole.clone(), 4, false));
    assert_eq!(edition(", preset: kobo"), (whole.clone(), 3, false));
    assert_eq!(edition(", preset: kindle"), (whole[1..].to_vec(), 2, true));
    assert_eq!(edition(", preset: kindle, cover-page: true").0, whole);
}

fn encoded(picture: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("an encoder");
    bytes.into_inner()
}

/// The one picture of the text as it is packed: name, width and height, whether it is opaque.
fn packed(edition: &str, name: &str, bytes: Vec<u8>) -> (String, (u32, u32), bool) {
    let more = format!("editions: {{ebook: {{format: epub{edition}}}}}\n");
    let files = book(&more, &format!("# One\n\n![]({name}){{alt=\"It.\"}}\n"))
        .with(&format!("{}/{name}", press::ROOT), bytes);
    let (output, said) = made(&files);
    assert_eq!(said, [""; 0]);
    let files = archive::files(&output.bytes);
    let mut pictures =
        files.into_iter().filter(|(path, _)| path.contains("images/") && !path.contains("cover"));
    let (path, bytes) = pictures.next().expect("a picture");
    let decoded = image::load_from_memory(&bytes).expect("a picture");
    let opaque = !decoded.color().has_alpha() || decoded.to_rgba8().pixels().all(|pixel| pixel.0[3] == 255);
    (path.rsplit('/').next().expect("a name").to_owned(), (decoded.width(), decoded.height()), opaque)
}

#[test]
fn pictures_are_no_larger_than_screens_and_of_formats_that_all_know() {
    let photo = image::DynamicImage::ImageRgb8(image::RgbImage::from_fn(2400, 600, |x, y| {
        let mixed = (x * 31 + y * 17).wrapping_mul(2_654_435_761).to_be_bytes();
        image::Rgb([mixed[0], mixed[1], mixed[2]])
    }));
    let small = photo.crop_imm(0, 0, 200, 100);
    let told = |name: &str, size, opaque| (name.to_owned(), size, opaque);
    let jpeg = encoded(&photo, image::ImageFormat::Jpeg);
    assert_eq!(packed("", "a.jpg", jpeg.clone()), told("a.jpg", (2000, 500), true));
    assert_eq!(packed(", images: {max-px: 300}", "a.jpg", jpeg), told("a.jpg", (300, 75), true));
    assert_eq!(
        packed("", "a.webp", encoded(&small, image::ImageFormat::WebP)),
        told("a.jpg", (200, 100), true)
    );
    assert_eq!(
        packed("", "a.tif", encoded(&small, image::ImageFormat::Tiff)),
        told("a.jpg", (200, 100), true)
    );
    let clear = image::DynamicImage::new_rgba8(20, 10);
    let png = encoded(&clear, image::ImageFormat::Png);
    assert_eq!(packed("", "a.png", png.clone()), told("a.png", (20, 10), false));
    assert_eq!(packed(", preset: kindle", "a.png", png), told("a.png", (20, 10), true));
    assert_eq!(
        packed("", "a.webp", encoded(&clear, image::ImageFormat::WebP)),
        told("a.png", (20, 10), false)
    );
}

#[test]
fn shops_get_a_cover_beside_the_book() {
    let (cover, _) = shop_cover(&book(EBOOK, "# One\n\nText.\n"));
    assert_eq!(cover.file_name, "the-road-ebook-cover.jpg");
    let decoded =
        image::load_from_memory_with_format(&cover.bytes, image::ImageFormat::Jpeg).expect("a JPEG");
    assert_eq!((decoded.width(), decoded.height()), (1600, 2560));

    let wide = encoded(&image::DynamicImage::new_rgb8(1000, 600), image::ImageFormat::Png);
    let files = book(&format!("cover-image: c.png\n{EBOOK}"), "# One\n\nText.\n")
        .with(&format!("{}/c.png", press::ROOT), wide);
    let (cover, said) = shop_cover(&files);
    assert_eq!(said, ["SmallCover: the cover `c.png` has 1000 × 600 pixels"]);
    assert_eq!(image::load_from_memory(&cover.bytes).expect("a JPEG").width(), 1000);
    assert!(made(&files).0.beside.is_none(), "only where it is asked for");
}

#[test]
fn a_font_brought_in_part_is_told() {
    let font = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/eb-garamond").join(name);
        std::fs::read(path).expect("a font")
    };
    let at = |name: &str| format!("{}/{name}", press::ROOT);
    let said = |files: &str, text: &str| {
        let more = format!("fonts: {{body: [{files}]}}\n{EBOOK}");
        let files = book(&more, &format!("# One\n\n{text}\n"))
            .with(&at("r.otf"), font("EBGaramond-Regular.otf"))
            .with(&at("i.otf"), font("EBGaramond-Italic.otf"));
        made(&files).1
    };
    let told = "MissingFace: the text is also italic and bold, and the EPUB has no italic and no bold face of its font";
    assert_eq!(said("r.otf", "*It* is **so**."), [told]);
    assert_eq!(said("r.otf, i.otf", "*It* is so."), [""; 0]);
}
