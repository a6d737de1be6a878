//! What covers are made of, and that their making never fails.

use super::*;
use crate::diagnostic::Code;
use crate::model::length::{Length, Point, Size};
use crate::model::metadata::Contributor;
use crate::typeset::display::{Bitmap, Item, Paint};

fn theme() -> ThemeFonts {
    ThemeFonts {
        body: "EB Garamond".into(),
        heading: "EB Garamond".into(),
        mono: "JetBrains Mono".into(),
        oldstyle_figures: true,
    }
}

fn metadata(title: &str) -> Metadata {
    let author = Contributor { name: "Jane Austen".into(), file_as: None, role: "aut".into() };
    Metadata { title: title.into(), lang: "en".into(), contributors: vec![author], ..Metadata::default() }
}

/// The lines of a cover's words, top down.
fn lines(metadata: &Metadata) -> Vec<String> {
    let mut lines: Vec<(Length, String)> = Vec::new();
    for (at, item) in cover::compose(metadata, true, &FontBook::default()).items {
        let Item::Glyphs(run) = item else { continue };
        match lines.last_mut().filter(|(y, _)| *y == at.y) {
            Some((_, text)) => text.push_str(&run.text),
            None => lines.push((at.y, run.text.to_string())),
        }
    }
    assert!(lines.is_sorted_by_key(|(y, _)| *y));
    lines.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_cover_says_author_title_subtitle_and_publisher() {
    let mut metadata = metadata("Emma");
    metadata.subtitle = Some("A Novel".into());
    metadata.publisher = Some("Murray".into());
    assert_eq!(lines(&metadata), ["Jane Austen", "Emma", "A Novel", "Murray"]);
    metadata.contributors.push(Contributor { name: "A. N. Other".into(), file_as: None, role: "aut".into() });
    assert_eq!(lines(&metadata)[..2], ["Jane Austen", "A. N. Other"]);
}

#[test]
fn titles_are_divided_evenly_between_words() {
    assert_eq!(lines(&metadata("Pride and Prejudice"))[1..], ["Pride and", "Prejudice"]);
    let long = lines(&metadata("The Strange and Surprising Adventures of a Printer’s Apprentice"));
    assert!(long.len() > 3 && long[1..].iter().all(|line| line.chars().count() < 24), "{long:?}");
    assert!(lines(&metadata("Moby-Dick; or, The Whale")).contains(&"Moby-Dick;".to_owned()));
}

#[test]
fn a_very_long_word_is_divided_by_its_language() {
    let german = Metadata { lang: "de".into(), ..metadata("Donaudampfschifffahrtsgesellschaftskapitän") };
    let lines = lines(&german);
    assert!(lines.len() > 2 && lines[1].ends_with('-'), "{lines:?}");
    assert_eq!(lines[1..].concat().replace('-', ""), german.title);
}

#[test]
fn every_word_lies_within_the_cover() {
    let titles =
        ["", "W", "한국어 제목", "שיר השירים", &"endless ".repeat(400), &"x".repeat(5000), "a\nb\u{0}c"];
    for title in titles {
        let mut metadata = metadata(title);
        metadata.publisher = Some(title.into());
        metadata.subtitle = Some(title.into());
        let frame = cover::compose(&metadata, false, &FontBook::default());
        let words = frame.items.iter().filter_map(|(at, item)| match item {
            Item::Glyphs(run) => Some((at.x, at.x + run.width())),
            _ => None,
        });
        let title: String = title.chars().take(20).collect();
        for (left, right) in words {
            let fits = left >= Length::ZERO && right <= frame.size.width;
            assert!(fits || title.starts_with("xxx"), "{title}: {left:?} {right:?}");
        }
    }
}

#[test]
fn the_picture_is_the_same_for_the_same_words() {
    let fonts = FontBook::default();
    let (picture, findings) = cover(&metadata("Emma"), &theme(), &fonts);
    assert_eq!(findings, []);
    let decoded = image::load_from_memory(&picture).expect("a PNG");
    assert_eq!((decoded.width(), decoded.height()), COVER_SIZE);
    assert_eq!(cover(&metadata("Emma"), &theme(), &fonts).0, picture);
    assert_ne!(cover(&metadata("Persuasion"), &theme(), &fonts).0, picture);
}

#[test]
fn signs_no_font_has_are_reported_once_a_writing() {
    let findings = findings::missing_signs(&metadata("한국어 Roman"), &FontBook::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, Code::MissingGlyph);
    assert!(findings[0].message.contains("`한` (Korean)"), "{}", findings[0].message);
    assert_eq!(findings[0].help.len(), 2);
}

#[test]
fn rules_and_bitmaps_are_painted_in_their_places() {
    let mut frame = Frame::new(Size { width: Length::pt(20), height: Length::pt(10) });
    let size = Size { width: Length::pt(10), height: Length::pt(10) };
    frame.push(Point::default(), Item::Rule { size, paint: Paint::Cmyk(0, 255, 255, 0) });
    let half_black = Bitmap { width: 1, height: 1, rgba: vec![0, 0, 0, 128] };
    let at = Point { x: Length::pt(10), y: Length::ZERO };
    frame.push(at, Item::Bitmap { bitmap: half_black.into(), size });
    let picture = png(&frame, &FontBook::default(), 40, 20).expect("a PNG");
    let picture = image::load_from_memory(&picture).expect("a PNG").to_rgb8();
    assert_eq!(picture.get_pixel(10, 10).0, [255, 0, 0]);
    let gray = picture.get_pixel(30, 10).0;
    assert!((126..=128).contains(&gray[0]), "{gray:?}");
    assert!(png(&frame, &FontBook::default(), 0, 9).is_none());
}
