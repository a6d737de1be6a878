//! Which face a look gets, and what is said of fonts that can't be used.

use super::*;
use crate::diagnostic::Code;
use crate::source::{FileId, Span};

const BODY: Look = Look { family: Family::Body, bold: false, italic: false };

fn theme(body: &str, heading: &str, mono: &str) -> ThemeFonts {
    ThemeFonts { body: body.into(), heading: heading.into(), mono: mono.into(), oldstyle_figures: true }
}

fn file(path: &str, bytes: &[u8]) -> FontFile {
    FontFile { path: path.into(), span: Span::new(FileId(0), 3, 9), bytes: bytes.into() }
}

fn bundled_file(family: &str, at: usize) -> &'static [u8] {
    bundled::find(family).expect("a bundled family").files[at]
}

fn name(book: &FontBook, id: FontId) -> &str {
    &book.face(id).postscript_name
}

#[test]
fn each_look_has_its_face() {
    let (book, findings) = FontBook::from_families(
        &theme("eb garamond", "Libertinus Sans", "JetBrains Mono"),
        &FontFiles::default(),
    );
    assert_eq!(findings, []);
    let of = |family, bold, italic| name(&book, book.select(Look { family, bold, italic }));
    assert_eq!(of(Family::Body, false, false), "EBGaramond-Regular");
    assert_eq!(of(Family::Body, true, true), "EBGaramond-BoldItalic");
    assert_eq!(of(Family::Heading, true, false), "LibertinusSans-Bold");
    assert_eq!(of(Family::Heading, true, true), "LibertinusSans-Italic", "slant before weight");
    assert_eq!(of(Family::Mono, false, true), "JetBrainsMono-Italic");
}

#[test]
fn metrics_are_those_of_the_files() {
    let book = FontBook::default();
    let regular = book.face(book.select(BODY));
    assert_eq!((regular.family.as_str(), regular.units_per_em, regular.weight), ("EB Garamond", 1000, 400));
    assert!(
        regular.cff && !regular.italic && !regular.monospaced && regular.embeddable && regular.subsettable
    );
    assert!(regular.cap_height > regular.x_height && regular.x_height > 300 && regular.descent < 0);
    assert!(regular.underline.top < 0 && regular.strikeout.top > 0 && regular.strikeout.thickness > 0);
    let italic = book.face(book.select(Look { italic: true, ..BODY }));
    assert!(italic.italic && italic.italic_angle < 0);
    let mono = book.face(book.select(Look { family: Family::Mono, ..BODY }));
    assert!(mono.monospaced && !mono.cff);
    assert_eq!(mono.advance(5), mono.advance(50));
    assert_eq!(mono.advance(u16::MAX), 0);
}

#[test]
fn what_a_face_lacks_comes_from_another() {
    let book = FontBook::default();
    assert_eq!(book.face_for(BODY, 'a'), Some(book.select(BODY)));
    let hebrew = book.face_for(Look { bold: true, ..BODY }, 'ש').expect("Libertinus has Hebrew");
    assert_eq!(name(&book, hebrew), "LibertinusSerif-Bold");
    let box_drawing = book.face_for(BODY, '╬').expect("a bundled face has box drawing");
    assert!(book.covers(box_drawing, '╬') && !book.covers(book.select(BODY), '╬'));
    assert_eq!(book.face_for(BODY, '한'), None);
    assert_eq!(book.face_for(BODY, '\u{200D}'), Some(book.select(BODY)));
}

#[test]
fn an_authors_fonts_come_first() {
    let files = FontFiles {
        body: vec![file("serif.otf", bundled_file("Libertinus Serif", 0))],
        fallback: vec![file("mono.ttf", bundled_file("JetBrains Mono", 0))],
        ..FontFiles::default()
    };
    let (book, findings) =
        FontBook::from_families(&theme("EB Garamond", "EB Garamond", "JetBrains Mono"), &files);
    assert_eq!(findings, []);
    let regular = book.select(BODY);
    assert_eq!(name(&book, regular), "LibertinusSerif-Regular");
    assert_eq!(
        book.select(Look { bold: true, italic: true, ..BODY }),
        regular,
        "the only face of the family"
    );
    assert_eq!(book.select(Look { family: Family::Heading, ..BODY }), regular, "headings follow the text");
    let block = book.face_for(BODY, '▙').expect("JetBrains Mono has blocks");
    assert_eq!(name(&book, block), "JetBrainsMono-Regular");
    let mono = book.select(Look { family: Family::Mono, ..BODY });
    assert_eq!(mono, block, "one face a file, however often it is named");
}

#[test]
fn a_theme_may_name_a_family_that_the_author_brings() {
    let files = FontFiles {
        body: vec![file("serif.otf", bundled_file("Libertinus Serif", 0))],
        ..FontFiles::default()
    };
    let (book, findings) =
        FontBook::from_families(&theme("EB Garamond", "Libertinus Serif", "JetBrains Mono"), &files);
    assert_eq!(findings, []);
    assert_eq!(book.select(Look { family: Family::Heading, ..BODY }), book.select(BODY));
}

#[test]
fn files_that_cannot_be_used_are_reported_and_replaced() {
    let whole = bundled_file("Libertinus Serif", 0);
    let mut locked = whole.to_vec();
    restrict(&mut locked);
    let cases: [(&str, &[u8], &str); 7] = [
        ("empty.otf", b"", "not an OpenType"),
        ("page.ttf", b"<html></html>", "not an OpenType"),
        ("cut.otf", &whole[..whole.len() / 2], "cut short"),
        ("head.otf", &whole[..40], "cut short"),
        ("all.ttc", b"ttcf\0\x01\0\0\0\0\0\x02", "collection"),
        ("web.woff2", b"wOF2\0\x01\0\0", "web font"),
        ("locked.otf", &locked, "forbid embedding"),
    ];
    for (path, bytes, reason) in cases {
        let files = FontFiles { body: vec![file(path, bytes)], ..FontFiles::default() };
        let (book, findings) =
            FontBook::from_families(&theme("EB Garamond", "EB Garamond", "JetBrains Mono"), &files);
        assert_eq!(findings.len(), 1, "{path}");
        let finding = &findings[0];
        assert_eq!(finding.code, Code::UnusableFont);
        assert!(finding.message.contains(path) && finding.message.contains(reason), "{}", finding.message);
        assert_eq!(finding.labels[0].span, Span::new(FileId(0), 3, 9));
        assert!(!finding.help.is_empty());
        assert_eq!(name(&book, book.select(BODY)), "EBGaramond-Regular");
    }
}

/// Sets the `fsType` of a font's OS/2 table to "restricted licence embedding".
fn restrict(font: &mut [u8]) {
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let record = (0..count).map(|n| 12 + 16 * n).find(|at| &font[*at..at + 4] == b"OS/2").expect("OS/2");
    let place: [u8; 4] = font[record + 8..record + 12].try_into().expect("four bytes");
    let fs_type = usize::try_from(u32::from_be_bytes(place)).expect("an offset") + 8;
    font[fs_type..fs_type + 2].copy_from_slice(&[0, 2]);
}

#[test]
fn an_unknown_family_is_reported_and_replaced() {
    let (book, findings) =
        FontBook::from_families(&theme("EB Garamont", "EB Garamond", "Fantasia"), &FontFiles::default());
    assert_eq!(findings.len(), 2);
    assert!(findings[0].message.contains("`EB Garamont`"), "{}", findings[0].message);
    assert!(findings[0].help[0].contains("`EB Garamond`"), "{:?}", findings[0].help);
    assert!(findings[1].help[0].contains("Libertinus Serif"), "{:?}", findings[1].help);
    assert_eq!(name(&book, book.select(BODY)), "EBGaramond-Regular");
    assert_eq!(name(&book, book.select(Look { family: Family::Mono, ..BODY })), "JetBrainsMono-Regular");
}

#[test]
fn features_are_known() {
    let book = FontBook::default();
    assert!(book.has_feature(book.select(BODY), b"smcp"));
    assert!(!book.has_feature(book.select(Look { family: Family::Mono, ..BODY }), b"smcp"));
}
