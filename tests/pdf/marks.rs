//! The operators of contents.

use std::collections::BTreeMap;

use bindery::model::length::Point;
use bindery::typeset::display::{Frame, Item};
use lopdf::content::Content;
use lopdf::{Document, Object};

use crate::book::everything;
use crate::fonts::widths;
use crate::reader::{content, dictionary, inside, page_at, pages_only, written};
use crate::synthetic::{Hand, Stage, page, point};

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
    assert!(content.contains("/Span <</ActualText<FEFF00410041>/MCID 1>> BDC"), "{content}");
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

/// Where the glyphs of a frame are meant to stand, in display order.
fn meant(frame: &Frame, origin: Point, places: &mut Vec<f64>) {
    for (point, item) in &frame.items {
        let at = Point { x: origin.x + point.x, y: origin.y + point.y };
        match item {
            Item::Glyphs(run) => {
                let mut x = at.x;
                for glyph in &run.glyphs {
                    places.push((x + glyph.dx).to_pt());
                    x += glyph.advance;
                }
            }
            Item::Group(inner) => meant(inner, at, places),
            _ => {}
        }
    }
}

/// Where a reader puts the glyphs of a page: by the widths in the file and the adjustments
/// (ISO 32000-2, 9.4.4).
fn drawn(document: &Document, number: u32) -> Vec<f64> {
    let fonts = inside(document, inside(document, page_at(document, number), "Resources"), "Font");
    let widths: BTreeMap<Vec<u8>, BTreeMap<i64, i64>> = fonts
        .iter()
        .map(|(name, font)| (name.clone(), widths(document, dictionary(document, font))))
        .collect();
    let contents = document.get_page_content(document.get_pages()[&number]);
    let (mut font, mut size, mut scale, mut x) = (Vec::new(), 0.0, 1.0, 0.0);
    let mut places = Vec::new();
    for operation in Content::decode(&contents).expect("operators").operations {
        let real = |at: usize| f64::from(operation.operands[at].as_float().expect("a number"));
        match operation.operator.as_str() {
            "Tf" => (font, size) = (operation.operands[0].as_name().expect("a font").to_vec(), real(1)),
            "Tz" => scale = real(0) / 100.0,
            "Tm" => x = real(4),
            "TJ" => {
                for item in operation.operands[0].as_array().expect("an array") {
                    if let Object::String(codes, _) = item {
                        for code in codes.chunks(2) {
                            places.push(x);
                            let code = i64::from(u16::from_be_bytes([code[0], code[1]]));
                            let width = i32::try_from(widths[&font][&code]).expect("a width");
                            x += f64::from(width) / 1000.0 * size * scale;
                        }
                    } else {
                        x -= f64::from(item.as_float().expect("a number")) / 1000.0 * size * scale;
                    }
                }
            }
            _ => {}
        }
    }
    places
}

#[test]
fn every_glyph_stands_where_the_page_says() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    for (number, page) in (1..).zip(&layout.pages) {
        let mut meant_places = Vec::new();
        meant(&page.frame, Point::default(), &mut meant_places);
        let drawn_places = drawn(&document, number);
        assert_eq!(meant_places.len(), drawn_places.len(), "page {number}");
        for (meant, drawn) in meant_places.iter().zip(&drawn_places) {
            assert!((meant - drawn).abs() < 0.01, "page {number}: {drawn} for {meant}");
        }
    }
}
