//! Standards, colours and sheets: every kind of thing on pages, in every kind of file.

use bindery::diagnostic::Code;
use bindery::model::book::ImageFormat;
use bindery::model::length::Length;
use bindery::model::manifest::{FormatSpec, PrintSpec};
use bindery::model::press::{Bleed, ColorMode, Marks, OutputProfile, Press, SpotInk, Standard};
use bindery::source::{Span, Spanned};
use bindery::typeset::display::{FillRule, Frame, Item, Layout, Paint, Path, Segment, Whole};
use lopdf::{Document, Object};

use crate::book::{everything, gray_jpeg};
use crate::reader::{catalog, content, dictionary, entry, inside, page_at, pages_only, read, render, words};
use crate::synthetic::{Stage, node, page, point, size};

fn keeping(standards: &[Standard], color: Option<ColorMode>) -> Press {
    let kept = |standard: &Standard| Spanned { value: *standard, span: Span::default() };
    Press { standards: standards.iter().map(kept).collect(), color, ..Press::default() }
}

/// A file without findings, and its bytes.
fn printed(stage: &mut Stage, layout: &Layout, press: Press) -> (Document, Vec<u8>) {
    stage.spec.format = FormatSpec::Pdf(PrintSpec { press, ..PrintSpec::default() });
    let (bytes, findings) = render(stage, layout);
    assert_eq!(findings, []);
    (read(&bytes), bytes)
}

/// The colour spaces of all pictures, by name.
fn spaces(document: &Document) -> Vec<String> {
    let images = document.objects.values().filter_map(|object| object.as_stream().ok());
    let images =
        images.filter(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image"));
    let mut spaces: Vec<String> =
        images.map(|image| format!("{:?}", image.dict.get(b"ColorSpace").expect("one"))).collect();
    spaces.sort();
    spaces.dedup();
    spaces
}

#[test]
fn pdf_x_1a_is_of_old_pdf_and_of_inks_only() {
    let (mut stage, layout) = everything();
    let (document, bytes) = printed(&mut stage, &layout, keeping(&[Standard::X1a], None));
    assert!(bytes.starts_with(b"%PDF-1.3"));
    assert_eq!(spaces(&document), ["/DeviceCMYK", "/DeviceGray"]);
    assert!(!document.objects.values().any(|o| o.as_stream().is_ok_and(|s| s.dict.has(b"SMask"))));
    let catalog = catalog(&document);
    assert!(!catalog.has(b"Outlines") && !catalog.has(b"Names"), "no bookmarks, no places to go");
    for number in 1..=7 {
        assert!(!page_at(&document, number).has(b"Annots"));
        let content = content(&document, number);
        assert!(!content.contains(" rg") && !content.contains(" RG"), "{content}");
    }
    let info = inside(&document, &document.trailer, "Info");
    assert_eq!(words(entry(&document, info, "GTS_PDFXVersion")), "PDF/X-1:2001");
    let intents = entry(&document, catalog, "OutputIntents").as_array().expect("intents");
    let intent = dictionary(&document, &intents[0]);
    assert_eq!(words(entry(&document, intent, "OutputConditionIdentifier")), "FOGRA39");
    let profile = inside(&document, intent, "DestOutputProfile");
    assert_eq!(entry(&document, profile, "N"), &Object::Integer(4));
}

#[test]
fn a_registered_condition_can_stand_for_the_profile() {
    let (mut stage, layout) = everything();
    let profile = OutputProfile { file: None, condition: Some("CGATS TR 001".into()), named_only: true };
    let press = Press { profile, ..keeping(&[Standard::X1a], Some(ColorMode::Gray)) };
    let (document, _) = printed(&mut stage, &layout, press);
    let intents = entry(&document, catalog(&document), "OutputIntents").as_array().expect("intents");
    let intent = dictionary(&document, &intents[0]);
    assert!(!intent.has(b"DestOutputProfile"));
    assert_eq!(words(entry(&document, intent, "RegistryName")), "http://www.color.org");
    assert_eq!(spaces(&document), ["/DeviceGray"]);
}

#[test]
fn pdf_x_4_and_pdf_a_keep_transparency() {
    let (mut stage, layout) = everything();
    let (document, bytes) = printed(&mut stage, &layout, keeping(&[Standard::X4, Standard::A2u], None));
    assert!(bytes.starts_with(b"%PDF-1.6"));
    assert!(document.objects.values().any(|o| o.as_stream().is_ok_and(|s| s.dict.has(b"SMask"))));
    let intents = entry(&document, catalog(&document), "OutputIntents").as_array().expect("intents");
    assert_eq!(intents.len(), 2, "one a standard, of one profile");
    let profiles: Vec<&Object> = intents
        .iter()
        .map(|intent| dictionary(&document, intent).get(b"DestOutputProfile").expect("one"))
        .collect();
    assert_eq!(profiles[0], profiles[1]);
    let (archive, bytes) = printed(&mut stage, &layout, keeping(&[Standard::A2u], None));
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(spaces(&archive).iter().all(|space| !space.contains("CMYK")), "as screens have it");
    assert!(catalog(&archive).has(b"Outlines"), "archives keep their bookmarks");
}

#[test]
fn full_black_is_of_one_ink_and_prints_over() {
    let (mut stage, layout) = everything();
    let (document, _) = printed(&mut stage, &layout, keeping(&[Standard::X4], None));
    let content = content(&document, 5);
    assert!(content.contains("0 0 0 1 k\n/O1 gs"), "{content}");
    let resources = inside(&document, page_at(&document, 5), "Resources");
    let over = inside(&document, inside(&document, resources, "ExtGState"), "O1");
    assert_eq!(entry(&document, over, "op"), &Object::Boolean(true));
    assert_eq!(entry(&document, over, "OPM"), &Object::Integer(1));
}

#[test]
fn a_spot_colour_has_a_plate_of_its_own() {
    let mut stage = Stage::default();
    let fill = |paint| Path {
        segments: vec![
            Segment::Move(point(0.0, 0.0)),
            Segment::Line(point(9.0, 0.0)),
            Segment::Line(point(9.0, 9.0)),
        ],
        fill: Some((paint, FillRule::NonZero)),
        stroke: None,
    };
    let layout = pages_only(vec![page("1", |frame| {
        for paint in [Paint::Rgb(0xe4, 0, 0x2b), Paint::Rgb(0xf1, 0x7f, 0x95), Paint::Rgb(0, 0, 0)] {
            frame.push(point(10.0, 10.0), Item::Path(fill(paint)));
        }
    })]);
    let spot =
        SpotInk { name: "PANTONE 185 C".into(), stands_for: [0xe4, 0, 0x2b], cmyk: Some([0, 91, 76, 0]) };
    let press = Press { spots: vec![spot], ..keeping(&[Standard::X1a], Some(ColorMode::Gray)) };
    let (document, _) = printed(&mut stage, &layout, press);
    let content = content(&document, 1);
    assert!(content.contains("/S0 cs\n1 scn") && content.contains("/S0 cs\n0.50"), "{content}");
    let resources = inside(&document, page_at(&document, 1), "Resources");
    let space =
        entry(&document, inside(&document, resources, "ColorSpace"), "S0").as_array().expect("a space");
    assert_eq!(space[1], Object::Name(b"PANTONE 185 C".to_vec()));
    assert_eq!(space[2], Object::Name(b"DeviceCMYK".to_vec()));
}

#[test]
fn bleed_and_marks_are_beyond_the_trim() {
    let (mut stage, layout) = everything();
    let bleed = Bleed { width: Length::pt(9), at_binding: false };
    let marks = Marks { crop: true, registration: true };
    let (document, _) =
        printed(&mut stage, &layout, Press { bleed, marks, ..keeping(&[Standard::X1a], None) });
    let edges = |number: u32, key: &str| -> Vec<f32> {
        let corners = entry(&document, page_at(&document, number), key).as_array().expect("a box");
        corners.iter().map(|edge| edge.as_float().expect("a number")).collect()
    };
    assert_eq!(edges(1, "TrimBox"), [0.0, 0.0, 396.0, 612.0]);
    assert_eq!(edges(1, "BleedBox"), [0.0, -9.0, 405.0, 621.0], "a recto is bound at the left");
    assert_eq!(edges(2, "BleedBox"), [-9.0, -9.0, 396.0, 621.0]);
    assert_eq!(edges(1, "MediaBox"), [-33.0, -33.0, 429.0, 645.0]);
    assert!(content(&document, 1).contains("/All CS 1 SCN"));
    // The slug stands above the bleed, between the marks.
    let slug = |number: u32| {
        let content = content(&document, number);
        content.lines().any(|line| line.starts_with("1 0 0 1 6 627 ") && line.ends_with("Tm"))
    };
    assert!((1..=7).all(slug), "{}", content(&document, 1));
}

#[test]
fn a_picture_that_covers_a_page_ends_at_the_bleed() {
    let bleed = Bleed { width: Length::pt(9), at_binding: false };
    let mut stage = Stage::default().with_asset("gray.jpg", ImageFormat::Jpeg, &gray_jpeg());
    let shown = |width: f64| {
        pages_only(vec![page("1", |frame| {
            let (asset, alt) = ("gray.jpg".into(), String::new());
            let mut picture = Frame::new(size(width, 630.0));
            picture.push(point(0.0, 0.0), Item::Image { asset, size: picture.size, alt });
            picture.whole = Some(Whole::Picture(node(0, 0)));
            frame.push(point(0.0, -9.0), Item::Group(picture));
        })])
    };
    let (document, _) = printed(&mut stage, &shown(500.0), Press { bleed, ..keeping(&[Standard::X4], None) });
    assert!(content(&document, 1).contains("0 -9 405 630 re\nW\nn\n"), "{}", content(&document, 1));
    let (document, _) = printed(&mut stage, &shown(405.0), Press { bleed, ..keeping(&[Standard::X4], None) });
    assert!(!content(&document, 1).contains("W\nn"), "what fits is not clipped");
}

#[test]
fn the_same_bytes_with_any_number_of_threads() {
    let (mut stage, layout) = everything();
    stage.spec.format =
        FormatSpec::Pdf(PrintSpec { press: keeping(&[Standard::X4], None), ..PrintSpec::default() });
    let one = bindery::parallel::with_threads(1, || render(&stage, &layout).0);
    let two = bindery::parallel::with_threads(2, || render(&stage, &layout).0);
    assert!(one == two);
}

#[test]
fn what_is_not_kept_is_not_claimed() {
    // Nothing on these pages is of a book: there are no tags.
    let mut stage = Stage::default();
    let bad =
        OutputProfile { file: Some(b"not a profile".to_vec().into()), condition: None, named_only: false };
    let press = Press { profile: bad, ..keeping(&[Standard::X4], Some(ColorMode::Gray)) };
    stage.spec.format = FormatSpec::Pdf(PrintSpec { press, ..PrintSpec::default() });
    let (bytes, findings) = render(&stage, &pages_only(vec![page("1", |_| {})]));
    assert!(findings.iter().all(|finding| finding.code == Code::StandardBroken) && !findings.is_empty());
    let claim = b"<pdfxid:GTS_PDFXVersion>";
    assert!(!bytes.windows(claim.len()).any(|part| part == claim));
}
