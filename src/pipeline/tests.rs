//! The pipeline on books in memory.

use std::path::Path;

use super::*;
use crate::source::Memory;

const MANIFEST: &str = "title: The Long Way\nauthor: Jane Doe\nlang: en\nchapters: [one.md]\n";

fn book(manifest: &str, text: &str) -> Memory {
    Memory::new().with("b/book.yaml", manifest).with("b/one.md", text)
}

fn build(files: &Memory, request: &Request) -> (Vec<Output>, Vec<Diagnostic>) {
    let mut made = Vec::new();
    let session = Session { files, root: Path::new("b") };
    let outcome = run(session, request, &mut |event| {
        if let Event::Made(output) = event {
            made.push(output);
        }
    });
    (made, outcome.findings)
}

fn names(made: &[Output]) -> Vec<&str> {
    made.iter().map(|output| output.file_name.as_str()).collect()
}

#[test]
fn every_edition_is_made_and_named() {
    let (made, findings) = build(&book(MANIFEST, "# One\n\nText.\n"), &Request::default());
    assert_eq!(findings, []);
    assert_eq!(names(&made), ["the-long-way-ebook.epub", "the-long-way-print.pdf"]);
    assert_eq!(made[0].pages, None);
    assert!(made[1].pages.is_some_and(|pages| pages >= 5));
    let one = Request { editions: vec!["print".into()], ..Request::default() };
    assert_eq!(names(&build(&book(MANIFEST, "# One\n\nText.\n"), &one).0), ["the-long-way-print.pdf"]);
}

#[test]
fn files_are_named_by_a_pattern() {
    let manifest = format!(
        "{MANIFEST}editions:\n  a: {{format: epub, file: '{{slug}} {{isbn}}', identifier: 9780000000002}}\n  \
         b: {{format: pdf, title: Another, file: '{{slug}}.pdf'}}\n"
    );
    let (made, _) =
        build(&book(&manifest, "# One\n\nText.\n"), &Request { keep_going: true, ..Request::default() });
    assert_eq!(names(&made), ["the-long-way 9780000000002.epub", "another.pdf"]);
}

#[test]
fn an_error_stops_every_edition_unless_told_to_go_on() {
    let files = book(MANIFEST, "# One\n\nSee [there](two.md).\n");
    let (made, findings) = build(&files, &Request::default());
    assert_eq!((made.len(), findings.len()), (0, 1));
    assert_eq!(findings[0].edition, None, "both editions have it");
    let (made, findings) = build(&files, &Request { keep_going: true, ..Request::default() });
    assert_eq!((made.len(), findings.len()), (2, 1));
}

#[test]
fn a_denied_warning_stops_the_editions_it_is_met_in_and_an_allowed_one_is_gone() {
    use crate::diagnostic::{Code, level::Rule};
    let files = book(MANIFEST, "# One\n\nA ![](a.png) picture from ![afar](https://example.org/a.png), ᚠ.\n");
    let files = files.with("b/a.png", packed_png());
    let with = |rules: &[Rule]| Request { levels: Levels::new(rules.to_vec()), ..Request::default() };
    let codes = |found: &[Diagnostic]| found.iter().map(|f| (f.code, f.is_error())).collect::<Vec<_>>();
    let (alt, remote, glyph) = (Code::MissingAlt, Code::RemoteImage, Code::MissingGlyph);
    let (made, found) = build(&files, &with(&[Rule::Allow(alt), Rule::Allow(remote)]));
    assert_eq!((made.len(), codes(&found)), (2, vec![(glyph, false)]));
    // Met while reading, in every edition.
    let (made, found) = build(&files, &with(&[Rule::Allow(remote), Rule::Deny(alt)]));
    assert_eq!((made.len(), codes(&found)), (0, vec![(alt, true)]));
    // Met while one edition is set.
    let (made, found) = build(&files, &with(&[Rule::Allow(remote), Rule::Allow(alt), Rule::Deny(glyph)]));
    assert_eq!((names(&made), codes(&found)), (vec!["the-long-way-ebook.epub"], vec![(glyph, true)]));
}

fn packed_png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(4, 4).write_to(&mut bytes, image::ImageFormat::Png).expect("an encoder");
    bytes.into_inner()
}

#[test]
fn the_date_comes_from_outside_then_from_the_metadata() {
    let mut metadata = Metadata::default();
    let date = |metadata: &Metadata, given: Option<&str>| {
        date_of_making(metadata, &Request { date: given.map(str::to_owned), ..Request::default() })
    };
    let day = |year, month, day| Some(crate::model::metadata::Date { year, month, day });
    assert_eq!(date(&metadata, None), "1980-01-01T00:00:00Z");
    metadata.date = day(1903, Some(5), Some(6));
    assert_eq!(date(&metadata, None), "1980-01-01T00:00:00Z", "no zip stamp can say it");
    metadata.date = day(2027, Some(3), None);
    assert_eq!(date(&metadata, None), "2027-03-01T00:00:00Z");
    metadata.modified = Some("2028-01-02T03:04:05Z".into());
    assert_eq!(date(&metadata, None), "2028-01-02T03:04:05Z");
    assert_eq!(date(&metadata, Some("2000-02-29T12:34:56Z")), "2000-02-29T12:34:56Z");
}

#[test]
fn the_copyright_page_names_the_isbn_of_every_edition_once() {
    let manifest = format!(
        "{MANIFEST}editions:\n  ebook: {{format: epub, identifier: 9780000000002}}\n  \
         large: {{format: pdf, identifier: 9780306406157}}\n  print: {{extends: large}}\n"
    );
    let reading = read::read(&book(&manifest, "# One\n\nText.\n"), Path::new("b"));
    let (manifest, _) = reading.book.expect("a book");
    let shown: Vec<_> = isbns(&manifest).into_iter().map(|isbn| (isbn.text, isbn.edition)).collect();
    let named = |isbn: &str, edition: &str| (isbn.to_owned(), Some(edition.to_owned()));
    assert_eq!(shown, [named("9780000000002", "ebook"), named("9780306406157", "large")]);
}

/// A picture 400 wide and 200 high; its Exif data says that it was taken upright.
fn turned_jpeg() -> Vec<u8> {
    let mut plain = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(400, 200).write_to(&mut plain, image::ImageFormat::Jpeg).expect("an encoder");
    let plain = plain.into_inner();
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&plain[..2], exif, &plain[2..]].concat()
}

fn packed(epub: &[u8], path: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).expect("an archive");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_name(path).expect(path), &mut bytes).expect("sound");
    bytes
}

use crate::model::book::ImageFormat;
use crate::pixels::decode;
use image::metadata::Orientation;

#[test]
fn a_picture_taken_upright_has_an_upright_box() {
    let files = book(MANIFEST, "# One\n\n![A tower](tower.jpg)\n").with("b/tower.jpg", turned_jpeg());
    let (made, findings) = build(&files, &Request::default());
    assert_eq!(findings, []);
    let shown = packed(&made[0].bytes, "OEBPS/images/tower.jpg");
    let (pixels, turned) = decode(&shown, ImageFormat::Jpeg).expect("a picture");
    assert_eq!((pixels.width, pixels.height, turned), (200, 400, Orientation::NoTransforms));
    assert!(!shown.windows(4).any(|word| word == b"Exif"), "nothing of the camera's");

    let (manifest, book) = read::read(&files, Path::new("b")).book.expect("a book");
    let jobs = prepare::jobs(vec![&manifest.editions[1]], (&manifest, &book), &Levels::default());
    let job = &jobs[0];
    let edition = Edition {
        spec: job.spec,
        metadata: job.book.book.metadata.clone(),
        book: &job.book,
        theme: &job.spec.theme,
        fonts: &job.fonts,
        hyphenation: &manifest.hyphenation,
        modified: String::new(),
        cover: None,
        page_list: None,
    };
    let page = PageGeometry::new(&job.spec.theme, &crate::model::manifest::PrintSpec::default());
    let (layout, _) = typeset::typeset(&edition, &page);
    let mut sizes = Vec::new();
    let mut frames: Vec<_> = layout.pages.iter().map(|page| &page.frame).collect();
    while let Some(frame) = frames.pop() {
        for (_, item) in &frame.items {
            match item {
                typeset::display::Item::Image { size, .. } => sizes.push(*size),
                typeset::display::Item::Group(inner) => frames.push(inner),
                _ => {}
            }
        }
    }
    assert_eq!(sizes.len(), 1);
    assert_eq!(sizes[0].height, sizes[0].width * 2);
}

#[test]
fn a_cover_in_another_format_is_made_one_that_shops_take() {
    let mut webp = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(600, 900).write_to(&mut webp, image::ImageFormat::WebP).expect("an encoder");
    let webp = webp.into_inner();
    let manifest = format!("{MANIFEST}cover-image: cover.webp\n");
    let files = book(&manifest, "# One\n\nText.\n").with("b/cover.webp", &webp);
    let (made, findings) = build(&files, &Request::default());
    let told: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(told, [crate::diagnostic::Code::SmallCover]);
    assert!(packed(&made[0].bytes, "OEBPS/images/cover.jpg").starts_with(b"\xff\xd8"));

    let mut broken = webp.clone();
    let pixels = broken.len() / 2..broken.len();
    broken[pixels].fill(0xff);
    let files = book(&manifest, "# One\n\nText.\n").with("b/cover.webp", &broken);
    let (made, findings) = build(&files, &Request::default());
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [crate::diagnostic::Code::CoverImage]);
    assert_eq!(names(&made), ["the-long-way-print.pdf"]);
}
