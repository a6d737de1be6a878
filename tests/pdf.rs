//! Hand-made pages to PDF, read back: what stands in the file is what the pages say.

mod synthetic;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::process::Command;
use std::sync::Arc;

use bindery::diagnostic::{Code, Diagnostic};
use bindery::font::shape::{Figures, Position};
use bindery::font::{Family, FontId};
use bindery::model::book::ImageFormat;
use bindery::model::length::Length;
use bindery::model::manifest::{FormatSpec, PrintSpec};
use bindery::parallel::with_threads;
use bindery::pdf;
use bindery::typeset::display::{
    Bitmap, FillRule, Frame, Item, Layout, LinkTarget, OutlineEntry, Page, Paint, Path, Segment, Stroke,
};
use lopdf::{Dictionary, Document, Object, ObjectId};
use synthetic::{Hand, Stage, node, page, point, size};

const CMYK: &[u8] = include_bytes!("pictures/cmyk.jpg");

fn render(stage: &Stage, layout: &Layout) -> (Vec<u8>, Vec<Diagnostic>) {
    pdf::render(&stage.edition(), &stage.geometry(), layout)
}

fn read(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).expect("a PDF")
}

/// A file without findings, read back.
fn written(stage: &Stage, layout: &Layout) -> Document {
    let (bytes, findings) = render(stage, layout);
    assert_eq!(findings, []);
    read(&bytes)
}

fn pages_only(pages: Vec<Page>) -> Layout {
    Layout { pages, ..Layout::default() }
}

fn encoded(picture: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("an encoder");
    bytes.into_inner()
}

fn png_with_alpha() -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        let [x, y] = [x, y].map(|n| u8::try_from(n * 8).unwrap_or(255));
        image::Rgba([x, 80, y, 255 - x])
    };
    encoded(&image::RgbaImage::from_fn(32, 24, pixel).into(), image::ImageFormat::Png)
}

/// A JPEG whose Exif data says that it lies on its side.
fn turned_jpeg() -> Vec<u8> {
    let pixel =
        |x: u32, y: u32| if x < 20 && y < 10 { image::Rgb([200, 0, 0]) } else { image::Rgb([0, 0, 200]) };
    let plain = encoded(&image::RgbImage::from_fn(40, 20, pixel).into(), image::ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    exif.splice(..0, [0xff, 0xe1, length[0], length[1]]);
    [&plain[..2], &exif, &plain[2..]].concat()
}

fn gray_jpeg() -> Vec<u8> {
    let pixel = |x: u32, _| image::Luma([u8::try_from(x * 6).unwrap_or(255)]);
    encoded(&image::GrayImage::from_fn(40, 20, pixel).into(), image::ImageFormat::Jpeg)
}

fn path(fill: Option<FillRule>, stroke: Option<Stroke>) -> Item {
    let square = |a: f64, b: f64| {
        [
            Segment::Move(point(a, a)),
            Segment::Line(point(b, a)),
            Segment::Curve(point(b, b), point(b, b), point(a, b)),
            Segment::Close,
        ]
    };
    let segments = [square(0.0, 40.0), square(8.0, 32.0)].concat();
    Item::Path(Path { segments, fill: fill.map(|rule| (Paint::Cmyk(0, 200, 255, 0), rule)), stroke })
}

/// A stage and a book of seven pages with something of everything.
fn everything() -> (Stage, Layout) {
    let stage = Stage::default()
        .with_asset("cmyk.jpg", ImageFormat::Jpeg, CMYK)
        .with_asset("alpha.png", ImageFormat::Png, &png_with_alpha())
        .with_asset("turned.jpg", ImageFormat::Jpeg, &turned_jpeg())
        .with_asset("gray.jpg", ImageFormat::Jpeg, &gray_jpeg());
    let mut pages = vec![
        page("i", |frame| {
            let mut hand = Hand::new(&stage);
            hand.size = Length::pt(36);
            hand.write(frame, 60.0, 120.0, "AVATAR");
        }),
        page("ii", |_| {}),
        page("iii", |frame| contents(&stage, frame)),
        page("iv", |_| {}),
    ];
    pages.push(page("1", |frame| text(&stage, frame)));
    pages.push(page("2", pictures));
    pages.push(page("3", |frame| {
        frame.push(point(50.0, 100.0), Item::Anchor(node(2, 0)));
        let mut hand = Hand::new(&stage);
        hand.how.font = stage.face(Family::Heading, true, false);
        hand.write(frame, 50.0, 120.0, "Part the second ");
    }));
    let entry = |title: &str, level, node| OutlineEntry { title: title.into(), level, node };
    let outline = vec![
        entry("První část", 1, node(1, 0)),
        entry("One\ntwo", 2, node(1, 4)),
        entry("deep", 3, node(1, 4)),
        entry("Second", 1, node(2, 0)),
    ];
    (stage, Layout { pages, outline, starts: Vec::new() })
}

fn contents(stage: &Stage, frame: &mut Frame) {
    let mut hand = Hand::new(stage);
    let target = |node| Item::Link { size: size(120.0, 14.0), target: LinkTarget::Node(node) };
    hand.write(frame, 50.0, 100.0, "First chapter ");
    frame.push(point(50.0, 90.0), target(node(1, 0)));
    hand.write(frame, 50.0, 120.0, "Near, at ");
    frame.push(point(50.0, 110.0), target(node(1, 9)));
    frame.push(point(50.0, 130.0), target(node(7, 0)));
    hand.write(frame, 50.0, 160.0, "Outside ");
    let target = LinkTarget::Uri("https://example.org/ü?(a)".into());
    frame.push(point(50.0, 150.0), Item::Link { size: size(120.0, 14.0), target });
}

fn text(stage: &Stage, frame: &mut Frame) {
    let mut hand = Hand::new(stage);
    frame.push(point(50.0, 80.0), Item::Anchor(node(1, 0)));
    let end = hand.write(frame, 50.0, 100.0, "The office of final figures: ");
    hand.how.font = stage.face(Family::Body, false, true);
    let end = hand.write(frame, end, 100.0, "affluent ");
    hand.how.font = stage.face(Family::Mono, false, false);
    hand.write(frame, end, 100.0, "fi(x)\\ ");
    hand.how.font = stage.face(Family::Body, false, false);
    hand.how.small_caps = true;
    hand.write(frame, 50.0, 120.0, "Small Capitals ");
    hand.how.all_small_caps = true;
    hand.write(frame, 50.0, 140.0, "ISBN and UNESCO ");
    hand.how.small_caps = false;
    hand.how.all_small_caps = false;
    hand.how.figures = Figures::Oldstyle;
    let end = hand.write(frame, 50.0, 160.0, "In 1984 it cost 1/2");
    hand.how.position = Position::Superior;
    hand.write(frame, end, 160.0, "37 ");
    hand.how.position = Position::Normal;
    hand.paint = Paint::Rgb(0, 90, 160);
    let mut wide = hand.run("Wider letters here ");
    wide.scale = 1020;
    for glyph in &mut wide.glyphs {
        glyph.advance = glyph.advance.scale(1020, 1000);
    }
    frame.push(point(50.0, 180.0), Item::Glyphs(wide));
    let mut raised = hand.run("up and down ");
    for (at, glyph) in raised.glyphs.iter_mut().enumerate() {
        glyph.dy = Length::pt(i64::try_from(at / 3 % 2).expect("0 or 1") * 3);
    }
    let mut inner = Frame::new(size(100.0, 20.0));
    inner.push(point(0.0, 10.0), Item::Glyphs(raised));
    frame.push(point(50.0, 190.0), Item::Group(inner));
    frame.push(point(50.0, 220.0), Item::Anchor(node(1, 4)));
}

fn pictures(frame: &mut Frame) {
    let image = |asset: &str, width, height| Item::Image {
        asset: asset.into(),
        size: size(width, height),
        alt: String::new(),
    };
    frame.push(point(50.0, 50.0), image("cmyk.jpg", 120.0, 80.0));
    frame.push(point(200.0, 50.0), image("alpha.png", 80.0, 60.0));
    frame.push(point(300.0, 50.0), image("alpha.png", 40.0, 30.0));
    frame.push(point(50.0, 150.0), image("turned.jpg", 40.0, 80.0));
    frame.push(point(120.0, 150.0), image("gray.jpg", 80.0, 40.0));
    let rgba: Vec<u8> = (0..16).flat_map(|n| [n * 16, 0, 255 - n * 16, 255]).collect();
    let bitmap = Arc::new(Bitmap { width: 4, height: 4, rgba });
    let twin = Arc::new(Bitmap::clone(&bitmap));
    frame.push(point(220.0, 150.0), Item::Bitmap { bitmap, size: size(40.0, 40.0) });
    frame.push(point(280.0, 150.0), Item::Bitmap { bitmap: twin, size: size(40.0, 40.0) });
    let stroke = Stroke {
        paint: Paint::Gray(60),
        width: Length::pt(2),
        dash: vec![Length::pt(6), Length::pt(3)],
        cap: 1,
        join: 1,
    };
    frame.push(point(50.0, 260.0), path(Some(FillRule::NonZero), None));
    frame.push(point(110.0, 260.0), path(Some(FillRule::EvenOdd), None));
    frame.push(point(170.0, 260.0), path(None, Some(stroke.clone())));
    frame.push(
        point(230.0, 260.0),
        path(Some(FillRule::EvenOdd), Some(Stroke { dash: Vec::new(), ..stroke })),
    );
    frame.push(point(50.0, 320.0), Item::Rule { size: size(290.0, 0.5), paint: Paint::BLACK });
    frame.push(
        point(50.0, 330.0),
        Item::Rule { size: size(290.0, 20.0), paint: Paint::Spot("Gold".into(), 40) },
    );
}

// Reading back.

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    let (_, object) = document.dereference(object).expect("an object");
    object.as_dict().or_else(|_| object.as_stream().map(|s| &s.dict)).expect("a dictionary")
}

fn entry<'a>(document: &'a Document, within: &'a Dictionary, key: &str) -> &'a Object {
    let value = within.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {within:?}"));
    document.dereference(value).expect("an object").1
}

fn inside<'a>(document: &'a Document, within: &'a Dictionary, key: &str) -> &'a Dictionary {
    dictionary(document, within.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {within:?}")))
}

fn words(object: &Object) -> String {
    let Object::String(bytes, _) = object else { panic!("{object:?} is no string") };
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => String::from_utf8(bytes.clone()).expect("ASCII"),
    }
}

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().expect("a catalog")
}

fn page_at(document: &Document, number: u32) -> &Dictionary {
    document.get_dictionary(document.get_pages()[&number]).expect("a page")
}

fn content(document: &Document, number: u32) -> String {
    let bytes = document.get_page_content(document.get_pages()[&number]);
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// Every named destination with what it leads to.
fn destinations(document: &Document) -> BTreeMap<String, Object> {
    let tree = inside(document, inside(document, catalog(document), "Names"), "Dests");
    let mut found = BTreeMap::new();
    let mut last = String::new();
    for leaf in tree.get(b"Kids").and_then(Object::as_array).expect("leaves") {
        let leaf = dictionary(document, leaf);
        for pair in entry(document, leaf, "Names").as_array().expect("names").chunks(2) {
            let name = words(&pair[0]);
            assert!(name > last, "{name} after {last}");
            last.clone_from(&name);
            found.insert(name, pair[1].clone());
        }
    }
    found
}

#[test]
fn pages_have_their_boxes_labels_and_one_set_of_resources() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    assert_eq!(document.version, "1.7");
    assert_eq!(document.get_pages().len(), 7);
    let mut resources: Vec<ObjectId> = Vec::new();
    for number in 1..=7 {
        let page = page_at(&document, number);
        for key in ["MediaBox", "CropBox", "BleedBox", "TrimBox"] {
            let edges = entry(&document, page, key).as_array().expect("a box");
            let edges: Vec<f32> = edges.iter().map(|edge| edge.as_float().expect("a number")).collect();
            assert_eq!(edges, [0.0, 0.0, 396.0, 612.0], "{key}");
        }
        resources.push(page.get(b"Resources").and_then(Object::as_reference).expect("resources"));
    }
    resources.dedup();
    assert_eq!(resources.len(), 1);
    let labels = inside(&document, catalog(&document), "PageLabels");
    let ranges = entry(&document, labels, "Nums").as_array().expect("ranges");
    let styles: Vec<String> = ranges.iter().map(|range| format!("{range:?}")).collect();
    assert_eq!(styles, ["0", "<</S /r>>", "4", "<</S /D>>"]);
}

#[test]
fn the_catalog_says_how_to_open_the_book() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let catalog = catalog(&document);
    assert_eq!(words(entry(&document, catalog, "Lang")), "en-GB");
    assert_eq!(entry(&document, catalog, "PageMode"), &Object::Name(b"UseOutlines".to_vec()));
    assert_eq!(entry(&document, catalog, "PageLayout"), &Object::Name(b"TwoPageRight".to_vec()));
    let viewer = inside(&document, catalog, "ViewerPreferences");
    assert_eq!(entry(&document, viewer, "DisplayDocTitle"), &Object::Boolean(true));
    assert!(!catalog.has(b"MarkInfo"));
    let plain = written(&stage, &pages_only(vec![page("1", |_| {})]));
    let catalog = plain.catalog().expect("a catalog");
    assert_eq!(entry(&plain, catalog, "PageMode"), &Object::Name(b"UseNone".to_vec()));
    assert!(!catalog.has(b"Outlines") && !catalog.has(b"Names"));
}

#[test]
fn information_and_xmp_say_the_same() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let info = inside(&document, &document.trailer, "Info");
    for (key, said) in [
        ("Title", "Čas & Weile: A Test"),
        ("Author", "Ada First, Ben Second"),
        ("Subject", "Pages <made> by hand"),
        ("Keywords", "Time"),
        ("CreationDate", "D:20260131123456Z"),
    ] {
        assert_eq!(words(entry(&document, info, key)), said, "{key}");
    }
    let producer = words(entry(&document, info, "Producer"));
    assert!(producer.starts_with("Bindery "), "{producer}");
    let metadata = entry(&document, catalog(&document), "Metadata").as_stream().expect("XMP");
    assert!(!metadata.dict.has(b"Filter"));
    let xmp = String::from_utf8(metadata.content.clone()).expect("UTF-8");
    for said in [
        "Čas &amp; Weile: A Test",
        "<rdf:li>Ada First</rdf:li><rdf:li>Ben Second</rdf:li>",
        "Pages &lt;made&gt; by hand",
        "<pdf:Keywords>Time</pdf:Keywords>",
        "<xmp:CreateDate>2026-01-31T12:34:56Z</xmp:CreateDate>",
        "urn:isbn:9783161484100",
        &format!("<pdf:Producer>{producer}</pdf:Producer>"),
    ] {
        assert!(xmp.contains(said), "{said} in {xmp}");
    }
}

#[test]
fn bookmarks_are_a_tree_that_leads_to_places() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let places = destinations(&document);
    let root = inside(&document, catalog(&document), "Outlines");
    assert_eq!(entry(&document, root, "Count"), &Object::Integer(3), "two at the top, one of them open");
    let first = inside(&document, root, "First");
    let last = inside(&document, root, "Last");
    let inner = inside(&document, first, "First");
    let deep = inside(&document, inner, "First");
    for (item, title) in [(first, "První část"), (inner, "One two"), (deep, "deep"), (last, "Second")] {
        assert_eq!(words(entry(&document, item, "Title")), title);
        assert!(places.contains_key(&words(entry(&document, item, "Dest"))), "{title}");
    }
    assert_eq!(entry(&document, first, "Count"), &Object::Integer(1));
    assert_eq!(entry(&document, inner, "Count"), &Object::Integer(-1));
    assert_eq!(inside(&document, first, "Next"), last);
    assert_eq!(inside(&document, last, "Prev"), first);
}

#[test]
fn links_lead_somewhere_and_say_where() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let places = destinations(&document);
    let annotations = entry(&document, page_at(&document, 3), "Annots").as_array().expect("links").clone();
    let said: Vec<String> = annotations
        .iter()
        .map(|link| {
            let link = dictionary(&document, link);
            assert_eq!(entry(&document, link, "F"), &Object::Integer(4));
            assert_eq!(entry(&document, link, "Border"), &Object::Array(vec![0.into(), 0.into(), 0.into()]));
            let action = inside(&document, link, "A");
            let there = if let Ok(address) = action.get(b"URI") {
                words(address)
            } else {
                let name = words(entry(&document, action, "D"));
                format!("{:?}", places[&name].as_array().expect("a place")[0])
            };
            format!("{} -> {there}", words(entry(&document, link, "Contents")))
        })
        .collect();
    let fifth = format!("{:?}", Object::Reference(document.get_pages()[&5]));
    // The third link leads to a chapter that stands on no page.
    let expected = [
        format!("First chapter -> {fifth}"),
        format!("Near, at -> {fifth}"),
        "Outside -> https://example.org/%C3%BC?(a)".to_owned(),
    ];
    assert_eq!(said, expected);
    assert!(!page_at(&document, 5).has(b"Annots"));
}

#[test]
fn an_edition_without_links_has_none_and_may_be_of_version_2() {
    let (mut stage, layout) = everything();
    let print = PrintSpec { links: Some(false), pdf_version: Some("2.0".into()), ..PrintSpec::default() };
    stage.spec.format = FormatSpec::Pdf(print);
    let document = written(&stage, &layout);
    assert_eq!(document.version, "2.0");
    assert!(!page_at(&document, 3).has(b"Annots"));
    assert!(!destinations(&document).is_empty());
}

/// The fonts of a file: base name to composite font.
fn fonts(document: &Document) -> BTreeMap<String, &Dictionary> {
    let resources = inside(document, page_at(document, 1), "Resources");
    let fonts = inside(document, resources, "Font");
    let name = |font: &Dictionary| {
        let name = entry(document, font, "BaseFont").as_name().expect("a name");
        String::from_utf8(name.to_vec()).expect("ASCII")
    };
    fonts.iter().map(|(_, font)| dictionary(document, font)).map(|font| (name(font), font)).collect()
}

#[test]
fn used_faces_are_embedded_as_tagged_subsets() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let fonts = fonts(&document);
    let mut names: Vec<&str> = Vec::new();
    for (name, font) in &fonts {
        let (tag, plain) = name.split_once('+').expect("a tag");
        assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()), "{tag}");
        names.push(plain);
        let descendants = entry(&document, font, "DescendantFonts").as_array().expect("one");
        let descriptor = inside(&document, dictionary(&document, &descendants[0]), "FontDescriptor");
        let program = ["FontFile2", "FontFile3"].into_iter().find(|key| descriptor.has(key.as_bytes()));
        let program = entry(&document, descriptor, program.expect("a program")).as_stream().expect("bytes");
        assert!(program.content.len() < 30_000, "{name}: {}", program.content.len());
    }
    names.sort_unstable();
    assert_eq!(
        names,
        ["EBGaramond-Italic", "EBGaramond-Regular", "JetBrainsMono-Regular", "LibertinusSans-Bold"]
    );
}

#[test]
fn descriptors_tell_the_faces_apart() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    for (name, font) in fonts(&document) {
        let descendants = entry(&document, font, "DescendantFonts").as_array().expect("one");
        let descriptor = inside(&document, dictionary(&document, &descendants[0]), "FontDescriptor");
        let number = |key: &str| entry(&document, descriptor, key).as_i64().expect("a number");
        let flags = number("Flags");
        let holds = |bit: i64| flags & bit != 0;
        assert_eq!(holds(1), name.contains("Mono"), "fixed pitch: {name}");
        assert_eq!(holds(2), name.contains("Garamond"), "serif: {name}");
        assert_eq!(holds(64), name.contains("Italic"), "italic: {name}");
        assert!(holds(32) && !holds(4), "Latin: {name}");
        assert_eq!(number("ItalicAngle") < 0, name.contains("Italic"), "{name}");
        assert_eq!(number("StemV"), if name.contains("Bold") { 166 } else { 88 }, "{name}");
        assert!((400..800).contains(&number("CapHeight")), "{name}");
        let bounds = entry(&document, descriptor, "FontBBox").as_array().expect("a box");
        assert!(bounds[1].as_i64().expect("a number") < 0 && bounds[3].as_i64().expect("a number") > 600);
    }
}

/// Code to width, from `/W`.
fn widths(document: &Document, font: &Dictionary) -> BTreeMap<i64, i64> {
    let descendants = entry(document, font, "DescendantFonts").as_array().expect("one");
    let list = entry(document, dictionary(document, &descendants[0]), "W").as_array().expect("widths");
    let mut found = BTreeMap::new();
    for pair in list.chunks(2) {
        let first = pair[0].as_i64().expect("a code");
        let numbers = pair[1].as_array().expect("widths").iter().map(|width| width.as_i64().expect("whole"));
        found.extend((first..).zip(numbers));
    }
    found
}

/// Code to text, from `ToUnicode`.
fn texts(document: &Document, font: &Dictionary) -> BTreeMap<i64, String> {
    let map = entry(document, font, "ToUnicode").as_stream().expect("a map");
    let map = String::from_utf8(map.decompressed_content().expect("deflated")).expect("ASCII");
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let number = |hex: &str| i64::from_str_radix(hex, 16).ok();
    let text = |hex: &str| {
        let unit = |at: usize| u16::from_str_radix(&hex[at..at + 4], 16).expect("UTF-16");
        String::from_utf16(&(0..hex.len()).step_by(4).map(unit).collect::<Vec<_>>()).expect("UTF-16")
    };
    pairs
        .filter(|(code, _)| *code != "0000" || !map.contains("codespacerange\n<0000> <FFFF>\n<0000>"))
        .filter_map(|(code, said)| Some((number(code)?, text(said))))
        .collect()
}

#[test]
fn glyphs_have_the_faces_widths_and_the_books_texts() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let fonts = fonts(&document);
    let (_, regular) = fonts.iter().find(|(name, _)| name.ends_with("Garamond-Regular")).expect("body");
    let (widths, texts) = (widths(&document, regular), texts(&document, regular));
    let code = |text: &str| {
        let found: Vec<i64> = texts.iter().filter(|(_, said)| *said == text).map(|(code, _)| *code).collect();
        assert!(!found.is_empty(), "{text} among {texts:?}");
        found
    };
    // Lower case and small capitals say the same letter; ligatures say their letters.
    assert_eq!(code("p").len(), 2);
    assert_eq!(code("ffi").len(), 1);
    let face = stage.fonts.face(stage.face(Family::Body, false, false));
    let mut hand = Hand::new(&stage);
    let glyph = hand.run("ffi").glyphs[0].id;
    assert_eq!(widths[&code("ffi")[0]], i64::from(face.advance(glyph)) * 1000 / i64::from(face.units_per_em));
    for code in texts.keys().filter(|code| **code != 0) {
        assert!(widths.contains_key(code), "a width for {code}");
    }
}

#[test]
fn letters_with_two_meanings_say_which() {
    let stage = Stage::default();
    let mut hand = Hand::new(&stage);
    // As in a face whose small capitals stand for both cases.
    let mut capitals = hand.run("aa");
    capitals.text = "AA".into();
    let layout = pages_only(vec![page("1", |frame| {
        hand.write(frame, 50.0, 100.0, "aaaa");
        frame.push(point(50.0, 120.0), Item::Glyphs(capitals));
    })]);
    let content = content(&written(&stage, &layout), 1);
    assert_eq!(content.matches("/Span <</ActualText<FEFF0041>>> BDC").count(), 2, "{content}");
    assert_eq!(content.matches("EMC").count(), 2, "{content}");
}

#[test]
fn contents_set_scale_rise_and_colour_once() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let text = content(&document, 5);
    for (operator, times) in [("102 Tz", 1), ("3 Ts", 2), ("0 0.3529 0.6275 rg", 1), (" BT", 0)] {
        assert_eq!(text.matches(operator).count(), times, "{operator} in {text}");
    }
    let drawn = content(&document, 6);
    for operator in
        ["\nf\n", "\nf*\n", "\nS\n", "\nB*\n", "[6 3] 0 d", "[] 0 d", "1 J", "1 j", "0 0.7843 1 0 k"]
    {
        assert!(drawn.contains(operator), "{operator} in {drawn}");
    }
    assert!(drawn.contains("50 291.5 290 0.5 re"), "{drawn}");
}

#[test]
fn pictures_are_in_the_file_once_and_jpegs_untouched() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let resources = inside(&document, page_at(&document, 6), "Resources");
    let objects = inside(&document, resources, "XObject");
    assert_eq!(objects.len(), 5, "four files, one bitmap");
    let streams: Vec<&lopdf::Stream> = objects
        .iter()
        .map(|(_, o)| document.dereference(o).expect("one").1.as_stream().expect("one"))
        .collect();
    let of = |space: &str, filter: &str| {
        let matches = |s: &&&lopdf::Stream| {
            s.dict.get(b"ColorSpace").and_then(Object::as_name).ok() == Some(space.as_bytes())
                && s.dict.get(b"Filter").and_then(Object::as_name).ok() == Some(filter.as_bytes())
        };
        *streams.iter().find(matches).unwrap_or_else(|| panic!("no {space} {filter}"))
    };
    let cmyk = of("DeviceCMYK", "DCTDecode");
    assert_eq!(cmyk.content, CMYK);
    assert_eq!(cmyk.dict.get(b"Decode").and_then(Object::as_array).ok().map(Vec::len), Some(8));
    assert_eq!(of("DeviceGray", "DCTDecode").content, gray_jpeg());
    assert_eq!(of("DeviceRGB", "DCTDecode").content, turned_jpeg());
    let masked = streams.iter().find(|s| s.dict.has(b"SMask")).expect("a mask");
    let mask = inside(&document, &masked.dict, "SMask");
    assert_eq!(entry(&document, mask, "ColorSpace"), &Object::Name(b"DeviceGray".to_vec()));
    let turned = content(&document, 6);
    assert!(turned.contains("0 -80 40 0 50 462 cm"), "turned a quarter: {turned}");
}

#[test]
fn pictures_that_cannot_be_read_are_findings() {
    let mut cut = gray_jpeg();
    cut.truncate(cut.len() / 2);
    let mut png = png_with_alpha();
    png.truncate(png.len() / 2);
    let stage = Stage::default()
        .with_asset("cut.jpg", ImageFormat::Jpeg, &cut)
        .with_asset("cut.png", ImageFormat::Png, &png)
        .with_asset("plan.svg", ImageFormat::Svg, b"<svg/>");
    let layout = pages_only(vec![page("1", |frame| {
        for asset in ["cut.jpg", "cut.png", "gone.gif", "plan.svg"] {
            let alt = String::new();
            frame.push(point(50.0, 50.0), Item::Image { asset: asset.into(), size: size(50.0, 50.0), alt });
        }
    })]);
    let (bytes, findings) = render(&stage, &layout);
    let said: Vec<(Code, &str)> =
        findings.iter().map(|finding| (finding.code, finding.path.as_deref().unwrap_or_default())).collect();
    let expected = [
        (Code::UnreadableImage, "cut.jpg"),
        (Code::UnreadableImage, "cut.png"),
        (Code::MissingImage, "gone.gif"),
        (Code::UnsupportedSvg, "plan.svg"),
    ];
    assert_eq!(said, expected);
    assert!(findings.iter().all(|finding| finding.edition.as_deref() == Some("print")));
    assert_eq!(content(&read(&bytes), 1).matches(" re\nS").count(), 4, "a box for each");
}

#[test]
fn the_same_bytes_with_any_number_of_threads() {
    let (stage, mut layout) = everything();
    let pages = layout.pages.clone();
    for _ in 0..20 {
        layout.pages.extend(pages.clone());
    }
    let one = with_threads(1, || render(&stage, &layout).0);
    let four = with_threads(4, || render(&stage, &layout).0);
    assert!(one == four, "{} and {} bytes differ", one.len(), four.len());
    let name = |bytes: &[u8]| format!("{:?}", read(bytes).trailer.get(b"ID").expect("an identifier"));
    let mut changed = layout.clone();
    changed.pages[6].label = "3a".into();
    assert_ne!(name(&one), name(&render(&stage, &changed).0), "another book has another identifier");
}

#[test]
fn nothing_and_nonsense_are_written_too() {
    let stage = Stage::default();
    assert_eq!(written(&stage, &Layout::default()).get_pages().len(), 1);
    let mut hand = Hand::new(&stage);
    let mut run = hand.run("odd");
    run.glyphs[0].id = u16::MAX;
    run.glyphs[1].cluster = 900;
    run.glyphs[2].advance = Length(i64::MAX / 4);
    let mut zero = run.clone();
    zero.size = Length::ZERO;
    let mut unknown = run.clone();
    unknown.font = FontId(u16::MAX);
    let layout = pages_only(vec![page("", |frame| {
        for run in [run, zero, unknown] {
            frame.push(point(-50.0, 1e6), Item::Glyphs(run));
        }
        frame.push(point(0.0, 0.0), Item::Rule { size: size(-1.0, 4.0), paint: Paint::Gray(3) });
        let bare = vec![Segment::Close, Segment::Line(point(1.0, 1.0)), Segment::Close];
        let fill = Some((Paint::BLACK, FillRule::NonZero));
        frame.push(point(0.0, 0.0), Item::Path(Path { segments: bare, fill, stroke: None }));
        let bitmap = Arc::new(Bitmap { width: 9, height: 9, rgba: vec![1, 2, 3] });
        frame.push(point(0.0, 0.0), Item::Bitmap { bitmap, size: size(9.0, 9.0) });
    })]);
    let (bytes, _) = render(&stage, &layout);
    assert_eq!(read(&bytes).get_pages().len(), 1);
}

/// What an outside judge says of the file; `None`, said aloud, where it is not installed.
fn judge(bytes: &[u8], program: &str, arguments: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("book.pdf");
    std::fs::write(&file, bytes).expect("written");
    let arguments = arguments.iter().map(|a| if *a == "FILE" { file.as_os_str() } else { a.as_ref() });
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(output.status.success(), "{program}: {said}");
            Some(said)
        }
        Err(error) => {
            #[allow(clippy::disallowed_methods)] // A judge that is missing is an error only in CI.
            let in_ci = std::env::var_os("CI").is_some();
            assert!(!in_ci, "{program} is missing: {error}");
            eprintln!("SKIPPED: {program} is not installed");
            None
        }
    }
}

#[test]
fn qpdf_finds_no_fault() {
    let (stage, layout) = everything();
    let (bytes, _) = render(&stage, &layout);
    if let Some(said) = judge(&bytes, "qpdf", &["--check", "FILE"]) {
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }
}

#[test]
fn the_words_come_out_in_order() {
    let (stage, layout) = everything();
    let (bytes, _) = render(&stage, &layout);
    let Some(said) = judge(&bytes, "pdftotext", &["-raw", "-f", "5", "-l", "5", "FILE", "-"]) else { return };
    let said: Vec<&str> = said.split_whitespace().collect();
    let expected = "The office of final figures: affluent fi(x)\\ Small Capitals ISBN and UNESCO \
                    In 1984 it cost 1/237 Wider letters here up and down";
    assert_eq!(said.join(" "), expected);
}

#[test]
fn poppler_finds_every_font_embedded() {
    let (stage, layout) = everything();
    let (bytes, _) = render(&stage, &layout);
    let Some(said) = judge(&bytes, "pdffonts", &["FILE"]) else { return };
    let fonts: Vec<&str> = said.lines().skip(2).collect();
    assert_eq!(fonts.len(), 4, "{said}");
    for font in fonts {
        let columns: Vec<&str> = font.split_whitespace().collect();
        assert!(columns.windows(4).any(|c| c == ["Identity-H", "yes", "yes", "yes"]), "{font}");
    }
}
