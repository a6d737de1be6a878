//! Small drawings, and what the display list says of them.

use super::*;
use crate::model::length::{Length, Point};
use crate::typeset::display::{
    Blend, FillRule, Frame, GradientShape, Item, Layer, MaskBy, Paint, Path, Segment, Shade,
};

fn size(width: i64, height: i64) -> Size {
    Size { width: Length::pt(width), height: Length::pt(height) }
}

/// Draws what stands inside `<svg viewBox="0 0 100 50">` at 200 by 100 points.
fn draw(inside: &str) -> (Frame, Vec<String>) {
    try_draw(inside).expect("a drawing")
}

fn try_draw(inside: &str) -> Result<(Frame, Vec<String>), String> {
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">{inside}</svg>"#
    );
    frame(svg.as_bytes(), size(200, 100), &FontBook::default(), Transparency::Kept)
}

fn paths(frame: &Frame) -> Vec<&Path> {
    frame
        .items
        .iter()
        .filter_map(|(_, item)| if let Item::Path(path) = item { Some(path) } else { None })
        .collect()
}

fn layer(item: &Item) -> &Layer {
    let Item::Layer(layer) = item else { panic!("a layer: {item:?}") };
    layer
}

fn shade(item: &Item) -> &Shade {
    let Item::Shade(shade) = item else { panic!("a shade: {item:?}") };
    shade
}

fn at(x: i64, y: i64) -> Point {
    Point { x: Length::pt(x), y: Length::pt(y) }
}

#[test]
fn fills_and_strokes_are_said_as_paths_at_their_places() {
    let (frame, reasons) = draw(
        r##"<g transform="translate(10 5)"><path d="M0 0H20V10Z" fill="#c00" fill-rule="evenodd"
            stroke="gray" stroke-width="0.5" stroke-dasharray="2 1" stroke-linecap="round" stroke-linejoin="bevel"/></g>"##,
    );
    assert_eq!(reasons, Vec::<String>::new());
    assert_eq!(frame.size, size(200, 100));
    let [path] = paths(&frame)[..] else { panic!("one path: {frame:?}") };
    assert_eq!(path.fill, Some((Paint::Rgb(204, 0, 0), FillRule::EvenOdd)));
    let corners =
        [Segment::Move(at(20, 10)), Segment::Line(at(60, 10)), Segment::Line(at(60, 30)), Segment::Close];
    assert_eq!(path.segments, corners);
    let stroke = path.stroke.as_ref().expect("a stroke");
    assert_eq!(
        (stroke.paint.clone(), stroke.width, stroke.cap, stroke.join),
        (Paint::Gray(128), Length::pt(1), 1, 2)
    );
    assert_eq!(stroke.dash, [Length::pt(4), Length::pt(2)]);
}

#[test]
fn curves_keep_their_ends_and_strokes_below_fills_come_first() {
    let (frame, _) =
        draw(r#"<path d="M10 10Q20 0 30 10C40 20 50 20 60 10" stroke="red" paint-order="stroke"/>"#);
    let [under, over] = paths(&frame)[..] else { panic!("two paths: {frame:?}") };
    assert!(under.stroke.is_some() && under.fill.is_none() && over.fill.is_some() && over.stroke.is_none());
    let ends: Vec<Point> = over
        .segments
        .iter()
        .filter_map(|s| if let Segment::Curve(_, _, end) = s { Some(*end) } else { None })
        .collect();
    assert_eq!(ends, [at(60, 20), at(120, 20)]);
}

#[test]
fn text_is_set_in_the_books_faces_as_outlines() {
    let (frame, reasons) = draw(r#"<text x="5" y="20" font-size="10" font-family="Arial">Hi</text>"#);
    assert_eq!(reasons, Vec::<String>::new());
    assert!(!paths(&frame).is_empty());
    let (_, reasons) = draw(r#"<text x="5" y="20">한글</text>"#);
    assert_eq!(reasons, ["Korean text that no font here has"]);
}

const BLUR: &str = r#"<defs><filter id="f"><feGaussianBlur stdDeviation="1"/></filter></defs>"#;

#[test]
fn what_no_word_is_for_becomes_pixels_between_paths() {
    let (frame, reasons) = draw(&format!(
        r##"{BLUR}<rect width="20" height="10" fill="black"/>
        <rect x="50" y="10" width="20" height="10" filter="url(#f)"/>
        <circle cx="80" cy="30" r="5" filter="url(#f)" fill="#00f"/>
        <rect y="40" width="20" height="10" fill="white"/>"##,
    ));
    assert_eq!(reasons, ["a filter"]);
    let [(_, Item::Path(below)), (place, Item::Bitmap { bitmap, size }), (_, Item::Path(above))] =
        &frame.items[..]
    else {
        panic!("path, bitmap, path: {frame:?}")
    };
    assert_eq!(below.fill, Some((Paint::Gray(0), FillRule::NonZero)));
    assert_eq!(above.fill, Some((Paint::Gray(255), FillRule::NonZero)));
    let near = |a: Length, b: i64| (a - Length::pt(b)).0.abs() < Length::pt(12).0;
    assert!(near(place.x, 100) && near(place.y, 20), "{place:?}");
    assert!(near(size.width, 80) && near(size.height, 60), "{size:?}");
    assert_eq!(bitmap.rgba.len(), (bitmap.width * bitmap.height * 4) as usize);
    assert!(bitmap.width > 280, "300 dpi: {}", bitmap.width);
}

#[test]
fn gradients_are_shades_in_points_of_the_frame() {
    let stops =
        r##"<stop offset=".2" stop-color="#f00"/><stop offset="1" stop-color="#00f" stop-opacity=".5"/>"##;
    let (frame, reasons) = draw(&format!(
        r#"<defs><linearGradient id="g">{stops}</linearGradient></defs>
        <rect x="50" y="10" width="20" height="10" fill="url(#g)"/>"#,
    ));
    assert_eq!(reasons, Vec::<String>::new());
    let shade = shade(&frame.items[0].1);
    let GradientShape::Line([from, to]) = shade.gradient.shape else { panic!("along a line") };
    let [a, _, _, _, e, _] = shade.gradient.matrix;
    let ends = [a * from.0 + e, a * to.0 + e];
    assert!((ends[0] - 100.0).abs() < 0.01 && (ends[1] - 140.0).abs() < 0.01, "{ends:?}");
    let stops: Vec<_> = shade.gradient.stops.iter().map(|stop| (stop.at, stop.color, stop.alpha)).collect();
    assert_eq!(stops, [(0.0, [255, 0, 0], 255), (0.2, [255, 0, 0], 255), (1.0, [0, 0, 255], 128)]);
}

#[test]
fn gradients_that_repeat_are_longer_ones() {
    let gradient = |spread: &str| {
        format!(
            r#"<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="40" x2="50" spreadMethod="{spread}">
            <stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient></defs>
            <rect x="31" width="48" height="9" fill="url(#g)"/>"#
        )
    };
    let stops = |spread: &str| {
        let (frame, _) = draw(&gradient(spread));
        let gradient = shade(&frame.items[0].1).gradient.clone();
        assert_eq!(gradient.shape, GradientShape::Line([(30.0, 0.0), (80.0, 0.0)]), "{spread}");
        gradient.stops.iter().map(|stop| stop.color[0] > 0).collect::<Vec<_>>()
    };
    assert_eq!(stops("repeat"), [true, false].repeat(5));
    assert_eq!(stops("reflect"), [false, true, true, false, false, true, true, false, false, true]);
    let fine = gradient("repeat").replace("x2=\"50\"", "x2=\"40.1\"");
    assert_eq!(draw(&fine).1, ["a gradient"], "too fine to be a row of colours");
}

#[test]
fn groups_are_layers_in_their_place() {
    let (frame, reasons) = draw(
        r#"<g transform="translate(40 20) scale(2)"><g opacity="0.5" style="mix-blend-mode:multiply">
        <rect x="5" y="5" width="10" height="5"/><rect x="5" y="5" width="1" height="1"/></g></g>"#,
    );
    assert_eq!(reasons, Vec::<String>::new());
    let layer = layer(&frame.items[0].1);
    assert_eq!((layer.opacity, layer.blend, layer.clips.len()), (128, Blend::Multiply, 0));
    assert_eq!(paths(&layer.frame)[0].segments[0], Segment::Move(at(100, 60)));
    let deep = format!("{}<rect width='9' height='9'/>{}", "<g opacity='.9'>".repeat(40), "</g>".repeat(40));
    assert_eq!(draw(&deep).1, ["parts within parts"]);
}

#[test]
fn masks_are_frames_of_grays() {
    let mask = |kind: &str| {
        format!(
            r##"<defs><mask id="m" style="mask-type:{kind}"><rect width="50" height="50" fill="#f00"/></mask></defs>
            <g mask="url(#m)"><rect width="90" height="40"/></g>"##
        )
    };
    for (kind, by, paint) in
        [("luminance", MaskBy::Light, Paint::Gray(54)), ("alpha", MaskBy::Cover, Paint::Rgb(255, 0, 0))]
    {
        let (frame, _) = draw(&mask(kind));
        let mask = layer(&frame.items[0].1).mask.as_ref().expect("a mask");
        assert_eq!(mask.by, by);
        let content = layer(&mask.frame.items[0].1);
        assert_eq!(paths(&content.frame)[0].fill, Some((paint, FillRule::NonZero)));
    }
}

#[test]
fn patterns_are_tiles_under_an_outline() {
    let (frame, reasons) = draw(
        r#"<defs><pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse"><circle cx="5" cy="5" r="2"/></pattern></defs>
        <rect x="15" y="5" width="30" height="10" fill="url(#p)"/>"#,
    );
    assert_eq!(reasons, Vec::<String>::new());
    let layer = layer(&frame.items[0].1);
    assert_eq!((layer.clips.len(), layer.frame.items.len()), (1, 8), "four across, two down");
    let seen = r#"<defs><pattern id="p" width=".01" height=".01" patternUnits="userSpaceOnUse"><circle r="2"/></pattern></defs><rect width="90" height="40" fill="url(#p)"/>"#;
    assert_eq!(draw(seen).1, ["a pattern"], "too fine to be told apart");
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    let (frame, reasons) = draw(
        r#"<rect width="9" height="9" stroke="transparent"/><rect width="9" height="9" fill="none" stroke="rgba(0,0,0,0)"/>"#,
    );
    assert_eq!(reasons, Vec::<String>::new());
    let [path] = paths(&frame)[..] else { panic!("one path: {frame:?}") };
    assert_eq!(path.stroke, None);
}

#[test]
fn pictures_in_drawings_are_drawn_and_nothing_is_fetched() {
    let mut png = Vec::new();
    let red = image::RgbImage::from_pixel(2, 2, image::Rgb([255, 0, 0]));
    red.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a PNG");
    let hex: String = png.iter().map(|b| format!("%{b:02x}")).collect();
    let (frame, reasons) =
        draw(&format!(r#"<image x="10" y="10" width="20" height="20" xlink:href="data:image/png,{hex}"/>"#));
    assert_eq!(reasons, Vec::<String>::new());
    let [(place, Item::Bitmap { bitmap, size })] = &frame.items[..] else { panic!("a bitmap: {frame:?}") };
    assert_eq!((*place, size.width, bitmap.width), (at(20, 20), Length::pt(40), 2));
    assert_eq!(bitmap.rgba[..4], [255, 0, 0, 255]);
    let (_, reasons) = draw(&format!(
        r#"<image x="10" y="10" width="20" height="20" transform="rotate(9)" xlink:href="data:image/png,{hex}"/>"#
    ));
    assert_eq!(reasons, ["a picture"], "turned");
    let file = tempfile::NamedTempFile::with_suffix(".png").expect("a file");
    std::fs::write(file.path(), &png).expect("written");
    let (frame, _) =
        draw(&format!(r#"<image width="20" height="20" xlink:href="{}"/>"#, file.path().display()));
    assert_eq!(frame.items, []);
}

#[test]
fn clips_that_clip_nothing_leave_paths_alone() {
    let clip = |width: u32| {
        format!(
            r#"<defs><clipPath id="c"><rect width="{width}" height="50"/></clipPath></defs>
            <g clip-path="url(#c)"><rect x="10" y="10" width="30" height="10"/></g>"#
        )
    };
    assert_eq!(draw(&clip(50)).1, Vec::<String>::new());
    let (frame, reasons) = draw(&clip(20));
    assert_eq!((layer(&frame.items[0].1).clips.len(), reasons), (1, Vec::new()));
    let (frame, reasons) = draw(
        r#"<defs><marker id="m" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="6" markerHeight="6" orient="auto">
        <path d="M0 0L10 5L0 10z"/></marker></defs><path d="M10 10H50" stroke="black" marker-end="url(#m)"/>"#,
    );
    assert_eq!((paths(&frame).len(), reasons), (2, Vec::new()), "an arrow head is a path");
}

#[test]
fn nothing_reaches_beyond_the_edge() {
    let (frame, reasons) = draw(
        r#"<rect x="-50" y="-50" width="300" height="300" fill="white"/><rect x="200" width="9" height="9"/>"#,
    );
    assert_eq!(reasons, Vec::<String>::new());
    let [ground] = paths(&frame)[..] else { panic!("the ground: {frame:?}") };
    assert_eq!(ground.segments[0], Segment::Move(at(0, 0)));
    assert!(ground.segments.contains(&Segment::Line(at(200, 100))));
    let (frame, reasons) = draw(r#"<circle cx="100" cy="25" r="20"/>"#);
    assert_eq!(reasons, Vec::<String>::new());
    let layer = layer(&frame.items[0].1);
    assert!(layer.clips[0].0.contains(&Segment::Line(at(200, 100))), "cut at the edge: {layer:?}");
}

#[test]
fn what_is_far_larger_than_the_drawing_is_left_out() {
    let huge = r#"<path d="M10 10L1e30 20L20 1e30Z"/>"#;
    let (frame, reasons) = draw(&format!(r#"{huge}<path d="M10 40H50V20Z"/>"#));
    assert_eq!(reasons, ["a part left out that is far larger than the drawing"]);
    assert_eq!(paths(&frame).len(), 1);
    assert!(try_draw(&format!(r#"<g opacity="0.5">{huge}</g>"#)).is_err());
}

#[test]
fn many_bitmaps_become_one() {
    let pair = r#"<rect width="5" height="5"/><rect width="5" height="5" filter="url(#f)"/>"#;
    let draw = |times| draw(&format!("{BLUR}{}", pair.repeat(times)));
    assert_eq!(draw(40).0.items.len(), 80);
    let (frame, _) = draw(60);
    let [(place, Item::Bitmap { bitmap, size })] = &frame.items[..] else { panic!("one bitmap") };
    assert_eq!((*place, bitmap.width), (Point::default(), 834));
    assert!((size.width.to_pt() - 200.0).abs() < 0.5);
}

#[test]
fn sharp_corners_and_uneven_scales_are_drawn_as_outlines() {
    let (frame, _) = draw(r#"<path d="M10 40L50 38L10 36" fill="none" stroke="black"/>"#);
    assert!(paths(&frame)[0].fill.is_some(), "a mitre SVG cuts and PDF would not");
    let (frame, _) =
        draw(r#"<g transform="scale(1 3)"><circle cx="20" cy="8" r="5" fill="none" stroke="black"/></g>"#);
    assert!(paths(&frame)[0].fill.is_some(), "a pen that is no circle");
    let (frame, _) = draw(r#"<path d="M10 40H50V20" fill="none" stroke="black"/>"#);
    assert!(paths(&frame)[0].stroke.is_some());
}

#[test]
fn what_is_no_drawing_is_refused_with_a_reason() {
    let fonts = FontBook::default();
    let reason =
        |bytes: &[u8]| frame(bytes, size(100, 100), &fonts, Transparency::Kept).expect_err("refused");
    assert!(reason(b"").contains("well-formed"));
    assert!(reason(b"<svg").contains("well-formed"));
    assert!(reason(&[0xff, 0xfe]).contains("UTF-8"));
    assert!(reason(b"\x1f\x8b\x08\x00").contains("compressed"));
    assert!(reason(br#"<svg xmlns="http://www.w3.org/2000/svg" width="0" height="5"/>"#).contains("no size"));
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>"#;
    assert!(frame(svg, Size::default(), &fonts, Transparency::Kept).is_err());
    assert!(frame(svg, size(9, 9), &fonts, Transparency::Kept).is_ok());
}

#[test]
fn no_drawing_holds_up_the_book() {
    // Ten uses of ten uses of ten uses…
    let mut bomb = String::from(r#"<defs><rect id="u0" width="1" height="1"/>"#);
    for level in 1..12 {
        let uses = format!(r##"<use xlink:href="#u{}"/>"##, level - 1).repeat(10);
        bomb.push_str(&format!(r#"<g id="u{level}">{uses}</g>"#));
    }
    assert!(try_draw(&format!(r##"{bomb}</defs><use xlink:href="#u11"/>"##)).is_err());
    let deep = format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
    assert!(try_draw(&deep).expect_err("refused").contains("nested"));
    assert!(try_draw(&format!("{}{}", "<g opacity='.9'>".repeat(150), "</g>".repeat(150))).is_ok());
    let filters = r#"<g filter="url(#f)"><rect width="100" height="50"/>"#.repeat(90) + &"</g>".repeat(90);
    let slow = r#"<defs><filter id="f"><feTurbulence numOctaves="90"/><feGaussianBlur stdDeviation="50"/></filter></defs>"#;
    assert!(try_draw(&format!("{slow}{filters}")).is_err());
    let tile = r#"<defs><pattern id="p" width="1000000" height="1000000" patternUnits="userSpaceOnUse"><rect width="9" height="9"/></pattern></defs><rect width="9" height="9" fill="url(#p)"/>"#;
    assert!(try_draw(tile).is_err());
}

#[test]
fn where_nothing_may_be_seen_through_a_drawing_is_one_bitmap() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="9" height="9"/>
        <circle r="3" opacity=".5"/><rect x="5" width="2" height="2"/></svg>"#;
    let flat = |transparency| frame(svg, size(9, 9), &FontBook::default(), transparency).expect("a drawing");
    let (kept, _) = flat(Transparency::Kept);
    assert_eq!(kept.items.len(), 3);
    let (one, reasons) = flat(Transparency::Flattened);
    assert!(matches!(one.items.as_slice(), [(_, Item::Bitmap { .. })]), "{one:?}");
    assert!(reasons.iter().any(|reason| reason.starts_with("all of it")));
    let opaque =
        br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="9" height="9"/></svg>"#;
    let (paths, _) =
        frame(opaque, size(9, 9), &FontBook::default(), Transparency::Flattened).expect("a drawing");
    assert!(matches!(paths.items.as_slice(), [(_, Item::Path(_))]));
}
