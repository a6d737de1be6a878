//! A book of seven pages with something of everything.

use std::io::Cursor;
use std::sync::Arc;

use bindery::font::Family;
use bindery::font::shape::{Figures, Position};
use bindery::model::book::ImageFormat;
use bindery::model::length::Length;
use bindery::typeset::display::{
    Bitmap, FillRule, Frame, Item, Layout, LinkTarget, OutlineEntry, Paint, Path, Segment, Stroke,
};

use crate::synthetic::{Hand, Stage, node, page, point, size};

pub(crate) const CMYK: &[u8] = include_bytes!("../pictures/cmyk.jpg");

pub(crate) fn encoded(picture: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("an encoder");
    bytes.into_inner()
}

pub(crate) fn png_with_alpha() -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        let [x, y] = [x, y].map(|n| u8::try_from(n * 8).unwrap_or(255));
        image::Rgba([x, 80, y, 255 - x])
    };
    encoded(&image::RgbaImage::from_fn(32, 24, pixel).into(), image::ImageFormat::Png)
}

/// A JPEG whose Exif data says that it lies on its side.
pub(crate) fn turned_jpeg() -> Vec<u8> {
    let pixel =
        |x: u32, y: u32| if x < 20 && y < 10 { image::Rgb([200, 0, 0]) } else { image::Rgb([0, 0, 200]) };
    let plain = encoded(&image::RgbImage::from_fn(40, 20, pixel).into(), image::ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    exif.splice(..0, [0xff, 0xe1, length[0], length[1]]);
    [&plain[..2], &exif, &plain[2..]].concat()
}

pub(crate) fn gray_jpeg() -> Vec<u8> {
    let pixel = |x: u32, _| image::Luma([u8::try_from(x * 6).unwrap_or(255)]);
    encoded(&image::GrayImage::from_fn(40, 20, pixel).into(), image::ImageFormat::Jpeg)
}

pub(crate) fn path(fill: Option<FillRule>, stroke: Option<Stroke>) -> Item {
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
pub(crate) fn everything() -> (Stage, Layout) {
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
    (stage, Layout { pages, outline, starts: Vec::new(), ..Layout::default() })
}

pub(crate) fn contents(stage: &Stage, frame: &mut Frame) {
    let mut hand = Hand::new(stage);
    let target = |node| Item::Link { size: size(120.0, 14.0), target: LinkTarget::Node(node) };
    hand.write(frame, 50.0, 100.0, "First chapter ");
    frame.push(point(50.0, 90.0), target(node(1, 0)));
    hand.write(frame, 50.0, 120.0, "Near, at ");
    frame.push(point(50.0, 110.0), target(node(1, 9)));
    hand.write(frame, 50.0, 160.0, "Outside ");
    let target = LinkTarget::Uri("https://example.org/ü?(a)".into());
    frame.push(point(50.0, 150.0), Item::Link { size: size(120.0, 14.0), target });
}

pub(crate) fn text(stage: &Stage, frame: &mut Frame) {
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

pub(crate) fn pictures(frame: &mut Frame) {
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
