//! Pages with troubles to small pictures.

use std::collections::BTreeSet;

use super::trouble::Trouble;
use crate::edition::Edition;
use crate::model::length::Size;
use crate::parallel;
use crate::raster;
use crate::typeset::display::Layout;

/// Pictures that a report shows of an edition: the pages of its worst troubles.
const MOST: usize = 120;
/// Bytes that a picture has at most.
const LARGEST: usize = 20_000;
/// Widths in pixels to try, the largest first.
const WIDTHS: &[u32] = &[420, 360, 300, 240, 180, 120];

/// A picture of a page.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    /// Index of the page.
    pub page: usize,
    /// Its folio.
    pub label: String,
    /// Its extent.
    pub size: Size,
    /// A PNG of at most 20 kB.
    pub png: Vec<u8>,
}

/// Draws the pages of the worst troubles, and counts the pages that are not drawn.
pub(super) fn draw(edition: &Edition<'_>, layout: &Layout, troubles: &[Trouble]) -> (Vec<Thumbnail>, usize) {
    let (mut shown, mut left) = (BTreeSet::new(), BTreeSet::new());
    for trouble in troubles {
        if shown.len() < MOST || shown.contains(&trouble.page) {
            shown.insert(trouble.page);
        } else {
            left.insert(trouble.page);
        }
    }
    let pages: Vec<usize> = shown.into_iter().collect();
    let drawn = parallel::map(&pages, |at| {
        let page = layout.pages.get(*at)?;
        let assets = &edition.book.book.assets;
        let mut made = WIDTHS.iter().filter_map(|width| raster::page(page, edition.fonts, assets, *width));
        let png = made.find(|png| png.len() <= LARGEST)?;
        Some(Thumbnail { page: *at, label: page.label.clone(), size: page.size, png })
    });
    let drawn: Vec<Thumbnail> = drawn.into_iter().flatten().collect();
    let without = pages.len() - drawn.len() + left.len();
    (drawn, without)
}
