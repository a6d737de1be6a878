//! The slug: which page of which book a sheet is, set among the marks beside it.
//!
//! It says nothing of when or where the file was made: the same book has the same slug.

use std::borrow::Cow;
use std::sync::Arc;

use super::print_spec;
use super::sheet::slug_place;
use crate::edition::Edition;
use crate::font::shape::{Shaper, Shaping};
use crate::font::{Family, FontId, Look};
use crate::model::length::Length;
use crate::typeset::display::{Glyph, GlyphRun, Item, Page, Paint, Source};

/// Small, but a printer reads it without a glass.
const SIZE: Length = Length::pt(6);

/// The pages with their slugs, where the edition has marks.
pub(super) fn on<'a>(edition: &Edition<'_>, pages: &'a [Page]) -> Cow<'a, [Page]> {
    let press = print_spec(edition).press;
    if !press.marks.any() {
        return Cow::Borrowed(pages);
    }
    let mut pages = pages.to_vec();
    let count = pages.len();
    let mut shaper = Shaper::new(edition.fonts);
    for (index, page) in pages.iter_mut().enumerate() {
        let (title, name) = (&edition.metadata.title, &edition.spec.name);
        let text = format!("{} ({}/{count}) \u{b7} {name} \u{b7} {title}", page.label, index + 1);
        let (mut at, room) = slug_place(page.size, &press);
        let end = at.x + room;
        for run in runs(&mut shaper, text.trim_start(), &edition.metadata.lang) {
            let width = run.width();
            if at.x + width > end {
                break;
            }
            page.frame.push(at, Item::Glyphs(run));
            at.x += width;
        }
    }
    Cow::Owned(pages)
}

/// A text word by word, each in the faces that have its characters; what none has is left
/// out.
fn runs(shaper: &mut Shaper<'_>, text: &str, lang: &str) -> Vec<GlyphRun> {
    let look = Look { family: Family::Body, bold: false, italic: false };
    let lang: Arc<str> = lang.into();
    let mut runs = Vec::new();
    for word in text.split_inclusive(' ') {
        let mut pieces: Vec<(FontId, String)> = Vec::new();
        for c in word.chars() {
            let Some(font) = shaper.fonts().face_for(look, c) else { continue };
            match pieces.last_mut() {
                Some((last, piece)) if *last == font => piece.push(c),
                _ => pieces.push((font, c.into())),
            }
        }
        runs.extend(
            pieces
                .into_iter()
                .map(|(font, piece)| run(shaper, &piece, Shaping::plain(font, Arc::clone(&lang)))),
        );
    }
    runs
}

fn run(shaper: &mut Shaper<'_>, text: &str, how: Shaping) -> GlyphRun {
    let units = i64::from(shaper.fonts().face(how.font).units_per_em).max(1);
    let scaled = |n: i32| SIZE.scale(i64::from(n), units);
    let word = shaper.shape_once(text, &how);
    let glyphs = word.glyphs.iter().map(|glyph| Glyph {
        id: glyph.id,
        cluster: glyph.cluster,
        advance: scaled(glyph.advance),
        dx: scaled(glyph.dx),
        dy: scaled(glyph.dy),
    });
    GlyphRun {
        font: how.font,
        size: SIZE,
        scale: 1000,
        tracking: 0,
        paint: Paint::BLACK,
        source: Source::Artifact,
        text: text.into(),
        level: 0,
        lang: how.lang,
        glyphs: glyphs.collect(),
        hyphenated: false,
    }
}
