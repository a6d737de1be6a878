//! Faces: subset, described, with the widths of the face and the texts of the book.

use std::collections::BTreeMap;

use bindery::font::Family;
use lopdf::{Dictionary, Document};

use crate::book::everything;
use crate::reader::{dictionary, entry, inside, page_at, written};
use crate::synthetic::Hand;

/// The fonts of a file: base name to composite font.
pub(crate) fn fonts(document: &Document) -> BTreeMap<String, &Dictionary> {
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
pub(crate) fn widths(document: &Document, font: &Dictionary) -> BTreeMap<i64, i64> {
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
    let (_, map) = map.split_once("endcodespacerange").expect("a head");
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let number = |hex: &str| i64::from_str_radix(hex, 16).ok();
    let text = |hex: &str| {
        let unit = |at: usize| u16::from_str_radix(&hex[at..at + 4], 16).expect("UTF-16");
        String::from_utf16(&(0..hex.len()).step_by(4).map(unit).collect::<Vec<_>>()).expect("UTF-16")
    };
    pairs.filter_map(|(code, said)| Some((number(code)?, text(said)))).collect()
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
